/* calm.c -- see calm.h. */
#include "config.h"

#include "facts/calm.h"

#define CALM_MOST 20 /* from here on even sport and medicine tell of a disaster */

bool
is_violent(const struct doc *d)
{
	return doc_has(d, C_CAUSE | C_ATTACKER | C_ARMED);
}

/* How many cues of a kind the entry has. */
static size_t
count_cues(struct doc *d, enum cue_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < d->t.n_sent; i++) {
		struct cues cues;

		sentence_prepare(d->lx, &d->t, &d->t.sent[i]);
		cues_find(d, &d->t.sent[i], &cues);
		for (size_t k = 0; k < cues.n; k++)
			n += cues.items[k].kind == kind;
	}
	return n;
}

bool
is_peaceful(struct doc *d)
{
	return !doc_has(d, C_CAUSE | C_DIE | C_DEAD) &&
	    (count_cues(d, CUE_CALM) > 0 ||
		(!doc_has(d, C_ARMED | C_ATTACKER) && count_cues(d, CUE_VOTE) > 0));
}

bool
is_calm(struct doc *d, const struct figures *figures)
{
	uint64_t cls = 0;
	bool many = false, held = true;
	size_t n;

	for (size_t i = 0; i < figures->n; i++) {
		const struct figure *f = &figures->items[i];

		if (f->g.count >= CALM_MOST || f->outcome == OUTCOME_DISPLACED)
			return false;
		many = many || (f->outcome == OUTCOME_KILLED && f->g.count > 1);
		held = held && f->outcome == OUTCOME_DETAINED;
	}
	for (size_t i = 0; i < d->t.n_sent; i++)
		cls |= d->t.sent[i].cls;
	if ((cls & C_ATTACKER) || (many && (cls & (C_ARMED | C_CAUSE))))
		return false;
	n = count_cues(d, CUE_CALM); /* of subjects in which people are counted without
					violence */
	/* whoever arrests is armed */
	return n > 2 || (n == 2 && !(cls & C_ARMED)) ||
	    (n == 1 && !(cls & C_CAUSE) && (held || !(cls & C_ARMED)));
}
