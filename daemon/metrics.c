/* metrics.c -- see metrics.h. */
#include "config.h"

#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "daemon/metrics.h"
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

/* ---- the table ---- */

#define LABELS 2
#define VALUES 8

struct label {
	const char *name;           /* of the label and of the log's key; NULL: none */
	const char *values[VALUES]; /* anything else counts as the last one */
};

struct counter {
	const char *event, *by; /* by: key whose number is added; NULL: one */
	const char *name, *help;
	struct label labels[LABELS];
};

#define SEVERITIES { "critical", "warning", "notice", "info", "test" }
#define KINDS { "email", "webhook", "syslog", "file", "exec", "chat", "other" }

static const struct counter counters[] = {
	{ "poll", NULL, "tocsin_feed_polls_total", "Polls by how they ended.",
	    { { "result", { "new", "unchanged", "http_error", "timeout", "parse_error", "error" } } } },
	{ "poll", "new", "tocsin_items_new_total", "Entries that were new.", { { NULL } } },
	{ "fact", NULL, "tocsin_facts_total", "Facts read, by kind.",
	    { { "kind", { "casualty", "territory", "displacement", "strike", "facility" } } } },
	{ "alert.fired", NULL, "tocsin_alerts_total", "Alerts that rang.",
	    { { "severity", SEVERITIES } } },
	{ "alert.sent", NULL, "tocsin_notifications_total", "Messages to receivers.",
	    { { "kind", KINDS }, { "result", { "sent" } } } },
	{ "delivery.retry", NULL, "tocsin_notifications_retried_total", "Tries that failed.",
	    { { "kind", KINDS } } },
	{ "delivery.dead", NULL, "tocsin_notifications_failed_total", "Messages given up.",
	    { { "kind", KINDS } } },
	{ "worker.killed", NULL, "tocsin_worker_deaths_total", "Documents that ended their worker.",
	    { { NULL } } },
	{ "client.slow", NULL, "tocsin_stream_clients_dropped_total",
	    "Clients of the event stream that were too slow.", { { NULL } } },
};

static const double bounds[] = { 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60 };

struct histogram {
	const char *event, *key; /* key: milliseconds */
	const char *name, *help;
};
static const struct histogram histograms[] = {
	{ "poll", "ms", "tocsin_feed_poll_duration_seconds", "From request to stored." },
	{ "store.commit", "ms", "tocsin_store_transaction_seconds", "Of one transaction." },
};

struct metrics {
	uint64_t count[NELEM(counters)][VALUES][VALUES];
	uint64_t bucket[NELEM(histograms)][NELEM(bounds) + 1];
	double sum[NELEM(histograms)];
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

static size_t
value_index(const struct label *l, struct str line)
{
	struct str v;
	size_t i = 0;

	if (l->name == NULL)
		return 0;
	v = logfmt_get(line, str_of(l->name));
	while (i + 1 < VALUES && l->values[i + 1] != NULL && !str_eq(v, str_of(l->values[i])))
		i++;
	return i;
}

static void
count_line(struct metrics *m, size_t i, struct str line)
{
	const struct counter *c = &counters[i];
	uint64_t add = 1;

	if (c->by != NULL && !str_uint(logfmt_get(line, str_of(c->by)), &add))
		add = 0;
	m->count[i][value_index(&c->labels[0], line)][value_index(&c->labels[1], line)] += add;
}

static void
observe_line(struct metrics *m, size_t i, struct str line)
{
	uint64_t ms;
	size_t b = 0;

	if (!str_uint(logfmt_get(line, str_of(histograms[i].key)), &ms))
		return;
	while (b < NELEM(bounds) && (double)ms / 1000 > bounds[b])
		b++;
	m->bucket[i][b]++;
	m->sum[i] += (double)ms / 1000;
}

void
metrics_count(struct metrics *m, struct str line)
{
	struct str rest = line, key, event;

	if (!logfmt_next(&rest, &key, &event) || !str_eq(key, STR("event")))
		return;
	for (size_t i = 0; i < NELEM(counters); i++)
		if (str_eq(event, str_of(counters[i].event)))
			count_line(m, i, rest);
	for (size_t i = 0; i < NELEM(histograms); i++)
		if (str_eq(event, str_of(histograms[i].event)))
			observe_line(m, i, rest);
}

/* ---- the text ---- */

static void
put_head(struct buf *out, const char *name, const char *help, const char *type)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void
put_gauge(struct buf *out, const char *name, const char *help, double v)
{
	put_head(out, name, help, "gauge");
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

	put_head(out, name, counters[i].help, "counter");
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
put_histogram(const struct metrics *m, size_t i, struct buf *out)
{
	const char *name = histograms[i].name;
	uint64_t total = 0;

	put_head(out, name, histograms[i].help, "histogram");
	for (size_t b = 0; b < NELEM(bounds); b++) {
		total += m->bucket[i][b];
		buf_printf(out, "%s_bucket{le=\"%g\"} %llu\n", name, bounds[b],
		    (unsigned long long)total);
	}
	total += m->bucket[i][NELEM(bounds)];
	buf_printf(out, "%s_bucket{le=\"+Inf\"} %llu\n%s_sum %g\n%s_count %llu\n", name,
	    (unsigned long long)total, name, m->sum[i], name, (unsigned long long)total);
}

static void
put_feeds(const struct metrics_gauges *g, struct buf *out)
{
	put_head(out, "tocsin_feeds", "Feeds by state.", "gauge");
	for (int s = 0; s < FEED_STATE_N; s++)
		buf_printf(out, "tocsin_feeds{state=\"%s\"} %lld\n", feed_state_names[s],
		    (long long)g->feeds[s]);
	put_gauge(out, "tocsin_feed_due_lag_seconds", "How late the latest feed is.",
	    (double)g->due_lag_ms / 1000);
}

static void
put_store(const struct metrics_gauges *g, struct buf *out)
{
	const struct store_stats *st = &g->store;

	put_gauge(out, "tocsin_incidents", "Incidents known.", (double)st->incidents);
	put_gauge(out, "tocsin_entries", "Entries kept.", (double)st->entries);
	put_gauge(out, "tocsin_outbox_pending", "Messages to be sent.", (double)st->outbox_pending);
	put_gauge(out, "tocsin_outbox_dead", "Messages given up, kept.", (double)st->outbox_dead);
	put_gauge(out, "tocsin_outbox_oldest_seconds", "Age of the oldest message to be sent.",
	    st->outbox_oldest_ms == TIME_NONE ? 0
	                                      : (double)(g->now_ms - st->outbox_oldest_ms) / 1000);
	put_gauge(out, "tocsin_store_bytes", "Size of the database.", (double)st->bytes);
}

static int64_t
resident_bytes(void)
{
	char line[128] = "";
	FILE *f = fopen("/proc/self/statm", "re");
	struct str rest;
	uint64_t pages = 0;

	if (f != NULL) {
		if (fgets(line, sizeof(line), f) == NULL)
			line[0] = '\0';
		fclose(f);
	}
	rest = str_of(line);
	str_word(&rest);
	str_uint(str_word(&rest), &pages);
	return (int64_t)pages * sysconf(_SC_PAGESIZE);
}

static void
put_process(const struct metrics_gauges *g, struct buf *out)
{
	struct rusage ru;

	getrusage(RUSAGE_SELF, &ru);
	put_head(out, "process_cpu_seconds_total", "Processor time of the engine.", "counter");
	buf_printf(out, "process_cpu_seconds_total %.6f\n",
	    (double)(ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) +
	        (double)(ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) / 1e6);
	put_gauge(out, "process_resident_memory_bytes", "Memory of the engine.",
	    (double)resident_bytes());
	put_gauge(out, "process_start_time_seconds", "When it was started.",
	    (double)g->started_ms / 1000);
}

void
metrics_text(const struct metrics *m, const struct metrics_gauges *g, struct buf *out)
{
	put_head(out, "tocsin_build_info", "What runs.", "gauge");
	buf_printf(out, "tocsin_build_info{version=\"%s\"} 1\n", PACKAGE_VERSION);
	put_feeds(g, out);
	for (size_t i = 0; i < NELEM(counters); i++)
		put_counter(m, i, out);
	for (size_t i = 0; i < NELEM(histograms); i++)
		put_histogram(m, i, out);
	put_store(g, out);
	put_gauge(out, "tocsin_config_last_reload_successful", "1 if it was.", g->reload_ok);
	put_gauge(out, "tocsin_config_last_reload_success_timestamp_seconds",
	    "When the configuration was read.", (double)g->reloaded_ms / 1000);
	put_gauge(out, "tocsin_workers_ready", "Workers that wait for a document.",
	    (double)g->workers_ready);
	put_gauge(out, "tocsin_workers_busy", "Workers that read one.", (double)g->workers_busy);
	put_gauge(out, "tocsin_jobs_waiting", "Documents that wait for a worker.",
	    (double)g->jobs_waiting);
	put_gauge(out, "tocsin_stream_clients", "Clients of the event stream.", (double)g->clients);
	put_process(g, out);
}
