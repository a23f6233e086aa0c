/*
 * incident.h -- what happened: a place and its area, a span of time, sides, causes, and
 * the pieces of reports that tell of it.  Everything but id, state, parent and pieces is
 * worked out from the pieces by incident_fold(), whatever order they came in; so the
 * store keeps one blob.
 */
#ifndef FACTS_INCIDENT_H
#define FACTS_INCIDENT_H

#include "base/json.h"
#include "facts/place_glance.h"

#define INCIDENT_PIECES 64 /* kept; beyond it, the oldest that carry no figure go */
#define INCIDENT_KEYS 192
#define INCIDENT_FORMER 16 /* the latest */

enum incident_state {
	INCIDENT_OPEN,
	INCIDENT_MERGED,
	INCIDENT_RETRACTED,
	INCIDENT_STATE_N
};
extern const char *const incident_state_names[];

/* The fused figure of one outcome and class of victim. */
struct fused {
	enum toll_field field;
	uint64_t topic;         /* claim_topic() */
	struct str who, side;   /* both empty: everybody */
	int64_t min, best, max; /* max -1: open */
	int64_t at_ms;          /* publication of the report that gives best */
	size_t piece, claim;    /* that report, and its figure */
	size_t sources; /* independent sources that give about this figure or more */
	double confidence;
	enum stance stance; /* claimed: only a party says so */
};

/* Ground gained that was counted, not named. */
struct gain {
	struct str by, by_id, unit;
	int64_t count;
	enum bound bound;
	size_t piece, ground;
};

struct incident_op { /* what a person did: tocsin incident merge, split, retract */
	int64_t at_ms;
	struct str what, other, note; /* "merge", the other incident, why */
};

/* What a report said until it was edited or taken down: its figures, nothing else of it.
 */
struct former {
	const struct piece *piece;
	int64_t until_ms;
};

struct incident {
	struct str id;     /* ULID */
	struct str parent; /* the offensive it is part of, or empty */
	struct str into;   /* merged into */
	enum incident_state state;
	uint64_t version; /* one higher with each change */
	bool pinned;    /* a person merged or split it: fusion no longer rearranges it */
	size_t dropped; /* pieces let go beyond INCIDENT_PIECES */
	struct day floor;            /* earliest day of those */
	const struct piece **pieces; /* in order of piece_cmp(); shared by its versions */
	size_t n_pieces;             /* pieces NULL: left out, see struct ledger_view */
	struct incident_op *ops;
	size_t n_ops;
	const struct former *former; /* in the order in which they ceased; shared by its
					versions */
	size_t n_former;

	/* worked out */
	struct piece_mark *piece_marks;
	bool own_words; /* no two of its pieces tell nearly the same text */
	bool campaign;  /* an offensive: running totals, many places */
	bool long_run;  /* its first total already covered more than a month */
	unsigned marks; /* bits of enum story_mark, of its first report */
	bool dated[2];  /* some report of an event, some running total says when */
	struct day since, until;
	int64_t first_ms, last_ms; /* publication of the first and the last report */
	struct fact_place *places;
	struct str *keys;
	struct place_mark *place_marks;
	struct place_votes {
		unsigned short n, told; /* how many name it; its turn when first told */
	} votes[INCIDENT_PLACES];
	size_t n_places;
	struct place_glance glance;
	bool finer; /* one of them is finer than a division */
	struct str *sides;
	uint64_t *side_marks; /* text_mark() of each */
	size_t n_sides;
	struct str *causes;
	size_t n_causes;
	unsigned cause_marks;
	int64_t first_day, last_day; /* of since and until */
	int64_t stated_last;  /* the last day on which a report says that it happened; 0:
				 none */
	int64_t best[TOLL_N]; /* for everybody; -1: nobody said */
	struct fused *tolls;  /* for everybody first, then by class and side */
	size_t n_tolls;
	struct gain *gains;
	size_t n_gains;
	size_t sources, feeds; /* independent sources; feeds */
	struct str country;    /* the commonest */
};

void incident_fold(struct arena *a, struct incident *in);
/* The same where one piece came, and one may have gone before that: much of what was
 * worked out holds still. */
struct piece_change {
	const struct incident *was;
	const struct piece *came, *gone; /* gone NULL: none */
	size_t came_at, gone_at;
};
void incident_fold_change(struct arena *a, struct incident *in,
    const struct piece_change *c);
/* A copy that lives in a, and its pieces in parts: those that live there already are
 * shared. parts NULL: they are left out. */
struct incident *incident_keep(struct arena *parts, struct arena *a,
    const struct incident *in);
/* How many pieces that would be, and how many of them new there. */
size_t incident_parts(const struct incident *in, const struct arena *parts,
    size_t *new_parts);
/* The fused figure; who and side empty: everybody.  NULL: nobody said. */
const struct fused *incident_toll(const struct incident *in, enum toll_field f,
    struct str who, struct str side);
/* The same, from the pieces published up to then only. */
const struct fused *incident_toll_at(struct arena *a, const struct incident *in,
    enum toll_field f, struct str who, struct str side, int64_t at_ms);
/* As it was known then, also of reports that say otherwise since; *source: who said so.
 */
const struct fused *incident_toll_known(struct arena *a, const struct incident *in,
    enum toll_field f, int64_t at_ms, struct str *source);
/* The moments at which what is known may have changed, in rising order, each once. */
size_t incident_moments(struct arena *a, const struct incident *in, int64_t **moments);
/* A piece has been taken out of it, because its report says something else now. */
void incident_add_former(struct arena *a, struct incident *in, const struct piece *p,
    int64_t until_ms);
/* The highest figure that at least so many independent sources give or exceed; -1: none.
 */
int64_t incident_confirmed(const struct incident *in, enum toll_field f, struct str who,
    struct str side, size_t sources);
/* "12 (police), 40 (army)": who says otherwise, in words. */
struct str incident_disagree(struct arena *a, const struct incident *in,
    const struct fused *t);

/* As bytes for the store: what only the incident has, and each piece under a number of
 * its own, so that who changed one writes one.  No parts: the pieces stand in the head.
 */
struct incident_part {
	uint32_t number; /* from 1 on */
	struct str bytes;
};
struct incident_bytes {
	struct str head;
	const struct incident_part *parts; /* rising */
	size_t n_parts;
};

/* The head.  numbers: where the pieces lie, then those of former ones; NULL: they are
 * written behind it. */
void incident_put(struct buf *b, const struct incident *in, const uint32_t *numbers);
/* From bytes that must live as long as a, folded.  NULL: damaged. */
struct incident *incident_get(struct arena *a, struct incident_bytes bytes);
/* The same with nothing worked out: for who has that already.  known: the incident
 * without its pieces, whose marks they take; NULL: nobody has it.  *numbers: as
 * incident_put() got them; 0: in the head. */
struct incident *incident_get_pieces(struct arena *a, struct incident_bytes bytes,
    const struct incident *known, uint32_t **numbers);

/* has it a piece of it? */
bool incident_tells(const struct incident *in, struct str entry);
int64_t incident_first_day(const struct incident *in); /* days since 1970 */
int64_t incident_last_day(const struct incident *in);

/* "Idlib, Syria": for lists and summaries. */
struct str incident_name(struct arena *a, const struct incident *in);
/* The members of an object that is open, wherever an incident is shown; its body has
 * every claim, and why it joined. */
void incident_head_json(struct json *j, struct arena *a, const struct incident *in,
    int64_t changed_ms);
void incident_body_json(struct json *j, struct arena *a, const struct incident *in);
void incident_place_json(struct json *j, const struct fact_place *p);
/* those that are known */
void json_days(struct json *j, struct day since, struct day until);
/* For people: figures, who says so, and why each report joined, with its weights. */
void incident_explain(struct buf *out, const struct incident *in);

#endif
