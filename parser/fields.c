/* fields.c -- what is done with elements (element.c says which): texts, dates, persons,
 * roots. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "parser/fields.h"
#include "parser/date.h"
#include "parser/entity.h"
#include "parser/html.h"
#include "parser/href.h"

struct str
attr_get(const struct attrs *a, const char *name)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->items[i].name.prefix == NULL &&
		    str_eq_ci(str_of(a->items[i].name.local), str_of(name)))
			return str_trim(a->items[i].value);
	return STR_NONE;
}

bool
attr_exists(const struct attrs *a, const char *name)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->items[i].name.prefix == NULL &&
		    str_eq_ci(str_of(a->items[i].name.local), str_of(name)))
			return true;
	return false;
}

struct str
attr_any(const struct attrs *a, const char *name)
{
	for (size_t i = 0; i < a->n; i++)
		if (str_eq_ci(str_of(a->items[i].name.local), str_of(name)))
			return str_trim(a->items[i].value);
	return STR_NONE;
}

/* ---- members ---- */

static void *
member(struct build *b, const struct element *el)
{
	return (el->flags & EL_ENTRY) ? (char *)b->entry + el->at
				      : (char *)b->head + el->at;
}

/* Whether el may set its member now; if so, who comes later may not, unless it is better.
 */
static bool
claim(struct build *b, const struct element *el, bool empty)
{
	uint64_t *words = b->settled[(el->flags & EL_ENTRY) ? 1
		: b->head == b->doc                         ? 0
							    : 2];
	uint64_t bit = UINT64_C(1) << (el->at / 8 % 64), *word = &words[el->at / 512];

	_Static_assert(sizeof(struct feed_doc) <= 512 * SETTLED_WORDS, "a bit a member");
	_Static_assert(sizeof(struct feed_entry) <= 512 * SETTLED_WORDS,
	    "a bit a member");
	if (el->flags & EL_WEAK)
		return empty;
	if ((*word & bit) != 0 && !(el->flags & EL_LAST))
		return false;
	*word |= bit;
	return true;
}

END(end_url)
{
	struct str *s = member(b, el);

	if (text.n > 0 && claim(b, el, s->n == 0))
		*s = build_url(b, text);
}

END(end_date)
{
	int64_t *t = member(b, el), ms;

	if (text.n > 0 && feed_date(text, &ms) && claim(b, el, *t == TIME_NONE))
		*t = ms;
}

START(start_resource)
{
	struct str v = attr_any(a, "resource"), *s = member(b, el);

	if (v.n > 0 && s->n == 0)
		*s = build_keep(b, v);
}

/* ---- texts ---- */

static const struct {
	struct str name;
	enum rich kind;
} rich_types[] = {
	{ STR_INIT("text"), RICH_TEXT },
	{ STR_INIT("plain"), RICH_TEXT },
	{ STR_INIT("text/plain"), RICH_TEXT },
	{ STR_INIT("html"), RICH_HTML },
	{ STR_INIT("text/html"), RICH_HTML },
	{ STR_INIT("xhtml"), RICH_XML },
	{ STR_INIT("application/xhtml+xml"), RICH_XML },
	{ STR_INIT("text/xhtml"), RICH_XML },
};

static enum rich
kind_of_type(struct str type, enum rich otherwise)
{
	for (size_t i = 0; i < NELEM(rich_types); i++)
		if (str_eq_ci(rich_types[i].name, type))
			return rich_types[i].kind;
	if (str_ends(type, STR("/xml")) || str_ends(type, STR("+xml")))
		return RICH_XML;
	if (str_starts_ci(type, STR("text/")) || str_chr(type, '/') == STR_NOWHERE)
		return otherwise;
	return RICH_BASE64;
}

START(start_rich)
{
	struct str mode = attr_get(a, "mode"), type = attr_get(a, "type");
	enum rich kind = (el->flags & EL_HTML) ? RICH_HTML
	    : (el->flags & EL_GUESS)           ? RICH_GUESS
					       : RICH_TEXT;

	/* Atom 0.3: the contents are in it */
	if (str_starts_ci(type, STR("multipart/"))) {
		build_top(b)->scope = IN_ENTRY;
		b->rich.depth = 0;
		return;
	}
	if (type.n > 0) {
		kind = kind_of_type(str_trim(str_sub(type, 0, str_chr(type, ';'))), kind);
		if (b->doc->format < FEED_ATOM03 && kind == RICH_BASE64)
			kind = RICH_HTML;
	} else if (b->doc->format >= FEED_ATOM03 && kind == RICH_GUESS) {
		kind = RICH_TEXT;
	}
	if (el->ns == 1u << NS_XHTML)
		kind = RICH_XML;
	if (str_eq_ci(mode, STR("base64")))
		kind = RICH_BASE64;
	else if (str_eq_ci(mode, STR("escaped")) && kind == RICH_XML)
		kind = RICH_HTML;
	b->rich.kind = kind;
	b->rich.type = build_keep(b, type);
	b->rich.src = build_url(b, attr_get(a, "src"));
}

/* The one <div> that wraps XHTML is not part of it (RFC 4287, 3.1.1.3). */
static struct str
unwrap(struct str s)
{
	size_t depth = 0, open = str_chr(s, '>'), at;
	struct str in;

	if (!str_starts(s, STR("<div")) || !str_ends(s, STR("</div>")) ||
	    open == STR_NOWHERE || (s.p[4] != '>' && s.p[4] != ' '))
		return s;
	in = str_sub(s, open + 1, s.n - 6);
	for (struct str rest = in; (at = str_chr(rest, '<')) != STR_NOWHERE;) {
		rest = str_sub(rest, at, rest.n);
		if (str_starts(rest, STR("</div>")) && depth-- == 0)
			return s;
		if (str_starts(rest, STR("<div>")) || str_starts(rest, STR("<div ")))
			depth++;
		rest = str_sub(rest, 1, rest.n);
	}
	return str_trim(in);
}

static int
base64_digit(char c)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c == '\0' ? NULL : strchr(digits, c);

	return at == NULL ? -1 : (int)(at - digits);
}

/* Decoded text, or nothing if it is no base64 or no text. */
static struct str
base64_text(struct build *b, struct str s)
{
	char *out = arena_alloc(build_arena(b), s.n + 1);
	size_t n = 0;
	uint32_t bits = 0;
	int have = 0;

	for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
		int d = base64_digit(s.p[i]);

		if (is_space(s.p[i]))
			continue;
		if (d < 0)
			return STR_NONE;
		bits = bits << 6 | (uint32_t)d;
		if ((have += 6) >= 8)
			out[n++] = (char)(bits >> (have -= 8));
	}
	if (!utf8_valid((struct str){ out, n }) || memchr(out, '\0', n) != NULL)
		return STR_NONE;
	return str_trim((struct str){ out, n });
}

static struct feed_text
take_rich(struct build *b, const struct element *el, struct str text)
{
	struct str decoded;
	const struct frame *f = build_top(b);
	struct feed_text t = { .lang = f->lang, .src = b->rich.src };
	bool html = b->rich.markup;

	switch (b->rich.kind) {
	case RICH_TEXT:
		break;
	case RICH_HTML:
		html = true;
		break;
	case RICH_XML:
		html = true;
		text = unwrap(text);
		break;
	case RICH_BASE64:
		decoded = base64_text(b, text);
		if (decoded.n > 0)
			text = decoded;
		else if (el->at == offsetof(struct feed_entry, contents))
			text = STR_NONE; /* a picture, or some such */
		html = kind_of_type(b->rich.type, RICH_TEXT) == RICH_HTML ||
		    kind_of_type(b->rich.type, RICH_TEXT) == RICH_XML;
		if (kind_of_type(b->rich.type, RICH_TEXT) == RICH_BASE64)
			t.type = b->rich.type;
		break;
	case RICH_GUESS:
		html = html || html_looks_like(text);
		break;
	}
	t.html = html;
	t.value = build_keep(b, text);
	t.base = f->based || b->site.n == 0 ? f->base : b->site;
	return t;
}

END(end_rich)
{
	struct feed_text t, *to;

	if (b->rich.depth == 0)
		return;
	t = take_rich(b, el, text);
	if (t.value.n == 0 && t.src.n == 0)
		return;
	if ((el->flags & EL_ENTRY) && el->at == offsetof(struct feed_entry, contents)) {
		struct feed_text *more = BUILD_ADD(b, b->entry->contents);

		*more = t;
		return;
	}
	to = member(b, el);
	if (claim(b, el, to->value.n == 0))
		*to = t;
}

/* ---- roots, entries, sources ---- */

static void
set_format(struct build *b, enum feed_format f)
{
	b->doc->format = f;
	if (build_top(b)->lang.n > 0)
		b->doc->lang = build_top(b)->lang;
}

static const struct {
	struct str version;
	enum feed_format format;
} rss_versions[] = { { STR_INIT("0.90"), FEED_RSS090 }, { STR_INIT("0.91"), FEED_RSS091 },
	{ STR_INIT("0.92"), FEED_RSS092 }, { STR_INIT("0.93"), FEED_RSS093 },
	{ STR_INIT("0.94"), FEED_RSS094 }, { STR_INIT("1.0"), FEED_RSS10 },
	{ STR_INIT("2"), FEED_RSS20 } };

START(root_rss)
{
	struct str v = attr_get(a, "version");
	enum feed_format f = FEED_RSS;

	(void)el;
	for (size_t i = 0; i < NELEM(rss_versions); i++)
		if (str_starts(v, rss_versions[i].version))
			f = rss_versions[i].format;
	set_format(b, f);
}

START(root_rdf)
{
	(void)el, (void)a;
	set_format(b, FEED_RSS10); /* root_channel() looks closer */
}

static bool
in_vocabulary(const struct build *b, const char *part)
{
	return b->uri != NULL && str_find(str_of(b->uri), str_of(part)) != STR_NOWHERE;
}

START(root_atom)
{
	struct str v = attr_get(a, "version");

	(void)el;
	set_format(b,
	    in_vocabulary(b, "purl.org") || str_starts(v, STR("0.")) ? FEED_ATOM03
								     : FEED_ATOM10);
}

START(root_channel)
{
	const struct frame *f = build_top(b);

	(void)el;
	if (b->doc->format == FEED_UNKNOWN && in_vocabulary(b, "purl.org/net/rss1.1")) {
		/* RSS 1.1, which is RSS 1.0 with another root */
		set_format(b, FEED_RSS10);
	} else if (b->doc->format == FEED_RSS10 &&
	    in_vocabulary(b, "netscape.com/rdf/simple/0.9")) {
		set_format(b, FEED_RSS090);
	} else if (b->doc->format == FEED_UNKNOWN && str_eq(b->root, STR("channel")) &&
	    !attr_exists(a, "href")) {
		set_format(b, FEED_RSS); /* without its root */
	} else if (b->doc->format == FEED_UNKNOWN) {
		set_format(b, FEED_CDF);
		b->doc->link = build_url(b, attr_get(a, "href"));
		feed_date(attr_get(a, "lastmod"), &b->doc->updated);
	}
	if (f->lang.n > 0 && f->lang.p != b->stack[0].lang.p)
		b->doc->lang = f->lang;
	if (b->doc->id.n == 0 && attr_any(a, "about").n > 0)
		b->doc->id = build_keep(b, attr_any(a, "about"));
}

START(root_entry)
{
	set_format(b, FEED_ATOM10);
	start_entry(b, el, a);
}

START(start_entry)
{
	const struct frame *f = build_top(b);
	struct feed_entry *en = build_entry_begin(b);
	struct str about = attr_any(a, "about");

	(void)el;
	if (f->lang.p != b->stack[0].lang.p)
		en->lang = build_keep(b, f->lang);
	if (about.n > 0)
		en->id = build_keep(b, about);
	if (b->doc->format == FEED_CDF) {
		en->link = build_url(b, attr_get(a, "href"));
		feed_date(attr_get(a, "lastmod"), &en->updated);
	}
}

/* RFC 6721: the entry of that id was taken down. */
START(start_deleted)
{
	struct str ref = attr_get(a, "ref");
	struct feed_entry *en;

	(void)el;
	if (ref.n == 0)
		return;
	en = build_entry_begin(b);
	en->withdrawn = true;
	en->id = build_keep(b, ref);
	feed_date(attr_get(a, "when"), &en->updated);
}

/* An id that is an address stands in for a link that is missing (RSS 2.0, guid). */
END(end_entry)
{
	struct feed_entry *en = b->entry;

	(void)el, (void)text;
	if (en == NULL)
		return;
	if (en->link.n > 0)
		en->id_is_link = false;
	else if (en->id_is_link)
		en->link = build_url(b, en->id);
	build_entry_end(b);
}

START(start_source)
{
	struct str url = attr_get(a, "url");

	(void)el;
	if (b->entry == NULL)
		return;
	if (b->entry->source == NULL) {
		b->entry->source = ARENA_NEW(b->entry_arena, struct feed_doc);
		build_doc_init(b->entry->source);
	}
	b->head = b->entry->source;
	if (url.n > 0)
		b->head->self = build_url(b, url);
}

END(end_source)
{
	(void)el;
	if (text.n > 0 && b->head != b->doc && b->head->title.value.n == 0)
		b->head->title.value = build_keep(b, text);
	b->head = b->doc;
}

/* ---- persons ---- */

START(start_person)
{
	FEED_LIST(struct feed_person) * list;

	(void)a;
	b->person = NULL;
	if (el->word != NULL) { /* one only, not a list */
		b->person = ARENA_NEW(build_arena(b), struct feed_person);
		return;
	}
	list = member(b, el);
	if ((el->flags & EL_WEAK) && list->n > 0)
		return;
	b->person = BUILD_ADD(b, *list);
}

/* "name (mail)", "mail (name)", "name <mail>", "mail", "name" */
static void
split_person(struct build *b, struct str s)
{
	size_t open = str_chr(s, s.n > 0 && s.p[s.n - 1] == '>' ? '<' : '(');
	struct str before, within;
	bool closed = s.n > 0 && (s.p[s.n - 1] == '>' || s.p[s.n - 1] == ')');

	if (str_starts_ci(s, STR("mailto:")))
		s = str_sub(s, 7, s.n);
	if (open == STR_NOWHERE || !closed) {
		bool mail = str_chr(s, '@') != STR_NOWHERE &&
		    str_chr(s, ' ') == STR_NOWHERE && str_chr(s, '/') == STR_NOWHERE;

		*(mail ? &b->person->email : &b->person->name) = build_keep(b, s);
		return;
	}
	before = str_trim(str_sub(s, 0, open));
	within = str_trim(str_sub(s, open + 1, s.n - 1));
	if (str_starts_ci(within, STR("mailto:")))
		within = str_sub(within, 7, within.n);
	if (str_chr(within, '@') != STR_NOWHERE && str_chr(within, ' ') == STR_NOWHERE) {
		b->person->name = build_keep(b, before);
		b->person->email = build_keep(b, within);
	} else if (str_chr(before, '@') != STR_NOWHERE &&
	    str_chr(before, ' ') == STR_NOWHERE) {
		b->person->email = build_keep(b, before);
		b->person->name = build_keep(b, within);
	} else {
		b->person->name = build_keep(b, s);
	}
}

END(end_person)
{
	struct feed_person *p = b->person;
	FEED_LIST(struct feed_person) * list;

	if (p == NULL)
		return;
	if (p->name.n == 0 && p->email.n == 0 && text.n > 0)
		split_person(b, text);
	b->person = NULL;
	if (el->word != NULL) {
		if (b->entry != NULL && b->head == b->doc) {
			build_extra(b, "publisher.name", p->name, FEED_VALUE_TEXT);
			build_extra(b, "publisher.email", p->email, FEED_VALUE_TEXT);
		} else if (b->head->publisher.name.n == 0 &&
		    b->head->publisher.email.n == 0) {
			b->head->publisher = *p;
		}
		return;
	}
	list = member(b, el);
	if (p->name.n == 0 && p->email.n == 0 && p->uri.n == 0 && list->n > 0)
		list->n--;
}

END(end_person_name)
{
	(void)el;
	if (b->person != NULL)
		b->person->name = build_keep(b, text);
}

END(end_person_email)
{
	(void)el;
	if (b->person != NULL)
		b->person->email = build_keep(b,
		    str_starts_ci(text, STR("mailto:")) ? str_sub(text, 7, text.n)
							: text);
}

END(end_person_uri)
{
	(void)el;
	if (b->person != NULL)
		b->person->uri = build_url(b, text);
}
