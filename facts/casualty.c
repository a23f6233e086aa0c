/* casualty.c -- see casualty.h: triggers to figures. */
#include "config.h"

#include "base/limits.h"
#include "facts/attr.h"
#include "facts/calm.h"
#include "facts/casualty.h"
#include "facts/count.h"
#include "facts/reach.h"

#define TRIGGERS (C_KILL | C_DIE | C_DEAD | C_DEATH | C_COUNTED | C_TOLL | C_LEAVE | C_BEAT | \
	C_SUFFER | C_LOSE | C_CLAIM | C_DISPLACE | C_FLEE | C_EXODUS | C_AMONG)
/* Those that say something by themselves; the others need a partner in the sentence. */
#define FIRM (C_KILL | C_DIE | C_DEAD | C_DEATH | C_COUNTED | C_TOLL | C_LIFE | C_HARM | C_RESULT | \
	C_DISPLACE | C_FLEE | C_EXODUS | C_LOSE | C_AMONG)

#define WEAK_TRIGGER 1 /* word.value of shot */

struct finder {
	struct clause c;
	struct figures *out;
	uint32_t sentence;
};

static struct token *
tok(const struct finder *f, size_t i)
{
	return &f->c.d->t.tok[i];
}

static struct figure *
add_figure(struct finder *f, const struct group *g, const struct frame *fr, const struct verb *v,
    int outcome)
{
	struct figures *l = f->out;
	struct figure *r;

	if (l->n == FIGURES_MAX)
		return NULL;
	if (l->n == l->cap)
		l->items = arena_grow(f->c.d->arena, l->items, l->n, &l->cap, sizeof(*r));
	r = &l->items[l->n++];
	*r = (struct figure){ .g = *g, .sentence = f->sentence, .trigger = v->at, .frame = fr,
		.outcome = (uint8_t)outcome, .verb = *v, .part_of = -1, .fact = -1,
		.first = g->first, .last = g->last, .subset = g->subset };
	return r;
}

static void
widen(struct figure *r, size_t first, size_t last)
{
	if (first < r->first)
		r->first = (uint32_t)first;
	if (last > r->last)
		r->last = (uint32_t)last;
}

/* May this group be counted as a victim of this outcome? */
static bool
countable(const struct group *g, int outcome, bool strong)
{
	if (g->bound == BOUND_NONE || g->count <= 0)
		return false;
	if (g->used & (1u << outcome))
		return false;
	if (g->noun != NULL && (g->cls & C_COUNTED) && !(g->cls & C_PERSON))
		return false;
	if (g->unknown && !strong)
		return false;
	return true;
}

static void
claim(struct group *g, int outcome)
{
	g->used |= 1u << outcome;
}

/* no women or children; none of the two guards */
static bool
denied_group(const struct finder *f, const struct group *g)
{
	return g->first > f->c.s->first && ((tok(f, g->first - 1)->cls & C_NEG) ||
	    ((tok(f, g->first - 1)->cls & C_OF) && g->first > f->c.s->first + 1 &&
	     (tok(f, g->first - 2)->cls & C_NEG)));
}

/* 30 of those killed, two of the dead */
static bool
of_the_dead(const struct finder *f, const struct group *g)
{
	size_t i = g->last + 1;

	return g->stated && i + 2 < f->c.s->end && (tok(f, i)->cls & C_OF) &&
	    (tok(f, i + 1)->cls & C_DET) && (tok(f, i + 2)->cls & (C_KILL | C_DEAD | C_COUNTED));
}

/* Figures of a slot; true if there was one. */
static bool
emit_slot(struct finder *f, const struct slot *s, const struct frame *fr, const struct verb *v,
    int outcome, bool strong)
{
	bool any = false;

	for (size_t i = 0; i < s->n; i++) {
		struct group *g = &f->c.gs->items[s->group[i]];
		struct figure *r;

		if (tok(f, v->at)->word->value == WEAK_TRIGGER && fr->cls == C_KILL && !(g->cls & C_PERSON))
			continue; /* shot a 65 */
		if (!countable(g, outcome, strong) || (i == 0 && denied_group(f, g)) || (i > 0 && g->both))
			continue;
		r = add_figure(f, g, fr, v, outcome);
		if (r == NULL)
			return any;
		claim(g, outcome);
		r->whole = s->whole && i == 0;
		r->subset = r->subset || (s->whole && i > 0) || of_the_dead(f, g);
		r->weak = g->pronoun && s->n == 1;
		if ((tok(f, v->at)->word->value == WEAK_TRIGGER) && fr->cls == C_KILL) /* shot: dead or not */
			r->weak = 1;
		if (i == 0 || s->n == 1)
			widen(r, v->start < g->first ? v->start : g->first, v->at);
		any = true;
	}
	return any;
}

/* The parts told after "including": figures of their own, parts of the last one. */
static void
emit_parts(struct finder *f, size_t from, const struct frame *fr, const struct verb *v, int outcome)
{
	int whole = (int)f->out->n - 1;

	for (size_t i = from; i < f->c.s->end; i++) {
		struct group *g = group_of(f->c.d, f->c.gs, i);
		struct figure *r;

		if (g == NULL || g->first != i)
			continue;
		if (!g->subset)
			return;
		if (!countable(g, outcome, false) || (!g->stated && g->count != 1))
			continue;
		r = add_figure(f, g, fr, v, outcome);
		if (r == NULL)
			return;
		claim(g, outcome);
		r->subset = true;
		r->part_of = whole;
		i = g->last;
	}
}

/* was killed along with four others: the list goes on behind the verb. */
static void
emit_company(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	size_t i = clause_skip(&f->c, v->at + 1);
	struct slot s = { .n = 0 };

	if (i < f->c.s->end && tok(f, i)->kind == TOKEN_PUNCT && tok(f, i)->punct == ',')
		i++;
	if (i + 1 >= f->c.s->end || !(tok(f, i)->cls & C_AND) || !(tok(f, i)->flags & TOKEN_FOLDED))
		return;
	slot_list(&f->c, clause_skip(&f->c, i + 1), &s);
	emit_slot(f, &s, fr, v, outcome, true);
}

/* "at least 255 people were killed: 144 fighters and 87 soldiers, in addition to 26 civilians" */
static void
emit_breakdown(struct finder *f, const struct frame *fr, const struct verb *v, int outcome,
    size_t whole)
{
	size_t i = v->at + 1, n = f->out->n;
	int64_t sum = 0;
	struct slot s = { .n = 0 };

	if (i >= f->c.s->end || tok(f, i)->kind != TOKEN_PUNCT ||
	    (tok(f, i)->punct != ':' && tok(f, i)->punct != '-'))
		return;
	slot_list(&f->c, clause_skip(&f->c, i + 1), &s);
	for (size_t k = 0; k < s.n; k++)
		sum += f->c.gs->items[s.group[k]].count;
	if (s.n < 2 || sum > f->out->items[whole].g.count * 11 / 10)
		return;
	emit_slot(f, &s, fr, v, outcome, true);
	for (size_t k = n; k < f->out->n; k++) {
		f->out->items[k].subset = true;
		f->out->items[k].part_of = (int)whole;
		f->out->items[k].first = f->out->items[k].g.first;
		f->out->items[k].last = f->out->items[k].g.last;
	}
}

/* "The hostages were later killed": as many as were taken, if that was told shortly before. */
static void
resolve(const struct finder *f, struct group *g, int outcome)
{
	size_t n = f->out->n;
	int64_t sum = 0;
	uint32_t sentence;

	if (g->bound != BOUND_NONE || !g->plural || !(g->pronoun || (g->definite && g->noun != NULL)) ||
	    g->subset || g->cls & C_COLLECTIVE || outcome == OUTCOME_DISPLACED)
		return;
	while (n > 0 && (f->out->items[n - 1].outcome < OUTCOME_CAPTURED ||
	    f->out->items[n - 1].outcome == OUTCOME_DISPLACED))
		n--;
	if (n == 0 || f->out->items[n - 1].outcome == outcome)
		return;
	sentence = f->out->items[n - 1].sentence;
	if (sentence + 2 < f->sentence || sentence == f->sentence)
		return;
	for (size_t i = 0; i < n; i++)
		if (f->out->items[i].sentence == sentence && !f->out->items[i].subset &&
		    f->out->items[i].outcome == f->out->items[n - 1].outcome)
			sum += f->out->items[i].g.count;
	g->count = g->low = g->high = sum;
	g->bound = BOUND_EXACT;
}

static bool
by_subject(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct slot s = { .n = 0 };
	size_t n = f->out->n;

	slot_subject(&f->c, v, &s);
	if (s.agreement && (fr->cls == C_DIE || outcome == OUTCOME_INJURED) && !is_violent(f->c.d))
		return false;
	if (s.agreement) {
		struct group *g = group_add(f->c.d, f->c.gs, s.first, s.last);
		struct figure *r;

		g->count = g->low = g->high = 1;
		g->bound = BOUND_EXACT;
		g->unknown = true;
		r = add_figure(f, g, fr, v, outcome);
		if (r != NULL) {
			r->weak = 1;
			widen(r, v->start, v->at);
		}
		emit_company(f, fr, v, outcome);
		return true;
	}
	if (s.n == 1)
		resolve(f, &f->c.gs->items[s.group[0]], outcome);
	if (!emit_slot(f, &s, fr, v, outcome, (v->passive || v->perfect) && (fr->cls & (C_KILL | C_DIE))))
		return false;
	emit_parts(f, f->out->items[n].g.last + 1, fr, v, outcome);
	emit_company(f, fr, v, outcome);
	emit_breakdown(f, fr, v, outcome, n);
	return true;
}

/* "Also killed in the raid were two guards." */
static bool
inverted(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct slot s = { .n = 0 };
	size_t i = f->c.s->first;

	while (i < v->at && (tok(f, i)->cls & C_ADVERB))
		i++;
	if (i != v->at || !(tok(f, i)->form & FORM_PARTICIPLE))
		return false;
	for (i = v->at + 1; i < f->c.s->end && i < v->at + 10u; i++) {
		if (tok(f, i)->cls & C_BE) {
			slot_list(&f->c, clause_skip(&f->c, i + 1), &s);
			return emit_slot(f, &s, fr, v, outcome, true);
		}
		if (tok(f, i)->kind == TOKEN_PUNCT || (tok(f, i)->cls & (C_KILL | C_SUBORD)) ||
		    ((tok(f, i)->cls & C_VERB) && !(tok(f, i)->cls & (C_CAUSE | C_THING))))
			return false;
	}
	return false;
}

static bool
by_object(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct slot s = { .n = 0 };
	bool taken = outcome != OUTCOME_CAPTURED && outcome != OUTCOME_DISPLACED && outcome != OUTCOME_INJURED;
	const struct group *g;

	if (v->passive && !v->gerund)
		return false;
	if (inverted(f, fr, v, outcome))
		return true;
	if (tok(f, v->at)->flags & TOKEN_FOLDED)
		taken = taken || outcome == OUTCOME_INJURED; /* shot and injured Karim */
	slot_object(&f->c, v->at + 1, taken && fr->cls == C_KILL, &s);
	if (s.n == 0)
		return false;
	g = &f->c.gs->items[s.group[0]];
	if (fr->cls == C_LOSE && !(g->cls & C_ARMED) && !g->partitive)
		return false;
	if (outcome == OUTCOME_DISPLACED && g->noun == NULL && !g->stated)
		return false;
	if (!emit_slot(f, &s, fr, v, outcome, fr->cls == C_KILL))
		return false;
	emit_parts(f, f->out->items[f->out->n - 1].g.last + 1, fr, v, outcome);
	return true;
}

/* "…, and his brother wounded"; "Driver killed in raid": one person, where a clause begins. */
static bool
elliptical(const struct finder *f, const struct group *g, size_t at)
{
	const struct token *p;

	if (g->count != 1 || (!(g->cls & C_PERSON) && !g->other) || g->object || g->subset)
		return false;
	if (at + 1 < f->c.s->end && (tok(f, at + 1)->group != 0 || (tok(f, at + 1)->kind != TOKEN_PUNCT &&
	    !(tok(f, at + 1)->cls & (C_PREP | C_BY | C_SUBORD | C_AND | C_ADVERB | C_TIME | C_CAUSE)))))
		return false;
	if (g->first == f->c.s->first || (tok(f, g->first)->flags & TOKEN_FIRST))
		return true;
	p = tok(f, g->first - 1);
	return (p->cls & C_AND) || (p->kind == TOKEN_PUNCT && (p->punct == ';' || p->punct == ',' ||
	    p->punct == ':'));
}

/* "9 members of the garrison near Tarn killed": the numbered group that opens the clause, if the
 * verb has nothing else to be about. */
static struct group *
heading(const struct finder *f, const struct verb *v, struct group *near)
{
	struct slot s = { .n = 0 };
	struct group *g;

	if (v->at + 1u < f->c.s->end && tok(f, v->at + 1)->group != 0)
		return near;
	slot_subject(&f->c, v, &s);
	if (s.n == 0)
		return near;
	g = &f->c.gs->items[s.group[0]];
	if (!g->stated || (g->unknown && near != NULL && near->stated) || (g->first != f->c.s->first && tok(f, g->first - 1)->kind != TOKEN_PUNCT &&
	    !(tok(f, g->first - 1)->cls & C_AND)))
		return near;
	return g;
}

/* Five guards shot dead: the numbered group that ends where the participle begins. */
static bool
by_adjacent(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	size_t k = v->at, n = f->out->n;
	struct group *g;
	struct slot s = { .n = 1 };

	while (k > f->c.s->first && (tok(f, k - 1)->cls & C_ADVERB) && tok(f, k - 1)->group == 0)
		k--;
	/* seven people in a bus killed: over one phrase of place */
	g = k > f->c.s->first ? group_of(f->c.d, f->c.gs, k - 1) : NULL;
	if (g == NULL || !g->stated || g->embedded)
		g = heading(f, v, g);
	if (g == NULL || g->pronoun || (!g->stated && g->bound == BOUND_NONE))
		return false;
	if (!g->stated && !elliptical(f, g, v->at))
		return false;
	if (g->embedded && g->prep + 1 == g->first && (tok(f, g->prep)->cls & C_BY) && !g->stated)
		return false;
	/* four guards and a clerk killed in Tarn: the whole list */
	slot_subject(&f->c, v, &s);
	if (s.n < 2 || s.group[s.n - 1] != g - f->c.gs->items) {
		s.n = 1;
		s.whole = false;
		s.group[0] = (uint16_t)(g - f->c.gs->items);
	}
	if (!emit_slot(f, &s, fr, v, outcome, true))
		return false;
	if (s.n > 1)
		return true;
	f->out->items[n].subset = g->subset && !(tok(f, g->prep)->cls & C_PREP) && g->last + 1 != v->at;
	emit_parts(f, v->at + 1, fr, v, outcome);
	return true;
}

/* The groups from token i on, joined, up to a word of the partner's class; where that must stand. */
static size_t
list_before(const struct finder *f, size_t i, uint64_t partner, struct slot *s)
{
	size_t end = i, first_end = i;

	s->n = 0;
	while (i < f->c.s->end && s->n < SLOT_MAX) {
		const struct group *g = group_of(f->c.d, f->c.gs, i);

		if (g == NULL || g->first != i)
			break;
		s->group[s->n++] = (uint16_t)(g - f->c.gs->items);
		end = clause_skip(&f->c, g->last + 1);
		if (s->n == 1)
			first_end = end;
		i = end;
		if (i < f->c.s->end && tok(f, i)->kind == TOKEN_PUNCT && tok(f, i)->punct == ',')
			i++;
		if (i < f->c.s->end && (tok(f, i)->cls & C_AND))
			i++;
		if (i == end)
			break;
	}
	if (end < f->c.s->end && (tok(f, end)->cls & partner))
		return end;
	s->n = 1;
	return first_end;
}

/* left six dead; beat a poacher to death */
static bool
by_between(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	size_t i = clause_skip(&f->c, v->at + 1), end;
	const struct group *g = i < f->c.s->end ? group_of(f->c.d, f->c.gs, i) : NULL;
	const struct token *p;
	struct slot s = { .n = 0 };
	struct verb w = *v;

	if (g == NULL && i < f->c.s->end && fr->cls == C_BEAT)
		g = group_demand(f->c.d, f->c.s, f->c.gs, i);
	if (g == NULL || g->first != i)
		return false;
	end = list_before(f, i, fr->partner, &s);
	if (end >= f->c.s->end)
		return false;
	p = tok(f, end);
	if (!(p->cls & fr->partner) || ((p->cls & C_KILL) && !(p->form & FORM_PARTICIPLE)))
		return false;
	if (p->word->outcome != LEXICON_NO_OUTCOME && fr->outcome < 0)
		outcome = p->word->outcome;
	w.at = (uint32_t)end;
	return emit_slot(f, &s, fr, &w, outcome, true);
}

static bool
by_of(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct slot s = { .n = 0 };
	size_t i = v->at + 1;

	if (i + 1 >= f->c.s->end || !(tok(f, i)->cls & C_OF))
		return false;
	i = clause_skip(&f->c, i + 1);
	if (i < f->c.s->end && tok(f, i)->group == 0 && outcome != OUTCOME_DISPLACED &&
	    !str_eq(tok(f, v->at)->word->who, STR("place")))
		group_demand(f->c.d, f->c.s, f->c.gs, i);
	slot_list(&f->c, i, &s);
	/* the death of one man where nothing else is violent is an obituary */
	if (s.n == 1 && tok(f, v->at)->word->value == WEAK_TRIGGER &&
	    !f->c.gs->items[s.group[0]].stated && !is_violent(f->c.d))
		return false;
	if (s.n == 0 || !emit_slot(f, &s, fr, v, outcome, true))
		return false;
	emit_parts(f, f->out->items[f->out->n - 1].g.last + 1, fr, v, outcome);
	return true;
}

/* The death toll rose from 12 to 31. */
static bool
by_number(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	size_t best = SIZE_MAX;
	bool rises = false;

	for (size_t i = v->at + 1; i < f->c.s->end && i < v->at + 24u; i++) {
		const struct token *t = tok(f, i);
		const struct token *next = i + 1 < f->c.s->end ? t + 1 : NULL;

		if ((t->kind == TOKEN_PUNCT && (t->punct == ';')) || (t->cls & C_SUBSET))
			break;
		if (best != SIZE_MAX && (t->cls & (C_SUBORD | C_RELATIVE)))
			break;
		if (t->kind != TOKEN_NUMBER || (t->flags & TOKEN_NO_COUNT))
			continue;
		if (next != NULL && (next->cls & (C_THING | C_TIME | C_CURRENCY | C_MONTH)))
			continue;
		if (best == SIZE_MAX || (t[-1].cls & C_TO))
			best = i;
		/* from 12 to 31: read as a range, but here the way from one to the other */
		if (best == i && t->high > t->low && t->bound == BOUND_EXACT && (t[-1].cls & C_PREP))
			rises = true;
	}
	if (best == SIZE_MAX)
		return false;
	{
		struct group *in = group_of(f->c.d, f->c.gs, best), made;
		const struct token *t = tok(f, best);
		struct figure *r;

		if (in != NULL && (in->used & (1u << outcome)))
			return false;
		made = in != NULL ? *in : (struct group){ .first = (uint32_t)best, .last = (uint32_t)best,
			.head = (uint32_t)best, .plural = true };
		made.count = t->value;
		made.low = t->low;
		made.high = t->high;
		made.bound = (enum bound)t->bound;
		made.stated = true;
		made.subset = false;
		if (rises)
			made.count = made.low = t->high;
		r = add_figure(f, &made, fr, v, outcome);
		if (r == NULL)
			return false;
		if (in != NULL)
			claim(in, outcome);
		r->total = true;
		widen(r, v->at, best);
		emit_parts(f, best + 1, fr, v, outcome);
	}
	return true;
}

/* two rebel and one army fatality: the first number too. */
static void
emit_shared(struct finder *f, const struct group *g, const struct frame *fr, const struct verb *v,
    int outcome)
{
	struct group *prev = g > f->c.gs->items ? &f->c.gs->items[g - f->c.gs->items - 1] : NULL;
	struct figure last;

	if (prev == NULL || !prev->shared || prev->noun != g->noun || (prev->used & (1u << outcome)))
		return;
	last = f->out->items[f->out->n - 1];
	if (add_figure(f, prev, fr, v, outcome) == NULL)
		return;
	claim(prev, outcome);
	f->out->items[f->out->n - 1].g.who = STR("people");
	/* keep the figure of the noun itself last: the caller goes on with it */
	f->out->items[f->out->n - 2] = f->out->items[f->out->n - 1];
	f->out->items[f->out->n - 1] = last;
}

/* 9 fatalities; the bodies of six traders */
static bool
by_self(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct group *g = group_of(f->c.d, f->c.gs, v->at), *in = NULL;
	struct figure *r;
	size_t i = v->at + 1;
	bool body;

	if (i + 1 < f->c.s->end && tok(f, i)->kind == TOKEN_PUNCT && tok(f, i)->punct == ':' &&
	    (tok(f, v->at)->form & FORM_PLURAL) && (g == NULL || !g->stated))
		return by_number(f, fr, v, outcome);
	if (g == NULL || g->head != v->at || (g->used & (1u << outcome)))
		return false;
	body = str_eq(g->who, STR("body"));
	if (!g->stated && i + 1 < f->c.s->end && (tok(f, i)->cls & C_OF)) {
		in = group_of(f->c.d, f->c.gs, i + 1);
		if (in == NULL || in->first != i + 1 || !countable(in, outcome, true) ||
		    !(g->cls & C_GENERIC) || !body)
			return false;
	} else if (!g->stated && !(body && g->bound == BOUND_EXACT && i < f->c.s->end &&
	    (tok(f, i)->cls & C_BE))) {
		return false;
	}
	if (in == NULL && g->count <= 0)
		return false;
	r = add_figure(f, in != NULL ? in : g, fr, v, outcome);
	if (r == NULL)
		return false;
	claim(g, outcome);
	if (in != NULL)
		claim(in, outcome);
	r->g.who = in != NULL ? in->who : STR("people");
	r->weak = body ? 2 : 0;
	r->subset = r->subset && in == NULL && g->subset;
	emit_shared(f, g, fr, v, outcome);
	r = &f->out->items[f->out->n - 1];
	r->closing = !body && f->c.s->end - f->c.s->first < 9;
	widen(r, g->first, v->at);
	emit_parts(f, r->last + 1, fr, v, outcome);
	return true;
}

/* Among the dead are two nurses: parts of the last figure told. */
static bool
by_parts(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	size_t i = v->at + 1, n = f->out->n;
	int whole = -1;
	struct slot s = { .n = 0 };

	for (size_t k = 0; k < n; k++)
		if (f->out->items[k].outcome == outcome && !f->out->items[k].subset)
			whole = (int)k;
	while (i < f->c.s->end && (tok(f, i)->cls & (C_BE | C_ADVERB)))
		i++;
	slot_list(&f->c, i, &s);
	if (s.n == 0 || !emit_slot(f, &s, fr, v, outcome, false))
		return false;
	for (size_t k = n; k < f->out->n; k++) {
		f->out->items[k].subset = true;
		f->out->items[k].part_of = whole;
	}
	return true;
}

/* claimed 31 lives */
static bool
by_next(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	size_t i = clause_skip(&f->c, v->at + 1);
	struct group *g = i < f->c.s->end ? group_of(f->c.d, f->c.gs, i) : NULL;
	struct figure *r;

	if (g == NULL || g->first != i || !g->stated || !(g->cls & fr->partner) ||
	    (g->used & (1u << outcome)))
		return false;
	r = add_figure(f, g, fr, v, outcome);
	if (r == NULL)
		return false;
	claim(g, outcome);
	r->g.who = STR("people");
	widen(r, v->at, g->last);
	return true;
}

/* Ten pilgrims sustained burns: the harm within a few words of the verb. */
static bool
by_harm(struct finder *f, const struct frame *fr, const struct verb *v)
{
	for (size_t i = v->at + 1; i < f->c.s->end && i < v->at + 8u; i++) {
		const struct token *t = tok(f, i);

		if (t->cls & fr->partner)
			return by_subject(f, fr, v, t->word->outcome == LEXICON_NO_OUTCOME ?
			    OUTCOME_INJURED : t->word->outcome);
		if (t->cls & (C_SUBORD | C_BE | C_KILL | C_COUNTED))
			return false;
	}
	return false;
}

static bool
by_reach(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct slot s;
	size_t n = f->out->n;

	if (tok(f, v->at)->group != 0)
		return false;
	(fr->victim == VICTIM_BEFORE ? reach_before : reach_after)(&f->c, v->at, &s);
	if (fr->partner != 0 && (s.n == 0 || !(f->c.gs->items[s.group[0]].cls & fr->partner)))
		return false;
	if (!emit_slot(f, &s, fr, v, outcome, true))
		return false;
	emit_parts(f, f->out->items[n].g.last + 1, fr, v, outcome);
	return true;
}

static bool
fits(const struct frame *fr, const struct token *t, const struct verb *v)
{
	if (!(t->cls & fr->cls) || (fr->form != 0 && !(t->form & fr->form)))
		return false;
	if (fr->aux == AUX_BE && !v->passive)
		return false;
	return fr->aux != AUX_NONE || !v->passive || v->gerund;
}

static bool
fill(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	switch (fr->victim) {
	case VICTIM_LEFT:
		return fr->partner != 0 ? by_harm(f, fr, v) : by_subject(f, fr, v, outcome);
	case VICTIM_RIGHT:
		return by_object(f, fr, v, outcome);
	case VICTIM_ADJACENT:
		return by_adjacent(f, fr, v, outcome);
	case VICTIM_BETWEEN:
		return by_between(f, fr, v, outcome);
	case VICTIM_OF:
		return by_of(f, fr, v, outcome);
	case VICTIM_SELF:
		return by_self(f, fr, v, outcome);
	case VICTIM_NUMBER:
		return by_number(f, fr, v, outcome);
	case VICTIM_PARTS:
		return by_parts(f, fr, v, outcome);
	case VICTIM_NEXT:
		return by_next(f, fr, v, outcome);
	case VICTIM_BEFORE:
	case VICTIM_AFTER:
		return by_reach(f, fr, v, outcome);
	case VICTIM_N:
		break;
	}
	return false;
}

static void
read_trigger(struct finder *f, size_t i)
{
	const struct frames *frames = f->c.d->frames;
	const struct token *t = tok(f, i);
	struct verb v;
	int own = t->word->outcome == LEXICON_NO_OUTCOME ? OUTCOME_KILLED : t->word->outcome;

	verb_read(&f->c, i, &v);
	if (v.negated || (v.modal && !v.perfect))
		return;
	for (size_t k = 0; k < frames->n; k++) {
		const struct frame *fr = &frames->items[k];
		int outcome = fr->outcome >= 0 ? fr->outcome : own;

		if (fits(fr, t, &v) && fill(f, fr, &v, outcome))
			return;
	}
}

/* "Among the civilian dead, 19 died in …": all that the sentence tells is a part. */
static void
among_first(const struct finder *f, const struct sentence *s, struct figures *out, size_t from)
{
	const struct token *t = tok(f, s->first);

	if (!(t->cls & C_AMONG) || s->first + 1 >= s->end || t[1].kind != TOKEN_PUNCT)
		return;
	for (size_t i = from; i < out->n; i++) {
		out->items[i].subset = true;
		if (out->items[i].g.noun == NULL)
			out->items[i].g.who = t->word->who;
	}
}

void
figures_find(struct doc *d, size_t sentence, struct groups *gs, struct figures *out)
{
	struct sentence *s = &d->t.sent[sentence];
	struct finder f = { .c = { d, s, gs }, .out = out, .sentence = (uint32_t)sentence };
	size_t from = out->n;

	groups_find(d, s, gs);
	for (size_t i = s->first; i < s->end; i++) {
		const struct token *t = tok(&f, i);
		const struct group *g = t->group != 0 ? group_of(d, gs, i) : NULL;

		if (!(t->cls & TRIGGERS))
			continue;
		/* a word within a group is a modifier (wounded guards), but for its counted head */
		if (g != NULL && !((t->cls & (C_COUNTED | C_TOLL)) && g->head == i))
			continue;
		if ((t->cls & C_COUNTED) && (t->cls & C_PERSON) && t->word->outcome == OUTCOME_DISPLACED)
			continue;
		read_trigger(&f, i);
	}
	among_first(&f, s, out, from);
	/* refugees are only counted as such where no verb tells something else of them */
	for (size_t i = s->first; i < s->end; i++) {
		const struct token *t = tok(&f, i);
		const struct group *g = t->group != 0 ? group_of(d, gs, i) : NULL;

		if ((t->cls & C_COUNTED) && (t->cls & C_PERSON) && t->word->outcome == OUTCOME_DISPLACED &&
		    g != NULL && g->head == i && g->used == 0)
			read_trigger(&f, i);
	}
}

void
casualty_read(struct doc *d, struct toll *toll)
{
	struct figures figures = { 0 };
	struct groups groups = { 0 };
	struct source *sources;
	uint64_t cls = 0;

	*toll = (struct toll){ 0 };
	for (size_t i = 0; i < d->t.n_sent; i++) {
		struct sentence *s = &d->t.sent[i];
		size_t from = figures.n;
		struct cues cues;

		cls |= s->cls;
		if (!(s->cls & (FIRM | TRIGGERS)))
			continue;
		sentence_prepare(d->lx, &d->t, s);
		figures_find(d, i, &groups, &figures);
		if (figures.n == from)
			continue;
		cues_find(d, s, &cues);
		figures_judge(d, &cues, figures.items + from, figures.n - from);
		figures_parts(d, &figures, from);
	}
	if (figures.n > 0 && is_calm(d, &figures))
		figures.n = 0;
	if (figures.n == 0 && !(cls & (C_STRIKE | C_FACILITY)))
		return;
	sources = sources_find(d);
	if (figures.n > 0) {
		toll_make(d, &figures, toll);
		attributes_make(d, &figures, sources);
	}
	if (cls & (C_STRIKE | C_FACILITY))
		counts_read(d, sources);
}
