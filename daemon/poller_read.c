/* poller_read.c -- the poller's documents: to a worker, and what it read into a batch. */
#include "config.h"

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/poller_work.h"
#include "net/url.h"

/* ---- what was known of it ---- */

/* poll_state.known: eight bytes an entry. */
static uint64_t *
known_of(struct arena *a, struct str bytes, size_t *n)
{
	uint64_t *known = ARENA_ARRAY(a, uint64_t, bytes.n / 8 + 1);

	*n = bytes.n / 8;
	if (*n > 0)
		memcpy(known, bytes.p, *n * 8);
	return known;
}

static bool
is_known(const uint64_t *known, size_t n, uint64_t hash)
{
	for (size_t i = 0; i < n; i++)
		if (known[i] == hash)
			return true;
	return false;
}

/* A hub may bring the new entries alone: what it leaves out stays known. */
static void
remember_entries(struct flight *fl)
{
	const struct job_result *r = &fl->result;
	size_t n_known, n = 0;
	uint64_t *known = known_of(&fl->arena, fl->st.known, &n_known);
	uint64_t *now = ARENA_ARRAY(&fl->arena, uint64_t, KNOWN_MAX);

	fl->n_new = 0;
	for (size_t i = 0; i < r->n_entries; i++) {
		fl->n_new += !is_known(known, n_known, r->entries[i].content.hi);
		if (n < KNOWN_MAX)
			now[n++] = r->entries[i].content.hi;
	}
	for (size_t i = 0; fl->pushed && i < n_known && n < KNOWN_MAX; i++)
		if (!is_known(now, n, known[i]))
			now[n++] = known[i];
	fl->st.known = (struct str){ (const char *)now, n * 8 };
}

/* ---- a batch for the store ---- */

static void
fill_batch(struct flight *fl)
{
	const struct feed_config *f = fl->feed->config;
	const struct job_result *r = &fl->result;
	struct ingest_entry *en = ARENA_ARRAY(&fl->arena, struct ingest_entry,
	    r->n_entries + 1);

	for (size_t i = 0; i < r->n_entries; i++) {
		const struct job_entry *e = &r->entries[i];

		en[i] = (struct ingest_entry){
			.ident = { .id = e->id,
			    .link = e->link,
			    .title = e->title,
			    .published = e->published,
			    .updated = e->updated },
			.url = e->link,
			.title = e->title,
			.text = e->text,
			.lang = e->lang,
			.origin = e->outlet,
			.content = e->content,
			.known = e->known,
			.withdrawn = e->withdrawn,
			.facts = e->known || e->withdrawn ? NULL : &e->facts,
		};
	}
	fl->batch = (struct ingest_batch){
		.tags = f->tags.items,
		.n_tags = f->tags.n,
		.habits = &fl->st.habits,
		.ring_backlog = f->backlog == FEED_BACKLOG_RING,
		.address_changed = fl->address_changed,
		.max_age_ms = f->max_age_ms,
		.keep_feed = fl->pushed,
		.notices = fl->notices,
		.n_notices = fl->n_notices,
		.changed = fl->changed,
		.entries = en,
		.n_entries = r->n_entries,
	};
	ingest_prepare(&fl->arena, &fl->batch);
}

/* ---- the decision ---- */

static void
obey(struct flight *fl)
{
	struct poller *p = fl->poller;
	struct polled *f = fl->feed;
	const struct poll_verdict *v = &fl->verdict;
	struct str address = poll_address(&fl->st, f->config);
	int64_t now = poller_mono_ms();

	if (v->freeze_origin_ms > 0) {
		schedule_freeze(p->schedule, address, now + v->freeze_origin_ms);
		fl->row.host_rest_ms = v->freeze_origin_ms;
	}
	if (v->busy_ms > 0 || v->good)
		schedule_busy(p->schedule, address,
		    v->busy_ms > 0 ? now + v->busy_ms : 0);
}

void
flight_decide(struct flight *fl, const struct poll_parsed *parsed)
{
	const struct feed_config *f = fl->feed->config;
	int64_t now = poller_wall_ms();

	config_unref(fl->config); /* the batch points into the one that holds now */
	fl->config = config_ref(fl->poller->config);
	fl->row.name = f->name;
	fl->row.url = f->url;
	if (fl->pushed) {
		poll_push(&fl->st, parsed, now, &fl->arena);
	} else {
		fl->address_changed = fl->st.address_changed;
		poll_step(&fl->st, f, &fl->answer, parsed, now, &fl->poller->rng,
		    &fl->arena, &fl->verdict);
		obey(fl);
		flight_tell(fl, now);
	}
	flight_tell_state(fl);
	fl->parsed_ok = parsed != NULL && parsed->ok;
	if (fl->parsed_ok)
		fill_batch(fl);
	else
		fl->batch = (struct ingest_batch){ .notices = fl->notices,
			.n_notices = fl->n_notices,
			.changed = fl->changed };
	flight_to_store(fl,
	    fl->parsed_ok || fl->changed.n > 0 || fl->n_notices > 0 ? STAGE_INGEST
								    : STAGE_SAVE);
}

/* ---- the worker ---- */

static void
fill_parsed(struct flight *fl, struct poll_parsed *p)
{
	const struct job_result *r = &fl->result;
	int64_t *dates = ARENA_ARRAY(&fl->arena, int64_t, r->n_entries + 1);
	size_t n = 0;

	for (size_t i = 0; i < r->n_entries; i++)
		if (r->entries[i].published != TIME_NONE)
			dates[n++] = r->entries[i].published;
		else if (r->entries[i].updated != TIME_NONE)
			dates[n++] = r->entries[i].updated;
	*p = (struct poll_parsed){
		.ok = true,
		.n_new = fl->n_new,
		.dates = dates,
		.n_dates = n,
		.ttl_s = r->ttl_s,
		.sy_s = r->update_interval_s,
		.skip_hours = r->skip_hours,
		.skip_days = r->skip_days,
		.hub = r->hub,
		.topic = r->self,
	};
}

/* What was left out as known may have to be read after all. */
static bool
left_some_out(const struct job_result *r)
{
	for (size_t i = 0; i < r->n_entries; i++)
		if (r->entries[i].known)
			return true;
	return false;
}

static void
drop_body(struct flight *fl)
{
	free((char *)(uintptr_t)fl->body.p);
	fl->body = STR_NONE;
}

static void
parsed(void *arg, const struct job_result *r, const char *why)
{
	struct flight *fl = arg;
	struct poll_parsed p = { .ok = false, .ttl_s = -1, .sy_s = -1 };
	struct poller *poller = fl->poller;

	if (fl->feed == NULL) {
		flight_free(fl); /* it left the configuration */
		poller_pump(poller);
		return;
	}
	if (r == NULL || !left_some_out(r))
		drop_body(fl);
	if (r == NULL) {
		p.error = arena_str(&fl->arena, str_of(why));
	} else if (r->error.n > 0) {
		p.error = r->error;
	} else {
		fl->result = *r;
		remember_entries(fl);
		fill_parsed(fl, &p);
	}
	fl->why = p.ok ? NULL : arena_cstr(&fl->arena, p.error);
	if (fl->whole && p.ok) {
		fill_batch(fl);
		flight_to_store(fl, STAGE_INGEST);
	} else {
		flight_decide(fl, &p);
	}
	poller_pump(poller);
}

void
flight_read_again(struct flight *fl)
{
	fl->whole = true;
	TAILQ_REMOVE(&fl->poller->to_store, fl, link);
	TAILQ_INSERT_TAIL(&fl->poller->flying, fl, link);
	flight_parse(fl);
}

void
flight_parse(struct flight *fl)
{
	const struct feed_config *f = fl->feed->config;
	struct job j = { .bytes = fl->body,
		.origin = fl->origin,
		.lang = f->lang,
		.country = f->country };

	fl->stage = STAGE_WORKER;
	if (!fl->whole)
		j.known = known_of(&fl->arena, fl->st.known, &j.n_known);
	workers_submit(fl->poller->o.workers, &j, &fl->arena, parsed, fl);
}
