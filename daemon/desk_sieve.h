/*
 * desk_sieve.h -- what a store may have of the ledger that had nothing of it when the
 * desk came: only what the desk has put there since.  Of a first poll's many keys, ids
 * and places most are new, and need not be looked for.
 */
#ifndef DAEMON_DESK_SIEVE_H
#define DAEMON_DESK_SIEVE_H

#include "base/alloc.h"

#define SIEVE_BITS 20 /* of a hash that are looked at */

struct desk_sieve {
	uint64_t *bits; /* NULL: the store may have anything */
};

static inline void
sieve_begin(struct desk_sieve *s)
{
	s->bits = xcalloc((1u << SIEVE_BITS) / 64, sizeof(*s->bits));
}

static inline void
sieve_clear(struct desk_sieve *s)
{
	free(s->bits);
	s->bits = NULL;
}

static inline void
sieve_put(struct desk_sieve *s, uint64_t hash)
{
	if (s->bits != NULL)
		s->bits[hash >> (70 - SIEVE_BITS)] |= UINT64_C(1)
		    << (hash >> (64 - SIEVE_BITS) & 63);
}

/* May the store have it? */
static inline bool
sieve_may(const struct desk_sieve *s, uint64_t hash)
{
	return s->bits == NULL ||
	    (s->bits[hash >> (70 - SIEVE_BITS)] >> (hash >> (64 - SIEVE_BITS) & 63) &
		1) != 0;
}

#endif
