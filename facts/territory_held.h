/* territory_held.h -- rules for ground that somebody holds, which is no change of hands.
 * Each tries the word at token i and says whether it made a fact. */
#ifndef FACTS_TERRITORY_HELD_H
#define FACTS_TERRITORY_HELD_H

#include "facts/territory_scene.h"

/* Y is in control of X */
bool rule_in_control(struct scene *c, size_t i);
/* X is in the hands of Y, remains under Y's control */
bool rule_held(struct scene *c, size_t i);
/* X is controlled by Y */
bool rule_controlled_by(struct scene *c, size_t i);
/* in, under | the hands of Y, Y's hands, Russian control: whose, of the noun at token i
 * behind the preposition at token in, and the last token that says so */
bool holder(const struct scene *c, size_t in, size_t i, struct party *by, size_t *last);
/* Y (now, still) holds X */
bool rule_holding(struct scene *c, size_t i);

#endif
