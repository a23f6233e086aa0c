/* charset.c -- see charset.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "parser/charset.h"

struct charset {
	bool bad, begun;
	struct buf tail;
};

struct charset *
charset_new(struct str content_type)
{
	struct charset *c = xcalloc(1, sizeof(*c));

	(void)content_type;
	buf_init(&c->tail, 64);
	return c;
}

static void
decode(struct charset *c, struct str s, struct buf *out)
{
	if (utf8_valid(s)) {
		buf_add(out, s);
		return;
	}
	while (s.n > 0) {
		struct str was = s;
		uint32_t u = utf8_next(&s);
		char enc[4];

		if (u == UTF8_BAD && was.n - s.n == 1) {
			c->bad = true;
			u = (unsigned char)was.p[0];
		}
		buf_add(out, (struct str){ enc, utf8_put(enc, u) });
	}
}

void
charset_push(struct charset *c, struct str bytes, struct buf *out)
{
	size_t n;
	struct buf all;

	if (!c->begun && str_starts(bytes, STR("\xef\xbb\xbf")))
		bytes = str_sub(bytes, 3, bytes.n);
	c->begun = true;
	buf_init(&all, SIZE_MAX / 2);
	if (c->tail.n > 0) {
		buf_add(&all, buf_str(&c->tail));
		buf_add(&all, bytes);
		bytes = buf_str(&all);
		buf_reset(&c->tail);
	}
	for (n = bytes.n; n > 0 && bytes.n - n < 4 && ((unsigned char)bytes.p[n - 1] & 0xc0) == 0x80; n--)
		;
	if (n > 0 && bytes.n - n < 3 && (unsigned char)bytes.p[n - 1] >= 0xc0)
		n--;
	else
		n = bytes.n;
	decode(c, str_sub(bytes, 0, n), out);
	buf_add(&c->tail, str_sub(bytes, n, bytes.n));
	buf_clear(&all);
}

void
charset_finish(struct charset *c, struct buf *out)
{
	decode(c, buf_str(&c->tail), out);
}

struct str
charset_label(const struct charset *c)
{
	(void)c;
	return STR("utf-8");
}

bool
charset_damaged(const struct charset *c)
{
	return c->bad;
}

void
charset_free(struct charset *c)
{
	if (c == NULL)
		return;
	buf_clear(&c->tail);
	free(c);
}
