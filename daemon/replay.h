/*
 * replay.h -- the pipeline of the daemon behind a virtual clock: entries in, in the order
 * of their dates, and what would have rung out.  The store is in memory; nothing is sent.
 * `tocsin replay` brings entries of an archive, `tocsin rule test` and the page those
 * that a store holds.
 */
#ifndef DAEMON_REPLAY_H
#define DAEMON_REPLAY_H

#include "base/map.h"
#include "daemon/configuration.h"
#include "daemon/ingest.h"

#define REPLAY_LOT 256 /* entries of one transaction */

struct replay {
	struct config *config; /* a reference */
	struct store *store;
	struct ingest_context c;
	struct arena arena; /* of one lot */
	struct arena names; /* of feeds */
	struct map feeds;   /* struct store_feed by name */
	const struct ingest_batch *lot[REPLAY_LOT];
	size_t n_lot, lot_size;
	void (*rang)(void *arg, const struct ingest_alert *al);
	void *arg;
};

/* With the rules of c; what rings is told as it rings. */
int replay_open(struct replay *x, struct config *c,
    void (*rang)(void *, const struct ingest_alert *), void *arg, struct err *e);
void replay_close(struct replay *x);
/* The entry's configuration; NULL: its feed has none. */
const struct feed_config *replay_feed(const struct replay *x, struct str name);
/* A batch of one entry, in the arena of the lot, where its texts live too; then its
 * feed's name. */
struct ingest_batch *replay_batch(struct replay *x, const struct ingest_entry *en);
int replay_put(struct replay *x, struct ingest_batch *b, struct str feed, struct err *e);
/* Rings that waited ("for") ring at their own time, before what comes then. */
int replay_until(struct replay *x, int64_t now_ms, struct err *e);
int replay_end(struct replay *x, struct err *e);
/* All that a store has read since span_ms ago. */
int replay_store(struct replay *x, int64_t span_ms, struct err *e);

#endif
