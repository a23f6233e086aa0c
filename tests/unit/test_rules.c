/* test_rules.c -- rules: what they ring for, what is wrong with them, where they look. */
#include "config.h"

#include <criterion/criterion.h>
#include <math.h>

#include "base/alloc.h"
#include "tests/unit/ledger_kit.h"

#define ALEPPO "in=Aleppo/SY/Aleppo@36.2,37.16"
#define HOMS "in=Homs/SY/Homs@34.73,36.71"
#define KANO "in=Kano/NG/Kano@12.0,8.52"

static const struct {
	const char *name, *rules;
	struct kit_report reports[6];
	const char *alerts;
} rows[] = {
	{ "a jump over steps rings the highest once", "r toll=killed at=10,20,50",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 60 " ALEPPO } },
	    "a r toll_crossed 50 60\n" },
	{ "who narrows", "r toll=killed who=children at=5",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		  "killed 60 " ALEPPO ";killed 4 part who=children" },
		{ "2025-01-01T11:00:00Z", "b", "g",
		    "killed 62 " ALEPPO ";killed 6 part who=children" } },
	    "b r toll_crossed 5 6\n" },
	{ "side narrows", "r toll=killed side=army at=5",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		"killed 60 " ALEPPO ";killed 9 part who=soldiers "
		"side=army" } },
	    "a r toll_crossed 5 9\n" },
	{ "another outcome", "r toll=injured at=5",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		"killed 60 " ALEPPO ";injured 7 " ALEPPO } },
	    "a r toll_crossed 5 7\n" },
	{ "displaced", "r toll=displaced at=5000",
	    { { "2025-01-01T10:00:00Z", "a", "f", "displaced >14000 " ALEPPO } },
	    "a r toll_crossed 5000 14001\n" },
	{ "a country", "r toll=killed at=5 in=Syria",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 6 " KANO },
		{ "2025-01-01T10:00:00Z", "b", "f", "killed 6 " HOMS } },
	    "b r toll_crossed 5 6\n" },
	{ "a country, of a place no gazetteer knows", "r toll=killed at=5 in=Syria",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 6 in=northwest_Syria" } },
	    "a r toll_crossed 5 6\n" },
	{ "a place by name, in other spelling", "r toll=killed at=5 in=Kafar_Nuran",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 6 in=Kfar_Nouran/SY/I" },
		{ "2025-01-01T10:00:00Z", "b", "f", "killed 6 " HOMS } },
	    "a r toll_crossed 5 6\n" },
	{ "the cause", "r toll=killed at=5 cause=airstrike",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 6 cause=clash " HOMS },
		{ "2025-01-01T10:00:00Z", "b", "f", "killed 6 cause=airstrike " KANO } },
	    "b r toll_crossed 5 6\n" },
	{ "two sources", "r toll=killed at=5 sources=2",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 6 src=police " HOMS },
		{ "2025-01-01T11:00:00Z", "b", "g", "killed 6 src=police " HOMS },
		{ "2025-01-01T12:00:00Z", "c", "h", "killed 7 src=hospital " HOMS } },
	    "c r toll_crossed 5 7\n" },
	{ "only what is asserted", "r toll=killed at=5 stance=asserted",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 60 claimed src=army " HOMS },
		{ "2025-01-01T11:00:00Z", "b", "f", "killed 7 src=hospital " HOMS } },
	    "b r toll_crossed 5 7\n" },
	{ "confidence", "r toll=killed at=5 confidence=0.8",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 6 conf=0.5 " HOMS },
		{ "2025-01-01T11:00:00Z", "b", "g", "killed 6 conf=0.85 " HOMS } },
	    "b r toll_crossed 5 6\n" },
	{ "feeds", "r toll=killed at=5 feeds=g",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 6 " HOMS },
		{ "2025-01-01T11:00:00Z", "b", "g", "killed 6 " HOMS } },
	    "b r toll_crossed 5 6\n" },
	{ "rises by a number", "r toll=killed rise=10",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 9 " HOMS },
		{ "2025-01-01T11:00:00Z", "b", "f", "killed 12 " HOMS },
		{ "2025-01-01T12:00:00Z", "c", "f", "killed 19 " HOMS },
		{ "2025-01-01T13:00:00Z", "d", "f", "killed 41 " HOMS } },
	    "b r toll_raised 10 12\nd r toll_raised 40 41\n" },
	{ "rises by per cent", "r toll=killed rise=50%",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 11 " HOMS },
		{ "2025-01-01T11:00:00Z", "b", "f", "killed 14 " HOMS },
		{ "2025-01-01T12:00:00Z", "c", "f", "killed 16 " HOMS } },
	    "a r toll_crossed 10 11\nc r toll_raised 15 16\n" },
	{ "within a window of one incident", "r toll=killed at=50 within=24h",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		  "killed 30 total since=2025-01-01 " HOMS },
		{ "2025-01-03T10:00:00Z", "b", "f",
		    "killed 70 total since=2025-01-01 " HOMS },
		{ "2025-01-04T09:00:00Z", "c", "f",
		    "killed 125 total since=2025-01-01 " HOMS } },
	    "c r toll_crossed 50 125\n" },
	{ "the sum over an area", "r toll=killed at=20 in=Nigeria within=24h per=area",
	    { { "2025-01-01T06:00:00Z", "a", "f",
		  "killed 9 cause=gunfire in=Gusau/NG/Zamfara@12.1,6.6" },
		{ "2025-01-01T07:00:00Z", "b", "g",
		    "killed 9 cause=gunfire in=Gusau/NG/Zamfara@12.1,6.6" },
		{ "2025-01-01T08:00:00Z", "c", "g", "killed 9 cause=explosion " KANO },
		{ "2025-01-01T09:00:00Z", "d", "g",
		    "killed 6 in=Makurdi/NG/Benue@7.7,8.5" } },
	    "d r toll_crossed 20 24\n" },
	{ "the window of an area slides",
	    "r toll=killed at=20 in=Nigeria within=24h per=area",
	    { { "2025-01-01T06:00:00Z", "a", "f",
		  "killed 15 cause=gunfire in=Gusau/NG/Zamfara@12.1,6.6" },
		{ "2025-01-03T08:00:00Z", "c", "g", "killed 9 cause=explosion " KANO } },
	    "" },
	{ "corroborated", "r toll=killed at=5 also=corroborated",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 6 src=police " HOMS },
		{ "2025-01-01T12:00:00Z", "c", "h", "killed 6 src=hospital " HOMS } },
	    "a r toll_crossed 5 6\nc r corroborated -1 6\n" },
	{ "only those who were told hear that it is lower", "r toll=killed at=50",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 46 src=police " HOMS },
		{ "2025-01-01T12:00:00Z", "c", "h", "killed 36 src=police " HOMS,
		    "Toll revised down" } },
	    "" },
	{ "several places of one report share an alert", "r territory=captured",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		  "ground=captured obj=Atma/SY obj=Sarma/SY by=rebels" },
		{ "2025-01-01T11:00:00Z", "b", "g",
		    "ground=captured obj=Sarma/SY obj=Batbo/SY "
		    "by=rebels" } },
	    "a r control_changed -1 0 Atma Sarma\nb r control_changed -1 0 Batbo\n" },
	{ "a capture is withdrawn at its source", "r territory=captured",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		  "ground=captured obj=Atma/SY by=rebels" },
		{ "2025-01-01T11:00:00Z", "a", "f", "", .withdrawn = true },
		{ "2025-01-01T11:00:00Z", "a", "f", "", .withdrawn = true } },
	    "a r control_changed -1 0 Atma\na r retracted -1 0 Atma\n" },
	{ "a withdrawn capture that others tell of", "r territory=captured",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		  "ground=captured obj=Atma/SY by=rebels" },
		{ "2025-01-01T10:30:00Z", "b", "g",
		    "ground=captured obj=Atma/SY by=rebels" },
		{ "2025-01-01T11:00:00Z", "a", "f", "", .withdrawn = true } },
	    "a r control_changed -1 0 Atma\n" },
	{ "captures of one report are edited away", "r territory=captured",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		  "ground=captured obj=Atma/SY obj=Sarma/SY by=rebels" },
		{ "2025-01-01T10:00:00Z", "a", "f", "killed 2 " ALEPPO,
		    .updated = "2025-01-01T12:00:00Z" } },
	    "a r control_changed -1 0 Atma Sarma\na r retracted -1 0 Atma Sarma\n" },
	{ "new ground only", "r territory=captured new_for=30d",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		  "ground=captured obj=Atma/SY by=rebels" },
		{ "2025-01-09T10:00:00Z", "b", "f",
		    "ground=captured obj=Atma/SY by=army" },
		{ "2025-02-20T10:00:00Z", "c", "f",
		    "ground=captured obj=Atma/SY by=rebels" } },
	    "a r control_changed -1 0 Atma\nc r control_changed -1 0 Atma\n" },
	{ "ground that changed hands long before is history", "r territory=captured",
	    { { "2025-07-11T10:00:00Z", "a", "f",
		"ground=captured obj=Atma/SY by=rebels since=2025-01" } },
	    "" },
	{ "who gains", "r territory=captured by=rebels",
	    { { "2025-01-01T10:00:00Z", "a", "f", "ground=captured obj=Atma/SY by=army" },
		{ "2025-01-09T10:00:00Z", "b", "f",
		    "ground=captured obj=Atma/SY by=rebels" } },
	    "b r control_changed -1 0 Atma\n" },
	{ "who loses", "r territory=captured against=army",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		  "ground=captured obj=Atma/SY by=rebels against=militia" },
		{ "2025-01-01T10:00:00Z", "b", "f",
		    "ground=captured obj=Sarma/SY by=rebels against=army" } },
	    "b r control_changed -1 0 Sarma\n" },
	{ "a place that is only near", "r toll=killed at=5 in=Homs near=false",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		"killed 6 near=Homs/SY/Homs@34.73,36.71" } },
	    "" },
	{ "only what a party claims", "r toll=killed at=5 stance=claimed",
	    { { "2025-01-01T10:00:00Z", "a", "f", "killed 9 src=hospital " KANO },
		{ "2025-01-01T11:00:00Z", "b", "f", "killed 7 claimed src=army " HOMS } },
	    "b r toll_crossed 5 7\n" },
	{ "an event told twice counts once in its area",
	    "r toll=killed at=20 in=Nigeria within=24h per=area",
	    { { "2025-01-01T06:00:00Z", "a", "f",
		  "killed 15 cause=gunfire in=Gusau/NG/Zamfara@12.1,6.6" },
		{ "2025-01-01T07:00:00Z", "b", "g",
		    "killed 15 cause=gunfire in=Gusau/NG/Zamfara@12.1,6.6" },
		{ "2025-01-01T08:00:00Z", "c", "h",
		    "killed 16 cause=gunfire in=Gusau/NG/Zamfara@12.1,6.6" } },
	    "" },
	{ "a siege", "r territory=besieged",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		"ground=besieged obj=Atma/SY by=army" } },
	    "a r control_changed -1 0 Atma\n" },
	{ "counted places", "r territory=captured count=10",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		  "ground=captured ~14 unit=villages by=rebels "
		  "in=northern_Syria/SY/*" },
		{ "2025-01-01T12:00:00Z", "b", "f",
		    "ground=captured ~16 unit=villages by=rebels "
		    "in=northern_Syria/SY/*" },
		{ "2025-01-02T12:00:00Z", "c", "f",
		    "ground=captured ~50 unit=villages by=rebels "
		    "in=northern_Syria/SY/*" } },
	    "a r control_changed -1 0\nc r control_changed -1 0\n" },
	{ "two sources for ground", "r territory=captured sources=2",
	    { { "2025-01-01T10:00:00Z", "a", "f",
		  "ground=captured obj=Atma/SY by=rebels src=monitor" },
		{ "2025-01-01T12:00:00Z", "b", "g",
		    "ground=captured obj=Atma/SY by=rebels src=mayor" } },
	    "b r control_changed -1 0 Atma\n" },
};

Test(rules, what_rings)
{
	for (size_t i = 0; i < NELEM(rows); i++) {
		struct kit k;

		kit_init(&k);
		kit_rules(&k, rows[i].rules, NULL);
		cr_expect_eq(k.diag.errors, 0, "%s: %.*s", rows[i].name,
		    k.diag.n > 0 ? (int)k.diag.msgs[0].text.n : 0,
		    k.diag.n > 0 ? k.diag.msgs[0].text.p : "");
		kit_tell_all(&k, rows[i].reports);
		cr_expect(str_eq(buf_str(&k.alerts), str_of(rows[i].alerts)),
		    "%s: rang\n%.*snot\n%s", rows[i].name, STR_ARG(buf_str(&k.alerts)),
		    rows[i].alerts);
		kit_clear(&k);
	}
}

/* ---- silence ---- */

Test(rules, old_and_first_fetch_ring_nothing)
{
	static const struct kit_report told = { "2025-01-01T10:00:00Z", "a", "f",
		"killed 60 " ALEPPO };
	struct kit k;

	kit_init(&k);
	kit_rules(&k, "r toll=killed at=10", NULL);
	k.clock.quiet = true;
	kit_tell(&k, &told);
	cr_expect_eq(k.n_alerts, 0);
	cr_expect_eq(ledger_mem_count(k.mem), 1);
	k.clock.quiet = false;
	kit_tell(&k,
	    &(struct kit_report){
		"2025-01-01T11:00:00Z", "b", "g", "killed 61 " ALEPPO });
	cr_expect_eq(k.n_alerts, 0, "what was known rings for nobody");
	kit_clear(&k);
}

Test(rules, hours_and_for_wait)
{
	static const struct {
		const char *rules, *at;
		int64_t wait_minutes;
	} waits[] = {
		{ "r toll=killed at=10", "2025-01-01T10:00:00Z", 0 },
		{ "r toll=killed at=10 for=15m", "2025-01-01T10:00:00Z", 15 },
		{ "r toll=killed at=10 hours=06:00-22:00", "2025-01-01T10:00:00Z", 0 },
		{ "r toll=killed at=10 hours=06:00-22:00", "2025-01-01T23:00:00Z",
		    7 * 60 },
		{ "r toll=killed at=10 hours=22:00-06:00", "2025-01-01T10:00:00Z",
		    12 * 60 },
		{ "r toll=killed at=10 hours=22:00-06:00", "2025-01-01T05:00:00Z", 0 },
	};

	for (size_t i = 0; i < NELEM(waits); i++) {
		struct rule_view view = { NULL, NULL, NULL };
		struct report r = { .entry = STR("a"), .feed = STR("f") };
		struct ledger_changes c;
		struct fact_list l;
		struct ring *rings;
		struct kit k;

		kit_init(&k);
		kit_rules(&k, waits[i].rules, NULL);
		cr_assert_eq(k.diag.errors, 0);
		date_parse(str_of(waits[i].at), &r.published_ms);
		r.seen_ms = r.updated_ms = k.clock.now_ms = r.published_ms;
		kit_facts(&k.work, "killed 60 " ALEPPO, &l);
		r.facts = &l;
		ledger_apply(&k.view, &k.work, &r, &c);
		view.ledger = &k.view;
		cr_assert_eq(rules_evaluate(&k.rules, &c, &r, &k.clock, &view, &k.work,
				 &rings),
		    1);
		cr_expect_eq(rings[0].due_ms - r.published_ms,
		    waits[i].wait_minutes * MS_MINUTE, "%zu", i);
		ledger_mem_save(k.mem, &c);
		cr_expect(rule_holds(&k.rules.items[0], &rings[0].alert, &k.view, &k.work,
		    0));
		kit_clear(&k);
	}
}

Test(rules, a_changed_rule_does_not_ring_for_the_past)
{
	struct kit k;

	kit_init(&k);
	kit_rules(&k, "r toll=killed at=1000", NULL);
	kit_tell(&k,
	    &(struct kit_report){
		"2025-01-01T10:00:00Z", "a", "f", "killed 60 " ALEPPO });
	kit_rules(&k, "r toll=killed at=50", NULL);
	kit_tell(&k,
	    &(struct kit_report){
		"2025-01-01T11:00:00Z", "b", "g", "killed 61 " ALEPPO });
	cr_expect_eq(k.n_alerts, 0);
	kit_clear(&k);
}

Test(rules, record_high)
{
	struct conf_diag d;
	struct kit k;

	kit_init(&k);
	conf_diag_init(&d, &k.keep);
	kit_rules(&k, "r toll=killed at=1 in=Nigeria", NULL);
	k.rules.items[0].record = (struct rule_record){ 10 * MS_DAY, 60 * MS_DAY, 20 };
	for (int i = 0; i < 5; i++) {
		static const int dead[] = { 30, 10, 9, 25, 40 };
		char at[40], entry[24], facts[120];

		snprintf(at, sizeof(at), "2025-0%d-%02dT10:00:00Z", 1 + i / 2,
		    1 + 15 * (i % 2));
		snprintf(entry, sizeof(entry), "e%d", i);
		snprintf(facts, sizeof(facts), "killed %d in=T%d/NG/S%d@%d,8", dead[i], i,
		    i, 5 + i);
		kit_tell(&k, &(struct kit_report){ at, entry, "f", facts });
	}
	cr_expect(str_eq(buf_str(&k.alerts),
		      STR("e0 r record_high -1 30\ne4 r record_high -1 40\n")),
	    "%.*s", STR_ARG(buf_str(&k.alerts)));
	kit_clear(&k);
}

/* ---- what is wrong ---- */

static bool
resolve(void *ctx, struct str name, enum rule_place as, struct fact_place *out)
{
	(void)ctx;
	(void)as;
	if (!str_eq(name, STR("Homs")))
		return false;
	*out = (struct fact_place){ .name = name,
		.canonical = name,
		.id = STR("geonames:169577"),
		.country = STR("SY"),
		.admin1 = STR("Homs"),
		.lat = 34.73,
		.lon = 36.71,
		.precision = PRECISION_PLACE };
	return true;
}

static const struct {
	const char *rules;
	bool warning;
	const char *says;
} wrong[] = {
	{ "r", false, "a rule needs 'toll' or 'territory'" },
	{ "r toll=killed", false, "a toll needs 'at', 'rise' or 'record_high'" },
	{ "r toll=kiled at=5", false, "did you mean 'killed'" },
	{ "r toll=killed att=5", false, "did you mean 'at'" },
	{ "r toll=killed at=0", false, "at least 1" },
	{ "r toll=killed at=many", false, "at least 1" },
	{ "r toll=killed at=5,5", true, "stands twice" },
	{ "r toll=killed rise=x", false, "such as 25%" },
	{ "r territory=captured at=5", false, "belongs to a rule with 'toll'" },
	{ "r toll=killed at=5 new_for=3d", false, "belongs to a rule with 'territory'" },
	{ "r toll=killed territory=captured at=5", false, "write two" },
	{ "r territory=captued", false, "did you mean 'captured'" },
	{ "r territory=captured new_for=3", false, "a duration such as" },
	{ "r toll=killed at=5 per=area", false, "needs a window" },
	{ "r toll=killed at=5 hours=6-9", false, "06:00-22:00" },
	{ "r toll=killed at=5 severity=loud", false, "severity 'loud' is not known" },
	{ "r toll=killed at=5 who=childrn", true, "did you mean 'children'" },
	{ "r toll=killed at=5 send=dsk", false, "did you mean 'desk'" },
	{ "r toll=killed at=5 feeds=bbc2", false, "did you mean 'bbc'" },
	{ "r toll=killed at=5 in=Nowhereland", true, "only reports that call it so" },
	{ "r toll=killed at=5 sources=9 send=desk", true, "can hardly ring" },
	{ "r toll=killed at=5 confidence=1 send=desk", true, "can never ring" },
	{ "r toll=killed at=5", true, "sends to nobody" },
	{ "r toll=killed at=5 send=desk\nr toll=killed at=6 send=desk", false,
	    "stands twice" },
	{ "r toll=killed at=5 confidence=2", false, "confidence" },
};

Test(rules, what_is_wrong_is_said)
{
	static const struct str desk = STR_INIT("desk"),
				feeds[] = { STR_INIT("bbc"), STR_INIT("afp") };
	static const struct rule_names names = { resolve, NULL, &desk, feeds, NULL, NULL,
		1, 2, 0, 0 };

	for (size_t i = 0; i < NELEM(wrong); i++) {
		struct kit k;
		bool said = false;

		kit_init(&k);
		kit_rules(&k, wrong[i].rules, &names);
		for (size_t m = 0; m < k.diag.n; m++)
			said |= k.diag.msgs[m].warning == wrong[i].warning &&
			    k.diag.msgs[m].pos.line > 0 &&
			    str_find(k.diag.msgs[m].text, str_of(wrong[i].says)) !=
				STR_NOWHERE;
		cr_expect(said, "%s: %.*s", wrong[i].rules,
		    k.diag.n > 0 ? (int)k.diag.msgs[0].text.n : 0,
		    k.diag.n > 0 ? k.diag.msgs[0].text.p : "");
		kit_clear(&k);
	}
}

/* ---- areas ---- */

Test(rules, boxes_and_polygons)
{
	static const struct geo_point square[] = { { 0, 0 }, { 0, 10 }, { 10, 10 },
		{ 10, 0 } };
	static const struct geo_point over[] = { { -5, 170 }, { -5, -170 }, { 5, -170 },
		{ 5, 170 } };
	static const struct {
		double lat, lon;
		bool in_square, in_over;
	} at[] = { { 5, 5, true, false }, { 15, 5, false, false },
		{ 5, 15, false, false }, { 0.1, 179, false, true },
		{ 0.1, -179, false, true }, { 0.1, 160, false, false },
		{ NAN, NAN, false, false } };
	struct geo_box box = { 0, 0, 10, 10 }, wide = { -5, 170, 5, -170 };

	for (size_t i = 0; i < NELEM(at); i++) {
		struct geo_point p = { at[i].lat, at[i].lon };

		cr_expect_eq(geo_in_polygon(square, 4, p), at[i].in_square, "square %zu",
		    i);
		cr_expect_eq(geo_in_polygon(over, 4, p), at[i].in_over,
		    "over the date line %zu", i);
		cr_expect_eq(geo_in_box(&box, p), at[i].in_square, "box %zu", i);
		cr_expect_eq(geo_in_box(&wide, p), at[i].in_over, "wide box %zu", i);
	}
}

Test(rules, areas)
{
	struct rule_area country = {
		.kind = AREA_COUNTRY, .name = STR("Syria"), .country = STR("SY")
	};
	struct rule_area radius = {
		.kind = AREA_RADIUS, .at = { 36.2, 37.16 }, .km = 30
	};
	struct rule_area division = { .kind = AREA_DIVISION,
		.name = STR("Aleppo"),
		.country = STR("SY"),
		.admin1 = STR("Aleppo") };
	struct fact_place aleppo = { .name = STR("Halab"),
		.country = STR("SY"),
		.admin1 = STR("Aleppo"),
		.lat = 36.25,
		.lon = 37.2,
		.precision = PRECISION_PLACE };
	struct fact_place folded = aleppo,
			  text = {
				  .name = STR("northern Syria"), .lat = NAN, .lon = NAN
			  };

	folded.precision = PRECISION_FOLDED;
	cr_expect(rule_area_has(&country, &aleppo));
	cr_expect(rule_area_has(&country, &text));
	cr_expect(rule_area_has(&radius, &aleppo));
	cr_expect(!rule_area_has(&radius, &folded),
	    "a folded name is too weak for a radius");
	cr_expect(!rule_area_has(&radius, &text));
	cr_expect(rule_area_has(&division, &aleppo));
	cr_expect(!rule_area_has(&division, &text));
}

/* ---- words ---- */

Test(rules, words)
{
	struct kit k;

	kit_init(&k);
	kit_rules(&k, "t toll=killed at=10,100\ng territory=captured,recaptured", NULL);
	kit_tell(&k,
	    &(struct kit_report){ "2024-11-27T19:00:00Z", "a", "f",
		"killed 75+ total since=2024-11-27 src=Observatory " ALEPPO });
	kit_tell(&k,
	    &(struct kit_report){ "2024-11-28T17:00:00Z", "b", "f",
		"killed 132 total since=2024-11-27 src=Observatory " ALEPPO ";"
		"ground=captured obj=Atma/SY obj=Sarma/SY by=rebels against=army "
		"src=Observatory" });
	cr_expect(str_eq(buf_str(&k.words),
		      STR("at least 75 killed in Aleppo on 27 November 2024 "
			  "(Observatory)\n"
			  "132 killed in Aleppo since 27 November 2024, up from 75 "
			  "(Observatory)\n"
			  "Atma and Sarma captured by rebels from army (Observatory)\n")),
	    "%.*s", STR_ARG(buf_str(&k.words)));
	kit_clear(&k);
	kit_init(&k);
	kit_rules(&k, "t toll=killed at=10,20", NULL);
	kit_tell(&k,
	    &(struct kit_report){ "2024-11-28T10:00:00Z", "a", "f",
		"killed >180 since=2024-11-28 src=mayor " ALEPPO });
	cr_expect(str_eq(buf_str(&k.words),
		      STR("more than 180 killed in Aleppo on 28 November 2024 "
			  "(mayor)\n")),
	    "%.*s", STR_ARG(buf_str(&k.words)));
	kit_clear(&k);
	kit_init(&k);
	kit_rules(&k, "t toll=killed at=10,20", NULL);
	kit_tell(&k,
	    &(struct kit_report){ "2024-11-28T10:00:00Z", "a", "f",
		"killed 12 near=Homs/SY/Homs@34.73,36.71" });
	kit_tell(&k,
	    &(struct kit_report){ "2024-11-28T12:00:00Z", "b", "f",
		"killed 21 in=Homs/SY/Homs@34.73,36.71" });
	cr_expect(str_eq(buf_str(&k.words),
		      STR("12 killed near Homs on 28 November 2024 (f)\n21 killed in "
			  "Homs on 28 November 2024, up from 12 (f)\n")),
	    "%.*s", STR_ARG(buf_str(&k.words)));
	kit_clear(&k);
}
