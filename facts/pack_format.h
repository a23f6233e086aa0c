/*
 * pack_format.h -- the bytes of a file of compiled language packs, for its writer and its
 * reader (and who tests them): header, entries, then the lexicons, each from a cache line
 * on; as the machine that wrote it has them.
 */
#ifndef FACTS_PACK_FORMAT_H
#define FACTS_PACK_FORMAT_H

#include <stdint.h>

#define PACK_MAGIC "TOCSINLA"
#define PACK_ORDER 0x01020304u
#define PACK_LANG_MAX 16 /* bytes of a language's code */
#define PACK_ENTRIES_MAX 4096

struct pack_header {
	char magic[8];
	uint32_t order, entries;
	uint64_t program; /* whose classes the words' bits are */
};

struct pack_entry {
	char lang[PACK_LANG_MAX];
	uint64_t sum;      /* of the files that it was made of */
	uint64_t hash;     /* pack_file_hash() of its bytes */
	uint64_t at, size; /* of its bytes, in the file */
};

#endif
