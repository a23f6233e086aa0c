/* strangers.c -- see strangers.h. */
#include "config.h"

#include "base/log.h"
#include "daemon/strangers.h"

static int64_t
this_minute(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec / 60;
}

void
strangers_refused(struct strangers *s, const char *listener, struct str peer, int status)
{
	int64_t minute = this_minute();

	if (minute != s->minute) {
		s->minute = minute;
		s->lines = 0;
	}
	if (s->lines == STRANGERS_LINES) {
		s->unsaid++;
		return;
	}
	s->lines++;
	LOG(LOG_NOTICE, "http.refused", log_cstr("listener", listener),
	    log_str("peer", peer), log_int("status", status),
	    log_int("unsaid", s->unsaid));
	s->unsaid = 0;
}
