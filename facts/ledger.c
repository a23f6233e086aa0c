/*
 * ledger.c -- see ledger.h.
 * Reports are placed one by one in order of their dates: each piece joins the incident
 * that it fits best, or begins one.  When a report comes late, the incidents that it
 * could have touched are taken apart and placed again in order, so that arrival leaves no
 * trace.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/ulid.h"
#include "facts/fuse.h"
#include "facts/ledger_set.h"

#define AGAIN_INCIDENTS 12 /* taken apart for one late report */
#define AGAIN_PIECES 64
#define SEARCH_KEYS 128
#define RECENT_KEPT 32
#define LOOKED_BACK 50 /* dead, of whom it is told for weeks */

/* ---- the set at work ---- */

static struct ledger_item *
item_of(struct ledger_set *s, const struct incident *in)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->items[i].now->id, in->id))
			return &s->items[i];
	return NULL;
}

struct ledger_item *
ledger_set_put(struct ledger_set *s, struct incident *now, const struct incident *before)
{
	struct ledger_item *it = item_of(s, now);

	if (it != NULL) {
		it->now = now;
		return it;
	}
	s->items = arena_grow(s->a, s->items, s->n, &s->cap, sizeof(*s->items));
	it = &s->items[s->n++];
	*it = (struct ledger_item){ .before = before, .now = now };
	return it;
}

/* What the view found, as this report has left it so far. */
static size_t
as_left(struct ledger_set *s, const struct incident **out, size_t found)
{
	size_t kept = 0;

	for (size_t i = 0; i < found; i++) {
		struct ledger_item *it = item_of(s, out[i]);

		if (it != NULL)
			out[i] = it->now;
		if (out[i]->state == INCIDENT_OPEN && out[i]->n_pieces > 0)
			out[kept++] = out[i];
	}
	return kept;
}

const struct incident *
ledger_whole(const struct ledger_view *v, struct arena *a, const struct incident *in)
{
	return in->pieces != NULL || in->n_pieces == 0 ? in
						       : v->incident(v->ctx, a, in->id);
}

/* ---- pieces in and out ---- */

static bool
carries_figure(const struct incident *in, size_t piece)
{
	for (size_t i = 0; i < in->n_tolls; i++)
		if (in->tolls[i].piece == piece)
			return true;
	for (size_t i = 0; i < in->n_gains; i++)
		if (in->gains[i].piece == piece)
			return true;
	return false;
}

/* Makes room for one more, as it says in c.  What its figures are then is worked out
 * once, with that one. */
static void
let_go(struct incident *in, struct piece_change *c)
{
	size_t at = 1;

	if (in->n_pieces < INCIDENT_PIECES)
		return;
	while (at + RECENT_KEPT <= in->n_pieces &&
	    (carries_figure(in, at) || in->pieces[at]->pinned))
		at++;
	c->gone = in->pieces[at];
	c->gone_at = at;
	in->floor = in->since;
	in->n_pieces--;
	in->dropped++;
	memmove(in->pieces + at, in->pieces + at + 1,
	    (in->n_pieces - at) * sizeof(in->pieces[0]));
}

struct incident *
incident_with(struct arena *a, const struct incident *in, const struct piece *p)
{
	struct incident *n = ARENA_NEW(a, struct incident);
	struct piece_change c = { .was = in, .came = p };
	size_t at;

	*n = *in;
	n->pieces = ARENA_ARRAY(a, const struct piece *, in->n_pieces + 1);
	if (in->n_pieces > 0)
		memcpy(n->pieces, in->pieces, in->n_pieces * sizeof(in->pieces[0]));
	let_go(n, &c);
	for (at = n->n_pieces; at > 0 && piece_cmp(n->pieces[at - 1], p) > 0; at--)
		n->pieces[at] = n->pieces[at - 1];
	n->pieces[at] = p;
	n->n_pieces++;
	c.came_at = at;
	incident_fold_change(a, n, &c);
	return n;
}

struct incident *
incident_without(struct arena *a, const struct incident *in, struct str entry)
{
	struct incident *n = ARENA_NEW(a, struct incident);

	*n = *in;
	n->n_pieces = 0;
	n->pieces = ARENA_ARRAY(a, const struct piece *, in->n_pieces + 1);
	for (size_t i = 0; i < in->n_pieces; i++)
		if (!str_eq(in->pieces[i]->entry, entry))
			n->pieces[n->n_pieces++] = in->pieces[i];
	incident_fold(a, n);
	return n;
}

static struct str
incident_born(struct arena *a, const struct piece *p, unsigned again)
{
	char *id = arena_alloc(a, ULID_LEN + 1);
	struct str seed = arena_printf(a, "%.*s#%u", STR_ARG(p->entry), p->part);
	int64_t ms = day_start(p->since);

	if (again > 0)
		seed = arena_printf(a, "%.*s/%u", STR_ARG(seed), again);
	return ulid_of(id, ms == TIME_NONE || ms < 0 ? p->published_ms : ms, seed);
}

struct incident *
incident_begin(struct arena *a, const struct piece *p)
{
	struct incident *in = ARENA_NEW(a, struct incident);

	in->id = incident_born(a, p, 0);
	in->pieces = ARENA_NEW(a, const struct piece *);
	in->pieces[0] = p;
	in->n_pieces = 1;
	incident_fold(a, in);
	return in;
}

/* An incident that began with this piece may exist already, and the piece have left it.
 */
static void
name_anew(struct ledger_set *s, struct incident *in)
{
	for (unsigned i = 0; i < 16; i++) {
		in->id = incident_born(s->a, in->pieces[0], i);
		if (item_of(s, in) == NULL &&
		    s->v->incident(s->v->ctx, s->a, in->id) == NULL)
			return;
	}
}

/* ---- the best fit ---- */

struct near { /* an incident that was looked at, and how well it fits */
	const struct incident *in;
	struct fuse_score score;
};

struct fit { /* NULL: none */
	const struct near *join, *part;
};

static bool
better(const struct near *a, const struct near *b)
{
	if (b == NULL || a->score.sum != b->score.sum)
		return b == NULL || a->score.sum > b->score.sum;
	if (a->score.leap != b->score.leap)
		return a->score.leap < b->score.leap;
	return piece_mark_cmp(&a->in->piece_marks[0], &b->in->piece_marks[0]) < 0;
}

/* Does it come to so much, with its wording? */
static bool
reaches(const struct fuse_work *w, struct near *near, double least)
{
	if (near->score.most < least)
		return false;
	fuse_wording(w, near->in, &near->score);
	return near->score.sum >= least;
}

static void
try_fit(const struct fuse_work *w, struct near *near, struct fit *f)
{
	const struct near **best = NULL;

	if (!reaches(w, near, f->join != NULL ? f->join->score.sum : FUSE_PART))
		return;
	if (near->score.sum >= FUSE_JOIN)
		best = &f->join;
	else if (near->in->campaign || (near->in->marks & STORY_SEVERAL) != 0)
		best = &f->part;
	if (best != NULL && better(near, *best) && !incident_tells(near->in, w->p->entry))
		*best = near;
}

/* What fits best but for the wording is tried first: few of the others come to as much.
 */
static struct fit
best_fit(const struct fuse_work *w, struct near *near, size_t n)
{
	struct fit f = { NULL, NULL };
	size_t first = 0;

	for (size_t i = 1; i < n; i++)
		if (near[i].score.sum > near[first].score.sum)
			first = i;
	if (n > 0)
		try_fit(w, &near[first], &f);
	for (size_t i = 0; i < n; i++)
		if (i != first)
			try_fit(w, &near[i], &f);
	return f;
}

static bool
has_reasons(const struct piece *p, const struct reason *why, size_t n)
{
	if (p->n_why != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (p->why[i].what != why[i].what || p->why[i].weight != why[i].weight)
			return false;
	return true;
}

/* Itself if it has them: what is kept of it already is neither written nor read again. */
static const struct piece *
with_reasons(struct arena *a, const struct piece *p, const struct near *joined)
{
	const struct reason *why = joined == NULL ? NULL : joined->score.why;
	size_t n = joined == NULL ? 0 : joined->score.n;

	return has_reasons(p, why, n) ? p : piece_because(a, p, why, n);
}

/* ---- a report in order ---- */

static void
go_on_as(struct incident *in, const struct incident *old)
{
	in->id = old->id;
	in->version = old->version;
	in->ops = old->ops;
	in->n_ops = old->n_ops;
	in->former = old->former;
	in->n_former = old->n_former;
}

/* Edited: the incident that it began goes on. */
static void
take_over(struct ledger_set *s, struct incident *in)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct incident *old = s->items[i].now;

		if (old->n_pieces > 0 || old->state != INCIDENT_OPEN)
			continue;
		go_on_as(in, old);
		return;
	}
}

static void
place_next(struct ledger_set *s, const struct fuse_work *w, struct near *near, size_t n)
{
	struct fit f = best_fit(w, near, n);
	const struct piece *q = with_reasons(s->a, w->p, f.join);
	struct incident *in;

	if (f.join != NULL) {
		const struct incident *old = ledger_whole(s->v, s->a, f.join->in);

		if (old != NULL)
			ledger_set_put(s, incident_with(s->a, old, q), old);
		return;
	}
	in = incident_begin(s->a, q);
	name_anew(s, in);
	take_over(s, in);
	if (f.part != NULL)
		in->parent = f.part->in->id;
	ledger_set_put(s, in, NULL);
}

/* ---- a report that comes late ---- */

struct again {
	const struct incident *old[AGAIN_INCIDENTS];
	size_t n_old;
	struct incident **made;
	size_t n_made;
	const struct piece **pool;
	size_t n_pool;
};

static bool
goes_beyond(const struct incident *in, const struct piece *p)
{
	return in->n_pieces > 0 &&
	    piece_mark_cmp(&in->piece_marks[in->n_pieces - 1], &p->mark) > 0;
}

static bool
is_late(const struct piece *p, const struct near *const *near, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (goes_beyond(near[i]->in, p))
			return true;
	return false;
}

/* It may be taken apart. */
static bool
is_loose(const struct incident *in)
{
	return !in->pinned && in->dropped == 0;
}

static bool
may_be_late(const struct piece *p, const struct near *near, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (is_loose(near[i].in) && goes_beyond(near[i].in, p))
			return true;
	return false;
}

static void
pool_add(struct again *g, const struct piece *p)
{
	size_t at = g->n_pool++;

	for (; at > 0 && piece_cmp(g->pool[at - 1], p) > 0; at--)
		g->pool[at] = g->pool[at - 1];
	g->pool[at] = p;
}

/* The latest first: of two that share as much with what they become, it keeps its name.
 */
static void
old_add(struct again *g, const struct incident *in)
{
	size_t at = g->n_old++;

	for (; at > 0 &&
	     (g->old[at - 1]->last_ms < in->last_ms ||
		 (g->old[at - 1]->last_ms == in->last_ms &&
		     str_cmp(g->old[at - 1]->id, in->id) > 0));
	     at--)
		g->old[at] = g->old[at - 1];
	g->old[at] = in;
}

/* Those that may be taken apart, by what they may come to. */
static size_t
loose_by_most(struct near *near, size_t n, struct near **order)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		size_t at = kept;

		if (!is_loose(near[i].in) || near[i].score.most < FUSE_RELATED)
			continue;
		for (; at > 0 && near[i].score.most > order[at - 1]->score.most; at--)
			order[at] = order[at - 1];
		order[at] = &near[i];
		kept++;
	}
	return kept;
}

/* The best of them in order, so many as are taken apart; of what cannot be one of these
 * the wording is not looked at. */
static size_t
best_loose(const struct fuse_work *w, struct near *near, size_t n,
    const struct near **best)
{
	struct near *order[LEDGER_CANDIDATES];
	size_t kept = 0;

	n = loose_by_most(near, n, order);
	for (size_t i = 0; i < n; i++) {
		const struct near *last = kept < AGAIN_INCIDENTS ? NULL : best[kept - 1];
		size_t at;

		if (last != NULL && order[i]->score.most < last->score.sum)
			break;
		if (!reaches(w, order[i], FUSE_RELATED) || !better(order[i], last))
			continue;
		at = last != NULL ? kept - 1 : kept++;
		for (; at > 0 && better(order[i], best[at - 1]); at--)
			best[at] = best[at - 1];
		best[at] = order[i];
	}
	return kept;
}

static bool
collect(struct ledger_set *s, struct again *g, const struct fuse_work *w,
    struct near *near, size_t n)
{
	const struct near *order[AGAIN_INCIDENTS];
	const struct piece *p = w->p;
	size_t total = 1;

	if (!may_be_late(p, near, n))
		return false;
	n = best_loose(w, near, n, order);
	for (size_t i = 0; i < n; i++)
		total += order[i]->in->n_pieces;
	if (total > AGAIN_PIECES || !is_late(p, order, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct incident *old = ledger_whole(s->v, s->a, order[i]->in);

		if (old == NULL)
			return false;
		old_add(g, old);
	}
	g->pool = ARENA_ARRAY(s->a, const struct piece *, total);
	pool_add(g, p);
	for (size_t i = 0; i < g->n_old; i++)
		for (size_t k = 0; k < g->old[i]->n_pieces; k++)
			pool_add(g, g->old[i]->pieces[k]);
	return true;
}

static struct fit
best_made(struct ledger_set *s, const struct again *g, const struct piece *p,
    struct near *near)
{
	struct fuse_work w;

	fuse_begin(&w, s->v->sides, p);
	for (size_t i = 0; i < g->n_made; i++) {
		near[i].in = g->made[i];
		fuse_score(&w, near[i].in, &near[i].score);
	}
	return best_fit(&w, near, g->n_made);
}

static void
place_pool(struct ledger_set *s, struct again *g)
{
	struct near near[AGAIN_PIECES];

	g->made = ARENA_ARRAY(s->a, struct incident *, g->n_pool);
	for (size_t i = 0; i < g->n_pool; i++) {
		const struct piece *p = g->pool[i];
		struct fit f = best_made(s, g, p, near);
		const struct piece *q = with_reasons(s->a, p, f.join);
		struct incident *in;

		if (f.join != NULL) {
			g->made[f.join - near] = incident_with(s->a, f.join->in, q);
			continue;
		}
		in = incident_begin(s->a, q);
		in->id = arena_printf(s->a, "#%zu", g->n_made); /* until take_ids() */
		if (f.part != NULL)
			in->parent = f.part->in->id;
		g->made[g->n_made++] = in;
	}
}

static size_t
shared(const struct incident *a, const struct incident *b)
{
	size_t n = 0;

	for (size_t i = 0, k = 0; i < a->n_pieces && k < b->n_pieces;) {
		int c = piece_cmp(a->pieces[i], b->pieces[k]);

		n += c == 0;
		i += c <= 0;
		k += c >= 0;
	}
	return n;
}

static void
rename_parent(struct again *g, struct str from, struct str to)
{
	for (size_t i = 0; i < g->n_made; i++)
		if (str_eq(g->made[i]->parent, from))
			g->made[i]->parent = to;
}

/* The one of them with which it shares most; none: n. */
static size_t
most_shared(const struct incident *in, const struct incident *const *of, size_t n,
    const bool *used)
{
	size_t most = 0, which = n;

	for (size_t i = 0; i < n; i++) {
		size_t both = used != NULL && used[i] ? 0 : shared(in, of[i]);

		if (both > most) {
			most = both;
			which = i;
		}
	}
	return which;
}

/* What is left of an incident whose pieces all went elsewhere. */
static struct incident *
dissolved(struct ledger_set *s, const struct again *g, const struct incident *old)
{
	struct incident *gone = incident_without(s->a, old, STR_NONE);
	size_t heir = most_shared(old, (const struct incident *const *)g->made, g->n_made,
	    NULL);

	gone->state = INCIDENT_MERGED;
	if (heir < g->n_made)
		gone->into = g->made[heir]->id;
	return gone;
}

/* Each new incident takes over from the old one with which it shares most. */
static void
take_ids(struct ledger_set *s, struct again *g)
{
	bool used[AGAIN_INCIDENTS] = { false };

	for (size_t i = 0; i < g->n_made; i++) {
		struct incident *in = g->made[i];
		const struct incident *before = NULL;
		struct str born = in->id;
		size_t which = most_shared(in, g->old, g->n_old, used);

		if (which < g->n_old) {
			used[which] = true;
			before = g->old[which];
			go_on_as(in, before);
			if (in->parent.n == 0)
				in->parent = before->parent;
		} else {
			name_anew(s, in);
		}
		rename_parent(g, born, in->id);
		ledger_set_put(s, in, before);
	}
	for (size_t k = 0; k < g->n_old; k++)
		if (!used[k])
			ledger_set_put(s, dissolved(s, g, g->old[k]), g->old[k]);
}

/* Those worth a second look, of so many days back. */
static size_t
look_back(struct ledger_set *s, struct fuse_work *w, int64_t days, struct near *near)
{
	const struct incident *found[LEDGER_CANDIDATES];
	struct ledger_key keys[SEARCH_KEYS];
	const struct piece *p = w->p;
	int64_t told = p->published_ms / MS_DAY, from = day_start(p->since) / MS_DAY;
	struct ledger_search q = { .keys = keys, .max = LEDGER_CANDIDATES };
	size_t n, kept = 0;

	if (from > told || told - from > 400)
		from = told;
	q.n = piece_keys(p, keys, SEARCH_KEYS);
	q.from_day = from - days;
	q.to_day = told + LEDGER_CREEP_DAYS;
	n = as_left(s, found, s->v->find(s->v->ctx, s->a, &q, found));
	for (size_t i = 0; i < n; i++) {
		near[kept].in = found[i];
		fuse_score(w, found[i], &near[kept].score);
		kept += near[kept].score.most >= FUSE_RELATED;
	}
	return kept;
}

static size_t
look_around(struct ledger_set *s, struct fuse_work *w, struct near *near)
{
	size_t n = look_back(s, w, LEDGER_WINDOW_DAYS, near);

	if (!w->p->running && w->p->mark.main[TOLL_KILLED] < LOOKED_BACK)
		return n;
	for (size_t i = 0; i < n; i++)
		if (reaches(w, &near[i], FUSE_JOIN))
			return n;
	/* a toll of nothing new, so many at once: of what is it told again? */
	return look_back(s, w, LEDGER_CREEP_DAYS, near);
}

static void
place_piece(struct ledger_set *s, const struct piece *p)
{
	struct near near[LEDGER_CANDIDATES];
	struct again g = { .n_old = 0 };
	struct fuse_work w;
	size_t n;

	fuse_begin(&w, s->v->sides, p);
	n = look_around(s, &w, near);
	if (collect(s, &g, &w, near, n)) {
		place_pool(s, &g);
		take_ids(s, &g);
	} else {
		place_next(s, &w, near, n);
	}
}

/* ---- what an earlier version said ---- */

static void
take_out(struct ledger_set *s, const struct incident *in, struct str entry, int64_t at_ms)
{
	struct incident *rest = incident_without(s->a, in, entry);

	for (size_t i = 0; i < in->n_pieces; i++)
		if (str_eq(in->pieces[i]->entry, entry)) {
			ledger_forget_ground(s, in->pieces[i]);
			incident_add_former(s->a, rest, in->pieces[i], at_ms);
		}
	ledger_set_put(s, rest, in);
}

/* false: a later version is known already. */
static bool
take_back(struct ledger_set *s, const struct report *r)
{
	const struct incident *old[LEDGER_CANDIDATES];
	int64_t published = r->published_ms != TIME_NONE ? r->published_ms : r->seen_ms;
	int64_t updated = r->updated_ms != TIME_NONE ? r->updated_ms : published;
	size_t n = s->v->told(s->v->ctx, s->a, r->entry, old, LEDGER_CANDIDATES);

	n = as_left(s, old, n);
	for (size_t i = 0; i < n && !r->withdrawn; i++)
		for (size_t k = 0; k < old[i]->n_pieces; k++) {
			const struct piece *p = old[i]->pieces[k];

			if (str_eq(p->entry, r->entry) &&
			    (p->updated_ms > updated ||
				(p->updated_ms == updated && p->seen_ms > r->seen_ms)))
				return false;
		}
	for (size_t i = 0; i < n; i++)
		take_out(s, old[i], r->entry, updated);
	return true;
}

void
ledger_apply(const struct ledger_view *v, struct arena *a, const struct report *r,
    struct ledger_changes *out)
{
	struct ledger_set s = { .v = v, .a = a };
	struct piece *pieces;
	size_t n;

	*out = (struct ledger_changes){ .n_incidents = 0 };
	if (!r->fresh && !take_back(&s, r))
		return;
	n = r->withdrawn ? 0 : report_pieces(a, r, &pieces);
	for (size_t i = 0; i < n; i++)
		place_piece(&s, &pieces[i]);
	for (size_t i = 0; i < s.n; i++)
		if (s.items[i].now->n_pieces == 0 &&
		    s.items[i].now->state == INCIDENT_OPEN)
			s.items[i].now->state = INCIDENT_RETRACTED;
	for (size_t i = 0; i < n; i++)
		ledger_note_ground(&s, &pieces[i]);
	ledger_set_out(&s, r->entry, out);
}
