/* reach.c -- see reach.h. */
#include "config.h"

#include "facts/reach_in.h"

/* The people that the sentence opens with; NULL: none, or nobody knows how many. */
static const struct group *
opening_group(const struct clause *c)
{
	const struct group *g = group_of(c->d, c->gs, c->s->first);

	return g != NULL && g->bound != BOUND_NONE && g->used == 0 && !g->embedded ? g
										   : NULL;
}

/* The comma that opens the aside which the one at i closes (", among them six,"; "The
 * man, known as Abu Tarn,"); i: none. */
static size_t
aside(const struct clause *c, size_t i)
{
	const struct group *g = opening_group(c);

	for (size_t k = i; k-- > c->s->first && i - k < REACH;) {
		const struct token *t = tok(c, k);

		if (mark(t, ',') && (tok(c, k + 1)->cls & (C_SUBSET | C_RELATIVE)))
			return k;
		if (mark(t, ',') && (tok(c, k + 1)->cls & C_PREP) &&
		    (tok(c, k + 2)->cls & C_RELATIVE))
			return k; /* ", of whom only the name is known," */
		if (mark(t, ',') && g != NULL && g->last + 1u == k)
			return k;
		if (t->group == 0 && (t->cls & (TELLS | C_BE)))
			g = NULL; /* a clause of its own, no apposition */
	}
	return i;
}

/* Does the relative pronoun at i, behind its comma, stand for the group before that? */
static const struct group *
antecedent(const struct clause *c, size_t i)
{
	size_t k = i;

	while (k > c->s->first && (tok(c, k - 1)->cls & C_PREP) &&
	    tok(c, k - 1)->group == 0)
		k--;
	if (k == i && k > c->s->first + 1 && mark(tok(c, k - 1), ','))
		return group_of(c->d, c->gs, k - 2);
	return k == i && k > c->s->first && !(tok(c, i)->cls & C_DET)
	    ? group_of(c->d, c->gs, k - 1)
	    : NULL;
}

/* were killed and wounded: where the first of the verbs that share their people stands,
 * or at. */
static size_t
first_of_verbs(const struct clause *c, size_t at)
{
	size_t i = at;
	const struct token *v = tok(c, at), *t;

	while (i > c->s->first + 1 && (tok(c, i - 1)->cls & C_ADVERB) &&
	    tok(c, i - 1)->group == 0)
		i--;
	if (i <= c->s->first + 1 || !(tok(c, i - 1)->cls & C_AND))
		return at;
	t = tok(c, i - 2);
	return t->group == 0 && (t->cls & v->cls & TELLS) && (t->form & v->form) &&
		!(at + 1 < c->s->end && v[1].group != 0)
	    ? i - 2
	    : at;
}

/* killed and wounded twelve: the last of the verbs. */
static size_t
last_of_verbs(const struct clause *c, size_t at)
{
	size_t i = at + 2;
	const struct token *v = tok(c, at);

	if (i >= c->s->end || !(v[1].cls & C_AND))
		return at;
	while (i + 1 < c->s->end && (tok(c, i)->cls & C_ADVERB) && tok(c, i)->group == 0)
		i++;
	return tok(c, i)->group == 0 && (tok(c, i)->cls & v->cls & TELLS) &&
		(tok(c, i)->form & v->form)
	    ? i
	    : at;
}

/* The verb at at, with what stands before it in its clause, begins at i and names no
 * subject. */
static bool
lacks_subject(const struct clause *c, size_t i, size_t at)
{
	const uint64_t light = C_AND | C_SUBORD | C_ADVERB | C_BE | C_HAVE;

	while (i < at &&
	    ((tok(c, i)->cls & C_PRONOUN) ||
		(tok(c, i)->group == 0 && (tok(c, i)->cls & light))))
		i++;
	return i == at;
}

/* The nurse was treated | but died: what opens the sentence is the subject of the next
 * clause too. */
static const struct group *
carried_subject(const struct clause *c, size_t i, size_t at)
{
	const struct group *g = opening_group(c);

	if (g != NULL && g->noun != NULL && !g->stated &&
	    (tok(c, g->head)->form & FORM_OBJECT))
		return NULL; /* рабочего засыпало, он погиб */
	return g != NULL && g->count == 1 && !g->plural && g->last + 1u < i &&
		(tok(c, at)->cls & C_DIE) &&
		tok(c, at)->word->outcome == OUTCOME_KILLED && lacks_subject(c, i, at)
	    ? g
	    : NULL;
}

/* The nurse, after three days in hospital, | died: the subject that opens the sentence.
 */
static const struct group *
opening_subject(const struct clause *c, size_t comma, size_t at)
{
	const struct group *g = opening_group(c);

	return g != NULL && g->last + 1u == comma ? g : carried_subject(c, comma + 1, at);
}

/* Un hombre que fue | herido | murió; un homme | blessé | est mort: of whom the clause of
 * the verb at token i, or its participle alone, tells in passing; NULL: of nobody. */
static const struct group *
whose_clause(const struct clause *c, size_t i)
{
	for (size_t k = i; k > c->s->first && k + REACH > i; k--) {
		const struct token *t = tok(c, k - 1);
		const struct group *g = group_of(c->d, c->gs, k - 1);

		if (relative(t))
			return antecedent(c, k - 1);
		if (g != NULL)
			return k == i && (tok(c, i)->form & FORM_PARTICIPLE) &&
				lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER)
			    ? g
			    : NULL;
		if (t->kind == TOKEN_PUNCT || ((t->cls & C_SUBORD) && !(t->cls & C_PREP)))
			return NULL;
	}
	return NULL;
}

/* Is the verb right before the group that begins at token i its own?  Where verbs stand
 * last, one that ends a clause is not, nor one that takes no object: "altı kişi ölürken |
 * 17 kişi yaralandı", "zehirlenen | iki kişi öldü". */
static bool
is_object_of(const struct clause *c, size_t i)
{
	const struct token *v = i > c->s->first ? tok(c, i - 1) : NULL;

	/* mató | a dos policías */
	if (v != NULL && i > c->s->first + 1 && (v->cls & C_TO) &&
	    lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER))
		v--;
	/* от ранений | мужчина скончался; but: فقدان | 20 مهاجرا */
	if (v != NULL && (v->cls & C_DIE) && v->form == 0 &&
	    !lexicon_has(c->d->lx, HABIT_NO_CAPITALS))
		return false;
	return v != NULL && v->group == 0 && (v->cls & TELLS) &&
	    !(lexicon_has(c->d->lx, HABIT_VERBS_LAST) &&
		((v->form & FORM_GERUND) || (v->cls & (C_DIE | C_DEAD))));
}

/* Рабочего засыпало, он | погиб */
static bool
is_he(const struct clause *c, const struct group *g, size_t at)
{
	return g->pronoun && !g->plural && complex_start(c, at) == g->last + 1u &&
	    (tok(c, at)->cls & C_DIE) && tok(c, at)->word->outcome == OUTCOME_KILLED;
}

/* The search to the left for who a verb is told of. */
struct leftward {
	const struct clause *c;
	size_t at, i; /* the verb; the next token is the one before i */
	struct slot *out;
	const struct group *known; /* people told of before, of whom it is not said how
				      many */
	bool conj;                 /* отравились газом | и умерли */
};

static void
push_if(struct slot *out, const struct clause *c, const struct group *g)
{
	if (g != NULL)
		push_group(out, c, g);
}

/* A pronoun that opens a clause about the one before it. */
static bool
is_relative(const struct clause *c, size_t i)
{
	const struct token *t = tok(c, i);

	return (t->cls & C_RELATIVE) &&
	    (!(t->cls & C_DET) || (i > c->s->first && mark(t - 1, ',')));
}

/* Passes the group; false: it is the one, or the list that it ends is. */
static bool
passes_group(struct leftward *l, const struct group *g)
{
	const struct clause *c = l->c;

	l->i = g->first;
	if ((g->bound == BOUND_NONE && g->definite && !g->embedded && !g->subset) ||
	    is_he(c, g, l->at))
		l->known = g;
	if (g->embedded || g->subset || g->pronoun || g->bound == BOUND_NONE ||
	    is_object_of(c, l->i))
		return true;
	push_group(l->out, c, g);
	reach_list_before(c, l->out);
	return false;
}

/* Tres mujeres y dos niños, | asesinados en Tumaco: the list that opens the sentence. */
static bool
opening_list(const struct clause *c, size_t comma, struct slot *out)
{
	const struct group *last = group_of(c->d, c->gs, comma - 1);

	if (last == NULL || last->embedded || last->subset || last->bound == BOUND_NONE)
		return false;
	push_group(out, c, last);
	reach_list_before(c, out);
	if (out->n < 2 || &c->gs->items[out->group[out->n - 1]] != opening_group(c))
		out->n = 0;
	return out->n > 0;
}

/* Passes the word before i, which is in no group; false: the search ends there, perhaps
 * with a subject from further left. */
static bool
passes_word(struct leftward *l)
{
	const struct clause *c = l->c;
	size_t i = l->i - 1, open;
	const struct token *t = tok(c, i);
	const struct group *g;

	if (mark(t, ',') && complex_start(c, l->at) == l->i &&
	    reach_whole_before(c, i, l->out))
		return false;
	if ((mark(t, ',') && (open = aside(c, i)) < i) ||
	    (open = reach_bracket(c, i)) < i) {
		l->i = open;
		return true;
	}
	if ((l->i == l->at && reach_copula(c, i, l->at)) ||
	    (l->conj && t->group == 0 && (t->cls & C_DIE) && (t->form & FORM_PAST)) ||
	    !stops(c, i)) {
		l->i--;
		return true;
	}
	if (mark(t, ',') && i > c->s->first && opening_list(c, i, l->out))
		return false;
	g = mark(t, ',') ? opening_subject(c, i, l->at) : carried_subject(c, i, l->at);
	if (g == NULL && (t->cls & TELLS))
		g = whose_clause(c, i);
	push_if(l->out, c, g);
	return false;
}

/* The nearest list. */
static void
find_before(struct leftward *l)
{
	const struct clause *c = l->c;

	/* what an aside holds is no distance */
	for (size_t left = REACH; l->i > c->s->first && left > 0; left--) {
		const struct group *g = group_of(c->d, c->gs, l->i - 1);

		if (g == NULL && is_relative(c, l->i - 1)) {
			g = antecedent(c, l->i - 1);
			if (g != NULL && g->bound != BOUND_NONE)
				push_group(l->out, c, g);
			return;
		}
		if (g != NULL ? !passes_group(l, g) : !passes_word(l))
			return;
	}
}

void
reach_before(const struct clause *c, size_t at, struct slot *out)
{
	size_t i = first_of_verbs(c, at), start = complex_start(c, i);
	struct leftward l = { .c = c,
		.at = at,
		.i = i,
		.out = out,
		.conj = start > c->s->first && (tok(c, start - 1)->cls & C_AND) };

	*out = (struct slot){ 0 };
	find_before(&l);
	if (out->n == 0)
		push_if(out, c, l.known);
}

/* several of the 120: the rest says of what; but: hirió a 20 | el martes. */
static bool
part_of_more(const struct clause *c, const struct group *g)
{
	return g->noun == NULL && g->last + 1u < c->s->end &&
	    (tok(c, g->last + 1)->cls & C_DET) &&
	    !(g->last + 2u < c->s->end && (tok(c, g->last + 2)->cls & C_WEEKDAY));
}

/* Does the verb stand before its people as an adjective does, whatever part they have
 * themselves? */
static bool
is_attribute(const struct clause *c, size_t at)
{
	return (tok(c, at)->form & FORM_PARTICIPLE) &&
	    lexicon_has(c->d->lx, HABIT_VERBS_LAST);
}

#define COMPLEMENT 4 /* tokens that say whose people they are */

/* Where what is said of a plural group ends: killed members | of a gang | three soldiers.
 */
static size_t
complement_end(const struct clause *c, const struct group *g)
{
	size_t i = g->last + 1, end = g->bound == BOUND_NONE ? i + COMPLEMENT : i;

	while (i < end && i < c->s->end && tok(c, i)->group == 0 && !stops(c, i) &&
	    tok(c, i)->kind == TOKEN_WORD &&
	    !(tok(c, i)->cls & (C_VERB | C_AND | C_BE | C_RELATIVE | C_CAUSE)) &&
	    (!(tok(c, i)->cls & C_PREP) || (tok(c, i)->cls & C_OF)))
		i++;
	return i;
}

/* Killed | gunmen three soldiers: behind a group without a number stands the object. */
static bool
is_subject(const struct clause *c, const struct group *g)
{
	size_t i = complement_end(c, g);
	const struct group *next = i < c->s->end ? group_of(c->d, c->gs, i) : NULL;

	return !g->stated && !(tok(c, g->head)->form & FORM_OBJECT) && next != NULL &&
	    next->first == i && !next->embedded &&
	    (next->stated ||
		(i == g->last + 1u && (tok(c, next->head)->form & FORM_OBJECT)));
}

/* Behind what the people that end before token i were, if the verb at at tells of their
 * deaths: aparecen muertos dos hermanos | desaparecidos. */
static size_t
behind_state(const struct clause *c, size_t i, size_t at)
{
	const struct token *t = tok(c, i);
	bool former = i < c->s->end && (t->cls & (C_DEAD | C_KILL)) &&
	    (t->form & FORM_PARTICIPLE) && t->word->outcome > OUTCOME_INJURED &&
	    t->word->outcome < OUTCOME_N;

	return former && tok(c, at)->word->outcome == OUTCOME_KILLED &&
		lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER)
	    ? i + 1
	    : i;
}

/* Погибли — двое, ранено: 11; потери за сутки — 1200 солдат: where what the trigger at at
 * tells may begin, over the mark that stands between the two. */
static size_t
behind_label(const struct clause *c, size_t at)
{
	const struct token *t = tok(c, at);
	size_t i = at + 1, end = (t->cls & C_LOSE) && t->form == 0 ? c->s->end : at + 2;
	const struct group *g;

	while (i < end && i + 1 < c->s->end && i - at < REACH && !mark(tok(c, i), ':') &&
	    !mark(tok(c, i), '-')) {
		if (stops(c, i))
			return at + 1;
		i++;
	}
	if (i >= end || i + 1 >= c->s->end ||
	    (mark(tok(c, i), '-') && (tok(c, i)->flags & TOKEN_TIGHT)))
		return at + 1;
	g = group_of(c->d, c->gs, i + 1);
	return g != NULL && g->first == i + 1 &&
		(g->stated || (g->count == 1 && mark(tok(c, i), ':'))) &&
		!reach_told_of(c, g->last + 1)
	    ? i + 1
	    : at + 1;
}

/* un ataque en el que | murieron tres campesinos | sacudió Tarna: is the verb at at one
 * of a clause of its own, whose people do not do what is told behind them? */
static bool
in_relative(const struct clause *c, size_t at)
{
	size_t i = complex_start(c, at);

	if (i <= c->s->first + 1 || !relative(tok(c, --i)) ||
	    !lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER))
		return false;
	i -= i > c->s->first && (tok(c, i - 1)->cls & C_DET);
	return i > c->s->first && (tok(c, i - 1)->cls & C_PREP);
}

void
reach_after(const struct clause *c, size_t at, struct slot *out)
{
	*out = (struct slot){ 0 };
	for (size_t i = behind_label(c, last_of_verbs(c, at));
	     i < c->s->end && i - at < REACH; i++) {
		const struct token *t = tok(c, i);
		const struct group *g = group_of(c->d, c->gs, i);

		if (g != NULL) {
			if (g->first == at + 1 && g->bound != BOUND_NONE &&
			    is_attribute(c, at)) {
				push_group(out, c, g);
				reach_list_after(c, out);
				return;
			}
			i = g->last;
			if (g->embedded || g->subset || g->pronoun || is_subject(c, g))
				continue;
			if (g->bound == BOUND_NONE || part_of_more(c, g) ||
			    (!in_relative(c, at) &&
				reach_told_of(c, behind_state(c, g->last + 1, at))))
				return;
			push_group(out, c, g);
			reach_list_after(c, out);
			return;
		}
		if (stops(c, i) || (t->cls & C_AND) || relative(t))
			return;
	}
}
