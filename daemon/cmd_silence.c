/* cmd_silence.c -- `tocsin silence list|add|expire`: who shall hear nothing of what, how
 * long. */
#include "config.h"

#include "daemon/acts_command.h"
#include "daemon/command.h"
#include "daemon/table.h"

static int
print_list(const json_t *rows, struct act_client *c)
{
	static const struct table_column columns[] = { { "ID", true },
		{ "MATCHERS", false }, { "UNTIL", false }, { "BY", false },
		{ "WHY", false } };
	struct table t;

	(void)c;
	table_init(&t, columns, NELEM(columns));
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i);
		const char *until = act_text(o, "until");

		table_number(&t, act_number(o, "id"));
		table_cstr(&t, act_text(o, "matchers"));
		table_cstr(&t, until[0] != '\0' ? until : "ended by hand");
		table_cstr(&t, act_text(o, "author"));
		table_cstr(&t, act_text(o, "comment"));
	}
	table_print(&t);
	return 0;
}

static int
print_id(const json_t *o, struct act_client *c)
{
	(void)c;
	printf("%lld\n", (long long)act_number(o, "id"));
	return 0;
}

int
cmd_silence_list(int argc, char **argv)
{
	static const struct act_option options[] = { { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){
		"silence list", "silence/list", options, .print = print_list });
}

int
cmd_silence_add(int argc, char **argv)
{
	static const struct act_option options[] = { { "--for", "for_ms", ACT_SPAN },
		{ "--comment", "comment", ACT_TEXT, .required = true },
		{ NULL, "matchers", ACT_TEXT, .required = true }, { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){ "silence add", "silence/add", options, .author = true,
		.print = print_id });
}

int
cmd_silence_expire(int argc, char **argv)
{
	static const struct act_option options[] = {
		{ NULL, "id", ACT_NUMBER, .required = true }, { .key = NULL }
	};

	return act_command(argc, argv,
	    &(struct act_command){
		"silence expire", "silence/end", options, .print = print_id });
}
