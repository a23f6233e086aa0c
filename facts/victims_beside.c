/*
 * victims_beside.c -- see finder.h: victims whose group stands right beside a participle
 * that is the verb of its own: five guards shot dead.
 */
#include "config.h"

#include "facts/finder_in.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/small_words.h"

#define ASIDE 10 /* words between two commas */

/* one dead, another | critical in: the phrase has its preposition */
static bool
is_ill(const struct finder *f, const struct token *t)
{
	return (t->cls & C_DEAD) && t->word->outcome == OUTCOME_INJURED &&
	    f->out->n > 0 && f->out->items[f->out->n - 1].sentence == f->sentence;
}

/* Rebels clashed with guards, | with a clerk killed: not: spoke with a clerk wounded in
 * it
 */
static bool
is_with_dead(const struct finder *f, const struct token *with, size_t at)
{
	int outcome = tok(f, at)->word->outcome;

	return (with->word->small & S_AGAINST) &&
	    (outcome == OUTCOME_KILLED || outcome == LEXICON_NO_OUTCOME);
}

/* "…, and his brother wounded"; "Driver killed in raid": one person, where a clause
 * begins. */
static bool
elliptical(const struct finder *f, const struct group *g, size_t at)
{
	const struct token *p;

	if ((!(g->cls & C_PERSON) && !g->other) || g->object || g->subset)
		return false;
	if (at + 1 < f->c.s->end && !is_ill(f, tok(f, at)) &&
	    (tok(f, at + 1)->group != 0 ||
		(tok(f, at + 1)->kind != TOKEN_PUNCT &&
		    !(tok(f, at + 1)->cls &
			(C_PREP | C_BY | C_SUBORD | C_AND | C_ADVERB | C_TIME |
			    C_CAUSE)) &&
		    !(tok(f, at + 1)->form & FORM_GERUND) && /* killed | fetching water */
		    !((token_ground(f->c.d, at + 1) & G_DIRECTION) &&
			(tok(f, at + 2)->cls & C_OF))))) /* killed | east of Tarn */
		return false;
	if (g->first == f->c.s->first || (tok(f, g->first)->flags & TOKEN_FIRST))
		return true;
	p = tok(f, g->first - 1); /* the army says | soldier killed in Tarn */
	return (p->cls & C_AND) || is_with_dead(f, p, at) ||
	    (f->c.s->headline && (p->cls & C_SPEECH) &&
		(p->form & (FORM_THIRD | FORM_BASE))) ||
	    (p->kind == TOKEN_PUNCT &&
		(p->punct == ';' || p->punct == ',' || p->punct == ':'));
}

/* Does the headline tell of something besides the verb v?  "Wife of driver killed in
 * crash speaks out" */
static bool
told_beside(const struct finder *f, const struct verb *v)
{
	for (size_t i = f->c.s->first; i < f->c.s->end; i++)
		if (i != v->at && clause_finite(&f->c, i) && !(tok(f, i)->cls & C_SPEECH))
			return true;
	return false;
}

/* A word that may part a headline's victim from its participle: "of Tarn", "from Tarn",
 * ", 40," */
static bool
is_qualifying(const struct finder *f, size_t i)
{
	const struct token *t = tok(f, i);

	if (t->flags & TOKEN_QUOTED) /* commander in "Martyrs of Tarn" | */
		return true;
	if (t->kind == TOKEN_PUNCT)
		return t->punct == '"' || t[-1].kind == TOKEN_NUMBER ||
		    t[1].kind == TOKEN_NUMBER;
	/* in murder of two */
	if ((t->cls & C_DEATH) && (t[-1].cls & C_PREP) && (t[1].cls & C_OF))
		return true;
	if (t->cls & (C_SUBORD | C_RELATIVE | C_AND | C_KILL | C_DIE | C_DEAD))
		return false;
	/* of a | downed plane */
	return !(t->cls & (C_VERB | C_BE | C_HAVE | C_MODAL)) || t->group != 0 ||
	    (t->flags & TOKEN_CAP) ||
	    ((t->form & FORM_PARTICIPLE) && (t[-1].cls & (C_OF | C_PREP | C_DET)));
}

/* Farmer who hid rebels | shot dead: is g told of by a clause of its own before the
 * participle that nothing but phrases follow? */
static bool
is_described(const struct finder *f, const struct group *g, const struct verb *v)
{
	const struct token *who = tok(f, g->last + 1), *next = tok(f, v->at + 1);

	return who->word->value == OF_PEOPLE &&
	    (who[1].form & (FORM_PAST | FORM_THIRD)) && g->last + 3u < v->at &&
	    (tok(f, v->at)->form & FORM_PARTICIPLE) &&
	    !(tok(f, v->at - 1)->cls & (C_AND | C_BE | C_HAVE | C_RELATIVE)) &&
	    (v->at + 1u == f->c.s->end || next->kind == TOKEN_PUNCT ||
		(next->cls & (C_PREP | C_BY | C_SUBORD | C_TIME)));
}

/* Karim Tarni, | a clerk in Hur|, shot dead: who it is of the name that begins at token
 * i; NULL: nobody, or no comma stands before the verb. */
static struct group *
apposed_person(const struct finder *f, size_t i, size_t at)
{
	size_t k = i;

	while (k < at && !is_comma(f, k) &&
	    ((tok(f, k)->flags & TOKEN_QUOTED) || tok(f, k)->punct == '"' ||
		token_capital(f->c.d, k, at)))
		k++;
	if (k + 2 < at && is_comma(f, k) && is_comma(f, k + 2) &&
	    tok(f, k + 1)->kind == TOKEN_NUMBER) /* Karim Tarni|, 41|, a clerk */
		k += 2;
	return k > i && is_comma(f, k) && is_comma(f, at - 1) && k + 1 < at
	    ? group_of(f->c.d, f->c.gs, k + 1)
	    : NULL;
}

/* Mayor, a clerk: one person, whom no number counts? */
static bool
is_somebody(const struct finder *f, const struct group *g)
{
	return (g->cls & C_PERSON) && g->count == 1 && !g->stated && !g->pronoun &&
	    (!g->det || (tok(f, g->first)->cls & C_ONE));
}

/* Mayor | of Tarn, who fled, | shot dead: do words that say more part them? */
static bool
is_parted(const struct finder *f, const struct group *g, size_t at)
{
	const struct token *next = tok(f, g->last + 1);

	return g->last + 2u < at &&
	    (next->kind == TOKEN_PUNCT || (next->cls & (C_PREP | C_OF | C_RELATIVE)));
}

/* Farmer | taken from his home, | shot dead: what befell one before it? */
static bool
goes_on(const struct finder *f, const struct group *g, const struct verb *v)
{
	return v->at > g->last + 2u && is_comma(f, v->at - 1) &&
	    (tok(f, g->last + 1)->form & tok(f, v->at)->form & FORM_PARTICIPLE);
}

/* Lawyer|, who defended rebels,| found dead: do commas enclose who one is, and nobody
 * besides? */
static bool
has_aside(const struct finder *f, const struct group *g, const struct verb *v)
{
	size_t i = g->last + 2u;
	const struct group *who;

	if (i + 1 >= v->at || !is_comma(f, i - 1) || !is_comma(f, v->at - 1))
		return false;
	if (tok(f, i)->word->value == OF_PEOPLE ||
	    ((tok(f, i)->form & FORM_PARTICIPLE) && tok(f, i)->group == 0))
		return true;
	who = group_of(f->c.d, f->c.gs, i); /* a critic | of the junta */
	return who != NULL && is_somebody(f, who) && (tok(f, who->last + 1)->cls & C_OF);
}

/* "Mayor of Tarn | shot dead", "Father of two, 40, | shot dead": the person with whom a
 * headline opens. */
static struct group *
headline_person(const struct finder *f, const struct verb *v)
{
	size_t i = v->at, end = v->at;
	struct group *g;

	while (i > f->c.s->first &&
	    !(tok(f, i - 1)->kind == TOKEN_PUNCT && tok(f, i - 1)->punct == ':'))
		i--;
	i = clause_skip(&f->c, i);
	g = group_of(f->c.d, f->c.gs, i);
	if (g == NULL && (g = apposed_person(f, i, v->at)) != NULL)
		end--;
	if (g == NULL || !is_somebody(f, g))
		return NULL;
	if (f->c.s->headline &&
	    (is_described(f, g, v) || goes_on(f, g, v) || has_aside(f, g, v)))
		return g;
	if (end == v->at && !is_parted(f, g, end))
		return NULL;
	for (i = g->last + 1; i < end; i++)
		if (!is_qualifying(f, i))
			return NULL;
	return v->passive || told_beside(f, v) ? NULL : g;
}

/* Where the words before the number at token i begin that say all of them: all | 67 on
 * board. */
static size_t
behind_all(const struct finder *f, size_t i)
{
	return i > f->c.s->first && (tok(f, i - 1)->cls & C_PRONOUN) &&
		tok(f, i - 1)->word->value == ALL
	    ? i - 1
	    : i;
}

/* Does what stands at token i open its clause? */
static bool
heads(const struct finder *f, size_t i)
{
	return i == f->c.s->first || tok(f, i - 1)->kind == TOKEN_PUNCT ||
	    (tok(f, i - 1)->cls & C_AND);
}

/* Five die, many | injured: is a verb that tells of g parted by a comma from others, whom
 * no number counts, before token at? */
static bool
others_behind(const struct finder *f, const struct group *g, size_t at)
{
	bool told = false;

	for (size_t i = g->last + 1u; i + 1 < at; i++) {
		if (told && tok(f, i)->kind == TOKEN_PUNCT && tok(f, i)->punct == ',')
			return !(tok(f, i + 1)->cls &
			    (C_KILL | C_ADVERB | C_AND | C_BE | C_RELATIVE));
		told = told ||
		    ((tok(f, i)->cls & (C_DIE | C_KILL | C_DEAD | C_FLEE)) &&
			tok(f, i)->group == 0);
	}
	return false;
}

/* "9 members of the garrison near Tarn killed": the numbered group that opens the clause,
 * if the verb has nothing else to be about. */
static struct group *
heading(const struct finder *f, const struct verb *v, struct group *near)
{
	struct slot s = { .n = 0 };
	struct group *g;

	if (v->at + 1u < f->c.s->end && tok(f, v->at + 1)->group != 0)
		return near;
	/* hundreds gathered for the four students | killed; for the student | killed */
	if (near != NULL && near->definite && near->last + 1 == v->at &&
	    !(tok(f, near->prep)->cls & C_OF) &&
	    !(near->first > f->c.s->first && (tok(f, near->first - 1)->cls & C_AND)))
		return near;
	g = headline_person(f, v);
	if (g != NULL)
		return g;
	slot_subject(&f->c, v, &s);
	if (s.n == 0)
		return near;
	g = &f->c.gs->items[s.group[0]];
	if ((!g->stated && !(near == NULL && s.n > 1)) ||
	    (g->unknown && near != NULL && near->stated) ||
	    !heads(f, behind_all(f, g->first)) || others_behind(f, g, v->at))
		return near;
	return g;
}

/* gathered | to bury */
static bool
infinitive(const struct finder *f, size_t i)
{
	const struct token *t = tok(f, i);

	return (t->cls & C_TO) && i + 1 < f->c.s->end && t[1].kind == TOKEN_WORD &&
	    t[1].group == 0 && !(t[1].flags & TOKEN_CAP) &&
	    ((t[1].cls & C_VERB) || t[1].cls == 0);
}

/* Is there a verb of its own besides v?  A headline's participle is its verb. */
static bool
is_told(const struct finder *f, const struct verb *v)
{
	for (size_t i = f->c.s->first; i < f->c.s->end; i++)
		if (i != v->at && (clause_finite(&f->c, i) || infinitive(f, i)))
			return true;
	return false;
}

/* "Police identified nine of the 31 people killed": the number of those that the
 * participle describes. */
static const struct token *
described(const struct finder *f, const struct verb *v, const struct group *g)
{
	if (!g->stated || g->last + 1 != v->at || !is_told(f, v))
		return NULL;
	for (size_t i = g->last; i > f->c.s->first && i >= g->first; i--)
		if (tok(f, i)->kind == TOKEN_NUMBER && (tok(f, i - 1)->cls & C_DET))
			return tok(f, i);
	return NULL;
}

/* "Five died at the scene and two more | in hospital": do those of the verb at v share
 * the fate told before, which only says where? */
static bool
shares_death(const struct finder *f, const struct verb *v)
{
	const struct figure *r = f->out->n > 0 ? &f->out->items[f->out->n - 1] : NULL;

	if (tok(f, v->at)->word->value != WHERE_DIED || r == NULL ||
	    r->sentence != f->sentence || r->outcome != OUTCOME_KILLED)
		return false;
	for (size_t i = r->g.last + 1; i < v->at; i++)
		if ((tok(f, i)->cls & C_ADVERB) && tok(f, i)->word->value == WHERE_DIED)
			return true;
	return false;
}

/* Two died later | in hospital: are those killed already of whom the word at v only says
 * where? */
static bool
says_where(const struct finder *f, const struct group *g, const struct verb *v)
{
	return (tok(f, v->at)->cls & C_DEAD) &&
	    tok(f, v->at)->word->value == WHERE_DIED &&
	    (g->used & (1u << OUTCOME_KILLED));
}

/* "Driver in crash that killed | three | held": whom a relative clause tells of already.
 */
static bool
is_relative_object(const struct finder *f, const struct group *g)
{
	return g->first > f->c.s->first + 1u && (tok(f, g->first - 1)->cls & C_KILL) &&
	    (tok(f, g->first - 2)->cls & C_RELATIVE);
}

/* Two generals seized | power, seized | a bus: they do it, and it is not done to them. */
static bool
takes_thing(const struct finder *f, const struct verb *v, int outcome)
{
	const struct token *t = tok(f, v->at + 1);

	if (outcome < OUTCOME_CAPTURED || v->at + 1 >= f->c.s->end)
		return false;
	return (t->word->ground & (G_PRIZE | G_GOODS | G_CONTROLN | G_HEAD)) ||
	    ((t->cls & (C_DET | C_ONE | C_POSSESSIVE)) && !(t->cls & C_TIME) &&
		!(t[1].cls & (C_TIME | C_WEEKDAY)));
}

/* ten clerks|, most of them young|, killed: where the aside begins that ends before token
 * i; i: there is none. */
static size_t
before_aside(const struct finder *f, size_t i)
{
	bool part = false;

	if (i < f->c.s->first + 3u || !is_comma(f, i - 1))
		return victims_before_parts(f, i);
	for (size_t k = i - 1; k > f->c.s->first + 1u && k + ASIDE > i; k--) {
		part = part || (tok(f, k - 1)->cls & (C_SUBSET | C_PRONOUN));
		if (is_comma(f, k - 1))
			return part &&
				(tok(f, k)->cls & (C_SUBSET | C_PRONOUN | C_NUMBER))
			    ? k - 1
			    : i;
	}
	return i;
}

/* Hundreds marched for | those killed: who they are is not said, before token k; but: two
 * of | those killed. */
static bool
is_of_nobody(const struct finder *f, size_t k)
{
	const struct token *t = tok(f, k) - 1;
	const struct group *some = k > f->c.s->first + 2u && (t[-1].cls & C_OF)
	    ? group_of(f->c.d, f->c.gs, k - 3)
	    : NULL;

	return k > f->c.s->first && (t->word->small & S_ALONE) &&
	    t->word->value != PAIR &&
	    (some == NULL || (some->noun != NULL && !some->stated));
}

/* left ten of one family | dead: has the figure before told what the verb does? */
static bool
is_told_already(const struct finder *f, const struct verb *v)
{
	const struct figure *last = f->out->n > 0 ? &f->out->items[f->out->n - 1] : NULL;

	return last != NULL && last->sentence == f->sentence && last->verb.at == v->at;
}

/* Before the adverbs that the verb begins with, or the words that say where. */
static size_t
adverbs_start(const struct finder *f, const struct verb *v)
{
	size_t k = v->lodged ? v->start : v->at;

	while (k > f->c.s->first && (tok(f, k - 1)->cls & C_ADVERB) &&
	    tok(f, k - 1)->group == 0)
		k--;
	return k;
}

/* The people that end before token k, over one phrase of place (seven people in a bus
 * killed), or that the sentence opens with; NULL: there are none. */
static struct group *
group_beside(const struct finder *f, const struct verb *v, size_t k)
{
	struct group *g = k > f->c.s->first ? group_of(f->c.d, f->c.gs, k - 1) : NULL;
	const struct token *of_all = g != NULL ? described(f, v, g) : NULL;

	if (of_all != NULL)
		group_number(g, of_all);
	else if (g == NULL || !g->stated || g->embedded)
		g = heading(f, v, g);
	return g == NULL || g->pronoun || (!g->stated && g->bound == BOUND_NONE) ? NULL
										 : g;
}

/* What happens to the group, if the verb tells of nobody else: does it? */
static bool
suffers(const struct finder *f, const struct verb *v, const struct group *g, int outcome)
{
	if (is_relative_object(f, g) || says_where(f, g, v) || takes_thing(f, v, outcome))
		return false;
	if (g->stated)
		return true;
	return elliptical(f, g, v->at) &&
	    !(g->embedded && g->prep + 1 == g->first && (tok(f, g->prep)->cls & C_BY));
}

/* claims five lives, 11 | injured: is a member of the list before the last lives, which a
 * verb of its own takes? */
static bool
has_lives(const struct finder *f, const struct slot *s, size_t last)
{
	for (size_t i = 0; i < s->n; i++) {
		uint64_t cls = tok(f, f->c.gs->items[s->group[i]].head)->cls;

		if (s->group[i] != last && (cls & C_LIFE) && !(cls & C_PERSON))
			return true;
	}
	return false;
}

/* four guards and a clerk | killed in Tarn: the whole list that the group is in, else the
 * group with who died besides. */
static void
list_beside(struct finder *f, const struct frame *fr, const struct verb *v,
    const struct group *g, struct slot *out)
{
	size_t at = (size_t)(g - f->c.gs->items);
	const struct group *with;

	slot_subject(&f->c, v, out);
	if (out->n >= 2 && (out->group[out->n - 1] == at || out->group[0] == at) &&
	    !has_lives(f, out, at))
		return;
	out->n = 1;
	out->whole = false;
	out->group[0] = (uint16_t)at;
	with = finder_absolute(f, g, (fr->cls & C_DEAD) != 0);
	if (with != NULL) {
		out->group[out->n++] = (uint16_t)at;
		out->group[0] = (uint16_t)(with - f->c.gs->items);
	}
}

/* Five guards shot dead: the numbered group that ends where the participle begins. */
bool
victims_beside(struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome)
{
	size_t k = adverbs_start(f, v), n = f->out->n;
	struct figure *told;
	struct group *g;
	struct slot s;

	if (is_told_already(f, v) || is_of_nobody(f, k))
		return false;
	k = before_aside(f, k);
	g = group_beside(f, v, k);
	if (g == NULL || !suffers(f, v, g, outcome))
		return false;
	if (shares_death(f, v))
		outcome = OUTCOME_KILLED;
	list_beside(f, fr, v, g, &s);
	if (!finder_slot(f, &s, fr, v, outcome, true))
		return false;
	finder_company(f, fr, v, outcome);
	if (s.n > 1)
		return true;
	told = &f->out->items[n];
	told->subset = told->part_of >= 0 ||
	    (g->subset && !(tok(f, g->prep)->cls & C_PREP) &&
		(g->last + 1 != v->at || victims_of_larger(f, n)));
	finder_parts(f, (told->g.last < k ? told->g.last : v->at) + 1, fr, v, outcome);
	finder_shares(f, n, fr, v, outcome);
	return true;
}
