/* schedule.c -- see schedule.h: a heap of hosts, each with a heap of its feeds. */
#include "config.h"

#include "base/alloc.h"
#include "feeds/schedule.h"
#include "net/url.h"

struct heap {
	void **items; /* from 1 */
	size_t n, cap;
};

struct schedule_host {
	struct str name;
	struct heap feeds;
	int64_t free_ms;   /* not before, for spacing and freezes */
	int64_t frozen_ms; /* that part of it which is a freeze */
	int64_t turn_ms;   /* the end of its last request, when its connection was open */
	unsigned busy;     /* 503 in a row */
	size_t users;      /* feeds in the heap, or running */
	size_t at;  /* in the schedule's heap, from 1; 0: running, or nothing to do */
	size_t nth; /* host that came */
	bool running;
};

struct schedule {
	struct heap hosts;
	struct map by_name;
	int64_t spacing_ms;
	size_t max_running, running, came;
};

/* ---- one heap for both ---- */

typedef bool before_fn(const void *a, const void *b);
typedef void place_fn(void *item, size_t at);

static void
heap_put(struct heap *h, size_t at, void *item, place_fn *place)
{
	h->items[at] = item;
	place(item, at);
}

static void
heap_up(struct heap *h, size_t at, before_fn *before, place_fn *place)
{
	void *item = h->items[at];

	while (at > 1 && before(item, h->items[at / 2])) {
		heap_put(h, at, h->items[at / 2], place);
		at /= 2;
	}
	heap_put(h, at, item, place);
}

static void
heap_down(struct heap *h, size_t at, before_fn *before, place_fn *place)
{
	void *item = h->items[at];

	for (size_t kid; (kid = 2 * at) <= h->n; at = kid) {
		if (kid < h->n && before(h->items[kid + 1], h->items[kid]))
			kid++;
		if (!before(h->items[kid], item))
			break;
		heap_put(h, at, h->items[kid], place);
	}
	heap_put(h, at, item, place);
}

static void
heap_add(struct heap *h, void *item, before_fn *before, place_fn *place)
{
	if (h->n + 2 > h->cap) {
		h->cap = h->cap == 0 ? 4 : h->cap * 2;
		h->items = xreallocarray(h->items, h->cap, sizeof(void *));
	}
	h->items[++h->n] = item;
	heap_up(h, h->n, before, place);
}

static void
heap_remove(struct heap *h, size_t at, before_fn *before, place_fn *place)
{
	void *last = h->items[h->n--];

	place(h->items[at], 0);
	if (at > h->n)
		return;
	heap_put(h, at, last, place);
	heap_up(h, at, before, place);
	heap_down(h, at, before, place);
}

static int64_t
due_of(const void *item)
{
	return ((const struct schedule_item *)item)->due_ms;
}

static bool
feed_before(const void *a, const void *b)
{
	return due_of(a) < due_of(b);
}

static void
feed_place(void *item, size_t at)
{
	((struct schedule_item *)item)->at = at;
}

/* When its next feed may be asked. */
static int64_t
ready_ms(const struct schedule_host *h)
{
	int64_t due = due_of(h->feeds.items[1]);

	return due > h->free_ms ? due : h->free_ms;
}

/* What could go on at once over an open connection goes before all others. */
static int64_t
turn_of(const struct schedule_host *h)
{
	int64_t ready = ready_ms(h);

	return ready <= h->turn_ms ? INT64_MIN : ready;
}

/* Of those that are due at once the first that came: feeds whose rows lie together are
 * then asked, and saved, together. */
static bool
host_before(const void *pa, const void *pb)
{
	const struct schedule_host *a = pa, *b = pb;
	int64_t x = turn_of(a), y = turn_of(b);

	return x != y ? x < y : a->nth < b->nth;
}

static void
host_place(void *item, size_t at)
{
	((struct schedule_host *)item)->at = at;
}

/* ---- hosts ---- */

struct str
schedule_host_name(char out[SCHEDULE_HOST], struct str url)
{
	char port[STR_DECIMAL];
	struct url u;
	size_t n = 0;

	if (!url_split(url, &u) || u.host.n > 255)
		return STR("?");
	for (; n < u.host.n; n++)
		out[n] = to_lower(u.host.p[n]);
	if (u.port != 80 && u.port != 443) {
		struct str digits = str_decimal(port, u.port);

		out[n++] = ':';
		memcpy(out + n, digits.p, digits.n);
		n += digits.n;
	}
	return (struct str){ out, n };
}

static struct schedule_host *
find_host(const struct schedule *s, struct str url)
{
	char name[SCHEDULE_HOST];

	return map_get(&s->by_name, schedule_host_name(name, url));
}

static struct schedule_host *
need_host(struct schedule *s, struct str url)
{
	char room[SCHEDULE_HOST];
	struct str name = schedule_host_name(room, url);
	struct schedule_host *h = map_get(&s->by_name, name);

	if (h != NULL)
		return h;
	h = xcalloc(1, sizeof(*h));
	h->name = (struct str){ str_dup(name), name.n };
	h->free_ms = h->turn_ms = INT64_MIN;
	h->nth = s->came++;
	map_put(&s->by_name, h->name, h);
	return h;
}

static void
host_free(struct schedule *s, struct schedule_host *h)
{
	map_remove(&s->by_name, h->name);
	free(h->feeds.items);
	free((char *)(uintptr_t)h->name.p);
	free(h);
}

/* Puts the host where its next feed and its pause say. */
static void
place_host(struct schedule *s, struct schedule_host *h)
{
	if (h->at != 0)
		heap_remove(&s->hosts, h->at, host_before, host_place);
	if (!h->running && h->feeds.n > 0)
		heap_add(&s->hosts, h, host_before, host_place);
}

/* Taking a feed out changes the host's key, so the host comes out of the heap around it.
 */
static void
take_out(struct schedule *s, struct schedule_item *it)
{
	struct schedule_host *h = it->host;

	if (h->at != 0)
		heap_remove(&s->hosts, h->at, host_before, host_place);
	if (it->at != 0)
		heap_remove(&h->feeds, it->at, feed_before, feed_place);
}

/* A host without feeds stays while it is frozen: its feeds may come back by a reload. */
static void
release_host(struct schedule *s, struct schedule_item *it)
{
	struct schedule_host *h = it->host;

	it->host = NULL;
	h->users--;
	if (h->users == 0 && h->frozen_ms == 0)
		host_free(s, h);
	else
		place_host(s, h);
}

/* ---- the interface ---- */

struct schedule *
schedule_new(int64_t spacing_ms, size_t max_running)
{
	struct schedule *s = xcalloc(1, sizeof(*s));

	map_init(&s->by_name, 0);
	schedule_tune(s, spacing_ms, max_running);
	return s;
}

void
schedule_tune(struct schedule *s, int64_t spacing_ms, size_t max_running)
{
	s->spacing_ms = spacing_ms;
	s->max_running = max_running;
}

void
schedule_free(struct schedule *s)
{
	struct map_slot *slot;

	if (s == NULL)
		return;
	for (size_t at = 0; (slot = map_next(&s->by_name, &at)) != NULL;) {
		struct schedule_host *h = slot->value;

		free(h->feeds.items);
		free((char *)(uintptr_t)h->name.p);
		free(h);
	}
	map_clear(&s->by_name);
	free(s->hosts.items);
	free(s);
}

void
schedule_set(struct schedule *s, struct schedule_item *it, struct str url, int64_t due_ms)
{
	struct schedule_host *h = need_host(s, url);

	if (it->host == NULL)
		h->users++;
	else
		take_out(s, it);
	if (it->host != NULL && it->host != h) {
		h->users++;
		release_host(s, it);
	}
	it->host = h;
	it->due_ms = due_ms;
	if (h->at != 0)
		heap_remove(&s->hosts, h->at, host_before, host_place);
	heap_add(&h->feeds, it, feed_before, feed_place);
	place_host(s, h);
}

void
schedule_remove(struct schedule *s, struct schedule_item *it)
{
	if (it->host == NULL)
		return;
	if (it->running) {
		it->host->running = false;
		s->running--;
		it->running = false;
	}
	take_out(s, it);
	release_host(s, it);
}

struct schedule_item *
schedule_take(struct schedule *s, int64_t now_ms)
{
	struct schedule_host *h;
	struct schedule_item *it;

	if (s->hosts.n == 0 || s->running >= s->max_running)
		return NULL;
	h = s->hosts.items[1];
	if (ready_ms(h) > now_ms)
		return NULL;
	it = h->feeds.items[1];
	take_out(s, it);
	h->running = it->running = true;
	s->running++;
	return it;
}

void
schedule_done(struct schedule *s, struct schedule_item *it, int64_t now_ms)
{
	struct schedule_host *h = it->host;

	it->running = h->running = false;
	s->running--;
	if (h->free_ms < now_ms + s->spacing_ms)
		h->free_ms = now_ms + s->spacing_ms;
	if (h->frozen_ms <= now_ms)
		h->frozen_ms = 0;
	h->turn_ms = now_ms;
	place_host(s, h);
}

bool
schedule_goes_on(const struct schedule_item *it, int64_t until_ms)
{
	const struct schedule_host *h = it->host;

	return h != NULL && h->feeds.n > 0 && ready_ms(h) <= until_ms;
}

int64_t
schedule_next(const struct schedule *s)
{
	if (s->hosts.n == 0 || s->running >= s->max_running)
		return INT64_MAX;
	return ready_ms(s->hosts.items[1]);
}

void
schedule_freeze(struct schedule *s, struct str url, int64_t until_ms)
{
	struct schedule_host *h = need_host(s, url);

	if (h->at != 0)
		heap_remove(&s->hosts, h->at, host_before, host_place);
	if (until_ms > h->frozen_ms)
		h->frozen_ms = until_ms;
	if (until_ms > h->free_ms)
		h->free_ms = until_ms;
	place_host(s, h);
}

void
schedule_busy(struct schedule *s, struct str url, int64_t until_ms)
{
	struct schedule_host *h = find_host(s, url);

	if (h == NULL)
		return;
	h->busy = until_ms == 0 ? 0 : h->busy + 1;
	if (until_ms > 0 && h->busy >= 2)
		schedule_freeze(s, url, until_ms);
}

size_t
schedule_spread(struct schedule *s, int64_t now_ms, schedule_span *span, void *arg,
    struct rng *rng)
{
	struct map_slot *slot;
	size_t moved = 0;

	for (size_t at = 0; (slot = map_next(&s->by_name, &at)) != NULL;) {
		struct schedule_host *h = slot->value;

		if (h->at != 0)
			heap_remove(&s->hosts, h->at, host_before, host_place);
		for (size_t i = 1; i <= h->feeds.n; i++) {
			struct schedule_item *it = h->feeds.items[i];

			if (it->due_ms > now_ms)
				continue;
			it->due_ms = now_ms +
			    (int64_t)((double)span(it, arg) * rng_unit(rng));
			moved++;
		}
		for (size_t i = h->feeds.n / 2; i >= 1; i--)
			heap_down(&h->feeds, i, feed_before, feed_place);
		place_host(s, h);
	}
	return moved;
}

size_t
schedule_due(const struct schedule *s, int64_t now_ms)
{
	size_t n = 0;

	for (size_t i = 1; i <= s->hosts.n; i++) {
		const struct schedule_host *h = s->hosts.items[i];

		for (size_t k = 1; k <= h->feeds.n; k++)
			n += due_of(h->feeds.items[k]) <= now_ms;
	}
	return n;
}
