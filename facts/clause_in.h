/*
 * clause_in.h -- what verb.c (verbs), clause.c and clause_walk.c (their subjects),
 * names.c (subjects that are names) and object.c (objects and lists) share.
 */
#ifndef FACTS_CLAUSE_IN_H
#define FACTS_CLAUSE_IN_H

#include "facts/clause.h"

#define FINITE (C_BE | C_HAVE | C_MODAL)
#define VERBAL                                                                         \
	(C_VERB | C_KILL | C_DIE | C_SPEECH | C_FLEE | C_DISPLACE | C_BEAT | C_LEAVE | \
	    C_SUFFER | C_LOSE | C_CLAIM | C_DAMAGE)

#define ALSO_CALLED 27 /* word.value of known, nicknamed: what another name follows */

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

/* A walk from a verb to the left, in search of its subject. */
struct walk {
	size_t i;      /* tokens below i are still to be seen */
	bool relative; /* within a relative clause that must open */
	bool shares;   /* the verb shares its subject with the one before: was hit and was
			  killed */
	bool joined;   /* so it began: he fired and was killed */
};

/* Walks left to the next group that may be a subject; its index, or -1. */
int walk_left(const struct clause *c, struct walk *w, size_t verb, int *fallback);
/* "eight people, including a clerk, | were killed": where the aside before the comma
 * begins. */
bool walk_aside(const struct clause *c, size_t comma, size_t *at);
/* threw a grenade and | then | died: before the adverbs that stand before token i. */
size_t walk_adverbs(const struct clause *c, size_t i);

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
/* according to them something is told */
bool names_source(const struct clause *c, const struct group *g);
/* "17 rebels, two soldiers | killed in Tarn"; "Father, 42, son, 9, die": a headline's
 * list, joined by commas alone. */
bool clause_headline_list(const struct clause *c, const struct verb *v,
    const struct slot *s);
/* Is something told of the group further left, so that it is no part of this list? */
bool clause_told_between(const struct clause *c, size_t from, size_t to);
/* Six people, two nurses and four guards, were killed: the first is the whole. */
void clause_whole(const struct clause *c, struct slot *s);

#endif
