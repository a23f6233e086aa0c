/*
 * delivery_stream.c -- a remote syslog over UDP, TCP or TLS, on the lane's thread.
 * libcurl resolves, connects and verifies (CURLOPT_CONNECT_ONLY), the bytes are ours.
 * TCP's syslog has no answers: a line counts as delivered when the kernel has taken all
 * of it on a connection that the other side had not closed before.
 */
#include "config.h"

#include <curl/curl.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/date.h"
#include "daemon/delivery_work.h"

struct stream {
	CURL *curl;
	char to[512];
	char error[CURL_ERROR_SIZE];
};

void
stream_free(struct stream *s)
{
	if (s == NULL)
		return;
	curl_easy_cleanup(s->curl);
	free(s);
}

__attribute__((format(printf, 2, 3))) static void
fail(struct verdict *v, const char *fmt, ...)
{
	va_list ap;

	*v = (struct verdict){ .kind = VERDICT_RETRY };
	va_start(ap, fmt);
	vsnprintf(v->text, sizeof(v->text), fmt, ap);
	va_end(ap);
}

/* ---- UDP ---- */

static void
split_address(struct str to, char host[256], char port[16], const char *usual)
{
	struct str rest = str_sub(to, 6, to.n); /* udp://, tcp://, tls:// */
	size_t colon = STR_NOWHERE;

	while (str_ends(rest, STR("/")))
		rest.n--;
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == ':')
			colon = i;
	if (rest.n > 0 && rest.p[rest.n - 1] == ']')
		colon = STR_NOWHERE;
	str_copy(port, 16,
	    colon == STR_NOWHERE ? str_of(usual) : str_sub(rest, colon + 1, rest.n));
	if (colon != STR_NOWHERE)
		rest = str_sub(rest, 0, colon);
	if (rest.n > 1 && rest.p[0] == '[' && rest.p[rest.n - 1] == ']')
		rest = str_sub(rest, 1, rest.n - 1);
	str_copy(host, 256, rest);
}

static void
send_udp(const struct delivery_request *rq, struct verdict *v)
{
	struct addrinfo hints = { .ai_socktype = SOCK_DGRAM }, *found = NULL;
	char host[256], port[16];
	int rc, fd = -1;

	split_address(rq->to, host, port, "514");
	if ((rc = getaddrinfo(host, port, &hints, &found)) != 0) {
		fail(v, "%s: %s", host, gai_strerror(rc));
		return;
	}
	fail(v, "%s: nobody takes it", host);
	for (struct addrinfo *at = found; at != NULL && v->kind != VERDICT_DELIVERED;
	     at = at->ai_next) {
		fd = socket(at->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		if (fd != -1 &&
		    sendto(fd, rq->bytes.p, rq->bytes.n, MSG_NOSIGNAL, at->ai_addr,
			at->ai_addrlen) == (ssize_t)rq->bytes.n)
			v->kind = VERDICT_DELIVERED;
		else
			fail(v, "%s: %s", host, strerror(errno));
		if (fd != -1)
			close(fd);
	}
	if (v->kind == VERDICT_DELIVERED)
		snprintf(v->text, sizeof(v->text), "sent (UDP has no answers)");
	freeaddrinfo(found);
}

/* ---- TCP and TLS ---- */

/* The other side closed it: whatever is written now would be lost without a word. */
static bool
is_closed(struct stream *s)
{
	char junk[256];
	size_t n = 0;
	CURLcode rc = curl_easy_recv(s->curl, junk, sizeof(junk), &n);

	return rc != CURLE_AGAIN && !(rc == CURLE_OK && n > 0);
}

static struct stream *
connect_to(struct str to, struct str ca_file, int64_t timeout_ms, struct verdict *v)
{
	struct stream *s = xcalloc(1, sizeof(*s));
	bool tls = str_starts(to, STR("tls://"));
	char host[256], port[16], url[512], ca[4096];
	CURLcode rc;

	split_address(to, host, port, tls ? "6514" : "601");
	snprintf(url, sizeof(url),
	    strchr(host, ':') != NULL ? "%s://[%s]:%s/" : "%s://%s:%s/",
	    tls ? "https" : "http", host, port);
	str_copy(s->to, sizeof(s->to), to);
	s->curl = curl_easy_init();
	curl_easy_setopt(s->curl, CURLOPT_URL, url);
	curl_easy_setopt(s->curl, CURLOPT_CONNECT_ONLY, 1L);
	curl_easy_setopt(s->curl, CURLOPT_PROXY, "");
	curl_easy_setopt(s->curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(s->curl, CURLOPT_SSL_ENABLE_ALPN, 0L);
	curl_easy_setopt(s->curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(s->curl, CURLOPT_TIMEOUT_MS, (long)timeout_ms);
	curl_easy_setopt(s->curl, CURLOPT_ERRORBUFFER, s->error);
	if (ca_file.n > 0 && str_copy(ca, sizeof(ca), ca_file))
		curl_easy_setopt(s->curl, CURLOPT_CAINFO, ca);
	rc = curl_easy_perform(s->curl);
	if (rc == CURLE_OK)
		return s;
	fail(v, "%s", s->error[0] != '\0' ? s->error : curl_easy_strerror(rc));
	stream_free(s);
	return NULL;
}

static bool
write_all(struct stream *s, struct str bytes, int64_t until_ms, struct verdict *v)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	curl_easy_getinfo(s->curl, CURLINFO_ACTIVESOCKET, &fd);
	while (bytes.n > 0) {
		struct pollfd p = { .fd = fd, .events = POLLOUT };
		int64_t left = until_ms - delivery_mono_ms();
		size_t n = 0;
		CURLcode rc = curl_easy_send(s->curl, bytes.p, bytes.n, &n);

		if (rc != CURLE_OK && rc != CURLE_AGAIN) {
			fail(v, "%s", curl_easy_strerror(rc));
			return false;
		}
		bytes = str_sub(bytes, n, bytes.n);
		if (left <= 0) {
			fail(v, "the other side takes nothing");
			return false;
		}
		if (rc == CURLE_AGAIN)
			poll(&p, 1, (int)left);
	}
	return true;
}

void
stream_send(struct stream **s, const struct delivery_request *rq, struct str ca_file,
    int64_t timeout_ms, struct verdict *v)
{
	if (str_starts(rq->to, STR("udp://"))) {
		send_udp(rq, v);
		return;
	}
	if (*s != NULL && (!str_eq(str_of((*s)->to), rq->to) || is_closed(*s))) {
		stream_free(*s);
		*s = NULL;
	}
	if (*s == NULL && (*s = connect_to(rq->to, ca_file, timeout_ms, v)) == NULL)
		return;
	if (!write_all(*s, rq->bytes, delivery_mono_ms() + timeout_ms, v)) {
		stream_free(*s);
		*s = NULL;
		v->ambiguous = true;
		return;
	}
	*v = (struct verdict){ .kind = VERDICT_DELIVERED };
	snprintf(v->text, sizeof(v->text), "sent (syslog has no answers)");
}
