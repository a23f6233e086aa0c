/* poller.c -- see poller.h: the timer, and what goes out; poller_feeds.c has the feeds,
 * poller_read.c what comes back, poller_store.c the rounds with the store. */
#include "config.h"

#include "base/alloc.h"
#include "base/log.h"
#include "daemon/clock.h"
#include "daemon/metrics.h"
#include "daemon/poller_work.h"
#include "daemon/secrets.h"
#include "daemon/websub.h"
#include "net/url.h"

int64_t
poller_mono_ms(void)
{
	return clock_mono_ms();
}

int64_t
poller_wall_ms(void)
{
	return clock_wall_ms();
}

#define LOST_MS MS_SECOND /* at least, before another's feed is looked at again */
/* that a connection may be of use for a host's next feed */
#define KEEP_MS (60 * INT64_C(1000))
/* of all together, about: ninety documents of everyday news; or some thirty full of
 * facts, whose incidents are read and written once for a round */
#define FLIGHTS_BYTES (5u << 20)
#define FULL_FLIGHTS_BYTES (8u << 20)
#define LATE_FLIGHTS 16 /* that say what the next will take */
/* what they are taken for until then: full of facts */
#define FIRST_FLIGHT (100u << 10)
#define BLOB_MORE 64 /* bytes that a state may grow by without moving */
/* what an unchanged feed needs; a document that is read takes what it is long */
#define FLIGHT_BYTES 2048

/* Of a shared store the feed may have been another machine's. */
int64_t
poller_up_ms(const struct poller *p)
{
	struct timespec t;

	if (store_is_shared(p->o.store) || clock_gettime(CLOCK_BOOTTIME, &t) != 0)
		return TIME_NONE;
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- flights ---- */

static struct flight *
flight_new(struct polled *f)
{
	struct flight *fl = xcalloc(1, sizeof(*fl));

	fl->feed = f;
	fl->poller = f->poller;
	fl->config = config_ref(f->poller->config);
	arena_init_small(&fl->arena, FLIGHT_BYTES);
	buf_init(&fl->blob, 256u << 10);
	buf_room(&fl->blob, f->blob.n + BLOB_MORE);
	fl->was = arena_str(&fl->arena, f->blob);
	if (poll_state_get(fl->was, &fl->st) != 0)
		LOG(LOG_ERR, "poll.state_lost", log_str("feed", f->config->name));
	fl->row = (struct store_feed){ .id = f->id,
		.name = f->config->name,
		.url = f->config->url,
		.enabled = true,
		.epoch = f->epoch,
		.fetched_ms = f->fetched_ms };
	TAILQ_INSERT_TAIL(&f->poller->flying, fl, link);
	f->poller->n_flights++;
	return fl;
}

void
flight_free(struct flight *fl)
{
	struct poller *p = fl->poller;
	struct flights *list = fl->stage == STAGE_HTTP || fl->stage == STAGE_WORKER
	    ? &p->flying
	    : &p->to_store;

	TAILQ_REMOVE(list, fl, link);
	p->n_flights--;
	p->each = (p->each * (LATE_FLIGHTS - 1) + fl->arena.held) / LATE_FLIGHTS;
	if (fl->job != NULL)
		http_cancel(fl->job);
	if (fl->feed != NULL && fl->feed->flight == fl)
		fl->feed->flight = NULL;
	config_unref(fl->config);
	free((char *)(uintptr_t)fl->body.p);
	buf_clear(&fl->blob);
	arena_clear(&fl->arena);
	free(fl);
}

/* ---- going out ---- */

static void answered(void *arg, const struct http_response *r);

/* Servers close what is idle for longer; so do we, instead of keeping what nobody will
 * use. */
static bool
needs_connection_no_more(const struct polled *f)
{
	return (f->config->every_ms == 0 || f->config->every_ms > KEEP_MS) &&
	    !schedule_goes_on(&f->item, poller_mono_ms() + KEEP_MS);
}

static void
send_request(struct flight *fl)
{
	const struct feed_config *f = fl->feed->config;
	struct secrets password = { .n = 0 };
	struct http_request rq;
	struct http_response failed = { .failed = HTTP_BAD_URL };
	struct err e;

	if (f->password != NULL)
		password = *f->password;
	if (password.n > 0 && secret_load(&password, &e) != 0) {
		failed.error = e.msg;
		failed.received_ms = poller_wall_ms();
		answered(fl, &failed);
		return;
	}
	poll_request(&fl->st, f, &fl->arena, &rq);
	rq.password = secret_value(&password);
	rq.last = needs_connection_no_more(fl->feed);
	fl->job = http_start(fl->poller->o.http, &rq, answered, fl);
	secret_wipe(&password);
}

static void
want_take(struct flight *fl)
{
	const struct config *c = fl->poller->config;
	char host[SCHEDULE_HOST];

	fl->row.host = arena_str(&fl->arena,
	    schedule_host_name(host, poll_address(&fl->st, fl->feed->config)));
	fl->take = (struct store_take){ .id = fl->row.id,
		.at_once = fl->feed->at_once,
		.lease_ms = fl->feed->config->timeout_ms + c->store.lease_ms,
		.host = fl->row.host,
		.spacing_ms = c->limits.host_spacing_ms };
}

static void
begin(struct polled *f)
{
	struct flight *fl = flight_new(f);
	int64_t now = poller_wall_ms();

	f->flight = fl;
	poll_begin(&fl->st, f->config, now, &f->poller->rng);
	if (store_is_shared(f->poller->o.store))
		want_take(fl);
	f->at_once = false;
	flight_to_store(fl, STAGE_BEGIN);
}

static int64_t
next_in_ms(struct poller *p, int64_t now)
{
	int64_t next = schedule_next(p->schedule);

	if (next == INT64_MAX || next - now > MS_MINUTE)
		return MS_MINUTE; /* also notices that we were stopped for a while */
	return next > now ? next - now : 0;
}

static size_t
flights_bytes(const struct poller *p)
{
	return p->each <= FIRST_FLIGHT ? FLIGHTS_BYTES : FULL_FLIGHTS_BYTES;
}

/* Documents that wait for a worker or for the store count, too: they are what takes
 * memory. */
bool
poller_has_room(const struct poller *p)
{
	return !p->stopping && !p->syncing && p->store_wait_ms == 0 &&
	    p->n_flights < (size_t)p->config->limits.max_transfers &&
	    (p->n_flights == 0 || p->n_flights * p->each < flights_bytes(p));
}

static int64_t
span_of(const struct schedule_item *it, void *arg)
{
	const struct polled *f = it->owner;
	struct poll_state st;

	poll_state_get(f->blob, &st);
	return poll_spread(&st, f->config, *(int64_t *)arg);
}

/* Stopped (SIGSTOP, a suspended machine): what fell due meanwhile must not be a burst. */
static void
notice_pause(struct poller *p, int64_t now)
{
	int64_t gap = now - p->expected_ms;
	size_t n;

	if (p->expected_ms == 0 || gap <= SCHEDULE_JUMP || p->o.once)
		return;
	n = schedule_spread(p->schedule, now, span_of, &gap, &p->rng);
	LOG(LOG_NOTICE, "poll.paused", log_int("ms", gap), log_int("spread", (int64_t)n));
}

void
poller_pump(struct poller *p)
{
	int64_t now = poller_mono_ms(), wait;
	struct schedule_item *it;
	struct timeval t;

	notice_pause(p, now);
	while (poller_has_room(p) && (it = schedule_take(p->schedule, now)) != NULL)
		begin(it->owner);
	poller_round(p);
	wait = poller_has_room(p) ? next_in_ms(p, now) : MS_MINUTE;
	p->expected_ms = now + wait;
	t = (struct timeval){ .tv_sec = wait / 1000,
		.tv_usec = wait % 1000 * 1000 + 500 };
	evtimer_add(p->timer, &t);
	if (p->n_flights == 0 && p->round == NULL && !p->syncing &&
	    (!p->o.once || p->n_turns >= p->n_feeds || p->stopping) &&
	    p->o.on_idle != NULL)
		p->o.on_idle(p->o.arg);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	poller_pump(arg);
}

static void
on_retry(evutil_socket_t fd, short what, void *arg)
{
	struct poller *p = arg;

	p->store_wait_ms = 0;
	poller_round_again(p);
	poller_pump(p);
}

/* ---- an answer ---- */

/* The last who takes an answer has its body, others of the same address a copy. */
static void
copy_answer(struct flight *fl, const struct http_response *r, bool last)
{
	struct arena *a = &fl->arena;

	poll_answer_of(a, r, &fl->answer);
	fl->duration_ms = r->duration_ms;
	if (!poll_wants_body(&fl->st, &fl->answer))
		return;
	fl->body = last ? http_take_body(r) : (struct str){ str_dup(r->body), r->body.n };
	fl->origin = (struct feed_origin){
		.url = fl->answer.url,
		.content_type = arena_str(a, http_header_get(r, STR("Content-Type"))),
		.content_language = arena_str(a,
		    http_header_get(r, STR("Content-Language"))),
		.content_location = arena_str(a,
		    http_header_get(r, STR("Content-Location"))),
	};
}

static void
take_answer(struct flight *fl, const struct http_response *r, bool last)
{
	fl->job = NULL;
	fl->row.host_rest_ms = fl->poller->config->limits.host_spacing_ms;
	copy_answer(fl, r, last);
	if (fl->body.p != NULL)
		flight_parse(fl);
	else
		flight_decide(fl, NULL);
}

static void
answered(void *arg, const struct http_response *r)
{
	struct flight *fl = arg;
	struct poller *p = fl->poller;
	struct polled *f = fl->feed;

	schedule_done(p->schedule, &f->item, poller_mono_ms());
	for (struct polled *twin = f->twin; twin != NULL && !f->follows;
	     twin = twin->twin) {
		struct flight *other;

		if (twin->flight != NULL)
			continue;
		other = flight_new(twin);
		twin->flight = other;
		other->stage = STAGE_HTTP;
		poll_begin(&other->st, twin->config, poller_wall_ms(), &p->rng);
		other->st.asked_conditional = fl->st.asked_conditional;
		take_answer(other, r, false);
	}
	take_answer(fl, r, true);
	poller_pump(p);
}

/* ---- a hub's delivery ---- */

void
poller_set_websub(struct poller *p, struct websub *w)
{
	p->websub = w;
}

/* Beside whatever poll may be under way; the schedule and the feed's row are not touched.
 */
void
poller_push(struct poller *p, struct str feed, struct str body, struct str type)
{
	struct polled *f = map_get(&p->by_name, feed);
	struct flight *fl;

	if (f == NULL || p->stopping || f->state == FEED_STATE_DISABLED)
		return;
	fl = flight_new(f);
	fl->pushed = true;
	fl->stage = STAGE_HTTP;
	fl->body = (struct str){ str_dup(body), body.n };
	fl->origin = (struct feed_origin){ .url = poll_address(&fl->st, f->config),
		.content_type = arena_str(&fl->arena, type) };
	flight_parse(fl);
}

void
polled_replace_blob(struct polled *f, const struct poll_state *st)
{
	struct buf b;

	buf_init(&b, 256u << 10);
	poll_state_put(&b, st); /* whose texts may lie in the old one */
	free((char *)(uintptr_t)f->blob.p);
	f->blob = (struct str){ str_dup(buf_str(&b)), b.n };
	buf_clear(&b);
}

/* What the delivery taught goes into the state as it is now; the next poll saves it. */
static void
took_push(struct flight *fl)
{
	struct polled *f = fl->feed;
	struct poll_state st;
	struct str old = arena_str(&fl->arena, f->blob);

	if (fl->rc == 0 && fl->parsed_ok && poll_state_get(old, &st) == 0) {
		memcpy(st.posts, fl->st.posts, sizeof(st.posts));
		st.n_posts = fl->st.n_posts;
		st.new_ms = fl->st.new_ms;
		st.habits = fl->st.habits;
		st.known = fl->st.known;
		st.pushed = fl->st.pushed;
		st.hub_misses = fl->st.hub_misses;
		polled_replace_blob(f, &st);
	}
	flight_free(fl);
}

void
polled_had_turn(struct polled *f)
{
	if (f->had_turn)
		return;
	f->had_turn = true;
	f->poller->n_turns++;
}

void
polled_keep_blob(struct polled *f, struct str blob)
{
	free((char *)(uintptr_t)f->blob.p);
	f->blob = (struct str){ str_dup(blob), blob.n };
}

/* What another node learnt of the feed is what we ask with. */
static void
take_over(struct flight *fl)
{
	struct polled *f = fl->feed;

	f->epoch = fl->row.epoch = fl->take.row.epoch;
	f->fetched_ms = fl->row.fetched_ms = fl->take.row.fetched_ms;
	if (str_eq(fl->take.row.state, f->blob))
		return;
	if (poll_state_get(fl->take.row.state, &fl->st) != 0)
		LOG(LOG_ERR, "poll.state_lost", log_str("feed", f->config->name));
	poll_begin(&fl->st, f->config, poller_wall_ms(), &fl->poller->rng);
	buf_reset(&fl->blob);
	poll_state_put(&fl->blob, &fl->st);
}

/* What a person wants to see may be newer than the answer that was on its way. */
static bool
ask_once_more(struct polled *f)
{
	struct poll_state st;
	struct err e;

	if (!f->once_more)
		return false;
	f->once_more = false;
	poll_state_get(f->blob, &st);
	f->at_once = poll_refresh(&st, poller_wall_ms(), true, &e) == 0;
	return f->at_once;
}

/* Whoever else's it is will ask it. */
void
polled_ask_in(struct polled *f, struct str url, int64_t delay_ms)
{
	struct poller *p = f->poller;

	if ((p->o.once && f->had_turn) || !f->config->enabled)
		return;
	if (f->at_once || poller_owns(p, f->config))
		schedule_set(p->schedule, &f->item, url, poller_mono_ms() + delay_ms);
	else
		schedule_remove(p->schedule, &f->item);
}

bool
flight_in_time(const struct flight *fl)
{
	return poller_mono_ms() - fl->asked_ms <
	    fl->take.lease_ms - fl->feed->config->timeout_ms;
}

/* Its lease, or the time when it is due after all, says when to look again. */
void
flight_lost(struct flight *fl)
{
	struct poller *p = fl->poller;
	struct polled *f = fl->feed;
	int64_t wait = fl->take.row.due_ms - poller_wall_ms();

	f->epoch = fl->take.row.epoch;
	f->fetched_ms = fl->take.row.fetched_ms;
	polled_keep_blob(f, fl->take.row.state);
	schedule_done(p->schedule, &f->item, poller_mono_ms());
	polled_had_turn(f);
	polled_ask_in(f, poll_address(&fl->st, f->config),
	    wait > LOST_MS ? wait : LOST_MS);
	flight_free(fl);
}

/* The state to be sent is in the store: now the request may go. */
void
flight_stored(struct flight *fl)
{
	struct poller *p = fl->poller;
	struct polled *f = fl->feed;

	TAILQ_REMOVE(&p->to_store, fl, link);
	TAILQ_INSERT_TAIL(&p->flying, fl, link);
	if (fl->stage == STAGE_BEGIN) {
		fl->stage = STAGE_HTTP;
		if (fl->take.taken)
			take_over(fl);
		polled_keep_blob(f, buf_str(&fl->blob));
		send_request(fl);
		return;
	}
	fl->stage = STAGE_WORKER;
	if (fl->pushed) {
		took_push(fl);
		return;
	}
	if (fl->verdict.good)
		websub_note(p->websub, f->config, fl->st.hub, fl->st.topic);
	if (fl->rc == 0) {
		polled_keep_blob(f, buf_str(&fl->blob));
		f->state = fl->st.state;
		if (fl->batch.n_entries > 0 && f->fetched_ms == TIME_NONE)
			f->fetched_ms = poller_wall_ms();
	}
	polled_had_turn(f);
	if (!f->follows)
		polled_ask_in(f, poll_address(&fl->st, f->config),
		    ask_once_more(f) ? 0 : fl->verdict.delay_ms);
	flight_free(fl);
}

/* ---- the interface ---- */

struct poller *
poller_new(const struct poller_options *o)
{
	struct poller *p = xcalloc(1, sizeof(*p));

	p->o = *o;
	p->begun_ms = poller_mono_ms();
	p->each = FIRST_FLIGHT;
	p->config = config_ref(o->config);
	p->schedule = schedule_new(o->config->limits.host_spacing_ms,
	    (size_t)o->config->limits.max_transfers);
	p->timer = evtimer_new(o->loop, on_timer, p);
	p->retry = evtimer_new(o->loop, on_retry, p);
	p->rng.state = o->seed;
	map_init(&p->by_name, o->seed);
	TAILQ_INIT(&p->flying);
	TAILQ_INIT(&p->to_store);
	poller_store_start(p);
	poller_share_start(p);
	poller_reload(p, o->config);
	return p;
}

void
poller_free(struct poller *p)
{
	struct flight *fl;

	if (p == NULL)
		return;
	while ((fl = TAILQ_FIRST(&p->flying)) != NULL) {
		fl->stage = STAGE_HTTP;
		flight_free(fl);
	}
	while ((fl = TAILQ_FIRST(&p->to_store)) != NULL) {
		fl->stage = STAGE_SAVE;
		flight_free(fl);
	}
	for (size_t i = 0; i < p->n_feeds; i++)
		poller_forget(p, p->feeds[i]);
	free(p->feeds);
	map_clear(&p->by_name);
	poller_share_end(p);
	schedule_free(p->schedule);
	event_free(p->timer);
	event_free(p->retry);
	event_free(p->gather);
	config_unref(p->config);
	free(p);
}

void
poller_stop(struct poller *p)
{
	p->stopping = true;
	poller_pump(p);
}

bool
poller_busy(const struct poller *p)
{
	return p->n_flights > 0 || p->round != NULL || p->syncing;
}

int
poller_refresh(struct poller *p, struct str feed, bool force, struct err *e)
{
	struct polled *f = map_get(&p->by_name, feed);
	struct poll_state st;

	if (f == NULL) {
		err_absent(e, "there is no feed '%.*s'", STR_ARG(feed));
		return err_see(e, MANUAL_FEEDS);
	}
	if (f->state == FEED_STATE_DISABLED)
		return err_asked(e, "it is disabled in the configuration");
	if (f->follows)
		return err_asked(e,
		    "it is fetched with another feed of the same address");
	if (f->flight != NULL) {
		f->once_more = force;
		return 0;
	}
	poll_state_get(f->blob, &st);
	if (poll_refresh(&st, poller_wall_ms(), force, e) != 0)
		return -1;
	f->at_once = true;
	schedule_set(p->schedule, &f->item, poll_address(&st, f->config),
	    poller_mono_ms());
	poller_pump(p);
	return 0;
}

void
poller_stats(const struct poller *p, struct poller_stats *s)
{
	int64_t now = poller_mono_ms(), next = schedule_next(p->schedule);

	*s = (struct poller_stats){ .in_flight = p->n_flights,
		.last_commit_ms = p->last_commit_ms };
	for (size_t i = 0; i < p->n_feeds; i++)
		s->feeds[p->feeds[i]->state]++;
	if (next < now)
		s->due_lag_ms = now - next;
}

size_t
poller_feeds(const struct poller *p, struct metrics_feed *out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_feeds && n < max; i++) {
		const struct polled *f = p->feeds[i];
		struct poll_state st;

		if (poll_state_get(f->blob, &st) == -1)
			poll_state_init(&st);
		out[n++] = (struct metrics_feed){ .name = f->config->name,
			.up = f->state == FEED_STATE_OK,
			.ok_ms = st.ok_ms,
			.new_ms = st.new_ms,
			.failures = (int64_t)st.failures };
	}
	return n;
}
