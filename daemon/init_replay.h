/*
 * init_replay.h -- what the rules of a new configuration would have rung over what its
 * feeds hold now: `tocsin replay`, run as a process of its own over the entries that were
 * just fetched.
 */
#ifndef DAEMON_INIT_REPLAY_H
#define DAEMON_INIT_REPLAY_H

#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "parser/feed.h"

/* One entry as a line of its input; undated ones are left out, for a replay goes by
 * dates. */
void init_replay_add(struct buf *lines, struct arena *a, struct str feed, struct str lang,
    const struct feed_entry *en);
/* A line for each alert, the earliest first, and how many there were. */
int init_replay(const char *file, struct str lines, FILE *to, struct err *e);

#endif
