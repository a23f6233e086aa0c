/*
 * piece_in.h -- what ledger_piece.c (a report taken apart into pieces) and piece_claims.c
 * (the figures of a piece) share.
 */
#ifndef FACTS_PIECE_IN_H
#define FACTS_PIECE_IN_H

#include "facts/ledger_piece.h"

#define GROUPS 12
#define PIECE_PLACES 16
#define PIECE_SIDES 12
#define PIECE_GROUNDS 64
#define KNOWN_KEYS 32

struct group {
	struct str key;
	bool split;            /* made by its place */
	bool asserted[TOLL_N]; /* has a figure that is more than a party's claim */
	const struct fact **facts;
	size_t n;
};

struct known_key { /* of a place: a report names the same few again and again */
	const struct fact_place *place;
	struct str key;
};

struct work {
	struct arena *a;
	const struct report *r;
	struct known_key known[KNOWN_KEYS];
	size_t n_known;
	struct day today;
	int64_t sum; /* of the events that the report is split into, told as well; -1: it
			is not */
	bool by_country;          /* no place finer than a country parts its events */
	const struct fact *whole; /* the dead whom parts told of several places make up;
				     NULL: there are none */
	struct group groups[GROUPS];
	size_t n_groups;
};

/* The claims of the group, which p gets; the fact that leads them. */
const struct fact *piece_claims(struct work *w, const struct group *g, struct piece *p);

enum toll_field piece_field(const struct fact *f);
int64_t piece_value(const struct fact *f);
/* An actor's id, or ~ and its words. */
struct str piece_actor(struct arena *a, struct str id, struct str words);
/* place_key(), once for each place of the report. */
struct str piece_key(struct work *w, const struct fact_place *p);
/* The first place of the fact's own that is no country and no division; NULL: there is
 * none. */
const struct fact_place *piece_place(const struct fact *f);

#endif
