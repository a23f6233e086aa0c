/*
 * control.h -- the control socket: what `tocsin` talks to.  HTTP over a unix socket,
 * whose permissions say who may: all that web.h shows, the log as it is written, and
 * orders.
 */
#ifndef DAEMON_CONTROL_H
#define DAEMON_CONTROL_H

#include "daemon/web.h"
#include "net/httpd.h"

struct control;

struct control_options {
	struct event_base *loop;
	struct str path; /* of the socket; empty: only one that the service manager hands
			    over */
	struct web *web; /* answers what is not an order */
	void *ctx;
	/* "reload", "poll": -1: e says why not.  answer is JSON, or empty. */
	int (*order)(void *ctx, struct str name, struct str query, struct str body,
	    struct buf *answer, struct err *e);
	/* POST /act/…: takes the request over and replies when it is done
	 * (daemon/acts.h). */
	void (*act)(void *ctx, struct httpd_request *rq, struct str name);
};

struct control *control_new(const struct control_options *o, struct err *e);
void control_free(struct control *c); /* NULL is fine */

/* One line of the log, as log_tap gives it: kept for a while, and told to those who
 * follow. */
void control_line(struct control *c, int level, struct str line);

#endif
