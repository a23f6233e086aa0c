/*
 * plain.h -- the words that nearly all text is made of, read eight bytes a step: ASCII
 * letters, at most sixteen, with an end that says nothing more about them.  token.c reads
 * every other word byte by byte; for a plain one both come to the same, which the tests
 * hold them to.
 */
#ifndef FACTS_PLAIN_H
#define FACTS_PLAIN_H

#include <endian.h>

#include "base/str.h"

#define PLAIN_MAX 16
#define EACH_BYTE UINT64_C(0x0101010101010101)
#define HIGH_BITS (EACH_BYTE * 0x80)

/* The first sixteen bytes of a word, zeros behind it: two numbers (little-endian) that
 * are hashed and compared as such. */
struct word_start {
	uint64_t lo, hi;
};

struct plain_word {
	struct word_start key;   /* in lower case */
	struct word_start small; /* the bit that makes a letter small, of each that is */
	size_t n;
	char end; /* what stands behind it */
};

/* Both halves in one, for hash_place(). */
static inline uint64_t
start_mix(struct word_start k)
{
	return k.lo ^ k.hi * 3;
}

/* The first letter is a capital. */
static inline bool
plain_has_capital(const struct plain_word *w)
{
	return (w->small.lo & 0x20) == 0;
}

/* So are all of two or more. */
static inline bool
plain_in_capitals(const struct plain_word *w)
{
	return w->n > 1 && (w->small.lo | w->small.hi) == 0;
}

static inline struct word_start
start_of(struct str s)
{
	size_t n = s.n < PLAIN_MAX ? s.n : PLAIN_MAX;

	if (n <= 8)
		return (struct word_start){ str_load(s), 0 };
	/* the first eight and the last, without those that are of both */
	return (struct word_start){ str_load((struct str){ s.p, 8 }),
		str_load((struct str){ s.p + n - 8, 8 }) >> 8 * (PLAIN_MAX - n) };
}

/* The bits of n bytes, the lowest; of all eight, if they are so many or more. */
static inline uint64_t
low_bytes(size_t n)
{
	return n >= 8 ? UINT64_MAX : (UINT64_C(1) << 8 * n) - 1;
}

/* start_of() where sixteen bytes can be read, of at most so many: no branch depends on
 * how long a word is. */
static inline struct word_start
start_at(const char *p, size_t n)
{
	struct word_start k;

	memcpy(&k, p, sizeof(k));
	return (struct word_start){ le64toh(k.lo) & low_bytes(n),
		le64toh(k.hi) & low_bytes(n < 8 ? 0 : n - 8) };
}

/* The bytes again. */
static inline void
plain_text(char out[PLAIN_MAX], struct word_start k)
{
	struct word_start le = { htole64(k.lo), htole64(k.hi) };

	memcpy(out, &le, PLAIN_MAX);
}

/* The high bit of each byte that is no letter.  Bytes are made seven bits wide first, so
 * that no sum carries into its neighbour. */
static inline uint64_t
others_of(uint64_t v)
{
	uint64_t low = (v | EACH_BYTE * 0x20) & ~HIGH_BITS;

	return (~(low + EACH_BYTE * (0x80 - 'a')) | (low + EACH_BYTE * (0x80 - 'z' - 1)) |
		   v) &
	    HIGH_BITS;
}

/* Is it nothing but n letters, at most sixteen? */
static inline bool
start_is_plain(struct word_start k, size_t n)
{
	return n <= PLAIN_MAX &&
	    ((others_of(k.lo) & low_bytes(n)) |
		(others_of(k.hi) & low_bytes(n < 8 ? 0 : n - 8))) == 0;
}

/* Of eight bytes, those before the first that is no letter. */
struct plain_part {
	uint64_t key;   /* in lower case, zeros behind */
	uint64_t small; /* the bit that makes a letter small, of each that is */
	size_t n;
};

static inline struct plain_part
plain_part(uint64_t v)
{
	uint64_t others = others_of(v);
	/* bytes below the lowest of others; all if there are none */
	uint64_t part = ((others & -others) >> 7) - 1;

	return (struct plain_part){ .key = (v | EACH_BYTE * 0x20) & part,
		.small = v & part & EACH_BYTE * 0x20,
		.n = others == 0 ? 8 : (size_t)__builtin_ctzll(others) / 8 };
}

/* Does the byte c end a word of n letters, whatever comes then?  A letter's stop may be
 * that of "U.S."; digits, hyphens, apostrophes and other scripts may go on with it. */
static inline bool
plain_end(char c, size_t n)
{
	return c == ' ' || c == ',' || (c == '.' && n > 1) ||
	    ((unsigned char)c < 0x80 && c != '.' && c != '-' && c != '\'' &&
		!is_digit(c) && !is_alpha(c));
}

/* The byte at n; behind the text a space. */
static inline char
plain_byte(struct str s, size_t n)
{
	return n < s.n ? s.p[n] : ' ';
}

/* The plain word that s begins with; false: it begins with none. */
static inline bool
plain_word(struct str s, struct plain_word *out)
{
	struct plain_part lo = plain_part(str_load(s)), hi = { 0 };

	if (lo.n == 8)
		hi = plain_part(str_load((struct str){ s.p + 8, s.n - 8 }));
	out->n = lo.n + hi.n;
	out->key = (struct word_start){ lo.key, hi.key };
	out->small = (struct word_start){ lo.small, hi.small };
	out->end = plain_byte(s, out->n);
	return out->n > 0 && plain_end(out->end, out->n);
}

#endif
