/*
 * control.c -- see control.h.
 * The rules come from a study of coded changes of ground: most repeats of a place name
 * are the same holder again, real flips are quick, "recaptured" is a weak word that
 * history overrules, and a part is not the whole.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "facts/control.h"
#include "facts/side.h"

#define REPEAT_MS (7 * MS_DAY)  /* a change told again, without the captor's name */
#define VACATED_MS (2 * MS_DAY) /* who enters after a withdrawal takes it */
#define HASTE_MS MS_DAY         /* a flip so soon after another is contested */
/* taken "again" so long after: the loss between was not told */
#define AFRESH_MS (30 * MS_DAY)
/* remembered while the notes of a place are read; few are named there */
#define SIDES 8

/* ---- order ---- */

static int64_t
note_ms(const struct control_note *n)
{
	int64_t end = n->ground.day.year != 0 ? day_end(n->ground.day) : TIME_NONE;

	return end != TIME_NONE && end <= n->published_ms ? end - 1 : n->published_ms;
}

static int
note_cmp(const struct control_note *a, const struct control_note *b)
{
	int64_t x = note_ms(a), y = note_ms(b);
	int c;

	if (x != y)
		return x < y ? -1 : 1;
	if (a->published_ms != b->published_ms)
		return a->published_ms < b->published_ms ? -1 : 1;
	if ((c = str_cmp(a->entry, b->entry)) != 0)
		return c;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* ---- what the notes amount to ---- */

struct side_heard {
	struct str name, id;
	struct side_known *known;
};

/* The notes, and the one that makes them too many; each is worth three spans at most. */
#define SPANS (3 * (CONTROL_NOTES + 1) + 1)

struct folding {
	struct control *c;
	struct side_memo *memo;
	const struct arena *home; /* of the note that is heard */
	struct control_span history[SPANS];
	struct side_heard sides[SIDES];
	size_t n_sides;
	signed char same[SIDES][SIDES]; /* are two of them one side?  -1: not yet asked */
};

/* Which it is.  The oldest gives way when there are many: a few names stand in all notes.
 */
static size_t
side_heard(struct folding *f, struct str name, struct str id)
{
	size_t at = f->n_sides % SIDES;
	struct side_heard *s = &f->sides[at];

	for (size_t i = 0; i < f->n_sides && i < SIDES; i++)
		if (str_eq(f->sides[i].name, name) && str_eq(f->sides[i].id, id))
			return i;
	f->n_sides++;
	s->name = name;
	s->id = id;
	s->known = side_memo_know(f->memo, name, id);
	for (size_t i = 0; i < SIDES; i++)
		f->same[at][i] = f->same[i][at] = -1;
	return at;
}

static bool
same_side(struct folding *f, struct str a, struct str a_id, struct str b, struct str b_id)
{
	size_t one, other;

	if (str_eq(a_id, b_id) && (a_id.n > 0 || str_eq(a, b)))
		return true;
	one = side_heard(f, a, a_id);
	other = side_heard(f, b, b_id);
	if (one == other) /* the first was the oldest of many */
		one = side_heard(f, a, a_id);
	if (f->same[one][other] < 0)
		f->same[one][other] = side_known_same(f->sides[one].known,
		    f->sides[other].known);
	return f->same[one][other] != 0;
}

static void
push(struct folding *f, struct str holder, struct str id, const struct control_note *n,
    bool claimed)
{
	struct control *c = f->c;
	struct control_span *s;

	if (c->n_history == SPANS)
		return;
	s = &c->history[c->n_history++];
	*s = (struct control_span){
		.holder = holder, .holder_id = id, .start_ms = TIME_NONE, .home = f->home
	};
	if (n == NULL)
		return;
	s->since = n->ground.day.year != 0 ? n->ground.day : day_of(n->published_ms);
	s->start_ms = note_ms(n);
	s->source = n->ground.source.n > 0 ? n->ground.source
	    : n->origin.n > 0              ? n->origin
					   : n->feed;
	s->entry = n->entry;
	s->claimed = claimed;
	c->partial = false;
	c->contested = false;
	c->contested_by = STR_NONE;
	c->sources = 1;
	c->last_seen = s->since;
	c->pending = 0;
	c->vacated = false;
}

static struct control_span *
now_span(struct folding *f)
{
	return f->c->n_history > 0 ? &f->c->history[f->c->n_history - 1] : NULL;
}

static struct str
voice(const struct control_note *n)
{
	return n->ground.source.n > 0 ? n->ground.source
	    : n->origin.n > 0         ? n->origin
				      : n->feed;
}

static void
confirm(struct folding *f, struct control_span *s, const struct control_note *n)
{
	struct control *c = f->c;
	bool other = !str_eq_ci(s->source, voice(n));

	c->sources += other;
	if (n->ground.stance == STANCE_ASSERTED && other)
		s->claimed = false;
	if (s->holder.n == 0) {
		s->holder = n->ground.by;
		s->holder_id = n->ground.by_id;
		if (s->home != n->home)
			s->home = NULL;
	}
	if (c->contested && str_eq(c->contested_by, STR_NONE) == false &&
	    n->ground.by.n > 0)
		c->contested = false;
	c->last_seen = n->ground.day.year != 0 ? n->ground.day : day_of(n->published_ms);
}

static void
dispute(struct folding *f, struct str by)
{
	f->c->contested = true;
	f->c->contested_by = by;
}

static bool
afresh(const struct folding *f, const struct control_note *n)
{
	int64_t seen = day_end(f->c->last_seen);

	return seen != TIME_NONE && note_ms(n) - seen > AFRESH_MS;
}

/* Does the side, in another voice than this note's, claim it already? */
static bool
claimed_before(struct folding *f, const struct control_note *n)
{
	const struct control_note *p = f->c->pending > 0 ? f->c->notes[f->c->pending - 1]
							 : NULL;

	return p != NULL && !str_eq_ci(voice(p), voice(n)) &&
	    same_side(f, p->ground.by, p->ground.by_id, n->ground.by, n->ground.by_id);
}

/* The fall of a town, told without its captor, is the one known of, unless the holder is
 * said to have lost it. */
static bool
tells_again(struct folding *f, const struct control_span *s, const struct control_note *n)
{
	const struct ground *g = &n->ground;
	bool lost = g->against.n > 0 &&
	    same_side(f, s->holder, s->holder_id, g->against, g->against_id);
	int64_t since = s->start_ms != TIME_NONE ? note_ms(n) - s->start_ms : INT64_MAX;

	if (g->by.n == 0)
		return since <= (lost ? REPEAT_MS : AFRESH_MS);
	return s->holder.n == 0 && !f->c->vacated && since <= REPEAT_MS;
}

static void
taken(struct folding *f, size_t note)
{
	const struct control_note *n = f->c->notes[note];
	const struct ground *g = &n->ground;
	struct control_span *s = now_span(f);
	bool claimed = g->stance == STANCE_CLAIMED, hasty;

	if (g->partial) {
		f->c->partial = true;
		dispute(f, g->by);
		return;
	}
	if (s == NULL) {
		/* the word says who held it before */
		if (g->change == CHANGE_RECAPTURED) {
			push(f, g->by, g->by_id, NULL, false);
			push(f, g->against, g->against_id, NULL, false);
		}
		push(f, g->by, g->by_id, n, claimed);
		return;
	}
	if (same_side(f, s->holder, s->holder_id, g->by, g->by_id) && !f->c->vacated &&
	    !afresh(f, n)) {
		confirm(f, s, n);
		return;
	}
	if (tells_again(f, s, n)) {
		confirm(f, s, n);
		return;
	}
	if (claimed && s->holder.n > 0 && !s->claimed && s->start_ms != TIME_NONE &&
	    !claimed_before(f, n)) {
		f->c->pending = note + 1; /* against an independent source it waits for a
					     second voice */
		dispute(f, g->by);
		return;
	}
	hasty = s->start_ms != TIME_NONE && note_ms(n) - s->start_ms < HASTE_MS &&
	    s->holder.n > 0;
	push(f, g->by, g->by_id, n, claimed);
	if (hasty)
		dispute(f, s->holder);
}

static void
left(struct folding *f, const struct control_note *n)
{
	const struct ground *g = &n->ground;
	bool named = g->against.n > 0;
	struct str who = named ? g->against : g->by,
		   id = named ? g->against_id : g->by_id;
	struct control_span *s = now_span(f);

	if (s != NULL && s->holder.n > 0 &&
	    !same_side(f, s->holder, s->holder_id, who, id))
		return;
	if (s == NULL)
		push(f, who, id, NULL, false);
	push(f, STR_NONE, STR_NONE, n, false);
	f->c->vacated = true;
}

static void
hear(struct folding *f, size_t note)
{
	const struct control_note *n = f->c->notes[note];
	struct control_span *s = now_span(f);
	const struct ground *g = &n->ground;

	f->home = n->home;
	if (g->stance == STANCE_DENIED) {
		if (s != NULL && same_side(f, s->holder, s->holder_id, g->by, g->by_id))
			dispute(f, g->against.n > 0 ? g->against : g->source);
		return;
	}
	switch (g->change) {
	case CHANGE_CAPTURED:
	case CHANGE_RECAPTURED:
		taken(f, note);
		break;
	case CHANGE_WITHDREW:
		left(f, n);
		break;
	case CHANGE_ENTERED:
		if (f->c->vacated && s != NULL && note_ms(n) - s->start_ms <= VACATED_MS)
			taken(f, note);
		else if (s != NULL &&
		    !same_side(f, s->holder, s->holder_id, g->by, g->by_id))
			dispute(f, g->by);
		break;
	case CHANGE_CONTROLS:
		if (s == NULL)
			push(f, g->by, g->by_id, NULL, g->stance == STANCE_CLAIMED);
		else if (same_side(f, s->holder, s->holder_id, g->by, g->by_id))
			confirm(f, s, n);
		break;
	case CHANGE_CONTESTED:
		dispute(f, g->by);
		break;
	case CHANGE_ADVANCED:
	case CHANGE_BESIEGED:
	case CHANGE_REPELLED:
	case CHANGE_ATTACKED:
	case CHANGE_N:
		break;
	}
}

/* What the notes from that one on add to what those before amount to. */
static void
go_on(struct arena *a, struct side_memo *sides, struct control *c, size_t note)
{
	struct folding f;

	side_memo_tidy(sides);
	f.c = c;
	f.memo = sides;
	f.n_sides = 0;
	if (c->n_history > 0)
		memcpy(f.history, c->history, c->n_history * sizeof(f.history[0]));
	c->history = f.history;
	for (; note < c->n_notes; note++)
		hear(&f, note);
	c->history = ARENA_ROOM(a, struct control_span, c->n_history);
	if (c->n_history > 0)
		memcpy(c->history, f.history, c->n_history * sizeof(f.history[0]));
	c->now = c->n_history > 0 ? c->history[c->n_history - 1]
				  : (struct control_span){ .start_ms = TIME_NONE };
}

void
control_fold(struct arena *a, struct side_memo *sides, struct control *c)
{
	c->history = &c->base;
	c->n_history = c->base.holder.n > 0 || c->base.entry.n > 0;
	c->partial = c->contested = c->vacated = false;
	c->contested_by = STR_NONE;
	c->sources = c->pending = 0;
	c->last_seen = (struct day){ 0 };
	go_on(a, sides, c, 0);
}

bool
control_flipped(const struct control *before, const struct control *after)
{
	if (after->n_history == 0 || after->now.start_ms == TIME_NONE)
		return false;
	if (before == NULL || before->n_history == 0)
		return true;
	if (before->now.holder.n == 0 && before->now.start_ms == after->now.start_ms)
		return false; /* the captor has a name now */
	if (before->now.holder.n == 0 && after->now.holder.n == 0)
		return before->now.start_ms == TIME_NONE;
	if (!side_same(before->now.holder, before->now.holder_id, after->now.holder,
		after->now.holder_id) ||
	    before->now.start_ms == TIME_NONE)
		return true;
	return before->last_seen.year != 0 &&
	    after->now.start_ms - day_end(before->last_seen) > AFRESH_MS;
}

bool
control_changed_within(const struct control *c, int64_t from_ms, int64_t to_ms)
{
	for (size_t i = 0; i + 1 < c->n_history; i++)
		if (c->history[i].start_ms != TIME_NONE &&
		    c->history[i].start_ms >= from_ms && c->history[i].start_ms < to_ms)
			return true;
	return false;
}

/* ---- notes in and out ---- */

static struct control *
copy(struct arena *a, const struct control *c, size_t room)
{
	struct control *n = ARENA_NEW(a, struct control);

	*n = *c;
	n->notes = ARENA_ARRAY(a, const struct control_note *, c->n_notes + room);
	if (c->n_notes > 0)
		memcpy(n->notes, c->notes, c->n_notes * sizeof(c->notes[0]));
	n->version++;
	return n;
}

/* The oldest half becomes where it began. */
static void
let_go(struct arena *a, struct side_memo *sides, struct control *n)
{
	struct control old = *n;

	old.n_notes = CONTROL_NOTES / 2;
	control_fold(a, sides, &old);
	n->base = old.now;
	n->n_notes -= old.n_notes;
	memmove(n->notes, n->notes + old.n_notes, n->n_notes * sizeof(n->notes[0]));
	control_fold(a, sides, n);
}

struct control *
control_note(struct arena *a, struct side_memo *sides, const struct control *c,
    const struct control_note *note)
{
	struct control *n = copy(a, c, 1);
	size_t at = n->n_notes;
	int order = -1;

	while (at > 0 && (order = note_cmp(n->notes[at - 1], note)) > 0)
		at--;
	if (order == 0)
		return n;
	memmove(n->notes + at + 1, n->notes + at,
	    (n->n_notes - at) * sizeof(n->notes[0]));
	n->notes[at] = note;
	n->n_notes++;
	if (n->n_notes > CONTROL_NOTES)
		let_go(a, sides, n);
	else if (at + 1 == n->n_notes)
		go_on(a, sides, n, at);
	else
		control_fold(a, sides, n);
	return n;
}

struct control *
control_forget(struct arena *a, struct side_memo *sides, const struct control *c,
    struct str entry)
{
	struct control *n = copy(a, c, 0);
	size_t kept = 0;

	for (size_t i = 0; i < n->n_notes; i++)
		if (!str_eq(n->notes[i]->entry, entry))
			n->notes[kept++] = n->notes[i];
	n->n_notes = kept;
	control_fold(a, sides, n);
	return n;
}
