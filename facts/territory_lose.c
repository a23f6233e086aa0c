/* territory_lose.c -- see territory_moves.h: those who lose ground: driven out, handing
 * it over, losing it to others. */
#include "config.h"

#include <math.h>

#include "facts/attr.h"
#include "facts/ground_words.h"
#include "facts/number.h"
#include "facts/small_words.h"
#include "facts/territory_control.h"
#include "facts/territory_held.h"
#include "facts/territory_moves.h"
#include "facts/territory_pass.h"
#include "facts/time_words.h"

/* drove back the army and | took control of Tarn */
static bool
is_other_verb(const struct scene *c, size_t i)
{
	return (ground(c, i) & GROUND_TRIGGERS) && (tok(c, i - 1)->cls & C_AND);
}

/* Is it a country, which nobody takes by driving somebody out? */
static bool
is_country(const struct scene *c, const struct ground_object *o)
{
	struct gaz_place found;

	return !o->head && o->n > 0 && !is_known_name(c, o) &&
	    phrase_known_name(c->d, o->places[0].first, o->places[0].last, &found);
}

/* Is there between the actor and the verb only what makes a passive of it?  "were finally
 * | driven", "driven" in a headline */
static bool
is_undergone(const struct scene *c, const struct actor_phrase *who, size_t i)
{
	size_t k = who->last + 1;

	while (k < i && (tok(c, k)->cls & (C_BE | C_HAVE | C_ADVERB | C_MODAL | C_NEG)))
		k++;
	return k == i &&
	    (is_passive(c->d, c->s->first, i) || (c->s->headline && i == who->last + 1));
}

/* The rebels were driven out of Tarn (by the army). */
bool
rule_expelled(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = { .rule = RULE_EXPELLED, .verb = i, .object = &o, .km = NAN };
	const struct actor_phrase *who = subject_left(c, i, &t.first), *by;
	size_t at = i + 1;

	if (who == NULL || !is_undergone(c, who, i))
		return false;
	while (at < c->s->end && at < i + 4 &&
	    ((tok(c, at)->cls & C_ADVERB) || (small(c, at) & S_OUT)))
		at++;
	if (!is(c, at, FROM_OF) && at == i + 1 && (small(c, i) & S_OUT))
		at = i; /* driven from */
	else if (!is(c, at, FROM_OF))
		return false;
	if (!object_at(c, at + 1, &o) || !is_ground(&o) ||
	    !(o.named || o.firm || o.n > 0) || is_country(c, &o))
		return false;
	by = party_after(c, i, c->s->end, BY);
	if (by != NULL)
		t.by = party_of(c, by);
	t.against = list_party(c, who, t.first, i);
	t.last = by != NULL && by->last > o.last && by->last < o.last + 8 ? by->last
									  : o.last;
	return tell(c, &t);
}

/* entered Tarn and | expelled the rebels: from where, the entry tells */
static bool
rule_expel_there(struct scene *c, size_t i, const struct actor_phrase *whom)
{
	const struct fact *entry = c->d->n_facts > 0 ? &c->d->facts[c->d->n_facts - 1]
						     : NULL;
	struct ground_object o = { .last = i, .km2 = NAN };
	struct telling t = { .rule = RULE_EXPEL,
		.verb = i,
		.first = i,
		.last = whom->last,
		.object = &o,
		.km = NAN,
		.antecedent = true };

	if (entry == NULL || entry->kind != FACT_TERRITORY ||
	    entry->change != CHANGE_ENTERED || entry->start < c->s->start ||
	    !(tok(c, i - 1)->cls & C_AND) ||
	    (whom->last + 1 < c->s->end && tok(c, whom->last + 1)->kind != TOKEN_PUNCT))
		return false;
	t.by = find_by(c, i);
	t.against = party_of(c, whom);
	return t.by.text.n > 0 && !same_party(t.by, t.against) && tell(c, &t);
}

bool
rule_expel(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_EXPEL, .verb = i, .first = i, .object = &o, .km = NAN
	};
	const struct actor_phrase *whom = NULL;
	size_t at;

	for (at = i + 1; at < c->s->end && at < i + 6 && whom == NULL; at++)
		whom = phrase_actor(c->p, at);
	if (whom == NULL)
		return false;
	at = whom->last + 1;
	while (at < c->s->end && at < whom->last + 6 && !is(c, at, FROM_OF) &&
	    !is_other_verb(c, at))
		at++;
	if (!is(c, at, FROM_OF))
		return rule_expel_there(c, i, whom);
	if (!object_at(c, at + 1, &o) || !is_ground(&o) ||
	    !(o.named || o.firm || o.n > 0))
		return false;
	t.by = find_by(c, i);
	t.against = party_of(c, whom);
	if (same_party(t.by, t.against)) /* villagers drove the rebels out */
		t.by = NOBODY;
	t.last = o.last;
	return tell(c, &t);
}

/* X was handed over to Y. */
static bool
rule_handed(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = { .rule = RULE_LOSE, .verb = i, .object = &o, .km = NAN };
	const struct actor_phrase *to = party_after(c, i, c->s->end, TO);

	t.first = subject_place(c, i, &o);
	if (to == NULL || t.first == NOWHERE || !(o.named || o.firm))
		return false;
	t.by = party_of(c, to);
	t.last = to->last;
	return tell(c, &t);
}

/* handed the town | (back) to the army, to Tarn: does the party a, or a country in *by,
 * follow at once? */
static bool
is_handed(const struct scene *c, size_t at, const struct actor_phrase *a,
    struct party *by)
{
	at += (ground(c, at) & (G_OVER | G_BACK)) != 0;
	if (!(cls(c, at) & C_TO))
		return false;
	return a != NULL
	    ? a->prep == at
	    : country_within(c, at + 1, at + 3 < c->s->end ? at + 3 : c->s->end, by);
}

bool
rule_lose(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_LOSE, .verb = i, .first = i, .object = &o, .km = NAN
	};
	const struct actor_phrase *a, *who;
	size_t first;
	bool hands;

	/* was_lost is one word */
	if (is_passive(c->d, c->s->first, i) || (cls(c, i) & C_DAMAGE))
		return (ground(c, i + 1) & (G_OVER | G_BACK) ||
			   !(small(c, i) & S_OVER)) &&
		    rule_handed(c, i);
	if (i > c->s->first && (ground(c, i - 1) & G_PLANNED) &&
	    !(tok(c, i)->form & FORM_GERUND)) /* a plan | hands Tarn to them */
		return false;
	hands = (small(c, i) & S_OVER) && !(ground(c, i + 1) & (G_OVER | G_BACK)) &&
	    !takes_over(c, i + 1);
	if (!object_at(c, i + ((ground(c, i + 1) & (G_OVER | G_BACK)) ? 2 : 1), &o) ||
	    !((is_ground(&o) && (o.named || o.firm)) || is_pronoun_of_place(c, i, &o)))
		return false;
	t.antecedent = o.pronoun && !o.named;
	a = party_after(c, o.last + 1, c->s->end, TO);
	/* handed the town (back) to the army */
	if (!is_handed(c, o.last + 1, a, &t.by) && hands)
		return false;
	/* "the army lost the town of Tarn", "army loses Tarn": to whom is not said */
	who = subject_left(c, i, &first);
	if (a == NULL && t.by.text.n == 0 &&
	    (who == NULL ||
		!(has_settlement(&o) || t.antecedent ||
		    ((stands_before(c, who, i) || territory_goes_on(c, i) ||
			 says_it(c, i)) &&
			is_known_name(c, &o)))))
		return false;
	t.against = find_by(c, i);
	t.last = o.last;
	if (a != NULL) {
		t.by = party_of(c, a);
		t.last = a->last;
	}
	return tell(c, &t);
}
