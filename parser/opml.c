/* opml.c -- see opml.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "parser/charset.h"
#include "parser/entity.h"
#include "parser/href.h"
#include "parser/opml.h"
#include "parser/xml.h"

struct reading {
	struct arena *arena;
	struct opml *out;
	struct str folders[LIMIT_FEED_DEPTH]; /* empty: an outline that is none */
	size_t depth;
	size_t outlines; /* open ones */
	size_t comment;  /* the open one that is a comment, counted from 1; 0: none */
	struct str root;
};

static struct str
attr(const struct xml_attr *attrs, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_ci(str_of(attrs[i].name.local), str_of(name)))
			return str_trim(attrs[i].value);
	return STR_NONE;
}

/* On one line, clean, in the arena. */
static struct str
keep(struct reading *r, struct str s)
{
	struct buf line;

	buf_init(&line, LIMIT_FIELD);
	utf8_clean(&line, s, false);
	s = arena_str(r->arena, buf_str(&line));
	buf_clear(&line);
	return s;
}

static struct str
keep_url(struct reading *r, struct str s)
{
	return keep(r, href_resolve(r->arena, STR_NONE, s));
}

static void
add_tag(struct reading *r, struct opml_feed *f, struct str tag)
{
	tag = keep(r, str_trim(tag));
	for (size_t i = 0; i < f->ntags; i++)
		if (str_eq(f->tags[i], tag))
			return;
	if (tag.n > 0 && f->ntags < OPML_TAGS)
		f->tags[f->ntags++] = tag;
}

/* category="/Politics/Europe,News": every part is a tag. */
static void
add_categories(struct reading *r, struct opml_feed *f, struct str list)
{
	struct str one, part;

	while (str_cut(&list, ',', &one))
		while (str_cut(&one, '/', &part))
			add_tag(r, f, part);
}

static void
add_feed(struct reading *r, struct str text, struct str url, const struct xml_attr *attrs,
    size_t n)
{
	struct opml_feed *f;

	url = keep_url(r, url);
	if (url.n == 0)
		return;
	if (r->out->n == OPML_FEEDS) {
		r->out->dropped++;
		return;
	}
	r->out->items = arena_grow(r->arena, r->out->items, r->out->n, &r->out->cap,
	    sizeof(*f));
	f = &r->out->items[r->out->n++];
	*f = (struct opml_feed){ .text = text.n > 0 ? text : url,
		.url = url,
		.page = keep_url(r, attr(attrs, n, "htmlUrl")),
		.disabled = r->comment > 0 };
	for (size_t i = 0; i < r->outlines; i++)
		add_tag(r, f, r->folders[i]);
	add_categories(r, f, attr(attrs, n, "category"));
}

static void
on_start(void *arg, const struct xml_name *name, const struct xml_attr *attrs, size_t n)
{
	struct reading *r = arg;
	struct str text, url;

	if (r->depth++ == 0 && r->root.n == 0)
		r->root = arena_str(r->arena, str_of(name->local));
	if (!str_eq_ci(str_of(name->local), STR("outline")))
		return;
	/* Readers show the title where it differs from the text, which may be a file's
	 * name. */
	text = attr(attrs, n, "title");
	if (text.n == 0)
		text = attr(attrs, n, "text");
	text = keep(r, text);
	if (r->comment == 0 && str_eq_ci(attr(attrs, n, "isComment"), STR("true")))
		r->comment = r->outlines + 1;
	url = attr(attrs, n, "xmlUrl");
	if (url.n > 0)
		add_feed(r, text, url, attrs, n);
	if (r->outlines < LIMIT_FEED_DEPTH)
		r->folders[r->outlines] = url.n > 0 ? STR_NONE : text;
	r->outlines++;
}

static void
on_end(void *arg, const struct xml_name *name)
{
	struct reading *r = arg;

	if (r->depth > 0)
		r->depth--;
	if (!str_eq_ci(str_of(name->local), STR("outline")) || r->outlines == 0)
		return;
	if (r->comment == r->outlines)
		r->comment = 0;
	r->outlines--;
}

static void
on_text(void *arg, struct str s)
{
	(void)arg, (void)s;
}

static void
on_rewind(void *arg)
{
	struct reading *r = arg;

	r->out->n = r->out->dropped = r->depth = r->outlines = r->comment = 0;
	r->root = STR_NONE;
}

int
opml_read(struct arena *a, struct str bytes, struct opml *out, struct err *e)
{
	struct reading *r = ARENA_NEW(a, struct reading);
	const struct xml_handler h = { on_start, on_end, on_text, on_rewind, r };
	struct charset *c = charset_new(STR(""));
	struct xml *x = xml_new(&h);
	struct buf utf8;

	*out = (struct opml){ 0 };
	r->arena = a;
	r->out = out;
	buf_init(&utf8, SIZE_MAX / 2);
	charset_push(c, str_sub(bytes, 0, LIMIT_FEED_BODY), &utf8);
	charset_finish(c, &utf8);
	xml_push(x, buf_str(&utf8));
	xml_finish(x);
	xml_free(x);
	charset_free(c);
	buf_clear(&utf8);
	if (bytes.n > LIMIT_FEED_BODY)
		return err_set(e, "larger than %u bytes, the most that is read",
		    LIMIT_FEED_BODY);
	if (r->root.n == 0)
		return err_set(e, "no XML, so no OPML list of feeds");
	if (!str_eq_ci(r->root, STR("opml")))
		return err_set(e, "an XML document <%.*s>, not an OPML list of feeds",
		    STR_ARG(str_sub(r->root, 0, 60)));
	return 0;
}

/* ---- writing ---- */

static void
put(struct buf *out, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	buf_printf(out, " %s=\"", name);
	entity_escape(out, value, true);
	buf_byte(out, '"');
}

static void
put_tags(struct buf *out, const struct opml_feed *f)
{
	if (f->ntags == 0)
		return;
	buf_cstr(out, " category=\"");
	for (size_t i = 0; i < f->ntags; i++) {
		buf_cstr(out, i > 0 ? "," : "");
		entity_escape(out, f->tags[i], true);
	}
	buf_byte(out, '"');
}

void
opml_write(struct buf *out, struct str title, const struct opml_feed *feeds, size_t n)
{
	buf_cstr(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  "
	    "<head><title>");
	entity_escape(out, title, false);
	buf_cstr(out, "</title></head>\n  <body>\n");
	for (size_t i = 0; i < n; i++) {
		buf_cstr(out, "    <outline type=\"rss\"");
		put(out, "text", feeds[i].text);
		put(out, "xmlUrl", feeds[i].url);
		put(out, "htmlUrl", feeds[i].page);
		put_tags(out, &feeds[i]);
		put(out, "isComment", feeds[i].disabled ? STR("true") : STR_NONE);
		buf_cstr(out, "/>\n");
	}
	buf_cstr(out, "  </body>\n</opml>\n");
}
