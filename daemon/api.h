/*
 * api.h -- the read API (doc/http.md): a path and a query in, a JSON document out.  It
 * only reads, so it runs wherever a store connection is (the store thread, or one opened
 * STORE_READ).
 */
#ifndef DAEMON_API_H
#define DAEMON_API_H

#include "alerts/receiver.h"
#include "alerts/rule.h"
#include "store/store.h"

struct api_world {
	struct store *store;
	const struct rules *rules;
	const struct receiver *receivers;
	size_t n_receivers;
	int64_t now_ms, started_ms;
	struct str version, config_hash;
	struct str base; /* where our own pages are, without the last slash; empty:
			    unknown */
	struct str host;
};

struct api_request {
	struct str path; /* below "/", as "api/v1/incidents" or "incidents.csv" */
	struct str query;
	struct str if_none_match;
};

#define API_ETAG 24
struct api_reply {
	int status; /* 200, 304, 400, 404, 503 */
	const char *type;
	char etag[API_ETAG]; /* with its quotes; empty: none */
	/* of an export: the address of its next page; empty: this is all */
	struct str next;
	struct str body; /* in the arena */
};

void api_answer(const struct api_world *w, struct arena *a, const struct api_request *rq,
    struct api_reply *out);

/* A request while it is answered. */
struct api_call {
	const struct api_world *w;
	struct arena *a;
	struct str id; /* behind a path that ends in '/' */
	struct str query;
	struct api_reply *rp; /* .status is to give where the answer fails */
	struct err *e;
};

/* -1: the error says why. */
typedef int api_json_fn(const struct api_call *c, struct json *j);
typedef int api_document_fn(const struct api_call *c, struct buf *out);

/* Every path but the exports', for doc/openapi.json's test. */
struct api_route {
	const char *path; /* one ending in '/' takes an id behind it */
	const char *summary;
	api_json_fn *answer;       /* either a JSON value */
	api_document_fn *document; /* or a document of this type */
	const char *type;
};
extern const struct api_route api_routes[]; /* ends with .path NULL */

/* A moment of the query (RFC 3339), or a number; untouched if it is not there, -1 if it
 * is none. */
int api_query_time(struct arena *a, struct str query, const char *key, int64_t *ms,
    struct err *e);
int api_query_int(struct arena *a, struct str query, const char *key, int64_t *n,
    struct err *e);
/* How many at once: 1 to most, most if it does not say. */
int api_query_limit(struct arena *a, struct str query, int64_t most, size_t *limit,
    struct err *e);
/* The address of the same question, from where its page ended. */
struct str api_next_page(struct arena *a, struct str path, struct str query,
    struct str cursor);

#endif
