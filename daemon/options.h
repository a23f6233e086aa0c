/* options.h -- the command line of tocsind: a table, and what it says. */
#ifndef DAEMON_OPTIONS_H
#define DAEMON_OPTIONS_H

#include <stdbool.h>

struct options {
	const char *config; /* -c */
	bool foreground;    /* -f */
	bool check;         /* --check-config */
	bool once;          /* --once */
	int log_level;      /* -d; -1: what the configuration says */
};

/* -1: go on.  Else the exit code: help or version was printed, or something is wrong. */
int options_read(struct options *o, int argc, char **argv);

#endif
