/* finder_in.h -- tokens of the sentence at hand, for casualty.c, finder.c and victims*.c.
 */
#ifndef FACTS_FINDER_IN_H
#define FACTS_FINDER_IN_H

#include "facts/finder.h"

static inline struct token *
tok(const struct finder *f, size_t i)
{
	return &f->c.d->t.tok[i];
}

static inline bool
is_comma(const struct finder *f, size_t i)
{
	return i < f->c.s->end && tok(f, i)->kind == TOKEN_PUNCT &&
	    tok(f, i)->punct == ',';
}

#endif
