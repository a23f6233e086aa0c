/* sqlite.h -- what only files have: faults by SQLite's codes, and their repair. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store/store.h"

enum store_fault sqlite_fault(int code);

/*
 * A rebuild that was cut short is finished or forgotten: PATH.rebuilt takes the place of a PATH
 * that is not there, PATH.rebuilding is removed.
 */
void sqlite_settle(const char *path);
/* PATH is read as far as it goes into a new file, set aside as PATH.damaged-TIME, and replaced. */
int sqlite_rebuild(const char *path, struct buf *said, struct err *e);

#endif
