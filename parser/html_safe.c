/*
 * html_safe.c -- see html.h: HTML that may be shown.  Written anew from tables of what is
 * allowed; nothing of the original markup is copied.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "parser/entity.h"
#include "parser/href.h"
#include "parser/html.h"
#include "parser/html_token.h"

#define OPEN_MAX_DEPTH 256
#define ATTRS_MAX 64

/* Sorted; each with what its value is. */
enum value { PLAIN, ADDRESS, STYLE };
static const struct {
	const char *name;
	enum value value;
} attributes[] = {
	{ "abbr", PLAIN },
	{ "align", PLAIN },
	{ "alt", PLAIN },
	{ "axis", PLAIN },
	{ "background", ADDRESS },
	{ "bgcolor", PLAIN },
	{ "border", PLAIN },
	{ "bordercolor", PLAIN },
	{ "cellpadding", PLAIN },
	{ "cellspacing", PLAIN },
	{ "char", PLAIN },
	{ "charoff", PLAIN },
	{ "charset", PLAIN },
	{ "cite", ADDRESS },
	{ "class", PLAIN },
	{ "clear", PLAIN },
	{ "color", PLAIN },
	{ "cols", PLAIN },
	{ "colspan", PLAIN },
	{ "compact", PLAIN },
	{ "controls", PLAIN },
	{ "coords", PLAIN },
	{ "datetime", PLAIN },
	{ "dir", PLAIN },
	{ "face", PLAIN },
	{ "frame", PLAIN },
	{ "headers", PLAIN },
	{ "height", PLAIN },
	{ "high", PLAIN },
	{ "href", ADDRESS },
	{ "hreflang", PLAIN },
	{ "hspace", PLAIN },
	{ "id", PLAIN },
	{ "ismap", PLAIN },
	{ "label", PLAIN },
	{ "lang", PLAIN },
	{ "longdesc", ADDRESS },
	{ "loop", PLAIN },
	{ "low", PLAIN },
	{ "max", PLAIN },
	{ "media", PLAIN },
	{ "min", PLAIN },
	{ "name", PLAIN },
	{ "nohref", PLAIN },
	{ "noshade", PLAIN },
	{ "nowrap", PLAIN },
	{ "open", PLAIN },
	{ "optimum", PLAIN },
	{ "poster", ADDRESS },
	{ "preload", PLAIN },
	{ "rel", PLAIN },
	{ "rev", PLAIN },
	{ "rows", PLAIN },
	{ "rowspan", PLAIN },
	{ "rules", PLAIN },
	{ "scope", PLAIN },
	{ "shape", PLAIN },
	{ "size", PLAIN },
	{ "span", PLAIN },
	{ "src", ADDRESS },
	{ "start", PLAIN },
	{ "style", STYLE },
	{ "summary", PLAIN },
	{ "target", PLAIN },
	{ "title", PLAIN },
	{ "type", PLAIN },
	{ "usemap", ADDRESS },
	{ "valign", PLAIN },
	{ "value", PLAIN },
	{ "volume", PLAIN },
	{ "vspace", PLAIN },
	{ "width", PLAIN },
	{ "wrap", PLAIN },
	{ "xml:lang", PLAIN },
};

static const struct str schemes[] = { STR_INIT("http"), STR_INIT("https"),
	STR_INIT("ftp"), STR_INIT("ftps"), STR_INIT("mailto"), STR_INIT("tel"),
	STR_INIT("sms"), STR_INIT("news"), STR_INIT("nntp"), STR_INIT("irc"),
	STR_INIT("ircs"), STR_INIT("xmpp"), STR_INIT("magnet"), STR_INIT("urn"),
	STR_INIT("tag"), STR_INIT("sip"), STR_INIT("sips"), STR_INIT("geo"),
	STR_INIT("webcal"), STR_INIT("feed"), STR_INIT("gopher"), STR_INIT("sftp") };

static const struct str images[] = { STR_INIT("data:image/png;base64,"),
	STR_INIT("data:image/gif;base64,"), STR_INIT("data:image/jpeg;base64,"),
	STR_INIT("data:image/jpg;base64,"), STR_INIT("data:image/webp;base64,"),
	STR_INIT("data:image/avif;base64,") };

/* What a style may set.  Nothing that places an element over others, or loads anything.
 */
static const struct str properties[] = { STR_INIT("azimuth"), STR_INIT("background"),
	STR_INIT("background-color"), STR_INIT("border"), STR_INIT("border-bottom"),
	STR_INIT("border-bottom-color"), STR_INIT("border-bottom-style"),
	STR_INIT("border-bottom-width"), STR_INIT("border-collapse"),
	STR_INIT("border-color"), STR_INIT("border-left"), STR_INIT("border-left-color"),
	STR_INIT("border-left-style"), STR_INIT("border-left-width"),
	STR_INIT("border-right"), STR_INIT("border-right-color"),
	STR_INIT("border-right-style"), STR_INIT("border-right-width"),
	STR_INIT("border-style"), STR_INIT("border-top"), STR_INIT("border-top-color"),
	STR_INIT("border-top-style"), STR_INIT("border-top-width"),
	STR_INIT("border-width"), STR_INIT("clear"), STR_INIT("color"),
	STR_INIT("cursor"), STR_INIT("direction"), STR_INIT("display"), STR_INIT("float"),
	STR_INIT("font"), STR_INIT("font-family"), STR_INIT("font-size"),
	STR_INIT("font-style"), STR_INIT("font-variant"), STR_INIT("font-weight"),
	STR_INIT("height"), STR_INIT("letter-spacing"), STR_INIT("line-height"),
	STR_INIT("list-style-type"), STR_INIT("margin"), STR_INIT("margin-bottom"),
	STR_INIT("margin-left"), STR_INIT("margin-right"), STR_INIT("margin-top"),
	STR_INIT("max-height"), STR_INIT("max-width"), STR_INIT("min-height"),
	STR_INIT("min-width"), STR_INIT("overflow"), STR_INIT("padding"),
	STR_INIT("padding-bottom"), STR_INIT("padding-left"), STR_INIT("padding-right"),
	STR_INIT("padding-top"), STR_INIT("text-align"), STR_INIT("text-decoration"),
	STR_INIT("text-indent"), STR_INIT("unicode-bidi"), STR_INIT("vertical-align"),
	STR_INIT("white-space"), STR_INIT("width"), STR_INIT("word-spacing") };

/* ---- values ---- */

static bool
is_listed(const struct str *list, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq_ci(list[i], s))
			return true;
	return false;
}

/* No scheme, or one of ours; data only for the images that are nothing but images. */
static bool
is_safe_address(struct str s, bool image)
{
	size_t stop = 0;

	while (stop < s.n && strchr(":/?#", s.p[stop]) == NULL)
		stop++;
	if (stop == s.n || s.p[stop] != ':')
		return true;
	for (size_t i = 0; image && i < NELEM(images); i++)
		if (str_starts_ci(s, images[i]))
			return true;
	return is_listed(schemes, NELEM(schemes), str_sub(s, 0, stop));
}

/* Numbers, words, colours; brackets only around numbers, behind rgb and hsl. */
static bool
is_safe_css(struct str v)
{
	size_t open = str_chr(v, '('), run = 0;
	struct str before = str_trim(str_sub(v, 0, open));

	for (size_t i = 0; i < v.n; i++) {
		if (!is_alpha(v.p[i]) && strchr(" 0123456789#%.,!'\"()-", v.p[i]) == NULL)
			return false;
		run = is_digit(v.p[i]) ? run + 1 : 0;
		if (run > 4)
			return false; /* 99999em hides the page */
	}
	if (open == STR_NOWHERE)
		return str_chr(v, ')') == STR_NOWHERE;
	if (!str_ends(before, STR("rgb")) && !str_ends(before, STR("rgba")) &&
	    !str_ends(before, STR("hsl")) && !str_ends(before, STR("hsla")))
		return false;
	for (size_t i = open + 1; i < v.n; i++)
		if (v.p[i] == '(')
			return false;
	return true;
}

static void
write_style(struct buf *out, struct str style)
{
	struct str one, name;

	while (str_cut(&style, ';', &one)) {
		if (!str_cut(&one, ':', &name))
			continue;
		name = str_trim(name);
		one = str_trim(one);
		if (one.n == 0 || !is_listed(properties, NELEM(properties), name) ||
		    !is_safe_css(one))
			continue;
		if (out->n > 0)
			buf_byte(out, ' ');
		buf_add(out, name);
		buf_cstr(out, ": ");
		buf_add(out, one);
		buf_byte(out, ';');
	}
}

/* ---- elements ---- */

struct safe {
	struct buf *out;
	struct arena *arena;
	struct str base;
	const struct html_element *open[OPEN_MAX_DEPTH];
	size_t depth;
};

static int
find_attribute(struct str name)
{
	size_t lo = 0, hi = NELEM(attributes);
	char low[16];

	if (name.n >= sizeof(low))
		return -1;
	for (size_t i = 0; i < name.n; i++)
		low[i] = to_lower(name.p[i]);
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int d = str_cmp(str_of(attributes[mid].name),
		    (struct str){ low, name.n });

		if (d == 0)
			return (int)mid;
		if (d < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return -1;
}

static void
write_attribute(struct safe *s, const struct html_token *t, const struct html_attr *a)
{
	int at = find_attribute(a->name);
	struct buf decoded, value, style;
	struct str v;

	if (at < 0)
		return;
	buf_init(&decoded, LIMIT_FIELD);
	buf_init(&value, LIMIT_FIELD);
	buf_init(&style, LIMIT_FIELD);
	entity_decode(&decoded, a->value, true);
	utf8_clean(&value, buf_str(&decoded), true);
	v = buf_str(&value);
	if (attributes[at].value == STYLE) {
		write_style(&style, v);
		v = buf_str(&style);
	}
	if (attributes[at].value == ADDRESS) {
		v = href_resolve(s->arena, s->base, v);
		if (v.n > LIMIT_URL ||
		    !is_safe_address(v, str_eq_ci(t->name, STR("img"))))
			v = STR_NONE;
	}
	if (v.n > 0 || (attributes[at].value == PLAIN && !decoded.over)) {
		buf_byte(s->out, ' ');
		buf_cstr(s->out, attributes[at].name);
		buf_cstr(s->out, "=\"");
		entity_escape(s->out, v, true);
		buf_byte(s->out, '"');
	}
	buf_clear(&decoded);
	buf_clear(&value);
	buf_clear(&style);
}

static void
write_open(struct safe *s, const struct html_token *t)
{
	struct str attrs = t->attrs;
	struct html_attr a;
	size_t n = 0;

	if (!(t->el->flags & HTML_VOID) && s->depth == OPEN_MAX_DEPTH)
		return;
	buf_byte(s->out, '<');
	buf_cstr(s->out, t->el->name);
	while (n++ < ATTRS_MAX && html_attr_next(&attrs, &a))
		write_attribute(s, t, &a);
	if (t->el->flags & HTML_VOID) {
		buf_cstr(s->out, " />");
		return;
	}
	buf_byte(s->out, '>');
	s->open[s->depth++] = t->el;
}

static void
close_to(struct safe *s, size_t depth)
{
	while (s->depth > depth) {
		buf_cstr(s->out, "</");
		buf_cstr(s->out, s->open[--s->depth]->name);
		buf_byte(s->out, '>');
	}
}

static void
write_close(struct safe *s, const struct html_token *t)
{
	for (size_t i = s->depth; i > 0; i--)
		if (s->open[i - 1] == t->el) {
			close_to(s, i - 1);
			return;
		}
}

static void
write_text(struct safe *s, const struct html_token *t)
{
	struct buf text, clean;

	buf_init(&text, SIZE_MAX / 2);
	buf_init(&clean, SIZE_MAX / 2);
	if (t->raw)
		buf_add(&text, t->text);
	else
		entity_decode(&text, t->text, true);
	utf8_clean(&clean, buf_str(&text), true);
	entity_escape(s->out, buf_str(&clean), false);
	buf_clear(&text);
	buf_clear(&clean);
}

void
html_safe(struct buf *out, struct str html, struct str base)
{
	struct arena arena;
	struct safe s = { .out = out, .arena = &arena, .base = base };
	struct html_reader r;
	struct html_token t;
	struct buf valid;
	bool hidden = false;

	arena_init(&arena);
	buf_init(&valid, html.n * 3 + 1);
	if (!utf8_valid(html)) {
		utf8_clean(&valid, html, true);
		html = buf_str(&valid);
	}
	html_reader_init(&r, html);
	while (html_next(&r, &t) && !out->over) {
		bool safe = t.el != NULL && (t.el->flags & HTML_SAFE);

		if (t.kind == HTML_TEXT && !hidden)
			write_text(&s, &t);
		else if (t.kind == HTML_OPEN && safe)
			write_open(&s, &t);
		else if (t.kind == HTML_CLOSE && safe)
			write_close(&s, &t);
		if (t.kind == HTML_OPEN && safe && t.closed && !(t.el->flags & HTML_VOID))
			write_close(&s, &t);
		hidden = t.kind == HTML_OPEN && r.raw != NULL &&
		    (r.raw->flags & HTML_HIDDEN);
	}
	close_to(&s, 0);
	buf_clear(&valid);
	arena_clear(&arena);
}
