/* count.h -- counted things that are no people: strikes carried out, facilities hit or closed. */
#ifndef FACTS_COUNT_H
#define FACTS_COUNT_H

#include "facts/doc.h"
#include "facts/source.h"

void counts_read(struct doc *d, const struct source *sources);

#endif
