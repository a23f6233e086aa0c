/* alert.c -- see alert.h: the JSON form, out and back. */
#include "config.h"

#include <jansson.h>
#include <math.h>

#include "alerts/alert.h"
#include "base/alloc.h"

const char *const alert_reason_names[] = { [REASON_TOLL_CROSSED] = "toll_crossed",
	[REASON_TOLL_RAISED] = "toll_raised",
	[REASON_TOLL_LOWERED] = "toll_lowered",
	[REASON_NEW_LOCATION] = "new_location",
	[REASON_CONTROL_CHANGED] = "control_changed",
	[REASON_CORROBORATED] = "corroborated",
	[REASON_RETRACTED] = "retracted",
	[REASON_MERGED] = "merged",
	[REASON_RECORD_HIGH] = "record_high",
	[REASON_FEED] = "feed",
	[REASON_DRILL] = "drill",
	[REASON_N] = NULL };

const struct alert_reason_row alert_reason_rows[REASON_N] = {
	[REASON_TOLL_CROSSED] = { "6b7cfada39e34784a16b5b03d554cab9",
	    "A toll crossed a line",
	    "The best figure of an incident reached a step of a rule's ladder. The "
	    "incident's claims, with their sources and sentences: tocsin incident show "
	    "TOCSIN_INCIDENT." },
	[REASON_TOLL_RAISED] = { "1aef4d67e722466da40385063f4565dc", "A toll has risen",
	    "An incident that was alerted before has a higher toll. What it was before "
	    "is in the alert: tocsin alert show TOCSIN_ALERT." },
	[REASON_TOLL_LOWERED] = { "77423e9d14d84426b12fbbf8fb95167f",
	    "A toll was corrected downwards",
	    "Later or better sources give a lower figure than the one that was alerted. "
	    "Those who were alerted are told." },
	[REASON_NEW_LOCATION] = { "58720eaa8a1049399fb81da59c775d2e",
	    "An incident reached another division of the country",
	    "Reports of an incident that was alerted before now name a place in another "
	    "first-level division." },
	[REASON_CONTROL_CHANGED] = { "384df4110e4a4eed8a4b03218a00f203",
	    "Ground changed hands",
	    "A place has another holder, according to the sources that the alert names. "
	    "Its history: tocsin place show TOCSIN_PLACE." },
	[REASON_CORROBORATED] = { "048ef9b300524980bbe15dfb1dc31d7b",
	    "A second source agrees",
	    "An independent source now says what an alert said before." },
	[REASON_RETRACTED] = { "8da9e6429b8f443d826ceeb1ec3079b7",
	    "An alert was taken back",
	    "The report was withdrawn or edited at its source, or a person retracted the "
	    "incident: it did not happen as it was told." },
	[REASON_MERGED] = { "1ba094afc47d43cf83e39b12db6bd650", "Two incidents are one",
	    "An incident that was alerted by itself turned out to be part of another, "
	    "which the alert names." },
	[REASON_RECORD_HIGH] = { "5205ac2d17e94e73b7d8b7a400fb5433", "A record toll",
	    "The sum over the rule's window is the highest of its look-back." },
	[REASON_FEED] = { "733041a25da24c1c8e2588be8b3c02aa",
	    "A feed or the service needs attention",
	    "Not about the world: a feed fails or has fallen silent, or messages could "
	    "not be delivered. tocsin status says more." },
	[REASON_DRILL] = { "286e52d66f364596ba40e94aa6ce26ae", "A drill or a test",
	    "Somebody ran tocsin drill or tocsin receiver test. Nothing happened." },
};

static const char *const types[REASON_N] = {
	[REASON_TOLL_CROSSED] = "incident.toll_crossed",
	[REASON_TOLL_RAISED] = "incident.toll_raised",
	[REASON_TOLL_LOWERED] = "incident.toll_lowered",
	[REASON_NEW_LOCATION] = "incident.new_location",
	[REASON_CONTROL_CHANGED] = "place.control_changed",
	[REASON_CORROBORATED] = "incident.corroborated",
	[REASON_RETRACTED] = "incident.retracted",
	[REASON_MERGED] = "incident.merged",
	[REASON_RECORD_HIGH] = "incident.record_high",
	[REASON_FEED] = "service.feed",
	[REASON_DRILL] = "service.drill"
};

const char *
alert_type(const struct alert *al)
{
	return types[al->reason];
}

/* ---- out ---- */

static void
number_or_null(struct json *j, const char *key, int64_t v)
{
	if (v < 0)
		json_knull(j, key);
	else
		json_kint(j, key, v);
}

static void
text_or_null(struct json *j, const char *key, struct str s)
{
	if (s.n == 0)
		json_knull(j, key);
	else
		json_kstr(j, key, s);
}

static void
toll_members(struct json *j, const struct alert *al)
{
	number_or_null(j, "step", al->step);
	if (al->outcome >= TOLL_N) {
		json_knull(j, "outcome");
		json_knull(j, "who");
		json_knull(j, "toll");
		json_knull(j, "previous");
		return;
	}
	json_kstr(j, "outcome", str_of(toll_names[al->outcome]));
	text_or_null(j, "who", al->who);
	json_key(j, "toll");
	json_open(j, '{');
	number_or_null(j, "min", al->toll.min);
	number_or_null(j, "best", al->toll.best);
	number_or_null(j, "max", al->toll.max);
	json_close(j);
	number_or_null(j, "previous", al->previous);
}

static void
ground_members(struct json *j, const struct alert *al)
{
	if (al->change < CHANGE_N)
		json_kstr(j, "change", str_of(change_names[al->change]));
	else
		json_knull(j, "change");
	text_or_null(j, "by", al->by);
	json_kopt(j, "against", al->against);
	if (al->count > 0)
		json_kint(j, "count", al->count);
	json_kopt(j, "unit", al->unit);
}

static void
places_member(struct json *j, const struct alert *al)
{
	json_key(j, "places");
	json_open(j, '[');
	for (size_t i = 0; i < al->n_places; i++) {
		const struct fact_place *p = &al->places[i];

		json_open(j, '{');
		json_kstr(j, "name", p->name);
		json_kopt(j, "canonical", p->canonical);
		json_kopt(j, "id", p->id);
		if (!isnan(p->lat) && !isnan(p->lon)) {
			json_knum(j, "lat", p->lat);
			json_knum(j, "lon", p->lon);
		}
		json_kopt(j, "country", p->country);
		json_kopt(j, "admin1", p->admin1);
		json_kstr(j, "role", str_of(place_role_names[p->role]));
		json_kstr(j, "precision", str_of(precision_names[p->precision]));
		json_close(j);
	}
	json_close(j);
}

static void
quotes_member(struct json *j, const struct alert *al)
{
	json_key(j, "quotes");
	json_open(j, '[');
	for (size_t i = 0; i < al->n_quotes; i++) {
		json_open(j, '{');
		json_kstr(j, "text", al->quotes[i].text);
		json_kopt(j, "url", al->quotes[i].url);
		json_kopt(j, "feed", al->quotes[i].feed);
		json_close(j);
	}
	json_close(j);
}

void
alert_json(struct json *j, const struct alert *al)
{
	char since[DAY_TEXT];

	json_open(j, '{');
	json_kstr(j, "type", str_of(alert_type(al)));
	json_ktime(j, "timestamp", al->created_ms);
	json_key(j, "data");
	json_open(j, '{');
	json_kstr(j, "alert", al->id);
	json_kopt(j, "key", al->key);
	json_kstr(j, "rule", al->rule);
	json_kstr(j, "reason", str_of(alert_reason_names[al->reason]));
	json_kstr(j, "severity", str_of(severity_names[al->severity]));
	text_or_null(j, "incident", al->incident);
	text_or_null(j, "entry", al->entry);
	toll_members(j, al);
	ground_members(j, al);
	places_member(j, al);
	text_or_null(j, "since", day_text(since, al->since));
	json_kstrs(j, "causes", al->causes, al->n_causes);
	json_kstrs(j, "sources", al->sources, al->n_sources);
	json_kstrs(j, "feeds", al->feeds, al->n_feeds);
	quotes_member(j, al);
	json_kopt(j, "disagree", al->disagree);
	json_kstr(j, "summary", al->summary);
	json_close(j);
	json_close(j);
}

/* ---- back ---- */

static struct str
text_of(struct arena *a, const json_t *v)
{
	return v == NULL || !json_is_string(v)
	    ? STR_NONE
	    : arena_str(a, (struct str){ json_string_value(v), json_string_length(v) });
}

static struct str
text_at(struct arena *a, const json_t *o, const char *key)
{
	return text_of(a, json_object_get(o, key));
}

static int64_t
number_at(const json_t *o, const char *key, int64_t absent)
{
	const json_t *v = json_object_get(o, key);

	return json_is_integer(v) ? json_integer_value(v) : absent;
}

static double
real_at(const json_t *o, const char *key)
{
	const json_t *v = json_object_get(o, key);

	return json_is_number(v) ? json_number_value(v) : NAN;
}

/* Index of the member's word in names; absent if it is not there. */
static int
word_at(const json_t *o, const char *key, const char *const *names, int n, int absent)
{
	const char *s = json_string_value(json_object_get(o, key));

	for (int i = 0; s != NULL && i < n; i++)
		if (str_eq(str_of(s), str_of(names[i])))
			return i;
	return absent;
}

static struct str *
texts_at(struct arena *a, const json_t *o, const char *key, size_t *n)
{
	const json_t *list = json_object_get(o, key);
	struct str *out;

	*n = json_array_size(list);
	out = ARENA_ARRAY(a, struct str, *n);
	for (size_t i = 0; i < *n; i++)
		out[i] = text_of(a, json_array_get(list, i));
	return out;
}

static void
parse_places(struct alert *al, struct arena *a, const json_t *data)
{
	const json_t *list = json_object_get(data, "places");

	al->n_places = json_array_size(list);
	al->places = ARENA_ARRAY(a, struct fact_place, al->n_places);
	for (size_t i = 0; i < al->n_places; i++) {
		const json_t *o = json_array_get(list, i);

		al->places[i] = (struct fact_place){ .name = text_at(a, o, "name"),
			.canonical = text_at(a, o, "canonical"),
			.id = text_at(a, o, "id"),
			.country = text_at(a, o, "country"),
			.admin1 = text_at(a, o, "admin1"),
			.role = (enum place_role)word_at(o, "role", place_role_names,
			    ROLE_N, ROLE_ANY),
			.precision = (enum precision)word_at(o, "precision",
			    precision_names, PRECISION_N, PRECISION_TEXT),
			.lat = real_at(o, "lat"),
			.lon = real_at(o, "lon") };
	}
}

static void
parse_quotes(struct alert *al, struct arena *a, const json_t *data)
{
	const json_t *list = json_object_get(data, "quotes");

	al->n_quotes = json_array_size(list);
	al->quotes = ARENA_ARRAY(a, struct alert_quote, al->n_quotes);
	for (size_t i = 0; i < al->n_quotes; i++) {
		const json_t *o = json_array_get(list, i);

		al->quotes[i] = (struct alert_quote){ text_at(a, o, "text"),
			text_at(a, o, "url"), text_at(a, o, "feed") };
	}
}

static void
parse_data(struct alert *al, struct arena *a, const json_t *data)
{
	const json_t *toll = json_object_get(data, "toll");

	al->id = text_at(a, data, "alert");
	al->key = text_at(a, data, "key");
	al->rule = text_at(a, data, "rule");
	al->incident = text_at(a, data, "incident");
	al->entry = text_at(a, data, "entry");
	al->step = number_at(data, "step", -1);
	al->outcome = (enum toll_field)word_at(data, "outcome", toll_names, TOLL_N,
	    TOLL_N);
	al->who = text_at(a, data, "who");
	al->toll = (struct alert_toll){ number_at(toll, "min", -1),
		number_at(toll, "best", -1), number_at(toll, "max", -1) };
	al->previous = number_at(data, "previous", -1);
	al->change = (enum change)word_at(data, "change", change_names, CHANGE_N,
	    CHANGE_N);
	al->by = text_at(a, data, "by");
	al->against = text_at(a, data, "against");
	al->count = number_at(data, "count", 0);
	al->unit = text_at(a, data, "unit");
	day_parse(text_at(a, data, "since"), &al->since);
	al->causes = texts_at(a, data, "causes", &al->n_causes);
	al->sources = texts_at(a, data, "sources", &al->n_sources);
	al->feeds = texts_at(a, data, "feeds", &al->n_feeds);
	al->disagree = text_at(a, data, "disagree");
	al->summary = text_at(a, data, "summary");
	parse_places(al, a, data);
	parse_quotes(al, a, data);
}

struct alert *
alert_parse(struct arena *a, struct str json, struct err *e)
{
	struct alert *al = ARENA_NEW(a, struct alert);
	json_error_t wrong;
	json_t *root = json_loadb(json.p == NULL ? "" : json.p, json.n,
	    JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &wrong);
	const json_t *data = json_object_get(root, "data");
	int reason, severity;

	if (root == NULL) {
		err_set(e, "the alert is not JSON: %s", wrong.text);
		return NULL;
	}
	reason = word_at(data, "reason", alert_reason_names, REASON_N, -1);
	severity = word_at(data, "severity", severity_names, SEVERITY_N, -1);
	al->created_ms = TIME_NONE;
	if (!json_is_object(data) || reason < 0 || severity < 0 ||
	    !date_parse(text_at(a, root, "timestamp"), &al->created_ms)) {
		err_set(e, "the alert lacks its data, reason, severity or timestamp");
		al = NULL;
	} else {
		al->reason = (enum alert_reason)reason;
		al->severity = (enum severity)severity;
		parse_data(al, a, data);
		if (al->id.n == 0) {
			err_set(e, "the alert has no id");
			al = NULL;
		}
	}
	json_decref(root);
	return al;
}
