/*
 * group.h -- groups of people in a sentence: "at least 233 soldiers", "a farmer", "two of
 * them", "12 others".  Found once per sentence that has a trigger, from left to right.
 */
#ifndef FACTS_GROUP_H
#define FACTS_GROUP_H

#include "facts/doc.h"

struct group {
	uint32_t first, last;    /* tokens */
	uint32_t head;           /* its noun, or the number */
	const struct word *noun; /* NULL: a bare number or a name */
	int64_t count, low, high;
	enum bound bound; /* BOUND_NONE: how many is not said */
	uint64_t cls;     /* of the head and of what modifies it: armed, generic … */
	bool plural;
	bool stated;   /* a number is there */
	bool named;    /* it has a name */
	bool unknown;  /* the noun is in no list */
	bool other;    /* others, another, more */
	bool definite; /* the three, these */
	bool pronoun;
	bool both;
	bool taken; /* those of whom it was told that they were taken, when others were
		       killed */
	bool partitive; /* two of the soldiers */
	bool others;    /* told of those who are not it: only three of the 22 survived */
	bool all_but;   /* all but so many of those told of before */
	bool of_them;   /* so many of those told of, in one word (FORM_POST) */
	bool subset;    /* after including, among them */
	bool embedded;  /* behind a preposition */
	bool shared;    /* its noun is that of the next group */
	bool object;    /* of a verb just before it */
	bool det;       /* a determiner is there */
	bool modified;  /* an adjective of state: injured, armed */
	uint32_t state; /* the modifier that tells what befell them: wounded, missing; 0:
			   none */
	uint32_t prep;  /* that preposition */
	uint32_t used;  /* outcomes that have claimed it, as bits */
	struct str who;
};

struct groups {
	struct group *items;
	size_t n, cap;
};

/* The groups of s, in order; tokens learn their group. */
void groups_find(struct doc *d, const struct sentence *s, struct groups *out);
/* Makes known which tokens are of a group, in a sentence that no figure was sought in. */
void groups_know(struct doc *d, size_t sentence);
/* May a group have token i, in a sentence whose groups are not known?  Not a plain verb
 * of saying in the past: what groups are made of has no word like that. */
bool group_may_hold(const struct doc *d, const struct sentence *s, size_t i);
/* Makes one of two of the soldiers, half of them.  Part of groups_find(). */
void groups_join(struct doc *d, const struct sentence *s, struct groups *gs);
/* What they have to do with each other: prepositions, verbs, shared nouns.  Not needed
 * where only the tokens' groups are. */
void groups_attach(struct doc *d, const struct sentence *s, struct groups *gs);
/* Does the word or ending behind a group make it no subject and no object? */
bool group_oblique(const struct token *t);
/* zwei davon; двоих - тяжело: does a word for a part stand at token i, at once or behind
 * a dash? */
bool group_part(const struct token *tok, size_t i, size_t end);
/* Does it count without "and" or "a", as headlines tell it: five guards; driver? */
static inline bool
group_headline(const struct group *g)
{
	return g->stated ||
	    (g->bound == BOUND_EXACT && !g->det && !g->named && !g->pronoun);
}

/* The group that holds token i, or NULL. */
static inline struct group *
group_of(const struct doc *d, const struct groups *g, size_t i)
{
	uint16_t n = d->t.tok[i].group;

	return n == 0 || n > g->n ? NULL : &g->items[n - 1];
}

/* six Jesuits | and two women: is the noun at token i, which no list has, a plural by its
 * ending? */
bool group_looks_plural(const struct doc *d, size_t i);
/* A group made where the grammar demands one: a name or unknown noun at token i; NULL:
 * none. */
struct group *group_demand(struct doc *d, const struct sentence *s, struct groups *g,
    size_t i);
/* Gives the group the number, with its bound. */
void group_number(struct group *g, const struct token *num);
struct group *group_add(struct doc *d, struct groups *g, size_t first, size_t last);

#endif
