/*
 * ledger_key.h -- the keys under which incidents are found, and which of those found are
 * worth a look.  A key is a hash of what it names: a collision only costs a look in vain.
 */
#ifndef FACTS_LEDGER_KEY_H
#define FACTS_LEDGER_KEY_H

#include "facts/incident.h"

enum ledger_key_kind {
	KEY_PLACE,    /* how its name sounds */
	KEY_DIVISION, /* country, division */
	KEY_COUNTRY,
	KEY_CAMPAIGN, /* campaigns of a country */
	KEY_LONE,     /* a country or division that a piece names alone */
	KEY_CELL,     /* of a quarter degree: row, column */
	KEY_TEXT,     /* band of a fingerprint */
	KEY_KIND_N
};

struct ledger_key {
	uint64_t key;
	unsigned weight; /* of having it in common */
};

/* a and b: text_mark() of texts, or numbers. */
struct ledger_key ledger_key(enum ledger_key_kind kind, uint64_t a, uint64_t b);

/* Under which an incident stands, rising by key, and under which those are found that a
 * piece may belong to. */
size_t incident_keys(const struct incident *in, struct ledger_key out[INCIDENT_KEYS]);
size_t piece_keys(const struct piece *p, struct ledger_key *out, size_t max);

/* Which incidents are asked for: the best, of those with any of the keys whose days meet
 * [from_day, to_day]. */
struct ledger_search {
	const struct ledger_key *keys;
	size_t n;
	int64_t from_day, to_day;
	size_t max;
};

/* One that was met under some keys.  What shares more, and is nearer in time, goes first.
 */
struct ledger_found {
	void *item;
	struct str id;
	unsigned weight;     /* of the keys it was met under */
	int64_t first, last; /* its days */
};
/* The best to the front, in no order; how many. */
size_t ledger_best_found(struct ledger_found *f, size_t n, const struct ledger_search *q);

#endif
