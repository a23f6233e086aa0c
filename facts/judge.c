/*
 * judge.c -- see casualty.h: what the cues of a sentence make of its figures: history, a
 * plan, denied, claimed, more than was told before.
 */
#include "config.h"

#include "facts/finder.h"
#include "facts/judge_in.h"
#include "facts/phrase.h"
#include "facts/small_words.h"
#include "facts/territory_stance.h"
#include "facts/time_words.h"
#include "facts/when.h"

/* An infinitive is a plan unless something says that it came true. */
static bool
unfulfilled(const struct cues *cues, const struct figure *f)
{
	if (!f->verb.infinitive || f->verb.perfect || f->frame->cls == C_FLEE ||
	    f->frame->cls == C_DEATH)
		return false;
	for (size_t k = 0; k < cues->n; k++) {
		const struct cue *c = &cues->items[k];

		if ((c->kind == CUE_ACTUAL || c->kind == CUE_CLAIMED) &&
		    c->last < f->trigger &&
		    (c->last + 3 >= f->trigger || c->last >= f->verb.start))
			return false;
	}
	return true;
}

/* A guard and one additional rebel: more than the guard, not more than was told before.
 * But: he and one additional rebel. */
static bool
first_of_outcome(const struct figure *f, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (f[k].outcome == f[i].outcome &&
		    !(f[k].g.pronoun && f[k].tier != TIER_FIRM))
			return false;
	return true;
}

/* Three were arrested. … The other two | remain in custody. */
static bool
is_rest_held(const struct figure *f)
{
	return f->outcome == OUTCOME_DETAINED && f->g.definite &&
	    (f->frame->cls & C_DEAD) != 0;
}

/* The toll is at 43 this year; | a guard was hurt: is the cue of what another part of the
 * sentence tells? */
static bool
of_other_part(const struct doc *d, const struct cue *c, const struct figure *first,
    const struct figure *f)
{
	if (first->trigger > c->first || f->verb.perfect)
		return false;
	for (size_t i = c->last + 1u; i < f->first; i++)
		if (d->t.tok[i].punct == ';')
			return true;
	return false;
}

/* 34 died, which raises the toll to 66 since March: only the last figure before the cue
 * is running. */
static bool
is_running(const struct doc *d, const struct cues *cues, const struct figure *f, size_t i,
    size_t n)
{
	for (size_t c = 0; c < cues->n; c++) {
		bool nearest = cues->items[c].kind == CUE_RUNNING &&
		    !of_other_part(d, &cues->items[c], &f[0], &f[i]) &&
		    !when_is_record(d->t.tok, d->t.sent[f[i].sentence].first,
			cues->items[c].first);

		for (size_t k = 0; k < n && nearest; k++)
			nearest = !(f[k].trigger > f[i].trigger &&
			    f[k].trigger < cues->items[c].first &&
			    f[k].outcome == f[i].outcome && !f[k].subset);
		if (nearest)
			return true;
	}
	return false;
}

/* killed 15 and wounded 47; 15 were killed and 47 wounded: is the second verb only joined
 * to the first? */
static bool
joined_to(const struct doc *d, const struct figure *f, const struct figure *next)
{
	size_t i = (f->g.last > f->trigger ? f->g.last : f->trigger) + 1;

	if (next->trigger <= i || next->g.first < f->g.last)
		return false;
	for (; i < next->trigger; i++)
		if (!(d->t.tok[i].cls & (C_AND | C_ADVERB)) &&
		    !(i >= next->g.first && i <= next->g.last))
			return false;
	return true;
}

/* Troops killed 12 in Tarn and 11 | in a separate raid: is another figure told between
 * this one and the cue? */
static bool
told_nearer(const struct figure *f, size_t n, size_t i, const struct cue *c)
{
	for (size_t k = 0; k < n; k++)
		if (f[k].outcome == f[i].outcome && f[k].g.first > f[i].g.last &&
		    f[k].g.last < c->first && !f[k].subset)
			return true;
	return false;
}

/* the worst since | 1984, when a plane fell, killing all 49: does a clause open behind
 * the date that token i leads to? */
static bool
opens_behind_date(const struct doc *d, size_t i, size_t end)
{
	while (++i < end &&
	    (d->t.tok[i].kind == TOKEN_NUMBER || d->t.tok[i].punct == ',' ||
		(d->t.tok[i].cls & C_MONTH)))
		continue;
	return i < end && (d->t.tok[i].cls & (C_RELATIVE | C_SUBORD)) &&
	    !(d->t.tok[i].cls & C_DET);
}

/* the worst since | the 2008 attacks, which left 166 dead: told of what was worse before.
 */
static bool
beside_record(const struct doc *d, const struct figure *f)
{
	const struct sentence *s = &d->t.sent[f->sentence];
	size_t first = s->first,
	       clause = f->verb.start < f->g.first ? f->verb.start : f->g.first;
	bool own;

	if (!(s->time & U_RECORD) || clause <= first)
		return false;
	own = (d->t.tok[clause - 1].cls & (C_RELATIVE | C_SUBORD)) != 0;
	for (size_t i = first; i + 1 < clause; i++)
		if ((d->t.tok[i].word->time & U_SINCE) &&
		    when_is_record(d->t.tok, first, i))
			return own || opens_behind_date(d, i, clause);
	return false;
}

/* a day after, two weeks before: does a span of days lead to another event between the
 * two tokens? */
static bool
leads_elsewhere(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i + 1 < to; i++) {
		uint32_t unit = d->t.tok[i].word->time & (U_UNIT | U_HOURS),
			 next = d->t.tok[i + 1].word->time;

		if (unit == U_UNIT && (d->t.tok[i + 1].cls & C_PREP) &&
		    (d->t.tok[i + 1].cls & C_SUBORD) && !(next & U_SINCE))
			return true;
	}
	return false;
}

#define FRONT 4 /* words: two days after */

/* Eleven were killed, a day after | an attack that killed 52. A day after an attack that
 * | killed 52, eleven were killed: of two figures, that of the event by which the other
 * is dated. */
static bool
only_dates(const struct doc *d, const struct figure *all, size_t n,
    const struct figure *f)
{
	size_t first = d->t.sent[f->sentence].first;
	bool front = leads_elsewhere(d, first,
	    f->first < first + FRONT ? f->first : first + FRONT);

	for (const struct figure *e = all; e < all + n; e++) {
		if (e->outcome != f->outcome || e->subset || f->g.other)
			continue;
		if (e->last < f->first && leads_elsewhere(d, e->last + 1, f->first))
			return true;
		if (front && e->first > f->last && !e->g.other &&
		    cue_parted(d, f->last, e->first))
			return true;
	}
	return false;
}

/* killed 600 fighters, wounded 1,200 others over the past months: does the time behind
 * the second belong to the first as well? */
static bool
lists_with(const struct doc *d, const struct cues *cues, const struct figure *f,
    const struct figure *next)
{
	size_t comma = f->g.last + 1u;
	bool behind = false;

	for (size_t k = 0; k < cues->n; k++)
		behind = behind ||
		    (cues->items[k].kind == CUE_PAST &&
			cues->items[k].first > next->last);
	return behind && f->trigger < f->g.first && comma + 1 == next->trigger &&
	    next->trigger < next->g.first && d->t.tok[comma].punct == ',' &&
	    f->outcome != next->outcome;
}

/* Arrested two men | for killing a clerk, were hanged | for killing him: what those are
 * charged with whom the sentence tells as held, or put to death. */
static bool
held_for(const struct doc *d, const struct figure *all, const struct figure *f)
{
	if (f->outcome > OUTCOME_INJURED || !f->verb.gerund || f->verb.start == 0 ||
	    !(token_small(d, f->verb.start - 1u) & S_FOR))
		return false;
	for (const struct figure *e = all; e < f; e++)
		if ((e->outcome == OUTCOME_DETAINED ||
			(e->outcome == OUTCOME_KILLED && e->verb.passive)) &&
		    e->trigger < f->trigger)
			return true;
	return false;
}

/* Police arrested four over a raid that left nine dead | last year: is another fate told
 * between those held and the time? */
static bool
holds_now(const struct figure *f, size_t n, size_t i, const struct cue *c)
{
	for (size_t k = i + 1;
	     k < n && c->kind == CUE_PAST && f[i].outcome == OUTCOME_DETAINED; k++)
		if (f[k].outcome < OUTCOME_DETAINED && f[k].first > f[i].last &&
		    f[k].last < c->first)
			return true;
	return false;
}

/* Two suspected of fraud were held, along with | a third: who is told of with those whom
 * the charge does not touch. */
static bool
is_in_free_company(const struct figure *f, size_t i, const struct cue *c)
{
	return i > 0 && c->kind == CUE_CHARGED && f[i].outcome == OUTCOME_DETAINED &&
	    c->last < f[i].trigger && f[i].verb.passive &&
	    f[i - 1].trigger == f[i].trigger && f[i].g.first > f[i].trigger &&
	    !f[i - 1].background;
}

void
figures_judge(const struct doc *d, const struct cues *cues, struct figure *f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < cues->n; k++)
			if (!holds_now(f, n, i, &cues->items[k]) &&
			    !is_in_free_company(f, i, &cues->items[k]) &&
			    (cues->items[k].kind != CUE_ADDITION ||
				!told_nearer(f, n, i, &cues->items[k])) &&
			    (cues->items[k].kind != CUE_CLAIMED ||
				!cue_claims_lives(&cues->items[k], f, n)))
				judge_cue(d, &cues->items[k], &f[i]);
		f[i].running = is_running(d, cues, f, i, n);
		if ((f[i].g.other && !is_rest_held(&f[i]) && first_of_outcome(f, i)) ||
		    f[i].g.taken)
			f[i].addition = true;
		if (unfulfilled(cues, &f[i]))
			f[i].planned = true;
		f[i].claimed = f[i].claimed ||
		    is_disputed(d, &d->t.sent[f[i].sentence], f[i].trigger);
		f[i].charged = held_for(d, f, &f[i]) ||
		    (n > 1 && (d->t.sent[f->sentence].cls & C_RELATIVE) &&
			figure_is_deed(d, f, n, &f[i]));
		f[i].background = f[i].background || f[i].charged ||
		    beside_record(d, &f[i]) ||
		    (n > 1 && (d->t.sent[f->sentence].cls & C_TIME) &&
			only_dates(d, f, n, &f[i]));
		if (i > 0 && f[i - 1].background && joined_to(d, &f[i - 1], &f[i]))
			f[i].background = true;
	}
	for (size_t i = n; i-- > 1;)
		f[i - 1].background = f[i - 1].background ||
		    (f[i].background && lists_with(d, cues, &f[i - 1], &f[i]));
	figures_restated(d, f, n);
}
