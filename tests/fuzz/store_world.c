/* store_world.c -- see store_world.h. */
#include "config.h"

#include "base/alloc.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/store_world.h"
#include "tests/unit/news.h"

#define REPORTS 40
#define PLACES 5

static const char yaml[] =
    "rules:\n"
    "  - {name: toll, toll: killed, at: [10, 50, 100], send: [log]}\n"
    "  - {name: ground, territory: [captured, recaptured], new_for: 30d, send: [log]}\n"
    "receivers: {log: {syslog: {}}}\n";

static void
tell(struct store_world *w, struct arena *a)
{
	struct ingest_entry *en = ARENA_ARRAY(a, struct ingest_entry, REPORTS);
	struct store_feed f = { .name = STR("one"), .url = STR("http://a.example/") };
	struct ingest_context c = news_context(w->config, 0);
	struct ingest_result r;
	struct ingest_batch b;
	struct err e;

	fuzz_check(store_feed_add(w->store, a, &f, &e) == 0);
	f.fetched_ms = NEWS_START;
	f.name = STR("one");
	for (size_t i = 0; i < REPORTS; i++)
		en[i] = news_generated(a, i, PLACES, 100);
	b = news_batch(a, &f, en, REPORTS);
	c.now_ms = w->now_ms = en[REPORTS - 1].ident.published;
	fuzz_check(ingest(w->store, a, &c, &b, &r, &e) == 0 && r.incidents > 0);
}

void
store_world_open(struct store_world *w)
{
	struct store_options o = {
		.address = ":memory:", .mode = STORE_WRITE, .node = "fuzz", .fast = true
	};
	struct arena a;
	struct err e;

	arena_init(&a);
	w->store = store_open(&o, NULL, &e);
	fuzz_check(w->store != NULL);
	w->config = news_config(yaml);
	tell(w, &a);
	arena_clear(&a);
}

void
store_world_close(struct store_world *w)
{
	store_close(w->store);
	config_unref(w->config);
}
