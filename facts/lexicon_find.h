/*
 * lexicon_find.h -- what is asked of a lexicon for every token, in line: which word it is
 * (token.c), and whether a fold or cue goes on with it (sentence.c, cue.c).
 */
#ifndef FACTS_LEXICON_FIND_H
#define FACTS_LEXICON_FIND_H

#include "facts/lexicon_data.h"

/* The table is fixed once loaded and never more than half full, so a stranger's words can
 * at worst meet one of its short runs. */
static inline uint32_t
start_hash(struct word_start k)
{
	uint64_t h = (k.lo ^ (k.hi * UINT64_C(0x9e3779b97f4a7c15) >> 7)) *
	    UINT64_C(0xff51afd7ed558ccd);

	return (uint32_t)(h >> 32);
}

static inline bool
tag_fits(uint32_t slot, uint32_t hash)
{
	return ((slot ^ hash) & TAG) == 0;
}

/* lexicon_word() of a key of one to PLAIN_MAX bytes. */
static inline const struct word *
lexicon_plain(const struct lexicon *lx, struct word_start key)
{
	uint32_t hash = start_hash(key);

	for (size_t i = hash >> lx->head.shift;; i = (i + 1) & (lx->head.cap_index - 1)) {
		uint32_t at = lx->index[i];

		if (tag_fits(at, hash)) { /* nearly always, of what is known */
			const struct word *w = word_at(lx, at >> TAG_BITS);

			if (w->start.lo == key.lo && w->start.hi == key.hi && w->plain)
				return w;
		}
		if (at == 0)
			return word_at(lx, 0);
	}
}

/* Its low bits are the place of an edge in the table. */
static inline uint32_t
edge_hash(uint32_t node, uint32_t word)
{
	uint32_t h = (node * 2654435761u) ^ (word * 2246822519u);

	return h ^ (h >> 15);
}

/* The edge, or the free slot where it goes. */
static inline struct fold_edge *
edge_of(const struct lexicon *lx, uint32_t node, uint32_t word)
{
	size_t mask = lx->head.cap_edges - 1;

	for (size_t i = edge_hash(node, word) & mask;; i = (i + 1) & mask) {
		struct fold_edge *e = &lx->edges[i];

		if (e->to == 0 || (e->node == node && e->word == word))
			return e;
	}
}

/* The high bits of an edge's hash say which bit is its own. */
static inline unsigned
edge_bit(uint32_t hash)
{
	return hash >> 29;
}

/* May a fold or phrase go on from the node with the word?  Nearly all that do not are
 * told by it. */
static inline bool
fold_may_go_on(const struct lexicon *lx, uint32_t node, const struct word *w)
{
	uint32_t hash = edge_hash(node, w->id);

	return (node != 0) &
	    (lx->marks[hash & (lx->head.cap_edges - 1)] >> edge_bit(hash) & 1);
}

#endif
