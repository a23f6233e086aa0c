/*
 * feed_json.h -- the neutral object of `tocsin parse` (doc/feed.md), written as JSON.
 * Text is made safe and clean on its way out, whatever the feed held.
 */
#ifndef PARSER_FEED_JSON_H
#define PARSER_FEED_JSON_H

#include "parser/feed.h"

struct json; /* base/json.h, which cannot stand beside jansson.h */

void feed_entry_json(struct json *j, const struct feed_entry *en);
void feed_doc_write(struct buf *out, const struct feed_doc *d);
void feed_error_write(struct buf *out, const struct err *e); /* {"_error": "…"} */

#endif
