/* receiver.c -- see receiver.h: the tables, and what is common to all kinds. */
#include "config.h"

#include "alerts/mute.h"
#include "alerts/render.h"
#include "base/alloc.h"
#include "base/log.h"

/* ---- options ---- */

#define AT(member) \
	.offset = offsetof(struct receiver, u.member) - offsetof(struct receiver, u)

static void
headers_decode(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct http_header *h = field;

	if (node->kind != CONF_MAP || node->n > HTTP_TARGET_HEADERS) {
		conf_error(d, node->pos, "%s takes a map of at most %d names and values",
		    key->name, HTTP_TARGET_HEADERS);
		return;
	}
	for (size_t i = 0; i < node->n; i++) {
		struct str name = node->keys[i]->value, value = node->items[i]->value;
		bool good = node->items[i]->kind == CONF_SCALAR && name.n > 0;

		for (size_t c = 0; good && c < name.n; c++)
			good = is_alpha(name.p[c]) || is_digit(name.p[c]) ||
			    name.p[c] == '-' || name.p[c] == '_';
		for (size_t c = 0; good && c < value.n; c++)
			good = (unsigned char)value.p[c] >= ' ' && value.p[c] != 0x7f;
		if (!good)
			conf_error(d, node->keys[i]->pos,
			    "this is not a header of one line");
		else
			h[i] = (struct http_header){ arena_str(d->arena, name),
				arena_str(d->arena, value) };
	}
}

#define HTTP_KEYS(inside, address_decode, url_help, url_example)                        \
	{ "url", CONF_CUSTOM, AT(http.url), .required = true, .decode = address_decode, \
		.help = url_help, .example = url_example },                             \
	    { "user", CONF_TEXT, AT(http.user), .help = "name for HTTP Basic" },        \
	    { "password", CONF_CUSTOM, AT(http.password), .decode = secret_decode,      \
		    .help = "password for HTTP Basic",                                  \
		    .example = "{credential: hook}" },                                  \
	    { "headers", CONF_CUSTOM, AT(http.headers), .decode = headers_decode,       \
		    .help = "fixed headers sent along", .example = "{X-Team: desk}" },  \
	    { "allow_private", CONF_BOOL, AT(http.allow_private), .def = inside,        \
		    .help = "may reach loopback, private and link-local addresses" },   \
	    { "proxy", CONF_TEXT, AT(http.proxy), .help = "address of an HTTP proxy" }, \
	    { "ca_file", CONF_TEXT, AT(http.ca_file),                                   \
		    .help = "certificates to trust instead of the system's" },          \
	    { "client_cert", CONF_TEXT, AT(http.client_cert),                           \
		    .help = "our certificate" },                                        \
	{                                                                               \
		"client_key", CONF_TEXT, AT(http.client_key), .help = "its key"         \
	}
#define TOKEN_KEY(needed, what)                                                \
	{                                                                      \
		"token", CONF_CUSTOM, AT(http.token),                          \
		    .required = needed, .decode = secret_decode, .help = what, \
		    .example = "{credential: token}"                           \
	}

static const char *const webhook_formats[] = { [WEBHOOK_NATIVE] = "native",
	[WEBHOOK_CLOUDEVENTS] = "cloudevents",
	[WEBHOOK_ALERTMANAGER] = "alertmanager",
	NULL };

static const struct conf_key email_keys[] = {
	{ "to", CONF_TEXTS, AT(email.to), .required = true,
	    .help = "one address or a list; each gets its own message, once however "
		    "often it stands there",
	    .example = "desk@example.org" },
	{ "from", CONF_TEXT, AT(email.from), .required = true,
	    .help = "the sender's address", .example = "tocsin@example.org" },
	{ "name", CONF_TEXT, AT(email.name), .def = "Tocsin",
	    .help = "the sender's name" },
	{ "reply_to", CONF_TEXT, AT(email.reply_to), .help = "where answers go" },
	{ "bounce", CONF_TEXT, AT(email.bounce),
	    .help = "envelope sender; +ID of the delivery is put before its @ (VERP); "
		    "without it, from",
	    .example = "bounces@example.org" },
	{ "smtp", CONF_TEXT, AT(email.smtp), .required = true,
	    .help = "smtp:// means STARTTLS, smtps:// TLS from the first byte",
	    .example = "smtps://mail.example.org" },
	{ "user", CONF_TEXT, AT(email.user), .help = "name to log in with" },
	{ "password", CONF_CUSTOM, AT(email.password), .decode = secret_decode,
	    .help = "password to log in with", .example = "{credential: smtp-password}" },
	{ "password_file", CONF_CUSTOM, AT(email.password), .decode = secret_file_decode,
	    .help = "a file that holds the password" },
	{ "plain", CONF_BOOL, AT(email.plain), .def = "no",
	    .help = "no TLS at all: for a relay on this machine" },
	{ "ca_file", CONF_TEXT, AT(email.ca_file),
	    .help = "certificates to trust instead of the system's" },
	{ "allow_private", CONF_BOOL, AT(email.allow_private), .def = "yes",
	    .help = "may reach loopback, private and link-local addresses" },
	{ "list_id", CONF_TEXT, AT(email.list_id),
	    .help = "List-Id; made of name and domain "
		    "if not given",
	    .example = "Conflict alerts <alerts.example.org>" },
	{ "unsubscribe_url", CONF_TEXT, AT(email.unsubscribe_url),
	    .help = "https address that the person's token is added to (RFC 8058)",
	    .example = "https://mon.example.org/u/" },
	{ "unsubscribe_mail", CONF_TEXT, AT(email.unsubscribe_mail),
	    .help = "address that the token is sent to as subject" },
	{ "unsubscribe_key", CONF_CUSTOM, AT(email.unsubscribe_key),
	    .decode = secret_decode, .help = "the tokens are made with it" },
	{ .name = NULL },
};

static const struct conf_key webhook_keys[] = {
	HTTP_KEYS("no", secret_url_decode, "where the alerts are posted to",
	    "https://hooks.example.org/x"),
	TOKEN_KEY(false, "sent as Authorization: Bearer"),
	{ "secret", CONF_CUSTOM, AT(webhook.secret), .decode = secret_decode,
	    .help = "whsec_… (HMAC-SHA256) or whsk_… (ed25519); a list while keys are "
		    "rotated",
	    .example = "{credential: ops-hook}" },
	{ "secret_file", CONF_CUSTOM, AT(webhook.secret), .decode = secret_file_decode,
	    .help = "a file that holds the secret" },
	{ "format", CONF_ENUM, AT(webhook.format), .def = "native",
	    .names = webhook_formats,
	    .help = "native (Standard Webhooks), cloudevents, or alertmanager (its v4 "
		    "body)" },
	{ .name = NULL },
};

#define CHAT(kind, ...) \
	static const struct conf_key kind##_keys[] = { __VA_ARGS__, { .name = NULL } }

CHAT(slack,
    HTTP_KEYS("no", secret_url_decode, "Slack's address of the webhook",
	"{credential: slack-url}"),
    { "channel", CONF_TEXT, AT(chat.channel), .help = "unless the webhook's own" });
CHAT(discord,
    HTTP_KEYS("no", secret_url_decode, "Discord's address of the webhook",
	"{credential: discord-url}"));
CHAT(teams,
    HTTP_KEYS("no", secret_url_decode, "address of the Workflows webhook",
	"{credential: teams-url}"));
CHAT(ntfy, HTTP_KEYS("no", secret_url_decode, "the server's root", "https://ntfy.sh"),
    TOKEN_KEY(false, "access token"),
    { "topic", CONF_TEXT, AT(chat.channel), .required = true,
	.help = "what phones subscribe to", .example = "conflict-desk" });
CHAT(matrix, HTTP_KEYS("no", secret_url_decode, "the home server", "https://matrix.org"),
    TOKEN_KEY(true, "access token"),
    { "room", CONF_TEXT, AT(chat.channel), .required = true, .help = "id of the room",
	.example = "\"!abc:example.org\"" });
CHAT(telegram,
    { "url", CONF_CUSTOM, AT(http.url), .decode = secret_url_decode,
	.def = "https://api.telegram.org", .help = "the Bot API" },
    TOKEN_KEY(true, "the bot's token"),
    { "chat", CONF_TEXT, AT(chat.channel), .required = true,
	.help = "id of the chat or @channel", .example = "-1001234" },
    { "thread", CONF_INT, AT(chat.thread), .min = 0, .max = INT32_MAX,
	.help = "id of a topic in the chat" },
    { "proxy", CONF_TEXT, AT(http.proxy), .help = "address of an HTTP proxy" },
    { "allow_private", CONF_BOOL, AT(http.allow_private), .def = "no",
	.help = "may reach loopback, private and link-local addresses" });
CHAT(pagerduty,
    { "url", CONF_CUSTOM, AT(http.url), .decode = secret_url_decode,
	.def = "https://events.pagerduty.com/v2/enqueue", .help = "the Events API v2" },
    { "key", CONF_CUSTOM, AT(chat.key), .required = true, .decode = secret_decode,
	.help = "routing key of the service", .example = "{credential: pagerduty}" },
    { "proxy", CONF_TEXT, AT(http.proxy), .help = "address of an HTTP proxy" },
    { "allow_private", CONF_BOOL, AT(http.allow_private), .def = "no",
	.help = "may reach loopback, private and link-local addresses" });
CHAT(apprise,
    HTTP_KEYS("no", secret_url_decode, "address of the API with its key",
	"http://localhost:8000/notify/desk"));

static const struct conf_key alertmanager_keys[] = {
	HTTP_KEYS("no", secret_url_decode,
	    "one Alertmanager's root; name each as a receiver", "http://localhost:9093"),
	TOKEN_KEY(false, "sent as Authorization: Bearer"),
	{ "hold", CONF_DURATION, AT(alertmanager.hold_ms), .def = "1d", .min = MS_MINUTE,
	    .max = 30 * MS_DAY, .help = "how long the alert fires there (endsAt)" },
	{ .name = NULL },
};

static const char *const facilities[] = { "user", "daemon", "local0", "local1", "local2",
	"local3", "local4", "local5", "local6", "local7", NULL };
const int facility_codes[] = { LOG_USER, LOG_DAEMON, LOG_LOCAL0, LOG_LOCAL1, LOG_LOCAL2,
	LOG_LOCAL3, LOG_LOCAL4, LOG_LOCAL5, LOG_LOCAL6, LOG_LOCAL7 };

static const struct conf_key syslog_keys[] = {
	{ "to", CONF_TEXT, AT(syslog.to),
	    .help = "udp://, tcp:// or tls:// HOST:PORT (RFC 5424); without it, this "
		    "machine's",
	    .example = "tls://logs.example.org:6514" },
	{ "facility", CONF_ENUM, AT(syslog.facility), .def = "daemon",
	    .names = facilities, .help = "syslog facility" },
	{ "ca_file", CONF_TEXT, AT(syslog.ca_file),
	    .help = "certificates to trust instead of the system's" },
	{ "structured_id", CONF_TEXT, AT(syslog.structured_id), .def = "incident@32473",
	    .help =
		"SD-ID of the structured data: incident@ and your enterprise number" },
	{ .name = NULL },
};

static const struct conf_key journal_keys[] = {
	{ "socket", CONF_TEXT, AT(command.path), .def = "/run/systemd/journal/socket",
	    .help = "the journal's own socket" },
	{ .name = NULL },
};

static const struct conf_key exec_keys[] = {
	{ "argv", CONF_TEXTS, AT(command.argv), .required = true, .lines = true,
	    .help = "program and arguments; no shell; the alert is JSON on its standard "
		    "input",
	    .example = "[/usr/local/bin/siren, --loud]" },
	{ .name = NULL },
};

static const struct conf_key file_keys[] = {
	{ "path", CONF_TEXT, AT(command.path), .required = true,
	    .help = "a line of JSON is added for each alert",
	    .example = "/var/lib/tocsin/a.jsonl" },
	{ .name = NULL },
};

static const struct conf_key common_keys[] = {
	{ "severity", CONF_ENUM, offsetof(struct receiver, min_severity), .def = "test",
	    .names = severity_names, .help = "alerts below it are not sent here" },
	{ "timeout", CONF_DURATION, offsetof(struct receiver, timeout_ms), .def = "20s",
	    .min = MS_SECOND, .max = 5 * MS_MINUTE, .help = "for one try" },
	{ "in_flight", CONF_INT, offsetof(struct receiver, in_flight), .def = "8",
	    .min = 1, .max = 64, .help = "messages under way at once, over HTTP" },
	{ "pace", CONF_DURATION, offsetof(struct receiver, pace_ms), .min = 0,
	    .max = MS_HOUR, .help = "least time between two messages", .example = "1s" },
	{ "heartbeat", CONF_DURATION, offsetof(struct receiver, heartbeat_ms), .min = 0,
	    .max = MS_DAY, .help = "post 'I am alive' this often, to webhooks only",
	    .example = "5m" },
	{ "digest", CONF_DURATION, offsetof(struct receiver, digest_ms), .min = 0,
	    .max = 7 * MS_DAY,
	    .help = "collect alerts for so long into one message; a critical "
		    "one does not wait",
	    .example = "1h" },
	{ "digest_count", CONF_INT, offsetof(struct receiver, digest_count), .def = "50",
	    .min = 2, .max = DELIVERY_ALERTS_MAX,
	    .help = "a digest leaves earlier when it holds so many" },
	{ "hold_for_review", CONF_DURATION, offsetof(struct receiver, review_ms),
	    .min = 0, .max = MUTE_REVIEW_MAX_MS,
	    .help = "wait for 'tocsin alert release', at most so long; drills pass",
	    .example = "30m" },
	{ .name = NULL },
};
const struct conf_table receiver_common_table = { "receiver", common_keys };

/* ---- kinds ---- */

#define SECRETS(...)           \
	(const size_t[])       \
	{                      \
		__VA_ARGS__, 0 \
	}
#define OF(member) offsetof(struct receiver, u.member)
#define TABLE(kind)                \
	&(const struct conf_table) \
	{                          \
#kind, kind##_keys \
	}

const struct receiver_kind receiver_kinds[RECEIVER_KIND_N] = {
	[RECEIVER_EMAIL] = { "email", "mail through SMTP, a thread an incident", BY_SMTP,
	    true, false, TABLE(email), mail_check, mail_render, NULL,
	    SECRETS(OF(email.password), OF(email.unsubscribe_key)) },
	[RECEIVER_WEBHOOK] = { "webhook",
	    "Standard Webhooks, CloudEvents, or Alertmanager's body", BY_HTTP, false,
	    false, TABLE(webhook), webhook_check, webhook_render, NULL,
	    SECRETS(OF(http.url), OF(http.token), OF(http.password),
		OF(webhook.secret)) },
	[RECEIVER_SLACK] = { "slack", "a Slack webhook", BY_HTTP, true, false,
	    TABLE(slack), NULL, slack_render, NULL,
	    SECRETS(OF(http.url), OF(http.password)) },
	[RECEIVER_MATTERMOST] = { "mattermost", "a Mattermost webhook", BY_HTTP, true,
	    false, TABLE(slack), NULL, mattermost_render, NULL,
	    SECRETS(OF(http.url), OF(http.password)) },
	[RECEIVER_DISCORD] = { "discord", "a Discord webhook", BY_HTTP, true, false,
	    TABLE(discord), NULL, discord_render, discord_judge,
	    SECRETS(OF(http.url), OF(http.password)) },
	[RECEIVER_TEAMS] = { "teams", "a Teams Workflows webhook", BY_HTTP, true, false,
	    TABLE(teams), NULL, teams_render, NULL,
	    SECRETS(OF(http.url), OF(http.password)) },
	[RECEIVER_NTFY] = { "ntfy", "a push to phones by ntfy", BY_HTTP, true, false,
	    TABLE(ntfy), NULL, ntfy_render, NULL,
	    SECRETS(OF(http.url), OF(http.token), OF(http.password)) },
	[RECEIVER_MATRIX] = { "matrix", "a Matrix room", BY_HTTP, true, true,
	    TABLE(matrix), NULL, matrix_render, matrix_judge,
	    SECRETS(OF(http.url), OF(http.token), OF(http.password)) },
	[RECEIVER_TELEGRAM] = { "telegram", "a Telegram chat by a bot", BY_HTTP, true,
	    false, TABLE(telegram), NULL, telegram_render, telegram_judge,
	    SECRETS(OF(http.url), OF(http.token)) },
	[RECEIVER_PAGERDUTY] = { "pagerduty", "PagerDuty, Events API v2", BY_HTTP, false,
	    false, TABLE(pagerduty), NULL, pagerduty_render, NULL,
	    SECRETS(OF(http.url), OF(chat.key)) },
	[RECEIVER_APPRISE] = { "apprise", "the Apprise API: a hundred services more",
	    BY_HTTP, true, false, TABLE(apprise), NULL, apprise_render, NULL,
	    SECRETS(OF(http.url), OF(http.password)) },
	[RECEIVER_ALERTMANAGER] = { "alertmanager", "Prometheus' Alertmanager, API v2",
	    BY_HTTP, true, false, TABLE(alertmanager), NULL, alertmanager_render, NULL,
	    SECRETS(OF(http.url), OF(http.token), OF(http.password)) },
	[RECEIVER_SYSLOG] = { "syslog", "the system log, here or far (RFC 5424)",
	    BY_SYSLOG, false, false, TABLE(syslog), syslog_check, syslog_render, NULL,
	    SECRETS(0) },
	[RECEIVER_JOURNAL] = { "journal", "systemd's journal, with fields", BY_JOURNAL,
	    false, false, TABLE(journal), NULL, journal_render, NULL, SECRETS(0) },
	[RECEIVER_EXEC] = { "exec", "a program", BY_EXEC, false, false, TABLE(exec),
	    exec_check, exec_render, NULL, SECRETS(0) },
	[RECEIVER_FILE] = { "file", "lines of JSON in a file", BY_FILE, false, false,
	    TABLE(file), file_check, file_render, NULL, SECRETS(0) },
};

/* ---- decoding ---- */

static const struct receiver_kind *
kind_named(struct str name)
{
	for (size_t i = 0; i < RECEIVER_KIND_N; i++)
		if (str_eq(name, str_of(receiver_kinds[i].name)))
			return &receiver_kinds[i];
	return NULL;
}

static void
no_kind(const struct conf *node, struct str name, struct conf_diag *d)
{
	struct str names[RECEIVER_KIND_N], near = STR("");

	for (size_t i = 0; i < RECEIVER_KIND_N; i++)
		names[i] = str_of(receiver_kinds[i].name);
	for (size_t i = 0; i < node->n && near.n == 0; i++)
		near = conf_nearest(node->keys[i]->value, names, RECEIVER_KIND_N);
	if (near.n > 0)
		conf_error(d, node->pos,
		    "receiver '%.*s' has no kind (did you mean '%.*s'?)", STR_ARG(name),
		    STR_ARG(near));
	else
		conf_error(d, node->pos,
		    "receiver '%.*s' has no kind: email, webhook, slack, … (tocsin help "
		    "receiver)",
		    STR_ARG(name));
}

static bool
good_name(struct str name)
{
	bool good = name.n > 0 && name.n <= 64;

	for (size_t i = 0; good && i < name.n; i++)
		good = is_alpha(name.p[i]) || is_digit(name.p[i]) || name.p[i] == '-' ||
		    name.p[i] == '_' || name.p[i] == '.';
	return good;
}

/* The map without the kind's own key, for the table of what all kinds share. */
static struct conf
without_kind(const struct conf *node, const struct conf **options,
    const struct receiver_kind **kind, struct conf_diag *d)
{
	struct conf rest = { .kind = CONF_MAP, .pos = node->pos };

	rest.keys = ARENA_ARRAY(d->tree, struct conf *, node->n);
	rest.items = ARENA_ARRAY(d->tree, struct conf *, node->n);
	*kind = NULL;
	for (size_t i = 0; i < node->n; i++) {
		const struct receiver_kind *k = kind_named(node->keys[i]->value);

		if (k == NULL) {
			rest.keys[rest.n] = node->keys[i];
			rest.items[rest.n++] = node->items[i];
		} else if (*kind != NULL) {
			conf_error(d, node->keys[i]->pos,
			    "a receiver has one kind; give '%s' a name of its own",
			    k->name);
		} else {
			*kind = k;
			*options = node->items[i];
		}
	}
	return rest;
}

void
receiver_decode(struct receiver *r, struct str name, const struct conf *node,
    struct conf_diag *d)
{
	const struct receiver_kind *kind;
	const struct conf *options = NULL;
	struct conf rest;

	*r = (struct receiver){ .name = arena_str(d->arena, name) };
	if (!good_name(name))
		conf_error(d, node->pos,
		    "a receiver's name is letters, digits, '-', '_' and '.'");
	if (node->kind != CONF_MAP) {
		conf_error(d, node->pos, "receiver '%.*s' takes a map of keys",
		    STR_ARG(name));
		return;
	}
	rest = without_kind(node, &options, &kind, d);
	if (kind == NULL) {
		no_kind(node, name, d);
		return;
	}
	r->kind = (enum receiver_kind_id)(kind - receiver_kinds);
	conf_decode(&rest, &receiver_common_table, r, d);
	conf_decode(options, kind->table, &r->u, d);
	if (r->heartbeat_ms > 0 && r->kind != RECEIVER_WEBHOOK)
		conf_error(d, node->pos, "only a webhook has a heartbeat");
	if (r->digest_ms > 0 && !kind->many)
		conf_error(d, node->pos, "%s carries one alert a message: no digest",
		    kind->name);
	if (kind->check != NULL)
		kind->check(r, options, d);
}

size_t
receiver_targets(const struct receiver *r)
{
	return r->kind == RECEIVER_EMAIL ? r->u.email.to.n : 1;
}

struct str
receiver_target(const struct receiver *r, size_t i)
{
	return r->kind == RECEIVER_EMAIL ? r->u.email.to.items[i] : STR("");
}

bool
receiver_has_target(const struct receiver *r, struct str target)
{
	for (size_t i = 0; i < receiver_targets(r); i++)
		if (str_eq(receiver_target(r, i), target))
			return true;
	return false;
}

size_t
receiver_secrets(struct receiver *r, struct secrets *out[], size_t max)
{
	const size_t *at = receiver_kinds[r->kind].secrets;
	size_t n = 0;

	for (; *at != 0 && n < max; at++)
		out[n++] = (struct secrets *)(void *)((char *)r + *at);
	return n;
}

/* ---- rendering ---- */

int
receiver_render(const struct receiver *r, const struct delivery *dl, struct arena *a,
    struct delivery_request *out, struct err *e)
{
	const struct alert **tame = ARENA_ARRAY(a, const struct alert *, dl->n);
	struct delivery clean = *dl;

	if (dl->n == 0)
		return err_set(e, "there is nothing to deliver");
	for (size_t i = 0; i < dl->n; i++)
		tame[i] = alert_tame(dl->alerts[i], a);
	clean.alerts = tame;
	clean.undelivered = tame_text(a, dl->undelivered, 300);
	*out = (struct delivery_request){ .by = receiver_kinds[r->kind].by };
	return receiver_kinds[r->kind].render(out, r, &clean, a, e);
}

/* Whether a body is refused for what it is: sending it again cannot help. */
static bool
body_refused(const struct receiver *r, int status)
{
	return r->kind != RECEIVER_WEBHOOK &&
	    (status == 400 || status == 413 || status == 422);
}

void
receiver_judge(const struct receiver *r, const struct http_response *rs,
    struct verdict *v)
{
	verdict_http(v, rs);
	if (v->kind == VERDICT_RETRY && body_refused(r, v->code))
		v->kind = VERDICT_REJECTED;
	if (rs->failed == HTTP_OK && receiver_kinds[r->kind].judge != NULL)
		receiver_kinds[r->kind].judge(v, rs);
}

void
http_prepare(struct delivery_request *out, const struct receiver *r, const char *method,
    struct str url, const char *type, struct str body, struct arena *a)
{
	const struct http_target *t = &r->u.http;
	struct http_header *h = ARENA_ARRAY(a, struct http_header,
	    HTTP_TARGET_HEADERS + 6);
	size_t n = 0;

	h[n++] = (struct http_header){ STR("Content-Type"), str_of(type) };
	for (size_t i = 0; i < HTTP_TARGET_HEADERS && t->headers[i].name.n > 0; i++)
		h[n++] = t->headers[i];
	out->http = (struct http_request){ .method = method,
		.url = url,
		.headers = h,
		.n_headers = n,
		.body = body,
		.total_ms = r->timeout_ms,
		.stall_ms = r->timeout_ms,
		.max_body = HTTP_ANSWER_MAX,
		.allow_private = t->allow_private,
		.user = t->user,
		.password = secret_value(&t->password),
		.proxy = t->proxy,
		.ca_file = t->ca_file,
		.client_cert = t->client_cert,
		.client_key = t->client_key };
}

void
http_add_header(struct delivery_request *out, const char *name, struct str value)
{
	/* http_prepare() left room. */
	struct http_header *h = (struct http_header *)(void *)(uintptr_t)out->http.headers;

	h[out->http.n_headers++] = (struct http_header){ str_of(name), value };
}

void
http_add_bearer(struct delivery_request *out, const struct receiver *r, struct arena *a)
{
	struct str token = secret_value(&r->u.http.token);

	if (token.n > 0)
		http_add_header(out, "Authorization",
		    arena_printf(a, "Bearer %.*s", STR_ARG(token)));
}
