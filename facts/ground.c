/* ground.c -- see ground.h.  One pass to the right, in three steps: what stands before
 * the head or name, the head or name itself, and lists and prepositions after it. */
#include "config.h"

#include <math.h>

#include "facts/ground_in.h"
#include "facts/small_words.h"

#define START_MAX 14 /* tokens before the head */

bool
is_called(const struct reader_state *r, size_t i)
{
	if ((cls(r, i) & C_OF) || (ground(r, i) & G_CALLED))
		return true;
	/* die Basis der Stadt Tarn: the genitive's article */
	return lexicon_has(r->d->lx, HABIT_HEAD_FIRST) && i > 0 && (cls(r, i) & C_DET) &&
	    (ground(r, i - 1) & G_HEAD) && (ground(r, i + 1) & G_HEAD);
}

bool
is_area(const struct reader_state *r, size_t i, size_t *last)
{
	*last = i;
	if (!(ground(r, i) & G_KM2))
		return false;
	/* sq km, sq. km */
	if (punct(r, i + 1) == '.' && (ground(r, i + 2) & G_KM))
		*last = i + 2;
	else if (ground(r, i + 1) & G_KM)
		*last = i + 1;
	return true;
}

void
add_place(struct reader_state *r, size_t first, size_t last, bool settlement, bool region)
{
	struct ground_object *o = r->o;

	for (size_t k = 0; k < o->n; k++)
		if (o->places[k].first == first)
			return;
	if (o->n == GROUND_PLACES)
		return;
	o->places[o->n++] = (struct ground_place){ first, last, r->role, settlement,
		region };
	if (r->role == ROLE_OBJECT)
		o->named = true;
	if (last > o->last)
		o->last = last;
}

void
add_container(struct reader_state *r, size_t first, size_t last, bool settlement,
    bool region)
{
	enum place_role role = r->role;

	r->role = role == ROLE_OBJECT ? ROLE_IN : role;
	add_place(r, first, last, settlement, region);
	r->role = role;
}

/* Taliban | posts, Afghan | posts, but: a police | post */
static bool
is_held(const struct reader_state *r, const struct token *head)
{
	const struct actor_phrase *a = r->o->holder;

	if (a == NULL && head > tok(r, r->o->first) && (head->form & FORM_PLURAL) &&
	    (head[-1].cls & C_DEMONYM) &&
	    str_eq(doc_text(r->d, head->word->head), STR("base")))
		return true;
	return a != NULL &&
	    !(a->who == NULL && a->first == a->last &&
		(token_small(r->d, a->first) & S_KIND)) &&
	    str_eq(doc_text(r->d, head->word->head), STR("base"));
}

void
take_head(struct reader_state *r, size_t i)
{
	const struct token *t = &r->d->t.tok[i];
	struct ground_object *o = r->o;

	if (r->role != ROLE_OBJECT)
		return;
	if (o->unit.n == 0)
		o->unit = doc_text(r->d, t->word->head);
	o->weak = (!o->head || o->weak) && (t->word->ground & G_WEAKSITE) &&
	    !is_held(r, t);
	o->firm = o->firm || !(t->word->ground & (G_WEAKSITE | G_LOOSE));
	o->head = true;
	if (i > o->last)
		o->last = i;
}

static bool
read_pronoun(struct reader_state *r)
{
	/* Spanish la: "it" before a verb, an article before a noun */
	if (!(ground(r, r->i) & G_PRONOUN) || (cls(r, r->i) & C_DET))
		return false;
	r->o->pronoun = true;
	r->o->last = r->i++;
	return true;
}

/* the (key) border | town, the northwestern | city: one told of before, with what it is
 */
static bool
is_described(const struct reader_state *r, size_t head)
{
	size_t i = r->o->first;

	if (head <= i + 1 || modifiers_after(r) || !is_settlement(r, head) ||
	    (cls(r, i) & (C_DET | C_ONE)) != C_DET)
		return false;
	while (++i < head)
		if (!is_lower_noun(r, i) && !(ground(r, i) & G_DIRECTION) &&
		    !(cls(r, i) & C_ADJ))
			return false;
	return !(ground(r, head - 1) & (G_PERSON | G_GOODS | G_PRIZE));
}

/* the | town, da | cidade, город: the one that was told of, as its article says or, where
 * there are none, as nothing before it does not. */
static bool
is_definite(const struct reader_state *r, size_t head)
{
	if (head == 0 || r->o->number != NULL)
		return false;
	return ((cls(r, head - 1) & C_DET) && !(cls(r, head - 1) & C_ONE)) ||
	    is_described(r, head) ||
	    ((cls(r, head - 1) & (C_PREP | C_OF)) &&
		tok(r, head - 1)->word->value == WITH_ARTICLE) ||
	    (head == r->o->first && lexicon_has(r->d->lx, HABIT_NO_ARTICLES));
}

/* a port | town: takes the heads in a row at r->i; a kind of settlement says of what unit
 * the whole is. */
static void
take_head_row(struct reader_state *r)
{
	take_head(r, r->i++);
	while ((ground(r, r->i) & G_HEAD) && name_at(r, r->i) == NOWHERE) {
		if (is_settlement(r, r->i))
			r->o->unit = STR_NONE;
		take_head(r, r->i++);
	}
}

/* towns | and villages: takes the heads that are joined to the one before r->i. */
static void
take_joined_heads(struct reader_state *r)
{
	while ((punct(r, r->i) == ',' || (cls(r, r->i) & C_AND)) &&
	    (ground(r, r->i + 1) & G_HEAD) && name_at(r, r->i + 1) == NOWHERE) {
		take_head(r, r->i + 1);
		r->i += 2;
	}
}

/* village | of Tarn, village | Tarn, villages: | Tarn; but: village | in Tarn */
static bool
name_follows(const struct reader_state *r)
{
	return !(ground(r, r->i) & G_IN) &&
	    (is_called(r, r->i) || punct(r, r->i) == '"' || punct(r, r->i) == ':' ||
		name_at(r, r->i) != NOWHERE);
}

/* the buildings | of Tarn, a district of it, two of its districts: is what is taken in
 * the town that is named behind "of", and not called so?  But: the districts of Hur and
 * Sefra. */
static bool
is_part_of_town(const struct reader_state *r, size_t head, size_t at)
{
	const struct token *t = tok(r, head);
	struct str unit = doc_text(r->d, t->word->head);
	bool plural = t->form & FORM_PLURAL;
	bool one = head > r->o->first && (cls(r, head - 1) & C_ONE);

	if (at == 0 || !(cls(r, at - 1) & C_OF))
		return false;
	if (str_eq(unit, STR("district")))
		return one || r->o->number != NULL;
	return plural && (str_eq(unit, STR("site")) || str_eq(unit, STR("base")));
}

/* Takes what the head is called, or where it lies; false: nothing tells it, and r->i is
 * behind the head again. */
static bool
read_called(struct reader_state *r, size_t head, bool region)
{
	size_t at, name;

	r->i += is_called(r, r->i) || punct(r, r->i) != 0;
	r->i += punct(r, r->i) == '"';
	at = skip_modifiers(r, r->i);
	name = name_at(r, at);
	if (name != NOWHERE) {
		r->o->partial = r->o->partial ||
		    (tok(r, head)->word->value == MIDDLE && (cls(r, at - 1) & C_OF));
		if (is_part_of_town(r, head, at)) {
			r->role = ROLE_IN;
			r->o->named = true;
		}
		r->i = at;
		take_name(r, name, true, region);
		/* the town of Tarn's mayor */
		r->o->excluded = r->o->excluded ||
		    (!r->o->named && (cls(r, r->i - 1) & C_POSSESSIVE) &&
			is_lower_noun(r, r->i));
		return true;
	}
	/* three villages of the region of Hur: where they lie */
	if (!region && (ground(r, at) & G_REGION))
		r->role = ROLE_IN;
	if (take_item(r, r->i))
		return true;
	r->role = ROLE_OBJECT;
	r->i = head + 1;
	return false;
}

/* The head that was met at r->i, with its name. */
static void
read_head(struct reader_state *r)
{
	size_t head = r->i;
	bool region = (ground(r, head) & G_REGION) != 0, definite = is_definite(r, head);

	take_head_row(r);
	r->i = skip_after_head(r, r->i);
	/* state | television */
	if (is_modifier_of_person(r, r->i) || (region && is_lower_noun(r, r->i))) {
		r->o->excluded = true;
		return;
	}
	take_joined_heads(r);
	if (name_follows(r) && read_called(r, head, region))
		return;
	if (definite && !r->o->named && !(tok(r, head)->form & FORM_PLURAL))
		r->o->pronoun = true;
}

/* captured the commander | Karim Tarni: what the name at r->i is that of, and no place */
static bool
is_titled(const struct reader_state *r)
{
	return r->i > r->o->first && (ground(r, r->i - 1) & (G_PERSON | G_GOODS)) &&
	    is_lower_noun(r, r->i - 1) && !(tok(r, r->i - 1)->form & FORM_PLURAL) &&
	    phrase_actor(r->p, r->i - 1) == NULL;
}

/* Goes on to the head or the name, over what stands before it. */
static enum step
find_start(struct reader_state *r)
{
	enum step step;

	while ((step = next_before(r)) == STEP_SKIP && r->i < r->o->first + START_MAX)
		r->i++;
	return step == STEP_SKIP ? STEP_STOP : step;
}

/* The name at r->i, and what is its own: Tarn's industrial | zone */
static void
read_name(struct reader_state *r)
{
	struct ground_object *o = r->o;
	enum step step;

	o->excluded = is_titled(r);
	take_name(r, name_at(r, r->i), false, false);
	if (o->named || o->excluded)
		return;
	r->nouns = 0;
	step = find_start(r);
	if (step == STEP_HEAD)
		read_head(r);
	else if (step == STEP_NAME)
		take_name(r, name_at(r, r->i), false, false);
	else
		o->excluded = true;
}

bool
ground_object_read(const struct doc *d, const struct phrases *p, size_t i, size_t end,
    struct ground_object *out)
{
	struct asked_name asked = { NOWHERE, NOWHERE };
	struct reader_state r = { .d = d,
		.p = p,
		.o = out,
		.i = i,
		.end = end,
		.role = ROLE_OBJECT,
		.asked = &asked };
	enum step step;

	memset(out, 0, offsetof(struct ground_object, places));
	out->first = out->last = i;
	out->km2 = NAN;
	if (read_pronoun(&r))
		return true;
	step = find_start(&r);
	if (step == STEP_STOP) {
		out->excluded = r.barred;
		return !isnan(out->km2) && !r.barred;
	}
	if (step == STEP_HEAD)
		read_head(&r);
	else
		read_name(&r);
	if (out->excluded)
		return false;
	read_after_items(&r);
	return out->head || out->named || out->pronoun;
}
