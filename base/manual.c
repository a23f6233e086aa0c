/* manual.c -- see manual.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/manual.h"

const char *const manual_sections[MANUAL_N] = {
	[MANUAL_NONE] = "",
	[MANUAL_YAML] = "tocsin.yaml(5), DESCRIPTION",
	[MANUAL_KEYS] = "tocsin.yaml(5), KEYS",
	[MANUAL_FEEDS] = "tocsin.yaml(5), FEEDS",
	[MANUAL_ROUTES] = "tocsin.yaml(5), ROUTES",
	[MANUAL_RECEIVERS] = "tocsin.yaml(5), RECEIVERS",
	[MANUAL_SECRETS] = "tocsin.yaml(5), SECRETS",
	[MANUAL_RULES] = "tocsin-rules(5), KEYS",
	[MANUAL_COMMANDS] = "tocsin(1), COMMANDS",
	[MANUAL_OPTIONS] = "tocsind(8), DESCRIPTION",
	[MANUAL_STORE] = "tocsind(8), STORE",
	[MANUAL_CONTROL] = "tocsind(8), CONTROL SOCKET",
	[MANUAL_HTTP] = "tocsind(8), HTTP",
	[MANUAL_EVENTS] = "tocsin-events(7), EVENTS",
};

struct manual_see
manual_see(enum manual m)
{
	struct manual_see s = { "" };

	if (m != MANUAL_NONE)
		snprintf(s.text, sizeof(s.text), " (see %s)", manual_sections[m]);
	return s;
}

enum manual
manual_named(struct str words)
{
	for (enum manual m = MANUAL_NONE + 1; m < MANUAL_N; m++)
		if (str_eq(words, str_of(manual_sections[m])))
			return m;
	return MANUAL_NONE;
}

/* By how their names begin. */
static const struct {
	const char *prefix;
	enum manual see;
} events[] = {
	{ "poll.", MANUAL_FEEDS },
	{ "feed-", MANUAL_FEEDS },
	{ "delivery.", MANUAL_RECEIVERS },
	{ "heartbeat.", MANUAL_RECEIVERS },
	{ "store.", MANUAL_STORE },
	{ "act.refused", MANUAL_HTTP },
};

enum manual
manual_of_event(const char *event)
{
	for (size_t i = 0; i < NELEM(events); i++)
		if (str_starts(str_of(event), str_of(events[i].prefix)))
			return events[i].see;
	return MANUAL_EVENTS;
}
