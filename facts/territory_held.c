/* territory_held.c -- see territory_held.h. */
#include "config.h"

#include <math.h>

#include "facts/ground_words.h"
#include "facts/small_words.h"
#include "facts/territory_held.h"

#define WITHIN 6 /* words from "in" to the hands */

/* in | (full) control: behind the preposition of the noun at token i; NOWHERE: it has
 * none. */
static size_t
behind_in(const struct scene *c, size_t i)
{
	size_t k = i;

	while (k > c->s->first && k + 3 > i && !(ground(c, k - 1) & G_IN))
		k--;
	return k < c->s->first + 2 || !(ground(c, k - 1) & G_IN) ? NOWHERE : k;
}

/* Finds the verb of what holds in control, whose preposition is at token k: is | back in
 * control; "Rebels | in control of Tarn": a headline leaves "are" out.  false: it does.
 */
static bool
find_verb(const struct scene *c, size_t k, struct telling *t)
{
	for (; k > c->s->first &&
	     ((tok(c, k - 1)->cls & C_ADVERB) || (ground(c, k - 1) & G_BACK));
	     k--)
		if (ground(c, k - 1) & G_BACK)
			t->rule = RULE_TAKE_BACK;
	t->verb = k;
	if (k == c->s->first ||
	    !((tok(c, k - 1)->cls & C_BE) || (ground(c, k - 1) & G_COME)))
		return false;
	t->verb = k - 1;
	/* became in control; is in control after clashes */
	if (t->rule == RULE_CONTROLS &&
	    ((ground(c, t->verb) & G_COME) || ends_fight(c, t->object->last)))
		t->rule = RULE_CONTROL_OF;
	return true;
}

/* Finds who is in control. */
static void
find_holder(struct scene *c, bool verb, struct telling *t)
{
	const struct actor_phrase *who;
	size_t first;

	/* the group said it | was in control */
	if (verb && (small(c, t->verb - 1) & S_SUBJECT)) {
		t->first = t->verb;
		t->by = find_by(c, t->verb);
		return;
	}
	who = subject_left(c, t->verb, &first);
	if (who != NULL &&
	    (verb || (who->first == c->s->first && who->last + 1 == t->verb))) {
		t->first = first;
		t->by = party_of(c, who);
	}
}

/* The army is in (full) control of X: a state. */
bool
rule_in_control(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = { .rule = RULE_CONTROLS, .object = &o, .km = NAN };
	size_t k = control_noun_used(c, i) ? NOWHERE : behind_in(c, i);

	if (k == NOWHERE || !object_at(c, i + 2, &o) || !is_ground(&o) ||
	    !(o.named || (o.pronoun && o.firm)))
		return false;
	t.antecedent = !o.named;
	t.last = o.last;
	find_holder(c, find_verb(c, k - 1, &t), &t);
	return t.by.text.n > 0 && tell(c, &t);
}

/* in the hands, under the full control: the preposition of the noun at token i; NOWHERE
 * if it has none. */
static size_t
held_in(const struct scene *c, size_t i)
{
	for (size_t k = i; k > c->s->first && k + WITHIN > i; k--) {
		const struct token *t = tok(c, k - 1);

		if (ground(c, k - 1) & (G_IN | G_HELD))
			return k - 1;
		if (t->kind != TOKEN_WORD || (t->cls & (C_SUBORD | C_BE | C_HAVE)) ||
		    ((t->cls & C_PREP) && !(t->cls & C_ADJ)))
			break;
	}
	return NOWHERE;
}

bool
holder(const struct scene *c, size_t in, size_t i, struct party *by, size_t *last)
{
	const struct actor_phrase *a = party_after(c, i + 1, i + 4,
	    (struct words){ .cls = C_OF });

	*last = a != NULL ? a->last : i;
	for (size_t k = in + 1; a == NULL && k < i; k++)
		a = phrase_actor(c->p, k);
	if (a != NULL)
		*by = party_of(c, a);
	else if ((tok(c, i - 1)->cls & C_DEMONYM) && !country_within(c, i - 1, i, by))
		*by = (struct party){ doc_words(c->d, i - 1, i - 1), STR_NONE };
	else if (tok(c, i - 1)->cls & C_POSSESSIVE)
		country_within(c, in + 1, i, by);
	return by->text.n > 0;
}

/* "Tarn | under full rebel control": a headline that begins with the place, and leaves
 * "is" out. */
static bool
is_headed(const struct scene *c, size_t in)
{
	struct ground_object o;

	return ground_object_read(c->d, c->p, c->s->first, in, &o) && o.named &&
	    o.last + 1 == in;
}

bool
rule_held(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = { .rule = RULE_CONTROLS, .object = &o, .km = NAN };
	size_t in = held_in(c, i), verb = in;

	if (in == NOWHERE || control_noun_used(c, i) || !holder(c, in, i, &t.by, &t.last))
		return false;
	for (; verb > c->s->first &&
	     ((tok(c, verb - 1)->cls & C_ADVERB) || (ground(c, verb - 1) & G_BACK));
	     verb--)
		if (ground(c, verb - 1) & G_BACK) /* Tarn is back | in the hands of Y */
			t.rule = RULE_TAKE_BACK;
	if (verb == c->s->first)
		return false;
	t.verb = verb - 1;
	if ((ground(c, t.verb) & G_BRING) &&
	    is_passive(c->d, c->s->first, t.verb)) /* was brought | under it */
		t.rule = RULE_COME;
	else if (!(tok(c, t.verb)->cls & C_BE) && !(small(c, t.verb) & S_STAYS))
		t.verb = is_headed(c, verb) ? in : 0;
	/* is under it | after clashes */
	else if (!(small(c, t.verb) & S_STAYS) && ends_fight(c, t.last))
		t.rule = RULE_COME;
	if (t.verb == 0)
		return false;
	t.first = subject_place(c, t.verb, &o);
	return t.first != NOWHERE && (o.named || o.firm) && tell(c, &t);
}

bool
rule_controlled_by(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = { .rule = RULE_CONTROLS, .verb = i, .object = &o, .km = NAN };
	const struct actor_phrase *by = party_after(c, i + 1, c->s->end, BY);

	if (by == NULL || by->prep != i + 1 || !is_passive(c->d, c->s->first, i))
		return false;
	t.first = subject_place(c, i, &o);
	t.by = party_of(c, by);
	t.last = by->last;
	if (ends_fight(c, t.last))
		t.rule = RULE_PASSIVE;
	return t.first != NOWHERE && (o.named || o.firm) && tell(c, &t);
}

/* hold Tarn; but: hold Tarn responsible, hold the town meeting */
static bool
ends_there(const struct scene *c, size_t last)
{
	return last + 1 >= c->s->end || tok(c, last + 1)->kind == TOKEN_PUNCT ||
	    (tok(c, last + 1)->cls & (C_PREP | C_AND | C_SUBORD | C_ADVERB));
}

bool
rule_holding(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = { .rule = RULE_CONTROLS, .verb = i, .object = &o, .km = NAN };
	const struct actor_phrase *who = (small(c, i) & S_HOLDS)
	    ? subject_left(c, i, &t.first)
	    : NULL;

	if (who == NULL || skip_adverbs(c, who->last + 1) != i)
		return false;
	if (!object_at(c, i + 1, &o) || !is_ground(&o) || !o.named ||
	    !(o.head || is_known_name(c, &o)) || !ends_there(c, o.last))
		return false;
	t.by = party_of(c, who);
	t.last = o.last;
	return tell(c, &t);
}
