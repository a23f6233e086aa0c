/* token_in.h -- a text while it becomes tokens, for token.c and token_end.c. */
#ifndef FACTS_TOKEN_IN_H
#define FACTS_TOKEN_IN_H

#include "facts/token.h"

struct scanner {
	const struct lexicon *lx;
	const struct word *unknown;
	bool plain; /* a plain word is one token: the language writes none onto it */
	struct arena *a;
	struct str text;
	size_t at;
	struct token_list *out;
	struct sentence cur;
	size_t title_end;
	uint32_t paragraph;
	unsigned letters, capitals; /* words of the sentence; those all in capitals */
	uint16_t flags;             /* of the next token: TOKEN_TIGHT, TOKEN_QUOTED */
	size_t full; /* tokens that there is room for, and that a sentence may have */
	bool first;
};

/* Does the full stop at i (its word is the last token) end the sentence? */
bool token_stop_ends(const struct scanner *s, size_t i);
/* Does the line break before next, without a full stop, end it? */
bool token_line_ends(const struct scanner *s, size_t next);

#endif
