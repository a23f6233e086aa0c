/* cmd_receiver.c -- `tocsin receiver list|test`: who is told, and does the way there
 * work. */
#include "config.h"

#include <sysexits.h>

#include "daemon/acts_command.h"
#include "daemon/command.h"
#include "daemon/table.h"

static int
print_list(const json_t *rows, struct act_client *c)
{
	static const struct table_column columns[] = { { "RECEIVER", false },
		{ "KIND", false }, { "TARGETS", true }, { "WAITING", true },
		{ "NEXT", false } };
	struct table t;

	(void)c;
	table_init(&t, columns, NELEM(columns));
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i);

		table_cstr(&t, act_text(o, "name"));
		table_cstr(&t, act_text(o, "kind"));
		table_number(&t, act_number(o, "targets"));
		table_number(&t, act_number(o, "waiting"));
		table_cstr(&t, act_text(o, "due"));
	}
	table_print(&t);
	return 0;
}

static int
print_tests(const json_t *rows, FILE *to)
{
	int rc = 0;

	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i);
		bool good = json_is_true(json_object_get(o, "delivered"));

		fprintf(to, "%s%s%s: %s (%lld ms)%s\n", act_text(o, "target"),
		    act_text(o, "target")[0] != '\0' ? ": " : "",
		    good ? "delivered" : "not delivered", act_text(o, "answer"),
		    (long long)act_number(o, "ms"),
		    manual_see(manual_named(str_of(act_text(o, "see")))).text);
		if (!good)
			rc = EX_TEMPFAIL;
	}
	return rc;
}

static int
print_test(const json_t *rows, struct act_client *c)
{
	(void)c;
	return print_tests(rows, stdout);
}

int
receiver_print_test(struct str answer, FILE *to)
{
	json_t *rows = json_loadb(answer.p, answer.n, 0, NULL);
	int rc = print_tests(rows, to);

	json_decref(rows);
	return rc;
}

int
cmd_receiver_list(int argc, char **argv)
{
	static const struct act_option options[] = { { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){
		"receiver list", "receiver/list", options, .print = print_list });
}

int
cmd_receiver_test(int argc, char **argv)
{
	static const struct act_option options[] = {
		{ NULL, "name", ACT_TEXT, .required = true }, { .key = NULL }
	};

	return act_command(argc, argv,
	    &(struct act_command){
		"receiver test", "receiver/test", options, .print = print_test });
}
