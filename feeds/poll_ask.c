/* poll_ask.c -- the asking half of poll.h: when after a start, with which headers, by
 * hand. */
#include "config.h"

#include "base/hash.h"
#include "base/limits.h"
#include "feeds/poll.h"

#define ACCEPT                                                               \
	"application/atom+xml, application/rss+xml, application/feed+json, " \
	"application/rdf+xml, "                                              \
	"application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"

struct str
poll_address(const struct poll_state *s, const struct feed_config *f)
{
	return s->address.n > 0 ? s->address : f->url;
}

static int64_t
spread(int64_t over_ms, struct rng *rng)
{
	return (int64_t)((double)over_ms * rng_unit(rng));
}

static int64_t
interval_or_default(const struct poll_state *s, const struct feed_config *f)
{
	if (f->every_ms > 0)
		return f->every_ms;
	return s->interval_ms > 0 ? s->interval_ms : POLL_DEFAULT;
}

static void
set_rule(struct poll_state *s, enum poll_rule_kind kind, int64_t ms)
{
	s->n_rules = 1;
	s->rules[0] = (struct poll_rule){ kind, ms };
}

/* If the clock went back behind the moment when the due time was set, the wait begins
 * again. */
static int64_t
since_set(const struct poll_state *s, int64_t now_ms, int64_t up_ms)
{
	if (up_ms != TIME_NONE && s->set_up_ms != TIME_NONE && up_ms >= s->set_up_ms)
		return up_ms - s->set_up_ms;
	return now_ms > s->set_ms ? now_ms - s->set_ms : 0;
}

/*
 * A due time in the future holds.  If the clock went back behind the moment it was set,
 * nobody knows how much of the wait is over: it begins again, so that no request comes
 * too early.  What is overdue is spread, so that a restart, or a clock set forward, is no
 * burst.
 */
int64_t
poll_resume(struct poll_state *s, const struct feed_config *f, int64_t now_ms,
    int64_t up_ms, struct rng *rng)
{
	int64_t since, shift, delay;

	if ((s->attempt_ms == TIME_NONE && s->due_ms == TIME_NONE) ||
	    (s->url_hash != 0 && s->url_hash != hash64(f->url, 1)))
		return 0; /* new, or as good as */
	since = since_set(s, now_ms, up_ms);
	shift = now_ms - s->set_ms - since; /* by which the clock was set */
	delay = s->planned_ms - since;
	if (s->hold_until_ms != TIME_NONE)
		s->hold_until_ms += shift;
	/* A shorter "every" counts at once, but never against a hold or a failing feed's
	 * wait. */
	else if (f->every_ms > 0 && s->failures == 0 && s->interval_ms > f->every_ms &&
	    s->lifetime_ms <= 0 && s->attempt_ms + shift + f->every_ms - now_ms < delay)
		delay = s->attempt_ms + shift + f->every_ms - now_ms;
	if (delay <= 0) {
		delay = spread(interval_or_default(s, f), rng);
		set_rule(s, POLL_RULE_SPREAD, delay);
	}
	if (s->hold_until_ms != TIME_NONE && now_ms + delay < s->hold_until_ms)
		delay = s->hold_until_ms - now_ms;
	s->set_ms = now_ms;
	s->set_up_ms = up_ms;
	s->planned_ms = delay;
	s->due_ms = now_ms + delay;
	return delay;
}

int64_t
poll_spread(const struct poll_state *s, const struct feed_config *f, int64_t pause_ms)
{
	int64_t span = interval_or_default(s, f);

	if (span > POLL_FAST)
		span = POLL_FAST;
	return pause_ms < span ? pause_ms : span;
}

static bool
was_active(const struct poll_state *s)
{
	return s->n_posts >= 2;
}

void
poll_begin(struct poll_state *s, const struct feed_config *f, int64_t now_ms,
    struct rng *rng)
{
	uint64_t hash = feed_config_request_hash(f);
	int64_t delay = interval_or_default(s, f);
	uint64_t url_hash = hash64(f->url, 1);

	if (s->url_hash != url_hash) {
		s->address_changed = s->url_hash != 0;
		s->address = s->candidate = STR_NONE;
		s->candidates = 0;
		s->url_hash = url_hash;
	}
	if (hash != s->request_hash) {
		s->etag = s->last_modified = s->validator_url = STR_NONE;
		s->seen_304 = false;
		s->request_hash = hash;
	}
	s->asked_conditional = s->etag.n > 0 || s->last_modified.n > 0;
	/* A server that has said "not modified" for a week is asked for the whole once.
	 */
	if (s->asked_conditional && was_active(s) &&
	    (s->full_ms == TIME_NONE || now_ms - s->full_ms >= POLL_UNCONDITIONAL))
		s->asked_conditional = false;
	if (!s->asked_conditional)
		s->full_ms = now_ms;
	s->attempt_ms = now_ms;
	s->late_ms = s->due_ms != TIME_NONE && s->due_ms < now_ms ? now_ms - s->due_ms
								  : 0;
	delay += spread(delay / 10, rng);
	s->set_ms = now_ms;
	s->planned_ms = delay;
	s->due_ms = now_ms + delay;
	set_rule(s, POLL_RULE_IN_FLIGHT, delay);
}

static bool
configured(const struct feed_config *f, struct str name)
{
	for (size_t i = 0; i < f->headers.n; i++)
		if (str_eq_ci(f->headers.items[i].name, name))
			return true;
	return false;
}

static void
add(struct http_header *h, size_t *n, struct str name, struct str value)
{
	h[(*n)++] = (struct http_header){ name, value };
}

void
poll_request(const struct poll_state *s, const struct feed_config *f, struct arena *a,
    struct http_request *rq)
{
	struct http_header *h = ARENA_ARRAY(a, struct http_header, f->headers.n + 4);
	size_t n = 0;

	if (!configured(f, STR("Accept")))
		add(h, &n, STR("Accept"), STR(ACCEPT));
	if (s->asked_conditional && s->etag.n > 0) {
		add(h, &n, STR("If-None-Match"), s->etag);
		add(h, &n, STR("A-IM"), STR("feed"));
	}
	if (s->asked_conditional && s->last_modified.n > 0)
		add(h, &n, STR("If-Modified-Since"), s->last_modified);
	for (size_t i = 0; i < f->headers.n; i++)
		h[n++] = f->headers.items[i];
	*rq = (struct http_request){
		.method = "GET",
		.url = poll_address(s, f),
		.headers = h,
		.n_headers = n,
		.connect_ms = 10 * MS_SECOND,
		.stall_ms = 30 * MS_SECOND,
		.total_ms = f->timeout_ms,
		.max_body = (size_t)f->max_body,
		.max_redirects = LIMIT_REDIRECTS,
		.conditional_url = s->validator_url,
		.allow_private = f->allow_private,
		.version = (enum http_version)f->http,
		.user = f->user,
		.user_agent = f->user_agent,
		.proxy = f->proxy,
		.client_cert = f->client_cert,
		.client_key = f->client_key,
		.ca_file = f->ca_file,
	};
}

int
poll_refresh(struct poll_state *s, int64_t now_ms, bool force, struct err *e)
{
	char wait[DATE_TEXT];

	if (s->hold_until_ms != TIME_NONE && now_ms < s->hold_until_ms) {
		duration_text(wait, (s->hold_until_ms - now_ms + 999) / 1000 * 1000);
		err_set(e, "the server asked to be left alone for another %s", wait);
		return err_as(e, ERR_LATER);
	}
	if (!force && s->attempt_ms != TIME_NONE && now_ms >= s->attempt_ms &&
	    now_ms - s->attempt_ms < POLL_REFRESH) {
		duration_text(wait,
		    (s->attempt_ms + POLL_REFRESH - now_ms + 999) / 1000 * 1000);
		err_set(e,
		    "it was asked less than half an hour ago; wait %s, or force it: "
		    "tocsin feed poll -f",
		    wait);
		return err_as(e, ERR_LATER);
	}
	s->set_ms = s->due_ms = now_ms;
	s->planned_ms = 0;
	set_rule(s, POLL_RULE_REFRESH, 0);
	return 0;
}
