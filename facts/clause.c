/* clause.c -- see clause.h: the subjects of verbs. */
#include "config.h"

#include "facts/clause_in.h"
#include "facts/source.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"

/* kills | 'scores' of bandits */
static bool
opens_quote(const struct clause *c, size_t i)
{
	return mark(tok(c, i), '\'') && i + 1 < c->s->end &&
	    tok(c, i + 1)->kind == TOKEN_NUMBER;
}

/* over | alleged spying: a preposition; but: over | 30 */
static bool
bounds_nothing(const struct clause *c, size_t i)
{
	const struct token *t = tok(c, i);

	return (t->cls & C_BOUND) && (t->cls & C_PREP) && i + 1 < c->s->end &&
	    (t[1].cls & C_SPEECH) && t[1].kind == TOKEN_WORD;
}

size_t
clause_skip(const struct clause *c, size_t i)
{
	while (i < c->s->end &&
	    ((tok(c, i)->cls & (C_ADVERB | C_BOUND)) || mark(tok(c, i), '"') ||
		opens_quote(c, i)) &&
	    !(tok(c, i)->cls & (C_BE | C_SUBSET | C_SUBORD)) && tok(c, i)->group == 0 &&
	    !bounds_nothing(c, i) &&
	    !((tok(c, i)->cls & C_SPEECH) &&
		!(i + 1 < c->s->end && (tok(c, i + 1)->cls & (C_KILL | C_DEAD)))))
		i++;
	return i;
}

/* Is the group linked to one further left?  Sets *and for "and", and where to go on. */
static bool
link_left(const struct clause *c, const struct group *g, bool *conj, size_t *at)
{
	size_t k = g->first;

	while (k > c->s->first && (tok(c, k - 1)->cls & (C_ADVERB | C_BOUND | C_NEG)) &&
	    !(tok(c, k - 1)->cls & (C_SUBSET | C_SUBORD | C_SPEECH | C_AND)))
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

/* Three soldiers, Sergeant Omar, Corporal Sadiq and Private Karim: is each behind the
 * first one by name, and are they as many? */
static bool
names_all(const struct clause *c, const struct slot *s)
{
	for (size_t i = 1; i < s->n; i++) {
		const struct group *g = &c->gs->items[s->group[i]];

		if (!g->named || g->stated || g->count != 1 || g->det)
			return false;
	}
	return c->gs->items[s->group[0]].stated;
}

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
	/* 3 people and 3 guards */
	if (s->n == 2 && (tok(c, c->gs->items[s->group[1]].first - 1)->cls & C_AND))
		return;
	s->whole = first->count > 1 && first->count == sum &&
	    ((first->cls & C_GENERIC) || ((first->cls & C_COLLECTIVE) && s->n > 2) ||
		(s->n > 2 && first->noun != NULL && first->noun->value == KIN) ||
		first->noun == NULL || first->unknown || numbers_only(c, s) ||
		(s->n > 2 && names_all(c, s)));
}

/* - A councillor-elect was shot dead: an item of a list */
static bool
is_bullet(const struct clause *c, size_t i)
{
	return i == c->s->first && (mark(tok(c, i), '-') || mark(tok(c, i), '*'));
}

/* Where the clause begins whose verb begins at token i. */
static size_t
clause_first(const struct clause *c, size_t i)
{
	for (; i > c->s->first; i--) {
		const struct token *t = tok(c, i - 1);

		if ((t->cls & (C_SUBORD | C_SPEECH | C_RELATIVE)) || mark(t, ';') ||
		    mark(t, ':') || clause_finite(c, i - 1) ||
		    ((t->cls & C_AND) && i >= c->s->first + 2 && (t[-1].cls & VERBAL) &&
			t[-1].group == 0))
			break;
	}
	return i;
}

/* Past what a clause of tokens i to end is fronted with; SIZE_MAX: that is all of it. */
static size_t
past_front(const struct clause *c, const struct verb *v, size_t i, size_t end)
{
	while (i < v->start &&
	    (mark(tok(c, i), ',') || mark(tok(c, i), '"') || is_bullet(c, i) ||
		(tok(c, i)->cls & (C_ADVERB | C_AND))))
		i++;
	i -= i > c->s->first && (tok(c, i - 1)->cls & C_SPEECH) &&
	    (tok(c, i - 1)->cls & C_PREP); /* according to Omar Bode, */
	while (i < end && (tok(c, i)->cls & (C_PREP | C_BY | C_OF))) {
		size_t k = i;

		while (k < end && !mark(tok(c, k), ','))
			k++;
		if (k == end)
			k = clause_past_time(c, i, end) - 1;
		if (k < i)
			return SIZE_MAX;
		i = k + 1;
	}
	return i;
}

static bool
ends_noun(const struct token *t)
{
	return t->kind != TOKEN_WORD || is_participle(t) ||
	    (t->cls & (C_PREP | C_OF | C_BY | C_RELATIVE));
}

/* May the word that ends a phrase, which begins at token from, be a person's noun? */
static bool
may_be_person(const struct clause *c, size_t from, size_t at)
{
	const uint64_t bad = C_THING | C_FACILITY | C_STRIKE | C_NEG | C_COLLECTIVE |
	    C_CAUSE | C_ORG | C_TIME | C_PRONOUN | C_COUNTED | C_DEATH | C_ADVERB;
	const struct token *t = tok(c, at);

	return !(t->cls & bad) && !(t->word->ground & G_PRONOUN) &&
	    !(t->form & FORM_PLURAL) &&
	    (!(t->cls & C_ADJ) || (t->flags & (TOKEN_CAP | TOKEN_HYPHEN))) &&
	    (t->cls != 0 || (t->flags & TOKEN_CAP) || (tok(c, from)->cls & C_ONE));
}

/* No group, but a singular verb: one person whose noun no list has. */
static void
by_agreement(const struct clause *c, const struct verb *v, struct slot *out)
{
	size_t end = v->start, i, head;

	/* Karim Tarni, who was on the list, was killed */
	if (end <= c->s->first + 2 || !mark(tok(c, end - 1), ',') ||
	    !walk_aside(c, v->start - 1, &end))
		end = v->start;
	i = past_front(c, v, clause_first(c, end), end);
	if (i == SIZE_MAX)
		return;
	for (head = i; head < end && !ends_noun(tok(c, head)); head++)
		if (tok(c, head)->cls & C_NEG)
			return;
	if (head == i || !may_be_person(c, i, head - 1))
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

static bool
looks_gerund(const struct clause *c, size_t i)
{
	return (tok(c, i)->form & FORM_GERUND) ||
	    (tok(c, i)->cls == 0 && str_ends(token_text(c->d, i), STR("ing")));
}

/* Two guards escorting | teachers | were killed: not those of whom no number is told, but
 * who does that to them. */
static int
doer_before(const struct clause *c, int g)
{
	const struct group *whom = &c->gs->items[g], *doer;
	size_t i = whom->first; /* escorting | teachers, or as one group */

	if (whom->bound != BOUND_NONE || whom->definite || i < c->s->first + 2u)
		return g;
	i -= !looks_gerund(c, i);
	if (!looks_gerund(c, i))
		return g;
	doer = group_of(c->d, c->gs, i - 1);
	return doer != NULL && doer->last + 1u == i && doer->stated &&
		(doer->cls & C_PERSON)
	    ? (int)(doer - c->gs->items)
	    : g;
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
	/* a couple, the gang of 12 was killed */
	return v->singular && g->plural &&
	    !(g->pronoun && (tok(c, g->first)->form & FORM_SINGULAR)) &&
	    !(g->noun != NULL &&
		(g->noun->value == PAIR || (g->noun->cls & C_COLLECTIVE)) &&
		(tok(c, g->head)->form & FORM_SINGULAR));
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

/* The group that stands before g in its list, joined to it at token at, or -1; conj: by
 * "and". */
static int
before_listed(const struct clause *c, const struct verb *v, const struct group *g,
    size_t at, bool conj)
{
	const struct group *name = conj ? names_joined(c, g, at) : NULL;
	struct walk w = { .i = at };

	if (name == NULL && conj && with_being(c, v, at))
		name = group_of(c->d, c->gs, at - 1);
	return name != NULL ? (int)(name - c->gs->items)
			    : walk_left(c, &w, SIZE_MAX, NULL);
}

/* Raiders opened fire on guards, | two guards were killed: does a clause of its own begin
 * with the group, joined by the comma alone to one with a verb of its own? */
static bool
is_spliced(const struct clause *c, const struct verb *v, const struct group *before,
    const struct group *g)
{
	bool acts = false;

	if (!(g->stated || g->det) || g->last + 1u != walk_adverbs(c, v->start) ||
	    !mark(tok(c, g->first - 1), ','))
		return false;
	for (size_t i = before->last + 1u; i < g->first; i++) {
		if (tok(c, i)->cls & (C_RELATIVE | C_SUBSET))
			return false;
		acts = acts ||
		    (tok(c, i)->group == 0 && (tok(c, i)->cls & VERBAL) &&
			(tok(c, i)->form & FORM_PAST));
	}
	return acts;
}

/* A leader was held. | Along with the leader, two guards were held: one who is known. */
static bool
is_known_company(const struct clause *c, const struct verb *v, const struct group *g)
{
	return g->first == c->s->first + 1u && (tok(c, c->s->first)->cls & C_AND) &&
	    g->definite && !g->stated && g->count == 1 && c->s > c->d->t.sent &&
	    tok(c, v->at)->word->outcome == OUTCOME_DETAINED;
}

/* Does the list that g is in begin with it, more being the group before it? */
static bool
begins_list(const struct clause *c, const struct verb *v, const struct group *more,
    const struct group *g, bool conj)
{
	return more->pronoun || is_known_company(c, v, more) || is_elliptic(c, more) ||
	    is_told_before(c, more) ||
	    (!conj && (acts_before(c, more, g) || is_spliced(c, v, more, g))) ||
	    clause_told_between(c, more->last + 1, g->first);
}

/* Adds to out, from right to left, the list that ends with group g; is there an "and" in
 * it? */
static bool
list_left(const struct clause *c, const struct verb *v, int g, struct slot *out)
{
	bool conj = false;

	push(out, g);
	for (size_t at; link_left(c, &c->gs->items[g], &conj, &at);) {
		int more = before_listed(c, v, &c->gs->items[g], at, conj);
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
		if (more < 0 || source ||
		    begins_list(c, v, &c->gs->items[more], &c->gs->items[g], conj))
			break;
		if (says_what(c, &c->gs->items[more], &c->gs->items[g]))
			out->n--;
		push(out, g = more);
	}
	return conj;
}

/* No group before the verb is its subject, or only one that does not agree with it. */
static void
find_agreeing(const struct clause *c, const struct verb *v, int g, struct slot *out)
{
	if ((v->singular || names_one(c, v)) && !by_relative(c, v, out))
		by_agreement(c, v, out);
	else if (g < 0)
		names_subject(c, v, v->start, out);
	if (g >= 0 && !out->agreement && c->gs->items[g].stated)
		push(out, g);
}

/* Is the subject one that no list is looked for of?  g: the group before the verb, or
 * -1. */
static bool
is_single_subject(const struct clause *c, const struct verb *v, int g, struct slot *out)
{
	int first;

	if ((g < 0 || disagrees(c, v, &c->gs->items[g])) && (first = opener(c, v)) >= 0) {
		push(out, first);
		return true;
	}
	if (g < 0)
		return false;
	if (names_titled(&c->gs->items[g]) &&
	    names_subject(c, v, c->gs->items[g].head, out)) {
		out->title = (uint16_t)(g + 1);
		return true;
	}
	/* Amina, 16, and her sister were killed */
	return c->gs->items[g].count == 1 && !c->gs->items[g].stated &&
	    names_subject(c, v, v->start, out);
}

void
slot_subject(const struct clause *c, const struct verb *v, struct slot *out)
{
	const struct group *some = some_of_whom(c, v), *group;
	size_t joint = walk_adverbs(c, v->start);
	struct walk w = { .i = before_main(c, v),
		.shares = joint > c->s->first && (tok(c, joint - 1)->cls & C_AND) &&
		    !v->coordinated };
	int fallback = -1, g;
	bool but = behind_but(c, joint, &w), conj;

	w.joined = w.shares;
	*out = (struct slot){ 0 };
	if (some != NULL) {
		push(out, (int)(some - c->gs->items));
		return;
	}
	names_end_list(c, v->start);
	g = walk_left(c, &w, v->start, &fallback);
	if (g >= 0)
		g = doer_before(c, g);
	if (is_single_subject(c, v, g, out))
		return;
	if (g < 0 && fallback >= 0 && !but && c->gs->items[fallback].stated &&
	    !v->singular) {
		push(out, fallback);
		return;
	}
	group = g >= 0 ? &c->gs->items[g] : NULL;
	if (group == NULL ||
	    (!v->perfect && disagrees(c, v, group) && !(group->cls & C_COUNTED) &&
		!in_company(c, group))) {
		find_agreeing(c, v, g, out);
		return;
	}
	conj = list_left(c, v, whole_before(c, v, &w, g), out);
	reverse(out);
	if (!conj && !clause_headline_list(c, v, out))
		keep_first(c, out);
	else if (v->singular && !led_by_and(c, out) && !(v->perfect && several(c, out)) &&
	    !in_company(c, &c->gs->items[out->group[out->n - 1]]))
		keep_last(out);
	clause_whole(c, out);
}

bool
clause_dash_is_verb(const struct clause *c, size_t i)
{
	const struct group *g;

	if (!mark(tok(c, i), '-') || (tok(c, i)->flags & TOKEN_TIGHT) ||
	    !(tok(c, i - 1)->flags & TOKEN_CAP))
		return false;
	g = group_of(c->d, c->gs, i + 1);
	return g != NULL && g->first == i + 1 && g->stated;
}
