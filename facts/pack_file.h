/*
 * pack_file.h -- language packs compiled: one file, mapped read-only and shared, with the
 * lexicon of each language as bytes (lexicon_image.h) beside the sum of the word files
 * that it was made of, so that it is used as long as the files are the same and no
 * longer.  It is as good as this program's own work: another version's is refused.
 * doc/lexicon.md, "Compiled".
 */
#ifndef FACTS_PACK_FILE_H
#define FACTS_PACK_FILE_H

#include "base/buf.h"
#include "facts/lexicon.h"

#define PACK_FILE "lang.bin" /* in a data directory */
#define PACK_FILE_MAX (1u << 30)

struct pack_file;

/* NULL: not such a file, or one of another version; *e begins with the path. */
struct pack_file *pack_file_open(const char *path, struct err *e);
void pack_file_free(struct pack_file *f); /* lexicons mapped from it go first */

/* Gives the lexicon what was compiled for its language of files of this sum.  1: done; 0:
 * there is none; -1: damaged, *e says where, and the lexicon is as it was. */
int pack_file_give(const struct pack_file *f, struct lexicon *lx, uint64_t sum,
    struct err *e);
/* What was looked through no longer counts as this process's memory. */
void pack_file_leave(const struct pack_file *f);

/* What is kept of the bytes of a lexicon that was made of files of this sum.  It looks at
 * the first bytes of each sector: what a disk or a copy loses is no less.  Reading is
 * safe without it (lexicon_image.h). */
uint64_t pack_file_hash(struct str image, uint64_t sum);

struct pack_source {
	const struct lexicon *lexicon;
	uint64_t sum;
};
void pack_file_write(struct buf *out, const struct pack_source *of, size_t n);

#endif
