/*
 * schema.h -- the shape of the database, as the steps that made it.  Migrations run
 * forward only, all of them in one transaction; a store of a later shape is refused with
 * a sentence. The texts are in the words of SQLite; db_pq.c says them in its own.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <stdbool.h>

/* Stores of an earlier shape than the first step's are refused: none was ever released.
 */
extern const unsigned store_schema_first, store_schema_version;
/* The oldest program that may work beside this one: steps since then only added what it
 * leaves alone (tables, columns with a default).  It stands in the store, for programs
 * before this one. */
extern const unsigned store_schema_floor;
extern const char *const schema_steps[]; /* [0] makes the first; [n] the nth after it */

/* What copy and recover carry over, parents first. */
struct schema_table {
	const char *name, *columns, *order; /* order: its key, to read by */
	bool has_rowid;                     /* SQLite: may be read by rowid past damage */
	const char *serial;                 /* column that numbers itself, or NULL */
	const char *which;                  /* of its rows; NULL: all */
};
extern const struct schema_table schema_tables[]; /* ends with .name NULL */

#endif
