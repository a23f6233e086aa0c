/*
 * job.h -- inside net/: one transfer on the client's multi handle, HTTP or SMTP.  A job
 * waits in the queue, runs on an easy handle borrowed from the pool, and is freed after
 * its callback.
 */
#ifndef NET_JOB_H
#define NET_JOB_H

#include <curl/curl.h>
#include <event2/event.h>
#include <event2/util.h>
#include <sys/queue.h>

#include "base/arena.h"
#include "base/buf.h"
#include "net/http.h"

struct http {
	struct event_base *loop;
	CURLM *multi;
	struct event *timer; /* libcurl's */
	struct event *kick;  /* starts waiting jobs from the loop */
	CURL **idle;
	int n_idle, n_running, max;
	size_t n_jobs;
	char *user_agent, *ca_file, *proxy; /* may be NULL */
	char encodings[64];                 /* that are decoded */
	bool unpacks;                       /* unpack_able() */
	TAILQ_HEAD(http_jobs, http_job) waiting, running;
};

struct http_job {
	TAILQ_ENTRY(http_job) link;
	struct http *http;
	CURL *easy;              /* NULL while it waits */
	struct curl_slist *list; /* in the arena */
	struct event *timer;     /* stall and total */
	struct arena arena;
	struct err err;      /* the sentence, if we know better than libcurl */
	enum http_error why; /* our own reason to stop; HTTP_OK: none */
	char curl_error[CURL_ERROR_SIZE];
	int64_t started_ms, active_ms, connect_ms, stall_ms, total_ms; /* monotonic */
	bool allow_private, proxied, refused;

	/* Sets the handle up; -1 with .why and .err.  Called for each hop. */
	int (*setup)(struct http_job *j);
	/* true: the job goes on with another hop. */
	bool (*ended)(struct http_job *j, CURLcode rc);
	void (*report)(struct http_job *j);
	/* of what follows this struct; may be NULL */
	void (*release)(struct http_job *j);
};

int64_t job_clock_ms(void); /* monotonic */
void job_init(struct http_job *j, struct http *h);
void job_submit(struct http_job *j);
/* Sets .why and the sentence; always -1. */
__attribute__((format(printf, 3, 4))) int job_fail(struct http_job *j,
    enum http_error why, const char *fmt, ...);
/* adds to .list; line is not copied */
void job_list(struct http_job *j, const char *line);
/* The options that HTTP and SMTP share. */
void job_setup_common(struct http_job *j, const char *ca_file, struct str proxy);
/* libcurl's result as ours, with a sentence in .err. */
void job_explain(struct http_job *j, CURLcode rc, const char *host);

#endif
