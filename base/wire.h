/*
 * wire.h -- a flat byte encoding for messages between the engine and its workers.
 * Little-endian varints and counted bytes, no pointers.  The reader trusts nothing:
 * anything short or overlong sets .bad, which sticks, and every later read gives zero or
 * empty text; ask wire_ok() once at the end.
 */
#ifndef BASE_WIRE_H
#define BASE_WIRE_H

#include "base/buf.h"
#include "base/str.h"

void wire_put_u64(struct buf *b, uint64_t v); /* LEB128 */
void wire_put_i64(struct buf *b, int64_t v);  /* zigzag, then LEB128 */
void wire_put_f64(struct buf *b, double v);   /* eight bytes, IEEE 754 */
void wire_put_str(struct buf *b, struct str s);
void wire_put_bool(struct buf *b, bool v);

struct wire {
	struct str in; /* what is left */
	bool bad;
};

void wire_init(struct wire *w, struct str bytes);
/* read since w->in was from */
struct str wire_since(const struct wire *w, struct str from);
uint64_t wire_long(struct wire *w); /* as wire_u64(), of any length */
uint64_t wire_cut(struct wire *w);  /* it ends too soon: bad, and 0 */
static inline uint64_t
wire_u64(struct wire *w)
{
	unsigned char first;

	if (w->bad || w->in.n == 0 || (first = (unsigned char)w->in.p[0]) > 0x7f)
		return wire_long(w);
	w->in.p++;
	w->in.n--;
	return first; /* most are that small */
}

static inline int64_t
wire_i64(struct wire *w)
{
	uint64_t z = wire_u64(w);

	return (int64_t)(z >> 1 ^ (0 - (z & 1)));
}

static inline double
wire_f64(struct wire *w)
{
	double v;

	if (w->bad || w->in.n < sizeof(v))
		return (double)wire_cut(w);
	memcpy(&v, w->in.p, sizeof(v));
	w->in.p += sizeof(v);
	w->in.n -= sizeof(v);
	return v;
}

/* a view into the message */
static inline struct str
wire_str(struct wire *w)
{
	uint64_t n = wire_u64(w);
	struct str s = { w->in.p, (size_t)n };

	if (n == 0)
		return (struct str){ "", 0 };
	if (n > w->in.n)
		return (struct str){ NULL, (size_t)wire_cut(w) };
	w->in.p += n;
	w->in.n -= n;
	return s;
}

bool wire_bool(struct wire *w);
/* bad unless below n */
static inline unsigned
wire_enum(struct wire *w, unsigned n)
{
	uint64_t v = wire_u64(w);

	w->bad |= v >= n;
	return v < n ? (unsigned)v : 0;
}

size_t wire_count(struct wire *w, size_t max); /* bad, and 0, if over max */
bool wire_ok(const struct wire *w);            /* all read, nothing bad, nothing left */

#endif
