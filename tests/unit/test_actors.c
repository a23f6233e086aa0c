/* test_actors.c -- names of armed actors: aliases, exact case, homonyms, sides. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "facts/actors.h"
#include "facts/reader_data.h"
#include "tests/unit/rows.h"

static const struct {
	const char *text, *country, *day, *id; /* "": none */
} cases[] = {
	{ "HTS", "", "", "hts" },
	{ "Hay'at Tahrir al-Sham fighters", "", "", "hts" },
	{ "Hayat Tahrir Al Sham", "", "", "hts" },
	{ "the Levant Liberation Organization", "", "", "hts" },
	{ "hts", "", "", "" },
	{ "IS fighters", "SY", "", "is" },
	{ "is fighting", "SY", "", "" },
	{ "Islamic State", "", "", "is" },
	{ "Islamic factions", "", "", "" },
	{ "Syrian National Army", "SY", "", "sna" },
	{ "Syrian Arab Army", "SY", "", "gov-sy" },
	{ "SNA", "SY", "", "sna" },
	{ "SNA", "SO", "", "sna-so" },
	{ "al-Shabaab militants", "SO", "", "shabaab" },
	{ "Taliban", "AF", "2019-05", "taliban" },
	{ "Al Nusra Front", "", "2015-01", "nusra" },
	{ "Tarn Front", "", "", "" },
	{ "هيئة تحرير الشام", "", "", "hts" },
	{ "Организация освобождения Леванта", "", "", "hts" },
	{ "Організація визволення Леванту", "", "", "hts" },
	{ "Heyet Tahrir eş-Şam", "", "", "hts" },
	{ "Organización para la Liberación del Levante", "", "", "hts" },
	{ "Organisation de libération du Levant", "", "", "hts" },
	{ "Organização para a Libertação do Levante", "", "", "hts" },
	{ "Komitee zur Befreiung der Levante", "", "", "hts" },
	{ "قوات الدعم السريع", "", "", "rsf" },
	{ "Силы быстрой поддержки", "", "", "rsf" },
	{ "Сил швидкої підтримки", "", "", "rsf" },
	{ "Hızlı Destek Kuvvetleri", "", "", "rsf" },
	{ "Fuerzas de Apoyo Rápido", "", "", "rsf" },
	{ "Forces de soutien rapide", "", "", "rsf" },
	{ "Forças de Apoio Rápido", "", "", "rsf" },
	{ "Хезболлой", "", "", "hezbollah" },
	{ "حزب الله", "", "", "hezbollah" },
	{ "Hisbollah", "", "", "hezbollah" },
	{ "Hezbolá", "", "", "hezbollah" },
	{ "Збройних сил України", "", "", "gov-ua" },
	{ "Вооруженных сил Украины", "", "", "gov-ua" },
	{ "ukrainische Armee", "", "", "gov-ua" },
	{ "الجيش الأوكراني", "", "", "gov-ua" },
	{ "Arakan Ordusu", "", "", "aa" },
	{ "Ejército de Arakán", "", "", "aa" },
	{ "حركة طالبان", "", "", "taliban" },
	{ "талибов", "", "", "taliban" },
	{ "ИГИЛ", "", "", "is" },
	{ "État islamique", "", "", "is" },
	{ "تنظيم داعش", "", "", "is" },
	{ "İslam Devleti", "", "", "is" },
};

Test(actors, names)
{
	struct lexicon *lx = lexicon_new(STR("en"));
	struct actors *actors = actors_new();
	struct err e;

	cr_assert(actors_load(actors, SRCDIR "/etc", &e) == 0, "%s", e.msg);
	for (size_t i = 0; i < NELEM(cases); i++) {
		struct actor_context c = { str_of(cases[i].country), { 0, 0, 0 } };
		const struct actor *who = NULL;
		struct token_list l;
		struct arena a;
		size_t last;

		arena_init(&a);
		day_parse(str_of(cases[i].day), &c.day);
		tokenise(lx, NULL, &a, str_of(cases[i].text), 0, &l);
		for (size_t k = 0; k < l.n && who == NULL; k++)
			who = actors_at(actors, str_of(cases[i].text), &l, k, l.n, &c,
			    &last);
		cr_expect(str_eq(who == NULL ? STR("") : who->id, str_of(cases[i].id)),
		    "%s: %.*s", cases[i].text,
		    STR_ARG(who == NULL ? STR("none") : who->id));
		arena_clear(&a);
	}
	actors_free(actors);
	lexicon_free(lx);
}

static const struct lexicon *
language(const struct reader *r, const char *lang)
{
	for (size_t i = 0; i < r->n_languages; i++)
		if (str_eq(lexicon_lang(r->languages[i].lexicon), str_of(lang)))
			return r->languages[i].lexicon;
	cr_assert(false, "%s", lang);
	return NULL;
}

/* Who is first named by the text, in the country where the actor is at home. */
static struct str
named(const struct reader *r, const char *lang, struct str text, struct str id)
{
	const struct actor *home = actors_get(r->actors, id), *who = NULL;
	struct actor_context c = { .country = home == NULL ? STR_NONE : home->country };
	struct token_list l;
	struct arena a;
	size_t last;

	arena_init(&a);
	tokenise(language(r, lang), NULL, &a, text, 0, &l);
	for (size_t k = 0; k < l.n && who == NULL; k++)
		who = actors_at(r->actors, text, &l, k, l.n, &c, &last);
	arena_clear(&a);
	return who == NULL ? STR("none") : who->id;
}

/* id, then a name in each language; "-": as in English */
static void
check_names(void *arg, struct str line)
{
	const struct reader *r = arg;
	static const char *const langs[] = { "en", "ar", "ru", "uk", "es", "fr", "pt",
		"de", "tr" };
	struct str id, name;

	cr_assert(str_cut(&line, '\t', &id));
	for (size_t i = 0; i < NELEM(langs); i++) {
		struct str found;

		cr_assert(str_cut(&line, '\t', &name), "%.*s: no name in %s", STR_ARG(id),
		    langs[i]);
		if (str_eq(name, STR("-")))
			continue;
		found = named(r, langs[i], name, id);
		cr_expect(str_eq(found, id), "%s: %.*s is %.*s, not %.*s", langs[i],
		    STR_ARG(name), STR_ARG(found), STR_ARG(id));
	}
}

Test(actors, of_wars_in_nine_languages)
{
	static const char *const dirs[] = { BUILDDIR "/daemon/share", NULL };
	struct err e;
	struct reader *r = reader_load(dirs, &e);
	size_t rows;

	cr_assert(r != NULL, "%s", e.msg);
	rows = each_row(SRCDIR "/tests/cases/actors-war.tsv", check_names, r);
	cr_expect(str_eq(named(r, "en", STR("Hamas's fighters"), STR("hamas")),
	    STR("hamas")));
	cr_expect(str_eq(named(r, "ar", STR("للجيش السوداني"), STR("saf")), STR("saf")));
	reader_free(r);
	cr_expect(rows >= 60, "%zu", rows);
}

/* A user's table adds names to an actor that is known, and actors that are not. */
Test(actors, extended)
{
	char dir[] = "/tmp/tocsin-actors-XXXXXX", path[64];
	struct lexicon *lx = lexicon_new(STR("en"));
	struct actors *actors = actors_new();
	static const char text[] = "Tarn Brigade and Sham Committee";
	const struct actor *who;
	struct token_list l;
	struct arena a;
	struct err e;
	size_t last;
	FILE *f;

	cr_assert(mkdtemp(dir) != NULL);
	snprintf(path, sizeof(path), "%s/actors.tsv", dir);
	f = fopen(path, "w");
	cr_assert(f != NULL);
	fputs("hts\t-\t-\t-\tSham Committee\ntarn\toppose\tLY\t-\tTarn Brigade\n", f);
	fclose(f);
	cr_assert(actors_load(actors, SRCDIR "/etc", &e) == 0, "%s", e.msg);
	cr_assert(actors_load(actors, dir, &e) == 0, "%s", e.msg);
	arena_init(&a);
	tokenise(lx, NULL, &a, str_of(text), 0, &l);
	who = actors_at(actors, str_of(text), &l, TOKEN_MARGIN, l.n,
	    &(struct actor_context){ 0 }, &last);
	cr_expect(who != NULL && str_eq(who->id, STR("tarn")) &&
	    str_eq(who->country, STR("LY")));
	who = actors_at(actors, str_of(text), &l, TOKEN_MARGIN + 3, l.n,
	    &(struct actor_context){ 0 }, &last);
	cr_expect(who != NULL && str_eq(who->id, STR("hts")) &&
	    str_eq(who->country, STR("SY")));
	arena_clear(&a);
	actors_free(actors);
	lexicon_free(lx);
	remove(path);
	remove(dir);
}

Test(actors, sides)
{
	static const struct {
		const char *id, *country, *side;
	} rows[] = { { "russia", "SY", "state" }, { "russia", "UA", "foreign" },
		{ "hts", "SY", "oppose" }, { "hts", "IQ", "foreign" },
		{ "is", "IQ", "is" }, { "gov-ua", "RU", "foreign" } };
	struct actors *a = actors_new();
	struct err e;

	cr_assert(actors_load(a, SRCDIR "/etc", &e) == 0);
	for (size_t i = 0; i < NELEM(rows); i++) {
		const struct actor *who = actors_get(a, str_of(rows[i].id));

		cr_assert(who != NULL);
		cr_expect(str_eq(actors_side(who, str_of(rows[i].country)),
			      str_of(rows[i].side)),
		    "%s in %s", rows[i].id, rows[i].country);
	}
	cr_expect(actors_get(a, STR("nobody")) == NULL);
	actors_free(a);
}
