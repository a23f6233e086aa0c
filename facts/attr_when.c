/* attr_when.c -- see attr_in.h: what a time that a sentence tells belongs to: the saying,
 * a clause of its own, another figure. */
#include "config.h"

#include "facts/attr_in.h"
#include "facts/time_words.h"

#define SPAN_MAX 1000 /* units of two days, a week */
#define SAID_REACH 7  /* words: said in a statement late on | Tuesday */

/* The mayor on Tuesday | said, strongly | condemned: does a verb of saying stand behind
 * the time that ends at token i? */
static bool
says_behind(const struct context *c, size_t i)
{
	while (++i < c->s->end && (tok(c, i)->cls & C_ADVERB))
		continue;
	return i < c->s->end && (tok(c, i)->form & FORM_PAST) &&
	    (tok(c, i)->cls & C_VERB) &&
	    ((tok(c, i)->cls & C_SPEECH) || tok(c, i)->word->value == CONDEMNS);
}

/* Was it only said then: police said late | on Tuesday that six had died; said in a
 * statement on | Tuesday? */
bool
attr_dates_saying(const struct context *c, const struct when *w)
{
	const uint64_t told = C_KILL | C_DIE | C_DEAD | C_DEATH | C_CAUSE | C_STRIKE |
	    C_HARM | C_LEAVE | C_SUBORD | C_RELATIVE | C_BE | C_HAVE | C_AND | C_NUMBER;

	if (w->span || (tok(c, w->last + 1u)->cls & C_POSSESSIVE))
		return false;
	if (says_behind(c, w->last))
		return true;
	for (size_t i = w->first; i > c->s->first && i + SAID_REACH > w->first; i--) {
		const struct token *t = tok(c, i - 1);

		if ((t->cls & C_SPEECH) && (t->form & FORM_PAST) && t->group == 0)
			return true;
		if (t->kind == TOKEN_PUNCT || (t->cls & told))
			return false;
	}
	return false;
}

#define FAR_MORE 5 /* times as many: a running total */

/* Kills 14 in Tarn; 900 killed | since March: does the span belong to a running total
 * told between it and r? */
bool
attr_spans_other(const struct context *c, const struct figure *r, const struct when *w)
{
	if (!w->span || w->first < r->last)
		return false;
	for (const struct figure *e = r + 1; e < c->figures_end; e++)
		if (e->outcome == r->outcome && e->first > r->last &&
		    e->first < w->last && !e->subset &&
		    e->g.count / FAR_MORE >= r->g.count)
			return true;
	return false;
}

/* Police arrested four over a raid that left nine dead in | June: does the time belong to
 * what those held are held for? */
bool
attr_dates_crime(const struct context *c, const struct figure *r, const struct when *w)
{
	for (const struct figure *e = r + 1;
	     r->outcome == OUTCOME_DETAINED && e < c->figures_end; e++)
		if (e->outcome < OUTCOME_DETAINED && e->first > r->last &&
		    e->first < w->first)
			return true;
	return false;
}

/* Mourning began on Saturday | for the 63 people who died when a ferry sank: does the
 * time belong to the clause before those of whom a relative one tells that they died? */
bool
attr_dates_main(const struct context *c, const struct figure *r, const struct when *w)
{
	const struct token *next = tok(c, r->g.last + 1u);

	return r->g.definite && w->last < r->g.first && r->trigger > r->g.last &&
	    (next->cls & C_RELATIVE) && !(next->cls & C_DET);
}

#define TAKEN_REACH 3 /* words from the verb to its time */

/* The bodies of nine clerks kidnapped | last month were found: does the time belong to
 * what befell the dead before? */
bool
attr_dates_taking(const struct context *c, const struct figure *r, const struct when *w)
{
	for (const struct figure *e = c->figures;
	     r->outcome == OUTCOME_KILLED && e < c->figures_end; e++)
		if (e->background &&
		    (e->outcome == OUTCOME_MISSING || e->outcome == OUTCOME_ABDUCTED ||
			e->outcome == OUTCOME_CAPTURED) &&
		    e->trigger < w->first && w->first <= e->trigger + TAKEN_REACH &&
		    (r->trigger > w->last || r->trigger < e->trigger))
			return true;
	return false;
}

/* which it had taken | on 29 May: does the time belong to what was before? */
bool
attr_dates_before(const struct context *c, const struct when *w)
{
	for (size_t i = w->first; i > c->s->first && i + SAID_REACH > w->first; i--)
		if (((tok(c, i - 1)->cls & C_RELATIVE) &&
			!(tok(c, i - 1)->cls & C_SUBORD)) ||
		    ((tok(c, i - 1)->cls & C_HAVE) && (tok(c, i - 1)->form & FORM_PAST)))
			return true;
	return false;
}

/* two days, a week: the days of the span that ends before token i; 0: there is none. */
static int
span_before(const struct context *c, size_t i)
{
	const struct token *unit = i > c->s->first + 1u ? tok(c, i - 1) : NULL, *n;

	if (unit == NULL || !(unit->word->time & U_UNIT) || unit->word->n < 1)
		return 0;
	n = unit - 1;
	if (n->kind == TOKEN_NUMBER)
		return n->value > 0 && n->value < SPAN_MAX ? (int)n->value * unit->word->n
							   : 0;
	return n->cls & C_ONE ? unit->word->n : 0;
}

int
attr_days_before(const struct context *c, const struct figure *r, const struct when *w)
{
	size_t first = r->first < r->trigger ? r->first : r->trigger, i = first;
	bool apart;

	if (!(c->s->time & U_UNIT)) /* no span is told */
		return 0;
	while (i > c->s->first &&
	    !((tok(c, i - 1)->cls & C_PREP) && tok(c, i - 1)->word->value == AFTERWARDS))
		i--;
	if (i == c->s->first || (w != NULL && w->first < first && w->last >= i))
		return 0;
	apart = w == NULL || w->last < i;
	for (size_t k = r->last; !apart && k < w->first; k++)
		apart = tok(c, k)->kind == TOKEN_PUNCT && tok(c, k)->punct == ',';
	return apart ? span_before(c, i - 1) : 0;
}
