/* desk_room.c -- see desk_room.h. */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "daemon/desk_room.h"

#define FIRST_BYTES 512
/* that no version has any more, at least, before the others move */
#define SPARE_PARTS 4

static struct arena *
arena_new(size_t first)
{
	struct arena *a = xmalloc(sizeof(*a));

	arena_init_small(a, first);
	return a;
}

/* A version is a little larger than the one before. */
static size_t
next_bytes(const struct arena *was)
{
	return FIRST_BYTES + (was != NULL ? was->used : 0);
}

static void
arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	arena_clear(a);
	free(a);
}

static void
retire(struct desk_retired *old, struct arena *a)
{
	if (a == NULL)
		return;
	if (old->n == old->cap) {
		old->cap = old->cap == 0 ? 16 : 2 * old->cap;
		old->items = xreallocarray(old->items, old->cap, sizeof(*old->items));
	}
	old->items[old->n++] = a;
}

static struct arena *
made(struct arena **a)
{
	if (*a == NULL)
		*a = arena_new(FIRST_BYTES);
	return *a;
}

struct arena *
desk_room_parts(struct desk_room *r)
{
	return made(&r->parts);
}

struct arena *
desk_room_version(struct desk_room *r)
{
	return made(&r->version);
}

void
desk_room_turn(struct desk_room *r, size_t parts, size_t new_parts,
    struct desk_retired *old)
{
	size_t first;

	if (r->n_parts + new_parts > parts + parts / 2 + SPARE_PARTS) {
		retire(old, r->parts);
		r->parts = arena_new(FIRST_BYTES);
		r->n_parts = parts;
	} else {
		r->n_parts += new_parts;
	}
	first = next_bytes(r->version);
	retire(old, r->version);
	r->version = arena_new(first);
}

size_t
desk_parts_bytes(const struct desk_room *r)
{
	return r->parts != NULL ? r->parts->held : 0;
}

size_t
desk_version_bytes(const struct desk_room *r)
{
	return r->version != NULL ? r->version->held : 0;
}

size_t
desk_room_bytes(const struct desk_room *r)
{
	return desk_parts_bytes(r) + desk_version_bytes(r);
}

void
desk_parts_free(struct desk_room *r)
{
	arena_free(r->parts);
	r->parts = NULL;
	r->n_parts = 0;
}

void
desk_room_free(struct desk_room *r)
{
	desk_parts_free(r);
	arena_free(r->version);
	r->version = NULL;
}

void
desk_retired_free(struct desk_retired *old)
{
	for (size_t i = 0; i < old->n; i++)
		arena_free(old->items[i]);
	free(old->items);
	*old = (struct desk_retired){ .items = NULL };
}
