/*
 * lexicon_build.h -- how a lexicon comes to be: what the loaders of its files
 * (lexicon_file.c, cue.c) add.  Nothing may be added once it is mapped.
 */
#ifndef FACTS_LEXICON_BUILD_H
#define FACTS_LEXICON_BUILD_H

#include "facts/lexicon.h"

/* The word of that key, new if it was not there; it stays where it is until the next is
 * added. */
struct word *lexicon_add(struct lexicon *lx, struct str key);
struct text_ref lexicon_add_text(struct lexicon *lx, struct str s);
/* A fold: a phrase of words, space between, that is read as the one word given back. */
struct word *lexicon_add_fold(struct lexicon *lx, struct str phrase, struct err *e);

/* A phrase beside the folds, and what phrases mean: a word without a key, of that value.
 * -1: too long. */
uint32_t lexicon_add_meaning(struct lexicon *lx, int64_t value);
int lexicon_add_phrase(struct lexicon *lx, struct str phrase, uint32_t meaning);
/* Marks the folds whose words begin a phrase; at the end. */
void lexicon_mark_phrases(struct lexicon *lx);

void lexicon_add_guess(struct lexicon *lx, struct str ending, uint64_t cls,
    unsigned form);
void lexicon_add_clitic(struct lexicon *lx, struct str clitic);
void lexicon_add_glued(struct lexicon *lx, struct str glued);
void lexicon_add_place_ending(struct lexicon *lx, struct str ending, struct str plain);
void lexicon_set(struct lexicon *lx, enum lexicon_habit habit);
/* that lexicon_misspelt() goes through; at the end */
void lexicon_list_triggers(struct lexicon *lx);

#endif
