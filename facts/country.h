/*
 * country.h -- "Russia seized Tarn", "Russia says it has seized Tarn", "Israel bombed a
 * camp": a country that takes ground, strikes or kills is a party, and one that a town
 * falls to.  Only where it is the subject of such a verb, or behind that fall: a country
 * is told of for much else.
 */
#ifndef FACTS_COUNTRY_H
#define FACTS_COUNTRY_H

#include "facts/doc.h"
#include "facts/gazetteer.h"

/* Do the tokens say "Russia" or "Russians"?  .demonym tells which. */
bool country_named(const struct doc *d, size_t first, size_t last,
    struct gaz_place *country);
/* Somali, which a region is called, too: is a people of a country called so? */
bool country_of_people(const struct doc *d, size_t i, struct gaz_place *country);
/* قصفت إسرائيل: does a verb of striking stand before its subject, which begins at token
 * i, where no capitals tell names? */
bool country_strikes(const struct doc *d, size_t i);
/* Does such a country begin at token i, before end?  *last is its last token. */
bool country_acts(const struct doc *d, size_t i, size_t end, size_t *last,
    struct gaz_place *country);

#endif
