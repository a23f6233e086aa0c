/*
 * cue.h -- phrases that say how a figure is to be taken: history, plan, denial, addition,
 * rival claim, running total (etc/lang/XX/cues.tsv).  Each kind has its own reach.
 */
#ifndef FACTS_CUE_H
#define FACTS_CUE_H

#include "facts/doc.h"

enum cue_kind {
	CUE_CHARGED,  /* accused of, the killing of: background, before the figure in its
			 clause */
	CUE_PAST,     /* last year, previously: background, in the sentence */
	CUE_LATELY,   /* last week: background in a clause of its own, else news */
	CUE_WAR,      /* in the civil war: what it has cost in all, in the perfect or by
			 thousands */
	CUE_EARLIER,  /* had earlier said: an older count of the same, behind it in the
			 sentence */
	CUE_PLANNED,  /* plotted to: before the figure in its clause */
	CUE_DENIED,   /* denied that: before the figure in its clause */
	CUE_DENIES,   /* denied: only what is told behind it in a clause of "that" */
	CUE_CLAIMED,  /* a party says so: in the sentence */
	CUE_ADDITION, /* elsewhere, hours later: the sentence adds to what was told */
	CUE_RIVAL,    /* other sources: the sentence neither adds nor replaces */
	CUE_RUNNING,  /* since, this year: the figure is a running total */
	CUE_ACTUAL,   /* managed to: the infinitive came true */
	CUE_REPRISAL, /* in retaliation for: what follows is told as a motive */
	/* freed, found alive: those told of beside it as abducted or missing */
	CUE_FREED,
	CUE_CALM,   /* sport, medicine, courts, obituaries: the entry, where nothing is
		       violent */
	CUE_VOTE,   /* ballots, seats: the entry tells of no ground, where nothing violent
		       is named */
	CUE_SHARED, /* spread evenly over four events: the entry's is one of so many
		       shares */
	CUE_OPENING, /* along with the leader, …: adds where it opens the sentence */
	CUE_POINTER, /* also read: the sentence that it opens is the headline of another
			report */
	CUE_CAPTION, /* watch: the same, but where the entry begins with it */
	CUE_N
};

struct cue_line {
	enum cue_kind kind;
	struct str phrase, example, expect, path;
	size_t line;
};

struct cue_table {
	struct arena *arena;
	struct cue_line *items;
	size_t n, cap;
	uint32_t number, year; /* the words that stand in phrases for any, and for one of
				  four digits */
};

struct cue { /* one found in a sentence */
	enum cue_kind kind;
	uint32_t first, last;
	const struct cue_line *line;
};

#define CUES_MAX 32 /* of one sentence */

struct cues {
	struct cue items[CUES_MAX];
	size_t n;
	unsigned kinds; /* bits */
};

struct cue_table *cues_new(struct lexicon *lx);
int cues_load(struct cue_table *t, struct lexicon *lx, const char *dir, struct err *e);
/* Is it what opens the sentence, with a mark behind it: "Also read: …"? */
bool cue_points_elsewhere(const struct doc *d, const struct sentence *s,
    const struct cue *c);
/* The kind of cue that a sentence opens with; CUE_N: it opens with none. */
enum cue_kind cue_opening(const struct doc *d, const struct sentence *s);
/* Is the sentence the headline of another report? */
bool cues_point_elsewhere(const struct doc *d, const struct sentence *s);
void cues_find(const struct doc *d, const struct sentence *s, struct cues *out);

extern const char *const cue_names[];

#endif
