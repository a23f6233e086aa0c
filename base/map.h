/*
 * map.h -- text to pointer, open addressing.  Keys are views: whoever puts one in keeps
 * its bytes alive as long as the map.  The seed keeps strangers from choosing collisions.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct map_slot {
	struct str key; /* .p NULL: free */
	uint64_t hash;
	void *value;
};

struct map {
	struct map_slot *slots;
	size_t n, cap; /* cap is 0 or a power of two */
	uint64_t seed;
};

void map_init(struct map *m, uint64_t seed);
void map_clear(struct map *m);
void *map_get(const struct map *m, struct str key); /* NULL: not there */
/* The value that was there before, or NULL.  value must not be NULL, nor key.p. */
void *map_put(struct map *m, struct str key, void *value);
void *map_remove(struct map *m, struct str key);
/* for (size_t at = 0; (slot = map_next(&m, &at)) != NULL;) -- in no order one may rely on
 */
struct map_slot *map_next(const struct map *m, size_t *at);

#endif
