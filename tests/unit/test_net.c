/* test_net.c -- the pure parsers of net/: heads of answers, heads and chunks of requests.
 */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "net/headers.h"
#include "net/httpd_parse.h"

Test(headers, lines)
{
	static const char *const lines[] = { "HTTP/1.1 100 Continue\r\n", "X: old\r\n",
		"\r\n", "HTTP/1.1 200 OK\r\n", "ETag:  W/\"a b\" \r\n", "Link: <x>;\r\n",
		"  rel=hub\r\n", "nonsense\r\n", ": none\r\n", "\r\n",
		"Trailer: no\r\n" };
	struct arena a;
	struct headers h;

	arena_init(&a);
	headers_init(&h, &a);
	for (size_t i = 0; i < NELEM(lines); i++)
		cr_expect_eq(headers_line(&h, str_of(lines[i])), 0);
	cr_assert_eq(h.n, 2);
	cr_expect(str_eq(h.list[0].value, STR("W/\"a b\"")));
	cr_expect(str_eq(h.list[1].value, STR("<x>; rel=hub")));
	arena_clear(&a);
}

Test(headers, cap)
{
	struct arena a;
	struct headers h;
	struct buf line;
	int rc = 0, n = 0;

	arena_init(&a);
	headers_init(&h, &a);
	buf_init(&line, 2000);
	buf_printf(&line, "X: %01000d\r\n", 1);
	while (rc == 0 && n++ < 1000)
		rc = headers_line(&h, buf_str(&line));
	cr_expect_eq(rc, -1);
	cr_expect(n <= (int)LIMIT_HEADER / 1000 + 1);
	buf_clear(&line);
	arena_clear(&a);
}

static const struct {
	const char *head;
	int status;
	const char *path, *query;
} heads[] = {
	{ "GET / HTTP/1.1\r\nHost: x\r\n\r\n", 0, "/", "" },
	{ "GET /a%20b?c=%20 HTTP/1.1\r\nHost: x\r\n\r\n", 0, "/a b", "c=%20" },
	{ "GET http://x/y?z HTTP/1.1\r\nHost: x\r\n\r\n", 0, "/y", "z" },
	{ "GET / HTTP/1.0\r\n\r\n", 0, "/", "" },
	{ "GET / HTTP/1.1\r\n\r\n", 400, "", "" },
	{ "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400, "", "" },
	{ "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505, "", "" },
	{ "GET / HTTP/1.1 x\r\nHost: x\r\n\r\n", 400, "", "" },
	{ "GET x HTTP/1.1\r\nHost: x\r\n\r\n", 400, "", "" },
	{ "GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "", "" },
	{ "GET /%2 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "", "" },
	{ "G<T / HTTP/1.1\r\nHost: x\r\n\r\n", 400, "", "" },
	{ "GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", 400, "", "" },
	{ "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", 400, "", "" },
	{ "GET / HTTP/1.1\r\nHost: x\r\nA: b\001\r\n\r\n", 400, "", "" },
	{ "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n",
	    400, "", "" },
	{ "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\n", 400, "", "" },
	{ "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: "
	  "chunked\r\n\r\n",
	    400, "", "" },
	{ "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 501, "", "" },
	{ "POST / HTTP/1.1\r\nHost: x\r\nExpect: 200-maybe\r\n\r\n", 417, "", "" },
};

Test(httpd_parse, heads)
{
	for (size_t i = 0; i < NELEM(heads); i++) {
		struct arena a;
		struct httpd_head h;
		int status;

		arena_init(&a);
		status = httpd_parse_head(str_of(heads[i].head), &a, &h);
		cr_expect_eq(status, heads[i].status, "%s: %d", heads[i].head, status);
		if (status == 0) {
			cr_expect(str_eq(h.rq.path, str_of(heads[i].path)), "%s",
			    heads[i].head);
			cr_expect(str_eq(h.rq.query, str_of(heads[i].query)), "%s",
			    heads[i].head);
		}
		arena_clear(&a);
	}
}

static const struct {
	const char *in;
	int rc;
	const char *out;
} chunked[] = {
	{ "3\r\nabc\r\n0\r\n\r\n", 1, "abc" },
	{ "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: x\r\n\r\n", 1, "abcde" },
	{ "3\r\nab", 0, "ab" },
	{ "3\r\nabcd\r\n0\r\n\r\n", -1, "abc" },
	{ "x\r\n", -1, "" },
	{ "\r\n", -1, "" },
	{ "fffffffff\r\n", -1, "" },
	{ "ffff\r\n", 0, "" },
};

/* The whole at once and byte by byte must come to the same. */
Test(httpd_parse, chunks)
{
	for (size_t i = 0; i < NELEM(chunked) * 2; i++) {
		struct str all = str_of(chunked[i / 2].in),
			   in = str_sub(all, 0, i % 2 ? 0 : all.n);
		struct httpd_chunks c = { 0 };
		struct buf out;
		int rc;

		buf_init(&out, 1000);
		while ((rc = httpd_dechunk(&c, &in, &out)) == 0 &&
		    in.p + in.n < all.p + all.n)
			in.n++;
		cr_expect_eq(rc, chunked[i / 2].rc, "%s: %d", all.p, rc);
		cr_expect(str_eq(buf_str(&out), str_of(chunked[i / 2].out)), "%s", all.p);
		buf_clear(&out);
	}
}

static const struct {
	const char *accepts;
	bool gzip;
} codings[] = { { "gzip", true }, { "br, GZIP;q=0.5", true },
	{ "gzip, deflate, br", true }, { "*", true }, { "identity, *;q=0.1", true },
	{ "", false }, { "identity", false }, { "br", false }, { "gzip;q=0", false },
	{ "gzip; q=0.000", false }, { "*, gzip;q=0", false }, { "*;q=0", false },
	{ "xgzip", false }, { "gzip;q=", true }, { "gzip;q=x", false },
	{ ",,;,", false } };

Test(httpd, gzip_goes_to_who_takes_it)
{
	cr_expect(!httpd_takes_gzip(STR_NONE));
	for (size_t i = 0; i < NELEM(codings); i++)
		cr_expect_eq(httpd_takes_gzip(str_of(codings[i].accepts)),
		    codings[i].gzip, "%s", codings[i].accepts);
	cr_expect(httpd_has_tag(STR("\"a\", W/\"b\""), STR("\"b\"")));
	cr_expect(httpd_has_tag(STR(" * "), STR("\"b\"")));
	cr_expect(!httpd_has_tag(STR_NONE, STR("\"b\"")));
}

Test(httpd, query)
{
	struct buf b;

	buf_init(&b, 100);
	cr_expect(httpd_query(STR("a=1&hub.topic=http%3A%2F%2Fx+y&b"), STR("hub.topic"),
	    &b));
	cr_expect(str_eq(buf_str(&b), STR("http://x y")), "%s", b.p);
	buf_reset(&b);
	cr_expect(httpd_query(STR("a=1&b"), STR("b"), &b));
	cr_expect_eq(b.n, 0);
	cr_expect(!httpd_query(STR("a=1&b"), STR("c"), &b));
	buf_clear(&b);
}
