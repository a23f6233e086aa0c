/* store.c -- opening, transactions, and the small tables; see store.h. */
#include "config.h"

#include <assert.h>
#include <unistd.h>
#include <time.h>

#include "store/db.h"
#include "store/schema.h"
#include "store/sqlite.h"

const char *const store_fault_names[] = { [STORE_FAULT_NONE] = "none",
	[STORE_FAULT_BUSY] = "busy",
	[STORE_FAULT_FULL] = "full",
	[STORE_FAULT_CORRUPT] = "corrupt",
	[STORE_FAULT_GONE] = "gone",
	[STORE_FAULT_OTHER] = "other" };
_Static_assert(NELEM(store_fault_names) == STORE_FAULT_N, "name every fault");

/* ---- opening ---- */

bool
store_is_server(const char *address)
{
	return str_starts(str_of(address), STR("postgresql://")) ||
	    str_starts(str_of(address), STR("postgres://"));
}

/* "postgresql://user:secret@host/db" is shown without what lies before the '@'. */
static void
name_it(struct store *s, const char *address)
{
	struct str whole = str_of(address), rest = whole;
	size_t at = str_chr(rest, '@'), scheme = str_find(rest, STR("://"));

	if (!store_is_server(address)) {
		str_copy(s->where, sizeof(s->where), whole);
		return;
	}
	rest = str_sub(rest, at == STR_NOWHERE ? scheme + 3 : at + 1, rest.n);
	rest = str_sub(rest, 0, str_chr(rest, '?'));
	snprintf(s->where, sizeof(s->where), "postgresql://%.*s", STR_ARG(rest));
}

static void
name_node(struct store *s, const char *node)
{
	char host[64] = "localhost";

	if (node != NULL) {
		str_copy(s->node, sizeof(s->node), str_of(node));
		return;
	}
	(void)gethostname(host, sizeof(host) - 1);
	snprintf(s->node, sizeof(s->node), "%s:%ld", host, (long)getpid());
}

/* Said by whoever brought the store to a later schema; it says nothing: nobody before
 * that. */
static int
floor_of(struct store *s, int64_t *floor, struct err *e)
{
	struct rows r;
	int rc;

	*floor = INT64_MAX;
	if (s->ops->adhoc(s, &r,
		"SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'floor'", NO_ARGS,
		e) < 0)
		return -1;
	rc = rows_next(&r, e);
	if (rc > 0)
		*floor = rows_int(&r, 0);
	rows_end(&r);
	return rc < 0 ? -1 : 0;
}

static int
set_floor(struct store *s, struct err *e)
{
	char sql[160];

	snprintf(sql, sizeof(sql),
	    "INSERT INTO meta (name, value) VALUES ('floor', '%u') "
	    "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
	    store_schema_floor);
	return s->ops->script(s, sql, e);
}

static int
raise_schema(struct store *s, struct err *e)
{
	if (s->ops->begin(s, e) < 0)
		return -1;
	if (s->schema == 0)
		s->schema = store_schema_first - 1;
	for (; s->schema < store_schema_version; s->schema++)
		if (s->ops->schema(s, schema_steps[s->schema + 1 - store_schema_first],
			e) < 0)
			return -1;
	if (s->ops->set_version(s, s->schema, e) < 0 || set_floor(s, e) < 0)
		return -1;
	return s->ops->commit(s, e);
}

static int
migrate(struct store *s, struct buf *said, struct err *e)
{
	int64_t floor;
	unsigned v;

	if (s->ops->version(s, &v, e) < 0)
		return -1;
	s->schema = v;
	if (v > store_schema_version && floor_of(s, &floor, e) < 0)
		return -1;
	if (v > store_schema_version && floor <= store_schema_version)
		return 0; /* a later tocsin works on it, and knows that we may */
	if (v > store_schema_version) {
		s->fault = STORE_FAULT_OTHER;
		return err_set(e,
		    "store %s: written by a later tocsin (schema %u, this one knows "
		    "%u): install that version, or go back to a backup",
		    s->where, v, store_schema_version);
	}
	if (v > 0 && v < store_schema_first) {
		s->fault = STORE_FAULT_OTHER;
		return err_set(e,
		    "store %s: written before the first release (schema %u, this one "
		    "knows %u and later): move it away to begin a new one, or go back to "
		    "the version that wrote it",
		    s->where, v, store_schema_first);
	}
	if (v == store_schema_version)
		return 0;
	if (s->read_only && v == 0)
		return db_fail(s, STORE_FAULT_OTHER, e, "",
			   "empty: tocsind has not run yet"),
		       err_as(e, ERR_ABSENT);
	if (s->read_only)
		return db_fail(s, STORE_FAULT_OTHER, e, "",
		    "of an earlier shape: start tocsind");
	if (raise_schema(s, e) < 0) {
		struct err ignored;

		/* Two nodes that start at once: the other one may have been first. */
		s->ops->rollback(s);
		if (s->ops->version(s, &v, &ignored) < 0 || v != store_schema_version)
			return -1;
		s->schema = v;
		return 0;
	}
	if (v > 0 && said != NULL)
		buf_printf(said, "store %s: brought from schema %u to %u\n", s->where, v,
		    s->schema);
	return 0;
}

static int
sound(struct store *s, struct err *e)
{
	struct buf why;
	size_t bad = 0;
	int rc;

	buf_init(&why, 4096);
	rc = s->ops->check(s, true, &why, &bad, e);
	if (rc == 0 && bad > 0)
		rc = db_fail(s, STORE_FAULT_CORRUPT, e, "damaged",
		    why.n > 0 ? (why.p[strcspn(why.p, "\n")] = '\0', why.p) : "");
	buf_clear(&why);
	return rc;
}

/* Whoever has a file alone knows that the leases in it are those of the dead; of a shared
 * store those under its own name are its own, from before. */
static int
release_leases(struct store *s, const struct store_options *o, struct err *e)
{
	int64_t now;

	if (o->mode != STORE_WRITE || (s->shared && o->node == NULL))
		return 0;
	if (store_now(s, &now, e) < 0)
		return -1;
	return db_run(s, SQL_OUTBOX_RELEASE,
	    ARGS(db_int(now), db_text(s->shared ? str_of(s->node) : STR_NONE)), NULL, e);
}

static struct store *
open_once(const struct store_options *o, bool file, struct buf *said,
    enum store_fault *fault, struct err *e)
{
	struct store *s = xcalloc(1, sizeof(*s));
	bool check = o->repair && (!file || sqlite_suspect(o->address));

	s->ops = &db_sqlite;
#ifdef HAVE_PQ
	if (store_is_server(o->address))
		s->ops = &db_pq;
#endif
	s->read_only = o->mode == STORE_READ;
	s->durable = !o->fast;
	s->atomic_claim = o->atomic_claim;
	s->hurry = o->hurry;
	s->shared = store_is_server(o->address);
	name_it(s, o->address);
	name_node(s, o->node);
	if (s->ops->open(s, o, e) == 0 && (!check || sound(s, e) == 0) &&
	    migrate(s, said, e) == 0 && release_leases(s, o, e) == 0) {
		if (check && file)
			sqlite_set_suspect(o->address, false);
		s->fault = STORE_FAULT_NONE;
		return s;
	}
	*fault = s->fault;
	store_close(s);
	err_see(e, MANUAL_STORE);
	return NULL;
}

struct store *
store_open(const struct store_options *o, struct buf *said, struct err *e)
{
	enum store_fault fault = STORE_FAULT_NONE;
	bool file = !store_is_server(o->address) && strcmp(o->address, ":memory:") != 0;
	struct store *s;

#ifndef HAVE_PQ
	if (store_is_server(o->address)) {
		err_set(e, "store: this tocsin was built without PostgreSQL");
		return NULL;
	}
#endif
	if (file && o->mode == STORE_WRITE)
		sqlite_settle(o->address);
	s = open_once(o, file, said, &fault, e);
	if (s != NULL || fault != STORE_FAULT_CORRUPT || !file || !o->repair)
		return s;
	if (said != NULL)
		buf_printf(said, "%s\n", e->msg);
	if (sqlite_rebuild(o->address, said, e) < 0)
		return NULL;
	return open_once(o, file, said, &fault, e);
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	store_keep(s, NULL, NULL);
	store_rollback(s);
	s->ops->close(s);
	free(s);
}

void
store_keep(struct store *s, void *thing, void (*release)(void *thing))
{
	if (s->kept != NULL)
		s->release(s->kept);
	s->kept = thing;
	s->release = release;
}

void *
store_kept(const struct store *s)
{
	return s->kept;
}

/* ---- transactions ---- */

const double store_timing_bounds[STORE_TIMINGS] = { 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
	10, 30, 60 };

void
store_timing_add(struct store_timing *t, double seconds)
{
	size_t b = 0;

	while (b < STORE_TIMINGS && seconds > store_timing_bounds[b])
		b++;
	t->bucket[b]++;
	t->sum += seconds;
}

static double
monotonic_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int
store_begin(struct store *s, struct err *e)
{
	assert(!s->open_tx);
	if (s->ops->begin(s, e) < 0)
		return -1;
	s->began = monotonic_seconds();
	s->open_tx = true;
	return 0;
}

int
store_commit(struct store *s, struct err *e)
{
	assert(s->open_tx);
	if (s->ops->commit(s, e) == 0) {
		store_timing_add(&s->transactions, monotonic_seconds() - s->began);
		s->open_tx = false;
		return 0;
	}
	store_rollback(s);
	return -1;
}

void
store_rollback(struct store *s)
{
	if (s->open_tx && s->db != NULL)
		s->ops->rollback(s);
	s->open_tx = false;
}

#define TRIES 8

static int
try_once(struct store *s, store_work *work, void *arg, struct err *e)
{
	if (store_begin(s, e) < 0)
		return -1;
	if (work(s, arg, e) == 0)
		return store_commit(s, e);
	store_rollback(s);
	return -1;
}

int
store_transact(struct store *s, store_work *work, void *arg, struct err *e)
{
	for (int i = 1;; i++) {
		s->fault = STORE_FAULT_NONE;
		if (try_once(s, work, arg, e) == 0)
			return 0;
		if (s->fault != STORE_FAULT_BUSY || i == TRIES)
			return -1;
	}
}

int
store_transact_before(struct store *s, store_work *work, void *arg, struct err *e)
{
	int rc;

	if (db_relax(s, true, e) < 0)
		return -1;
	rc = store_transact(s, work, arg, e);
	return db_relax(s, false, rc == 0 ? e : &(struct err){ "" }) < 0 ? -1 : rc;
}

static void
turn_row(const struct rows *r, struct arena *a, void *item)
{
	if (!str_int(rows_str(r, a, 0), item))
		*(int64_t *)item = 0;
}

int
store_ledger_lock(struct store *s, int64_t *turn, struct err *e)
{
	struct arena a;
	bool found;
	int rc;

	*turn = 0;
	arena_init(&a);
	rc = db_one(s, &a, SQL_LEDGER_LOCK, NO_ARGS, turn_row, turn, &found, e);
	arena_clear(&a);
	return rc;
}

int
store_ledger_turn(struct store *s, int64_t turn, struct err *e)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)turn);
	return store_meta_set(s, STR("ledger"), str_of(text), e);
}

enum store_fault
store_fault(const struct store *s)
{
	return s->fault;
}

int
store_now(struct store *s, int64_t *ms, struct err *e)
{
	return s->ops->now(s, ms, e);
}

/* ---- meta, events, figures ---- */

static void
meta_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct str *)item = rows_str(r, a, 0);
}

int
store_meta_get(struct store *s, struct arena *a, struct str name, struct str *value,
    struct err *e)
{
	bool found;

	*value = STR_NONE;
	return db_one(s, a, SQL_META_GET, ARGS(db_text(name)), meta_row, value, &found,
	    e);
}

int
store_meta_set(struct store *s, struct str name, struct str value, struct err *e)
{
	return db_run(s, SQL_META_SET, ARGS(db_text(name), db_text(value)), NULL, e);
}

int
store_event_add(struct store *s, const struct store_event *ev, int64_t *seq,
    struct err *e)
{
	int64_t n = 0;

	if (db_add(s, SQL_EVENT_ADD,
		ARGS(db_int(ev->at_ms), db_text(ev->type), db_text(ev->subject),
		    db_text(ev->json)),
		&n, e) < 0)
		return -1;
	if (seq != NULL)
		*seq = n;
	return 0;
}

static void
event_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_event *)item = (struct store_event){ .seq = rows_int(r, 0),
		.at_ms = rows_int(r, 1),
		.type = rows_str(r, a, 2),
		.subject = rows_str(r, a, 3),
		.json = rows_str(r, a, 4) };
}

int
store_events_after(struct store *s, struct arena *a, int64_t after, size_t limit,
    struct store_event **items, size_t *n, struct err *e)
{
	struct db_list l;

	if (db_list(s, a, SQL_EVENTS_AFTER, ARGS(db_int(after), db_int((int64_t)limit)),
		event_row, sizeof(**items), &l, e) < 0)
		return -1;
	*items = l.items;
	*n = l.n;
	return 0;
}

int
store_event_last(struct store *s, int64_t *seq, struct err *e)
{
	*seq = 0;
	return db_number(s, SQL_EVENT_LAST, NO_ARGS, seq, NULL, e);
}

int
store_events_forget(struct store *s, int64_t keep, size_t max, size_t *n, struct err *e)
{
	int64_t gone = 0;
	int rc;

	if (keep < STORE_EVENTS_LEAST)
		keep = STORE_EVENTS_LEAST;
	rc = db_run(s, SQL_EVENTS_FORGET, ARGS(db_int(keep), db_int((int64_t)max)), &gone,
	    e);
	*n = (size_t)gone;
	return rc;
}

int
store_stats(struct store *s, struct store_stats *st, struct err *e)
{
	struct rows r;
	int rc;

	*st = (struct store_stats){ .outbox_oldest_ms = TIME_NONE,
		.schema = s->schema,
		.bytes = s->ops->bytes(s),
		.transactions = s->transactions };
	if (rows_open(s, &r, SQL_STATS, NO_ARGS, e) < 0)
		return -1;
	if ((rc = rows_next(&r, e)) > 0) {
		st->feeds = rows_int(&r, 0);
		st->entries = rows_int(&r, 1);
		st->facts = rows_int(&r, 2);
		st->incidents = rows_int(&r, 3);
		st->alerts = rows_int(&r, 4);
		st->events = rows_int(&r, 5);
		st->merged = rows_int(&r, 6);
		st->retracted = rows_int(&r, 7);
	}
	rows_end(&r);
	if (rc < 0 || rows_open(s, &r, SQL_STATS_OUTBOX, NO_ARGS, e) < 0)
		return -1;
	if ((rc = rows_next(&r, e)) > 0) {
		st->outbox_pending = rows_int(&r, 0);
		st->outbox_dead = rows_int(&r, 1);
		st->outbox_oldest_ms = rows_time(&r, 2);
	}
	rows_end(&r);
	return rc < 0 ? -1 : 0;
}
