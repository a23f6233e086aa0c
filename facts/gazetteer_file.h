/*
 * gazetteer_file.h -- the bytes of a gazetteer file, for its writer and its reader alone.
 * header, filter, four key tables, places, texts, in that order, without gaps;
 * little-endian.  A text is a length byte and that many bytes of UTF-8; offset 0 is the
 * empty text.  A key is one number: the top of a hash, then the place, then what kind of
 * name it was met by.  A table is sorted by it, with gaps: a key stands at the slot that
 * its hash says, or behind those before it (linear probing in order: Amble and Knuth
 * 1974), so that a look-up reads one line of memory. The filter knows the FOLD_WORDS keys
 * of all names and the words that longer ones begin with (Bloom 1970; all bits in one
 * word: Putze and others 2007): who asks for what is no name looks once, where little
 * memory lies.
 */
#ifndef FACTS_GAZETTEER_FILE_H
#define FACTS_GAZETTEER_FILE_H

#include "base/hash.h"
#include "facts/gazetteer.h"
#include "facts/plain.h"

#define GAZ_MAGIC "TOCSINGZ"
#define GAZ_ORDER 0x01020304u
#define GAZ_FORMAT 7u
/* flags at the bottom of a key: met by another name than its own */
#define GAZ_ALIAS 1u
#define GAZ_DEMONYM 2u
#define GAZ_FLAG_BITS 2
#define GAZ_PLACE_BITS 24
#define GAZ_PLACES_MAX ((1u << GAZ_PLACE_BITS) - 1)
#define GAZ_TEXT_MAX 255

struct gaz_header {
	char magic[8];
	uint32_t order, format, fold;  /* GAZ_ORDER as the writer's machine has it */
	uint32_t places, texts, names; /* counts; texts in bytes; names: keys of the
					  filter */
	uint32_t keys[FOLD_N], spill[FOLD_N]; /* of each table; spill: slots behind the
						 last that a hash says */
};

struct gaz_record {
	uint32_t name, id, admin1, admin2; /* offsets of texts */
	int32_t lat, lon;                  /* 1e-5 degrees */
	uint32_t population;
	char country[2];
	uint8_t kind, listed;
};

#define GAZ_EMPTY UINT64_MAX /* a slot without a key */

/* How many slots the hashes of n keys say: four in five are taken. */
static inline uint64_t
gaz_homes(uint32_t n)
{
	return (uint64_t)n + n / 4;
}

/* The first slot that a key of the hash may stand at, in a table of n keys. */
static inline size_t
gaz_home(uint64_t hash, uint32_t n)
{
	return (size_t)((hash >> 32) * gaz_homes(n) >> 32);
}

#define GAZ_FILTER_NAMES 8 /* in a word of the filter, on average at most */

/* Of n names the filter has 2 to this power of words. */
static inline unsigned
gaz_filter_bits(uint32_t n)
{
	unsigned bits = 1;

	while ((uint64_t)GAZ_FILTER_NAMES << bits < n)
		bits++;
	return bits;
}

static inline size_t
gaz_filter_word(uint64_t hash, unsigned bits)
{
	return (size_t)(hash >> (64 - bits));
}

static inline uint64_t
gaz_filter_mark(uint64_t hash, enum gaz_words what)
{
	hash >>= what == GAZ_NAME ? 0 : 12;
	return UINT64_C(1) << (hash & 63) | UINT64_C(1) << (hash >> 6 & 63);
}

#define GAZ_NO_WORDS UINT64_C(0x67617a65)

/* The same where the next word has at most sixteen bytes. */
static inline uint64_t
gaz_filter_start(uint64_t words, struct word_start next)
{
	return hash_mix(hash_mix(words, next.lo), next.hi);
}

/* The hash of words of a FOLD_WORDS key and of the next one, for the filter. */
static inline uint64_t
gaz_filter_hash(uint64_t words, struct str next)
{
	words = gaz_filter_start(words, start_of(next));
	for (size_t at = PLAIN_MAX; at < next.n; at += 8)
		words = hash_mix(words, str_load(str_sub(next, at, next.n)));
	return words;
}

/*
 * The part of a key that a look-up compares: 38 bits, so that a name not in a world of a
 * million keys meets a stranger once in 270,000 times.  From FOLD_SOUND on the country is
 * part of it: those levels are for one country only.
 */
static inline uint64_t
gaz_hash(enum fold_level level, struct str key, struct str country)
{
	uint64_t seed = 0x67617a65ULL + (uint64_t)level;

	if (level >= FOLD_SOUND && country.n == 2)
		seed ^= ((uint64_t)(unsigned char)country.p[0] << 40) |
		    ((uint64_t)(unsigned char)country.p[1] << 32);
	for (size_t at = 0; at < key.n; at += 8)
		seed = hash_mix(seed, str_load(str_sub(key, at, key.n)));
	return hash_mix(seed, key.n) >> (GAZ_PLACE_BITS + GAZ_FLAG_BITS)
	    << (GAZ_PLACE_BITS + GAZ_FLAG_BITS);
}

static inline uint64_t
gaz_key(uint64_t hash, uint32_t place, unsigned flags)
{
	return hash | (uint64_t)place << GAZ_FLAG_BITS | flags;
}

static inline uint32_t
gaz_key_place(uint64_t key)
{
	return (uint32_t)(key >> GAZ_FLAG_BITS) & GAZ_PLACES_MAX;
}

#endif
