/* places_near.h -- what the town beside which a place is told of says of it: Novoselivka
 * near Lyman is the one of several that lies there. */
#ifndef FACTS_PLACES_NEAR_H
#define FACTS_PLACES_NEAR_H

#include "facts/places_in.h"

/* Makes the answer for a name that is told near that town, or else in it or its district,
 * the homonym there; where that is far from it, and another may be meant, none. */
bool place_beside(const struct atlas *a, struct answer *to, const struct gaz_place *town,
    bool near);

#endif
