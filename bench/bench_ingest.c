/*
 * bench_ingest.c -- `bench_ingest STORE ENTRIES [LOT [PLACES [SHARE [FEEDS]]]]`: made-up
 * news through the one transaction into a store, a line for each tenth: entries a second,
 * processor time and growth per entry, without the making up.  A lot is a document of one
 * of FEEDS feeds (100) in turn.  SHARE of 100 reports tell of deaths (35).  The store may
 * be :memory:, a path or postgresql://…; it must be empty.
 */
#include "config.h"

#include <sys/resource.h>
#include <sysexits.h>
#include <time.h>

#include "base/alloc.h"
#include "tests/unit/news.h"

static const char rules_yaml[] =
    "rules:\n"
    "  - {name: toll, toll: killed, at: [10, 50, 100], in: Syria, send: [log]}\n"
    "  - {name: ground, territory: [captured, recaptured], new_for: 30d, send: [log]}\n"
    "receivers: {log: {syslog: {}}}\n";

static double
seconds(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What the made-up world is like. */
struct made_up {
	uint64_t entries, lot, places, share, n_feeds;
};

struct totals {
	size_t alerts;
	double wall, cpu; /* of this tenth */
};

static int
one_lot(struct store *s, struct arena *a, struct ingest_context *c,
    const struct store_feed *f, const struct made_up *m, uint64_t at, struct totals *t)
{
	struct ingest_entry *en = ARENA_ARRAY(a, struct ingest_entry, m->lot);
	double wall, cpu;
	struct err e = { "" };
	struct ingest_result r;
	struct ingest_batch b;

	for (uint64_t i = 0; i < m->lot; i++)
		en[i] = news_generated(a, at + i, m->places, m->share);
	wall = seconds(CLOCK_MONOTONIC);
	cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
	b = news_batch(a, f, en, m->lot);
	c->now_ms = en[m->lot - 1].ident.published;
	if (ingest(s, a, c, &b, &r, &e) < 0) {
		fprintf(stderr, "bench_ingest: %s\n", e.msg);
		return -1;
	}
	t->wall += seconds(CLOCK_MONOTONIC) - wall;
	t->cpu += seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	t->alerts += r.n_alerts;
	return 0;
}

static int
add_feeds(struct store *s, struct store_feed *feeds, size_t n)
{
	struct err e = { "" };
	struct arena a;
	int rc = 0;

	arena_init(&a);
	for (size_t i = 0; i < n && rc == 0; i++) {
		feeds[i] = (struct store_feed){ .name = arena_printf(&a, "feed %zu", i),
			.url = STR("http://a.example/") };
		rc = store_feed_add(s, &a, &feeds[i], &e);
		feeds[i].fetched_ms = NEWS_START;
		feeds[i].name = STR("feed");
		feeds[i].url = feeds[i].state = feeds[i].owner = STR_NONE;
	}
	arena_clear(&a);
	return rc;
}

static int
run(struct store *s, const struct made_up *m)
{
	struct config *config = news_config(rules_yaml);
	struct ingest_context c = news_context(config, 0);
	struct store_feed *feeds = xcalloc(m->n_feeds, sizeof(*feeds));
	uint64_t tenth = m->entries / 10;
	struct store_stats st, before = { 0 };
	struct totals t = { 0 };
	struct err e = { "" };
	struct rusage use;
	struct arena a;

	arena_init(&a);
	if (add_feeds(s, feeds, m->n_feeds) < 0)
		return -1;
	printf("%10s %10s %13s %12s %10s %10s %8s\n", "entries", "entries/s",
	    "cpu us/entry", "bytes/entry", "incidents", "alerts", "RSS MiB");
	for (uint64_t nth = 1; nth <= 10; nth++) {
		t.wall = t.cpu = 0;
		for (uint64_t at = tenth * (nth - 1); at < tenth * nth; at += m->lot) {
			arena_reset(&a);
			if (one_lot(s, &a, &c, &feeds[at / m->lot % m->n_feeds], m, at,
				&t) < 0)
				return -1;
		}
		getrusage(RUSAGE_SELF, &use);
		if (store_stats(s, &st, &e) < 0)
			return -1;
		printf("%10llu %10.0f %13.1f %12.0f %10lld %10zu %8ld\n",
		    (unsigned long long)(tenth * nth), (double)tenth / t.wall,
		    t.cpu * 1e6 / (double)tenth,
		    (double)(st.bytes - before.bytes) / (double)tenth,
		    (long long)st.incidents, t.alerts, use.ru_maxrss / 1024);
		fflush(stdout);
		before = st;
	}
	arena_clear(&a);
	config_unref(config);
	free(feeds);
	return 0;
}

int
main(int argc, char **argv)
{
	struct made_up m = { .lot = 20, .places = 500, .share = 35, .n_feeds = 100 };
	uint64_t *const numbers[] = { &m.entries, &m.lot, &m.places, &m.share,
		&m.n_feeds };
	bool good = argc >= 3 && (size_t)argc <= 2 + NELEM(numbers);
	struct store_options o = { .mode = STORE_WRITE, .node = "bench" };
	struct err e = { "" };
	struct store *s;
	int rc;

	for (int i = 2; i < argc && good; i++)
		good = str_uint(str_of(argv[i]), numbers[i - 2]);
	if (!good || m.lot == 0 || m.n_feeds == 0) {
		fprintf(stderr,
		    "usage: bench_ingest STORE ENTRIES [LOT [PLACES [SHARE [FEEDS]]]]\n");
		return EX_USAGE;
	}
	o.address = argv[1];
	if ((s = store_open(&o, NULL, &e)) == NULL) {
		fprintf(stderr, "bench_ingest: %s\n", e.msg);
		return EX_UNAVAILABLE;
	}
	rc = run(s, &m);
	store_close(s);
	return rc < 0 ? EX_SOFTWARE : 0;
}
