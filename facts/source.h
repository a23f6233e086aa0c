/*
 * source.h -- who says so: the quoted source of each sentence, from "according to X" and
 * "X said", carried over to sentences that name nobody.
 */
#ifndef FACTS_SOURCE_H
#define FACTS_SOURCE_H

#include "facts/doc.h"

struct source {
	struct str name;  /* as a fact shows it; empty: nobody */
	struct str words; /* of the text, for --explain */
	bool carried;     /* told in another sentence */
	bool party;       /* a side of the fight says so */
	bool fights;      /* a party, and no police */
	bool named;       /* by a name of its own, so that "the monitor" may mean it */
	uint32_t from;    /* token from which on the next one speaks */
	bool apart; /* before it nobody is quoted: killing six, though residents said 36
		       had died */
	struct source *next; /* another one in the same sentence; NULL: none */
};

/* Who speaks at the token, of those of its sentence. */
const struct source *source_at(const struct source *first, size_t token);

/* Does token i tell what befell somebody? */
bool source_tells(const struct doc *d, size_t i);
/* Six were killed, | though residents said that 36 had died: the token from which on the
 * source at token from speaks, where what is told before is not its word; 0: it is. */
size_t source_apart(const struct doc *d, const struct sentence *s, size_t from);

/* One for each sentence of the entry; found once. */
struct source *sources_find(struct doc *d);
/* Facts without a source get that of their sentence. */
void sources_give(struct doc *d);

#endif
