/* attr.c -- see attr.h. */
#include "config.h"

#include "facts/attr.h"

static void
make_fact(struct doc *d, struct figures *all, struct figure *r)
{
	bool displaced = r->outcome == OUTCOME_DISPLACED;
	struct fact *f = doc_fact(d, displaced ? FACT_DISPLACEMENT : FACT_CASUALTY, r->first, r->last);

	if (f == NULL)
		return;
	r->fact = (int)d->n_facts - 1;
	f->bound = r->g.bound;
	f->count = r->g.count;
	f->low = r->g.low;
	f->high = r->g.high;
	f->rule = r->frame->name;
	f->confidence = r->frame->confidence;
	f->scope = r->subset ? SCOPE_SUBSET : r->total ? SCOPE_TOTAL : SCOPE_EVENT;
	f->stance = r->background ? STANCE_BACKGROUND : r->denied ? STANCE_DENIED :
	    r->planned ? STANCE_PLANNED : r->claimed ? STANCE_CLAIMED : STANCE_ASSERTED;
	if (displaced) {
		f->unit = r->g.noun != NULL && (r->g.cls & C_COLLECTIVE) &&
		        !str_eq(r->g.who, STR("people")) ? STR("people") : STR("people");
	} else {
		f->outcome = (enum outcome)r->outcome;
		f->who = r->g.who.n > 0 ? r->g.who : STR("people");
		f->armed = (r->g.cls & C_ARMED) != 0;
	}
	if (r->part_of >= 0)
		f->part_of = all->items[r->part_of].fact;
}

void
attributes_make(struct doc *d, struct figures *all)
{
	for (size_t i = 0; i < all->n; i++)
		if (!all->items[i].planned)
			make_fact(d, all, &all->items[i]);
}
