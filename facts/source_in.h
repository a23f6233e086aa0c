/* source_in.h -- what source.c (where those stand who speak) and source_name.c (who they
 * are) share. */
#ifndef FACTS_SOURCE_IN_H
#define FACTS_SOURCE_IN_H

#include "facts/source.h"

/* Words that may name who speaks. */
struct span {
	size_t first, last;
	bool found;
};

/* What was heard of so far, sentence by sentence, so that no token is looked at for each
 * again. */
struct heard {
	struct doc *doc;
	struct sentence *s;        /* the one at hand */
	const struct source *last; /* of the sentences before it */
	const struct sentence *upto;
	struct str body; /* the last one named before sentence upto; empty: none */
	bool ahead;      /* the text was searched for the first one */
	struct str first;
};

static inline struct token *
tok(const struct doc *d, size_t i)
{
	return &d->t.tok[i];
}

static inline bool
mark(const struct doc *d, size_t i, char c)
{
	return tok(d, i)->kind == TOKEN_PUNCT && tok(d, i)->punct == c;
}

/* Is token i of the sentence at hand in a group of people?  They are sought only where
 * that is not known without. */
bool source_in_group(const struct heard *h, size_t i);
/* Makes out of n, if it names somebody who speaks, the source that it is; else leaves it
 * empty. */
void source_take(const struct doc *d, struct span n, struct source *out, struct heard *h);

#endif
