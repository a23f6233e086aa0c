/* store_expect.h -- samples of test_store, and what it expects of a call, said with the
 * backend's name. */
#ifndef TESTS_UNIT_STORE_EXPECT_H
#define TESTS_UNIT_STORE_EXPECT_H

#include "store/entry_rows.h"
#include "store/incident_rows.h"

#define OK(call) cr_assert_eq((call), 0, "%s: %s: %s", backend, #call, e.msg)
#define SAME(a, b)                                                                 \
	cr_expect(str_eq((a), (b)), "%s: '%.*s', not '%.*s'", backend, STR_ARG(a), \
	    STR_ARG(b))

struct store_entry sample_entry(int64_t feed);
struct store_incident sample_incident(const char *id, int64_t from, int64_t to);
struct store_index sample_index(uint64_t *keys, size_t n, int64_t from, int64_t to);

#endif
