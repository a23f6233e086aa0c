/* httpd.c -- see httpd.h. */
#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/wall.h"
#include "net/httpd_parse.h"
#include "net/problem.h"

#define MAX_LISTENERS 8
#define CONN_BYTES 2048 /* of a usual head; a thousand clients may stay for days */

enum phase { READ_HEAD, READ_BODY, HANDLING, STREAMING, CLOSING };

struct conn {
	struct httpd_head head; /* .rq first: what handlers hold is cast back into this */
	TAILQ_ENTRY(conn) link;
	struct httpd *server;
	struct bufferevent *bev; /* NULL: the client is gone, the handler is not done */
	struct event *deadline;
	struct arena arena;
	struct buf body;
	struct httpd_chunks chunks;
	enum phase phase;
	const struct httpd_route *route;
	void (*gone)(void *);
	void *gone_arg;
	void (*drained)(void *);
	void *drained_arg;
	char peer[64];
	int64_t uid;
	bool head_begun; /* its deadline runs from the first byte */
	bool pumping;    /* on the stack of pump(), which frees */
};

struct httpd {
	struct event_base *loop;
	struct httpd_options o;
	struct evconnlistener *listeners[MAX_LISTENERS];
	char *unix_paths[MAX_LISTENERS];
	size_t n_listeners;
	int n_conns, port;
	TAILQ_HEAD(conns, conn) conns; /* the longest unused first */
};

_Static_assert(offsetof(struct conn, head) == 0 && offsetof(struct httpd_head, rq) == 0,
    "a request is the beginning of its connection");

static struct conn *
conn_of(const struct httpd_request *rq)
{
	return (struct conn *)(uintptr_t)rq;
}

static void pump(struct conn *c);
static void set_deadline(struct conn *c, int64_t ms);

/* ---- life and death of a connection ---- */

static void
conn_free(struct conn *c)
{
	TAILQ_REMOVE(&c->server->conns, c, link);
	c->server->n_conns--;
	if (c->bev != NULL)
		bufferevent_free(c->bev);
	if (c->deadline != NULL)
		event_free(c->deadline);
	arena_clear(&c->arena);
	buf_clear(&c->body);
	free(c);
}

/* The client is gone.  A handler that still holds the request keeps the rest of it. */
static void
conn_drop(struct conn *c)
{
	void (*gone)(void *) = c->gone;

	if (c->phase != HANDLING && c->phase != STREAMING) {
		conn_free(c);
		return;
	}
	if (c->bev != NULL)
		bufferevent_free(c->bev);
	c->bev = NULL;
	c->gone = NULL;
	if (gone != NULL)
		gone(c->gone_arg);
}

static void
set_deadline(struct conn *c, int64_t ms)
{
	struct timeval t = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };

	if (ms > 0)
		event_add(c->deadline, &t);
	else
		event_del(c->deadline);
}

static void
tell_refused(const struct conn *c, int status)
{
	const struct httpd *s = c->server;

	if (s->o.refused != NULL)
		s->o.refused(s->o.arg, str_of(c->peer), status);
}

/* A request that was begun, and loses its place before it was complete. */
static void
tell_slow(const struct conn *c)
{
	if (c->phase == READ_BODY || (c->phase == READ_HEAD && c->head_begun))
		tell_refused(c, 408);
}

/* It is idle, or to be closed, but for an answer that it still takes: whether it does is
 * watched elsewhere. */
static bool
takes_answer(const struct conn *c)
{
	return (c->phase == CLOSING || (c->phase == READ_HEAD && !c->head_begun)) &&
	    evbuffer_get_length(bufferevent_get_output(c->bev)) > 0;
}

/* One deadline for the whole head or the whole body, however the bytes drip in. */
static void
on_deadline(evutil_socket_t fd, short what, void *arg)
{
	struct conn *c = arg;

	if (takes_answer(c)) {
		set_deadline(c, c->server->o.idle_ms);
		return;
	}
	tell_slow(c);
	conn_drop(c);
}

static void
next_request(struct conn *c)
{
	c->phase = READ_HEAD;
	c->route = NULL;
	c->gone = NULL;
	c->drained = NULL;
	c->head_begun = false;
	c->head = (struct httpd_head){ 0 };
	c->chunks = (struct httpd_chunks){ 0 };
	arena_reset(&c->arena);
	buf_clear(&c->body);
	set_deadline(c, c->server->o.idle_ms);
	TAILQ_REMOVE(&c->server->conns, c, link);
	TAILQ_INSERT_TAIL(&c->server->conns, c, link);
}

/* ---- replies ---- */

static void
write_head(struct conn *c, int status, const struct http_header *headers, size_t n)
{
	struct evbuffer *out = bufferevent_get_output(c->bev);
	char date[DATE_TEXT];

	date_http(date, wall_ms());
	evbuffer_add_printf(out, "HTTP/1.1 %d %s\r\nDate: %s\r\n", status,
	    httpd_reason(status), date);
	for (size_t i = 0; i < n; i++)
		evbuffer_add_printf(out, "%.*s: %.*s\r\n", STR_ARG(headers[i].name),
		    STR_ARG(headers[i].value));
	if (c->head.close)
		evbuffer_add_printf(out, "Connection: close\r\n");
}

/* The reply is all in the output buffer; what now? */
static void
replied(struct conn *c)
{
	c->gone = NULL;
	if (c->bev == NULL) {
		c->phase = CLOSING;
		if (!c->pumping)
			conn_free(c);
		return;
	}
	if (c->head.close) {
		c->phase = CLOSING;
		set_deadline(c, c->server->o.write_ms);
		if (!c->pumping &&
		    evbuffer_get_length(bufferevent_get_output(c->bev)) == 0)
			conn_free(c);
		return;
	}
	next_request(c);
	if (!c->pumping)
		pump(c);
}

void
httpd_reply(struct httpd_request *rq, int status, const struct http_header *headers,
    size_t n, struct str body)
{
	struct conn *c = conn_of(rq);
	bool bodyless = status == 204 || status == 304;

	if (c->bev != NULL) {
		struct evbuffer *out = bufferevent_get_output(c->bev);

		write_head(c, status, headers, n);
		if (!bodyless)
			evbuffer_add_printf(out, "Content-Length: %zu\r\n", body.n);
		evbuffer_add(out, "\r\n", 2);
		if (!bodyless && !str_eq(rq->method, STR("HEAD")) && body.n > 0)
			evbuffer_add(out, body.p, body.n);
	}
	replied(c);
}

void
httpd_reply_text(struct httpd_request *rq, int status, const char *type, struct str body)
{
	struct http_header h[] = { { STR("Content-Type"), str_of(type) } };

	httpd_reply(rq, status, h, 1, body);
}

void
httpd_stream(struct httpd_request *rq, int status, const struct http_header *headers,
    size_t n)
{
	struct conn *c = conn_of(rq);

	c->phase = STREAMING;
	if (c->bev == NULL)
		return;
	if (c->head.http10)
		c->head.close = true;
	write_head(c, status, headers, n);
	evbuffer_add_printf(bufferevent_get_output(c->bev), "%s\r\n",
	    c->head.http10 ? "" : "Transfer-Encoding: chunked\r\n");
}

int
httpd_send(struct httpd_request *rq, struct str piece)
{
	struct conn *c = conn_of(rq);
	struct evbuffer *out;

	if (c->bev == NULL)
		return -1;
	if (piece.n == 0 || str_eq(rq->method, STR("HEAD")))
		return 0;
	out = bufferevent_get_output(c->bev);
	if (!c->head.http10)
		evbuffer_add_printf(out, "%zx\r\n", piece.n);
	evbuffer_add(out, piece.p, piece.n);
	if (!c->head.http10)
		evbuffer_add(out, "\r\n", 2);
	return 0;
}

size_t
httpd_backlog(const struct httpd_request *rq)
{
	const struct conn *c = conn_of(rq);

	return c->bev == NULL ? 0 : evbuffer_get_length(bufferevent_get_output(c->bev));
}

void
httpd_kernel_buffer(struct httpd_request *rq, int bytes)
{
	struct conn *c = conn_of(rq);

	if (c->bev != NULL)
		setsockopt(bufferevent_getfd(c->bev), SOL_SOCKET, SO_SNDBUF, &bytes,
		    sizeof(bytes));
}

void
httpd_on_drain(struct httpd_request *rq, void (*drained)(void *arg), void *arg)
{
	struct conn *c = conn_of(rq);

	c->drained = drained;
	c->drained_arg = arg;
}

void
httpd_abort(struct httpd_request *rq)
{
	struct conn *c = conn_of(rq);

	if (c->bev != NULL)
		bufferevent_free(c->bev);
	c->bev = NULL;
	replied(c);
}

void
httpd_end(struct httpd_request *rq)
{
	struct conn *c = conn_of(rq);

	if (c->bev != NULL && !c->head.http10 && !str_eq(rq->method, STR("HEAD")))
		evbuffer_add(bufferevent_get_output(c->bev), "0\r\n\r\n", 5);
	replied(c);
}

void
httpd_on_close(struct httpd_request *rq, void (*gone)(void *arg), void *arg)
{
	struct conn *c = conn_of(rq);

	c->gone = gone;
	c->gone_arg = arg;
}

/* ---- requests ---- */

static bool
path_fits(struct str route, struct str path)
{
	if (route.n > 0 && route.p[route.n - 1] == '/')
		return str_starts(path, route);
	return str_eq(path, route);
}

/* "GET, HEAD": what a path may be asked with. */
static struct str
allowed(struct conn *c)
{
	struct str list = STR("");

	for (const struct httpd_route *r = c->server->o.routes; r->path != NULL; r++)
		if (r->method != NULL && path_fits(str_of(r->path), c->head.rq.path))
			list = arena_printf(&c->arena, "%.*s%s%s%s", STR_ARG(list),
			    list.n > 0 ? ", " : "", r->method,
			    strcmp(r->method, "GET") == 0 ? ", HEAD" : "");
	return list;
}

static void
refuse(struct conn *c, int status)
{
	const struct http_header own[] = { { STR("Content-Type"), STR(PROBLEM_TYPE) },
		{ STR("Allow"), status == 405 ? allowed(c) : STR_NONE } };
	struct err e;
	struct buf b;

	tell_refused(c, status);
	c->head.close = true;
	if (c->head.rq.method.p == NULL)
		c->head.rq.method = STR("GET");
	c->phase = HANDLING;
	buf_init(&b, 4096);
	err_set(&e, "%s", httpd_refusal(status));
	problem_json(&b, status, &e, MANUAL_HTTP);
	httpd_reply(&c->head.rq, status, own, status == 405 ? 2 : 1, buf_str(&b));
	buf_clear(&b);
}

static int
find_route(struct conn *c)
{
	struct str method = c->head.rq.method;
	int status = 404;

	for (const struct httpd_route *r = c->server->o.routes; r->path != NULL; r++) {
		if (!path_fits(str_of(r->path), c->head.rq.path))
			continue;
		if (r->method == NULL || str_eq(method, str_of(r->method)) ||
		    (str_eq(method, STR("HEAD")) && strcmp(r->method, "GET") == 0)) {
			c->route = r;
			return 0;
		}
		status = 405;
	}
	return status;
}

static void
begin_body(struct conn *c)
{
	size_t max = c->route->max_body > 0 ? c->route->max_body : c->server->o.max_body;

	if (c->head.length > max) {
		refuse(c, 413);
		return;
	}
	buf_init(&c->body, max);
	c->phase = READ_BODY;
	set_deadline(c, c->server->o.body_ms);
	if (c->head.expect_continue)
		evbuffer_add_printf(bufferevent_get_output(c->bev),
		    "HTTP/1.1 100 Continue\r\n\r\n");
}

/* false: more bytes are needed. */
static bool
read_head(struct conn *c, struct evbuffer *in)
{
	struct str bytes = { (const char *)evbuffer_pullup(in, -1),
		evbuffer_get_length(in) };
	size_t n, max = c->server->o.max_head;
	int status;

	while (bytes.n >= 2 && bytes.p[0] == '\r' && bytes.p[1] == '\n') {
		evbuffer_drain(in, 2);
		bytes = (struct str){ (const char *)evbuffer_pullup(in, -1),
			evbuffer_get_length(in) };
	}
	if (bytes.n == 0)
		return false;
	n = httpd_head_length(str_sub(bytes, 0, max));
	if (n == 0) {
		if (bytes.n >= max)
			refuse(c, 431);
		else if (!c->head_begun)
			set_deadline(c, c->server->o.head_ms);
		c->head_begun = true;
		return false;
	}
	status = httpd_parse_head(str_sub(bytes, 0, n), &c->arena, &c->head);
	c->head.rq.peer = str_of(c->peer);
	c->head.rq.uid = c->uid;
	evbuffer_drain(in, n);
	if (status == 0)
		status = find_route(c);
	if (status != 0)
		refuse(c, status);
	else
		begin_body(c);
	return true;
}

static bool
read_body(struct conn *c, struct evbuffer *in)
{
	struct str bytes = { (const char *)evbuffer_pullup(in, -1),
		evbuffer_get_length(in) };
	struct str left = bytes;
	int rc;

	if (c->head.chunked) {
		rc = httpd_dechunk(&c->chunks, &left, &c->body);
		if (rc < 0) {
			refuse(c, c->body.over ? 413 : 400);
			return false;
		}
	} else {
		size_t want = (size_t)c->head.length - c->body.n;

		left = str_sub(bytes, want, bytes.n);
		buf_add(&c->body, str_sub(bytes, 0, want));
		rc = c->body.n == c->head.length;
	}
	evbuffer_drain(in, bytes.n - left.n);
	if (rc == 0)
		return false;
	c->head.rq.body = buf_str(&c->body);
	c->phase = HANDLING;
	set_deadline(c, 0);
	c->route->handle(c->server->o.arg, &c->head.rq);
	return true;
}

/* Works off what came in, request after request, until something has to be waited for. */
static void
pump(struct conn *c)
{
	bool more = true;

	c->pumping = true;
	while (more && c->bev != NULL) {
		struct evbuffer *in = bufferevent_get_input(c->bev);

		if (c->phase == READ_HEAD)
			more = read_head(c, in);
		else if (c->phase == READ_BODY)
			more = read_body(c, in);
		else
			more = false;
	}
	c->pumping = false;
	if (c->phase != CLOSING)
		return;
	if (c->bev == NULL || evbuffer_get_length(bufferevent_get_output(c->bev)) == 0)
		conn_free(c);
}

/* ---- libevent ---- */

static void
on_read(struct bufferevent *bev, void *arg)
{
	struct conn *c = arg;

	if (c->phase == CLOSING)
		evbuffer_drain(bufferevent_get_input(bev),
		    evbuffer_get_length(bufferevent_get_input(bev)));
	else
		pump(c);
}

static void
on_written(struct bufferevent *bev, void *arg)
{
	struct conn *c = arg;

	if (c->phase == CLOSING)
		conn_free(c);
	else if (c->phase == STREAMING && c->drained != NULL)
		c->drained(c->drained_arg);
}

static void
on_event(struct bufferevent *bev, short what, void *arg)
{
	conn_drop(arg);
}

static void
name_peer(struct conn *c, const struct sockaddr *sa, evutil_socket_t fd)
{
	char ip[INET6_ADDRSTRLEN] = "";
	struct ucred cred;
	socklen_t len = sizeof(cred);

	c->uid = -1;
	if (sa->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const struct sockaddr_in *)(const void *)
		    sa;

		inet_ntop(AF_INET, &in->sin_addr, ip, sizeof(ip));
		snprintf(c->peer, sizeof(c->peer), "%s:%u", ip, ntohs(in->sin_port));
	} else if (sa->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in6 =
		    (const struct sockaddr_in6 *)(const void *)sa;

		inet_ntop(AF_INET6, &in6->sin6_addr, ip, sizeof(ip));
		snprintf(c->peer, sizeof(c->peer), "[%s]:%u", ip, ntohs(in6->sin6_port));
	} else {
		str_copy(c->peer, sizeof(c->peer), STR("unix"));
		if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) == 0)
			c->uid = cred.uid;
	}
}

/* Room for a newcomer: the connection that has waited longest for its next request goes.
 */
static bool
make_room(struct httpd *s)
{
	struct conn *c;

	if (s->n_conns < s->o.max_connections)
		return true;
	TAILQ_FOREACH(c, &s->conns, link)
	if (c->phase == READ_HEAD || c->phase == READ_BODY) {
		tell_slow(c);
		conn_free(c);
		return true;
	}
	return false;
}

static void
on_accept(struct evconnlistener *l, evutil_socket_t fd, struct sockaddr *sa, int len,
    void *arg)
{
	struct httpd *s = arg;
	struct timeval t = { .tv_sec = s->o.write_ms / 1000,
		.tv_usec = s->o.write_ms % 1000 * 1000 };
	struct conn *c;
	int one = 1;

	if (!make_room(s)) {
		close(fd);
		return;
	}
	if (sa->sa_family != AF_UNIX)
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	c = xcalloc(1, sizeof(*c));
	c->server = s;
	arena_init_small(&c->arena, CONN_BYTES);
	buf_init(&c->body, 0);
	name_peer(c, sa, fd);
	c->bev = bufferevent_socket_new(s->loop, fd, BEV_OPT_CLOSE_ON_FREE);
	c->deadline = evtimer_new(s->loop, on_deadline, c);
	if (c->bev == NULL || c->deadline == NULL) {
		close(fd);
		free(c);
		return;
	}
	TAILQ_INSERT_TAIL(&s->conns, c, link);
	s->n_conns++;
	bufferevent_setcb(c->bev, on_read, on_written, on_event, c);
	bufferevent_set_timeouts(c->bev, NULL, &t);
	bufferevent_setwatermark(c->bev, EV_READ, 0, s->o.max_head + 65536);
	next_request(c);
	set_deadline(c, s->o.head_ms);
	bufferevent_enable(c->bev, EV_READ | EV_WRITE);
}

/* ---- listening ---- */

static int
add_listener(struct httpd *s, struct evconnlistener *l, const char *path,
    struct str address, struct err *e)
{
	if (l == NULL)
		return err_set(e, "cannot listen on %.*s: %s", STR_ARG(address),
		    strerror(errno));
	s->listeners[s->n_listeners] = l;
	s->unix_paths[s->n_listeners++] = path == NULL ? NULL : xstrdup(path);
	return 0;
}

#define LISTEN_FLAGS (LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE)

static int
listen_unix(struct httpd *s, struct str address, struct err *e)
{
	struct sockaddr_un un;
	struct stat st;

	if (httpd_unix_address(address, &un, e) == -1)
		return -1;
	if (lstat(un.sun_path, &st) == 0) {
		if (!S_ISSOCK(st.st_mode))
			return err_set(e, "%s is there already, and no socket",
			    un.sun_path);
		unlink(un.sun_path);
	}
	return add_listener(s,
	    evconnlistener_new_bind(s->loop, on_accept, s, LISTEN_FLAGS, 128,
		(struct sockaddr *)&un, sizeof(un)),
	    un.sun_path, address, e);
}

static int
listen_fd(struct httpd *s, struct str address, struct err *e)
{
	int fd;

	if (httpd_fd_address(address, &fd, e) == -1)
		return -1;
	evutil_make_socket_nonblocking(fd);
	return add_listener(s,
	    evconnlistener_new(s->loop, on_accept, s, LISTEN_FLAGS, 128, fd), NULL,
	    address, e);
}

static int
listen_tcp(struct httpd *s, struct str address, struct err *e)
{
	struct sockaddr_storage ss;
	struct evconnlistener *l;
	int len;

	if (httpd_tcp_address(address, &ss, &len, e) == -1)
		return -1;
	l = evconnlistener_new_bind(s->loop, on_accept, s, LISTEN_FLAGS, 512,
	    (struct sockaddr *)&ss, len);
	if (add_listener(s, l, NULL, address, e) != 0)
		return -1;
	if (s->port == 0) {
		socklen_t n = sizeof(ss);

		getsockname(evconnlistener_get_fd(l), (struct sockaddr *)&ss, &n);
		s->port = ntohs(ss.ss_family == AF_INET
			? ((struct sockaddr_in *)&ss)->sin_port
			: ((struct sockaddr_in6 *)&ss)->sin6_port);
	}
	return 0;
}

int
httpd_listen(struct httpd *s, struct str address, struct err *e)
{
	if (s->n_listeners == MAX_LISTENERS)
		return err_set(e, "more than %d addresses to listen on", MAX_LISTENERS);
	if (str_starts(address, STR("unix:")))
		return listen_unix(s, address, e);
	if (str_starts(address, STR("fd:")))
		return listen_fd(s, address, e);
	return listen_tcp(s, address, e);
}

int
httpd_port(const struct httpd *s)
{
	return s->port;
}

struct httpd *
httpd_new(struct event_base *loop, const struct httpd_options *o, struct err *e)
{
	struct httpd *s = xcalloc(1, sizeof(*s));

	s->loop = loop;
	s->o = *o;
	s->o.max_head = o->max_head > 0 ? o->max_head : 16 << 10;
	s->o.max_body = o->max_body > 0 ? o->max_body : 1 << 20;
	s->o.max_connections = o->max_connections > 0 ? o->max_connections : 256;
	s->o.head_ms = o->head_ms > 0 ? o->head_ms : 10 * MS_SECOND;
	s->o.body_ms = o->body_ms > 0 ? o->body_ms : 30 * MS_SECOND;
	s->o.idle_ms = o->idle_ms > 0 ? o->idle_ms : 60 * MS_SECOND;
	s->o.write_ms = o->write_ms > 0 ? o->write_ms : 30 * MS_SECOND;
	TAILQ_INIT(&s->conns);
	return s;
}

void
httpd_free(struct httpd *s)
{
	struct conn *c;

	if (s == NULL)
		return;
	while ((c = TAILQ_FIRST(&s->conns)) != NULL)
		conn_free(c);
	for (size_t i = 0; i < s->n_listeners; i++) {
		evconnlistener_free(s->listeners[i]);
		if (s->unix_paths[i] != NULL)
			unlink(s->unix_paths[i]);
		free(s->unix_paths[i]);
	}
	free(s);
}

/* ---- what handlers ask ---- */

struct str
httpd_header(const struct httpd_request *rq, struct str name)
{
	struct http_response r = { .headers = rq->headers, .n_headers = rq->n_headers };

	return http_header_get(&r, name);
}

bool
httpd_query(struct str query, struct str key, struct buf *out)
{
	struct str pair;

	while (str_cut(&query, '&', &pair)) {
		size_t eq = str_chr(pair, '=');

		if (str_eq(str_sub(pair, 0, eq), key))
			return httpd_percent_decode(eq == STR_NOWHERE
				? STR_NONE
				: str_sub(pair, eq + 1, pair.n),
			    true, out);
	}
	return false;
}
