/* ingest_ledger.c -- the ledger over the desk: what it asks for, and what it changed. */
#include "config.h"

#include "daemon/desk.h"
#include "daemon/ingest_work.h"

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

void
work_save_changes(struct ingest_work *w, const struct ledger_changes *ch)
{
	struct desk *d = desk_of(w->s);

	for (size_t i = 0; i < ch->n_incidents; i++)
		desk_put_incident(d, &ch->incidents[i], w->now_ms);
	for (size_t i = 0; i < ch->n_controls; i++)
		desk_put_control(d, ch->controls[i].after, w->now_ms);
	w->r->incidents += ch->n_incidents;
}
