/* claim.c -- see claim.h. */
#include "config.h"

#include "base/limits.h"
#include "facts/ledger_piece.h"

int
piece_cmp(const struct piece *a, const struct piece *b)
{
	int c;

	if (a->published_ms != b->published_ms)
		return a->published_ms < b->published_ms ? -1 : 1;
	if ((c = str_cmp(a->entry, b->entry)) != 0)
		return c;
	return a->part < b->part ? -1 : a->part > b->part;
}

struct str
claim_source(const struct piece *p, const struct claim *c)
{
	if (c->source.n > 0)
		return c->source;
	return p->origin.n > 0 ? p->origin : p->feed;
}

const struct claim *
piece_main(const struct piece *p, enum toll_field f)
{
	for (size_t i = 0; i < p->n_claims; i++)
		if (p->claims[i].field == f && p->claims[i].who.n == 0 && p->claims[i].side.n == 0)
			return &p->claims[i];
	return NULL;
}

/* ---- bytes ---- */

static void
put_day(struct buf *b, struct day d)
{
	wire_put_i64(b, d.year);
	wire_put_u64(b, (uint64_t)d.month);
	wire_put_u64(b, (uint64_t)d.day);
}

static struct day
get_day(struct wire *w)
{
	int64_t year = wire_i64(w);
	uint64_t month = wire_u64(w), day = wire_u64(w);

	if (year < 0 || year > 9999 || month > 12 || day > 31) {
		w->bad = true;
		return (struct day){ 0 };
	}
	return (struct day){ .year = (int16_t)year, .month = (int8_t)month, .day = (int8_t)day };
}

static void
put_place(struct buf *b, const struct fact_place *p)
{
	wire_put_str(b, p->name);
	wire_put_u64(b, p->role);
	wire_put_u64(b, p->precision);
	wire_put_str(b, p->canonical);
	wire_put_str(b, p->id);
	wire_put_str(b, p->country);
	wire_put_str(b, p->admin1);
	wire_put_f64(b, p->lat);
	wire_put_f64(b, p->lon);
}

static void
get_place(struct wire *w, struct fact_place *p)
{
	p->name = wire_str(w);
	p->role = wire_enum(w, ROLE_N);
	p->precision = wire_enum(w, PRECISION_N);
	p->canonical = wire_str(w);
	p->id = wire_str(w);
	p->country = wire_str(w);
	p->admin1 = wire_str(w);
	p->lat = wire_f64(w);
	p->lon = wire_f64(w);
}

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
	put_day(b, c->since);
	put_day(b, c->until);
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
	c->since = get_day(w);
	c->until = get_day(w);
	c->source = wire_str(w);
	c->quote = wire_str(w);
	c->confidence = wire_f64(w);
}

void
ground_put(struct buf *b, const struct ground *g)
{
	wire_put_str(b, g->key);
	put_place(b, &g->place);
	wire_put_u64(b, g->change);
	wire_put_u64(b, g->stance);
	wire_put_str(b, g->by);
	wire_put_str(b, g->by_id);
	wire_put_str(b, g->against);
	wire_put_str(b, g->against_id);
	wire_put_str(b, g->source);
	wire_put_str(b, g->quote);
	put_day(b, g->day);
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
	get_place(w, &g->place);
	g->change = wire_enum(w, CHANGE_N);
	g->stance = wire_enum(w, STANCE_N);
	g->by = wire_str(w);
	g->by_id = wire_str(w);
	g->against = wire_str(w);
	g->against_id = wire_str(w);
	g->source = wire_str(w);
	g->quote = wire_str(w);
	g->day = get_day(w);
	g->count = wire_i64(w);
	g->bound = wire_enum(w, BOUND_N);
	g->unit = wire_str(w);
	g->km2 = wire_f64(w);
	g->partial = wire_bool(w);
	g->confidence = wire_f64(w);
}

void
piece_put(struct buf *b, const struct piece *p)
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
	wire_put_u64(b, p->cues);
	wire_put_str(b, p->site);
	wire_put_bool(b, p->running);
	put_day(b, p->since);
	put_day(b, p->until);
	wire_put_bool(b, p->dated);
	wire_put_bool(b, p->pinned);
	wire_put_u64(b, p->n_places);
	for (size_t i = 0; i < p->n_places; i++) {
		put_place(b, &p->places[i]);
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
	p->places = ARENA_ARRAY(a, struct fact_place, p->n_places);
	p->keys = ARENA_ARRAY(a, struct str, p->n_places);
	for (size_t i = 0; i < p->n_places; i++) {
		get_place(w, &p->places[i]);
		p->keys[i] = wire_str(w);
	}
	p->sides = get_texts(w, a, &p->n_sides, LIMIT_FACTS);
	p->causes = get_texts(w, a, &p->n_causes, LIMIT_FACTS);
	p->n_claims = wire_count(w, 2 * LIMIT_FACTS);
	p->claims = ARENA_ARRAY(a, struct claim, p->n_claims);
	for (size_t i = 0; i < p->n_claims; i++)
		get_claim(w, &p->claims[i]);
	p->n_grounds = wire_count(w, LIMIT_FACTS * LIMIT_PLACES);
	p->grounds = ARENA_ARRAY(a, struct ground, p->n_grounds);
	for (size_t i = 0; i < p->n_grounds; i++)
		ground_get(w, &p->grounds[i]);
	p->n_why = wire_count(w, 64);
	p->why = ARENA_ARRAY(a, struct reason, p->n_why);
	for (size_t i = 0; i < p->n_why; i++) {
		p->why[i].what = (unsigned char)wire_enum(w, 64);
		p->why[i].weight = wire_f64(w);
	}
}

void
piece_get(struct wire *w, struct arena *a, struct piece *p)
{
	*p = (struct piece){ .entry = wire_str(w) };
	p->part = (unsigned)wire_u64(w);
	p->feed = wire_str(w);
	p->origin = wire_str(w);
	p->title = wire_str(w);
	title_heading(a, p->title, &p->heading);
	p->url = wire_str(w);
	p->lang = wire_str(w);
	p->tags = get_texts(w, a, &p->n_tags, LIMIT_FACTS);
	p->published_ms = wire_i64(w);
	p->updated_ms = wire_i64(w);
	p->seen_ms = wire_i64(w);
	p->print = wire_u64(w);
	p->cues = (unsigned)wire_u64(w);
	p->site = wire_str(w);
	p->running = wire_bool(w);
	p->since = get_day(w);
	p->until = get_day(w);
	p->dated = wire_bool(w);
	p->pinned = wire_bool(w);
	get_lists(w, a, p);
}
