/* incident_rows.c -- see incident_rows.h. */
#include "config.h"

#include "base/wire.h"
#include "store/db.h"
#include "store/incident_rows.h"

#define LONG_DAYS 16     /* an incident of more days lies in a part of the index of its own */
#define KEYS_MAX 4096
#define KEYS_BYTES (1u << 20)

static void
incident_row(const struct rows *r, struct arena *a, void *item)
{
	struct store_incident *in = item;

	*in = (struct store_incident){ .id = rows_str(r, a, 0), .version = rows_int(r, 1),
		.parent = rows_str(r, a, 2), .state = rows_str(r, a, 3), .blob = rows_str(r, a, 4),
		.day_from = rows_int(r, 5), .day_to = rows_int(r, 6), .title = rows_str(r, a, 7),
		.place = rows_str(r, a, 8), .place_id = rows_str(r, a, 9),
		.country = rows_str(r, a, 10), .admin1 = rows_str(r, a, 11),
		.cause = rows_str(r, a, 12), .lat = rows_real(r, 13), .lon = rows_real(r, 14),
		.created_ms = rows_int(r, 20), .changed_ms = rows_int(r, 21),
		.sources = (size_t)rows_int(r, 22) };
	for (int i = 0; i < TOLL_N; i++)
		in->toll[i] = rows_int(r, 15 + i);
}

int
store_incident_get(struct store *s, struct arena *a, struct str id, struct store_incident *in,
    bool *found, struct err *e)
{
	return db_one(s, a, SQL_INCIDENT_GET, ARGS(db_text(id)), incident_row, in, found, e);
}

/* ---- candidates ---- */

static void
found_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_found *)item = (struct store_found){ .id = rows_str(r, a, 0),
		.day_from = rows_int(r, 1), .day_to = rows_int(r, 2) };
}

int
store_bucket(struct store *s, struct arena *a, uint64_t key, int64_t day_from, int64_t day_to,
    size_t max, struct store_found **items, size_t *n, struct err *e)
{
	/* Of the short ones, those that end later cannot have begun by then. */
	int64_t end = day_to > INT64_MAX - LONG_DAYS ? day_to : day_to + LONG_DAYS;
	struct db_list l;

	if (db_list(s, a, SQL_BUCKET, ARGS(db_int((int64_t)key), db_int(day_from), db_int(end),
	        db_int(day_to), db_int((int64_t)max)), found_row, sizeof(**items), &l, e) < 0)
		return -1;
	*items = l.items;
	*n = l.n;
	return 0;
}

static void
blob_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct str *)item = rows_str(r, a, 0);
}

int
store_incident_blob(struct store *s, struct arena *a, struct str id, struct str *blob,
    struct err *e)
{
	bool found;

	*blob = STR_NONE;
	return db_one(s, a, SQL_INCIDENT_BLOB, ARGS(db_text(id)), blob_row, blob, &found, e);
}

/* ---- saving ---- */

static void
keys_put(struct buf *b, const struct store_incident *in)
{
	wire_put_u64(b, in->n_keys);
	for (size_t i = 0; i < in->n_keys; i++)
		wire_put_u64(b, in->keys[i]);
}

struct saved_keys {
	bool any;
	uint64_t *keys;
	size_t n;
	int64_t day_from, day_to;
};

static void
saved_keys_row(const struct rows *r, struct arena *a, void *item)
{
	struct saved_keys *k = item;
	struct wire w;

	wire_init(&w, rows_str(r, a, 0));
	k->n = wire_count(&w, KEYS_MAX);
	k->keys = ARENA_ARRAY(a, uint64_t, k->n + 1);
	for (size_t i = 0; i < k->n; i++)
		k->keys[i] = wire_u64(&w);
	k->day_from = rows_int(r, 1);
	k->day_to = rows_int(r, 2);
	k->any = true;
}

static int
key_cmp(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

static struct db_arg
is_long(int64_t from, int64_t to)
{
	return db_int(to - from >= LONG_DAYS);
}

static int
key_drop(struct store *s, const struct saved_keys *was, uint64_t key, struct str id,
    struct err *e)
{
	return db_run(s, SQL_INCIDENT_KEY_DROP, ARGS(db_int((int64_t)key),
	    is_long(was->day_from, was->day_to), db_int(was->day_to), db_text(id)), NULL, e);
}

static int
key_add(struct store *s, const struct store_incident *in, uint64_t key, struct err *e)
{
	return db_run(s, SQL_INCIDENT_KEY_ADD, ARGS(db_int((int64_t)key),
	    is_long(in->day_from, in->day_to), db_int(in->day_to), db_int(in->day_from),
	    db_text(in->id)), NULL, e);
}

/* Only what differs is written: an incident with hundreds of keys changes a few at a time. */
static int
keys_save(struct store *s, struct store_incident *in, const struct saved_keys *was,
    struct err *e)
{
	bool moved = was->day_from != in->day_from || was->day_to != in->day_to;
	size_t i = 0, j = 0;

	while (i < was->n || j < in->n_keys) {
		int c = i == was->n ? 1 : j == in->n_keys ? -1 : key_cmp(&was->keys[i], &in->keys[j]);

		if ((c < 0 || (c == 0 && moved)) && key_drop(s, was, was->keys[i], in->id, e) < 0)
			return -1;
		if ((c > 0 || (c == 0 && moved)) && key_add(s, in, in->keys[j], e) < 0)
			return -1;
		i += c <= 0;
		j += c >= 0;
	}
	return 0;
}

static int
row_save(struct store *s, const struct store_incident *in, bool known, struct str keys,
    struct err *e)
{
	return db_run(s, known ? SQL_INCIDENT_SET : SQL_INCIDENT_ADD, ARGS(db_text(in->id),
	    db_text(in->parent), db_text(in->state), db_blob(in->blob), db_int(in->day_from),
	    db_int(in->day_to), db_text(in->title), db_text(in->place), db_text(in->place_id),
	    db_text(in->country), db_text(in->admin1), db_text(in->cause), db_real(in->lat),
	    db_real(in->lon), db_int(in->toll[TOLL_KILLED]), db_int(in->toll[TOLL_INJURED]),
	    db_int(in->toll[TOLL_MISSING]), db_int(in->toll[TOLL_DETAINED]),
	    db_int(in->toll[TOLL_DISPLACED]), db_int(in->created_ms), db_int(in->changed_ms),
	    db_int((int64_t)in->sources), db_blob(keys)), NULL, e);
}

int
store_incident_save(struct store *s, const struct store_incident *given, struct err *e)
{
	struct store_incident in = *given;
	struct saved_keys was = { .n = 0 };
	struct arena a;
	struct buf keys;
	bool known;
	int rc = -1;

	arena_init(&a);
	buf_init(&keys, KEYS_BYTES);
	in.keys = ARENA_ARRAY(&a, uint64_t, given->n_keys + 1);
	in.n_keys = 0;
	if (str_eq(in.state, STR("open"))) {
		for (size_t i = 0; i < given->n_keys; i++)
			in.keys[i] = given->keys[i];
		qsort(in.keys, given->n_keys, sizeof(*in.keys), key_cmp);
		for (size_t i = 0; i < given->n_keys; i++)
			if (i == 0 || in.keys[i] != in.keys[i - 1])
				in.keys[in.n_keys++] = in.keys[i];
	}
	keys_put(&keys, &in);
	if (db_one(s, &a, SQL_INCIDENT_KEYS, ARGS(db_text(in.id)), saved_keys_row, &was, &known,
	        e) == 0 && buf_ok(&keys, e) == 0 &&
	    row_save(s, &in, known, buf_str(&keys), e) == 0)
		rc = keys_save(s, &in, &was, e);
	buf_clear(&keys);
	arena_clear(&a);
	return rc;
}

/* ---- lists ---- */

int
store_incidents(struct store *s, struct arena *a, const struct store_incident_query *q,
    struct store_incident **items, size_t *n, struct err *e)
{
	bool days = q->day_from != 0 || q->day_to != 0;
	struct db_list l;

	if (db_list(s, a, SQL_INCIDENTS, ARGS(
	        db_int(q->before_ms == TIME_NONE ? INT64_MAX : q->before_ms),
	        db_int(q->changed_after_ms == TIME_NONE ? INT64_MIN + 1 : q->changed_after_ms),
	        db_text(q->country), db_text(q->place), db_text(q->state),
	        db_int(days ? q->day_from : INT64_MIN + 1), db_int(days ? q->day_to : INT64_MAX),
	        db_int(q->min_toll > 0 ? (int64_t)q->outcome : -1), db_int(q->min_toll),
	        db_real(q->south), db_real(q->north), db_real(q->west), db_real(q->east),
	        db_int((int64_t)q->limit), db_text(q->before_id)), incident_row, sizeof(**items), &l, e) < 0)
		return -1;
	*items = l.items;
	*n = l.n;
	return 0;
}

/* ---- control ---- */

static void
control_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_control *)item = (struct store_control){ .place = rows_str(r, a, 0),
		.name = rows_str(r, a, 1), .holder = rows_str(r, a, 2), .state = rows_str(r, a, 3),
		.country = rows_str(r, a, 4), .lat = rows_real(r, 5), .lon = rows_real(r, 6),
		.since_ms = rows_time(r, 7), .changed_ms = rows_int(r, 8),
		.blob = rows_str(r, a, 9) };
}

int
store_control_get(struct store *s, struct arena *a, struct str place, struct store_control *c,
    bool *found, struct err *e)
{
	return db_one(s, a, SQL_CONTROL_GET, ARGS(db_text(place)), control_row, c, found, e);
}

int
store_control_save(struct store *s, const struct store_control *c, struct err *e)
{
	return db_run(s, SQL_CONTROL_SET, ARGS(db_text(c->place), db_text(c->name),
	    db_text(c->holder), db_text(c->state), db_text(c->country), db_real(c->lat),
	    db_real(c->lon), db_time(c->since_ms), db_int(c->changed_ms), db_blob(c->blob)), NULL,
	    e);
}

int
store_controls(struct store *s, struct arena *a, struct str country, int64_t before_ms,
    struct str before_place, size_t limit, struct store_control **items, size_t *n, struct err *e)
{
	struct db_list l;

	if (db_list(s, a, SQL_CONTROLS, ARGS(
	        db_int(before_ms == TIME_NONE ? INT64_MAX : before_ms), db_text(country),
	        db_int((int64_t)limit), db_text(before_place)), control_row, sizeof(**items), &l, e) < 0)
		return -1;
	*items = l.items;
	*n = l.n;
	return 0;
}
