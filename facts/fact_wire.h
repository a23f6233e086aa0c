/* fact_wire.h -- facts between a worker and the engine (base/wire.h). */
#ifndef FACTS_FACT_WIRE_H
#define FACTS_FACT_WIRE_H

#include "base/arena.h"
#include "base/wire.h"
#include "facts/fact.h"

void fact_list_put(struct buf *b, const struct fact_list *l);
/* Trusts nothing: enums in range, offsets inside text, counts capped.  Texts are views
 * into the message; quotes are made from text again.  Sets w->bad on anything else. */
void fact_list_get(struct wire *w, struct arena *a, struct str text, struct fact_list *l);

#endif
