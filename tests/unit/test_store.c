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
#include "store/sql.h"
#include "store/tally.h"
#include "tests/unit/store_expect.h"
#include "tests/unit/stores.h"

/* ---- feeds ---- */

static void
feeds(struct store *s, const char *backend)
{
	struct store_feed two[] = { { .name = STR("one"),
					.url = STR("http://a.example/") },
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
	two[0] = (struct store_feed){ .name = STR("one"),
		.url = STR("http://c.example/") };
	two[1] = (struct store_feed){ .name = STR("three"),
		.url = STR("http://d.example/") };
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

/* A lease keeps a feed from all other nodes, even if asked for at once; a saved one is
 * free. */
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
		t = (struct store_take){
			.id = feed.id, .lease_ms = 60000, .at_once = asked[i].at_once
		};
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
	struct store_feed two[] = { { .name = STR("one"),
					.url = STR("http://a.example/1") },
		{ .name = STR("two"), .url = STR("http://a.example/2") } };
	struct store_take t[2];
	struct err e = { "" };
	struct arena a;
	int64_t now;
	size_t fenced;

	arena_init(&a);
	OK(store_feeds_sync(s, &a, two, 2, &e));
	for (size_t i = 0; i < 2; i++)
		t[i] = (struct store_take){ .id = two[i].id,
			.lease_ms = 60000,
			.host = STR("a.example"),
			.spacing_ms = 2000 };
	use_name(s, "one");
	OK(store_feeds_take(s, &a, &t[0], 1, &e));
	cr_assert(t[0].taken, "%s", backend);
	OK(store_feeds_take(s, &a, &t[1], 1, &e));
	OK(store_now(s, &now, &e));
	cr_expect(!t[1].taken && t[1].row.owner.n == 0, "%s: so soon after the other",
	    backend);
	cr_expect(t[1].row.due_ms > now && t[1].row.due_ms <= now + 2000, "%s", backend);
	use_name(s, "two");
	t[1].at_once = true;
	OK(store_feeds_take(s, &a, &t[1], 1, &e));
	cr_expect(!t[1].taken && t[1].row.due_ms > now + 50000, "%s: while one asks",
	    backend);
	use_name(s, "one");
	t[1].spacing_ms = 0;
	t[1].lived_ms = -60000;
	OK(store_feeds_take(s, &a, &t[1], 1, &e));
	cr_expect(!t[1].taken && t[1].row.due_ms > now + 50000,
	    "%s: its earlier life may have asked until it began anew", backend);
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
	struct store_feed three[] = { { .name = STR("one"),
					  .url = STR("http://a.example/") },
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
	OK(store_feeds_due(s, &a, (int64_t[]){ three[2].id, three[1].id, 999 }, 3, &due,
	    &n, &e));
	cr_assert_eq(n, 2, "%s", backend);
	cr_expect_eq(due[0].due_ms, 900, "%s", backend);
	SAME(due[1].name, STR("three"));
	OK(store_feeds_due(s, &a, NULL, 0, &due, &n, &e));
	cr_expect_eq(n, 0, "%s", backend);
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

struct store_entry
sample_entry(int64_t feed)
{
	return (struct store_entry){ .feed = feed,
		.name = STR("guid-1"),
		.url = STR("http://a.example/1"),
		.title = STR("Twelve killed"),
		.text = STR("Twelve killed\n\nTwelve people were killed in Aleppo."),
		.lang = STR("en"),
		.published_ms = 5000,
		.seen_ms = 6000,
		.changed_ms = 6000,
		.content = STR("hash-1"),
		.facts = STR("facts"),
		.n_facts = 5 };
}

static void
entries(struct store *s, const char *backend)
{
	struct store_feed f = { .name = STR("one"), .url = STR("http://a.example/") };
	uint64_t keys[] = { 1, UINT64_MAX }, other = 3;
	struct store_entry en, got;
	struct store_stats stats;
	struct store_revision *revs;
	struct store_entry *since;
	struct err e = { "" };
	struct arena a;
	int64_t id;
	size_t n;
	bool found;

	arena_init(&a);
	OK(store_feeds_sync(s, &a, &f, 1, &e));
	en = sample_entry(f.id);
	OK(store_entry_find(s, f.id, keys, 2, &id, &e));
	cr_expect_eq(id, 0);
	OK(store_entry_any(s, f.id, &found, &e));
	cr_expect(!found);
	OK(store_entry_insert(s, &en, &e));
	OK(store_entry_keys_add(s,
	    (struct store_key[]){ { f.id, keys[0], en.id }, { f.id, keys[1], en.id } }, 2,
	    &e));
	OK(store_entry_any(s, f.id, &found, &e));
	cr_expect(found);
	OK(store_entry_any(s, f.id + 1, &found, &e));
	cr_expect(!found, "%s: entries are the feed's own", backend);
	OK(store_entry_find(s, f.id, keys + 1, 1, &id, &e));
	cr_expect_eq(id, en.id);
	OK(store_entry_find(s, f.id + 1, keys, 2, &id, &e));
	cr_expect_eq(id, 0, "%s: keys are the feed's own", backend);
	OK(store_entry_keys_add(s, &(struct store_key){ f.id, other, en.id }, 1, &e));
	OK(store_entry_find(s, f.id, &other, 1, &id, &e));
	cr_expect_eq(id, en.id);

	OK(store_entry_get(s, &a, en.id, &got, &found, &e));
	cr_assert(found);
	SAME(got.feed_name, STR("one"));
	SAME(got.text, en.text);
	SAME(got.content, en.content);
	SAME(got.facts, en.facts);
	cr_expect_eq(got.published_ms, 5000);

	en.text = STR("Fourteen");
	en.content = STR("hash-2");
	en.changed_ms = 9000;
	en.facts = STR("other facts");
	en.n_facts = 2;
	OK(store_entry_revise(s, &en, &e));
	OK(store_entry_named(s, &a, STR("guid-1"), &got, &found, &e));
	cr_expect(found && got.id == en.id);
	OK(store_entry_head(s, &a, en.id, &got, &e));
	SAME(got.content, STR("hash-2"));
	cr_expect_eq(got.revision, 1);
	OK(store_entry_revisions(s, &a, en.id, &revs, &n, &e));
	cr_assert_eq(n, 1);
	cr_expect_eq(revs[0].until_ms, 9000);
	cr_expect(str_starts(revs[0].text, STR("Twelve")));
	OK(store_stats(s, &stats, &e));
	cr_expect_eq(stats.facts, 2, "%s: the facts of what it said before are gone",
	    backend);

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
	OK(store_stats(s, &stats, &e));
	cr_expect_eq(stats.facts, 0);
	OK(store_entry_find(s, f.id, keys, 1, &id, &e));
	cr_expect_eq(id, en.id, "%s: forgotten, but known", backend);
	arena_clear(&a);
}

Test(store, entries)
{
	each_store(entries);
}

/* More than a statement takes, of two feeds, some of them there already. */
static void
many_keys(struct store *s, const char *backend)
{
	enum { KEYS = 2 * SQL_KEYS + 3 };
	struct store_key keys[2 * KEYS];
	struct err e = { "" };
	int64_t id;

	OK(store_entry_keys_add(s, &(struct store_key){ 1, KEYS - 1, 9 }, 1, &e));
	for (size_t i = 0; i < NELEM(keys); i++)
		keys[i] = (struct store_key){ 1 + i % 2, KEYS - 1 - i / 2,
			10 + (int64_t)i };
	OK(store_entry_keys_add(s, keys, NELEM(keys), &e));
	for (uint64_t k = 0; k < KEYS; k++)
		for (int64_t feed = 1; feed <= 2; feed++) {
			bool early = feed == 1 && k == KEYS - 1;

			OK(store_entry_find(s, feed, &k, 1, &id, &e));
			cr_expect_eq(id,
			    early ? 9 : 10 + 2 * (KEYS - 1 - (int64_t)k) + feed - 1,
			    "%s: key %llu of feed %lld is %lld's", backend,
			    (unsigned long long)k, (long long)feed, (long long)id);
		}
}

Test(store, many_keys)
{
	each_store(many_keys);
}
