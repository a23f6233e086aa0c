/* places_unknown.h -- names that no gazetteer has: in which country and division they
 * must lie. */
#ifndef FACTS_PLACES_UNKNOWN_H
#define FACTS_PLACES_UNKNOWN_H

#include "facts/atlas.h"

/* Bassa, for Passau: what a larger town is called elsewhere, unlike its own name, where
 * nothing but that tells of its country. */
bool places_is_but_called(const struct atlas *a, struct str name, struct gaz_place *p);
/* What the fact itself, else the text, says of its names that are not known; does it put
 * one into a division? */
bool places_put_unknown(const struct atlas *a, struct fact *f);
/* The headline's unknown village lies where another fact of the text puts it, not in the
 * country of who takes it. */
void places_share_divisions(const struct atlas *a, struct doc *d);

#endif
