/*
 * fuzz_alert.c -- whatever an alert's JSON says, every receiver renders something
 * harmless: valid UTF-8 without NUL, one line where a line is the unit.
 */
#include "config.h"

#include <stdlib.h>

#include "alerts/cap.h"
#include "alerts/match.h"
#include "alerts/render.h"
#include "base/alloc.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct receiver
receiver_of(enum receiver_kind_id kind, struct str *to)
{
	struct receiver r = { .name = STR("fuzz"), .kind = kind, .timeout_ms = 1000 };

	if (kind == RECEIVER_EMAIL) {
		r.u.email.to = (struct str_list){ to, 1 };
		r.u.email.from = STR("from@example.org");
		r.u.email.name = STR("Tocsin");
		r.u.email.smtp = STR("smtps://example.org");
	} else if (kind == RECEIVER_SYSLOG) {
		r.u.syslog.to = STR("tcp://example.org:601");
		r.u.syslog.structured_id = STR("incident@32473");
	} else if (receiver_kinds[kind].by == BY_HTTP) {
		r.u.http.url.n = 1;
		r.u.http.url.of[0].value = STR("https://example.org/");
	}
	return r;
}

static void
expect(bool ok)
{
	if (!ok)
		abort();
}

static void
render_all(const struct alert *al, struct arena *a)
{
	struct str to = STR("to@example.org");

	for (int k = 0; k < RECEIVER_KIND_N; k++) {
		struct receiver r = receiver_of((enum receiver_kind_id)k, &to);
		struct delivery dl = { .id = STR("01JDRV0M8ZDE11VERYDE11VERY"),
			.target = to,
			.attempt = 1,
			.alerts = &al,
			.n = 1,
			.host = STR("h") };
		struct delivery_request rq;
		struct str out;
		struct err e;

		expect(receiver_render(&r, &dl, a, &rq, &e) == 0);
		out = rq.by == BY_HTTP ? rq.http.body
		    : rq.by == BY_SMTP ? rq.smtp.data
				       : rq.bytes;
		expect(utf8_valid(out) && memchr(out.p, '\0', out.n) == NULL);
		if (rq.by == BY_STREAM)
			expect(str_chr(out, '\n') == STR_NOWHERE);
		if (rq.by == BY_EXEC || rq.by == BY_FILE)
			expect(str_chr(out, '\n') == out.n - 1);
		if (rq.by == BY_SMTP)
			expect(str_find(str_sub(out, 0, str_find(out, STR("\r\n\r\n"))),
				   STR("\nBcc")) == STR_NOWHERE);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size };
	const struct cap_options o = { .sender = STR("a@b") };
	struct matchers m;
	struct alert *al;
	struct arena a;
	struct err e;
	struct buf b;

	arena_init(&a);
	if (matchers_parse(&m, in, &a, &e) == 0)
		matchers_clear(&m);
	al = alert_parse(&a, in, &e);
	if (al != NULL) {
		render_all(al, &a);
		buf_init(&b, 4u << 20);
		cap_xml(&b, al, &o, &a, &e);
		buf_clear(&b);
	}
	arena_clear(&a);
	return 0;
}
