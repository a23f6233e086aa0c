/* casualty.c -- see casualty.h. */
#include "config.h"

#include "facts/casualty.h"

void
casualty_read(struct doc *d, struct toll *toll)
{
	*toll = (struct toll){ 0 };
	for (size_t i = 0; i < d->t.n_sent; i++)
		sentence_prepare(d->lx, &d->t, &d->t.sent[i]);
}
