/*
 * progress.h -- a line on the terminal while something takes long: what, how much of it
 * so far, how long. Nothing where standard error is no terminal, and nothing of what is
 * over within a second.
 */
#ifndef DAEMON_PROGRESS_H
#define DAEMON_PROGRESS_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct progress {
	const char *name, *unit; /* of the command; "entries", or NULL: only the time is
				    told */
	atomic_llong n;          /* how much so far; whoever works counts it up */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t end;
	bool runs, over;
};

void progress_begin(struct progress *p, const char *name, const char *unit);
void progress_end(struct progress *p); /* the line is wiped */

#endif
