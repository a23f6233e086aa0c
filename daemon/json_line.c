/* json_line.c -- see json_line.h. */
#include "config.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/json_line.h"

static void
skip(struct str *s, size_t n)
{
	s->p += n;
	s->n -= n;
}

static void
skip_space(struct str *s)
{
	while (s->n > 0 && is_space(s->p[0]))
		skip(s, 1);
}

static bool
take(struct str *s, char c)
{
	skip_space(s);
	if (s->n == 0 || s->p[0] != c)
		return false;
	skip(s, 1);
	return true;
}

/* Does an odd number of backslashes stand before it? */
static bool
is_escaped(const char *from, const char *quote)
{
	const char *p = quote;

	while (p > from && p[-1] == '\\')
		p--;
	return (quote - p) % 2 == 1;
}

/* Length of the string literal at the start of s, quotes included; 0: none. */
static size_t
string_length(struct str s)
{
	const char *quote;
	size_t i = 1;

	if (s.n == 0 || s.p[0] != '"')
		return 0;
	while ((quote = memchr(s.p + i, '"', s.n - i)) != NULL) {
		if (!is_escaped(s.p + i, quote))
			return (size_t)(quote - s.p) + 1;
		i = (size_t)(quote - s.p) + 1;
	}
	return 0;
}

static size_t
value_length(struct str s)
{
	size_t depth = 0, i = 0;

	if (s.n > 0 && s.p[0] == '"')
		return string_length(s);
	while (i < s.n) {
		char c = s.p[i];

		if (c == '"') {
			size_t n = string_length(str_sub(s, i, s.n));

			if (n == 0)
				return 0;
			i += n;
			continue;
		}
		if (c == '{' || c == '[') {
			depth++;
		} else if (c == '}' || c == ']') {
			if (depth == 0)
				return i;
			if (--depth == 0)
				return i + 1;
		} else if (depth == 0 && (c == ',' || is_space(c))) {
			return i;
		}
		i++;
	}
	return depth == 0 ? i : 0;
}

void
json_line_open(struct json_line *l, struct str line)
{
	*l = (struct json_line){ .rest = line };
	l->bad = !take(&l->rest, '{');
}

bool
json_line_next(struct json_line *l, struct str *key, struct str *value)
{
	size_t n;

	if (l->bad)
		return false;
	if (take(&l->rest, '}')) {
		skip_space(&l->rest);
		l->bad = l->rest.n > 0;
		return false;
	}
	if (l->begun && !take(&l->rest, ','))
		l->rest = STR_NONE;
	l->begun = true;
	skip_space(&l->rest);
	n = string_length(l->rest);
	*key = str_sub(l->rest, 1, n == 0 ? 0 : n - 1);
	l->bad = n == 0;
	if (!l->bad) {
		skip(&l->rest, n);
		l->bad = !take(&l->rest, ':');
	}
	if (l->bad)
		return false;
	skip_space(&l->rest);
	n = value_length(l->rest);
	*value = (struct str){ l->rest.p, n };
	l->bad = n == 0;
	if (!l->bad)
		skip(&l->rest, n);
	return !l->bad;
}

static bool
hex4(struct str s, uint32_t *out)
{
	uint32_t v = 0;

	if (s.n < 4)
		return false;
	for (size_t i = 0; i < 4; i++) {
		int digit = hex_digit(s.p[i]);

		if (digit < 0)
			return false;
		v = v << 4 | (uint32_t)digit;
	}
	*out = v;
	return true;
}

/* The escape at the start of s (after its backslash) into out; bytes of s used. */
static size_t
escape(struct str s, char out[4], size_t *n)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	uint32_t c, low;
	const char *at;

	*n = 1;
	if (s.p[0] == 'u' && hex4(str_sub(s, 1, s.n), &c)) {
		size_t used = 5;

		if (c >= 0xd800 && c < 0xdc00 && s.n > 10 && s.p[5] == '\\' &&
		    s.p[6] == 'u' && hex4(str_sub(s, 7, s.n), &low) && low >= 0xdc00 &&
		    low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			used = 11;
		} else if (c >= 0xd800 && c < 0xe000) {
			c = UTF8_BAD;
		}
		*n = utf8_put(out, c);
		return used;
	}
	at = s.p[0] == '\0' ? NULL : strchr(from, s.p[0]);
	out[0] = at != NULL ? to[at - from] : s.p[0];
	return 1;
}

struct str
json_line_text(struct arena *a, struct str v)
{
	struct str in;
	char *out;
	size_t n = 0;

	if (v.n < 2 || v.p[0] != '"')
		return STR_NONE;
	in = str_sub(v, 1, v.n - 1);
	if (memchr(in.p, '\\', in.n) == NULL)
		return in;
	out = arena_alloc(a, in.n + 4);
	while (in.n > 0) {
		const char *b = memchr(in.p, '\\', in.n);
		size_t plain = b == NULL ? in.n : (size_t)(b - in.p), made;

		memcpy(out + n, in.p, plain);
		n += plain;
		in = str_sub(in, plain + 1, in.n);
		if (b == NULL || in.n == 0)
			break;
		in = str_sub(in, escape(in, out + n, &made), in.n);
		n += made;
	}
	return (struct str){ out, n };
}

struct str
json_line_entry(struct arena *a, struct str title, struct str body)
{
	if (title.n == 0 || str_starts(body, title))
		return body;
	return arena_join(a, (const struct str[]){ title, STR("\n\n"), body }, 3);
}
