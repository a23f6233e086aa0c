/* api_cap.c -- see api_cap.h. */
#include "config.h"

#include "alerts/cap.h"
#include "alerts/message.h"
#include "alerts/render.h"
#include "base/alloc.h"
#include "base/date.h"
#include "daemon/api_cap.h"
#include "store/alert_rows.h"

#define CAP_FEED 100      /* alerts of one page of the feed */
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
		o.web = arena_printf(
		    a, "%.*s/#/incident/%.*s", STR_ARG(w->base), STR_ARG(al->incident));
	return cap_xml(out, al, &o, a, e);
}

static void
put_entry(
    struct buf *out, struct arena *a, const struct api_world *w, const struct alert *al)
{
	char when[DATE_TEXT];
	struct str title = message_escape(a, alert_tame(al, a)->summary);
	struct str id = message_escape(a, al->id);

	date_rfc3339(when, al->created_ms);
	buf_printf(out,
	    "<entry><id>tag:%.*s,2026:alert:%.*s</id><title>%.*s</title><updated>%s</"
	    "updated>"
	    "<link rel=\"alternate\" type=\"application/cap+xml\" "
	    "href=\"%.*s/cap/%.*s.xml\"/>"
	    "<summary>%.*s</summary></entry>\n",
	    STR_ARG(w->host), STR_ARG(id), STR_ARG(title), when,
	    STR_ARG(message_escape(a, w->base)), STR_ARG(id), STR_ARG(title));
}

int
api_cap_feed(const struct api_world *w, struct arena *a, struct buf *out, struct str id,
    struct str query, struct api_reply *rp, struct err *e)
{
	struct store_alert_query q = { .since_ms = TIME_NONE };
	struct store_alert *rows;
	char when[DATE_TEXT];
	size_t n;

	(void)id;
	rp->status = 400;
	if (api_query_time(a, query, "updated_since", &q.since_ms, e) == -1 ||
	    api_query_int(a, query, "after", &q.before_seq, e) == -1 ||
	    api_query_limit(a, query, CAP_FEED, &q.limit, e) == -1)
		return -1;
	rp->status = 503;
	if (store_alerts(w->store, a, &q, &rows, &n, e) == -1)
		return -1;
	date_rfc3339(when, n > 0 ? rows[0].created_ms : w->now_ms);
	buf_printf(out,
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed "
	    "xmlns=\"http://www.w3.org/2005/Atom\">\n"
	    "<id>tag:%.*s,2026:alerts</id><title>Alerts of Tocsin, as CAP "
	    "1.2</title><updated>%s</updated>"
	    "<author><name>Tocsin</name></author>\n",
	    STR_ARG(w->host), when);
	if (n == q.limit) {
		rp->next = api_next_page(a, STR("alerts.cap.atom"), query,
		    arena_printf(a, "%lld", (long long)rows[n - 1].seq));
		buf_printf(out, "<link rel=\"next\" href=\"%.*s%.*s\"/>\n",
		    STR_ARG(message_escape(a, w->base)), STR_ARG(message_escape(a, rp->next)));
	}
	for (size_t i = 0; i < n; i++) {
		const struct alert *al = alert_parse(a, rows[i].json, e);

		if (al == NULL)
			return -1;
		put_entry(out, a, w, al);
	}
	buf_cstr(out, "</feed>\n");
	return 0;
}
