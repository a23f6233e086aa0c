/*
 * exits.h -- what our programs end with: sysexits(3), by what whoever asked can do about
 * it.  The manual pages print the table, and the tests hold it to the sources and to what
 * commands end with.
 */
#ifndef DAEMON_EXITS_H
#define DAEMON_EXITS_H

#include "base/err.h"

struct exit_row {
	int code;
	enum err_kind kind; /* errors that end with it; ERR_FAILED: none, the command says
			       so itself */
	const char *of_command; /* why tocsin(1) ends with it; NULL: it does not */
	const char *of_daemon;  /* the same of tocsind(8) */
};
extern const struct exit_row exit_rows[]; /* by code; ends with .code 0 */

/* failed: for an error whose kind says no more. */
int exit_of(const struct err *e, int failed);

#endif
