/*
 * gazetteer_keys.h -- the keys of a gazetteer file on their way into it (see
 * gazetteer_file.h): collected in any order, then packed.  For gazetteer_build.c alone.
 */
#ifndef FACTS_GAZETTEER_KEYS_H
#define FACTS_GAZETTEER_KEYS_H

#include "base/buf.h"
#include "facts/gazetteer_file.h"

struct place_key {
	uint64_t hash;
	uint32_t place;
	uint16_t slice;
	uint8_t flags;  /* GAZ_ALIAS and so on */
	uint8_t levels; /* bits of those that it is a key of */
};

struct key_list {
	struct place_key *keys;
	size_t n, cap;
};

struct key_pack {          /* as the file has them */
	struct buf starts; /* of slices, of buckets */
	struct buf keys;
	uint32_t n, n_buckets;
};

void key_list_add(struct key_list *l, struct place_key key);
/* Frees the list. Of the keys of a place under one hash and level the plainest stays. */
void key_list_pack(struct key_list *l, enum gaz_table table, uint32_t places,
    struct key_pack *out);

struct hash_list {
	uint64_t *hashes;
	size_t n, cap;
};

void hash_list_add(struct hash_list *l, uint64_t hash);
/* Each once: how many. */
uint32_t hash_list_settle(struct hash_list *l);
/* Writes the filter of n names and beginnings of names, and frees both. */
void hash_lists_filter(struct hash_list *names, struct hash_list *beginnings, uint32_t n,
    struct buf *out);

#endif
