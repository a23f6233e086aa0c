/* unpack.c -- see unpack.h. */
#include "config.h"

#include "base/alloc.h"
#include "net/unpack.h"

#ifdef HAVE_DEFLATE

#include <curl/curl.h>
#include <libdeflate.h>

#define RATIO_MOST 1032       /* that DEFLATE can do */
#define ROOM_LEAST (4u << 10) /* for what does not say how long it is */

/* Later ones build their decoder when they see the header, and may not be told to leave
 * it. */
bool
unpack_able(void)
{
	return curl_version_info(CURLVERSION_NOW)->version_num < 0x080000;
}

bool
unpack_knows(struct str coding)
{
	return str_eq_ci(coding, STR("gzip")) || str_eq_ci(coding, STR("x-gzip"));
}

static bool
is_member(struct str s)
{
	return s.n > 2 && s.p[0] == '\x1f' && s.p[1] == '\x8b';
}

/* What its end says, as far as that may be true. */
static size_t
room_for(struct str in, size_t max)
{
	const unsigned char *end = (const unsigned char *)in.p + in.n;
	size_t n = 0, most = in.n * RATIO_MOST;

	for (int i = 1; i <= 4 && in.n >= 4; i++)
		n = n << 8 | end[-i];
	n = n < most ? n : most;
	n = n > ROOM_LEAST ? n : ROOM_LEAST;
	return n < max ? n : max;
}

/* A member into out, which grows up to its cap. */
static enum unpacked
unpack_member(struct libdeflate_decompressor *d, struct str *in, struct buf *out)
{
	for (;;) {
		size_t taken, made, room = out->cap - 1 - out->n, more;
		enum libdeflate_result rc = libdeflate_gzip_decompress_ex(d, in->p, in->n,
		    out->p + out->n, room, &taken, &made);

		if (rc == LIBDEFLATE_SUCCESS) {
			out->n += made;
			*in = str_sub(*in, taken, in->n);
			return UNPACKED;
		}
		if (rc != LIBDEFLATE_INSUFFICIENT_SPACE)
			return UNPACK_BROKEN;
		if (out->cap > out->max)
			return UNPACK_TOO_LARGE;
		more = room * 2 + ROOM_LEAST; /* a member before may have left none */
		buf_room(out, more < out->max - out->n ? more : out->max - out->n);
	}
}

enum unpacked
unpack(struct buf *b)
{
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	enum unpacked rc = d != NULL && is_member(buf_str(b)) ? UNPACKED : UNPACK_BROKEN;
	struct str in = buf_str(b);
	struct buf out;

	buf_init(&out, b->max);
	out.cap = room_for(in, out.max) + 1; /* mostly as long as it gets */
	out.p = xmalloc(out.cap);
	while (rc == UNPACKED && is_member(in))
		rc = unpack_member(d, &in, &out);
	libdeflate_free_decompressor(d);
	out.p[out.n] = '\0';
	buf_clear(b);
	*b = out;
	return rc;
}

#else

bool
unpack_able(void)
{
	return false;
}

bool
unpack_knows(struct str coding)
{
	(void)coding;
	return false;
}

enum unpacked
unpack(struct buf *b)
{
	(void)b;
	return UNPACK_BROKEN;
}

#endif
