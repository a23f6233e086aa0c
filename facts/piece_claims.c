/*
 * piece_claims.c -- see piece_in.h: the figures of one event in one report.  One for
 * everybody of each outcome, parts by class and side beside it, and what others say
 * instead.
 */
#include "config.h"

#include "facts/piece_in.h"

#define PIECE_CLAIMS 48

enum toll_field
piece_field(const struct fact *f)
{
	return f->kind == FACT_DISPLACEMENT ? TOLL_DISPLACED : toll_field_of(f->outcome);
}

/* "About 50" is 50, "more than 50" is 51, "dozens" is the least that the word means. */
int64_t
piece_value(const struct fact *f)
{
	return f->bound == BOUND_ABOUT ? f->count : f->low;
}

static struct str
class_of(const struct fact *f)
{
	struct str who = f->kind == FACT_DISPLACEMENT ? f->unit : f->who;

	return str_eq(who, STR("people")) ? STR_NONE : who;
}

struct str
piece_actor(struct arena *a, struct str id, struct str words)
{
	char *low;

	if (id.n > 0 || words.n == 0)
		return id;
	low = arena_alloc(a, words.n + 1);
	low[0] = '~';
	for (size_t i = 0; i < words.n; i++)
		low[i + 1] = to_lower(words.p[i]);
	return (struct str){ low, words.n + 1 };
}

const struct fact_place *
piece_place(const struct fact *f)
{
	for (size_t i = 0; i < f->n_places; i++)
		if (f->places[i].role != ROLE_ANY &&
		    f->places[i].precision >= PRECISION_ADMIN2)
			return &f->places[i];
	return NULL;
}

/* ---- figures ---- */

struct figure {
	const struct fact *from;
	int64_t best, low, high;
};

static bool
main_fact(const struct fact *f, enum toll_field field)
{
	return piece_field(f) == field && f->scope != SCOPE_SUBSET;
}

/* A party's claim leads only where nobody else gives a figure. */
static bool
may_lead(const struct group *g, const struct fact *f, enum toll_field field)
{
	return main_fact(f, field) &&
	    (f->stance == STANCE_ASSERTED || !g->asserted[field]);
}

static bool
for_everybody(const struct fact *f)
{
	return class_of(f).n == 0 && f->side.n == 0;
}

static bool
same_sentence(const struct work *w, const struct fact *a, const struct fact *b)
{
	struct str between = str_sub(w->r->text, a->end, b->start);

	return b->start < a->end ||
	    (between.n < 400 && str_find(between, STR(". ")) == STR_NOWHERE &&
		str_chr(between, '\n') == STR_NOWHERE);
}

/* The groups of one sentence add up, sentences do not; who is counted for all is not
 * added. */
static int64_t
largest_sentence(const struct work *w, const struct group *g, enum toll_field field)
{
	const struct fact *last = NULL;
	int64_t most = 0, sum = 0;

	for (size_t i = 0; i < g->n; i++) {
		const struct fact *f = g->facts[i];

		if (!may_lead(g, f, field) || for_everybody(f))
			continue;
		if (last != NULL && same_sentence(w, last, f)) {
			if (!str_eq(class_of(last), class_of(f)) ||
			    !str_eq(last->side, f->side))
				sum += piece_value(f);
		} else {
			sum = piece_value(f);
		}
		most = sum > most ? sum : most;
		last = f;
	}
	return most;
}

static const struct fact *
spokesman(const struct group *g, enum toll_field field, int64_t value)
{
	const struct fact *best = NULL;
	int rank = -1;

	for (size_t i = 0; i < g->n; i++) {
		const struct fact *f = g->facts[i];
		int now;

		if (piece_field(f) != field)
			continue;
		/* A headline gives the figure, the text says whose it is and when. */
		now = (piece_value(f) == value || f->count == value ? 32 : 0) +
		    (f->scope == SCOPE_TOTAL          ? 16
			    : f->scope == SCOPE_EVENT ? 8
						      : 0) +
		    (f->source.n > 0 ? 4 : 0) + (f->since.year != 0 ? 2 : 0) +
		    (f->n_places > 0 ? 1 : 0);
		if (now > rank ||
		    (now == rank && now < 32 && piece_value(f) > piece_value(best))) {
			rank = now;
			best = f;
		}
	}
	return best;
}

/* Police said 11 died, residents 31: does another than who tells the value tell the
 * higher one? */
static bool
is_outbid(const struct group *g, enum toll_field field, int64_t value, int64_t high)
{
	const struct fact *low = NULL, *top = NULL;

	for (size_t i = 0; i < g->n; i++) {
		const struct fact *f = g->facts[i];

		if (!main_fact(f, field) || f->source.n == 0)
			continue;
		if (piece_value(f) == value)
			low = f;
		if (piece_value(f) == high)
			top = f;
	}
	return low != NULL && top != NULL && !str_eq_ci(low->source, top->source);
}

/* 14 died on Sunday, 210 since the offensive began: is the reader's toll what one event
 * cost, and the larger figure a running total beside it? */
static bool
counts_event(const struct group *g, enum toll_field field, int64_t toll, int64_t single)
{
	bool event = false;

	for (size_t i = 0; i < g->n; i++) {
		const struct fact *f = g->facts[i];

		if (!main_fact(f, field) || f->stance != STANCE_ASSERTED)
			continue;
		if (f->scope == SCOPE_TOTAL && f->count < single / 2)
			return false;
		if (f->scope != SCOPE_TOTAL && f->count > toll)
			return false;
		event = event || (f->scope == SCOPE_EVENT && f->count == toll);
	}
	return event;
}

/* What the reader made of the whole entry, if it is about this group and no headline
 * repeated. */
static bool
toll_fits(const struct work *w, const struct group *g, enum toll_field field,
    int64_t single)
{
	const struct toll_figure *toll = &w->r->facts->toll.of[field];
	bool headline = false, repeats = true;
	int64_t sum = 0;

	if (g != &w->groups[0] || g->key.n > 0 || g->split || !toll->known ||
	    (toll->best < single / 2 && !is_outbid(g, field, toll->best, single) &&
		!counts_event(g, field, toll->best, single)))
		return false;
	for (size_t i = 0; i < g->n; i++) {
		const struct fact *f = g->facts[i];

		if (piece_field(f) != field)
			continue;
		sum += piece_value(f);
		headline |= f->start < w->r->title.n;
		repeats &= piece_value(f) == single && class_of(f).n == 0;
	}
	return toll->best <= sum && !(headline && repeats && toll->best > single);
}

/* "Toll passes 100", over a text that says 112: the headline rounds, the text counts. */
static int64_t
spelled_out(const struct work *w, const struct group *g, enum toll_field field,
    int64_t best)
{
	int64_t exact = best;
	bool headline = false;

	for (size_t i = 0; i < g->n; i++) {
		const struct fact *f = g->facts[i];
		int64_t value = piece_value(f);

		if (!may_lead(g, f, field) || !for_everybody(f))
			continue;
		if (f->start < w->r->title.n)
			headline |= f->count == best || value == best;
		else if (value > exact && 2 * value <= 3 * best)
			exact = value;
	}
	return headline ? exact : best;
}

static bool
figure_of(const struct work *w, const struct group *g, enum toll_field field,
    struct figure *out)
{
	const struct toll_figure *toll = &w->r->facts->toll.of[field];
	int64_t all = -1, single = -1, total = -1;

	for (size_t i = 0; i < g->n; i++) {
		const struct fact *f = g->facts[i];
		int64_t value = piece_value(f);

		if (!may_lead(g, f, field))
			continue;
		single = value > single ? value : single;
		if (for_everybody(f) && value > all)
			all = value;
		if (for_everybody(f) && f->scope == SCOPE_TOTAL && value > total)
			total = value;
	}
	if (single < 0)
		return false;
	out->best = total >= 0 ? total : all >= 0 ? all : largest_sentence(w, g, field);
	out->low = out->high = out->best;
	if (toll_fits(w, g, field, single)) {
		out->best = toll->best;
		out->low = toll->low;
		out->high = toll->high;
	}
	out->best = spelled_out(w, g, field, out->best);
	out->from = spokesman(g, field, out->best);
	if (piece_value(out->from) == out->best) {
		out->low = out->from->low;
		out->high = out->from->high;
	}
	return true;
}

static void
add_claim(struct piece *p, struct claim c)
{
	for (size_t i = 0; i < p->n_claims; i++) {
		struct claim *old = &p->claims[i];

		if (old->field != c.field || !str_eq(old->who, c.who) ||
		    !str_eq(old->side, c.side))
			continue;
		if (c.best > old->best)
			*old = c;
		return;
	}
	if (p->n_claims < PIECE_CLAIMS)
		p->claims[p->n_claims++] = c;
}

/* The rebels said they killed 70: those who did it count them, whatever the verb. */
static bool
is_own_figure(const struct fact *f)
{
	return f->stance == STANCE_ASSERTED && f->source.n > 0 &&
	    str_eq_ci(f->source, f->by);
}

static struct claim
claim_of(const struct fact *f)
{
	return (struct claim){ .field = piece_field(f),
		.scope = f->scope,
		.stance = is_own_figure(f) ? STANCE_CLAIMED : f->stance,
		.bound = f->bound,
		.best = piece_value(f),
		.low = f->low,
		.high = f->high,
		.since = f->since,
		.until = f->until,
		.source = f->source,
		.quote = f->quote,
		.confidence = f->confidence };
}

/* Does f tell another number of those that lead counts, in nobody's name who was heard
 * already? */
static bool
is_rival(struct work *w, const struct piece *p, const struct fact *f,
    const struct fact *lead)
{
	const struct fact_place *here = piece_place(f), *there = piece_place(lead);

	if (!main_fact(f, piece_field(lead)) || f->scope != lead->scope ||
	    f->source.n == 0 || piece_value(f) == piece_value(lead) ||
	    !(for_everybody(f) || str_eq(class_of(f), class_of(lead))))
		return false;
	if (here != NULL && there != NULL &&
	    !str_eq(piece_key(w, here), piece_key(w, there)))
		return false;
	for (size_t i = 0; i < p->n_claims; i++)
		if (p->claims[i].field == piece_field(f) &&
		    str_eq_ci(piece_source(p, p->claims[i].source), f->source))
			return false;
	return true;
}

/* What others say than who tells the figure of the piece: each a claim of its own, which
 * outbids nobody. */
static void
rival_claims(struct work *w, const struct group *g, struct piece *p,
    const struct figure *fig)
{
	if (piece_value(fig->from) != fig->best)
		return; /* a sum: what it was added up from is no rival */
	for (size_t i = 0; i < g->n && p->n_claims < PIECE_CLAIMS; i++) {
		struct claim c;

		if (!is_rival(w, p, g->facts[i], fig->from))
			continue;
		c = claim_of(g->facts[i]);
		c.stance = STANCE_CLAIMED;
		p->claims[p->n_claims++] = c;
	}
}

/* Classes and sides of one outcome: each class alone, each side alone, and both together.
 */
static void
part_claims(struct work *w, const struct group *g, struct piece *p)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct fact *f = g->facts[i];
		struct str who = class_of(f),
			   side = piece_actor(w->a, f->side_id, f->side);
		struct claim c = claim_of(f);
		int64_t class_sum = 0, side_sum = 0;

		if (who.n == 0 && side.n == 0)
			continue;
		for (size_t k = 0; k < g->n; k++) {
			const struct fact *o = g->facts[k];

			if (piece_field(o) != c.field || o->scope == SCOPE_TOTAL)
				continue;
			if (who.n > 0 && str_eq(class_of(o), who) && o->side.n > 0 &&
			    (k == i || !str_eq(o->side, f->side)))
				class_sum += piece_value(o);
			if (side.n > 0 &&
			    str_eq(piece_actor(w->a, o->side_id, o->side), side) &&
			    (k == i || !str_eq(class_of(o), who)))
				side_sum += piece_value(o);
		}
		c.who = who;
		c.side = side;
		add_claim(p, c);
		c.side = STR_NONE;
		c.best = class_sum > piece_value(f) ? class_sum : piece_value(f);
		c.low = c.best > f->low && class_sum > piece_value(f) ? c.best : f->low;
		c.high = c.high >= 0 && c.high < c.best ? c.best : c.high;
		if (who.n > 0)
			add_claim(p, c);
		c.who = STR_NONE;
		c.side = side;
		c.high = f->high;
		c.best = side_sum > piece_value(f) ? side_sum : piece_value(f);
		c.low = c.best > f->low && side_sum > piece_value(f) ? c.best : f->low;
		c.high = c.high >= 0 && c.high < c.best ? c.best : c.high;
		if (side.n > 0)
			add_claim(p, c);
	}
}

const struct fact *
piece_claims(struct work *w, const struct group *g, struct piece *p)
{
	const struct fact *lead = NULL;

	p->claims = ARENA_ROOM(w->a, struct claim, PIECE_CLAIMS);
	for (enum toll_field f = 0; f < TOLL_N; f++) {
		struct figure fig;
		struct claim c;

		if (!figure_of(w, g, f, &fig))
			continue;
		c = claim_of(fig.from);
		c.best = fig.best;
		c.low = fig.low;
		c.high = fig.high;
		add_claim(p, c);
		rival_claims(w, g, p, &fig);
		if (lead == NULL)
			lead = fig.from;
	}
	part_claims(w, g, p);
	return lead != NULL ? lead : g->n > 0 ? g->facts[0] : NULL;
}
