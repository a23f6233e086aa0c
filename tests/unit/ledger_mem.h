/* ledger_mem.h -- the ledger's memory without a store: for tests and as its reference. */
#ifndef TESTS_UNIT_LEDGER_MEM_H
#define TESTS_UNIT_LEDGER_MEM_H

#include "facts/ledger.h"

struct ledger_mem;

struct ledger_mem *ledger_mem_new(void);
void ledger_mem_free(struct ledger_mem *m);
struct ledger_view ledger_mem_view(struct ledger_mem *m);
void ledger_mem_save(struct ledger_mem *m, const struct ledger_changes *c);
/* All of it, in an order that does not depend on arrival, without ids: equal texts, equal
 * ledgers. */
void ledger_mem_dump(const struct ledger_mem *m, struct buf *out);
size_t ledger_mem_count(const struct ledger_mem *m);

#endif
