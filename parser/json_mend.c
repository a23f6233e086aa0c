/* json_mend.c -- see json_mend.h. */
#include "config.h"

#include "parser/json_mend.h"

/* The code unit of \uXXXX at the start of s, -1 if none stands there. */
static int
code_unit(struct str s)
{
	int v = 0;

	if (s.n < 6 || s.p[0] != '\\' || s.p[1] != 'u')
		return -1;
	for (size_t i = 2; i < 6; i++) {
		int digit = hex_digit(s.p[i]);

		if (digit < 0)
			return -1;
		v = v * 16 + digit;
	}
	return v;
}

/* The escape at the start of s, as it may stand; how many bytes were read. */
static size_t
mend_escape(struct buf *out, struct str s)
{
	int high = code_unit(s), low = code_unit(str_sub(s, 6, s.n));

	if (high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000) {
		buf_add(out, str_sub(s, 0, 12));
		return 12;
	}
	if (high >= 0) {
		buf_add(out,
		    high >= 0xd800 && high < 0xe000 ? STR("\\ufffd") : str_sub(s, 0, 6));
		return 6;
	}
	if (s.n > 1 && memchr("\"\\/bfnrt", s.p[1], 8) != NULL) {
		buf_add(out, str_sub(s, 0, 2));
		return 2;
	}
	return 1; /* a backslash that escapes nothing */
}

/* From behind the quote that begins a string to behind the one that ends it. */
static size_t
mend_string(struct buf *out, struct str s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] != '"') {
		if (s.p[i] == '\\') {
			i += mend_escape(out, str_sub(s, i, s.n));
			continue;
		}
		buf_byte(out, (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i]);
		i++;
	}
	if (i < s.n)
		buf_byte(out, '"');
	return i + (i < s.n);
}

static bool
closes_next(struct str s)
{
	size_t i = 0;

	while (i < s.n && is_space(s.p[i]))
		i++;
	return i < s.n && (s.p[i] == ']' || s.p[i] == '}');
}

void
json_mend(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ',' && closes_next(str_sub(s, i + 1, s.n)))
			continue;
		buf_byte(out, s.p[i]);
		if (s.p[i] == '"')
			i += mend_string(out, str_sub(s, i + 1, s.n));
	}
}

/* Offset of the quote that ends the string whose text begins at i; s.n if none does. */
static size_t
string_end(struct str s, size_t i)
{
	while (i < s.n && s.p[i] != '"')
		i += s.p[i] == '\\' ? 2 : 1;
	return i < s.n ? i : s.n;
}

size_t
json_whole_items(struct str s, struct str name)
{
	size_t depth = 0, end = 0, from;
	struct str key = STR_NONE;
	bool within = false;

	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '"':
			from = i + 1;
			i = string_end(s, from);
			if (depth == 1)
				key = str_sub(s, from, i);
			break;
		case '{':
		case '[':
			if (++depth == 2)
				within = s.p[i] == '[' && str_eq(key, name);
			break;
		case '}':
		case ']':
			if (depth == 3 && within && s.p[i] == '}')
				end = i + 1;
			depth -= depth > 0;
			break;
		}
	}
	return end;
}
