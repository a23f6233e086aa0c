/*
 * doc.h -- one entry while it is read: text, tokens, and the facts found so far.  Lives
 * for one reader_read(); everything in it belongs to the arena of that call.
 */
#ifndef FACTS_DOC_H
#define FACTS_DOC_H

#include "facts/reader.h"
#include "facts/token.h"

struct frames;
struct cue_table;
struct source;
struct phrases;

struct doc {
	const struct reader *reader;
	const struct lexicon *lx;
	const struct frames *frames;
	const struct cue_table *cues;
	const struct reading *in;
	struct arena *arena;
	struct day day; /* of the entry */
	struct token_list t;
	struct source *sources;         /* by sentence; NULL until sources_find() */
	const struct phrases **phrases; /* the same, each until phrases_of() */
	struct fact *facts;
	size_t n_facts, cap_facts;
	uint64_t *nameless; /* words of the language that have turned out to name no
			       place, or to begin no name of one; outlives the document */
	struct casualties *casualties; /* working state of casualty.h */
};

/* A text of a word of this language. */
static inline struct str
doc_text(const struct doc *d, struct text_ref t)
{
	return lexicon_text(d->lx, t);
}
/* A new fact of this kind with its evidence set to tokens [first, last] and its stance,
 * or NULL when the entry has LIMIT_FACTS of them. */
struct fact *doc_fact(struct doc *d, enum fact_kind kind, size_t first, size_t last);
/* The text of tokens. */
static inline struct str
doc_words(const struct doc *d, size_t first, size_t last)
{
	return str_sub(d->in->text, d->t.tok[first].start, d->t.tok[last].end);
}
/* Does any sentence hold a word of the classes? */
bool doc_has(const struct doc *d, uint64_t cls);
/* The first token in [from, to) of these classes; to if there is none. */
size_t doc_find(const struct doc *d, size_t from, size_t to, uint64_t cls);

#endif
