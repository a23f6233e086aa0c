/*
 * poller.h -- the shell around feeds/poll.h: claims feeds that are due, fetches them
 * (net/http.h), gives documents to the workers (workers.h), and what they read to the one
 * transaction (ingest.h) on the store's thread.  On the loop; decides nothing.  A feed
 * whose document killed its worker is blamed: that is a failed poll like any other, and
 * it is asked more rarely. Each poll ends with one line of the log: event=poll feed=
 * result= status= new= ms= …; each fact of a new entry is a line event=fact, each alert
 * event=alert.fired.
 */
#ifndef DAEMON_POLLER_H
#define DAEMON_POLLER_H

#include "daemon/configuration.h"
#include "daemon/offload.h"
#include "daemon/store_health.h"
#include "daemon/workers.h"
#include "feeds/feed_state.h"
#include "net/http.h"
#include "store/store.h"

struct poller;

struct poller_options {
	struct event_base *loop;
	struct http *http;
	struct workers *workers;
	struct offload *thread;      /* the store's */
	struct store *store;         /* only touched there */
	struct store_health *health; /* told what fails; may be NULL */
	struct config *config;       /* a reference is taken */
	uint64_t seed;               /* of the jitter */
	bool once; /* each feed once, now, whatever its schedule; then on_idle */
	/* Nothing is under way; with once: every feed has had its turn.  May be called
	 * often. */
	void (*on_idle)(void *arg);
	/* After a commit that rang: outbox rows may wait. */
	void (*on_rang)(void *arg);
	void *arg;
};

struct poller *poller_new(const struct poller_options *o);
/* Free the workers and the thread first: they call back into it; the HTTP client after
 * it. */
void poller_free(struct poller *p);

/* Feeds are told apart by name; those that did not change keep state and schedule. */
void poller_reload(struct poller *p, struct config *c);
/* Nothing new is begun; on_idle tells when the last document is in the store. */
void poller_stop(struct poller *p);
bool poller_busy(const struct poller *p);

/* Tells w after each poll which hub the feed names, and takes deliveries of it.  NULL:
 * nobody. */
struct websub;
void poller_set_websub(struct poller *p, struct websub *w);
/* A signed document from a hub: read and stored like a polled one. */
void poller_push(struct poller *p, struct str feed, struct str body, struct str type);

/* By hand: -1 and why not (poll_refresh()).  Of one that is being asked at this moment
 * the answer is awaited, and with force it is asked once more. */
int poller_refresh(struct poller *p, struct str feed, bool force, struct err *e);

struct poller_stats {
	int64_t feeds[FEED_STATE_N];
	int64_t due_lag_ms; /* how late the latest feed is; 0: none is late */
	size_t in_flight;
	int64_t last_commit_ms; /* monotonic; the watchdog's proof of progress */
};
void poller_stats(const struct poller *p, struct poller_stats *s);
/* The first feeds of the configuration, one by one; how many.  Names live as long as it.
 */
struct metrics_feed;
size_t poller_feeds(const struct poller *p, struct metrics_feed *out, size_t max);

#endif
