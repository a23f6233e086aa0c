/*
 * poller_share.c -- several nodes on one store: each gives signs of life, knows who else does, and
 * prefers the hosts that are its own (feeds/share.h). Whether a feed may be asked, its lease says.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/poller_work.h"
#include "feeds/share.h"

#define BEAT_S 5

struct beat {
	struct poller *poller;
	struct arena arena;
	struct store_node *nodes;
	size_t n;
	struct err err;
	int rc;
};

static void
beat_work(void *arg)
{
	struct beat *b = arg;
	struct store *s = b->poller->o.store;

	b->rc = store_node_beat(s, PACKAGE_VERSION, &b->err);
	if (b->rc == 0)
		b->rc = store_nodes(s, &b->arena, &b->nodes, &b->n, &b->err);
}

static void
forget_nodes(struct poller *p)
{
	for (size_t i = 0; i < p->n_nodes; i++)
		free((char *)(uintptr_t)p->nodes[i].p);
	free(p->nodes);
	p->nodes = NULL;
	p->n_nodes = p->me = 0;
}

/* The living; who nobody else knows of is alone. */
static void
take_nodes(struct poller *p, const struct beat *b)
{
	size_t before = p->n_nodes;

	forget_nodes(p);
	p->nodes = xcalloc(b->n + 1, sizeof(*p->nodes));
	for (size_t i = 0; i < b->n; i++)
		if (b->nodes[i].alive) {
			if (b->nodes[i].me)
				p->me = p->n_nodes;
			p->nodes[p->n_nodes++] =
			    (struct str){ str_dup(b->nodes[i].name), b->nodes[i].name.n };
		}
	if (p->n_nodes != before)
		LOG(LOG_NOTICE, "node.seen", log_int("nodes", (int64_t)p->n_nodes));
}

static void
beat_done(void *arg)
{
	struct beat *b = arg;

	store_health(
	    b->poller->o.health, STORE_WORK_SCHEDULE, b->rc != 0 ? b->err.msg : NULL);
	if (b->rc == 0)
		take_nodes(b->poller, b);
	b->poller->beating = false;
	arena_clear(&b->arena);
	free(b);
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
	arena_init(&b->arena);
	p->beating = true;
	offload_run(p->o.thread, beat_work, beat_done, b);
}

void
poller_share_start(struct poller *p)
{
	const struct timeval every = { BEAT_S, 0 };

	if (!store_is_shared(p->o.store) || p->o.once)
		return;
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

int64_t
poller_grace_ms(const struct poller *p, struct str url)
{
	return p->n_nodes > 1 && share_owner(url, p->nodes, p->n_nodes) != p->me
		   ? SHARE_GRACE
		   : 0;
}
