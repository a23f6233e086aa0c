/*
 * starter.h -- the list of outlets by region that `tocsin init` begins with:
 * etc/starters.tsv, whose head says what its lines are.
 */
#ifndef DAEMON_STARTER_H
#define DAEMON_STARTER_H

#include "base/arena.h"
#include "base/conf.h"
#include "base/err.h"

struct starter_region {
	struct str id, title;
	struct str_list places; /* that its rules watch; none: everywhere */
};

struct starter_feed {
	struct str regions; /* ids, a space between */
	struct str name, kind, lang, country, url;
};

struct starters {
	struct starter_region *regions;
	struct starter_feed *feeds;
	size_t n_regions, n_feeds;
};

/* Lives in a.  -1: *e names the line. */
int starters_load(struct starters *s, struct arena *a, const char *path, struct err *e);
/* By id, by the number that a list shows, from 1, or by a country in it; NULL: none of
 * them. */
const struct starter_region *starter_region(const struct starters *s, struct str word);
bool starter_feed_in(const struct starter_feed *f, struct str region);

#endif
