/* poller_feeds.c -- see poller_work.h: the feeds of a configuration, those of the one
 * before it, and their rows. */
#include "config.h"

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/poller_work.h"

#define LATE_SPAN 4 /* takeovers; what is later was nobody's */

struct sync {
	struct poller *poller;
	struct config *config;
	struct arena arena;
	struct store_feed *rows;
	size_t n;
	struct err err;
	int rc;
};

void
poller_forget(struct poller *p, struct polled *f)
{
	if (f->flight != NULL && f->flight->stage == STAGE_HTTP) {
		flight_free(f->flight);
	} else if (f->flight != NULL) {
		f->flight->feed = NULL; /* it ends alone */
		f->flight = NULL;
	}
	schedule_remove(p->schedule, &f->item);
	free((char *)(uintptr_t)f->blob.p);
	free(f);
}

static int
sync_rows(struct store *s, void *arg, struct err *e)
{
	struct sync *y = arg;

	return store_feeds_sync(s, &y->arena, y->rows, y->n, e);
}

static void
sync_work(void *arg)
{
	struct sync *y = arg;

	y->rc = store_transact(y->poller->o.store, sync_rows, y, &y->err);
}

/*
 * While we were away other nodes went on, and the row says when it is due; what we held
 * ourselves is a poll that came to nothing.  Only what nobody asked for long is spread.
 */
static int64_t
resume(struct poller *p, struct poll_state *st, const struct feed_config *c,
    const struct store_feed *row, int64_t now)
{
	int64_t late = now - row->due_ms;

	if (p->o.once)
		return 0;
	if (p->n_nodes > 0) {
		if (str_eq(row->owner, store_node_name(p->o.store)) ||
		    (late >= 0 && late < LATE_SPAN * p->config->store.takeover_ms))
			return 0;
		if (late < 0)
			return -late;
	}
	return poll_resume(st, c, now, poller_up_ms(p), &p->rng);
}

/* One feed as the configuration and the store have it; its schedule goes on or begins. */
static struct polled *
adopt(struct poller *p, struct polled *f, const struct feed_config *c,
    const struct store_feed *row)
{
	struct poll_state st;
	int64_t delay, now = poller_wall_ms();
	bool same = f != NULL && f->item.host != NULL &&
	    c->enabled == f->config->enabled && c->every_ms == f->config->every_ms &&
	    feed_config_request_hash(c) == feed_config_request_hash(f->config);

	if (f == NULL) {
		f = xcalloc(1, sizeof(*f));
		f->poller = p;
		f->item.owner = f;
		f->blob = (struct str){ str_dup(row->state), row->state.n };
	}
	f->config = c;
	f->id = row->id;
	f->epoch = row->epoch;
	f->fetched_ms = row->fetched_ms;
	f->twin = NULL;
	f->follows = false;
	if (f->flight != NULL || same)
		return f;
	if (poll_state_get(f->blob, &st) != 0) {
		LOG(LOG_ERR, "poll.state_lost", log_str("feed", c->name));
		polled_keep_blob(f, STR_NONE);
	}
	f->state = c->enabled ? st.state : FEED_STATE_DISABLED;
	if (!c->enabled) {
		schedule_remove(p->schedule, &f->item);
		return f;
	}
	delay = resume(p, &st, c, row, now);
	if (st.hold_origin && st.hold_until_ms != TIME_NONE && st.hold_until_ms > now)
		schedule_freeze(p->schedule, poll_address(&st, c),
		    poller_mono_ms() + st.hold_until_ms - now);
	polled_ask_in(f, poll_address(&st, c), delay);
	if (delay > 0) /* else it is as it was */
		polled_replace_blob(f, &st);
	return f;
}

/* A later feed of the same address rides with the first, which then asks for the whole
 * once. */
static void
follow(struct poller *p, struct polled *first, struct polled *f)
{
	struct poll_state st;

	f->follows = true;
	f->twin = first->twin;
	first->twin = f;
	schedule_remove(p->schedule, &f->item);
	if (f->blob.n > 0 && f->fetched_ms != TIME_NONE)
		return;
	poll_state_get(first->blob, &st);
	st.etag = st.last_modified = st.validator_url = STR_NONE;
	polled_replace_blob(first, &st);
}

static void
replace_feeds(struct poller *p, struct sync *y)
{
	struct map names, urls;
	struct polled **feeds = xcalloc(y->n + 1, sizeof(*feeds));

	map_init(&names, p->o.seed);
	map_init(&urls, p->o.seed);
	for (size_t i = 0; i < y->n; i++) {
		const struct feed_config *c = &y->config->feeds[i];
		struct polled *old = map_remove(&p->by_name, c->name), *first;

		feeds[i] = adopt(p, old, c, &y->rows[i]);
		map_put(&names, c->name, feeds[i]);
		first = c->enabled ? map_get(&urls, c->url) : NULL;
		if (first != NULL)
			follow(p, first, feeds[i]);
		else if (c->enabled)
			map_put(&urls, c->url, feeds[i]);
	}
	for (size_t i = 0; i < p->n_feeds; i++)
		if (map_get(&p->by_name, p->feeds[i]->config->name) == p->feeds[i])
			poller_forget(p, p->feeds[i]);
	map_clear(&p->by_name);
	map_clear(&urls);
	free(p->feeds);
	p->by_name = names;
	p->feeds = feeds;
	p->n_feeds = y->n;
}

static void
sync_done(void *arg)
{
	struct sync *y = arg;
	struct poller *p = y->poller;

	p->syncing = false;
	if (y->rc == 0) {
		replace_feeds(p, y);
		config_unref(p->config);
		p->config = y->config;
		schedule_tune(p->schedule, p->config->limits.host_spacing_ms,
		    (size_t)p->config->limits.max_transfers);
		p->last_commit_ms = poller_mono_ms();
		for (size_t i = 0; i < p->n_feeds; i++)
			if (p->feeds[i]->state == FEED_STATE_DISABLED)
				polled_had_turn(p->feeds[i]);
	} else {
		LOG(LOG_ERR, "poll.sync_failed", log_cstr("error", y->err.msg));
		config_unref(y->config);
	}
	arena_clear(&y->arena);
	free(y);
	alloc_trim();
	p->expected_ms = 0;
	poller_pump(p);
}

void
poller_reload(struct poller *p, struct config *c)
{
	struct sync *y = xcalloc(1, sizeof(*y));

	y->poller = p;
	y->config = config_ref(c);
	y->n = c->n_feeds;
	arena_init(&y->arena);
	y->rows = ARENA_ARRAY(&y->arena, struct store_feed, y->n + 1);
	for (size_t i = 0; i < y->n; i++)
		y->rows[i] = (struct store_feed){ .name = c->feeds[i].name,
			.url = c->feeds[i].url,
			.enabled = c->feeds[i].enabled,
			.fetched_ms = TIME_NONE };
	p->syncing = true;
	offload_run(p->o.thread, sync_work, sync_done, y);
}
