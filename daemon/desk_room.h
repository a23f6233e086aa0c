/*
 * desk_room.h -- the memory of one thing on the desk, an incident or a place: the parts
 * that its versions share, and the version at hand.  What a report may still look at is
 * retired when a new version takes its place, and freed when the report is done.
 */
#ifndef DAEMON_DESK_ROOM_H
#define DAEMON_DESK_ROOM_H

#include "base/arena.h"

struct desk_room {             /* all zero: nothing in it */
	struct arena *parts;   /* pieces of an incident, notes of a place */
	size_t n_parts;        /* ever put there */
	struct arena *version; /* the rest */
};

struct desk_retired {
	struct arena **items;
	size_t n, cap;
};

struct arena *desk_room_parts(struct desk_room *r);   /* made when first asked for */
struct arena *desk_room_version(struct desk_room *r); /* the same */
/* Before a version of so many parts, some of them not there yet, is put into it. */
void desk_room_turn(struct desk_room *r, size_t parts, size_t new_parts,
    struct desk_retired *old);
size_t desk_parts_bytes(const struct desk_room *r);
size_t desk_version_bytes(const struct desk_room *r);
size_t desk_room_bytes(const struct desk_room *r); /* both */
void desk_parts_free(struct desk_room *r);
void desk_room_free(struct desk_room *r);
void desk_retired_free(struct desk_retired *old);

#endif
