/*
 * phrase_in.h -- what phrase.c, phrase_actor.c, phrase_name.c and phrase_governor.c share: how the phrases of a sentence are
 * found.
 */
#ifndef FACTS_PHRASE_IN_H
#define FACTS_PHRASE_IN_H

#include "facts/phrase.h"

/* Fill p, the actors before the names. */
void phrase_find_actors(const struct doc *d, struct phrases *p);
void phrase_find_names(const struct doc *d, struct phrases *p);

/* Where the phrase begins, not before token floor, whose noun stands at token i: its article, numbers, adjectives, owner ("two
 * villages in | Syria's embattled north-western Idlib").  What stands before it is no part of it. */
size_t phrase_start(const struct doc *d, size_t floor, size_t i);
/* The preposition before the phrase; NOWHERE: none governs it. */
size_t phrase_governor(const struct doc *d, size_t floor, size_t i);
/* The same of the phrase that the name of tokens first to last ends, if only in apposition (in | the Libyan capital, Tripoli),
 * or of an ending behind the name (Tarn'da). */
size_t phrase_name_governor(const struct doc *d, const struct phrases *p, size_t first, size_t last);

/* "Tarn-held", "anti-regime": known by its parts, never a name. */
bool phrase_compound(const struct doc *d, size_t i);

static inline bool
phrase_word(const struct doc *d, size_t i, size_t end)
{
	return i < end && d->t.tok[i].kind == TOKEN_WORD;
}

#endif
