/*
 * clause_in.h -- what verb.c (verbs), clause.c (their subjects), names.c (subjects that
 * are names) and object.c (objects and lists) share.
 */
#ifndef FACTS_CLAUSE_IN_H
#define FACTS_CLAUSE_IN_H

#include "facts/clause.h"

#define FINITE (C_BE | C_HAVE | C_MODAL)
#define VERBAL                                                                         \
	(C_VERB | C_KILL | C_DIE | C_SPEECH | C_FLEE | C_DISPLACE | C_BEAT | C_LEAVE | \
	    C_SUFFER | C_LOSE | C_CLAIM | C_DAMAGE)

static inline bool
mark(const struct token *t, char c)
{
	return t->kind == TOKEN_PUNCT && t->punct == c;
}

static inline bool
is_participle(const struct token *t)
{
	return (t->form & FORM_PARTICIPLE) && (t->cls & VERBAL);
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

/* clerks Karim Tarni and Selma Bode: how many is not said, their names are. */
bool names_titled(const struct group *g);
/* Karim Tarni, 34, Selma Bode and her son were killed: people by name from the head of
 * the clause, or from the noun at title, to the verb; false if that is not what stands
 * there. */
bool names_subject(const struct clause *c, const struct verb *v, size_t title,
    struct slot *out);
/* Karim Tarni | and two others, Karim | and his wife, a guardhand | and a nurse were
 * killed: the group of the name, or of one whose noun no list has, that ends before token
 * at, where it is joined to g; NULL: there is none. */
const struct group *names_joined(const struct clause *c, const struct group *g,
    size_t at);
/* a nurse and | a guardhand | were killed: makes a group of one whose noun no list has,
 * where it ends a list before token end. */
void names_end_list(const struct clause *c, size_t end);
/* On Monday evening | a guardhand was killed: where the one begins whom a time at token i
 * precedes, with no comma; else i. */
size_t clause_past_time(const struct clause *c, size_t i, size_t end);
/* The police said that | eight clerks …: where it begins what a sentence that names its
 * source tells; end: of that. */
size_t names_told_first(const struct clause *c, size_t end);
bool names_source(const struct clause *c, const struct group *g); /* according to them
								     something is told */
/* "17 rebels, two soldiers | killed in Tarn"; "Father, 42, son, 9, die": a headline's
 * list, joined by commas alone. */
bool clause_headline_list(const struct clause *c, const struct verb *v,
    const struct slot *s);
/* Is something told of the group further left, so that it is no part of this list? */
bool clause_told_between(const struct clause *c, size_t from, size_t to);
/* Six people, two nurses and four guards, were killed: the first is the whole. */
void clause_whole(const struct clause *c, struct slot *s);

#endif
