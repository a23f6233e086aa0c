/* stores.h -- the same test against every backend: each_store() runs it on a new, empty
 * store. */
#ifndef TESTS_UNIT_STORES_H
#define TESTS_UNIT_STORES_H

#include "store/store.h"

typedef void store_test(struct store *s, const char *backend);
void each_store(store_test *test);

/* The same for tests that open it several times, from several processes. */
typedef void address_test(const char *address, const char *backend);
/* a new file, or each way to work with the server */
void each_address(address_test *test);
void on_each_server(address_test *test); /* of those the server only */

/*
 * A place of its own for a store, removed with what is in it: a directory, and a schema
 * of the server if tests/postgres.sh names one.
 */
struct scratch {
	char dir[64];
	char path[128];    /* a file in it that is not there yet */
	char address[512]; /* that file, or the schema */
};
void scratch_make(struct scratch *x);
void scratch_remove(struct scratch *x);
struct store *scratch_open(const struct scratch *x, bool repair, struct err *e);

#endif
