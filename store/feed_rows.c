/* feed_rows.c -- see feed_rows.h. */
#include "config.h"

#include "base/map.h"
#include "store/db.h"
#include "store/feed_rows.h"

static void
feed_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_feed *)item = (struct store_feed){ .id = rows_int(r, 0),
		.name = rows_str(r, a, 1), .url = rows_str(r, a, 2), .enabled = rows_int(r, 3) != 0,
		.due_ms = rows_int(r, 4), .epoch = rows_int(r, 5), .fetched_ms = rows_time(r, 6),
		.state = rows_str(r, a, 7) };
}

/* One configured feed against its row; f becomes the row. */
static int
sync_one(struct store *s, struct arena *a, struct store_feed *f, const struct store_feed *had,
    int64_t now, struct err *e)
{
	bool found;

	if (had == NULL)
		return db_one(s, a, SQL_FEED_ADD, ARGS(db_text(f->name), db_text(f->url),
		    db_int(now), db_blob(STR_NONE)), feed_row, f, &found, e);
	if (!str_eq(had->url, f->url)) {
		if (db_run(s, SQL_FEED_MOVE, ARGS(db_int(had->id), db_text(f->url), db_int(now)),
		        NULL, e) < 0)
			return -1;
		return store_feed_by_name(s, a, f->name, f, &found, e);
	}
	if (!had->enabled && db_run(s, SQL_FEED_ENABLE, ARGS(db_int(had->id)), NULL, e) < 0)
		return -1;
	*f = *had;
	f->enabled = true;
	return 0;
}

int
store_feed_add(struct store *s, struct arena *a, struct store_feed *feed, struct err *e)
{
	struct store_feed had;
	int64_t now;
	bool found;

	if (store_now(s, &now, e) < 0 || store_feed_by_name(s, a, feed->name, &had, &found, e) < 0)
		return -1;
	return sync_one(s, a, feed, found ? &had : NULL, now, e);
}

/* Whatever is left of the store's feeds stands in no configuration. */
static int
disable_all(struct store *s, const struct map *left, struct err *e)
{
	struct map_slot *slot;

	for (size_t at = 0; (slot = map_next(left, &at)) != NULL;) {
		const struct store_feed *f = slot->value;

		if (f->enabled && db_run(s, SQL_FEEDS_DISABLE, ARGS(db_int(f->id)), NULL, e) < 0)
			return -1;
	}
	return 0;
}

int
store_feeds_sync(struct store *s, struct arena *a, struct store_feed *feeds, size_t n,
    struct err *e)
{
	struct store_feed *all;
	struct map by_name;
	size_t n_all;
	int64_t now;
	int rc = 0;

	if (store_now(s, &now, e) < 0 || store_feeds_load(s, a, &all, &n_all, e) < 0)
		return -1;
	map_init(&by_name, 0);
	for (size_t i = 0; i < n_all; i++)
		map_put(&by_name, all[i].name, &all[i]);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = sync_one(s, a, &feeds[i], map_remove(&by_name, feeds[i].name), now, e);
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

int
store_feed_by_name(struct store *s, struct arena *a, struct str name, struct store_feed *f,
    bool *found, struct err *e)
{
	return db_one(s, a, SQL_FEED_NAMED, ARGS(db_text(name)), feed_row, f, found, e);
}

int
store_feeds_claim(struct store *s, struct arena *a, int64_t lease_ms, size_t max,
    struct store_feed **feeds, size_t *n, struct err *e)
{
	struct db_list l;
	int64_t now;

	if (store_now(s, &now, e) < 0 ||
	    db_list(s, a, SQL_FEEDS_CLAIM, ARGS(db_int(now), db_int(lease_ms),
	        db_text(str_of(s->node)), db_int((int64_t)max)), feed_row, sizeof(**feeds), &l, e) <
	        0)
		return -1;
	*feeds = l.items;
	*n = l.n;
	return 0;
}

int
store_feed_take(struct store *s, struct arena *a, int64_t id, int64_t lease_ms, bool at_once,
    struct store_feed *row, bool *taken, struct err *e)
{
	int64_t now;
	bool found = true;

	if (store_now(s, &now, e) < 0 ||
	    db_one(s, a, SQL_FEED_TAKE, ARGS(db_int(id), db_int(now), db_int(lease_ms),
	        db_text(str_of(s->node)), db_int(at_once)), feed_row, row, taken, e) < 0)
		return -1;
	if (*taken)
		return 0;
	if (db_one(s, a, SQL_FEED_GET, ARGS(db_int(id)), feed_row, row, &found, e) < 0)
		return -1;
	return found ? 0 : db_fail(s, STORE_FAULT_OTHER, e, "feed", "it is not in the store any more");
}

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

int
store_feeds_save(struct store *s, const struct store_feed *feeds, size_t n, size_t *fenced,
    struct err *e)
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
	return rc;
}
