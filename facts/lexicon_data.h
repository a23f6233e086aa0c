/*
 * lexicon_data.h -- what a struct lexicon holds, for lexicon.c, lexicon_image.c,
 * place_ways.c and what is asked of every token (lexicon_find.h) alone.  There are no
 * addresses in it but those of its tables: words, texts and nodes are known by number, so
 * that the tables can be written to a file and used where it is mapped.
 */
#ifndef FACTS_LEXICON_DATA_H
#define FACTS_LEXICON_DATA_H

#include "base/alloc.h"
#include "facts/lexicon.h"

#define GUESSES_MAX 32
#define CLITICS_MAX 16
#define GLUED_MAX 32
#define PLACE_ENDINGS_MAX 64
#define LETTERS 26
#define FOLD_LENGTH 8 /* of a fold, or a phrase, at most */
/* letters of a word that may be a slip: shorter ones are too alike */
#define SLIP_MIN 7

/* Whole cache lines, of which the first tells what nearly all ask. */
union cell {
	struct word word;
	char lines[2 * CACHE_LINE];
};

_Static_assert(sizeof(union cell) == 2 * CACHE_LINE, "a word fits its lines");
_Static_assert(offsetof(struct word, value) == CACHE_LINE,
    "and what nearly all ask the first");

/* A word's number, 0: free, above the lowest bits of its hash, so that most strangers are
 * told apart without a look at the word; small, so that the whole index stays in the
 * cache. */
#define TAG_BITS 10
#define TAG ((1u << TAG_BITS) - 1)

struct fold_edge {
	uint32_t node, word; /* from; word id */
	uint32_t to;         /* 0: free slot */
};

/* Where a fold may stand, its words so far read. */
struct fold_node {
	uint64_t next; /* a bit for each word that goes on: nearly all others are known by
			  it */
	uint32_t end;  /* the word that the phrase makes here; 0: none */
	uint32_t phrases; /* of a first word: where those stand that are no folds; 0:
			     there are none */
};

static inline uint64_t
fold_bit(uint32_t word)
{
	return UINT64_C(1) << (word * 2654435761u >> 26);
}

/* A word that may be misspelt, and what a slip is known by. */
struct trigger {
	uint32_t word, n;     /* its number, and bytes */
	uint32_t first, last; /* three letters of it */
};

struct guess {
	uint64_t cls;
	struct text_ref ending;
	uint32_t form, spare;
};

struct place_ending {
	struct text_ref ending, plain;
};

/* All but the tables; stored as it is. */
struct lexicon_head {
	/* texts in bytes */
	uint32_t habits, n_words, cap_index, n_edges, cap_edges, n_nodes, n_texts;
	uint32_t shift; /* of a hash, to its place in the index */
	uint32_t n_guesses, n_clitics, n_glued, n_place_endings;
	uint32_t in_script[SCRIPT_N]; /* words */
	uint32_t first[LETTERS + 2];  /* triggers by first letter, from first[letter] on;
					 the last is spare */
	uint32_t guess_by_end[UINT8_MAX + 1];    /* those whose ending ends so, as bits */
	uint32_t clitic_by_start[UINT8_MAX + 1]; /* those that begin so, as bits */
	uint32_t plain_clitics, spare;           /* is one of ASCII letters alone? */
	uint32_t glued_at_end[UINT8_MAX + 1]; /* those of "-to" whose last byte it is, as
						 bits */
	/* those of "new-" whose first byte it is */
	uint32_t glued_at_start[UINT8_MAX + 1];
	uint64_t place_by_end[UINT8_MAX + 1]; /* place endings whose last byte it is */
	struct guess guesses[GUESSES_MAX];
	struct text_ref clitics[CLITICS_MAX];
	struct text_ref glued[GLUED_MAX]; /* "-to", "new-" */
	struct place_ending place_endings[PLACE_ENDINGS_MAX];
};

struct lexicon {
	struct lexicon_face face; /* first */
	struct lexicon_head head;
	union cell *words; /* 0 is the unknown one */
	uint32_t *index;
	struct fold_edge *edges; /* a hash table */
	uint8_t *marks; /* of each place in it: bits of the edges that belong there */
	struct fold_node *nodes;
	struct trigger *triggers;
	char *texts;
	size_t cap_words, cap_nodes, cap_texts;
	lexicon_is_name *is_name; /* NULL: nobody knows */
	const void *names;
	bool mapped; /* the tables are somebody else's, and not to be written to */
	struct arena arena;
	struct str lang;
};

/* Frees the tables, if they are its own. */
void lexicon_drop(struct lexicon *lx);

/* Puts into the face what its tables are now. */
static inline void
lexicon_show(struct lexicon *lx)
{
	lx->face = (struct lexicon_face){ lx->head.habits, lx->head.n_texts, lx->texts };
}

static inline struct word *
word_at(const struct lexicon *lx, size_t i)
{
	return &lx->words[i].word;
}

#endif
