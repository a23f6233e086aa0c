/* json_feed.h -- JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1).  Private to parser/.
 */
#ifndef PARSER_JSON_FEED_H
#define PARSER_JSON_FEED_H

#include "parser/build.h"

/* *whole: false if something had to be mended or left out. */
int json_feed_read(struct build *b, struct str json, bool *whole, struct err *e);

#endif
