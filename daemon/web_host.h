/* web_host.h -- by which names this daemon goes in the web.  Pure. */
#ifndef DAEMON_WEB_HOST_H
#define DAEMON_WEB_HOST_H

#include "base/conf.h"

/* The host of an address, without its port; empty: it has none. */
struct str web_host_of(struct str url);
/* Does the Host header name us?  Else a page of somebody else may have bent its name to
 * our address (DNS rebinding).  Loopback's names and addresses, that of listen (any
 * address, if that is everywhere), the host of base and the list do; "*" in the list:
 * every name.  An empty host (HTTP/1.0) is no browser's. */
bool web_knows_host(struct str host, struct str listen, struct str base,
    const struct str_list *hosts);

#endif
