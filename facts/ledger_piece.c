/*
 * ledger_piece.c -- see ledger_piece.h.
 * Facts are sorted into groups (one event each): what is long past or covers months
 * stands apart from the news; two named places stand apart from each other unless a total
 * spans them.
 */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "facts/fuse.h"
#include "facts/piece_in.h"

#define PAST_DAYS 7 /* an event that ended so long before the report is not its news */

/* ---- which facts count ---- */

static bool
is_count(const struct fact *f)
{
	return (f->kind == FACT_CASUALTY || f->kind == FACT_DISPLACEMENT) &&
	    (f->stance == STANCE_ASSERTED || f->stance == STANCE_CLAIMED) &&
	    f->bound != BOUND_NONE && f->low >= 0;
}

static bool
is_ground(const struct fact *f)
{
	return f->kind == FACT_TERRITORY && f->stance != STANCE_PLANNED &&
	    f->stance != STANCE_BACKGROUND;
}

static int64_t
day_number(struct day d)
{
	int64_t ms = day_start(d);

	return ms == TIME_NONE ? INT64_MIN / 2 : ms / MS_DAY - (ms % MS_DAY < 0);
}

/* A place of the one country in which the fact is told. */
static const struct fact_place *
only_country(const struct fact *f)
{
	const struct fact_place *only = NULL;

	for (size_t i = 0; i < f->n_places; i++) {
		const struct fact_place *p = &f->places[i];

		if (p->role == ROLE_ANY)
			continue;
		if (p->country.n == 0 ||
		    (only != NULL && !str_eq(p->country, only->country)))
			return NULL;
		only = p;
	}
	return only;
}

/* Does the report count people in a town of the division? */
static bool
holds_a_town(const struct work *w, const struct fact_place *division)
{
	for (size_t i = 0; i < w->r->facts->n; i++) {
		const struct fact *f = &w->r->facts->items[i];
		const struct fact_place *p = is_count(f) ? piece_place(f) : NULL;

		if (p != NULL && str_eq(p->admin1, division->admin1) &&
		    str_eq(p->country, division->country))
			return true;
	}
	return false;
}

/* Killed nine in Borno state: its one division, as fine as the report tells; a flood
 * strikes more than one. */
static const struct fact_place *
only_division(const struct work *w, const struct fact *f)
{
	const struct fact_place *only = NULL;

	if (f->start < w->r->title.n) /* the text says better where */
		return NULL;
	for (size_t i = 0; i < f->n_places; i++) {
		const struct fact_place *p = &f->places[i];

		if (p->role == ROLE_ANY || p->precision == PRECISION_COUNTRY)
			continue;
		if (p->precision != PRECISION_ADMIN1 ||
		    (only != NULL && !str_eq(p->admin1, only->admin1)))
			return NULL;
		only = only == NULL ? p : only;
	}
	return only == NULL || (cause_marks(&f->cause, 1) & CAUSE_WIDE) ||
		holds_a_town(w, only)
	    ? NULL
	    : only;
}

/* The place by which the fact may be told from others. */
static const struct fact_place *
split_place(const struct work *w, const struct fact *f)
{
	const struct fact_place *fine = w->by_country ? only_country(f) : piece_place(f);

	return fine == NULL && !w->by_country ? only_division(w, f) : fine;
}

#define FEW 2       /* dead: two figures may be alike by chance */
#define BY_CHANCE 5 /* the same of sums */

/* A headline gives the figure of a fact of the text, which says better where; so does a
 * sentence that names no town, of one behind it. */
static const struct fact *
told_in_text(const struct work *w, const struct fact *f)
{
	bool title = f->start < w->r->title.n;
	size_t from = title ? w->r->title.n : f->end;

	if (!title && (piece_value(f) <= FEW || split_place(w, f) != NULL))
		return f;
	for (size_t i = 0; i < w->r->facts->n; i++) {
		const struct fact *other = &w->r->facts->items[i];

		if (other->start >= from && is_count(other) &&
		    other->scope != SCOPE_SUBSET &&
		    piece_field(other) == piece_field(f) &&
		    (piece_value(other) == piece_value(f) ||
			(title && other->count == f->count)) &&
		    split_place(w, other) != NULL)
			return other;
	}
	return f;
}

static bool
same_words(const struct fact_place *a, const struct fact_place *b)
{
	return a == b ||
	    (str_eq(a->name, b->name) && str_eq(a->canonical, b->canonical) &&
		str_eq(a->country, b->country) && str_eq(a->admin1, b->admin1));
}

struct str
piece_key(struct work *w, const struct fact_place *p)
{
	struct known_key *k;

	for (size_t i = 0; i < w->n_known && i < KNOWN_KEYS; i++)
		if (same_words(w->known[i].place, p))
			return w->known[i].key;
	k = &w->known[w->n_known++ % KNOWN_KEYS];
	*k = (struct known_key){ p, place_key(w->a, p) };
	return k->key;
}

/* ---- groups ---- */

static struct group *
group_for(struct work *w, struct str key)
{
	struct group *g;

	for (size_t i = 0; i < w->n_groups; i++)
		if (str_eq(w->groups[i].key, key))
			return &w->groups[i];
	if (w->n_groups == GROUPS)
		return &w->groups[0];
	g = &w->groups[w->n_groups++];
	*g = (struct group){ .key = key };
	g->facts = ARENA_ROOM(w->a, const struct fact *, w->r->facts->n);
	return g;
}

/* A running total that is dated runs until now; a year is no day. */
static bool
is_open(const struct fact *f)
{
	return f->until.year == 0 || f->scope == SCOPE_TOTAL || f->until.day == 0;
}

/* Empty: the news of the report. */
static struct str
epoch_key(struct work *w, const struct fact *f)
{
	int64_t today = day_number(w->today), end = day_number(f->until);
	char text[DAY_TEXT];

	if (f->since.year == 0)
		return STR_NONE;
	if (today - day_number(f->since) > LEDGER_LONG_RUN_DAYS &&
	    (is_open(f) || today - end <= PAST_DAYS))
		return arena_printf(w->a, "long|%.*s|%d",
		    STR_ARG(day_text(text, f->since)), (int)piece_field(f));
	if (today - day_number(f->since) > PAST_DAYS && !is_open(f) &&
	    today - end > PAST_DAYS)
		return arena_printf(w->a, "past|%.*s", STR_ARG(day_text(text, f->until)));
	return STR_NONE;
}

static const struct fact *
parent_of(const struct report *r, const struct fact *f)
{
	for (int hops = 0; hops < 4 && f->part_of >= 0; hops++) {
		if ((size_t)f->part_of >= r->facts->n)
			break;
		f = &r->facts->items[f->part_of];
	}
	return f;
}

static bool
is_part(const struct work *w, const struct fact *f, const struct fact *whole)
{
	return f->scope == SCOPE_SUBSET && f->part_of >= 0 &&
	    (size_t)f->part_of < w->r->facts->n &&
	    &w->r->facts->items[f->part_of] == whole && is_count(f) &&
	    piece_field(f) == TOLL_KILLED;
}

/* Seventeen were killed, 11 in Kherson and six in Sumy: are they more than one event, and
 * no flood that struck both? */
static bool
is_made_up(const struct work *w, const struct fact *whole)
{
	const struct fact *first = NULL;
	int64_t sum = 0;
	bool several = false;

	for (size_t i = 0; i < w->r->facts->n; i++) {
		const struct fact *f = &w->r->facts->items[i];

		if (!is_part(w, f, whole) || f->n_places == 0)
			continue;
		sum += piece_value(f);
		several = several ||
		    (first != NULL && !str_eq(first->places[0].name, f->places[0].name));
		first = first != NULL ? first : f;
	}
	return several && sum == piece_value(whole) &&
	    (cause_marks(&whole->cause, 1) & CAUSE_SLOW) == 0;
}

static const struct fact *
whole_of_parts(const struct work *w)
{
	for (size_t i = 0; i < w->r->facts->n; i++) {
		const struct fact *f = &w->r->facts->items[i];

		if (is_count(f) && piece_field(f) == TOLL_KILLED &&
		    f->scope != SCOPE_SUBSET && is_made_up(w, f))
			return f;
	}
	return NULL;
}

static bool
is_of_several(const struct work *w)
{
	return (w->r->facts->marks & STORY_SEVERAL) != 0 || w->whole != NULL;
}

/* A part, as the event that it is. */
static const struct fact *
event_of(struct work *w, const struct fact *part)
{
	struct fact *f = ARENA_NEW(w->a, struct fact);

	*f = *part;
	f->scope = SCOPE_EVENT;
	f->part_of = -1;
	return f;
}

/* Killed 34 in Kukawa and Monguno: in places that are not one? */
static bool
is_over_several(struct work *w, const struct fact *f)
{
	const struct fact_place *p = piece_place(f);
	struct place_mark mark;

	if (p == NULL || f->n_places < 2)
		return false;
	mark = place_mark(p, piece_key(w, p));
	for (size_t i = 0; i < f->n_places; i++) {
		const struct fact_place *o = &f->places[i];
		struct place_mark other;

		if (o == p || o->role == ROLE_ANY || o->precision < PRECISION_ADMIN2)
			continue;
		other = place_mark(o, piece_key(w, o));
		if (fuse_places(&mark, &other) < FUSE_PLACE_NEAR)
			return true;
	}
	return false;
}

struct dead {                        /* of the report's news */
	int64_t placed, over, loose; /* in a place each; the most over several; the most
					of whom it is not said where */
	int64_t headline;            /* of those placed, that the headline tells */
	size_t n;                    /* places, or countries */
	struct place_mark marks[GROUPS];
	int64_t told[GROUPS]; /* first, in each */
	bool slow;            /* a flood may have struck them all */
};

/* A figure of one place: a new place, or once more of one that holds it. */
static void
count_placed(struct work *w, const struct fact *f, const struct fact_place *p,
    struct dead *d)
{
	struct place_mark mark = place_mark(p, piece_key(w, p));
	bool known = false, again = false;

	for (size_t k = 0; k < d->n; k++)
		if (w->by_country
			? d->marks[k].country == mark.country
			: fuse_places(&d->marks[k], &mark) >= FUSE_PLACE_HOLDS) {
			known = true;
			again |= d->told[k] == piece_value(f);
		}
	if (!again)
		d->placed += piece_value(f);
	if (f->start < w->r->title.n && d->headline == 0)
		d->headline = piece_value(f);
	if (!known && d->n < GROUPS) {
		d->told[d->n] = piece_value(f);
		d->marks[d->n++] = mark;
	}
}

/* The same dead, told of two places. */
static void
leave_out_doubles(const struct work *w, struct dead *d)
{
	/* "Quake kills ten in Tarn" | ten died: five in Hur, four in Tarn, one in Bode */
	if (d->headline == d->loose && d->placed == 2 * d->headline)
		d->placed -= d->headline;
	/* 12 died as two countries exchanged fire … 11 clerks and a guard in the one */
	if (w->by_country && d->n == 2 && d->told[0] > BY_CHANCE &&
	    d->placed == 2 * d->told[0])
		d->n = 1;
}

/* Of the news, not of history. */
static bool
is_dead(struct work *w, const struct fact *f)
{
	return is_count(f) && piece_field(f) == TOLL_KILLED && epoch_key(w, f).n == 0;
}

/* false: no number of them may stand for itself. */
static bool
count_dead(struct work *w, struct dead *d)
{
	for (size_t i = 0; i < w->r->facts->n; i++) {
		const struct fact *f = &w->r->facts->items[i];
		const struct fact_place *p;

		if (!is_dead(w, f))
			continue;
		if (f->scope == SCOPE_TOTAL && !is_of_several(w) &&
		    split_place(w, f) == NULL)
			return false;
		if ((f->scope == SCOPE_SUBSET && !is_part(w, f, w->whole)) ||
		    told_in_text(w, f) != f)
			continue;
		d->slow |= (cause_marks(&f->cause, 1) & CAUSE_SLOW) != 0;
		if ((p = split_place(w, f)) == NULL || f == w->whole)
			d->loose = piece_value(f) > d->loose ? piece_value(f) : d->loose;
		else if (!w->by_country && is_over_several(w, f))
			d->over = piece_value(f) > d->over ? piece_value(f) : d->over;
		else
			count_placed(w, f, p, d);
	}
	leave_out_doubles(w, d);
	return true;
}

/* Do the killed of several named places stand beside each other, with no total over them
 * but their sum? */
static bool
splits(struct work *w, const struct dead *d)
{
	int64_t most = d->loose > d->over ? d->loose : d->over;

	if (d->n > 1 && most == d->placed && (!d->slow || is_of_several(w))) {
		w->sum = most;
		return true;
	}
	return d->n + (d->over > 0) > 1 && d->loose < d->placed + d->over;
}

/* Does it tell the sum of what the report is split into? */
static bool
is_sum(struct work *w, const struct fact *f)
{
	if (w->sum < 0 || piece_field(f) != TOLL_KILLED)
		return false;
	return f == w->whole || split_place(w, f) == NULL ||
	    (piece_value(f) == w->sum && is_over_several(w, f));
}

static bool
wants_split(struct work *w)
{
	struct dead d = { 0 }, countries = { 0 };

	w->sum = -1;
	if (count_dead(w, &d) && splits(w, &d))
		return true;
	w->by_country = true;
	w->by_country = count_dead(w, &countries) && splits(w, &countries);
	return w->by_country;
}

static void
make_groups(struct work *w)
{
	bool split = wants_split(w);

	for (size_t i = 0; i < w->r->facts->n; i++) {
		const struct fact *f = &w->r->facts->items[i], *top;
		const struct fact_place *p;
		struct group *g;
		struct str key;

		if (!is_count(f))
			continue;
		if (split && is_part(w, f, w->whole))
			f = event_of(w, f);
		top = parent_of(w->r, f);
		if (!is_count(top))
			top = f;
		top = told_in_text(w, top);
		key = epoch_key(w, top);
		if (split && key.n == 0 && is_sum(w, f))
			continue;
		if (split && key.n == 0 && (p = split_place(w, top)) != NULL)
			key = arena_printf(w->a, "at|%.*s",
			    STR_ARG(w->by_country ? p->country : piece_key(w, p)));
		g = group_for(w, key);
		g->split = split;
		if (f->stance == STANCE_ASSERTED && f->scope != SCOPE_SUBSET)
			g->asserted[piece_field(f)] = true;
		g->facts[g->n++] = f;
	}
}

/* The news before history: groups of the present first, in order of the text. */
static void
sort_groups(struct work *w)
{
	struct group sorted[GROUPS];
	size_t n = 0;

	for (int past = 0; past < 2; past++)
		for (size_t i = 0; i < w->n_groups; i++)
			if ((str_starts(w->groups[i].key, STR("long|")) ||
				str_starts(w->groups[i].key, STR("past|"))) ==
			    (past == 1))
				sorted[n++] = w->groups[i];
	memcpy(w->groups, sorted, n * sizeof(sorted[0]));
}

/* ---- marks ---- */

static void
add_place(struct work *w, struct piece *p, const struct fact_place *place)
{
	struct str key = piece_key(w, place);

	for (size_t i = 0; i < p->n_places; i++)
		if (str_eq(p->keys[i], key)) {
			if (p->places[i].role == ROLE_NEAR && place->role != ROLE_ANY)
				p->places[i].role = place->role;
			return;
		}
	if (key.n == 0 || p->n_places == PIECE_PLACES)
		return;
	p->places[p->n_places] = *place;
	p->keys[p->n_places++] = key;
}

static void
add_places(struct work *w, struct piece *p, const struct fact *f, bool any)
{
	for (size_t i = 0; i < f->n_places; i++)
		if ((f->places[i].role == ROLE_ANY) == any)
			add_place(w, p, &f->places[i]);
}

static void
add_marks(struct work *w, struct piece *p, const struct fact *f)
{
	str_add_once(p->sides, &p->n_sides, PIECE_SIDES,
	    piece_actor(w->a, f->side_id, f->side));
	str_add_once(p->sides, &p->n_sides, PIECE_SIDES,
	    piece_actor(w->a, f->by_id, f->by));
	str_add_once(p->sides, &p->n_sides, PIECE_SIDES,
	    piece_actor(w->a, f->against_id, f->against));
	if (f->kind == FACT_CASUALTY)
		str_add_once(p->causes, &p->n_causes, PIECE_SIDES, f->cause);
}

static void
take_days(struct piece *p, const struct fact *f)
{
	p->since = f->since;
	p->until = f->until;
}

#define LATELY_DAYS 4 /* back: what else the text dates may be when this was */

/* When it was: as the lead says, else as the text says of the same figure ("Toll raised
 * to 207", over a text that says when they died), else of what it dates last. */
static void
find_days(const struct group *g, const struct fact *lead, int64_t today, struct piece *p)
{
	int64_t least = LATELY_DAYS;

	p->since = lead != NULL ? lead->since : (struct day){ 0 };
	p->until = lead != NULL ? lead->until : (struct day){ 0 };
	for (size_t i = 0; p->since.year == 0 && lead != NULL && i < g->n; i++)
		if (piece_field(g->facts[i]) == piece_field(lead) &&
		    piece_value(g->facts[i]) == piece_value(lead) && !g->facts[i]->as_of)
			take_days(p, g->facts[i]);
	for (size_t i = 0; p->since.year == 0 && i < g->n; i++) {
		int64_t age = today - day_number(g->facts[i]->since);

		if (g->facts[i]->since.year != 0 && age >= 0 && age < least)
			take_days(p, g->facts[i]);
	}
}

/* An open figure counts from a day on, and to none. */
static void
open_days(struct piece *p, int64_t today)
{
	bool one_day = day_cmp(p->since, p->until) == 0;

	/* "Has risen to 43, it said on Tuesday": the day of the saying */
	if (p->until.year != 0 && one_day && today - day_number(p->since) <= 0) {
		p->since = (struct day){ 0 };
		one_day = false;
	}
	/* the toll of Friday's strike is of one day */
	if (p->since.year == 0 || !one_day)
		p->until = (struct day){ 0 };
}

static bool
is_running(const struct fact *lead, int64_t today)
{
	return lead->scope == SCOPE_TOTAL ||
	    (lead->since.year != 0 && today - day_number(lead->since) >= 2 &&
		(is_open(lead) || today - day_number(lead->until) <= 1));
}

static void
set_time(struct work *w, const struct group *g, const struct fact *lead, struct piece *p)
{
	int64_t today = day_number(w->today);

	find_days(g, lead, today, p);
	if (lead != NULL && is_open(lead))
		open_days(p, today);
	p->dated = p->since.year != 0 && !(lead != NULL && lead->as_of);
	if (p->since.year == 0)
		p->since = w->today;
	p->running = lead != NULL && is_running(lead, today);
}

/* ---- ground ---- */

/* Khartoum airport, told as a base: it stands in the town that the gazetteer has, or near
 * it, and is not the town. */
static bool
is_site(const struct fact *f, const struct fact_place *p)
{
	bool named = p->canonical.n > 0 && p->name.n > p->canonical.n;

	return (str_eq(f->unit, STR("base")) || str_eq(f->unit, STR("site"))) && named &&
	    (p->precision == PRECISION_NEAR || str_starts(p->name, p->canonical));
}

static void
add_ground(struct work *w, struct piece *p, const struct fact *f,
    const struct fact_place *place, bool named)
{
	struct ground *g;

	if (p->n_grounds == PIECE_GROUNDS)
		return;
	g = &p->grounds[p->n_grounds++];
	*g = (struct ground){ .change = f->change,
		.stance = f->stance,
		.by = f->by,
		.by_id = f->by_id,
		.against = f->against,
		.against_id = f->against_id,
		.source = f->source,
		.quote = f->quote,
		.day = f->since,
		.bound = f->bound,
		.unit = f->unit,
		.km2 = f->km2,
		.partial = f->partial,
		.confidence = f->confidence };
	g->place.lat = g->place.lon = NAN;
	if (place != NULL)
		g->place = *place;
	if (named)
		g->key = piece_key(w, place);
	if (named && is_site(f, place)) {
		g->place.canonical = g->place.id = STR_NONE;
		g->key = arena_printf(w->a, "%.*s@%.*s", STR_ARG(g->key),
		    STR_ARG(f->unit));
	} else
		g->count = f->bound != BOUND_NONE ? piece_value(f) : 1;
}

/* Does the entry tell how the place came to change hands? */
static bool
is_taken(struct work *w, struct str key)
{
	for (size_t i = 0; i < w->r->facts->n; i++) {
		const struct fact *f = &w->r->facts->items[i];

		if (!is_ground(f) ||
		    (f->change != CHANGE_CAPTURED && f->change != CHANGE_RECAPTURED))
			continue;
		for (size_t k = 0; k < f->n_places; k++)
			if (f->places[k].role == ROLE_OBJECT &&
			    str_eq(piece_key(w, &f->places[k]), key))
				return true;
	}
	return false;
}

static void
make_grounds(struct work *w, struct piece *p)
{
	size_t room = 0;

	for (size_t i = 0; i < w->r->facts->n && room < PIECE_GROUNDS; i++)
		if (is_ground(&w->r->facts->items[i]))
			room += w->r->facts->items[i].n_places + 1;
	p->grounds = ARENA_ROOM(w->a, struct ground,
	    room > PIECE_GROUNDS ? PIECE_GROUNDS : room);
	for (size_t i = 0; i < w->r->facts->n; i++) {
		const struct fact *f = &w->r->facts->items[i];
		const struct fact_place *in = NULL;
		bool named = false;

		if (!is_ground(f))
			continue;
		for (size_t k = 0; k < f->n_places; k++) {
			/* "Army now controls Tarn" over "has taken Tarn": how, not only
			 * that */
			if (f->change == CHANGE_CONTROLS &&
			    is_taken(w, piece_key(w, &f->places[k])))
				continue;
			if (f->places[k].role == ROLE_OBJECT) {
				add_ground(w, p, f, &f->places[k], true);
				named = true;
			} else if (in == NULL && f->places[k].role == ROLE_IN) {
				in = &f->places[k];
			}
		}
		if (!named &&
		    (f->change == CHANGE_CAPTURED || f->change == CHANGE_RECAPTURED))
			add_ground(w, p, f, in, false);
	}
}

/* ---- all of it ---- */

static void
piece_head(struct work *w, struct piece *p, unsigned part)
{
	const struct report *r = w->r;

	*p = (struct piece){ .entry = r->entry,
		.part = part,
		.feed = r->feed,
		.origin = r->origin,
		.title = str_sub(r->title, 0, LIMIT_QUOTE),
		.url = r->url,
		.lang = r->lang,
		.tags = r->tags,
		.n_tags = r->n_tags,
		.published_ms = r->published_ms,
		.updated_ms = r->updated_ms,
		.seen_ms = r->seen_ms };
	if (p->published_ms == TIME_NONE)
		p->published_ms = r->seen_ms;
	if (p->updated_ms == TIME_NONE)
		p->updated_ms = p->published_ms;
	p->places = ARENA_ROOM(w->a, struct fact_place, PIECE_PLACES);
	p->keys = ARENA_ROOM(w->a, struct str, PIECE_PLACES);
	p->sides = ARENA_ROOM(w->a, struct str, PIECE_SIDES);
	p->causes = ARENA_ROOM(w->a, struct str, PIECE_SIDES);
}

static void
make_piece(struct work *w, const struct group *g, struct piece *p, bool first)
{
	const struct fact_list *all = w->r->facts;
	const struct fact *lead = piece_claims(w, g, p);

	set_time(w, g, lead, p);
	if (lead != NULL)
		add_places(w, p, lead, false);
	for (size_t i = 0; i < g->n; i++) {
		add_places(w, p, g->facts[i], false);
		add_marks(w, p, g->facts[i]);
	}
	if (first) {
		make_grounds(w, p);
		for (size_t i = 0; i < all->n; i++) {
			if (!is_ground(&all->items[i]))
				continue;
			add_places(w, p, &all->items[i], false);
			add_marks(w, p, &all->items[i]);
			if (g->n == 0 && !p->dated && all->items[i].since.year != 0) {
				p->since = all->items[i].since;
				p->dated = true;
			}
		}
		p->print = text_print(str_starts(w->r->text, w->r->title)
			? str_sub(w->r->text, w->r->title.n, w->r->text.n)
			: w->r->text);
		p->marks = all->marks |
		    (w->whole != NULL && !g->split ? STORY_SEVERAL : 0);
	}
	for (size_t i = 0; i < g->n; i++)
		add_places(w, p, g->facts[i], true);
	for (size_t i = 0; i < all->n && (first || p->n_places == 0); i++)
		if (is_ground(&all->items[i]) || p->n_places == 0) {
			add_places(w, p, &all->items[i], false);
			add_places(w, p, &all->items[i], true);
		}
	p->site = all->site;
	if (p->site.n == 0 && lead != NULL)
		p->site = lead->site;
	piece_work_out(w->a, p);
}

size_t
report_pieces(struct arena *a, const struct report *r, struct piece **out)
{
	struct work w = { .a = a, .r = r };
	size_t n = 0;
	bool ground = false;

	*out = ARENA_ROOM(a, struct piece, GROUPS);
	if (r->facts == NULL ||
	    (r->facts->marks & (STORY_ANNIVERSARY | STORY_FEATURE | STORY_WITHDRAWN)) !=
		0)
		return 0;
	w.today = day_of(r->published_ms != TIME_NONE ? r->published_ms : r->seen_ms);
	w.whole = whole_of_parts(&w);
	make_groups(&w);
	sort_groups(&w);
	for (size_t i = 0; i < r->facts->n; i++)
		ground |= is_ground(&r->facts->items[i]);
	if (ground &&
	    (w.n_groups == 0 || str_starts(w.groups[0].key, STR("long|")) ||
		str_starts(w.groups[0].key, STR("past|")))) {
		if (w.n_groups == GROUPS)
			w.n_groups--;
		memmove(w.groups + 1, w.groups, w.n_groups * sizeof(w.groups[0]));
		w.groups[0] = (struct group){ .key = STR("ground") };
		w.n_groups++;
	}
	for (; n < w.n_groups; n++) {
		piece_head(&w, &(*out)[n], (unsigned)n);
		make_piece(&w, &w.groups[n], &(*out)[n], n == 0);
	}
	return n;
}
