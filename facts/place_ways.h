/*
 * place_ways.h -- the ways to undo the case endings of a place name: в Кривом Роге is
 * Кривой Рог.  The endings are data ("place" lines of inflect.tsv).
 */
#ifndef FACTS_PLACE_WAYS_H
#define FACTS_PLACE_WAYS_H

#include "facts/lexicon.h"

#define PLACE_WORDS 3 /* of a name with case endings */
#define PLACE_NAME_MAX 128

struct place_ways {
	struct str words[PLACE_WORDS];
	uint64_t endings[PLACE_WORDS]; /* that each may have, as bits */
	size_t n, ways;
};

bool place_ways_any(const struct lexicon *lx); /* has the language endings? */
void place_ways_find(const struct lexicon *lx, struct str name, struct place_ways *out);
/* The name undone in the k-th way; empty: there are no more. */
struct str place_ways_name(const struct lexicon *lx, const struct place_ways *w, size_t k,
    char out[PLACE_NAME_MAX]);

#endif
