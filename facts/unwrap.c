/* unwrap.c -- see unwrap.h. */
#include "config.h"

#include <string.h>

#include "base/utf8.h"
#include "facts/letter.h"
#include "facts/unwrap.h"

#define WIDTH_MAX 100 /* columns: no margin broke a longer line */
#define LINES_MIN 3   /* of which one can tell that a margin broke them */
#define RAGGED 70     /* percent of the widest that the others have at least */

struct line {
	struct str words; /* without the spaces around them */
	size_t next;      /* where the next line begins */
	size_t columns;
};

static size_t
columns_of(struct str s)
{
	size_t n = 0;

	/* no letter takes more than four bytes, and of ASCII one */
	if (s.n > 4u * WIDTH_MAX ||
	    (s.n > WIDTH_MAX && utf8_ascii(str_sub(s, 0, WIDTH_MAX + 1)) > WIDTH_MAX))
		return WIDTH_MAX + 1u;
	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static struct line
line_at(struct str text, size_t at)
{
	struct str rest = str_sub(text, at, text.n), words;
	struct line l = { .next = text.n };

	if (str_cut(&rest, '\n', &words))
		l.next = (size_t)(rest.p - text.p);
	l.words = str_trim(words);
	l.columns = columns_of(l.words);
	return l;
}

static bool
begins_small(struct str line)
{
	return line.n > 0 && letter_is_lower(utf8_next(&line));
}

/* Does a sentence end within the line (not U.S. | Army), and another go on behind it? */
static bool
runs_on(struct str line)
{
	size_t stop = str_find(line, STR(". "));
	char last = line.n > 0 ? line.p[line.n - 1] : '.';

	return stop != STR_NOWHERE && stop > 1 && is_alpha(line.p[stop - 1]) &&
	    is_alpha(line.p[stop - 2]) &&
	    !begins_small(str_sub(line, stop + 2, line.n)) &&
	    !(last == '.' || last == '!' || last == '?' || last == ':');
}

/* Where the block of lines ends that begins at `at`: behind an empty one.  It was wrapped
 * if all lines but the last are about as wide, and some run on or go on in small letters;
 * *last is the beginning of the last, `at` if it was not. */
static size_t
block_end(struct str text, size_t at, size_t *last)
{
	struct line l = line_at(text, at), next;
	size_t lines = 1, most = l.columns, least = SIZE_MAX, from = at;
	bool on = false;

	for (; l.columns > 0 && l.columns <= WIDTH_MAX && l.next < text.n; l = next) {
		next = line_at(text, l.next);
		if (next.columns == 0)
			break;
		least = l.columns < least ? l.columns : least;
		most = next.columns > most ? next.columns : most;
		on = on || begins_small(next.words) || runs_on(l.words);
		from = l.next;
		lines++;
	}
	*last = lines >= LINES_MIN && on && most <= WIDTH_MAX &&
		least * 100 >= most * RAGGED
	    ? from
	    : at;
	return l.next;
}

static void
join(char *p, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (p[i] == '\n')
			p[i] = ' ';
}

/* An empty line, or one so wide, is a block of its own. */
static inline bool
is_apart(struct str line)
{
	size_t columns = columns_of(str_trim(line));

	return columns == 0 || columns > WIDTH_MAX;
}

struct str
unwrap(struct arena *a, struct str text, size_t title)
{
	size_t first = str_chr(text, '\n'), last;
	char *copy = NULL;

	if (first < title) {
		copy = memcpy(arena_room(a, text.n), text.p, text.n);
		join(copy, 0, title);
	}
	for (size_t at = title, n, next;
	     (n = str_chr(str_sub(text, at, text.n), '\n')) != STR_NOWHERE; at = next) {
		next = at + n + 1;
		if (is_apart(str_sub(text, at, at + n)))
			continue;
		next = block_end(text, at, &last);
		if (last == at)
			continue;
		if (copy == NULL)
			copy = memcpy(arena_room(a, text.n), text.p, text.n);
		join(copy, at, last);
	}
	return copy == NULL ? text : (struct str){ copy, text.n };
}
