/*
 * inflect.h -- how the words of a language bend: the rules of its inflect.tsv
 * (doc/lexicon.md). A rule exchanges an ending for others.  Capitals in an ending stand
 * for letters that agree with the letters before them (Turkish vowel harmony, voiced and
 * unvoiced, buffer consonants).
 */
#ifndef FACTS_INFLECT_H
#define FACTS_INFLECT_H

#include "base/str.h"

enum inflect_kind {
	INFLECT_NOUN,
	INFLECT_DUAL,
	INFLECT_VERB,
	INFLECT_ADJ,
	INFLECT_KINDS
};

/* noun: plural, singular; dual; verb: third gerund past participle; adj: others */
#define INFLECT_SLOTS 4
#define INFLECT_RULES 160
#define INFLECT_LETTERS 12
#define INFLECT_MAX 128 /* bytes of a bent word */

struct inflection {
	enum inflect_kind kind;
	struct str ending;
	struct str slot[INFLECT_SLOTS]; /* lists of endings, commas between */
};

struct inflections {
	struct inflection rules[INFLECT_RULES];
	size_t n;
	struct {
		char sign;
		struct str choices;
	} letters[INFLECT_LETTERS];
	size_t n_letters;
	bool last; /* of a verb phrase the last word bends, not the first */
};

/* A line of the file.  1: it is a rule of bending, and kept; 0: of another kind; -1: no
 * good. */
int inflect_line(struct inflections *in, struct str field[], size_t n);
/* The rule with the longest ending that fits the word, or NULL. */
const struct inflection *inflect_rule(const struct inflections *in,
    enum inflect_kind kind, struct str word);
/* word with the rule's ending exchanged; empty if it is too long. */
struct str inflect_bend(const struct inflections *in, const struct inflection *r,
    struct str word, struct str ending, char out[INFLECT_MAX]);

#endif
