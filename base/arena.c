/* arena.c -- see arena.h. */
#include "config.h"

#include <stdint.h>

#include "base/alloc.h"
#include "base/arena.h"

#define ARENA_BLOCK (32u << 10)

struct arena_block {
	struct arena_block *next;
	size_t size;
	alignas(max_align_t) char data[];
};

struct arena_gift {
	struct arena_gift *next;
	void *p;
	size_t n;
};

void
arena_init(struct arena *a)
{
	*a = (struct arena){ 0 };
}

void
arena_init_small(struct arena *a, size_t first)
{
	*a = (struct arena){ .first = first };
}

static void
free_blocks(struct arena_block *b)
{
	while (b != NULL) {
		struct arena_block *next = b->next;

		free(b);
		b = next;
	}
}

/* They are listed in the blocks, which outlive them. */
static void
free_gifts(struct arena *a)
{
	for (struct arena_gift *g = a->gifts; g != NULL; g = g->next)
		free(g->p);
	a->gifts = NULL;
}

void
arena_clear(struct arena *a)
{
	free_gifts(a);
	free_blocks(a->blocks);
	arena_init_small(a, a->first);
}

void
arena_wipe(struct arena *a)
{
	for (struct arena_gift *g = a->gifts; g != NULL; g = g->next)
		explicit_bzero(g->p, g->n);
	free_gifts(a);
	for (struct arena_block *b = a->blocks; b != NULL; b = b->next)
		explicit_bzero(b->data, b->size);
	arena_clear(a);
}

void
arena_reset(struct arena *a)
{
	struct arena_block *b = a->blocks;

	free_gifts(a);
	a->used = 0;
	if (b == NULL)
		return;
	/* The newest block is the largest, but in a small arena. */
	free_blocks(b->next);
	b->next = NULL;
	a->held = b->size;
	a->at = b->data;
	a->end = b->data + b->size;
}

static size_t
up(size_t n)
{
	return (n + ARENA_ALIGN - 1) & ~(ARENA_ALIGN - 1);
}

static void
add_block(struct arena *a, size_t need)
{
	bool small = a->first > 0;
	size_t first = small ? a->first : ARENA_BLOCK;
	size_t size = a->blocks == NULL ? first
	    : small                     ? a->held / 8
					: a->blocks->size * 2;
	struct arena_block *b;

	size = size < first ? first : size;
	if (small && size < need)
		size = need;
	while (size < need)
		size *= 2;
	size = up(size);
	b = xmalloc(sizeof(*b) + size);
	b->next = a->blocks;
	b->size = size;
	a->blocks = b;
	a->held += size;
	a->at = b->data;
	a->end = b->data + size;
}

void *
arena_more(struct arena *a, size_t n)
{
	void *p;

	if (n > SIZE_MAX / 4)
		n = SIZE_MAX / 4; /* xmalloc() refuses it with a sentence */
	n = up(n);
	if (a->at == NULL || (size_t)(a->end - a->at) < n)
		add_block(a, n);
	p = a->at;
	a->at += n;
	a->used += n;
	return p;
}

void
arena_adopt(struct arena *a, void *p, size_t n)
{
	struct arena_gift *g = arena_room(a, sizeof(*g));

	*g = (struct arena_gift){ a->gifts, p, n };
	a->gifts = g;
	a->held += n;
}

void *
arena_grow(struct arena *a, void *items, size_t n, size_t *cap, size_t size)
{
	void *more;

	if (n < *cap)
		return items;
	*cap = *cap == 0 ? 8 : *cap * 2;
	more = arena_room(a, *cap * size);
	if (n > 0)
		memcpy(more, items, n * size);
	return more;
}

char *
arena_cstr(struct arena *a, struct str s)
{
	char *p = arena_room(a, s.n + 1);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return p;
}

struct str
arena_str(struct arena *a, struct str s)
{
	return (struct str){ arena_cstr(a, s), s.n };
}

struct str
arena_join(struct arena *a, const struct str *parts, size_t n)
{
	size_t bytes = 0, at = 0;
	char *out;

	for (size_t i = 0; i < n; i++)
		bytes += parts[i].n;
	out = arena_room(a, bytes + 1);
	for (size_t i = 0; i < n; at += parts[i++].n)
		if (parts[i].n > 0)
			memcpy(out + at, parts[i].p, parts[i].n);
	out[at] = '\0';
	return (struct str){ out, at };
}

struct str
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	/* where most fit at once */
	size_t room = a->at == NULL ? 0 : (size_t)(a->end - a->at);
	char *at = a->at, *p;
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(at, room, fmt, again);
	va_end(again);
	if (n < 0)
		return STR_NONE;
	p = arena_room(a, (size_t)n + 1);
	if (p != at)
		vsnprintf(p, (size_t)n + 1, fmt, ap);
	return (struct str){ p, (size_t)n };
}

struct str
arena_printf(struct arena *a, const char *fmt, ...)
{
	struct str s;
	va_list ap;

	va_start(ap, fmt);
	s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}
