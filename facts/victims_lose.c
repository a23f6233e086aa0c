/* victims_lose.c -- see finder.h: whom a verb of losing takes, which takes matches and
 * money as well. */
#include "config.h"

#include "facts/calm.h"
#include "facts/finder_in.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"

static bool
is_side(const struct finder *f, size_t i)
{
	return (tok(f, i)->cls & (C_FACTION | C_ARMED)) ||
	    (token_ground(f->c.d, i) & G_FORCE);
}

/* The army | lost five men: does a side stand before the verb, or behind the noun:
 * втрати противника — 950 осіб? */
static bool
force_loses(const struct finder *f, const struct verb *v)
{
	if (tok(f, v->at)->form == 0 && v->at + 1u < f->c.s->end &&
	    is_side(f, v->at + 1u))
		return true;
	if (v->start > f->c.s->first + 1 && tok(f, v->start - 1)->punct == '"' &&
	    (tok(f, v->start - 2)->flags & TOKEN_CAP)) /* "Tarn Hawks" | lose five members
							*/
		return true;
	if (v->start > f->c.s->first &&
	    phrase_actor(phrases_of(f->c.d, f->sentence), v->start - 1) != NULL)
		return true;
	for (size_t i = v->start; i > f->c.s->first && i + 4 > v->start; i--)
		if (is_side(f, i - 1))
			return true;
	return false;
}

/* Rebels lose | 14 in an ambush, 14 members in clashes */
static bool
is_lost_in_fight(const struct finder *f, const struct group *g)
{
	size_t i = g->last + 1;

	if (!g->stated || (g->noun != NULL && g->noun->value != OF_A_SIDE) ||
	    g->unknown || i >= f->c.s->end || !(tok(f, i)->cls & C_PREP))
		return false;
	for (i++; i < f->c.s->end &&
	     ((tok(f, i)->cls & (C_DET | C_ONE | C_ADJ)) ||
		 ((tok(f, i)->flags & TOKEN_CAP) && tok(f, i)->cls == 0));
	     i++) /* in a fierce Tarn | clash */
		continue;
	return i < f->c.s->end && (tok(f, i)->cls & (C_CAUSE | C_STRIKE));
}

/* I lost | 14 relatives in the strike: one's own, where the entry tells of violence and
 * has not counted the dead. */
static bool
is_bereft(const struct finder *f, const struct group *g)
{
	for (size_t i = 0; i < f->out->n; i++)
		if (f->out->items[i].outcome == OUTCOME_KILLED)
			return false;
	return g->stated && g->noun != NULL && g->noun->value == KIN &&
	    is_violent(f->c.d);
}

bool
victims_lost(const struct finder *f, const struct verb *v, const struct group *g,
    bool *bereft)
{
	*bereft = is_bereft(f, g);
	return *bereft || (g->cls & C_ARMED) || g->partitive ||
	    (force_loses(f, v) && (g->cls & C_PERSON)) ||
	    ((force_loses(f, v) || g->noun != NULL) && is_lost_in_fight(f, g));
}

struct group *
victims_other_side(const struct finder *f, const struct group *last)
{
	size_t i = last->last + 1;
	struct group *g;
	bool side = false;

	if (i >= f->c.s->end || !(tok(f, i)->cls & C_AND))
		return NULL;
	for (i++; i < f->c.s->end && tok(f, i)->kind == TOKEN_WORD &&
	     !(tok(f, i)->cls & (C_VERB | C_PREP | C_BE));
	     i++)
		side = side || (tok(f, i)->cls & (C_FACTION | C_ARMED)) ||
		    (token_ground(f->c.d, i) & G_FORCE);
	g = side && i < f->c.s->end ? group_of(f->c.d, f->c.gs, i) : NULL;
	return g != NULL && g->first == i && g->stated && g->noun == NULL &&
		!g->unknown &&
		(i + 1 == f->c.s->end || tok(f, i + 1)->kind == TOKEN_PUNCT)
	    ? g
	    : NULL;
}
