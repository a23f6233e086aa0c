/*
 * web.c -- see web.h.  A request of the API is copied, answered on the reading thread,
 * and told on the loop.  The event streams are web_events.c.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/log.h"
#include "base/wall.h"
#include "daemon/api.h"
#include "daemon/configuration.h"
#include "daemon/offload.h"
#include "daemon/secrets.h"
#include "daemon/strangers.h"
#include "daemon/web.h"
#include "daemon/web_act.h"
#include "daemon/web_events.h"
#include "daemon/web_host.h"
#include "net/problem.h"
#include "web/assets.h"

#define WEB_CLIENTS 1024
#define WEB_KEPT 11 /* one in so many is kept from those who stay (/events) */
#define WEB_HEAD (16u << 10)

#define READ_PATIENCE (5 * MS_SECOND) /* somebody sits and waits */
/* bytes of pages; the kernel has the rest of the file at hand */
#define READ_CACHE (2 << 20)

struct web {
	struct web_options o;
	struct httpd *httpd;
	struct offload *reader;
	struct web_events *events;
	struct config *config;
	char *listen;
	struct store_options reading; /* how the reader thread opens what it reads */
	struct store *store;
	atomic_bool ending;
	int64_t started_ms;
	struct strangers strangers;
};

static const struct http_header safe_headers[] = {
	{ STR_INIT("X-Content-Type-Options"), STR_INIT("nosniff") },
	{ STR_INIT("Referrer-Policy"), STR_INIT("no-referrer") },
	{ STR_INIT("Cross-Origin-Resource-Policy"), STR_INIT("same-origin") },
	{ STR_INIT("Content-Security-Policy"),
	    STR_INIT("default-src 'none'; script-src 'self'; style-src 'self'; "
		     "connect-src 'self'; "
		     "img-src 'self' data:; base-uri 'none'; form-action 'none'; "
		     "frame-ancestors 'none'") },
};

/* The answer with its own headers before those that every answer has. */
static void
reply(struct httpd_request *rq, int status, const struct http_header *own, size_t n,
    struct str body)
{
	struct http_header all[NELEM(safe_headers) + 8];

	for (size_t i = 0; i < n; i++)
		all[i] = own[i];
	for (size_t i = 0; i < NELEM(safe_headers); i++)
		all[n + i] = safe_headers[i];
	httpd_reply(rq, status, all, n + NELEM(safe_headers), body);
}

/* ---- the page ---- */

static const struct web_asset *
find_asset(struct str path)
{
	for (const struct web_asset *f = web_assets; f->path != NULL; f++)
		if (str_eq(path, str_of(f->path)))
			return f;
	return NULL;
}

static bool
asset(struct httpd_request *rq, struct str path)
{
	const struct web_asset *f = find_asset(path);
	enum web_form form = httpd_takes_gzip(httpd_header(rq, STR("Accept-Encoding")))
	    ? WEB_GZIP
	    : WEB_PLAIN;
	struct http_header h[] = { { STR("Content-Type"), STR_NONE },
		{ STR("Vary"), STR("Accept-Encoding") },
		{ STR("Cache-Control"), STR("no-cache") }, { STR("ETag"), STR_NONE },
		{ STR("Content-Encoding"), STR("gzip") } };
	size_t n = NELEM(h) - (form == WEB_PLAIN);

	if (f == NULL)
		return false;
	h[0].value = str_of(f->type);
	h[3].value = str_of(f->forms[form].etag);
	if (httpd_has_tag(httpd_header(rq, STR("If-None-Match")), h[3].value))
		reply(rq, 304, &h[1], 3, STR_NONE);
	else
		reply(rq, 200, h, n,
		    (struct str){ (const char *)f->forms[form].bytes, f->forms[form].n });
	return true;
}

/* What lies under the map: the page's own coasts, or what web.basemap put in their place.
 */
static void
basemap(struct web *w, struct httpd_request *rq)
{
	const struct config_basemap *m = &w->config->basemap;
	struct http_header h[] = { { STR("Content-Type"), str_of(m->type) },
		{ STR("Cache-Control"), STR("no-cache") }, { STR("ETag"), m->etag } };

	if (m->bytes.n == 0)
		asset(rq, STR("world.json"));
	else if (httpd_has_tag(httpd_header(rq, STR("If-None-Match")), m->etag))
		reply(rq, 304, &h[1], 2, STR_NONE);
	else
		reply(rq, 200, h, NELEM(h), m->bytes);
}

/* ---- the API ---- */

struct question {
	struct web *web;
	struct httpd_request *rq;
	struct config *config;
	struct arena a;
	struct api_request ask;
	struct api_reply reply;
};

/* Opened at the first question, and again after a failure: the file may have been
 * replaced. */
static struct store *
reading_store(struct web *w, struct err *e)
{
	if (w->store == NULL)
		w->store = store_open(&w->reading, NULL, e);
	return w->store;
}

static void
no_store(struct question *q, const struct err *why)
{
	struct buf b;

	buf_init(&b, 4096);
	problem_json(&b, 503, why, MANUAL_STORE);
	q->reply = (struct api_reply){
		.status = 503, .type = PROBLEM_TYPE, .body = arena_str(&q->a, buf_str(&b))
	};
	buf_clear(&b);
}

static void
work_answer(void *arg)
{
	struct question *q = arg;
	struct web *w = q->web;
	char hash[20];
	struct err e;
	struct api_world world = { .rules = &q->config->rules,
		.receivers = q->config->receivers,
		.n_receivers = q->config->n_receivers,
		.now_ms = wall_ms(),
		.started_ms = w->started_ms,
		.version = STR(PACKAGE_VERSION),
		.base = q->config->http.base,
		.host = web_host_of(q->config->http.base) };

	if ((world.store = reading_store(w, &e)) == NULL) {
		no_store(q, &e);
		return;
	}
	if (world.host.n == 0)
		world.host = STR("localhost");
	snprintf(hash, sizeof(hash), "%016llx", (unsigned long long)q->config->hash);
	world.config_hash = arena_str(&q->a, str_of(hash));
	api_answer(&world, &q->a, &q->ask, &q->reply);
	if (q->reply.status == 503) {
		store_close(w->store);
		w->store = NULL;
	}
}

static void
told_answer(void *arg)
{
	struct question *q = arg;
	struct http_header h[4] = { { STR("Content-Type"), str_of(q->reply.type) },
		{ STR("Cache-Control"), STR("no-cache") } };
	size_t n = 2;

	if (q->reply.etag[0] != '\0')
		h[n++] = (struct http_header){ STR("ETag"), str_of(q->reply.etag) };
	if (q->reply.next.n > 0)
		h[n++] = (struct http_header){ STR("Link"),
			arena_printf(&q->a, "<%.*s>; rel=\"next\"",
			    STR_ARG(q->reply.next)) };
	reply(q->rq, q->reply.status, h, n, q->reply.body);
	config_unref(q->config);
	arena_clear(&q->a);
	free(q);
}

static void
ask(struct web *w, struct httpd_request *rq, struct str path)
{
	struct question *q = xcalloc(1, sizeof(*q));

	arena_init(&q->a);
	q->web = w;
	q->rq = rq;
	q->config = config_ref(w->config);
	q->ask.path = arena_str(&q->a, path);
	q->ask.query = arena_str(&q->a, rq->query);
	q->ask.if_none_match = arena_str(&q->a, httpd_header(rq, STR("If-None-Match")));
	offload_run(w->reader, work_answer, told_answer, q);
}

/* ---- routes ---- */

static void
on_refused(void *arg, struct str peer, int status)
{
	struct web *w = arg;

	strangers_refused(&w->strangers, "http", peer, status);
}

/* Every request of the listener; false: it was refused. */
static bool
is_for_us(struct web *w, struct httpd_request *rq)
{
	const struct config_http *c = &w->config->http;
	struct err e;

	if (web_knows_host(httpd_header(rq, STR("Host")), w->o.listen, c->base,
		&c->hosts))
		return true;
	on_refused(w, rq->peer, 421);
	err_set(&e,
	    "this server does not go by that name; see http.hosts in tocsin.yaml(5)");
	problem_reply(rq, 421, &e, MANUAL_HTTP);
	return false;
}

static void
on_any(void *arg, struct httpd_request *rq)
{
	struct str path = str_sub(rq->path, 1, rq->path.n);

	if (str_eq(path, STR("basemap")))
		basemap(arg, rq);
	else if (!asset(rq, path))
		ask(arg, rq, path);
}

static void
on_health(void *arg, struct httpd_request *rq)
{
	(void)arg;
	httpd_reply_text(rq, 200, "text/plain", STR("ok\n"));
}

static void
on_ready(void *arg, struct httpd_request *rq)
{
	struct web *w = arg;
	struct buf why;
	bool ready;

	buf_init(&why, 1024);
	ready = w->o.ready == NULL || w->o.ready(w->o.ctx, &why);
	if (ready)
		buf_cstr(&why, "ready");
	buf_byte(&why, '\n');
	httpd_reply_text(rq, ready ? 200 : 503, "text/plain", buf_str(&why));
	buf_clear(&why);
}

static void
on_metrics(void *arg, struct httpd_request *rq)
{
	struct web *w = arg;
	struct buf out;

	buf_init(&out, 4u << 20);
	if (w->o.metrics != NULL)
		w->o.metrics(w->o.ctx, &out);
	httpd_reply_text(rq, 200, "text/plain; version=0.0.4; charset=utf-8",
	    buf_str(&out));
	buf_clear(&out);
}

static void
on_events(void *arg, struct httpd_request *rq)
{
	web_events_join(((struct web *)arg)->events, rq);
}

const struct httpd_route web_routes[] = {
	{ .method = "GET", .path = "/healthz", .handle = on_health },
	{ .method = "GET", .path = "/readyz", .handle = on_ready },
	{ .method = "GET", .path = "/metrics", .handle = on_metrics },
	{ .method = "GET", .path = "/events", .handle = on_events },
	{ .method = "GET", .path = "/", .handle = on_any },
	{ .path = NULL },
};

void
web_serve(struct web *w, struct httpd_request *rq)
{
	const struct httpd_route *r = web_routes;

	while (!str_eq(rq->path, str_of(r->path)) && !str_eq(str_of(r->path), STR("/")))
		r++;
	r->handle(w, rq);
}

static void
on_request(void *arg, struct httpd_request *rq)
{
	if (is_for_us(arg, rq))
		web_serve(arg, rq);
}

/* ---- acting ---- */

#define ACT_PATH "/api/v1/act/"

static void
refuse_act(struct web *w, struct httpd_request *rq, int status, const struct err *why)
{
	const struct http_header own[] = {
		{ STR("Content-Type"), STR(PROBLEM_TYPE) },
		{ STR("WWW-Authenticate"), STR("Bearer realm=\"tocsin\"") },
	};
	struct buf b;

	LOG(LOG_WARNING, "act.refused", log_str("peer", rq->peer),
	    log_str("path", rq->path), log_int("status", status),
	    log_cstr("why", why->msg));
	buf_init(&b, 4096);
	problem_json(&b, status, why, MANUAL_HTTP);
	reply(rq, status, own, status == 401 ? 2 : 1, buf_str(&b));
	buf_clear(&b);
}

static void
on_act(void *arg, struct httpd_request *rq)
{
	struct web *w = arg;
	struct config_http *c = &w->config->http;
	const char *why = "nothing can be done here";
	struct err e = { "" };
	int status;

	if (!is_for_us(w, rq))
		return;
	if (secret_load(&c->token, &e) == -1) {
		refuse_act(w, rq, 503, &e);
		return;
	}
	status = w->o.act == NULL ? 404 : web_act_refusal(rq, &c->token, c->base, &why);
	secret_wipe(&c->token);
	if (status == 0) {
		w->o.act(w->o.ctx, rq, str_sub(rq->path, strlen(ACT_PATH), rq->path.n));
	} else {
		err_set(&e, "%s", why);
		refuse_act(w, rq, status, &e);
	}
}

static const struct httpd_route doors[] = {
	{ .method = "POST", .path = ACT_PATH, .handle = on_act },
	{ .method = "GET", .path = "/", .handle = on_request },
	{ .path = NULL },
};

struct web *
web_new(const struct web_options *o, struct config *c, struct err *e)
{
	struct web *w = xcalloc(1, sizeof(*w));
	int clients = o->max_clients > 0 ? o->max_clients : WEB_CLIENTS;
	struct httpd_options ho = { .routes = doors,
		.arg = w,
		.max_head = WEB_HEAD,
		.refused = on_refused,
		.max_connections = clients };

	w->o = *o;
	w->config = config_ref(c);
	w->reading = (struct store_options){ .address = xstrdup(o->store_address),
		.mode = STORE_READ,
		.cache_bytes = READ_CACHE,
		.patience_ms = READ_PATIENCE,
		.hurry = &w->ending };
	w->started_ms = wall_ms();
	w->httpd = httpd_new(o->loop, &ho, e);
	if (w->httpd == NULL ||
	    (o->listen.n > 0 && httpd_listen(w->httpd, o->listen, e) == -1)) {
		web_free(w);
		return NULL;
	}
	w->reader = offload_new(o->loop, "web");
	w->events = web_events_new(o->loop, w->reader, &w->reading,
	    (size_t)(clients - clients / WEB_KEPT));
	return w;
}

void
web_free(struct web *w)
{
	if (w == NULL)
		return;
	w->ending = true;
	web_events_free(w->events);
	if (w->reader != NULL)
		offload_free(w->reader);
	httpd_free(w->httpd);
	store_close(w->store);
	config_unref(w->config);
	free((char *)(uintptr_t)w->reading.address);
	free(w);
}

int
web_port(const struct web *w)
{
	return httpd_port(w->httpd);
}

void
web_configure(struct web *w, struct config *c)
{
	config_unref(w->config);
	w->config = config_ref(c);
}

void
web_wake(struct web *w)
{
	web_events_wake(w->events);
}

size_t
web_listeners(const struct web *w)
{
	return web_events_listeners(w->events);
}

size_t
web_dropped(const struct web *w)
{
	return web_events_dropped(w->events);
}
