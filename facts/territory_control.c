/* territory_control.c -- see territory_control.h. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "facts/ground_words.h"
#include "facts/small_words.h"
#include "facts/territory_control.h"
#include "facts/territory_stance.h"
#include "facts/time_words.h"

#define FIGHT 6 /* tokens behind "after" in which a fight is told */

/* took (full military) control: the noun after a light verb at i; 0 if there is none. */
static size_t
control_after(const struct scene *c, size_t i)
{
	for (size_t k = i + 1; k < c->s->end && k < i + 8; k++) {
		const struct token *t = tok(c, k);

		if (ground(c, k) & G_CONTROLN)
			return t->form & (FORM_PAST | FORM_GERUND) ? 0 : k;
		if (t->kind == TOKEN_PUNCT && t->punct != '"' && t->punct != ',')
			return 0;
		/* the gaining of control */
		if (k == i + 1 && (tok(c, i)->form & FORM_GERUND) && (t->cls & C_OF))
			continue;
		/* "to have gained control": the nearer verb */
		if ((ground(c, k) & (G_LIGHT | G_LOSE)) &&
		    (t->form & (FORM_PAST | FORM_PARTICIPLE | FORM_GERUND)))
			return 0;
		if ((t->cls &
			(C_VERB | C_PREP | C_SUBORD | C_RELATIVE | C_BE | C_HAVE)) &&
		    !(t->cls & (C_ADJ | C_ADVERB)) && !(ground(c, k) & (G_OVER | G_BACK)))
			return 0;
	}
	return 0;
}

bool
control_noun_used(const struct scene *c, size_t i)
{
	for (size_t k = 0; k < c->n_taken; k++)
		if (c->taken[k] == i)
			return true;
	return false;
}

/* "took control of Tarn. large areas of Rimal": feeds break sentences so; the list goes
 * on. */
static void
go_on(struct scene *c, struct telling *t)
{
	struct ground_object o;
	size_t i = t->last + 1;

	if (i + 1 >= c->s->end || tok(c, i)->punct != '.' ||
	    (tok(c, i + 1)->flags & TOKEN_CAP) || !object_at(c, i + 1, &o) ||
	    !is_ground(&o) || o.n == 0)
		return;
	t->object = &o;
	t->first = o.first;
	t->last = o.last;
	tell(c, t);
}

/* "control of the power line in the countryside of Tarn": a thing not known, where it
 * lies is. */
static bool
unknown_object(const struct scene *c, size_t i, struct ground_object *o)
{
	size_t k = i, first;

	if (o->excluded || subject_left(c, i, &first) == NULL)
		return false;
	for (; k < c->s->end && k < i + 6 && !(ground(c, k) & (G_IN | G_NEAR)); k++)
		if (tok(c, k)->kind != TOKEN_WORD || phrase_actor(c->p, k) != NULL ||
		    (tok(c, k)->flags & TOKEN_CAP) ||
		    (tok(c, k)->cls & (C_AND | C_PRONOUN | C_OF)))
			return false;
	if (k == i || (ground(c, k - 1) & (G_PERSON | G_GOODS | G_PRIZE)) ||
	    !(ground(c, k) & (G_IN | G_NEAR)) || !object_at(c, k + 1, o) || !o->named)
		return false;
	for (size_t m = 0; m < o->n; m++)
		if (o->places[m].role == ROLE_OBJECT)
			o->places[m].role = ROLE_IN;
	o->unit = STR("site");
	return true;
}

/* Kept control: what is so; but gained and | kept control is news. */
static bool
keeps_control(const struct scene *c, size_t i)
{
	return (ground(c, i) & G_HAVE) &&
	    !(i > c->s->first + 1 && (tok(c, i - 1)->cls & C_AND) &&
		(ground(c, i - 2) & G_LIGHT) && !(ground(c, i - 2) & G_HAVE));
}

/* control | of Tarn, over the town: what the noun at that token is told of.  "Took
 * control in Tarn": where, not what; all the same the place that changed hands. */
static bool
find_controlled(const struct scene *c, size_t control, struct telling *t)
{
	const struct words of_what = { .cls = C_OF, .ground = G_OVER, .small = S_UPON };
	const struct words in_what = {
		.cls = C_TO, .ground = G_IN | G_NEAR | G_FROM, .small = S_INTO | S_FOR
	};
	const struct ground_object none = { .last = control, .km2 = NAN };
	struct ground_object *o = t->object;
	size_t after = skip_day(c, skip_adverbs(c, control + 1));
	bool over = takes_over(c, after), of = over || is(c, after, of_what),
	     in = !of && is(c, after, in_what), read;

	*o = none;
	after += (cls(c, after) & C_OF) && (ground(c, after + 1) & G_IN); /* of in */
	read = (of || in) && object_at(c, after + !over, o) && !o->excluded;
	if (read && !o->named && o->weak && !o->pronoun)
		return false;
	if (!read && of && !unknown_object(c, after + !over, o))
		return false;
	if (!read && !of)
		*o = none;
	t->last = o->last > control ? o->last : control;
	t->rule = of ? RULE_CONTROL_OF : RULE_CONTROL_BARE;
	t->antecedent = !of && o->n == 0;
	return true;
}

/* The army had | lost control; not, as an army commander says: the driver | lost control
 */
static bool
is_of_side(const struct scene *c, size_t verb)
{
	size_t i = verb;

	if (tok(c, verb)->form & FORM_GERUND) /* withdrew, | ceding control */
		return true;
	while (i > c->s->first && (cls(c, i - 1) & (C_HAVE | C_ADVERB)))
		i--;
	for (size_t k = 0; k < c->p->n_actors; k++)
		if (c->p->actors[k].last + 1u == i)
			return true;
	return false;
}

/* Lost control of X to Y. */
static void
lose_control(const struct scene *c, size_t control, struct telling *t)
{
	const struct actor_phrase *a = party_after(c, control, c->s->end, BY_TO);

	for (size_t k = t->verb + 1;
	     /* handing | the army control */
	     a == NULL && k < control && (small(c, t->verb) & S_OVER); k++)
		a = phrase_actor(c->p, k);
	t->rule = RULE_CONTROL_LOST;
	t->against = t->by;
	t->by = a == NULL ? NOBODY : party_of(c, a);
}

/* control of the house, of a mine: of what a side might take, where none is told of */
static bool
is_nowhere(const struct ground_object *o)
{
	if (o->head && o->number == NULL && isnan(o->km2))
		return !is_inhabited(o) || (!o->named && o->n == 0);
	return !o->named && o->n == 0 && o->number == NULL && isnan(o->km2);
}

bool
rule_control(struct scene *c, size_t i, bool lost)
{
	size_t control = (c->s->ground & G_CONTROLN) ? control_after(c, i) : 0;
	struct ground_object o;
	struct telling t = { .verb = i, .first = i, .object = &o, .km = NAN };

	if (control == 0 || control_noun_used(c, control))
		return false;
	if (c->n_taken < NELEM(c->taken))
		c->taken[c->n_taken++] = control;
	if (!find_controlled(c, control, &t) ||
	    (t.rule == RULE_CONTROL_BARE && tok(c, i)->word->value == WIDENS))
		return false; /* expands its control | in a town that it is in */
	t.re = (ground(c, i) & G_RE) || has_ground(c->d, i, control + 2, G_BACK);
	if (has_ground(c->d, i, control, G_PARTIAL)) {
		o.partial = true;
		t.rule = RULE_ADVANCE;
	}
	if (keeps_control(c, i)) {
		if (t.rule != RULE_CONTROL_OF || !o.named)
			return false;
		t.rule = RULE_CONTROLS;
	}
	t.by = find_by(c, i);
	if (t.by.text.n == 0)
		t.by = subject_behind(c, i, t.last);
	t.against = find_against(c, &o, t.by);
	if (lost && t.rule == RULE_CONTROL_BARE && !is_of_side(c, i))
		return false;
	if (lost)
		lose_control(c, control, &t);
	if ((t.by.text.n == 0 &&
		(t.rule == RULE_CONTROL_BARE ||
		    (t.against.text.n == 0 && (by_no_side(c, i) || is_nowhere(&o))))) ||
	    !tell(c, &t))
		return false;
	go_on(c, &t);
	return true;
}

/* "IS controlled areas": an actor before a bare plural makes an adjective. */
static bool
is_held_by(const struct scene *c, size_t i, const struct ground_object *o)
{
	const struct token *next = tok(c, i + 1 < c->s->end ? i + 1 : i);

	if (!(tok(c, i)->form & FORM_PARTICIPLE) || o->named)
		return false;
	return (ground(c, i + 1) & G_HEAD) && !(next->flags & TOKEN_CAP);
}

/* "areas controlled by", "the town, controlled since May": no event; but "Y, backed by Z,
 * controlled" */
static bool
is_reduced(const struct scene *c, size_t i)
{
	const struct token *before = tok(c, i - 1);

	if (before->kind != TOKEN_PUNCT)
		return (before->cls & (C_RELATIVE | C_DET | C_PREP | C_ONE | C_OF)) !=
		    0 ||
		    ((before->word->ground & G_HEAD) &&
			phrase_actor(c->p, i - 1) == NULL);
	if (before->punct != ',')
		return before->punct != ')' && before->punct != '"';
	for (size_t k = i - 1; k > c->s->first; k--)
		if (tok(c, k - 1)->kind == TOKEN_PUNCT && tok(c, k - 1)->punct == ',')
			return false;
	return true;
}

/* denied that Tarn had fallen, saying its forces | controlled it: what is so, not what
 * became. */
static bool
is_held_on(const struct scene *c, size_t i)
{
	for (size_t k = c->s->first; k < i; k++)
		if ((ground(c, k) & G_DENYV) && (tok(c, k)->cls & C_SPEECH))
			return true;
	return false;
}

/* has | controlled Tarn since May, for a decade: what is so */
static bool
has_held(const struct scene *c, size_t i, const struct ground_object *o)
{
	bool perfect = i > c->s->first && (cls(c, i - 1) & C_HAVE) &&
	    !(tok(c, i - 1)->form & FORM_PAST),
	     lasts = false;

	for (size_t k = o->last + 1; perfect && k < c->s->end && k < o->last + 5; k++) {
		if ((tok(c, k)->word->time & U_SINCE) ||
		    (lasts && (tok(c, k)->word->time & U_UNIT)))
			return true;
		lasts = lasts || (tok(c, k)->word->time & U_OPEN);
	}
	return false;
}

/* continues to | control Tarn: what is so */
static bool
goes_on_to(const struct scene *c, size_t i)
{
	size_t to = infinitive_to(c->d, c->s->first, i);

	return to != NOWHERE && to > c->s->first && (small(c, to - 1) & S_STAYS);
}

/* HTS, HTS (and its allies) now fully, they, rebels entered Hur and | control Tarn: a
 * side as the subject at once */
static bool
has_subject(const struct scene *c, size_t i)
{
	size_t first;

	while (i > c->s->first && (tok(c, i - 1)->cls & C_ADVERB))
		i--;
	if (i == c->s->first || phrase_actor(c->p, i - 1) != NULL ||
	    (!(cls(c, i - 1) & C_RELATIVE) && territory_goes_on(c, i)) ||
	    ((tok(c, i - 1)->cls & C_AND) && subject_left(c, i, &first) != NULL))
		return i > c->s->first;
	for (i--; i > c->s->first && (tok(c, i - 1)->cls & (C_POSSESSIVE | C_DET)); i--)
		;
	return i > c->s->first + 1 && (tok(c, i - 1)->cls & C_AND) &&
	    phrase_actor(c->p, i - 2) != NULL;
}

bool
ends_fight(const struct scene *c, size_t last)
{
	size_t k = last + 1;

	if (k >= c->s->end || tok(c, k)->word->value != AFTERWARDS)
		return false;
	for (size_t end = k + FIGHT < c->s->end ? k + FIGHT : c->s->end;
	     ++k < end && tok(c, k)->kind == TOKEN_WORD;)
		if ((tok(c, k)->cls & C_CAUSE) || (small(c, k) & S_ATTACK) ||
		    (ground(c, k) & (G_WITHDRAW | G_EXPEL)))
			return true;
	return false;
}

/* controls Tarn, the town, 12 villages; but: controls drug routes in Tarn */
static bool
is_held_ground(const struct ground_object *o, const struct token *v)
{
	return o->named || !isnan(o->km2) ||
	    (!(v->form & FORM_BASE) &&
		(o->pronoun || o->partial || o->number != NULL || is_inhabited(o)));
}

bool
rule_controlled(struct scene *c, size_t i)
{
	const struct token *v = tok(c, i);
	struct ground_object o;
	struct telling t = {
		.rule = RULE_CONTROLLED, .verb = i, .first = i, .object = &o, .km = NAN
	};
	bool state;

	if (!(v->form &
		(FORM_BASE | FORM_THIRD | FORM_GERUND | FORM_PAST | FORM_PARTICIPLE)) ||
	    control_noun_used(c, i))
		return false;
	if (is_passive(c->d, c->s->first, i) || (cls(c, i + 1) & C_BY))
		return false;
	if ((v->form & FORM_PAST) && i > c->s->first && is_reduced(c, i))
		return false;
	if (!object_at(c, i + 1, &o) ||
	    !(is_ground(&o) ||
		((infinitive_to(c->d, c->s->first, i) != NOWHERE ||
		     (cls(c, i - 1) & C_AND) || has_subject(c, i)) &&
		    is_pronoun_of_place(c, i, &o))) ||
	    is_held_by(c, i, &o))
		return false;
	t.antecedent = o.pronoun && !o.head;
	state = (!(v->form & (FORM_PAST | FORM_GERUND)) &&
		    infinitive_to(c->d, c->s->first, i) == NOWHERE) ||
	    is_held_on(c, i) || (i > c->s->first && (small(c, i - 1) & S_NOW));
	if (state && (!has_subject(c, i) || !is_held_ground(&o, v)))
		return false;
	if ((state && !ends_fight(c, o.last)) || has_held(c, i, &o) || goes_on_to(c, i))
		t.rule = RULE_CONTROLS;
	t.by = find_by(c, i);
	if (t.by.text.n == 0 && !o.named)
		return false;
	t.last = o.last;
	t.against = find_against(c, &o, t.by);
	return tell(c, &t);
}
