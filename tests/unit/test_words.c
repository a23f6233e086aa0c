/* test_words.c -- words read eight bytes a step come to the same as words read byte by
 * byte. */
#include "config.h"

#include <criterion/criterion.h>

#include "base/alloc.h"
#include "facts/guessed.h"
#include "facts/lexicon_build.h"
#include "facts/lexicon_find.h"
#include "facts/token.h"
#include "facts/unwrap.h"

#define ROUNDS 200000

/* Letters first, then what may end a word or go on with it. */
static const char signs[] = "aAbBzZmMeEtT@[`{ .,;:-'0\n\t\"()\xc3\xa9\xe2";

static struct str
random_text(char *out, size_t max, uint64_t *seed)
{
	size_t n;

	*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
	n = (*seed >> 33) % (max + 1);
	for (size_t i = 0; i < n; i++) {
		*seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407;
		/* eleven of twelve are letters, so that words grow long */
		out[i] =
		    signs[(*seed >> 33) % 12 != 0 ? (*seed >> 40) % 12
						  : (*seed >> 40) % (sizeof(signs) - 1)];
	}
	return (struct str){ out, n };
}

struct spelt {
	size_t n;
	bool capital, capitals;
};

/* The same by the book: letters, then something that can only end the word. */
static bool
by_bytes(struct str s, char key[PLAIN_MAX], struct spelt *out)
{
	size_t n = 0, capitals = 0;
	char c;

	for (; n < s.n && is_alpha(s.p[n]); n++) {
		if (n == PLAIN_MAX)
			return false;
		key[n] = to_lower(s.p[n]);
		capitals += key[n] != s.p[n];
	}
	c = n < s.n ? s.p[n] : ' ';
	if (n == 0 || (unsigned char)c >= 0x80 || is_digit(c) || c == '-' || c == '\'' ||
	    (c == '.' && n == 1))
		return false;
	*out = (struct spelt){
		.n = n, .capital = key[0] != s.p[0], .capitals = n > 1 && capitals == n
	};
	return true;
}

Test(words, plain_ones_are_what_bytes_say)
{
	uint64_t seed = 7;
	size_t found = 0;

	for (int i = 0; i < ROUNDS; i++) {
		char text[40], key[PLAIN_MAX], want_key[PLAIN_MAX];
		struct str s = random_text(text, sizeof(text), &seed);
		struct plain_word w;
		struct spelt want = { 0 };
		bool is = plain_word(s, &w);

		cr_assert_eq(is, by_bytes(s, want_key, &want), "%.*s", STR_ARG(s));
		if (!is)
			continue;
		found++;
		plain_text(key, w.key);
		cr_assert(w.n == want.n && plain_has_capital(&w) == want.capital &&
			plain_in_capitals(&w) == want.capitals &&
			memcmp(key, want_key, w.n) == 0,
		    "%.*s", STR_ARG(s));
	}
	cr_expect_gt(found, ROUNDS / 10);
}

/* Found by whichever way it is asked for, alone among its like. */
Test(words, table)
{
	struct lexicon *lx = lexicon_new(STR("xx"));
	char text[24];
	struct str key = { text, 0 };

	for (int i = 0; i < 20000; i++) {
		key.n = (size_t)snprintf(text, sizeof(text), "%.*s%d", i % 12,
		    "abcdefghijkl", i);
		cr_assert_eq(lexicon_word(lx, key)->id, 0, "%s", text);
		lexicon_add(lx, key)->value = i;
	}
	for (int i = 0; i < 20000; i++) {
		key.n = (size_t)snprintf(text, sizeof(text), "%.*s%d", i % 12,
		    "abcdefghijkl", i);
		cr_assert_eq(lexicon_word(lx, key)->value, i, "%s", text);
		if (key.n <= PLAIN_MAX)
			cr_assert_eq(lexicon_plain(lx, start_of(key))->value, i, "%s",
			    text);
	}
	lexicon_free(lx);
}

/* As many as there may be, and more: what is known by its ending is, up to the last of
 * them. */
Test(words, endings)
{
	struct lexicon *lx = lexicon_new(STR("xx"));
	char text[24];
	uint16_t form;

	for (int i = 0; i < 40; i++) {
		struct str ending = { text,
			(size_t)snprintf(text, sizeof(text), "x%02d", i) };

		lexicon_add_guess(lx, ending, C_THING, 0);
		ending.n = (size_t)snprintf(text, sizeof(text), "new%02d-", i);
		lexicon_add_glued(lx, ending);
	}
	cr_expect_eq(lexicon_guess(lx, STR("wordx00"), &form), C_THING);
	cr_expect_eq(lexicon_guess(lx, STR("wordx31"), &form), C_THING);
	cr_expect_eq(lexicon_guess(lx, STR("wordx32"), &form), 0);
	lexicon_free(lx);
}

static void
expect_same(const struct token_list *a, const struct token_list *b, struct str text)
{
	cr_assert(a->n == b->n && a->n_sent == b->n_sent && a->n_story == b->n_story,
	    "%.*s", STR_ARG(text));
	for (size_t i = 0; i < a->n; i++) {
		const struct token *t = &a->tok[i], *u = &b->tok[i];

		cr_assert(t->start == u->start && t->end == u->end && t->cls == u->cls &&
			t->word == u->word && t->flags == u->flags &&
			t->form == u->form && t->kind == u->kind,
		    "%.*s: token %zu", STR_ARG(text), i);
	}
	for (size_t i = 0; i < a->n_sent; i++)
		cr_assert(a->sent[i].cls == b->sent[i].cls &&
			a->sent[i].ground == b->sent[i].ground,
		    "%.*s: sentence %zu", STR_ARG(text), i);
}

/* What was guessed before is what would be guessed now, whatever else was in between. */
Test(words, guessed_again)
{
	static struct guessed guessed;
	struct lexicon *lx = lexicon_new(STR("xx"));
	struct token_list with, without;
	struct guessed_word *kept;
	struct arena a;
	uint64_t seed = 11;

	lexicon_add_guess(lx, STR("a"), C_VERB, FORM_PAST);
	lexicon_add_guess(lx, STR("z"), C_ADJ, 0);
	lexicon_add_glued(lx, STR("-me"));
	lexicon_add(lx, STR("tee"))->cls = C_PREP;
	lexicon_add(lx, STR("mette"))->cls = C_VERB;
	lexicon_add(lx, STR("me"))->story = true;
	for (int i = 0; i < ROUNDS / 20; i++) {
		char bytes[60];
		struct str text = random_text(bytes, sizeof(bytes), &seed);

		arena_init(&a);
		tokenise(lx, &guessed, &a, text, 0, &with);
		tokenise(lx, NULL, &a, text, 0, &without);
		expect_same(&with, &without, text);
		arena_clear(&a);
	}
	/* and what is kept is what is taken */
	kept = guessed_at(&guessed, start_of(STR("zebra")));
	*kept = (struct guessed_word){ start_of(STR("zebra")), lx, C_MONTH, 0 };
	arena_init(&a);
	tokenise(lx, &guessed, &a, STR("mette zebra Zebra zebra ZEBRA"), 0, &with);
	cr_expect_eq(with.tok[TOKEN_MARGIN + 1].cls, C_MONTH);
	cr_expect_eq(with.tok[TOKEN_MARGIN + 2].cls, 0, "a name");
	cr_expect_eq(with.tok[TOKEN_MARGIN + 3].cls, C_MONTH);
	cr_expect_eq(with.tok[TOKEN_MARGIN + 4].cls, 0);
	arena_clear(&a);
	lexicon_free(lx);
}

/* Whoever looks beside a token finds one, and before the first and behind the last one
 * that is nothing. */
Test(words, margins)
{
	static const char *const texts[] = { "", "One", "Two words. And three more.",
		". , ; ( ) - . , ; ( ) - . , ; ( ) -"
		" . , ; ( ) - . , ; ( ) - . , ; ( ) - . , ; ( ) - . , ; ( ) - . , ; ( ) "
		"- . , ; ( ) - . , ; ( ) - . , ; ( ) -" };
	struct lexicon *lx = lexicon_new(STR("xx"));
	struct token_list l;
	struct arena a;

	for (size_t i = 0; i < NELEM(texts); i++) {
		arena_init(&a);
		tokenise(lx, NULL, &a, str_of(texts[i]), 0, &l);
		for (int k = 1; k <= TOKEN_MARGIN; k++) {
			const struct token *before = l.tok + TOKEN_MARGIN - k,
					   *behind = l.tok + l.n + k - 1;

			cr_expect(before->word->id == 0 && before->cls == 0 &&
				before->group == 0,
			    "%s", texts[i]);
			cr_expect(behind->word->id == 0 && behind->cls == 0 &&
				behind->group == 0,
			    "%s", texts[i]);
		}
		arena_clear(&a);
	}
	lexicon_free(lx);
}

static const struct {
	const char *text;
	size_t title;
	const char *is; /* NULL: the same bytes, where they were */
} wraps[] = {
	/* as mail and old wires break them */
	{ "Gunmen came to a village near Tarn on Friday and killed\n"
	  "12 farmers who were working in their fields, the mayor of\n"
	  "Tarn said. Three others were wounded and taken to\n"
	  "Velm for treatment.\n\nThe army sent troops.",
	    0,
	    "Gunmen came to a village near Tarn on Friday and killed "
	    "12 farmers who were working in their fields, the mayor of "
	    "Tarn said. Three others were wounded and taken to "
	    "Velm for treatment.\n\nThe army sent troops." },
	{ "TWO SOLDIERS WERE KILLED NEAR SAN\nMARCOS. THE ARMY SENT TROOPS TO\nTHE "
	  "VILLAGE.",
	    0,
	    "TWO SOLDIERS WERE KILLED NEAR SAN MARCOS. THE ARMY SENT TROOPS TO THE "
	    "VILLAGE." },
	/* headlines, one a line */
	{ "Bus crash kills nine near Tarn on Friday\n"
	  "Rebels seize a town close to the border\n"
	  "Court frees editor after a month in jail",
	    0, NULL },
	{ "Tarn talks end\nDelegates left the city on Friday, the mayor said. They will\n"
	  "meet again in spring.",
	    0, NULL },
	/* a line alone, a paragraph a line */
	{ "Nine were killed in Tarn", 0, NULL },
	{ "Nine were killed in Tarn.\n\nthe rest fled.\n", 0, NULL },
	/* a title is one line, however it is written */
	{ "Nine killed\n  in Tarn\nA bus fell.", 21,
	    "Nine killed   in Tarn\nA bus fell." },
};

Test(words, lines_that_a_margin_broke)
{
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < NELEM(wraps); i++) {
		struct str text = str_of(wraps[i].text),
			   got = unwrap(&a, text, wraps[i].title);

		if (wraps[i].is == NULL)
			cr_expect(got.p == text.p && got.n == text.n, "%s", text.p);
		else
			cr_expect(str_eq(got, str_of(wraps[i].is)), "%s: %.*s", text.p,
			    STR_ARG(got));
	}
	arena_clear(&a);
}
