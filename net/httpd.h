/*
 * httpd.h -- a small HTTP/1.1 server on the event loop: metrics, API, page, WebSub
 * callbacks, the control socket.  Own parsing instead of evhttp, because that one
 * restarts its time limit with every byte and does not count connections: one slow client
 * with many sockets would own it. Heads and bodies have caps and deadlines; a newcomer
 * takes the place of the idlest connection.
 *
 * A request is the handler's until it calls httpd_reply() or httpd_end(), now or later;
 * if the client goes away meanwhile, replies go nowhere and httpd_on_close() tells who
 * asked.
 */
#ifndef NET_HTTPD_H
#define NET_HTTPD_H

#include "base/buf.h"
#include "base/err.h"
#include "net/http.h"

struct httpd;

struct httpd_request {
	struct str method, path, query; /* path is percent-decoded and begins with '/' */
	const struct http_header *headers;
	size_t n_headers;
	struct str body;
	struct str peer; /* "127.0.0.1:4711", "unix" */
	int64_t uid;     /* of the process behind a unix socket; else -1 */
};

struct str httpd_header(const struct httpd_request *rq, struct str name);
/* One value of the query, percent-decoded into out; false: no such key, or it does not
 * fit. */
bool httpd_query(struct str query, struct str key, struct buf *out);
/* What a request says of the answer (RFC 9110): whether gzip may be sent, which is only
 * so if it is asked for; whether If-None-Match names this tag. */
bool httpd_takes_gzip(struct str accept_encoding);
bool httpd_has_tag(struct str if_none_match, struct str tag);

typedef void httpd_handler(void *arg, struct httpd_request *rq);

struct httpd_route {
	const char *method; /* "GET" serves HEAD too; NULL: any */
	const char *path;   /* one ending in '/' takes everything below */
	httpd_handler *handle;
	size_t max_body; /* 0: the server's */
};

struct httpd_options {
	const struct httpd_route *routes; /* the first that fits; ends with .path NULL */
	void *arg;                        /* the handlers' first argument */
	size_t max_head, max_body;        /* 0: 16 KiB, 1 MiB */
	int max_connections;              /* 0: 256 */
	/* 0: 10 s, 30 s, 60 s, 30 s without progress */
	int64_t head_ms, body_ms, idle_ms, write_ms;
	/* Told of requests that no handler sees; 408: it came too slowly.  May be NULL.
	 */
	void (*refused)(void *arg, struct str peer, int status);
};

struct httpd *httpd_new(struct event_base *loop, const struct httpd_options *o,
    struct err *e);
void httpd_free(struct httpd *s);

/* "127.0.0.1:8080", "[::1]:8080", ":8080" (all), "unix:/run/x/sock", "fd:3" (inherited).
 */
int httpd_listen(struct httpd *s, struct str address, struct err *e);
/* Whether httpd_listen() would understand it. */
int httpd_address(struct str address, struct err *e);
int httpd_port(const struct httpd *s); /* of the first TCP listener; 0: none */

/* Adds Date, Content-Length and Connection; a reply to HEAD loses its body by itself. */
void httpd_reply(struct httpd_request *rq, int status, const struct http_header *headers,
    size_t n, struct str body);
void httpd_reply_text(struct httpd_request *rq, int status, const char *type,
    struct str body);

/* A reply in pieces, chunked: server-sent events.  send gives -1 once the client is gone.
 */
void httpd_stream(struct httpd_request *rq, int status, const struct http_header *headers,
    size_t n);
int httpd_send(struct httpd_request *rq, struct str piece);
/* bytes sent that are not yet taken */
size_t httpd_backlog(const struct httpd_request *rq);
/* How much the kernel may hold back of what was sent; before that it is a matter of
 * megabytes. */
void httpd_kernel_buffer(struct httpd_request *rq, int bytes);
/* Called each time that everything sent to a stream was taken. */
void httpd_on_drain(struct httpd_request *rq, void (*drained)(void *arg), void *arg);
void httpd_end(struct httpd_request *rq);
/* instead of end: what was not taken is lost */
void httpd_abort(struct httpd_request *rq);

/* Called once if the client leaves before the reply is complete; rq still wants its
 * reply/end. */
void httpd_on_close(struct httpd_request *rq, void (*gone)(void *arg), void *arg);

const char *httpd_reason(int status);

#endif
