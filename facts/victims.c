/*
 * victims.c -- the slots of frames: where the victims of a trigger stand, one function a
 * slot.
 */
#include "config.h"

#include "facts/calm.h"
#include "facts/finder_in.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/reach.h"
#include "facts/reader_data.h"

/* Eleven people were killed, police said, including four shot dead in a bar: does figure
 * n belong to a larger one of its sentence? */
bool
victims_of_larger(const struct finder *f, size_t n)
{
	const struct figure *r = &f->out->items[n];

	for (size_t i = n; i-- > 0 && f->out->items[i].sentence == r->sentence;)
		if (f->out->items[i].outcome == r->outcome &&
		    f->out->items[i].g.count > r->g.count)
			return true;
	return false;
}

/* Five died and nine were hurt, one of whom later | died: is the one of those told last,
 * of whom something else is? */
static bool
of_the_hurt(const struct finder *f, size_t n)
{
	const struct figure *r = &f->out->items[n], *last = NULL;

	for (size_t i = n; i-- > 0 && f->out->items[i].sentence == r->sentence;)
		if (f->out->items[i].g.last < r->g.first &&
		    (last == NULL || f->out->items[i].g.last > last->g.last))
			last = &f->out->items[i];
	return last != NULL && last->outcome == OUTCOME_INJURED &&
	    r->outcome == OUTCOME_KILLED && last->g.count >= r->g.count;
}

static bool
opens_whom(const struct finder *f, const struct group *g)
{
	return tok(f, g->prep)->word->value == OF_WHOM;
}

#define A_FEW 10

/* Three suspects | fled, tourists crossed the border: only families, or so many that
 * nobody is after them. */
static bool
only_escape(const struct finder *f, const struct verb *v, const struct slot *s)
{
	const struct group *g = s->n > 0 ? &f->c.gs->items[s->group[0]] : NULL;

	if (g == NULL ||
	    (tok(f, v->at)->word->value != ESCAPES &&
		tok(f, v->at)->word->value != OF_VIOLENCE &&
		!(tok(f, v->at)->word->ground & G_ENTER)))
		return false;
	return (g->count < A_FEW && !(g->cls & C_COLLECTIVE)) ||
	    (g->noun != NULL && g->noun->value == TRAVELLER);
}

/* Is the subject that no group tells of nobody who suffers: a vigil | was held, a town |
 * was shelled, or somebody of whom a text that tells of nothing violent says so? */
static bool
is_no_victim(const struct finder *f, const struct frame *fr, const struct verb *v,
    const struct slot *s, int outcome)
{
	if (is_held(tok(f, v->at)) || outcome == OUTCOME_DISPLACED)
		return true;
	if (!is_violent(f->c.d) &&
	    ((fr->cls & (C_DIE | C_DEAD)) || outcome == OUTCOME_INJURED))
		return true;
	return (tok(f, v->at)->word->ground & G_STRONG) &&
	    finder_names_town(f, s->first, s->last);
}

/* One person, or several by name, whom only the verb makes known. */
static void
tell_unknown(struct finder *f, const struct frame *fr, const struct verb *v,
    const struct slot *s, int outcome)
{
	struct group *g = group_add(f->c.d, f->c.gs, s->first, s->last);
	struct figure *r;

	g->count = g->low = g->high = s->names > 1 ? (int64_t)s->names : 1;
	g->bound = BOUND_EXACT;
	g->unknown = true;
	g->named = s->names > 1;
	if (s->title > 0)
		victims_take_kind(g, &f->c.gs->items[s->title - 1]);
	r = finder_add(f, g, fr, v, outcome);
	if (r != NULL) {
		r->tier = TIER_HINT;
		finder_widen(r, v->start, v->at);
	}
	finder_company(f, fr, v, outcome);
}

static bool
by_subject(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct slot s = { .n = 0 };
	size_t n = f->out->n;

	slot_subject(&f->c, v, &s);
	if (s.agreement) {
		if (is_no_victim(f, fr, v, &s, outcome))
			return false;
		tell_unknown(f, fr, v, &s, outcome);
		return true;
	}
	if (s.n == 1 && (fr->cls & C_FLEE) &&
	    (finder_is_runaway(f, &f->c.gs->items[s.group[0]]) || only_escape(f, v, &s)))
		return false;
	if (s.n == 1)
		finder_resolve(f, &f->c.gs->items[s.group[0]], outcome);
	/* the gunman shot a clerk before he fled; he died in peace */
	if (s.n == 1 && f->c.gs->items[s.group[0]].pronoun &&
	    (outcome == OUTCOME_DISPLACED ||
		(fr->cls == C_DIE && f->c.gs->items[s.group[0]].count < 2 &&
		    tok(f, v->at)->word->value != WEAK_TRIGGER && !is_violent(f->c.d))))
		return false;
	if (!finder_slot(f, &s, fr, v, outcome, finder_is_strong(f, &s, fr, v, outcome)))
		return false;
	/* of whom two died: no part of those hurt */
	for (size_t i = n; i < f->out->n; i++)
		if (f->out->items[i].subset && opens_whom(f, &f->out->items[i].g))
			f->out->items[i].subset = victims_of_larger(f, i) &&
			    !of_the_hurt(f, i);
	finder_parts(f, f->out->items[n].g.last + 1, fr, v, outcome);
	finder_company(f, fr, v, outcome);
	finder_breakdown(f, fr, v, outcome, n);
	finder_shares(f, n, fr, v, outcome);
	return true;
}

/* "Also killed in the raid were two guards." */
static bool
inverted(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct slot s = { .n = 0 };
	size_t i = f->c.s->first;

	while (i < v->at && (tok(f, i)->cls & C_ADVERB))
		i++;
	if (i != v->at || !(tok(f, i)->form & FORM_PARTICIPLE))
		return false;
	for (i = v->at + 1; i < f->c.s->end && i < v->at + 10u; i++) {
		if (tok(f, i)->cls & C_BE) {
			victims_names(f, clause_skip(&f->c, i + 1), &s);
			return victims_tell_who(f, fr, v, outcome, &s);
		}
		if (tok(f, i)->kind == TOKEN_PUNCT ||
		    (tok(f, i)->cls & (C_KILL | C_SUBORD)) ||
		    ((tok(f, i)->cls & C_VERB) &&
			!(tok(f, i)->cls & (C_CAUSE | C_THING))))
			return false;
	}
	return false;
}

/* Two of | the dead were identified as Karim and Omar: a part of those told. */
static bool
names_part(const struct finder *f, const struct verb *v)
{
	return (tok(f, v->at)->flags & TOKEN_FOLDED) && v->at > f->c.s->first + 1u &&
	    (tok(f, v->at - 1)->cls & C_OF);
}

static bool
by_object(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct slot s = { .n = 0 };
	size_t n = f->out->n;
	struct group *other;
	bool bereft = false,
	     taken = outcome != OUTCOME_DISPLACED && outcome != OUTCOME_INJURED &&
	    (outcome != OUTCOME_CAPTURED || victims_one_by_name(f, v->at + 1u));
	const struct group *g;

	if (v->passive && !v->gerund)
		return false;
	if (inverted(f, fr, v, outcome))
		return true;
	/* shot and injured Karim; attackers injured Karim: the player who does is another
	 * matter */
	if (outcome == OUTCOME_INJURED &&
	    ((tok(f, v->at)->flags & TOKEN_FOLDED) || (f->c.s->cls & C_ATTACKER)))
		taken = true;
	slot_object(&f->c, v->at + 1, taken && fr->cls == C_KILL, &s);
	if (s.n == 0)
		slot_whom(&f->c, v, &s);
	if (s.n == 0)
		return false;
	g = &f->c.gs->items[s.group[0]];
	finder_resolve(f, &f->c.gs->items[s.group[0]], outcome);
	if (fr->cls == C_LOSE && !victims_lost(f, v, g, &bereft))
		return false;
	if (outcome == OUTCOME_DISPLACED &&
	    ((g->noun == NULL && !g->stated) ||
		(g->state > 0 && tok(f, g->state)->word->outcome == OUTCOME_INJURED)))
		return false; /* evacuated 15 wounded men */
	if (!finder_slot(f, &s, fr, v, outcome, fr->cls == C_KILL))
		return false;
	for (size_t i = n; bereft && i < f->out->n; i++)
		f->out->items[i].tier = TIER_HINT; /* of those whom the entry counts */
	for (size_t i = names_part(f, v) ? n : f->out->n; i < f->out->n; i++)
		f->out->items[i].subset = true;
	if (fr->cls == C_LOSE &&
	    (other = victims_other_side(f, &f->out->items[f->out->n - 1].g)) != NULL) {
		other->cls |= f->out->items[n].g.cls & C_ARMED;
		s = (struct slot){ .n = 1,
			.group = { (uint16_t)(other - f->c.gs->items) } };
		finder_slot(f, &s, fr, v, outcome, true);
	}
	finder_share_list(f, n);
	finder_shares(f, n, fr, v, outcome);
	finder_parts(f, f->out->items[f->out->n - 1].g.last + 1, fr, v, outcome);
	return true;
}

/* a leader | in, | known as, a clerk | working */
static bool
opens_phrase(const struct token *t)
{
	if (t->cls & (C_OF | C_PREP))
		return !(t->cls & (C_BY | C_TO | C_SUBORD));
	return (t->cls & C_VERB) && (t->form & (FORM_GERUND | FORM_PARTICIPLE)) &&
	    !(t->cls & (C_KILL | C_DEAD | C_DISPLACE));
}

/* forced 900 people | to camp along the road: does the infinitive behind the word at
 * token i say that they left home? */
static bool
is_driven_to(const struct finder *f, size_t i)
{
	const struct token *t = tok(f, i);

	if (!(t->cls & C_TO) || i + 1 >= f->c.s->end || !is_violent(f->c.d) ||
	    t[1].word->outcome != OUTCOME_DISPLACED)
		return false;
	return (t[1].cls & C_FLEE) ||
	    ((t[1].cls & C_DISPLACE) && (t[1].form & FORM_BASE) &&
		(i + 2 == f->c.s->end ||
		    (t[2].group == 0 && !(t[2].cls & (C_DET | C_POSSESSIVE)))));
}

#define HOUSED_REACH 5u /* words from to to the camps that it governs */

/* moved 300 people | to two holding camps: where the shelters stand that the preposition
 * at token i leads to; i: to none. */
static size_t
housed_at(const struct finder *f, size_t i)
{
	if (!(tok(f, i)->cls & C_TO) || !is_violent(f->c.d))
		return i;
	for (size_t k = i + 1; k < f->c.s->end && k < i + HOUSED_REACH; k++) {
		const struct token *t = tok(f, k);

		if (t->kind == TOKEN_PUNCT || (t->cls & (C_PREP | C_AND | C_POSSESSIVE)))
			break;
		if ((t->cls & C_DEAD) && t->word->outcome == OUTCOME_DISPLACED)
			return k;
	}
	return i;
}

/* left two members of the garrison dead, a leader in the garrison dead: past the phrase
 * at i. */
static size_t
past_of(const struct finder *f, size_t i)
{
	size_t k = i;
	bool whose;

	if (i >= f->c.s->end || !opens_phrase(tok(f, i)))
		return i;
	whose = (tok(f, i)->cls & C_OF) || (token_ground(f->c.d, i) & G_FROM);
	for (k++; k < f->c.s->end && k < i + 8 && tok(f, k)->kind != TOKEN_PUNCT; k++) {
		if (is_driven_to(f, k))
			return k;
		if ((tok(f, k)->cls &
			(C_DEAD | C_KILL | C_RESULT | C_VERB | C_AND | C_SUBORD |
			    C_PREP)) &&
		    !(tok(f, k)->cls & (C_PERSON | C_FACTION)) &&
		    !(tok(f, k - 1)->cls & C_TIE) && !(tok(f, k)->cls & C_OF) &&
		    tok(f, k)->word->cls != 0) /* of a wedding party */
			return tok(f, k)->cls &
				(C_DEAD | C_RESULT | (whose ? C_KILL | C_AND : 0))
			    ? k
			    : i;
	}
	return i;
}

/* made 900 people (210 families) homeless: past the bracket at i. */
static size_t
past_bracket(const struct finder *f, size_t i)
{
	size_t closes = i < f->c.s->end ? reach_bracket(&f->c, i) : i;

	return closes > i ? closes + 1 : i;
}

/* The groups from token i on, joined, up to a word of the partner's class; where that
 * must stand. */
static size_t
list_before(const struct finder *f, size_t i, uint64_t partner, struct slot *s)
{
	size_t end = i, first_end = i;

	s->n = 0;
	while (i < f->c.s->end && s->n < SLOT_MAX) {
		const struct group *g = group_of(f->c.d, f->c.gs, i);

		if (g == NULL || g->first != i)
			break;
		s->group[s->n++] = (uint16_t)(g - f->c.gs->items);
		end = clause_skip(&f->c, past_of(f, past_bracket(f, g->last + 1)));
		if (s->n == 1)
			first_end = end;
		i = end;
		if (i < f->c.s->end && tok(f, i)->kind == TOKEN_PUNCT &&
		    tok(f, i)->punct == ',')
			i++;
		if (i < f->c.s->end && (tok(f, i)->cls & C_AND))
			i++;
		if (i == end)
			break;
	}
	if (end < f->c.s->end && (tok(f, end)->cls & partner))
		return end;
	s->n = 1;
	return first_end;
}

/* left six people, two of them children, dead: where the partner stands behind the aside
 * that opens at i. */
static size_t
past_aside(const struct finder *f, size_t i, uint64_t partner)
{
	if (!is_comma(f, i))
		return i;
	for (size_t k = i + 1; k + 1 < f->c.s->end && k < i + 12; k++)
		if (is_comma(f, k))
			return tok(f, k + 1)->cls & partner ? k + 1 : i;
	return i;
}

/* left two clerks with minor burns: where the partner stands behind the preposition at i.
 */
static size_t
past_with(const struct finder *f, size_t i, uint64_t partner)
{
	if (i >= f->c.s->end || !(tok(f, i)->cls & C_PREP))
		return i;
	for (size_t k = i + 1;
	     k < f->c.s->end && k < i + 4 && tok(f, k)->kind == TOKEN_WORD; k++)
		if (tok(f, k)->cls & partner & C_HARM)
			return k;
	return i;
}

/* left one dead and | three with burns: others, harmed, who share the verb. */
static void
left_hurt(struct finder *f, const struct frame *fr, const struct verb *v, size_t dead)
{
	size_t i = clause_skip(&f->c, dead + 2), harm;
	const struct group *g = dead + 2 < f->c.s->end &&
		(tok(f, dead + 1)->cls & C_AND) && i < f->c.s->end
	    ? group_of(f->c.d, f->c.gs, i)
	    : NULL;
	struct slot s = { .n = 1 };

	if (g == NULL || g->first != i || !g->stated)
		return;
	harm = past_with(f, g->last + 1, C_HARM);
	if (harm == g->last + 1u)
		return;
	s.group[0] = (uint16_t)(g - f->c.gs->items);
	finder_slot(f, &s, fr, v,
	    tok(f, harm)->word->outcome == LEXICON_NO_OUTCOME
		? OUTCOME_INJURED
		: tok(f, harm)->word->outcome,
	    true);
}

/* burned him | alive, but not brought him out so; gunmen took four | away */
static bool
may_result(const struct finder *f, const struct verb *v, const struct token *p)
{
	if (p->word->value == AWAY)
		return (tok(f, v->at)->cls & C_CLAIM) && (f->c.s->cls & C_ATTACKER);
	return p->word->value != ALIVE || (tok(f, v->at)->cls & C_DAMAGE);
}

/* What became of those between the verb and p: picked up | from their homes they are
 * held, taken from there by gunmen they are not displaced. */
static int
result_of(const struct finder *f, const struct verb *v, const struct token *p)
{
	const struct token *verb = tok(f, v->at);

	if (p->word->outcome != OUTCOME_DISPLACED)
		return p->word->outcome;
	if (verb->word->outcome != LEXICON_NO_OUTCOME)
		return verb->word->outcome;
	return (verb->cls & C_CLAIM) && (f->c.s->cls & C_ATTACKER) ? OUTCOME_ABDUCTED
								   : OUTCOME_DISPLACED;
}

/* found the bodies | of two others killed: the noun that counts them tells of it */
static bool
is_bodies(const struct finder *f, const struct group *g)
{
	return !g->stated && g->noun != NULL && (g->cls & C_COUNTED) &&
	    str_eq(doc_text(f->c.d, g->noun->who), STR("body"));
}

/* left six dead; beat a poacher to death */
static bool
by_between(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	size_t i = clause_skip(&f->c, v->at + 1), end, n;
	const struct group *g = i < f->c.s->end ? group_of(f->c.d, f->c.gs, i) : NULL;
	const struct token *p;
	struct slot s = { .n = 0 };
	struct verb w = *v;
	bool name = false, driven;

	if (g == NULL && i < f->c.s->end &&
	    (fr->cls == C_BEAT ||
		(name = fr->cls == C_LEAVE && (tok(f, i)->flags & TOKEN_CAP) &&
			is_violent(f->c.d))))
		g = group_demand(f->c.d, f->c.s, f->c.gs, i);
	if (g == NULL || g->first != i || is_bodies(f, g) ||
	    (g->pronoun && tok(f, i)->word->value == REFLEXIVE &&
		doc_find(f->c.d, f->c.s->first, f->c.s->end, C_DIE) <
		    f->c.s->end)) /* set himself alight and died */
		return false;
	end = past_aside(f, list_before(f, i, fr->partner, &s), fr->partner);
	end = past_with(f, end, fr->partner);
	if (end >= f->c.s->end)
		return false;
	driven = fr->cls == C_BEAT && is_driven_to(f, end);
	end += driven;
	if (fr->cls == C_BEAT && (i = housed_at(f, end)) > end) {
		driven = true;
		end = i;
	}
	p = tok(f, end);
	if ((!(p->cls & fr->partner) && !driven) ||
	    ((fr->partner & C_KILL) && !(p->form & FORM_PARTICIPLE)) ||
	    !may_result(f, v, p))
		return false;
	if (p->word->outcome != LEXICON_NO_OUTCOME && fr->outcome < 0)
		outcome = result_of(f, v, p);
	/* drove 300 people into the hills; but: took 300 hikers there */
	if (p->word->value == WEAK_TRIGGER && !is_violent(f->c.d))
		return false;
	w.at = (uint32_t)end;
	finder_resolve(f, &f->c.gs->items[s.group[0]], outcome);
	n = f->out->n;
	if (!finder_slot(f, &s, fr, &w, outcome, true))
		return false;
	/* left Karim Tarni dead: who may be told already */
	if (name || f->out->items[n].tier != TIER_FIRM)
		f->out->items[n].tier = TIER_HINT;
	left_hurt(f, fr, &w, end);
	finder_parts(f, end + 1, fr, &w, outcome);
	finder_breakdown(f, fr, &w, outcome, n);
	finder_shares(f, n, fr, &w, outcome);
	return true;
}

/* the capture of | Tarn: is what token i begins a place, which is told of elsewhere? */
static bool
of_ground(const struct finder *f, const struct verb *v, size_t i)
{
	size_t last = i;

	if (!(tok(f, v->at)->word->ground & G_NOMINAL) ||
	    f->c.d->reader->gazetteer == NULL)
		return false;
	while (last + 1 < f->c.s->end && (tok(f, last + 1)->flags & TOKEN_CAP))
		last++;
	return (last + 1 < f->c.s->end && (tok(f, last + 1)->word->ground & G_HEAD)) ||
	    finder_names_town(f, i, last);
}

/* der Tod | dreier Bauern, der Tod | der drei Bauern: a case that says "of". */
static bool
is_genitive(const struct finder *f, size_t i)
{
	const struct group *g = i < f->c.s->end ? group_of(f->c.d, f->c.gs, i) : NULL;

	return g != NULL && g->first == i && g->stated &&
	    lexicon_has(f->c.d->lx, HABIT_HEAD_FIRST);
}

/* Behind the "of" of the noun before token i: killing and wounding of; evacuation of, as
 * reported, 90; death by drowning of.  The sentence's end if there is none. */
static size_t
of_phrase(const struct finder *f, size_t i)
{
	size_t end = f->c.s->end;

	if (i + 1 < end && (tok(f, i)->cls & (C_AND | C_BY)) && tok(f, i + 1)->group == 0)
		i += 2;
	if (is_genitive(f, i))
		return i;
	if (i + 1 >= end || !(tok(f, i)->cls & C_OF))
		return end;
	i++;
	if (!is_comma(f, i))
		return i;
	for (size_t k = i + 1; k < end && k < i + 10; k++)
		if (is_comma(f, k))
			return k + 1;
	return end;
}

/* the loss of | many lives, of human life: of how many is not said. */
static bool
lives_untold(const struct finder *f, const struct group *g)
{
	return g->first < g->head && !g->stated && (tok(f, g->head)->cls & C_LIFE) &&
	    !(tok(f, g->head)->cls & C_PERSON) && !(tok(f, g->first)->cls & C_ONE);
}

static bool
by_of(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct slot s = { .n = 0 };
	size_t i = of_phrase(f, v->at + 1);

	if (i >= f->c.s->end)
		return false;
	i = clause_skip(&f->c, i);
	if (i < f->c.s->end && tok(f, i)->group == 0 && outcome != OUTCOME_DISPLACED &&
	    !of_ground(f, v, i) &&
	    !str_eq(doc_text(f->c.d, tok(f, v->at)->word->who), STR("place")))
		group_demand(f->c.d, f->c.s, f->c.gs, i);
	slot_list(&f->c, i, &s);
	if (s.n > 0 && lives_untold(f, &f->c.gs->items[s.group[0]]))
		return false;
	/* the death of one man where nothing else is violent is an obituary */
	if (s.n == 1 && tok(f, v->at)->word->value == WEAK_TRIGGER &&
	    !f->c.gs->items[s.group[0]].stated && !is_violent(f->c.d))
		return false;
	if (s.n == 0 || !finder_slot(f, &s, fr, v, outcome, true))
		return false;
	finder_parts(f, f->out->items[f->out->n - 1].g.last + 1, fr, v, outcome);
	return true;
}

/* Ten pilgrims sustained burns: the harm within a few words of the verb. */
static bool
by_harm(struct finder *f, const struct frame *fr, const struct verb *v)
{
	for (size_t i = v->at + 1; i < f->c.s->end && i < v->at + 8u; i++) {
		const struct token *t = tok(f, i);

		if (t->cls & fr->partner)
			return by_subject(f, fr, v,
			    t->word->outcome == LEXICON_NO_OUTCOME ? OUTCOME_INJURED
								   : t->word->outcome);
		if (t->cls & (C_SUBORD | C_BE | C_KILL | C_COUNTED))
			return false;
	}
	return false;
}

/* Shot two, | another 10 were wounded (убили двух, ещё 10 ранили): do they stand beside
 * those whom the verb before took? */
static bool
is_beside_object(const struct finder *f, const struct group *g)
{
	const struct figure *r = f->out->n > 0 ? &f->out->items[f->out->n - 1] : NULL;

	return g->other && g->noun == NULL && r != NULL && r->sentence == f->sentence &&
	    (tok(f, r->verb.at)->cls & C_KILL);
}

/* Has its number, or else its noun, the form of an object? */
static bool
is_object(const struct finder *f, const struct group *g)
{
	for (size_t i = g->first; i <= g->last; i++)
		if (tok(f, i)->kind == TOKEN_NUMBER)
			return (tok(f, i)->word->form & FORM_OBJECT) ||
			    (tok(f, i)->digits && is_beside_object(f, g));
	return (tok(f, g->noun != NULL ? g->head : g->first)->form & FORM_OBJECT) != 0;
}

/* The death of one who is only named is an obituary where nothing else is violent. */
static bool
may_be_a_name(const struct finder *f, const struct frame *fr, const struct verb *v)
{
	return tok(f, v->at)->word->value != WEAK_TRIGGER &&
	    ((fr->cls & (C_KILL | C_DIE | C_DEAD)) ||
		((fr->cls & C_DEATH) && is_violent(f->c.d)));
}

/* 17 dead, 32 wounded, | five are missing: who of a list are told by another state, but
 * for those beside the verb, are not its own. */
static void
drop_states(const struct finder *f, struct slot *s, int outcome)
{
	size_t n = 1; /* the nearest is the first */

	if (s->n < 2 || s->whole)
		return;
	for (size_t i = 1; i < s->n; i++) {
		const struct group *g = &f->c.gs->items[s->group[i]];
		bool state = g->noun != NULL && (g->cls & C_COUNTED) &&
		    g->noun->outcome != LEXICON_NO_OUTCOME && g->noun->outcome != outcome;

		if (!state)
			s->group[n++] = s->group[i];
	}
	s->n = n;
}

/* Murieron tres en Tarna y | dos en Hur; but: murieron siete, | cinco en Tarna: with no
 * "and" before them they are others only where they are told as parts. */
static void
reach_shares(struct finder *f, size_t whole, const struct frame *fr, const struct verb *v,
    int outcome)
{
	size_t n = f->out->n;
	const struct figure *r = &f->out->items[n];

	finder_shares(f, whole, fr, v, outcome);
	if (f->out->n > n && !r->subset && !(tok(f, r->g.first - 1)->cls & C_AND))
		f->out->n = n;
}

/* Zehirlenen iki kişi | öldü, двое отравились и умерли: the hurt of whom the same is told
 * before are those dead now; n: the figure of the dead. */
static size_t
without_hurt(struct finder *f, size_t n)
{
	const struct figure dead = f->out->items[n];
	const struct figure *hurt = n > 0 ? &f->out->items[n - 1] : NULL;

	if (hurt == NULL || dead.outcome != OUTCOME_KILLED ||
	    hurt->outcome != OUTCOME_INJURED || hurt->sentence != dead.sentence ||
	    hurt->g.first != dead.g.first || hurt->verb.at > dead.verb.at ||
	    !(dead.frame->cls & C_DIE))
		return n;
	for (size_t i = n; i < f->out->n; i++)
		f->out->items[i - 1] = f->out->items[i];
	f->out->n--;
	/* and not up to so many */
	f->out->items[n - 1].g = *group_of(f->c.d, f->c.gs, dead.g.first);
	return n - 1;
}

/* Взрыв смертника, погибли 16: does what stands before the verb, which takes no object,
 * have the form of one, so that it is no subject? */
static bool
is_no_subject(const struct finder *f, const struct frame *fr, const struct slot *s)
{
	const struct group *g = s->n == 1 ? &f->c.gs->items[s->group[0]] : NULL;

	return g != NULL && fr->victim == VICTIM_BEFORE && (fr->cls & C_DIE) &&
	    !g->stated && g->noun != NULL && (tok(f, g->head)->form & FORM_OBJECT) &&
	    lexicon_has(f->c.d->lx, HABIT_HEAD_FIRST) &&
	    !lexicon_has(f->c.d->lx, HABIT_OBJECT_FORM);
}

/* Un cerillero fue asesinado: may the verb, with nobody known beside it, tell of one whom
 * no list has? */
static bool
may_be_unlisted(const struct finder *f, const struct frame *fr, const struct verb *v,
    int outcome)
{
	return fr->cls == C_KILL &&
	    (outcome == OUTCOME_KILLED || outcome == OUTCOME_ABDUCTED) &&
	    tok(f, v->at)->word->value < 0 &&
	    lexicon_has(f->c.d->lx, HABIT_MODIFIERS_AFTER | HABIT_COMPOUNDS);
}

static bool
by_reach(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct slot s;
	const struct group *g;
	size_t n = f->out->n;
	bool bereft;

	if (tok(f, v->at)->group != 0)
		return false;
	(fr->victim == VICTIM_AFTER ? reach_after : reach_before)(&f->c, v->at, &s);
	drop_states(f, &s, outcome);
	if (is_no_subject(f, fr, &s))
		return false;
	if (fr->victim == VICTIM_OBJECT &&
	    (s.n == 0 || !is_object(f, &f->c.gs->items[s.group[0]])))
		return false;
	if (s.n == 1)
		finder_resolve(f, &f->c.gs->items[s.group[0]], outcome);
	if (fr->cls == C_FLEE && only_escape(f, v, &s))
		return false;
	if (fr->cls == C_LOSE && s.n > 0 &&
	    !victims_lost(f, v, &f->c.gs->items[s.group[0]], &bereft))
		return false;
	if (s.n == 0 && may_be_a_name(f, fr, v) && outcome != OUTCOME_DISPLACED &&
	    outcome != OUTCOME_CAPTURED &&
	    (g = reach_name(&f->c, v->at, fr->victim == VICTIM_BEFORE)) != NULL)
		s.group[s.n++] = (uint16_t)(g - f->c.gs->items);
	if (s.n == 0 && may_be_unlisted(f, fr, v, outcome) &&
	    (g = reach_unlisted(&f->c, v->at, fr->victim == VICTIM_BEFORE)) != NULL)
		s.group[s.n++] = (uint16_t)(g - f->c.gs->items);
	if (fr->partner != 0 &&
	    (s.n == 0 || !(f->c.gs->items[s.group[0]].cls & fr->partner)))
		return false;
	if (!finder_slot(f, &s, fr, v, outcome, fr->cls != C_LOSE))
		return false;
	n = without_hurt(f, n);
	if (fr->victim != VICTIM_AFTER)
		finder_parts_before(f, n, fr, v, outcome);
	finder_parts(f, f->out->items[n].g.last + 1, fr, v, outcome);
	reach_shares(f, n, fr, v, outcome);
	return true;
}

/* Fired at two clerks, leading to their death. */
static bool
by_owner(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	struct slot s = { .n = 1 };
	struct group *g = group_add(f->c.d, f->c.gs, v->at, v->at);

	g->pronoun = g->definite = true;
	g->plural = (tok(f, v->at)->form & FORM_PLURAL) != 0;
	if (g->plural) {
		finder_resolve(f, g, outcome);
	} else {
		g->count = g->low = g->high = 1;
		g->bound = BOUND_EXACT;
	}
	s.group[0] = (uint16_t)(g - f->c.gs->items);
	return finder_slot(f, &s, fr, v, outcome, true);
}

bool
victims_fill(struct finder *f, const struct frame *fr, const struct verb *v, int outcome)
{
	switch (fr->victim) {
	case VICTIM_LEFT:
		return fr->partner != 0 ? by_harm(f, fr, v)
					: by_subject(f, fr, v, outcome);
	case VICTIM_RIGHT:
		return by_object(f, fr, v, outcome);
	case VICTIM_ADJACENT:
		return victims_beside(f, fr, v, outcome);
	case VICTIM_BETWEEN:
		return by_between(f, fr, v, outcome);
	case VICTIM_OF:
		return by_of(f, fr, v, outcome);
	case VICTIM_SELF:
		return victims_self(f, fr, v, outcome);
	case VICTIM_NUMBER:
		return victims_number(f, fr, v, outcome);
	case VICTIM_LABEL:
		return victims_label(f, fr, v, outcome);
	case VICTIM_PARTS:
		return victims_parts(f, fr, v, outcome);
	case VICTIM_NEXT:
		return victims_next(f, fr, v, outcome);
	case VICTIM_BEFORE:
	case VICTIM_AFTER:
	case VICTIM_OBJECT:
		return by_reach(f, fr, v, outcome);
	case VICTIM_OWNER:
		return by_owner(f, fr, v, outcome);
	case VICTIM_NAMED:
		return victims_named(f, fr, v, outcome);
	case VICTIM_N:
		break;
	}
	return false;
}
