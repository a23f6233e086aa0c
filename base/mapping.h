/*
 * mapping.h -- a file as memory, read-only, shared by all who map it.  It must be
 * replaced by rename(), never written over or cut.
 */
#ifndef BASE_MAPPING_H
#define BASE_MAPPING_H

#include "base/err.h"
#include "base/str.h"

/* -1: not there, not a file, or empty; *e begins with the path. */
int mapping_open(struct str *out, const char *path, struct err *e);
/* Puts a file there that may be mapped at any time: written beside it, then renamed. */
int mapping_write(const char *path, struct str bytes, struct err *e);
void mapping_close(struct str bytes);
/* What was looked through once counts as this process's memory no longer, until it is
 * read again. */
void mapping_leave(struct str bytes);

#endif
