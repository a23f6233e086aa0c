/*
 * web_events.c -- see web_events.h.  One tail of the log is read for all who are up to date; a
 * client that is behind reads its own stretch first, a page at a time, and joins the others when
 * it has caught up.  Only one read is under way at once, so order needs no care.
 */
#include "config.h"

#include <event2/event.h>

#include "base/alloc.h"
#include "daemon/offload.h"
#include "daemon/web_events.h"
#include "store/store.h"

#define EVENTS_PAGE 500          /* rows of one read */
#define EVENTS_RESUME 10000      /* further behind than this, the page is told to start anew */
#define EVENTS_BACKLOG (1u << 20) /* bytes that a client may leave untaken */
#define EVENTS_PING_S 15

struct listener {
	struct listener *next, **prev;
	struct web_events *owner;
	struct httpd_request *rq;
	int64_t seq;    /* last sent */
	bool fresh;     /* begins at the end of the log, wherever that is */
	char types[128]; /* ",alert,incident,"; empty: all */
};

struct web_events {
	struct event *ping;
	struct offload *reader;
	char *store_address;
	struct store *store; /* the reader thread's own */
	struct listener *all;
	size_t n, dropped;
	bool busy, again;
	/* the read under way */
	struct arena a;
	int64_t from, last;
	struct store_event *rows;
	size_t n_rows;
	bool failed;
};

/* ---- frames ---- */

/* What the page calls the events of the log: by the first word of their type. */
static const struct {
	struct str prefix;
	const char *name;
} names[] = {
	{ STR_INIT("alert"), "alert" },
	{ STR_INIT("incident"), "incident" },
	{ STR_INIT("place"), "incident" },
	{ STR_INIT("feed"), "feed" },
	{ STR_INIT("delivery"), "delivery" },
};

static const char *
event_name(struct str type)
{
	for (size_t i = 0; i < NELEM(names); i++)
		if (str_starts(type, names[i].prefix))
			return names[i].name;
	return "message";
}

static void
frame(struct buf *out, const struct store_event *ev)
{
	buf_printf(out, "id: %lld\nevent: %s\ndata: ", (long long)ev->seq, event_name(ev->type));
	for (size_t i = 0; i < ev->json.n; i++) /* a frame's data is one line */
		buf_byte(out, ev->json.p[i] == '\n' || ev->json.p[i] == '\r' ? ' ' : ev->json.p[i]);
	buf_cstr(out, "\n\n");
}

static bool
wants(const struct listener *l, const struct store_event *ev)
{
	char word[64];

	snprintf(word, sizeof(word), ",%s,", event_name(ev->type));
	return l->types[0] == '\0' || strstr(l->types, word) != NULL;
}

/* ---- clients ---- */

static void
unlink_listener(struct listener *l)
{
	*l->prev = l->next;
	if (l->next != NULL)
		l->next->prev = l->prev;
	l->owner->n--;
}

static void
drop(struct listener *l)
{
	unlink_listener(l);
	httpd_on_close(l->rq, NULL, NULL);
	httpd_end(l->rq);
	free(l);
}

static void
on_gone(void *arg)
{
	struct listener *l = arg;

	unlink_listener(l);
	httpd_end(l->rq);
	free(l);
}

static bool
give(struct listener *l, struct str bytes)
{
	if (httpd_backlog(l->rq) > EVENTS_BACKLOG) {
		l->owner->dropped++;
		drop(l);
		return false;
	}
	httpd_send(l->rq, bytes);
	return true;
}

/* ---- reading ---- */

static void
work_read(void *arg)
{
	struct web_events *v = arg;
	struct store_options o = { .address = v->store_address, .mode = STORE_READ };
	struct err e;

	if (v->store == NULL)
		v->store = store_open(&o, NULL, &e);
	v->failed = v->store == NULL || store_event_last(v->store, &v->last, &e) == -1 ||
	    store_events_after(v->store, &v->a, v->from < 0 ? v->last : v->from, EVENTS_PAGE,
	        &v->rows, &v->n_rows, &e) == -1;
	if (v->failed && v->store != NULL) {
		store_close(v->store);
		v->store = NULL;
	}
}

static void
tell(struct listener *l, const struct web_events *v)
{
	struct buf out;

	if (l->fresh) {
		l->fresh = false;
		l->seq = v->last;
	}
	if (v->last - l->seq > EVENTS_RESUME) {
		l->seq = v->last;
		give(l, STR("event: reset\ndata: {}\n\n"));
		return;
	}
	buf_init(&out, 32u << 20);
	for (size_t i = 0; i < v->n_rows; i++)
		if (v->rows[i].seq > l->seq && l->seq >= v->from) {
			if (wants(l, &v->rows[i]))
				frame(&out, &v->rows[i]);
			l->seq = v->rows[i].seq;
		}
	if (out.n > 0)
		give(l, buf_str(&out));
	buf_clear(&out);
}

static void start_read(struct web_events *v);

static void
told_read(void *arg)
{
	struct web_events *v = arg;
	struct listener *l, *next;
	bool behind = false;

	v->busy = false;
	for (l = v->all; l != NULL && !v->failed; l = next) {
		next = l->next;
		tell(l, v);
	}
	for (l = v->all; l != NULL; l = l->next)
		behind = behind || l->fresh || l->seq < v->last;
	if ((behind && !v->failed) || v->again)
		start_read(v);
}

/* From the one that is furthest behind; those ahead of it skip what they have. */
static void
start_read(struct web_events *v)
{
	int64_t from = -1;

	if (v->busy) {
		v->again = true;
		return;
	}
	if (v->all == NULL)
		return;
	for (const struct listener *l = v->all; l != NULL; l = l->next)
		if (!l->fresh && (from < 0 || l->seq < from))
			from = l->seq;
	v->busy = true;
	v->again = false;
	v->from = from;
	arena_reset(&v->a);
	v->rows = NULL;
	v->n_rows = 0;
	offload_run(v->reader, work_read, told_read, v);
}

void
web_events_wake(struct web_events *v)
{
	start_read(v);
}

static void
on_ping(int fd, short what, void *arg)
{
	struct web_events *v = arg;
	struct listener *next;

	(void)fd, (void)what;
	for (struct listener *l = v->all; l != NULL; l = next) {
		next = l->next;
		give(l, STR(": ping\n\n"));
	}
}

/* ---- life ---- */

struct web_events *
web_events_new(struct event_base *loop, struct offload *reader, const char *store_address)
{
	struct web_events *v = xcalloc(1, sizeof(*v));
	struct timeval every = { EVENTS_PING_S, 0 };

	v->reader = reader;
	v->store_address = xstrdup(store_address);
	arena_init(&v->a);
	v->ping = event_new(loop, -1, EV_PERSIST, on_ping, v);
	if (v->ping != NULL)
		event_add(v->ping, &every);
	return v;
}

static void
close_at_last(void *arg)
{
	struct web_events *v = arg;

	store_close(v->store);
	arena_clear(&v->a);
	free(v->store_address);
	free(v);
}

void
web_events_free(struct web_events *v)
{
	if (v == NULL)
		return;
	while (v->all != NULL)
		drop(v->all);
	if (v->ping != NULL)
		event_free(v->ping);
	/* The thread may still hold a read: what it touches goes after it. */
	offload_run(v->reader, close_at_last, NULL, v);
}

void
web_events_join(struct web_events *v, struct httpd_request *rq)
{
	static const struct http_header headers[] = {
		{ STR_INIT("Content-Type"), STR_INIT("text/event-stream; charset=utf-8") },
		{ STR_INIT("Cache-Control"), STR_INIT("no-store") },
		{ STR_INIT("X-Accel-Buffering"), STR_INIT("no") },
	};
	struct listener *l = xcalloc(1, sizeof(*l));
	struct buf types;

	l->owner = v;
	l->rq = rq;
	if (!str_int(httpd_header(rq, STR("Last-Event-ID")), &l->seq) || l->seq < 0)
		l->fresh = true;
	buf_init(&types, sizeof(l->types) - 3);
	if (httpd_query(rq->query, STR("types"), &types))
		snprintf(l->types, sizeof(l->types), ",%.*s,", STR_ARG(buf_str(&types)));
	buf_clear(&types);
	l->next = v->all;
	l->prev = &v->all;
	if (v->all != NULL)
		v->all->prev = &l->next;
	v->all = l;
	v->n++;
	httpd_stream(rq, 200, headers, NELEM(headers));
	httpd_on_close(rq, on_gone, l);
	if (give(l, STR("retry: 3000\n\n")))
		start_read(v);
}

size_t
web_events_listeners(const struct web_events *v)
{
	return v->n;
}

size_t
web_events_dropped(const struct web_events *v)
{
	return v->dropped;
}
