/*
 * cmd_replay.c -- `tocsin replay` and `tocsin rule test`: the pipeline of the daemon over
 * an archive, behind a virtual clock.  A line is an entry, read on its own date; what
 * would have rung is printed, a line each, as a webhook would carry it.  The store is in
 * memory; nothing is sent.
 */
#include "config.h"

#include <errno.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/command_json.h"
#include "daemon/configuration.h"
#include "daemon/json_line.h"
#include "daemon/progress.h"
#include "daemon/replay.h"
#include "facts/reader.h"
#include "parser/html.h"

#define LINE_MAX_BYTES (8u << 20)
#define TEST_SPAN (30 * MS_DAY)

struct archive {
	struct replay r;
	struct reader *reader;
	int64_t line;
	struct progress progress;
	int64_t last_ms; /* date of the last entry */
};

/* ---- one line ---- */

struct said { /* of one line */
	struct str id, feed, title, text, html, url, lang, published;
	bool withdrawn;
};

static const struct {
	struct str key;
	size_t at; /* in struct said */
} members[] = {
	{ STR_INIT("id"), offsetof(struct said, id) },
	{ STR_INIT("feed"), offsetof(struct said, feed) },
	{ STR_INIT("title"), offsetof(struct said, title) },
	{ STR_INIT("text"), offsetof(struct said, text) },
	{ STR_INIT("html"), offsetof(struct said, html) },
	{ STR_INIT("url"), offsetof(struct said, url) },
	{ STR_INIT("lang"), offsetof(struct said, lang) },
	{ STR_INIT("published"), offsetof(struct said, published) },
};

static int
complain(const struct archive *x, const char *what)
{
	struct err e;

	err_set(&e, "line %lld: %s", (long long)x->line, what);
	command_error("replay", &e, EX_DATAERR);
	return -1;
}

static void
take_member(struct arena *a, struct said *l, struct str key, struct str value)
{
	if (str_eq(key, STR("withdrawn")))
		l->withdrawn = str_eq(value, STR("true"));
	for (size_t i = 0; i < NELEM(members); i++)
		if (str_eq(key, members[i].key))
			*(struct str *)((char *)l + members[i].at) = json_line_text(a,
			    value);
}

/* Control characters may stand in JSON as escapes. */
static struct str
clean_text(struct arena *a, struct str s)
{
	struct buf out;

	buf_init(&out, LIMIT_FIELD);
	utf8_clean(&out, s, true);
	s = arena_str(a, buf_str(&out));
	buf_clear(&out);
	return s;
}

static int
said_of(const struct archive *x, struct arena *a, struct str line, struct said *l)
{
	struct json_line in;
	struct str key, value;

	*l = (struct said){ .withdrawn = false };
	if (!utf8_valid(line))
		return complain(x, "not UTF-8");
	for (json_line_open(&in, line); json_line_next(&in, &key, &value);)
		take_member(a, l, key, value);
	if (in.bad)
		return complain(x, "not a JSON object");
	l->title = clean_text(a, l->title);
	if (l->id.n == 0)
		return complain(x, "no id");
	if (l->text.n == 0 && l->html.n == 0 && l->title.n == 0 && !l->withdrawn)
		return complain(x, "neither title nor text nor html");
	return 0;
}

static struct str
whole_text(struct arena *a, const struct said *l)
{
	struct str body, clean;
	struct buf out;

	buf_init(&out, LIMIT_FIELD);
	if (l->text.n == 0 && l->html.n > 0)
		html_text(&out, l->html);
	body = out.n > 0 ? arena_str(a, buf_str(&out)) : clean_text(a, l->text);
	buf_clear(&out);
	clean = json_line_entry(a, l->title, body);
	return str_sub(clean, 0, utf8_floor(clean, LIMIT_ENTRY_TEXT));
}

static int
put_in(struct archive *x, const struct said *l, int64_t at, struct err *e)
{
	struct arena *a = &x->r.arena;
	const struct feed_config *fc = replay_feed(&x->r, l->feed);
	struct fact_list *facts = ARENA_NEW(a, struct fact_list);
	struct ingest_entry en = { .name = l->id,
		.url = l->url,
		.title = l->title,
		.text = whole_text(a, l),
		.withdrawn = l->withdrawn,
		.facts = facts,
		.ident = { .id = l->id, .published = at, .updated = TIME_NONE } };
	struct ingest_batch *b;
	struct reading in = { .text = en.text,
		.published_ms = at,
		.title = str_starts(en.text, l->title) ? str_sub(en.text, 0, l->title.n)
						       : STR_NONE,
		.lang = l->lang };

	if (fc != NULL) {
		in.country = fc->country;
		in.lang = in.lang.n > 0 ? in.lang : fc->lang;
	}
	en.lang = in.lang;
	if (!l->withdrawn)
		reader_read(x->reader, a, &in, facts);
	b = replay_batch(&x->r, &en);
	b->ring_backlog = true;
	b->max_age_ms = -1;
	if (fc != NULL) {
		b->tags = fc->tags.items;
		b->n_tags = fc->tags.n;
	}
	x->r.c.now_ms = at;
	return replay_put(&x->r, b, l->feed.n > 0 ? l->feed : STR("replay"), e);
}

static int
replay_line(struct archive *x, struct str line)
{
	struct err e = { "" };
	struct said l;
	int64_t at = x->last_ms;

	if (said_of(x, &x->r.arena, arena_str(&x->r.arena, line), &l) < 0)
		return -1;
	if (l.published.n > 0 && !date_parse(l.published, &at))
		return complain(x, "published is not a date of RFC 3339");
	if (replay_until(&x->r, at, &e) < 0 || put_in(x, &l, at, &e) < 0)
		return complain(x, e.msg);
	x->last_ms = at;
	return 0;
}

/* ---- lines ---- */

static int
replay_input(struct archive *x)
{
	struct err e = { "" };
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	int rc = 0;

	while (rc == 0 && (n = getline(&line, &cap, stdin)) > 0) {
		x->line++;
		atomic_fetch_add(&x->progress.n, 1);
		if ((size_t)n > LINE_MAX_BYTES)
			rc = complain(x, "longer than 8 MiB");
		else if (str_trim((struct str){ line, (size_t)n }).n > 0)
			rc = replay_line(x, (struct str){ line, (size_t)n });
	}
	free(line);
	if (rc == 0 && ferror(stdin))
		rc = complain(x, strerror(errno));
	if (rc == 0 && replay_end(&x->r, &e) < 0)
		rc = complain(x, e.msg);
	return rc;
}

/* ---- the whole ---- */

static void
print_alert(void *arg, const struct ingest_alert *al)
{
	(void)arg;
	printf("%.*s\n", STR_ARG(al->json));
}

static int
flushed(void)
{
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : EX_IOERR;
}

static struct reader *
load_reader(const struct config *c, struct err *e)
{
	struct arena a;
	struct reader *r;
	const char **dirs;

	arena_init(&a);
	dirs = ARENA_ARRAY(&a, const char *, c->data.n + 1);
	for (size_t i = 0; i < c->data.n; i++)
		dirs[i] = arena_cstr(&a, c->data.items[i]);
	r = command_reader("replay", dirs, e);
	arena_clear(&a);
	return r;
}

static int
run(struct config *c)
{
	struct archive x = { .last_ms = 0 };
	struct err e = { "" };
	int rc = EX_DATAERR;

	x.reader = load_reader(c, &e);
	if (replay_open(&x.r, c, print_alert, NULL, &e) == -1 || x.reader == NULL) {
		rc = command_error("replay", &e, EX_UNAVAILABLE);
	} else {
		x.r.c.max_age_ms = -1;
		x.r.c.virtual_clock = true;
		progress_begin(&x.progress, "replay", "entries");
		if (replay_input(&x) == 0)
			rc = flushed();
		progress_end(&x.progress);
	}
	replay_close(&x.r);
	reader_free(x.reader);
	return rc;
}

static int
test_run(struct config *c, int64_t span_ms)
{
	struct replay x;
	struct err e = { "" };
	struct progress p;
	int rc;

	progress_begin(&p, "rule test", NULL);
	if (replay_open(&x, c, print_alert, NULL, &e) == 0 &&
	    replay_store(&x, span_ms, &e) == 0)
		rc = flushed();
	else
		rc = command_error("rule test", &e, EX_UNAVAILABLE);
	progress_end(&p);
	replay_close(&x);
	return rc;
}

/* NULL: it has mistakes, which were said. */
static struct config *
load_config(const char *file)
{
	struct config *c = config_load(file);

	config_report(c, stderr);
	if (c->diag.errors == 0)
		return c;
	config_unref(c);
	return NULL;
}

int
cmd_replay(int argc, char **argv)
{
	const char *file = NULL;
	struct config *c;
	int opt, rc = EX_CONFIG;

	(void)take_json(&argc, argv); /* its lines are JSON as it is */
	optind = 1;
	while ((opt = getopt(argc, argv, "+c:")) != -1) {
		if (opt != 'c')
			return usage_error("replay", "it takes -c FILE");
		file = optarg;
	}
	if (file == NULL || optind != argc)
		return usage_error("replay",
		    "it takes -c FILE, and entries on standard input");
	if ((c = load_config(file)) != NULL)
		rc = run(c);
	config_unref(c);
	return rc;
}

int
cmd_rule_test(int argc, char **argv)
{
	const char *file = CONFIG_FILE;
	int64_t span_ms = TEST_SPAN;
	struct config *c;
	int rc = EX_CONFIG;

	(void)take_json(&argc, argv); /* its lines are JSON as it is */
	for (int i = 1; i < argc; i += 2) {
		bool config = str_eq(str_of(argv[i]), STR("-c"));

		if (i + 1 == argc ||
		    (!config && !str_eq(str_of(argv[i]), STR("--replay"))))
			return usage_error("rule test",
			    "it takes -c FILE and --replay TIME");
		if (config)
			file = argv[i + 1];
		else if (!duration_parse(str_of(argv[i + 1]), &span_ms))
			return usage_error("rule test", "'%s' is no time as 30d or 12h",
			    argv[i + 1]);
	}
	if ((c = load_config(file)) != NULL)
		rc = test_run(c, span_ms);
	config_unref(c);
	return rc;
}
