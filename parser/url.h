/*
 * url.h -- relative addresses made absolute (RFC 3986, 5), as the wild writes them.
 */
#ifndef PARSER_URL_H
#define PARSER_URL_H

#include "base/arena.h"

/*
 * ref against base, in the arena; ref itself (trimmed, control characters and line ends taken
 * out) where it is absolute or base is no hierarchical address.  Nothing is re-escaped.
 */
struct str url_resolve(struct arena *a, struct str base, struct str ref);

/* "http" of "http://…", empty where there is none; not a drive letter. */
struct str url_scheme(struct str s);
bool url_is_web(struct str s); /* begins with http:// or https:// */

#endif
