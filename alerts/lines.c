/*
 * lines.c -- what machines tail: syslog (RFC 3164 by the C library, RFC 5424 by
 * ourselves), the journal's fields, a program's standard input, a file.
 */
#include "config.h"

#include "alerts/render.h"
#include "base/alloc.h"
#include "base/log.h"
#include "base/utf8.h"

#define SYSLOG_DATAGRAM 2048 /* RFC 5424, 6.1: what receivers should take */
#define SYSLOG_HOSTNAME 255
#define LINE_BYTES (16u << 10)

/* ---- one line of logfmt ---- */

static struct str
main_place(const struct alert *al)
{
	if (al->n_places == 0)
		return STR_NONE;
	return al->places[0].canonical.n > 0 ? al->places[0].canonical
					     : al->places[0].name;
}

static struct str
first_url(const struct alert *al)
{
	return al->n_quotes > 0 ? al->quotes[0].url : STR_NONE;
}

static size_t
toll_fields(struct log_field *f, const struct alert *al, struct arena *a)
{
	const char *name;
	size_t n = 0;

	if (al->outcome >= TOLL_N || al->toll.best < 0)
		return 0;
	name = toll_names[al->outcome];
	f[n++] = log_int(name, al->toll.best);
	if (al->toll.min >= 0)
		f[n++] = log_int(arena_printf(a, "%s_min", name).p, al->toll.min);
	if (al->toll.max >= 0)
		f[n++] = log_int(arena_printf(a, "%s_max", name).p, al->toll.max);
	if (al->previous >= 0)
		f[n++] = log_int("previous", al->previous);
	return n;
}

/* Keys and their order are an interface: new ones go to the end. */
static struct str
logfmt(const struct alert *al, const struct delivery *dl, struct arena *a)
{
	struct log_field f[24] = { { .key = NULL } };
	struct buf b;
	struct str out;
	size_t n = 0;

	f[n++] = log_cstr("severity", severity_names[al->severity]);
	if (al->incident.n > 0)
		f[n++] = log_str("incident", al->incident);
	f[n++] = log_str("rule", al->rule);
	f[n++] = log_cstr("reason", alert_reason_names[al->reason]);
	if (al->n_places > 0)
		f[n++] = log_str("place", main_place(al));
	n += toll_fields(f + n, al, a);
	if (al->change < CHANGE_N)
		f[n++] = log_cstr("change", change_names[al->change]);
	if (al->by.n > 0)
		f[n++] = log_str("by", al->by);
	if (al->against.n > 0)
		f[n++] = log_str("against", al->against);
	f[n++] = log_int("sources", (int64_t)al->n_sources);
	f[n++] = log_str("alert", al->id);
	f[n++] = log_str("delivery", dl->id);
	if (first_url(al).n > 0)
		f[n++] = log_str("url", first_url(al));
	f[n++] = log_str("summary", al->summary);
	f[n].key = NULL;
	buf_init(&b, LINE_BYTES);
	log_line(&b, "alert.fired", f);
	out = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

/* ---- syslog ---- */

/* PRINTUSASCII of at most n characters; "-" for nothing. */
static struct str
header_word(struct arena *a, struct str s, size_t n)
{
	char *p = arena_cstr(a, str_sub(s, 0, n));

	for (char *c = p; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			*c = '-';
	return *p == '\0' ? STR("-") : str_of(p);
}

static void
put_param(struct buf *b, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	buf_printf(b, " %s=\"", name);
	for (size_t i = 0; i < value.n; i++) {
		if (value.p[i] == '\\' || value.p[i] == '"' || value.p[i] == ']')
			buf_byte(b, '\\');
		buf_byte(b, value.p[i]);
	}
	buf_byte(b, '"');
}

static void
put_structured(struct buf *b, const struct receiver *r, const struct alert *al,
    const struct delivery *dl, struct arena *a)
{
	buf_printf(b, "[%.*s", STR_ARG(r->u.syslog.structured_id));
	put_param(b, "uid", al->incident);
	put_param(b, "rule", al->rule);
	put_param(b, "reason", str_of(alert_reason_names[al->reason]));
	put_param(b, "alert", al->id);
	put_param(b, "delivery", dl->id);
	if (al->outcome < TOLL_N && al->toll.best >= 0)
		put_param(b, arena_printf(a, "%sBest", toll_names[al->outcome]).p,
		    arena_printf(a, "%lld", (long long)al->toll.best));
	put_param(b, "place", main_place(al));
	buf_byte(b, ']');
}

static struct str
rfc5424(const struct receiver *r, const struct alert *al, const struct delivery *dl,
    int priority, struct arena *a)
{
	struct str line = logfmt(al, dl, a), out;
	char when[DATE_TEXT];
	struct buf b;

	buf_init(&b, LINE_BYTES * 2);
	buf_printf(&b, "<%d>1 %.*s %.*s tocsind - %s ", priority,
	    STR_ARG(date_rfc3339_ms(when, dl->now_ms)),
	    STR_ARG(header_word(a, dl->host, SYSLOG_HOSTNAME)),
	    alert_reason_names[al->reason]);
	put_structured(&b, r, al, dl, a);
	buf_printf(&b, " \xef\xbb\xbf%.*s", STR_ARG(line));
	out = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

int
syslog_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	const struct alert *al = dl->alerts[0];

	out->priority = facility_codes[r->u.syslog.facility] |
	    severity_scales[al->severity].syslog;
	if (r->u.syslog.to.n == 0) {
		out->bytes = logfmt(al, dl, a);
		return 0;
	}
	out->by = BY_STREAM;
	out->to = r->u.syslog.to;
	out->http.ca_file = r->u.syslog.ca_file;
	out->bytes = rfc5424(r, al, dl, out->priority, a);
	if (str_starts(out->to, STR("udp://")))
		out->bytes.n = utf8_floor(out->bytes, SYSLOG_DATAGRAM);
	else /* RFC 6587, octet counting */
		out->bytes = arena_printf(a, "%zu %.*s", out->bytes.n,
		    STR_ARG(out->bytes));
	return 0;
}

void
syslog_check(struct receiver *r, const struct conf *node, struct conf_diag *d)
{
	struct str id = r->u.syslog.structured_id, to = r->u.syslog.to;

	if (to.n > 0 && !str_starts(to, STR("udp://")) &&
	    !str_starts(to, STR("tcp://")) && !str_starts(to, STR("tls://")))
		conf_error(d, node->pos,
		    "to takes udp://HOST:514, tcp://HOST:601 or tls://HOST:6514");
	for (size_t i = 0; i < id.n || i == 0; i++)
		if (id.n == 0 || id.n > 32 || id.p[i] <= ' ' || id.p[i] > '~' ||
		    strchr("=]\"", id.p[i]) != NULL) {
			conf_error(d, node->pos,
			    "structured_id takes NAME@NUMBER of at most 32 "
			    "characters");
			return;
		}
}

/* ---- the journal ---- */

/* Values with a line end would need the counted form; a tame text has none. */
static void
put_field(struct buf *b, const char *name, struct str value)
{
	if (value.n > 0)
		buf_printf(b, "%s=%.*s\n", name, STR_ARG(value));
}

static void
put_number(struct buf *b, const char *name, int64_t v)
{
	if (v >= 0)
		buf_printf(b, "%s=%lld\n", name, (long long)v);
}

static const char *const toll_field_names[TOLL_N] = { [TOLL_KILLED] = "KILLED",
	[TOLL_INJURED] = "INJURED",
	[TOLL_MISSING] = "MISSING",
	[TOLL_DETAINED] = "DETAINED",
	[TOLL_DISPLACED] = "DISPLACED" };

int
journal_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	const struct alert *al = dl->alerts[0];
	struct buf b;

	buf_init(&b, LINE_BYTES * 2);
	put_field(&b, "MESSAGE",
	    al->summary.n > 0 ? al->summary : message_subject(dl, a));
	put_field(&b, "MESSAGE_ID", str_of(alert_reason_rows[al->reason].message_id));
	put_number(&b, "PRIORITY", severity_scales[al->severity].syslog);
	put_field(&b, "SYSLOG_IDENTIFIER", STR("tocsind"));
	put_field(&b, "DOCUMENTATION", STR("man:tocsind(8)"));
	put_field(&b, "TOCSIN_ALERT", al->id);
	put_field(&b, "TOCSIN_DELIVERY", dl->id);
	put_field(&b, "TOCSIN_INCIDENT", al->incident);
	put_field(&b, "TOCSIN_RULE", al->rule);
	put_field(&b, "TOCSIN_REASON", str_of(alert_reason_names[al->reason]));
	put_field(&b, "TOCSIN_SEVERITY", str_of(severity_names[al->severity]));
	put_field(&b, "TOCSIN_PLACE", main_place(al));
	for (size_t i = 0; i < al->n_feeds; i++)
		put_field(&b, "TOCSIN_FEED", al->feeds[i]);
	for (size_t i = 0; i < al->n_sources; i++)
		put_field(&b, "TOCSIN_SOURCE", al->sources[i]);
	if (al->outcome < TOLL_N) {
		const char *name = toll_field_names[al->outcome];

		put_number(&b, arena_printf(a, "TOCSIN_%s_BEST", name).p, al->toll.best);
		put_number(&b, arena_printf(a, "TOCSIN_%s_MIN", name).p, al->toll.min);
		put_number(&b, arena_printf(a, "TOCSIN_%s_MAX", name).p, al->toll.max);
	}
	if (al->change < CHANGE_N)
		put_field(&b, "TOCSIN_CHANGE", str_of(change_names[al->change]));
	put_field(&b, "TOCSIN_URL", first_url(al));
	out->to = r->u.command.path;
	return render_done(&b, a, &out->bytes, e);
}

/* ---- programs and files: the alert's envelope, a line ---- */

static int
json_line(struct delivery_request *out, const struct delivery *dl, struct arena *a,
    struct err *e)
{
	struct buf b;
	struct json j;

	buf_init(&b, RENDER_MAX);
	json_init(&j, &b);
	alert_json(&j, dl->alerts[0]);
	buf_byte(&b, '\n');
	return render_done(&b, a, &out->bytes, e);
}

int
exec_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	const struct alert *al = dl->alerts[0];
	struct str *env = ARENA_ARRAY(a, struct str, 5);

	env[0] = arena_printf(a, "TOCSIN_DELIVERY_ID=%.*s", STR_ARG(dl->id));
	env[1] = arena_printf(a, "TOCSIN_ATTEMPT=%u", dl->attempt);
	env[2] = arena_printf(a, "TOCSIN_SEVERITY=%s", severity_names[al->severity]);
	env[3] = arena_printf(a, "TOCSIN_RULE=%.*s", STR_ARG(al->rule));
	env[4] = arena_printf(a, "TOCSIN_REASON=%s", alert_reason_names[al->reason]);
	out->env = env;
	out->n_env = 5;
	out->argv = r->u.command.argv.items;
	out->n_argv = r->u.command.argv.n;
	return json_line(out, dl, a, e);
}

void
exec_check(struct receiver *r, const struct conf *node, struct conf_diag *d)
{
	const struct str_list *argv = &r->u.command.argv;

	if (argv->n > 0 && (argv->items[0].n == 0 || argv->items[0].p[0] != '/'))
		conf_error(d, node->pos, "argv begins with the full path of a program");
}

int
file_render(struct delivery_request *out, const struct receiver *r,
    const struct delivery *dl, struct arena *a, struct err *e)
{
	out->to = r->u.command.path;
	return json_line(out, dl, a, e);
}

void
file_check(struct receiver *r, const struct conf *node, struct conf_diag *d)
{
	if (r->u.command.path.n > 0 && r->u.command.path.p[0] != '/')
		conf_error(d, node->pos, "path takes the full path of a file");
}
