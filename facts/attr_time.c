/* attr_time.c -- see attr_in.h: when it happened, as far as the sentence says, or those
 * beside it. */
#include "config.h"

#include "facts/attr.h"
#include "facts/attr_in.h"
#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/time_words.h"

#define HOLDING 5 /* tokens from a verb of holding ground to "since" */
/* no dateline has such a word */
#define TELLS (C_VERB | C_KILL | C_DIE | C_DEAD | C_DEATH | C_TOLL | C_SPEECH | C_LEAVE)

static bool
long_ago(const struct context *c, struct day since, bool span)
{
	struct day now = c->d->day;

	if (since.year == 0)
		return false;
	if (now.year == 0)
		return span && since.month == 0; /* since 2011 */
	return day_start(now) - day_start(since) > 300 * MS_DAY;
}

#define WEEK_DAYS 7
#define MONTH_DAYS 28

/* Nine died on Monday. In the first raid last month four had died. | Amnesty counted 12:
 * what was told last is older than the news by a week and more, and gives its day to
 * none. */
static bool
looks_back(const struct context *c, const struct fact *told)
{
	for (const struct figure *e = c->all->items; told->since.year != 0 &&
	     e < figures_end(c->all) && e->fact >= 0 && &c->d->facts[e->fact] < told;
	     e++) {
		const struct fact *news = &c->d->facts[e->fact];

		if (news->stance <= STANCE_CLAIMED && news->since.day > 0 &&
		    day_start(news->since) - day_start(told->since) >= WEEK_DAYS * MS_DAY)
			return true;
	}
	return false;
}

/* Nine died on Monday. | Five were hurt. */
static void
same_time(const struct context *c, const struct figure *r, struct fact *f)
{
	const struct figure *last = c->sentence > 0 ? attr_last_figure(c, c->sentence - 1)
						    : NULL;
	const struct fact *told = attr_same_event(c, r, last);

	if (told == NULL || told->stance == STANCE_BACKGROUND ||
	    told->scope == SCOPE_TOTAL || looks_back(c, told))
		return;
	f->since = told->since;
	f->until = told->until;
	f->as_of = told->as_of;
}

/* killed nine farmers who had fled their homes | last year */
static bool
is_on_victims(const struct context *c, const struct figure *r, const struct when *w)
{
	return r->outcome == OUTCOME_KILLED && r->trigger < r->g.first &&
	    w->first > r->g.last && (tok(c, r->g.last + 1u)->cls & C_RELATIVE);
}

#define ACTOR_CLAUSE 8 /* words */

/* rebels who were freed last month | killed nine; but: who last month | killed nine */
static bool
is_of_who_acts(const struct context *c, const struct figure *r, const struct when *w)
{
	if (w->last + 1u != r->verb.start)
		return false;
	for (size_t i = w->first; i > c->s->first && i + ACTOR_CLAUSE > w->first; i--)
		if ((tok(c, i - 1)->cls & (C_RELATIVE | C_SUBORD)) == C_RELATIVE)
			return i < w->first;
	return false;
}

/* The leader, who took two hostages last month, | was held; two men wanted for the raid
 * of 2006 | were held; police held | two men wanted for it: whom the phrase tells of who
 * has more befall him. */
static bool
is_of_who_suffers(const struct context *c, const struct figure *r, const struct when *w)
{
	size_t i = r->g.last + 1;
	bool held = r->outcome == OUTCOME_DETAINED || r->outcome == OUTCOME_CAPTURED;

	i += tok(c, i)->kind == TOKEN_PUNCT;
	return w->first > i &&
	    ((tok(c, i)->cls & C_RELATIVE) || (tok(c, i)->form & FORM_PARTICIPLE)) &&
	    (r->verb.passive ? w->last < r->verb.start : held && r->trigger < r->g.first);
}

/* The time nearest to what is told, but for what dates only who acts. */
static bool
own_time(const struct context *c, const struct figure *r, struct when *w)
{
	struct when rest[WHEN_MAX];
	size_t at = r->share ? r->last : r->trigger, n = 0;

	for (size_t i = 0; i < c->times->n; i++)
		if (!attr_dates_saying(c, &c->times->found[i]) &&
		    !attr_spans_other(c, r, &c->times->found[i]) &&
		    !attr_dates_crime(c, r, &c->times->found[i]) &&
		    !attr_dates_main(c, r, &c->times->found[i]) &&
		    !attr_dates_taking(c, r, &c->times->found[i]))
			rest[n++] = c->times->found[i];
	if (!when_for(rest, n, at, w))
		return false;
	n = 0;
	if (!long_ago(c, w->since, w->span) ||
	    !(is_of_who_acts(c, r, w) || is_of_who_suffers(c, r, w) ||
		is_on_actor(c->d, c->s, w->first, w->last, r->first) ||
		is_on_victims(c, r, w)))
		return true;
	for (size_t i = 0; i < c->times->n; i++)
		if (c->times->found[i].first != w->first)
			rest[n++] = c->times->found[i];
	return when_for(rest, n, at, w);
}

/* The toll reached 205 | on Friday; as of | Friday: is the day only that of the count? */
static bool
is_count_day(const struct context *c, const struct figure *r, const struct when *w)
{
	size_t day = w->first > c->s->first && (tok(c, w->first - 1)->cls & C_PREP)
	    ? w->first - 1
	    : w->first;

	if (w->span)
		return false;
	return (r->total && day == r->last + 1u) ||
	    (day > c->s->first && (tok(c, day - 1)->word->time & U_STATED));
}

static bool
is_one_day(const struct fact *f)
{
	return f->until.year != 0 && day_cmp(f->since, f->until) == 0;
}

#define TOLD_NEXT 2 /* sentences */

/* Six died, police said on Monday. | The bus had left Tarn on | Sunday: the day that the
 * next sentences give for what happened. */
static bool
next_day(const struct context *c, const struct when *said, struct when *w)
{
	struct context next = *c;

	for (size_t i = c->sentence + 1;
	     i <= c->sentence + TOLD_NEXT && i < c->d->t.n_sent; i++) {
		attr_open_times(&next, i);
		if (next.times->n == 0)
			continue;
		groups_know(c->d, i);
		if (next.s->paragraph != c->s->paragraph &&
		    next.times->found[0].first <= next.s->first + 1u) /* On Sunday, … */
			return false;
		for (size_t k = 0; k < next.times->n; k++) {
			*w = next.times->found[k];
			if (!w->span && w->since.day > 0 &&
			    !attr_dates_saying(&next, w) &&
			    !attr_dates_before(&next, w) &&
			    day_cmp(w->since, said->until) <= 0 &&
			    day_start(said->until) - day_start(w->since) <
				WEEK_DAYS * MS_DAY)
				return true;
		}
	}
	return false;
}

/* The day nearest to what is told on which somebody said it. */
static bool
saying_time(const struct context *c, const struct figure *r, struct when *w)
{
	struct when said[WHEN_MAX];
	size_t n = 0;

	for (size_t i = 0; i < c->times->n; i++)
		if (attr_dates_saying(c, &c->times->found[i]))
			said[n++] = c->times->found[i];
	return when_for(said, n, r->trigger, w);
}

/* Where nothing else says when it was: the day told next, else that on which it was said.
 */
static void
said_then(const struct context *c, const struct figure *r, struct fact *f,
    const struct when *said)
{
	struct when w;
	bool next = next_day(c, said, &w);

	f->since = next ? w.since : said->since;
	f->until = next ? w.until : said->until;
	f->as_of = !next && (r->total || r->verb.perfect) &&
	    is_one_day(f); /* 205 have died, police said on Friday */
	attr_explain(c, r, "time",
	    next ? STR("the day told next") : STR("when it was said"),
	    next ? STR_NONE : doc_words(c->d, said->first, said->last));
}

#define TOLD_BEFORE 2 /* sentences */

/* A truce was agreed in May. 330 have been killed since | then: the time told last. */
static bool
then_time(const struct context *c, struct when *w)
{
	struct context before = *c;
	size_t i = c->s->first + 1u;

	if (!(c->s->time & U_THEN))
		return false;
	while (i < c->s->end &&
	    !((tok(c, i)->word->time & U_THEN) && (tok(c, i - 1)->word->time & U_SINCE)))
		i++;
	for (size_t k = 1; i < c->s->end && k <= TOLD_BEFORE && k <= c->sentence; k++) {
		attr_open_times(&before, c->sentence - k);
		groups_know(c->d, c->sentence - k);
		for (size_t n = before.times->n; n-- > 0;) {
			*w = before.times->found[n];
			if (!attr_dates_saying(&before, w))
				return true;
		}
	}
	return false;
}

static void
set_then(const struct context *c, const struct when *w, struct fact *f)
{
	f->since = w->since;
	if (long_ago(c, w->since, true))
		f->stance = STANCE_BACKGROUND;
}

/* So many days back; of months no more than the month is known. */
static void
shift(struct when *w, int days)
{
	if (days == 0 || w->span || w->since.day == 0)
		return;
	w->since = day_add(w->since, -days);
	if (days >= MONTH_DAYS)
		w->since.day = 0;
	w->until = w->since;
}

void
attr_set_time(struct context *c, const struct figure *r, struct fact *f)
{
	struct when w;
	int back;

	if (c->times->n > 0 && own_time(c, r, &w)) {
		shift(&w, attr_days_before(c, r, &w));
		f->since = w.since;
		f->until = r->running && !w.span ? (struct day){ 0 } : w.until;
		f->as_of = is_count_day(c, r, &w) && is_one_day(f);
		if (w.span && w.until.year == 0 && f->scope == SCOPE_EVENT)
			f->scope = SCOPE_TOTAL;
		if (long_ago(c, w.since, w.span))
			f->stance = STANCE_BACKGROUND;
		attr_explain(c, r, "time", STR("the nearest expression of time"),
		    doc_words(c->d, w.first, w.last));
	} else if (f->scope == SCOPE_TOTAL && then_time(c, &w)) {
		set_then(c, &w, f);
	} else if (c->since.year != 0 && f->scope == SCOPE_TOTAL) {
		f->since = c->since;
		attr_explain(c, r, "time", STR("that of the running total before"),
		    STR_NONE);
	} else if (f->scope != SCOPE_TOTAL && c->d->day.year != 0 &&
	    (back = attr_days_before(c, r, NULL)) > 0) {
		w = (struct when){ .since = c->d->day, .until = c->d->day };
		shift(&w, back);
		f->since = w.since;
		f->until = w.until;
	} else if (f->scope != SCOPE_TOTAL) {
		same_time(c, r, f);
		if (f->since.year == 0 && c->times->n > 0 && saying_time(c, r, &w))
			said_then(c, r, f, &w); /* the day it was said */
	}
}

/* TARN, Hur (AP) -; TARN (AP) -: does a paragraph open with where another report is
 * from? */
static bool
opens_report(const struct doc *d, const struct sentence *s)
{
	size_t i = s->first;

	if (!(d->t.tok[i].flags & TOKEN_CAPS) || s->all_caps ||
	    s[-1].paragraph == s->paragraph)
		return false;
	while (i < s->end && (d->t.tok[i].flags & TOKEN_CAPS))
		i++;
	return i < s->end && (d->t.tok[i].punct == ',' || d->t.tok[i].punct == '(');
}

size_t
attr_dateline_end(const struct doc *d, size_t sentence)
{
	const struct sentence *s = &d->t.sent[sentence];
	const struct token *t = d->t.tok;

	if (!s->dash || (sentence > 2 && !opens_report(d, s)))
		return s->first;
	for (size_t i = s->first; i < s->end && i < s->first + 12 && !(t[i].cls & TELLS);
	     i++)
		if (t[i].kind == TOKEN_PUNCT && t[i].punct == '-' &&
		    !(t[i].flags & TOKEN_TIGHT && i + 1 < s->end &&
			t[i + 1].flags & TOKEN_TIGHT))
			return i + 1;
	return s->first;
}

/* The day of a dateline is not the day of what happened. */
size_t
attr_after_dateline(const struct context *c)
{
	return attr_dateline_end(c->d, c->sentence);
}

/* which they have occupied | since October: how long ground is held, and nobody has died
 */
static bool
of_holding(const struct context *c, const struct when *w)
{
	for (size_t k = w->first;
	     w->span && w->until.year == 0 && k > c->s->first && k + HOLDING > w->first;
	     k--) {
		if (tok(c, k - 1)->cls &
		    (C_KILL | C_DIE | C_DEATH | C_DEAD | C_FLEE | C_DISPLACE))
			return false;
		if ((token_ground(c->d, k - 1) & (G_CONTROLV | G_STRONG | G_BESIEGE)) &&
		    (tok(c, k - 1)->form & (FORM_PAST | FORM_PARTICIPLE)))
			return true;
	}
	return false;
}

static const struct times *
times_of(const struct context *c)
{
	struct when found[WHEN_MAX];
	size_t n = when_scan(c->d->lx, c->d->in->text, &c->d->t, attr_after_dateline(c),
	    c->s->end, c->d->day, found);
	struct times *t = arena_room(c->d->arena, sizeof(*t) + n * sizeof(found[0]));

	t->n = 0;
	for (size_t i = 0; i < n; i++)
		if (!of_holding(c, &found[i]))
			t->found[t->n++] = found[i];
	return t;
}

void
attr_open_times(struct context *c, size_t i)
{
	c->sentence = i;
	c->s = &c->d->t.sent[i];
	if (c->all_times[i] == NULL)
		c->all_times[i] = times_of(c);
	c->times = c->all_times[i];
}

/* The first "since …" that a figure of this entry has, for the running totals that name
 * none. */
struct day
attr_entry_since(struct context *c)
{
	struct day none = { 0 };

	for (size_t i = 0; i < c->all->n; i++) {
		struct when w;

		if (i == 0 || c->all->items[i].sentence != c->all->items[i - 1].sentence)
			attr_open_times(c, c->all->items[i].sentence);
		if (c->times->n > 0 &&
		    when_for(c->times->found, c->times->n, c->all->items[i].trigger,
			&w) &&
		    !attr_dates_saying(c, &w) &&
		    ((w.span && w.until.year == 0) || c->all->items[i].running) &&
		    !long_ago(c, w.since, w.span))
			return w.since;
	}
	return none;
}
