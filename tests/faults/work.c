/* work.c -- see work.h. */
#include "config.h"

#ifdef HAVE_PQ
#include <libpq-fe.h>
#endif
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/mapping.h"
#include "daemon/acts.h"
#include "daemon/api.h"
#include "daemon/job.h"
#include "daemon/memory.h"
#include "facts/fact_json.h"
#include "facts/reader.h"
#include "parser/feed_json.h"
#include "parser/opml.h"
#include "store/entry_rows.h"
#include "tests/faults/faults.h"
#include "tests/faults/work.h"
#include "tests/unit/news.h"

static struct reader *reader;
static char scratch[64], store_path[512]; /* a file, or a schema of the server that
					     tests/postgres.sh names */

void
work_must(bool well, const char *what)
{
	if (well)
		return;
	fprintf(stderr, "torture: %s\n", what);
	exit(99);
}

void
work_file(const char *name, struct str bytes)
{
	char path[160];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", scratch, name);
	work_must((f = fopen(path, "we")) != NULL &&
		fwrite(bytes.p, 1, bytes.n, f) == bytes.n,
	    path);
	fclose(f);
}

/* ---- parser ---- */

static const char rss[] =
    "<?xml version='1.0' encoding='iso-8859-1'?><rss "
    "version='2.0'><channel><title>One</title>"
    "<link>https://a.example/</link><item><title>Shells hit a "
    "market</title><guid>1</guid>"
    "<pubDate>Wed, 27 Nov 2024 19:00:00 GMT</pubDate><description>&lt;p>At least 12 "
    "people were "
    "killed in Id&#108;ib.&lt;/p>&lt;ul>&lt;li>one&lt;/li>&lt;/ul></description>"
    "<enclosure url='b.mp3' type='audio/mpeg' length='1'/></item></channel></rss>";
static const char atom[] =
    "<feed xmlns='http://www.w3.org/2005/Atom' "
    "xml:base='https://a.example/'><title>Two</title>"
    "<id>urn:2</id><updated>2024-11-27T19:00:00Z</updated><entry><title type='html'>a "
    "&amp;lt;b"
    "</title><id>urn:3</id><link "
    "href='x'/><updated>2024-11-27T19:00:00Z</updated><content "
    "type='xhtml'><div "
    "xmlns='http://www.w3.org/1999/xhtml'><p>Text</p></div></content></entry></feed>";
static const char json_feed[] = "{\"version\": \"https://jsonfeed.org/version/1.1\", "
				"\"title\": \"Three\", \"items\": [{\"id\": 1, "
				"\"title\": \"T\", \"content_html\": \"<p>Body</p>\", "
				"\"date_published\": \"2024-11-27T19:00:00Z\"}]}";
static const char broken[] =
    "<rss version='2.0'><channel><item><title>a & b</title><p><br>c";

static int
parse(struct buf *answer, struct err *e)
{
	static const struct feed_origin origin = {
		.url = STR_INIT("https://a.example/feed")
	};
	static const char *const documents[] = { rss, atom, json_feed, broken };
	struct arena a;
	int rc = 0;

	arena_init(&a);
	for (size_t i = 0; i < NELEM(documents) && rc == 0; i++) {
		const struct feed_doc *d = feed_parse(&a, str_of(documents[i]), &origin,
		    e);

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
	rc = opml_read(&a,
	    STR("<opml version='2.0'><body><outline text='war'><outline text='One' "
		"type='rss' "
		"xmlUrl='https://a.example/feed'/></outline></body></opml>"),
	    &o, e);
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
		.text = STR_INIT("Shells hit a market\n\nAt least 61 people, including "
				 "12 children, were killed when "
				 "shells hit a market in Idlib on Wednesday, medics "
				 "said. Rebels captured the town of Saraqib.") };
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
	const struct job j = { .bytes = str_of(rss),
		.origin = { .url = STR("https://a.example/feed") },
		.lang = STR("en") };

	job_answer(reader, &j, answer);
	return 0;
}

/* ---- store and ledger ---- */

static struct config *config;

static int
tell(struct store *s, struct arena *a, struct err *e)
{
	struct ingest_entry en[] = {
		news_entry(a,
		    &(struct news){
			.id = "1", .place = "Idlib", .killed = 61, .at_ms = NEWS_START }),
		news_entry(a,
		    &(struct news){ .id = "2",
			.place = "Homs",
			.captured = "Saraqib",
			.at_ms = NEWS_START + 1 }),
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
		buf_printf(answer, "%lld entries, %lld alerts, %lld wait\n",
		    (long long)st.entries, (long long)st.alerts,
		    (long long)st.outbox_pending);
	return rc;
}

static struct store *
open_at(const char *address, struct err *e)
{
	const struct store_options o = { .address = address,
		.mode = STORE_WRITE,
		.node = "torture",
		.busy_ms = 10,
		.patience_ms = 3000 };

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

#ifdef HAVE_PQ
static PGconn *server;

static void
name_store(void)
{
	const char *address = getenv("TOCSIN_TEST_PG");

	if (address == NULL) {
		snprintf(store_path, sizeof(store_path), "%s/t.db", scratch);
		return;
	}
	server = PQconnectdb(address);
	work_must(PQstatus(server) == CONNECTION_OK, address);
	snprintf(store_path, sizeof(store_path), "%s&options=-csearch_path%%3Dtorture",
	    address);
}

static void
forget_schema(const char *more)
{
	char sql[160];

	if (server == NULL)
		return;
	snprintf(sql, sizeof(sql),
	    "SET client_min_messages = warning; DROP SCHEMA IF EXISTS torture CASCADE; "
	    "%s",
	    more);
	PQclear(PQexec(server, sql));
}
#else
#define server NULL
#define forget_schema(more) (void)(more)

static void
name_store(void)
{
	snprintf(store_path, sizeof(store_path), "%s/t.db", scratch);
}
#endif

static void
forget(void)
{
	static const char *const ends[] = { "", "-wal", "-shm", "-journal", ".lock",
		".suspect" };
	char path[sizeof(store_path) + 16];

	if (server != NULL) {
		forget_schema("CREATE SCHEMA torture");
		return;
	}
	for (size_t i = 0; i < NELEM(ends); i++) {
		snprintf(path, sizeof(path), "%s%s", store_path, ends[i]);
		(void)unlink(path);
	}
}

/* What was said to be stored is there; what was not may be told again, and is then there
 * once. */
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
	ok = s != NULL && store_check(s, &said, &bad, &e) == 0 && bad == 0 &&
	    store_stats(s, &st, &e) == 0 && (st.entries == 0 || st.entries == 2) &&
	    (!well || st.alerts == 2) && tell(s, &a, &e) == 0 &&
	    store_stats(s, &st, &e) == 0 && st.entries == 2 && st.alerts == 2;
	if (!ok)
		fprintf(stderr, "%s %.*s %lld entries, %lld alerts", e.msg,
		    STR_ARG(buf_str(&said)), (long long)st.entries, (long long)st.alerts);
	buf_clear(&said);
	arena_clear(&a);
	store_close(s);
	return ok;
}

/* ---- deliveries, and what people say ---- */

static int
deliver_one(struct store *s, struct arena *a, struct buf *answer, struct err *e)
{
	struct store_attempt at = {
		.at_ms = NEWS_START, .status = 503, .error = STR("busy")
	};
	struct store_delivery *rows, got;
	size_t n = 0, changed = 0;
	bool fenced = false, found = false;

	if (store_outbox_claim(s, a, STR("log"), 60000, 1, &rows, &n, e) < 0)
		return -1;
	if (n == 0)
		return err_set(e, "nothing waits");
	rows->state = OUTBOX_DEAD;
	if (store_outbox_finish(s, rows, &at, &fenced, e) < 0 ||
	    store_outbox_retry(s, STR_NONE, NEWS_START, &changed, e) < 0 ||
	    store_replan(s, 60000, e) < 0 ||
	    store_outbox_get(s, a, rows->id, &got, &found, e) < 0)
		return -1;
	buf_printf(answer, "%zu %d %zu %d %lld\n", n, fenced, changed, found,
	    (long long)got.attempt);
	return 0;
}

static int
say_something(struct store *s, struct arena *a, struct buf *answer, struct err *e)
{
	struct store_note note = { .kind = STR("ack"),
		.what = STR("I1"),
		.author = STR("ann"),
		.created_ms = 10,
		.until_ms = TIME_NONE },
			  *notes;
	const struct store_event ev = {
		.at_ms = 1, .type = STR("t"), .subject = STR("s"), .json = STR("{}")
	};
	struct store_event *events;
	struct str value;
	size_t n = 0, m = 0;
	int64_t seq;
	bool found;

	if (store_note_add(s, &note, e) < 0 ||
	    store_note_end(s, note.kind, note.id, 20, &found, e) < 0 ||
	    store_notes(s, a, STR("ack"), 15, &notes, &n, e) < 0 ||
	    store_meta_set(s, STR("k"), STR("v"), e) < 0 ||
	    store_meta_get(s, a, STR("k"), &value, e) < 0 ||
	    store_event_add(s, &ev, &seq, e) < 0 ||
	    store_events_after(s, a, 0, 99, &events, &m, e) < 0)
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
	const struct store_options o = {
		.address = from, .mode = STORE_READ, .node = "torture"
	};
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
		rc = err_set(e, "%zu bad, %lld lost: %.*s", bad, (long long)lost,
		    STR_ARG(buf_str(&said)));
	buf_clear(&said);
	return rc;
}

static void
forget_copies(void)
{
	static const char *const copies[] = { "saved.db", "recovered.db" };
	static const char *const ends[] = { "", "-wal", "-shm", "-journal", ".lock",
		".suspect", ".part" };
	char path[160];

	for (size_t i = 0; i < NELEM(copies); i++)
		for (size_t k = 0; k < NELEM(ends); k++) {
			snprintf(path, sizeof(path), "%s/%s%s", scratch, copies[i],
			    ends[k]);
			(void)unlink(path);
		}
}

/* ---- questions and orders ---- */

static int
ask_all(struct store *s, struct arena *a, struct buf *answer, struct err *e)
{
	static const char *const paths[] = { "api/v1/incidents", "api/v1/alerts",
		"api/v1/feeds", "incidents.csv" };
	const struct api_world w = { .store = s,
		.rules = &config->rules,
		.now_ms = NEWS_START + MS_HOUR,
		.started_ms = NEWS_START,
		.version = STR("t"),
		.host = STR("h.example"),
		.base = STR("https://h.example") };

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
	const struct store_options o = {
		.address = path, .mode = STORE_READ, .node = "torture"
	};
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

/* ---- files that others map ---- */

static int
replace_file(struct buf *answer, struct err *e)
{
	char path[160];
	struct str is;

	snprintf(path, sizeof(path), "%s/mapped", scratch);
	if (mapping_write(path, STR("new"), e) == -1 || mapping_open(&is, path, e) == -1)
		return -1;
	buf_add(answer, is);
	mapping_close(is);
	return 0;
}

static void
put_old_file(void)
{
	work_file("mapped", STR("old"));
}

/* One or the other, whole, and nothing beside it. */
static bool
is_whole_file(bool well)
{
	struct err e = { "" };
	char path[160];
	struct str is;
	bool ok;

	snprintf(path, sizeof(path), "%s/mapped.new", scratch);
	if (access(path, F_OK) == 0)
		return false;
	snprintf(path, sizeof(path), "%s/mapped", scratch);
	if (mapping_open(&is, path, &e) == -1)
		return false;
	ok = str_eq(is, STR("new")) || (!well && str_eq(is, STR("old")));
	mapping_close(is);
	return ok;
}

/* ---- the table ---- */

#define FILES (FAULT_OPEN | FAULT_READ)
#define SERVER (FAULT_SOCKET | FAULT_PROCESS)
#define DISK \
	(FAULT_OPEN | FAULT_READ | FAULT_PAGE | FAULT_WRITE | FAULT_SYNC | FAULT_BUSY)

const struct work works[] = {
	{ "parse", FAULT_MEMORY, parse, NULL, NULL },
	{ "opml", FAULT_MEMORY, read_opml, NULL, NULL },
	{ "read", FAULT_MEMORY, read_text, NULL, NULL },
	{ "pack", FAULT_MEMORY | FILES, load_pack, NULL, NULL },
	{ "configure", FAULT_MEMORY, configure, NULL, NULL },
	{ "load", FILES, load_config, NULL, NULL },
	{ "job", FAULT_MEMORY, answer_job, NULL, NULL },
	{ "remember", FAULT_MEMORY | DISK | SERVER, remember, forget, is_remembered },
	{ "people",
	    FAULT_MEMORY | FAULT_PAGE | FAULT_WRITE | FAULT_SYNC | FAULT_BUSY | SERVER,
	    serve_people, forget, NULL },
	{ "care", FAULT_PAGE | FAULT_WRITE | FAULT_SYNC | FAULT_BUSY, care, forget_copies,
	    NULL },
	{ "ask", FAULT_MEMORY | DISK, ask, NULL, NULL },
	{ "replace", FAULT_OPEN | FAULT_READ | FAULT_WRITE, replace_file, put_old_file,
	    is_whole_file },
	{ "render", FAULT_MEMORY | FILES, work_render, NULL, NULL },
	{ "subscribe", FAULT_MEMORY, work_subscribe, NULL, NULL },
	{ "fetch", FAULT_MEMORY | FAULT_SOCKET | FAULT_PROCESS, work_fetch, NULL, NULL },
	{ "mail", FAULT_MEMORY | FAULT_SOCKET | FAULT_PROCESS, work_mail, NULL, NULL },
	{ .name = NULL },
};

static void
make_pack(void)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/lang", scratch);
	work_must(mkdir(path, 0700) == 0, path);
	snprintf(path, sizeof(path), "%s/lang/xx", scratch);
	work_must(mkdir(path, 0700) == 0, path);
	work_file("lang/xx/numbers.tsv",
	    STR("number value=1\tunu\nnumber value=2\tdu\n"));
	work_file("lang/xx/people.tsv", STR("person who=people form=plural\thomoj\n"));
	snprintf(path, sizeof(path), "%s/gazetteer", scratch);
	work_must(mkdir(path, 0700) == 0, path);
	work_file("gazetteer/a.tsv", STR("SY\ttown\tSaraqib\t35.8644\t36.8039\tIdlib\n"));
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
	umask(077);
	snprintf(scratch, sizeof(scratch), "%s/tocsin-torture-XXXXXX",
	    access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	work_must(mkdtemp(scratch) != NULL, scratch);
	work_file("t.yaml", str_of(yaml));
	make_pack();
	work_must((reader = reader_load(dirs, &e)) != NULL, e.msg);
	config = config_parse(STR("t.yaml"), str_of(yaml));
	work_must(config->diag.errors == 0, "the configuration");
	arena_init(&a);
	snprintf(path, sizeof(path), "%s/asked.db", scratch);
	work_must((s = open_at(path, &e)) != NULL && tell(s, &a, &e) == 0, e.msg);
	arena_clear(&a);
	store_close(s);
	name_store();
	work_net_start(scratch);
}

uint32_t
work_kinds(const struct work *w)
{
	return server != NULL ? w->kinds & (SERVER | FAULT_MEMORY) : w->kinds;
}

int64_t
work_many(void)
{
	return server != NULL ? 0 : 300;
}

void
works_end(void)
{
	static const char *const left[] = { "lang/xx/numbers.tsv", "lang/xx/people.tsv",
		"gazetteer/a.tsv", "t.yaml", "asked.db", "mapped", "secret" },
				 *const folders[] = { "lang/xx", "lang", "gazetteer",
					 "" };
	char path[160];

	forget();
	forget_schema("");
	forget_copies();
	work_net_end();
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
