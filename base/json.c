/* json.c -- see json.h. */
#include "config.h"

#include <assert.h>
#include <math.h>

#include "base/date.h"
#include "base/json.h"
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

/* Bits are set if one of eight bytes is another than a printable of ASCII, a quotation mark or a
 * backslash.  A byte becomes zero by the XOR and borrows its high bit; the borrow reaches others only
 * once one is found. */
static uint64_t
needs_look(uint64_t v)
{
	uint64_t quote = v ^ EACH_BYTE * '"', slash = v ^ EACH_BYTE * '\\', del = v ^ EACH_BYTE * 0x7f;
	uint64_t low = (v - EACH_BYTE * 0x20) | (quote - EACH_BYTE) | (slash - EACH_BYTE) | (del - EACH_BYTE);

	return (v | low) & HIGH_BITS;
}

/* Copies up to 8 bytes and gives them as a number, some of them twice or a space instead. */
static uint64_t
copy_few(char *to, struct str s)
{
	uint32_t a, b;

	if (s.n >= sizeof(a)) { /* the first and the last four, some of them the same */
		memcpy(&a, s.p, sizeof(a));
		memcpy(&b, s.p + s.n - sizeof(b), sizeof(b));
		memcpy(to, &a, sizeof(a));
		memcpy(to + s.n - sizeof(b), &b, sizeof(b));
		return a | (uint64_t)b << 32;
	}
	a = (uint32_t)(EACH_BYTE * ' ');
	for (size_t i = 0; i < s.n; i++) {
		to[i] = s.p[i];
		a = a << 8 | (unsigned char)s.p[i];
	}
	return a | (uint64_t)a << 32;
}

/* Copies what most strings are, eight bytes a step; false: something in it needs a look. */
static bool
copy_plain(char *to, struct str s)
{
	uint64_t v, look = 0;
	size_t i = 0;

	for (; i + sizeof(v) <= s.n; i += sizeof(v)) {
		memcpy(&v, s.p + i, sizeof(v));
		memcpy(to + i, &v, sizeof(v));
		look |= needs_look(v);
	}
	return (look | needs_look(copy_few(to + i, str_sub(s, i, s.n)))) == 0;
}

/* The rest of a string, and the quotation mark behind it. */
static void
escaped(struct buf *out, struct str s)
{
	size_t from = 0, i = 0;
	char tmp[8];

	while (i < s.n) {
		unsigned char c = (unsigned char)s.p[i];
		const char *esc = c < 0x80 ? escape(c, tmp) : NULL;

		if (c >= 0x80) {
			struct str rest = str_sub(s, i, s.n);
			size_t was = rest.n;
			uint32_t u = utf8_next(&rest);

			if (u == UTF8_BAD && was - rest.n == 1) {
				buf_add(out, str_sub(s, from, i));
				buf_add(out, STR("\xef\xbf\xbd"));
				from = i + 1;
			}
			i += was - rest.n;
			continue;
		}
		if (esc != NULL) {
			buf_add(out, str_sub(s, from, i));
			buf_cstr(out, esc);
			from = i + 1;
		}
		i++;
	}
	buf_add(out, str_sub(s, from, s.n));
	buf_byte(out, '"');
}

static void
quoted(struct json *j, struct str s)
{
	char *at = json_room(j, s.n + 2);

	if (at == NULL)
		return;
	*at++ = '"';
	j->out->n++;
	if (!copy_plain(at, s)) {
		escaped(j->out, s);
		return;
	}
	at[s.n] = '"';
	at[s.n + 1] = '\0';
	j->out->n += s.n + 1;
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

/* Digits that have STR_DECIMAL readable bytes: copied as so many, whatever they are. */
static void
decimal(struct json *j, struct str digits)
{
	char *at = json_room(j, STR_DECIMAL);

	if (at == NULL)
		return;
	memcpy(at, digits.p, STR_DECIMAL);
	at[digits.n] = '\0';
	j->out->n += digits.n;
}

void
json_int(struct json *j, int64_t v)
{
	char tmp[2 * STR_DECIMAL] = { 0 };

	decimal(j, str_decimal(tmp, v, 0));
}

void
json_num(struct json *j, double v)
{
	char tmp[2 * STR_DECIMAL] = { 0 };
	int64_t parts;

	if (!isfinite(v)) {
		json_nil(j);
		return;
	}
	/* confidences, coordinates: five decimals say all of it, and nothing shorter does */
	if (fabs(v) < 1e6 && fabs(v) >= 1e-4 && (double)(parts = (int64_t)(v * 1e5 + copysign(0.5, v))) / 1e5 == v) {
		decimal(j, str_decimal(tmp, parts, 5));
		return;
	}
	for (int precision = 6; precision <= 17; precision++) {
		snprintf(tmp, sizeof(tmp), "%.*g", precision, v);
		if (strtod(tmp, NULL) == v)
			break;
	}
	value(j, str_of(tmp));
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
json_again(struct json *j, size_t from, size_t to)
{
	char *at = json_room(j, to - from);

	if (at == NULL)
		return;
	memcpy(at, j->out->p + from, to - from);
	at[to - from] = '\0';
	j->out->n += to - from;
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
