/* test_guard.c -- net/guard.h and net/url.h: tables of cases. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "net/guard.h"
#include "net/url.h"

static const struct {
	const char *ip;
	const char *range; /* NULL: public, or no address */
} addresses[] = {
	{ "93.184.216.34", NULL },
	{ "0.0.0.0", "this network" },
	{ "10.255.255.255", "private network" },
	{ "11.0.0.0", NULL },
	{ "100.63.255.255", NULL },
	{ "100.64.0.1", "carrier-grade NAT" },
	{ "100.127.255.255", "carrier-grade NAT" },
	{ "100.128.0.0", NULL },
	{ "127.8.9.1", "loopback" },
	{ "169.254.169.254", "link-local" },
	{ "172.15.255.255", NULL },
	{ "172.16.0.1", "private network" },
	{ "172.31.255.255", "private network" },
	{ "172.32.0.0", NULL },
	{ "192.0.0.8", "protocol assignments" },
	{ "192.168.1.1", "private network" },
	{ "192.169.0.1", NULL },
	{ "198.19.255.255", "benchmarking" },
	{ "224.0.0.1", "multicast" },
	{ "255.255.255.255", "reserved" },
	{ "2606:2800:220:1:248:1893:25c8:1946", NULL },
	{ "::", "unspecified" },
	{ "::1", "loopback" },
	{ "::2", "IPv4-compatible" },
	{ "::127.0.0.1", "IPv4-compatible" },
	{ "::ffff:127.0.0.1", "loopback" },
	{ "::ffff:8.8.8.8", NULL },
	{ "::ffff:0:10.0.0.1", "private network" },
	{ "64:ff9b::10.1.2.3", "private network" },
	{ "64:ff9b::8.8.8.8", NULL },
	{ "64:ff9b:1::1", "local NAT64" },
	{ "100::1", "discard" },
	{ "2001::1", "Teredo" },
	{ "2001:db8::1", "documentation" },
	{ "2002:7f00:1::", "loopback" },
	{ "2002:808:808::", NULL },
	{ "fc00::1", "private network" },
	{ "fdff::1", "private network" },
	{ "fe80::1", "link-local" },
	{ "fe80::1%eth0", "link-local" },
	{ "febf::1", "link-local" },
	{ "fec0::1", "site-local" },
	{ "ff02::1", "multicast" },
	{ "example.org", NULL },
	{ "", NULL },
};

Test(guard, ranges)
{
	for (size_t i = 0; i < NELEM(addresses); i++) {
		const char *r = guard_range_text(str_of(addresses[i].ip));

		cr_expect(str_eq(str_of(r), str_of(addresses[i].range)), "%s: %s",
		    addresses[i].ip, r == NULL ? "public" : r);
	}
}

static const struct {
	const char *url, *origin, *host, *user, *path, *query;
} splits[] = {
	{ "http://Example.ORG", "http://example.org:80", "Example.ORG", "", "", "" },
	{ "HTTPS://a:b@h.example:8443/x?y=1#z", "https://h.example:8443", "h.example",
	    "a", "/x", "y=1" },
	{ "https://h?q", "https://h:443", "h", "", "", "q" },
	{ "https://h/#a?b", "https://h:443", "h", "", "/", "" },
	{ "http://[::1]:8080/x", "http://[::1]:8080", "::1", "", "/x", "" },
	{ "http://a@b@c/", "http://c:80", "c", "a@b", "/", "" },
	{ "http://h:/", "http://h:80", "h", "", "/", "" },
	{ "http://h:0/", NULL, NULL, NULL, NULL, NULL },
	{ "http://h:65536/", NULL, NULL, NULL, NULL, NULL },
	{ "http:///x", NULL, NULL, NULL, NULL, NULL },
	{ "ftp://h/", NULL, NULL, NULL, NULL, NULL },
	{ "http://h/a b", NULL, NULL, NULL, NULL, NULL },
	{ "http://h\\@evil/", NULL, NULL, NULL, NULL, NULL },
	{ "http://[::1/", NULL, NULL, NULL, NULL, NULL },
	{ "http://[::1]x/", NULL, NULL, NULL, NULL, NULL },
	{ "", NULL, NULL, NULL, NULL, NULL },
};

Test(url, split)
{
	for (size_t i = 0; i < NELEM(splits); i++) {
		char text[URL_ORIGIN];
		struct url u;
		bool ok = url_split(str_of(splits[i].url), &u);

		cr_expect_eq(ok, splits[i].origin != NULL, "%s", splits[i].url);
		if (!ok || splits[i].origin == NULL)
			continue;
		cr_expect(str_eq(url_origin(text, str_of(splits[i].url)),
			      str_of(splits[i].origin)),
		    "%s: %s", splits[i].url, text);
		cr_expect(str_eq(u.host, str_of(splits[i].host)), "%s", splits[i].url);
		cr_expect(str_eq(u.user, str_of(splits[i].user)), "%s", splits[i].url);
		cr_expect(str_eq(u.path, str_of(splits[i].path)), "%s", splits[i].url);
		cr_expect(str_eq(u.query, str_of(splits[i].query)), "%s", splits[i].url);
	}
}

static const struct {
	const char *base, *ref, *out; /* NULL: refused */
} resolves[] = {
	{ "https://h/a/b?c", "d", "https://h/a/d" },
	{ "https://h/a/b", "/d?e#f", "https://h/d?e" },
	{ "https://h/a/b", "//other/x", "https://other/x" },
	{ "https://h/a/b", "http://u:p@other/x", "http://other/x" },
	{ "https://h/a/b", "../../x", "https://h/x" },
	{ "https://h/a/b", "file:///etc/passwd", NULL },
	{ "https://h/a/b", "gopher://x/", NULL },
	{ "https://h/a/b", "x y", "https://h/a/x%20y" },
};

Test(url, resolve)
{
	for (size_t i = 0; i < NELEM(resolves); i++) {
		struct buf b;
		struct err e;
		int rc;

		buf_init(&b, LIMIT_URL * 2);
		rc = url_resolve(str_of(resolves[i].base), str_of(resolves[i].ref), &b,
		    &e);
		cr_expect_eq(rc == 0, resolves[i].out != NULL, "%s: %s", resolves[i].ref,
		    e.msg);
		if (rc == 0 && resolves[i].out != NULL)
			cr_expect(str_eq(buf_str(&b), str_of(resolves[i].out)), "%s: %s",
			    resolves[i].ref, b.p);
		buf_clear(&b);
	}
}

static const struct {
	const char *in, *out;
} redacted[] = {
	{ "https://u:p@h/x", "https://h/x" },
	{ "https://h/x?a=1&token=abc&b=2", "https://h/x?a=1&token=***&b=2" },
	{ "https://h/x?X-Amz-Signature=abc", "https://h/x?X-Amz-Signature=***" },
	{ "https://h/x?monkey=1", "https://h/x?monkey=1" },
	{ "https://h:8443/x?API_KEY=1", "https://h:8443/x?API_KEY=***" },
	{ "http://[::1]:80/", "http://[::1]/" },
};

Test(url, redact)
{
	for (size_t i = 0; i < NELEM(redacted); i++) {
		struct buf b;

		buf_init(&b, 1000);
		url_redact(&b, str_of(redacted[i].in));
		cr_expect(str_eq(buf_str(&b), str_of(redacted[i].out)), "%s: %s",
		    redacted[i].in, b.p);
		buf_clear(&b);
	}
}
