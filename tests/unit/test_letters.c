/* test_letters.c -- what is known of letters without Unicode's tables is what they say,
 * and words come to the same by it. */
#include "config.h"

#include <criterion/criterion.h>
#include <unicode/unorm2.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "facts/fold.h"
#include "facts/letter.h"
#include "facts/token.h"
#include "facts/written.h"

#define LETTERS_END 0x11000u

Test(letters, are_what_the_tables_say)
{
	for (uint32_t u = 0x80; u < LETTERS_END; u++) {
		UChar32 c = (UChar32)u;
		uint32_t small = u >= 0x590 && u < 0x10a0 ? u : (uint32_t)u_tolower(c);
		char bytes[4];
		size_t n = utf8_put(bytes, u);

		cr_expect_eq(letter_small(u), small, "U+%04X", u);
		cr_expect_eq(letter_in_word(u),
		    u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK, "U+%04X", u);
		cr_expect_eq(letter_is_lower(u), u_islower(c) != 0, "U+%04X", u);
		if (letter_of(&letters_small, bytes, n))
			cr_expect(small == u && u_isalpha(c) &&
				!letter_is_vowel_sign(u) && lexicon_letter(u) == u,
			    "U+%04X", u);
	}
}

/* The first letter of its decomposition, folded, where nothing but marks is behind it;
 * else 0. */
static uint32_t
base_letter(uint32_t u)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar parts[24];
	int32_t n = unorm2_getDecomposition(unorm2_getNFKDInstance(&status), (UChar32)u,
	    parts, 24, &status);

	if (n < 0)
		return (uint32_t)u_foldCase((UChar32)u, U_FOLD_CASE_DEFAULT);
	for (int32_t i = 1; i < n; i++)
		if (u_charType(parts[i]) != U_NON_SPACING_MARK)
			return 0;
	return (uint32_t)u_foldCase(parts[0], U_FOLD_CASE_DEFAULT);
}

Test(letters, fold_to_what_the_tables_say)
{
	/* letters that no decomposition takes apart, and those that a fold says more of
	 */
	static const uint32_t own[] = { 0xd0, 0xf0, 0xd8, 0xf8, 0x110, 0x111, 0x126,
		0x127, 0x131, 0x141, 0x142, 0x629, 0x649 };
	static const char mapped[] = "ddooddhhill";

	for (uint32_t u = 0xc0; u < 0x64b; u = u == 0x17f ? 0x400
		 : u == 0x45f                             ? 0x622
							  : u + 1) {
		char name[4], key[FOLD_MAX], want[4];
		struct str got = fold_name(key, (struct str){ name, utf8_put(name, u) },
		    FOLD_PLAIN);
		uint32_t base = base_letter(u);

		for (size_t i = 0; i < NELEM(own); i++)
			if (own[i] == u)
				base = u < 0x600 ? (uint32_t)mapped[i]
				    : u == 0x629 ? 0x647
						 : 0x64a;
		/* of some letters two are made, or none */
		if (base == 0 || !u_isalpha((UChar32)base) || utf8_count(got) != 1)
			continue;
		cr_expect(str_eq(got, (struct str){ want, utf8_put(want, base) }),
		    "U+%04X: %.*s", u, STR_ARG(got));
	}
	cr_expect(str_eq(fold_name((char[FOLD_MAX]){ 0 }, STR("Їжак Ґвалт Ёлка Йод"),
			     FOLD_PLAIN),
	    STR("іжак ґвалт елка иод")));
}

Test(letters, words_are_read_alike)
{
	static const struct {
		const char *text, *word; /* NULL: none of letters alone */
	} rows[] = { { "убитые, раненые", "убитые" }, { "Київ.", "Київ" },
		{ "ЗСУ", "ЗСУ" }, { "أصيبوا في", "أصيبوا" }, { "مُحَمَّد، ", "مُحَمَّد" },
		{ "été «", "été" }, { "İstanbul ", "İstanbul" }, { "Straße)", "Straße" },
		{ "Tarn-Ost", NULL }, { "l'été", NULL }, { "x12", NULL },
		{ "Тарн’а", NULL }, { "день\xe2\x80\x94", "день" }, { "д\x80", NULL },
		{ "Ⱥⱦ ", NULL }, { "ўў", "ўў" },
		{ "нескончаемодлинноесловокоторогонетниводномсловаре ",
		    "нескончаемодлинноесловокоторогонетниводномсловаре" } };

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct written w, want;
		struct str word = rows[i].word == NULL ? STR_NONE : str_of(rows[i].word);

		cr_expect_eq(written_letters(&w, str_of(rows[i].text)), word.n, "%s",
		    rows[i].text);
		if (word.n == 0)
			continue;
		written_read(&want, word);
		cr_expect(str_eq(written_key(&w), written_key(&want)) &&
			w.flags == want.flags && w.even == want.even &&
			w.capitals == want.capitals,
		    "%s", rows[i].text);
	}
}

/* A clitic is cut off its key and off the text alike, whatever signs stand between the
 * letters. */
Test(letters, keys_are_cut_as_texts_are)
{
	static const struct {
		const char *word;
		size_t key, text;
		const char *rest;
	} rows[] = { { "والجيش", 2, 2, "الجيش" }, { "وَالجيش", 2, 4, "الجيش" },
		{ "L'Armée", 2, 2, "armée" }, { "l’État", 2, 4, "état" } };

	for (size_t i = 0; i < NELEM(rows); i++) {
		struct written w;
		struct str word = str_of(rows[i].word);

		written_read(&w, word);
		cr_expect_eq(written_cut(&w, word, rows[i].key), rows[i].text, "%s",
		    rows[i].word);
		cr_expect(str_eq(written_key(&w), str_of(rows[i].rest)), "%.*s",
		    STR_ARG(written_key(&w)));
	}
}
