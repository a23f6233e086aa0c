/*
 * name_around.h -- what the words around a place's name say of it: that a division is
 * meant.
 */
#ifndef FACTS_NAME_AROUND_H
#define FACTS_NAME_AROUND_H

#include "facts/doc.h"

/* Does the text say that a division of the name is meant, and not its capital?  The name:
 * bytes of the text. */
bool name_means_division(const struct doc *d, struct str name);
/* Курскую область: the name with the noun for a region right behind it; empty: there is
 * none. */
struct str name_with_region(const struct doc *d, struct str name);
/* The Somali | region, the Somali | region of Ethiopia; but a Somali | region of Bakool:
 * does a noun for a region stand behind token last, of whose name that is the end, and no
 * other? */
bool name_ends_before_region(const struct doc *d, size_t last);
/* Paris, | Texas; Tarn in northern | Texas: what the text puts the name into, from where
 * that begins to the end of the text; empty: it puts it nowhere.  The name: bytes of the
 * text. */
struct str name_container(const struct doc *d, struct str name);
/* EUA, RDC: a country's, rather than a town's name in capitals. */
bool name_is_abbreviation(struct str name);
#endif
