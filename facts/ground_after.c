/* ground_after.c -- see ground_in.h: what stands behind the names of an object: where it
 * lies, examples, who holds it. */
#include "config.h"

#include "facts/ground_in.h"
#include "facts/number.h"
#include "facts/time_words.h"

static bool
near_words(const struct reader_state *r, size_t *i)
{
	size_t k = *i;

	if (ground(r, k) & G_NEAR)
		k++;
	else if ((ground(r, k) & G_DIRECTION) && (cls(r, k + 1) & C_OF))
		k += 2;
	else if ((cls(r, k) & C_TO) && (cls(r, k + 1) & C_DET) &&
	    (ground(r, k + 2) & G_DIRECTION) && (cls(r, k + 3) & C_OF))
		k += 4;
	else if (tok(r, k) != NULL && tok(r, k)->kind == TOKEN_NUMBER &&
	    (ground(r, k + 1) & (G_KM | G_LENGTH))) {
		k += 2;
		while (k < r->end &&
		    ((ground(r, k) & (G_DIRECTION | G_FROM)) ||
			(cls(r, k) & (C_OF | C_TO | C_DET)) ||
			(r->d->t.tok[k].cls & C_ADVERB)))
			k++;
	} else
		return false;
	*i = k;
	return true;
}

static bool
in_words(const struct reader_state *r, size_t *i)
{
	if ((ground(r, *i) & G_IN) || (cls(r, *i) & C_OF) ||
	    (punct(r, *i) == ',' && (ground(r, *i + 1) & (G_IN | G_DIRECTION)))) {
		*i += punct(r, *i) == ',' ? 2 : 1;
		return true;
	}
	return false;
}

/* Tarn in Rimal | and Hur in Sefra: is what is joined here an object of its own, as it
 * says where it lies too? */
static bool
is_parallel(const struct reader_state *r)
{
	size_t i = r->i, name;

	if (!r->o->named || !(punct(r, i) == ',' || (cls(r, i) & C_AND)))
		return false;
	i = skip_modifiers(r, i + 1 + (punct(r, i) == ',' && (cls(r, i + 1) & C_AND)));
	while ((ground(r, i) & G_HEAD) && name_at(r, i) == NOWHERE)
		i++;
	i = skip_modifiers(r, i + ((cls(r, i) & C_OF) != 0));
	if ((name = name_at(r, i)) == NOWHERE || !(ground(r, name + 1) & G_IN))
		return false;
	return name_at(r, skip_modifiers(r, name + 2)) != NOWHERE ||
	    side_behind(r, name + 1) > 0;
}

/* "in the eastern countryside of Rimal", "near the town of Hur": names with that role. */
static bool
take_preposition(struct reader_state *r)
{
	size_t i = r->i;
	enum place_role was = r->role;
	bool done;

	if (near_words(r, &i))
		r->role = ROLE_NEAR;
	else if (in_words(r, &i))
		r->role = was == ROLE_NEAR ? ROLE_NEAR : ROLE_IN;
	else
		return false;
	/* in the Rimal countryside of Hur: several steps */
	done = take_item(r, i);
	if (done && r->o->n > 0)
		while (!is_parallel(r) && list_goes_on(r))
			;
	take_counted(r);
	if (!done || (was == ROLE_OBJECT && is_parallel(r)))
		r->role = was;
	return done;
}

#define THEREABOUTS 4 /* words of where, without a name */

/* Two villages | nearby, in the area, on Monday|, Tarn and Hur: the comma before those
 * that were counted; NOWHERE: none follow. */
static size_t
counted_behind(const struct reader_state *r)
{
	size_t i = r->i + day_behind(r, r->i), at = i, name;

	if (r->o->number == NULL || r->o->named)
		return NOWHERE;
	if (ground(r, i) & (G_DIRECTION | G_IN))
		while (at < r->end && at < i + THEREABOUTS &&
		    r->d->t.tok[at].kind == TOKEN_WORD &&
		    !(r->d->t.tok[at].flags & TOKEN_CAP) &&
		    !(cls(r, at) & (C_VERB | C_BE | C_HAVE | C_AND)))
			at++;
	if (punct(r, at) != ',' || (name = name_at(r, at + 1)) == NOWHERE ||
	    !(punct(r, name + 1) == ',' || (cls(r, name + 1) & C_AND)))
		return NOWHERE;
	/* not: Tarn and Hur | residents said */
	name = name_at(r, name + 2);
	return name != NOWHERE && (cls(r, name + 1) & (C_PERSON | C_SPEECH)) ? NOWHERE
									     : at;
}

/* ", including Hur and Sefra", "such as", "namely", ":"; two villages - Hur and Sefra -
 */
static bool
take_examples(struct reader_state *r)
{
	size_t i = r->i;
	enum place_role role = r->role;
	bool dash = punct(r, i) == '-' && r->o->number != NULL && !r->o->named;
	size_t counted = counted_behind(r);

	if (punct(r, i) == ',' || punct(r, i) == '(')
		i++;
	if (counted != NOWHERE)
		i = counted;
	else if (!(ground(r, i) & G_EXAMPLE) && punct(r, i) != ':' && !dash)
		return false;
	i++;
	r->role = ROLE_OBJECT;
	if (!take_item(r, i)) {
		r->role = role;
		return false;
	}
	while (list_goes_on(r))
		;
	if (dash && punct(r, r->i) == '-')
		r->i++;
	return true;
}

static void
read_holder(struct reader_state *r)
{
	size_t i = r->i;

	/* under the control of Y, held by Y, controlled by Y */
	if (punct(r, i) == ',')
		i++;
	if (cls(r, i) & C_ADVERB)
		i++;
	if (!(ground(r, i) & G_HELD))
		return;
	if (cls(r, i + 1) & C_BY) {
		i++;
	} else if (r->d->t.tok[i].form & FORM_PARTICIPLE) {
		return;
	} else {
		while (i < r->end && !(cls(r, i) & C_OF) && i < r->i + 5)
			i++;
	}
	for (size_t k = i + 1; k < r->end && k < i + 4; k++)
		if (phrase_actor(r->p, k) != NULL) {
			r->o->holder = phrase_actor(r->p, k);
			r->i = r->o->holder->last + 1;
			return;
		}
}

/* Tarn | in the north and Hur in the south: goes on behind a phrase of side or day, if
 * the next item has its own. */
static bool
list_goes_on_behind(struct reader_state *r)
{
	size_t side = side_behind(r, r->i), day = day_behind(r, r->i), was = r->i,
	       at = r->i + side + day, name;

	if (side + day == 0 || !((cls(r, at) & C_AND) || punct(r, at) == ','))
		return false;
	name = name_at(r, skip_modifiers(r, at + 1));
	if (name == NOWHERE ||
	    (side > 0 ? side_behind(r, name + 1) : day_behind(r, name + 1)) == 0)
		return false;
	r->i = at;
	if (list_goes_on(r))
		return true;
	r->i = was;
	return false;
}

void
read_after_items(struct reader_state *r)
{
	size_t last;

	for (unsigned n = 0; n < 12 && r->i < r->end && r->i < r->o->first + OBJECT_MAX;
	     n++) {
		size_t before = r->i;

		if (punct(r, r->i) == '"')
			r->i++;
		if (r->role == ROLE_OBJECT)
			while (list_goes_on(r))
				;
		take_alias(r);
		read_holder(r);
		if (tok(r, r->i + 1) != NULL && tok(r, r->i)->kind == TOKEN_WORD &&
		    tok(r, r->i + 1)->kind == TOKEN_NUMBER &&
		    is_area(r, r->i + 2, &last)) {
			r->o->km2 = number_measure(tok(r, r->i + 1));
			r->o->last = last;
			r->i = last + 1;
		}
		if (take_examples(r) || take_preposition(r))
			continue;
		/* Tarn in the north | and Hur in the south, Tarn on Monday | and Hur on
		 * Tuesday */
		if (r->role == ROLE_OBJECT && r->o->named && list_goes_on_behind(r))
			continue;
		/* "the main towns of Hur ... in three days, in northern Rimal" */
		if ((ground(r, r->i) & G_IN) && tok(r, r->i + 1) != NULL &&
		    tok(r, r->i + 1)->kind == TOKEN_NUMBER && (cls(r, r->i + 2) & C_TIME))
			r->i += 3;
		/* five towns since July, including Hur; five towns on Sunday, including
		 * it */
		if (r->o->number != NULL && r->i + 2 < r->end &&
		    (((tok(r, r->i)->word->time & U_SINCE) &&
			 (cls(r, r->i + 1) & (C_MONTH | C_WEEKDAY))) ||
			(day_behind(r, r->i) > 0 && (ground(r, r->i + 3) & G_EXAMPLE))))
			r->i += 2;
		if (r->i == before)
			break;
	}
}
