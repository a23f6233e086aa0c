/* delivery_group.c -- see delivery_work.h: at most one message of a group an interval,
 * urgent ones aside. */
#include "config.h"

#include "base/hash.h"
#include "daemon/delivery_work.h"

unsigned
row_reminder(const struct batch_row *row)
{
	uint64_t n;

	return str_starts(row->d.group, STR("reminder ")) &&
		str_uint(str_sub(row->d.group, 9, row->d.group.n), &n)
	    ? (unsigned)n
	    : 0;
}

static uint64_t
group_hash(const struct batch_row *row)
{
	return hash64(row->d.group, hash64(row->d.target, 0));
}

void
lane_group_told(struct lane *l, const struct batch_row *row, int64_t now_ms)
{
	uint64_t h = group_hash(row);

	if (row->d.group.n == 0)
		return;
	for (size_t i = 0; i < l->n_groups && i < LANE_GROUPS; i++)
		if (l->groups[i].hash == h) {
			l->groups[i].at_ms = now_ms;
			return;
		}
	l->groups[l->n_groups++ % LANE_GROUPS] = (struct lane_group){ h, now_ms };
}

/* When the group may be told again; now_ms if it may now. */
int64_t
lane_group_opens(const struct lane *l, const struct batch_row *row, int64_t now_ms)
{
	uint64_t h = group_hash(row);

	if (row->d.group.n == 0 || row->interval_ms == 0 || row->d.attempt > 0 ||
	    row_reminder(row) > 0 || route_urgent(row->alert))
		return now_ms;
	for (size_t i = 0; i < l->n_groups && i < LANE_GROUPS; i++)
		if (l->groups[i].hash == h &&
		    l->groups[i].at_ms + row->interval_ms > now_ms)
			return l->groups[i].at_ms + row->interval_ms;
	return now_ms;
}
