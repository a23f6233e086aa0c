/*
 * story.c -- `tocsin-story FILE`: the feeds of etc/story/story.yaml over HTTP on
 * loopback, filling while one watches.  What a feed says is a function of the story and
 * the seconds since the start; validators are hashes of it, so that a poller sees 304
 * between two events.
 */
#include "config.h"

#include <event2/event.h>
#include <signal.h>
#include <sysexits.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/wall.h"
#include "daemon/yaml.h"
#include "net/httpd.h"

#define HOSTS 5

enum format { FORMAT_RSS, FORMAT_ATOM };
static const char *const format_names[] = { "rss", "atom", NULL };

struct story_feed {
	struct str name, title;
	int format;
};

struct story_entry {
	struct str feed, id, title, text;
	int64_t after_ms;
};

struct story {
	struct arena arena;
	struct conf_diag diag;
	struct story_feed *feeds;
	size_t n_feeds;
	struct story_entry *entries;
	size_t n_entries;
	int64_t start_ms;
	double speed;
};

/* ---- the file ---- */

static const struct conf_key feed_keys[] = {
	{ "name", CONF_TEXT, offsetof(struct story_feed, name), .required = true,
	    .help = "its path on the server" },
	{ "title", CONF_TEXT, offsetof(struct story_feed, title), .required = true,
	    .help = "what it calls itself" },
	{ "format", CONF_ENUM, offsetof(struct story_feed, format), .names = format_names,
	    .help = "rss or atom" },
	{ .name = NULL },
};
static const struct conf_table feed_table = { "feed", feed_keys };

static const struct conf_key entry_keys[] = {
	{ "feed", CONF_TEXT, offsetof(struct story_entry, feed), .required = true,
	    .help = "where it appears" },
	{ "id", CONF_TEXT, offsetof(struct story_entry, id), .required = true,
	    .help = "its identity" },
	{ "title", CONF_TEXT, offsetof(struct story_entry, title), .required = true,
	    .help = "its headline" },
	{ "text", CONF_TEXT, offsetof(struct story_entry, text), .required = true,
	    .lines = true, .help = "its paragraphs" },
	{ "after", CONF_DURATION, offsetof(struct story_entry, after_ms),
	    .required = true, .help = "when it appears" },
	{ .name = NULL },
};
static const struct conf_table entry_table = { "entry", entry_keys };

static void *
decode_list(struct story *s, const struct conf *node, const struct conf_table *t,
    size_t size, size_t *n)
{
	char *items;

	if (node == NULL || node->kind != CONF_LIST)
		return NULL;
	items = arena_alloc(&s->arena, node->n * size);
	for (*n = 0; *n < node->n; (*n)++)
		conf_decode(node->items[*n], t, items + *n * size, &s->diag);
	return items;
}

static int
story_load(struct story *s, const char *path)
{
	struct buf b, mistakes;
	struct conf *root;
	char block[16384];
	FILE *f = fopen(path, "re");

	if (f == NULL) {
		fprintf(stderr, "tocsin-story: cannot read %s\n", path);
		return -1;
	}
	buf_init(&b, LIMIT_CONFIG);
	for (size_t n; (n = fread(block, 1, sizeof(block), f)) > 0;)
		buf_add(&b, (struct str){ block, n });
	fclose(f);
	arena_init(&s->arena);
	conf_diag_init(&s->diag, &s->arena);
	if ((root = yaml_parse(str_of(path), buf_str(&b), &s->diag)) != NULL) {
		s->feeds = decode_list(s, conf_get(root, STR("feeds")), &feed_table,
		    sizeof(*s->feeds), &s->n_feeds);
		s->entries = decode_list(s, conf_get(root, STR("entries")), &entry_table,
		    sizeof(*s->entries), &s->n_entries);
	}
	buf_clear(&b);
	buf_init(&mistakes, 65536);
	conf_diag_print(&s->diag, &mistakes);
	fprintf(stderr, "%.*s", STR_ARG(buf_str(&mistakes)));
	buf_clear(&mistakes);
	return s->diag.errors > 0 ? -1 : 0;
}

/* ---- what a feed says at a time ---- */

static int64_t
appears_ms(const struct story *s, const struct story_entry *en)
{
	return s->start_ms + (int64_t)((double)en->after_ms / s->speed);
}

/* A later version of the same entry that is out as well. */
static bool
is_replaced(const struct story *s, const struct story_entry *en, int64_t now_ms)
{
	for (size_t i = 0; i < s->n_entries; i++) {
		const struct story_entry *other = &s->entries[i];

		if (str_eq(other->id, en->id) && other->after_ms > en->after_ms &&
		    appears_ms(s, other) <= now_ms)
			return true;
	}
	return false;
}

static void
put_escaped(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '&')
			buf_cstr(b, "&amp;");
		else if (s.p[i] == '<')
			buf_cstr(b, "&lt;");
		else if (s.p[i] == '>')
			buf_cstr(b, "&gt;");
		else
			buf_byte(b, s.p[i]);
}

static const char *
day_name(int64_t ms)
{
	static const char *const names[] = { "Sunday", "Monday", "Tuesday", "Wednesday",
		"Thursday", "Friday", "Saturday" };

	return names[date_civil(ms).weekday];
}

/* Paragraphs with their markup, and the days put in. */
static void
put_html(struct buf *out, const struct story *s, const struct story_entry *en)
{
	static const struct str today = STR_INIT("{today}"),
				yesterday = STR_INIT("{yesterday}");
	struct str rest = str_trim(en->text);

	buf_cstr(out, "<p>");
	while (rest.n > 0) {
		if (str_starts(rest, STR("\n\n"))) {
			buf_cstr(out, "</p>\n<p>");
			rest = str_sub(rest, 2, rest.n);
		} else if (str_starts(rest, today)) {
			buf_printf(out, "on %s", day_name(s->start_ms));
			rest = str_sub(rest, today.n, rest.n);
		} else if (str_starts(rest, yesterday)) {
			buf_cstr(out, day_name(s->start_ms - MS_DAY));
			rest = str_sub(rest, yesterday.n, rest.n);
		} else {
			buf_byte(out, rest.p[0] == '\n' ? ' ' : rest.p[0]);
			rest = str_sub(rest, 1, rest.n);
		}
	}
	buf_cstr(out, "</p>");
}

static void
put_body(struct buf *out, const struct story *s, const struct story_entry *en)
{
	struct buf html;

	buf_init(&html, LIMIT_FIELD);
	put_html(&html, s, en);
	put_escaped(out, buf_str(&html));
	buf_clear(&html);
}

static void
put_rss_item(struct buf *b, const struct story *s, const struct story_entry *en,
    struct str at)
{
	char date[DATE_TEXT];

	buf_cstr(b, "<item><title>");
	put_escaped(b, en->title);
	buf_printf(b,
	    "</title><link>%.*s/%.*s</link><guid isPermaLink=\"false\">%.*s</guid>",
	    STR_ARG(at), STR_ARG(en->id), STR_ARG(en->id));
	buf_printf(b, "<pubDate>%.*s</pubDate><description>",
	    STR_ARG(date_mail(date, appears_ms(s, en))));
	put_body(b, s, en);
	buf_cstr(b, "</description></item>\n");
}

static void
put_atom_entry(struct buf *b, const struct story *s, const struct story_entry *en,
    struct str at)
{
	char date[DATE_TEXT];

	buf_cstr(b, "<entry><title>");
	put_escaped(b, en->title);
	buf_printf(b, "</title><link href=\"%.*s/%.*s\"/><id>urn:story:%.*s</id>",
	    STR_ARG(at), STR_ARG(en->id), STR_ARG(en->id));
	buf_printf(b, "<updated>%.*s</updated><content type=\"html\">",
	    STR_ARG(date_rfc3339(date, appears_ms(s, en))));
	put_body(b, s, en);
	buf_cstr(b, "</content></entry>\n");
}

static void
put_feed(struct buf *b, const struct story *s, const struct story_feed *f, struct str at,
    int64_t now_ms)
{
	char date[DATE_TEXT];

	if (f->format == FORMAT_RSS) {
		buf_cstr(b,
		    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		    "<rss version=\"2.0\"><channel><title>");
		put_escaped(b, f->title);
		buf_printf(b,
		    "</title><link>%.*s</link><description/><language>en</language>\n",
		    STR_ARG(at));
	} else {
		buf_cstr(b,
		    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		    "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
		    "xml:lang=\"en\"><title>");
		put_escaped(b, f->title);
		buf_printf(b, "</title><id>urn:story:%.*s</id><updated>%.*s</updated>\n",
		    STR_ARG(f->name), STR_ARG(date_rfc3339(date, s->start_ms)));
	}
	for (size_t i = s->n_entries; i-- > 0;) {
		const struct story_entry *en = &s->entries[i];

		if (!str_eq(en->feed, f->name) || appears_ms(s, en) > now_ms ||
		    is_replaced(s, en, now_ms))
			continue;
		if (f->format == FORMAT_RSS)
			put_rss_item(b, s, en, at);
		else
			put_atom_entry(b, s, en, at);
	}
	buf_cstr(b, f->format == FORMAT_RSS ? "</channel></rss>\n" : "</feed>\n");
}

/* ---- the server ---- */

static void
reply_feed(struct httpd_request *rq, const struct story *s, const struct story_feed *f)
{
	struct str host = httpd_header(rq, STR("Host"));
	char tag[32], at[512];
	struct http_header headers[] = { { STR("Content-Type"), STR("") },
		{ STR("ETag"), STR_NONE } };
	struct buf b;

	snprintf(at, sizeof(at), "http://%.*s/%.*s", STR_ARG(host), STR_ARG(f->name));
	buf_init(&b, LIMIT_FEED_BODY);
	put_feed(&b, s, f, str_of(at), wall_ms());
	snprintf(tag, sizeof(tag), "\"%016llx\"",
	    (unsigned long long)hash64(buf_str(&b), 0));
	headers[0].value = f->format == FORMAT_RSS
	    ? STR("application/rss+xml; charset=utf-8")
	    : STR("application/atom+xml; charset=utf-8");
	headers[1].value = str_of(tag);
	if (str_eq(httpd_header(rq, STR("If-None-Match")), str_of(tag)))
		httpd_reply(rq, 304, headers, NELEM(headers), STR(""));
	else
		httpd_reply(rq, 200, headers, NELEM(headers), buf_str(&b));
	buf_clear(&b);
}

static void
reply_article(struct httpd_request *rq, const struct story *s,
    const struct story_entry *en)
{
	struct buf b;

	buf_init(&b, LIMIT_FIELD);
	buf_cstr(&b, "<!DOCTYPE html><meta charset=utf-8><title>");
	put_escaped(&b, en->title);
	buf_cstr(&b, "</title><h1>");
	put_escaped(&b, en->title);
	buf_cstr(&b, "</h1>\n");
	put_html(&b, s, en);
	httpd_reply_text(rq, 200, "text/html; charset=utf-8", buf_str(&b));
	buf_clear(&b);
}

static void
on_request(void *arg, struct httpd_request *rq)
{
	const struct story *s = arg;
	struct str path = str_sub(rq->path, 1, rq->path.n), name;

	str_cut(&path, '/', &name);
	for (size_t i = 0; i < s->n_feeds && path.n == 0; i++)
		if (str_eq(name, s->feeds[i].name)) {
			reply_feed(rq, s, &s->feeds[i]);
			return;
		}
	for (size_t i = s->n_entries; i-- > 0 && path.n > 0;)
		if (str_eq(name, s->entries[i].feed) && str_eq(path, s->entries[i].id)) {
			reply_article(rq, s, &s->entries[i]);
			return;
		}
	httpd_reply_text(rq, 404, "text/plain", STR("no such feed\n"));
}

static void
on_stop(evutil_socket_t sig, short what, void *loop)
{
	event_base_loopbreak(loop);
}

/* The same port on a few more loopback addresses, so that each feed has a host of its
 * own: a poller spaces its requests to one. */
static int
listen_beside(struct httpd *server, struct err *e)
{
	for (int i = 2; i <= HOSTS; i++) {
		char address[64];

		snprintf(address, sizeof(address), "127.0.0.%d:%d", i,
		    httpd_port(server));
		if (httpd_listen(server, str_of(address), e) == -1)
			return -1;
	}
	return 0;
}

static int
serve(struct story *s, const char *address)
{
	static const struct httpd_route routes[] = { { "GET", "/", on_request, 0 },
		{ .path = NULL } };
	const struct httpd_options o = { .routes = routes, .arg = s };
	struct event_base *loop = event_base_new();
	struct event *term = evsignal_new(loop, SIGTERM, on_stop, loop);
	struct event *intr = evsignal_new(loop, SIGINT, on_stop, loop);
	struct err e;
	struct httpd *server = httpd_new(loop, &o, &e);
	int rc = 0;

	event_add(term, NULL);
	event_add(intr, NULL);
	if (server == NULL || httpd_listen(server, str_of(address), &e) == -1 ||
	    listen_beside(server, &e) == -1) {
		fprintf(stderr, "tocsin-story: %s\n", e.msg);
		rc = EX_UNAVAILABLE;
	} else {
		printf("%d\n", httpd_port(server));
		fflush(stdout);
		event_base_dispatch(loop);
	}
	httpd_free(server);
	event_free(term);
	event_free(intr);
	event_base_free(loop);
	return rc;
}

int
main(int argc, char **argv)
{
	struct story s = { .speed = 1, .start_ms = wall_ms() };
	int rc;

	if (argc < 2 || argc > 4 ||
	    (argc > 3 && !str_double(str_of(argv[3]), &s.speed))) {
		fprintf(stderr,
		    "usage: tocsin-story FILE [ADDRESS [SPEED]]\n"
		    "Prints the port it listens on; by default one that is free.\n");
		return EX_USAGE;
	}
	rc = story_load(&s, argv[1]) == -1
	    ? EX_DATAERR
	    : serve(&s, argc > 2 ? argv[2] : "127.0.0.1:0");
	arena_clear(&s.arena);
	return rc;
}
