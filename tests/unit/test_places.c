/* test_places.c -- names to coordinates in context: spellings, homonyms, divisions, countries. */
#include "config.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>

#include "facts/gazetteer.h"
#include "facts/reader.h"
#include "facts/reader_data.h"

#define NEAR_KM 5.0

static const struct fact_place *
place_of(const struct fact_list *l, struct str name)
{
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < l->items[i].n_places; k++)
			if (str_eq(l->items[i].places[k].name, name))
				return &l->items[i].places[k];
	return NULL;
}

static struct str
member(const json_t *j, const char *key)
{
	return str_of(json_string_value(json_object_get(j, key)));
}

/* {"text", "name", "precision", "country", and "lat", "lon" where they are to be known} */
static void
check(const struct reader *r, const json_t *j)
{
	struct reading in = { .text = member(j, "text"), .lang = STR("en"),
		.country = member(j, "hint"), .published_ms = TIME_NONE };
	struct str name = member(j, "name"), want = member(j, "precision");
	const json_t *lat = json_object_get(j, "lat"), *lon = json_object_get(j, "lon");
	const struct fact_place *p;
	struct fact_list l;
	struct arena a;

	arena_init(&a);
	reader_read(r, &a, &in, &l);
	p = place_of(&l, name);
	cr_expect(p != NULL, "%.*s: no place %.*s", STR_ARG(in.text), STR_ARG(name));
	if (p != NULL) {
		cr_expect(str_eq(want, str_of(precision_names[p->precision])), "%.*s: %.*s is %s",
		    STR_ARG(in.text), STR_ARG(name), precision_names[p->precision]);
		cr_expect(member(j, "country").n == 0 || str_eq(member(j, "country"), p->country),
		    "%.*s: %.*s in %.*s", STR_ARG(in.text), STR_ARG(name), STR_ARG(p->country));
		cr_expect((lat == NULL) == isnan(p->lat), "%.*s: %.*s", STR_ARG(in.text), STR_ARG(name));
		if (lat != NULL && !isnan(p->lat))
			cr_expect(gaz_distance_km(p->lat, p->lon, json_number_value(lat),
			    json_number_value(lon)) < NEAR_KM, "%.*s at %f %f", STR_ARG(name), p->lat,
			    p->lon);
	}
	arena_clear(&a);
}

Test(places, in_context)
{
	static const char *const dirs[] = { BUILDDIR "/daemon/share", NULL };
	struct err e;
	struct reader *r = reader_load(dirs, &e);
	FILE *f = fopen(SRCDIR "/tests/cases/places.jsonl", "r");
	char *line = NULL;
	size_t cap = 0, rows = 0;
	ssize_t n;

	cr_assert(r != NULL, "%s", e.msg);
	cr_assert(f != NULL);
	for (; (n = getline(&line, &cap, f)) > 0; rows++) {
		json_t *j = json_loadb(line, (size_t)n, 0, NULL);

		cr_assert(j != NULL, "line %zu", rows + 1);
		check(r, j);
		json_decref(j);
	}
	free(line);
	fclose(f);
	reader_free(r);
	cr_expect(rows >= 40, "%zu", rows);
}
