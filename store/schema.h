/*
 * schema.h -- the shape of the database, as the steps that made it.  Migrations run forward
 * only, all of them in one transaction; a store of a later shape is refused with a sentence.
 * The texts are in the words of SQLite; db_pq.c says them in its own.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <stdbool.h>

extern const unsigned store_schema_version;
extern const char *const schema_steps[]; /* [v] makes version v + 1 out of v */

/* What copy and recover carry over, parents first. */
struct schema_table {
	const char *name, *columns, *order; /* order: its key, to read by */
	bool has_rowid;                     /* SQLite: may be read by rowid past damage */
	const char *serial;                 /* column that numbers itself, or NULL */
};
extern const struct schema_table schema_tables[]; /* ends with .name NULL */

#endif
