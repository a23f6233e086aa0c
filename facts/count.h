/* count.h -- counted things that are no people: strikes carried out, facilities hit or
 * closed. */
#ifndef FACTS_COUNT_H
#define FACTS_COUNT_H

#include "facts/doc.h"

/* May a sentence of these classes tell of them? */
bool counts_told(uint64_t cls);
/* Adds their facts; toll: lost homes stand for the displaced where no figure does. */
void counts_read(struct doc *d, struct toll *toll);

#endif
