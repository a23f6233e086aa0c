/* delivery_beat.c -- the dead man's switch: a webhook that stops when Tocsin does. */
#include "config.h"

#include "base/date.h"
#include "base/log.h"
#include "daemon/delivery_work.h"
#include "daemon/secrets.h"

static void
told(struct lane *l, bool failed, const char *why)
{
	if (failed != l->beat_failed)
		LOG(failed ? LOG_WARNING : LOG_NOTICE,
		    failed ? "heartbeat.failed" : "heartbeat.ok",
		    log_cstr("receiver", l->name), log_cstr("answer", why));
	l->beat_failed = failed;
}

static void
beat_done(void *arg, const struct http_response *r)
{
	struct lane *l = arg;
	struct verdict v;

	l->beat = NULL;
	verdict_http(&v, r);
	told(l, v.kind != VERDICT_DELIVERED, v.text);
}

static void
on_beat(evutil_socket_t fd, short what, void *arg)
{
	struct lane *l = arg;
	struct delivery_request rq;
	struct arena a;
	struct err e = { "" };

	if (l->r == NULL || l->beat != NULL)
		return; /* the last one still hangs: a missed beat is what it shows */
	arena_init(&a);
	if (secrets_load(l->r, &e) == 0 &&
	    receiver_heartbeat(l->r, delivery_now_ms(), str_of(l->d->host), &a, &rq,
		&e) == 0)
		l->beat = http_start(l->d->o.http, &rq.http, beat_done, l);
	else
		told(l, true, e.msg);
	secrets_wipe(l->r);
	arena_wipe(&a);
}

void
lane_heartbeat(struct lane *l)
{
	int64_t ms = l->r == NULL ? 0 : l->r->heartbeat_ms;
	struct timeval tv = { ms / MS_SECOND, ms % MS_SECOND * 1000 };

	if (l->heartbeat != NULL)
		event_free(l->heartbeat);
	l->heartbeat = NULL;
	if (ms == 0)
		return;
	l->heartbeat = event_new(l->d->o.loop, -1, EV_PERSIST, on_beat, l);
	event_add(l->heartbeat, &tv);
	event_active(l->heartbeat, EV_TIMEOUT, 0); /* the first one at once */
}
