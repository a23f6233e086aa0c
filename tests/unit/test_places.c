/* test_places.c -- names to coordinates in context: spellings, homonyms, divisions,
 * countries. */
#include "config.h"

#include <criterion/criterion.h>
#include <jansson.h>
#include <math.h>

#include "facts/doc.h"
#include "facts/gazetteer.h"
#include "facts/places.h"
#include "facts/reader.h"
#include "facts/reader_data.h"
#include "tests/unit/rows.h"

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

/* {"text", "name", "precision" ("none": it is no place of a fact), "country", and "lat",
 * "lon" where they are to be known; "role"; "lang": not English; "first": it is told
 * before other places} */
static void
check(const struct reader *r, const json_t *j)
{
	struct reading in = { .text = member(j, "text"),
		.lang = member(j, "lang"),
		.country = member(j, "hint"),
		.published_ms = TIME_NONE };
	struct str name = member(j, "name"), want = member(j, "precision");
	const json_t *lat = json_object_get(j, "lat"), *lon = json_object_get(j, "lon");
	const struct fact_place *p;
	struct fact_list l;
	struct arena a;

	if (in.lang.n == 0)
		in.lang = STR("en");
	arena_init(&a);
	reader_read(r, &a, &in, &l);
	p = place_of(&l, name);
	cr_expect((p != NULL) == !str_eq(want, STR("none")), "%.*s: %s place %.*s",
	    STR_ARG(in.text), p == NULL ? "no" : "a", STR_ARG(name));
	cr_expect(p == NULL || member(j, "role").n == 0 ||
		str_eq(member(j, "role"), str_of(place_role_names[p->role])),
	    "%.*s: %.*s", STR_ARG(in.text), STR_ARG(name));
	cr_expect(!json_is_true(json_object_get(j, "first")) || p == l.items[0].places,
	    "%.*s: %.*s", STR_ARG(in.text), STR_ARG(name));
	if (p != NULL) {
		cr_expect(str_eq(want, str_of(precision_names[p->precision])),
		    "%.*s: %.*s is %s", STR_ARG(in.text), STR_ARG(name),
		    precision_names[p->precision]);
		cr_expect(member(j, "country").n == 0 ||
			str_eq(member(j, "country"), p->country),
		    "%.*s: %.*s in %.*s", STR_ARG(in.text), STR_ARG(name),
		    STR_ARG(p->country));
		cr_expect((lat == NULL) == isnan(p->lat), "%.*s: %.*s", STR_ARG(in.text),
		    STR_ARG(name));
		if (lat != NULL && !isnan(p->lat))
			cr_expect(gaz_distance_km(p->lat, p->lon, json_number_value(lat),
				      json_number_value(lon)) < NEAR_KM,
			    "%.*s at %f %f", STR_ARG(name), p->lat, p->lon);
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

/* Where the name is put, in a text that names country and division beside it. */
static struct fact_place
place_by_name(const struct reader *r, struct arena *a, struct str name,
    struct str division, struct str country)
{
	struct fact_place place = {
		.role = ROLE_IN, .precision = PRECISION_TEXT, .lat = NAN, .lon = NAN
	};
	struct fact fact = { .places = &place, .n_places = 1 };
	struct reading in = { .text = arena_printf(a, "Fighting in %.*s, %.*s, %.*s.",
				  STR_ARG(name), STR_ARG(division), STR_ARG(country)),
		.lang = STR("en") };
	struct doc d = {
		.reader = r, .in = &in, .arena = a, .facts = &fact, .n_facts = 1
	};

	for (size_t i = 0; i < r->n_languages; i++)
		if (str_eq(lexicon_lang(r->languages[i].lexicon), STR("en"))) {
			d.lx = r->languages[i].lexicon;
			d.nameless = r->languages[i].nameless;
		}
	place.name = str_sub(in.text, 12, 12 + name.n);
	tokenise(d.lx, NULL, a, in.text, 0, &d.t);
	places_resolve(&d);
	return place;
}

struct spelt {
	const struct reader *r;
	size_t spellings;
};

/* country, division, latitude, longitude, spellings */
static void
check_spellings(void *arg, struct str line)
{
	struct spelt *all = arg;
	struct str cell[5] = { STR_NONE }, name;
	double lat, lon;

	for (size_t i = 0; i < 5; i++)
		str_cut(&line, '\t', &cell[i]);
	cr_assert(str_double(cell[2], &lat) && str_double(cell[3], &lon), "%.*s",
	    STR_ARG(cell[4]));
	for (; str_cut(&cell[4], '|', &name); all->spellings++) {
		struct arena a;
		struct fact_place p;
		double km;

		arena_init(&a);
		p = place_by_name(all->r, &a, name, cell[1], cell[0]);
		km = gaz_distance_km(p.lat, p.lon, lat, lon);
		cr_expect(p.precision >= PRECISION_ADMIN2 && km < NEAR_KM,
		    "%.*s, %.*s, %.*s: %s, %.0f km off at %.*s", STR_ARG(name),
		    STR_ARG(cell[1]), STR_ARG(cell[0]), precision_names[p.precision], km,
		    STR_ARG(p.id));
		arena_clear(&a);
	}
}

Test(places, of_wars_in_three_spellings)
{
	static const char *const dirs[] = { BUILDDIR "/daemon/share", NULL };
	struct err e;
	struct reader *r = reader_load(dirs, &e);
	struct spelt all = { .r = r };
	size_t rows;

	cr_assert(r != NULL, "%s", e.msg);
	rows = each_row(SRCDIR "/tests/cases/places-war.tsv", check_spellings, &all);
	reader_free(r);
	cr_expect(rows >= 260 && all.spellings >= 3 * rows, "%zu places, %zu spellings",
	    rows, all.spellings);
}
