/* cmd_node.c -- `tocsin node list`: the daemons that share a store. */
#include "config.h"

#include "daemon/acts_command.h"
#include "daemon/command.h"
#include "daemon/table.h"

static int
print_list(const json_t *rows, struct act_client *c)
{
	static const struct table_column columns[] = { { "NODE", false },
		{ "STATE", false }, { "VERSION", false }, { "FEEDS", true },
		{ "SEEN", false } };
	struct table t;

	(void)c;
	if (json_array_size(rows) == 0)
		printf("The store is a file: it has one daemon.\n");
	table_init(&t, columns, NELEM(columns));
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i);

		table_cstr(&t, act_text(o, "name"));
		table_state(&t,
		    json_is_true(json_object_get(o, "alive")) ? "alive" : "dead");
		table_cstr(&t, act_text(o, "version"));
		table_number(&t, act_number(o, "feeds"));
		table_cstr(&t, act_text(o, "seen"));
	}
	table_print(&t);
	return 0;
}

int
cmd_node_list(int argc, char **argv)
{
	static const struct act_option options[] = { { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){
		"node list", "node/list", options, .print = print_list });
}
