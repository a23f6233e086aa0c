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

struct option_row {        /* for help and manual */
	char letter;       /* '\0': none */
	const char *name;  /* "check-config" */
	const char *value; /* "FILE"; NULL: it takes none */
	const char *help;
};
/* false: there are no more. */
bool options_row(unsigned i, struct option_row *out);

/* -1: go on.  Else the exit code: help or version was printed, or something is wrong. */
int options_read(struct options *o, int argc, char **argv);

#endif
