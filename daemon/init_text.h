/*
 * init_text.h -- the configuration that `tocsin init` writes: answers in, commented YAML
 * out.
 */
#ifndef DAEMON_INIT_TEXT_H
#define DAEMON_INIT_TEXT_H

#include "base/buf.h"
#include "daemon/starter.h"

struct init_feed {
	struct starter_feed feed;
	bool wanted;
	struct str trouble; /* why it is left out; empty: it answered, or nobody asked */
	size_t entries;     /* that it holds now */
};

struct init_plan {
	const struct starter_region *region;
	struct init_feed *feeds;
	size_t n_feeds;
	struct str steps; /* "10, 50, 100" */
	bool ground;
	bool allow_private;
	struct str mail, from, smtp, user, password_file; /* no mail: no such receiver */
	struct str webhook, secret_file;                  /* likewise */
	struct str state_dir, control; /* empty: what the service has */
	struct str date;               /* of today, for the comments */
};

/* How many of the feeds are written down to be asked. */
size_t init_wanted(const struct init_plan *p);
void init_text(const struct init_plan *p, struct buf *out);

#endif
