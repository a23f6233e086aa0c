/*
 * engine.h -- the daemon from start to end: opens everything, runs the loop, reloads,
 * stops.  The one owner of all that lives as long as the process.
 */
#ifndef DAEMON_ENGINE_H
#define DAEMON_ENGINE_H

#include "daemon/configuration.h"

struct engine_options {
	struct config *config; /* the engine takes over the reference */
	const char *file;      /* to reload from */
	bool once;
	int ready_fd; /* a byte is written when all is open; -1: nobody waits */
};

int engine_run(const struct engine_options *o); /* sysexits code */

#endif
