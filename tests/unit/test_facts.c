/* test_facts.c -- text to facts: our own sentences, and every line of the language packs.
 */
#include "config.h"

#include <criterion/criterion.h>
#include <jansson.h>

#include "base/alloc.h"
#include "facts/territory.h"
#include "facts/lang_check.h"
#include "tests/unit/reader_kit.h"

#define REPORT (1u << 20)

Test(facts, packs_prove_themselves)
{
	struct reader *r = reader();
	struct lang_report report = { 0 };
	struct buf out;

	buf_init(&out, REPORT);
	report.out = &out;
	lang_check(r, &report);
	cr_expect_eq(report.failed, 0, "%.*s", STR_ARG(buf_str(&out)));
	cr_expect(report.checked > 30);
	buf_clear(&out);
	reader_free(r);
}

/* What the text tells of ground, as territory_say() says it; a row without "ground" tells
 * nothing. */
static void
check_ground(const struct fact_list *l, const json_t *row)
{
	const char *want = json_string_value(json_object_get(row, "ground"));
	struct buf said;

	buf_init(&said, REPORT);
	territory_say_all(&said, l);
	cr_expect(str_eq(buf_str(&said), str_of(want == NULL ? "" : want)),
	    "%s\n  said   %.*s\n  wanted %s",
	    json_string_value(json_object_get(row, "text")), STR_ARG(buf_str(&said)),
	    want == NULL ? "" : want);
	buf_clear(&said);
}

static void
read_case(const struct reader *r, struct str lang, const json_t *row, bool ground)
{
	struct arena a;
	struct reading in = {
		.text = str_of(json_string_value(json_object_get(row, "text"))),
		.lang = lang,
		.published_ms = TIME_NONE
	};
	struct fact_list l;
	struct buf why;

	arena_init(&a);
	buf_init(&why, REPORT);
	reader_read(r, &a, &in, &l);
	cr_expect(facts_match(&l,
		      str_of(json_string_value(json_object_get(row, "facts"))), &why),
	    "%.*s: %.*s", STR_ARG(in.text), STR_ARG(buf_str(&why)));
	if (ground)
		check_ground(&l, row);
	buf_clear(&why);
	arena_clear(&a);
}

static size_t
read_cases(const struct reader *r, const char *path, struct str lang, bool ground)
{
	FILE *f = fopen(path, "re");
	size_t n = 0;
	json_t *row;

	cr_assert(f != NULL, "%s", path);
	while ((row = json_loadf(f, JSON_DISABLE_EOF_CHECK, NULL)) != NULL) {
		read_case(r, lang, row, ground);
		json_decref(row);
		n++;
	}
	fclose(f);
	return n;
}

Test(facts, english)
{
	struct reader *r = reader();

	cr_expect(read_cases(r, SRCDIR "/tests/cases/english.jsonl", STR("en"), false) >=
	    150);
	reader_free(r);
}

Test(facts, other_languages)
{
	static const char *const langs[] = { "ar", "de", "es", "fr", "pt", "ru", "tr",
		"uk" };
	struct reader *r = reader();

	for (size_t i = 0; i < NELEM(langs); i++) {
		char path[300];

		snprintf(path, sizeof(path), "%s/tests/cases/lang-%s.jsonl", SRCDIR,
		    langs[i]);
		cr_expect(read_cases(r, path, str_of(langs[i]), true) >= 5);
		/* declared or not */
		read_cases(r, path, STR_NONE, true);
	}
	reader_free(r);
}

static const struct {
	const char *text;
	int64_t killed, low, high, noncombatant; /* killed 0: no toll */
} tolls[] = {
	{ "Shells killed 704 people, of whom 110 were civilians.", 704, 704, 704, 704 },
	{ "Three guards and two nurses were killed.", 5, 5, 5, 2 },
	{ "A blast killed six people. At least six people were killed in the blast.", 6,
	    6, 6, 6 },
	{ "A blast killed six people. Elsewhere, gunmen killed two farmers.", 8, 8, 8,
	    8 },
	{ "Floods have killed 145 people in Thailand. In Songkhla province, 110 people "
	  "died.",
	    145, 145, 145, 145 },
	{ "Ten people were killed. In Tarn, seven more were killed. In Bode, three more "
	  "were killed.",
	    10, 10, 10, 10 },
	{ "Six people were killed in Tarn. Two more bodies were found later.", 8, 8, 8,
	    8 },
	{ "Six people were killed in Tarn. Two more deaths were reported later.", 8, 8, 8,
	    8 },
	{ "Two attacks killed 18 people. A bomb in Selmabad killed six. The death toll "
	  "in Selmabad later rose to 13.",
	    18, 18, 18, 18 },
	{ "The flood killed 18 people and 34 others remain missing.", 18, 18, 18, 18 },
	{ "A blast killed six people. The toll later rose to nine.", 9, 9, 9, 9 },
	{ "Attacks reported this week:\n\n- Four guards were killed in Gusau.\n- Two "
	  "clerks "
	  "were shot dead in Maradi.\n- Six people died in Ghazni.",
	    12, 12, 12, 8 },
	{ "Ten people were killed in the north.\n\n- Four died in Gusau.\n- Two died in "
	  "Maradi.",
	    10, 10, 10, 10 },
	{ "KEY POINTS\n\n- Nine people were killed in Gusau.\n- Four of the dead in "
	  "Gusau "
	  "were children.",
	    9, 9, 9, 9 },
	{ "12:40 GMT\n\nThree people have been killed in Maradi.\n\n11:15 GMT\n\nTwo "
	  "clerks were killed by shelling in Gusau.\n\n09:30 GMT\n\nTwo people have been "
	  "killed in Maradi.",
	    5, 5, 5, 5 },
	{ "GUSAU (AP) - A blast killed six people in Gusau.\n\nNobody said who did "
	  "it.\n\nMARADI (AP) - Raiders killed two farmers in Maradi.",
	    8, 8, 8, 8 },
	{ "Ten people were killed in Gusau, Zamfara state. The mayor put the toll at 12. "
	  "In Maradi, five people died.",
	    12, 12, 12, 12 },
	{ "A bomb killed 16 people. The hospital received 14 bodies. Two more people "
	  "died on the way there.",
	    16, 16, 16, 16 },
	{ "Eight soldiers were killed by drones. Five were killed in Maradi. The army "
	  "said it killed eight rebels.",
	    8, 8, 8, 0 },
	{ "Ten soldiers were killed in Maradi, the army said. The rebels said their "
	  "fighters had killed 30 soldiers there.",
	    10, 10, 10, 0 },
	{ "More than 700 people were killed.", 700, 701, -1, 700 },
	{ "Dozens of villagers were killed. Police said 31 villagers were killed.", 31,
	    31, 31, 31 },
	{ "In the same town 30 traders were killed last year.", 0, 0, 0, 0 },
	{ "The army denied that 12 villagers were killed.", 0, 0, 0, 0 },
	{ "A man was killed and his body was found in a pit.", 1, 1, 1, 1 },
	{ "Three guards and several gunmen were killed.", 3, 3, -1, 0 },
	{ "Rebels claimed a bombing that killed 15 people; a car bomb killed 13 more.",
	    28, 28, 28, 28 },
	{ "Two bombers blew themselves up, killing themselves and five traders.", 7, 7, 7,
	    5 },
	{ "The rebels claimed to have killed 20 soldiers; the army acknowledged four "
	  "dead.",
	    4, 4, 4, 4 },
	{ "Raiders killed a clerk. Two guards were killed too.", 3, 3, 3, 1 },
	{ "Soldiers killed the raider. Three raiders were killed.", 3, 3, 3, 0 },
	{ "The rebels claimed that 1,150 soldiers had been killed, while two clerks died "
	  "in Tarn.",
	    2, 2, 2, 2 },
	{ "Rebels shot down a helicopter in Tarn, killing 13. A separate truck bomb in "
	  "Bode killed six.",
	    19, 19, 19, 19 },
	{ "The rebels said that 700 people had been killed, while the UN spoke of ten "
	  "deaths.",
	    10, 10, 10, 10 },
	{ "Seven climbers were killed in Tarn. Two climbers died in a separate incident.",
	    9, 9, 9, 9 },
	{ "A raid killed a child. One source said that two people were killed.", 1, 1, 1,
	    1 },
	{ "A bomb killed nine people in Tarn. Hours later, another bomb went off near a "
	  "mosque. It killed four.",
	    13, 13, 13, 13 },
	{ "A bomb killed nine people in Tarn. Hours later, rebels claimed the bombing. "
	  "It killed nine.",
	    9, 9, 9, 9 },
	{ "Raiders attacked a post, killing a guard and abducting two clerks. The clerks "
	  "were found dead.",
	    3, 3, 3, 2 },
	{ "A clerk was killed and his father was abducted. The father was killed the "
	  "next day.",
	    2, 2, 2, 2 },
	{ "Gunmen killed a family of six -- husband, wife and four children -- in their "
	  "home.",
	    6, 6, 6, 6 },
	{ "Eight people, including five guards, were killed.", 8, 8, 8, 3 },
	{ "Three herders were killed. The rebels claimed that 15 guards were killed.", 3,
	    3, 3, 3 },
	{ "Troops killed a rebel and one additional rebel. They fired back, killing the "
	  "leader and one "
	  "additional rebel.",
	    2, 2, 2, 0 },
	{ "Clerk wounded, three killed in shelling. A clerk was wounded and three others "
	  "were killed.",
	    3, 3, 3, 3 },
	{ "Three killed in Tarn - Gunmen killed three people on Monday.", 3, 3, 3, 3 },
	{ "Gunmen killed three guards in Tarn - a bomb killed three clerks in Bode.", 6,
	    6, 6, 3 },
	{ "Nine people were killed in two attacks. Six died in Tarn. Another three were "
	  "killed in Bode.",
	    9, 9, 9, 9 },
	{ "In Tarn district, six traders were killed. In Bode district, four traders "
	  "were killed.",
	    10, 10, 10, 10 },
	{ "Two herders were killed after they ran, when guards opened fire, killing both "
	  "men.",
	    2, 2, 2, 2 },
	{ "Two traders were killed in Tarn district, Bode province. In Selma province, "
	  "gunmen killed three traders.",
	    5, 5, 5, 5 },
	{ "Two traders were killed in Tarn and Bode provinces. In Tarn province, "
	  "a trader was killed.",
	    2, 2, 2, 2 },
	{ "SELMA, Sept. 24 – Tarn province: A force killed two rebels. Bode province: A "
	  "force killed two rebels.",
	    4, 4, 4, 0 },
	{ "A force killed a rebel leader. Along with him, three guards were killed.", 4,
	    4, 4, 0 },
	{ "A force killed four rebels. At another compound, the force killed three "
	  "rebels.",
	    7, 7, 7, 0 },
	{ "Rebel Leader and Two Guards Killed\n\nA force killed a rebel leader in Tarn. "
	  "Two of "
	  "the leader's guards were also killed.",
	    3, 3, 3, 0 },
	{ "Raiders killed a nurse in Tarn. The nurse was one of three officials killed.",
	    3, 3, 3, 3 },
	{ "The rebels claimed killing two soldiers. The army reported one soldier was "
	  "killed.",
	    1, 1, 1, 0 },
	{ "Three clerks were killed. The rebels confirmed three deaths, but also claimed "
	  "15 soldiers died.",
	    3, 3, 3, 3 },
	{ "A bomber blew himself up at a gate, killing four clerks.", 4, 4, 4, 4 },
	{ "The army said 12 rebels died, but rebels said only two of their men were "
	  "killed.",
	    12, 12, 12, 0 },
	{ "The gunman was killed and four clerks died. The gunman also died, police "
	  "said.",
	    5, 5, 5, 4 },
	{ "Ten clerks were killed in Tarn. A nurse also said that ten people had been "
	  "killed. A guard also said ten people died.",
	    10, 10, 10, 10 },
	{ "In Tarn, two clerks were killed. Due to Russian shelling in the region, two "
	  "people were killed.",
	    2, 2, 2, 2 },
	{ "Bandits slaughtered scores of people in Tarn. In Bode they killed 10 more "
	  "people.",
	    50, 50, -1, 50 },
	{ "Seven guards and 13 raiders were killed. Total fatalities of 20 spread evenly "
	  "across the four events.",
	    5, 5, 5, 5 },
	{ "Six guards died in the two towns. Three are documented in this location.", 3,
	    3, 3, 3 },
	{ "Shelling killed ten clerks in Tarn and Bode. Fatalities split between two "
	  "events.",
	    5, 5, 5, 5 },
	{ "Five guards and four raiders were killed. Fatality count divided over 3 days.",
	    3, 3, 3, 0 },
	{ "Shelling left ten clerks dead in two towns (split across two events).", 5, 5,
	    5, 5 },
	{ "Shelling killed ten clerks. No deaths split the two towns before.", 10, 10, 10,
	    10 },
	{ "Three clerks and two nurses were shot dead (5 total fatalities).", 5, 5, 5,
	    5 },
	{ "Five people, incl. two children, died.", 5, 5, 5, 5 },
	{ "Over three days of fighting, 12 clerks were killed.", 12, 12, 12, 12 },
	{ "Four raiders were 'neutralised' in Tarn.", 4, 4, 4, 0 },
	{ "Shelling hit Tarn; seven casualties (all injured).", 0, 0, 0, 0 },
	{ "Six clerks trapped under the rubble were pulled out dead.", 6, 6, 6, 6 },
	{ "Raiders opened fire on guards in Tarn, four guards were killed.", 4, 4, 4, 0 },
	{ "Guards clashed with raiders at Bode, a clerk died in the clash.", 1, 1, 1, 1 },
	{ "Gunmen opened fire at a car of clerks, the driver was killed.", 1, 1, 1, 1 },
	{ "Deaths on both sides: three guards and four raiders.", 7, 7, 7, 0 },
	{ "The attack cost the army 16 soldiers.", 16, 16, 16, 0 },
	{ "Residents found a body with gunshot wounds in Tarn.", 1, 1, 1, 1 },
	{ "The body with expertise in wounds found fault in Tarn.", 0, 0, 0, 0 },
	{ "Clashes broke out with fatalities of six raiders and injuries of four guards.",
	    6, 6, 6, 0 },
	{ "Police killed 12 raiders in raids spread across four locations.", 12, 12, 12,
	    0 },
	{ "Six traders were killed and three died of wounds. 9 total fatalities.", 9, 9,
	    9, 9 },
	{ "A guard opened fire on clerks, killing nine before he was shot dead.", 10, 10,
	    10, 9 },
	{ "Raids killed 15 people on Monday, with seven guards shot dead in Tarn.", 15,
	    15, 15, 8 },
	{ "Eight people died in a raid on Tarn, with another seven killed in Bode.", 15,
	    15, 15, 15 },
	{ "Four guards were killed in Tarn, and three clerks.", 7, 7, 7, 3 },
	{ "Four guards were killed, and three clerks were hurt.", 4, 4, 4, 0 },
	{ "A clerk was killed in Tarn, a nurse in Bode and two guards in Marun.", 4, 4, 4,
	    2 },
	{ "Three clerks died in the city of Idlib. In the city of Aleppo, three clerks "
	  "were shot dead.",
	    6, 6, 6, 6 },
	{ "A clerk was killed in Saraqib. A clerk was killed in Nikopol.", 2, 2, 2, 2 },
	{ "A clerk was killed in Tarn. The clerk was killed by a drone, police in Bode "
	  "said.",
	    1, 1, 1, 1 },
	{ "Clashes broke out in Tarn. Unknown fatalities coded as 10 and split between "
	  "the two events.",
	    5, 5, 5, 5 },
	{ "Six out of nine hostages were killed.", 6, 6, 6, 6 },
	{ "A clerk was shot dead in Tarn; 1 fatality.", 1, 1, 1, 1 },
	{ "Three clerks were shot dead in Tarn (3 killed).", 3, 3, 3, 3 },
	{ "Raiders killed two guards in Tarn; two deaths in Bode were reported.", 4, 4, 4,
	    2 },
	{ "Eight people including four clerks and four guards died in a raid.", 8, 8, 8,
	    4 },
	{ "Raiders killed seven guards. At the same time, a sniper shot and killed a "
	  "guard.",
	    8, 8, 8, 0 },
	{ "A clerk was shot and rushed to hospital but died on arrival.", 1, 1, 1, 1 },
	{ "Two guards tried to flee, but were shot dead.", 2, 2, 2, 0 },
	{ "A clerk was shot in Tarn but survived.", 0, 0, 0, 0 },
	{ "Seven women were killed along with three children and 11 people injured.", 10,
	    10, 10, 10 },
	{ "A clerk was shot and taken to hospital, where he died.", 1, 1, 1, 1 },
	{ "Raiders shot a clerk, who was taken to hospital where he was pronounced dead.",
	    1, 1, 1, 1 },
	{ "A bomber blew himself up at a gate.", 1, 1, 1, 0 },
	{ "Four traders, including an elder, and seven gunmen were killed.", 11, 11, 11,
	    4 },
	{ "Eleven people were killed, police said, including four shot dead in a bar.",
	    11, 11, 11, 11 },
	{ "Police say 11 people died in the protests, while the opposition says 31 were "
	  "killed.",
	    11, 11, 11, 11 },
	{ "Six traders were killed in Tarn and six in Bode.", 12, 12, 12, 12 },
	{ "Six traders died in a market and another six in a school.", 12, 12, 12, 12 },
	{ "Two traders were killed in Tarn, two in Bode and two in Marun.", 6, 6, 6, 6 },
	{ "Six traders were killed on Monday and six on Tuesday.", 12, 12, 12, 12 },
	{ "Four guards were killed in Tarn, while four guards were killed in Bode.", 8, 8,
	    8, 0 },
	{ "Six clerks died when a bus overturned and two more when a wall collapsed.", 8,
	    8, 8, 8 },
	{ "Twelve people were killed in Syria, six in Idlib and six in Aleppo.", 12, 12,
	    12, 12 },
	{ "Three clerks were killed after raiders stormed a house and killed three "
	  "clerks.",
	    3, 3, 3, 3 },
	{ "Police said three clerks were killed in Tarn, and a doctor said three clerks "
	  "were killed.",
	    3, 3, 3, 3 },
	{ "Raiders burned huts, killing six traders, though residents said 36 were "
	  "killed.",
	    6, 6, 6, 6 },
	{ "Raiders killed six traders -- a local source says 36 were killed -- and "
	  "burned their huts.",
	    6, 6, 6, 6 },
	{ "Two traders were killed while other sources reported that five traders were "
	  "killed.",
	    2, 2, 2, 2 },
	{ "Eight guards died according to the ministry, 25 according to residents.", 8, 8,
	    8, 0 },
	{ "Six clerks died in Tarn, while residents said four clerks died in Bode.", 10,
	    10, 10, 10 },
	{ "A bus carrying 12 traders fell into a ravine. Only the driver survived.", 11,
	    11, 11, 11 },
	{ "In the North East, troops killed 11 rebels. In the North West, police killed "
	  "seven rebels.",
	    18, 18, 18, 0 },
	{ "Troops killed three rebels. Two men armed with rifles came out and were "
	  "killed. A third rebel was killed on the roof.",
	    3, 3, 3, 0 },
	{ "The bodies of 31 rebels were found in Tarn. Two policemen were killed.", 33,
	    33, 33, 0 },
	{ "Two guards were killed. The rebels claimed responsibility and stated that six "
	  "guards were killed.",
	    2, 2, 2, 0 },
	{ "A bus carrying 12 traders fell into a ravine. The driver survived.", 0, 0, 0,
	    0 },
	{ "A bus carrying 12 traders fell into a ravine, killing 11. Only the driver "
	  "survived.",
	    11, 11, 11, 11 },
	{ "The boat was carrying 67 clerks, all of whom died.", 67, 67, 67, 67 },
	{ "Raiders ambushed a convoy of eight guards, killing all of them.", 8, 8, 8, 0 },
	{ "Eight traders were abducted and all were killed.", 8, 8, 8, 8 },
	{ "Gunmen shot two clerks in Tarn, killing them.", 2, 2, 2, 2 },
	{ "Gunmen shot a clerk and killed him.", 1, 1, 1, 1 },
	{ "Two clerks were shot dead on Sunday. The dead were identified as Karim Tarni "
	  "and Omar Bode.",
	    2, 2, 2, 2 },
};

Test(facts, tolls)
{
	struct reader *r = reader();

	for (size_t i = 0; i < sizeof(tolls) / sizeof(tolls[0]); i++) {
		struct arena a;
		struct reading in = { .text = str_of(tolls[i].text),
			.lang = STR("en"),
			.published_ms = TIME_NONE };
		struct fact_list l;
		const struct toll_figure *t = &l.toll.of[TOLL_KILLED];

		arena_init(&a);
		reader_read(r, &a, &in, &l);
		cr_expect_eq(t->known, tolls[i].killed > 0, "%s", tolls[i].text);
		cr_expect(t->best == tolls[i].killed && t->low == tolls[i].low &&
			t->high == tolls[i].high &&
			t->noncombatant == tolls[i].noncombatant,
		    "%s: %lld, %lld..%lld, %lld", tolls[i].text, (long long)t->best,
		    (long long)t->low, (long long)t->high, (long long)t->noncombatant);
		arena_clear(&a);
	}
	reader_free(r);
}

struct best_row {
	const char *text;
	int64_t best;
};

static void
check_best(const struct best_row *rows, size_t n, enum toll_field field)
{
	struct reader *r = reader();

	for (size_t i = 0; i < n; i++) {
		struct arena a;
		struct reading in = { .text = str_of(rows[i].text),
			.lang = STR("en"),
			.published_ms = TIME_NONE };
		struct fact_list l;

		arena_init(&a);
		reader_read(r, &a, &in, &l);
		cr_expect_eq(l.toll.of[field].best, rows[i].best, "%s: %lld",
		    rows[i].text, (long long)l.toll.of[field].best);
		arena_clear(&a);
	}
	reader_free(r);
}

/* A release of several raids. */
Test(facts, held)
{
	static const struct best_row held[] = {
		{ "Troops killed and detained several rebels. In Tarn province, a force "
		  "killed two rebels. It also detained two suspects. In Hur province, "
		  "troops killed a rebel and detained three others.",
		    5 },
		{ "A force detained two rebels in Tarn district. A force in Hur district "
		  "detained a rebel during a search.",
		    3 },
		{ "In the south, police detained two rebels. In the east, police "
		  "detained "
		  "four rebels.",
		    6 },
		{ "Three people were arrested. The other two remain in custody.", 3 },
		{ "Police arrested a leader in Tarn. Along with the leader, four "
		  "suspects "
		  "were detained.",
		    5 },
		{ "Police arrested two rebels in Tarn district, Hur province. In Bode "
		  "district, Marun province, police arrested a leader and one guard.",
		    4 },
		{ "Police captured a leader in Tarn. He surrendered together with a "
		  "second man.",
		    2 },
	};
	check_best(held, NELEM(held), TOLL_DETAINED);
}

/* Where nobody tells of displaced people, homes stand for them. */
Test(facts, homes_stand_for_the_displaced)
{
	static const struct best_row rows[] = {
		{ "In Tarn, 31 houses were destroyed, while in Bode 36 houses were "
		  "destroyed.",
		    67 },
		{ "The storm damaged 300 houses. It destroyed 20 houses.", 20 },
		{ "The storm destroyed 20 houses. In all, 20 houses were destroyed.",
		    20 },
		{ "The storm destroyed 20 houses and displaced 90 people.", 90 },
	};
	check_best(rows, NELEM(rows), TOLL_DISPLACED);
}

/* Who says so, who did it: the whole name and nothing else; a sentence that tells more
 * than that somebody said it speaks for itself alone. */
Test(facts, sources_and_parties_by_their_names)
{
	static const struct {
		const char *text, *source, *by;
	} rows[] = {
		{ "Forces loyal to the junta burned 40 homes and shot six villagers as "
		  "they fled.",
		    "", "Forces loyal to the junta" },
		{ "Factions allied to Tarn and backed by Bode killed six villagers.", "",
		    "Factions allied to Tarn and backed by Bode" },
		{ "Clashes between herders and farmers have claimed 60 lives in Tarn.",
		    "", "" },
		{ "09:14 Tarn Hospital says five people were killed in a strike on a "
		  "tent.",
		    "Tarn Hospital", "" },
		{ "10:42 - Tarn Hospital says five people were killed in a strike on a "
		  "tent.",
		    "Tarn Hospital", "" },
		{ "A blast killed six clerks in Tarn. The mayor reported this on "
		  "Wednesday.",
		    "mayor", "" },
		{ "A blast killed six clerks in Tarn. The mayor said he would rebuild "
		  "the town.",
		    "", "" },
		{ "Raiders set fire to a barn, killing three herders believed to be "
		  "brothers.",
		    "", "Raiders" },
		{ "The tactic has raised fears and Karim Tarni, a member of the council, "
		  "said eight women were killed.",
		    "Karim Tarni", "" },
		{ "A strike killed nine people, who were attending a feast in Tarn, said "
		  "a witness.",
		    "witness", "" },
		{ "A strike killed nine people, said two witnesses.", "two witnesses",
		    "" },
		{ "The army said seven were killed.", "army", "" },
		{ "A nurse at the town clinic, speaking on condition of anonymity, told "
		  "reporters it had received 22 bodies.",
		    "nurse at the town clinic", "" },
		{ "The army, through its radio, said it had killed 20 officials.", "army",
		    "army" },
		{ "A bomb killed 20 clerks in Tarn, wounding six, said the mayor.",
		    "mayor", "" },
		{ "Six clerks were killed, said Brig. Gen. Karim Tarni, an army doctor.",
		    "Brig. Gen. Karim Tarni", "" },
		{ "A bomb killed five people. Officials blamed the Karim Bode front of "
		  "the Estado Hur Central, a faction of former FARC rebels.",
		    "", "faction of former FARC rebels" },
		{ "A youth leader, Danladi Musa, however, put the death toll at seven.",
		    "Danladi Musa", "" },
		{ "More than 3,100 people fled, the U.N.'s Organization for Migration "
		  "said.",
		    "U.N.'s Organization for Migration", "" },
		{ "Rebels shell Tarn, nine dead", "", "Rebels" },
		{ "Rebels shell Tarn, nine dead and ten hurt", "", "Rebels" },
		{ "Turkish jets bomb Bode market, nine dead", "", "Turkish" },
		{ "Turkish plant explosion, nine dead", "", "" },
		{ "A man killed three clerks before police shot him dead.", "", "" },
		{ "Nine herders were killed in a Hamas ambush.", "", "Hamas" },
		{ "A drone strike on the retreating soldiers killed seven.", "", "" },
		{ "Police in Tarn say a clerk wounded ten people.", "Police in Tarn",
		    "" },
		{ "The army in the Tarn region said a bomb had killed ten people.",
		    "army in the Tarn region", "" },
		{ "Police say the clerk later killed himself.", "Police", "" },
		{ "Turkish soldiers clash with raiders, nine dead", "", "" },
	};
	struct reader *r = reader();

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct reading in = { .text = str_of(rows[i].text),
			.lang = STR("en"),
			.published_ms = TIME_NONE };
		struct fact_list l;
		struct arena a;

		arena_init(&a);
		reader_read(r, &a, &in, &l);
		cr_assert(l.n > 0, "%s", rows[i].text);
		cr_expect(str_eq(l.items[0].source, str_of(rows[i].source)), "%s: %.*s",
		    rows[i].text, STR_ARG(l.items[0].source));
		cr_expect(str_eq(l.items[0].by, str_of(rows[i].by)), "%s: by %.*s",
		    rows[i].text, STR_ARG(l.items[0].by));
		arena_clear(&a);
	}
	reader_free(r);
}
