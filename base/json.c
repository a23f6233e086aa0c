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

#define EACH_BYTE UINT64_C(0x0101010101010101)
#define HIGH_BITS (EACH_BYTE * 0x80)

/* Bits are set if one of eight bytes is another than a printable of ASCII, a quotation
 * mark or a backslash.  A byte becomes zero by the XOR and borrows its high bit; the
 * borrow reaches others only once one is found. */
static uint64_t
needs_look(uint64_t v)
{
	uint64_t quote = v ^ EACH_BYTE * '"', slash = v ^ EACH_BYTE * '\\',
		 del = v ^ EACH_BYTE * 0x7f;
	uint64_t low = (v - EACH_BYTE * 0x20) | (quote - EACH_BYTE) |
	    (slash - EACH_BYTE) | (del - EACH_BYTE);

	return (v | low) & HIGH_BITS;
}

/* Copies fewer than 8 bytes; bits are set if one of them needs a look. */
static uint64_t
copy_few(char *to, struct str s)
{
	uint32_t a, b;

	if (s.n >= sizeof(a)) { /* the first and the last four, some of them the same */
		memcpy(&a, s.p, sizeof(a));
		memcpy(&b, s.p + s.n - sizeof(b), sizeof(b));
		memcpy(to, &a, sizeof(a));
		memcpy(to + s.n - sizeof(b), &b, sizeof(b));
		return needs_look(a | (uint64_t)b << 32);
	}
	a = (uint32_t)(EACH_BYTE * ' ');
	for (size_t i = 0; i < s.n; i++) {
		to[i] = s.p[i];
		a = a << 8 | (unsigned char)s.p[i];
	}
	return needs_look(a | (uint64_t)a << 32);
}

/* Copies what most strings are, eight bytes a step, of which the last overlap; false:
 * something in it needs a look. */
static bool
copy_plain(char *to, struct str s)
{
	uint64_t v, look = 0;
	size_t last = s.n - sizeof(v);

	if (s.n < sizeof(v))
		return copy_few(to, s) == 0;
	for (size_t i = 0; i < last; i += sizeof(v)) {
		memcpy(&v, s.p + i, sizeof(v));
		memcpy(to + i, &v, sizeof(v));
		look |= needs_look(v);
	}
	memcpy(&v, s.p + last, sizeof(v));
	memcpy(to + last, &v, sizeof(v));
	return (look | needs_look(v)) == 0;
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

/* With so many decimals at most, 10^places being scale, if they say all of it; its end.
 */
static inline char *
put_decimals(char *at, double v, int places, uint32_t scale)
{
	uint64_t parts = (uint64_t)(fabs(v) * scale + 0.5);
	uint32_t part = (uint32_t)(parts % scale);

	if ((double)parts / scale != fabs(v))
		return NULL;
	if (v < 0)
		*at++ = '-';
	at = str_put_decimal(at, parts / scale);
	if (part == 0)
		return at;
	*at++ = '.';
	for (; part % 10 == 0; part /= 10)
		places--;
	for (int i = places; i-- > 0; part /= 10)
		at[i] = (char)('0' + part % 10);
	return at + places;
}

char *
pen_num(char *at, double v)
{
	/* confidences, coordinates: nothing shorter says all of it */
	if (fabs(v) < 1e6 && fabs(v) >= 1e-4) {
		char *end = put_decimals(at, v, 2, 100);

		if (end != NULL || (end = put_decimals(at, v, 5, 100000)) != NULL)
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
