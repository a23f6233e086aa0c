/* where_figure.c -- see where_in.h: which of a sentence's places belong to another figure
 * of it, told by a verb of its own or in another share or clause. */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/where_in.h"

static size_t
begin_of(const struct figure *r)
{
	return r->g.first < r->trigger ? r->g.first : r->trigger;
}

/* Is it told by another verb than r, and neither a part of the other? */
static bool
is_apart(const struct context *c, const struct figure *e, const struct figure *r)
{
	return e->trigger != r->trigger && !e->planned && !e->subset && !r->subset &&
	    e->part_of != r - c->all->items && r->part_of != e - c->all->items;
}

/* Where the words of the next verb begin behind r. */
static size_t
end_of(const struct context *c, const struct figure *r)
{
	size_t end = c->s->end;

	for (const struct figure *e = c->figures; e < c->figures_end; e++)
		if (is_apart(c, e, r) && begin_of(e) > begin_of(r) && begin_of(e) < end)
			end = begin_of(e);
	return end;
}

/* killed two | in Tarn and wounded three in Bode: has r a place of its own? */
static bool
has_place(const struct context *c, const struct figure *r)
{
	size_t from = begin_of(r), end = end_of(c, r);

	for (size_t i = 0; i < c->names->n_names; i++) {
		const struct place_phrase *p = &c->names->names[i];

		if (p->prep != NOWHERE && p->first > from && p->first < end &&
		    (token_ground(c->d, p->prep) & (G_IN | G_NEAR)))
			return true;
	}
	return false;
}

/* killed two in Tarn and wounded three | in Bode: does the place belong to another verb's
 * figure, where r has one of its own? */
static bool
of_other_figure(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	if (c->figures_end - c->figures < 2 || p->prep == NOWHERE || !has_place(c, r))
		return false;
	for (const struct figure *e = c->figures; e < c->figures_end; e++)
		if (is_apart(c, e, r) && p->first > begin_of(e) &&
		    p->first < end_of(c, e))
			return !(p->first > begin_of(r) && p->first < end_of(c, r));
	return false;
}

/* Three were killed in Tarn, two in Bode: does the place at token i belong to another
 * share? */
static bool
of_other_share(const struct figure *r, size_t i)
{
	return (r->before > 0 && i >= r->before) || (r->share && i < r->first);
}

/* Six died: three | in Tarn, two in Bode: does the place belong to another than r, which
 * has one of its own right behind it? */
static bool
of_other_part(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	bool own = false;

	for (size_t i = 0; r->subset && !own && i < c->names->n_names; i++)
		own = c->names->names[i].prep == r->g.last + 1;
	if (!own)
		return false;
	for (const struct figure *e = c->all->items; e < figures_end(c->all); e++)
		if (e->sentence == r->sentence && e->g.first > r->g.last &&
		    e->g.first < p->first)
			return true;
	return p->first < r->g.first;
}

/* Is the sentence told in clauses that a semicolon may part, or that have each a place on
 * their side of it?  What stands at token at may be that mark. */
static bool
may_be_parted(const struct context *c, const struct figure *r,
    const struct place_phrase *p, size_t at)
{
	bool others = p->first < r->trigger ? p + 1 < c->names->names + c->names->n_names
					    : p > c->names->names ||
		(p->prep != NOWHERE && is_mark(tok(c, p->prep) - 1, ';'));

	for (const struct figure *e = c->figures; !others && e < c->figures_end; e++)
		others = e->part_of == r - c->all->items;
	return others || where_parts(c, at);
}

/* 188 died in Tarn; five more | in Bode: does another clause part the place from the
 * figure, on whose side of it is another place? */
static bool
of_other_clause(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	size_t at = p->first < r->trigger ? p->last : r->trigger,
	       end = p->first < r->trigger ? r->trigger : p->first;
	const struct place_phrase *names = c->names->names;

	if (!may_be_parted(c, r, p, at))
		return false;
	for (; at < end && !where_parts(c, at); at++)
		continue;
	/* 162 died; | in Tarn 334 did */
	if (at < end && at + 1u == p->prep && tok(c, at)->punct == ';')
		return true;
	/* 114 died; 71 of the dead were | in Tarn: told of those of its own clause */
	for (size_t i = 0; at < end && tok(c, at)->kind == TOKEN_PUNCT && i < c->all->n;
	     i++) {
		const struct figure *e = &c->all->items[i];

		if (e->sentence == r->sentence && e->part_of == r - c->all->items &&
		    (e->g.first < at) == (p->first < at))
			return true;
	}
	for (size_t i = 0; at < end && i < c->names->n_names; i++)
		if ((names[i].prep != NOWHERE || where_is_said(c, &names[i])) &&
		    (names[i].first < at) == (r->trigger < at))
			return true;
	return false;
}

bool
where_is_apart(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	return of_other_share(r, p->first) || of_other_clause(c, r, p);
}

bool
where_of_other(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	return where_is_apart(c, r, p) || of_other_part(c, r, p) ||
	    (c->all->n > 1 && of_other_figure(c, r, p));
}

#define MOST_WORDS 6 /* with most of the deaths */

/* Most of them, mostly, with most deaths | in Tarn, among them nine | in Tarn: where what
 * is told of a part of those that r counts begins; 0: it is of no part. */
static size_t
begin_of_part(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	size_t i = p->prep;
	bool most = false;

	for (const struct figure *e = c->figures; e < c->figures_end; e++)
		if (e->part_of == r - c->all->items && p->prep == e->g.last + 1u)
			return e->g.first;
	while (i > r->last + 1u && i + MOST_WORDS > p->prep &&
	    tok(c, i - 1)->kind == TOKEN_WORD && !(tok(c, i - 1)->flags & TOKEN_CAP)) {
		i--;
		most = most || (tok(c, i)->cls & C_SUBSET) ||
		    (token_ground(c->d, i) & G_PARTIAL);
	}
	return most && tok(c, i - 1)->kind == TOKEN_PUNCT ? i : 0;
}

bool
where_of_part(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	size_t begin = p->prep != NOWHERE && p->prep > r->last + 1u
	    ? begin_of_part(c, r, p)
	    : 0;

	for (size_t k = 0; begin > 0 && k < c->names->n_names; k++) {
		const struct place_phrase *q = &c->names->names[k];

		if (q->prep != NOWHERE && q->last < begin &&
		    (token_ground(c->d, q->prep) & G_IN))
			return true;
	}
	return false;
}
