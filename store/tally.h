/* tally.h -- how many of what: counts that lists show, made by the database. */
#ifndef STORE_TALLY_H
#define STORE_TALLY_H

#include "store/store.h"

struct store_tally {
	struct str name, why;
	int64_t key;
	int64_t n, recent; /* recent: those after since_ms */
	int64_t last_ms;   /* the newest */
};

enum tally {
	TALLY_RULES,     /* alerts, by name of their rule */
	TALLY_RECEIVERS, /* messages, by name of their receiver; key: enum outbox_state */
	TALLY_KEPT, /* messages that were kept back untried, by name of the rule; why: how
		       the reason begins */
	TALLY_DAYS, /* entries, key: days after since_ms; name: of the feed */
	TALLY_N
};
#define TALLY_WHY 4 /* characters of a reason */

int store_tally(struct store *s, struct arena *a, enum tally what, int64_t since_ms,
    struct store_tally **items, size_t *n, struct err *e);

#endif
