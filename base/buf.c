/* buf.c -- see buf.h. */
#include "config.h"

#include <errno.h>

#include "base/alloc.h"
#include "base/buf.h"

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void
buf_clear(struct buf *b)
{
	free(b->p);
	buf_init(b, b->max);
}

void
buf_reset(struct buf *b)
{
	b->n = 0;
	b->over = false;
}

char *
buf_grow(struct buf *b, size_t n)
{
	size_t cap = b->cap == 0 ? 256 : b->cap;

	if (b->over || n > b->max || b->n > b->max - n) {
		b->over = true;
		return NULL;
	}
	while (cap < b->n + n + 1)
		cap *= 2;
	if (cap > b->max)
		cap = b->max + 1;
	if (cap != b->cap) {
		b->p = xrealloc(b->p, cap);
		b->cap = cap;
	}
	return b->p + b->n;
}

int
buf_add(struct buf *b, struct str s)
{
	char *at = buf_room(b, s.n);

	if (at == NULL)
		return -1;
	if (s.n > 0)
		memcpy(at, s.p, s.n);
	b->n += s.n;
	b->p[b->n] = '\0';
	return 0;
}

int
buf_byte(struct buf *b, char c)
{
	char *at = buf_room(b, 1);

	if (at == NULL)
		return -1;
	at[0] = c;
	at[1] = '\0';
	b->n++;
	return 0;
}

int
buf_cstr(struct buf *b, const char *s)
{
	return buf_add(b, str_of(s));
}

int
buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	size_t room;
	char *at;
	int n;

	if (b->cap == 0 && buf_grow(b, 0) == NULL)
		return -1;
	room = b->cap - b->n; /* where most fit at once */
	va_copy(again, ap);
	n = vsnprintf(b->p + b->n, room, fmt, again);
	va_end(again);
	at = n < 0 ? NULL : buf_room(b, (size_t)n);
	if (at == NULL) {
		b->p[b->n] = '\0';
		return -1;
	}
	if ((size_t)n >= room)
		vsnprintf(at, (size_t)n + 1, fmt, ap);
	b->n += (size_t)n;
	return 0;
}

int
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = buf_vprintf(b, fmt, ap);
	va_end(ap);
	return rc;
}

void
buf_drop(struct buf *b, size_t n)
{
	if (n >= b->n) {
		b->n = 0;
		return;
	}
	memmove(b->p, b->p + n, b->n - n);
	b->n -= n;
	b->p[b->n] = '\0';
}

int
buf_read(struct buf *b, FILE *f, struct err *e)
{
	char piece[16384];
	size_t n;

	while (!b->over && (n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_add(b, (struct str){ piece, n });
	if (ferror(f))
		return err_set(e, "%s", strerror(errno));
	return buf_ok(b, e);
}

int
buf_read_file(struct buf *b, const char *path, struct err *e)
{
	FILE *f = fopen(path, "re");
	int rc;

	if (f == NULL)
		return err_absent(e, "%s: %s", path, strerror(errno));
	rc = buf_read(b, f, e);
	fclose(f);
	return rc == 0 ? 0 : err_wrap(e, "%s", path);
}

int
buf_ok(const struct buf *b, struct err *e)
{
	if (b->over)
		return err_set(e, "larger than %zu bytes", b->max);
	return 0;
}
