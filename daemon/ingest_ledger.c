/* ingest_ledger.c -- the ledger over the store: what it asks for, and what it changed. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/json.h"
#include "base/map.h"
#include "daemon/ingest_work.h"

#define BLOB_MAX (16u << 20)
#define EVENT_MAX 4096

/* ---- what was read before ---- */

/*
 * Candidates are asked for again and again, and reading one means folding all that was said of
 * it; so they are remembered, by their version.  All is forgotten when it grows too large, and
 * when a transaction is rolled back, because its versions will be given to others.
 */
#define MEMO_BYTES (12u << 20)

struct memo {
	struct arena arena;
	struct map by_id;
};

struct memo_item {
	int64_t version;
	struct incident *incident;
};

static void
memo_release(void *thing)
{
	struct memo *m = thing;

	map_clear(&m->by_id);
	arena_clear(&m->arena);
	free(m);
}

static struct memo *
memo_of(struct store *s)
{
	struct memo *m = store_kept(s);

	if (m != NULL)
		return m;
	m = xcalloc(1, sizeof(*m));
	arena_init(&m->arena);
	map_init(&m->by_id, 0);
	store_keep(s, m, memo_release);
	return m;
}

void
ingest_forget(struct store *s, bool all)
{
	struct memo *m = store_kept(s);

	if (m != NULL && (all || m->arena.used > MEMO_BYTES))
		store_keep(s, NULL, NULL);
}

static const struct incident *
remembered(struct store_view *v, const struct store_candidate *row)
{
	struct memo *m = memo_of(v->store);
	struct memo_item *it = map_get(&m->by_id, row->id);
	struct str blob;

	if (it != NULL && it->version == row->version)
		return it->incident;
	if (store_incident_blob(v->store, &m->arena, row->id, &blob, v->err) < 0) {
		v->failed = true;
		return NULL;
	}
	if (it == NULL) {
		it = ARENA_NEW(&m->arena, struct memo_item);
		map_put(&m->by_id, arena_str(&m->arena, row->id), it);
	}
	it->version = row->version;
	it->incident = incident_get(&m->arena, blob);
	if (it->incident == NULL)
		it->version = -1;
	return it->incident;
}

/* ---- the view ---- */

static size_t
view_find(void *ctx, struct arena *a, const struct str *keys, size_t n, int64_t from_day,
    int64_t to_day, const struct incident **out, size_t max)
{
	struct store_view *v = ctx;
	struct store_candidate *rows;
	size_t found = 0, n_rows;

	if (v->failed ||
	    store_incident_candidates(v->store, a, keys, n, from_day, to_day, max, &rows, &n_rows,
	        v->err) < 0) {
		v->failed = true;
		return 0;
	}
	for (size_t i = 0; i < n_rows && !v->failed; i++)
		if ((out[found] = remembered(v, &rows[i])) != NULL)
			found++;
	return v->failed ? 0 : found;
}

static const struct incident *
view_incident(void *ctx, struct arena *a, struct str id)
{
	struct store_view *v = ctx;
	struct store_incident row;
	bool found = false;

	if (v->failed || store_incident_get(v->store, a, id, &row, &found, v->err) < 0)
		v->failed = true;
	return found ? incident_get(a, row.blob) : NULL;
}

static const struct control *
view_control(void *ctx, struct arena *a, struct str key)
{
	struct store_view *v = ctx;
	struct store_control row;
	bool found = false;

	if (v->failed || store_control_get(v->store, a, key, &row, &found, v->err) < 0)
		v->failed = true;
	return found ? control_get(a, row.blob) : NULL;
}

static bool
view_rung(void *ctx, struct str key)
{
	struct store_view *v = ctx;
	bool known = false;

	if (v->failed || store_alert_key_known(v->store, key, &known, v->err) < 0)
		v->failed = true;
	return known;
}

void
store_view_init(struct store_view *v, struct store *s, struct err *e)
{
	*v = (struct store_view){ .store = s, .err = e };
	v->ledger = (struct ledger_view){ .ctx = v, .find = view_find,
		.incident = view_incident, .control = view_control };
	v->rules = (struct rule_view){ .ledger = &v->ledger, .ctx = v, .rung = view_rung };
}

/* ---- changes ---- */

int
work_lock(struct ingest_work *w)
{
	if (w->locked)
		return 0;
	w->locked = true;
	return store_ledger_lock(w->s, w->e);
}

static void
incident_columns(struct ingest_work *w, const struct incident *in, struct store_incident *row)
{
	const struct fact_place *p = in->n_places > 0 ? &in->places[0] : NULL;

	*row = (struct store_incident){ .id = in->id, .parent = in->parent,
		.state = str_of(incident_state_names[in->state]),
		.day_from = incident_first_day(in), .day_to = incident_last_day(in),
		.title = incident_name(&w->scratch, in), .country = in->country,
		.cause = in->n_causes > 0 ? in->causes[0] : STR_NONE, .lat = (double)NAN,
		.lon = (double)NAN, .created_ms = in->first_ms, .changed_ms = w->now_ms,
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
	row->keys = ARENA_ARRAY(&w->scratch, struct str, INCIDENT_KEYS);
	row->n_keys = incident_keys(&w->scratch, in, row->keys, INCIDENT_KEYS);
}

/* What the page and `tocsin tail` hear: enough to know what to ask for. */
static int
incident_event(struct ingest_work *w, const struct incident_change *ch,
    const struct store_incident *row)
{
	struct buf out;
	struct json j;
	int rc;

	buf_init(&out, EVENT_MAX);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kstr(&j, "id", row->id);
	json_kstr(&j, "change", ch->before == NULL ? STR("new") :
	    ch->after->state != INCIDENT_OPEN ? row->state : STR("changed"));
	json_kstr(&j, "title", str_sub(row->title, 0, 512));
	for (int i = 0; i < TOLL_N; i++)
		if (row->toll[i] >= 0)
			json_kint(&j, toll_names[i], row->toll[i]);
	json_close(&j);
	rc = store_event_add(w->s, &(struct store_event){ .at_ms = w->now_ms,
	    .type = STR("incident"), .subject = row->id, .json = buf_str(&out) }, NULL, w->e);
	buf_clear(&out);
	return rc;
}

static int
save_incident(struct ingest_work *w, const struct incident_change *ch)
{
	struct store_incident row;
	struct buf blob;
	int rc = -1;

	buf_init(&blob, BLOB_MAX);
	incident_put(&blob, ch->after);
	incident_columns(w, ch->after, &row);
	row.blob = buf_str(&blob);
	if (buf_ok(&blob, w->e) == 0 && store_incident_save(w->s, &row, w->e) == 0)
		rc = incident_event(w, ch, &row);
	buf_clear(&blob);
	return rc;
}

static struct str
control_state(const struct control *c)
{
	if (c->contested)
		return STR("contested");
	if (c->partial)
		return STR("partial");
	return c->now.holder.n > 0 ? STR("held") : STR("unknown");
}

static int
control_event(struct ingest_work *w, const struct store_control *row)
{
	struct buf out;
	struct json j;
	int rc;

	buf_init(&out, EVENT_MAX);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kstr(&j, "place", row->place);
	json_kstr(&j, "name", row->name);
	json_kstr(&j, "holder", row->holder);
	json_kstr(&j, "state", row->state);
	json_close(&j);
	rc = store_event_add(w->s, &(struct store_event){ .at_ms = w->now_ms,
	    .type = STR("place"), .subject = row->place, .json = buf_str(&out) }, NULL, w->e);
	buf_clear(&out);
	return rc;
}

static int
save_control(struct ingest_work *w, const struct control *c)
{
	struct store_control row = { .place = c->key,
		.name = c->place.canonical.n > 0 ? c->place.canonical : c->place.name,
		.holder = c->now.holder, .state = control_state(c), .country = c->place.country,
		.lat = c->place.lat, .lon = c->place.lon, .since_ms = day_start(c->now.since),
		.changed_ms = w->now_ms };
	struct buf blob;
	int rc = -1;

	buf_init(&blob, BLOB_MAX);
	control_put(&blob, c);
	row.blob = buf_str(&blob);
	if (buf_ok(&blob, w->e) == 0 && store_control_save(w->s, &row, w->e) == 0)
		rc = control_event(w, &row);
	buf_clear(&blob);
	return rc;
}

int
work_save_changes(struct ingest_work *w, const struct ledger_changes *ch)
{
	for (size_t i = 0; i < ch->n_incidents; i++)
		if (save_incident(w, &ch->incidents[i]) < 0)
			return -1;
	for (size_t i = 0; i < ch->n_controls; i++)
		if (save_control(w, ch->controls[i].after) < 0)
			return -1;
	w->r->incidents += ch->n_incidents;
	return 0;
}
