/* test_scenarios.c -- replays tests/scenarios/NAME.scn (the language:
 * tests/scenarios/README). */
#include "config.h"

#include <criterion/criterion.h>
#include <glob.h>

#include "base/alloc.h"
#include "net/url.h"
#include "tests/scenarios/sim.h"

struct play {
	struct sim sim;
	const char *file;
	int line;
	struct str words[40]; /* of the line at hand */
	size_t n, at;
	/* the answer being put together; it is given before the next other line */
	struct sim_feed *to;
	struct http_response r;
	struct http_header headers[20];
	struct http_hop hops[8];
	struct buf items, channel;
	bool is_feed;
};

__attribute__((format(printf, 2, 3))) static void
fail(struct play *p, const char *fmt, ...)
{
	char text[1000];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	cr_expect(false, "%s:%d: %s", strrchr(p->file, '/') + 1, p->line, text);
}

/* ---- words ---- */

/* The character after a backslash, or the byte of \xNN. */
static char
escaped(struct str line, size_t *i)
{
	unsigned byte;
	char hex[3] = "";

	if (line.p[*i] != 'x' ||
	    !str_copy(hex, sizeof(hex), str_sub(line, *i + 1, *i + 3)) ||
	    sscanf(hex, "%2x", &byte) != 1)
		return line.p[*i];
	*i += 2;
	return (char)byte;
}

/* Quotes may stand within a word: title="a b". */
static void
split(struct play *p, struct str line)
{
	p->n = p->at = 0;
	while ((line = str_trim(line)).n > 0 && line.p[0] != '#' &&
	    p->n < NELEM(p->words)) {
		char *out = arena_alloc(&p->sim.arena, line.n + 1);
		size_t i = 0, n = 0;
		bool quoted = false;

		for (; i < line.n && (quoted || !is_space(line.p[i])); i++)
			if (line.p[i] == '\\' && i + 1 < line.n) {
				i++;
				out[n++] = escaped(line, &i);
			} else if (line.p[i] == '"')
				quoted = !quoted;
			else
				out[n++] = line.p[i];
		p->words[p->n++] = (struct str){ out, n };
		line = str_sub(line, i, line.n);
	}
}

static bool
more(const struct play *p)
{
	return p->at < p->n;
}

static struct str
word(struct play *p)
{
	if (more(p))
		return p->words[p->at++];
	fail(p, "a word is missing at the end");
	return STR("");
}

static bool
word_is(struct play *p, const char *want)
{
	if (!more(p) || !str_eq(p->words[p->at], str_of(want)))
		return false;
	p->at++;
	return true;
}

static int64_t
duration(struct play *p)
{
	struct str w = word(p);
	int64_t ms = 0;
	bool minus = w.n > 0 && w.p[0] == '-';

	if (w.n > 0 && (w.p[0] == '+' || minus))
		w = str_sub(w, 1, w.n);
	if (!duration_parse(w, &ms))
		fail(p, "'%.*s' is no duration", STR_ARG(w));
	return minus ? -ms : ms;
}

static struct http_header
header(struct str w)
{
	size_t colon = str_chr(w, ':');

	return (struct http_header){ str_sub(w, 0, colon),
		str_trim(str_sub(w, colon + 1, w.n)) };
}

/* ---- what goes out ---- */

static void
check_headers(struct play *p)
{
	const struct http_request *rq = &p->sim.rq;
	struct http_response sent = { .headers = rq->headers,
		.n_headers = rq->n_headers };

	while (more(p)) {
		struct str w = word(p), got;

		if (w.p[0] == '!') {
			got = http_header_get(&sent, str_sub(w, 1, w.n));
			if (got.p != NULL)
				fail(p, "%.*s: was sent: %.*s", STR_ARG(w), STR_ARG(got));
		} else if (str_starts(w, STR("version="))) {
			static const char *const versions[] = { "any", "1.1", "2" };

			if (!str_ends(w, str_of(versions[rq->version])))
				fail(p, "the version is %s", versions[rq->version]);
		} else if (str_chr(w, ' ') == STR_NOWHERE && str_starts(w, STR("http"))) {
			if (!str_eq(w, p->sim.request_url))
				fail(p, "asked %.*s", STR_ARG(p->sim.request_url));
		} else {
			struct http_header h = header(w);

			got = http_header_get(&sent, h.name);
			if (!str_eq(got, h.value))
				fail(p, "sent %.*s: %.*s", STR_ARG(h.name), STR_ARG(got));
		}
	}
}

static void add_plain(struct play *p, struct str id);
static struct str document(struct play *p);

static void
answer_alone(struct play *p, struct sim_feed *f)
{
	struct http_header etag = { STR("ETag"), STR("\"alone\"") };
	struct http_response r = { .error = "",
		.status = f->fetched ? 304 : 200,
		.url = poll_address(&f->st, &f->config),
		.headers = &etag,
		.n_headers = 1,
		.received_ms = sim_wall(&p->sim) };

	buf_reset(&p->items);
	buf_reset(&p->channel);
	add_plain(p, f->config.name);
	if (r.status == 200)
		r.body = document(p);
	f->asked_ms = p->sim.mono_ms;
	sim_answer(&p->sim, f, &r);
}

static void
ask(struct play *p, struct sim_feed *f)
{
	int64_t least = duration(p), most = least + least / 10 + 1, took;
	struct sim_feed *got;

	if (more(p) && p->words[p->at].p[0] == '+')
		most = duration(p);
	while ((got = sim_ask(&p->sim)) != NULL && got != f && got->alone)
		answer_alone(p, got);
	if (got == NULL) {
		fail(p, "no request will go out");
		return;
	}
	if (got != f)
		fail(p, "%.*s asked", STR_ARG(got->config.name));
	took = p->sim.mono_ms - got->asked_ms;
	if (took < least || took > most) {
		char text[DATE_TEXT];

		duration_text(text, took);
		fail(p, "asked after %s", text);
	}
	got->asked_ms = p->sim.mono_ms;
	check_headers(p);
}

static void
check_limits(struct play *p)
{
	const struct http_request *rq = &p->sim.rq;

	if (rq->connect_ms != 10000 || rq->stall_ms != 30000 || rq->total_ms != 60000 ||
	    rq->max_body != 16u << 20 || rq->max_redirects != 5 ||
	    strcmp(rq->method, "GET") != 0 || rq->body.n > 0)
		fail(p, "the limits are others");
}

/* ---- what comes back ---- */

static void
add_item(struct play *p, struct str id, struct str link, struct str title,
    struct str text, int64_t at_ms)
{
	char date[DATE_TEXT] = "";

	buf_printf(&p->items, "<item>");
	if (id.n > 0)
		buf_printf(&p->items, "<guid isPermaLink=\"false\">%.*s</guid>",
		    STR_ARG(id));
	if (link.n > 0)
		buf_printf(&p->items, "<link>%.*s</link>", STR_ARG(link));
	if (title.n > 0)
		buf_printf(&p->items, "<title>%.*s</title>", STR_ARG(title));
	if (at_ms != TIME_NONE) {
		date_mail(date, at_ms);
		buf_printf(&p->items, "<pubDate>%s</pubDate>", date);
	}
	buf_printf(&p->items, "<description>%.*s</description></item>\n", STR_ARG(text));
}

static void
add_plain(struct play *p, struct str id)
{
	struct str link = arena_printf(&p->sim.arena, "http://news.example/%.*s",
	    STR_ARG(id));

	add_item(p, id, link, id, id, TIME_NONE);
}

static void
item(struct play *p)
{
	struct str id = STR_NONE, link = STR_NONE, title = STR_NONE, text = STR_NONE;
	int64_t at = TIME_NONE, ms;

	while (more(p)) {
		struct str w = word(p), value = str_sub(w, str_chr(w, '=') + 1, w.n);

		if (str_starts(w, STR("id=")))
			id = value;
		else if (str_starts(w, STR("link=")))
			link = value;
		else if (str_starts(w, STR("title=")))
			title = value;
		else if (str_starts(w, STR("text=")))
			text = value;
		else if (str_starts(w, STR("date=-")) &&
		    duration_parse(str_sub(value, 1, value.n), &ms))
			at = sim_wall(&p->sim) - ms;
		else if (str_starts(w, STR("date=+")) &&
		    duration_parse(str_sub(value, 1, value.n), &ms))
			at = sim_wall(&p->sim) + ms;
		else
			fail(p, "what is '%.*s' of an item?", STR_ARG(w));
	}
	add_item(p, id, link, title, text, at);
}

static void
reply_error(struct play *p)
{
	struct str kind = word(p);

	for (int i = 0; i < HTTP_ERROR_N; i++)
		if (str_eq(kind, str_of(http_error_names[i])))
			p->r.failed = (enum http_error)i;
	if (p->r.failed == HTTP_OK)
		fail(p, "there is no error '%.*s'", STR_ARG(kind));
	p->r.error = arena_cstr(&p->sim.arena, word(p));
}

static void
reply(struct play *p, struct sim_feed *f)
{
	uint64_t status = 0;

	p->to = f;
	p->r = (struct http_response){ .error = "",
		.url = poll_address(&f->st, &f->config),
		.headers = p->headers,
		.hops = p->hops };
	buf_reset(&p->items);
	buf_reset(&p->channel);
	p->is_feed = false;
	if (!f->running)
		fail(p, "%.*s was not asked", STR_ARG(f->config.name));
	if (word_is(p, "error")) {
		reply_error(p);
		return;
	}
	if (!str_uint(word(p), &status))
		fail(p, "a status is missing");
	p->r.status = (int)status;
	p->is_feed = status == 200 || status == 226;
	while (more(p)) {
		if (word_is(p, "hop")) {
			str_uint(word(p), &status);
			p->hops[p->r.n_hops++] = (struct http_hop){ (int)status,
				word(p) };
			p->r.url = p->hops[p->r.n_hops - 1].to;
		} else if (word_is(p, "html")) {
			p->is_feed = false;
			p->r.body =
			    STR("<!DOCTYPE html><html><head><title>Hello</title></head>"
				"<body><p>No feed here.</p></body></html>");
		} else if (word_is(p, "bytes")) {
			p->is_feed = false;
			p->r.body = word(p);
		} else if (word_is(p, "body")) {
			while (more(p))
				add_plain(p, word(p));
		} else {
			p->headers[p->r.n_headers++] = header(word(p));
		}
	}
}

static struct str
document(struct play *p)
{
	return arena_printf(&p->sim.arena,
	    "<?xml version=\"1.0\"?><rss version=\"2.0\" "
	    "xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\" "
	    "xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel>"
	    "<title>News</title><link>http://news.example/</link>%.*s%.*s</channel></"
	    "rss>",
	    STR_ARG(buf_str(&p->channel)), STR_ARG(buf_str(&p->items)));
}

static void
flush(struct play *p)
{
	struct sim_feed *f = p->to;

	if (f == NULL)
		return;
	p->to = NULL;
	p->r.received_ms = sim_wall(&p->sim);
	if (p->is_feed)
		p->r.body = document(p);
	sim_answer(&p->sim, f, &p->r);
}

/* ---- what must hold ---- */

static void
check_number(struct play *p, const char *what, size_t got)
{
	uint64_t want = 0;

	if (!str_uint(word(p), &want) || want != got)
		fail(p, "%s: %zu", what, got);
}

static void
check_text(struct play *p, const char *what, struct str got)
{
	struct str want = word(p);

	if (!str_eq(want, got))
		fail(p, "%s: %.*s", what, STR_ARG(got));
}

static void
check_part(struct play *p, const char *what, struct str got)
{
	struct str want = word(p);

	if (str_find(got, want) == STR_NOWHERE)
		fail(p, "%s: %.*s", what, STR_ARG(got));
}

static void
check_tells(struct play *p, struct sim_feed *f)
{
	struct buf want;

	buf_init(&want, 1000);
	while (more(p))
		buf_printf(&want, "%s%.*s", want.n > 0 ? " " : "",
		    STR_ARG(p->words[p->at])),
		    p->at++;
	if (!str_eq(buf_str(&want), STR("nothing")) || f->tells.n > 0)
		if (!str_eq(buf_str(&want), buf_str(&f->tells)))
			fail(p, "tells: %.*s", STR_ARG(buf_str(&f->tells)));
	buf_clear(&want);
}

static void
check_why(struct play *p, struct sim_feed *f)
{
	struct buf b;

	buf_init(&b, 1 << 16);
	poll_why(&b, &f->st, &f->config, sim_wall(&p->sim));
	while (more(p))
		check_part(p, "why", buf_str(&b));
	buf_clear(&b);
}

static void
refresh(struct play *p, struct sim_feed *f)
{
	bool force = word_is(p, "force"), want = word_is(p, "ok");
	struct err e;
	int rc = poll_refresh(&f->st, sim_wall(&p->sim), force, &e);

	if ((rc == 0) != want)
		fail(p, "refresh: %s", rc == 0 ? "granted" : e.msg);
	if (rc == 0)
		schedule_set(p->sim.schedule, &f->item, poll_address(&f->st, &f->config),
		    p->sim.mono_ms);
	p->at = p->n;
}

static int
http_of(struct str w)
{
	return str_eq(w, STR("2"))  ? HTTP_VERSION_2
	    : str_eq(w, STR("1.1")) ? HTTP_VERSION_1_1
				    : HTTP_VERSION_ANY;
}

static void
configure(struct play *p, struct sim_feed *f)
{
	if (word_is(p, "every"))
		f->config.every_ms = duration(p);
	else if (word_is(p, "user_agent"))
		f->config.user_agent = word(p);
	else if (word_is(p, "url"))
		f->config.url = word(p);
	else if (word_is(p, "http"))
		f->config.http = http_of(word(p));
	else
		fail(p, "configure what?");
}

static void
add_feed(struct play *p)
{
	struct sim_feed *f = &p->sim.feeds[p->sim.n_feeds++];
	struct http_header *h = ARENA_ARRAY(&p->sim.arena, struct http_header, 4);

	f->config = (struct feed_config){ .name = word(p),
		.url = word(p),
		.enabled = true,
		.max_body = 16 << 20,
		.timeout_ms = 60000,
		.headers = { h, 0 } };
	while (more(p)) {
		if (word_is(p, "every"))
			f->config.every_ms = duration(p);
		else if (word_is(p, "stale_after"))
			f->config.stale_ms = duration(p);
		else if (word_is(p, "backlog"))
			f->config.backlog = FEED_BACKLOG_RING;
		else if (word_is(p, "allow_private"))
			f->config.allow_private = true;
		else if (word_is(p, "user_agent"))
			f->config.user_agent = word(p);
		else if (word_is(p, "http"))
			f->config.http = http_of(word(p));
		else if (word_is(p, "header"))
			h[f->config.headers.n++] = header(word(p));
		else
			fail(p, "what is '%.*s'?", STR_ARG(word(p)));
	}
	sim_add(&p->sim, f);
}

static void
silence(struct play *p)
{
	int64_t ms = duration(p), next = schedule_next(p->sim.schedule);

	if (next < p->sim.mono_ms + ms)
		fail(p, "a request goes out within that time");
	p->sim.mono_ms += ms;
}

/* Time passes, and who answers alone does. */
static void
settle(struct play *p)
{
	int64_t until = p->sim.mono_ms + duration(p);
	struct sim_feed *f;

	while (schedule_next(p->sim.schedule) <= until) {
		f = sim_ask(&p->sim);
		if (f == NULL || !f->alone) {
			fail(p, "%.*s asked", STR_ARG(f->config.name));
			return;
		}
		answer_alone(p, f);
	}
	p->sim.mono_ms = until;
}

static void
push(struct play *p, struct sim_feed *f)
{
	buf_reset(&p->items);
	buf_reset(&p->channel);
	while (more(p))
		add_plain(p, word(p));
	sim_push(&p->sim, f, document(p));
}

static void
feed_line(struct play *p, struct sim_feed *f)
{
	if (word_is(p, "reply")) {
		flush(p);
		reply(p, f);
		return;
	}
	flush(p);
	if (word_is(p, "ask"))
		ask(p, f);
	else if (word_is(p, "new"))
		check_number(p, "new", f->n_new);
	else if (word_is(p, "edited"))
		check_number(p, "edited", f->n_edited);
	else if (word_is(p, "rings"))
		check_number(p, "rings", f->n_rings);
	else if (word_is(p, "failures"))
		check_number(p, "failures", f->st.failures);
	else if (word_is(p, "state"))
		check_text(p, "state", str_of(feed_state_names[f->st.state]));
	else if (word_is(p, "address"))
		check_text(p, "address", poll_address(&f->st, &f->config));
	else if (word_is(p, "error"))
		check_part(p, "error", f->st.error);
	else if (word_is(p, "tells"))
		check_tells(p, f);
	else if (word_is(p, "reads"))
		while (more(p))
			check_part(p, "reads", buf_str(&f->reads));
	else if (word_is(p, "why"))
		check_why(p, f);
	else if (word_is(p, "refresh"))
		refresh(p, f);
	else if (word_is(p, "config"))
		configure(p, f);
	else if (word_is(p, "push"))
		push(p, f);
	else if (word_is(p, "alone"))
		f->alone = true;
	else
		fail(p, "what is '%.*s'?", STR_ARG(word(p)));
}

static void
line(struct play *p)
{
	struct sim_feed *f;

	if (word_is(p, "item")) {
		item(p);
		return;
	}
	if (word_is(p, "channel")) {
		buf_add(&p->channel, word(p));
		return;
	}
	if ((f = sim_find(&p->sim, p->words[0])) != NULL) {
		p->at = 1;
		feed_line(p, f);
		return;
	}
	flush(p);
	if (word_is(p, "feed"))
		add_feed(p);
	else if (word_is(p, "limits"))
		check_limits(p);
	else if (word_is(p, "restart"))
		sim_restart(&p->sim, more(p) ? duration(p) : 0);
	else if (word_is(p, "reboot"))
		sim_reboot(&p->sim, more(p) ? duration(p) : 0);
	else if (word_is(p, "clock"))
		p->sim.offset_ms += duration(p);
	else if (word_is(p, "pause"))
		sim_pause(&p->sim, duration(p));
	else if (word_is(p, "spacing"))
		schedule_tune(p->sim.schedule, duration(p), SIM_PARALLEL);
	else if (word_is(p, "settle"))
		settle(p);
	else if (word_is(p, "silence"))
		silence(p);
	else
		fail(p, "what is '%.*s'?", STR_ARG(p->words[0]));
}

static void
play(const char *file, uint64_t seed)
{
	struct play p = { .file = file };
	char text[2000];
	FILE *in = fopen(file, "r");

	cr_assert(in != NULL, "%s", file);
	sim_init(&p.sim, seed);
	buf_init(&p.items, 1 << 20);
	buf_init(&p.channel, 1 << 16);
	while (fgets(text, sizeof(text), in) != NULL) {
		p.line++;
		split(&p, str_of(text));
		if (p.n > 0)
			line(&p);
		if (more(&p) && p.n > 0)
			fail(&p, "'%.*s' is too much", STR_ARG(p.words[p.at]));
	}
	flush(&p);
	fclose(in);
	buf_clear(&p.items);
	buf_clear(&p.channel);
	sim_clear(&p.sim);
}

/* Chance must not decide: each scenario holds under several seeds. */
Test(scenarios, all)
{
	glob_t g;

	cr_assert_eq(glob(SRCDIR "/tests/scenarios/*.scn", 0, NULL, &g), 0);
	for (size_t i = 0; i < g.gl_pathc; i++)
		for (uint64_t seed = 1; seed <= 5; seed++)
			play(g.gl_pathv[i], seed);
	globfree(&g);
}
