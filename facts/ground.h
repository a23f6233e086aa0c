/*
 * ground.h -- what is taken: the object of a verb of ground, from its first token.
 * "around 50 towns in northern Rimal, including Hur and Sefra" is a count, a unit, and
 * places with their roles.
 */
#ifndef FACTS_GROUND_H
#define FACTS_GROUND_H

#include "facts/phrase.h"

#define GROUND_PLACES 40

struct ground_place {
	size_t first, last;
	enum place_role role;
	bool settlement; /* stands with a head: village, city, hill */
	bool region;     /* province, governorate */
};

struct ground_object {
	size_t first, last; /* its tokens */
	struct str unit;
	const struct token *number;
	double km2;
	bool head;       /* has a noun for a place */
	bool weak;       /* only a building, a street: ground with a name only */
	bool firm;       /* a village, town, hill, base: ground even without a name */
	bool named;      /* has a place with role object */
	bool excluded;   /* people, arms, votes */
	bool indefinite; /* a, an */
	bool partial;
	bool pronoun; /* it, them, the town: to be found before */
	/* "under the control of Y", "regime positions" */
	const struct actor_phrase *holder;
	struct str held_by; /* by a compound: "Y-held" */
	size_t n;
	struct ground_place places[GROUND_PLACES]; /* the last member: a long one */
};

/* Reads the object that begins at token i; false if nothing of ground stands there. */
bool ground_object_read(const struct doc *d, const struct phrases *p, size_t i,
    size_t end, struct ground_object *out);

#endif
