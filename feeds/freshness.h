/* freshness.h -- how long an answer holds, and when one may ask again: RFC 9111, 9110 and
 * feeds. */
#ifndef FEEDS_FRESHNESS_H
#define FEEDS_FRESHNESS_H

#include "base/date.h"
#include "base/str.h"

/* The headers as they came; several Cache-Control joined by commas.  Empty: absent. */
struct freshness {
	struct str cache_control, expires, date, age;
};

/* What is left of max-age, else of Expires, in ms; 0: none; -1: nothing was said. */
int64_t freshness_lifetime(const struct freshness *f, int64_t now_ms);

/* Seconds, or an HTTP date seen from the server's own clock (date; empty: ours); -1: no
 * such. */
int64_t freshness_retry_after(struct str value, struct str date, int64_t now_ms);

/*
 * The first instant from due on that is in no skipped hour (bit h, GMT) and on no skipped
 * day (bit d, Sunday is 0).  A feed that skips everything skips nothing.
 */
int64_t freshness_skip(int64_t due_ms, uint32_t skip_hours, unsigned skip_days);

#endif
