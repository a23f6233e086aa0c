/*
 * desk.c -- see desk.h.
 * Everything lies in one arena.  A bucket is read from the store when it is first asked for; one
 * that only got new incidents since then remembers these, and is read when it is asked for.
 */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/map.h"
#include "daemon/desk.h"
#include "daemon/desk_rows.h"
#include "store/incident_rows.h"

#define DESK_BYTES (40u << 20)
#define KEPT_PERCENT 60 /* of them, at most, when it was cleared up */
#define BUCKET_ROWS 512 /* of one key, looked at */
#define SLACK_DAYS 7    /* read beyond what was asked for */
#define KEPT_DAYS 60    /* before the latest, that a bucket takes along when the desk is cleared up */
#define REACH_DAYS 1200 /* what lies longer before the latest is read for the moment only */

struct desk_bucket {
	uint64_t key;
	struct desk_item **rows;
	size_t n, cap;
	bool read;     /* what the store has from day `from` on is among the rows */
	bool more;     /* the store has more than the rows, all of it older */
	int64_t from;
	int64_t newest; /* day on which the latest begins */
	size_t used;    /* the search that asked for it last */
};

struct desk_item {
	struct str id;
	const struct incident *in; /* NULL: not read yet */
	const struct incident *stored; /* if dirty, as the store has it; NULL: it has not */
	int64_t first, last;       /* days */
	struct desk_bucket **buckets; /* by key, rising */
	size_t n_buckets;
	bool listed; /* buckets are all that it stands in */
	bool open, dirty;
	int64_t changed_ms;
	size_t search, met; /* the search that met it, and where it stands there */
	size_t used;        /* the last that looked into it */
};

struct desk_place {
	const struct control *c; /* NULL: nobody knows of it */
	bool dirty;
	int64_t changed_ms;
	size_t used;
};

struct desk {
	struct store *store;
	struct arena *arena, arenas[2]; /* one of them; it moves to the other when it is cleared up */
	struct map items, buckets, places;
	struct desk_item **dirty;
	size_t n_dirty, cap_dirty;
	struct desk_place **dirty_places;
	size_t n_dirty_places, cap_dirty_places;
	size_t bytes; /* at most, between two reports */
	size_t search, cleared; /* searches until now, until it was cleared up last */
	int64_t latest; /* day on which the last incident ends, here or in the store */
	bool latest_known;
	int64_t turn; /* of the ledger; -1: never had it */
};

/* ---- as a whole ---- */

static void
tables_init(struct desk *d)
{
	map_init(&d->items, 0);
	map_init(&d->buckets, 0);
	map_init(&d->places, 0);
	d->dirty = NULL;
	d->dirty_places = NULL;
	d->n_dirty = d->cap_dirty = d->n_dirty_places = d->cap_dirty_places = 0;
}

static void
tables_clear(struct desk *d)
{
	map_clear(&d->items);
	map_clear(&d->buckets);
	map_clear(&d->places);
}

static void
desk_init(struct desk *d)
{
	arena_init(&d->arenas[0]);
	arena_init(&d->arenas[1]);
	d->arena = &d->arenas[0];
	tables_init(d);
	d->latest_known = false;
}

static void
desk_clear(struct desk *d)
{
	tables_clear(d);
	arena_clear(d->arena);
}

static void
desk_release(void *thing)
{
	desk_clear(thing);
	free(thing);
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
	desk_init(d);
	store_keep(s, d, desk_release);
	return d;
}

void
desk_set_bytes(struct desk *d, size_t bytes)
{
	d->bytes = bytes;
}

void
desk_forget(struct store *s)
{
	if (store_kept(s) != NULL)
		store_keep(s, NULL, NULL);
}

int
desk_lock(struct desk *d, struct err *e)
{
	int64_t turn;

	if (store_ledger_lock(d->store, &turn, e) < 0)
		return -1;
	if (turn != d->turn) {
		desk_clear(d);
		desk_init(d);
		d->turn = turn;
	}
	return 0;
}

/* ---- buckets ---- */

static struct str
key_text(const uint64_t *key)
{
	return (struct str){ (const char *)key, sizeof(*key) };
}

static struct desk_bucket *
bucket_of(struct desk *d, uint64_t key)
{
	struct desk_bucket *b = map_get(&d->buckets, key_text(&key));

	if (b != NULL)
		return b;
	b = ARENA_NEW(d->arena, struct desk_bucket);
	b->key = key;
	map_put(&d->buckets, key_text(&b->key), b);
	return b;
}

static void
bucket_add(struct desk *d, struct desk_bucket *b, struct desk_item *it)
{
	b->rows = arena_grow(d->arena, b->rows, b->n, &b->cap, sizeof(struct desk_item *));
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

static struct desk_item *
item_of(struct desk *d, struct str id)
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
bucket_merge(struct desk *d, struct desk_bucket *b, const struct store_found *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct desk_item *it = item_of(d, rows[i].id);

		if (it->listed || bucket_has(b, it))
			continue;
		it->open = true;
		it->first = rows[i].day_from;
		it->last = rows[i].day_to;
		bucket_add(d, b, it);
	}
}

/* Are the rows at hand all that may be found in those days? */
static bool
covers(const struct desk_bucket *b, int64_t from, int64_t to)
{
	return b->read && from >= b->from && (!b->more || to >= b->newest);
}

/* ---- incidents ---- */

static int
item_read(struct desk *d, struct desk_item *it, struct err *e)
{
	struct str blob;

	it->used = d->search;
	if (it->in != NULL)
		return 0;
	if (store_incident_blob(d->store, d->arena, it->id, &blob, e) < 0)
		return -1;
	it->in = blob.p == NULL ? NULL : incident_get(d->arena, blob);
	return 0;
}

static int
latest_read(struct desk *d, struct err *e)
{
	int64_t day;

	if (d->latest_known)
		return 0;
	if (store_latest_day(d->store, &day, e) < 0)
		return -1;
	d->latest = day > 0 ? day : 0;
	d->latest_known = true;
	return 0;
}

struct search {
	struct desk *d;
	struct arena *a;
	int64_t from, to;
	struct ledger_found *found;
	size_t n, cap;
};

static void
meet(struct search *s, const struct desk_bucket *b, unsigned weight)
{
	for (size_t i = 0; i < b->n; i++) {
		struct desk_item *it = b->rows[i];

		if (!it->open || it->last < s->from || it->first > s->to)
			continue;
		if (it->search != s->d->search) {
			s->found = arena_grow(s->a, s->found, s->n, &s->cap, sizeof(*s->found));
			s->found[s->n] = (struct ledger_found){ .item = it, .id = it->id,
				.first = it->first, .last = it->last };
			it->search = s->d->search;
			it->met = s->n++;
		}
		s->found[it->met].weight += weight;
	}
}

/* Of the store's rows under these keys, all that are of days from..to. */
static struct store_bucket *
rows_read(struct search *s, struct desk_bucket *const *b, size_t n, int64_t from, int64_t to,
    struct err *e)
{
	struct store_bucket *rows = ARENA_ARRAY(s->a, struct store_bucket, n);

	for (size_t i = 0; i < n; i++)
		rows[i].key = b[i]->key;
	return store_buckets(s->d->store, s->a, rows, n, from, to, BUCKET_ROWS, e) < 0 ? NULL : rows;
}

/* Buckets that are not at hand. */
static int
read_buckets(struct search *s, struct desk_bucket *const *all, size_t n_all, struct err *e)
{
	struct desk_bucket **b = ARENA_ARRAY(s->a, struct desk_bucket *, n_all);
	int64_t from = s->from - SLACK_DAYS;
	struct store_bucket *rows;
	size_t n = 0;

	for (size_t i = 0; i < n_all; i++)
		if (!covers(all[i], s->from, s->to) && !all[i]->more)
			b[n++] = all[i];
	if (n == 0 || s->from < s->d->latest - REACH_DAYS)
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
meet_past(struct search *s, struct desk_bucket *const *all, const struct ledger_key *keys,
    size_t n_all, struct err *e)
{
	struct desk_bucket **b = ARENA_ARRAY(s->a, struct desk_bucket *, n_all);
	size_t *which = ARENA_ARRAY(s->a, size_t, n_all), n = 0;
	struct store_bucket *rows;

	for (size_t i = 0; i < n_all; i++)
		if (!covers(all[i], s->from, s->to)) {
			which[n] = i;
			b[n++] = all[i];
		}
	if (n == 0)
		return 0;
	if ((rows = rows_read(s, b, n, s->from, s->to, e)) == NULL)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct desk_bucket past = { .key = b[i]->key };

		bucket_merge(s->d, &past, rows[i].items, rows[i].n);
		meet(s, &past, keys[which[i]].weight);
	}
	return 0;
}

int
desk_find(struct desk *d, struct arena *a, const struct ledger_key *keys, size_t n,
    int64_t from_day, int64_t to_day, const struct incident **out, size_t max, size_t *found,
    struct err *e)
{
	struct search s = { .d = d, .a = a, .from = from_day, .to = to_day };
	struct desk_bucket **b = ARENA_ARRAY(a, struct desk_bucket *, n);

	*found = 0;
	if (latest_read(d, e) < 0)
		return -1;
	d->search++;
	for (size_t i = 0; i < n; i++) {
		b[i] = bucket_of(d, keys[i].key);
		b[i]->used = d->search;
	}
	if (read_buckets(&s, b, n, e) < 0 || meet_past(&s, b, keys, n, e) < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		meet(&s, b[i], keys[i].weight);
	s.n = ledger_best_found(s.found, s.n, from_day, to_day, max);
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
	struct desk_item *it = map_get(&d->items, id);
	struct str blob;

	*in = NULL;
	if (it != NULL) {
		if (item_read(d, it, e) < 0)
			return -1;
		*in = it->in;
		return 0;
	}
	if (store_incident_blob(d->store, d->arena, id, &blob, e) < 0)
		return -1;
	if (blob.p == NULL || (*in = incident_get(d->arena, blob)) == NULL)
		return 0;
	it = item_of(d, id);
	it->in = *in;
	it->used = d->search;
	it->open = (*in)->state == INCIDENT_OPEN;
	it->first = incident_first_day(*in);
	it->last = incident_last_day(*in);
	return 0;
}

/* ---- which tell of an entry ---- */

static void
add_told(struct desk_item *it, struct str entry, const struct incident **out, size_t max, size_t *n)
{
	for (size_t i = 0; i < *n; i++)
		if (out[i] == it->in)
			return;
	if (*n < max && it->in != NULL && it->in->state == INCIDENT_OPEN && incident_tells(it->in, entry))
		out[(*n)++] = it->in;
}

int
desk_told(struct desk *d, struct str entry, const struct incident **out, size_t max, size_t *n,
    struct err *e)
{
	struct str *ids;
	size_t found;

	*n = 0;
	if (store_tells(d->store, d->arena, entry, max, &ids, &found, e) < 0)
		return -1;
	for (size_t i = 0; i < found; i++) {
		struct desk_item *it = item_of(d, ids[i]);

		if (item_read(d, it, e) < 0)
			return -1;
		add_told(it, entry, out, max, n);
	}
	for (size_t i = 0; i < d->n_dirty; i++)
		add_told(d->dirty[i], entry, out, max, n);
	return 0;
}

/* ---- changes ---- */

static int
key_cmp(const void *a, const void *b)
{
	uint64_t x = ((const struct ledger_key *)a)->key, y = ((const struct ledger_key *)b)->key;

	return x < y ? -1 : x > y;
}

/* From the buckets of `was`, rising by key, to those of `is`. */
static void
move_between(struct desk *d, struct desk_item *it, struct desk_bucket *const *was, size_t n_was,
    struct desk_bucket *const *is, size_t n_is)
{
	size_t i = 0, j = 0;

	while (i < n_was || j < n_is) {
		if (j == n_is || (i < n_was && was[i]->key < is[j]->key)) {
			bucket_remove(was[i++], it);
		} else if (i == n_was || is[j]->key < was[i]->key) {
			if (it->listed || !bucket_has(is[j], it))
				bucket_add(d, is[j], it);
			j++;
		} else {
			i++;
			j++;
		}
	}
}

static void
list_under(struct desk *d, struct desk_item *it, const struct incident *in)
{
	struct ledger_key keys[INCIDENT_KEYS];
	size_t n = incident_keys(in, keys, INCIDENT_KEYS);
	struct desk_bucket **is = ARENA_ARRAY(d->arena, struct desk_bucket *, n);

	qsort(keys, n, sizeof(keys[0]), key_cmp);
	for (size_t i = 0; i < n; i++)
		is[i] = bucket_of(d, keys[i].key);
	move_between(d, it, it->buckets, it->n_buckets, is, n);
	for (size_t i = 0; i < n; i++)
		if (it->first > is[i]->newest)
			is[i]->newest = it->first;
	it->buckets = is;
	it->n_buckets = n;
	it->listed = true;
}

void
desk_put_incident(struct desk *d, const struct incident_change *c, int64_t now_ms)
{
	struct desk_item *it = item_of(d, c->after->id);

	if (!it->listed && c->before != NULL)
		list_under(d, it, c->before);
	if (!it->dirty) {
		it->stored = it->in;
		it->dirty = true;
		d->dirty = arena_grow(d->arena, d->dirty, d->n_dirty, &d->cap_dirty, sizeof(it));
		d->dirty[d->n_dirty++] = it;
	}
	it->in = incident_keep(d->arena, c->after);
	it->used = d->search;
	it->open = it->in->state == INCIDENT_OPEN;
	it->first = incident_first_day(it->in);
	it->last = incident_last_day(it->in);
	it->changed_ms = now_ms;
	d->latest = it->last > d->latest ? it->last : d->latest;
	list_under(d, it, it->in);
}

/* ---- places ---- */

static struct desk_place *
place_of(struct desk *d, struct str key)
{
	struct desk_place *p = ARENA_NEW(d->arena, struct desk_place);

	map_put(&d->places, arena_str(d->arena, key), p);
	return p;
}

int
desk_control(struct desk *d, struct str key, const struct control **c, struct err *e)
{
	struct desk_place *p = map_get(&d->places, key);
	struct store_control row;
	bool found;

	if (p == NULL) {
		if (store_control_get(d->store, d->arena, key, &row, &found, e) < 0)
			return -1;
		p = place_of(d, key);
		p->c = found ? control_get(d->arena, row.blob) : NULL;
	}
	p->used = d->search;
	*c = p->c;
	return 0;
}

void
desk_put_control(struct desk *d, const struct control *c, int64_t now_ms)
{
	struct desk_place *p = map_get(&d->places, c->key);

	if (p == NULL)
		p = place_of(d, c->key);
	p->c = control_keep(d->arena, c);
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

int
desk_flush(struct desk *d, struct err *e)
{
	if (d->n_dirty + d->n_dirty_places == 0)
		return 0;
	for (size_t i = 0; i < d->n_dirty; i++) {
		if (desk_save_incident(d->store, d->dirty[i]->in, d->dirty[i]->stored,
		        d->dirty[i]->changed_ms, e) < 0)
			return -1;
		d->dirty[i]->dirty = false;
	}
	for (size_t i = 0; i < d->n_dirty_places; i++) {
		if (desk_save_control(d->store, d->dirty_places[i]->c, d->dirty_places[i]->changed_ms,
		        e) < 0)
			return -1;
		d->dirty_places[i]->dirty = false;
	}
	d->n_dirty = d->n_dirty_places = 0;
	return store_ledger_turn(d->store, ++d->turn, e);
}

/* ---- clearing up ---- */

static bool
has_room(const struct desk *d)
{
	return d->arena->used < d->bytes / 100 * KEPT_PERCENT;
}

static struct desk_item *
move_item(struct desk *to, const struct desk_item *from)
{
	struct desk_item *it = item_of(to, from->id);

	it->first = from->first;
	it->last = from->last;
	it->open = from->open;
	it->used = from->used;
	return it;
}

/* The rows that end after the cut: a search that reaches further back asks the store. */
static void
move_bucket(struct desk *to, const struct desk_bucket *old, int64_t cut)
{
	struct desk_bucket *b = bucket_of(to, old->key);

	for (size_t i = 0; i < old->n; i++)
		if (old->rows[i]->last >= cut)
			bucket_add(to, b, move_item(to, old->rows[i]));
	b->read = true;
	b->more = old->more;
	b->from = old->from < cut ? cut : old->from;
	b->newest = old->newest;
	b->used = old->used;
}

static void
move_buckets(struct desk *to, const struct desk *from, size_t since)
{
	struct map_slot *slot;

	for (size_t at = 0; (slot = map_next(&from->buckets, &at)) != NULL;) {
		const struct desk_bucket *old = slot->value;

		if (old->read && old->used >= since)
			move_bucket(to, old, from->latest - KEPT_DAYS);
	}
}

static void
move_incidents(struct desk *to, const struct desk *from, size_t since)
{
	struct map_slot *slot;

	for (size_t at = 0; (slot = map_next(&from->items, &at)) != NULL;) {
		const struct desk_item *old = slot->value;

		if (old->in != NULL && old->used >= since && has_room(to))
			move_item(to, old)->in = incident_keep(to->arena, old->in);
	}
}

static void
move_places(struct desk *to, const struct desk *from, size_t since)
{
	struct map_slot *slot;

	for (size_t at = 0; (slot = map_next(&from->places, &at)) != NULL;) {
		const struct desk_place *old = slot->value;
		struct desk_place *p;

		if (old->used < since || !has_room(to))
			continue;
		p = place_of(to, slot->key);
		p->c = old->c == NULL ? NULL : control_keep(to->arena, old->c);
		p->used = old->used;
	}
}

/* What was of use of late moves over, as it is now; earlier versions and the rest go. */
int
desk_trim(struct desk *d, struct err *e)
{
	size_t since = d->cleared + (d->search - d->cleared) / 2;
	struct desk old;

	if (d->arena->used < d->bytes)
		return 0;
	if (desk_flush(d, e) < 0)
		return -1;
	old = *d;
	d->arena = d->arena == &d->arenas[0] ? &d->arenas[1] : &d->arenas[0];
	tables_init(d);
	move_buckets(d, &old, since);
	move_incidents(d, &old, since);
	move_places(d, &old, since);
	tables_clear(&old);
	arena_clear(old.arena);
	d->cleared = d->search;
	return 0;
}
