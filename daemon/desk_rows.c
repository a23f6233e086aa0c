/* desk_rows.c -- see desk_rows.h. */
#include "config.h"

#include <math.h>

#include "base/json.h"
#include "daemon/desk_rows.h"
#include "daemon/desk_work.h"
#include "daemon/live_events.h"

#define COLUMN_BYTES 512
#define EVENT_MAX 4096

static void
incident_columns(struct arena *a, const struct incident *in, int64_t now_ms,
    struct store_incident *row)
{
	const struct fact_place *p = in->n_places > 0 ? &in->places[0] : NULL;

	*row = (struct store_incident){ .id = in->id,
		.parent = in->parent,
		.state = str_of(incident_state_names[in->state]),
		.day_from = incident_first_day(in),
		.day_to = incident_last_day(in),
		.title = incident_name(a, in),
		.country = in->country,
		.cause = in->n_causes > 0 ? in->causes[0] : STR_NONE,
		.lat = (double)NAN,
		.lon = (double)NAN,
		.created_ms = in->first_ms,
		.changed_ms = now_ms,
		.sources = in->sources };
	if (p != NULL) {
		row->place = p->canonical.n > 0 ? p->canonical : p->name;
		row->place_id = p->id;
		row->admin1 = p->admin1;
		row->lat = p->lat;
		row->lon = p->lon;
	}
	for (int i = 0; i < TOLL_N; i++) {
		const struct fused *t = incident_toll(in, (enum toll_field)i, STR_NONE,
		    STR_NONE);

		row->toll[i] = t == NULL ? -1 : t->best;
	}
}

int
desk_save_incident(struct store *s, struct desk_item *it, const struct store_index *is,
    struct buf *head, struct err *e)
{
	struct store_incident row;
	struct incident_part *parts;
	struct arena a;
	size_t n;
	int rc = -1;

	arena_init_small(&a, COLUMN_BYTES);
	incident_columns(&a, it->in, it->changed_ms, &row);
	n = desk_parts_new(&it->parts, &a, it->in, &parts);
	buf_reset(head);
	incident_put(head, it->in, it->parts.numbers);
	row.number = it->number;
	row.bytes = (struct incident_bytes){ buf_str(head), parts, n };
	if (buf_ok(head, e) == 0)
		rc = store_incident_save(s, &row, it->parts.gone, it->parts.n_gone,
		    it->stored, is, e);
	it->number = row.number;
	it->parts.n_gone = 0;
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
	struct store_control row = { .place = c->key,
		.name = control_name(c),
		.holder = c->now.holder,
		.state = control_state(c),
		.country = c->place.country,
		.lat = c->place.lat,
		.lon = c->place.lon,
		.since_ms = day_start(c->now.since),
		.changed_ms = now_ms };
	struct buf blob;
	int rc = -1;

	buf_init(&blob, DESK_BLOB_MAX);
	control_put(&blob, c);
	row.blob = buf_str(&blob);
	if (buf_ok(&blob, e) == 0)
		rc = store_control_save(s, &row, e);
	buf_clear(&blob);
	return rc;
}

/* ---- what is logged of them ---- */

int
desk_tell_incident(struct store *s, const struct desk_item *it, struct err *e)
{
	const struct incident *in = it->in;
	struct arena a;
	struct buf out;
	struct json j;
	int rc;

	arena_init_small(&a, COLUMN_BYTES);
	buf_init(&out, EVENT_MAX);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kstr(&j, "id", in->id);
	json_kstr(&j, "change",
	    in->state != INCIDENT_OPEN ? str_of(incident_state_names[in->state])
		: it->stored == NULL   ? STR("new")
				       : STR("changed"));
	json_kstr(&j, "title", str_sub(incident_name(&a, in), 0, 512));
	for (int i = 0; i < TOLL_N; i++) {
		const struct fused *t = incident_toll(in, (enum toll_field)i, STR_NONE,
		    STR_NONE);

		if (t != NULL)
			json_kint(&j, toll_names[i], t->best);
	}
	json_close(&j);
	rc = live_event_add(s, LIVE_INCIDENT_CHANGED, in->id, buf_str(&out),
	    it->changed_ms, e);
	buf_clear(&out);
	arena_clear(&a);
	return rc;
}

int
desk_tell_control(struct store *s, const struct control *c, int64_t now_ms, struct err *e)
{
	struct buf out;
	struct json j;
	int rc;

	buf_init(&out, EVENT_MAX);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kstr(&j, "place", c->key);
	json_kstr(&j, "name", control_name(c));
	json_kstr(&j, "holder", c->now.holder);
	json_kstr(&j, "state", control_state(c));
	json_close(&j);
	rc = live_event_add(s, LIVE_PLACE_CHANGED, c->key, buf_str(&out), now_ms, e);
	buf_clear(&out);
	return rc;
}
