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

static const struct feed_origin origin = { .url = STR_INIT("https://fuzz.example/a/b") };

static void
check_entry(struct arena *a, const struct feed_entry *en)
{
	struct str t = feed_entry_text(a, en);

	check(utf8_valid(t) && t.n <= LIMIT_ENTRY_TEXT);
	for (size_t k = 0; k < t.n; k++)
		check((unsigned char)t.p[k] >= 0x20 || t.p[k] == '\n' || t.p[k] == '\t');
}

static struct feed_doc *
parse(struct arena *a, struct str bytes, size_t step, feed_entry_fn *fn, void *arg, struct err *e)
{
	struct feed_parser *p = feed_parser_new(a, &origin);

	if (fn != NULL)
		feed_parser_on_entry(p, fn, arg);
	for (size_t at = 0; at < bytes.n; at += step)
		feed_parser_push(p, str_sub(bytes, at, at + step));
	return feed_parser_finish(p, e);
}

struct handed {
	struct arena *a;
	size_t n;
};

static void
take(void *arg, const struct feed_doc *so_far, struct feed_entry *en)
{
	struct handed *h = arg;

	check(so_far->entries.n == 0);
	check_entry(h->a, en);
	h->n++;
}

/* Handed out one by one: as many, and what belongs to the feed does not lie in their memory. */
static void
check_handed(struct arena *a, struct str bytes, size_t step, const struct feed_doc *whole)
{
	struct handed h = { .a = a };
	struct err e = { "" };
	struct feed_doc *d = parse(a, bytes, step, take, &h, &e), bare;
	struct buf one, two;

	check((d == NULL) == (whole == NULL));
	if (d == NULL)
		return;
	check(h.n == whole->entries.n);
	bare = *whole;
	bare.entries.n = 0;
	buf_init(&one, 16u << 20);
	buf_init(&two, 16u << 20);
	write_json(&one, &bare, &e);
	write_json(&two, d, &e);
	check(str_eq(buf_str(&one), buf_str(&two)));
	buf_clear(&one);
	buf_clear(&two);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, size };
	size_t step = size == 0 ? 1 : 1 + data[0] % 61;
	struct err e1 = { "" }, e2 = { "" };
	struct arena a;
	struct feed_doc *d;
	struct buf one, two;
	struct opml list;

	if (size > 0)
		bytes = str_sub(bytes, 1, size);
	arena_init(&a);
	buf_init(&one, 16u << 20);
	buf_init(&two, 16u << 20);
	d = feed_parse(&a, bytes, &origin, &e1);
	write_json(&one, d, &e1);
	check(d == NULL || d->entries.n <= LIMIT_ENTRIES);
	for (size_t i = 0; d != NULL && i < d->entries.n; i++)
		check_entry(&a, d->entries.items[i]);
	write_json(&two, parse(&a, bytes, step, NULL, NULL, &e2), &e2);
	check(str_eq(buf_str(&one), buf_str(&two)));
	check_handed(&a, bytes, step, d);
	opml_read(&a, bytes, &list, &e1);
	buf_clear(&one);
	buf_clear(&two);
	arena_clear(&a);
	return 0;
}
