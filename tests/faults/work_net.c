/* work_net.c -- see work.h: messages as receivers get them, a subscription, a page
 * fetched and a mail sent. */
#include "config.h"

#include <arpa/inet.h>
#include <event2/event.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "daemon/configuration.h"
#include "daemon/secrets.h"
#include "feeds/websub.h"
#include "net/httpd.h"
#include "net/smtp.h"
#include "tests/faults/work.h"

/* ---- messages ---- */

static struct config *config;
static struct str toll; /* an alert, as the store keeps it */
static struct arena kept;

static const char receivers[] =
    "receivers:\n"
    "  mail: {email: {to: a@b.example, from: c@b.example, smtp: \"smtps://b.example\", "
    "user: u, password: {file: %s/secret}}}\n"
    "  hook: {webhook: {url: \"https://b.example/\", secret: "
    "[whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw,"
    " whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=]}}\n"
    "  chat: {slack: {url: \"https://b.example/\"}}\n"
    "  pager: {pagerduty: {key: {file: %s/secret}}}\n"
    "  manager: {alertmanager: {url: \"https://b.example/\"}}\n"
    "  log: {syslog: {to: \"udp://b.example:514\"}}\n"
    "  program: {exec: {argv: [/bin/true]}}\n"
    "  lines: {file: {path: %s/lines}}\n";

static void
say_request(struct buf *answer, const struct delivery_request *rq)
{
	const struct str parts[] = { rq->http.body, rq->smtp.data, rq->bytes };

	for (size_t i = 0; i < NELEM(parts); i++)
		buf_add(answer, parts[i]);
	for (size_t i = 0; i < rq->http.n_headers; i++)
		buf_add(answer, rq->http.headers[i].value);
}

static int
render_one(struct receiver *r, const struct alert *al, struct arena *a,
    struct buf *answer, struct err *e)
{
	const struct delivery dl = { .id = STR("m1"),
		.target = receiver_target(r, 0),
		.attempt = 1,
		.now_ms = 1000,
		.alerts = &al,
		.n = 1,
		.host = STR("h.example"),
		.link = STR("https://h.example/") };
	struct delivery_request rq = { .bytes = STR_NONE };
	int rc;

	if (secrets_load(r, e) == -1)
		return -1;
	rc = receiver_render(r, &dl, a, &rq, e);
	if (rc == 0)
		say_request(answer, &rq);
	secrets_wipe(r);
	return rc;
}

int
work_render(struct buf *answer, struct err *e)
{
	const struct alert *al;
	struct arena a;
	int rc;

	arena_init(&a);
	al = alert_parse(&a, toll, e);
	rc = al == NULL ? -1 : 0;
	for (size_t i = 0; i < config->n_receivers && rc == 0; i++)
		rc = render_one(&config->receivers[i], al, &a, answer, e);
	arena_clear(&a);
	return rc;
}

static void
read_toll(void)
{
	char chunk[8192];
	struct buf b;
	size_t n;
	FILE *f = fopen(SRCDIR "/tests/cases/receivers/alerts/toll.json", "rbe");

	work_must(f != NULL, "toll.json");
	buf_init(&b, WORK_ANSWER);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_add(&b, (struct str){ chunk, n });
	fclose(f);
	toll = arena_str(&kept, buf_str(&b));
	buf_clear(&b);
}

/* ---- a subscription ---- */

int
work_subscribe(struct buf *answer, struct err *e)
{
	static const unsigned char key[2 * WEBSUB_KEY] = "a key";
	const struct str topic = STR("https://a.example/feed"),
			 hub = STR("https://hub.example/");
	const struct str question = STR("hub.mode=subscribe&hub.topic=https://a.example/"
					"feed&hub.challenge=c&hub.lease_seconds=900");
	struct websub_state w;

	websub_state_init(&w);
	if (websub_want(&w, hub, topic, true, key, 1000) != WEBSUB_ASK_SUBSCRIBE)
		return err_set(e, "nothing is asked");
	websub_request(&w, WEBSUB_ASK_SUBSCRIBE, STR("https://h.example/hub/"), answer);
	websub_asked(&w, WEBSUB_ASK_SUBSCRIBE, &(struct http_response){ .status = 202 },
	    1000);
	buf_printf(answer, "\n%d", websub_verify(&w, question, 2000, answer));
	buf_printf(answer, " %s %d\n", websub_phase_names[w.phase],
	    websub_signed(&w, STR("sha256=00"), STR("a body")));
	websub_state_put(answer, &w);
	return 0;
}

/* ---- pages and mails ---- */

struct meeting {
	struct event_base *loop;
	struct http *client;
	struct httpd *server;
	struct buf *answer;
	struct err *e;
	int rc;
};

static void
serve(void *arg, struct httpd_request *rq)
{
	httpd_reply_text(rq, 200, "text/plain", STR("hello"));
}

static void
fetched(void *arg, const struct http_response *r)
{
	struct meeting *m = arg;

	m->rc = r->failed == HTTP_OK && r->status == 200
	    ? 0
	    : err_set(m->e, "%s%d", r->error, r->status);
	if (m->rc == 0)
		buf_add(m->answer, r->body);
	event_base_loopbreak(m->loop);
}

static int
wait_for(struct meeting *m)
{
	const struct timeval limit = { 5, 0 };

	event_base_loopexit(m->loop, &limit);
	event_base_dispatch(m->loop);
	return m->rc;
}

static int
get_page(struct meeting *m, struct err *e)
{
	static const struct httpd_route routes[] = { { "GET", "/", serve, 0 },
		{ .path = NULL } };
	const struct http_options ho = { .user_agent = "t" };
	const struct httpd_options so = { .routes = routes, .head_ms = 500 };
	struct http_request rq = { .allow_private = true,
		.connect_ms = 500,
		.stall_ms = 500,
		.total_ms = 1000 };
	char url[64];

	if ((m->server = httpd_new(m->loop, &so, e)) == NULL ||
	    httpd_listen(m->server, STR("127.0.0.1:0"), e) != 0 ||
	    (m->client = http_new(m->loop, &ho, e)) == NULL)
		return -1;
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/", httpd_port(m->server));
	rq.url = str_of(url);
	m->rc = err_set(e, "nothing came");
	http_start(m->client, &rq, fetched, m);
	return wait_for(m);
}

static const struct {
	const char *word, *answer;
} smtp_says[] = { { "EHLO", "250 t" }, { "MAIL", "250 ok" }, { "RCPT", "250 ok" },
	{ "DATA", "354 go on" }, { ".", "250 taken" }, { "QUIT", "221 bye" } };

/* Takes one mail after the other, in a process of its own: who sends one waits for the
 * answers. */
static void
serve_mail(int listener)
{
	char line[1024];

	for (;;) {
		FILE *f = fdopen(accept(listener, NULL, NULL), "r+");

		work_must(f != NULL, "a connection");
		fputs("220 t ESMTP\r\n", f);
		while (fflush(f) == 0 && fgets(line, sizeof(line), f) != NULL)
			for (size_t i = 0; i < NELEM(smtp_says); i++)
				if (str_starts(str_of(line), str_of(smtp_says[i].word))) {
					/* from reading to writing */
					fseek(f, 0, SEEK_CUR);
					fprintf(f, "%s\r\n", smtp_says[i].answer);
				}
		fclose(f);
	}
}

static pid_t post_office;
static int post_office_port;

static void
open_post_office(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t n = sizeof(in);

	work_must(fd != -1 && bind(fd, (struct sockaddr *)&in, n) == 0 &&
		listen(fd, 8) == 0 && getsockname(fd, (struct sockaddr *)&in, &n) == 0 &&
		(post_office = fork()) != -1,
	    "a mail server");
	post_office_port = ntohs(in.sin_port);
	if (post_office == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		serve_mail(fd);
	}
	close(fd);
}

static int
send_mail(struct meeting *m, struct err *e)
{
	const struct http_options ho = { .user_agent = "t" };
	struct smtp_message mail = { .from = STR("a@b.example"),
		.to = STR("c@b.example"),
		.plain = true,
		.allow_private = true,
		.data = STR("Subject: t\r\n\r\nhello\r\n"),
		.total_ms = 1000 };
	struct smtp *line = NULL;
	struct smtp_result r;
	char url[64];

	/* the engine has one: libcurl is started */
	if ((m->client = http_new(m->loop, &ho, e)) == NULL)
		return -1;
	snprintf(url, sizeof(url), "smtp://127.0.0.1:%d", post_office_port);
	mail.url = str_of(url);
	smtp_send(&line, &mail, &r);
	if (r.failed == HTTP_OK && r.code == 250)
		buf_cstr(m->answer, "sent");
	else
		err_set(e, "%s%d", r.error, r.code);
	smtp_free(line);
	return m->answer->n > 0 ? 0 : -1;
}

static int
hold(int (*meet)(struct meeting *m, struct err *e), struct buf *answer, struct err *e)
{
	struct meeting m = { .loop = event_base_new(), .answer = answer, .e = e };
	int rc = m.loop == NULL ? err_set(e, "no loop") : meet(&m, e);

	http_free(m.client);
	httpd_free(m.server);
	if (m.loop != NULL)
		event_base_free(m.loop);
	return rc;
}

int
work_fetch(struct buf *answer, struct err *e)
{
	return hold(get_page, answer, e);
}

int
work_mail(struct buf *answer, struct err *e)
{
	return hold(send_mail, answer, e);
}

/* ---- the world of all that ---- */

void
work_net_start(const char *scratch)
{
	char yaml[2048];

	arena_init(&kept);
	read_toll();
	work_file("secret", STR("a secret"));
	snprintf(yaml, sizeof(yaml), receivers, scratch, scratch, scratch);
	config = config_parse(STR("r.yaml"), str_of(yaml));
	work_must(config->diag.errors == 0, "the receivers");
	open_post_office();
}

void
work_net_end(void)
{
	kill(post_office, SIGKILL);
	waitpid(post_office, NULL, 0);
	config_unref(config);
	arena_clear(&kept);
}
