/* cap.c -- see cap.h.  Elements stand in the order of the schema's sequence. */
#include "config.h"

#include <math.h>

#include "alerts/cap.h"
#include "alerts/render.h"
#include "base/alloc.h"

/* The standard wants a numeric zone, and -00:00 for UTC. */
static struct str
cap_time(struct arena *a, int64_t ms)
{
	char when[DATE_TEXT];
	struct str s = date_rfc3339(when, ms);

	return arena_printf(a, "%.*s-00:00", (int)(s.n - 1), s.p);
}

static void
element(struct buf *b, const char *name, struct str text, struct arena *a)
{
	if (text.n > 0)
		buf_printf(b, "<%s>%.*s</%s>\n", name, STR_ARG(message_escape(a, text)),
		    name);
}

static void
parameter(struct buf *b, const char *name, struct str value, struct arena *a)
{
	if (value.n == 0)
		return;
	buf_printf(b, "<parameter><valueName>tocsin:%s</valueName>", name);
	buf_printf(b, "<value>%.*s</value></parameter>\n",
	    STR_ARG(message_escape(a, value)));
}

static const char *
message_type(const struct alert *al, const struct cap_options *o)
{
	if (o->references.n == 0)
		return "Alert";
	return al->reason == REASON_RETRACTED ? "Cancel" : "Update";
}

static const char *
status(const struct alert *al)
{
	return al->reason == REASON_DRILL   ? "Exercise"
	    : al->severity == SEVERITY_TEST ? "Test"
					    : "Actual";
}

static void
put_parameters(struct buf *b, const struct alert *al, struct arena *a)
{
	static const char *const ends[] = { "min", "best", "max" };
	const int64_t figures[] = { al->toll.min, al->toll.best, al->toll.max };

	for (size_t i = 0; al->outcome < TOLL_N && i < NELEM(ends); i++)
		if (figures[i] >= 0)
			parameter(b,
			    arena_printf(a, "%s_%s", toll_names[al->outcome], ends[i]).p,
			    arena_printf(a, "%lld", (long long)figures[i]), a);
	if (al->change < CHANGE_N)
		parameter(b, "change", str_of(change_names[al->change]), a);
	parameter(b, "by", al->by, a);
	parameter(b, "rule", al->rule, a);
	parameter(b, "reason", str_of(alert_reason_names[al->reason]), a);
	for (size_t i = 0; i < al->n_sources; i++)
		parameter(b, "source", al->sources[i], a);
}

/* A point is a circle of no radius; what is only a country or a province has none. */
static void
put_areas(struct buf *b, const struct alert *al, struct arena *a)
{
	for (size_t i = 0; i < al->n_places; i++) {
		const struct fact_place *p = &al->places[i];

		buf_cstr(b, "<area>\n");
		element(b, "areaDesc", p->canonical.n > 0 ? p->canonical : p->name, a);
		if (p->precision >= PRECISION_ADMIN2 && !isnan(p->lat) && !isnan(p->lon))
			buf_printf(b, "<circle>%.4f,%.4f 0</circle>\n", p->lat, p->lon);
		if (p->id.n > 0) {
			size_t colon = str_chr(p->id, ':');
			struct str system = colon == STR_NOWHERE
			    ? STR("id")
			    : str_sub(p->id, 0, colon);

			buf_printf(b,
			    "<geocode><valueName>%.*s</valueName><value>%.*s</value></"
			    "geocode>\n",
			    STR_ARG(message_escape(a, system)),
			    STR_ARG(message_escape(a,
				colon == STR_NOWHERE
				    ? p->id
				    : str_sub(p->id, colon + 1, p->id.n))));
		}
		buf_cstr(b, "</area>\n");
	}
}

static const struct cap_event {
	const char *cause, *category, *event;
} ground = { NULL, "Security", "Change of territorial control" },
  attack = { NULL, "Security", "Casualties of armed violence" },
  not_said = { NULL, "Security", "Casualties" }, report = { NULL, "Security", "Report" },
  events[] = {
	  /* the causes that are no attack */
	  { "accident", "Safety", "Accident" },
	  { "disease", "Health", "Outbreak of disease" },
	  { "earthquake", "Geo", "Earthquake" },
	  { "fire", "Fire", "Fire" },
	  { "flood", "Met", "Flood" },
	  { "landslide", "Geo", "Landslide" },
	  { "stampede", "Safety", "Crowd crush" },
	  { "storm", "Met", "Storm" },
  };

static const struct cap_event *
cap_event(const struct alert *al)
{
	if (al->change < CHANGE_N)
		return &ground;
	if (al->outcome == TOLL_N)
		return &report;
	if (al->n_causes == 0)
		return &not_said;
	for (size_t i = 0; i < NELEM(events); i++)
		if (str_eq(al->causes[0], str_of(events[i].cause)))
			return &events[i];
	return &attack;
}

static void
put_info(struct buf *b, const struct alert *al, const struct cap_options *o,
    struct arena *a)
{
	const struct cap_event *of = cap_event(al);
	const struct alert *one = al;
	struct delivery dl = { .alerts = &one, .n = 1 };
	struct message m;

	message_of(&m, al, &dl, a);
	buf_printf(b, "<info>\n<language>en-GB</language>\n<category>%s</category>\n",
	    of->category);
	element(b, "event", str_of(of->event), a);
	buf_cstr(b,
	    "<responseType>Assess</responseType>\n<urgency>Past</urgency>\n"
	    "<severity>Unknown</severity>\n");
	buf_printf(b, "<certainty>%s</certainty>\n",
	    al->n_sources >= 2 ? "Likely" : "Possible");
	element(b, "senderName", STR("Tocsin"), a);
	element(b, "headline", message_cut(a, m.summary, 160), a);
	element(b, "description", message_text(&dl, a), a);
	element(b, "web", o->web.n > 0 ? o->web : m.link.url, a);
	put_parameters(b, al, a);
	put_areas(b, al, a);
	buf_cstr(b, "</info>\n");
}

static bool
good_sender(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~' || strchr(",<&", s.p[i]) != NULL)
			return false;
	return s.n > 0;
}

int
cap_xml(struct buf *out, const struct alert *al, const struct cap_options *o,
    struct arena *a, struct err *e)
{
	const struct alert *tame = alert_tame(al, a);

	if (!good_sender(o->sender))
		return err_set(e,
		    "CAP needs a sender without spaces, commas, '<' and '&'");
	if (!good_sender(tame->id))
		return err_set(e,
		    "CAP needs an identifier without spaces, commas, '<' and '&'");
	buf_cstr(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\">\n");
	element(out, "identifier", tame->id, a);
	element(out, "sender", o->sender, a);
	element(out, "sent", cap_time(a, tame->created_ms), a);
	element(out, "status", str_of(status(tame)), a);
	element(out, "msgType", str_of(message_type(tame, o)), a);
	element(out, "source",
	    STR("Extracted from news reports by a program, not verified"), a);
	element(out, "scope", STR("Public"), a);
	element(out, "references", o->references, a);
	element(out, "incidents", tame->incident, a);
	put_info(out, tame, o, a);
	buf_cstr(out, "</alert>\n");
	return buf_ok(out, e);
}

struct str
cap_reference(const struct alert *al, const struct cap_options *o, struct arena *a)
{
	return arena_printf(a, "%.*s,%.*s,%.*s", STR_ARG(o->sender), STR_ARG(al->id),
	    STR_ARG(cap_time(a, al->created_ms)));
}
