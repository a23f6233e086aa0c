/* place_names.c -- see place_names.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "daemon/place_names.h"
#include "facts/gazetteer_load.h"

struct place_names {
	const struct str *data;
	size_t n;
	/* NULL: nobody asked yet, or .trouble says why not */
	struct gazetteer *gazetteer;
	struct arena ids; /* of those that were asked for */
	struct err trouble;
};

struct place_names *
place_names_new(const struct str *data, size_t n)
{
	struct place_names *p = xcalloc(1, sizeof(*p));

	p->data = data;
	p->n = n;
	arena_init(&p->ids);
	return p;
}

void
place_names_free(struct place_names *p)
{
	if (p == NULL)
		return;
	gazetteer_free(p->gazetteer);
	arena_clear(&p->ids);
	free(p);
}

const char *
place_names_trouble(const struct place_names *p)
{
	return p->trouble.msg[0] == '\0' ? NULL : p->trouble.msg;
}

static bool
load(struct place_names *p)
{
	char **dirs;

	if (p->gazetteer != NULL || p->trouble.msg[0] != '\0')
		return p->gazetteer != NULL;
	dirs = xcalloc(p->n + 1, sizeof(*dirs));
	for (size_t i = 0; i < p->n; i++)
		dirs[i] = str_dup(p->data[i]);
	p->gazetteer = gazetteer_load((const char *const *)dirs, &p->trouble);
	for (size_t i = 0; i < p->n; i++)
		free(dirs[i]);
	free(dirs);
	if (p->gazetteer != NULL && gazetteer_count(p->gazetteer) == 0) {
		gazetteer_free(p->gazetteer);
		p->gazetteer = NULL;
		err_set(&p->trouble, "no gazetteer in the data folders");
	}
	return p->gazetteer != NULL;
}

static const enum precision precision_of[GAZ_KIND_N] = {
	[GAZ_COUNTRY] = PRECISION_COUNTRY,
	[GAZ_ADMIN1] = PRECISION_ADMIN1,
	[GAZ_ADMIN2] = PRECISION_ADMIN2,
	[GAZ_AREA] = PRECISION_ADMIN1,
	[GAZ_TOWN] = PRECISION_PLACE,
	[GAZ_SITE] = PRECISION_PLACE
};

static bool
is_point(const struct gaz_place *p)
{
	return precision_of[p->kind] == PRECISION_PLACE;
}

static bool
is_better(const struct gaz_place *a, const struct gaz_place *b, enum rule_place as)
{
	if (a->demonym != b->demonym)
		return !a->demonym;
	if (as == RULE_PLACE_AROUND && is_point(a) != is_point(b))
		return is_point(a);
	if (a->kind != b->kind)
		return a->kind < b->kind;
	return a->population > b->population;
}

bool
place_names_resolve(void *names, struct str name, enum rule_place as,
    struct fact_place *out)
{
	struct place_names *p = names;
	struct gaz_place found[GAZ_FOUND];
	char key[FOLD_MAX], id[GAZ_ID_MAX];
	size_t n = 0, best = 0;

	if (!load(p))
		return false;
	for (enum fold_level level = FOLD_PLAIN; level <= FOLD_WORDS && n == 0; level++)
		n = gazetteer_find(p->gazetteer, level, fold_name(key, name, level),
		    STR(""), found, GAZ_FOUND);
	for (size_t i = 1; i < n; i++)
		if (is_better(&found[i], &found[best], as))
			best = i;
	if (n == 0)
		return false;
	*out = (struct fact_place){ .name = name,
		.role = ROLE_IN,
		.lat = found[best].lat,
		.lon = found[best].lon,
		.precision = precision_of[found[best].kind],
		.canonical = found[best].name,
		.id = arena_str(&p->ids, gazetteer_id(&found[best], id)),
		.country = found[best].country,
		.admin1 = found[best].admin1 };
	return true;
}
