/*
 * judge_in.h -- what judge.c (all cues of a sentence), judge_cue.c (one of them) and
 * judge_past.c (those of the past) share.
 */
#ifndef FACTS_JUDGE_IN_H
#define FACTS_JUDGE_IN_H

#include "facts/casualty.h"
#include "facts/cue.h"

/* What one cue makes of one figure of its sentence. */
void judge_cue(const struct doc *d, const struct cue *c, struct figure *f);
/* The flood | claimed nine lives and left six hurt: is the cue a verb that tells of
 * victims? */
bool cue_claims_lives(const struct cue *c, const struct figure *f, size_t n);
/* earlier four were reported, | now there are six: a comma or dash between two tokens? */
bool cue_parted(const struct doc *d, size_t from, size_t to);
/* those who were kidnapped last week; two clerks kidnapped last week were found: the
 * figure stands in a clause of its own beside the news. */
bool cue_in_passing(const struct doc *d, const struct cue *c, const struct figure *f);
/* Is the cue near enough, and of what befell the victims: not of what they did before, of
 * an event whose toll has risen now? */
bool cue_tells_past(const struct doc *d, const struct cue *c, const struct figure *f);

#endif
