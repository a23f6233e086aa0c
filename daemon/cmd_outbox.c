/* cmd_outbox.c -- `tocsin outbox list|show|retry|drop`: what is on its way, what could
 * not arrive. */
#include "config.h"

#include "daemon/acts_command.h"
#include "daemon/command.h"
#include "daemon/table.h"

static int
print_list(const json_t *rows, struct act_client *c)
{
	static const struct table_column columns[] = { { "MESSAGE", false },
		{ "STATE", false }, { "RECEIVER", false }, { "TARGET", false },
		{ "TRIES", true }, { "NEXT", false }, { "ERROR", false } };
	struct table t;

	(void)c;
	table_init(&t, columns, NELEM(columns));
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i);

		table_cstr(&t, act_text(o, "id"));
		table_state(&t, act_text(o, "state"));
		table_cstr(&t, act_text(o, "receiver"));
		table_cstr(&t, act_text(o, "target"));
		table_number(&t, act_number(o, "attempts"));
		table_cstr(&t, act_text(o, "next"));
		table_cstr(&t, act_text(o, "error"));
	}
	table_print(&t);
	return 0;
}

static int
print_one(const json_t *o, struct act_client *c)
{
	const json_t *tries = json_object_get(o, "tries");

	(void)c;
	printf("delivery %s of alert %s to %s %s: %s\n", act_text(o, "id"),
	    act_text(o, "alert"), act_text(o, "receiver"), act_text(o, "target"),
	    act_text(o, "state"));
	for (size_t i = 0; i < json_array_size(tries); i++) {
		const json_t *t = json_array_get(tries, i);
		const char *error = act_text(t, "error");

		printf("  %s  %6lld ms  %3lld  %s\n", act_text(t, "at"),
		    (long long)act_number(t, "ms"), (long long)act_number(t, "status"),
		    error[0] != '\0' ? error : "delivered");
	}
	if (act_text(o, "next")[0] != '\0')
		printf("  next %s\n", act_text(o, "next"));
	return 0;
}

static int
print_due(const json_t *o, struct act_client *c)
{
	(void)c;
	printf("%lld due now\n", (long long)act_number(o, "due"));
	return 0;
}

static int
print_dropped(const json_t *o, struct act_client *c)
{
	(void)c;
	printf("%lld dropped\n", (long long)act_number(o, "dropped"));
	return 0;
}

int
cmd_outbox_list(int argc, char **argv)
{
	static const struct act_option options[] = { { "--state", "state", ACT_TEXT },
		{ "--receiver", "receiver", ACT_TEXT }, { "-n", "limit", ACT_ROWS },
		{ .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){
		"outbox list", "outbox/list", options, .print = print_list });
}

int
cmd_outbox_show(int argc, char **argv)
{
	static const struct act_option options[] = {
		{ NULL, "id", ACT_TEXT, .required = true }, { .key = NULL }
	};

	return act_command(argc, argv,
	    &(struct act_command){
		"outbox show", "outbox/show", options, .print = print_one });
}

int
cmd_outbox_retry(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "id", ACT_TEXT },
		{ "--receiver", "receiver", ACT_TEXT }, { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){
		"outbox retry", "outbox/retry", options, .print = print_due });
}

int
cmd_outbox_drop(int argc, char **argv)
{
	static const struct act_option options[] = {
		{ "--receiver", "receiver", ACT_TEXT }, { "--note", "note", ACT_TEXT },
		{ NULL, "id", ACT_TEXT }, { .key = NULL }
	};

	return act_command(argc, argv,
	    &(struct act_command){ "outbox drop", "outbox/drop", options, .author = true,
		.print = print_dropped });
}
