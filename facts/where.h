/* where.h -- where a fact happened that is no casualty: a strike, a facility. */
#ifndef FACTS_WHERE_H
#define FACTS_WHERE_H

#include "facts/doc.h"

/* Sets the places of a fact of the sentence that the tokens first to last tell. */
void where_told(struct doc *d, size_t sentence, size_t first, size_t last,
    struct fact *f);

#endif
