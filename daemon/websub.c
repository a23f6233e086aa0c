/* websub.c -- see websub.h. */
#include "config.h"

#include <event2/event.h>
#include <sys/random.h>

#include "alerts/sign.h"
#include "base/alloc.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/map.h"
#include "base/wire.h"
#include "daemon/store_health.h"
#include "daemon/strangers.h"
#include "daemon/clock.h"
#include "daemon/websub.h"
#include "feeds/websub.h"
#include "net/httpd.h"
#include "net/url.h"

/* All subscriptions in one value, as text: they change every few days.  Nodes have their
 * own. */
#define META "websub"
#define SUBS_MAX 100000

struct sub {
	struct websub *owner;
	char *name;             /* the feed's */
	struct websub_state st; /* its texts are in hub and topic */
	char *hub, *topic;
	char *want_hub, *want_topic; /* as the feed names them now */
	bool wanted, allow_private;
	struct http_job *job;
	enum websub_ask asking;
	uint64_t last_body; /* of the last delivery: hubs repeat themselves */
};

struct websub {
	struct websub_options o;
	char *callback;
	struct httpd *httpd;
	struct event *timer;
	struct map by_name, by_path;
	bool loaded, saving, dirty;
	struct strangers strangers;
};

static int64_t
wall_ms(void)
{
	return clock_wall_ms();
}

static void
set_text(char **to, struct str s)
{
	char *old = *to; /* which s may be a view of */

	*to = str_dup(s);
	free(old);
}

/* ---- the store ---- */

struct task {
	struct websub *w;
	struct arena arena;
	struct buf bytes;
	struct str value;
	struct err err;
	int rc;
};

static const struct timeval soon = { STORE_RETRY_MS / MS_SECOND, 0 }, later = { 60, 0 };

static void save(struct websub *w);

static struct str
meta_name(struct task *t)
{
	const struct store *s = t->w->o.store;

	if (!store_is_shared(s))
		return STR(META);
	return arena_printf(&t->arena, META ":%.*s", STR_ARG(store_node_name(s)));
}

static void
save_work(void *arg)
{
	struct task *t = arg;

	t->rc = store_meta_set(t->w->o.store, meta_name(t),
	    base64_text(&t->arena, buf_str(&t->bytes)), &t->err);
}

static void
task_free(struct task *t)
{
	buf_clear(&t->bytes);
	arena_clear(&t->arena);
	free(t);
}

static void
save_done(void *arg)
{
	struct task *t = arg;
	struct websub *w = t->w;

	store_health(w->o.health, STORE_WORK_HUBS, t->rc != 0 ? t->err.msg : NULL);
	w->saving = false;
	if (t->rc != 0) {
		w->dirty = true;
		evtimer_add(w->timer, &soon);
	} else if (w->dirty) {
		save(w);
	}
	task_free(t);
}

static void
save(struct websub *w)
{
	struct task *t;
	struct map_slot *slot;

	w->dirty = true;
	if (w->saving || !w->loaded)
		return;
	w->dirty = false;
	w->saving = true;
	t = xcalloc(1, sizeof(*t));
	t->w = w;
	arena_init(&t->arena);
	buf_init(&t->bytes, LIMIT_MESSAGE);
	wire_put_u64(&t->bytes, w->by_name.n);
	for (size_t at = 0; (slot = map_next(&w->by_name, &at)) != NULL;) {
		const struct sub *s = slot->value;
		struct buf one;

		buf_init(&one, LIMIT_MESSAGE);
		websub_state_put(&one, &s->st);
		wire_put_str(&t->bytes, str_of(s->name));
		wire_put_str(&t->bytes, buf_str(&one));
		buf_clear(&one);
	}
	offload_run(w->o.thread, save_work, save_done, t);
}

static struct sub *
sub_new(struct websub *w, struct str name)
{
	struct sub *s = xcalloc(1, sizeof(*s));

	s->owner = w;
	s->name = str_dup(name);
	websub_state_init(&s->st);
	map_put(&w->by_name, str_of(s->name), s);
	return s;
}

/* The state's texts move from whatever they are in to the subscription's own. */
static void
keep_texts(struct sub *s)
{
	set_text(&s->hub, s->st.hub);
	set_text(&s->topic, s->st.topic);
	s->st.hub = str_of(s->hub);
	s->st.topic = str_of(s->topic);
}

static void
load_work(void *arg)
{
	struct task *t = arg;
	struct str text;
	unsigned char *bytes;
	size_t n;

	t->rc = store_meta_get(t->w->o.store, &t->arena, meta_name(t), &text, &t->err);
	if (t->rc != 0 || text.n == 0)
		return;
	bytes = arena_alloc(&t->arena, text.n);
	if (base64_bytes(text, bytes, text.n, &n))
		t->value = (struct str){ (const char *)bytes, n };
}

static void
load_done(void *arg)
{
	struct task *t = arg;
	struct websub *w = t->w;
	struct wire in;
	size_t n;

	store_health(w->o.health, STORE_WORK_HUBS, t->rc != 0 ? t->err.msg : NULL);
	if (t->rc != 0) {
		evtimer_add(w->timer, &soon);
		task_free(t);
		return;
	}
	wire_init(&in, t->value);
	n = t->value.n > 0 ? wire_count(&in, SUBS_MAX) : 0;
	for (size_t i = 0; i < n && !in.bad; i++) {
		struct str name = wire_str(&in), state = wire_str(&in);
		struct sub *s = map_get(&w->by_name, name);
		struct websub_state st;

		if (websub_state_get(state, &st) != 0 || st.path[0] == '\0' ||
		    name.n == 0)
			continue;
		if (s == NULL)
			s = sub_new(w, name);
		s->st = st;
		keep_texts(s);
		map_put(&w->by_path, str_of(s->st.path), s);
	}
	w->loaded = true;
	task_free(t);
	websub_tick(w, wall_ms());
}

static void
load(struct websub *w)
{
	struct task *t = xcalloc(1, sizeof(*t));

	t->w = w;
	arena_init(&t->arena);
	buf_init(&t->bytes, 1);
	offload_run(w->o.thread, load_work, load_done, t);
}

/* ---- asking hubs ---- */

static void
asked(void *arg, const struct http_response *r)
{
	struct sub *s = arg;

	s->job = NULL;
	websub_asked(&s->st, s->asking, r, wall_ms());
	LOG(LOG_INFO, "websub.asked", log_str("feed", str_of(s->name)),
	    log_cstr("for",
		s->asking == WEBSUB_ASK_SUBSCRIBE ? "subscription" : "its end"),
	    log_int("status", r->status), log_cstr("error", r->error));
	save(s->owner);
}

static void
ask(struct sub *s, enum websub_ask what)
{
	struct websub *w = s->owner;
	struct http_header type = { STR("Content-Type"),
		STR("application/x-www-form-urlencoded") };
	struct buf form;

	buf_init(&form, LIMIT_URL * 8);
	websub_request(&s->st, what, str_of(w->callback), &form);
	s->asking = what;
	s->job = http_start(w->o.http,
	    &(struct http_request){ .method = "POST",
		.url = s->st.hub,
		.headers = &type,
		.n_headers = 1,
		.body = buf_str(&form),
		.allow_private = s->allow_private,
		.max_body = 64 << 10 },
	    asked, s);
	buf_clear(&form);
	save(w);
}

static void
consider(struct sub *s, int64_t now_ms)
{
	struct websub *w = s->owner;
	unsigned char key[2 * WEBSUB_KEY];
	char path[sizeof(s->st.path)];
	enum websub_ask what;

	if (s->job != NULL || !w->loaded || getrandom(key, sizeof(key), 0) != sizeof(key))
		return;
	str_copy(path, sizeof(path), str_of(s->st.path));
	if (path[0] != '\0')
		map_remove(&w->by_path, str_of(s->st.path));
	what = websub_want(&s->st, str_of(s->want_hub), str_of(s->want_topic), s->wanted,
	    key, now_ms);
	keep_texts(s);
	if (s->st.path[0] != '\0')
		map_put(&w->by_path, str_of(s->st.path), s);
	if (what != WEBSUB_ASK_NOTHING)
		ask(s, what);
}

void
websub_note(struct websub *w, const struct feed_config *f, struct str hub,
    struct str topic)
{
	struct sub *s;
	bool wanted;

	if (w == NULL)
		return;
	s = map_get(&w->by_name, f->name);
	wanted = f->websub && hub.n > 0;
	if (s == NULL && !wanted)
		return;
	if (s == NULL)
		s = sub_new(w, f->name);
	s->wanted = wanted;
	s->allow_private = f->allow_private;
	set_text(&s->want_hub, hub);
	set_text(&s->want_topic, topic.n > 0 ? topic : f->url);
	consider(s, wall_ms());
}

void
websub_tick(struct websub *w, int64_t now_ms)
{
	struct map_slot *slot;

	for (size_t at = 0; (slot = map_next(&w->by_name, &at)) != NULL;) {
		struct sub *s = slot->value;

		if (s->want_hub != NULL)
			consider(s, now_ms);
	}
	if (w->dirty)
		save(w);
	evtimer_add(w->timer, &later);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct websub *w = arg;

	if (w->loaded)
		websub_tick(w, wall_ms());
	else
		load(w);
}

/* ---- what hubs call ---- */

static struct sub *
sub_of(struct websub *w, struct httpd_request *rq)
{
	struct str path = rq->path;
	size_t at = path.n;

	while (at > 0 && path.p[at - 1] != '/')
		at--;
	return map_get(&w->by_path, str_sub(path, at, path.n));
}

static void
verify(void *arg, struct httpd_request *rq)
{
	struct websub *w = arg;
	struct sub *s = sub_of(w, rq);
	struct buf challenge;
	int status = 404;

	buf_init(&challenge, 8192);
	if (s != NULL)
		status = websub_verify(&s->st, rq->query, wall_ms(), &challenge);
	if (status == 200) {
		LOG(LOG_NOTICE, "websub.confirmed", log_str("feed", str_of(s->name)),
		    log_cstr("phase", websub_phase_names[s->st.phase]));
		save(w);
	}
	httpd_reply_text(rq, status, "text/plain",
	    status == 200 ? buf_str(&challenge) : STR_NONE);
	buf_clear(&challenge);
}

static void
on_refused(void *arg, struct str peer, int status)
{
	struct websub *w = arg;

	strangers_refused(&w->strangers, "websub", peer, status);
}

/* Wrongly signed ones get the same answer: a guesser learns nothing from it. */
static void
deliver(void *arg, struct httpd_request *rq)
{
	struct websub *w = arg;
	struct sub *s = sub_of(w, rq);
	uint64_t body;

	if (s == NULL) {
		on_refused(w, rq->peer, 410);
		httpd_reply_text(rq, 410, "text/plain", STR("no such subscription\n"));
		return;
	}
	if (s->st.phase != WEBSUB_ACTIVE ||
	    !websub_signed(&s->st, httpd_header(rq, STR("X-Hub-Signature")), rq->body)) {
		s->st.refused++;
		LOG(LOG_WARNING, "websub.refused", log_str("feed", str_of(s->name)),
		    log_str("peer", rq->peer), log_int("refused", s->st.refused));
		httpd_reply(rq, 202, NULL, 0, STR_NONE);
		return;
	}
	body = hash64(rq->body, 0);
	s->st.delivered_ms = wall_ms();
	if (body == s->last_body)
		LOG(LOG_INFO, "websub.repeated", log_str("feed", str_of(s->name)),
		    log_str("peer", rq->peer));
	else
		w->o.push(w->o.arg, str_of(s->name), rq->body,
		    httpd_header(rq, STR("Content-Type")));
	s->last_body = body;
	httpd_reply(rq, 202, NULL, 0, STR_NONE);
}

static const struct httpd_route routes[] = {
	{ "GET", "/", verify, 0 },
	{ "POST", "/", deliver, LIMIT_FEED_BODY },
	{ .path = NULL },
};

/* ---- the whole ---- */

struct websub *
websub_new(const struct websub_options *o, struct err *e)
{
	struct websub *w = xcalloc(1, sizeof(*w));
	struct httpd_options ho = { .routes = routes, .arg = w, .refused = on_refused };

	w->o = *o;
	w->callback = str_dup(o->callback);
	map_init(&w->by_name, 0);
	map_init(&w->by_path, 0);
	w->httpd = httpd_new(o->loop, &ho, e);
	w->timer = evtimer_new(o->loop, on_timer, w);
	if (w->httpd == NULL || httpd_listen(w->httpd, o->listen, e) != 0) {
		websub_free(w);
		return NULL;
	}
	load(w);
	return w;
}

void
websub_free(struct websub *w)
{
	struct map_slot *slot;

	if (w == NULL)
		return;
	httpd_free(w->httpd);
	for (size_t at = 0; (slot = map_next(&w->by_name, &at)) != NULL;) {
		struct sub *s = slot->value;

		if (s->job != NULL)
			http_cancel(s->job);
		free(s->name);
		free(s->hub);
		free(s->topic);
		free(s->want_hub);
		free(s->want_topic);
		free(s);
	}
	map_clear(&w->by_name);
	map_clear(&w->by_path);
	if (w->timer != NULL)
		event_free(w->timer);
	free(w->callback);
	free(w);
}

int
websub_port(const struct websub *w)
{
	return httpd_port(w->httpd);
}

size_t
websub_active(const struct websub *w)
{
	const struct map_slot *slot;
	size_t n = 0;

	for (size_t at = 0; (slot = map_next(&w->by_name, &at)) != NULL;)
		n += ((const struct sub *)slot->value)->st.phase == WEBSUB_ACTIVE;
	return n;
}
