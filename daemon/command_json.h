/*
 * command_json.h -- --json: what a command has to say, as one JSON value on a line of
 * standard output.
 */
#ifndef DAEMON_COMMAND_JSON_H
#define DAEMON_COMMAND_JSON_H

#include "base/json.h"
#include "daemon/command.h"

/* Takes --json out of the arguments, wherever it stands. */
bool take_json(int *argc, char **argv);

struct answer {
	struct buf out;
	struct json j;
};
void answer_open(struct answer *a, char bracket);
void answer_print(struct answer *a); /* closed, with a newline; it is empty then */

/* The lines of a text, as an array. */
void json_lines(struct json *j, const char *key, struct str text);

#endif
