/* test_parser_text.c -- parser/: dates, addresses, encodings, references, HTML; a row a
 * case. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "parser/charset.h"
#include "parser/charset_names.h"
#include "parser/date.h"
#include "parser/entity.h"
#include "parser/href.h"
#include "parser/html.h"
#include "parser/html_token.h"
#include "parser/repair.h"

/* ---- dates ---- */

static const struct {
	const char *in, *utc; /* NULL: no date */
} dates[] = {
	{ "Sat, 07 Sep 2002 00:00:01 GMT", "2002-09-07T00:00:01Z" },
	{ "7 Sep 2002 00:01 GMT", "2002-09-07T00:01:00Z" },
	{ "Sat, 07 Sep 02 02:00:01 +0200", "2002-09-07T00:00:01Z" },
	{ "Sat, 07 Sep 2002 00:00:01 -0500 (EST)", "2002-09-07T05:00:01Z" },
	{ "Tue, 6 Jul 2021 07:02:38 PM CEST", "2021-07-06T17:02:38Z" },
	{ "2024-03-05T10:00:00Z", "2024-03-05T10:00:00Z" },
	{ "2024-03-05T10:00:00.75+05:30", "2024-03-05T04:30:00Z" },
	{ "2024-03-05 10:00", "2024-03-05T10:00:00Z" },
	{ "2024-03-05T10:00-03:00Z", "2024-03-05T13:00:00Z" },
	{ "2024-03-05", "2024-03-05T00:00:00Z" },
	{ "2024-03", "2024-03-01T00:00:00Z" },
	{ "2024", "2024-01-01T00:00:00Z" },
	{ "2024-065", "2024-03-05T00:00:00Z" },
	{ "20240305T101500Z", "2024-03-05T10:15:00Z" },
	{ "20240305101500", "2024-03-05T10:15:00Z" },
	{ "20240305", "2024-03-05T00:00:00Z" },
	{ "1709632800", "2024-03-05T10:00:00Z" },
	{ "1709632800123", "2024-03-05T10:00:00Z" },
	{ "Tue Mar  5 10:00:00 2024", "2024-03-05T10:00:00Z" },
	{ "Tue Mar 5 10:00:00 PST 2024", "2024-03-05T18:00:00Z" },
	{ "Tue, 2024/03/05 10:00:00 EST", "2024-03-05T15:00:00Z" },
	{ "2024/3/5 10:00", "2024-03-05T10:00:00Z" },
	{ "03/05/2024 10:00", "2024-03-05T10:00:00Z" },
	{ "25/03/2024", "2024-03-25T00:00:00Z" },
	{ "Tue, 03/05/2024 - 19:19", "2024-03-05T19:19:00Z" },
	{ "5.3.2024", "2024-03-05T00:00:00Z" },
	{ "5.3.2024 klo 16.30", "2024-03-05T16:30:00Z" },
	{ "05.03.24 08:09:10", "2024-03-05T08:09:10Z" },
	{ "March 5th, 2024 at 7:05 pm", "2024-03-05T19:05:00Z" },
	{ "March 5, 2024 12:30 a.m.", "2024-03-05T00:30:00Z" },
	{ "5 March 2024 7 PM", "2024-03-05T19:00:00Z" },
	{ "Dienstag, 5. M\xc3\xa4rz 2024 um 10:15 Uhr", "2024-03-05T10:15:00Z" },
	{ "Di, 05 Dez 2023 10:15:00 MEZ", "2023-12-05T09:15:00Z" },
	{ "mar., 05 d\xc3\xa9"
	  "c. 2023 16:11:02 +0000",
	    "2023-12-05T16:11:02Z" },
	{ "mardi 5 mars 2024 14h30", "2024-03-05T14:30:00Z" },
	{ "5 ao\xc3\xbbt 2023", "2023-08-05T00:00:00Z" },
	{ "5 de marzo de 2024", "2024-03-05T00:00:00Z" },
	{ "5. maaliskuuta 2024", "2024-03-05T00:00:00Z" },
	{ "5 \xd0\xbc\xd0\xb0\xd1\x80\xd1\x82\xd0\xb0 2024 10:00",
	    "2024-03-05T10:00:00Z" },
	{ "05 \xce\x9c\xce\xac\xcf\x81 2024 10:00 UTC", "2024-03-05T10:00:00Z" },
	{ "2024\xe5\xb9\xb4"
	  "3\xe6\x9c\x88"
	  "5\xe6\x97\xa5 10:00",
	    "2024-03-05T10:00:00Z" },
	{ "Tue, 05 Mar 2024 10:00:00 Europe/Berlin", "2024-03-05T09:00:00Z" },
	{ "Fri, 05 Jul 2024 10:00:00 Europe/Berlin", "2024-07-05T08:00:00Z" },
	{ "Fri, 05 Jul 2024 10:00:00 ET", "2024-07-05T14:00:00Z" },
	{ "Tue, 05 Mar 2024 10:00:00 ET", "2024-03-05T15:00:00Z" },
	{ "Tue, 05 Mar 2024 10:00:00 GMT+2", "2024-03-05T08:00:00Z" },
	{ "Tue, 05 Mar 2024 24:00:00 GMT", "2024-03-06T00:00:00Z" },
	{ "Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z" },
	{ "Foo, 05 Mar 2024 10:00:00 GMT", "2024-03-05T10:00:00Z" },
	{ "Tue Mar 05 2024 10:00:00 GMT+0100 (Central European Time)",
	    "2024-03-05T09:00:00Z" },
	{ "2024-03-05T10:00:00+01:00[Europe/Berlin]", "2024-03-05T09:00:00Z" },
	{ "2024-03-05T10:00:00[Europe/Berlin]", "2024-03-05T09:00:00Z" },
	{ "Tue, 05 Mar 2024 10:00:00 XYZT", "2024-03-05T10:00:00Z" }, /* RFC 5322, 4.3:
									 -0000 */
	{ "Tue, 05 Mar 2024 9:5:3 GMT", "2024-03-05T09:05:03Z" },
	{ "mardi 5 mars 2024 \xc3\xa0 10h30", "2024-03-05T10:30:00Z" },
	{ "2024065", "2024-03-05T00:00:00Z" },
	{ "2024367", NULL },
	{ "5. 3. 2024", "2024-03-05T00:00:00Z" },
	{ "2024. 03. 05. 10:00", "2024-03-05T10:00:00Z" },
	{ "2024年3月5日 10時30分", "2024-03-05T10:30:00Z" },
	{ "2024년 3월 5일 10시 30분", "2024-03-05T01:30:00Z" },
	{ "2024年13月5日", NULL },
	{ "2024年3月5日 25時", NULL },
	{ "الثلاثاء، 05 مارس 2024 10:00", "2024-03-05T10:00:00Z" },
	{ "٥ مارس ٢٠٢٤", "2024-03-05T00:00:00Z" },
	{ "۲۰۲۴-۰۳-۰۵", "2024-03-05T00:00:00Z" },
	{ "5 शून्य 2024", NULL },
	{ "5 मार्च 2024", "2024-03-05T00:00:00Z" },
	{ "5 במרץ 2024", "2024-03-05T00:00:00Z" },
	{ "út, 05 bře 2024 10:00:00 +0100", "2024-03-05T09:00:00Z" },
	{ "5. aprīlis 2024", "2024-04-05T00:00:00Z" },
	{ "5 balandžio 2024", "2024-04-05T00:00:00Z" },
	{ "", NULL },
	{ "rubbish", NULL },
	{ "yesterday", NULL },
	{ "12:30", NULL },
	{ "5", NULL },
	{ "Tue, 30 Feb 2024 10:00:00 GMT", NULL },
	{ "2024-13-05", NULL },
	{ "Tue, 05 Mar 2024 25:00:00 GMT", NULL },
	{ "Tue, 05 Mar 2024 10:61 GMT", NULL },
	{ "Tue, 05 Mar 2024 10:00:00 +00:zz", NULL },
	{ "Tue, Mar x 2024 10:00:00", NULL },
	{ "5 March 2024 some time", NULL },
	{ "1-800-555-0199", NULL },
	{ "12345", NULL },
	{ "Tue, 05 Mar 2024 10:00:00 Nowhere/City", NULL },
	{ "March", NULL },
	{ "99999999999999999", NULL },
};

Test(date, of_the_wild)
{
	for (size_t i = 0; i < NELEM(dates); i++) {
		char text[DATE_TEXT] = "none";
		int64_t ms = TIME_NONE;
		bool ok = feed_date(str_of(dates[i].in), &ms);

		if (ok)
			date_rfc3339(text, ms);
		cr_expect_str_eq(text, dates[i].utc == NULL ? "none" : dates[i].utc,
		    "%s: %s", dates[i].in, text);
	}
}

/* ---- addresses: RFC 3986, 5.4, and the wild ---- */

static const struct {
	const char *ref, *out;
} rfc3986[] = {
	{ "g:h", "g:h" },
	{ "g", "http://a/b/c/g" },
	{ "./g", "http://a/b/c/g" },
	{ "g/", "http://a/b/c/g/" },
	{ "/g", "http://a/g" },
	{ "//g", "http://g" },
	{ "?y", "http://a/b/c/d;p?y" },
	{ "g?y", "http://a/b/c/g?y" },
	{ "#s", "http://a/b/c/d;p?q#s" },
	{ "g#s", "http://a/b/c/g#s" },
	{ "g?y#s", "http://a/b/c/g?y#s" },
	{ ";x", "http://a/b/c/;x" },
	{ "g;x", "http://a/b/c/g;x" },
	{ "", "http://a/b/c/d;p?q" },
	{ ".", "http://a/b/c/" },
	{ "./", "http://a/b/c/" },
	{ "..", "http://a/b/" },
	{ "../", "http://a/b/" },
	{ "../g", "http://a/b/g" },
	{ "../..", "http://a/" },
	{ "../../g", "http://a/g" },
	{ "../../../g", "http://a/g" },
	{ "/./g", "http://a/g" },
	{ "/../g", "http://a/g" },
	{ "g.", "http://a/b/c/g." },
	{ "..g", "http://a/b/c/..g" },
	{ "./../g", "http://a/b/g" },
	{ "g/./h", "http://a/b/c/g/h" },
	{ "g/../h", "http://a/b/c/h" },
	{ "g?y/../x", "http://a/b/c/g?y/../x" },
	{ " g\n", "http://a/b/c/g" },
	{ "https://x.example/a b", "https://x.example/a b" },
	{ "http://x.exa\nmple/", "http://x.example/" },
};

Test(href, resolves_as_rfc_3986_says)
{
	for (size_t i = 0; i < NELEM(rfc3986); i++) {
		struct arena a;
		struct str got;

		arena_init(&a);
		got = href_resolve(&a, STR("http://a/b/c/d;p?q"), str_of(rfc3986[i].ref));
		cr_expect(str_eq(got, str_of(rfc3986[i].out)), "%s: %.*s", rfc3986[i].ref,
		    STR_ARG(got));
		arena_clear(&a);
	}
}

static const struct {
	const char *base, *ref, *out;
} bases[] = {
	{ "", "x/y", "x/y" },
	{ "urn:x:y", "z", "z" },
	{ "http://a", "b", "http://a/b" },
	{ "/rooted/x", "y", "/rooted/y" },
	{ "mailto:a@b", "c", "c" },
};

Test(href, odd_bases)
{
	for (size_t i = 0; i < NELEM(bases); i++) {
		struct arena a;
		struct str got;

		arena_init(&a);
		got = href_resolve(&a, str_of(bases[i].base), str_of(bases[i].ref));
		cr_expect(str_eq(got, str_of(bases[i].out)), "%s %s: %.*s", bases[i].base,
		    bases[i].ref, STR_ARG(got));
		arena_clear(&a);
	}
}

/* ---- encodings ---- */

#define XML(enc) "<?xml version=\"1.0\" encoding=\"" enc "\"?>"

static const struct {
	const char *type, *in, *out, *label;
	bool damaged;
} charsets[] = {
	{ "", "<a>caf\xc3\xa9</a>", "<a>caf\xc3\xa9</a>", "utf-8", false },
	{ "", "\xef\xbb\xbf<a/>", "<a/>", "utf-8", false },
	{ "text/xml; charset=windows-1251", XML("utf-8") "\xcf", XML("utf-8") "\xd0\x9f",
	    "windows-1251", false },
	{ "TEXT/XML; CHARSET='KOI8-R'", "\xd0", "\xd0\xbf", "koi8-r", false },
	{ "", XML("koi8-u") "\xa4", XML("koi8-u") "\xd1\x94", "koi8-u", false },
	{ "", XML("us-ascii") "\x93", XML("us-ascii") "\xe2\x80\x9c", "us-ascii", false },
	{ "", XML("iso-8859-1") "\x80", XML("iso-8859-1") "\xe2\x82\xac", "iso-8859-1",
	    false },
	{ "text/xml; charset=iso-8859-1", "<a>\xd0\x96</a>", "<a>\xd0\x96</a>", "utf-8",
	    false },
	{ "text/xml; charset=nonsense", "<a>\xd0\x96</a>", "<a>\xd0\x96</a>", "utf-8",
	    false },
	{ "text/xml; charset=utf-8", XML("windows-1251") "\xcf\xf0",
	    XML("windows-1251") "\xd0\x9f\xd1\x80", "windows-1251", true },
	{ "", XML("utf-16") "<a/>", XML("utf-16") "<a/>", "utf-8", false },
	{ "", XML("bogus") "<a/>", XML("bogus") "<a/>", "utf-8", true },
	{ "", "<a>\xd0\x96 \x93x\x94</a>", "<a>\xd0\x96 \xe2\x80\x9cx\xe2\x80\x9d</a>",
	    "utf-8", true },
	{ "", XML("shift_jis") "\x93\xfa\x96\x7b",
	    XML("shift_jis") "\xe6\x97\xa5\xe6\x9c\xac", "shift_jis", false },
	{ "", XML("big5") "\xa7\x41", XML("big5") "\xe4\xbd\xa0", "big5", false },
	{ "", XML("gb2312") "\xc4\xe3", XML("gb2312") "\xe4\xbd\xa0", "gb18030", false },
	{ "", XML("euc-kr") "\xb3\xe2", XML("euc-kr") "\xeb\x85\x84", "euc-kr", false },
	{ "", "<a>\xed\xa0\xbd\xed\xb8\x82 \xed\xa0\xbd</a>",
	    "<a>\xf0\x9f\x98\x82 \xef\xbf\xbd</a>", "utf-8", true },
	{ "", "caf\xe9", "caf\xc3\xa9", "windows-1252", true },
};

/* Behind blanks it is read in pieces indeed: the first kilobyte decides. */
static void
check_charset(size_t i, size_t step, size_t blanks)
{
	struct charset *c = charset_new(str_of(charsets[i].type));
	struct str in;
	struct buf bytes, out;

	buf_init(&bytes, 1 << 16);
	buf_init(&out, 1 << 16);
	for (size_t k = 0; k < blanks; k++)
		buf_byte(&bytes, ' ');
	buf_cstr(&bytes, charsets[i].in);
	in = buf_str(&bytes);
	for (size_t at = 0; at < in.n; at += step)
		charset_push(c, str_sub(in, at, at + step), &out);
	charset_finish(c, &out);
	cr_expect(str_eq(str_sub(buf_str(&out), blanks, out.n), str_of(charsets[i].out)),
	    "%zu/%zu: %.*s", i, step, STR_ARG(buf_str(&out)));
	cr_expect(str_eq(charset_label(c), str_of(charsets[i].label)), "%zu: %.*s", i,
	    STR_ARG(charset_label(c)));
	cr_expect_eq(charset_damaged(c), charsets[i].damaged, "%zu", i);
	buf_clear(&bytes);
	buf_clear(&out);
	charset_free(c);
}

Test(charset, whole_and_in_pieces)
{
	for (size_t i = 0; i < NELEM(charsets); i++) {
		bool marked = str_starts(str_of(charsets[i].in), STR("<?xml")) ||
		    charsets[i].in[0] == '\xef';

		for (size_t step = 1; step < 8; step++) {
			check_charset(i, step, 0);
			if (!marked)
				check_charset(i, step, 2000);
		}
		check_charset(i, 100000, 0);
	}
}

Test(charset, every_label_opens)
{
	static const char *const labels[] = { "utf-8", "latin1", "windows-1250",
		"win-1251", "cp1253", "iso-8859-9", "windows-1255", "windows-1256",
		"windows-1257", "windows-1258", "tis-620", "iso-8859-2", "iso-8859-3",
		"iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8-i",
		"iso-8859-10", "iso-8859-13", "iso-8859-14", "iso-8859-15", "iso-8859-16",
		"ibm866", "koi8-r", "koi8-u", "macintosh", "x-mac-cyrillic", "gbk",
		"big5", "euc-jp", "sjis", "iso-2022-jp", "ks_c_5601-1987" };

	for (size_t i = 0; i < NELEM(labels); i++) {
		char type[80];
		struct charset *c;
		struct buf out;

		snprintf(type, sizeof(type), "text/xml; charset=%s", labels[i]);
		c = charset_new(str_of(type));
		buf_init(&out, 64);
		charset_push(c, STR("<a>"), &out);
		charset_finish(c, &out);
		cr_expect(str_eq(buf_str(&out), STR("<a>")), "%s", labels[i]);
		cr_expect(str_eq_ci(charset_label(c), str_of(labels[i])), "%s",
		    labels[i]);
		buf_clear(&out);
		charset_free(c);
	}
	cr_expect(charset_icu_name(STR("cp037")) == NULL);
	cr_expect(charset_icu_name(STR("utf-8 ")) == NULL);
}

static const struct {
	const char *in, *out;
} repairs[] = {
	{ "plain", "plain" },
	{ "caf\xc3\xa9", "caf\xc3\xa9" },
	{ "caf\xc3\x83\xc2\xa9", "caf\xc3\xa9" },               /* Ã© */
	{ "it\xc2\x92s", "it\xe2\x80\x99s" },                   /* U+0092 */
	{ "\xc3\xa2\xe2\x82\xac\xe2\x84\xa2", "\xe2\x80\x99" }, /* â€™ */
	/* not all of it is */
	{ "\xc3\x83\xc2\xa9 \xd0\x96", "\xc3\x83\xc2\xa9 \xd0\x96" },
	{ "S\xc3\x83O PAULO", "S\xc3\x83O PAULO" },
};

Test(repair, wrong_encodings)
{
	for (size_t i = 0; i < NELEM(repairs); i++) {
		struct arena a;
		struct str got;

		arena_init(&a);
		got = repair_text(&a, str_of(repairs[i].in));
		cr_expect(str_eq(got, str_of(repairs[i].out)), "%zu: %.*s", i,
		    STR_ARG(got));
		arena_clear(&a);
	}
}

/* ---- references ---- */

static const struct {
	const char *in, *out;
	bool loose;
} references[] = {
	{ "a &amp; b", "a & b", false }, { "&lt;b&gt;", "<b>", false },
	{ "&eacute;&#233;&#xE9;&#XE9;", "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", false },
	{ "AT&T", "AT&T", true }, { "?a=1&copy=2", "?a=1&copy=2", true },
	{ "&copy 2024", "\xc2\xa9 2024", true }, { "&copy 2024", "&copy 2024", false },
	{ "&unknown;", "&unknown;", true }, { "&#0;&#8;&#xd800;x", "x", false },
	{ "&#146;", "\xe2\x80\x99", false }, { "&#8217", "\xe2\x80\x99", false },
	{ "&", "&", true }, { "&amp;lt;", "&lt;", false }, { "&#;&#x;", "&#;&#x;", true },
	{ "&#99999999999;", "", false },
	{ "&#0000000000000000000000000000065;", "A", false }, /* as long as one may be */
};

Test(entity, decode)
{
	for (size_t i = 0; i < NELEM(references); i++) {
		struct buf b;

		buf_init(&b, 1000);
		entity_decode(&b, str_of(references[i].in), references[i].loose);
		cr_expect(str_eq(buf_str(&b), str_of(references[i].out)), "%s: %.*s",
		    references[i].in, STR_ARG(buf_str(&b)));
		buf_clear(&b);
	}
}

/* ---- HTML ---- */

#define OWN                                                                      \
	"A shell fell on the market of Tarn on Sunday morning and wounded nine " \
	"traders, the mayor said."

static const struct {
	const char *in, *out;
} texts[] = {
	{ "plain words", "plain words" },
	{ "<p>One.</p><p>Two.</p>", "One.\n\nTwo." },
	{ "<p>One <b>bold</b>\n  word</p>", "One bold word" },
	{ "a<br>b<br><br>c", "a\nb\n\nc" },
	{ "<ul><li>Four dead</li><li>Six hurt</li></ul>", "Four dead\nSix hurt" },
	{ "<table><tr><td>Killed</td><td>4</td></tr><tr><td>Hurt</td><td>6</td></tr></"
	  "table>",
	    "Killed\n4\nHurt\n6" },
	{ "one<script>two()</script><style>x{}</style>three", "onethree" },
	{ "<nav><a>Home</a></nav><p>Text</p>", "Text" },
	{ "<p>Text</p><form><input><label>Your comment</label></form>", "Text" },
	{ "<p>Text</p><div id=\"comments\"><div>First!</div></div><p>More</p>",
	    "Text\n\nMore" },
	{ "<nav>never closed<p>A report", "never closed\n\nA report" },
	{ "x &amp;amp; y &lt;z&gt; &nbsp;&nbsp; w", "x &amp; y <z> w" },
	{ "5 < 6 and 7 > 3", "5 < 6 and 7 > 3" },
	{ "a <a href=", "a <a href=" },
	{ "<!-- hidden <p> -->seen<!--[if IE]>x<![endif]-->", "seen" },
	{ "<pre>one\ntwo  three</pre>", "one\ntwo three" },
	{ "un\xc2\xad"
	  "broken zero\xe2\x80\x8bwidth \xe2\x80\xaeoverride\xef\xbb\xbf",
	    "unbroken zerowidth override" },
	{ "bad \xff byte\x01\x08", "bad \xef\xbf\xbd byte" },
	{ "<title>T</title><h1>H</h1>text", "T\n\nH\n\ntext" },
	{ "<img alt=x src=y>", "" },
	{ "<![CDATA[a < b]]>", "a < b" },
	{ "<p title='a > b'>in</p>", "in" },
	{ "<p>Read: <a href=x>Six dead in a blast in Tarn</a></p><p>" OWN
	  "</p><ul><li>1 of 2 <a>Two hurt in a raid on Bode</a></li>"
	  "<li><a>Ferry sinks with 40 on board</a></li></ul><p>End.</p>",
	    OWN "\n\nEnd." },
	{ "<p>" OWN "</p><p>The post <a href=x>Six dead in a blast in Tarn</a> appeared "
	  "first on <a>Herald</a>.</p>",
	    OWN },
	{ "<p>" OWN "</p><p><a href=x>Karim Tarni</a></p><p>It says <a>that six died in "
	  "Tarn</a>, and that the mayor fled.</p>",
	    OWN "\n\nKarim Tarni\n\nIt says that six died in Tarn, and that the mayor "
		"fled." },
	{ "<p>" OWN "<a href=x></p><p>A link that is not closed hides nothing.</p>",
	    OWN "\n\nA link that is not closed hides nothing." },
	{ "<ol><li><a>Six dead in a blast in Tarn</a> Herald</li><li><a>Blast in Tarn "
	  "kills six</a> Post</li></ol>",
	    "Six dead in a blast in Tarn Herald\nBlast in Tarn kills six Post" },
	{ "", "" },
};

Test(html, text)
{
	for (size_t i = 0; i < NELEM(texts); i++) {
		struct buf b;

		buf_init(&b, 10000);
		html_text(&b, str_of(texts[i].in));
		cr_expect(str_eq(buf_str(&b), str_of(texts[i].out)), "%s: %.*s",
		    texts[i].in, STR_ARG(buf_str(&b)));
		buf_clear(&b);
	}
}

static const struct {
	const char *in, *out;
} safes[] = {
	{ "<p>a <b>b</p>", "<p>a <b>b</b></p>" },
	{ "<P CLASS=x onclick=y>a", "<p class=\"x\">a</p>" },
	{ "a</b>b</p>", "ab" },
	{ "<script>x</script>a<SCRIPT SRC=//x>b</SCRIPT>", "a" },
	{ "<a href='javascript:x()'>a</a>", "<a>a</a>" },
	{ "<a href=\"java\tscript:x()\">a</a>", "<a>a</a>" },
	{ "<a href=\"&#106;avascript:x()\">a</a>", "<a>a</a>" },
	{ "<a href=\" vbscript:x\">a</a>", "<a>a</a>" },
	{ "<a href=\"data:text/html,x\">a</a>", "<a>a</a>" },
	{ "<img src=\"data:image/png;base64,AA==\">",
	    "<img src=\"data:image/png;base64,AA==\" />" },
	{ "<img src=\"data:image/svg+xml;base64,AA==\">", "<img />" },
	{ "<img src=x.png alt=\"a &amp; b\">",
	    "<img src=\"https://b.example/d/x.png\" alt=\"a &amp; b\" />" },
	{ "<a href=\"../y?a=1&amp;b=2\">y</a>",
	    "<a href=\"https://b.example/y?a=1&amp;b=2\">y</a>" },
	{ "<p style=\"color: red; position: fixed; background: url(x)\">a</p>",
	    "<p style=\"color: red;\">a</p>" },
	{ "<p style=\"width: expression(alert(1))\">a</p>", "<p>a</p>" },
	{ "<p style=\"margin: 99999em\">a</p>", "<p>a</p>" },
	{ "<iframe src=x>fallback</iframe><object data=y><embed src=z>t</object>",
	    "fallbackt" },
	{ "<form action=x><input name=y>t</form>", "t" },
	{ "1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2" },
	{ "<svg onload=x><script>y</script>t</svg>", "t" },
	{ "<div><br/><hr></div>", "<div><br /><hr /></div>" },
	{ "<!-- c --><?php x ?>a", "a" },
	{ "<p \"><script>x</script>", "<p></p>" },
	{ "<p title=\"a\x01\xe2\x80\xae"
	  "b\xc2\x85\">c",
	    "<p title=\"ab\">c</p>" },
	{ "<a href=\"java&#1;script:x\">a</a>", "<a>a</a>" },
	{ "<a href=\"\xef\xbb\xbfjavascript:x\">a</a>", "<a>a</a>" },
	{ "x=\"javascript:y\">", "x=\"javascript:y\"&gt;" },
};

Test(html, safe)
{
	for (size_t i = 0; i < NELEM(safes); i++) {
		struct buf b;

		buf_init(&b, 10000);
		html_safe(&b, str_of(safes[i].in), STR("https://b.example/d/"));
		cr_expect(str_eq(buf_str(&b), str_of(safes[i].out)), "%s: %.*s",
		    safes[i].in, STR_ARG(buf_str(&b)));
		buf_clear(&b);
	}
}

static const struct {
	const char *in;
	bool html;
} looks[] = {
	{ "plain", false },
	{ "1 < 2", false },
	{ "Q&A at AT&T", false },
	{ "a &amp; b", true },
	{ "<b>x</b>", true },
	{ "use <b> for bold", false },
	{ "x<br>y", true },
	{ "<foo>x</foo>", false },
	{ "&nosuch;", false },
};

/* What stands between words is the same gap wherever it stands: words are looked at eight
 * bytes a step. */
Test(html, gaps_wherever_they_stand)
{
	static const struct {
		const char *in, *shown;
	} gaps[] = {
		{ " ", " " },
		{ "  ", " " },
		{ " \t\n ", " " },
		{ "\x7f", "" },
		{ "\x01", "" },
		{ "\xc2\xa0", " " },
		{ "\xe2\x80\x8b", "" },
		{ "\xc3\xa9", "\xc3\xa9" },
		{ " <br>", "\n" },
	};
	char in[64], want[64];
	struct buf b;

	buf_init(&b, sizeof(in));
	for (size_t i = 0; i < NELEM(gaps); i++)
		for (int before = 5; before < 23; before++) {
			snprintf(in, sizeof(in), "%.*s%sabc defgh", before,
			    "abc defghijklmnopqrstuv", gaps[i].in);
			snprintf(want, sizeof(want), "%.*s%sabc defgh", before,
			    "abc defghijklmnopqrstuv", gaps[i].shown);
			buf_reset(&b);
			html_text(&b, str_of(in));
			cr_expect(str_eq(buf_str(&b), str_of(want)), "\"%s\": \"%.*s\"",
			    in, STR_ARG(buf_str(&b)));
		}
	buf_clear(&b);
}

Test(html, looks_like)
{
	for (size_t i = 0; i < NELEM(looks); i++)
		cr_expect_eq(html_looks_like(str_of(looks[i].in)), looks[i].html, "%s",
		    looks[i].in);
}

/* Linear: what opens and never closes is searched for once. */
Test(html, cost_is_linear)
{
	static const char *const openers[] = { "<nav>", "<div id=comments>", "<p ",
		"<a href=\"", "<!--", "<!-- >", "<![CDATA[>", "<script>", "<b>", "&",
		"<form><select>" };

	for (size_t i = 0; i < NELEM(openers); i++) {
		struct buf in, out;

		buf_init(&in, 1 << 20);
		buf_init(&out, 1 << 24);
		while (in.n < 600000)
			buf_cstr(&in, openers[i]);
		html_text(&out, buf_str(&in));
		buf_reset(&out);
		html_safe(&out, buf_str(&in), STR(""));
		cr_expect(utf8_valid(buf_str(&out)));
		buf_clear(&in);
		buf_clear(&out);
	}
}

Test(html, tables_are_sorted)
{
	static const char *const some[] = { "a", "blockquote", "div", "em", "h1",
		"iframe", "li", "nav", "p", "script", "table", "td", "ul", "xmp" };

	for (size_t i = 0; i < NELEM(some); i++)
		cr_expect(html_element(str_of(some[i])) != NULL, "%s", some[i]);
}
