/*
 * web.h -- what the daemon shows over HTTP: the page, the read API, exports, live events,
 * health and metrics.  It reads the store through a connection and a thread of its own,
 * so that a slow query never stalls the loop nor the writer.  Nothing here changes
 * anything, but that acts which web_act.h lets pass are handed on.
 */
#ifndef DAEMON_WEB_H
#define DAEMON_WEB_H

#include "base/buf.h"
#include "base/err.h"
#include "net/httpd.h"

struct config;
struct event_base;
struct httpd_request;
struct web;

struct web_options {
	struct event_base *loop;
	struct str listen; /* as httpd_listen() takes it; empty: only web_serve() */
	int max_clients;   /* 0: 1024 */
	const char *store_address; /* opened for reading; it must exist already */
	void *ctx;                 /* of the two functions */
	bool (*ready)(void *ctx, struct buf *why);   /* false: why not, a sentence */
	void (*metrics)(void *ctx, struct buf *out); /* Prometheus text format */
	/* An act that may be done: it is taken over and replied to.  NULL: there are
	 * none. */
	void (*act)(void *ctx, struct httpd_request *rq, struct str name);
};

struct web *web_new(const struct web_options *o, struct config *c, struct err *e);
void web_free(struct web *w);
/* What is answered beside the API, for doc/openapi.json's test; the last, "/", is the
 * page and all else. */
extern const struct httpd_route web_routes[];
/* One request of another listener: the control socket shows all that the web does. */
void web_serve(struct web *w, struct httpd_request *rq);
int web_port(const struct web *w);
void web_configure(struct web *w, struct config *c); /* after a reload */
/* Something was committed: those who listen for events are told. */
void web_wake(struct web *w);
size_t web_listeners(const struct web *w); /* event streams open now */
size_t web_dropped(const struct web *w);   /* streams closed because their client was too
					      slow */

#endif
