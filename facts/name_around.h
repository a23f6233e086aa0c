/*
 * name_around.h -- what the words around a place's name say of it: that a division is meant.
 */
#ifndef FACTS_NAME_AROUND_H
#define FACTS_NAME_AROUND_H

#include "facts/doc.h"

/* Does the text say that a division of the name is meant, and not its capital?  The name: bytes of the text. */
bool name_means_division(const struct doc *d, struct str name);
/* Курскую область: the name with the noun for a region right behind it; empty: there is none. */
struct str name_with_region(const struct doc *d, struct str name);

#endif
