/* acts_serve.c -- acts in the daemon: on the store's thread, answered from the loop. */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "base/log.h"
#include "daemon/acts.h"
#include "net/problem.h"

struct act_server {
	struct event_base *loop;
	struct offload *thread;
	struct offload *tests; /* what may take long must not hold up the store */
	struct store *store;
	void (*stored)(void *arg);
	void *arg;
	size_t pending;
	bool closing; /* nobody waits for answers any more; the last one frees this */
};

struct request {
	struct act_server *server;
	struct httpd_request *rq;
	struct config *config;
	struct delivery_lanes *d;
	struct act_world w;
	struct buf answer;
	char *name, *args;
	struct str args_text;
	int rc;
	struct err err;
};

static void
work(void *arg)
{
	struct request *q = arg;

	q->w.now_ms = delivery_now_ms();
	q->rc = act_run(&q->w, str_of(q->name), q->args_text, &q->answer, &q->err);
}

static void
done(void *arg)
{
	struct request *q = arg;
	struct act_server *s = q->server;

	if (s->closing)
		LOG(LOG_NOTICE, "act.unanswered", log_cstr("name", q->name));
	else if (q->rc == -1)
		problem_reply(q->rq, problem_status(&q->err), &q->err, MANUAL_COMMANDS);
	else
		httpd_reply_text(q->rq, 200, "application/json", buf_str(&q->answer));
	if (q->w.wakes && !s->closing)
		delivery_wake(q->d);
	if (!s->closing)
		s->stored(s->arg);
	if (--s->pending == 0 && s->closing)
		free(s);
	config_unref(q->config);
	buf_clear(&q->answer);
	free(q->name);
	free(q->args);
	free(q);
}

/* These touch no connection to the store that others use. */
static bool
is_test(struct str name)
{
	return str_eq(name, STR("receiver/test")) || str_eq(name, STR("rule/test"));
}

void
act_serve(struct act_server *s, struct config *c, struct delivery_lanes *d,
    struct httpd_request *rq, struct str name)
{
	struct request *q = xcalloc(1, sizeof(*q));

	q->server = s;
	s->pending++;
	q->rq = rq;
	q->config = config_ref(c);
	q->d = d;
	q->w = (struct act_world){ .store = s->store, .config = c };
	q->name = str_dup(name);
	q->args = str_dup(rq->body);
	q->args_text = (struct str){ q->args, rq->body.n };
	buf_init(&q->answer, LIMIT_MESSAGE);
	LOG(LOG_INFO, "act", log_str("name", name), log_int("uid", rq->uid),
	    log_str("peer", rq->peer));
	if (!is_test(name)) {
		offload_run(s->thread, work, done, q);
		return;
	}
	if (s->tests == NULL)
		s->tests = offload_new(s->loop, "test");
	offload_run(s->tests, work, done, q);
}

struct act_server *
act_server_new(struct event_base *loop, struct offload *store_thread, struct store *store,
    void (*stored)(void *arg), void *arg)
{
	struct act_server *s = xcalloc(1, sizeof(*s));

	s->loop = loop;
	s->thread = store_thread;
	s->store = store;
	s->stored = stored;
	s->arg = arg;
	return s;
}

void
act_server_free(struct act_server *s)
{
	if (s == NULL)
		return;
	s->closing = true;
	s->pending++; /* ours, while the tests come to their end */
	offload_free(s->tests);
	if (--s->pending == 0)
		free(s);
}
