/* territory_pass.h -- rules for ground that passes to another without a verb of taking
 * it.  Each tries the word at token i and says whether it made a fact. */
#ifndef FACTS_TERRITORY_PASS_H
#define FACTS_TERRITORY_PASS_H

#include "facts/territory_scene.h"

/* control of X passed to Y */
bool rule_passed(struct scene *c, size_t i);
/* X returned to the control of Y */
bool rule_returned(struct scene *c, size_t i);
/* X changed hands */
bool rule_changed_hands(struct scene *c, size_t i);
/* declared X liberated */
bool rule_declared(struct scene *c, size_t i);
/* leaving X to Y, in the hands of Y */
bool rule_leaving(struct scene *c, size_t i);
/* Has a side left a place in this sentence or the one before? */
bool was_left(const struct scene *c);
/* Z withdrew, and Y moved in; and was replaced by Y */
bool rule_replaced(struct scene *c, size_t i);
/* Y moved into X | after Z withdrew from the town: who made room, told behind the object;
 * NULL: nobody is */
const struct actor_phrase *made_room(const struct scene *c,
    const struct ground_object *o);
/* X is the third town to | fall: the verb "is"; NOWHERE: the verb at i is no such
 * infinitive */
size_t told_in_a_row(const struct scene *c, size_t i);

#endif
