/*
 * shares.c -- see finder.h: figures shared out over places and days, where the verb is
 * told once: "three were killed in Tarn, two in Bode and one in Marun".
 */
#include "config.h"

#include "facts/clause_in.h"
#include "facts/finder.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/source.h"

/* four fatalities | among the guards and five | among the rebels: whose they are */
static bool
is_among(const struct token *t)
{
	return (t->cls & C_SUBSET) && t->word->value == AMONG;
}

/* in an ambush | laid near Tarn, by a bomb | hidden in a cart: of what kind it was */
static bool
is_reduced(const struct token *t)
{
	return (t->form & FORM_PARTICIPLE) && (t->cls & C_VERB) &&
	    !(t->cls & (C_KILL | C_DIE | C_DEAD | C_BE | C_HAVE | C_SPEECH)) &&
	    (t[-1].cls & (C_CAUSE | C_STRIKE)) && (t[1].cls & C_PREP);
}

/* May the word stand between one share and the next: where, when, how? */
static bool
between(const struct clause *c, size_t i)
{
	const struct token *t = tok(c, i);
	const uint64_t no = FINITE | VERBAL | C_DEAD | C_SUBORD | C_RELATIVE | C_SUBSET |
	    C_COUNTED;

	if (t->kind == TOKEN_PUNCT) /* held two in Tarn; | and three in Bode */
		return mark(t, ',') || (mark(t, ';') && (t[1].cls & C_AND)) ||
		    mark(t, '-') || mark(t, '(') || mark(t, ')') || mark(t, ':') ||
		    mark(t, '\'');
	return !(t->cls & no) || (t->flags & TOKEN_CAP) || is_among(t) || is_reduced(t) ||
	    ((t->cls & C_DAMAGE) && (t[-1].cls & (C_DEMONYM | C_ADJ))) ||
	    ((t->cls & (C_CAUSE | C_STRIKE | C_PREP)) && !(t->cls & (C_SUBORD | FINITE)));
}

/* a child in Bode, a fourth on Sunday */
static bool
is_one(const struct group *g)
{
	return g->count == 1 && g->det && !g->definite &&
	    ((g->cls & C_PERSON) || g->other);
}

#define BEFORE_NAME 3 /* the countryside of */

/* in | Bode, in | the countryside of Tarn, in | a village in Tarn, in | the evening: does
 * a name of a place or a time stand at token i, behind its article and noun? */
static bool
opens_place(const struct clause *c, size_t i)
{
	for (size_t n = 0; n < BEFORE_NAME && i < c->s->end &&
	     !(tok(c, i)->flags & TOKEN_CAP) && !(tok(c, i)->cls & C_TIME) &&
	     ((tok(c, i)->cls & (C_DET | C_ADJ | C_OF)) ||
		 (tok(c, i)->word->ground & (G_HEAD | G_REGION | G_DIRECTION)) ||
		 ((tok(c, i)->word->ground & G_IN) &&
		     (tok(c, i - 1)->word->ground & G_HEAD)));
	     n++)
		i++;
	return i < c->s->end &&
	    ((tok(c, i)->flags & TOKEN_CAP) || (tok(c, i)->cls & C_TIME));
}

/* two in | hospital, two in | the crowd: does token i say what became of g, or who they
 * are?  Not: and two in a | school, on the | rebel side, in | Russian strikes. */
static bool
tells_who(const struct clause *c, size_t i, const struct group *g)
{
	const struct token *t = tok(c, i), *before = tok(c, g->first) - 1;

	if (t->cls & C_PERSON)
		return !(t->cls & C_DEMONYM) &&
		    !(i + 1 < c->s->end && t[1].kind == TOKEN_WORD &&
			!(t[1].cls &
			    (C_AND | C_PREP | C_OF | C_SUBORD | C_PERSON | C_ADVERB)));
	return (t->cls & C_FACILITY) &&
	    ((t[-1].cls & C_PREP) ||
		!(g->other || (g->first > c->s->first && (before->cls & C_AND))));
}

/* two by a | mine, two clerks by | shelling: what did it, at token i or the next */
static bool
is_cause_at(const struct clause *c, size_t i)
{
	return i < c->s->end &&
	    ((tok(c, i)->cls & C_CAUSE) ||
		(i + 1 < c->s->end && (tok(c, i + 1)->cls & C_CAUSE)));
}

/* A number of people that is told of nowhere else. */
static bool
may_be_share(const struct group *g)
{
	return (g->stated || is_one(g)) && !g->unknown && !g->subset && !g->embedded &&
	    !g->partitive && g->used == 0;
}

/* in, on, among: may where or when follow? */
static bool
opens_where(const struct token *t)
{
	return ((t->cls & C_PREP) || is_among(t)) &&
	    !(t->cls & (C_SUBORD | C_OF | C_BY | C_DEAD | C_KILL | C_SPEECH)) &&
	    (!(t->cls & C_TO) || (t->word->ground & G_IN));
}

/* Does the clause of the share g go on from its preposition at i with where or when
 * alone? */
static bool
tells_where_alone(const struct clause *c, size_t i, const struct group *g)
{
	bool among = is_among(tok(c, i));

	for (i++; i < c->s->end && between(c, i) && !mark(tok(c, i), ',') &&
	     !(tok(c, i)->cls & C_AND);
	     i++)
		if (!among && tells_who(c, i, g))
			return false;
	return i == c->s->end || tok(c, i)->kind == TOKEN_PUNCT ||
	    (tok(c, i)->cls & (C_AND | C_SUBORD));
}

/* two in Bode; another three on Monday; two clerks in Marun: a number, and at once where
 * or when. */
static bool
is_share(const struct clause *c, const struct group *g)
{
	size_t i = g->last + 1;

	if (i < c->s->end && mark(tok(c, i), ')')) /* (3) in Tarn */
		i++;
	if (i >= c->s->end || !may_be_share(g))
		return false;
	if (tok(c, i)->cls & C_BY)
		return is_cause_at(c, i + 1);
	/* three dead and 12 wounded (counted persons both) in Tarn */
	if (g->noun != NULL &&
	    ((g->cls & C_COUNTED) || !((g->cls & C_PERSON) && opens_place(c, i + 1))))
		return false;
	return (tok(c, i)->cls & C_WEEKDAY) ||
	    (opens_where(tok(c, i)) && tells_where_alone(c, i, g));
}

/* and in Bode | 90: where the place begins that stands before a share; 0: none does. */
static size_t
fronted(const struct clause *c, const struct group *g)
{
	size_t i = g->first, end = g->last + 1;

	if (!g->stated || g->unknown || g->subset || g->partitive ||
	    (end < c->s->end && !mark(tok(c, end), '.') && !mark(tok(c, end), ',') &&
		!(tok(c, end)->cls & C_AND)))
		return 0;
	while (i > c->s->first && (tok(c, i - 1)->cls & (C_BOUND | C_ADVERB)))
		i--;
	for (end = i; i > c->s->first && (tok(c, i - 1)->flags & TOKEN_CAP) &&
	     !(tok(c, i - 1)->cls & C_PREP);)
		i--;
	return i < end && i > c->s->first + 1 && (tok(c, i - 1)->cls & C_PREP) &&
		((tok(c, i - 2)->cls & C_AND) || mark(tok(c, i - 2), ','))
	    ? i - 1
	    : 0;
}

/* 19 fatalities among the guards and | 13 raiders.: the other side, with which the
 * sentence ends. */
static bool
is_last_side(const struct clause *c, const struct group *g)
{
	size_t i = g->last + 1;

	return (i == c->s->end || (i + 1 == c->s->end && mark(tok(c, i), '.'))) &&
	    g->stated && (g->cls & C_ARMED) && !g->subset && !g->embedded &&
	    !g->partitive && g->used == 0;
}

/* held over the killing of a farmer and | his two sons in Tarn: does an act noun behind
 * token from tell of them? */
static bool
of_act(const struct clause *c, size_t from, const struct group *g)
{
	for (size_t i = from; i + 1 < g->first; i++)
		if ((tok(c, i)->cls & C_DEATH) && (tok(c, i + 1)->cls & C_OF))
			return true;
	return false;
}

/* Where the last group behind token from begins that may be a share; 0: there is none. */
static size_t
last_number(const struct clause *c, size_t from)
{
	size_t last = 0;

	for (size_t k = 0; k < c->gs->n; k++) {
		const struct group *g = &c->gs->items[k];

		if (g->first >= from && g->first > last && (g->stated || is_one(g)) &&
		    !g->subset && !g->partitive)
			last = g->first;
	}
	return last;
}

/* The shares behind token from, each joined by a comma or "and". */
static void
find_shares(const struct clause *c, size_t from, bool counted, struct slot *out)
{
	size_t end = last_number(c, from) + 1;
	bool joined = false;

	for (size_t i = from; i < end; i++) {
		const struct group *g = group_of(c->d, c->gs, i);

		if (g != NULL && g->first == i &&
		    ((joined && (is_share(c, g) || (counted && is_last_side(c, g)))) ||
			fronted(c, g) > 0)) {
			if (of_act(c, from, g))
				return;
			push(out, (int)(g - c->gs->items));
			i = g->last;
			joined = false;
		} else if (g == NULL && (tok(c, i)->cls & C_AND)) {
			joined = true;
		} else if (g == NULL && !between(c, i)) {
			return;
		} else if (g != NULL && (g->cls & C_PERSON) && joined &&
		    !(counted && (tok(c, g->first)->cls & C_POSSESSIVE))) {
			return;
		} else {
			joined = (joined && (tok(c, i)->cls & (C_ADVERB | C_BOUND))) ||
			    mark(tok(c, i), ',') || mark(tok(c, i), ':') ||
			    mark(tok(c, i), '(');
			if (g != NULL && !joined)
				i = g->last;
		}
	}
}

/* Nine were killed in two states, officials said: | five in Tarn and four in Bode: the
 * shares behind the colon, whatever stands before it. */
static void
find_behind_colon(const struct clause *c, size_t from, struct slot *out)
{
	for (size_t i = from; i + 1 < c->s->end; i++) {
		const struct group *g = mark(tok(c, i), ':')
		    ? group_of(c->d, c->gs, i + 1)
		    : NULL;

		if (g != NULL && g->first == i + 1 && g->stated) {
			find_shares(c, i, false, out);
			return;
		}
	}
}

/* died when a bus overturned and | two when a wall collapsed, and | two others in a raid:
 * others, of whom a clause or an event tells how, behind token from. */
static void
find_parallel(const struct clause *c, size_t from, struct slot *out)
{
	for (size_t i = from;
	     i + 1 < c->s->end && !(tok(c, i)->cls & (C_KILL | C_DIE | C_DEAD | C_LEAVE));
	     i++) {
		const struct group *g = (tok(c, i)->cls & C_AND)
		    ? group_of(c->d, c->gs, i + 1)
		    : NULL;
		const struct token *t = g != NULL && g->last + 1u < c->s->end
		    ? tok(c, g->last + 1u)
		    : NULL;

		if (t == NULL || !g->stated || (g->noun != NULL && !g->other) ||
		    g->partitive || g->subset || g->used != 0 ||
		    !((t->cls & C_SUBORD) || (g->other && is_share(c, g))) ||
		    t->word->value == CONTRAST)
			continue;
		push(out, (int)(g - c->gs->items));
		return;
	}
}

/* Five were killed in Syria, | four in Tarn and one in Bode: is the place that token i
 * names one that holds others? */
static bool
is_country(const struct clause *c, size_t i)
{
	return (phrase_kinds(c->d, doc_words(c->d, i, i)) & GAZ_BIT(GAZ_COUNTRY)) != 0;
}

/* Nine were killed in the clashes, | six in Tarn: is the only share told with no "and",
 * of a place by name, where none is named before it but one that holds it? */
static bool
is_lone_part(const struct clause *c, const struct group *share, const struct figure *told,
    size_t from)
{
	if (share->other || share->noun != NULL || share->count >= told->g.count ||
	    !mark(tok(c, share->first - 1), ',') || share->last + 2u >= c->s->end ||
	    !(tok(c, share->last + 2)->flags & TOKEN_CAP))
		return false;
	for (size_t i = told->g.last >= from ? told->g.last + 1u : from; i < share->first;
	     i++)
		if (((tok(c, i)->flags & TOKEN_CAP) && !is_country(c, i)) ||
		    (tok(c, i)->cls & (C_FACILITY | C_TIME | C_WEEKDAY | C_NUMBER)) ||
		    (tok(c, i)->word->ground & (G_HEAD | G_REGION)))
			return false;
	return true;
}

/* Five were killed, four in Tarn and one in Bode; in clashes, four …: what stands before
 * the first share says neither where nor when, so that the shares do. */
static bool
parts_it(const struct finder *f, const struct verb *v, const struct slot *shares,
    const struct figure *told)
{
	const struct clause *c = &f->c;
	int64_t whole = told->g.count;
	/* murieron siete personas, | cinco en Tarna */
	size_t first = c->gs->items[shares->group[0]].first,
	       i = told->frame->victim == VICTIM_AFTER ? told->g.last + 1u : v->at + 1u;
	int64_t sum = 0;

	for (size_t k = 0; k < shares->n; k++)
		sum += c->gs->items[shares->group[k]].count;
	while (i < first &&
	    (tok(c, i)->kind == TOKEN_PUNCT || (tok(c, i)->cls & (C_ADVERB | C_BOUND))))
		i++;
	if (i == first)
		return true;
	if (mark(tok(c, first - 1), ':'))
		return sum <= whole;
	if (mark(tok(c, first - 1), '('))
		return sum == whole;
	if (shares->n == 1 && is_lone_part(c, &c->gs->items[shares->group[0]], told, i))
		return true;
	/* killed in Tarn and as many in Bode; and another five */
	if (shares->n == 1 || c->gs->items[shares->group[0]].other)
		return false;
	for (i = first; i > v->at &&
	     (tok(c, i)->kind != TOKEN_WORD ||
		 (tok(c, i)->cls & (C_AND | C_BOUND | C_ADVERB)));
	     i--)
		continue;
	return sum == whole && (!(tok(c, i)->flags & TOKEN_CAP) || is_country(c, i)) &&
	    !(tok(c, i)->cls & (C_TIME | C_WEEKDAY));
}

/* Sixty died, 40 of them in Tarn and | 20 in Bode: does the first share go on with parts
 * told so? */
static bool
goes_on_parts(const struct finder *f, const struct verb *v, const struct slot *shares)
{
	for (size_t i = 0; i < shares->group[0]; i++)
		if (f->c.gs->items[i].first > v->at && f->c.gs->items[i].of_them)
			return true;
	return false;
}

/* A man was killed in Tarn, a woman in Bode | and two clerks in Marun: is it a list,
 * whose last has its "and"?  But: held a suspect in the death of Karim, a player at Tarn.
 */
static bool
ends_list(const struct clause *c, const struct slot *s)
{
	size_t i = c->gs->items[s->group[s->n - 1]].first;

	while (i > c->s->first && (tok(c, i - 1)->cls & (C_BOUND | C_ADVERB)))
		i--;
	return i > c->s->first && (tok(c, i - 1)->cls & C_AND);
}

void
finder_shares(struct finder *f, size_t whole, const struct frame *fr,
    const struct verb *v, int outcome)
{
	const struct groups *gs = f->c.gs;
	struct slot s = { .n = 0 };
	size_t n = f->out->n;
	bool part;

	if (n == whole || gs->n == 0 || gs->items[gs->n - 1].last <= v->at ||
	    !(f->out->items[whole].g.stated || is_one(&f->out->items[whole].g)))
		return;
	find_shares(&f->c, v->at + 1, (tok(&f->c, v->at)->cls & C_COUNTED) != 0, &s);
	if (s.n == 0 && f->c.s->colon)
		find_behind_colon(&f->c, v->at + 1, &s);
	if (s.n == 0 && (f->c.s->cls & C_SUBORD))
		find_parallel(&f->c, v->at + 1, &s);
	if (s.n == 0 ||
	    !(f->out->items[whole].g.stated || f->c.gs->items[s.group[0]].stated ||
		ends_list(&f->c, &s)) ||
	    !finder_slot(f, &s, fr, v, outcome, true))
		return;
	part = parts_it(f, v, &s, &f->out->items[whole]) || goes_on_parts(f, v, &s);
	for (size_t i = n; i < f->out->n; i++) {
		struct figure *r = &f->out->items[i];
		const struct figure *w = &f->out->items[whole];
		size_t front = fronted(&f->c, &r->g);

		r->first = front > 0 ? (uint32_t)front : r->g.first;
		r->last = r->g.last;
		r->share = true;
		f->out->items[i == n ? whole : i - 1].before = part && i == n ? 0
									      : r->first;
		if (r->g.noun == NULL) {
			r->g.noun = w->g.noun;
			r->g.cls = w->g.cls;
			r->g.who = w->g.who;
		}
		r->subset = part;
		if (part)
			r->part_of = (int)whole;
	}
}

void
finder_share_list(struct finder *f, size_t first)
{
	for (size_t i = first + 1; i < f->out->n; i++) {
		struct figure *r = &f->out->items[i], *prev = r - 1;
		size_t behind = prev->g.last + 1;

		if (!is_share(&f->c, &r->g) || !(tok(&f->c, behind)->cls & C_PREP) ||
		    behind >= r->g.first)
			return;
		prev->before = r->first = r->g.first;
		r->share = true;
		/* 120 families in Tarn and 80 in Bode */
		if (r->outcome == OUTCOME_DISPLACED && r->g.noun == NULL) {
			r->g.noun = prev->g.noun;
			r->g.cls = prev->g.cls;
			r->g.who = prev->g.who;
		}
	}
}
