/* test_store_incidents.c -- incidents and places in a store; see test_store.c. */
#include "config.h"

#include <criterion/criterion.h>
#include <math.h>

#include "base/alloc.h"
#include "store/incident_rows.h"
#include "tests/unit/store_expect.h"
#include "tests/unit/stores.h"

struct store_incident
sample_incident(const char *id, int64_t from, int64_t to)
{
	return (struct store_incident){ .id = str_of(id),
		.state = STR("open"),
		.bytes.head = STR("head"),
		.day_from = from,
		.day_to = to,
		.title = STR("t"),
		.place = STR("Aleppo"),
		.country = STR("SY"),
		.lat = 36.2,
		.lon = 37.16,
		.toll = { 12, -1, -1, -1, -1 },
		.created_ms = from * 1000,
		.changed_ms = to * 1000,
		.sources = 1 };
}

struct store_index
sample_index(uint64_t *keys, size_t n, int64_t from, int64_t to)
{
	return (struct store_index){
		.day_from = from, .day_to = to, .keys = keys, .n_keys = n
	};
}

static const struct {
	const char *name;
	int key; /* of keys below */
	int64_t from, to;
	size_t max;
	const char *ids; /* found, in order */
} looks[] = {
	{ "both", 0, 95, 105, 8, "BA" },
	{ "bounded", 0, 95, 105, 1, "B" },
	{ "the first only", 0, 90, 100, 8, "A" },
	{ "before", 0, 80, 89, 8, "" },
	{ "after", 0, 111, 120, 8, "" },
	{ "a long one within", 1, 200, 201, 8, "C" },
	{ "a long one at its end", 1, 400, 410, 8, "C" },
	{ "of years", 0, -2000, 2000, 8, "BAE" },
	{ "of years, bounded", 0, -2000, 2000, 2, "BA" },
	{ "not open any more", 2, 90, 110, 8, "" },
};

static void
candidates(struct store *s, const char *backend)
{
	uint64_t keys[] = { 1, UINT64_MAX, 3 };
	const struct {
		const char *id;
		size_t key;
		int64_t from, to;
	} rows[] = { { "A", 0, 95, 100 }, { "B", 0, 102, 110 }, { "C", 1, 100, 400 },
		{ "D", 2, 100, 101 }, { "E", 0, -500, -499 } };
	struct store_incident in = sample_incident("A", 500, 530);
	struct store_index was = sample_index(keys, 1, 95, 100);
	struct store_index is = sample_index(keys, 2, 500, 530), gone = { 0 };
	struct store_bucket both[] = { { .key = keys[0] }, { .key = keys[1] } };
	struct store_bucket before = { .key = keys[0] };
	struct err e = { "" };
	struct arena a;
	char ids[16];
	int64_t day, number[NELEM(rows)];
	bool any;

	arena_init(&a);
	OK(store_latest_day(s, &day, &e));
	cr_expect_eq(day, INT64_MIN, "%s", backend);
	OK(store_ledger_any(s, &any, &e));
	cr_expect(!any, "%s", backend);
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct store_incident row = sample_incident(rows[i].id, rows[i].from,
		    rows[i].to);
		struct store_index x = sample_index(keys + rows[i].key, 1, rows[i].from,
		    rows[i].to);

		OK(store_incident_save(s, &row, NULL, 0, NULL, &x, &e));
		number[i] = row.number;
	}
	OK(store_latest_day(s, &day, &e));
	cr_expect(day >= 110 && day < 126, "%s: %lld", backend, (long long)day);
	OK(store_ledger_any(s, &any, &e));
	cr_expect(any, "%s", backend);
	in.id = STR("D");
	in.number = number[3];
	OK(store_incident_save(s, &in, NULL, 0,
	    &(struct store_index){
		.day_from = 100, .day_to = 101, .keys = keys + 2, .n_keys = 1 },
	    &gone, &e));
	for (size_t i = 0; i < NELEM(looks); i++) {
		struct store_bucket b = { .key = keys[looks[i].key] };

		OK(store_buckets(s, &a, &b, 1, looks[i].from, looks[i].to, day,
		    looks[i].max, &e));
		for (size_t k = 0; k < b.n; k++)
			ids[k] = b.items[k].id.p[0];
		ids[b.n] = '\0';
		cr_expect_str_eq(ids, looks[i].ids, "%s: %s", backend, looks[i].name);
	}
	/* Under several keys once; moved in time, found only where it is now. */
	in.id = STR("A");
	in.number = number[0];
	OK(store_incident_save(s, &in, NULL, 0, &was, &is, &e));
	OK(store_buckets(s, &a, both, 2, 520, 521, INT64_MAX, 8, &e));
	cr_assert(both[0].n == 1 && both[1].n == 1, "%s", backend);
	cr_expect_eq(both[1].items[0].day_from, 500);
	cr_expect_eq(both[1].items[0].day_to, 530);
	OK(store_buckets(s, &a, &before, 1, 95, 100, INT64_MAX, 8, &e));
	cr_expect_eq(before.n, 0, "%s", backend);
	/* It began earlier than was known. */
	was = is;
	is.day_from = 490;
	OK(store_incident_save(s, &in, NULL, 0, &was, &is, &e));
	both[0].n = both[1].n = 0;
	OK(store_buckets(s, &a, both, 2, 495, 496, INT64_MAX, 8, &e));
	cr_assert(both[0].n == 1 && both[1].n == 1, "%s", backend);
	cr_expect_eq(both[1].items[0].day_from, 490);
	arena_clear(&a);
}

Test(store, candidates)
{
	each_store(candidates);
}

/* Which incidents tell of an entry, as reports come and go. */
static void
tells(struct store *s, const char *backend)
{
	static const struct {
		const char *incident, *was, *is; /* a letter an entry */
		const char *entry, *ids;
	} steps[] = { { "A", NULL, "xy", "x", "A" }, { "B", NULL, "xxz", "x", "AB" },
		{ "A", "xy", "yz", "x", "B" }, { "A", "yz", "yz", "z", "AB" },
		{ "B", "xz", "", "z", "A" } };
	struct err e = { "" };
	int64_t numbers[2] = { 0, 0 };
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < NELEM(steps); i++) {
		struct store_incident in = sample_incident(steps[i].incident, 1, 2);
		int64_t *number = &numbers[steps[i].incident[0] - 'A'];
		struct store_index x[2] = { { 0 }, { 0 } };
		struct str entries[2][4], *got;
		const char *text[] = { steps[i].was, steps[i].is };
		char ids[8] = "";
		size_t n;

		for (int side = 0; side < 2; side++) {
			x[side].entries = entries[side];
			for (const char *c = text[side]; c != NULL && *c != '\0'; c++)
				entries[side][x[side].n_entries++] = (struct str){ c, 1 };
		}
		in.number = *number;
		OK(store_incident_save(s, &in, NULL, 0, text[0] == NULL ? NULL : &x[0],
		    &x[1], &e));
		*number = in.number;
		OK(store_tells(s, &a, str_of(steps[i].entry), 4, &got, &n, &e));
		for (size_t k = 0; k < n; k++)
			ids[k] = got[k].p[0];
		cr_expect_str_eq(ids, steps[i].ids, "%s: step %zu", backend, i);
	}
	arena_clear(&a);
}

Test(store, tells)
{
	each_store(tells);
}

#define NUMBERS 4 /* of parts, at most */

/* The parts of an incident, as they come, are written again and go; those of another stay
 * what they are. */
static void
parts(struct store *s, const char *backend)
{
	static const struct {
		const char *saved, *text; /* numbers, and a letter for each */
		uint32_t gone;
		const char *read; /* all, then */
	} steps[] = { { "13", "ab", 0, "1a3b" }, { "", "", 0, "1a3b" },
		{ "2", "c", 0, "1a2c3b" }, { "1", "d", 3, "1d2c" },
		{ "4", "e", 1, "2c4e" } };
	struct store_index none = { 0 };
	struct store_incident one = sample_incident("A", 1, 2), *list;
	struct store_incident other = sample_incident("B", 1, 2), got;
	struct incident_part part[NUMBERS] = { { UINT32_MAX, STR("z") } };
	struct err e = { "" };
	struct arena a;
	bool found;
	size_t n;

	arena_init(&a);
	other.bytes.parts = part;
	other.bytes.n_parts = 1;
	OK(store_incident_save(s, &other, NULL, 0, NULL, &none, &e));
	for (size_t i = 0; i < NELEM(steps); i++) {
		char read[2 * NUMBERS + 1] = "";
		size_t at = 0;

		one.bytes.parts = part;
		one.bytes.n_parts = strlen(steps[i].saved);
		for (size_t k = 0; k < one.bytes.n_parts; k++)
			part[k] = (struct incident_part){ (uint32_t)(steps[i].saved[k] -
							      '0'),
				{ &steps[i].text[k], 1 } };
		OK(store_incident_save(s, &one, &steps[i].gone, steps[i].gone != 0,
		    i == 0 ? NULL : &none, &none, &e));
		OK(store_incident_get(s, &a, one.id, &got, &found, &e));
		cr_assert(found && got.number == one.number &&
		    got.number != other.number);
		cr_assert(got.bytes.n_parts <= NUMBERS);
		for (size_t k = 0; k < got.bytes.n_parts; k++) {
			read[at++] = (char)('0' + got.bytes.parts[k].number);
			read[at++] = got.bytes.parts[k].bytes.p[0];
		}
		cr_expect_str_eq(read, steps[i].read, "%s: step %zu", backend, i);
	}
	OK(store_incidents(s, &a,
	    &(struct store_incident_query){
		.changed_after_ms = TIME_NONE, .before_ms = TIME_NONE, .limit = 9 },
	    &list, &n, &e));
	cr_assert_eq(n, 2);
	for (size_t i = 0; i < n; i++)
		cr_expect_eq(list[i].bytes.n_parts, list[i].id.p[0] == 'A' ? 2 : 1);
	OK(store_incident_bytes(s, &a, other.id, &other.number, &got.bytes, &e));
	cr_assert_eq(got.bytes.n_parts, 1);
	cr_expect_eq(got.bytes.parts[0].number, UINT32_MAX);
	SAME(got.bytes.parts[0].bytes, STR("z"));
	arena_clear(&a);
}

Test(store, parts)
{
	each_store(parts);
}

static const struct {
	const char *name;
	struct store_incident_query q;
	size_t n;
} incident_queries[] = {
	{ "all", { .changed_after_ms = TIME_NONE, .before_ms = TIME_NONE, .limit = 9 },
	    3 },
	{ "limit", { .changed_after_ms = TIME_NONE, .before_ms = TIME_NONE, .limit = 2 },
	    2 },
	{ "country",
	    { .country = STR_INIT("FR"),
		.changed_after_ms = TIME_NONE,
		.before_ms = TIME_NONE,
		.limit = 9 },
	    0 },
	{ "place",
	    { .place = STR_INIT("Aleppo"),
		.changed_after_ms = TIME_NONE,
		.before_ms = TIME_NONE,
		.limit = 9 },
	    3 },
	{ "toll",
	    { .outcome = TOLL_KILLED,
		.min_toll = 13,
		.changed_after_ms = TIME_NONE,
		.before_ms = TIME_NONE,
		.limit = 9 },
	    0 },
	{ "toll reached",
	    { .outcome = TOLL_KILLED,
		.min_toll = 12,
		.changed_after_ms = TIME_NONE,
		.before_ms = TIME_NONE,
		.limit = 9 },
	    3 },
	{ "days",
	    { .day_from = 101,
		.day_to = 103,
		.changed_after_ms = TIME_NONE,
		.before_ms = TIME_NONE,
		.limit = 9 },
	    2 },
	{ "box",
	    { .south = 36,
		.north = 37,
		.west = 37,
		.east = 38,
		.changed_after_ms = TIME_NONE,
		.before_ms = TIME_NONE,
		.limit = 9 },
	    3 },
	{ "other box",
	    { .south = 10,
		.north = 20,
		.west = 37,
		.east = 38,
		.changed_after_ms = TIME_NONE,
		.before_ms = TIME_NONE,
		.limit = 9 },
	    0 },
	{ "next page", { .changed_after_ms = TIME_NONE, .before_ms = 110000, .limit = 9 },
	    1 },
	{ "the rest of a moment",
	    { .changed_after_ms = TIME_NONE,
		.before_ms = 110000,
		.before_id = STR_INIT("C"),
		.limit = 9 },
	    2 },
};

static void
incident_lists(struct store *s, const char *backend)
{
	struct store_incident in[] = { sample_incident("A", 95, 100),
		sample_incident("B", 102, 110), sample_incident("C", 100, 400) };
	struct store_incident *got;
	struct err e = { "" };
	struct arena a;
	size_t n;

	arena_init(&a);
	for (size_t i = 0; i < NELEM(in); i++)
		OK(store_incident_save(s, &in[i], NULL, 0, NULL,
		    &(struct store_index){ 0 }, &e));
	for (size_t i = 0; i < NELEM(incident_queries); i++) {
		OK(store_incidents(s, &a, &incident_queries[i].q, &got, &n, &e));
		cr_expect_eq(n, incident_queries[i].n, "%s: %s: %zu", backend,
		    incident_queries[i].name, n);
	}
	arena_clear(&a);
}

Test(store, incident_lists)
{
	each_store(incident_lists);
}

static void
control(struct store *s, const char *backend)
{
	struct store_control c = { .place = STR("SY|idlib"),
		.name = STR("Idlib"),
		.holder = STR("army"),
		.country = STR("SY"),
		.lat = NAN,
		.lon = NAN,
		.since_ms = TIME_NONE,
		.changed_ms = 5,
		.blob = STR("b\0b") },
			     got, *list;
	struct err e = { "" };
	struct arena a;
	size_t n;
	bool found;

	arena_init(&a);
	OK(store_control_get(s, &a, c.place, &got, &found, &e));
	cr_expect_not(found);
	OK(store_control_save(s, &c, &e));
	c.holder = STR("rebels");
	c.changed_ms = 9;
	OK(store_control_save(s, &c, &e));
	OK(store_control_get(s, &a, c.place, &got, &found, &e));
	cr_assert(found);
	SAME(got.holder, STR("rebels"));
	SAME(got.blob, STR("b\0b"));
	cr_expect(isnan(got.lat) && got.since_ms == TIME_NONE);
	OK(store_controls(s, &a, STR("SY"), TIME_NONE, STR_NONE, 5, &list, &n, &e));
	cr_expect_eq(n, 1);
	OK(store_controls(s, &a, STR_NONE, 9, STR_NONE, 5, &list, &n, &e));
	cr_expect_eq(n, 0);
	arena_clear(&a);
}

Test(store, control)
{
	each_store(control);
}
