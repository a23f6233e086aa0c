/* work.c -- see work.h. */
#include "config.h"

#include <event2/event.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "daemon/acts.h"
#include "daemon/api.h"
#include "daemon/job.h"
#include "daemon/memory.h"
#include "facts/fact_json.h"
#include "facts/reader.h"
#include "net/httpd.h"
#include "parser/feed_json.h"
#include "parser/opml.h"
#include "store/entry_rows.h"
#include "tests/faults/faults.h"
#include "tests/faults/work.h"
#include "tests/unit/news.h"

static struct reader *reader;
static char scratch[64], store_path[96];

/* ---- parser ---- */

static const char rss[] =
    "<?xml version='1.0' encoding='iso-8859-1'?><rss version='2.0'><channel><title>One</title>"
    "<link>https://a.example/</link><item><title>Shells hit a market</title><guid>1</guid>"
    "<pubDate>Wed, 27 Nov 2024 19:00:00 GMT</pubDate><description>&lt;p>At least 12 people were "
    "killed in Id&#108;ib.&lt;/p>&lt;ul>&lt;li>one&lt;/li>&lt;/ul></description>"
    "<enclosure url='b.mp3' type='audio/mpeg' length='1'/></item></channel></rss>";
static const char atom[] =
    "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/'><title>Two</title>"
    "<id>urn:2</id><updated>2024-11-27T19:00:00Z</updated><entry><title type='html'>a &amp;lt;b"
    "</title><id>urn:3</id><link href='x'/><updated>2024-11-27T19:00:00Z</updated><content "
    "type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Text</p></div></content></entry></feed>";
static const char json_feed[] =
    "{\"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Three\", \"items\": [{\"id\": 1, "
    "\"title\": \"T\", \"content_html\": \"<p>Body</p>\", \"date_published\": \"2024-11-27T19:00:00Z\"}]}";
static const char broken[] = "<rss version='2.0'><channel><item><title>a & b</title><p><br>c";

static int
parse(struct buf *answer, struct err *e)
{
	static const struct feed_origin origin = { .url = STR_INIT("https://a.example/feed") };
	static const char *const documents[] = { rss, atom, json_feed, broken };
	struct arena a;
	int rc = 0;

	arena_init(&a);
	for (size_t i = 0; i < NELEM(documents) && rc == 0; i++) {
		const struct feed_doc *d = feed_parse(&a, str_of(documents[i]), &origin, e);

		if (d == NULL)
			rc = -1;
		else
			feed_doc_write(answer, d);
	}
	arena_clear(&a);
	return rc;
}

static int
read_opml(struct buf *answer, struct err *e)
{
	struct opml o;
	struct arena a;
	int rc;

	arena_init(&a);
	rc = opml_read(&a, STR("<opml version='2.0'><body><outline text='war'><outline text='One' type='rss' "
	    "xmlUrl='https://a.example/feed'/></outline></body></opml>"), &o, e);
	if (rc == 0)
		opml_write(answer, STR("feeds"), o.items, o.n);
	arena_clear(&a);
	return rc;
}

/* ---- facts ---- */

static void
say_facts(struct buf *answer, const struct fact_list *l)
{
	struct json j;

	json_init(&j, answer);
	fact_list_json(&j, STR("1"), l);
}

static int
read_text(struct buf *answer, struct err *e)
{
	static const struct reading in = { .published_ms = INT64_C(1732752000000),
		.text = STR_INIT("Shells hit a market\n\nAt least 61 people, including 12 children, were killed when "
		    "shells hit a market in Idlib on Wednesday, medics said. Rebels captured the town of Saraqib.") };
	struct fact_list facts;
	struct arena a;

	arena_init(&a);
	reader_read(reader, &a, &in, &facts);
	say_facts(answer, &facts);
	arena_clear(&a);
	return 0;
}

/* Packs, actors and places that the scratch directory has. */
static int
load_pack(struct buf *answer, struct err *e)
{
	const char *const dirs[] = { scratch, NULL };
	struct reader *r = reader_load(dirs, e);

	if (r == NULL)
		return -1;
	reader_free(r);
	buf_cstr(answer, "loaded");
	return 0;
}

/* ---- configuration ---- */

static const char yaml[] =
    "feeds:\n"
    "  - {name: one, url: \"https://a.example/feed\", every: 5m, tags: [war]}\n"
    "rules:\n"
    "  - {name: toll, toll: killed, at: [10, 50], send: [desk, log]}\n"
    "  - {name: ground, territory: [captured], new_for: 30d, send: [log]}\n"
    "receivers:\n"
    "  desk: {email: {to: a@b.example, from: c@b.example, smtp: \"smtps://b.example\"}}\n"
    "  log: {syslog: {}}\n";

static int
configure(struct buf *answer, struct err *e)
{
	struct config *c = config_parse(STR("t.yaml"), str_of(yaml));
	int rc = 0;

	if (c->diag.errors > 0)
		rc = err_set(e, "%.*s", STR_ARG(c->diag.msgs[0].text));
	buf_printf(answer, "%zu %zu %zu", c->n_feeds, c->rules.n, c->n_receivers);
	config_unref(c);
	return rc;
}

static int
load_config(struct buf *answer, struct err *e)
{
	char path[128];
	struct config *c;
	int rc = 0;

	snprintf(path, sizeof(path), "%s/t.yaml", scratch);
	c = config_load(path);
	if (c->diag.errors > 0)
		rc = err_set(e, "%.*s", STR_ARG(c->diag.msgs[0].text));
	buf_printf(answer, "%zu %zu %zu", c->n_feeds, c->rules.n, c->n_receivers);
	config_unref(c);
	return rc;
}

/* ---- messages between engine and worker ---- */

static int
answer_job(struct buf *answer, struct err *e)
{
	const struct job j = { .bytes = str_of(rss), .origin = { .url = STR("https://a.example/feed") }, .lang = STR("en") };

	job_answer(reader, &j, answer);
	return 0;
}

/* ---- store and ledger ---- */

static struct config *config;

static int
tell(struct store *s, struct arena *a, struct err *e)
{
	struct ingest_entry en[] = {
		news_entry(a, &(struct news){ .id = "1", .place = "Idlib", .killed = 61, .at_ms = NEWS_START }),
		news_entry(a, &(struct news){ .id = "2", .place = "Homs", .captured = "Saraqib", .at_ms = NEWS_START + 1 }),
	};
	struct store_feed f = { .name = STR("one"), .url = STR("https://a.example/") };
	struct ingest_context c = news_context(config, NEWS_START + MS_HOUR);
	struct ingest_batch b;
	struct ingest_result r;

	if (store_feed_add(s, a, &f, e) < 0)
		return -1;
	f.fetched_ms = NEWS_START;
	b = news_batch(a, &f, en, NELEM(en));
	return ingest(s, a, &c, &b, &r, e);
}

static int
say_alerts(struct store *s, struct buf *answer, struct err *e)
{
	struct store_stats st;
	int rc = store_stats(s, &st, e);

	if (rc == 0)
		buf_printf(answer, "%lld entries, %lld alerts, %lld wait\n", (long long)st.entries, (long long)st.alerts,
		    (long long)st.outbox_pending);
	return rc;
}

static struct store *
open_at(const char *address, struct err *e)
{
	const struct store_options o = { .address = address, .mode = STORE_WRITE, .node = "torture", .busy_ms = 10 };

	return store_open(&o, NULL, e);
}

static int
remember(struct buf *answer, struct err *e)
{
	struct store *s = open_at(store_path, e);
	struct arena a;
	int rc;

	if (s == NULL)
		return -1;
	arena_init(&a);
	rc = tell(s, &a, e);
	if (rc == 0)
		rc = say_alerts(s, answer, e);
	arena_clear(&a);
	store_close(s);
	return rc;
}

static void
forget(void)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal", ".lock", ".suspect" };
	char path[128];

	for (size_t i = 0; i < NELEM(ends); i++) {
		snprintf(path, sizeof(path), "%s%s", store_path, ends[i]);
		(void)unlink(path);
	}
}

/* What was said to be stored is there; what was not may be told again, and is then there once. */
static bool
is_remembered(bool well)
{
	struct err e = { "" };
	struct store *s = open_at(store_path, &e);
	struct store_stats st = { 0 };
	struct buf said;
	struct arena a;
	size_t bad = 1;
	bool ok;

	arena_init(&a);
	buf_init(&said, 65536);
	ok = s != NULL && store_check(s, &said, &bad, &e) == 0 && bad == 0 && store_stats(s, &st, &e) == 0 &&
	    (st.entries == 0 || st.entries == 2) && (!well || st.alerts == 2) && tell(s, &a, &e) == 0 &&
	    store_stats(s, &st, &e) == 0 && st.entries == 2 && st.alerts == 2;
	if (!ok)
		fprintf(stderr, "%s %.*s %lld entries, %lld alerts", e.msg, STR_ARG(buf_str(&said)),
		    (long long)st.entries, (long long)st.alerts);
	buf_clear(&said);
	arena_clear(&a);
	store_close(s);
	return ok;
}

/* ---- deliveries, and what people say ---- */

static int
deliver_one(struct store *s, struct arena *a, struct buf *answer, struct err *e)
{
	struct store_attempt at = { .at_ms = NEWS_START, .status = 503, .error = STR("busy") };
	struct store_delivery *rows, got;
	size_t n = 0, changed = 0;
	bool fenced = false, found = false;

	if (store_outbox_claim(s, a, STR("log"), 60000, 1, &rows, &n, e) < 0)
		return -1;
	if (n == 0)
		return err_set(e, "nothing waits");
	rows->state = OUTBOX_DEAD;
	if (store_outbox_finish(s, rows, &at, &fenced, e) < 0 ||
	    store_outbox_retry(s, STR_NONE, NEWS_START, &changed, e) < 0 || store_replan(s, 60000, e) < 0 ||
	    store_outbox_get(s, a, rows->id, &got, &found, e) < 0)
		return -1;
	buf_printf(answer, "%zu %d %zu %d %lld\n", n, fenced, changed, found, (long long)got.attempt);
	return 0;
}

static int
say_something(struct store *s, struct arena *a, struct buf *answer, struct err *e)
{
	struct store_note note = { .kind = STR("ack"), .what = STR("I1"), .author = STR("ann"), .created_ms = 10,
		.until_ms = TIME_NONE }, *notes;
	const struct store_event ev = { .at_ms = 1, .type = STR("t"), .subject = STR("s"), .json = STR("{}") };
	struct store_event *events;
	struct str value;
	size_t n = 0, m = 0;
	int64_t seq;
	bool found;

	if (store_note_add(s, &note, e) < 0 || store_note_end(s, note.id, 20, &found, e) < 0 ||
	    store_notes(s, a, STR("ack"), 15, &notes, &n, e) < 0 ||
	    store_meta_set(s, STR("k"), STR("v"), e) < 0 || store_meta_get(s, a, STR("k"), &value, e) < 0 ||
	    store_event_add(s, &ev, &seq, e) < 0 || store_events_after(s, a, 0, 99, &events, &m, e) < 0)
		return -1;
	buf_printf(answer, "%d %zu %.*s %zu\n", found, n, STR_ARG(value), m);
	return 0;
}

static int
serve_people(struct buf *answer, struct err *e)
{
	struct store *s = open_at(store_path, e);
	struct arena a;
	int rc = -1;

	if (s == NULL)
		return -1;
	arena_init(&a);
	if (tell(s, &a, e) == 0 && deliver_one(s, &a, answer, e) == 0)
		rc = say_something(s, &a, answer, e);
	arena_clear(&a);
	store_close(s);
	return rc;
}

/* ---- the care of the store ---- */

static void
copy_path(char out[128], const char *name)
{
	snprintf(out, 128, "%s/%s", scratch, name);
}

static int
care(struct buf *answer, struct err *e)
{
	char from[128], saved[128], recovered[128];
	const struct store_options o = { .address = from, .mode = STORE_READ, .node = "torture" };
	struct store *s;
	struct buf said;
	size_t bad = 0;
	int64_t n = 0, lost = 0;
	int rc;

	copy_path(from, "asked.db");
	copy_path(saved, "saved.db");
	copy_path(recovered, "recovered.db");
	if ((s = store_open(&o, NULL, e)) == NULL)
		return -1;
	buf_init(&said, 65536);
	rc = store_check(s, &said, &bad, e) < 0 || store_backup(s, saved, e) < 0 ? -1 : 0;
	store_close(s);
	if (rc == 0)
		rc = store_recover(from, recovered, &n, &lost, e);
	buf_printf(answer, "%lld rows", (long long)n);
	if (rc == 0 && (bad > 0 || lost > 0)) /* what cannot be read is said */
		rc = err_set(e, "%zu bad, %lld lost: %.*s", bad, (long long)lost, STR_ARG(buf_str(&said)));
	buf_clear(&said);
	return rc;
}

static void
forget_copies(void)
{
	static const char *const copies[] = { "saved.db", "recovered.db" };
	static const char *const ends[] = { "", "-wal", "-shm", "-journal", ".lock", ".suspect", ".part" };
	char path[160];

	for (size_t i = 0; i < NELEM(copies); i++)
		for (size_t k = 0; k < NELEM(ends); k++) {
			snprintf(path, sizeof(path), "%s/%s%s", scratch, copies[i], ends[k]);
			(void)unlink(path);
		}
}

/* ---- questions and orders ---- */

static int
ask_all(struct store *s, struct arena *a, struct buf *answer, struct err *e)
{
	static const char *const paths[] = { "api/v1/incidents", "api/v1/alerts", "api/v1/feeds", "incidents.csv" };
	const struct api_world w = { .store = s, .rules = &config->rules, .now_ms = NEWS_START + MS_HOUR,
		.started_ms = NEWS_START, .version = STR("t"), .host = STR("h.example"), .base = STR("https://h.example") };

	for (size_t i = 0; i < NELEM(paths); i++) {
		const struct api_request rq = { .path = str_of(paths[i]) };
		struct api_reply rp;

		api_answer(&w, a, &rq, &rp);
		if (rp.status != 200)
			return err_set(e, "%d %.*s", rp.status, STR_ARG(rp.body));
		buf_add(answer, rp.body);
	}
	return 0;
}

static int
ask(struct buf *answer, struct err *e)
{
	char path[96];
	const struct store_options o = { .address = path, .mode = STORE_READ, .node = "torture" };
	struct store *s;
	struct arena a;
	int rc;

	snprintf(path, sizeof(path), "%s/asked.db", scratch);
	if ((s = store_open(&o, NULL, e)) == NULL)
		return -1;
	arena_init(&a);
	rc = ask_all(s, &a, answer, e);
	arena_clear(&a);
	store_close(s);
	return rc;
}

/* ---- net ---- */

struct meeting {
	struct event_base *loop;
	struct http *client;
	struct httpd *server;
	struct buf *answer;
	struct err *e;
	int rc;
};

static void
serve(void *arg, struct httpd_request *rq)
{
	httpd_reply_text(rq, 200, "text/plain", STR("hello"));
}

static void
fetched(void *arg, const struct http_response *r)
{
	struct meeting *m = arg;

	m->rc = r->failed == HTTP_OK && r->status == 200 ? 0 : err_set(m->e, "%s%d", r->error, r->status);
	if (m->rc == 0)
		buf_add(m->answer, r->body);
	event_base_loopbreak(m->loop);
}

static int
meet(struct meeting *m, struct err *e)
{
	static const struct httpd_route routes[] = { { "GET", "/", serve, 0 }, { .path = NULL } };
	const struct http_options ho = { .user_agent = "t" };
	const struct httpd_options so = { .routes = routes, .head_ms = 500 };
	struct http_request rq = { .allow_private = true, .connect_ms = 500, .stall_ms = 500, .total_ms = 1000 };
	struct timeval limit = { 5, 0 };
	char url[64];

	if ((m->server = httpd_new(m->loop, &so, e)) == NULL || httpd_listen(m->server, STR("127.0.0.1:0"), e) != 0 ||
	    (m->client = http_new(m->loop, &ho, e)) == NULL)
		return -1;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/", httpd_port(m->server));
	rq.url = str_of(url);
	m->rc = err_set(e, "nothing came");
	http_start(m->client, &rq, fetched, m);
	event_base_loopexit(m->loop, &limit);
	event_base_dispatch(m->loop);
	return m->rc;
}

static int
fetch(struct buf *answer, struct err *e)
{
	struct meeting m = { .loop = event_base_new(), .answer = answer, .e = e };
	int rc = m.loop == NULL ? err_set(e, "no loop") : meet(&m, e);

	http_free(m.client);
	httpd_free(m.server);
	if (m.loop != NULL)
		event_base_free(m.loop);
	return rc;
}

/* ---- the table ---- */

#define FILES (FAULT_OPEN | FAULT_READ)
#define DISK (FAULT_OPEN | FAULT_READ | FAULT_PAGE | FAULT_WRITE | FAULT_SYNC)

const struct work works[] = {
	{ "parse", FAULT_MEMORY, parse, NULL, NULL },
	{ "opml", FAULT_MEMORY, read_opml, NULL, NULL },
	{ "read", FAULT_MEMORY, read_text, NULL, NULL },
	{ "pack", FAULT_MEMORY | FILES, load_pack, NULL, NULL },
	{ "configure", FAULT_MEMORY, configure, NULL, NULL },
	{ "load", FILES, load_config, NULL, NULL },
	{ "job", FAULT_MEMORY, answer_job, NULL, NULL },
	{ "remember", FAULT_MEMORY | DISK, remember, forget, is_remembered },
	{ "people", FAULT_MEMORY | FAULT_PAGE | FAULT_WRITE | FAULT_SYNC, serve_people, forget, NULL },
	{ "care", FAULT_PAGE | FAULT_WRITE | FAULT_SYNC, care, forget_copies, NULL },
	{ "ask", FAULT_MEMORY | DISK, ask, NULL, NULL },
	{ "fetch", FAULT_MEMORY | FAULT_SOCKET | FAULT_PROCESS, fetch, NULL, NULL },
	{ .name = NULL },
};

static void
must(bool well, const char *what)
{
	if (well)
		return;
	fprintf(stderr, "torture: %s\n", what);
	exit(99);
}

static void
write_file(const char *name, struct str bytes)
{
	char path[160];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", scratch, name);
	must((f = fopen(path, "we")) != NULL && fwrite(bytes.p, 1, bytes.n, f) == bytes.n, path);
	fclose(f);
}

static void
make_pack(void)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/lang", scratch);
	must(mkdir(path, 0700) == 0, path);
	snprintf(path, sizeof(path), "%s/lang/xx", scratch);
	must(mkdir(path, 0700) == 0, path);
	write_file("lang/xx/numbers.tsv", STR("number value=1\tunu\nnumber value=2\tdu\n"));
	write_file("lang/xx/people.tsv", STR("person who=people form=plural\thomoj\n"));
	snprintf(path, sizeof(path), "%s/gazetteer", scratch);
	must(mkdir(path, 0700) == 0, path);
	write_file("gazetteer/a.tsv", STR("SY\ttown\tSaraqib\t35.8644\t36.8039\tIdlib\n"));
}

void
works_start(void)
{
	const char *const dirs[] = { BUILDDIR "/daemon/share", NULL };
	struct err e = { "" };
	struct store *s;
	struct arena a;
	char path[96];

	memory_or_end();
	snprintf(scratch, sizeof(scratch), "%s/tocsin-torture-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	must(mkdtemp(scratch) != NULL, scratch);
	write_file("t.yaml", str_of(yaml));
	make_pack();
	must((reader = reader_load(dirs, &e)) != NULL, e.msg);
	config = config_parse(STR("t.yaml"), str_of(yaml));
	must(config->diag.errors == 0, "the configuration");
	arena_init(&a);
	snprintf(path, sizeof(path), "%s/asked.db", scratch);
	must((s = open_at(path, &e)) != NULL && tell(s, &a, &e) == 0, e.msg);
	arena_clear(&a);
	store_close(s);
	snprintf(store_path, sizeof(store_path), "%s/t.db", scratch);
}

void
works_end(void)
{
	static const char *const left[] = { "lang/xx/numbers.tsv", "lang/xx/people.tsv", "gazetteer/a.tsv", "t.yaml", "asked.db" },
	    *const folders[] = { "lang/xx", "lang", "gazetteer", "" };
	char path[160];

	forget();
	forget_copies();
	config_unref(config);
	reader_free(reader);
	for (size_t i = 0; i < NELEM(left); i++) {
		snprintf(path, sizeof(path), "%s/%s", scratch, left[i]);
		(void)unlink(path);
	}
	for (size_t i = 0; i < NELEM(folders); i++) {
		snprintf(path, sizeof(path), "%s/%s", scratch, folders[i]);
		(void)rmdir(path);
	}
}
