/*
 * test_http.c -- net/http.h and net/httpd.h on one loop: a server that answers as told,
 * raw when it must misbehave.  Time limits are tens of milliseconds.
 */
#include "config.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>
#include <unistd.h>
#include <zlib.h>

#include "base/alloc.h"
#include "net/http.h"
#include "net/httpd.h"
#include "net/unpack.h"

static struct event_base *loop;
static struct http *client;
static struct httpd *server;
static int port;

/* ---- what came back ---- */

struct got {
	enum http_error failed;
	int status, hops, n;
	char error[256], body[4096], url[256];
	size_t body_n;
};

static void
done(void *arg, const struct http_response *r)
{
	struct got *g = arg;

	g->failed = r->failed;
	g->status = r->status;
	g->hops = (int)r->n_hops;
	g->n++;
	g->body_n = r->body.n;
	str_copy(g->error, sizeof(g->error), str_of(r->error));
	str_copy(g->body, sizeof(g->body), r->body);
	str_copy(g->url, sizeof(g->url), r->url);
}

static void
run_until(const int *n, int want)
{
	struct timeval limit = { 5, 0 };

	event_base_loopexit(loop, &limit);
	while (*n < want && !event_base_got_exit(loop))
		event_base_loop(loop, EVLOOP_ONCE);
	cr_assert_eq(*n, want, "nothing came within five seconds");
}

static struct got
fetch(struct http_request rq, const char *path)
{
	struct got g = { 0 };
	char url[512];

	if (path[0] == '/')
		snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", port, path);
	else
		str_copy(url, sizeof(url), str_of(path));
	rq.url = str_of(url);
	if (rq.total_ms == 0)
		rq.total_ms = 2000;
	http_start(client, &rq, done, &g);
	run_until(&g.n, 1);
	return g;
}

/* ---- the server ---- */

static void
see_other(struct httpd_request *rq, int status, const char *to, const char *cookie)
{
	struct http_header h[] = { { STR("Location"), str_of(to) },
		{ STR("Set-Cookie"), str_of(cookie) } };

	httpd_reply(rq, status, h, cookie == NULL ? 1 : 2, STR("moved"));
}

static void
serve_hop(void *arg, struct httpd_request *rq)
{
	char other[64];

	snprintf(other, sizeof(other), "http://localhost:%d/show", port);
	if (str_eq(rq->path, STR("/hop/loop")))
		see_other(rq, 302, "/hop/loop2", NULL);
	else if (str_eq(rq->path, STR("/hop/loop2")))
		see_other(rq, 302, "/hop/loop", NULL);
	else if (str_eq(rq->path, STR("/hop/ever")))
		see_other(rq, 302, "/hop/ever", "n=1");
	else if (str_eq(rq->path, STR("/hop/file")))
		see_other(rq, 301, "file:///etc/passwd", NULL);
	else if (str_eq(rq->path, STR("/hop/nowhere")))
		httpd_reply(rq, 301, NULL, 0, STR("no address"));
	else if (str_eq(rq->path, STR("/hop/other")))
		see_other(rq, 307, other, "wall=passed; Path=/");
	else
		see_other(rq, 301, "/show", "wall=passed; Path=/");
}

/* Says what it was sent, in its own order. */
static void
serve_show(void *arg, struct httpd_request *rq)
{
	static const char *const names[] = { "User-Agent", "Cookie", "Authorization",
		"X-Secret", "If-None-Match", "Referer", "Accept" };
	struct buf b;

	buf_init(&b, 4000);
	buf_printf(&b, "%.*s %.*s\n", STR_ARG(rq->method), STR_ARG(rq->body));
	for (size_t i = 0; i < NELEM(names); i++) {
		struct str v = httpd_header(rq, str_of(names[i]));

		if (v.p != NULL)
			buf_printf(&b, "%s=%.*s\n", names[i], STR_ARG(v));
	}
	httpd_reply_text(rq, 200, "text/plain", buf_str(&b));
	buf_clear(&b);
}

/* gzip; how long it is. */
static size_t
pack(struct str in, char *out, size_t cap)
{
	z_stream z = { 0 };

	cr_assert_eq(deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (Bytef *)(uintptr_t)in.p;
	z.avail_in = (uInt)in.n;
	z.next_out = (Bytef *)out;
	z.avail_out = (uInt)cap;
	cr_assert_eq(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return cap - z.avail_out;
}

static void
serve_bomb(void *arg, struct httpd_request *rq)
{
	struct http_header h[] = { { STR("Content-Encoding"), STR("gzip") } };
	size_t big = 8u << 20, cap = 64u << 10;
	char *zeros = xcalloc(1, big), *out = xmalloc(cap);
	size_t n = pack((struct str){ zeros, big }, out, cap);

	httpd_reply(rq, 200, h, 1, (struct str){ out, n });
	free(zeros);
	free(out);
}

/* Packed once, or twice as one header says or two say. */
static void
serve_packed(void *arg, struct httpd_request *rq)
{
	struct http_header h[] = { { STR("Content-Encoding"), STR("X-GZIP") },
		{ STR("Content-Encoding"), STR("gzip") } };
	bool two = str_eq(rq->path, STR("/packed/two")),
	     list = str_eq(rq->path, STR("/packed/list"));
	char once[256], twice[256];
	struct str body = { once, pack(STR("what was packed"), once, sizeof(once)) };

	if (list)
		h[0].value = STR("gzip, gzip");
	if (two || list)
		body = (struct str){ twice, pack(body, twice, sizeof(twice)) };
	httpd_reply(rq, 200, h, two ? 2 : 1, body);
}

static void
serve_stream(void *arg, struct httpd_request *rq)
{
	httpd_stream(rq, 200, NULL, 0);
	httpd_send(rq, STR("one,"));
	httpd_send(rq, STR("two"));
	httpd_end(rq);
}

#define BIG (16 << 20) /* more than the kernel holds */

static void
serve_big(void *arg, struct httpd_request *rq)
{
	char *big = xcalloc(1, BIG);

	httpd_reply_text(rq, 200, "text/plain", (struct str){ big, BIG });
	free(big);
}

static void
serve_coded(void *arg, struct httpd_request *rq)
{
	struct http_header h[] = { { STR("Content-Encoding"), STR("x-squeezed") } };

	httpd_reply(rq, 200, h, 1, STR("abc"));
}

static const struct httpd_route routes[] = {
	{ "GET", "/hop/", serve_hop, 0 },
	{ NULL, "/show", serve_show, 0 },
	{ "POST", "/small", serve_show, 10 },
	{ "GET", "/bomb", serve_bomb, 0 },
	{ "GET", "/packed/", serve_packed, 0 },
	{ "GET", "/stream", serve_stream, 0 },
	{ "GET", "/big", serve_big, 0 },
	{ "GET", "/coded", serve_coded, 0 },
	{ .path = NULL },
};

static int refusals, slow;

static void
on_refused(void *arg, struct str peer, int status)
{
	refusals++;
	slow += status == 408;
}

static void
setup(void)
{
	struct http_options o = { .user_agent = "tocsin/test" };
	struct httpd_options so = { .routes = routes,
		.head_ms = 100,
		.body_ms = 100,
		.idle_ms = 200,
		.max_connections = 4,
		.refused = on_refused };
	struct err e;

	loop = event_base_new();
	client = http_new(loop, &o, &e);
	server = httpd_new(loop, &so, &e);
	cr_assert_eq(httpd_listen(server, STR("127.0.0.1:0"), &e), 0, "%s", e.msg);
	port = httpd_port(server);
}

static void
teardown(void)
{
	http_free(client);
	httpd_free(server);
	event_base_free(loop);
}

TestSuite(http, .init = setup, .fini = teardown);

#define PRIVATE .allow_private = true, .max_redirects = 5

static const struct {
	const char *path;
	struct http_request rq;
	enum http_error failed;
	int status, hops;
	const char *says; /* in the body or the sentence */
} fetches[] = {
	{ "/show", { PRIVATE }, HTTP_OK, 200, 0, "User-Agent=tocsin/test" },
	{ "/show", { PRIVATE, .user_agent = STR_INIT("me/1") }, HTTP_OK, 200, 0,
	    "User-Agent=me/1" },
	{ "/show", { PRIVATE, .method = "POST", .body = STR_INIT("x=y") }, HTTP_OK, 200,
	    0, "POST x=y" },
	{ "/show", { PRIVATE, .user = STR_INIT("u"), .password = STR_INIT("p") }, HTTP_OK,
	    200, 0, "Authorization=Basic dTpw" },
	{ "/nothing", { PRIVATE }, HTTP_OK, 404, 0, "Not Found" },
	{ "/small", { PRIVATE, .method = "POST", .body = STR_INIT("0123456789x") },
	    HTTP_OK, 413, 0, "" },
	{ "/small", { PRIVATE }, HTTP_OK, 405, 0, "" },
	{ "/stream", { PRIVATE }, HTTP_OK, 200, 0, "one,two" },
	{ "/hop/a", { PRIVATE }, HTTP_OK, 200, 1, "Cookie=wall=passed" },
	{ "/hop/a", { PRIVATE, .method = "POST", .body = STR_INIT("x") }, HTTP_OK, 405, 0,
	    "" },
	{ "/hop/a", { .allow_private = true }, HTTP_OK, 301, 0, "moved" },
	{ "/hop/nowhere", { PRIVATE }, HTTP_OK, 301, 0, "no address" },
	{ "/hop/loop", { PRIVATE }, HTTP_REDIRECTS, 0, 1, "circle" },
	{ "/hop/ever", { PRIVATE }, HTTP_REDIRECTS, 0, 5, "more than 5" },
	{ "/hop/file", { PRIVATE }, HTTP_REDIRECTS, 0, 0, "no http or https address" },
	{ "/show", { .max_redirects = 5 }, HTTP_REFUSED_ADDRESS, 0, 0, "loopback" },
	{ "http://localhost:1/", { .max_redirects = 5 }, HTTP_REFUSED_ADDRESS, 0, 0,
	    "loopback" },
	{ "http://[::ffff:127.0.0.1]/", { .max_redirects = 5 }, HTTP_REFUSED_ADDRESS, 0,
	    0, "loopback" },
	{ "http://127.1/", { .max_redirects = 5 }, HTTP_REFUSED_ADDRESS, 0, 0,
	    "loopback" },
	{ "http://0x7f000001/", { .max_redirects = 5 }, HTTP_REFUSED_ADDRESS, 0, 0,
	    "loopback" },
	{ "http://127.0.0.1:1/", { PRIVATE }, HTTP_CONNECT, 0, 0, "refused" },
	{ "http://nothing.invalid/", { PRIVATE }, HTTP_DNS, 0, 0, "does not resolve" },
	{ "gopher://127.0.0.1/", { PRIVATE }, HTTP_BAD_URL, 0, 0, "" },
	{ "/big", { PRIVATE, .max_body = 1000 }, HTTP_TOO_LARGE, 0, 0,
	    "larger than 1000" },
	{ "/bomb", { PRIVATE, .max_body = 1 << 20 }, HTTP_TOO_LARGE, 0, 0,
	    "larger than" },
	{ "/coded", { PRIVATE }, HTTP_BROKEN, 0, 0, "content coding" },
	{ "/packed/once", { PRIVATE }, HTTP_OK, 200, 0, "what was packed" },
	{ "/packed/two", { PRIVATE }, HTTP_OK, 200, 0, "what was packed" },
	{ "/packed/list", { PRIVATE }, HTTP_OK, 200, 0, "what was packed" },
};

Test(http, fetches)
{
	for (size_t i = 0; i < NELEM(fetches); i++) {
		struct got g = fetch(fetches[i].rq, fetches[i].path);

		cr_expect_eq(g.failed, fetches[i].failed, "%s: %s %s", fetches[i].path,
		    http_error_names[g.failed], g.error);
		cr_expect_eq(g.status, fetches[i].status, "%s: %d", fetches[i].path,
		    g.status);
		cr_expect_eq(g.hops, fetches[i].hops, "%s: %d hops", fetches[i].path,
		    g.hops);
		cr_expect(str_find(str_of(g.failed ? g.error : g.body),
			      str_of(fetches[i].says)) != STR_NOWHERE,
		    "%s: %s %s", fetches[i].path, g.error, g.body);
	}
}

static const struct {
	const char *what;
	int members;
	struct str behind;
	size_t cut, max; /* bytes off its end; 0: room for twice */
	enum unpacked is;
} packed[] = {
	{ "one", 1, STR_INIT(""), 0, 0, UNPACKED },
	{ "as long as it may be", 1, STR_INIT(""), 0, 20000, UNPACKED },
	{ "one byte more", 1, STR_INIT(""), 0, 19999, UNPACK_TOO_LARGE },
	{ "two, of which the end tells the last", 2, STR_INIT(""), 0, 0, UNPACKED },
	{ "two, too long together", 2, STR_INIT(""), 0, 39999, UNPACK_TOO_LARGE },
	{ "with something behind", 1, STR_INIT("\377\377\377\377"), 0, 0, UNPACKED },
	{ "with the head of another", 1, STR_INIT("\037\213\010"), 0, 0, UNPACK_BROKEN },
	{ "cut short", 1, STR_INIT(""), 9, 0, UNPACK_BROKEN },
	{ "with no length", 1, STR_INIT(""), 4, 0, UNPACK_BROKEN },
	{ "nearly nothing", 1, STR_INIT(""), SIZE_MAX, 0, UNPACK_BROKEN },
};

Test(http, unpacks)
{
	char text[20000], out[20000];
	struct str whole = { text, sizeof(text) };
	size_t n;

	if (!unpack_able())
		return;
	cr_expect(!unpack_knows(STR("br")) && !unpack_knows(STR("gzip, gzip")));
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)('a' + i * i % 23);
	n = pack(whole, out, sizeof(out));
	for (size_t i = 0; i < NELEM(packed); i++) {
		struct buf b;

		buf_init(&b, packed[i].max != 0 ? packed[i].max : 2 * sizeof(text));
		for (int k = 0; k < packed[i].members; k++)
			buf_add(&b, (struct str){ out, n });
		buf_add(&b, packed[i].behind);
		b.n = packed[i].cut < b.n ? b.n - packed[i].cut : 2;
		cr_expect_eq(unpack(&b), packed[i].is, "%s", packed[i].what);
		cr_expect(packed[i].is != UNPACKED ||
			(b.n == sizeof(text) * (size_t)packed[i].members &&
			    memcmp(b.p + b.n - sizeof(text), text, sizeof(text)) == 0),
		    "%s: %zu bytes", packed[i].what, b.n);
		buf_clear(&b);
	}
}

Test(http, secrets_stay_with_the_first_origin)
{
	struct http_header h[] = { { STR("X-Secret"), STR("s") },
		{ STR("Accept"), STR("a/b") } };
	struct http_request rq = { PRIVATE, .headers = h, .n_headers = 2,
		.user = STR("u"), .password = STR("p") };
	struct got g = fetch(rq, "/hop/other");

	cr_expect_eq(g.status, 200);
	cr_expect_str_eq(g.body, "GET \nUser-Agent=tocsin/test\nAccept=a/b\n");
	g = fetch(rq, "/hop/a");
	cr_expect(strstr(g.body, "X-Secret=s") != NULL, "%s", g.body);
	cr_expect(strstr(g.body, "Authorization=") != NULL, "%s", g.body);
	g = fetch((struct http_request){ PRIVATE }, "/show");
	cr_expect(strstr(g.body, "Cookie") == NULL, "a cookie outlived its chain: %s",
	    g.body);
}

Test(http, validators_go_to_their_own_address)
{
	struct http_header h[] = { { STR("If-None-Match"), STR("\"x\"") } };
	struct http_request rq = { PRIVATE, .headers = h, .n_headers = 1,
		.conditional_url = STR("http://elsewhere.example/") };

	cr_expect(strstr(fetch(rq, "/hop/a").body, "If-None-Match") == NULL);
	rq.conditional_url = STR_NONE;
	cr_expect(strstr(fetch(rq, "/hop/a").body, "If-None-Match=\"x\"") != NULL);
}

Test(http, a_connection_inside_is_not_lent)
{
	struct http_request rq = { PRIVATE };
	char url[64];

	snprintf(url, sizeof(url), "http://localhost:%d/show", port);
	cr_expect_eq(fetch(rq, url).status, 200);
	rq.allow_private = false;
	cr_expect_eq(fetch(rq, url).failed, HTTP_REFUSED_ADDRESS);
}

Test(http, many_at_once_and_cancelled)
{
	struct got g = { 0 };
	struct http_job *jobs[50];
	char url[64];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d/show", port);
	for (size_t i = 0; i < NELEM(jobs); i++)
		jobs[i] = http_start(client,
		    &(struct http_request){ PRIVATE, .url = str_of(url) }, done, &g);
	cr_expect_eq(http_running(client), 50);
	for (size_t i = 0; i < NELEM(jobs); i += 2)
		http_cancel(jobs[i]);
	cr_expect_eq(http_running(client), 25);
	run_until(&g.n, 25);
	cr_expect_eq(http_running(client), 0);
}

/* ---- a server that misbehaves ---- */

struct raw {
	const char *reply;
	bool hold; /* keeps the connection open */
	bool asked;
	int accepted;
	struct bufferevent *bev;
};

static void
raw_written(struct bufferevent *bev, void *arg)
{
	struct raw *r = arg;

	if (r->asked && !r->hold && r->bev != NULL) {
		bufferevent_free(bev);
		r->bev = NULL;
	}
}

static void
raw_read(struct bufferevent *bev, void *arg)
{
	struct raw *r = arg;

	evbuffer_drain(bufferevent_get_input(bev),
	    evbuffer_get_length(bufferevent_get_input(bev)));
	r->asked = true;
	bufferevent_write(bev, r->reply, strlen(r->reply));
	if (r->reply[0] == '\0')
		raw_written(bev, r);
}

static void
raw_event(struct bufferevent *bev, short what, void *arg)
{
	struct raw *r = arg;

	bufferevent_free(bev);
	r->bev = NULL;
}

static void
raw_accept(struct evconnlistener *l, evutil_socket_t fd, struct sockaddr *sa, int len,
    void *arg)
{
	struct raw *r = arg;

	r->accepted++;
	r->bev = bufferevent_socket_new(loop, fd, BEV_OPT_CLOSE_ON_FREE);
	bufferevent_setcb(r->bev, raw_read, raw_written, raw_event, r);
	bufferevent_enable(r->bev, EV_READ | EV_WRITE);
}

static struct evconnlistener *
raw_listen(struct raw *r, char url[64])
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct evconnlistener *l = evconnlistener_new_bind(loop, raw_accept, r,
	    LEV_OPT_CLOSE_ON_FREE, 5, (struct sockaddr *)&in, sizeof(in));
	socklen_t len = sizeof(in);

	getsockname(evconnlistener_get_fd(l), (struct sockaddr *)&in, &len);
	snprintf(url, 64, "http://127.0.0.1:%d/", ntohs(in.sin_port));
	return l;
}

static void
raw_end(struct raw *r, struct evconnlistener *l)
{
	if (r->bev != NULL)
		bufferevent_free(r->bev);
	evconnlistener_free(l);
}

static const struct {
	const char *reply;
	bool hold;
	enum http_error failed;
	const char *says;
} misdeeds[] = {
	{ "", false, HTTP_BROKEN, "without an answer" },
	{ "", true, HTTP_TIMEOUT, "nothing came" },
	{ "SSH-2.0-OpenSSH_9.2\r\n", false, HTTP_BROKEN, "" },
	{ "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", false, HTTP_BROKEN,
	    "announced length" },
	{ "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", true, HTTP_TIMEOUT,
	    "nothing came" },
	{ "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", false,
	    HTTP_BROKEN, "" },
	{ "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
	    false, HTTP_BROKEN, "content coding" },
	{ "HTTP/1.1 200 OK\r\n\r\nabc", false, HTTP_OK, "" },
};

/* A time limit that the connection of a program under valgrind keeps, too. */
static int
limit_ms(int ms)
{
	return getenv("VALGRIND") != NULL ? ms * 20 : ms;
}

Test(http, misdeeds)
{
	for (size_t i = 0; i < NELEM(misdeeds); i++) {
		struct raw raw = { .reply = misdeeds[i].reply, .hold = misdeeds[i].hold };
		struct http_request rq = { PRIVATE, .stall_ms = limit_ms(50),
			.connect_ms = limit_ms(50) };
		char url[64];
		struct evconnlistener *l = raw_listen(&raw, url);
		struct got g = fetch(rq, url);

		cr_expect_eq(g.failed, misdeeds[i].failed, "%zu: %s %s", i,
		    http_error_names[g.failed], g.error);
		cr_expect(strstr(g.error, misdeeds[i].says) != NULL, "%zu: %s", i,
		    g.error);
		raw_end(&raw, l);
	}
}

/* A connection stays open for what follows, a redirect too; after the last it is closed.
 */
Test(http, the_last_closes)
{
	struct raw raw = { .reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
		.hold = true };
	struct http_request rq = { PRIVATE }, last = { PRIVATE, .last = true };
	char url[64];
	struct evconnlistener *l = raw_listen(&raw, url);

	cr_expect_eq(fetch(rq, url).status, 200);
	cr_expect_eq(fetch(last, url).status, 200);
	cr_expect_eq(raw.accepted, 1, "%d connections for two requests", raw.accepted);
	for (int i = 0; raw.bev != NULL && i < 2000; i++) {
		event_base_loop(loop, EVLOOP_NONBLOCK);
		usleep(1000);
	}
	cr_expect_null(raw.bev, "it is still open");
	raw.reply = "HTTP/1.1 302 Found\r\nLocation: /\r\nSet-Cookie: "
		    "n=1\r\nContent-Length: 0\r\n\r\n";
	cr_expect_eq(fetch(last, url).failed, HTTP_REDIRECTS);
	cr_expect_eq(raw.accepted, 2, "%d connections for one more and its redirects",
	    raw.accepted);
	raw_end(&raw, l);
}

/* ---- where it listens ---- */

Test(http, addresses)
{
	static const struct {
		const char *address;
		bool good;
	} rows[] = { { "127.0.0.1:80", true }, { "127.0.0.1:0", true }, { ":80", true },
		{ "[::1]:80", true }, { "[::1]:0", true }, { "unix:/run/x", true },
		{ "fd:3", true }, { "127.0.0.1", false }, { "[::1]", false },
		{ "::1", false }, { "localhost:80", false }, { "127.0.0.1:99999", false },
		{ "127.0.0.1:x", false }, { "", false }, { "fd:x", false } };
	struct err e;

	for (size_t i = 0; i < NELEM(rows); i++)
		cr_expect_eq(httpd_address(str_of(rows[i].address), &e) == 0,
		    rows[i].good, "'%s'", rows[i].address);
}

/* The socket of who ran before gives way; nothing else does. */
Test(http, only_a_socket_is_replaced)
{
	struct httpd_route none = { .path = NULL };
	struct httpd_options o = { .routes = &none };
	char path[] = "/tmp/tocsin-http-XXXXXX", address[64];
	struct httpd *own;
	struct err e;
	int fd = mkstemp(path);

	cr_assert(fd != -1 && write(fd, "mine", 4) == 4);
	close(fd);
	own = httpd_new(loop, &o, &e);
	cr_assert_not_null(own);
	snprintf(address, sizeof(address), "unix:%s", path);
	cr_expect_eq(httpd_listen(own, str_of(address), &e), -1);
	cr_expect(strstr(e.msg, "no socket") != NULL, "%s", e.msg);
	cr_expect_eq(access(path, F_OK), 0, "the file was removed");
	unlink(path);
	cr_expect_eq(httpd_listen(own, str_of(address), &e), 0);
	httpd_free(own);
	cr_expect_eq(access(path, F_OK), -1, "the socket was left behind");
}

/* ---- the server against slow and many clients ---- */

static int
dial(const char *bytes)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	cr_assert_eq(connect(fd, (struct sockaddr *)&in, sizeof(in)), 0);
	cr_assert_eq(write(fd, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
	evutil_make_socket_nonblocking(fd);
	return fd;
}

/* Runs the loop until the other side has closed, for 2 s at most; what it sent is in
 * text. */
static bool
closed(int fd, char *text, size_t cap)
{
	size_t n = 0;

	text[0] = '\0';
	for (int i = 0; i < 2000; i++) {
		ssize_t got = read(fd, text + n, cap - n - 1);

		if (got == 0 || (got < 0 && errno != EAGAIN)) {
			close(fd);
			return true;
		}
		if (got > 0)
			n += (size_t)got;
		text[n] = '\0';
		event_base_loop(loop, EVLOOP_NONBLOCK);
		usleep(1000);
	}
	close(fd);
	return false;
}

static const char *const never_seen[] = { "GET /../show HTTP/1.1\r\n\r\n",
	"GET /%2e%2e/show HTTP/1.1\r\n\r\n", "GET /show/.. HTTP/1.1\r\n\r\n",
	"GET /show%00 HTTP/1.1\r\n\r\n", "GET show HTTP/1.1\r\n\r\n" };

Test(http, bent_paths_reach_nobody)
{
	char text[1024];

	for (size_t i = 0; i < NELEM(never_seen); i++) {
		int before = refusals;

		cr_expect(closed(dial(never_seen[i]), text, sizeof(text)), "%s",
		    never_seen[i]);
		cr_expect(strncmp(text, "HTTP/1.1 400", 12) == 0, "%s: %.40s",
		    never_seen[i], text);
		cr_expect_eq(refusals, before + 1, "%s: told once", never_seen[i]);
	}
}

Test(http, slow_clients_are_dropped)
{
	static const char *const starts[] = { "", "GET /show HT",
		"GET /show HTTP/1.1\r\nA: b\r\n",
		"POST /show HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc" };
	char text[512];

	for (size_t i = 0; i < NELEM(starts); i++)
		cr_expect(closed(dial(starts[i]), text, sizeof(text)), "%s", starts[i]);
	cr_expect_eq(slow, 3, "who says nothing at all is no news: %d", slow);
}

/* A long answer over a thin line takes longer than a connection may be idle. */
Test(http, a_slow_reader_is_not_cut_off)
{
	int fd = dial("GET /big HTTP/1.1\r\nHost: x\r\n\r\n"), window = 8192;
	static char bytes[64 << 10];
	size_t got = 0;

	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &window, sizeof(window));
	for (int i = 0; i < 40 && got < BIG; i++) {
		struct timeval slice = { 0, 25000 };
		ssize_t n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

		cr_assert(n != 0, "closed after %zu bytes", got);
		got += n > 0 ? (size_t)n : 0;
		event_base_loopexit(loop, &slice);
		event_base_dispatch(loop);
	}
	cr_expect_gt(got, 64 << 10, "%zu", got);
	close(fd);
}

Test(http, a_newcomer_takes_the_place_of_the_idlest)
{
	int fds[6];
	struct got g;

	for (size_t i = 0; i < NELEM(fds); i++)
		fds[i] = dial("");
	event_base_loop(loop, EVLOOP_NONBLOCK);
	g = fetch((struct http_request){ PRIVATE }, "/show");
	cr_expect_eq(g.status, 200, "%s", g.error);
	for (size_t i = 0; i < NELEM(fds); i++)
		close(fds[i]);
}

Test(http, pipelined_requests_are_answered_in_order)
{
	char text[2048];
	int fd =
	    dial("POST /show HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
		 "3\r\nabc\r\n0\r\n\r\nHEAD /show HTTP/1.1\r\nHost: x\r\n\r\n"
		 "GET /show HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

	cr_expect(closed(fd, text, sizeof(text)));
	cr_expect(strstr(text, "POST abc") != NULL, "%s", text);
	cr_expect(strstr(text, "HEAD ") == NULL, "%s", text);
	cr_expect(strstr(text, "\r\nGET ") != NULL, "%s", text);
}
