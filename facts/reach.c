/* reach.c -- see reach.h. */
#include "config.h"

#include "facts/reach.h"

#define TELLS (C_KILL | C_DIE | C_DEAD | C_DEATH | C_TOLL | C_DISPLACE | C_FLEE | C_EXODUS)
#define REACH 30 /* tokens */
#define BRIDGE 8 /* tokens between the members of a list */

static bool
mark(const struct token *t, char c)
{
	return t->kind == TOKEN_PUNCT && t->punct == c;
}

static const struct token *
tok(const struct clause *c, size_t i)
{
	return &c->d->t.tok[i];
}

/* Ends a clause, whatever the direction. */
static bool
stops(const struct clause *c, size_t i)
{
	const struct token *t = tok(c, i);

	if (t->kind == TOKEN_PUNCT)
		return t->punct != '"' && !(t->punct == '-' && (t->flags & TOKEN_TIGHT));
	return t->group == 0 && ((t->cls & TELLS) ||
	    ((t->cls & C_SUBORD) && !(t->cls & (C_PREP | C_ADVERB))));
}

/* The comma that opens the aside which the one at i closes (", among them six,"); i: none. */
static size_t
aside(const struct clause *c, size_t i)
{
	for (size_t k = i; k-- > c->s->first && i - k < REACH;)
		if (mark(tok(c, k), ',') && (tok(c, k + 1)->cls & (C_SUBSET | C_RELATIVE)))
			return k;
	return i;
}

static void
push(struct slot *s, const struct clause *c, const struct group *g)
{
	if (s->n < SLOT_MAX)
		s->group[s->n++] = (uint16_t)(g - c->gs->items);
}

/* Is a verb further on, so that what stands here is its own? */
static bool
told_of(const struct clause *c, size_t i)
{
	for (; i < c->s->end; i++) {
		const struct token *t = tok(c, i);

		if (t->group == 0 && (t->cls & (TELLS | C_BE | C_VERB)) &&
		    ((t->form & (FORM_THIRD | FORM_PAST | FORM_PARTICIPLE)) ||
		     !(t->form & (FORM_BASE | FORM_GERUND))))
			return true;
		if (stops(c, i) || (t->cls & (C_AND | C_RELATIVE)))
			return false;
	}
	return false;
}

/* German der is an article too: then it says nothing. */
static bool
relative(const struct token *t)
{
	return (t->cls & C_RELATIVE) && !(t->cls & C_DET);
}

/* Five women and, in the next house, two men: the members left of the first one found. */
static void
list_before(const struct clause *c, struct slot *s)
{
	size_t i = c->gs->items[s->group[0]].first;
	bool joined = false;

	for (size_t left = BRIDGE; i > c->s->first && left > 0; left--) {
		const struct token *t = tok(c, i - 1);
		const struct group *g = group_of(c->d, c->gs, i - 1);

		if (g != NULL) {
			if (!joined || (!g->stated && g->count != 1) || g->embedded || g->subset)
				return;
			push(s, c, g);
			i = g->first;
			left = BRIDGE + 1;
			joined = false;
			continue;
		}
		if ((t->cls & C_AND) || mark(t, ','))
			joined = true;
		else if (stops(c, i - 1) || (t->cls & (C_BE | C_VERB)) || relative(t))
			return;
		i--;
	}
}

static void
list_after(const struct clause *c, struct slot *s)
{
	size_t i = c->gs->items[s->group[0]].last + 1;
	bool joined = false;

	for (size_t left = BRIDGE; i < c->s->end && left > 0; left--) {
		const struct token *t = tok(c, i);
		const struct group *g = group_of(c->d, c->gs, i);

		if (g != NULL) {
			if (!joined || (!g->stated && g->count != 1) || g->subset || told_of(c, g->last + 1))
				return;
			if (g->embedded && g->prep + 1 == g->first)
				return;
			push(s, c, g);
			i = g->last + 1;
			left = BRIDGE + 1;
			joined = false;
			continue;
		}
		if ((t->cls & C_AND) || (mark(t, ',') && !joined))
			joined = true;
		else if (stops(c, i) || (t->cls & C_VERB) || relative(t))
			return;
		i++;
	}
}

/* Does the relative pronoun at i, behind its comma, stand for the group before that? */
static const struct group *
antecedent(const struct clause *c, size_t i)
{
	size_t k = i;

	while (k > c->s->first && (tok(c, k - 1)->cls & C_PREP) && tok(c, k - 1)->group == 0)
		k--;
	if (k == i && k > c->s->first + 1 && mark(tok(c, k - 1), ','))
		return group_of(c->d, c->gs, k - 2);
	return k == i && k > c->s->first && !(tok(c, i)->cls & C_DET) ?
	    group_of(c->d, c->gs, k - 1) : NULL;
}

void
reach_before(const struct clause *c, size_t at, struct slot *out)
{
	size_t i = at;

	*out = (struct slot){ 0 };
	while (i > c->s->first && at - i < REACH) {
		const struct token *t = tok(c, i - 1);
		const struct group *g = group_of(c->d, c->gs, i - 1);
		size_t open;

		if (g == NULL && (t->cls & C_RELATIVE) && (!(t->cls & C_DET) ||
		    (i >= c->s->first + 2 && mark(tok(c, i - 2), ',')))) {
			g = antecedent(c, i - 1);
			if (g != NULL && g->bound != BOUND_NONE)
				push(out, c, g);
			return;
		}
		if (g != NULL) {
			i = g->first;
			if (g->embedded || g->subset || g->pronoun || g->bound == BOUND_NONE ||
			    (i > c->s->first && tok(c, i - 1)->group == 0 && (tok(c, i - 1)->cls & TELLS)))
				continue;
			push(out, c, g);
			list_before(c, out);
			return;
		}
		if (mark(t, ',') && (open = aside(c, i - 1)) < i - 1) {
			i = open;
			continue;
		}
		if (stops(c, i - 1))
			return;
		i--;
	}
}

/* several of the 120: the rest says of what. */
static bool
part_of_more(const struct clause *c, const struct group *g)
{
	return g->noun == NULL && g->last + 1u < c->s->end && (tok(c, g->last + 1)->cls & C_DET);
}

void
reach_after(const struct clause *c, size_t at, struct slot *out)
{
	*out = (struct slot){ 0 };
	for (size_t i = at + 1; i < c->s->end && i - at < REACH; i++) {
		const struct token *t = tok(c, i);
		const struct group *g = group_of(c->d, c->gs, i);

		if (g != NULL) {
			i = g->last;
			if (g->embedded || g->subset || g->pronoun)
				continue;
			if (g->bound == BOUND_NONE || told_of(c, g->last + 1) || part_of_more(c, g))
				return;
			push(out, c, g);
			list_after(c, out);
			return;
		}
		if (stops(c, i) || (t->cls & (C_AND | C_RELATIVE)))
			return;
	}
}
