/* casualty.h -- killed, injured, missing, taken, displaced: the figures of an entry and its toll. */
#ifndef FACTS_CASUALTY_H
#define FACTS_CASUALTY_H

#include "facts/doc.h"

void casualty_read(struct doc *d, struct toll *toll);

#endif
