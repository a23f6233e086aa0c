/* wide_punct.h -- quotation marks, dashes, spaces and pictures beyond ASCII. */
#ifndef FACTS_WIDE_PUNCT_H
#define FACTS_WIDE_PUNCT_H

#include "base/str.h"

/* The mark of ASCII ('*': another) that the character at the start of s is like, and its
 * bytes; 0: part of a word. */
char wide_punct(struct str s, size_t *len);
/* Where the 's ends that stands at i: the U.S.'s; i: none does. */
size_t owner_end(struct str s, size_t i);

#endif
