/*
 * chat.c -- rooms people read: Slack, Mattermost, Discord, Teams, Matrix, Telegram.
 * Text of feeds is data there: each format's markup is escaped, mentions are off, and the
 * limits (in characters) are those of WIRE's table of peers.
 */
#include "config.h"

#include <jansson.h>

#include "alerts/render.h"
#include "base/alloc.h"
#include "base/utf8.h"
#include "net/url.h"

#define SLACK_TITLE 1024
#define SLACK_TEXT 3000
#define DISCORD_TITLE 256
#define DISCORD_TEXT 4096
#define DISCORD_CONTENT 2000
#define DISCORD_FIELD 1024
#define DISCORD_EMBEDS 10
#define MATTERMOST_TEXT 16383
#define TELEGRAM_TEXT 4096
#define TEAMS_TEXT 6000
#define MATRIX_TEXT 12000

/* ---- escapes ---- */

/* Slack's three; and the zero-width space keeps @here, @channel and <!…> from ringing. */
static struct str
mrkdwn(struct arena *a, struct str s)
{
	static const struct replacement slack[] = { { '&', "&amp;" }, { '<', "&lt;" },
		{ '>', "&gt;" }, { '@', "@\xe2\x80\x8b" } };

	return message_replace(a, s, slack, NELEM(slack));
}

/* CommonMark: every ASCII punctuation that could begin markup behind a backslash. */
static struct str
markdown(struct arena *a, struct str s)
{
	struct buf b;
	struct str out;

	buf_init(&b, s.n * 4 + 1);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\0' && strchr("\\`*_{}[]()<>#+-!|~:$=", s.p[i]) != NULL)
			buf_byte(&b, '\\');
		buf_byte(&b, s.p[i]);
		if (s.p[i] == '@')
			buf_cstr(&b, "\xe2\x80\x8b");
	}
	out = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

/* ---- the words of one message, in a format's own escapes ---- */

typedef struct str escape_fn(struct arena *a, struct str s);

struct layout {
	escape_fn *escape;
	const char *bold, *unbold, *quote, *unquote, *newline;
	struct str (*link)(struct arena *a, struct str label, struct str url);
};

static struct str
slack_link(struct arena *a, struct str label, struct str url)
{
	return arena_printf(a, "<%.*s|%.*s>", STR_ARG(url), STR_ARG(label));
}

static struct str
markdown_link(struct arena *a, struct str label, struct str url)
{
	return arena_printf(a, "[%.*s](%.*s)", STR_ARG(label), STR_ARG(url));
}

static struct str
html_link(struct arena *a, struct str label, struct str url)
{
	return arena_printf(a, "<a href=\"%.*s\">%.*s</a>",
	    STR_ARG(message_escape(a, url)), STR_ARG(label));
}

static const struct layout slack_layout = { mrkdwn, "*", "*", "> ", "", "\n",
	slack_link };
static const struct layout markdown_layout = { markdown, "**", "**", "> ", "", "\n",
	markdown_link };
static const struct layout html_layout = { message_escape, "<b>", "</b>", "<i>", "</i>",
	"\n", html_link };
static const struct layout matrix_layout = { message_escape, "<b>", "</b>",
	"<blockquote>", "</blockquote>", "<br/>", html_link };

/*
 * A line at a time, while it fits: markup is never cut open.  Quotes are bounded by the
 * tame alert, so that at least the first lines of every message always fit.
 */
struct lines {
	struct buf b;
	size_t left; /* characters */
	const char *newline;
};

static bool
put_line(struct lines *l, struct str s)
{
	size_t n = utf8_count(s) + strlen(l->newline);

	if (n > l->left)
		return false;
	l->left -= n;
	buf_add(&l->b, s);
	buf_cstr(&l->b, l->newline);
	return true;
}

static void
put_quotes(struct lines *l, const struct message *m, const struct layout *f,
    struct arena *a)
{
	for (size_t i = 0; i < m->n_quotes; i++) {
		const struct alert_quote *q = &m->quotes[i];
		struct str name = f->escape(a, q->feed.n > 0 ? q->feed : STR("source"));

		if (q->text.n > 0 &&
		    !put_line(l,
			arena_printf(a, "%s%.*s%s", f->quote,
			    STR_ARG(f->escape(a, q->text)), f->unquote)))
			return;
		if (q->url.n > 0)
			name = f->link(a, name, q->url);
		if (!put_line(l, name))
			return;
	}
}

/* Everything behind the first line. */
static void
put_details(struct lines *l, const struct message *m, const struct layout *f,
    struct arena *a)
{
	if (m->change.n > 0)
		put_line(l,
		    arena_printf(a, "%s%.*s%s", f->bold, STR_ARG(f->escape(a, m->change)),
			f->unbold));
	for (size_t i = 0; i < m->n_facts; i++)
		put_line(l,
		    arena_printf(a, "%s%s:%s %.*s", f->bold, m->facts[i].label, f->unbold,
			STR_ARG(f->escape(a, m->facts[i].value))));
	if (m->undelivered.n > 0)
		put_line(l,
		    arena_printf(a, "%sNot delivered:%s %.*s", f->bold, f->unbold,
			STR_ARG(f->escape(a, m->undelivered))));
	put_quotes(l, m, f, a);
	if (m->link.url.n > 0)
		put_line(l, f->link(a, f->escape(a, m->link.label), m->link.url));
}

/* Of all alerts, headlines too, within so many characters. */
static struct str
whole_text(const struct delivery *dl, const struct layout *f, size_t characters,
    bool headlines, struct arena *a)
{
	struct lines l = { .left = characters, .newline = f->newline };
	struct message m;
	struct str out;

	buf_init(&l.b, RENDER_MAX);
	for (size_t i = 0; i < dl->n; i++) {
		message_of(&m, dl->alerts[i], dl, a);
		if (headlines || dl->n > 1)
			put_line(&l,
			    arena_printf(a, "%s%.*s%s", f->bold,
				STR_ARG(f->escape(a, message_cut(a, m.subject, 300))),
				f->unbold));
		put_details(&l, &m, f, a);
	}
	out = arena_str(a, str_trim(buf_str(&l.b)));
	buf_clear(&l.b);
	return out;
}

static int
post(struct delivery_request *out, const struct receiver *r, struct buf *b,
    struct arena *a, struct err *e)
{
	struct str body;

	if (render_done(b, a, &body, e) == -1)
		return -1;
	http_prepare(out, r, "POST", secret_value(&r->u.http.url), "application/json",
	    body, a);
	return 0;
}

/* ---- Slack, Mattermost ---- */

static void
slack_attachment(struct json *j, const struct alert *al, const struct delivery *dl,
    struct arena *a)
{
	struct delivery one = *dl;
	struct message m;

	one.alerts = &al;
	one.n = 1;
	message_of(&m, al, dl, a);
	json_open(j, '{');
	json_kstr(j, "fallback", mrkdwn(a, m.subject));
	json_kstr(j, "color", str_of(severity_colours[al->severity]));
	json_kstr(j, "title", message_cut(a, mrkdwn(a, m.summary), SLACK_TITLE));
	json_kopt(j, "title_link", m.link.url);
	json_kstr(j, "text", whole_text(&one, &slack_layout, SLACK_TEXT, false, a));
	json_kstr(j, "footer", mrkdwn(a, m.footer));
	json_kint(j, "ts", al->created_ms / MS_SECOND);
	json_key(j, "mrkdwn_in");
	json_open(j, '[');
	json_str(j, STR("text"));
	json_close(j);
	json_close(j);
}

static void
slack_json(struct json *j, const struct receiver *r, const struct delivery *dl,
    struct arena *a)
{
	json_kstr(j, "text", mrkdwn(a, message_subject(dl, a)));
	json_kopt(j, "channel", r->u.chat.channel);
	json_key(j, "attachments");
	json_open(j, '[');
	for (size_t i = 0; i < dl->n && i < 20; i++)
		slack_attachment(j, dl->alerts[i], dl, a);
	json_close(j);
}

int
slack_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	struct buf b;
	struct json j;

	buf_init(&b, RENDER_MAX);
	json_init(&j, &b);
	json_open(&j, '{');
	slack_json(&j, r, dl, a);
	json_close(&j);
	return post(out, r, &b, a, e);
}

int
mattermost_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	enum severity loud = message_loudest(dl);
	struct buf b;
	struct json j;

	buf_init(&b, RENDER_MAX);
	json_init(&j, &b);
	json_open(&j, '{');
	json_kstr(&j, "text",
	    message_cut(a, markdown(a, message_subject(dl, a)), MATTERMOST_TEXT));
	json_kopt(&j, "channel", r->u.chat.channel);
	json_key(&j, "attachments");
	json_open(&j, '[');
	for (size_t i = 0; i < dl->n && i < 20; i++) {
		struct delivery one = *dl;
		struct message m;

		one.alerts = &dl->alerts[i];
		one.n = 1;
		message_of(&m, dl->alerts[i], dl, a);
		json_open(&j, '{');
		json_kstr(&j, "fallback", markdown(a, m.subject));
		json_kstr(&j, "color", str_of(severity_colours[m.severity]));
		json_kstr(&j, "title", message_cut(a, m.summary, SLACK_TITLE));
		json_kopt(&j, "title_link", m.link.url);
		json_kstr(&j, "text",
		    whole_text(&one, &markdown_layout, SLACK_TEXT, false, a));
		json_kstr(&j, "footer", m.footer);
		json_close(&j);
	}
	json_close(&j);
	json_key(&j, "priority");
	json_open(&j, '{');
	json_kstr(&j, "priority",
	    loud == SEVERITY_CRITICAL      ? STR("urgent")
		: loud == SEVERITY_WARNING ? STR("important")
					   : STR("standard"));
	json_close(&j);
	json_close(&j);
	return post(out, r, &b, a, e);
}

/* ---- Discord ---- */

static void
discord_embed(struct json *j, const struct alert *al, const struct delivery *dl,
    struct arena *a)
{
	struct delivery one = *dl;
	struct message m;
	char when[DATE_TEXT];
	uint64_t colour = 0;

	for (const char *c = severity_colours[al->severity] + 1; *c != '\0'; c++)
		colour = colour * 16 + (uint64_t)hex_digit(*c);
	one.alerts = &al;
	one.n = 1;
	message_of(&m, al, dl, a);
	json_open(j, '{');
	json_kstr(j, "title", message_cut(a, m.summary, DISCORD_TITLE));
	json_kstr(j, "description",
	    whole_text(&one, &markdown_layout,
		dl->n > 1 ? DISCORD_FIELD / 2 : DISCORD_TEXT, false, a));
	json_kopt(j, "url", m.link.url);
	json_kint(j, "color", (int64_t)colour);
	json_kstr(j, "timestamp", date_rfc3339(when, al->created_ms));
	json_key(j, "footer");
	json_open(j, '{');
	json_kstr(j, "text", m.footer);
	json_close(j);
	json_close(j);
}

int
discord_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	struct str url = secret_value(&r->u.http.url);
	struct buf b;
	struct json j;

	buf_init(&b, RENDER_MAX);
	json_init(&j, &b);
	json_open(&j, '{');
	json_kstr(&j, "content",
	    message_cut(a, markdown(a, message_subject(dl, a)), DISCORD_CONTENT));
	json_key(&j, "embeds");
	json_open(&j, '[');
	for (size_t i = 0; i < dl->n && i < DISCORD_EMBEDS; i++)
		discord_embed(&j, dl->alerts[i], dl, a);
	json_close(&j);
	json_key(&j, "allowed_mentions");
	json_open(&j, '{');
	json_key(&j, "parse");
	json_open(&j, '[');
	json_close(&j);
	json_close(&j);
	json_close(&j);
	if (post(out, r, &b, a, e) == -1)
		return -1;
	/* Without wait=true the answer is 204 whether it was taken or not. */
	out->http.url = arena_printf(a, "%.*s%swait=true", STR_ARG(url),
	    str_chr(url, '?') == STR_NOWHERE ? "?" : "&");
	return 0;
}

/* A number of a JSON answer at path a.b, in ms; 0: none. */
static int64_t
answer_ms(const struct http_response *r, const char *outer, const char *key, double unit)
{
	json_t *root = json_loadb(r->body.p == NULL ? "" : r->body.p, r->body.n, 0, NULL);
	json_t *at = outer == NULL ? root : json_object_get(root, outer);
	double v = json_number_value(json_object_get(at, key)) * unit;

	json_decref(root);
	return v <= 0 ? 0 : v > (double)MS_DAY ? MS_DAY : (int64_t)v;
}

static void
remember(struct verdict *v, const struct http_response *r, const char *key)
{
	json_t *root = json_loadb(r->body.p == NULL ? "" : r->body.p, r->body.n, 0, NULL);
	const char *id = json_string_value(json_object_get(root, key));

	if (id != NULL && strlen(id) < sizeof(v->remember))
		str_copy(v->remember, sizeof(v->remember), str_of(id));
	json_decref(root);
}

static void
longest_wait(struct verdict *v, int64_t ms)
{
	if (ms > v->retry_after_ms)
		v->retry_after_ms = ms;
}

void
discord_judge(struct verdict *v, const struct http_response *r)
{
	if (v->code == 429)
		longest_wait(v, answer_ms(r, NULL, "retry_after", 1000));
}

/* ---- Teams: an adaptive card, TextBlocks only ---- */

static void
text_block(struct json *j, struct str text, const char *size, const char *colour)
{
	json_open(j, '{');
	json_kstr(j, "type", STR("TextBlock"));
	json_kstr(j, "text", text);
	json_kbool(j, "wrap", true);
	if (size != NULL) {
		json_kstr(j, "weight", STR("Bolder"));
		json_kstr(j, "size", str_of(size));
		json_kstr(j, "style", STR("heading"));
		json_kstr(j, "color", str_of(colour));
	}
	json_close(j);
}

static void
teams_card(struct json *j, const struct delivery *dl, struct arena *a)
{
	static const char *const colours[] = { [SEVERITY_TEST] = "Good",
		[SEVERITY_INFO] = "Good",
		[SEVERITY_NOTICE] = "Warning",
		[SEVERITY_WARNING] = "Warning",
		[SEVERITY_CRITICAL] = "Attention" };
	struct layout f = markdown_layout;

	f.newline = "\n\n"; /* a single one is a space in a card */
	json_open(j, '{');
	json_kstr(j, "$schema",
	    STR("http://adaptivecards.io/schemas/adaptive-card.json"));
	json_kstr(j, "type", STR("AdaptiveCard"));
	json_kstr(j, "version", STR("1.2"));
	json_key(j, "body");
	json_open(j, '[');
	text_block(j, markdown(a, message_subject(dl, a)), "Medium",
	    colours[dl->alerts[0]->severity]);
	text_block(j, whole_text(dl, &f, TEAMS_TEXT, false, a), NULL, NULL);
	json_close(j);
	json_key(j, "msteams");
	json_open(j, '{');
	json_kstr(j, "width", STR("full"));
	json_close(j);
	json_close(j);
}

int
teams_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	struct buf b;
	struct json j;

	buf_init(&b, RENDER_MAX);
	json_init(&j, &b);
	json_open(&j, '{');
	json_kstr(&j, "type", STR("message"));
	json_key(&j, "attachments");
	json_open(&j, '[');
	json_open(&j, '{');
	json_kstr(&j, "contentType", STR("application/vnd.microsoft.card.adaptive"));
	json_knull(&j, "contentUrl");
	json_key(&j, "content");
	teams_card(&j, dl, a);
	json_close(&j);
	json_close(&j);
	json_close(&j);
	return post(out, r, &b, a, e);
}

/* ---- Matrix: the transaction id is the delivery's, so that the server drops doubles
 * ---- */

static struct str
path_escape(struct arena *a, struct str s)
{
	struct buf b;
	struct str out;

	buf_init(&b, s.n * 3 + 1);
	url_escape(&b, s);
	out = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

struct str
http_path(const struct receiver *r, struct arena *a, const char *path)
{
	struct str base = secret_value(&r->u.http.url);

	while (str_ends(base, STR("/")))
		base.n--;
	return arena_printf(a, "%.*s%s", STR_ARG(base), path);
}

int
matrix_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	struct str path = arena_printf(a,
	    "/_matrix/client/v3/rooms/%.*s/send/m.room.message/%.*s",
	    STR_ARG(path_escape(a, r->u.chat.channel)), STR_ARG(path_escape(a, dl->id)));
	struct buf b;
	struct json j;
	struct str body;

	buf_init(&b, RENDER_MAX);
	json_init(&j, &b);
	json_open(&j, '{');
	json_kstr(&j, "msgtype", STR("m.text"));
	json_kstr(&j, "body", message_cut(a, message_text(dl, a), MATRIX_TEXT));
	json_kstr(&j, "format", STR("org.matrix.custom.html"));
	json_kstr(&j, "formatted_body",
	    whole_text(dl, &matrix_layout, MATRIX_TEXT, true, a));
	json_key(&j, "m.mentions");
	json_open(&j, '{');
	json_close(&j);
	if (dl->thread.n > 0) {
		json_key(&j, "m.relates_to");
		json_open(&j, '{');
		json_kstr(&j, "rel_type", STR("m.thread"));
		json_kstr(&j, "event_id", dl->thread);
		json_close(&j);
	}
	json_close(&j);
	if (render_done(&b, a, &body, e) == -1)
		return -1;
	http_prepare(out, r, "PUT", http_path(r, a, path.p), "application/json", body, a);
	http_add_bearer(out, r, a);
	return 0;
}

void
matrix_judge(struct verdict *v, const struct http_response *r)
{
	if (v->code == 429)
		longest_wait(v, answer_ms(r, NULL, "retry_after_ms", 1));
	if (v->kind == VERDICT_DELIVERED)
		remember(v, r, "event_id");
}

/* ---- Telegram ---- */

int
telegram_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	struct str path = arena_printf(a, "/bot%.*s/sendMessage",
	    STR_ARG(secret_value(&r->u.http.token)));
	bool quiet = true;
	struct buf b;
	struct json j;
	struct str body;

	for (size_t i = 0; i < dl->n; i++)
		quiet = quiet && dl->alerts[i]->severity < SEVERITY_NOTICE;
	buf_init(&b, RENDER_MAX);
	json_init(&j, &b);
	json_open(&j, '{');
	json_kstr(&j, "chat_id", r->u.chat.channel);
	json_kstr(&j, "text", whole_text(dl, &html_layout, TELEGRAM_TEXT, true, a));
	json_kstr(&j, "parse_mode", STR("HTML"));
	if (r->u.chat.thread > 0)
		json_kint(&j, "message_thread_id", r->u.chat.thread);
	json_kbool(&j, "disable_notification", quiet);
	json_close(&j);
	if (render_done(&b, a, &body, e) == -1)
		return -1;
	http_prepare(out, r, "POST", http_path(r, a, path.p), "application/json", body,
	    a);
	return 0;
}

void
telegram_judge(struct verdict *v, const struct http_response *r)
{
	if (v->code == 429)
		longest_wait(v, answer_ms(r, "parameters", "retry_after", 1000));
}
