/* places_in.h -- what places.c (the places of facts) and places_name.c (what a name
 * stands for) share. */
#ifndef FACTS_PLACES_IN_H
#define FACTS_PLACES_IN_H

#include "facts/atlas.h"

/* What a name stands for; its place has no name when that is not known. */
struct answer {
	struct str name;
	bool division;    /* the text says that a division is meant */
	uint8_t homonyms; /* places that have the name */
	struct gaz_place place;
	struct str id; /* of it */
	enum precision precision;
};

/* Finds the place of to->name, as to->division wants it; none is put if it cannot be told
 * which. */
void place_answer(const struct atlas *a, struct answer *to);
void place_put(const struct atlas *a, struct answer *to, const struct gaz_place *p,
    enum precision precision);

#endif
