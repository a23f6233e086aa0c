/*
 * victims_noun.c -- see finder.h: slots whose victims are a number (the toll rose to 31;
 * killed: 12) or what the trigger itself is (nine fatalities; the bodies of six traders).
 */
#include "config.h"

#include "facts/calm.h"
#include "facts/finder_in.h"
#include "facts/phrase.h"
#include "facts/ground_words.h"

/* 12'den 31'e: from one to the other. */
static bool
is_oblique(const struct finder *f, size_t i)
{
	return i + 1 < f->c.s->end && (tok(f, i + 1)->form & FORM_POST) &&
	    tok(f, i + 1)->word->value == POST_OBLIQUE;
}

/* Dead: three; of the dead there are three: is nothing of weight between the two? */
static bool
stands_next(const struct finder *f, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++)
		if (!(tok(f, i)->cls & (C_BE | C_ADVERB)) && !is_dash(tok(f, i)))
			return false;
	return true;
}

/* Was put at 32; stands at 32: the number itself, whatever others stand before it. */
static bool
put_at(const struct token *number)
{
	return (number[-1].cls & C_SPEECH) ||
	    ((number[-1].cls & C_PREP) && (number[-2].cls & C_VERB) &&
		(number[-2].form & (FORM_PAST | FORM_THIRD)));
}

/* The toll could | rise to 50; but "could be 50" and "may have reached 50" tell of what
 * is. */
static bool
is_possible(const struct finder *f, size_t i)
{
	if ((tok(f, i)->cls & C_MODAL) && i + 2 < f->c.s->end &&
	    (tok(f, i + 1)->cls & C_BE) && tok(f, i + 2)->kind == TOKEN_NUMBER &&
	    tok(f, i + 2)->bound == BOUND_UP_TO) /* could be | as high as 50 */
		return true;
	return (tok(f, i)->cls & C_MODAL) && i + 1 < f->c.s->end &&
	    !(tok(f, i + 1)->cls & (C_BE | C_HAVE)) &&
	    ((tok(f, i + 1)->form & FORM_BASE) || tok(f, i + 1)->kind == TOKEN_NUMBER ||
		tok(f, i + 1)->word->id == 0); /* could exceed 60 */
}

/* has climbed to 17, the minister | said: does another clause follow, whose numbers are
 * of something else? */
static bool
ends_toll(const struct finder *f, size_t i)
{
	const struct token *t = tok(f, i);

	if (t->cls & (C_SUBORD | C_RELATIVE))
		return true;
	if (!(t->cls & C_SPEECH) || t->form == 0)
		return false;
	for (size_t k = i + 1; !(t[-1].cls & C_AND) && k < f->c.s->end && k < i + 3; k++)
		if (tok(f, k)->kind == TOKEN_NUMBER &&
		    (tok(f, k - 1)->cls & (C_PREP | C_TO))) /* was put at 32 */
			return false;
	return true;
}

/* "up from 19", "to 22 from 25": what the toll was before. */
static bool
is_former(const struct finder *f, size_t i)
{
	return (token_ground(f->c.d, i - 1) & G_FROM) && !(tok(f, i - 1)->cls & C_OF) &&
	    tok(f, i)->bound == BOUND_EXACT && tok(f, i)->low == tok(f, i)->high;
}

/* rose to 46 and that of the | injured to 165: has the number at best been reached before
 * another's word at i? */
static bool
other_toll(const struct finder *f, size_t best, size_t i, int outcome)
{
	const struct token *t = tok(f, i);
	bool reached = best != SIZE_MAX && best > f->c.s->first &&
	    ((tok(f, best - 1)->cls & C_TO) || is_oblique(f, best));

	return reached && (t->cls & (C_COUNTED | C_TOLL | C_KILL | C_DEAD | C_AMONG)) &&
	    t->word->outcome != LEXICON_NO_OUTCOME && t->word->outcome != outcome;
}

#define TOLL_RIGHT 30u
/* how far behind its word the number of the next toll may stand */
#define TOLL_OTHER 6u
#define TOLL_LEFT 6 /* how far before the toll its number may stand */

/* A toll of 27 | dead and wounded: of how many died nothing is said. */
static bool
is_of_both(const struct finder *f, size_t i)
{
	return i + 3 < f->c.s->end && (tok(f, i + 1)->cls & (C_DEAD | C_KILL)) &&
	    (tok(f, i + 2)->cls & C_AND) && (tok(f, i + 3)->cls & (C_DEAD | C_KILL)) &&
	    tok(f, i + 1)->word->outcome != tok(f, i + 3)->word->outcome &&
	    tok(f, i + 1)->group == 0;
}

/* The number at token i is the toll; where it rises, the upper end of what was read as a
 * range. */
static bool
tell_number(struct finder *f, const struct frame *fr, const struct verb *v, int outcome,
    size_t i, bool rises)
{
	struct group *in = group_of(f->c.d, f->c.gs, i), made;
	const struct token *t = tok(f, i);
	struct figure *r;

	if ((in != NULL && (in->used & (1u << outcome))) || is_of_both(f, i))
		return false;
	made = in != NULL ? *in
			  : (struct group){ .first = (uint32_t)i,
				    .last = (uint32_t)i,
				    .head = (uint32_t)i,
				    .plural = true };
	made.count = t->value;
	made.low = t->low;
	made.high = t->high;
	made.bound = (enum bound)t->bound;
	if ((t->cls & C_TO) && t->bound == BOUND_UP_TO) {
		made.bound = BOUND_EXACT;
		made.low = t->value;
	}
	made.stated = true;
	made.subset = false;
	if (rises)
		made.count = made.low = t->high;
	r = finder_add(f, &made, fr, v, outcome);
	if (r == NULL)
		return false;
	if (in != NULL)
		finder_claim(in, outcome);
	r->total = true;
	finder_widen(r, v->at, i);
	finder_parts(f, i + 1, fr, v, outcome);
	return true;
}

/* The dead are 46 | and the injured 165, told by the same verb: behind the number at
 * best. */
static void
next_toll(struct finder *f, const struct frame *fr, const struct verb *v, int outcome,
    size_t best)
{
	size_t end = best + TOLL_OTHER < f->c.s->end ? best + TOLL_OTHER : f->c.s->end,
	       i = best + 1;
	struct group *g = group_of(f->c.d, f->c.gs, best);

	while (i < end && !other_toll(f, best, i, outcome))
		i++;
	if (i >= end || (tok(f, i)->cls & C_TOLL))
		return;
	outcome = tok(f, i)->word->outcome;
	if (g != NULL)
		finder_claim(g, outcome); /* it is not the injured who are 46 */
	for (size_t k = i + 1;
	     k < f->c.s->end && k < i + TOLL_OTHER && tok(f, k)->kind != TOKEN_NUMBER;
	     k++)
		if (k + 1 < f->c.s->end && (tok(f, k)->cls & C_TO) &&
		    tok(f, k + 1)->kind == TOKEN_NUMBER)
			tell_number(f, fr, v, outcome, k + 1, false);
}

/* Updating an earlier toll, | said 50 others were hurt: does the verb at token i go on
 * with what somebody said? */
static bool
next_said(const struct finder *f, size_t i)
{
	return (tok(f, i)->cls & C_SPEECH) && (tok(f, i)->form & FORM_PAST) &&
	    i + 1 < f->c.s->end && tok(f, i + 1)->kind == TOKEN_NUMBER;
}

/* subió a nueve el número de muertos | y a 22 el de heridos: the toll at token at, led by
 * its number, and the next behind it. */
static bool
tell_led(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	size_t i = v->at - (v->at > f->c.s->first && (tok(f, v->at - 1)->cls & C_DET)),
	       k = v->at + 3;

	if (i < f->c.s->first + 2 || tok(f, i - 1)->kind != TOKEN_NUMBER ||
	    !(tok(f, i - 2)->cls & C_TO) || k >= f->c.s->end ||
	    !(tok(f, k - 2)->cls & C_AND) || !(tok(f, k - 1)->cls & C_TO) ||
	    tok(f, k)->kind != TOKEN_NUMBER ||
	    !tell_number(f, fr, v, outcome, i - 1, false))
		return false;
	for (size_t n = k + 1; n < f->c.s->end && n < k + TOLL_OTHER; n++)
		if ((tok(f, n)->cls & (C_COUNTED | C_TOLL)) &&
		    tok(f, n)->word->outcome != outcome)
			return tell_number(f, fr, v, tok(f, n)->word->outcome, k, false),
			       true;
	return true;
}

/* Does what is told of a toll end before token i?  best: its number so far, or
 * SIZE_MAX. */
static bool
ends_number(const struct finder *f, size_t i, size_t best, int outcome)
{
	const struct token *t = tok(f, i);
	char mark = t->kind == TOKEN_PUNCT ? t->punct : 0;

	if (mark == ';' || (t->cls & (C_SUBSET | C_AMONG)) || is_possible(f, i))
		return true;
	if (best == SIZE_MAX)
		return (mark == ',' && i + 1 < f->c.s->end && next_said(f, i + 1)) ||
		    other_toll(f, best, i, outcome);
	return ends_toll(f, i) || other_toll(f, best, i, outcome);
}

/* 3,000 | homeless, eight | wounded, 12 | hours: does the number at token i count others,
 * or things? */
static bool
counts_others(const struct finder *f, size_t i, int outcome)
{
	const struct token *next = tok(f, i + 1);

	if (i + 1 >= f->c.s->end)
		return false;
	if ((next->cls & (C_THING | C_TIME | C_CURRENCY | C_MONTH)) &&
	    !((next->cls & C_TIME) && i + 2 < f->c.s->end && (next[1].cls & C_WEEKDAY)))
		return true;
	return ((next->cls & C_DEAD) && next->word->outcome == OUTCOME_DISPLACED &&
		   outcome != OUTCOME_DISPLACED) ||
	    ((next->cls & (C_KILL | C_DEAD)) && next->word->outcome == OUTCOME_INJURED &&
		outcome == OUTCOME_KILLED);
}

/* The number behind a word of toll, or SIZE_MAX; *rises: it has come to its upper end. */
static size_t
number_right(const struct finder *f, const struct verb *v, int outcome, bool *rises)
{
	size_t best = SIZE_MAX;

	*rises = false;
	for (size_t i = v->at + 1; i < f->c.s->end && i < v->at + TOLL_RIGHT; i++) {
		const struct token *t = tok(f, i);

		if (ends_number(f, i, best, outcome))
			break;
		if (t->kind != TOKEN_NUMBER || (t->flags & TOKEN_NO_COUNT) ||
		    is_former(f, i) || counts_others(f, i, outcome))
			continue;
		if (best == SIZE_MAX || (t[-1].cls & C_TO) || put_at(t) ||
		    (is_oblique(f, best) && is_oblique(f, i)))
			best = i;
		/* from 12 to 31: read as a range, but here the way from one to the other
		 */
		if (best == i && t->high > t->low && t->bound == BOUND_EXACT &&
		    (t[-1].cls & C_PREP))
			*rises = true;
	}
	return best;
}

/* to | 47; where that is the word of a bound as well: до 47 */
static bool
is_led_to(const struct finder *f, size_t i)
{
	const struct token *t = tok(f, i);

	return (i > f->c.s->first && (t[-1].cls & C_TO)) ||
	    ((t->cls & C_TO) && t->bound == BOUND_UP_TO);
}

/* "elevaron a 47 la cifra de muertos", "auf 47 stieg die Zahl der Toten" */
static size_t
number_left(const struct finder *f, const struct verb *v)
{
	for (size_t i = v->at; i > f->c.s->first && i + TOLL_LEFT > v->at; i--)
		if (tok(f, i - 1)->kind == TOKEN_NUMBER &&
		    !(tok(f, i - 1)->flags & TOKEN_NO_COUNT) && is_led_to(f, i - 1))
			return i - 1;
	return SIZE_MAX;
}

/* Death toll: | 12 rebels and 16 guards: a list, which adds up to it. */
static bool
tell_sides(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct slot s = { .n = 0 };

	if (v->at + 2u < f->c.s->end && tok(f, v->at + 1)->punct == ':' &&
	    tok(f, v->at + 2)->kind == TOKEN_NUMBER)
		slot_list(&f->c, v->at + 2, &s);
	return s.n > 1 && !s.whole && finder_slot(f, &s, fr, v, outcome, false);
}

/* The death toll rose from 12 to 31. */
bool
victims_number(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome)
{
	const struct group *of = group_of(f->c.d, f->c.gs, v->at);
	size_t best;
	bool rises;

	if (fr->partner == 0 &&
	    (tell_led(f, fr, v, outcome) || tell_sides(f, fr, v, outcome)))
		return true;
	best = number_right(f, v, outcome, &rises);
	if (best == SIZE_MAX && fr->partner == 0)
		best = number_left(f, v);
	if (best == SIZE_MAX ||
	    (fr->partner == C_NUMBER &&
		((of != NULL && of->stated) || !stands_next(f, v->at, best))) ||
	    !tell_number(f, fr, v, outcome, best, rises))
		return false;
	next_toll(f, fr, v, outcome, best);
	return true;
}

/* Fatalities: | three clerks, two guards: the list behind the colon, or its number. */
static bool
tell_behind_colon(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome)
{
	struct slot s;

	slot_list(&f->c, clause_skip(&f->c, v->at + 2), &s);
	return s.n > 1 || (s.n == 1 && (tok(f, v->at + 2)->cls & C_ONE))
	    ? finder_slot(f, &s, fr, v, outcome, false)
	    : victims_number(f, fr, v, outcome);
}

/* left seven dead: three in Tarn; was the word told by the verb before it? */
static bool
is_told(const struct finder *f, size_t at)
{
	for (size_t i = f->out->n; i-- > 0 && f->out->items[i].sentence == f->sentence;)
		if (f->out->items[i].trigger == at)
			return true;
	return false;
}

/* Displaced: 1,200 people */
bool
victims_label(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	size_t i = v->at + 1;

	if (i >= f->c.s->end || tok(f, i)->kind != TOKEN_PUNCT ||
	    tok(f, i)->punct != ':' || is_told(f, v->at))
		return false;
	i = clause_skip(&f->c, i + 1);
	return i < f->c.s->end &&
	    (tok(f, i)->kind == TOKEN_NUMBER || (tok(f, i)->cls & C_ONE)) &&
	    tell_behind_colon(f, fr, v, outcome);
}

/* resulting in 25 fighters and six fatalities: people of a stated number in one list with
 * the noun. */
static bool
listed_with(const struct finder *f, const struct group *prev, const struct group *g)
{
	return prev->last + 2 == g->first && (tok(f, g->first - 1)->cls & C_AND) &&
	    prev->embedded && (prev->cls & (C_PERSON | C_COUNTED)) == C_PERSON &&
	    prev->stated && prev->used == 0;
}

/* two rebel and one army fatality: the first number too. */
static void
emit_shared(struct finder *f, const struct group *g, const struct frame *fr,
    const struct verb *v, int outcome)
{
	struct group *prev = g > f->c.gs->items ? &f->c.gs->items[g - f->c.gs->items - 1]
						: NULL;
	struct figure last;

	if (prev == NULL || (prev->used & (1u << outcome)) ||
	    !((prev->shared && prev->noun == g->noun) || listed_with(f, prev, g)))
		return;
	last = f->out->items[f->out->n - 1];
	if (finder_add(f, prev, fr, v, outcome) == NULL)
		return;
	finder_claim(prev, outcome);
	if (prev->shared)
		f->out->items[f->out->n - 1].g.who = STR("people");
	/* keep the figure of the noun itself last: the caller goes on with it */
	f->out->items[f->out->n - 2] = f->out->items[f->out->n - 1];
	f->out->items[f->out->n - 1] = last;
}

/* Where what belongs to the noun before i begins: behind "of", or at once where a case
 * says so. */
static size_t
genitive(const struct finder *f, size_t i)
{
	if (i + 1 < f->c.s->end && (tok(f, i)->cls & C_OF))
		return i + 1;
	return i < f->c.s->end && lexicon_has(f->c.d->lx, HABIT_HEAD_FIRST) &&
		tok(f, i)->group != 0
	    ? i
	    : SIZE_MAX;
}

/* "un muerto", "ein Toter", «один погибший»: one, where the noun is said of a person, not
 * of the act ("a death"). */
static bool
is_one_of_them(const struct finder *f, const struct group *g)
{
	if (g->count == 1 && g->det && (g->cls & C_GENERIC) &&
	    tok(f, g->first)->word->value == 1)
		return true;
	if (g->count == 1 && g->noun != NULL && (g->noun->cls & C_COUNTED) &&
	    g->noun->value == ONE_ALONE)
		return true;
	if (g->count == 1 && g->noun != NULL && g->noun->value == ONE_BY_ARTICLE)
		return (tok(f, g->first)->cls & C_ONE) &&
		    (g->first == f->c.s->first || !(tok(f, g->first - 1)->cls & C_NEG));
	return g->count == 1 && g->det && !g->definite && g->noun != NULL &&
	    (g->noun->cls & (C_DEAD | C_KILL)) != 0 && !(g->noun->form & FORM_GERUND);
}

static bool
is_counted_at(const struct finder *f, size_t i)
{
	const struct group *g = group_of(f->c.d, f->c.gs, i);

	return g != NULL && (g->cls & C_COUNTED);
}

/* Behind nothing or its label: what a headline tells. */
static bool
opens_headline(const struct finder *f, size_t i)
{
	const struct token *mark = i > f->c.s->first ? tok(f, i - 1) : NULL;

	return mark == NULL || is_dash(mark) ||
	    (mark->kind == TOKEN_PUNCT && (mark->punct == ':' || mark->punct == '|'));
}

/* شهيد | في غارة, شهيد | برصاص */
static bool
says_how(const struct token *t)
{
	return ((t->cls & C_PREP) && !(t->cls & C_OF)) ||
	    ((t->cls & C_CAUSE) && (t->cls & C_ADVERB));
}

/* قتيل | وجريحان, قتيلان و | جريح: one, in a language that has no article for it, beside
 * others who are counted. */
static bool
is_one_beside(const struct finder *f, const struct group *g)
{
	if (!lexicon_has(f->c.d->lx, HABIT_NO_CAPITALS) || g->count != 1 || g->det)
		return false;
	/* شهيد في غارة, عاجل: شهيد بغارة: a headline */
	if (opens_headline(f, g->first) && g->last + 1u < f->c.s->end &&
	    says_how(tok(f, g->last + 1)))
		return true;
	if (g->last + 2u < f->c.s->end && (tok(f, g->last + 1)->cls & C_AND) &&
	    is_counted_at(f, g->last + 2))
		return true;
	return g->first > f->c.s->first + 1 && (tok(f, g->first - 1)->cls & C_AND) &&
	    is_counted_at(f, g->first - 2);
}

/* the bodies of six traders | and a guard: those joined to in, each a body too. */
static void
and_others(struct finder *f, struct group *in, const struct frame *fr,
    const struct verb *v, int outcome)
{
	struct figure first = f->out->items[f->out->n - 1];
	struct slot s;
	size_t n = f->out->n;

	slot_list(&f->c, in->first, &s);
	if (s.n < 2 || !finder_slot(f, &s, fr, v, outcome, true))
		return;
	for (size_t i = n; i < f->out->n; i++)
		f->out->items[i].tier = first.tier;
	/* the figure of the noun itself stays last: the caller goes on with it */
	f->out->items[n - 1] = f->out->items[f->out->n - 1];
	f->out->items[f->out->n - 1] = first;
}

/* Three assassinations in Tarn | kill four: the act itself, which does what is told next.
 */
static bool
is_doer(const struct finder *f, const struct group *g)
{
	if (!(tok(f, g->head)->cls & C_DEATH) &&
	    !(g->noun != NULL && (g->noun->cls & C_DEATH)))
		return false;
	for (size_t i = g->last + 1; i < f->c.s->end; i++) {
		const struct token *t = tok(f, i);

		if (t->kind == TOKEN_PUNCT ||
		    (t->cls & (C_BE | C_HAVE | C_AND | C_SUBORD | C_RELATIVE)))
			return false;
		if ((t->cls & (C_KILL | C_LEAVE)) && t->group == 0)
			return (t->form & (FORM_BASE | FORM_THIRD | FORM_PAST)) &&
			    i + 1 < f->c.s->end && tok(f, i + 1)->group != 0;
	}
	return false;
}

/* los cuerpos | calcinados de siete personas */
static size_t
behind_modifiers(const struct finder *f, size_t i)
{
	while (lexicon_has(f->c.d->lx, HABIT_MODIFIERS_AFTER) && i < f->c.s->end &&
	    tok(f, i)->kind == TOKEN_WORD &&
	    ((tok(f, i)->cls & C_ADJ) || (tok(f, i)->form & FORM_PARTICIPLE)) &&
	    !(tok(f, i)->cls & (C_BE | C_HAVE | C_PREP)))
		i++;
	return i;
}

/* Is something violent told, or a mishap with its cause?  Deaths rise in statistics, too.
 */
static bool
befell(const struct finder *f)
{
	return (f->c.s->cls & C_CAUSE) || is_violent(f->c.d);
}

/* deaths, flood deaths; arrests: several whom no number counts, as a group or as a word
 * that is a verb as well. */
static bool
is_bare_plural(const struct finder *f, const struct group *g, size_t at)
{
	return g == NULL
	    ? (tok(f, at)->form & FORM_PLURAL) != 0
	    : g->head == at && g->plural && !g->stated && g->count == 0 && g->used == 0;
}

/* Flood deaths | in Tarn climb to 13: where the number stands that those of the word at
 * token at have reached; the sentence's end: none is told. */
static size_t
reached(const struct finder *f, size_t at)
{
	for (size_t i = at + 1; i + 1 < f->c.s->end && i < at + TOLL_OTHER; i++) {
		const struct token *t = tok(f, i);

		if ((t->cls & C_VERB) && t->word->value == REACHES) {
			i += 1 + ((t[1].cls & C_TO) != 0);
			return i < f->c.s->end && tok(f, i)->kind == TOKEN_NUMBER &&
				!(tok(f, i)->flags & TOKEN_NO_COUNT) &&
				!(i + 1 < f->c.s->end &&
				    (tok(f, i + 1)->cls &
					(C_THING | C_TIME | C_CURRENCY)))
			    ? i
			    : f->c.s->end;
		}
		if (t->kind == TOKEN_PUNCT ||
		    (t->cls & (C_AND | C_SUBORD | C_RELATIVE | C_KILL | C_DIE)))
			break;
	}
	return f->c.s->end;
}

/* The bodies | of six traders: who those of the noun at the verb are, by the genitive at
 * token k; NULL: the noun itself says how many.  False: nobody is counted. */
static bool
read_genitive(struct finder *f, const struct verb *v, int outcome, bool body, size_t k,
    struct group **of)
{
	struct group *in = group_of(f->c.d, f->c.gs, k);
	const struct group *g;

	if (in == NULL && body) /* the body of Karim Tarni */
		in = group_demand(f->c.d, f->c.s, f->c.gs, k);
	g = group_of(f->c.d, f->c.gs, v->at);
	/* the bodies of | the victims */
	if (in != NULL && body && in->bound == BOUND_NONE && in->definite)
		finder_resolve(f, in, outcome);
	*of = in;
	if (k == v->at + 1u && in != NULL && in->first == k && body && g->count == 1 &&
	    in->bound == BOUND_NONE) {
		*of = NULL; /* the body of a man, whose genitive may as well be several
			       men */
		return true;
	}
	return in != NULL && in->first == k && finder_countable(in, outcome, true) &&
	    (g->cls & C_GENERIC) && body;
}

#define SHOWN 4 /* words: with multiple gunshot wounds */

/* found a body | with gunshot wounds, | bearing stab wounds */
static bool
shows_wounds(const struct finder *f, size_t i)
{
	size_t k = i + 1, far = i + SHOWN;

	if (!(f->c.s->cls & C_LEAVE) ||
	    !((tok(f, i)->cls & C_PREP) || (tok(f, i)->form & FORM_GERUND)))
		return false;
	while (k < f->c.s->end && k < far &&
	    !(tok(f, k)->cls & (C_HARM | C_PREP | C_SUBORD)))
		k++;
	return k < f->c.s->end && (tok(f, k)->cls & C_HARM);
}

/* No number, no genitive: is it one all the same, as in a body | was found? */
static bool
is_one(const struct finder *f, const struct group *g, bool body)
{
	const struct token *next = tok(f, g->head + 1);

	return is_one_of_them(f, g) || is_one_beside(f, g) ||
	    (body && g->bound == BOUND_EXACT && g->head + 1u < f->c.s->end &&
		((next->cls & C_BE) || (next->form & FORM_PARTICIPLE) ||
		    shows_wounds(f, g->head + 1)));
}

/* Adds those of the noun in group g, or those in whom it belongs to. */
static bool
tell_self(struct finder *f, const struct frame *fr, const struct verb *v, int outcome,
    struct group *g, struct group *in)
{
	bool body = str_eq(g->who, STR("body"));
	size_t n = f->out->n;
	struct figure *r = finder_add(f, in != NULL ? in : g, fr, v, outcome);

	if (r == NULL)
		return false;
	finder_claim(g, outcome);
	if (in != NULL)
		finder_claim(in, outcome);
	r->g.who = in != NULL                  ? in->who
	    : g->noun != tok(f, g->head)->word ? g->who
					       : STR("people");
	r->tier = body && !g->other ? TIER_BODY : TIER_FIRM;
	r->subset = r->subset && in == NULL && g->subset;
	if (in != NULL && body)
		and_others(f, in, fr, v, outcome);
	emit_shared(f, g, fr, v, outcome);
	r = &f->out->items[f->out->n - 1];
	r->closing = !body && !g->other && f->c.s->end - f->c.s->first < 9 &&
	    clause_skip(&f->c, f->c.s->first) == g->first;
	finder_widen(r, g->first, v->at);
	finder_parts(f, r->last + 1, fr, v, outcome);
	finder_shares(f, n, fr, v, outcome);
	return true;
}

/* casualties: 12 | soldiers and 3 policemen */
static bool
is_label(const struct finder *f, size_t at, const struct group *g)
{
	return at + 2 < f->c.s->end && tok(f, at + 1)->kind == TOKEN_PUNCT &&
	    tok(f, at + 1)->punct == ':' && (tok(f, at)->form & FORM_PLURAL) &&
	    (g == NULL || !g->stated);
}

/* the relief body | said */
static bool
is_body_that_says(const struct finder *f, const struct group *g, size_t at)
{
	return !g->plural && at + 1 < f->c.s->end && (tok(f, at + 1)->cls & C_SPEECH) &&
	    (tok(f, at + 1)->form & FORM_PAST);
}

/* Those of the noun that is the head of group g: counted by it, or by whose they are. */
static bool
tell_counted(struct finder *f, const struct frame *fr, const struct verb *v, int outcome,
    struct group *g)
{
	bool body = str_eq(g->who, STR("body"));
	size_t i = v->at + 1, k = SIZE_MAX;
	struct group *in = NULL;

	if (body && is_body_that_says(f, g, v->at))
		return false;
	if (body && !g->stated && (tok(f, g->first)->cls & C_POSSESSIVE))
		finder_resolve_owners(f, g);
	if (!g->stated)
		k = genitive(f, body ? behind_modifiers(f, i) : i);
	if (k == SIZE_MAX ? !g->stated && !is_one(f, g, body)
			  : !read_genitive(f, v, outcome, body, k, &in))
		return false;
	g = group_of(f->c.d, f->c.gs, v->at); /* the groups may have moved */
	return (in != NULL || g->count > 0) && tell_self(f, fr, v, outcome, g, in);
}

/* 9 fatalities; the bodies of six traders */
bool
victims_self(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct group *g = group_of(f->c.d, f->c.gs, v->at);
	size_t k = f->c.s->end;

	if (is_told(f, v->at))
		return false;
	if (is_label(f, v->at, g))
		return tell_behind_colon(f, fr, v, outcome);
	if (is_bare_plural(f, g, v->at) && befell(f))
		k = reached(f, g != NULL ? g->last : v->at);
	if (k < f->c.s->end)
		return tell_number(f, fr, v, outcome, k, false);
	return g != NULL && g->head == v->at && !(g->used & (1u << outcome)) &&
	    !is_doer(f, g) && tell_counted(f, fr, v, outcome, g);
}

/* flood | claims 30: does a mishap or attack take them, and nobody who could claim so? */
static bool
is_taken(const struct finder *f, const struct verb *v)
{
	bool cause = false;

	if (!(tok(f, v->at)->cls & C_SPEECH)) /* the flood took, cost 30 */
		return false;
	for (size_t i = v->start; i > f->c.s->first; i--) {
		const struct token *t = tok(f, i - 1);

		if (t->kind == TOKEN_PUNCT ||
		    (t->cls & (C_SUBORD | C_RELATIVE | C_SPEECH)))
			break;
		if (t->cls & (C_FACTION | C_ARMED | C_ORG | C_SPEAKER | C_PERSON))
			return false;
		cause = cause || (t->cls & C_CAUSE);
	}
	return cause;
}

/* claimed 31 | in Tarn: does nothing follow the number that it could count? */
static bool
stands_bare(const struct finder *f, const struct group *g)
{
	const struct token *next = tok(f, g->last + 1);

	return g->noun == NULL && !g->unknown &&
	    (g->last + 1 == f->c.s->end || next->kind == TOKEN_PUNCT ||
		(next->cls & (C_PREP | C_AND | C_SUBORD | C_ADVERB)));
}

/* claimed four workers|' lives */
static bool
owns(const struct finder *f, const struct group *g, uint64_t partner)
{
	size_t i = g->last + 1;

	return (g->cls & C_PERSON) && i + 1 < f->c.s->end &&
	    (tok(f, i)->punct == '\'' || (tok(f, i)->cls & C_POSSESSIVE)) &&
	    (tok(f, i + 1)->cls & partner);
}

/* took 40 prisoners | in the raid; but: took 40 prisoners | to court */
static bool
ends_there(const struct finder *f, const struct group *g)
{
	const struct token *next = tok(f, g->last + 1);

	return g->last + 1 == f->c.s->end || next->kind == TOKEN_PUNCT ||
	    ((next->cls & (C_PREP | C_AND | C_SUBORD | C_TIME | C_WEEKDAY)) &&
		!(next->cls & C_TO));
}

/* the blast claims a life, another victim */
static bool
is_a_life(const struct finder *f, const struct group *g, const struct frame *fr,
    const struct verb *v)
{
	return fr->partner == C_LIFE && g->count == 1 &&
	    (tok(f, g->first)->cls & C_ONE) && is_taken(f, v);
}

/* claimed 31 lives; claimed four workers' lives; claims 31; claims four soldiers */
bool
victims_next(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	size_t i = clause_skip(&f->c, v->at + 1);
	struct group *g = i < f->c.s->end ? group_of(f->c.d, f->c.gs, i) : NULL;
	struct figure *r;

	if (g == NULL || g->first != i || !(g->stated || is_a_life(f, g, fr, v)) ||
	    !(fr->partner == C_NUMBER
		    ? (stands_bare(f, g) || (g->cls & C_PERSON)) && is_taken(f, v)
		    : (g->cls & fr->partner) || owns(f, g, fr->partner)))
		return false;
	if (fr->partner == C_RESULT && !ends_there(f, g))
		return false;
	if (fr->outcome < 0 && g->noun != NULL && g->noun->outcome != LEXICON_NO_OUTCOME)
		outcome = g->noun->outcome;
	if (g->used & (1u << outcome))
		return false;
	r = finder_add(f, g, fr, v, outcome);
	if (r == NULL)
		return false;
	finder_claim(g, outcome);
	if (!owns(f, g, fr->partner) && fr->partner != C_RESULT &&
	    (fr->partner != C_NUMBER || g->noun == NULL))
		r->g.who = STR("people");
	finder_widen(r, v->at, g->last);
	return true;
}
