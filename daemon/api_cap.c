/* api_cap.c -- see api_cap.h. */
#include "config.h"

#include "alerts/cap.h"
#include "daemon/api_cap.h"
#include "store/alert_rows.h"

#define CAP_REFERENCES 50 /* earlier alerts of an incident that are named */

static struct str
sender(const struct api_world *w, struct arena *a)
{
	return arena_printf(a, "tocsin@%.*s", STR_ARG(w->host));
}

/* Triples of what was alerted of the incident before this one. */
static int
references(const struct api_world *w, struct arena *a, const struct store_alert *row,
    struct cap_options *o, struct err *e)
{
	struct store_alert_query q = { .incident = row->incident,
		.since_ms = TIME_NONE,
		.before_seq = row->seq,
		.limit = CAP_REFERENCES };
	struct store_alert *earlier;
	size_t n;

	if (row->incident.n == 0)
		return 0;
	if (store_alerts(w->store, a, &q, &earlier, &n, e) == -1)
		return -1;
	for (size_t i = n; i-- > 0;) {
		const struct alert *al = alert_parse(a, earlier[i].json, e);

		if (al == NULL)
			return -1;
		o->references = arena_printf(a, "%.*s%s%.*s", STR_ARG(o->references),
		    o->references.n > 0 ? " " : "", STR_ARG(cap_reference(al, o, a)));
	}
	return 0;
}

int
api_cap_document(const struct api_call *c, struct buf *out)
{
	struct cap_options o = { .sender = sender(c->w, c->a) };
	struct store_alert row;
	struct alert *al;
	bool found;
	struct str name = c->id;

	if (str_ends(name, STR(".xml")))
		name.n -= strlen(".xml");
	c->rp->status = 503;
	if (store_alert_get(c->w->store, c->a, name, &row, &found, c->e) == -1)
		return -1;
	c->rp->status = 404;
	if (!found)
		return err_set(c->e, "there is no alert %.*s", STR_ARG(name));
	c->rp->status = 503;
	al = alert_parse(c->a, row.json, c->e);
	if (al == NULL || references(c->w, c->a, &row, &o, c->e) == -1)
		return -1;
	if (c->w->base.n > 0 && al->incident.n > 0)
		o.web = arena_printf(c->a, "%.*s/#/incident/%.*s", STR_ARG(c->w->base),
		    STR_ARG(al->incident));
	return cap_xml(out, al, &o, c->a, c->e);
}
