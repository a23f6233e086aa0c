/*
 * live_events.h -- what the store's log of happenings may say, one table for all who
 * write it and all who read it: the stream /events, the API, the page, the manual.  A row
 * of the log carries the name as its type.
 */
#ifndef DAEMON_LIVE_EVENTS_H
#define DAEMON_LIVE_EVENTS_H

#include "store/store.h"

enum live_event {
	LIVE_ALERT_FIRED,
	LIVE_ALERT_ACKNOWLEDGED,
	LIVE_INCIDENT_CHANGED,
	LIVE_PLACE_CHANGED,
	LIVE_FEED_CHANGED,
	LIVE_DELIVERY_SENT,
	LIVE_DELIVERY_RETRY,
	LIVE_DELIVERY_DEAD,
	LIVE_DELIVERY_SUPPRESSED,
	LIVE_N
};

struct live_event_row {
	struct str name; /* the same as the line of the log, where there is one
			    (tocsin-events(7)) */
	struct str type; /* that a client asks for: types=alert,incident */
	const char *help;
};
extern const struct live_event_row live_event_rows[LIVE_N];

/*
 * The caller's transaction holds the ledger's lock: numbers are given and committed in
 * one order, and whoever follows the log by number misses none.
 */
int live_event_add(struct store *s, enum live_event what, struct str subject,
    struct str json, int64_t at_ms, struct err *e);

#endif
