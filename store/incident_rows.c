/* incident_rows.c -- see incident_rows.h. */
#include "config.h"

#include "store/db.h"
#include "store/incident_rows.h"

/*
 * Keys stand in the index by the span of days in which their incident ends, so that what
 * is looked for and what is written lie close together however long the store remembers.
 */
#define SPAN_DAYS 16
#define SPANS_AT_ONCE 4             /* asked for together */
#define SPAN_LONG INT64_C(-1000000) /* where incidents of more days stand */

static void
incident_row(const struct rows *r, struct arena *a, void *item)
{
	struct store_incident *in = item;

	*in = (struct store_incident){ .id = rows_str(r, a, 0),
		.version = rows_int(r, 1),
		.parent = rows_str(r, a, 2),
		.state = rows_str(r, a, 3),
		.bytes = { .head = rows_str(r, a, 4) },
		.day_from = rows_int(r, 5),
		.day_to = rows_int(r, 6),
		.title = rows_str(r, a, 7),
		.place = rows_str(r, a, 8),
		.place_id = rows_str(r, a, 9),
		.country = rows_str(r, a, 10),
		.admin1 = rows_str(r, a, 11),
		.cause = rows_str(r, a, 12),
		.lat = rows_real(r, 13),
		.lon = rows_real(r, 14),
		.created_ms = rows_int(r, 20),
		.changed_ms = rows_int(r, 21),
		.sources = (size_t)rows_int(r, 22),
		.number = rows_int(r, 23) };
	for (int i = 0; i < TOLL_N; i++)
		in->toll[i] = rows_int(r, 15 + i);
}

/* ---- parts ---- */

#define PART_BITS                                                            \
	32 /* of the number of a row; above them it has that of the incident \
	    */
#define PARTS_ARGS 2

static struct db_arg
part_row(int64_t incident, uint32_t part)
{
	return db_int(incident << PART_BITS | part);
}

struct parts_read {
	struct arena *a;
	struct store_incident *items;
};

static void
parts_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct incident_part *)item = (struct incident_part){
		.number = (uint32_t)rows_int(r, 0), .bytes = rows_str(r, a, 1)
	};
}

static int
parts_answer(void *arg, size_t i, struct rows *r, struct err *e)
{
	struct parts_read *x = arg;
	struct incident_bytes *b = &x->items[i].bytes;
	struct incident_part *parts = NULL;
	size_t cap = 0;
	int rc;

	while ((rc = rows_next(r, e)) > 0) {
		parts = arena_grow(x->a, parts, b->n_parts, &cap, sizeof(*parts));
		parts_row(r, x->a, &parts[b->n_parts++]);
	}
	b->parts = parts;
	return rc;
}

/* Of all these. */
static int
parts_read(struct store *s, struct arena *a, struct store_incident *items, size_t n,
    struct err *e)
{
	struct parts_read x = { a, items };
	struct db_arg *args = ARENA_ROOM(a, struct db_arg, n * PARTS_ARGS);

	for (size_t i = 0; i < n; i++) {
		args[i * PARTS_ARGS] = part_row(items[i].number, 0);
		args[i * PARTS_ARGS + 1] = part_row(items[i].number, UINT32_MAX);
	}
	return n == 0
	    ? 0
	    : db_each(s, SQL_INCIDENT_PARTS, args, PARTS_ARGS, n, parts_answer, &x, e);
}

/* One moment for heads and parts. */
typedef int read_fn(struct store *s, void *arg, struct err *e);
static int
read_together(struct store *s, read_fn *read, void *arg, struct err *e)
{
	int rc;

	if (s->open_tx)
		return read(s, arg, e);
	if (store_begin(s, e) < 0)
		return -1;
	rc = read(s, arg, e);
	store_rollback(s);
	return rc;
}

struct get {
	struct arena *a;
	struct str id;
	struct store_incident *in;
	bool *found;
};

static int
get_in(struct store *s, void *arg, struct err *e)
{
	struct get *g = arg;

	if (db_one(s, g->a, SQL_INCIDENT_GET, ARGS(db_text(g->id)), incident_row, g->in,
		g->found, e) < 0)
		return -1;
	return *g->found ? parts_read(s, g->a, g->in, 1, e) : 0;
}

int
store_incident_get(struct store *s, struct arena *a, struct str id,
    struct store_incident *in, bool *found, struct err *e)
{
	return read_together(s, get_in, &(struct get){ a, id, in, found }, e);
}

/* ---- candidates ---- */

static void
found_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_found *)item = (struct store_found){ .id = rows_str(r, a, 0),
		.day_from = rows_int(r, 1),
		.day_to = rows_int(r, 2) };
}

static int64_t
span_of(int64_t day)
{
	return day / SPAN_DAYS - (day % SPAN_DAYS < 0);
}

static int64_t
span_of_days(int64_t from, int64_t to)
{
	return to - from >= SPAN_DAYS ? SPAN_LONG : span_of(to);
}

int
store_latest_day(struct store *s, int64_t *day, struct err *e)
{
	int64_t span = SPAN_LONG;

	if (db_number(s, SQL_LATEST_SPAN, NO_ARGS, &span, NULL, e) < 0)
		return -1;
	*day = span == SPAN_LONG ? INT64_MIN : (span + 1) * SPAN_DAYS - 1;
	return 0;
}

int
store_ledger_any(struct store *s, bool *any, struct err *e)
{
	int64_t one;

	return db_number(s, SQL_LEDGER_ANY, NO_ARGS, &one, any, e);
}

#define BUCKET_ARGS 5

struct looks { /* into a bucket, each into one span */
	struct arena *a;
	struct db_arg (*args)[BUCKET_ARGS];
	struct store_bucket **into;
	size_t n;
};

static void
look_add(struct looks *l, struct store_bucket *b, int64_t span, int64_t from, int64_t to,
    size_t max)
{
	struct db_arg args[BUCKET_ARGS] = { db_int(span), db_int((int64_t)b->key),
		db_int(from), db_int(to), db_int((int64_t)max) };

	memcpy(l->args[l->n], args, sizeof(args));
	l->into[l->n++] = b;
}

static int
look_answer(void *arg, size_t i, struct rows *r, struct err *e)
{
	struct looks *l = arg;
	struct store_bucket *b = l->into[i];
	int rc;

	while ((rc = rows_next(r, e)) > 0) {
		b->items = arena_grow(l->a, b->items, b->n, &b->cap, sizeof(*b->items));
		found_row(r, l->a, &b->items[b->n++]);
	}
	return rc;
}

int
store_buckets(struct store *s, struct arena *a, struct store_bucket *b, size_t n,
    int64_t day_from, int64_t day_to, int64_t latest, size_t max, struct err *e)
{
	/* Of the short ones, those that end later cannot have begun by then. */
	int64_t reach = day_to + SPAN_DAYS, last = span_of(day_from);
	int64_t first = span_of(reach < latest ? reach
		: latest > day_from            ? latest
					       : day_from);
	size_t most = n * (SPANS_AT_ONCE + 1);
	struct looks l = { .a = a };

	l.args = arena_room(a, most * sizeof(*l.args));
	l.into = arena_room(a, most * sizeof(struct store_bucket *));
	for (int64_t top = first; top >= last && (top == first || l.n > 0);
	     top -= SPANS_AT_ONCE) {
		l.n = 0;
		for (size_t i = 0; i < n; i++) {
			if (b[i].n >= max)
				continue;
			for (int64_t span = top;
			     span > top - SPANS_AT_ONCE && span >= last; span--)
				look_add(&l, &b[i], span, day_from, day_to, max);
			if (top == first)
				look_add(&l, &b[i], SPAN_LONG, day_from, day_to, max);
		}
		if (l.n > 0 &&
		    db_each(s, SQL_BUCKET, l.args[0], BUCKET_ARGS, l.n, look_answer, &l,
			e) < 0)
			return -1;
	}
	return 0;
}

static void
text_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct str *)item = rows_str(r, a, 0);
}

int
store_tells(struct store *s, struct arena *a, struct str entry, size_t max,
    struct str **ids, size_t *n, struct err *e)
{
	struct db_list l;

	if (db_list(s, a, SQL_TELLS, ARGS(db_text(entry), db_int((int64_t)max)), text_row,
		sizeof(**ids), &l, e) < 0)
		return -1;
	*ids = l.items;
	*n = l.n;
	return 0;
}

static void
bytes_row(const struct rows *r, struct arena *a, void *item)
{
	struct store_incident *in = item;

	in->number = rows_int(r, 0);
	in->bytes.head = rows_str(r, a, 1);
}

int
store_incident_bytes(struct store *s, struct arena *a, struct str id, int64_t *number,
    struct incident_bytes *bytes, struct err *e)
{
	struct store_incident in = { .number = 0 };
	bool found;

	if (db_one(s, a, SQL_INCIDENT_BYTES, ARGS(db_text(id)), bytes_row, &in, &found,
		e) < 0 ||
	    (found && parts_read(s, a, &in, 1, e) < 0))
		return -1;
	*number = in.number;
	*bytes = in.bytes;
	return 0;
}

/* ---- saving ---- */

static int
key_cmp(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* Rising, each once, as most of them come. */
static size_t
in_order(void *out, const void *in, size_t n, size_t size,
    int (*cmp)(const void *, const void *))
{
	char *items = out;
	size_t kept = 0, rising = 1;

	if (n == 0)
		return 0;
	memcpy(items, in, n * size);
	while (rising < n && cmp(items + (rising - 1) * size, items + rising * size) < 0)
		rising++;
	if (rising == n)
		return n;
	qsort(items, n, size, cmp);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || cmp(items + i * size, items + (kept - 1) * size) != 0)
			memmove(items + kept++ * size, items + i * size, size);
	return kept;
}

static struct store_index
index_in_order(struct arena *a, const struct store_index *x)
{
	struct store_index o = *x;

	o.keys = ARENA_ARRAY(a, uint64_t, x->n_keys);
	o.n_keys = in_order(o.keys, x->keys, x->n_keys, sizeof(*x->keys), key_cmp);
	o.entries = ARENA_ARRAY(a, struct str, x->n_entries);
	o.n_entries = in_order(o.entries, x->entries, x->n_entries, sizeof(*x->entries),
	    str_order);
	return o;
}

static int
key_drop(struct store *s, const struct store_index *was, uint64_t key, struct str id,
    struct err *e)
{
	return db_run(s, SQL_INCIDENT_KEY_DROP,
	    ARGS(db_int(span_of_days(was->day_from, was->day_to)), db_int((int64_t)key),
		db_int(was->day_to), db_text(id)),
	    NULL, e);
}

static int
key_set(struct store *s, const struct store_index *is, uint64_t key, struct str id,
    struct err *e)
{
	return db_run(s, SQL_INCIDENT_KEY_SET,
	    ARGS(db_int(span_of_days(is->day_from, is->day_to)), db_int((int64_t)key),
		db_int(is->day_to), db_int(is->day_from), db_text(id)),
	    NULL, e);
}

#define KEY_ARGS 4 /* that are the same for all of an incident */

static int
keys_add(struct store *s, const struct store_index *is, const uint64_t *keys, size_t n,
    struct str id, struct err *e)
{
	struct db_arg args[KEY_ARGS + SQL_KEYS] = {
		db_int(span_of_days(is->day_from, is->day_to)), db_int(is->day_to),
		db_int(is->day_from), db_text(id)
	};
	size_t lot;

	for (size_t i = 0; i < n; i += lot) {
		lot = n - i < SQL_KEYS ? 1 : SQL_KEYS;
		for (size_t k = 0; k < lot; k++)
			args[KEY_ARGS + k] = db_int((int64_t)keys[i + k]);
		if (db_run(s, lot == 1 ? SQL_INCIDENT_KEY_ADD : SQL_INCIDENT_KEYS_ADD,
			args, KEY_ARGS + lot, NULL, e) < 0)
			return -1;
	}
	return 0;
}

/* Only what differs is written: an incident with hundreds of keys changes a few at a
 * time.  One that began earlier than was known keeps its rows. */
static int
keys_save(struct store *s, struct arena *a, const struct store_index *was,
    const struct store_index *is, struct str id, struct err *e)
{
	uint64_t *added = ARENA_ROOM(a, uint64_t, is->n_keys);
	bool moved = was->day_to != is->day_to ||
	    span_of_days(was->day_from, was->day_to) !=
		span_of_days(is->day_from, is->day_to);
	bool longer = !moved && was->day_from != is->day_from;
	size_t i = 0, j = 0, n = 0;

	while (i < was->n_keys || j < is->n_keys) {
		int c = i == was->n_keys ? 1
		    : j == is->n_keys    ? -1
					 : key_cmp(&was->keys[i], &is->keys[j]);

		if ((c < 0 || (c == 0 && moved)) &&
		    key_drop(s, was, was->keys[i], id, e) < 0)
			return -1;
		if (c > 0 || (c == 0 && moved))
			added[n++] = is->keys[j];
		else if (c == 0 && longer && key_set(s, is, is->keys[j], id, e) < 0)
			return -1;
		i += c <= 0;
		j += c >= 0;
	}
	return keys_add(s, is, added, n, id, e);
}

static int
entries_save(struct store *s, const struct store_index *was, const struct store_index *is,
    struct str id, struct err *e)
{
	size_t i = 0, j = 0;

	while (i < was->n_entries || j < is->n_entries) {
		int c = i == was->n_entries ? 1
		    : j == is->n_entries    ? -1
					    : str_cmp(was->entries[i], is->entries[j]);

		if (c != 0 &&
		    db_run(s, c < 0 ? SQL_TELLS_DROP : SQL_TELLS_ADD,
			ARGS(db_text(c < 0 ? was->entries[i] : is->entries[j]),
			    db_text(id)),
			NULL, e) < 0)
			return -1;
		i += c <= 0;
		j += c >= 0;
	}
	return 0;
}

static int
row_save(struct store *s, struct store_incident *in, bool known, struct err *e)
{
	struct db_arg args[] = { known ? db_int(in->number) : db_text(in->id),
		db_text(in->parent), db_text(in->state), db_blob(in->bytes.head),
		db_int(in->day_from), db_int(in->day_to), db_text(in->title),
		db_text(in->place), db_text(in->place_id), db_text(in->country),
		db_text(in->admin1), db_text(in->cause), db_real(in->lat),
		db_real(in->lon), db_int(in->toll[TOLL_KILLED]),
		db_int(in->toll[TOLL_INJURED]), db_int(in->toll[TOLL_MISSING]),
		db_int(in->toll[TOLL_DETAINED]), db_int(in->toll[TOLL_DISPLACED]),
		db_int(in->created_ms), db_int(in->changed_ms),
		db_int((int64_t)in->sources) };

	return known ? db_run(s, SQL_INCIDENT_SET, args, NELEM(args), NULL, e)
		     : db_add(s, SQL_INCIDENT_ADD, args, NELEM(args), &in->number, e);
}

static int
parts_save(struct store *s, const struct store_incident *in, const uint32_t *gone,
    size_t n_gone, struct err *e)
{
	for (size_t i = 0; i < n_gone; i++)
		if (db_run(s, SQL_INCIDENT_PART_DROP, ARGS(part_row(in->number, gone[i])),
			NULL, e) < 0)
			return -1;
	for (size_t i = 0; i < in->bytes.n_parts; i++)
		if (db_run(s, SQL_INCIDENT_PART_SET,
			ARGS(part_row(in->number, in->bytes.parts[i].number),
			    db_blob(in->bytes.parts[i].bytes)),
			NULL, e) < 0)
			return -1;
	return 0;
}

int
store_incident_save(struct store *s, struct store_incident *in, const uint32_t *gone,
    size_t n_gone, const struct store_index *was, const struct store_index *is,
    struct err *e)
{
	static const struct store_index nowhere;
	struct store_index from, to;
	struct arena a;
	int rc = -1;

	arena_init(&a);
	from = index_in_order(&a, was != NULL ? was : &nowhere);
	to = index_in_order(&a, is);
	if (row_save(s, in, was != NULL, e) == 0 &&
	    parts_save(s, in, gone, n_gone, e) == 0 &&
	    keys_save(s, &a, &from, &to, in->id, e) == 0)
		rc = entries_save(s, &from, &to, in->id, e);
	arena_clear(&a);
	return rc;
}

/* ---- lists ---- */

struct list {
	struct arena *a;
	const struct store_incident_query *q;
	struct db_list l;
};

static int
list_in(struct store *s, void *arg, struct err *e)
{
	struct list *x = arg;
	const struct store_incident_query *q = x->q;
	bool days = q->day_from != 0 || q->day_to != 0;

	if (db_list(s, x->a, SQL_INCIDENTS,
		ARGS(db_int(q->before_ms == TIME_NONE ? INT64_MAX : q->before_ms),
		    db_int(q->changed_after_ms == TIME_NONE ? INT64_MIN + 1
							    : q->changed_after_ms),
		    db_text(q->country), db_text(q->place), db_text(q->state),
		    db_int(days ? q->day_from : INT64_MIN + 1),
		    db_int(days ? q->day_to : INT64_MAX),
		    db_int(q->min_toll > 0 ? (int64_t)q->outcome : -1),
		    db_int(q->min_toll), db_real(q->south), db_real(q->north),
		    db_real(q->west), db_real(q->east), db_int((int64_t)q->limit),
		    db_text(q->before_id)),
		incident_row, sizeof(struct store_incident), &x->l, e) < 0)
		return -1;
	return parts_read(s, x->a, x->l.items, x->l.n, e);
}

int
store_incidents(struct store *s, struct arena *a, const struct store_incident_query *q,
    struct store_incident **items, size_t *n, struct err *e)
{
	struct list x = { .a = a, .q = q };

	if (read_together(s, list_in, &x, e) < 0)
		return -1;
	*items = x.l.items;
	*n = x.l.n;
	return 0;
}

/* ---- control ---- */

static void
control_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_control *)item = (struct store_control){ .place = rows_str(r, a,
								    0),
		.name = rows_str(r, a, 1),
		.holder = rows_str(r, a, 2),
		.state = rows_str(r, a, 3),
		.country = rows_str(r, a, 4),
		.lat = rows_real(r, 5),
		.lon = rows_real(r, 6),
		.since_ms = rows_time(r, 7),
		.changed_ms = rows_int(r, 8),
		.blob = rows_str(r, a, 9) };
}

int
store_control_get(struct store *s, struct arena *a, struct str place,
    struct store_control *c, bool *found, struct err *e)
{
	return db_one(s, a, SQL_CONTROL_GET, ARGS(db_text(place)), control_row, c, found,
	    e);
}

int
store_control_save(struct store *s, const struct store_control *c, struct err *e)
{
	return db_run(s, SQL_CONTROL_SET,
	    ARGS(db_text(c->place), db_text(c->name), db_text(c->holder),
		db_text(c->state), db_text(c->country), db_real(c->lat), db_real(c->lon),
		db_time(c->since_ms), db_int(c->changed_ms), db_blob(c->blob)),
	    NULL, e);
}

int
store_controls(struct store *s, struct arena *a, struct str country, int64_t before_ms,
    struct str before_place, size_t limit, struct store_control **items, size_t *n,
    struct err *e)
{
	struct db_list l;

	if (db_list(s, a, SQL_CONTROLS,
		ARGS(db_int(before_ms == TIME_NONE ? INT64_MAX : before_ms),
		    db_text(country), db_int((int64_t)limit), db_text(before_place)),
		control_row, sizeof(**items), &l, e) < 0)
		return -1;
	*items = l.items;
	*n = l.n;
	return 0;
}
