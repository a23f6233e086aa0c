/* territory.c -- see territory.h.  Each verb or noun of ground is tried against the rules
 * below, the first that fits makes the fact.  The order of clauses is the order of
 * events. */
#include "config.h"

#include <math.h>

#include "base/alloc.h"
#include "facts/attr.h"
#include "facts/calm.h"
#include "facts/ground_words.h"
#include "facts/number.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"
#include "facts/territory_control.h"
#include "facts/territory_frame.h"
#include "facts/territory_held.h"
#include "facts/territory_moves.h"
#include "facts/territory_noun.h"
#include "facts/territory_pass.h"
#include "facts/territory_scene.h"
#include "facts/time_words.h"

const char *const territory_rule_names[] = {
#define X(id, name) [RULE_##id] = name,
	TERRITORY_RULES(X)
#undef X
	    [RULE_N] = NULL
};

#define FLAG 54   /* word.value of flag_was_raised_over */
#define SPEAKER 6 /* tokens of a headline to the colon behind who says so */
#define UNDER 10  /* tokens from have to under its control */

/* ---- rules: verbs with an object ---- */

static bool
told_from(const struct scene *c, const struct ground_object *o)
{
	size_t end = o->last + FROM_WINDOW < c->s->end ? o->last + FROM_WINDOW
						       : c->s->end;

	return party_after(c, o->last + 1, end, FROM_OF) != NULL;
}

static bool
rule_take_over(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_TAKE_OVER, .verb = i, .first = i, .object = &o, .km = NAN
	};
	size_t at = i + 1;

	if ((ground(c, at) & G_PRONOUN) && (ground(c, at + 1) & (G_OVER | G_BACK))) {
		o = (struct ground_object){ .last = at + 1, .km2 = NAN };
		t.antecedent = true;
		t.re = (ground(c, at + 1) & G_BACK) != 0;
		t.last = at + 1;
	} else if ((ground(c, at) & (G_OVER | G_BACK)) || takes_over(c, at)) {
		t.re = (ground(c, at) & G_BACK) != 0;
		if (ground(c, at + 1) & G_CONTROLN)
			return false;
		at += (ground(c, at) & (G_OVER | G_BACK)) != 0;
		if (!object_at(c, at, &o) || !is_ground(&o))
			return false;
		t.last = o.last;
	} else {
		return false;
	}
	if (t.re)
		t.rule = RULE_TAKE_BACK;
	t.by = find_by(c, i);
	if (t.by.text.n == 0)
		t.by = subject_behind(c, i, t.last);
	t.against = find_against(c, &o, t.by);
	if ((t.by.text.n == 0 && t.against.text.n == 0 &&
		!(o.head && is_inhabited(&o))) ||
	    by_no_side(c, i))
		return false;
	return tell(c, &t);
}

/* was cleared | of the rebels: the party behind the verb at i, NULL if there is none */
static const struct actor_phrase *
cleared_of(const struct scene *c, size_t i)
{
	const struct actor_phrase *a = party_after(c, i, c->s->end, FROM_OF);

	return a != NULL && a->prep == skip_adverbs(c, i + 1) ? a : NULL;
}

/* clashed in Tarn, which | was captured; clashed there before it | was captured: does the
 * subject of the passive stand for the place that was named last? */
static bool
is_said_of_last(const struct scene *c, size_t i)
{
	size_t k = i;

	while (k > c->s->first && (tok(c, k - 1)->cls & (C_BE | C_HAVE | C_ADVERB)) &&
	    !(tok(c, k - 1)->cls & C_SUBORD))
		k--;
	if (k < c->s->first + 2)
		return false;
	k--;
	for (size_t n = c->p->n_names; n-- > 0;) {
		size_t end = c->p->names[n].last + 1;

		if (end > k)
			continue;
		if ((tok(c, k)->cls & C_RELATIVE) && !(tok(c, k)->cls & C_SUBORD))
			return end + (tok(c, k - 1)->punct == ',') == k;
		return (ground(c, k) & G_PRONOUN) && !(tok(c, k)->form & FORM_PLURAL) &&
		    !has_ground(c->d, c->s->first, k, G_GOODS | G_PRIZE);
	}
	return false;
}

/* it | was captured by rebels: where a place was named last */
static bool
rule_passive_of_last(struct scene *c, size_t i, const struct actor_phrase *by)
{
	struct ground_object o = { .last = i, .km2 = NAN };
	struct telling t = { .rule = RULE_PASSIVE,
		.verb = i,
		.first = i,
		.object = &o,
		.km = NAN,
		.antecedent = true,
		.re = (ground(c, i) & G_RE) != 0 };

	if (by == NULL || by->prep != i + 1 || !(ground(c, i) & G_STRONG) ||
	    !is_said_of_last(c, i))
		return false;
	t.by = party_of(c, by);
	t.last = by->last;
	return tell(c, &t);
}

/* was freed | by nobody, cleared | of mines by the army, taken | by surprise by it: does
 * a weak verb tell of something else? */
static bool
is_passive_of_others(const struct scene *c, size_t i, const struct actor_phrase *by)
{
	if (by == NULL || (ground(c, i + 1) & G_NOTAKE))
		return true;
	return ((cls(c, i + 1) & C_OF) && cleared_of(c, i) == NULL) ||
	    ((cls(c, i + 1) & C_BY) && by->prep != i + 1);
}

/* was overrun | by inmates, by mud: by what is no side? */
static bool
is_by_things(const struct scene *c, size_t i)
{
	size_t k = i + 2;

	if (!(cls(c, i + 1) & C_BY))
		return false;
	while (cls(c, k) & (C_DET | C_ONE | C_NUMBER))
		k++;
	return (cls(c, k) & (C_PERSON | C_CAUSE | C_THING)) &&
	    !(cls(c, k) & (C_ARMED | C_DEMONYM));
}

/* captured by | advancing troops, by drug | traffickers: the side in what stands behind
 * by; NULL: none is named */
static const struct actor_phrase *
side_behind(const struct scene *c, size_t i)
{
	const struct actor_phrase *a = party_after(c, i, c->s->end, BY);

	for (size_t k = i + 2;
	     a == NULL && (cls(c, i + 1) & C_BY) && !is_by_things(c, i) &&
	     k < c->s->end && k < i + 6 && tok(c, k)->kind == TOKEN_WORD &&
	     !(tok(c, k)->cls & (C_PREP | C_SUBORD | C_AND));
	     k++)
		a = phrase_actor(c->p, k);
	return a;
}

/* The Gunners | were overrun: one word that is no known place's, behind an article and
 * without a noun for one */
static bool
is_of_team(const struct scene *c, const struct ground_object *o)
{
	return o->n > 0 && !o->head && o->places[0].first == o->places[0].last &&
	    o->places[0].first > c->s->first &&
	    (tok(c, o->places[0].first - 1)->cls & C_DET) && !is_known_name(c, o);
}

static bool
rule_passive(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = { .rule = RULE_PASSIVE, .verb = i, .object = &o, .km = NAN };
	const struct actor_phrase *a;
	bool weak = !(ground(c, i) & G_STRONG) && !(ground(c, i) & G_CONTROLV);

	t.first = subject_place(c, i, &o);
	a = side_behind(c, i);
	if (t.first == NOWHERE)
		return rule_passive_of_last(c, i, a);
	if (t.first < attr_dateline_end(c->d, c->index) ||
	    (weak && !has_settlement(&o) && !o.firm &&
		!((a != NULL || cleared_of(c, i) != NULL) && is_known_name(c, &o))))
		return false;
	if (a != NULL)
		t.by = party_of(c, a);
	else if (weak && (a = cleared_of(c, i)) != NULL)
		t.against = party_of(c, a);
	if (hangs_on(c, t.first, &o, i) || (weak && is_passive_of_others(c, i, a)) ||
	    (a == NULL && (is_by_things(c, i) || is_of_team(c, &o))))
		return false;
	t.last = a != NULL && a->last < i + 12 ? a->last : i;
	t.re = (ground(c, i) & G_RE) != 0;
	if (t.against.text.n == 0)
		t.against = find_against(c, &o, t.by);
	return tell(c, &t);
}

/* "Key border town | captured by rebels": a headline that begins with what is taken, and
 * leaves "is" out */
static bool
is_headline_passive(const struct scene *c, size_t i)
{
	const struct words behind = { .cls = C_BY | C_PREP | C_SUBORD | C_WEEKDAY,
		.ground = G_IN | G_NEAR | G_FROM };
	struct ground_object o;
	size_t from = c->s->first;

	for (size_t k = from + 1; k < i && k < from + SPEAKER; k++)
		if (tok(c, k)->punct == ':') /* Barzani: | Sinjar liberated */
			from = k + 1;
	from += (cls(c, from) & C_ADJ) || (ground(c, from) & G_DIRECTION);
	if (!c->s->headline || i <= from ||
	    !(i + 1 == c->s->end || tok(c, i + 1)->kind == TOKEN_PUNCT ||
		is(c, i + 1, behind)))
		return false;
	return ground_object_read(c->d, c->p, from, i, &o) && o.last + 1 == i &&
	    is_ground(&o) && (o.head || is_known_name(c, &o));
}

static bool
is_proper(const struct sentence *s, const struct token *t)
{
	return (t->flags & TOKEN_CAP) && !(t->flags & TOKEN_FIRST) && !s->title_case &&
	    !s->headline;
}

/* took Hur and Sefra | , | on Friday: nothing behind it that makes a captive of Hur, or
 * another thing of the taking */
static bool
ends_taking(const struct scene *c, const struct ground_object *o)
{
	size_t next = skip_adverbs(c, o->last + 1);

	return next >= c->s->end || tok(c, next)->kind == TOKEN_PUNCT ||
	    (tok(c, next)->cls & (C_SUBORD | C_AND | C_WEEKDAY)) ||
	    (tok(c, next)->word->time & (U_THIS | U_TODAY | U_YESTERDAY)) ||
	    skip_day(c, next) > next || (o->n > 1 && (ground(c, next) & G_IN));
}

/* M23 have taken Hur and Sefra along the lake: a party of the table, one word */
static bool
takes_unknown(const struct scene *c, const struct actor_phrase *who, size_t i,
    const struct ground_object *o)
{
	for (size_t n = 0; n < o->n; n++)
		if (o->places[n].role == ROLE_OBJECT &&
		    o->places[n].first != o->places[n].last)
			return false;
	return who->who != NULL && stands_before(c, who, i) &&
	    !(tok(c, i)->form & FORM_BASE) && ends_taking(c, o);
}

/* attacked and (then) | took, claimed to have | taken, after | taking, having | taken:
 * the subject is that of another verb */
static bool
is_joined(const struct scene *c, size_t i)
{
	bool gerund = (tok(c, i)->form & FORM_GERUND) != 0;

	while (i > c->s->first && (tok(c, i - 1)->cls & (C_ADVERB | C_HAVE))) {
		i--;
		gerund = gerund ||
		    ((tok(c, i)->cls & C_HAVE) && (tok(c, i)->form & FORM_GERUND));
	}
	if (i == c->s->first)
		return gerund;
	return (tok(c, i - 1)->cls & C_AND) || tok(c, i - 1)->punct == ',' ||
	    ((tok(c, i)->cls & C_HAVE) && (tok(c, i - 1)->cls & C_TO)) ||
	    (gerund && (tok(c, i - 1)->cls & (C_PREP | C_SUBORD | C_BY)));
}

/* managed, were able to | take */
static bool
is_able(const struct scene *c, size_t i)
{
	size_t to = infinitive_to(c->d, c->s->first, i);

	return to != NOWHERE && to > c->s->first && (ground(c, to - 1) & G_MANAGE);
}

/* "Rebels took Aleppo", "they had taken Aleppo": a side, the plain verb, a town that the
 * gazetteer knows. */
static bool
takes_known(const struct scene *c, size_t i, const struct ground_object *o, bool by)
{
	size_t first;
	const struct actor_phrase *who;

	if (!(ground(c, i) & G_TAKE) || !o->named)
		return false;
	who = subject_left(c, i, &first);
	if (who != NULL &&
	    (takes_unknown(c, who, i, o) ||
		((ground(c, i) & G_RE) && stands_before(c, who, i) &&
		    ends_taking(c, o)))) /* regained Um Hur */
		return true;
	return ((who != NULL && (who->last + 4 > i || (cls(c, who->last + 1) & C_TIE))) ||
		   (by &&
		       (territory_goes_on(c, i) || says_it(c, i) ||
			   ((is_joined(c, i) || is_able(c, i)) && ends_taking(c, o))))) &&
	    is_known_name(c, o);
}

/* Troops fully secured | the Homs highway: a road, a field or the like by its name,
 * wholly. */
static bool
is_secured(const struct scene *c, size_t i, const struct ground_object *o)
{
	return o->head && (o->named || o->firm) && i > c->s->first &&
	    (small(c, i - 1) & S_WHOLLY);
}

/* gained several positions, new points near Tarn, the area: ground, though it has no
 * name, where a verb has taken no thing */
static bool
gains_loose(const struct scene *c, size_t i, const struct ground_object *o)
{
	bool several = false;

	if (!o->head || o->weak || (ground(c, i) & G_VERYWEAK) ||
	    ((ground(c, i) & G_TAKE) && o->number == NULL) ||
	    (tok(c, i)->form & FORM_BASE)) /* free zones */
		return false;
	for (size_t k = i + 2; k <= o->last && !several; k++) /* but: the freed zones */
		several = (ground(c, k) & G_HEAD) && !(ground(c, k) & G_PRIZE) &&
		    (tok(c, k)->form & FORM_PLURAL);
	return o->pronoun || several;
}

/* cleared Tarn | of the rebels: who does it need not be told */
static bool
of_side(const struct scene *c, const struct ground_object *o)
{
	return o->named && is(c, o->last + 1, FROM_OF) && told_from(c, o);
}

/* Does a verb that takes other things too take ground here: from somebody, a settlement,
 * or what cannot be a thing? */
static bool
takes_ground(const struct scene *c, size_t i, const struct telling *t)
{
	const struct ground_object *o = t->object;
	uint64_t g = ground(c, i);
	bool by = t->by.text.n > 0, from = told_from(c, o),
	     clear = has_settlement(o) || is_secured(c, i, o);

	if ((g & G_VERYWEAK) && !(by ? from || clear : of_side(c, o)))
		return false;
	return clear || (from && (o->named || o->firm)) || takes_known(c, i, o, by) ||
	    (by && gains_loose(c, i, o)) ||
	    (o->firm && o->head && !(g & G_VERYWEAK) && (o->n > 0 || by)) ||
	    ((g & G_RE) &&
		((o->head && !o->weak) || t->antecedent ||
		    (o->named && is_known_name(c, o))) &&
		by);
}

/* cleared the market | of vendors, of mines: of what is no side */
static bool
of_others(const struct scene *c, size_t i, const struct ground_object *o)
{
	return (ground(c, i) & G_VERYWEAK) && (cls(c, o->last + 1) & C_OF) &&
	    !told_from(c, o);
}

/* the army left Tarn, and rebels | took it: has a side left a place in the sentence, and
 * another taken what was named last? */
static bool
takes_left(const struct scene *c, size_t i)
{
	size_t first;
	const struct actor_phrase *who = subject_left(c, i, &first);

	return (ground(c, i) & G_TAKE) && c->left_by.text.n > 0 &&
	    c->left_sentence == c->index && who != NULL &&
	    (i + 2 >= c->s->end || tok(c, i + 2)->kind == TOKEN_PUNCT ||
		(tok(c, i + 2)->cls & C_WEEKDAY)) &&
	    stands_before(c, who, i) && !same_party(party_of(c, who), c->left_by);
}

/* captured and (then) | burned the town: the last of the verbs of one form whose object
 * stands behind; i: there is one verb */
static size_t
shared_object(const struct scene *c, size_t i)
{
	size_t k = skip_adverbs(c, i + 2);

	if (!(cls(c, i + 1) & C_AND) || k >= c->s->end ||
	    !(tok(c, k)->cls & (C_VERB | C_DAMAGE)) || (tok(c, k)->flags & TOKEN_CAP))
		return i;
	return tok(c, k)->form & tok(c, i)->form &
		(FORM_BASE | FORM_PAST | FORM_GERUND | FORM_THIRD)
	    ? k
	    : i;
}

/* was stormed and (then) | captured by rebels: the participle before it has the auxiliary
 * of both */
static bool
is_joined_passive(const struct scene *c, size_t i)
{
	const struct words behind = { .cls = C_BY | C_PREP | C_SUBORD | C_WEEKDAY };
	size_t k = i;

	while (k > c->s->first + 1 && (tok(c, k - 1)->cls & C_ADVERB) &&
	    !(tok(c, k - 1)->cls & C_AND))
		k--;
	return k > c->s->first + 2 && (tok(c, k - 1)->cls & C_AND) &&
	    (tok(c, k - 2)->form & FORM_PARTICIPLE) &&
	    is_passive(c->d, c->s->first, k - 2) &&
	    (i + 1 >= c->s->end || tok(c, i + 1)->kind == TOKEN_PUNCT ||
		is(c, i + 1, behind));
}

/* several buildings and streets in Tarn | from Jaysh al-Fath: a side of the table */
static bool
are_several_from(const struct scene *c, const struct ground_object *o)
{
	const struct actor_phrase *a;

	if (o->excluded || !o->head || o->number == NULL || o->n == 0)
		return false;
	a = party_after(c, o->last + 1, c->s->end, FROM_OF);
	return a != NULL && a->who != NULL;
}

/* The ground that the verb at token i takes; false: it takes none. */
static bool
taken_at(struct scene *c, size_t i, bool weak, struct ground_object *o)
{
	uint64_t g = ground(c, i);
	size_t at;

	if ((cls(c, i + 1) & C_BY) || (g & G_LOSE) ||
	    ((g & G_TAKE) && (ground(c, i + 1) & G_OVER)) ||
	    (weak && (ground(c, skip_adverbs(c, i + 1)) & G_NOTAKE)))
		return false;
	at = shared_object(c, i) + ((cls(c, i + 1) & C_OF) ? 2 : 1);
	if (!object_at(c, at, o) ||
	    !(is_ground(o) || are_several_from(c, o) ||
		((!weak || (g & G_RE) || takes_left(c, i)) &&
		    is_pronoun_of_place(c, i, o))))
		return false;
	return !c->p->title_case || o->head || is_known_name(c, o);
}

/* Neither who nor from whom, and no ground that only sides take: of which nobody would
 * say so. */
static bool
is_without_sides(const struct telling *t, const struct ground_object *o, uint64_t g)
{
	return t->by.text.n == 0 && t->against.text.n == 0 &&
	    (o->head ? !is_inhabited(o) && isnan(o->km2) && o->number == NULL
		     : !(g & G_RE));
}

static bool
rule_verb(struct scene *c, size_t i)
{
	uint64_t g = ground(c, i);
	bool weak = !(g & G_STRONG);
	struct ground_object o;
	struct telling t = { .rule = weak ? RULE_WEAK : RULE_VERB,
		.verb = i,
		.first = i,
		.object = &o,
		.km = NAN };

	if ((tok(c, i)->form & FORM_PARTICIPLE) &&
	    (is_passive(c->d, c->s->first, i) || is_headline_passive(c, i) ||
		is_joined_passive(c, i)))
		return rule_passive(c, i);
	if ((tok(c, i)->form & FORM_PARTICIPLE) && rule_declared(c, i))
		return true;
	if (!taken_at(c, i, weak, &o))
		return false;
	t.antecedent = o.pronoun && !o.head;
	t.by = find_by(c, i);
	if (tok(c, i)->word->value == FLAG) {
		if (!is_inhabited(&o))
			return false;
		country_within(c, i > c->s->first ? i - 1 : i, i, &t.by);
	}
	if (t.by.text.n == 0)
		t.by = subject_behind(c, i, o.last);
	t.against = find_against(c, &o, t.by);
	if (t.antecedent && takes_left(c, i))
		t.against = c->left_by;
	else if (weak && !takes_ground(c, i, &t))
		return false;
	if (is_without_sides(&t, &o, g) || by_no_side(c, i) || of_others(c, i, &o))
		return false;
	t.re = (g & G_RE) || (ground(c, i + 1) & G_BACK);
	t.last = o.last;
	/* Russia now occupies a fifth of it: what is so */
	if ((small(c, i) & S_HOLDS) && (o.partial || (small(c, i - 1) & S_NOW)))
		t.rule = RULE_CONTROLS;
	return tell(c, &t);
}

/* brought X under (its full) control */
static bool
rule_bring(struct scene *c, size_t i)
{
	struct ground_object o;
	struct telling t = {
		.rule = RULE_CONTROL_OF, .verb = i, .first = i, .object = &o, .km = NAN
	};
	size_t at;

	if (!object_at(c, i + 1, &o) || !is_ground(&o) || !(o.named || o.firm))
		return false;
	for (at = o.last + 1;
	     at < c->s->end && at < o.last + 4 && !(ground(c, at) & G_HELD); at++)
		;
	while (++at < c->s->end && at < o.last + 10)
		if (ground(c, at) & G_CONTROLN)
			break;
	if (at >= c->s->end || !(ground(c, at) & G_CONTROLN))
		return false;
	if (ground(c, i) & G_HAVE) /* has it under control: what is so */
		t.rule = RULE_CONTROLS;
	t.by = find_by(c, i);
	t.against = find_against(c, &o, t.by);
	t.last = at;
	return t.by.text.n > 0 && tell(c, &t);
}

/* ---- one sentence ---- */

static bool
rule_control_lost(struct scene *c, size_t i)
{
	return rule_control(c, i, true);
}

static bool
rule_control_taken(struct scene *c, size_t i)
{
	return rule_control(c, i, false);
}

/* the capture of Tarn */
static bool
rule_capture_of(struct scene *c, size_t i)
{
	return !(ground(c, i) & G_WITHDRAW) && is(c, i + 1, OF_OVER) &&
	    rule_nominal(c, i);
}

/* Tarn's | capture */
static bool
rule_capture_owned(struct scene *c, size_t i)
{
	return !(ground(c, i) & G_WITHDRAW) && !is(c, i + 1, OF_OVER) &&
	    i > c->s->first && (tok(c, i - 1)->cls & C_POSSESSIVE) &&
	    rule_owned_nominal(c, i);
}

static bool
rule_control_of(struct scene *c, size_t i)
{
	return is(c, i + 1, OF_OVER) &&
	    (rule_nominal(c, i) || rule_in_control(c, i) || rule_passed(c, i));
}

static bool
rule_driven_out(struct scene *c, size_t i)
{
	return (tok(c, i)->form & FORM_PARTICIPLE) && rule_expelled(c, i);
}

static bool
rule_taken(struct scene *c, size_t i)
{
	return (!(ground(c, i) & G_NOMINAL) ||
		   (tok(c, i)->form &
		       (FORM_BASE | FORM_THIRD | FORM_GERUND | FORM_PAST |
			   FORM_PARTICIPLE))) &&
	    rule_verb(c, i);
}

static bool
rule_fallen(struct scene *c, size_t i)
{
	return rule_fall(c, i, RULE_FALL);
}

static bool
rule_come(struct scene *c, size_t i)
{
	return rule_fall(c, i, RULE_COME);
}

/* has | Tarn under its control */
static bool
rule_have_under(struct scene *c, size_t i)
{
	return (c->s->ground & G_HELD) &&
	    has_ground(c->d, i + 1, i + UNDER < c->s->end ? i + UNDER : c->s->end,
		G_HELD) &&
	    rule_bring(c, i);
}

static bool
rule_pulled_out(struct scene *c, size_t i)
{
	return (ground(c, i) & G_NOMINAL) && rule_withdrawal(c, i);
}

static bool
rule_besiege(struct scene *c, size_t i)
{
	return rule_move(c, i, RULE_BESIEGE);
}

static bool
rule_enter(struct scene *c, size_t i)
{
	return rule_move(c, i, RULE_ENTER);
}

static bool
rule_attack(struct scene *c, size_t i)
{
	return rule_move(c, i, RULE_ATTACK);
}

/* What a word may tell of, by its classes, in the order in which it is asked; the first
 * rule that tells something ends it. */
static const struct {
	uint64_t when; /* any of these */
	bool (*rule)(struct scene *c, size_t i);
	bool of_control; /* it tells nothing where no noun of control stands */
} RULES[] = {
	{ G_LOSE, rule_control_lost, true },
	{ G_LIGHT | G_STRONG | G_WEAK, rule_control_taken, true },
	{ G_TAKE, rule_take_over },
	{ G_CONTROLV, rule_controlled },
	{ G_CONTROLV, rule_controlled_by },
	{ G_NOMINAL, rule_capture_of },
	{ G_NOMINAL, rule_capture_owned },
	{ G_CONTROLN, rule_control_of },
	{ G_CONTROLN | G_HANDS, rule_held },
	{ G_CONTROLN | G_HANDS, rule_returned },
	{ G_HANDS, rule_changed_hands },
	{ G_HAVE, rule_holding },
	{ G_EXPEL, rule_driven_out },
	{ G_EXPEL, rule_expel },
	{ G_STRONG | G_WEAK, rule_taken },
	{ G_FALL, rule_fallen },
	{ G_COME, rule_come },
	{ G_BRING, rule_bring, true },
	{ G_HAVE, rule_have_under, true },
	{ G_LOSE, rule_lose },
	{ G_WITHDRAW, rule_leaving },
	{ G_WITHDRAW, rule_withdraw },
	{ G_WITHDRAW, rule_pulled_out },
	{ G_ADVANCE, rule_advance },
	{ G_BESIEGE, rule_besiege },
	{ G_REPEL, rule_repel },
	{ G_ENTER, rule_replaced },
	{ G_ENTER, rule_enter },
	{ G_ATTACKV, rule_attack },
};

_Static_assert(NELEM(RULES) <= 32, "one bit a rule");

void
territory_rules_index(struct territory_rules *r)
{
	for (size_t n = 0; n < NELEM(RULES); n++) {
		r->any |= RULES[n].when;
		r->of_control |= (uint32_t)RULES[n].of_control << n;
		for (uint64_t g = RULES[n].when; g != 0; g &= g - 1)
			r->tried[__builtin_ctzll(g)] |= UINT32_C(1) << n;
	}
}

/* Those that a word of the classes is tried against in the sentence. */
static uint32_t
rules_for(const struct territory_rules *r, const struct sentence *s, uint64_t g)
{
	uint32_t rules = 0;

	for (g &= r->any; g != 0; g &= g - 1)
		rules |= r->tried[__builtin_ctzll(g)];
	return s->ground & G_CONTROLN ? rules : rules & ~r->of_control;
}

static void
try_token(struct scene *c, size_t i, uint32_t rules)
{
	if (ground(c, i) & G_GATES) {
		rule_gates(c, i);
		return;
	}
	if (phrase_actor(c->p, i) != NULL || control_noun_used(c, i))
		return;
	for (; rules != 0; rules &= rules - 1)
		if (RULES[__builtin_ctz(rules)].rule(c, i))
			return;
}

static void
enter(struct scene *c, size_t index)
{
	if (c->index != index)
		scene_enter(c, index);
}

/* The scene is entered, and names are sought in it, where a word may tell something. */
static void
read_sentence(struct scene *c, size_t index)
{
	struct sentence *s = &c->d->t.sent[index];
	size_t n = c->d->n_facts;

	sentence_prepare(c->d->lx, &c->d->t, s);
	for (size_t i = s->first; i < s->end; i++) {
		const struct token *t = tok(c, i);
		uint64_t g = t->word->ground;
		uint32_t rules = 0;

		if (!(g & GROUND_TRIGGERS))
			continue;
		if ((g & G_KM) && i > s->first && t[-1].kind == TOKEN_NUMBER) {
			enter(c, index);
			rule_distance(c, i - 1);
		}
		if (t->kind == TOKEN_NUMBER ||
		    (!(g & G_GATES) &&
			((rules = rules_for(c->rules, s, g)) == 0 || is_proper(s, t))))
			continue;
		enter(c, index);
		try_token(c, i, rules);
	}
	if (c->d->n_facts == n || !is_denied_next(c->d, index))
		return;
	for (; n < c->d->n_facts; n++)
		if (c->d->facts[n].stance == STANCE_ASSERTED)
			c->d->facts[n].stance = STANCE_CLAIMED;
}

void
territory_find(struct doc *d, const struct territory_rules *rules)
{
	struct asked_subject asked = { .verb = NOWHERE };
	struct when days[WHEN_MAX];
	struct scene c = {
		.d = d, .rules = rules, .index = SIZE_MAX - 1, .asked = &asked
	};
	bool frames = rules != NULL && rules->n_frames > 0;
	uint64_t triggers = frames ? rules->frame_triggers : GROUND_TRIGGERS;
	size_t before = d->n_facts;

	if (rules == NULL || !gate_opens(d, triggers))
		return;
	c.days = days;
	for (size_t i = 0; i < d->t.n_sent; i++)
		if (d->t.sent[i].ground & triggers)
			(frames ? territory_frames_try : read_sentence)(&c, i);
	if (d->n_facts > before && is_peaceful(d))
		d->n_facts = before;
}
