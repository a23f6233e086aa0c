/* feed_rows.c -- see feed_rows.h. */
#include "config.h"

#include "base/map.h"
#include "store/db.h"
#include "store/feed_rows.h"

static void
feed_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_feed *)item = (struct store_feed){ .id = rows_int(r, 0),
		.name = rows_str(r, a, 1),
		.url = rows_str(r, a, 2),
		.enabled = rows_int(r, 3) != 0,
		.due_ms = rows_int(r, 4),
		.epoch = rows_int(r, 5),
		.fetched_ms = rows_time(r, 6),
		.state = rows_str(r, a, 7),
		.owner = rows_str(r, a, 8) };
}

static int
feed_by_name(struct store *s, struct arena *a, struct str name, struct store_feed *f,
    bool *found, struct err *e)
{
	return db_one(s, a, SQL_FEED_NAMED, ARGS(db_text(name)), feed_row, f, found, e);
}

/* A configured feed against its row; f becomes the row. */
static int
sync_one(struct store *s, struct arena *a, struct store_feed *f,
    const struct store_feed *had, int64_t now, struct err *e)
{
	bool found;

	if (!str_eq(had->url, f->url)) {
		if (db_run(s, SQL_FEED_MOVE,
			ARGS(db_int(had->id), db_text(f->url), db_int(now)), NULL, e) < 0)
			return -1;
		return feed_by_name(s, a, f->name, f, &found, e);
	}
	if (!had->enabled &&
	    db_run(s, SQL_FEED_ENABLE, ARGS(db_int(had->id)), NULL, e) < 0)
		return -1;
	*f = *had;
	f->enabled = true;
	return 0;
}

#define ADD_ARGS 4
#define ADD_AT_ONCE 1000

struct adding {
	struct arena *a;
	struct store_feed **feeds;
};

static int
got_added(void *arg, size_t i, struct rows *r, struct err *e)
{
	struct adding *x = arg;
	int rc = rows_next(r, e);

	if (rc > 0)
		feed_row(r, x->a, x->feeds[i]);
	return rc < 0 ? -1 : 0;
}

/* New ones, due at once. */
static int
add_feeds(struct store *s, struct arena *a, struct store_feed **feeds, size_t n,
    int64_t now, struct err *e)
{
	struct db_arg *args = xcalloc(n + 1, ADD_ARGS * sizeof(*args));
	struct adding x = { a, feeds };
	int rc;

	for (size_t i = 0; i < n; i++)
		memcpy(&args[i * ADD_ARGS],
		    (struct db_arg[ADD_ARGS]){ db_text(feeds[i]->name),
			db_text(feeds[i]->url), db_int(now), db_blob(STR_NONE) },
		    ADD_ARGS * sizeof(*args));
	rc = db_each(s, SQL_FEED_ADD, args, ADD_ARGS, n, got_added, &x, e);
	free(args);
	return rc;
}

int
store_feed_add(struct store *s, struct arena *a, struct store_feed *feed, struct err *e)
{
	struct store_feed had;
	int64_t now;
	bool found;

	if (store_now(s, &now, e) < 0 ||
	    feed_by_name(s, a, feed->name, &had, &found, e) < 0)
		return -1;
	return found ? sync_one(s, a, feed, &had, now, e)
		     : add_feeds(s, a, &feed, 1, now, e);
}

/* Whatever is left of the store's feeds stands in no configuration. */
static int
disable_all(struct store *s, const struct map *left, struct err *e)
{
	struct map_slot *slot;

	for (size_t at = 0; (slot = map_next(left, &at)) != NULL;) {
		const struct store_feed *f = slot->value;

		if (f->enabled &&
		    db_run(s, SQL_FEEDS_DISABLE, ARGS(db_int(f->id)), NULL, e) < 0)
			return -1;
	}
	return 0;
}

int
store_feeds_sync(struct store *s, struct arena *a, struct store_feed *feeds, size_t n,
    struct err *e)
{
	struct store_feed *all, *had, **new = ARENA_ARRAY(a, struct store_feed *, n + 1);
	struct map by_name;
	size_t n_all, n_new = 0;
	int64_t now;
	int rc = 0;

	if (store_now(s, &now, e) < 0 || store_feeds_load(s, a, &all, &n_all, e) < 0)
		return -1;
	map_init(&by_name, 0);
	for (size_t i = 0; i < n_all; i++)
		map_put(&by_name, all[i].name, &all[i]);
	for (size_t i = 0; i < n && rc == 0; i++) {
		if ((had = map_remove(&by_name, feeds[i].name)) != NULL)
			rc = sync_one(s, a, &feeds[i], had, now, e);
		else
			new[n_new++] = &feeds[i];
	}
	for (size_t i = 0; i < n_new && rc == 0; i += ADD_AT_ONCE)
		rc = add_feeds(s, a, &new[i],
		    n_new - i < ADD_AT_ONCE ? n_new - i : ADD_AT_ONCE, now, e);
	if (rc == 0)
		rc = disable_all(s, &by_name, e);
	map_clear(&by_name);
	return rc;
}

int
store_feeds_load(struct store *s, struct arena *a, struct store_feed **feeds, size_t *n,
    struct err *e)
{
	struct db_list l;

	if (db_list(s, a, SQL_FEEDS_ALL, NO_ARGS, feed_row, sizeof(**feeds), &l, e) < 0)
		return -1;
	*feeds = l.items;
	*n = l.n;
	return 0;
}

/* ---- taking ---- */

/* One lot of statements about takes: arguments for each that it concerns, and what comes
 * back. */
struct lot {
	struct arena *a;
	struct store_take **of;
	size_t n;
	struct db_arg *args;
	size_t n_args;
};

static struct lot
lot_new(struct arena *a, size_t max, size_t n_args)
{
	return (struct lot){ .a = a,
		.of = ARENA_ARRAY(a, struct store_take *, max + 1),
		.args = arena_alloc(a, (max + 1) * n_args * sizeof(struct db_arg)),
		.n_args = n_args };
}

static void
lot_add(struct lot *l, struct store_take *t, const struct db_arg *args)
{
	memcpy(&l->args[l->n * l->n_args], args, l->n_args * sizeof(*args));
	l->of[l->n++] = t;
}

static int
lot_run(struct store *s, enum sql id, struct lot *l, db_each_fn *got, struct err *e)
{
	return db_each(s, id, l->args, l->n_args, l->n, got, l, e);
}

static int
got_feed(void *arg, size_t i, struct rows *r, struct err *e)
{
	struct lot *l = arg;
	int rc = rows_next(r, e);

	l->of[i]->taken = rc > 0;
	if (rc > 0)
		feed_row(r, l->a, &l->of[i]->row);
	return rc < 0 ? -1 : 0;
}

static int
got_host(void *arg, size_t i, struct rows *r, struct err *e)
{
	int rc = rows_next(r, e);

	((struct lot *)arg)->of[i]->taken = rc > 0;
	return rc < 0 ? -1 : 0;
}

static int
got_host_time(void *arg, size_t i, struct rows *r, struct err *e)
{
	int rc = rows_next(r, e);

	if (rc > 0)
		((struct lot *)arg)->of[i]->row.due_ms = rows_int(r, 0);
	return rc < 0 ? -1 : 0;
}

static int
got_row(void *arg, size_t i, struct rows *r, struct err *e)
{
	struct lot *l = arg;
	int rc = rows_next(r, e);

	if (rc > 0)
		feed_row(r, l->a, &l->of[i]->row);
	return rc < 0 ? -1 : 0;
}

static int
take_feeds(struct store *s, struct arena *a, struct store_take *takes, size_t n,
    int64_t now, struct err *e)
{
	struct lot take = lot_new(a, n, 5), look = lot_new(a, n, 1);

	for (size_t i = 0; i < n; i++)
		lot_add(&take, &takes[i],
		    (struct db_arg[]){ db_int(takes[i].id), db_int(now),
			db_int(takes[i].lease_ms), db_text(str_of(s->node)),
			db_int(takes[i].at_once) });
	if (lot_run(s, SQL_FEED_TAKE, &take, got_feed, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (!takes[i].taken)
			lot_add(&look, &takes[i],
			    (struct db_arg[]){ db_int(takes[i].id) });
	return lot_run(s, SQL_FEED_GET, &look, got_row, e);
}

static int
by_host(const void *a, const void *b)
{
	return str_cmp((*(struct store_take *const *)a)->host,
	    (*(struct store_take *const *)b)->host);
}

/* The hosts of those that were taken, in one order for all nodes, so that none waits for
 * another. */
static int
take_hosts(struct store *s, struct arena *a, struct store_take *takes, size_t n,
    int64_t now, struct err *e)
{
	struct store_take **sorted = ARENA_ARRAY(a, struct store_take *, n + 1);
	struct lot lot = lot_new(a, n, 6);
	size_t taken = 0;

	for (size_t i = 0; i < n; i++)
		if (takes[i].taken && takes[i].host.n > 0)
			sorted[taken++] = &takes[i];
	qsort(sorted, taken, sizeof(*sorted), by_host);
	for (size_t i = 0; i < taken; i++)
		lot_add(&lot, sorted[i],
		    (struct db_arg[]){ db_text(sorted[i]->host), db_int(now),
			db_int(sorted[i]->lease_ms), db_text(str_of(s->node)),
			db_int(sorted[i]->spacing_ms),
			db_int(now - sorted[i]->lived_ms) });
	return lot_run(s, SQL_HOST_TAKE, &lot, got_host, e);
}

/* A feed whose host is busy is due when that may be asked. */
static int
give_back(struct store *s, struct arena *a, struct store_take *takes, size_t n,
    int64_t now, struct err *e)
{
	struct lot when = lot_new(a, n, 4), back = lot_new(a, n, 3);

	for (size_t i = 0; i < n; i++)
		if (!takes[i].taken && str_eq(takes[i].row.owner, str_of(s->node)))
			lot_add(&when, &takes[i],
			    (struct db_arg[]){ db_text(takes[i].host),
				db_text(str_of(s->node)), db_int(takes[i].spacing_ms),
				db_int(now - takes[i].lived_ms) });
	if (lot_run(s, SQL_HOST_GET, &when, got_host_time, e) < 0)
		return -1;
	for (size_t i = 0; i < when.n; i++)
		lot_add(&back, when.of[i],
		    (struct db_arg[]){ db_int(when.of[i]->id),
			db_int(when.of[i]->row.epoch), db_int(when.of[i]->row.due_ms) });
	return lot_run(s, SQL_FEED_GIVE_BACK, &back, got_row, e);
}

int
store_feeds_take(struct store *s, struct arena *a, struct store_take *takes, size_t n,
    struct err *e)
{
	int64_t now;

	if (store_now(s, &now, e) < 0 || take_feeds(s, a, takes, n, now, e) < 0 ||
	    take_hosts(s, a, takes, n, now, e) < 0 ||
	    give_back(s, a, takes, n, now, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (takes[i].row.id == 0)
			return db_fail(s, STORE_FAULT_OTHER, e, "feed",
			    "it is not in the store any more");
	return 0;
}

static void
due_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_due *)item = (struct store_due){ .name = rows_str(r, a, 0),
		.due_ms = rows_int(r, 1),
		.owner = rows_str(r, a, 2) };
}

int
store_feeds_due(struct store *s, struct arena *a, const int64_t *ids, size_t n_ids,
    struct store_due **items, size_t *n, struct err *e)
{
	struct db_list l;
	struct buf list;
	int rc;

	buf_init(&list, 1u << 20);
	for (size_t i = 0; i < n_ids; i++)
		buf_printf(&list, "%s%lld", i > 0 ? "," : "", (long long)ids[i]);
	rc = db_list(s, a, SQL_FEEDS_DUE, ARGS(db_text(buf_str(&list))), due_row,
	    sizeof(**items), &l, e);
	buf_clear(&list);
	*items = l.items;
	*n = l.n;
	return rc;
}

int
store_feeds_late(struct store *s, struct arena *a, int64_t before_ms, size_t max,
    struct store_due **items, size_t *n, struct err *e)
{
	struct db_list l;
	int rc = db_list(s, a, SQL_FEEDS_LATE,
	    ARGS(db_int(before_ms), db_int((int64_t)max)), due_row, sizeof(**items), &l,
	    e);

	*items = l.items;
	*n = l.n;
	return rc;
}

/* ---- saving ---- */

int
store_feed_lock(struct store *s, int64_t id, struct err *e)
{
	int64_t epoch;

	return db_number(s, SQL_FEED_LOCK, ARGS(db_int(id)), &epoch, NULL, e);
}

#define SAVE_ARGS 5

static int
count_fenced(void *arg, size_t i, struct rows *r, struct err *e)
{
	int64_t changed;

	(void)i;
	if (rows_changed(r, &changed, e) < 0)
		return -1;
	*(size_t *)arg += changed == 0;
	return 0;
}

#define HOST_ARGS 3

static int
count_nothing(void *arg, size_t i, struct rows *r, struct err *e)
{
	int64_t changed;

	(void)arg;
	(void)i;
	return rows_changed(r, &changed, e);
}

static int
free_hosts(struct store *s, const struct store_feed *feeds, size_t n, struct err *e)
{
	struct db_arg *args = xcalloc(n + 1, HOST_ARGS * sizeof(*args));
	size_t hosts = 0;
	int64_t now;
	int rc = 0;

	for (size_t i = 0; i < n; i++)
		if (feeds[i].host.n > 0)
			memcpy(&args[hosts++ * HOST_ARGS],
			    (struct db_arg[HOST_ARGS]){ db_text(feeds[i].host),
				db_int(feeds[i].host_rest_ms), db_text(str_of(s->node)) },
			    HOST_ARGS * sizeof(*args));
	if (hosts > 0)
		rc = store_now(s, &now, e);
	for (size_t i = 0; i < hosts && rc == 0; i++)
		args[i * HOST_ARGS + 1].i += now;
	if (rc == 0)
		rc = db_each(s, SQL_HOST_FREE, args, HOST_ARGS, hosts, count_nothing,
		    NULL, e);
	free(args);
	return rc;
}

int
store_feeds_save(struct store *s, const struct store_feed *feeds, size_t n,
    size_t *fenced, struct err *e)
{
	struct db_arg *args = xcalloc(n + 1, SAVE_ARGS * sizeof(*args));
	int rc;

	*fenced = 0;
	for (size_t i = 0; i < n; i++) {
		const struct store_feed *f = &feeds[i];
		const struct db_arg row[SAVE_ARGS] = { db_int(f->id), db_int(f->epoch),
			db_int(f->due_ms), db_blob(f->state), db_time(f->fetched_ms) };

		memcpy(&args[i * SAVE_ARGS], row, sizeof(row));
	}
	rc = db_each(s, SQL_FEED_SAVE, args, SAVE_ARGS, n, count_fenced, fenced, e);
	free(args);
	return rc < 0 ? -1 : free_hosts(s, feeds, n, e);
}
