/* poll_rule.h -- what may set the time of a feed's next request, with the figures of
 * doc/polling.md. */
#ifndef FEEDS_POLL_RULE_H
#define FEEDS_POLL_RULE_H

#include "base/buf.h"
#include "base/date.h"

#define POLL_DEFAULT (60 * MS_MINUTE)
#define POLL_FAST (15 * MS_MINUTE) /* the least that a feed gets by itself */
#define POLL_CAP (24 * MS_HOUR)
#define POLL_NO_VALIDATORS (4 * MS_HOUR)
#define POLL_LARGE (1u << 20) /* bytes; without validators once a day */
#define POLL_RETRY_CAP (7 * MS_DAY)
#define POLL_BUSY (1 * MS_HOUR) /* 429, 503 without Retry-After; doubles */
#define POLL_REFUSED (4 * MS_HOUR)
#define POLL_GONE (30 * MS_DAY)
#define POLL_UNCONDITIONAL (7 * MS_DAY)
#define POLL_REFRESH (30 * MS_MINUTE) /* between a request and a manual one */
#define POLL_ADOPT_COUNT 3
#define POLL_ADOPT_AFTER (24 * MS_HOUR)
#define POLL_FAILING 3 /* failures in a row that are a state */
#define POLL_NOT_FOUND_TELL (3 * MS_DAY)
#define POLL_PUSHED (6 * MS_HOUR) /* backup polls beside a hub that works */
#define POLL_HUB_MISSES 3         /* entries that a hub missed before it is not trusted */

enum poll_rule_kind {
	POLL_RULE_EVERY,
	POLL_RULE_DEFAULT,
	POLL_RULE_ADAPTIVE,
	POLL_RULE_UNPROVEN,
	POLL_RULE_NO_VALIDATORS,
	POLL_RULE_LARGE,
	POLL_RULE_PUSHED,
	POLL_RULE_LIFETIME,
	POLL_RULE_TTL,
	POLL_RULE_SY,
	POLL_RULE_CAP,
	POLL_RULE_BACKOFF,
	POLL_RULE_BUSY,
	POLL_RULE_RETRY_AFTER,
	POLL_RULE_REFUSED,
	POLL_RULE_GONE,
	POLL_RULE_JITTER,
	POLL_RULE_SKIP,
	POLL_RULE_SPREAD,
	POLL_RULE_IN_FLIGHT,
	POLL_RULE_REFRESH,
	POLL_RULE_N
};
struct poll_rule {
	enum poll_rule_kind kind;
	int64_t ms;
};

/* In plain words. */
void poll_rule_text(struct buf *out, const struct poll_rule *r);

#endif
