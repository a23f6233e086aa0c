/* where_in.h -- what where.c and the other where_*.c share: what the names of a sentence
 * say of where a figure of it happened. */
#ifndef FACTS_WHERE_IN_H
#define FACTS_WHERE_IN_H

#include "facts/attr_in.h"

void where_put(const struct context *c, const struct figure *r, struct fact *f,
    struct str name, enum place_role role, struct str why);
/* The capital of the country that tokens first to last name, if they say that it is
 * meant; empty: they do not. */
struct str where_capital(const struct context *c, size_t first, size_t last,
    struct gaz_place *country);
/* instead of a country that is the only place */
void where_set_capital(const struct context *c, struct fact *f);
/* Is it told of another share, or in another clause, that it happened there; or of
 * another figure? */
bool where_is_apart(const struct context *c, const struct figure *r,
    const struct place_phrase *p);
bool where_of_other(const struct context *c, const struct figure *r,
    const struct place_phrase *p);
/* in Hur, | Calamba, Laguna: is p the town in which the place before it lies, which the
 * gazetteer has not? */
bool where_holds_unknown(const struct context *c, const struct place_phrase *p);
/* How the name at p says where it happened: in, near; ROLE_ANY: it does not. */
enum place_role where_role(const struct context *c, const struct place_phrase *p);
/* Without a preposition: "Tarn: nine dead", "Tarn death toll", "missiles hit Tarn". */
bool where_is_said(const struct context *c, const struct place_phrase *p);
bool where_stands(const struct context *c,
    const struct place_phrase *p); /* by that, or by its ending or the noun before it */
bool where_joins(const struct context *c,
    const struct place_phrase *p); /* to the place before it: in Hur and Tarn */
bool where_is_striker(const struct context *c,
    const struct place_phrase *p); /* a country, in whose strikes they died */
/* Tarn school | fire: the token of what happened, behind the name at p; SIZE_MAX: none.
 */
size_t where_event(const struct context *c, const struct place_phrase *p);
/* is it what a country does to others: a raid? */
bool where_strikes_others(const struct context *c, size_t event);
/* does the word at token i begin a clause that has places of its own? */
bool where_parts_word(const struct context *c, size_t i);
/* Does one begin at token i: behind a semicolon, while, ", and in Tarn"? */
static inline bool
where_parts(const struct context *c, size_t i)
{
	const struct token *t = tok(c, i);

	return t->kind == TOKEN_PUNCT
	    ? t->punct == ';'
	    : (t->cls & (C_SUBORD | C_AND)) && where_parts_word(c, i);
}
/* Killed 34 in Marland, | most of them in Tarn: is the place that of a part of those whom
 * r counts in another? */
bool where_of_part(const struct context *c, const struct figure *r,
    const struct place_phrase *p);
/* Is what stands at token i a verb of hitting or taking; does what is said at token i of
 * a town before it tell that it was hit? */
bool where_hits(const struct context *c, size_t i);
bool where_is_hit(const struct context *c, size_t i);
/* ten staff of | Relief International: does the name behind a preposition stand for a
 * person or a body? */
bool where_names_body(const struct context *c, const struct place_phrase *p);
/* That of whom they are told by, where nothing else says where. */
void where_office(const struct context *c, const struct figure *r, struct fact *f);

#endif
