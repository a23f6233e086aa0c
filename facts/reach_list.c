/* reach_list.c -- see reach_in.h. */
#include "config.h"

#include "facts/reach_in.h"

#define BRIDGE 8 /* tokens between the members of a list */
#define ASIDE 8  /* tokens between its commas */

/* tokens, of what says who the people are: volunteers (VDP), a clerk (34, of Tarn) */
#define BRACKET 8

size_t
reach_bracket(const struct clause *c, size_t i)
{
	bool closes = mark(tok(c, i), ')');

	if (!closes && !mark(tok(c, i), '('))
		return i;
	for (size_t k = 1; k <= BRACKET; k++) {
		size_t at = closes ? i - k : i + k;

		if (at < c->s->first || at >= c->s->end ||
		    (tok(c, at)->group == 0 && (tok(c, at)->cls & TELLS)))
			return i;
		if (mark(tok(c, at), closes ? '(' : ')'))
			return at;
	}
	return i;
}

bool
reach_copula(const struct clause *c, size_t dash, size_t at)
{
	return mark(tok(c, dash), '-') && !(tok(c, dash)->flags & TOKEN_TIGHT) &&
	    (((tok(c, at)->cls & C_KILL) && (tok(c, at)->form & FORM_PARTICIPLE)) ||
		((tok(c, at)->cls & C_DIE) && (tok(c, at)->form & FORM_PAST))) &&
	    !(at + 1 < c->s->end && tok(c, at + 1)->group != 0);
}

/* "accidentes de compañías registradas": a participle that is said of the noun before it,
 * where modifiers stand so; its auxiliary would have been met. */
static bool
is_modifier(const struct clause *c, const struct token *t)
{
	return (t->cls & C_VERB) && !(t->cls & (TELLS | C_BE)) &&
	    (t->form & FORM_PARTICIPLE) && !(t->form & (FORM_THIRD | FORM_PAST)) &&
	    lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER);
}

/* Behind a preposition a word that is also a verb is none: in the bombing. */
static bool
is_noun(const struct clause *c, size_t i)
{
	if (i > c->s->first + 1 && (tok(c, i - 1)->cls & C_DET))
		i--;
	return i > c->s->first && (tok(c, i - 1)->cls & C_PREP);
}

/* Behind the aside that the comma at i opens (", among them two,"); i: it opens none. */
static size_t
past_aside(const struct clause *c, size_t i)
{
	if (i + 1 >= c->s->end || !mark(tok(c, i), ',') ||
	    !(tok(c, i + 1)->cls & C_SUBSET))
		return i;
	for (size_t k = i + 2; k < c->s->end && k <= i + ASIDE; k++)
		if (mark(tok(c, k), ','))
			return k + 1 < c->s->end && tok(c, k + 1)->group == 0 ? k + 1 : i;
	return i;
}

/* One that tells of no victims may be said of the noun behind a preposition (in raids
 * that hit the port), in Arabic without a pronoun. */
bool
reach_told_of(const struct clause *c, size_t i)
{
	uint64_t verbs = lexicon_has(c->d->lx, HABIT_NO_CAPITALS) ? TELLS | C_VERB
								  : TELLS | C_BE | C_VERB;

	for (i = past_aside(c, i); i < c->s->end; i++) {
		const struct token *t = tok(c, i);

		if (i + 1 < c->s->end && reach_copula(c, i, i + 1))
			return true;
		if (t->cls & C_PREP)
			verbs &= ~C_VERB;
		if (t->group == 0 && (t->cls & verbs) && !is_modifier(c, t) &&
		    !is_noun(c, i) &&
		    ((t->form & (FORM_THIRD | FORM_PAST | FORM_PARTICIPLE)) ||
			!(t->form & (FORM_BASE | FORM_GERUND))))
			return true;
		if (stops(c, i) || (t->cls & (C_AND | C_RELATIVE)))
			return false;
	}
	return false;
}

/* Five women and, in the next house, two men. */
void
reach_list_before(const struct clause *c, struct slot *s)
{
	const struct group *last = &c->gs->items[s->group[0]];
	size_t i = last->first;
	bool joined = false, conj = false;

	/* Двое ранены, | один погиб: of those before */
	if (last->noun == NULL && last->det && !last->stated)
		return;
	for (size_t left = BRIDGE; i > c->s->first && left > 0; left--) {
		const struct token *t = tok(c, i - 1);
		const struct group *g = group_of(c->d, c->gs, i - 1);

		if (g != NULL) {
			if (!joined || (!g->stated && (g->count != 1 || !conj)) ||
			    g->embedded || g->subset || g->used != 0)
				return;
			push_group(s, c, g);
			i = g->first;
			left = BRIDGE + 1;
			joined = false;
			continue;
		}
		conj = conj || (t->cls & C_AND);
		if ((t->cls & C_AND) || mark(t, ','))
			joined = true;
		else if (reach_bracket(c, i - 1) < i - 1)
			i = reach_bracket(c, i - 1) + 1;
		else if (stops(c, i - 1) || (t->cls & (C_BE | C_VERB)) || relative(t))
			return;
		i--;
	}
}

/* murieron siete personas, | cinco en Tarna: fewer, right behind the comma, and where */
static bool
is_share_of(const struct clause *c, const struct slot *s, const struct group *g)
{
	const struct group *whole = &c->gs->items[s->group[0]];
	const struct token *next = g->last + 1u < c->s->end ? tok(c, g->last + 1) : NULL;

	return s->n == 1 && whole->noun != NULL && g->noun == NULL && g->stated &&
	    g->count < whole->count && whole->last + 2u == g->first &&
	    mark(tok(c, whole->last + 1), ',') && next != NULL && (next->cls & C_PREP) &&
	    !(next->cls & C_OF);
}

void
reach_list_after(const struct clause *c, struct slot *s)
{
	size_t i = c->gs->items[s->group[0]].last + 1;
	bool joined = false;

	for (size_t left = BRIDGE; i < c->s->end && left > 0; left--) {
		const struct token *t = tok(c, i);
		const struct group *g = group_of(c->d, c->gs, i);

		if (g != NULL) {
			if (!joined || (!g->stated && g->count != 1) || g->subset ||
			    reach_told_of(c, g->last + 1) || is_share_of(c, s, g))
				return;
			if (g->embedded && g->prep + 1 == g->first)
				return;
			push_group(s, c, g);
			i = g->last + 1;
			left = BRIDGE + 1;
			joined = false;
			continue;
		}
		if (joined && (t->cls & C_NEG)) /* погибло трое, | а не четверо */
			return;
		if ((t->cls & C_AND) || (mark(t, ',') && !joined))
			joined = true;
		else if (reach_bracket(c, i) > i)
			i = reach_bracket(c, i);
		else if (joined && clause_dash_is_verb(c, i))
			;
		else if (stops(c, i) || (t->cls & (C_VERB | C_SPEECH | C_CLAIM)) ||
		    relative(t))
			return;
		i++;
	}
}

bool
reach_whole_before(const struct clause *c, size_t comma, struct slot *out)
{
	const struct group *g = comma > c->s->first ? group_of(c->d, c->gs, comma - 1)
						    : NULL;
	int64_t sum = 0;

	if (g == NULL || g->bound == BOUND_NONE || g->embedded)
		return false;
	push_group(out, c, g);
	reach_list_before(c, out);
	for (size_t i = 0; i + 1 < out->n; i++)
		sum += c->gs->items[out->group[i]].count;
	out->whole = out->n > 2 && c->gs->items[out->group[out->n - 1]].count == sum;
	for (size_t i = 0; i < out->n / 2; i++) {
		uint16_t x = out->group[i];

		out->group[i] = out->group[out->n - 1 - i];
		out->group[out->n - 1 - i] = x;
	}
	if (!out->whole)
		out->n = 0;
	return out->whole;
}
