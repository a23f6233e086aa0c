/*
 * opml.h -- lists of feeds (OPML 2.0), read and written.  Folders and categories are
 * tags.  What is not asked now is an outline that is a comment (isComment), as OPML has
 * it.
 */
#ifndef PARSER_OPML_H
#define PARSER_OPML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#define OPML_TAGS 16
#define OPML_FEEDS 50000

struct opml_feed {
	struct str text, url, page; /* xmlUrl, htmlUrl */
	struct str tags[OPML_TAGS];
	size_t ntags;
	bool disabled;
};

struct opml {
	struct opml_feed *items;
	size_t n, cap;
	size_t dropped; /* over OPML_FEEDS */
};

/* 0, or -1 with a sentence.  What is damaged is read as far as it goes. */
int opml_read(struct arena *a, struct str bytes, struct opml *out, struct err *e);
void opml_write(struct buf *out, struct str title, const struct opml_feed *feeds,
    size_t n);

#endif
