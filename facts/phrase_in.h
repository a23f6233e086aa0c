/*
 * phrase_in.h -- what phrase.c, phrase_actor.c, phrase_name.c and phrase_governor.c
 * share: how the phrases of a sentence are found.
 */
#ifndef FACTS_PHRASE_IN_H
#define FACTS_PHRASE_IN_H

#include "facts/ground_words.h"
#include "facts/phrase.h"

/* Fill p, whose starts are known, the actors before the names. */
void phrase_find_actors(const struct doc *d, struct phrases *p);
void phrase_find_names(const struct doc *d, struct phrases *p);

/* The preposition before the phrase; NOWHERE: none governs it. */
size_t phrase_governor(const struct doc *d, size_t floor, size_t i);
/* The same of the phrase that the name of tokens first to last ends, if only in
 * apposition (in | the Libyan capital, Tripoli), or of an ending behind the name
 * (Tarn'da). */
size_t phrase_name_governor(const struct doc *d, const struct phrases *p, size_t first,
    size_t last);

/* Where capitals say nothing: the last token of the name that begins at token i with
 * words in no list up to last (NOWHERE: it begins with another); NOWHERE: there is none.
 */
size_t phrase_titled_end(const struct doc *d, const struct phrases *p, size_t i,
    size_t last, size_t end);

/* What the gazetteer and the way that a language is written say of a name:
 * phrase_known.c. */

/* phrase_known_name() of one whose plain key is made already. */
bool phrase_is_known(const struct doc *d, struct str name, struct str key,
    struct gaz_place *out);
/* Estados | Unidos, Arabie | saoudite, République | démocratique du Congo: the last token
 * of the longest name at token first that goes on behind last and that the gazetteer has
 * as a whole; last: none does. */
size_t phrase_whole_name(const struct doc *d, size_t first, size_t last, size_t end);
/* Westjordanland, Russland: is the word known by its last part alone? */
bool phrase_joined(const struct doc *d, size_t i);
/* in | Bayern: a division behind a preposition of places */
bool phrase_division_in(const struct doc *d, size_t i);
/* em | Fortaleza, no | Porto; but no Porto de Santos: a city behind a preposition of
 * places whose name is a common word */
bool phrase_city_in(const struct doc *d, size_t i, size_t end);
/* en Siria, na Síria, "Siria: tres muertos": where what a people is called has no
 * capital, the country called like one of its women; but un Syrien. */
bool phrase_homeland(const struct doc *d, size_t i);
/* Sudan ordusu | Nyala'da: does its ending say that the name is a place, which the
 * gazetteer knows? */
bool phrase_stands_in(const struct doc *d, size_t first, size_t last);

static inline bool
phrase_word(const struct doc *d, size_t i, size_t end)
{
	return i < end && d->t.tok[i].kind == TOKEN_WORD;
}

/* al Shabaab, the town of al Hur: a small particle of names before a capital. */
static inline bool
phrase_small_article(const struct doc *d, size_t i)
{
	return d->t.tok[i].cls == 0 && (d->t.tok[i].word->ground & G_PARTICLE) &&
	    i + 1 < d->t.n && (d->t.tok[i + 1].flags & TOKEN_CAP);
}

#endif
