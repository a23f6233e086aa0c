/*
 * victims_parts.c -- see finder.h: slots that say more of those who were told before: who
 * they are (the victims were Karim and a guard), or of which kind so many of them (among
 * the dead are two nurses).
 */
#include "config.h"

#include "facts/calm.h"
#include "facts/finder_in.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/small_words.h"

/* clerks Karim and Selma: what the names are. */
void
victims_take_kind(struct group *g, const struct group *title)
{
	g->noun = title->noun;
	g->cls = title->cls;
	g->who = title->who;
	g->unknown = false;
}

/* The list from token i on, which may begin with a name. */
void
victims_names(struct finder *f, size_t i, struct slot *s)
{
	if (i < f->c.s->end && tok(f, i)->group == 0 && (tok(f, i)->flags & TOKEN_CAP))
		group_demand(f->c.d, f->c.s, f->c.gs, i);
	slot_list(&f->c, i, s);
}

/* the Tarn Front, the regime forces: may the token be of the name of a side? */
static bool
is_of_side(const struct finder *f, size_t i)
{
	const struct token *t = tok(f, i);
	const struct group *g = t->group != 0 ? group_of(f->c.d, f->c.gs, i) : NULL;

	return g != NULL
	    ? g->bound == BOUND_NONE && (g->cls & C_COLLECTIVE)
	    : (t->flags & TOKEN_CAP) || (t->cls & (C_FACTION | C_ORG | C_DET));
}

/* a clerk | of the Tarn Front | killed: where the phrase begins that says whose people
 * they are; i: none does. */
static size_t
before_side(const struct finder *f, size_t i)
{
	size_t k = i;

	while (k > f->c.s->first + 1u && is_of_side(f, k - 1))
		k--;
	return k < i &&
		((tok(f, k - 1)->cls & C_OF) || (token_ground(f->c.d, k - 1) & G_FROM))
	    ? k - 1
	    : i;
}

size_t
victims_before_parts(const struct finder *f, size_t i)
{
	const struct group *g = (i = before_side(f, i)) > f->c.s->first
	    ? group_of(f->c.d, f->c.gs, i - 1)
	    : NULL;
	size_t at = g != NULL && g->subset ? g->prep : i;
	const struct group *whole = at < i && at > f->c.s->first &&
		(tok(f, at)->cls & C_SUBSET)
	    ? group_of(f->c.d, f->c.gs, at - 1)
	    : NULL;

	return whole != NULL && whole->stated && whole->count > g->count
	    ? at
	    : i; /* but: two nurses among five | killed */
}

/* The last figure told of the outcome (of any: -1), of which more may be told; -1: there
 * is none. */
static int
told_before(const struct finder *f, int outcome)
{
	int body = -1; /* dozens of bodies lay in the street */

	for (size_t k = f->out->n; k-- > 0;) {
		const struct figure *r = &f->out->items[k];

		if ((outcome >= 0 && r->outcome != outcome) || r->subset)
			continue;
		if (r->tier != TIER_BODY)
			return (int)k;
		body = body < 0 ? (int)k : body;
	}
	return body;
}

/* Five died in Tarn, four in Hur and | one in Bode. Among the dead were three clerks: of
 * the last, or of one told beside it that is no smaller. */
static int
large_enough(const struct finder *f, int whole, int64_t count)
{
	const struct figure *all = f->out->items;

	for (int k = whole; k >= 0 && all[k].sentence == all[whole].sentence; k--)
		if (all[k].outcome == all[whole].outcome && !all[k].subset &&
		    all[k].g.count >= count)
			return k;
	return whole;
}

/* The figures from n on are parts of the whole, or of what nobody counted (-1).  But: a
 * bomber blew himself up. Those killed were | two nurses, more than the whole. */
static void
make_parts(const struct finder *f, size_t n, int whole)
{
	struct figure *all = f->out->items;

	whole = large_enough(f, whole, all[n].g.count);
	for (size_t k = n;
	     k < f->out->n && (whole < 0 || all[k].g.count <= all[whole].g.count); k++) {
		all[k].subset = true;
		all[k].part_of = whole;
	}
}

/* The victims were | Karim Tarni and a guard: those of s, parts of the last figure told
 * if one was. */
bool
victims_tell_who(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome, const struct slot *s)
{
	const struct group *first = s->n > 0 ? &f->c.gs->items[s->group[0]] : NULL;
	bool name = first != NULL && first->named && first->noun == NULL;
	size_t n = f->out->n;
	int whole = told_before(f, outcome);

	if (!finder_slot(f, s, fr, v, outcome, true))
		return false;
	if (whole >= 0 && (name || fr->victim == VICTIM_NAMED))
		make_parts(f, n, whole);
	return true;
}

/* 71 of | the dead were in Tarn; were farmers: the number, and what is said of it from
 * token i on. */
static void
part_of_dead(const struct finder *f, struct group *part, size_t i, struct slot *s)
{
	const struct group *are = i < f->c.s->end
	    ? group_of(f->c.d, f->c.gs, clause_skip(&f->c, i))
	    : NULL;

	s->group[s->n++] = (uint16_t)(part - f->c.gs->items);
	if (are != NULL && !are->stated && are->noun != NULL && (are->cls & C_PERSON))
		victims_take_kind(part, are);
}

/* Six clerks | among dead: a headline's, with no verb; NULL: nobody. */
static struct group *
headed(const struct finder *f, size_t at)
{
	struct group *g = group_of(f->c.d, f->c.gs, at - 1);

	return g != NULL && g->stated && (g->cls & C_PERSON) && g->last + 1 == at &&
		!g->embedded
	    ? g
	    : NULL;
}

/* 71 of | the dead; seis | de los muertos: the number before; NULL: there is none. */
static struct group *
number_of_dead(const struct finder *f, size_t at)
{
	bool one_word = tok(f, at)->word->value == OF_THEM;
	size_t i = one_word ? at : at - 1;
	struct group *g;

	if (!one_word && !(tok(f, i)->cls & C_OF))
		return headed(f, at);
	if (i <= f->c.s->first)
		return NULL;
	g = group_of(f->c.d, f->c.gs, i - 1);
	return one_word && g != NULL &&
		(!g->stated || g->noun != NULL || g->bound == BOUND_VAGUE)
	    ? NULL
	    : g;
}

/* Tres | de los heridos en Tarna | murieron: of the hurt, but told of as dead. */
static bool
have_died(const struct finder *f, size_t i)
{
	while (i < f->c.s->end && tok(f, i)->kind == TOKEN_WORD &&
	    !(tok(f, i)->cls & (C_DIE | C_DEAD | C_KILL | C_VERB | C_RELATIVE | C_AND)))
		i++;
	return i < f->c.s->end && (tok(f, i)->cls & (C_DIE | C_DEAD)) &&
	    tok(f, i)->word->outcome == OUTCOME_KILLED;
}

/* Is the list one of numbers?  Of the dead, six were minors. */
static bool
is_counted_list(const struct finder *f, const struct slot *s)
{
	return s->n > 0 && f->c.gs->items[s->group[0]].stated &&
	    f->c.gs->items[s->group[0]].bound != BOUND_VAGUE;
}

/* The nine | victims include two nurses: how many the words of the trigger are told of, a
 * figure of its own; -1: it is not said. */
static int
whole_before(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct group *g = v->at > f->c.s->first ? group_of(f->c.d, f->c.gs, v->at - 1)
						: NULL;
	struct slot s = { .n = 1 };

	if (g == NULL || !g->definite || !g->stated || g->noun != NULL ||
	    g->last + 1 != v->at)
		return -1;
	s.group[0] = (uint16_t)(g - f->c.gs->items);
	if (!finder_slot(f, &s, fr, v, outcome, true))
		return -1;
	f->out->items[f->out->n - 1].subset = false;
	return (int)f->out->n - 1;
}

/* Among the dead are two nurses: parts of the last figure told. */
bool
victims_parts(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	size_t i = v->at + 1, n = f->out->n;
	int whole = told_before(f, outcome);
	struct slot s = { .n = 0 };
	struct group *part = v->at > f->c.s->first ? number_of_dead(f, v->at) : NULL;

	while (i < f->c.s->end &&
	    ((tok(f, i)->cls & (C_BE | C_ADVERB | C_VERB)) || is_dash(tok(f, i))))
		i++;
	if (v->passive) /* two nurses are among the dead */
		slot_subject(&f->c, v, &s);
	else if (part != NULL)
		part_of_dead(f, part, i, &s);
	else
		slot_list(&f->c, i, &s);
	if (tok(f, v->at)->word->value == OF_THEM &&
	    ((part == NULL && !is_counted_list(f, &s)) ||
		(outcome == OUTCOME_INJURED && have_died(f, v->at + 1))))
		return false;
	if (s.n == 0)
		return false;
	if (whole < 0)
		whole = whole_before(f, fr, v, outcome);
	n = f->out->n;
	if (!finder_slot(f, &s, fr, v, outcome, false))
		return false;
	make_parts(f, n, whole);
	return true;
}

#define EVENT_WORDS 8 /* of the attack in Tarn on Monday */

/* The victims | of the attack in Tarn | were two guards: past the phrase at token i; i:
 * none is there. */
static size_t
past_event(const struct finder *f, size_t i)
{
	if (i >= f->c.s->end || !(tok(f, i)->cls & C_OF))
		return i;
	for (size_t k = i + 1; k < f->c.s->end && k <= i + EVENT_WORDS; k++) {
		if (tok(f, k)->cls & C_BE)
			return tok(f, k)->form & FORM_GERUND ? i : k;
		if (tok(f, k)->kind == TOKEN_PUNCT ||
		    (tok(f, k)->cls & (C_SUBORD | C_RELATIVE | C_SPEECH)))
			return i;
	}
	return i;
}

/* The victims were | Karim; were identified as | Karim; identified the victims as |
 * Karim: where it is said who they are, behind token i; the sentence's end if it is not.
 */
static size_t
said_who(const struct finder *f, size_t i)
{
	bool be = i < f->c.s->end && (tok(f, i)->cls & C_BE), as;

	while (i < f->c.s->end && be && (tok(f, i)->cls & (C_BE | C_HAVE | C_ADVERB)))
		i++;
	if (i + 1 < f->c.s->end && be && (tok(f, i)->form & FORM_PARTICIPLE) &&
	    (tok(f, i + 1)->word->small & S_LIKE))
		i++;
	as = i < f->c.s->end && (tok(f, i)->word->small & S_LIKE);
	return be || as ? i + as : f->c.s->end;
}

/* Shells killed two and wounded four. The victims were …: those who died. */
static int
dead_before_hurt(const struct finder *f, int whole)
{
	const struct figure *all = f->out->items;

	if (whole < 0 || all[whole].outcome != OUTCOME_INJURED)
		return whole;
	for (int k = whole - 1; k >= 0 && all[k].sentence == all[whole].sentence; k--)
		if (all[k].outcome == OUTCOME_KILLED && !all[k].subset)
			return k;
	return whole;
}

/* The victims were Karim Tarni and a guard: parts of the last figure told, with its
 * outcome. */
bool
victims_named(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	const struct group *g = group_of(f->c.d, f->c.gs, v->at);
	size_t i = said_who(f, past_event(f, v->at + 1)), n = f->out->n;
	struct slot s = { .n = 0 };
	int whole = told_before(f, -1);

	if (g == NULL || g->head != v->at || !g->definite || g->stated ||
	    i == f->c.s->end || (whole < 0 && !is_violent(f->c.d)))
		return false;
	victims_names(f, clause_skip(&f->c, i), &s);
	whole = dead_before_hurt(f, whole);
	if (whole >= 0)
		outcome = f->out->items[whole].outcome;
	if (s.n == 0 ||
	    (f->c.gs->items[s.group[0]].noun == NULL &&
		!f->c.gs->items[s.group[0]].named) ||
	    !victims_tell_who(f, fr, v, outcome, &s))
		return false;
	for (size_t k = n; k < f->out->n; k++)
		f->out->items[k].tier = TIER_HINT;
	return true;
}

bool
victims_one_by_name(const struct finder *f, size_t i)
{
	const struct group *g;

	while (i < f->c.s->end && (tok(f, i)->flags & TOKEN_CAP))
		i++;
	g = is_comma(f, i) && i + 1 < f->c.s->end ? group_of(f->c.d, f->c.gs, i + 1)
						  : NULL;
	return g != NULL && g->first == i + 1 && g->det && g->count == 1 &&
	    (g->cls & C_PERSON);
}
