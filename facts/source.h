/*
 * source.h -- who says so: the quoted source of each sentence, from "according to X" and "X said",
 * carried over to sentences that name nobody.
 */
#ifndef FACTS_SOURCE_H
#define FACTS_SOURCE_H

#include "facts/doc.h"

struct source {
	struct str name;  /* as a fact shows it; empty: nobody */
	struct str words; /* of the text, for --explain */
	bool carried;     /* told in another sentence */
	bool party;       /* a side of the fight says so */
};

/* One for each sentence of the entry; found once. */
struct source *sources_find(struct doc *d);
/* Facts without a source get that of their sentence. */
void sources_give(struct doc *d);

#endif
