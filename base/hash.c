/* hash.c -- see hash.h. */
#include "config.h"

#include "base/hash.h"

#define KEY_1 0x746f6373696e0001ULL
#define KEY_2 0x746f6373696e0002ULL
#define BULK_1 0xa0761d6478bd642fULL /* odd, half of the bits set */
#define BULK_2 0xe7037ed1a0b428dbULL
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

static inline struct sip
sip_begin(uint64_t k0, uint64_t k1)
{
	return (struct sip){ k0 ^ 0x736f6d6570736575ULL, k1 ^ 0x646f72616e646f6dULL,
		k0 ^ 0x6c7967656e657261ULL, k1 ^ 0x7465646279746573ULL };
}

static inline void
sip_take(struct sip *v, uint64_t m)
{
	v->d ^= m;
	sip_round(v);
	v->a ^= m;
}

static inline uint64_t
sip_end(struct sip *v)
{
	v->c ^= 0xff;
	for (int r = 0; r < 3; r++)
		sip_round(v);
	return v->a ^ v->b ^ v->c ^ v->d;
}

/* What stands behind the last whole eight bytes, and how many there were. */
static inline uint64_t
last_word(struct str s)
{
	return (uint64_t)s.n << 56 | str_load(str_sub(s, s.n - s.n % 8, s.n));
}

uint64_t
hash64(struct str s, uint64_t seed)
{
	struct sip v = sip_begin(seed, KEY_1);

	for (size_t i = 0; i + 8 <= s.n; i += 8)
		sip_take(&v, str_load((struct str){ s.p + i, 8 }));
	sip_take(&v, last_word(s));
	return sip_end(&v);
}

uint64_t
hash64_loaded(uint64_t lo, uint64_t hi, size_t n, uint64_t seed)
{
	struct sip v = sip_begin(seed, KEY_1);
	uint64_t last = n < 8 ? lo : n < 16 ? hi : 0;

	if (n >= 8)
		sip_take(&v, lo);
	if (n == 16)
		sip_take(&v, hi);
	sip_take(&v, (uint64_t)n << 56 | last);
	return sip_end(&v);
}

/* Both in one pass: neither waits for the other. */
struct hash128
hash128(struct str s, uint64_t seed)
{
	struct sip v = sip_begin(seed, KEY_1), w = sip_begin(seed, KEY_2);

	for (size_t i = 0; i + 8 <= s.n; i += 8) {
		uint64_t m = str_load((struct str){ s.p + i, 8 });

		sip_take(&v, m);
		sip_take(&w, m);
	}
	sip_take(&v, last_word(s));
	sip_take(&w, last_word(s));
	return (struct hash128){ sip_end(&v), sip_end(&w) };
}

/* Both halves of a product, as in wyhash. */
static inline uint64_t
fold_product(uint64_t a, uint64_t b)
{
	__extension__ typedef unsigned __int128 wide;
	wide product = (wide)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t
word_at(const char *p)
{
	return str_load((struct str){ p, 8 });
}

uint64_t
hash_bulk(struct str s, uint64_t seed)
{
	uint64_t even = seed ^ KEY_1, odd = seed ^ KEY_2;
	size_t at = 0;

	for (; s.n - at >= 32; at += 32) { /* neither chain waits for the other */
		even = fold_product(word_at(s.p + at) ^ BULK_1,
		    word_at(s.p + at + 8) ^ even);
		odd = fold_product(word_at(s.p + at + 16) ^ BULK_2,
		    word_at(s.p + at + 24) ^ odd);
	}
	return hash64(str_sub(s, at, s.n), even ^ ROTL(odd, 32) ^ s.n);
}
