/* delivery_store.c -- claims and finishes, on the store's thread. */
#include "config.h"

#include "base/json.h"
#include "base/log.h"
#include "base/map.h"
#include "daemon/delivery_work.h"
#include "daemon/live_events.h"

#define FLUSH_MAX FINISHED_MAX /* one transaction */

static struct str
disabled_name(char out[400], struct str receiver, struct str target)
{
	int n = snprintf(out, 400, "disabled:%.*s/%.*s", STR_ARG(receiver),
	    STR_ARG(target));

	return (struct str){ out, (size_t)(n < 400 ? n : 399) };
}

#define EVENT_MAX 8192 /* bytes of what is told of one */

/* ---- what mutes hold now ---- */

static void
load_silences(struct store *s, struct arena *a, int64_t now_ms, struct mutes *m)
{
	struct store_note *notes;
	size_t n = 0;
	struct err e;

	if (store_notes(s, a, STR("silence"), now_ms, &notes, &n, &e) == -1)
		return;
	m->silences = ARENA_ARRAY(a, struct silence, n);
	for (size_t i = 0; i < n; i++) {
		struct silence *si = &m->silences[m->n_silences];

		if (matchers_parse(&si->matchers, notes[i].what, a, &e) == -1)
			continue;
		si->id = notes[i].id;
		si->until_ms = notes[i].until_ms;
		si->author = notes[i].author;
		si->text = notes[i].text;
		m->n_silences++;
	}
	n = 0;
	if (store_notes(s, a, STR("ack"), now_ms, &notes, &n, &e) == -1)
		return;
	m->acks = ARENA_ARRAY(a, struct acknowledgement, n);
	for (size_t i = 0; i < n; i++)
		m->acks[m->n_acks++] = (struct acknowledgement){
			.incident = notes[i].what,
			.author = notes[i].author,
			.text = notes[i].text,
			.level = notes[i].level
		};
}

static void
load_releases(struct store *s, struct arena *a, int64_t now_ms, struct mutes *m)
{
	struct store_note *notes;
	size_t n = 0;
	struct err e;

	if (store_notes(s, a, STR("release"), now_ms, &notes, &n, &e) == -1)
		return;
	m->releases = ARENA_ARRAY(a, struct release, n);
	for (size_t i = 0; i < n; i++)
		m->releases[m->n_releases++] = (struct release){ .what = notes[i].what,
			.at_ms = notes[i].created_ms };
}

static void
clear_silences(struct mutes *m)
{
	for (size_t i = 0; i < m->n_silences; i++)
		matchers_clear(&m->silences[i].matchers);
}

/* ---- claim ---- */

#define INHIBIT_MS MS_DAY /* how far back an alert may lie that inhibits another */
#define INHIBIT_MAX 300
#define REMINDERS 20

struct taking {
	struct lane *lane;
	struct config *config;
	const struct alert **recent; /* what may inhibit; newest first */
	size_t n_recent;
	struct store *store;
	struct batch *batch;
	struct str name;
	struct map disabled; /* a target's mark (struct str), once it was asked for */
	bool threads, replan;
	int64_t now_ms, lease_ms, digest_count, review_ms, due_ms;
	struct store_delivery *rows;
	size_t max, waiting;
	bool failed;
	struct err err;
};

static int
look_ahead(struct taking *c, struct err *e)
{
	return store_outbox_next(c->store, c->name, &c->due_ms, &c->waiting, WAITING_MAX,
	    e);
}

/* A digest that is full does not wait for its hour. */
static int
hasten_digest(struct taking *c, struct err *e)
{
	struct store_delivery *rows;
	size_t n, changed;

	if (c->digest_count == 0)
		return 0;
	if (look_ahead(c, e) == -1)
		return -1;
	if (c->waiting < (size_t)c->digest_count)
		return 0;
	if (store_outbox_list(c->store, &c->batch->arena, OUTBOX_PENDING, c->name, 0,
		DELIVERY_ALERTS_MAX, &rows, &n, e) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (rows[i].attempt == 0 && rows[i].next_ms > c->now_ms &&
		    store_outbox_retry(c->store, rows[i].id, c->now_ms, &changed, e) ==
			-1)
			return -1;
	return 0;
}

/* ---- what the route says at the moment of sending ---- */

static void
load_recent(struct taking *c, int64_t now_ms)
{
	struct store_alert_query q = { .since_ms = now_ms - INHIBIT_MS,
		.limit = INHIBIT_MAX };
	struct arena *a = &c->batch->arena;
	struct store_alert *items;
	size_t n = 0;
	struct err e;

	if (c->config->routing.n_inhibits == 0 ||
	    store_alerts(c->store, a, &q, &items, &n, &e) == -1)
		return;
	c->recent = ARENA_ARRAY(a, const struct alert *, n);
	for (size_t i = 0; i < n; i++) {
		const struct alert *al = alert_parse(a, items[i].json, &e);

		if (al != NULL)
			c->recent[c->n_recent++] = al;
	}
}

static unsigned
reminder_number(struct str group)
{
	uint64_t n;

	if (!str_starts(group, STR("reminder ")) ||
	    !str_uint(str_sub(group, 9, group.n), &n))
		return 0;
	return n > REMINDERS ? REMINDERS : (unsigned)n;
}

static void
drop(struct mute *m, const char *what, struct str id)
{
	m->kind = MUTE_DROP;
	snprintf(m->why, sizeof(m->why), "%s by %.*s", what, STR_ARG(id));
}

/* A reminder of what has been told anew since is not sent. */
static void
check_reminder(struct taking *c, struct batch_row *row)
{
	struct store_alert_query q = {
		.incident = row->alert->incident, .since_ms = TIME_NONE, .limit = 1
	};
	struct store_alert *newest;
	size_t n = 0;
	struct err e;

	if (q.incident.n > 0 &&
	    store_alerts(c->store, &c->batch->arena, &q, &newest, &n, &e) == 0 &&
	    n == 1 && !str_eq(newest->id, row->alert->id))
		drop(&row->mute, "overtaken", newest->id);
}

static void
follow_route(struct taking *c, struct batch_row *row, int64_t now_ms)
{
	const struct config *conf = c->config;
	struct arena *a = &c->batch->arena;
	const struct alert *by = route_inhibitor(&conf->routing, row->alert, c->recent,
	    c->n_recent, a);
	int64_t opens = now_ms;
	struct routed *to;
	size_t n = route_alert(&conf->routing, conf->receivers, conf->n_receivers,
	    row->alert, now_ms, a, &to);

	for (size_t i = 0; i < n; i++)
		if (str_eq(to[i].receiver->name, c->name) && to[i].by != NULL) {
			row->interval_ms = to[i].by->interval_ms;
			row->repeat_ms = to[i].by->repeat_ms;
			opens = route_opens(&conf->routing, to[i].by, now_ms);
		}
	if (by != NULL) {
		drop(&row->mute, "inhibited", by->id);
	} else if (opens > now_ms) {
		row->mute.kind = MUTE_HOLD;
		row->mute.until_ms = opens;
		snprintf(row->mute.why, sizeof(row->mute.why), "muted at this time");
	}
	if (reminder_number(row->d.group) > 0 && row->mute.kind == MUTE_NONE)
		check_reminder(c, row);
}

/* Why nothing is sent to a target any more; empty: something is. */
static struct str
disabled_mark(struct taking *c, const struct store_delivery *d)
{
	struct str *mark = d->target.p != NULL ? map_get(&c->disabled, d->target) : NULL;
	char name[400];
	struct err e;

	if (mark != NULL)
		return *mark;
	mark = ARENA_NEW(&c->batch->arena, struct str);
	if (store_meta_get(c->store, &c->batch->arena,
		disabled_name(name, d->receiver, d->target), mark, &e) == 0 &&
	    d->target.p != NULL)
		map_put(&c->disabled, d->target, mark);
	return *mark;
}

static void
fill_row(struct taking *c, struct batch_row *row, const struct mutes *m, int64_t now_ms)
{
	struct arena *a = &c->batch->arena;
	struct str mark;
	struct err e = { "" };

	row->alert = alert_parse(a, row->d.json, &e);
	if (row->alert == NULL) {
		snprintf(row->error, sizeof(row->error), "%.199s", e.msg);
		return;
	}
	row->alert->id = row->d.alert;
	mark = disabled_mark(c, &row->d);
	if (mark.n > 0) {
		row->disabled = true;
		str_copy(row->error, 200, mark);
	}
	if (c->threads)
		store_outbox_ref(c->store, a, row->d.receiver, row->d.target,
		    row->alert->incident, &row->thread, &e);
	mute_decide(&row->mute, m, row->alert, now_ms, a);
	if (row->mute.kind == MUTE_NONE && c->review_ms > 0 &&
	    reminder_number(row->d.group) == 0)
		mute_review(&row->mute, m, row->alert, row->d.created_ms, c->review_ms,
		    now_ms);
	if (row->mute.kind == MUTE_NONE && row->alert->reason != REASON_DRILL &&
	    (c->config->routing.root != NULL || c->config->routing.n_inhibits > 0))
		follow_route(c, row, now_ms);
}

/* In one transaction, so that nothing is claimed that could not be read. */
static int
claim_rows(struct store *s, void *arg, struct err *e)
{
	struct taking *c = arg;

	return (c->replan && store_replan(s, c->lease_ms, e) == -1) ||
		hasten_digest(c, e) == -1 ||
		store_outbox_claim(s, &c->batch->arena, c->name, c->lease_ms, c->max,
		    &c->rows, &c->batch->n, e) == -1
	    ? -1
	    : look_ahead(c, e);
}

static void
fill_rows(struct taking *c)
{
	struct arena *a = &c->batch->arena;
	struct mutes m = { .n_silences = 0 };
	size_t n = c->batch->n;

	c->batch->rows = ARENA_ARRAY(a, struct batch_row, n);
	if (n > 0) {
		load_silences(c->store, a, c->now_ms, &m);
		if (c->review_ms > 0)
			load_releases(c->store, a, c->now_ms, &m);
		load_recent(c, c->now_ms);
	}
	map_init(&c->disabled, 0);
	for (size_t i = 0; i < n; i++) {
		c->batch->rows[i].d = c->rows[i];
		fill_row(c, &c->batch->rows[i], &m, c->now_ms);
	}
	map_clear(&c->disabled);
	clear_silences(&m);
}

static void
claim_work(void *arg)
{
	struct taking *c = arg;

	c->now_ms = delivery_now_ms();
	c->batch->lease_end_ms = c->now_ms + c->lease_ms;
	c->failed = store_transact(c->store, claim_rows, c, &c->err) == -1;
	if (!c->failed)
		fill_rows(c);
}

static void
claim_done(void *arg)
{
	struct taking *c = arg;
	struct lane *l = c->lane;
	struct delivery_lanes *d = l->d;

	l->claiming = false;
	if (!d->freed)
		store_health(d->o.health, STORE_WORK_CLAIM,
		    c->failed ? c->err.msg : NULL);
	if (d->freed || c->failed) {
		d->replan = d->replan || c->replan;
		l->again = l->again || c->failed;
		if (c->failed)
			d->store_retry_ms = delivery_now_ms() + STORE_RETRY_MS;
		batch_unref(c->batch);
	} else {
		l->due_ms = c->due_ms;
		l->waiting = c->waiting;
		lane_take(l, c->batch);
	}
	config_unref(c->config);
	free(c);
	delivery_job_ended(d);
}

void
delivery_claim(struct lane *l, size_t max)
{
	struct taking *c = xcalloc(1, sizeof(*c));

	*c = (struct taking){ .lane = l,
		.store = l->d->o.store,
		.name = str_of(l->name),
		.max = max,
		.lease_ms = l->d->o.lease_ms,
		.due_ms = TIME_NONE,
		.replan = l->d->replan,
		.config = config_ref(l->d->config) };
	if (l->r != NULL) {
		c->threads = receiver_kinds[l->r->kind].threads;
		c->review_ms = l->r->review_ms;
		c->digest_count = l->r->digest_ms > 0 ? l->r->digest_count : 0;
	}
	c->batch = xcalloc(1, sizeof(*c->batch));
	c->batch->refs = 1;
	arena_init(&c->batch->arena);
	l->claiming = true;
	l->again = false;
	l->d->replan = false;
	l->d->jobs++;
	offload_run(l->d->o.thread, claim_work, claim_done, c);
}

/* ---- finish ---- */

struct flush {
	struct delivery_lanes *d;
	struct store *store;
	struct finish *first;
	bool failed;
	size_t fenced;
	struct err err;
};

/* Another row for the same alert, with an id of its own; acknowledging or news ends the
 * chain. */
static int
add_reminder(struct flush *f, const struct finish *fi)
{
	struct store_delivery d = { .alert = str_of(fi->alert),
		.receiver = str_of(fi->receiver),
		.target = str_of(fi->target),
		.next_ms = delivery_now_ms() + fi->repeat_ms,
		.created_ms = delivery_now_ms() };
	char id[ULID_LEN + 1], group[32];

	snprintf(group, sizeof(group), "reminder %u", fi->repeat + 1);
	d.group = str_of(group);
	d.id = outbox_id(id, fi->alert_ms, d.alert, d.receiver, d.target, fi->repeat + 1);
	return store_outbox_add(f->store, &d, &f->err);
}

/* What the page hears: enough to know what to ask for. */
static int
tell_finish(struct flush *f, const struct finish *fi)
{
	static const enum live_event of[OUTBOX_N] = {
		[OUTBOX_PENDING] = LIVE_DELIVERY_RETRY,
		[OUTBOX_SENT] = LIVE_DELIVERY_SENT,
		[OUTBOX_DEAD] = LIVE_DELIVERY_DEAD,
		[OUTBOX_SUPPRESSED] = LIVE_DELIVERY_SUPPRESSED
	};
	struct buf out;
	struct json j;
	int rc;

	buf_init(&out, EVENT_MAX);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kstr(&j, "alert", str_of(fi->alert));
	json_kstr(&j, "receiver", str_of(fi->receiver));
	json_kopt(&j, "target", str_of(fi->target));
	json_kstr(&j, "state", str_of(outbox_state_names[fi->state]));
	json_kopt(&j, "error", str_of(fi->error));
	json_close(&j);
	rc = live_event_add(f->store, of[fi->state], str_of(fi->alert), buf_str(&out),
	    delivery_now_ms(), &f->err);
	buf_clear(&out);
	return rc;
}

static int
finish_one(struct flush *f, const struct finish *fi)
{
	struct store_delivery d = { .n = fi->n,
		.epoch = fi->epoch,
		.state = fi->state,
		.next_ms = fi->next_ms,
		.error = str_of(fi->error),
		.ref = str_of(fi->ref) };
	char name[400];
	bool fenced = false;

	if (store_outbox_finish(f->store, &d, fi->tried ? &fi->at : NULL, &fenced,
		&f->err) == -1)
		return -1;
	f->fenced += fenced;
	if (!fenced && (fi->tried || fi->state == OUTBOX_SUPPRESSED) &&
	    tell_finish(f, fi) == -1)
		return -1;
	if (fi->state == OUTBOX_SENT && fi->repeat_ms > 0 && fi->repeat < REMINDERS &&
	    !fenced && add_reminder(f, fi) == -1)
		return -1;
	if (!fi->leaves)
		return 0;
	return store_meta_set(f->store,
	    disabled_name(name, str_of(fi->receiver), str_of(fi->target)),
	    str_of(fi->error), &f->err);
}

static int
finish_all(struct store *s, void *arg, struct err *e)
{
	struct flush *f = arg;
	int64_t turn;

	(void)e;
	f->fenced = 0;
	/* Before the rows, which those who hold it change too. */
	if (store_ledger_lock(s, &turn, &f->err) == -1)
		return -1;
	for (const struct finish *fi = f->first; fi != NULL; fi = fi->next)
		if (finish_one(f, fi) == -1)
			return -1;
	return 0;
}

static void
flush_work(void *arg)
{
	struct flush *f = arg;

	f->failed = store_transact(f->store, finish_all, f, &f->err) == -1;
}

static void
free_finishes(struct finish *fi)
{
	while (fi != NULL) {
		struct finish *next = fi->next;

		free(fi);
		fi = next;
	}
}

/* What could not be written stays at the head and is tried again in a second. */
static void
put_back(struct delivery_lanes *d, struct finish *first)
{
	struct finish **end = &first;

	for (; *end != NULL; d->n_finished++)
		end = &(*end)->next;
	*end = d->finished;
	if (d->finished == NULL)
		d->last = end;
	d->finished = first;
	if (d->last == &d->finished)
		d->last = end;
}

static void
flush_done(void *arg)
{
	struct flush *f = arg;
	struct delivery_lanes *d = f->d;

	d->flushing = false;
	if (!d->freed)
		store_health(d->o.health, STORE_WORK_RESULT,
		    f->failed ? f->err.msg : NULL);
	if (f->failed && !d->freed) {
		d->store_retry_ms = delivery_now_ms() + STORE_RETRY_MS;
		put_back(d, f->first);
	} else {
		if (f->fenced > 0)
			LOG(LOG_WARNING, "delivery.fenced",
			    log_int("rows", (int64_t)f->fenced));
		free_finishes(f->first);
		if (!d->freed && d->o.on_stored != NULL)
			d->o.on_stored(d->o.arg);
	}
	free(f);
	delivery_job_ended(d);
}

void
delivery_flush(struct delivery_lanes *d)
{
	struct flush *f;
	struct finish **at = &d->finished;

	if (d->finished == NULL || d->flushing || delivery_now_ms() < d->store_retry_ms)
		return;
	f = xcalloc(1, sizeof(*f));
	*f = (struct flush){ .d = d, .store = d->o.store, .first = d->finished };
	for (size_t i = 0; i < FLUSH_MAX && *at != NULL; i++, d->n_finished--)
		at = &(*at)->next;
	d->finished = *at;
	*at = NULL;
	if (d->finished == NULL)
		d->last = &d->finished;
	d->flushing = true;
	d->jobs++;
	offload_run(d->o.thread, flush_work, flush_done, f);
}
