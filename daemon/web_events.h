/*
 * web_events.h -- live events as server-sent events (HTML, "Server-sent events"): each
 * frame is a row of the store's event log under its seq, so that Last-Event-ID resumes
 * exactly.  What waits for a client is bounded; one that leaves it untaken is dropped,
 * comes back and resumes.
 */
#ifndef DAEMON_WEB_EVENTS_H
#define DAEMON_WEB_EVENTS_H

#include "net/httpd.h"

struct event_base;
struct offload;
struct store_options;
struct web_events;

/* most: clients at a time; one more gets 503. */
struct web_events *web_events_new(struct event_base *loop, struct offload *reader,
    const struct store_options *open, size_t most);
void web_events_free(struct web_events *v); /* NULL is fine */
/* Takes over the request: query types=alert,incident (live_events.h) narrows,
 * Last-Event-ID resumes. */
void web_events_join(struct web_events *v, struct httpd_request *rq);
void web_events_wake(struct web_events *v);
/* Every five seconds, by itself: a client that took nothing for four of these is dropped.
 */
void web_events_tick(struct web_events *v);
size_t web_events_listeners(const struct web_events *v);
size_t web_events_dropped(const struct web_events *v);

#endif
