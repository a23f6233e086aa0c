/* http.c -- see http.h: one request, its redirects hop by hop, its answer. */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "base/wall.h"
#include "net/guard.h"
#include "net/headers.h"
#include "net/job.h"
#include "net/unpack.h"
#include "net/url.h"

/* at first, and a NUL: what most documents take, so that they do not move while they grow
 */
#define BODY_BYTES ((64u << 10) - 1)
#define PACKED_BYTES ((16u << 10) - 1)

struct fetch {
	struct http_job job;    /* first: the two are cast into each other */
	struct http_request rq; /* a copy, in the arena */
	http_done *done;
	void *arg;
	struct str url;   /* of the current hop, without user and password */
	const char *host; /* of it, for sentences */
	const char *method;
	bool drop_body; /* a redirect turned the request into a GET */
	bool at_home;   /* the hop is to the origin that was asked for */
	bool packed;    /* the body comes as it was sent, for unpack() */
	struct http_hop *hops;
	size_t n_hops, cap_hops;
	struct headers head;
	struct buf body;
	int status;
};

static struct fetch *
fetch_of(struct http_job *j)
{
	return (struct fetch *)j;
}

/* ---- from libcurl ---- */

static bool
is_redirect(int status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 ||
	    status == 308;
}

/* A redirect may lead to the same host; a proxy's connection is of use to all. */
static void
close_behind(struct fetch *f)
{
	long status = 0;

	curl_easy_getinfo(f->job.easy, CURLINFO_RESPONSE_CODE, &status);
	if (!f->job.proxied && !is_redirect((int)status))
		curl_easy_setopt(f->job.easy, CURLOPT_FORBID_REUSE, 1L);
}

/* In one coding that we know: libcurl leaves it as it comes. */
static void
leave_packed(struct fetch *f)
{
	size_t codings = 0;
	bool known = false;

	for (size_t i = 0; i < f->head.n; i++)
		if (str_eq_ci(f->head.list[i].name, STR("Content-Encoding"))) {
			known = unpack_knows(f->head.list[i].value);
			codings++;
		}
	f->packed = known && codings == 1 && f->job.http->unpacks;
	if (f->packed)
		curl_easy_setopt(f->job.easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
}

static size_t
take_header(char *p, size_t size, size_t n, void *arg)
{
	struct fetch *f = arg;
	bool was_complete = f->head.complete;

	f->job.active_ms = job_clock_ms();
	if (headers_line(&f->head, (struct str){ p, n }) != 0) {
		job_fail(&f->job, HTTP_TOO_LARGE, "%s: more than %u bytes of headers",
		    f->host, LIMIT_HEADER);
		return 0;
	}
	if (!f->head.complete || was_complete)
		return n;
	leave_packed(f);
	if (f->rq.last)
		close_behind(f);
	return n;
}

static void
too_large(struct fetch *f)
{
	job_fail(&f->job, HTTP_TOO_LARGE, "%s: the answer is larger than %zu bytes",
	    f->host, f->body.max);
}

static size_t
take_body(char *p, size_t size, size_t n, void *arg)
{
	struct fetch *f = arg;
	size_t most = f->packed ? PACKED_BYTES : BODY_BYTES;

	f->job.active_ms = job_clock_ms();
	if (f->body.p == NULL)
		buf_room(&f->body, f->body.max < most ? f->body.max : most);
	if (buf_add(&f->body, (struct str){ p, n }) != 0) {
		too_large(f);
		return 0;
	}
	return n;
}

/* ---- a hop ---- */

static bool
in_list(struct str name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (str_eq_ci(name, str_of(*list)))
			return true;
	return false;
}

static const char *const conditional[] = { "If-None-Match", "If-Modified-Since", "A-IM",
	NULL };
/* What may be said to a second origin; all else of a feed's own headers may be a secret.
 */
static const char *const harmless[] = { "Accept", "Accept-Language", "If-None-Match",
	"If-Modified-Since", "A-IM", "Content-Type", "User-Agent", "Cache-Control",
	"Expect", NULL };

static bool
may_send(const struct fetch *f, const struct http_header *h)
{
	if (f->rq.conditional_url.n > 0 && in_list(h->name, conditional))
		return str_eq(f->url, f->rq.conditional_url);
	return in_list(h->name, harmless) || f->at_home;
}

static bool
one_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\r' || s.p[i] == '\n' || s.p[i] == '\0')
			return false;
	return true;
}

/* libcurl's notation: "name;" is a header without a value. */
static void
add_header(struct fetch *f, struct str name, struct str value)
{
	job_list(&f->job,
	    arena_join(&f->job.arena,
		(struct str[]){ name, value.n > 0 ? STR(": ") : STR(";"), value }, 3)
		.p);
}

/* What the request does not say itself.  As options of libcurl's they would be formatted
 * twice, a byte at a time. */
static void
add_usual(struct fetch *f, struct str name, struct str value)
{
	for (size_t i = 0; i < f->rq.n_headers; i++)
		if (str_eq_ci(f->rq.headers[i].name, name) &&
		    may_send(f, &f->rq.headers[i]))
			return;
	if (value.n > 0)
		add_header(f, name, value);
}

static struct str
user_agent(const struct fetch *f)
{
	return f->rq.user_agent.n > 0 ? f->rq.user_agent
				      : str_of(f->job.http->user_agent);
}

static void
set_headers(struct fetch *f)
{
	add_usual(f, STR("User-Agent"), user_agent(f));
	add_usual(f, STR("Accept-Encoding"), str_of(f->job.http->encodings));
	for (size_t i = 0; i < f->rq.n_headers; i++)
		if (may_send(f, &f->rq.headers[i]))
			add_header(f, f->rq.headers[i].name, f->rq.headers[i].value);
	job_list(&f->job, "Expect:");
	curl_easy_setopt(f->job.easy, CURLOPT_HTTPHEADER, f->job.list);
}

static void
set_method(struct fetch *f)
{
	CURL *c = f->job.easy;

	if (f->drop_body || strcmp(f->method, "GET") == 0) {
		curl_easy_setopt(c, CURLOPT_HTTPGET, 1L);
		return;
	}
	curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)f->rq.body.n);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, f->rq.body.n > 0 ? f->rq.body.p : "");
	curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, f->method);
}

static void
set_identity(struct fetch *f)
{
	CURL *c = f->job.easy;

	if (f->job.proxied) /* which hears it when a tunnel is asked for */
		curl_easy_setopt(c, CURLOPT_USERAGENT, user_agent(f).p);
	if (!f->at_home)
		return;
	if (f->rq.user.n > 0) {
		curl_easy_setopt(c, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
		curl_easy_setopt(c, CURLOPT_USERNAME, f->rq.user.p);
		curl_easy_setopt(c, CURLOPT_PASSWORD, f->rq.password.p);
	}
	if (f->rq.client_cert.n > 0) {
		curl_easy_setopt(c, CURLOPT_SSLCERT, f->rq.client_cert.p);
		curl_easy_setopt(c, CURLOPT_SSLKEY,
		    f->rq.client_key.n > 0 ? f->rq.client_key.p : f->rq.client_cert.p);
	}
}

static long
curl_version_of(enum http_version v)
{
	switch (v) {
	case HTTP_VERSION_ANY:
		return CURL_HTTP_VERSION_2TLS;
	case HTTP_VERSION_1_1:
		return CURL_HTTP_VERSION_1_1;
	case HTTP_VERSION_2:
		return CURL_HTTP_VERSION_2_0;
	}
	return CURL_HTTP_VERSION_2TLS;
}

static int
setup(struct http_job *j)
{
	struct fetch *f = fetch_of(j);
	CURL *c = j->easy;
	struct url u;
	const char *range;

	if (!url_split(f->url, &u))
		return job_fail(j, HTTP_BAD_URL,
		    "the address is no http or https address");
	f->host = arena_cstr(&j->arena, u.host);
	f->at_home = f->n_hops == 0 || url_same_origin(f->url, f->rq.url);
	range = guard_range_text(u.host);
	if (range != NULL && !j->allow_private)
		return job_fail(j, HTTP_REFUSED_ADDRESS, GUARD_REFUSED, range);
	if (!one_line(f->rq.user_agent))
		return job_fail(j, HTTP_BAD_URL, "the user agent holds a line break");
	for (size_t i = 0; i < f->rq.n_headers; i++)
		if (!one_line(f->rq.headers[i].name) || !one_line(f->rq.headers[i].value))
			return job_fail(j, HTTP_BAD_URL, "a header holds a line break");
	job_setup_common(j, f->rq.ca_file.n > 0 ? f->rq.ca_file.p : j->http->ca_file,
	    f->rq.proxy.n > 0 ? f->rq.proxy : str_of(j->http->proxy));
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_URL, f->url.p);
	curl_easy_setopt(c, CURLOPT_HTTP_VERSION, curl_version_of(f->rq.version));
	curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, j->http->encodings);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, f);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, f);
	headers_init(&f->head, &j->arena);
	buf_reset(&f->body);
	f->packed = false;
	set_method(f);
	set_identity(f);
	set_headers(f);
	return 0;
}

/* ---- redirects ---- */

static struct str
header(const struct fetch *f, struct str name)
{
	struct http_response r = { .headers = f->head.list, .n_headers = f->head.n };

	return http_header_get(&r, name);
}

static bool
been_there(const struct fetch *f, struct str url)
{
	if (str_eq(url, f->rq.url))
		return true;
	for (size_t i = 0; i < f->n_hops; i++)
		if (str_eq(url, f->hops[i].to))
			return true;
	return false;
}

/* true: another hop follows; false: the job ends, with or without a reason in .why. */
static bool
follow(struct fetch *f)
{
	struct http_job *j = &f->job;
	struct str location = header(f, STR("Location")), to;
	struct buf b;
	struct err e;

	if (!is_redirect(f->status) || f->rq.max_redirects == 0 || location.n == 0)
		return false;
	if (f->n_hops >= (size_t)f->rq.max_redirects) {
		job_fail(j, HTTP_REDIRECTS, "more than %d redirects",
		    f->rq.max_redirects);
		return false;
	}
	buf_init(&b, 4 * LIMIT_URL);
	if (url_resolve(f->url, location, &b, &e) != 0) {
		job_fail(j, HTTP_REDIRECTS, "a redirect that leads nowhere: %s", e.msg);
		buf_clear(&b);
		return false;
	}
	to = arena_str(&j->arena, buf_str(&b));
	buf_clear(&b);
	if (f->rq.no_https_downgrade && url_is_https(f->url) && !url_is_https(to))
		job_fail(j, HTTP_REDIRECTS,
		    "a redirect from https to http is not followed");
	/* Walls that set a cookie and send back to the same page are no loop yet. */
	else if (been_there(f, to) && header(f, STR("Set-Cookie")).n == 0)
		job_fail(j, HTTP_REDIRECTS, "the redirects run in a circle");
	if (j->why != HTTP_OK)
		return false;
	f->hops = arena_grow(&j->arena, f->hops, f->n_hops, &f->cap_hops,
	    sizeof(*f->hops));
	f->hops[f->n_hops++] = (struct http_hop){ f->status, to };
	f->url = to;
	if (f->status == 303 || (f->status < 303 && strcmp(f->method, "POST") == 0))
		f->drop_body = true;
	return true;
}

static void
unpack_body(struct fetch *f)
{
	if (!f->packed || f->job.why != HTTP_OK || f->body.n == 0)
		return;
	switch (unpack(&f->body)) {
	case UNPACKED:
		break;
	case UNPACK_TOO_LARGE:
		too_large(f);
		break;
	case UNPACK_BROKEN:
		job_explain(&f->job, CURLE_BAD_CONTENT_ENCODING, f->host);
		break;
	}
}

static bool
ended(struct http_job *j, CURLcode rc)
{
	struct fetch *f = fetch_of(j);
	long status = 0;

	curl_easy_getinfo(j->easy, CURLINFO_RESPONSE_CODE, &status);
	f->status = (int)status;
	job_explain(j, rc, f->host);
	if (j->why == HTTP_OK && follow(f))
		return true;
	unpack_body(f);
	return false;
}

static void
report(struct http_job *j)
{
	struct fetch *f = fetch_of(j);
	struct http_response r = {
		.failed = j->why,
		.error = j->why == HTTP_OK ? "" : j->err.msg,
		.status = j->why == HTTP_OK ? f->status : 0,
		.url = f->url,
		.hops = f->hops,
		.n_hops = f->n_hops,
		.received_ms = wall_ms(),
		.duration_ms = job_clock_ms() - j->started_ms,
	};

	if (j->why == HTTP_OK) {
		r.headers = f->head.list;
		r.n_headers = f->head.n;
		r.body = buf_str(&f->body);
		r.held = &f->body;
	}
	f->done(f->arg, &r);
}

struct str
http_take_body(const struct http_response *r)
{
	struct buf *b = r->held;
	struct str body = { xrealloc(b->p, b->n + 1), b->n };

	buf_init(b, b->max);
	return body;
}

static void
release(struct http_job *j)
{
	buf_clear(&fetch_of(j)->body);
}

/* ---- the request ---- */

static struct str
percent_decode(struct arena *a, struct str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		int hi, lo;

		if (s.p[i] == '%' && i + 2 < s.n && (hi = hex_digit(s.p[i + 1])) >= 0 &&
		    (lo = hex_digit(s.p[i + 2])) >= 0) {
			out[n++] = (char)(hi << 4 | lo);
			i += 2;
		} else {
			out[n++] = s.p[i];
		}
	}
	return (struct str){ out, n };
}

/* The address without user and password, which become the request's own unless it has
 * some. */
static struct str
take_credentials(struct arena *a, struct http_request *rq)
{
	struct url u;

	if (!url_split(rq->url, &u))
		return arena_str(a, rq->url);
	if (u.user.n > 0 && rq->user.n == 0) {
		rq->user = percent_decode(a, u.user);
		rq->password = percent_decode(a, u.password);
	}
	if (u.host.p == rq->url.p + u.scheme.n + 3 + u.ipv6)
		return arena_str(a, rq->url);
	return arena_printf(a, "%.*s%s%.*s", STR_ARG(u.scheme), u.ipv6 ? "://[" : "://",
	    (int)(rq->url.p + rq->url.n - u.host.p), u.host.p);
}

static void
copy_request(struct arena *a, struct http_request *to, const struct http_request *from)
{
	struct http_header *h = ARENA_ARRAY(a, struct http_header, from->n_headers + 1);
	struct str *texts[] = { &to->body, &to->conditional_url, &to->user, &to->password,
		&to->user_agent, &to->proxy, &to->client_cert, &to->client_key,
		&to->ca_file };

	*to = *from;
	to->method = arena_cstr(a, str_of(from->method == NULL ? "GET" : from->method));
	for (size_t i = 0; i < from->n_headers; i++) {
		h[i].name = arena_str(a, from->headers[i].name);
		h[i].value = arena_str(a, from->headers[i].value);
	}
	to->headers = h;
	for (size_t i = 0; i < NELEM(texts); i++)
		*texts[i] = arena_str(a, *texts[i]);
	to->url = take_credentials(a, to);
}

struct http_job *
http_start(struct http *h, const struct http_request *rq, http_done *done, void *arg)
{
	struct fetch *f = xcalloc(1, sizeof(*f));
	struct http_job *j = &f->job;

	job_init(j, h);
	j->setup = setup;
	j->ended = ended;
	j->report = report;
	j->release = release;
	copy_request(&j->arena, &f->rq, rq);
	j->allow_private = rq->allow_private;
	if (rq->connect_ms > 0)
		j->connect_ms = rq->connect_ms;
	if (rq->stall_ms > 0)
		j->stall_ms = rq->stall_ms;
	if (rq->total_ms > 0)
		j->total_ms = rq->total_ms;
	f->done = done;
	f->arg = arg;
	f->url = f->rq.url;
	f->host = "";
	f->method = f->rq.method;
	buf_init(&f->body, rq->max_body > 0 ? rq->max_body : LIMIT_FEED_BODY);
	job_submit(j);
	return j;
}
