/* date.c -- see date.h.  Day arithmetic after Howard Hinnant's chrono algorithms. */
#include "config.h"

#include "base/alloc.h"
#include "base/date.h"

static const char weekdays[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
	"Aug", "Sep", "Oct", "Nov", "Dec" };

int64_t
date_days(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

static int
weekday_of(int64_t days)
{
	return (int)(days >= -4 ? (days + 4) % 7 : (days + 5) % 7 + 6);
}

static void
civil_from_days(int64_t days, struct civil *c)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	c->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c->year = (int)(yoe + era * 400 + (c->month <= 2));
	c->weekday = weekday_of(days);
}

struct civil
date_civil(int64_t ms)
{
	int64_t days = ms / MS_DAY, rest = ms % MS_DAY;
	struct civil c;

	if (rest < 0) {
		rest += MS_DAY;
		days--;
	}
	civil_from_days(days, &c);
	c.hour = (int)(rest / MS_HOUR);
	c.minute = (int)(rest / MS_MINUTE % 60);
	c.second = (int)(rest / MS_SECOND % 60);
	c.ms = (int)(rest % MS_SECOND);
	return c;
}

int64_t
date_ms(const struct civil *c)
{
	return date_days(c->year, c->month, c->day) * MS_DAY + c->hour * MS_HOUR +
	    c->minute * MS_MINUTE + c->second * MS_SECOND + c->ms;
}

static int
month_length(int year, int month)
{
	static const int len[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : len[month - 1];
}

bool
date_valid(int year, int month, int day)
{
	return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
	    day <= month_length(year, month);
}

struct day
day_of(int64_t ms)
{
	struct civil c;

	if (ms == TIME_NONE)
		return (struct day){ 0 };
	c = date_civil(ms);
	return (struct day){ (int16_t)c.year, (int8_t)c.month, (int8_t)c.day };
}

int64_t
day_start(struct day d)
{
	if (d.year == 0)
		return TIME_NONE;
	return date_days(d.year, d.month == 0 ? 1 : d.month, d.day == 0 ? 1 : d.day) *
	    MS_DAY;
}

int64_t
day_end(struct day d)
{
	if (d.year == 0)
		return TIME_NONE;
	if (d.month == 0)
		return date_days(d.year + 1, 1, 1) * MS_DAY;
	if (d.day == 0)
		return d.month == 12 ? date_days(d.year + 1, 1, 1) * MS_DAY
				     : date_days(d.year, d.month + 1, 1) * MS_DAY;
	return day_start(d) + MS_DAY;
}

int
day_weekday(struct day d)
{
	return weekday_of(day_start(d) / MS_DAY);
}

struct day
day_add(struct day d, int n)
{
	if (d.day > 0 && d.day + n > 0 && d.day + n <= 28) { /* of the same month */
		d.day = (int8_t)(d.day + n);
		return d;
	}
	return day_of(day_start(d) + n * MS_DAY);
}

int
day_cmp(struct day a, struct day b)
{
	if (a.year != b.year)
		return a.year < b.year ? -1 : 1;
	if (a.month != b.month)
		return a.month < b.month ? -1 : 1;
	return (a.day > b.day) - (a.day < b.day);
}

static void
two_digits(char *at, int v)
{
	at[0] = (char)('0' + v / 10);
	at[1] = (char)('0' + v % 10);
}

/* -05: where it ends. */
static char *
put_part(char *at, int v)
{
	*at = '-';
	two_digits(at + 1, v);
	return at + 3;
}

struct str
day_text(char out[DAY_TEXT], struct day d)
{
	char *at = out;

	if (d.year > 9999) {
		at = str_put_decimal(at, (uint64_t)d.year);
	} else if (d.year > 0) {
		str_put_digits(at, str_four((uint32_t)d.year));
		at += 4;
	}
	if (d.year > 0 && d.month != 0)
		at = put_part(at, d.month);
	if (d.year > 0 && d.month != 0 && d.day != 0)
		at = put_part(at, d.day);
	*at = '\0';
	return (struct str){ out, (size_t)(at - out) };
}

/* Exactly n digits from s at *at. */
static bool
digits(struct str s, size_t *at, size_t n, int *out)
{
	uint64_t v;

	if (*at + n > s.n || !str_uint(str_sub(s, *at, *at + n), &v))
		return false;
	*out = (int)v;
	*at += n;
	return true;
}

bool
day_parse(struct str s, struct day *d)
{
	int y, m = 0, day = 0;
	size_t at = 0;

	if (!digits(s, &at, 4, &y))
		return false;
	if (at < s.n && (s.p[at++] != '-' || !digits(s, &at, 2, &m) || m == 0))
		return false;
	if (at < s.n && (s.p[at++] != '-' || !digits(s, &at, 2, &day) || day == 0))
		return false;
	if (at != s.n || !date_valid(y, m == 0 ? 1 : m, day == 0 ? 1 : day))
		return false;
	*d = (struct day){ (int16_t)y, (int8_t)m, (int8_t)day };
	return true;
}

/* Every line of the log has one. */
struct str
date_rfc3339(char out[DATE_TEXT], int64_t ms)
{
	struct civil c = date_civil(ms);

	if (c.year < 0 || c.year > 9999)
		return (struct str){ out,
			(size_t)snprintf(out, DATE_TEXT, "%04d-%02d-%02dT%02d:%02d:%02dZ",
			    c.year, c.month, c.day, c.hour, c.minute, c.second) };
	memcpy(out, "0000-00-00T00:00:00Z", 21);
	two_digits(out, c.year / 100);
	two_digits(out + 2, c.year % 100);
	two_digits(out + 5, c.month);
	two_digits(out + 8, c.day);
	two_digits(out + 11, c.hour);
	two_digits(out + 14, c.minute);
	two_digits(out + 17, c.second);
	return (struct str){ out, 20 };
}

struct str
date_rfc3339_ms(char out[DATE_TEXT], int64_t ms)
{
	struct civil c = date_civil(ms);
	int n = snprintf(out, DATE_TEXT, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", c.year,
	    c.month, c.day, c.hour, c.minute, c.second, c.ms);

	return (struct str){ out, (size_t)n };
}

static struct str
rfc5322(char out[DATE_TEXT], int64_t ms, const char *zone)
{
	struct civil c = date_civil(ms);
	int n = snprintf(out, DATE_TEXT, "%s, %02d %s %04d %02d:%02d:%02d %s",
	    weekdays[c.weekday], c.day, months[c.month - 1], c.year, c.hour, c.minute,
	    c.second, zone);

	return (struct str){ out, (size_t)n };
}

struct str
date_http(char out[DATE_TEXT], int64_t ms)
{
	return rfc5322(out, ms, "GMT");
}

struct str
date_mail(char out[DATE_TEXT], int64_t ms)
{
	return rfc5322(out, ms, "+0000");
}

/* "Z", "+hh:mm" or "-hh:mm" at *at: minutes east of Greenwich. */
static bool
offset(struct str s, size_t *at, int *minutes)
{
	int h, m, sign;

	if (*at < s.n && (s.p[*at] == 'Z' || s.p[*at] == 'z')) {
		(*at)++;
		*minutes = 0;
		return true;
	}
	if (*at >= s.n || (s.p[*at] != '+' && s.p[*at] != '-'))
		return false;
	sign = s.p[(*at)++] == '-' ? -1 : 1;
	if (!digits(s, at, 2, &h) || *at >= s.n || s.p[(*at)++] != ':' ||
	    !digits(s, at, 2, &m) || h > 23 || m > 59)
		return false;
	*minutes = sign * (h * 60 + m);
	return true;
}

static void
fraction(struct str s, size_t *at, int *ms)
{
	int scale = 100;

	if (*at + 1 >= s.n || s.p[*at] != '.' || !is_digit(s.p[*at + 1]))
		return;
	for ((*at)++; *at < s.n && is_digit(s.p[*at]); (*at)++) {
		*ms += (s.p[*at] - '0') * scale;
		scale /= 10;
	}
}

bool
date_parse(struct str s, int64_t *ms)
{
	struct civil c = { 0 };
	int east = 0;
	size_t at = 0;

	if (!digits(s, &at, 4, &c.year) || at >= s.n || s.p[at++] != '-' ||
	    !digits(s, &at, 2, &c.month) || at >= s.n || s.p[at++] != '-' ||
	    !digits(s, &at, 2, &c.day) || !date_valid(c.year, c.month, c.day))
		return false;
	if (at < s.n) {
		if (memchr("Tt ", s.p[at++], 3) == NULL || !digits(s, &at, 2, &c.hour) ||
		    at >= s.n || s.p[at++] != ':' || !digits(s, &at, 2, &c.minute) ||
		    at >= s.n || s.p[at++] != ':' || !digits(s, &at, 2, &c.second))
			return false;
		fraction(s, &at, &c.ms);
		if (!offset(s, &at, &east) || at != s.n)
			return false;
	}
	if (c.hour > 23 || c.minute > 59 || c.second > 60)
		return false;
	*ms = date_ms(&c) - east * MS_MINUTE;
	return true;
}

static bool
month_name(struct str s, int *month)
{
	for (size_t i = 0; i < NELEM(months); i++)
		if (str_eq(s, str_of(months[i]))) {
			*month = (int)i + 1;
			return true;
		}
	return false;
}

static bool
clock_time(struct str s, struct civil *c)
{
	size_t at = 0;

	return digits(s, &at, 2, &c->hour) && at < s.n && s.p[at++] == ':' &&
	    digits(s, &at, 2, &c->minute) && at < s.n && s.p[at++] == ':' &&
	    digits(s, &at, 2, &c->second) && at == s.n && c->hour < 24 &&
	    c->minute < 60 && c->second <= 60;
}

/* "06 Nov 1994", "06-Nov-94" split at sep. */
static bool
http_day(struct str s, char sep, struct civil *c)
{
	struct str d, m, y;
	uint64_t v;

	if (!str_cut(&s, sep, &d) || !str_cut(&s, sep, &m) || !str_cut(&s, sep, &y))
		return false;
	if (!str_uint(d, &v) || v > 31 || !month_name(m, &c->month))
		return false;
	c->day = (int)v;
	if (!str_uint(y, &v) || v > 9999)
		return false;
	/* RFC 9110: a two-digit year over 50 years ahead is in the past. */
	c->year = y.n == 2 ? (int)v + (v < 70 ? 2000 : 1900) : (int)v;
	return true;
}

bool
date_parse_http(struct str s, int64_t *ms)
{
	struct str rest = str_trim(s), first = str_word(&rest), date, hms;
	struct civil c = { 0 };
	uint64_t v;

	if (!str_ends(first, STR(","))) { /* asctime: Sun Nov  6 08:49:37 1994 */
		struct str mon = str_word(&rest), day = str_word(&rest);

		hms = str_word(&rest);
		if (!month_name(mon, &c.month) || !str_uint(day, &v) || v > 31 ||
		    !clock_time(hms, &c))
			return false;
		c.day = (int)v;
		if (!str_uint(str_trim(rest), &v) || v > 9999)
			return false;
		c.year = (int)v;
	} else {
		rest = str_trim(rest);
		if (str_chr(rest, '-') != STR_NOWHERE) {
			date = str_word(&rest);
			if (!http_day(date, '-', &c))
				return false;
		} else if (rest.n < 11 || !http_day(str_sub(rest, 0, 11), ' ', &c)) {
			return false;
		} else {
			rest = str_sub(rest, 11, rest.n);
		}
		hms = str_word(&rest);
		if (!clock_time(hms, &c) || !str_eq(str_trim(rest), STR("GMT")))
			return false;
	}
	if (!date_valid(c.year, c.month, c.day))
		return false;
	*ms = date_ms(&c);
	return true;
}

static const struct {
	struct str name;
	int64_t ms;
} units[] = {
	{ STR_INIT("w"), 7 * MS_DAY },
	{ STR_INIT("d"), MS_DAY },
	{ STR_INIT("h"), MS_HOUR },
	{ STR_INIT("m"), MS_MINUTE },
	{ STR_INIT("s"), MS_SECOND },
	{ STR_INIT("ms"), 1 },
};

bool
duration_parse(struct str s, int64_t *ms)
{
	int64_t total = 0;

	if (str_eq(s, STR("0"))) {
		*ms = 0;
		return true;
	}
	while (s.n > 0) {
		size_t d = 0, u, i;
		uint64_t v;

		while (d < s.n && is_digit(s.p[d]))
			d++;
		u = d;
		while (u < s.n && is_alpha(s.p[u]))
			u++;
		for (i = 0; i < NELEM(units); i++)
			if (str_eq(units[i].name, str_sub(s, d, u)))
				break;
		if (i == NELEM(units) || !str_uint(str_sub(s, 0, d), &v) ||
		    v > (uint64_t)(INT64_MAX / 2 / units[i].ms) ||
		    total > INT64_MAX / 2 - (int64_t)v * units[i].ms)
			return false;
		total += (int64_t)v * units[i].ms;
		s = str_sub(s, u, s.n);
		if (s.n == 0) {
			*ms = total;
			return true;
		}
	}
	return false;
}

struct str
duration_text(char out[DATE_TEXT], int64_t ms)
{
	size_t n = 0;

	out[0] = '\0';
	if (ms <= 0)
		n = (size_t)snprintf(out, DATE_TEXT, "0s");
	for (size_t i = 0; i < NELEM(units); i++)
		if (ms >= units[i].ms) {
			n += (size_t)snprintf(out + n, DATE_TEXT - n, "%lld%s",
			    (long long)(ms / units[i].ms), units[i].name.p);
			ms %= units[i].ms;
		}
	return (struct str){ out, n };
}
