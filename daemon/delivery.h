/*
 * delivery.h -- works the outbox: claims what is due, renders it (alerts/receiver.h),
 * sends it, records each try.  On the loop, with the store's thread beside it.  Each
 * receiver has a lane of its own, so that none holds up another; a lane that fails goes
 * on with one message at a time until one arrives.  A row is finished in the store only
 * after its answer: a process that dies sends it again, under the same id.
 *
 *	d = delivery_new(&o);  delivery_wake(d) after each commit that added rows;
 *	--once: delivery_wake(d), run the loop until on_idle is called.
 */
#ifndef DAEMON_DELIVERY_H
#define DAEMON_DELIVERY_H

#include "alerts/receiver.h"
#include "daemon/configuration.h"
#include "daemon/offload.h"
#include "daemon/store_health.h"
#include "net/http.h"
#include "store/alert_rows.h"

struct delivery_lanes;

struct delivery_stats {
	/* doubtful: answer lost, sent again */
	uint64_t sent, retried, dead, suppressed, doubtful;
	uint64_t in_flight;
};

struct delivery_options {
	struct event_base *loop;
	struct http *http;
	struct offload *thread;      /* the store's */
	struct store *store;         /* only touched there */
	struct store_health *health; /* told what fails; may be NULL */
	struct config *config;       /* a reference is taken */
	struct str host, link;       /* copied */
	uint64_t seed;               /* of the jitter */
	int64_t lease_ms;            /* 0: five minutes */
	/* Nothing is under way and nothing is due now; may be called often.  NULL: nobody
	 * asks. */
	void (*on_idle)(void *arg);
	void (*on_stored)(void *arg); /* what came of messages is in the store; NULL:
					 nobody asks */
	void *arg;
};

struct delivery_lanes *delivery_new(const struct delivery_options *o);
/* Ends what is under way without a word: its rows come again when their lease ends. */
void delivery_free(struct delivery_lanes *d);

void delivery_wake(struct delivery_lanes *d); /* rows may be due */
void delivery_reload(struct delivery_lanes *d, struct config *c);
/* Nothing new is begun; on_idle tells when the last answer is in the store. */
void delivery_stop(struct delivery_lanes *d);
bool delivery_busy(const struct delivery_lanes *d);
int64_t delivery_now_ms(void); /* the wall clock that rows are due by */

/* Of one receiver; false: there is none of that name.  Empty name: of all. */
bool delivery_stats(const struct delivery_lanes *d, struct str receiver,
    struct delivery_stats *out);

/* ---- one message by itself, without outbox: `tocsin receiver test` ---- */

/* Sends an alert now and waits; runs a loop of its own.  The verdict says what came of
 * it. */
int delivery_test(struct receiver *r, struct str target, const struct alert *al,
    struct config *c, struct verdict *v, struct err *e);

#endif
