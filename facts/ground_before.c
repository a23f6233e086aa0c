/* ground_before.c -- see ground_in.h: how many, which, whose: what stands before the head
 * or name of an object. */
#include "config.h"

#include "facts/ground_in.h"
#include "facts/number.h"

/* 13 | of the state's 17 | townships, 14 | of Rakhine's 17 | townships, ten | of 14 |
 * army camps: what the number is a part of, as far as its own */
static void
skip_whole(struct reader_state *r)
{
	size_t first = r->i + 2 + ((cls(r, r->i + 2) & C_DET) != 0), k = first, head,
	       name;
	const struct actor_phrase *owner;

	if (!(cls(r, r->i + 1) & C_OF))
		return;
	name = name_at(r, k);
	k = name != NOWHERE
	    ? name + 1
	    : k + ((ground(r, k) & G_HEAD) || (cls(r, k + 1) & C_POSSESSIVE));
	k += (cls(r, k) & C_POSSESSIVE) != 0;
	owner = phrase_actor(r->p, k + 1);
	head = owner != NULL ? owner->last + 1 : k + 1 + ((cls(r, k + 1) & C_ADJ) != 0);
	if (tok(r, k + 1) == NULL || tok(r, k)->kind != TOKEN_NUMBER ||
	    !(ground(r, head) & G_HEAD)) {
		r->i += (cls(r, r->i + 2) & C_DET) &&
		    !(cls(r, r->i + 2) & C_ONE); /* three of | the villages */
		return;
	}
	if (name != NOWHERE)
		add_container(r, first, name, false, false);
	r->i = k;
}

static bool
skip_number(struct reader_state *r)
{
	struct ground_object *o = r->o;
	const struct token *t = tok(r, r->i);
	size_t last;

	if (t->kind != TOKEN_NUMBER)
		return false;
	if (is_area(r, r->i + 1, &last)) {
		o->km2 = number_measure(t);
		o->head = o->firm = true;
		if (o->unit.n == 0)
			o->unit = STR("area");
		o->last = last;
		r->i = last;
	} else if ((ground(r, r->i + 1) & G_PERCENT) || punct(r, r->i + 1) == '%') {
		o->partial = true;
		r->i += 1 + ((cls(r, r->i + 2) & C_OF) != 0);
	} else if (o->number == NULL && !(t->flags & TOKEN_NO_COUNT)) {
		o->number = t;
		skip_whole(r);
	}
	return true;
}

/* No. | 5 battalion base: passes the number, which counts nothing */
static bool
skip_ordinal(struct reader_state *r)
{
	size_t i = r->i + 1 + (punct(r, r->i + 1) == '.');

	if (tok(r, i) == NULL || tok(r, i)->kind != TOKEN_NUMBER)
		return false;
	r->i = i;
	return true;
}

/* the "town" of, the strategic|, walled city: does the mark stand within the object? */
static bool
is_mark_within(const struct reader_state *r, char mark)
{
	return mark == '"' || mark == '\'' ||
	    (mark == ',' && (cls(r, r->i + 1) & C_ADJ) && r->i > r->o->first);
}

/* parts | of, all | of: passes what says how much of the object is meant */
static bool
skip_part(struct reader_state *r)
{
	bool all = ground(r, r->i) & G_QUANT;

	if (!is_part(r, r->i) && !(all && (cls(r, r->i + 1) & C_OF)))
		return false;
	r->o->partial = r->o->partial || !all;
	r->i++;
	return true;
}

/* the north | and east of */
static bool
joins_directions(const struct reader_state *r)
{
	return (cls(r, r->i) & C_AND) && r->i > r->o->first &&
	    (ground(r, r->i - 1) & G_DIRECTION) && (ground(r, r->i + 1) & G_DIRECTION);
}

/* Passes whose the object is, but for a head that is its last word: the junta | battalion
 */
static void
skip_holder(struct reader_state *r, const struct actor_phrase *a)
{
	r->o->holder = a;
	r->i = a->last -
	    (a->who == NULL && r->i < a->last && (ground(r, a->last) & G_HEAD));
}

/* Does the capital of the word at hand tell that it is a name?  Not in a title:
 * Strategic | Town of. */
static bool
has_own_capital(const struct reader_state *r)
{
	const struct token *t = tok(r, r->i);

	return (t->flags & TOKEN_CAP) &&
	    !(r->p->title_case && !(t->flags & TOKEN_CAPS) &&
		((cls(r, r->i) & C_ADJ) || (ground(r, r->i) & G_DIRECTION)));
}

/* the Yazidi | town of, the XYZ | base: a name that is no place's */
static bool
is_name_of_others(const struct reader_state *r)
{
	return ((cls(r, r->i) & C_DEMONYM) ||
		   ((ground(r, r->i) & G_NOTNAME) && (ground(r, r->i + 1) & G_HEAD)) ||
		   ((tok(r, r->i)->flags & TOKEN_CAPS) &&
		       (ground(r, r->i + 1) & G_SITE))) &&
	    name_at(r, r->i) == NOWHERE;
}

/* Does the word at hand, no name and no noun, say how many, which or of what kind? */
static bool
is_modifier(const struct reader_state *r)
{
	const struct token *t = tok(r, r->i);
	uint64_t g = ground(r, r->i), c = cls(r, r->i), before = cls(r, r->i - 1);

	/* the largely destroyed | city */
	if ((t->form & FORM_PARTICIPLE) && (ground(r, r->i + 1) & G_HEAD) &&
	    (r->i == r->o->first || (before & (C_DET | C_ADVERB | C_ADJ))))
		return true;
	/* 12 tanques | cerca de Hur, but: cerca de 12 aldeas */
	if ((c & C_BOUND) && (c & C_PREP) && (g & G_NEAR) && r->i > r->o->first &&
	    tok(r, r->i + 1) != NULL && tok(r, r->i + 1)->kind != TOKEN_NUMBER)
		return false;
	if ((g & (G_QUANT | G_DIRECTION | G_BACK)) ||
	    (c &
		(C_DET | C_ONE | C_POSSESSIVE | C_OTHER | C_ORDINAL | C_BOUND |
		    C_NUMBER)) ||
	    (t->flags & TOKEN_HYPHEN))
		return true;
	if ((c & (C_ADJ | C_ADVERB | C_DEMONYM)) && !(c & (C_PREP | C_SUBORD | C_SPEECH)))
		return true;
	return (g & G_STRONG) && (t->form & FORM_PARTICIPLE) &&
	    (before & (C_DET | C_ADVERB));
}

/* not only | Tarn, No. | 5: passes what follows the negation */
static bool
skip_behind_not(struct reader_state *r)
{
	if (tok(r, r->i)->flags & TOKEN_CAP)
		return skip_ordinal(r);
	r->i++;
	return true;
}

static bool
skip_before(struct reader_state *r)
{
	const struct token *t = tok(r, r->i);
	uint64_t g = ground(r, r->i), c = cls(r, r->i);
	const struct actor_phrase *actor;

	if (t->kind == TOKEN_PUNCT)
		return is_mark_within(r, t->punct);
	if (skip_number(r) || skip_part(r) || joins_directions(r))
		return true;
	/* large areas of */
	if ((g & G_PARTIAL) && (ground(r, r->i + 1) & (G_LOOSE | G_PARTIAL)) &&
	    (cls(r, r->i + 2) & C_OF))
		r->o->partial = true;
	actor = phrase_actor(r->p, r->i);
	/* a head, unless of a name: Estado Islámico */
	if ((g & G_HEAD) && !(c & C_DET) && !(actor != NULL && actor->who != NULL))
		return false;
	if (actor != NULL) {
		skip_holder(r, actor);
		return true;
	}
	if ((c & C_ONE) && !(c & C_POSSESSIVE))
		r->o->indefinite = true;
	if ((c & C_NEG) && ((t->flags & TOKEN_CAP) || (cls(r, r->i + 1) & C_ADVERB)))
		return skip_behind_not(r);
	return has_own_capital(r) ? is_name_of_others(r) : is_modifier(r);
}

/* AK-47, T-72, BMP-1: a hyphen and a number, and no site that is called so */
static bool
is_arms(const struct reader_state *r, size_t first, size_t last)
{
	struct str w = token_text(r->d, first);
	size_t dash = str_chr(w, '-');

	return first == last && dash != STR_NOWHERE && dash + 1 < w.n &&
	    is_digit(w.p[dash + 1]) && !(ground(r, last + 1) & G_HEAD);
}

#define COMPOUND 3 /* words of a side whose name a compound ends */

/* IS-held | Tarn, Boko Haram-controlled | villages: passes what says whose it is */
static bool
skip_compound(struct reader_state *r)
{
	for (size_t k = r->i; k < r->end && k < r->i + COMPOUND; k++) {
		if ((tok(r, k)->flags & TOKEN_DASH) && phrase_compound(r->d, k)) {
			if (r->o->held_by.n == 0)
				r->o->held_by = phrase_holder(r->d, r->i, k);
			r->i = k;
			return true;
		}
		if (!(tok(r, k)->flags & TOKEN_CAP))
			return false;
	}
	return false;
}

enum step
next_before(struct reader_state *r)
{
	const struct token *t = tok(r, r->i);
	size_t name;

	if (t == NULL)
		return STEP_STOP;
	if (skip_compound(r))
		return STEP_SKIP;
	name = name_at(r, r->i);
	if (name != NOWHERE)
		return is_arms(r, r->i, name) ? STEP_STOP : STEP_NAME;
	/* a determiner behind a noun or a side begins another phrase */
	if ((r->nouns > 0 || r->o->holder != NULL) && (t->cls & C_DET))
		return STEP_STOP;
	if (skip_before(r))
		return STEP_SKIP;
	if (t->kind != TOKEN_WORD)
		return STEP_STOP;
	if (ground(r, r->i) & G_HEAD)
		return STEP_HEAD;
	if (is_lower_noun(r, r->i) &&
	    ++r->nouns <= (modifiers_after(r) ? 1 : NOUNS_MAX)) {
		r->barred = (ground(r, r->i) & (G_PERSON | G_GOODS | G_PRIZE)) != 0;
		return STEP_SKIP;
	}
	return STEP_STOP;
}
