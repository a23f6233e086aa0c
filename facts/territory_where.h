/* territory_where.h -- the places of a change of ground: its object, what that goes back
 * to, and those named beside it. */
#ifndef FACTS_TERRITORY_WHERE_H
#define FACTS_TERRITORY_WHERE_H

#include "facts/territory_scene.h"

/* Gives the fact its places: the object first, or what "it", "the town" or no object at
 * all goes back to. */
void ground_places(struct scene *c, struct fact *f, const struct telling *t);

#endif
