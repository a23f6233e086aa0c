/* soup.c -- see soup.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/utf8.h"
#include "parser/entity.h"
#include "parser/soup.h"

#define TAG_MAX 65536 /* a '<' without its '>' so far away is text */
#define REF_MAX (ENTITY_MAX + 2)

enum mode { MARKUP, CDATA, COMMENT, INSTRUCTION };

struct soup {
	struct xml_handler user;
	struct xml_scope *scope;
	xmlDictPtr dict;
	struct buf in;
	size_t at;       /* what is before it is done */
	size_t scanned;  /* of a tag that is not whole yet: how far, */
	char quote;      /* within which quotes, */
	size_t first_gt; /* and where it ends if they never close */
	enum mode mode;
	struct buf text; /* scratch for attribute values */
	struct xml_attr attrs[LIMIT_ATTRIBUTES];
};

struct soup *
soup_new(const struct xml_handler *h, struct xml_scope *scope, xmlDictPtr dict)
{
	struct soup *s = xcalloc(1, sizeof(*s));

	s->user = *h;
	s->scope = scope;
	s->dict = dict;
	buf_init(&s->in, SIZE_MAX / 2);
	buf_init(&s->text, 4 * TAG_MAX);
	return s;
}

void
soup_free(struct soup *s)
{
	if (s == NULL)
		return;
	buf_clear(&s->in);
	buf_clear(&s->text);
	free(s);
}

/* ---- text ---- */

static void
emit_plain(struct soup *s, struct str t)
{
	size_t from = 0;

	for (size_t i = 0; i < t.n; i++) {
		unsigned char c = (unsigned char)t.p[i];

		if (c >= 0x20 || c == '\t' || c == '\n' || c == '\r')
			continue;
		if (i > from)
			s->user.text(s->user.arg, str_sub(t, from, i));
		from = i + 1;
	}
	if (t.n > from)
		s->user.text(s->user.arg, str_sub(t, from, t.n));
}

/* The reference at the start of t: declared, or HTML's; its length, 0 if none. */
static size_t
reference(struct soup *s, struct str t, struct str *value, char enc[4])
{
	uint32_t c;
	size_t n = entity_read(t, true, &c), semi;
	const char *declared;

	if (n > 0) {
		*value = (struct str){ enc, c == 0 ? 0 : utf8_put(enc, c) };
		return n;
	}
	semi = str_chr(str_sub(t, 0, REF_MAX), ';');
	if (semi == STR_NOWHERE ||
	    (declared = xml_scope_entity(s->scope, str_sub(t, 1, semi))) == NULL)
		return 0;
	*value = str_of(declared);
	return semi + 1;
}

static void
emit_text(struct soup *s, struct str t)
{
	while (t.n > 0) {
		size_t amp = str_chr(t, '&'), n;
		struct str value;
		char enc[4];

		if (amp == STR_NOWHERE) {
			emit_plain(s, t);
			return;
		}
		emit_plain(s, str_sub(t, 0, amp));
		t = str_sub(t, amp, t.n);
		n = reference(s, t, &value, enc);
		if (n == 0) {
			n = 1;
			value = STR("&");
		}
		if (value.n > 0)
			s->user.text(s->user.arg, value);
		t = str_sub(t, n, t.n);
	}
}

/* ---- tags ---- */

/* Elements of HTML that have no content, whether they say so or not. */
static const char *const empty_names[] = { "br", "hr", "img", "input", "area", "wbr",
	"col", "param", "embed" };

/* Elements that hold text alone, and those that, coming within one, show that it was not
 * closed. */
static const char *const text_names[] = { "title", "link", "guid", "pubdate", "author",
	"category", "comments", "id", "updated", "published", "issued", "modified",
	"language", "copyright" };
static const char *const next_names[] = { "title", "link", "guid", "pubdate",
	"description", "category", "comments", "enclosure", "id", "updated", "published",
	"issued", "modified", "language", "copyright", "summary", "content", "item",
	"entry" };

static bool
is_one_of(const char *const *names, size_t n, const struct xml_name *name)
{
	if (name->prefix != NULL)
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_eq_ci(str_of(names[i]), str_of(name->local)))
			return true;
	return false;
}

static bool
same_name(const struct xml_name *a, const struct xml_name *b)
{
	return a->prefix == b->prefix && str_eq_ci(str_of(a->local), str_of(b->local));
}

static const char *
intern(struct soup *s, struct str t)
{
	const xmlChar *p = xmlDictLookup(s->dict, (const xmlChar *)t.p, (int)t.n);

	return p == NULL ? "" : (const char *)p; /* NULL: the dictionary's own cap */
}

static void
close_to(struct soup *s, size_t depth)
{
	while (s->scope->depth > depth) {
		struct xml_name name = s->scope->open[s->scope->depth - 1].name;

		xml_scope_pop(s->scope);
		s->user.end(s->user.arg, &name);
	}
}

static struct xml_name
read_name(struct soup *s, struct str t)
{
	size_t colon = str_chr(t, ':');
	struct xml_name name = { 0 };

	if (colon != STR_NOWHERE && colon > 0 && colon + 1 < t.n) {
		name.prefix = intern(s, str_sub(t, 0, colon));
		t = str_sub(t, colon + 1, t.n);
	}
	name.local = intern(s, t);
	return name;
}

static bool
is_name_char(char c)
{
	return is_alpha(c) || is_digit(c) || c == '_' || c == ':' || c == '-' ||
	    c == '.' || (unsigned char)c >= 0x80;
}

static struct str
take_name(struct str *t)
{
	size_t i = 0;
	struct str name;

	while (i < t->n && is_name_char(t->p[i]))
		i++;
	name = str_sub(*t, 0, i);
	*t = str_sub(*t, i, t->n);
	return name;
}

static struct str
take_value(struct str *t)
{
	size_t i = 0;
	struct str value;

	*t = str_sub(*t, 1, t->n); /* the = */
	while (t->n > 0 && is_space(t->p[0]))
		*t = str_sub(*t, 1, t->n);
	if (t->n > 0 && (t->p[0] == '"' || t->p[0] == '\'')) {
		size_t end = str_chr(str_sub(*t, 1, t->n), t->p[0]);

		if (end != STR_NOWHERE) {
			value = str_sub(*t, 1, end + 1);
			*t = str_sub(*t, end + 2, t->n);
			return value;
		}
		*t = str_sub(*t, 1, t->n);
	}
	while (i < t->n && !is_space(t->p[i]))
		i++;
	value = str_sub(*t, 0, i);
	*t = str_sub(*t, i, t->n);
	return value;
}

/* Offset of the decoded value in s->text, where it stays until the event is over. */
static size_t
decode_value(struct soup *s, struct str v, size_t *n)
{
	size_t from = s->text.n;

	while (v.n > 0) {
		size_t amp = str_chr(v, '&'), len;
		struct str value, plain = str_sub(v, 0, amp == STR_NOWHERE ? v.n : amp);
		char enc[4];

		for (size_t i = 0; i < plain.n; i++)
			if ((unsigned char)plain.p[i] >= 0x20)
				buf_byte(&s->text, plain.p[i]);
			else if (is_space(plain.p[i]))
				buf_byte(&s->text, ' ');
		v = str_sub(v, plain.n, v.n);
		if (v.n == 0)
			break;
		len = reference(s, v, &value, enc);
		if (len == 0) {
			len = 1;
			value = STR("&");
		}
		buf_add(&s->text, value);
		v = str_sub(v, len, v.n);
	}
	*n = s->text.n - from;
	return from;
}

static size_t
read_attrs(struct soup *s, struct str t)
{
	size_t n = 0, at[LIMIT_ATTRIBUTES];

	buf_reset(&s->text);
	while (t.n > 0 && n < LIMIT_ATTRIBUTES) {
		struct str name, value = STR_NONE;

		name = take_name(&t);
		if (name.n == 0) {
			t = str_sub(t, 1, t.n);
			continue;
		}
		while (t.n > 0 && is_space(t.p[0]))
			t = str_sub(t, 1, t.n);
		if (t.n > 0 && t.p[0] == '=')
			value = take_value(&t);
		s->attrs[n].name = read_name(s, name);
		at[n] = decode_value(s, value, &s->attrs[n].value.n);
		n++;
	}
	for (size_t i = 0; i < n; i++)
		s->attrs[i].value.p = s->text.p == NULL ? "" : s->text.p + at[i];
	if (s->text.over)
		return 0;
	return n;
}

/* Namespace declarations are bound and leave the list; prefixes get their addresses. */
static size_t
bind_attrs(struct soup *s, struct xml_name *name, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		struct xml_name *an = &s->attrs[i].name;
		bool ns = an->prefix != NULL && strcmp(an->prefix, "xmlns") == 0;

		if (ns || (an->prefix == NULL && strcmp(an->local, "xmlns") == 0))
			xml_scope_bind(s->scope, ns ? an->local : NULL,
			    intern(s, s->attrs[i].value));
		else
			s->attrs[kept++] = s->attrs[i];
	}
	for (size_t i = 0; i < kept; i++)
		if (s->attrs[i].name.prefix != NULL)
			s->attrs[i].name.uri = xml_scope_uri(s->scope,
			    s->attrs[i].name.prefix);
	name->uri = xml_scope_uri(s->scope, name->prefix);
	return kept;
}

/* What a start tag shows to be over, though nobody closed it. */
static void
close_implied(struct soup *s, const struct xml_name *name)
{
	const struct xml_scope *sc = s->scope;

	if (sc->depth > 0 && is_one_of(next_names, NELEM(next_names), name) &&
	    is_one_of(text_names, NELEM(text_names), &sc->open[sc->depth - 1].name) &&
	    !same_name(&sc->open[sc->depth - 1].name, name))
		close_to(s, sc->depth - 1);
	if (!str_eq_ci(str_of(name->local), STR("item")) &&
	    !str_eq_ci(str_of(name->local), STR("entry")))
		return;
	for (size_t i = sc->depth; i > 0; i--)
		if (same_name(&sc->open[i - 1].name, name)) {
			close_to(s, i - 1);
			return;
		}
}

static void
start_tag(struct soup *s, struct str t)
{
	bool closed = t.n > 0 && t.p[t.n - 1] == '/';
	size_t before, n;
	struct xml_name name;

	if (closed)
		t.n--;
	name = read_name(s, take_name(&t));
	close_implied(s, &name);
	before = s->scope->bindings;
	n = bind_attrs(s, &name, read_attrs(s, t));
	if (!xml_scope_push(s->scope, &name, before)) {
		s->scope->bindings = before; /* too deep: its text goes to what it stands
						in */
		return;
	}
	s->user.start(s->user.arg, &name, s->attrs, n);
	if (closed || is_one_of(empty_names, NELEM(empty_names), &name))
		close_to(s, s->scope->depth - 1);
}

static void
end_tag(struct soup *s, struct str t)
{
	struct xml_name name = read_name(s, take_name(&t));

	for (size_t i = s->scope->depth; i > 0; i--)
		if (same_name(&s->scope->open[i - 1].name, &name)) {
			close_to(s, i - 1);
			return;
		}
}

/* <!ENTITY name "value"> in the internal subset. */
static void
declaration(struct soup *s, struct str t)
{
	size_t at;

	while ((at = str_find(t, STR("<!ENTITY"))) != STR_NOWHERE) {
		struct str name;

		t = str_sub(t, at + 8, t.n);
		name = str_word(&t);
		while (t.n > 0 && is_space(t.p[0]))
			t = str_sub(t, 1, t.n);
		if (t.n > 0 && (t.p[0] == '"' || t.p[0] == '\'')) {
			size_t end = str_chr(str_sub(t, 1, t.n), t.p[0]);

			if (end == STR_NOWHERE)
				return;
			xml_scope_declare(s->scope, name, str_sub(t, 1, end + 1));
			t = str_sub(t, end + 2, t.n);
		}
	}
}

/* ---- tokens ---- */

/*
 * End of the tag or declaration that begins at s->at ('<' included, '>' not): its offset,
 * 0 if it is not whole yet.  A '<' outside quotes ends a tag that forgot its '>'.
 */
static size_t
find_tag_end(struct soup *s, bool doctype)
{
	const char *p = s->in.p;
	size_t i = s->scanned > s->at ? s->scanned : s->at + 1;
	int brackets = 0;

	if (doctype) { /* short and rare: from its beginning each time */
		i = s->at + 1;
		s->quote = '\0';
	}
	for (; i < s->in.n && i - s->at < TAG_MAX; i++) {
		char c = p[i];

		if (s->quote != '\0') {
			if (c == s->quote)
				s->quote = '\0';
			else if (c == '>' && s->first_gt == 0)
				s->first_gt = i;
			else if (c == '<' && s->first_gt != 0 && !doctype)
				return s->first_gt;
		} else if (c == '"' || c == '\'') {
			size_t b = i;

			while (b > s->at && is_space(p[b - 1]))
				b--;
			if (doctype || (b > s->at && p[b - 1] == '=')) {
				s->quote = c;
				s->first_gt = 0;
			}
		} else if (doctype && c == '[') {
			brackets++;
		} else if (doctype && c == ']') {
			brackets--;
		} else if (c == '>' && brackets <= 0) {
			return i;
		} else if (c == '<' && !doctype) {
			return i;
		}
	}
	s->scanned = i;
	return 0;
}

static void
token_done(struct soup *s, size_t at)
{
	s->at = at;
	s->scanned = 0;
	s->quote = '\0';
	s->first_gt = 0;
}

/* Text up to before end, which is skipped; false: it has not come yet. */
static bool
until(struct soup *s, struct str end, bool keep, bool last)
{
	struct str rest = str_sub(buf_str(&s->in), s->at, s->in.n);
	size_t i = str_find(rest, end), n;

	n = i != STR_NOWHERE ? i
	    : last           ? rest.n
	    : rest.n < end.n ? 0
			     : rest.n - (end.n - 1);
	if (i == STR_NOWHERE && !last)
		n = utf8_floor(rest, n);
	if (keep)
		emit_plain(s, str_sub(rest, 0, n));
	s->at += n + (i == STR_NOWHERE ? 0 : end.n);
	if (i != STR_NOWHERE)
		s->mode = MARKUP;
	return i != STR_NOWHERE;
}

/* Enough to see that text goes on: the last bytes may be the first of a reference. */
static size_t
safe_text(struct str t)
{
	size_t back = t.n < REF_MAX ? t.n : REF_MAX;

	for (size_t i = t.n; i > t.n - back; i--)
		if (t.p[i - 1] == '&')
			return i - 1;
	return t.n;
}

static const struct {
	struct str opening;
	enum mode mode;
} openings[] = { { STR_INIT("<![CDATA["), CDATA }, { STR_INIT("<!--"), COMMENT },
	{ STR_INIT("<?"), INSTRUCTION } };

/* What begins with '<'.  False: it is not whole yet. */
static bool
markup(struct soup *s, struct str rest, bool last)
{
	bool doctype = rest.n > 1 && rest.p[1] == '!',
	     ends = rest.n > 1 && rest.p[1] == '/';
	char first = rest.n > 1u + ends ? rest.p[1 + ends] : '\0';
	size_t end;

	for (size_t i = 0; i < NELEM(openings); i++) {
		if (str_starts_ci(rest, openings[i].opening)) {
			s->mode = openings[i].mode;
			token_done(s, s->at + openings[i].opening.n);
			return true;
		}
		if (!last && str_starts_ci(openings[i].opening, rest))
			return false;
	}
	if (!last && (rest.n < 2 || (ends && rest.n < 3)))
		return false;
	if (!doctype && !is_alpha(first) && first != '_' && (unsigned char)first < 0x80) {
		emit_plain(s, STR("<"));
		token_done(s, s->at + 1);
		return true;
	}
	end = find_tag_end(s, doctype);
	if (end == 0) {
		if (!last && s->scanned - s->at < TAG_MAX)
			return false;
		if (last && s->scanned - s->at < TAG_MAX) {
			token_done(s, s->in.n); /* cut off within a tag */
			return true;
		}
		emit_plain(s, STR("<"));
		token_done(s, s->at + 1);
		return true;
	}
	rest = str_sub(rest, 1 + ends, end - s->at);
	if (doctype)
		declaration(s, rest);
	else if (ends)
		end_tag(s, rest);
	else
		start_tag(s, rest);
	token_done(s, end + (s->in.p[end] == '>'));
	return true;
}

/* False: nothing more can be read of what is there. */
static bool
step(struct soup *s, bool last)
{
	struct str rest = str_sub(buf_str(&s->in), s->at, s->in.n);
	size_t n;

	switch (s->mode) {
	case CDATA:
		return until(s, STR("]]>"), true, last);
	case COMMENT:
		return until(s, STR("-->"), false, last);
	case INSTRUCTION:
		return until(s, STR(">"), false, last);
	case MARKUP:
		break;
	}
	if (rest.n == 0)
		return false;
	if (rest.p[0] == '<')
		return markup(s, rest, last);
	n = str_chr(rest, '<');
	if (n == STR_NOWHERE)
		n = last ? rest.n : utf8_floor(rest, safe_text(rest));
	emit_text(s, str_sub(rest, 0, n));
	token_done(s, s->at + n);
	return n > 0;
}

void
soup_push(struct soup *s, struct str bytes, bool last)
{
	buf_drop(&s->in, s->at);
	if (s->scanned > 0) {
		s->scanned -= s->at;
		s->first_gt -= s->first_gt == 0 ? 0 : s->at;
	}
	s->at = 0;
	buf_add(&s->in, bytes);
	while (step(s, last))
		;
}
