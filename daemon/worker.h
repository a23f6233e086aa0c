/*
 * worker.h -- the process that reads what strangers wrote.  `tocsind --worker MEMORY
 * DIR…` is started by workers.c with its socket as descriptor 3; it loads the language
 * packs and the gazetteer, locks itself in (sandbox.h), says hello, and answers one job
 * after another until the engine closes the socket.
 */
#ifndef DAEMON_WORKER_H
#define DAEMON_WORKER_H

#include "base/buf.h"

#define WORKER_ARGUMENT "--worker"

int worker_main(int argc, char **argv); /* sysexits code */

/* Frames on the socket, both ways: four bytes of length, little-endian, then the message.
 */
#define FRAME_HEAD 4
void frame_begin(struct buf *empty); /* room for the head; then comes the message, then
					frame_end() */
void frame_end(struct buf *b, size_t more); /* more: bytes that follow from elsewhere */
size_t frame_length(const char head[FRAME_HEAD]);

/* The first message. */
struct hello {
	struct str error; /* "" when all is well, or why the worker cannot work */
	struct str note;  /* what it works without: reader_trouble() */
};
void hello_put(struct buf *b, const struct hello *h);
int hello_get(struct str message, struct hello *h); /* -1: no honest worker wrote this */

#endif
