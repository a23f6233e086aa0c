/* test_ledger.c -- reports become incidents: what joins, what stands apart, whatever the
 * order. */
#include "config.h"

#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "facts/claim.h"
#include "facts/fuse.h"
#include "tests/unit/ledger_kit.h"

#define RULES                                    \
	"toll toll=killed at=10,25,50,100,250\n" \
	"ground territory=captured,recaptured"

#define PESHAWAR "in=Peshawar/PK/KP@34.01,71.58"
#define KABUL "in=Kabul/AF/Kabul_Province@34.53,69.17"

static const struct story {
	const char *name;
	const struct kit_report *reports;
	size_t incidents;   /* in the end */
	const char *alerts; /* told in order of the table */
} stories[] = {
	{ "a toll climbs through many outlets",
	    (struct kit_report[]){ { "2025-03-04T08:10:00Z", "c1", "a",
				       "killed 7+ cause=explosion src=police " PESHAWAR },
		{ "2025-03-04T08:40:00Z", "c2", "b",
		    "killed 12+ cause=explosion src=police " PESHAWAR },
		{ "2025-03-04T09:40:00Z", "c3", "c",
		    "killed 12+ cause=explosion src=police " PESHAWAR },
		{ "2025-03-04T12:00:00Z", "c4", "d",
		    "killed 34 total src=hospital " PESHAWAR },
		{ "2025-03-04T13:00:00Z", "c5", "e", "killed 19 src=clinic " PESHAWAR },
		{ "2025-03-05T07:00:00Z", "c6", "f",
		    "killed 53 total src=hospital " PESHAWAR },
		{ NULL } },
	    1,
	    "c2 toll toll_crossed 10 12\nc4 toll toll_crossed 25 34\n"
	    "c6 toll toll_crossed 50 53\n" },
	{ "a toll is revised down",
	    (struct kit_report[]){ { "2025-05-10T06:00:00Z", "l1", "a",
				       "killed 26+ in=Zamboanga/PH/ZS cause=accident" },
		{ "2025-05-10T15:00:00Z", "l2", "b",
		    "killed 17 in=Zamboanga/PH/ZS cause=accident",
		    "Ferry toll revised down to 17" },
		{ NULL } },
	    1, "l1 toll toll_crossed 25 26\nl2 toll toll_lowered -1 17\n" },
	{ "a lower figure without a word lowers nothing",
	    (struct kit_report[]){ { "2025-05-10T06:00:00Z", "l1", "a",
				       "killed 26+ in=Zamboanga/PH/ZS cause=accident" },
		{ "2025-05-10T15:00:00Z", "l2", "b",
		    "killed 17 in=Zamboanga/PH/ZS cause=accident" },
		{ NULL } },
	    1, "l1 toll toll_crossed 25 26\n" },
	{ "two that came later agree on less",
	    (struct kit_report[]){ { "2025-05-10T06:00:00Z", "l1", "a",
				       "killed 26 in=Zamboanga/PH/ZS cause=accident" },
		{ "2025-05-10T15:00:00Z", "l2", "b",
		    "killed 17 in=Zamboanga/PH/ZS cause=accident" },
		{ "2025-05-10T16:00:00Z", "l3", "c",
		    "killed 17 in=Zamboanga/PH/ZS cause=accident" },
		{ NULL } },
	    1, "l1 toll toll_crossed 25 26\nl3 toll toll_lowered -1 17\n" },
	{ "two attacks in one city on one day",
	    (struct kit_report[]){
		{ "2025-06-02T07:30:00Z", "t1", "a", "killed 14 cause=explosion " KABUL,
		    "Market bombing kills 14 in Kabul" },
		{ "2025-06-02T14:00:00Z", "t2", "b",
		    "killed 11 cause=suicide_bombing " KABUL,
		    "Second attack in Kabul: 11 killed at mosque" },
		{ "2025-06-02T18:00:00Z", "t3", "c",
		    "killed 27 total cause=explosion " KABUL,
		    "Toll of Kabul market bombing rises to 27" },
		{ NULL } },
	    2,
	    "t1 toll toll_crossed 10 14\nt2 toll toll_crossed 10 11\n"
	    "t3 toll toll_crossed 25 27\n" },
	{ "the same place and cause, a stated other day",
	    (struct kit_report[]){
		{ "2025-06-02T20:00:00Z", "t1", "a",
		    "killed 14 cause=airstrike day=2025-06-02 " KABUL },
		{ "2025-06-04T20:00:00Z", "t2", "a",
		    "killed 15 cause=airstrike day=2025-06-04 " KABUL },
		{ NULL } },
	    2, "t1 toll toll_crossed 10 14\nt2 toll toll_crossed 10 15\n" },
	{ "one village under three spellings",
	    (struct kit_report[]){ { "2025-02-11T09:00:00Z", "s1", "a",
				       "killed 13 cause=car_bomb in=Kafr_Nouran/SY" },
		{ "2025-02-11T11:00:00Z", "s2", "b",
		    "killed 13 cause=car_bomb in=Kafar_Nuran" },
		{ "2025-02-11T16:00:00Z", "s3", "c",
		    "killed 26 cause=car_bomb in=Kfar_Nuran/SY" },
		{ NULL } },
	    1, "s1 toll toll_crossed 10 13\ns3 toll toll_crossed 25 26\n" },
	{ "a day's dead beside a running total",
	    (struct kit_report[]){ { "2025-04-15T18:00:00Z", "d1", "a",
				       "killed 64+ total since=2025-04-13 in=Marawi/PH/L;"
				       "killed 21 day=2025-04-15 in=Marawi/PH/L" },
		{ "2025-04-16T18:00:00Z", "d2", "a",
		    "killed 88+ total since=2025-04-13 in=Marawi/PH/L;"
		    "killed 24 day=2025-04-16 in=Marawi/PH/L" },
		{ "2025-04-17T18:00:00Z", "d3", "b",
		    "killed 109+ total since=2025-04-13 in=Marawi/PH/L;"
		    "killed 21 day=2025-04-17 in=Marawi/PH/L" },
		{ NULL } },
	    1, "d1 toll toll_crossed 50 64\nd3 toll toll_crossed 100 109\n" },
	{ "a campaign across provinces",
	    (struct kit_report[]){ { "2025-01-21T17:00:00Z", "k1", "a",
				       "ground=captured obj=Minova/CD/NK by=rebels "
				       "against=army;killed 28+ cause=clash "
				       "in=North_Kivu/CD/North_Kivu by=rebels" },
		{ "2025-01-23T17:00:00Z", "k2", "b",
		    "killed 61+ total since=2025-01-21 by=rebels "
		    "in=North_Kivu/CD/North_Kivu" },
		{ "2025-01-26T12:00:00Z", "k3", "c",
		    "killed 137+ total since=2025-01-21 by=rebels "
		    "in=South_Kivu/CD/South_Kivu;ground=captured "
		    "obj=Nyabibwe/CD/South_Kivu by=rebels" },
		{ NULL } },
	    1,
	    "k1 toll toll_crossed 25 28\nk1 ground control_changed -1 0 Minova\n"
	    "k2 toll toll_crossed 50 61\nk3 toll toll_crossed 100 137\n"
	    "k3 ground control_changed -1 0 Nyabibwe\n" },
	{ "a strike within a campaign is a part of it",
	    (struct kit_report[]){ { "2025-01-23T17:00:00Z", "k2", "b",
				       "killed 61+ total since=2025-01-20 by=rebels "
				       "cause=clash in=Goma/CD/NK" },
		{ "2025-01-24T09:00:00Z", "k3", "c",
		    "killed 11 cause=rocket in=Goma/CD/NK" },
		{ NULL } },
	    2, "k2 toll toll_crossed 50 61\nk3 toll toll_crossed 10 11\n" },
	{ "a war's total rings nothing, a later one its step",
	    (struct kit_report[]){
		{ "2025-02-03T09:00:00Z", "w1", "a",
		    "killed 11 cause=shelling in=Kherson/UA/K;"
		    "killed >90 who=civilians total since=2022 in=Ukraine/UA/*" },
		{ "2025-02-10T09:00:00Z", "w2", "a",
		    "killed >100 who=civilians total since=2022 "
		    "in=Ukraine/UA/*" },
		{ NULL } },
	    2, "w1 toll toll_crossed 10 11\nw2 toll toll_crossed 100 101\n" },
	{ "history joins nothing",
	    (struct kit_report[]){
		{ "2025-02-03T09:00:00Z", "w1", "a",
		    "killed 11 cause=shelling in=Kherson/UA/K;"
		    "killed >12000 who=civilians background since=2022 in=Ukraine/UA/*" },
		{ NULL } },
	    1, "w1 toll toll_crossed 10 11\n" },
	{ "an anniversary is no news",
	    (struct kit_report[]){
		{ "2025-09-12T08:00:00Z", "a1", "a", "killed 128 in=Karaburun",
		    "Ten years after the bombing, a city remembers" },
		{ NULL } },
	    0, "" },
	{ "one desk's slip, against two sources",
	    (struct kit_report[]){ { "2025-10-06T07:00:00Z", "p1", "a",
				       "killed 40 in=Potosi/BO/P src=police" },
		{ "2025-10-06T08:00:00Z", "p2", "b",
		    "killed 40 in=Potosi/BO/P src=fire_brigade" },
		{ "2025-10-06T09:00:00Z", "p3", "c",
		    "killed 400 in=Potosi/BO/P src=ministry" },
		{ "2025-10-06T10:00:00Z", "p4", "c",
		    "killed 40 in=Potosi/BO/P src=ministry", "Correction: bus accident" },
		{ NULL } },
	    1, "p1 toll toll_crossed 25 40\n" },
	{ "an entry is edited in place",
	    (struct kit_report[]){ { "2025-11-03T07:00:00Z", "e1", "a",
				       "killed 28+ in=Quetta/PK/B cause=accident" },
		{ "2025-11-03T07:00:00Z", "e1", "a",
		    "killed 18+ in=Quetta/PK/B cause=accident", NULL, NULL,
		    "2025-11-03T09:00:00Z" },
		{ NULL } },
	    1, "e1 toll toll_crossed 25 28\ne1 toll toll_lowered -1 18\n" },
	{ "an entry is withdrawn",
	    (struct kit_report[]){ { "2025-11-03T07:00:00Z", "e1", "a",
				       "killed 28+ in=Quetta/PK/B cause=accident" },
		{ .at = "2025-11-03T08:00:00Z",
		    .entry = "e1",
		    .feed = "a",
		    .facts = "",
		    .withdrawn = true },
		{ NULL } },
	    0, "e1 toll toll_crossed 25 28\ne1 toll retracted -1 28\n" },
	{ "the newest comes first",
	    (struct kit_report[]){
		{ "2025-03-20T18:00:00Z", "o3", "a",
		    "killed 58 total cause=airstrike in=Hodeidah/YE/H" },
		{ "2025-03-20T06:00:00Z", "o1", "b",
		    "killed 12 cause=airstrike in=Hodeidah/YE/H" },
		{ "2025-03-20T11:00:00Z", "o2", "c",
		    "killed 38 total cause=airstrike in=Hodeidah/YE/H" },
		{ NULL } },
	    1, "o3 toll toll_crossed 50 58\n" },
	{ "a report in between parts what had joined",
	    (struct kit_report[]){
		{ "2025-06-02T18:00:00Z", "q3", "c", "killed 15 cause=explosion " KABUL,
		    "Kabul market bombing kills 15" },
		{ "2025-06-02T07:30:00Z", "q1", "a", "killed 14 cause=explosion " KABUL,
		    "Bombing kills 14 in Kabul" },
		{ "2025-06-02T12:00:00Z", "q2", "b", "killed 40 cause=explosion " KABUL,
		    "Bombing of Kabul mosque kills 40" },
		{ NULL } },
	    2, "q3 toll toll_crossed 10 15\nq2 toll toll_crossed 25 40\n" },
	{ "a flood",
	    (struct kit_report[]){ { "2025-08-18T10:00:00Z", "f1", "a",
				       "killed 17+ cause=flood in=Sindh/PK/Sindh" },
		{ "2025-08-19T10:00:00Z", "f2", "b",
		    "killed 43 total cause=flood in=Sindh/PK/Sindh" },
		{ "2025-08-22T10:00:00Z", "f3", "c",
		    "killed 112 total cause=flood in=Sindh/PK/Sindh;"
		    "displaced 9000 unit=families in=Sindh/PK/Sindh" },
		{ NULL } },
	    1,
	    "f1 toll toll_crossed 10 17\nf2 toll toll_crossed 25 43\n"
	    "f3 toll toll_crossed 100 112\n" },
	{ "events of one digest stand apart",
	    (struct kit_report[]){
		{ "2025-08-18T10:00:00Z", "g1", "a",
		    "killed 12 cause=airstrike in=Idlib/SY/I@35.9,36.6;"
		    "killed 11 cause=clash in=Daraa/SY/D@32.6,36.1" },
		{ NULL } },
	    2, "g1 toll toll_crossed 10 12\ng1 toll toll_crossed 10 11\n" },
	{ "a party's figure never outbids a source",
	    (struct kit_report[]){
		{ "2025-08-18T10:00:00Z", "g1", "a",
		    "killed 12 cause=clash in=Idlib/SY/I src=monitor" },
		{ "2025-08-18T12:00:00Z", "g2", "b",
		    "killed 70 claimed cause=clash in=Idlib/SY/I "
		    "src=rebels" },
		{ NULL } },
	    1, "g1 toll toll_crossed 10 12\n" },
	{ "a village lost, retaken, lost again",
	    (struct kit_report[]){ { "2025-07-07T09:00:00Z", "v1", "a",
				       "ground=captured obj=Tal_Wardan/SY by=rebels "
				       "against=army" },
		{ "2025-07-07T15:00:00Z", "v2", "b",
		    "ground=captured obj=Tal_Wardan/SY by=rebels" },
		{ "2025-07-10T09:00:00Z", "v3", "a",
		    "ground=recaptured obj=Tal_Wardan/SY by=army" },
		{ "2025-07-12T09:00:00Z", "v4", "c",
		    "ground=captured obj=Tal_Wardan/SY by=rebels" },
		{ NULL } },
	    3,
	    "v1 ground control_changed -1 0 Tal Wardan\n"
	    "v3 ground control_changed -1 0 Tal Wardan\nv4 ground control_changed -1 0 "
	    "Tal Wardan\n" },
};

static size_t
length(const struct kit_report *r)
{
	size_t n = 0;

	while (r[n].at != NULL)
		n++;
	return n;
}

Test(ledger, stories)
{
	for (size_t i = 0; i < NELEM(stories); i++) {
		const struct story *s = &stories[i];
		struct kit k;

		kit_init(&k);
		kit_rules(&k, RULES, NULL);
		kit_tell_all(&k, s->reports);
		cr_expect_eq(ledger_mem_count(k.mem), s->incidents,
		    "%s: %zu incidents\n%.*s", s->name, ledger_mem_count(k.mem),
		    STR_ARG(kit_dump(&k)));
		cr_expect(str_eq(buf_str(&k.alerts), str_of(s->alerts)),
		    "%s: rang\n%.*snot\n%s", s->name, STR_ARG(buf_str(&k.alerts)),
		    s->alerts);
		kit_clear(&k);
	}
}

/* How often the step rang. */
static size_t
rings_of(struct str s, int step)
{
	char what[40];
	struct str line;
	size_t n = 0;

	snprintf(what, sizeof(what), "toll_crossed %d ", step);
	while (str_cut(&s, '\n', &line))
		n += str_find(line, str_of(what)) != STR_NOWHERE;
	return n;
}

static int
by_date(const void *x, const void *y)
{
	const struct kit_report *a = x, *b = y;
	int c = strcmp(a->at, b->at);

	if (c == 0)
		c = (a->updated != NULL) - (b->updated != NULL);
	return c;
}

/* Each is found wherever it stands in the table. */
Test(ledger, families_of_causes)
{
	static const struct {
		struct str cause;
		unsigned has;
	} cases[] = { { STR_INIT("accident"), CAUSE_SLOW },
		{ STR_INIT("airstrike"), CAUSE_OF_WAR },
		{ STR_INIT("attack"), CAUSE_ATTACK }, { STR_INIT("clash"), CAUSE_OF_WAR },
		{ STR_INIT("drone"), CAUSE_OUTWARD },
		{ STR_INIT("explosion"), CAUSE_GENERAL },
		{ STR_INIT("fire"), CAUSE_SLOW }, { STR_INIT("heat"), CAUSE_SLOW },
		{ STR_INIT("hurricane"), CAUSE_SLOW },
		{ STR_INIT("landslide"), CAUSE_SLOW },
		{ STR_INIT("missile"), CAUSE_OUTWARD },
		{ STR_INIT("raid"), CAUSE_GENERAL }, { STR_INIT("rocket"), CAUSE_OF_WAR },
		{ STR_INIT("shelling"), CAUSE_OF_WAR }, { STR_INIT("storm"), CAUSE_SLOW },
		{ STR_INIT("suicide_bombing"), CAUSE_FAMILIES },
		{ STR_INIT("typhoon"), CAUSE_SLOW },
		{ STR_INIT("wildfire"), CAUSE_SLOW } };
	static const struct str none[] = { STR_INIT(""), STR_INIT("a"), STR_INIT("fir"),
		STR_INIT("fires"), STR_INIT("zeal"), STR_INIT("car") };

	for (size_t i = 0; i < NELEM(cases); i++)
		cr_expect((cause_marks(&cases[i].cause, 1) & cases[i].has) != 0, "%.*s",
		    STR_ARG(cases[i].cause));
	cr_expect_eq(cause_marks(none, NELEM(none)), 0);
	cr_expect_eq(cause_marks(NULL, 0), 0);
}

/* Dates decide, not arrival. */
Test(ledger, order_does_not_matter)
{
	static const int steps[] = { 10, 25, 50, 100, 250 };

	for (size_t i = 0; i < NELEM(stories); i++) {
		const struct story *s = &stories[i];
		size_t n = length(s->reports);
		struct kit_report mixed[16];
		struct kit k, other;

		kit_init(&k);
		kit_rules(&k, RULES, NULL);
		kit_shuffle(s->reports, mixed, n, 1);
		qsort(mixed, n, sizeof(mixed[0]), by_date);
		for (size_t j = 0; j < n; j++)
			kit_tell(&k, &mixed[j]);
		for (uint64_t seed = 1; seed <= 20; seed++) {
			kit_shuffle(s->reports, mixed, n, seed);
			kit_init(&other);
			kit_rules(&other, RULES, NULL);
			for (size_t j = 0; j < n; j++)
				kit_tell(&other, &mixed[j]);
			if (strcmp(s->name, "an entry is withdrawn") != 0)
				cr_expect(str_eq(kit_dump(&k), kit_dump(&other)),
				    "%s, order %u:\n%.*snot\n%.*s", s->name,
				    (unsigned)seed, STR_ARG(kit_dump(&other)),
				    STR_ARG(kit_dump(&k)));
			for (size_t j = 0; j < NELEM(steps); j++)
				cr_expect(rings_of(buf_str(&other.alerts), steps[j]) <=
					ledger_mem_count(k.mem) +
					    (strstr(s->name, "withdrawn") != NULL),
				    "%s, order %u: %.*s", s->name, (unsigned)seed,
				    STR_ARG(buf_str(&other.alerts)));
			kit_clear(&other);
		}
		kit_clear(&k);
	}
}

/* ---- figures ---- */

Test(ledger, parts_and_classes)
{
	struct kit k;
	const struct incident *in;
	const struct fused *t;

	kit_init(&k);
	kit_tell(&k,
	    &(struct kit_report){ "2025-01-10T10:00:00Z", "a", "f",
		"killed 255+ total since=2025-01-08 in=Idlib/SY/I;killed 144 part "
		"who=fighters side=rebels;"
		"killed 87 part who=soldiers side=army;killed 26 part who=civilians;"
		"killed 6 part who=children" });
	in = k.view.incident(k.view.ctx, &k.work, k.last_incident);
	cr_assert(in != NULL);
	t = incident_toll(in, TOLL_KILLED, STR_NONE, STR_NONE);
	cr_assert(t != NULL);
	cr_expect(t->best == 255 && t->max == -1 && t->min == 255);
	t = incident_toll(in, TOLL_KILLED, STR("civilians"), STR_NONE);
	cr_expect(t != NULL && t->best == 26);
	t = incident_toll(in, TOLL_KILLED, STR_NONE, STR("~armia"));
	cr_expect(t == NULL || t->best == 87);
	cr_expect_eq(in->campaign, true);
	kit_clear(&k);
}

Test(ledger, two_sources_in_one_report)
{
	static const struct kit_report told[] = {
		{ "2025-01-10T10:00:00Z", "a", "f",
		    "killed 11 src=police in=Kano/NG/K; killed 31 claimed src=opposition "
		    "in=Kano/NG/K" },
		{ "2025-01-10T11:00:00Z", "b", "g",
		    "killed 12 src=police in=Kano/NG/K; killed 9 src=hospital "
		    "in=Kano/NG/K" },
		{ NULL }
	};
	struct kit k;
	const struct incident *in;
	const struct fused *t;
	struct str others;

	kit_init(&k);
	kit_tell_all(&k, told);
	in = k.view.incident(k.view.ctx, &k.work, k.last_incident);
	t = incident_toll(in, TOLL_KILLED, STR_NONE, STR_NONE);
	cr_expect(in->n_pieces == 2 && t->best == 12 && t->min == 9 && t->max == 31 &&
		t->sources == 1,
	    "%zu: %lld %lld %lld %zu", in->n_pieces, (long long)t->min,
	    (long long)t->best, (long long)t->max, t->sources);
	others = incident_disagree(&k.work, in, t);
	cr_expect(str_eq(others, STR("31 (opposition), 9 (hospital)")), "%.*s",
	    STR_ARG(others));
	kit_clear(&k);
}

Test(ledger, sources_and_disagreement)
{
	static const struct kit_report told[] = {
		{ "2025-01-10T10:00:00Z", "a", "f", "killed 40 src=police in=Kano/NG/K" },
		{ "2025-01-10T11:00:00Z", "b", "g",
		    "killed 41 src=hospital in=Kano/NG/K" },
		{ "2025-01-10T12:00:00Z", "c", "h", "killed 31 src=army in=Kano/NG/K" },
		{ NULL }
	};
	struct kit k;
	const struct incident *in;
	const struct fused *t;
	struct str others;
	struct buf b;

	kit_init(&k);
	kit_tell_all(&k, told);
	in = k.view.incident(k.view.ctx, &k.work, k.last_incident);
	t = incident_toll(in, TOLL_KILLED, STR_NONE, STR_NONE);
	cr_expect(t->best == 41 && t->min == 31 && t->max == 41 && t->sources == 2,
	    "%lld %lld %lld %zu", (long long)t->min, (long long)t->best,
	    (long long)t->max, t->sources);
	others = incident_disagree(&k.work, in, t);
	cr_expect(str_eq(others, STR("31 (army)")), "%.*s", STR_ARG(others));
	cr_expect_eq(incident_confirmed(in, TOLL_KILLED, STR_NONE, STR_NONE, 2), 40);
	cr_expect_eq(incident_confirmed(in, TOLL_KILLED, STR_NONE, STR_NONE, 3), 31);
	cr_expect_eq(incident_confirmed(in, TOLL_KILLED, STR_NONE, STR_NONE, 4), -1);
	buf_init(&b, 1 << 16);
	incident_explain(&b, in);
	cr_expect(str_find(buf_str(&b), STR("same place")) != STR_NOWHERE, "%.*s",
	    STR_ARG(buf_str(&b)));
	cr_expect(str_find(buf_str(&b), STR("began the incident")) != STR_NOWHERE);
	buf_clear(&b);
	kit_clear(&k);
}

/* ---- wording ---- */

Test(ledger, copies_of_a_text_are_one_source)
{
	static const char text[] =
	    "An airstrike hit the western suburb in the morning, said a union of "
	    "doctors. The bodies were brought to a field hospital, and volunteers were "
	    "digging through "
	    "the rubble of three houses for those who were still missing in the "
	    "afternoon.";
	static const char other[] =
	    "Residents buried their dead in the evening after what they called "
	    "the worst raid of the year. The Red Crescent spoke of damaged water lines, "
	    "and said that "
	    "its own crews had come under fire twice while they were on the way to the "
	    "suburb.";
	static const struct kit_report told[] = { { "2025-04-02T06:00:00Z", "a", "f",
						      "killed 16 in=Omdurman/SD/K", "",
						      text },
		{ "2025-04-02T07:00:00Z", "b", "g", "killed 16 in=Omdurman/SD/K", "",
		    text },
		{ "2025-04-02T08:00:00Z", "c", "h", "killed 16 in=Omdurman/SD/K", "",
		    other },
		{ NULL } };
	struct kit k;
	const struct incident *in;

	cr_expect(text_near(text_print(str_of(text)), text_print(str_of(text))));
	cr_expect(!text_near(text_print(str_of(text)), text_print(str_of(other))));
	kit_init(&k);
	kit_tell_all(&k, told);
	in = k.view.incident(k.view.ctx, &k.work, k.last_incident);
	cr_expect_eq(in->sources, 2, "%zu", in->sources);
	cr_expect_eq(in->tolls[0].sources, 2, "%zu", in->tolls[0].sources);
	kit_clear(&k);
}

/* ---- what was known when ---- */

static struct str
series(struct kit *k)
{
	const struct incident *in = k->view.incident(k->view.ctx, &k->work,
	    k->last_incident);
	int64_t *at, was = -1;
	size_t n = incident_moments(&k->work, in, &at);
	struct str out = STR("");

	for (size_t i = 0; i < n; i++) {
		struct str source;
		const struct fused *t = incident_toll_known(&k->work, in, TOLL_KILLED,
		    at[i], &source);

		if (t == NULL || t->best == was)
			continue;
		was = t->best;
		out = arena_printf(&k->work, "%.*s%lld:%lld ", STR_ARG(out),
		    (long long)(at[i] / MS_HOUR % 24), (long long)t->best);
	}
	return out;
}

#define SAYS(hour, entry, feed, n)                               \
	{                                                        \
		"2025-11-03T0" hour ":00:00Z", entry, feed,      \
		    "killed " n " in=Quetta/PK/B cause=accident" \
	}
#define EDITS(hour, entry, feed, n, at)                                       \
	{                                                                     \
		"2025-11-03T0" hour ":00:00Z", entry, feed,                   \
		    "killed " n " in=Quetta/PK/B cause=accident", NULL, NULL, \
		    "2025-11-03T0" at ":00:00Z"                               \
	}

Test(ledger, known_then)
{
	static const struct {
		const char *name, *want;
		struct kit_report told[5];
	} cases[] = {
		{ "nothing was edited", "1:28 2:31 ",
		    { SAYS("1", "e", "a", "28"), SAYS("2", "f", "b", "31") } },
		{ "down", "1:28 3:18 ",
		    { SAYS("1", "e", "a", "28"), EDITS("1", "e", "a", "18", "3") } },
		{ "up", "1:28 3:31 ",
		    { SAYS("1", "e", "a", "28"), EDITS("1", "e", "a", "31", "3") } },
		{ "its words, then its figure", "1:28 5:18 ",
		    { SAYS("1", "e", "a", "28"), EDITS("1", "e", "a", "28", "3"),
			EDITS("1", "e", "a", "18", "5") } },
		{ "down and up", "1:28 3:18 5:20 ",
		    { SAYS("1", "e", "a", "28"), EDITS("1", "e", "a", "18", "3"),
			EDITS("1", "e", "a", "20", "5") } },
		{ "a report between", "1:28 2:30 ",
		    { SAYS("1", "e", "a", "28"), SAYS("2", "f", "b", "30"),
			EDITS("1", "e", "a", "18", "3") } },
		{ "told out of order", "1:28 2:30 ",
		    { SAYS("1", "e", "a", "28"), EDITS("1", "e", "a", "18", "3"),
			SAYS("2", "f", "b", "30") } },
		{ "taken down, another stands", "1:40 3:30 ",
		    { SAYS("1", "e", "a", "40"), SAYS("2", "f", "b", "30"),
			{ .at = "2025-11-03T03:00:00Z",
			    .entry = "e",
			    .feed = "a",
			    .facts = "",
			    .withdrawn = true } } },
	};

	for (size_t i = 0; i < NELEM(cases); i++) {
		struct kit k;
		struct str got;

		kit_init(&k);
		for (const struct kit_report *r = cases[i].told; r->at != NULL; r++)
			kit_tell(&k, r);
		got = series(&k);
		cr_expect(str_eq(got, str_of(cases[i].want)), "%s: %.*s", cases[i].name,
		    STR_ARG(got));
		kit_clear(&k);
	}
}

/* ---- bytes ---- */

/* A copy of a copy says the same, for its own reasons, when the first is gone. */
Test(ledger, pieces_move)
{
	static const struct kit_report told = { "2025-01-10T10:00:00Z", "a", "f",
		"killed 40 src=police in=Kano/NG/K@12.0,8.5;ground=captured "
		"obj=Baga/NG/B by=rebels",
		"A title", "A text" };
	static const struct reason why = { FUSE_SAME_PLACE, 3 };
	const struct piece *first, *other, *second;
	struct buf want, got;
	struct arena a, b;
	struct kit k;

	arena_init(&a);
	arena_init(&b);
	buf_init(&want, 1 << 20);
	buf_init(&got, 1 << 20);
	kit_init(&k);
	kit_tell(&k, &told);
	first = k.view.incident(k.view.ctx, &k.work, k.last_incident)->pieces[0];
	other = piece_because(&a, piece_draft(&a, first), &why, 1);
	piece_put(&want, other);
	second = piece_because(&a, piece_keep(&a, first), &why, 1);
	second = piece_keep(&b, second);
	cr_expect_eq(piece_keep(&b, second), second);
	arena_wipe(&a);
	cr_expect(second->n_why == 1 && second->why[0].what == FUSE_SAME_PLACE);
	cr_expect(str_eq(second->mark.entry, STR("a")));
	piece_put(&got, second);
	cr_expect(str_eq(buf_str(&got), buf_str(&want)));
	buf_reset(&got);
	piece_put(&got, piece_draft(&k.work, second));
	cr_expect(str_eq(buf_str(&got), buf_str(&want)), "texts lie in what it keeps");
	kit_clear(&k);
	buf_clear(&got);
	buf_clear(&want);
	arena_clear(&b);
	arena_clear(&a);
}

/* ---- what people do ---- */

/* A word of withdrawal counts as a label over the title, not within it. */
Test(ledger, labels_of_withdrawal)
{
	static const struct {
		const char *title;
		bool withdrawn;
	} titles[] = { { "RETRACTED: Nine killed in Tarn", true },
		{ "[Withdrawn] Nine killed", true },
		{ "Story withdrawn - nine killed in Tarn", true },
		{ "Report retracted", true },
		{ "Troops withdrawn: Tarn breathes", false },
		{ "Withdrawn troops kill nine", false },
		{ "Nine killed in Tarn: army withdrawn", false }, { "", false },
		{ ":", false } };

	for (size_t i = 0; i < NELEM(titles); i++) {
		struct fact_list l = { .n = 0 };
		struct kit k;

		kit_init(&k);
		kit_story(&k, str_of(titles[i].title), str_of(titles[i].title), &l);
		cr_expect_eq((l.marks & STORY_WITHDRAWN) != 0, titles[i].withdrawn, "%s",
		    titles[i].title);
		kit_clear(&k);
	}
}

Test(ledger, merge_split_retract)
{
	static const struct kit_report told[] = {
		{ "2025-01-10T10:00:00Z", "a", "f",
		    "killed 30 src=police in=Kano/NG/K@12.0,8.5" },
		{ "2025-01-10T11:00:00Z", "b", "g",
		    "killed 60 src=army in=Lagos/NG/L@6.5,3.4" },
		{ NULL }
	};
	struct kit k;
	struct str first, second;
	struct ledger_changes c;
	const struct incident *in;
	struct err e = { "" };
	struct ledger_hand by_hand = { &k.view, &k.work, STR("same"), 5 };

	kit_init(&k);
	kit_rules(&k, RULES, NULL);
	kit_tell(&k, &told[0]);
	first = k.last_incident;
	kit_tell(&k, &told[1]);
	second = k.last_incident;
	cr_assert_eq(ledger_mem_count(k.mem), 2);
	cr_assert_eq(ledger_merge(&by_hand, second, first, &c, &e), 0, "%s", e.msg);
	kit_correct(&k, &c);
	cr_expect_eq(ledger_mem_count(k.mem), 1);
	cr_expect(ledger_merge(&by_hand, second, first, &c, &e) < 0);
	cr_expect(strstr(e.msg, "is merged") != NULL, "%s", e.msg);
	in = k.view.incident(k.view.ctx, &k.work, second);
	cr_expect_eq(in->n_pieces, 2);
	cr_expect_eq(in->n_ops, 1);
	cr_assert_eq(ledger_split(&by_hand, second, &(struct str)STR_INIT("a"), 1, &c,
			 &e),
	    0, "%s", e.msg);
	kit_correct(&k, &c);
	cr_expect_eq(ledger_mem_count(k.mem), 2);
	cr_assert_eq(ledger_retract(&by_hand, second, &c, &e), 0, "%s", e.msg);
	kit_correct(&k, &c);
	cr_expect_eq(ledger_mem_count(k.mem), 1);
	cr_expect(str_eq(buf_str(&k.alerts),
		      STR("a toll toll_crossed 25 30\n"
			  "b toll toll_crossed 50 60\na toll merged -1 30\nb toll "
			  "retracted -1 60\n")),
	    "%.*s", STR_ARG(buf_str(&k.alerts)));
	kit_clear(&k);
}

Test(ledger, an_incident_stays_small)
{
	struct kit k;
	const struct incident *in;
	char at[32], entry[16], facts[64];

	kit_init(&k);
	for (int i = 0; i < 400; i++) {
		snprintf(at, sizeof(at), "2025-01-10T%02d:%02d:00Z", i / 60, i % 60);
		snprintf(entry, sizeof(entry), "e%d", i);
		snprintf(facts, sizeof(facts), "killed %d src=s%d in=Kano/NG/K",
		    20 + i / 20, i % 7);
		kit_tell(&k, &(struct kit_report){ at, entry, "f", facts });
	}
	cr_assert_eq(ledger_mem_count(k.mem), 1);
	in = k.view.incident(k.view.ctx, &k.work, k.last_incident);
	cr_expect_eq(in->n_pieces, INCIDENT_PIECES);
	cr_expect_eq(in->n_pieces + in->dropped, 400);
	cr_expect_eq(incident_toll(in, TOLL_KILLED, STR_NONE, STR_NONE)->best, 39);
	kit_clear(&k);
}

/* Reports of one minute stand in the order of their names: the latest to come may be the
 * oldest. */
Test(ledger, the_report_that_comes_is_not_let_go)
{
	struct kit k;
	char entry[16];

	kit_init(&k);
	for (int i = 0; i < 2 * INCIDENT_PIECES; i++) {
		const struct incident *in;

		snprintf(entry, sizeof(entry), "e%03d", i == 0 ? 0 : 500 - i);
		kit_tell(&k,
		    &(struct kit_report){
			"2025-01-10T10:00:00Z", entry, "f", "killed 20 in=Kano/NG/K" });
		in = k.view.incident(k.view.ctx, &k.work, k.last_incident);
		cr_expect(incident_tells(in, str_of(entry)), "%s", entry);
	}
	kit_clear(&k);
}

Test(ledger, every_weight_has_words)
{
	for (size_t i = 0; i < FUSE_WHAT_N; i++)
		cr_expect(fuse_rows[i].text != NULL, "row %zu", i);
}
