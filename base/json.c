/* json.c -- see json.h. */
#include "config.h"

#include <assert.h>
#include <math.h>

#include "base/date.h"
#include "base/json_pen.h"
#include "base/utf8.h"

void
json_init(struct json *j, struct buf *out)
{
	*j = (struct json){ .out = out };
}

/* A value that is JSON already. */
static void
value(struct json *j, struct str s)
{
	char *at = json_room(j, s.n);

	if (at == NULL)
		return;
	if (s.n > 0)
		memcpy(at, s.p, s.n);
	at[s.n] = '\0';
	j->out->n += s.n;
}

void
json_open(struct json *j, char bracket)
{
	assert(j->depth < sizeof(j->close));
	value(j, (struct str){ &bracket, 1 });
	j->close[j->depth++] = bracket == '{' ? '}' : ']';
	j->comma = false;
}

void
json_close(struct json *j)
{
	assert(j->depth > 0);
	buf_byte(j->out, j->close[--j->depth]);
	j->comma = true;
}

/* How a character that JSON may not hold as it is stands there; NULL: as it is. */
static const char *
escape(unsigned char c, char tmp[8])
{
	if (c == '"')
		return "\\\"";
	if (c == '\\')
		return "\\\\";
	if (c == '\n')
		return "\\n";
	if (c == '\t')
		return "\\t";
	if (c == '\r')
		return "\\r";
	if (c >= 0x20 && c != 0x7f)
		return NULL;
	snprintf(tmp, 8, "\\u%04x", c);
	return tmp;
}

#define STEP 16

/* Of as many bytes, beside each other, so that a machine looks at all at once: those that
 * are no plain ones become -1. */
struct looks {
	signed char at[STEP];
};

/* Other than a printable of ASCII, a quotation mark or a backslash? */
static inline signed char
needs_look(signed char c)
{
	return (signed char)-((c < 0x20) | (c == '"') | (c == '\\') | (c == 0x7f));
}

static inline void
copy_step(char *to, const char *from, struct looks *found)
{
	struct looks v;

	memcpy(v.at, from, STEP);
	memcpy(to, v.at, STEP);
	for (size_t i = 0; i < STEP; i++)
		found->at[i] |= needs_look(v.at[i]);
}

static inline bool
found_none(const struct looks *found)
{
	uint64_t all[2];

	memcpy(all, found->at, STEP);
	return (all[0] | all[1]) == 0;
}

/* Copies fewer than a step; some of them twice, as the last of what comes first. */
static bool
copy_few(char *to, struct str s)
{
	struct looks found = { { 0 } };
	char few[STEP];

	memset(few, ' ', STEP);
	if (s.n >= 8) {
		memcpy(few, s.p, 8);
		memcpy(few + 8, s.p + s.n - 8, 8);
		memcpy(to, few, 8);
		memcpy(to + s.n - 8, few + 8, 8);
	} else if (s.n >= 4) {
		memcpy(few, s.p, 4);
		memcpy(few + 4, s.p + s.n - 4, 4);
		memcpy(to, few, 4);
		memcpy(to + s.n - 4, few + 4, 4);
	} else {
		for (size_t i = 0; i < s.n; i++)
			to[i] = few[i] = s.p[i];
	}
	for (size_t i = 0; i < STEP; i++)
		found.at[i] |= needs_look((signed char)few[i]);
	return found_none(&found);
}

/* Copies what most strings are, of which the last steps overlap; false: something in it
 * needs a look. */
static bool
copy_plain(char *to, struct str s)
{
	struct looks found = { { 0 } };
	size_t last = s.n - STEP;

	if (s.n < STEP)
		return copy_few(to, s);
	for (size_t i = 0; i < last; i += STEP)
		copy_step(to + i, s.p + i, &found);
	copy_step(to + last, s.p + last, &found);
	return found_none(&found);
}

/* The string as JSON has it, without quotation marks; to NULL: its length alone. */
static size_t
escaped(char *to, struct str s)
{
	size_t n = 0;

	while (s.n > 0) {
		const char *from = s.p;
		uint32_t u = utf8_next(&s);
		size_t took = (size_t)(s.p - from);
		char tmp[8];
		const char *esc = u == UTF8_BAD && took == 1 ? "\xef\xbf\xbd"
		    : u < 0x80 ? escape((unsigned char)u, tmp)
			       : NULL;
		struct str is = esc == NULL ? (struct str){ from, took } : str_of(esc);

		if (to != NULL)
			memcpy(to + n, is.p, is.n);
		n += is.n;
	}
	return n;
}

char *
pen_str(char *at, struct str s)
{
	*at++ = '"';
	at += copy_plain(at, s) ? s.n : escaped(at, s);
	*at++ = '"';
	return at;
}

static void
quoted(struct json *j, struct str s)
{
	char *at = json_room(j, s.n + 2);

	if (at == NULL)
		return;
	*at++ = '"';
	if (copy_plain(at, s)) {
		at += s.n;
	} else {
		j->out->n = (size_t)(at - j->out->p);
		if ((at = buf_room(j->out, escaped(NULL, s) + 1)) == NULL)
			return;
		at += escaped(at, s);
	}
	*at++ = '"';
	json_wrote(j, at);
}

void
json_name(struct json *j, struct str name)
{
	quoted(j, name);
	buf_byte(j->out, ':');
	j->comma = false;
}

void
json_str(struct json *j, struct str s)
{
	quoted(j, s);
}

char *
pen_int(char *at, int64_t v)
{
	if (v >= 0)
		return str_put_decimal(at, (uint64_t)v);
	*at++ = '-';
	return str_put_decimal(at, -(uint64_t)v);
}

void
json_int(struct json *j, int64_t v)
{
	char *at = json_room(j, PEN_NUM);

	if (at != NULL)
		json_wrote(j, pen_int(at, v));
}

#define DECIMALS 5

/* With so many decimals at most, if they say all of it; its end. */
static char *
put_decimals(char *at, double v)
{
	const uint32_t scale = 100000;
	int64_t parts = (int64_t)(fabs(v) * scale + 0.5);
	uint64_t digits;
	uint32_t part = (uint32_t)(parts % scale);

	if ((double)parts / scale != fabs(v))
		return NULL;
	if (v < 0)
		*at++ = '-';
	at = str_put_decimal(at, (uint64_t)(parts / scale));
	if (part == 0)
		return at;
	*at++ = '.';
	digits = str_four(part / 10) | (uint64_t)(part % 10) << 32;
	str_put_digits(at, digits);
	/* no zeros at the end, which are highest */
	return at + sizeof(digits) - (unsigned)__builtin_clzll(digits) / 8;
}

char *
pen_num(char *at, double v)
{
	/* confidences, coordinates: nothing shorter says all of it */
	if (fabs(v) < 1e6 && fabs(v) >= 1e-4) {
		char *end = put_decimals(at, v);

		if (end != NULL)
			return end;
	}
	for (int precision = 6; precision <= 17; precision++) {
		snprintf(at, PEN_NUM, "%.*g", precision, v);
		if (strtod(at, NULL) == v)
			break;
	}
	return at + strlen(at);
}

void
json_num(struct json *j, double v)
{
	char *at;

	if (!isfinite(v))
		json_nil(j);
	else if ((at = json_room(j, PEN_NUM)) != NULL)
		json_wrote(j, pen_num(at, v));
}

void
json_bool(struct json *j, bool v)
{
	value(j, v ? STR("true") : STR("false"));
}

void
json_nil(struct json *j)
{
	value(j, STR("null"));
}

void
json_raw(struct json *j, struct str json)
{
	value(j, json);
}

void
json_kstrs(struct json *j, const char *key, const struct str *items, size_t n)
{
	json_key(j, key);
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		json_str(j, items[i]);
	json_close(j);
}

void
json_ktime(struct json *j, const char *key, int64_t ms)
{
	char text[DATE_TEXT];

	json_key(j, key);
	if (ms == TIME_NONE)
		json_nil(j);
	else
		json_str(j, date_rfc3339(text, ms));
}
