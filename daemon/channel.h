/*
 * channel.h -- the engine's end of a worker's socket: frames (worker.h) out and in,
 * without ever waiting.  Whoever is at the other end may say anything: a frame is at most
 * LIMIT_MESSAGE long, and one question is out at a time, so that nothing may follow an
 * answer.
 */
#ifndef DAEMON_CHANNEL_H
#define DAEMON_CHANNEL_H

#include "base/arena.h"
#include "base/buf.h"

struct event_base;
struct channel;

/* on_readable(arg): there is something to take.  fd is closed with it; NULL: it cannot be
 * watched, fd stays open. */
struct channel *channel_new(struct event_base *loop, int fd,
    void (*on_readable)(void *arg), void *arg);
void channel_free(struct channel *c); /* NULL is fine; also from within on_readable */

/* A frame in two parts, head and all, which live until it was sent or the channel is
 * freed. */
void channel_send(struct channel *c, struct str first, struct str second);
bool channel_sent(const struct channel *c);

enum channel_taken { CHANNEL_NOTHING, CHANNEL_MESSAGE, CHANNEL_LIE, CHANNEL_END };
/* The message lives until the next is taken, or the channel is freed. */
enum channel_taken channel_take(struct channel *c, struct str *message);
/* The message that was taken last, now the arena's, without a copy. */
struct str channel_keep(struct channel *c, struct arena *a);

#endif
