/* territory_undone.c -- see territory_stance.h: deeds that came to nothing, and claims
 * that the other side dismisses. */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/small_words.h"
#include "facts/territory_stance.h"
#include "facts/time_words.h"

#define FOILED 5 /* from a noun to the verb that undoes it */

static const struct token *
tok(const struct doc *d, size_t i)
{
	return &d->t.tok[i];
}

#define DISMISSED 6 /* words: a claim that the army later | dismissed */

/* took Tarn, a claim that Kyiv | denies */
static bool
is_claim_dismissed(const struct doc *d, size_t from, size_t i)
{
	for (size_t k = i; k > from + 1 && k + DISMISSED > i; k--)
		if (token_small(d, k - 1) & S_SAYING)
			return (tok(d, k)->cls & C_RELATIVE) ||
			    (k > from + 2 && tok(d, k - 2)->cls & C_ONE &&
				tok(d, k - 3)->punct == ',');
	return false;
}

/* …; Kyiv | denies: does the sentence end with the denial, in a clause of its own? */
static bool
is_last_denied(const struct doc *d, const struct sentence *s, size_t from, size_t i)
{
	if (i + 1 < s->end && (i + 2 < s->end || tok(d, i + 1)->kind != TOKEN_PUNCT))
		return false;
	for (size_t k = i; k > from && k + DISMISSED > i; k--)
		if (tok(d, k - 1)->kind == TOKEN_PUNCT)
			return tok(d, k - 1)->punct == ';' || tok(d, k - 1)->punct == ',';
	return false;
}

bool
is_disputed(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct words said = { .ground = G_PRONOUN, .small = S_ALONE | S_SAYING };
	/* were | false, as | untrue */
	const struct words is_so = { .cls = C_BE, .small = S_LIKE };
	/* bunu yalanladı; but lo_niega is one word */
	size_t behind = lexicon_has(d->lx, HABIT_VERBS_LAST);

	for (size_t k = i + 1; (s->small & S_DENY) && k < s->end; k++)
		if ((token_small(d, k) & S_DENY) &&
		    ((tok(d, k)->cls & C_NEG) || token_of(d, k - 1, is_so) ||
			is_claim_dismissed(d, i, k) || is_last_denied(d, s, i, k) ||
			token_of(d, k - behind, said) || token_of(d, k + 1, said) ||
			(token_small(d, k + 2) & S_SAYING)))
			return true;
	return false;
}

#define DENIAL_WORDS 8 /* of who denies */

/* … | denied it, denied the claim: all that the clause says? */
static bool
denies_this(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct words this = { .ground = G_PRONOUN, .small = S_ALONE };
	size_t last;

	if (!(token_small(d, i) & S_DENY) || (tok(d, i)->cls & C_NEG) || i + 1 >= s->end)
		return false;
	last = i + 1 + ((token_small(d, i + 2) & S_SAYING) != 0);
	if (last == i + 1 && !token_of(d, last, this))
		return false;
	return last + 1 >= s->end || tok(d, last + 1)->kind == TOKEN_PUNCT ||
	    (tok(d, last + 1)->cls & C_AND);
}

bool
is_denied_next(struct doc *d, size_t sentence)
{
	struct sentence *s = &d->t.sent[sentence], *next = s + 1;

	if (!(s->cls & C_SPEECH) || sentence + 1 >= d->t.n_sent ||
	    !(next->ground & G_DENYV))
		return false;
	sentence_prepare(d->lx, &d->t, next);
	for (size_t i = next->first + 1u; i < next->end && i < next->first + DENIAL_WORDS;
	     i++)
		if (denies_this(d, next, i))
			return true;
	return false;
}

/* foiled the army's | capture of it: a verb that undoes what the noun tells */
static bool
is_foiled(const struct doc *d, const struct sentence *s, size_t i)
{
	for (size_t k = i; k > s->first && k + FOILED > i; k--)
		if (token_ground(d, k - 1) & (G_REPEL | G_PREVENT))
			return true;
		else if (tok(d, k - 1)->kind == TOKEN_PUNCT ||
		    (tok(d, k - 1)->cls & (C_PREP | C_SUBORD | C_AND)))
			return false;
	return false;
}

bool
is_undone(const struct doc *d, const struct sentence *s, size_t i)
{
	size_t k = i;

	if (!(token_ground(d, i) & G_NOMINAL))
		return false;
	if (is_foiled(d, s, i))
		return true;
	while (k > s->first &&
	    ((tok(d, k - 1)->cls & (C_DET | C_ADJ | C_POSSESSIVE)) ||
		((tok(d, k - 1)->flags & TOKEN_CAP) && (tok(d, k)->cls & C_POSSESSIVE))))
		k--;
	return k > s->first + 1 && (tok(d, k - 1)->cls & (C_OF | C_PREP)) &&
	    (token_small(d, k - 2) & S_UNDONE);
}

bool
is_time_word(const struct token *t)
{
	return t->kind == TOKEN_NUMBER || (t->cls & (C_WEEKDAY | C_MONTH | C_TIME)) ||
	    ((t->cls & (C_PREP | C_ADVERB)) && !(t->cls & (C_SUBORD | C_AND | C_NEG)));
}

#define DEMAND 8 /* words from a demand to the verb of what is demanded */

/* demanded | the army withdraw: right before whose verb it is */
static bool
is_demanded_of(const struct doc *d, const struct sentence *s, size_t i)
{
	for (size_t k = i; k > s->first && k + DEMAND > i; k--)
		if ((token_ground(d, k - 1) & G_PLANNED) &&
		    (tok(d, k - 1)->form & (FORM_PAST | FORM_THIRD | FORM_GERUND)))
			return true;
		else if (tok(d, k - 1)->kind != TOKEN_WORD ||
		    (tok(d, k - 1)->cls & (C_SUBORD | C_VERB | C_SPEECH)))
			return false;
	return false;
}

bool
is_demanded(const struct doc *d, const struct sentence *s, size_t i)
{
	size_t that = i;

	if (!(tok(d, i)->form & FORM_BASE) || (tok(d, i)->form & FORM_PAST))
		return false;
	while (that > s->first && that + DEMAND > i && !(tok(d, that)->cls & C_RELATIVE))
		that--;
	for (size_t k = that;
	     (tok(d, that)->cls & C_RELATIVE) && k > s->first && k + DEMAND > that; k--)
		if (!is_time_word(tok(d, k - 1)))
			return token_ground(d, k - 1) & G_PLANNED;
	return is_demanded_of(d, s, i);
}

#define HOURS_AGO 4 /* words: just a few hours | earlier */

bool
opens_hours_ago(const struct doc *d, const struct sentence *s)
{
	for (size_t k = s->first; k + 1 < s->end && k < s->first + HOURS_AGO; k++)
		if ((tok(d, k)->word->time & U_HOURS) &&
		    (tok(d, k + 1)->word->time & U_AGO))
			return true;
	return false;
}
