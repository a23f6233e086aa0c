/*
 * sandbox.h -- what a worker may still do once it reads what strangers wrote: compute,
 * take some memory, read jobs and write answers on one socket, say something on standard
 * error.  No files, no network, no processes, no new code, no capabilities.  Each limit
 * holds by more than one means: rlimits, seccomp, and Landlock where the kernel has it.
 */
#ifndef DAEMON_SANDBOX_H
#define DAEMON_SANDBOX_H

#include <stdint.h>

#include "base/err.h"

#define SANDBOX_FD 3 /* the worker's socket; 0 to 2 are standard */

/* For ever, for the calling process.  memory: bytes of address space beyond what it has
 * now. */
int sandbox_lock(int64_t memory, struct err *e);

#endif
