/* entity.c -- see entity.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "parser/entity.h"

static const struct {
	const char *name;
	uint32_t c;
} names[] = {
#include "parser/entity_table.inc"
};

#define LOOSE_SHORTEST 2
#define LOOSE_LONGEST 6
/* Latin 1 of HTML 2 and 3.2, with what its markup needs: the names that stand without
 * ';'. */
static const char *const loose_names[] = { "AElig", "AMP", "Aacute", "Acirc", "Agrave",
	"Aring", "Atilde", "Auml", "COPY", "Ccedil", "ETH", "Eacute", "Ecirc", "Egrave",
	"Euml", "GT", "Iacute", "Icirc", "Igrave", "Iuml", "LT", "Ntilde", "Oacute",
	"Ocirc", "Ograve", "Oslash", "Otilde", "Ouml", "QUOT", "REG", "THORN", "Uacute",
	"Ucirc", "Ugrave", "Uuml", "Yacute", "aacute", "acirc", "acute", "aelig",
	"agrave", "amp", "aring", "atilde", "auml", "brvbar", "ccedil", "cedil", "cent",
	"copy", "curren", "deg", "divide", "eacute", "ecirc", "egrave", "eth", "euml",
	"frac12", "frac14", "frac34", "gt", "iacute", "icirc", "iexcl", "igrave",
	"iquest", "iuml", "laquo", "lt", "macr", "micro", "middot", "nbsp", "not",
	"ntilde", "oacute", "ocirc", "ograve", "ordf", "ordm", "oslash", "otilde", "ouml",
	"para", "plusmn", "pound", "quot", "raquo", "reg", "sect", "shy", "sup1", "sup2",
	"sup3", "szlig", "thorn", "times", "uacute", "ucirc", "ugrave", "uml", "uuml",
	"yacute", "yen", "yuml" };

static const uint16_t high_1252[32] = { 0x20ac, 0, 0x201a, 0x192, 0x201e, 0x2026, 0x2020,
	0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0, 0x17d, 0, 0, 0x2018, 0x2019,
	0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0,
	0x17e, 0x178 };

uint32_t
entity_named(struct str name)
{
	size_t lo = 0, hi = NELEM(names);

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int d = str_cmp(str_of(names[mid].name), name);

		if (d == 0)
			return names[mid].c;
		if (d < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return 0;
}

static bool
is_loose(struct str name)
{
	if (name.n < LOOSE_SHORTEST || name.n > LOOSE_LONGEST)
		return false; /* most ampersands stand alone */
	for (size_t i = 0; i < NELEM(loose_names); i++)
		if (str_eq(str_of(loose_names[i]), name))
			return true;
	return false;
}

static uint32_t
allowed(uint64_t v)
{
	if (v >= 0x80 && v < 0xa0)
		return high_1252[v - 0x80];
	if (v > 0x10ffff || (v >= 0xd800 && v <= 0xdfff) || (v & 0xfffe) == 0xfffe)
		return 0;
	if (v < 0x20 && v != '\t' && v != '\n' && v != '\r')
		return 0;
	return (uint32_t)v;
}

static size_t
read_number(struct str s, uint32_t *c)
{
	bool hex = s.n > 2 && (s.p[2] == 'x' || s.p[2] == 'X');
	size_t i = hex ? 3 : 2, first = i;
	uint64_t v = 0;

	for (; i < s.n && i <= ENTITY_MAX; i++) {
		char ch = s.p[i];
		int digit = hex || is_digit(ch) ? hex_digit(ch) : -1;

		if (digit < 0)
			break;
		if (v < 0x1000000)
			v = v * (hex ? 16 : 10) + (uint64_t)digit;
	}
	if (i == first)
		return 0;
	*c = allowed(v);
	return i < s.n && s.p[i] == ';' ? i + 1 : i;
}

size_t
entity_read(struct str s, bool loose, uint32_t *c)
{
	size_t i = 1;

	if (s.n < 3)
		return 0;
	if (s.p[1] == '#')
		return read_number(s, c);
	while (i < s.n && i <= ENTITY_MAX && (is_alpha(s.p[i]) || is_digit(s.p[i])))
		i++;
	if (i < s.n && s.p[i] == ';') {
		*c = entity_named(str_sub(s, 1, i));
		return *c == 0 ? 0 : i + 1;
	}
	if (!loose || !is_loose(str_sub(s, 1, i)) || (i < s.n && s.p[i] == '='))
		return 0;
	*c = entity_named(str_sub(s, 1, i));
	return i;
}

void
entity_decode(struct buf *out, struct str s, bool loose)
{
	while (s.n > 0) {
		size_t amp = str_chr(s, '&'), n;
		uint32_t c;
		char enc[4];

		if (amp == STR_NOWHERE) {
			buf_add(out, s);
			return;
		}
		buf_add(out, str_sub(s, 0, amp));
		s = str_sub(s, amp, s.n);
		n = entity_read(s, loose, &c);
		if (n == 0) {
			buf_byte(out, '&');
			n = 1;
		} else if (c != 0) {
			buf_add(out, (struct str){ enc, utf8_put(enc, c) });
		}
		s = str_sub(s, n, s.n);
	}
}

void
entity_escape(struct buf *out, struct str s, bool attribute)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *esc;

		switch (s.p[i]) {
		case '&':
			esc = "&amp;";
			break;
		case '<':
			esc = "&lt;";
			break;
		case '>':
			esc = "&gt;";
			break;
		case '"':
			esc = attribute ? "&quot;" : NULL;
			break;
		default:
			esc = NULL;
			break;
		}
		if (esc == NULL)
			continue;
		buf_add(out, str_sub(s, from, i));
		buf_cstr(out, esc);
		from = i + 1;
	}
	buf_add(out, str_sub(s, from, s.n));
}
