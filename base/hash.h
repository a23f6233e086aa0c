/*
 * hash.h -- SipHash-1-3 (Aumasson, Bernstein 2012): short keys, and strangers cannot make
 * them collide without knowing the seed.  Stable across versions and machines, because
 * identities in the store are made of it.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/str.h"

uint64_t hash64(struct str s, uint64_t seed);
/* The same of at most sixteen bytes that were loaded already, zeros behind them. */
uint64_t hash64_loaded(uint64_t lo, uint64_t hi, size_t n, uint64_t seed);

/* 128 bits, for identities: two hashes under different keys. */
struct hash128 {
	uint64_t hi, lo;
};
struct hash128 hash128(struct str s, uint64_t seed);
static inline bool
hash128_eq(struct hash128 a, struct hash128 b)
{
	return a.hi == b.hi && a.lo == b.lo;
}

/* Of many bytes, several times as fast.  Strangers can make it collide: for bytes of
 * ours, or where it harms nobody but who did. */
uint64_t hash_bulk(struct str s, uint64_t seed);

/* Spreads eight bytes more over h.  Strangers can make it collide: for tables that hold
 * keys of ours alone. */
static inline uint64_t
hash_mix(uint64_t h, uint64_t eight_bytes)
{
	h = (h ^ eight_bytes) * UINT64_C(0xff51afd7ed558ccd);
	return h ^ h >> 32;
}

/* The place of a key in a table of 2^bits, 1 to 32, for the same tables. */
static inline size_t
hash_place(uint64_t key, unsigned bits)
{
	return (size_t)(key * UINT64_C(0xff51afd7ed558ccd) >> (64 - bits));
}

#endif
