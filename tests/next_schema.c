/*
 * next_schema.c -- the schema as a later version may have it: a table and a column more,
 * which programs before it leave alone.  tests/next_tocsind is the daemon with this one
 * in place of store/schema.c.
 */
#include "config.h"

#define schema_steps this_steps
#define store_schema_version this_version
#include "store/schema.c"
#undef schema_steps
#undef store_schema_version

const char *const schema_steps[] = { SCHEMA_STEPS,
	"CREATE TABLE next (n INTEGER PRIMARY KEY, said TEXT NOT NULL) STRICT;"
	"ALTER TABLE entry ADD COLUMN next INTEGER NOT NULL DEFAULT 7;" };
const unsigned store_schema_version = FIRST + NELEM(schema_steps) - 1;
