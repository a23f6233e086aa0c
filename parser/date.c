/* date.c -- see date.h. */
#include "config.h"

#include "parser/date.h"

bool
feed_date(struct str s, int64_t *ms)
{
	return date_parse(s, ms) || date_parse_http(s, ms);
}
