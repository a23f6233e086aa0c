/*
 * agent.c -- see attr_in.h: who did it.  Of the actors that a sentence names, the one
 * that is the subject of the verb, or behind "by", or whose attack it was; never one who
 * is told as attacked, as a victim or as who says so.
 */
#include "config.h"

#include "facts/attr_in.h"
#include "facts/claim.h"
#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/group.h"

/* of escorted, owned, named the dead as: who does it did nothing to those told of */
#define NO_DEED 28
#define G_TAKES (G_STRONG | G_EXPEL | G_BESIEGE | G_REPEL) /* overran | an army base */

static bool
is_mishap(const struct context *c, size_t i)
{
	struct str cause = cause_code(c, i);

	return cause_marks(&cause, 1) & CAUSE_SLOW;
}

/* members | of the rebels: where those begin of whose side the actor is; NOWHERE: none
 * are named. */
static size_t
members_of(const struct context *c, const struct actor_phrase *a)
{
	size_t i = a->prep;

	if (i == NOWHERE || i <= c->s->first || !(tok(c, i)->cls & C_OF) ||
	    tok(c, i - 1)->word->value != OF_A_SIDE || !(tok(c, i - 1)->cls & C_PERSON))
		return NOWHERE;
	for (size_t k = 0; k < c->all->n; k++)
		if (c->all->items[k].sentence == c->sentence &&
		    c->all->items[k].g.head == i - 1)
			return NOWHERE;
	for (i--; i > c->s->first && (tok(c, i - 1)->cls & (C_ADJ | C_DET | C_ONE));)
		i--;
	return i;
}

#define MISHAP_BEHIND 3

/* An army | helicopter crash killed nine: does the actor only say whose it was that came
 * to grief? */
static bool
met_mishap(const struct context *c, const struct actor_phrase *a)
{
	for (size_t i = a->last + 1; i < c->s->end && i <= a->last + MISHAP_BEHIND &&
	     tok(c, i)->kind == TOKEN_WORD;
	     i++) {
		if (tok(c, i)->cls & C_CAUSE)
			return is_mishap(c, i);
		if (tok(c, i)->cls &
		    (C_KILL | C_PREP | C_BE | C_HAVE | C_SUBORD | C_AND | C_DET))
			return false;
	}
	return false;
}

/* "rebel attack", "army bus crash": does what happened stand right behind the actor? */
bool
agent_owns_cause(const struct context *c, const struct actor_phrase *a)
{
	size_t k = a->last + 1;

	return k < c->s->end && !lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER) &&
	    ((tok(c, k)->cls & C_CAUSE) ||
		(k + 1 < c->s->end && (tok(c, k + 1)->cls & C_CAUSE) &&
		    !(tok(c, k)->cls & (C_BE | C_HAVE))));
}

/* "rebel attack", "Russian army rocket strike": is the actor the one who did it?  Not of
 * an army bus crash. */
static bool
owns_deed(const struct context *c, const struct actor_phrase *a)
{
	return agent_owns_cause(c, a) && !met_mishap(c, a);
}

/* Does another trigger stand between? */
static bool
told_between(const struct context *c, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if ((tok(c, i)->cls & (C_KILL | C_DIE)) && tok(c, i)->group == 0)
			return true;
	return false;
}

/* shot him after | he had killed nine: another subject, told before */
static bool
refers_back(const struct context *c, size_t i)
{
	return (tok(c, i)->cls & C_PRONOUN) && (tok(c, i)->form & FORM_SINGULAR) &&
	    tok(c, i)->word->value == SUBJECT_ONLY;
}

/* The army killed nine rebels, while shells | killed a clerk: does a clause of its own
 * begin behind what the actor did? */
static bool
of_other_clause(const struct context *c, const struct figure *r,
    const struct actor_phrase *a)
{
	for (size_t i = a->last + 1; i < r->trigger; i++)
		if ((tok(c, i)->cls & C_SUBORD) &&
		    (!(tok(c, i)->cls & (C_PREP | C_RELATIVE)) ||
			refers_back(c, i + 1)) &&
		    told_between(c, c->s->first, i) && i + 1 < r->trigger)
			return true;
	return false;
}

/* Rebels fled after | a strike killed nine: has the verb a subject of its own, what
 * happened, in a clause that begins behind the actor? */
static bool
by_event(const struct context *c, const struct figure *r, const struct actor_phrase *a)
{
	size_t i = r->verb.start;

	while (i > a->last + 1 && (tok(c, i - 1)->cls & C_ADVERB))
		i--;
	if (i <= a->last + 2 || !(tok(c, i - 1)->cls & (C_CAUSE | C_STRIKE | C_VERB)) ||
	    (tok(c, i - 1)->cls & C_ATTACKER))
		return false;
	for (size_t k = a->last + 1; k + 1 < i; k++)
		if ((tok(c, k)->cls & C_SUBORD) && !(tok(c, k)->cls & C_RELATIVE))
			return true;
	return false;
}

/* killed nine | rebels, wounding seven: is the actor told as a victim? */
bool
agent_is_victim(const struct context *c, const struct actor_phrase *a)
{
	for (size_t k = 0; k < c->all->n; k++) {
		const struct figure *other = &c->all->items[k];

		if (other->sentence == c->sentence && a->first <= other->g.last &&
		    a->last >= other->g.first)
			return true;
	}
	return false;
}

/* attacked | rebels, stormed | an army base: does the verb at token i take what follows
 * it? */
static bool
takes_object(const struct context *c, size_t i)
{
	const struct token *t = tok(c, i), *before = i > c->s->first ? t - 1 : NULL;

	if (!((t->cls & (C_VERB | C_KILL)) || (t->word->ground & G_TAKES)) ||
	    (t->cls & (C_SPEECH | C_ADJ | C_PREP | C_PERSON)) ||
	    (t->group != 0 && !(before != NULL && (before->cls & C_THING))))
		return false;
	/* blamed | the army for a strike: who is said to have done it */
	if (t->word->value == BLAMES && (t->cls & (C_VERB | C_SPEECH)))
		return false;
	if (t->form & FORM_GERUND)
		return true;
	/* continue to target */
	if (before != NULL && (before->cls & C_TO) && (t->form & FORM_BASE))
		return true;
	/* the army, backed by militiamen, | repelled an attack */
	if (before != NULL && before->punct == ',' && (t->form & FORM_PAST))
		return true;
	return before != NULL && (t->form & (FORM_PAST | FORM_THIRD | FORM_BASE)) &&
	    before->kind != TOKEN_PUNCT &&
	    !(before->cls &
		(C_DET | C_ONE | C_OF | C_BY | C_POSSESSIVE | C_SUBORD | C_PREP));
}

/* The army attacked | rebels, killing nine: is what begins at token i the object of a
 * verb? */
static bool
is_attacked(const struct context *c, size_t i)
{
	while (i > c->s->first &&
	    (tok(c, i - 1)->kind == TOKEN_NUMBER ||
		(tok(c, i - 1)->cls &
		    (C_DET | C_ONE | C_ADJ | C_DEMONYM | C_NUMBER | C_POSSESSIVE |
			C_BOUND | C_OTHER))))
		i--;
	return i > c->s->first && takes_object(c, i - 1);
}

/* The army, backed by | militiamen, killed nine; the army repelled an attack by | rebels,
 * killing nine; but: an attack by | rebels killed nine. */
static bool
in_passing(const struct context *c, const struct actor_phrase *a)
{
	return (tok(c, a->prep)->cls & C_BY) && a->prep > c->s->first &&
	    ((tok(c, a->prep - 1)->form & FORM_PARTICIPLE) ||
		is_attacked(c, a->prep - 1));
}

/* Nach Angaben | der Polizei, according to | the army: whose word it is. */
static bool
is_quoted(const struct context *c, const struct actor_phrase *a)
{
	size_t i = a->first;

	while (i > c->s->first && (tok(c, i - 1)->cls & (C_DET | C_ADJ | C_OF)))
		i--;
	return i > c->s->first && (tok(c, i - 1)->cls & C_SPEECH) &&
	    tok(c, i - 1)->form == 0;
}

/* The police | in Tarn said: behind the place that a preposition at token i puts somebody
 * into; i: there is none. */
static size_t
behind_place(const struct context *c, size_t i)
{
	for (size_t k = 0; k < c->names->n_names; k++) {
		const struct place_phrase *p = &c->names->names[k];

		if (p->prep == i)
			return p->last + 1 +
			    ((token_ground(c->d, p->last + 1) & (G_HEAD | G_REGION)) !=
				0);
	}
	return i;
}

/* The army said a drone | killed three; but: said it killed three, claimed killing three.
 */
static bool
only_says(const struct context *c, const struct figure *r, const struct actor_phrase *a)
{
	size_t i = behind_place(c, a->last + 1);

	while (i < r->trigger && (tok(c, i)->cls & (C_ADVERB | C_HAVE)))
		i++;
	if (i >= r->trigger || !(tok(c, i)->cls & C_SPEECH) || tok(c, i)->form == 0)
		return false;
	if (i + 1 >= r->verb.start) /* a crash which | police say left nine hurt */
		return a->first > c->s->first &&
		    (tok(c, a->first - 1)->cls & C_RELATIVE) &&
		    (tok(c, r->trigger)->form & (FORM_PAST | FORM_THIRD));
	for (i++; i < r->trigger; i++)
		if ((tok(c, i)->cls & C_PRONOUN) ||
		    ((tok(c, i)->cls & C_POSSESSIVE) && (tok(c, i)->cls & C_DET)) ||
		    (token_ground(c->d, i) & G_PRONOUN))
			return false;
	return true;
}

/* The rebels | condemned, are investigating an attack that killed nine. */
static bool
only_judges(const struct context *c, size_t i)
{
	while (i < c->s->end && (tok(c, i)->cls & (C_ADVERB | C_HAVE | C_BE)))
		i++;
	return i < c->s->end && (tok(c, i)->cls & C_VERB) &&
	    tok(c, i)->word->value == CONDEMNS;
}

/* the policeman | 's brother killed nine */
static bool
owns_kin(const struct context *c, size_t i)
{
	return i + 1 < c->s->end && (tok(c, i)->cls & C_POSSESSIVE) &&
	    (tok(c, i)->flags & TOKEN_TIGHT) && (tok(c, i + 1)->cls & C_PERSON) &&
	    tok(c, i + 1)->word->value == KIN;
}

/* by; in an attack blamed | on: does the preposition say who did it? */
static bool
does_it(const struct context *c, size_t prep)
{
	const struct token *t = prep > c->s->first ? tok(c, prep - 1) : tok(c, prep);

	return (tok(c, prep)->cls & C_BY) ||
	    ((t->cls & C_VERB) && (t->form & FORM_PARTICIPLE) &&
		t->word->value == BLAMES);
}

/* killed by | members of the rebels */
static bool
by_members(const struct context *c, const struct actor_phrase *a)
{
	size_t i = members_of(c, a);

	return i != NOWHERE && i > c->s->first && (tok(c, i - 1)->cls & C_BY);
}

/* Members of | the rebels killed nine: as the subject of their clause? */
static bool
members_act(const struct context *c, const struct actor_phrase *a)
{
	size_t i = members_of(c, a);

	return i != NOWHERE &&
	    (i == c->s->first || tok(c, i - 1)->kind == TOKEN_PUNCT ||
		(tok(c, i - 1)->cls & (C_SUBORD | C_SPEECH)));
}

/* What governs the actor: may it be who does what its clause tells? */
static bool
may_do(const struct context *c, const struct figure *r, const struct actor_phrase *a)
{
	const struct token *prep = a->prep != NOWHERE ? tok(c, a->prep) : NULL;
	const struct token *next = tok(c, a->last + 1); /* at the latest the trigger */

	if ((next->cls & C_SPEAKER) || owns_kin(c, a->last + 1) || met_mishap(c, a) ||
	    only_judges(c, a->last + 1) || only_says(c, r, a) ||
	    is_quoted(c, a)) /* an army | spokesman said */
		return false;
	if (prep == NULL || does_it(c, a->prep) || (next->cls & C_CAUSE) ||
	    members_act(c, a))
		return true;
	/* after gunmen | killed, attacked, had attacked */
	return (prep->cls & C_SUBORD) &&
	    ((next->cls & (C_VERB | C_KILL | C_HAVE)) ||
		(next->word->ground & G_TAKES)) &&
	    (next->form & (FORM_PAST | FORM_THIRD));
}

/* The army and allied | militiamen: is the actor joined to the one before it? */
static bool
is_joined(const struct context *c, const struct actor_phrase *a)
{
	size_t i = a->first;

	while (i > c->s->first && (tok(c, i - 1)->cls & (C_DET | C_ADJ | C_DEMONYM)))
		i--;
	return a > c->names->actors && a[-1].last + 2 == i &&
	    (tok(c, i - 1)->cls & C_AND);
}

static const struct actor_phrase *
first_of_list(const struct context *c, const struct actor_phrase *a)
{
	while (is_joined(c, a))
		a--;
	return a;
}

/* Rebels and soldiers | clashed: neither of the two alone. */
static bool
of_both_sides(const struct context *c, const struct actor_phrase *first,
    const struct actor_phrase *last)
{
	return first != last && (tok(c, last->last + 1)->cls & C_CAUSE) &&
	    attr_is_clash(c, last->last + 1);
}

/* Police held the captain of a ferry | that sank on Thursday, killing nine: does the
 * actor hold somebody, of whom a relative clause tells what was done? */
static bool
is_of_antecedent(const struct context *c, const struct figure *r,
    const struct actor_phrase *a)
{
	const struct token *verb = tok(c, a->last + 1);
	size_t i = r->trigger;

	if (!(tok(c, i)->form & FORM_GERUND) || i < a->last + 3u ||
	    tok(c, i - 1)->punct != ',' || !(verb->cls & C_KILL) ||
	    verb->word->outcome != OUTCOME_DETAINED)
		return false;
	for (i--; i > a->last + 1u && tok(c, i - 1)->punct != ','; i--)
		if ((tok(c, i - 1)->cls & C_RELATIVE) && tok(c, i - 1)->group == 0)
			return !(tok(c, i - 2)->cls & C_SPEECH);
	return false;
}

/* The subject of an active verb, or whose attack its subject is; one who only stands in
 * an aside: *aside. */
static const struct actor_phrase *
agent_before(const struct context *c, const struct figure *r,
    const struct actor_phrase **aside)
{
	const struct actor_phrase *best = NULL, *other = NULL, *first;

	for (size_t i = 0;
	     i < c->names->n_actors && c->names->actors[i].last < r->trigger; i++) {
		const struct actor_phrase *a = &c->names->actors[i];

		/* Police: | a man killed … */
		if (a->last < attr_after_dateline(c) ||
		    (tok(c, a->last + 1)->kind == TOKEN_PUNCT &&
			tok(c, a->last + 1)->punct == ':'))
			continue;
		if (!may_do(c, r, a) || is_attacked(c, a->first) ||
		    is_of_antecedent(c, r, a) || of_other_clause(c, r, a) ||
		    by_event(c, r, a) || agent_is_victim(c, a) || agent_is_target(c, a) ||
		    (a->prep == NOWHERE && agent_was_hit(c, r, a)) ||
		    agent_is_short(c, best, a))
			continue;
		if (a->prep != NOWHERE && in_passing(c, a)) {
			*aside = a;
			continue;
		}
		other = best;
		best = a;
	}
	first = best == NULL ? NULL : first_of_list(c, best);
	if (first == NULL || of_both_sides(c, first, best))
		return NULL;
	/* fighting between | rebels and soldiers; but: a team of | soldiers and policemen
	 */
	if (may_do(c, r, first) || (tok(c, first->prep)->cls & C_OF))
		return first;
	/* rebels fired on a patrol and | soldiers returned fire */
	return other != NULL && other->last < first->prep &&
		(tok(c, best->last + 1)->cls & C_VERB) &&
		(tok(c, best->last + 1)->form & FORM_PAST)
	    ? best
	    : NULL;
}

static bool
ends_between(const struct context *c, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (tok(c, i)->kind == TOKEN_PUNCT && tok(c, i)->punct == ';')
			return true;
	return false;
}

/* nine were killed and six hurt in | rebel shelling: one clause; but: six were hurt when
 * | rebel shells fell, six died in an air strike, two of | rebel shells: what befell the
 * first is told already. */
bool
agent_is_parted(const struct context *c, size_t from, size_t to)
{
	bool cause = false;

	if (ends_between(c, from, to))
		return true;
	for (size_t i = from; i < to; i++) {
		cause = cause || (tok(c, i)->cls & C_CAUSE);
		if (((tok(c, i)->cls & C_SUBORD) && told_between(c, i, to)) ||
		    (cause && told_between(c, i, i + 1)))
			return true;
	}
	return false;
}

/* ---- languages whose victims are the nearest list ---- */

bool
agent_acts(const struct context *c, const struct figure *r)
{
	const struct token *t = tok(c, r->trigger);

	return (r->frame->cls & C_KILL) && !r->verb.passive &&
	    ((r->frame->victim == VICTIM_AFTER &&
		 (!(t->form & FORM_PARTICIPLE) || r->verb.perfect ||
		     ((t->form & FORM_THIRD) &&
			 lexicon_has(c->d->lx, HABIT_NO_CAPITALS)))) ||
		(r->frame->victim == VICTIM_BEFORE &&
		    lexicon_has(c->d->lx, HABIT_VERBS_LAST)));
}

/* قتلت | قوات الأمن | ثلاثة: töteten | Rebellen | vier Soldaten: right behind the verb,
 * before its victims; троих убили | боевики: which its objects are, before it. */
static const struct actor_phrase *
agent_behind(const struct context *c, const struct figure *r)
{
	for (size_t i = 0; i < c->names->n_actors; i++) {
		const struct actor_phrase *a = &c->names->actors[i];

		if (a->prep == NOWHERE && a->first > r->trigger &&
		    a->first <= r->trigger + 2u &&
		    (a->last < r->g.first || r->frame->victim == VICTIM_OBJECT) &&
		    !agent_is_victim(c, a))
			return a;
	}
	return NULL;
}

/* Rebellen'in | saldırısında: an ending behind it makes it no subject. */
static bool
has_ending(const struct context *c, const struct actor_phrase *a)
{
	return a->last + 1u < c->s->end && (tok(c, a->last + 1)->form & FORM_POST);
}

/* wurden | von Rebellen | getötet: a word that elsewhere says whose, between auxiliary
 * and verb. */
bool
agent_by_of(const struct context *c, const struct figure *r, const struct actor_phrase *a)
{
	if (!(tok(c, r->trigger)->form & FORM_PARTICIPLE) ||
	    !lexicon_has(c->d->lx, HABIT_VERBS_LAST) || a->prep == NOWHERE ||
	    a->last >= r->trigger || !(tok(c, a->prep)->cls & C_OF))
		return false;
	for (size_t i = a->prep; i-- > c->s->first && tok(c, i)->kind != TOKEN_PUNCT;)
		if (tok(c, i)->cls & C_BE)
			return true;
	return false;
}

/* isyancılar | tarafından öldürülen */
static bool
is_by_behind(const struct context *c, const struct actor_phrase *a)
{
	return has_ending(c, a) && (tok(c, a->last + 1)->cls & C_BY);
}

static const struct actor_phrase *
agent_elsewhere(const struct context *c, const struct figure *r)
{
	const struct actor_phrase *best = NULL, *aside = NULL;

	for (size_t i = 0; i < c->names->n_actors; i++) {
		const struct actor_phrase *a = &c->names->actors[i];

		if ((agent_by_of(c, r, a) || is_by_behind(c, a)) &&
		    !agent_is_victim(c, a))
			return a;
		if (a->last < r->trigger && lexicon_has(c->d->lx, HABIT_SUFFIX) &&
		    has_ending(c, a) && owns_deed(c, a))
			return a;
	}
	if ((r->frame->cls & C_KILL) &&
	    (r->frame->victim == VICTIM_AFTER || r->frame->victim == VICTIM_OBJECT) &&
	    (best = agent_behind(c, r)) != NULL)
		return best;
	if (agent_acts(c, r))
		best = agent_before(c, r, &aside);
	return best != NULL &&
		!(lexicon_has(c->d->lx, HABIT_SUFFIX) && has_ending(c, best))
	    ? best
	    : NULL;
}

/* attacked, had ambushed, opened fire: does what begins at token i tell of an attack? */
static bool
attacks(const struct context *c, size_t i)
{
	/* gunmen | on motorcycles */
	if (i + 2 < c->s->end && (tok(c, i)->cls & C_PREP) &&
	    !(tok(c, i)->cls & (C_BY | C_OF | C_TO | C_SUBORD)))
		i += tok(c, i + 1)->cls & C_ADJ ? 3 : 2;
	while (i < c->s->end && (tok(c, i)->cls & (C_ADVERB | C_HAVE)))
		i++;
	return i < c->s->end && (tok(c, i)->form & (FORM_PAST | FORM_PARTICIPLE)) &&
	    (((tok(c, i)->cls & C_VERB) && tok(c, i)->word->value == ATTACKS) ||
		(token_ground(c->d, i) & G_ATTACKV));
}

/* Ten were killed when | rebels attacked a base: whose attack the clause behind the verb
 * tells; NULL: nobody's. */
static const struct actor_phrase *
agent_when(const struct context *c, const struct figure *r)
{
	for (size_t i = 0; i < c->names->n_actors; i++) {
		const struct actor_phrase *a = &c->names->actors[i];
		size_t first = a->first;

		while (first > r->trigger &&
		    (tok(c, first - 1)->cls & (C_DET | C_ONE | C_ADJ | C_DEMONYM)) &&
		    !(tok(c, first - 1)->cls & C_SUBORD))
			first--;
		if (first > r->trigger + 1u && (tok(c, first - 1)->cls & C_SUBORD) &&
		    tok(c, first - 1)->word->value != CONTRAST &&
		    attacks(c, a->last + 1) && !agent_is_victim(c, a) &&
		    tok(c, a->last)->word != r->g.noun)
			return a;
	}
	return NULL;
}

/* Shells hit Tarn|, nine dead, ten hurt: is that comma all that stands between what
 * happened and a figure without a verb, but for others like it? */
static bool
parts_bare_figure(const struct context *c, const struct figure *r, size_t comma)
{
	size_t i = comma + 1;

	while (i + 2 < r->g.first && tok(c, i)->kind == TOKEN_NUMBER &&
	    (tok(c, i + 1)->cls & (C_DEAD | C_KILL | C_DIE)) &&
	    (tok(c, i + 2)->punct == ',' || (tok(c, i + 2)->cls & C_AND)))
		i += 3;
	return tok(c, comma)->punct == ',' && i == r->g.first &&
	    r->trigger == r->g.last + 1 && !r->verb.passive &&
	    (r->trigger + 1u == c->s->end ||
		tok(c, r->trigger + 1)->kind == TOKEN_PUNCT ||
		(tok(c, r->trigger + 1)->cls & C_AND));
}

/* Rebel ambush in Tarn|: nine dead; rebels shell Tarn|, nine dead: does token at stand in
 * a label before the mark, which says what befell them? */
bool
agent_in_label(const struct context *c, const struct figure *r, size_t at)
{
	for (size_t i = at; i < r->trigger; i++) {
		if (tok(c, i)->punct == ':' || parts_bare_figure(c, r, i))
			return true;
		if (tok(c, i)->cls & (C_KILL | C_DIE | C_DEAD | C_SPEECH | C_BE))
			return false;
	}
	return false;
}

/* What two sides do to each other is no one's doing. */
static bool
in_clash(const struct context *c)
{
	return c->cause != SIZE_MAX && attr_is_clash(c, c->cause);
}

static const struct actor_phrase *
agent_of_label(const struct context *c, const struct figure *r)
{
	for (size_t i = 0; i < c->names->n_actors && !in_clash(c); i++) {
		const struct actor_phrase *a = &c->names->actors[i];

		if (a->prep == NOWHERE && a->last < r->trigger && owns_deed(c, a) &&
		    agent_in_label(c, r, a->last) && !agent_is_victim(c, a))
			return a;
	}
	return NULL;
}

/* Soldiers clashed with rebels, | leaving nine dead; rescued 20 from floods that | left
 * nine dead: no one actor's doing. */
static bool
left_by_event(const struct context *c, const struct figure *r)
{
	size_t i = r->verb.start;

	if (i > c->s->first + 1 && (tok(c, i - 1)->cls & C_RELATIVE) &&
	    tok(c, i - 1)->word->value != OF_PEOPLE)
		return true;
	return in_clash(c);
}

/* Those who killed nine were themselves killed | by rebels, killed nine in a town held |
 * by rebels: is it another verb's, whose victims these are not? */
static bool
of_other_passive(const struct context *c, const struct figure *r,
    const struct actor_phrase *a)
{
	const struct token *t = tok(c, a->prep - 1);

	/* 40, citing a post | by the navy */
	if (r->frame->victim == VICTIM_NUMBER &&
	    !(t->cls & (C_CAUSE | C_STRIKE | C_KILL | C_DEATH)))
		return true;
	/* as stated, suffered | by the army */
	if ((t->word->ground & G_CONTROLV) ||
	    ((t->cls & C_VERB) && t->word->value == NO_DEED) || (t->cls & C_SUFFER) ||
	    ((t->cls & C_SPEECH) && !(t->cls & C_CLAIM)))
		return true;
	return r->frame->victim == VICTIM_RIGHT && a->prep > r->trigger + 1 &&
	    (t->cls & C_KILL) && (t->form & FORM_PARTICIPLE);
}

/* A man killed three before | police shot him dead: does the actor's verb tell of another
 * figure? */
static bool
begins_other(const struct context *c, const struct figure *r,
    const struct actor_phrase *a)
{
	bool other = false;

	for (const struct figure *e = c->figures; e < c->figures_end && !other; e++)
		other = e != r && e->trigger > a->last && e->verb.start == a->last + 1u;
	return other && a->first > c->s->first && (tok(c, a->first - 1)->cls & C_SUBORD);
}

static bool
is_himself(const struct token *t)
{
	return (t->cls & C_PRONOUN) && t->word->value == REFLEXIVE;
}

static bool
is_counted(const struct figure *r, const struct actor_phrase *a)
{
	return a->first <= r->g.last && a->last >= r->g.first;
}

/* Another clause tells between what happened and token `to`. */
static bool
told_apart(const struct context *c, const struct figure *r, size_t to)
{
	return told_between(c, r->trigger + 1, to) &&
	    agent_is_parted(c, r->trigger + 1, to);
}

/* killed | by rebels */
static const struct actor_phrase *
agent_behind_by(const struct context *c, const struct figure *r)
{
	/* six wounded men were flown out, one was found dead | by the navy */
	bool state = (r->trigger >= r->g.first && r->trigger < r->g.head) ||
	    tok(c, r->trigger)->word->value == NO_DEED;

	for (size_t i = 0; i < c->names->n_actors && !state; i++) {
		const struct actor_phrase *a = &c->names->actors[i];

		if (a->prep != NOWHERE && a->prep > r->trigger &&
		    (does_it(c, a->prep) || by_members(c, a)) && !is_counted(r, a) &&
		    !of_other_passive(c, r, a) && !told_apart(c, r, a->prep))
			return a;
	}
	return NULL;
}

/* killed in | rebel rockets, Russian aircraft bombings */
static const struct actor_phrase *
agent_with_cause(const struct context *c, const struct figure *r)
{
	for (size_t i = 0; i < c->names->n_actors; i++) {
		const struct actor_phrase *a = &c->names->actors[i];

		if (r->trigger < a->first &&
		    (ends_between(c, r->trigger + 1, a->first) ||
			told_apart(c, r, a->first)))
			return NULL;
		if (a->first > r->trigger && !is_counted(r, a) && owns_deed(c, a) &&
		    !begins_other(c, r, a))
			return a;
	}
	return NULL;
}

/* Of a figure whose verb has no object: where its frame lets one look. */
static const struct actor_phrase *
agent_by_frame(const struct context *c, const struct figure *r,
    const struct actor_phrase **aside)
{
	enum frame_victim slot = r->frame->victim;

	if (slot == VICTIM_LEFT || slot == VICTIM_RIGHT)
		return NULL;
	if (slot == VICTIM_BETWEEN) {
		const struct actor_phrase *best = left_by_event(c, r)
		    ? NULL
		    : agent_before(c, r, aside);

		return best != NULL && agent_after_event(c, r, best) ? NULL : best;
	}
	return agent_elsewhere(c, r);
}

/* The perpetrator: by-phrase of a passive, subject of an active, owner of the cause. */
const struct actor_phrase *
agent_of(const struct context *c, const struct figure *r)
{
	const struct actor_phrase *best = NULL, *aside = NULL;

	if (agent_of_clause(c, r, &best))
		return best;
	if (is_himself(tok(c, r->g.first)) ||
	    (r->frame->victim == VICTIM_RIGHT && /* police named | the dead as */
		tok(c, r->trigger)->word->value == NO_DEED))
		return NULL;
	if (r->frame->victim == VICTIM_RIGHT &&
	    (best = agent_before(c, r, &aside)) != NULL && !agent_after_event(c, r, best))
		return best;
	if ((best = agent_behind_by(c, r)) != NULL ||
	    (best = agent_by_case(c, r)) != NULL)
		return best;
	best = agent_by_frame(c, r, &aside);
	if (best != NULL || aside != NULL)
		return best != NULL ? best : aside;
	if ((best = agent_with_cause(c, r)) != NULL || r->frame->victim == VICTIM_RIGHT)
		return best;
	best = agent_of_label(c, r);
	return best != NULL ? best : agent_when(c, r);
}
