/*
 * poller_share.c -- several nodes on one store.  Each gives signs of life and knows who
 * else does; it asks the hosts that are its own (feeds/share.h), and what others leave
 * lying.  Whether a feed may be asked, its lease says.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/clock.h"
#include "daemon/poller_work.h"
#include "feeds/share.h"

#define LATE_AT_ONCE 256
#define GAINS_AT_ONCE 1000  /* feeds that the store is asked for in one piece */
#define LOOKS_AT_ONCE 16384 /* feeds that are looked at in one turn of the loop */

struct beat {
	struct poller *poller;
	struct arena arena;
	struct store_node me, *nodes;
	size_t n;
	struct store_due *late;
	size_t n_late;
	bool changed; /* other nodes live than before */
	int64_t takeover_ms, now_ms;
	struct err err;
	int rc;
};

/* Feeds that became ours, and what their rows say. */
struct gains {
	struct poller *poller;
	struct arena arena;
	int64_t ids[GAINS_AT_ONCE], now_ms;
	size_t n, from; /* from: the first that was looked at */
	struct store_due *dues;
	size_t n_dues;
	struct err err;
	int rc;
};

/* A sign six times in the time after which others ask our feeds; dead after four without.
 */
static int64_t
beat_ms(const struct poller *p)
{
	return p->config->store.takeover_ms / 6;
}

/* ---- on the store's thread; who lives changes only when the beat is over ---- */

static size_t
keep_the_living(struct store_node *nodes, size_t n)
{
	size_t living = 0;

	for (size_t i = 0; i < n; i++)
		if (nodes[i].alive)
			nodes[living++] = nodes[i];
	return living;
}

static bool
are_others(const struct poller *p, const struct beat *b)
{
	bool same = b->n == p->n_nodes;

	for (size_t i = 0; same && i < b->n; i++)
		same = str_eq(b->nodes[i].name, p->nodes[i]);
	return !same;
}

static int
sign_of_life(struct beat *b, struct store *s)
{
	int64_t asked = poller_mono_ms();

	if (store_node_beat(s, &b->me, &b->now_ms, &b->err) != 0)
		return -1;
	clock_follow(b->now_ms, poller_mono_ms() - asked);
	return 0;
}

static int
beat(struct beat *b, struct store *s)
{
	struct arena *a = &b->arena;

	if (sign_of_life(b, s) != 0 ||
	    store_nodes(s, a, false, &b->nodes, &b->n, &b->err) != 0 ||
	    store_feeds_late(s, a, b->now_ms - b->takeover_ms, LATE_AT_ONCE, &b->late,
		&b->n_late, &b->err) != 0)
		return -1;
	b->n = keep_the_living(b->nodes, b->n);
	b->changed = are_others(b->poller, b);
	return 0;
}

static void
beat_work(void *arg)
{
	struct beat *b = arg;

	b->rc = beat(b, b->poller->o.store);
}

static int
look_up(struct gains *g, struct store *s)
{
	if (g->n == 0)
		return 0;
	return store_now(s, &g->now_ms, &g->err) != 0
	    ? -1
	    : store_feeds_due(s, &g->arena, g->ids, g->n, &g->dues, &g->n_dues, &g->err);
}

static void
gains_work(void *arg)
{
	struct gains *g = arg;

	g->rc = look_up(g, g->poller->o.store);
}

/* ---- back on the loop ---- */

static void
forget_nodes(struct poller *p)
{
	for (size_t i = 0; i < p->n_nodes; i++)
		free((char *)(uintptr_t)p->nodes[i].p);
	free(p->nodes);
	p->nodes = NULL;
	p->n_nodes = p->me = 0;
}

static void
take_nodes(struct poller *p, const struct beat *b)
{
	forget_nodes(p);
	p->nodes = xcalloc(b->n + 1, sizeof(*p->nodes));
	p->n_nodes = b->n;
	for (size_t i = 0; i < b->n; i++) {
		p->nodes[i] = (struct str){ str_dup(b->nodes[i].name),
			b->nodes[i].name.n };
		if (b->nodes[i].me)
			p->me = i;
	}
	LOG(LOG_NOTICE, "node.seen", log_int("nodes", (int64_t)p->n_nodes));
}

bool
poller_owns(const struct poller *p, const struct feed_config *c)
{
	return p->n_nodes < 2 || share_owner(c->url, p->nodes, p->n_nodes) == p->me;
}

static void
ask_at(struct poller *p, struct polled *f, int64_t delay_ms)
{
	struct poll_state st;

	if (poll_state_get(f->blob, &st) != 0)
		LOG(LOG_ERR, "poll.state_lost", log_str("feed", f->config->name));
	schedule_set(p->schedule, &f->item, poll_address(&st, f->config),
	    poller_mono_ms() + delay_ms);
}

static bool
is_idle(const struct polled *f)
{
	return f->flight == NULL && !f->follows && f->config->enabled;
}

static struct polled *
idle_feed(const struct poller *p, struct str name)
{
	struct polled *f = map_get(&p->by_name, name);

	return f != NULL && is_idle(f) ? f : NULL;
}

/* What is another's now, he asks. */
static void
look_on(struct poller *p, struct gains *g)
{
	size_t end = g->from + LOOKS_AT_ONCE < p->n_feeds ? g->from + LOOKS_AT_ONCE
							  : p->n_feeds;

	for (; p->shared < end && g->n < NELEM(g->ids); p->shared++) {
		struct polled *f = p->feeds[p->shared];

		if (!is_idle(f))
			continue;
		if (!poller_owns(p, f->config))
			schedule_remove(p->schedule, &f->item);
		else if (f->item.host == NULL)
			g->ids[g->n++] = f->id;
	}
}

static void gains_done(void *arg);

/* The next of the feeds; a piece without gains lets the loop do something else in
 * between. */
static void
share_out(struct poller *p)
{
	struct gains *g;

	if (p->sharing || p->stopping || p->shared >= p->n_feeds)
		return;
	g = xcalloc(1, sizeof(*g));
	arena_init(&g->arena);
	g->poller = p;
	g->from = p->shared;
	look_on(p, g);
	p->sharing = true;
	offload_run(p->o.thread, gains_work, gains_done, g);
}

/* What became ours is asked when its row says. */
static void
take_gains(struct poller *p, const struct gains *g)
{
	for (size_t i = 0; i < g->n_dues; i++) {
		const struct store_due *d = &g->dues[i];
		struct polled *f = idle_feed(p, d->name);
		bool lost = str_eq(d->owner, store_node_name(p->o.store));

		if (f != NULL && f->item.host == NULL && poller_owns(p, f->config))
			ask_at(p, f,
			    lost || d->due_ms < g->now_ms ? 0 : d->due_ms - g->now_ms);
	}
}

/* After a failure the next beat goes on. */
static void
gains_done(void *arg)
{
	struct gains *g = arg;
	struct poller *p = g->poller;

	p->sharing = false;
	if (g->rc == 0) {
		take_gains(p, g);
		share_out(p);
	} else {
		store_health(p->o.health, STORE_WORK_SCHEDULE, g->err.msg);
		p->shared = p->shared < g->from ? p->shared : g->from;
	}
	arena_clear(&g->arena);
	free(g);
	poller_pump(p);
}

static void
take_late(struct poller *p, const struct beat *b)
{
	for (size_t i = 0; i < b->n_late; i++) {
		struct polled *f = idle_feed(p, b->late[i].name);

		if (f != NULL && !poller_owns(p, f->config))
			ask_at(p, f, 0);
	}
}

static void
beat_done(void *arg)
{
	struct beat *b = arg;
	struct poller *p = b->poller;

	store_health(p->o.health, STORE_WORK_SCHEDULE, b->rc != 0 ? b->err.msg : NULL);
	if (b->rc == 0 && b->changed) {
		take_nodes(p, b);
		p->shared = 0;
	}
	if (b->rc == 0) {
		share_out(p);
		take_late(p, b);
	}
	p->beating = false;
	arena_clear(&b->arena);
	free(b);
	poller_pump(p);
}

static void
on_beat(evutil_socket_t fd, short what, void *arg)
{
	struct poller *p = arg;
	struct beat *b;

	if (p->beating || p->stopping)
		return;
	b = xcalloc(1, sizeof(*b));
	b->poller = p;
	b->takeover_ms = p->config->store.takeover_ms;
	b->me = (struct store_node){ .span_ms = 4 * beat_ms(p),
		.started_ms = p->started_ms,
		.version = STR(PACKAGE_VERSION) };
	arena_init(&b->arena);
	p->beating = true;
	offload_run(p->o.thread, beat_work, beat_done, b);
}

void
poller_share_start(struct poller *p)
{
	int64_t ms = beat_ms(p);
	const struct timeval every = { ms / MS_SECOND, ms % MS_SECOND * 1000 };

	if (!store_is_shared(p->o.store) || p->o.once)
		return;
	p->started_ms = poller_wall_ms();
	p->beat = event_new(p->o.loop, -1, EV_PERSIST, on_beat, p);
	event_add(p->beat, &every);
	on_beat(-1, 0, p);
}

void
poller_share_end(struct poller *p)
{
	struct err e;

	if (p->beat != NULL) {
		store_node_leave(p->o.store, &e); /* else the others see it in a while */
		event_free(p->beat);
	}
	forget_nodes(p);
}
