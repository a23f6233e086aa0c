/*
 * chunk.h -- the run of words that a group is made of: determiners, number, modifiers and
 * head, as chunk.c takes them from left to right and group.c makes a group of them.
 */
#ifndef FACTS_CHUNK_H
#define FACTS_CHUNK_H

#include "facts/group.h"

struct chunk {
	const struct doc *d;
	const struct token *tok;
	size_t first, end;
	size_t at;    /* next token */
	size_t nouns; /* where the determiners end */
	const struct token *num;
	size_t head;    /* SIZE_MAX: none */
	uint64_t mods;  /* classes of the modifiers */
	size_t unknown; /* unknown words among the nominals */
	size_t last;    /* last nominal */
	size_t state;   /* injured, dead among the modifiers: the token; 0: none */
	size_t age;     /* old, of "a 14 year old"; SIZE_MAX: none */
	bool det, one, definite, other, both, possessive;
	bool irregular;  /* rebel, militia among the modifiers: no soldiers of a state */
	bool thing;      /* the last nominal is no person */
	bool unit;       /* a thing follows the number at once */
	bool part;       /* so many of them (FORM_POST) */
	bool head_first; /* HABIT_HEAD_FIRST */
	bool verbs_last; /* HABIT_VERBS_LAST */
};

static inline bool
is_name(const struct token *t)
{
	return t->kind == TOKEN_WORD && (t->flags & TOKEN_CAP) != 0 &&
	    !(t->cls &
		(C_DET | C_PREP | C_SUBORD | C_RELATIVE | C_BE | C_HAVE | C_MODAL |
		    C_AND | C_OF | C_BY | C_WEEKDAY | C_MONTH | C_SUBSET | C_SPEECH |
		    C_PRONOUN | C_ADVERB));
}

/* How far it is known whether a noun that can be a head comes before the nominals must
 * end. */
struct outlook {
	size_t to; /* tokens before this one: */
	bool head;
};

/* May a group begin at token i, which is no determiner and no number?  False for most
 * words, without taking them one by one; *o is {0} at the start of a sentence, and i goes
 * up. */
bool chunk_may_have_head(struct outlook *o, const struct token *tok, size_t i,
    size_t end);
/* The words before the nouns: the other three, his two, another. */
void chunk_determiners(struct chunk *c);
/* The nouns and what modifies them, to the head and behind it. */
void chunk_nominals(struct chunk *c);
/* Names after the noun: where those from token at on end ("commander Karim Tarni"). */
size_t chunk_name_end(const struct chunk *c, size_t at);
/* "un soldado ucraniano": is t a person, but here said of the one before it? */
bool chunk_modifies_head(const struct chunk *c, const struct token *t);

#endif
