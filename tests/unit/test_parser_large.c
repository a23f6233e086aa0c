/*
 * test_parser_large.c -- parser/: large documents of every family, made from a seed, cut
 * into random pieces and cut off at random places.
 */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "base/json.h"
#include "base/rng.h"
#include "base/utf8.h"
#include "parser/feed_json.h"

#define SPLITS 100
#define CUTS 100
#define SMALLEST 100000
#define LARGEST 1000000

enum coding { AS_UTF8, AS_LATIN1, AS_UTF16LE };

/* In an entry: $i its number, $t words, $h HTML that is escaped, $m markup, $c HTML as it
 * is. */
static const struct family {
	const char *name;
	enum coding coding;
	const char *head, *entry, *between, *tail;
	bool recovered; /* it is not well formed */
} families[] = {
	{ "RSS 2.0", AS_UTF8,
	    "<?xml version='1.0'?><rss version='2.0' xmlns:content="
	    "'http://purl.org/rss/1.0/modules/content/'><channel><title>$t</"
	    "title><language>de"
	    "</language><link>http://a.example/</link>",
	    "<item><title>$t</title><guid>http://a.example/$i</guid><pubDate>Wed, 27 Nov "
	    "2024 "
	    "19:00:00 GMT</pubDate><category>$t</category><description>$h</description>"
	    "<content:encoded><![CDATA[$c]]></content:encoded></item>\n",
	    "", "</channel></rss>", false },
	{ "RSS 0.91 in Latin 1", AS_LATIN1,
	    "<?xml version='1.0' encoding='iso-8859-1'?><rss "
	    "version='0.91'><channel><title>$t</title>",
	    "<item><title>$t</title><link>/$i</link><description>$t</description></item>",
	    "", "</channel></rss>", false },
	{ "Atom 1.0", AS_UTF8,
	    "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='uk'><title>$t"
	    "</title><author><name>$t</name></author>",
	    "<entry xml:base='/e$i/'><id>urn:x:$i</id><title type='html'>$h</title><link "
	    "href='l'/>"
	    "<updated>2024-11-27T19:00:00Z</updated><content type='xhtml'><div xmlns="
	    "'http://www.w3.org/1999/xhtml'>$m</div></content></entry>",
	    "\n", "</feed>", false },
	{ "Atom 1.0 in UTF-16", AS_UTF16LE,
	    "<feed xmlns='http://www.w3.org/2005/Atom'><title>$t</title>",
	    "<entry><id>urn:x:$i</id><title>$t</title><summary "
	    "type='html'>$h</summary></entry>",
	    "", "</feed>", false },
	{ "Atom 0.3", AS_UTF8,
	    "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>$t</title>",
	    "<entry><id>urn:x:$i</id><title>$t</title><issued>2004-11-27T19:00:00Z</"
	    "issued>"
	    "<content type='text/html' mode='escaped'>$h</content></entry>",
	    "", "</feed>", false },
	{ "RSS 1.0", AS_UTF8,
	    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns="
	    "'http://purl.org/rss/1.0/'><channel "
	    "rdf:about='http://a.example/'><title>$t</title></channel>",
	    "<item "
	    "rdf:about='http://a.example/$i'><title>$t</title><link>http://a.example/$i</"
	    "link>"
	    "<description>$h</description></item>",
	    "\n", "</rdf:RDF>", false },
	{ "CDF", AS_UTF8, "<CHANNEL HREF='http://a.example/'><TITLE>$t</TITLE>",
	    "<ITEM "
	    "HREF='http://a.example/$i'><TITLE>$t</TITLE><ABSTRACT>$t</ABSTRACT></ITEM>",
	    "", "</CHANNEL>", false },
	{ "JSON Feed", AS_UTF8,
	    "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"$t\", "
	    "\"items\": [",
	    "{\"id\": $i, \"title\": \"$t\", \"content_html\": \"$c\", \"tags\": "
	    "[\"$t\"]}",
	    ",\n", "]}", false },
	{ "a broken RSS", AS_UTF8, "\n<rss version=2.0><channel><title>$t & $t</title>",
	    "<item><title>$t & &eacute;</title><guid>$i</guid><dc:creator>$t</dc:creator>"
	    "<description>$h <b>$t</description></item>",
	    "</nothing>", "</channel>", true },
};

static const char *const words[] = { "road",
	"Br\xc3\xbc"
	"cke",
	"12", "\xd0\xbc\xd1\x96\xd1\x81\xd1\x82", "of", "the", "H\xc3\xa9l\xc3\xa8ne",
	"1,250", "\xe6\x9d\xb1\xe4\xba\xac", "northern", "said", "\xf0\x9f\x9a\xa8",
	"evacuated", "\xd8\xb7\xd8\xb1\xd9\x8a\xd9\x82" };

static size_t
below(struct rng *r, size_t n)
{
	return (size_t)(rng_u64(r) % n);
}

static void
put_words(struct buf *out, struct rng *r, size_t most)
{
	for (size_t n = 1 + below(r, most); n > 0; n--) {
		buf_cstr(out, words[below(r, NELEM(words))]);
		buf_cstr(out, n > 1 ? " " : "");
	}
}

static void
put_html(struct buf *out, struct rng *r, const char *lt, const char *gt)
{
	for (size_t n = 1 + below(r, 8); n > 0; n--) {
		buf_printf(out, "%sp%s", lt, gt);
		put_words(out, r, 60);
		buf_printf(out, " %sb%s&amp;%s/b%s%s/p%s", lt, gt, lt, gt, lt, gt);
	}
}

static void
fill(struct buf *out, const char *pattern, struct rng *r, size_t number)
{
	for (const char *p = pattern; *p != '\0'; p++) {
		if (*p != '$') {
			buf_byte(out, *p);
			continue;
		}
		switch (*++p) {
		case 'i':
			buf_printf(out, "%zu", number);
			break;
		case 't':
			put_words(out, r, 12);
			break;
		case 'h':
			put_html(out, r, "&lt;", "&gt;");
			break;
		default:
			put_html(out, r, "<", ">");
			break;
		}
	}
}

static void
encode(struct buf *out, struct str s, enum coding coding)
{
	while (s.n > 0) {
		uint32_t c = utf8_next(&s);

		if (coding == AS_LATIN1) {
			buf_byte(out, c < 0x100 ? (char)c : '?');
			continue;
		}
		if (c > 0xffff) {
			uint32_t high = 0xd800 + ((c - 0x10000) >> 10);

			buf_byte(out, (char)high);
			buf_byte(out, (char)(high >> 8));
			c = 0xdc00 + ((c - 0x10000) & 0x3ff);
		}
		buf_byte(out, (char)c);
		buf_byte(out, (char)(c >> 8));
	}
}

static struct str
make(struct arena *a, const struct family *f, struct rng *r)
{
	double size = rng_unit(r); /* most are small, for the time they take */
	size_t least = SMALLEST + (size_t)(size * size * size * (LARGEST - SMALLEST)),
	       n = 0;
	struct buf text, bytes;
	struct str s;

	buf_init(&text, 4 * LARGEST);
	buf_init(&bytes, 8 * LARGEST);
	fill(&text, f->head, r, 0);
	while (text.n < least) {
		buf_cstr(&text, n > 0 ? f->between : "");
		fill(&text, f->entry, r, n++);
	}
	buf_cstr(&text, f->tail);
	if (f->coding == AS_UTF8)
		buf_add(&bytes, buf_str(&text));
	else
		encode(&bytes, buf_str(&text), f->coding);
	cr_assert(!text.over && !bytes.over);
	s = arena_str(a, buf_str(&bytes));
	buf_clear(&text);
	buf_clear(&bytes);
	return s;
}

static const struct feed_origin origin = {
	.url = STR_INIT("https://doc.example/dir/feed")
};

static void
write_doc(struct buf *out, const struct feed_doc *d)
{
	buf_reset(out);
	feed_doc_write(out, d);
	if (out->over || out->n == 0)
		cr_assert_fail("the object does not fit");
}

static void
split(const struct family *f, struct str bytes, struct str want, struct rng *r,
    struct buf *got)
{
	size_t largest = (size_t)64 << below(r, 12);
	struct arena a;
	struct err e = { "" };
	struct feed_parser *p;
	struct feed_doc *d;

	arena_init(&a);
	p = feed_parser_new(&a, &origin);
	for (size_t at = 0, n; at < bytes.n; at += n) {
		n = 1 + below(r, largest);
		feed_parser_push(p, str_sub(bytes, at, at + n));
	}
	if ((d = feed_parser_finish(p, &e)) == NULL)
		cr_assert_fail("%s: %s", f->name, e.msg);
	write_doc(got, d);
	if (!str_eq(buf_str(got), want))
		cr_assert_fail("%s in pieces up to %zu bytes differs", f->name, largest);
	arena_clear(&a);
}

Test(large, split_at_random)
{
	struct rng r = { 20241127 };
	struct buf want, got;

	buf_init(&want, 32 * LARGEST);
	buf_init(&got, 32 * LARGEST);
	for (size_t i = 0; i < NELEM(families); i++) {
		struct arena a;
		struct err e = { "" };
		struct str bytes;
		struct feed_doc *d;

		arena_init(&a);
		bytes = make(&a, &families[i], &r);
		d = feed_parse(&a, bytes, &origin, &e);
		cr_assert(d != NULL, "%s: %s", families[i].name, e.msg);
		cr_expect_eq(d->wellformed, !families[i].recovered, "%s",
		    families[i].name);
		cr_expect_gt(d->entries.n, 20, "%s: %zu entries", families[i].name,
		    d->entries.n);
		write_doc(&want, d);
		for (int k = 0; k < SPLITS; k++)
			split(&families[i], bytes, buf_str(&want), &r, &got);
		arena_clear(&a);
	}
	buf_clear(&want);
	buf_clear(&got);
}

static void
write_entry(struct buf *out, const struct feed_entry *en)
{
	struct json j;

	buf_reset(out);
	json_init(&j, out);
	feed_entry_json(&j, en);
}

/* What is read of a part: nothing, or the first entries of the whole, each as it is
 * there. */
static size_t
check_part(const struct family *f, struct str part, const struct str *want, size_t n,
    struct buf *got)
{
	struct arena a;
	struct err e = { "" };
	struct feed_doc *d;
	size_t read = 0;

	arena_init(&a);
	d = feed_parse(&a, part, &origin, &e);
	if (d == NULL && e.msg[0] == '\0')
		cr_assert_fail("%s cut at %zu: no reason", f->name, part.n);
	if (d != NULL)
		read = d->entries.n;
	for (size_t i = 0; i < read; i++) {
		write_entry(got, d->entries.items[i]);
		if (i >= n || !str_eq(buf_str(got), want[i]))
			cr_assert_fail("%s cut at %zu, entry %zu", f->name, part.n, i);
	}
	arena_clear(&a);
	return read;
}

Test(large, cut_off_at_random)
{
	struct rng r = { 7 };
	struct buf got;

	buf_init(&got, LARGEST);
	for (size_t i = 0; i < NELEM(families); i++) {
		const struct family *f = &families[i];
		size_t most = 0;
		struct arena a;
		struct err e;
		struct str bytes, *want;
		struct feed_doc *d;

		arena_init(&a);
		bytes = make(&a, f, &r);
		d = feed_parse(&a, bytes, &origin, &e);
		want = ARENA_ARRAY(&a, struct str, d->entries.n);
		for (size_t k = 0; k < d->entries.n; k++) {
			write_entry(&got, d->entries.items[k]);
			want[k] = arena_str(&a, buf_str(&got));
		}
		for (int k = 0; k < CUTS; k++) {
			size_t n = check_part(f, str_sub(bytes, 0, below(&r, bytes.n)),
			    want, d->entries.n, &got);

			most = n > most ? n : most;
		}
		/* Of a hundred places one lies behind the middle of the document. */
		cr_expect_gt(most, d->entries.n / 2, "%s: %zu of %zu entries", f->name,
		    most, d->entries.n);
		arena_clear(&a);
	}
	buf_clear(&got);
}
