/* test_gazetteer.c -- folding keys, the file's writer and its reader, damage. */
#include "config.h"

#include <criterion/criterion.h>
#include <math.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "facts/gazetteer_build.h"
#include "facts/gazetteer_file.h"
#include "facts/known_names.h"
#include "facts/name_words.h"

static const struct {
	const char *name;
	enum fold_level level;
	const char *key;
} keys[] = {
	{ "Maarat al-Numan", FOLD_PLAIN, "maarat al numan" },
	{ "Ma\xca\xbf"
	  "arrat an-Nu\xca\xbfm\xc4\x81n",
	    FOLD_PLAIN, "maarrat an numan" },
	{ "Ma'arrat al-Nu'man", FOLD_PLAIN, "maarrat al numan" },
	{ "T\xc3\xbcrkiye", FOLD_PLAIN, "turkiye" },
	{ "\xc3\x98stfold", FOLD_PLAIN, "ostfold" },
	{ "  Tal--Abyad ", FOLD_PLAIN, "tal abyad" },
	{ "", FOLD_PLAIN, "" },
	{ "...", FOLD_PLAIN, "" },
	{ "\xff\xfe", FOLD_PLAIN, "" },
	{ "Maarat al-Numan", FOLD_WORDS, "mrt numan" },
	{ "Ma'arrat an Nu'man", FOLD_WORDS, "mrt numan" },
	{ "Tell Abyad", FOLD_WORDS, "tal abyad" },
	{ "Tall al-Abyad", FOLD_WORDS, "tal abyad" },
	{ "Idlib Governorate", FOLD_WORDS, "idlib" },
	{ "City", FOLD_WORDS, "city" },
	{ "\xd8\xa7\xd9\x84\xd8\xad\xd8\xb3\xd9\x83\xd8\xa9", FOLD_WORDS,
	    "\xd8\xad\xd8\xb3\xd9\x83\xd9\x87" },
	{ "Daret Azzeh", FOLD_SOUND, "daraaza" },
	{ "Darat Izza", FOLD_SOUND, "daraiza" },
	{ "Sarmin", FOLD_SOUND, "sarmin" },
	{ "Khan Shaykhun", FOLD_SOUND, "xansixun" },
	{ "Khan Sheikhoun", FOLD_SOUND, "xansixun" },
	{ "Khan Sheikhun", FOLD_SKELETON, "xnsxn" },
	{ "Краматорськ", FOLD_PLAIN, "краматорск" },
	{ "КРАМАТОРСЬК", FOLD_PLAIN, "краматорск" },
	{ "Бахмут", FOLD_SOUND, "baxmua" },
	{ "Bakhmut", FOLD_SOUND, "baxmua" },
	{ "Щастя", FOLD_SOUND, "sastia" },
	{ "Shchastia", FOLD_SOUND, "sastia" },
	{ "سراقب", FOLD_SKELETON, "srkb" },
	{ "Saraqeb", FOLD_SKELETON, "srkb" },
};

Test(fold, keys)
{
	for (size_t i = 0; i < NELEM(keys); i++) {
		char out[FOLD_MAX];
		struct str k = fold_name(out, str_of(keys[i].name), keys[i].level);

		cr_expect(str_eq(k, str_of(keys[i].key)), "%s at %d: '%.*s', not '%s'",
		    keys[i].name, keys[i].level, STR_ARG(k), keys[i].key);
	}
}

Test(fold, pieces_make_the_key_of_the_whole)
{
	for (size_t i = 0; i < NELEM(keys); i++) {
		struct str name = str_of(keys[i].name);
		char whole[FOLD_MAX], out[FOLD_MAX];
		struct str want = fold_name(whole, name, FOLD_PLAIN);

		for (size_t cut = 0; cut <= name.n; cut++) {
			size_t at = utf8_floor(name, cut),
			       n = fold_more(out, 0, str_sub(name, 0, at));
			struct str k = fold_key(out,
			    fold_more(out, n, str_sub(name, at, name.n)));

			cr_expect(str_eq(k, want), "%s cut at %zu: '%.*s'", keys[i].name,
			    at, STR_ARG(k));
		}
	}
}

static void
expect_words(const char *name, const char *want)
{
	char out[FOLD_MAX];
	struct str k = fold_name(out, str_of(name), FOLD_WORDS);

	cr_expect(str_eq(k, str_of(want)), "%s: '%.*s'", name, STR_ARG(k));
}

/* Each of these is found, though nearly all words are told from them by a few letters. */
Test(fold, every_word_that_names_have_more_or_less_of)
{
	struct str dropped =
	    STR("al ar as ash at ad an az ath adh airport city county camp district "
		"department division el ed es ej ez et eth governorate hromada le les "
		"municipality muhafazat mintaqat nahiyat oblast of province prefecture "
		"region raion subdistrict state the town township ul village wilayat "
		"wilaya ");
	struct str classes =
	    STR("ain in ayn in ayen in abou abu abo abu aboo abu beit bit bayt bit bait "
		"bit beyt bit cheikh shx deir dir dayr dir der dir dair dir djebel jbl "
		"ein in fort ft gabal jbl jabal jbl jebel jbl jbel jbl jabel jbl kafr "
		"kfr kfar kfr kufr kfr kefr kfr kafar kfr khirbet xrbt kherbet xrbt "
		"khirbat xrbt kharbet xrbt khurbet xrbt khirba xrbt khan xan kalaat qlt "
		"maarat mrt maarrat mrt maaret mrt marat mrt maart mrt maaraat mrt "
		"mount jbl oum um om um ouadi wadi qalat qlt qalaat qlt qala qlt rasm "
		"rsm resm rsm sheikh shx shaykh shx shaikh shx sheik shx sheykh shx "
		"saint st tall tal tell tal tel tal umm um wad wadi ");
	struct str word, is;
	char name[64], want[64];

	while ((word = str_word(&dropped)).n > 0) {
		snprintf(name, sizeof(name), "xx %.*s yy", STR_ARG(word));
		expect_words(name, "xx yy");
	}
	while ((word = str_word(&classes)).n > 0) {
		is = str_word(&classes);
		snprintf(name, sizeof(name), "xx %.*s yy", STR_ARG(word));
		snprintf(want, sizeof(want), "xx %.*s yy", STR_ARG(is));
		expect_words(name, want);
	}
}

Test(fold, long_names_are_cut_between_characters)
{
	char name[1000], out[FOLD_MAX];

	for (size_t i = 0; i + 1 < sizeof(name); i += 2)
		memcpy(name + i, "\xd8\xad", 2);
	for (int level = 0; level < FOLD_N; level++) {
		struct str k = fold_name(out, (struct str){ name, sizeof(name) },
		    (enum fold_level)level);

		cr_expect(k.n <= FOLD_MAX);
		cr_expect(utf8_floor(k, k.n) == k.n);
	}
}

static const char table[] =
    "# country kind name lat lon admin1 population aliases demonyms id\n"
    "SY\tcountry\tSyria\t35\t38\t-\t-\tSyrian Arab Republic\tSyrian\n"
    "SY\tadmin1\tIdlib\t35.8\t36.7\t-\t-\tIdleb\n"
    "SY\ttown\tSarmin\t35.9\t36.72\tIdleb\t14000\t-\n"
    "SY\ttown\tSarm\xc4\xab"
    "n\t35.91\t36.73\tIdlib\t-\tSarmeen\n"
    "SY\ttown\tHamidiya\t34.71\t35.94\tTartus\n"
    "SY\ttown\tHamidiya\t36.9\t40.9\tHasakah\t9\t-\t-\tx:1\n"
    "EG\ttown\tHamidiya\t30\t31\tCairo\n";

static struct gazetteer *
build(void)
{
	struct gaz_builder *b = gaz_builder_new();
	struct gazetteer *g = gazetteer_new();
	struct buf bytes;
	struct err e;

	buf_init(&bytes, GAZ_BYTES_MAX);
	cr_assert(gaz_builder_tsv(b, str_of(table), "t.tsv", &e) == 0, "%s", e.msg);
	gaz_builder_write(b, &bytes);
	gaz_builder_free(b);
	cr_assert(gazetteer_take(g, buf_str(&bytes), &e) == 0, "%s", e.msg);
	return g;
}

static size_t
find(struct gazetteer *g, enum fold_level level, const char *name, const char *country,
    struct gaz_place *out)
{
	char key[FOLD_MAX];

	return gazetteer_find(g, level, fold_name(key, str_of(name), level),
	    str_of(country), out, GAZ_FOUND);
}

Test(gazetteer, finds_by_level_and_country)
{
	struct gazetteer *g = build();
	struct gaz_place p[GAZ_FOUND];
	char id[GAZ_ID_MAX];

	cr_expect(find(g, FOLD_PLAIN, "sarmin", "", p) == 1);
	cr_expect(str_eq(p[0].admin1, STR("Idlib")),
	    "the division's own name, not Idleb");
	cr_expect(fabs(p[0].lat - 35.9) < 1e-4 && p[0].population == 14000 &&
	    !p[0].alias);
	cr_expect(str_eq(gazetteer_id(&p[0], id), STR("tocsin:SY/idlib/sarmin")));
	cr_expect(find(g, FOLD_PLAIN, "Hamidiya", "", p) == 3);
	cr_expect(find(g, FOLD_PLAIN, "Hamidiya", "SY", p) == 2);
	cr_expect(find(g, FOLD_PLAIN, "Hamidiyah", "SY", p) == 0);
	cr_expect(find(g, FOLD_SOUND, "Hamidiyah", "SY", p) == 2);
	cr_expect(find(g, FOLD_SOUND, "Hamidiyah", "", p) == 0,
	    "loose levels need a country");
	cr_expect(find(g, FOLD_PLAIN, "Syrian", "", p) == 1 && p[0].demonym);
	cr_expect(find(g, FOLD_PLAIN, "Sarmeen", "", p) == 1 && p[0].alias,
	    "merged: within 10 km");
	cr_expect(find(g, FOLD_WORDS, "Tartus Governorate", "SY", p) == 1);
	cr_expect(p[0].kind == GAZ_ADMIN1 && fabs(p[0].lon - 35.94) < 1e-4,
	    "made from its places");
	gazetteer_free(g);
}

static bool
may_name(struct gazetteer *g, const char *name)
{
	char key[FOLD_MAX];

	return name_words_known(g, fold_name(key, str_of(name), FOLD_PLAIN));
}

Test(gazetteer, knows_what_is_no_name)
{
	static const char *const names[] = { "Syria", "Syrian", "Syrian Arab Republic",
		"the town of Sarmin", "Sarmeen", "Hamidiya", "Idleb",
		"Tartus Governorate" };
	struct gazetteer *g = build();
	size_t taken_for_one = 0;
	char word[24];

	for (size_t i = 0; i < NELEM(names); i++)
		cr_expect(may_name(g, names[i]), "%s", names[i]);
	for (int i = 0; i < 1000; i++) {
		snprintf(word, sizeof(word), "word%d", i);
		taken_for_one += may_name(g, word);
	}
	cr_expect(taken_for_one < 100, "%zu of 1000", taken_for_one);
	gazetteer_free(g);
}

/* Word by word, to the last: may it name a place, as far as the words go? */
static bool
may_go_on(struct gazetteer *g, const char *name)
{
	struct str text = str_of(name);
	struct name_words w, added;
	char key[NAME_WORDS_ROOM], same[NAME_WORDS_ROOM];
	size_t n = 0, m = 0;

	name_words_begin(&w, g);
	name_words_begin(&added, g);
	for (size_t at = 0; at < text.n;) {
		size_t space = str_find(str_sub(text, at + 1, text.n), STR(" "));
		size_t to = space == STR_NOWHERE ? text.n : at + 1 + space;

		n = fold_on(key, n, text, at, to);
		name_words_read(&w, key, n);
		m = name_words_add(&added, same, m, text, at, to);
		cr_expect(m == n && memcmp(key, same, n) == 0, "%s", name);
		cr_expect(added.may_name == w.may_name && added.over == w.over, "%s",
		    name);
		at = to;
	}
	cr_expect(w.may_name == may_name(g, name), "%s", name);
	return !w.over;
}

Test(gazetteer, reads_a_name_word_by_word)
{
	static const char *const names[] = { "Syrian", "Syrian Arab Republic",
		"the town of Sarmin", "Sarmin the town", "Tartus of",
		"Tartus Governorate",
		"Tart\xc5\xab"
		"s",
		"governorate of the", "al", "Arab Syrian", "" };
	struct gazetteer *g = build();

	for (size_t i = 0; i < NELEM(names); i++)
		may_go_on(g, names[i]);
	cr_expect(may_go_on(g, "Syrian Arab"));
	cr_expect(may_go_on(g, "the town"));
	cr_expect(!may_go_on(g, "Sarmin Republic"));
	cr_expect(!may_go_on(g, "Arab Syrian"));
	gazetteer_free(g);
}

Test(gazetteer, wrong_lines_are_named)
{
	static const struct {
		const char *line, *says;
	} bad[] = { { "SYR\ttown\tA\t1\t1", "t:1: not a country's two letters: 'SYR'" },
		{ "SY\tvillage\tA\t1\t1", "t:1: unknown kind 'village'" },
		{ "SY\ttown\t-\t1\t1", "t:1: no name ''" },
		{ "\n#\nSY\ttown\tA\t91\t1", "t:3: not a latitude: '91'" },
		{ "SY\ttown\tA\t1\tx", "t:1: not a longitude: 'x'" },
		{ "SY\ttown\tA\t1\t1\t-\tmany", "t:1: not a population: 'many'" } };

	for (size_t i = 0; i < NELEM(bad); i++) {
		struct gaz_builder *b = gaz_builder_new();
		struct err e = { "" };

		cr_expect(gaz_builder_tsv(b, str_of(bad[i].line), "t", &e) == -1);
		cr_expect(str_eq(str_of(e.msg), str_of(bad[i].says)), "%s", e.msg);
		gaz_builder_free(b);
	}
}

Test(gazetteer, geonames_dump)
{
	static const char *const lines[] = {
		"169577\tAleppo\tAleppo\tHalab,Haleb\t36.2\t37."
		"16\tP\tPPLA\tSY\t\t09\t\t\t\t1602264\t\t",
		"1\tA stream\tA stream\t\t36\t37\tH\tSTM\tSY\t\t09\t\t\t\t0\t\t", "broken"
	};
	struct gaz_builder *b = gaz_builder_new();
	struct gazetteer *g = gazetteer_new();
	struct gaz_place p[GAZ_FOUND];
	char id[GAZ_ID_MAX];
	struct buf bytes;
	struct err e;

	buf_init(&bytes, GAZ_BYTES_MAX);
	gaz_builder_admin1(b, STR("SY.09\tAleppo Governorate\tAleppo\t1"));
	cr_expect(gaz_builder_geonames(b, str_of(lines[0])) == 1);
	cr_expect(gaz_builder_geonames(b, str_of(lines[1])) == 0);
	cr_expect(gaz_builder_geonames(b, str_of(lines[2])) == 0);
	gaz_builder_write(b, &bytes);
	cr_assert(gazetteer_add(g, buf_str(&bytes), &e) == 0);
	cr_expect(find(g, FOLD_PLAIN, "Haleb", "SY", p) == 1);
	cr_expect(str_eq(gazetteer_id(&p[0], id), STR("geonames:169577")));
	cr_expect(str_eq(p[0].admin1, STR("Aleppo Governorate")));
	cr_expect(p[0].population == 1602264);
	gazetteer_free(g);
	buf_clear(&bytes);
	gaz_builder_free(b);
}

/* Ids that are no plain number of GeoNames', people beyond 25 bits, the ends of the
 * world, a country of no letters. */
Test(gazetteer, keeps_what_does_not_fit)
{
	static const struct {
		const char *name, *id;
		uint32_t population;
		double lat, lon;
	} want[] = { { "Aa", "geonames:1", 4294967295u, 90, 180 },
		{ "Ba", "geonames:007", 33554431, -90, -180 },
		{ "Ca", "geonames:2147483648", 33554430, 0.00001, -0.00001 },
		{ "Da", "geonames:2147483647", 65536, 12.34567, 179.99999 },
		{ "Ea", "geonames:", 0, -0.5, 0.5 }, { "Fa", "x:1", 1, 1, 1 } };
	struct gaz_builder *b = gaz_builder_new();
	struct gazetteer *g = gazetteer_new();
	struct gaz_place p[GAZ_FOUND];
	struct buf bytes;
	struct err e;

	buf_init(&bytes, GAZ_BYTES_MAX);
	for (size_t i = 0; i < NELEM(want); i++)
		gaz_builder_add(b,
		    &(struct gaz_row){ .name = str_of(want[i].name),
			.id = str_of(want[i].id),
			.country = i % 2 == 0 ? STR("SY") : STR("?1"),
			.kind = GAZ_TOWN,
			.lat = want[i].lat,
			.lon = want[i].lon,
			.population = want[i].population });
	gaz_builder_write(b, &bytes);
	gaz_builder_free(b);
	cr_assert(gazetteer_take(g, buf_str(&bytes), &e) == 0, "%s", e.msg);
	for (size_t i = 0; i < NELEM(want); i++) {
		char room[GAZ_ID_MAX];

		for (enum fold_level level = 0; level <= FOLD_SOUND; level++)
			cr_assert_eq(find(g, level, want[i].name,
					 i % 2 == 0 ? "SY" : "?1", p),
			    1, "%s at %d", want[i].name, level);
		cr_expect(str_eq(gazetteer_id(p, room), str_of(want[i].id)));
		cr_expect_eq(p[0].population, want[i].population);
		cr_expect(p[0].lat == want[i].lat && p[0].lon == want[i].lon, "%s",
		    want[i].name);
		cr_expect(str_eq(p[0].name, str_of(want[i].name)));
	}
	gazetteer_free(g);
}

Test(gazetteer, a_damaged_file_is_an_error_or_a_missing_place)
{
	struct gaz_builder *b = gaz_builder_new();
	struct buf bytes;
	struct err e;
	size_t refused = 0;

	buf_init(&bytes, GAZ_BYTES_MAX);
	cr_assert(gaz_builder_tsv(b, str_of(table), "t.tsv", &e) == 0);
	gaz_builder_write(b, &bytes);
	gaz_builder_free(b);
	for (size_t i = 0; i < bytes.n; i++) {
		struct gazetteer *g = gazetteer_new();
		struct gaz_place p[GAZ_FOUND];

		bytes.p[i] ^= (char)0xff;
		if (gazetteer_add(g, buf_str(&bytes), &e) == 0) {
			char room[GAZ_ID_MAX];

			if (find(g, FOLD_PLAIN, "Hamidiya", "", p) > 0)
				gazetteer_id(p, room);
			if (find(g, FOLD_SOUND, "Sarmin", "SY", p) > 0)
				cr_expect(p[0].name.n > 0);
		} else {
			refused++;
		}
		bytes.p[i] ^= (char)0xff;
		gazetteer_free(g);
	}
	cr_expect(refused == sizeof(struct gaz_header), "%zu", refused);
	for (size_t n = 0; n < bytes.n; n++) {
		struct gazetteer *g = gazetteer_new();

		cr_expect(gazetteer_add(g, (struct str){ bytes.p, n }, &e) == -1);
		gazetteer_free(g);
	}
	buf_clear(&bytes);
}

Test(gazetteer, files_add_up)
{
	struct gazetteer *g = gazetteer_new();
	struct gaz_place p[GAZ_FOUND];
	struct err e;

	for (int i = 0; i < 2; i++) {
		struct gaz_builder *b = gaz_builder_new();
		struct buf bytes;

		buf_init(&bytes, GAZ_BYTES_MAX);
		gaz_builder_tsv(b,
		    i == 0 ? STR("SY\ttown\tAin\t35\t36\n")
			   : STR("SY\ttown\tAin\t35.001\t36\nSY\ttown\tAin\t33\t36\n"),
		    "t", &e);
		gaz_builder_write(b, &bytes);
		gaz_builder_free(b);
		cr_assert(gazetteer_take(g, buf_str(&bytes), &e) == 0);
	}
	cr_expect(gazetteer_count(g) == 3);
	cr_expect(find(g, FOLD_PLAIN, "Ain", "", p) == 2,
	    "the same place in two files is one");
	cr_expect(gazetteer_map(g, "/nonexistent", &e) == -1);
	gazetteer_free(g);
}

Test(known_names, forgets_when_there_are_too_many)
{
	struct known_names *k = known_names_new();
	struct gaz_place tarn = { .name = STR("Tarn"), .kind = GAZ_TOWN };
	struct known_name *at;
	size_t kept = 0;
	char name[16];

	cr_assert_eq(known_names_begin(k), 1);
	at = known_names_at(k, STR("tarn"));
	cr_assert(at != NULL && at->n_key == 0);
	known_names_keep(k, at, STR("tarn"), &tarn, 1);
	cr_expect_eq(known_names_begin(k), 2);
	at = known_names_at(k, STR("tarn"));
	cr_assert(at != NULL && at->n_key == 4 && at->n == 1);
	cr_expect(str_eq(at->found[0].name, STR("Tarn")));
	for (int i = 0; i < 5000; i++) { /* of one document: those that find room */
		struct str plain = { name,
			(size_t)snprintf(name, sizeof(name), "name %d", i) };

		if ((at = known_names_at(k, plain)) != NULL && at->n_key == 0) {
			known_names_keep(k, at, plain, NULL, 0);
			kept++;
		}
	}
	cr_expect(kept > 500 && kept < 5000, "%zu", kept);
	cr_expect_eq(known_names_at(k, STR("tarn"))->n, 1);
	cr_expect_eq(known_names_begin(k), 3);
	cr_expect_eq(known_names_at(k, STR("tarn"))->n_key, 0);
	known_names_free(k);
}
