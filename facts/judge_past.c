/* judge_past.c -- see judge_in.h. */
#include "config.h"

#include "facts/finder.h"
#include "facts/ground_words.h"
#include "facts/judge_in.h"
#include "facts/small_words.h"
#include "facts/time_words.h"

#define PAST_NEAR 7 /* words */
#define PAST_FAR 14
#define SUBJECT_WORDS 3

/* in which | 97 died, whose men | killed nine: does a relative word stand before token
 * from, with no more than its subject between? */
static bool
in_relative(const struct doc *d, const struct sentence *s, size_t from)
{
	for (size_t i = from; i > s->first && i + SUBJECT_WORDS >= from; i--) {
		const struct token *t = &d->t.tok[i - 1];

		if ((t->cls & C_RELATIVE) ||
		    ((t->cls & C_SUBORD) && t->word->value == WHERE))
			return true;
		if (t->kind == TOKEN_PUNCT || (t->cls & (C_BE | C_HAVE | C_SPEECH)))
			return false;
	}
	return false;
}

bool
cue_in_passing(const struct doc *d, const struct cue *c, const struct figure *f)
{
	const struct sentence *s = &d->t.sent[f->sentence];
	const struct token *next = &d->t.tok[c->last + 1];
	bool when = (d->t.tok[c->last].cls & (C_TIME | C_MONTH)) != 0; /* last week */

	/* the body of a clerk | who was abducted last week was found */
	for (size_t i = f->trigger + 1; i < c->first; i++)
		if (d->t.tok[i].cls & C_RELATIVE)
			return false;
	if ((f->verb.start > s->first &&
		(d->t.tok[f->verb.start - 1].cls & C_RELATIVE)) ||
	    (!when && f->outcome <= OUTCOME_INJURED &&
		(in_relative(d, s, f->verb.start) || in_relative(d, s, f->g.first))))
		return true;
	/* wreaths were laid | for the three people killed by a bomb */
	if (!when && c->last <= f->g.first && f->g.definite &&
	    f->trigger == f->g.last + 1u)
		return true;
	return c->first > f->trigger && c->last + 1u < s->end && next->group == 0 &&
	    (next->cls & (C_BE | C_HAVE | C_MODAL | C_DIE | C_FLEE));
}

/* killing 12 people who | had returned: what the victims did before they were killed */
static bool
of_victims(const struct doc *d, const struct cue *c, const struct figure *f)
{
	return f->outcome == OUTCOME_KILLED && f->trigger < f->g.first &&
	    c->first > f->g.last && (d->t.tok[f->g.last + 1].cls & C_RELATIVE);
}

/* The toll of the fire two weeks ago | has risen to 58: the event is past, the toll new.
 */
static bool
dates_event(const struct doc *d, const struct cue *c, const struct figure *f)
{
	if (!f->total || c->first <= f->first)
		return false;
	for (size_t i = c->last + 1u; i < f->last; i++)
		if ((d->t.tok[i].cls & C_HAVE) && !(d->t.tok[i].form & FORM_PAST))
			return true;
	return false;
}

/* 130 were killed, up from the | 64 reported a day earlier, more than six | a day before:
 * does another number stand between, with which it is compared? */
static bool
compares(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++) {
		const struct token *t = &d->t.tok[i - 1];

		if (d->t.tok[i].kind != TOKEN_NUMBER)
			continue;
		t -= (t->cls & C_DET) != 0;
		if ((t->word->ground & G_FROM) || (t->word->small & S_AGAINST) ||
		    ((t->cls & C_SUBORD) && (t[-1].cls & C_BOUND)))
			return true;
	}
	return false;
}

/* the nine who were killed in a fire at the main shopping centre of the town | a year
 * ago: is the cue near the figure, or, for those who are known, only where it was
 * between? */
static bool
reaches_back(const struct doc *d, const struct cue *c, const struct figure *f)
{
	if (c->first <= f->last + PAST_NEAR)
		return !compares(d, f->last + 1, c->last);
	if (c->first > f->last + PAST_FAR || !f->g.definite ||
	    !(d->t.tok[c->last].word->time & U_AGO))
		return false;
	for (size_t i = f->last + 1; i < c->first; i++)
		if (d->t.tok[i].kind != TOKEN_WORD ||
		    (d->t.tok[i].cls & (C_SUBORD | C_AND | C_BE | C_HAVE | C_SPEECH)) ||
		    (d->t.tok[i].form & (FORM_PAST | FORM_THIRD)))
			return false;
	return true;
}

bool
cue_tells_past(const struct doc *d, const struct cue *c, const struct figure *f)
{
	return reaches_back(d, c, f) && !of_victims(d, c, f) && !dates_event(d, c, f);
}
