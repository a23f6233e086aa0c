/* gazetteer_build.c -- see gazetteer_build.h. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/map.h"
#include "base/utf8.h"
#include "facts/gazetteer_build.h"
#include "facts/gazetteer_file.h"

#define MERGE_KM 10.0

struct spelling {
	struct spelling *next;
	struct str text;
	uint32_t flags;
};

struct built {
	struct built *same; /* the next of the same name and country */
	struct gaz_row row;
	struct spelling *spellings;
	uint32_t index;
	double sum_lat, sum_lon; /* of a division made from its places */
	unsigned members;
	bool made;
};

struct gaz_builder {
	struct arena arena;
	struct built **items;
	size_t n, cap;
	struct map by_name;   /* country + level + key -> struct built */
	struct map admin_names; /* "SY.09" -> struct str */
	struct buf texts;
	struct map text_at;   /* text -> its offset, as a pointer */
};

struct gaz_builder *
gaz_builder_new(void)
{
	struct gaz_builder *b = xcalloc(1, sizeof(*b));

	arena_init(&b->arena);
	map_init(&b->by_name, 1);
	map_init(&b->admin_names, 2);
	map_init(&b->text_at, 3);
	buf_init(&b->texts, GAZ_BYTES_MAX / 2);
	return b;
}

void
gaz_builder_free(struct gaz_builder *b)
{
	if (b == NULL)
		return;
	map_clear(&b->by_name);
	map_clear(&b->admin_names);
	map_clear(&b->text_at);
	buf_clear(&b->texts);
	arena_clear(&b->arena);
	free(b);
}

size_t
gaz_builder_count(const struct gaz_builder *b)
{
	return b->n;
}

static void
add_spelling(struct gaz_builder *b, struct built *p, struct str text, uint32_t flags)
{
	struct spelling *s;

	text = str_trim(text);
	if (text.n == 0 || text.n > GAZ_TEXT_MAX)
		return;
	for (s = p->spellings; s != NULL; s = s->next)
		if (str_eq(s->text, text) && s->flags == flags)
			return;
	s = ARENA_NEW(&b->arena, struct spelling);
	s->text = arena_str(&b->arena, text);
	s->flags = flags;
	s->next = p->spellings;
	p->spellings = s;
}

static void
add_list(struct gaz_builder *b, struct built *p, struct str list, uint32_t flags)
{
	struct str part;

	while (str_cut(&list, '|', &part))
		add_spelling(b, p, part, flags);
}

/* Divisions, countries and places of one name are different things: the key says which. */
static struct str
name_key(struct gaz_builder *b, const struct gaz_row *row, struct str name)
{
	char key[FOLD_MAX];
	int sort = row->kind <= GAZ_ADMIN2 ? (int)row->kind : GAZ_TOWN;

	return arena_printf(&b->arena, "%.*s %d %.*s", STR_ARG(row->country), sort,
	    STR_ARG(fold_name(key, name, sort < GAZ_ADMIN2 ? FOLD_WORDS : FOLD_PLAIN)));
}

static bool
is_same(const struct built *p, const struct gaz_row *row)
{
	if (row->kind <= GAZ_ADMIN1 || p->made)
		return true;
	return gaz_distance_km(p->row.lat, p->row.lon, row->lat, row->lon) < MERGE_KM;
}

static struct str
slug(struct gaz_builder *b, const struct gaz_row *row)
{
	char name[FOLD_MAX], admin[FOLD_MAX];
	struct str n = fold_name(name, row->name, FOLD_PLAIN);
	struct str a = fold_name(admin, row->admin1, FOLD_PLAIN);

	for (size_t i = 0; i < n.n; i++)
		if (name[i] == ' ')
			name[i] = '-';
	for (size_t i = 0; i < a.n; i++)
		if (admin[i] == ' ')
			admin[i] = '-';
	if (row->kind == GAZ_COUNTRY)
		return arena_printf(&b->arena, "iso:%.*s", STR_ARG(row->country));
	return arena_printf(&b->arena, "tocsin:%.*s/%.*s%s%.*s", STR_ARG(row->country), STR_ARG(a),
	    a.n > 0 ? "/" : "", STR_ARG(n));
}

static struct built *
add_place(struct gaz_builder *b, const struct gaz_row *row, struct str key)
{
	struct built *p = ARENA_NEW(&b->arena, struct built);

	p->row = *row;
	p->row.name = arena_str(&b->arena, str_sub(row->name, 0, GAZ_TEXT_MAX));
	p->row.country = arena_str(&b->arena, row->country);
	p->row.admin1 = arena_str(&b->arena, str_sub(row->admin1, 0, GAZ_TEXT_MAX));
	p->row.id = row->id.n > 0 ? arena_str(&b->arena, row->id) : slug(b, row);
	p->index = (uint32_t)b->n;
	p->same = map_put(&b->by_name, key, p);
	b->items = arena_grow(&b->arena, b->items, b->n, &b->cap, sizeof(*b->items));
	b->items[b->n++] = p;
	return p;
}

void
gaz_builder_add(struct gaz_builder *b, const struct gaz_row *row)
{
	struct str key = name_key(b, row, row->name);
	struct built *first = map_get(&b->by_name, key), *p = first;

	while (p != NULL && !is_same(p, row))
		p = p->same;
	if (p == NULL)
		p = add_place(b, row, key);
	else if (p->row.population == 0)
		p->row.population = row->population;
	add_spelling(b, p, row->name, str_eq(p->row.name, row->name) ? 0 : GAZ_ALIAS);
	add_list(b, p, row->aliases, GAZ_ALIAS);
	add_list(b, p, row->demonyms, GAZ_DEMONYM);
	if (row->kind <= GAZ_ADMIN1) {
		struct str list = row->aliases, part;

		while (str_cut(&list, '|', &part)) {
			struct str k = name_key(b, row, part);

			if (part.n > 0 && map_get(&b->by_name, k) == NULL)
				map_put(&b->by_name, k, p);
		}
	}
}

/* ---- tables ---- */

static int
line_wrong(struct err *e, const char *file, unsigned line, const char *what, struct str value)
{
	return err_set(e, "%s:%u: %s '%.*s'", file, line, what, STR_ARG(value));
}

static int
row_of(struct gaz_row *row, const struct str *cell, const char *file, unsigned line,
    struct err *e)
{
	uint64_t population = 0;
	int kind = 0;

	while (kind < GAZ_KIND_N && !str_eq(cell[1], str_of(gaz_kind_names[kind])))
		kind++;
	if (cell[0].n != 2)
		return line_wrong(e, file, line, "not a country's two letters:", cell[0]);
	if (kind == GAZ_KIND_N)
		return line_wrong(e, file, line, "unknown kind", cell[1]);
	if (cell[2].n == 0)
		return line_wrong(e, file, line, "no name", cell[2]);
	*row = (struct gaz_row){ .country = cell[0], .kind = (enum gaz_kind)kind, .name = cell[2],
		.admin1 = cell[5], .aliases = cell[7], .demonyms = cell[8], .id = cell[9] };
	if (!str_double(cell[3], &row->lat) || !(fabs(row->lat) <= 90))
		return line_wrong(e, file, line, "not a latitude:", cell[3]);
	if (!str_double(cell[4], &row->lon) || !(fabs(row->lon) <= 180))
		return line_wrong(e, file, line, "not a longitude:", cell[4]);
	if (cell[6].n > 0 && !str_uint(cell[6], &population))
		return line_wrong(e, file, line, "not a population:", cell[6]);
	row->population = population > UINT32_MAX ? UINT32_MAX : (uint32_t)population;
	return 0;
}

int
gaz_builder_tsv(struct gaz_builder *b, struct str text, const char *file, struct err *e)
{
	struct str line;

	for (unsigned n = 1; str_cut(&text, '\n', &line); n++) {
		struct str cell[10] = { STR_NONE };
		struct gaz_row row;

		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		for (size_t i = 0; i < NELEM(cell) && str_cut(&line, '\t', &cell[i]); i++) {
			cell[i] = str_trim(cell[i]);
			if (str_eq(cell[i], STR("-")))
				cell[i] = STR_NONE;
		}
		if (row_of(&row, cell, file, n, e) < 0)
			return -1;
		gaz_builder_add(b, &row);
	}
	return 0;
}

/* ---- GeoNames ---- */

void
gaz_builder_admin1(struct gaz_builder *b, struct str line)
{
	struct str code, name;
	struct str *kept;

	if (!str_cut(&line, '\t', &code) || !str_cut(&line, '\t', &name) || code.n == 0)
		return;
	kept = ARENA_NEW(&b->arena, struct str);
	*kept = arena_str(&b->arena, name);
	map_put(&b->admin_names, arena_str(&b->arena, code), kept);
}

enum { GN_ID, GN_NAME, GN_ASCII, GN_ALT, GN_LAT, GN_LON, GN_CLASS, GN_CODE, GN_COUNTRY, GN_CC2,
	GN_ADMIN1, GN_ADMIN2, GN_ADMIN3, GN_ADMIN4, GN_POPULATION, GN_N };

/* Which feature codes are places that news names; the others are left out. */
static const struct {
	const char *code; /* a prefix */
	enum gaz_kind kind;
} features[] = { { "A.PCL", GAZ_COUNTRY }, { "A.ADM1", GAZ_ADMIN1 }, { "A.ADM2", GAZ_ADMIN2 },
	{ "P.", GAZ_TOWN }, { "S.AIR", GAZ_SITE }, { "L.MILB", GAZ_SITE }, { "S.INSM", GAZ_SITE },
	{ "S.DAM", GAZ_SITE }, { "S.BDG", GAZ_SITE }, { "S.BRKS", GAZ_SITE },
	{ "S.CMPRF", GAZ_SITE }, { "S.PSTB", GAZ_SITE }, { "S.FT", GAZ_SITE },
	{ "S.HSP", GAZ_SITE }, { "S.OILR", GAZ_SITE }, { "S.PS", GAZ_SITE }, { "T.HLL", GAZ_SITE },
	{ "T.MT", GAZ_SITE }, { "T.PK", GAZ_SITE }, { "T.ISL", GAZ_AREA }, { "L.RGN", GAZ_AREA },
	{ "L.OILF", GAZ_SITE }, { "L.RES", GAZ_AREA } };

int
gaz_builder_geonames(struct gaz_builder *b, struct str line)
{
	struct str cell[GN_N] = { STR_NONE }, *admin;
	struct gaz_row row = { .kind = GAZ_KIND_N };
	char code[32], aliases[4096];
	uint64_t population = 0;

	for (size_t i = 0; i < GN_N && str_cut(&line, '\t', &cell[i]); i++)
		;
	snprintf(code, sizeof(code), "%.*s.%.*s", STR_ARG(cell[GN_CLASS]), STR_ARG(cell[GN_CODE]));
	for (size_t i = 0; i < NELEM(features); i++)
		if (str_starts(str_of(code), str_of(features[i].code))) {
			row.kind = features[i].kind;
			break;
		}
	if (row.kind == GAZ_KIND_N || cell[GN_COUNTRY].n != 2 || cell[GN_NAME].n == 0 ||
	    !str_double(cell[GN_LAT], &row.lat) || !str_double(cell[GN_LON], &row.lon) ||
	    !(fabs(row.lat) <= 90) || !(fabs(row.lon) <= 180))
		return 0;
	str_uint(cell[GN_POPULATION], &population);
	row.population = population > UINT32_MAX ? UINT32_MAX : (uint32_t)population;
	row.name = cell[GN_NAME];
	row.country = cell[GN_COUNTRY];
	row.id = arena_printf(&b->arena, "geonames:%.*s", STR_ARG(cell[GN_ID]));
	snprintf(aliases, sizeof(aliases), "%.*s,%.*s", STR_ARG(cell[GN_ASCII]),
	    STR_ARG(cell[GN_ALT]));
	row.aliases = str_sub(str_of(aliases), 0, utf8_floor(str_of(aliases), sizeof(aliases)));
	for (char *p = aliases; *p != '\0'; p++)
		if (*p == ',')
			*p = '|';
	snprintf(code, sizeof(code), "%.*s.%.*s", STR_ARG(row.country), STR_ARG(cell[GN_ADMIN1]));
	admin = map_get(&b->admin_names, str_of(code));
	if (admin != NULL)
		row.admin1 = *admin;
	gaz_builder_add(b, &row);
	return 1;
}

/* ---- writing ---- */

/* Every place's division by the name that its own row has; made where there is no row. */
static void
settle_admin(struct gaz_builder *b, struct built *p)
{
	struct gaz_row want = { .kind = GAZ_ADMIN1, .country = p->row.country,
		.name = p->row.admin1, .lat = p->row.lat, .lon = p->row.lon };
	struct str key;
	struct built *admin;

	if (p->row.admin1.n == 0 || p->row.kind <= GAZ_ADMIN1)
		return;
	key = name_key(b, &want, want.name);
	admin = map_get(&b->by_name, key);
	if (admin == NULL) {
		admin = add_place(b, &want, key);
		add_spelling(b, admin, want.name, 0);
		admin->made = true;
	}
	if (admin->made) {
		admin->sum_lat += p->row.lat;
		admin->sum_lon += p->row.lon;
		admin->members++;
		admin->row.lat = admin->sum_lat / admin->members;
		admin->row.lon = admin->sum_lon / admin->members;
	}
	p->row.admin1 = admin->row.name;
}

static uint32_t
text_offset(struct gaz_builder *b, struct str s)
{
	void *known;
	size_t at;

	if (s.n == 0)
		return 0;
	if (s.n > GAZ_TEXT_MAX)
		s.n = utf8_floor(s, GAZ_TEXT_MAX);
	known = map_get(&b->text_at, s);
	if (known != NULL)
		return (uint32_t)(uintptr_t)known;
	at = b->texts.n;
	buf_byte(&b->texts, (char)(unsigned char)s.n);
	buf_add(&b->texts, s);
	map_put(&b->text_at, s, (void *)(uintptr_t)at);
	return (uint32_t)at;
}

static int
key_cmp(const void *a, const void *b)
{
	const struct gaz_key *x = a, *y = b;

	if (x->hi != y->hi)
		return x->hi < y->hi ? -1 : 1;
	if (x->lo != y->lo)
		return x->lo < y->lo ? -1 : 1;
	if ((x->place & GAZ_INDEX) != (y->place & GAZ_INDEX))
		return (x->place & GAZ_INDEX) < (y->place & GAZ_INDEX) ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

struct key_table {
	struct gaz_key *keys;
	size_t n, cap;
};

static void
add_key(struct key_table *t, uint64_t hash, uint32_t place)
{
	if (t->n == t->cap) {
		t->cap = t->cap == 0 ? 1024 : t->cap * 2;
		t->keys = xreallocarray(t->keys, t->cap, sizeof(*t->keys));
	}
	t->keys[t->n++] = (struct gaz_key){ (uint32_t)(hash >> 32), (uint32_t)hash, place };
}

/* Sorted; of the entries of one place under one key only the plainest stays. */
static void
settle_keys(struct key_table *t)
{
	size_t kept = 0;

	if (t->n > 0)
		qsort(t->keys, t->n, sizeof(*t->keys), key_cmp);
	for (size_t i = 0; i < t->n; i++) {
		const struct gaz_key *k = &t->keys[i], *last = &t->keys[kept > 0 ? kept - 1 : 0];

		if (kept > 0 && last->hi == k->hi && last->lo == k->lo &&
		    (last->place & GAZ_INDEX) == (k->place & GAZ_INDEX))
			continue;
		t->keys[kept++] = *k;
	}
	t->n = kept;
}

static void
collect_keys(const struct built *p, struct key_table *tables)
{
	for (const struct spelling *s = p->spellings; s != NULL; s = s->next) {
		struct fold_keys k;
		int levels = s->flags == GAZ_DEMONYM ? FOLD_WORDS : FOLD_N;

		fold_all(&k, s->text);
		for (int i = 0; i < levels; i++)
			if (k.of[i].n > 0)
				add_key(&tables[i],
				    gaz_hash((enum fold_level)i, k.of[i], p->row.country),
				    p->index | s->flags);
	}
}

static struct gaz_record
record_of(struct gaz_builder *b, const struct built *p)
{
	struct gaz_record r = { .name = text_offset(b, p->row.name),
		.id = text_offset(b, p->row.id), .admin1 = text_offset(b, p->row.admin1),
		.lat = (int32_t)lround(p->row.lat * 1e5), .lon = (int32_t)lround(p->row.lon * 1e5),
		.population = p->row.population, .kind = (uint8_t)p->row.kind };

	memcpy(r.country, p->row.country.p, 2);
	return r;
}

static void
add_bytes(struct buf *out, const void *p, size_t n)
{
	buf_add(out, (struct str){ p, n });
}

void
gaz_builder_write(struct gaz_builder *b, struct buf *out)
{
	struct key_table tables[FOLD_N] = { { NULL, 0, 0 } };
	struct gaz_header head = { .order = GAZ_ORDER, .format = GAZ_FORMAT,
		.fold = FOLD_VERSION };
	struct gaz_record *records;

	memcpy(head.magic, GAZ_MAGIC, sizeof(head.magic));
	for (size_t i = 0; i < b->n; i++)
		settle_admin(b, b->items[i]);
	records = xcalloc(b->n + 1, sizeof(*records));
	buf_reset(&b->texts);
	buf_byte(&b->texts, '\0');
	for (size_t i = 0; i < b->n; i++) {
		records[i] = record_of(b, b->items[i]);
		collect_keys(b->items[i], tables);
	}
	head.places = (uint32_t)b->n;
	head.texts = (uint32_t)b->texts.n;
	for (int i = 0; i < FOLD_N; i++) {
		settle_keys(&tables[i]);
		head.keys[i] = (uint32_t)tables[i].n;
	}
	add_bytes(out, &head, sizeof(head));
	add_bytes(out, records, b->n * sizeof(*records));
	for (int i = 0; i < FOLD_N; i++) {
		add_bytes(out, tables[i].keys, tables[i].n * sizeof(struct gaz_key));
		free(tables[i].keys);
	}
	buf_add(out, buf_str(&b->texts));
	free(records);
}
