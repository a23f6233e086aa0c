/*
 * metrics.h -- figures for Prometheus.  Counters follow the log: a table says which event
 * adds to which metric, so that whoever logs an event need not know that it is counted.
 * Names and labels follow Prometheus' conventions; no label has unbounded values
 * (doc/http.md).
 */
#ifndef DAEMON_METRICS_H
#define DAEMON_METRICS_H

#include "base/buf.h"
#include "store/store.h"

struct metrics;

struct metrics *metrics_new(void);
void metrics_free(struct metrics *m);
/* One line of the log, as log_tap gives it. */
void metrics_count(struct metrics *m, struct str line);

/* One feed of those that are shown one by one. */
#define METRICS_FEEDS 1000
struct metrics_feed {
	struct str name;
	bool up;               /* its last poll was good */
	int64_t ok_ms, new_ms; /* TIME_NONE: never */
	int64_t failures;      /* in a row */
};

/* What is a state and not a count, asked when somebody looks. */
struct metrics_gauges {
	int64_t now_ms, started_ms, reloaded_ms;
	bool reload_ok;
	int64_t feeds[8];    /* by enum feed_state */
	int64_t due_lag_ms;  /* of the feed that is latest */
	int64_t loop_lag_us; /* the longest that the loop kept a timer waiting */
	const struct metrics_feed *by_feed; /* where metrics.per_feed asks for it */
	size_t n_by_feed;
	int64_t clients, workers_ready, workers_busy, jobs_waiting;
	uint64_t store_failures, worker_deaths, clients_dropped;
	struct store_stats store; /* .outbox_oldest_ms TIME_NONE: none pending */
};
/* Text exposition format 0.0.4. */
void metrics_text(const struct metrics *m, const struct metrics_gauges *g,
    struct buf *out);
/* Parts of it: "# HELP" and "# TYPE"; a metric without labels; the usual process_*. */
void metrics_head(struct buf *out, const char *name, const char *help, const char *type);
void metrics_gauge(struct buf *out, const char *name, const char *help, double v);
void metrics_process(struct buf *out, int64_t started_ms);

/* Takes "key=value" off the front; quoted values lose their quotes, not their escapes. */
bool logfmt_next(struct str *line, struct str *key, struct str *value);
/* The value of a key in a line of logfmt; empty: not there.  Quotes are taken off. */
struct str logfmt_get(struct str line, struct str key);

#endif
