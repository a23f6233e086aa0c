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

/* A word of ours, which needs no escapes. */
static inline char *
pen_word(char *at, const char *word)
{
	*at++ = '"';
	at = stpcpy(at, word);
	*at++ = '"';
	return at;
}

#endif
