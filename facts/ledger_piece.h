/* ledger_piece.h -- a report taken apart into the events it tells of; the ledger's own.
 */
#ifndef FACTS_LEDGER_PIECE_H
#define FACTS_LEDGER_PIECE_H

#include "facts/ledger.h"

/* The pieces, the main event first.  History, plans, denials of deaths and anniversaries
 * give none. */
size_t report_pieces(struct arena *a, const struct report *r, struct piece **out);

void title_heading(struct arena *a, struct str title, struct heading *out);
/* Of the words in either, are more than half in both? */
bool title_alike(const struct heading *a, const struct heading *b);
/* Of the words in either, so many are more than half. */
static inline bool
exceeds_half(size_t both, const struct heading *a, const struct heading *b)
{
	return 3 * both > a->n + b->n;
}
/* Quickly: each bit that only a has is a word that b has not. */
static inline bool
title_may_be_alike(const struct heading *a, const struct heading *b)
{
	return exceeds_half(a->n - bit_count(a->bits & ~b->bits), a, b);
}

#endif
