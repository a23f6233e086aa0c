/*
 * engine_lag.c -- how long the loop keeps waiting what is due: a timer that should come
 * fifty times a second while there is work, and once a second else.  What it was late by
 * at most is a metric.
 */
#include "config.h"

#include <event2/event.h>

#include "daemon/engine_parts.h"

#define BUSY_US INT64_C(20000)
#define IDLE_US INT64_C(1000000)

static int64_t
clock_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
expect(struct engine *e, int64_t in_us)
{
	struct timeval t = { in_us / 1000000, in_us % 1000000 };

	e->lag_due_us = clock_us() + in_us;
	evtimer_add(e->lag, &t);
}

static void
on_time(evutil_socket_t fd, short what, void *arg)
{
	struct engine *e = arg;
	int64_t late = clock_us() - e->lag_due_us;

	if (late > e->lag_worst_us)
		e->lag_worst_us = late;
	expect(e,
	    poller_busy(e->poller) || delivery_busy(e->delivery) ? BUSY_US : IDLE_US);
}

void
engine_lag_start(struct engine *e)
{
	e->lag = evtimer_new(e->loop, on_time, e);
	expect(e, BUSY_US);
}
