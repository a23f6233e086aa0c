/* test_desk.c -- a desk that is cleared up all the time, forgotten, or holds back what it
 * knows, tells what a large one tells; so does one over a store that has incidents whole,
 * as they were saved before their parts had rows. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "daemon/desk.h"
#include "store/alert_rows.h"
#include "store/incident_rows.h"
#include "tests/unit/news.h"

#define OK(call) cr_assert_eq((call), 0, "%s: %s", #call, e.msg)
#define LOTS 50
#define LOT 12
#define PLACES 20

static const char rules_yaml[] =
    "rules:\n"
    "  - {name: toll, toll: killed, at: [10, 50, 100], send: [log]}\n"
    "  - {name: ground, territory: [captured, recaptured], new_for: 30d, send: [log]}\n"
    "receivers: {log: {syslog: {}}}\n";

struct told {
	struct str *items; /* an incident, its version and its bytes */
	size_t n, alerts;
};

static void
ingest_lot(struct store *s, const struct ingest_context *c, const struct store_feed *feed,
    uint64_t at, size_t *alerts)
{
	struct ingest_entry en[LOT];
	struct ingest_result r;
	struct ingest_batch b;
	struct err e = { "" };
	struct arena a;

	arena_init(&a);
	for (uint64_t i = 0; i < LOT; i++)
		en[i] = news_generated(&a, at + i, PLACES, 90);
	b = news_batch(&a, feed, en, LOT);
	OK(ingest(s, &a, c, &b, &r, &e));
	*alerts += r.n_alerts;
	arena_clear(&a);
}

enum how {
	EACH_LOT,
	FORGET,
	HOLD_BACK,
	WHOLE
}; /* what is known after a lot is written, and forgotten, or written at the end */

static void
save_whole(struct store *s)
{
	const struct store_incident_query q = {
		.before_ms = TIME_NONE, .changed_after_ms = TIME_NONE, .limit = LOTS * LOT
	};
	const struct store_index same = { 0 };
	struct store_incident *rows;
	struct err e = { "" };
	struct arena a;
	size_t n;

	arena_init(&a);
	OK(store_incidents(s, &a, &q, &rows, &n, &e));
	OK(store_begin(s, &e));
	for (size_t i = 0; i < n; i++) {
		struct incident_bytes *b = &rows[i].bytes;
		uint32_t *gone = ARENA_ROOM(&a, uint32_t, b->n_parts);
		size_t n_gone = b->n_parts;

		for (size_t k = 0; k < n_gone; k++)
			gone[k] = b->parts[k].number;
		*b = (struct incident_bytes){ .head = news_incident(&a, &rows[i]) };
		OK(store_incident_save(s, &rows[i], gone, n_gone, &same, &same, &e));
	}
	OK(store_commit(s, &e));
	arena_clear(&a);
	desk_forget(s);
}

static struct told
tell(struct arena *a, size_t desk_bytes, enum how how)
{
	struct store_options o = {
		.address = ":memory:", .mode = STORE_WRITE, .node = "test"
	};
	struct store_incident_query q = { .before_ms = TIME_NONE,
		.changed_after_ms = TIME_NONE,
		.south = 1,
		.limit = LOTS * LOT };
	struct store_feed feed = { .name = STR("one"), .url = STR("http://a.example/") };
	struct config *config = news_config(rules_yaml);
	struct ingest_context c = news_context(config, NEWS_START + 60 * MS_DAY);
	struct store_incident *rows;
	struct err e = { "" };
	struct told t = { .n = 0 };
	struct store *s = store_open(&o, NULL, &e);

	cr_assert(s != NULL, "%s", e.msg);
	OK(store_feed_add(s, a, &feed, &e));
	feed.fetched_ms = NEWS_START;
	desk_set_bytes(desk_of(s), desk_bytes);
	if (how == HOLD_BACK)
		desk_hold_back(desk_of(s));
	for (uint64_t i = 0; i < LOTS; i++) { /* out of order, so that many reports come
						 late */
		ingest_lot(s, &c, &feed, i * 7 % LOTS * LOT, &t.alerts);
		if (how == FORGET)
			desk_forget(s);
		if (how == WHOLE && i % 7 == 3)
			save_whole(s);
	}
	if (how == HOLD_BACK)
		OK(desk_flush(desk_of(s), &e));
	OK(store_incidents(s, a, &q, &rows, &t.n, &e));
	t.items = ARENA_ARRAY(a, struct str, t.n);
	for (size_t i = 0; i < t.n; i++)
		t.items[i] = arena_printf(a, "%.*s %.*s", STR_ARG(rows[i].id),
		    STR_ARG(news_incident(a, &rows[i])));
	store_close(s);
	config_unref(config);
	return t;
}

Test(desk, tells_the_same_however_small)
{
	struct arena a;
	struct told large, others[5];

	arena_init(&a);
	large = tell(&a, 64u << 20, EACH_LOT);
	others[0] = tell(&a, 128u << 10, EACH_LOT);
	others[1] = tell(&a, 64u << 20, FORGET);
	others[2] = tell(&a, 64u << 20, HOLD_BACK);
	others[3] = tell(&a, 128u << 10, HOLD_BACK);
	others[4] = tell(&a, 64u << 20, WHOLE);
	cr_assert(large.n > 20 && large.alerts > 10, "%zu incidents, %zu alerts", large.n,
	    large.alerts);
	for (size_t k = 0; k < NELEM(others); k++) {
		cr_expect_eq(others[k].alerts, large.alerts);
		cr_assert_eq(others[k].n, large.n, "%zu: %zu incidents, not %zu", k,
		    others[k].n, large.n);
		for (size_t i = 0; i < large.n; i++)
			cr_expect(str_eq(others[k].items[i], large.items[i]),
			    "%zu: incident %zu", k, i);
	}
	arena_clear(&a);
}

/* What the log has last of the incidents that were changed after *seq, and how often. */
static struct str
last_change(struct arena *a, struct store *s, int64_t *seq, size_t *n)
{
	struct store_event *ev;
	struct str last = STR_NONE;
	struct err e = { "" };
	size_t n_events;

	*n = 0;
	OK(store_events_after(s, a, *seq, 100, &ev, &n_events, &e));
	for (size_t i = 0; i < n_events; i++) {
		*seq = ev[i].seq;
		if (!str_eq(ev[i].type, STR("incident.changed")))
			continue;
		last = ev[i].json;
		(*n)++;
	}
	return last;
}

/* However many reports a transaction has of one incident. */
Test(desk, logs_a_change_once)
{
	static const struct news news[] = {
		{ .id = "1", .place = "Aleppo", .killed = 12, .at_ms = NEWS_START },
		{ .id = "2", .place = "Aleppo", .killed = 60, .at_ms = NEWS_START + 1 },
		{ .id = "3", .place = "Aleppo", .killed = 70, .at_ms = NEWS_START + 2 }
	};
	static const struct {
		size_t from, n;
		struct str change, killed;
	} lots[] = { { 0, 2, STR_INIT("\"new\""), STR_INIT("\"killed\":60") },
		{ 2, 1, STR_INIT("\"changed\""), STR_INIT("\"killed\":70") } };
	struct store_options o = {
		.address = ":memory:", .mode = STORE_WRITE, .node = "test"
	};
	struct store_feed feed = { .name = STR("one"), .url = STR("http://a.example/") };
	struct config *config = news_config(rules_yaml);
	struct ingest_context c = news_context(config, NEWS_START + MS_DAY);
	struct ingest_entry en[NELEM(news)];
	struct ingest_result r;
	struct err e = { "" };
	struct store *s = store_open(&o, NULL, &e);
	int64_t seq = 0;
	struct arena a;

	arena_init(&a);
	OK(store_feed_add(s, &a, &feed, &e));
	for (size_t i = 0; i < NELEM(news); i++)
		en[i] = news_entry(&a, &news[i]);
	for (size_t i = 0; i < NELEM(lots); i++) {
		struct ingest_batch b = news_batch(&a, &feed, en + lots[i].from,
		    lots[i].n);
		struct str json;
		size_t n;

		OK(ingest(s, &a, &c, &b, &r, &e));
		json = last_change(&a, s, &seq, &n);
		cr_expect_eq(n, 1, "%zu: %zu events", i, n);
		cr_expect(str_find(json, lots[i].change) != STR_NOWHERE &&
			str_find(json, lots[i].killed) != STR_NOWHERE,
		    "%zu: %.*s", i, STR_ARG(json));
	}
	store_close(s);
	config_unref(config);
	arena_clear(&a);
}
