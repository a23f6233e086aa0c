/*
 * href.h -- relative addresses made absolute (RFC 3986, 5), as the wild writes them.
 */
#ifndef PARSER_HREF_H
#define PARSER_HREF_H

#include "base/arena.h"

/*
 * ref against base, in the arena; ref itself (trimmed, control characters and line ends
 * taken out) where it is absolute or base is no hierarchical address.  Nothing is
 * re-escaped.
 */
struct str href_resolve(struct arena *a, struct str base, struct str ref);

/* "http" of "http://…", empty where there is none. */
struct str href_scheme(struct str s);
bool href_is_active(struct str s); /* to follow it may run something: javascript: and the
				      like */
bool href_is_web(struct str s);    /* begins with http:// or https:// */

#endif
