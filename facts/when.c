/* when.c -- see when.h. */
#include "config.h"

#include "base/alloc.h"
#include "facts/time_words.h"
#include "facts/when.h"

#define EVENT_WORDS 4   /* from a year to the noun of what happened then */
#define RECORD_REACH 12 /* words: the deadliest attack in the city | since */
#define YEAR_DAYS 365

struct ctx {
	const struct lexicon *lx;
	const struct word *unknown;
	struct str text;
	const struct token_list *l;
	size_t to;
	struct day now; /* empty: the entry has no date */
};

/* A day as the text states it, before what stands around it is read. */
struct dated {
	struct day from, to; /* a night has two */
	size_t last;
};

static struct str
word_at(const struct ctx *c, size_t i)
{
	const struct token *t;

	if (i >= c->to)
		return STR_NONE;
	t = &c->l->tok[i];
	return str_sub(c->text, t->start, t->end);
}

/* ---- the words of time ---- */

/* A compound (mid-March) is no word of time, though it is known by its last part. */
static const struct word *
time_word(const struct ctx *c, size_t i)
{
	const struct token *t = i < c->to ? &c->l->tok[i] : NULL;

	return t != NULL && t->end - t->start == t->word->key.n ? t->word : c->unknown;
}

static bool
is(const struct ctx *c, size_t i, uint32_t use)
{
	return (time_word(c, i)->time & use) != 0;
}

static bool
mark_at(const struct ctx *c, size_t i, char mark)
{
	struct str w = word_at(c, i);

	return w.n == 1 && w.p[0] == mark;
}

static uint64_t
cls(const struct ctx *c, size_t i)
{
	return i < c->to ? c->l->tok[i].word->cls : 0;
}

/* Plain digits, as 27 or 2024 or 27th; -1 if token i is none. */
static int
digits(const struct ctx *c, size_t i)
{
	struct str w = word_at(c, i);
	uint64_t v;

	if (w.n == 0 || !is_digit(w.p[0]))
		return -1;
	while ((c->l->tok[i].cls & C_ORDINAL) && !is_digit(w.p[w.n - 1]))
		w.n--;
	if (w.n > 4 || !str_uint(w, &v))
		return -1;
	return (int)v;
}

static bool
is_year(int v)
{
	return v >= 1200 && v <= 2100;
}

/* Santo Domingo, Rio de Janeiro: with a capital and behind one, where days begin small.
 */
static bool
goes_on_with_name(const struct ctx *c, size_t i)
{
	const struct token *t = &c->l->tok[i];
	size_t before = i > 1 && (t[-1].cls & C_OF) ? 2 : 1;

	return (t->flags & TOKEN_CAP) && i >= before &&
	    t[-(ptrdiff_t)before].kind == TOKEN_WORD &&
	    (t[-(ptrdiff_t)before].flags & TOKEN_CAP) &&
	    !(t[-(ptrdiff_t)before].flags & TOKEN_FIRST);
}

/* in Mar | Elias; but: in March, on 5 Mar Russia: a short form before a capital that the
 * language does not know */
static bool
begins_name(const struct ctx *c, size_t i)
{
	const struct token *t = &c->l->tok[i];

	return (t->word->cls & C_MONTH) && t->end - t->start == 3 && i + 1 < c->to &&
	    t[1].kind == TOKEN_WORD && (t[1].flags & TOKEN_CAP) && t[1].word->id == 0 &&
	    !(i > 0 && t[-1].kind == TOKEN_NUMBER);
}

/* In English a day's name without its capital is something else: may, march, sun. */
static bool
may_be_named(const struct ctx *c, size_t i)
{
	if (lexicon_has(c->lx, HABIT_SMALL_DAYS))
		return !goes_on_with_name(c, i);
	if (begins_name(c, i))
		return false;
	return (c->l->tok[i].flags & (TOKEN_CAP | TOKEN_DASH)) ||
	    lexicon_has(c->lx, HABIT_NO_CAPITALS);
}

static int
month_at(const struct ctx *c, size_t i)
{
	const struct word *w = time_word(c, i);

	return (w->cls & C_MONTH) && w->value >= 1 && w->value <= 12 && may_be_named(c, i)
	    ? (int)w->value
	    : 0;
}

static int
weekday_at(const struct ctx *c, size_t i)
{
	const struct word *w = time_word(c, i);

	return (w->cls & C_WEEKDAY) && (w->time & U_WEEKDAY) && may_be_named(c, i) ? w->n
										   : -1;
}

/* The year that a day without one means: the last such day not after tomorrow. */
static int
year_of(const struct ctx *c, int month, int day)
{
	struct day d = { c->now.year, (int8_t)month, (int8_t)(day == 0 ? 1 : day) };

	if (c->now.year == 0)
		return 0;
	return day_cmp(d, day_add(c->now, 1)) > 0 ? c->now.year - 1 : c->now.year;
}

static bool
make(const struct ctx *c, struct dated *out, int year, int month, int day, size_t last)
{
	if (year == 0)
		year = year_of(c, month, day);
	if (year == 0 || (day > 0 && !date_valid(year, month, day)))
		return false;
	out->from = out->to = (struct day){ (int16_t)year, (int8_t)month, (int8_t)day };
	out->last = last;
	return true;
}

/* October | last year, octubre | del año pasado, octobre | de l'année dernière */
static bool
of_last_year(const struct ctx *c, size_t i, size_t *last)
{
	while (is(c, i, U_OF | U_THE) || (cls(c, i) & C_DET))
		i++;
	if (!(is(c, i, U_LAST) && is(c, i + 1, U_UNIT)) &&
	    !(is(c, i, U_UNIT) && is(c, i + 1, U_LAST)))
		return false;
	*last = i + 1;
	return time_word(c, is(c, i, U_UNIT) ? i : i + 1)->n >= YEAR_DAYS;
}

/* November 27, 2024 | November 27 | November 2024 | noviembre de 2024 | November */
static bool
month_first(const struct ctx *c, size_t i, struct dated *out)
{
	int month = month_at(c, i), day, year;
	size_t last;

	if (month == 0)
		return false;
	if (of_last_year(c, i + 1, &last))
		return make(c, out, c->now.year - 1, month, 0, last);
	if (is(c, i + 1, U_OF) && is_year(digits(c, i + 2)))
		return make(c, out, digits(c, i + 2), month, 0, i + 2);
	if (mark_at(c, i + 1, '.') && digits(c, i + 2) > 0)
		i++;
	day = digits(c, i + 1);
	if (is_year(day))
		return make(c, out, day, month, 0, i + 1);
	if (day < 1 || day > 31)
		return make(c, out, 0, month, 0, i);
	year = digits(c, i + 2);
	if (is_year(year))
		return make(c, out, year, month, day, i + 2);
	year = mark_at(c, i + 2, ',') ? digits(c, i + 3) : -1;
	if (is_year(year))
		return make(c, out, year, month, day, i + 3);
	return make(c, out, 0, month, day, i + 1);
}

/* 27 November 2024 | 27th of November | 27 de noviembre de 2024 */
static bool
day_first(const struct ctx *c, size_t i, struct dated *out)
{
	int day = digits(c, i), month, year;
	size_t m = is(c, i + 1, U_OF) ? i + 2 : i + 1, y;

	if (day < 1 || day > 31 || (month = month_at(c, m)) == 0)
		return false;
	y = is(c, m + 1, U_OF) ? m + 2 : m + 1;
	year = digits(c, y);
	if (is_year(year))
		return make(c, out, year, month, day, y);
	return make(c, out, 0, month, day, m);
}

static bool
iso_date(const struct ctx *c, size_t i, struct dated *out)
{
	uint32_t start = c->l->tok[i].start;
	struct str w = str_sub(c->text, start, start + 10);

	if (w.n != 10 || w.p[4] != '-' || w.p[7] != '-' || !day_parse(w, &out->from))
		return false;
	out->to = out->from;
	while (i + 1 < c->to && c->l->tok[i].end < start + 10)
		i++;
	out->last = i;
	return true;
}

/* One or two digits; what is left of s. */
static bool
cut_short_number(struct str *s, int *out)
{
	size_t n = 0;

	for (*out = 0; n < s->n && n < 3 && is_digit(s->p[n]); n++)
		*out = *out * 10 + (s->p[n] - '0');
	*s = str_sub(*s, n, s->n);
	return n == 1 || n == 2;
}

/* 20.11.2026, 20/11/2026; 11/20/2026, where only one of the two can be the month. */
static bool
numeric_date(const struct ctx *c, size_t i, struct dated *out)
{
	uint32_t start = c->l->tok[i].start;
	struct str rest = str_sub(c->text, start, start + 11);
	uint64_t year;
	int day, month, swap;
	char mark;

	if (!cut_short_number(&rest, &day) || rest.n == 0 ||
	    ((mark = rest.p[0]) != '.' && mark != '/'))
		return false;
	rest = str_sub(rest, 1, rest.n);
	if (!cut_short_number(&rest, &month) || rest.n < 5 || rest.p[0] != mark ||
	    !str_uint(str_sub(rest, 1, 5), &year) || (rest.n > 5 && is_digit(rest.p[5])))
		return false;
	if (mark == '/' && day <= 12 && month <= 12 && day != month)
		return false;
	if (mark == '/' && month > 12) {
		swap = day;
		day = month;
		month = swap;
	}
	for (start = (uint32_t)(rest.p + 5 - c->text.p);
	     i + 1 < c->to && c->l->tok[i].end < start;)
		i++;
	return month >= 1 && day >= 1 && is_year((int)year) &&
	    make(c, out, (int)year, month, day, i);
}

static void
days_back(const struct ctx *c, struct dated *out, int from, int to, size_t last)
{
	out->from = from == 0 ? c->now : day_add(c->now, -from);
	out->to = to == from ? out->from : to == 0 ? c->now : day_add(c->now, -to);
	out->last = last;
}

/* over the | weekend: the last one, up to now; "every weekend", "long weekends" are none.
 */
static bool
weekend(const struct ctx *c, size_t i, struct dated *out)
{
	int back;

	if (!is(c, i, U_WEEKEND) || i == 0 || !is(c, i - 1, U_THE | U_LAST | U_THIS))
		return false;
	back = (day_weekday(c->now) - time_word(c, i)->n + 7) % 7;
	days_back(c, out, back, back > 0 ? back - 1 : 0, i);
	return true;
}

/* today, yesterday, overnight, last night, Wednesday, last Wednesday */
static bool
relative(const struct ctx *c, size_t i, struct dated *out)
{
	int wd, back;

	if (c->now.year == 0)
		return false;
	if (is(c, i, U_TODAY) || (is(c, i, U_THIS) && is(c, i + 1, U_DAYTIME))) {
		days_back(c, out, 0, 0, is(c, i, U_THIS) ? i + 1 : i);
		return true;
	}
	if (is(c, i, U_YESTERDAY)) {
		days_back(c, out, 1, 1, i);
		return true;
	}
	if (is(c, i, U_OVERNIGHT) || (is(c, i, U_LAST) && is(c, i + 1, U_NIGHT))) {
		days_back(c, out, 1, 0, is(c, i, U_LAST) ? i + 1 : i);
		return true;
	}
	if (weekend(c, i, out))
		return true;
	wd = weekday_at(c, i);
	if (wd < 0)
		return false;
	back = (day_weekday(c->now) - wd + 7) % 7;
	days_back(c, out, back, back, i);
	return true;
}

static bool
date_at(const struct ctx *c, size_t i, struct dated *out)
{
	int year;

	if (i >= c->to)
		return false;
	if (!is_digit(c->text.p[c->l->tok[i].start]))
		return month_first(c, i, out) || relative(c, i, out);
	if (iso_date(c, i, out) || numeric_date(c, i, out) || day_first(c, i, out))
		return true;
	year = digits(c, i);
	if (!is_year(year) || c->l->tok[i].end - c->l->tok[i].start != 4)
		return false;
	out->from = out->to = (struct day){ (int16_t)year, 0, 0 };
	out->last = i;
	return true;
}

/* Words between a preposition and its date: "since the end of April", "on late
 * Wednesday". */
static size_t
skip_vague(const struct ctx *c, size_t i)
{
	size_t n = 0;

	while (n < 4 && is(c, i, U_VAGUE))
		i++, n++;
	return i;
}

static int
count_at(const struct ctx *c, size_t i, size_t *last)
{
	const struct token *t;

	*last = i;
	if (i >= c->to)
		return -1;
	t = &c->l->tok[i];
	if (t->kind == TOKEN_NUMBER && t->value > 0 && t->value < 10000)
		return (int)t->value;
	if ((t->word->cls & C_NUMBER) && t->word->value > 0 && t->word->value < 100)
		return (int)t->word->value;
	if (is(c, i, U_UNIT)) {
		*last = i - 1;
		return 1;
	}
	return -1;
}

static int
unit_days(const struct ctx *c, size_t i, int n)
{
	const struct word *w = time_word(c, i);

	if (!(w->time & U_UNIT))
		return -1;
	return w->time & U_HOURS ? (n + 23) / 24 : n * w->n;
}

/* from here on "in …" tells of what has been; "in two hours" may be to come */
#define LONG_DAYS 28

/* in the past 24 hours | over the last three days | in eight months */
static bool
past_span(const struct ctx *c, size_t i, struct when *out)
{
	size_t at = i, last;
	bool past;
	int n, days;

	if (c->now.year == 0)
		return false;
	if (is(c, at, U_OPEN))
		at++;
	if (is(c, at, U_THE))
		at++;
	past = is(c, at, U_PAST);
	if (!past && at == i)
		return false;
	n = count_at(c, at + past, &last);
	days = n < 0 ? -1 : unit_days(c, last + 1, n);
	if (days < (past ? 0 : LONG_DAYS) || days > 3660)
		return false;
	*out = (struct when){ .first = i,
		.last = last + 1,
		.since = day_add(c->now, -days),
		.until = c->now,
		.span = true };
	return true;
}

/* last year | el año pasado: not "in the last year", which ends today */
static bool
last_period(const struct ctx *c, size_t i, struct dated *out)
{
	bool before = is(c, i, U_LAST) && is(c, i + 1, U_UNIT),
	     behind = is(c, i, U_UNIT) && is(c, i + 1, U_LAST);
	int days = before || behind ? unit_days(c, before ? i + 1 : i, 1) : 0;
	struct day d = { c->now.year, c->now.month, 0 };

	if (c->now.year == 0 || days < 28 ||
	    (before && i > 0 && is(c, i - 1, U_OPEN | U_THE)))
		return false;
	if (days > 31 || --d.month == 0)
		d = (struct day){ (int16_t)(d.year - 1), days > 31 ? 0 : 12, 0 };
	out->from = out->to = d;
	out->last = i + 1;
	return true;
}

#define AGO_DAYS 30 /* longer ago is said by the month */

/* two days | ago, hace dos días: from now (n=1 of the word), not from what was told
 * before (two days earlier); i: the unit */
static bool
days_ago(const struct ctx *c, size_t i, struct when *out)
{
	const struct word *unit = time_word(c, i);
	bool behind = is(c, i + 1, U_AGO) && time_word(c, i + 1)->n == 1, before;
	size_t last;
	int n;

	if (c->now.year == 0 || i < 2 || (unit->time & U_HOURS) || unit->n != 1)
		return false;
	before = is(c, i - 2, U_BEFORE) && time_word(c, i - 2)->n == 1;
	n = (cls(c, i - 1) & C_ONE) ? 1 : count_at(c, i - 1, &last);
	if ((!behind && !before) || n < 1 || n > AGO_DAYS)
		return false;
	*out = (struct when){ .first = before ? i - 2 : i - 1,
		.last = behind ? i + 1 : i };
	out->since = out->until = day_add(c->now, -n);
	return true;
}

/* between November 6 and | 11 */
static bool
day_of_month(const struct ctx *c, size_t i, const struct dated *from, struct dated *out)
{
	int day = digits(c, i);

	if (from->from.day == 0 || day <= from->from.day || day > 31)
		return false;
	*out = (struct dated){ .from = from->from, .to = from->from, .last = i };
	out->from.day = out->to.day = (int8_t)day;
	return true;
}

/* since D | from D to D | between D and D | between 3 and 9 May */
static bool
open_span(const struct ctx *c, size_t i, struct when *out)
{
	struct dated a, b;
	size_t at;
	bool between = is(c, i, U_BETWEEN);

	at = skip_vague(c, i + 1);
	if (between || is(c, i, U_FROM)) {
		bool whole = date_at(c, at, &a);
		int day = whole ? 0 : digits(c, at);

		if (!whole)
			a.last = at;
		if (!is(c, a.last + 1, between ? U_AND : U_TO) ||
		    !(date_at(c, skip_vague(c, a.last + 2), &b) ||
			(whole && day_of_month(c, a.last + 2, &a, &b))) ||
		    (!whole && (day < 1 || day > 31)))
			return false;
		if (!whole) {
			a.from = b.from;
			a.from.day = (int8_t)day;
		}
		*out = (struct when){ .first = i,
			.last = b.last,
			.since = a.from,
			.until = b.to,
			.span = true };
		return day_cmp(a.from, b.to) <= 0;
	}
	if (!date_at(c, at, &a))
		return false;
	*out = (struct when){ .first = i, .last = a.last, .since = a.from, .span = true };
	return true;
}

/* the 2015 | museum attack: does a noun of what happened follow, in the same breath? */
static bool
event_follows(const struct ctx *c, size_t i)
{
	for (size_t k = i + 1; k < c->to && k <= i + EVENT_WORDS; k++) {
		if (cls(c, k) & (C_CAUSE | C_DEATH))
			return true;
		if (c->l->tok[k].kind != TOKEN_WORD ||
		    (cls(c, k) &
			(C_PREP | C_OF | C_BY | C_BE | C_HAVE | C_AND | C_SUBORD |
			    C_RELATIVE)))
			return false;
	}
	return false;
}

/* starben 2023 | Menschen, where "starben 2023" alone is a year: are they counted? */
static bool
counts_people(const struct ctx *c, size_t i)
{
	return (cls(c, i - 1) & (C_KILL | C_DIE | C_BE)) &&
	    (cls(c, i + 1) & (C_PERSON | C_COUNTED | C_ADJ | C_DEMONYM));
}

/* two | years ago, a century | ago */
static bool
years_ago(const struct ctx *c, size_t i, struct dated *out)
{
	size_t last;
	int n = 1, days;

	if (!is(c, i, U_UNIT) || !is(c, i + 1, U_AGO) || c->now.year == 0)
		return false;
	if (i > 0 && (n = count_at(c, i - 1, &last)) < 0)
		n = 1;
	days = unit_days(c, i, n);
	if (days < YEAR_DAYS || days / YEAR_DAYS >= c->now.year)
		return false;
	out->from = out->to = (struct day){ (int16_t)(c->now.year - days / YEAR_DAYS), 0,
		0 };
	out->last = i + 1;
	return true;
}

static bool
single(const struct ctx *c, size_t i, struct when *out)
{
	struct dated d;

	if (last_period(c, i, &d) || years_ago(c, i, &d)) {
		*out = (struct when){
			.first = i, .last = d.last, .since = d.from, .until = d.to
		};
		return true;
	}
	/* held until | 5 December: not when it was */
	if (!date_at(c, i, &d) || (i > 0 && is(c, i - 1, U_TO)))
		return false;
	/* a bare number is a year only after a preposition, before "yılında", or of an
	 * event: a 2005 blast, for 1998 murder */
	if (d.from.month == 0 && !is(c, i + 1, U_BEHIND) &&
	    !(i > 0 &&
		((is(c, i - 1, U_YEAR) && !counts_people(c, i)) ||
		    (!(cls(c, i - 1) & (C_KILL | C_BOUND | C_AND)) &&
			event_follows(c, i)))))
		return false;
	/* a month's name alone may be a person's */
	if (d.from.day == 0 && d.last == i && d.from.month > 0 &&
	    !(i > 0 && is(c, i - 1, U_NAMED)))
		return false;
	*out = (struct when){
		.first = i, .last = d.last, .since = d.from, .until = d.to
	};
	return true;
}

static inline bool
has_digit(const struct ctx *c, const struct token *t)
{
	return is_digit(c->text.p[t->start]);
}

/* 31 | civilians: no year, and no day before its month. */
static bool
only_counts(const struct token *t)
{
	return t->end - t->start < 4 && t[1].kind == TOKEN_WORD && !t[1].word->of_time;
}

/* Asked of every token, so that the readers above are asked of few. */
static inline bool
may_begin(const struct ctx *c, const struct token *t)
{
	const struct word *w = t->word;

	if (w->leads && !w->dates)
		return t[1].word->of_time || t[1].kind == TOKEN_NUMBER ||
		    has_digit(c, t + 1);
	return w->dates || (has_digit(c, t) && !only_counts(t));
}

/* The expression that begins at token i, or whose unit stands there (two days ago). */
static bool
read_at(const struct ctx *c, size_t i, struct when *out)
{
	const uint32_t days = U_LAST | U_UNIT | U_TODAY | U_THIS | U_YESTERDAY |
	    U_OVERNIGHT | U_WEEKEND;
	const struct word *w = time_word(c, i);

	if ((w->time & U_UNIT) && days_ago(c, i, out))
		return true;
	if ((w->time & (U_SINCE | U_BETWEEN | U_FROM)) && open_span(c, i, out))
		return true;
	if (((w->time & days) || (w->cls & (C_MONTH | C_WEEKDAY)) ||
		is_digit(c->text.p[c->l->tok[i].start])) &&
	    single(c, i, out))
		return true;
	return (w->time & (U_OPEN | U_THE | U_PAST)) && past_span(c, i, out);
}

size_t
when_scan(const struct lexicon *lx, struct str text, const struct token_list *l,
    size_t from, size_t to, struct day now, struct when out[WHEN_MAX])
{
	struct ctx c = { .lx = lx,
		.unknown = lexicon_word(lx, STR_NONE),
		.text = text,
		.l = l,
		.to = to,
		.now = now };
	const struct token *tok = l->tok, *end = tok + to;
	size_t n = 0;

	for (const struct token *t = tok + from; t < end; t++) {
		if (!may_begin(&c, t) || !read_at(&c, (size_t)(t - tok), &out[n]))
			continue;
		t = &tok[out[n].last];
		n += !(out[n].span && when_is_record(tok, from, out[n].first));
		if (n == WHEN_MAX)
			break;
	}
	return n;
}

bool
when_is_record(const struct token *tok, size_t from, size_t i)
{
	for (size_t k = i;
	     k > from && k + RECORD_REACH > i && tok[k - 1].kind != TOKEN_PUNCT; k--)
		if (tok[k - 1].word->time & U_RECORD)
			return true;
	return false;
}

bool
when_for(const struct when *found, size_t n, size_t at, struct when *out)
{
	size_t best = n, best_far = SIZE_MAX;

	for (size_t i = 0; i < n; i++) {
		size_t far = found[i].first > at ? found[i].first - at
		    : found[i].last < at         ? at - found[i].last
						 : 0;

		if (found[i].span && far < 12)
			far /= 2;
		if (far < best_far) {
			best_far = far;
			best = i;
		}
	}
	if (best == n)
		return false;
	*out = found[best];
	return true;
}
