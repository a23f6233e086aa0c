/*
 * rivals.c -- see attr_in.h: one event as two sources tell it: a figure that contradicts
 * the one before it, a party's own beside that of somebody who does not fight.
 */
#include "config.h"

#include "facts/attr_in.h"
#include "facts/claim.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"

/* Could the two be told of the same people? */
static bool
same_people(const struct group *a, const struct group *b)
{
	return a->noun == NULL || b->noun == NULL || ((a->cls | b->cls) & C_GENERIC) ||
	    str_eq(a->who, b->who);
}

/* Is one place at least named for both, or for one of them none? */
static bool
same_scene(const struct fact *a, const struct fact *b)
{
	for (size_t i = 0; i < a->n_places; i++)
		for (size_t k = 0; k < b->n_places; k++)
			if (str_eq(a->places[i].name, b->places[k].name))
				return true;
	return a->n_places == 0 || b->n_places == 0;
}

/* Residents said six died. … The spokesman put the toll at five: less than another source
 * has told before. */
static bool
falls_short(const struct context *c, const struct figure *r, const struct source *said)
{
	if (!r->total || said->carried || said->name.n == 0)
		return false;
	for (const struct figure *e = c->all->items; e < r && e->sentence < r->sentence;
	     e++)
		if (e->outcome == r->outcome && !e->subset && !e->background &&
		    !e->planned && e->g.count > r->g.count &&
		    !str_eq(source_at(&c->sources[e->sentence], e->trigger)->name,
			said->name))
			return true;
	return false;
}

/* Six (or 36, residents say): of a share its own words count, since the verb is that of
 * the figure before it. */
static const struct source *
said_by(const struct context *c, const struct figure *r)
{
	return source_at(&c->sources[r->sentence], r->share ? r->g.first : r->trigger);
}

/* Does what stands between the two part what one source tells from what another does? */
static bool
are_parted(const struct context *c, const struct figure *e, const struct figure *r)
{
	for (size_t i = e->g.last; i < r->g.first; i++)
		if (((tok(c, i)->cls & C_SUBORD) && tok(c, i)->word->value == CONTRAST) ||
		    (tok(c, i)->kind == TOKEN_PUNCT &&
			(tok(c, i)->punct == ';' ||
			    (said_by(c, r)->apart && i == said_by(c, r)->from))))
			return true;
	return false;
}

/* Police said four died, while residents said nine had: another source has told another
 * number before in the sentence, and a contrast parts the two. */
static bool
contradicts(const struct context *c, const struct figure *r)
{
	const struct figure *e = r > c->all->items ? r - 1 : r;

	while (e > c->all->items && e->sentence == r->sentence &&
	    (e->outcome != r->outcome || e->subset))
		e--;
	if (e == r || e->sentence != r->sentence || e->fact < 0 ||
	    e->outcome != r->outcome || e->g.count == r->g.count || r->subset ||
	    !(same_people(&e->g, &r->g) || r->g.partitive) ||
	    said_by(c, e) == said_by(c, r))
		return false;
	return are_parted(c, e, r) &&
	    !(said_by(c, r)->apart &&
		!same_scene(&c->d->facts[e->fact], &c->d->facts[r->fact]));
}

bool
rival_told(const struct context *c, const struct figure *r, const struct source *said)
{
	return contradicts(c, r) || falls_short(c, r, said);
}

/* ---- a party's own figure ---- */

/* The army, the RSF: does one who fights say so? */
static bool
is_party(const struct context *c, size_t sentence, const struct source *said)
{
	const struct phrases *p;
	size_t end;

	if (said->name.n == 0 || said->fights)
		return said->fights;
	while (sentence > 0 && c->d->t.sent[sentence].first > said->from)
		sentence--; /* carried on from a sentence before */
	p = phrases_of(c->d, sentence);
	end = (size_t)(said->words.p - c->d->in->text.p) + said->words.n;
	for (size_t i = said->from; i < c->d->t.n && tok(c, i)->end <= end; i++) {
		const struct actor_phrase *a = phrase_actor(p, i);

		if (a != NULL && a->who != NULL)
			return true;
	}
	return false;
}

/* The group said it had killed 60: does the one who says so say that he did it? */
static bool
is_own_deed(const struct fact *f, const struct source *said)
{
	return f->by.n > 0 && str_eq(f->by, said->name);
}

/* Ten soldiers died, the army said. … The rebels said they killed 30: did the party tell
 * of fewer armed dead, whom it did not kill? */
static bool
admits(const struct context *c, const struct figure *e, const struct figure *r,
    const struct source *said)
{
	const struct fact *own = &c->d->facts[e->fact];

	return e < r && own->armed && e->g.count < r->g.count &&
	    !is_own_deed(own, said) && !str_eq(said->name, said_by(c, r)->name);
}

/* Does another than a party, or the other party, give another figure of what r tells?  Of
 * a flood nobody fights for his own figure, and "dozens" contradicts none. */
static bool
told_by_others(const struct context *c, const struct figure *r, bool own_deed)
{
	const struct fact *f = &c->d->facts[r->fact];

	if (cause_marks(&f->cause, 1) & CAUSE_SLOW)
		return false;
	for (const struct figure *e = c->all->items; e < figures_end(c->all); e++) {
		const struct fact *other = e->fact >= 0 ? &c->d->facts[e->fact] : NULL;
		const struct source *said;

		if (other == NULL || e->outcome != r->outcome || e->subset ||
		    e->g.count == r->g.count || e->g.bound == BOUND_VAGUE ||
		    other->stance != STANCE_ASSERTED || other->scope != f->scope)
			continue;
		said = source_at(&c->sources[e->sentence], e->trigger);
		if (said->name.n > 0 && same_people(&e->g, &r->g) &&
		    (own_deed || same_scene(f, other)) &&
		    (!is_party(c, e->sentence, said) ||
			(own_deed && admits(c, e, r, said))))
			return true;
	}
	return false;
}

/* Russia lost 1,020 troops, the General Staff said; but the army said it killed nine and
 * | lost eight soldiers. */
static bool
is_enemy_loss(const struct context *c, const struct figure *r)
{
	for (size_t i = c->d->t.sent[r->sentence].first; i < r->verb.start; i++)
		if ((tok(c, i)->cls & C_PRONOUN) || (token_ground(c->d, i) & G_PRONOUN))
			return false;
	return (r->frame->cls & C_LOSE) != 0;
}

/* What a party says of its enemy's losses: dead and wounded and taken together. */
static void
count_losses(struct figure *r, struct fact *f)
{
	r->g.bound = f->bound = BOUND_UP_TO;
	r->g.low = f->low = 1;
}

static void
set_claimed(const struct context *c, struct figure *r)
{
	r->claimed = true;
	c->d->facts[r->fact].stance = STANCE_CLAIMED;
}

/* "Rebels say 30 soldiers dead" | … said its men had killed 30: nor is it more than a
 * claim where a headline tells it. */
static void
claim(const struct context *c, struct figures *all, struct figure *r)
{
	set_claimed(c, r);
	for (struct figure *e = all->items; e < r && c->d->t.sent[e->sentence].headline;
	     e++)
		if (e->fact >= 0 && e->outcome == r->outcome &&
		    e->g.count == r->g.count && is_party(c, e->sentence, said_by(c, e)))
			set_claimed(c, e);
}

/* Residents said 16 people died. … The militia said more than 100 had: what a party says
 * of its own war beside another's figure is a claim, whatever verb it is told with. */
void
rivals_note(struct context *c, struct figures *all)
{
	for (size_t i = 0; i < all->n; i++) {
		struct figure *r = &all->items[i];
		struct fact *f = r->fact >= 0 ? &c->d->facts[r->fact] : NULL;
		const struct source *said = source_at(&c->sources[r->sentence],
		    r->trigger);

		if (f == NULL || f->stance != STANCE_ASSERTED || r->subset ||
		    said->carried ||
		    !(is_party(c, r->sentence, said) || is_own_deed(f, said)) ||
		    !(is_enemy_loss(c, r) ||
			told_by_others(c, r, f->armed && is_own_deed(f, said))))
			continue;
		if (is_enemy_loss(c, r))
			count_losses(r, f);
		claim(c, all, r);
	}
}
