/* health.h -- is the daemon well?  From figures of the store; the same limits as
 * etc/monitoring/tocsin.rules.yml.  Pure. */
#ifndef DAEMON_HEALTH_H
#define DAEMON_HEALTH_H

#include "base/arena.h"

struct health {
	int64_t feeds, failing; /* those that are asked; of them */
	int64_t overdue_s;      /* how late the latest feed is */
	int64_t outbox_late_s;  /* how long the oldest message should have been out */
	int64_t outbox_dead;
};

#define HEALTH_FAILING_PERCENT 20
#define HEALTH_OVERDUE_S (15 * 60)
#define HEALTH_OUTBOX_S (30 * 60)

/* What needs attention, with "; " between; empty: nothing. */
struct str health_reason(const struct health *h, struct arena *a);

#endif
