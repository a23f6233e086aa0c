/* atlas_ask.c -- see atlas.h: what is asked of an atlas that is made, and of places that
 * have one name.  The figures are in doc/places.md. */
#include "config.h"

#include "facts/atlas.h"
#include "facts/claim.h"
#include "facts/reader_data.h"

/* people: known abroad by what a language calls it that the gazetteer's own names are not
 * in */
#define METROPOLIS 500000
#define LARGER 6        /* times, than what else is called so */
#define LARGER_LISTED 3 /* the same of a city of the tables */
#define RIVAL 50000     /* people of a city whose own name a metropolis has elsewhere */

bool
atlas_names_division(const struct atlas *a, const struct gaz_place *p,
    enum gaz_kind level)
{
	for (size_t i = 0; i < a->n_divisions; i++) {
		const struct gaz_place *d = &a->divisions[i];

		if (d->kind == level && str_eq(p->country, d->country) &&
		    str_eq(d->name, level == GAZ_ADMIN1 ? p->admin1 : p->admin2))
			return true;
	}
	return false;
}

bool
atlas_divides(const struct atlas *a, struct str country, struct str but)
{
	for (size_t i = 0; i < a->n_divisions; i++)
		if (a->divisions[i].kind == GAZ_ADMIN1 && !a->beside[i] &&
		    !str_eq_ci(a->said[i], but) &&
		    str_eq(a->divisions[i].country, country))
			return true;
	return false;
}

const struct gaz_place *
atlas_exonym(const struct atlas *a, const struct gaz_place *found, size_t n)
{
	const struct gaz_place *best = NULL;

	if (lexicon_has(a->d->lx, HABIT_GAZETTEER))
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (found[i].kind == GAZ_TOWN &&
		    (best == NULL || found[i].population > best->population))
			best = &found[i];
	if (best == NULL || best->population < METROPOLIS)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (&found[i] != best && found[i].kind == GAZ_TOWN &&
		    ((found[i].listed && !best->listed) ||
			atlas_people(&found[i]) *
				(best->listed ? LARGER_LISTED : LARGER) >
			    (double)best->population))
			return NULL;
	return best;
}

bool
atlas_is_division_abroad(const struct gaz_place *found, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; found[i].kind == GAZ_ADMIN1 && k < n; k++)
			if (found[k].kind != GAZ_ADMIN1 &&
			    !str_eq(found[k].country, found[i].country))
				return true;
	return false;
}

bool
atlas_has_rival(const struct gaz_place *city, const struct gaz_place *found, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (city->alias && !city->listed && !found[i].alias &&
		    found[i].kind == GAZ_TOWN && found[i].population >= RIVAL)
			return true;
	return false;
}

/* Of the country told; NULL: none is known. */
static const struct actor *
state_of(const struct atlas *a)
{
	return a->country.n == 0
	    ? NULL
	    : actors_of_state(a->d->reader->actors, a->country, a->d->day);
}

bool
atlas_takes(const struct atlas *a)
{
	const struct actor *state = NULL;

	for (size_t i = 0; a->word == ATLAS_NAMED && i < a->d->n_facts; i++) {
		const struct fact *f = &a->d->facts[i];

		if (f->kind != FACT_TERRITORY || f->change != CHANGE_CAPTURED)
			continue;
		if (state == NULL && (state = state_of(a)) == NULL)
			return false;
		if (str_eq(f->by_id, state->id))
			return true;
	}
	return false;
}

bool
atlas_holds_unknown(const struct atlas *a)
{
	const struct actor *state;
	size_t parties = 0;

	if (a->word != ATLAS_PARTY)
		return true;
	for (size_t i = 0; i < a->n_votes; i++)
		parties += a->votes[i].word == ATLAS_PARTY;
	return parties < 2 &&
	    ((state = state_of(a)) == NULL || actors_abroad(state, 0).n == 0);
}

bool
atlas_fights_in(const struct atlas *a, struct str country)
{
	const struct actor *state = state_of(a);
	struct str abroad;

	for (size_t i = 0; state != NULL && (abroad = actors_abroad(state, i)).n > 0; i++)
		if (str_eq(abroad, country))
			return true;
	return false;
}
