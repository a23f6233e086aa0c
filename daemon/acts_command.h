/*
 * acts_command.h -- a command that is an act: its options are a table, the answer is
 * printed as lines for people or, with --json, as it came.
 */
#ifndef DAEMON_ACTS_COMMAND_H
#define DAEMON_ACTS_COMMAND_H

#include <jansson.h>

#include "daemon/acts.h"

enum act_value { ACT_TEXT, ACT_NUMBER, ACT_ROWS, ACT_SPAN, ACT_AGO }; /* "2h", "3d" */

struct act_option {
	const char *flag; /* "--receiver"; NULL: what stands without a flag, one after the
			     other */
	const char *key;
	enum act_value type;
	bool required;
	bool rest; /* all that is left, with spaces between */
};

struct act_command {
	const char *name, *act;
	const struct act_option *options; /* ends with .key NULL */
	bool author;                      /* who asks is told */
	bool watches; /* print goes on asking, and minds --json itself */
	int (*print)(const json_t *answer, struct act_client *c); /* exit code */
};

int act_command(int argc, char **argv, const struct act_command *c);

/* For printers: a member's text, or "". */
const char *act_text(const json_t *o, const char *key);
int64_t act_number(const json_t *o, const char *key);
/* The answer of receiver/test as lines; EX_TEMPFAIL if one did not arrive. */
int receiver_print_test(struct str answer, FILE *to);

#endif
