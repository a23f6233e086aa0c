/*
 * gazetteer_file.h -- the bytes of a gazetteer file, for its writer and its reader alone.
 * header, places, four key tables, texts; all little-endian 32-bit words, in that order, without
 * gaps.  A text is a length byte and that many bytes of UTF-8; offset 0 is the empty text.  A key
 * table is sorted by hash, then by place.
 */
#ifndef FACTS_GAZETTEER_FILE_H
#define FACTS_GAZETTEER_FILE_H

#include "base/hash.h"
#include "facts/fold.h"

#define GAZ_MAGIC "TOCSINGZ"
#define GAZ_ORDER 0x01020304u
#define GAZ_FORMAT 1u
#define GAZ_DEMONYM 0x80000000u /* flags in the top of gaz_key.place */
#define GAZ_ALIAS 0x40000000u
#define GAZ_INDEX 0x3fffffffu
#define GAZ_TEXT_MAX 255

struct gaz_header {
	char magic[8];
	uint32_t order, format, fold; /* GAZ_ORDER as the writer's machine has it */
	uint32_t places, keys[FOLD_N], texts; /* counts; texts in bytes */
};

struct gaz_record {
	uint32_t name, id, admin1; /* offsets of texts */
	int32_t lat, lon;          /* 1e-5 degrees */
	uint32_t population;
	char country[2];
	uint8_t kind, spare;
};

struct gaz_key {
	uint32_t hi, lo; /* of the hash; compared as one number */
	uint32_t place;
};

/* From FOLD_SOUND on the country is part of the key: those levels are for one country only. */
static inline uint64_t
gaz_hash(enum fold_level level, struct str key, struct str country)
{
	uint64_t seed = 0x67617a65ULL + (uint64_t)level;

	if (level >= FOLD_SOUND && country.n == 2)
		seed ^= ((uint64_t)(unsigned char)country.p[0] << 40) |
		    ((uint64_t)(unsigned char)country.p[1] << 32);
	return hash64(key, seed);
}

#endif
