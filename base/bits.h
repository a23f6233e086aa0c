/*
 * bits.h -- counting bits without an instruction that not every machine has, and what is
 * done to eight bytes at once.
 */
#ifndef BASE_BITS_H
#define BASE_BITS_H

#include <stdint.h>

#define EACH_BYTE UINT64_C(0x0101010101010101) /* times a byte: that in each */
#define HIGH_BITS (EACH_BYTE * 0x80)

static inline unsigned
bit_count(uint64_t x)
{
	x -= x >> 1 & UINT64_C(0x5555555555555555);
	x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
	x = (x + (x >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
	return (unsigned)(x * UINT64_C(0x0101010101010101) >> 56);
}

#endif
