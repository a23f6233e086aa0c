/*
 * engine_keep.c -- store.keep and store.keep_events: what is older is forgotten, a little
 * at a time, so that polls and deliveries get their turns with the store in between. With
 * --once: one step of each.
 */
#include "config.h"

#include <event2/event.h>

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/engine_parts.h"
#include "store/entry_rows.h"

#define STEP 200 /* rows in one transaction */
#define FIRST_S 60

enum { ENTRIES, EVENTS, KINDS };

struct sweep {
	struct engine *engine;
	int64_t before_ms; /* TIME_NONE: entries are kept for ever */
	int64_t keep_events;
	size_t kind, n, total[KINDS];
	struct err err;
	int rc;
};

static int
forget_some(struct store *s, void *arg, struct err *e)
{
	struct sweep *w = arg;

	w->n = 0;
	if (w->kind == EVENTS)
		return store_events_forget(s, w->keep_events, STEP, &w->n, e);
	return w->before_ms == TIME_NONE
	    ? 0
	    : store_entries_forget(s, w->before_ms, STEP, &w->n, e);
}

static void
on_thread(void *arg)
{
	struct sweep *w = arg;

	w->rc = store_transact(w->engine->store, forget_some, w, &w->err);
}

static void
again_in(struct engine *e, int64_t ms)
{
	const struct timeval t = { ms / MS_SECOND, 0 };

	event_add(e->keep, &t);
}

/* More of the same, or the next kind. */
static bool
goes_on(struct sweep *w)
{
	const struct engine *e = w->engine;

	if (w->rc != 0 || e->stopping)
		return false;
	if (w->n < STEP || e->o.once)
		w->kind++;
	return w->kind < KINDS;
}

static void
on_loop(void *arg)
{
	struct sweep *w = arg;
	struct engine *e = w->engine;

	store_health(&e->health, STORE_WORK_CARE, w->rc != 0 ? w->err.msg : NULL);
	w->total[w->kind] += w->n;
	if (goes_on(w)) {
		offload_run(e->thread, on_thread, on_loop, w);
		return;
	}
	if (w->total[ENTRIES] + w->total[EVENTS] > 0)
		LOG(LOG_NOTICE, "store.forgot",
		    log_int("entries", (int64_t)w->total[ENTRIES]),
		    log_int("events", (int64_t)w->total[EVENTS]));
	if (!e->stopping)
		again_in(e, w->rc != 0 ? STORE_RETRY_MS : MS_HOUR);
	free(w);
}

static void
on_time(evutil_socket_t fd, short what, void *arg)
{
	struct engine *e = arg;
	struct sweep *w;

	if (e->stopping)
		return;
	w = xcalloc(1, sizeof(*w));
	w->engine = e;
	w->before_ms = e->config->store.keep_ms == 0
	    ? TIME_NONE
	    : engine_wall_ms() - e->config->store.keep_ms;
	w->keep_events = e->config->store.keep_events;
	offload_run(e->thread, on_thread, on_loop, w);
}

void
engine_keep_start(struct engine *e)
{
	e->keep = evtimer_new(e->loop, on_time, e);
	again_in(e, e->o.once ? 0 : FIRST_S * MS_SECOND);
}
