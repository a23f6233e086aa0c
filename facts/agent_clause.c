/* agent_clause.c -- see attr_in.h: who did, and who did not, what a relative clause
 * tells. */
#include "config.h"

#include "facts/attr_in.h"
#include "facts/ground_words.h"
#include "facts/small_words.h"

/* stormed a bank and | killed three, stormed a bank, | killing three: behind the relative
 * word of the clause that the verb of r is joined to; where it is joined to none, itself.
 */
static size_t
joined_at(const struct context *c, const struct figure *r)
{
	size_t i = r->verb.start;

	if (i > c->s->first &&
	    ((tok(c, i - 1)->cls & C_AND) ||
		(r->verb.gerund && tok(c, i - 1)->punct == ',')))
		for (i--; i > c->s->first && tok(c, i - 1)->kind != TOKEN_PUNCT &&
		     !(tok(c, i - 1)->cls & (C_RELATIVE | C_SUBORD | C_BE));)
			i--;
	return i;
}

/* a man | who had killed three, who stormed a bank and killed three, who stormed a bank,
 * killing three: the relative word whose clause the verb of r stands in, its first or
 * joined to that; SIZE_MAX: none. */
static size_t
relative_of(const struct context *c, const struct figure *r)
{
	size_t i = joined_at(c, r);

	while (i > c->s->first && (tok(c, i - 1)->cls & (C_ADVERB | C_HAVE)) &&
	    !(tok(c, i - 1)->cls & C_RELATIVE))
		i--;
	return i > c->s->first + 1 && (tok(c, i - 1)->cls & C_RELATIVE) &&
		tok(c, i - 1)->word->value == OF_PEOPLE
	    ? i - 1
	    : SIZE_MAX;
}

/* Police shot | a man who had killed three, | rebels who had killed three: does one stand
 * before the relative word at token at, who is the subject of its clause?  *a: that one,
 * if it is an actor. */
static bool
is_subject_of(const struct context *c, size_t at, const struct actor_phrase **a)
{
	size_t last = tok(c, at - 1)->kind == TOKEN_PUNCT && at > c->s->first + 1
	    ? at - 2
	    : at - 1;

	for (size_t i = 0; i < c->names->n_actors; i++)
		if (c->names->actors[i].first <= last &&
		    c->names->actors[i].last >= last) {
			*a = &c->names->actors[i];
			return true;
		}
	*a = NULL;
	return tok(c, last)->group != 0 && (tok(c, last)->cls & C_PERSON);
}

bool
agent_of_clause(const struct context *c, const struct figure *r,
    const struct actor_phrase **a)
{
	size_t relative = r->frame->victim == VICTIM_RIGHT ? relative_of(c, r) : SIZE_MAX;

	*a = NULL;
	return relative != SIZE_MAX && is_subject_of(c, relative, a);
}

/* Held in connection with, linked to | a blast: does what is charged begin at i? */
static bool
is_charged(const struct context *c, size_t i)
{
	struct cues cues;

	cues_find(c->d, c->s, &cues);
	for (size_t k = 0; k < cues.n; k++)
		if (cues.items[k].kind == CUE_CHARGED && cues.items[k].last + 1u == i)
			return true;
	return false;
}

/* arrested over | an attack, an inquiry into | the fire, rushed to the scene of | a
 * blast: does what stands before the event at i say that it was there before what is
 * told? */
static bool
comes_after(const struct context *c, size_t i)
{
	const struct token *before = tok(c, i - 1);
	size_t k = i - 2;

	if (!(before->cls & C_PREP) && !(before->cls & C_OF))
		return false;
	if ((before->cls & C_SUBORD) || (before->word->ground & G_OVER) ||
	    (before->word->small & S_INTO) || is_charged(c, i))
		return true;
	while ((before->cls & C_OF) && k > c->s->first + 1u && k + 3 > i - 2 &&
	    !(tok(c, k)->cls & (C_TO | C_VERB)))
		k--;
	return (before->cls & C_OF) && k < i - 2 && (tok(c, k)->cls & C_TO);
}

#define WHERE_WORDS 10 /* near the old gate in Tarn */

/* A blast near the old gate in Tarn | that killed nine: where the words for the place
 * behind an event begin, of which token i is the next. */
static size_t
before_place(const struct context *c, size_t i)
{
	for (size_t k = i - 1; k > c->s->first && k + WHERE_WORDS > i &&
	     tok(c, k)->kind != TOKEN_PUNCT && !(tok(c, k)->cls & (C_BE | C_HAVE));
	     k--)
		if ((tok(c, k)->word->ground & (G_IN | G_NEAR)) &&
		    (tok(c, k - 1)->cls & C_CAUSE))
			return k;
	return i;
}

#define SAYS 6 /* tokens of who says it, and of saying, behind a relative word */

bool
agent_after_event(const struct context *c, const struct figure *r,
    const struct actor_phrase *a)
{
	size_t i = joined_at(c, r);

	while (i > c->s->first && (tok(c, i - 1)->cls & (C_ADVERB | C_HAVE)) &&
	    !(tok(c, i - 1)->cls & C_RELATIVE))
		i--;
	/* a massacre that | the ministry said | killed nine */
	for (size_t k = i; i > c->s->first && (tok(c, i - 1)->cls & C_SPEECH) &&
	     k > c->s->first && k + SAYS > i;
	     k--)
		if (tok(c, k - 1)->cls & C_RELATIVE)
			i = k;
	if (i < c->s->first + 3 || !(tok(c, i - 1)->cls & C_RELATIVE))
		return false;
	if ((tok(c, i - 2)->cls & (C_THING | C_CAUSE | C_STRIKE | C_PERSON)) == C_THING &&
	    (tok(c, i - 3)->cls & C_ONE))
		/* detained the driver of a bus that | killed nine */
		return i > a->last + 5u && (tok(c, i - 4)->cls & C_OF);
	i -= tok(c, i - 2)->punct == ',' ? 1 : 0;
	i = before_place(c, i - 1) + 1;
	if (i < c->s->first + 3 || !(tok(c, i - 2)->cls & C_CAUSE))
		return false;
	for (i -= 2; i > c->s->first &&
	     (tok(c, i - 1)->cls & (C_DET | C_ONE | C_ADJ | C_CAUSE | C_THING)) &&
	     !(tok(c, i - 1)->cls & C_PREP);)
		i--;
	return i > c->s->first + 1 && a->last + 1 < i && comes_after(c, i);
}

#define TARGETS 3 /* words of those who are attacked with them */

/* An attack by rebels against clerks and | soldiers killed nine: is the actor the last of
 * those attacked? */
bool
agent_is_target(const struct context *c, const struct actor_phrase *a)
{
	size_t i = a->first, end;

	while (i > c->s->first && (tok(c, i - 1)->cls & (C_DET | C_ADJ | C_DEMONYM)))
		i--;
	if (i < c->s->first + 2 || !(tok(c, i - 1)->cls & C_AND))
		return false;
	for (end = i--;
	     i > c->s->first && end - i <= TARGETS && tok(c, i - 1)->kind == TOKEN_WORD &&
	     !(tok(c, i - 1)->cls & (C_PREP | C_BY | C_OF));
	     i--)
		continue;
	return i > c->s->first && (token_small(c->d, i - 1) & S_AGAINST) &&
	    (tok(c, i - 1)->cls & C_PREP);
}

#define CASE_NEAR 4 /* tokens from a participle to it */

/* убиты | боевиками, вбиті | російськими військами */
const struct actor_phrase *
agent_by_case(const struct context *c, const struct figure *r)
{
	if (!lexicon_has(c->d->lx, HABIT_COMMA_CLAUSE) ||
	    !(tok(c, r->trigger)->form & FORM_PARTICIPLE))
		return NULL;
	for (size_t i = 0; i < c->names->n_actors; i++) {
		const struct actor_phrase *a = &c->names->actors[i];

		if (a->prep != NOWHERE || a->first <= r->trigger ||
		    a->first > r->trigger + CASE_NEAR)
			continue;
		for (size_t k = a->first; k <= a->last; k++)
			if (tok(c, k)->word->value == BY_WHOM)
				return a;
	}
	return NULL;
}

bool
agent_is_short(const struct context *c, const struct actor_phrase *best,
    const struct actor_phrase *a)
{
	bool strikes = false;

	if (best == NULL || a->first == c->s->first || tok(c, a->first - 1)->punct != '(')
		return false;
	for (size_t i = best->last + 1u; i < a->first; i++) {
		if (tok(c, i)->cls & (C_SUBORD | C_RELATIVE | C_SPEECH))
			return false;
		strikes = strikes ||
		    ((tok(c, i)->cls & C_VERB) && !(tok(c, i)->flags & TOKEN_CAP) &&
			(tok(c, i)->form & (FORM_PAST | FORM_THIRD)));
	}
	return strikes;
}

bool
agent_was_hit(const struct context *c, const struct figure *r,
    const struct actor_phrase *a)
{
	if (!r->verb.gerund || r->verb.start <= a->last + 2u ||
	    tok(c, r->verb.start - 1)->punct != ',')
		return false;
	for (size_t i = a->last + 1;
	     i + 1 < r->verb.start && !(tok(c, i)->cls & (C_SUBORD | C_RELATIVE | C_AND));
	     i++)
		if ((tok(c, i)->cls & C_BE) && (tok(c, i + 1)->form & FORM_PARTICIPLE) &&
		    (tok(c, i + 1)->cls & (C_VERB | C_DAMAGE | C_CAUSE)))
			return true;
	return false;
}
