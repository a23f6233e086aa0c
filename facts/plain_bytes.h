/*
 * plain_bytes.h -- the sixteen bytes that a word may begin with, looked at all at once.
 */
#ifndef FACTS_PLAIN_BYTES_H
#define FACTS_PLAIN_BYTES_H

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/bits.h"
#include "base/str.h"

#define PLAIN_MAX 16

/* The first sixteen bytes of a word, zeros behind it: two numbers (little-endian) that
 * are hashed and compared as such. */
struct word_start {
	uint64_t lo, hi;
};

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

/* Sixteen bytes at once: a bit for each that is a letter, and for each that is a small
 * one if it is a letter; the first n in lower case. */
#ifdef __SSE2__
typedef __m128i plain_bytes;

static inline plain_bytes
plain_bytes_of(struct word_start k)
{
	return _mm_set_epi64x((int64_t)k.hi, (int64_t)k.lo);
}

static inline plain_bytes
plain_bytes_at(struct str s)
{
	return s.n >= PLAIN_MAX ? _mm_loadu_si128((const __m128i *)s.p)
				: plain_bytes_of(start_of(s));
}

static inline unsigned
plain_letter_bits(plain_bytes v)
{
	__m128i from_a = _mm_sub_epi8(_mm_or_si128(v, _mm_set1_epi8(0x20)),
		    _mm_set1_epi8('a')),
		most = _mm_set1_epi8('z' - 'a');

	return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(from_a, most),
	    from_a));
}

static inline unsigned
plain_small_bits(plain_bytes v)
{
	return (unsigned)_mm_movemask_epi8(_mm_slli_epi16(v, 2));
}

static inline struct word_start
plain_lower(plain_bytes v, size_t n)
{
	__m128i ones = _mm_loadu_si128((const __m128i *)(plain_ones + PLAIN_MAX - n)),
		key = _mm_and_si128(_mm_or_si128(v, _mm_set1_epi8(0x20)), ones);

	return (struct word_start){ (uint64_t)_mm_cvtsi128_si64(key),
		(uint64_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(key, key)) };
}
#else
typedef struct word_start plain_bytes;

static inline plain_bytes
plain_bytes_of(struct word_start k)
{
	return k;
}

static inline plain_bytes
plain_bytes_at(struct str s)
{
	return start_of(s);
}

/* The high bits of both, the first byte's lowest. */
static inline unsigned
high_bits(uint64_t lo, uint64_t hi)
{
	const uint64_t gather = UINT64_C(0x0002040810204081);

	return (unsigned)((lo & HIGH_BITS) * gather >> 56 |
	    ((hi & HIGH_BITS) * gather >> 56) << 8);
}

static inline unsigned
plain_letter_bits(plain_bytes v)
{
	return ~high_bits(others_of(v.lo), others_of(v.hi)) & 0xffff;
}

static inline unsigned
plain_small_bits(plain_bytes v)
{
	return high_bits(v.lo << 2, v.hi << 2);
}

static inline struct word_start
plain_lower(plain_bytes v, size_t n)
{
	struct word_start mask = plain_mask(n);

	return (struct word_start){ (v.lo | EACH_BYTE * 0x20) & mask.lo,
		(v.hi | EACH_BYTE * 0x20) & mask.hi };
}
#endif

/* A bit for each of sixteen bytes that is a letter. */
static inline unsigned
plain_bits(struct word_start bytes)
{
	return plain_letter_bits(plain_bytes_of(bytes));
}

#endif
