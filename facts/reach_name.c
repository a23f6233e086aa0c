/* reach_name.c -- see reach.h: one person who has no noun of a list. */
#include "config.h"

#include "facts/reach_in.h"

#define UNLISTED 10 /* tokens, of a verb and of one whom no list has */

/* The first token of the run of names that ends before end. */
static size_t
name_start(const struct clause *c, size_t end)
{
	size_t i = end > c->s->first && ends_initial(c, end - 1) ? end - 1 : end;

	while (i > c->s->first && tok(c, i - 1)->kind == TOKEN_WORD &&
	    (tok(c, i - 1)->flags & TOKEN_CAP) && tok(c, i - 1)->cls == 0)
		i--;
	return i;
}

/* The auxiliary of the participle at at, where it stands apart from it; at: none. */
static size_t
auxiliary(const struct clause *c, size_t at)
{
	if (!(tok(c, at)->form & FORM_PARTICIPLE))
		return at;
	for (size_t i = at; i > c->s->first && at - i < REACH && !stops(c, i - 1); i--)
		if (tok(c, i - 1)->group == 0 && (tok(c, i - 1)->cls & C_BE))
			return complex_start(c, i - 1);
	return at;
}

/* Does the verb open its sentence or clause?  Behind a participle elsewhere stands who
 * did it. */
static bool
opens(const struct clause *c, size_t at)
{
	at = complex_start(c, at);
	return at == c->s->first || tok(c, at - 1)->kind == TOKEN_PUNCT;
}

struct group *
reach_name(const struct clause *c, size_t at, bool before)
{
	size_t i = before ? auxiliary(c, complex_start(c, at)) : clause_skip(c, at + 1),
	       from;

	if (before && i == c->s->first)
		return NULL;
	if (!before)
		return i < c->s->end && tok(c, i)->cls == 0 &&
			(tok(c, i)->flags & TOKEN_CAP) &&
			(!(tok(c, at)->form & FORM_PARTICIPLE) || opens(c, at))
		    ? group_demand(c->d, c->s, c->gs, i)
		    : NULL;
	if (reach_bracket(c, i - 1) < i - 1) /* Mehmet K. (34) */
		i = reach_bracket(c, i - 1);
	from = name_start(c, i);
	if (from + 2u < i && ends_initial(c, i - 1))
		return group_demand(c->d, c->s, c->gs, from);
	/* the capital of a first word says nothing */
	if (i - from <
		(from == c->s->first || (tok(c, from)->flags & TOKEN_FIRST) ? 2u : 1u) ||
	    (from > c->s->first && tok(c, from - 1)->kind != TOKEN_PUNCT))
		return NULL;
	return group_demand(c->d, c->s, c->gs, from);
}

/* The article that counts one, governed by nothing. */
static bool
is_lone_article(const struct clause *c, size_t i)
{
	const struct token *t = tok(c, i);

	return (t->cls & C_ONE) && t->word->value == 1 &&
	    !(t->cls & (C_POSSESSIVE | C_OTHER)) &&
	    !(i > c->s->first && (tok(c, i - 1)->cls & (C_PREP | C_OF | C_BY)));
}

struct group *
reach_unlisted(const struct clause *c, size_t at, bool before)
{
	struct group *g = NULL;

	if (!before)
		return at + 2 < c->s->end && (tok(c, at + 1)->cls & C_TO) &&
			is_lone_article(c, at + 2)
		    ? group_demand(c->d, c->s, c->gs, at + 2)
		    : NULL;
	if (auxiliary(c, at) == at)
		return NULL;
	for (size_t i = at; i > c->s->first && g == NULL && at - i < UNLISTED; i--) {
		const struct token *t = tok(c, i - 1);

		if (t->kind == TOKEN_PUNCT || t->group != 0 ||
		    (t->cls & (TELLS | C_VERB | C_AND | C_SUBORD)) || relative(t))
			return NULL;
		if (is_lone_article(c, i - 1))
			g = group_demand(c->d, c->s, c->gs, i - 1);
	}
	return g;
}
