/* webhook.c -- Standard Webhooks 1.0.0: signed, with the same id on every try. */
#include "config.h"

#include <jansson.h>

#include "alerts/render.h"
#include "alerts/sign.h"
#include "base/alloc.h"
#include "base/limits.h"

static const char *
media_type(enum webhook_format f)
{
	return f == WEBHOOK_CLOUDEVENTS ? "application/cloudevents+json"
					: "application/json";
}

/* The "data" of the envelope alone: CloudEvents has an envelope of its own. */
static struct str
data_json(const struct alert *al, struct arena *a)
{
	struct str out = STR("{}");
	struct buf b;
	struct json j;
	json_t *root;
	char *text = NULL;

	buf_init(&b, RENDER_MAX);
	json_init(&j, &b);
	alert_json(&j, al);
	root = json_loadb(b.p, b.n, 0, NULL);
	if (root != NULL)
		text = json_dumps(json_object_get(root, "data"),
		    JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(12));
	if (text != NULL)
		out = arena_str(a, str_of(text));
	free(text);
	json_decref(root);
	buf_clear(&b);
	return out;
}

/* CloudEvents 1.0, structured mode; source and id together are unique. */
static void
cloudevent_json(struct json *j, const struct alert *al, struct str source,
    struct arena *a)
{
	char when[DATE_TEXT];

	json_open(j, '{');
	json_kstr(j, "specversion", STR("1.0"));
	json_kstr(j, "id", al->id);
	json_kstr(j, "source", source);
	json_kstr(j, "type", arena_printf(a, "org.tocsin.%s", alert_type(al)));
	json_kopt(j, "subject", al->incident);
	json_kstr(j, "time", date_rfc3339(when, al->created_ms));
	json_kstr(j, "datacontenttype", STR("application/json"));
	json_key(j, "data");
	json_raw(j, data_json(al, a));
	json_close(j);
}

/* What makes it long is left out step by step, until it is below the limit. */
static int
alert_body(struct str *out, const struct alert *al, bool cloudevent, struct str source,
    struct arena *a, struct err *e)
{
	struct alert cut = *al;

	for (;;) {
		struct buf b;
		struct json j;
		bool fits;

		buf_init(&b, RENDER_MAX);
		json_init(&j, &b);
		if (cloudevent)
			cloudevent_json(&j, &cut, source, a);
		else
			alert_json(&j, &cut);
		fits = b.n < LIMIT_ALERT_JSON;
		if (fits ||
		    (cut.n_quotes == 0 && cut.n_places <= 1 && cut.n_sources <= 1))
			return render_done(&b, a, out, e);
		buf_clear(&b);
		if (cut.n_quotes > 1 || cut.n_places <= 1)
			cut.n_quotes -= cut.n_quotes > 0;
		else
			cut.n_places = 1;
		if (cut.n_quotes == 0)
			cut.n_sources = cut.n_sources > 0;
	}
}

static int
body_of(struct str *out, const struct receiver *r, const struct delivery *dl,
    struct arena *a, struct err *e)
{
	enum webhook_format f = (enum webhook_format)r->u.webhook.format;
	struct buf b;

	if (f == WEBHOOK_ALERTMANAGER) {
		buf_init(&b, RENDER_MAX);
		alertmanager_body(&b, r, dl, a);
		return render_done(&b, a, out, e);
	}
	return alert_body(out, dl->alerts[0], f == WEBHOOK_CLOUDEVENTS,
	    dl->link.n > 0 ? dl->link
			   : arena_printf(a, "urn:tocsin:%.*s", STR_ARG(dl->host)),
	    a, e);
}

/* The three headers of the standard, over exactly the bytes that are sent. */
static int
sign_request(struct delivery_request *out, const struct receiver *r, struct str id,
    int64_t now_ms, struct arena *a, struct err *e)
{
	int64_t seconds = now_ms / MS_SECOND;
	struct str signature;

	http_add_header(out, "webhook-id", id);
	http_add_header(out, "webhook-timestamp",
	    arena_printf(a, "%lld", (long long)seconds));
	if (r->u.webhook.secret.n == 0)
		return 0;
	if (sign_webhook(&signature, &r->u.webhook.secret, id, seconds, out->http.body, a,
		e) == -1)
		return -1;
	http_add_header(out, "webhook-signature", signature);
	return 0;
}

int
webhook_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	struct str body;

	if (body_of(&body, r, dl, a, e) == -1)
		return -1;
	http_prepare(out, r, "POST", secret_value(&r->u.http.url),
	    media_type((enum webhook_format)r->u.webhook.format), body, a);
	http_add_bearer(out, r, a);
	return sign_request(out, r, arena_printf(a, "msg_%.*s", STR_ARG(dl->id)),
	    dl->now_ms, a, e);
}

int
receiver_heartbeat(const struct receiver *r, int64_t now_ms, struct str host,
    struct arena *a, struct delivery_request *out, struct err *e)
{
	struct buf b;
	struct json j;
	char when[DATE_TEXT];
	struct str body;

	buf_init(&b, 4096);
	json_init(&j, &b);
	json_open(&j, '{');
	json_kstr(&j, "type", STR("service.heartbeat"));
	json_kstr(&j, "timestamp", date_rfc3339(when, now_ms));
	json_key(&j, "data");
	json_open(&j, '{');
	json_kstr(&j, "host", host);
	json_kint(&j, "every_seconds", r->heartbeat_ms / MS_SECOND);
	json_close(&j);
	json_close(&j);
	if (render_done(&b, a, &body, e) == -1)
		return -1;
	*out = (struct delivery_request){ .by = BY_HTTP };
	http_prepare(out, r, "POST", secret_value(&r->u.http.url), "application/json",
	    body, a);
	http_add_bearer(out, r, a);
	return sign_request(out, r,
	    arena_printf(a, "msg_heartbeat_%lld", (long long)(now_ms / MS_SECOND)),
	    now_ms, a, e);
}

void
webhook_check(struct receiver *r, const struct conf *node, struct conf_diag *d)
{
	const struct secrets *s = &r->u.webhook.secret;

	for (size_t i = 0; i < s->n; i++)
		if (s->of[i].from == SECRET_INLINE &&
		    !str_starts(s->of[i].text, STR("whsec_")) &&
		    !str_starts(s->of[i].text, STR("whsk_")))
			conf_error(d, node->pos,
			    "secret takes whsec_… or whsk_… (Standard Webhooks)");
	if (s->n == 0 && r->heartbeat_ms == 0)
		conf_warn(d, node->pos,
		    "without a secret nobody can tell our posts from others'");
}
