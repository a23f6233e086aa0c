/* engine.c -- see engine.h. */
#include "config.h"

#include <errno.h>
#include <event2/event.h>
#include <pthread.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/clock.h"
#include "daemon/engine_parts.h"
#include "daemon/notify.h"
#include "daemon/privileges.h"

/* for what is under way, once we are told to stop */
#define PATIENCE_MS (3 * MS_SECOND)
#define STUCK_MS (2 * MS_MINUTE) /* a store that takes longer has no progress */

int64_t
engine_wall_ms(void)
{
	return clock_wall_ms();
}

static uint64_t
chance(void)
{
	uint64_t seed;

	if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
		seed = (uint64_t)engine_wall_ms() ^ (uint64_t)getpid() << 32;
	return seed;
}

/* ---- the end ---- */

static void
end(struct engine *e)
{
	e->hurry = true;
	event_base_loopbreak(e->loop);
}

static bool
is_idle(const struct engine *e)
{
	return !poller_busy(e->poller) && !delivery_busy(e->delivery);
}

static void
stop(struct engine *e)
{
	static const struct timeval patience = { PATIENCE_MS / MS_SECOND, 0 };

	if (e->stopping) { /* asked twice: now */
		end(e);
		return;
	}
	e->stopping = true;
	notify("STOPPING=1");
	LOG(LOG_NOTICE, "stopping", log_int("in_flight", is_idle(e) ? 0 : 1));
	poller_stop(e->poller);
	delivery_stop(e->delivery);
	event_add(e->patience, &patience);
	event_active(e->settle, EV_TIMEOUT, 0);
}

static void
on_patience(evutil_socket_t fd, short what, void *arg)
{
	end(arg);
}

/* Whoever falls idle says so here; what follows is decided in one place, from the loop.
 */
static void
on_settle(evutil_socket_t fd, short what, void *arg)
{
	struct engine *e = arg;

	if (e->stopping) {
		if (is_idle(e))
			end(e);
		return;
	}
	if (!e->o.once || poller_busy(e->poller))
		return;
	if (!e->delivering) {
		e->delivering = true;
		delivery_wake(e->delivery);
	} else if (!delivery_busy(e->delivery)) {
		end(e);
	}
}

static void
on_poller_idle(void *arg)
{
	struct engine *e = arg;

	event_active(e->settle, EV_TIMEOUT, 0);
}

static void
on_delivery_idle(void *arg)
{
	struct engine *e = arg;

	if (e->stopping || e->delivering)
		event_active(e->settle, EV_TIMEOUT, 0);
}

static void
on_stored(void *arg)
{
	const struct engine *e = arg;

	if (e->web != NULL)
		web_wake(e->web);
}

static void
on_rang(void *arg)
{
	const struct engine *e = arg;

	if (e->delivery != NULL) /* else what rings now is sent after the next start */
		delivery_wake(e->delivery);
}

/* ---- signals, watchdog ---- */

static void
on_signal(evutil_socket_t sig, short what, void *arg)
{
	struct engine *e = arg;
	struct err err;

	switch (sig) {
	case SIGHUP:
		engine_reload(e, &err);
		break;
	case SIGUSR1:
		LOG(LOG_NOTICE, "log.reopened", log_int("pid", getpid()));
		break;
	case SIGUSR2:
		engine_dump(e);
		break;
	default:
		stop(e);
	}
}

static void
catch_signals(struct engine *e)
{
	static const int caught[ENGINE_SIGNALS] = { SIGTERM, SIGINT, SIGHUP, SIGUSR1,
		SIGUSR2 };
	size_t n = 0;

	signal(SIGPIPE, SIG_IGN);
	for (; n < ENGINE_SIGNALS && caught[n] != 0; n++) {
		e->signals[n] = evsignal_new(e->loop, caught[n], on_signal, e);
		event_add(e->signals[n], NULL);
	}
}

/* A ping means that the loop turns and the store answers; anything less proves nothing.
 */
static void
on_watchdog(evutil_socket_t fd, short what, void *arg)
{
	const struct engine *e = arg;

	if (offload_busy_ms(e->thread) < STUCK_MS)
		notify("WATCHDOG=1");
}

static void
start_watchdog(struct engine *e)
{
	int64_t ms = notify_watchdog_ms();
	struct timeval every = { ms / 1000, ms % 1000 * 1000 };

	if (ms == 0)
		return;
	e->watchdog = event_new(e->loop, -1, EV_PERSIST, on_watchdog, e);
	event_add(e->watchdog, &every);
}

/* ---- the log's other readers ---- */

static void
on_line(void *arg, int level, struct str line)
{
	struct engine *e = arg;

	/* Threads log too; counting and following belong to the loop. */
	if ((unsigned long)pthread_self() != e->loop_thread)
		return;
	metrics_count(e->metrics, line);
	if (e->control == NULL)
		return;
	control_line(e->control, level, line);
	web_wake(e->web);
}

/* ---- a look at the store, for metrics and readiness ---- */

/* once a minute: answers of the API come and go, and leave holes */
#define TRIM_LOOKS 6

static void
look_on_thread(void *arg)
{
	struct engine *e = arg;
	struct err err;

	e->look_failed = store_stats(e->store, &e->looking, &err) == -1;
	if (++e->looks % TRIM_LOOKS == 0)
		alloc_trim();
}

/* A service waits for workers to come back; one round would never end. */
static void
give_up_without_workers(struct engine *e)
{
	struct workers_stats ws;

	if (!e->o.once || e->stopping || e->workers == NULL)
		return;
	workers_stats(e->workers, &ws);
	if (ws.ready + ws.busy > 0 || ws.trouble[0] == '\0')
		return;
	LOG(LOG_CRIT, "start.failed", log_cstr("why", ws.trouble));
	e->rc = EX_UNAVAILABLE;
	stop(e);
}

static void
looked(void *arg)
{
	static const struct timeval later = { 10, 0 }, soon = { 1, 0 };
	struct engine *e = arg;

	if (!e->look_failed)
		e->stats = e->looking;
	give_up_without_workers(e);
	if (!e->stopping)
		event_add(e->look, e->look_failed ? &soon : &later);
}

static void
on_look(evutil_socket_t fd, short what, void *arg)
{
	struct engine *e = arg;

	offload_run(e->thread, look_on_thread, looked, e);
}

/* ---- opening ---- */

/* With all parents, as far as they are missing. */
static int
make_directory(struct str dir, struct err *err)
{
	char path[4096];

	if (!str_copy(path, sizeof(path), dir))
		return err_set(err, "state_dir is too long");
	for (size_t i = 1; i <= dir.n; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		path[i] = '\0';
		if (mkdir(path, i == dir.n ? 0700 : 0755) == -1 && errno != EEXIST)
			return err_set(err, "%s: %s", path, strerror(errno));
		path[i] = i == dir.n ? '\0' : '/';
	}
	return 0;
}

static void
log_lines(const char *event, struct str lines)
{
	struct str line;

	while (str_cut(&lines, '\n', &line))
		if (line.n > 0)
			LOG(LOG_WARNING, event, log_str("text", line));
}

/* The same after each start, so that what was held at a sudden end is known for ours. */
static const char *
node_name(char out[320], const struct config *c)
{
	char host[128] = "localhost";

	gethostname(host, sizeof(host) - 1);
	if (c->store.node.n > 0)
		snprintf(out, 320, "%.*s", STR_ARG(c->store.node));
	else
		snprintf(out, 320, "%s:%.*s", host, STR_ARG(c->state_dir));
	return out;
}

static int
open_store(struct engine *e, struct err *err)
{
	const struct config *c = e->config;
	char *address = str_dup(c->store.address), node[320];
	const struct store_options so = { .address = address,
		.mode = STORE_WRITE,
		.repair = true,
		.node = node_name(node, c),
		.hurry = &e->hurry,
		.atomic_claim = c->store.claim == CONFIG_CLAIM_ATOMIC };
	struct buf said;

	buf_init(&said, 65536);
	notify("STATUS=opening the store\nEXTEND_TIMEOUT_USEC=600000000");
	if (make_directory(e->config->state_dir, err) == 0)
		e->store = store_open(&so, &said, err);
	log_lines("store.said", buf_str(&said));
	buf_clear(&said);
	free(address);
	return e->store == NULL ? err_see(err, MANUAL_STORE) : 0;
}

static int
open_http(struct engine *e, struct err *err)
{
	const struct config *c = e->config;
	char *agent = str_dup(c->user_agent), *ca = str_dup(c->ca_file),
	     *proxy = str_dup(c->proxy);
	const struct http_options ho = { .user_agent = agent,
		.ca_file = ca[0] == '\0' ? NULL : ca,
		.proxy = proxy[0] == '\0' ? NULL : proxy,
		.max_parallel = (int)c->limits.max_transfers };

	e->http = http_new(e->loop, &ho, err);
	free(agent);
	free(ca);
	free(proxy);
	return e->http == NULL ? -1 : 0;
}

struct workers_options
engine_workers_options(const struct config *c)
{
	return (struct workers_options){ .exe = "/proc/self/exe",
		.data = c->data.items,
		.n_data = c->data.n,
		.count = (size_t)c->limits.workers,
		.job_time_ms = c->limits.job_time_ms,
		.job_memory = c->limits.job_memory };
}

static void
start_work(struct engine *e)
{
	struct workers_options wo = engine_workers_options(e->config);
	struct poller_options po = { .loop = e->loop,
		.http = e->http,
		.thread = e->thread,
		.store = e->store,
		.config = e->config,
		.health = &e->health,
		.seed = chance(),
		.once = e->o.once,
		.on_idle = on_poller_idle,
		.on_rang = on_rang,
		.arg = e };
	char host[256] = "localhost";
	struct delivery_options dop = { .loop = e->loop,
		.http = e->http,
		.thread = e->thread,
		.store = e->store,
		.config = e->config,
		.link = e->config->http.base,
		.health = &e->health,
		.seed = chance(),
		.on_idle = on_delivery_idle,
		.on_stored = on_stored,
		.arg = e };

	gethostname(host, sizeof(host) - 1);
	dop.host = str_of(host);
	wo.on_demand = e->o.once; /* most rounds find nothing new; a service's first push
				     is not to wait */
	e->workers = workers_new(e->loop, &wo);
	po.workers = e->workers;
	e->delivery = delivery_new(&dop);
	e->acts = act_server_new(e->loop, e->thread, e->store, on_stored, e);
	e->poller = poller_new(&po);
	poller_set_websub(e->poller, e->websub);
}

static void
on_push(void *arg, struct str feed, struct str body, struct str type)
{
	struct engine *e = arg;

	poller_push(e->poller, feed, body, type);
}

static int
open_websub(struct engine *e, struct err *err)
{
	const struct websub_options o = { .loop = e->loop,
		.http = e->http,
		.thread = e->thread,
		.store = e->store,
		.health = &e->health,
		.callback = e->config->websub.callback,
		.listen = e->config->websub.listen,
		.push = on_push,
		.arg = e };

	if (o.callback.n == 0 || e->o.once)
		return 0;
	e->websub = websub_new(&o, err);
	return e->websub == NULL ? err_wrap(err, "websub") : 0;
}

static int
open_listeners(struct engine *e, struct err *err)
{
	char *address = str_dup(e->config->store.address);
	const struct web_options wo = { .loop = e->loop,
		.listen = e->config->http.listen,
		.max_clients = (int)e->config->http.max_clients,
		.store_address = address,
		.ctx = e,
		.ready = engine_ready,
		.metrics = engine_metrics,
		.act = engine_act };
	struct control_options co = { .loop = e->loop,
		.path = e->config->control,
		.ctx = e,
		.order = engine_order,
		.act = engine_act };

	if (!e->o.once && (e->web = web_new(&wo, e->config, err)) == NULL)
		err_see(err, MANUAL_HTTP);
	if (e->web != NULL) {
		co.web = e->web;
		e->control = control_new(&co, err);
	}
	free(address);
	return e->o.once || e->control != NULL ? 0 : err_see(err, MANUAL_CONTROL);
}

/* As many sockets as we may have; a service manager that forbids the call has set it
 * itself. */
static void
raise_descriptors(void)
{
	struct rlimit rl;

	if (getrlimit(RLIMIT_NOFILE, &rl) == 0 && rl.rlim_cur < rl.rlim_max) {
		rl.rlim_cur = rl.rlim_max;
		setrlimit(RLIMIT_NOFILE, &rl);
	}
}

static void
tell_ready(struct engine *e)
{
	char byte = 0;

	LOG(LOG_NOTICE, "ready", log_cstr("version", PACKAGE_VERSION),
	    log_int("feeds", (int64_t)e->config->n_feeds),
	    log_int("rules", (int64_t)e->config->rules.n),
	    log_int("receivers", (int64_t)e->config->n_receivers),
	    log_int("http", e->web == NULL ? 0 : web_port(e->web)));
	notify("READY=1\nSTATUS=%zu feeds, %zu rules", e->config->n_feeds,
	    e->config->rules.n);
	if (e->o.ready_fd != -1) {
		if (write(e->o.ready_fd, &byte, 1) == -1)
			LOG(LOG_WARNING, "ready.unheard",
			    log_cstr("why", strerror(errno)));
		close(e->o.ready_fd);
	}
}

/* What work needs; 0, or the exit code that fits what cannot be had. */
static int
open_all(struct engine *e, struct err *err)
{
	/* before there are threads, which would keep theirs */
	if (privileges_keep(PRIVILEGES_ENGINE, err) == -1)
		return EX_OSERR;
	e->thread = offload_new(e->loop, "tocsin-store");
	if (open_store(e, err) == -1)
		return EX_CANTCREAT;
	return open_http(e, err) == -1 || open_listeners(e, err) == -1 ||
		open_websub(e, err) == -1
	    ? EX_UNAVAILABLE
	    : 0;
}

static void
close_all(struct engine *e)
{
	act_server_free(e->acts);
	control_free(e->control);
	e->control = NULL;
	web_free(e->web);
	/* Workers and thread call back into those who gave them work. */
	workers_free(e->workers);
	e->workers = NULL; /* what the thread still ends looks for it */
	delivery_free(e->delivery);
	e->delivery = NULL;
	offload_free(e->thread);
	websub_free(e->websub);
	poller_free(e->poller);
	http_free(e->http);
	if (e->store != NULL)
		store_close(e->store);
	log_set_tap(NULL, NULL);
	metrics_free(e->metrics);
	for (size_t i = 0; i < ENGINE_SIGNALS; i++)
		if (e->signals[i] != NULL)
			event_free(e->signals[i]);
	if (e->watchdog != NULL)
		event_free(e->watchdog);
	if (e->wait != NULL)
		event_free(e->wait);
	if (e->keep != NULL)
		event_free(e->keep);
	if (e->lag != NULL)
		event_free(e->lag);
	event_free(e->patience);
	event_free(e->settle);
	event_free(e->look);
	event_base_free(e->loop);
	config_unref(e->config);
}

int
engine_run(const struct engine_options *o)
{
	struct engine e = { .o = *o, .config = o->config, .reload_ok = true };
	struct err err = { "" };
	int rc;

	raise_descriptors();
	e.started_ms = e.reloaded_ms = engine_wall_ms();
	e.loop_thread = (unsigned long)pthread_self();
	e.loop = event_base_new();
	e.patience = evtimer_new(e.loop, on_patience, &e);
	e.settle = event_new(e.loop, -1, 0, on_settle, &e);
	e.look = event_new(e.loop, -1, 0, on_look, &e);
	e.metrics = metrics_new();
	log_set_tap(on_line, &e);
	catch_signals(&e);
	if ((rc = open_all(&e, &err)) != 0) {
		LOG(LOG_CRIT, "start.failed", log_cstr("why", err.msg),
		    log_cstr("see", manual_sections[err_manual(&err, MANUAL_KEYS)]));
		notify("STATUS=%s", err.msg);
	} else {
		start_work(&e);
		start_watchdog(&e);
		event_active(e.look, EV_TIMEOUT, 0);
		engine_wait_start(&e);
		engine_keep_start(&e);
		engine_lag_start(&e);
		tell_ready(&e);
		event_base_dispatch(e.loop);
		rc = e.rc;
		LOG(LOG_NOTICE, "stopped", log_int("pid", getpid()));
	}
	close_all(&e);
	return rc;
}
