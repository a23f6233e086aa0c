/* when.c -- see when.h. */
#include "config.h"

#include "base/alloc.h"
#include "facts/when.h"

struct ctx {
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

/* What a word may do in an expression; "in" opens spans and stands before years. */
enum time_use {
	U_SINCE = 1 << 0,
	U_BETWEEN = 1 << 1,
	U_FROM = 1 << 2,
	U_OPEN = 1 << 3,     /* in the past …, over the last … */
	U_THE = 1 << 4,
	U_PAST = 1 << 5,     /* the past 24 hours */
	U_OF = 1 << 6,
	U_AND = 1 << 7,
	U_TO = 1 << 8,       /* from D to D */
	U_TODAY = 1 << 9,
	U_YESTERDAY = 1 << 10,
	U_OVERNIGHT = 1 << 11,
	U_THIS = 1 << 12,
	U_LAST = 1 << 13,
	U_DAYTIME = 1 << 14, /* this morning */
	U_NIGHT = 1 << 15,
	U_VAGUE = 1 << 16,   /* between a preposition and its date */
	U_UNIT = 1 << 17,    /* n: days */
	U_YEAR = 1 << 18,    /* makes a bare number a year */
	U_MONTH = 1 << 19,   /* n: 1 to 12 */
	U_WEEKDAY = 1 << 20, /* n: from Sunday, 0 */
	U_NAMED = 1 << 21,   /* before a month's name alone */
	U_HOURS = 1 << 22,
};

/* Words that begin an expression; what else does is a number. */
#define U_FIRST (U_SINCE | U_BETWEEN | U_FROM | U_OPEN | U_THE | U_PAST | U_TODAY | U_YESTERDAY | \
	U_OVERNIGHT | U_THIS | U_LAST | U_MONTH | U_WEEKDAY)

struct time_word {
	const char *word;
	uint32_t use;
	int n;
};

static const struct time_word time_words[] = {
	{ "", 0, 0 }, /* any other word */
	{ "in", U_OPEN | U_YEAR | U_NAMED, 0 }, { "of", U_OF | U_VAGUE | U_YEAR | U_NAMED, 0 },
	{ "to", U_TO, 0 }, { "and", U_AND, 0 }, { "apr", U_MONTH, 4 }, { "aug", U_MONTH, 8 },
	{ "day", U_UNIT | U_VAGUE, 1 }, { "dec", U_MONTH, 12 }, { "end", U_VAGUE, 0 },
	{ "feb", U_MONTH, 2 }, { "for", U_OPEN, 0 }, { "fri", U_WEEKDAY, 5 },
	{ "jan", U_MONTH, 1 }, { "jul", U_MONTH, 7 }, { "jun", U_MONTH, 6 },
	{ "mar", U_MONTH, 3 }, { "may", U_MONTH, 5 }, { "mid", U_VAGUE | U_YEAR | U_NAMED, 0 },
	{ "mon", U_WEEKDAY, 1 }, { "nov", U_MONTH, 11 }, { "oct", U_MONTH, 10 },
	{ "sat", U_WEEKDAY, 6 }, { "sep", U_MONTH, 9 }, { "sun", U_WEEKDAY, 0 },
	{ "the", U_THE | U_VAGUE, 0 }, { "thu", U_WEEKDAY, 4 }, { "tue", U_WEEKDAY, 2 },
	{ "wed", U_WEEKDAY, 3 }, { "date", U_VAGUE, 0 }, { "days", U_UNIT, 1 },
	{ "from", U_FROM, 0 }, { "hour", U_UNIT | U_HOURS, 0 }, { "july", U_MONTH, 7 },
	{ "june", U_MONTH, 6 }, { "last", U_PAST | U_LAST | U_VAGUE | U_NAMED, 0 },
	{ "late", U_VAGUE | U_YEAR | U_NAMED, 0 }, { "over", U_OPEN, 0 },
	{ "past", U_PAST, 0 }, { "sept", U_MONTH, 9 },
	{ "this", U_THIS | U_VAGUE | U_NAMED, 0 }, { "thur", U_WEEKDAY, 4 },
	{ "till", U_TO, 0 }, { "tues", U_WEEKDAY, 2 }, { "week", U_UNIT | U_VAGUE, 7 },
	{ "year", U_UNIT | U_VAGUE, 365 }, { "about", U_VAGUE, 0 }, { "april", U_MONTH, 4 },
	{ "early", U_VAGUE | U_YEAR | U_NAMED, 0 }, { "hours", U_UNIT | U_HOURS, 0 },
	{ "march", U_MONTH, 3 }, { "month", U_UNIT | U_VAGUE, 30 },
	{ "night", U_NIGHT | U_VAGUE, 0 }, { "since", U_SINCE | U_YEAR | U_NAMED, 0 },
	{ "start", U_VAGUE, 0 }, { "thurs", U_WEEKDAY, 4 }, { "today", U_TODAY, 0 },
	{ "until", U_TO | U_YEAR | U_NAMED, 0 }, { "weeks", U_UNIT, 7 },
	{ "years", U_UNIT, 365 }, { "around", U_VAGUE, 0 }, { "august", U_MONTH, 8 },
	{ "during", U_OPEN | U_NAMED, 0 }, { "friday", U_WEEKDAY, 5 },
	{ "middle", U_VAGUE, 0 }, { "monday", U_WEEKDAY, 1 }, { "months", U_UNIT, 30 },
	{ "sunday", U_WEEKDAY, 0 }, { "within", U_OPEN, 0 }, { "between", U_BETWEEN, 0 },
	{ "evening", U_DAYTIME | U_VAGUE, 0 }, { "january", U_MONTH, 1 },
	{ "morning", U_DAYTIME | U_VAGUE, 0 }, { "october", U_MONTH, 10 },
	{ "through", U_TO, 0 }, { "tonight", U_TODAY, 0 }, { "tuesday", U_WEEKDAY, 2 },
	{ "december", U_MONTH, 12 }, { "february", U_MONTH, 2 }, { "november", U_MONTH, 11 },
	{ "previous", U_PAST, 0 }, { "saturday", U_WEEKDAY, 6 }, { "thursday", U_WEEKDAY, 4 },
	{ "afternoon", U_DAYTIME, 0 }, { "beginning", U_VAGUE, 0 },
	{ "overnight", U_OVERNIGHT, 0 }, { "preceding", U_PAST, 0 },
	{ "september", U_MONTH, 9 }, { "wednesday", U_WEEKDAY, 3 },
	{ "yesterday", U_YESTERDAY, 0 },
};

_Static_assert(NELEM(time_words) <= UINT8_MAX, "word.time holds their number");

void
when_teach(struct lexicon *lx)
{
	for (size_t i = 1; i < NELEM(time_words); i++) {
		struct word *w = lexicon_known(lx, str_of(time_words[i].word));

		if (w != NULL)
			w->time = (uint8_t)i;
	}
}

/* A compound (mid-March) is no word of time, though it is known by its last part. */
static const struct time_word *
time_word(const struct ctx *c, size_t i)
{
	const struct token *t;

	if (i >= c->to)
		return &time_words[0];
	t = &c->l->tok[i];
	return &time_words[t->end - t->start == t->word->key.n ? t->word->time : 0];
}

static bool
is(const struct ctx *c, size_t i, uint32_t use)
{
	return (time_word(c, i)->use & use) != 0;
}

static bool
is_mark(const struct ctx *c, size_t i, char mark)
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

	if (w.n > 2 && (str_ends(w, STR("th")) || str_ends(w, STR("st")) ||
	    str_ends(w, STR("nd")) || str_ends(w, STR("rd"))))
		w.n -= 2;
	if (w.n == 0 || w.n > 4 || !str_uint(w, &v))
		return -1;
	return (int)v;
}

static bool
is_year(int v)
{
	return v >= 1900 && v <= 2100;
}

static int
month_at(const struct ctx *c, size_t i)
{
	const struct time_word *t;

	if (!(cls(c, i) & C_MONTH) || !(c->l->tok[i].flags & TOKEN_CAP))
		return 0;
	t = time_word(c, i);
	return t->use & U_MONTH ? t->n : 0;
}

static int
weekday_at(const struct ctx *c, size_t i)
{
	const struct time_word *t;

	if (!(cls(c, i) & C_WEEKDAY) || !(c->l->tok[i].flags & TOKEN_CAP))
		return -1;
	t = time_word(c, i);
	return t->use & U_WEEKDAY ? t->n : -1;
}

static int
weekday_of(struct day d)
{
	return date_civil(day_start(d)).weekday;
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

/* November 27, 2024 | November 27 | November 2024 | November */
static bool
month_first(const struct ctx *c, size_t i, struct dated *out)
{
	int month = month_at(c, i), day, year;

	if (month == 0)
		return false;
	if (is_mark(c, i + 1, '.') && digits(c, i + 2) > 0)
		i++;
	day = digits(c, i + 1);
	if (is_year(day))
		return make(c, out, day, month, 0, i + 1);
	if (day < 1 || day > 31)
		return make(c, out, 0, month, 0, i);
	year = digits(c, i + 2);
	if (is_year(year))
		return make(c, out, year, month, day, i + 2);
	year = is_mark(c, i + 2, ',') ? digits(c, i + 3) : -1;
	if (is_year(year))
		return make(c, out, year, month, day, i + 3);
	return make(c, out, 0, month, day, i + 1);
}

/* 27 November 2024 | 27th of November */
static bool
day_first(const struct ctx *c, size_t i, struct dated *out)
{
	int day = digits(c, i), month, year;
	size_t m = is(c, i + 1, U_OF) ? i + 2 : i + 1;

	month = month_at(c, m);
	if (day < 1 || day > 31 || month == 0)
		return false;
	year = digits(c, m + 1);
	if (is_year(year))
		return make(c, out, year, month, day, m + 1);
	return make(c, out, 0, month, day, m);
}

static bool
iso_date(const struct ctx *c, size_t i, struct dated *out)
{
	uint32_t start = c->l->tok[i].start;
	struct str w = str_sub(c->text, start, start + 10);

	if (w.n != 10 || !is_digit(w.p[0]) || w.p[4] != '-' || w.p[7] != '-' ||
	    !day_parse(w, &out->from))
		return false;
	out->to = out->from;
	while (i + 1 < c->to && c->l->tok[i].end < start + 10)
		i++;
	out->last = i;
	return true;
}

static void
days_back(const struct ctx *c, struct dated *out, int from, int to, size_t last)
{
	out->from = day_add(c->now, -from);
	out->to = day_add(c->now, -to);
	out->last = last;
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
	wd = weekday_at(c, i);
	if (wd < 0)
		return false;
	back = (weekday_of(c->now) - wd + 7) % 7;
	days_back(c, out, back, back, i);
	return true;
}

static bool
date_at(const struct ctx *c, size_t i, struct dated *out)
{
	int year;

	if (i >= c->to)
		return false;
	if (iso_date(c, i, out) || day_first(c, i, out) || month_first(c, i, out) ||
	    relative(c, i, out))
		return true;
	year = digits(c, i);
	if (!is_year(year) || c->l->tok[i].end - c->l->tok[i].start != 4)
		return false;
	out->from = out->to = (struct day){ (int16_t)year, 0, 0 };
	out->last = i;
	return true;
}

/* Words between a preposition and its date: "since the end of April", "on late Wednesday". */
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
	const struct time_word *t = time_word(c, i);

	if (!(t->use & U_UNIT))
		return -1;
	return t->use & U_HOURS ? (n + 23) / 24 : n * t->n;
}

/* in the past 24 hours | over the last three days | within two days */
static bool
past_span(const struct ctx *c, size_t i, struct when *out)
{
	size_t at = i, last;
	int n, days;

	if (c->now.year == 0)
		return false;
	if (is(c, at, U_OPEN))
		at++;
	if (is(c, at, U_THE))
		at++;
	if (!is(c, at, U_PAST))
		return false;
	n = count_at(c, at + 1, &last);
	days = n < 0 ? -1 : unit_days(c, last + 1, n);
	if (days < 0 || days > 3660)
		return false;
	*out = (struct when){ .first = i, .last = last + 1, .since = day_add(c->now, -days),
		.until = c->now, .span = true };
	return true;
}

/* since D | from D to D | between D and D | between 3 and 9 May */
static bool
open_span(const struct ctx *c, size_t i, struct when *out)
{
	struct dated a, b;
	size_t at;
	bool since = is(c, i, U_SINCE), between = is(c, i, U_BETWEEN);

	if (!since && !between && !is(c, i, U_FROM))
		return false;
	at = skip_vague(c, i + 1);
	if (between || is(c, i, U_FROM)) {
		bool whole = date_at(c, at, &a);
		int day = whole ? 0 : digits(c, at);

		if (!whole)
			a.last = at;
		if (!is(c, a.last + 1, between ? U_AND : U_TO) ||
		    !date_at(c, a.last + 2, &b) || (!whole && (day < 1 || day > 31)))
			return false;
		if (!whole) {
			a.from = b.from;
			a.from.day = (int8_t)day;
		}
		*out = (struct when){ .first = i, .last = b.last, .since = a.from, .until = b.to,
			.span = true };
		return day_cmp(a.from, b.to) <= 0;
	}
	if (!date_at(c, at, &a))
		return false;
	*out = (struct when){ .first = i, .last = a.last, .since = a.from, .span = true };
	return true;
}

static bool
single(const struct ctx *c, size_t i, struct when *out)
{
	struct dated d;

	if (!date_at(c, i, &d))
		return false;
	/* a bare number is a year only after a preposition */
	if (d.from.month == 0 && !(i > 0 && is(c, i - 1, U_YEAR)))
		return false;
	/* a month's name alone may be a person's */
	if (d.from.day == 0 && d.last == i && d.from.month > 0 &&
	    !(i > 0 && is(c, i - 1, U_NAMED)))
		return false;
	*out = (struct when){ .first = i, .last = d.last, .since = d.from, .until = d.to };
	return true;
}

/* Asked of every token, so that the readers above are asked of few. */
static bool
may_begin(const struct ctx *c, size_t i)
{
	const struct token *t = &c->l->tok[i];

	return t->kind != TOKEN_PUNCT && (is_digit(c->text.p[t->start]) || is(c, i, U_FIRST));
}

size_t
when_scan(struct str text, const struct token_list *l, size_t from, size_t to,
    int64_t published_ms, struct when out[WHEN_MAX])
{
	struct ctx c = { .text = text, .l = l, .to = to, .now = day_of(published_ms) };
	size_t n = 0;

	for (size_t i = from; i < to && n < WHEN_MAX; i++) {
		if (!may_begin(&c, i))
			continue;
		if (open_span(&c, i, &out[n]) || past_span(&c, i, &out[n]) ||
		    single(&c, i, &out[n])) {
			i = out[n].last;
			n++;
		}
	}
	return n;
}

bool
when_for(const struct when *found, size_t n, size_t at, struct when *out)
{
	size_t best = n, best_far = SIZE_MAX;

	for (size_t i = 0; i < n; i++) {
		size_t far = found[i].first > at ? found[i].first - at :
		    found[i].last < at ? at - found[i].last : 0;

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
