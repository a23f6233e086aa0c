/*
 * history.c -- see attr_in.h: what an entry tells as history beside its news: old dates,
 * long totals, a headline that names what its text only looks back at.
 */
#include "config.h"

#include "facts/attr_in.h"
#include "facts/claim.h"
#include "facts/time_words.h"

#define YEAR 365          /* days */
#define STALE_DAYS 45     /* from the end of what is told to the entry's day */
#define NEW 4             /* days that news is told of */
#define WEEK 7            /* days from older news to what is new */
#define RUN_TIMES 5       /* a total that many times an event's is not its own */
#define NO_EVENT 400000   /* dead: of no single event */
#define OF_WAR 1000       /* dead: the same behind news of … */
#define DWARFS 20         /* … so many times fewer */
#define MANY 100          /* dead: of more than an aside's event */
#define VAGUE_TIMES 10    /* hundreds: fewer than ten times as many */
#define WAR_LONG 10000    /* dead: told in the perfect, of a war */
#define NO_FLIGHT 1000000 /* displaced: of no single deed */
#define OF_FLIGHT 100000  /* displaced: the same behind history */

/* From the day to the entry; 0: it has no day of its own. */
static int64_t
ms_since(const struct context *c, struct day d)
{
	return c->d->in->published_ms == TIME_NONE
	    ? 0
	    : c->d->in->published_ms - day_start(d);
}

static int64_t
days_ago(const struct context *c, struct day d)
{
	return ms_since(c, d) / MS_DAY;
}

static bool
is_old(const struct context *c, struct day last)
{
	return last.year != 0 && ms_since(c, last) > STALE_DAYS * MS_DAY;
}

/* Did it end weeks before the entry's day?  A running total has not ended. */
static bool
is_stale(const struct context *c, const struct fact *f)
{
	return f->scope == SCOPE_EVENT &&
	    is_old(c, f->until.year != 0 ? f->until : f->since);
}

/* "On 16 March 1988, jets …": does the first sentence that tells when begin with a day
 * long past? */
static bool
opens_in_the_past(struct context *c)
{
	/* no news before it */
	for (size_t i = 0; i <= c->all->items[0].sentence; i++) {
		attr_open_times(c, i);
		if (c->times->n > 0)
			return !c->times->found[0].span &&
			    is_old(c, c->times->found[0].until) &&
			    c->times->found[0].first <= attr_after_dateline(c) + 1;
	}
	return false;
}

static bool
tells_of_now(struct context *c)
{
	for (size_t i = 0; i < c->d->t.n_sent; i++) {
		attr_open_times(c, i);
		for (size_t k = 0; k < c->times->n; k++)
			if (!is_old(c, c->times->found[k].until))
				return true;
	}
	return false;
}

static bool
is_news(const struct context *c, const struct figure *r)
{
	return r->fact >= 0 && !r->denied &&
	    c->d->facts[r->fact].stance != STANCE_BACKGROUND &&
	    !is_stale(c, &c->d->facts[r->fact]);
}

/* Has the running total of r run so long that it is none of the event that e tells: since
 * June; this year, and many times as many? */
static bool
outruns(const struct context *c, const struct figure *r, const struct figure *e)
{
	const struct fact *f = &c->d->facts[r->fact];

	if (f->since.year == 0)
		return (r->running || r->verb.perfect) &&
		    r->g.count / RUN_TIMES >= e->g.count;
	return f->scope == SCOPE_TOTAL && f->until.year == 0 && is_old(c, f->since);
}

/* At least 40,000 have been killed */
static bool
counts_a_war(const struct figure *r)
{
	return r->outcome == OUTCOME_KILLED && r->verb.perfect && r->g.count >= WAR_LONG;
}

/* Raiders killed eight. … At least 4,000 have been killed; "Raid kills eight" … 4,000
 * were killed: far more than such a deed costs; but: of a flood that killed eight
 * pilgrims 4,000 may have died. */
static bool
dwarfs(const struct context *c, const struct figure *r, const struct figure *e)
{
	const struct str *cause = &c->d->facts[e->fact].cause;

	return (r->verb.perfect || c->d->t.sent[e->sentence].headline) &&
	    r->g.count / DWARFS >= e->g.count && !(cause_marks(cause, 1) & CAUSE_SLOW) &&
	    !(cause_marks(&c->d->facts[r->fact].cause, 1) & CAUSE_SLOW);
}

/* 17 guards, 145 bandits killed | Troops killed 145 bandits: does the headline count so
 * many, in no toll? */
static bool
in_headline(const struct context *c, const struct figure *r)
{
	for (const struct figure *e = c->all->items;
	     e < r && c->d->t.sent[e->sentence].headline; e++)
		if (e->sentence < r->sentence && e->outcome == r->outcome &&
		    e->g.count == r->g.count && !e->total)
			return true;
	return false;
}

/* Eight were killed (are missing). … 34,000 have been killed since October: a long total,
 * told behind the news, which tells of no toll that comes near it. */
static bool
is_backdrop(const struct context *c, const struct figure *r)
{
	bool any = false,
	     total = r->fact >= 0 &&
	    (r->running || c->d->facts[r->fact].scope == SCOPE_TOTAL || counts_a_war(r));

	if (r->fact < 0 ||
	    !(total || (r->outcome == OUTCOME_KILLED && r->g.count >= OF_WAR)) ||
	    in_headline(c, r))
		return false;
	for (const struct figure *e = c->all->items; e < r; e++) {
		if (e->fact < 0 || e->sentence >= r->sentence || e->running ||
		    !is_news(c, e) || c->d->facts[e->fact].scope == SCOPE_TOTAL ||
		    !(e->outcome == r->outcome || e->outcome == OUTCOME_MISSING))
			continue;
		if (!(total ? outruns(c, r, e) : dwarfs(c, r, e)))
			return false;
		any = true;
	}
	return any;
}

/* "Killing of hundreds" | at least 320 were killed: may the two count the same? */
static bool
counts_alike(const struct figure *title, const struct figure *e)
{
	int64_t n = e->g.count;

	return title->g.bound == BOUND_VAGUE
	    ? n >= title->g.count && n / VAGUE_TIMES < title->g.count
	    : n == title->g.count;
}

/* "Court jails man over bombing that killed 15", "Police deny that 15 died", above a text
 * that tells the 15 as history, or denies them, alone: the text says better what the
 * headline's figure is. */
static bool
is_history_below(const struct context *c, const struct figure *r)
{
	bool told = false;

	for (const struct figure *e = r + 1;
	     c->d->t.sent[r->sentence].headline && e < figures_end(c->all); e++) {
		if (e->sentence == r->sentence || e->outcome != r->outcome ||
		    !counts_alike(r, e))
			continue;
		if (!e->background && !e->denied)
			return false;
		told = true;
	}
	return told;
}

/* Eight were killed on Thursday. … On 2 November, 12 were: a week and more before what is
 * new, and told behind it. */
static bool
is_recalled(const struct context *c, const struct figure *r)
{
	const struct fact *f = r->fact >= 0 ? &c->d->facts[r->fact] : NULL;

	if (f == NULL || f->scope != SCOPE_EVENT || f->until.year == 0 ||
	    days_ago(c, f->until) < WEEK)
		return false;
	for (const struct figure *e = c->all->items; e < r; e++) {
		const struct fact *n = e->fact >= 0 ? &c->d->facts[e->fact] : NULL;

		if (n != NULL && e->sentence < r->sentence && e->outcome == r->outcome &&
		    is_news(c, e) && n->since.year != 0 && days_ago(c, n->since) < NEW &&
		    day_start(n->since) - day_start(f->until) >= WEEK * MS_DAY)
			return true;
	}
	return false;
}

/* 31 died on Tuesday. | On Saturday, another crash killed 37: an older one, told as such,
 * is none of the news. */
static bool
is_told_after(const struct context *c, const struct figure *r)
{
	const struct fact *f = r->fact >= 0 ? &c->d->facts[r->fact] : NULL;
	const struct token *opens = &c->d->t.tok[c->d->t.sent[r->sentence].first];

	if (f == NULL || f->scope != SCOPE_EVENT || f->until.year == 0 ||
	    !(opens[0].cls & C_PREP) ||
	    !(opens[1].cls & (C_WEEKDAY | C_MONTH | C_NUMBER)))
		return false;
	for (const struct figure *e = c->all->items; e < r; e++) {
		const struct fact *n = e->fact >= 0 ? &c->d->facts[e->fact] : NULL;

		if (n != NULL && e->sentence < r->sentence && e->outcome == r->outcome &&
		    is_news(c, e) && n->since.year != 0 &&
		    day_cmp(n->since, f->until) > 0)
			return true;
	}
	return false;
}

/* 13 were killed on Monday. | Separately, nine were killed on Friday: another event, of
 * another day. */
static bool
is_of_another_day(const struct context *c, const struct figure *r)
{
	const struct fact *f = r->fact >= 0 ? &c->d->facts[r->fact] : NULL;
	const struct figure *e = c->all->items;

	if (f == NULL || !r->addition || r->g.other || f->since.day == 0)
		return false;
	while (e < r &&
	    (e->fact < 0 || e->outcome != r->outcome || !is_news(c, e) ||
		c->d->facts[e->fact].since.day == 0))
		e++;
	return e->sentence < r->sentence &&
	    day_cmp(c->d->facts[e->fact].since, f->since) != 0 &&
	    day_cmp(c->d->facts[e->fact].until, f->until) != 0;
}

/* 3,000 have died or | gone missing this year: the same people, of whom the figure before
 * tells something else? */
static bool
same_people(const struct figure *last, const struct figure *r)
{
	return last->sentence == r->sentence && last->g.first == r->g.first &&
	    last->outcome != r->outcome && r->running;
}

/* 32,000 have been killed since October and | 74,000 hurt: of the war, as what was told
 * beside it? */
static bool
same_total(const struct context *c, const struct figure *last, const struct figure *r)
{
	const struct fact *a = last->fact >= 0 ? &c->d->facts[last->fact] : NULL,
			  *b = &c->d->facts[r->fact];

	if (a == NULL || last->sentence != r->sentence || last->outcome == r->outcome ||
	    day_cmp(a->since, b->since) != 0)
		return false;
	return (a->scope == SCOPE_TOTAL && b->scope == SCOPE_TOTAL) ||
	    (counts_a_war(last) && r->g.count >= WAR_LONG);
}

#define GOES_ON 3 /* sentences */

/* 300 have been killed this year. | Scores more have been killed by mines, another 900
 * have been hurt, a further 308 were hurt and | 45 held: more of what was history. */
static bool
adds_to_past(const struct figure *last, const struct figure *r)
{
	bool same = r->outcome == last->outcome ||
	    (last->outcome == OUTCOME_KILLED && last->g.count >= WAR_LONG);

	if (!last->background || (!r->g.other && !last->g.other))
		return false;
	if (last->sentence == r->sentence)
		return last->g.other && !r->g.other && last->last < r->g.first;
	return r->g.other &&
	    r->sentence <= last->sentence + (last->running ? GOES_ON : 1) &&
	    (last->running || (r->verb.perfect && same));
}

/* 260 died in the crash last year. … The plane struck a hostel, killing | 19 on the
 * ground: more of what an entry begins to tell of as history, in no other words. */
static bool
retells_past(const struct context *c, const struct figure *r)
{
	const struct fact *lead = NULL, *f = &c->d->facts[r->fact];

	if (!c->all->items[0].background || r->outcome > OUTCOME_INJURED ||
	    r->verb.perfect || r->g.other || r->total || f->since.year != 0 ||
	    f->cause.n == 0)
		return false;
	for (const struct figure *e = c->all->items; e < r && e->sentence < r->sentence;
	     e++) {
		if (!e->background || e->fact < 0)
			return false;
		if (e->outcome == OUTCOME_KILLED &&
		    e->g.count >= r->g.count / RUN_TIMES &&
		    e->sentence + GOES_ON >= r->sentence &&
		    is_stale(c, &c->d->facts[e->fact]))
			lead = &c->d->facts[e->fact];
	}
	return lead != NULL && str_eq(f->cause, lead->cause);
}

#define OF_CRIME 3 /* sentences */
#define JUDGED (1u << CUE_LATELY | 1u << CUE_CALM)

/* Jailed for killing five. … Eight others | were wounded in the attack: others than those
 * of whom a charge tells. */
static bool
adds_to_crime(const struct context *c, const struct figure *r)
{
	const struct figure *last = r - 1;
	struct cues cues;

	if (!r->g.other || r == c->all->items || !last->background ||
	    last->outcome != OUTCOME_KILLED || r->outcome > OUTCOME_INJURED ||
	    last->sentence == r->sentence || last->sentence + OF_CRIME < r->sentence)
		return false;
	for (const struct figure *e = c->all->items; e < last; e++)
		if (!e->background && e->outcome <= OUTCOME_INJURED)
			return false;
	cues_find(c->d, &c->d->t.sent[last->sentence], &cues);
	return last->charged || (cues.kinds & (JUDGED | 1u << CUE_CHARGED)) != 0;
}

#define FORMER_TIMES (1u << CUE_POINTER | 1u << CUE_CAPTION | 1u << CUE_PAST)

/* Sentenced for the murder of two clerks. … He shot | two clerks; days earlier, a crash
 * killed 20. | The crash killed 20 people: what a court has judged, or what was told just
 * before as history, told again without a day? */
static bool
is_told_as_past(const struct context *c, const struct figure *r)
{
	struct cues cues;

	for (const struct figure *e = c->all->items; e < r && e->sentence < r->sentence;
	     e++) {
		bool near = e->sentence + GOES_ON > r->sentence && r->g.count > 1;

		if (!e->background || e->outcome != r->outcome ||
		    e->g.count != r->g.count || !(near || e->g.noun == r->g.noun))
			continue;
		cues_find(c->d, &c->d->t.sent[e->sentence], &cues);
		if ((cues.kinds & (near ? JUDGED | FORMER_TIMES : JUDGED)) ||
		    (near && e->fact >= 0 && c->d->facts[e->fact].until.year != 0 &&
			is_stale(c, &c->d->facts[e->fact])))
			return true;
	}
	return false;
}

/* A report found 26 were killed in the 2018 massacre. … Groups put the toll at 71: that
 * of an event of which only as history was told? */
static bool
totals_past(const struct context *c, const struct figure *r)
{
	bool any = false;

	for (const struct figure *e = c->all->items;
	     r->total && e < r && e->sentence < r->sentence; e++) {
		if (e->outcome != r->outcome || e->fact < 0)
			continue;
		if (!e->background)
			return false;
		any = any ||
		    (c->d->facts[e->fact].until.year != 0 &&
			is_stale(c, &c->d->facts[e->fact]));
	}
	return any;
}

/* Rebels stormed Tarn, triggering the war. | Some 1,200 people were killed: what the war
 * that the sentence before tells of began with, behind the news? */
static bool
is_of_war_before(const struct context *c, const struct figure *r)
{
	struct cues cues;

	if (r->sentence == 0 || r == c->all->items || r->g.count < MANY ||
	    c->all->items[0].sentence + 1 >= r->sentence ||
	    (!r->verb.passive && !(r[-1].background && r[-1].sentence == r->sentence)))
		return false;
	cues_find(c->d, &c->d->t.sent[r->sentence - 1], &cues);
	return (cues.kinds & (1u << CUE_WAR)) != 0;
}

/* Two million people have died; behind other news, thousands | have died: of a war, where
 * no disaster is told. */
static bool
is_beyond_events(const struct context *c, const struct figure *r)
{
	if (r->outcome != OUTCOME_KILLED || !r->verb.perfect)
		return false;
	return r->g.count >= NO_EVENT ||
	    (r->g.bound == BOUND_VAGUE && r->g.count >= OF_WAR && r > c->all->items &&
		r[-1].sentence < r->sentence &&
		!(cause_marks(&c->d->facts[r->fact].cause, 1) & CAUSE_SLOW));
}

/* Have been driven from; has killed thousands and | displaced two million */
static bool
told_in_perfect(const struct context *c, const struct figure *r)
{
	return r->verb.perfect ||
	    (r > c->all->items && r[-1].sentence == r->sentence && r[-1].verb.perfect &&
		!r->verb.passive);
}

/* Raiders killed eight. … Seven million have been driven from their homes; 4,000 have
 * been killed since June. | 600,000 have fled: by a war, not by the deed that is the
 * news? */
static bool
is_uprooted_by_war(const struct context *c, const struct figure *r)
{
	if (r->outcome != OUTCOME_DISPLACED || !told_in_perfect(c, r) ||
	    r->g.count < (r > c->all->items && r[-1].background ? OF_FLIGHT : NO_FLIGHT))
		return false;
	for (const struct figure *e = c->all->items; e < r && e->sentence < r->sentence;
	     e++)
		if (e->outcome <= OUTCOME_INJURED && is_news(c, e) &&
		    !(cause_marks(&c->d->facts[e->fact].cause, 1) & CAUSE_SLOW))
			return true;
	return false;
}

static void
make_history(struct context *c, struct figure *r)
{
	r->background = true;
	c->d->facts[r->fact].stance = STANCE_BACKGROUND;
}

/* "Strike kills nine" | A strike killed nine people: the text's figure that tells again
 * whom the headline counts; NULL: none. */
static const struct figure *
of_headline(const struct context *c)
{
	const struct figure *title = c->all->items, *end = title + c->all->n;

	while (title < end && c->d->t.sent[title->sentence].headline &&
	    (title->outcome != OUTCOME_KILLED || title->subset ||
		title->g.bound == BOUND_VAGUE))
		title++;
	if (title == end || !c->d->t.sent[title->sentence].headline ||
	    !is_news(c, title) ||
	    (cause_marks(&c->d->facts[title->fact].cause, 1) & CAUSE_SLOW))
		return NULL;
	for (const struct figure *e = title + 1; e < end; e++)
		if (e->sentence > title->sentence && e->outcome == OUTCOME_KILLED &&
		    e->g.count == title->g.count && !e->subset && is_news(c, e))
			return e;
	return NULL;
}

/* The toll rose to nine; not: the army put the toll at nine */
static bool
rises(const struct context *c, const struct figure *r)
{
	for (size_t i = r->first; r->total && !r->running && i <= r->last; i++)
		if (c->d->t.tok[i].cls & (C_TO | C_HAVE))
			return true;
	return false;
}

/* Are the dead of e in another place that opens the sentence, or of a side that is not
 * that of head? */
static bool
is_of_others(const struct context *c, const struct figure *e, const struct figure *head)
{
	const struct fact *a = &c->d->facts[head->fact],
			  *b = e->fact >= 0 ? &c->d->facts[e->fact] : NULL;
	bool same = false;

	for (size_t i = 0; b != NULL && e->front.n > 0 && i < a->n_places; i++)
		same = same || str_eq(a->places[i].name, e->front);
	return (e->front.n > 0 && !same) ||
	    (b != NULL && b->side.n > 0 && !str_eq(a->side, b->side));
}

/* The figure of the sentence that tells of more dead than the headline does, in no
 * further attack and not of those who attacked; NULL: none. */
static const struct figure *
exceeds(const struct context *c, size_t sentence, const struct figure *head)
{
	for (const struct figure *e = c->all->items; e < figures_end(c->all); e++)
		if (e->sentence == sentence && e->outcome == OUTCOME_KILLED &&
		    e->g.count > head->g.count && !e->subset && !left_out(e) &&
		    !rises(c, e) &&
		    !(e->apart ||
			((e->addition || is_of_others(c, e, head)) &&
			    (e->g.count / RUN_TIMES < head->g.count ||
				(e->front.n > 0 && e->g.count < MANY &&
				    !e->verb.perfect)))) &&
		    !(e->g.cls & ~head->g.cls & C_ATTACKER))
			return e;
	return NULL;
}

/* "Strike kills 14; toll in war passes 73,000": the second is none of the news. */
static void
note_war_in_headline(struct context *c, struct figures *all)
{
	for (size_t i = 0; i < all->n && c->d->t.sent[all->items[i].sentence].headline;
	     i++) {
		struct figure *r = &all->items[i];

		for (size_t k = 0; k < all->n && r->total && r->fact >= 0 &&
		     all->items[k].sentence == r->sentence;
		     k++)
			if (!all->items[k].total && all->items[k].outcome == r->outcome &&
			    all->items[k].g.count * DWARFS <= r->g.count)
				make_history(c, r);
	}
}

/* Nine were killed. … May was the deadliest month, with 238 killed and 1,330 hurt: who
 * are more than the headline knows of are not its own; where they are many times more,
 * and no other day is theirs, they are history. */
static void
note_beyond(struct context *c, struct figures *all)
{
	const struct figure *head = of_headline(c), *beyond = NULL;

	note_war_in_headline(c, all);

	for (size_t i = head == NULL ? all->n : (size_t)(head - all->items) + 1;
	     i < all->n; i++) {
		struct figure *r = &all->items[i];
		const struct fact *f = r->fact >= 0 ? &c->d->facts[r->fact] : NULL;

		if (beyond == NULL || beyond->sentence != r->sentence)
			beyond = r->sentence == head->sentence
			    ? NULL
			    : exceeds(c, r->sentence, head);
		if (f == NULL || left_out(r) || beyond == NULL)
			continue;
		/* "Strike kills commander" | the strike killed five */
		if (head->g.count == 1 && beyond->g.count < DWARFS)
			continue;
		r->rival = true;
		if (beyond->g.count / RUN_TIMES >= head->g.count &&
		    (f->since.year == 0 || is_old(c, f->since) ||
			day_cmp(f->since, c->d->facts[head->fact].since) == 0))
			make_history(c, r);
	}
}

/* 33 have been killed since | June. … Jets killed five on Tuesday: has the running total
 * gone on for weeks, and does the news come behind it? */
static bool
leads_to_news(const struct context *c, const struct figure *r)
{
	const struct fact *f = r->fact >= 0 ? &c->d->facts[r->fact] : NULL;

	if (f == NULL || f->scope != SCOPE_TOTAL || f->until.year != 0 ||
	    !is_old(c, f->since))
		return false;
	for (const struct figure *e = r + 1; e < figures_end(c->all); e++) {
		const struct fact *news = e->fact >= 0 ? &c->d->facts[e->fact] : NULL;

		if (news != NULL && e->sentence > r->sentence &&
		    e->outcome == r->outcome && !e->subset &&
		    news->scope == SCOPE_EVENT && news->since.day > 0 && is_news(c, e))
			return true;
	}
	return false;
}

/* "In January a similar attack killed 81": an old date beside what is newer makes
 * history; so does one that the story begins with, for all that has no date. */
static void
note_dates(struct context *c, struct figures *all)
{
	bool news = false, undated = false, past;

	for (size_t i = 0; i < all->n; i++) {
		const struct figure *r = &all->items[i];

		news = news || is_news(c, r);
		undated = undated ||
		    (r->fact >= 0 && c->d->facts[r->fact].since.year == 0);
	}
	past = news && undated && opens_in_the_past(c) && !tells_of_now(c);
	for (size_t i = 0; i < all->n; i++) {
		struct figure *r = &all->items[i];
		struct fact *f = r->fact >= 0 ? &c->d->facts[r->fact] : NULL;

		if (f != NULL && news &&
		    (is_stale(c, f) || is_recalled(c, r) || (past && f->since.year == 0)))
			f->stance = STANCE_BACKGROUND;
		if (is_backdrop(c, r)) {
			r->rival = true;
			/* this year: no day from which the ledger could tell it from the
			 * news */
			if (f->since.year == 0)
				f->stance = STANCE_BACKGROUND;
		}
		if (f != NULL && i > 0 && adds_to_past(r - 1, r))
			f->stance = STANCE_BACKGROUND;
		r->rival = r->rival || is_told_after(c, r) || is_of_another_day(c, r);
		if (f != NULL && i > 0 && all->items[i - 1].background &&
		    (same_people(r - 1, r) || same_total(c, r - 1, r)))
			f->stance = STANCE_BACKGROUND;
		/* no figure of the entry's own, but no history either */
		r->background = r->background || leads_to_news(c, r) ||
		    (f != NULL && f->stance == STANCE_BACKGROUND);
	}
}

/* 420 have drowned | this year: since its first day, of which the ledger makes no news.
 */
static void
note_year(const struct context *c, const struct figure *r)
{
	struct fact *f = &c->d->facts[r->fact];
	const struct sentence *s = &c->d->t.sent[r->sentence];

	for (size_t i = s->first; i + 1 < s->end; i++)
		if ((tok(c, i)->word->time & U_THIS) && tok(c, i + 1)->word->n >= YEAR &&
		    (tok(c, i + 1)->word->time & U_UNIT)) {
			f->since = (struct day){ c->d->day.year, 1, 1 };
			return;
		}
}

void
history_note(struct context *c, struct figures *all)
{
	bool past = false;

	/* without a day of the entry dates say nothing of it */
	if (c->d->in->published_ms != TIME_NONE)
		note_dates(c, all);
	note_beyond(c, all);
	for (size_t i = 0; i < all->n; i++) {
		struct figure *r = &all->items[i];

		past = past || r->background;
		if (r->fact >= 0 &&
		    (is_history_below(c, r) || is_beyond_events(c, r) ||
			is_uprooted_by_war(c, r) || adds_to_crime(c, r) ||
			retells_past(c, r) ||
			(!r->background && c->d->facts[r->fact].since.year == 0 &&
			    ((past && (is_told_as_past(c, r) || totals_past(c, r))) ||
				is_of_war_before(c, r))) ||
			(r->part_of >= 0 && all->items[r->part_of].background)))
			make_history(c, r);
		if (r->running && is_news(c, r) && c->d->facts[r->fact].since.year == 0 &&
		    c->d->facts[r->fact].scope == SCOPE_TOTAL && c->d->day.year != 0)
			note_year(c, r);
	}
}
