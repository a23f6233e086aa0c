/* url.h -- addresses of the web: their parts, their origin, and how they may be shown. */
#ifndef NET_URL_H
#define NET_URL_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct url {
	struct str scheme;         /* "http" or "https", in any case */
	struct str user, password; /* as written, percent-encoded */
	struct str host;           /* without the brackets of IPv6 */
	bool ipv6;
	unsigned port;    /* the scheme's own if none is written */
	struct str path;  /* from the first '/', may be empty */
	struct str query; /* after '?', up to '#' */
	struct str rest;  /* everything after the authority: path, query, fragment */
};

/* Views into s; false for what is no http or https address, or holds white space or
 * controls. */
bool url_split(struct str s, struct url *u);

/* "https://example.org:443", lower case, always with the port; empty if it does not fit.
 */
#define URL_ORIGIN 300
struct str url_origin(char out[URL_ORIGIN], struct str s);
bool url_same_origin(struct str a, struct str b);
bool url_is_https(struct str s);

/* The reference as seen from base, absolute, without user, password and fragment. */
int url_resolve(struct str base, struct str ref, struct buf *out, struct err *e);

/* As a part of a path or query: all but letters, digits and "-._~" becomes %XX. */
void url_escape(struct buf *out, struct str s);

/* For logs and pages: no password, no user, and no value of a query that looks like a
 * secret. */
void url_redact(struct buf *out, struct str s);

#endif
