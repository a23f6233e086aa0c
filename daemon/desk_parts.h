/*
 * desk_parts.h -- which row of the store each piece of an incident on the desk is, so
 * that saving it writes what is new and drops what is gone.
 */
#ifndef DAEMON_DESK_PARTS_H
#define DAEMON_DESK_PARTS_H

#include "facts/incident.h"

struct desk_parts {
	uint32_t *numbers; /* of the pieces, then of former ones; 0: not stored */
	uint32_t *gone;    /* stored, and in the incident no more */
	size_t n_gone;
};

/* From one version of the incident to the next, in a; was NULL: it is the first. */
void desk_parts_turn(struct desk_parts *p, struct arena *a, const struct incident *was,
    const struct incident *is);
/* Gives numbers to those that have none: these are new, rising.  A number that is given
 * again is gone no more. */
size_t desk_parts_new(struct desk_parts *p, struct arena *a, const struct incident *in,
    struct incident_part **out);

#endif
