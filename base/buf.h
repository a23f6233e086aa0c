/*
 * buf.h -- bytes that grow up to a cap they are born with.
 * Going over sets .over and drops what did not fit; it sticks, so that a long rendering
 * is written without checks and asked once, by buf_ok(), at its end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/err.h"
#include "base/str.h"

struct buf {
	char *p;            /* NUL after the last byte, once anything was added */
	size_t n, cap, max; /* cap: of the memory, at most max and a NUL */
	bool over;
};

void buf_init(struct buf *b, size_t max);
void buf_clear(struct buf *b); /* frees; may be used again with the same cap */
void buf_reset(struct buf *b); /* empties, keeps the memory */

int buf_add(struct buf *b, struct str s); /* -1: over the cap */
int buf_byte(struct buf *b, char c);
int buf_cstr(struct buf *b, const char *s);
__attribute__((format(printf, 2, 0))) int buf_vprintf(struct buf *b, const char *fmt,
    va_list ap);
__attribute__((format(printf, 2, 3))) int buf_printf(struct buf *b, const char *fmt, ...);
/* n bytes to be written by the caller, who then sets b->n itself; NULL: over the cap. */
char *buf_grow(struct buf *b, size_t n);
static inline char *
buf_room(struct buf *b, size_t n)
{
	if (!b->over && n < b->cap - b->n)
		return b->p + b->n;
	return buf_grow(b, n);
}
void buf_drop(struct buf *b, size_t n); /* the first n bytes go, the rest moves up */

/* Adds what comes from f until its end.  -1: it cannot be read, or is over the cap. */
int buf_read(struct buf *b, FILE *f, struct err *e);
/* The same of a file by its name, which *e begins with. */
int buf_read_file(struct buf *b, const char *path, struct err *e);

int buf_ok(const struct buf *b, struct err *e); /* -1: "larger than N bytes" */

static inline struct str
buf_str(const struct buf *b)
{
	return (struct str){ b->p, b->n };
}

#endif
