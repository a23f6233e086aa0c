/* wall.h -- the wall clock of this machine; for the edges only: what decides takes the
 * time as an argument. */
#ifndef BASE_WALL_H
#define BASE_WALL_H

#include <stdint.h>
#include <time.h>

static inline int64_t
wall_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

#endif
