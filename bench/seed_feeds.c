/*
 * seed_feeds -- seed_feeds CONFIG SECONDS: puts the feeds of a configuration into its
 * store as if each had been polled before, due one after the other over SECONDS; says
 * what that took.  For bench/million.py.
 */
#include "config.h"

#include <stdio.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "daemon/clock.h"
#include "daemon/configuration.h"
#include "feeds/poll.h"
#include "store/feed_rows.h"

#define AT_ONCE 1000

struct seeding {
	const struct config *c;
	struct store_feed *rows;
	size_t from, n;
	int64_t now_ms, span_ms;
};

static int
sync_all(struct store *s, void *arg, struct err *e)
{
	struct seeding *x = arg;
	struct arena a;
	int rc;

	arena_init(&a);
	rc = store_feeds_sync(s, &a, x->rows, x->c->n_feeds, e);
	for (size_t i = 0; i < x->c->n_feeds; i++)
		x->rows[i].state = x->rows[i].name = x->rows[i].url = x->rows[i].owner =
		    STR_NONE;
	arena_clear(&a);
	return rc;
}

/* A feed of as many entries and answers as are remembered. */
static void
remember(struct poll_state *st, int64_t now_ms, const uint64_t known[POLL_POSTS])
{
	st->n_posts = POLL_POSTS;
	for (size_t k = 0; k < POLL_POSTS; k++)
		st->posts[k] = now_ms - (int64_t)k * MS_HOUR;
	st->known = (struct str){ (const char *)known, POLL_POSTS * sizeof(known[0]) };
	st->n_history = POLL_HISTORY;
	for (size_t k = 0; k < POLL_HISTORY; k++)
		st->history[k] = (struct poll_history){
			.at_ms = now_ms - (int64_t)k * MS_HOUR, .status = 304
		};
	st->n_rules = 2;
	st->rules[0] = (struct poll_rule){ POLL_RULE_EVERY, st->interval_ms };
	st->rules[1] = (struct poll_rule){ POLL_RULE_JITTER, MS_MINUTE };
}

/* As a server that says "not modified" leaves it. */
static void
put_state(const struct seeding *x, size_t i, struct buf *out)
{
	const struct feed_config *f = &x->c->feeds[i];
	struct poll_state st;
	uint64_t known[POLL_POSTS];

	for (size_t k = 0; k < POLL_POSTS; k++)
		known[k] = hash64(f->url, k);
	poll_state_init(&st);
	st.url_hash = hash64(f->url, 1);
	st.request_hash = feed_config_request_hash(f);
	st.etag = STR("\"67457cc0-acf1\"");
	st.last_modified = STR("Tue, 26 Nov 2024 07:47:12 GMT");
	st.validator_url = f->url;
	st.seen_304 = true;
	st.body_size = 1;
	st.attempt_ms = st.ok_ms = st.full_ms = st.set_ms = x->now_ms - MS_MINUTE;
	st.interval_ms = f->every_ms;
	remember(&st, x->now_ms, known);
	st.due_ms = x->rows[i].due_ms;
	st.planned_ms = st.due_ms - st.set_ms;
	poll_state_put(out, &st);
}

static int
save_some(struct store *s, void *arg, struct err *e)
{
	struct seeding *x = arg;
	struct buf states[AT_ONCE];
	size_t fenced;
	int rc;

	for (size_t k = 0; k < x->n; k++) {
		size_t i = x->from + k, turn = i * 2654435761u % x->c->n_feeds;

		x->rows[i].due_ms = x->now_ms +
		    (int64_t)turn * x->span_ms / (int64_t)x->c->n_feeds;
		x->rows[i].fetched_ms = x->now_ms;
		buf_init(&states[k], 4096);
		put_state(x, i, &states[k]);
		x->rows[i].state = buf_str(&states[k]);
	}
	rc = store_feeds_save(s, &x->rows[x->from], x->n, &fenced, e);
	for (size_t k = 0; k < x->n; k++)
		buf_clear(&states[k]);
	return rc;
}

static int
seed(struct store *s, struct seeding *x, struct err *e)
{
	int64_t began = clock_mono_ms();

	for (size_t i = 0; i < x->c->n_feeds; i++)
		x->rows[i] = (struct store_feed){ .name = x->c->feeds[i].name,
			.url = x->c->feeds[i].url,
			.enabled = true,
			.fetched_ms = TIME_NONE };
	if (store_transact(s, sync_all, x, e) < 0)
		return -1;
	printf("%zu rows in %.1f s\n", x->c->n_feeds,
	    (double)(clock_mono_ms() - began) / 1000);
	for (x->from = 0; x->from < x->c->n_feeds; x->from += x->n) {
		x->n = x->c->n_feeds - x->from < AT_ONCE ? x->c->n_feeds - x->from
							 : AT_ONCE;
		if (store_transact(s, save_some, x, e) < 0)
			return -1;
	}
	printf("and their states in %.1f s\n", (double)(clock_mono_ms() - began) / 1000);
	return 0;
}

int
main(int argc, char **argv)
{
	struct config *c = argc == 3 ? config_load(argv[1]) : NULL;
	struct err e = { "" };
	struct seeding x = { .c = c };
	struct store_options o = { .mode = STORE_WRITE };
	struct store *s;
	int64_t seconds;
	int rc = -1;

	if (c == NULL || c->diag.errors > 0 || !str_int(str_of(argv[2]), &seconds)) {
		fprintf(stderr, "usage: seed_feeds CONFIG SECONDS\n");
		return 64;
	}
	o.address = str_dup(c->store.address);
	x.span_ms = seconds * MS_SECOND;
	x.rows = xcalloc(c->n_feeds + 1, sizeof(*x.rows));
	if ((s = store_open(&o, NULL, &e)) != NULL && store_now(s, &x.now_ms, &e) == 0)
		rc = seed(s, &x, &e);
	if (rc < 0)
		fprintf(stderr, "%s\n", e.msg);
	if (s != NULL)
		store_close(s);
	return rc < 0;
}
