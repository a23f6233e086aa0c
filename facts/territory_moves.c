/* territory_moves.c -- see territory_moves.h. */
#include "config.h"

#include <math.h>

#include "facts/ground_words.h"
#include "facts/number.h"
#include "facts/small_words.h"
#include "facts/territory_moves.h"
#include "facts/territory_pass.h"

#define PASSIVE_REACH 12 /* tokens from a verb to the end of its agent */

/* withdrew (two units) from X, pulled out of X; abandoned X: where the object begins.
 * NOWHERE: nothing is left here. */
static size_t
left_at(const struct scene *c, size_t i)
{
	size_t at = i + 1;

	if (small(c, i) & S_QUITS)
		return at;
	if (cls(c, i) & C_LEAVE)
		return is_passive(c->d, c->s->first, i) ? NOWHERE : at;
	for (; at < c->s->end && at < i + 4 && !(ground(c, at) & G_FROM); at++)
		if ((cls(c, at) & (C_PERSON | C_DEAD)) && !(cls(c, at) & C_ARMED) &&
		    !(ground(c, at) & G_FORCE)) /* evacuated civilians */
			return NOWHERE;
	return ground(c, at) & G_FROM ? at + 1 : NOWHERE;
}

/* Rebels (and militias) | enter X: of several, right behind them. */
static bool
is_plural_present(const struct scene *c, const struct actor_phrase *who, size_t i)
{
	return who != NULL && (tok(c, i)->form & FORM_BASE) &&
	    (who->last + 1 == i ||
		(phrase_actor(c->p, i - 1) != NULL && stands_before(c, who, i)));
}

/* are | withdrawing, began | withdrawing */
static bool
is_under_way(const struct scene *c, size_t i)
{
	return (tok(c, i)->form & FORM_GERUND) && i > c->s->first &&
	    ((tok(c, i - 1)->cls & C_BE) || (small(c, i - 1) & S_BEGINS));
}

/* X was besieged by Y, X was abandoned by Y: the place stands before the verb. */
static bool
tell_passive(struct scene *c, size_t i, struct telling *t, struct party *side)
{
	const struct actor_phrase *by = party_after(c, i, c->s->end, BY);

	t->first = subject_place(c, i, t->object);
	if (t->first == NOWHERE || !t->object->named || by == NULL ||
	    by->last > i + PASSIVE_REACH)
		return false;
	*side = party_of(c, by);
	t->last = by->last;
	return tell(c, t);
}

/* Troops (have) left Tarn, the town; but: left Tarn for good reasons, left Tarn without
 * power. */
static bool
is_left(const struct scene *c, const struct actor_phrase *who, size_t i,
    const struct ground_object *o)
{
	size_t next = o->last + 1;

	if (!stands_before(c, who, i) ||
	    !((o->named && (has_settlement(o) || is_known_name(c, o))) ||
		((o->n > 0 || o->pronoun) && o->firm)))
		return false;
	return next >= c->s->end || tok(c, next)->kind == TOKEN_PUNCT ||
	    (tok(c, next)->cls & (C_WEEKDAY | C_ADVERB | C_SUBORD)) ||
	    skip_day(c, next) > next;
}

/* were able to | advance, continue to | advance; but not: tried to */
static bool
is_managed(const struct scene *c, size_t i)
{
	struct deed_stance st;

	if (infinitive_to(c->d, c->s->first, i) == NOWHERE)
		return false;
	st = deed_stance(c->d, c->s, i);
	return st.deed == DEED_DONE && st.stance == STANCE_ASSERTED;
}

/* were able to | enter, allowing them to | enter: who manages to is the side named last
 */
static bool
manages_to(const struct scene *c, const struct actor_phrase *who, size_t i)
{
	size_t to = infinitive_to(c->d, c->s->first, i);

	return is_managed(c, i) && to > c->s->first &&
	    ((tok(c, to - 1)->cls & C_ADJ) || (tok(c, to - 1)->form & FORM_PAST) ||
		(who != NULL && who->last + 1 == to));
}

bool
rule_withdraw(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_WITHDRAW, .verb = i, .first = i, .object = &o, .km = NAN
	};
	size_t at = left_at(c, i), first;
	const struct actor_phrase *who, *to;

	if (at == NOWHERE)
		return false;
	if ((small(c, i) & S_QUITS) && !(tok(c, i)->form & FORM_GERUND) &&
	    is_passive(c->d, c->s->first, i))
		return tell_passive(c, i, &t, &t.against);
	who = subject_left(c, i, &first);
	if (!(tok(c, i)->form & (FORM_PAST | FORM_PARTICIPLE | FORM_THIRD)) &&
	    !is_plural_present(c, who, i) && !is_under_way(c, i) && !is_managed(c, i))
		return false;
	if (who == NULL || who->last + 6 < i || !object_at(c, at, &o) ||
	    !(is_ground(&o) ||
		((small(c, i) & S_QUITS) && is_pronoun_of_place(c, i, &o))) ||
	    !(o.named || (o.pronoun && !o.head) || (o.pronoun && o.firm) ||
		(o.n > 0 && o.head) || (o.number != NULL && o.head)))
		return false;
	if ((cls(c, i) & C_LEAVE) && !is_left(c, who, i, &o))
		return false;
	t.antecedent = o.pronoun && !o.named;
	if ((small(c, i) & S_QUITS) &&
	    (to = party_after(c, o.last + 1, o.last + 4, TO)) != NULL &&
	    to->prep == o.last + 1) {
		t.rule = RULE_LOSE; /* abandoned Tarn | to the rebels */
		t.by = party_of(c, to);
		t.against = list_party(c, who, first, i);
		t.last = to->last;
		return tell(c, &t);
	}
	t.against = c->left_by = list_party(c, who, first, i);
	c->left_sentence = c->index;
	t.last = o.last;
	if (!tell(c, &t))
		return false;
	c->left_fact = c->d->n_facts - 1;
	return true;
}

/* words from its place to the verb that is said of a withdrawal */
#define DONE_BEHIND 6
#define SAID_LEFT 4 /* words from a verb of saying to the withdrawal */

/* confirmed | its withdrawal: the verb of saying that takes the noun at token i; NOWHERE:
 * there is none, or whose withdrawal it is stands between. */
static size_t
said_of(const struct scene *c, size_t i)
{
	for (size_t k = i; k-- > c->s->first && k + SAID_LEFT >= i;) {
		const struct token *t = tok(c, k);

		if ((t->cls & C_SPEECH) || (small(c, k) & S_BEGINS))
			return (t->form & (FORM_PAST | FORM_THIRD | FORM_BASE)) &&
				!(ground(c, k) & G_DENYV)
			    ? k
			    : NOWHERE;
		if (!(t->cls & (C_DET | C_ADJ | C_POSSESSIVE | C_WEEKDAY)) &&
		    !((t->cls & C_PREP) && (t[1].cls & C_WEEKDAY)))
			return NOWHERE;
		if (t->cls & C_DEMONYM)
			return NOWHERE;
	}
	return NOWHERE;
}

/* withdrawal from Tarn | was completed, has begun: the verb that is said of the noun,
 * behind its place; NOWHERE: there is none */
static size_t
done_behind(const struct scene *c, size_t at)
{
	for (size_t k = at; k < c->s->end && k < at + DONE_BEHIND; k++)
		if ((small(c, k) & S_BEGINS) &&
		    (tok(c, k)->form & (FORM_PAST | FORM_PARTICIPLE)) &&
		    tok(c, k - 1)->kind == TOKEN_WORD)
			return k;
		else if (tok(c, k)->kind == TOKEN_PUNCT ||
		    (tok(c, k)->cls & (C_MODAL | C_NEG | C_SUBORD)))
			break;
	return NOWHERE;
}

/* withdrawal of | the rebels, the army's | withdrawal: whose it is */
static const struct actor_phrase *
whose(const struct scene *c, size_t i, size_t at)
{
	const struct actor_phrase *a = party_after(c, i, at, BY_OF_FROM);

	if (a == NULL && i > c->s->first + 1)
		a = phrase_actor(c->p,
		    (tok(c, i - 1)->cls & C_POSSESSIVE) ? i - 2 : i - 1);
	return a;
}

bool
rule_withdrawal(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_WITHDRAW, .verb = said_of(c, i), .object = &o, .km = NAN
	};
	size_t at = i + 1, first;
	const struct actor_phrase *who;

	while (at < c->s->end && at < i + 6 && !(ground(c, at) & G_FROM))
		at++;
	if (!(ground(c, at) & G_FROM) || !object_at(c, at + 1, &o) || !is_ground(&o) ||
	    !o.named)
		return false;
	who = t.verb != NOWHERE ? subject_left(c, t.verb, &first) : whose(c, i, at);
	if (t.verb == NOWHERE)
		t.verb = done_behind(c, o.last + 1);
	if (t.verb == NOWHERE ||
	    (who == NULL && !country_within(c, c->s->first, t.verb, &t.against)))
		return false;
	t.first = t.verb < i ? t.verb : i;
	if (who != NULL)
		t.against = party_of(c, who);
	t.last = o.last;
	return tell(c, &t);
}

/* They | (have) entered: is the subject a pronoun that goes on with the side told of
 * before? */
static bool
goes_on_with(const struct scene *c, size_t i)
{
	while (i > c->s->first && (tok(c, i - 1)->cls & (C_HAVE | C_ADVERB)))
		i--;
	return i == c->s->first + 1 && (small(c, i - 1) & S_SUBJECT) &&
	    (tok(c, i - 1)->form & FORM_PLURAL);
}

/* The army | chief entered the hospital: one of them does. */
static bool
is_led(const struct scene *c, const struct actor_phrase *who)
{
	const struct token *next = tok(c, who->last + 1);

	return who->last + 1 < c->s->end && (next->cls & (C_SPEAKER | C_TITLE)) &&
	    !(next->form & FORM_PLURAL);
}

/* Where the object of the verb at i begins: entered | Tarn, went further, back into |
 * Tarn; NOWHERE: the verb lacks the preposition that it needs. */
static size_t
entered_at(const struct scene *c, size_t i)
{
	size_t at = i + 1;

	at += (small(c, at) & S_FURTHER) || (ground(c, at) & G_BACK);
	if (small(c, at) & S_INTO)
		return at + 1;
	return (small(c, i) & S_INTO) ? NOWHERE : at;
}

/* Is the verb at i in a form that tells what its subject does? */
static bool
is_told_of(const struct scene *c, const struct actor_phrase *who, size_t i)
{
	return (tok(c, i)->form &
		   (FORM_PAST | FORM_GERUND | FORM_THIRD | FORM_PARTICIPLE)) ||
	    is_plural_present(c, who, i) || manages_to(c, who, i);
}

/* crossed into | Kenya: a border is crossed by many, and no ground of it changes hands */
static bool
is_over_border(const struct scene *c, size_t i, const struct ground_object *o)
{
	struct gaz_place found;

	return tok(c, i)->word->value == CROSSES && o->n > 0 &&
	    phrase_known_name(c->d, o->places[0].first, o->places[0].last, &found) &&
	    found.kind == GAZ_COUNTRY;
}

/* entered it: what somebody left before? */
static bool
is_into_left(const struct scene *c, const struct telling *t)
{
	const struct ground_object *o = t->object;

	return t->rule == RULE_ENTER && !o->named &&
	    (o->pronoun || (o->firm && is_ground(o))) && was_left(c);
}

/* A named place, or the one named before; an attack is told of no number of places and of
 * no square kilometres. */
static bool
is_moved_on(const struct telling *t)
{
	const struct ground_object *o = t->object;

	if (!is_ground(o) || (!o->named && !t->antecedent))
		return false;
	return t->rule != RULE_ATTACK ||
	    ((o->head || o->firm) && o->number == NULL && !str_eq(o->unit, STR("area")));
}

/* Of whom the sentence tells who made room for the one that enters. */
static void
find_room(const struct scene *c, struct telling *t)
{
	const struct actor_phrase *room;

	if (t->rule != RULE_ENTER || !t->object->named ||
	    (room = made_room(c, t->object)) == NULL ||
	    same_party(party_of(c, room), t->by))
		return;
	t->rule = RULE_VACATED;
	t->against = party_of(c, room);
}

/* entered X, besieged X, attacked X: a named place, by an actor. */
bool
rule_move(struct scene *c, size_t i, enum territory_rule_id rule)
{
	struct ground_object o;
	struct telling t = {
		.rule = rule, .verb = i, .first = i, .object = &o, .km = NAN
	};
	size_t at, first;
	const struct actor_phrase *who;

	if (!(tok(c, i)->form & FORM_GERUND) && is_passive(c->d, c->s->first, i))
		return rule != RULE_ENTER && tell_passive(c, i, &t, &t.by);
	who = subject_left(c, i, &first);
	/* they | entered Tarn: of whom the sentence before tells */
	if (goes_on_with(c, i))
		t.by = find_by(c, i);
	if ((who == NULL ? t.by.text.n == 0 : is_led(c, who)) || !is_told_of(c, who, i))
		return false;
	at = entered_at(c, i);
	if (at == NOWHERE || !object_at(c, at, &o) || is_over_border(c, i, &o))
		return false;
	t.last = o.last;
	if (is_into_left(c, &t)) {
		t.rule = RULE_VACATED;
		t.against = c->left_by;
		if (who != NULL)
			t.by = party_of(c, who);
		return tell(c, &t);
	}
	/* entered the city */
	t.antecedent = rule == RULE_ENTER && !o.named && o.pronoun && o.firm;
	if (!is_moved_on(&t))
		return false;
	if (who != NULL)
		t.by = list_party(c, who, first, i);
	t.against = find_against(c, &o, t.by);
	find_room(c, &t);
	return tell(c, &t);
}

/* on, towards, near: where an attack goes, or an advance */
static bool
is_at(const struct scene *c, size_t i)
{
	return (ground(c, i) & (G_IN | G_NEAR)) && !(tok(c, i)->cls & C_BY);
}

/* An attack (by Z) on X was repelled by Y; a rebel attack. */
static bool
rule_repelled(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = { .rule = RULE_REPEL, .verb = i, .object = &o, .km = NAN };
	const struct actor_phrase *by = party_after(c, i, c->s->end, BY), *foe;
	size_t at = clause_start(c->d, c->s->first, i), on;

	while (at < i && !(small(c, at) & S_ATTACK))
		at++;
	foe = at > c->s->first ? phrase_actor(c->p, at - 1) : NULL;
	if (foe == NULL)
		foe = party_after(c, at, i, BY);
	on = foe != NULL && foe->prep == at + 1 ? foe->last + 1 : at + 1;
	if (by == NULL || !is_at(c, on) || !object_at(c, on + 1, &o) || !is_ground(&o) ||
	    !o.named || o.last >= i)
		return false;
	t.first = at;
	t.by = party_of(c, by);
	if (foe != NULL)
		t.against = party_of(c, foe);
	t.last = by->last;
	return tell(c, &t);
}

bool
rule_repel(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_REPEL, .verb = i, .first = i, .object = &o, .km = NAN
	};
	const struct actor_phrase *a;
	size_t at = i + 1, first;
	bool attack = false;

	if (is_passive(c->d, c->s->first, i))
		return rule_repelled(c, i);
	if (!(tok(c, i)->form &
		(FORM_PAST | FORM_PARTICIPLE | FORM_THIRD | FORM_GERUND)) &&
	    !is_plural_present(c, subject_left(c, i, &first), i))
		return false;
	for (; at < c->s->end && at < i + 12 && !is_at(c, at); at++)
		attack = attack || (small(c, at) & S_ATTACK);
	if (!attack || !is_at(c, at) || !object_at(c, at + 1, &o) || !is_ground(&o) ||
	    !o.named)
		return false;
	t.by = find_by(c, i);
	a = party_after(c, i, c->s->end, BY_OF_FROM);
	if (a == NULL)
		for (size_t k = i; k < at && a == NULL; k++)
			a = phrase_actor(c->p, k);
	if (a != NULL)
		t.against = party_of(c, a);
	if (t.by.text.n == 0)
		return false;
	t.last = o.last;
	return tell(c, &t);
}

/* The army | advances towards X */
static bool
is_present(const struct scene *c, const struct actor_phrase *who, size_t i)
{
	return is_plural_present(c, who, i) ||
	    (who != NULL && who->last + 1 == i && (tok(c, i)->form & FORM_THIRD));
}

static bool
is_advance(const struct scene *c, const struct actor_phrase *who, size_t i)
{
	if (tok(c, i)->form & FORM_PAST)
		return !is_passive(c->d, c->s->first, i);
	return is_present(c, who, i) || is_under_way(c, i) || is_managed(c, i);
}

/* ten kilometres | (six miles) from it */
static size_t
skip_bracket(const struct scene *c, size_t at)
{
	if (at < c->s->end && tok(c, at)->punct == '(')
		while (at < c->s->end && tok(c, at++)->punct != ')')
			;
	return at;
}

/* (within) ten kilometres (miles): the first token behind, and how many */
static size_t
skip_length(const struct scene *c, size_t at, double *km)
{
	if ((cls(c, at) & C_TO) &&
	    ((ground(c, at + 1) & G_IN) || (ground(c, at + 2) & G_KM)))
		at = skip_adverbs(c, at + 1 + ((ground(c, at + 1) & G_IN) != 0));
	if (at + 1 >= c->s->end || tok(c, at)->kind != TOKEN_NUMBER ||
	    !(ground(c, at + 1) & G_KM))
		return at;
	*km = number_measure(tok(c, at));
	return skip_bracket(c, at + 2);
}

/* north | of X, in the north | of X: the preposition before X; NOWHERE: none is */
static size_t
beside_at(const struct scene *c, size_t at)
{
	if (is_at(c, at) || (cls(c, at) & C_TO))
		at++;
	if (cls(c, at) & C_DET)
		at++;
	return (ground(c, at) & G_DIRECTION) && (cls(c, at + 1) & C_OF) ? at + 1
									: NOWHERE;
}

/* to, in, into, ten kilometres of, north of X: reads X */
static bool
advance_goal(const struct scene *c, size_t at, double km, struct ground_object *o)
{
	const struct words advanced_to = {
		.cls = C_TO, .ground = G_FROM, .small = S_INTO
	};
	size_t beside = beside_at(c, at);

	at = beside != NOWHERE ? beside : at + ((small(c, at) & S_FURTHER) != 0);
	if (!(beside != NOWHERE || is_at(c, at) || is(c, at, advanced_to) ||
		(!isnan(km) && (cls(c, at) & C_OF))) ||
	    !object_at(c, at + 1, o) || !is_ground(o) ||
	    !(o->named || (o->pronoun && o->firm)))
		return false;
	for (size_t k = 0; beside != NOWHERE && k < o->n; k++)
		o->places[k].role = ROLE_NEAR;
	return true;
}

/* advanced (almost) ten kilometres to, towards, from X; advanced to within ten kilometres
 * of X */
bool
rule_advance(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_ADVANCE, .verb = i, .first = i, .object = &o, .km = NAN
	};
	size_t at = skip_adverbs(c, i + 1), first;
	const struct actor_phrase *who = subject_left(c, i, &first), *foe = NULL;

	if (!is_advance(c, who, i))
		return false;
	if (is(c, at, AGAINST) &&
	    (foe = phrase_actor(c->p, at + 1 + ((cls(c, at + 1) & C_DET) != 0))) != NULL)
		at = foe->last + 1;
	/* reached the outskirts of */
	at = cls(c, i) & C_TO ? i : skip_length(c, at, &t.km);
	if (!advance_goal(c, at, t.km, &o))
		return false;
	t.by = find_by(c, i);
	if (who == NULL && t.by.text.n == 0)
		return false;
	t.antecedent = o.pronoun && !o.named;
	if (foe != NULL)
		t.against = party_of(c, foe);
	t.last = o.last;
	return tell(c, &t);
}

/* the rebels are (just) ten kilometres from X */
bool
rule_distance(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = { .rule = RULE_DISTANCE, .verb = i, .object = &o, .km = NAN };
	const struct actor_phrase *who;
	size_t k = i, at = skip_bracket(c, i + 2);

	if (tok(c, i)->kind != TOKEN_NUMBER || !(ground(c, i + 1) & G_KM))
		return false;
	/* ten kilometres away from */
	at += !(ground(c, at) & G_FROM) && !(cls(c, at) & C_OF);
	while (k > c->s->first &&
	    ((tok(c, k - 1)->cls & (C_ADVERB | C_BOUND)) || (ground(c, k - 1) & G_IN)))
		k--;
	if (k == c->s->first || !(tok(c, k - 1)->cls & C_BE))
		return false;
	who = k >= c->s->first + 2 ? phrase_actor(c->p, k - 2) : NULL;
	if (who == NULL || !((ground(c, at) & G_FROM) || (cls(c, at) & C_OF)) ||
	    !object_at(c, at + 1, &o) || !o.named)
		return false;
	t.first = who->first;
	t.verb = k - 1;
	t.km = number_measure(tok(c, i));
	t.by = party_of(c, who);
	t.last = o.last;
	return tell(c, &t);
}

/* at the gates of X, in front of the gates of X */
bool
rule_gates(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = { .rule = RULE_GATES, .verb = i, .object = &o, .km = NAN };

	if (!(cls(c, i + 1) & C_OF) || i < c->s->first + 3 || !object_at(c, i + 2, &o) ||
	    !o.named)
		return false;
	t.first = i - 1;
	while (t.first > c->s->first && (tok(c, t.first - 1)->cls & (C_PREP | C_DET)))
		t.first--;
	t.by = find_by(c, i);
	/* opened the gates of the prison */
	if (t.by.text.n == 0 || !(tok(c, t.first)->cls & C_PREP))
		return false;
	t.last = o.last;
	return tell(c, &t);
}
