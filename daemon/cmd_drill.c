/* cmd_drill.c -- `tocsin drill`: a marked alert through store, outbox and delivery,
 * watched. */
#include "config.h"

#include <sysexits.h>
#include <unistd.h>

#include "base/date.h"
#include "base/limits.h"
#include "daemon/acts_command.h"
#include "daemon/command.h"

#define PATIENCE_MS (30 * MS_SECOND)
#define LOOK_US 200000

/* How many of the drill's messages have neither arrived nor failed; -1: unknown. */
static int
undecided(const json_t *o)
{
	const json_t *list = json_object_get(o, "deliveries");
	int n = 0;

	for (size_t i = 0; i < json_array_size(list); i++)
		if (str_eq(str_of(act_text(json_array_get(list, i), "state")),
			STR("pending")) &&
		    act_number(json_array_get(list, i), "attempts") == 0)
			n++;
	return n;
}

static int
report(const json_t *o, bool json)
{
	const json_t *list = json_object_get(o, "deliveries");
	int rc = 0;

	if (json) {
		json_dumpf(list, stdout, 0);
		printf("\n");
	}

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *d = json_array_get(list, i);
		bool sent = str_eq(str_of(act_text(d, "state")), STR("sent"));

		if (!json)
			printf("%-20s %s%s%s%s%s\n", act_text(d, "receiver"),
			    act_text(d, "target"),
			    act_text(d, "target")[0] != '\0' ? ": " : "",
			    sent ? "arrived" : act_text(d, "state"),
			    act_text(d, "error")[0] != '\0' ? "  " : "",
			    act_text(d, "error"));
		if (!sent)
			rc = EX_TEMPFAIL;
	}
	return rc;
}

/* Looks until each message arrived or failed once; a receiver that hangs is told as
 * pending. */
static int
watch(const json_t *begun, struct act_client *c)
{
	struct str args = arena_printf(&c->arena, "{\"id\": \"%s\"}",
	    act_text(begun, "alert"));
	int64_t until = delivery_now_ms() + PATIENCE_MS;
	int rc = EX_UNAVAILABLE;

	long long n = (long long)act_number(begun, "messages");

	if (!c->json)
		printf("alert %s: %lld message%s\n%s", act_text(begun, "alert"), n,
		    n == 1 ? "" : "s",
		    c->alone ? "no daemon runs: they wait in the outbox\n" : "");
	for (;;) {
		bool late = delivery_now_ms() > until;
		struct buf answer;
		struct err e;
		json_t *o = NULL;

		buf_init(&answer, LIMIT_MESSAGE);
		if (act_ask(c, "alert/show", args, &answer, &e) == 0)
			o = json_loadb(answer.p, answer.n, 0, NULL);
		buf_clear(&answer);
		if (o == NULL)
			break;
		if (late || c->alone || undecided(o) == 0) {
			rc = report(o, c->json);
			json_decref(o);
			break;
		}
		json_decref(o);
		usleep(LOOK_US);
	}
	return rc;
}

int
cmd_drill(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "receiver", ACT_TEXT },
		{ .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){
		"drill", "drill", options, .watches = true, .print = watch });
}
