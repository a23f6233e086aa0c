/* test_events.c -- live events: each client hears each event once, in order, at its own
 * pace; one that takes nothing has little in memory, is dropped, and misses nothing when
 * it comes back. */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <errno.h>
#include <event2/event.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "daemon/live_events.h"
#include "daemon/offload.h"
#include "daemon/web_events.h"
#include "tests/unit/stores.h"

#define EVENTS 1500
#define EVENT_BYTES 1000
#define FOLLOWERS 3 /* more are sent away */
#define PATIENCE 5  /* ticks after which nobody may be kept who took nothing */

static struct scratch place;
static struct store *store;
static struct event_base *loop;
static struct httpd *server;
static struct offload *reader;
static struct web_events *events;

static void
join(void *arg, struct httpd_request *rq)
{
	(void)arg;
	web_events_join(events, rq);
}

static const struct httpd_route routes[] = {
	{ "GET", "/events", join, 0 },
	{ .path = NULL },
};

static void
setup(void)
{
	static struct store_options opened;
	struct httpd_options o = { .routes = routes };
	struct err e;

	scratch_make(&place);
	store = scratch_open(&place, false, &e);
	cr_assert(store != NULL, "%s", e.msg);
	loop = event_base_new();
	server = httpd_new(loop, &o, &e);
	cr_assert_eq(httpd_listen(server, STR("127.0.0.1:0"), &e), 0, "%s", e.msg);
	reader = offload_new(loop, "web");
	opened = (struct store_options){ .address = place.address, .mode = STORE_READ };
	events = web_events_new(loop, reader, &opened, FOLLOWERS);
}

static void
teardown(void)
{
	web_events_free(events);
	offload_free(reader);
	httpd_free(server);
	event_base_free(loop);
	store_close(store);
	scratch_remove(&place);
}

TestSuite(events, .init = setup, .fini = teardown);

static void
add_events(size_t n, const char *type)
{
	char json[EVENT_BYTES];
	struct err e;

	memset(json, 'x', sizeof(json));
	cr_assert_eq(store_begin(store, &e), 0, "%s", e.msg);
	for (size_t i = 0; i < n; i++)
		cr_assert_eq(store_event_add(store,
				 &(struct store_event){ .at_ms = 1,
				     .type = str_of(type),
				     .json = { json, sizeof(json) } },
				 NULL, &e),
		    0, "%s", e.msg);
	cr_assert_eq(store_commit(store, &e), 0, "%s", e.msg);
	web_events_wake(events);
}

struct client {
	int fd;
	int64_t last; /* id */
	size_t got, n;
	bool all, gap, closed; /* all: it asked for every kind */
	unsigned resets;
	int status;
	char event[40], line[4096]; /* event: the last one's name */
};

static struct client
dial(const char *path, int64_t after, int window)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)httpd_port(server)) };
	struct client c = { .fd = socket(AF_INET, SOCK_STREAM, 0),
		.last = after,
		.all = strchr(path, '?') == NULL };
	char ask[256];
	int n = snprintf(ask, sizeof(ask),
	    "GET %s HTTP/1.1\r\nHost: x\r\nLast-Event-ID: %lld\r\n\r\n", path,
	    (long long)after);

	if (window > 0)
		setsockopt(c.fd, SOL_SOCKET, SO_RCVBUF, &window, sizeof(window));
	cr_assert_eq(connect(c.fd, (struct sockaddr *)&in, sizeof(in)), 0);
	cr_assert_eq(write(c.fd, ask, (size_t)n), n);
	evutil_make_socket_nonblocking(c.fd);
	return c;
}

static void
take_line(struct client *c)
{
	long long id;

	c->line[c->n] = '\0';
	c->n = 0;
	sscanf(c->line, "HTTP/1.1 %d", &c->status);
	sscanf(c->line, "event: %39s", c->event);
	if (strcmp(c->line, "event: reset") == 0) {
		c->resets++;
		c->all = false; /* it loads anew: any id may follow */
	}
	if (sscanf(c->line, "id: %lld", &id) != 1)
		return;
	c->gap = c->gap || id <= c->last || (c->all && id != c->last + 1);
	c->last = id;
	c->got++;
}

static void
take(struct client *c)
{
	char bytes[8192];
	ssize_t n = read(c->fd, bytes, sizeof(bytes));

	c->closed = n == 0 || (n < 0 && errno != EAGAIN);
	for (ssize_t i = 0; i < n; i++)
		if (bytes[i] == '\n')
			take_line(c);
		else if (c->n + 1 < sizeof(c->line))
			c->line[c->n++] = bytes[i];
}

/* Until the client has so many, or was closed. */
static void
run_until(struct client *c, size_t got)
{
	for (int i = 0; i < 4000000 && c->got < got && !c->closed; i++) {
		event_base_loop(loop, EVLOOP_NONBLOCK);
		take(c);
	}
	cr_expect(!c->gap);
}

Test(events, who_takes_nothing_is_dropped_and_misses_nothing)
{
	struct client reads, slow;

	add_events(1, "alert.fired");
	reads = dial("/events", 1, 0);
	slow = dial("/events", 1, 4096);
	add_events(EVENTS, "alert.fired");
	run_until(&reads, EVENTS);
	cr_expect_eq(reads.got, EVENTS);
	for (int i = 0; i < PATIENCE; i++)
		web_events_tick(events);
	cr_expect_eq(web_events_dropped(events), 1);
	cr_expect_eq(web_events_listeners(events), 1);
	run_until(&slow, EVENTS);
	cr_expect(slow.closed);
	cr_expect(slow.got < EVENTS / 2, "%zu were waiting for it", slow.got);
	close(slow.fd);
	slow = dial("/events", slow.last, 0);
	run_until(&slow, EVENTS);
	cr_expect_eq(slow.last, EVENTS + 1);
	add_events(1, "incident.changed");
	run_until(&reads, EVENTS + 1);
	cr_expect_eq(reads.last, EVENTS + 2);
	close(reads.fd);
	close(slow.fd);
}

/* Who is further behind than the log reaches is told to load anew; who is not, gets each
 * event. */
Test(events, the_log_is_cut)
{
	struct client late, just;
	size_t n = 1;
	struct err e;

	add_events(STORE_EVENTS_LEAST + 100, "alert.fired");
	while (n > 0)
		cr_assert_eq(store_events_forget(store, STORE_EVENTS_LEAST, 64, &n, &e),
		    0, "%s", e.msg);
	late = dial("/events", 99, 0);
	just = dial("/events", 100, 0);
	run_until(&just, STORE_EVENTS_LEAST);
	cr_expect_eq(just.got, STORE_EVENTS_LEAST);
	cr_expect_eq(just.resets, 0);
	add_events(1, "alert.fired");
	run_until(&late, 2); /* the reset has an id too, from which one goes on */
	cr_expect_eq(late.resets, 1);
	cr_expect_eq(late.last, STORE_EVENTS_LEAST + 101);
	close(late.fd);
	close(just.fd);
}

static int
status_of(const char *path)
{
	struct client c = dial(path, 0, 0);

	while (c.status == 0 && !c.closed) {
		event_base_loop(loop, EVLOOP_NONBLOCK);
		take(&c);
	}
	close(c.fd);
	return c.status;
}

Test(events, types_are_of_the_table)
{
	char path[200] = "/events?types=alert";

	cr_expect_eq(status_of("/events?types="), 200);
	cr_expect_eq(status_of("/events?types=alert,rumour"), 400);
	for (size_t i = 0; i < LIVE_N; i++) {
		cr_expect(str_starts(live_event_rows[i].name, live_event_rows[i].type) ||
		    i == LIVE_PLACE_CHANGED);
		snprintf(path, sizeof(path), "/events?types=alert,%s",
		    live_event_rows[i].type.p);
		cr_expect_eq(status_of(path), 200, "%s", path);
	}
}

Test(events, others_find_room)
{
	struct client all[FOLLOWERS];

	for (size_t i = 0; i < NELEM(all); i++)
		all[i] = dial("/events", 0, 0);
	while (web_events_listeners(events) < NELEM(all))
		event_base_loop(loop, EVLOOP_NONBLOCK);
	cr_expect_eq(status_of("/events"), 503);
	close(all[0].fd);
	while (web_events_listeners(events) == NELEM(all))
		event_base_loop(loop, EVLOOP_NONBLOCK);
	cr_expect_eq(status_of("/events"), 200);
	for (size_t i = 1; i < NELEM(all); i++)
		close(all[i].fd);
}

Test(events, each_hears_what_it_asked_for)
{
	struct client c = dial("/events?types=incident,delivery", 0, 0);

	add_events(1, "alert.fired");
	add_events(1, "place.changed");
	add_events(1, "delivery.sent");
	run_until(&c, 2);
	cr_expect_eq(c.got, 2);
	cr_expect_eq(c.last, 3);
	cr_expect_str_eq(c.event, "delivery.sent");
	close(c.fd);
}
