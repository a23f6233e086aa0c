/* where_hit.c -- see where_in.h: places that are hit, by the verb beside them. */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/where_in.h"

/* Missiles hit | Tarn, a blast rocked Bode, rebels took Hur: is what stands at token i a
 * verb of hitting or taking? */
bool
where_hits(const struct context *c, size_t i)
{
	return tok(c, i)->form != 0 &&
	    ((tok(c, i)->cls & C_DAMAGE) ||
		((tok(c, i)->cls & C_VERB) && tok(c, i)->word->value == ATTACKS) ||
		(token_ground(c->d, i) & (G_ATTACKV | G_ENTER | G_STRONG | G_WEAK)));
}

/* Tarn | was shelled, had been hit by rockets, came under fire: does what is said of a
 * town at token i tell that it was hit? */
bool
where_is_hit(const struct context *c, size_t i)
{
	bool be = false;

	for (; i < c->s->end && (tok(c, i)->cls & (C_BE | C_HAVE | C_ADVERB)) &&
	     !(tok(c, i)->cls & C_SUBORD);
	     i++)
		be = be || (tok(c, i)->cls & C_BE);
	if (i >= c->s->end)
		return false;
	return (be && (tok(c, i)->form & FORM_PARTICIPLE) && where_hits(c, i)) ||
	    ((tok(c, i)->cls & C_VERB) && tok(c, i)->word->value == IS_HIT);
}
