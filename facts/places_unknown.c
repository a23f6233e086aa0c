/* places_unknown.c -- see places_unknown.h. */
#include "config.h"

#include "facts/places_unknown.h"

#define TOLD 16 /* names of a document that are looked for in its other facts */

#define LARGE 20000    /* people of a town that may be called so abroad */
#define FAMOUS 1000000 /* known by any name */

bool
places_is_but_called(const struct atlas *a, struct str name, struct gaz_place *p)
{
	if (!p->alias || p->listed || p->kind != GAZ_TOWN || a->word != ATLAS_TOWN ||
	    a->n_towns != 1 || p->population < LARGE || p->population >= FAMOUS ||
	    !lexicon_has(a->d->lx, HABIT_GAZETTEER))
		return false;
	gazetteer_texts(p, 1);
	return name.n > 0 && p->name.n > 0 &&
	    to_lower(name.p[0]) != to_lower(p->name.p[0]);
}

/* The only division that the text names, but for where the report is from: KINSHASA - …,
 * in Garamba National Park. */
static const struct gaz_place *
only_division(const struct atlas *a)
{
	const struct gaz_place *only = NULL;

	for (size_t i = 0; i < a->n_divisions; i++) {
		if (a->divisions[i].kind != GAZ_ADMIN1 || a->beside[i])
			continue;
		if (only != NULL || !str_eq(a->divisions[i].country, a->country))
			return NULL;
		only = &a->divisions[i];
	}
	return only;
}

/* The division that the fact itself, else the text alone, puts an unknown name into. */
static const struct gaz_place *
division_around(const struct atlas *a, const struct fact *f)
{
	for (size_t i = 0; i < f->n_places; i++) {
		const struct fact_place *p = &f->places[i];

		if (p->role == ROLE_OBJECT || p->role == ROLE_ANY || p->admin1.n == 0)
			continue;
		for (size_t k = 0; k < a->n_divisions; k++)
			if (a->divisions[k].kind == GAZ_ADMIN1 &&
			    str_eq(p->admin1, a->divisions[k].name) &&
			    str_eq(p->country, a->divisions[k].country))
				return &a->divisions[k];
	}
	return only_division(a);
}

bool
places_put_unknown(const struct atlas *a, struct fact *f)
{
	const struct gaz_place *around;
	size_t i = 0;
	bool put = false;

	while (i < f->n_places && f->places[i].canonical.n > 0)
		i++;
	if (i == f->n_places)
		return false;
	around = division_around(a, f);
	for (; i < f->n_places; i++) {
		struct fact_place *p = &f->places[i];

		if (p->canonical.n > 0)
			continue;
		p->country = atlas_holds_unknown(a) ? a->country : STR_NONE;
		if (around == NULL || p->role == ROLE_ANY)
			continue;
		p->admin1 = around->name;
		p->country = around->country;
		p->lat = around->lat;
		p->lon = around->lon;
		p->precision = PRECISION_ADMIN1;
		put = true;
	}
	return put;
}

/* Names that a fact puts into a division. */
struct told {
	const struct fact_place *of[TOLD];
	size_t n;
};

static void
note_told(struct told *t, const struct fact *f)
{
	for (size_t i = 0; i < f->n_places && t->n < TOLD; i++)
		if (f->places[i].canonical.n == 0 &&
		    f->places[i].precision == PRECISION_ADMIN1)
			t->of[t->n++] = &f->places[i];
}

static void
take_told(const struct atlas *a, const struct told *t, struct fact_place *p)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct fact_place *told = t->of[i];

		if (!str_eq(told->name, p->name) ||
		    (p->country.n > 0 && a->word != ATLAS_PARTY &&
			!str_eq(p->country, told->country)))
			continue;
		p->admin1 = told->admin1;
		p->country = told->country;
		p->lat = told->lat;
		p->lon = told->lon;
		p->precision = told->precision;
		return;
	}
}

void
places_share_divisions(const struct atlas *a, struct doc *d)
{
	struct told told = { .n = 0 };

	for (size_t i = 0; i < d->n_facts; i++)
		note_told(&told, &d->facts[i]);
	for (size_t i = 0; told.n > 0 && i < d->n_facts; i++)
		for (size_t k = 0; k < d->facts[i].n_places; k++) {
			struct fact_place *p = &d->facts[i].places[k];

			if (p->canonical.n == 0 && p->precision == PRECISION_TEXT)
				take_told(a, &told, p);
		}
}
