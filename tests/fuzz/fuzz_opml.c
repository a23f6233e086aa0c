/*
 * fuzz_opml.c -- any bytes as a list of feeds: clean text, caps kept; and what is written
 * of it is read again as the same feeds.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "parser/opml.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_text(struct str s)
{
	fuzz_check(utf8_valid(s));
	for (size_t i = 0; i < s.n; i++)
		fuzz_check((unsigned char)s.p[i] >= 0x20);
}

static void
check_feed(const struct opml_feed *f)
{
	fuzz_check(f->url.n > 0 && f->text.n > 0 && f->ntags <= OPML_TAGS);
	check_text(f->text);
	check_text(f->url);
	check_text(f->page);
	for (size_t i = 0; i < f->ntags; i++)
		check_text(f->tags[i]);
}

static void
check_again(struct arena *a, const struct opml *list)
{
	struct opml again;
	struct buf b;
	struct err e;

	buf_init(&b, 16u << 20);
	opml_write(&b, STR("a <b>"), list->items, list->n);
	fuzz_check(opml_read(a, buf_str(&b), &again, &e) == 0);
	fuzz_check(again.n == list->n);
	for (size_t i = 0; i < list->n; i++)
		fuzz_check(str_eq(again.items[i].url, list->items[i].url) &&
		    str_eq(again.items[i].text, list->items[i].text) &&
		    str_eq(again.items[i].page, list->items[i].page));
	buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct opml list;
	struct arena a;
	struct err e;

	arena_init(&a);
	if (opml_read(&a, (struct str){ (const char *)data, size }, &list, &e) == 0) {
		for (size_t i = 0; i < list.n; i++)
			check_feed(&list.items[i]);
		check_again(&a, &list);
	}
	arena_clear(&a);
	return 0;
}
