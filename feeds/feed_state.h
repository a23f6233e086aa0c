/* feed_state.h -- how a feed is, in the words that status, metrics and the API use. */
#ifndef FEEDS_FEED_STATE_H
#define FEEDS_FEED_STATE_H

enum feed_state {
	FEED_STATE_NEW, /* never fetched */
	FEED_STATE_OK,
	FEED_STATE_FAILING, /* the last polls failed; it is asked ever more rarely, never
			       given up */
	FEED_STATE_STALE,   /* answers, but says nothing new for longer than it used to */
	FEED_STATE_GONE,    /* 410; asked once a month */
	FEED_STATE_DISABLED, /* by the configuration */
	FEED_STATE_N
};

extern const char *const feed_state_names[];

#endif
