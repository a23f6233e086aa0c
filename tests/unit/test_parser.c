/*
 * test_parser.c -- parser/: whole documents against what was reviewed by eye, and that
 * neither the pieces in which bytes come nor where they stop changes what is read.
 */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "base/json.h"
#include "base/utf8.h"
#include "parser/build.h"
#include "parser/discover.h"
#include "parser/feed_json.h"
#include "parser/feed_text.h"
#include "parser/opml.h"

#define CASES SRCDIR "/tests/cases/feeds/"

static const struct feed_origin origin = { .url = {
					       "https://doc.example/dir/feed.xml", 32 } };

static struct str
slurp(struct arena *a, const char *name)
{
	char path[512], piece[4096];
	struct buf b;
	struct str s;
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), CASES "%s", name);
	f = fopen(path, "rb");
	cr_assert(f != NULL, "%s", path);
	buf_init(&b, 1 << 20);
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0)
		buf_add(&b, (struct str){ piece, n });
	fclose(f);
	s = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return s;
}

static struct str
as_json(struct arena *a, const struct feed_doc *d)
{
	struct buf b;
	struct str s;

	buf_init(&b, 1 << 22);
	feed_doc_write(&b, d);
	buf_byte(&b, '\n');
	s = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return s;
}

static struct str
entry_json(struct arena *a, const struct feed_entry *en)
{
	struct buf b;
	struct json j;
	struct str s;

	buf_init(&b, 1 << 20);
	json_init(&j, &b);
	feed_entry_json(&j, en);
	s = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return s;
}

static const struct {
	const char *name;
	bool cut; /* a part of it is decoded as the whole is */
} docs[] = {
	{ "rss20.xml", true },
	{ "atom10.xml", true },
	{ "atom03.xml", true },
	{ "rdf.xml", true },
	{ "cdf.xml", true },
	{ "broken.xml", true },
	{ "late.xml", true },
	{ "bytes.xml", true },
	{ "utf16.xml", true },
	{ "cp1251.xml", false },
	{ "json11.feed", true },
	{ "tombstone.xml", true },
};

Test(feed, golden)
{
	for (size_t i = 0; i < NELEM(docs); i++) {
		struct arena a;
		struct err e = { "" };
		char golden[64];
		struct feed_doc *d;

		arena_init(&a);
		snprintf(golden, sizeof(golden), "%s.json", docs[i].name);
		d = feed_parse(&a, slurp(&a, docs[i].name), &origin, &e);
		cr_expect(d != NULL, "%s: %s", docs[i].name, e.msg);
		if (d != NULL) {
			struct str got = as_json(&a, d), want = slurp(&a, golden);

			cr_expect(str_eq(got, want), "%s:\n%.*s", docs[i].name,
			    STR_ARG(got));
		}
		arena_clear(&a);
	}
}

static void
check_split(struct arena *a, const char *name, struct str bytes, struct str want,
    size_t at, size_t step)
{
	struct feed_parser *p = feed_parser_new(a, &origin);
	struct err e = { "" };
	struct feed_doc *d;
	struct str got;

	if (step == 0) {
		feed_parser_push(p, str_sub(bytes, 0, at));
		feed_parser_push(p, str_sub(bytes, at, bytes.n));
	}
	for (size_t i = 0; step > 0 && i < bytes.n; i += step)
		feed_parser_push(p, str_sub(bytes, i, i + step));
	d = feed_parser_finish(p, &e);
	if (d == NULL) /* Criterion reports every assertion to its parent, which takes its
			  time */
		cr_assert_fail("%s split at %zu/%zu: %s", name, at, step, e.msg);
	got = as_json(a, d);
	if (!str_eq(got, want))
		cr_assert_fail("%s split at %zu/%zu:\n%.*s", name, at, step,
		    STR_ARG(got));
}

Test(feed, split_anywhere)
{
	for (size_t i = 0; i < NELEM(docs); i++) {
		struct arena a, each;
		struct str bytes, want;
		char golden[64];

		arena_init(&a);
		arena_init(&each);
		bytes = slurp(&a, docs[i].name);
		snprintf(golden, sizeof(golden), "%s.json", docs[i].name);
		want = slurp(&a, golden);
		for (size_t at = 0; at <= bytes.n; at++) {
			check_split(&each, docs[i].name, bytes, want, at, 0);
			arena_reset(&each);
		}
		for (size_t step = 1; step < 40; step += 6)
			check_split(&each, docs[i].name, bytes, want, 0, step);
		arena_clear(&each);
		arena_clear(&a);
	}
}

/* Cut off anywhere: an error, or whole entries, the same as those of the whole document.
 */
Test(feed, cut_anywhere)
{
	for (size_t i = 0; i < NELEM(docs); i++) {
		struct arena a, part;
		struct err e;
		struct str bytes;
		struct feed_doc *whole, *d;
		struct str want[16];

		if (!docs[i].cut)
			continue;
		arena_init(&a);
		arena_init(&part);
		bytes = slurp(&a, docs[i].name);
		whole = feed_parse(&a, bytes, &origin, &e);
		cr_assert_leq(whole->entries.n, NELEM(want));
		for (size_t k = 0; k < whole->entries.n; k++)
			want[k] = entry_json(&a, whole->entries.items[k]);
		for (size_t at = 0; at < bytes.n; at++) {
			d = feed_parse(&part, str_sub(bytes, 0, at), &origin, &e);
			for (size_t k = 0; d != NULL && k < d->entries.n; k++)
				if (k >= whole->entries.n ||
				    !str_eq(entry_json(&part, d->entries.items[k]),
					want[k]))
					cr_assert_fail("%s cut at %zu, entry %zu",
					    docs[i].name, at, k);
			arena_reset(&part);
		}
		arena_clear(&part);
		arena_clear(&a);
	}
}

struct taken {
	struct arena *arena;
	const struct feed_doc *whole;
	size_t n;
};

static void
take(void *arg, const struct feed_doc *so_far, struct feed_entry *en)
{
	struct taken *t = arg;

	cr_expect_eq(so_far->entries.n, 0);
	cr_assert(t->n < t->whole->entries.n);
	cr_expect(str_eq(entry_json(t->arena, en),
		      entry_json(t->arena, t->whole->entries.items[t->n])),
	    "entry %zu", t->n);
	t->n++;
}

Test(feed, handed_out_one_by_one)
{
	for (size_t i = 0; i < NELEM(docs); i++) {
		struct arena a;
		struct err e;
		struct taken t = { .arena = &a };
		struct str bytes;
		struct feed_parser *p;

		arena_init(&a);
		bytes = slurp(&a, docs[i].name);
		t.whole = feed_parse(&a, bytes, &origin, &e);
		p = feed_parser_new(&a, &origin);
		feed_parser_on_entry(p, take, &t);
		feed_parser_push(p, bytes);
		cr_expect(feed_parser_finish(p, &e) != NULL);
		cr_expect_eq(t.n, t.whole->entries.n, "%s", docs[i].name);
		arena_clear(&a);
	}
}

/* One thing each: a document, and what its object must say. */
#define LONG                                                                     \
	"words of a text that is long enough to be taken at once, which is to "  \
	"say of two hundred bytes or more, so that some have to be said again: " \
	"words of a text that is long enough to be taken at once, which is to"

static const struct {
	const char *document, *says;
} small[] = {
	{ "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns="
	  "'http://my.netscape.com/rdf/simple/0.9/'><channel><title>t</title></channel></"
	  "rdf:RDF>",
	    "\"format\":\"rss090\"" },
	{ "<Channel "
	  "xmlns='http://purl.org/net/rss1.1#'><title>t</title><items><item><title>x</"
	  "title>"
	  "</item></items></Channel>",
	    "\"format\":\"rss10\"" },
	{ "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><content type="
	  "'multipart/alternative'><content type='text/plain'>p</content><content "
	  "type='text/html' "
	  "mode='escaped'>&lt;b&gt;h</content></content></entry></feed>",
	    "\"contents\":[{\"value\":\"p\",\"value_type\":\"text\"},{\"value\":\"<b>h</"
	    "b>\"" },
	{ "<channel><title>t</title><item><title>u</title></item></channel>",
	    "\"format\":\"rss\"" },
	{ "<rss><channel><media:title>m</media:title><media:keywords>k, "
	  "l</media:keywords>"
	  "<media:description>d</media:description></channel></rss>",
	    "\"title\":\"m\",\"title_type\":\"text\",\"subtitle\":\"d\"" },
	{ "<rss><channel><media:keywords>k, l</media:keywords></channel></rss>",
	    "\"categories\":[\"k\",\"l\"]" },
	{ "<rss><channel><link>javascript:a()</link><item><title>t</"
	  "title><link>java&#10;script:a()"
	  "</link><enclosure url=' DATA:text/html,x'/></item></channel></rss>",
	    "\"entries\":[{\"title\":\"t\",\"title_type\":\"text\"}]" },
	{ "{\"version\":\"https://jsonfeed.org/version/"
	  "1.1\",\"items\":[{\"id\":\"1\"},{\"id\":\"2",
	    "\"wellformed\":false,\"entries\":[{\"id\":\"1\",\"guid_is_link\":false}]}" },
	{ "{\"version\":\"https://jsonfeed.org/version/"
	  "1.1\",\"items\":[{\"id\":\"1\"},{\"id\" 2},{\"id\":3}]}",
	    "\"wellformed\":false,\"entries\":[{\"id\":\"1\",\"guid_is_link\":false}]}" },
	{ "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"a\nb\\ud83d "
	  "\\'\\ud83d\\ude00\","
	  "\"items\":[{\"id\":\"1\",},\n],}",
	    "\"wellformed\":false,\"title\":\"a b\xef\xbf\xbd '\xf0\x9f\x98\x80\","
	    "\"title_type\":\"text\",\"entries\":[{\"id\":\"1\",\"guid_is_link\":false}]"
	    "}" },
	{ "<rss><channel><feedburner:browserFriendly>b</feedburner:browserFriendly></"
	  "channel></rss>",
	    "\"info\":\"b\"" },
	/* marked sections, and what only looks like one */
	{ "<rss><channel><!-- <![CDATA[ --><title><![CDATA[a]] > <![CDATA[b]]></title>"
	  "<?x <![CDATA[?><item><title>c<![CDATA[]]>]d<![CDATA[\r\ne]]></title></item>"
	  "</channel></rss>",
	    "\"wellformed\":true,\"title\":\"a]] > <![CDATA[b\",\"title_type\":\"text\","
	    "\"entries\":[{\"title\":\"c]d\\ne\"" },
	{ "<rss><channel><title><![CDATA[a\x01 b]]></title></channel></rss>",
	    "\"wellformed\":false,\"title\":\"a" },
	{ "<rss><channel><title><![CDATA[a text of some\x1f "
	  "words]]></title></channel></rss>",
	    "\"wellformed\":false,\"title\":\"a" },
	{ "<rss><channel><title><![CDATA[a\ttext\nof\r\nsome \xe2\x82\xac "
	  "words]]></title>"
	  "</channel></rss>",
	    "\"wellformed\":true,\"title\":\"a\\ttext\\nof\\nsome \xe2\x82\xac words\"" },
	{ "<rss><channel><title><![CDATA[a text of some\xef\xbf\xbf]]></title></channel>"
	  "</rss>",
	    "\"wellformed\":false,\"title\":\"a" },
	/* long texts, whole and not */
	{ "<rss><channel><title>" LONG
	  " &lt;b&gt;&amp;amp; &quot;c&apos;&lt;/b&gt;</title>"
	  "<copyright>" LONG "\r\n>]]&#62; d</copyright></channel></rss>",
	    "\"wellformed\":true,\"title\":\"" LONG " <b>&amp; \\\"c'</b>\"" },
	{ "<rss><channel><title>" LONG "\r\n>]]&#62; d</title></channel></rss>",
	    "\"wellformed\":true,\"title\":\"" LONG "\\n>]]> d\"" },
	{ "<rss><channel><title>" LONG "]]></title></channel></rss>",
	    "\"wellformed\":false,\"title\":\"" LONG "]]>\"" },
	{ "<rss><channel><title>" LONG " & d</title></channel></rss>",
	    "\"wellformed\":false,\"title\":\"" LONG " & d\"" },
	{ "<rss><channel><!-- <b>" LONG "</b> --><title a='>" LONG "'>b</title>"
	  "</channel></rss>",
	    "\"wellformed\":true,\"title\":\"b\"" },
	{ "<rss><channel><title><![CDATA[a\xef\xbf\xbf b]]></title></channel></rss>",
	    "\"wellformed\":false,\"title\":\"a" },
};

Test(feed, says)
{
	for (size_t i = 0; i < NELEM(small); i++) {
		struct arena a;
		struct err e = { "" };
		struct feed_doc *d;
		struct str json;

		arena_init(&a);
		d = feed_parse(&a, str_of(small[i].document), &origin, &e);
		cr_assert(d != NULL, "%s: %s", small[i].document, e.msg);
		json = as_json(&a, d);
		cr_expect(str_find(json, str_of(small[i].says)) != STR_NOWHERE,
		    "%s\nis not in\n%.*s", small[i].says, STR_ARG(json));
		arena_clear(&a);
	}
}

static const struct {
	const char *in, *says;
} no_feeds[] = {
	{ "", "an empty document, not a feed" },
	{ " \n ", "an empty document, not a feed" },
	{ "just words", "neither XML nor JSON, so no feed" },
	{ "<!DOCTYPE html><title>x</title>",
	    "an HTML page, not a feed, and it names none" },
	{ "<html><head><link rel=alternate type='application/atom+xml' "
	  "href=/a.xml></head>",
	    "an HTML page, not a feed; it names the feed https://doc.example/a.xml" },
	{ "<?xml version='1.0'?><svg/>", "an XML document <svg>, not a feed" },
	{ "{\"a\": 1}", "a JSON document, not a JSON Feed" },
	{ "<opml version='2.0'><body/></opml>",
	    "an OPML list of feeds, not a feed (see: tocsin feed import)" },
};

Test(feed, says_what_it_is_instead)
{
	for (size_t i = 0; i < NELEM(no_feeds); i++) {
		struct arena a;
		struct err e = { "" };

		arena_init(&a);
		cr_expect(feed_parse(&a, str_of(no_feeds[i].in), &origin, &e) == NULL);
		cr_expect_str_eq(e.msg, no_feeds[i].says);
		arena_clear(&a);
	}
}

static const struct {
	const char *title, *body;
	bool html;
	const char *text;
} texts[] = {
	{ "Bridge &amp; road", "<p>One.</p><p>Two.</p>", true,
	    "Bridge & road\n\nOne.\n\nTwo." },
	{ "Bridge shut", "<h1>Bridge shut</h1><p>Text.</p>", true,
	    "Bridge shut\n\nText." },
	{ "Bridge shut", "Bridge shut and open", true,
	    "Bridge shut\n\nBridge shut and open" },
	{ "", "Only <b>body</b>", false, "Only <b>body</b>" },
	{ "Only title", "", true, "Only title" },
	{ "Bridge shut - The Herald",
	    "<a href='#'>Bridge shut</a>&nbsp;&nbsp;<font>The Herald</font>", true,
	    "Bridge shut" },
	{ "Bridge shut | The Herald", "<p>Bridge shut by the Herald</p>", true,
	    "Bridge shut\n\nBridge shut by the Herald" },
	{ "The Herald", "", true, "The Herald" },
	{ "Bridge shut - The Courier", "", true, "Bridge shut - The Courier" },
};

Test(feed, entry_text)
{
	struct feed_doc herald = { .title = { .value = STR("The Herald") } };

	for (size_t i = 0; i < NELEM(texts); i++) {
		struct arena a;
		struct feed_entry en = { .title = { .value = str_of(texts[i].title),
					     .html = true },
			.summary = { .value = str_of(texts[i].body),
			    .html = texts[i].html },
			.source = &herald };
		struct str got;

		arena_init(&a);
		got = feed_entry_text(&a, &en);
		cr_expect(str_eq(got, str_of(texts[i].text)), "%zu: %.*s", i,
		    STR_ARG(got));
		arena_clear(&a);
	}
}

Test(feed, text_is_capped_at_a_character)
{
	struct arena a;
	struct feed_entry en = { 0 };
	struct buf b;
	struct str got;

	arena_init(&a);
	buf_init(&b, 2 << 20);
	while (b.n < LIMIT_ENTRY_TEXT + 100)
		buf_cstr(&b, "\xd0\x96");
	en.summary.value = buf_str(&b);
	got = feed_entry_text(&a, &en);
	cr_expect_leq(got.n, LIMIT_ENTRY_TEXT);
	cr_expect(utf8_valid(got));
	buf_clear(&b);
	arena_clear(&a);
}

Test(feed, caps_are_kept)
{
	struct arena a;
	struct feed_parser *p;
	struct feed_doc *d;
	struct err e = { "" };

	arena_init(&a);
	p = feed_parser_new(&a, &origin);
	feed_parser_push(p, STR("<rss version='2.0'><channel>"));
	for (int i = 0; i < LIMIT_ENTRIES + 5; i++)
		feed_parser_push(p, STR("<item><title>x</title></item>"));
	for (int i = 0; i < 2 * LIMIT_FEED_DEPTH; i++)
		feed_parser_push(p, STR("<a>"));
	d = feed_parser_finish(p, &e);
	cr_assert(d != NULL, "%s", e.msg);
	cr_expect_eq(d->entries.n, LIMIT_ENTRIES);
	cr_expect_eq(d->dropped, 5);
	cr_expect(!d->wellformed);
	arena_clear(&a);
	arena_init(&a);
	p = feed_parser_new(&a, &origin);
	for (int i = 0; i < 17; i++) {
		static char megabyte[1 << 20];

		memset(megabyte, ' ', sizeof(megabyte));
		feed_parser_push(p, (struct str){ megabyte, sizeof(megabyte) });
	}
	cr_expect(feed_parser_finish(p, &e) == NULL);
	cr_expect(str_starts(str_of(e.msg), STR("larger than ")), "%s", e.msg);
	arena_clear(&a);
}

Test(feed, caps_on_names_and_enclosures)
{
	struct arena a;
	struct feed_parser *p;
	struct feed_doc *d;
	struct err e = { "" };

	arena_init(&a);
	p = feed_parser_new(&a, &origin);
	feed_parser_push(p, STR("<rss version='2.0'><channel><item><title>x</title>"));
	for (int i = 0; i < LIMIT_ENCLOSURES + 5; i++) {
		char one[100];

		snprintf(one, sizeof(one), "<enclosure url='http://e.example/%d'/>", i);
		feed_parser_push(p, str_of(one));
	}
	feed_parser_push(p, STR("</item>"));
	/* more names than are remembered */
	for (int i = 0; i < (int)LIMIT_NAMES / 8; i++) {
		char one[100];

		snprintf(one, sizeof(one), "<name%d/>", i + 100000);
		feed_parser_push(p, str_of(one));
	}
	d = feed_parser_finish(p, &e);
	cr_assert(d != NULL && d->entries.n == 1, "%s", e.msg);
	cr_expect_eq(d->entries.items[0]->enclosures.n, LIMIT_ENCLOSURES);
	cr_expect(!d->wellformed);
	arena_clear(&a);
}

/* element_find() searches by halves: every row must be found again. */
Test(element, table_is_sorted)
{
	static const char *const some[] = { "a", "abstract", "author", "body", "category",
		"channel", "cloud", "content", "creator", "description", "enclosure",
		"encoded", "entry", "guid", "image", "item", "link", "pubDate", "rss",
		"skipHours", "summary", "textInput", "title", "ttl", "updated",
		"webMaster", "where" };

	cr_expect(element_table_sorted());
	for (size_t i = 0; i < NELEM(some); i++) {
		bool found = false;

		for (unsigned ns = 0; ns < NS_N; ns++)
			for (unsigned in = 0; in <= IN_IGNORED; in++) {
				const struct element *el = element_find(ns, in, some[i]);

				found = found || (el != NULL && el != &element_extra);
			}
		cr_expect(found, "%s", some[i]);
	}
}

static const struct {
	const char *uri, *prefix;
	enum ns ns;
} spaces[] = {
	{ NULL, NULL, NS_CORE },
	{ "", NULL, NS_CORE },
	{ "http://purl.org/rss/1.0/", "rss", NS_CORE },
	{ "http://www.w3.org/2005/Atom", "a", NS_ATOM },
	{ "HTTPS://www.w3.org/2005/atom/", "x", NS_ATOM },
	{ NULL, "itunes", NS_ITUNES },
	{ "urn:nobody", "dc", NS_DC },
	{ "urn:nobody", "zz", NS_OTHER },
	{ " http://purl.org/dc/elements/1.1/ ", "d", NS_DC },
};

Test(element, namespaces)
{
	for (size_t i = 0; i < NELEM(spaces); i++)
		cr_expect_eq(element_ns(spaces[i].uri, spaces[i].prefix), spaces[i].ns,
		    "%zu", i);
}

Test(discover, links_of_a_page)
{
	struct arena a;
	struct discovered *out;

	arena_init(&a);
	out = ARENA_ARRAY(&a, struct discovered, DISCOVER_MAX);
	cr_assert_eq(discover_feeds(&a, slurp(&a, "page.html"), STR("https://q.example/"),
			 out),
	    1);
	cr_expect(str_eq(out[0].url, STR("https://p.example/x/feed?a=1&b=2")));
	cr_expect(str_eq(out[0].title, STR("All")));
	arena_clear(&a);
}

Test(opml, reads_what_it_wrote)
{
	struct arena a;
	struct opml o, again;
	struct err e = { "" };
	struct buf b;

	arena_init(&a);
	buf_init(&b, 1 << 16);
	cr_assert_eq(opml_read(&a, slurp(&a, "list.opml"), &o, &e), 0, "%s", e.msg);
	cr_assert_eq(o.n, 3);
	cr_expect(str_eq(o.items[0].text, STR("Harbour")));
	cr_expect_eq(o.items[0].ntags, 1);
	cr_expect(str_eq(o.items[0].tags[0], STR("Wires")));
	cr_expect(str_eq(o.items[1].text, STR("Coast & Sea")));
	cr_expect_eq(o.items[1].ntags, 2);
	cr_expect_eq(o.items[2].ntags, 3);
	opml_write(&b, STR("Mine"), o.items, o.n);
	cr_assert_eq(opml_read(&a, buf_str(&b), &again, &e), 0, "%s", e.msg);
	cr_assert_eq(again.n, o.n);
	for (size_t i = 0; i < o.n; i++) {
		cr_expect(str_eq(again.items[i].url, o.items[i].url));
		cr_expect(str_eq(again.items[i].text, o.items[i].text));
		cr_expect_eq(again.items[i].ntags, o.items[i].ntags, "%zu", i);
	}
	cr_assert_eq(opml_read(&a,
			 STR("<opml><outline text='a&#10;b&#9;c' "
			     "xmlUrl='http://a&#10;.example/'/>"),
			 &again, &e),
	    0);
	cr_expect(str_eq(again.items[0].text, STR("a b c")));
	cr_expect(str_eq(again.items[0].url, STR("http://a.example/")));
	cr_assert_eq(opml_read(&a,
			 STR("<opml><outline isComment='true'><outline "
			     "xmlUrl='http://a/'/>"
			     "<outline isComment='false' xmlUrl='http://b/'/></outline>"
			     "<outline xmlUrl='http://c/'/>"
			     "<outline xmlUrl='http://d/' isComment='TRUE'/></opml>"),
			 &again, &e),
	    0);
	cr_assert_eq(again.n, 4);
	for (size_t i = 0; i < again.n; i++)
		cr_expect_eq(again.items[i].disabled, i != 2, "%zu", i);
	buf_reset(&b);
	opml_write(&b, STR("Mine"), again.items, again.n);
	cr_assert_eq(opml_read(&a, buf_str(&b), &o, &e), 0, "%s", e.msg);
	for (size_t i = 0; i < o.n; i++)
		cr_expect_eq(o.items[i].disabled, i != 2, "%zu", i);
	cr_expect_eq(opml_read(&a, STR("<rss/>"), &again, &e), -1);
	cr_expect_str_eq(e.msg, "an XML document <rss>, not an OPML list of feeds");
	buf_clear(&b);
	arena_clear(&a);
}
