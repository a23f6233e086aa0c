/* test_evidence.c -- which sentence people are shown of a fact: [ … ] is what the fact
 * was read from. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/rng.h"
#include "daemon/evidence.h"

static const struct {
	const char *before, *words, *behind, *want;
} cases[] = {
	{ "", "kills 14", "", "kills 14" },
	{ "Car bomb ", "kills 14", " in Idlib\nThe road is shut.",
	    "Car bomb kills 14 in Idlib" },
	{ "It rained. ", "At least 14 died", " in Idlib. More follows.",
	    "At least 14 died in Idlib." },
	{ "Is it over? ", "Nine died", "! He said so.", "Nine died!" },
	{ "Rain. Maj. Smith of the U.S. Army saw ", "six dead", ". Then he left.",
	    "Maj. Smith of the U.S. Army saw six dead." },
	{ "It rained approx. four inches and ", "six died", ". The end.",
	    "It rained approx. four inches and six died." },
	{ "He said: \"Leave.\" ", "Six died", " (two of them here.) Later all was quiet.",
	    "Six died (two of them here.)" },
	{ "Сухо. ", "Погибли 3,5", " тысячи человек, см. карту. Дальше.",
	    "Погибли 3,5 тысячи человек, см. карту." },
	{ "مقدمة؟ ", "قتل 25 مدنيا", " في حلب. انتهى.", "قتل 25 مدنيا في حلب." },
	{ "Bells rang. ", "Six died. Two more fell", " ill. All left.",
	    "Six died. Two more fell ill." },
};

Test(evidence, sentences)
{
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct str text = arena_printf(&a, "%s%s%s", cases[i].before,
		    cases[i].words, cases[i].behind);
		size_t start = strlen(cases[i].before);
		struct str got = evidence_sentence(text, start,
		    start + strlen(cases[i].words));

		cr_expect(str_eq(got, str_of(cases[i].want)), "%.*s: %.*s", STR_ARG(text),
		    STR_ARG(got));
	}
	arena_clear(&a);
}

Test(evidence, too_long_to_be_shown)
{
	char text[LIMIT_QUOTE + 20];

	memset(text, 'a', sizeof(text));
	cr_expect(str_eq(evidence_sentence((struct str){ text, sizeof(text) }, 5, 8),
	    STR("aaa")));
}

Test(evidence, the_reader_s_own_words_stay)
{
	struct fact facts[2];
	struct fact_list list = { .items = facts, .n = 2 };
	const struct fact_list *shown;
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < 2; i++) {
		fact_init(&facts[i], FACT_CASUALTY);
		facts[i].start = i * 12;
		facts[i].end = i * 12 + 3;
		facts[i].quote = STR("words");
	}
	shown = evidence_sentences(&a, STR("Six died. Or Two did. Then it rained."),
	    &list);
	cr_expect(shown->n == 2);
	cr_expect(str_eq(shown->items[0].quote, STR("Six died.")));
	cr_expect(str_eq(shown->items[1].quote, STR("Or Two did.")));
	cr_expect(str_eq(facts[0].quote, STR("words")));
	arena_clear(&a);
}

/* What was looked at for the fact before changes nothing, in whatever order they stand.
 */
Test(evidence, of_many_facts)
{
	struct str text =
	    STR("Rain. Maj. Smith saw six.\n\nDry? \"Yes.\" He  left .  \n a");
	struct fact facts[40];
	struct fact_list list = { .items = facts, .n = NELEM(facts) };
	struct rng r = { 5 };

	for (int turn = 0; turn < 500; turn++) {
		const struct fact_list *shown;
		struct arena a;

		arena_init(&a);
		for (size_t i = 0; i < list.n; i++) {
			fact_init(&facts[i], FACT_CASUALTY);
			facts[i].start = rng_u64(&r) % (text.n + 1);
			facts[i].end = facts[i].start +
			    rng_u64(&r) % (text.n + 1 - facts[i].start);
		}
		shown = evidence_sentences(&a, text, &list);
		for (size_t i = 0; i < list.n; i++) {
			struct str want = evidence_sentence(text, facts[i].start,
			    facts[i].end);

			cr_expect(str_eq(shown->items[i].quote, want), "%.*s: %.*s",
			    STR_ARG(want), STR_ARG(shown->items[i].quote));
		}
		arena_clear(&a);
	}
}
