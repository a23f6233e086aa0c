/* poll.c -- the answering half of poll.h: what an answer means, and when to ask again. */
#include "config.h"

#include "base/alloc.h"
#include "feeds/freshness.h"
#include "feeds/poll.h"
#include "net/url.h"

const char *const poll_tell_names[] = { [POLL_TELL_FAILING] = "feed-failing",
	[POLL_TELL_RECOVERED] = "feed-recovered",
	[POLL_TELL_GONE] = "feed-gone",
	[POLL_TELL_MISSING] = "feed-missing",
	[POLL_TELL_ADOPTED] = "feed-moved",
	[POLL_TELL_RETURNED] = "feed-returned",
	[POLL_TELL_STALE] = "feed-stale",
	[POLL_TELL_FRESH] = "feed-fresh" };
_Static_assert(NELEM(poll_tell_names) == POLL_TELL_N, "name everything that is told");

/* One call of poll_step(). */
struct step {
	struct poll_state *s;
	const struct feed_config *f;
	const struct poll_answer *a;
	const struct poll_parsed *parsed; /* may be NULL */
	int64_t now;
	struct rng *rng;
	struct arena *arena;
	struct poll_verdict *v;
};

enum outcome {
	GOOD,
	BUSY,    /* 429, 503 */
	GONE,    /* 410 */
	MISSING, /* 404 */
	REFUSED, /* 401, 403, 451 */
	FAILED,
};

__attribute__((format(printf, 3, 4))) static void
tell(struct step *t, enum poll_tell what, const char *fmt, ...)
{
	va_list ap;

	if (t->v->n_tells == NELEM(t->v->tells))
		return;
	va_start(ap, fmt);
	t->v->tells[t->v->n_tells].what = what;
	t->v->tells[t->v->n_tells++].says = arena_vprintf(t->arena, fmt, ap);
	va_end(ap);
}

static void
rule(struct step *t, enum poll_rule_kind kind, int64_t ms)
{
	struct poll_state *s = t->s;

	if (s->n_rules < POLL_RULES)
		s->rules[s->n_rules++] = (struct poll_rule){ kind, ms };
}

/* ---- how often: policy and posting rate ---- */

static int
later_first(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* Half the median gap between its posts; 0: too few to say. */
static int64_t
half_median_gap(const struct poll_state *s)
{
	int64_t gaps[POLL_POSTS];
	size_t n = 0;

	for (size_t i = 1; i < s->n_posts; i++)
		gaps[n++] = s->posts[i - 1] - s->posts[i];
	if (n == 0)
		return 0;
	qsort(gaps, n, sizeof(gaps[0]), later_first);
	return (n % 2 ? gaps[n / 2] : (gaps[n / 2 - 1] + gaps[n / 2]) / 2) / 2;
}

static int64_t
at_least(struct step *t, int64_t have, int64_t want, enum poll_rule_kind kind)
{
	if (want <= have)
		return have;
	rule(t, kind, want);
	return want;
}

static int64_t
clamp(int64_t v, int64_t low, int64_t high)
{
	return v < low ? low : v > high ? high : v;
}

static int64_t
adaptive_interval(struct step *t)
{
	struct poll_state *s = t->s;
	int64_t half = half_median_gap(s), ms;
	bool validators = s->etag.n > 0 || s->last_modified.n > 0;

	if (half == 0) {
		ms = POLL_DEFAULT;
		rule(t, POLL_RULE_DEFAULT, ms);
	} else {
		ms = clamp(half, POLL_FAST, POLL_CAP);
		rule(t, POLL_RULE_ADAPTIVE, ms);
	}
	if (!s->seen_304)
		ms = at_least(t, ms, POLL_DEFAULT, POLL_RULE_UNPROVEN);
	if (s->ok_ms == TIME_NONE || validators)
		return ms;
	if (s->body_size > POLL_LARGE)
		return at_least(t, ms, POLL_CAP, POLL_RULE_LARGE);
	return at_least(t, ms, POLL_NO_VALIDATORS, POLL_RULE_NO_VALIDATORS);
}

/* A hub that works makes polls a backup: rare, but at least once a day. */
static int64_t
interval(struct step *t)
{
	int64_t ms;

	if (t->f->every_ms > 0) {
		ms = t->f->every_ms;
		rule(t, POLL_RULE_EVERY, ms);
		if (t->s->pushed)
			ms = at_least(t, ms, POLL_DEFAULT, POLL_RULE_PUSHED);
	} else {
		ms = adaptive_interval(t);
		if (t->s->pushed)
			ms = at_least(t, ms, POLL_PUSHED, POLL_RULE_PUSHED);
	}
	if (t->s->pushed && ms > POLL_CAP)
		ms = POLL_CAP;
	return ms;
}

static int64_t
ms_of(int64_t seconds)
{
	return seconds > INT64_MAX / 2000 ? INT64_MAX / 2 : seconds * MS_SECOND;
}

/* What the server and the document ask for, capped: feeds have said sixteen years. */
static int64_t
with_freshness(struct step *t, int64_t ms)
{
	struct poll_state *s = t->s;
	int64_t cap = ms > POLL_CAP ? ms : POLL_CAP;

	ms = at_least(t, ms, s->lifetime_ms, POLL_RULE_LIFETIME);
	ms = at_least(t, ms, ms_of(s->ttl_s), POLL_RULE_TTL);
	ms = at_least(t, ms, ms_of(s->sy_s), POLL_RULE_SY);
	if (ms > cap) {
		ms = cap;
		rule(t, POLL_RULE_CAP, cap);
	}
	return ms;
}

/* ---- what an answer is ---- */

static const struct {
	int status;
	enum outcome is;
	const char *says;
} statuses[] = {
	{ 200, GOOD, "" },
	{ 226, GOOD, "" },
	{ 304, GOOD, "" },
	{ 401, REFUSED, "the server wants a user name and password (401)" },
	{ 403, REFUSED, "the server refuses us (403)" },
	{ 404, MISSING, "there is nothing at this address (404)" },
	{ 410, GONE, "the feed is gone for good (410)" },
	{ 429, BUSY, "the server finds us too frequent (429)" },
	{ 451, REFUSED, "the server may not show it for legal reasons (451)" },
	{ 503, BUSY, "the server is overloaded or closed for now (503)" },
};

static enum outcome
classify(struct step *t)
{
	const struct poll_answer *a = t->a;
	struct poll_state *s = t->s;

	if (a->failed != HTTP_OK) {
		s->error = a->error;
		return FAILED;
	}
	if (t->parsed != NULL && !t->parsed->ok) {
		s->error = a->wall.n > 0
		    ? arena_printf(t->arena, "a bot wall (%.*s) stands before the feed",
			  STR_ARG(a->wall))
		    : t->parsed->error;
		return FAILED;
	}
	if (a->status == 304 &&
	    (!s->asked_conditional || !str_eq(a->url, s->validator_url))) {
		s->error = STR("\"not modified\" (304), though we asked for the whole");
		return FAILED;
	}
	for (size_t i = 0; i < NELEM(statuses); i++) {
		if (statuses[i].status != a->status)
			continue;
		s->error = str_of(statuses[i].says);
		if (a->wall.n > 0 && statuses[i].is != GOOD)
			s->error = arena_printf(t->arena,
			    "a bot wall (%.*s) stands before the feed (%d)",
			    STR_ARG(a->wall), a->status);
		return statuses[i].is;
	}
	s->error = arena_printf(t->arena, "the server answers %d", a->status);
	return FAILED;
}

bool
poll_wants_body(const struct poll_state *s, const struct poll_answer *a)
{
	if (a->failed != HTTP_OK || (a->status != 200 && a->status != 226))
		return false;
	return a->delta || a->body_hash == 0 || a->body_hash != s->body_hash;
}

static void
remember(struct step *t)
{
	struct poll_state *s = t->s;

	if (s->n_history < POLL_HISTORY)
		s->n_history++;
	memmove(s->history + 1, s->history, (s->n_history - 1) * sizeof(s->history[0]));
	s->history[0] = (struct poll_history){
		.at_ms = t->now,
		.failed = t->a->failed,
		.status = t->a->status,
		.bytes = t->a->body_size,
		.n_new = t->parsed != NULL && t->parsed->ok ? t->parsed->n_new : 0,
		.parse_failed = t->parsed != NULL && !t->parsed->ok,
	};
}

/* ---- a good answer ---- */

static void
take_validators(struct step *t)
{
	struct poll_state *s = t->s;
	const struct poll_answer *a = t->a;

	if (a->status == 304) {
		if (a->etag.n > 0)
			s->etag = a->etag;
		if (a->last_modified.n > 0)
			s->last_modified = a->last_modified;
		s->seen_304 = true;
		if (a->lifetime_ms >= 0)
			s->lifetime_ms = a->lifetime_ms;
		return;
	}
	/* Both, whatever came: an old one beside a new one would latch. */
	s->etag = a->etag;
	s->last_modified = a->last_modified;
	s->validator_url = a->url;
	s->lifetime_ms = a->lifetime_ms;
	s->full_ms = t->now;
	if (!a->delta) {
		s->body_hash = a->body_hash;
		s->body_size = a->body_size;
	}
	if (s->etag.n == 0 && s->last_modified.n == 0)
		s->seen_304 = false;
}

/* The newest of what was known and what the document states; the future does not count.
 */
static void
take_posts(struct step *t)
{
	struct poll_state *s = t->s;
	const struct poll_parsed *p = t->parsed;
	size_t n = 0, room = s->n_posts + p->n_dates + p->n_new, kept = 0;
	int64_t *all = arena_alloc(t->arena, (room + 1) * sizeof(*all));

	for (size_t i = 0; i < s->n_posts; i++)
		all[n++] = s->posts[i];
	for (size_t i = 0; i < p->n_dates; i++)
		if (p->dates[i] != TIME_NONE && p->dates[i] <= t->now)
			all[n++] = p->dates[i];
	if (p->n_dates == 0 && p->n_new > 0 && s->ok_ms != TIME_NONE)
		all[n++] = t->now; /* undated: when they were found */
	qsort(all, n, sizeof(*all), later_first);
	for (size_t i = 0; i < n && kept < POLL_POSTS; i++)
		if (kept == 0 || all[i] != s->posts[kept - 1])
			s->posts[kept++] = all[i];
	s->n_posts = kept;
}

static void
take_document(struct step *t)
{
	struct poll_state *s = t->s;
	const struct poll_parsed *p = t->parsed;

	s->ttl_s = p->ttl_s;
	s->sy_s = p->sy_s;
	s->skip_hours = p->skip_hours;
	s->skip_days = p->skip_days;
	s->hub = t->a->hub.n > 0 ? t->a->hub : p->hub;
	s->topic = t->a->topic.n > 0 ? t->a->topic : p->topic;
	s->address_changed = false;
	take_posts(t);
	if (p->n_new > 0)
		s->new_ms = t->now;
	/* What a backup poll finds, the hub did not bring. */
	if (s->pushed && (s->hub_misses += (unsigned)p->n_new) >= POLL_HUB_MISSES)
		s->pushed = false;
}

static void
note_redirect(struct step *t)
{
	struct poll_state *s = t->s;
	struct str to = t->a->permanent;

	if (to.n == 0 || str_eq(to, poll_address(s, t->f)) ||
	    (url_is_https(poll_address(s, t->f)) && !url_is_https(to))) {
		s->candidate = STR_NONE;
		s->candidates = 0;
		return;
	}
	if (!str_eq(to, s->candidate)) {
		s->candidate = to;
		s->candidates = 0;
		s->candidate_ms = t->now;
	}
	if (++s->candidates < POLL_ADOPT_COUNT ||
	    t->now - s->candidate_ms < POLL_ADOPT_AFTER)
		return;
	tell(t, POLL_TELL_ADOPTED, "it moved for good: %.*s is asked from now on",
	    STR_ARG(to));
	s->address = to;
	s->address_changed = true;
	s->candidate = STR_NONE;
	s->candidates = 0;
	s->etag = s->last_modified = s->validator_url = STR_NONE;
	s->seen_304 = false;
}

/* Silent for longer than configured; else three times as long as ever, at least a day. */
static bool
is_stale(const struct poll_state *s, const struct feed_config *f, int64_t now)
{
	int64_t longest = 0;

	if (f->stale_ms > 0 && s->n_posts > 0)
		return now - s->posts[0] > f->stale_ms;
	if (s->n_posts < 5)
		return false;
	for (size_t i = 1; i < s->n_posts; i++)
		if (s->posts[i - 1] - s->posts[i] > longest)
			longest = s->posts[i - 1] - s->posts[i];
	return now - s->posts[0] > clamp(3 * longest, MS_DAY, 90 * MS_DAY);
}

static void
set_good_state(struct step *t)
{
	struct poll_state *s = t->s;
	bool stale = is_stale(s, t->f, t->now);
	char wait[DATE_TEXT];

	if (s->told)
		tell(t, POLL_TELL_RECOVERED, "it answers again");
	if (stale && s->state != FEED_STATE_STALE) {
		duration_text(wait, (t->now - s->posts[0]) / MS_HOUR * MS_HOUR);
		tell(t, POLL_TELL_STALE, "nothing new for %s, longer than it should",
		    wait);
	} else if (!stale && s->state == FEED_STATE_STALE) {
		tell(t, POLL_TELL_FRESH, "it says something new again");
	}
	s->state = stale ? FEED_STATE_STALE : FEED_STATE_OK;
	s->told = false;
	s->failures = s->busy = 0;
	s->failing_ms = s->missing_ms = s->gone_ms = s->hold_until_ms = TIME_NONE;
	s->hold_origin = false;
	s->error = STR_NONE;
	s->ok_ms = t->now;
}

static int64_t
good(struct step *t)
{
	struct poll_state *s = t->s;

	t->v->good = true;
	take_validators(t);
	if (t->parsed != NULL)
		take_document(t);
	note_redirect(t);
	set_good_state(t);
	s->interval_ms = interval(t);
	return with_freshness(t, s->interval_ms);
}

/* ---- a bad one ---- */

/* interval * 2^failures up to a day, or the interval where that is longer. */
static int64_t
backoff(struct step *t)
{
	struct poll_state *s = t->s;
	int64_t ms, cap;

	if (s->interval_ms == 0)
		s->interval_ms = t->f->every_ms > 0 ? t->f->every_ms : POLL_DEFAULT;
	ms = s->interval_ms;
	cap = ms > POLL_CAP ? ms : POLL_CAP;
	for (unsigned i = 0; i < s->failures && ms < cap; i++)
		ms *= 2;
	if (ms > cap)
		ms = cap;
	rule(t, POLL_RULE_BACKOFF, ms);
	return ms;
}

/* An adopted address that fails is given up for the one that was configured. */
static bool
maybe_return(struct step *t, enum outcome o)
{
	struct poll_state *s = t->s;

	if (s->address.n == 0 || (o != GONE && s->failures < POLL_FAILING))
		return false;
	tell(t, POLL_TELL_RETURNED, "the address it moved to fails; %.*s is asked again",
	    STR_ARG(t->f->url));
	s->address = STR_NONE;
	s->address_changed = true;
	s->etag = s->last_modified = s->validator_url = STR_NONE;
	s->seen_304 = false;
	return true;
}

static void
set_bad_state(struct step *t, enum outcome o)
{
	struct poll_state *s = t->s;
	bool long_missing;

	s->failures++;
	if (s->failing_ms == TIME_NONE)
		s->failing_ms = t->now;
	if (o != MISSING)
		s->missing_ms = TIME_NONE;
	else if (s->missing_ms == TIME_NONE)
		s->missing_ms = t->now;
	if (o != BUSY)
		s->busy = 0;
	if (t->a->hopped)
		s->candidates = 0; /* the redirect did not end in a feed */
	if (s->state == FEED_STATE_GONE && o != GONE)
		return;
	if (s->failures >= POLL_FAILING || s->ok_ms == TIME_NONE)
		s->state = FEED_STATE_FAILING;
	long_missing = s->missing_ms != TIME_NONE &&
	    t->now - s->missing_ms >= POLL_NOT_FOUND_TELL;
	if (s->told || (o == MISSING ? !long_missing : s->state != FEED_STATE_FAILING))
		return;
	tell(t, o == MISSING ? POLL_TELL_MISSING : POLL_TELL_FAILING, "%.*s",
	    STR_ARG(s->error));
	s->told = true;
	s->state = FEED_STATE_FAILING;
}

static int64_t
gone(struct step *t)
{
	struct poll_state *s = t->s;

	if (s->gone_ms == TIME_NONE) {
		s->gone_ms = t->now;
		tell(t, POLL_TELL_GONE, "%.*s; it is asked once a month from now on",
		    STR_ARG(s->error));
	}
	s->state = FEED_STATE_GONE;
	s->told = true;
	rule(t, POLL_RULE_GONE, POLL_GONE);
	return POLL_GONE;
}

/* Retry-After is kept to the second; without one the wait doubles from an hour to a day.
 */
static int64_t
busy(struct step *t)
{
	struct poll_state *s = t->s;
	int64_t ms = POLL_BUSY;

	s->busy++;
	if (t->a->retry_after_ms >= 0) {
		ms = t->a->retry_after_ms > POLL_RETRY_CAP ? POLL_RETRY_CAP
							   : t->a->retry_after_ms;
		rule(t, POLL_RULE_RETRY_AFTER, ms);
	} else {
		for (unsigned i = 1; i < s->busy && ms < POLL_CAP; i++)
			ms *= 2;
		if (ms > POLL_CAP)
			ms = POLL_CAP;
		rule(t, POLL_RULE_BUSY, ms);
	}
	s->hold_until_ms = t->now + ms;
	s->hold_origin = t->a->status == 429;
	if (t->a->status == 429)
		t->v->freeze_origin_ms = ms;
	else
		t->v->busy_ms = ms;
	if (s->interval_ms == 0)
		s->interval_ms = t->f->every_ms > 0 ? t->f->every_ms : POLL_DEFAULT;
	return at_least(t, ms, s->interval_ms, POLL_RULE_EVERY);
}

static int64_t
bad(struct step *t, enum outcome o)
{
	int64_t ms = 0;

	/* gone() tells for itself, and a month of 410 is one state. */
	if (o == GONE) {
		t->s->failures++;
		return maybe_return(t, o) ? backoff(t) : gone(t);
	}
	set_bad_state(t, o);
	maybe_return(t, o);
	switch (o) {
	case BUSY:
		return busy(t);
	case REFUSED:
		return at_least(t, backoff(t), POLL_REFUSED, POLL_RULE_REFUSED);
	case GOOD:
	case GONE:
	case MISSING:
	case FAILED:
		ms = backoff(t);
		break;
	}
	if (t->s->state == FEED_STATE_GONE)
		return at_least(t, ms, POLL_GONE, POLL_RULE_GONE);
	return ms;
}

/* ---- the step ---- */

void
poll_push(struct poll_state *s, const struct poll_parsed *parsed, int64_t now_ms,
    struct arena *arena)
{
	struct step t = { .s = s, .parsed = parsed, .now = now_ms, .arena = arena };

	if (!parsed->ok)
		return;
	take_posts(&t);
	if (parsed->n_new > 0)
		s->new_ms = now_ms;
	s->pushed = true;
	s->hub_misses = 0;
}

void
poll_step(struct poll_state *s, const struct feed_config *f, const struct poll_answer *a,
    const struct poll_parsed *parsed, int64_t now_ms, struct rng *rng,
    struct arena *arena, struct poll_verdict *v)
{
	struct step t = { s, f, a, parsed, now_ms, rng, arena, v };
	enum outcome o;
	int64_t ms, jitter, due;

	*v = (struct poll_verdict){ 0 };
	remember(&t);
	s->n_rules = 0;
	o = classify(&t);
	ms = o == GOOD ? good(&t) : bad(&t, o);
	if (o != BUSY && a->failed == HTTP_OK && a->retry_after_ms > 0) {
		int64_t wait = a->retry_after_ms > POLL_RETRY_CAP ? POLL_RETRY_CAP
								  : a->retry_after_ms;

		s->hold_until_ms = now_ms + wait;
		ms = at_least(&t, ms, wait, POLL_RULE_RETRY_AFTER);
	}
	/* What it came late is not waited for once more. */
	jitter = (int64_t)((double)ms / 10 * rng_unit(rng)) - s->late_ms;
	jitter = jitter > 0 ? jitter : 0;
	rule(&t, POLL_RULE_JITTER, jitter);
	due = freshness_skip(now_ms + ms + jitter, s->skip_hours, s->skip_days);
	if (due > now_ms + ms + jitter) {
		due += jitter; /* not all at the same full hour */
		rule(&t, POLL_RULE_SKIP, due - now_ms - ms - jitter);
	}
	s->set_ms = now_ms;
	s->planned_ms = due - now_ms;
	s->due_ms = due;
	v->delay_ms = s->planned_ms;
}
