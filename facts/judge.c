/*
 * judge.c -- see casualty.h: what the cues of a sentence make of its figures: history, a
 * plan, denied, claimed, more than was told before.
 */
#include "config.h"

#include "facts/finder.h"
#include "facts/judge_past.h"
#include "facts/phrase.h"
#include "facts/small_words.h"
#include "facts/source.h"
#include "facts/territory_stance.h"
#include "facts/time_words.h"
#include "facts/when.h"

#define WAR_TOLL 1000     /* no single event of a war */
#define WAR_EXODUS 500000 /* fewer may be displaced in a week */
#define CHARGE_REACH                                                      \
	8 /* words: in response to | an overnight army strike that killed \
	   */

/* Does what a charge is about end here: at a clause of its own, at an aside? */
static bool
ends_charge(const struct token *t)
{
	if (t->kind == TOKEN_PUNCT)
		return t->punct == ',' || (t->punct == '-' && !(t->flags & TOKEN_TIGHT));
	return (t->cls & C_SUBORD) && !(t->cls & (C_PREP | C_RELATIVE));
}

/* Does the comma stand only because a clause that belongs to what is before it begins
 * there? */
static bool
opens_belonging(const struct doc *d, size_t comma, size_t end)
{
	size_t i = comma + 1;

	/* the trial over the attack, | which killed nine, | in which nine died */
	if (!lexicon_has(d->lx, HABIT_COMMA_CLAUSE)) {
		i += i + 1 < end && (d->t.tok[i].cls & C_PREP) &&
		    !(d->t.tok[i].cls & C_OF) && (d->t.tok[i + 1].cls & C_RELATIVE);
		return i < end && (d->t.tok[i].cls & C_RELATIVE) &&
		    !(d->t.tok[i].cls & (C_DET | C_PERSON));
	}
	if (i < end && (d->t.tok[i].cls & C_PREP) && !(d->t.tok[i].cls & C_SUBORD))
		i++; /* in which */
	return i < end && (d->t.tok[i].cls & (C_SUBORD | C_RELATIVE));
}

/* Troops freed 20 hostages | and killed five; 20 were freed | and two killed: what was
 * done besides, with a verb of its own. Freed 20 | after killing two, after two were
 * killed. */
static bool
opens_deed(const struct doc *d, size_t i, const struct figure *f)
{
	const struct token *verb = &d->t.tok[f->trigger];

	if ((d->t.tok[i].cls & C_SUBORD) &&
	    ((i + 1 == f->trigger && (verb->form & FORM_GERUND)) ||
		(i + 1 == f->g.first && f->verb.passive)))
		return d->t.tok[i - 1].group != 0 && (d->t.tok[i - 1].form & FORM_PLURAL);
	return (d->t.tok[i].cls & C_AND) &&
	    (verb->form & (FORM_PAST | FORM_PARTICIPLE)) && !(verb->form & FORM_GERUND) &&
	    ((i + 1 == f->verb.start &&
		 (d->t.tok[i - 1].group != 0 || f->g.first > f->trigger)) ||
		i + 1 == f->g.first);
}

static bool
before_in_clause(const struct doc *d, const struct cue *c, const struct figure *f)
{
	if (c->last >= f->trigger)
		return false;
	for (size_t i = c->last + 1; i < f->trigger; i++) {
		const struct token *t = &d->t.tok[i];
		bool mark = t->kind == TOKEN_PUNCT &&
		    (t->punct == ';' || t->punct == ',');

		/* the suspect of an attack, in which nine were killed, is news: where
		 * each clause has its comma */
		if (mark && t->punct == ',' && opens_belonging(d, i, f->trigger) &&
		    (c->kind != CUE_CHARGED || !lexicon_has(d->lx, HABIT_COMMA_CLAUSE)))
			continue;
		if (mark ||
		    (c->kind == CUE_CHARGED && (ends_charge(t) || opens_deed(d, i, f))))
			return false;
	}
	return true;
}

/* Clashes over the killing of | a herder left three dead: the verb of what is told, whose
 * subject the cue is part of; but: of a man who left three dead. */
static bool
of_subject(const struct doc *d, const struct cue *c, const struct figure *f)
{
	size_t verb = f->g.first > c->last && f->g.first < f->trigger
	    ? f->g.first - 1u
	    : f->verb.start; /* left three | dead */
	bool whom = false;

	if (!(d->t.tok[c->last].cls & C_OF) || verb <= c->last || verb > f->last ||
	    !(d->t.tok[verb].form & (FORM_PAST | FORM_THIRD)) || f->verb.passive ||
	    f->verb.infinitive || f->g.last < verb)
		return false;
	for (size_t i = c->last + 1; i < verb; i++) {
		if (d->t.tok[i].cls & (C_SUBORD | C_RELATIVE | C_SPEECH))
			return false;
		whom = whom || d->t.tok[i].group != 0;
	}
	return whom;
}

/* An armed group linked to | al-Qaeda killed nine: is all between the cue and the verb
 * whose side the subject is on? */
static bool
of_party(const struct doc *d, const struct cue *c, const struct figure *f)
{
	if (!(d->t.tok[c->last].cls & C_TO) || f->verb.start <= c->last + 1 ||
	    f->verb.passive || f->g.first < f->trigger)
		return false;
	for (size_t i = c->last + 1; i < f->verb.start; i++)
		if (!(d->t.tok[i].flags & (TOKEN_CAP | TOKEN_DASH)))
			return false;
	return true;
}

/* denied that it came late after a flood that | killed 87: a clause of its own in what is
 * denied */
static bool
in_relative_behind(const struct doc *d, const struct cue *c, const struct figure *f)
{
	return f->verb.start > c->last + 2u &&
	    (d->t.tok[f->verb.start - 1].cls & C_RELATIVE);
}

/* Where verbs stand last: that six were killed (it) denied. */
static bool
governs_behind(const struct doc *d, const struct cue *c, const struct figure *f)
{
	if (!lexicon_has(d->lx, HABIT_VERBS_LAST) || c->first <= f->trigger ||
	    c->first > f->trigger + CHARGE_REACH)
		return false;
	for (size_t i = f->trigger + 1u; i < c->first; i++)
		if ((d->t.tok[i].cls & C_AND) ||
		    (d->t.tok[i].kind == TOKEN_PUNCT && d->t.tok[i].punct != '"'))
			return false;
	return true;
}

/* Words from a plan to what is planned: where nouns stand first, the subject is between
 * the two; where verbs stand last, all that the infinitive has; behind "unclear whether",
 * the clause. */
static uint32_t
plan_reach(const struct doc *d, const struct cue *c, const struct figure *f)
{
	if (d->t.tok[c->last].cls & C_SUBORD)
		return CHARGE_REACH;
	if (lexicon_has(d->lx, HABIT_VERBS_LAST) &&
	    (d->t.tok[f->trigger].form & FORM_BASE))
		return CHARGE_REACH;
	return lexicon_has(d->lx, HABIT_HEAD_FIRST) ? 4 : 2;
}

bool
is_on_actor(const struct doc *d, const struct sentence *s, size_t first, size_t last,
    size_t told)
{
	const uint64_t actors = C_FACTION | C_ARMED | C_ORG | C_PERSON | C_ATTACKER |
	    C_COLLECTIVE;
	const struct token *t;
	size_t from = first, to = last + 1u;

	while (to < told && d->t.tok[to].punct != ',')
		to++;
	while (from > s->first + 1u && d->t.tok[from - 1].punct != ',')
		from--;
	if (to >= told || from <= s->first + 1u)
		return false;
	t = &d->t.tok[from];
	return ((t->cls & C_RELATIVE) || (t->form & FORM_PARTICIPLE)) &&
	    (t[-2].cls & actors);
}

/* who were kidnapped last week | were found dead; a mine, previously planted: the cue
 * belongs to a verb of a clause of its own. */
static bool
of_inner_clause(const struct doc *d, const struct cue *c, const struct figure *f)
{
	const struct token *next = &d->t.tok[c->last + 1];

	if (c->last + 1u < d->t.sent[f->sentence].end && c->first > f->trigger &&
	    (next->form & FORM_PARTICIPLE))
		return true;
	for (size_t i = f->trigger + 1u; (next->cls & (C_BE | C_HAVE)) && i < c->first;
	     i++)
		if ((d->t.tok[i].cls & C_KILL) && (d->t.tok[i].form & FORM_PARTICIPLE) &&
		    i > f->g.last) /* the bodies of nine clerks kidnapped last month |
				      were found */
			return true;
	if (c->first <= f->g.last || c->last >= f->verb.start)
		return false;
	if (next->cls & C_DET) /* a judge and previously a driver, was killed */
		return true;
	for (size_t i = f->g.last + 1; i < c->first; i++)
		if (d->t.tok[i].cls & C_RELATIVE)
			return true;
	return false;
}

/* Karim, a judge and previously | a driver, was killed: what one was. */
static bool
of_noun(const struct doc *d, const struct cue *c, const struct figure *f)
{
	return c->last + 1u == f->g.first && c->first > d->t.sent[f->sentence].first &&
	    (d->t.tok[c->first - 1].cls & C_AND);
}

/* earlier four were reported, | now there are six */
static bool
parted(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++)
		if (d->t.tok[i].kind == TOKEN_PUNCT &&
		    (d->t.tok[i].punct == ',' || d->t.tok[i].punct == '-'))
			return true;
	return false;
}

/* the massacre, the Tarn shooting: a noun */
static bool
names_event(const struct token *t)
{
	return (t->cls & (C_DEATH | C_CAUSE)) && (t->form & (FORM_BASE | FORM_GERUND)) &&
	    !(t[-1].cls & (C_BY | C_SUBORD)) &&
	    (!(t[-1].cls & C_PREP) || (t[-1].cls & C_OF));
}

/* Does the cue stand with another verb: those kidnapped last year were found dead? */
static bool
of_another(const struct doc *d, const struct cue *c, const struct figure *f)
{
	size_t from = c->last < f->first ? c->last : f->last,
	       to = c->last < f->first ? f->first : c->first;
	size_t low = c->last < f->first ? c->first : 0;

	if (of_inner_clause(d, c, f) || of_noun(d, c, f) ||
	    (c->last < f->first &&
		is_on_actor(d, &d->t.sent[f->sentence], c->first, c->last, f->first)))
		return true;
	for (size_t i = from + 1; i < to; i++)
		if ((d->t.tok[i].cls & C_KILL) && d->t.tok[i].group == 0 &&
		    !names_event(&d->t.tok[i]))
			return true;
	/* the cue just behind a participle before the figure */
	return low > 0 && low > d->t.sent[f->sentence].first &&
	    (d->t.tok[low - 1].cls & (C_KILL | C_DISPLACE)) &&
	    d->t.tok[low - 1].group == 0;
}

/* Early reports spoke of 20 dead, but | 13 had died. */
static bool
contrasted(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (((d->t.tok[i].cls & C_SUBORD) &&
			d->t.tok[i].word->value == CONTRAST) ||
		    (d->t.tok[i].kind == TOKEN_PUNCT && d->t.tok[i].punct == ';'))
			return true;
	return false;
}

/* the army, who had | three soldiers killed: no charge, but what befell them. */
static bool
suffers(const struct doc *d, const struct cue *c, const struct figure *f)
{
	return (d->t.tok[c->last].cls & C_HAVE) && f->g.first == c->last + 1;
}

/* released | 24 of the men held: a cue may end with the figure's own number. */
static bool
ends_before(const struct doc *d, const struct cue *c, const struct figure *f)
{
	return c->last < f->first ||
	    (c->last == f->first && c->first < f->first &&
		d->t.tok[c->last].kind == TOKEN_NUMBER);
}

#define CLAIMANT 4 /* words: no group has */

/* The flood | claimed nine lives and left six hurt: is the cue a verb that tells of
 * victims? */
static bool
claims_lives(const struct cue *c, const struct figure *f, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (f[i].trigger == c->first && (f[i].frame->cls & C_CLAIM))
			return true;
	return false;
}

/* No group has | claimed the attack, which killed nine. */
static bool
nobody_did(const struct doc *d, const struct cue *c, const struct figure *f)
{
	for (size_t i = c->first;
	     i > d->t.sent[f->sentence].first && i + CLAIMANT > c->first;)
		if (d->t.tok[--i].cls & C_NEG)
			return true;
	return false;
}

/* the worst attack | since the war began */
static bool
dates_record(const struct doc *d, const struct cue *c, const struct figure *f)
{
	return (d->t.tok[c->first].word->time & U_SINCE) &&
	    when_is_record(d->t.tok, d->t.sent[f->sentence].first, c->first);
}

/* The army rescued | 12 girls kidnapped in Tarn; 12 girls kidnapped in Tarn | have been
 * freed; but: 12 kidnapped, two | freed. */
static bool
is_freed(const struct doc *d, const struct cue *c, const struct figure *f)
{
	bool relative = f->verb.start > d->t.sent[f->sentence].first &&
	    (d->t.tok[f->verb.start - 1].cls & C_RELATIVE);
	enum frame_victim slot = f->frame->victim;
	bool reduced = (slot == VICTIM_ADJACENT || slot == VICTIM_BEFORE ||
			   slot == VICTIM_SELF) &&
	    !f->verb.passive;

	if ((f->outcome != OUTCOME_ABDUCTED && f->outcome != OUTCOME_MISSING &&
		!(f->outcome == OUTCOME_DETAINED &&
		    (relative ||
			(slot == VICTIM_SELF && !lexicon_has(d->lx, HABIT_GAZETTEER))))) ||
	    !(relative || reduced))
		return false;
	for (size_t i = c->last + 1u; i < f->first; i++) /* 30 rescued, | 12 missing */
		if (d->t.tok[i].kind != TOKEN_WORD ||
		    (d->t.tok[i].cls & (C_AND | C_SUBORD | C_PREP)))
			return false;
	for (size_t i = f->last + 1u; i < c->first; i++)
		if ((d->t.tok[i].kind == TOKEN_NUMBER &&
			!(d->t.tok[i + 1].cls & C_TIME)) ||
		    d->t.tok[i].punct == ';') /* held for two | weeks */
			return false;
	return true;
}

/* A resident | also said that nine were killed: he is one more, maybe not they. */
static bool
says_also(const struct doc *d, const struct cue *c)
{
	const struct token *next = &d->t.tok[c->last + 1];

	return c->first == c->last && c->last + 1u < d->t.n &&
	    (d->t.tok[c->last].cls & C_ADVERB) && (next->cls & C_SPEECH) &&
	    (next->form & (FORM_PAST | FORM_THIRD));
}

/* Total fatalities of 20, spread evenly over | four events: five; three are noted | in
 * this event: the entry's own. */
static void
take_share(const struct doc *d, const struct cue *c, struct figure *f)
{
	int64_t n = 1;

	for (size_t i = c->first; i <= c->last; i++)
		if (d->t.tok[i].kind == TOKEN_NUMBER)
			n = d->t.tok[i].value;
	if (n < 1 || f->g.count < n || f->g.first > c->first)
		return;
	f->g.count /= n;
	f->g.low /= n;
	f->g.high = f->g.high < 0 ? -1 : f->g.high / n;
	f->total = true;
}

/* Police denied | media reports that ten had died: what was said, and not so.  But:
 * reports of a raid that killed ten. */
static bool
denies_report(const struct doc *d, const struct cue *c, const struct figure *f)
{
	size_t end = f->g.first < f->trigger ? f->g.first : f->verb.start;

	for (size_t i = c->last + 1u; i <= end; i++) {
		const struct token *t = &d->t.tok[i];

		if (t->punct == ',' || t->punct == ';' || (t->cls & C_AND) ||
		    ((t->cls & C_SUBORD) && t->word->value == CONTRAST) ||
		    ((t->cls & C_SPEECH) && (t->form & FORM_PAST)))
			return false;
		if ((t->cls & C_SUBORD) && (t->cls & C_RELATIVE))
			return !(t[1].cls & (C_KILL | C_BE | C_HAVE | C_MODAL));
	}
	return false;
}

/* По делу об убийстве семьи | задержаны двое: is what the charge is about told before
 * those who are held for it? */
static bool
held_for_it(const struct doc *d, const struct cue *c, const struct figure *f)
{
	if (f->outcome != OUTCOME_DETAINED ||
	    (f->frame->victim != VICTIM_AFTER && f->frame->victim != VICTIM_BEFORE))
		return false;
	for (size_t i = c->first; i < f->first; i++)
		if ((d->t.tok[i].cls & (C_DEATH | C_KILL | C_DIE)) &&
		    d->t.tok[i].word->outcome != OUTCOME_DETAINED)
			return true;
	return false;
}

static void
judge(const struct doc *d, const struct cue *c, struct figure *f)
{
	switch (c->kind) {
	case CUE_CHARGED:
	case CUE_REPRISAL:
		if (suffers(d, c, f) || of_subject(d, c, f) || of_party(d, c, f) ||
		    held_for_it(d, c, f))
			break;
		if ((ends_before(d, c, f) && before_in_clause(d, c, f) &&
			f->trigger <= c->last + CHARGE_REACH) ||
		    governs_behind(d, c, f) ||
		    (c->last >= f->trigger && c->first <= f->trigger &&
			!is_held(&d->t.tok[f->trigger])))
			f->background = true;
		break;
	case CUE_FREED:
		f->background = f->background || is_freed(d, c, f);
		break;
	case CUE_PAST:
		if (cue_tells_past(d, c, f) && !of_another(d, c, f) &&
		    !dates_record(d, c, f) &&
		    !(c->first < f->first && f->frame->victim == VICTIM_NUMBER))
			f->background = true;
		break;
	case CUE_LATELY:
		f->background = f->background || cue_in_passing(d, c, f);
		break;
	case CUE_WAR:
		f->background = f->background ||
		    (c->first <= f->last + 7 &&
			(f->outcome == OUTCOME_DISPLACED
				? f->g.count >= WAR_EXODUS
				: f->verb.perfect || f->g.count >= WAR_TOLL));
		break;
	case CUE_EARLIER:
		f->background = f->background ||
		    (c->last < f->last && !contrasted(d, c->last, f->first) &&
			!parted(d, c->last, f->first));
		break;
	case CUE_PLANNED:
		if ((before_in_clause(d, c, f) &&
			f->trigger <= c->last + plan_reach(d, c, f)) ||
		    governs_behind(d, c, f))
			f->planned = true;
		break;
	case CUE_DENIED:
		if ((before_in_clause(d, c, f) && !in_relative_behind(d, c, f)) ||
		    governs_behind(d, c, f) ||
		    (c->first <= f->trigger && c->last >= f->trigger)) /* denied killing
									  nine */
			f->denied = true;
		break;
	case CUE_DENIES:
		f->denied = f->denied || denies_report(d, c, f);
		break;
	case CUE_CLAIMED:
		if (nobody_did(d, c, f))
			break;
		if ((c->first < f->trigger && !contrasted(d, c->last, f->first)) ||
		    governs_behind(d, c, f))
			f->claimed = true;
		break;
	case CUE_ADDITION:
		f->also_said = f->also_said || says_also(d, c);
		if (c->first <= f->trigger ||
		    (d->t.tok[c->first].cls & C_PREP)) /* died in a separate incident */
			f->addition = true;
		f->apart = f->apart ||
		    (f->addition &&
			(c->last > c->first || c->first == d->t.sent[f->sentence].first));
		break;
	case CUE_OPENING:
		if (c->first == d->t.sent[f->sentence].first)
			f->addition = f->apart = true;
		break;
	case CUE_RIVAL: /* two died, while | other sources told of five */
		f->rival = f->rival ||
		    !(f->last < c->first && contrasted(d, f->last, c->first));
		break;
	case CUE_SHARED:
		take_share(d, c, f);
		break;
	case CUE_POINTER:
		f->background = f->background ||
		    cue_points_elsewhere(d, &d->t.sent[f->sentence], c);
		break;
	case CUE_RUNNING:
	case CUE_ACTUAL:
	case CUE_CALM:
	case CUE_VOTE:
	case CUE_N:
		break;
	}
}

/* An infinitive is a plan unless something says that it came true. */
static bool
unfulfilled(const struct cues *cues, const struct figure *f)
{
	if (!f->verb.infinitive || f->verb.perfect || f->frame->cls == C_FLEE ||
	    f->frame->cls == C_DEATH)
		return false;
	for (size_t k = 0; k < cues->n; k++) {
		const struct cue *c = &cues->items[k];

		if ((c->kind == CUE_ACTUAL || c->kind == CUE_CLAIMED) &&
		    c->last < f->trigger &&
		    (c->last + 3 >= f->trigger || c->last >= f->verb.start))
			return false;
	}
	return true;
}

/* A guard and one additional rebel: more than the guard, not more than was told before.
 */
static bool
first_of_outcome(const struct figure *f, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (f[k].outcome == f[i].outcome)
			return false;
	return true;
}

/* The toll is at 43 this year; | a guard was hurt: is the cue of what another part of the
 * sentence tells? */
static bool
of_other_part(const struct doc *d, const struct cue *c, const struct figure *first,
    const struct figure *f)
{
	if (first->trigger > c->first || f->verb.perfect)
		return false;
	for (size_t i = c->last + 1u; i < f->first; i++)
		if (d->t.tok[i].punct == ';')
			return true;
	return false;
}

/* 34 died, which raises the toll to 66 since March: only the last figure before the cue
 * is running. */
static bool
is_running(const struct doc *d, const struct cues *cues, const struct figure *f, size_t i,
    size_t n)
{
	for (size_t c = 0; c < cues->n; c++) {
		bool nearest = cues->items[c].kind == CUE_RUNNING &&
		    !of_other_part(d, &cues->items[c], &f[0], &f[i]) &&
		    !when_is_record(d->t.tok, d->t.sent[f[i].sentence].first,
			cues->items[c].first);

		for (size_t k = 0; k < n && nearest; k++)
			nearest = !(f[k].trigger > f[i].trigger &&
			    f[k].trigger < cues->items[c].first &&
			    f[k].outcome == f[i].outcome && !f[k].subset);
		if (nearest)
			return true;
	}
	return false;
}

/* killed 15 and wounded 47; 15 were killed and 47 wounded: is the second verb only joined
 * to the first? */
static bool
joined_to(const struct doc *d, const struct figure *f, const struct figure *next)
{
	size_t i = (f->g.last > f->trigger ? f->g.last : f->trigger) + 1;

	if (next->trigger <= i || next->g.first < f->g.last)
		return false;
	for (; i < next->trigger; i++)
		if (!(d->t.tok[i].cls & (C_AND | C_ADVERB)) &&
		    !(i >= next->g.first && i <= next->g.last))
			return false;
	return true;
}

/* Troops killed 12 in Tarn and 11 | in a separate raid: is another figure told between
 * this one and the cue? */
static bool
told_nearer(const struct figure *f, size_t n, size_t i, const struct cue *c)
{
	for (size_t k = 0; k < n; k++)
		if (f[k].outcome == f[i].outcome && f[k].g.first > f[i].g.last &&
		    f[k].g.last < c->first && !f[k].subset)
			return true;
	return false;
}

/* the worst since | 1984, when a plane fell, killing all 49: does a clause open behind
 * the date that token i leads to? */
static bool
opens_behind_date(const struct doc *d, size_t i, size_t end)
{
	while (++i < end &&
	    (d->t.tok[i].kind == TOKEN_NUMBER || d->t.tok[i].punct == ',' ||
		(d->t.tok[i].cls & C_MONTH)))
		continue;
	return i < end && (d->t.tok[i].cls & (C_RELATIVE | C_SUBORD)) &&
	    !(d->t.tok[i].cls & C_DET);
}

/* the worst since | the 2008 attacks, which left 166 dead: told of what was worse before.
 */
static bool
beside_record(const struct doc *d, const struct figure *f)
{
	size_t first = d->t.sent[f->sentence].first,
	       clause = f->verb.start < f->g.first ? f->verb.start : f->g.first;

	bool own;

	if (clause <= first)
		return false;
	own = (d->t.tok[clause - 1].cls & (C_RELATIVE | C_SUBORD)) != 0;
	for (size_t i = first; i + 1 < clause; i++)
		if ((d->t.tok[i].word->time & U_SINCE) &&
		    when_is_record(d->t.tok, first, i))
			return own || opens_behind_date(d, i, clause);
	return false;
}

/* a day after, two weeks before: does a span of days lead to another event between the
 * two tokens? */
static bool
leads_elsewhere(const struct doc *d, size_t from, size_t to)
{
	for (size_t i = from; i + 1 < to; i++) {
		uint32_t unit = d->t.tok[i].word->time & (U_UNIT | U_HOURS),
			 next = d->t.tok[i + 1].word->time;

		if (unit == U_UNIT && (d->t.tok[i + 1].cls & C_PREP) &&
		    (d->t.tok[i + 1].cls & C_SUBORD) && !(next & U_SINCE))
			return true;
	}
	return false;
}

#define FRONT 4 /* words: two days after */

/* Eleven were killed, a day after | an attack that killed 52. A day after an attack that
 * | killed 52, eleven were killed: of two figures, that of the event by which the other
 * is dated. */
static bool
only_dates(const struct doc *d, const struct figure *all, size_t n,
    const struct figure *f)
{
	size_t first = d->t.sent[f->sentence].first;
	bool front = leads_elsewhere(d, first,
	    f->first < first + FRONT ? f->first : first + FRONT);

	for (const struct figure *e = all; e < all + n; e++) {
		if (e->outcome != f->outcome || e->subset || f->g.other)
			continue;
		if (e->last < f->first && leads_elsewhere(d, e->last + 1, f->first))
			return true;
		if (front && e->first > f->last && !e->g.other &&
		    parted(d, f->last, e->first))
			return true;
	}
	return false;
}

/* killed 600 fighters, wounded 1,200 others over the past months: does the time behind
 * the second belong to the first as well? */
static bool
lists_with(const struct doc *d, const struct cues *cues, const struct figure *f,
    const struct figure *next)
{
	size_t comma = f->g.last + 1u;
	bool behind = false;

	for (size_t k = 0; k < cues->n; k++)
		behind = behind ||
		    (cues->items[k].kind == CUE_PAST &&
			cues->items[k].first > next->last);
	return behind && f->trigger < f->g.first && comma + 1 == next->trigger &&
	    next->trigger < next->g.first && d->t.tok[comma].punct == ',' &&
	    f->outcome != next->outcome;
}

/* Arrested two men | for killing a clerk, were hanged | for killing him: what those are
 * charged with whom the sentence tells as held, or put to death. */
static bool
held_for(const struct doc *d, const struct figure *all, const struct figure *f)
{
	if (f->outcome > OUTCOME_INJURED || !f->verb.gerund || f->verb.start == 0 ||
	    !(token_small(d, f->verb.start - 1u) & S_FOR))
		return false;
	for (const struct figure *e = all; e < f; e++)
		if ((e->outcome == OUTCOME_DETAINED ||
			(e->outcome == OUTCOME_KILLED && e->verb.passive)) &&
		    e->trigger < f->trigger)
			return true;
	return false;
}

/* Police arrested four over a raid that left nine dead | last year: is another fate told
 * between those held and the time? */
static bool
holds_now(const struct figure *f, size_t n, size_t i, const struct cue *c)
{
	for (size_t k = i + 1;
	     k < n && c->kind == CUE_PAST && f[i].outcome == OUTCOME_DETAINED; k++)
		if (f[k].outcome < OUTCOME_DETAINED && f[k].first > f[i].last &&
		    f[k].last < c->first)
			return true;
	return false;
}

void
figures_judge(const struct doc *d, const struct cues *cues, struct figure *f, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < cues->n; k++)
			if (!holds_now(f, n, i, &cues->items[k]) &&
			    (cues->items[k].kind != CUE_ADDITION ||
				!told_nearer(f, n, i, &cues->items[k])) &&
			    (cues->items[k].kind != CUE_CLAIMED ||
				!claims_lives(&cues->items[k], f, n)))
				judge(d, &cues->items[k], &f[i]);
		f[i].running = is_running(d, cues, f, i, n);
		if ((f[i].g.other && first_of_outcome(f, i)) || f[i].g.taken)
			f[i].addition = true;
		if (unfulfilled(cues, &f[i]))
			f[i].planned = true;
		f[i].claimed = f[i].claimed ||
		    is_disputed(d, &d->t.sent[f[i].sentence], f[i].trigger);
		f[i].charged = held_for(d, f, &f[i]) ||
		    (n > 1 && (d->t.sent[f->sentence].cls & C_RELATIVE) &&
			figure_is_deed(d, f, n, &f[i]));
		f[i].background = f[i].background || f[i].charged ||
		    beside_record(d, &f[i]) ||
		    (n > 1 && (d->t.sent[f->sentence].cls & C_TIME) &&
			only_dates(d, f, n, &f[i]));
		if (i > 0 && f[i - 1].background && joined_to(d, &f[i - 1], &f[i]))
			f[i].background = true;
	}
	for (size_t i = n; i-- > 1;)
		f[i - 1].background = f[i - 1].background ||
		    (f[i].background && lists_with(d, cues, &f[i - 1], &f[i]));
	figures_restated(d, f, n);
}
