/* api.c -- see api.h.  One row a resource; lists are paged by a cursor that the page
 * before gave. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "daemon/api.h"
#include "daemon/api_atom.h"
#include "daemon/api_cap.h"
#include "daemon/api_incident.h"
#include "daemon/health.h"
#include "daemon/export.h"
#include "daemon/live_events.h"
#include "net/problem.h"
#include "net/url.h"
#include "store/alert_rows.h"
#include "store/feed_rows.h"
#include "store/incident_rows.h"
#include "store/tally.h"

#define API_LIMIT 200    /* items of one page, at most and by default */
#define API_EXPORT 10000 /* incidents of one page of an export */
#define API_BODY (16u << 20)

/* ---- the query ---- */

static struct str
query_text(struct arena *a, struct str query, const char *key)
{
	struct buf b;
	struct str s = STR_NONE;

	buf_init(&b, 512);
	if (httpd_query(query, str_of(key), &b))
		s = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return s;
}

int
api_query_int(struct arena *a, struct str query, const char *key, int64_t *out,
    struct err *e)
{
	struct str s = query_text(a, query, key);

	if (s.n == 0 || str_int(s, out))
		return 0;
	return err_set(e, "%s takes a number, not '%.*s'", key, STR_ARG(s));
}

int
api_query_time(struct arena *a, struct str query, const char *key, int64_t *out,
    struct err *e)
{
	struct str s = query_text(a, query, key);

	if (s.n == 0 || date_parse(s, out))
		return 0;
	return err_set(e,
	    "%s takes an RFC 3339 date, as 2024-11-27T00:00:00Z, not '%.*s'", key,
	    STR_ARG(s));
}

int
api_query_limit(struct arena *a, struct str query, int64_t most, size_t *limit,
    struct err *e)
{
	int64_t n = most;

	if (api_query_int(a, query, "limit", &n, e) == -1)
		return -1;
	if (n < 1 || n > most)
		return err_set(e, "limit is from 1 to %lld", (long long)most);
	*limit = (size_t)n;
	return 0;
}

/*
 * Where the page before ended, in a list by time of change: "MS.KEY", for many rows may
 * change in one moment.
 */
static int
query_cursor(struct arena *a, struct str query, int64_t *ms, struct str *key,
    struct err *e)
{
	struct str rest = query_text(a, query, "after"), part;

	*ms = TIME_NONE;
	*key = STR_NONE;
	if (rest.n == 0)
		return 0;
	str_cut(&rest, '.', &part);
	*key = rest;
	if (str_int(part, ms))
		return 0;
	return err_set(e, "after takes what \"next\" of the page before says");
}

struct str
api_next_page(struct arena *a, struct str path, struct str query, struct str cursor)
{
	static const char *const kept[] = { "profile", "updated_since", "country",
		"place", "min_killed", "limit" };
	struct str url;
	struct buf b;

	buf_init(&b, 16384);
	buf_printf(&b, "/%.*s?after=", STR_ARG(path));
	url_escape(&b, cursor);
	for (size_t i = 0; i < NELEM(kept); i++) {
		struct str value = query_text(a, query, kept[i]);

		if (value.n == 0)
			continue;
		buf_printf(&b, "&%s=", kept[i]);
		url_escape(&b, value);
	}
	url = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return url;
}

static void
list_open(struct json *j)
{
	json_open(j, '{');
	json_key(j, "items");
	json_open(j, '[');
}

/* next: what gives the following page as "after"; empty: this was the last. */
static void
list_close(struct json *j, struct str next)
{
	json_close(j);
	json_key(j, "next");
	if (next.n > 0)
		json_str(j, next);
	else
		json_nil(j);
	json_close(j);
}

static struct str
next_number(struct arena *a, bool full, int64_t n)
{
	return full ? arena_printf(a, "%lld", (long long)n) : STR_NONE;
}

static struct str
next_change(struct arena *a, bool full, int64_t ms, struct str key)
{
	return full ? arena_printf(a, "%lld.%.*s", (long long)ms, STR_ARG(key))
		    : STR_NONE;
}

/* ---- resources ---- */

/* How long the oldest message should have been out. */
static int64_t
outbox_late_s(const struct api_world *w, const struct store_stats *st)
{
	return st->outbox_oldest_ms == TIME_NONE || st->outbox_oldest_ms > w->now_ms
	    ? 0
	    : (w->now_ms - st->outbox_oldest_ms) / MS_SECOND;
}

static void
put_health(struct json *j, struct arena *a, const struct store_stats *st,
    const struct api_feeds *feeds, int64_t late_s)
{
	struct health h = { .feeds = feeds->enabled,
		.failing = feeds->of[FEED_STATE_FAILING],
		.overdue_s = feeds->overdue_s,
		.outbox_late_s = late_s,
		.outbox_dead = st->outbox_dead };
	struct str reason = health_reason(&h, a);

	json_kstr(j, "state", reason.n > 0 ? STR("degraded") : STR("ok"));
	json_kopt(j, "reason", reason);
}

static int
get_status(const struct api_call *c, struct json *j)
{
	struct store_alert_query last = { .since_ms = TIME_NONE, .limit = 1 };
	struct store_alert *alerts;
	struct api_feeds feeds;
	struct store_stats st;
	size_t n;

	if (store_stats(c->w->store, &st, c->e) == -1 ||
	    api_feed_count(c->w, c->a, &feeds, c->e) == -1 ||
	    store_alerts(c->w->store, c->a, &last, &alerts, &n, c->e) == -1) {
		c->rp->status = 503;
		return -1;
	}
	json_open(j, '{');
	put_health(j, c->a, &st, &feeds, outbox_late_s(c->w, &st));
	json_kstr(j, "version", c->w->version);
	json_kstr(j, "config", c->w->config_hash);
	json_ktime(j, "started", c->w->started_ms);
	json_ktime(j, "now", c->w->now_ms);
	json_key(j, "feeds");
	json_open(j, '{');
	for (int s = 0; s < FEED_STATE_N; s++)
		json_kint(j, feed_state_names[s], feeds.of[s]);
	json_close(j);
	json_kint(j, "oldest_overdue_s", feeds.overdue_s);
	json_kint(j, "entries", st.entries);
	json_kint(j, "facts", st.facts);
	json_kint(j, "incidents", st.incidents);
	json_kint(j, "alerts", st.alerts);
	json_key(j, "outbox");
	json_open(j, '{');
	json_kint(j, "pending", st.outbox_pending);
	json_kint(j, "dead", st.outbox_dead);
	if (st.outbox_oldest_ms != TIME_NONE)
		json_kint(j, "oldest_s", outbox_late_s(c->w, &st));
	json_close(j);
	json_ktime(j, "last_alert", n > 0 ? alerts[0].created_ms : TIME_NONE);
	json_close(j);
	return 0;
}

static int
incident_query(struct arena *a, struct str query, int64_t most,
    struct store_incident_query *q, struct err *e)
{
	*q = (struct store_incident_query){ .changed_after_ms = TIME_NONE,
		.before_ms = TIME_NONE,
		.outcome = TOLL_KILLED };
	q->place = query_text(a, query, "place");
	if (country_asked(query_text(a, query, "country"), &q->country, a, e) == -1 ||
	    api_query_time(a, query, "updated_since", &q->changed_after_ms, e) == -1 ||
	    query_cursor(a, query, &q->before_ms, &q->before_id, e) == -1 ||
	    api_query_int(a, query, "min_killed", &q->min_toll, e) == -1)
		return -1;
	return api_query_limit(a, query, most, &q->limit, e);
}

static int
get_incidents(const struct api_call *c, struct json *j)
{
	struct store_incident_query q;
	struct store_incident *rows;
	size_t n;

	c->rp->status = 400;
	if (incident_query(c->a, c->query, API_LIMIT, &q, c->e) == -1)
		return -1;
	c->rp->status = 503;
	q.state = STR("open");
	if (store_incidents(c->w->store, c->a, &q, &rows, &n, c->e) == -1)
		return -1;
	list_open(j);
	for (size_t i = 0; i < n; i++)
		api_incident_head(j, c->a, &rows[i]);
	if (n == 0)
		list_close(j, STR_NONE);
	else
		list_close(j,
		    next_change(c->a, n == q.limit, rows[n - 1].changed_ms,
			rows[n - 1].id));
	return 0;
}

/* What was merged away, split or retracted since a date, so that copies elsewhere can
 * follow. */
static int
get_deleted(const struct api_call *c, struct json *j)
{
	struct store_incident_query q;
	struct store_incident *rows;
	size_t n;

	c->rp->status = 400;
	if (incident_query(c->a, c->query, API_LIMIT, &q, c->e) == -1 ||
	    api_query_time(c->a, c->query, "since", &q.changed_after_ms, c->e) == -1)
		return -1;
	c->rp->status = 503;
	q.state = STR("withdrawn");
	if (store_incidents(c->w->store, c->a, &q, &rows, &n, c->e) == -1)
		return -1;
	list_open(j);
	for (size_t i = 0; i < n; i++) {
		json_open(j, '{');
		json_kstr(j, "id", rows[i].id);
		json_kstr(j, "state", rows[i].state);
		json_ktime(j, "deleted", rows[i].changed_ms);
		json_close(j);
	}
	list_close(j,
	    n == 0 ? STR_NONE
		   : next_change(c->a, n == q.limit, rows[n - 1].changed_ms,
			 rows[n - 1].id));
	return 0;
}

static int
get_incident(const struct api_call *c, struct json *j)
{
	struct store_incident row;
	bool found;

	c->rp->status = 503;
	if (store_incident_get(c->w->store, c->a, c->id, &row, &found, c->e) == -1)
		return -1;
	c->rp->status = 404;
	if (!found)
		return err_set(c->e, "there is no incident %.*s", STR_ARG(c->id));
	return api_incident_whole(c->w, j, c->a, &row, c->e);
}

static int
get_control(const struct api_call *c, struct json *j)
{
	struct store_control *rows;
	struct str before_place, country;
	int64_t before_ms;
	size_t n, limit = 0;

	c->rp->status = 400;
	if (country_asked(query_text(c->a, c->query, "country"), &country, c->a, c->e) ==
		-1 ||
	    query_cursor(c->a, c->query, &before_ms, &before_place, c->e) == -1 ||
	    api_query_limit(c->a, c->query, API_LIMIT, &limit, c->e) == -1)
		return -1;
	c->rp->status = 503;
	if (store_controls(c->w->store, c->a, country, before_ms, before_place, limit,
		&rows, &n, c->e) == -1)
		return -1;
	list_open(j);
	for (size_t i = 0; i < n; i++)
		api_control(j, c->a, &rows[i]);
	if (n == 0)
		list_close(j, STR_NONE);
	else
		list_close(j,
		    next_change(c->a, n == limit, rows[n - 1].changed_ms,
			rows[n - 1].place));
	return 0;
}

static int
get_alerts(const struct api_call *c, struct json *j)
{
	struct store_alert_query q = { .since_ms = TIME_NONE };
	struct store_alert *rows;
	size_t n;

	q.rule = query_text(c->a, c->query, "rule");
	q.incident = query_text(c->a, c->query, "incident");
	c->rp->status = 400;
	if (api_query_time(c->a, c->query, "since", &q.since_ms, c->e) == -1 ||
	    api_query_int(c->a, c->query, "after", &q.before_seq, c->e) == -1 ||
	    api_query_limit(c->a, c->query, API_LIMIT, &q.limit, c->e) == -1)
		return -1;
	c->rp->status = 503;
	if (store_alerts(c->w->store, c->a, &q, &rows, &n, c->e) == -1)
		return -1;
	list_open(j);
	for (size_t i = 0; i < n; i++)
		json_raw(j, rows[i].json);
	list_close(j,
	    n == 0 ? STR_NONE : next_number(c->a, n == q.limit, rows[n - 1].seq));
	return 0;
}

static int
get_alert(const struct api_call *c, struct json *j)
{
	struct store_alert row;
	bool found;

	c->rp->status = 503;
	if (store_alert_get(c->w->store, c->a, c->id, &row, &found, c->e) == -1)
		return -1;
	c->rp->status = 404;
	if (!found)
		return err_set(c->e, "there is no alert %.*s", STR_ARG(c->id));
	json_raw(j, row.json);
	return 0;
}

static int
get_feeds(const struct api_call *c, struct json *j)
{
	struct store_feed *feeds;
	struct feed_days *days;
	size_t n;

	c->rp->status = 503;
	if (store_feeds_load(c->w->store, c->a, &feeds, &n, c->e) == -1 ||
	    (days = api_feed_days(c->w, c->a, c->e)) == NULL)
		return -1;
	list_open(j);
	for (size_t i = 0; i < n; i++)
		api_feed(j, c->a, &feeds[i], days, c->w->now_ms);
	list_close(j, STR_NONE);
	return 0;
}

static int
get_rules(const struct api_call *c, struct json *j)
{
	struct rule_tallies t;

	c->rp->status = 503;
	if (api_rule_tallies(c->w, c->a, &t, c->e) == -1)
		return -1;
	list_open(j);
	for (size_t i = 0; i < c->w->rules->n; i++)
		api_rule(j, c->a, &c->w->rules->items[i], &t);
	list_close(j, STR_NONE);
	return 0;
}

static int
get_receivers(const struct api_call *c, struct json *j)
{
	struct store_tally *t;
	size_t n;

	c->rp->status = 503;
	if (store_tally(c->w->store, c->a, TALLY_RECEIVERS, c->w->now_ms, &t, &n, c->e) ==
	    -1)
		return -1;
	list_open(j);
	for (size_t i = 0; i < c->w->n_receivers; i++)
		if (api_receiver(c->w, j, c->a, &c->w->receivers[i], t, n, c->e) == -1)
			return -1;
	list_close(j, STR_NONE);
	return 0;
}

static int
get_outbox(const struct api_call *c, struct json *j)
{
	struct store_delivery *rows;
	int64_t before = 0;
	size_t n, limit = 0;

	c->rp->status = 400;
	if (api_query_int(c->a, c->query, "after", &before, c->e) == -1 ||
	    api_query_limit(c->a, c->query, API_LIMIT, &limit, c->e) == -1)
		return -1;
	c->rp->status = 503;
	if (store_outbox_list(c->w->store, c->a, OUTBOX_N,
		query_text(c->a, c->query, "receiver"), before, limit, &rows, &n,
		c->e) == -1)
		return -1;
	list_open(j);
	for (size_t i = 0; i < n; i++)
		api_delivery(j, &rows[i]);
	list_close(j, n == 0 ? STR_NONE : next_number(c->a, n == limit, rows[n - 1].n));
	return 0;
}

static int
get_delivery(const struct api_call *c, struct json *j)
{
	struct store_delivery row;
	bool found;

	c->rp->status = 503;
	if (store_outbox_get(c->w->store, c->a, c->id, &row, &found, c->e) == -1)
		return -1;
	c->rp->status = 404;
	if (!found)
		return err_set(c->e, "there is no delivery %.*s", STR_ARG(c->id));
	c->rp->status = 503;
	return api_delivery_whole(c->w->store, j, c->a, &row, c->e);
}

/* What people said that holds now. */
static int
list_notes(const struct api_world *w, struct arena *a, struct json *j, const char *kind,
    void (*show)(struct json *j, const struct store_note *note), struct err *e)
{
	struct store_note *rows;
	size_t n;

	if (store_notes(w->store, a, str_of(kind), w->now_ms, &rows, &n, e) == -1)
		return -1;
	list_open(j);
	for (size_t i = 0; i < n; i++)
		show(j, &rows[i]);
	list_close(j, STR_NONE);
	return 0;
}

static int
get_silences(const struct api_call *c, struct json *j)
{
	c->rp->status = 503;
	return list_notes(c->w, c->a, j, "silence", api_silence, c->e);
}

static int
get_acks(const struct api_call *c, struct json *j)
{
	c->rp->status = 503;
	return list_notes(c->w, c->a, j, "ack", api_ack, c->e);
}

static int
get_events(const struct api_call *c, struct json *j)
{
	list_open(j);
	for (size_t i = 0; i < LIVE_N; i++) {
		json_open(j, '{');
		json_kstr(j, "name", live_event_rows[i].name);
		json_kstr(j, "type", live_event_rows[i].type);
		json_kstr(j, "about", str_of(live_event_rows[i].help));
		json_close(j);
	}
	list_close(j, STR_NONE);
	return 0;
}

const struct api_route api_routes[] = {
	{ "api/v1/status", "is it healthy, and how much is there", get_status },
	{ "api/v1/incidents", "open incidents, the latest change first", get_incidents },
	{ "api/v1/incidents/deleted", "merged, split and retracted ones", get_deleted },
	{ "incidents/deleted", "the same, beside the exports", get_deleted },
	{ "api/v1/incidents/", "one incident: every claim, and why its reports joined",
	    get_incident },
	{ "api/v1/control", "who holds which place", get_control },
	{ "api/v1/alerts", "alerts, the newest first", get_alerts },
	{ "api/v1/alerts/", "one alert", get_alert },
	{ "api/v1/feeds", "feeds and how they are", get_feeds },
	{ "api/v1/rules", "rules and how often they rang", get_rules },
	{ "api/v1/receivers", "receivers and what waits for them", get_receivers },
	{ "api/v1/outbox", "deliveries, the newest first", get_outbox },
	{ "api/v1/outbox/", "one delivery and each try", get_delivery },
	{ "api/v1/silences", "silences that hold now", get_silences },
	{ "api/v1/acks", "incidents that somebody has taken on", get_acks },
	{ "api/v1/events", "the names that live events have on /events", get_events },
	{ .path = "alerts.atom",
	    .summary = "alerts for readers of feeds, in the words of a mail",
	    .document = api_alert_feed,
	    .type = "application/atom+xml" },
	{ .path = "alerts.cap.atom",
	    .summary = "alerts, each with its CAP document",
	    .document = api_cap_feed,
	    .type = "application/atom+xml" },
	{ .path = "cap/",
	    .summary = "one alert as CAP 1.2",
	    .document = api_cap_document,
	    .type = "application/cap+xml" },
	{ .path = NULL },
};

/* ---- exports ---- */

static int
export_rows(const struct api_call *c, struct str path, struct export_set *set)
{
	struct store_incident_query q;
	struct store_incident *rows;
	struct export_row *out;
	size_t n;

	c->rp->status = 400;
	if (incident_query(c->a, c->query, API_EXPORT, &q, c->e) == -1)
		return -1;
	c->rp->status = 503;
	if (store_incidents(c->w->store, c->a, &q, &rows, &n, c->e) == -1)
		return -1;
	out = ARENA_ARRAY(c->a, struct export_row, n);
	set->rows = out;
	for (size_t i = 0; i < n; i++) {
		out[set->n].incident = incident_get(c->a, rows[i].bytes);
		out[set->n].changed_ms = rows[i].changed_ms;
		if (out[set->n].incident != NULL)
			set->n++;
	}
	if (n == q.limit)
		set->next = api_next_page(c->a, path, c->query,
		    next_change(c->a, true, rows[n - 1].changed_ms, rows[n - 1].id));
	return 0;
}

static int
answer_export(const struct api_call *c, const struct export_format *f, struct str path,
    struct buf *out)
{
	struct export_set set = {
		.now_ms = c->w->now_ms, .base = c->w->base, .host = c->w->host
	};

	c->rp->type = f->type;
	if (export_rows(c, path, &set) == -1)
		return -1;
	f->write(out, c->a, &set);
	c->rp->next = set.next;
	return 0;
}

/* ---- dispatch ---- */

static const struct api_route *
find_route(struct str path, struct str *id)
{
	const struct api_route *best = NULL;

	*id = STR_NONE;
	for (const struct api_route *r = api_routes; r->path != NULL; r++) {
		struct str p = str_of(r->path);

		if (str_eq(path, p))
			return r;
		if (str_ends(p, STR("/")) && str_starts(path, p) && path.n > p.n &&
		    str_chr(str_sub(path, p.n, path.n), '/') == STR_NOWHERE) {
			*id = str_sub(path, p.n, path.n);
			best = r;
		}
	}
	return best;
}

static int
answer(struct api_call *c, struct str path, struct buf *out)
{
	struct str profile = query_text(c->a, c->query, "profile");
	const struct export_format *f = export_find(path, profile);
	const struct api_route *r;
	struct json j;

	if (f != NULL)
		return answer_export(c, f, path, out);
	if (export_find(path, STR("")) != NULL) {
		c->rp->status = 400;
		return err_set(c->e, "/%.*s has no profile '%.*s'", STR_ARG(path),
		    STR_ARG(profile));
	}
	r = find_route(path, &c->id);
	c->rp->status = 404;
	if (r == NULL)
		return err_set(c->e, "there is nothing at /%.*s", STR_ARG(path));
	c->rp->type = r->type == NULL ? "application/json" : r->type;
	if (r->document != NULL)
		return r->document(c, out);
	json_init(&j, out);
	return r->answer(c, &j);
}

void
api_answer(const struct api_world *w, struct arena *a, const struct api_request *rq,
    struct api_reply *rp)
{
	struct err e = { "" };
	struct api_call c = { .w = w, .a = a, .query = rq->query, .rp = rp, .e = &e };
	struct buf out;

	*rp = (struct api_reply){ .status = 200 };
	buf_init(&out, API_BODY);
	if (answer(&c, rq->path, &out) == -1 || buf_ok(&out, &e) == -1) {
		if (rp->status == 200)
			rp->status = 503;
		rp->type = PROBLEM_TYPE;
		problem_json(&out, rp->status, &e, MANUAL_HTTP);
	} else {
		rp->status = 200;
		snprintf(rp->etag, sizeof(rp->etag), "\"%016llx\"",
		    (unsigned long long)hash64(buf_str(&out), 0));
		if (httpd_has_tag(rq->if_none_match, str_of(rp->etag))) {
			rp->status = 304;
			buf_reset(&out);
		}
	}
	rp->body = arena_str(a, buf_str(&out));
	buf_clear(&out);
}
