/* feed.c -- the words of parser/feed.h. */
#include "config.h"

#include "base/alloc.h"
#include "parser/feed.h"

const char *const feed_format_names[] = { [FEED_UNKNOWN] = "", [FEED_RSS090] = "rss090",
	[FEED_RSS091] = "rss091", [FEED_RSS092] = "rss092", [FEED_RSS093] = "rss093",
	[FEED_RSS094] = "rss094", [FEED_RSS20] = "rss20", [FEED_RSS10] = "rss10",
	[FEED_ATOM03] = "atom03", [FEED_ATOM10] = "atom10", [FEED_CDF] = "cdf",
	[FEED_JSON10] = "json10", [FEED_JSON11] = "json11" };
_Static_assert(NELEM(feed_format_names) == FEED_FORMAT_N, "name every format");
