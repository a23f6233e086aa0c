/*
 * casualty.h -- killed, injured, missing, taken, displaced: the figures of an entry and
 * its toll. A figure is one group claimed by one trigger through one frame; figures
 * become facts, and the document procedure (judge.c, toll.c) makes the entry's own toll
 * of them.
 */
#ifndef FACTS_CASUALTY_H
#define FACTS_CASUALTY_H

#include "facts/clause.h"
#include "facts/cue.h"
#include "facts/lexicon_file.h"

/* How firmly a figure is told.  A tier counts only where nothing of those before it is
 * told. */
enum tier {
	TIER_FIRM,
	TIER_HINT, /* by a verb's agreement alone; shot: dead or not */
	TIER_BODY,
	TIER_PART, /* of others, however firm */
	TIER_N
};

struct figure {
	struct group g; /* a copy: groups live for one sentence */
	uint32_t sentence;
	uint32_t trigger;     /* token */
	uint32_t first, last; /* evidence: tokens */
	uint8_t outcome;      /* enum outcome, or OUTCOME_DISPLACED */
	const struct frame *frame;
	struct verb verb;
	uint8_t tier; /* enum tier, but TIER_PART */
	bool subset;  /* a part of another figure */
	bool whole;   /* the sum of others of its list */
	bool total;   /* a toll, or a running total */
	bool background, denied, planned, claimed;
	bool addition, rival;
	bool apart; /* an addition of another event: elsewhere, in a separate attack; not:
		       also */
	bool charged;   /* with it those whom the sentence tells as held: no deed of who
			   holds them */
	bool also_said; /* an addition by "also said": somebody else may tell the same */
	bool running;   /* since, so far: a running total */
	bool attackers; /* those who attacked are the victims */
	bool closing;   /* a bare "4 fatalities." */
	bool restated;  /* a headline before a dash in its sentence told it */
	bool share; /* one of the shares that a verb tells: what stands before it belongs
		       to others */
	uint32_t before;  /* token from which on words belong to the next share; 0: there
			     is none */
	struct str front; /* the place that its sentence opens with: In Tarn, … */
	int part_of;      /* figure; -1: none */
	int64_t armed;    /* of its parts, once the toll is made: policemen, rebels */
	int fact;         /* fact made of it; -1: none */
};

static inline bool
left_out(const struct figure *f)
{
	return f->background || f->denied || f->planned;
}

static inline bool
same_figure(const struct figure *a, const struct figure *b)
{
	return a->outcome == b->outcome && a->g.count == b->g.count &&
	    a->g.noun == b->g.noun;
}

#define FIGURES_MAX 400

struct figures {
	struct figure *items; /* NULL while there are none */
	size_t n, cap;
};

static inline struct figure *
figures_end(const struct figures *f)
{
	return f->n == 0 ? f->items : f->items + f->n;
}

void casualty_read(struct doc *d, struct toll *toll); /* which is empty */
/* Marks background, plan, denial, addition … by the sentence's cues. */
void figures_judge(const struct doc *d, const struct cues *cues, struct figure *f,
    size_t n);
/* Ten were killed in two towns. | Fatalities split between two events: a sentence without
 * a figure shares out what was told before it. */
void figures_share_told(const struct doc *d, const struct cues *cues, struct figures *f);
/* "Three killed in Tarn - Gunmen killed three people on Monday.": marks what the first
 * half has told. */
void figures_restated(const struct doc *d, struct figure *f, size_t n);
/* Told before in the same sentence: … were killed when troops opened fire, killing both
 * men. */
bool figure_repeats(const struct doc *d, const struct figure *a, const struct figure *f);
/* Arrested a man who | killed two clerks; killed a rebel who | abducted nine: was it done
 * before by those of whom all, the n figures of its sentence, tell that they were held,
 * or died? */
bool figure_is_deed(const struct doc *d, const struct figure *all, size_t n,
    const struct figure *f);
/* Parts and wholes within a sentence's figures. */
void figures_parts(const struct doc *d, struct figures *f, size_t from);
/* Those whom a headline has shot and the text only wounded. */
void figures_shot(const struct doc *d, struct figures *f);
/* The document procedure. */
void toll_make(const struct doc *d, struct figures *f, struct toll *out);

/* The group, founded ten years ago, | killed 12: do the words from first to last stand in
 * an aside on who acts, before what is told from a later token on? */
bool is_on_actor(const struct doc *d, const struct sentence *s, size_t first, size_t last,
    size_t told);

/* More than 20 killed in Tarn | Twenty-five were killed: what the headline told, told
 * again? */
bool retells_title(const struct doc *d, const struct figure *told,
    const struct figure *f);

#endif
