/*
 * letter.h -- letters that whole texts are made of, known without Unicode's tables: Latin
 * with marks, Cyrillic, Hebrew to Burmese.  Of every other the tables are asked; the
 * tests hold both to the same.
 */
#ifndef FACTS_LETTER_H
#define FACTS_LETTER_H

#include <unicode/uchar.h>

#include "base/str.h"

/* In lower case.  The scripts from Hebrew to Burmese know no capitals. */
static inline uint32_t
letter_small(uint32_t u)
{
	if (u >= 0x590 && u < 0x10a0)
		return u;
	if (u >= 0x400 && u < 0x460)
		return u + (u < 0x410 ? 0x50 : u < 0x430 ? 0x20 : 0);
	if (u >= 0x80 && u < 0x100)
		return u + (u >= 0xc0 && u < 0xdf && u != 0xd7 ? 0x20 : 0);
	return (uint32_t)u_tolower((UChar32)u);
}

/* Arabic vowel signs and the letter-stretching dash: written or not, the word is the
 * same. */
static inline bool
letter_is_vowel_sign(uint32_t u)
{
	return (u >= 0x64b && u <= 0x65f) || u == 0x670 || u == 0x640;
}

/* A letter or digit of a word, or a mark on one. */
static inline bool
letter_in_word(uint32_t u)
{
	if (u < 0x80)
		return is_alpha((char)u) || is_digit((char)u);
	if ((u >= 0x400 && u < 0x460) || (u >= 0x621 && u <= 0x669))
		return true;
	return u_isalnum((UChar32)u) || u_charType((UChar32)u) == U_NON_SPACING_MARK;
}

/* Not a capital, where there are capitals. */
static inline bool
letter_is_lower(uint32_t u)
{
	if (u >= 0x400 && u < 0x460)
		return u >= 0x430;
	return !(u >= 0x621 && u < 0x650) && u_islower((UChar32)u);
}

/* A set of letters of two bytes: a bit for each second byte, by the first. */
struct letter_set {
	uint64_t second[32];
};

/* Small letters of Latin, Cyrillic and Arabic; not the alefs that lexicon_letter()
 * changes. */
static const struct letter_set letters_small = { { [0x03] = 0xff7fffff80000000,
    [0x10] = 0xffff000000000000,
    [0x11] = 0x00000000ffffffff,
    [0x18] = 0x07ffffd200000000,
    [0x19] = 0x00000000000007fe } };

/* Does a letter of the set stand at p, of which n bytes are left? */
static inline bool
letter_of(const struct letter_set *set, const char *p, size_t n)
{
	unsigned char first = (unsigned char)p[0],
		      second = n > 1 ? (unsigned char)p[1] : 0;

	return (first & 0xe0) == 0xc0 && (second & 0xc0) == 0x80 &&
	    (set->second[first & 0x1f] >> (second & 0x3f) & 1) != 0;
}

/* Writes a letter of U+0080 to U+07FF: two bytes. */
static inline void
letter_put(char out[2], uint32_t u)
{
	out[0] = (char)(0xc0 | u >> 6);
	out[1] = (char)(0x80 | (u & 0x3f));
}

#endif
