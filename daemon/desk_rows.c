/* desk_rows.c -- see desk_rows.h. */
#include "config.h"

#include <math.h>

#include "daemon/desk_rows.h"
#include "facts/ledger_key.h"
#include "store/incident_rows.h"

#define BLOB_MAX (16u << 20)

static struct store_index
index_of(struct arena *a, const struct incident *in)
{
	struct ledger_key keys[INCIDENT_KEYS];
	struct store_index x = { .day_from = incident_first_day(in), .day_to = incident_last_day(in),
		.n_keys = incident_keys(in, keys, INCIDENT_KEYS) };

	if (in->state != INCIDENT_OPEN)
		return x;
	x.keys = ARENA_ARRAY(a, uint64_t, x.n_keys);
	for (size_t i = 0; i < x.n_keys; i++)
		x.keys[i] = keys[i].key;
	x.entries = ARENA_ARRAY(a, struct str, in->n_pieces);
	for (; x.n_entries < in->n_pieces; x.n_entries++)
		x.entries[x.n_entries] = in->pieces[x.n_entries]->entry;
	return x;
}

static void
incident_columns(struct arena *a, const struct incident *in, int64_t now_ms,
    struct store_incident *row)
{
	const struct fact_place *p = in->n_places > 0 ? &in->places[0] : NULL;

	*row = (struct store_incident){ .id = in->id, .parent = in->parent,
		.state = str_of(incident_state_names[in->state]),
		.day_from = incident_first_day(in), .day_to = incident_last_day(in),
		.title = incident_name(a, in), .country = in->country,
		.cause = in->n_causes > 0 ? in->causes[0] : STR_NONE, .lat = (double)NAN,
		.lon = (double)NAN, .created_ms = in->first_ms, .changed_ms = now_ms,
		.sources = in->sources };
	if (p != NULL) {
		row->place = p->canonical.n > 0 ? p->canonical : p->name;
		row->place_id = p->id;
		row->admin1 = p->admin1;
		row->lat = p->lat;
		row->lon = p->lon;
	}
	for (int i = 0; i < TOLL_N; i++) {
		const struct fused *t = incident_toll(in, (enum toll_field)i, STR_NONE, STR_NONE);

		row->toll[i] = t == NULL ? -1 : t->best;
	}
}

int
desk_save_incident(struct store *s, const struct incident *in, const struct incident *stored,
    int64_t now_ms, struct err *e)
{
	struct store_index was, is;
	struct store_incident row;
	struct arena a;
	struct buf blob;
	int rc = -1;

	arena_init(&a);
	buf_init(&blob, BLOB_MAX);
	incident_put(&blob, in);
	incident_columns(&a, in, now_ms, &row);
	row.blob = buf_str(&blob);
	is = index_of(&a, in);
	if (stored != NULL)
		was = index_of(&a, stored);
	if (buf_ok(&blob, e) == 0)
		rc = store_incident_save(s, &row, stored != NULL ? &was : NULL, &is, e);
	buf_clear(&blob);
	arena_clear(&a);
	return rc;
}

struct str
control_state(const struct control *c)
{
	if (c->contested)
		return STR("contested");
	if (c->partial)
		return STR("partial");
	return c->now.holder.n > 0 ? STR("held") : STR("unknown");
}

struct str
control_name(const struct control *c)
{
	return c->place.canonical.n > 0 ? c->place.canonical : c->place.name;
}

int
desk_save_control(struct store *s, const struct control *c, int64_t now_ms, struct err *e)
{
	struct store_control row = { .place = c->key, .name = control_name(c),
		.holder = c->now.holder, .state = control_state(c), .country = c->place.country,
		.lat = c->place.lat, .lon = c->place.lon, .since_ms = day_start(c->now.since),
		.changed_ms = now_ms };
	struct buf blob;
	int rc = -1;

	buf_init(&blob, BLOB_MAX);
	control_put(&blob, c);
	row.blob = buf_str(&blob);
	if (buf_ok(&blob, e) == 0)
		rc = store_control_save(s, &row, e);
	buf_clear(&blob);
	return rc;
}
