/* poll_why.c -- `tocsin feed why`: the state of a feed and what set its next poll, in
 * words. */
#include "config.h"

#include "base/alloc.h"
#include "feeds/poll.h"
#include "net/url.h"

static const char *const rules[] = {
	[POLL_RULE_EVERY] = "the configuration says every %s",
	[POLL_RULE_DEFAULT] = "%s, because it has posted too little to learn from",
	[POLL_RULE_ADAPTIVE] =
	    "%s, half the usual gap between its posts (at least 15m, at most 1d)",
	[POLL_RULE_UNPROVEN] = "at least %s until it has once said \"not modified\"",
	[POLL_RULE_NO_VALIDATORS] =
	    "at least %s, because it gives neither ETag nor Last-Modified",
	[POLL_RULE_LARGE] =
	    "at least %s, because it is large and gives neither ETag nor Last-Modified",
	[POLL_RULE_PUSHED] = "at least %s, because its hub brings what is new",
	[POLL_RULE_LIFETIME] =
	    "the server says its answer holds %s (Cache-Control or Expires)",
	[POLL_RULE_TTL] = "the feed asks for %s (ttl)",
	[POLL_RULE_SY] = "the feed asks for %s (sy:updatePeriod)",
	[POLL_RULE_CAP] = "but no longer than %s",
	[POLL_RULE_BACKOFF] = "%s, doubled with each failure in a row",
	[POLL_RULE_BUSY] = "%s, doubled with each such answer in a row",
	[POLL_RULE_RETRY_AFTER] = "the server says not before %s (Retry-After)",
	[POLL_RULE_REFUSED] = "at least %s after a refusal",
	[POLL_RULE_GONE] = "%s, to see whether it has come back",
	[POLL_RULE_JITTER] = "plus %s by chance, so that feeds do not march in step",
	[POLL_RULE_SKIP] =
	    "plus %s, because the feed asks not to be polled then (skipHours, skipDays)",
	[POLL_RULE_SPREAD] =
	    "%s by chance: it was overdue at the start, and all at once would be a burst",
	[POLL_RULE_IN_FLIGHT] = "%s, if the request that is under way comes to nothing",
	[POLL_RULE_REFRESH] = "now (%s), because someone asked for it",
};
_Static_assert(NELEM(rules) == POLL_RULE_N, "say every rule");

static const char *
span(char out[DATE_TEXT], int64_t ms)
{
	/* Nobody wants to read milliseconds of an hour. */
	if (ms >= MS_DAY)
		ms = (ms + MS_MINUTE / 2) / MS_MINUTE * MS_MINUTE;
	else if (ms >= MS_MINUTE)
		ms = (ms + MS_SECOND / 2) / MS_SECOND * MS_SECOND;
	duration_text(out, ms < 0 ? 0 : ms);
	return out;
}

void
poll_rule_text(struct buf *out, const struct poll_rule *r)
{
	const char *fmt = rules[r->kind], *at = strstr(fmt, "%s");
	char text[DATE_TEXT];

	buf_add(out, (struct str){ fmt, (size_t)(at - fmt) });
	buf_cstr(out, span(text, r->ms));
	buf_cstr(out, at + 2);
}

static void
say_when(struct buf *out, const char *what, int64_t at_ms, int64_t now_ms)
{
	char at[DATE_TEXT], text[DATE_TEXT];

	if (at_ms == TIME_NONE) {
		buf_printf(out, "%-12s never\n", what);
		return;
	}
	date_rfc3339(at, at_ms);
	span(text,
	    (at_ms > now_ms ? at_ms - now_ms : now_ms - at_ms) / MS_SECOND * MS_SECOND);
	buf_printf(out, at_ms > now_ms ? "%-12s %s, in %s\n" : "%-12s %s, %s ago\n", what,
	    at, text);
}

static void
say_history(struct buf *out, const struct poll_state *s)
{
	char at[DATE_TEXT];

	for (size_t i = 0; i < s->n_history; i++) {
		const struct poll_history *h = &s->history[i];

		date_rfc3339(at, h->at_ms);
		buf_printf(out, "  %s  ", at);
		if (h->failed != HTTP_OK)
			buf_printf(out, "no answer: %s\n", http_error_names[h->failed]);
		else if (h->status == 304)
			buf_cstr(out, "304  not modified\n");
		else if (h->parse_failed)
			buf_printf(out, "%d  %llu bytes, not a feed\n", h->status,
			    (unsigned long long)h->bytes);
		else if (h->status == 200 || h->status == 226)
			buf_printf(out, "%d  %llu bytes, %llu new\n", h->status,
			    (unsigned long long)h->bytes, (unsigned long long)h->n_new);
		else
			buf_printf(out, "%d\n", h->status);
	}
}

void
poll_why(struct buf *out, const struct poll_state *s, const struct feed_config *f,
    int64_t now_ms)
{
	buf_printf(out, "%-12s %.*s\n%-12s ", "feed", STR_ARG(f->name), "address");
	url_redact(out, poll_address(s, f));
	if (s->address.n > 0)
		buf_cstr(out, " (moved there for good)");
	buf_printf(out, "\n%-12s %s", "state", feed_state_names[s->state]);
	if (s->error.n > 0)
		buf_printf(out, ": %.*s", STR_ARG(s->error));
	buf_byte(out, '\n');
	if (s->failures > 0)
		say_when(out, "failing", s->failing_ms, now_ms);
	say_when(out, "last good", s->ok_ms, now_ms);
	say_when(out, "last new", s->new_ms, now_ms);
	if (s->candidates > 0) {
		buf_printf(out, "%-12s redirected for good to ", "moving?");
		url_redact(out, s->candidate);
		buf_printf(out, ", %u of %d times\n", s->candidates, POLL_ADOPT_COUNT);
	}
	if (s->hub.n > 0) {
		buf_printf(out, "%-12s ", "hub");
		url_redact(out, s->hub);
		buf_printf(out, ", %s\n",
		    s->pushed ? "brings what is new" : "not relied on");
	}
	if (s->hold_until_ms != TIME_NONE && s->hold_until_ms > now_ms)
		say_when(out, "held until", s->hold_until_ms, now_ms);
	say_when(out, "next poll", s->due_ms, now_ms);
	for (size_t i = 0; i < s->n_rules; i++) {
		buf_cstr(out, "  - ");
		poll_rule_text(out, &s->rules[i]);
		buf_byte(out, '\n');
	}
	if (s->n_history > 0)
		buf_cstr(out, "last answers\n");
	say_history(out, s);
}
