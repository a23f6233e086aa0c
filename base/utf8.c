/* utf8.c -- see utf8.h. */
#include "config.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/bits.h"
#include "base/utf8.h"

/* Length of the well-formed character at the start of s, or 0. */
static size_t
char_length(struct str s, uint32_t *out)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)s.p;
	size_t n = p[0] < 0x80 ? 1
	    : p[0] < 0xc2      ? 0
	    : p[0] < 0xe0      ? 2
	    : p[0] < 0xf0      ? 3
	    : p[0] < 0xf5      ? 4
			       : 0;
	uint32_t c;

	if (n == 0 || n > s.n)
		return 0;
	c = n == 1 ? p[0] : p[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*out = c;
	return n;
}

#define STEP 8 /* words at a time: the compiler makes vectors of them */

size_t
utf8_ascii(struct str s)
{
	size_t n = 0;

	for (; n + STEP * sizeof(uint64_t) <= s.n; n += STEP * sizeof(uint64_t)) {
		uint64_t words[STEP], any = 0;

		memcpy(words, s.p + n, sizeof(words));
		for (size_t i = 0; i < STEP; i++)
			any |= words[i];
		if ((any & 0x8080808080808080ULL) != 0)
			break;
	}
	while (s.n - n >= 8 &&
	    (str_load((struct str){ s.p + n, 8 }) & 0x8080808080808080ULL) == 0)
		n += 8;
	while (n < s.n && (unsigned char)s.p[n] < 0x80)
		n++;
	return n;
}

bool
utf8_valid(struct str s)
{
	for (s = str_sub(s, utf8_ascii(s), s.n); s.n > 0;
	     s = str_sub(s, utf8_ascii(s), s.n)) {
		uint32_t c;
		size_t n;

		while (s.n > 0 && (unsigned char)s.p[0] >= 0x80) {
			if ((n = char_length(s, &c)) == 0)
				return false;
			s = str_sub(s, n, s.n);
		}
	}
	return true;
}

uint32_t
utf8_next_long(struct str *s)
{
	uint32_t c = UTF8_BAD;
	size_t n = char_length(*s, &c);

	*s = str_sub(*s, n == 0 ? 1 : n, s->n);
	return c;
}

size_t
utf8_put(char out[4], uint32_t c)
{
	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = UTF8_BAD;
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xc0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xe0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3f));
		out[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3f));
	out[2] = (char)(0x80 | (c >> 6 & 0x3f));
	out[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

size_t
utf8_floor(struct str s, size_t n)
{
	if (n >= s.n)
		return s.n;
	while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return n;
}

size_t
utf8_count(struct str s)
{
	size_t n = 0;

	while (s.n > 0) {
		utf8_next(&s);
		n++;
	}
	return n;
}

static bool
is_dropped(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xfeff ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Of eight bytes: is one no ASCII, DEL, or a control? */
static inline bool
has_other(uint64_t w)
{
	return ((w | (w + EACH_BYTE) | (w - EACH_BYTE * ' ')) & HIGH_BITS) != 0;
}

/* How many of sixteen bytes each are words with single spaces between them; *before: does
 * a space end them? */
#ifdef __SSE2__
static size_t
words_length(struct str s, bool *before)
{
	const __m128i space = _mm_set1_epi8(' '), del = _mm_set1_epi8(0x7f);
	unsigned last = 0;
	size_t n = 0;

	for (; s.n - n >= sizeof(space); n += sizeof(space)) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(s.p + n)),
			other = _mm_or_si128(_mm_cmplt_epi8(v, space),
			    _mm_cmpeq_epi8(v, del));
		unsigned spaces = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, space));

		if (((unsigned)_mm_movemask_epi8(other) |
			(spaces & (spaces << 1 | last))) != 0)
			break;
		last = spaces >> (sizeof(space) - 1);
	}
	*before = last != 0;
	return n;
}
#else
static size_t
words_length(struct str s, bool *before)
{
	*before = false;
	return 0;
}
#endif

size_t
utf8_words(struct str s)
{
	bool gap;
	size_t n = words_length(s, &gap);
	uint64_t before = gap; /* lowest byte: does a space end the bytes before? */

	before <<= 7;
	for (; s.n - n >= 8; n += 8) {
		uint64_t w = str_load((struct str){ s.p + n, 8 });
		uint64_t spaces = ~((w ^ EACH_BYTE * ' ') + EACH_BYTE * 0x7f) & HIGH_BITS;

		if (has_other(w) || (spaces & (spaces << 8 | before)) != 0)
			break;
		before = spaces >> 56;
	}
	return n - (before != 0); /* what follows a space at the end is not known yet */
}

static bool
is_shown(char c)
{
	return c > ' ' && c < 0x7f;
}

static size_t
lines_length(struct str s)
{
	size_t n = 0;

	for (; n < s.n; n++) {
		while (s.n - n >= 8 && !has_other(str_load(str_sub(s, n, s.n))))
			n += 8;
		if (n == s.n ||
		    !(is_shown(s.p[n]) || s.p[n] == ' ' || s.p[n] == '\n' ||
			s.p[n] == '\t'))
			break;
	}
	return n;
}

/* How much of the start is copied as it is: words with single spaces between them; lines,
 * if they stay. */
static size_t
plain_length(struct str s, bool keep_lines)
{
	size_t n = 0;

	if (keep_lines)
		return lines_length(s);
	if (s.n > 0 && is_shown(s.p[0]))
		n = utf8_words(s);
	while (n < s.n &&
	    (is_shown(s.p[n]) ||
		(n > 0 && s.p[n] == ' ' && n + 1 < s.n && is_shown(s.p[n + 1]))))
		n++;
	return n;
}

bool
utf8_is_line(struct str s)
{
	return plain_length(s, false) == s.n;
}

void
utf8_clean(struct buf *out, struct str s, bool keep_lines)
{
	bool gap = false, any = false;

	while (s.n > 0) {
		size_t plain = plain_length(s, keep_lines);
		uint32_t c;
		char enc[4];

		if (plain > 0) {
			if (gap)
				buf_byte(out, ' ');
			buf_add(out, str_sub(s, 0, plain));
			s = str_sub(s, plain, s.n);
			gap = false;
			any = true;
			continue;
		}
		c = utf8_next(&s);
		if (!keep_lines && (c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0)) {
			gap = any;
			continue;
		}
		if (is_dropped(c))
			continue;
		if (gap)
			buf_byte(out, ' ');
		gap = false;
		any = true;
		buf_add(out, (struct str){ enc, utf8_put(enc, c) });
	}
}

struct str
utf8_line(struct arena *a, struct str s)
{
	struct buf b;
	struct str out;

	if (utf8_is_line(s))
		return arena_str(a, s);
	buf_init(&b, s.n * 3 + 1);
	utf8_clean(&b, s, false);
	out = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return out;
}
