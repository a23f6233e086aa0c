/* wire_parts.h -- days and places as bytes: what facts and the ledger's pieces are made
 * of. */
#ifndef FACTS_WIRE_PARTS_H
#define FACTS_WIRE_PARTS_H

#include "base/wire.h"
#include "facts/fact.h"

void wire_put_day(struct buf *b, struct day d);
struct day wire_day(struct wire *w); /* bad unless a day that is, or empty */
void wire_put_place(struct buf *b, const struct fact_place *p);
void wire_place(struct wire *w, struct fact_place *p);

#endif
