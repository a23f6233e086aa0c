/*
 * fuzz_websub.c -- what hubs and strangers send to the callback: queries of verification,
 * signatures, Link headers, stored states.  Lines of the input: query, signature, link,
 * body; the whole of it is also a state.
 */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "feeds/websub.h"
#include "net/httpd.h"
#include "net/url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW INT64_C(1732708800123)
#define HUB STR("https://hub.example/")
#define TOPIC STR("https://a.example/feed?x=1")

static struct str
next_line(struct str *in)
{
	size_t end = str_chr(*in, '\n');
	struct str one = str_sub(*in, 0, end);

	*in = end == STR_NOWHERE ? STR_NONE : str_sub(*in, end + 1, in->n);
	return one;
}

static void
subscribe(struct websub_state *w)
{
	unsigned char key[2 * WEBSUB_KEY];

	for (size_t i = 0; i < sizeof(key); i++)
		key[i] = (unsigned char)(i * 37 + 11);
	websub_state_init(w);
	if (websub_want(w, HUB, TOPIC, true, key, NOW) != WEBSUB_ASK_SUBSCRIBE)
		abort();
}

/* Only a question about our topic, with a challenge, may make it active, and for two
 * weeks at most. */
static void
check_verify(struct str query)
{
	struct websub_state w;
	struct buf out, said;
	int status;

	subscribe(&w);
	buf_init(&out, LIMIT_URL);
	buf_init(&said, LIMIT_URL);
	status = websub_verify(&w, query, NOW, &out);
	if (status != 200 && status != 404)
		abort();
	if (w.phase == WEBSUB_ACTIVE) {
		if (status != 200 || out.n == 0 ||
		    w.lease_end_ms > NOW + WEBSUB_LEASE_CAP || w.renew_ms <= NOW ||
		    w.renew_ms > w.lease_end_ms)
			abort();
		if (!httpd_query(query, STR("hub.topic"), &said) ||
		    !str_eq(buf_str(&said), TOPIC))
			abort();
		buf_reset(&out);
		if (websub_verify(&w, query, NOW, &out) == 200)
			abort(); /* nobody asked twice */
	}
	buf_clear(&said);
	buf_clear(&out);
}

static void
check_signature(struct str signature, struct str body)
{
	struct websub_state w;

	subscribe(&w);
	if (websub_signed(&w, signature, body))
		abort(); /* nobody has the secret */
}

static void
check_links(struct arena *a, struct str value)
{
	struct http_header h[] = { { STR("link"), value }, { STR("Link"), value } };
	struct http_response r = { .error = "",
		.status = 200,
		.url = TOPIC,
		.headers = h,
		.n_headers = NELEM(h) };
	struct websub_links links;
	struct url u;

	websub_links_of(a, &r, &links);
	if (links.hub.n > LIMIT_URL || (links.hub.n > 0 && !url_split(links.hub, &u)) ||
	    (links.self.n > 0 && !url_split(links.self, &u)))
		abort();
}

static void
check_state(struct str blob)
{
	struct websub_state w, again;
	struct buf b;

	if (websub_state_get(blob, &w) != 0)
		return;
	buf_init(&b, 1 << 20);
	websub_state_put(&b, &w);
	if (websub_state_get(buf_str(&b), &again) != 0 || again.phase != w.phase ||
	    !str_eq(again.hub, w.hub) || again.lease_end_ms != w.lease_end_ms)
		abort();
	websub_next_ms(&again);
	buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size }, signature;
	struct arena a;

	arena_init(&a);
	check_state(in);
	check_verify(next_line(&in));
	signature = next_line(&in);
	check_links(&a, next_line(&in));
	check_signature(signature, in);
	arena_clear(&a);
	return 0;
}
