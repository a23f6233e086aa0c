/* push.c -- services that page people, and other alerting systems: ntfy, PagerDuty,
 * Apprise. */
#include "config.h"

#include "alerts/render.h"
#include "base/alloc.h"
#include "base/utf8.h"

#define NTFY_BYTES 4000 /* the server makes a file of what is over 4096 */
#define PAGERDUTY_SUMMARY 1024
#define PAGERDUTY_BYTES 512000
#define DEDUP_KEY 255
#define APPRISE_TEXT 16000

static int
post(struct delivery_request *out, const struct receiver *r, struct buf *b,
    struct str url, struct arena *a, struct err *e)
{
	struct str body;

	if (render_done(b, a, &body, e) == -1)
		return -1;
	http_prepare(out, r, "POST", url, "application/json", body, a);
	return 0;
}

static struct str
cut_bytes(struct str s, size_t n)
{
	return str_sub(s, 0, utf8_floor(s, n));
}

/* ---- ntfy: JSON to the server's root ---- */

int
ntfy_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	const struct alert *al = dl->alerts[dl->n - 1];
	struct message m;
	struct buf b;
	struct json j;
	int priority = 1;

	for (size_t i = 0; i < dl->n; i++)
		if (severity_scales[dl->alerts[i]->severity].ntfy > priority)
			priority = severity_scales[dl->alerts[i]->severity].ntfy;
	message_of(&m, al, dl, a);
	buf_init(&b, RENDER_MAX);
	json_init(&j, &b);
	json_open(&j, '{');
	json_kstr(&j, "topic", r->u.chat.channel);
	json_kstr(&j, "title", message_cut(a, message_subject(dl, a), 250));
	json_kstr(&j, "message", cut_bytes(message_text(dl, a), NTFY_BYTES));
	json_kint(&j, "priority", priority);
	json_key(&j, "tags");
	json_open(&j, '[');
	json_str(&j, str_of(severity_names[al->severity]));
	json_str(&j, str_of(alert_reason_names[al->reason]));
	json_close(&j);
	json_kopt(&j, "click", m.link.url);
	if (m.link.url.n > 0) {
		json_key(&j, "actions");
		json_open(&j, '[');
		json_open(&j, '{');
		json_kstr(&j, "action", STR("view"));
		json_kstr(&j, "label", m.link.label);
		json_kstr(&j, "url", m.link.url);
		json_close(&j);
		json_close(&j);
	}
	json_close(&j);
	if (post(out, r, &b, http_path(r, a, "/"), a, e) == -1)
		return -1;
	http_add_bearer(out, r, a);
	return 0;
}

/* ---- PagerDuty, Events API v2 ---- */

static struct str
dedup_key(const struct alert *al)
{
	return cut_bytes(al->incident.n > 0 ? al->incident : al->key, DEDUP_KEY);
}

static void
pagerduty_payload(struct json *j, const struct alert *al, const struct message *m,
    const struct delivery *dl, bool details)
{
	char when[DATE_TEXT];

	json_key(j, "payload");
	json_open(j, '{');
	json_kstr(j, "summary", m->subject);
	json_kstr(j, "source", dl->host.n > 0 ? dl->host : STR("tocsin"));
	json_kstr(j, "severity", str_of(severity_scales[al->severity].pagerduty));
	json_kstr(j, "timestamp", date_rfc3339(when, al->created_ms));
	json_kstr(j, "component", STR("tocsin"));
	json_kopt(j, "group", al->n_places > 0 ? al->places[0].country : STR_NONE);
	json_kopt(j, "class", al->rule);
	if (details) {
		json_key(j, "custom_details");
		json_open(j, '{');
		json_kstr(j, "summary", m->summary);
		json_kopt(j, "change", m->change);
		for (size_t i = 0; i < m->n_facts; i++)
			json_kstr(j, m->facts[i].label, m->facts[i].value);
		if (m->n_quotes > 0)
			json_kopt(j, "quote", m->quotes[0].text);
		json_close(j);
	}
	json_close(j);
}

static void
pagerduty_links(struct json *j, const struct message *m)
{
	json_key(j, "links");
	json_open(j, '[');
	for (size_t i = 0; i < m->n_quotes; i++)
		if (m->quotes[i].url.n > 0) {
			json_open(j, '{');
			json_kstr(j, "href", m->quotes[i].url);
			json_kstr(j, "text", m->quotes[i].feed);
			json_close(j);
		}
	json_close(j);
}

int
pagerduty_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	const struct alert *al = dl->alerts[0];
	bool resolves = al->reason == REASON_RETRACTED;
	struct message m;
	struct buf b;
	struct json j;

	message_of(&m, al, dl, a);
	m.subject = message_cut(a, m.subject, PAGERDUTY_SUMMARY);
	for (int details = 1; details >= 0; details--) {
		buf_init(&b, RENDER_MAX);
		json_init(&j, &b);
		json_open(&j, '{');
		json_kstr(&j, "routing_key", secret_value(&r->u.chat.key));
		json_kstr(&j, "event_action", resolves ? STR("resolve") : STR("trigger"));
		json_kstr(&j, "dedup_key", dedup_key(al));
		pagerduty_payload(&j, al, &m, dl, details != 0);
		pagerduty_links(&j, &m);
		json_kstr(&j, "client", STR("Tocsin"));
		json_kopt(&j, "client_url", m.link.url);
		json_close(&j);
		if (b.n < PAGERDUTY_BYTES || details == 0)
			break;
		buf_clear(&b);
	}
	return post(out, r, &b, secret_value(&r->u.http.url), a, e);
}

/* ---- Apprise ---- */

int
apprise_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	static const char *const types[] = { [SEVERITY_TEST] = "info",
		[SEVERITY_INFO] = "info",
		[SEVERITY_NOTICE] = "info",
		[SEVERITY_WARNING] = "warning",
		[SEVERITY_CRITICAL] = "failure" };
	enum severity loud = message_loudest(dl);
	struct buf b;
	struct json j;

	buf_init(&b, RENDER_MAX);
	json_init(&j, &b);
	json_open(&j, '{');
	json_kstr(&j, "title", message_subject(dl, a));
	json_kstr(&j, "body", message_cut(a, message_text(dl, a), APPRISE_TEXT));
	json_kstr(&j, "type", str_of(types[loud]));
	json_kstr(&j, "format", STR("text"));
	json_close(&j);
	return post(out, r, &b, secret_value(&r->u.http.url), a, e);
}
