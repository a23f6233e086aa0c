/* outbox.c -- see outbox.h. */
#include "config.h"

#include <sysexits.h>

#include "alerts/outbox.h"
#include "base/alloc.h"
#include "base/buf.h"
#include "base/date.h"

const char *const verdict_names[] = { [VERDICT_DELIVERED] = "delivered",
	[VERDICT_RETRY] = "retry",
	[VERDICT_REJECTED] = "rejected",
	[VERDICT_GONE] = "gone",
	[VERDICT_N] = NULL };

/* ---- when ---- */

/* The pause before the second, third … try (Standard Webhooks 1.0.0). */
static const int64_t pauses_ms[OUTBOX_TRIES - 1] = { 5 * MS_SECOND, 5 * MS_MINUTE,
	30 * MS_MINUTE, 2 * MS_HOUR, 5 * MS_HOUR, 10 * MS_HOUR, 14 * MS_HOUR,
	20 * MS_HOUR, 24 * MS_HOUR };

int64_t
outbox_next(unsigned failed, int64_t now_ms, int64_t retry_after_ms, struct rng *rng)
{
	int64_t pause;

	if (failed == 0)
		return now_ms;
	if (failed >= OUTBOX_TRIES)
		return TIME_NONE;
	pause = (int64_t)((double)pauses_ms[failed - 1] * (0.8 + 0.4 * rng_unit(rng)));
	return now_ms + (pause > retry_after_ms ? pause : retry_after_ms);
}

int64_t
retry_after(struct str value, int64_t now_ms)
{
	uint64_t seconds;
	int64_t ms;

	value = str_trim(value);
	if (str_uint(value, &seconds))
		ms = seconds > (uint64_t)(MS_DAY / MS_SECOND)
		    ? MS_DAY
		    : (int64_t)seconds * MS_SECOND;
	else if (date_parse_http(value, &ms))
		ms -= now_ms;
	else
		return 0;
	return ms < 0 ? 0 : ms > MS_DAY ? MS_DAY : ms;
}

struct str
outbox_id(char out[ULID_LEN + 1], int64_t created_ms, struct str alert,
    struct str receiver, struct str target, unsigned repeat)
{
	struct buf seed;
	struct str id;

	buf_init(&seed, 64u << 10);
	buf_printf(&seed, "delivery %zu:%.*s %zu:%.*s %zu:%.*s %u", alert.n,
	    STR_ARG(alert), receiver.n, STR_ARG(receiver), target.n, STR_ARG(target),
	    repeat);
	id = ulid_of(out, created_ms, buf_str(&seed));
	buf_clear(&seed);
	return id;
}

/* ---- what an answer means ---- */

/* Others' words, fit for one line of a list. */
static void
say(struct verdict *v, const char *what, struct str words)
{
	size_t n = (size_t)snprintf(v->text, sizeof(v->text), "%s", what);
	bool gap = true;

	if (words.n > 0 && n + 2 < sizeof(v->text)) {
		v->text[n++] = ':';
		for (size_t i = 0; i < words.n && n + 2 < sizeof(v->text); i++) {
			bool shown = words.p[i] > ' ' && words.p[i] < 0x7f;

			if (shown && gap)
				v->text[n++] = ' ';
			if (shown)
				v->text[n++] = words.p[i];
			gap = !shown;
		}
		v->text[n] = '\0';
	}
}

/* Which failures leave it open whether the other side has the message. */
static bool
answer_lost(enum http_error failed)
{
	return failed == HTTP_TIMEOUT || failed == HTTP_BROKEN ||
	    failed == HTTP_TOO_LARGE;
}

void
verdict_http(struct verdict *v, const struct http_response *r)
{
	char what[64];

	*v = (struct verdict){ .kind = VERDICT_RETRY, .code = r->status };
	if (r->failed != HTTP_OK) {
		v->code = 0;
		v->ambiguous = answer_lost(r->failed);
		say(v, http_error_names[r->failed], str_of(r->error));
		return;
	}
	v->retry_after_ms = retry_after(http_header_get(r, STR("Retry-After")),
	    r->received_ms);
	snprintf(what, sizeof(what), "HTTP %d", r->status);
	if (r->status >= 200 && r->status < 300) {
		v->kind = VERDICT_DELIVERED;
		say(v, what, STR_NONE);
		return;
	}
	if (r->status == 410)
		v->kind = VERDICT_GONE;
	v->throttled = r->status == 429 || r->status == 502 || r->status == 503 ||
	    r->status == 504;
	say(v, what,
	    r->status < 400 ? STR("a redirect, not followed") : str_sub(r->body, 0, 160));
}

void
verdict_smtp(struct verdict *v, const struct smtp_result *r)
{
	char what[64];

	*v = (struct verdict){ .kind = VERDICT_RETRY, .code = r->code };
	if (r->failed == HTTP_OK && r->code >= 200 && r->code < 300) {
		v->kind = VERDICT_DELIVERED;
		snprintf(v->text, sizeof(v->text), "SMTP %d", r->code);
		return;
	}
	if (r->code >= 500 && r->code < 600)
		v->kind = VERDICT_REJECTED;
	v->throttled = r->code == 421;
	v->ambiguous = r->code < 400 && answer_lost(r->failed);
	if (r->failed != HTTP_OK && r->code < 400)
		v->code = 0; /* a reply of the way there, not about the message */
	if (v->code != 0)
		snprintf(what, sizeof(what), "SMTP %d", r->code);
	else
		snprintf(what, sizeof(what), "%s", http_error_names[r->failed]);
	say(v, what, str_of(r->error));
}

void
verdict_exec(struct verdict *v, int exit_status, int signal, bool timed_out)
{
	*v = (struct verdict){ .kind = VERDICT_RETRY, .code = exit_status };
	if (timed_out) {
		v->ambiguous = true;
		snprintf(v->text, sizeof(v->text), "stopped at its time limit");
	} else if (signal != 0) {
		v->code = 0;
		snprintf(v->text, sizeof(v->text), "ended by signal %d", signal);
	} else if (exit_status == 0) {
		v->kind = VERDICT_DELIVERED;
		snprintf(v->text, sizeof(v->text), "exit 0");
	} else {
		/* Only EX_TEMPFAIL asks for another try: any other number says "wrong".
		 */
		if (exit_status != EX_TEMPFAIL)
			v->kind = VERDICT_REJECTED;
		snprintf(v->text, sizeof(v->text), "exit %d", exit_status);
	}
}
