/*
 * acts.h -- what people ask of and do to alerts and their delivery, as orders: a name,
 * arguments as a JSON object, an answer as JSON.  The daemon runs them on its store's
 * thread; `tocsin` sends them through the control socket, or runs them itself on the
 * store when no daemon does.
 */
#ifndef DAEMON_ACTS_H
#define DAEMON_ACTS_H

#include "daemon/configuration.h"
#include "daemon/delivery.h"
#include "net/httpd.h"
#include "store/store.h"

struct act_world {
	struct store *store;
	struct config *config;
	int64_t now_ms;
	bool wakes; /* set: rows may be due */
};

/* Every name of an act, for help and tests; ends with NULL. */
extern const char *const act_names[];
/* -1: *e says why not.  args may be empty. */
int act_run(struct act_world *w, struct str name, struct str args, struct buf *answer,
    struct err *e);

/* ---- in the daemon ---- */

struct act_server;
/* stored: called on the loop when an act is done, which may have changed the store. */
struct act_server *act_server_new(struct event_base *loop, struct offload *store_thread,
    struct store *store, void (*stored)(void *arg), void *arg);
/* Before the server that its requests came from, and before the store's thread. */
void act_server_free(struct act_server *s);
/* Takes the request over and replies when it is done; its body is the arguments of the
 * act. */
void act_serve(struct act_server *s, struct config *c, struct delivery_lanes *d,
    struct httpd_request *rq, struct str name);

/* ---- in the command ---- */

/* The options of every such command: -c FILE, -s SOCKET; taken out of the arguments. */
struct act_client {
	struct arena arena;
	struct str socket;
	const char *file; /* the configuration, for when no daemon answers */
	bool alone;       /* none answered */
	bool json;        /* programs want to know */
};
void act_client_init(struct act_client *c, int *argc, char **argv);
void act_client_clear(struct act_client *c);
/* The answer; -1: *e says why not. */
int act_ask(struct act_client *c, const char *name, struct str args, struct buf *answer,
    struct err *e);

#endif
