/* date.h -- dates as feeds write them.  What is no date gives none; nothing is invented.
 */
#ifndef PARSER_DATE_H
#define PARSER_DATE_H

#include "base/date.h"

/* False leaves *ms alone. */
bool feed_date(struct str s, int64_t *ms);

#endif
