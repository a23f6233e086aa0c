/*
 * fuzz_http_headers.c -- any bytes as the head of an answer: what polling keeps of it can
 * be sent back, is within its caps, and survives the store; the next request is the same
 * each time.
 */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "feeds/poll.h"
#include "net/headers.h"
#include "net/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW INT64_C(1732708800123)

static void
check_value(struct str v)
{
	for (size_t i = 0; i < v.n; i++)
		if (v.p[i] == '\r' || v.p[i] == '\n' || v.p[i] == '\0')
			abort();
}

static void
check_answer(const struct poll_answer *a)
{
	struct url u;

	check_value(a->etag);
	check_value(a->last_modified);
	if (a->lifetime_ms < -1 || a->retry_after_ms < -1)
		abort();
	if ((a->hub.n > 0 && !url_split(a->hub, &u)) ||
	    (a->topic.n > 0 && !url_split(a->topic, &u)))
		abort();
}

static void
check_location(struct arena *a, struct str base, struct str location)
{
	struct buf b;
	struct err e;
	struct url u;

	buf_init(&b, LIMIT_URL);
	if (url_resolve(base, location, &b, &e) == 0 &&
	    !url_split(arena_str(a, buf_str(&b)), &u))
		abort();
	buf_reset(&b);
	url_redact(&b, location);
	buf_clear(&b);
}

/* The state after it, through the store and back, asks as it did before. */
static void
check_next(struct arena *a, const struct poll_answer *answer)
{
	struct feed_config f = { .name = STR("f"),
		.url = STR("https://a.example/rss"),
		.enabled = true,
		.max_body = 1 << 20,
		.timeout_ms = 60000 };
	struct poll_parsed parsed = { .ok = true, .ttl_s = -1, .sy_s = -1 };
	struct rng rng = { 1 };
	struct poll_state s, back;
	struct poll_verdict v;
	struct http_request one, two;
	struct buf b;

	poll_state_init(&s);
	poll_begin(&s, &f, NOW, &rng);
	poll_step(&s, &f, answer, poll_wants_body(&s, answer) ? &parsed : NULL, NOW, &rng,
	    a, &v);
	if (v.delay_ms <= 0 || v.delay_ms > 2 * POLL_GONE)
		abort();
	poll_begin(&s, &f, NOW + v.delay_ms, &rng);
	buf_init(&b, 1 << 20);
	poll_state_put(&b, &s);
	if (poll_state_get(buf_str(&b), &back) != 0)
		abort();
	poll_request(&s, &f, a, &one);
	poll_request(&back, &f, a, &two);
	if (one.n_headers != two.n_headers ||
	    !str_eq(one.conditional_url, two.conditional_url))
		abort();
	for (size_t i = 0; i < one.n_headers; i++)
		if (!str_eq(one.headers[i].value, two.headers[i].value))
			abort();
	buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size };
	struct http_response r = { .error = "",
		.status = 200,
		.url = STR("https://a.example/rss"),
		.received_ms = NOW };
	struct poll_answer answer;
	struct headers h;
	struct arena a;

	if (in.n > 0 && in.p[0] >= '0' && in.p[0] <= '9')
		r.status = (int[]){ 200, 304, 301, 404, 410, 429, 503, 226, 403,
			500 }[in.p[0] - '0'];
	arena_init(&a);
	headers_init(&h, &a);
	while (in.n > 0) {
		size_t end = str_chr(in, '\n');

		end = end == STR_NOWHERE ? in.n : end + 1;
		if (headers_line(&h, str_sub(in, 0, end)) != 0)
			break;
		in = str_sub(in, end, in.n);
	}
	r.headers = h.list;
	r.n_headers = h.n;
	check_location(&a, r.url, http_header_get(&r, STR("Location")));
	poll_answer_of(&a, &r, &answer);
	check_answer(&answer);
	check_next(&a, &answer);
	arena_clear(&a);
	return 0;
}
