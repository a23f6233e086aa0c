/*
 * strangers.h -- requests that were refused before anybody acted on them: a line each,
 * and in a flood a few a minute that say how many there were.  Only on the loop.
 */
#ifndef DAEMON_STRANGERS_H
#define DAEMON_STRANGERS_H

#include "base/str.h"

#define STRANGERS_LINES 60 /* a minute */

struct strangers {
	int64_t minute;
	unsigned lines;
	int64_t unsaid; /* since the last line */
};

void strangers_refused(struct strangers *s, const char *listener, struct str peer,
    int status);

#endif
