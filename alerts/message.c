/* message.c -- see message.h: an alert in words. */
#include "config.h"

#include <math.h>

#include "alerts/render.h"
#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"

const char *const severity_colours[] = { [SEVERITY_TEST] = "#6b7280",
	[SEVERITY_INFO] = "#2563eb",
	[SEVERITY_NOTICE] = "#0891b2",
	[SEVERITY_WARNING] = "#d97706",
	[SEVERITY_CRITICAL] = "#b91c1c" };
_Static_assert(NELEM(severity_colours) == SEVERITY_N, "a colour for each severity");

/* ---- texts ---- */

struct str
message_cut(struct arena *a, struct str s, size_t characters)
{
	struct str rest = s;

	if (s.n <= characters)
		return arena_str(a, s);
	for (size_t i = 0; i + 1 < characters && rest.n > 0; i++)
		utf8_next(&rest);
	if (rest.n == 0 || utf8_count(rest) == 1)
		return arena_str(a, s);
	return arena_printf(a, "%.*s\xe2\x80\xa6", (int)(s.n - rest.n), s.p);
}

struct str
message_replace(struct arena *a, struct str s, const struct replacement *with, size_t n)
{
	struct buf b;
	struct str out;

	buf_init(&b, s.n * REPLACED_MAX + 1);
	for (size_t i = 0; i < s.n; i++) {
		size_t k = 0;

		while (k < n && with[k].c != s.p[i])
			k++;
		if (k < n)
			buf_cstr(&b, with[k].by);
		else
			buf_byte(&b, s.p[i]);
	}
	out = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

struct str
message_escape(struct arena *a, struct str s)
{
	static const struct replacement html[] = { { '&', "&amp;" }, { '<', "&lt;" },
		{ '>', "&gt;" }, { '"', "&quot;" }, { '\'', "&#39;" } };

	return message_replace(a, s, html, NELEM(html));
}

#define URL_MAX 2048

struct str
message_url(struct arena *a, struct str url)
{
	size_t scheme = str_starts_ci(url, STR("https://")) ? 8
	    : str_starts_ci(url, STR("http://"))            ? 7
							    : 0;
	struct str rest = str_sub(url, scheme, url.n), host = rest;
	struct buf b;
	struct str out;

	if (scheme == 0 || url.n > URL_MAX)
		return STR_NONE;
	for (size_t i = 0; i < rest.n; i++)
		if (rest.p[i] == '/' || rest.p[i] == '?' || rest.p[i] == '#') {
			host.n = i;
			break;
		}
	/* Who logs in there is nobody's business: user:password@ goes. */
	for (size_t i = host.n; i-- > 0;)
		if (host.p[i] == '@') {
			rest = str_sub(rest, i + 1, rest.n);
			break;
		}
	buf_init(&b, URL_MAX * 3 + 8);
	buf_cstr(&b, scheme == 8 ? "https://" : "http://");
	for (size_t i = 0; i < rest.n; i++) {
		unsigned char c = (unsigned char)rest.p[i];

		if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}'()*[]", c) != NULL)
			buf_printf(&b, "%%%02X", c);
		else
			buf_byte(&b, (char)c);
	}
	out = rest.n == 0 ? STR_NONE : arena_str(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

static struct str
list_text(struct arena *a, const struct str *items, size_t n)
{
	struct buf b;
	struct str out;

	buf_init(&b, 16u << 10);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? "; " : "", STR_ARG(items[i]));
	out = arena_str(a, buf_str(&b));
	buf_clear(&b);
	return out;
}

struct str
message_words(struct arena *a, struct str name)
{
	char *p = arena_cstr(a, name);

	for (char *c = p; *c != '\0'; c++)
		if (*c == '_')
			*c = ' ';
	return str_of(p);
}

/* ---- what, where, since when ---- */

static const char *const outcome_words[TOLL_N] = { [TOLL_KILLED] = "killed",
	[TOLL_INJURED] = "injured",
	[TOLL_MISSING] = "missing",
	[TOLL_DETAINED] = "detained",
	[TOLL_DISPLACED] = "displaced" };

static const char *const change_words[CHANGE_N] = { [CHANGE_CAPTURED] = "captured",
	[CHANGE_RECAPTURED] = "recaptured",
	[CHANGE_ADVANCED] = "advance",
	[CHANGE_ENTERED] = "entered",
	[CHANGE_WITHDREW] = "withdrawal",
	[CHANGE_BESIEGED] = "besieged",
	[CHANGE_REPELLED] = "attack repelled",
	[CHANGE_ATTACKED] = "attacked",
	[CHANGE_CONTESTED] = "contested",
	[CHANGE_CONTROLS] = "under control" };

static bool
has_toll(const struct alert *al)
{
	return al->outcome < TOLL_N && al->toll.best >= 0;
}

static struct str
toll_words(struct arena *a, const struct alert *al)
{
	const struct alert_toll *t = &al->toll;
	const char *what = outcome_words[al->outcome];
	struct str n = arena_printf(a, "%lld", (long long)t->best);
	struct str who = al->who.n > 0 ? arena_printf(a, "%.*s ", STR_ARG(al->who))
				       : STR("");

	if (t->max >= 0 && (t->min != t->best || t->max != t->best))
		return arena_printf(a, "%.*s %.*s%s (%lld-%lld)", STR_ARG(n),
		    STR_ARG(who), what, (long long)t->min, (long long)t->max);
	if (t->max < 0 && t->min >= 0 && t->min < t->best)
		return arena_printf(a, "%.*s %.*s%s (at least %lld)", STR_ARG(n),
		    STR_ARG(who), what, (long long)t->min);
	return arena_printf(a, "%.*s %.*s%s", STR_ARG(n), STR_ARG(who), what);
}

static struct str
place_name(const struct fact_place *p)
{
	return p->canonical.n > 0 ? p->canonical : p->name;
}

static struct str
place_words(struct arena *a, const struct fact_place *p)
{
	struct str s = place_name(p);

	if (p->admin1.n > 0 && !str_eq(p->admin1, s))
		s = arena_printf(a, "%.*s, %.*s", STR_ARG(s), STR_ARG(p->admin1));
	if (p->country.n > 0)
		s = arena_printf(a, "%.*s, %.*s", STR_ARG(s), STR_ARG(p->country));
	return s;
}

static struct str
places_words(struct arena *a, const struct alert *al)
{
	struct str s = STR("");

	for (size_t i = 0; i < al->n_places && i < 6; i++)
		s = arena_printf(a, "%.*s%s%.*s", STR_ARG(s), i > 0 ? "; " : "",
		    STR_ARG(place_words(a, &al->places[i])));
	if (al->n_places > 6)
		s = arena_printf(a, "%.*s; and %zu more", STR_ARG(s), al->n_places - 6);
	/* How far coordinates may be trusted: a country's or a province's middle is none.
	 */
	if (al->n_places == 1 && al->places[0].precision >= PRECISION_ADMIN2 &&
	    !isnan(al->places[0].lat) && !isnan(al->places[0].lon))
		s = arena_printf(a, "%.*s (%.3f, %.3f)", STR_ARG(s), al->places[0].lat,
		    al->places[0].lon);
	return s;
}

static struct str
what_words(struct arena *a, const struct alert *al)
{
	struct str s;

	if (has_toll(al))
		return toll_words(a, al);
	if (al->change >= CHANGE_N)
		return STR_NONE;
	s = str_of(change_words[al->change]);
	if (al->count > 0)
		s = arena_printf(a, "%lld %.*s %.*s", (long long)al->count,
		    STR_ARG(al->unit.n > 0 ? al->unit : STR("places")), STR_ARG(s));
	if (al->by.n > 0)
		s = arena_printf(a, "%.*s by %.*s", STR_ARG(s), STR_ARG(al->by));
	if (al->against.n > 0)
		s = arena_printf(a, "%.*s, from %.*s", STR_ARG(s), STR_ARG(al->against));
	return s;
}

/* What is new, in the words of the subject; empty: nothing to add. */
static struct str
news_words(struct arena *a, const struct alert *al)
{
	long long was = (long long)al->previous;

	switch (al->reason) {
	case REASON_TOLL_CROSSED:
		if (al->previous >= 0)
			return arena_printf(a, "passed %lld, up from %lld",
			    (long long)al->step, was);
		return al->step >= 0 ? arena_printf(a, "passed %lld", (long long)al->step)
				     : STR("");
	case REASON_TOLL_RAISED:
		return al->previous >= 0 ? arena_printf(a, "toll raised from %lld", was)
					 : STR("toll raised");
	case REASON_TOLL_LOWERED:
		return al->previous >= 0 ? arena_printf(a, "toll lowered from %lld", was)
					 : STR("toll lowered");
	case REASON_NEW_LOCATION:
		return STR("a new place");
	case REASON_CONTROL_CHANGED:
		return STR("control changed");
	case REASON_CORROBORATED:
		return arena_printf(a, "confirmed by %zu sources", al->n_sources);
	case REASON_RETRACTED:
		return STR("retracted");
	case REASON_MERGED:
		return STR("merged with another incident");
	case REASON_RECORD_HIGH:
		return STR("the highest in its window");
	case REASON_FEED:
	case REASON_DRILL:
	case REASON_N:
		break;
	}
	return STR("");
}

static struct str
change_sentence(struct arena *a, const struct alert *al)
{
	struct str news = news_words(a, al);

	if (al->reason == REASON_DRILL)
		return STR("This is a drill: nothing happened, and nothing needs to be "
			   "done.");
	if (al->reason == REASON_TOLL_LOWERED || al->reason == REASON_RETRACTED)
		return arena_printf(a, "Correction of what was sent before: %.*s.",
		    STR_ARG(news));
	if (news.n == 0)
		return STR("");
	return arena_printf(a, "%c%.*s.", news.p[0] >= 'a' ? news.p[0] - 32 : news.p[0],
	    STR_ARG(str_sub(news, 1, news.n)));
}

static struct str
subject_of(const struct alert *al, bool reminder, struct arena *a)
{
	struct str what = what_words(a, al), news = news_words(a, al);
	bool corrects = al->reason == REASON_TOLL_LOWERED ||
	    al->reason == REASON_RETRACTED;
	struct buf b;
	struct str out;

	buf_init(&b, 16u << 10);
	if (al->reason == REASON_DRILL)
		buf_cstr(&b, "[DRILL] ");
	else if (al->severity == SEVERITY_TEST)
		buf_cstr(&b, "[TEST] ");
	else
		buf_printf(&b, "[%s] ", severity_names[al->severity]);
	if (reminder)
		buf_cstr(&b, "Reminder: ");
	if (corrects)
		buf_cstr(&b, "Correction: ");
	if (what.n == 0 || al->reason == REASON_DRILL || al->reason == REASON_FEED) {
		buf_add(&b, message_cut(a, al->summary, 200));
	} else {
		if (!has_toll(al) && al->n_places > 0 && al->count == 0)
			buf_printf(&b, "%.*s: %.*s", STR_ARG(place_name(&al->places[0])),
			    STR_ARG(what));
		else if (al->n_places > 0)
			buf_printf(&b, "%.*s, %.*s", STR_ARG(what),
			    STR_ARG(place_name(&al->places[0])));
		else
			buf_add(&b, what);
		if (news.n > 0 && al->reason != REASON_CONTROL_CHANGED)
			buf_printf(&b, ": %.*s", STR_ARG(news));
	}
	out = message_cut(a, buf_str(&b), 250);
	buf_clear(&b);
	return out;
}

/* ---- a message ---- */

static void
add_fact(struct message *m, const char *label, struct str value)
{
	if (value.n > 0 && m->n_facts < MESSAGE_FACTS)
		m->facts[m->n_facts++] = (struct message_fact){ label, value };
}

static struct str
since_words(struct arena *a, struct day since)
{
	static const char *const months[] = { "January", "February", "March", "April",
		"May", "June", "July", "August", "September", "October", "November",
		"December" };

	if (since.year == 0)
		return STR_NONE;
	if (since.month == 0)
		return arena_printf(a, "%d", since.year);
	if (since.day == 0)
		return arena_printf(a, "%s %d", months[since.month - 1], since.year);
	return arena_printf(a, "%d %s %d", since.day, months[since.month - 1],
	    since.year);
}

static void
add_facts(struct message *m, const struct alert *al, struct arena *a)
{
	char when[DATE_TEXT];

	add_fact(m, "What", what_words(a, al));
	add_fact(m, "How", message_words(a, list_text(a, al->causes, al->n_causes)));
	add_fact(m, "Where", places_words(a, al));
	add_fact(m, "Since", since_words(a, al->since));
	if (al->previous >= 0 && has_toll(al))
		add_fact(m, "Before", arena_printf(a, "%lld", (long long)al->previous));
	add_fact(m, "According to", list_text(a, al->sources, al->n_sources));
	add_fact(m, "Disagrees", al->disagree);
	add_fact(m, "Seen in", list_text(a, al->feeds, al->n_feeds));
	add_fact(m, "Rung at", arena_str(a, date_rfc3339(when, al->created_ms)));
	add_fact(m, "Rule",
	    al->step >= 0 ? arena_printf(a, "%.*s, step %lld", STR_ARG(al->rule),
				(long long)al->step)
			  : al->rule);
}

static void
add_link(struct message *m, const struct alert *al, const struct delivery *dl,
    struct arena *a)
{
	if (dl->link.n > 0 && al->incident.n > 0) {
		m->link.label = STR("Open the incident");
		m->link.url = arena_printf(a, "%.*s/#/incident/%.*s",
		    STR_ARG(str_ends(dl->link, STR("/"))
			    ? str_sub(dl->link, 0, dl->link.n - 1)
			    : dl->link),
		    STR_ARG(al->incident));
		return;
	}
	for (size_t i = 0; i < al->n_quotes; i++)
		if (al->quotes[i].url.n > 0) {
			m->link = (struct message_link){ STR("Read the report"),
				al->quotes[i].url };
			return;
		}
}

/* Ids, and what to do next; a test is kept nowhere, so that nothing tells more of it. */
static struct str
footer(const struct alert *al, struct arena *a)
{
	if (al->reason == REASON_DRILL)
		return arena_printf(a,
		    "Alert %.*s, made by hand: tocsin drill, or tocsin receiver test.",
		    STR_ARG(al->id));
	if (al->incident.n == 0)
		return arena_printf(a, "Alert %.*s. tocsin alert show %.*s tells more.",
		    STR_ARG(al->id), STR_ARG(al->id));
	return arena_printf(a,
	    "Alert %.*s of incident %.*s. tocsin incident show %.*s tells all that is "
	    "known; "
	    "tocsin alert ack %.*s quiets it until it climbs.",
	    STR_ARG(al->id), STR_ARG(al->incident), STR_ARG(al->incident),
	    STR_ARG(al->id));
}

void
message_of(struct message *m, const struct alert *al, const struct delivery *dl,
    struct arena *a)
{
	*m = (struct message){ .severity = al->severity,
		.correction = al->reason == REASON_TOLL_LOWERED ||
		    al->reason == REASON_RETRACTED,
		.drill = al->reason == REASON_DRILL,
		.undelivered = dl->undelivered };
	m->subject = subject_of(al, dl->reminder > 0, a);
	m->summary = al->summary.n > 0 ? al->summary : what_words(a, al);
	if (m->summary.n == 0)
		m->summary = m->subject;
	m->change = change_sentence(a, al);
	add_facts(m, al, a);
	for (size_t i = 0; i < al->n_quotes && m->n_quotes < MESSAGE_QUOTES; i++)
		if (al->quotes[i].text.n > 0 || al->quotes[i].url.n > 0)
			m->quotes[m->n_quotes++] = al->quotes[i];
	if (al->n_quotes > m->n_quotes && m->n_quotes == MESSAGE_QUOTES)
		m->more = arena_printf(a, "and %zu more reports",
		    al->n_quotes - m->n_quotes);
	add_link(m, al, dl, a);
	m->footer = footer(al, a);
}

enum severity
message_loudest(const struct delivery *dl)
{
	enum severity s = SEVERITY_TEST;

	for (size_t i = 0; i < dl->n; i++)
		if (dl->alerts[i]->severity > s)
			s = dl->alerts[i]->severity;
	return s;
}

struct str
message_subject(const struct delivery *dl, struct arena *a)
{
	struct str first = subject_of(dl->alerts[0], dl->reminder > 0, a);

	if (dl->n == 1)
		return first;
	return message_cut(a,
	    arena_printf(a, "[%s] %zu alerts: %.*s", severity_names[message_loudest(dl)],
		dl->n, STR_ARG(dl->alerts[0]->summary)),
	    250);
}

/* ---- plain text ---- */

static void
text_one(struct buf *b, const struct message *m)
{
	buf_printf(b, "%.*s\n", STR_ARG(m->summary));
	if (m->change.n > 0)
		buf_printf(b, "%.*s\n", STR_ARG(m->change));
	buf_cstr(b, "\n");
	for (size_t i = 0; i < m->n_facts; i++)
		buf_printf(b, "%-13s %.*s\n", m->facts[i].label,
		    STR_ARG(m->facts[i].value));
	for (size_t i = 0; i < m->n_quotes; i++) {
		const struct alert_quote *q = &m->quotes[i];

		buf_cstr(b, "\n");
		if (q->text.n > 0)
			buf_printf(b, "\"%.*s\"\n", STR_ARG(q->text));
		if (q->feed.n > 0 || q->url.n > 0)
			buf_printf(b, "  %.*s%s%.*s\n", STR_ARG(q->feed),
			    q->feed.n > 0 && q->url.n > 0 ? ": " : "", STR_ARG(q->url));
	}
	if (m->more.n > 0)
		buf_printf(b, "\n%.*s\n", STR_ARG(m->more));
	if (m->link.url.n > 0)
		buf_printf(b, "\n%.*s: %.*s\n", STR_ARG(m->link.label),
		    STR_ARG(m->link.url));
}

struct str
message_text(const struct delivery *dl, struct arena *a)
{
	struct str out = STR_NONE, footer = STR_NONE;
	struct message m;
	struct err e;
	struct buf b;

	buf_init(&b, RENDER_MAX);
	if (dl->n > 1)
		buf_printf(&b, "%zu alerts, the latest last.\n\n", dl->n);
	for (size_t i = 0; i < dl->n; i++) {
		if (i > 0)
			buf_cstr(&b, "\n----------------------------------------\n\n");
		message_of(&m, dl->alerts[i], dl, a);
		text_one(&b, &m);
		footer = m.footer;
	}
	if (dl->undelivered.n > 0)
		buf_printf(&b, "\nNot delivered: %.*s\n", STR_ARG(dl->undelivered));
	if (dl->n == 1)
		buf_printf(&b, "\n%.*s\n", STR_ARG(footer));
	render_done(&b, a, &out, &e);
	return out;
}

/* ---- HTML: no scripts, no remote images, inline style only ---- */

static void
html_quote(struct buf *b, const struct alert_quote *q, struct arena *a)
{
	struct str url = message_escape(a, q->url);
	struct str name = message_escape(a, q->feed.n > 0 ? q->feed : q->url);

	buf_cstr(b,
	    "<blockquote style=\"margin:12px 0;padding-left:10px;"
	    "border-left:3px solid #9ca3af\">\n");
	if (q->text.n > 0)
		buf_printf(b, "<p style=\"margin:0\">&ldquo;%.*s&rdquo;</p>\n",
		    STR_ARG(message_escape(a, q->text)));
	if (url.n > 0)
		buf_printf(b, "<p style=\"margin:0\"><a href=\"%.*s\">%.*s</a></p>\n",
		    STR_ARG(url), STR_ARG(name));
	else if (name.n > 0)
		buf_printf(b, "<p style=\"margin:0\">%.*s</p>\n", STR_ARG(name));
	buf_cstr(b, "</blockquote>\n");
}

void
message_html_one(struct buf *b, const struct message *m, struct arena *a)
{
	buf_printf(b, "<h1 style=\"font-size:18px;margin:0 0 8px;color:%s\">%.*s</h1>\n",
	    severity_colours[m->severity], STR_ARG(message_escape(a, m->summary)));
	if (m->change.n > 0)
		buf_printf(b, "<p><strong>%.*s</strong></p>\n",
		    STR_ARG(message_escape(a, m->change)));
	buf_cstr(b, "<table style=\"border-collapse:collapse\">\n");
	for (size_t i = 0; i < m->n_facts; i++)
		buf_printf(b,
		    "<tr><th style=\"text-align:left;vertical-align:top;"
		    "padding:2px 12px 2px 0\">%s</th><td>%.*s</td></tr>\n",
		    m->facts[i].label, STR_ARG(message_escape(a, m->facts[i].value)));
	buf_cstr(b, "</table>\n");
	for (size_t i = 0; i < m->n_quotes; i++)
		html_quote(b, &m->quotes[i], a);
	if (m->more.n > 0)
		buf_printf(b, "<p>%.*s</p>\n", STR_ARG(m->more));
	if (m->link.url.n > 0)
		buf_printf(b, "<p><a href=\"%.*s\">%.*s</a></p>\n",
		    STR_ARG(message_escape(a, m->link.url)), STR_ARG(m->link.label));
}

struct str
message_html(const struct delivery *dl, struct arena *a)
{
	struct str out = STR_NONE, footer = STR_NONE;
	struct message m;
	struct err e;
	struct buf b;

	buf_init(&b, RENDER_MAX);
	buf_cstr(&b,
	    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"></head>\n"
	    "<body style=\"font-family:sans-serif;font-size:14px;color:#111827\">\n");
	for (size_t i = 0; i < dl->n; i++) {
		if (i > 0)
			buf_cstr(&b, "<hr>\n");
		message_of(&m, dl->alerts[i], dl, a);
		message_html_one(&b, &m, a);
		footer = m.footer;
	}
	if (dl->undelivered.n > 0)
		buf_printf(&b, "<p><strong>Not delivered:</strong> %.*s</p>\n",
		    STR_ARG(message_escape(a, dl->undelivered)));
	if (dl->n == 1)
		buf_printf(&b, "<p style=\"color:#6b7280;font-size:12px\">%.*s</p>\n",
		    STR_ARG(message_escape(a, footer)));
	buf_cstr(&b, "</body></html>\n");
	render_done(&b, a, &out, &e);
	return out;
}
