/* alertmanager.c -- Prometheus' Alertmanager: its API v2, and the body of its webhooks
 * (v4). */
#include "config.h"

#include "alerts/labels.h"
#include "alerts/render.h"
#include "base/alloc.h"

static void
labels_json(struct json *j, const char *key, const struct labels *l)
{
	json_key(j, key);
	json_open(j, '{');
	for (size_t i = 0; i < l->n; i++) {
		json_name(j, l->items[i].name);
		json_str(j, l->items[i].value);
	}
	json_close(j);
}

static void
annotations_json(struct json *j, const struct message *m, const struct alert *al)
{
	json_key(j, "annotations");
	json_open(j, '{');
	json_kstr(j, "summary", m->summary);
	json_kopt(j, "description", m->change);
	json_kstr(j, "reason", str_of(alert_reason_names[al->reason]));
	for (size_t i = 0; i < m->n_facts; i++)
		if (str_eq(str_of(m->facts[i].label), STR("According to")))
			json_kopt(j, "sources", m->facts[i].value);
	if (m->n_quotes > 0) {
		json_kopt(j, "quote", m->quotes[0].text);
		json_kopt(j, "url", m->quotes[0].url);
	}
	json_kopt(j, "disagrees", al->disagree);
	json_close(j);
}

/* An alert as both APIs have it. */
static void
alert_object(struct json *j, const struct alert *al, const struct delivery *dl,
    int64_t ends_ms, bool webhook, struct arena *a)
{
	bool resolved = al->reason == REASON_RETRACTED;
	struct labels identity;
	struct message m;
	char when[DATE_TEXT];

	alert_identity(&identity, al, a);
	message_of(&m, al, dl, a);
	json_open(j, '{');
	if (webhook)
		json_kstr(j, "status", resolved ? STR("resolved") : STR("firing"));
	labels_json(j, "labels", &identity);
	annotations_json(j, &m, al);
	json_kstr(j, "startsAt", date_rfc3339(when, al->created_ms));
	json_kstr(j, "endsAt", date_rfc3339(when, resolved ? al->created_ms : ends_ms));
	json_kstr(j, "generatorURL", m.link.url);
	if (webhook)
		json_kstr(j, "fingerprint",
		    arena_printf(a, "%016llx",
			(unsigned long long)labels_fingerprint(&identity)));
	json_close(j);
}

/* Its own words for why it speaks, and ours beside them. */
static struct str
notification_reason(const struct alert *al, struct arena *a)
{
	if (al->reason == REASON_TOLL_CROSSED && al->previous < 0)
		return STR("first notification");
	return message_words(a, str_of(alert_reason_names[al->reason]));
}

/* Labels that all alerts share. */
static void
common(struct labels *out, const struct delivery *dl, struct arena *a)
{
	alert_identity(out, dl->alerts[0], a);
	for (size_t i = 1; i < dl->n; i++) {
		struct labels other;
		size_t kept = 0;

		alert_identity(&other, dl->alerts[i], a);
		for (size_t k = 0; k < out->n; k++)
			if (str_eq(label_get(&other, out->items[k].name),
				out->items[k].value))
				out->items[kept++] = out->items[k];
		out->n = kept;
	}
}

void
alertmanager_body(struct buf *out, const struct receiver *r, const struct delivery *dl,
    struct arena *a)
{
	const struct alert *first = dl->alerts[0];
	struct label incident = { STR("incident"), first->incident };
	struct labels group = { &incident, first->incident.n > 0 }, shared;
	struct json j;

	common(&shared, dl, a);
	json_init(&j, out);
	json_open(&j, '{');
	json_kstr(&j, "version", STR("4"));
	json_kstr(&j, "groupKey",
	    group.n > 0
		? arena_printf(a, "{}:{incident=\"%.*s\"}", STR_ARG(first->incident))
		: arena_printf(a, "{}:{alertname=\"%.*s\"}", STR_ARG(first->rule)));
	json_kint(&j, "truncatedAlerts", 0);
	json_kstr(&j, "status",
	    first->reason == REASON_RETRACTED ? STR("resolved") : STR("firing"));
	json_kstr(&j, "receiver", r->name);
	labels_json(&j, "groupLabels", &group);
	labels_json(&j, "commonLabels", &shared);
	json_key(&j, "commonAnnotations");
	json_open(&j, '{');
	if (dl->n == 1)
		json_kstr(&j, "summary", first->summary);
	json_close(&j);
	json_kstr(&j, "externalURL", dl->link);
	json_kstr(&j, "notification_reason", notification_reason(first, a));
	json_key(&j, "alerts");
	json_open(&j, '[');
	for (size_t i = 0; i < dl->n; i++)
		/* Far enough: the body says "firing", and nobody there counts minutes. */
		alert_object(&j, dl->alerts[i], dl, dl->alerts[i]->created_ms + MS_DAY,
		    true, a);
	json_close(&j);
	json_close(&j);
}

int
alertmanager_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	struct buf b;
	struct json j;
	struct str body;

	buf_init(&b, RENDER_MAX);
	json_init(&j, &b);
	json_open(&j, '[');
	for (size_t i = 0; i < dl->n; i++)
		alert_object(&j, dl->alerts[i], dl,
		    dl->alerts[i]->created_ms + r->u.alertmanager.hold_ms, false, a);
	json_close(&j);
	if (render_done(&b, a, &body, e) == -1)
		return -1;
	http_prepare(out, r, "POST", http_path(r, a, "/api/v2/alerts"),
	    "application/json", body, a);
	http_add_bearer(out, r, a);
	return 0;
}
