/* test_strangers.c -- a line for each refusal, and no more than so many a minute. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/log.h"
#include "daemon/strangers.h"

static int lines;
static int64_t unsaid;

static void
on_line(void *arg, int level, struct str line)
{
	static const struct str key = STR_INIT("unsaid=");
	size_t at = str_find(line, key);
	uint64_t n = 0;

	lines++;
	cr_assert(at != STR_NOWHERE && str_uint(str_sub(line, at + key.n, line.n), &n),
	    "%.*s", STR_ARG(line));
	unsaid += (int64_t)n;
}

Test(strangers, a_flood_is_counted)
{
	struct strangers s = { 0 };
	const int knocks = 5 * STRANGERS_LINES;

	log_open(LOG_TO_STDERR, "test", LOG_EMERG);
	log_set_tap(on_line, NULL);
	for (int i = 0; i < knocks; i++)
		strangers_refused(&s, "http", STR("192.0.2.1:7"), 400);
	cr_expect(lines >= STRANGERS_LINES && lines <= 2 * STRANGERS_LINES, "%d lines",
	    lines);
	cr_expect_eq(lines + unsaid + s.unsaid, knocks);

	s.minute--; /* a minute later */
	strangers_refused(&s, "http", STR("192.0.2.1:7"), 400);
	cr_expect_eq(lines + unsaid, knocks + 1,
	    "the next line says how many there were");
	log_set_tap(NULL, NULL);
}
