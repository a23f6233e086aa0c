/* html_token.c -- see html_token.h. */
#include "config.h"

#include "base/alloc.h"
#include "parser/html_token.h"

#define S HTML_SAFE
#define P (HTML_LINE | HTML_PARAGRAPH)
#define L HTML_LINE
#define X (HTML_HIDDEN | HTML_RAW)

/* Sorted.  Safe is what shows text, pictures, sound; not what asks, loads, embeds or
 * runs. */
static const struct html_element elements[] = {
	{ "a", S | HTML_LINK },
	{ "abbr", S },
	{ "acronym", S },
	{ "address", S | L },
	{ "applet", X },
	{ "area", S | HTML_VOID },
	{ "article", S | P },
	{ "aside", S | P },
	{ "audio", S },
	{ "b", S },
	{ "base", HTML_VOID },
	{ "bdi", S },
	{ "bdo", S },
	{ "big", S },
	{ "blink", 0 },
	{ "blockquote", S | P },
	{ "body", L },
	{ "br", S | HTML_VOID | L | HTML_BREAK },
	{ "button", HTML_APART },
	{ "canvas", HTML_APART },
	{ "caption", S | P },
	{ "center", S | L },
	{ "cite", S },
	{ "code", S },
	{ "col", S | HTML_VOID },
	{ "colgroup", S },
	{ "command", HTML_VOID },
	{ "data", S },
	{ "datagrid", 0 },
	{ "datalist", HTML_APART },
	{ "dd", S | L },
	{ "del", S },
	{ "details", S | L },
	{ "dfn", S },
	{ "dialog", S | L },
	{ "dir", S | P },
	{ "div", S | L },
	{ "dl", S | P },
	{ "dt", S | L },
	{ "em", S },
	{ "embed", HTML_VOID },
	{ "event-source", 0 },
	{ "fieldset", S | L },
	{ "figcaption", S | P },
	{ "figure", S | P },
	{ "font", S },
	{ "footer", S | L },
	{ "form", L | HTML_APART },
	{ "frame", HTML_VOID },
	{ "frameset", 0 },
	{ "h1", S | P },
	{ "h2", S | P },
	{ "h3", S | P },
	{ "h4", S | P },
	{ "h5", S | P },
	{ "h6", S | P },
	{ "head", HTML_APART | L },
	{ "header", S | L },
	{ "hgroup", S | P },
	{ "hr", S | HTML_VOID | P },
	{ "html", L },
	{ "i", S },
	{ "iframe", HTML_RAW | HTML_APART },
	{ "img", S | HTML_VOID },
	{ "input", HTML_VOID },
	{ "ins", S },
	{ "kbd", S },
	{ "keygen", HTML_VOID },
	{ "label", S },
	{ "legend", S | L },
	{ "li", S | L },
	{ "link", HTML_VOID },
	{ "listing", P | HTML_PRE },
	{ "m", 0 },
	{ "main", S | L },
	{ "map", S },
	{ "mark", S },
	{ "marquee", 0 },
	{ "math", 0 },
	{ "menu", S | P },
	{ "meta", HTML_VOID },
	{ "meter", S },
	{ "multicol", 0 },
	{ "nav", S | L | HTML_APART },
	{ "nextid", 0 },
	{ "nobr", 0 },
	{ "noembed", X },
	{ "noframes", X },
	{ "noscript", HTML_APART },
	{ "object", HTML_APART },
	{ "ol", S | P },
	{ "optgroup", 0 },
	{ "option", L },
	{ "output", 0 },
	{ "p", S | P },
	{ "param", HTML_VOID },
	{ "picture", S },
	{ "plaintext", 0 },
	{ "pre", S | P | HTML_PRE },
	{ "progress", S },
	{ "q", S },
	{ "rp", S },
	{ "rt", S },
	{ "ruby", S },
	{ "s", S },
	{ "samp", S },
	{ "script", X },
	{ "section", S | P },
	{ "select", HTML_APART },
	{ "small", S },
	{ "sound", HTML_VOID },
	{ "source", S | HTML_VOID },
	{ "spacer", HTML_VOID },
	{ "span", S },
	{ "strike", S },
	{ "strong", S },
	{ "style", X },
	{ "sub", S },
	{ "summary", S | L },
	{ "sup", S },
	{ "svg", HTML_APART },
	{ "table", S | P },
	{ "tbody", S | L },
	{ "td", S | L },
	{ "template", HTML_APART },
	{ "textarea", HTML_APART },
	{ "tfoot", S | L },
	{ "th", S | L },
	{ "thead", S | L },
	{ "time", S },
	{ "title", L },
	{ "tr", S | L },
	{ "track", HTML_VOID },
	{ "tt", S },
	{ "u", S },
	{ "ul", S | P },
	{ "var", S },
	{ "video", S },
	{ "wbr", S | HTML_VOID },
	{ "xmp", X },
};

const struct html_element *
html_element(struct str name)
{
	size_t lo = 0, hi = NELEM(elements);
	char low[16];

	if (name.n == 0 || name.n >= sizeof(low))
		return NULL;
	for (size_t i = 0; i < name.n; i++)
		low[i] = to_lower(name.p[i]);
	low[name.n] = '\0';
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int d = strcmp(elements[mid].name, low);

		if (d == 0)
			return &elements[mid];
		if (d < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

/* Most texts have one kind of tag after another. */
static const struct html_element *
element_again(struct html_reader *r, struct str name)
{
	if (r->last == NULL || !str_eq_ci(name, str_of(r->last->name)))
		r->last = html_element(name);
	return r->last;
}

void
html_reader_init(struct html_reader *r, struct str html)
{
	*r = (struct html_reader){ .in = html };
}

/* ---- attributes ---- */

static void
skip_space(struct str *s)
{
	while (s->n > 0 && (is_space(s->p[0]) || s->p[0] == '/'))
		*s = str_sub(*s, 1, s->n);
}

bool
html_attr_next(struct str *s, struct html_attr *a)
{
	size_t i = 0;

	skip_space(s);
	while (i < s->n && !is_space(s->p[i]) && s->p[i] != '=' && s->p[i] != '/')
		i++;
	if (i == 0 && s->n > 0)
		i = 1; /* a stray '=' begins a name */
	if (i == 0)
		return false;
	a->name = str_sub(*s, 0, i);
	a->value = STR_NONE;
	*s = str_sub(*s, i, s->n);
	while (s->n > 0 && is_space(s->p[0]))
		*s = str_sub(*s, 1, s->n);
	if (s->n == 0 || s->p[0] != '=')
		return true;
	*s = str_sub(*s, 1, s->n);
	while (s->n > 0 && is_space(s->p[0]))
		*s = str_sub(*s, 1, s->n);
	if (s->n > 0 && (s->p[0] == '"' || s->p[0] == '\'')) {
		size_t end = str_chr(str_sub(*s, 1, s->n), s->p[0]);

		if (end == STR_NOWHERE)
			end = s->n - 1;
		a->value = str_sub(*s, 1, end + 1);
		*s = str_sub(*s, end + 2, s->n);
		return true;
	}
	for (i = 0; i < s->n && !is_space(s->p[i]); i++)
		;
	a->value = str_sub(*s, 0, i);
	*s = str_sub(*s, i, s->n);
	return true;
}

struct str
html_attr_find(struct str attrs, struct str name)
{
	struct html_attr a;

	while (html_attr_next(&attrs, &a))
		if (str_eq_ci(a.name, name))
			return a.value;
	return STR_NONE;
}

/* ---- tokens ---- */

/* Offset of the '>' that ends the tag that s begins with; s.n if none does. */
static size_t
tag_end(struct str s)
{
	char quote = '\0', before = '\0';

	for (size_t i = 1; i < s.n; i++) {
		char c = s.p[i];

		if (quote != '\0') {
			if (c == quote)
				quote = '\0';
		} else if ((c == '"' || c == '\'') && before == '=') {
			quote = c;
		} else if (c == '>') {
			return i;
		}
		if (!is_space(c))
			before = c;
	}
	/* An open quote took everything: the first '>' it is, then. */
	if (quote != '\0') {
		size_t i = str_chr(s, '>');

		return i == STR_NOWHERE ? s.n : i;
	}
	return s.n;
}

static bool
take(struct html_reader *r, size_t n)
{
	r->in = str_sub(r->in, n, r->in.n);
	return true;
}

enum { COMMENT, CDATA };
static const struct {
	struct str begin, end;
} others[] = { [COMMENT] = { STR_INIT("<!--"), STR_INIT("-->") },
	[CDATA] = { STR_INIT("<![CDATA["), STR_INIT("]]>") } };

/* What stands between its begin and its end, if both are there. */
static bool
enclosed(struct html_reader *r, int kind, struct str *in)
{
	size_t n = others[kind].begin.n, end;

	if (r->endless[kind] || !str_starts(r->in, others[kind].begin))
		return false;
	*in = str_sub(r->in, n, r->in.n);
	if ((end = str_find(*in, others[kind].end)) == STR_NOWHERE) {
		r->endless[kind] = true;
		return false;
	}
	*in = str_sub(*in, 0, end);
	return take(r, n + end + others[kind].end.n);
}

/* Comments and declarations: up to their end, or to the next '>' if they have none. */
static bool
take_other(struct html_reader *r, struct html_token *t)
{
	size_t end;
	struct str in;

	t->kind = HTML_OTHER;
	if (str_starts(r->in, STR("<!-->")))
		return take(r, 5);
	if (enclosed(r, COMMENT, &in))
		return true;
	if (enclosed(r, CDATA, &in)) {
		t->kind = HTML_TEXT;
		t->raw = true;
		t->text = in;
		return true;
	}
	end = str_chr(r->in, '>');
	return take(r, end == STR_NOWHERE ? r->in.n : end + 1);
}

static bool
take_tag(struct html_reader *r, struct html_token *t)
{
	bool close = r->in.p[1] == '/';
	size_t end = tag_end(r->in), from = 1u + close, i = from;

	if (end == r->in.n) { /* cut off, or never meant as a tag */
		t->text = r->in;
		return take(r, end);
	}
	while (i < end && !is_space(r->in.p[i]) && r->in.p[i] != '/' && r->in.p[i] != '<')
		i++;
	t->kind = close ? HTML_CLOSE : HTML_OPEN;
	t->name = str_sub(r->in, from, i);
	t->attrs = str_sub(r->in, i, end);
	t->closed = end > 0 && r->in.p[end - 1] == '/';
	t->el = element_again(r, t->name);
	if (!close && t->el != NULL && (t->el->flags & HTML_RAW) && !t->closed)
		r->raw = t->el;
	return take(r, end + 1);
}

/* Up to the end tag of the element whose content is no markup; to the end if there is
 * none. */
static bool
take_raw(struct html_reader *r, struct html_token *t)
{
	struct str rest = r->in, name = str_of(r->raw->name);
	size_t at = 0, i;

	while ((i = str_find(rest, STR("</"))) != STR_NOWHERE) {
		at += i;
		rest = str_sub(r->in, at + 2, r->in.n);
		if (str_starts_ci(rest, name) &&
		    (rest.n == name.n || !is_alpha(rest.p[name.n])))
			break;
		at += 2;
	}
	t->kind = HTML_TEXT;
	t->raw = true;
	t->text = str_sub(r->in, 0, i == STR_NOWHERE ? r->in.n : at);
	r->raw = NULL;
	return take(r, t->text.n);
}

bool
html_next(struct html_reader *r, struct html_token *t)
{
	size_t lt = 0;

	*t = (struct html_token){ .kind = HTML_TEXT };
	if (r->in.n == 0)
		return false;
	if (r->raw != NULL)
		return take_raw(r, t);
	if (r->in.p[0] == '<' && r->in.n > 1) {
		char c = r->in.p[1], d = r->in.n > 2 ? r->in.p[2] : '\0';

		if (c == '!' || c == '?' ||
		    (c == '/' && !is_alpha(d) && d != '\0' && d == '>'))
			return take_other(r, t);
		if (is_alpha(c) || (c == '/' && is_alpha(d)))
			return take_tag(r, t);
		lt = 1; /* a '<' that begins nothing is text */
	}
	do {
		size_t next = str_chr(str_sub(r->in, lt, r->in.n), '<');

		if (next == STR_NOWHERE) {
			lt = r->in.n;
			break;
		}
		lt += next;
		if (lt > 0)
			break;
		lt = 1;
	} while (lt < r->in.n);
	t->text = str_sub(r->in, 0, lt);
	return take(r, lt);
}
