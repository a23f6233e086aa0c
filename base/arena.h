/*
 * arena.h -- memory for one task (an entry, a feed document, a transaction), given back
 * at once. Nothing in it is freed alone; what must live longer is copied by whoever keeps
 * it. Blocks are kept across arena_reset(), so a loop settles at its largest need.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>

#include "base/str.h"

struct arena_block;
struct arena_gift;

struct arena {
	struct arena_block *blocks; /* the newest first */
	char *at, *end;             /* what is left of it: so many times ARENA_ALIGN */
	size_t used;                /* bytes handed out since the last reset */
	size_t first;               /* of its first block; 0: the usual 32 KiB */
	size_t held;                /* bytes of its blocks, and of what it was given */
	struct arena_gift *gifts;
};

void arena_init(struct arena *a);
/* One of very many: it grows by an eighth, others double. */
void arena_init_small(struct arena *a, size_t first);
void arena_clear(struct arena *a); /* frees everything; the arena may be used again */
void arena_wipe(struct arena *a);  /* the same, overwritten first: it held a secret */
void arena_reset(struct arena *a); /* forgets everything, keeps the largest block */

/* p, n bytes from xmalloc(), is freed with what the arena made itself. */
void arena_adopt(struct arena *a, void *p, size_t n);

#define ARENA_ALIGN alignof(max_align_t)

void *arena_more(struct arena *a, size_t n); /* arena_room() of a new block */
/* Aligned for any object, not zeroed: for what is filled before it is read.  Never NULL
 * (see alloc.h). */
static inline void *
arena_room(struct arena *a, size_t n)
{
	void *p = a->at;

	if (n - 1 >= (size_t)(a->end - a->at)) /* or n is 0 */
		return arena_more(a, n);
	n = (n + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
	a->at += n;
	a->used += n;
	return p;
}
#define ARENA_ROOM(a, type, count) ((type *)arena_room((a), sizeof(type) * (count)))
/* The same, zeroed. */
static inline void *
arena_alloc(struct arena *a, size_t n)
{
	return memset(arena_room(a, n), 0, n);
}
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc((a), sizeof(type) * (count)))
/* Room for at least one more in an array of *cap items: doubled and moved when full.  New
 * ones are not zeroed. */
void *arena_grow(struct arena *a, void *items, size_t n, size_t *cap, size_t size);

struct str arena_str(struct arena *a, struct str s); /* a copy, NUL after it */
struct str arena_join(struct arena *a, const struct str *parts,
    size_t n);                                   /* one after the other, a NUL behind */
char *arena_cstr(struct arena *a, struct str s); /* the same, as a C string */
__attribute__((format(printf, 2, 0))) struct str arena_vprintf(struct arena *a,
    const char *fmt, va_list ap);
__attribute__((format(printf, 2, 3))) struct str arena_printf(struct arena *a,
    const char *fmt, ...);

#endif
