/* build.c -- see build.h: the stack of open elements, entries, and what they inherit. */
#include "config.h"

#include <math.h>
#include <stddef.h>

#include "base/alloc.h"
#include "parser/fields.h"
#include "parser/entity.h"
#include "parser/href.h"
#include "parser/repair.h"

/* ---- values ---- */

struct arena *
build_arena(struct build *b)
{
	return b->entry != NULL ? b->entry_arena : b->arena;
}

struct str
build_keep(struct build *b, struct str s)
{
	return s.n == 0 ? STR_NONE : arena_str(build_arena(b), s);
}

struct frame *
build_top(struct build *b)
{
	return &b->stack[b->depth];
}

struct str
build_url(struct build *b, struct str ref)
{
	const struct frame *f = build_top(b);
	struct str base = f->based || b->site.n == 0 ? f->base : b->site;

	ref = str_trim(ref);
	if (ref.n == 0)
		return STR_NONE;
	ref = href_resolve(build_arena(b), base, ref);
	return href_is_active(ref) ? STR_NONE : build_keep(b, ref);
}

void *
build_append(struct build *b, void *list, size_t size)
{
	FEED_LIST(void) *l = list; /* every FEED_LIST begins alike */

	l->items = arena_grow(build_arena(b), l->items, l->n, &l->cap, size);
	return memset((char *)l->items + l->n++ * size, 0, size);
}

void
build_enclosure(struct build *b, const struct feed_link *l)
{
	struct feed_link *to;

	if (b->entry->enclosures.n == LIMIT_ENCLOSURES)
		return;
	to = BUILD_ADD(b, b->entry->enclosures);
	*to = *l;
}

#define EXTRA_MAX 256

void
build_extra(struct build *b, const char *name, struct str value, enum feed_value_type t)
{
	struct feed_value *v;

	if (value.n == 0)
		return;
	if (b->entry != NULL && b->head == b->doc) {
		if (b->entry->extra.n == EXTRA_MAX)
			return;
		v = BUILD_ADD(b, b->entry->extra);
	} else {
		if (b->head->extra.n == EXTRA_MAX)
			return;
		v = BUILD_ADD(b, b->head->extra);
	}
	v->name = build_keep(b, str_of(name));
	v->value = build_keep(b, value);
	v->type = t;
}

/* ---- entries ---- */

void
build_doc_init(struct feed_doc *d)
{
	*d = (struct feed_doc){ .updated = TIME_NONE,
		.published = TIME_NONE,
		.created = TIME_NONE,
		.ttl_s = -1,
		.update_interval_s = -1,
		.image = { .width = -1, .height = -1 } };
}

struct feed_entry *
build_entry_begin(struct build *b)
{
	struct feed_entry *en;

	b->entry_arena = b->nentries == LIMIT_ENTRIES ? &b->scratch : b->kept_arena;
	en = ARENA_NEW(b->entry_arena, struct feed_entry);
	en->published = en->updated = en->created = en->expired = TIME_NONE;
	en->lat = en->lon = b->point.lat = b->point.lon = NAN;
	b->page_link[1] = false;
	en->image.width = en->image.height = -1;
	b->entry = en;
	memset(b->settled[1], 0, sizeof(b->settled[1]));
	memset(b->settled[2], 0, sizeof(b->settled[2]));
	return en;
}

#define INHERIT(en, from, list)                        \
	do {                                           \
		(en)->list.items = (from)->list.items; \
		(en)->list.n = (from)->list.n;         \
		(en)->list.cap = (from)->list.n;       \
	} while (0)

/* RFC 4287, 4.2.1: authors of the source, then of the feed; and the feed's language. */
static void
inherit(const struct feed_doc *d, struct feed_entry *en)
{
	if (en->authors.n == 0 && en->source != NULL)
		INHERIT(en, en->source, authors);
	if (en->authors.n == 0)
		INHERIT(en, d, authors);
	if (en->lang.n == 0)
		en->lang = d->lang;
}

static void
set_mark(struct build *b)
{
	if (b->xml == NULL || !xml_mark(b->xml))
		return;
	b->mark.set = true;
	b->mark.doc = *b->doc;
	memcpy(b->mark.settled, b->settled[0], sizeof(b->mark.settled));
	b->mark.nentries = b->nentries;
	b->mark.depth = b->depth;
	b->mark.site = b->site;
}

void
build_entry_end(struct build *b)
{
	struct feed_entry *en = b->entry;
	struct feed_entry **slot;

	b->entry = NULL;
	b->head = b->doc;
	if (b->nentries == LIMIT_ENTRIES) {
		b->doc->dropped++;
		arena_reset(&b->scratch);
		return;
	}
	b->nentries++;
	if (b->on_entry != NULL) {
		if (b->nentries > b->handed) {
			b->handed = b->nentries;
			inherit(b->doc, en);
			b->on_entry(b->on_entry_arg, b->doc, en);
		}
		arena_reset(b->entry_arena);
		return;
	}
	slot = BUILD_ADD(b, b->doc->entries);
	*slot = en;
}

bool
build_finish(struct build *b)
{
	if (b->doc->format == FEED_UNKNOWN)
		return false;
	for (size_t i = 0; i < b->doc->entries.n; i++)
		inherit(b->doc, b->doc->entries.items[i]);
	return true;
}

/* ---- events ---- */

static const struct element *
lookup(struct build *b, enum scope scope, const struct xml_name *n)
{
	size_t slot = ((uintptr_t)n->local >> 3 ^ (uintptr_t)n->uri >> 4 ^
			  (uintptr_t)n->prefix >> 5 ^ (uintptr_t)scope << 4) %
	    NELEM(b->cache);
	enum ns ns;

	if (b->cache[slot].local != n->local || b->cache[slot].uri != n->uri ||
	    b->cache[slot].prefix != n->prefix || b->cache[slot].scope != scope) {
		ns = element_ns(n->uri, n->prefix);
		b->cache[slot].local = n->local;
		b->cache[slot].uri = n->uri;
		b->cache[slot].prefix = n->prefix;
		b->cache[slot].scope = scope;
		b->cache[slot].el = element_find(ns, scope, n->local);
	}
	return b->cache[slot].el;
}

static void
read_xml_attrs(struct build *b, struct frame *f, const struct xml_attr *attrs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct xml_name *an = &attrs[i].name;

		if (an->prefix == NULL || strcmp(an->prefix, "xml") != 0)
			continue;
		if (strcmp(an->local, "lang") == 0) {
			f->lang = build_keep(b, str_trim(attrs[i].value));
		} else if (strcmp(an->local, "base") == 0 &&
		    str_trim(attrs[i].value).n > 0) {
			struct str base = href_resolve(build_arena(b), f->base,
			    attrs[i].value);

			if (base.n > 0) {
				f->base = build_keep(b, base);
				f->based = true;
			}
		}
	}
}

static const char *const url_attrs[] = { "href", "src", "cite", "longdesc", "background",
	"poster", "action", "data", "usemap" };

static bool
is_url_attr(const char *name)
{
	for (size_t i = 0; i < NELEM(url_attrs); i++)
		if (strcmp(url_attrs[i], name) == 0)
			return true;
	return false;
}

static void
write_name(struct buf *out, const struct xml_name *n)
{
	if (n->prefix != NULL &&
	    (n->uri == NULL || element_ns(n->uri, n->prefix) != NS_XHTML)) {
		buf_cstr(out, n->prefix);
		buf_byte(out, ':');
	}
	buf_cstr(out, n->local);
}

/* A foreign vocabulary within content says so where it begins. */
static void
write_namespace(struct build *b, const struct xml_name *n)
{
	if (n->prefix == NULL && n->uri != NULL &&
	    (strcmp(n->local, "math") == 0 || strcmp(n->local, "svg") == 0)) {
		buf_cstr(&b->text, " xmlns=\"");
		entity_escape(&b->text, str_of(n->uri), true);
		buf_byte(&b->text, '"');
	}
}

/* What stood in a feed_text before its first element was text: now it is XML. */
static void
turn_into_markup(struct build *b)
{
	size_t at = b->stack[b->rich.depth].text_at;
	struct buf escaped;

	b->rich.markup = true;
	if (b->text.n == at || b->rich.kind == RICH_HTML)
		return; /* an HTML string with elements in it: both are markup */
	buf_init(&escaped, LIMIT_FIELD * 2);
	entity_escape(&escaped, str_sub(buf_str(&b->text), at, b->text.n), false);
	b->text.n = at;
	buf_add(&b->text, buf_str(&escaped));
	buf_clear(&escaped);
}

static void
open_markup(struct build *b, const struct xml_name *name, const struct xml_attr *attrs,
    size_t n)
{
	struct frame *f = build_top(b);
	bool moved = f->base.p != b->stack[b->rich.depth].base.p;

	if (!b->rich.markup)
		turn_into_markup(b);
	buf_byte(&b->text, '<');
	write_name(&b->text, name);
	write_namespace(b, name);
	for (size_t i = 0; i < n; i++) {
		struct str v = attrs[i].value;

		if (attrs[i].name.prefix != NULL &&
		    strcmp(attrs[i].name.prefix, "xml") == 0)
			continue;
		if (moved && is_url_attr(attrs[i].name.local))
			v = href_resolve(build_arena(b), f->base, v);
		buf_byte(&b->text, ' ');
		if (attrs[i].name.prefix != NULL) {
			buf_cstr(&b->text, attrs[i].name.prefix);
			buf_byte(&b->text, ':');
		}
		buf_cstr(&b->text, attrs[i].name.local);
		buf_cstr(&b->text, "=\"");
		entity_escape(&b->text, v, true);
		buf_byte(&b->text, '"');
	}
	buf_byte(&b->text, '>');
}

static enum scope
unknown_scope(enum scope around)
{
	if (around == IN_NOTHING)
		return IN_NOTHING;
	if (around == IN_ROOT || around == IN_FEED || around == IN_LOOSE)
		return IN_LOOSE;
	return IN_IGNORED;
}

static void
on_start(void *arg, const struct xml_name *name, const struct xml_attr *attrs, size_t n)
{
	struct build *b = arg;
	struct frame *up = build_top(b), *f;
	struct attrs list = { attrs, n };

	if (b->depth == LIMIT_FEED_DEPTH) {
		b->too_deep++;
		return;
	}
	f = &b->stack[++b->depth];
	*f = *up;
	f->el = NULL;
	if (n > 0)
		read_xml_attrs(b, f, attrs, n);
	if (b->rich.depth > 0) {
		open_markup(b, name, attrs, n);
		return;
	}
	if (b->root.n == 0)
		b->root = arena_str(b->arena, str_of(name->local));
	f->el = lookup(b, up->scope, name);
	f->text_at = b->text.n;
	if (f->el == NULL) {
		f->scope = unknown_scope(up->scope);
		return;
	}
	f->scope = f->el->inside;
	f->collect = f->el->capture != CAPTURE_NONE;
	if (f->el->capture == CAPTURE_RICH)
		b->rich.depth = b->depth;
	b->uri = name->uri;
	b->began = (struct build_extra_name){ name->prefix, name->local };
	if (f->el->start != NULL)
		f->el->start(b, f->el, &list);
}

static void
on_text(void *arg, struct str s)
{
	struct build *b = arg;

	if (!build_top(b)->collect || b->text.n - build_top(b)->text_at > LIMIT_FIELD)
		return;
	if (b->rich.depth > 0 &&
	    (b->rich.kind == RICH_XML || (b->rich.markup && b->rich.kind != RICH_HTML)))
		entity_escape(&b->text, s, false);
	else if (b->text.cap - b->text.n > s.n) { /* most texts come in small pieces */
		memcpy(b->text.p + b->text.n, s.p, s.n);
		b->text.n += s.n;
	} else
		buf_add(&b->text, s);
}

static void
on_end(void *arg, const struct xml_name *name)
{
	struct build *b = arg;
	struct frame *f = build_top(b);
	const struct element *el = f->el;
	struct str text;

	if (b->too_deep > 0) {
		b->too_deep--;
		return;
	}
	if (b->depth == 0)
		return;
	if (b->rich.depth > 0 && b->depth > b->rich.depth) {
		buf_cstr(&b->text, "</");
		write_name(&b->text, name);
		buf_byte(&b->text, '>');
		b->depth--;
		return;
	}
	if (el != NULL) {
		text = str_trim(str_sub(buf_str(&b->text), f->text_at, b->text.n));
		if (text.n > 0)
			text = repair_text(build_arena(b), text);
		if (el->end != NULL)
			el->end(b, el, text);
		if (el->capture != CAPTURE_NONE) {
			b->text.n = f->text_at;
			b->text.over = false;
		}
		b->rich.depth = 0;
		b->rich.markup = false;
	}
	b->depth--;
	if (el != NULL && el->end == end_entry)
		set_mark(b);
}

static void
on_rewind(void *arg)
{
	struct build *b = arg;
	struct str root = b->root;

	b->entry = NULL;
	b->rich.depth = 0;
	b->rich.markup = false;
	b->too_deep = 0;
	b->head = b->doc;
	memset(b->cache, 0, sizeof(b->cache));
	if (!b->mark.set) {
		struct frame bottom = b->stack[0];

		build_doc_init(b->doc);
		memset(b->settled, 0, sizeof(b->settled));
		b->nentries = 0;
		b->depth = 0;
		b->stack[0] = bottom;
		b->site = STR_NONE;
		b->text.n = 0;
		b->root = STR_NONE;
		return;
	}
	*b->doc = b->mark.doc;
	memcpy(b->settled[0], b->mark.settled, sizeof(b->mark.settled));
	b->nentries = b->mark.nentries;
	b->depth = b->mark.depth;
	b->site = b->mark.site;
	b->text.n = build_top(b)->text_at;
	b->root = root;
}

struct xml_handler
build_handler(struct build *b)
{
	return (struct xml_handler){ on_start, on_end, on_text, on_rewind, b };
}

struct build *
build_new(struct arena *a, const struct feed_origin *o)
{
	struct build *b = xmalloc(sizeof(*b));
	struct str lang = str_trim(o->content_language);

	memset(b, 0, offsetof(struct build, stack) + sizeof(b->stack[0]));
	arena_init(&b->scratch);
	b->arena = b->entry_arena = b->kept_arena = a;
	b->doc = b->head = ARENA_NEW(a, struct feed_doc);
	build_doc_init(b->doc);
	buf_init(&b->text, 4u * LIMIT_FIELD);
	b->stack[0].scope = IN_NOTHING;
	b->stack[0].base = arena_str(a, str_trim(o->url));
	if (o->content_location.n > 0)
		b->stack[0].base = arena_str(a,
		    href_resolve(a, o->url, o->content_location));
	b->stack[0].lang = arena_str(a, str_sub(lang, 0, str_chr(lang, ',')));
	return b;
}

void
build_free(struct build *b)
{
	if (b == NULL)
		return;
	buf_clear(&b->text);
	arena_clear(&b->scratch);
	free(b);
}
