/*
 * engine_keep.c -- store.keep: once a day texts that are older are forgotten, a few at a time, so
 * that polls and deliveries get their turns with the store in between.  With --once: one step.
 */
#include "config.h"

#include <event2/event.h>

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/engine_parts.h"
#include "store/entry_rows.h"

#define STEP 200 /* entries in one transaction */
#define FIRST_S 60

struct sweep {
	struct engine *engine;
	int64_t before_ms;
	size_t n, total;
	struct err err;
	int rc;
};

static int
forget_some(struct store *s, void *arg, struct err *e)
{
	struct sweep *w = arg;

	w->n = 0;
	return store_entries_forget(s, w->before_ms, STEP, &w->n, e);
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

static void
on_loop(void *arg)
{
	struct sweep *w = arg;
	struct engine *e = w->engine;

	store_health(&e->health, STORE_WORK_CARE, w->rc != 0 ? w->err.msg : NULL);
	w->total += w->n;
	if (w->rc == 0 && w->n == STEP && !e->stopping && !e->o.once) {
		offload_run(e->thread, on_thread, on_loop, w);
		return;
	}
	if (w->total > 0)
		LOG(LOG_NOTICE, "store.forgot", log_int("entries", (int64_t)w->total));
	if (!e->stopping)
		again_in(e, w->rc != 0 ? MS_MINUTE : MS_DAY);
	free(w);
}

static void
on_time(evutil_socket_t fd, short what, void *arg)
{
	struct engine *e = arg;
	struct sweep *w;

	if (e->stopping)
		return;
	if (e->config->store.keep_ms == 0) { /* a reload may change that */
		again_in(e, MS_DAY);
		return;
	}
	w = xcalloc(1, sizeof(*w));
	w->engine = e;
	w->before_ms = engine_wall_ms() - e->config->store.keep_ms;
	offload_run(e->thread, on_thread, on_loop, w);
}

void
engine_keep_start(struct engine *e)
{
	e->keep = evtimer_new(e->loop, on_time, e);
	again_in(e, e->o.once ? 0 : FIRST_S * MS_SECOND);
}
