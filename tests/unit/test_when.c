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
	{ "in mid-March they left", "2024-03", "2024-03", true },
	{ "Raiders came at the weekend", "2024-11-23", "2024-11-24", true },
	{ "They fish every weekend", "", "", false },
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
	{ "since October of 2017", "2017-10", "", true },
	{ "in March last year nine died", "2023-03", "2023-03", true },
	{ "in March last month's talks failed", "2024-03", "2024-03", true },
	{ "two years ago", "2022", "2022", true },
	{ "a decade ago in Tarn", "2014", "2014", true },
	{ "three weeks ago", "", "", false },
	{ "since 2011", "2011", "", true },
	{ "in June 2014", "2014-06", "2014-06", true },
	{ "between 3 and 9 May", "2024-05-03", "2024-05-09", true },
	{ "between May 3 and 9 in Tarn", "2024-05-03", "2024-05-09", true },
	{ "from 20 November to 22 November", "2024-11-20", "2024-11-22", true },
	{ "2024-11-20 was calm", "2024-11-20", "2024-11-20", true },
	{ "two days ago", "2024-11-26", "2024-11-26", true },
	{ "A day ago nine guards died", "2024-11-27", "2024-11-27", true },
	{ "on 20/11/2024 nine died", "2024-11-20", "2024-11-20", true },
	{ "on 11/20/2024 nine died", "2024-11-20", "2024-11-20", true },
	{ "on 20.11.2024 nine died", "2024-11-20", "2024-11-20", true },
	{ "on 10/11/2024 nine died", "", "", false }, /* of October or November? */
	{ "two days earlier", "", "", false },
	{ "more than 2000 people", "", "", false },
	{ "the mayor, May Tarni, said", "", "", false },
	{ "nine guards died", "", "", false },
	{ "30 February is no day", "", "", false },
};

static void
expect_days(const struct lexicon *lx, const char *said, int64_t published,
    const char *from, const char *to, bool found)
{
	struct arena a;
	struct token_list l;
	struct when w[WHEN_MAX], best;
	char since[DAY_TEXT], until[DAY_TEXT];
	struct str text = str_of(said);
	size_t n;

	arena_init(&a);
	tokenise(lx, NULL, &a, text, 0, &l);
	n = when_scan(lx, text, &l, 0, l.n, day_of(published), w);
	cr_expect((n > 0) == found, "%s: %zu", said, n);
	if (n > 0 && when_for(w, n, 0, &best)) {
		cr_expect(str_eq(day_text(since, best.since), str_of(from)), "%s: %s",
		    said, since);
		cr_expect(str_eq(day_text(until, best.until), str_of(to)), "%s: %s", said,
		    until);
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
		expect_days(lx, cases[i].text, published, cases[i].since, cases[i].until,
		    cases[i].found);
	lexicon_free(lx);
}

/* The same expressions as words of each language (its time.tsv). */
static const struct {
	const char *lang, *text, *since, *until;
} elsewhere[] = {
	{ "de", "Am 4. Mai 2019 starben neun Soldaten", "2019-05-04", "2019-05-04" },
	{ "de", "Vor zwei Tagen starben neun Soldaten", "2024-11-26", "2024-11-26" },
	{ "ru", "Два дня назад погибли девять солдат", "2024-11-26", "2024-11-26" },
	{ "uk", "Два дні тому загинули дев'ять солдатів", "2024-11-26", "2024-11-26" },
	{ "de", "Seit Mittwoch starben neun Soldaten", "2024-11-27", "" },
	{ "de", "in den letzten drei Tagen", "2024-11-25", "2024-11-28" },
	{ "fr", "tués le 4 mai 2019", "2019-05-04", "2019-05-04" },
	{ "fr", "tués mercredi", "2024-11-27", "2024-11-27" },
	{ "fr", "entre le 3 et le 9 mai", "2024-05-03", "2024-05-09" },
	{ "es", "murieron el 4 de mayo de 2019", "2019-05-04", "2019-05-04" },
	{ "es", "desde el miércoles", "2024-11-27", "" },
	{ "pt", "morreram em 4 de maio de 2019", "2019-05-04", "2019-05-04" },
	{ "pt", "morreram ontem", "2024-11-27", "2024-11-27" },
	{ "ru", "погибли 4 мая 2019 года", "2019-05-04", "2019-05-04" },
	{ "ru", "погибли вчера", "2024-11-27", "2024-11-27" },
	{ "ru", "за последние три дня", "2024-11-25", "2024-11-28" },
	{ "uk", "загинули 4 травня 2019 року", "2019-05-04", "2019-05-04" },
	{ "uk", "загинули в середу", "2024-11-27", "2024-11-27" },
	{ "tr", "4 Mayıs 2019'da öldü", "2019-05-04", "2019-05-04" },
	{ "tr", "son üç günde öldü", "2024-11-25", "2024-11-28" },
	{ "ar", "قتل في 4 مايو 2019", "2019-05-04", "2019-05-04" },
	{ "ar", "قتل أمس", "2024-11-27", "2024-11-27" },
	{ "ar", "قتل في 2019", "2019", "2019" },
	{ "es", "el ataque de abril", "2024-04", "2024-04" },
	{ "pt", "o ataque de abril", "2024-04", "2024-04" },
	{ "de", "starben 2019 insgesamt", "2019", "2019" },
	{ "ru", "погибли 2019 года", "2019", "2019" },
	{ "uk", "загинули 2019 року", "2019", "2019" },
	{ "tr", "2019'da öldü", "2019", "2019" },
	{ "tr", "2019 yılında öldü", "2019", "2019" },
	{ "de", "Am Mittwoch starben neun Soldaten", "2024-11-27", "2024-11-27" },
	{ "de", "starben am Dienstagabend", "2024-11-26", "2024-11-26" },
	{ "de", "im Mai vergangenen Jahres", "2023-05", "2023-05" },
	{ "ar", "قتل يوم الثلاثاء", "2024-11-26", "2024-11-26" },
	{ "ar", "قتل في 7 من أكتوبر 2023", "2023-10-07", "2023-10-07" },
	{ "pt", "desde outubro de 2017", "2017-10", "" },
	{ "es", "en octubre del año pasado", "2023-10", "2023-10" },
	{ "ru", "в мае прошлого года", "2023-05", "2023-05" },
};

Test(when, in_other_languages)
{
	int64_t published;
	struct err e;

	cr_assert(date_parse(STR("2024-11-28T17:00:00Z"), &published));
	for (size_t i = 0; i < NELEM(elsewhere); i++) {
		struct lexicon *lx = lexicon_new(str_of(elsewhere[i].lang));
		char dir[200];

		snprintf(dir, sizeof(dir), "%s/etc/lang/%s", SRCDIR, elsewhere[i].lang);
		cr_assert(lexicon_load(lx, dir, &e) == 0, "%s", e.msg);
		expect_days(lx, elsewhere[i].text, published, elsewhere[i].since,
		    elsewhere[i].until, true);
		lexicon_free(lx);
	}
}

Test(when, nothing_relative_without_a_date)
{
	struct lexicon *lx = lexicon_new(STR("en"));
	struct arena a;
	struct token_list l;
	struct when w[WHEN_MAX];
	struct str text =
	    STR("Since Wednesday, overnight, on 3 May; on 4 March 2019 they left");
	struct err e;

	cr_assert(lexicon_load(lx, SRCDIR "/etc/lang/en", &e) == 0);
	arena_init(&a);
	tokenise(lx, NULL, &a, text, 0, &l);
	cr_expect(when_scan(lx, text, &l, 0, l.n, (struct day){ 0 }, w) == 1 &&
	    w[0].since.year == 2019);
	arena_clear(&a);
	lexicon_free(lx);
}
