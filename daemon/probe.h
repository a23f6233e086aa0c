/*
 * probe.h -- looks at addresses before they are configured: fetched at once, as the
 * poller would, by a loop of its own that blocks the caller.  For commands.
 */
#ifndef DAEMON_PROBE_H
#define DAEMON_PROBE_H

#include "daemon/configuration.h"

struct probe {
	struct str url; /* asked for */
	/* What came, in the arena. */
	int status;       /* of HTTP */
	struct str error; /* one sentence: no answer of 200; empty: there is a body */
	struct str body, final_url, content_type;
};

struct probe_options {
	const struct config *config; /* user agent, proxy, certificates */
	bool allow_private;
	void (*each)(void *arg, const struct probe *p); /* as each is done; may be NULL */
	void *arg;
};

/* -1: no client could be made. */
int probe_all(struct arena *a, const struct probe_options *o, struct probe *probes,
    size_t n, struct err *e);

#endif
