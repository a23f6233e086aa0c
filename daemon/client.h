/*
 * client.h -- how `tocsin` talks to the daemon: HTTP over its unix socket, one request at
 * a time, blocking.  Who may open the socket may ask; permissions take the place of
 * passwords.
 */
#ifndef DAEMON_CLIENT_H
#define DAEMON_CLIENT_H

#include "base/arena.h"
#include "base/buf.h"

/*
 * The socket's path: --socket PATH or -s PATH, which are taken out of the arguments, else
 * TOCSIN_SOCKET, else what the configuration of -c FILE says, else where the service has
 * it.
 */
struct str client_socket(int *argc, char **argv, struct arena *a);

/* -1: nobody answers, *e says why and what to do.  Else the HTTP status; the body is in
 * out. */
int client_ask(struct str socket, const char *method, const char *path, struct str body,
    struct buf *out, struct err *e);

/* What an answer that is no success says, in *e; -1. */
int client_refusal(const struct buf *answer, int status, struct err *e);

/* The same, piece by piece as it comes, until it ends or on_piece gives false. */
typedef bool client_piece(void *arg, struct str piece);
int client_stream(struct str socket, const char *path, client_piece *on_piece, void *arg,
    struct err *e);

#endif
