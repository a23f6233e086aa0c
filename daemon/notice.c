/* notice.c -- see notice.h. */
#include "config.h"

#include "base/ulid.h"
#include "daemon/notice.h"

struct alert
notice_make(struct arena *a, struct str key, enum severity severity, int64_t now_ms,
    struct str summary)
{
	char *id = arena_alloc(a, ULID_LEN + 1);

	return (struct alert){ .id = ulid_of(id, now_ms, key),
		.key = key,
		.rule = STR("service"),
		.reason = REASON_FEED,
		.severity = severity,
		.created_ms = now_ms,
		.step = -1,
		.outcome = TOLL_N,
		.toll = { -1, -1, -1 },
		.previous = -1,
		.change = CHANGE_N,
		.summary = summary };
}
