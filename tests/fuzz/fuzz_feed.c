/*
 * fuzz_feed.c -- any bytes as a feed: never a crash, clean text out, caps kept, and the same in
 * pieces as in one.  The first byte chooses the pieces.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "parser/feed_json.h"
#include "parser/opml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
write_json(struct buf *out, const struct feed_doc *d, const struct err *e)
{
	if (d != NULL)
		feed_doc_write(out, d);
	else
		feed_error_write(out, e);
	check(out->over || utf8_valid(buf_str(out)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct feed_origin o = { .url = STR("https://fuzz.example/a/b") };
	struct str bytes = { (const char *)data, size };
	size_t step = size == 0 ? 1 : 1 + data[0] % 61;
	struct err e1 = { "" }, e2 = { "" };
	struct arena a;
	struct feed_doc *d;
	struct feed_parser *p;
	struct buf one, two;
	struct opml list;

	if (size > 0)
		bytes = str_sub(bytes, 1, size);
	arena_init(&a);
	buf_init(&one, 16u << 20);
	buf_init(&two, 16u << 20);
	d = feed_parse(&a, bytes, &o, &e1);
	write_json(&one, d, &e1);
	check(d == NULL || d->entries.n <= LIMIT_ENTRIES);
	for (size_t i = 0; d != NULL && i < d->entries.n; i++) {
		struct str t = feed_entry_text(&a, d->entries.items[i]);

		check(utf8_valid(t) && t.n <= LIMIT_ENTRY_TEXT);
		for (size_t k = 0; k < t.n; k++)
			check((unsigned char)t.p[k] >= 0x20 || t.p[k] == '\n' || t.p[k] == '\t');
	}
	p = feed_parser_new(&a, &o);
	for (size_t at = 0; at < bytes.n; at += step)
		feed_parser_push(p, str_sub(bytes, at, at + step));
	write_json(&two, feed_parser_finish(p, &e2), &e2);
	check(str_eq(buf_str(&one), buf_str(&two)));
	opml_read(&a, bytes, &list, &e1);
	buf_clear(&one);
	buf_clear(&two);
	arena_clear(&a);
	return 0;
}
