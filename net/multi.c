/*
 * multi.c -- libcurl's multi_socket on libevent: the client, its queue and the life of a
 * job. libcurl tells which sockets to watch and when to wake it; we call it back and
 * never from within its callbacks.
 */
#include "config.h"

#include <sys/socket.h>

#include "base/alloc.h"
#include "net/guard.h"
#include "net/job.h"
#include "net/unpack.h"

/* that an answer is kept: libcurl walks all of them at the end of each transfer */
#define NAMES_S 5L
#define IDLE_HANDLES 128
#define JOB_BYTES 2048 /* what a request and the headers of its answer take, mostly */

int64_t
job_clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int
job_fail(struct http_job *j, enum http_error why, const char *fmt, ...)
{
	va_list ap;

	if (j->why != HTTP_OK)
		return -1;
	j->why = why;
	va_start(ap, fmt);
	vsnprintf(j->err.msg, sizeof(j->err.msg), fmt, ap);
	va_end(ap);
	return -1;
}

/* ---- the life of a job ---- */

void
job_init(struct http_job *j, struct http *h)
{
	j->http = h;
	j->connect_ms = 10 * 1000;
	j->stall_ms = 30 * 1000;
	j->total_ms = 60 * 1000;
	arena_init_small(&j->arena, JOB_BYTES);
}

static void
job_free(struct http_job *j)
{
	if (j->release != NULL)
		j->release(j);
	if (j->timer != NULL)
		event_free(j->timer);
	arena_clear(&j->arena);
	j->http->n_jobs--;
	free(j);
}

/*
 * A handle that takes cookies.  Giving it one starts libcurl's cookie engine for good; an
 * empty CURLOPT_COOKIEFILE before each transfer would leak a little at each reset
 * (libcurl 7.88).
 */
static CURL *
new_handle(void)
{
	CURL *easy = curl_easy_init();

	if (easy != NULL)
		curl_easy_setopt(easy, CURLOPT_COOKIELIST,
		    "Set-Cookie: a=b; domain=host.invalid");
	return easy;
}

static void
give_back(struct http *h, CURL *easy)
{
	if (h->n_idle >= IDLE_HANDLES) {
		curl_easy_cleanup(easy);
		return;
	}
	h->idle[h->n_idle++] = easy;
}

/* Takes the job off libcurl and out of the list; its memory stays. */
static void
detach(struct http_job *j)
{
	struct http *h = j->http;

	if (j->easy == NULL) {
		TAILQ_REMOVE(&h->waiting, j, link);
		return;
	}
	curl_multi_remove_handle(h->multi, j->easy);
	give_back(h, j->easy);
	j->easy = NULL;
	TAILQ_REMOVE(&h->running, j, link);
	h->n_running--;
	if (!TAILQ_EMPTY(&h->waiting))
		event_active(h->kick, EV_TIMEOUT, 0);
}

static void
finish(struct http_job *j)
{
	detach(j);
	j->report(j);
	job_free(j);
}

static struct timeval
timeval_of(int64_t ms)
{
	if (ms < 0)
		ms = 0;
	return (struct timeval){ .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 };
}

/* Stalled, or over its time?  Else it asks again when that could be. */
static void
job_tick(evutil_socket_t fd, short what, void *arg)
{
	struct http_job *j = arg;
	int64_t now = job_clock_ms(), stalls = j->active_ms + j->stall_ms,
		ends = j->started_ms + j->total_ms;
	curl_off_t connected = 0;
	struct timeval t;

	curl_easy_getinfo(j->easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
	if (connected == 0 && stalls < now + j->connect_ms)
		stalls = now + j->connect_ms; /* the limit for connecting is libcurl's to
						 watch */
	if (now >= ends)
		job_fail(j, HTTP_TIMEOUT, "not complete after %lld s",
		    (long long)j->total_ms / 1000);
	else if (now >= stalls)
		job_fail(j, HTTP_TIMEOUT, "nothing came for %lld s",
		    (long long)j->stall_ms / 1000);
	if (j->why != HTTP_OK) {
		finish(j);
		return;
	}
	t = timeval_of((stalls < ends ? stalls : ends) - now + 1);
	evtimer_add(j->timer, &t);
}

static int
launch(struct http_job *j)
{
	CURLMcode rc;

	curl_easy_reset(j->easy); /* keeps the cookies of the hops before */
	j->list = NULL;
	j->curl_error[0] = '\0';
	j->refused = false;
	if (j->setup(j) != 0)
		return -1;
	j->active_ms = job_clock_ms();
	rc = curl_multi_add_handle(j->http->multi, j->easy);
	if (rc != CURLM_OK)
		return job_fail(j, HTTP_CONNECT, "libcurl: %s", curl_multi_strerror(rc));
	return 0;
}

static void
start_waiting(evutil_socket_t fd, short what, void *arg)
{
	struct http *h = arg;
	struct http_job *j;
	struct timeval t;

	while (h->n_running < h->max && (j = TAILQ_FIRST(&h->waiting)) != NULL) {
		TAILQ_REMOVE(&h->waiting, j, link);
		TAILQ_INSERT_TAIL(&h->running, j, link);
		h->n_running++;
		j->easy = h->n_idle > 0 ? h->idle[--h->n_idle] : new_handle();
		/* none of an earlier job */
		curl_easy_setopt(j->easy, CURLOPT_COOKIELIST, "ALL");
		j->started_ms = job_clock_ms();
		j->timer = evtimer_new(h->loop, job_tick, j);
		t = timeval_of(j->stall_ms < j->total_ms ? j->stall_ms : j->total_ms);
		evtimer_add(j->timer, &t);
		if (launch(j) != 0)
			finish(j);
	}
}

void
job_submit(struct http_job *j)
{
	j->http->n_jobs++;
	TAILQ_INSERT_TAIL(&j->http->waiting, j, link);
	event_active(j->http->kick, EV_TIMEOUT, 0);
}

void
http_cancel(struct http_job *j)
{
	detach(j);
	job_free(j);
}

/* ---- libcurl and libevent ---- */

static void
collect(struct http *h)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(h->multi, &left)) != NULL) {
		struct http_job *j = NULL;
		CURLcode rc = m->data.result;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &j);
		if (j->ended(j, rc)) {
			curl_multi_remove_handle(h->multi, j->easy);
			if (launch(j) == 0)
				continue;
		}
		finish(j);
	}
}

static void
on_socket(evutil_socket_t fd, short what, void *arg)
{
	struct http *h = arg;
	int running, mask = 0;

	if (what & EV_READ)
		mask |= CURL_CSELECT_IN;
	if (what & EV_WRITE)
		mask |= CURL_CSELECT_OUT;
	curl_multi_socket_action(h->multi, fd, mask, &running);
	collect(h);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct http *h = arg;
	int running;

	curl_multi_socket_action(h->multi, CURL_SOCKET_TIMEOUT, 0, &running);
	collect(h);
}

static int
watch_socket(CURL *easy, curl_socket_t fd, int what, void *arg, void *socketp)
{
	struct http *h = arg;
	struct event *ev = socketp;
	short kind = EV_PERSIST;

	if (what == CURL_POLL_REMOVE) {
		if (ev != NULL)
			event_free(ev);
		curl_multi_assign(h->multi, fd, NULL);
		return 0;
	}
	if (what & CURL_POLL_IN)
		kind |= EV_READ;
	if (what & CURL_POLL_OUT)
		kind |= EV_WRITE;
	if (ev != NULL) {
		if ((event_get_events(ev) & (EV_READ | EV_WRITE | EV_PERSIST)) == kind)
			return 0;
		event_del(ev);
		event_assign(ev, h->loop, fd, kind, on_socket, h);
	} else {
		ev = event_new(h->loop, fd, kind, on_socket, h);
		curl_multi_assign(h->multi, fd, ev);
	}
	event_add(ev, NULL);
	return 0;
}

static int
watch_timer(CURLM *multi, long ms, void *arg)
{
	struct http *h = arg;
	struct timeval t = timeval_of(ms);

	if (ms < 0)
		evtimer_del(h->timer);
	else
		evtimer_add(h->timer, &t);
	return 0;
}

/* ---- options that HTTP and SMTP share ---- */

void
job_list(struct http_job *j, const char *line)
{
	struct curl_slist **end = &j->list;

	while (*end != NULL)
		end = &(*end)->next;
	*end = ARENA_NEW(&j->arena, struct curl_slist);
	(*end)->data = (char *)(uintptr_t)line; /* libcurl only reads it */
}

static curl_socket_t
open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct http_job *j = arg;
	const char *range = guard_range(&a->addr);

	if (range != NULL && !j->allow_private && !j->proxied) {
		j->refused = true;
		snprintf(j->err.msg, sizeof(j->err.msg), GUARD_REFUSED, range);
		return CURL_SOCKET_BAD;
	}
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

/* A connection opened for one who may reach inside must not serve one who may not. */
static int
before_request(void *arg, char *ip, char *local_ip, int port, int local_port)
{
	struct http_job *j = arg;
	const char *range = guard_range_text(str_of(ip));

	j->active_ms = job_clock_ms();
	if (range == NULL || j->allow_private || j->proxied)
		return CURL_PREREQFUNC_OK;
	job_fail(j, HTTP_REFUSED_ADDRESS, GUARD_REFUSED, range);
	return CURL_PREREQFUNC_ABORT;
}

void
job_setup_common(struct http_job *j, const char *ca_file, struct str proxy)
{
	CURL *c = j->easy;

	j->proxied = proxy.n > 0;
	curl_easy_setopt(c, CURLOPT_PRIVATE, j);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, j->curl_error);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 1L);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)j->connect_ms);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, j);
	curl_easy_setopt(c, CURLOPT_PREREQFUNCTION, before_request);
	curl_easy_setopt(c, CURLOPT_PREREQDATA, j);
	/* Never the environment's: what is reached is said in the configuration. */
	curl_easy_setopt(c, CURLOPT_PROXY,
	    proxy.n > 0 ? arena_cstr(&j->arena, proxy) : "");
	/* Only a bundle without a directory is parsed once and kept: 18 ms a connection
	 * else. */
	curl_easy_setopt(c, CURLOPT_CAPATH, NULL);
	if (ca_file != NULL)
		curl_easy_setopt(c, CURLOPT_CAINFO, ca_file);
	curl_easy_setopt(c, CURLOPT_SSL_SESSIONID_CACHE, 0L);
	curl_easy_setopt(c, CURLOPT_DNS_CACHE_TIMEOUT, NAMES_S);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* A cancelled look-up is left to end alone, instead of the loop waiting for its
	 * thread. */
	curl_easy_setopt(c, CURLOPT_QUICK_EXIT, 1L);
#endif
}

/* ---- the client ---- */

static char *
copy(const char *s)
{
	return s == NULL ? NULL : xstrdup(s);
}

/* As an empty CURLOPT_ACCEPT_ENCODING has them. */
static void
name_encodings(char *out, size_t n)
{
	static const struct {
		int feature;
		const char *names;
	} of[] = { { CURL_VERSION_LIBZ, "deflate, gzip" }, { CURL_VERSION_BROTLI, "br" },
		{ CURL_VERSION_ZSTD, "zstd" } };
	int features = curl_version_info(CURLVERSION_NOW)->features;
	size_t at = 0;

	for (size_t i = 0; i < NELEM(of); i++)
		if ((features & of[i].feature) != 0)
			at += (size_t)snprintf(out + at, n - at, "%s%s",
			    at > 0 ? ", " : "", of[i].names);
}

struct http *
http_new(struct event_base *loop, const struct http_options *o, struct err *e)
{
	struct http *h;

	if (curl_global_init_mem(CURL_GLOBAL_ALL, xmalloc, free, xrealloc, xstrdup,
		xcalloc) != CURLE_OK) {
		err_set(e, "libcurl does not start");
		return NULL;
	}
	h = xcalloc(1, sizeof(*h));
	h->loop = loop;
	h->multi = curl_multi_init();
	h->timer = evtimer_new(loop, on_timer, h);
	h->kick = evtimer_new(loop, start_waiting, h);
	h->idle = xcalloc(IDLE_HANDLES, sizeof(CURL *));
	h->max = o->max_parallel > 0 ? o->max_parallel : 100;
	name_encodings(h->encodings, sizeof(h->encodings));
	h->unpacks = unpack_able();
	h->user_agent = copy(o->user_agent);
	h->ca_file = copy(o->ca_file);
	h->proxy = copy(o->proxy);
	TAILQ_INIT(&h->waiting);
	TAILQ_INIT(&h->running);
	if (h->multi == NULL || h->timer == NULL || h->kick == NULL) {
		err_set(e, "the HTTP client does not start");
		http_free(h);
		return NULL;
	}
	curl_multi_setopt(h->multi, CURLMOPT_SOCKETFUNCTION, watch_socket);
	curl_multi_setopt(h->multi, CURLMOPT_SOCKETDATA, h);
	curl_multi_setopt(h->multi, CURLMOPT_TIMERFUNCTION, watch_timer);
	curl_multi_setopt(h->multi, CURLMOPT_TIMERDATA, h);
	curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)h->max);
	return h;
}

void
http_free(struct http *h)
{
	struct http_job *j;

	if (h == NULL)
		return;
	while ((j = TAILQ_FIRST(&h->waiting)) != NULL)
		http_cancel(j);
	while ((j = TAILQ_FIRST(&h->running)) != NULL)
		http_cancel(j);
	while (h->n_idle > 0)
		curl_easy_cleanup(h->idle[--h->n_idle]);
	curl_multi_cleanup(h->multi);
	if (h->timer != NULL)
		event_free(h->timer);
	if (h->kick != NULL)
		event_free(h->kick);
	free(h->idle);
	free(h->user_agent);
	free(h->ca_file);
	free(h->proxy);
	free(h);
}

size_t
http_running(const struct http *h)
{
	return h->n_jobs;
}
