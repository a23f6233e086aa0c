/* test_when.c -- words to days; the entry is of Thursday, 28 November 2024. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "facts/when.h"

static const struct {
	const char *text, *since, *until; /* "": not said */
	bool found;
} cases[] = {
	{ "Since Wednesday nine guards have died", "2024-11-27", "", true },
	{ "The shelling began on Thursday", "2024-11-28", "2024-11-28", true },
	{ "It happened late on Friday", "2024-11-22", "2024-11-22", true },
	{ "Clashes went on overnight in Tarn", "2024-11-27", "2024-11-28", true },
	{ "They fled last night", "2024-11-27", "2024-11-28", true },
	{ "Yesterday the bridge was hit", "2024-11-27", "2024-11-27", true },
	{ "Six fell today", "2024-11-28", "2024-11-28", true },
	{ "in the past 24 hours", "2024-11-27", "2024-11-28", true },
	{ "over the last three days", "2024-11-25", "2024-11-28", true },
	{ "during the past week", "2024-11-21", "2024-11-28", true },
	{ "Since November 27 the army has lost", "2024-11-27", "", true },
	{ "on 27 November, troops", "2024-11-27", "2024-11-27", true },
	{ "on Dec. 3 the town fell", "2023-12-03", "2023-12-03", true },
	{ "on March 4, 2019 they left", "2019-03-04", "2019-03-04", true },
	{ "On 4 March 2019, rebels came", "2019-03-04", "2019-03-04", true },
	{ "since the end of April", "2024-04", "", true },
	{ "since the middle of April", "2024-04", "", true },
	{ "in the preceding three days", "2024-11-25", "2024-11-28", true },
	{ "since 2011", "2011", "", true },
	{ "in June 2014", "2014-06", "2014-06", true },
	{ "between 3 and 9 May", "2024-05-03", "2024-05-09", true },
	{ "from 20 November to 22 November", "2024-11-20", "2024-11-22", true },
	{ "2024-11-20 was calm", "2024-11-20", "2024-11-20", true },
	{ "more than 2000 people", "", "", false },
	{ "the mayor, May Tarni, said", "", "", false },
	{ "nine guards died", "", "", false },
	{ "30 February is no day", "", "", false },
};

static void
check(const struct lexicon *lx, size_t i, int64_t published)
{
	struct arena a;
	struct token_list l;
	struct when w[WHEN_MAX], best;
	char since[DAY_TEXT], until[DAY_TEXT];
	struct str text = str_of(cases[i].text);
	size_t n;

	arena_init(&a);
	tokenise(lx, &a, text, 0, &l);
	n = when_scan(text, &l, 0, l.n, published, w);
	cr_expect((n > 0) == cases[i].found, "%s: %zu", cases[i].text, n);
	if (n > 0 && when_for(w, n, 0, &best)) {
		cr_expect(str_eq(day_text(since, best.since), str_of(cases[i].since)), "%s: %s",
		    cases[i].text, since);
		cr_expect(str_eq(day_text(until, best.until), str_of(cases[i].until)), "%s: %s",
		    cases[i].text, until);
	}
	arena_clear(&a);
}

Test(when, days)
{
	struct lexicon *lx = lexicon_new(STR("en"));
	struct err e;
	int64_t published;

	cr_assert(lexicon_load(lx, SRCDIR "/etc/lang/en", &e) == 0, "%s", e.msg);
	cr_assert(date_parse(STR("2024-11-28T17:00:00Z"), &published));
	for (size_t i = 0; i < NELEM(cases); i++)
		check(lx, i, published);
	lexicon_free(lx);
}

Test(when, nothing_relative_without_a_date)
{
	struct lexicon *lx = lexicon_new(STR("en"));
	struct arena a;
	struct token_list l;
	struct when w[WHEN_MAX];
	struct str text = STR("Since Wednesday, overnight, on 3 May; on 4 March 2019 they left");
	struct err e;

	cr_assert(lexicon_load(lx, SRCDIR "/etc/lang/en", &e) == 0);
	arena_init(&a);
	tokenise(lx, &a, text, 0, &l);
	cr_expect(when_scan(text, &l, 0, l.n, TIME_NONE, w) == 1 && w[0].since.year == 2019);
	arena_clear(&a);
	lexicon_free(lx);
}
