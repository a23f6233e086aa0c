/* gazetteer.c -- see gazetteer.h. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/mapping.h"
#include "facts/gazetteer.h"
#include "facts/gazetteer_file.h"

#define SAME_PLACE_KM 5.0
#define RUN_MAX 4096 /* keys that a look-up walks */

const char *const gaz_kind_names[] = { [GAZ_COUNTRY] = "country",
	[GAZ_ADMIN1] = "admin1",
	[GAZ_ADMIN2] = "admin2",
	[GAZ_AREA] = "area",
	[GAZ_TOWN] = "town",
	[GAZ_SITE] = "site",
	[GAZ_KIND_N] = NULL };

enum origin { MAPPED, BORROWED, OWNED };

struct gaz_keys {
	const uint32_t *slices, *buckets; /* where each begins, with an end */
	const char *keys;
	uint32_t n, n_buckets;
	unsigned low, above, bits; /* of a key: below the place, up to the hash, all */
	uint64_t mask;             /* of all */
};

struct gaz_file {
	enum origin origin;
	struct str bytes;
	struct gaz_header head;
	const uint64_t *filter;
	unsigned filter_bits, place_bits;
	struct gaz_keys tables[GAZ_TABLES];
	const struct gaz_spot *spots;
	const struct gaz_naming *namings;
	const struct gaz_region *regions;
	const struct gaz_large *large;
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

static unsigned
key_bits(const struct gaz_header *h, enum gaz_table i)
{
	return gaz_low_bits(i) + gaz_place_bits(h->places) + GAZ_HASH_BITS;
}

static int
check_header(const struct gaz_header *h, uint64_t size, struct err *e)
{
	uint64_t need = sizeof(*h) + h->texts +
	    (uint64_t)h->places * (sizeof(struct gaz_spot) + sizeof(struct gaz_naming)) +
	    (uint64_t)h->regions * sizeof(struct gaz_region) +
	    (uint64_t)h->large * sizeof(struct gaz_large);

	if (memcmp(h->magic, GAZ_MAGIC, sizeof(h->magic)) != 0)
		return err_set(e, "not a gazetteer file");
	if (h->order != GAZ_ORDER || h->format != GAZ_FORMAT || h->fold != FOLD_VERSION)
		return err_set(e, "a gazetteer file of another version; build it again");
	need += sizeof(uint64_t) << gaz_filter_bits(h->names);
	for (int i = 0; i < GAZ_TABLES; i++)
		need += ((uint64_t)GAZ_SLICES + 1 + h->buckets[i] + 1) *
			sizeof(uint32_t) +
		    gaz_key_bytes(h->keys[i], key_bits(h, (enum gaz_table)i));
	if (need != size || h->texts == 0 || h->places > GAZ_PLACES_MAX)
		return err_set(e, "a damaged gazetteer file: %llu bytes instead of %llu",
		    (unsigned long long)size, (unsigned long long)need);
	return 0;
}

/* The next so many bytes. */
static const void *
part(const char **at, uint64_t bytes)
{
	const char *p = *at;

	*at += bytes;
	return p;
}

static void
place_parts(struct gaz_file *f, const char *at)
{
	const struct gaz_header *h = &f->head;

	f->filter_bits = gaz_filter_bits(h->names);
	f->place_bits = gaz_place_bits(h->places);
	f->filter = part(&at, sizeof(uint64_t) << f->filter_bits);
	for (int i = 0; i < GAZ_TABLES; i++) {
		struct gaz_keys *t = &f->tables[i];

		*t = (struct gaz_keys){ .n = h->keys[i],
			.n_buckets = h->buckets[i],
			.low = gaz_low_bits((enum gaz_table)i),
			.above = gaz_low_bits((enum gaz_table)i) + f->place_bits,
			.bits = key_bits(h, (enum gaz_table)i) };
		t->mask = (UINT64_C(1) << t->bits) - 1;
		t->slices = part(&at, (GAZ_SLICES + 1) * sizeof(uint32_t));
		t->buckets = part(&at, ((uint64_t)t->n_buckets + 1) * sizeof(uint32_t));
	}
	f->spots = part(&at, (uint64_t)h->places * sizeof(*f->spots));
	f->namings = part(&at, (uint64_t)h->places * sizeof(*f->namings));
	f->regions = part(&at, (uint64_t)h->regions * sizeof(*f->regions));
	f->large = part(&at, (uint64_t)h->large * sizeof(*f->large));
	for (int i = 0; i < GAZ_TABLES; i++)
		f->tables[i].keys = part(&at,
		    gaz_key_bytes(f->tables[i].n, f->tables[i].bits));
	f->texts = (struct str){ at, h->texts };
}

static int
add(struct gazetteer *g, enum origin origin, struct str bytes, struct err *e)
{
	struct gaz_file *f = &g->files[g->n];

	if (g->n == GAZ_FILES)
		return err_set(e, "more than %d gazetteer files", GAZ_FILES);
	if (bytes.n < sizeof(f->head) || (uintptr_t)bytes.p % _Alignof(uint64_t) != 0)
		return err_set(e, "not a gazetteer file");
	memcpy(&f->head, bytes.p, sizeof(f->head));
	if (check_header(&f->head, bytes.n, e) < 0)
		return -1;
	place_parts(f, bytes.p + sizeof(f->head));
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

static struct str
text_at(const struct gaz_file *f, uint32_t offset)
{
	struct str rest = str_sub(f->texts, offset, f->texts.n);

	return rest.n == 0 ? STR_NONE : str_sub(rest, 1, 1 + (unsigned char)rest.p[0]);
}

static void
read_texts(struct gaz_place *p)
{
	const struct gaz_file *f = p->file;
	const struct gaz_naming *n = &f->namings[p->at];

	p->name = text_at(f, n->name);
	if (p->name.n == 0)
		p->name = STR("?"); /* damaged: whoever reads names relies on a letter */
	if (n->region < f->head.regions) {
		p->admin1 = text_at(f, f->regions[n->region].admin1);
		p->admin2 = text_at(f, f->regions[n->region].admin2);
	}
	p->unread = false;
}

void
gazetteer_texts(struct gaz_place *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].unread)
			read_texts(&p[i]);
}

struct str
gazetteer_id(const struct gaz_place *p, char room[GAZ_ID_MAX])
{
	const struct str prefix = STR(GAZ_NUMBERED);
	uint32_t id;

	if (p->file == NULL)
		return STR_NONE;
	id = p->file->namings[p->at].id;
	if (!(id & GAZ_NUMBER))
		return text_at(p->file, id);
	memcpy(room, prefix.p, prefix.n);
	return (struct str){ room,
		(size_t)(str_put_decimal(room + prefix.n, id & ~GAZ_NUMBER) - room) };
}

bool
gazetteer_same_id(const struct gaz_place *a, const struct gaz_place *b)
{
	char first[GAZ_ID_MAX], second[GAZ_ID_MAX];

	if (a->file == b->file && a->file != NULL)
		return a->file->namings[a->at].id == b->file->namings[b->at].id;
	return str_eq(gazetteer_id(a, first), gazetteer_id(b, second));
}

static uint32_t
people_of(const struct gaz_file *f, uint32_t place, uint32_t people)
{
	for (uint32_t i = 0; people == GAZ_MANY && i < f->head.large; i++)
		if (f->large[i].place == place)
			return f->large[i].people;
	return people;
}

#define LOW(v, bits) ((v) & ((UINT64_C(1) << (bits)) - 1))

static bool
place_at(const struct gaz_file *f, uint32_t i, unsigned flags, struct gaz_place *out)
{
	const struct gaz_spot *s = f->spots + i;
	uint64_t v;
	unsigned kind;

	if (i >= f->head.places)
		return false;
	v = s->lo | (uint64_t)s->hi << 32;
	kind = LOW(v >> (GAZ_LAT_BITS + GAZ_LON_BITS), GAZ_KIND_BITS);
	if (kind >= GAZ_KIND_N)
		return false;
	*out = (struct gaz_place){ .country = { s->country, 2 },
		.lat = ((double)LOW(v, GAZ_LAT_BITS) - 90e5) / 1e5,
		.lon = ((double)LOW(v >> GAZ_LAT_BITS, GAZ_LON_BITS) - 180e5) / 1e5,
		.kind = (enum gaz_kind)kind,
		.population = people_of(f, i, s->people | s->hi >> 23 << 16),
		.listed = s->hi >> 22 & 1,
		.demonym = (flags & GAZ_DEMONYM) != 0,
		.alias = (flags & GAZ_ALIAS) != 0,
		.unread = true,
		.at = i,
		.file = f };
	return true;
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

static inline uint64_t
key_at(const struct gaz_keys *t, uint64_t bit)
{
	return str_load((struct str){ t->keys + bit / 8, 8 }) >> bit % 8 & t->mask;
}

/* Its keys are those from *first on to this one. */
static uint32_t
bucket_of(const struct gaz_keys *t, uint64_t hash, unsigned slice, uint32_t *first)
{
	uint32_t from = t->slices[slice], to = t->slices[slice + 1], at, end;

	if (to <= from || to > t->n_buckets)
		return *first = 0;
	at = from + gaz_bucket(hash, to - from);
	*first = t->buckets[at];
	end = t->buckets[at + 1];
	if (end > t->n || *first > end)
		return *first = 0;
	return end - *first > RUN_MAX ? *first + RUN_MAX : end;
}

struct search { /* for the places of one name */
	enum gaz_table table;
	unsigned slice;
	uint64_t level, hash; /* the level's bit */
	struct str country;
	struct gaz_place *out;
	size_t max;
};

/* Those of a file, behind n that others had. */
static size_t
find_in(const struct gaz_file *f, const struct search *s, size_t n)
{
	const struct gaz_keys *t = &f->tables[s->table];
	const uint64_t least = LOW(s->hash, GAZ_HASH_BITS) << t->above,
		       over = least + (UINT64_C(1) << t->above);
	uint32_t first, last = bucket_of(t, s->hash, s->slice, &first);
	uint64_t at = (uint64_t)first * t->bits, end = (uint64_t)last * t->bits, key;

	while (at < end && key_at(t, at) < least)
		at += t->bits;
	for (; at < end && n < s->max && (key = key_at(t, at)) < over; at += t->bits) {
		struct gaz_place *p = &s->out[n];

		if ((key & s->level) == s->level &&
		    place_at(f, (uint32_t)LOW(key >> t->low, f->place_bits),
			(unsigned)LOW(key, GAZ_FLAG_BITS), p) &&
		    (s->country.n == 0 || str_eq(s->country, p->country)) &&
		    !seen(s->out, n, p))
			n++;
	}
	return n;
}

size_t
gazetteer_seek(const struct gazetteer *g, enum fold_level level, struct str key,
    struct str country, struct gaz_place *out, size_t max)
{
	const enum gaz_table table = gaz_table_of(level);
	const struct search s = { table, gaz_slice(table, country), gaz_level_bit(level),
		gaz_hash(table, key, country), country, out, max };
	size_t n = 0;

	if (key.n == 0 || (level >= FOLD_SOUND && country.n != 2))
		return 0;
	for (size_t i = 0; i < g->n; i++)
		n = find_in(&g->files[i], &s, n);
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
