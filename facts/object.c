/* object.c -- see clause.h: objects, and lists: those that begin with a group, and those
 * of headlines. */
#include "config.h"

#include "facts/clause_in.h"
#include "facts/ground_words.h"
#include "facts/small_words.h"

/* the Red Cross | (RC) said: past a short name in brackets at token i; i: it is none. */
static size_t
past_short_name(const struct clause *c, size_t i)
{
	return i + 2 < c->s->end && mark(tok(c, i), '(') &&
		(tok(c, i + 1)->flags & TOKEN_CAP) && mark(tok(c, i + 2), ')')
	    ? i + 3
	    : i;
}

/* "the director of a hospital said", "a civilian task force member said": a phrase, then
 * a verb of saying. */
static bool
speaks_later(const struct clause *c, size_t i)
{
	if (!(tok(c, i)->cls & (C_OF | C_PREP | C_THING | C_ORG | C_ADJ)) &&
	    tok(c, i)->cls != 0)
		return false;
	for (size_t k = past_short_name(c, i); k < c->s->end && k < i + 9; k++) {
		const struct token *t = tok(c, k);

		if (t->cls & (C_SUBORD | C_RELATIVE))
			return false;
		if (t->cls & C_SPEECH) /* but: the killing of a clerk and a guard by
					  gunmen was | reported */
			return (t->form & FORM_PAST) != 0 && t->group == 0 &&
			    !(t[-1].cls & C_BE);
		if ((t->kind == TOKEN_PUNCT && t->punct != '"') ||
		    ((t->cls & VERBAL) && t->group == 0 && t->form != 0))
			return false;
	}
	return false;
}

bool
clause_told_between(const struct clause *c, size_t from, size_t to)
{
	bool suffered = false; /* received | wounds, and */

	for (size_t i = from; i < to; i++) {
		suffered = suffered || (tok(c, i)->cls & C_SUFFER);
		if ((tok(c, i)->cls & C_SUBSET) && i + 1 < to &&
		    tok(c, i + 1)->kind == TOKEN_PUNCT) /* a child | among them, and 14 */
			return true;
		if (((tok(c, i)->cls & (C_KILL | C_DIE | C_DEAD | C_LEAVE)) &&
			tok(c, i)->group == 0) ||
		    (suffered && (tok(c, i)->cls & C_HARM)))
			return true;
		if ((tok(c, i)->cls & C_SPEECH) && (tok(c, i)->form & FORM_PAST) &&
		    /* the mayor said in Tarn, | 90 were */
		    !(tok(c, i)->cls & C_ADJ) && tok(c, i)->group == 0)
			return true;
	}
	return false;
}

bool
clause_begins(const struct clause *c, const struct group *g)
{
	size_t i = clause_skip(c, g->last + 1);
	const struct token *t;

	if (i >= c->s->end)
		return false;
	t = tok(c, i);
	if ((t->cls & C_CLAIM) && (t->form & FORM_PARTICIPLE) &&
	    (t[1].cls & C_OF)) /* beheads three | accused of spying */
		return false;
	if (t->cls & FINITE)
		return !(t->cls & C_MONTH) || !(t->flags & TOKEN_CAP);
	if ((t->cls & (C_KILL | C_DISPLACE)) && (t->form & FORM_PARTICIPLE))
		return true;
	if ((t->cls & (C_DIE | C_DEAD | C_FLEE | C_AMONG)) ||
	    ((t->cls & C_SPEECH) && t->form != 0)) /* two nurses | among dead */
		return true;
	/* 34 others | remained missing */
	if ((t->cls & C_VERB) && i + 1 < c->s->end && (t[1].cls & C_DEAD))
		return true;
	if (!g->stated && speaks_later(c, i))
		return true;
	if ((t->cls & (C_SUFFER | C_LEAVE | C_VERB | C_SPEECH)) &&
	    (t->form & FORM_PAST) && !(t->cls & C_ADJ))
		return !(t->form & FORM_PARTICIPLE) ||
		    (i + 1 < c->s->end &&
			(t[1].group != 0 || (t[1].cls & (C_DET | C_SUBORD | C_TO)) ||
			    (t->cls & C_SPEECH)));
	return false;
}

struct pending { /* groups joined by commas alone: a list only if an "and" comes */
	uint16_t group[SLOT_MAX];
	size_t n;
};

static void
flush(struct slot *s, struct pending *p)
{
	for (size_t i = 0; i < p->n; i++)
		push(s, p->group[i]);
	p->n = 0;
}

/* A colon, a dash between spaces, or a double one. */
static bool
dash(const struct clause *c, size_t i)
{
	return mark(tok(c, i), ':') ||
	    (mark(tok(c, i), '-') &&
		(!(tok(c, i)->flags & TOKEN_TIGHT) ||
		    (i + 1 < c->s->end && mark(tok(c, i + 1), '-'))));
}

/* killing 12 people -- five guards and seven traders: a list that adds up to the one
 * before. */
static void
parts_after(const struct clause *c, size_t i, struct slot *out)
{
	struct slot parts;
	int64_t sum = 0;
	const struct group *whole = &c->gs->items[out->group[out->n - 1]];

	while (i < c->s->end && (mark(tok(c, i), '-') || mark(tok(c, i), ':')))
		i++;
	if (out->n != 1 || i >= c->s->end)
		return;
	slot_list(c, clause_skip(c, i), &parts);
	for (size_t k = 0; k < parts.n; k++)
		sum += c->gs->items[parts.group[k]].count;
	for (size_t k = 0; parts.n > 1 && sum == whole->count && k < parts.n; k++)
		push(out, parts.group[k]);
}

/* a religious leader, Karim Tarni, the deputy chief: is all between the two groups a
 * name? */
static bool
name_between(const struct clause *c, const struct group *a, const struct group *b)
{
	if (a->last + 3 > b->first || !mark(tok(c, a->last + 1), ',') ||
	    !mark(tok(c, b->first - 1), ','))
		return false;
	for (size_t i = a->last + 2; i + 1 < b->first; i++)
		if (tok(c, i)->kind != TOKEN_WORD || !(tok(c, i)->flags & TOKEN_CAP) ||
		    tok(c, i)->group != 0)
			return false;
	return true;
}

/* Karim Tarni, a leader | and an official of the council, and his son: the second part of
 * an apposition that a comma closes. */
static bool
goes_on_apposed(const struct clause *c, const struct group *g)
{
	if (g->stated || g->plural || !(tok(c, g->first)->cls & C_ONE) ||
	    (tok(c, g->first)->cls & C_POSSESSIVE))
		return false;
	for (size_t i = g->last + 1; i + 1 < c->s->end; i++)
		if (tok(c, i)->cls & C_AND)
			return mark(tok(c, i - 1), ',');
	return false;
}

/* a mother | and child: no two words for one person */
static bool
is_kin(const struct group *g)
{
	return g->noun != NULL &&
	    (g->noun->value == KIN || str_eq(g->who, STR("children")));
}

/* "kills pilot | and passenger": a noun without article, as headlines have it, is one
 * person. */
static bool
is_bare(const struct group *g)
{
	return !g->det && !g->named && g->noun != NULL && !g->modified;
}

/* Karim Tarni, | his wife and their children, his son Omar, 39, …; but: Selma Tarni, his
 * wife, and */
static bool
is_relative(const struct clause *c, const struct group *g)
{
	return g->noun != NULL && g->noun->value == KIN &&
	    (tok(c, g->first)->cls & C_POSSESSIVE) &&
	    ((tok(c, g->last + 1)->cls & C_AND) || g->named);
}

/* a man | and woman, a man | and child: nobody is both */
static bool
is_another(const struct group *prev, const struct group *g)
{
	return (is_kin(prev) && is_kin(g)) ||
	    (str_eq(prev->who, STR("people")) &&
		(str_eq(g->who, STR("women")) || str_eq(g->who, STR("children"))));
}

/* "a leader | and mediator": the same person again, but behind "his wife". */
static bool
is_both(const struct clause *c, const struct slot *s, const struct group *last,
    const struct group *g)
{
	return !g->stated && !g->plural && g->bound != BOUND_NONE && !g->det &&
	    !g->named && !g->other && g->noun != NULL && last->count == 1 &&
	    !is_another(last, g) && !(s->n == 1 && is_bare(&c->gs->items[s->group[0]]));
}

/* "Karim Tarni, a farmer": the same person again. */
static bool
apposition(const struct clause *c, const struct slot *s, const struct group *g)
{
	const struct group *prev = &c->gs->items[s->group[s->n - 1]];

	if (g->stated || g->plural || g->bound == BOUND_NONE)
		return false;
	/* General Karim Tarni, | head of the garrison, and his aide */
	if (prev->count == 1 && prev->named && is_bare(g) &&
	    (tok(c, g->last + 1)->cls & C_OF))
		return true;
	if (prev->count != 1 || !g->det || g->other || is_relative(c, g))
		return false;
	/* the man, a bomb maker: what a definite person is */
	return prev->named || name_between(c, prev, g) ||
	    (prev->definite && str_eq(prev->who, STR("people")) && (g->cls & C_ARMED));
}

/* killed Karim Tarni, and | Selma Bode called for calm; and | Selma Bode, 41, said: does
 * the name at token k begin a clause of its own? */
static bool
name_acts(const struct clause *c, size_t k)
{
	while (k < c->s->end && (tok(c, k)->flags & TOKEN_CAP))
		k++;
	if (k + 3 < c->s->end && mark(tok(c, k), ',') &&
	    tok(c, k + 1)->kind == TOKEN_NUMBER && mark(tok(c, k + 2), ','))
		k += 3;
	return k < c->s->end && (tok(c, k)->cls & (C_VERB | C_SPEECH)) &&
	    (tok(c, k)->form & (FORM_PAST | FORM_THIRD)) && !(tok(c, k)->cls & C_KILL);
}

/* and his confidant; two clerks and a guardhand; Karim Tarni, Omar Hur and Selma Bode: is
 * it a person that is joined at token at? */
static bool
joins_person(const struct clause *c, const struct group *last, size_t at, size_t k)
{
	if ((tok(c, at)->cls & C_AND) && (tok(c, k)->cls & C_ONE))
		return (tok(c, k)->cls & C_POSSESSIVE) || last->stated;
	if (at == last->last + 3u && mark(tok(c, at), ',') && mark(tok(c, at - 2), ',') &&
	    tok(c, at - 1)->kind == TOKEN_NUMBER)
		at -= 2; /* Karim Tarni, 41, and Selma Bode */
	return last->named && (last->noun == NULL || last->noun->value == KIN) &&
	    last->last + 1 == at && (tok(c, k)->flags & TOKEN_CAP) && !name_acts(c, k);
}

/* the murder of | six monks: does the list belong to a noun that a verb may follow? */
static bool
of_act(const struct clause *c, const struct group *g)
{
	return g->embedded && g->prep > c->s->first && (tok(c, g->prep)->cls & C_OF) &&
	    (tok(c, g->prep - 1)->cls & (C_DEATH | C_COUNTED));
}

/* … and her daughter | was a crime: the verb behind the group tells nothing that befell
 * it. */
static bool
names_act(const struct clause *c, const struct group *g)
{
	for (size_t i = g->last + 1;
	     i < c->s->end && (tok(c, i)->cls & (FINITE | C_ADVERB)); i++)
		if (i + 1 == c->s->end ||
		    (tok(c, i + 1)->cls & (C_KILL | C_DIE | C_DEAD | C_DISPLACE)))
			return false;
	return (tok(c, g->last + 1)->cls & C_BE) != 0;
}

static bool
is_self(const struct clause *c, const struct group *g)
{
	return g->pronoun && tok(c, g->first)->word->value == REFLEXIVE;
}

/* kill gunman, driver | at large: where the headline ends with what is said of him, by a
 * preposition and a plain word? */
static bool
is_said_of(const struct clause *c, size_t i)
{
	return i + 2 == c->s->end && (tok(c, i)->cls & C_PREP) &&
	    !(tok(c, i + 1)->flags & TOKEN_CAP);
}

/* "killed three soldiers, two policemen"; "kill woman, two sons"; "kill gunman,
 * bystander"; "kills self, two guards": does g need no "and" behind first, which opens
 * the list? */
static bool
joins_alone(const struct clause *c, const struct group *g, const struct group *first)
{
	bool bare = c->s->headline && g->noun != NULL && group_headline(g) &&
	    !(tok(c, g->last + 1)->cls & (C_OF | C_SPEECH)) &&
	    !is_said_of(c, g->last + 1u);

	/* killed nine people, | six in Tarn: a share, told as such */
	if (g->stated && g->noun == NULL && !g->unknown && !g->other &&
	    first->noun != NULL)
		return false;
	return (g->stated || bare || is_self(c, g)) &&
	    (is_self(c, first) || group_headline(first)) && g->noun != first->noun;
}

/* Karim Tarni|, known as Bode,| and two of his men: past the other name of the one before
 * token i; i if none is told. */
static size_t
past_other_name(const struct clause *c, size_t i)
{
	size_t k = mark(tok(c, i), ',') ? i + 1 : i, from;

	if (k + 2 >= c->s->end || !(tok(c, k)->cls & C_VERB) ||
	    tok(c, k)->word->value != ALSO_CALLED)
		return i;
	k += (tok(c, k + 1)->cls & C_SUBORD) ? 2 : 1;
	for (from = k;
	     k < c->s->end && ((tok(c, k)->flags & TOKEN_CAP) || mark(tok(c, k), '"'));
	     k++)
		continue;
	return k > from ? k : i;
}

/* when shells fell, before hanging himself; but: after dawn */
static bool
opens_clause(const struct clause *c, size_t i)
{
	return (tok(c, i)->cls & C_SUBORD) && !(tok(c, i)->cls & C_RELATIVE) &&
	    (!(tok(c, i)->cls & C_PREP) ||
		(i + 1 < c->s->end && (tok(c, i + 1)->form & FORM_GERUND)));
}

#define BRACKET 12 /* words in a bracket that only says more of some */

/* three clerks | (among them a nurse) | and a guard: behind the bracket at token i that
 * tells of a part; i: it is none. */
static size_t
bracket_part(const struct clause *c, size_t i)
{
	if (!mark(tok(c, i), '(') || i + 1 >= c->s->end ||
	    !(tok(c, i + 1)->cls & C_SUBSET))
		return i;
	for (size_t k = i + 2; k < c->s->end && k < i + BRACKET; k++)
		if (mark(tok(c, k), ')'))
			return k + 1;
	return i;
}

#define ASIDE 16 /* words of a clause that says more of some */

/* a leader|, who bore a rifle|, and two of his guards: where the list goes on behind the
 * clause that says more of who stands before the comma at token i; i: there is none. */
static size_t
past_clause(const struct clause *c, size_t i)
{
	if (!mark(tok(c, i), ',') || i + 1 >= c->s->end ||
	    !(tok(c, i + 1)->cls & C_RELATIVE))
		return i;
	for (size_t k = i + 2; k + 2 < c->s->end && k < i + ASIDE; k++) {
		const struct group *g = group_of(c->d, c->gs, k + 2);

		if (mark(tok(c, k), ','))
			return (tok(c, k + 1)->cls & C_AND) && g != NULL &&
				g->first == k + 2 && g->stated && !clause_begins(c, g)
			    ? k
			    : i;
	}
	return i;
}

/* A list as it is read from left to right. */
struct listing {
	const struct clause *c;
	struct slot *out;
	struct pending wait; /* behind commas: they join with the "and" that follows */
	size_t brackets;     /* open */
	bool apposed;        /* the last one says who the ones before it are */
	bool parted;         /* an "and" waits for its group */
	bool acts;           /* of an act: the verb of the clause is the act's */
};

static const struct group *
listed(const struct listing *l, size_t i)
{
	return &l->c->gs->items[l->out->group[i]];
}

static void
count_brackets(struct listing *l, const struct token *t)
{
	if (mark(t, '(') || mark(t, '['))
		l->brackets++;
	else if ((mark(t, ')') || mark(t, ']')) && l->brackets > 0)
		l->brackets--;
}

static bool
ends_list(const struct clause *c, size_t i)
{
	const struct token *t = tok(c, i);

	/* in Tarn | state */
	if ((t->cls & C_SPEECH) && (t->word->ground & G_HEAD) && i > c->s->first &&
	    (t[-1].flags & TOKEN_CAP))
		return false;
	return mark(t, ';') || (t->cls & (C_RELATIVE | C_SUBSET | C_SPEECH)) ||
	    clause_finite(c, i) ||
	    ((t->cls & (C_KILL | C_DIE | C_DEAD | C_LEAVE)) && t->group == 0);
}

/* The group at token k that the list may go on with; NULL: there is none. */
static const struct group *
next_listed(const struct listing *l, size_t last, size_t joint, size_t k)
{
	const struct clause *c = l->c;
	const struct group *g = group_of(c->d, c->gs, k);

	if (g == NULL && joins_person(c, &c->gs->items[last], joint, k))
		g = group_demand(c->d, c->s, c->gs, k);
	return g == NULL || g->first != k || g->subset ||
		(g->embedded && !(l->acts && g->prep == listed(l, 0)->prep)) ||
		(g->pronoun && !is_self(c, g)) || l->brackets > 0
	    ? NULL
	    : g;
}

/* said that guards had freed nine clerks and | that two more … */
static bool
says_more(const struct clause *c, const struct group *g)
{
	const struct token *t = tok(c, g->first);

	return (c->s->cls & C_SPEECH) && (t->cls & C_RELATIVE) && (t->cls & C_SUBORD);
}

static void
put_listed(struct listing *l, const struct group *g, bool conj)
{
	int n = (int)(g - l->c->gs->items);

	if (conj) {
		l->parted = false;
		flush(l->out, &l->wait);
		push(l->out, n);
	} else if (l->wait.n < SLOT_MAX) {
		l->wait.group[l->wait.n++] = (uint16_t)n;
	}
}

/* What follows the comma or "and" at token i; where the list goes on, SIZE_MAX: it has
 * ended. */
static size_t
list_joint(struct listing *l, size_t i)
{
	const struct clause *c = l->c;
	bool comma = mark(tok(c, i), ','), conj = (tok(c, i)->cls & C_AND) != 0;
	size_t k = i + 1, last;
	const struct group *g;

	if (comma && k < c->s->end && (tok(c, k)->cls & C_AND)) {
		conj = true;
		k++;
	}
	k = clause_skip(c, k);
	if (k >= c->s->end)
		return SIZE_MAX;
	/* a clerk and, | in another village, | a driver */
	conj = conj || l->parted;
	l->parted = l->parted || (conj && mark(tok(c, k), ','));
	last = l->wait.n > 0 ? l->wait.group[l->wait.n - 1]
			     : l->out->group[l->out->n - 1];
	if ((g = next_listed(l, last, i, k)) == NULL)
		return (tok(c, k)->cls & (C_VERB | C_KILL)) && tok(c, k)->group == 0
		    ? SIZE_MAX
		    : k;
	if ((clause_begins(c, g) && !(l->acts && names_act(c, g))) ||
	    (conj && says_more(c, g)))
		return SIZE_MAX;
	if ((conj ? is_both(c, l->out, &c->gs->items[last], g)
		  : apposition(c, l->out, g)) ||
	    (l->apposed && conj && !comma && goes_on_apposed(c, g)))
		l->apposed = true;
	else
		put_listed(l, g, conj);
	return g->last + 1u;
}

/* Behind the comma-less word at token i, or its group. */
static size_t
past_word(const struct clause *c, size_t i)
{
	const struct group *g = group_of(c->d, c->gs, i);

	return g != NULL && g->last >= i ? g->last + 1u : i + 1;
}

/* a leader | with two of his men: those in whose company; NULL: the word at token i names
 * none. */
static const struct group *
with_own(const struct clause *c, size_t i)
{
	const struct group *g = i + 1 < c->s->end && (tok(c, i)->word->small & S_AGAINST)
	    ? group_of(c->d, c->gs, i + 1)
	    : NULL;

	return g != NULL && g->first == i + 1 && g->partitive && (g->cls & C_PERSON) &&
		(tok(c, g->head + 2u)->cls & C_POSSESSIVE)
	    ? g
	    : NULL;
}

/* Reads the list on to its end; false: it ended where what waits joins nothing. */
static bool
list_to_end(struct listing *l, size_t i)
{
	const struct clause *c = l->c;
	const struct group *own;
	size_t k;

	while ((i = past_other_name(c, i)) < c->s->end) {
		const struct token *t = tok(c, i);

		if (bracket_part(c, i) > i) {
			i = bracket_part(c, i);
			continue;
		}
		if ((own = with_own(c, i)) != NULL) {
			put_listed(l, own, true);
			i = own->last + 1u;
			continue;
		}
		if ((k = past_clause(c, i)) > i) {
			i = list_joint(l, k);
			if (i == SIZE_MAX)
				return false;
			continue;
		}
		count_brackets(l, t);
		if (dash(c, i)) {
			parts_after(c, i + 1, l->out);
			return false;
		}
		if (opens_clause(c, i))
			return true;
		if (ends_list(c, i))
			return false;
		i = mark(t, ',') || (t->cls & C_AND) ? list_joint(l, i) : past_word(c, i);
		if (i == SIZE_MAX)
			return false;
	}
	return true;
}

static void
list_right(const struct clause *c, size_t i, struct slot *out)
{
	struct listing l = { .c = c, .out = out };

	l.acts = of_act(c, listed(&l, 0));
	if (!list_to_end(&l, i))
		return;
	for (size_t n = 0; n < l.wait.n; n++)
		if (joins_alone(c, &c->gs->items[l.wait.group[n]], listed(&l, 0)))
			push(out, l.wait.group[n]);
}

void
slot_list(const struct clause *c, size_t i, struct slot *out)
{
	const struct group *g;

	*out = (struct slot){ 0 };
	if (i >= c->s->end)
		return;
	g = group_of(c->d, c->gs, i);
	if (g == NULL || g->first != i)
		return;
	push(out, (int)(g - c->gs->items));
	list_right(c, g->last + 1, out);
	clause_whole(c, out);
}

/* killed in a crash | draws thousands: a verb that is no noun besides */
static bool
is_plain_verb(const struct token *t)
{
	return (t->cls & C_VERB) && (t->form & FORM_THIRD) &&
	    !(t->cls & (C_CAUSE | C_THING | C_STRIKE | C_DAMAGE | C_ADJ | C_ORG));
}

/* killed on Friday 25 civilians; shot dead in Tarn a clerk of the court: over phrases of
 * time, place and means to a group that hangs on nothing. */
static size_t
past_phrases(const struct clause *c, size_t i)
{
	for (size_t k = i; k < c->s->end && k < i + 8; k++) {
		const struct token *t = tok(c, k);
		const struct group *g = group_of(c->d, c->gs, k);

		if (k == i &&
		    (!(t->cls & C_PREP) ||
			(t->cls & (C_OF | C_BY | C_TO | C_SUBORD | C_AND))))
			return i;
		if ((t->cls & C_RELATIVE) && k + 1 < c->s->end &&
		    (tok(c, k + 1)->cls & C_VERB))
			return i; /* in fighting | that saw troops retreat */
		if (g != NULL && !g->embedded)
			return g->bound != BOUND_NONE && !g->pronoun && !g->subset &&
				!clause_begins(c, g)
			    ? k
			    : i;
		if (t->kind == TOKEN_PUNCT ||
		    (t->cls & (C_SUBORD | C_RELATIVE | C_AND | C_KILL | C_DIE | C_BE)) ||
		    is_plain_verb(t))
			return i;
		if (g != NULL)
			k = g->last;
	}
	return i;
}

void
slot_object(const struct clause *c, size_t from, bool names, struct slot *out)
{
	size_t i = clause_skip(c, from);
	const struct group *g;

	*out = (struct slot){ 0 };
	/* killed and wounded 12 */
	while (i + 1 < c->s->end && (tok(c, i)->cls & C_AND) &&
	    (tok(c, i + 1)->cls & (C_KILL | C_VERB)) &&
	    (tok(c, i + 1)->form & tok(c, from - 1)->form) && tok(c, i + 1)->group == 0)
		i = clause_skip(c, i + 2);
	i = past_phrases(c, i);
	if (i >= c->s->end)
		return;
	g = group_of(c->d, c->gs, i);
	if (g == NULL && names && tok(c, i)->kind != TOKEN_PUNCT &&
	    !(tok(c, i)->cls & (C_PREP | C_OF | C_BY | C_TO | C_SUBORD)))
		g = group_demand(c->d, c->s, c->gs, i);
	if (g == NULL || g->first != i ||
	    (g->pronoun && tok(c, i)->word->value == SUBJECT_ONLY))
		return;
	if (clause_begins(c, g) && g->stated && g->noun == NULL)
		return;
	slot_list(c, i, out);
}

/* ---- headlines ---- */

/* "Siege ends: | 33 militants, four troops dead", "Army says | 33 militants, four troops
 * dead": where a list may begin that needs no "and". */
static size_t
behind_label(const struct clause *c, const struct slot *s)
{
	size_t first = s->n > 0 ? c->gs->items[s->group[0]].first : c->s->first;

	return first > c->s->first &&
		(mark(tok(c, first - 1), ':') || mark(tok(c, first - 1), ';') ||
		    (tok(c, first - 1)->cls & C_SPEECH))
	    ? first
	    : c->s->first;
}

/* "Father, 42|, son, 9|, die": past the age at token i, if one stands there. */
static size_t
past_age(const struct clause *c, size_t i)
{
	return i + 2 < c->s->end && mark(tok(c, i), ',') &&
		tok(c, i + 1)->kind == TOKEN_NUMBER && tok(c, i + 1)->group == 0 &&
		mark(tok(c, i + 2), ',')
	    ? i + 2
	    : i;
}

/* "17 rebels, two soldiers | killed in Tarn": a headline joins by commas alone. */
bool
clause_headline_list(const struct clause *c, const struct verb *v, const struct slot *s)
{
	const struct token *t = tok(c, v->at);
	size_t at = clause_skip(c, behind_label(c, s));

	if (s->n < 2 || v->passive || v->perfect || v->modal ||
	    !((t->form & FORM_PARTICIPLE) || (t->cls & C_DEAD) ||
		((t->cls & C_DIE) && (t->form & FORM_BASE))))
		return false;
	for (size_t i = 0; i < s->n; i++) {
		const struct group *g = &c->gs->items[s->group[i]];

		if (i > 0 && at < g->first && mark(tok(c, at), ','))
			at = clause_skip(c, at + 1);
		if (g->first != at || !group_headline(g))
			return false;
		at = past_age(c, clause_skip(c, g->last + 1));
	}
	return at == v->at || (at + 1u == v->at && mark(tok(c, at), ','));
}

#define RELATIVE_REACH 4 /* words of who does it: whom they later executed */

/* two officers, whom they later | executed: those whom the relative word before the verb
 * and its subject stands for. */
void
slot_whom(const struct clause *c, const struct verb *v, struct slot *out)
{
	size_t i = v->start, from = i;
	const struct group *g;

	while (i > c->s->first && from - i < RELATIVE_REACH &&
	    ((tok(c, i - 1)->cls & (C_ADVERB | C_PRONOUN)) ||
		tok(c, i - 1)->group != 0) &&
	    !(tok(c, i - 1)->cls & C_RELATIVE))
		i--;
	if (i == from || i <= c->s->first + 1 || !(tok(c, i - 1)->cls & C_RELATIVE) ||
	    tok(c, i - 1)->word->value != OF_PEOPLE ||
	    (tok(c, from - 1)->cls & C_ADVERB && i + 1 == from))
		return;
	i -= 2;
	if (mark(tok(c, i), ',') && i > c->s->first)
		i--;
	g = group_of(c->d, c->gs, i);
	if (g != NULL && (g->cls & C_PERSON) && !g->pronoun && g->bound != BOUND_NONE)
		push(out, (int)(g - c->gs->items));
}
