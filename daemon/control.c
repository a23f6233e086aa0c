/* control.c -- see control.h. */
#include "config.h"

#include <event2/event.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/wall.h"
#include "daemon/control.h"
#include "daemon/metrics.h"
#include "daemon/notify.h"
#include "net/problem.h"

#define SOCKET_MODE 0660
#define CLIENTS 64
#define LINES 1000             /* of the log kept */
#define BACKLOG_MAX (1u << 20) /* bytes that one who follows may be behind */

struct follower {
	struct follower *next, **prev;
	struct control *control;
	struct httpd_request *rq;
	char of[128], find[256]; /* what it wants to see; "": everything */
	/* to be freed from the loop, so that whoever walks the list may send */
	bool gone;
};

struct control {
	struct control_options o;
	struct httpd *httpd;
	struct follower *followers;
	struct event *sweep;
	char *lines[LINES];
	size_t n_lines;
};

/* ---- the log ---- */

static void
follower_end(struct follower *f)
{
	*f->prev = f->next;
	if (f->next != NULL)
		f->next->prev = f->prev;
	httpd_end(f->rq);
	free(f);
}

static void
on_sweep(evutil_socket_t fd, short what, void *arg)
{
	struct control *c = arg;
	struct follower *next;

	for (struct follower *f = c->followers; f != NULL; f = next) {
		next = f->next;
		if (f->gone)
			follower_end(f);
	}
}

static void
follower_leaves(void *arg)
{
	struct follower *f = arg;

	f->gone = true;
	event_active(f->control->sweep, EV_TIMEOUT, 0);
}

static void
follower_send(struct follower *f, struct str line)
{
	if (!f->gone &&
	    (httpd_backlog(f->rq) > BACKLOG_MAX || httpd_send(f->rq, line) == -1))
		follower_leaves(f);
}

/* Is the event of one of the families, "alert,fact", and do the words stand in the line?
 */
static bool
follower_wants(const struct follower *f, struct str line)
{
	struct str rest = line, families = str_of(f->of), family, event;

	if (f->find[0] != '\0' && str_find(line, str_of(f->find)) == STR_NOWHERE)
		return false;
	if (families.n == 0)
		return true;
	str_word(&rest); /* priority and time */
	str_word(&rest);
	event = logfmt_get(rest, STR("event"));
	while (str_cut(&families, ',', &family))
		if (str_starts(event, family) &&
		    (event.n == family.n || event.p[family.n] == '.'))
			return true;
	return false;
}

static struct follower *
follower_new(struct control *c, struct httpd_request *rq)
{
	struct follower *f = xcalloc(1, sizeof(*f));

	f->control = c;
	f->rq = rq;
	f->next = c->followers;
	f->prev = &c->followers;
	if (f->next != NULL)
		f->next->prev = &f->next;
	c->followers = f;
	httpd_on_close(rq, follower_leaves, f);
	return f;
}

static void
send_kept(struct follower *f, size_t most)
{
	const struct control *c = f->control;
	size_t oldest = c->n_lines < LINES ? 0 : c->n_lines - LINES, from = c->n_lines;

	while (from > oldest && most > 0)
		most -= follower_wants(f, str_of(c->lines[--from % LINES]));
	for (size_t i = from; i < c->n_lines; i++)
		if (follower_wants(f, str_of(c->lines[i % LINES])))
			follower_send(f, str_of(c->lines[i % LINES]));
}

static void
take_query(struct httpd_request *rq, struct str key, char *out, size_t size)
{
	struct buf b;

	buf_init(&b, size);
	if (httpd_query(rq->query, key, &b))
		str_copy(out, size, buf_str(&b));
	buf_clear(&b);
}

/* GET /log?lines=N&follow=1&of=alert,fact&find=TEXT: priority (0..7), time and logfmt, a
 * line each. */
static void
get_log(void *arg, struct httpd_request *rq)
{
	static const struct http_header headers[] = {
		{ STR_INIT("Content-Type"), STR_INIT("text/plain; charset=utf-8") },
		{ STR_INIT("Cache-Control"), STR_INIT("no-store") },
	};
	struct follower *f = follower_new(arg, rq);
	char lines[32] = "", follow[8] = "";
	uint64_t most = 20;

	take_query(rq, STR("lines"), lines, sizeof(lines));
	take_query(rq, STR("follow"), follow, sizeof(follow));
	take_query(rq, STR("of"), f->of, sizeof(f->of));
	take_query(rq, STR("find"), f->find, sizeof(f->find));
	str_uint(str_of(lines), &most);
	httpd_stream(rq, 200, headers, NELEM(headers));
	send_kept(f, (size_t)most);
	if (follow[0] == '\0')
		follower_leaves(f);
}

void
control_line(struct control *c, int level, struct str line)
{
	char when[DATE_TEXT], **slot = &c->lines[c->n_lines++ % LINES];
	struct buf b;

	buf_init(&b, 65536);
	buf_printf(&b, "%d %.*s %.*s\n", level, STR_ARG(date_rfc3339_ms(when, wall_ms())),
	    STR_ARG(line));
	free(*slot);
	*slot = str_dup(buf_str(&b));
	for (struct follower *f = c->followers; f != NULL; f = f->next)
		if (follower_wants(f, buf_str(&b)))
			follower_send(f, buf_str(&b));
	buf_clear(&b);
}

/* ---- orders ---- */

static void
post_order(void *arg, struct httpd_request *rq)
{
	const struct control *c = arg;
	struct str name = str_sub(rq->path, strlen("/control/"), rq->path.n);
	struct err e = { "" };
	struct buf answer;

	buf_init(&answer, LIMIT_FIELD);
	LOG(LOG_INFO, "order", log_str("name", name), log_int("uid", rq->uid));
	if (c->o.order(c->o.ctx, name, rq->query, rq->body, &answer, &e) == -1)
		problem_reply(rq, problem_status(&e), &e, MANUAL_CONTROL);
	else
		httpd_reply_text(rq, 200, "application/json",
		    answer.n > 0 ? buf_str(&answer) : STR("{}"));
	buf_clear(&answer);
}

static void
post_act(void *arg, struct httpd_request *rq)
{
	const struct control *c = arg;

	c->o.act(c->o.ctx, rq, str_sub(rq->path, strlen("/act/"), rq->path.n));
}

static void
get_other(void *arg, struct httpd_request *rq)
{
	const struct control *c = arg;

	web_serve(c->o.web, rq);
}

static const struct httpd_route routes[] = {
	{ .method = "GET", .path = "/log", .handle = get_log },
	{ .method = "POST", .path = "/control/", .handle = post_order },
	{ .method = "POST", .path = "/act/", .handle = post_act },
	{ .method = "GET", .path = "/", .handle = get_other },
	{ .path = NULL },
};

/* ---- listening ---- */

static int
listen_on(struct control *c, struct err *e)
{
	int inherited = notify_listen_fd("control");
	char address[512];

	if (inherited != -1)
		snprintf(address, sizeof(address), "fd:%d", inherited);
	else
		snprintf(address, sizeof(address), "unix:%.*s", STR_ARG(c->o.path));
	if (httpd_listen(c->httpd, str_of(address), e) == -1)
		return err_wrap(e, "%s", address);
	if (inherited == -1 && chmod(address + strlen("unix:"), SOCKET_MODE) == -1)
		return err_set(e, "%s: cannot set its mode", address);
	return 0;
}

struct control *
control_new(const struct control_options *o, struct err *e)
{
	struct control *c = xcalloc(1, sizeof(*c));
	const struct httpd_options ho = {
		.routes = routes, .arg = c, .max_connections = CLIENTS
	};

	c->o = *o;
	c->sweep = event_new(o->loop, -1, 0, on_sweep, c);
	c->httpd = httpd_new(o->loop, &ho, e);
	if (c->httpd == NULL ||
	    ((o->path.n > 0 || notify_listen_fd("control") != -1) &&
		listen_on(c, e) == -1)) {
		control_free(c);
		return NULL;
	}
	return c;
}

void
control_free(struct control *c)
{
	if (c == NULL)
		return;
	while (c->followers != NULL)
		follower_end(c->followers);
	httpd_free(c->httpd);
	event_free(c->sweep);
	for (size_t i = 0; i < LINES; i++)
		free(c->lines[i]);
	free(c);
}
