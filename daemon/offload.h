/*
 * offload.h -- work that may block (a database, a slow disk), done on a thread of its
 * own, one piece after the other in the order it was given; the end of each is told on
 * the event loop. What the work touches belongs to the thread until then.
 */
#ifndef DAEMON_OFFLOAD_H
#define DAEMON_OFFLOAD_H

#include <stddef.h>
#include <stdint.h>

struct event_base;
struct offload;

struct offload *offload_new(struct event_base *loop, const char *name);
/* Does all that was given, tells the end of it, and stops. */
void offload_free(struct offload *o);

typedef void offload_fn(void *arg);
/* work runs on the thread, done (may be NULL) on the loop; never from within. */
void offload_run(struct offload *o, offload_fn *work, offload_fn *done, void *arg);

size_t offload_waiting(const struct offload *o); /* given, and not yet told the end of */
/* How long the piece at hand has been running; 0: nothing runs. */
int64_t offload_busy_ms(struct offload *o);

#endif
