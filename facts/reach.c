/* reach.c -- see reach.h. */
#include "config.h"

#include "facts/reach.h"

#define TELLS \
	(C_KILL | C_DIE | C_DEAD | C_DEATH | C_TOLL | C_DISPLACE | C_FLEE | C_EXODUS)
#define REACH 30    /* tokens */
#define BRIDGE 8    /* tokens between the members of a list */
#define UNLISTED 10 /* tokens, of a verb and of one whom no list has */
#define ASIDE 8     /* tokens between its commas */

static bool
mark(const struct token *t, char c)
{
	return t->kind == TOKEN_PUNCT && t->punct == c;
}

static const struct token *
tok(const struct clause *c, size_t i)
{
	return &c->d->t.tok[i];
}

/* Ahmet Y|.: the stop of an initial, behind which the sentence goes on. */
static bool
ends_initial(const struct clause *c, size_t i)
{
	const struct token *t = i > c->s->first ? tok(c, i - 1) : NULL;

	return t != NULL && i + 1 < c->s->end && mark(tok(c, i), '.') &&
	    (t->flags & TOKEN_CAP) && t->end - t->start <= 2;
}

/* Ends a clause, whatever the direction. */
static bool
stops(const struct clause *c, size_t i)
{
	const struct token *t = tok(c, i);

	if (t->kind == TOKEN_PUNCT)
		return t->punct != '"' && !ends_initial(c, i) &&
		    !(t->punct == '-' && (t->flags & TOKEN_TIGHT));
	return t->group == 0 &&
	    ((t->cls & TELLS) ||
		((t->cls & C_SUBORD) && !(t->cls & (C_PREP | C_ADVERB))));
}

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

/* tokens, of what says who the people are: volunteers (VDP), a clerk (34, of Tarn) */
#define BRACKET 8

/* The bracket that pairs with the one at i, with nothing told of victims between them; i:
 * none. */
static size_t
bracket(const struct clause *c, size_t i)
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

static void
push(struct slot *s, const struct clause *c, const struct group *g)
{
	if (s->n < SLOT_MAX)
		s->group[s->n++] = (uint16_t)(g - c->gs->items);
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

/* The dash that stands for "are" between people and the verb at at: двое | — ранены,
 * четверо | — получили ранения; but: двое раненых — убит один. */
static bool
is_copula(const struct clause *c, size_t dash, size_t at)
{
	return mark(tok(c, dash), '-') && !(tok(c, dash)->flags & TOKEN_TIGHT) &&
	    (((tok(c, at)->cls & C_KILL) && (tok(c, at)->form & FORM_PARTICIPLE)) ||
		((tok(c, at)->cls & C_DIE) && (tok(c, at)->form & FORM_PAST))) &&
	    !(at + 1 < c->s->end && tok(c, at + 1)->group != 0);
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

/* Is a verb further on, so that what stands here is its own?  One that tells of no
 * victims may be said of the noun behind a preposition (in raids that hit the port), in
 * Arabic without a pronoun. */
static bool
told_of(const struct clause *c, size_t i)
{
	uint64_t verbs = lexicon_has(c->d->lx, HABIT_NO_CAPITALS) ? TELLS | C_VERB
								  : TELLS | C_BE | C_VERB;

	for (i = past_aside(c, i); i < c->s->end; i++) {
		const struct token *t = tok(c, i);

		if (i + 1 < c->s->end && is_copula(c, i, i + 1))
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

/* German der is an article too: then it says nothing. */
static bool
relative(const struct token *t)
{
	return (t->cls & C_RELATIVE) && !(t->cls & C_DET);
}

/* Five women and, in the next house, two men: the members left of the first one found. */
static void
list_before(const struct clause *c, struct slot *s)
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
			push(s, c, g);
			i = g->first;
			left = BRIDGE + 1;
			joined = false;
			continue;
		}
		conj = conj || (t->cls & C_AND);
		if ((t->cls & C_AND) || mark(t, ','))
			joined = true;
		else if (bracket(c, i - 1) < i - 1)
			i = bracket(c, i - 1) + 1;
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

static void
list_after(const struct clause *c, struct slot *s)
{
	size_t i = c->gs->items[s->group[0]].last + 1;
	bool joined = false;

	for (size_t left = BRIDGE; i < c->s->end && left > 0; left--) {
		const struct token *t = tok(c, i);
		const struct group *g = group_of(c->d, c->gs, i);

		if (g != NULL) {
			if (!joined || (!g->stated && g->count != 1) || g->subset ||
			    told_of(c, g->last + 1) || is_share_of(c, s, g))
				return;
			if (g->embedded && g->prep + 1 == g->first)
				return;
			push(s, c, g);
			i = g->last + 1;
			left = BRIDGE + 1;
			joined = false;
			continue;
		}
		if (joined && (t->cls & C_NEG)) /* погибло трое, | а не четверо */
			return;
		if ((t->cls & C_AND) || (mark(t, ',') && !joined))
			joined = true;
		else if (bracket(c, i) > i)
			i = bracket(c, i);
		else if (joined && clause_dash_is_verb(c, i))
			;
		else if (stops(c, i) || (t->cls & (C_VERB | C_SPEECH | C_CLAIM)) ||
		    relative(t))
			return;
		i++;
	}
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

/* Where the auxiliaries and adverbs before the verb begin. */
static size_t
complex_start(const struct clause *c, size_t at)
{
	while (at > c->s->first && (tok(c, at - 1)->cls & (C_BE | C_HAVE | C_ADVERB)) &&
	    tok(c, at - 1)->group == 0)
		at--;
	return at;
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

/* Six people, two nurses and four guards, | were killed: the first is the whole of the
 * others. */
static bool
whole_before(const struct clause *c, size_t comma, struct slot *out)
{
	const struct group *g = comma > c->s->first ? group_of(c->d, c->gs, comma - 1)
						    : NULL;
	int64_t sum = 0;

	if (g == NULL || g->bound == BOUND_NONE || g->embedded)
		return false;
	push(out, c, g);
	list_before(c, out);
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
		push(out, c, g);
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
	push(l->out, c, g);
	list_before(c, l->out);
	return false;
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

	if (mark(t, ',') && complex_start(c, l->at) == l->i && whole_before(c, i, l->out))
		return false;
	if ((mark(t, ',') && (open = aside(c, i)) < i) || (open = bracket(c, i)) < i) {
		l->i = open;
		return true;
	}
	if ((l->i == l->at && is_copula(c, i, l->at)) ||
	    (l->conj && t->group == 0 && (t->cls & C_DIE) && (t->form & FORM_PAST)) ||
	    !stops(c, i)) {
		l->i--;
		return true;
	}
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
				push(l->out, c, g);
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
		!told_of(c, g->last + 1)
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
				push(out, c, g);
				list_after(c, out);
				return;
			}
			i = g->last;
			if (g->embedded || g->subset || g->pronoun || is_subject(c, g))
				continue;
			if (g->bound == BOUND_NONE || part_of_more(c, g) ||
			    (!in_relative(c, at) &&
				told_of(c, behind_state(c, g->last + 1, at))))
				return;
			push(out, c, g);
			list_after(c, out);
			return;
		}
		if (stops(c, i) || (t->cls & C_AND) || relative(t))
			return;
	}
}

/* The first token of the run of names that ends before end. */
static size_t
name_start(const struct clause *c, size_t end)
{
	size_t i = end > c->s->first && ends_initial(c, end - 1) ? end - 1 : end;

	while (i > c->s->first && tok(c, i - 1)->kind == TOKEN_WORD &&
	    (tok(c, i - 1)->flags & TOKEN_CAP) && tok(c, i - 1)->cls == 0)
		i--;
	return i;
}

/* The auxiliary of the participle at at, where it stands apart from it; at: none. */
static size_t
auxiliary(const struct clause *c, size_t at)
{
	if (!(tok(c, at)->form & FORM_PARTICIPLE))
		return at;
	for (size_t i = at; i > c->s->first && at - i < REACH && !stops(c, i - 1); i--)
		if (tok(c, i - 1)->group == 0 && (tok(c, i - 1)->cls & C_BE))
			return complex_start(c, i - 1);
	return at;
}

/* Does the verb open its sentence or clause?  Behind a participle elsewhere stands who
 * did it. */
static bool
opens(const struct clause *c, size_t at)
{
	at = complex_start(c, at);
	return at == c->s->first || tok(c, at - 1)->kind == TOKEN_PUNCT;
}

struct group *
reach_name(const struct clause *c, size_t at, bool before)
{
	size_t i = before ? auxiliary(c, complex_start(c, at)) : clause_skip(c, at + 1),
	       from;

	if (before && i == c->s->first)
		return NULL;
	if (!before)
		return i < c->s->end && tok(c, i)->cls == 0 &&
			(tok(c, i)->flags & TOKEN_CAP) &&
			(!(tok(c, at)->form & FORM_PARTICIPLE) || opens(c, at))
		    ? group_demand(c->d, c->s, c->gs, i)
		    : NULL;
	if (bracket(c, i - 1) < i - 1) /* Mehmet K. (34) */
		i = bracket(c, i - 1);
	from = name_start(c, i);
	if (from + 2u < i && ends_initial(c, i - 1))
		return group_demand(c->d, c->s, c->gs, from);
	/* the capital of a first word says nothing */
	if (i - from <
		(from == c->s->first || (tok(c, from)->flags & TOKEN_FIRST) ? 2u : 1u) ||
	    (from > c->s->first && tok(c, from - 1)->kind != TOKEN_PUNCT))
		return NULL;
	return group_demand(c->d, c->s, c->gs, from);
}

/* The article that counts one, governed by nothing. */
static bool
is_lone_article(const struct clause *c, size_t i)
{
	const struct token *t = tok(c, i);

	return (t->cls & C_ONE) && t->word->value == 1 &&
	    !(t->cls & (C_POSSESSIVE | C_OTHER)) &&
	    !(i > c->s->first && (tok(c, i - 1)->cls & (C_PREP | C_OF | C_BY)));
}

struct group *
reach_unlisted(const struct clause *c, size_t at, bool before)
{
	struct group *g = NULL;

	if (!before)
		return at + 2 < c->s->end && (tok(c, at + 1)->cls & C_TO) &&
			is_lone_article(c, at + 2)
		    ? group_demand(c->d, c->s, c->gs, at + 2)
		    : NULL;
	if (auxiliary(c, at) == at)
		return NULL;
	for (size_t i = at; i > c->s->first && g == NULL && at - i < UNLISTED; i--) {
		const struct token *t = tok(c, i - 1);

		if (t->kind == TOKEN_PUNCT || t->group != 0 ||
		    (t->cls & (TELLS | C_VERB | C_AND | C_SUBORD)) || relative(t))
			return NULL;
		if (is_lone_article(c, i - 1))
			g = group_demand(c->d, c->s, c->gs, i - 1);
	}
	return g;
}
