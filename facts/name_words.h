/*
 * name_words.h -- a plain key read word by word, as a text goes on: may what was read be
 * a name of the gazetteer, and may one go on so?  Most words of a text begin none, and
 * the filter of the gazetteer says so from what little is known of them.
 */
#ifndef FACTS_NAME_WORDS_H
#define FACTS_NAME_WORDS_H

#include "facts/gazetteer.h"
#include "facts/plain.h"

struct words_read {
	uint64_t hash;  /* as the filter of the gazetteer knows them */
	unsigned known; /* enum gaz_words */
};

struct name_words {
	const struct gazetteer *g;
	struct words_read before, with; /* the last word, where others follow it */
	size_t last;                    /* where that begins */
	size_t end;
	bool may_name; /* what was read, or one of the same FOLD_WORDS key */
	bool over;     /* no name goes on so */
};

/* Bytes of a key that is read, of which those behind it say nothing. */
#define NAME_WORDS_ROOM (FOLD_MAX + PLAIN_MAX)

void name_words_begin(struct name_words *w, const struct gazetteer *g);
/* Reads on to byte n of the key, whose beginning was read before. */
void name_words_read(struct name_words *w, const char key[NAME_WORDS_ROOM], size_t n);

/* A word in small letters that keys began with of late, and what was known behind it. */
struct first_word {
	struct word_start small;
	uint64_t hash;
	uint32_t known, may_name;
};

#define FIRST_WORD_BITS 10

/* Begins a key with bytes [from, to) of a text, as name_words_begin() and
 * name_words_add() do, which may be known already. */
size_t name_words_first(struct name_words *w, const struct gazetteer *g,
    struct first_word known[1 << FIRST_WORD_BITS], char key[NAME_WORDS_ROOM],
    struct str text, size_t from, size_t to);
/* Adds bytes [from, to) of a text to the n of the key, as fold_on() does, and reads on to
 * where it ends now. */
size_t name_words_add(struct name_words *w, char key[NAME_WORDS_ROOM], size_t n,
    struct str text, size_t from, size_t to);

/* false: no name has this key, nor one of the same FOLD_WORDS key. */
bool name_words_known(const struct gazetteer *g, struct str plain);

#endif
