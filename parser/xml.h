/*
 * xml.h -- UTF-8 bytes in pieces to element events.  libxml2's push parser reads what is
 * well formed, but for long texts and marked sections, which pass it by; at the first
 * mistake it is dropped, and the recovering reader (soup.h) takes over at the last mark
 * its user set, so that nothing is lost and nothing is seen twice.
 */
#ifndef PARSER_XML_H
#define PARSER_XML_H

#include "base/buf.h"

struct xml_name {
	const char *local, *prefix, *uri; /* interned, so equal names have equal pointers;
					     or NULL */
};

struct xml_attr {
	struct xml_name name;
	struct str value; /* lives until the event returns */
};

/* Text comes in any number of pieces. */
struct xml_handler {
	void (*start)(void *arg, const struct xml_name *name,
	    const struct xml_attr *attrs, size_t n);
	void (*end)(void *arg, const struct xml_name *name);
	void (*text)(void *arg, struct str s);
	/* Forget everything since the last mark: it will come again from the recovering
	 * reader. */
	void (*rewind)(void *arg);
	void *arg;
};

struct xml;
struct xml *xml_new(const struct xml_handler *h);
void xml_push(struct xml *x, struct str utf8);
/* No more bytes.  False: something was not well formed. */
bool xml_finish(struct xml *x);
/* Within an end event: what came until here is settled.  False: it is not, ask again
 * later. */
bool xml_mark(struct xml *x);
void xml_free(struct xml *x);

#endif
