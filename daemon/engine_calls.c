/* engine_calls.c -- what others ask of the engine: is it well, how much of what, do this.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/engine_parts.h"
#include "net/httpd.h"

#define STORE_STUCK_MS (5 * MS_SECOND)

/* The worst first; nothing when all is well. */
static void
put_trouble(struct engine *e, struct buf *out)
{
	struct workers_stats ws;
	int64_t stuck = offload_busy_ms(e->thread);

	workers_stats(e->workers, &ws);
	if (stuck > STORE_STUCK_MS)
		buf_printf(out, "the store has not answered for %lld s",
		    (long long)(stuck / MS_SECOND));
	else if (ws.trouble[0] != '\0')
		buf_printf(out, "no worker can be started: %s", ws.trouble);
	else if (e->look_failed)
		buf_cstr(out, "the store cannot be read");
	else if (e->health.failing != 0)
		buf_cstr(out, "the store takes nothing");
	else if (!e->reload_ok)
		buf_printf(out, "the last reload failed: %s", e->reload_error);
}

bool
engine_ready(void *engine, struct buf *why)
{
	put_trouble(engine, why);
	return why->n == 0;
}

static void
fill_gauges(const struct engine *e, struct metrics_gauges *g)
{
	struct workers_stats ws;
	struct poller_stats ps;

	workers_stats(e->workers, &ws);
	poller_stats(e->poller, &ps);
	*g = (struct metrics_gauges){ .now_ms = engine_wall_ms(),
		.started_ms = e->started_ms,
		.store = e->stats,
		.clients = (int64_t)web_listeners(e->web),
		.clients_dropped = web_dropped(e->web),
		.worker_deaths = ws.killed,
		.store_failures = e->health.failures,
		.reload_ok = e->reload_ok,
		.reloaded_ms = e->reloaded_ms,
		.due_lag_ms = ps.due_lag_ms,
		.loop_lag_us = e->lag_worst_us,
		.workers_ready = (int64_t)ws.ready,
		.workers_busy = (int64_t)ws.busy,
		.jobs_waiting = (int64_t)ws.waiting };
	_Static_assert(FEED_STATE_N <= 8,
	    "metrics_gauges.feeds has room for every state");
	for (int i = 0; i < FEED_STATE_N; i++)
		g->feeds[i] = ps.feeds[i];
}

void
engine_metrics(void *engine, struct buf *out)
{
	const struct engine *e = engine;
	struct metrics_gauges g;
	struct arena a;

	arena_init(&a);
	fill_gauges(e, &g);
	if (e->config->metrics.per_feed) {
		struct metrics_feed *feeds = ARENA_ARRAY(&a, struct metrics_feed,
		    METRICS_FEEDS);

		g.by_feed = feeds;
		g.n_by_feed = poller_feeds(e->poller, feeds, METRICS_FEEDS);
	}
	metrics_text(e->metrics, &g, out);
	arena_clear(&a);
}

/* ---- orders ---- */

static int
order_reload(struct engine *e, struct str query, struct err *err)
{
	(void)query;
	return engine_reload(e, err) == 0 ? 0 : err_as(err, ERR_CONFIG);
}

static int
order_poll(struct engine *e, struct str query, struct err *err)
{
	struct buf feed, force;
	int rc;

	buf_init(&feed, 4096);
	buf_init(&force, 16);
	if (!httpd_query(query, STR("feed"), &feed))
		rc = err_asked(err, "which feed? (feed=NAME)");
	else
		rc = poller_refresh(e->poller, buf_str(&feed),
		    httpd_query(query, STR("force"), &force), err);
	buf_clear(&feed);
	buf_clear(&force);
	return rc;
}

static const struct {
	struct str name;
	int (*run)(struct engine *e, struct str query, struct err *err);
} orders[] = {
	{ STR_INIT("reload"), order_reload },
	{ STR_INIT("poll"), order_poll },
};

int
engine_order(void *engine, struct str name, struct str query, struct str body,
    struct buf *answer, struct err *err)
{
	(void)body;
	(void)answer;
	for (size_t i = 0; i < NELEM(orders); i++)
		if (str_eq(name, orders[i].name))
			return orders[i].run(engine, query, err);
	return err_absent(err, "there is no order '%.*s'", STR_ARG(name));
}

void
engine_act(void *engine, struct httpd_request *rq, struct str name)
{
	struct engine *e = engine;

	act_serve(e->acts, e->config, e->delivery, rq, name);
}

/* ---- SIGUSR2 ---- */

void
engine_dump(struct engine *e)
{
	struct workers_stats ws;
	struct poller_stats ps;
	struct buf trouble;

	buf_init(&trouble, 1024);
	put_trouble(e, &trouble);
	workers_stats(e->workers, &ws);
	poller_stats(e->poller, &ps);
	LOG(LOG_NOTICE, "state", log_int("feeds", (int64_t)e->config->n_feeds),
	    log_int("failing", ps.feeds[FEED_STATE_FAILING]),
	    log_int("lag_ms", ps.due_lag_ms), log_int("fetching", (int64_t)ps.in_flight),
	    log_int("workers", (int64_t)ws.ready), log_int("busy", (int64_t)ws.busy),
	    log_int("jobs", (int64_t)ws.waiting), log_int("killed", (int64_t)ws.killed),
	    log_int("store_waiting", (int64_t)offload_waiting(e->thread)),
	    log_str("trouble", buf_str(&trouble)));
	buf_clear(&trouble);
}
