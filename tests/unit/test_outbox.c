/* test_outbox.c -- alerts/outbox.h: the schedule of Standard Webhooks, and what answers
 * mean. */
#include "config.h"

#include <criterion/criterion.h>

#include "alerts/outbox.h"
#include "base/alloc.h"
#include "base/date.h"

static const int64_t spec_ms[] = { 5 * MS_SECOND, 5 * MS_MINUTE, 30 * MS_MINUTE,
	2 * MS_HOUR, 5 * MS_HOUR, 10 * MS_HOUR, 14 * MS_HOUR, 20 * MS_HOUR,
	24 * MS_HOUR };

Test(outbox, schedule)
{
	int64_t sum = 0;

	for (uint64_t seed = 0; seed < 200; seed++) {
		struct rng rng = { seed };

		cr_expect_eq(outbox_next(0, 1000, 0, &rng), 1000);
		for (unsigned failed = 1; failed < OUTBOX_TRIES; failed++) {
			int64_t wait = outbox_next(failed, 1000, 0, &rng) - 1000;

			cr_expect_geq(wait, spec_ms[failed - 1] * 8 / 10, "%u", failed);
			cr_expect_leq(wait, spec_ms[failed - 1] * 12 / 10, "%u", failed);
		}
		cr_expect_eq(outbox_next(OUTBOX_TRIES, 1000, 0, &rng), TIME_NONE);
		cr_expect_eq(outbox_next(OUTBOX_TRIES + 5, 1000, 0, &rng), TIME_NONE);
	}
	for (size_t i = 0; i < NELEM(spec_ms); i++)
		sum += spec_ms[i];
	cr_expect_eq(sum, 75 * MS_HOUR + 35 * MS_MINUTE + 5 * MS_SECOND);
}

Test(outbox, retry_after_is_a_floor)
{
	struct rng rng = { 1 };

	cr_expect_eq(outbox_next(1, 0, MS_HOUR, &rng), MS_HOUR);
	cr_expect_gt(outbox_next(4, 0, 1000, &rng), MS_HOUR);
}

static const struct {
	const char *value;
	int64_t ms;
} waits[] = {
	{ "", 0 },
	{ "0", 0 },
	{ "120", 120000 },
	{ " 7 ", 7000 },
	{ "-5", 0 },
	{ "99999999999999999999", 0 },
	{ "999999999", MS_DAY },
	{ "Thu, 01 Jan 1970 00:01:40 GMT", 60000 },
	{ "Thu, 01 Jan 1970 00:00:10 GMT", 0 },
	{ "soon", 0 },
};

Test(outbox, retry_after)
{
	for (size_t i = 0; i < NELEM(waits); i++)
		cr_expect_eq(retry_after(str_of(waits[i].value), 40000), waits[i].ms,
		    "%s", waits[i].value);
}

static const struct {
	enum http_error failed;
	int status;
	enum verdict_kind kind;
	bool throttled, ambiguous;
} http[] = {
	{ HTTP_OK, 200, VERDICT_DELIVERED, false, false },
	{ HTTP_OK, 299, VERDICT_DELIVERED, false, false },
	{ HTTP_OK, 301, VERDICT_RETRY, false, false },
	{ HTTP_OK, 404, VERDICT_RETRY, false, false },
	{ HTTP_OK, 410, VERDICT_GONE, false, false },
	{ HTTP_OK, 429, VERDICT_RETRY, true, false },
	{ HTTP_OK, 500, VERDICT_RETRY, false, false },
	{ HTTP_OK, 502, VERDICT_RETRY, true, false },
	{ HTTP_OK, 504, VERDICT_RETRY, true, false },
	{ HTTP_TIMEOUT, 0, VERDICT_RETRY, false, true },
	{ HTTP_BROKEN, 200, VERDICT_RETRY, false, true },
	{ HTTP_CONNECT, 0, VERDICT_RETRY, false, false },
	{ HTTP_REFUSED_ADDRESS, 0, VERDICT_RETRY, false, false },
};

Test(outbox, http)
{
	for (size_t i = 0; i < NELEM(http); i++) {
		struct http_response r = { .failed = http[i].failed,
			.status = http[i].status,
			.error = "said\r\nso",
			.body = STR("no\nbody\x01 \xff") };
		struct verdict v;

		verdict_http(&v, &r);
		cr_expect_eq(v.kind, http[i].kind, "row %zu", i);
		cr_expect_eq(v.throttled, http[i].throttled, "row %zu", i);
		cr_expect_eq(v.ambiguous, http[i].ambiguous, "row %zu", i);
		for (const char *c = v.text; *c != '\0'; c++)
			cr_expect(*c >= ' ' && *c <= '~', "row %zu: %s", i, v.text);
	}
}

static const struct {
	enum http_error failed;
	int code;
	enum verdict_kind kind;
	bool ambiguous;
} smtp[] = {
	{ HTTP_OK, 250, VERDICT_DELIVERED, false },
	{ HTTP_BROKEN, 451, VERDICT_RETRY, false },
	{ HTTP_BROKEN, 550, VERDICT_REJECTED, false },
	{ HTTP_TIMEOUT, 354, VERDICT_RETRY, true },
	{ HTTP_CONNECT, 0, VERDICT_RETRY, false },
	{ HTTP_TLS, 220, VERDICT_RETRY, false },
};

Test(outbox, smtp)
{
	for (size_t i = 0; i < NELEM(smtp); i++) {
		struct smtp_result r = {
			.failed = smtp[i].failed, .code = smtp[i].code, .error = "x"
		};
		struct verdict v;

		verdict_smtp(&v, &r);
		cr_expect_eq(v.kind, smtp[i].kind, "row %zu", i);
		cr_expect_eq(v.ambiguous, smtp[i].ambiguous, "row %zu", i);
	}
}

Test(outbox, exec)
{
	struct verdict v;

	verdict_exec(&v, 0, 0, false);
	cr_expect_eq(v.kind, VERDICT_DELIVERED);
	verdict_exec(&v, 75, 0, false);
	cr_expect_eq(v.kind, VERDICT_RETRY);
	verdict_exec(&v, 1, 0, false);
	cr_expect_eq(v.kind, VERDICT_REJECTED);
	verdict_exec(&v, 0, 9, false);
	cr_expect_eq(v.kind, VERDICT_RETRY);
	verdict_exec(&v, 0, 9, true);
	cr_expect(v.kind == VERDICT_RETRY && v.ambiguous);
}

/* The same alert and target give the same id; the lengths keep parts from running
 * together. */
Test(outbox, ids)
{
	char a[ULID_LEN + 1], b[ULID_LEN + 1];

	cr_expect(str_eq(outbox_id(a, 5, STR("x"), STR("y"), STR("z"), 0),
	    outbox_id(b, 5, STR("x"), STR("y"), STR("z"), 0)));
	cr_expect(!str_eq(outbox_id(a, 5, STR("xy"), STR(""), STR("z"), 0),
	    outbox_id(b, 5, STR("x"), STR("y"), STR("z"), 0)));
	cr_expect(!str_eq(outbox_id(a, 5, STR("x"), STR("y"), STR("z"), 1),
	    outbox_id(b, 5, STR("x"), STR("y"), STR("z"), 0)));
	cr_expect_eq(str_chr(str_of(a), '.'), STR_NOWHERE);
}
