/*
 * reader.h -- text to facts.  A struct reader is everything that reading knows: the
 * language packs (etc/lang), the gazetteer and the table of actors; loaded once,
 * read-only afterwards, shared by all who read.  Reading is a pure function: no I/O, no
 * clock.  What it remembers of the names it has met makes it quicker and is no part of
 * any answer, but is not for two threads at once: each of them has a twin.
 */
#ifndef FACTS_READER_H
#define FACTS_READER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "facts/fact.h"

struct reader;

/* dirs: data directories (each with lang/, gazetteer, actors.tsv), later ones adding to
 * earlier ones; NULL-terminated.  NULL: *e says which file and line. */
struct reader *reader_load(const char *const *dirs, struct err *e);
/* Reads as r does, with all that r has loaded, which lives on until the twin is freed. */
struct reader *reader_twin(const struct reader *r);
void reader_free(struct reader *r); /* one that was loaded, or a twin */
/* Is there a pack for texts of this language, as "pt-BR"? */
bool reader_knows(const struct reader *r, struct str lang);
/* Why a compiled pack (facts/pack_file.h) was not used and the text read instead; "":
 * none was refused. */
const char *reader_trouble(const struct reader *r);
/* The compiled packs of what these directories hold.  -1: they cannot be read. */
int reader_compile(const char *const *dirs, struct buf *out, struct err *e);

/* Which pattern and which words of the text gave each attribute; for `tocsin extract
 * --explain`. */
struct fact_reason {
	size_t fact;      /* index */
	const char *what; /* "victims", "cause", "source", … */
	struct str why;   /* the frame, cue or rule */
	struct str words; /* of the text */
};

struct explanation {
	struct fact_reason *items;
	size_t n, cap;
	struct str lang;     /* as which the text was read; empty: no pack has it */
	struct str *unknown; /* words that no file of the pack has, names left out, each
				once */
	size_t n_unknown;
};

struct reading {
	struct str text;  /* UTF-8; facts' offsets are into it */
	struct str title; /* a prefix of text when the first line is the headline; may be
			     empty */
	struct str lang;  /* BCP 47, or empty: guess */
	struct str country; /* ISO 3166-1 alpha-2 hint of the feed, or empty */
	/* for "since Wednesday"; TIME_NONE: dates stay unresolved */
	int64_t published_ms;
	struct explanation *explain; /* NULL: nobody asks */
};

/* Facts live in a (and in in->text and r).  Never fails: what cannot be read gives no
 * fact. */
void reader_read(const struct reader *r, struct arena *a, const struct reading *in,
    struct fact_list *out);

#endif
