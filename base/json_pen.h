/*
 * json_pen.h -- JSON written where room for all of it was made before: for many small
 * objects whose members one knows.  Each function writes at `at` and gives the end; no
 * NUL behind it.
 *
 *	char *at = json_room(&j, 16 + PEN_STR(id.n));
 *	if (at != NULL) {
 *		at = pen_str(PEN(at, "{\"id\":"), id);
 *		json_wrote(&j, PEN(at, "}"));
 *	}
 */
#ifndef BASE_JSON_PEN_H
#define BASE_JSON_PEN_H

#include "base/json.h"

#define PEN_STR(n) (6 * (n) + 2) /* room for a string of n bytes */
#define PEN_NUM 32               /* for a number */

static inline char *
pen_raw(char *at, struct str s)
{
	memcpy(at, s.p, s.n);
	return at + s.n;
}
#define PEN(at, literal) pen_raw((at), STR(literal))

char *pen_str(char *at, struct str s);
char *pen_int(char *at, int64_t v);
char *pen_num(char *at, double v); /* finite */

#define PEN_WORD 16 /* bytes of a word of ours, with the zeros behind it */

/* A word of ours, which needs no escapes: of fewer letters than PEN_WORD, in an array of
 * as many bytes.  All are copied; how many say something is counted without a branch. */
static inline char *
pen_word(char *at, const char *word)
{
	const uint64_t each = UINT64_C(0x0101010101010101);
	uint64_t lo, hi;

	memcpy(&lo, word, 8);
	memcpy(&hi, word + 8, 8);
	*at++ = '"';
	memcpy(at, &lo, 8);
	memcpy(at + 8, &hi, 8);
	/* ASCII: the high bit of each that is no zero */
	lo = (lo + each * 0x7f) >> 7 & each;
	hi = (hi + each * 0x7f) >> 7 & each;
	at += (lo + hi) * each >> 56;
	*at++ = '"';
	return at;
}

#endif
