/*
 * discover.h -- the feeds that an HTML page names: <link rel="alternate" type="…"> in
 * order.
 */
#ifndef PARSER_DISCOVER_H
#define PARSER_DISCOVER_H

#include "base/arena.h"

struct discovered {
	/* absolute against <base>, else the page's address */
	struct str url, type, title;
};

#define DISCOVER_MAX 64
/* At most DISCOVER_MAX into out; how many. */
size_t discover_feeds(struct arena *a, struct str html, struct str url,
    struct discovered out[DISCOVER_MAX]);
/* or empty */
struct str discover_first(struct arena *a, struct str html, struct str url);

#endif
