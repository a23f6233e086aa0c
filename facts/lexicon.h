/*
 * lexicon.h -- one language as data (etc/lang/XX, see doc/lexicon.md): words with classes
 * and attributes, multiword folds, number words, frames, cues.  Built once, read-only
 * afterwards. Every inflected form is an entry of its own, so that reading never strips
 * an ending: a word of the text costs one hash and one comparison.
 */
#ifndef FACTS_LEXICON_H
#define FACTS_LEXICON_H

#include "base/arena.h"
#include "base/err.h"
#include "base/map.h"
#include "base/str.h"
#include "facts/form.h"
#include "facts/habit.h"
#include "facts/plain.h"
#include "facts/word_classes.h"
#include "facts/word_values.h"

/* A text of the lexicon, by its place among them: what is mapped anywhere knows no
 * addresses. */
struct text_ref {
	uint32_t at, n;
};

/* What every token asks comes first: one cache line of it. */
struct word {
	struct word_start start; /* of the key */
	uint64_t cls;
	uint64_t ground; /* classes of words about ground (facts/ground_words.h) */
	/* classes that a fold with this word in it may make */
	uint64_t hint, ground_hint;
	uint32_t id;    /* 0: unknown */
	uint32_t fold;  /* where its folds, and phrases, go on; 0: none begins with it */
	uint32_t small; /* classes that one or two rules ask for (facts/small_words.h) */
	uint16_t form;
	uint8_t outcome;     /* enum outcome, or OUTCOME_DISPLACED */
	bool plain : 1;      /* the key is all in start */
	bool story : 1;      /* a phrase of story.tsv begins with it */
	bool cue : 1;        /* a cue begins with it, or with all of its words */
	bool dates : 1;      /* an expression of time may begin with it … */
	bool leads : 1;      /* … where one that is of time stands behind it */
	bool of_time : 1;    /* has a class of time, or is a month, a weekday, a number */
	int64_t value;       /* C_NUMBER; month, weekday */
	struct text_ref key; /* lower case; empty: the word that stands for all unknown
				ones */
	struct text_ref who, cause, unit, source;
	struct text_ref head; /* of a noun for places: the unit it counts */
	uint32_t time; /* what it does in an expression of time (facts/time_words.h) */
	int16_t n;     /* of such a word: the days of a unit, the number of a weekday */
	uint8_t bound; /* enum bound of C_BOUND, also of vague numbers */
	uint8_t effect;
};

struct lexicon;

/* What an unknown word is by its ending (marched: a verb): its class and form, in *form.
 */
uint64_t lexicon_guess(const struct lexicon *lx, struct str key, uint16_t *form);

/* Words written onto the next one (Arabic wa-, French d'): the length of the first of
 * key, if what is left is known, a number, or another with something known behind it;
 * else 0. */
size_t lexicon_clitic(const struct lexicon *lx, struct str key, struct str after);
/* Who knows names of one word, or of the next besides: what stands behind a preposition
 * that is written onto it may be one as well (Arabic bi-Halab, bi-Khan Yunis). */
typedef bool lexicon_is_name(const void *of, struct str word, struct str next);
void lexicon_ask_for_names(struct lexicon *lx, lexicon_is_name *is_name, const void *of);
/* some of ASCII letters alone */
bool lexicon_has_plain_clitics(const struct lexicon *lx);
/* Where an unknown word, in lower case and as written, is two without a space
 * (forcedmore, fledTarn); 0: nowhere. */
size_t lexicon_glued(const struct lexicon *lx, struct str key, struct str text);

/* The noun that an unknown one ends with, where nouns are written in one; or the unknown
 * word. */
const struct word *lexicon_joined(const struct lexicon *lx, struct str key);

/* The trigger word that an unknown one is a slip of (killied, succumed): a letter too
 * many or too few, or two swapped; NULL: none.  A wrong letter is no slip: evaluated is
 * not evacuated. */
const struct word *lexicon_misspelt(const struct lexicon *lx, struct str key);

struct lexicon *lexicon_new(struct str lang);
void lexicon_free(struct lexicon *lx);
/* Adds one directory's files of the language (etc/lang/XX); may be called for several. */
int lexicon_load(struct lexicon *lx, const char *dir, struct err *e);

size_t lexicon_count(const struct lexicon *lx); /* words; the first is the unknown one */
const struct word *lexicon_nth(const struct lexicon *lx, size_t n);
/* is read where it was mapped (lexicon_image.h) */
bool lexicon_is_mapped(const struct lexicon *lx);
struct str lexicon_lang(const struct lexicon *lx);
/* What a text or a lexicon is written in, by the most of its letters or words. */
enum script { SCRIPT_LATIN, SCRIPT_CYRILLIC, SCRIPT_ARABIC, SCRIPT_OTHER, SCRIPT_N };
enum script script_of(struct str text);
enum script lexicon_script(const struct lexicon *lx);
static inline struct str
lexicon_text(const struct lexicon *lx, struct text_ref t)
{
	const struct lexicon_face *face = (const struct lexicon_face *)lx;

	if (t.at >= face->n_texts || t.n > face->n_texts - t.at)
		return STR_NONE;
	return (struct str){ face->texts + t.at, t.n };
}
/* The letter that u is written for: Arabic hamza on or under an alef is often left out.
 */
static inline uint32_t
lexicon_letter(uint32_t u)
{
	return u == 0x622 || u == 0x623 || u == 0x625 ? 0x627 : u;
}

/* key in lower case.  Never NULL: the unknown word stands for what is not there. */
const struct word *lexicon_word(const struct lexicon *lx, struct str key);
struct arena *lexicon_arena(struct lexicon *lx);

/* Where a fold, or a phrase beside the folds, goes on from node (at first word.fold, of
 * its first) with this word; 0: nowhere.  *end: the word that the fold makes if it may
 * stop here, or NULL. */
uint32_t lexicon_fold(const struct lexicon *lx, uint32_t node, const struct word *w,
    const struct word **end);

#endif
