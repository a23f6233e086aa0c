/*
 * share.h -- which node asks which host, when several share one store: rendezvous hashing
 * (Thaler, Ravishankar 1998). All nodes agree without talking, a host has one node, so
 * that politeness stays local, and a node that comes or goes moves only its own share. It
 * is a preference: others ask what is late, and the lease in the store decides.
 */
#ifndef FEEDS_SHARE_H
#define FEEDS_SHARE_H

#include "base/str.h"

/* The index of the node that the host of url belongs to; nodes: at least one, in any
 * order. */
size_t share_owner(struct str url, const struct str *nodes, size_t n);

#endif
