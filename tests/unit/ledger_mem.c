/* ledger_mem.c -- see ledger_mem.h.  Everything is kept as the bytes a store would keep.
 */
#include "config.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/map.h"
#include "tests/unit/ledger_mem.h"

struct row {
	char *id, *blob;
	size_t id_n, blob_n;
	int64_t first, last;
	bool open;
	size_t mark, met; /* of the search that met it, and where it stands there */
};

struct bucket {
	uint64_t key;
	size_t *rows;
	size_t n, cap;
};

struct ledger_mem {
	struct row *rows;
	size_t n, cap;
	struct map ids, keys, controls; /* row + 1, bucket, row */
	struct row **places;
	size_t n_places, cap_places, search;
	struct side_memo sides;
};

struct ledger_mem *
ledger_mem_new(void)
{
	struct ledger_mem *m = xcalloc(1, sizeof(*m));

	map_init(&m->ids, 1);
	map_init(&m->keys, 2);
	map_init(&m->controls, 3);
	side_memo_init(&m->sides);
	return m;
}

void
ledger_mem_free(struct ledger_mem *m)
{
	struct map_slot *slot;

	if (m == NULL)
		return;
	for (size_t at = 0; (slot = map_next(&m->keys, &at)) != NULL;) {
		struct bucket *b = slot->value;

		free(b->rows);
		free(b);
	}
	for (size_t i = 0; i < m->n; i++) {
		free(m->rows[i].id);
		free(m->rows[i].blob);
	}
	for (size_t i = 0; i < m->n_places; i++) {
		free(m->places[i]->id);
		free(m->places[i]->blob);
		free(m->places[i]);
	}
	map_clear(&m->ids);
	map_clear(&m->keys);
	map_clear(&m->controls);
	side_memo_clear(&m->sides);
	free(m->rows);
	free(m->places);
	free(m);
}

/* The bytes of a key are its text. */
static struct str
key_text(const uint64_t *key)
{
	return (struct str){ (const char *)key, sizeof(*key) };
}

static size_t
meet(struct ledger_mem *m, struct arena *a, const struct ledger_search *q,
    struct ledger_found **out)
{
	size_t met = 0, cap = 0;

	m->search++;
	for (size_t i = 0; i < q->n; i++) {
		struct bucket *b = map_get(&m->keys, key_text(&q->keys[i].key));

		for (size_t k = 0; b != NULL && k < b->n; k++) {
			struct row *r = &m->rows[b->rows[k]];

			if (!r->open || r->last < q->from_day || r->first > q->to_day)
				continue;
			if (r->mark != m->search) {
				*out = arena_grow(a, *out, met, &cap, sizeof(**out));
				(*out)[met] = (struct ledger_found){ .item = r,
					.id = { r->id, r->id_n },
					.first = r->first,
					.last = r->last };
				r->mark = m->search;
				r->met = met++;
			}
			(*out)[r->met].weight += q->keys[i].weight;
		}
	}
	return met;
}

static struct incident *
row_incident(struct arena *a, const struct row *r)
{
	return incident_get(a,
	    (struct incident_bytes){
		.head = arena_str(a, (struct str){ r->blob, r->blob_n }) });
}

static size_t
mem_find(void *ctx, struct arena *a, const struct ledger_search *q,
    const struct incident **out)
{
	struct ledger_found *found = NULL;
	size_t met = meet(ctx, a, q, &found);

	met = ledger_best_found(found, met, q);
	for (size_t i = 0; i < met; i++) {
		const struct row *r = found[i].item;

		out[i] = row_incident(a, r);
	}
	return met;
}

/* Reports of an entry are found as incidents are: by a hash. */
static size_t
mem_told(void *ctx, struct arena *a, struct str entry, const struct incident **out,
    size_t max)
{
	struct ledger_mem *m = ctx;
	uint64_t key = text_mark(entry);
	struct bucket *b = map_get(&m->keys, key_text(&key));
	size_t n = 0;

	for (size_t i = 0; b != NULL && i < b->n && n < max; i++) {
		const struct row *r = &m->rows[b->rows[i]];

		if (r->open)
			out[n++] = row_incident(a, r);
	}
	return n;
}

static const struct incident *
mem_incident(void *ctx, struct arena *a, struct str id)
{
	struct ledger_mem *m = ctx;
	size_t *at = map_get(&m->ids, id);
	struct row *r;

	if (at == NULL)
		return NULL;
	r = &m->rows[(size_t)(uintptr_t)at - 1];
	return row_incident(a, r);
}

static const struct control *
mem_control(void *ctx, struct arena *a, struct str key)
{
	struct ledger_mem *m = ctx;
	struct row *r = map_get(&m->controls, key);

	return r == NULL
	    ? NULL
	    : control_get(a, arena_str(a, (struct str){ r->blob, r->blob_n }));
}

struct ledger_view
ledger_mem_view(struct ledger_mem *m)
{
	return (struct ledger_view){ .ctx = m,
		.find = mem_find,
		.told = mem_told,
		.incident = mem_incident,
		.control = mem_control,
		.sides = &m->sides };
}

static void
index_row(struct ledger_mem *m, size_t row, uint64_t key)
{
	struct bucket *b = map_get(&m->keys, key_text(&key));

	if (b == NULL) {
		b = xcalloc(1, sizeof(*b));
		b->key = key;
		map_put(&m->keys, key_text(&b->key), b);
	}
	for (size_t i = 0; i < b->n; i++)
		if (b->rows[i] == row)
			return;
	if (b->n == b->cap) {
		b->cap = b->cap == 0 ? 4 : 2 * b->cap;
		b->rows = xreallocarray(b->rows, b->cap, sizeof(*b->rows));
	}
	b->rows[b->n++] = row;
}

static void
unindex_row(struct ledger_mem *m, size_t row, uint64_t key)
{
	struct bucket *b = map_get(&m->keys, key_text(&key));

	for (size_t i = 0; b != NULL && i < b->n; i++)
		if (b->rows[i] == row) {
			b->rows[i] = b->rows[--b->n];
			return;
		}
}

static void
set_blob(struct row *r, const struct buf *b)
{
	free(r->blob);
	r->blob = str_dup(buf_str(b));
	r->blob_n = b->n;
}

static void
reindex(struct ledger_mem *m, size_t row, const struct incident *in,
    void (*index)(struct ledger_mem *m, size_t row, uint64_t key))
{
	struct ledger_key keys[INCIDENT_KEYS];
	size_t n = incident_keys(in, keys);

	for (size_t i = 0; i < n; i++)
		index(m, row, keys[i].key);
	for (size_t i = 0; i < in->n_pieces; i++)
		index(m, row, text_mark(in->pieces[i]->entry));
}

static void
save_incident(struct ledger_mem *m, const struct incident_change *c)
{
	void *at = map_get(&m->ids, c->after->id);
	struct row *r;
	struct buf b;
	size_t row;

	if (at == NULL) {
		if (m->n == m->cap) {
			m->cap = m->cap == 0 ? 64 : 2 * m->cap;
			m->rows = xreallocarray(m->rows, m->cap, sizeof(*m->rows));
		}
		row = m->n++;
		m->rows[row] = (struct row){ .id = str_dup(c->after->id),
			.id_n = c->after->id.n };
		map_put(&m->ids, (struct str){ m->rows[row].id, m->rows[row].id_n },
		    (void *)(uintptr_t)(row + 1));
	} else {
		row = (size_t)(uintptr_t)at - 1;
	}
	r = &m->rows[row];
	if (c->before != NULL)
		reindex(m, row, c->before, unindex_row);
	reindex(m, row, c->after, index_row);
	r->first = incident_first_day(c->after);
	r->last = incident_last_day(c->after);
	r->open = c->after->state == INCIDENT_OPEN;
	buf_init(&b, LIMIT_MESSAGE);
	incident_put(&b, c->after, NULL);
	set_blob(r, &b);
	buf_clear(&b);
}

static void
save_control(struct ledger_mem *m, const struct control *c)
{
	struct row *r = map_get(&m->controls, c->key);
	struct buf b;

	if (r == NULL) {
		r = xcalloc(1, sizeof(*r));
		r->id = str_dup(c->key);
		r->id_n = c->key.n;
		if (m->n_places == m->cap_places) {
			m->cap_places = m->cap_places == 0 ? 64 : 2 * m->cap_places;
			m->places = xreallocarray(m->places, m->cap_places,
			    sizeof(*m->places));
		}
		m->places[m->n_places++] = r;
		map_put(&m->controls, (struct str){ r->id, r->id_n }, r);
	}
	buf_init(&b, LIMIT_MESSAGE);
	control_put(&b, c);
	set_blob(r, &b);
	buf_clear(&b);
}

void
ledger_mem_save(struct ledger_mem *m, const struct ledger_changes *c)
{
	for (size_t i = 0; i < c->n_incidents; i++)
		save_incident(m, &c->incidents[i]);
	for (size_t i = 0; i < c->n_controls; i++)
		save_control(m, c->controls[i].after);
}

size_t
ledger_mem_count(const struct ledger_mem *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		n += m->rows[i].open;
	return n;
}

/* ---- dump ---- */

static struct str
dump_incident(struct arena *a, const struct incident *in)
{
	char since[DAY_TEXT], until[DAY_TEXT];
	struct buf b;
	struct str out;

	buf_init(&b, LIMIT_MESSAGE);
	buf_printf(&b, "incident %.*s..%.*s%s%s:", STR_ARG(day_text(since, in->since)),
	    STR_ARG(day_text(until, in->until)), in->campaign ? " campaign" : "",
	    in->parent.n > 0 ? " part" : "");
	for (size_t i = 0; i < in->n_pieces; i++)
		buf_printf(&b, " %.*s/%u", STR_ARG(in->pieces[i]->entry),
		    in->pieces[i]->part);
	for (size_t i = 0; i < in->n_tolls; i++) {
		const struct fused *t = &in->tolls[i];

		buf_printf(&b, "; %s %.*s %.*s %lld %lld %lld by %zu",
		    toll_names[t->field], STR_ARG(t->who), STR_ARG(t->side),
		    (long long)t->min, (long long)t->best, (long long)t->max, t->sources);
	}
	for (size_t i = 0; i < in->n_places; i++)
		buf_printf(&b, "; %.*s", STR_ARG(in->keys[i]));
	out = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

static struct str
dump_control(struct arena *a, const struct control *c)
{
	char since[DAY_TEXT];
	struct str s = arena_printf(a, "place %.*s%s:", STR_ARG(c->key),
	    c->contested ? " contested" : "");

	for (size_t i = 0; i < c->n_history; i++)
		s = arena_printf(a, "%.*s [%.*s from %.*s]", STR_ARG(s),
		    STR_ARG(c->history[i].holder),
		    STR_ARG(day_text(since, c->history[i].since)));
	return s;
}

void
ledger_mem_dump(const struct ledger_mem *m, struct buf *out)
{
	struct arena a;
	struct str *lines;
	size_t n = 0;

	arena_init(&a);
	lines = ARENA_ARRAY(&a, struct str, m->n + m->n_places + 1);
	for (size_t i = 0; i < m->n; i++) {
		const struct row *r = &m->rows[i];
		struct incident *in = row_incident(&a, r);

		if (in != NULL && in->state == INCIDENT_OPEN)
			lines[n++] = dump_incident(&a, in);
	}
	for (size_t i = 0; i < m->n_places; i++) {
		const struct row *r = m->places[i];
		struct control *c = control_get(&a, (struct str){ r->blob, r->blob_n });

		if (c != NULL && c->n_notes > 0)
			lines[n++] = dump_control(&a, c);
	}
	if (n > 1)
		qsort(lines, n, sizeof(lines[0]), str_order);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%.*s\n", STR_ARG(lines[i]));
	arena_clear(&a);
}
