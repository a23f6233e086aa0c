/* ingest_ledger.c -- the ledger over the desk: what it asks for, and what it changed. */
#include "config.h"

#include "base/json.h"
#include "daemon/desk.h"
#include "daemon/desk_rows.h"
#include "daemon/ingest_work.h"
#include "daemon/live_events.h"

#define EVENT_MAX 4096

/* ---- the view ---- */

static size_t
view_find(void *ctx, struct arena *a, const struct ledger_search *q,
    const struct incident **out)
{
	struct store_view *v = ctx;
	size_t found = 0;

	if (v->failed || desk_find(desk_of(v->store), a, q, out, &found, v->err) < 0)
		v->failed = true;
	return v->failed ? 0 : found;
}

static size_t
view_told(void *ctx, struct arena *a, struct str entry, const struct incident **out,
    size_t max)
{
	struct store_view *v = ctx;
	size_t found = 0;

	(void)a;
	if (v->failed ||
	    desk_told(desk_of(v->store), entry, out, max, &found, v->err) < 0)
		v->failed = true;
	return v->failed ? 0 : found;
}

static const struct incident *
view_incident(void *ctx, struct arena *a, struct str id)
{
	struct store_view *v = ctx;
	const struct incident *in = NULL;

	if (v->failed || desk_incident(desk_of(v->store), id, &in, v->err) < 0)
		v->failed = true;
	return v->failed ? NULL : in;
}

static const struct control *
view_control(void *ctx, struct arena *a, struct str key)
{
	struct store_view *v = ctx;
	const struct control *c = NULL;

	if (v->failed || desk_control(desk_of(v->store), key, &c, v->err) < 0)
		v->failed = true;
	return v->failed ? NULL : c;
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
	v->ledger = (struct ledger_view){ .ctx = v,
		.find = view_find,
		.told = view_told,
		.incident = view_incident,
		.control = view_control,
		.sides = desk_sides(desk_of(s)) };
	v->rules = (struct rule_view){
		.ledger = &v->ledger, .ctx = v, .rung = view_rung
	};
}

/* ---- changes ---- */

int
work_lock(struct ingest_work *w)
{
	if (w->locked)
		return 0;
	w->locked = true;
	return desk_lock(desk_of(w->s), w->e);
}

static int
tell(struct ingest_work *w, enum live_event what, struct str subject, struct buf *json)
{
	return live_event_add(w->s, what, subject, buf_str(json), w->now_ms, w->e);
}

/* What the page hears: enough to know what to ask for. */
static int
incident_event(struct ingest_work *w, const struct incident_change *ch)
{
	const struct incident *in = ch->after;
	struct buf out;
	struct json j;
	int rc;

	if (w->c->unheard)
		return 0;
	buf_init(&out, EVENT_MAX);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kstr(&j, "id", in->id);
	json_kstr(&j, "change",
	    ch->before == NULL               ? STR("new")
		: in->state != INCIDENT_OPEN ? str_of(incident_state_names[in->state])
					     : STR("changed"));
	json_kstr(&j, "title", str_sub(incident_name(w->scratch, in), 0, 512));
	for (int i = 0; i < TOLL_N; i++) {
		const struct fused *t = incident_toll(in, (enum toll_field)i, STR_NONE,
		    STR_NONE);

		if (t != NULL)
			json_kint(&j, toll_names[i], t->best);
	}
	json_close(&j);
	rc = tell(w, LIVE_INCIDENT_CHANGED, in->id, &out);
	buf_clear(&out);
	return rc;
}

static int
control_event(struct ingest_work *w, const struct control *c)
{
	struct buf out;
	struct json j;
	int rc;

	if (w->c->unheard)
		return 0;
	buf_init(&out, EVENT_MAX);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kstr(&j, "place", c->key);
	json_kstr(&j, "name", control_name(c));
	json_kstr(&j, "holder", c->now.holder);
	json_kstr(&j, "state", control_state(c));
	json_close(&j);
	rc = tell(w, LIVE_PLACE_CHANGED, c->key, &out);
	buf_clear(&out);
	return rc;
}

int
work_save_changes(struct ingest_work *w, const struct ledger_changes *ch)
{
	struct desk *d = desk_of(w->s);

	for (size_t i = 0; i < ch->n_incidents; i++) {
		desk_put_incident(d, &ch->incidents[i], w->now_ms);
		if (incident_event(w, &ch->incidents[i]) < 0)
			return -1;
	}
	for (size_t i = 0; i < ch->n_controls; i++) {
		desk_put_control(d, ch->controls[i].after, w->now_ms);
		if (control_event(w, ch->controls[i].after) < 0)
			return -1;
	}
	w->r->incidents += ch->n_incidents;
	return 0;
}
