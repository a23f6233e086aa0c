/*
 * clock.h -- the two clocks of the daemon.  Nodes that share a store go by its server's
 * time: each knows how far the server's clock is ahead of its own, and all that is
 * written or compared is in the server's.
 */
#ifndef DAEMON_CLOCK_H
#define DAEMON_CLOCK_H

#include <stdint.h>

int64_t clock_mono_ms(void);
int64_t clock_wall_ms(void);
/* What the server's clock said some time in the last took_ms; passed over where what is
 * known already is surer: an answer that hung for minutes says what time it was. */
void clock_follow(int64_t server_ms, int64_t took_ms);

#endif
