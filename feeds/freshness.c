/* freshness.c -- see freshness.h. */
#include "config.h"

#include "feeds/freshness.h"

/* The next directive of a list, quoted text kept whole. */
static bool
next_directive(struct str *in, struct str *name, struct str *value)
{
	size_t end = 0, eq;
	bool quoted = false;
	struct str d;

	if (in->n == 0)
		return false;
	while (end < in->n && (quoted || in->p[end] != ',')) {
		if (in->p[end] == '"')
			quoted = !quoted;
		end++;
	}
	d = str_trim(str_sub(*in, 0, end));
	*in = str_sub(*in, end + 1, in->n);
	eq = str_chr(d, '=');
	*name = str_trim(str_sub(d, 0, eq));
	*value = eq == STR_NOWHERE ? STR_NONE : str_trim(str_sub(d, eq + 1, d.n));
	if (value->n >= 2 && value->p[0] == '"' && value->p[value->n - 1] == '"')
		*value = str_sub(*value, 1, value->n - 1);
	return true;
}

#define FOREVER_S (INT64_C(100) * 365 * 86400)

/* Seconds; digits beyond any calendar are "for ever", as RFC 9111, 1.2.2 wants. */
static bool
delta_seconds(struct str s, int64_t *out)
{
	uint64_t v;

	s = str_trim(s);
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]))
			return false;
	*out = str_uint(s, &v) && v < (uint64_t)FOREVER_S ? (int64_t)v : FOREVER_S;
	return true;
}

/* -1: Cache-Control says nothing about it. */
static int64_t
max_age_s(struct str cache_control)
{
	struct str name, value;
	int64_t max_age = -1, v;

	while (next_directive(&cache_control, &name, &value)) {
		if (str_eq_ci(name, STR("no-store")) ||
		    (str_eq_ci(name, STR("no-cache")) && value.n == 0))
			return 0;
		if (str_eq_ci(name, STR("max-age")) && max_age < 0 &&
		    delta_seconds(value, &v))
			max_age = v;
	}
	return max_age;
}

int64_t
freshness_lifetime(const struct freshness *f, int64_t now_ms)
{
	int64_t max_age = max_age_s(f->cache_control), age = 0, date, expires;

	if (max_age >= 0) {
		delta_seconds(f->age, &age);
		return max_age > age ? (max_age - age) * MS_SECOND : 0;
	}
	if (f->expires.n == 0)
		return -1;
	if (!date_parse_http(f->expires, &expires))
		return 0; /* "0" and the like: it has expired */
	if (!date_parse_http(f->date, &date))
		date = now_ms;
	return expires > date ? expires - date : 0;
}

int64_t
freshness_retry_after(struct str value, struct str date, int64_t now_ms)
{
	int64_t s, at, from;

	value = str_trim(value);
	if (delta_seconds(value, &s))
		return s * MS_SECOND;
	if (!date_parse_http(value, &at))
		return -1;
	if (!date_parse_http(date, &from))
		from = now_ms;
	return at > from ? at - from : 0;
}

#define ALL_HOURS 0xffffffu
#define ALL_DAYS 0x7fu

int64_t
freshness_skip(int64_t due_ms, uint32_t skip_hours, unsigned skip_days)
{
	skip_hours &= ALL_HOURS;
	skip_days &= ALL_DAYS;
	if (skip_hours == ALL_HOURS)
		skip_hours = 0;
	if (skip_days == ALL_DAYS)
		skip_days = 0;
	for (int i = 0; i < 8 * 24; i++) {
		struct civil c = date_civil(due_ms);

		if (!(skip_days >> c.weekday & 1) && !(skip_hours >> c.hour & 1))
			return due_ms;
		due_ms += MS_HOUR - (due_ms % MS_HOUR + MS_HOUR) % MS_HOUR;
	}
	return due_ms;
}
