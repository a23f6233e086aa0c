/* clock.c -- see clock.h. */
#include "config.h"

#include <stdatomic.h>
#include <time.h>

#include "base/date.h"
#include "daemon/clock.h"

static _Atomic int64_t ahead; /* of ours; any thread asks for the time */

static int64_t
read_ms(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * MS_SECOND + t.tv_nsec / 1000000;
}

int64_t
clock_mono_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}

int64_t
clock_wall_ms(void)
{
	return read_ms(CLOCK_REALTIME) + ahead;
}

void
clock_follow(int64_t server_ms)
{
	ahead = server_ms - read_ms(CLOCK_REALTIME);
}
