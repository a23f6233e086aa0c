/* places_near.c -- see places_near.h.  Homonyms lie far apart, neighbours do not. */
#include "config.h"

#include "facts/places_near.h"

#define BESIDE_KM 25.0    /* what is told near a town, or north of it */
#define AROUND_KM 60.0    /* what is told in its district, or not so near */
#define FAR_KM 100.0      /* no neighbour */
#define CITY 50000        /* people, by whose name no hamlet is meant */
#define METROPOLIS 200000 /* from which one tells how far places lie */

/* The towns among them that lie within some way of that one; found[0] is the first. */
static size_t
keep_within(struct gaz_place *found, size_t n, const struct gaz_place *town, double km)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (found[i].kind == GAZ_TOWN && !found[i].demonym &&
		    gaz_within_km(&found[i], town, km))
			found[kept++] = found[i];
	return kept;
}

static bool
is_far_homonym(const struct answer *to, const struct gaz_place *town)
{
	return to->place.name.n > 0 && to->place.population < CITY &&
	    (town->population < METROPOLIS ||
		!str_eq(town->country, to->place.country)) &&
	    !gaz_within_km(&to->place, town, FAR_KM);
}

bool
place_beside(const struct atlas *a, struct answer *to, const struct gaz_place *town,
    bool near)
{
	struct gaz_place found[GAZ_FOUND];
	bool known = to->place.name.n > 0;
	char key[FOLD_MAX];
	size_t n;

	if (to->homonyms <= known)
		return false;
	if (known &&
	    (to->place.kind != GAZ_TOWN || gaz_within_km(&to->place, town, AROUND_KM)))
		return false;
	n = keep_within(found, atlas_find(a, fold_name(key, to->name, FOLD_PLAIN), found),
	    town, AROUND_KM);
	if (n > 1)
		n = keep_within(found, n, town, BESIDE_KM);
	if (n == 1) {
		gazetteer_texts(found, 1);
		place_put(a, to, &found[0],
		    gaz_within_km(&found[0], town, BESIDE_KM) ? PRECISION_PLACE
							      : PRECISION_FOLDED);
		return true;
	}
	if (n > 1 || !near || !is_far_homonym(to, town))
		return false;
	to->place = (struct gaz_place){ .name = STR_NONE };
	to->precision = PRECISION_TEXT;
	return true;
}
