/*
 * calm.h -- whether an entry is of a subject in which people are counted without
 * violence: the match, the trial, the obituary (cues of the kind "calm").  Two dead and a
 * word of war or accident are always news; a single death, or injuries, where the subject
 * is clear from several words are not.
 */
#ifndef FACTS_CALM_H
#define FACTS_CALM_H

#include "facts/casualty.h"

/* Does the entry tell of violence at all?  A name that died in another is an obituary. */
bool is_violent(const struct doc *d);
/* Is it of such a subject, with no word of war or death: a match that Rebels won, a film
 * about soldiers? Prepares the sentences of d. */
bool is_peaceful(struct doc *d);
/* Prepares the sentences of d. */
bool is_calm(struct doc *d, const struct figures *figures);

#endif
