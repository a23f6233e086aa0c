/* live_events.c -- see live_events.h. */
#include "config.h"

#include "daemon/live_events.h"

const struct live_event_row live_event_rows[LIVE_N] = {
	[LIVE_ALERT_FIRED] = { STR_INIT("alert.fired"), STR_INIT("alert"),
	    "an alert rang: it, as a webhook carries it" },
	[LIVE_ALERT_ACKNOWLEDGED] = { STR_INIT("alert.acknowledged"), STR_INIT("alert"),
	    "somebody has taken an incident on" },
	[LIVE_INCIDENT_CHANGED] = { STR_INIT("incident.changed"), STR_INIT("incident"),
	    "an incident is new, was changed, merged or retracted" },
	[LIVE_PLACE_CHANGED] = { STR_INIT("place.changed"), STR_INIT("incident"),
	    "something new was said of who holds a place" },
	[LIVE_FEED_CHANGED] = { STR_INIT("feed.changed"), STR_INIT("feed"),
	    "a feed is well, fails or is silent now" },
	[LIVE_DELIVERY_SENT] = { STR_INIT("delivery.sent"), STR_INIT("delivery"),
	    "a message, or a reminder, arrived" },
	[LIVE_DELIVERY_RETRY] = { STR_INIT("delivery.retry"), STR_INIT("delivery"),
	    "it did not, and is tried again" },
	[LIVE_DELIVERY_DEAD] = { STR_INIT("delivery.dead"), STR_INIT("delivery"),
	    "it was given up" },
	[LIVE_DELIVERY_SUPPRESSED] = { STR_INIT("delivery.suppressed"),
	    STR_INIT("delivery"), "it was kept back for good" },
};

int
live_event_add(struct store *s, enum live_event what, struct str subject, struct str json,
    int64_t at_ms, struct err *e)
{
	return store_event_add(s,
	    &(struct store_event){ .at_ms = at_ms,
		.type = live_event_rows[what].name,
		.subject = subject,
		.json = json },
	    NULL, e);
}
