/* agent_blame.c -- see attr_in.h: who is said to have done what was told before. */
#include "config.h"

#include "facts/attr_in.h"
#include "facts/ground_words.h"

#define BLAME_REACH 14 /* words from blamed to whom */

/* claimed (full) responsibility, has claimed credit */
static bool
claims_it(const struct doc *d, const struct sentence *s, size_t i)
{
	size_t k = i + 1;

	if (!(d->t.tok[i].cls & C_CLAIM) || !(d->t.tok[i].cls & C_SPEECH))
		return false;
	while (k < s->end && (d->t.tok[k].cls & (C_DET | C_ADJ)))
		k++;
	return k < s->end && (token_ground(d, k) & G_NOTAKE);
}

/* Whom the verb at token i leaves responsible: its subject if it claims, else whom or on
 * whom it blames; NULL: nobody. */
static const struct actor_phrase *
responsible(const struct doc *d, const struct phrases *p, size_t i, bool claims)
{
	const struct actor_phrase *best = NULL;

	for (size_t k = 0; k < p->n_actors; k++) {
		const struct actor_phrase *a = &p->actors[k];

		if (claims && a->last < i && a->prep == NOWHERE &&
		    !(a->first > p->first && (d->t.tok[a->first - 1].cls & C_NEG)))
			best = a;
		if (!claims && a->first > i && a->first <= i + BLAME_REACH &&
		    best == NULL)
			best = a;
	}
	return best;
}

/* blamed the rebels | for the attack, | .; but: for the delay, of lying */
static bool
is_about_attack(const struct doc *d, const struct sentence *s, size_t i,
    const struct actor_phrase *a)
{
	size_t next = a != NULL ? a->last + 1 : s->end;

	if (a == NULL || next >= s->end || d->t.tok[next].kind == TOKEN_PUNCT)
		return a != NULL;
	for (; i < s->end; i++)
		if (d->t.tok[i].cls & (C_CAUSE | C_DEATH | C_STRIKE))
			return true;
	return false;
}

/* blamed, attributed: as a verb of its own */
static bool
blames(const struct token *t)
{
	return (t->cls & C_VERB) && (t->form & (FORM_PAST | FORM_THIRD | FORM_BASE)) &&
	    t->word->value == BLAMES;
}

const struct actor_phrase *
agent_responsible(struct doc *d, size_t sentence)
{
	struct sentence *s = &d->t.sent[sentence];

	for (size_t i = s->first; i < s->end; i++) {
		const struct token *t = &d->t.tok[i], *before = i > s->first ? t - 1 : t;
		bool claims;
		const struct actor_phrase *a;

		if (!(t->cls & C_CLAIM) || !(t->cls & C_SPEECH))
			continue;
		if (!s->prepared) {
			sentence_prepare(d->lx, &d->t, s);
			i = s->first;
			continue;
		}
		claims = claims_it(d, s, i);
		if (!(claims || blames(t)) || (before->cls & C_NEG))
			continue;
		a = responsible(d, phrases_of(d, sentence), i,
		    claims || (before->cls & C_BE));
		if (a != NULL && (claims || is_about_attack(d, s, i, a)))
			return a;
	}
	return NULL;
}
