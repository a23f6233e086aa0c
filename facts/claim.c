/* claim.c -- see claim.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/limits.h"
#include "facts/fold.h"
#include "facts/ledger_piece.h"
#include "facts/plain.h"
#include "facts/wire_parts.h"

struct turn { /* when a piece is looked at */
	int64_t published_ms;
	struct str entry;
	unsigned part;
};

static inline int
turn_cmp(struct turn a, struct turn b)
{
	int c;

	if (a.published_ms != b.published_ms)
		return a.published_ms < b.published_ms ? -1 : 1;
	if ((c = str_cmp(a.entry, b.entry)) != 0)
		return c;
	return a.part < b.part ? -1 : a.part > b.part;
}

int
piece_mark_cmp(const struct piece_mark *a, const struct piece_mark *b)
{
	return turn_cmp((struct turn){ a->published_ms, a->entry, a->part },
	    (struct turn){ b->published_ms, b->entry, b->part });
}

int
piece_cmp(const struct piece *a, const struct piece *b)
{
	return turn_cmp((struct turn){ a->published_ms, a->entry, a->part },
	    (struct turn){ b->published_ms, b->entry, b->part });
}

struct str
piece_source(const struct piece *p, struct str quoted)
{
	if (quoted.n > 0)
		return quoted;
	return p->origin.n > 0 ? p->origin : p->feed;
}

struct str
claim_source(const struct piece *p, const struct claim *c)
{
	return piece_source(p, c->source);
}

/* ---- for comparing ---- */

uint64_t
claim_topic(enum toll_field field, struct str who, struct str side)
{
	return who.n == 0 && side.n == 0 ? field : hash64(side, hash64(who, field));
}

uint64_t
text_mark(struct str s)
{
	return s.n == 0 ? 0 : hash64(s, 0);
}

int64_t
day_index(struct day d)
{
	int64_t ms = day_start(d);

	return ms == TIME_NONE ? 0 : ms / MS_DAY - (ms % MS_DAY < 0);
}

/* A name that no table has stands at the middle of its division, and is not the division.
 */
static bool
is_division(const struct fact_place *p)
{
	return p->precision == PRECISION_ADMIN1 && p->canonical.n > 0;
}

static uint64_t
mark_again(struct str s, struct str before, uint64_t mark)
{
	return str_eq(s, before) ? mark : text_mark(s);
}

#define HEARD 3 /* letters of a skeleton by which it may be told */

static uint64_t
sound_mark(struct str name)
{
	char out[FOLD_MAX];
	struct str s = fold_name(out, name, FOLD_SKELETON);

	return s.n < HEARD ? text_mark(name) : text_mark(s);
}

/* Most lie in the country and the division of the place before. */
static struct place_mark
mark_behind(const struct fact_place *p, struct str key, const struct fact_place *before,
    const struct place_mark *mark)
{
	struct place_mark m = { .id = text_mark(p->id),
		.name = text_mark(place_key_name(key)),
		.sound = sound_mark(place_key_name(key)),
		.country = mark_again(p->country, before->country, mark->country),
		.division = mark_again(p->admin1, before->admin1, mark->division),
		.lat = p->lat,
		.lon = p->lon,
		.precision = p->precision,
		.wide = p->precision == PRECISION_COUNTRY || is_division(p),
		.plain = str_eq(p->name, p->canonical) };

	if (is_division(p))
		m.within = m.division != 0 ? m.division : text_mark(p->canonical);
	return m;
}

struct place_mark
place_mark(const struct fact_place *p, struct str key)
{
	static const struct fact_place nowhere;
	static const struct place_mark none;

	return mark_behind(p, key, &nowhere, &none);
}

/* One desk's car bomb is another's explosion: families of causes. */
#define BOMB (1u << 9)
#define FIRE_FROM_AFAR (1u << 10 | CAUSE_OUTWARD | CAUSE_OF_WAR)
#define FIREARMS (1u << 7)
#define WATER (1u << 8)
#define DEEDS (CAUSE_ATTACK | CAUSE_OUTWARD | CAUSE_OF_WAR | FIREARMS)

/* By what one reads the most often. */
static const struct cause {
	char name[PLAIN_MAX]; /* zeros behind it */
	unsigned marks;
} causes[] = {
	{ "attack", CAUSE_ATTACK | CAUSE_GENERAL | CAUSE_OUTWARD },
	{ "shelling", FIRE_FROM_AFAR },
	{ "airstrike", FIRE_FROM_AFAR },
	{ "drone", FIRE_FROM_AFAR },
	{ "clash", FIREARMS | CAUSE_OF_WAR },
	{ "explosion", BOMB | CAUSE_GENERAL },
	{ "gunfire", FIREARMS },
	{ "missile", CAUSE_OUTWARD },
	{ "rocket", FIRE_FROM_AFAR },
	{ "car_bomb", BOMB },
	{ "ied", BOMB },
	{ "accident", CAUSE_SLOW | CAUSE_MISHAP },
	{ "fire", CAUSE_SLOW },
	{ "flood", WATER | CAUSE_SLOW | CAUSE_WIDE },
	{ "ambush", FIREARMS },
	{ "raid", FIREARMS | CAUSE_GENERAL | CAUSE_OUTWARD },
	{ "landmine", BOMB },
	{ "suicide_bombing", BOMB },
	{ "collapse", CAUSE_SLOW },
	{ "cyclone", CAUSE_SLOW | CAUSE_WIDE },
	{ "disease", CAUSE_SLOW | CAUSE_WIDE },
	{ "drought", CAUSE_SLOW | CAUSE_WIDE },
	{ "earthquake", CAUSE_SLOW | CAUSE_WIDE },
	{ "epidemic", CAUSE_SLOW | CAUSE_WIDE },
	{ "execution", FIREARMS },
	{ "heat", CAUSE_SLOW | CAUSE_WIDE },
	{ "hurricane", CAUSE_SLOW | CAUSE_WIDE },
	{ "landslide", WATER | CAUSE_SLOW | CAUSE_MISHAP },
	{ "massacre", FIREARMS },
	{ "sniper", FIREARMS },
	{ "storm", WATER | CAUSE_SLOW | CAUSE_WIDE },
	{ "typhoon", CAUSE_SLOW | CAUSE_WIDE },
	{ "wildfire", CAUSE_SLOW },
};

static unsigned
marks_of(struct str name)
{
	char key[PLAIN_MAX];

	if (name.n == 0 || name.n > PLAIN_MAX)
		return 0;
	plain_text(key, start_of(name));
	for (size_t i = 0; i < NELEM(causes); i++)
		if (causes[i].name[0] == key[0] &&
		    memcmp(causes[i].name, key, PLAIN_MAX) == 0)
			return causes[i].marks;
	return 0;
}

unsigned
cause_marks(const struct str *names, size_t n)
{
	unsigned marks = 0;

	for (size_t i = 0; i < n; i++)
		marks |= marks_of(names[i]);
	return marks;
}

static bool
is_mishap(unsigned marks)
{
	return (marks & (CAUSE_MISHAP | CAUSE_WIDE)) != 0 && (marks & DEEDS) == 0;
}

static bool
is_deed(unsigned marks)
{
	return (marks & DEEDS) != 0 && (marks & (CAUSE_SLOW | CAUSE_GENERAL)) == 0;
}

bool
cause_kinds_differ(unsigned a, unsigned b)
{
	return (is_mishap(a) && is_deed(b)) || (is_mishap(b) && is_deed(a));
}

static uint64_t
voice(struct str source)
{
	char low[64];
	size_t n = 0;

	for (; n < source.n && n < sizeof(low); n++)
		low[n] = to_lower(source.p[n]);
	return hash64((struct str){ low, n }, 0);
}

static void
mark_figures(struct piece_mark *m, const struct piece *p)
{
	for (enum toll_field f = 0; f < TOLL_N; f++)
		m->main[f] = -1;
	for (size_t i = 0; i < p->n_claims; i++) {
		const struct claim *c = &p->claims[i];

		if (c->who.n == 0 && c->side.n == 0 && m->main[c->field] < 0)
			m->main[c->field] = c->best;
	}
}

/* More than any attack or battle of our time, so that it need not say of how many. */
#define WAR_TOTAL 10000

static bool
is_war_total(const struct piece *p)
{
	if (p->cause_marks & CAUSE_SLOW)
		return false;
	for (size_t i = 0; i < p->n_claims; i++)
		if ((p->claims[i].field == TOLL_KILLED ||
			p->claims[i].field == TOLL_INJURED) &&
		    p->claims[i].best >= WAR_TOTAL)
			return true;
	return false;
}

bool
piece_is_history(const struct piece *p)
{
	return (p->running && p->published_ms / MS_DAY - p->day > LEDGER_LONG_RUN_DAYS) ||
	    is_war_total(p);
}

static int64_t
last_day(const struct piece *p)
{
	int64_t last = day_index(p->until);

	return last > p->day && last <= p->published_ms / MS_DAY ? last : p->day;
}

static struct str
first_source(const struct piece *p)
{
	return piece_source(p,
	    p->n_claims > 0        ? p->claims[0].source
		: p->n_grounds > 0 ? p->grounds[0].source
				   : STR_NONE);
}

uint64_t
lone_mark(uint64_t country, uint64_t division)
{
	return country ^ (division << 1 | division >> 63);
}

/* "Bus crash in Bolivia kills nine".  In a war, a country says nothing of which strike.
 */
static uint64_t
lone_area(const struct piece *p)
{
	struct str division = STR_NONE;

	if (p->mark.main[TOLL_KILLED] < 0 || p->n_places == 0 ||
	    (cause_marks(p->causes, p->n_causes) & CAUSE_OF_WAR) != 0)
		return 0;
	for (size_t i = 0; i < p->n_places; i++) {
		const struct fact_place *at = &p->places[i];

		if ((at->precision != PRECISION_COUNTRY && !is_division(at)) ||
		    !str_eq(at->country, p->places[0].country) ||
		    (division.n > 0 && at->admin1.n > 0 && !str_eq(at->admin1, division)))
			return 0;
		division = division.n > 0 ? division : at->admin1;
	}
	return lone_mark(text_mark(p->places[0].country), text_mark(division));
}

static void
make_mark(struct arena *a, struct piece *p)
{
	p->mark = (struct piece_mark){ .entry = p->entry,
		.published_ms = p->published_ms,
		.part = p->part,
		.print = p->print,
		.site = text_mark(p->site) };
	title_heading(a, p->title, &p->mark.heading);
	mark_figures(&p->mark, p);
	p->mark.lone = lone_area(p);
}

/* The same mark, as something else has it. */
static void
take_mark(struct arena *a, struct piece *p, const struct piece_mark *from)
{
	struct heading *h = &p->mark.heading;

	p->mark = *from;
	p->mark.entry = p->entry;
	h->words = ARENA_ROOM(a, uint32_t, h->n);
	if (h->n > 0)
		memcpy(h->words, from->heading.words, h->n * sizeof(*h->words));
}

/* But for its mark. */
static void
work_out_rest(struct arena *a, struct piece *p)
{
	p->place_marks = ARENA_ROOM(a, struct place_mark, p->n_places);
	for (size_t i = 0; i < p->n_places; i++)
		p->place_marks[i] = i == 0
		    ? place_mark(&p->places[0], p->keys[0])
		    : mark_behind(&p->places[i], p->keys[i], &p->places[i - 1],
			  &p->place_marks[i - 1]);
	p->cause_marks = cause_marks(p->causes, p->n_causes);
	p->source_mark = text_mark(first_source(p));
	p->feed_mark = text_mark(p->feed);
	p->day = day_index(p->since);
	p->last_day = last_day(p);
	for (size_t i = 0; i < p->n_claims; i++) {
		struct claim *c = &p->claims[i];
		struct str source = claim_source(p, c);

		c->topic = claim_topic(c->field, c->who, c->side);
		c->voice = i > 0 && str_eq(source, claim_source(p, c - 1))
		    ? c[-1].voice
		    : voice(source);
	}
}

void
piece_work_out(struct arena *a, struct piece *p)
{
	make_mark(a, p);
	work_out_rest(a, p);
}

static void *
copy_of(struct arena *a, const void *items, size_t n, size_t size)
{
	return n == 0 ? NULL : memcpy(arena_room(a, n * size), items, n * size);
}

/* What was worked out of a piece that says the same. */
static void
take_worked_out(struct arena *a, struct piece *p, const struct piece *from)
{
	take_mark(a, p, &from->mark);
	p->place_marks = copy_of(a, from->place_marks, p->n_places,
	    sizeof(*p->place_marks));
	p->cause_marks = from->cause_marks;
	p->source_mark = from->source_mark;
	p->feed_mark = from->feed_mark;
	p->day = from->day;
	p->last_day = from->last_day;
	for (size_t i = 0; i < p->n_claims; i++) {
		p->claims[i].topic = from->claims[i].topic;
		p->claims[i].voice = from->claims[i].voice;
	}
}

/* ---- bytes ---- */

static void
put_texts(struct buf *b, const struct str *items, size_t n)
{
	wire_put_u64(b, n);
	for (size_t i = 0; i < n; i++)
		wire_put_str(b, items[i]);
}

static struct str *
get_texts(struct wire *w, struct arena *a, size_t *n, size_t max)
{
	struct str *out;

	*n = wire_count(w, max);
	out = ARENA_ARRAY(a, struct str, *n);
	for (size_t i = 0; i < *n; i++)
		out[i] = wire_str(w);
	return out;
}

static void
put_claim(struct buf *b, const struct claim *c)
{
	wire_put_u64(b, c->field);
	wire_put_str(b, c->who);
	wire_put_str(b, c->side);
	wire_put_u64(b, c->scope);
	wire_put_u64(b, c->stance);
	wire_put_u64(b, c->bound);
	wire_put_i64(b, c->best);
	wire_put_i64(b, c->low);
	wire_put_i64(b, c->high);
	wire_put_day(b, c->since);
	wire_put_day(b, c->until);
	wire_put_str(b, c->source);
	wire_put_str(b, c->quote);
	wire_put_f64(b, c->confidence);
}

static void
get_claim(struct wire *w, struct claim *c)
{
	c->field = wire_enum(w, TOLL_N);
	c->who = wire_str(w);
	c->side = wire_str(w);
	c->scope = wire_enum(w, SCOPE_N);
	c->stance = wire_enum(w, STANCE_N);
	c->bound = wire_enum(w, BOUND_N);
	c->best = wire_i64(w);
	c->low = wire_i64(w);
	c->high = wire_i64(w);
	c->since = wire_day(w);
	c->until = wire_day(w);
	c->source = wire_str(w);
	c->quote = wire_str(w);
	c->confidence = wire_f64(w);
}

void
ground_put(struct buf *b, const struct ground *g)
{
	wire_put_str(b, g->key);
	wire_put_place(b, &g->place);
	wire_put_u64(b, g->change);
	wire_put_u64(b, g->stance);
	wire_put_str(b, g->by);
	wire_put_str(b, g->by_id);
	wire_put_str(b, g->against);
	wire_put_str(b, g->against_id);
	wire_put_str(b, g->source);
	wire_put_str(b, g->quote);
	wire_put_day(b, g->day);
	wire_put_i64(b, g->count);
	wire_put_u64(b, g->bound);
	wire_put_str(b, g->unit);
	wire_put_f64(b, g->km2);
	wire_put_bool(b, g->partial);
	wire_put_f64(b, g->confidence);
}

void
ground_get(struct wire *w, struct ground *g)
{
	g->key = wire_str(w);
	wire_place(w, &g->place);
	g->change = wire_enum(w, CHANGE_N);
	g->stance = wire_enum(w, STANCE_N);
	g->by = wire_str(w);
	g->by_id = wire_str(w);
	g->against = wire_str(w);
	g->against_id = wire_str(w);
	g->source = wire_str(w);
	g->quote = wire_str(w);
	g->day = wire_day(w);
	g->count = wire_i64(w);
	g->bound = wire_enum(w, BOUND_N);
	g->unit = wire_str(w);
	g->km2 = wire_f64(w);
	g->partial = wire_bool(w);
	g->confidence = wire_f64(w);
}

static void
put_said(struct buf *b, const struct piece *p)
{
	wire_put_str(b, p->entry);
	wire_put_u64(b, p->part);
	wire_put_str(b, p->feed);
	wire_put_str(b, p->origin);
	wire_put_str(b, p->title);
	wire_put_str(b, p->url);
	wire_put_str(b, p->lang);
	put_texts(b, p->tags, p->n_tags);
	wire_put_i64(b, p->published_ms);
	wire_put_i64(b, p->updated_ms);
	wire_put_i64(b, p->seen_ms);
	wire_put_u64(b, p->print);
	wire_put_u64(b, p->marks);
	wire_put_str(b, p->site);
	wire_put_bool(b, p->running);
	wire_put_day(b, p->since);
	wire_put_day(b, p->until);
	wire_put_bool(b, p->dated);
	wire_put_bool(b, p->pinned);
	wire_put_u64(b, p->n_places);
	for (size_t i = 0; i < p->n_places; i++) {
		wire_put_place(b, &p->places[i]);
		wire_put_str(b, p->keys[i]);
	}
	put_texts(b, p->sides, p->n_sides);
	put_texts(b, p->causes, p->n_causes);
	wire_put_u64(b, p->n_claims);
	for (size_t i = 0; i < p->n_claims; i++)
		put_claim(b, &p->claims[i]);
	wire_put_u64(b, p->n_grounds);
	for (size_t i = 0; i < p->n_grounds; i++)
		ground_put(b, &p->grounds[i]);
}

void
piece_put(struct buf *b, const struct piece *p)
{
	if (p->said.n > 0)
		buf_add(b, p->said);
	else
		put_said(b, p);
	wire_put_u64(b, p->n_why);
	for (size_t i = 0; i < p->n_why; i++) {
		wire_put_u64(b, p->why[i].what);
		wire_put_f64(b, p->why[i].weight);
	}
}

static void
get_lists(struct wire *w, struct arena *a, struct piece *p)
{
	p->n_places = wire_count(w, LIMIT_PLACES);
	p->places = ARENA_ROOM(a, struct fact_place, p->n_places);
	p->keys = ARENA_ROOM(a, struct str, p->n_places);
	for (size_t i = 0; i < p->n_places; i++) {
		wire_place(w, &p->places[i]);
		p->keys[i] = wire_str(w);
	}
	p->sides = get_texts(w, a, &p->n_sides, LIMIT_FACTS);
	p->causes = get_texts(w, a, &p->n_causes, LIMIT_FACTS);
	p->n_claims = wire_count(w, 2 * LIMIT_FACTS);
	p->claims = ARENA_ROOM(a, struct claim, p->n_claims);
	for (size_t i = 0; i < p->n_claims; i++)
		get_claim(w, &p->claims[i]);
	p->n_grounds = wire_count(w, LIMIT_FACTS * LIMIT_PLACES);
	p->grounds = ARENA_ROOM(a, struct ground, p->n_grounds);
	for (size_t i = 0; i < p->n_grounds; i++)
		ground_get(w, &p->grounds[i]);
}

static void
get_why(struct wire *w, struct arena *a, struct piece *p)
{
	p->n_why = wire_count(w, 64);
	p->why = ARENA_ARRAY(a, struct reason, p->n_why);
	for (size_t i = 0; i < p->n_why; i++) {
		p->why[i].what = (unsigned char)wire_enum(w, 64);
		p->why[i].weight = wire_f64(w);
	}
}

static void
get_said(struct wire *w, struct arena *a, struct piece *p)
{
	struct str from = w->in;

	*p = (struct piece){ .entry = wire_str(w) };
	p->part = (unsigned)wire_u64(w);
	p->feed = wire_str(w);
	p->origin = wire_str(w);
	p->title = wire_str(w);
	p->url = wire_str(w);
	p->lang = wire_str(w);
	p->tags = get_texts(w, a, &p->n_tags, LIMIT_FACTS);
	p->published_ms = wire_i64(w);
	p->updated_ms = wire_i64(w);
	p->seen_ms = wire_i64(w);
	p->print = wire_u64(w);
	p->marks = (unsigned)wire_u64(w);
	p->site = wire_str(w);
	p->running = wire_bool(w);
	p->since = wire_day(w);
	p->until = wire_day(w);
	p->dated = wire_bool(w);
	p->pinned = wire_bool(w);
	get_lists(w, a, p);
	p->said = wire_since(w, from);
	p->home = a;
}

void
piece_get(struct wire *w, struct arena *a, struct piece *p,
    const struct piece_mark *known)
{
	get_said(w, a, p);
	get_why(w, a, p);
	if (known != NULL &&
	    piece_mark_cmp(known,
		&(struct piece_mark){ .entry = p->entry,
		    .published_ms = p->published_ms,
		    .part = p->part }) == 0)
		take_mark(a, p, known);
	else
		make_mark(a, p);
	work_out_rest(a, p);
}

int64_t
piece_said_ms(const struct piece *p)
{
	return p->updated_ms != TIME_NONE && p->updated_ms > p->published_ms
	    ? p->updated_ms
	    : p->published_ms;
}

/* ---- copies ---- */

/* What a piece says lies in bytes that have moved. */
struct moved {
	const char *from, *to;
};

static void
follow(const struct moved *m, struct str *s)
{
	if (s->n > 0)
		s->p = m->to + (s->p - m->from);
}

static struct str *
follow_texts(const struct moved *m, struct arena *a, const struct str *items, size_t n)
{
	struct str *to = copy_of(a, items, n, sizeof(*items));

	for (size_t i = 0; i < n; i++)
		follow(m, &to[i]);
	return to;
}

static void
follow_place(const struct moved *m, struct fact_place *p)
{
	follow(m, &p->name);
	follow(m, &p->canonical);
	follow(m, &p->id);
	follow(m, &p->country);
	follow(m, &p->admin1);
}

static void
follow_claim(const struct moved *m, struct claim *c)
{
	follow(m, &c->who);
	follow(m, &c->side);
	follow(m, &c->source);
	follow(m, &c->quote);
}

static void
follow_ground(const struct moved *m, struct ground *g)
{
	follow(m, &g->key);
	follow_place(m, &g->place);
	follow(m, &g->by);
	follow(m, &g->by_id);
	follow(m, &g->against);
	follow(m, &g->against_id);
	follow(m, &g->source);
	follow(m, &g->quote);
	follow(m, &g->unit);
}

/* A copy of one that lies in bytes, without reading these again. */
static void
move_said(struct arena *a, struct piece *to, const struct piece *p)
{
	struct moved m = { .from = p->said.p };

	*to = *p;
	to->said = arena_str(a, p->said);
	m.to = to->said.p;
	follow(&m, &to->entry);
	follow(&m, &to->feed);
	follow(&m, &to->origin);
	follow(&m, &to->title);
	follow(&m, &to->url);
	follow(&m, &to->lang);
	follow(&m, &to->site);
	to->tags = follow_texts(&m, a, p->tags, p->n_tags);
	to->keys = follow_texts(&m, a, p->keys, p->n_places);
	to->sides = follow_texts(&m, a, p->sides, p->n_sides);
	to->causes = follow_texts(&m, a, p->causes, p->n_causes);
	to->places = copy_of(a, p->places, p->n_places, sizeof(*p->places));
	for (size_t i = 0; i < p->n_places; i++)
		follow_place(&m, &to->places[i]);
	to->claims = copy_of(a, p->claims, p->n_claims, sizeof(*p->claims));
	for (size_t i = 0; i < p->n_claims; i++)
		follow_claim(&m, &to->claims[i]);
	to->grounds = copy_of(a, p->grounds, p->n_grounds, sizeof(*p->grounds));
	for (size_t i = 0; i < p->n_grounds; i++)
		follow_ground(&m, &to->grounds[i]);
}

static void
write_said(struct arena *a, struct piece *to, const struct piece *p)
{
	struct buf b;
	struct wire w;

	buf_init(&b, LIMIT_MESSAGE);
	put_said(&b, p);
	wire_init(&w, arena_str(a, buf_str(&b)));
	buf_clear(&b);
	get_said(&w, a, to);
}

const struct piece *
piece_keep(struct arena *a, const struct piece *p)
{
	struct piece *kept;

	if (p->home == a)
		return p;
	kept = ARENA_NEW(a, struct piece);
	if (p->said.n > 0)
		move_said(a, kept, p);
	else
		write_said(a, kept, p);
	kept->why = copy_of(a, p->why, p->n_why, sizeof(*p->why));
	kept->n_why = p->n_why;
	kept->home = a;
	if (p->mark.entry.p != NULL)
		take_worked_out(a, kept, p);
	else
		piece_work_out(a, kept);
	return kept;
}

struct piece *
piece_draft(struct arena *a, const struct piece *p)
{
	struct piece *out = ARENA_NEW(a, struct piece);

	*out = *p;
	out->home = NULL;
	out->said = STR_NONE;
	return out;
}

const struct piece *
piece_because(struct arena *a, const struct piece *p, const struct reason *why, size_t n)
{
	struct piece *out = ARENA_NEW(a, struct piece);

	*out = *p;
	out->home = NULL;
	out->why = copy_of(a, why, n, sizeof(*why));
	out->n_why = n;
	return out;
}
