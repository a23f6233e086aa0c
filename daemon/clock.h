/*
 * clock.h -- the two clocks of the daemon.  Nodes that share a store go by its server's time: each
 * knows how far the server's clock is ahead of its own, and all that is written or compared is in
 * the server's.
 */
#ifndef DAEMON_CLOCK_H
#define DAEMON_CLOCK_H

#include <stdint.h>

int64_t clock_mono_ms(void);
int64_t clock_wall_ms(void);
/* What the server's clock says at this moment. */
void clock_follow(int64_t server_ms);

#endif
