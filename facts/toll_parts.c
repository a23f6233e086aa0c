/*
 * toll_parts.c -- see casualty.h: what figures of a sentence have to do with each other
 * and with those before: parts of one told, states of the hurt, deaths of wounds, totals
 * of what was told.
 */
#include "config.h"

#include "facts/casualty.h"
#include "facts/finder.h"
#include "facts/ground_words.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"
#include "facts/phrase.h"
#include "facts/toll_in.h"

#define TOLD_REACH 2 /* sentences */

/* 704 people have died since … [later] 110 civilians have also died: a kind of victim
 * told in the perfect is a part of the running total told before. */
static void
part_of_total(struct figures *f, size_t i)
{
	struct figure *a = &f->items[i];

	if (a->subset || a->whole || !a->verb.perfect || a->g.noun == NULL ||
	    (a->g.cls & C_GENERIC && !str_eq(a->g.who, STR("civilians"))) ||
	    str_eq(a->g.who, STR("people")) || a->background)
		return;
	for (size_t k = i; k-- > 0;) {
		const struct figure *t = &f->items[k];

		if (t->running && !t->subset && !t->background &&
		    t->outcome == a->outcome && t->g.count > a->g.count &&
		    t->sentence < a->sentence &&
		    (t->g.noun == NULL || str_eq(t->g.who, STR("people")))) {
			a->subset = true;
			a->part_of = (int)k;
			return;
		}
	}
}

/* Makes figure i a part of the first larger one of its kind in the sentence. */
static void
part_of_larger(struct figures *f, size_t from, size_t i)
{
	struct figure *a = &f->items[i];

	for (size_t k = from; k < i && !a->subset; k++)
		if (f->items[k].outcome == a->outcome && !f->items[k].subset &&
		    f->items[k].g.count > a->g.count) {
			a->subset = true;
			a->part_of = (int)k;
		}
}

/* Raids killed 15 people, | with seven guards shot dead in Tarn: some of the people told
 * right before. */
static bool
is_told_with(const struct doc *d, const struct figures *f, size_t from, size_t i)
{
	const struct group *g = &f->items[i].g,
			   *all = i > from ? &f->items[i - 1].g : NULL;

	return all != NULL && g->embedded && !g->other &&
	    f->items[i].frame->victim == VICTIM_ADJACENT &&
	    (d->t.tok[g->prep].word->small & S_AGAINST) &&
	    d->t.tok[g->prep - 1].punct == ',' && all->noun != NULL &&
	    (all->cls & C_GENERIC) && str_eq(all->who, STR("people")) &&
	    f->items[i - 1].frame->victim != VICTIM_ADJACENT;
}

/* Two were shot, one of them fatally: the part alone is dead, the others are hurt. */
static bool
died_of_shots(struct figures *f, size_t from, size_t i)
{
	bool any = false;

	for (size_t k = from; k < i; k++) {
		struct figure *a = &f->items[k];

		if (a->tier != TIER_HINT || f->items[i].tier != TIER_FIRM ||
		    a->outcome != f->items[i].outcome || !(a->frame->cls & C_KILL) ||
		    a->planned)
			continue;
		any = true;
		a->planned = a->outcome != OUTCOME_KILLED ||
		    a->g.count <= f->items[i].g.count ||
		    f->items[i].g.bound == BOUND_VAGUE || a->g.bound == BOUND_VAGUE;
		a->outcome = OUTCOME_INJURED;
		a->tier = TIER_FIRM;
		a->g.count = a->g.low = a->g.high = a->g.count - f->items[i].g.count;
		f->items[i].subset = false;
		f->items[i].part_of = -1;
	}
	return any;
}

/* 11 injured, two | in critical condition, with two | rushed to hospital: some of those.
 */
static void
state_of_hurt(const struct doc *d, struct figures *f, size_t from, size_t i)
{
	const struct figure *a = &f->items[i];
	bool with = a->g.embedded && (d->t.tok[a->g.prep].cls & C_PREP) &&
	    !(d->t.tok[a->g.prep].cls & (C_SUBORD | C_OF | C_BY));

	if (a->outcome != OUTCOME_INJURED || a->g.noun != NULL || a->g.other ||
	    !(d->t.tok[a->trigger].flags & TOKEN_FOLDED) ||
	    !((a->frame->cls & C_DEAD) || with))
		return;
	part_of_larger(f, from, i);
}

/* A man who was wounded, un homme blessé: is what became of them told in a clause of
 * "who", or by a participle alone? */
static bool
in_passing(const struct doc *d, const struct figure *a)
{
	size_t i = a->verb.start;

	while (i > a->g.last + 1u && (d->t.tok[i - 1].cls & (C_BE | C_HAVE)))
		i--;
	return i > a->g.last &&
	    ((d->t.tok[i - 1].cls & C_RELATIVE) ||
		(i == a->g.last + 1u && i == a->trigger &&
		    (d->t.tok[i].form & FORM_PARTICIPLE) &&
		    lexicon_has(d->lx, HABIT_MODIFIERS_AFTER)));
}

/* A man suffered stab wounds and died; who was wounded has died, the death of one who was
 * in hospital: no longer one of the wounded. */
static void
died_of_wounds(const struct doc *d, struct figures *f, size_t from, size_t i)
{
	struct figure *a = &f->items[i];
	bool of_them = a->outcome == OUTCOME_INJURED && in_passing(d, a);

	if (a->outcome != OUTCOME_INJURED ||
	    !(of_them || a->verb.passive || (a->frame->cls & C_SUFFER)))
		return;
	for (size_t k = of_them ? from : i + 1;
	     k < f->n && f->items[k].sentence == a->sentence; k++)
		if (f->items[k].outcome == OUTCOME_KILLED &&
		    f->items[k].g.first == a->g.first &&
		    (f->items[k].frame->cls & (C_DIE | C_DEATH)))
			a->planned = true;
}

/* 12 casualties, including five | killed */
static bool
says_dead(const struct doc *d, const struct figure *a)
{
	const struct token *t = &d->t.tok[a->g.last + 1u];

	return a->g.last + 1u < d->t.sent[a->sentence].end &&
	    (((t->cls & C_KILL) && (t->form & FORM_PARTICIPLE)) || (t->cls & C_DEAD)) &&
	    t->word->outcome == OUTCOME_KILLED;
}

/* 12 casualties, five of them dead; 12 casualties, including five deaths: dead and hurt
 * alike, beside the dead alone. */
static void
dead_of_all(const struct doc *d, struct figures *f, size_t from, size_t i)
{
	struct figure *a = &f->items[i];

	if (a->g.noun == NULL || a->g.noun->value != DEAD_AND_HURT ||
	    !(a->g.noun->cls & C_COUNTED) || a->subset || a->total)
		return;
	for (size_t k = from; k < f->n; k++) {
		struct figure *b = &f->items[k];
		bool dead = b->g.noun != NULL && b->g.noun != a->g.noun &&
		    (b->g.noun->cls & C_COUNTED);

		/* seven casualties, all injured */
		a->planned = a->planned ||
		    (b->outcome == OUTCOME_INJURED && b->g.first == a->g.first);
		if (k == i || b->outcome != a->outcome || b->g.count >= a->g.count ||
		    !(dead || b->trigger != a->trigger || says_dead(d, b)))
			continue;
		a->planned = true;
		b->subset = false;
		b->part_of = -1;
	}
}

/* The charity has sold 12 cars, bringing the total to 40: is another number told in the
 * sentence before? */
static bool
counts_before(const struct doc *d, const struct figure *a)
{
	for (size_t i = d->t.sent[a->sentence].first; i < a->trigger; i++)
		if (d->t.tok[i].kind == TOKEN_NUMBER)
			return true;
	return false;
}

/* Eight were found, bringing the total | to 21: a total of what was told shortly before;
 * where nothing was, of something else. */
static void
total_of_told(const struct doc *d, struct figures *f, size_t i)
{
	struct figure *a = &f->items[i];
	size_t k = i;

	if (!(a->frame->cls & C_TOLL) || d->t.tok[a->trigger].word->value != OF_THE_TOLD)
		return;
	while (k > 0 && (left_out(&f->items[k - 1]) || f->items[k - 1].subset))
		k--;
	if (k == 0 || f->items[k - 1].sentence + TOLD_REACH < a->sentence ||
	    (f->items[k - 1].sentence < a->sentence && counts_before(d, a)) ||
	    f->items[k - 1].g.count > a->g.count)
		a->planned = true;
	else
		a->outcome = f->items[k - 1].outcome;
}

/* was shot but | survived */
static bool
survives(const struct doc *d, const struct figure *f)
{
	for (size_t i = f->trigger + 1u; i < d->t.sent[f->sentence].end; i++)
		if ((d->t.tok[i].cls & C_DIE) && d->t.tok[i].word->value == BY_DENIAL)
			return !(d->t.tok[i - 1].cls & C_NEG);
	return false;
}

/* "Two guards shot. | Two guards were shot and wounded", "five shot; one dead": is more
 * told elsewhere of f, who are only shot at here? */
static bool
only_hurt(const struct doc *d, const struct figures *all, const struct figure *f)
{
	/* that they died is told by those who did */
	bool stabbed = f->outcome == OUTCOME_INJURED;

	if (f->tier != TIER_HINT || f->outcome > OUTCOME_INJURED ||
	    !(f->frame->cls & C_KILL) || d->t.tok[f->trigger].word->value != WEAK_TRIGGER)
		return false;
	if (survives(d, f))
		return true;
	for (size_t i = 0; i < all->n; i++) {
		const struct figure *e = &all->items[i];

		if (e->background || e->planned || e == f)
			continue;
		if (e->outcome == OUTCOME_INJURED && e->sentence != f->sentence &&
		    e->g.count == f->g.count && !e->subset)
			return true;
		if (e->outcome == OUTCOME_KILLED && e->tier == TIER_FIRM &&
		    e->g.count < f->g.count + stabbed && e->sentence >= f->sentence &&
		    e->sentence <= f->sentence + 1)
			return true;
	}
	return false;
}

#define WHOSE 6 /* words of a gang, behind its members */

/* three men | who, members of the gang | that: the relative word behind the group, over
 * what they belong to; 0: there is none. */
static size_t
relative_behind(const struct doc *d, const struct group *g, size_t end)
{
	size_t i = g->last + 1u, far = i + WHOSE;

	if (i < end && (d->t.tok[i].cls & C_OF))
		while (i < end && i < far && d->t.tok[i].kind == TOKEN_WORD &&
		    !(d->t.tok[i].cls & (C_RELATIVE | C_AND | C_VERB | C_KILL)))
			i++;
	if (i > g->last + 1u && !(d->t.tok[i - 1].cls & (C_PERSON | C_FACTION)))
		return 0; /* the driver of a bus that */
	if (i + 1 < end && d->t.tok[i].punct == ',')
		i++;
	return i < end && (d->t.tok[i].cls & C_RELATIVE) ? i : 0;
}

bool
figure_is_deed(const struct doc *d, const struct figure *all, size_t n,
    const struct figure *f)
{
	if (f->frame->victim != VICTIM_RIGHT || f->verb.passive)
		return false;
	for (const struct figure *e = all; e < all + n; e++) {
		bool held = e->outcome == OUTCOME_DETAINED ||
		    e->outcome == OUTCOME_CAPTURED;
		size_t i;

		if (e == f || e->g.last >= f->g.first ||
		    !(held || f->outcome == OUTCOME_ABDUCTED))
			continue;
		i = relative_behind(d, &e->g, f->trigger);
		while (i > 0 && i < f->trigger && d->t.tok[i].kind == TOKEN_WORD &&
		    !(d->t.tok[i].cls & C_AND))
			i++;
		if (i == f->trigger)
			return true;
	}
	return false;
}

void
figures_shot(const struct doc *d, struct figures *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct figure *whole = f->items[i].part_of >= 0
		    ? &f->items[f->items[i].part_of]
		    : NULL;

		if (only_hurt(d, f, &f->items[i]) ||
		    (whole != NULL && whole < &f->items[i] && whole->planned &&
			whole->trigger == f->items[i].trigger))
			f->items[i].planned = true;
	}
}

/* Eleven remain missing, presumed | dead: missing, as far as is known; but missing and |
 * presumed dead: both. */
static void
presumed_dead(const struct doc *d, struct figures *f, size_t from, size_t i)
{
	struct figure *a = &f->items[i];

	if (a->outcome != OUTCOME_KILLED || a->tier == TIER_FIRM ||
	    (a->trigger > 0 && (d->t.tok[a->trigger - 1].cls & C_AND)))
		return;
	for (size_t k = from; k < f->n; k++)
		if (f->items[k].outcome == OUTCOME_MISSING &&
		    f->items[k].g.first == a->g.first)
			a->planned = true;
}

/* A guard sustained wounds and was | evacuated; raiders took | six out of their homes and
 * shot them: brought away, and not displaced. */
static void
brought_away(struct figures *f, size_t from, size_t i)
{
	struct figure *a = &f->items[i];

	for (size_t k = from; k < f->n && a->outcome == OUTCOME_DISPLACED; k++) {
		const struct figure *b = &f->items[k];

		if ((b->outcome == OUTCOME_INJURED && b->g.first == a->g.first) ||
		    (b->outcome == OUTCOME_KILLED && (a->frame->cls & C_BEAT) &&
			b->trigger > a->last && b->g.count == a->g.count))
			a->planned = true;
	}
}

/* The invaders lost | 57 killed: does a force lose those of f? */
static bool
lost_by_force(const struct doc *d, const struct figure *f)
{
	size_t i = f->g.first;

	if (f->g.noun != NULL || f->g.last + 1u != f->trigger || i < 2 ||
	    !(d->t.tok[i - 1].cls & C_LOSE))
		return false;
	return (d->t.tok[i - 2].cls & (C_FACTION | C_ARMED)) ||
	    (token_ground(d, i - 2) & G_FORCE);
}

/* 23 soldiers were killed and | 29 wounded: as many more of them. */
static void
same_kind(const struct doc *d, struct figures *f, size_t from, size_t i)
{
	struct figure *a = &f->items[i];
	const struct figure *b = i > from ? a - 1 : NULL;

	if (lost_by_force(d, a))
		a->g.cls |= C_ARMED;
	if (b == NULL || a->g.noun != NULL || !a->g.stated || a->g.other ||
	    a->g.unknown || a->subset || a->outcome > OUTCOME_INJURED ||
	    b->outcome > OUTCOME_INJURED || a->outcome == b->outcome ||
	    !(b->g.cls & C_ARMED) || b->g.first > a->g.first ||
	    a->g.last + 1u != a->trigger || !(d->t.tok[a->g.first - 1].cls & C_AND))
		return;
	a->g.noun = b->g.noun;
	a->g.who = b->g.who;
	a->g.cls |= b->g.cls & C_ARMED;
}

/* May b be one of those that a is the sum of? */
static bool
is_addend(const struct figure *a, const struct figure *b)
{
	return b != a && b->outcome == a->outcome && !b->subset;
}

/* A figure of nobody in particular that equals the sum of the others is their total. */
static void
total_of_sum(struct figures *f, size_t from, size_t i)
{
	struct figure *a = &f->items[i];
	int64_t sum = 0;
	size_t parts = 0;
	bool armed = false;

	if (a->subset || a->whole || a->g.count < 2 || a->g.other ||
	    !(a->g.noun == NULL || (a->g.cls & C_GENERIC)))
		return;
	for (size_t k = from; k < f->n; k++) {
		const struct figure *b = &f->items[k];

		if (!is_addend(a, b) || b->share)
			continue;
		sum += b->g.count;
		parts++;
		armed = armed || (b->g.cls & C_ARMED);
	}
	if (parts < 2 || sum != a->g.count ||
	    (armed && str_eq(a->g.who, STR("civilians"))))
		return;
	a->whole = true;
	for (size_t k = from; k < f->n; k++)
		if (is_addend(a, &f->items[k])) {
			f->items[k].subset = true;
			f->items[k].part_of = (int)i;
		}
}

/* shot, and | wounded by it, or held: no death */
static void
survived_shots(struct figures *f, size_t from, size_t i)
{
	struct figure *a = &f->items[i];

	if (a->tier != TIER_HINT || a->outcome != OUTCOME_KILLED)
		return;
	for (size_t k = from; k < f->n; k++)
		if ((f->items[k].outcome == OUTCOME_INJURED ||
			f->items[k].outcome == OUTCOME_DETAINED) &&
		    f->items[k].g.first == a->g.first)
			a->planned = true;
}

/* A part that does not say of what is one of the figure of its kind that was told last.
 */
static void
part_of_last(struct figures *f, size_t from, size_t i)
{
	struct figure *a = &f->items[i];

	if (!a->subset || died_of_shots(f, from, i) || a->part_of >= 0)
		return;
	for (size_t k = i; k-- > from;)
		if (!f->items[k].subset && f->items[k].outcome == a->outcome) {
			a->part_of = (int)k;
			return;
		}
}

/* What a sentence's only figure has to do with those before. */
static void
part_alone(const struct doc *d, struct figures *f, size_t i)
{
	dead_of_all(d, f, i, i);
	total_of_told(d, f, i);
	same_kind(d, f, i, i);
	part_of_total(f, i);
}

/* Each step needs what the steps before it found of all figures of the sentence. */
void
figures_parts(const struct doc *d, struct figures *f, size_t from)
{
	if (f->n - from == 1) {
		part_alone(d, f, from);
		return;
	}
	for (size_t i = from; i < f->n && f->n - from > 2; i++)
		total_of_sum(f, from, i);
	for (size_t i = from; i < f->n; i++)
		/* 30 were held, 12 of them … */
		if (f->items[i].g.of_them || is_told_with(d, f, from, i))
			part_of_larger(f, from, i);
	for (size_t i = from; i < f->n; i++) {
		died_of_wounds(d, f, from, i);
		state_of_hurt(d, f, from, i);
		dead_of_all(d, f, from, i);
		total_of_told(d, f, i);
	}
	for (size_t i = from; i < f->n; i++) {
		presumed_dead(d, f, from, i);
		brought_away(f, from, i);
		same_kind(d, f, from, i);
		part_of_total(f, i);
		survived_shots(f, from, i);
	}
	for (size_t i = from; i < f->n; i++)
		part_of_last(f, from, i);
}

bool
toll_bodies_of_one_side(const struct figures *all)
{
	bool bodies = false, others = false;

	for (size_t i = 0; i < all->n; i++) {
		const struct figure *f = &all->items[i];
		bool attacker = (f->g.cls & C_ATTACKER) != 0;

		if (f->outcome != OUTCOME_KILLED || left_out(f) || f->subset)
			continue;
		if (f->tier == TIER_FIRM && (attacker || f->g.noun == NULL))
			return false;
		others = others || f->tier == TIER_FIRM;
		bodies = bodies ||
		    ((f->frame->cls & C_COUNTED) && f->tier == TIER_BODY && attacker);
	}
	return bodies && others;
}
