/*
 * plain.h -- the words that nearly all text is made of, read sixteen bytes at once: ASCII
 * letters, at most so many, with an end that says nothing more about them.  token.c reads
 * every other word byte by byte; for a plain one both come to the same, which the tests
 * hold them to.
 */
#ifndef FACTS_PLAIN_H
#define FACTS_PLAIN_H

#include <endian.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

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
	return (w->n > 1) & ((w->small.lo | w->small.hi) == 0);
}

static inline struct word_start
start_of(struct str s)
{
	if (s.n >= PLAIN_MAX) /* all but the last of a text */
		return (struct word_start){ str_load((struct str){ s.p, 8 }),
			str_load((struct str){ s.p + 8, 8 }) };
	if (s.n <= 8)
		return (struct word_start){ str_load(s), 0 };
	/* the first eight and the last, without those that are of both */
	return (struct word_start){ str_load((struct str){ s.p, 8 }),
		str_load((struct str){ s.p + s.n - 8, 8 }) >> 8 * (PLAIN_MAX - s.n) };
}

/* The first n of sixteen bytes, all ones. */
extern const char plain_ones[2 * PLAIN_MAX + 1];

static inline struct word_start
plain_mask(size_t n)
{
	const char *ones = plain_ones + PLAIN_MAX - n;

	return (struct word_start){ str_load((struct str){ ones, 8 }),
		str_load((struct str){ ones + 8, 8 }) };
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

/* A bit for each of sixteen bytes that is a letter. */
#ifdef __SSE2__
static inline unsigned
plain_bits(struct word_start bytes)
{
	__m128i v = _mm_set_epi64x((int64_t)bytes.hi, (int64_t)bytes.lo),
		from_a = _mm_sub_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)),
		    _mm_set1_epi8('a')),
		most = _mm_set1_epi8('z' - 'a');

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(from_a, most),
	    from_a));
}
#else
static inline unsigned
plain_bits(struct word_start bytes)
{
	const uint64_t gather = UINT64_C(0x0002040810204081); /* high bits, in the last
								 byte */
	uint64_t lo = others_of(bytes.lo) * gather >> 56,
		 hi = others_of(bytes.hi) * gather >> 56;

	return ~(unsigned)(lo | hi << 8) & 0xffff;
}
#endif

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

/* The plain word that s begins with; false: it begins with none. */
static inline bool
plain_word(struct str s, struct plain_word *out)
{
	struct word_start bytes = start_of(s), mask;

	out->n = (unsigned)__builtin_ctz(~plain_bits(bytes));
	mask = plain_mask(out->n);
	out->key = (struct word_start){ (bytes.lo | EACH_BYTE * 0x20) & mask.lo,
		(bytes.hi | EACH_BYTE * 0x20) & mask.hi };
	out->small = (struct word_start){ bytes.lo & mask.lo & EACH_BYTE * 0x20,
		bytes.hi & mask.hi & EACH_BYTE * 0x20 };
	out->end = plain_byte(s, out->n);
	return plain_end(out->end, out->n);
}

#endif
