/* test_routing.c -- alerts/match.h, mute.h, route.h: who hears what, when, and what is
 * held. */
#include "config.h"

#include <criterion/criterion.h>

#include "alerts/mute.h"
#include "alerts/route.h"
#include "base/alloc.h"
#include "tests/unit/receivers.h"

static struct arena arena;
static struct conf_diag diag;

/* ---- matchers ---- */

static const struct {
	const char *text;
	bool good, holds; /* on the alert "toll" of tests/cases/receivers */
} matchers[] = {
	{ "severity=critical", true, true },
	{ "severity=\"critical\"", true, true },
	{ "{severity=\"critical\", outcome=killed}", true, true },
	{ "severity!=critical", true, false },
	{ "severity=~\"crit.*|warning\"", true, true },
	{ "severity=~\"crit\"", true, false }, /* anchored */
	{ "severity!~\"warning|notice\"", true, true },
	{ "feed=example-wire", true, true }, /* the second of its name */
	{ "feed!=example-wire", true, false },
	{ "nothing=\"\"", true, true }, /* what is absent is empty */
	{ "nothing=\"x\"", true, false },
	{ "rule=mass-casualty", true, true }, /* alertname's other name */
	{ "alertname=\"mass-casualty\"", true, true },
	{ "place=Exampleville, country=SY, step=100", true, true },
	{ "place=Exampleville, country=LB", true, false },
	{ "cause=~\"flood|airstrike\"", true, true },
	{ "\"admin1\"=\"Example Province\"", true, true },
	{ "", true, true },
	{ "severity", false, false },
	{ "severity=", false, false },
	{ "=critical", false, false },
	{ "severity=~\"(\"", false, false },
	{ "severity=~\"c++++++++++++++++++++++++++++++++\"", false, false },
	{ "severity=~\"((((((((((((((((((c+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+\"", false,
	    false },
	{ "severity=~\"(c{300}){300}\"", false, false },
	{ "severity=~\"(crit|warn)[a-z]{2,8}\"", true, true },
	{ "severity=~\"[+*]?c.+l\"", true, true },
	{ "severity=\"open", false, false },
	{ "a=b c=d", false, false },
};

Test(match, table)
{
	const struct alert *al;
	struct labels labels;

	arena_init(&arena);
	al = test_alert("toll", &arena);
	alert_labels(&labels, al, &arena);
	for (size_t i = 0; i < NELEM(matchers); i++) {
		struct matchers m;
		struct err e = { "" };
		int rc = matchers_parse(&m, str_of(matchers[i].text), &arena, &e);

		cr_expect_eq(rc == 0, matchers[i].good, "%s: %s", matchers[i].text,
		    e.msg);
		if (rc == 0)
			cr_expect_eq(matchers_hold(&m, &labels), matchers[i].holds, "%s",
			    matchers[i].text);
		matchers_clear(&m);
	}
	arena_clear(&arena);
}

/* Vectors of Prometheus' own fingerprints: no labels, and the order of names. */
Test(labels, fingerprint)
{
	struct labels none = { .n = 0 };

	cr_expect_eq(labels_fingerprint(&none), 0xcbf29ce484222325u);
}

/* ---- silences and acknowledgements ---- */

static const struct {
	enum alert_reason reason;
	int64_t step, level;
	enum mute_kind want;
} acks[] = {
	{ REASON_TOLL_CROSSED, 100, 100, MUTE_DROP },
	{ REASON_TOLL_CROSSED, 50, 100, MUTE_DROP },
	{ REASON_TOLL_CROSSED, 500, 100, MUTE_NONE }, /* it climbs: news again */
	{ REASON_NEW_LOCATION, -1, 100, MUTE_DROP },
	{ REASON_TOLL_LOWERED, 100, 100, MUTE_NONE }, /* corrections always come */
	{ REASON_RETRACTED, 100, 100, MUTE_NONE },
	{ REASON_DRILL, -1, 100, MUTE_NONE },
};

Test(mute, acknowledged)
{
	arena_init(&arena);
	for (size_t i = 0; i < NELEM(acks); i++) {
		struct alert al = *test_alert("toll", &arena);
		struct acknowledgement k = { .incident = al.incident,
			.author = STR("ann"),
			.text = STR("seen"),
			.level = acks[i].level };
		struct mutes m = { .acks = &k, .n_acks = 1 };
		struct mute out;

		al.reason = acks[i].reason;
		al.step = acks[i].step;
		mute_decide(&out, &m, &al, 1000, &arena);
		cr_expect_eq(out.kind, acks[i].want, "row %zu", i);
		al.incident = STR("another");
		mute_decide(&out, &m, &al, 1000, &arena);
		cr_expect_eq(out.kind, MUTE_NONE, "row %zu: another incident", i);
	}
	arena_clear(&arena);
}

static const struct {
	enum alert_reason reason;
	const char *released;        /* "": nothing */
	int64_t released_ms, now_ms; /* after it rang */
	enum mute_kind want;
	int64_t until_ms;
} reviews[] = {
	{ REASON_TOLL_CROSSED, "", 0, 0, MUTE_HOLD, MUTE_ASK_AGAIN_MS },
	{ REASON_TOLL_CROSSED, "", 0, 20 * MS_MINUTE, MUTE_HOLD, 25 * MS_MINUTE },
	{ REASON_TOLL_CROSSED, "", 0, 28 * MS_MINUTE, MUTE_HOLD, 30 * MS_MINUTE },
	{ REASON_TOLL_CROSSED, "", 0, 30 * MS_MINUTE, MUTE_NONE, 0 }, /* nobody looked */
	{ REASON_TOLL_CROSSED, "INCIDENT", 60, 60, MUTE_NONE, 0 },
	{ REASON_TOLL_CROSSED, "INCIDENT", -1, 0, MUTE_HOLD,
	    MUTE_ASK_AGAIN_MS }, /* it rang anew since */
	{ REASON_TOLL_CROSSED, "ANOTHER", 60, 60, MUTE_HOLD, 60 + MUTE_ASK_AGAIN_MS },
	{ REASON_DRILL, "", 0, 0, MUTE_NONE, 0 },
};

Test(mute, review)
{
	arena_init(&arena);
	for (size_t i = 0; i < NELEM(reviews); i++) {
		struct alert al = *test_alert("toll", &arena);
		struct release r = { .what = str_of(reviews[i].released),
			.at_ms = al.created_ms + reviews[i].released_ms };
		struct mutes m = { .releases = &r,
			.n_releases = reviews[i].released[0] != '\0' };
		struct mute out;

		al.reason = reviews[i].reason;
		al.incident = STR("INCIDENT");
		mute_review(&out, &m, &al, al.created_ms, 30 * MS_MINUTE,
		    al.created_ms + reviews[i].now_ms);
		cr_expect_eq(out.kind, reviews[i].want, "row %zu", i);
		if (out.kind == MUTE_HOLD)
			cr_expect_eq(out.until_ms, al.created_ms + reviews[i].until_ms,
			    "row %zu: %lld", i,
			    (long long)(out.until_ms - al.created_ms));
		al.incident = STR("");
		cr_expect(str_eq(mute_released_as(&al), al.id),
		    "one of no incident stands for itself");
	}
	arena_clear(&arena);
}

Test(mute, silenced)
{
	struct silence s[2] = { { .id = 1, .until_ms = 5000 },
		{ .id = 2, .until_ms = TIME_NONE } };
	struct mutes m = { .silences = s, .n_silences = 2 };
	const struct alert *al;
	struct mute out;
	struct err e;

	arena_init(&arena);
	al = test_alert("toll", &arena);
	cr_assert_eq(matchers_parse(&s[0].matchers, STR("severity=critical"), &arena, &e),
	    0);
	cr_assert_eq(matchers_parse(&s[1].matchers, STR("country=LB"), &arena, &e), 0);
	mute_decide(&out, &m, al, 1000, &arena);
	cr_expect(out.kind == MUTE_HOLD && out.until_ms == 5000);
	m.n_silences = 0;
	mute_decide(&out, &m, al, 1000, &arena);
	cr_expect_eq(out.kind, MUTE_NONE);
	arena_clear(&arena);
}

/* ---- routes ---- */

static const char receivers_yaml[] =
    "{desk: {syslog: {}}, pager: {syslog: {}}, night: {syslog: {}}, "
    "loud: {syslog: {}, severity: critical}, "
    "daily: {slack: {url: \"https://x\"}, digest: 1h}}";
static const char route_yaml[] =
    "{receiver: desk, group_by: [incident], group_wait: 30s, group_interval: 5m, routes: "
    "["
    "{matchers: ['severity=\"critical\"'], receiver: pager, continue: yes}, "
    "{matchers: ['country=~\"SY|LB\"'], receiver: night, mute_time_intervals: [office], "
    "routes: ["
    "{matchers: [change=captured], receiver: daily}]}, "
    "{matchers: ['reason=\"toll_lowered\"'], group_by: [\"...\"]}]}";
static const char intervals_yaml[] = "[{name: office, weekdays: [\"monday:friday\"], "
				     "times: [{start: \"08:00\", end: \"18:00\"}]}, "
				     "{name: dark, times: [{start: \"22:00\", end: "
				     "\"06:00\"}], months: [\"november:february\"]}]";
static const char inhibits_yaml[] =
    "[{source_matchers: [reason=retracted], target_matchers: [reason=~\"toll_.*\"], "
    "equal: [incident]}]";

static struct receiver *
load(struct routing *r, size_t *n)
{
	struct conf *map;
	struct receiver *out;

	arena_init(&arena);
	conf_diag_init(&diag, &arena);
	map = test_yaml(receivers_yaml, &diag);
	out = ARENA_ARRAY(&arena, struct receiver, map->n);
	for (size_t i = 0; i < map->n; i++)
		receiver_decode(&out[i], map->keys[i]->value, map->items[i], &diag);
	*n = map->n;
	routing_decode(r, test_yaml(route_yaml, &diag), test_yaml(inhibits_yaml, &diag),
	    test_yaml(intervals_yaml, &diag), out, *n, &diag);
	for (size_t i = 0; i < diag.n; i++)
		cr_expect(diag.msgs[i].warning, "%.*s", STR_ARG(diag.msgs[i].text));
	return out;
}

#define NOON INT64_C(1732795200000) /* 2024-11-28T12:00:00Z, a Thursday */

static const struct {
	const char *alert, *send, *country;
	enum severity severity;
	const char *want; /* names and how long they wait */
} routes[] = {
	{ "toll", "", "SY", SEVERITY_CRITICAL, "pager+0 night+0" },
	{ "toll", "", "FR", SEVERITY_CRITICAL, "pager+0" },
	{ "correction", "", "SY", SEVERITY_NOTICE, "night+30" },
	{ "correction", "", "FR", SEVERITY_NOTICE, "desk+0" },
	{ "ground", "", "SY", SEVERITY_WARNING, "daily+3600" },
	{ "ground", "", "FR", SEVERITY_WARNING, "desk+30" },
	{ "ground", "desk", "SY", SEVERITY_WARNING, "desk+0 daily+3600" },
	{ "ground", "loud", "SY", SEVERITY_WARNING, "daily+3600" },
	{ "drill", "desk", "FR", SEVERITY_TEST, "desk+0" },
};

Test(route, table)
{
	struct routing r;
	size_t n;
	struct receiver *receivers = load(&r, &n);

	for (size_t i = 0; i < NELEM(routes); i++) {
		struct alert al = *test_alert(routes[i].alert, &arena);
		struct str send = str_of(routes[i].send), got = STR("");
		struct routed *to;

		al.severity = routes[i].severity;
		al.send = &send;
		al.n_send = send.n > 0;
		if (al.n_places > 0)
			al.places[0].country = str_of(routes[i].country);
		if (al.reason == REASON_TOLL_LOWERED)
			al.previous = 132;
		for (size_t k = 0,
			    m = route_alert(&r, receivers, n, &al, NOON, &arena, &to);
		     k < m; k++)
			got = arena_printf(&arena, "%.*s%s%.*s+%lld", STR_ARG(got),
			    k > 0 ? " " : "", STR_ARG(to[k].receiver->name),
			    (long long)(to[k].due_ms - NOON) / 1000);
		cr_expect(str_eq(got, str_of(routes[i].want)), "row %zu: %.*s", i,
		    STR_ARG(got));
	}
	routing_clear(&r);
	arena_clear(&arena);
}

static const struct {
	const char *at;
	bool office, dark;
	const char *opens; /* of the route that is muted in office hours */
} times[] = {
	{ "2024-11-28T12:00:00Z", true, false, "2024-11-28T18:00:00Z" },
	{ "2024-11-28T07:59:59Z", false, false, "2024-11-28T07:59:59Z" },
	{ "2024-11-28T18:00:00Z", false, false, "2024-11-28T18:00:00Z" },
	{ "2024-11-28T23:00:00Z", false, true, "2024-11-28T23:00:00Z" },
	{ "2024-11-28T05:59:00Z", false, true, "2024-11-28T05:59:00Z" },
	{ "2024-11-30T12:00:00Z", false, false, "2024-11-30T12:00:00Z" }, /* a Saturday */
	{ "2024-07-28T23:00:00Z", false, false, "2024-07-28T23:00:00Z" },
};

Test(route, times)
{
	struct routing r;
	size_t n;

	load(&r, &n);
	for (size_t i = 0; i < NELEM(times); i++) {
		int64_t at, opens;

		cr_assert(date_parse(str_of(times[i].at), &at) &&
		    date_parse(str_of(times[i].opens), &opens));
		cr_expect_eq(interval_has(&r.intervals[0], at), times[i].office, "%s",
		    times[i].at);
		cr_expect_eq(interval_has(&r.intervals[1], at), times[i].dark, "%s",
		    times[i].at);
		cr_expect_eq(route_opens(&r, &r.root->routes[1], at), opens, "%s",
		    times[i].at);
	}
	routing_clear(&r);
	arena_clear(&arena);
}

Test(route, inhibits)
{
	struct routing r;
	size_t n;
	struct alert source, target, other;
	const struct alert *all[2];

	load(&r, &n);
	target = source = other = *test_alert("toll", &arena);
	source.id = STR("source");
	source.reason = REASON_RETRACTED;
	other.id = STR("other");
	all[0] = &other;
	all[1] = &source;
	cr_expect_eq(route_inhibitor(&r, &target, all, 2, &arena), &source);
	cr_expect_null(route_inhibitor(&r, &source, all, 2, &arena), "not its own kind");
	source.incident = STR("another");
	cr_expect_null(route_inhibitor(&r, &target, all, 2, &arena), "another incident");
	routing_clear(&r);
	arena_clear(&arena);
}

/* A higher step is never held back by a lower one's group. */
Test(route, urgent)
{
	struct alert al;

	arena_init(&arena);
	al = *test_alert("toll", &arena);
	al.severity = SEVERITY_NOTICE;
	cr_expect(route_urgent(&al), "it climbs from 75 to 132");
	al.previous = -1;
	cr_expect(!route_urgent(&al), "the first of its group may wait for others");
	al.severity = SEVERITY_CRITICAL;
	cr_expect(route_urgent(&al));
	arena_clear(&arena);
}

static const struct {
	const char *route, *says;
} mistakes[] = {
	{ "{receiver: nobody}", "no receiver 'nobody'" },
	{ "{}", "needs a receiver" },
	{ "{receiver: desk, matchers: [a=b]}", "takes everything" },
	{ "{receiver: desk, routes: [{matchers: ['a=~\"(\"']}]}", "regular expression" },
	{ "{receiver: desk, mute_time_intervals: [never]}", "no time interval 'never'" },
	{ "{receiver: desk, group_wiat: 30s}", "did you mean 'group_wait'" },
	{ "{receiver: desk, routes: {receiver: desk}}", "list of routes" },
};

Test(route, mistakes)
{
	struct routing r;
	size_t n;
	struct receiver *receivers = load(&r, &n);

	routing_clear(&r);
	for (size_t i = 0; i < NELEM(mistakes); i++) {
		bool said = false;

		conf_diag_init(&diag, &arena);
		routing_decode(&r, test_yaml(mistakes[i].route, &diag), NULL, NULL,
		    receivers, n, &diag);
		for (size_t m = 0; m < diag.n; m++)
			said = said ||
			    str_find(diag.msgs[m].text, str_of(mistakes[i].says)) !=
				STR_NOWHERE;
		cr_expect(said, "%s", mistakes[i].route);
		routing_clear(&r);
	}
	arena_clear(&arena);
}

/* ---- why it was kept back ---- */

static const struct {
	const char *why;
	enum mute_cause cause;
} reasons[] = {
	{ "silence 3 by the desk: an exercise", CAUSE_SILENCED },
	{ "acknowledged by the desk: we have it", CAUSE_ACKNOWLEDGED },
	{ "inhibited by 01J", CAUSE_INHIBITED },
	{ "overtaken while it was held", CAUSE_OVERTAKEN },
	{ "ratelimit: overtaken while it waited for its turn", CAUSE_RATELIMIT },
	{ "muted at this time", CAUSE_MUTED },
	{ MUTE_REVIEW "01J: tocsin alert release lets it go", CAUSE_REVIEW },
	{ "not in the configuration any more", CAUSE_OTHER },
	{ "", CAUSE_OTHER },
};

Test(mute, causes)
{
	for (size_t i = 0; i < NELEM(reasons); i++)
		cr_expect_eq(mute_cause(str_of(reasons[i].why)), reasons[i].cause, "%s",
		    reasons[i].why);
}
