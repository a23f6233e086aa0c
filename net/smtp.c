/* smtp.c -- see smtp.h. */
#include "config.h"

#include "base/alloc.h"
#include "net/job.h"
#include "net/smtp.h"

struct mail {
	struct http_job job; /* first: the two are cast into each other */
	struct str url, from, to, data, user, password, ca_file;
	const char *host;
	bool plain;
	size_t sent;
	char said[256]; /* the server's last line */
	int code;
	smtp_done *done;
	void *arg;
};

static struct mail *
mail_of(struct http_job *j)
{
	return (struct mail *)j;
}

static size_t
give_data(char *to, size_t size, size_t n, void *arg)
{
	struct mail *m = arg;
	size_t left = m->data.n - m->sent;

	if (n > left)
		n = left;
	memcpy(to, m->data.p + m->sent, n);
	m->sent += n;
	m->job.active_ms = job_clock_ms();
	return n;
}

static size_t
take_line(char *p, size_t size, size_t n, void *arg)
{
	struct mail *m = arg;

	m->job.active_ms = job_clock_ms();
	str_copy(m->said, sizeof(m->said), str_trim((struct str){ p, n }));
	return n;
}

static size_t
ignore(char *p, size_t size, size_t n, void *arg)
{
	return n;
}

static bool
is_mailbox(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7f || s.p[i] == '<' || s.p[i] == '>')
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
setup(struct http_job *j)
{
	struct mail *m = mail_of(j);
	CURL *c = j->easy;

	if (!str_starts_ci(m->url, STR("smtp://")) && !str_starts_ci(m->url, STR("smtps://")))
		return job_fail(j, HTTP_BAD_URL, "the address is no smtp or smtps address");
	if (!is_mailbox(m->from) || !is_mailbox(m->to) || m->to.n == 0)
		return job_fail(j, HTTP_BAD_URL, "the mail address is none");
	job_setup_common(j, m->ca_file.n > 0 ? m->ca_file.p : j->http->ca_file, STR_NONE);
	j->list = curl_slist_append(NULL, m->to.p);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(c, CURLOPT_URL, m->url.p);
	if (!m->plain)
		curl_easy_setopt(c, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
	if (m->user.n > 0) {
		curl_easy_setopt(c, CURLOPT_USERNAME, m->user.p);
		curl_easy_setopt(c, CURLOPT_PASSWORD, m->password.p);
	}
	curl_easy_setopt(c, CURLOPT_MAIL_FROM, m->from.n > 0 ? m->from.p : "");
	curl_easy_setopt(c, CURLOPT_MAIL_RCPT, j->list);
	curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(c, CURLOPT_READFUNCTION, give_data);
	curl_easy_setopt(c, CURLOPT_READDATA, m);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_line);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, m);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, ignore);
	m->sent = 0;
	return 0;
}

/* An SMTP server that says no has answered: its code is the result, not libcurl's. */
static bool
ended(struct http_job *j, CURLcode rc)
{
	struct mail *m = mail_of(j);
	long code = 0;

	curl_easy_getinfo(j->easy, CURLINFO_RESPONSE_CODE, &code);
	m->code = (int)code;
	if (rc != CURLE_OK && code >= 400 && j->why == HTTP_OK && rc != CURLE_USE_SSL_FAILED)
		snprintf(j->err.msg, sizeof(j->err.msg), "%s says: %s", m->host, m->said);
	else
		job_explain(j, rc, m->host);
	return false;
}

static void
report(struct http_job *j)
{
	struct mail *m = mail_of(j);
	struct smtp_result r = { .failed = j->why, .error = j->err.msg, .code = m->code };

	m->done(m->arg, &r);
}

struct http_job *
smtp_start(struct http *h, const struct smtp_message *msg, smtp_done *done, void *arg)
{
	struct mail *m = xcalloc(1, sizeof(*m));
	struct http_job *j = &m->job;

	job_init(j, h);
	j->setup = setup;
	j->ended = ended;
	j->report = report;
	j->allow_private = msg->allow_private;
	if (msg->total_ms > 0)
		j->total_ms = msg->total_ms;
	m->url = arena_str(&j->arena, msg->url);
	m->from = arena_str(&j->arena, msg->from);
	m->to = arena_str(&j->arena, msg->to);
	m->data = arena_str(&j->arena, msg->data);
	m->user = arena_str(&j->arena, msg->user);
	m->password = arena_str(&j->arena, msg->password);
	m->ca_file = arena_str(&j->arena, msg->ca_file);
	m->host = arena_cstr(&j->arena, host_of(msg->url));
	m->plain = msg->plain;
	m->done = done;
	m->arg = arg;
	job_submit(j);
	return j;
}
