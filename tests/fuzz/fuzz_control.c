/*
 * fuzz_control.c -- orders over the control socket: a first byte for the act, then its
 * arguments. It answers JSON, or refuses with one clean sentence; the store is whole
 * afterwards.
 */
#include "config.h"

#include <jansson.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/acts.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/store_world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REUSE 500 /* orders to one store: what they leave behind must not pile up */

static void
check_answer(struct str answer)
{
	json_t *root = json_loadb(answer.p, answer.n,
	    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);

	fuzz_check(root != NULL);
	json_decref(root);
}

static void
check_sentence(const char *why)
{
	struct str s = str_of(why);

	fuzz_check(s.n > 0 && utf8_valid(s));
	for (size_t i = 0; i < s.n; i++)
		fuzz_check((unsigned char)s.p[i] >= 0x20 && s.p[i] != 0x7f);
}

/* NULL: it goes out into the network. */
static const char *
act_of(unsigned char byte)
{
	size_t n = 0;

	while (act_names[n] != NULL)
		n++;
	return strcmp(act_names[byte % n], "receiver/test") == 0 ? NULL
								 : act_names[byte % n];
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct store_world w;
	static unsigned orders;
	struct str args = str_sub((struct str){ (const char *)data, size }, 1, size);
	const char *name = size == 0 ? NULL : act_of(data[0]);
	struct act_world act;
	struct err e = { "" };
	struct buf answer;

	if (name == NULL)
		return 0;
	if (orders++ % REUSE == 0) {
		if (w.store != NULL)
			store_world_close(&w);
		store_world_open(&w);
	}
	act = (struct act_world){
		.store = w.store, .config = w.config, .now_ms = w.now_ms
	};
	buf_init(&answer, LIMIT_MESSAGE);
	if (act_run(&act, str_of(name), args, &answer, &e) == 0)
		check_answer(buf_str(&answer));
	else
		check_sentence(e.msg);
	/* No transaction was left open. */
	fuzz_check(store_begin(w.store, &e) == 0 && store_commit(w.store, &e) == 0);
	buf_clear(&answer);
	return 0;
}
