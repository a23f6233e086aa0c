/* health.c -- see health.h. */
#include "config.h"

#include "base/date.h"
#include "daemon/health.h"

static void
add(struct str *to, struct arena *a, struct str reason)
{
	*to = to->n == 0 ? reason
			 : arena_printf(a, "%.*s; %.*s", STR_ARG(*to), STR_ARG(reason));
}

static struct str
late(struct arena *a, const char *what, int64_t s)
{
	char span[DATE_TEXT];

	return arena_printf(a, "%s %.*s", what,
	    STR_ARG(duration_text(span, s / 60 * MS_MINUTE)));
}

struct str
health_reason(const struct health *h, struct arena *a)
{
	struct str all = STR("");

	if (h->outbox_dead > 0)
		add(&all, a,
		    arena_printf(a,
			h->outbox_dead == 1 ? "%lld message could not be delivered"
					    : "%lld messages could not be delivered",
			(long long)h->outbox_dead));
	if (h->outbox_late_s > HEALTH_OUTBOX_S)
		add(&all, a,
		    late(a, "a message has been on its way for", h->outbox_late_s));
	if (h->failing * 100 > h->feeds * HEALTH_FAILING_PERCENT)
		add(&all, a,
		    arena_printf(a, "%lld of %lld feeds fail", (long long)h->failing,
			(long long)h->feeds));
	if (h->overdue_s > HEALTH_OVERDUE_S)
		add(&all, a, late(a, "a feed is late by", h->overdue_s));
	return all;
}
