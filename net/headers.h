/*
 * headers.h -- the head of an HTTP answer, line by line as libcurl hands it over, up to
 * LIMIT_HEADER.  A new status line (100 Continue, a proxy's CONNECT, the next hop) starts
 * over; trailers are not headers.  Pure, and fuzzed.
 */
#ifndef NET_HEADERS_H
#define NET_HEADERS_H

#include "base/arena.h"
#include "net/http.h"

struct headers {
	struct arena *arena;
	struct http_header *list;
	size_t n, cap, bytes;
	bool complete; /* the blank line was seen */
};

void headers_init(struct headers *h, struct arena *a);
/* with its line end; -1: over the cap */
int headers_line(struct headers *h, struct str line);

#endif
