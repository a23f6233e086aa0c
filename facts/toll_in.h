/*
 * toll_in.h -- what the parts of the document procedure (toll.c) have of each other.
 */
#ifndef FACTS_TOLL_IN_H
#define FACTS_TOLL_IN_H

#include "facts/casualty.h"

/* "Two attacks kill 17" … nine died in Tarn … eight in Bode: the dead of two places, whom
 * the first figure counts together. */
struct toll_pair {
	const struct fact *a, *b; /* NULL: there are none */
};

#define TOLL_ITEMS 64

/* What a digest tells in one of its lines: sentences from first on, before next. */
struct toll_item {
	uint32_t first, next;
	bool apart; /* in places that no item before it names */
};

struct toll_layout {
	struct toll_item of[TOLL_ITEMS];
	size_t n;     /* 0: it is no digest */
	size_t apart; /* of them */
	struct toll_pair dead;
};

void toll_items_find(const struct doc *d, const struct figures *all,
    struct toll_layout *out);

/* A village, a town, or a name that no list has; not a province or a country, which may
 * hold the other. */
bool toll_is_settlement(const struct doc *d, size_t sentence, const struct fact_place *p);
/* Nine were killed in Tarn. | In Bode, gunmen killed two: does figure i open with another
 * settlement than those in which all counted before it were told? */
bool toll_in_other_town(const struct doc *d, const struct figures *all, size_t i);
/* The same of divisions: does it open with another province? */
bool toll_in_other_division(const struct doc *d, const struct figures *all, size_t i);
void toll_pair_find(const struct doc *d, const struct figures *all,
    struct toll_pair *out);
/* Are the hurt of figures i to end those of one of the two places, and all counted before
 * those of the other? */
bool toll_with_other_dead(const struct doc *d, const struct figures *all, size_t i,
    size_t end, const struct toll_pair *dead);
/* A clerk was killed in Tarn. | A clerk was killed in Bode: told in the same words of
 * another place? */
bool toll_is_parallel(const struct doc *d, const struct figures *all, size_t i,
    const struct figure *before);
/* 18 died in two attacks. … The toll in Tarn | rose to 13: is it that of one town, of
 * more who were counted elsewhere? */
bool toll_of_one_town(const struct doc *d, const struct figures *all,
    const struct figure *f);
/* The bodies of 31 rebels were found. … Two guards died: do bodies of those who attacked
 * stand beside figures of none but others? */
bool toll_bodies_of_one_side(const struct figures *all);

#endif
