/*
 * cmd_replay.c -- `tocsin replay` and `tocsin rule test`: the pipeline of the daemon over an archive, behind a virtual
 * clock.  A line is an entry, read on its own date; what would have rung is printed, a line each,
 * as a webhook would carry it.  The store is in memory; nothing is sent.
 */
#include "config.h"

#include <errno.h>
#include <jansson.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/utf8.h"
#include "daemon/command.h"
#include "daemon/configuration.h"
#include "daemon/delivery.h"
#include "daemon/ingest.h"
#include "facts/fact_wire.h"
#include "facts/reader.h"
#include "parser/html.h"
#include "store/alert_rows.h"
#include "store/entry_rows.h"

#define LINE_MAX_BYTES (8u << 20)
#define ROWS_AT_ONCE 100
#define TEST_SPAN (30 * MS_DAY)
#define LOT 64 /* entries of one transaction */

struct replay {
	struct config *config;
	struct reader *reader;
	struct store *store;
	struct ingest_context c;
	struct arena arena; /* of one lot */
	struct arena names; /* of feeds */
	struct map feeds;   /* struct store_feed by name */
	const struct ingest_batch *lot[LOT];
	json_t *said[LOT];  /* whose texts they are */
	size_t n_lot, lot_size;
	int64_t line;
	int64_t last_ms;    /* date of the last entry */
	int64_t span_ms;    /* how far back in a store */
};

/* ---- one line ---- */

struct said { /* of one line; views into the JSON value */
	struct str id, feed, title, text, html, url, lang, published;
	bool withdrawn;
};

static struct str
member(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	if (!json_is_string(v))
		return STR_NONE;
	return (struct str){ json_string_value(v), json_string_length(v) };
}

static int
complain(const struct replay *x, const char *what)
{
	struct err e;

	err_set(&e, "line %lld: %s", (long long)x->line, what);
	command_error("replay", &e);
	return -1;
}

static int
said_of(const struct replay *x, const json_t *o, struct said *l)
{
	*l = (struct said){ .id = member(o, "id"), .feed = member(o, "feed"),
		.title = member(o, "title"), .text = member(o, "text"), .html = member(o, "html"),
		.url = member(o, "url"), .lang = member(o, "lang"),
		.published = member(o, "published"),
		.withdrawn = json_is_true(json_object_get(o, "withdrawn")) };
	if (!json_is_object(o))
		return complain(x, "not a JSON object");
	if (l->id.n == 0)
		return complain(x, "no id");
	if (l->text.n == 0 && l->html.n == 0 && l->title.n == 0 && !l->withdrawn)
		return complain(x, "neither title nor text nor html");
	return 0;
}

/* As a feed's entry is read: the title on the first line, a blank line, the text. */
static struct str
whole_text(struct arena *a, const struct said *l)
{
	struct str body = l->text, clean;
	struct buf out;

	buf_init(&out, LIMIT_FIELD);
	if (body.n == 0 && l->html.n > 0)
		html_text(&out, l->html);
	else
		utf8_clean(&out, body, true);
	body = arena_str(a, buf_str(&out));
	buf_clear(&out);
	if (l->title.n == 0)
		return str_sub(body, 0, utf8_floor(body, LIMIT_ENTRY_TEXT));
	if (str_starts(body, l->title))
		clean = body;
	else
		clean = arena_printf(a, "%.*s\n\n%.*s", STR_ARG(l->title), STR_ARG(body));
	return str_sub(clean, 0, utf8_floor(clean, LIMIT_ENTRY_TEXT));
}

static const struct feed_config *
feed_named(const struct config *c, struct str name)
{
	for (size_t i = 0; i < c->n_feeds; i++)
		if (str_eq(c->feeds[i].name, name))
			return &c->feeds[i];
	return NULL;
}

static void
print_alerts(const struct ingest_result *r)
{
	for (size_t i = 0; i < r->n_alerts; i++)
		printf("%.*s\n", STR_ARG(r->alerts[i].json));
}

/* ---- lots ---- */

static int
lot_end(struct replay *x, struct err *e)
{
	struct ingest_result r[LOT];
	int rc = x->n_lot == 0 ? 0 :
	    ingest_many(x->store, &x->arena, &x->c, x->lot, r, x->n_lot, e);

	for (size_t i = 0; i < x->n_lot && rc == 0; i++)
		print_alerts(&r[i]);
	for (size_t i = 0; i < x->n_lot; i++)
		json_decref(x->said[i]);
	x->n_lot = 0;
	arena_reset(&x->arena);
	return rc;
}

/* said: what the batch has views into, or NULL. */
static int
lot_add(struct replay *x, const struct ingest_batch *b, json_t *said, struct err *e)
{
	x->lot[x->n_lot] = b;
	x->said[x->n_lot++] = said;
	return x->n_lot < x->lot_size ? 0 : lot_end(x, e);
}

/* What waits rings between two entries, so that these cannot share a transaction. */
static size_t
lot_size(const struct rules *rules)
{
	for (size_t i = 0; i < rules->n; i++)
		if (rules->items[i].wait > 0 || rules->items[i].hours.from != rules->items[i].hours.to)
			return 1;
	return LOT;
}

/* Rings that waited ("for") ring at their own time, before what came later. */
static int
ring_until(struct replay *x, int64_t now_ms, struct err *e)
{
	struct ingest_result r = { .wait_ms = TIME_NONE };
	int64_t due;

	if (x->lot_size > 1)
		return 0;
	if (store_wait_next(x->store, &due, e) < 0)
		return -1;
	while (due != TIME_NONE && due <= now_ms) {
		x->c.now_ms = due;
		if (ingest_waiting(x->store, &x->arena, &x->c, &r, e) < 0)
			return -1;
		print_alerts(&r);
		due = r.wait_ms;
	}
	return 0;
}

static int
feed_row(struct replay *x, struct str name, struct store_feed *out, struct err *e)
{
	struct store_feed *f = map_get(&x->feeds, name);

	if (f == NULL) {
		f = ARENA_NEW(&x->names, struct store_feed);
		f->name = arena_str(&x->names, name);
		if (store_feed_add(x->store, &x->names, f, e) < 0)
			return -1;
		f->fetched_ms = TIME_NONE;
		map_put(&x->feeds, f->name, f);
	}
	*out = *f;
	return 0;
}

/* A batch of one entry. */
static struct ingest_batch *
batch_of(struct replay *x, const struct ingest_entry *en)
{
	struct ingest_batch *b = ARENA_NEW(&x->arena, struct ingest_batch);

	b->entries = ARENA_NEW(&x->arena, struct ingest_entry);
	b->entries[0] = *en;
	b->n_entries = 1;
	b->habits = ARENA_NEW(&x->arena, struct identity_habits);
	b->keep_feed = true;
	return b;
}

static int
put_in(struct replay *x, const struct said *l, int64_t at, json_t *o, struct err *e)
{
	const struct feed_config *fc = feed_named(x->config, l->feed);
	struct fact_list *facts = ARENA_NEW(&x->arena, struct fact_list);
	struct ingest_entry en = { .name = l->id, .url = l->url, .title = l->title,
		.text = whole_text(&x->arena, l), .withdrawn = l->withdrawn, .facts = facts,
		.ident = { .id = l->id, .published = at, .updated = TIME_NONE } };
	struct ingest_batch *b;
	struct reading in = { .text = en.text, .published_ms = at,
		.title = str_starts(en.text, l->title) ? str_sub(en.text, 0, l->title.n) : STR_NONE,
		.lang = l->lang };

	if (fc != NULL) {
		in.country = fc->country;
		in.lang = in.lang.n > 0 ? in.lang : fc->lang;
	}
	en.lang = in.lang;
	if (!l->withdrawn)
		reader_read(x->reader, &x->arena, &in, facts);
	b = batch_of(x, &en);
	b->ring_backlog = true;
	b->max_age_ms = -1;
	if (fc != NULL) {
		b->tags = fc->tags.items;
		b->n_tags = fc->tags.n;
	}
	if (feed_row(x, l->feed.n > 0 ? l->feed : STR("replay"), &b->feed, e) < 0)
		return -1;
	x->c.now_ms = at;
	ingest_prepare(&x->arena, b);
	return lot_add(x, b, o, e);
}

static int
replay_line(struct replay *x, struct str line)
{
	struct err e = { "" };
	json_error_t je;
	json_t *o = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, &je);
	struct said l;
	int64_t at = x->last_ms;
	int rc = -1;

	if (o == NULL)
		return complain(x, je.text);
	if (said_of(x, o, &l) < 0)
		;
	else if (l.published.n > 0 && !date_parse(l.published, &at))
		complain(x, "published is not a date of RFC 3339");
	else if (ring_until(x, at, &e) < 0 || put_in(x, &l, at, json_incref(o), &e) < 0)
		complain(x, e.msg);
	else
		rc = 0;
	x->last_ms = at;
	json_decref(o);
	return rc;
}

/* ---- lines ---- */

static int
replay_input(struct replay *x)
{
	struct err e = { "" };
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	int rc = 0;

	while (rc == 0 && (n = getline(&line, &cap, stdin)) > 0) {
		x->line++;
		if ((size_t)n > LINE_MAX_BYTES)
			rc = complain(x, "longer than 8 MiB");
		else if (str_trim((struct str){ line, (size_t)n }).n > 0)
			rc = replay_line(x, (struct str){ line, (size_t)n });
	}
	free(line);
	if (rc == 0 && ferror(stdin))
		rc = complain(x, strerror(errno));
	if (rc == 0 && (lot_end(x, &e) < 0 || ring_until(x, INT64_MAX, &e) < 0))
		rc = complain(x, e.msg);
	return rc;
}

/* ---- what a store has seen ---- */

/* As it stands now: what an entry said before an edit is not told again. */
static int
put_row(struct replay *x, const struct store_entry *row, struct err *e)
{
	const struct feed_config *fc = feed_named(x->config, row->feed_name);
	struct fact_list *facts = ARENA_NEW(&x->arena, struct fact_list);
	struct ingest_batch *b;
	struct wire w;

	if (row->facts.n == 0 || row->withdrawn)
		return 0;
	wire_init(&w, row->facts);
	fact_list_get(&w, &x->arena, row->text, facts);
	if (!wire_ok(&w))
		return err_set(e, "entry %.*s is damaged in the store: tocsin store check",
		    STR_ARG(row->name));
	b = batch_of(x, &(struct ingest_entry){ .name = row->name, .url = row->url,
	    .title = row->title, .text = row->text, .lang = row->lang, .facts = facts,
	    .ident = { .id = row->name, .published = row->published_ms, .updated = TIME_NONE } });
	b->ring_backlog = !row->quiet;
	if (fc != NULL) {
		b->tags = fc->tags.items;
		b->n_tags = fc->tags.n;
	}
	if (ring_until(x, row->seen_ms, e) < 0 || feed_row(x, row->feed_name, &b->feed, e) < 0)
		return -1;
	b->at_ms = row->seen_ms;
	ingest_prepare(&x->arena, b);
	return lot_add(x, b, NULL, e);
}

static int
replay_store(struct replay *x, struct store *from, struct err *e)
{
	int64_t after = 0, since = delivery_now_ms() - x->span_ms;
	struct store_entry *rows;
	size_t n;

	do {
		struct arena page;
		int rc;

		arena_init(&page);
		rc = store_entries_since(from, &page, after, since, ROWS_AT_ONCE, &rows, &n, e);
		for (size_t i = 0; rc == 0 && i < n; i++) {
			after = rows[i].id;
			rc = put_row(x, &rows[i], e);
		}
		if (rc == 0)
			rc = lot_end(x, e);
		arena_clear(&page);
		if (rc < 0)
			return -1;
	} while (n == ROWS_AT_ONCE);
	return ring_until(x, INT64_MAX, e);
}

static int
test_run(struct replay *x)
{
	struct store_options to = { .address = ":memory:", .node = "replay" };
	struct store_options at = { .address = x->config->store.address.p, .mode = STORE_READ };
	struct store *from;
	struct err e = { "" };
	int rc = EX_UNAVAILABLE;

	x->c = (struct ingest_context){ .rules = &x->config->rules,
		.receivers = x->config->receivers, .n_receivers = x->config->n_receivers,
		.routing = &x->config->routing, .max_age_ms = x->config->max_age_ms };
	x->store = store_open(&to, NULL, &e);
	from = x->store == NULL ? NULL : store_open(&at, NULL, &e);
	if (from != NULL && replay_store(x, from, &e) == 0)
		rc = fflush(stdout) == 0 && !ferror(stdout) ? 0 : EX_IOERR;
	else
		command_error("rule test", &e);
	store_close(from);
	store_close(x->store);
	return rc;
}

/* ---- the whole ---- */

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
	r = reader_load(dirs, e);
	arena_clear(&a);
	return r;
}

static int
run(struct replay *x)
{
	struct store_options o = { .address = ":memory:", .node = "replay" };
	struct err e = { "" };
	int rc = EX_DATAERR;

	x->c = (struct ingest_context){ .rules = &x->config->rules,
		.receivers = x->config->receivers, .n_receivers = x->config->n_receivers,
		.routing = &x->config->routing,
		.max_age_ms = -1, .virtual_clock = true };
	x->reader = load_reader(x->config, &e);
	x->store = x->reader == NULL ? NULL : store_open(&o, NULL, &e);
	if (x->store == NULL) {
		command_error("replay", &e);
		rc = EX_UNAVAILABLE;
	} else if (replay_input(x) == 0)
		rc = fflush(stdout) == 0 && !ferror(stdout) ? 0 : EX_IOERR;
	store_close(x->store);
	reader_free(x->reader);
	return rc;
}

static int
with_config(struct replay *x, const char *file, int (*what)(struct replay *x))
{
	int rc = EX_CONFIG;

	x->config = config_load(file);
	config_report(x->config, stderr);
	if (x->config->diag.errors == 0) {
		arena_init(&x->arena);
		arena_init(&x->names);
		map_init(&x->feeds, 0);
		x->lot_size = lot_size(&x->config->rules);
		rc = what(x);
		map_clear(&x->feeds);
		arena_clear(&x->names);
		arena_clear(&x->arena);
	}
	config_unref(x->config);
	return rc;
}

int
cmd_replay(int argc, char **argv)
{
	struct replay x = { .last_ms = 0 };
	const char *file = NULL;
	int opt;

	optind = 1;
	while ((opt = getopt(argc, argv, "+c:")) != -1) {
		if (opt != 'c')
			return usage_error("replay", "it takes -c FILE");
		file = optarg;
	}
	if (file == NULL || optind != argc)
		return usage_error("replay", "it takes -c FILE, and entries on standard input");
	return with_config(&x, file, run);
}

int
cmd_rule_test(int argc, char **argv)
{
	struct replay x = { .span_ms = TEST_SPAN };
	const char *file = PKGCONFDIR "/tocsin.yaml";

	for (int i = 1; i < argc; i += 2) {
		bool config = str_eq(str_of(argv[i]), STR("-c"));

		if (i + 1 == argc || (!config && !str_eq(str_of(argv[i]), STR("--replay"))))
			return usage_error("rule test", "it takes -c FILE and --replay TIME");
		if (config)
			file = argv[i + 1];
		else if (!duration_parse(str_of(argv[i + 1]), &x.span_ms))
			return usage_error("rule test", "'%s' is no time as 30d or 12h", argv[i + 1]);
	}
	return with_config(&x, file, test_run);
}
