/* token_end.c -- see token_in.h: where a sentence ends. */
#include "config.h"

#include "base/utf8.h"
#include "facts/letter.h"
#include "facts/token_in.h"

static bool
is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

/* A small letter beyond ASCII? */
static bool
lower_at(struct str text, size_t i)
{
	struct str rest = str_sub(text, i, text.n);

	return (unsigned char)text.p[i] >= 0x80 && letter_is_lower(utf8_next(&rest));
}

/* Bytes of the mark at i that closes what the sentence opened, or of one more stop; 0:
 * there is none. */
static size_t
closing_mark(struct str text, size_t i)
{
	const char *p = text.p + i;

	if (i >= text.n || *p == ' ') /* nearly all */
		return 0;
	if (*p == '"' || *p == ')' || *p == '\'' || *p == ']' || *p == '.')
		return 1;
	return i + 2 < text.n &&
		(memcmp(p, "\u201d", 3) == 0 || memcmp(p, "\u2019", 3) == 0)
	    ? 3
	    : 0;
}

/* the bytes of a no-break space; the first is also that of quotation marks */
#define LATIN 0xc2
#define LATIN_SPACE 0xa0

static bool
is_gap(char c)
{
	return is_space(c) || (unsigned char)c == LATIN;
}

/* left.The town: with no space behind the stop a capital begins a sentence, and any
 * letter behind a closing mark. */
static bool
begins_unspaced(const char *p, size_t i, bool closed)
{
	return (closed && is_alpha(p[i])) ||
	    (p[i] >= 'A' && p[i] <= 'Z' && i > 1 && is_small(p[i - 2]));
}

/* Dr. Tarni, J. Tarni, No. 5, but: in Jan. The: does the stop at i belong to the word
 * before it, and not to the sentence?  next is what follows. */
static bool
is_stop_of_word(const struct scanner *s, size_t i, char next)
{
	const struct token_list *l = s->out;
	/* the stop itself is a token already */
	const struct token *last = l->n > s->cur.first + 1 ? &l->tok[l->n - 2] : NULL;

	if (last == NULL || last->end != i)
		return false;
	if (last->cls & C_ABBR)
		return !(last->cls & C_MONTH) || is_digit(next);
	return last->end - last->start == 1 && (last->flags & TOKEN_CAP) &&
	    !is_digit(next);
}

bool
token_stop_ends(const struct scanner *s, size_t i)
{
	const char *p = s->text.p;
	size_t n = s->text.n, next = i + 1, mark;
	bool closed = false;

	if (next + 1 < n && p[next] == ' ' && p[next + 1] >= 'A' && p[next + 1] <= 'Z')
		return !is_stop_of_word(s, i, p[next + 1]); /* nearly always */
	for (; (mark = closing_mark(s->text, next)) > 0; next += mark)
		closed = true;
	if (next < n && !is_gap(p[next]))
		return begins_unspaced(p, next, closed);
	while (next < n && (is_gap(p[next]) || (unsigned char)p[next] == LATIN_SPACE))
		next++;
	if (next >= n)
		return true;
	if (is_small(p[next]) || lower_at(s->text, next))
		return false;
	return closed || !is_stop_of_word(s, i, p[next]);
}

#define WRAPPED 50 /* columns: a line of capitals that long was broken by the margin */

static bool
wrapped_capitals(const struct scanner *s)
{
	size_t from = s->at;

	while (from > 0 && s->at - from < WRAPPED && s->text.p[from - 1] != '\n')
		from--;
	return s->letters > 0 && s->capitals * 4 >= s->letters * 3 &&
	    s->at - from >= WRAPPED;
}

/* A line break without a full stop ends the sentence unless the line clearly goes on. */
bool
token_line_ends(const struct scanner *s, size_t next)
{
	const struct token_list *l = s->out;
	const struct token *last = l->n > s->cur.first ? &l->tok[l->n - 1] : NULL;

	if (last == NULL || next >= s->text.n)
		return true;
	if (is_small(s->text.p[next]))
		return false;
	if (last->kind == TOKEN_PUNCT)
		return last->punct != ',';
	if (wrapped_capitals(s))
		return false;
	return !((last->form & FORM_GERUND) && is_digit(s->text.p[next])) &&
	    !(last->cls &
		(C_PREP | C_OF | C_BY | C_TO | C_DET | C_ONE | C_AND | C_RELATIVE |
		    C_POSSESSIVE | C_BE | C_HAVE | C_MODAL | C_BOUND |
		    (last->kind == TOKEN_WORD ? C_NUMBER : 0)));
}

bool
token_owns_stop(const struct scanner *s, size_t i)
{
	const struct token *t = s->out->n > s->cur.first ? &s->out->tok[s->out->n - 1]
							 : NULL;

	if (t == NULL || t->end != i || !(t->cls & (C_NUMBER | C_SUBSET)))
		return false;
	return (t->cls & C_ABBR) ||
	    (lexicon_has(s->lx, HABIT_ORDINAL_STOP) && t->kind == TOKEN_NUMBER &&
		t->end - t->start <= 2 && token_month_at(s, i + 1));
}
