/* number.h -- the number language: digits, words, ranges, fractions, bounds, vague
 * counts. */
#ifndef FACTS_NUMBER_H
#define FACTS_NUMBER_H

#include "facts/token.h"

#define NUMBER_MAX INT64_C(100000000000) /* what is more counts as so many */

void number_digits(struct token *t, struct str digits); /* 14,000 */
/* The same of digits that take so many bytes of the text: with a mark between its
 * thousands, 2.000 is no year. */
void number_written(struct token *t, struct str digits, size_t bytes);
/* The end of the digits at i, with the marks among them. */
size_t number_end(struct str text, size_t i);
/* The end of the digits that begin at from and end at i, with thousands set apart by
 * spaces: 1 200 000. */
size_t number_spaced_end(struct str s, size_t from, size_t i);
/* 1.200,5 and 1 200,5 as 1200.5: where the comma is the decimal mark. */
struct str number_decimal_comma(struct arena *a, struct str d);
/* Digits of another script as if written in ours; the bytes that they take. */
#define NUMBER_DIGITS 24
size_t number_native(struct str s, char out[NUMBER_DIGITS], size_t *digits);
/* 93rd, 1990s, 10k: what the letters, as the pack has them behind digits, make of it. */
void number_suffixed(struct token *t, struct str digits, const struct word *letters);
/* zweihundertdreizehn: what the word is, if it is made of number words alone, a hundred
 * or more among them. */
bool number_joined(const struct lexicon *lx, struct str key, struct token *t);
/* Moves the tokens [from, end) to where others were left out; behind the last of them. */
static inline struct token *
tokens_move(struct token *to, const struct token *from, const struct token *end)
{
	if (to != from)
		memmove(to, from, (size_t)(end - from) * sizeof(*to));
	return to + (end - from);
}
/* Joins number words, ranges and bounds of a sentence into one token each. */
void number_merge(const struct lexicon *lx, struct token_list *l, struct sentence *s);
/* A decimal is kept in thousandths: the number itself, as of kilometres. */
double number_measure(const struct token *t);
/* What the bound means: low and high of t, from its value. */
void number_bound(struct token *t, enum bound b);

#endif
