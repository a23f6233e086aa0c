/*
 * feed_file.h -- feeds written into the configuration by commands: one new file in
 * feeds.d beside the main one, never a change of what a person wrote.
 */
#ifndef DAEMON_FEED_FILE_H
#define DAEMON_FEED_FILE_H

#include "daemon/configuration.h"

struct feed_entry_file { /* one feed to be written; empty text and zero are left out */
	struct str url, title, every;
	const struct str *tags;
	size_t n_tags;
	bool allow_private, disabled;
};

/* NULL: no feed of the configuration has that address. */
const struct feed_config *feed_file_known(const struct config *c, struct str url);

/* The YAML of those that the configuration does not have yet; how many. */
size_t feed_file_text(const struct config *c, struct arena *a,
    const struct feed_entry_file *feeds, size_t n, struct buf *out);

/* Writes feeds.d/SLUG.yaml beside the configuration file; *path is where. */
int feed_file_write(const char *config_file, struct arena *a, struct str slug_of,
    struct str text, const char **path, struct err *e);

#endif
