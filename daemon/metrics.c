/* metrics.c -- see metrics.h. */
#include "config.h"

#include "base/alloc.h"
#include "daemon/metrics.h"
#include "daemon/revision.h"
#include "facts/incident.h"
#include "feeds/feed_state.h"

/* ---- lines ---- */

bool
logfmt_next(struct str *line, struct str *key, struct str *value)
{
	size_t at = 0, eq;

	while (at < line->n && line->p[at] == ' ')
		at++;
	*line = str_sub(*line, at, line->n);
	if ((eq = str_chr(*line, '=')) == STR_NOWHERE)
		return false;
	*key = str_sub(*line, 0, eq);
	*line = str_sub(*line, eq + 1, line->n);
	if (line->n == 0 || line->p[0] != '"') {
		*value = str_sub(*line, 0, str_chr(*line, ' '));
		*line = str_sub(*line, value->n, line->n);
		return true;
	}
	for (at = 1; at < line->n && line->p[at] != '"'; at++)
		if (line->p[at] == '\\')
			at++;
	*value = str_sub(*line, 1, at);
	*line = str_sub(*line, at + 1, line->n);
	return true;
}

struct str
logfmt_get(struct str line, struct str key)
{
	struct str k, v;

	while (logfmt_next(&line, &k, &v))
		if (str_eq(k, key))
			return v;
	return STR("");
}

/* ---- the tables ---- */

#define LABELS 2
#define VALUES 20

enum counter { POLLS, ITEMS, FACTS, ALERTS, NOTIFICATIONS, SUPPRESSED, FENCED, COUNTERS };

struct label {
	const char *name;           /* NULL: none */
	const char *values[VALUES]; /* anything else counts as the last one */
};

static const struct {
	const char *name, *help;
	struct label labels[LABELS];
} counters[COUNTERS] = {
	[POLLS] = { "tocsin_feed_polls_total", "Polls by how they ended.",
	    { { "result",
		{ "new", "unchanged", "pushed", "http_error", "timeout", "parse_error",
		    "error" } } } },
	[ITEMS] = { "tocsin_items_total", "Entries of documents that were read.",
	    { { "result", { "new", "duplicate", "updated" } } } },
	[FACTS] = { "tocsin_facts_total",
	    "Facts of entries that were new or edited, by kind.",
	    { { "kind",
		{ "casualty", "territory", "displacement", "strike", "facility" } } } },
	[ALERTS] = { "tocsin_alerts_total", "Alerts that rang.",
	    { { "rule_class", { "toll", "territory", "correction", "drill", "service" } },
		{ "severity", { "critical", "warning", "notice", "info", "test" } } } },
	[NOTIFICATIONS] = { "tocsin_notifications_total",
	    "Messages to receivers, by what came of each try.",
	    { { "receiver_type",
		  { "email", "webhook", "slack", "mattermost", "discord", "teams", "ntfy",
		      "matrix", "telegram", "pagerduty", "apprise", "alertmanager",
		      "syslog", "journal", "exec", "file", "none" } },
		{ "result", { "sent", "retry", "failed", "suppressed" } } } },
	[SUPPRESSED] = { "tocsin_notification_suppressed_total",
	    "Messages that were kept back for good, by cause.",
	    { { "reason",
		{ "silence", "acknowledgement", "inhibit", "dedup", "mute", "ratelimit",
		    "other" } } } },
	[FENCED] = { "tocsin_leases_fenced_total",
	    "Work that another node had taken over.", { { NULL } } },
};

/* Which line of the log adds to what: per label the key that says its value, or "=value".
 */
static const struct {
	const char *event;
	enum counter to;
	const char *by; /* key whose number is added; NULL: one */
	const char *from[LABELS];
} sources[] = {
	{ "poll", POLLS, NULL, { "result" } },
	{ "poll", ITEMS, "new", { "=new" } },
	{ "poll", ITEMS, "edited", { "=updated" } },
	{ "poll", ITEMS, "known", { "=duplicate" } },
	{ "poll.fenced", FENCED, "feeds", { NULL } },
	{ "fact", FACTS, NULL, { "kind" } },
	{ "alert.fired", ALERTS, NULL, { "reason", "severity" } },
	{ "delivery.sent", NOTIFICATIONS, NULL, { "kind", "=sent" } },
	{ "delivery.retry", NOTIFICATIONS, NULL, { "kind", "=retry" } },
	{ "delivery.dead", NOTIFICATIONS, NULL, { "kind", "=failed" } },
	{ "delivery.suppressed", NOTIFICATIONS, NULL, { "kind", "=suppressed" } },
	{ "delivery.suppressed", SUPPRESSED, NULL, { "cause" } },
	{ "delivery.fenced", FENCED, "rows", { NULL } },
};

/* Words of the log that a metric calls otherwise. */
static const struct {
	const char *key, *word, *value;
} words[] = {
	{ "result", "read", "unchanged" },
	{ "result", "refused", "http_error" },
	{ "result", "not_a_feed", "parse_error" },
	{ "cause", "silenced", "silence" },
	{ "cause", "acknowledged", "acknowledgement" },
	{ "cause", "inhibited", "inhibit" },
	{ "cause", "overtaken", "dedup" },
	{ "cause", "muted", "mute" },
	{ "reason", "toll_crossed", "toll" },
	{ "reason", "toll_raised", "toll" },
	{ "reason", "record_high", "toll" },
	{ "reason", "toll_lowered", "correction" },
	{ "reason", "corroborated", "toll" },
	{ "reason", "retracted", "correction" },
	{ "reason", "merged", "correction" },
	{ "reason", "new_location", "territory" },
	{ "reason", "control_changed", "territory" },
};

struct metrics {
	uint64_t count[COUNTERS][VALUES][VALUES];
	struct store_timing polls;
};

struct metrics *
metrics_new(void)
{
	return xcalloc(1, sizeof(struct metrics));
}

void
metrics_free(struct metrics *m)
{
	free(m);
}

#define FIELDS 24 /* what counts stands among the first of them */

/* A line, looked through once. */
struct fields {
	struct str key[FIELDS], value[FIELDS];
	size_t n;
};

static void
fields_of(struct str line, struct fields *f)
{
	f->n = 0;
	while (f->n < FIELDS && logfmt_next(&line, &f->key[f->n], &f->value[f->n]))
		f->n++;
}

static struct str
value_of(const struct fields *f, struct str key)
{
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->key[i], key))
			return f->value[i];
	return STR("");
}

/* A document that was read and told something new is no "unchanged". */
static struct str
word_of(const char *key, const struct fields *f)
{
	struct str v = value_of(f, str_of(key));

	if (str_eq(v, STR("read")) &&
	    (!str_eq(value_of(f, STR("new")), STR("0")) ||
		!str_eq(value_of(f, STR("edited")), STR("0"))))
		return STR("new");
	for (size_t i = 0; i < NELEM(words); i++)
		if (str_eq(str_of(key), str_of(words[i].key)) &&
		    str_eq(v, str_of(words[i].word)))
			return str_of(words[i].value);
	return v;
}

static size_t
value_index(const struct label *l, const char *from, const struct fields *f)
{
	struct str v;
	size_t i = 0;

	if (l->name == NULL)
		return 0;
	v = from[0] == '=' ? str_of(from + 1) : word_of(from, f);
	while (i + 1 < VALUES && l->values[i + 1] != NULL &&
	    !str_eq(v, str_of(l->values[i])))
		i++;
	return i;
}

static void
count_line(struct metrics *m, size_t i, const struct fields *f)
{
	const struct label *l = counters[sources[i].to].labels;
	uint64_t add = 1;

	if (sources[i].by != NULL && !str_uint(value_of(f, str_of(sources[i].by)), &add))
		add = 0;
	m->count[sources[i].to][value_index(&l[0], sources[i].from[0], f)]
		[value_index(&l[1], sources[i].from[1], f)] += add;
}

void
metrics_count(struct metrics *m, struct str line)
{
	struct str key, event;
	struct fields f;
	uint64_t ms;

	if (!logfmt_next(&line, &key, &event) || !str_eq(key, STR("event")))
		return;
	fields_of(line, &f);
	for (size_t i = 0; i < NELEM(sources); i++)
		if (str_eq(event, str_of(sources[i].event)))
			count_line(m, i, &f);
	if (str_eq(event, STR("poll")) && str_uint(value_of(&f, STR("ms")), &ms))
		store_timing_add(&m->polls, (double)ms / 1000);
}

/* ---- the text ---- */

void
metrics_head(struct buf *out, const char *name, const char *help, const char *type)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
put_total(struct buf *out, const char *name, const char *help, uint64_t v)
{
	metrics_head(out, name, help, "counter");
	buf_printf(out, "%s %llu\n", name, (unsigned long long)v);
}

void
metrics_gauge(struct buf *out, const char *name, const char *help, double v)
{
	metrics_head(out, name, help, "gauge");
	buf_printf(out, "%s %.15g\n", name, v);
}

static size_t
n_values(const struct label *l)
{
	size_t n = 0;

	while (l->name != NULL && n < VALUES && l->values[n] != NULL)
		n++;
	return n;
}

static void
put_counter(const struct metrics *m, size_t i, struct buf *out)
{
	const struct label *a = &counters[i].labels[0], *b = &counters[i].labels[1];
	const char *name = counters[i].name;

	metrics_head(out, name, counters[i].help, "counter");
	for (size_t x = 0; x < (n_values(a) > 0 ? n_values(a) : 1); x++)
		for (size_t y = 0; y < (n_values(b) > 0 ? n_values(b) : 1); y++) {
			buf_cstr(out, name);
			if (a->name != NULL)
				buf_printf(out, "{%s=\"%s\"", a->name, a->values[x]);
			if (b->name != NULL)
				buf_printf(out, ",%s=\"%s\"", b->name, b->values[y]);
			buf_printf(out, "%s %llu\n", a->name != NULL ? "}" : "",
			    (unsigned long long)m->count[i][x][y]);
		}
}

static void
put_histogram(const char *name, const char *help, const struct store_timing *t,
    struct buf *out)
{
	uint64_t total = 0;

	metrics_head(out, name, help, "histogram");
	for (size_t b = 0; b < STORE_TIMINGS; b++) {
		total += t->bucket[b];
		buf_printf(out, "%s_bucket{le=\"%g\"} %llu\n", name,
		    store_timing_bounds[b], (unsigned long long)total);
	}
	total += t->bucket[STORE_TIMINGS];
	buf_printf(out, "%s_bucket{le=\"+Inf\"} %llu\n%s_sum %g\n%s_count %llu\n", name,
	    (unsigned long long)total, name, t->sum, name, (unsigned long long)total);
}

static void
put_feeds(const struct metrics_gauges *g, struct buf *out)
{
	metrics_head(out, "tocsin_feeds", "Feeds by state.", "gauge");
	for (int s = 0; s < FEED_STATE_N; s++)
		buf_printf(out, "tocsin_feeds{state=\"%s\"} %lld\n", feed_state_names[s],
		    (long long)g->feeds[s]);
	metrics_gauge(out, "tocsin_feed_due_lag_seconds", "How late the latest feed is.",
	    (double)g->due_lag_ms / 1000);
	metrics_gauge(out, "tocsin_loop_lag_max_seconds",
	    "The longest that the event loop kept a timer waiting since the start.",
	    (double)g->loop_lag_us / 1e6);
}

/* A label's value: the text format escapes three characters. */
static void
put_name(struct buf *out, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\n')
			buf_cstr(out, "\\n");
		else
			buf_printf(out, "%s%c",
			    s.p[i] == '"' || s.p[i] == '\\' ? "\\" : "", s.p[i]);
}

static double
feed_up(const struct metrics_feed *f)
{
	return f->up;
}

static double
feed_failures(const struct metrics_feed *f)
{
	return (double)f->failures;
}

static double
feed_ok(const struct metrics_feed *f)
{
	return f->ok_ms == TIME_NONE ? 0 : (double)f->ok_ms / 1000;
}

static double
feed_new(const struct metrics_feed *f)
{
	return f->new_ms == TIME_NONE ? 0 : (double)f->new_ms / 1000;
}

static const struct {
	const char *name, *help;
	double (*value)(const struct metrics_feed *f);
} by_feed[] = {
	{ "tocsin_feed_up", "1 if the last poll of the feed was good.", feed_up },
	{ "tocsin_feed_failures", "Polls of the feed that failed in a row.",
	    feed_failures },
	{ "tocsin_feed_last_success_timestamp_seconds", "When the feed was last read.",
	    feed_ok },
	{ "tocsin_feed_last_new_timestamp_seconds",
	    "When the feed last had something new.", feed_new },
};

static void
put_by_feed(const struct metrics_gauges *g, struct buf *out)
{
	for (size_t m = 0; m < NELEM(by_feed) && g->n_by_feed > 0; m++) {
		metrics_head(out, by_feed[m].name, by_feed[m].help, "gauge");
		for (size_t i = 0; i < g->n_by_feed; i++) {
			buf_printf(out, "%s{feed=\"", by_feed[m].name);
			put_name(out, g->by_feed[i].name);
			buf_printf(out, "\"} %.15g\n", by_feed[m].value(&g->by_feed[i]));
		}
	}
}

static void
put_incidents(const struct store_stats *st, struct buf *out)
{
	const int64_t of[] = { [INCIDENT_OPEN] = st->incidents - st->merged -
		    st->retracted,
		[INCIDENT_MERGED] = st->merged,
		[INCIDENT_RETRACTED] = st->retracted };

	_Static_assert(NELEM(of) == INCIDENT_STATE_N, "each state is counted");
	metrics_head(out, "tocsin_incidents", "Incidents known, by state.", "gauge");
	for (size_t s = 0; s < NELEM(of); s++)
		buf_printf(out, "tocsin_incidents{state=\"%s\"} %lld\n",
		    incident_state_names[s], (long long)of[s]);
}

static void
put_store(const struct metrics_gauges *g, struct buf *out)
{
	const struct store_stats *st = &g->store;

	put_incidents(st, out);
	metrics_gauge(out, "tocsin_entries", "Entries kept.", (double)st->entries);
	metrics_gauge(out, "tocsin_outbox_pending", "Messages to be sent.",
	    (double)st->outbox_pending);
	metrics_gauge(out, "tocsin_outbox_dead", "Messages given up, kept.",
	    (double)st->outbox_dead);
	metrics_gauge(out, "tocsin_outbox_oldest_seconds",
	    "Age of the oldest message to be sent.",
	    st->outbox_oldest_ms == TIME_NONE || st->outbox_oldest_ms > g->now_ms
		? 0
		: (double)(g->now_ms - st->outbox_oldest_ms) / 1000);
	metrics_gauge(out, "tocsin_store_bytes", "Size of the database.",
	    (double)st->bytes);
}

void
metrics_text(const struct metrics *m, const struct metrics_gauges *g, struct buf *out)
{
	metrics_head(out, "tocsin_build_info", "What runs.", "gauge");
	buf_printf(out, "tocsin_build_info{version=\"%s\",revision=\"%s\"} 1\n",
	    PACKAGE_VERSION, REVISION);
	put_feeds(g, out);
	put_by_feed(g, out);
	for (size_t i = 0; i < COUNTERS; i++)
		put_counter(m, i, out);
	put_histogram("tocsin_feed_poll_duration_seconds", "From request to answer.",
	    &m->polls, out);
	put_histogram("tocsin_store_transaction_seconds", "From begin to commit.",
	    &g->store.transactions, out);
	put_total(out, "tocsin_store_failures_total",
	    "Transactions that failed and are tried again.", g->store_failures);
	put_total(out, "tocsin_worker_deaths_total", "Documents that ended their worker.",
	    g->worker_deaths);
	put_total(out, "tocsin_stream_clients_dropped_total",
	    "Clients of the event stream that were too slow.", g->clients_dropped);
	put_store(g, out);
	metrics_gauge(out, "tocsin_config_last_reload_successful", "1 if it was.",
	    g->reload_ok);
	metrics_gauge(out, "tocsin_config_last_reload_success_timestamp_seconds",
	    "When the configuration was read.", (double)g->reloaded_ms / 1000);
	metrics_gauge(out, "tocsin_workers_ready", "Workers that wait for a document.",
	    (double)g->workers_ready);
	metrics_gauge(out, "tocsin_workers_busy", "Workers that read one.",
	    (double)g->workers_busy);
	metrics_gauge(out, "tocsin_jobs_waiting", "Documents that wait for a worker.",
	    (double)g->jobs_waiting);
	metrics_gauge(out, "tocsin_stream_clients", "Clients of the event stream.",
	    (double)g->clients);
	metrics_process(out, g->started_ms);
}
