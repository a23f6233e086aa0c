/* cmd_node.c -- `tocsin node list`: the daemons that share a store. */
#include "config.h"

#include "daemon/acts_command.h"
#include "daemon/command.h"

static int
print_list(const json_t *rows, struct act_client *c)
{
	(void)c;
	if (json_array_size(rows) == 0)
		printf("The store is a file: it has one daemon.\n");
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i);

		printf("%-32s %-5s %s  holds %lld feeds  seen %s\n", act_text(o, "name"),
		    json_is_true(json_object_get(o, "alive")) ? "alive" : "dead",
		    act_text(o, "version"), (long long)act_number(o, "feeds"),
		    act_text(o, "seen"));
	}
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
