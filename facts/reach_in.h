/*
 * reach_in.h -- what reach.c (the nearest people), reach_list.c (who is joined to them)
 * and reach_name.c (who has no noun of a list) share.
 */
#ifndef FACTS_REACH_IN_H
#define FACTS_REACH_IN_H

#include "facts/clause_in.h"
#include "facts/reach.h"

#define TELLS \
	(C_KILL | C_DIE | C_DEAD | C_DEATH | C_TOLL | C_DISPLACE | C_FLEE | C_EXODUS)
#define REACH 30 /* tokens */

/* Ahmet Y|.: the stop of an initial, behind which the sentence goes on. */
static inline bool
ends_initial(const struct clause *c, size_t i)
{
	const struct token *t = i > c->s->first ? tok(c, i - 1) : NULL;

	return t != NULL && i + 1 < c->s->end && mark(tok(c, i), '.') &&
	    (t->flags & TOKEN_CAP) && t->end - t->start <= 2;
}

/* Ends a clause, whatever the direction. */
static inline bool
stops(const struct clause *c, size_t i)
{
	const struct token *t = tok(c, i);

	if (t->kind == TOKEN_PUNCT)
		return t->punct != '"' && !ends_initial(c, i) &&
		    !(t->punct == '-' && (t->flags & TOKEN_TIGHT));
	return t->group == 0 &&
	    ((t->cls & TELLS) ||
		((t->cls & C_SUBORD) && !(t->cls & (C_PREP | C_ADVERB))));
}

/* German der is an article too: then it says nothing. */
static inline bool
relative(const struct token *t)
{
	return (t->cls & C_RELATIVE) && !(t->cls & C_DET);
}

/* Where the auxiliaries and adverbs before the verb begin. */
static inline size_t
complex_start(const struct clause *c, size_t at)
{
	while (at > c->s->first && (tok(c, at - 1)->cls & (C_BE | C_HAVE | C_ADVERB)) &&
	    tok(c, at - 1)->group == 0)
		at--;
	return at;
}

static inline void
push_group(struct slot *s, const struct clause *c, const struct group *g)
{
	push(s, (int)(g - c->gs->items));
}

/* The dash that stands for "are" between people and the verb at at: двое | — ранены,
 * четверо | — получили ранения; but: двое раненых — убит один. */
bool reach_copula(const struct clause *c, size_t dash, size_t at);
/* Is a verb further on, so that what stands here is its own? */
bool reach_told_of(const struct clause *c, size_t i);
/* Adds to the slot the members of its list left, or right, of the first one found. */
void reach_list_before(const struct clause *c, struct slot *s);
void reach_list_after(const struct clause *c, struct slot *s);
/* Six people, two nurses and four guards, | were killed: fills the slot, if the first is
 * the whole of the others before the comma. */
bool reach_whole_before(const struct clause *c, size_t comma, struct slot *out);

#endif
