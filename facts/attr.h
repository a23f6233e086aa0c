/* attr.h -- figures to facts: who, side, by, cause, source, stance, dates, scope,
 * confidence. */
#ifndef FACTS_ATTR_H
#define FACTS_ATTR_H

#include "facts/casualty.h"
#include "facts/source.h"

void attributes_make(struct doc *d, struct figures *f, const struct source *sources);
/* Behind "Cairo, Dec 4 (EFE) –", if the sentence opens with that; else its first token.
 */
size_t attr_dateline_end(const struct doc *d, size_t sentence);

#endif
