/*
 * unpack.h -- a body that came whole, out of its gzip: libdeflate takes a third of the
 * time that libcurl's decoder does.  Without libdeflate, and for other codings, libcurl
 * decodes.
 */
#ifndef NET_UNPACK_H
#define NET_UNPACK_H

#include <stdbool.h>

#include "base/buf.h"

bool unpack_able(void); /* and libcurl leaves it to us: ask once */
bool unpack_knows(struct str coding);

enum unpacked { UNPACKED, UNPACK_TOO_LARGE, UNPACK_BROKEN };
/* Puts what b holds in its place, as far as b's cap allows.  What follows the last member
 * is left out. */
enum unpacked unpack(struct buf *b);

#endif
