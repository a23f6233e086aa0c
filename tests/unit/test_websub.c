/*
 * test_websub.c -- feeds/websub.h, and daemon/websub.h against a hub that follows the
 * specification: it asks back before it believes, signs, denies, lets leases run out.
 */
#include "config.h"

#include <criterion/criterion.h>
#include <event2/event.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "daemon/websub.h"
#include "feeds/websub.h"
#include "net/httpd.h"
#include "tests/unit/stores.h"

#define NOW INT64_C(1732708800000)

/* ---- the pure half ---- */

static const struct {
	const char *link, *hub, *self;
} links[] = {
	{ "<http://h/>; rel=hub", "http://h/", "" },
	{ "<http://h/>; rel=\"hub\", <http://a/x>; rel=\"self\"", "http://h/",
	    "http://a/x" },
	{ "<http://h/>;title=\"a, b; rel=x\"; rel=\"next HUB\"", "http://h/", "" },
	{ "</hub>; rel=hub", "http://a/hub", "" },
	{ "<http://h/>; rel=hub, <http://h2/>; rel=hub", "http://h/", "" },
	{ "<http://h/>; rel=next; rel=hub", "", "" },
	{ "<file:///etc/passwd>; rel=hub", "", "" },
	{ "http://h/; rel=hub", "", "" },
	{ "<http://h/; rel=hub", "", "" },
	{ ",,<>;;", "", "" },
};

Test(websub, links)
{
	for (size_t i = 0; i < NELEM(links); i++) {
		struct http_header h = { STR("link"), str_of(links[i].link) };
		struct http_response r = {
			.url = STR("http://a/feed"), .headers = &h, .n_headers = 1
		};
		struct websub_links out;
		struct arena a;

		arena_init(&a);
		websub_links_of(&a, &r, &out);
		cr_expect(str_eq(out.hub, str_of(links[i].hub)), "%s: %.*s",
		    links[i].link, STR_ARG(out.hub));
		cr_expect(str_eq(out.self, str_of(links[i].self)), "%s: %.*s",
		    links[i].link, STR_ARG(out.self));
		arena_clear(&a);
	}
}

static enum websub_ask
want(struct websub_state *w, int64_t now)
{
	static const unsigned char key[2 * WEBSUB_KEY] = { 1, 2, 3 };

	return websub_want(w, STR("http://h/"), STR("http://t/"), true, key, now);
}

static int
verify(struct websub_state *w, const char *query, int64_t now)
{
	struct buf b;
	int status;

	buf_init(&b, 8192);
	status = websub_verify(w, str_of(query), now, &b);
	if (status == 200 && strstr(query, "challenge") != NULL)
		cr_expect(str_eq(buf_str(&b), STR("abc")), "%s", b.p);
	buf_clear(&b);
	return status;
}

#define ASK_BACK                                                                      \
	"hub.mode=subscribe&hub.topic=http%3A%2F%2Ft%2F&hub.challenge=abc&hub.lease_" \
	"seconds="

Test(websub, a_life)
{
	struct websub_state w;
	struct buf b;

	websub_state_init(&w);
	cr_expect_eq(verify(&w, ASK_BACK "100", NOW), 404, "nobody asked");
	cr_expect_eq(want(&w, NOW), WEBSUB_ASK_SUBSCRIBE);
	cr_expect_eq(want(&w, NOW), WEBSUB_ASK_NOTHING);
	cr_expect_eq(verify(&w,
			 "hub.mode=subscribe&hub.topic=x&hub.challenge=abc&hub.lease_"
			 "seconds=9",
			 NOW),
	    404, "another topic");
	cr_expect_eq(verify(&w,
			 "hub.mode=unsubscribe&hub.topic=http%3A%2F%2Ft%2F&hub.challenge="
			 "abc",
			 NOW),
	    404, "nobody wants to leave");
	cr_expect_eq(verify(&w, ASK_BACK "864000", NOW), 200);
	cr_expect_eq(w.phase, WEBSUB_ACTIVE);
	cr_expect_eq(verify(&w, ASK_BACK "864000", NOW), 404, "asked back twice");
	cr_expect_eq(websub_next_ms(&w), NOW + 9 * MS_DAY, "renewed at nine tenths");

	buf_init(&b, 10000);
	websub_state_put(&b, &w);
	cr_expect_eq(websub_state_get(buf_str(&b), &w), 0);
	cr_expect_eq(websub_state_get(str_sub(buf_str(&b), 0, b.n - 1),
			 &(struct websub_state){ 0 }),
	    -1);
	cr_expect_eq(want(&w, NOW + 8 * MS_DAY), WEBSUB_ASK_NOTHING);
	cr_expect_eq(want(&w, NOW + 9 * MS_DAY), WEBSUB_ASK_SUBSCRIBE);
	cr_expect_eq(want(&w, NOW + 9 * MS_DAY), WEBSUB_ASK_NOTHING);
	cr_expect_eq(verify(&w, ASK_BACK "99999999", NOW + 9 * MS_DAY), 200);
	cr_expect_eq(w.lease_end_ms, NOW + 23 * MS_DAY, "capped at fourteen days");
	cr_expect_eq(want(&w, NOW + 60 * MS_DAY), WEBSUB_ASK_SUBSCRIBE, "it ran out");
	cr_expect_eq(verify(&w,
			 "hub.mode=denied&hub.topic=http%3A%2F%2Ft%2F&hub.reason=no",
			 NOW + 60 * MS_DAY),
	    200);
	cr_expect_eq(w.phase, WEBSUB_DENIED);
	cr_expect_eq(want(&w, NOW + 61 * MS_DAY), WEBSUB_ASK_NOTHING);
	cr_expect_eq(want(&w, NOW + 67 * MS_DAY), WEBSUB_ASK_SUBSCRIBE);
	cr_expect_eq(verify(&w, ASK_BACK "864000", NOW + 67 * MS_DAY), 200);
	cr_expect_eq(websub_want(&w, STR_NONE, STR_NONE, false, NULL, NOW + 67 * MS_DAY),
	    WEBSUB_ASK_UNSUBSCRIBE);
	cr_expect_eq(verify(&w,
			 "hub.mode=unsubscribe&hub.topic=http%3A%2F%2Ft%2F&hub.challenge="
			 "abc",
			 NOW),
	    200);
	cr_expect_eq(w.phase, WEBSUB_NONE);
	buf_clear(&b);
}

/* HMAC of "body" under "key", by openssl dgst. */
static const struct {
	const char *signature;
	bool right;
} signatures[] = {
	{ "sha1=1cab4e2ea6a9e7ce4d2d5d6d5d5d5d5d5d5d5d5d", false },
	{ "sha256=", false },
	{ "sha256", false },
	{ "md5=00", false },
	{ "", false },
	{ "sha256=zz", false },
};

static void
sign(const char *method, const char *secret, struct str body, char *out, size_t cap)
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	int at = snprintf(out, cap, "%s=", method);

	HMAC(EVP_get_digestbyname(method), secret, (int)strlen(secret),
	    (const unsigned char *)body.p, body.n, mac, &n);
	for (unsigned i = 0; i < n; i++)
		at += snprintf(out + at, cap - (size_t)at, "%02X", mac[i]);
}

Test(websub, signatures)
{
	static const char *const methods[] = { "sha1", "sha256", "sha384", "sha512" };
	struct websub_state w;
	char text[200];

	websub_state_init(&w);
	str_copy(w.secret, sizeof(w.secret), STR("key"));
	for (size_t i = 0; i < NELEM(signatures); i++)
		cr_expect_eq(websub_signed(&w, str_of(signatures[i].signature),
				 STR("body")),
		    signatures[i].right, "%s", signatures[i].signature);
	for (size_t i = 0; i < NELEM(methods); i++) {
		sign(methods[i], "key", STR("body"), text, sizeof(text));
		cr_expect(websub_signed(&w, str_of(text), STR("body")), "%s", text);
		cr_expect(!websub_signed(&w, str_of(text), STR("body ")), "%s", text);
		text[strlen(text) - 1] ^= 1;
		cr_expect(!websub_signed(&w, str_of(text), STR("body")), "%s", text);
	}
}

/* ---- the shell, against a hub ---- */

struct world {
	struct event_base *loop;
	struct http *http;
	struct offload *thread;
	struct scratch place;
	struct store *store;
	struct httpd *hub;
	struct websub *websub;
	char callback[500], topic[200], secret[200], mode[20], hub_url[100], lease[20];
	bool deny;
	int asked, confirmed, refused, pushed, answers;
	char pushed_body[100];
};

static struct world w;

static void
form_value(struct str body, const char *key, char *out, size_t cap)
{
	struct buf b;

	buf_init(&b, 2000);
	httpd_query(body, str_of(key), &b);
	str_copy(out, cap, buf_str(&b));
	buf_clear(&b);
}

static void
confirmed(void *arg, const struct http_response *r)
{
	if (r->status == 200 && (w.deny || str_eq(r->body, STR("chal"))))
		w.confirmed++;
	else
		w.refused++;
}

static void
hub_asks_back(void)
{
	char url[1000];

	snprintf(url, sizeof(url),
	    "%s?hub.mode=%s&hub.topic=%s&hub.challenge=chal&hub.lease_seconds=%s",
	    w.callback, w.deny ? "denied" : w.mode, w.topic, w.lease);
	http_start(w.http,
	    &(struct http_request){ .url = str_of(url), .allow_private = true },
	    confirmed, NULL);
}

static void
hub_post(void *arg, struct httpd_request *rq)
{
	w.asked++;
	form_value(rq->body, "hub.callback", w.callback, sizeof(w.callback));
	form_value(rq->body, "hub.topic", w.topic, sizeof(w.topic));
	form_value(rq->body, "hub.secret", w.secret, sizeof(w.secret));
	form_value(rq->body, "hub.mode", w.mode, sizeof(w.mode));
	httpd_reply(rq, 202, NULL, 0, STR_NONE);
	hub_asks_back();
}

static const struct httpd_route hub_routes[] = { { "POST", "/", hub_post, 0 },
	{ .path = NULL } };

static void
on_push(void *arg, struct str feed, struct str body, struct str type)
{
	w.pushed++;
	str_copy(w.pushed_body, sizeof(w.pushed_body), body);
}

static void
run(const int *n, int to)
{
	struct timeval limit = { 5, 0 };

	event_base_loopexit(w.loop, &limit);
	while (*n < to && !event_base_got_exit(w.loop))
		event_base_loop(w.loop, EVLOOP_ONCE);
	cr_assert_eq(*n, to);
}

static void
answered(void *arg, const struct http_response *r)
{
	w.answers++;
}

static void
hub_pushes(const char *body, const char *signed_as)
{
	char signature[300];
	struct http_header h[2] = { { .name = STR("X-Hub-Signature") },
		{ STR("Content-Type"), STR("application/rss+xml") } };

	sign("sha256", w.secret, str_of(signed_as), signature, sizeof(signature));
	h[0].value = str_of(signature);
	http_start(w.http,
	    &(struct http_request){ .method = "POST",
		.url = str_of(w.callback),
		.headers = h,
		.n_headers = 2,
		.body = str_of(body),
		.allow_private = true },
	    answered, NULL);
	run(&w.answers, w.answers + 1);
}

static void
open_websub(void)
{
	struct websub_options o = { .loop = w.loop,
		.http = w.http,
		.thread = w.thread,
		.store = w.store,
		.callback = STR("http://127.0.0.1:18471/cb/"),
		.listen = STR("127.0.0.1:0"),
		.push = on_push };
	struct websub *probe;
	struct err e;
	char callback[100];

	/* the port is only known once it listens */
	probe = websub_new(&o, &e);
	cr_assert(probe != NULL, "%s", e.msg);
	snprintf(callback, sizeof(callback), "http://127.0.0.1:%d/cb/",
	    websub_port(probe));
	snprintf(w.callback, sizeof(w.callback), "127.0.0.1:%d", websub_port(probe));
	while (offload_waiting(w.thread) > 0)
		event_base_loop(w.loop, EVLOOP_ONCE);
	websub_free(probe);
	o.callback = str_of(callback);
	o.listen = str_of(w.callback);
	w.websub = websub_new(&o, &e);
	cr_assert(w.websub != NULL, "%s", e.msg);
	while (offload_waiting(w.thread) > 0)
		event_base_loop(w.loop, EVLOOP_ONCE);
}

static void
setup(void)
{
	struct http_options ho = { .user_agent = "t" };
	struct httpd_options so = { .routes = hub_routes };
	struct err e;

	memset(&w, 0, sizeof(w));
	w.loop = event_base_new();
	w.http = http_new(w.loop, &ho, &e);
	w.thread = offload_new(w.loop, "store");
	scratch_make(&w.place);
	w.store = scratch_open(&w.place, false, &e);
	cr_assert(w.store != NULL, "%s", e.msg);
	w.hub = httpd_new(w.loop, &so, &e);
	cr_assert_eq(httpd_listen(w.hub, STR("127.0.0.1:0"), &e), 0);
	snprintf(w.hub_url, sizeof(w.hub_url), "http://127.0.0.1:%d/", httpd_port(w.hub));
	str_copy(w.lease, sizeof(w.lease), STR("864000"));
	open_websub();
}

static void
teardown(void)
{
	offload_free(w.thread);
	websub_free(w.websub);
	httpd_free(w.hub);
	http_free(w.http);
	store_close(w.store);
	scratch_remove(&w.place);
	event_base_free(w.loop);
}

TestSuite(hub, .init = setup, .fini = teardown);

static const struct feed_config feed = { .name = STR_INIT("a"),
	.url = STR_INIT("http://t/"),
	.websub = true,
	.allow_private = true };

static void
note(void)
{
	websub_note(w.websub, &feed, str_of(w.hub_url), STR("http://t/"));
}

Test(hub, subscribes_and_takes_what_is_signed)
{
	note();
	run(&w.confirmed, 1);
	cr_expect_eq(websub_active(w.websub), 1);
	note();
	hub_pushes("one", "one");
	cr_expect_eq(w.pushed, 1);
	cr_expect_str_eq(w.pushed_body, "one");
	hub_pushes("two", "not two");
	cr_expect_eq(w.pushed, 1, "wrongly signed");
	hub_pushes("one", "one");
	cr_expect_eq(w.pushed, 1, "said again");
	cr_expect_eq(w.asked, 1);
}

Test(hub, restart_keeps_the_lease)
{
	note();
	run(&w.confirmed, 1);
	while (offload_waiting(w.thread) > 0)
		event_base_loop(w.loop, EVLOOP_ONCE);
	websub_free(w.websub);
	open_websub();
	cr_expect_eq(websub_active(w.websub), 1);
	note();
	event_base_loop(w.loop, EVLOOP_NONBLOCK);
	cr_expect_eq(w.asked, 1);
}

Test(hub, denied)
{
	w.deny = true;
	note();
	run(&w.confirmed, 1);
	cr_expect_eq(websub_active(w.websub), 0);
	hub_pushes("one", "one");
	cr_expect_eq(w.pushed, 0);
}

Test(hub, renews_and_expires)
{
	struct timespec t;
	int64_t now;

	note();
	run(&w.confirmed, 1);
	clock_gettime(CLOCK_REALTIME, &t);
	now = (int64_t)t.tv_sec * 1000;
	websub_tick(w.websub, now + 8 * MS_DAY);
	cr_expect_eq(w.asked, 1);
	websub_tick(w.websub, now + 9 * MS_DAY + MS_HOUR);
	run(&w.confirmed, 2);
	cr_expect_eq(w.asked, 2);
	cr_expect_eq(websub_active(w.websub), 1);
}

Test(hub, a_short_lease_is_refused)
{
	str_copy(w.lease, sizeof(w.lease), STR("5"));
	note();
	run(&w.refused, 1);
	cr_expect_eq(websub_active(w.websub), 0);
}

Test(hub, strangers_are_sent_away)
{
	note();
	run(&w.confirmed, 1);
	w.callback[strlen(w.callback) - 1] ^= 1;
	hub_pushes("one", "one");
	cr_expect_eq(w.pushed, 0);
	hub_asks_back();
	run(&w.refused, 1);
}
