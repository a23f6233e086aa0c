/*
 * judge_cue.c -- see judge_in.h: what one cue makes of one figure: history, a plan,
 * denied, claimed, more than was told before.
 */
#include "config.h"

#include "facts/finder.h"
#include "facts/judge_in.h"
#include "facts/source.h"
#include "facts/time_words.h"
#include "facts/when.h"

#define WAR_TOLL 1000     /* no single event of a war */
#define WAR_EXODUS 500000 /* fewer may be displaced in a week */
/* words: in response to | an overnight army strike that killed */
#define CHARGE_REACH 8

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
opens_deed(const struct doc *d, const struct cue *c, size_t i, const struct figure *f)
{
	const struct token *verb = &d->t.tok[f->trigger];
	/* freeing six hostages | and killing nine */
	bool alike = (verb->form & d->t.tok[c->last].form & FORM_GERUND) != 0;

	if ((d->t.tok[i].cls & C_SUBORD) &&
	    ((i + 1 == f->trigger && (verb->form & FORM_GERUND)) ||
		(i + 1 == f->g.first && f->verb.passive)))
		return d->t.tok[i - 1].group != 0 && (d->t.tok[i - 1].form & FORM_PLURAL);
	return (d->t.tok[i].cls & C_AND) &&
	    (alike ||
		((verb->form & (FORM_PAST | FORM_PARTICIPLE)) &&
		    !(verb->form & FORM_GERUND))) &&
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
		    (c->kind == CUE_CHARGED &&
			(ends_charge(t) || opens_deed(d, c, i, f))))
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

/* Two men wanted over a raid last year | were held; police held | two men wanted over it:
 * does the cue stand in a phrase that tells why? */
static bool
of_who_is_held(const struct doc *d, const struct cue *c, const struct figure *f)
{
	const struct token *t = &d->t.tok[f->g.last + 1];

	if (f->outcome != OUTCOME_DETAINED && f->outcome != OUTCOME_CAPTURED)
		return false;
	return c->first > f->g.last + 1u && (t->form & FORM_PARTICIPLE) &&
	    !(t->cls & C_KILL) &&
	    (f->verb.passive ? c->last < f->verb.start : f->trigger < f->g.first);
}

/* Karim, a judge and previously | a driver, was killed: what one was. */
static bool
of_noun(const struct doc *d, const struct cue *c, const struct figure *f)
{
	return c->last + 1u == f->g.first && c->first > d->t.sent[f->sentence].first &&
	    (d->t.tok[c->first - 1].cls & C_AND);
}

bool
cue_parted(const struct doc *d, size_t from, size_t to)
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

/* The claim is false, he said, | adding that 15 died */
static bool
says_besides(const struct doc *d, const struct cue *c, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return (t->cls & C_SPEECH) && (t->form & FORM_GERUND) && c->last < i &&
	    t[-1].kind == TOKEN_PUNCT && (t[1].cls & C_SUBORD);
}

/* Does the cue stand with another verb: those kidnapped last year were found dead? */
static bool
of_another(const struct doc *d, const struct cue *c, const struct figure *f)
{
	size_t from = c->last < f->first ? c->last : f->last,
	       to = c->last < f->first ? f->first : c->first;
	size_t low = c->last < f->first ? c->first : 0;

	if (of_inner_clause(d, c, f) || of_noun(d, c, f) || of_who_is_held(d, c, f) ||
	    (c->last < f->first &&
		is_on_actor(d, &d->t.sent[f->sentence], c->first, c->last, f->first)))
		return true;
	for (size_t i = from + 1; i < to; i++)
		if (((d->t.tok[i].cls & C_KILL) && d->t.tok[i].group == 0 &&
			!names_event(&d->t.tok[i])) ||
		    says_besides(d, c, i))
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

bool
cue_claims_lives(const struct cue *c, const struct figure *f, size_t n)
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

/* 12 girls held | by bandits */
static bool
is_held_by(const struct doc *d, const struct figure *f)
{
	return f->trigger > f->g.last && f->trigger + 1u < d->t.sent[f->sentence].end &&
	    (d->t.tok[f->trigger + 1].cls & C_BY);
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
		    (relative || is_held_by(d, f) ||
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

/* spread evenly over | four events: among how many the cue shares out; 1: it says none.
 */
static int64_t
sharers(const struct doc *d, const struct cue *c)
{
	int64_t n = 1;

	for (size_t i = c->first; i <= c->last; i++)
		if (d->t.tok[i].kind == TOKEN_NUMBER)
			n = d->t.tok[i].value;
	return n;
}

/* Total fatalities of 20, spread evenly over | four events: five; three are noted | in
 * this event: the entry's own. */
static void
take_share(const struct doc *d, const struct cue *c, struct figure *f)
{
	int64_t n = sharers(d, c);

	if (n < 1 || f->g.count < n || f->g.first > c->first)
		return;
	f->g.count /= n;
	f->g.low /= n;
	f->g.high = f->g.high < 0 ? -1 : f->g.high / n;
	f->total = true;
}

void
figures_share_told(const struct doc *d, const struct cues *cues, struct figures *f)
{
	int64_t n = 1, told = 0;

	for (size_t k = 0; k < cues->n; k++)
		if (cues->items[k].kind == CUE_SHARED)
			n = sharers(d, &cues->items[k]);
	for (size_t i = 0; i < f->n && n > 1; i++) {
		struct group *g = &f->items[i].g;
		int64_t before = f->items[i].subset ? 0 : told;

		if (f->items[i].outcome != OUTCOME_KILLED || f->items[i].total ||
		    left_out(&f->items[i]))
			continue;
		if (!f->items[i].subset)
			told += g->count;
		/* of 4 + 5, shared by three, 1 + 2: no rest is lost */
		g->count = (before + g->count) / n - before / n;
		g->low = (before + g->low) / n - before / n;
		g->high = g->high < 0 ? -1 : (before + g->high) / n - before / n;
		f->items[i].planned = g->count == 0;
	}
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

/* left | nine people dead: where what befell them begins to be told. */
static uint32_t
told_at(const struct figure *f)
{
	return f->frame->victim == VICTIM_BETWEEN ? f->verb.start : f->trigger;
}

/* arrested over the murder of | two clerks: it is no charge that somebody was arrested */
static bool
names_crime(const struct doc *d, const struct cue *c, const struct figure *f)
{
	return c->first == f->trigger && f->outcome == OUTCOME_DETAINED &&
	    (d->t.tok[c->last].cls & C_OF);
}

/* ---- what each kind of cue makes of a figure ---- */

/* Two years after the attack, families | of the 12 dead wait: told as known? */
static bool
is_known(const struct doc *d, const struct figure *f)
{
	return f->g.definite && f->g.embedded && f->frame->victim == VICTIM_SELF &&
	    (d->t.tok[f->g.prep].cls & C_OF);
}

static void
by_charge(const struct doc *d, const struct cue *c, struct figure *f)
{
	if (suffers(d, c, f) || of_subject(d, c, f) || of_party(d, c, f) ||
	    held_for_it(d, c, f))
		return;
	if ((ends_before(d, c, f) && before_in_clause(d, c, f) &&
		told_at(f) <= c->last + CHARGE_REACH) ||
	    governs_behind(d, c, f) || (c->last < f->first && is_known(d, f)) ||
	    (c->last >= f->trigger && c->first <= f->trigger &&
		!is_held(&d->t.tok[f->trigger]) && !names_crime(d, c, f)))
		f->background = true;
}

static void
by_release(const struct doc *d, const struct cue *c, struct figure *f)
{
	f->background = f->background || is_freed(d, c, f);
}

static void
by_past(const struct doc *d, const struct cue *c, struct figure *f)
{
	if (cue_tells_past(d, c, f) && !of_another(d, c, f) && !dates_record(d, c, f) &&
	    !(c->first < f->first && f->frame->victim == VICTIM_NUMBER))
		f->background = true;
}

static void
by_late_clause(const struct doc *d, const struct cue *c, struct figure *f)
{
	f->background = f->background || cue_in_passing(d, c, f);
}

#define WAR_NEAR 7 /* words behind a figure */

static void
by_war(const struct doc *d, const struct cue *c, struct figure *f)
{
	bool many = f->outcome == OUTCOME_DISPLACED
	    ? f->g.count >= WAR_EXODUS
	    : f->verb.perfect || f->g.count >= WAR_TOLL;

	(void)d;
	f->background = f->background || (c->first <= f->last + WAR_NEAR && many);
}

static void
by_earlier(const struct doc *d, const struct cue *c, struct figure *f)
{
	f->background = f->background ||
	    (c->last < f->last && !contrasted(d, c->last, f->first) &&
		(is_known(d, f) || !cue_parted(d, c->last, f->first)));
}

static void
by_plan(const struct doc *d, const struct cue *c, struct figure *f)
{
	if ((before_in_clause(d, c, f) && f->trigger <= c->last + plan_reach(d, c, f)) ||
	    governs_behind(d, c, f))
		f->planned = true;
}

static void
by_denial(const struct doc *d, const struct cue *c, struct figure *f)
{
	/* denied killing nine */
	bool own = c->first <= f->trigger && c->last >= f->trigger;

	if ((before_in_clause(d, c, f) && !in_relative_behind(d, c, f)) ||
	    governs_behind(d, c, f) || own)
		f->denied = true;
}

static void
by_denied_report(const struct doc *d, const struct cue *c, struct figure *f)
{
	f->denied = f->denied || denies_report(d, c, f);
}

static void
by_claim(const struct doc *d, const struct cue *c, struct figure *f)
{
	if (!nobody_did(d, c, f) &&
	    ((c->first < f->trigger && !contrasted(d, c->last, f->first)) ||
		governs_behind(d, c, f)))
		f->claimed = true;
}

static void
by_addition(const struct doc *d, const struct cue *c, struct figure *f)
{
	f->also_said = f->also_said || says_also(d, c);
	/* died in a separate incident */
	if (c->first <= f->trigger || (d->t.tok[c->first].cls & C_PREP))
		f->addition = true;
	f->apart = f->apart ||
	    (f->addition &&
		(c->last > c->first || c->first == d->t.sent[f->sentence].first));
}

static void
by_opening(const struct doc *d, const struct cue *c, struct figure *f)
{
	if (c->first == d->t.sent[f->sentence].first)
		f->addition = f->apart = true;
}

/* two died, while | other sources told of five */
static void
by_rival(const struct doc *d, const struct cue *c, struct figure *f)
{
	f->rival = f->rival || !(f->last < c->first && contrasted(d, f->last, c->first));
}

static void
by_pointer(const struct doc *d, const struct cue *c, struct figure *f)
{
	f->background = f->background ||
	    cue_points_elsewhere(d, &d->t.sent[f->sentence], c);
}

static void (*const JUDGES[CUE_N])(const struct doc *d, const struct cue *c,
    struct figure *f) = {
	[CUE_CHARGED] = by_charge,
	[CUE_REPRISAL] = by_charge,
	[CUE_FREED] = by_release,
	[CUE_PAST] = by_past,
	[CUE_LATELY] = by_late_clause,
	[CUE_WAR] = by_war,
	[CUE_EARLIER] = by_earlier,
	[CUE_PLANNED] = by_plan,
	[CUE_DENIED] = by_denial,
	[CUE_DENIES] = by_denied_report,
	[CUE_CLAIMED] = by_claim,
	[CUE_ADDITION] = by_addition,
	[CUE_OPENING] = by_opening,
	[CUE_RIVAL] = by_rival,
	[CUE_SHARED] = take_share,
	[CUE_POINTER] = by_pointer,
	[CUE_CAPTION] = by_pointer,
};

void
judge_cue(const struct doc *d, const struct cue *c, struct figure *f)
{
	if (JUDGES[c->kind] != NULL)
		JUDGES[c->kind](d, c, f);
}
