/*
 * gazetteer_file.h -- the bytes of a gazetteer file, for its writer and its reader alone.
 * header, filter, then of each of three tables its slices, then their buckets, then of
 * each place where it is, what it is called, the divisions that places lie in, those of
 * very many people, the keys of the tables, texts, in that order; little-endian.  A text
 * is a length byte and that many bytes of UTF-8; offset 0 is the empty text.
 *
 * A key is a few bits of a name's hash, then the place, then what kind of name it was met
 * by; keys lie as close as bits do.  A bucket has some eight of them, found by the hash's
 * other bits; the looser levels, which are asked for one country only, have the buckets
 * of a country in one slice, so that news of a few countries touches little memory.  The
 * filter knows the FOLD_WORDS keys of all names and the words that longer ones begin with
 * (Bloom 1970; all bits in one word: Putze and others 2007): who asks for what is no name
 * looks once, where little memory lies.
 */
#ifndef FACTS_GAZETTEER_FILE_H
#define FACTS_GAZETTEER_FILE_H

#include "base/hash.h"
#include "facts/gazetteer.h"
#include "facts/plain.h"

#define GAZ_MAGIC "TOCSINGZ"
#define GAZ_ORDER 0x01020304u
#define GAZ_FORMAT 8u
/* flags at the bottom of a key: met by another name than its own */
#define GAZ_ALIAS 1u
#define GAZ_DEMONYM 2u
#define GAZ_FLAG_BITS 2
#define GAZ_HASH_BITS 23
#define GAZ_PLACES_MAX ((1u << 24) - 1)
#define GAZ_TEXT_MAX 255

/* Most names have one key for both of the first levels: one table has them. */
enum gaz_table { GAZ_NAMES, GAZ_SOUNDS, GAZ_SKELETONS, GAZ_TABLES };

static inline enum gaz_table
gaz_table_of(enum fold_level level)
{
	return level <= FOLD_WORDS ? GAZ_NAMES
	    : level == FOLD_SOUND  ? GAZ_SOUNDS
				   : GAZ_SKELETONS;
}

struct gaz_header {
	char magic[8];
	uint32_t order, format, fold;    /* GAZ_ORDER as the writer's machine has it */
	uint32_t places, regions, large; /* counts */
	uint32_t texts, names;           /* bytes; keys of the filter */
	uint32_t keys[GAZ_TABLES], buckets[GAZ_TABLES]; /* counts */
};

/* ---- places ---- */

#define GAZ_LAT_BITS 25 /* 1e-5 degrees north of the south pole */
#define GAZ_LON_BITS 26 /* the same east of 180 W */
#define GAZ_KIND_BITS 3
#define GAZ_MANY ((1u << 25) - 1) /* people: struct gaz_large says how many */

struct gaz_spot { /* what all who meet a place ask */
	/* from the lowest bit: latitude, longitude, kind, listed, nine bits of people */
	uint32_t lo, hi;
	uint16_t people; /* the other sixteen */
	char country[2];
};

struct gaz_naming {        /* what is asked of the one that was meant */
	uint32_t name, id; /* offset of a text; what gazetteer_id() reads */
	uint32_t region;
};

#define GAZ_NUMBERED "geonames:"
#define GAZ_NUMBER 0x80000000u /* of an id: the rest is that number, no text's offset */

struct gaz_region { /* offsets of texts */
	uint32_t admin1, admin2;
};

struct gaz_large { /* sorted by place */
	uint32_t place, people;
};

/* ---- tables ---- */

#define GAZ_ANYWHERE 676 /* the slice of names that belong to no two letters */
#define GAZ_SLICES (GAZ_ANYWHERE + 1)
#define GAZ_BUCKET 8 /* keys of one, about */

static inline unsigned
gaz_slice(enum gaz_table table, struct str country)
{
	unsigned a, b;

	if (table == GAZ_NAMES || country.n != 2)
		return GAZ_ANYWHERE;
	a = (unsigned)(unsigned char)country.p[0] - 'A';
	b = (unsigned)(unsigned char)country.p[1] - 'A';
	return a < 26 && b < 26 ? a * 26 + b : GAZ_ANYWHERE;
}

/* Which of n buckets a hash is in. */
static inline uint32_t
gaz_bucket(uint64_t hash, uint32_t n)
{
	return (uint32_t)((hash >> 32) * n >> 32);
}

static inline unsigned
gaz_place_bits(uint32_t places)
{
	return places == 0 ? 1 : 32 - (unsigned)__builtin_clz(places);
}

/* Bits below the place: flags, and in the first table those of the levels. */
static inline unsigned
gaz_low_bits(enum gaz_table table)
{
	return table == GAZ_NAMES ? 2 * GAZ_FLAG_BITS : GAZ_FLAG_BITS;
}

/* The bit of a level, above the flags; the looser tables have but one level. */
static inline uint64_t
gaz_level_bit(enum fold_level level)
{
	return level <= FOLD_WORDS ? UINT64_C(1) << (GAZ_FLAG_BITS + (unsigned)level) : 0;
}

/* Bytes of n keys of so many bits, and some more, so that eight can be read anywhere. */
static inline uint64_t
gaz_key_bytes(uint32_t n, unsigned bits)
{
	return ((uint64_t)n * bits + 7) / 8 + sizeof(uint64_t);
}

/* Of FOLD_SOUND on the country is part of it: those levels are for one country only. */
static inline uint64_t
gaz_hash(enum gaz_table table, struct str key, struct str country)
{
	uint64_t seed = 0x67617a65ULL + (uint64_t)table;

	if (table != GAZ_NAMES && country.n == 2)
		seed ^= ((uint64_t)(unsigned char)country.p[0] << 40) |
		    ((uint64_t)(unsigned char)country.p[1] << 32);
	for (size_t at = 0; at < key.n; at += 8)
		seed = hash_mix(seed, str_load(str_sub(key, at, key.n)));
	return hash_mix(seed, key.n);
}

/* ---- filter ---- */

#define GAZ_FILTER_NAMES 8 /* in a word of the filter, on average at most */
#define GAZ_NO_WORDS UINT64_C(0x67617a65)

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

#endif
