/*
 * store_health.h -- a store that fails is said once, and once again when all that failed
 * has been stored: a full disk fails every poll and every delivery.  Only on the loop.
 */
#ifndef DAEMON_STORE_HEALTH_H
#define DAEMON_STORE_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"

/* Whatever failed is tried again so soon: nothing that recovered is said to fail for
 * longer. */
#define STORE_RETRY_MS MS_SECOND

/* Each kind of work recovers by itself: a small write may fit where a large one does not.
 */
enum store_work {
	STORE_WORK_SCHEDULE,
	STORE_WORK_DOCUMENT,
	STORE_WORK_CLAIM,
	STORE_WORK_RESULT,
	STORE_WORK_NOTICE,
	STORE_WORK_WAIT,
	STORE_WORK_HUBS,
	STORE_WORK_CARE,
	STORE_WORK_N
};
extern const char *const store_work_names[];

struct store_health {
	unsigned failing; /* a bit for each kind of work */
	uint64_t failures, said;
	int64_t since_ms;
};

/* The end of one piece of work; error NULL: it is stored.  h may be NULL. */
void store_health(struct store_health *h, enum store_work what, const char *error);

#endif
