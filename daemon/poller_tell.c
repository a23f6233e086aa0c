/*
 * poller_tell.c -- what a poll tells of its feed: a line of the log, and an alert for
 * those whom the feed's "tell" names, stored with the state that it tells of, so that
 * each change rings once.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/log.h"
#include "daemon/notice.h"
#include "daemon/poller_work.h"

static const struct {
	bool bad;
	const char *words; /* "Feed NAME " and these, then what is said of it */
} tells[] = {
	[POLL_TELL_FAILING] = { true, "fails" },
	[POLL_TELL_RECOVERED] = { false, "is well" },
	[POLL_TELL_GONE] = { true, "is gone" },
	[POLL_TELL_MISSING] = { true, "is missing" },
	[POLL_TELL_ADOPTED] = { false, "has moved" },
	[POLL_TELL_RETURNED] = { false, "has moved back" },
	[POLL_TELL_STALE] = { true, "is silent" },
	[POLL_TELL_FRESH] = { false, "speaks again" },
};
_Static_assert(NELEM(tells) == POLL_TELL_N, "say everything that is told");

static struct alert
alert_of(struct flight *fl, enum poll_tell what, struct str says, int64_t now_ms)
{
	const struct feed_config *f = fl->feed->config;
	struct arena *a = &fl->arena;
	struct str key = arena_printf(a, "feed|%.*s|%s|%lld", STR_ARG(f->name),
	    poll_tell_names[what], (long long)now_ms);
	struct alert al = notice_make(a, key,
	    tells[what].bad ? SEVERITY_WARNING : SEVERITY_INFO, now_ms,
	    arena_printf(a, "Feed %.*s %s: %.*s", STR_ARG(f->name), tells[what].words,
		STR_ARG(says)));

	al.feeds = ARENA_NEW(a, struct str);
	al.feeds[al.n_feeds++] = f->name;
	al.send = f->tell.items;
	al.n_send = f->tell.n;
	return al;
}

void
flight_tell(struct flight *fl, int64_t now_ms)
{
	const struct feed_config *f = fl->feed->config;
	const struct poll_verdict *v = &fl->verdict;

	fl->notices = ARENA_ARRAY(&fl->arena, struct alert, v->n_tells);
	fl->n_notices = 0;
	for (size_t i = 0; i < v->n_tells; i++) {
		enum poll_tell what = v->tells[i].what;

		LOG(tells[what].bad ? LOG_WARNING : LOG_NOTICE, poll_tell_names[what],
		    log_str("feed", f->name), log_str("says", v->tells[i].says));
		if (f->tell.n > 0)
			fl->notices[fl->n_notices++] = alert_of(fl, what,
			    v->tells[i].says, now_ms);
	}
}

void
flight_tell_state(struct flight *fl)
{
	struct buf out;
	struct json j;

	fl->changed = STR_NONE;
	if (fl->st.state == fl->feed->state)
		return;
	buf_init(&out, LIMIT_FIELD);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kstr(&j, "feed", fl->feed->config->name);
	json_kstr(&j, "state", str_of(feed_state_names[fl->st.state]));
	json_kopt(&j, "error", fl->st.error);
	json_close(&j);
	fl->changed = arena_str(&fl->arena, buf_str(&out));
	buf_clear(&out);
}
