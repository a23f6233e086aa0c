/*
 * privileges.h -- what root may do and a process of ours need not.  The unit starts us
 * without any capability; who starts the daemon as root without it is served the same.
 */
#ifndef DAEMON_PRIVILEGES_H
#define DAEMON_PRIVILEGES_H

#include <linux/capability.h>
#include <stdint.h>

#include "base/err.h"

/* The engine's: to listen at low ports after a reload, to use a state directory that
 * belongs to the service's user. */
#define PRIVILEGES_ENGINE \
	(UINT64_C(1) << CAP_NET_BIND_SERVICE | UINT64_C(1) << CAP_DAC_OVERRIDE)
#define PRIVILEGES_NONE 0

/* For ever, for the calling thread and what it starts: no new privileges, and of the
 * capabilities it has only these. */
int privileges_keep(uint64_t capabilities, struct err *e);

#endif
