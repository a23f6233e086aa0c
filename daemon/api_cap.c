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
api_cap_document(const struct api_world *w, struct arena *a, struct buf *out,
    struct str id, struct str query, struct api_reply *rp, struct err *e)
{
	struct cap_options o = { .sender = sender(w, a) };
	struct store_alert row;
	struct alert *al;
	bool found;

	(void)query;
	if (str_ends(id, STR(".xml")))
		id.n -= strlen(".xml");
	rp->status = 503;
	if (store_alert_get(w->store, a, id, &row, &found, e) == -1)
		return -1;
	rp->status = 404;
	if (!found)
		return err_set(e, "there is no alert %.*s", STR_ARG(id));
	rp->status = 503;
	al = alert_parse(a, row.json, e);
	if (al == NULL || references(w, a, &row, &o, e) == -1)
		return -1;
	if (w->base.n > 0 && al->incident.n > 0)
		o.web = arena_printf(a, "%.*s/#/incident/%.*s", STR_ARG(w->base),
		    STR_ARG(al->incident));
	return cap_xml(out, al, &o, a, e);
}
