/* xml.c -- see xml.h.  libxml2 loads nothing: no DTD, no external entity, no network. */
#include "config.h"

#include <stddef.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "parser/entity.h"
#include "parser/soup.h"
#include "parser/xml.h"

#define XML_PIECE 16384

struct xml {
	struct xml_handler user;
	xmlParserCtxtPtr ctxt; /* NULL once the recovering reader has taken over */
	xmlDictPtr dict;
	struct soup *soup;
	struct buf held;  /* since the mark, of former pushes */
	uint64_t held_at; /* offset of its first byte */
	uint64_t mark;
	uint64_t passed; /* bytes before what libxml2 reads now that it was not given */
	struct {
		size_t depth, bindings;
	} marked;
	xmlEntity entity; /* the answer to get_entity() */
	char entity_text[8];
	struct str now; /* of this push: what was parsed since the mark */
	bool begun, damaged;
	struct xml_scope scope; /* not zeroed from .open on */
	struct xml_attr attrs[LIMIT_ATTRIBUTES];
};

/* ---- scope ---- */

bool
xml_scope_push(struct xml_scope *s, const struct xml_name *n, size_t bindings_before)
{
	if (s->depth == LIMIT_FEED_DEPTH)
		return false;
	s->open[s->depth].name = *n;
	s->open[s->depth++].bindings = bindings_before;
	return true;
}

void
xml_scope_pop(struct xml_scope *s)
{
	if (s->depth > 0)
		s->bindings = s->open[--s->depth].bindings;
}

void
xml_scope_bind(struct xml_scope *s, const char *prefix, const char *uri)
{
	if (s->bindings == XML_BINDINGS)
		return;
	s->bind[s->bindings].prefix = prefix;
	s->bind[s->bindings++].uri = uri;
}

const char *
xml_scope_uri(const struct xml_scope *s, const char *prefix)
{
	for (size_t i = s->bindings; i > 0; i--)
		if (s->bind[i - 1].prefix == prefix)
			return s->bind[i - 1].uri;
	return NULL;
}

void
xml_scope_declare(struct xml_scope *s, struct str name, struct str value)
{
	struct buf text;

	if (s->nentities == XML_ENTITIES || name.n == 0 || name.n > ENTITY_MAX)
		return;
	buf_init(&text, XML_ENTITY_SIZE);
	entity_decode(&text, value, false);
	if (!text.over) {
		s->entities[s->nentities].name = str_dup(name);
		s->entities[s->nentities++].value = str_dup(buf_str(&text));
	}
	buf_clear(&text);
}

const char *
xml_scope_entity(const struct xml_scope *s, struct str name)
{
	for (size_t i = 0; i < s->nentities; i++)
		if (str_eq(str_of(s->entities[i].name), name))
			return s->entities[i].value;
	return NULL;
}

static void
xml_scope_clear(struct xml_scope *s)
{
	for (size_t i = 0; i < s->nentities; i++) {
		free(s->entities[i].name);
		free(s->entities[i].value);
	}
	s->nentities = 0;
}

/* ---- libxml2's events ---- */

static const char *
chars(const xmlChar *s)
{
	return (const char *)s;
}

static void
sax_start(void *arg, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri,
    int nns, const xmlChar **ns, int nattrs, int ndefault, const xmlChar **attrs)
{
	struct xml *x = arg;
	struct xml_name name = { chars(local), chars(prefix), chars(uri) };
	size_t before = x->scope.bindings, n = 0;

	(void)ndefault;
	for (int i = 0; i < nns; i++)
		xml_scope_bind(&x->scope, chars(ns[2 * i]), chars(ns[2 * i + 1]));
	xml_scope_push(&x->scope, &name, before);
	for (int i = 0; i < nattrs && n < LIMIT_ATTRIBUTES; i++, attrs += 5, n++)
		x->attrs[n] = (struct xml_attr){ { chars(attrs[0]), chars(attrs[1]),
						     chars(attrs[2]) },
			{ chars(attrs[3]), (size_t)(attrs[4] - attrs[3]) } };
	x->user.start(x->user.arg, &name, x->attrs, n);
}

static void
sax_end(void *arg, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
	struct xml *x = arg;
	struct xml_name name = { chars(local), chars(prefix), chars(uri) };

	xml_scope_pop(&x->scope);
	x->user.end(x->user.arg, &name);
}

static void
sax_text(void *arg, const xmlChar *s, int n)
{
	struct xml *x = arg;

	x->user.text(x->user.arg, (struct str){ chars(s), (size_t)n });
}

static void
sax_entity_decl(void *arg, const xmlChar *name, int type, const xmlChar *public_id,
    const xmlChar *system_id, xmlChar *content)
{
	struct xml *x = arg;

	(void)public_id, (void)system_id;
	if (type == XML_INTERNAL_GENERAL_ENTITY && content != NULL)
		xml_scope_declare(&x->scope, str_of(chars(name)), str_of(chars(content)));
}

/*
 * Declared entities and HTML's names.  Within content libxml2 copies the text of a
 * predefined entity to the text event; within attributes it takes one byte of it only, so
 * there it gets a general entity, whose text it expands.
 */
static xmlEntityPtr
sax_get_entity(void *arg, const xmlChar *name)
{
	struct xml *x = arg;
	const char *value = xml_scope_entity(&x->scope, str_of(chars(name)));
	bool in_attribute = x->ctxt->instate == XML_PARSER_ATTRIBUTE_VALUE;

	if (value == NULL) {
		uint32_t c = entity_named(str_of(chars(name)));

		if (c == 0)
			return NULL;
		x->entity_text[utf8_put(x->entity_text, c)] = '\0';
		value = x->entity_text;
		x->damaged = true;
	}
	if (in_attribute && strpbrk(value, "<&") != NULL)
		return NULL;
	/* else libxml2 leaves memory of its own there */
	x->entity = (xmlEntity){ .type = XML_ENTITY_DECL,
		.name = name,
		.etype = in_attribute ? XML_INTERNAL_GENERAL_ENTITY
				      : XML_INTERNAL_PREDEFINED_ENTITY,
		.content = (xmlChar *)(uintptr_t)value,
		.length = (int)strlen(value),
		.orig = (xmlChar *)(uintptr_t)value };
	return &x->entity;
}

static void
sax_error(void *arg, xmlErrorPtr error)
{
	(void)arg, (void)error; /* wellFormed says it */
}

static const xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
	.startElementNs = sax_start,
	.endElementNs = sax_end,
	.characters = sax_text,
	.cdataBlock = sax_text,
	.ignorableWhitespace = sax_text,
	.entityDecl = sax_entity_decl,
	.getEntity = sax_get_entity,
	.serror = sax_error };

/* ---- the user's side ---- */

struct xml *
xml_new(const struct xml_handler *h)
{
	struct xml *x = xmalloc(sizeof(*x));
	xmlSAXHandler copy = sax;

	memset(x, 0, offsetof(struct xml, scope) + offsetof(struct xml_scope, open));
	x->user = *h;
	buf_init(&x->held, SIZE_MAX / 2);
	x->ctxt = xmlCreatePushParserCtxt(&copy, x, NULL, 0, NULL);
	if (x->ctxt == NULL)
		xmalloc(SIZE_MAX); /* says so and ends, as any other lack of memory */
	xmlCtxtUseOptions(x->ctxt,
	    XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC);
	x->dict = x->ctxt->dict;
	xmlDictReference(x->dict);
	xmlDictSetLimit(x->dict, LIMIT_NAMES); /* its table does not grow with it */
	return x;
}

/* What is before the mark is not needed any more. */
static void
settle(struct xml *x)
{
	size_t n = x->mark > x->held_at ? (size_t)(x->mark - x->held_at) : 0;
	size_t old = n < x->held.n ? n : x->held.n;

	if (n == 0)
		return;
	buf_drop(&x->held, old);
	x->now = str_sub(x->now, n - old, x->now.n);
	x->held_at = x->mark;
}

/* libxml2 keeps the entities of a declaration in a document that the context does not
 * free. */
static void
free_context(struct xml *x)
{
	if (x->ctxt == NULL)
		return;
	xmlFreeDoc(x->ctxt->myDoc);
	xmlFreeParserCtxt(x->ctxt);
	x->ctxt = NULL;
}

/* From the mark on, with the recovering reader. */
static void
recover(struct xml *x)
{
	settle(x);
	free_context(x);
	x->damaged = true;
	x->scope.depth = x->marked.depth;
	x->scope.bindings = x->marked.bindings;
	x->user.rewind(x->user.arg);
	x->soup = soup_new(&x->user, &x->scope, x->dict);
	soup_push(x->soup, buf_str(&x->held), false);
	soup_push(x->soup, x->now, false);
	buf_clear(&x->held);
}

static char
held_byte(const struct xml *x, size_t at)
{
	return at < x->held.n ? x->held.p[at] : x->now.p[at - x->held.n];
}

/* White space before the declaration is a mistake that costs nothing to forgive. */
static struct str
skip_blank(struct xml *x, struct str s)
{
	size_t i = 0;

	while (i < s.n && is_space(s.p[i]))
		i++;
	if (i > 0)
		x->damaged = true;
	return str_sub(s, i, s.n);
}

/* False: not well formed.  A NUL would make libxml2 guess at UTF-16. */
static bool
parse_piece(struct xml *x, struct str piece)
{
	if (memchr(piece.p, '\0', piece.n) != NULL)
		return false;
	xmlParseChunk(x->ctxt, piece.p, (int)piece.n, 0);
	return x->ctxt->wellFormed && !x->ctxt->disableSAX;
}

/* ---- marked sections ---- */

#define SECTION "<![CDATA["
#define SECTION_END "]]>"

/* Behind the first opening of a section within the most bytes of s that are parsed at
 * once, which is mark-up or looks like it; else behind them. */
static size_t
section_opening(struct str s)
{
	static const struct str open = STR_INIT(SECTION);
	const size_t before = 2; /* "<!" */

	s = str_sub(s, 0, XML_PIECE);
	for (size_t at = 0, next;
	     (next = str_chr(str_sub(s, at, s.n), '[')) != STR_NOWHERE; at += next + 1)
		if (at + next >= before &&
		    str_starts(str_sub(s, at + next - before, s.n), open))
			return at + next - before + open.n;
	return s.n;
}

/* Where the section at hand ends; STR_NOWHERE: not in s. */
static size_t
section_length(struct str s)
{
	static const struct str end = STR_INIT(SECTION_END);

	for (size_t at = 0, next;
	     (next = str_chr(str_sub(s, at, s.n), ']')) != STR_NOWHERE; at += next + 1)
		if (str_starts(str_sub(s, at + next, s.n), end))
			return at + next;
	return STR_NOWHERE;
}

static bool
is_other_control(char c)
{
	return (unsigned char)c < ' ' && c != '\n' && c != '\t' && c != '\r';
}

/* Valid UTF-8: is it all characters that XML may have? */
static bool
is_all_characters(struct str s)
{
	const uint64_t each = UINT64_C(0x0101010101010101), high = each << 7;
	uint64_t wide = 0;

	for (size_t i = 0; i < s.n; i += 8) {
		uint64_t v = str_load(str_sub(s, i, s.n));

		wide |= v & high;
		if ((v - each * ' ') & ~v & high)
			for (size_t k = i; k < i + 8 && k < s.n; k++)
				if (is_other_control(s.p[k]))
					return false;
	}
	return wide == 0 || str_find(s, STR("\xef\xbf")) == STR_NOWHERE;
}

/* libxml2 looks at each byte of a section several times; what is behind its opening, and
 * whole, is taken here.  Bytes of s that are. */
static size_t
take_section(struct xml *x, struct str s)
{
	size_t n = section_length(s);

	if (n == STR_NOWHERE || n == 0 || !is_all_characters(str_sub(s, 0, n)))
		return 0;
	x->user.text(x->user.arg, str_sub(s, 0, n));
	x->passed += n;
	return n;
}

/* Is all that libxml2 was given read, and a section open? */
static bool
in_section(const struct xml *x)
{
	return x->ctxt->instate == XML_PARSER_CDATA_SECTION &&
	    x->ctxt->input->cur == x->ctxt->input->end;
}

void
xml_push(struct xml *x, struct str utf8)
{
	bool sections = true; /* as long as what looks like one is one */

	if (!x->begun) {
		utf8 = skip_blank(x, utf8);
		x->begun = utf8.n > 0;
	}
	if (x->soup != NULL) {
		soup_push(x->soup, utf8, false);
		return;
	}
	x->now = (struct str){ utf8.p, 0 };
	while (utf8.n > 0) {
		size_t n = sections ? section_opening(utf8) : XML_PIECE;
		struct str piece = str_sub(utf8, 0, n);

		utf8 = str_sub(utf8, piece.n, utf8.n);
		x->now.n += piece.n;
		if (!parse_piece(x, piece)) {
			recover(x);
			soup_push(x->soup, utf8, false);
			return;
		}
		settle(x);
		if (sections && str_ends(piece, STR(SECTION))) {
			sections = in_section(x);
			n = sections ? take_section(x, utf8) : 0;
			utf8 = str_sub(utf8, n, utf8.n);
			x->now.n += n;
		}
	}
	buf_add(&x->held, x->now);
	x->now = STR_NONE;
}

bool
xml_finish(struct xml *x)
{
	if (x->ctxt != NULL) {
		xmlParseChunk(x->ctxt, NULL, 0, 1);
		if (!x->ctxt->nsWellFormed)
			x->damaged = true;
		if (!x->ctxt->wellFormed)
			recover(x);
	}
	if (x->soup != NULL)
		soup_push(x->soup, STR_NONE, true);
	return !x->damaged;
}

bool
xml_mark(struct xml *x)
{
	long at;
	uint64_t off;

	if (x->ctxt == NULL || (at = xmlByteConsumed(x->ctxt)) < 0)
		return false;
	off = (uint64_t)at + x->passed;
	/* An end event comes right behind its '>'. */
	if (off <= x->held_at || off - x->held_at > x->held.n + x->now.n ||
	    held_byte(x, (size_t)(off - x->held_at - 1)) != '>')
		return false;
	x->mark = off;
	x->marked.depth = x->scope.depth;
	x->marked.bindings = x->scope.bindings;
	return true;
}

void
xml_free(struct xml *x)
{
	if (x == NULL)
		return;
	free_context(x);
	soup_free(x->soup);
	xmlDictFree(x->dict);
	xml_scope_clear(&x->scope);
	buf_clear(&x->held);
	free(x);
}
