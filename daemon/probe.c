/* probe.c -- see probe.h. */
#include "config.h"

#include <event2/event.h>

#include "base/limits.h"
#include "daemon/probe.h"
#include "net/http.h"

struct job {
	struct arena *arena;
	const struct probe_options *options;
	struct probe *probe;
};

static void
fetched(void *arg, const struct http_response *r)
{
	struct job *j = arg;
	struct probe *p = j->probe;

	p->status = r->status;
	p->error = arena_str(j->arena, str_of(r->error));
	p->body = arena_str(j->arena, r->body);
	p->final_url = arena_str(j->arena, r->url);
	p->content_type = arena_str(j->arena, http_header_get(r, STR("Content-Type")));
	if (p->error.n == 0 && p->status != 200)
		p->error = arena_printf(j->arena, "it answers %d", p->status);
	if (j->options->each != NULL)
		j->options->each(j->options->arg, p);
}

static const char *
text_or_null(struct arena *a, struct str s)
{
	return s.n > 0 ? arena_cstr(a, s) : NULL;
}

int
probe_all(struct arena *a, const struct probe_options *o, struct probe *probes, size_t n,
    struct err *e)
{
	struct event_base *loop = event_base_new();
	struct http_options ho = { .user_agent = text_or_null(a, o->config->user_agent),
		.ca_file = text_or_null(a, o->config->ca_file),
		.proxy = text_or_null(a, o->config->proxy) };
	struct http *h = http_new(loop, &ho, e);

	for (size_t i = 0; h != NULL && i < n; i++) {
		struct job *j = ARENA_NEW(a, struct job);

		*j = (struct job){ a, o, &probes[i] };
		http_start(h,
		    &(struct http_request){ .url = probes[i].url,
			.max_redirects = LIMIT_REDIRECTS,
			.allow_private = o->allow_private },
		    fetched, j);
	}
	while (h != NULL && http_running(h) > 0)
		event_base_loop(loop, EVLOOP_ONCE);
	http_free(h);
	event_base_free(loop);
	return h == NULL ? -1 : 0;
}
