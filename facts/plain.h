/*
 * plain.h -- the words that nearly all text is made of, read sixteen bytes at once: ASCII
 * letters, at most so many, with an end that says nothing more about them.  token.c reads
 * every other word byte by byte; for a plain one both come to the same, which the tests
 * hold them to.
 */
#ifndef FACTS_PLAIN_H
#define FACTS_PLAIN_H

#include <endian.h>

#include "facts/plain_bytes.h"

struct plain_word {
	struct word_start key; /* in lower case */
	unsigned small;        /* a bit for each letter that is */
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
	return (w->small & 1) == 0;
}

/* So are all of two or more. */
static inline bool
plain_in_capitals(const struct plain_word *w)
{
	return w->small == 0 && w->n > 1;
}

static inline bool
plain_is_small(const struct plain_word *w)
{
	return w->small + 1 == 1u << w->n;
}

/* start_of() where sixteen bytes can be read: no branch depends on how long a word is. */
static inline struct word_start
start_at(const char *p, size_t n)
{
	struct word_start mask = plain_mask(n < PLAIN_MAX ? n : PLAIN_MAX);

	return (struct word_start){ str_load((struct str){ p, 8 }) & mask.lo,
		str_load((struct str){ p + 8, 8 }) & mask.hi };
}

/* The bytes again. */
static inline void
plain_text(char out[PLAIN_MAX], struct word_start k)
{
	struct word_start le = { htole64(k.lo), htole64(k.hi) };

	memcpy(out, &le, PLAIN_MAX);
}

/* Of eight bytes, those before the first that is no letter. */
struct plain_part {
	uint64_t key; /* in lower case, zeros behind */
	size_t n;
};

static inline struct plain_part
plain_part(uint64_t v)
{
	uint64_t others = others_of(v);
	/* bytes below the lowest of others; all if there are none */
	uint64_t part = ((others & -others) >> 7) - 1;

	return (struct plain_part){ .key = (v | EACH_BYTE * 0x20) & part,
		.n = others == 0 ? 8 : (size_t)__builtin_ctzll(others) / 8 };
}

/* Is it nothing but n letters, at most sixteen? */
static inline bool
start_is_plain(struct word_start k, size_t n)
{
	return n <= PLAIN_MAX && (~plain_bits(k) & ((1u << n) - 1)) == 0;
}

/* The letters, as a digit, that a byte ends as a word, at least; '~': it may go on, as
 * after hyphens, apostrophes, the stop of U.S. */
extern const char plain_least[UINT8_MAX + 2];

/* Does the byte c end a word of n letters, PLAIN_MAX at most, whatever comes then? */
static inline bool
plain_end(char c, size_t n)
{
	return n + '0' >= (size_t)plain_least[(unsigned char)c];
}

/* The byte at n; behind the text a space. */
static inline char
plain_byte(struct str s, size_t n)
{
	return n < s.n ? s.p[n] : ' ';
}

/* The letters that s begins with, PLAIN_MAX at most. */
static inline void
plain_read(struct str s, struct plain_word *out)
{
	plain_bytes bytes = plain_bytes_at(s);

	out->n = (unsigned)__builtin_ctz(~plain_letter_bits(bytes));
	out->key = plain_lower(bytes, out->n);
	out->small = plain_small_bits(bytes) & ((1u << out->n) - 1);
	out->end = plain_byte(s, out->n);
}

/* The plain word that s begins with; false: it begins with none. */
static inline bool
plain_word(struct str s, struct plain_word *out)
{
	plain_read(s, out);
	return plain_end(out->end, out->n);
}

#endif
