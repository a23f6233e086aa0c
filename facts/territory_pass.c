/* territory_pass.c -- see territory_pass.h. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "facts/ground_words.h"
#include "facts/small_words.h"
#include "facts/territory_held.h"
#include "facts/territory_pass.h"
#include "facts/time_words.h"

#define TO_VERB 8  /* tokens from control of X to the verb that is said of it */
#define RECEIVER 9 /* and from that to who receives it */
/* tokens from a verb of saying to the participle that it ends with */
#define DECLARED 10
#define ROOM 9 /* tokens behind "after" in which a withdrawal is told */
#define ROW 8  /* tokens from "is" to the noun of the town that fell */

/* passed, switched; returned, restored */
static bool
is_passing(const struct scene *c, size_t i)
{
	return (ground(c, i) & G_COME) || tok(c, i)->word->value == RETURNS;
}

/* was (finally) | passed, has passed: the verb behind token at, over what makes a passive
 * or perfect of it */
static size_t
verb_behind(const struct scene *c, size_t at)
{
	size_t end = at + TO_VERB < c->s->end ? at + TO_VERB : c->s->end;

	for (size_t k = at; k < end && tok(c, k)->kind == TOKEN_WORD; k++)
		if (is_passing(c, k) || (small(c, k) & S_OVER) ||
		    ((ground(c, k) & G_LIGHT) && is_passive(c->d, c->s->first, k)))
			return tok(c, k)->form &
				(FORM_PAST | FORM_PARTICIPLE | FORM_THIRD)
			    ? k
			    : NOWHERE;
		else if (!(tok(c, k)->cls &
			     (C_BE | C_HAVE | C_ADVERB | C_DET | C_MODAL | C_NEG)) &&
		    !(ground(c, k) & G_FROM) && phrase_actor(c->p, k) == NULL)
			break;
	return NOWHERE;
}

bool
rule_passed(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = { .rule = RULE_PASSED, .first = i, .object = &o, .km = NAN };
	const struct actor_phrase *to, *from;

	if (control_noun_used(c, i) || !object_at(c, i + 2, &o) || !is_ground(&o) ||
	    !(o.named || (o.pronoun && o.firm)))
		return false;
	t.verb = verb_behind(c, o.last + 1);
	if (t.verb == NOWHERE)
		return false;
	to = party_after(c, t.verb + 1, t.verb + RECEIVER,
	    (ground(c, t.verb) & G_LIGHT) ? BY : TO); /* was established by Y */
	if (to == NULL)
		return false;
	from = party_after(c, o.last + 1, to->first, (struct words){ .ground = G_FROM });
	t.antecedent = o.pronoun && !o.named;
	t.by = party_of(c, to);
	t.re = (ground(c, t.verb) & G_RE) != 0;
	if (from != NULL)
		t.against = party_of(c, from);
	t.last = to->last;
	if (c->n_taken < NELEM(c->taken))
		c->taken[c->n_taken++] = t.verb;
	return tell(c, &t);
}

bool
rule_returned(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = { .rule = RULE_PASSED, .object = &o, .km = NAN };
	size_t to = i;

	while (to > c->s->first && to + 5 > i && !(tok(c, to)->cls & C_TO))
		to--;
	if (to == c->s->first || !(tok(c, to)->cls & C_TO) || !is_passing(c, to - 1))
		return false;
	t.verb = to - 1;
	if (!(tok(c, t.verb)->form & (FORM_PAST | FORM_PARTICIPLE | FORM_THIRD)) ||
	    !holder(c, to, i, &t.by, &t.last))
		return false;
	t.re = tok(c, t.verb)->word->value == RETURNS;
	t.first = subject_place(c, t.verb, &o);
	return t.first != NOWHERE && (o.named || o.firm) &&
	    !hangs_on(c, t.first, &o, t.verb) && tell(c, &t);
}

/* Tarn | has finally changed; but: the Tarn newspaper | has changed: the verb behind
 * token at, over its auxiliaries */
static size_t
verb_at(const struct scene *c, size_t at)
{
	while (cls(c, at) & (C_HAVE | C_BE | C_ADVERB))
		at++;
	return at;
}

bool
rule_changed_hands(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_CHANGED, .verb = i - 1, .last = i, .object = &o, .km = NAN
	};
	size_t next = skip_adverbs(c, i + 1);

	if (i == c->s->first || tok(c, t.verb)->word->value != CHANGES ||
	    !(tok(c, t.verb)->form & (FORM_PAST | FORM_THIRD)))
		return false;
	if (next < c->s->end && tok(c, next)->kind != TOKEN_PUNCT &&
	    !(tok(c, next)->cls & (C_WEEKDAY | C_SUBORD)) && skip_day(c, next) == next)
		return false; /* several times */
	t.first = subject_place(c, t.verb, &o);
	if (t.first == NOWHERE || !o.named ||
	    !(has_settlement(&o) || is_known_name(c, &o)))
		return false;
	return (verb_at(c, o.last + 1) == t.verb || tok(c, o.last + 1)->punct == ',') &&
	    tell(c, &t);
}

/* Does the participle at i end what is said, and describe no noun behind it?  declared
 * occupied | territory */
static bool
ends_saying(const struct scene *c, size_t i)
{
	return i + 1 >= c->s->end || tok(c, i + 1)->kind == TOKEN_PUNCT ||
	    (tok(c, i + 1)->cls & (C_PREP | C_BY | C_SUBORD | C_AND | C_WEEKDAY)) ||
	    (ground(c, i + 1) & G_FROM);
}

bool
rule_declared(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_DECLARED, .verb = i, .last = i, .object = &o, .km = NAN
	};
	const struct actor_phrase *by;
	size_t end = i;

	if (!ends_saying(c, i))
		return false;
	while (end > c->s->first &&
	    ((tok(c, end - 1)->cls & C_ADVERB) || tok(c, end - 1)->punct == '"' ||
		tok(c, end - 1)->punct == '\''))
		end--;
	while (t.verb > c->s->first && t.verb + DECLARED > i &&
	    tok(c, t.verb)->punct != ',' &&
	    !((ground(c, t.verb) & G_CLAIMV) || (tok(c, t.verb)->cls & C_SPEECH)))
		t.verb--;
	if (t.verb == i ||
	    !((ground(c, t.verb) & G_CLAIMV) || (tok(c, t.verb)->cls & C_SPEECH)) ||
	    !(tok(c, t.verb)->form & (FORM_PAST | FORM_THIRD | FORM_BASE)))
		return false;
	if (!ground_object_read(c->d, c->p, t.verb + 1, end, &o) || o.last + 1 != end ||
	    !is_ground(&o) || !(has_settlement(&o) || is_known_name(c, &o)))
		return false;
	t.first = t.verb;
	t.re = (ground(c, i) & G_RE) != 0;
	by = party_after(c, i, c->s->end, BY);
	if (by != NULL)
		t.by = party_of(c, by);
	else if (ground(c, t.verb) & G_CLAIMV)
		t.by = find_by(c, t.verb);
	t.against = find_against(c, &(struct ground_object){ .last = i }, t.by);
	return tell(c, &t);
}

/* leaving X | to Y, in Y's hands, under the control of Y: who has it then, and the last
 * token that says so */
static bool
left_to(const struct scene *c, size_t at, struct party *by, size_t *last)
{
	const struct actor_phrase *a = party_after(c, at, at + 3, TO);

	if (a != NULL && a->prep == at) {
		*by = party_of(c, a);
		*last = a->last;
		return true;
	}
	if (!(ground(c, at) & (G_IN | G_HELD)))
		return false;
	for (size_t k = at + 1;
	     k < c->s->end && k < at + RECEIVER && tok(c, k)->kind == TOKEN_WORD; k++)
		if (ground(c, k) & (G_HANDS | G_CONTROLN))
			return holder(c, at, k, by, last);
	return false;
}

/* leaving | X; leaving_the_town | of X: what is left */
static bool
left_object(const struct scene *c, size_t i, struct ground_object *o)
{
	if (tok(c, i)->word->value != WITH_OBJECT)
		return object_at(c, i + 1, o) && (is_ground(o) || o->pronoun);
	if (cls(c, i + 1) & C_OF)
		return object_at(c, i + 2, o) && is_ground(o);
	*o = (struct ground_object){ .last = i, .pronoun = true, .km2 = NAN };
	return true;
}

/* the army | left: and was not left */
static bool
is_left_by_side(const struct scene *c, size_t i)
{
	size_t first;
	const struct actor_phrase *who = subject_left(c, i, &first);

	return who != NULL && stands_before(c, who, i);
}

bool
rule_leaving(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_LEFT, .verb = i, .first = i, .object = &o, .km = NAN
	};

	bool by_side = (tok(c, i)->form & FORM_GERUND) ||
	    ((cls(c, i) & C_LEAVE) && (tok(c, i)->form & FORM_PAST) &&
		is_left_by_side(c, i));

	/* his withdrawal left Tarn | in the hands of the rebels; but: he left it | to
	 * them */
	if (!by_side &&
	    !((c->s->ground & (G_HANDS | G_CONTROLN)) && (cls(c, i) & C_LEAVE) &&
		(tok(c, i)->form & FORM_PAST)))
		return false;
	if (!left_object(c, i, &o) ||
	    (!by_side && !(ground(c, o.last + 1) & (G_IN | G_HELD))) ||
	    !left_to(c, o.last + 1, &t.by, &t.last))
		return false;
	t.antecedent = o.pronoun && !o.named;
	/* leaving only | Tarn in its hands */
	if (tok(c, i + 1)->word->value == NO_MORE_THAN)
		t.rule = RULE_CONTROLS;
	return tell(c, &t);
}

bool
was_left(const struct scene *c)
{
	return c->left_by.text.n > 0 && c->index - c->left_sentence <= 1;
}

bool
rule_replaced(struct scene *c, size_t i)
{
	const struct ground_object none = { .last = i, .km2 = NAN };
	struct ground_object o = none;
	struct telling t = { .rule = RULE_VACATED,
		.verb = i,
		.first = i,
		.last = i,
		.object = &o,
		.km = NAN };
	const struct actor_phrase *who;
	size_t first, next = i + 2;

	if (!was_left(c))
		return false;
	if (tok(c, i)->word->value == REPLACED) {
		who = phrase_actor(c->p, (cls(c, i + 1) & C_DET) ? i + 2 : i + 1);
	} else {
		who = subject_left(c, i, &first);
		if (!(small(c, i) & S_INTO) || !(ground(c, i + 1) & G_IN) ||
		    who == NULL || !stands_before(c, who, i) ||
		    !(tok(c, i)->form & (FORM_PAST | FORM_THIRD)) ||
		    !(next >= c->s->end || tok(c, next)->kind == TOKEN_PUNCT ||
			(tok(c, next)->cls & (C_AND | C_SUBORD | C_ADVERB)) ||
			skip_day(c, next) > next))
			return false;
	}
	if (who == NULL)
		return false;
	t.by = party_of(c, who);
	t.against = c->left_by;
	t.antecedent = true;
	return !same_party(t.by, t.against) && tell(c, &t);
}

/* withdrew | from the town, from it, from Tarn: does what was left at token from lie
 * where the object does, as far as it is told? */
static bool
is_same_ground(const struct scene *c, size_t from, const struct ground_object *o)
{
	struct ground_object left;
	size_t at = from;

	while (at < c->s->end && at < from + 4 && !(ground(c, at) & G_FROM))
		at++;
	if (!(ground(c, at) & G_FROM))
		return true;
	if (!object_at(c, at + 1, &left) || !(is_ground(&left) || left.pronoun))
		return false;
	return !left.named ||
	    str_eq(token_text(c->d, left.places[0].first),
		token_text(c->d, o->places[0].first));
}

const struct actor_phrase *
made_room(const struct scene *c, const struct ground_object *o)
{
	size_t k = o->last + 1, end;

	while (k < c->s->end && k < o->last + ROOM &&
	    tok(c, k)->word->value != AFTERWARDS)
		k++;
	end = k + ROOM < c->s->end ? k + ROOM : c->s->end;
	for (size_t i = k + 1; i < end && tok(c, i)->kind == TOKEN_WORD; i++) {
		const struct actor_phrase *a;

		if (!(ground(c, i) & G_WITHDRAW))
			continue;
		a = (tok(c, i)->form & FORM_PAST) ? phrase_actor(c->p, i - 1) : NULL;
		if (a != NULL && a->first > k)
			return is_same_ground(c, i + 1, o) ? a : NULL;
		a = party_after(c, i + 1, i + ROOM, BY_OF_FROM);
		return (ground(c, i) & G_NOMINAL) && a != NULL && a->prep == i + 1 &&
			is_same_ground(c, a->last + 1, o)
		    ? a
		    : NULL;
	}
	return NULL;
}

size_t
told_in_a_row(const struct scene *c, size_t i)
{
	bool row = false;

	if (i < c->s->first + 4 || !(tok(c, i)->form & FORM_BASE) ||
	    !(tok(c, i - 1)->cls & C_TO) || !(ground(c, i - 2) & G_HEAD))
		return NOWHERE;
	for (size_t k = i - 2;
	     k > c->s->first && k + ROW > i && tok(c, k)->kind != TOKEN_PUNCT; k--) {
		row = row || (tok(c, k)->cls & C_ORDINAL) ||
		    tok(c, k)->word->value == LATEST;
		if ((tok(c, k)->cls & C_BE) ||
		    ((ground(c, k) & G_COME) &&
			(tok(c, k)->form & (FORM_PAST | FORM_THIRD))))
			return row ? k : NOWHERE;
	}
	return NOWHERE;
}
