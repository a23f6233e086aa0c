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

#define PROMPT_MS 500

void
clock_follow(int64_t server_ms, int64_t took_ms)
{
	static int64_t doubt = INT64_MAX; /* by how much ahead may be wrong; the store's
					     thread alone asks */

	if (took_ms > doubt) {
		doubt *= 2; /* a way that has become longer is believed in the end */
		return;
	}
	ahead = server_ms - wall_ms();
	doubt = took_ms > PROMPT_MS ? took_ms : PROMPT_MS;
}
