/* token_end.c -- see token_in.h: where a sentence ends. */
#include "config.h"

#include "base/utf8.h"
#include "facts/letter.h"
#include "facts/token_in.h"

/* A small letter beyond ASCII? */
static bool
lower_at(struct str text, size_t i)
{
	struct str rest = str_sub(text, i, text.n);

	return (unsigned char)text.p[i] >= 0x80 && letter_is_lower(utf8_next(&rest));
}

bool
token_stop_ends(const struct scanner *s, size_t i)
{
	const struct token_list *l = s->out;
	const char *p = s->text.p;
	size_t n = s->text.n, j = i + 1;
	/* the stop itself is a token already */
	const struct token *last = l->n > s->cur.first + 1 ? &l->tok[l->n - 2] : NULL;
	bool closed = false;

	while (j < n &&
	    (p[j] == '"' || p[j] == ')' || p[j] == '\'' || p[j] == ']' || p[j] == '.' ||
		((unsigned char)p[j] == 0xe2 && j + 2 < n &&
		    (unsigned char)p[j + 1] == 0x80 &&
		    ((unsigned char)p[j + 2] == 0x9d ||
			(unsigned char)p[j + 2] == 0x99)))) {
		j += (unsigned char)p[j] == 0xe2 ? 3 : 1;
		closed = true;
	}
	if (j >= n)
		return true;
	if (!is_space(p[j]) && (unsigned char)p[j] != 0xc2)
		return (closed && is_alpha(p[j])) ||
		    (p[j] >= 'A' && p[j] <= 'Z' && j > 1 && p[j - 2] >= 'a' &&
			p[j - 2] <= 'z');
	while (j < n &&
	    (is_space(p[j]) || (unsigned char)p[j] == 0xc2 ||
		(unsigned char)p[j] == 0xa0))
		j++;
	if (j >= n)
		return true;
	if ((p[j] >= 'a' && p[j] <= 'z') || lower_at(s->text, j))
		return false;
	if (last != NULL && last->end == i && !closed) {
		if (last->cls & C_ABBR)
			return (last->cls & C_MONTH) != 0 && !is_digit(p[j]);
		if (last->end - last->start == 1 && (last->flags & TOKEN_CAP))
			return is_digit(p[j]);
	}
	return true;
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
	if (s->text.p[next] >= 'a' && s->text.p[next] <= 'z')
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
