/* territory_noun.h -- rules for ground whose taking, fall or control a noun tells of, at
 * token i. */
#ifndef FACTS_TERRITORY_NOUN_H
#define FACTS_TERRITORY_NOUN_H

#include "facts/territory_scene.h"

/* Aleppo's | fall to rebels, clashed in Tarn until its | capture by them: whose it is has
 * been taken */
bool rule_owned_nominal(struct scene *c, size_t i);
/* the capture, the fall of X; raised to nine villages its control of X */
bool rule_nominal(struct scene *c, size_t i);

#endif
