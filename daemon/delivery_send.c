/* delivery_send.c -- one message on its way: rendered with its secrets, sent, wiped. */
#include "config.h"

#include <unistd.h>

#include "base/date.h"
#include "daemon/delivery_work.h"
#include "daemon/secrets.h"

/* -1: p->verdict says why nothing can be sent. */
int
parcel_render(struct parcel *p, struct receiver *r, const struct delivery *dl,
    struct err *e)
{
	p->kind = r->kind;
	p->timeout_ms = r->timeout_ms;
	p->verdict = (struct verdict){ .kind = VERDICT_RETRY };
	if (secrets_load(r, e) == -1) {
		snprintf(p->verdict.text, sizeof(p->verdict.text), "%.255s", e->msg);
		return -1;
	}
	if (receiver_render(r, dl, &p->arena, &p->rq, e) == -1) {
		p->verdict.kind = VERDICT_REJECTED;
		snprintf(p->verdict.text, sizeof(p->verdict.text), "%.255s", e->msg);
		secrets_wipe(r);
		return -1;
	}
	/* The request may point at loaded values: they go with the parcel's arena. */
	if (p->rq.by == BY_SMTP)
		p->rq.smtp.password = arena_str(&p->arena, p->rq.smtp.password);
	if (p->rq.by == BY_HTTP) {
		p->rq.http.url = arena_str(&p->arena, p->rq.http.url);
		p->rq.http.password = arena_str(&p->arena, p->rq.http.password);
	}
	secrets_wipe(r);
	return 0;
}

static void
http_ended(void *arg, const struct http_response *r)
{
	struct parcel *p = arg;
	const struct receiver kind = { .kind = p->kind };

	p->job = NULL;
	receiver_judge(&kind, r, &p->verdict);
	p->done(p);
}

static void
local_work(void *arg)
{
	local_send(arg);
}

static void
local_ended(void *arg)
{
	struct parcel *p = arg;

	p->done(p);
}

void
parcel_send(struct parcel *p, struct http *http, struct offload *thread)
{
	if (p->rq.by == BY_HTTP)
		p->job = http_start(http, &p->rq.http, http_ended, p);
	else
		offload_run(thread, local_work, local_ended, p);
}

void
parcel_free(struct parcel *p)
{
	arena_wipe(&p->arena);
	config_unref(p->config);
	free(p);
}

/* ---- one message by itself ---- */

struct test {
	struct event_base *loop;
	bool over;
};

static void
test_ended(struct parcel *p)
{
	struct test *t = p->arg;

	t->over = true;
	event_base_loopbreak(t->loop);
}

static void
run_test(struct parcel *p, struct test *t, struct err *e)
{
	const struct config *c = p->config;
	struct http_options o = { .max_parallel = 1 };
	struct offload *thread = NULL;
	struct http *http = NULL;

	o.user_agent = c == NULL ? "tocsin/" PACKAGE_VERSION : str_dup(c->user_agent);
	if (c != NULL && c->ca_file.n > 0)
		o.ca_file = str_dup(c->ca_file);
	if (c != NULL && c->proxy.n > 0)
		o.proxy = str_dup(c->proxy);
	if (p->rq.by == BY_HTTP)
		http = http_new(t->loop, &o, e);
	else
		thread = offload_new(t->loop, "deliver");
	if (http != NULL || thread != NULL) {
		parcel_send(p, http, thread);
		while (!t->over && event_base_loop(t->loop, EVLOOP_ONCE) == 0)
			continue;
	}
	offload_free(thread);
	http_free(http);
	if (c != NULL)
		free((void *)(uintptr_t)o.user_agent);
	free((void *)(uintptr_t)o.ca_file);
	free((void *)(uintptr_t)o.proxy);
}

int
delivery_test(struct receiver *r, struct str target, const struct alert *al,
    struct config *c, struct verdict *v, struct err *e)
{
	struct test t = { .loop = event_base_new() };
	struct parcel *p = xcalloc(1, sizeof(*p));
	struct stream *stream = NULL;
	struct smtp *mail = NULL;
	char id[ULID_LEN + 1], host[256] = "";
	struct delivery dl = { .target = target,
		.attempt = 1,
		.now_ms = delivery_now_ms(),
		.alerts = &al,
		.n = 1 };
	int rc = 0;

	gethostname(host, sizeof(host) - 1);
	dl.host = str_of(host);
	dl.id = outbox_id(id, dl.now_ms, al->id, r->name, target, 0);
	arena_init(&p->arena);
	p->started_ms = dl.now_ms;
	p->stream = &stream;
	p->mail = &mail;
	p->config = c == NULL ? NULL : config_ref(c);
	p->done = test_ended;
	p->arg = &t;
	if (parcel_render(p, r, &dl, e) == -1)
		rc = -1;
	else
		run_test(p, &t, e);
	if (rc == 0 && !t.over)
		rc = -1;
	*v = p->verdict;
	stream_free(stream);
	smtp_free(mail);
	parcel_free(p);
	event_base_free(t.loop);
	return rc;
}
