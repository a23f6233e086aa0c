/*
 * guard.h -- which addresses are inside: this host, its networks, and what never belongs
 * to a public server.  A feed, a redirect or a DNS answer must not lead the daemon there
 * unless the configuration says so.  Asked at connect time, with the address that is
 * about to be used, so that a name which resolves differently the second time gains
 * nothing.
 */
#ifndef NET_GUARD_H
#define NET_GUARD_H

#include "base/str.h"

struct sockaddr;

#define GUARD_REFUSED "the address is inside (%s); allow_private permits it"

/* The name of the range, "loopback", "private network" …, or NULL for a public address.
 */
const char *guard_range(const struct sockaddr *sa);
/* The same for an address as text, without brackets; NULL too for what is no address. */
const char *guard_range_text(struct str ip);

#endif
