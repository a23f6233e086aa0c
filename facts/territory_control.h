/* territory_control.h -- rules for control that changes hands, by the noun or the verb.
 * The word is at token i. */
#ifndef FACTS_TERRITORY_CONTROL_H
#define FACTS_TERRITORY_CONTROL_H

#include "facts/territory_scene.h"

/* took, regained, lost control of X: by the verb */
bool rule_control(struct scene *c, size_t i, bool lost);
/* controlled X */
bool rule_controlled(struct scene *c, size_t i);

#endif
