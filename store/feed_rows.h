/*
 * feed_rows.h -- feeds: when each is due, who holds it, and the poller's own state as
 * opaque bytes (feeds/poll.h).  A feed's name is its identity; a feed that left the
 * configuration stays, disabled, so that its entries keep their source. While a feed is
 * taken its due time is the end of the lease, and its epoch is the fence: only who took
 * it last may save.  With the feed its host is taken, so that no two nodes ask one
 * machine at a time, nor without a pause between.
 */
#ifndef STORE_FEED_ROWS_H
#define STORE_FEED_ROWS_H

#include "store/store.h"

struct store_feed {
	int64_t id;
	struct str name, url;
	bool enabled;
	int64_t due_ms;
	int64_t epoch;
	int64_t fetched_ms; /* first fetch that gave entries; TIME_NONE: never */
	struct str state;   /* poll_state; empty: new */
	struct str owner;   /* the node that holds it; empty: nobody */
	/* For saving in a shared store: the host that was taken with it, and how long it
	 * is to be left in peace; empty: none was. */
	struct str host;
	int64_t host_rest_ms;
};

/*
 * Makes the table agree with the configuration: new feeds are inserted (due at once), the
 * others of that name updated, all that are not named disabled.  Fills id, and what the
 * store knows. A feed whose address changed is due at once; its state stays (the poller
 * sees that validators are of another address).
 */
int store_feeds_sync(struct store *s, struct arena *a, struct store_feed *feeds, size_t n,
    struct err *e);
/* One feed, the others left alone. */
int store_feed_add(struct store *s, struct arena *a, struct store_feed *feed,
    struct err *e);
int store_feeds_load(struct store *s, struct arena *a, struct store_feed **feeds,
    size_t *n, struct err *e);

struct store_take {
	int64_t id, lease_ms;
	bool at_once; /* it need not be due, only free */
	struct str host;
	int64_t spacing_ms; /* between two requests to the host */
	int64_t lived_ms;   /* since this process began: an earlier one of its name asked
			       until then */
	bool taken;
	struct store_feed row; /* as the store has it now; not taken: due when it may be
				  tried again */
};
/* Within a transaction: each of them that is due and free, and whose host is free. */
int store_feeds_take(struct store *s, struct arena *a, struct store_take *takes, size_t n,
    struct err *e);

struct store_due {
	struct str name, owner;
	int64_t due_ms;
};
/* Of those of them that are enabled. */
int store_feeds_due(struct store *s, struct arena *a, const int64_t *ids, size_t n_ids,
    struct store_due **items, size_t *n, struct err *e);
/* Of those that nobody asked although they were due before then: the latest first. */
int store_feeds_late(struct store *s, struct arena *a, int64_t before_ms, size_t max,
    struct store_due **items, size_t *n, struct err *e);
/* Within a transaction: nobody else puts entries into this feed until its end. */
int store_feed_lock(struct store *s, int64_t id, struct err *e);
/* Saves due_ms, state and fetched_ms of feeds by id, and frees their hosts; *fenced
 * counts those whose epoch moved on. */
int store_feeds_save(struct store *s, const struct store_feed *feeds, size_t n,
    size_t *fenced, struct err *e);

#endif
