/* place_names.c -- see place_names.h. */
#include "config.h"

#include <glob.h>

#include "base/alloc.h"
#include "daemon/place_names.h"
#include "facts/gazetteer.h"

struct place_names {
	struct gazetteer *gazetteer;
};

static int
map_folder(struct gazetteer *g, struct str dir, size_t *mapped, struct err *e)
{
	char pattern[4096];
	glob_t found;
	int rc = 0;

	snprintf(pattern, sizeof(pattern), "%.*s/gazetteer/*.gaz", STR_ARG(dir));
	if (glob(pattern, 0, NULL, &found) != 0)
		return 0;
	for (size_t i = 0; i < found.gl_pathc && rc == 0; i++) {
		rc = gazetteer_map(g, found.gl_pathv[i], e);
		*mapped += rc == 0;
	}
	globfree(&found);
	return rc;
}

struct place_names *
place_names_load(const struct str *data, size_t n, struct err *e)
{
	struct place_names *p = xcalloc(1, sizeof(*p));
	size_t mapped = 0;
	int rc = 0;

	p->gazetteer = gazetteer_new();
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = map_folder(p->gazetteer, data[i], &mapped, e);
	if (rc == 0 && mapped == 0)
		rc = err_set(e, "no gazetteer in the data folders");
	if (rc == 0)
		return p;
	place_names_free(p);
	return NULL;
}

void
place_names_free(struct place_names *p)
{
	if (p == NULL)
		return;
	gazetteer_free(p->gazetteer);
	free(p);
}

static const enum precision precision_of[GAZ_KIND_N] = { [GAZ_COUNTRY] = PRECISION_COUNTRY,
	[GAZ_ADMIN1] = PRECISION_ADMIN1, [GAZ_ADMIN2] = PRECISION_ADMIN2,
	[GAZ_AREA] = PRECISION_ADMIN1, [GAZ_TOWN] = PRECISION_PLACE,
	[GAZ_SITE] = PRECISION_PLACE };

static bool
is_better(const struct gaz_place *a, const struct gaz_place *b)
{
	if (a->demonym != b->demonym)
		return !a->demonym;
	if (a->kind != b->kind)
		return a->kind < b->kind;
	return a->population > b->population;
}

bool
place_names_resolve(void *names, struct str name, struct fact_place *out)
{
	const struct place_names *p = names;
	struct gaz_place found[GAZ_FOUND];
	char key[FOLD_MAX];
	size_t n = 0, best = 0;

	for (enum fold_level level = FOLD_PLAIN; level <= FOLD_WORDS && n == 0; level++)
		n = gazetteer_find(p->gazetteer, level, fold_name(key, name, level), STR(""), found,
		    GAZ_FOUND);
	for (size_t i = 1; i < n; i++)
		if (is_better(&found[i], &found[best]))
			best = i;
	if (n == 0)
		return false;
	*out = (struct fact_place){ .name = name, .role = ROLE_IN, .lat = found[best].lat,
		.lon = found[best].lon, .precision = precision_of[found[best].kind],
		.canonical = found[best].name, .id = found[best].id,
		.country = found[best].country, .admin1 = found[best].admin1 };
	return true;
}
