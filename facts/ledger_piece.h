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

#endif
