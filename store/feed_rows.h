/*
 * feed_rows.h -- feeds: when each is due, who holds it, and the poller's own state as opaque
 * bytes (feeds/poll.h).  A feed's name is its identity; a feed that left the configuration stays,
 * disabled, so that its entries keep their source.
 * While a feed is claimed its due time is the end of the lease, and its epoch is the fence: only
 * who claimed last may save.
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
};

/*
 * Makes the table agree with the configuration: new feeds are inserted (due at once), the others
 * of that name updated, all that are not named disabled.  Fills id, and what the store knows.
 * A feed whose address changed is due at once; its state stays (the poller sees that validators
 * are of another address).
 */
int store_feeds_sync(struct store *s, struct arena *a, struct store_feed *feeds, size_t n,
    struct err *e);
/* One feed, the others left alone. */
int store_feed_add(struct store *s, struct arena *a, struct store_feed *feed, struct err *e);
int store_feeds_load(struct store *s, struct arena *a, struct store_feed **feeds, size_t *n,
    struct err *e);
int store_feed_by_name(struct store *s, struct arena *a, struct str name, struct store_feed *f,
    bool *found, struct err *e);

/* Takes up to max feeds that are due for lease_ms: their epoch is one higher, theirs alone. */
int store_feeds_claim(struct store *s, struct arena *a, int64_t lease_ms, size_t max,
    struct store_feed **feeds, size_t *n, struct err *e);
/*
 * Takes one feed by id for lease_ms if it is due, or with now if only nobody holds it; *row is then
 * as it stands in the store, else what keeps it from us: its due time may be another's lease.
 */
int store_feed_take(struct store *s, struct arena *a, int64_t id, int64_t lease_ms, bool now,
    struct store_feed *row, bool *taken, struct err *e);
/* Within a transaction: nobody else puts entries into this feed until its end. */
int store_feed_lock(struct store *s, int64_t id, struct err *e);
/* Saves due_ms, state and fetched_ms of feeds by id; *fenced counts those whose epoch moved on. */
int store_feeds_save(struct store *s, const struct store_feed *feeds, size_t n, size_t *fenced,
    struct err *e);

#endif
