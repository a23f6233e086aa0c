/* known_names.c -- see known_names.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "facts/known_names.h"
#include "facts/plain.h"

#define NAME_BITS 10
#define NAMES (1u << NAME_BITS)
#define STEPS 8           /* from where its hash says that a name is, at most */
#define MANY (NAMES / 2)  /* with these it is time to forget */
#define BYTES 512u * 1024 /* with these, too */

struct known_names {
	struct arena arena; /* keys and places */
	struct known_name slots[NAMES];
	size_t n;
	uint64_t document;
};

struct known_names *
known_names_new(void)
{
	struct known_names *k = xcalloc(1, sizeof(*k));

	arena_init(&k->arena);
	return k;
}

void
known_names_free(struct known_names *k)
{
	if (k == NULL)
		return;
	arena_clear(&k->arena);
	free(k);
}

uint64_t
known_names_begin(struct known_names *k)
{
	if (k->n >= MANY || k->arena.used >= BYTES) {
		arena_clear(&k->arena);
		memset(k->slots, 0, sizeof(k->slots));
		k->n = 0;
	}
	return ++k->document;
}

struct known_name *
known_names_at(struct known_names *k, struct str plain)
{
	struct word_start start = start_of(plain);
	size_t at = (size_t)((start.lo ^ start.hi * 3) * UINT64_C(0xff51afd7ed558ccd) >>
	    (64 - NAME_BITS));

	for (size_t i = at; i < at + STEPS; i++) {
		struct known_name *slot = &k->slots[i % NAMES];

		if (slot->key.n == 0 || str_eq(slot->key, plain))
			return slot;
	}
	return NULL;
}

void
known_names_keep(struct known_names *k, struct known_name *at, struct str plain,
    const struct gaz_place *found, size_t n)
{
	at->key = arena_str(&k->arena, plain);
	at->found = arena_room(&k->arena, n * sizeof(*found));
	at->n = n;
	if (n > 0)
		memcpy(at->found, found, n * sizeof(*found));
	k->n++;
}
