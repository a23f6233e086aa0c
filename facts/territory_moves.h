/* territory_moves.h -- rules for movements that change no holder, or not yet: withdrew,
 * entered, attacked, repelled, advanced; and for what falls or is lost.  Each tries the
 * word at token i and says whether it made a fact. */
#ifndef FACTS_TERRITORY_MOVES_H
#define FACTS_TERRITORY_MOVES_H

#include "facts/territory_scene.h"

/* confirmed the withdrawal (of its troops) from X */
bool rule_withdrawal(struct scene *c, size_t i);
bool rule_withdraw(struct scene *c, size_t i);
/* enter, besiege, attack */
bool rule_move(struct scene *c, size_t i, enum territory_rule_id rule);
/* fall, come under */
bool rule_fall(struct scene *c, size_t i, enum territory_rule_id rule);
bool rule_expelled(struct scene *c, size_t i); /* was driven out of */
bool rule_expel(struct scene *c, size_t i);
bool rule_lose(struct scene *c, size_t i); /* lose, hand over */
bool rule_repel(struct scene *c, size_t i);
bool rule_advance(struct scene *c, size_t i);
bool rule_distance(struct scene *c, size_t i);
bool rule_gates(struct scene *c, size_t i);

#endif
