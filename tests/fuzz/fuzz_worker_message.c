/*
 * fuzz_worker_message.c -- messages between engine and worker, both directions: a worker
 * that was taken over may answer anything, and what the engine takes must be whole.
 */
#include "config.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/job.h"
#include "daemon/worker.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_entry(const struct job_entry *en)
{
	if (!utf8_valid(en->title) || !utf8_valid(en->id) || !utf8_valid(en->text) ||
	    en->text.n > LIMIT_ENTRY_TEXT || en->facts.n > LIMIT_FACTS)
		abort();
	for (size_t i = 0; i < en->facts.n; i++) {
		const struct fact *f = &en->facts.items[i];

		if (f->start > f->end || f->end > en->text.n ||
		    f->n_places > LIMIT_PLACES)
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str message = { (const char *)data, size };
	struct hello h;
	struct job_result r;
	struct arena a;
	struct wire w;
	struct job j;

	arena_init(&a);
	if (job_result_get(message, &a, &r) == 0)
		for (size_t i = 0; i < r.n_entries; i++)
			check_entry(&r.entries[i]);
	wire_init(&w, message);
	if (job_get(&w, &a, &j) == 0 && j.n_known > LIMIT_KNOWN_ENTRIES)
		abort();
	if (hello_get(message, &h) == 0 && !(utf8_valid(h.error) && utf8_valid(h.note)))
		abort();
	arena_clear(&a);
	return 0;
}
