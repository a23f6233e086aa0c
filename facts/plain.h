/*
 * plain.h -- the words that nearly all text is made of, read eight bytes a step: ASCII letters, at
 * most sixteen, with an end that says nothing more about them.  token.c reads every other word
 * byte by byte; for a plain one both come to the same, which the tests hold them to.
 */
#ifndef FACTS_PLAIN_H
#define FACTS_PLAIN_H

#include <endian.h>

#include "base/str.h"

#define PLAIN_MAX 16
#define EACH_BYTE UINT64_C(0x0101010101010101)
#define HIGH_BITS (EACH_BYTE * 0x80)

/* The first sixteen bytes of a word, zeros behind it: two numbers (little-endian) that are hashed
 * and compared as such. */
struct word_start {
	uint64_t lo, hi;
};

struct plain_word {
	struct word_start key; /* in lower case */
	size_t n;
	bool capital;  /* the first letter */
	bool capitals; /* all of two or more */
};

static inline uint64_t
load_word(struct str s)
{
	uint64_t v = 0;

	if (s.n >= sizeof(v))
		memcpy(&v, s.p, sizeof(v));
	else if (s.n > 0)
		memcpy(&v, s.p, s.n);
	return le64toh(v);
}

static inline struct word_start
start_of(struct str s)
{
	return (struct word_start){ load_word(s), s.n > 8 ? load_word(str_sub(s, 8, s.n)) : 0 };
}

/* The bytes again. */
static inline void
plain_text(char out[PLAIN_MAX], struct word_start k)
{
	struct word_start le = { htole64(k.lo), htole64(k.hi) };

	memcpy(out, &le, PLAIN_MAX);
}

/* The high bit of each byte that is a letter.  Bytes are made seven bits wide first, so that no
 * sum carries into its neighbour. */
static inline uint64_t
letters_of(uint64_t v)
{
	uint64_t low = (v | EACH_BYTE * 0x20) & ~HIGH_BITS;

	return (low + EACH_BYTE * (0x80 - 'a')) & ~(low + EACH_BYTE * (0x80 - 'z' - 1)) & ~v & HIGH_BITS;
}

/* Letters from the start on, 0 to 8, of what letters_of() gave. */
static inline size_t
leading(uint64_t letters)
{
	uint64_t others = ~letters & HIGH_BITS;

	return others == 0 ? 8 : (size_t)__builtin_ctzll(others) / 8;
}

static inline uint64_t
first_bytes(size_t n)
{
	return n == 8 ? ~UINT64_C(0) : (UINT64_C(1) << (8 * n)) - 1;
}

/* Is the word over at its n-th byte, whatever comes then?  A letter's stop may be that of "U.S.";
 * digits, hyphens, apostrophes and other scripts may go on with it. */
static inline bool
plain_end(struct str s, size_t n)
{
	unsigned char c = n < s.n ? (unsigned char)s.p[n] : ' ';

	return c == ' ' || c == ',' || (c == '.' && n > 1) ||
	    (c < 0x80 && c != '.' && c != '-' && c != '\'' && !is_digit((char)c) && !is_alpha((char)c));
}

/* The plain word that s begins with; false: it begins with none. */
static inline bool
plain_word(struct str s, struct plain_word *out)
{
	uint64_t lo = load_word(s), hi = 0, in_lo = letters_of(lo), in_hi = 0, big_lo, big_hi;
	size_t n = leading(in_lo);

	if (n == 8) {
		hi = load_word(str_sub(s, 8, s.n));
		in_hi = letters_of(hi);
		n += leading(in_hi);
	}
	if (n == 0 || !plain_end(s, n))
		return false;
	in_lo &= first_bytes(n < 8 ? n : 8);
	in_hi &= first_bytes(n < 8 ? 0 : n - 8);
	/* the bit that makes a letter small, moved to the high bit of its byte */
	big_lo = in_lo & ~(lo << 2);
	big_hi = in_hi & ~(hi << 2);
	out->key.lo = (lo | EACH_BYTE * 0x20) & first_bytes(n < 8 ? n : 8);
	out->key.hi = (hi | EACH_BYTE * 0x20) & first_bytes(n < 8 ? 0 : n - 8);
	out->n = n;
	out->capital = (big_lo & 0x80) != 0;
	out->capitals = n > 1 && big_lo == in_lo && big_hi == in_hi;
	return true;
}

#endif
