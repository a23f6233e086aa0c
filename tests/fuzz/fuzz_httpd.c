/*
 * fuzz_httpd.c -- any bytes as a request to our server: its head is a request that cannot
 * be read in two ways, or refused with a status; a chunked body is the same in pieces.
 * The first byte chooses the pieces.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "net/httpd_parse.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define BODY_MAX 4096

static void
check_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		fuzz_check(s.p[i] != '\r' && s.p[i] != '\n' && s.p[i] != '\0');
}

static void
check_query(struct str query, struct str key)
{
	struct buf value;

	buf_init(&value, 64);
	if (httpd_query(query, key, &value))
		fuzz_check(!value.over && value.n <= 64);
	buf_clear(&value);
}

static void
check_head(const struct httpd_head *h)
{
	size_t lengths = 0;

	fuzz_check(h->rq.path.n > 0 && h->rq.path.p[0] == '/');
	fuzz_check(memchr(h->rq.path.p, '\0', h->rq.path.n) == NULL &&
	    h->rq.method.n > 0);
	check_line(h->rq.method);
	check_line(h->rq.query);
	fuzz_check(h->rq.n_headers <= HTTPD_HEADERS && !(h->chunked && h->http10));
	for (size_t i = 0; i < h->rq.n_headers; i++) {
		check_line(h->rq.headers[i].name);
		check_line(h->rq.headers[i].value);
		lengths += str_eq_ci(h->rq.headers[i].name, STR("Content-Length"));
	}
	fuzz_check(lengths <= 1 && !(lengths == 1 && h->chunked) &&
	    (lengths == 1 || h->length == 0));
	check_query(h->rq.query, STR("token"));
	check_query(h->rq.query, STR("hub.topic"));
}

static int
dechunk(struct str in, size_t step, struct buf *out)
{
	struct httpd_chunks c = { .at = CHUNK_SIZE };
	struct buf held;
	int rc = 0;

	buf_init(&held, SIZE_MAX / 2);
	for (size_t at = 0; rc == 0 && at < in.n; at += step) {
		struct str rest;

		buf_add(&held, str_sub(in, at, at + step));
		rest = buf_str(&held);
		rc = httpd_dechunk(&c, &rest, out);
		buf_drop(&held, held.n - rest.n);
	}
	buf_clear(&held);
	return rc;
}

static void
check_chunks(struct str in, size_t step)
{
	struct buf one, two;
	int rc;

	buf_init(&one, BODY_MAX);
	buf_init(&two, BODY_MAX);
	rc = dechunk(in, in.n + 1, &one);
	fuzz_check(dechunk(in, step, &two) == rc);
	fuzz_check(rc == -1 || str_eq(buf_str(&one), buf_str(&two)));
	buf_clear(&one);
	buf_clear(&two);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = str_sub((struct str){ (const char *)data, size }, 1, size);
	size_t n = httpd_head_length(in);
	struct httpd_head h;
	struct arena a;
	int status;

	arena_init(&a);
	if (n > 0) {
		fuzz_check(n <= in.n);
		status = httpd_parse_head(str_sub(in, 0, n), &a, &h);
		fuzz_check(status == 0 || (status >= 400 && status < 600));
		if (status == 0)
			check_head(&h);
		check_chunks(str_sub(in, n, in.n), 1 + data[0] % 13);
	}
	arena_clear(&a);
	return 0;
}
