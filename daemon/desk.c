/*
 * desk.c -- see desk.h.
 * What is looked things up by (items, buckets) lies in one arena, each incident and each
 * place in memory of its own.  A bucket is read from the store when it is first asked
 * for; one that only got new incidents since then remembers these, and is read when it is
 * asked for.
 */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "daemon/desk_rows.h"
#include "daemon/desk_work.h"

/* bytes of what was known of changed incidents, before all are written */
#define SAVED_MAX (1u << 20)
#define DESK_BYTES (20u << 20)
#define BUCKET_ROWS 512 /* of one key, looked at */
/* and then a quarter more each time: they grow to megabytes */
#define TABLE_BYTES (64u << 10)
#define SLACK_DAYS 7 /* read beyond what was asked for */
/* what lies longer before the latest is read for the moment only */
#define REACH_DAYS 1200

/* ---- as a whole ---- */

void
desk_tables_init(struct desk *d)
{
	map_init(&d->items, 0);
	map_init(&d->buckets, 0);
	map_init(&d->places, 0);
	d->dirty = NULL;
	d->dirty_places = NULL;
	d->n_dirty = d->cap_dirty = d->n_dirty_places = d->cap_dirty_places = 0;
	d->held = 0;
}

/* With the incidents and places that have not moved elsewhere. */
void
desk_tables_clear(struct desk *d)
{
	struct map_slot *slot;

	for (size_t at = 0; (slot = map_next(&d->items, &at)) != NULL;)
		desk_room_free(&((struct desk_item *)slot->value)->room);
	for (size_t at = 0; (slot = map_next(&d->places, &at)) != NULL;)
		desk_room_free(&((struct desk_place *)slot->value)->room);
	map_clear(&d->items);
	map_clear(&d->buckets);
	map_clear(&d->places);
}

static void
desk_init(struct desk *d)
{
	arena_init_small(&d->arenas[0], TABLE_BYTES);
	arena_init_small(&d->arenas[1], TABLE_BYTES);
	d->arena = &d->arenas[0];
	arena_init(&d->saved);
	arena_init(&d->reading);
	desk_tables_init(d);
}

static void
desk_clear(struct desk *d)
{
	desk_tables_clear(d);
	desk_retired_free(&d->retired);
	arena_clear(&d->saved);
	arena_clear(&d->reading);
	arena_clear(d->arena);
	sieve_clear(&d->sieve);
}

static void
desk_release(void *thing)
{
	struct desk *d = thing;

	desk_clear(d);
	side_memo_clear(&d->sides);
	free(d);
}

struct desk *
desk_of(struct store *s)
{
	struct desk *d = store_kept(s);

	if (d != NULL)
		return d;
	d = xcalloc(1, sizeof(*d));
	d->store = s;
	d->bytes = DESK_BYTES;
	d->turn = -1;
	side_memo_init(&d->sides);
	desk_init(d);
	store_keep(s, d, desk_release);
	return d;
}

void
desk_set_bytes(struct desk *d, size_t bytes)
{
	d->bytes = bytes;
}

struct side_memo *
desk_sides(struct desk *d)
{
	return &d->sides;
}

void
desk_forget(struct store *s)
{
	if (store_kept(s) != NULL)
		store_keep(s, NULL, NULL);
}

static int
look_around(struct desk *d, struct err *e)
{
	int64_t day;
	bool any;

	if (store_latest_day(d->store, &day, e) < 0 ||
	    store_ledger_any(d->store, &any, e) < 0)
		return -1;
	d->latest = day > 0 ? day : 0;
	if (!any)
		sieve_begin(&d->sieve);
	return 0;
}

int
desk_lock(struct desk *d, struct err *e)
{
	int64_t turn;

	if (store_ledger_lock(d->store, &turn, e) < 0)
		return -1;
	if (turn == d->turn)
		return 0;
	desk_clear(d);
	desk_init(d);
	d->turn = turn;
	return look_around(d, e);
}

/* ---- buckets ---- */

static struct str
key_text(const uint64_t *key)
{
	return (struct str){ (const char *)key, sizeof(*key) };
}

struct desk_bucket *
desk_bucket_of(struct desk *d, uint64_t key)
{
	struct desk_bucket *b = map_get(&d->buckets, key_text(&key));

	if (b != NULL)
		return b;
	b = ARENA_NEW(d->arena, struct desk_bucket);
	b->key = key;
	map_put(&d->buckets, key_text(&b->key), b);
	return b;
}

void
desk_bucket_add(struct desk *d, struct desk_bucket *b, struct desk_item *it)
{
	b->rows = arena_grow(d->arena, b->rows, b->n, &b->cap,
	    sizeof(struct desk_item *));
	b->rows[b->n++] = it;
	if (it->first > b->newest || b->n == 1)
		b->newest = it->first;
}

static void
bucket_remove(struct desk_bucket *b, const struct desk_item *it)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->rows[i] == it) {
			b->rows[i] = b->rows[--b->n];
			return;
		}
}

struct desk_item *
desk_item_of(struct desk *d, struct str id)
{
	struct desk_item *it = map_get(&d->items, id);

	if (it != NULL)
		return it;
	it = ARENA_NEW(d->arena, struct desk_item);
	it->id = arena_str(d->arena, id);
	map_put(&d->items, it->id, it);
	return it;
}

static bool
bucket_has(const struct desk_bucket *b, const struct desk_item *it)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->rows[i] == it)
			return true;
	return false;
}

/* What the store says of incidents that lie changed on the desk is no longer so. */
static void
bucket_merge(struct desk *d, struct desk_bucket *b, const struct store_found *rows,
    size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct desk_item *it = desk_item_of(d, rows[i].id);

		if (it->listed || bucket_has(b, it))
			continue;
		it->open = true;
		it->first = rows[i].day_from;
		it->last = rows[i].day_to;
		desk_bucket_add(d, b, it);
	}
}

/* Are the rows at hand all that may be found in those days? */
static bool
covers(const struct desk *d, const struct desk_bucket *b, int64_t from, int64_t to)
{
	return (b->read && from >= b->from && (!b->more || to >= b->newest)) ||
	    !sieve_may(&d->sieve, b->key);
}

/* ---- incidents ---- */

static void
item_spans(struct desk_item *it)
{
	it->open = it->in->state == INCIDENT_OPEN;
	it->first = incident_first_day(it->in);
	it->last = incident_last_day(it->in);
}

/* As it is compared. */
static int
item_read(struct desk *d, struct desk_item *it, struct err *e)
{
	struct incident_bytes bytes;
	struct incident *in;
	int rc;

	it->used = d->search;
	if (it->in != NULL || !sieve_may(&d->sieve, hash64(it->id, 0)))
		return 0;
	rc = store_incident_bytes(d->store, &d->reading, it->id, &it->number, &bytes, e);
	if (rc == 0 && it->number != 0 &&
	    (in = incident_get(&d->reading, bytes)) != NULL) {
		it->in = incident_keep(NULL, desk_room_version(&it->room), in);
		d->held += desk_room_bytes(&it->room);
		item_spans(it);
	}
	arena_reset(&d->reading);
	return rc;
}

/* With its pieces. */
static int
item_whole(struct desk *d, struct desk_item *it, struct err *e)
{
	struct incident_bytes bytes;
	struct incident *in;

	if (item_read(d, it, e) < 0)
		return -1;
	it->whole_used = d->search;
	if (it->in == NULL || it->in->pieces != NULL)
		return 0;
	d->held -= desk_room_bytes(&it->room);
	if (store_incident_bytes(d->store, desk_room_parts(&it->room), it->id,
		&it->number, &bytes, e) < 0)
		return -1;
	it->parts = (struct desk_parts){ .numbers = NULL };
	if ((in = incident_get_pieces(it->room.parts, bytes, it->in,
		 &it->parts.numbers)) != NULL) {
		it->in->pieces = in->pieces;
		it->in->former = in->former;
		it->room.n_parts = in->n_pieces + in->n_former;
	}
	d->held += desk_room_bytes(&it->room);
	return 0;
}

struct search {
	struct desk *d;
	struct arena *a;
	const struct ledger_search *q;
	struct ledger_found *found;
	size_t n, cap;
};

static void
meet(struct search *s, const struct desk_bucket *b, unsigned weight)
{
	for (size_t i = 0; i < b->n; i++) {
		struct desk_item *it = b->rows[i];

		if (!it->open || it->last < s->q->from_day || it->first > s->q->to_day)
			continue;
		if (it->search != s->d->search) {
			s->found = arena_grow(s->a, s->found, s->n, &s->cap,
			    sizeof(*s->found));
			s->found[s->n] = (struct ledger_found){ .item = it,
				.id = it->id,
				.first = it->first,
				.last = it->last };
			it->search = s->d->search;
			it->met = s->n++;
		}
		s->found[it->met].weight += weight;
	}
}

/* Of the store's rows under these keys, all that are of days from..to. */
static struct store_bucket *
rows_read(struct search *s, struct desk_bucket *const *b, size_t n, int64_t from,
    int64_t to, struct err *e)
{
	struct store_bucket *rows = ARENA_ARRAY(s->a, struct store_bucket, n);

	for (size_t i = 0; i < n; i++)
		rows[i].key = b[i]->key;
	return store_buckets(s->d->store, s->a, rows, n, from, to, s->d->latest,
		   BUCKET_ROWS, e) < 0
	    ? NULL
	    : rows;
}

/* Buckets that are not at hand. */
static int
read_buckets(struct search *s, struct desk_bucket *const *all, struct err *e)
{
	size_t n_all = s->q->n;
	struct desk_bucket **b = ARENA_ARRAY(s->a, struct desk_bucket *, n_all);
	int64_t from = s->q->from_day - SLACK_DAYS;
	struct store_bucket *rows;
	size_t n = 0;

	for (size_t i = 0; i < n_all; i++)
		if (!covers(s->d, all[i], s->q->from_day, s->q->to_day) && !all[i]->more)
			b[n++] = all[i];
	if (n == 0 || s->q->from_day < s->d->latest - REACH_DAYS)
		return 0;
	if ((rows = rows_read(s, b, n, from, s->d->latest, e)) == NULL)
		return -1;
	for (size_t i = 0; i < n; i++) {
		bucket_merge(s->d, b[i], rows[i].items, rows[i].n);
		b[i]->read = true;
		b[i]->more = rows[i].n >= BUCKET_ROWS;
		b[i]->from = from;
	}
	return 0;
}

/* What is of days long before the latest, or before very many: met for this once. */
static int
meet_past(struct search *s, struct desk_bucket *const *all, struct err *e)
{
	size_t n_all = s->q->n, n = 0;
	struct desk_bucket **b = ARENA_ARRAY(s->a, struct desk_bucket *, n_all);
	size_t *which = ARENA_ARRAY(s->a, size_t, n_all);
	struct store_bucket *rows;

	for (size_t i = 0; i < n_all; i++)
		if (!covers(s->d, all[i], s->q->from_day, s->q->to_day)) {
			which[n] = i;
			b[n++] = all[i];
		}
	if (n == 0)
		return 0;
	if ((rows = rows_read(s, b, n, s->q->from_day, s->q->to_day, e)) == NULL)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct desk_bucket past = { .key = b[i]->key };

		bucket_merge(s->d, &past, rows[i].items, rows[i].n);
		meet(s, &past, s->q->keys[which[i]].weight);
	}
	return 0;
}

int
desk_find(struct desk *d, struct arena *a, const struct ledger_search *q,
    const struct incident **out, size_t *found, struct err *e)
{
	struct search s = { .d = d, .a = a, .q = q };
	struct desk_bucket **b = ARENA_ARRAY(a, struct desk_bucket *, q->n);

	*found = 0;
	d->search++;
	for (size_t i = 0; i < q->n; i++) {
		b[i] = desk_bucket_of(d, q->keys[i].key);
		b[i]->used = d->search;
	}
	if (read_buckets(&s, b, e) < 0 || meet_past(&s, b, e) < 0)
		return -1;
	for (size_t i = 0; i < q->n; i++)
		meet(&s, b[i], q->keys[i].weight);
	s.n = ledger_best_found(s.found, s.n, q);
	for (size_t i = 0; i < s.n; i++) {
		struct desk_item *it = s.found[i].item;

		if (item_read(d, it, e) < 0)
			return -1;
		if (it->in != NULL)
			out[(*found)++] = it->in;
	}
	return 0;
}

int
desk_incident(struct desk *d, struct str id, const struct incident **in, struct err *e)
{
	struct desk_item *it = desk_item_of(d, id);

	*in = NULL;
	if (item_whole(d, it, e) < 0)
		return -1;
	*in = it->in;
	return 0;
}

/* ---- which tell of an entry ---- */

static void
add_told(struct desk_item *it, struct str entry, const struct incident **out, size_t max,
    size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		if (out[i] == it->in)
			return;
	if (*n < max && it->in != NULL && it->in->state == INCIDENT_OPEN &&
	    incident_tells(it->in, entry))
		out[(*n)++] = it->in;
}

int
desk_told(struct desk *d, struct str entry, const struct incident **out, size_t max,
    size_t *n, struct err *e)
{
	struct str *ids;
	size_t found;

	*n = 0;
	if (store_tells(d->store, d->arena, entry, max, &ids, &found, e) < 0)
		return -1;
	for (size_t i = 0; i < found; i++) {
		struct desk_item *it = desk_item_of(d, ids[i]);

		if (item_whole(d, it, e) < 0)
			return -1;
		add_told(it, entry, out, max, n);
	}
	for (size_t i = 0; i < d->n_dirty; i++)
		add_told(d->dirty[i], entry, out, max, n);
	return 0;
}

/* ---- changes ---- */

/* The bucket of that key among those of the item, from *at on; else looked for. */
static struct desk_bucket *
bucket_again(struct desk *d, const struct desk_item *it, size_t *at, uint64_t key)
{
	while (*at < it->n_buckets && it->buckets[*at]->key < key)
		(*at)++;
	return *at < it->n_buckets && it->buckets[*at]->key == key
	    ? it->buckets[*at]
	    : desk_bucket_of(d, key);
}

/* From the buckets of `was`, rising by key, to those of `is`. */
static void
move_between(struct desk *d, struct desk_item *it, struct desk_bucket *const *was,
    size_t n_was, struct desk_bucket *const *is, size_t n_is)
{
	size_t i = 0, j = 0;

	while (i < n_was || j < n_is) {
		if (j == n_is || (i < n_was && was[i]->key < is[j]->key)) {
			bucket_remove(was[i++], it);
		} else if (i == n_was || is[j]->key < was[i]->key) {
			if (it->listed || !bucket_has(is[j], it))
				desk_bucket_add(d, is[j], it);
			j++;
		} else {
			i++;
			j++;
		}
	}
}

/* Something is put into it: if nothing was before, that is all there is. */
static void
bucket_taken(struct desk *d, struct desk_bucket *b)
{
	if (!sieve_may(&d->sieve, b->key)) {
		b->read = true;
		b->from = INT64_MIN;
	}
	sieve_put(&d->sieve, b->key);
}

/* The list grows with nearly every report, and its room in the arena is not given back.
 */
static void
item_buckets(struct desk *d, struct desk_item *it, struct desk_bucket *const *is,
    size_t n)
{
	if (n > it->cap_buckets) {
		it->cap_buckets = n + n / 2;
		it->buckets = ARENA_ROOM(d->arena, struct desk_bucket *, it->cap_buckets);
	}
	if (n > 0)
		memcpy(it->buckets, is, n * sizeof(*is));
	it->n_buckets = n;
}

static void
list_under(struct desk *d, struct desk_item *it, const struct incident *in)
{
	struct desk_bucket *is[INCIDENT_KEYS];
	struct ledger_key keys[INCIDENT_KEYS];
	size_t n = incident_keys(in, keys), at = 0;

	sieve_put(&d->sieve, hash64(it->id, 0));
	for (size_t i = 0; i < n; i++) {
		is[i] = bucket_again(d, it, &at, keys[i].key);
		bucket_taken(d, is[i]);
	}
	move_between(d, it, it->buckets, it->n_buckets, is, n);
	for (size_t i = 0; i < n; i++)
		if (it->first > is[i]->newest)
			is[i]->newest = it->first;
	item_buckets(d, it, is, n);
	it->listed = true;
}

/* Under what it is found, as the item has it now. */
static struct store_index
index_of(struct arena *a, const struct desk_item *it)
{
	struct store_index x = { .day_from = it->first, .day_to = it->last };

	if (!it->open)
		return x;
	x.n_keys = it->n_buckets;
	x.keys = ARENA_ARRAY(a, uint64_t, x.n_keys);
	for (size_t i = 0; i < x.n_keys; i++)
		x.keys[i] = it->buckets[i]->key;
	x.n_entries = it->in->n_pieces;
	x.entries = ARENA_ARRAY(a, struct str, x.n_entries);
	for (size_t i = 0; i < x.n_entries; i++)
		x.entries[i] = arena_str(a, it->in->piece_marks[i].entry);
	return x;
}

static void
item_dirty(struct desk *d, struct desk_item *it)
{
	struct store_index *stored = NULL;

	if (it->dirty)
		return;
	if (it->in != NULL) {
		stored = ARENA_NEW(&d->saved, struct store_index);
		*stored = index_of(&d->saved, it);
	}
	it->stored = stored;
	it->dirty = true;
	d->dirty = arena_grow(d->arena, d->dirty, d->n_dirty, &d->cap_dirty, sizeof(it));
	d->dirty[d->n_dirty++] = it;
}

static void
item_set(struct desk *d, struct desk_item *it, const struct incident *in)
{
	size_t held = desk_room_bytes(&it->room), parts, more;

	parts = incident_parts(in, desk_room_parts(&it->room), &more);
	desk_room_turn(&it->room, parts, more, &d->retired);
	desk_parts_turn(&it->parts, it->room.version, it->in, in);
	it->in = incident_keep(it->room.parts, it->room.version, in);
	it->used = it->whole_used = d->search;
	item_spans(it);
	d->held += desk_room_bytes(&it->room) - held;
}

void
desk_put_incident(struct desk *d, const struct incident_change *c, int64_t now_ms)
{
	struct desk_item *it = desk_item_of(d, c->after->id);

	if (!it->listed && c->before != NULL)
		list_under(d, it, c->before);
	item_dirty(d, it);
	item_set(d, it, c->after);
	it->changed_ms = now_ms;
	d->latest = it->last > d->latest ? it->last : d->latest;
	list_under(d, it, it->in);
}

/* ---- places ---- */

struct desk_place *
desk_place_of(struct desk *d, struct str key)
{
	struct desk_place *p = ARENA_NEW(d->arena, struct desk_place);

	map_put(&d->places, arena_str(d->arena, key), p);
	return p;
}

static int
place_read(struct desk *d, struct desk_place *p, struct str key, struct err *e)
{
	struct store_control row;
	bool found;

	p->read = true;
	if (!sieve_may(&d->sieve, hash64(key, 0)))
		return 0;
	if (store_control_get(d->store, desk_room_parts(&p->room), key, &row, &found, e) <
	    0)
		return -1;
	if (found)
		p->c = control_get(p->room.parts, row.blob);
	if (p->c == NULL)
		desk_room_free(&p->room);
	else
		p->room.n_parts = p->c->n_notes;
	d->held += desk_room_bytes(&p->room);
	return 0;
}

int
desk_control(struct desk *d, struct str key, const struct control **c, struct err *e)
{
	struct desk_place *p = map_get(&d->places, key);

	if (p == NULL)
		p = desk_place_of(d, key);
	if (!p->read && place_read(d, p, key, e) < 0)
		return -1;
	p->used = d->search;
	*c = p->c;
	return 0;
}

static void
place_set(struct desk *d, struct desk_place *p, const struct control *c)
{
	size_t held = desk_room_bytes(&p->room);

	desk_room_turn(&p->room, c->n_notes,
	    control_new_notes(c, desk_room_parts(&p->room)), &d->retired);
	p->c = control_keep(p->room.parts, p->room.version, c);
	p->read = true;
	d->held += desk_room_bytes(&p->room) - held;
}

void
desk_put_control(struct desk *d, const struct control *c, int64_t now_ms)
{
	struct desk_place *p = map_get(&d->places, c->key);

	if (p == NULL)
		p = desk_place_of(d, c->key);
	place_set(d, p, c);
	sieve_put(&d->sieve, hash64(c->key, 0));
	p->used = d->search;
	p->changed_ms = now_ms;
	if (p->dirty)
		return;
	p->dirty = true;
	d->dirty_places = arena_grow(d->arena, d->dirty_places, d->n_dirty_places,
	    &d->cap_dirty_places, sizeof(p));
	d->dirty_places[d->n_dirty_places++] = p;
}

/* ---- to the store ---- */

/* Those whose pieces were last used before that search; the others stay in the list. */
static int
incidents_write(struct desk *d, size_t before, struct err *e)
{
	struct arena a;
	struct buf head;
	size_t n = d->n_dirty;
	int rc = 0;

	arena_init(&a);
	buf_init(&head, DESK_BLOB_MAX);
	d->n_dirty = 0;
	for (size_t i = 0; i < n && rc == 0; i++) {
		struct desk_item *it = d->dirty[i];
		struct store_index is;

		if (it->whole_used >= before) {
			d->dirty[d->n_dirty++] = it;
			continue;
		}
		is = index_of(&a, it);
		if (!d->holds_back)
			rc = desk_tell_incident(d->store, it, e);
		if (rc == 0)
			rc = desk_save_incident(d->store, it, &is, &head, e);
		it->dirty = false;
		it->stored = NULL;
		arena_reset(&a);
	}
	buf_clear(&head);
	arena_clear(&a);
	return rc;
}

static int
places_write(struct desk *d, size_t before, struct err *e)
{
	size_t n = d->n_dirty_places;

	d->n_dirty_places = 0;
	for (size_t i = 0; i < n; i++) {
		struct desk_place *p = d->dirty_places[i];

		if (p->used >= before) {
			d->dirty_places[d->n_dirty_places++] = p;
			continue;
		}
		if ((!d->holds_back &&
			desk_tell_control(d->store, p->c, p->changed_ms, e) < 0) ||
		    desk_save_control(d->store, p->c, p->changed_ms, e) < 0)
			return -1;
		p->dirty = false;
	}
	return 0;
}

int
desk_write(struct desk *d, size_t before, struct err *e)
{
	size_t n = d->n_dirty + d->n_dirty_places;

	if (incidents_write(d, before, e) < 0 || places_write(d, before, e) < 0)
		return -1;
	return d->n_dirty + d->n_dirty_places == n
	    ? 0
	    : store_ledger_turn(d->store, ++d->turn, e);
}

int
desk_flush(struct desk *d, struct err *e)
{
	if (desk_write(d, SIZE_MAX, e) < 0)
		return -1;
	arena_reset(&d->saved);
	return 0;
}

void
desk_hold_back(struct desk *d)
{
	d->holds_back = true;
}

int
desk_settle(struct desk *d, struct err *e)
{
	return d->holds_back && d->saved.used < SAVED_MAX ? 0 : desk_flush(d, e);
}
