/* feed_text.h -- what may be shown and read of a feed document's texts. */
#ifndef PARSER_FEED_TEXT_H
#define PARSER_FEED_TEXT_H

#include "parser/feed.h"

/* On one line, without markup, clean (utf8.h): for a title, a log, a subject. */
struct str feed_text_plain(struct arena *a, const struct feed_text *t);

/* Whom an aggregator took it from: the title of its rss source or atom:source; empty:
 * nobody is named. */
struct str feed_entry_outlet(struct arena *a, const struct feed_entry *en);
/* The title on one line, without the outlet that an aggregator puts behind it: "… -
 * Reuters". */
struct str feed_entry_title(struct arena *a, const struct feed_entry *en);
/*
 * What the facts layer reads: feed_entry_title() on the first line, a blank line, then
 * the content (or the summary) as text; a body that begins with the title again does not
 * get it twice. At most LIMIT_ENTRY_TEXT bytes, cut at a paragraph or a character.
 */
struct str feed_entry_text(struct arena *a, const struct feed_entry *en);
/* When it says it is from: published, else updated; TIME_NONE: it does not say. */
int64_t feed_entry_stated(const struct feed_entry *en);

#endif
