/*
 * store.h -- the memory of the service: one interface, its backends behind it.  Nobody
 * else knows SQL.  A struct store is one connection; one thread uses it at a time.  What
 * must hold together is written between store_begin() and store_commit(); a failed call
 * leaves the transaction to be rolled back by whoever began it. Text given is a view,
 * only read; text returned lives in the arena named in the call. The rows: feed_rows.h,
 * entry_rows.h, incident_rows.h, alert_rows.h.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/str.h"

struct store;

enum store_mode {
	STORE_WRITE, /* alone: holds the lock of the state directory, migrates */
	STORE_READ,  /* beside the writer; every write fails */
};

/* What kind of failure the last failed call was, for whoever decides what to do about it.
 */
enum store_fault {
	STORE_FAULT_NONE,
	/* locked, or a conflict of two nodes: try the transaction again */
	STORE_FAULT_BUSY,
	STORE_FAULT_FULL,    /* disk full, read-only, I/O error: try later, say so */
	STORE_FAULT_CORRUPT, /* what is on the disk cannot be trusted */
	STORE_FAULT_GONE,    /* the server does not answer */
	STORE_FAULT_OTHER,
	STORE_FAULT_N
};
extern const char *const store_fault_names[];

struct store_options {
	const char *address; /* a path, ":memory:" or "postgresql://…" */
	enum store_mode mode;
	const char *node; /* this process in leases; NULL: its host name and pid */
	bool fast;   /* commits may be lost with the power, never torn (replay, tests) */
	bool repair; /* a damaged file is set aside and rebuilt as far as it goes */
	/* page cache; 0: 4 MiB, for the kernel has the file at hand */
	int64_t cache_bytes;
	int64_t max_bytes;   /* of the database file; 0: no limit */
	int64_t busy_ms;     /* how long to wait for another writer; 0: five seconds */
	int64_t patience_ms; /* for a server's answer; 0: half a minute */
	const atomic_bool *hurry; /* once it is true nobody waits for a server; NULL:
				     never */
	bool atomic_claim;        /* PostgreSQL-like servers without SKIP LOCKED */
};

/* said: sentences for the log, a line each (repaired, migrated); may be NULL. */
struct store *store_open(const struct store_options *o, struct buf *said, struct err *e);
void store_close(struct store *s);

/* Who only reads sees the store as it was at its first look, until the transaction ends.
 */
int store_begin(struct store *s, struct err *e);
/* failed: the transaction is rolled back */
int store_commit(struct store *s, struct err *e);
void store_rollback(struct store *s); /* also when none is open */
/*
 * Begins, works, commits; again from the beginning when it met somebody else's
 * transaction (a conflict, a deadlock), a few times.  -1: nothing of it is stored, or,
 * when the link was lost at the commit, nobody knows: work that is done twice must do no
 * harm.
 */
typedef int store_work(struct store *s, void *arg, struct err *e);
int store_transact(struct store *s, store_work *work, void *arg, struct err *e);
/* The same, but it reaches the disk with the next transaction: for what another one
 * follows at once. */
int store_transact_before(struct store *s, store_work *work, void *arg, struct err *e);

/* Within a transaction: whoever reads and changes incidents or control does it alone. */
int store_ledger_lock(struct store *s, int64_t *turn, struct err *e);
/* Says that the ledger was changed; under the lock. */
int store_ledger_turn(struct store *s, int64_t turn, struct err *e);

/* Whether an address is a server's; else it is a path. */
bool store_is_server(const char *address);
enum store_fault store_fault(const struct store *s);
/* May other nodes work on it?  A file has one writer. */
bool store_is_shared(const struct store *s);
/* The clock that leases are measured by: the server's, or this machine's. */
int store_now(struct store *s, int64_t *ms, struct err *e);

/* Something that lives as long as the connection (a cache of what was read from it). */
void store_keep(struct store *s, void *thing, void (*release)(void *thing));
void *store_kept(const struct store *s); /* NULL: nothing */

/* ---- the nodes that share it ---- */

struct store_node {
	struct str name;
	int64_t seen_ms, started_ms; /* its last sign of life, by the store's clock */
	int64_t span_ms;             /* without a sign for so long it is taken for dead */
	struct str version;
	int64_t feeds; /* that it holds at this moment */
	bool alive, me;
};
struct str store_node_name(const struct store *s);
/* A sign of life; nodes that have been dead for a day are forgotten.  *now_ms: the
 * store's time. */
int store_node_beat(struct store *s, const struct store_node *me, int64_t *now_ms,
    struct err *e);
int store_node_leave(struct store *s, struct err *e);
/* By name; held: count what each holds, which reads all feeds. */
int store_nodes(struct store *s, struct arena *a, bool held, struct store_node **nodes,
    size_t *n, struct err *e);

/* ---- small things by name ---- */

int store_meta_get(struct store *s, struct arena *a, struct str name, struct str *value,
    struct err *e); /* value.p NULL: not there */
int store_meta_set(struct store *s, struct str name, struct str value, struct err *e);

/* ---- the log of what happened: SSE, tail and API read it by seq ---- */

struct store_event {
	int64_t seq, at_ms;
	struct str type;    /* "alert.fired", "delivery.sent" … */
	struct str subject; /* id of the incident, alert, place … */
	struct str json;
};

int store_event_add(struct store *s, const struct store_event *ev, int64_t *seq,
    struct err *e);
/* At most limit, oldest first, with seq greater than after. */
int store_events_after(struct store *s, struct arena *a, int64_t after, size_t limit,
    struct store_event **items, size_t *n, struct err *e);
int store_event_last(struct store *s, int64_t *seq, struct err *e); /* 0: none */
/* So many can always be caught up with; the log is never cut shorter. */
#define STORE_EVENTS_LEAST 10000
/* The oldest go, at most max at a time, all but the last so many.  *n: how many went; 0:
 * done. */
int store_events_forget(struct store *s, int64_t keep, size_t max, size_t *n,
    struct err *e);

/* ---- figures for status and metrics ---- */

/* How long something took, in seconds: how many up to each bound, the last ones beyond.
 */
#define STORE_TIMINGS 11
struct store_timing {
	uint64_t bucket[STORE_TIMINGS + 1];
	double sum;
};
extern const double store_timing_bounds[STORE_TIMINGS];
void store_timing_add(struct store_timing *t, double seconds);

struct store_stats {
	int64_t feeds, entries, facts, incidents, alerts, events;
	int64_t merged, retracted; /* of the incidents */
	int64_t outbox_pending, outbox_dead,
	    outbox_oldest_ms; /* when it should have gone out: what is held back on
				 purpose comes later; TIME_NONE: none pending */
	int64_t bytes;        /* of the database */
	unsigned schema;
	struct store_timing transactions; /* committed by this connection */
};
int store_stats(struct store *s, struct store_stats *st, struct err *e);

/* ---- care ---- */

/* Every page and every reference; problems a line each into out.  *bad: how many. */
int store_check(struct store *s, struct buf *out, size_t *bad, struct err *e);
/* A whole copy of a running store into a new file (SQLite) or error. */
int store_backup(struct store *s, const char *path, struct err *e);
/* Every row of one store into another, empty one; ids are kept. */
int store_copy(struct store *from, struct store *to, int64_t *rows, struct err *e);
/* What can still be read of a damaged file into a new one. */
int store_recover(const char *damaged, const char *path, int64_t *rows, int64_t *lost,
    struct err *e);

#endif
