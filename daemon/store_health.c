/* store_health.c -- see store_health.h. */
#include "config.h"

#include <time.h>

#include "base/date.h"
#include "base/log.h"
#include "daemon/store_health.h"

const char *const store_work_names[] = { [STORE_WORK_SCHEDULE] = "schedule",
	[STORE_WORK_DOCUMENT] = "document",
	[STORE_WORK_CLAIM] = "claim",
	[STORE_WORK_RESULT] = "result",
	[STORE_WORK_NOTICE] = "notice",
	[STORE_WORK_WAIT] = "wait",
	[STORE_WORK_HUBS] = "hubs",
	[STORE_WORK_CARE] = "care" };
_Static_assert(sizeof(store_work_names) / sizeof(*store_work_names) == STORE_WORK_N,
    "name every kind of work");

static int64_t
mono_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * MS_SECOND + t.tv_nsec / 1000000;
}

void
store_health(struct store_health *h, enum store_work what, const char *error)
{
	unsigned bit = 1u << what;

	if (h == NULL || (error == NULL && (h->failing & bit) == 0))
		return;
	if (error != NULL) {
		h->failures++;
		if (h->failing == 0) {
			h->since_ms = mono_ms();
			h->said = h->failures - 1;
			LOG(LOG_ERR, "store.failed",
			    log_cstr("work", store_work_names[what]),
			    log_cstr("error", error));
		}
		h->failing |= bit;
		return;
	}
	h->failing &= ~bit;
	if (h->failing == 0)
		LOG(LOG_NOTICE, "store.recovered",
		    log_int("failures", (int64_t)(h->failures - h->said)),
		    log_int("seconds", (mono_ms() - h->since_ms) / MS_SECOND));
}
