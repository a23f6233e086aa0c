/* territory_fall.c -- see territory_moves.h: X fell to Y, came under the control of Y; X
 * has fallen. */
#include "config.h"

#include <math.h>

#include "facts/ground_words.h"
#include "facts/small_words.h"
#include "facts/territory_held.h"
#include "facts/territory_moves.h"
#include "facts/territory_pass.h"
#include "facts/time_words.h"

#define HEIR_REACH 4  /* tokens from "fell (on Sunday)" to the end of "to Y" */
#define HANDS_REACH 8 /* tokens from "fell" to "the hands of", "control" */

/* fell | overnight, fell | at dawn, fell | this morning: where the time ends that it fell
 * at; i: none is told */
static size_t
past_hour(const struct scene *c, size_t i)
{
	const uint32_t times = U_TODAY | U_YESTERDAY | U_OVERNIGHT;
	size_t k = i;

	while ((cls(c, k) & C_ADVERB) &&
	    ((tok(c, k)->word->time & times) || tok(c, k)->word->value == AT_ONCE))
		k++;
	if (k + 1 < c->s->end && (tok(c, k)->word->time & U_THIS) &&
	    (tok(c, k + 1)->word->time & (U_NIGHT | U_DAYTIME)))
		k += 2;
	return k;
}

/* fell | on Sunday, fell | at 11:33; fell | overnight, where a side is told of: shares do
 * too */
static bool
falls_at(const struct scene *c, size_t i, size_t after)
{
	const struct token *next = tok(c, after);
	size_t past = past_hour(c, i + 1);

	if (!(tok(c, i)->form & FORM_PAST) || (past > i + 1 && c->p->n_actors == 0))
		return false;
	if (past > i + 1 &&
	    (past >= c->s->end || tok(c, past)->kind == TOKEN_PUNCT ||
		(tok(c, past)->cls & (C_SUBORD | C_WEEKDAY))))
		return true;
	return after + 1 < c->s->end &&
	    ((next->cls & (C_WEEKDAY | C_SUBORD)) ||
		((next->cls & C_PREP) &&
		    ((next[1].cls & (C_WEEKDAY | C_MONTH)) ||
			((ground(c, after) & G_IN) && next[1].kind == TOKEN_NUMBER))));
}

/* the army's headquarters in Tarn: has no name, but where it is */
static bool
is_base_in(const struct ground_object *o)
{
	return o->n > 0 && !o->named && o->firm && str_eq(o->unit, STR("base"));
}

/* Tarn has fallen, officials say; Tarn falls: to whom is not said. */
static bool
has_fallen(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_FALL, .verb = i, .last = i, .object = &o, .km = NAN
	};
	size_t after = skip_adverbs(c, i + 1);

	if (i == c->s->first ||
	    !((tok(c, i)->form & FORM_THIRD) ||
		((tok(c, i)->form & FORM_PARTICIPLE) && (tok(c, i - 1)->cls & C_HAVE)) ||
		falls_at(c, i, after)) ||
	    (!falls_at(c, i, after) && after < c->s->end &&
		tok(c, after)->kind != TOKEN_PUNCT &&
		!(tok(c, after)->cls & (C_WEEKDAY | C_SUBORD))))
		return false;
	/* the army falls back */
	t.first = (ground(c, i + 1) & G_BACK) ? NOWHERE : subject_place(c, i, &o);
	if (t.first == NOWHERE || !((o.named && is_known_name(c, &o)) || is_base_in(&o)))
		return false;
	return !hangs_on(c, t.first, &o, t.verb) && tell(c, &t);
}

/* Does the phrase end with the party: before a preposition, a day, a mark? */
static bool
ends_with(const struct scene *c, const struct actor_phrase *a)
{
	size_t next = a->last + 1;

	return next >= c->s->end || tok(c, next)->kind == TOKEN_PUNCT ||
	    (tok(c, next)->cls & (C_PREP | C_SUBORD | C_WEEKDAY));
}

/* Tarn and Hur | fall, two districts | fall: do the names of places, or a noun for
 * several, end before the verb in its plain form? */
static bool
ends_several(const struct scene *c, size_t i)
{
	if (!(tok(c, i)->form & FORM_BASE) || i == c->s->first)
		return false;
	for (size_t k = 1; k < c->p->n_names; k++)
		if (c->p->names[k].last + 1 == i)
			return true;
	return (ground(c, i - 1) & G_HEAD) && (tok(c, i - 1)->form & FORM_PLURAL);
}

/* Finds who gets what falls at i, told to within a few tokens or by who holds it then:
 * under the control of Y, under Y's control. */
static bool
find_heir(const struct scene *c, size_t i, bool to, struct telling *t)
{
	size_t reach = skip_day(c, i + 1) + HEIR_REACH, k;
	const struct actor_phrase *a = NULL;
	bool closed = to;

	for (k = i + 1; k < c->s->end && k <= i + HANDS_REACH; k++) {
		bool at_end = (ground(c, k) & (G_HANDS | G_CONTROLN)) != 0;

		/* fell to new lows | after rebels left */
		if (tok(c, k)->kind == TOKEN_PUNCT ||
		    (to && (k > reach || (cls(c, k) & C_SUBORD))))
			break;
		closed = closed || at_end;
		if (phrase_actor(c->p, k) != NULL)
			a = phrase_actor(c->p, k);
		if (a != NULL && closed)
			break;
	}
	t->last = a != NULL ? a->last : k - 1;
	if (a == NULL)
		return closed && country_within(c, i + 1, k, &t->by);
	t->by = party_of(c, a);
	/* came under rebel forces on Friday; but: under army fire */
	return closed || (t->rule == RULE_COME && a->prep == i + 1 && ends_with(c, a));
}

/* Finds what falls before the verb, or stands for what was named: Tarn, which | fell to
 * the rebels. */
static bool
find_fallen(const struct scene *c, size_t i, bool several, struct telling *t)
{
	const struct words which = { .cls = C_RELATIVE, .ground = G_PRONOUN };
	struct ground_object *o = t->object;

	t->first = subject_place(c, t->verb, o);
	if (t->first != NOWHERE)
		return (!several || o->n >= 2 || o->number != NULL) &&
		    !(t->rule == RULE_COME && hangs_on(c, t->first, o, t->verb));
	*o = (struct ground_object){ .last = i, .km2 = NAN };
	t->first = i;
	t->antecedent = true;
	return !several && is(c, i - 1, which);
}

/* X fell (on Sunday) to Y | into the hands of Y | under the control of Y; X came under
 * the control of Y */
bool
rule_fall(struct scene *c, size_t i, enum territory_rule_id rule)
{
	const struct words into_hands = { .ground = G_IN | G_HELD | G_BACK,
		.small = S_INTO };
	struct ground_object o;
	struct telling t = { .rule = rule, .verb = i, .object = &o, .km = NAN };
	size_t row = rule == RULE_FALL ? told_in_a_row(c, i) : NOWHERE;
	bool to = cls(c, skip_day(c, skip_adverbs(c, i + 1))) & C_TO,
	     into = is(c, i + 1, into_hands), several = false;

	if (rule == RULE_FALL && !to && !into)
		return has_fallen(c, i);
	if (rule == RULE_COME && (to || !into))
		return false;
	if (row != NOWHERE)
		t.verb = row;
	else if (!(tok(c, i)->form & (FORM_PAST | FORM_PARTICIPLE | FORM_THIRD)) &&
	    !(several = rule == RULE_FALL && ends_several(c, i)))
		return false;
	if (!find_heir(c, i, to, &t))
		return rule == RULE_FALL && has_fallen(c, i);
	return find_fallen(c, i, several, &t) && tell(c, &t);
}
