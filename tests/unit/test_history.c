/* test_history.c -- what an entry tells of other days than its own. */
#include "config.h"

#include "base/alloc.h"
#include "tests/unit/reader_kit.h"

/* What happened long before the entry's day is told as a fact, and is none of its toll.
 */
Test(history, told_again)
{
	static const struct {
		const char *title, *body;
		int64_t best;
	} rows[] = {
		{ "Report on Tarn",
		    "Inspectors found 26 clerks were killed in a 2018 massacre in Tarn. "
		    "Rights groups put the toll at 71.",
		    0 },
		{ "More than 20 resistance fighters killed in Tarn",
		    "Twenty-five members of armed resistance groups were killed on "
		    "Friday in Tarn.",
		    25 },
		{ "Strike on car kills two in Tarn",
		    "A strike on a car killed two people in Tarn on Thursday. A truce "
		    "ended months of fighting between the two. More than 4,000 people "
		    "were killed in Tarn.",
		    2 },
		{ "Shells kill 22 in Tarn",
		    "Shelling killed 20 pupils and two teachers in Tarn. The army has "
		    "made 4,000 raids. At least 7,650 people have been killed by the "
		    "regime.",
		    22 },
		{ "Raid kills two in Tarn",
		    "Raiders killed two clerks in Tarn on Thursday. A youth leader put "
		    "the death toll at seven.",
		    2 },
		{ "Raid kills two in Tarn",
		    "Raiders killed two clerks in Tarn on Thursday. Police said later "
		    "that the toll had risen to seven.",
		    7 },
		{ "Raid kills two in Tarn",
		    "Raiders killed two clerks in Tarn on Thursday. Troops killed nine "
		    "raiders.",
		    11 },
		{ "Raid kills 14; toll in war passes 73,000",
		    "Raiders killed 14 clerks in Tarn on Thursday.", 14 },
		{ "Raid leaves 49 dead",
		    "At least 49 people were killed in Tarn. A provisional toll stood at "
		    "eight.",
		    49 },
		{ "Crash kills 20",
		    "A plane fell on Tarn on Thursday, killing 20 people. It was the "
		    "worst since 1984, when a plane fell on Bode, killing all 49.",
		    20 },
		{ "Tarn: 31 clerks, 17 guards, 145 raiders killed in attacks",
		    "BODE: Troops killed 145 raiders in 40 hours across Tarn.", 193 },
		{ "Jets hit Bode after bombing leaves five dead in Tarn",
		    "Jets struck Bode, hours after two attackers killed five clerks in "
		    "Tarn, the army said. The assailants, a man and a woman, were "
		    "killed, the mayor said.",
		    5 },
		{ "Raid on Tarn",
		    "Bandits killed 13 clerks in Tarn on Thursday. Twenty-five clerks "
		    "were killed in the first attack on the site last month. Police said "
		    "the attackers killed at least 20 clerks.",
		    20 },
		{ "Raid kills three in Tarn",
		    "Raiders attacked a mine in Tarn on Thursday. Three others were "
		    "killed.",
		    3 },
		{ "Raid on Tarn",
		    "Raiders killed eight clerks in Tarn. At least 4,000 people have "
		    "been killed by bandits.",
		    8 },
		{ "Strike on car kills two in Tarn",
		    "A strike on a car killed two people in Tarn on Thursday. In Bode, "
		    "separately, shells killed six clerks.",
		    8 },
		{ "Dozens dead in Tarn",
		    "Shells killed 30 people in Tarn. Police later said that 36 people "
		    "had been killed.",
		    36 },
		{ "Bombs kill 19 in Tarn",
		    "Two bombs killed 19 people in Tarn. Eleven more are feared dead "
		    "under the rubble.",
		    19 },
		{ "Group accuses guards of killing hundreds in Tarn",
		    "The group accused guards of killing at least 320 clerks in Tarn "
		    "last year.",
		    0 },
		{ "Report blames the pilots",
		    "A crash in June 2023 killed 260 people in Tarn, a report said. The "
		    "plane crashed on a hostel, killing 19.",
		    0 },
		{ "Rebels take base in Tarn",
		    "The group said 33 of its fighters had been killed since the battle "
		    "began in January. Jets bombed Tarn on Thursday, killing five "
		    "people.",
		    5 },
		{ "Trial opens over fire that killed 63 in Tarn",
		    "Two men went on trial on Thursday over a fire in March 2023 that "
		    "killed "
		    "63 people in Tarn. The fire killed 40 in one room.",
		    0 },
		{ "Troops killed 36 rebels",
		    "The office said troops have arrested 14 men. He said the troops "
		    "also killed 36 rebels.",
		    36 },
	};
	const struct day day = { 2024, 5, 10 };
	struct reader *r = reader();

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct reading in = { .lang = STR("en"),
			.published_ms = day_start(day),
			.title = str_of(rows[i].title) };
		struct fact_list l;
		struct arena a;

		arena_init(&a);
		in.text = arena_printf(&a, "%s\n%s", rows[i].title, rows[i].body);
		reader_read(r, &a, &in, &l);
		cr_expect(l.toll.of[TOLL_KILLED].best == rows[i].best, "%s: %lld",
		    rows[i].title, (long long)l.toll.of[TOLL_KILLED].best);
		arena_clear(&a);
	}
	reader_free(r);
}

/* The day of the saying is not that of the deed, where one is told. */
Test(history, day_of_the_deed)
{
	static const struct {
		const char *text;
		int day; /* of May */
	} rows[] = {
		{ "Raiders killed nine clerks in Tarn, the mayor said on Friday.", 10 },
		{ "Raiders killed nine clerks in Tarn, the mayor said on Friday. They "
		  "came on Wednesday.",
		    8 },
		{ "Raiders killed nine clerks in Tarn on Tuesday, the mayor said on "
		  "Friday. They came on Wednesday.",
		    7 },
		{ "The mayor on Friday strongly condemned a raid in which nine clerks "
		  "were killed. The raid was on Thursday.",
		    9 },
		{ "Raiders killed nine clerks in Tarn, the mayor said on Friday. They "
		  "attacked the town, which they had left on Wednesday.",
		    10 },
		{ "Raiders killed nine clerks, the mayor said on Friday. He added that "
		  "the raid was on Wednesday.",
		    8 },
		{ "Raiders killed nine clerks, the mayor said on Friday.\nOn Wednesday, "
		  "a bus crashed in Bode.",
		    10 },
		{ "Police said Tuesday's raid killed nine clerks.", 7 },
		{ "Police said on Friday that they had killed nine clerks at the "
		  "weekend.",
		    4 },
	};
	const struct day day = { 2024, 5, 10 };
	struct reader *r = reader();

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct reading in = { .text = str_of(rows[i].text),
			.lang = STR("en"),
			.published_ms = day_start(day) };
		struct fact_list l;
		struct arena a;

		arena_init(&a);
		reader_read(r, &a, &in, &l);
		cr_assert(l.n > 0, "%s", rows[i].text);
		cr_expect(l.items[0].since.day == rows[i].day, "%s: %d", rows[i].text,
		    l.items[0].since.day);
		arena_clear(&a);
	}
	reader_free(r);
}

Test(history, history_by_its_date_is_no_toll)
{
	static const struct {
		const char *text;
		int64_t best;
		size_t history; /* which of its facts is background; SIZE_MAX: none */
	} rows[] = {
		{ "The ferry sank in 1987, killing 90 pilgrims. On Thursday two sailors "
		  "died when a shell hit it.",
		    2, 0 },
		{ "A blast killed six clerks in Tarn on Thursday. In January a similar "
		  "blast there killed 81 people.",
		    6, 1 },
		{ "A blast killed six clerks in Tarn in January.", 6, SIZE_MAX },
		{ "Raiders killed six clerks. The raid came a week after an ambush left "
		  "12 guards dead.",
		    6, 1 },
		{ "Police arrested 14 men on Friday. A man died in January when a church "
		  "was attacked.",
		    0, 1 },
		{ "What we know about the crash that killed 10 in 2023 - The Tarn Herald",
		    0, 0 },
		{ "A ferry disaster killed 90 people in 2019 -- the wreck was raised "
		  "now, officials said",
		    0, 0 },
		{ "TARN, 9 May 2024 (Agency) - A shell killed 12 people.", 12, SIZE_MAX },
		{ "A drone killed 15 people in Tarn. The ministry reports at least "
		  "40,000 people have been killed.",
		    15, 1 },
		{ "Gunmen killed six clerks in Tarn on Thursday. The army has killed "
		  "three rebels there since January.",
		    6, SIZE_MAX },
		{ "Twelve clerks were killed in an attack on the walled town of Tarn, "
		  "north of the river, two years ago.",
		    0, 0 },
		{ "The group, formed in 2014, killed 12 clerks in Tarn.", 12, SIZE_MAX },
		{ "Rebels kill 14 soldiers near Tarn; 900 killed since March 2009", 14,
		    1 },
		{ "14 killed in shelling on Tarn bringing the death toll to 180 since "
		  "January 2009",
		    14, 1 },
		{ "About 14 rebels were killed in Tarn, raising their losses to 300 "
		  "since January 2009.",
		    14, 1 },
		{ "Guards, who took up arms in 2014, killed 12 clerks in Tarn on Sunday.",
		    12, SIZE_MAX },
		{ "The attack, carried out in 2014, killed 12 clerks.", 0, 0 },
		{ "A blast killed six clerks in Tarn on Thursday. Thousands have died in "
		  "the country.",
		    6, 1 },
		{ "A court sentenced a soldier. The court had commuted a sentence. A "
		  "shell killed two clerks.",
		    2, SIZE_MAX },
	};
	const struct day day = { 2024, 5, 10 };
	struct reader *r = reader();

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct reading in = { .lang = STR("en"),
			.published_ms = day_start(day),
			.text = str_of(rows[i].text) };
		struct fact_list l;
		struct arena a;

		arena_init(&a);
		reader_read(r, &a, &in, &l);
		for (size_t k = 0; k < l.n; k++)
			cr_expect((l.items[k].stance == STANCE_BACKGROUND) ==
				(k == rows[i].history),
			    "%s: %zu", rows[i].text, k);
		cr_expect(l.toll.of[TOLL_KILLED].best == rows[i].best, "%s: %lld",
		    rows[i].text, (long long)l.toll.of[TOLL_KILLED].best);
		arena_clear(&a);
	}
	reader_free(r);
}
