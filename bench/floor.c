/*
 * floor.c -- `floor DB ADDRESSES`: the least that a poller on these libraries can do.
 * libcurl's multi_socket on libevent, a hundred transfers at once, gzip, libxml2's push
 * parser over each piece as it comes, the texts of each entry into SQLite (WAL, NORMAL,
 * 64 feeds a transaction), ETag and Last-Modified kept and sent.  Nothing is read for
 * facts, checked, ruled or kept polite.
 */
#include "config.h"

#include <curl/curl.h>
#include <event2/event.h>
#include <libxml/parser.h>
#include <sqlite3.h>
#include <sysexits.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/hash.h"

#define PARALLEL 100
#define FEEDS_PER_COMMIT 64

enum field { FIELD_TITLE, FIELD_LINK, FIELD_ID, FIELD_DATE, FIELD_TEXT, FIELD_N };
static const struct {
	const char *name;
	enum field field;
} elements[] = {
	{ "title", FIELD_TITLE },
	{ "link", FIELD_LINK },
	{ "guid", FIELD_ID },
	{ "id", FIELD_ID },
	{ "pubDate", FIELD_DATE },
	{ "published", FIELD_DATE },
	{ "updated", FIELD_DATE },
	{ "date", FIELD_DATE },
	{ "description", FIELD_TEXT },
	{ "content", FIELD_TEXT },
	{ "encoded", FIELD_TEXT },
	{ "summary", FIELD_TEXT },
};

struct feed {
	char *url, *etag, *modified;
};

struct transfer {
	CURL *easy;
	struct curl_slist *headers;
	struct feed *feed;
	xmlParserCtxtPtr xml;
	bool in_entry;
	unsigned depth; /* within an element whose text is kept; 0: in none */
	enum field field;
	struct buf texts[FIELD_N];
};

static struct feed *feeds;
static size_t n_feeds, next_feed, left, n_ok, n_unchanged, n_bad, n_entries;
static struct event_base *loop;
static struct event *timer;
static CURLM *multi;
static sqlite3 *db;
static sqlite3_stmt *add_entry, *save_feed;
static size_t in_commit;

/* ---- SQLite ---- */

static void
sql(const char *text)
{
	if (sqlite3_exec(db, text, NULL, NULL, NULL) != SQLITE_OK) {
		fprintf(stderr, "floor: %s\n", sqlite3_errmsg(db));
		exit(EX_SOFTWARE);
	}
}

static void
need_transaction(void)
{
	if (in_commit++ == 0)
		sql("BEGIN IMMEDIATE");
}

static void
store_entry(struct transfer *t)
{
	struct str id =
	    buf_str(&t->texts[t->texts[FIELD_ID].n > 0 ? FIELD_ID : FIELD_LINK]);

	need_transaction();
	sqlite3_bind_int64(add_entry, 1, t->feed - feeds);
	sqlite3_bind_int64(add_entry, 2, (sqlite3_int64)hash64(id, 0));
	for (int i = 0; i < FIELD_N; i++)
		sqlite3_bind_text(add_entry, 3 + i,
		    t->texts[i].n > 0 ? t->texts[i].p : "", (int)t->texts[i].n,
		    SQLITE_STATIC);
	sqlite3_step(add_entry);
	sqlite3_reset(add_entry);
	n_entries++;
}

static void
store_feed(const struct feed *f)
{
	static size_t in_transaction;

	need_transaction();
	sqlite3_bind_int64(save_feed, 1, f - feeds);
	sqlite3_bind_text(save_feed, 2, f->etag, -1, SQLITE_STATIC);
	sqlite3_bind_text(save_feed, 3, f->modified, -1, SQLITE_STATIC);
	sqlite3_step(save_feed);
	sqlite3_reset(save_feed);
	if (++in_transaction % FEEDS_PER_COMMIT == 0) {
		sql("COMMIT");
		in_commit = 0;
	}
}

static void
open_store(const char *path)
{
	sqlite3_stmt *known;

	sqlite3_open(path, &db);
	sql("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
	    "CREATE TABLE IF NOT EXISTS feed (id INTEGER PRIMARY KEY, etag TEXT, "
	    "modified TEXT);"
	    "CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, feed INT, hash "
	    "INT, title TEXT, "
	    "link TEXT, guid TEXT, date TEXT, body TEXT);"
	    "CREATE UNIQUE INDEX IF NOT EXISTS known ON entry (hash, feed);");
	sqlite3_prepare_v2(db,
	    "INSERT OR IGNORE INTO entry (feed, hash, title, link, guid, date, body) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?)",
	    -1, &add_entry, NULL);
	sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO feed VALUES (?, ?, ?)", -1,
	    &save_feed, NULL);
	sqlite3_prepare_v2(db, "SELECT id, etag, modified FROM feed", -1, &known, NULL);
	while (sqlite3_step(known) == SQLITE_ROW) {
		struct feed *f = &feeds[sqlite3_column_int64(known, 0)];

		f->etag = xstrdup((const char *)sqlite3_column_text(known, 1));
		f->modified = xstrdup((const char *)sqlite3_column_text(known, 2));
	}
	sqlite3_finalize(known);
}

static void
close_store(void)
{
	if (in_commit > 0)
		sql("COMMIT");
	sqlite3_finalize(add_entry);
	sqlite3_finalize(save_feed);
	sqlite3_close(db);
}

/* ---- XML ---- */

static void
on_start(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
    int n_ns, const xmlChar **ns, int n_attributes, int n_defaulted, const xmlChar **at)
{
	struct transfer *t = arg;
	const char *local = (const char *)name;

	if (t->depth > 0) {
		t->depth++;
		return;
	}
	if (!t->in_entry) {
		t->in_entry = strcmp(local, "item") == 0 || strcmp(local, "entry") == 0;
		for (int i = 0; i < FIELD_N; i++)
			buf_reset(&t->texts[i]);
		return;
	}
	for (size_t i = 0; i < NELEM(elements) && t->depth == 0; i++)
		if (strcmp(local, elements[i].name) == 0) {
			t->field = elements[i].field;
			t->depth = 1;
		}
	for (int i = 0; i < n_attributes && t->depth > 0 && t->field == FIELD_LINK; i++)
		if (strcmp((const char *)at[i * 5], "href") == 0)
			buf_add(&t->texts[FIELD_LINK],
			    (struct str){ (const char *)at[i * 5 + 3],
				(size_t)(at[i * 5 + 4] - at[i * 5 + 3]) });
}

static void
on_end(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct transfer *t = arg;
	const char *local = (const char *)name;

	if (t->depth > 0) {
		t->depth--;
	} else if (t->in_entry &&
	    (strcmp(local, "item") == 0 || strcmp(local, "entry") == 0)) {
		t->in_entry = false;
		store_entry(t);
	}
}

static void
on_text(void *arg, const xmlChar *s, int n)
{
	struct transfer *t = arg;

	if (t->depth > 0)
		buf_add(&t->texts[t->field], (struct str){ (const char *)s, (size_t)n });
}

static void
on_xml_error(void *arg, xmlErrorPtr e)
{
}

static xmlSAXHandler handler = { .initialized = XML_SAX2_MAGIC,
	.startElementNs = on_start,
	.endElementNs = on_end,
	.characters = on_text,
	.cdataBlock = on_text,
	.ignorableWhitespace = on_text,
	.serror = on_xml_error };

/* ---- HTTP ---- */

static size_t
on_body(char *p, size_t one, size_t n, void *arg)
{
	struct transfer *t = arg;

	if (t->xml == NULL) {
		t->xml = xmlCreatePushParserCtxt(&handler, t, NULL, 0, NULL);
		xmlCtxtUseOptions(t->xml, XML_PARSE_NONET | XML_PARSE_RECOVER);
		t->in_entry = false;
		t->depth = 0;
	}
	xmlParseChunk(t->xml, p, (int)n, 0);
	return n;
}

static void
keep_header(char **to, struct str line, struct str name)
{
	if (!str_starts_ci(line, name))
		return;
	free(*to);
	*to = str_dup(str_trim(str_sub(line, name.n, line.n)));
}

static size_t
on_header(char *p, size_t one, size_t n, void *arg)
{
	struct transfer *t = arg;
	struct str line = { p, n };

	keep_header(&t->feed->etag, line, STR("etag:"));
	keep_header(&t->feed->modified, line, STR("last-modified:"));
	return n;
}

static void
condition(struct transfer *t, const char *name, const char *value)
{
	char line[512];

	if (value == NULL)
		return;
	snprintf(line, sizeof(line), "%s: %s", name, value);
	t->headers = curl_slist_append(t->headers, line);
}

static void
begin(struct transfer *t)
{
	if (next_feed >= n_feeds)
		return;
	t->feed = &feeds[next_feed++];
	curl_slist_free_all(t->headers);
	t->headers = NULL;
	condition(t, "If-None-Match", t->feed->etag);
	condition(t, "If-Modified-Since", t->feed->modified);
	curl_easy_setopt(t->easy, CURLOPT_URL, t->feed->url);
	curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
	curl_multi_add_handle(multi, t->easy);
}

static void
ended(struct transfer *t, CURLcode rc)
{
	long status = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	n_ok += rc == CURLE_OK && status == 200;
	n_unchanged += rc == CURLE_OK && status == 304;
	n_bad += rc != CURLE_OK || (status != 200 && status != 304);
	if (t->xml != NULL) {
		xmlParseChunk(t->xml, NULL, 0, 1);
		xmlFreeParserCtxt(t->xml);
		t->xml = NULL;
	}
	if (status == 200)
		store_feed(t->feed);
	curl_multi_remove_handle(multi, t->easy);
	left--;
	begin(t);
}

static void
collect(void)
{
	struct transfer *t;
	CURLMsg *m;
	int queued;

	while ((m = curl_multi_info_read(multi, &queued)) != NULL) {
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
		ended(t, m->data.result);
	}
	if (left == 0)
		event_base_loopbreak(loop);
}

static void
on_socket(evutil_socket_t fd, short what, void *arg)
{
	int running;

	curl_multi_socket_action(multi, fd,
	    (what & EV_READ ? CURL_CSELECT_IN : 0) |
		(what & EV_WRITE ? CURL_CSELECT_OUT : 0),
	    &running);
	collect();
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	int running;

	curl_multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
	collect();
}

static int
watch(CURL *easy, curl_socket_t fd, int what, void *arg, void *socket_arg)
{
	struct event *ev = socket_arg;
	short kinds = EV_PERSIST;

	if (ev != NULL)
		event_free(ev);
	if (what == CURL_POLL_REMOVE) {
		curl_multi_assign(multi, fd, NULL);
		return 0;
	}
	if (what & CURL_POLL_IN)
		kinds |= EV_READ;
	if (what & CURL_POLL_OUT)
		kinds |= EV_WRITE;
	ev = event_new(loop, fd, kinds, on_socket, NULL);
	event_add(ev, NULL);
	curl_multi_assign(multi, fd, ev);
	return 0;
}

static int
set_timer(CURLM *m, long ms, void *arg)
{
	struct timeval t = { ms / 1000, ms % 1000 * 1000 };

	if (ms < 0)
		evtimer_del(timer);
	else
		evtimer_add(timer, &t);
	return 0;
}

static void
open_transfer(struct transfer *t)
{
	t->easy = curl_easy_init();
	for (int i = 0; i < FIELD_N; i++)
		buf_init(&t->texts[i], 16u << 20);
	curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
	curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(t->easy, CURLOPT_TIMEOUT, 30L);
	curl_easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING, "gzip");
	begin(t);
}

static void
read_addresses(const char *path)
{
	FILE *f = fopen(path, "r");
	size_t cap = 0, room = 0;
	char *line = NULL;

	if (f == NULL) {
		perror(path);
		exit(EX_NOINPUT);
	}
	while (getline(&line, &room, f) > 0) {
		if (n_feeds == cap) {
			cap = cap * 2 + 1024;
			feeds = xreallocarray(feeds, cap, sizeof(*feeds));
		}
		feeds[n_feeds++] = (struct feed){
			.url = str_dup(str_trim(str_of(line)))
		};
	}
	free(line);
	fclose(f);
}

int
main(int argc, char **argv)
{
	static struct transfer transfers[PARALLEL];

	if (argc != 3) {
		fprintf(stderr, "usage: floor DB ADDRESSES\n");
		return EX_USAGE;
	}
	read_addresses(argv[2]);
	curl_global_init(CURL_GLOBAL_ALL);
	open_store(argv[1]);
	loop = event_base_new();
	timer = evtimer_new(loop, on_timer, NULL);
	multi = curl_multi_init();
	curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, watch);
	curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, set_timer);
	curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)PARALLEL);
	left = n_feeds;
	for (size_t i = 0; i < PARALLEL && i < n_feeds; i++)
		open_transfer(&transfers[i]);
	event_base_dispatch(loop);
	close_store();
	printf("feeds %zu read %zu unchanged %zu failed %zu entries %zu\n", n_feeds, n_ok,
	    n_unchanged, n_bad, n_entries);
	return n_bad > 0 ? EX_UNAVAILABLE : 0;
}
