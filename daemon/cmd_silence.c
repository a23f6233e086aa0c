/* cmd_silence.c -- `tocsin silence list|add|expire`: who shall hear nothing of what, how long. */
#include "config.h"

#include "daemon/acts_command.h"
#include "daemon/command.h"

static int
print_list(const json_t *rows, struct act_client *c)
{
	(void)c;
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i);
		const char *until = act_text(o, "until");

		printf("%lld  %s  until %s  %s: %s\n", (long long)act_number(o, "id"),
		    act_text(o, "matchers"), until[0] != '\0' ? until : "ended by hand",
		    act_text(o, "author"), act_text(o, "comment"));
	}
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

	return act_command(argc, argv, &(struct act_command){ "silence list", "silence/list", options,
	                                   .print = print_list });
}

int
cmd_silence_add(int argc, char **argv)
{
	static const struct act_option options[] = { { "--for", "for_ms", ACT_SPAN },
		{ "--comment", "comment", ACT_TEXT, .required = true },
		{ NULL, "matchers", ACT_TEXT, .required = true }, { .key = NULL } };

	return act_command(argc, argv, &(struct act_command){ "silence add", "silence/add", options,
	                                   .author = true, .print = print_id });
}

int
cmd_silence_expire(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "id", ACT_NUMBER, .required = true },
		{ .key = NULL } };

	return act_command(argc, argv, &(struct act_command){ "silence expire", "silence/end", options,
	                                   .print = print_id });
}
