/*
 * judge_past.h -- what a cue of the past makes of a figure of its sentence, for judge.c.
 */
#ifndef FACTS_JUDGE_PAST_H
#define FACTS_JUDGE_PAST_H

#include "facts/casualty.h"
#include "facts/cue.h"

/* those who were kidnapped last week; two clerks kidnapped last week were found: the
 * figure stands in a clause of its own beside the news. */
bool cue_in_passing(const struct doc *d, const struct cue *c, const struct figure *f);
/* Is the cue near enough, and of what befell the victims: not of what they did before, of
 * an event whose toll has risen now? */
bool cue_tells_past(const struct doc *d, const struct cue *c, const struct figure *f);

#endif
