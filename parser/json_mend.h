/*
 * json_mend.h -- JSON as people write it, made JSON: line ends in strings, halves of
 * surrogate pairs, unknown escapes, commas before a closing bracket; and a list that is
 * cut off.  Private to parser/.
 */
#ifndef PARSER_JSON_MEND_H
#define PARSER_JSON_MEND_H

#include "base/buf.h"

void json_mend(struct buf *out, struct str s);
/*
 * Offset behind the last whole object of the list that is called name in the outermost
 * object;
 * "]}" behind it makes the document whole.  0: there is none.
 */
size_t json_whole_items(struct str s, struct str name);

#endif
