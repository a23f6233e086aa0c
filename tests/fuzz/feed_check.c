/* feed_check.c -- see feed_check.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "parser/feed_json.h"
#include "parser/feed_text.h"
#include "tests/fuzz/feed_check.h"

#define OUT_MAX (16u << 20)

static void
check_line(struct str s, bool lines)
{
	fuzz_check(utf8_valid(s));
	for (size_t i = 0; i < s.n; i++)
		fuzz_check((unsigned char)s.p[i] >= 0x20 ||
		    (lines && (s.p[i] == '\n' || s.p[i] == '\t')));
}

static void
write_json(struct buf *out, const struct feed_doc *d, const struct err *e)
{
	if (d != NULL)
		feed_doc_write(out, d);
	else
		feed_error_write(out, e);
	if (!out->over)
		check_line(buf_str(out), false);
}

/* No scheme that runs something, no control character before it. */
static void
check_address(struct str s)
{
	static const struct str runs[] = { STR_INIT("javascript:"), STR_INIT("vbscript:"),
		STR_INIT("data:") };

	fuzz_check(s.n <= 2 * LIMIT_URL);
	for (size_t i = 0; i < NELEM(runs); i++)
		fuzz_check(!str_starts_ci(str_trim(s), runs[i]));
	for (size_t i = 0; i < s.n; i++)
		fuzz_check((unsigned char)s.p[i] >= 0x20);
}

static void
check_entry(struct arena *a, const struct feed_entry *en)
{
	struct str t = feed_entry_text(a, en);

	check_line(t, true);
	check_line(feed_text_plain(a, &en->title), false);
	fuzz_check(t.n <= LIMIT_ENTRY_TEXT && en->enclosures.n <= LIMIT_ENCLOSURES);
	check_address(en->link);
	check_address(en->comments);
	check_address(en->image.url);
	for (size_t i = 0; i < en->links.n; i++)
		check_address(en->links.items[i].href);
	for (size_t i = 0; i < en->enclosures.n; i++)
		check_address(en->enclosures.items[i].href);
	for (size_t i = 0; i < en->thumbnails.n; i++)
		check_address(en->thumbnails.items[i]);
	for (size_t i = 0; i < en->authors.n; i++)
		check_address(en->authors.items[i].uri);
}

static struct feed_doc *
parse(struct arena *a, struct str bytes, size_t step, const struct feed_origin *o,
    feed_entry_fn *fn, void *arg, struct err *e)
{
	struct feed_parser *p = feed_parser_new(a, o);

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

	fuzz_check(so_far->entries.n == 0);
	check_entry(h->a, en);
	h->n++;
}

static void
check_same(const struct feed_doc *x, const struct err *ex, const struct feed_doc *y,
    const struct err *ey)
{
	struct buf one, two;

	buf_init(&one, OUT_MAX);
	buf_init(&two, OUT_MAX);
	write_json(&one, x, ex);
	write_json(&two, y, ey);
	fuzz_check(str_eq(buf_str(&one), buf_str(&two)));
	buf_clear(&one);
	buf_clear(&two);
}

/* Handed out one by one: as many, and what belongs to the feed does not lie in their
 * memory. */
static void
check_handed(struct arena *a, struct str bytes, size_t step, const struct feed_origin *o,
    const struct feed_doc *whole)
{
	struct handed h = { .a = a };
	struct err e = { "" };
	struct feed_doc *d = parse(a, bytes, step, o, take, &h, &e), bare;

	fuzz_check((d == NULL) == (whole == NULL));
	if (d == NULL)
		return;
	fuzz_check(h.n == whole->entries.n);
	bare = *whole;
	bare.entries.n = 0;
	check_same(&bare, &e, d, &e);
}

void
feed_check(struct str bytes, size_t step, const struct feed_origin *o)
{
	struct err e1 = { "" }, e2 = { "" };
	struct feed_doc *whole, *pieces;
	struct arena a;

	arena_init(&a);
	whole = feed_parse(&a, bytes, o, &e1);
	fuzz_check(whole == NULL || whole->entries.n <= LIMIT_ENTRIES);
	for (size_t i = 0; whole != NULL && i < whole->entries.n; i++)
		check_entry(&a, whole->entries.items[i]);
	pieces = parse(&a, bytes, step, o, NULL, NULL, &e2);
	check_same(whole, &e1, pieces, &e2);
	check_handed(&a, bytes, step, o, whole);
	arena_clear(&a);
}
