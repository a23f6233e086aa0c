/* feed.c -- see feed.h: bytes to characters to the reader of their format. */
#include "config.h"

#include <libxml/parser.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "parser/build.h"
#include "parser/charset.h"
#include "parser/discover.h"
#include "parser/entity.h"
#include "parser/feed.h"
#include "parser/feed_text.h"
#include "parser/html.h"
#include "parser/json_feed.h"

#define PIECE 32768
/* what the encoding is decided by; the rest need not be copied then */
#define FIRST_PIECE 1024
#define HEAD_MAX 65536

const char *const feed_format_names[] = { [FEED_UNKNOWN] = "",
	[FEED_RSS] = "rss",
	[FEED_RSS090] = "rss090",
	[FEED_RSS091] = "rss091",
	[FEED_RSS092] = "rss092",
	[FEED_RSS093] = "rss093",
	[FEED_RSS094] = "rss094",
	[FEED_RSS20] = "rss20",
	[FEED_RSS10] = "rss10",
	[FEED_ATOM03] = "atom03",
	[FEED_ATOM10] = "atom10",
	[FEED_CDF] = "cdf",
	[FEED_JSON10] = "json10",
	[FEED_JSON11] = "json11" };
_Static_assert(NELEM(feed_format_names) == FEED_FORMAT_N, "name every format");

struct feed_parser {
	struct arena *arena;
	struct feed_origin origin;
	struct charset *charset;
	struct build *build;
	struct xml *xml;
	struct buf utf8; /* decoded, not read yet */
	struct buf head; /* the beginning, while it is not known to be a feed; or all of a
			    JSON */
	bool json, begun;
	uint64_t total;
	struct arena entry_arena;
};

struct feed_parser *
feed_parser_new(struct arena *a, const struct feed_origin *o)
{
	struct feed_parser *p = xcalloc(1, sizeof(*p));
	struct xml_handler h;

	p->arena = a;
	p->origin = *o;
	p->charset = charset_new(o->content_type);
	p->build = build_new(a, o);
	h = build_handler(p->build);
	p->xml = p->build->xml = xml_new(&h);
	buf_init(&p->utf8, SIZE_MAX / 2);
	buf_init(&p->head, HEAD_MAX);
	arena_init(&p->entry_arena);
	return p;
}

void
feed_parser_on_entry(struct feed_parser *p, feed_entry_fn *fn, void *arg)
{
	p->build->on_entry = fn;
	p->build->on_entry_arg = arg;
	p->build->kept_arena = &p->entry_arena;
}

/* JSON begins with a brace, XML with an angle bracket; in doubt it is XML, which recovers
 * more. */
static void
choose_reader(struct feed_parser *p)
{
	struct str s = buf_str(&p->utf8);
	size_t i = 0;

	while (i < s.n && is_space(s.p[i]))
		i++;
	if (i == s.n) {
		if (s.n > 1)
			p->utf8.n = 1; /* one says what many do: something stands before
					  the feed */
		return;
	}
	p->begun = true;
	p->json = s.p[i] == '{';
	if (p->json)
		p->head.max = 2u * LIMIT_FEED_BODY;
}

static void
read_chars(struct feed_parser *p, struct str s)
{
	if (p->json || p->build->doc->format == FEED_UNKNOWN)
		buf_add(&p->head, p->json ? s : str_sub(s, 0, p->head.max - p->head.n));
	if (!p->json)
		xml_push(p->xml, s);
}

static void
read_decoded(struct feed_parser *p)
{
	if (!p->begun)
		choose_reader(p);
	if (!p->begun)
		return;
	read_chars(p, buf_str(&p->utf8));
	buf_reset(&p->utf8);
}

void
feed_parser_push(struct feed_parser *p, struct str bytes)
{
	p->total += bytes.n;
	if (p->total > LIMIT_FEED_BODY)
		return;
	while (bytes.n > 0) {
		size_t max = p->begun ? PIECE : FIRST_PIECE;
		struct str piece = str_sub(bytes, 0, utf8_floor(bytes, max));

		if (piece.n == 0)
			piece = str_sub(bytes, 0, max);
		bytes = str_sub(bytes, piece.n, bytes.n);
		/* Once it is known to be UTF-8, it is read where it lies. */
		if (p->begun && p->utf8.n == 0 && charset_passes(p->charset, piece)) {
			read_chars(p, piece);
			continue;
		}
		charset_push(p->charset, piece, &p->utf8);
		read_decoded(p);
	}
}

/* What it is instead of a feed, in one sentence. */
static void
say_what(struct feed_parser *p, struct err *e)
{
	struct str root = p->build->root, head = buf_str(&p->head), feed;

	if (p->total == 0 || str_trim(head).n == 0) {
		err_set(e, "an empty document, not a feed");
	} else if (str_eq_ci(root, STR("html")) ||
	    str_find_ci(head, STR("<html")) != STR_NOWHERE ||
	    str_find_ci(head, STR("<!doctype html")) != STR_NOWHERE) {
		feed = discover_first(p->arena, head, p->origin.url);
		if (feed.n > 0)
			err_set(e, "an HTML page, not a feed; it names the feed %.*s",
			    STR_ARG(feed));
		else
			err_set(e, "an HTML page, not a feed, and it names none");
	} else if (str_eq_ci(root, STR("opml"))) {
		err_set(e, "an OPML list of feeds, not a feed (see: tocsin feed import)");
	} else if (root.n > 0) {
		err_set(e, "an XML document <%.*s>, not a feed",
		    STR_ARG(str_sub(root, 0, 60)));
	} else {
		err_set(e, "neither XML nor JSON, so no feed");
	}
}

static struct feed_doc *
finish(struct feed_parser *p, struct err *e)
{
	struct feed_doc *d = p->build->doc;
	bool whole;

	if (p->total > LIMIT_FEED_BODY) {
		err_set(e, "larger than %u bytes, the most that is read of a feed",
		    LIMIT_FEED_BODY);
		return NULL;
	}
	charset_finish(p->charset, &p->utf8);
	read_decoded(p);
	if (p->json) {
		if (json_feed_read(p->build, buf_str(&p->head), &whole, e) != 0)
			return NULL;
	} else {
		whole = xml_finish(p->xml);
	}
	if (!build_finish(p->build)) {
		say_what(p, e);
		return NULL;
	}
	d->wellformed = whole && !charset_damaged(p->charset);
	d->encoding = arena_str(p->arena, charset_label(p->charset));
	return d;
}

struct feed_doc *
feed_parser_finish(struct feed_parser *p, struct err *e)
{
	struct feed_doc *d = finish(p, e);

	xml_free(p->xml);
	build_free(p->build);
	charset_free(p->charset);
	buf_clear(&p->utf8);
	buf_clear(&p->head);
	arena_clear(&p->entry_arena);
	free(p);
	return d;
}

struct feed_doc *
feed_parse(struct arena *a, struct str bytes, const struct feed_origin *o, struct err *e)
{
	struct feed_parser *p = feed_parser_new(a, o);

	feed_parser_push(p, bytes);
	return feed_parser_finish(p, e);
}

/* ---- texts ---- */

struct str
feed_text_plain(struct arena *a, const struct feed_text *t)
{
	struct str s = t->value;
	struct buf text;

	buf_init(&text, LIMIT_FIELD);
	if (t->html) {
		html_text(&text, t->value);
		s = buf_str(&text);
	}
	s = utf8_line(a, str_sub(s, 0, LIMIT_FIELD));
	buf_clear(&text);
	return s.n == 0 ? STR_NONE : s;
}

/* The text that it makes the body of, NULL if there is none: content, else summary. */
static const struct feed_text *
feed_entry_body(const struct feed_entry *en)
{
	for (size_t i = 0; i < en->contents.n; i++)
		if (en->contents.items[i].value.n > 0 &&
		    en->contents.items[i].type.n == 0)
			return &en->contents.items[i];
	return en->summary.value.n > 0 ? &en->summary : NULL;
}

/* Where to cut: the last paragraph that fits, else the last character. */
static size_t
cut_at(struct str s, size_t max)
{
	if (s.n <= max)
		return s.n;
	for (size_t i = max; i > max / 2; i--)
		if (s.p[i - 1] == '\n' && s.p[i] == '\n')
			return i - 1;
	return utf8_floor(s, max);
}

struct str
feed_entry_outlet(struct arena *a, const struct feed_entry *en)
{
	return en->source != NULL ? feed_text_plain(a, &en->source->title) : STR_NONE;
}

struct str
feed_entry_title(struct arena *a, const struct feed_entry *en)
{
	static const char *const joints[] = { " - ", " | ", " \xe2\x80\x93 ",
		" \xe2\x80\x94 " };
	struct str title = feed_text_plain(a, &en->title),
		   outlet = feed_entry_outlet(a, en);
	struct str head = str_sub(title, 0,
	    title.n - (str_ends(title, outlet) ? outlet.n : 0));

	for (size_t i = 0; head.n < title.n && i < NELEM(joints); i++)
		if (str_ends(head, str_of(joints[i])))
			title = str_sub(head, 0, head.n - strlen(joints[i]));
	return str_sub(title, 0, utf8_floor(title, LIMIT_TITLE));
}

static void
put_body(struct buf *out, const struct feed_entry *en)
{
	const struct feed_text *body = feed_entry_body(en);

	if (body != NULL && body->html)
		html_text(out, body->value);
	else if (body != NULL)
		utf8_clean(out, body->value, true);
}

/* Told again by the body, on a line of its own or with nothing but the outlet behind it.
 */
static struct str
without_title(struct str body, struct str title, struct str outlet)
{
	struct str rest;

	if (title.n == 0 || !str_starts(body, title))
		return body;
	rest = str_sub(body, title.n, body.n);
	if (outlet.n > 0 && str_ends(rest, outlet) &&
	    str_trim(str_sub(rest, 0, rest.n - outlet.n)).n == 0)
		return STR_NONE;
	return rest.n == 0 || rest.p[0] == '\n' ? str_trim(rest) : body;
}

int64_t
feed_entry_stated(const struct feed_entry *en)
{
	return en->published != TIME_NONE ? en->published : en->updated;
}

struct str
feed_entry_text(struct arena *a, const struct feed_entry *en)
{
	struct str title = feed_entry_title(a, en), rest, all;
	struct buf text;

	buf_init(&text, LIMIT_FIELD * 2);
	put_body(&text, en);
	rest = without_title(str_trim(buf_str(&text)), title, feed_entry_outlet(a, en));
	all = arena_join(a,
	    (struct str[]){
		title, title.n > 0 && rest.n > 0 ? STR("\n\n") : STR_NONE, rest },
	    3);
	buf_clear(&text);
	return all.n == 0 ? STR_NONE : str_sub(all, 0, cut_at(all, LIMIT_ENTRY_TEXT));
}
