/*
 * soup.h -- the recovering reader: what people meant by markup that is not well formed.
 * Bare ampersands and angle brackets are text, attributes need no quotes, an end tag
 * closes what is open inside its element or is passed over, HTML's character names are
 * known, control characters go, and junk around the root is skipped.  What the end of the
 * document cuts off gets no end event: its user knows that it is not whole.
 */
#ifndef PARSER_SOUP_H
#define PARSER_SOUP_H

#include <libxml/xmlstring.h>
#include <libxml/dict.h>

#include "base/limits.h"
#include "parser/xml.h"

#define XML_BINDINGS 64 /* namespace declarations in force at once */
#define XML_ENTITIES 64 /* entities a document may declare */
#define XML_ENTITY_SIZE 1024

/* What is open, and which prefixes and entities mean what; both readers keep it. */
struct xml_scope {
	size_t depth, bindings, nentities;
	struct {
		char *name, *value;
	} entities[XML_ENTITIES];
	struct {
		struct xml_name name;
		size_t bindings; /* in force before it */
	} open[LIMIT_FEED_DEPTH];
	struct {
		const char *prefix, *uri; /* prefix NULL: the default namespace */
	} bind[XML_BINDINGS];
};

bool xml_scope_push(struct xml_scope *s, const struct xml_name *n,
    size_t bindings_before);
void xml_scope_pop(struct xml_scope *s);
void xml_scope_bind(struct xml_scope *s, const char *prefix, const char *uri);
const char *xml_scope_uri(const struct xml_scope *s, const char *prefix);
/* A general entity of the internal subset: its text, with character references replaced.
 */
void xml_scope_declare(struct xml_scope *s, struct str name, struct str value);
const char *xml_scope_entity(const struct xml_scope *s, struct str name);

struct soup;
struct soup *soup_new(const struct xml_handler *h, struct xml_scope *scope,
    xmlDictPtr dict);
/* Reads on; bytes that make no whole token yet are kept. */
void soup_push(struct soup *s, struct str bytes, bool last);
void soup_free(struct soup *s);

#endif
