/*
 * websub.h -- the shell around feeds/websub.h: the public listener that hubs call, the
 * requests to hubs, the leases in the store.  On the loop.  A delivery with a right
 * signature goes to push.
 */
#ifndef DAEMON_WEBSUB_H
#define DAEMON_WEBSUB_H

#include "daemon/offload.h"
#include "feeds/feed_config.h"
#include "store/store.h"
struct store_health;

struct event_base;
struct websub;

struct websub_options {
	struct event_base *loop;
	struct http *http;
	struct offload *thread;
	struct store *store;
	struct store_health *health; /* told what fails; may be NULL */
	/* the public address of listen: "https://me.example/websub/" */
	struct str callback;
	struct str listen;
	/* A signed document of a feed, its Content-Type. */
	void (*push)(void *arg, struct str feed, struct str body, struct str type);
	void *arg;
};

struct websub *websub_new(const struct websub_options *o, struct err *e);
void websub_free(struct websub *w); /* NULL is fine; before http, after thread */
int websub_port(const struct websub *w);

/* After each poll: the hub and topic that the feed names now; empty: none. */
void websub_note(struct websub *w, const struct feed_config *f, struct str hub,
    struct str topic);
/* Subscriptions that hold now. */
size_t websub_active(const struct websub *w);
/* Looks at the leases, as the timer does every minute; now_ms: wall clock, for tests. */
void websub_tick(struct websub *w, int64_t now_ms);

#endif
