/*
 * lines.h -- lines of an input, each answered, in their order, by as many threads as are
 * worth it.  One does all as long as whoever writes the lines may be waiting for answers:
 * what a read brings is answered at once.  Others join once more input waits than it can
 * keep up with.  An answer depends on its line alone, so that the output is the same.
 */
#ifndef DAEMON_LINES_H
#define DAEMON_LINES_H

#include "base/buf.h"
#include "base/str.h"

struct lines {
	const char *command; /* whose: "extract", for errors */
	const char *input;   /* its name, for errors */
	int fd;              /* of it */
	unsigned jobs;       /* threads, at most */
	const void *arg;     /* of hand_new() */
	/* What a thread needs of its own. */
	void *(*hand_new)(const void *arg);
	void (*hand_free)(void *hand);
	/* NULL; or what is wrong with the line, which was answered all the same.  An
	 * empty line is not asked about. */
	const char *(*answer)(void *hand, struct str line, struct buf *out);
};

/* Answers to standard output, errors to standard error; the first line alone is told that
 * something is wrong with.  Gives the exit status. */
int lines_answer(const struct lines *l);

/* The processors that this process may use, LIMIT_JOBS at most. */
unsigned lines_jobs(void);

#endif
