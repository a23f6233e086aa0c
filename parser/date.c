/*
 * date.c -- see date.h.  One pass over numbers, words and signs; every word must be known
 * (date_names.inc), every number must have its place, and nothing may be left over.
 */
#include "config.h"

#include <stddef.h>

#include <unicode/ucal.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "parser/date.h"

#define DATE_MAX 120 /* longer is no date */
#define WORD_MAX 40

enum word {
	DATE_MONTH,
	DATE_WEEKDAY,
	DATE_ZONE,
	DATE_WALL,
	DATE_FILLER,
	DATE_AM,
	DATE_PM
};

static const struct {
	const char *word;
	enum word kind;
	int value;
} words[] = {
#include "parser/date_names.inc"
};

/* Zones named without saying whether it is summer: DATE_WALL's value. */
static const char *const walls[] = { "America/New_York", "America/Chicago",
	"America/Denver", "America/Los_Angeles", "America/Halifax" };

struct reading {
	struct str in;
	int year, month, day; /* 0: not seen */
	int hour, minute, second, ms;
	bool time, zone, greenwich, pm, am;
	int east;             /* minutes */
	char place[WORD_MAX]; /* IANA name, if that is the zone */
	bool first;           /* nothing was read yet */
	bool maybe_weekday;   /* the month may be none */
};

/* ---- words ---- */

/* Lower case, without accents, as far as the table's languages go. */
static uint32_t
fold(uint32_t c)
{
	static const char latin[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyts";
	static const struct {
		uint16_t from, to;
	} others[] = { { 0x3ac, 0x3b1 }, { 0x3ad, 0x3b5 }, { 0x3ae, 0x3b7 },
		{ 0x3af, 0x3b9 }, { 0x3cc, 0x3bf }, { 0x3cd, 0x3c5 }, { 0x3ce, 0x3c9 },
		{ 0x3c2, 0x3c3 }, { 0x386, 0x3b1 }, { 0x388, 0x3b5 }, { 0x389, 0x3b7 },
		{ 0x38a, 0x3b9 }, { 0x3ca, 0x3b9 }, { 0x38c, 0x3bf }, { 0x38e, 0x3c5 },
		{ 0x38f, 0x3c9 }, { 0x100, 'a' }, { 0x101, 'a' }, { 0x10c, 'c' },
		{ 0x112, 'e' }, { 0x113, 'e' }, { 0x116, 'e' }, { 0x117, 'e' },
		{ 0x12a, 'i' }, { 0x12b, 'i' }, { 0x12f, 'i' }, { 0x165, 't' },
		{ 0x16a, 'u' }, { 0x16b, 'u' }, { 0x173, 'u' }, { 0x105, 'a' },
		{ 0x107, 'c' }, { 0x10d, 'c' }, { 0x119, 'e' }, { 0x11b, 'e' },
		{ 0x11f, 'g' }, { 0x131, 'i' }, { 0x130, 'i' }, { 0x142, 'l' },
		{ 0x141, 'l' }, { 0x144, 'n' }, { 0x151, 'o' }, { 0x159, 'r' },
		{ 0x15a, 's' }, { 0x15b, 's' }, { 0x15e, 's' }, { 0x15f, 's' },
		{ 0x160, 's' }, { 0x161, 's' }, { 0x16f, 'u' }, { 0x171, 'u' },
		{ 0x17a, 'z' }, { 0x17c, 'z' }, { 0x17d, 'z' }, { 0x17e, 'z' },
		{ 0x219, 's' }, { 0x21b, 't' } };

	if (c < 0x80)
		return (uint32_t)to_lower((char)c);
	if (c >= 0xc0 && c <= 0xff)
		return (uint32_t)latin[(c - 0xc0) & 0x1f];
	for (size_t i = 0; i < NELEM(others); i++)
		if (others[i].from == c)
			return others[i].to;
	if ((c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	return c >= 0x400 && c <= 0x40f ? c + 0x50 : c;
}

static int
find_word(struct str w)
{
	size_t lo = 0, hi = NELEM(words);

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int d = str_cmp(str_of(words[mid].word), w);

		if (d == 0)
			return (int)mid;
		if (d < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -1;
}

static char
peek(const struct reading *r, size_t i)
{
	return i < r->in.n ? r->in.p[i] : '\0';
}

static void
skip(struct reading *r, size_t n)
{
	r->in = str_sub(r->in, n, r->in.n);
}

static bool
is_letter(char c)
{
	return is_alpha(c) || (unsigned char)c >= 0x80;
}

/* Bytes of the word at the start, with the slashes and underlines of an IANA name. */
static size_t
word_length(const struct reading *r)
{
	size_t n = 0;

	while (is_letter(peek(r, n)) ||
	    (n > 0 &&
		(peek(r, n) == '\'' || (peek(r, n) == '/' && is_alpha(peek(r, n + 1))) ||
		    (peek(r, n) == '_' && is_alpha(peek(r, n + 1))))))
		n++;
	return n;
}

static bool
take_place(struct reading *r, struct str name)
{
	UChar id[WORD_MAX], canon[64];
	UErrorCode err = U_ZERO_ERROR;
	UBool system = 0;

	if (name.n >= WORD_MAX || r->zone)
		return false;
	for (size_t i = 0; i < name.n; i++)
		id[i] = (UChar)(unsigned char)name.p[i];
	ucal_getCanonicalTimeZoneID(id, (int32_t)name.n, canon, 64, &system, &err);
	if (U_FAILURE(err) || !system)
		return false;
	str_copy(r->place, sizeof(r->place), name);
	r->zone = true;
	return true;
}

static bool
take_known(struct reading *r, int at, size_t n)
{
	int value = words[at].value;

	switch (words[at].kind) {
	case DATE_MONTH:
		/* "mar" may have been mardi, martes, martedi. */
		if (r->month != 0 && !(r->month == 3 && r->maybe_weekday))
			return false;
		r->maybe_weekday = r->month == 0 && r->day == 0 && r->year == 0 && n == 3;
		r->month = value;
		break;
	case DATE_ZONE:
		/* "T" between day and time; a single letter is a zone only behind a time.
		 */
		if (n == 1 && !r->time)
			return memchr("TtaeoAEO", r->in.p[0], 8) != NULL;
		if (!r->zone) {
			r->east = value;
			r->zone = true;
			r->greenwich = value == 0;
		}
		break;
	case DATE_WALL:
		if (r->time && !r->zone)
			return take_place(r, str_of(walls[value]));
		break; /* "at 7:00" */
	case DATE_AM:
	case DATE_PM:
		if (words[at].kind == DATE_PM)
			r->pm = true;
		else
			r->am = true;
		if (value != 0 && !r->zone) { /* Korean: Korea's time */
			r->east = value;
			r->zone = true;
		}
		break;
	case DATE_WEEKDAY:
	case DATE_FILLER:
		break;
	}
	return true;
}

/* A zone that nobody knows means that the offset is not known (RFC 5322, 4.3): UTC. */
static bool
take_unknown_zone(struct reading *r, struct str w)
{
	if (!r->time || r->zone || w.n < 3 || w.n > 5)
		return false;
	for (size_t i = 0; i < w.n; i++)
		if (w.p[i] < 'A' || w.p[i] > 'Z')
			return false;
	r->zone = true;
	return true;
}

/* A weekday in a language we do not know, or a zone. */
static bool
take_unknown(struct reading *r, struct str w, bool first)
{
	if (memchr(w.p, '/', w.n) != NULL)
		return take_place(r, w);
	if (first &&
	    (peek(r, w.n) == ',' || (peek(r, w.n) == '.' && peek(r, w.n + 1) == ',')))
		return true;
	return take_unknown_zone(r, w);
}

/* 年 月 日 and 년 월 일 stand behind their numbers, which were read as a group already.
 */
static bool
take_word(struct reading *r)
{
	size_t n = word_length(r), k = 0;
	struct str w = str_sub(r->in, 0, n), rest = w;
	char low[WORD_MAX * 4];
	bool first = r->first, good;
	int at;

	r->first = false;
	if (n == 0 || n >= WORD_MAX)
		return false;
	while (rest.n > 0)
		k += utf8_put(low + k, fold(utf8_next(&rest)));
	if (n == 1 && (low[0] == 'a' || low[0] == 'p') && peek(r, 1) == '.' &&
	    to_lower(peek(r, 2)) == 'm') {
		*(low[0] == 'p' ? &r->pm : &r->am) = true;
		skip(r, 3);
		return true;
	}
	at = find_word((struct str){ low, k });
	if (at < 0)
		good = take_unknown(r, w, first);
	else if (k == 1 && n > 1) /* "à 10h30" names no military zone */
		good = low[0] == 'a';
	else
		good = take_known(r, at, n);
	skip(r, n);
	return good;
}

/* ---- numbers ---- */

static size_t
digits_at(const struct reading *r, size_t i, int *v)
{
	size_t n = 0;

	*v = 0;
	while (n < 9 && is_digit(peek(r, i + n))) {
		*v = *v * 10 + (peek(r, i + n) - '0');
		n++;
	}
	return is_digit(peek(r, i + n)) ? 0 : n;
}

static int
full_year(int v, size_t n)
{
	return n > 2 ? v : v < 50 ? v + 2000 : v + 1900; /* RFC 5322, 4.3 */
}

static bool
set_date(struct reading *r, int y, int m, int d)
{
	if (r->year != 0 || r->month != 0 || r->day != 0 || y < 1 || m < 1 || d < 1)
		return false;
	r->year = y;
	r->month = m;
	r->day = d;
	return date_valid(y, m, d);
}

/* The n-th day of a year. */
static bool
set_ordinal(struct reading *r, int year, int n)
{
	struct day d;

	if (n < 1 || n > 366 || year < 1)
		return false;
	d = day_of(date_days(year, 1, 1) * MS_DAY + (n - 1) * MS_DAY);
	return d.year == year && set_date(r, d.year, d.month, d.day);
}

/* hh:mm[:ss[.fraction]] at the start, n digits of hours. */
static bool
take_clock(struct reading *r, int hour, size_t n, char colon)
{
	size_t at = n + 1, k;

	k = digits_at(r, at, &r->minute);
	if (r->time || k < 1 || k > 2 || hour > 24 || r->minute > 59)
		return false;
	r->hour = hour;
	r->time = true;
	at += k;
	if (peek(r, at) == colon && is_digit(peek(r, at + 1))) {
		k = digits_at(r, at + 1, &r->second);
		if (k < 1 || k > 2 || r->second > 60)
			return false;
		at += 1 + k;
		if ((peek(r, at) == '.' || peek(r, at) == ',') &&
		    is_digit(peek(r, at + 1))) {
			int scale = 100;

			for (at++; is_digit(peek(r, at)); at++) {
				r->ms += (peek(r, at) - '0') * scale;
				scale /= 10;
			}
		}
	}
	if (r->second == 60)
		r->second = 59;
	skip(r, at);
	return hour < 24 || (r->minute == 0 && r->second == 0);
}

/* Three numbers: which is which, by how long they are, what divides them, and what fits.
 */
static bool
order(struct reading *r, const int v[3], const size_t len[3], char sep)
{
	if (len[0] == 4)
		return set_date(r, v[0], v[1], v[2]);
	if (sep == '-' && len[0] == 2 && len[1] == 2 && len[2] == 2 &&
	    date_valid(full_year(v[0], 2), v[1], v[2])) /* ISO 8601:1988 */
		return set_date(r, full_year(v[0], 2), v[1], v[2]);
	if (len[2] != 4 && len[2] != 2)
		return false;
	if (v[1] > 12 || (sep == '/' && v[0] <= 12))
		return set_date(r, full_year(v[2], len[2]), v[0], v[1]);
	return set_date(r, full_year(v[2], len[2]), v[1], v[0]);
}

/* Numbers with the same sign between them; false: these are none. */
static bool
take_group(struct reading *r, int first, size_t n, bool *good)
{
	int v[3] = { first };
	size_t len[3] = { n }, at = n, count = 1, gap;
	char sep = peek(r, n);

	if (sep != '-' && sep != '/' && sep != '.')
		return false;
	gap = sep == '.' && peek(r, n + 1) == ' ' ? 2 : 1; /* 5. 3. 2024 */
	while (count < 3 && peek(r, at) == sep && is_digit(peek(r, at + gap))) {
		len[count] = digits_at(r, at + gap, &v[count]);
		if (len[count] == 0)
			return false;
		at += gap + len[count++];
	}
	if (count == 1 || (count == 2 && (sep == '/' || gap == 2)))
		return false;
	if (count == 3) {
		*good = order(r, v, len, sep);
	} else if (sep == '.' && r->day != 0 && !r->time && len[1] == 2) {
		*good = take_clock(r, first, n, '.'); /* 16.30 */
		return true;
	} else if (sep == '-' && len[0] == 4 && len[1] == 3) {
		*good = set_ordinal(r, first, v[1]);
	} else if (sep == '-' && len[0] == 4 && len[1] == 2) {
		*good = set_date(r, first, v[1], 1);
	} else {
		return false;
	}
	skip(r, at);
	return true;
}

/* 20031231, 031231, 2003335, 20031231101455, and behind a day 101455 or 1014. */
static bool
take_packed(struct reading *r, size_t n)
{
	struct str s = str_sub(r->in, 0, n);
	uint64_t a;
	bool good = false;

	if (n == 14 || (n == 8 && r->day == 0)) {
		str_uint(str_sub(s, 0, 8), &a);
		good = set_date(r, (int)(a / 10000), (int)(a / 100 % 100),
		    (int)(a % 100));
		if (n == 14)
			s = str_sub(s, 8, 14);
	} else if (n == 7 && r->day == 0) {
		str_uint(s, &a);
		good = set_ordinal(r, (int)(a / 1000), (int)(a % 1000));
	} else if (n == 6 && r->day == 0) {
		str_uint(s, &a);
		good = set_date(r, full_year((int)(a / 10000), 2), (int)(a / 100 % 100),
		    (int)(a % 100));
	}
	if (n == 14 || ((n == 6 || n == 4) && r->day != 0 && !good && !r->time)) {
		str_uint(s, &a);
		if (s.n == 4)
			a *= 100;
		r->hour = (int)(a / 10000);
		r->minute = (int)(a / 100 % 100);
		r->second = (int)(a % 100);
		r->time = true;
		good = (n != 14 || good) && r->hour < 24 && r->minute < 60 &&
		    r->second < 60;
	}
	skip(r, n);
	return good;
}

static const struct {
	struct str sign;
	size_t part; /* offset in the reading */
	int max;
	bool korea;
} signs[] = {
#define PART(sign, part, max, korea)                                       \
	{                                                                  \
		STR_INIT(sign), offsetof(struct reading, part), max, korea \
	}
	PART("年", year, 9999, false),
	PART("月", month, 12, false),
	PART("日", day, 31, false),
	PART("时", hour, 23, false),
	PART("時", hour, 23, false),
	PART("点", hour, 23, false),
	PART("分", minute, 59, false),
	PART("秒", second, 59, false),
	PART("년", year, 9999, true),
	PART("월", month, 12, false),
	PART("일", day, 31, false),
	PART("시", hour, 23, false),
	PART("분", minute, 59, false),
	PART("초", second, 59, false),
};

/* A number that says what it is: 2004年, 5월, 25日, 10時; in Korean it is Korea's time.
 */
static bool
take_signed(struct reading *r, int v, size_t n)
{
	struct str after = str_trim(str_sub(r->in, n, r->in.n));

	if (after.n == 0 || (unsigned char)after.p[0] < 0x80)
		return false;
	for (size_t i = 0; i < NELEM(signs); i++) {
		int *part = (int *)(void *)((char *)r + signs[i].part);

		if (!str_starts(after, signs[i].sign) || *part != 0 || v > signs[i].max)
			continue;
		*part = v;
		r->time = r->time || part == &r->hour;
		if (signs[i].korea && !r->zone) {
			r->east = 540;
			r->zone = true;
		}
		r->in = str_sub(after, signs[i].sign.n, after.n);
		return true;
	}
	return false;
}

static bool
take_number(struct reading *r)
{
	size_t n = 0;
	int v = 0;
	bool good = true;

	r->first = false;
	while (is_digit(peek(r, n)))
		n++;
	if (n > 14)
		return false;
	if (n <= 9)
		digits_at(r, 0, &v);
	if (n <= 2 && peek(r, n) == ':' && is_digit(peek(r, n + 1)))
		return take_clock(r, v, n, ':');
	if (n <= 2 && to_lower(peek(r, n)) == 'h' && is_digit(peek(r, n + 1)) &&
	    r->day != 0)
		return take_clock(r, v, n, ':'); /* 14h30 */
	if (n <= 4 && (take_group(r, v, n, &good) || take_signed(r, v, n)))
		return good;
	if (n == 4 && r->year == 0) {
		r->year = v;
		skip(r, n);
		return v > 0;
	}
	if (n > 2)
		return take_packed(r, n);
	if (r->day == 0) {
		r->day = v;
	} else if (n == 2 && r->year == 0 && r->month != 0) {
		r->year = full_year(v, 2);
	} else if (r->year != 0 && !r->time && v < 24) {
		r->hour = v; /* 7 PM: its word must follow */
		skip(r, n);
		r->time = true;
		while (peek(r, 0) == ' ')
			skip(r, 1);
		return to_lower(peek(r, 0)) == 'a' || to_lower(peek(r, 0)) == 'p' ||
		    str_starts_ci(r->in, STR("uhr"));
	} else {
		return false;
	}
	skip(r, n);
	return v > 0 || r->year == 2000;
}

/* +hh, +hhmm, +hh:mm, behind a time; "GMT+2" too. */
static bool
take_offset(struct reading *r)
{
	int sign = peek(r, 0) == '-' ? -1 : 1, h, m = 0;
	size_t n = digits_at(r, 1, &h), at = 1 + n;

	if (n == 4) {
		m = h % 100;
		h /= 100;
	} else if (n == 1 || n == 2) {
		if (peek(r, at) == ':') {
			if (digits_at(r, at + 1, &m) != 2)
				return false;
			at += 3;
		}
	} else {
		return false;
	}
	if (h > 24 || m > 59)
		return false;
	if (!r->zone || r->greenwich) {
		r->east = sign * (h * 60 + m);
		r->zone = true;
		r->greenwich = false;
	}
	skip(r, at);
	return true;
}

/* ---- the whole ---- */

/* What stands in brackets behind a zone explains it (RFC 822, 3.4.3; Java's
 * [Europe/Paris]). */
static size_t
comment_length(const struct reading *r)
{
	char c = peek(r, 0);
	size_t end = !r->zone ? STR_NOWHERE
	    : c == '('        ? str_chr(r->in, ')')
	    : c == '['        ? str_chr(r->in, ']')
			      : STR_NOWHERE;

	return end == STR_NOWHERE ? 0 : end + 1;
}

static bool
take(struct reading *r)
{
	char c = peek(r, 0);
	size_t comment = comment_length(r);

	if (comment > 0) {
		skip(r, comment);
		return true;
	}

	if (is_digit(c))
		return take_number(r);
	if ((c == '+' || c == '-') && r->time && is_digit(peek(r, 1)))
		return take_offset(r);
	if (is_letter(c))
		return take_word(r);
	if (strchr(" ,.-()[]|\t\r\n/;", c) == NULL || c == '\0')
		return false;
	skip(r, 1);
	return true;
}

static int64_t
at_place(const struct reading *r)
{
	UChar id[WORD_MAX];
	UErrorCode err = U_ZERO_ERROR;
	UCalendar *cal;
	double ms;
	size_t n = strlen(r->place);

	for (size_t i = 0; i < n; i++)
		id[i] = (UChar)(unsigned char)r->place[i];
	cal = ucal_open(id, (int32_t)n, "en", UCAL_GREGORIAN, &err);
	if (U_FAILURE(err))
		return TIME_NONE;
	ucal_clear(cal);
	ucal_setDateTime(cal, r->year, r->month - 1, r->day, r->hour, r->minute,
	    r->second, &err);
	ms = ucal_getMillis(cal, &err);
	ucal_close(cal);
	return U_FAILURE(err) ? TIME_NONE : (int64_t)ms + r->ms;
}

static bool
result(struct reading *r, int64_t *ms)
{
	struct civil c;
	int64_t t;

	if (r->year != 0 && r->month == 0 && r->day == 0 && !r->time && !r->zone)
		r->month = r->day = 1; /* W3CDTF: a year alone */
	if (r->day == 0 && r->year != 0 && r->month != 0 && !r->time)
		r->day = 1;
	if (!date_valid(r->year, r->month, r->day))
		return false;
	if ((r->pm || r->am) && (!r->time || r->hour > 12) && !(r->pm && r->time))
		return false;
	if (r->pm && r->hour < 12)
		r->hour += 12;
	if (r->am && r->hour == 12)
		r->hour = 0;
	c = (struct civil){ r->year, r->month, r->day, r->hour, r->minute, r->second,
		r->ms, 0 };
	t = r->place[0] != '\0' ? at_place(r) : date_ms(&c) - r->east * MS_MINUTE;
	if (t == TIME_NONE)
		return false;
	*ms = t;
	return true;
}

/* Seconds or milliseconds since 1970, from 1973 on: shorter numbers are something else.
 */
static bool
unix_time(struct str s, int64_t *ms)
{
	uint64_t v;

	if (!str_uint(s, &v))
		return false;
	if (s.n == 9 || s.n == 10)
		*ms = (int64_t)v * 1000;
	else if (s.n == 12 || s.n == 13)
		*ms = (int64_t)v;
	else
		return false;
	return true;
}

/* Digits, signs and spaces of other scripts, as ASCII has them; marks of direction go. */
static const struct {
	uint32_t from, to; /* characters */
	char as;           /* the first one; '\0': nothing; digits go on */
} ascii[] = { { 0xa0, 0xa0, ' ' }, { 0x60c, 0x60c, ',' }, { 0x660, 0x669, '0' },
	{ 0x6f0, 0x6f9, '0' }, { 0x966, 0x96f, '0' }, { 0x2009, 0x2009, ' ' },
	{ 0x200e, 0x200f, 0 }, { 0x2012, 0x2014, '-' }, { 0x202f, 0x202f, ' ' },
	{ 0x2212, 0x2212, '-' }, { 0x3000, 0x3000, ' ' }, { 0xff10, 0xff19, '0' },
	{ 0xff1a, 0xff1a, ':' } };

static struct str
to_ascii(char out[DATE_MAX], struct str s)
{
	size_t n = 0, high = 0;

	while (high < s.n && (unsigned char)s.p[high] < 0x80)
		high++;
	if (high == s.n)
		return s;
	while (s.n > 0) {
		struct str was = s;
		uint32_t c = utf8_next(&s);
		size_t i = 0;

		while (i < NELEM(ascii) && (c < ascii[i].from || c > ascii[i].to))
			i++;
		if (i == NELEM(ascii)) {
			memcpy(out + n, was.p, was.n - s.n);
			n += was.n - s.n;
		} else if (ascii[i].as != '\0') {
			out[n++] = ascii[i].as == '0' ? (char)('0' + (c - ascii[i].from))
						      : ascii[i].as;
		}
	}
	return str_trim((struct str){ out, n });
}

bool
feed_date(struct str s, int64_t *ms)
{
	char text[DATE_MAX];
	struct reading r = { .first = true };

	s = str_trim(s);
	if (s.n == 0 || s.n > DATE_MAX)
		return false;
	r.in = s = to_ascii(text, s);
	if (s.n == 0)
		return false;
	if (unix_time(s, ms) || (s.n >= 20 && date_parse(s, ms)))
		return true;
	while (r.in.n > 0)
		if (!take(&r))
			return false;
	return result(&r, ms);
}
