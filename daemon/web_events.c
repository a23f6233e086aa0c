/*
 * web_events.c -- see web_events.h.  The log in the store is the queue: a client has
 * little in memory, and whoever has not taken that is read for again when it has, from
 * where it is.  One tail of the log is read for all who keep up; only one read is under
 * way at once, so order needs no care.
 */
#include "config.h"

#include <event2/event.h>

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/live_events.h"
#include "daemon/offload.h"
#include "daemon/web_events.h"
#include "net/problem.h"

#define EVENTS_PAGE 500 /* rows of one read */
/* bytes that wait for a client; one event may go beyond */
#define EVENTS_QUEUE (64u << 10)
#define EVENTS_KERNEL (16 << 10) /* and as much that the kernel may hold */
#define EVENTS_TICK_S 5
#define EVENTS_PING 3     /* ticks between two comments that keep proxies awake */
#define EVENTS_PATIENCE 4 /* ticks that a client may leave something untaken */

struct listener {
	struct listener *next, **prev;
	struct web_events *owner;
	struct httpd_request *rq;
	int64_t seq;      /* last sent */
	bool fresh;       /* begins at the end of the log, wherever that is */
	unsigned wants;   /* a bit for each enum live_event */
	unsigned untaken; /* ticks since it had taken everything */
};

struct piece { /* one row as it is sent */
	int64_t seq;
	/* its bit; 0: of a later tocsin, which wrote what we do not know */
	unsigned kind;
	struct str frame;
};

/* What the reading thread works on while a read is under way. */
struct reading {
	struct arena a;
	struct store *store;
	int64_t from, last;
	struct piece *pieces;
	size_t n;
	bool failed;
};

struct web_events {
	struct event *tick;
	struct offload *reader;
	const struct store_options *open;
	struct listener *all;
	size_t n, most, dropped;
	unsigned ticks;
	int64_t last; /* row of the log, as of the read before */
	bool busy, again;
	struct reading read;
};

/* ---- frames ---- */

static unsigned
kind_of(struct str name)
{
	for (size_t i = 0; i < LIVE_N; i++)
		if (str_eq(live_event_rows[i].name, name))
			return 1u << i;
	return 0;
}

static unsigned
kinds_of(struct str type)
{
	unsigned set = 0;

	for (size_t i = 0; i < LIVE_N; i++)
		if (str_eq(live_event_rows[i].type, type))
			set |= 1u << i;
	return set;
}

/* Of types=alert,incident; none named: all. */
static int
kinds_wanted(struct str query, unsigned *set, struct err *e)
{
	struct buf types;
	struct str list, type = STR_NONE;
	unsigned more = ~0u;

	buf_init(&types, 128);
	httpd_query(query, STR("types"), &types);
	list = buf_str(&types);
	*set = 0;
	while (more != 0 && str_cut(&list, ',', &type))
		*set |= more = kinds_of(type);
	if (*set == 0)
		*set = ~0u;
	if (more == 0)
		err_asked(e, "there is no type '%.*s'; /api/v1/events lists them",
		    STR_ARG(type));
	buf_clear(&types);
	return more == 0 ? -1 : 0;
}

static struct str
frame(struct arena *a, const struct store_event *ev)
{
	char *p;
	struct str s = arena_printf(a, "id: %lld\nevent: %.*s\ndata: %.*s\n\n",
	    (long long)ev->seq, STR_ARG(ev->type), STR_ARG(ev->json));
	size_t end = s.n - 2;

	p = (char *)(uintptr_t)s.p; /* a frame's data is one line */
	for (size_t i = end - ev->json.n; i < end; i++)
		if (p[i] == '\n' || p[i] == '\r')
			p[i] = ' ';
	return s;
}

/* ---- clients ---- */

static void
leave(struct listener *l, void (*end)(struct httpd_request *rq))
{
	*l->prev = l->next;
	if (l->next != NULL)
		l->next->prev = l->prev;
	l->owner->n--;
	end(l->rq);
	free(l);
}

static void
on_gone(void *arg)
{
	leave(arg, httpd_end);
}

static void
drop(struct listener *l)
{
	LOG(LOG_NOTICE, "stream.dropped", log_str("peer", l->rq->peer),
	    log_int("bytes", (int64_t)httpd_backlog(l->rq)));
	l->owner->dropped++;
	leave(l, httpd_abort);
}

static bool
is_full(const struct listener *l)
{
	return httpd_backlog(l->rq) >= EVENTS_QUEUE;
}

static bool
is_behind(const struct listener *l)
{
	return !is_full(l) && (l->fresh || l->seq < l->owner->last);
}

/* ---- reading ---- */

static int
read_rows(struct web_events *v, struct reading *r, struct err *e)
{
	struct store_event *rows;

	if (r->store == NULL && (r->store = store_open(v->open, NULL, e)) == NULL)
		return -1;
	if (store_event_last(r->store, &r->last, e) == -1 ||
	    store_events_after(r->store, &r->a, r->from < 0 ? r->last : r->from,
		EVENTS_PAGE, &rows, &r->n, e) == -1)
		return -1;
	r->pieces = ARENA_ARRAY(&r->a, struct piece, r->n);
	for (size_t i = 0; i < r->n; i++)
		r->pieces[i] = (struct piece){ .seq = rows[i].seq,
			.kind = kind_of(rows[i].type),
			.frame = frame(&r->a, &rows[i]) };
	return 0;
}

static void
work_read(void *arg)
{
	struct web_events *v = arg;
	struct reading *r = &v->read;
	struct err e;

	r->failed = read_rows(v, r, &e) == -1;
	if (r->failed) {
		store_close(r->store);
		r->store = NULL;
	}
}

/* What it missed is more than it can catch up with, or it knows another log. */
static void
reset(struct listener *l, int64_t last)
{
	char text[64];
	int n = snprintf(text, sizeof(text), "event: reset\nid: %lld\ndata: {}\n\n",
	    (long long)last);

	l->seq = last;
	httpd_send(l->rq, (struct str){ text, (size_t)n });
}

static void
tell(struct listener *l, const struct reading *r)
{
	if (l->fresh)
		l->seq = r->last;
	l->fresh = false;
	if (r->last - l->seq > STORE_EVENTS_LEAST || l->seq > r->last)
		reset(l, r->last);
	for (size_t i = 0; i < r->n && l->seq >= r->from && !is_full(l); i++) {
		if (r->pieces[i].seq <= l->seq)
			continue;
		if ((l->wants & r->pieces[i].kind) != 0)
			httpd_send(l->rq, r->pieces[i].frame);
		l->seq = r->pieces[i].seq;
	}
}

static void start_read(struct web_events *v);

static void
told_read(void *arg)
{
	struct web_events *v = arg;
	bool behind = false;

	v->busy = false;
	if (!v->read.failed) {
		v->last = v->read.last;
		for (struct listener *l = v->all; l != NULL; l = l->next) {
			tell(l, &v->read);
			behind = behind || is_behind(l);
		}
	}
	if (behind || v->again)
		start_read(v);
}

/* From the one that is furthest behind; those ahead of it skip what they have. */
static void
start_read(struct web_events *v)
{
	int64_t from = -1;
	bool any = false;

	if (v->busy) {
		v->again = true;
		return;
	}
	for (const struct listener *l = v->all; l != NULL; l = l->next) {
		if (is_full(l))
			continue;
		any = true;
		if (!l->fresh && (from < 0 || l->seq < from))
			from = l->seq;
	}
	v->again = false;
	if (!any)
		return;
	v->busy = true;
	v->read.from = from;
	v->read.n = 0;
	arena_reset(&v->read.a);
	offload_run(v->reader, work_read, told_read, v);
}

void
web_events_wake(struct web_events *v)
{
	start_read(v);
}

/* ---- who takes nothing ---- */

static void
on_drained(void *arg)
{
	struct listener *l = arg;

	l->untaken = 0;
	if (is_behind(l))
		start_read(l->owner);
}

void
web_events_tick(struct web_events *v)
{
	bool ping = ++v->ticks % EVENTS_PING == 0;
	struct listener *next;

	for (struct listener *l = v->all; l != NULL; l = next) {
		next = l->next;
		if (httpd_backlog(l->rq) > 0 && ++l->untaken > EVENTS_PATIENCE)
			drop(l);
		else if (ping)
			httpd_send(l->rq, STR(": ping\n\n"));
	}
	start_read(v); /* other nodes write into the same log */
}

static void
on_tick(int fd, short what, void *arg)
{
	(void)fd, (void)what;
	web_events_tick(arg);
}

/* ---- life ---- */

struct web_events *
web_events_new(struct event_base *loop, struct offload *reader,
    const struct store_options *open, size_t most)
{
	struct web_events *v = xcalloc(1, sizeof(*v));
	struct timeval every = { EVENTS_TICK_S, 0 };

	v->reader = reader;
	v->open = open;
	v->most = most;
	arena_init(&v->read.a);
	v->tick = event_new(loop, -1, EV_PERSIST, on_tick, v);
	if (v->tick != NULL)
		event_add(v->tick, &every);
	return v;
}

/* In the thread, whose store it is. */
static void
close_at_last(void *arg)
{
	struct web_events *v = arg;

	store_close(v->read.store);
}

/* In the loop, behind what a read had to tell it. */
static void
free_at_last(void *arg)
{
	struct web_events *v = arg;

	arena_clear(&v->read.a);
	free(v);
}

void
web_events_free(struct web_events *v)
{
	if (v == NULL)
		return;
	while (v->all != NULL)
		leave(v->all, httpd_abort);
	if (v->tick != NULL)
		event_free(v->tick);
	/* The thread may still hold a read: what it touches goes after it. */
	offload_run(v->reader, close_at_last, free_at_last, v);
}

void
web_events_join(struct web_events *v, struct httpd_request *rq)
{
	static const struct http_header headers[] = {
		{ STR_INIT("Content-Type"),
		    STR_INIT("text/event-stream; charset=utf-8") },
		{ STR_INIT("Cache-Control"), STR_INIT("no-store") },
		{ STR_INIT("X-Accel-Buffering"), STR_INIT("no") },
	};
	struct listener *l;
	unsigned wants;
	struct err e;

	if (kinds_wanted(rq->query, &wants, &e) == -1) {
		problem_reply(rq, 400, &e, MANUAL_HTTP);
		return;
	}
	if (v->n >= v->most) {
		err_set(&e, "%zu clients follow the events already, as many as may",
		    v->n);
		problem_reply(rq, 503, &e, MANUAL_HTTP);
		return;
	}
	l = xcalloc(1, sizeof(*l));
	l->owner = v;
	l->rq = rq;
	l->wants = wants;
	if (!str_int(httpd_header(rq, STR("Last-Event-ID")), &l->seq) || l->seq < 0)
		l->fresh = true;
	l->next = v->all;
	l->prev = &v->all;
	if (v->all != NULL)
		v->all->prev = &l->next;
	v->all = l;
	v->n++;
	httpd_stream(rq, 200, headers, NELEM(headers));
	httpd_kernel_buffer(rq, EVENTS_KERNEL);
	httpd_on_close(rq, on_gone, l);
	httpd_on_drain(rq, on_drained, l);
	httpd_send(rq, STR("retry: 3000\n\n"));
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
