/* store_world.h -- a store in memory in which something happened, for targets that ask of
 * it. */
#ifndef TESTS_FUZZ_STORE_WORLD_H
#define TESTS_FUZZ_STORE_WORLD_H

#include "daemon/configuration.h"
#include "store/store.h"

struct store_world {
	struct store *store;
	struct config *config;
	int64_t now_ms;
};

/* Forty made-up reports with their incidents and alerts; ends the program if that fails.
 */
void store_world_open(struct store_world *w);
void store_world_close(struct store_world *w);

#endif
