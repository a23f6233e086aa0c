/*
 * lexicon_image.h -- a lexicon as bytes that are used where they lie, at any address: its
 * head, then its tables without gaps, as the machine that wrote them has them.
 * facts/pack_file.h keeps those of several languages.
 */
#ifndef FACTS_LEXICON_IMAGE_H
#define FACTS_LEXICON_IMAGE_H

#include "base/buf.h"
#include "facts/lexicon.h"

void lexicon_write(const struct lexicon *lx, struct buf *out);
/*
 * Reads from these bytes from now on, in place of all that was added; nothing can be
 * added any more.  They begin at a cache line, and the caller keeps them.  Everything
 * that reading relies on is looked through first, whoever wrote it.  -1: damaged, and the
 * lexicon is as it was.
 */
int lexicon_map(struct lexicon *lx, struct str bytes, struct err *e);

#endif
