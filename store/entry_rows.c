/* entry_rows.c -- see entry_rows.h. */
#include "config.h"

#include "store/db.h"
#include "store/entry_rows.h"

static void
entry_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_entry *)item = (struct store_entry){ .id = rows_int(r, 0),
		.feed = rows_int(r, 1),
		.feed_name = rows_str(r, a, 2),
		.name = rows_str(r, a, 3),
		.url = rows_str(r, a, 4),
		.title = rows_str(r, a, 5),
		.text = rows_str(r, a, 6),
		.lang = rows_str(r, a, 7),
		.published_ms = rows_time(r, 8),
		.seen_ms = rows_int(r, 9),
		.changed_ms = rows_int(r, 10),
		.content = rows_str(r, a, 11),
		.revision = rows_int(r, 12),
		.quiet = rows_int(r, 13) != 0,
		.withdrawn = rows_int(r, 14) != 0,
		.facts = rows_str(r, a, 15),
		.n_facts = (size_t)rows_int(r, 16) };
}

static void
head_row(const struct rows *r, struct arena *a, void *item)
{
	struct store_entry *en = item;

	en->content = rows_str(r, a, 0);
	en->revision = rows_int(r, 1);
	en->withdrawn = rows_int(r, 2) != 0;
	en->quiet = rows_int(r, 3) != 0;
	en->published_ms = rows_time(r, 4);
	en->seen_ms = rows_int(r, 5);
	en->changed_ms = rows_int(r, 6);
}

int
store_entry_any(struct store *s, int64_t feed, bool *any, struct err *e)
{
	int64_t id;

	return db_number(s, SQL_ENTRY_ANY, ARGS(db_int(feed)), &id, any, e);
}

int
store_entry_find(struct store *s, int64_t feed, const uint64_t *keys, size_t n_keys,
    int64_t *id, struct err *e)
{
	*id = 0;
	for (size_t i = 0; i < n_keys && *id == 0; i++)
		if (db_number(s, SQL_ENTRY_BY_KEY,
			ARGS(db_int(feed), db_int((int64_t)keys[i])), id, NULL, e) < 0)
			return -1;
	return 0;
}

int
store_entry_get(struct store *s, struct arena *a, int64_t id, struct store_entry *en,
    bool *found, struct err *e)
{
	return db_one(s, a, SQL_ENTRY_GET, ARGS(db_int(id)), entry_row, en, found, e);
}

int
store_entry_named(struct store *s, struct arena *a, struct str name,
    struct store_entry *en, bool *found, struct err *e)
{
	return db_one(s, a, SQL_ENTRY_NAMED, ARGS(db_text(name)), entry_row, en, found,
	    e);
}

int
store_entry_head(struct store *s, struct arena *a, int64_t id, struct store_entry *en,
    struct err *e)
{
	bool found;

	*en = (struct store_entry){ .id = id };
	return db_one(s, a, SQL_ENTRY_HEAD, ARGS(db_int(id)), head_row, en, &found, e);
}

static int
key_cmp(const void *pa, const void *pb)
{
	const struct store_key *a = pa, *b = pb;
	int64_t x = (int64_t)a->key, y = (int64_t)b->key;

	if (a->feed != b->feed)
		return a->feed < b->feed ? -1 : 1;
	if (x != y)
		return x < y ? -1 : 1;
	return a->entry < b->entry ? -1 : a->entry > b->entry;
}

void
store_keys_sort(struct store_key *keys, size_t n)
{
	if (n > 1)
		qsort(keys, n, sizeof(*keys), key_cmp);
}

#define KEY_ARGS 3

int
store_entry_keys_add(struct store *s, const struct store_key *keys, size_t n,
    struct err *e)
{
	struct db_arg args[SQL_KEYS * KEY_ARGS];
	size_t lot;

	for (size_t i = 0; i < n; i += lot) {
		lot = n - i < SQL_KEYS ? 1 : SQL_KEYS;
		for (size_t k = 0; k < lot; k++) {
			args[k * KEY_ARGS] = db_int(keys[i + k].feed);
			args[k * KEY_ARGS + 1] = db_int((int64_t)keys[i + k].key);
			args[k * KEY_ARGS + 2] = db_int(keys[i + k].entry);
		}
		if (db_run(s, lot == 1 ? SQL_ENTRY_KEY_ADD : SQL_ENTRY_KEYS_ADD, args,
			lot * KEY_ARGS, NULL, e) < 0)
			return -1;
	}
	return 0;
}

int
store_entry_insert(struct store *s, struct store_entry *en, struct err *e)
{
	return db_add(s, SQL_ENTRY_ADD,
	    ARGS(db_int(en->feed), db_text(en->name), db_text(en->url),
		db_text(en->title), db_text(en->text), db_text(en->lang),
		db_time(en->published_ms), db_int(en->seen_ms), db_int(en->changed_ms),
		db_blob(en->content), db_int(en->quiet), db_blob(en->facts),
		db_int((int64_t)en->n_facts)),
	    &en->id, e);
}

int
store_entry_revise(struct store *s, struct store_entry *en, struct err *e)
{
	if (db_run(s, SQL_REVISION_ADD, ARGS(db_int(en->id), db_int(en->changed_ms)),
		NULL, e) < 0 ||
	    db_run(s, SQL_ENTRY_REVISE,
		ARGS(db_int(en->id), db_text(en->url), db_text(en->title),
		    db_text(en->text), db_text(en->lang), db_int(en->changed_ms),
		    db_blob(en->content), db_blob(en->facts),
		    db_int((int64_t)en->n_facts)),
		NULL, e) < 0)
		return -1;
	en->revision++;
	return 0;
}

int
store_entry_withdraw(struct store *s, int64_t id, int64_t at_ms, struct err *e)
{
	return db_run(s, SQL_ENTRY_WITHDRAW, ARGS(db_int(id), db_int(at_ms)), NULL, e);
}

static void
id_row(const struct rows *r, struct arena *a, void *item)
{
	(void)a;
	*(int64_t *)item = rows_int(r, 0);
}

int
store_entries_forget(struct store *s, int64_t before_ms, size_t max, size_t *n,
    struct err *e)
{
	struct arena a;
	struct db_list l;
	int rc;

	arena_init(&a);
	rc = db_list(s, &a, SQL_ENTRIES_OLD,
	    ARGS(db_int(before_ms), db_int((int64_t)max)), id_row, sizeof(int64_t), &l,
	    e);
	for (size_t i = 0; rc == 0 && i < l.n; i++) {
		struct db_arg id = db_int(((int64_t *)l.items)[i]);

		if (db_run(s, SQL_REVISIONS_DROP, ARGS(id), NULL, e) < 0 ||
		    db_run(s, SQL_ENTRY_FORGET, ARGS(id, db_blob(STR_NONE)), NULL, e) < 0)
			rc = -1;
	}
	*n = rc == 0 ? l.n : 0;
	arena_clear(&a);
	return rc;
}

static void
revision_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_revision *)item = (struct store_revision){ .revision = rows_int(r,
								      0),
		.until_ms = rows_int(r, 1),
		.title = rows_str(r, a, 2),
		.text = rows_str(r, a, 3) };
}

int
store_entry_revisions(struct store *s, struct arena *a, int64_t id,
    struct store_revision **items, size_t *n, struct err *e)
{
	struct db_list l;

	if (db_list(s, a, SQL_REVISIONS, ARGS(db_int(id)), revision_row, sizeof(**items),
		&l, e) < 0)
		return -1;
	*items = l.items;
	*n = l.n;
	return 0;
}

int
store_entries_since(struct store *s, struct arena *a, int64_t after, int64_t since_ms,
    size_t limit, struct store_entry **items, size_t *n, struct err *e)
{
	struct db_list l;

	if (db_list(s, a, SQL_ENTRIES_SINCE,
		ARGS(db_int(after), db_int(since_ms), db_int((int64_t)limit)), entry_row,
		sizeof(**items), &l, e) < 0)
		return -1;
	*items = l.items;
	*n = l.n;
	return 0;
}
