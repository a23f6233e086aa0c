/*
 * schedule.h -- who may be asked now: a queue of due feeds behind a queue of hosts.  One
 * request at a time for a host, and a pause between two; a frozen host waits.  Times are
 * monotonic ms. A host is what shares a machine's patience: the name, and the port where
 * it is not the usual one, so that http and https of one name are the same, and two
 * services on one box are not.
 */
#ifndef FEEDS_SCHEDULE_H
#define FEEDS_SCHEDULE_H

#include "base/map.h"
#include "base/rng.h"
#include "base/str.h"

struct schedule;
struct schedule_host;

/* Embedded in the owner's feed; zeroed before the first use. */
struct schedule_item {
	struct schedule_host *host;
	int64_t due_ms;
	size_t at; /* in its host's heap, from 1; 0: in none */
	bool running;
	void *owner;
};

#define SCHEDULE_HOST 320
/* What a host is called; in out. */
struct str schedule_host_name(char out[SCHEDULE_HOST], struct str url);

#define SCHEDULE_SPACING (2 * INT64_C(1000))
/* of overdue time that only a pause of ours explains */
#define SCHEDULE_JUMP (60 * INT64_C(1000))

struct schedule *schedule_new(int64_t spacing_ms, size_t max_running);
void schedule_free(struct schedule *s); /* items are their owners' */
void schedule_tune(struct schedule *s, int64_t spacing_ms, size_t max_running);

/* Puts it in, or moves it; not while it runs. */
void schedule_set(struct schedule *s, struct schedule_item *it, struct str url,
    int64_t due_ms);
void schedule_remove(struct schedule *s, struct schedule_item *it); /* running or not */

/* The next that may be asked at now, which then runs; NULL: none. */
struct schedule_item *schedule_take(struct schedule *s, int64_t now_ms);
/* Its request is over: the host is free after the pause.  Then schedule_set() again. */
void schedule_done(struct schedule *s, struct schedule_item *it, int64_t now_ms);
/* While it runs: another feed of its host may be asked until then. */
bool schedule_goes_on(const struct schedule_item *it, int64_t until_ms);
/* When schedule_take() may have one; INT64_MAX: not before something else happens. */
int64_t schedule_next(const struct schedule *s);

/* No request to that host before until. */
void schedule_freeze(struct schedule *s, struct str url, int64_t until_ms);
/* A 503: the second in a row of a host freezes it.  until 0: the host answered well. */
void schedule_busy(struct schedule *s, struct str url, int64_t until_ms);

/* After a pause of the process: what fell due meanwhile is spread, each over its own
 * span. */
typedef int64_t schedule_span(const struct schedule_item *it, void *arg); /* ms */
size_t schedule_spread(struct schedule *s, int64_t now_ms, schedule_span *span, void *arg,
    struct rng *rng);

size_t schedule_due(const struct schedule *s, int64_t now_ms); /* waiting although due */

#endif
