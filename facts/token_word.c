/* token_word.c -- see token_in.h: where a word ends, or goes on. */
#include "config.h"

#include "facts/token_in.h"
#include "facts/wide_punct.h"
#include "facts/written.h"

size_t
token_suffix_at(const struct scanner *s, size_t i)
{
	size_t len = 1, n = s->text.n;
	char c = i < n ? s->text.p[i] : 0;

	if (i == 0 || !is_word_byte((unsigned char)s->text.p[i - 1]))
		return 0;
	if ((unsigned char)c >= 0x80)
		c = wide_punct(str_sub(s->text, i, i + 4), &len);
	return c == '\'' && i + len < n && is_word_byte((unsigned char)s->text.p[i + len])
	    ? len
	    : 0;
}

size_t
token_doubled_end(const struct scanner *s, size_t i)
{
	const char *p = s->text.p;
	size_t n = s->text.n, next = i + 3;

	if (i + 4 >= n || p[i] != p[i + 1] || p[i] < 'A' || p[i] > 'Z' || p[i + 2] != '.')
		return i;
	next += p[next] == ' ';
	if (next + 1 >= n || p[next] != p[next + 1] || p[next] < 'A' || p[next] > 'Z' ||
	    (next + 2 < n && is_word_byte((unsigned char)p[next + 2])))
		return i;
	return next + 2 < n && p[next + 2] == '.' ? next + 3 : next + 2;
}

/* Behind the character beyond ASCII at i; i: it is a mark that ends the word from from.
 */
static size_t
past_wide(const struct scanner *s, size_t from, size_t i)
{
	const char *p = s->text.p;
	size_t n = s->text.n, len = 0;
	char mark = wide_punct(str_sub(s->text, i, i + 4 < n ? i + 4 : n), &len);

	if (mark == '\'' && i > from && i + len < n &&
	    is_word_byte((unsigned char)p[i + len]) && token_suffix_mark(s, i) == 0)
		return i + len;
	if (mark != 0)
		return i;
	i++;
	while (i < n && ((unsigned char)p[i] & 0xc0) == 0x80)
		i++;
	return i;
}

/* Does the hyphen or apostrophe at i stand within the word? */
static bool
is_inner_mark(const struct scanner *s, size_t from, size_t i)
{
	char c = s->text.p[i];
	size_t len;

	return (c == '-' || (c == '\'' && token_suffix_mark(s, i) == 0)) && i > from &&
	    i + 1 < s->text.n &&
	    (is_alpha(s->text.p[i + 1]) ||
		(is_word_byte((unsigned char)s->text.p[i + 1]) &&
		    wide_punct(str_sub(s->text, i + 1, i + 5), &len) == 0));
}

/* U.S.  a.m.  e.g.: where the single letters with stops end, the first of which stands
 * before the stop at i; i: there are none. */
static size_t
past_initials(const struct scanner *s, size_t i)
{
	const char *p = s->text.p;
	size_t n = s->text.n, stop = i;

	while (i + 1 < n && p[i] == '.' && is_alpha(p[i + 1]) &&
	    (i + 2 == n || !is_alpha(p[i + 2])))
		i += 2;
	return i > stop ? owner_end(s->text, i < n && p[i] == '.' ? i + 1 : i) : stop;
}

/* How many letters stand at i, of sixteen bytes. */
static inline size_t
letters_at(struct str text, size_t i)
{
	return (unsigned)__builtin_ctz(~plain_bits(start_of(str_sub(text, i, text.n))));
}

size_t
token_word_end(const struct scanner *s, size_t i)
{
	const char *p = s->text.p;
	size_t n = s->text.n, from = i, next;

	for (; i < n; i = next) {
		next = i + 1;
		if (is_alpha(p[i])) {
			next = i + letters_at(s->text, i);
		} else if ((unsigned char)p[i] >= 0x80) {
			if ((next = past_wide(s, from, i)) == i)
				return i;
		} else if (p[i] == '.' && i == from + 1) {
			return past_initials(s, i);
		} else if (!is_digit(p[i]) && !is_inner_mark(s, from, i)) {
			return i;
		}
	}
	return i;
}

size_t
token_before_number(const struct scanner *s, size_t from, size_t end)
{
	const uint64_t before = C_PREP | C_BOUND | C_AND | C_TO | C_OF | C_SUBORD;
	const char *p = s->text.p;
	size_t d = end;

	while (d > from && is_digit(p[d - 1]))
		d--;
	return d < end && d > from + 1 &&
		(lexicon_word(s->lx, str_sub(s->text, from, d))->cls & before)
	    ? d
	    : end;
}

bool
token_month_at(const struct scanner *s, size_t i)
{
	struct written w;

	while (i < s->text.n && is_space(s->text.p[i]))
		i++;
	written_read(&w, str_sub(s->text, i, token_word_end(s, i)));
	return (lexicon_word(s->lx, written_key(&w))->cls & C_MONTH) != 0;
}

#define BROKEN 32 /* letters of a word that a line's end broke */

const struct word *
token_broken(const struct scanner *s, struct str key, size_t cut)
{
	char joined[BROKEN];
	const struct word *w;

	if (cut < 3 || cut + 3 > key.n || key.n > BROKEN)
		return NULL;
	memcpy(joined, key.p, cut - 1);
	memcpy(joined + cut - 1, key.p + cut, key.n - cut);
	w = lexicon_word(s->lx, (struct str){ joined, key.n - 1 });
	return w->cls != 0 ? w : NULL;
}
