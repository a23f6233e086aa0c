/* delivery.c -- see delivery.h: lanes, and what comes of each try. */
#include "config.h"

#include "base/date.h"
#include "base/hash.h"
#include "base/log.h"
#include "daemon/clock.h"
#include "daemon/delivery_work.h"
#include "daemon/secrets.h"

#define LEASE_MS (5 * MS_MINUTE)
#define CLAIM_MAX 256
#define FAILING 3 /* tries in a row without an arrival: one at a time from here */
#define PROBE_MS MS_SECOND /* then so long between two, doubling */
#define PROBE_MAX_MS (16 * MS_SECOND)
/* when a target is busy and does not say for how long */
#define THROTTLED_MS (5 * MS_SECOND)
#define SMOOTH 0.2
#define CLOCK_STEP_MS (2 * MS_SECOND) /* the wall clock was set back, not slewed */
#define LOOK_MS MS_MINUTE             /* how soon that is noticed */

int64_t
delivery_now_ms(void)
{
	return clock_wall_ms();
}

int64_t
delivery_mono_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * MS_SECOND + t.tv_nsec / 1000000;
}

void
batch_unref(struct batch *b)
{
	if (b != NULL && --b->refs == 0) {
		arena_clear(&b->arena);
		free(b);
	}
}

/* ---- the end of a row's try ---- */

static void
expect_due(struct lane *l, int64_t at_ms)
{
	if (l->due_ms == TIME_NONE || at_ms < l->due_ms)
		l->due_ms = at_ms;
}

static const char *
kind_of(const struct lane *l)
{
	return l->r == NULL ? "none" : receiver_kinds[l->r->kind].name;
}

static struct finish *
finish_row(struct lane *l, const struct batch_row *row, enum outbox_state state,
    int64_t next_ms, const char *error)
{
	struct finish *f = xcalloc(1, sizeof(*f));

	f->n = row->d.n;
	f->epoch = row->d.epoch;
	f->state = state;
	f->next_ms = next_ms;
	snprintf(f->error, sizeof(f->error), "%s", error);
	str_copy(f->alert, sizeof(f->alert), row->d.alert);
	str_copy(f->receiver, sizeof(f->receiver), row->d.receiver);
	str_copy(f->target, sizeof(f->target), row->d.target);
	*l->d->last = f;
	l->d->last = &f->next;
	l->d->n_finished++;
	if (state == OUTBOX_PENDING)
		expect_due(l, next_ms);
	if (state == OUTBOX_SUPPRESSED) {
		l->stats.suppressed++;
		LOG(LOG_INFO, "delivery.suppressed", log_cstr("receiver", l->name),
		    log_cstr("kind", kind_of(l)), log_str("delivery", row->d.id),
		    log_str("alert", row->d.alert),
		    log_cstr("cause", mute_cause_names[mute_cause(str_of(error))]),
		    log_cstr("why", error));
	}
	return f;
}

static void
log_try(const struct lane *l, const struct batch_row *row, const struct verdict *v,
    enum outbox_state state, int64_t took_ms)
{
	const char *event = state == OUTBOX_SENT ? "delivery.sent"
	    : state == OUTBOX_DEAD               ? "delivery.dead"
						 : "delivery.retry";

	LOG(state == OUTBOX_SENT       ? LOG_INFO
		: state == OUTBOX_DEAD ? LOG_ERR
				       : LOG_WARNING,
	    event, log_cstr("receiver", l->name), log_cstr("kind", kind_of(l)),
	    log_str("delivery", row->d.id), log_str("alert", row->d.alert),
	    log_int("attempt", row->d.attempt + 1), log_int("status", v->code),
	    log_int("ms", took_ms), log_cstr("answer", v->text));
}

/* Once a day for each receiver; an alert about alerts that fails tells nobody. */
static void
tell_trouble(struct lane *l, const struct batch_row *row, const struct verdict *v)
{
	char key[128], text[500];

	if (row->alert != NULL && row->alert->reason == REASON_FEED)
		return;
	snprintf(key, sizeof(key), "receiver|%s|%lld", l->name,
	    (long long)(delivery_now_ms() / MS_DAY));
	snprintf(text, sizeof(text),
	    "Receiver %s%s does not take alerts (%s); see tocsin outbox list", l->name,
	    v->kind == VERDICT_GONE ? " wants nothing any more and" : "", v->text);
	delivery_trouble(l, key, text);
}

static void
end_row(struct lane *l, const struct parcel *p, const struct batch_row *row,
    const struct verdict *v, int64_t now_ms)
{
	int64_t next_ms = TIME_NONE;
	enum outbox_state state = OUTBOX_DEAD;
	struct finish *f;

	if (v->kind == VERDICT_DELIVERED)
		state = OUTBOX_SENT;
	else if (v->kind == VERDICT_RETRY)
		next_ms = outbox_next((unsigned)row->d.attempt + 1, now_ms,
		    v->retry_after_ms, &l->d->rng);
	if (next_ms != TIME_NONE)
		state = OUTBOX_PENDING;
	f = finish_row(l, row, state, next_ms == TIME_NONE ? now_ms : next_ms,
	    v->kind == VERDICT_DELIVERED ? "" : v->text);
	f->tried = true;
	f->leaves = v->kind == VERDICT_GONE;
	f->repeat_ms = row->repeat_ms;
	f->repeat = row_reminder(row);
	f->alert_ms = row->alert == NULL ? 0 : row->alert->created_ms;
	if (state == OUTBOX_SENT && row->interval_ms > 0)
		lane_group_told(l, row, now_ms);
	if (state == OUTBOX_SENT && row->repeat_ms > 0)
		expect_due(l, now_ms + row->repeat_ms);
	snprintf(f->ref, sizeof(f->ref), "%s", v->remember);
	f->at = (struct store_attempt){ .at_ms = p->started_ms,
		.latency_ms = now_ms - p->started_ms,
		.status = v->code,
		.error = str_of(f->error) };
	l->stats.sent += state == OUTBOX_SENT;
	l->stats.retried += state == OUTBOX_PENDING;
	l->stats.dead += state == OUTBOX_DEAD;
	l->stats.doubtful += state == OUTBOX_PENDING && v->ambiguous;
	log_try(l, row, v, state, now_ms - p->started_ms);
	if (state == OUTBOX_DEAD)
		tell_trouble(l, row, v);
}

static void
pause_until(struct lane *l, int64_t at_ms)
{
	if (at_ms > l->paused_ms)
		l->paused_ms = at_ms;
}

static void
learn(struct lane *l, const struct parcel *p, const struct verdict *v, int64_t now_ms)
{
	l->each_ms += SMOOTH * ((double)(now_ms - p->started_ms) - l->each_ms);
	if (v->kind == VERDICT_DELIVERED || v->kind == VERDICT_REJECTED) {
		l->fails = 0;
	} else if (l->fails++ == 0) {
		l->failing_since_ms = now_ms;
	}
	if (v->throttled || v->retry_after_ms > 0)
		pause_until(l,
		    now_ms + (v->retry_after_ms > 0 ? v->retry_after_ms : THROTTLED_MS));
	if (l->fails >= FAILING) {
		unsigned more = l->fails - FAILING < 4 ? l->fails - FAILING : 4;

		/* A thousand waiting for a dead one cost a probe now and then, not a
		 * thousand tries. */
		pause_until(l,
		    now_ms +
			(PROBE_MS << more < PROBE_MAX_MS ? PROBE_MS << more
							 : PROBE_MAX_MS));
	}
}

static void
unlink_parcel(struct parcel *p)
{
	if (p->next != NULL)
		p->next->prev = p->prev;
	if (p->prev != NULL)
		p->prev->next = p->next;
	else
		p->lane->out = p->next;
	p->lane->in_flight--;
}

static void
end_parcel(struct parcel *p)
{
	struct lane *l = p->lane;
	int64_t now_ms = delivery_now_ms();

	unlink_parcel(p);
	learn(l, p, &p->verdict, now_ms);
	for (size_t i = 0; i < p->n; i++)
		end_row(l, p, p->rows[i], &p->verdict, now_ms);
	batch_unref(p->batch);
	parcel_free(p);
}

static void
parcel_ended(struct parcel *p)
{
	struct delivery_lanes *d = p->lane->d;

	end_parcel(p);
	delivery_tick(d);
}

/* ---- a message ---- */

/* Other receivers that wait: the reader should know who does not know. */
static struct str
undelivered_words(const struct lane *l, struct arena *a)
{
	struct str out = STR("");
	char since[DATE_TEXT];

	for (size_t i = 0; i < l->d->n_lanes; i++) {
		const struct lane *o = l->d->lanes[i];

		if (o == l || o->fails < FAILING || o->r == NULL)
			continue;
		out = arena_printf(a,
		    "%.*s%s%s has not answered since %.*s (%zu%s messages wait)",
		    STR_ARG(out), out.n > 0 ? "; " : "", o->name,
		    STR_ARG(date_rfc3339(since, o->failing_since_ms)), o->waiting,
		    o->waiting < WAITING_MAX ? "" : " or more");
	}
	return out;
}

/* Rows that share the message of the one at the head: same group, target and try. */
static void
gather(struct parcel *p, struct batch *b)
{
	struct batch_row *first = &b->rows[b->next];
	bool many = receiver_kinds[p->lane->r->kind].many && first->d.group.n > 0 &&
	    row_reminder(first) == 0;

	p->rows = ARENA_ARRAY(&p->arena, struct batch_row *, DELIVERY_ALERTS_MAX);
	do {
		p->rows[p->n++] = &b->rows[b->next++];
	} while (many && b->next < b->n && p->n < DELIVERY_ALERTS_MAX &&
	    str_eq(b->rows[b->next].d.group, first->d.group) &&
	    str_eq(b->rows[b->next].d.target, first->d.target) &&
	    b->rows[b->next].d.attempt == first->d.attempt);
}

/* The id of a group is made of its rows': the same set has the same id at the next try.
 */
static struct str
group_id(struct parcel *p, char out[ULID_LEN + 1])
{
	struct str all = STR("");

	if (p->n == 1)
		return p->rows[0]->d.id;
	for (size_t i = 0; i < p->n; i++)
		all = arena_printf(&p->arena, "%.*s %.*s", STR_ARG(all),
		    STR_ARG(p->rows[i]->d.id));
	return outbox_id(out, p->rows[0]->d.created_ms, all, p->rows[0]->d.receiver,
	    p->rows[0]->d.target, 0);
}

static int
render(struct parcel *p, struct err *e)
{
	struct lane *l = p->lane;
	const struct alert **alerts = ARENA_ARRAY(&p->arena, const struct alert *, p->n);
	char id[ULID_LEN + 1];
	struct delivery dl = { .id = group_id(p, id),
		.target = p->rows[0]->d.target,
		.attempt = (unsigned)p->rows[0]->d.attempt + 1,
		.now_ms = p->started_ms,
		.alerts = alerts,
		.n = p->n,
		.group = p->rows[0]->d.group,
		.host = str_of(l->d->host),
		.link = str_of(l->d->link),
		.thread = p->rows[0]->thread,
		.reminder = row_reminder(p->rows[0]),
		.undelivered = undelivered_words(l, &p->arena) };

	for (size_t i = 0; i < p->n; i++)
		alerts[i] = p->rows[i]->alert;
	return parcel_render(p, l->r, &dl, e);
}

static void
send_next(struct lane *l)
{
	struct parcel *p = xcalloc(1, sizeof(*p));
	struct err e = { "" };

	arena_init(&p->arena);
	p->lane = l;
	p->batch = l->batch;
	p->batch->refs++;
	p->started_ms = delivery_now_ms();
	p->done = parcel_ended;
	p->stream = &l->stream;
	p->mail = &l->mail;
	p->hurry = &l->hurry;
	gather(p, l->batch);
	p->next = l->out;
	if (l->out != NULL)
		l->out->prev = p;
	l->out = p;
	l->in_flight++;
	if (l->r->pace_ms > 0)
		l->paused_ms = p->started_ms + l->r->pace_ms;
	if (render(p, &e) == -1) {
		end_parcel(p);
		return;
	}
	p->config = config_ref(l->d->config);
	if (p->rq.by != BY_HTTP && l->thread == NULL)
		l->thread = offload_new(l->d->o.loop, "deliver");
	parcel_send(p, l->d->o.http, l->thread);
}

/* ---- rows that are not sent ---- */

static bool
is_overtaken(const struct batch *b, size_t i)
{
	const struct batch_row *row = &b->rows[i];

	for (size_t k = i + 1; k < b->n; k++)
		if (b->rows[k].alert != NULL && b->rows[k].mute.kind == MUTE_NONE &&
		    str_eq(b->rows[k].d.target, row->d.target) &&
		    mute_overtakes(b->rows[k].alert, row->alert))
			return true;
	return false;
}

/* Only what was held back is overtaken: whoever rings at once rings for each.  NULL: it
 * was not. */
static const char *
overtaken_while(const struct lane *l, const struct batch *b, size_t i)
{
	const struct batch_row *row = &b->rows[i];
	enum mute_cause by = mute_cause(row->d.error);
	bool held = by == CAUSE_SILENCED || by == CAUSE_MUTED || by == CAUSE_REVIEW;

	if (row->d.attempt > 0 || (!held && l->r->pace_ms == 0) || !is_overtaken(b, i))
		return NULL;
	return held ? "overtaken while it was held"
		    : "ratelimit: overtaken while it waited for its turn";
}

/* True: the row is dealt with. */
static bool
settle(struct lane *l, struct batch *b, size_t i, int64_t now_ms)
{
	struct batch_row *row = &b->rows[i];
	struct verdict v = { .kind = VERDICT_REJECTED };
	const char *overtaken;

	if (row->alert == NULL || row->disabled) {
		snprintf(v.text, sizeof(v.text), "%s%s",
		    row->disabled ? "the target left: " : "", row->error);
		finish_row(l, row, OUTBOX_DEAD, now_ms, v.text);
		l->stats.dead++;
		tell_trouble(l, row, &v);
	} else if (!receiver_has_target(l->r, row->d.target)) {
		finish_row(l, row, OUTBOX_SUPPRESSED, now_ms,
		    "not in the configuration any more");
	} else if (row->mute.kind == MUTE_DROP) {
		finish_row(l, row, OUTBOX_SUPPRESSED, now_ms, row->mute.why);
	} else if (row->mute.kind == MUTE_HOLD) {
		finish_row(l, row, OUTBOX_PENDING, row->mute.until_ms, row->mute.why);
	} else if (lane_group_opens(l, row, now_ms) > now_ms) {
		finish_row(l, row, OUTBOX_PENDING, lane_group_opens(l, row, now_ms), "");
	} else if ((overtaken = overtaken_while(l, b, i)) != NULL) {
		finish_row(l, row, OUTBOX_SUPPRESSED, now_ms, overtaken);
	} else {
		return false;
	}
	return true;
}

/* Given back untried: the lane pauses for longer than it may hold them. */
static void
give_back(struct lane *l, int64_t until_ms)
{
	struct batch *b = l->batch;

	for (; b->next < b->n; b->next++)
		finish_row(l, &b->rows[b->next], OUTBOX_PENDING, until_ms,
		    arena_cstr(&b->arena, b->rows[b->next].d.error));
	l->batch = NULL;
	batch_unref(b);
}

void
lane_take(struct lane *l, struct batch *b)
{
	int64_t now_ms = delivery_now_ms();
	size_t kept = 0;

	l->batch = b;
	if (l->r == NULL || l->d->stopping) {
		give_back(l, now_ms);
		return;
	}
	for (size_t i = 0; i < b->n; i++)
		if (!settle(l, b, i, now_ms))
			b->rows[kept++] = b->rows[i];
	b->n = kept;
	if (kept == 0) {
		batch_unref(b);
		l->batch = NULL;
	}
}

/* ---- lanes ---- */

static size_t
width(const struct lane *l)
{
	enum delivery_by by = receiver_kinds[l->r->kind].by;

	if (l->fails >= FAILING || by != BY_HTTP || l->r->pace_ms > 0)
		return 1;
	return (size_t)l->r->in_flight;
}

/* No more than can be sent within half of the lease; with a pace, what overtakes each
 * other is to be seen. */
static size_t
claim_size(const struct lane *l)
{
	double each = l->each_ms < 1 ? 1 : l->each_ms;
	double fits;

	if (l->fails >= FAILING)
		return 1;
	if (l->r->pace_ms > 0)
		return CLAIM_MAX;
	fits = (double)l->d->o.lease_ms / 2 / each * (double)width(l);
	if (l->r->digest_ms > 0)
		return DELIVERY_ALERTS_MAX;
	return fits < 1 ? 1 : fits > CLAIM_MAX ? CLAIM_MAX : (size_t)fits;
}

static void
tick_lane(struct lane *l, int64_t now_ms)
{
	if (l->r == NULL)
		return; /* its rows wait until it is configured again */
	/* What is claimed and cannot go out soon is not kept from its next chance. */
	if (l->batch != NULL && l->paused_ms > now_ms &&
	    (l->fails >= FAILING || l->paused_ms - now_ms > l->d->o.lease_ms / 4))
		give_back(l, l->paused_ms);
	while (l->batch != NULL && l->in_flight < width(l) && l->paused_ms <= now_ms) {
		if (l->batch->lease_end_ms - now_ms < l->r->timeout_ms + MS_SECOND) {
			/* Somebody else may have them soon: they come again by
			 * themselves. */
			l->due_ms = l->batch->lease_end_ms;
			l->batch->next = l->batch->n;
		} else {
			send_next(l);
		}
		if (l->batch->next == l->batch->n) {
			batch_unref(l->batch);
			l->batch = NULL;
		}
	}
	if (l->batch == NULL && !l->claiming && !l->d->stopping &&
	    l->paused_ms <= now_ms && l->d->n_finished < FINISHED_MAX &&
	    now_ms >= l->d->store_retry_ms &&
	    (l->again || (l->due_ms != TIME_NONE && l->due_ms <= now_ms)) &&
	    l->in_flight < width(l))
		delivery_claim(l, claim_size(l));
}

bool
delivery_busy(const struct delivery_lanes *d)
{
	int64_t now_ms = delivery_now_ms();

	if (d->jobs > 0 || d->finished != NULL)
		return true;
	for (size_t i = 0; i < d->n_lanes; i++) {
		const struct lane *l = d->lanes[i];

		if (l->in_flight > 0 || l->claiming || l->batch != NULL)
			return true;
		if (!d->stopping && l->r != NULL && l->paused_ms <= now_ms &&
		    (l->again || (l->due_ms != TIME_NONE && l->due_ms <= now_ms)))
			return true;
	}
	return false;
}

/* When the first lane goes on by itself. */
static int64_t
next_wake(const struct delivery_lanes *d, int64_t now_ms)
{
	int64_t at = INT64_MAX;

	for (size_t i = 0; i < d->n_lanes; i++) {
		const struct lane *l = d->lanes[i];
		int64_t due = l->batch != NULL || l->again ? now_ms : l->due_ms;

		if (due == TIME_NONE || l->claiming || l->r == NULL ||
		    l->in_flight >= width(l) ||
		    (l->batch == NULL && d->n_finished >= FINISHED_MAX))
			continue; /* the end of what is under way goes on */
		if (due < l->paused_ms)
			due = l->paused_ms;
		if (due < at)
			at = due;
	}
	if (at < d->store_retry_ms || (d->finished != NULL && !d->flushing) ||
	    d->untold != NULL)
		at = d->store_retry_ms;
	return at;
}

/* Rows are due by the wall clock: what was planned before it was set back is planned
 * anew. */
static void
watch_clock(struct delivery_lanes *d, int64_t now_ms)
{
	int64_t ahead_ms = now_ms - delivery_mono_ms();
	bool set_back = ahead_ms < d->ahead_ms - CLOCK_STEP_MS;

	d->ahead_ms = ahead_ms;
	if (!set_back)
		return;
	LOG(LOG_NOTICE, "clock.set_back", log_int("now_ms", now_ms));
	d->replan = true;
	d->store_retry_ms = 0;
	for (size_t i = 0; i < d->n_lanes; i++) {
		d->lanes[i]->paused_ms = 0;
		d->lanes[i]->again = true;
	}
}

void
delivery_tick(struct delivery_lanes *d)
{
	int64_t now_ms = delivery_now_ms(), at, wait;
	struct timeval tv;

	if (d->freed)
		return;
	watch_clock(d, now_ms);
	for (size_t i = 0; i < d->n_lanes; i++)
		tick_lane(d->lanes[i], now_ms);
	delivery_flush(d);
	delivery_trouble_again(d);
	at = next_wake(d, now_ms);
	if (at != INT64_MAX && !(d->stopping && d->finished == NULL)) {
		wait = at - now_ms < 1      ? 1
		    : at - now_ms > LOOK_MS ? LOOK_MS
					    : at - now_ms;
		tv = (struct timeval){ wait / MS_SECOND, wait % MS_SECOND * 1000 };
		evtimer_add(d->timer, &tv);
	}
	if (d->o.on_idle != NULL && !delivery_busy(d))
		d->o.on_idle(d->o.arg);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	delivery_tick(arg);
}

void
delivery_wake(struct delivery_lanes *d)
{
	for (size_t i = 0; i < d->n_lanes; i++)
		d->lanes[i]->again = true;
	delivery_tick(d);
}

/* ---- life ---- */

static struct lane *
lane_named(struct delivery_lanes *d, struct str name)
{
	for (size_t i = 0; i < d->n_lanes; i++)
		if (str_eq(str_of(d->lanes[i]->name), name))
			return d->lanes[i];
	return NULL;
}

/* Every lane looks anew, from the loop: rows may wait since before the start or the
 * reload. */
void
delivery_reload(struct delivery_lanes *d, struct config *c)
{
	const struct timeval now = { 0, 0 };

	config_ref(c);
	for (size_t i = 0; i < d->n_lanes; i++)
		d->lanes[i]->r = NULL;
	for (size_t i = 0; i < c->n_receivers; i++) {
		struct lane *l = lane_named(d, c->receivers[i].name);

		if (l == NULL) {
			l = xcalloc(1, sizeof(*l));
			l->d = d;
			l->due_ms = TIME_NONE;
			str_copy(l->name, sizeof(l->name), c->receivers[i].name);
			d->lanes = xreallocarray(d->lanes, d->n_lanes + 1,
			    sizeof(*d->lanes));
			d->lanes[d->n_lanes++] = l;
		}
		l->r = &c->receivers[i];
	}
	for (size_t i = 0; i < d->n_lanes; i++) {
		struct lane *l = d->lanes[i];

		if (l->r == NULL && l->batch != NULL)
			give_back(l, delivery_now_ms());
		l->paused_ms = 0;
		l->fails = 0;
		l->again = true;
		lane_heartbeat(l);
	}
	config_unref(d->config);
	d->config = c;
	evtimer_add(d->timer, &now);
}

struct delivery_lanes *
delivery_new(const struct delivery_options *o)
{
	struct delivery_lanes *d = xcalloc(1, sizeof(*d));

	d->o = *o;
	if (d->o.lease_ms == 0)
		d->o.lease_ms = LEASE_MS;
	str_copy(d->host, sizeof(d->host), o->host);
	str_copy(d->link, sizeof(d->link), o->link);
	d->rng.state = o->seed;
	d->last = &d->finished;
	d->replan = true; /* whatever the clock was when we last ran */
	d->ahead_ms = delivery_now_ms() - delivery_mono_ms();
	d->timer = evtimer_new(o->loop, on_timer, d);
	delivery_reload(d, o->config);
	return d;
}

static void
free_all(struct delivery_lanes *d)
{
	for (size_t i = 0; i < d->n_lanes; i++)
		free(d->lanes[i]);
	while (d->finished != NULL) {
		struct finish *next = d->finished->next;

		free(d->finished);
		d->finished = next;
	}
	delivery_trouble_free(d);
	free(d->lanes);
	config_unref(d->config);
	free(d);
}

/* The last piece on the store's thread ends the rest. */
void
delivery_job_ended(struct delivery_lanes *d)
{
	d->jobs--;
	if (d->freed && d->jobs == 0)
		free_all(d);
	else
		delivery_tick(d);
}

static void
drop_lane(struct lane *l)
{
	if (l->beat != NULL)
		http_cancel(l->beat);
	if (l->heartbeat != NULL)
		event_free(l->heartbeat);
	for (struct parcel *p = l->out; p != NULL;) {
		struct parcel *next = p->next;

		if (p->job != NULL) {
			http_cancel(p->job);
			unlink_parcel(p);
			batch_unref(p->batch);
			parcel_free(p);
		}
		p = next;
	}
	/* What blocks is waited for: each has its time limit. */
	atomic_store(&l->hurry, true);
	offload_free(l->thread);
	l->thread = NULL;
	stream_free(l->stream);
	l->stream = NULL;
	smtp_free(l->mail);
	l->mail = NULL;
	batch_unref(l->batch);
	l->batch = NULL;
}

void
delivery_free(struct delivery_lanes *d)
{
	if (d == NULL)
		return;
	d->freed = true;
	for (size_t i = 0; i < d->n_lanes; i++)
		drop_lane(d->lanes[i]);
	event_free(d->timer);
	if (d->jobs == 0)
		free_all(d);
}

void
delivery_stop(struct delivery_lanes *d)
{
	d->stopping = true;
	for (size_t i = 0; i < d->n_lanes; i++)
		if (d->lanes[i]->batch != NULL)
			give_back(d->lanes[i], delivery_now_ms());
	delivery_tick(d);
}

bool
delivery_stats(const struct delivery_lanes *d, struct str receiver,
    struct delivery_stats *out)
{
	bool found = receiver.n == 0;

	*out = (struct delivery_stats){ 0 };
	for (size_t i = 0; i < d->n_lanes; i++) {
		const struct lane *l = d->lanes[i];

		if (receiver.n > 0 && !str_eq(str_of(l->name), receiver))
			continue;
		found = true;
		out->sent += l->stats.sent;
		out->retried += l->stats.retried;
		out->dead += l->stats.dead;
		out->suppressed += l->stats.suppressed;
		out->doubtful += l->stats.doubtful;
		out->in_flight += l->in_flight;
	}
	return found;
}
