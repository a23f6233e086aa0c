/* hash.c -- see hash.h. */
#include "config.h"

#include "base/hash.h"

#define ROTL(x, b) (((x) << (b)) | ((x) >> (64 - (b))))

struct sip {
	uint64_t a, b, c, d;
};

static inline void
sip_round(struct sip *v)
{
	v->a += v->b;
	v->b = ROTL(v->b, 13) ^ v->a;
	v->a = ROTL(v->a, 32);
	v->c += v->d;
	v->d = ROTL(v->d, 16) ^ v->c;
	v->a += v->d;
	v->d = ROTL(v->d, 21) ^ v->a;
	v->c += v->b;
	v->b = ROTL(v->b, 17) ^ v->c;
	v->c = ROTL(v->c, 32);
}

static uint64_t
siphash13(struct str s, uint64_t k0, uint64_t k1)
{
	struct sip v = { k0 ^ 0x736f6d6570736575ULL, k1 ^ 0x646f72616e646f6dULL,
		k0 ^ 0x6c7967656e657261ULL, k1 ^ 0x7465646279746573ULL };
	size_t i;
	uint64_t m;

	for (i = 0; i + 8 <= s.n; i += 8) {
		m = str_load((struct str){ s.p + i, 8 });
		v.d ^= m;
		sip_round(&v);
		v.a ^= m;
	}
	m = (uint64_t)s.n << 56 | str_load(str_sub(s, i, s.n));
	v.d ^= m;
	sip_round(&v);
	v.a ^= m;
	v.c ^= 0xff;
	for (int r = 0; r < 3; r++)
		sip_round(&v);
	return v.a ^ v.b ^ v.c ^ v.d;
}

uint64_t
hash64(struct str s, uint64_t seed)
{
	return siphash13(s, seed, 0x746f6373696e0001ULL);
}

struct hash128
hash128(struct str s, uint64_t seed)
{
	return (struct hash128){ siphash13(s, seed, 0x746f6373696e0001ULL),
		siphash13(s, seed, 0x746f6373696e0002ULL) };
}
