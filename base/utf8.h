/* utf8.h -- UTF-8 (RFC 3629): no surrogates, no overlong forms, nothing over U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#define UTF8_BAD 0xfffdu

size_t utf8_ascii(struct str s); /* bytes of ASCII at its start */
bool utf8_valid(struct str s);
uint32_t utf8_next_long(struct str *s);
/* Takes one character; UTF8_BAD and one byte on for what is none.  s must not be empty.
 * Inline for what is of one byte or two, as most text is. */
static inline uint32_t
utf8_next(struct str *s)
{
	const unsigned char *p = (const unsigned char *)s->p;
	size_t n = p[0] < 0x80                                                 ? 1
	    : p[0] >= 0xc2 && p[0] < 0xe0 && s->n > 1 && (p[1] & 0xc0) == 0x80 ? 2
									       : 0;

	if (n == 0)
		return utf8_next_long(s);
	*s = (struct str){ s->p + n, s->n - n };
	return n == 1 ? p[0] : (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
}
size_t utf8_put(char out[4], uint32_t c); /* bytes written */
/* Largest n' <= n that cuts no character of s in two. */
size_t utf8_floor(struct str s, size_t n);
size_t utf8_count(struct str s); /* characters */
/* Bytes at its start, which is no space, that are ASCII letters with single spaces
 * between them, eight a step: nearly all of most texts; the last of them may be left out.
 */
size_t utf8_words(struct str s);

/*
 * What may be shown or sent on: invalid bytes become U+FFFD; C0 and C1 controls, DEL,
 * bidi overrides and isolates (U+202A-202E, U+2066-2069), and BOMs go; with keep_lines,
 * TAB and LF stay, else each run of white space is one space and the ends are trimmed.
 */
void utf8_clean(struct buf *out, struct str s, bool keep_lines);
struct str utf8_line(struct arena *a, struct str s); /* clean, on one line */
/* ASCII that utf8_clean() makes a line of without a change. */
bool utf8_is_line(struct str s);

#endif
