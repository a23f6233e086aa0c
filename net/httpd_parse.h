/*
 * httpd_parse.h -- inside net/: the bytes of an HTTP/1.1 request, as a pure parser that
 * the fuzzer can reach.  Strict where leniency lets two readers disagree: one
 * Content-Length, digits only; no Transfer-Encoding but chunked and never beside a
 * length; no folded lines.
 */
#ifndef NET_HTTPD_PARSE_H
#define NET_HTTPD_PARSE_H

#include <sys/socket.h>
#include <sys/un.h>

#include "base/arena.h"
#include "net/httpd.h"

#define HTTPD_HEADERS 100

struct httpd_head {
	struct httpd_request rq; /* method, path, query, headers; in the arena */
	bool http10, close, chunked, expect_continue;
	uint64_t length;
};

/* Bytes up to and with the blank line; 0: not there yet. */
size_t httpd_head_length(struct str in);
/* 0, or the status to answer with. */
int httpd_parse_head(struct str head, struct arena *a, struct httpd_head *out);
/* A sentence for people on a request that got no further than here. */
const char *httpd_refusal(int status);

/*
 * Takes what it can of a chunked body off the front of *in and adds it to out.
 * 1: complete; 0: more is needed; else -1: broken or over out's cap (out->over).
 */
struct httpd_chunks {
	enum { CHUNK_SIZE, CHUNK_DATA, CHUNK_DATA_END, CHUNK_TRAILER } at;
	uint64_t left;
};
int httpd_dechunk(struct httpd_chunks *c, struct str *in, struct buf *out);

/* "127.0.0.1:8080", "[::1]:8080", ":8080"; "unix:/path"; "fd:3": what to bind to. */
int httpd_tcp_address(struct str address, struct sockaddr_storage *out, int *len,
    struct err *e);
int httpd_unix_address(struct str address, struct sockaddr_un *out, struct err *e);
int httpd_fd_address(struct str address, int *fd, struct err *e);

bool httpd_percent_decode(struct str in, bool plus, struct buf *out);

#endif
