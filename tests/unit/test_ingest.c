/* test_ingest.c -- the one transaction: what rings, what does not, and that it rings
 * once. */
#include "config.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/rng.h"
#include "store/alert_rows.h"
#include "store/entry_rows.h"
#include "store/incident_rows.h"
#include "tests/unit/news.h"
#include "tests/unit/stores.h"

#define OK(call) cr_assert_eq((call), 0, "%s: %s", #call, e.msg)
#define AT(hours) (NEWS_START + (hours)*MS_HOUR)

static const char rules_yaml[] =
    "rules:\n"
    "  - {name: toll, toll: killed, at: [10, 50, 100], send: [desk, log]}\n"
    "  - {name: ground, territory: [captured, recaptured], new_for: 30d, send: [log]}\n"
    "receivers:\n"
    "  desk: {email: {to: [a@desk.example, b@desk.example], from: t@desk.example, "
    "smtp: 'smtp://mail.example'}}\n"
    "  log: {syslog: {}}\n";

struct world {
	struct store *s;
	struct arena a;
	struct config *config;
	struct ingest_context c;
	struct store_feed feed;
};

static void
world_make(struct world *w, struct store *s, const char *yaml)
{
	struct err e = { "" };

	*w = (struct world){ .s = s };
	arena_init(&w->a);
	w->config = news_config(yaml);
	cr_assert_eq(w->config->diag.errors, 0);
	w->c = news_context(w->config, AT(24));
	w->feed = (struct store_feed){ .name = STR("one"),
		.url = STR("http://a.example/") };
	OK(store_feed_add(s, &w->a, &w->feed, &e));
	w->feed.fetched_ms = NEWS_START;
}

static void
world_end(struct world *w)
{
	config_unref(w->config);
	arena_clear(&w->a);
}

static void
feed_news(struct world *w, const struct news *n, size_t count, struct ingest_result *r)
{
	struct ingest_entry *en = ARENA_ARRAY(&w->a, struct ingest_entry, count);
	struct ingest_batch b;
	struct err e = { "" };

	for (size_t i = 0; i < count; i++)
		en[i] = news_entry(&w->a, &n[i]);
	b = news_batch(&w->a, &w->feed, en, count);
	OK(ingest(w->s, &w->a, &w->c, &b, r, &e));
}

static void
rings_once(struct store *s, const char *backend)
{
	struct news n[] = {
		{ .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(1) },
		{ .id = "2",
		    .place = "Homs",
		    .killed = 3,
		    .at_ms = AT(2),
		    .captured = "Atarib" }
	};
	struct store_stats before, after;
	struct ingest_result r;
	struct err e = { "" };
	struct world w;

	world_make(&w, s, rules_yaml);
	feed_news(&w, n, 2, &r);
	cr_expect_eq(r.new_entries, 2, "%s", backend);
	cr_expect_eq(r.n_alerts, 2, "%s: %zu", backend, r.n_alerts);
	cr_expect_eq(r.outbox, 4, "%s: two people and the log; the log: %zu", backend,
	    r.outbox);
	OK(store_stats(s, &before, &e));
	feed_news(&w, n, 2, &r);
	cr_expect_eq(r.known, 2);
	cr_expect_eq(r.new_entries + r.edited + r.n_alerts + r.outbox, 0);
	OK(store_stats(s, &after, &e));
	before.bytes = after.bytes; /* a server's pages are its own business */
	/* counts what was asked, not what is there */
	before.transactions = after.transactions;
	cr_expect_eq(memcmp(&before, &after, sizeof(before)), 0, "%s: it changed",
	    backend);
	world_end(&w);
}

Test(ingest, rings_once)
{
	each_store(rings_once);
}

/* Documents of one transaction: who told first rings, whichever comes first; a feed's own
 * stay in their order. */
static void
by_date(struct store *s, const char *backend)
{
	struct news n[] = {
		{ .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(1) },
		{ .id = "2", .place = "Aleppo", .killed = 60, .at_ms = AT(9) },
		{ .id = "3", .place = "Aleppo", .killed = 55, .at_ms = AT(5) }
	};
	struct store_feed other = { .name = STR("two"), .url = STR("http://b.example/") };
	struct ingest_entry en[NELEM(n)];
	struct ingest_batch early, late;
	const struct ingest_batch *all[] = { &early, &late, &early };
	struct ingest_result r[NELEM(all)];
	struct err e = { "" };
	struct world w;

	world_make(&w, s, rules_yaml);
	OK(store_feed_add(s, &w.a, &other, &e));
	other.fetched_ms = NEWS_START;
	for (size_t i = 0; i < NELEM(n); i++)
		en[i] = news_entry(&w.a, &n[i]);
	early = news_batch(&w.a, &w.feed, en, 2);
	late = news_batch(&w.a, &other, en + 2, 1);
	OK(ingest_many(s, &w.a, &w.c, all, r, NELEM(all), &e));
	cr_expect_eq(r[0].n_alerts, 1, "%s: ten: %zu", backend, r[0].n_alerts);
	cr_expect_eq(r[1].n_alerts, 1, "%s: fifty: %zu", backend, r[1].n_alerts);
	cr_expect_eq(r[2].known, 2, "%s: the same document again", backend);
	cr_expect_eq(r[2].new_entries + r[2].n_alerts, 0, "%s", backend);
	world_end(&w);
}

Test(ingest, by_date)
{
	each_store(by_date);
}

static const struct edit {
	const char *name;
	struct news first, then;
	size_t edited, alerts, back; /* back: rings when it says the first again */
} edits[] = {
	{ "a word", { .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(1) },
	    { .id = "1",
		.place = "Aleppo",
		.killed = 12,
		.at_ms = AT(1),
		.note = "Edited." },
	    1, 0 },
	{ "the toll within its step",
	    { .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(1) },
	    { .id = "1", .place = "Aleppo", .killed = 14, .at_ms = AT(1) }, 1, 0 },
	{ "the toll over a step",
	    { .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(1) },
	    { .id = "1", .place = "Aleppo", .killed = 52, .at_ms = AT(1) }, 1, 1 },
	{ "from nothing", { .id = "1", .place = "Aleppo", .at_ms = AT(1) },
	    { .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(1) }, 1, 1 },
	{ "to nothing", { .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(1) },
	    { .id = "1", .place = "Aleppo", .at_ms = AT(1), .note = "Nobody was." }, 1, 0, 1 /* it was taken back to those who were told: they must hear that it stands */ },
};

/* Rings of a step; corrections go to whoever was alerted, as often as the news is
 * corrected. */
static size_t
steps(const struct ingest_result *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_alerts; i++)
		n += str_find(r->alerts[i].json, STR("\"step\":null")) == STR_NOWHERE;
	return n;
}

static const struct edit *edit;

static void
edited(struct store *s, const char *backend)
{
	struct ingest_result r;
	struct world w;

	world_make(&w, s, rules_yaml);
	feed_news(&w, &edit->first, 1, &r);
	w.c.now_ms += MS_HOUR;
	feed_news(&w, &edit->then, 1, &r);
	cr_expect_eq(r.edited, edit->edited, "%s: %s", backend, edit->name);
	cr_expect_eq(steps(&r), edit->alerts, "%s: %s: %zu", backend, edit->name,
	    steps(&r));
	w.c.now_ms += MS_HOUR;
	feed_news(&w, &edit->first, 1, &r);
	cr_expect_eq(steps(&r), edit->back, "%s: %s, and back: %zu", backend, edit->name,
	    steps(&r));
	world_end(&w);
}

Test(ingest, edits)
{
	for (edit = edits; edit < edits + NELEM(edits); edit++)
		each_store(edited);
}

static const struct round {
	const char *name;
	bool first_fetch, backlog, moved;
	int64_t max_age_ms, age_ms;
	size_t n, alerts, quiet;
} rounds[] = {
	{ "later fetches ring", false, false, false, -1, MS_HOUR, 1, 1, 0 },
	{ "the first does not", true, false, false, -1, MS_HOUR, 1, 0, 1 },
	{ "unless it is told to", true, true, false, -1, MS_HOUR, 1, 1, 0 },
	{ "too old", false, false, false, MS_DAY, 2 * MS_DAY, 1, 0, 1 },
	{ "not too old", false, false, false, MS_DAY, MS_HOUR, 1, 1, 0 },
	{ "a flood from a new address", false, false, true, -1, MS_HOUR, 12, 0, 12 },
	{ "a few from a new address", false, false, true, -1, MS_HOUR, 2, 2, 0 },
};

static const struct round *fetch;

static void
fetched(struct store *s, const char *backend)
{
	struct err e = { "" };
	struct ingest_entry en[16];
	struct ingest_result r;
	struct ingest_batch b;
	struct world w;
	struct store_stats st;

	world_make(&w, s, rules_yaml);
	for (size_t k = 0; k < fetch->n; k++) {
		struct news n = { .id = arena_printf(&w.a, "%zu", k).p,
			.killed = 20,
			.place = arena_printf(&w.a, "Far place %zu", k * 131).p,
			.at_ms = w.c.now_ms - fetch->age_ms };

		en[k] = news_entry(&w.a, &n);
	}
	if (fetch->first_fetch)
		w.feed.fetched_ms = TIME_NONE;
	b = news_batch(&w.a, &w.feed, en, fetch->n);
	b.ring_backlog = fetch->backlog;
	b.address_changed = fetch->moved;
	b.max_age_ms = fetch->max_age_ms;
	OK(ingest(s, &w.a, &w.c, &b, &r, &e));
	cr_expect_eq(r.n_alerts, fetch->alerts, "%s: %s: %zu", backend, fetch->name,
	    r.n_alerts);
	cr_expect_eq(r.quiet, fetch->quiet, "%s: %s: %zu", backend, fetch->name, r.quiet);
	OK(store_stats(s, &st, &e));
	cr_expect_gt(st.incidents, 0, "%s: %s: the ledger has it either way", backend,
	    fetch->name);
	world_end(&w);
}

Test(ingest, quiet)
{
	for (fetch = rounds; fetch < rounds + NELEM(rounds); fetch++)
		each_store(fetched);
}

static void
fenced(struct store *s, const char *backend)
{
	struct news n = { .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(1) };
	struct store_take take = { .lease_ms = MS_MINUTE };
	struct store_feed *all;
	struct ingest_result r;
	struct store_stats st;
	struct err e = { "" };
	struct world w;
	size_t count;

	world_make(&w, s, rules_yaml);
	OK(store_feeds_load(s, &w.a, &all, &count, &e));
	cr_assert_eq(count, 1);
	take.id = all[0].id;
	OK(store_feeds_take(s, &w.a, &take, 1, &e));
	cr_assert(take.taken);
	feed_news(&w, &n, 1, &r);
	cr_expect(r.fenced, "%s", backend);
	OK(store_stats(s, &st, &e));
	cr_expect_eq(st.entries + st.alerts + st.incidents, 0, "%s", backend);
	world_end(&w);
}

Test(ingest, fenced)
{
	each_store(fenced);
}

static void
leave_out(struct store *s, const char *backend)
{
	struct err e = { "" };
	struct news n = { .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(1) };
	struct ingest_entry en;
	struct ingest_result r;
	struct ingest_batch b;
	struct store_stats st;
	struct world w;

	world_make(&w, s, rules_yaml);
	en = news_entry(&w.a, &n);
	en.known = true;
	b = news_batch(&w.a, &w.feed, &en, 1);
	OK(ingest(s, &w.a, &w.c, &b, &r, &e));
	cr_expect(r.again);
	OK(store_stats(s, &st, &e));
	cr_expect_eq(st.entries, 0);
	en.known = false;
	OK(ingest(s, &w.a, &w.c, &b, &r, &e));
	cr_expect_eq(r.new_entries, 1);
	en.known = true;
	OK(ingest(s, &w.a, &w.c, &b, &r, &e));
	cr_expect(!r.again && r.known == 1);
	world_end(&w);
}

Test(ingest, text_left_out)
{
	each_store(leave_out);
}

/* RSS 1.0's dc:date, and many Atom entries, say when it was updated and nothing else:
 * that stays the day of the report when it is edited. */
static void
updated_only(struct store *s, const char *backend)
{
	struct news n[] = {
		{ .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(-240) },
		{ .id = "1", .place = "Aleppo", .killed = 60, .at_ms = AT(-230) }
	};
	struct ingest_entry en;
	struct ingest_result r;
	struct ingest_batch b;
	struct store_entry *kept;
	struct err e = { "" };
	struct world w;
	size_t n_kept;

	world_make(&w, s, rules_yaml);
	for (size_t i = 0; i < NELEM(n); i++) {
		en = news_entry(&w.a, &n[i]);
		en.ident.updated = en.ident.published;
		en.ident.published = TIME_NONE;
		b = news_batch(&w.a, &w.feed, &en, 1);
		OK(ingest(s, &w.a, &w.c, &b, &r, &e));
	}
	cr_expect_eq(r.edited, 1);
	OK(store_entries_since(s, &w.a, 0, 0, 2, &kept, &n_kept, &e));
	cr_assert_eq(n_kept, 1);
	cr_expect_eq(kept[0].published_ms, AT(-240), "%s: its first date stands",
	    backend);
	world_end(&w);
}

Test(ingest, dated_by_update)
{
	each_store(updated_only);
}

/* The withdrawal is heard of first; what was published anew since then counts. */
static void
withdraw_first(struct store *s, const char *backend)
{
	struct err e = { "" };
	struct news n = { .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(1) };
	struct ingest_entry en;
	struct ingest_result r;
	struct ingest_batch b;
	struct world w;

	world_make(&w, s, rules_yaml);
	en = news_entry(&w.a, &n);
	en.withdrawn = true;
	b = news_batch(&w.a, &w.feed, &en, 1);
	OK(ingest(s, &w.a, &w.c, &b, &r, &e));
	cr_expect_eq(r.incidents + r.n_alerts, 0);
	feed_news(&w, &n, 1, &r);
	cr_expect_eq(r.known, 1, "it stays down");
	cr_expect_eq(r.new_entries + r.edited + r.incidents + r.n_alerts, 0);
	n.at_ms = AT(25);
	w.c.now_ms = AT(26);
	feed_news(&w, &n, 1, &r);
	cr_expect_eq(r.edited, 1, "published anew");
	cr_expect_eq(r.n_alerts, 1);
	world_end(&w);
}

Test(ingest, withdrawn_before_its_report)
{
	each_store(withdraw_first);
}

static void
withdraw(struct store *s, const char *backend)
{
	struct err e = { "" };
	struct news n = { .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(1) };
	struct store_incident *in;
	struct ingest_entry en;
	struct ingest_result r;
	struct ingest_batch b;
	struct world w;
	size_t count;

	world_make(&w, s, rules_yaml);
	feed_news(&w, &n, 1, &r);
	en = news_entry(&w.a, &n);
	en.withdrawn = true;
	b = news_batch(&w.a, &w.feed, &en, 1);
	OK(ingest(s, &w.a, &w.c, &b, &r, &e));
	cr_expect_eq(r.edited, 1);
	OK(store_incidents(s, &w.a,
	    &(struct store_incident_query){ .state = STR("open"),
		.changed_after_ms = TIME_NONE,
		.before_ms = TIME_NONE,
		.limit = 9,
		.outcome = TOLL_KILLED,
		.min_toll = 1 },
	    &in, &count, &e));
	cr_expect_eq(count, 0, "what it said no longer counts");
	OK(ingest(s, &w.a, &w.c, &b, &r, &e));
	cr_expect_eq(r.edited, 0);
	world_end(&w);
}

Test(ingest, withdrawn)
{
	each_store(withdraw);
}

static const char wait_yaml[] =
    "rules: [{name: sure, toll: killed, at: [10], for: 1h}]\n";

static void
wait_an_hour(struct store *s, const char *backend)
{
	struct err e = { "" };
	struct news n = { .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(23) };
	struct ingest_result r;
	struct world w;

	world_make(&w, s, wait_yaml);
	feed_news(&w, &n, 1, &r);
	cr_expect_eq(r.n_alerts, 0);
	cr_expect_eq(r.wait_ms, w.c.now_ms + MS_HOUR);
	w.c.now_ms += MS_HOUR - 1;
	OK(ingest_waiting(s, &w.a, &w.c, &r, &e));
	cr_expect_eq(r.n_alerts, 0);
	w.c.now_ms += 1;
	OK(ingest_waiting(s, &w.a, &w.c, &r, &e));
	cr_expect_eq(r.n_alerts, 1);
	cr_expect_eq(r.wait_ms, TIME_NONE);
	OK(ingest_waiting(s, &w.a, &w.c, &r, &e));
	cr_expect_eq(r.n_alerts, 0);
	world_end(&w);
}

Test(ingest, waiting)
{
	each_store(wait_an_hour);
}

/* ---- rules as the file has them ---- */

/* Over twelve killed in Aleppo (36.2 N 37.16 E), told by a feed of tags "war" and
 * "syria". */
static const struct file_rule {
	const char *rule;
	size_t alerts;
	enum severity severity;
} filed[] = {
	{ "at: [10]", 1, SEVERITY_WARNING },
	{ "at: [10], severity: critical", 1, SEVERITY_CRITICAL },
	{ "at: [10], in: Syria", 1, SEVERITY_WARNING },
	{ "at: [10], in: France", 0, 0 },
	{ "at: [10], in: [France, Syria]", 1, SEVERITY_WARNING },
	{ "at: [10], in: {box: [36, 37, 37, 38]}", 1, SEVERITY_WARNING },
	{ "at: [10], in: {box: [36, 38, 37, 39]}", 0, 0 },
	{ "at: [10], in: {at: [36.3, 37.2], km: 20}", 1, SEVERITY_WARNING },
	{ "at: [10], in: {at: [34.7, 36.7], km: 20}", 0, 0 },
	{ "at: [10], in: {polygon: [[36, 37], [37, 37], [37, 38], [36, 38]]}", 1,
	    SEVERITY_WARNING },
	{ "at: [10], in: {polygon: [[30, 30], [40, 30], [30, 35]]}", 0, 0 },
	{ "at: [10], tags: [war]", 1, SEVERITY_WARNING },
	{ "at: [10], tags: [sport]", 0, 0 },
	{ "at: [10], feeds: [one]", 1, SEVERITY_WARNING },
	{ "at: [10], lang: [fr]", 0, 0 },
	{ "at: [10], stance: [claimed]", 0, 0 },
	{ "at: [10], cause: [airstrike]", 0, 0 },
	{ "at: [10], who: [children]", 0, 0 },
	{ "at: [10], sources: 2", 0, 0 },
	{ "at: [10], confidence: 0.95", 0, 0 },
	{ "at: [10], within: 24h, per: area, in: Syria", 1, SEVERITY_WARNING },
	{ "rise: 5", 1, SEVERITY_WARNING },
	{ "record_high: {window: 2d, lookback: 30d, min: 10}", 1, SEVERITY_WARNING },
	{ "at: [10], enabled: false", 0, 0 },
};

static const struct file_rule *rule;

static void
ring_by_rule(struct store *s, const char *backend)
{
	struct err e = { "" };
	struct news n = { .id = "1", .place = "Aleppo", .killed = 12, .at_ms = AT(23) };
	struct str tags[] = { STR("war"), STR("syria") };
	struct ingest_entry en;
	struct ingest_result r;
	struct ingest_batch b;
	struct fact_place *p;
	struct world w;
	char yaml[256];

	snprintf(yaml, sizeof(yaml),
	    "feeds: [{name: one, url: 'http://a.example/', tags: [war, "
	    "syria]}, {name: two, url: 'http://b.example/', tags: [sport]}]\n"
	    "rules: [{name: r, toll: killed, %s}]\n",
	    rule->rule);
	world_make(&w, s, yaml);
	en = news_entry(&w.a, &n);
	p = en.facts->items[0].places;
	p->lat = 36.2;
	p->lon = 37.16;
	b = news_batch(&w.a, &w.feed, &en, 1);
	b.tags = tags;
	b.n_tags = NELEM(tags);
	OK(ingest(s, &w.a, &w.c, &b, &r, &e));
	cr_expect_eq(r.n_alerts, rule->alerts, "%s: %s: %zu", backend, rule->rule,
	    r.n_alerts);
	if (r.n_alerts == 1)
		cr_expect_eq(r.alerts[0].severity, rule->severity, "%s: %s", backend,
		    rule->rule);
	world_end(&w);
}

Test(ingest, rules_of_the_file)
{
	for (rule = filed; rule < filed + NELEM(filed); rule++)
		each_store(ring_by_rule);
}

/* ---- killed at any moment, the same in the end ---- */

#define REPORTS 400
#define LOT 8
#define LIST 1000000
#define PLACES 40
#define KILLS 30 /* TOCSIN_KILLS=1000 for more, of a stream as much longer */

/* Lot by lot from that report on, as a daemon that was started again would: what is known
 * is known by its keys.  A byte down the pipe for each lot that is new, so that the
 * parent sees it live. */
static int
run_all(struct store *s, uint64_t from, uint64_t reports, int said)
{
	struct err e = { "" };
	struct arena a;
	struct world w;
	int rc = 0;

	arena_init(&a);
	world_make(&w, s, rules_yaml);
	for (uint64_t at = from; at < reports && rc == 0; at += LOT) {
		struct ingest_entry en[LOT];
		struct ingest_result r;
		struct ingest_batch b;

		arena_reset(&a);
		for (uint64_t i = 0; i < LOT; i++)
			en[i] = news_generated(&a, at + i, PLACES, 35);
		b = news_batch(&a, &w.feed, en, LOT);
		w.c.now_ms = en[LOT - 1].ident.published;
		rc = ingest(s, &a, &w.c, &b, &r, &e);
		if (said >= 0 && r.new_entries > 0 && write(said, "", 1) != 1)
			rc = -1;
	}
	world_end(&w);
	arena_clear(&a);
	return rc;
}

/* All that a user could ever see, as one text, in the order of its numbers: a server
 * leaves out those of transactions that came to nothing. */
static void
dump(struct store *s, struct buf *out)
{
	struct err e = { "" };
	struct arena a;
	struct store_alert *al;
	struct store_incident *in;
	struct store_control *c;
	struct store_delivery *d;
	struct store_event *ev;
	size_t n;

	arena_init(&a);
	OK(store_alerts(s, &a,
	    &(struct store_alert_query){ .since_ms = TIME_NONE, .limit = LIST }, &al, &n,
	    &e));
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "alert %.*s %.*s\n", STR_ARG(al[i].key),
		    STR_ARG(al[i].json));
	OK(store_incidents(s, &a,
	    &(struct store_incident_query){
		.changed_after_ms = TIME_NONE, .before_ms = TIME_NONE, .limit = LIST },
	    &in, &n, &e));
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "incident %.*s %lld %016llx\n", STR_ARG(in[i].id),
		    (long long)in[i].version,
		    (unsigned long long)hash64(news_incident(&a, &in[i]), 0));
	OK(store_controls(s, &a, STR_NONE, TIME_NONE, STR_NONE, LIST, &c, &n, &e));
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "control %.*s %016llx\n", STR_ARG(c[i].place),
		    (unsigned long long)hash64(c[i].blob, 0));
	OK(store_outbox_list(s, &a, OUTBOX_N, STR_NONE, 0, LIST, &d, &n, &e));
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "delivery %.*s %.*s\n", STR_ARG(d[i].id),
		    STR_ARG(d[i].target));
	OK(store_events_after(s, &a, 0, LIST, &ev, &n, &e));
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "event %.*s\n", STR_ARG(ev[i].json));
	arena_clear(&a);
}

/* Lots are whole: the last one stored is told once more, and all that nobody has heard of
 * yet. */
static uint64_t
last_lot(struct store *s)
{
	struct store_stats st;
	struct err e = { "" };

	OK(store_stats(s, &st, &e));
	return st.entries < LOT ? 0 : (uint64_t)st.entries - LOT;
}

static struct store *
open_node(const char *address)
{
	struct store_options o = { .address = address };
	struct err e = { "" };
	struct store *s = store_open(&o, NULL, &e);

	cr_assert_not_null(s, "%s", e.msg);
	return s;
}

/* Did it die before it was done? */
static bool
kill_one(const char *address, uint64_t reports, struct rng *rng)
{
	struct timespec life = { 0, (long)(rng_u64(rng) % 4000000) };
	struct store *s;
	int fd[2], status;
	char byte;
	pid_t pid;

	cr_assert_eq(pipe(fd), 0);
	pid = fork();
	if (pid == 0) {
		s = open_node(address);
		_exit(run_all(s, last_lot(s), reports, fd[1]) < 0 ? 1 : 0);
	}
	close(fd[1]);
	if (read(fd[0], &byte, 1) == 1)
		nanosleep(&life, NULL);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	close(fd[0]);
	cr_assert(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
	return WIFSIGNALED(status);
}

/* Of a run from memory that nobody disturbed. */
static void
dump_undisturbed(uint64_t reports, struct buf *out)
{
	struct store *s = open_node(":memory:");
	struct err e = { "" };

	OK(run_all(s, 0, reports, -1));
	dump(s, out);
	store_close(s);
}

static void
kill_many(const char *address, const char *backend)
{
	uint64_t kills = KILLS, reports, done = 0;
	const char *more = getenv("TOCSIN_KILLS");
	struct rng rng = { 11 };
	struct err e = { "" };
	struct buf want, got;
	struct store *s;

	if (more != NULL)
		cr_assert(str_uint(str_of(more), &kills));
	reports = kills * 3 * LOT;
	buf_init(&want, 64u << 20);
	buf_init(&got, 64u << 20);
	dump_undisturbed(reports, &want);
	for (uint64_t i = 0; i < kills; i++)
		done += kill_one(address, reports, &rng);
	cr_expect(done * 2 > kills, "%s: only %llu of %llu died before their end",
	    backend, (unsigned long long)done, (unsigned long long)kills);
	s = open_node(address);
	OK(run_all(s, 0, reports, -1));
	dump(s, &got);
	store_close(s);
	cr_expect(want.n > 0 && str_find(buf_str(&want), STR("alert ")) != STR_NOWHERE);
	cr_expect(str_eq(buf_str(&want), buf_str(&got)),
	    "%s: the ledger and the alerts of a run that was killed %llu times are "
	    "others",
	    backend, (unsigned long long)done);
	buf_clear(&want);
	buf_clear(&got);
}

Test(ingest, killed)
{
	each_address(kill_many);
}

/* ---- several nodes on one server ---- */

#define NODES 3
#define ROUNDS 6

/* Nodes read the same news at the same time and are killed at random: each entry, alert
 * and delivery is there once. */
static void
nodes(const char *address, const char *backend)
{
	struct rng rng = { 5 };
	struct err e = { "" };
	struct store_stats st;
	struct store *s = open_node(address);
	struct buf out, problems;
	size_t bad;

	for (int round = 0; round < ROUNDS; round++) {
		struct timespec life = { 0, (long)(rng_u64(&rng) % 200000000) };
		pid_t pids[NODES];

		for (int i = 0; i < NODES; i++)
			if ((pids[i] = fork()) == 0)
				_exit(run_all(open_node(address), 0, REPORTS, -1) < 0
					? 1
					: 0);
		nanosleep(&life, NULL);
		for (int i = 0; i < NODES; i++) {
			int status;

			if (round < ROUNDS - 1)
				kill(pids[i], SIGKILL);
			waitpid(pids[i], &status, 0);
			cr_expect(WIFSIGNALED(status) || WEXITSTATUS(status) == 0,
			    "%s: node %d: %d", backend, i, status);
		}
	}
	OK(store_stats(s, &st, &e));
	cr_expect_eq(st.entries, REPORTS, "%s: %lld entries", backend,
	    (long long)st.entries);
	buf_init(&out, 64u << 20);
	buf_init(&problems, 4096);
	OK(store_check(s, &problems, &bad, &e));
	cr_expect_eq(bad, 0, "%s: %.*s", backend, STR_ARG(buf_str(&problems)));
	dump(s, &out);
	cr_expect_neq(str_find(buf_str(&out), STR("delivery ")), STR_NOWHERE);
	buf_clear(&problems);
	buf_clear(&out);
	store_close(s);
}

Test(ingest, nodes)
{
	on_each_server(nodes);
}
