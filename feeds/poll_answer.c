/* poll_answer.c -- an HTTP answer boiled down to what polling asks of it. */
#include "config.h"

#include "base/hash.h"
#include "base/limits.h"
#include "feeds/freshness.h"
#include "feeds/poll.h"
#include "feeds/websub.h"
#include "net/url.h"

#define VALIDATOR_MAX 1024 /* bytes; a longer one is not worth sending back */

/* One that cannot stand in a header (a bare CR) would make every later request fail. */
static struct str
validator(struct arena *a, const struct http_response *r, struct str name)
{
	struct str v = http_header_get(r, name);

	if (v.n > VALIDATOR_MAX)
		return STR_NONE;
	for (size_t i = 0; i < v.n; i++)
		if (((unsigned char)v.p[i] < ' ' && v.p[i] != '\t') || v.p[i] == 0x7f)
			return STR_NONE;
	return arena_str(a, v);
}

/* All headers of that name as one list. */
static struct str
joined(struct arena *a, const struct http_response *r, struct str name)
{
	struct str all = STR_NONE;

	for (size_t i = 0; i < r->n_headers; i++) {
		if (!str_eq_ci(r->headers[i].name, name))
			continue;
		all = all.n == 0 ? r->headers[i].value
				 : arena_printf(a, "%.*s, %.*s", STR_ARG(all),
				       STR_ARG(r->headers[i].value));
	}
	return all;
}

/*
 * Where the row of permanent redirects from the first hop on ends.  One that leaves https
 * is followed, but nothing after it counts.
 */
static struct str
permanent_target(const struct http_response *r)
{
	struct str at = STR_NONE;

	for (size_t i = 0; i < r->n_hops; i++) {
		if (r->hops[i].status != 301 && r->hops[i].status != 308)
			break;
		if (at.n > 0 && url_is_https(at) && !url_is_https(r->hops[i].to))
			break;
		at = r->hops[i].to;
	}
	return at;
}

static struct str
find_wall(const struct http_response *r)
{
	if (http_header_get(r, STR("cf-mitigated")).n > 0)
		return STR("Cloudflare");
	if (http_header_get(r, STR("x-datadome")).n > 0 && r->status == 403)
		return STR("DataDome");
	if (str_find_ci(http_header_get(r, STR("x-amzn-waf-action")), STR("challenge")) !=
	    STR_NOWHERE)
		return STR("AWS WAF");
	return STR_NONE;
}

void
poll_answer_of(struct arena *a, const struct http_response *r, struct poll_answer *out)
{
	struct freshness f = { joined(a, r, STR("Cache-Control")),
		http_header_get(r, STR("Expires")), http_header_get(r, STR("Date")),
		http_header_get(r, STR("Age")) };
	struct websub_links links;

	websub_links_of(a, r, &links);
	*out = (struct poll_answer){
		.failed = r->failed,
		.status = r->status,
		.error = arena_str(a, str_of(r->error)),
		.url = arena_str(a, r->url),
		.etag = validator(a, r, STR("ETag")),
		.last_modified = validator(a, r, STR("Last-Modified")),
		.lifetime_ms = freshness_lifetime(&f, r->received_ms),
		.retry_after_ms = freshness_retry_after(http_header_get(r,
							    STR("Retry-After")),
		    f.date, r->received_ms),
		.permanent = arena_str(a, permanent_target(r)),
		.hopped = r->n_hops > 0,
		.delta = r->status == 226,
		.wall = find_wall(r),
		.hub = links.hub,
		.topic = links.self,
		.body_hash = r->body.n > 0 ? hash_bulk(r->body, 0) | 1 : 0,
		.body_size = r->body.n,
	};
}
