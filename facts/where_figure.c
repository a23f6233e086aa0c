/* where_figure.c -- see where_in.h: which of a sentence's places belong to another figure
 * of it, told by a verb of its own. */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/where_in.h"

static size_t
begin_of(const struct figure *r)
{
	return r->g.first < r->trigger ? r->g.first : r->trigger;
}

/* Is it told by another verb than r, and neither a part of the other? */
static bool
is_apart(const struct context *c, const struct figure *e, const struct figure *r)
{
	return e->trigger != r->trigger && !e->planned && !e->subset && !r->subset &&
	    e->part_of != r - c->all->items && r->part_of != e - c->all->items;
}

/* Where the words of the next verb begin behind r. */
static size_t
end_of(const struct context *c, const struct figure *r)
{
	size_t end = c->s->end;

	for (const struct figure *e = c->figures; e < c->figures_end; e++)
		if (is_apart(c, e, r) && begin_of(e) > begin_of(r) && begin_of(e) < end)
			end = begin_of(e);
	return end;
}

/* killed two | in Tarn and wounded three in Bode: has r a place of its own? */
static bool
has_place(const struct context *c, const struct figure *r)
{
	size_t from = begin_of(r), end = end_of(c, r);

	for (size_t i = 0; i < c->names->n_names; i++) {
		const struct place_phrase *p = &c->names->names[i];

		if (p->prep != NOWHERE && p->first > from && p->first < end &&
		    (token_ground(c->d, p->prep) & (G_IN | G_NEAR)))
			return true;
	}
	return false;
}

bool
where_of_other(const struct context *c, const struct figure *r,
    const struct place_phrase *p)
{
	if (c->figures_end - c->figures < 2 || p->prep == NOWHERE || !has_place(c, r))
		return false;
	for (const struct figure *e = c->figures; e < c->figures_end; e++)
		if (is_apart(c, e, r) && p->first > begin_of(e) &&
		    p->first < end_of(c, e))
			return !(p->first > begin_of(r) && p->first < end_of(c, r));
	return false;
}
