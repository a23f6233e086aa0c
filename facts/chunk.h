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

#define NO_NAME                                                                     \
	(C_DET | C_PREP | C_SUBORD | C_RELATIVE | C_BE | C_HAVE | C_MODAL | C_AND | \
	    C_OF | C_BY | C_WEEKDAY | C_MONTH | C_SUBSET | C_SPEECH | C_PRONOUN |   \
	    C_ADVERB)

static inline bool
is_name(const struct token *t)
{
	return t->kind == TOKEN_WORD && (t->flags & TOKEN_CAP) != 0 &&
	    !(t->cls & NO_NAME);
}

/* Words that no noun is behind in one run of nominals. */
#define CHUNK_STOP                                                                       \
	(C_PREP | C_OF | C_BY | C_TO | C_BE | C_HAVE | C_MODAL | C_SUBORD | C_RELATIVE | \
	    C_SUBSET | C_PRONOUN | C_NEG | C_DET)

/* A token that a group may begin with. */
struct opening {
	uint32_t at;
	bool noun; /* with a noun or a number; else only as a pronoun */
};

/* The openings of a sentence, the last first; gives how many there are.  Its tokens
 * belong to no group yet. */
size_t chunk_openings(struct doc *d, const struct sentence *s, struct opening *out);
/* The words before the nouns: the other three, his two, another. */
void chunk_determiners(struct chunk *c);
/* The nouns and what modifies them, to the head and behind it. */
void chunk_nominals(struct chunk *c);
/* Names after the noun: where those from token at on end ("commander Karim Tarni"). */
size_t chunk_name_end(const struct chunk *c, size_t at);
/* "un soldado ucraniano": is t a person, but here said of the one before it? */
bool chunk_modifies_head(const struct chunk *c, const struct token *t);

#endif
