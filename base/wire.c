/* wire.c -- see wire.h. */
#include "config.h"

#include "base/wire.h"

#define U64_BYTES 10 /* at most */

static inline char *
put_long(char *at, uint64_t v)
{
	for (; v > 0x7f; v >>= 7)
		*at++ = (char)(v | 0x80);
	*at++ = (char)v;
	return at;
}

static inline void
put_end(struct buf *b, char *end)
{
	*end = '\0';
	b->n = (size_t)(end - b->p);
}

void
wire_put_u64(struct buf *b, uint64_t v)
{
	char *at = buf_room(b, U64_BYTES);

	if (at != NULL)
		put_end(b, put_long(at, v));
}

void
wire_put_i64(struct buf *b, int64_t v)
{
	wire_put_u64(b, (uint64_t)v << 1 ^ (v < 0 ? UINT64_MAX : 0));
}

void
wire_put_f64(struct buf *b, double v)
{
	char *at = buf_room(b, 8);

	if (at != NULL)
		put_end(b, (char *)memcpy(at, &v, 8) + 8);
}

void
wire_put_str(struct buf *b, struct str s)
{
	char *at = buf_room(b, U64_BYTES + s.n);

	if (at == NULL)
		return;
	at = put_long(at, s.n);
	if (s.n > 0)
		memcpy(at, s.p, s.n);
	put_end(b, at + s.n);
}

void
wire_put_bool(struct buf *b, bool v)
{
	buf_byte(b, v ? 1 : 0);
}

void
wire_init(struct wire *w, struct str bytes)
{
	*w = (struct wire){ .in = bytes };
}

struct str
wire_since(const struct wire *w, struct str from)
{
	return str_sub(from, 0, from.n - w->in.n);
}

uint64_t
wire_cut(struct wire *w)
{
	w->bad = true;
	w->in = STR_NONE;
	return 0;
}

uint64_t
wire_long(struct wire *w)
{
	size_t n = w->bad ? 0 : w->in.n;
	uint64_t v = 0;

	for (size_t i = 0; i < n && i < U64_BYTES; i++) {
		unsigned char c = (unsigned char)w->in.p[i];

		v |= (uint64_t)(c & 0x7f) << (7 * i);
		if (c <= 0x7f && (i < 9 || c <= 1)) {
			w->in = (struct str){ w->in.p + i + 1, w->in.n - i - 1 };
			return v;
		}
	}
	return wire_cut(w);
}

bool
wire_bool(struct wire *w)
{
	if (w->bad || w->in.n == 0)
		return wire_cut(w) != 0;
	w->bad = (unsigned char)w->in.p[0] > 1;
	w->in.p++;
	w->in.n--;
	return w->in.p[-1] == 1;
}

size_t
wire_count(struct wire *w, size_t max)
{
	uint64_t v = wire_u64(w);

	/* Each item takes a byte at least, so a count beyond the rest is a lie. */
	if (v > max || v > w->in.n) {
		w->bad = true;
		return 0;
	}
	return (size_t)v;
}

bool
wire_ok(const struct wire *w)
{
	return !w->bad && w->in.n == 0;
}
