/*
 * recall.c -- see finder.h: victims who are told by a word that refers back: "shot them",
 * "the hostages were killed", "the victims died".  How many they are stands before, in
 * the sentence or in one shortly before.
 */
#include "config.h"

#include "facts/casualty.h"
#include "facts/finder.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/small_words.h"

#define MADE_WORDS 4 /* a military foot patrol of */

static void
take_number(struct group *g, int64_t count)
{
	g->count = g->low = g->high = count;
	g->bound = BOUND_EXACT;
}

/* They, the victims: who they are is said where their number is. */
static void
take_kind(struct group *g, const struct group *from)
{
	if (!g->pronoun && !(g->cls & C_GENERIC))
		return;
	g->who = from->who;
	g->cls |= from->cls & (C_ARMED | C_PERSON);
}

/* ---- people told of before, of whom no figure was made ---- */

/* Six aboard; six people were on board, were in the house: is it only said where they
 * are? */
static bool
is_aboard(const struct clause *c, const struct group *g)
{
	size_t i = g->last + 1;
	bool be = i + 1 < c->s->end && (c->d->t.tok[i].cls & C_BE);
	const struct token *prep = &c->d->t.tok[i + be];

	return g->stated && i + be < c->s->end && (prep->cls & C_PREP) &&
	    (prep->word->value == ABOARD ||
		(be && (g->cls & C_PERSON) && (prep->word->ground & G_IN)));
}

/* ambushed a convoy | of eight soldiers: what was attacked is those people. */
static bool
is_made_of(const struct clause *c, const struct group *g)
{
	const struct token *t = &c->d->t.tok[g->prep];
	size_t i = g->prep;

	if (!(t->cls & C_OF) || !g->stated || i == c->s->first ||
	    (t[-1].cls & (C_KILL | C_DEATH | C_DEAD | C_COUNTED | C_CAUSE | C_SPEAKER)))
		return false;
	while (i > c->s->first && t[-1].kind == TOKEN_WORD && g->prep - i < MADE_WORDS &&
	    !(t[-1].cls & (C_ONE | C_DET)))
		t--, i--;
	return i > c->s->first + 1 && (t[-1].cls & C_ONE) &&
	    (t[-2].cls & (C_VERB | C_PREP)) && !(t[-2].cls & C_BY);
}

/* Two farmers | were attacked */
static bool
is_acted_on(const struct clause *c, const struct group *g)
{
	size_t i = g->last + 1;

	while (i < c->s->end && (c->d->t.tok[i].cls & (C_BE | C_HAVE | C_ADVERB)))
		i++;
	return i < c->s->end && i > g->last + 1u && g->stated && !g->embedded &&
	    (c->d->t.tok[i - 1].cls & (C_BE | C_ADVERB)) &&
	    (c->d->t.tok[i].cls & (C_VERB | C_KILL)) &&
	    (c->d->t.tok[i].form & FORM_PARTICIPLE);
}

/* A bomb went off as | two clerks were passing */
static bool
is_caught(const struct clause *c, const struct group *g)
{
	return g->first > c->s->first + 1u && !g->embedded &&
	    (c->d->t.tok[g->first - 1].cls & C_SUBORD);
}

/* fired at | five rebels, clashed with | five rebels: who attack others themselves, but
 * are what a preposition of attacking takes. */
static bool
is_aimed_at(const struct clause *c, const struct group *g)
{
	return g->embedded && g->prep + 1u == g->first &&
	    (token_small(c->d, g->prep) & (S_UPON | S_AIM | S_AGAINST));
}

/* Gunmen attacked two farmers; fired at a van with six traders: may what is told next
 * have befallen g? */
static bool
is_patient(const struct clause *c, const struct group *g)
{
	const struct token *prep = &c->d->t.tok[g->prep];
	bool aboard = is_aboard(c, g);

	if (g->pronoun || g->subset || g->bound == BOUND_NONE ||
	    !((g->cls & C_PERSON) || aboard) ||
	    ((g->cls & C_ATTACKER) && !g->object && !is_aimed_at(c, g)))
		return false;
	return g->object || aboard || is_acted_on(c, g) || is_caught(c, g) ||
	    (g->embedded && (!(prep->cls & (C_OF | C_BY | C_TO)) || is_made_of(c, g)));
}

/* The people of the list that begins with g. */
static int64_t
people_of(const struct clause *c, const struct group *g)
{
	struct slot s;
	int64_t sum = 0;

	slot_list(c, g->first, &s);
	for (size_t i = 0; i < s.n && !(s.whole && i > 0); i++)
		if (c->gs->items[s.group[i]].cls & C_PERSON)
			sum += c->gs->items[s.group[i]].count;
	return sum;
}

/* Does the noun of ref stand in the sentence, before token end?  *n: how many they are
 * there, 0: that is not said. */
static bool
named_there(const struct clause *c, const struct group *ref, size_t end, int64_t *n)
{
	bool any = false;

	*n = 0;
	for (size_t i = c->s->first; ref->noun != NULL && i < end; i++) {
		const struct group *g = group_of(c->d, c->gs, i);

		if (c->d->t.tok[i].word != ref->noun)
			continue;
		any = true;
		if (g != NULL && g->noun == ref->noun && g->bound != BOUND_NONE)
			*n = g->count;
	}
	return any;
}

/* The victims, the men, them; the officers, of policemen: may ref be another word for g?
 */
static bool
may_mean(const struct group *ref, const struct group *g)
{
	return ref->pronoun || (ref->cls & C_GENERIC) ||
	    str_eq(ref->who, STR("people")) || str_eq(ref->who, g->who) ||
	    (ref->cls & g->cls & C_ARMED);
}

/* Four men approached a post; a group | of four men; troops saw four men: several, whose
 * number is told. */
static bool
is_topic(const struct clause *c, const struct group *g)
{
	return g->stated && !g->subset && !g->pronoun &&
	    (!g->embedded ||
		((c->d->t.tok[g->prep].cls & C_OF) && g->prep > c->s->first &&
		    (c->d->t.tok[g->prep - 1u].cls & C_COLLECTIVE)));
}

/* "Troops saw four rebels. They were killed": the only ones in the sentence of c for whom
 * a pronoun may stand, beside who did something to them; NULL: there are none, or more.
 */
static const struct group *
only_topic(const struct clause *c)
{
	const struct group *topic = NULL;
	bool actor = false;

	for (size_t i = 0; i < c->gs->n; i++) {
		const struct group *g = &c->gs->items[i];

		if (!(g->cls & C_PERSON) || !(g->plural || g->count > 1))
			continue;
		if (topic == NULL && is_topic(c, g))
			topic = g;
		else if (topic == NULL && !actor && !g->stated && !g->embedded)
			actor = true;
		else
			return NULL;
	}
	return topic != NULL && (!actor || topic->object) ? topic : NULL;
}

/* Gives ref the number of the people that it means in the sentence of c, before token
 * end; false if that is not said. */
static bool
recall_people(const struct clause *c, struct group *ref, size_t end)
{
	const struct group *topic;
	int64_t n;

	if (named_there(c, ref, end, &n) || (ref->cls & C_ATTACKER)) {
		if (n > 1)
			take_number(ref, n);
		return n > 1;
	}
	for (size_t i = 0; i < c->gs->n && c->gs->items[i].first < end; i++) {
		const struct group *g = &c->gs->items[i];

		if (is_patient(c, g) && may_mean(ref, g) && (n = people_of(c, g)) > 1) {
			take_number(ref, n);
			take_kind(ref, g);
			return true;
		}
	}
	topic = ref->pronoun ? only_topic(c) : NULL;
	if (topic == NULL)
		return false;
	take_number(ref, topic->count);
	take_kind(ref, topic);
	return true;
}

/* "Gunmen attacked two farmers. The victims died": in the sentence before, unless it has
 * told a figure of this outcome itself. */
static void
resolve_attacked(const struct finder *f, struct group *g, int outcome)
{
	struct sentence *s = f->sentence > 0 ? &f->c.d->t.sent[f->sentence - 1] : NULL;
	struct groups there = { 0 };
	struct clause c = { f->c.d, s, &there };

	if (s == NULL || !g->plural)
		return;
	for (size_t i = f->out->n;
	     i-- > 0 && f->out->items[i].sentence + 1 >= f->sentence;)
		if (f->out->items[i].sentence < f->sentence &&
		    f->out->items[i].outcome == outcome)
			return;
	sentence_prepare(f->c.d->lx, &f->c.d->t, s);
	groups_find(f->c.d, s, &there);
	groups_attach(f->c.d, s, &there);
	recall_people(&c, g, s->end);
}

/* ---- in the sentence itself ---- */

/* Two bombers killed themselves: those who are told last before. */
static bool
recall_subject(const struct finder *f, struct group *g)
{
	for (const struct group *p = g; p-- > f->c.gs->items;)
		if (p->stated && !p->embedded && !p->subset) {
			take_number(g, p->count);
			take_kind(g, p);
			g->cls |= C_ARMED | C_ATTACKER; /* no victims, whoever they are */
			return true;
		}
	return false;
}

/* Raiders lined up five men and shot them: the number of the object before the pronoun.
 * Fired on two students; the students died. */
static bool
resolve_here(const struct finder *f, struct group *g)
{
	if (!g->plural || g->subset)
		return false;
	if (g->pronoun && f->c.d->t.tok[g->first].word->value == REFLEXIVE)
		return recall_subject(f, g);
	if (!g->pronoun)
		return g->definite && g->noun != NULL && !(g->cls & C_COLLECTIVE) &&
		    recall_people(&f->c, g, g->first);
	for (const struct group *p = g; p-- > f->c.gs->items;) {
		int64_t n;

		/* fired on a clerk and his son, killing them */
		if (!p->stated && (p->object || is_patient(&f->c, p)) &&
		    (n = people_of(&f->c, p)) > 1) {
			take_number(g, n);
			return true;
		}
		if (!(p->object || is_patient(&f->c, p)) || !p->stated || p->count < 2)
			continue;
		n = people_of(&f->c, p); /* three clerks and a guard */
		if (n > p->count) {
			take_number(g, n);
			return true;
		}
		g->count = p->count;
		g->low = p->low;
		g->high = p->high;
		g->bound = p->bound;
		take_kind(g, p);
		return true;
	}
	return false;
}

/* ---- people of whom it was told that they were taken ---- */

/* The figures of the last sentence that tells of people taken: one behind the last of
 * them; 0: none. */
static size_t
after_taken(const struct finder *f)
{
	size_t n = f->out->n;

	while (n > 0 &&
	    (f->out->items[n - 1].outcome < OUTCOME_CAPTURED ||
		f->out->items[n - 1].outcome == OUTCOME_DISPLACED))
		n--;
	return n;
}

/* killing a guard and abducting two: were others killed when they were taken? */
static bool
beside_killed(const struct finder *f, const struct figure *taken)
{
	for (size_t i = 0; i < f->out->n; i++)
		if (f->out->items[i].sentence == taken->sentence &&
		    f->out->items[i].outcome == OUTCOME_KILLED &&
		    !f->out->items[i].subset && taken->sentence != f->sentence)
			return true;
	return false;
}

static void
count_taken(const struct finder *f, size_t n, struct group *g)
{
	const struct figure *last = &f->out->items[n - 1];
	int64_t sum = 0;

	g->taken = beside_killed(f, last);
	for (size_t i = 0; i < n; i++)
		if (f->out->items[i].sentence == last->sentence &&
		    !f->out->items[i].subset && f->out->items[i].outcome == last->outcome)
			sum += f->out->items[i].g.count;
	take_number(g, sum);
}

/* All but one | were killed: of those told in the sentence before; if nobody is, that is
 * no number. */
static void
resolve_all_but(const struct finder *f, struct group *g, int outcome)
{
	struct group all = { .pronoun = true, .definite = true, .plural = true };

	resolve_attacked(f, &all, outcome);
	if (all.count > g->count) {
		take_number(g, all.count - g->count);
		g->subset = g->of_them = false;
	} else {
		g->bound = BOUND_NONE;
	}
}

/* killing everyone on board | - 67 people: who they are, told right behind them. */
static bool
take_apposed(const struct finder *f, struct group *g)
{
	size_t i = g->last + 1;
	struct group *next;

	if (!g->pronoun || !g->plural || i + 1 >= f->c.s->end ||
	    f->c.d->t.tok[i].kind != TOKEN_PUNCT)
		return false;
	next = group_of(f->c.d, f->c.gs, clause_skip(&f->c, i + 1));
	if (next == NULL || !next->stated || !(next->cls & C_PERSON) || next->used != 0 ||
	    next->subset || next->embedded)
		return false;
	take_number(g, next->count);
	take_kind(g, next);
	finder_claim(next, OUTCOME_KILLED);
	return true;
}

/* only | the driver survived */
static bool
is_survivor(const struct finder *f, const struct group *g)
{
	const struct token *t = &f->c.d->t.tok[g->first];
	size_t i = g->last + 1;

	while (i < f->c.s->end && (f->c.d->t.tok[i].cls & (C_ADVERB | C_HAVE)))
		i++;
	return g->first > f->c.s->first && (t[-1].cls & C_ADVERB) &&
	    t[-1].word->value == ONLY && !g->others && i < f->c.s->end &&
	    (f->c.d->t.tok[i].cls & C_DIE) && f->c.d->t.tok[i].word->value == BY_DENIAL;
}

/* A bus with 12 on board fell into a ravine; only | the driver survived: the others of
 * those told of before did not, unless it is told how many died. */
static bool
resolve_survivors(const struct finder *f, struct group *g, int outcome)
{
	struct group all = { .pronoun = true, .definite = true, .plural = true };

	if (outcome != OUTCOME_KILLED || !is_survivor(f, g))
		return false;
	for (size_t i = 0; i < f->out->n; i++)
		if (f->out->items[i].outcome == OUTCOME_KILLED)
			return false;
	if (!recall_people(&f->c, &all, g->first))
		resolve_attacked(f, &all, outcome);
	if (all.count <= g->count)
		return false;
	take_number(g, all.count - g->count);
	g->stated = g->others = true;
	g->noun = NULL;
	g->cls = all.cls;
	g->who = all.who;
	return true;
}

/* killing two guards and injuring | as many; but: the fifth attack in as many days */
static void
resolve_as_many(const struct finder *f, struct group *g)
{
	const struct figure *r = f->out->n > 0 ? &f->out->items[f->out->n - 1] : NULL;

	if (r == NULL || r->sentence != f->sentence || !r->g.stated)
		return;
	take_number(g, r->g.count);
	g->pronoun = false;
	g->stated = true;
}

/* "The hostages were later killed": as many as were taken, if that was told shortly
 * before. */
void
finder_resolve(const struct finder *f, struct group *g, int outcome)
{
	size_t n;

	if (g->all_but) {
		resolve_all_but(f, g, outcome);
		return;
	}
	if (g->pronoun && f->c.d->t.tok[g->first].word->value == AS_MANY) {
		resolve_as_many(f, g);
		return;
	}
	if (resolve_survivors(f, g, outcome))
		return;
	if (g->bound == BOUND_NONE && outcome != OUTCOME_DISPLACED &&
	    (take_apposed(f, g) || resolve_here(f, g)))
		return;
	if (outcome == OUTCOME_KILLED && g->definite && g->noun != NULL &&
	    g->count == 1 && (n = after_taken(f)) > 0)
		g->taken = f->out->items[n - 1].g.noun == g->noun &&
		    beside_killed(f, &f->out->items[n - 1]);
	if (g->bound != BOUND_NONE || !g->plural ||
	    !(g->pronoun || (g->definite && g->noun != NULL)) || g->subset ||
	    g->cls & C_COLLECTIVE || outcome == OUTCOME_DISPLACED)
		return;
	n = after_taken(f);
	if (n > 0 && f->out->items[n - 1].sentence + 2 >= f->sentence) {
		if (f->out->items[n - 1].outcome != outcome &&
		    (f->out->items[n - 1].sentence != f->sentence || g->pronoun))
			count_taken(f, n, g);
		return;
	}
	resolve_attacked(f, g, outcome);
}

void
finder_resolve_owners(const struct finder *f, struct group *g)
{
	size_t n = after_taken(f);

	if (n > 0 && f->out->items[n - 1].sentence + 2 >= f->sentence)
		count_taken(f, n, g);
}

/* ---- a headline and its text in one line ---- */

/* A dash between the two, with spaces, behind which a sentence begins? */
static bool
parted_by_dash(const struct doc *d, size_t from, size_t to)
{
	bool none = lexicon_has(d->lx, HABIT_NO_CAPITALS);

	for (size_t i = from + 1; i < to; i++) {
		const struct token *t = &d->t.tok[i];

		if (t->kind == TOKEN_PUNCT && t->punct == '-' &&
		    !(t->flags & TOKEN_TIGHT) && !(t[1].flags & TOKEN_TIGHT) &&
		    (none || (t[1].flags & TOKEN_CAP)))
			return true;
	}
	return false;
}

void
figures_restated(const struct doc *d, struct figure *f, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			if (f[k].last < f[i].first && f[k].outcome == f[i].outcome &&
			    f[k].g.count == f[i].g.count && !f[k].subset &&
			    parted_by_dash(d, f[k].last, f[i].first))
				f[i].restated = true;
}
