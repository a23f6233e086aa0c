/* delivery_trouble.c -- a receiver that fails for good is told through the others. */
#include "config.h"

#include "daemon/delivery_work.h"
#include "daemon/ingest.h"
#include "daemon/notice.h"

struct trouble {
	struct trouble *next;
	struct delivery_lanes *d;
	struct config *config;
	char receiver[72], key[128], text[512];
	struct ingest_result result;
	int rc;
	struct err err;
};

static void
trouble_work(void *arg)
{
	struct trouble *t = arg;
	struct ingest_context ctx = { .receivers = t->config->receivers,
		.n_receivers = t->config->n_receivers,
		.now_ms = delivery_now_ms(),
		.max_age_ms = -1 };
	struct alert al;
	struct arena a;

	arena_init(&a);
	al = notice_make(&a, str_of(t->key), SEVERITY_WARNING, ctx.now_ms,
	    str_of(t->text));
	al.send = ARENA_ARRAY(&a, struct str, t->config->n_receivers);
	for (size_t i = 0; i < t->config->n_receivers; i++)
		if (!str_eq(t->config->receivers[i].name, str_of(t->receiver)))
			al.send[al.n_send++] = t->config->receivers[i].name;
	t->rc = ingest_notice(t->d->o.store, &a, &ctx, &al, &t->result, &t->err);
	arena_clear(&a);
}

static void
trouble_free(struct trouble *t)
{
	config_unref(t->config);
	free(t);
}

static void
trouble_done(void *arg)
{
	struct trouble *t = arg;
	struct delivery_lanes *d = t->d;

	if (!d->freed)
		store_health(d->o.health, STORE_WORK_NOTICE,
		    t->rc == -1 ? t->err.msg : NULL);
	for (size_t i = 0; t->rc == 0 && t->result.outbox > 0 && i < d->n_lanes; i++)
		d->lanes[i]->again = true;
	if (t->rc == -1 && !d->freed) {
		d->store_retry_ms = delivery_now_ms() + STORE_RETRY_MS;
		t->next = d->untold;
		d->untold = t;
	} else {
		trouble_free(t);
	}
	delivery_job_ended(d);
}

static void
tell(struct trouble *t)
{
	t->d->jobs++;
	offload_run(t->d->o.thread, trouble_work, trouble_done, t);
}

void
delivery_trouble_again(struct delivery_lanes *d)
{
	struct trouble *t;

	while ((t = d->untold) != NULL && delivery_now_ms() >= d->store_retry_ms) {
		d->untold = t->next;
		tell(t);
	}
}

void
delivery_trouble_free(struct delivery_lanes *d)
{
	struct trouble *t;

	while ((t = d->untold) != NULL) {
		d->untold = t->next;
		trouble_free(t);
	}
}

void
delivery_trouble(struct lane *l, const char *key, const char *text)
{
	struct trouble *t = xcalloc(1, sizeof(*t));

	t->d = l->d;
	t->config = config_ref(l->d->config);
	str_copy(t->receiver, sizeof(t->receiver), str_of(l->name));
	str_copy(t->key, sizeof(t->key), str_of(key));
	str_copy(t->text, sizeof(t->text), str_of(text));
	tell(t);
}
