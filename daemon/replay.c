/* replay.c -- see replay.h. */
#include "config.h"

#include "daemon/delivery.h"
#include "daemon/desk.h"
#include "daemon/replay.h"
#include "facts/fact_wire.h"
#include "store/alert_rows.h"
#include "store/entry_rows.h"

#define ROWS_AT_ONCE 100
#define DESK_BYTES (32u << 20)

const struct feed_config *
replay_feed(const struct replay *x, struct str name)
{
	for (size_t i = 0; i < x->config->n_feeds; i++)
		if (str_eq(x->config->feeds[i].name, name))
			return &x->config->feeds[i];
	return NULL;
}

static void
tell_alerts(const struct replay *x, const struct ingest_result *r)
{
	for (size_t i = 0; i < r->n_alerts; i++)
		x->rang(x->arg, &r->alerts[i]);
}

/* ---- lots ---- */

static int
lot_end(struct replay *x, struct err *e)
{
	struct ingest_result r[REPLAY_LOT];
	int rc = x->n_lot == 0
	    ? 0
	    : ingest_many(x->store, &x->arena, &x->c, x->lot, r, x->n_lot, e);

	for (size_t i = 0; i < x->n_lot && rc == 0; i++)
		tell_alerts(x, &r[i]);
	x->n_lot = 0;
	arena_reset(&x->arena);
	return rc;
}

static int
lot_add(struct replay *x, const struct ingest_batch *b, struct err *e)
{
	x->lot[x->n_lot++] = b;
	return x->n_lot < x->lot_size ? 0 : lot_end(x, e);
}

/* What waits rings between two entries, so that these cannot share a transaction. */
static size_t
lot_size(const struct rules *rules)
{
	for (size_t i = 0; i < rules->n; i++)
		if (rules->items[i].wait > 0 ||
		    rules->items[i].hours.from != rules->items[i].hours.to)
			return 1;
	return REPLAY_LOT;
}

/* Rings that waited ("for") ring at their own time, before what came later. */
int
replay_until(struct replay *x, int64_t now_ms, struct err *e)
{
	struct ingest_result r = { .wait_ms = TIME_NONE };
	int64_t due;

	if (x->lot_size > 1)
		return 0;
	if (store_wait_next(x->store, &due, e) < 0)
		return -1;
	while (due != TIME_NONE && due <= now_ms) {
		x->c.now_ms = due;
		if (ingest_waiting(x->store, &x->arena, &x->c, &r, e) < 0)
			return -1;
		tell_alerts(x, &r);
		due = r.wait_ms;
	}
	return 0;
}

static int
feed_row(struct replay *x, struct str name, struct store_feed *out, struct err *e)
{
	struct store_feed *f = map_get(&x->feeds, name);

	if (f == NULL) {
		f = ARENA_NEW(&x->names, struct store_feed);
		f->name = arena_str(&x->names, name);
		if (store_feed_add(x->store, &x->names, f, e) < 0)
			return -1;
		f->fetched_ms = TIME_NONE;
		map_put(&x->feeds, f->name, f);
	}
	*out = *f;
	return 0;
}

/* A batch of one entry. */
struct ingest_batch *
replay_batch(struct replay *x, const struct ingest_entry *en)
{
	struct ingest_batch *b = ARENA_NEW(&x->arena, struct ingest_batch);

	b->entries = ARENA_NEW(&x->arena, struct ingest_entry);
	b->entries[0] = *en;
	b->n_entries = 1;
	b->habits = ARENA_NEW(&x->arena, struct identity_habits);
	b->keep_feed = true;
	return b;
}

int
replay_put(struct replay *x, struct ingest_batch *b, struct str feed, struct err *e)
{
	if (feed_row(x, feed, &b->feed, e) < 0)
		return -1;
	ingest_prepare(&x->arena, b);
	return lot_add(x, b, e);
}

int
replay_end(struct replay *x, struct err *e)
{
	return lot_end(x, e) < 0 ? -1 : replay_until(x, INT64_MAX, e);
}

/* ---- what a store has seen ---- */

/* As it stands now: what an entry said before an edit is not told again. */
static int
put_row(struct replay *x, const struct store_entry *row, struct err *e)
{
	const struct feed_config *fc = replay_feed(x, row->feed_name);
	struct fact_list *facts = ARENA_NEW(&x->arena, struct fact_list);
	struct ingest_batch *b;
	struct wire w;

	if (row->facts.n == 0 || row->withdrawn)
		return 0;
	wire_init(&w, row->facts);
	fact_list_get(&w, &x->arena, row->text, facts);
	if (!wire_ok(&w))
		return err_set(e,
		    "entry %.*s is damaged in the store: tocsin store check",
		    STR_ARG(row->name));
	b = replay_batch(x,
	    &(struct ingest_entry){ .name = row->name,
		.url = row->url,
		.title = row->title,
		.text = row->text,
		.lang = row->lang,
		.facts = facts,
		.ident = { .id = row->name,
		    .published = row->published_ms,
		    .updated = TIME_NONE } });
	b->ring_backlog = !row->quiet;
	if (fc != NULL) {
		b->tags = fc->tags.items;
		b->n_tags = fc->tags.n;
	}
	if (replay_until(x, row->seen_ms, e) < 0)
		return -1;
	b->at_ms = row->seen_ms;
	return replay_put(x, b, row->feed_name, e);
}

static int
put_rows(struct replay *x, struct store *from, int64_t since, struct err *e)
{
	int64_t after = 0;
	struct store_entry *rows;
	size_t n;

	do {
		struct arena page;
		int rc;

		arena_init(&page);
		rc = store_entries_since(from, &page, after, since, ROWS_AT_ONCE, &rows,
		    &n, e);
		for (size_t i = 0; rc == 0 && i < n; i++) {
			after = rows[i].id;
			rc = put_row(x, &rows[i], e);
		}
		if (rc == 0)
			rc = lot_end(x, e);
		arena_clear(&page);
		if (rc < 0)
			return -1;
	} while (n == ROWS_AT_ONCE);
	return replay_end(x, e);
}

int
replay_store(struct replay *x, int64_t span_ms, struct err *e)
{
	struct store_options o = { .address = x->config->store.address.p,
		.mode = STORE_READ };
	struct store *from = store_open(&o, NULL, e);
	int rc = from == NULL ? -1 : put_rows(x, from, delivery_now_ms() - span_ms, e);

	store_close(from);
	return rc;
}

/* ---- life ---- */

int
replay_open(struct replay *x, struct config *c,
    void (*rang)(void *, const struct ingest_alert *), void *arg, struct err *e)
{
	struct store_options o = { .address = ":memory:", .node = "replay" };

	*x = (struct replay){ .config = config_ref(c),
		.rang = rang,
		.arg = arg,
		.lot_size = lot_size(&c->rules) };
	x->c = (struct ingest_context){ .rules = &c->rules,
		.receivers = c->receivers,
		.n_receivers = c->n_receivers,
		.routing = &c->routing,
		.max_age_ms = c->max_age_ms,
		.unheard = true };
	arena_init(&x->arena);
	arena_init(&x->names);
	map_init(&x->feeds, 0);
	x->store = store_open(&o, NULL, e);
	if (x->store == NULL)
		return -1;
	desk_hold_back(desk_of(x->store));
	desk_set_bytes(desk_of(x->store), DESK_BYTES);
	return 0;
}

void
replay_close(struct replay *x)
{
	store_close(x->store);
	map_clear(&x->feeds);
	arena_clear(&x->names);
	arena_clear(&x->arena);
	config_unref(x->config);
}
