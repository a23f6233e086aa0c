/* sqlite.h -- what only files have: faults by SQLite's codes, and their repair. */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store/store.h"

/*
 * Whether every page of PATH should be read before it is trusted: it was not closed
 * properly, a page of it proved damaged (then PATH.suspect stands beside it), or it is
 * small enough.  The rest is taken at its word, because a start must not take longer the
 * more is remembered.
 */
bool sqlite_suspect(const char *path);
void sqlite_set_suspect(const char *path, bool is);

/*
 * A rebuild that was cut short is finished or forgotten: PATH.rebuilt takes the place of
 * a PATH that is not there, PATH.rebuilding is removed.
 */
void sqlite_settle(const char *path);
/* PATH is read as far as it goes into a new file, set aside as PATH.damaged-TIME, and
 * replaced. */
int sqlite_rebuild(const char *path, struct buf *said, struct err *e);

#endif
