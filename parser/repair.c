/* repair.c -- see repair.h. */
#include "config.h"

#include "base/utf8.h"
#include "parser/charset_names.h"
#include "parser/repair.h"

/* The byte that windows-1252 has for c; -1: none. */
static int
byte_1252(uint32_t c)
{
	if (c < 0x100)
		return (int)c;
	for (int b = 0x80; b < 0xa0; b++)
		if (charset_1252((unsigned char)b) == c)
			return b;
	return -1;
}

/* Length of the UTF-8 that the characters of s spell as bytes, written to out; 0: they do
 * not. */
static size_t
respell(char *out, struct str s)
{
	size_t n = 0, need = 0;

	while (s.n > 0) {
		uint32_t c = utf8_next(&s);
		int b = byte_1252(c);
		bool follows = b >= 0x80 && b < 0xc0;

		if (b < 0 || (need > 0) != follows)
			return 0;
		if (need > 0)
			need--;
		else if (b >= 0xc2)
			need = b < 0xe0 ? 1 : b < 0xf0 ? 2 : b < 0xf5 ? 3 : SIZE_MAX;
		if (need == SIZE_MAX)
			return 0;
		out[n++] = (char)b;
	}
	return need == 0 && utf8_valid((struct str){ out, n }) ? n : 0;
}

static size_t
replace_c1(char *out, struct str s)
{
	size_t n = 0;

	while (s.n > 0) {
		uint32_t c = utf8_next(&s);

		n += utf8_put(out + n,
		    c >= 0x80 && c < 0xa0 ? charset_1252((unsigned char)c) : c);
	}
	return n;
}

static bool
has_c1(struct str s)
{
	for (size_t at; (at = str_chr(s, '\xc2')) != STR_NOWHERE && at + 1 < s.n;) {
		if ((unsigned char)s.p[at + 1] < 0xa0)
			return true;
		s = str_sub(s, at + 1, s.n);
	}
	return false;
}

/* U+00C2 to U+00F4, as which the first bytes of UTF-8 show up. */
static bool
has_lead(struct str s)
{
	for (size_t at; (at = str_chr(s, '\xc3')) != STR_NOWHERE && at + 2 < s.n;) {
		if ((unsigned char)s.p[at + 1] <= 0xb4 &&
		    (unsigned char)s.p[at + 2] >= 0xc2)
			return true;
		s = str_sub(s, at + 1, s.n);
	}
	return false;
}

struct str
repair_text(struct arena *a, struct str s)
{
	bool c1 = has_c1(s);
	size_t n;
	char *out;

	if (!c1 && !has_lead(s))
		return s;
	out = arena_alloc(a, s.n * 2);
	n = respell(out, s);
	if (n == 0 && c1)
		n = replace_c1(out, s);
	return n == 0 ? s : (struct str){ out, n };
}
