/* clause_walk.c -- see clause_in.h: leftwards from a verb to its subject. */
#include "config.h"

#include "facts/clause_in.h"
#include "facts/reach.h"

/* -- all but one of them women --: where it begins. */
static bool
dash_before(const struct clause *c, size_t i, size_t *at)
{
	for (size_t k = i; k > c->s->first + 1; k--)
		if (mark(tok(c, k - 1), '-') && !(tok(c, k - 1)->flags & TOKEN_TIGHT) &&
		    k < i) {
			*at = k - 1;
			while (*at > c->s->first && mark(tok(c, *at - 1), '-'))
				(*at)--;
			return true;
		}
	return false;
}

/* Three soldiers, | having fought, | after putting up a fight, embraced martyrdom: does
 * what somebody did before open at token i? */
static bool
opens_deed(const struct clause *c, size_t i)
{
	const struct token *t = tok(c, i);

	i += (t->cls & (C_SUBORD | C_PREP)) == (C_SUBORD | C_PREP);
	return mark(&t[-1], ',') && t->group == 0 && (tok(c, i)->form & FORM_GERUND);
}

bool
walk_aside(const struct clause *c, size_t comma, size_t *at)
{
	for (size_t k = comma; k > c->s->first + 1; k--) {
		const struct token *t = tok(c, k - 1);
		bool opens = (t->cls & (C_SUBSET | C_RELATIVE)) != 0 ||
		    ((t->cls & C_PRONOUN) && (tok(c, k - 2)->cls & C_OF)) ||
		    (is_participle(t) && t->group == 0 && mark(tok(c, k - 2), ',')) ||
		    opens_deed(c, k - 1);
		const struct group *g = group_of(c->d, c->gs, k - 1);

		/* seven, three of them children, | were killed */
		if (g != NULL && g->of_them && g->subset && g->first > c->s->first &&
		    mark(tok(c, g->first - 1), ',')) {
			*at = g->first - 1;
			return true;
		}
		if (mark(t, ';') ||
		    ((t->cls & C_SUBORD) && !(t->cls & (C_PREP | C_RELATIVE)) &&
			!is_participle(tok(c, k - 2))))
			return false;
		if (!opens)
			continue;
		/* eight people including a clerk, | were killed */
		if ((t->cls & C_SUBSET) && tok(c, k - 2)->group != 0) {
			*at = k - 1;
			return true;
		}
		while (k > c->s->first + 1 && !mark(tok(c, k - 1), ',') &&
		    (tok(c, k - 1)->cls & C_RELATIVE || tok(c, k - 1)->group != 0 ||
			(tok(c, k - 1)->cls & (C_OF | C_SUBSET | C_PRONOUN | C_BOUND)) ||
			(t->cls & C_PRONOUN)))
			k--; /* two of whom */
		if (!mark(tok(c, k - 1), ',') && (t->cls & C_RELATIVE))
			return false;
		*at = k - 1;
		return true;
	}
	return false;
}

/* alleged to be cultists, who was a farmer */
static bool
predicate(const struct clause *c, const struct group *g)
{
	return g->first > c->s->first && (tok(c, g->first - 1)->cls & C_BE) &&
	    tok(c, g->first - 1)->group == 0;
}

/* two gunmen who | were killed; two gunmen, who | were killed: past the relative pronoun,
 * if one follows. */
static size_t
past_relative(const struct clause *c, size_t i)
{
	size_t k = i = clause_skip(c, i);

	if (k < c->s->end && mark(tok(c, k), '(')) /* 300 people (90 families) who */
		k = clause_skip(c, reach_bracket(c, k) + 1);
	if (k + 1 < c->s->end && mark(tok(c, k), ',') && !(tok(c, k + 1)->cls & C_SUBORD))
		k++;
	return k < c->s->end && (tok(c, k)->cls & C_RELATIVE) ? clause_skip(c, k + 1) : i;
}

/* a child who | died */
static bool
behind_relative(const struct clause *c, size_t verb)
{
	while (verb > c->s->first && (tok(c, verb - 1)->cls & C_ADVERB))
		verb--;
	return verb > c->s->first && (tok(c, verb - 1)->cls & C_RELATIVE) &&
	    !(tok(c, verb - 1)->cls & C_SUBORD);
}

size_t
walk_adverbs(const struct clause *c, size_t i)
{
	while (i > c->s->first && (tok(c, i - 1)->cls & C_ADVERB) &&
	    tok(c, i - 1)->group == 0)
		i--;
	return i;
}

/* who suffered bullet | injuries died: no people */
static bool
is_harm(const struct group *g)
{
	return !g->stated && g->noun != NULL && (g->noun->cls & C_HARM) &&
	    !(g->noun->cls & C_PERSON);
}

/* opened fire, killing | three, and was killed: no subject of what follows. */
static bool
is_killed_number(const struct clause *c, const struct group *g)
{
	const struct token *t = tok(c, g->first) - 1;

	return g->stated && g->noun == NULL && !g->partitive && g->first > c->s->first &&
	    (t->cls & C_KILL);
}

static bool
goes_on_verbs(const struct token *before)
{
	return mark(before, ',') || (before->cls & C_AND);
}

/* he opened fire and was killed: a pronoun that the verb shares with the one before */
static bool
is_shared_pronoun(const struct clause *c, const struct walk *w, const struct group *g)
{
	return w->joined && tok(c, g->first)->word->value == SUBJECT_ONLY &&
	    (tok(c, g->first)->form & FORM_SINGULAR);
}

/* after 17 | were killed; with one fighter | being killed: is the subject right before
 * its verb what word p governs? */
static bool
is_governed(const struct clause *c, const struct token *p, const struct group *g,
    size_t verb)
{
	return (p->cls & C_SUBORD) || (tok(c, verb)->form & FORM_GERUND) ||
	    ((p->cls & C_SUBSET) && (!g->subset || p->word->value == OF_WHOM));
}

/* Is the group the subject, where walk_left() from token from meets it?  One that is only
 * if there is no other goes into *fallback. */
static bool
is_subject(const struct clause *c, const struct walk *w, const struct group *g,
    size_t from, size_t verb, int *fallback)
{
	const struct token *p = g->embedded || g->subset ? tok(c, g->prep) : NULL;
	size_t after = past_relative(c, g->last + 1);
	bool at_verb = g->last + 1 == verb || after == verb, here = from == verb,
	     falls = fallback != NULL && *fallback < 0;

	if ((g->pronoun && !at_verb && !is_shared_pronoun(c, w, g)) || predicate(c, g) ||
	    is_harm(g))
		return false;
	/* injuring a child in Tarn who died */
	if (g->object && here && g->count == 1 && behind_relative(c, verb))
		return true;
	if (g->object || (!at_verb && is_killed_number(c, g))) {
		if (falls && at_verb)
			*fallback = (int)(g - c->gs->items);
		return false;
	}
	if (p == NULL ||
	    (after == verb && here && g->last + 1 < after &&
		(tok(c, after - 1)->cls & C_RELATIVE)))
		return true;
	if (at_verb && here && is_governed(c, p, g, verb))
		return true;
	if (falls && !g->subset)
		*fallback = (int)(g - c->gs->items);
	return false;
}

/* Before the bracket that ends at token i. */
static size_t
bracket_before(const struct clause *c, size_t i)
{
	i++;
	while (i > c->s->first && !mark(tok(c, i - 1), '(') && !mark(tok(c, i - 1), '['))
		i--;
	return i > c->s->first ? i - 1 : i;
}

/* a rebel | named Omar */
static bool
names_who(const struct clause *c, size_t i)
{
	return tok(c, i)->word->value == ALSO_CALLED &&
	    (tok(c, i + 1)->flags & TOKEN_CAP) && tok(c, i - 1)->group != 0;
}

/* Walks over token i, which is in no group; false: no subject stands before it. */
static bool
walk_over(const struct clause *c, struct walk *w, size_t i, size_t verb)
{
	const struct token *t = tok(c, i);

	if (mark(t, ';') || mark(t, ':') || (mark(t, '.') && !(t->flags & TOKEN_TIGHT)))
		return false;
	if (mark(t, '-') && !(t->flags & TOKEN_TIGHT) && dash_before(c, i, &w->i))
		return true;
	if (mark(t, ')') || mark(t, ']')) {
		w->i = bracket_before(c, i);
		return true;
	}
	w->i = i;
	if (t->cls & C_RELATIVE) {
		if (!w->relative && i + 1 != verb && (t->cls & C_SUBORD))
			return false; /* said that … */
		w->relative = false;
	} else if ((t->cls & C_SUBORD) && !w->relative) {
		w->i = i + 1;
		return false;
	} else if (clause_finite(c, i) && !names_who(c, i)) {
		w->relative = !w->shares;
		w->shares = w->shares && i > c->s->first + 1 &&
		    /* stormed a post, | fired and was killed */
		    goes_on_verbs(tok(c, walk_adverbs(c, i) - 1));
	}
	return true;
}

int
walk_left(const struct clause *c, struct walk *w, size_t verb, int *fallback)
{
	size_t from = w->i;

	if (from == verb && from > c->s->first + 2 && mark(tok(c, from - 1), ','))
		walk_aside(c, from - 1, &w->i);
	while (w->i > c->s->first) {
		size_t i = w->i - 1;
		const struct group *g = w->relative ? NULL : group_of(c->d, c->gs, i);

		if (g != NULL) {
			w->i = g->first;
			if (is_subject(c, w, g, from, verb, fallback))
				return (int)(g - c->gs->items);
		} else if (!walk_over(c, w, i, verb)) {
			return -1;
		}
	}
	return -1;
}
