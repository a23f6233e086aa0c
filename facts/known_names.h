/*
 * known_names.h -- what the gazetteer has of the names that were asked of late.  A name
 * of the news is asked again in the next sentence and in the next entry; all is forgotten
 * when there is too much of it. Belongs to a reader: not for two threads at once.
 */
#ifndef FACTS_KNOWN_NAMES_H
#define FACTS_KNOWN_NAMES_H

#include "facts/gazetteer.h"

struct known_name {
	struct str key; /* FOLD_PLAIN; empty: nothing is kept here */
	struct gaz_place *found;
	size_t n;
	bool exact;       /* by that key, and not only by a looser one */
	uint64_t told_in; /* document in which its towns have voted: who says it again
			     adds nothing */
};

struct known_names;

struct known_names *known_names_new(void);
void known_names_free(struct known_names *k);
/* A document begins: its number, from 1 on.  What was found before may be forgotten. */
uint64_t known_names_begin(struct known_names *k);
/* Where the name is kept or may be; NULL: there is no room.  Good until the next begin.
 */
struct known_name *known_names_at(struct known_names *k, struct str plain);
/* Keeps copies there. */
void known_names_keep(struct known_names *k, struct known_name *at, struct str plain,
    const struct gaz_place *found, size_t n);

#endif
