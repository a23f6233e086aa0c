/* fuzz_config.c -- a configuration may hold anything: it is decoded or refused, with
 * positions. */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "daemon/configuration.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config *c;

	setenv("TOCSIN_DATA", "/nonexistent", 1); /* the gazetteer is another target's */
	c = config_parse(STR("fuzz.yaml"), (struct str){ (const char *)data, size });
	for (size_t i = 0; i < c->diag.n; i++)
		if (c->diag.msgs[i].text.n == 0 || c->diag.msgs[i].pos.line == 0)
			abort();
	if (c->diag.n > (size_t)2 * LIMIT_CONFIG_ERRORS)
		abort();
	if (c->diag.errors == 0 &&
	    (c->state_dir.n == 0 || c->store.address.n == 0 || c->data.n == 0))
		abort();
	config_unref(c);
	return 0;
}
