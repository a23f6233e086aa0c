/* yaml.c -- see yaml.h. */
#include "config.h"

#include <yaml.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "base/json.h"
#include "daemon/yaml.h"

struct reader_ctx {
	yaml_parser_t parser;
	yaml_event_t event; /* the current one; deleted by next() */
	bool have_event;
	bool failed; /* a syntax error was said: no more events */
	struct str file, bytes;
	struct conf_diag *d;
	size_t nodes;
};

static struct conf_pos
position(const struct reader_ctx *r, yaml_mark_t m)
{
	return (struct conf_pos){ r->file, (unsigned)m.line + 1, (unsigned)m.column + 1 };
}

/* libyaml gives no mark for bytes that are no text, but their offset. */
static struct conf_pos
position_of_offset(const struct reader_ctx *r, size_t offset)
{
	struct conf_pos at = { r->file, 1, 1 };

	for (size_t i = 0; i < offset && i < r->bytes.n; i++) {
		at.col++;
		if (r->bytes.p[i] == '\n') {
			at.line++;
			at.col = 1;
		}
	}
	return at;
}

static void
syntax_error(struct reader_ctx *r)
{
	const yaml_parser_t *p = &r->parser;
	const char *problem = p->problem != NULL ? p->problem : "cannot be read";

	r->failed = true;
	if (p->error == YAML_READER_ERROR)
		conf_error(r->d, position_of_offset(r, p->problem_offset), "%s", problem);
	else if (p->context != NULL)
		conf_error(r->d, position(r, p->problem_mark),
		    "%s (%s at line %zu, column %zu)", problem, p->context,
		    p->context_mark.line + 1, p->context_mark.column + 1);
	else
		conf_error(r->d, position(r, p->problem_mark), "%s", problem);
}

/* The kind of the next event; YAML_NO_EVENT once reading has failed. */
static yaml_event_type_t
next(struct reader_ctx *r)
{
	if (r->have_event)
		yaml_event_delete(&r->event);
	r->have_event = false;
	if (r->failed)
		return YAML_NO_EVENT;
	if (!yaml_parser_parse(&r->parser, &r->event)) {
		syntax_error(r);
		return YAML_NO_EVENT;
	}
	r->have_event = true;
	return r->event.type;
}

static void
refuse(struct reader_ctx *r, const char *what)
{
	conf_error(r->d, position(r, r->event.start_mark),
	    "%s are not used here; write it out", what);
}

static void
check_extras(struct reader_ctx *r, const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor != NULL)
		refuse(r, "anchors (&name)");
	if (tag != NULL)
		refuse(r, "tags (!type)");
}

static struct conf *
node_new(struct reader_ctx *r, enum conf_kind kind)
{
	struct conf *node = ARENA_NEW(r->d->tree, struct conf);

	node->kind = kind;
	node->pos = position(r, r->event.start_mark);
	return node;
}

static struct conf *read_node(struct reader_ctx *r, yaml_event_type_t type,
    unsigned depth);

static struct conf *
read_scalar(struct reader_ctx *r)
{
	struct conf *node = node_new(r, CONF_SCALAR);
	struct str text = { (const char *)r->event.data.scalar.value,
		r->event.data.scalar.length };

	if (memchr(text.p, '\0', text.n) != NULL)
		conf_error(r->d, node->pos, "a NUL byte has no place in a value");
	node->value = arena_str(r->d->tree, text);
	return node;
}

static struct conf *
read_list(struct reader_ctx *r, unsigned depth)
{
	struct conf *list = node_new(r, CONF_LIST);
	yaml_event_type_t type;
	size_t cap = 0;

	while ((type = next(r)) != YAML_SEQUENCE_END_EVENT && type != YAML_NO_EVENT) {
		struct conf *item = read_node(r, type, depth + 1);

		if (item == NULL)
			break;
		list->items = arena_grow(r->d->tree, list->items, list->n, &cap,
		    sizeof(*list->items));
		list->items[list->n++] = item;
	}
	return list;
}

static void
add_pair(struct reader_ctx *r, struct conf *map, size_t *cap, struct conf *key,
    struct conf *item)
{
	size_t items_cap = *cap;

	map->keys = arena_grow(r->d->tree, map->keys, map->n, cap, sizeof(*map->keys));
	map->items = arena_grow(r->d->tree, map->items, map->n, &items_cap,
	    sizeof(*map->items));
	map->keys[map->n] = key;
	map->items[map->n++] = item;
}

static struct conf *
read_map(struct reader_ctx *r, unsigned depth)
{
	struct conf *map = node_new(r, CONF_MAP);
	yaml_event_type_t type;
	size_t cap = 0;

	while ((type = next(r)) != YAML_MAPPING_END_EVENT && type != YAML_NO_EVENT) {
		struct conf *key = read_node(r, type, depth + 1), *item;

		if (key == NULL || (item = read_node(r, next(r), depth + 1)) == NULL)
			break;
		if (key->kind != CONF_SCALAR)
			conf_error(r->d, key->pos,
			    "a key is a single word, not a list or a map");
		else if (conf_get(map, key->value) != NULL)
			conf_error(r->d, key->pos, "key '%.*s' stands twice",
			    STR_ARG(key->value));
		else if (map->n >= LIMIT_CONFIG_KEYS)
			conf_error(r->d, key->pos, "more than %u keys in one map",
			    LIMIT_CONFIG_KEYS);
		else
			add_pair(r, map, &cap, key, item);
	}
	return map;
}

/* NULL: no more can be read; the mistake was said. */
static struct conf *
read_node(struct reader_ctx *r, yaml_event_type_t type, unsigned depth)
{
	if (type == YAML_NO_EVENT)
		return NULL;
	if (depth > LIMIT_CONFIG_DEPTH || ++r->nodes > LIMIT_CONFIG_NODES) {
		conf_error(r->d, position(r, r->event.start_mark), "more than %u %s",
		    depth > LIMIT_CONFIG_DEPTH ? LIMIT_CONFIG_DEPTH : LIMIT_CONFIG_NODES,
		    depth > LIMIT_CONFIG_DEPTH ? "levels of lists and maps" : "values");
		r->failed = true;
		return NULL;
	}
	if (type == YAML_SCALAR_EVENT) {
		check_extras(r, r->event.data.scalar.anchor, r->event.data.scalar.tag);
		return read_scalar(r);
	}
	if (type == YAML_SEQUENCE_START_EVENT) {
		check_extras(r, r->event.data.sequence_start.anchor,
		    r->event.data.sequence_start.tag);
		return read_list(r, depth);
	}
	if (type == YAML_MAPPING_START_EVENT) {
		check_extras(r, r->event.data.mapping_start.anchor,
		    r->event.data.mapping_start.tag);
		return read_map(r, depth);
	}
	refuse(r, "aliases (*name)");
	return node_new(r, CONF_SCALAR);
}

/* "key:" with nothing behind it, and a file of comments only. */
static bool
is_blank(const struct conf *node)
{
	return node->kind == CONF_SCALAR && node->value.n == 0;
}

static struct conf *
read_document(struct reader_ctx *r)
{
	struct conf *root;
	yaml_event_type_t type;

	if (next(r) != YAML_STREAM_START_EVENT)
		return NULL;
	if ((type = next(r)) == YAML_STREAM_END_EVENT)
		return node_new(r, CONF_MAP);
	if (type != YAML_DOCUMENT_START_EVENT)
		return NULL;
	root = read_node(r, next(r), 0);
	if (root == NULL)
		return NULL;
	if (is_blank(root))
		root->kind = CONF_MAP;
	if (next(r) == YAML_DOCUMENT_END_EVENT && next(r) == YAML_DOCUMENT_START_EVENT)
		conf_error(r->d, position(r, r->event.start_mark),
		    "a second document; one file holds one");
	return root;
}

/* A double-quoted scalar is, for one line of text, a JSON string. */
void
yaml_quoted(struct buf *out, const char *before, struct str s)
{
	struct json j;

	buf_cstr(out, before);
	json_init(&j, out);
	json_str(&j, s);
}

struct conf *
yaml_parse(struct str file, struct str bytes, struct conf_diag *d)
{
	struct reader_ctx r = {
		.file = arena_str(d->arena, file), .bytes = bytes, .d = d
	};
	struct conf *root;

	if (bytes.n > LIMIT_CONFIG) {
		conf_error(d, (struct conf_pos){ r.file, 1, 1 }, "larger than %u bytes",
		    LIMIT_CONFIG);
		return NULL;
	}
	if (!yaml_parser_initialize(&r.parser)) {
		conf_error(d, (struct conf_pos){ r.file, 1, 1 },
		    "there is no memory to read it");
		return NULL;
	}
	if (str_starts(bytes, STR("\xef\xbb\xbf"))) /* as editors of Windows write it */
		bytes = str_sub(bytes, 3, bytes.n);
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)bytes.p, bytes.n);
	root = read_document(&r);
	if (r.have_event)
		yaml_event_delete(&r.event);
	yaml_parser_delete(&r.parser);
	return root;
}
