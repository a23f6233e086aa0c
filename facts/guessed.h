/*
 * guessed.h -- what words without a class were taken for of late, by their likeness and
 * ending: a word of the news comes again in the next sentence.  Belongs to a reader: not
 * for two threads at once.
 */
#ifndef FACTS_GUESSED_H
#define FACTS_GUESSED_H

#include "facts/lexicon_find.h"

#define GUESSED_WORDS 512

struct guessed_word {
	struct word_start key; /* in small letters all; zeros: none is kept here */
	const struct lexicon *lx;
	uint64_t cls;
	uint16_t form;
};

struct guessed { /* all zeros at first */
	struct guessed_word words[GUESSED_WORDS];
};

/* Where the word is kept or may be. */
static inline struct guessed_word *
guessed_at(struct guessed *g, struct word_start key)
{
	return &g->words[start_hash(key) % GUESSED_WORDS];
}

#endif
