/*
 * fuzz_api.c -- any path and query of the read API: a status that it has, JSON that is
 * JSON, text that is UTF-8, and the same answer when it is asked again.
 */
#include "config.h"

#include <jansson.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "daemon/api.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/store_world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct api_reply
ask(struct store_world *w, struct arena *a, const struct api_request *rq)
{
	struct api_world api = { .store = w->store,
		.rules = &w->config->rules,
		.now_ms = w->now_ms,
		.started_ms = w->now_ms,
		.version = STR("fuzz"),
		.host = STR("h.example"),
		.base = STR("https://h.example") };
	struct api_reply rp;

	api_answer(&api, a, rq, &rp);
	return rp;
}

static void
check_json(struct str s)
{
	json_t *root = json_loadb(s.p, s.n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY,
	    NULL);

	fuzz_check(root != NULL);
	json_decref(root);
}

static void
check_body(const struct api_reply *rp)
{
	struct str type = str_of(rp->type), body = rp->body, line;

	fuzz_check(rp->status == 200 || rp->status == 304 || rp->status == 400 ||
	    rp->status == 404 || rp->status == 503);
	fuzz_check(utf8_valid(body));
	if (str_find(type, STR("jsonl")) != STR_NOWHERE ||
	    str_find(type, STR("ndjson")) != STR_NOWHERE)
		while (str_cut(&body, '\n', &line) && line.n > 0)
			check_json(line);
	else if (rp->status != 304 && str_find(type, STR("json")) != STR_NOWHERE)
		check_json(body);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct store_world w;
	struct str in = { (const char *)data, size };
	struct api_request rq = { STR_NONE, STR_NONE, STR_NONE };
	struct api_reply first, again;
	struct arena a;

	if (w.store == NULL)
		store_world_open(&w);
	if (memchr(data, '\0', size) != NULL)
		return 0; /* no request's path holds one (fuzz_httpd) */
	arena_init(&a);
	str_cut(&in, '?', &rq.path);
	rq.query = in;
	first = ask(&w, &a, &rq);
	check_body(&first);
	rq.if_none_match = str_of(first.etag);
	again = ask(&w, &a, &rq);
	check_body(&again);
	fuzz_check(again.status == first.status || again.status == 304);
	arena_clear(&a);
	return 0;
}
