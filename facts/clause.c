/* clause.c -- see clause.h: the subjects of verbs. */
#include "config.h"

#include "facts/clause_in.h"
#include "facts/source.h"
#include "facts/ground_words.h"

/* kills | 'scores' of bandits */
static bool
opens_quote(const struct clause *c, size_t i)
{
	return mark(tok(c, i), '\'') && i + 1 < c->s->end &&
	    tok(c, i + 1)->kind == TOKEN_NUMBER;
}

size_t
clause_skip(const struct clause *c, size_t i)
{
	while (i < c->s->end &&
	    ((tok(c, i)->cls & (C_ADVERB | C_BOUND)) || mark(tok(c, i), '"') ||
		opens_quote(c, i)) &&
	    !(tok(c, i)->cls & (C_BE | C_SUBSET | C_SUBORD)) && tok(c, i)->group == 0 &&
	    !((tok(c, i)->cls & C_SPEECH) &&
		!(i + 1 < c->s->end && (tok(c, i + 1)->cls & (C_KILL | C_DEAD)))))
		i++;
	return i;
}

/* ---- subject ---- */

struct walk {
	size_t i;      /* tokens below i are still to be seen */
	bool relative; /* within a relative clause that must open */
	bool shares;   /* the verb shares its subject with the one before: was hit and was
			  killed */
	bool joined;   /* so it began: he fired and was killed */
};

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

/* "eight people, including a clerk, | were killed": where the aside before the comma
 * begins. */
static bool
aside_before(const struct clause *c, size_t comma, size_t *at)
{
	for (size_t k = comma; k > c->s->first + 1; k--) {
		const struct token *t = tok(c, k - 1);
		bool opens = (t->cls & (C_SUBSET | C_RELATIVE)) != 0 ||
		    ((t->cls & C_PRONOUN) && (tok(c, k - 2)->cls & C_OF)) ||
		    (is_participle(t) && t->group == 0 && mark(tok(c, k - 2), ','));

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

/* threw a grenade and | then | died: before the adverbs that stand before token i. */
static size_t
before_adverbs(const struct clause *c, size_t i)
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

/* Walks left to the next group that may be a subject; its index, or -1. */
static int
walk_left(const struct clause *c, struct walk *w, size_t verb, int *fallback)
{
	size_t from = w->i;

	if (from == verb && from > c->s->first + 2 && mark(tok(c, from - 1), ','))
		aside_before(c, from - 1, &w->i);
	while (w->i > c->s->first) {
		size_t i = w->i - 1;
		const struct token *t = tok(c, i);
		struct group *g = group_of(c->d, c->gs, i);

		if (g != NULL && !w->relative) {
			const struct token *p = g->embedded || g->subset ? tok(c, g->prep)
									 : NULL;
			size_t after = past_relative(c, g->last + 1);
			bool at_verb;

			at_verb = g->last + 1 == verb || after == verb;

			w->i = g->first;
			if ((g->pronoun && !at_verb &&
				!(w->joined &&
				    tok(c, g->first)->word->value == SUBJECT_ONLY &&
				    (tok(c, g->first)->form & FORM_SINGULAR))) ||
			    predicate(c, g) || is_harm(g))
				continue;
			if (g->object && from == verb && g->count == 1 &&
			    behind_relative(c, verb))
				return (int)(g - c->gs->items); /* injuring a child in
								   Tarn who died */
			if (g->object || (!at_verb && is_killed_number(c, g))) {
				if (fallback != NULL && *fallback < 0 && at_verb)
					*fallback = (int)(g - c->gs->items);
				continue;
			}
			if (p == NULL ||
			    (after == verb && from == verb && g->last + 1 < after &&
				(tok(c, after - 1)->cls & C_RELATIVE)))
				return (int)(g - c->gs->items);
			/* after 17 were killed; with one fighter being killed */
			if (at_verb && from == verb &&
			    ((p->cls & C_SUBORD) || (tok(c, verb)->form & FORM_GERUND)))
				return (int)(g - c->gs->items);
			if (at_verb && from == verb && (p->cls & C_SUBSET) &&
			    (!g->subset || p->word->value == OF_WHOM))
				return (int)(g - c->gs->items);
			if (fallback != NULL && *fallback < 0 && !g->subset)
				*fallback = (int)(g - c->gs->items);
			continue;
		}
		if (mark(t, ';') || mark(t, ':') ||
		    (mark(t, '.') && !(t->flags & TOKEN_TIGHT)))
			return -1;
		if (mark(t, '-') && !(t->flags & TOKEN_TIGHT) && dash_before(c, i, &w->i))
			continue;
		if (mark(t, ')') || mark(t, ']')) {
			while (w->i > c->s->first && !mark(tok(c, w->i - 1), '(') &&
			    !mark(tok(c, w->i - 1), '['))
				w->i--;
			if (w->i > c->s->first)
				w->i--;
			continue;
		}
		w->i = i;
		if (t->cls & C_RELATIVE) {
			if (!w->relative && i + 1 != verb && (t->cls & C_SUBORD))
				return -1; /* said that … */
			w->relative = false;
		} else if ((t->cls & C_SUBORD) && !w->relative) {
			w->i = i + 1;
			return -1;
		} else if (clause_finite(c, i)) {
			w->relative = !w->shares;
			w->shares = w->shares && i > c->s->first + 1 &&
			    /* stormed a post, | fired and was killed */
			    goes_on_verbs(tok(c, before_adverbs(c, i) - 1));
		}
	}
	return -1;
}

/* Is the group linked to one further left?  Sets *and for "and", and where to go on. */
static bool
link_left(const struct clause *c, const struct group *g, bool *conj, size_t *at)
{
	size_t k = g->first;

	while (k > c->s->first && (tok(c, k - 1)->cls & (C_ADVERB | C_BOUND | C_NEG)) &&
	    !(tok(c, k - 1)->cls & (C_SUBSET | C_SUBORD | C_SPEECH)))
		k--;
	if (k == c->s->first)
		return false;
	if (k >= c->s->first + 2 && (tok(c, k - 2)->cls & VERBAL) &&
	    tok(c, k - 2)->group == 0 && !(tok(c, k - 2)->flags & TOKEN_CAP) &&
	    (tok(c, k - 2)->form &
		(FORM_PAST | FORM_PARTICIPLE | FORM_BASE | FORM_GERUND)))
		return false; /* five died and six were hurt */
	if (tok(c, k - 1)->cls & C_AND) {
		*conj = true;
		k--;
		if (k > c->s->first && mark(tok(c, k - 1), ','))
			k--;
	} else if (mark(tok(c, k - 1), ',')) {
		k--;
	} else {
		return false;
	}
	*at = k;
	return true;
}

static void
reverse(struct slot *s)
{
	for (size_t i = 0; i < s->n / 2; i++) {
		uint16_t x = s->group[i];

		s->group[i] = s->group[s->n - 1 - i];
		s->group[s->n - 1 - i] = x;
	}
}

/* The first of a list joined by commas alone; the victims, | three clerks, were killed:
 * or who says how many they are. */
static void
keep_first(const struct clause *c, struct slot *s)
{
	if (s->n > 1 && c->gs->items[s->group[0]].bound == BOUND_NONE &&
	    c->gs->items[s->group[0]].definite && c->gs->items[s->group[1]].stated &&
	    !c->gs->items[s->group[1]].subset)
		s->group[0] = s->group[1];
	if (s->n > 1)
		s->n = 1;
}

/* Three fled and one was killed: a singular verb is about the nearest. */
static void
keep_last(struct slot *s)
{
	if (s->n > 1) {
		s->group[0] = s->group[s->n - 1];
		s->n = 1;
	}
}

static bool
several(const struct clause *c, const struct slot *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (c->gs->items[s->group[i]].count > 1)
			return true;
	return false;
}

/* 12 bandits, four in Tarn and eight in Bode: has nothing behind the first a noun? */
static bool
numbers_only(const struct clause *c, const struct slot *s)
{
	for (size_t i = 1; i < s->n; i++)
		if (c->gs->items[s->group[i]].noun != NULL ||
		    c->gs->items[s->group[i]].unknown)
			return false;
	return true;
}

/* Six people, two nurses and four guards, were killed: the first is the whole. */
void
clause_whole(const struct clause *c, struct slot *s)
{
	int64_t sum = 0;
	const struct group *first = s->n > 0 ? &c->gs->items[s->group[0]] : NULL;

	if (s->n < 2)
		return;
	for (size_t i = 1; i < s->n; i++) {
		const struct group *g = &c->gs->items[s->group[i]];

		if ((g->cls & C_ARMED) && str_eq(first->who, STR("civilians")))
			return;
		sum += g->count;
	}
	if (s->n == 2 &&
	    (tok(c, c->gs->items[s->group[1]].first - 1)->cls & C_AND)) /* 3 people and 3
									   guards */
		return;
	s->whole = first->count > 1 && first->count == sum &&
	    ((first->cls & C_GENERIC) || ((first->cls & C_COLLECTIVE) && s->n > 2) ||
		(s->n > 2 && first->noun != NULL && first->noun->value == KIN) ||
		first->noun == NULL || first->unknown || numbers_only(c, s));
}

/* - A councillor-elect was shot dead: an item of a list */
static bool
is_bullet(const struct clause *c, size_t i)
{
	return i == c->s->first && (mark(tok(c, i), '-') || mark(tok(c, i), '*'));
}

/* No group, but a singular verb: one person whose noun no list has. */
static void
by_agreement(const struct clause *c, const struct verb *v, struct slot *out)
{
	size_t i = v->start, end = v->start;
	uint64_t bad = C_THING | C_FACILITY | C_STRIKE | C_NEG | C_COLLECTIVE | C_CAUSE |
	    C_ORG | C_TIME | C_PRONOUN | C_COUNTED | C_DEATH;
	size_t head;

	/* Karim Tarni, who was on the list, was killed */
	if (i > c->s->first + 2 && mark(tok(c, i - 1), ',') &&
	    aside_before(c, i - 1, &end))
		i = end;
	else
		end = v->start;
	while (i > c->s->first) {
		const struct token *t = tok(c, i - 1);

		if ((t->cls & (C_SUBORD | C_SPEECH)) || mark(t, ';') || mark(t, ':') ||
		    clause_finite(c, i - 1) || (t->cls & C_RELATIVE) ||
		    ((t->cls & C_AND) && i >= c->s->first + 2 &&
			(tok(c, i - 2)->cls & VERBAL) && tok(c, i - 2)->group == 0))
			break;
		i--;
	}
	while (i < v->start &&
	    (mark(tok(c, i), ',') || mark(tok(c, i), '"') || is_bullet(c, i) ||
		(tok(c, i)->cls & (C_ADVERB | C_AND))))
		i++;
	i -= i > c->s->first && (tok(c, i - 1)->cls & C_SPEECH) &&
	    (tok(c, i - 1)->cls & C_PREP); /* according to Omar Bode, */
	/* a fronted phrase */
	while (i < end && (tok(c, i)->cls & (C_PREP | C_BY | C_OF))) {
		size_t k = i;

		while (k < end && !mark(tok(c, k), ','))
			k++;
		if (k == end)
			k = clause_past_time(c, i, end) - 1;
		if (k < i)
			return;
		i = k + 1;
	}
	for (head = i; head < end; head++)
		if ((tok(c, head)->cls & (C_PREP | C_OF | C_BY | C_RELATIVE)) ||
		    tok(c, head)->kind != TOKEN_WORD || is_participle(tok(c, head)))
			break;
	if (head == i || (tok(c, head - 1)->cls & (bad | C_ADVERB)) ||
	    (tok(c, head - 1)->word->ground & G_PRONOUN) ||
	    ((tok(c, head - 1)->cls & C_ADJ) &&
		!(tok(c, head - 1)->flags & (TOKEN_CAP | TOKEN_HYPHEN))) ||
	    (tok(c, head - 1)->form & FORM_PLURAL) ||
	    (tok(c, head - 1)->cls == 0 && !(tok(c, head - 1)->flags & TOKEN_CAP) &&
		!(tok(c, i)->cls & C_ONE)))
		return;
	for (size_t k = i; k < head; k++)
		if (tok(c, k)->cls & C_NEG)
			return;
	out->agreement = true;
	out->first = (uint32_t)i;
	out->last = (uint32_t)head - 1;
}

/* In addition to the assailant, one person … */
static bool
led_by_and(const struct clause *c, const struct slot *s)
{
	const struct group *first = &c->gs->items[s->group[0]];

	return first->first == c->s->first + 1 && (tok(c, c->s->first)->cls & C_AND);
}

/* The chief, along with | two of his guards, was held: is the group told with the one
 * before it? */
static bool
in_company(const struct clause *c, const struct group *g)
{
	return g->first > c->s->first + 1 && (tok(c, g->first - 1)->cls & C_AND) &&
	    (tok(c, g->first - 1)->flags & TOKEN_FOLDED);
}

/* Five persons, among them a student who lives in Tarn, have been killed: a plural verb
 * is not about the one of the aside. */
static int
whole_before(const struct clause *c, const struct verb *v, const struct walk *w, int g)
{
	const struct group *one = &c->gs->items[g];
	struct walk next = *w;
	int whole;

	if (!v->plural || v->singular || one->count != 1 || one->plural || one->pronoun)
		return g;
	/* ten, including their leader, and | a guard were killed */
	if (one->first > c->s->first + 1u && (tok(c, one->first - 1)->cls & C_AND) &&
	    mark(tok(c, one->first - 2), ','))
		return g;
	next.relative = false;
	whole = walk_left(c, &next, SIZE_MAX, NULL);
	if (whole < 0 || !c->gs->items[whole].stated || c->gs->items[whole].count < 2)
		return g;
	for (size_t i = c->gs->items[whole].last; i < one->first; i++)
		if (tok(c, i)->cls & C_SUBSET)
			return whole;
	return g;
}

/* Karim Tarni, who was killed: the relative pronoun stands for one person without a
 * group. */
static bool
by_relative(const struct clause *c, const struct verb *v, struct slot *out)
{
	size_t end = v->start;

	if (end < c->s->first + 2 || !(tok(c, end - 1)->cls & C_RELATIVE) ||
	    (tok(c, end - 1)->cls & C_SUBORD))
		return false;
	end--;
	if (mark(tok(c, end - 1), ','))
		end--;
	if (end == c->s->first || tok(c, end - 1)->kind != TOKEN_WORD ||
	    (tok(c, end - 1)->cls & (C_THING | C_ORG)) ||
	    (tok(c, end - 1)->form & FORM_PLURAL))
		return false;
	out->agreement = true;
	out->first = out->last = (uint32_t)end - 1;
	while (out->first > c->s->first && (tok(c, out->first - 1)->flags & TOKEN_CAP) &&
	    tok(c, out->first - 1)->kind == TOKEN_WORD)
		out->first--;
	return true;
}

/* Three civilians, two of whom | were shot: the number before the relative; NULL: there
 * is none. */
static struct group *
some_of_whom(const struct clause *c, const struct verb *v)
{
	const struct token *of = v->start > c->s->first + 1u ? tok(c, v->start - 1)
							     : NULL;
	struct group *g = of != NULL && (of->cls & C_SUBSET) && of->word->value == OF_WHOM
	    ? group_of(c->d, c->gs, v->start - 2)
	    : NULL;

	if (g == NULL || !g->stated)
		return NULL;
	g->subset = true;
	g->prep = v->start - 1;
	return g;
}

/* Eight villagers fleeing after a raid | have been killed: the group that opens the
 * sentence and that a phrase or clause of its own parts from the verb, if the two agree;
 * -1: there is none. */
static int
opener(const struct clause *c, const struct verb *v)
{
	size_t first = clause_skip(c, names_told_first(c, v->start));
	const struct group *g = group_of(c->d, c->gs, first);
	const struct token *next;

	if (g == NULL || g->first > first || !(g->cls & C_PERSON) ||
	    g->bound == BOUND_NONE || g->pronoun || g->last + 2u >= v->start ||
	    !v->passive)
		return -1;
	next = tok(c, g->last + 1);
	if (!(next->cls & (C_PREP | C_RELATIVE | C_ADJ | C_FLEE)) &&
	    !(next->form & (FORM_GERUND | FORM_PARTICIPLE)))
		return -1;
	if (v->plural == v->singular || (g->count > 1) != v->plural)
		return -1;
	for (size_t i = g->last + 1; i < v->start; i++)
		if ((tok(c, i)->cls & C_AND) || mark(tok(c, i), ',') ||
		    mark(tok(c, i), ';'))
			return -1;
	return (int)(g - c->gs->items);
}

/* were tortured before | being shot, before | dying: where the verb stands whose subject
 * it shares, or v's own place. */
static size_t
before_main(const struct clause *c, const struct verb *v)
{
	const struct token *t = tok(c, v->start);
	struct verb main;

	if (v->start == c->s->first || !(t->form & FORM_GERUND) ||
	    !(t[-1].cls & C_SUBORD) ||
	    !((v->passive && (t->cls & C_BE)) || (t->cls & C_DIE)))
		return v->start;
	for (size_t i = v->start - 1; i-- > c->s->first &&
	     !(tok(c, i)->kind == TOKEN_PUNCT && !mark(tok(c, i), ','));)
		if ((tok(c, i)->cls & VERBAL) && tok(c, i)->group == 0 &&
		    tok(c, i)->form != FORM_BASE &&
		    !((tok(c, i)->form & FORM_GERUND) && i > c->s->first &&
			mark(tok(c, i - 1), ','))) { /* opened fire | , killing two */
			verb_read(c, i, &main);
			return main.start;
		}
	return v->start;
}

/* 100 were hurt, | 15 seriously, and four died: a number with an adverb of the verb
 * before. */
static bool
is_elliptic(const struct clause *c, const struct group *g)
{
	return g->stated && g->noun == NULL && !g->unknown && g->first > c->s->first &&
	    mark(tok(c, g->first - 1), ',') && g->last + 2u < c->s->end &&
	    (tok(c, g->last + 1)->cls & C_ADVERB) && mark(tok(c, g->last + 2), ',');
}

/* one person, | an aid worker, was killed: what the one before the comma is. */
static bool
says_what(const struct clause *c, const struct group *one, const struct group *g)
{
	return one->stated && one->count == 1 && (one->cls & C_GENERIC) &&
	    one->last + 2u == g->first && mark(tok(c, one->last + 1), ',') &&
	    g->count == 1 && !g->stated && !g->other && (tok(c, g->first)->cls & C_ONE) &&
	    mark(tok(c, g->last + 1), ',');
}

/* A singular verb behind a plural that is none of form: six clerks and a guard | was
 * killed. */
static bool
disagrees(const struct clause *c, const struct verb *v, const struct group *g)
{
	return v->singular && g->plural &&
	    !(g->pronoun && (tok(c, g->first)->form & FORM_SINGULAR)) &&
	    !(g->noun != NULL && g->noun->value == PAIR &&
		(tok(c, g->head)->form & FORM_SINGULAR)); /* a couple was killed */
}

/* resulting in two clerks | and a guard being killed: is the group that ends before token
 * at one of those of whom the gerund is told? */
static bool
with_being(const struct clause *c, const struct verb *v, size_t at)
{
	const struct group *g = group_of(c->d, c->gs, at - 1);

	return g != NULL && g->embedded && !g->subset &&
	    (tok(c, v->start)->form & FORM_GERUND) && (tok(c, v->start)->cls & C_BE);
}

/* displaced 300 families | and two drowned: are those of the group told of by a verb
 * right before them, for another fate? */
static bool
is_told_before(const struct clause *c, const struct group *g)
{
	const struct token *t;

	if (g->first <= c->s->first + 1u || !g->stated)
		return false;
	t = tok(c, g->first - 1);
	return (t->cls & (C_KILL | C_DISPLACE)) && (t->form & FORM_PAST) &&
	    !(t[-1].cls & (C_BE | C_PREP | C_DET));
}

/* He | and his driver were killed */
static bool
is_he_and(const struct clause *c, const struct group *he, const struct group *g)
{
	return he->pronoun && tok(c, he->first)->word->value == SUBJECT_ONLY &&
	    (tok(c, he->first)->form & FORM_SINGULAR) && he->last + 2u == g->first &&
	    (tok(c, g->first)->cls & C_POSSESSIVE);
}

/* raiders | attack village, two | die: has the one before the comma a verb of its own, in
 * the words of headlines? */
static bool
acts_before(const struct clause *c, const struct group *g, const struct group *number)
{
	const struct token *t = tok(c, g->last + 1);

	return number->stated && number->noun == NULL && !number->unknown && !g->stated &&
	    g->last + 2u < number->first && (t->cls & C_VERB) && t->group == 0 &&
	    (t->form & (FORM_BASE | FORM_PAST | FORM_THIRD)) &&
	    !(t[1].cls & (C_BY | C_PREP));
}

/* was rushed to hospital, | but died: the verb shares its subject with the one before the
 * contrast, which ends before token i. */
static bool
behind_but(const struct clause *c, size_t i, struct walk *w)
{
	if (i <= c->s->first + 1u || !(tok(c, i - 1)->cls & C_SUBORD) ||
	    tok(c, i - 1)->word->value != CONTRAST || (tok(c, i - 1)->cls & C_RELATIVE))
		return false;
	w->shares = true;
	w->i = i - 1 - mark(tok(c, i - 2), ',');
	return true;
}

/* Karim Tarni | died, got killed: does a name that is no other word stand before a verb
 * that does not say how many? */
static bool
names_one(const struct clause *c, const struct verb *v)
{
	const struct token *t = tok(c, v->start);

	return !v->plural &&
	    (v->passive ||
		((tok(c, v->at)->cls & C_DIE) && (tok(c, v->at)->form & FORM_PAST))) &&
	    tok(c, v->at)->word->value != BY_DENIAL && v->start > c->s->first &&
	    !c->s->all_caps && (t[-1].flags & TOKEN_CAP) && t[-1].group == 0 &&
	    t[-1].word->id == 0;
}

void
slot_subject(const struct clause *c, const struct verb *v, struct slot *out)
{
	const struct group *some = some_of_whom(c, v);
	size_t joint = before_adverbs(c, v->start);
	struct walk w = { .i = before_main(c, v),
		.shares = joint > c->s->first && (tok(c, joint - 1)->cls & C_AND) &&
		    !v->coordinated };
	int fallback = -1, g;
	bool conj = false, but;

	but = behind_but(c, joint, &w);
	w.joined = w.shares;
	*out = (struct slot){ 0 };
	if (some != NULL) {
		push(out, (int)(some - c->gs->items));
		return;
	}
	names_end_list(c, v->start);
	g = walk_left(c, &w, v->start, &fallback);
	if (g < 0 || disagrees(c, v, &c->gs->items[g])) {
		int first = opener(c, v);

		if (first >= 0) {
			push(out, first);
			return;
		}
	}
	if (g >= 0 && names_titled(&c->gs->items[g]) &&
	    names_subject(c, v, c->gs->items[g].head, out)) {
		out->title = (uint16_t)(g + 1);
		return;
	}
	/* Amina, 16, and her sister were killed */
	if (g >= 0 && c->gs->items[g].count == 1 && !c->gs->items[g].stated &&
	    names_subject(c, v, v->start, out))
		return;
	if (g < 0 && fallback >= 0 && !but && c->gs->items[fallback].stated &&
	    !v->singular) {
		push(out, fallback);
		return;
	}
	if (g < 0 ||
	    (!v->perfect && disagrees(c, v, &c->gs->items[g]) &&
		!(c->gs->items[g].cls & C_COUNTED) && !in_company(c, &c->gs->items[g]))) {
		if ((v->singular || names_one(c, v)) && !by_relative(c, v, out))
			by_agreement(c, v, out);
		else if (g < 0)
			names_subject(c, v, v->start, out);
		if (g >= 0 && !out->agreement && c->gs->items[g].stated)
			push(out, g);
		return;
	}
	g = whole_before(c, v, &w, g);
	push(out, g);
	for (size_t at; link_left(c, &c->gs->items[g], &conj, &at);) {
		struct walk next = { .i = at };
		const struct group *name = conj ? names_joined(c, &c->gs->items[g], at)
						: NULL;
		int more = name != NULL ? (int)(name - c->gs->items)
		    : conj && with_being(c, v, at)
		    ? group_of(c->d, c->gs, at - 1) - c->gs->items
		    : walk_left(c, &next, SIZE_MAX, NULL);
		const struct group *he = conj ? group_of(c->d, c->gs, at - 1) : NULL;
		bool source;

		if (he != NULL && !(tok(c, v->at)->cls & C_FLEE) &&
		    is_he_and(c, he, &c->gs->items[g])) {
			push(out, (int)(he - c->gs->items));
			break;
		}
		source = more >= 0 && names_source(c, &c->gs->items[more]);

		/* to the governor | and his deputy, six clerks */
		if (source && out->n > 1 && (tok(c, at)->cls & C_AND))
			out->n--;
		if (more < 0 || source || c->gs->items[more].pronoun ||
		    is_elliptic(c, &c->gs->items[more]) ||
		    is_told_before(c, &c->gs->items[more]) ||
		    (!conj && acts_before(c, &c->gs->items[more], &c->gs->items[g])) ||
		    clause_told_between(c, c->gs->items[more].last + 1,
			c->gs->items[g].first))
			break;
		if (says_what(c, &c->gs->items[more], &c->gs->items[g]))
			out->n--;
		g = more;
		push(out, g);
	}
	reverse(out);
	if (!conj && !clause_headline_list(c, v, out))
		keep_first(c, out);
	else if (v->singular && !led_by_and(c, out) && !(v->perfect && several(c, out)) &&
	    !in_company(c, &c->gs->items[out->group[out->n - 1]]))
		keep_last(out);
	clause_whole(c, out);
}
