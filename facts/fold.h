/*
 * fold.h -- keys under which a place name is looked up, from exact to loose.  Two
 * spellings of one place meet at some level; the looser the level, the more strangers
 * meet there too, so the loose ones are for one country only (facts/places.h has the
 * rule of trust).
 *
 *	FOLD_PLAIN     case, marks, quotes and punctuation gone
 *	FOLD_WORDS     and articles, generic words ("town", "governorate"), one form
 *	               for class words (Tall, Tell, Tel)
 *	FOLD_SOUND     and romanisation: Cyrillic and Arabic in Latin letters, kh/x,
 *	               ou/u/o, q/k, doubled letters, final -ah/-a
 *	FOLD_SKELETON  and vowels: the first letter and the consonants
 *
 * Actor names and identities in the ledger use the same keys.  A gazetteer file stores
 * their hashes: FOLD_VERSION changes when a key does.
 */
#ifndef FACTS_FOLD_H
#define FACTS_FOLD_H

#include "base/str.h"

#define FOLD_VERSION 3
#define FOLD_MAX 128 /* bytes of a key; longer names are cut, at every level alike */

enum fold_level { FOLD_PLAIN, FOLD_WORDS, FOLD_SOUND, FOLD_SKELETON, FOLD_N };

/* The key, in out; empty when nothing of the name is left. */
struct str fold_name(char out[FOLD_MAX], struct str name, enum fold_level level);
/* FOLD_PLAIN piece by piece: adds a text behind the n bytes that out holds; how many it
 * holds now. What fold_key() makes of them is the key of all pieces so far. */
size_t fold_more(char out[FOLD_MAX], size_t n, struct str text);
/* The same of bytes [from, to) of a text: what stands behind them makes it cheaper. */
size_t fold_on(char out[FOLD_MAX], size_t n, struct str text, size_t from, size_t to);
/* A comma, a bracket: does it but part two words of a key? */
static inline bool
fold_parts(char c)
{
	static const uint64_t marks[4] = { 0xfc00ff7fffffffff, 0xf8000000f8000001 };

	return marks[(unsigned char)c / 64] >> (unsigned char)c % 64 & 1;
}
struct str fold_key(const char out[FOLD_MAX], size_t n);
/* Takes the next word of a key, in which one space stands between two. */
struct str fold_next_word(struct str *rest);
/* The FOLD_WORDS key of a plain one, in out, if it is another. */
struct str fold_words(char out[FOLD_MAX], struct str plain);
/* What such a key has of a word: its form; of an article nothing unless it stands last,
 * of a generic word nothing unless there is no other. */
enum fold_word { FOLD_FORM, FOLD_ARTICLE, FOLD_GENERIC };

#define FOLD_LETTERS 26

/* The words that are listed as such, by their first letter, with letters as bits. */
struct fold_initial {
	uint32_t second, last;         /* letters that are these of one of them */
	uint32_t lengths;              /* a bit for each */
	const struct name_word *words; /* the last is empty */
};
extern const struct fold_initial fold_initials[FOLD_LETTERS + 1];

/* The number of a letter; FOLD_LETTERS: it is none. */
static inline size_t
fold_letter_at(char c)
{
	size_t i = (size_t)(unsigned char)c - 'a';

	return i < FOLD_LETTERS ? i : FOLD_LETTERS;
}

/* Nearly all words are known by three letters and their length not to be listed. */
static inline bool
fold_may_be_listed(struct str w)
{
	const struct fold_initial *of = &fold_initials[fold_letter_at(w.p[0])];

	return (of->second >> fold_letter_at(w.p[w.n > 1]) &
	    of->last >> fold_letter_at(w.p[w.n - 1]) & of->lengths >> w.n % 32 & 1);
}

/* fold_word() of a word that may be listed, or of Arabic letters. */
enum fold_word fold_listed(struct str *w);

/* Which it is; a word that has another form becomes that. */
static inline enum fold_word
fold_word(struct str *w)
{
	return fold_may_be_listed(*w) || (unsigned char)w->p[0] == 0xd8 ? fold_listed(w)
									: FOLD_FORM;
}
/* All of them: the plain one, and of it, if somebody asks, the rest. */
struct fold_keys {
	char text[FOLD_N][FOLD_MAX];
	struct str of[FOLD_N];
};
void fold_keys_plain(struct fold_keys *k, struct str name);
void fold_keys_looser(struct fold_keys *k);

/* Have two names of the same skeleton nearly as many letters that are heard?  Tadaf,
 * Tadef; but not Ben Nevis, Bo'ness. */
bool fold_alike(struct str a, struct str b);

#endif
