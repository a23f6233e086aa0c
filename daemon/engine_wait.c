/*
 * engine_wait.c -- rules with "for" ring late: every few seconds the store is asked which
 * of the waiting rings are due and still hold.
 */
#include "config.h"

#include <event2/event.h>

#include "base/alloc.h"
#include "daemon/engine_parts.h"
#include "daemon/report.h"

static const struct timeval every = { 5, 0 }, soon = { STORE_RETRY_MS / MS_SECOND, 0 };

struct look {
	struct engine *engine;
	struct config *config; /* rules and receivers stay while the thread uses them */
	struct arena arena;
	struct ingest_context context;
	struct ingest_result result;
	struct err err;
	int rc;
};

static void
on_thread(void *arg)
{
	struct look *l = arg;

	l->rc = ingest_waiting(l->engine->store, &l->arena, &l->context, &l->result,
	    &l->err);
}

static void
on_loop(void *arg)
{
	struct look *l = arg;
	struct engine *e = l->engine;

	store_health(&e->health, STORE_WORK_WAIT, l->rc == -1 ? l->err.msg : NULL);
	for (size_t i = 0; l->rc == 0 && i < l->result.n_alerts; i++)
		report_alert(STR(""), &l->result.alerts[i]);
	if (l->rc == 0 && l->result.n_alerts > 0 && !e->stopping)
		delivery_wake(e->delivery);
	if (!e->stopping)
		event_add(e->wait, l->rc == -1 ? &soon : &every);
	config_unref(l->config);
	arena_clear(&l->arena);
	free(l);
}

static bool
has_waiting_rules(const struct config *c)
{
	for (size_t i = 0; i < c->rules.n; i++)
		if (c->rules.items[i].wait > 0)
			return true;
	return false;
}

static void
on_time(evutil_socket_t fd, short what, void *arg)
{
	struct engine *e = arg;
	struct look *l;

	if (e->stopping)
		return;
	if (!has_waiting_rules(e->config)) {
		event_add(e->wait, &every);
		return;
	}
	l = xcalloc(1, sizeof(*l));
	arena_init(&l->arena);
	l->engine = e;
	l->config = config_ref(e->config);
	l->context = (struct ingest_context){ .rules = &e->config->rules,
		.receivers = e->config->receivers,
		.n_receivers = e->config->n_receivers,
		.routing = &e->config->routing,
		.now_ms = engine_wall_ms(),
		.max_age_ms = e->config->max_age_ms };
	offload_run(e->thread, on_thread, on_loop, l);
}

void
engine_wait_start(struct engine *e)
{
	e->wait = evtimer_new(e->loop, on_time, e);
	event_add(e->wait, &every);
}
