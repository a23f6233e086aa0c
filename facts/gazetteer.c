/* gazetteer.c -- see gazetteer.h. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/mapping.h"
#include "facts/gazetteer.h"
#include "facts/gazetteer_file.h"

#define SAME_PLACE_KM 5.0
#define RUN_MAX 4096 /* slots that a look-up walks */

const char *const gaz_kind_names[] = { [GAZ_COUNTRY] = "country",
	[GAZ_ADMIN1] = "admin1",
	[GAZ_ADMIN2] = "admin2",
	[GAZ_AREA] = "area",
	[GAZ_TOWN] = "town",
	[GAZ_SITE] = "site",
	[GAZ_KIND_N] = NULL };

enum origin { MAPPED, BORROWED, OWNED };

struct gaz_file {
	enum origin origin;
	struct str bytes;
	struct gaz_header head;
	const uint64_t *filter;
	unsigned filter_bits;
	const uint64_t *slots[FOLD_N];
	size_t n_slots[FOLD_N];
	const struct gaz_record *places;
	struct str texts;
};

struct gazetteer {
	struct gaz_file files[GAZ_FILES];
	size_t n;
};

struct gazetteer *
gazetteer_new(void)
{
	return xcalloc(1, sizeof(struct gazetteer));
}

static void
release(enum origin origin, struct str bytes)
{
	if (origin == MAPPED)
		mapping_close(bytes);
	else if (origin == OWNED)
		free((void *)(uintptr_t)bytes.p);
}

void
gazetteer_free(struct gazetteer *g)
{
	if (g == NULL)
		return;
	for (size_t i = 0; i < g->n; i++)
		release(g->files[i].origin, g->files[i].bytes);
	free(g);
}

static int
check_header(const struct gaz_header *h, uint64_t size, struct err *e)
{
	uint64_t need = sizeof(*h) + (uint64_t)h->places * sizeof(struct gaz_record) +
	    h->texts;

	if (memcmp(h->magic, GAZ_MAGIC, sizeof(h->magic)) != 0)
		return err_set(e, "not a gazetteer file");
	if (h->order != GAZ_ORDER || h->format != GAZ_FORMAT || h->fold != FOLD_VERSION)
		return err_set(e, "a gazetteer file of another version; build it again");
	need += sizeof(uint64_t) << gaz_filter_bits(h->names);
	for (int i = 0; i < FOLD_N; i++)
		need += (gaz_homes(h->keys[i]) + h->spill[i]) * sizeof(uint64_t);
	if (need != size || h->texts == 0 || h->places > GAZ_PLACES_MAX)
		return err_set(e, "a damaged gazetteer file: %llu bytes instead of %llu",
		    (unsigned long long)size, (unsigned long long)need);
	return 0;
}

static int
add(struct gazetteer *g, enum origin origin, struct str bytes, struct err *e)
{
	struct gaz_file *f = &g->files[g->n];
	const char *at = bytes.p;

	if (g->n == GAZ_FILES)
		return err_set(e, "more than %d gazetteer files", GAZ_FILES);
	if (bytes.n < sizeof(f->head) || (uintptr_t)at % _Alignof(uint64_t) != 0)
		return err_set(e, "not a gazetteer file");
	memcpy(&f->head, at, sizeof(f->head));
	if (check_header(&f->head, bytes.n, e) < 0)
		return -1;
	at += sizeof(f->head);
	f->filter_bits = gaz_filter_bits(f->head.names);
	f->filter = (const void *)at;
	at += sizeof(uint64_t) << f->filter_bits;
	for (int i = 0; i < FOLD_N; i++) {
		f->slots[i] = (const void *)at;
		f->n_slots[i] = gaz_homes(f->head.keys[i]) + f->head.spill[i];
		at += f->n_slots[i] * sizeof(uint64_t);
	}
	f->places = (const void *)at;
	at += f->head.places * sizeof(struct gaz_record);
	f->texts = (struct str){ at, f->head.texts };
	f->origin = origin;
	f->bytes = bytes;
	g->n++;
	return 0;
}

int
gazetteer_add(struct gazetteer *g, struct str bytes, struct err *e)
{
	return add(g, BORROWED, bytes, e);
}

int
gazetteer_take(struct gazetteer *g, struct str bytes, struct err *e)
{
	if (add(g, OWNED, bytes, e) == 0)
		return 0;
	release(OWNED, bytes);
	return -1;
}

int
gazetteer_map(struct gazetteer *g, const char *path, struct err *e)
{
	struct str bytes;

	if (mapping_open(&bytes, path, e) < 0)
		return -1;
	if (add(g, MAPPED, bytes, e) == 0)
		return 0;
	mapping_close(bytes);
	return err_wrap(e, "%s", path);
}

size_t
gazetteer_count(const struct gazetteer *g)
{
	size_t n = 0;

	for (size_t i = 0; i < g->n; i++)
		n += g->files[i].head.places;
	return n;
}

/* Where a text begins, with its length; without bytes until gazetteer_texts(). */
static struct str
text_at(const struct gaz_file *f, uint32_t offset)
{
	return (struct str){ offset < f->texts.n ? f->texts.p + offset : NULL, 0 };
}

static void
read_text(struct str *s, const char *end)
{
	struct str rest = { s->p, s->p == NULL ? 0 : (size_t)(end - s->p) };

	*s = rest.n == 0 ? STR_NONE : str_sub(rest, 1, 1 + (unsigned char)rest.p[0]);
}

void
gazetteer_texts(struct gaz_place *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i].unread == NULL)
			continue;
		read_text(&p[i].name, p[i].unread);
		read_text(&p[i].id, p[i].unread);
		read_text(&p[i].admin1, p[i].unread);
		read_text(&p[i].admin2, p[i].unread);
		p[i].unread = NULL;
	}
}

static bool
place_at(const struct gaz_file *f, uint64_t key, struct gaz_place *out)
{
	uint32_t i = gaz_key_place(key);
	const struct gaz_record *r = f->places + i;

	if (i >= f->head.places || r->kind >= GAZ_KIND_N)
		return false;
	*out = (struct gaz_place){ .name = text_at(f, r->name),
		.id = text_at(f, r->id),
		.country = { r->country, 2 },
		.admin1 = text_at(f, r->admin1),
		.admin2 = text_at(f, r->admin2),
		.lat = r->lat / 1e5,
		.lon = r->lon / 1e5,
		.kind = (enum gaz_kind)r->kind,
		.population = r->population,
		.listed = r->listed != 0,
		.demonym = (key & GAZ_DEMONYM) != 0,
		.alias = (key & GAZ_ALIAS) != 0,
		.unread = f->texts.p + f->texts.n };
	return r->name > 0 && r->name < f->texts.n;
}

unsigned
gazetteer_words(const struct gazetteer *g, uint64_t words)
{
	uint64_t is = gaz_filter_mark(words, GAZ_NAME);
	uint64_t begins = gaz_filter_mark(words, GAZ_BEGINNING);
	unsigned known = 0;

	for (size_t i = 0; i < g->n; i++) {
		const struct gaz_file *f = &g->files[i];
		uint64_t here = f->filter[gaz_filter_word(words, f->filter_bits)];

		known |= ((here & is) == is ? GAZ_NAME : 0) |
		    ((here & begins) == begins ? GAZ_BEGINNING : 0);
	}
	return known;
}

/* Most are told apart by their latitude alone; a degree of it is 111.2 km. */
bool
gaz_within_km(const struct gaz_place *a, const struct gaz_place *b, double km)
{
	return fabs(a->lat - b->lat) * 111 < km &&
	    gaz_distance_km(a->lat, a->lon, b->lat, b->lon) < km;
}

static bool
seen(const struct gaz_place *found, size_t n, const struct gaz_place *p)
{
	for (size_t i = 0; i < n; i++)
		if (found[i].kind == p->kind && str_eq(found[i].country, p->country) &&
		    found[i].demonym == p->demonym &&
		    gaz_within_km(&found[i], p, SAME_PLACE_KM))
			return true;
	return false;
}

static size_t
find_in(const struct gaz_file *f, enum fold_level level, uint64_t hash,
    struct str country, struct gaz_place *out, size_t n, size_t max)
{
	const uint64_t *slots = f->slots[level], end = gaz_key(hash, GAZ_PLACES_MAX, 3);
	size_t at = gaz_home(hash, f->head.keys[level]), stop = at + RUN_MAX;

	if (stop > f->n_slots[level])
		stop = f->n_slots[level];
	while (at < stop && slots[at] < hash)
		at++;
	for (; at < stop && n < max && slots[at] < end; at++) {
		struct gaz_place p;

		if (!place_at(f, slots[at], &p))
			continue;
		if (country.n > 0 && !str_eq(country, p.country))
			continue;
		if (!seen(out, n, &p))
			out[n++] = p;
	}
	return n;
}

size_t
gazetteer_seek(const struct gazetteer *g, enum fold_level level, struct str key,
    struct str country, struct gaz_place *out, size_t max)
{
	size_t n = 0;

	if (key.n == 0 || (level >= FOLD_SOUND && country.n != 2))
		return 0;
	for (size_t i = 0; i < g->n; i++)
		n = find_in(&g->files[i], level, gaz_hash(level, key, country), country,
		    out, n, max);
	return n;
}

size_t
gazetteer_find(const struct gazetteer *g, enum fold_level level, struct str key,
    struct str country, struct gaz_place *out, size_t max)
{
	size_t n = gazetteer_seek(g, level, key, country, out, max);

	gazetteer_texts(out, n);
	return n;
}

double
gaz_distance_km(double lat1, double lon1, double lat2, double lon2)
{
	const double rad = 3.14159265358979323846 / 180, earth_km = 6371;
	double a = sin((lat2 - lat1) * rad / 2), b = sin((lon2 - lon1) * rad / 2);
	double h = a * a + cos(lat1 * rad) * cos(lat2 * rad) * b * b;

	return 2 * earth_km * asin(sqrt(h < 1 ? h : 1));
}
