/*
 * http.h -- the HTTP client: requests in, one callback each, on the event loop (libcurl's
 * multi_socket behind it).  Never blocks, never retries, stores no cookies beyond one
 * redirect chain, refuses addresses inside unless told.  Caps and time limits are the
 * request's. Headers of the request that may be secrets (all but Accept, If-*,
 * User-Agent, …) and the password go to the first origin of a chain of redirects only.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include "base/err.h"
#include "base/str.h"

struct event_base;
struct http;
struct http_job;

struct http_options {
	const char *user_agent; /* "tocsin/0.1.0 (+https://…)" */
	const char *ca_file;    /* NULL: the system's bundle */
	const char *proxy;      /* NULL: none */
	int max_parallel;       /* transfers at once, all hosts; 0: 100 */
};

struct http *http_new(struct event_base *loop, const struct http_options *o,
    struct err *e);
void http_free(struct http *h); /* running jobs end without a callback */

struct http_header {
	struct str name, value;
};

enum http_version { HTTP_VERSION_ANY, HTTP_VERSION_1_1, HTTP_VERSION_2 };

struct http_request {
	const char *method; /* "GET", "POST", "PUT", "PATCH" */
	struct str url;
	const struct http_header *headers;
	size_t n_headers;
	struct str body;                        /* POST, PUT, PATCH; copied */
	int64_t connect_ms, stall_ms, total_ms; /* 0: 10 s, 30 s, 60 s */
	size_t max_body;                        /* of decoded bytes; 0: LIMIT_FEED_BODY */
	int max_redirects; /* 0: none are followed, the answer is the redirect itself */
	struct str conditional_url; /* If-None-Match and the like go to this address only;
				       empty: all */
	bool allow_private; /* may reach loopback, private and link-local addresses */
	bool last; /* nothing follows that could use the connection: it is closed */
	bool no_https_downgrade; /* a redirect from https to http is an error */
	enum http_version version;
	struct str user, password; /* sent to the first origin only */
	/* empty: the client's */
	struct str user_agent, proxy, client_cert, client_key, ca_file;
};

enum http_error {
	HTTP_OK, /* an answer came, whatever its status */
	HTTP_BAD_URL,
	HTTP_REFUSED_ADDRESS, /* inside, and not allowed */
	HTTP_DNS,
	HTTP_CONNECT,
	HTTP_TLS, /* .error says why: expired, name, chain */
	HTTP_TIMEOUT,
	HTTP_TOO_LARGE,
	HTTP_REDIRECTS, /* too many, a loop, a downgrade */
	HTTP_BROKEN,    /* closed early, undecodable */
	HTTP_ERROR_N
};
extern const char *const http_error_names[];

struct http_hop {
	int status;
	struct str to; /* absolute */
};

struct http_response {
	enum http_error failed;
	const char *error; /* one sentence; "" when failed is HTTP_OK */
	int status;
	struct str url;                    /* where the answer came from */
	const struct http_header *headers; /* of the last answer, in order */
	size_t n_headers;
	const struct http_hop *hops; /* the redirects followed */
	size_t n_hops;
	struct str body;
	struct buf *held;    /* what body lies in; see http_take_body() */
	int64_t received_ms; /* wall clock when it was complete */
	int64_t duration_ms;
};

/* First value of a header, any case; empty if absent. */
struct str http_header_get(const struct http_response *r, struct str name);

/* The body, with its memory, which the caller then frees: no copy for whoever keeps it.
 */
struct str http_take_body(const struct http_response *r);

/* Everything else in the response is gone when the callback returns. */
typedef void http_done(void *arg, const struct http_response *r);

/*
 * Everything in rq is copied.  done is called later, exactly once, never from within; it
 * may start and cancel other jobs, but not free the client.
 */
struct http_job *http_start(struct http *h, const struct http_request *rq,
    http_done *done, void *arg);
void http_cancel(struct http_job *j); /* done is not called; not for a job that is done */
size_t http_running(const struct http *h); /* started and not done, waiting ones too */

#endif
