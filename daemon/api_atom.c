/* api_atom.c -- see api_atom.h. */
#include "config.h"

#include <math.h>

#include "alerts/message.h"
#include "alerts/render.h"
#include "base/alloc.h"
#include "base/date.h"
#include "daemon/api_atom.h"
#include "store/alert_rows.h"

#define ALERT_FEED 100 /* alerts of one page */
#define CONTENT_BYTES (64 << 10)

struct atom_kind {
	const char *path, *title;
	void (*body)(struct buf *out, struct arena *a, const struct api_world *w,
	    const struct alert *al);
};

static void
put_cap_link(struct buf *out, struct arena *a, const struct api_world *w,
    const struct alert *al)
{
	struct str title = message_escape(a, alert_tame(al, a)->summary);

	buf_printf(out,
	    "<link rel=\"alternate\" type=\"application/cap+xml\" "
	    "href=\"%.*s/cap/%.*s.xml\"/>"
	    "<summary>%.*s</summary>",
	    STR_ARG(message_escape(a, w->base)), STR_ARG(message_escape(a, al->id)),
	    STR_ARG(title));
}

static void
put_point(struct buf *out, const struct alert *al)
{
	for (size_t i = 0; i < al->n_places; i++)
		if (!isnan(al->places[i].lat)) {
			buf_printf(out, "<georss:point>%.4f %.4f</georss:point>",
			    al->places[i].lat, al->places[i].lon);
			return;
		}
}

static void
put_category(struct buf *out, struct arena *a, const char *scheme, struct str term)
{
	buf_printf(out, "<category scheme=\"urn:tocsin:%s\" term=\"%.*s\"/>", scheme,
	    STR_ARG(message_escape(a, term)));
}

/* What a mail would say. */
static void
put_message(struct buf *out, struct arena *a, const struct api_world *w,
    const struct alert *al)
{
	struct delivery dl = {
		.alerts = &al, .n = 1, .host = w->host, .link = w->base, .attempt = 1
	};
	struct message m;
	struct buf html;

	message_of(&m, al, &dl, a);
	if (m.link.url.n > 0)
		buf_printf(out,
		    "<link rel=\"alternate\" type=\"text/html\" href=\"%.*s\"/>",
		    STR_ARG(message_escape(a, m.link.url)));
	put_category(out, a, "severity", str_of(severity_names[al->severity]));
	put_category(out, a, "reason", str_of(alert_reason_names[al->reason]));
	put_category(out, a, "rule", al->rule);
	put_point(out, al);
	buf_init(&html, CONTENT_BYTES);
	message_html_one(&html, &m, a);
	buf_printf(out, "<content type=\"html\">%.*s</content>",
	    STR_ARG(message_escape(a, buf_str(&html))));
	buf_clear(&html);
}

static const struct atom_kind for_readers = { "alerts.atom", "Alerts of Tocsin",
	put_message };
static const struct atom_kind for_cap = { "alerts.cap.atom",
	"Alerts of Tocsin, as CAP 1.2", put_cap_link };

static void
put_entry(struct buf *out, struct arena *a, const struct api_world *w,
    const struct atom_kind *k, const struct alert *al)
{
	char when[DATE_TEXT];

	date_rfc3339(when, al->created_ms);
	buf_printf(out,
	    "<entry><id>tag:%.*s,2026:alert:%.*s</id><title>%.*s</title><updated>%s</"
	    "updated>",
	    STR_ARG(w->host), STR_ARG(message_escape(a, al->id)),
	    STR_ARG(message_escape(a, alert_tame(al, a)->summary)), when);
	k->body(out, a, w, al);
	buf_cstr(out, "</entry>\n");
}

static void
put_head(struct buf *out, struct arena *a, const struct api_world *w,
    const struct atom_kind *k, int64_t updated_ms, struct str next)
{
	struct str base = message_escape(a, w->base);
	char when[DATE_TEXT];

	date_rfc3339(when, updated_ms);
	buf_printf(out,
	    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed "
	    "xmlns=\"http://www.w3.org/2005/Atom\""
	    " xmlns:georss=\"http://www.georss.org/georss\">\n"
	    "<id>tag:%.*s,2026:%s</id><title>%s</title><updated>%s</updated>"
	    "<author><name>Tocsin</name></author>\n",
	    STR_ARG(w->host), k->path, k->title, when);
	if (base.n > 0)
		buf_printf(out, "<link rel=\"self\" href=\"%.*s/%s\"/>\n", STR_ARG(base),
		    k->path);
	if (next.n > 0) /* RFC 5005 */
		buf_printf(out, "<link rel=\"next\" href=\"%.*s%.*s\"/>\n", STR_ARG(base),
		    STR_ARG(message_escape(a, next)));
}

static int
put_feed(const struct api_call *c, struct buf *out, const struct atom_kind *k)
{
	struct store_alert_query q = { .since_ms = TIME_NONE };
	struct store_alert *rows;
	size_t n;

	c->rp->status = 400;
	if (api_query_time(c->a, c->query, "updated_since", &q.since_ms, c->e) == -1 ||
	    api_query_int(c->a, c->query, "after", &q.before_seq, c->e) == -1 ||
	    api_query_limit(c->a, c->query, ALERT_FEED, &q.limit, c->e) == -1)
		return -1;
	c->rp->status = 503;
	if (store_alerts(c->w->store, c->a, &q, &rows, &n, c->e) == -1)
		return -1;
	if (n == q.limit)
		c->rp->next = api_next_page(c->a, str_of(k->path), c->query,
		    arena_printf(c->a, "%lld", (long long)rows[n - 1].seq));
	put_head(out, c->a, c->w, k, n > 0 ? rows[0].created_ms : c->w->now_ms,
	    c->rp->next);
	for (size_t i = 0; i < n; i++) {
		const struct alert *al = alert_parse(c->a, rows[i].json, c->e);

		if (al == NULL)
			return -1;
		put_entry(out, c->a, c->w, k, al);
	}
	buf_cstr(out, "</feed>\n");
	return 0;
}

int
api_alert_feed(const struct api_call *c, struct buf *out)
{
	return put_feed(c, out, &for_readers);
}

int
api_cap_feed(const struct api_call *c, struct buf *out)
{
	return put_feed(c, out, &for_cap);
}
