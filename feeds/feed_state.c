/* feed_state.c -- the words of feed_state.h. */
#include "config.h"

#include "base/alloc.h"
#include "feeds/feed_state.h"

const char *const feed_state_names[] = { [FEED_STATE_NEW] = "new",
	[FEED_STATE_OK] = "ok",
	[FEED_STATE_FAILING] = "failing",
	[FEED_STATE_STALE] = "stale",
	[FEED_STATE_GONE] = "gone",
	[FEED_STATE_DISABLED] = "disabled" };
_Static_assert(NELEM(feed_state_names) == FEED_STATE_N, "name every state");
