/* rule_area.c -- does a place lie in the area of a rule? */
#include "config.h"

#include <math.h>

#include "alerts/rule_eval.h"
#include "facts/gazetteer.h"

/* A place that no gazetteer knows may still say where it is: "northwest Syria". */
static bool
names_it(const struct fact_place *p, struct str name)
{
	struct str rest = p->name;
	size_t at;

	while ((at = str_find_ci(rest, name)) != STR_NOWHERE) {
		size_t end = at + name.n;

		if ((at == 0 || !is_alpha(rest.p[at - 1])) &&
		    (end == rest.n || !is_alpha(rest.p[end])))
			return true;
		rest = str_sub(rest, at + 1, rest.n);
	}
	return false;
}

static bool
has_point(const struct fact_place *p)
{
	/* A division or a country is no point; a folded name is too weak to ring alone.
	 */
	return !isnan(p->lat) && !isnan(p->lon) && p->precision > PRECISION_ADMIN1 &&
	    p->precision != PRECISION_FOLDED;
}

static bool
is_the_place(const struct rule_area *r, const struct fact_place *p)
{
	struct arena a;
	bool same;

	if (p->id.n > 0 && r->id.n > 0)
		return str_eq(p->id, r->id);
	arena_init(&a);
	same = place_key_same(place_key(&a, p), r->key);
	arena_clear(&a);
	return same;
}

bool
rule_area_has(const struct rule_area *r, const struct fact_place *p)
{
	struct geo_point at = { p->lat, p->lon };

	switch (r->kind) {
	case AREA_COUNTRY:
		return p->country.n > 0 ? str_eq(p->country, r->country)
					: names_it(p, r->name);
	case AREA_DIVISION:
		if (p->country.n > 0 && !str_eq(p->country, r->country))
			return false;
		return str_eq_ci(p->admin1, r->admin1) || is_the_place(r, p);
	case AREA_PLACE:
		return is_the_place(r, p);
	case AREA_BOX:
		return has_point(p) && geo_in_box(&r->box, at);
	case AREA_RADIUS:
		return has_point(p) &&
		    gaz_distance_km(r->at.lat, r->at.lon, p->lat, p->lon) <= r->km;
	case AREA_POLYGON:
		return has_point(p) && geo_in_polygon(r->corners, r->n_corners, at);
	}
	return false;
}

bool
rule_in(const struct rule *r, const struct fact_place *places, size_t n)
{
	if (r->n_in == 0)
		return true;
	for (size_t i = 0; i < n; i++) {
		if (places[i].role == ROLE_NEAR && !r->near_counts)
			continue;
		for (size_t k = 0; k < r->n_in; k++)
			if (rule_area_has(&r->in[k], &places[i]))
				return true;
	}
	return false;
}
