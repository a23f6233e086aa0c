/*
 * fuse.h -- is this report of that incident?  A table of weights (fuse.c), each row a
 * reason that `tocsin incident show` prints.  Pure.
 */
#ifndef FACTS_FUSE_H
#define FACTS_FUSE_H

#include "facts/incident.h"
#include "facts/side.h"

#define FUSE_JOIN 5.0 /* one incident */
#define FUSE_PART 3.5 /* another incident of the same offensive */
/* near enough to be looked at again when an older report comes late */
#define FUSE_RELATED 2.0
#define FUSE_REASONS 16

enum fuse_what {
	FUSE_SAME_PLACE,
	FUSE_NEAR_PLACE,
	FUSE_CONTAINS,
	FUSE_SAME_DIVISION,
	FUSE_SAME_COUNTRY,
	FUSE_APART,
	FUSE_SAME_DAY,
	FUSE_NEXT_DAY,
	FUSE_SAME_SINCE,
	FUSE_OTHER_DAY,
	FUSE_OTHER_SINCE,
	FUSE_FAR_IN_TIME,
	FUSE_SAME_SIDES,
	FUSE_OTHER_SIDES,
	FUSE_SAME_CAUSE,
	FUSE_OTHER_CAUSE,
	FUSE_SAME_FIGURE,
	FUSE_SAME_LARGE_FIGURE,
	FUSE_LATER_HIGHER,
	FUSE_CLOSE_FIGURE,
	FUSE_EARLIER_FIGURE,
	FUSE_DISAGREES,
	FUSE_LOWER,
	FUSE_LEAP,
	FUSE_CORRECTION,
	FUSE_SAME_TITLE,
	FUSE_SAME_TEXT,
	FUSE_SAME_SITE,
	FUSE_OTHER_SITE,
	FUSE_ANOTHER,
	FUSE_EVENT_IN_CAMPAIGN,
	FUSE_HISTORY,
	FUSE_BY_HAND,
	FUSE_NEIGHBOUR,
	FUSE_SUM,
	FUSE_NEXT_STRIKE,
	FUSE_CREEPS,
	FUSE_NEARLY_SAME_FIGURE,
	FUSE_OTHER_KIND,
	FUSE_GOES_ON,
	FUSE_WHAT_N
};

struct fuse_row {
	double weight;
	const char *text; /* "same place" */
};
extern const struct fuse_row fuse_rows[FUSE_WHAT_N];

enum fuse_place {
	FUSE_PLACE_UNKNOWN,
	FUSE_PLACE_FAR,
	FUSE_PLACE_COUNTRY,
	FUSE_PLACE_DIVISION,
	FUSE_PLACE_HOLDS,
	FUSE_PLACE_NEAR,
	FUSE_PLACE_SAME
};
enum fuse_place fuse_places(const struct place_mark *a, const struct place_mark *b);

struct fuse_score {
	double sum, leap;        /* leap: how far its figure is from the incident's;
				    breaks ties */
	double most;             /* that the sum may come to */
	enum fuse_place nearest; /* of their places */
	bool worded;             /* the wording is within the sum, which is final */
	struct reason why[FUSE_REASONS];
	size_t n;
};

/* A piece beside many incidents: what they are compared by is worked out once. */
#define FUSE_SIDES 128
#define FUSE_KINDS 16
#define FUSE_PIECE_SIDES 16
struct fuse_work {
	struct side_memo *sides;
	const struct piece *p;
	bool finer; /* it names a place finer than a division */
	/* what its places have of the bytes of struct place_glance; of the three bits
	 * more of a name or id, a bit each */
	unsigned char seen[256], more[256];
	bool anywhere; /* one of its kinds has no country */
	/* one of each kind, by all but name and point */
	const struct place_mark *kinds[FUSE_KINDS];
	size_t n_kinds;
	bool many;                             /* there are more kinds */
	uint64_t side_marks[FUSE_PIECE_SIDES]; /* of its first; 0: not asked for yet */
	struct fuse_known_side {
		uint64_t mark;
		bool shared;
	} known[FUSE_SIDES];
};
void fuse_begin(struct fuse_work *w, struct side_memo *sides, const struct piece *p);
void fuse_begin_places(struct fuse_work *w);
enum fuse_place fuse_nearest(const struct fuse_work *w, const struct incident *in);
/* All but what the wording says, which costs the most. */
void fuse_score(struct fuse_work *w, const struct incident *in, struct fuse_score *out);
/* And that: the sum is final then. */
void fuse_wording(const struct fuse_work *w, const struct incident *in,
    struct fuse_score *s);

#endif
