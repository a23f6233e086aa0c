/*
 * poller_store.c -- the poller's rounds with the store: all that waits goes in one
 * transaction for states and one for documents, while the next round gathers.  A store
 * that fails stops the polling: what was not written before a request went out might be
 * asked again too early.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/poller_work.h"
#include "daemon/report.h"
#include "daemon/store_health.h"

static void
put_state(struct flight *fl)
{
	fl->st.set_up_ms = poller_up_ms(fl->poller);
	buf_reset(&fl->blob);
	poll_state_put(&fl->blob, &fl->st);
	fl->row.due_ms = fl->st.due_ms;
	fl->row.state = buf_str(&fl->blob);
	fl->batch.feed = fl->row;
}

void
flight_to_store(struct flight *fl, enum stage stage)
{
	struct poller *p = fl->poller;

	fl->stage = stage;
	put_state(fl);
	TAILQ_REMOVE(&p->flying, fl, link);
	TAILQ_INSERT_TAIL(&p->to_store, fl, link);
}

/* What waits to be asked has not begun yet, however long the store failed. */
void
poller_round_again(struct poller *p)
{
	struct flight *fl;

	TAILQ_FOREACH(fl, &p->to_store, link)
	{
		if (fl->stage != STAGE_BEGIN || fl->feed == NULL)
			continue;
		poll_state_get(fl->was, &fl->st);
		poll_begin(&fl->st, fl->feed->config, poller_wall_ms(), &p->rng);
		put_state(fl);
	}
}

/* ---- on the store's thread ---- */

static void
took(struct flight *fl, const struct store_take *t, int64_t asked_ms)
{
	fl->asked_ms = asked_ms;
	fl->take = *t;
	fl->take.row.state = arena_str(&fl->arena, t->row.state);
}

/* Of a shared store: the feeds are ours for a while from now, or somebody else's. */
static int
take(struct round *r, struct store *s, struct err *e)
{
	struct store_take *takes = ARENA_ARRAY(&r->arena, struct store_take,
	    r->n_saves + 1);
	int64_t now = poller_mono_ms();
	size_t n = 0;

	for (size_t i = 0; i < r->n_saves; i++) {
		if (r->saves[i]->stage != STAGE_BEGIN)
			continue;
		takes[n] = r->saves[i]->take;
		takes[n++].lived_ms = now - r->poller->begun_ms;
	}
	if (store_feeds_take(s, &r->arena, takes, n, e) != 0)
		return -1;
	for (size_t i = 0; i < r->n_saves; i++)
		if (r->saves[i]->stage == STAGE_BEGIN)
			took(r->saves[i], takes++, now);
	return 0;
}

static int
save_each(struct store *s, void *arg, struct err *e)
{
	struct round *r = arg;
	struct store_feed *rows = ARENA_ARRAY(&r->arena, struct store_feed,
	    r->n_saves + 1);
	size_t n = 0;

	for (size_t i = 0; i < r->n_saves; i++) {
		if (r->saves[i]->stage != STAGE_BEGIN || !store_is_shared(s))
			rows[n++] = r->saves[i]->row;
	}
	if (store_is_shared(s) && take(r, s, e) != 0)
		return -1;
	return store_feeds_save(s, rows, n, &r->fenced, e);
}

static void
ingest_documents(struct round *r)
{
	const struct ingest_batch *batches[ROUND_INGESTS];
	struct ingest_result *results;
	struct store *s = r->poller->o.store;

	if (r->n_ingests == 0)
		return;
	results = ARENA_ARRAY(&r->arena, struct ingest_result, r->n_ingests);
	for (size_t i = 0; i < r->n_ingests; i++)
		batches[i] = &r->ingests[i]->batch;
	if (ingest_many(s, &r->arena, &r->context, batches, results, r->n_ingests,
		&r->err) == 0) {
		for (size_t i = 0; i < r->n_ingests; i++)
			r->ingests[i]->ingested = results[i];
		return;
	}
	for (size_t i = 0; i < r->n_ingests; i++) {
		struct flight *fl = r->ingests[i];

		fl->rc = ingest(s, &r->arena, &r->context, &fl->batch, &fl->ingested,
		    &fl->err);
		fl->fault = fl->rc == 0 ? STORE_FAULT_NONE : store_fault(s);
	}
}

static void
round_work(void *arg)
{
	struct round *r = arg;
	struct store *s = r->poller->o.store;

	if (r->n_saves > 0)
		r->rc = r->relaxed ? store_transact_before(s, save_each, r, &r->err)
				   : store_transact(s, save_each, r, &r->err);
	if (r->rc == 0)
		ingest_documents(r);
}

/* ---- back on the loop ---- */

static void
log_alerts(const struct flight *fl)
{
	for (size_t i = 0; i < fl->ingested.n_alerts; i++)
		report_alert(fl->feed->config->name, &fl->ingested.alerts[i]);
}

static void
log_facts(const struct flight *fl)
{
	if (fl->ingested.new_entries + fl->ingested.edited <= fl->ingested.quiet)
		return; /* nothing that anybody waits for */
	for (size_t i = 0; i < fl->batch.n_entries; i++) {
		const struct ingest_entry *en = &fl->batch.entries[i];

		for (size_t k = 0; en->facts != NULL && k < en->facts->n; k++)
			report_fact(fl->feed->config->name, en->url,
			    &en->facts->items[k]);
	}
}

static const char *
result_of(const struct flight *fl)
{
	if (fl->pushed)
		return "pushed";
	if (fl->answer.failed != HTTP_OK)
		return http_error_names[fl->answer.failed];
	if (fl->why != NULL)
		return "not_a_feed";
	if (fl->parsed_ok)
		return "read";
	return fl->verdict.good ? "unchanged" : "refused";
}

static void
log_poll(const struct flight *fl)
{
	LOG(fl->verdict.good || fl->pushed ? LOG_INFO : LOG_NOTICE, "poll",
	    log_str("feed", fl->feed->config->name), log_cstr("result", result_of(fl)),
	    log_int("status", fl->answer.status),
	    log_int("new", (int64_t)fl->ingested.new_entries),
	    log_int("edited", (int64_t)fl->ingested.edited),
	    log_int("known", (int64_t)fl->ingested.known), log_int("ms", fl->duration_ms),
	    log_int("next_s", fl->verdict.delay_ms / 1000),
	    log_str("error", fl->st.error));
}

/* The store fails, not the document: it is kept until there is room again. */
static bool
is_passing(enum store_fault f)
{
	return f == STORE_FAULT_FULL || f == STORE_FAULT_BUSY || f == STORE_FAULT_GONE;
}

/* true: it has to go to the store again. */
static bool
try_again(struct flight *fl)
{
	bool passing = fl->rc != 0 && is_passing(fl->fault);

	if (fl->rc == 0 || passing)
		store_health(fl->poller->o.health, STORE_WORK_DOCUMENT,
		    passing ? fl->err.msg : NULL);
	if (fl->rc == 0)
		return false;
	if (passing && !fl->poller->o.once)
		return true;
	if (++fl->tries < STORE_TRIES)
		return true;
	LOG(LOG_ERR, "poll.store_failed", log_str("feed", fl->feed->config->name),
	    log_cstr("error", fl->err.msg));
	return false;
}

static void
finished(struct flight *fl)
{
	struct poller *p = fl->poller;

	if (fl->feed == NULL) {
		flight_free(fl);
		return;
	}
	if (fl->stage == STAGE_BEGIN) {
		if (!store_is_shared(p->o.store) ||
		    (fl->take.taken && flight_in_time(fl)))
			flight_stored(fl);
		else
			flight_lost(fl);
		return;
	}
	if (try_again(fl)) {
		fl->rc = 0;
		p->store_wait_ms = STORE_RETRY_MS;
		return; /* it stays in the list */
	}
	if (fl->stage == STAGE_INGEST && fl->ingested.again && !fl->whole) {
		flight_read_again(fl);
		return;
	}
	if (fl->ingested.fenced)
		LOG(LOG_NOTICE, "poll.fenced", log_str("feed", fl->feed->config->name),
		    log_int("feeds", 1));
	/* first: while this is logged, the store's thread takes what is to be sent */
	if (fl->ingested.n_alerts > 0 && p->o.on_rang != NULL)
		p->o.on_rang(p->o.arg);
	log_poll(fl);
	log_facts(fl);
	log_alerts(fl);
	flight_stored(fl);
}

/* Whatever became of those that failed: the last one may have been given up. */
static bool
documents_wait(const struct poller *p)
{
	const struct flight *fl;

	TAILQ_FOREACH(fl, &p->to_store, link)
	if (fl->stage == STAGE_INGEST)
		return true;
	return false;
}

static void
pause_rounds(struct poller *p)
{
	struct timeval t = { STORE_RETRY_MS / MS_SECOND, 0 };

	evtimer_add(p->retry, &t);
}

static void
round_free(struct round *r)
{
	config_unref(r->config);
	arena_clear(&r->arena);
	free(r);
}

static void
round_done(void *arg)
{
	struct round *r = arg;
	struct poller *p = r->poller;

	if (r->rc != 0 || r->n_saves > 0)
		store_health(p->o.health, STORE_WORK_SCHEDULE,
		    r->rc != 0 ? r->err.msg : NULL);
	if (r->rc != 0) {
		p->store_wait_ms = STORE_RETRY_MS;
	} else {
		p->last_commit_ms = poller_mono_ms();
		if (!r->relaxed)
			p->synced_ms = p->last_commit_ms;
		if (r->fenced > 0)
			LOG(LOG_NOTICE, "poll.fenced",
			    log_int("feeds", (int64_t)r->fenced));
		for (size_t i = 0; i < r->n_saves; i++)
			finished(r->saves[i]);
		for (size_t i = 0; i < r->n_ingests; i++)
			finished(r->ingests[i]);
		if (!documents_wait(p))
			store_health(p->o.health, STORE_WORK_DOCUMENT, NULL);
	}
	p->round = NULL; /* only now: nothing of it may be in the next one */
	if (p->store_wait_ms > 0)
		pause_rounds(p);
	p->untrimmed += r->n_ingests;
	round_free(r);
	if (p->untrimmed >= TRIM_DOCUMENTS) {
		p->untrimmed = 0;
		alloc_trim_grown(&p->trimmed_bytes, TRIM_BYTES);
	}
	poller_pump(p);
}

/* ---- when to begin one ---- */

/* What waits, as far as one round takes it. */
struct load {
	size_t saves, ingests;
};

static struct load
waiting(const struct poller *p)
{
	struct load l = { 0, 0 };
	const struct flight *fl;

	TAILQ_FOREACH(fl, &p->to_store, link)
	{
		if (fl->stage == STAGE_INGEST)
			l.ingests += l.ingests < ROUND_INGESTS;
		else
			l.saves += l.saves < ROUND_SAVES;
	}
	return l;
}

/* ---- --once: an archive that comes all at once is told in the order of its dates ----
 */

#define ARCHIVE_WAIT (10 * INT64_C(1000)) /* for feeds whose host has to rest first */

/* Documents wait for those that are still being fetched, as far as a round holds them. */
static bool
waits_for_others(const struct poller *p, const struct load *l)
{
	int64_t now = poller_mono_ms();

	return p->o.once && !p->stopping && l->ingests > 0 &&
	    l->ingests < ROUND_INGESTS &&
	    (p->n_flights > l->ingests ||
		(poller_has_room(p) && schedule_due(p->schedule, now) > 0 &&
		    schedule_next(p->schedule) - now < ARCHIVE_WAIT));
}

/* Nobody waits for a state as one waits for news. */
static bool
gathers(struct poller *p, const struct load *l)
{
	static const struct timeval t = { 0, GATHER_US };

	if (l->ingests > 0 || l->saves >= GATHER || p->gathered || p->stopping)
		return false;
	if (!evtimer_pending(p->gather, NULL))
		evtimer_add(p->gather, &t);
	return true;
}

static void
on_gathered(evutil_socket_t fd, short what, void *arg)
{
	struct poller *p = arg;

	p->gathered = true;
	poller_round(p);
}

void
poller_store_start(struct poller *p)
{
	p->gather = evtimer_new(p->o.loop, on_gathered, p);
}

static struct round *
round_new(struct poller *p, const struct load *l)
{
	struct round *r = xcalloc(1, sizeof(*r));
	struct flight *fl;

	r->poller = p;
	r->config = config_ref(p->config);
	arena_init(&r->arena);
	r->context = (struct ingest_context){
		.rules = &r->config->rules,
		.receivers = r->config->receivers,
		.n_receivers = r->config->n_receivers,
		.routing = &r->config->routing,
		.now_ms = poller_wall_ms(),
		.max_age_ms = r->config->max_age_ms,
	};
	TAILQ_FOREACH(fl, &p->to_store, link)
	{
		if (fl->stage == STAGE_INGEST && r->n_ingests < l->ingests)
			r->ingests[r->n_ingests++] = fl;
		else if (fl->stage != STAGE_INGEST && r->n_saves < l->saves)
			r->saves[r->n_saves++] = fl;
	}
	r->relaxed = r->n_ingests > 0 || poller_mono_ms() - p->synced_ms < SYNC_MS;
	return r;
}

void
poller_round(struct poller *p)
{
	struct load l;

	if (p->round != NULL || p->store_wait_ms > 0 || TAILQ_EMPTY(&p->to_store))
		return;
	l = waiting(p);
	if (waits_for_others(p, &l))
		l.ingests = 0;
	if (l.ingests + l.saves == 0 || gathers(p, &l))
		return;
	p->gathered = false;
	p->round = round_new(p, &l);
	offload_run(p->o.thread, round_work, round_done, p->round);
}
