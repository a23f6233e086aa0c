/*
 * reach.h -- victims in languages whose order is free: the nearest group of people before
 * or behind a trigger within its clause, over phrases of place and asides, with the
 * groups that are joined to it.
 */
#ifndef FACTS_REACH_H
#define FACTS_REACH_H

#include "facts/clause.h"

void reach_before(const struct clause *c, size_t at, struct slot *out);
void reach_after(const struct clause *c, size_t at, struct slot *out);

/* One person known only by a name: right behind the trigger, or right before it where the
 * sentence or a clause begins; NULL: none. */
struct group *reach_name(const struct clause *c, size_t at, bool before);
/* Un cerillero | fue asesinado, mataron | a un cerillero: one whom no list has, before or
 * behind the verb at at; NULL: none. */
struct group *reach_unlisted(const struct clause *c, size_t at, bool before);

/* The bracket that pairs with the one at i, with nothing told of victims between them; i:
 * none. */
size_t reach_bracket(const struct clause *c, size_t i);

#endif
