/* territory_noun.c -- see territory_noun.h. */
#include "config.h"

#include <math.h>

#include "facts/ground_words.h"
#include "facts/small_words.h"
#include "facts/territory_noun.h"

#define LED 9 /* words from who leads to the control */

bool
rule_owned_nominal(struct scene *c, size_t i)
{
	struct ground_object o = { .last = i, .km2 = NAN };
	struct telling t = { .rule = RULE_NOMINAL,
		.verb = i,
		.first = i - 1,
		.last = i,
		.object = &o,
		.km = NAN,
		.re = (ground(c, i) & G_RE) != 0 };
	const struct actor_phrase *a = party_after(c, i + 1, i + 4,
	    (ground(c, i) & G_FALL) ? TO : BY);

	if (a != NULL && a->prep == i + 1) {
		t.by = party_of(c, a);
		t.last = a->last;
	}
	if (tok(c, i - 1)->cls & C_DET) { /* its; but his is a captive's */
		t.antecedent = true;
		return t.by.text.n > 0 && !(tok(c, i - 1)->form & FORM_SINGULAR) &&
		    tell(c, &t);
	}
	/* Aleppo's fall | stunned him; but Aleppo's fall festival, its loss in the final
	 */
	if (t.by.text.n == 0 &&
	    (((ground(c, i) & G_LOSE) && !(ground(c, i) & G_FALL)) ||
		(i + 1 < c->s->end && tok(c, i + 1)->kind == TOKEN_WORD &&
		    !(tok(c, i + 1)->cls &
			(C_BE | C_HAVE | C_MODAL | C_SUBORD | C_WEEKDAY)) &&
		    !((tok(c, i + 1)->cls & (C_VERB | C_SPEECH)) &&
			(tok(c, i + 1)->form & FORM_PAST)))))
		return false;
	for (size_t k = 0; k < c->p->n_names; k++)
		if (c->p->names[k].last + 2 == i &&
		    phrase_well_known(c->d, c->p->names[k].first, c->p->names[k].last)) {
			t.first = c->p->names[k].first;
			o = (struct ground_object){ .first = t.first,
				.last = i,
				.km2 = NAN,
				.named = true,
				.n = 1,
				.places = { { t.first, c->p->names[k].last, ROLE_OBJECT,
				    false, false } } };
			return tell(c, &t);
		}
	return false;
}

/* raised to nine villages the control | of Tarn: does a verb lead to it? */
static bool
is_led(const struct scene *c, size_t i)
{
	for (size_t k = i; k > c->s->first && k + LED > i; k--)
		if (small(c, k - 1) & S_LEADS)
			return true;
	return false;
}

/* the swift | capture of Tarn; but: forces | capture. "seizure" is a noun alone,
 * "capture" behind a determiner or preposition. */
static bool
is_noun_of_taking(const struct scene *c, size_t i, const struct ground_object *o)
{
	uint64_t before = C_DET | C_ONE | C_POSSESSIVE;
	size_t k = i;

	if (!(tok(c, i)->form & FORM_BASE))
		return true;
	if (k > c->s->first + 1 && tok(c, k - 1)->kind == TOKEN_WORD &&
	    tok(c, k - 1)->cls == 0)
		k--;
	else
		before |= C_PREP | C_ADJ | C_OF | C_BY;
	return k == c->s->first || (tok(c, k - 1)->cls & before) ||
	    tok(c, k - 1)->punct == '\'' || /* the rebels' | capture */
	    phrase_actor(c->p, i - 1) != NULL ||
	    /* confirms | capture of Tarn */
	    (((ground(c, k - 1) & G_CLAIMV) || (tok(c, k - 1)->cls & C_SPEECH)) &&
		(o->head || is_known_name(c, o)));
}

/* Who takes what a noun of taking or falling tells of; a: whom it names behind. */
static struct party
party_of_noun(struct scene *c, size_t i, const struct ground_object *o, bool lost,
    const struct actor_phrase *a)
{
	/* who confirms the loss of Tarn may have held it, or taken it; it may be a blow
	 * to either */
	if (a != NULL && (!lost || a->prep == skip_day(c, o->last + 1)))
		return party_of(c, a);
	if (lost)
		return (struct party){ 0 };
	/* in the rebel | capture of Tarn, with the rebels' | capture of it */
	if (i > c->s->first + 1)
		a = phrase_actor(c->p,
		    (tok(c, i - 1)->cls & C_POSSESSIVE) || tok(c, i - 1)->punct == '\''
			? i - 2
			: i - 1);
	return a != NULL ? party_of(c, a) : find_by(c, i);
}

bool
rule_nominal(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_NOMINAL, .verb = i, .first = i, .object = &o, .km = NAN
	};
	const struct actor_phrase *a;
	bool control = (ground(c, i) & G_CONTROLN) != 0,
	     lost = (ground(c, i) & G_LOSE) != 0;

	if (control && (control_noun_used(c, i) || !(i > c->s->first)))
		return false;
	if (!is(c, i + 1, OF_OVER) || !object_at(c, i + 2, &o) || !is_ground(&o) ||
	    !(o.named || o.number != NULL || (o.pronoun && o.firm)))
		return false;
	if (control ? !is_led(c, i) : !is_noun_of_taking(c, i, &o))
		return false;
	t.last = o.last;
	t.re = (ground(c, i) & G_RE) != 0;
	a = party_after(c, o.last + 1, c->s->end, lost ? BY_TO : BY);
	/* a town held | by the army */
	if (a != NULL && (ground(c, a->prep - 1) & G_HELD))
		o.holder = o.holder != NULL ? o.holder : a;
	if (a != NULL && a == o.holder)
		a = NULL;
	/* the fall of Karim Tarni */
	if (lost && a == NULL && !o.head && !is_known_name(c, &o))
		return false;
	t.by = party_of_noun(c, i, &o, lost, a);
	if (!lost || a != NULL) /* the fall of Tarn is the largest gain of the rebels */
		t.against = find_against(c, &o, t.by);
	/* the takeover of a mine */
	if (t.by.text.n == 0 && t.against.text.n == 0 && !is_inhabited(&o))
		return false;
	return tell(c, &t);
}
