/* token_is.c -- see phrase.h: is a token one of the words of a list? */
#include "config.h"

#include "facts/phrase.h"

/* The byte of a listed word that stands for c: lower case, and "_" for the space of a fold. */
static char
listed_byte(char c)
{
	return is_space(c) ? '_' : to_lower(c);
}

/* Is have the word that w begins with? */
static bool
is_listed(struct str have, const char *w)
{
	size_t n = 0;

	while (n < have.n && w[n] != '\0' && w[n] == listed_byte(have.p[n]))
		n++;
	return n == have.n && (w[n] == ' ' || w[n] == '\0');
}

bool
token_is(const struct doc *d, size_t i, const char *words)
{
	struct str have = token_text(d, i);
	char first = have.n > 0 ? listed_byte(have.p[0]) : '\0';

	if (first == '\0')
		return false;
	for (const char *w = strchr(words, first); w != NULL; w = strchr(w + 1, first))
		if ((w == words || w[-1] == ' ') && is_listed(have, w))
			return true;
	return false;
}

static uint32_t
letter_bit(char c)
{
	return UINT32_C(1) << (c >= 'a' && c <= 'z' ? c - 'a' : 31);
}

/* A bit for each letter that one of the words begins with, and one for all else. */
static uint32_t
first_letters(const char *words)
{
	uint32_t bits = 0;

	for (const char *w = words; *w != '\0'; w++)
		if (w == words || w[-1] == ' ')
			bits |= letter_bit(*w);
	return bits;
}

bool
tokens_have(const struct doc *d, size_t first, size_t end, const char *words)
{
	uint32_t letters = first_letters(words);

	for (size_t i = first; i < end; i++)
		if ((letters & letter_bit(to_lower(d->in->text.p[d->t.tok[i].start]))) && token_is(d, i, words))
			return true;
	return false;
}
