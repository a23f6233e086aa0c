/* engine_parts.h -- what the files of the engine share; nobody else includes it. */
#ifndef DAEMON_ENGINE_PARTS_H
#define DAEMON_ENGINE_PARTS_H

#include "daemon/acts.h"
#include "daemon/control.h"
#include "daemon/delivery.h"
#include "daemon/engine.h"
#include "daemon/metrics.h"
#include "daemon/poller.h"
#include "daemon/store_health.h"
#include "daemon/websub.h"

#define ENGINE_SIGNALS 6

struct engine {
	struct engine_options o;
	struct config *config;
	struct event_base *loop;
	struct http *http;
	struct workers *workers;
	struct store *store;
	struct offload *thread; /* the store's writer */
	struct poller *poller;
	struct websub *websub;
	struct delivery_lanes *delivery;
	struct metrics *metrics;
	struct web *web;
	struct control *control;
	struct act_server *acts;
	struct event *signals[ENGINE_SIGNALS], *watchdog, *patience, *settle, *look,
	    *wait, *keep, *lag;
	struct store_health health;
	struct store_stats stats;   /* as of the last look */
	struct store_stats looking; /* the store's thread writes here */
	unsigned looks;             /* that thread's */
	bool look_failed;
	int64_t lag_due_us, lag_worst_us; /* engine_lag.c */
	int64_t started_ms, reloaded_ms;
	bool reload_ok;
	char reload_error[512];
	atomic_bool hurry; /* nothing waits for the store any more */
	bool stopping;     /* TERM or INT came, or --once is through */
	int rc;            /* what the process ends with (sysexits) */
	bool delivering;   /* --once: every feed has had its turn */
	unsigned long loop_thread;
};

int64_t engine_wall_ms(void);
struct workers_options engine_workers_options(const struct config *c);

/* engine_wait.c: rings with "for" become alerts when their time has come. */
void engine_wait_start(struct engine *e);

/* engine_keep.c: what is older than store.keep is forgotten, a little at a time. */
void engine_keep_start(struct engine *e);

/* engine_lag.c: .lag_worst_us, the longest that the loop kept a timer waiting. */
void engine_lag_start(struct engine *e);

/* engine_reload.c: 0, or -1 and why the old configuration stays. */
int engine_reload(struct engine *e, struct err *err);

/* engine_calls.c: what the web and the control socket ask of the engine. */
bool engine_ready(void *engine, struct buf *why);
void engine_metrics(void *engine, struct buf *out);
int engine_order(void *engine, struct str name, struct str query, struct str body,
    struct buf *answer, struct err *err);
void engine_act(void *engine, struct httpd_request *rq, struct str name);
void engine_dump(struct engine *e); /* its state, to the log */

#endif
