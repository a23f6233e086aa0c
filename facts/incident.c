/* incident.c -- see incident.h: what follows from the pieces, and the keys it is found
 * by. */
#include "config.h"

#include "base/alloc.h"
#include "facts/claim_fuse.h"
#include "facts/ledger_piece.h"
#include "facts/side.h"

#define TOLL_ROWS 64
#define INCIDENT_SIDES 32
#define INCIDENT_CAUSES 16
#define GAINS 16

const char *const incident_state_names[] = { [INCIDENT_OPEN] = "open",
	[INCIDENT_MERGED] = "merged",
	[INCIDENT_RETRACTED] = "retracted",
	[INCIDENT_STATE_N] = NULL };

/* The first piece that what was worked out does not know: the last, where it is the only
 * one that came. */
static size_t
first_new(const struct incident *in, const struct piece_change *c)
{
	bool longer = c != NULL && c->gone == NULL && c->came_at + 1 == in->n_pieces;

	return longer ? c->came_at : 0;
}

/* ---- time ---- */

static int64_t
told_day(const struct piece *p)
{
	return p->published_ms / MS_DAY;
}

/* A toll that creeps up weeks later, when the event was told of until then: it does not
 * last so long. */
static bool
is_afterword(const struct incident *in, const struct piece *p, int64_t until)
{
	return p->running && !in->campaign && told_day(p) - until > LEDGER_WINDOW_DAYS;
}

/* The day until which the piece tells of the event; empty: that on which it is told. */
static struct day
told_until(const struct piece *p)
{
	return p->until.year != 0 && !p->running && day_index(p->until) < told_day(p)
	    ? p->until
	    : (struct day){ 0 };
}

static void
fold_until(struct incident *in)
{
	const struct piece *latest = NULL;
	int64_t until = INT64_MIN;

	for (size_t i = 0; i < in->n_pieces; i++) {
		const struct piece *p = in->pieces[i];
		struct day end = told_until(p);
		int64_t last = end.year != 0 ? day_index(end) : told_day(p);

		if (last > until && (latest == NULL || !is_afterword(in, p, until))) {
			latest = p;
			until = last;
		}
	}
	in->until = latest == NULL ? (struct day){ 0 } : told_until(latest);
	if (latest != NULL && in->until.year == 0)
		in->until = day_of(latest->published_ms);
}

static void
fold_time(struct incident *in)
{
	const struct piece *stated = NULL, *first = NULL;

	in->stated_last = 0;
	for (size_t i = 0; i < in->n_pieces; i++) {
		const struct piece *p = in->pieces[i];

		if (p->dated && (stated == NULL || p->day < stated->day))
			stated = p;
		if (p->dated && !p->running && p->last_day > in->stated_last)
			in->stated_last = p->last_day;
		if (first == NULL || p->day < first->day)
			first = p;
	}
	in->since = stated != NULL ? stated->since
	    : first != NULL        ? first->since
				   : (struct day){ 0 };
	fold_until(in);
	if (in->floor.year != 0 &&
	    (in->since.year == 0 || day_cmp(in->floor, in->since) < 0))
		in->since = in->floor;
	in->first_day = day_index(in->since);
	in->last_day = day_index(in->until);
	in->first_ms = in->n_pieces > 0 ? in->pieces[0]->published_ms : TIME_NONE;
	in->last_ms = in->n_pieces > 0 ? in->pieces[in->n_pieces - 1]->published_ms
				       : TIME_NONE;
}

static int64_t
age_days(const struct piece *p)
{
	return told_day(p) - p->day;
}

static void
fold_kind(struct incident *in)
{
	size_t taken = 0;

	in->marks = in->n_pieces > 0 ? in->pieces[0]->marks : 0;
	in->campaign = in->long_run = in->dated[false] = in->dated[true] = false;
	for (size_t i = 0; i < in->n_pieces; i++) {
		const struct piece *p = in->pieces[i];
		bool span = p->until.year != 0 && day_cmp(p->until, p->since) != 0;

		taken += p->n_grounds > 0;
		in->dated[p->running] |= p->dated;
		in->campaign |= p->running &&
		    ((p->dated && (p->until.year == 0 || span) && age_days(p) >= 1) ||
			p->n_grounds > 0);
		in->long_run |= i == 0 && piece_is_history(p);
	}
	in->campaign |= taken > 1;
}

/* ---- places, sides, causes ---- */

/* Of one key: name, division and country are equal. */
static bool
same_mark(const struct place_mark *a, const struct place_mark *b)
{
	return a->name == b->name && a->division == b->division &&
	    a->country == b->country;
}

struct counted { /* as it was first told */
	const struct fact_place *place;
	const struct str *key;
	const struct place_mark *mark;
	struct place_votes votes;
	bool inside; /* somebody says in, not only near */
};

#define VOTE_SLOTS 64

struct votes {
	unsigned char at[VOTE_SLOTS]; /* 1 + which of them, by its name; 0: free */
	struct counted of[INCIDENT_PLACES];
	size_t n;
};

/* The place of that mark; NULL: it is new, and has the slot. */
static struct counted *
vote_for(struct votes *v, const struct place_mark *m, size_t *slot)
{
	for (*slot = m->name % VOTE_SLOTS; v->at[*slot] != 0;
	     *slot = (*slot + 1) % VOTE_SLOTS)
		if (same_mark(v->of[v->at[*slot] - 1].mark, m))
			return &v->of[v->at[*slot] - 1];
	return NULL;
}

static void
count_place(struct votes *v, const struct piece *p, size_t i)
{
	bool inside = p->places[i].role != ROLE_NEAR;
	unsigned short votes = i == 0 ? 3 : 1;
	struct counted *c;
	size_t slot;

	if ((c = vote_for(v, &p->place_marks[i], &slot)) != NULL) {
		c->votes.n = (unsigned short)(c->votes.n + votes);
		c->inside = c->inside || inside;
		return;
	}
	if (v->n == INCIDENT_PLACES)
		return;
	v->of[v->n] = (struct counted){ &p->places[i], &p->keys[i], &p->place_marks[i],
		{ votes, (unsigned short)v->n }, inside };
	v->at[slot] = (unsigned char)++v->n;
}

/* As they were counted before. */
static void
votes_begin(struct votes *v, const struct incident *in, size_t n)
{
	memset(v->at, 0, sizeof(v->at));
	for (v->n = 0; v->n < n;) {
		const struct place_mark *m = &in->place_marks[v->n];
		size_t slot;

		(void)vote_for(v, m, &slot);
		v->of[v->n] = (struct counted){ &in->places[v->n], &in->keys[v->n], m,
			in->votes[v->n], in->places[v->n].role != ROLE_NEAR };
		v->at[slot] = (unsigned char)++v->n;
	}
}

static bool
goes_before(struct place_votes a, struct place_votes b)
{
	return a.n != b.n ? a.n > b.n : a.told < b.told;
}

/* The place that most reports name first comes first; the rest as they were told. */
static void
order_places(struct counted *c, size_t n)
{
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && goes_before(c[k].votes, c[k - 1].votes);
		     k--) {
			struct counted moved = c[k];

			c[k] = c[k - 1];
			c[k - 1] = moved;
		}
}

static void
fold_glance(struct incident *in)
{
	const struct place_mark *kinds[INCIDENT_PLACES];
	struct place_glance *g = &in->glance;
	size_t n = 0;

	g->kinds = g->wide = 0;
	for (size_t i = 0; i < in->n_places; i++) {
		const struct place_mark *m = &in->place_marks[i];
		size_t k = 0;

		while (k < n && !place_mark_alike(kinds[k], m))
			k++;
		if (k == n) {
			kinds[n++] = m;
			g->kinds |= 1u << i;
		}
		g->wide |= (unsigned)m->wide << i;
		g->name[i] = glance_mark(m->sound);
		g->more_name[i] = glance_more(m->sound);
		g->id[i] = glance_mark(m->id);
		g->more_id[i] = glance_more(m->id);
		g->country[i] = glance_country(m->country);
		g->band[i] = place_is_fine(m) ? glance_band(m->lat) : 0;
	}
	in->finer = g->wide != (1u << in->n_places) - 1;
}

static void
fold_places(struct arena *a, struct incident *in, size_t from)
{
	struct votes v;
	struct counted *c = v.of;
	size_t n;

	votes_begin(&v, in, from > 0 ? in->n_places : 0);
	for (size_t i = from; i < in->n_pieces; i++)
		for (size_t k = 0; k < in->pieces[i]->n_places; k++)
			count_place(&v, in->pieces[i], k);
	n = v.n;
	order_places(c, n);
	in->n_places = n;
	in->places = ARENA_ROOM(a, struct fact_place, n);
	in->keys = ARENA_ROOM(a, struct str, n);
	in->place_marks = ARENA_ROOM(a, struct place_mark, n);
	in->country = STR_NONE;
	for (size_t i = 0; i < n; i++) {
		in->places[i] = *c[i].place;
		if (c[i].inside && in->places[i].role == ROLE_NEAR)
			in->places[i].role = ROLE_IN;
		in->keys[i] = *c[i].key;
		in->place_marks[i] = *c[i].mark;
		in->votes[i] = c[i].votes;
		if (in->country.n == 0)
			in->country = in->places[i].country;
	}
	fold_glance(in);
}

static struct str *
keep_texts(struct arena *a, const struct str *items, size_t n)
{
	struct str *kept = ARENA_ARRAY(a, struct str, n);

	if (n > 0)
		memcpy(kept, items, n * sizeof(*kept));
	return kept;
}

static bool
has_text(const struct str *items, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(items[i], s))
			return true;
	return false;
}

/* Has a piece before that one the side? */
static bool
side_told(const struct incident *in, size_t before, struct str side)
{
	for (size_t i = 0; i < before; i++)
		if (has_text(in->pieces[i]->sides, in->pieces[i]->n_sides, side))
			return true;
	return false;
}

static bool
cause_told(const struct incident *in, size_t before, struct str cause)
{
	for (size_t i = 0; i < before; i++)
		if (has_text(in->pieces[i]->causes, in->pieces[i]->n_causes, cause))
			return true;
	return false;
}

/* Were all sides and causes of the piece that came told before it? */
static bool
marks_hold_still(const struct incident *in, const struct piece_change *c)
{
	if (c == NULL || c->gone != NULL)
		return false;
	for (size_t i = 0; i < c->came->n_sides; i++)
		if (c->came->sides[i].n > 0 &&
		    !side_told(in, c->came_at, c->came->sides[i]))
			return false;
	for (size_t i = 0; i < c->came->n_causes; i++)
		if (c->came->causes[i].n > 0 &&
		    !cause_told(in, c->came_at, c->came->causes[i]))
			return false;
	return true;
}

static void
fold_marks(struct arena *a, struct incident *in, const struct piece_change *c)
{
	struct str sides[INCIDENT_SIDES], causes[INCIDENT_CAUSES];
	size_t first = first_new(in, c), known;
	const uint64_t *marks = in->side_marks;

	if (marks_hold_still(in, c))
		return;
	if (first == 0)
		in->n_sides = in->n_causes = 0;
	known = in->n_sides;
	if (in->n_sides > 0)
		memcpy(sides, in->sides, in->n_sides * sizeof(sides[0]));
	if (in->n_causes > 0)
		memcpy(causes, in->causes, in->n_causes * sizeof(causes[0]));
	for (size_t i = first; i < in->n_pieces; i++) {
		const struct piece *p = in->pieces[i];

		for (size_t k = 0; k < p->n_sides; k++)
			str_add_once(sides, &in->n_sides, INCIDENT_SIDES, p->sides[k]);
		for (size_t k = 0; k < p->n_causes; k++)
			str_add_once(causes, &in->n_causes, INCIDENT_CAUSES,
			    p->causes[k]);
	}
	in->sides = keep_texts(a, sides, in->n_sides);
	in->side_marks = ARENA_ROOM(a, uint64_t, in->n_sides);
	for (size_t i = 0; i < in->n_sides; i++)
		in->side_marks[i] = i < known ? marks[i] : text_mark(sides[i]);
	in->causes = keep_texts(a, causes, in->n_causes);
	in->cause_marks = cause_marks(causes, in->n_causes);
}

static bool
is_near_one(const struct incident *in, size_t piece, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (text_near(in->pieces[piece]->print, in->pieces[i]->print))
			return true;
	return false;
}

/* A copy of an earlier text is no source of its own. */
static bool
is_copy(const struct incident *in, size_t piece)
{
	return !in->own_words && is_near_one(in, piece, 0, piece);
}

static bool
has_copies(const struct incident *in)
{
	for (size_t i = 1; i < in->n_pieces; i++)
		if (is_near_one(in, i, 0, i))
			return true;
	return false;
}

static void
fold_copies(struct incident *in, const struct piece_change *c)
{
	if (c == NULL || !c->was->own_words)
		in->own_words = !has_copies(in);
	else
		in->own_words = !is_near_one(in, c->came_at, 0, c->came_at) &&
		    !is_near_one(in, c->came_at, c->came_at + 1, in->n_pieces);
}

static void
mark_add_once(uint64_t *marks, size_t *n, uint64_t mark)
{
	for (size_t i = 0; i < *n; i++)
		if (marks[i] == mark)
			return;
	if (mark != 0)
		marks[(*n)++] = mark;
}

static void
fold_sources(struct arena *a, struct incident *in)
{
	uint64_t *sources = ARENA_ROOM(a, uint64_t, in->n_pieces);
	uint64_t *feeds = ARENA_ROOM(a, uint64_t, in->n_pieces);

	in->sources = in->feeds = 0;
	for (size_t i = 0; i < in->n_pieces; i++) {
		const struct piece *p = in->pieces[i];
		size_t heard = in->sources;

		mark_add_once(sources, &in->sources, p->source_mark);
		if (in->sources > heard && is_copy(in, i))
			in->sources--;
		mark_add_once(feeds, &in->feeds, p->feed_mark);
	}
}

/* ---- figures ---- */

#define TOPIC_SLOTS (2 * TOLL_ROWS)

/* Claims by topic: those for everybody first, then as they were first told. */
struct topics {
	uint64_t topic[TOLL_ROWS];
	size_t count[TOLL_ROWS], n;
	unsigned char slots[TOPIC_SLOTS]; /* 1 + which of them, by topic; 0: free */
	unsigned char *rows;              /* of each claim in order; TOLL_ROWS: none */
};

static size_t
topic_row(struct topics *t, uint64_t topic)
{
	size_t at = topic % TOPIC_SLOTS;

	if (topic < TOLL_N)
		return topic;
	for (; t->slots[at] != 0; at = (at + 1) % TOPIC_SLOTS)
		if (t->topic[t->slots[at] - 1] == topic)
			return t->slots[at] - 1u;
	if (t->n == TOLL_ROWS)
		return TOLL_ROWS;
	t->topic[t->n] = topic;
	t->count[t->n] = 0;
	t->slots[at] = (unsigned char)(t->n + 1);
	return t->n++;
}

static size_t
claims_of(const struct incident *in)
{
	size_t n = 0;

	for (size_t i = 0; i < in->n_pieces; i++)
		n += in->pieces[i]->n_claims;
	return n;
}

static void
count_topics(struct arena *a, struct topics *t, const struct incident *in)
{
	unsigned char *to;

	t->n = TOLL_N;
	memset(t->count, 0, TOLL_N * sizeof(t->count[0]));
	memset(t->slots, 0, sizeof(t->slots));
	t->rows = to = ARENA_ROOM(a, unsigned char, claims_of(in));
	for (size_t i = 0; i < in->n_pieces; i++)
		for (size_t k = 0; k < in->pieces[i]->n_claims; k++) {
			size_t row = topic_row(t, in->pieces[i]->claims[k].topic);

			*to++ = (unsigned char)row;
			if (row < TOLL_ROWS)
				t->count[row]++;
		}
}

/* By its first n claims? */
static bool
told_before(const struct piece *p, size_t n, uint64_t topic)
{
	for (size_t i = 0; i < n; i++)
		if (p->claims[i].topic == topic)
			return true;
	return false;
}

static bool
speaks_of(const struct piece *p, uint64_t topic)
{
	return p != NULL && told_before(p, p->n_claims, topic);
}

/* The figure that was worked out, if neither the piece that came nor the one that went
 * speaks of it. */
static bool
holds_still(const struct piece_change *c, uint64_t topic, struct fused *out)
{
	if (c == NULL || speaks_of(c->came, topic) || speaks_of(c->gone, topic))
		return false;
	for (size_t i = 0; i < c->was->n_tolls; i++) {
		if (c->was->tolls[i].topic != topic)
			continue;
		*out = c->was->tolls[i];
		out->piece -= c->gone != NULL && out->piece > c->gone_at;
		out->piece += out->piece >= c->came_at;
		return true;
	}
	return false;
}

static void
fold_best(struct incident *in)
{
	for (size_t f = 0; f < TOLL_N; f++)
		in->best[f] = -1;
	for (size_t i = 0; i < in->n_tolls && in->tolls[i].topic < TOLL_N; i++)
		in->best[in->tolls[i].topic] = in->tolls[i].best;
}

/* ---- of those, what one more piece changes ---- */

static struct fused *
toll_of(const struct incident *in, uint64_t topic)
{
	for (size_t i = 0; i < in->n_tolls; i++)
		if (in->tolls[i].topic == topic)
			return &in->tolls[i];
	return NULL;
}

/* In the order of struct topics; NULL: there are too many. */
static struct fused *
toll_add(struct incident *in, uint64_t topic)
{
	size_t main = 0, at;

	while (main < in->n_tolls && in->tolls[main].topic < TOLL_N)
		main++;
	if (topic >= TOLL_N && in->n_tolls - main == TOLL_ROWS - TOLL_N)
		return NULL;
	at = topic < TOLL_N ? main : in->n_tolls;
	for (; topic < TOLL_N && at > 0 && in->tolls[at - 1].topic > topic; at--)
		;
	memmove(&in->tolls[at + 1], &in->tolls[at],
	    (in->n_tolls++ - at) * sizeof(*in->tolls));
	return &in->tolls[at];
}

static void
fold_tolls_of(struct arena *a, struct incident *in, const struct piece *came)
{
	const struct fused *was = in->tolls;

	in->tolls = ARENA_ROOM(a, struct fused, in->n_tolls + came->n_claims);
	if (in->n_tolls > 0)
		memcpy(in->tolls, was, in->n_tolls * sizeof(*was));
	for (size_t i = 0; i < came->n_claims; i++) {
		uint64_t topic = came->claims[i].topic;
		struct fused *out;

		if (told_before(came, i, topic))
			continue;
		out = toll_of(in, topic);
		if (out != NULL || (out = toll_add(in, topic)) != NULL)
			claims_fuse_topic(in, topic, out);
	}
	fold_best(in);
}

static void
fold_tolls(struct arena *a, struct incident *in, const struct piece_change *c)
{
	struct claim_at *at, *of[TOLL_ROWS];
	const unsigned char *rows;
	struct topics t;

	count_topics(a, &t, in);
	rows = t.rows;
	at = ARENA_ROOM(a, struct claim_at, claims_of(in));
	for (size_t row = 0; row < t.n; row++) {
		of[row] = at;
		at += t.count[row];
	}
	for (size_t i = 0; i < in->n_pieces; i++)
		for (size_t k = 0; k < in->pieces[i]->n_claims; k++) {
			size_t row = *rows++;

			if (row < TOLL_ROWS)
				*of[row]++ = (struct claim_at){ i, k };
		}
	in->tolls = ARENA_ROOM(a, struct fused, t.n);
	in->n_tolls = 0;
	for (size_t row = 0; row < t.n; row++) {
		uint64_t topic = row < TOLL_N ? row : t.topic[row];
		struct fused *out = &in->tolls[in->n_tolls];

		if (t.count[row] == 0)
			continue;
		if (!holds_still(c, topic, out))
			claims_fuse_of(in, of[row] - t.count[row], t.count[row], out);
		in->n_tolls++;
	}
	fold_best(in);
}

static struct gain *
gain_of(struct incident *in, const struct ground *g)
{
	for (size_t i = 0; i < in->n_gains; i++)
		if (str_eq(in->gains[i].unit, g->unit) &&
		    side_same(in->gains[i].by, in->gains[i].by_id, g->by, g->by_id))
			return &in->gains[i];
	if (in->n_gains == GAINS)
		return NULL;
	in->gains[in->n_gains] = (struct gain){
		.by = g->by, .by_id = g->by_id, .unit = g->unit
	};
	return &in->gains[in->n_gains++];
}

static bool
is_counted(const struct ground *g)
{
	return g->key.n == 0 && g->count > 0 && g->stance != STANCE_DENIED;
}

static void
gains_begin(struct arena *a, struct incident *in)
{
	const struct gain *was = in->gains;

	in->gains = ARENA_ROOM(a, struct gain, GAINS);
	if (in->n_gains > 0)
		memcpy(in->gains, was, in->n_gains * sizeof(*was));
}

static void
fold_gains(struct arena *a, struct incident *in, size_t from)
{
	bool begun = false;

	if (from == 0) {
		in->gains = NULL;
		in->n_gains = 0;
	}
	for (size_t i = from; i < in->n_pieces; i++)
		for (size_t k = 0; k < in->pieces[i]->n_grounds; k++) {
			const struct ground *g = &in->pieces[i]->grounds[k];
			struct gain *at;

			if (!is_counted(g))
				continue;
			if (!begun)
				gains_begin(a, in);
			begun = true;
			at = gain_of(in, g);
			if (at != NULL && g->count > at->count) {
				at->count = g->count;
				at->bound = g->bound;
				at->piece = i;
				at->ground = k;
			}
		}
}

static void
fold_compared(struct arena *a, struct incident *in, size_t from)
{
	const struct piece_mark *was = in->piece_marks;

	in->piece_marks = arena_room(a, in->n_pieces * sizeof(*in->piece_marks));
	if (from > 0)
		memcpy(in->piece_marks, was, from * sizeof(*was));
	for (size_t i = from; i < in->n_pieces; i++)
		in->piece_marks[i] = in->pieces[i]->mark;
}

void
incident_fold_change(struct arena *a, struct incident *in, const struct piece_change *c)
{
	size_t from = first_new(in, c);

	fold_compared(a, in, from);
	fold_kind(in);
	fold_places(a, in, from);
	fold_marks(a, in, c);
	fold_copies(in, c);
	fold_sources(a, in);
	fold_time(in);
	if (from > 0)
		fold_tolls_of(a, in, c->came);
	else
		fold_tolls(a, in, c);
	fold_gains(a, in, from);
}

void
incident_fold(struct arena *a, struct incident *in)
{
	incident_fold_change(a, in, NULL);
}

const struct fused *
incident_toll(const struct incident *in, enum toll_field f, struct str who,
    struct str side)
{
	for (size_t i = 0; i < in->n_tolls; i++)
		if (in->tolls[i].field == f && str_eq(in->tolls[i].who, who) &&
		    str_eq(in->tolls[i].side, side))
			return &in->tolls[i];
	return NULL;
}

const struct fused *
incident_toll_at(struct arena *a, const struct incident *in, enum toll_field f,
    struct str who, struct str side, int64_t at_ms)
{
	struct fused *out = ARENA_NEW(a, struct fused);

	return claims_fuse(in, f, who, side, at_ms, out) ? out : NULL;
}

bool
incident_tells(const struct incident *in, struct str entry)
{
	for (size_t i = 0; i < in->n_pieces; i++)
		if (str_eq(in->piece_marks[i].entry, entry))
			return true;
	return false;
}

/* ---- where and when ---- */

int64_t
incident_first_day(const struct incident *in)
{
	return in->first_day;
}

int64_t
incident_last_day(const struct incident *in)
{
	return in->last_day < in->first_day ? in->first_day : in->last_day;
}

struct str
incident_name(struct arena *a, const struct incident *in)
{
	const struct fact_place *p;
	struct str name;

	if (in->n_places == 0)
		return STR("an unnamed place");
	p = &in->places[0];
	name = p->canonical.n > 0 && p->precision != PRECISION_COUNTRY ? p->canonical
								       : p->name;
	if (p->admin1.n > 0 && !str_eq(p->admin1, name) &&
	    p->precision > PRECISION_ADMIN1)
		return arena_printf(a, "%.*s, %.*s", STR_ARG(name), STR_ARG(p->admin1));
	return name;
}
