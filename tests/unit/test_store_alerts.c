/* test_store_alerts.c -- alerts, deliveries, events and care; the rest of test_store. */
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
#include "tests/unit/store_expect.h"
#include "tests/unit/stores.h"

/* ---- alerts and what carries them ---- */

static struct store_alert
sample_alert(const char *id, const char *key)
{
	return (struct store_alert){ .id = str_of(id),
		.key = str_of(key),
		.rule = STR("toll"),
		.reason = STR("toll_crossed"),
		.severity = STR("critical"),
		.incident = STR("I1"),
		.created_ms = 1000,
		.json = STR("{\"type\":\"incident.toll_crossed\"}") };
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
	OK(store_alerts(s, &a,
	    &(struct store_alert_query){ .since_ms = TIME_NONE, .limit = 9 }, &list, &n,
	    &e));
	cr_assert_eq(n, 2);
	SAME(list[0].id, STR("A2"));
	OK(store_alerts(s, &a,
	    &(struct store_alert_query){ .since_ms = TIME_NONE,
		.limit = 9,
		.before_seq = list[0].seq,
		.rule = STR("toll"),
		.incident = STR("I1") },
	    &list, &n, &e));
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
	struct store_delivery row = { .id = STR("D1"),
		.alert = STR("A1"),
		.receiver = STR("desk"),
		.target = STR("a@b.example"),
		.next_ms = 1,
		.created_ms = 1 },
			      *d, late, got;
	struct store_attempt at = { .at_ms = 5,
		.latency_ms = 3,
		.status = 503,
		.error = STR("busy") },
			     *tries;
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
	    row = { .id = id,
		    .alert = STR("A1"),
		    .receiver = id,
		    .created_ms = now + planned[i].created,
		    .next_ms = now + planned[i].next };
	struct store_attempt at = { .at_ms = now + planned[i].tried,
		.error = STR("busy") };
	bool claim = planned[i].claimed || planned[i].tried != 0, fenced;
	struct err e = { "" };
	size_t n;

	if (claim)
		row.next_ms = now - 1;
	OK(store_outbox_add(s, &row, &e));
	if (!claim)
		return;
	OK(store_outbox_claim(s, a, id, planned[i].claimed ? 3600000 : LEASE, 1, &d, &n,
	    &e));
	cr_assert_eq(n, 1);
	d->next_ms = now + planned[i].next;
	if (!planned[i].claimed) {
		OK(store_outbox_finish(s, d, &at, &fenced, &e));
	}
}

static void
set_back(struct store *s, const char *backend)
{
	struct store_alert al = sample_alert("A1", "k1"),
			   later = sample_alert("A2", "k2");
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
		cr_expect(due >= planned[i].due && due < planned[i].due + 10000,
		    "%s: %s: %lld", backend, planned[i].id, (long long)due);
	}
	OK(store_wait_next(s, &due, &e));
	due -= now;
	cr_expect(due >= 500000 && due < 510000, "%s: what waits waits from now: %lld",
	    backend, (long long)due);
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
	struct store_note note = { .kind = STR("ack"),
		.what = STR("I1"),
		.author = STR("ann"),
		.created_ms = 10,
		.until_ms = TIME_NONE,
		.level = 100 },
			  *got;
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
	OK(store_note_end(s, STR("silence"), note.id, 20, &found, &e));
	cr_expect_not(found);
	OK(store_note_end(s, note.kind, note.id, 20, &found, &e));
	cr_expect(found);
	OK(store_note_end(s, note.kind, note.id, 30, &found, &e));
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
	struct store_event ev = { .at_ms = 3,
		.type = STR("alert"),
		.subject = STR("A1"),
		.json = STR("{}") },
			   *got;
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

/* The oldest go, a few at a time, and never those that a client may still ask for. */
static void
events_forgotten(struct store *s, const char *backend)
{
	const struct store_event ev = {
		.at_ms = 3, .type = STR("alert"), .json = STR("{}")
	};
	const size_t gone[] = { 2, 1, 0 };
	struct store_event *got;
	struct err e = { "" };
	struct arena a;
	size_t n;

	arena_init(&a);
	OK(store_begin(s, &e));
	for (int i = 0; i < STORE_EVENTS_LEAST + 3; i++)
		OK(store_event_add(s, &ev, NULL, &e));
	OK(store_commit(s, &e));
	for (size_t i = 0; i < NELEM(gone); i++) {
		OK(store_events_forget(s, 1, 2, &n, &e));
		cr_expect_eq(n, gone[i], "%s: %zu", backend, n);
	}
	OK(store_events_after(s, &a, 0, 1, &got, &n, &e));
	cr_assert_eq(n, 1);
	cr_expect_eq(got[0].seq, 4);
	OK(store_events_forget(s, STORE_EVENTS_LEAST * 2, 2, &n, &e));
	cr_expect_eq(n, 0);
	arena_clear(&a);
}

Test(store, events_forgotten)
{
	each_store(events_forgotten);
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
		struct store_alert al = sample_alert(arena_printf(&a, "A%zu", i).p,
		    key.p);
		uint64_t bucket = i;
		struct store_incident in = sample_incident(key.p, 1, 2);
		struct store_index is = sample_index(&bucket, 1, 1, 2);
		bool rang;

		OK(store_entry_insert(s, &en, &e));
		OK(store_alert_insert(s, &al, &rang, &e));
		OK(store_outbox_add(s,
		    &(struct store_delivery){
			.id = key, .alert = al.id, .receiver = STR("desk"), .next_ms = 1 },
		    &e));
		is.entries = &key;
		is.n_entries = 1;
		OK(store_incident_save(s, &in, NULL, 0, NULL, &is, &e));
	}
	OK(store_commit(s, &e));
	arena_clear(&a);
}

static int64_t
tallied(struct store *s, const char *backend, enum tally what, int64_t key,
    struct store_tally *last)
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
	cr_expect_eq(tallied(s, backend, TALLY_RECEIVERS, OUTBOX_PENDING, &last), 19,
	    "%s", backend);
	cr_expect_eq(tallied(s, backend, TALLY_RECEIVERS, OUTBOX_SUPPRESSED, &last), 1,
	    "%s", backend);
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
	cr_expect_eq(store_copy(s, to, &rows, &e), -1, "%s: not into a full one",
	    backend);
	OK(store_feeds_sync(to, &a, &f, 1, &e));
	cr_expect_gt(f.id, 1, "%s: numbers go on behind the copied ones", backend);
	store_close(to);
	arena_clear(&a);
}

Test(store, copies)
{
	each_store(copies);
}

/* A copy of a store that others write to is of one moment. */
static void
moment(const char *address, const char *backend)
{
	struct store_options o = { .address = address, .node = "test" };
	const struct store_event ev = { .type = STR("alert"), .json = STR("{}") };
	struct err e = { "" };
	struct store *writes = store_open(&o, NULL, &e), *reads;
	int64_t seq, last;

	cr_assert_not_null(writes, "%s", e.msg);
	o.mode = STORE_READ;
	reads = store_open(&o, NULL, &e);
	cr_assert_not_null(reads, "%s", e.msg);
	OK(store_begin(reads, &e));
	OK(store_event_last(reads, &last, &e));
	OK(store_event_add(writes, &ev, &seq, &e));
	OK(store_event_last(reads, &last, &e));
	cr_expect_eq(last, 0, "%s", backend);
	store_rollback(reads);
	OK(store_event_last(reads, &last, &e));
	cr_expect_eq(last, seq, "%s", backend);
	store_close(reads);
	store_close(writes);
}

Test(store, moment)
{
	each_address(moment);
}

/* ---- forms ---- */

#define WORD(s) .s = STR_INIT(#s)

static struct fact_place sample_place = { WORD(name), .role = ROLE_IN,
	.precision = PRECISION_PLACE, WORD(canonical), WORD(id), WORD(country),
	WORD(admin1), .lat = 1.5, .lon = -2.5 };
static struct str sample_texts[] = { STR_INIT("one"), STR_INIT("two") };
static struct claim sample_claim = { .field = TOLL_INJURED,
	WORD(who),
	WORD(side),
	.scope = SCOPE_TOTAL,
	.stance = STANCE_CLAIMED,
	.bound = BOUND_ABOUT,
	.best = 3,
	.low = 2,
	.high = -1,
	.since = { 2024, 11, 27 },
	.until = { 2024, 11, 28 },
	WORD(source),
	WORD(quote),
	.confidence = 0.5 };
static struct ground sample_ground = { WORD(key), .change = CHANGE_ENTERED,
	.stance = STANCE_CLAIMED, WORD(by), WORD(by_id), WORD(against), WORD(against_id),
	WORD(source), WORD(quote), .day = { 2024, 11, 27 }, .count = 4,
	.bound = BOUND_ABOUT, WORD(unit), .km2 = 5.5, .partial = true,
	.confidence = 0.5 };
static struct reason sample_reason = { 7, 1.5 };
static const struct piece sample_piece = { WORD(entry), .part = 1, WORD(feed),
	WORD(origin), WORD(title), WORD(url), WORD(lang), .tags = sample_texts,
	.n_tags = 2, .published_ms = 1, .updated_ms = 2, .seen_ms = 3, .print = 4,
	.marks = 5, WORD(site), .running = true, .since = { 2024, 11, 27 },
	.until = { 2024, 11, 28 }, .dated = true, .places = &sample_place,
	.keys = sample_texts, .n_places = 1, .sides = sample_texts, .n_sides = 2,
	.causes = sample_texts, .n_causes = 1, .claims = &sample_claim, .n_claims = 1,
	.grounds = &sample_ground, .n_grounds = 1, .why = &sample_reason, .n_why = 1,
	.pinned = true };

static void
put_incident(struct buf *b)
{
	const struct piece *pieces[] = { &sample_piece };
	struct incident_op op = { 1, STR("what"), STR("other"), STR("note") };
	const struct former former = { &sample_piece, 8 };
	struct incident in = { WORD(id), WORD(parent), WORD(into),
		.state = INCIDENT_MERGED, .version = 6, .pinned = true, .dropped = 7,
		.floor = { 2024, 11, 20 }, .pieces = pieces, .n_pieces = 1, .ops = &op,
		.n_ops = 1, .former = &former, .n_former = 1 };

	incident_put(b, &in, NULL);
	incident_put(b, &in, (const uint32_t[]){ 9, 10 });
}

static void
put_control(struct buf *b)
{
	struct control_note note = { sample_ground, WORD(entry), WORD(feed), WORD(url),
		WORD(origin), WORD(incident), .published_ms = 8, .order = 9 };
	const struct control_note *notes[] = { &note };
	struct control c = { WORD(key), sample_place, .notes = notes, .n_notes = 1,
		.version = 10,
		.base = { WORD(holder), WORD(holder_id), .start_ms = 11, WORD(source),
		    WORD(entry), .claimed = true } };

	control_put(b, &c);
}

static void
put_facts(struct buf *b)
{
	struct fact f = { .kind = FACT_TERRITORY,
		.stance = STANCE_CLAIMED,
		.start = 1,
		.end = 2,
		WORD(source),
		.places = &sample_place,
		.n_places = 1,
		.since = { 2024, 11, 27 },
		.until = { 2024, 11, 28 },
		.confidence = 0.5,
		WORD(rule),
		WORD(site),
		.bound = BOUND_ABOUT,
		.count = 3,
		.low = 2,
		.high = 4,
		.outcome = OUTCOME_MISSING,
		WORD(who),
		.armed = true,
		WORD(cause),
		.scope = SCOPE_TOTAL,
		.part_of = 5,
		WORD(side),
		WORD(side_id),
		WORD(by),
		WORD(by_id),
		WORD(against),
		WORD(against_id),
		WORD(unit),
		.effect = 1,
		.change = CHANGE_ENTERED,
		.km2 = 6.5,
		.km = 7.5,
		.partial = true };
	struct fact_list l = { .items = &f, .n = 1, .marks = 3, WORD(site) };

	for (int i = 0; i < TOLL_N; i++)
		l.toll.of[i] = (struct toll_figure){ true, i, i + 1, i + 2, i + 3 };
	fact_list_put(b, &l);
}

/*
 * What is on the disk under a number of the schema never changes: whoever changes a table
 * or the bytes of a column adds a step to store/schema.c, and a row here.
 */
Test(store, forms)
{
	static const struct {
		unsigned schema;
		uint64_t form;
	} forms[] = { { 2, UINT64_C(0xb3ca4c18074aae65) },
		{ 3, UINT64_C(0x31ec21656214df3a) }, { 4, UINT64_C(0xa11f416daf25c2de) },
		{ 5, UINT64_C(0x2f5448305ed80948) }, { 6, UINT64_C(0x64fc50118c273de0) },
		{ 7, UINT64_C(0x8e191633b7f970e7) }, { 8, UINT64_C(0x44394b2d8c11394f) },
		{ 9, UINT64_C(0x129b16e0ff872467) }, { 10, UINT64_C(0x8ec30201cdf8dd6a) },
		{ 11, UINT64_C(0x99cef71585767b6d) } };
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
		forms[NELEM(forms) - 1].form == form,
	    "schema %u has the form %#llx now: raise the schema", store_schema_version,
	    (unsigned long long)form);
}
