/* test_store.c -- store/: what every backend must do, the same for each. */
#include "config.h"

#include <criterion/criterion.h>
#include <math.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "store/db.h"
#include "store/alert_rows.h"
#include "store/entry_rows.h"
#include "store/feed_rows.h"
#include "facts/control.h"
#include "facts/fact_wire.h"
#include "facts/incident.h"
#include "store/incident_rows.h"
#include "store/schema.h"
#include "store/tally.h"
#include "tests/unit/stores.h"

#define OK(call) cr_assert_eq((call), 0, "%s: %s: %s", backend, #call, e.msg)
#define SAME(a, b) \
	cr_expect(str_eq((a), (b)), "%s: '%.*s', not '%.*s'", backend, STR_ARG(a), STR_ARG(b))

/* ---- feeds ---- */

static void
feeds(struct store *s, const char *backend)
{
	struct store_feed two[] = { { .name = STR("one"), .url = STR("http://a.example/") },
		{ .name = STR("two"), .url = STR("http://b.example/") } };
	struct store_take takes[2] = { { .lease_ms = 60000 }, { .lease_ms = 60000 } };
	struct store_feed *got, save;
	struct err e = { "" };
	struct arena a;
	size_t n, fenced;

	arena_init(&a);
	OK(store_feeds_sync(s, &a, two, 2, &e));
	cr_expect(two[0].id > 0 && two[1].id > two[0].id && two[0].enabled);
	cr_expect_eq(two[0].fetched_ms, TIME_NONE);

	takes[0].id = two[0].id;
	takes[1].id = two[1].id;
	OK(store_feeds_take(s, &a, takes, 2, &e));
	cr_expect(takes[0].taken && takes[1].taken, "%s", backend);

	OK(store_feeds_load(s, &a, &got, &n, &e));
	cr_assert_eq(n, 2);
	save = got[0];
	save.state = STR("\0etag\xff");
	save.due_ms = 1;
	save.fetched_ms = 77;
	OK(store_feeds_save(s, &save, 1, &fenced, &e));
	cr_expect_eq(fenced, 0);
	save = got[1];
	save.epoch--;
	OK(store_feeds_save(s, &save, 1, &fenced, &e));
	cr_expect_eq(fenced, 1, "%s: an old epoch must not write", backend);

	/* The first moves, the second leaves, a third comes. */
	two[0] = (struct store_feed){ .name = STR("one"), .url = STR("http://c.example/") };
	two[1] = (struct store_feed){ .name = STR("three"), .url = STR("http://d.example/") };
	OK(store_feeds_sync(s, &a, two, 2, &e));
	cr_expect_eq(two[0].id, got[0].id);
	cr_expect_gt(two[0].due_ms, 1, "%s: due at once", backend);
	SAME(two[0].state, STR("\0etag\xff"));
	OK(store_feeds_load(s, &a, &got, &n, &e));
	cr_assert_eq(n, 3);
	cr_expect_not(got[1].enabled, "%s: not named any more", backend);
	arena_clear(&a);
}

Test(store, feeds)
{
	each_store(feeds);
}

static void
use_name(struct store *s, const char *name)
{
	str_copy(s->node, sizeof(s->node), str_of(name));
}

/* A lease keeps a feed from all other nodes, even if asked for at once; a saved one is free. */
static void
taking(struct store *s, const char *backend)
{
	static const struct {
		int64_t due_ms;
		bool at_once, taken;
	} asked[] = { { 1, false, true }, { INT64_C(4000000000000), false, false },
		{ INT64_C(4000000000000), true, true } };
	struct store_feed feed = { .name = STR("one"), .url = STR("http://a.example/") };
	struct store_take t;
	struct err e = { "" };
	struct arena a;
	size_t fenced;

	arena_init(&a);
	OK(store_feed_add(s, &a, &feed, &e));
	for (size_t i = 0; i < NELEM(asked); i++) {
		use_name(s, "one");
		feed.due_ms = asked[i].due_ms;
		feed.state = STR("state");
		OK(store_feeds_save(s, &feed, 1, &fenced, &e));
		cr_expect_eq(fenced, 0, "%s", backend);
		t = (struct store_take){ .id = feed.id, .lease_ms = 60000, .at_once = asked[i].at_once };
		OK(store_feeds_take(s, &a, &t, 1, &e));
		cr_expect_eq(t.taken, asked[i].taken, "%s: %zu", backend, i);
		SAME(t.row.state, STR("state"));
		cr_expect_eq(t.row.epoch, feed.epoch + t.taken, "%s", backend);
		feed.epoch = t.row.epoch;
		if (!t.taken)
			continue;
		use_name(s, "two");
		t.at_once = true;
		OK(store_feeds_take(s, &a, &t, 1, &e));
		cr_expect_not(t.taken, "%s: it is held", backend);
	}
	use_name(s, "one");
	OK(store_feeds_take(s, &a, &t, 1, &e));
	cr_expect(t.taken, "%s: what we held before we died is ours", backend);
	OK(store_feeds_save(s, &feed, 1, &fenced, &e));
	cr_expect_eq(fenced, 1, "%s: an old epoch saves nothing", backend);
	arena_clear(&a);
}

Test(store, taking)
{
	each_store(taking);
}

/* Two feeds of one host: one at a time, and a pause between, whichever node asks. */
static void
hosts(struct store *s, const char *backend)
{
	struct store_feed two[] = { { .name = STR("one"), .url = STR("http://a.example/1") },
		{ .name = STR("two"), .url = STR("http://a.example/2") } };
	struct store_take t[2];
	struct err e = { "" };
	struct arena a;
	int64_t now;
	size_t fenced;

	arena_init(&a);
	OK(store_feeds_sync(s, &a, two, 2, &e));
	for (size_t i = 0; i < 2; i++)
		t[i] = (struct store_take){ .id = two[i].id, .lease_ms = 60000, .host = STR("a.example"),
			.spacing_ms = 2000 };
	use_name(s, "one");
	OK(store_feeds_take(s, &a, &t[0], 1, &e));
	cr_assert(t[0].taken, "%s", backend);
	OK(store_feeds_take(s, &a, &t[1], 1, &e));
	OK(store_now(s, &now, &e));
	cr_expect(!t[1].taken && t[1].row.owner.n == 0, "%s: so soon after the other", backend);
	cr_expect(t[1].row.due_ms > now && t[1].row.due_ms <= now + 2000, "%s", backend);
	use_name(s, "two");
	t[1].at_once = true;
	OK(store_feeds_take(s, &a, &t[1], 1, &e));
	cr_expect(!t[1].taken && t[1].row.due_ms > now + 50000, "%s: while one asks", backend);
	use_name(s, "one");
	two[0] = t[0].row;
	two[0].host = STR("a.example");
	two[0].host_rest_ms = -1;
	OK(store_feeds_save(s, two, 1, &fenced, &e));
	cr_expect_eq(fenced, 0, "%s", backend);
	use_name(s, "two");
	OK(store_feeds_take(s, &a, &t[1], 1, &e));
	cr_expect(t[1].taken, "%s: it is free again", backend);
	arena_clear(&a);
}

Test(store, hosts)
{
	each_store(hosts);
}

static void
late(struct store *s, const char *backend)
{
	struct store_feed three[] = { { .name = STR("one"), .url = STR("http://a.example/") },
		{ .name = STR("two"), .url = STR("http://b.example/") },
		{ .name = STR("three"), .url = STR("http://c.example/") } };
	struct store_due *due;
	struct err e = { "" };
	struct arena a;
	size_t n, fenced;

	arena_init(&a);
	OK(store_feeds_sync(s, &a, three, 3, &e));
	for (size_t i = 0; i < 3; i++)
		three[i].due_ms = 1000 - (int64_t)i * 100;
	OK(store_feeds_save(s, three, 3, &fenced, &e));
	OK(store_feeds_late(s, &a, 1000, 9, &due, &n, &e));
	cr_assert_eq(n, 2, "%s", backend);
	SAME(due[0].name, STR("three"));
	OK(store_feeds_late(s, &a, 5000, 1, &due, &n, &e));
	cr_expect_eq(n, 1, "%s", backend);
	OK(store_feeds_due(s, &a, &due, &n, &e));
	cr_assert_eq(n, 3, "%s", backend);
	cr_expect_eq(due[1].due_ms, 900, "%s", backend);
	arena_clear(&a);
}

Test(store, late)
{
	each_store(late);
}

static void
nodes(struct store *s, const char *backend)
{
	struct store_node *n, me = { .span_ms = 60000, .version = STR("1.2.3") };
	struct store_feed feed = { .name = STR("one"), .url = STR("http://a.example/") };
	struct store_take t = { .lease_ms = 60000 };
	int64_t now;
	struct err e = { "" };
	struct arena a;
	size_t count;

	arena_init(&a);
	OK(store_nodes(s, &a, true, &n, &count, &e));
	cr_expect_eq(count, 0, "%s", backend);
	use_name(s, "dead");
	OK(store_node_beat(s, &(struct store_node){ .version = STR("1.0") }, &now, &e));
	use_name(s, "me");
	OK(store_node_beat(s, &me, &now, &e));
	OK(store_feed_add(s, &a, &feed, &e));
	t.id = feed.id;
	OK(store_feeds_take(s, &a, &t, 1, &e));
	OK(store_nodes(s, &a, true, &n, &count, &e));
	cr_assert_eq(count, 2, "%s", backend);
	for (size_t i = 0; i < count; i++) {
		cr_expect_eq(n[i].alive, n[i].me, "%s", backend);
		cr_expect_eq(n[i].feeds, n[i].me, "%s", backend);
		SAME(n[i].version, n[i].me ? STR("1.2.3") : STR("1.0"));
	}
	OK(store_node_leave(s, &e));
	OK(store_nodes(s, &a, false, &n, &count, &e));
	cr_expect_eq(count, 1, "%s", backend);
	arena_clear(&a);
}

Test(store, nodes)
{
	each_store(nodes);
}

static void
feed_state(struct store *s, const char *backend)
{
	struct store_feed f = { .name = STR("one"), .url = STR("http://a.example/") };
	struct err e = { "" };
	struct arena a;
	size_t fenced;

	arena_init(&a);
	OK(store_feeds_sync(s, &a, &f, 1, &e));
	f.state = STR("\0etag\xff");
	f.fetched_ms = 77;
	OK(store_feeds_save(s, &f, 1, &fenced, &e));
	f = (struct store_feed){ .name = STR("one"), .url = STR("http://a.example/") };
	OK(store_feeds_sync(s, &a, &f, 1, &e));
	SAME(f.state, STR("\0etag\xff"));
	cr_expect_eq(f.fetched_ms, 77);
	arena_clear(&a);
}

Test(store, feed_state)
{
	each_store(feed_state);
}

/* ---- entries ---- */

static struct store_entry
sample_entry(int64_t feed)
{
	return (struct store_entry){ .feed = feed, .name = STR("guid-1"),
		.url = STR("http://a.example/1"), .title = STR("Twelve killed"),
		.text = STR("Twelve killed\n\nTwelve people were killed in Aleppo."),
		.lang = STR("en"), .published_ms = 5000, .seen_ms = 6000, .changed_ms = 6000,
		.content = STR("hash-1") };
}

static void
entries(struct store *s, const char *backend)
{
	struct store_feed f = { .name = STR("one"), .url = STR("http://a.example/") };
	uint64_t keys[] = { 1, UINT64_MAX }, other = 3;
	struct fact_place place = { .name = STR("Halab"), .canonical = STR("Aleppo"),
		.lat = NAN, .lon = NAN };
	struct fact fact;
	struct fact_list facts = { .items = &fact, .n = 1 };
	struct store_entry en, got;
	struct store_revision *revs;
	struct str *hashes;
	struct store_entry *since;
	struct store_fact *found_facts;
	struct err e = { "" };
	struct arena a;
	int64_t id;
	size_t n;
	bool found;

	arena_init(&a);
	fact_init(&fact, FACT_CASUALTY);
	fact.places = &place;
	fact.n_places = 1;
	OK(store_feeds_sync(s, &a, &f, 1, &e));
	en = sample_entry(f.id);
	OK(store_entry_find(s, f.id, keys, 2, &id, &e));
	cr_expect_eq(id, 0);
	OK(store_entry_insert(s, &en, keys, 2, &facts, &e));
	OK(store_entry_find(s, f.id, keys + 1, 1, &id, &e));
	cr_expect_eq(id, en.id);
	OK(store_entry_find(s, f.id + 1, keys, 2, &id, &e));
	cr_expect_eq(id, 0, "%s: keys are the feed's own", backend);
	OK(store_entry_keys_add(s, f.id, en.id, &other, 1, &e));
	OK(store_entry_find(s, f.id, &other, 1, &id, &e));
	cr_expect_eq(id, en.id);

	OK(store_entry_get(s, &a, en.id, &got, &found, &e));
	cr_assert(found);
	SAME(got.feed_name, STR("one"));
	SAME(got.text, en.text);
	SAME(got.content, en.content);
	cr_expect_eq(got.published_ms, 5000);

	en.text = STR("Fourteen");
	en.content = STR("hash-2");
	en.changed_ms = 9000;
	fact.places = NULL;
	fact.n_places = 0;
	OK(store_entry_revise(s, &en, &facts, &e));
	OK(store_entry_named(s, &a, STR("guid-1"), &got, &found, &e));
	cr_expect(found && got.id == en.id);
	OK(store_entry_contents(s, &a, f.id, 9, &hashes, &n, &e));
	cr_assert_eq(n, 1);
	SAME(hashes[0], STR("hash-2"));
	OK(store_entry_head(s, &a, en.id, &got, &e));
	SAME(got.content, STR("hash-2"));
	cr_expect_eq(got.revision, 1);
	OK(store_entry_revisions(s, &a, en.id, &revs, &n, &e));
	cr_assert_eq(n, 1);
	cr_expect_eq(revs[0].until_ms, 9000);
	cr_expect(str_starts(revs[0].text, STR("Twelve")));
	OK(store_facts(s, &a, &(struct store_fact_query){ .place = STR("Aleppo"),
	    .since_ms = TIME_NONE, .before_ms = TIME_NONE, .limit = 10 }, &found_facts, &n, &e));
	cr_expect_eq(n, 0, "%s: the facts of what it said before are gone", backend);
	OK(store_facts(s, &a, &(struct store_fact_query){ .kind = STR("casualty"),
	    .since_ms = 6000, .before_ms = 6001, .limit = 10 }, &found_facts, &n, &e));
	cr_assert_eq(n, 1);
	cr_expect(str_starts(found_facts[0].json, STR("{\"kind\":\"casualty\"")));

	OK(store_entries_since(s, &a, 0, 6000, 10, &since, &n, &e));
	cr_expect_eq(n, 1);
	OK(store_entries_since(s, &a, 0, 6001, 10, &since, &n, &e));
	cr_expect_eq(n, 0);
	OK(store_entry_withdraw(s, en.id, 9500, &e));
	OK(store_entry_head(s, &a, en.id, &got, &e));
	cr_expect(got.withdrawn);
	OK(store_entries_forget(s, 6001, 10, &n, &e));
	cr_expect_eq(n, 1);
	OK(store_entries_forget(s, 6001, 10, &n, &e));
	cr_expect_eq(n, 0);
	OK(store_entry_find(s, f.id, keys, 1, &id, &e));
	cr_expect_eq(id, en.id, "%s: forgotten, but known", backend);
	arena_clear(&a);
}

Test(store, entries)
{
	each_store(entries);
}

/* ---- incidents ---- */

static struct store_incident
sample_incident(const char *id, int64_t from, int64_t to)
{
	return (struct store_incident){ .id = str_of(id), .state = STR("open"),
		.blob = STR("blob"), .day_from = from, .day_to = to, .title = STR("t"),
		.place = STR("Aleppo"), .country = STR("SY"), .lat = 36.2, .lon = 37.16,
		.toll = { 12, -1, -1, -1, -1 }, .created_ms = from * 1000, .changed_ms = to * 1000,
		.sources = 1 };
}

static struct store_index
sample_index(uint64_t *keys, size_t n, int64_t from, int64_t to)
{
	return (struct store_index){ .day_from = from, .day_to = to, .keys = keys, .n_keys = n };
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
	struct store_found *got;
	struct err e = { "" };
	struct arena a;
	char ids[16];
	int64_t day;
	size_t n;

	arena_init(&a);
	OK(store_latest_day(s, &day, &e));
	cr_expect_eq(day, INT64_MIN, "%s", backend);
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct store_incident row = sample_incident(rows[i].id, rows[i].from, rows[i].to);
		struct store_index x = sample_index(keys + rows[i].key, 1, rows[i].from, rows[i].to);

		OK(store_incident_save(s, &row, NULL, &x, &e));
	}
	OK(store_latest_day(s, &day, &e));
	cr_expect(day >= 110 && day < 126, "%s: %lld", backend, (long long)day);
	in.id = STR("D");
	OK(store_incident_save(s, &in, &(struct store_index){ .day_from = 100, .day_to = 101,
	    .keys = keys + 2, .n_keys = 1 }, &gone, &e));
	for (size_t i = 0; i < NELEM(looks); i++) {
		OK(store_bucket(s, &a, keys[looks[i].key], looks[i].from,
		    looks[i].to, looks[i].max, &got, &n, &e));
		for (size_t k = 0; k < n; k++)
			ids[k] = got[k].id.p[0];
		ids[n] = '\0';
		cr_expect_str_eq(ids, looks[i].ids, "%s: %s", backend, looks[i].name);
	}
	/* Under several keys once; moved in time, found only where it is now. */
	in.id = STR("A");
	OK(store_incident_save(s, &in, &was, &is, &e));
	OK(store_bucket(s, &a, keys[1], 520, 521, 8, &got, &n, &e));
	cr_expect_eq(n, 1, "%s", backend);
	cr_expect_eq(got[0].day_from, 500);
	cr_expect_eq(got[0].day_to, 530);
	OK(store_bucket(s, &a, keys[0], 95, 100, 8, &got, &n, &e));
	cr_expect_eq(n, 0, "%s", backend);
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
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < NELEM(steps); i++) {
		struct store_incident in = sample_incident(steps[i].incident, 1, 2);
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
		OK(store_incident_save(s, &in, text[0] == NULL ? NULL : &x[0], &x[1], &e));
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

static const struct {
	const char *name;
	struct store_incident_query q;
	size_t n;
} incident_queries[] = {
	{ "all", { .changed_after_ms = TIME_NONE, .before_ms = TIME_NONE, .limit = 9 }, 3 },
	{ "limit", { .changed_after_ms = TIME_NONE, .before_ms = TIME_NONE, .limit = 2 }, 2 },
	{ "country", { .country = STR_INIT("FR"), .changed_after_ms = TIME_NONE,
	    .before_ms = TIME_NONE, .limit = 9 }, 0 },
	{ "place", { .place = STR_INIT("Aleppo"), .changed_after_ms = TIME_NONE,
	    .before_ms = TIME_NONE, .limit = 9 }, 3 },
	{ "toll", { .outcome = TOLL_KILLED, .min_toll = 13, .changed_after_ms = TIME_NONE,
	    .before_ms = TIME_NONE, .limit = 9 }, 0 },
	{ "toll reached", { .outcome = TOLL_KILLED, .min_toll = 12,
	    .changed_after_ms = TIME_NONE, .before_ms = TIME_NONE, .limit = 9 }, 3 },
	{ "days", { .day_from = 101, .day_to = 103, .changed_after_ms = TIME_NONE,
	    .before_ms = TIME_NONE, .limit = 9 }, 2 },
	{ "box", { .south = 36, .north = 37, .west = 37, .east = 38,
	    .changed_after_ms = TIME_NONE, .before_ms = TIME_NONE, .limit = 9 }, 3 },
	{ "other box", { .south = 10, .north = 20, .west = 37, .east = 38,
	    .changed_after_ms = TIME_NONE, .before_ms = TIME_NONE, .limit = 9 }, 0 },
	{ "next page", { .changed_after_ms = TIME_NONE, .before_ms = 110000, .limit = 9 }, 1 },
	{ "the rest of a moment", { .changed_after_ms = TIME_NONE, .before_ms = 110000,
	    .before_id = STR_INIT("C"), .limit = 9 }, 2 },
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
		OK(store_incident_save(s, &in[i], NULL, &(struct store_index){ 0 }, &e));
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
	struct store_control c = { .place = STR("SY|idlib"), .name = STR("Idlib"),
		.holder = STR("army"), .country = STR("SY"), .lat = NAN, .lon = NAN,
		.since_ms = TIME_NONE, .changed_ms = 5, .blob = STR("b\0b") }, got, *list;
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

/* ---- alerts and what carries them ---- */

static struct store_alert
sample_alert(const char *id, const char *key)
{
	return (struct store_alert){ .id = str_of(id), .key = str_of(key), .rule = STR("toll"),
		.reason = STR("toll_crossed"), .severity = STR("critical"), .incident = STR("I1"),
		.created_ms = 1000, .json = STR("{\"type\":\"incident.toll_crossed\"}") };
}

static void
alerts(struct store *s, const char *backend)
{
	struct store_alert al = sample_alert("A1", "toll/I1/50"), got, *list;
	struct err e = { "" };
	struct arena a;
	bool rang, known, found;
	size_t n;

	arena_init(&a);
	OK(store_alert_insert(s, &al, &rang, &e));
	cr_expect(rang);
	OK(store_alert_insert(s, &al, &rang, &e));
	cr_expect_not(rang, "%s: rang twice", backend);
	al.id = STR("A2");
	OK(store_alert_insert(s, &al, &rang, &e));
	cr_expect_not(rang, "%s: the key decides", backend);
	al.key = STR("toll/I1/100");
	OK(store_alert_insert(s, &al, &rang, &e));
	cr_expect(rang);
	OK(store_alert_key_known(s, STR("toll/I1/50"), &known, &e));
	cr_expect(known);
	OK(store_alert_key_known(s, STR("toll/I1/250"), &known, &e));
	cr_expect_not(known);
	OK(store_alert_get(s, &a, STR("A1"), &got, &found, &e));
	cr_assert(found);
	SAME(got.json, al.json);
	OK(store_alerts(s, &a, &(struct store_alert_query){ .since_ms = TIME_NONE, .limit = 9 },
	    &list, &n, &e));
	cr_assert_eq(n, 2);
	SAME(list[0].id, STR("A2"));
	OK(store_alerts(s, &a, &(struct store_alert_query){ .since_ms = TIME_NONE, .limit = 9,
	    .before_seq = list[0].seq, .rule = STR("toll"), .incident = STR("I1") }, &list, &n,
	    &e));
	cr_assert_eq(n, 1);
	SAME(list[0].id, STR("A1"));
	arena_clear(&a);
}

Test(store, alerts)
{
	each_store(alerts);
}

static void
outbox(struct store *s, const char *backend)
{
	struct store_alert al = sample_alert("A1", "k1");
	struct store_delivery row = { .id = STR("D1"), .alert = STR("A1"), .receiver = STR("desk"),
		.target = STR("a@b.example"), .next_ms = 1, .created_ms = 1 }, *d, late, got;
	struct store_attempt at = { .at_ms = 5, .latency_ms = 3, .status = 503,
		.error = STR("busy") }, *tries;
	struct store_stats st;
	struct err e = { "" };
	struct arena a;
	int64_t due, now;
	size_t n, waiting;
	bool rang, fenced, found;
	struct str ref;

	arena_init(&a);
	OK(store_now(s, &now, &e));
	OK(store_alert_insert(s, &al, &rang, &e));
	OK(store_outbox_add(s, &row, &e));
	OK(store_outbox_add(s, &row, &e));
	OK(store_outbox_next(s, STR("desk"), &due, &waiting, 9, &e));
	cr_expect_eq(waiting, 1, "%s: once for each id", backend);
	cr_expect_eq(due, 1);
	OK(store_outbox_claim(s, &a, STR("ops"), 60000, 9, &d, &n, &e));
	cr_expect_eq(n, 0);
	OK(store_outbox_claim(s, &a, STR("desk"), 60000, 9, &d, &n, &e));
	cr_assert_eq(n, 1);
	SAME(d[0].json, al.json);
	late = d[0];
	OK(store_outbox_claim(s, &a, STR("desk"), 60000, 9, &d, &n, &e));
	cr_expect_eq(n, 0, "%s: held", backend);

	/* It fails, is due again, is claimed again; the first claim comes too late. */
	late.next_ms = 2;
	late.error = STR("busy");
	OK(store_outbox_finish(s, &late, &at, &fenced, &e));
	cr_expect_not(fenced);
	OK(store_outbox_claim(s, &a, STR("desk"), 60000, 9, &d, &n, &e));
	cr_assert_eq(n, 1);
	cr_expect_eq(d[0].attempt, 1);
	late.state = OUTBOX_SENT;
	OK(store_outbox_finish(s, &late, &at, &fenced, &e));
	cr_expect(fenced, "%s: an old claim must not finish", backend);
	d[0].state = OUTBOX_DEAD;
	at.status = 400;
	OK(store_outbox_finish(s, &d[0], &at, &fenced, &e));
	cr_expect_not(fenced);
	OK(store_attempts(s, &a, STR("D1"), &tries, &n, &e));
	cr_assert_eq(n, 2);
	cr_expect_eq(tries[1].status, 400);
	SAME(tries[1].node, STR("test"));
	OK(store_stats(s, &st, &e));
	cr_expect_eq(st.outbox_dead, 1);
	cr_expect_eq(st.outbox_pending, 0);

	OK(store_outbox_retry(s, STR_NONE, now - 1, &n, &e));
	cr_expect_eq(n, 1);
	OK(store_outbox_claim(s, &a, STR("desk"), 60000, 9, &d, &n, &e));
	cr_assert_eq(n, 1);
	d[0].state = OUTBOX_SENT;
	d[0].ref = STR("thread-7");
	OK(store_outbox_finish(s, &d[0], &at, &fenced, &e));
	OK(store_outbox_retry(s, STR("D1"), now, &n, &e));
	cr_expect_eq(n, 0, "%s: what was sent is not sent again", backend);
	OK(store_outbox_get(s, &a, STR("D1"), &got, &found, &e));
	cr_assert(found);
	cr_expect_eq(got.state, OUTBOX_SENT);
	SAME(got.json, al.json);
	OK(store_outbox_ref(s, &a, STR("desk"), STR("a@b.example"), STR("I1"), &ref, &e));
	SAME(ref, STR("thread-7"));
	OK(store_outbox_list(s, &a, OUTBOX_SENT, STR("desk"), 0, 9, &d, &n, &e));
	cr_expect_eq(n, 1);
	OK(store_outbox_list(s, &a, OUTBOX_N, STR_NONE, d[0].n, 9, &d, &n, &e));
	cr_expect_eq(n, 0);
	OK(store_outbox_next(s, STR("desk"), &due, &waiting, 9, &e));
	cr_expect_eq(due, TIME_NONE);
	cr_expect_eq(waiting, 0);
	arena_clear(&a);
}

#define LEASE 60000

/* Rows as a clock left them that was an hour ahead and has been set back. */
static const struct {
	const char *id;
	int64_t created, next, tried; /* all from now; tried 0: never */
	bool claimed;
	int64_t due; /* after it */
} planned[] = {
	{ "new", 3600000, 3600000, 0, false, 0 },
	{ "failed", -9000, 3900000, 3600000, false, 0 },
	{ "failed before", -9000, 300000, -5000, false, 300000 },
	{ "for a digest", -9000, 7200000, 0, false, 7200000 },
	{ "under way", -9000, -9000, 0, true, LEASE },
};

static void
plan(struct store *s, const char *backend, struct arena *a, size_t i, int64_t now)
{
	struct str id = str_of(planned[i].id);
	struct store_delivery *d,
	    row = { .id = id, .alert = STR("A1"), .receiver = id,
		    .created_ms = now + planned[i].created, .next_ms = now + planned[i].next };
	struct store_attempt at = { .at_ms = now + planned[i].tried, .error = STR("busy") };
	bool claim = planned[i].claimed || planned[i].tried != 0, fenced;
	struct err e = { "" };
	size_t n;

	if (claim)
		row.next_ms = now - 1;
	OK(store_outbox_add(s, &row, &e));
	if (!claim)
		return;
	OK(store_outbox_claim(s, a, id, planned[i].claimed ? 3600000 : LEASE, 1, &d, &n, &e));
	cr_assert_eq(n, 1);
	d->next_ms = now + planned[i].next;
	if (!planned[i].claimed) {
		OK(store_outbox_finish(s, d, &at, &fenced, &e));
	}
}

static void
set_back(struct store *s, const char *backend)
{
	struct store_alert al = sample_alert("A1", "k1"), later = sample_alert("A2", "k2");
	struct store_wait w = { .alert = later };
	struct err e = { "" };
	struct arena a;
	int64_t now, due;
	size_t waiting;
	bool rang;

	arena_init(&a);
	OK(store_now(s, &now, &e));
	OK(store_alert_insert(s, &al, &rang, &e));
	for (size_t i = 0; i < NELEM(planned); i++)
		plan(s, backend, &a, i, now);
	w.alert.created_ms = now + 3600000;
	w.due_ms = now + 3600000 + 500000;
	OK(store_wait_add(s, &w, &e));
	OK(store_replan(s, LEASE, &e));
	for (size_t i = 0; i < NELEM(planned); i++) {
		OK(store_outbox_next(s, str_of(planned[i].id), &due, &waiting, 9, &e));
		due -= now;
		cr_expect(due >= planned[i].due && due < planned[i].due + 10000, "%s: %s: %lld", backend,
		    planned[i].id, (long long)due);
	}
	OK(store_wait_next(s, &due, &e));
	due -= now;
	cr_expect(due >= 500000 && due < 510000, "%s: what waits waits from now: %lld", backend,
	    (long long)due);
	arena_clear(&a);
}

Test(store, clock_set_back)
{
	each_store(set_back);
}

Test(store, outbox)
{
	each_store(outbox);
}

static void
waits(struct store *s, const char *backend)
{
	struct store_wait w = { .alert = sample_alert("A1", "k1"), .due_ms = 50 }, *got;
	struct err e = { "" };
	struct arena a;
	int64_t due;
	size_t n;

	arena_init(&a);
	OK(store_wait_next(s, &due, &e));
	cr_expect_eq(due, TIME_NONE);
	OK(store_wait_add(s, &w, &e));
	w.due_ms = 40;
	OK(store_wait_add(s, &w, &e));
	OK(store_wait_next(s, &due, &e));
	cr_expect_eq(due, 50, "%s: the first stands", backend);
	OK(store_waits_take(s, &a, 49, 9, &got, &n, &e));
	cr_expect_eq(n, 0);
	OK(store_waits_take(s, &a, 50, 9, &got, &n, &e));
	cr_assert_eq(n, 1);
	SAME(got[0].alert.key, STR("k1"));
	OK(store_waits_take(s, &a, 50, 9, &got, &n, &e));
	cr_expect_eq(n, 0);
	arena_clear(&a);
}

Test(store, waits)
{
	each_store(waits);
}

static void
notes(struct store *s, const char *backend)
{
	struct store_note note = { .kind = STR("ack"), .what = STR("I1"), .author = STR("ann"),
		.created_ms = 10, .until_ms = TIME_NONE, .level = 100 }, *got;
	struct err e = { "" };
	struct arena a;
	size_t n;
	bool found;

	arena_init(&a);
	OK(store_note_add(s, &note, &e));
	OK(store_notes(s, &a, STR("ack"), 9, &got, &n, &e));
	cr_expect_eq(n, 0);
	OK(store_notes(s, &a, STR("ack"), 10, &got, &n, &e));
	cr_assert_eq(n, 1);
	cr_expect(got[0].level == 100 && got[0].until_ms == TIME_NONE);
	OK(store_note_end(s, note.id, 20, &found, &e));
	cr_expect(found);
	OK(store_note_end(s, note.id, 30, &found, &e));
	cr_expect_not(found);
	OK(store_notes(s, &a, STR("ack"), 20, &got, &n, &e));
	cr_expect_eq(n, 0);
	arena_clear(&a);
}

Test(store, notes)
{
	each_store(notes);
}

static void
events(struct store *s, const char *backend)
{
	struct store_event ev = { .at_ms = 3, .type = STR("alert"), .subject = STR("A1"),
		.json = STR("{}") }, *got;
	struct err e = { "" };
	struct arena a;
	int64_t first, last;
	struct str v;
	size_t n;

	arena_init(&a);
	OK(store_event_last(s, &last, &e));
	cr_expect_eq(last, 0);
	OK(store_event_add(s, &ev, &first, &e));
	OK(store_event_add(s, &ev, &last, &e));
	cr_expect_gt(last, first);
	OK(store_events_after(s, &a, first, 9, &got, &n, &e));
	cr_assert_eq(n, 1);
	cr_expect_eq(got[0].seq, last);
	OK(store_meta_get(s, &a, STR("x"), &v, &e));
	cr_expect_null(v.p);
	OK(store_meta_set(s, STR("x"), STR("1"), &e));
	OK(store_meta_set(s, STR("x"), STR("2"), &e));
	OK(store_meta_get(s, &a, STR("x"), &v, &e));
	SAME(v, STR("2"));
	arena_clear(&a);
}

Test(store, events)
{
	each_store(events);
}

static void
transactions(struct store *s, const char *backend)
{
	struct store_alert al = sample_alert("A1", "k1");
	struct err e = { "" };
	bool rang, known;
	int64_t turn;

	OK(store_begin(s, &e));
	OK(store_ledger_lock(s, &turn, &e));
	cr_expect_eq(turn, 0, "%s", backend);
	OK(store_ledger_turn(s, 7, &e));
	OK(store_ledger_lock(s, &turn, &e));
	cr_expect_eq(turn, 7, "%s", backend);
	OK(store_alert_insert(s, &al, &rang, &e));
	store_rollback(s);
	store_rollback(s);
	OK(store_alert_key_known(s, al.key, &known, &e));
	cr_expect_not(known, "%s: rolled back", backend);
	OK(store_begin(s, &e));
	OK(store_alert_insert(s, &al, &rang, &e));
	OK(store_commit(s, &e));
	OK(store_alert_key_known(s, al.key, &known, &e));
	cr_expect(known);
}

Test(store, transactions)
{
	each_store(transactions);
}

/* A little of everything, for the tests of care. */
static void
fill(struct store *s, size_t n)
{
	const char *backend = "fill";
	struct store_feed f = { .name = STR("one"), .url = STR("http://a.example/") };
	struct err e = { "" };
	struct arena a;

	arena_init(&a);
	OK(store_begin(s, &e));
	OK(store_feeds_sync(s, &a, &f, 1, &e));
	for (size_t i = 0; i < n; i++) {
		struct store_entry en = sample_entry(f.id);
		struct str key = arena_printf(&a, "key-%zu", i);
		struct store_alert al = sample_alert(arena_printf(&a, "A%zu", i).p, key.p);
		uint64_t bucket = i;
		struct store_incident in = sample_incident(key.p, 1, 2);
		struct store_index is = sample_index(&bucket, 1, 1, 2);
		bool rang;

		OK(store_entry_insert(s, &en, &bucket, 1, NULL, &e));
		OK(store_alert_insert(s, &al, &rang, &e));
		OK(store_outbox_add(s, &(struct store_delivery){ .id = key, .alert = al.id,
		    .receiver = STR("desk"), .next_ms = 1 }, &e));
		is.entries = &key;
		is.n_entries = 1;
		OK(store_incident_save(s, &in, NULL, &is, &e));
	}
	OK(store_commit(s, &e));
	arena_clear(&a);
}

static int64_t
tallied(struct store *s, const char *backend, enum tally what, int64_t key, struct store_tally *last)
{
	struct store_tally *items;
	struct err e = { "" };
	struct arena a;
	int64_t sum = 0;
	size_t n;

	arena_init(&a);
	OK(store_tally(s, &a, what, 0, &items, &n, &e));
	for (size_t i = 0; i < n; i++)
		if (key < 0 || items[i].key == key) {
			sum += items[i].n;
			*last = items[i];
			cr_expect_eq(items[i].why.n, what == TALLY_KEPT ? TALLY_WHY : 0);
		}
	arena_clear(&a);
	return sum;
}

static void
tallies(struct store *s, const char *backend)
{
	struct store_delivery *d;
	struct store_tally last = { .n = 0 };
	struct err e = { "" };
	struct arena a;
	size_t n;
	bool fenced;

	arena_init(&a);
	fill(s, 20);
	OK(store_outbox_claim(s, &a, STR("desk"), 1000, 1, &d, &n, &e));
	cr_assert_eq(n, 1);
	d->state = OUTBOX_SUPPRESSED;
	d->error = STR("silence 1 by desk: an exercise");
	OK(store_outbox_finish(s, d, NULL, &fenced, &e));
	cr_expect_eq(tallied(s, backend, TALLY_RULES, -1, &last), 20, "%s", backend);
	cr_expect_eq(tallied(s, backend, TALLY_RECEIVERS, OUTBOX_PENDING, &last), 19, "%s", backend);
	cr_expect_eq(tallied(s, backend, TALLY_RECEIVERS, OUTBOX_SUPPRESSED, &last), 1, "%s", backend);
	cr_expect_eq(tallied(s, backend, TALLY_KEPT, -1, &last), 1, "%s", backend);
	cr_expect_eq(tallied(s, backend, TALLY_DAYS, -1, &last), 20, "%s", backend);
	arena_clear(&a);
}

Test(store, tallies)
{
	each_store(tallies);
}

static void
check(struct store *s, const char *backend)
{
	struct err e = { "" };
	struct buf out;
	size_t bad;

	buf_init(&out, 4096);
	fill(s, 20);
	OK(store_check(s, &out, &bad, &e));
	cr_expect_eq(bad, 0, "%s: %s", backend, out.p);
	buf_clear(&out);
}

Test(store, check)
{
	each_store(check);
}

static void
copies(struct store *s, const char *backend)
{
	struct store_options o = { .address = ":memory:" };
	struct err e = { "" };
	struct store *to = store_open(&o, NULL, &e);
	struct store_stats was, is;
	struct store_feed f = { .name = STR("new"), .url = STR("http://n.example/") };
	int64_t rows;
	struct arena a;

	arena_init(&a);
	cr_assert_not_null(to);
	fill(s, 300);
	OK(store_copy(s, to, &rows, &e));
	OK(store_stats(s, &was, &e));
	OK(store_stats(to, &is, &e));
	cr_expect_eq(is.entries, was.entries);
	cr_expect_eq(is.alerts, 300);
	cr_expect_eq(is.outbox_pending, 300);
	cr_expect_eq(store_copy(s, to, &rows, &e), -1, "%s: not into a full one", backend);
	OK(store_feeds_sync(to, &a, &f, 1, &e));
	cr_expect_gt(f.id, 1, "%s: numbers go on behind the copied ones", backend);
	store_close(to);
	arena_clear(&a);
}

Test(store, copies)
{
	each_store(copies);
}


/* ---- forms ---- */

#define WORD(s) .s = STR_INIT(#s)

static struct fact_place sample_place = { WORD(name), .role = ROLE_IN,
	.precision = PRECISION_PLACE, WORD(canonical), WORD(id), WORD(country), WORD(admin1),
	.lat = 1.5, .lon = -2.5 };
static struct str sample_texts[] = { STR_INIT("one"), STR_INIT("two") };
static struct claim sample_claim = { .field = TOLL_INJURED, WORD(who), WORD(side),
	.scope = SCOPE_TOTAL, .stance = STANCE_CLAIMED, .bound = BOUND_ABOUT, .best = 3, .low = 2,
	.high = -1, .since = { 2024, 11, 27 }, .until = { 2024, 11, 28 }, WORD(source), WORD(quote),
	.confidence = 0.5 };
static struct ground sample_ground = { WORD(key), .change = CHANGE_ENTERED,
	.stance = STANCE_CLAIMED, WORD(by), WORD(by_id), WORD(against), WORD(against_id), WORD(source),
	WORD(quote), .day = { 2024, 11, 27 }, .count = 4, .bound = BOUND_ABOUT, WORD(unit), .km2 = 5.5,
	.partial = true, .confidence = 0.5 };
static struct reason sample_reason = { 7, 1.5 };
static const struct piece sample_piece = { WORD(entry), .part = 1, WORD(feed), WORD(origin),
	WORD(title), WORD(url), WORD(lang), .tags = sample_texts, .n_tags = 2, .published_ms = 1,
	.updated_ms = 2, .seen_ms = 3, .print = 4, .marks = 5, WORD(site), .running = true,
	.since = { 2024, 11, 27 }, .until = { 2024, 11, 28 }, .dated = true, .places = &sample_place,
	.keys = sample_texts, .n_places = 1, .sides = sample_texts, .n_sides = 2,
	.causes = sample_texts, .n_causes = 1, .claims = &sample_claim, .n_claims = 1,
	.grounds = &sample_ground, .n_grounds = 1, .why = &sample_reason, .n_why = 1, .pinned = true };

static void
put_incident(struct buf *b)
{
	const struct piece *pieces[] = { &sample_piece };
	struct incident_op op = { 1, STR("what"), STR("other"), STR("note") };
	struct incident in = { WORD(id), WORD(parent), WORD(into), .state = INCIDENT_MERGED,
		.version = 6, .pinned = true, .dropped = 7, .floor = { 2024, 11, 20 }, .pieces = pieces,
		.n_pieces = 1, .ops = &op, .n_ops = 1 };

	incident_put(b, &in);
}

static void
put_control(struct buf *b)
{
	struct control_note note = { sample_ground, WORD(entry), WORD(feed), WORD(url), WORD(origin),
		WORD(incident), .published_ms = 8, .order = 9 };
	const struct control_note *notes[] = { &note };
	struct control c = { WORD(key), sample_place, .notes = notes, .n_notes = 1, .version = 10,
		.base = { WORD(holder), WORD(holder_id), .start_ms = 11, WORD(source), WORD(entry),
		    .claimed = true } };

	control_put(b, &c);
}

static void
put_facts(struct buf *b)
{
	struct fact f = { .kind = FACT_TERRITORY, .stance = STANCE_CLAIMED, .start = 1, .end = 2,
		WORD(source), .places = &sample_place, .n_places = 1, .since = { 2024, 11, 27 },
		.until = { 2024, 11, 28 }, .confidence = 0.5, WORD(rule), WORD(site),
		.bound = BOUND_ABOUT, .count = 3, .low = 2, .high = 4, .outcome = OUTCOME_MISSING,
		WORD(who), .armed = true, WORD(cause), .scope = SCOPE_TOTAL, .part_of = 5, WORD(side),
		WORD(side_id), WORD(by), WORD(by_id), WORD(against), WORD(against_id), WORD(unit),
		.effect = 1, .change = CHANGE_ENTERED, .km2 = 6.5, .km = 7.5, .partial = true };
	struct fact_list l = { .items = &f, .n = 1, .marks = 3, WORD(site) };

	for (int i = 0; i < TOLL_N; i++)
		l.toll.of[i] = (struct toll_figure){ true, i, i + 1, i + 2, i + 3 };
	fact_list_put(b, &l);
}

/*
 * What is on the disk under a number of the schema never changes: whoever changes a table or the
 * bytes of a column adds a step to store/schema.c, and a row here.
 */
Test(store, forms)
{
	static const struct {
		unsigned schema;
		uint64_t form;
	} forms[] = { { 2, UINT64_C(0xb3ca4c18074aae65) }, { 3, UINT64_C(0x31ec21656214df3a) },
		{ 4, UINT64_C(0xa11f416daf25c2de) } };
	uint64_t form;
	struct buf b;

	buf_init(&b, 1 << 20);
	for (unsigned v = store_schema_first; v <= store_schema_version; v++)
		buf_cstr(&b, schema_steps[v - store_schema_first]);
	put_incident(&b);
	put_control(&b);
	put_facts(&b);
	form = hash64(buf_str(&b), 0);
	buf_clear(&b);
	cr_expect(forms[NELEM(forms) - 1].schema == store_schema_version &&
	    forms[NELEM(forms) - 1].form == form, "schema %u has the form %#llx now: raise the schema",
	    store_schema_version, (unsigned long long)form);
}
