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

static void
before_value(struct json *j)
{
	if (j->comma && !j->after_key)
		buf_byte(j->out, ',');
	j->comma = true;
	j->after_key = false;
}

void
json_open(struct json *j, char bracket)
{
	assert(j->depth < sizeof(j->close));
	before_value(j);
	buf_byte(j->out, bracket);
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

/* Is one of eight bytes another than a printable of ASCII, a quotation mark or a backslash?  A byte
 * becomes zero by the XOR and borrows its high bit; the borrow reaches others only once one is found. */
static bool
needs_look(uint64_t v)
{
	uint64_t quote = v ^ EACH_BYTE * '"', slash = v ^ EACH_BYTE * '\\', del = v ^ EACH_BYTE * 0x7f;
	uint64_t low = (v - EACH_BYTE * 0x20) | (quote - EACH_BYTE) | (slash - EACH_BYTE) | (del - EACH_BYTE);

	return ((v | low) & HIGH_BITS) != 0;
}

static bool
is_plain(struct str s)
{
	uint64_t v = EACH_BYTE * ' ';
	size_t i = 0;

	for (; i + sizeof(v) <= s.n; i += sizeof(v)) {
		memcpy(&v, s.p + i, sizeof(v));
		if (needs_look(v))
			return false;
	}
	if (i == s.n)
		return true;
	if (i > 0) { /* the last eight, some of them again */
		memcpy(&v, s.p + s.n - sizeof(v), sizeof(v));
		return !needs_look(v);
	}
	for (; i < s.n; i++)
		v = v << 8 | (unsigned char)s.p[i];
	return !needs_look(v);
}

/* What most strings are: nothing in them needs a look. */
static void
quoted_plain(struct buf *out, struct str s, struct str after)
{
	char *at = buf_room(out, s.n + 2 + after.n);

	if (at == NULL)
		return;
	at[0] = '"';
	if (s.n > 0)
		memcpy(at + 1, s.p, s.n);
	at[s.n + 1] = '"';
	if (after.n > 0)
		memcpy(at + s.n + 2, after.p, after.n);
	at[s.n + 2 + after.n] = '\0';
	out->n += s.n + 2 + after.n;
}

static void
quoted(struct buf *out, struct str s, struct str after)
{
	size_t from = 0, i = 0;
	char tmp[8];

	if (is_plain(s)) {
		quoted_plain(out, s, after);
		return;
	}
	buf_byte(out, '"');
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
	buf_add(out, after);
}

void
json_key(struct json *j, const char *key)
{
	before_value(j);
	quoted(j->out, str_of(key), STR(":"));
	j->after_key = true;
}

void
json_str(struct json *j, struct str s)
{
	before_value(j);
	quoted(j->out, s, STR_NONE);
}

#define NUM_DIGITS 24

/* v / 10^places in the last bytes of tmp, without zeros at its end; places <= 5. */
static struct str
decimal(char tmp[NUM_DIGITS], int64_t v, int places)
{
	uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
	char *at = tmp + NUM_DIGITS;

	for (; places > 0 && u % 10 == 0; places--)
		u /= 10;
	for (int i = 0; i <= places || u > 0; i++, u /= 10) {
		if (i == places && i > 0)
			*--at = '.';
		*--at = (char)('0' + u % 10);
	}
	if (v < 0)
		*--at = '-';
	return (struct str){ at, (size_t)(tmp + NUM_DIGITS - at) };
}

void
json_int(struct json *j, int64_t v)
{
	char tmp[NUM_DIGITS];

	before_value(j);
	buf_add(j->out, decimal(tmp, v, 0));
}

void
json_num(struct json *j, double v)
{
	char tmp[40];

	before_value(j);
	if (!isfinite(v)) {
		buf_cstr(j->out, "null");
		return;
	}
	/* confidences, coordinates: five decimals say all of it, and nothing shorter does */
	if (fabs(v) < 1e6 && fabs(v) >= 1e-4 && (double)llround(v * 1e5) / 1e5 == v) {
		buf_add(j->out, decimal(tmp, llround(v * 1e5), 5));
		return;
	}
	for (int precision = 6; precision <= 17; precision++) {
		snprintf(tmp, sizeof(tmp), "%.*g", precision, v);
		if (strtod(tmp, NULL) == v)
			break;
	}
	buf_cstr(j->out, tmp);
}

void
json_bool(struct json *j, bool v)
{
	before_value(j);
	buf_cstr(j->out, v ? "true" : "false");
}

void
json_nil(struct json *j)
{
	before_value(j);
	buf_cstr(j->out, "null");
}

void
json_raw(struct json *j, struct str json)
{
	before_value(j);
	buf_add(j->out, json);
}

void
json_kstr(struct json *j, const char *key, struct str s)
{
	json_key(j, key);
	json_str(j, s);
}

void
json_kopt(struct json *j, const char *key, struct str s)
{
	if (s.n > 0)
		json_kstr(j, key, s);
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
json_kint(struct json *j, const char *key, int64_t v)
{
	json_key(j, key);
	json_int(j, v);
}

void
json_knum(struct json *j, const char *key, double v)
{
	json_key(j, key);
	json_num(j, v);
}

void
json_kbool(struct json *j, const char *key, bool v)
{
	json_key(j, key);
	json_bool(j, v);
}

void
json_knull(struct json *j, const char *key)
{
	json_key(j, key);
	json_nil(j);
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
