/* xml.c -- see xml.h.  libxml2 loads nothing: no DTD, no external entity, no network. */
#include "config.h"

#include <stddef.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/alloc.h"
#include "base/bits.h"
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
	struct buf text; /* with its references replaced */
	struct str now;  /* of this push: what was parsed since the mark */
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
	buf_init(&x->text, SIZE_MAX / 2);
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

/* ---- what libxml2 is spared ---- */

#define SECTION "<![CDATA["
#define SECTION_END "]]>"
#define TEXT_LEAST 200 /* bytes, for which libxml2 is worth to be stopped */

/* It looks at each byte of a marked section several times, and at each reference in a
 * text for long.  So it is given mark-up up to where such begins; if it says that it
 * stands there, what is whole, and easy, is taken here, and it goes on behind. */

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

/* Where in s, which may begin with mark-up, it looks as if a section or a long text
 * began; s.n: nowhere. */
static size_t
content_start(struct str s)
{
	static const struct str section = STR_INIT(SECTION);
	size_t at = str_chr(s, '<'), n, end;

	for (; at < s.n; at += n) { /* from one '<' to the next */
		struct str rest = str_sub(s, at, s.n);

		if (str_starts(rest, section))
			return at + section.n;
		n = str_chr(str_sub(rest, 1, rest.n), '<');
		n = n == STR_NOWHERE ? rest.n : n + 1;
		if (n > TEXT_LEAST &&
		    (end = str_chr(str_sub(rest, 0, n), '>')) != STR_NOWHERE &&
		    n - end > TEXT_LEAST)
			return at + end + 1;
	}
	return s.n;
}

/* How much libxml2 is given next: up to what it may be spared, if it may be. */
static size_t
piece_length(const struct xml *x, struct str s, bool spare)
{
	size_t n = 0;

	s = str_sub(s, 0, XML_PIECE);
	if (!spare)
		return s.n;
	if (x->ctxt->instate == XML_PARSER_CDATA_SECTION)
		n = section_length(s);
	return n == STR_NOWHERE ? s.n : n + content_start(str_sub(s, n, s.n));
}

static bool
has_control(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' && s.p[i] != '\n' && s.p[i] != '\t' &&
		    s.p[i] != '\r')
			return true;
	return false;
}

/* Valid UTF-8: is it all characters that XML may have?  Eight bytes at a time, of which
 * hardly any has a byte below the space. */
static bool
is_all_characters(struct str s)
{
	uint64_t all = 0;

	for (size_t i = 0; i < s.n; i += sizeof(all)) {
		struct str some = str_sub(s, i, i + sizeof(all));
		uint64_t bytes = str_load(some); /* of the last, zeros behind it */

		all |= bytes;
		if (((bytes - EACH_BYTE * ' ') & ~bytes & HIGH_BITS) != 0 &&
		    has_control(some))
			return false;
	}
	return (all & HIGH_BITS) == 0 || str_find(s, STR("\xef\xbf")) == STR_NOWHERE;
}

static const struct reference {
	struct str ref;
	char is;
} references[] = { { STR_INIT("&lt;"), '<' }, { STR_INIT("&gt;"), '>' },
	{ STR_INIT("&amp;"), '&' }, { STR_INIT("&quot;"), '"' },
	{ STR_INIT("&apos;"), '\'' } };

/* One of the five that are no declaration's, at the start of s; NULL: another. */
static const struct reference *
reference_at(struct str s)
{
	for (size_t i = 0; i < NELEM(references); i++)
		if (str_starts(s, references[i].ref))
			return &references[i];
	return NULL;
}

/* The text with its references replaced, in x->text; false: it is not easy to say what it
 * is, if it is one at all. */
static bool
read_text(struct xml *x, struct str s)
{
	if (!is_all_characters(s) || section_length(s) != STR_NOWHERE ||
	    str_chr(s, '\r') != STR_NOWHERE)
		return false;
	buf_reset(&x->text);
	for (size_t n; (n = str_chr(s, '&')) != STR_NOWHERE;) {
		const struct reference *r = reference_at(str_sub(s, n, s.n));

		if (r == NULL)
			return false;
		buf_add(&x->text, str_sub(s, 0, n));
		buf_byte(&x->text, r->is);
		s = str_sub(s, n + r->ref.n, s.n);
	}
	buf_add(&x->text, s);
	return true;
}

/* Takes what libxml2 is spared at the start of s; its bytes, 0: nothing is.  *spare
 * becomes false if it stands somewhere else. */
static size_t
take_content(struct xml *x, struct str s, bool *spare)
{
	bool section = x->ctxt->instate == XML_PARSER_CDATA_SECTION;
	struct str in = str_sub(s, 0, section ? section_length(s) : str_chr(s, '<'));

	*spare = (section || x->ctxt->instate == XML_PARSER_CONTENT) &&
	    x->ctxt->input->cur == x->ctxt->input->end;
	if (!*spare || in.n == s.n || in.n == 0 ||
	    !(section ? is_all_characters(in) : read_text(x, in)))
		return 0;
	x->user.text(x->user.arg, section ? in : buf_str(&x->text));
	x->passed += in.n;
	return in.n;
}

void
xml_push(struct xml *x, struct str utf8)
{
	bool spare = true; /* as long as it stands where one would think */

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
		size_t window = utf8.n < XML_PIECE ? utf8.n : XML_PIECE, n;
		struct str piece = str_sub(utf8, 0, piece_length(x, utf8, spare));

		utf8 = str_sub(utf8, piece.n, utf8.n);
		x->now.n += piece.n;
		if (!parse_piece(x, piece)) {
			recover(x);
			soup_push(x->soup, utf8, false);
			return;
		}
		settle(x);
		if (piece.n == window)
			continue;
		n = take_content(x, utf8, &spare);
		utf8 = str_sub(utf8, n, utf8.n);
		x->now.n += n;
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
	buf_clear(&x->text);
	free(x);
}
