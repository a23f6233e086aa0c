/* territory_held.h -- rules for ground that somebody holds, which is no change of hands.  Each tries the word at token i
 * and says whether it made a fact. */
#ifndef FACTS_TERRITORY_HELD_H
#define FACTS_TERRITORY_HELD_H

#include "facts/territory_scene.h"

/* Y is in control of X */
bool rule_in_control(struct scene *c, size_t i);
/* X is in the hands of Y, remains under Y's control */
bool rule_held(struct scene *c, size_t i);
/* X is controlled by Y */
bool rule_controlled_by(struct scene *c, size_t i);
/* Y (now, still) holds X */
bool rule_holding(struct scene *c, size_t i);

#endif
