/* token_skip.c -- see token_in.h: what stands in a text and says nothing. */
#include "config.h"

#include "facts/token_in.h"

size_t
token_markup(struct str s, size_t i)
{
	bool tag = s.p[i] == '<';
	size_t k = i + 1, most = i + (tag ? 80 : 10);

	if ((!tag && s.p[i] != '&') || k >= s.n)
		return s.p[i] == '#' && k < s.n &&
		    (is_alpha(s.p[k]) || (unsigned char)s.p[k] >= 0x80);
	if (s.p[k] == (tag ? '/' : '#'))
		k++;
	if (k >= s.n || !(is_alpha(s.p[k]) || (!tag && is_digit(s.p[k]))))
		return 0;
	while (k < s.n && k < most &&
	    (tag ? s.p[k] != '>' && s.p[k] != '<' : is_alpha(s.p[k]) || is_digit(s.p[k])))
		k++;
	return k < s.n && s.p[k] == (tag ? '>' : ';') ? k + 1 - i : 0;
}

size_t
token_address_end(struct str text, size_t i)
{
	struct str rest = str_sub(text, i, text.n);
	size_t end = i;

	if (!str_starts(rest, STR("http://")) && !str_starts(rest, STR("https://")))
		return i;
	while (end < text.n && !is_space(text.p[end]) && text.p[end] != '"' &&
	    text.p[end] != ')' && text.p[end] != ']')
		end++;
	while (text.p[end - 1] == '.' || text.p[end - 1] == ',') /* the sentence's own */
		end--;
	return end;
}
