/* smtp.c -- see smtp.h. */
#include "config.h"

#include <sys/socket.h>

#include "base/alloc.h"
#include "net/job.h"
#include "net/smtp.h"

struct smtp {
	struct http_job job; /* the message at hand; its handle keeps the connection */
	struct str data;
	size_t sent;
	char said[256]; /* the server's last line */
	char to[512];   /* the server */
};

static size_t
give_data(char *to, size_t size, size_t n, void *arg)
{
	struct smtp *s = arg;
	size_t left = s->data.n - s->sent;

	if (n > left)
		n = left;
	memcpy(to, s->data.p + s->sent, n);
	s->sent += n;
	return n;
}

static size_t
take_line(char *p, size_t size, size_t n, void *arg)
{
	struct smtp *s = arg;

	str_copy(s->said, sizeof(s->said), str_trim((struct str){ p, n }));
	return n;
}

static size_t
ignore(char *p, size_t size, size_t n, void *arg)
{
	return n;
}

static int
is_stopped(void *arg, curl_off_t of, curl_off_t got, curl_off_t of_ours, curl_off_t sent)
{
	const atomic_bool *stop = arg;

	return stop != NULL && atomic_load(stop);
}

static bool
is_mailbox(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '<' ||
		    s.p[i] == '>')
			return false;
	return true;
}

static struct str
host_of(struct str url)
{
	size_t at = str_find(url, STR("://"));
	struct str host = at == STR_NOWHERE ? url : str_sub(url, at + 3, url.n);
	size_t end = str_chr(host, '/');

	return str_sub(host, 0, end);
}

static int
setup(struct smtp *s, const struct smtp_message *m)
{
	struct http_job *j = &s->job;
	CURL *c = j->easy;

	if (!str_starts_ci(m->url, STR("smtp://")) &&
	    !str_starts_ci(m->url, STR("smtps://")))
		return job_fail(j, HTTP_BAD_URL,
		    "the address is no smtp or smtps address");
	if (!is_mailbox(m->from) || !is_mailbox(m->to) || m->to.n == 0)
		return job_fail(j, HTTP_BAD_URL, "the mail address is none");
	job_setup_common(j, m->ca_file.n > 0 ? arena_cstr(&j->arena, m->ca_file) : NULL,
	    STR_NONE);
	job_list(j, arena_cstr(&j->arena, m->to));
	curl_easy_setopt(c, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(c, CURLOPT_XFERINFOFUNCTION, is_stopped);
	curl_easy_setopt(c, CURLOPT_XFERINFODATA, (void *)(uintptr_t)m->stop);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)j->total_ms);
	curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    (long)(j->total_ms / 1000 + 1));
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_URL, arena_cstr(&j->arena, m->url));
	if (!m->plain)
		curl_easy_setopt(c, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	if (m->user.n > 0) {
		curl_easy_setopt(c, CURLOPT_USERNAME, arena_cstr(&j->arena, m->user));
		curl_easy_setopt(c, CURLOPT_PASSWORD, arena_cstr(&j->arena, m->password));
	}
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, arena_cstr(&j->arena, m->from));
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, j->list);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, give_data);
	curl_easy_setopt(c, CURLOPT_READDATA, s);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_line);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, s);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, ignore);
	return 0;
}

/* An SMTP server that says no has answered: its code is the result, not libcurl's. */
static int
perform(struct smtp *s, const char *host)
{
	struct http_job *j = &s->job;
	CURLcode rc = curl_easy_perform(j->easy);
	long code = 0;

	curl_easy_getinfo(j->easy, CURLINFO_RESPONSE_CODE, &code);
	if (rc != CURLE_OK && code >= 400 && j->why == HTTP_OK &&
	    rc != CURLE_USE_SSL_FAILED)
		snprintf(j->err.msg, sizeof(j->err.msg), "%s says: %s", host, s->said);
	else
		job_explain(j, rc, host);
	return (int)code;
}

/* The connection that is kept goes without a QUIT, whose answer libcurl would wait for.
 */
static void
hang_up(CURL *easy)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	if (curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &fd) == CURLE_OK &&
	    fd != CURL_SOCKET_BAD)
		shutdown(fd, SHUT_RDWR);
	curl_easy_cleanup(easy);
}

void
smtp_free(struct smtp *s)
{
	if (s == NULL)
		return;
	hang_up(s->job.easy);
	free(s);
}

static struct smtp *
smtp_to(struct smtp *s, struct str url)
{
	if (s != NULL && str_eq(str_of(s->to), url))
		return s;
	smtp_free(s);
	s = xcalloc(1, sizeof(*s));
	str_copy(s->to, sizeof(s->to), url);
	s->job.easy = curl_easy_init();
	return s;
}

void
smtp_send(struct smtp **kept, const struct smtp_message *m, struct smtp_result *r)
{
	struct smtp *s = *kept = smtp_to(*kept, m->url);
	struct http_job *j = &s->job;

	*j = (struct http_job){ .easy = j->easy };
	job_init(j, NULL);
	j->allow_private = m->allow_private;
	if (m->total_ms > 0)
		j->total_ms = m->total_ms;
	s->data = m->data;
	s->sent = 0;
	s->said[0] = '\0';
	*r = (struct smtp_result){ .error = j->err.msg };
	if (setup(s, m) == 0)
		r->code = perform(s, arena_cstr(&j->arena, host_of(m->url)));
	r->failed = j->why;
	curl_easy_reset(j->easy);
	arena_wipe(&j->arena);
}
