/*
 * clause_in.h -- what clause.c (verbs and subjects) and object.c (objects and lists) share.
 */
#ifndef FACTS_CLAUSE_IN_H
#define FACTS_CLAUSE_IN_H

#include "facts/clause.h"

#define FINITE (C_BE | C_HAVE | C_MODAL)
#define VERBAL (C_VERB | C_KILL | C_DIE | C_SPEECH | C_FLEE | C_DISPLACE | C_BEAT | C_LEAVE | \
	C_SUFFER | C_LOSE | C_CLAIM | C_DAMAGE)

static inline bool
mark(const struct token *t, char c)
{
	return t->kind == TOKEN_PUNCT && t->punct == c;
}

static inline struct token *
tok(const struct clause *c, size_t i)
{
	return &c->d->t.tok[i];
}

static inline void
push(struct slot *s, int g)
{
	if (s->n < SLOT_MAX)
		s->group[s->n++] = (uint16_t)g;
}

/* A verb that needs a subject of its own. */
bool clause_finite(const struct clause *c, size_t i);
/* Six people, two nurses and four guards, were killed: the first is the whole. */
void clause_whole(const struct clause *c, struct slot *s);

#endif
