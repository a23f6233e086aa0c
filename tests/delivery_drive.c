/*
 * delivery_drive.c -- delivery without the rest of the service, for
 * tests/delivery_*.py: fills an outbox, works it, shows it.
 *
 *	delivery_drive CONFIG add COUNT RECEIVER ...
 *		alerts, and a row for each receiver's targets
 *	delivery_drive CONFIG run [MS [HELD_MS]]
 *		until nothing is due; or until nothing is pending, at most MS, of which
 *		somebody else writes to the store's file for the first HELD_MS
 *	delivery_drive CONFIG now
 *		what is pending or dead is due now
 *	delivery_drive CONFIG list
 *		rows and their attempts, a JSON line each, newest first
 *	delivery_drive CONFIG silence MATCHERS MS
 *		for so long from now
 */
#include "config.h"

#include <event2/event.h>
#include <signal.h>
#include <sqlite3.h>

#include "alerts/alert.h"
#include "base/alloc.h"
#include "base/date.h"
#include "base/log.h"
#include "daemon/delivery.h"

#define PATIENCE_MS 200 /* with somebody else who has the store's file */

static struct arena arena;
static struct config *config;
static struct store *store;
static struct err err;

static void
check(int rc)
{
	if (rc == -1) {
		fprintf(stderr, "delivery_drive: %s\n", err.msg);
		exit(1);
	}
}

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * MS_SECOND + t.tv_nsec / 1000000;
}

static void
open_store(void)
{
	struct store_options o = { .address = config->store.address.p,
		.mode = STORE_WRITE,
		.busy_ms = PATIENCE_MS };

	store = store_open(&o, NULL, &err);
	check(store == NULL ? -1 : 0);
}

/* ---- add ---- */

static void
add_rows(const struct alert *al, struct str name)
{
	for (size_t i = 0; i < config->n_receivers; i++) {
		const struct receiver *r = &config->receivers[i];

		for (size_t t = 0; str_eq(r->name, name) && t < receiver_targets(r);
		     t++) {
			char id[ULID_LEN + 1];
			struct store_delivery d = { .alert = al->id,
				.receiver = r->name,
				.target = receiver_target(r, t),
				.created_ms = al->created_ms,
				.next_ms = al->created_ms,
				.group = r->digest_ms > 0 ? STR("digest") : STR_NONE };

			d.id = outbox_id(id, al->created_ms, al->id, r->name, d.target,
			    0);
			check(store_outbox_add(store, &d, &err));
		}
	}
}

static void
add_alert(int64_t i, int argc, char **argv)
{
	char id[ULID_LEN + 1], incident[ULID_LEN + 1];
	struct fact_place place = { .name = STR("Exampleville"),
		.lat = 1,
		.lon = 2,
		.precision = PRECISION_PLACE };
	struct str source = STR("Example Agency");
	struct alert_quote quote = { STR("the figure was given as such"),
		STR("https://news.example.org/1"), STR("example") };
	struct alert al = { .rule = STR("drive"),
		.reason = REASON_TOLL_CROSSED,
		.severity = SEVERITY_WARNING,
		.created_ms = now() - 1,
		.step = i,
		.outcome = TOLL_KILLED,
		.toll = { i, i, i },
		.previous = -1,
		.change = CHANGE_N,
		.places = &place,
		.n_places = 1,
		.sources = &source,
		.n_sources = 1,
		.quotes = &quote,
		.n_quotes = 1 };
	struct store_alert row;
	struct buf b;
	struct json j;
	bool rang;

	al.key = arena_printf(&arena, "drive|%lld|%lld", (long long)al.created_ms,
	    (long long)i);
	al.id = ulid_of(id, al.created_ms, al.key);
	al.incident = ulid_of(incident, 1000000, STR("the one incident"));
	al.summary = arena_printf(&arena, "%lld killed in Exampleville", (long long)i);
	buf_init(&b, 1u << 20);
	json_init(&j, &b);
	alert_json(&j, &al);
	row = (struct store_alert){ .id = al.id,
		.key = al.key,
		.rule = al.rule,
		.reason = STR("toll_crossed"),
		.severity = STR("warning"),
		.incident = al.incident,
		.created_ms = al.created_ms,
		.json = buf_str(&b) };
	check(store_alert_insert(store, &row, &rang, &err));
	for (int k = 0; k < argc; k++)
		add_rows(&al, str_of(argv[k]));
	buf_clear(&b);
	arena_reset(&arena);
}

static int
add(int argc, char **argv)
{
	int64_t n = 0;

	if (argc < 2 || !str_int(str_of(argv[0]), &n))
		return 2;
	open_store();
	check(store_begin(store, &err));
	for (int64_t i = 1; i <= n; i++)
		add_alert(i, argc - 1, argv + 1);
	check(store_commit(store, &err));
	store_close(store);
	return 0;
}

/* ---- run ---- */

struct run {
	struct event_base *loop;
	int64_t until_ms;
};

static void
on_idle(void *arg)
{
	struct run *r = arg;
	struct store_stats st = { 0 };

	if (r->until_ms > 0 && now() < r->until_ms &&
	    (store_stats(store, &st, &err) == -1 || st.outbox_pending > 0))
		return;
	event_base_loopexit(r->loop, NULL);
}

static void
on_timeout(evutil_socket_t fd, short what, void *arg)
{
	event_base_loopexit(arg, NULL);
}

static struct timeval
timeval_of(int64_t ms)
{
	return (struct timeval){ ms / 1000, ms % 1000 * 1000 };
}

static void
on_free(evutil_socket_t fd, short what, void *arg)
{
	sqlite3_close(arg);
}

static void
hold_file(struct event_base *loop, int64_t ms)
{
	struct timeval tv = timeval_of(ms);
	sqlite3 *other;

	if (sqlite3_open(config->store.address.p, &other) != SQLITE_OK ||
	    sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK) {
		err_set(&err, "%s", sqlite3_errmsg(other));
		check(-1);
	}
	event_base_once(loop, -1, EV_TIMEOUT, on_free, other, &tv);
}

static int
run(int argc, char **argv)
{
	struct run r = { .loop = event_base_new() };
	struct http_options ho = { .user_agent = "tocsin-test" };
	struct delivery_options o = { .loop = r.loop,
		.config = config,
		.host = STR("test.example.org"),
		.on_idle = on_idle,
		.arg = &r,
		.seed = 1 };
	struct delivery_lanes *d;
	struct delivery_stats st;
	int64_t ms = 0, held_ms = 0, began = now();
	struct timeval tv;

	if ((argc > 0 && !str_int(str_of(argv[0]), &ms)) ||
	    (argc > 1 && !str_int(str_of(argv[1]), &held_ms)))
		return 2;
	open_store();
	if (held_ms > 0)
		hold_file(r.loop, held_ms);
	o.store = store;
	o.thread = offload_new(r.loop, "store");
	o.http = http_new(r.loop, &ho, &err);
	check(o.http == NULL ? -1 : 0);
	r.until_ms = ms > 0 ? began + ms : 0;
	tv = timeval_of(ms);
	if (ms > 0)
		event_base_once(r.loop, -1, EV_TIMEOUT, on_timeout, r.loop, &tv);
	d = delivery_new(&o);
	delivery_wake(d);
	event_base_dispatch(r.loop);
	delivery_stats(d, STR(""), &st);
	printf("{\"sent\": %llu, \"retried\": %llu, \"dead\": %llu, \"suppressed\": "
	       "%llu, "
	       "\"doubtful\": %llu, \"ms\": %lld}\n",
	    (unsigned long long)st.sent, (unsigned long long)st.retried,
	    (unsigned long long)st.dead, (unsigned long long)st.suppressed,
	    (unsigned long long)st.doubtful, (long long)(now() - began));
	delivery_free(d);
	offload_free(o.thread);
	http_free(o.http);
	event_base_free(r.loop);
	store_close(store);
	return 0;
}

/* ---- now, list ---- */

typedef void row_fn(const struct store_delivery *row);

/* Every row of the outbox, newest first, a page at a time. */
static int
each_row(row_fn *fn)
{
	struct store_delivery *rows;
	int64_t before = 0;
	size_t n;

	open_store();
	do {
		check(store_outbox_list(store, &arena, OUTBOX_N, STR(""), before, 1000,
		    &rows, &n, &err));
		for (size_t i = 0; i < n; i++) {
			fn(&rows[i]);
			before = rows[i].n;
		}
		arena_reset(&arena);
	} while (n > 0);
	store_close(store);
	return 0;
}

static void
make_due(const struct store_delivery *row)
{
	size_t changed;

	if (row->state == OUTBOX_PENDING || row->state == OUTBOX_DEAD)
		check(store_outbox_retry(store, row->id, now() - 1, &changed, &err));
}

static void
attempts_json(struct json *j, struct str id)
{
	struct store_attempt *at;
	size_t n;

	check(store_attempts(store, &arena, id, &at, &n, &err));
	json_key(j, "attempts");
	json_open(j, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kint(j, "status", at[i].status);
		json_kint(j, "at_ms", at[i].at_ms);
		json_kstr(j, "error", at[i].error);
		json_close(j);
	}
	json_close(j);
}

static void
list(const struct store_delivery *row)
{
	struct buf b;
	struct json j;

	buf_init(&b, 1u << 20);
	json_init(&j, &b);
	json_open(&j, '{');
	json_kstr(&j, "id", row->id);
	json_kstr(&j, "receiver", row->receiver);
	json_kstr(&j, "target", row->target);
	json_kstr(&j, "state", str_of(outbox_state_names[row->state]));
	json_kint(&j, "attempt", row->attempt);
	json_kint(&j, "next_ms", row->next_ms);
	json_kstr(&j, "error", row->error);
	attempts_json(&j, row->id);
	json_close(&j);
	printf("%.*s\n", STR_ARG(buf_str(&b)));
	buf_clear(&b);
}

static int
silence(int argc, char **argv)
{
	struct store_note note = { .kind = STR("silence"),
		.author = STR("test"),
		.text = STR("quiet"),
		.created_ms = now(),
		.level = -1 };
	int64_t ms;

	if (argc != 2 || !str_int(str_of(argv[1]), &ms))
		return 2;
	note.what = str_of(argv[0]);
	note.until_ms = note.created_ms + ms;
	open_store();
	check(store_note_add(store, &note, &err));
	store_close(store);
	return 0;
}

int
main(int argc, char **argv)
{
	int rc = 2;

	if (argc < 3)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	arena_init(&arena);
	log_open(getenv("DRIVE_LOG") != NULL ? LOG_TO_STDERR : LOG_TO_NONE, "drive",
	    LOG_DEBUG);
	config = config_load(argv[1]);
	if (config->diag.errors > 0) {
		config_report(config, stderr);
		return 1;
	}
	if (str_eq(str_of(argv[2]), STR("add")))
		rc = add(argc - 3, argv + 3);
	else if (str_eq(str_of(argv[2]), STR("run")))
		rc = run(argc - 3, argv + 3);
	else if (str_eq(str_of(argv[2]), STR("now")))
		rc = each_row(make_due);
	else if (str_eq(str_of(argv[2]), STR("list")))
		rc = each_row(list);
	else if (str_eq(str_of(argv[2]), STR("silence")))
		rc = silence(argc - 3, argv + 3);
	config_unref(config);
	arena_clear(&arena);
	return rc;
}
