/*
 * places.h -- from the names in a document's facts to places of the gazetteer.  The
 * document says which country it is about (names, demonyms, actors, the feed's hint),
 * which divisions it names, and so which of many homonyms is meant.  What cannot be
 * told apart stays a name.
 *
 *	place    exact name, or a loose key and its division is named
 *	folded   a loose key alone (romanisation), one candidate
 *	near     "near X", or a facility known by its town only
 *	admin1   a division, or a name unknown that the text puts into one: its middle
 *	country  the country; no coordinates
 *	text     nothing is known but what the text says: its country, its division
 */
#ifndef FACTS_PLACES_H
#define FACTS_PLACES_H

#include "facts/doc.h"

/* Fills in the places of all facts of d. */
void places_resolve(struct doc *d);

#endif
