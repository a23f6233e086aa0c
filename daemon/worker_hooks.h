/*
 * worker_hooks.h -- documents that ask a worker to misbehave, so that tests can watch the
 * engine deal with it.  Only in builds with --enable-test-hooks.
 */
#ifndef DAEMON_WORKER_HOOKS_H
#define DAEMON_WORKER_HOOKS_H

#include "base/str.h"

/* Looks for "tocsin-test:WORD" in a document and does what the word says, if there is
 * one. */
void worker_hook(struct str document);

#endif
