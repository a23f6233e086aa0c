/* clock.c -- see clock.h. */
#include "config.h"

#include <stdatomic.h>
#include <time.h>

#include "base/date.h"
#include "base/wall.h"
#include "daemon/clock.h"

static _Atomic int64_t ahead; /* of ours; any thread asks for the time */

int64_t
clock_mono_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * MS_SECOND + t.tv_nsec / 1000000;
}

int64_t
clock_wall_ms(void)
{
	return wall_ms() + ahead;
}

void
clock_follow(int64_t server_ms)
{
	ahead = server_ms - wall_ms();
}
