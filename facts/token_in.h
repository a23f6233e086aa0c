/* token_in.h -- a text while it becomes tokens, for token*.c. */
#ifndef FACTS_TOKEN_IN_H
#define FACTS_TOKEN_IN_H

#include "facts/token.h"

#define SENTENCE_MAX 400 /* tokens; what is longer is no sentence, and is cut */

struct scanner {
	const struct lexicon *lx;
	const struct word *unknown;
	bool plain; /* a plain word is one token: the language writes none onto it */
	struct guessed *guessed; /* NULL: nobody remembers */
	struct arena *a;
	struct str text;
	size_t at;
	struct token_list *out;
	struct sentence cur;
	size_t title_end;
	uint32_t paragraph;
	unsigned letters, capitals; /* words of the sentence; those all in capitals */
	/* of the next token: TOKEN_TIGHT, TOKEN_QUOTED; of the next word: TOKEN_FIRST */
	uint16_t flags;
	size_t full; /* tokens that there is room for, and that a sentence may have */
};

static inline bool
is_word_byte(unsigned char c)
{
	return is_alpha((char)c) || is_digit((char)c) || c >= 0x80;
}

/* Does the full stop at i (its word is the last token) end the sentence? */
bool token_stop_ends(const struct scanner *s, size_t i);
/* The full stop at i is part of the word before it: of a number cut short (Russian tys.),
 * of a day's (4. Oktober), of incl. */
bool token_owns_stop(const struct scanner *s, size_t i);
/* Does the line break before next, without a full stop, end it? */
bool token_line_ends(const struct scanner *s, size_t next);
/* Length of the apostrophe at i that parts a name or number from its ending (Tarn'da,
 * 12'si); 0: none. */
size_t token_suffix_at(const struct scanner *s, size_t i);

/* The same where the language writes so. */
static inline size_t
token_suffix_mark(const struct scanner *s, size_t i)
{
	return lexicon_has(s->lx, HABIT_SUFFIX) ? token_suffix_at(s, i) : 0;
}

/* EE. UU., FF.AA.: behind an abbreviation of two doubled capitals, each with its stop; i:
 * there is none. */
size_t token_doubled_end(const struct scanner *s, size_t i);
/* Length of the word at i: letters, digits, inner apostrophes, hyphens, dots of U.S. */
size_t token_word_end(const struct scanner *s, size_t i);
/* between159,000: where the word at from, up to end, ends that a number is run together
 * with. */
size_t token_before_number(const struct scanner *s, size_t from, size_t end);
/* dis-placed, evacu-ated: the word that was broken before its last part, which begins at
 * cut; NULL: none. */
const struct word *token_broken(const struct scanner *s, struct str key, size_t cut);
/* Does a month begin behind the spaces at i? */
bool token_month_at(const struct scanner *s, size_t i);

/* Feeds that escape twice leave <b> and &#8220; in the text, and #Tarn is Tarn: how long
 * what says nothing at i is; 0: none. */
size_t token_markup(struct str s, size_t i);
/* Where the address at i ends, which is no word of the sentence; i: there is none. */
size_t token_address_end(struct str text, size_t i);

#endif
