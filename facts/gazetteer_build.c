/* gazetteer_build.c -- see gazetteer_build.h. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/map.h"
#include "base/utf8.h"
#include "facts/gazetteer_build.h"
#include "facts/gazetteer_keys.h"

#define MERGE_KM 10.0
#define MERGE_ALIAS_KM 5.0

struct spelling {
	struct spelling *next;
	struct str text;
	unsigned flags;
};

struct built {
	struct gaz_row row;
	struct spelling *spellings;
	uint32_t index;
	double sum_lat, sum_lon; /* of a division made from its places */
	unsigned members;
	bool made;
};

struct mention {
	struct mention *next; /* of the same name, country and sort of place */
	struct built *place;
	bool alias;
};

struct gaz_builder {
	struct arena arena;
	struct built **items;
	size_t n, cap;
	struct map by_name;     /* country + sort + key -> struct mention */
	struct map admin_names; /* "SY.09" -> struct str */
	struct buf texts, regions, large;
	struct map text_at;   /* text -> its offset, as a pointer */
	struct map region_at; /* bytes of a struct gaz_region -> 1 + its number, the same
			       */
};

struct gaz_builder *
gaz_builder_new(void)
{
	struct gaz_builder *b = xcalloc(1, sizeof(*b));

	arena_init(&b->arena);
	map_init(&b->by_name, 1);
	map_init(&b->admin_names, 2);
	map_init(&b->text_at, 3);
	map_init(&b->region_at, 4);
	buf_init(&b->texts, GAZ_BYTES_MAX / 2);
	buf_init(&b->regions, GAZ_BYTES_MAX / 2);
	buf_init(&b->large, GAZ_BYTES_MAX / 2);
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
	map_clear(&b->region_at);
	buf_clear(&b->texts);
	buf_clear(&b->regions);
	buf_clear(&b->large);
	arena_clear(&b->arena);
	free(b);
}

size_t
gaz_builder_count(const struct gaz_builder *b)
{
	return b->n;
}

static void
add_spelling(struct gaz_builder *b, struct built *p, struct str text, unsigned flags)
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
add_list(struct gaz_builder *b, struct built *p, struct str list, unsigned flags)
{
	struct str part;

	while (str_cut(&list, '|', &part))
		add_spelling(b, p, part, flags);
}

/* Divisions, countries and places of one name are different things: the key says which.
 */
static struct str
name_key(struct gaz_builder *b, const struct gaz_row *row, struct str name)
{
	char key[FOLD_MAX];
	int sort = row->kind <= GAZ_ADMIN2 ? (int)row->kind : GAZ_TOWN;

	return arena_printf(&b->arena, "%.*s %d %.*s", STR_ARG(row->country), sort,
	    STR_ARG(fold_name(key, name, sort < GAZ_ADMIN2 ? FOLD_WORDS : FOLD_PLAIN)));
}

/* Two gazetteers that both know the place by a number say whether it is one. */
static bool
is_same(const struct mention *m, const struct gaz_row *row, bool alias)
{
	const struct gaz_row *have = &m->place->row;
	double km;

	if (have->id.n > 0 && row->id.n > 0 && !str_eq(have->id, row->id))
		return false;
	if (row->kind <= GAZ_ADMIN1 || m->place->made)
		return true;
	if (alias && m->alias)
		return false;
	km = gaz_distance_km(have->lat, have->lon, row->lat, row->lon);
	return km < (alias || m->alias ? MERGE_ALIAS_KM : MERGE_KM);
}

static struct built *
same_place(struct gaz_builder *b, const struct gaz_row *row, struct str name, bool alias)
{
	const struct mention *m = map_get(&b->by_name, name_key(b, row, name));

	while (m != NULL && !is_same(m, row, alias))
		m = m->next;
	return m == NULL ? NULL : m->place;
}

/* The place that the row is about: by its name, else by one of its other names. */
static struct built *
known_place(struct gaz_builder *b, const struct gaz_row *row)
{
	struct built *p = same_place(b, row, row->name, false);
	struct str list = row->aliases, part;

	while (p == NULL && str_cut(&list, '|', &part))
		if (part.n > 0)
			p = same_place(b, row, part, true);
	return p;
}

static void
note_mention(struct gaz_builder *b, struct built *p, struct str name, bool alias)
{
	struct mention *m = ARENA_NEW(&b->arena, struct mention), *first;
	struct str key = name_key(b, &p->row, name);

	*m = (struct mention){ NULL, p, alias };
	first = map_get(&b->by_name, key);
	if (first == NULL) {
		map_put(&b->by_name, key, m);
		return;
	}
	m->next = first->next;
	first->next = m;
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
	return arena_printf(&b->arena, "tocsin:%.*s/%.*s%s%.*s", STR_ARG(row->country),
	    STR_ARG(a), a.n > 0 ? "/" : "", STR_ARG(n));
}

static struct str
keep_text(struct gaz_builder *b, struct str s)
{
	return arena_str(&b->arena, str_sub(s, 0, GAZ_TEXT_MAX));
}

static struct built *
add_place(struct gaz_builder *b, const struct gaz_row *row)
{
	struct built *p = ARENA_NEW(&b->arena, struct built);

	p->row = *row;
	p->row.name = keep_text(b, row->name);
	p->row.country = keep_text(b, row->country);
	p->row.admin1 = keep_text(b, row->admin1);
	p->row.admin2 = keep_text(b, row->admin2);
	p->row.id = keep_text(b, row->id);
	b->items = arena_grow(&b->arena, b->items, b->n, &b->cap, sizeof(*b->items));
	b->items[b->n++] = p;
	note_mention(b, p, row->name, false);
	return p;
}

/* What the first row of a place did not know. */
static void
complete(struct gaz_builder *b, struct gaz_row *have, const struct gaz_row *row)
{
	if (have->population == 0)
		have->population = row->population;
	if (have->id.n == 0)
		have->id = keep_text(b, row->id);
	if (have->admin1.n == 0)
		have->admin1 = keep_text(b, row->admin1);
	if (have->admin2.n == 0)
		have->admin2 = keep_text(b, row->admin2);
}

void
gaz_builder_add(struct gaz_builder *b, const struct gaz_row *row)
{
	struct built *p = known_place(b, row);
	struct str list = row->aliases, part;

	if (p == NULL)
		p = add_place(b, row);
	else
		complete(b, &p->row, row);
	add_spelling(b, p, row->name, str_eq(p->row.name, row->name) ? 0 : GAZ_ALIAS);
	add_list(b, p, row->demonyms, GAZ_DEMONYM);
	add_list(b, p, row->aliases, GAZ_ALIAS);
	while (str_cut(&list, '|', &part))
		if (part.n > 0)
			note_mention(b, p, part, true);
}

/* ---- tables ---- */

static int
line_wrong(struct err *e, const char *file, unsigned line, const char *what,
    struct str value)
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
	*row = (struct gaz_row){ .country = cell[0],
		.kind = (enum gaz_kind)kind,
		.name = cell[2],
		.admin1 = cell[5],
		.aliases = cell[7],
		.demonyms = cell[8],
		.id = cell[9],
		.admin2 = cell[10] };
	if (!str_double(cell[3], &row->lat) || !(fabs(row->lat) <= 90))
		return line_wrong(e, file, line, "not a latitude:", cell[3]);
	if (!str_double(cell[4], &row->lon) || !(fabs(row->lon) <= 180))
		return line_wrong(e, file, line, "not a longitude:", cell[4]);
	if (cell[6].n > 0 && !str_uint(cell[6], &population))
		return line_wrong(e, file, line, "not a population:", cell[6]);
	row->population = population > UINT32_MAX ? UINT32_MAX : (uint32_t)population;
	row->listed = cell[9].n == 0;
	return 0;
}

int
gaz_builder_tsv(struct gaz_builder *b, struct str text, const char *file, struct err *e)
{
	struct str line;

	for (unsigned n = 1; str_cut(&text, '\n', &line); n++) {
		struct str cell[11] = { STR_NONE };
		struct gaz_row row;

		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		for (size_t i = 0; i < NELEM(cell) && str_cut(&line, '\t', &cell[i]);
		     i++) {
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

enum {
	GN_ID,
	GN_NAME,
	GN_ASCII,
	GN_ALT,
	GN_LAT,
	GN_LON,
	GN_CLASS,
	GN_CODE,
	GN_COUNTRY,
	GN_CC2,
	GN_ADMIN1,
	GN_ADMIN2,
	GN_ADMIN3,
	GN_ADMIN4,
	GN_POPULATION,
	GN_N
};

/* Which feature codes are places that news names; the others are left out. */
static const struct {
	const char *code; /* a prefix */
	enum gaz_kind kind;
} features[] = { { "A.PCL", GAZ_COUNTRY }, { "A.ADM1", GAZ_ADMIN1 },
	{ "A.ADM2", GAZ_ADMIN2 }, { "P.", GAZ_TOWN }, { "S.AIR", GAZ_SITE },
	{ "L.MILB", GAZ_SITE }, { "S.INSM", GAZ_SITE }, { "S.DAM", GAZ_SITE },
	{ "S.BDG", GAZ_SITE }, { "S.BRKS", GAZ_SITE }, { "S.CMPRF", GAZ_SITE },
	{ "S.PSTB", GAZ_SITE }, { "S.FT", GAZ_SITE }, { "S.HSP", GAZ_SITE },
	{ "S.OILR", GAZ_SITE }, { "S.PS", GAZ_SITE }, { "T.HLL", GAZ_SITE },
	{ "T.MT", GAZ_SITE }, { "T.PK", GAZ_SITE }, { "T.ISL", GAZ_AREA },
	{ "L.RGN", GAZ_AREA }, { "L.OILF", GAZ_SITE }, { "L.RES", GAZ_AREA } };

int
gaz_builder_geonames(struct gaz_builder *b, struct str line)
{
	struct str cell[GN_N] = { STR_NONE }, *admin;
	struct gaz_row row = { .kind = GAZ_KIND_N };
	char code[32], aliases[4096];
	uint64_t population = 0;

	for (size_t i = 0; i < GN_N && str_cut(&line, '\t', &cell[i]); i++)
		;
	snprintf(code, sizeof(code), "%.*s.%.*s", STR_ARG(cell[GN_CLASS]),
	    STR_ARG(cell[GN_CODE]));
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
	row.aliases = str_sub(str_of(aliases), 0,
	    utf8_floor(str_of(aliases), sizeof(aliases)));
	for (char *p = aliases; *p != '\0'; p++)
		if (*p == ',')
			*p = '|';
	snprintf(code, sizeof(code), "%.*s.%.*s", STR_ARG(row.country),
	    STR_ARG(cell[GN_ADMIN1]));
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
	struct gaz_row want = { .kind = GAZ_ADMIN1,
		.country = p->row.country,
		.name = p->row.admin1,
		.lat = p->row.lat,
		.lon = p->row.lon };
	struct built *admin;

	if (p->row.admin1.n == 0 || p->row.kind <= GAZ_ADMIN1)
		return;
	admin = same_place(b, &want, want.name, false);
	if (admin == NULL) {
		admin = add_place(b, &want);
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

/* Countries and divisions, then the larger before the smaller: of very many homonyms a
 * look-up gives the first. */
static int
rank_cmp(const void *a, const void *b)
{
	const struct built *x = *(struct built *const *)a, *y = *(struct built *const *)b;
	int k = (int)(x->row.kind > GAZ_ADMIN1) - (int)(y->row.kind > GAZ_ADMIN1);

	if (k != 0)
		return k;
	if (x->row.population != y->row.population)
		return x->row.population > y->row.population ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static void
rank(struct gaz_builder *b)
{
	for (size_t i = 0; i < b->n; i++)
		b->items[i]->index = (uint32_t)i;
	if (b->n > 0)
		qsort(b->items, b->n, sizeof(*b->items), rank_cmp);
	for (size_t i = 0; i < b->n; i++)
		b->items[i]->index = (uint32_t)i;
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

static void
add_bytes(struct buf *out, const void *p, size_t n)
{
	buf_add(out, (struct str){ p, n });
}

/* ... and forgets it. */
static void
add_all(struct buf *out, struct buf *from)
{
	buf_add(out, buf_str(from));
	buf_clear(from);
}

/* "geonames:" and a number as it is usually written is the number alone. */
static uint32_t
id_of(struct gaz_builder *b, const struct built *p)
{
	const struct str prefix = STR(GAZ_NUMBERED);
	struct str id = p->row.id.n > 0 ? p->row.id : slug(b, &p->row);
	struct str digits = str_sub(id, prefix.n, id.n);
	uint64_t number;

	if (str_starts(id, prefix) && str_uint(digits, &number) && number > 0 &&
	    digits.p[0] != '0' && number < GAZ_NUMBER)
		return GAZ_NUMBER | (uint32_t)number;
	return text_offset(b, id);
}

static uint32_t
region_of(struct gaz_builder *b, struct gaz_region r)
{
	struct str key = { (const char *)&r, sizeof(r) };
	size_t known = (uintptr_t)map_get(&b->region_at, key);

	if (known == 0) {
		buf_add(&b->regions, key);
		known = b->regions.n / sizeof(r);
		map_put(&b->region_at, arena_str(&b->arena, key),
		    (void *)(uintptr_t)known);
	}
	return (uint32_t)(known - 1);
}

static struct gaz_naming
naming_of(struct gaz_builder *b, const struct built *p)
{
	struct gaz_naming n = { .name = text_offset(b, p->row.name) };
	struct gaz_region r = { .admin1 = text_offset(b, p->row.admin1),
		.admin2 = text_offset(b, p->row.admin2) };

	n.region = region_of(b, r);
	n.id = id_of(b, p);
	return n;
}

/* What people does not fit is in the table of the large. */
static struct gaz_spot
spot_of(struct gaz_builder *b, const struct built *p)
{
	const struct gaz_row *row = &p->row;
	struct gaz_large large = { p->index, row->population };
	uint32_t people = row->population < GAZ_MANY ? row->population : GAZ_MANY;
	uint64_t v = (uint64_t)(lround(row->lat * 1e5) + 9000000) |
	    (uint64_t)(lround(row->lon * 1e5) + 18000000) << GAZ_LAT_BITS |
	    (uint64_t)row->kind << (GAZ_LAT_BITS + GAZ_LON_BITS) |
	    (uint64_t)row->listed << (GAZ_LAT_BITS + GAZ_LON_BITS + GAZ_KIND_BITS) |
	    (uint64_t)(people >> 16) << (GAZ_LAT_BITS + GAZ_LON_BITS + GAZ_KIND_BITS + 1);
	struct gaz_spot s = {
		.lo = (uint32_t)v, .hi = (uint32_t)(v >> 32), .people = (uint16_t)people
	};

	if (people == GAZ_MANY)
		add_bytes(&b->large, &large, sizeof(large));
	memcpy(s.country, row->country.p, 2);
	return s;
}

/* What is known of each place, and what its names are looked up by. */
struct parts {
	struct key_list keys[GAZ_TABLES];
	struct hash_list names, beginnings; /* for the filter; of several words */
	struct buf spots, namings;
};

static void
collect_words(struct parts *out, struct str words)
{
	uint64_t hash = GAZ_NO_WORDS;
	struct str word;

	while (str_cut(&words, ' ', &word)) {
		hash = gaz_filter_hash(hash, word);
		hash_list_add(words.n == 0 ? &out->names : &out->beginnings, hash);
	}
}

static void
collect_keys(const struct built *p, struct parts *out)
{
	for (const struct spelling *s = p->spellings; s != NULL; s = s->next) {
		struct fold_keys k;
		int levels = s->flags == GAZ_DEMONYM ? FOLD_WORDS : FOLD_N;

		fold_keys_plain(&k, s->text);
		fold_keys_looser(&k);
		collect_words(out, k.of[FOLD_WORDS]);
		for (int i = 0; i < levels; i++) {
			enum gaz_table t = gaz_table_of((enum fold_level)i);

			if (k.of[i].n > 0)
				key_list_add(&out->keys[t],
				    (struct place_key){
					gaz_hash(t, k.of[i], p->row.country), p->index,
					(uint16_t)gaz_slice(t, p->row.country),
					(uint8_t)s->flags,
					(uint8_t)gaz_level_bit((enum fold_level)i) });
		}
	}
}

static void
collect(struct gaz_builder *b, struct parts *out)
{
	*out = (struct parts){ .names = { NULL, 0, 0 } };
	buf_init(&out->spots, GAZ_BYTES_MAX / 2);
	buf_init(&out->namings, GAZ_BYTES_MAX / 2);
	buf_reset(&b->texts);
	buf_byte(&b->texts, '\0');
	for (size_t i = 0; i < b->n; i++) {
		struct gaz_spot spot = spot_of(b, b->items[i]);
		struct gaz_naming naming = naming_of(b, b->items[i]);

		add_bytes(&out->spots, &spot, sizeof(spot));
		add_bytes(&out->namings, &naming, sizeof(naming));
		collect_keys(b->items[i], out);
	}
}

void
gaz_builder_write(struct gaz_builder *b, struct buf *out)
{
	struct gaz_header head = {
		.order = GAZ_ORDER, .format = GAZ_FORMAT, .fold = FOLD_VERSION
	};
	struct key_pack packs[GAZ_TABLES];
	struct parts parts;

	memcpy(head.magic, GAZ_MAGIC, sizeof(head.magic));
	for (size_t i = 0; i < b->n; i++)
		settle_admin(b, b->items[i]);
	rank(b);
	collect(b, &parts);
	head.places = (uint32_t)b->n;
	head.regions = (uint32_t)(b->regions.n / sizeof(struct gaz_region));
	head.large = (uint32_t)(b->large.n / sizeof(struct gaz_large));
	head.texts = (uint32_t)b->texts.n;
	head.names = hash_list_settle(&parts.names) + hash_list_settle(&parts.beginnings);
	for (int i = 0; i < GAZ_TABLES; i++) {
		key_list_pack(&parts.keys[i], (enum gaz_table)i, head.places, &packs[i]);
		head.keys[i] = packs[i].n;
		head.buckets[i] = packs[i].n_buckets;
	}
	add_bytes(out, &head, sizeof(head));
	hash_lists_filter(&parts.names, &parts.beginnings, head.names, out);
	for (int i = 0; i < GAZ_TABLES; i++)
		add_all(out, &packs[i].starts);
	add_all(out, &parts.spots);
	add_all(out, &parts.namings);
	add_all(out, &b->regions);
	add_all(out, &b->large);
	for (int i = 0; i < GAZ_TABLES; i++)
		add_all(out, &packs[i].keys);
	buf_add(out, buf_str(&b->texts));
}
