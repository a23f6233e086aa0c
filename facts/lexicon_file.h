/*
 * lexicon_file.h -- the word files of a language: lines of "classes attributes <TAB>
 * words" (doc/lexicon.md), inflected by the language's own rules.
 */
#ifndef FACTS_LEXICON_FILE_H
#define FACTS_LEXICON_FILE_H

#include "facts/lexicon.h"

#define LEXICON_NO_OUTCOME 255
#define SPLIT_GAP " .. " /* in the key of a verb in two parts: "nahm .. fest" */
/* among triggers only; such facts are displacements */
#define OUTCOME_DISPLACED OUTCOME_N

/* A file of lines with tab-separated fields; comments (#) and empty lines are left out.
 */
struct tsv {
	struct str path; /* for messages */
	struct str text, rest;
	size_t line;
};

#define TSV_FIELDS 12

/* -1: not readable; 1: there is no such file. */
int tsv_open(struct tsv *t, struct arena *a, const char *path, struct err *e);
/* The fields of the next line; 0 at the end. */
size_t tsv_next(struct tsv *t, struct str field[TSV_FIELDS]);
/* "path:line: …" */
__attribute__((format(printf, 3, 4))) int tsv_error(const struct tsv *t, struct err *e,
    const char *fmt, ...);

/* What a lexicon is made of, besides word files. */
#define RULES_FILE "inflect.tsv"
#define CUES_FILE "cues.tsv"   /* facts/cue.h */
#define STORY_FILE "story.tsv" /* facts/story.h */
/* Mixes into *sum all that lexicon_load(), cues_load() and story_words_load() would read
 * of a directory: two that have the same sum make the same lexicon.  -1: a file cannot be
 * read. */
int lexicon_files_sum(uint64_t *sum, const char *dir, struct err *e);

/* Calls each for every way of reading lost_his|her?_life: alternatives, options.  -1: too
 * many. */
int lexicon_variants(struct str phrase, int (*each)(void *arg, struct str phrase),
    void *arg);
uint64_t lexicon_class(struct str name); /* 0: no such class */
unsigned lexicon_form(struct str name);  /* 0: no such form */
int lexicon_outcome(struct str name);    /* -1: no such outcome */

#endif
