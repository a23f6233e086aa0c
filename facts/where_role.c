/* where_role.c -- see where_in.h: whether a name of the sentence says where, and how: in
 * it, near it, or not at all. */
#include "config.h"

#include "facts/claim.h"
#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/number.h"
#include "facts/small_words.h"
#include "facts/where_in.h"

/* between Hur and Tarn: where one name is told, so is the other */
static bool
is_between(const struct context *c, size_t prep)
{
	return prep != NOWHERE && (tok(c, prep)->cls & C_BOUND) &&
	    tok(c, prep)->word->value == NUMBER_BETWEEN;
}

/* the villages of | Hur and Tarn: a list, whether or not a map knows them */
static bool
is_of_several(const struct context *c, const struct place_phrase *p)
{
	const struct token *head;

	if (p->prep == NOWHERE || !(tok(c, p->prep)->cls & C_OF) ||
	    p->prep == c->s->first)
		return false;
	head = tok(c, p->prep - 1);
	return (head->word->ground & G_HEAD) && (head->form & FORM_PLURAL);
}

/* strikes on Hur and | Tarn killed nine: does a verb follow that is the first of the
 * sentence, of which the list is in the subject? */
static bool
ends_subject(const struct context *c, const struct place_phrase *p)
{
	for (size_t i = c->s->first; i < p->first; i++) {
		const struct token *t = tok(c, i);
		unsigned finite = FORM_PAST |
		    /* strikes on */
		    (t[1].cls & C_PREP ? 0 : FORM_THIRD);

		if ((t->cls & (C_BE | C_HAVE | C_MODAL | C_SUBORD)) ||
		    ((t->cls & (C_VERB | C_KILL | C_SPEECH)) && (t->form & finite)))
			return false;
	}
	return true;
}

#define LIST_NAMES 20 /* each is asked for those behind it */

/* Hur, | Tarn, and Bode; Hur, | Tarn, Sefra and Bode: does the list go on behind the name
 * to one behind "and"?  But: Tarn, | Rimal, and Bode, where Rimal is a division. */
static bool
is_in_list(const struct context *c, const struct place_phrase *p)
{
	const struct place_phrase *end = c->names->names + c->names->n_names;
	const unsigned divisions = GAZ_BIT(GAZ_ADMIN1) | GAZ_BIT(GAZ_COUNTRY);
	const struct place_phrase *at = p;

	for (; at + 1 < end && at < p + LIST_NAMES; at++) {
		size_t i = at->last + 1;
		bool comma = tok(c, i)->kind == TOKEN_PUNCT && tok(c, i)->punct == ',';

		i += comma;
		if ((tok(c, i)->cls & C_AND) && i + 1 == at[1].first)
			return !comma || at > p ||
			    !(phrase_kinds(c->d, doc_words(c->d, p->first, p->last)) &
				divisions);
		if (!comma || i != at[1].first)
			return false;
	}
	return false;
}

/* Hur | and Tarn: the place that a list may go on with, or the last of it; but borders |
 * Hur and Tarn */
static bool
is_member(const struct context *c, const struct place_phrase *p)
{
	struct gaz_place found;

	return is_of_several(c, p - 1) ||
	    (phrase_known_name(c->d, p->first, p->last, &found) && !found.demonym &&
		(p[-1].prep != NOWHERE || found.kind != GAZ_COUNTRY));
}

/* in Hur and | Tarn; but: in Hur, and | Tarn said */
static bool
is_joined_by_and(const struct context *c, const struct place_phrase *p)
{
	return p->last + 1u >= c->s->end || lexicon_has(c->d->lx, HABIT_HEAD_FIRST) ||
	    (token_ground(c->d, p->last + 1) & G_HEAD) ||
	    !(tok(c, p->last + 1)->cls &
		(C_SPEECH | C_BE | C_HAVE | C_MODAL | C_KILL | C_VERB)) ||
	    ends_subject(c, p);
}

/* What stands between the two is looked at first: few names are joined to another. */
static bool
is_joined(const struct context *c, const struct place_phrase *p)
{
	struct gaz_place found;
	size_t i;

	if (p[-1].last + 1 >= p->first)
		return false;
	i = p[-1].last + 1;
	if ((tok(c, i)->cls & C_AND) && is_between(c, p[-1].prep) &&
	    (i + 1 == p->first || (i + 2 == p->first && (tok(c, i + 1)->cls & C_DET))))
		return phrase_known_name(c->d, p->first, p->last, &found) &&
		    !found.demonym;
	i += is_mark(tok(c, i), ',') && i + 1 < p->first;
	if (i + 1 != p->first)
		return false;
	if (tok(c, i)->cls & C_AND ? !is_joined_by_and(c, p)
				   : !is_mark(tok(c, i), ',') ||
		    !(is_in_list(c, p) || where_holds_unknown(c, p)))
		return false;
	return is_member(c, p) &&
	    (p[-1].prep != NOWHERE || where_stands(c, p - 1) || where_joins(c, p - 1));
}

/* What is asked of the figure's own sentence is kept; of one told before it, it may
 * differ from figure to figure. */
static bool
is_own(const struct context *c)
{
	return c->s == &c->d->t.sent[c->sentence];
}

static inline bool
keep(uint8_t *kept, bool is)
{
	*kept = is ? 2 : 1;
	return is;
}

/* Each figure of a sentence asks it of its names, and more than once. */
bool
where_joins(const struct context *c, const struct place_phrase *p)
{
	struct place_phrase *name = &c->names->names[p - c->names->names];

	if (p == c->names->names)
		return false;
	if (!is_own(c))
		return is_joined(c, p);
	return name->joins != 0 ? name->joins > 1 : keep(&name->joins, is_joined(c, p));
}

/* "Tarn death toll", "Tarn school fire", "Tarn floods": the token of what happened, a few
 * nouns behind the name at p; SIZE_MAX: none. */
size_t
where_event(const struct context *c, const struct place_phrase *p)
{
	size_t end = p->last + 4u < c->s->end ? p->last + 4u : c->s->end;

	for (size_t i = p->last + 1; i < end; i++) {
		const struct token *t = tok(c, i);

		if (t->kind != TOKEN_WORD)
			return SIZE_MAX;
		/* India, Pakistan | trade fire */
		if ((t->flags & TOKEN_FOLDED) && (t->cls & C_VERB) &&
		    (t->form & (FORM_BASE | FORM_THIRD)))
			return SIZE_MAX;
		if ((t->cls & (C_TOLL | C_STRIKE)) || attr_is_cause(c, i) ||
		    ((t->cls & C_DAMAGE) && (t->form & FORM_BASE)) ||
		    t->word->value == HAPPENING)
			return i;
		if ((t->cls &
			(C_PREP | C_OF | C_BY | C_AND | C_BE | C_HAVE | C_MODAL |
			    C_SPEECH | C_KILL | C_DIE)))
			return SIZE_MAX;
	}
	return SIZE_MAX;
}

/* Is it what a country does to others: a raid, airstrikes? */
bool
where_strikes_others(const struct context *c, size_t event)
{
	struct str cause = doc_text(c->d, tok(c, event)->word->cause);
	unsigned marks = cause_marks(&cause, 1);

	return (marks & CAUSE_OUTWARD) ||
	    (!(marks & CAUSE_SLOW) && (tok(c, event)->cls & (C_STRIKE | C_DAMAGE)));
}

/* Rusya'dan | Tarn'a saldırı: do two names in a row, each with its ending, stand before
 * what happened? */
static bool
shares_noun(const struct context *c, const struct place_phrase *p)
{
	return lexicon_has(c->d->lx, HABIT_SUFFIX) &&
	    p + 1 < c->names->names + c->names->n_names && p->prep == p->last + 1u &&
	    p[1].first == p->last + 2u && p[1].prep == p[1].last + 1u;
}

/* in | US strikes: a country's short name before a noun that is no place's says whose
 * they are. */
static bool
stands_for_adjective(const struct context *c, const struct place_phrase *p)
{
	const struct token *next = tok(c, p->last + 1u);
	struct gaz_place found;

	return p->first == p->last && (tok(c, p->first)->flags & TOKEN_CAPS) &&
	    p->last + 1u < c->s->end && !(next->flags & TOKEN_CAP) &&
	    (next->cls & C_THING) && !(next->cls & C_PREP) &&
	    !(token_ground(c->d, p->last + 1u) & (G_HEAD | G_SITE)) &&
	    phrase_known_name(c->d, p->first, p->last, &found) &&
	    found.kind == GAZ_COUNTRY;
}

/* "killed in Tarnian airstrikes on Bode": a country that strikes is none where it
 * happened. */
bool
where_is_striker(const struct context *c, const struct place_phrase *p)
{
	size_t event = where_event(c, p);
	struct gaz_place found;

	if (event == SIZE_MAX && lexicon_has(c->d->lx, HABIT_HEAD_FIRST) &&
	    p->first > c->s->first && (tok(c, p->last + 1)->cls & C_PREP) &&
	    (tok(c, p->first - 1)->cls & (C_CAUSE | C_STRIKE)))
		event = p->first - 1; /* удар России | по Тарне */
	if (event == SIZE_MAX && shares_noun(c, p))
		event = where_event(c, p + 1);
	if (event == SIZE_MAX && stands_for_adjective(c, p))
		return true;
	return event != SIZE_MAX && where_strikes_others(c, event) &&
	    phrase_known_name(c->d, p->first, p->last, &found) &&
	    found.kind == GAZ_COUNTRY;
}

bool
where_parts_word(const struct context *c, size_t i)
{
	const struct token *t = tok(c, i);

	if ((t->cls & C_SUBORD) && t->word->value == CONTRAST)
		return true;
	return (t->cls & C_AND) && i > c->s->first && i + 2 < c->s->end &&
	    t[-1].kind == TOKEN_PUNCT && t[-1].punct == ',' && (t[1].cls & C_PREP) &&
	    !(t[1].cls & C_SUBORD) && (t[2].flags & TOKEN_CAP);
}

/* International Airport, police headquarters */
static bool
says_what_stands(const struct token *t)
{
	return (t->cls & (C_FACILITY | C_ORG)) || (t->word->ground & G_SITE) ||
	    (t->word->small & S_KIND);
}

/* Erbil | International Airport, Tarn | prison riot: is the name one that the gazetteer
 * has, without the words behind it that say what stands there, or its last?  But Federal
 * | Police checkpoint. */
static bool
begins_known(const struct context *c, const struct place_phrase *p,
    struct gaz_place *found)
{
	size_t last = p->last;

	while (last > p->first && !phrase_known_name(c->d, p->first, last, found) &&
	    (last == p->last || says_what_stands(tok(c, last))))
		last--;
	return !(last + 1 < p->last && last == p->first && tok(c, last)->word->id != 0) &&
	    phrase_known_name(c->d, p->first, last, found);
}

/* Tarn: …, India's | Tarn: …: does the name stand at the head of what the colon opens? */
static bool
heads_line(const struct context *c, const struct place_phrase *p)
{
	return p->first == c->s->first || where_parts(c, p->first - 1) ||
	    ((tok(c, p->first - 1)->cls & C_POSSESSIVE) && p > c->names->names &&
		p[-1].first == c->s->first && p[-1].last + 2u == p->first);
}

/* Tarna: nine killed: a line with a name and a number */
static bool
is_line_of_list(const struct context *c, const struct sentence *s)
{
	size_t i = s->first;

	while (i < s->end && (tok(c, i)->flags & TOKEN_CAP))
		i++;
	return i > s->first && i + 1 < s->end && tok(c, i)->punct == ':' &&
	    tok(c, i + 1)->kind == TOKEN_NUMBER;
}

/* Tarna: nine killed | Bodera: four killed: one of several lines that begin with a name
 * and a number, whether or not a map knows it */
static bool
is_listed(const struct context *c, const struct place_phrase *p)
{
	const struct sentence *s = c->s, *all = c->d->t.sent;
	size_t i = p->last + 1u, known;

	if (p->first != s->first || i + 1 >= s->end || tok(c, i)->punct != ':' ||
	    tok(c, i + 1)->kind != TOKEN_NUMBER || s->headline ||
	    tok(c, p->first)->word->id != 0)
		return false;
	known = c->sentence + 1 < c->d->t.n_sent ? c->sentence + 1 : c->sentence;
	if (known == c->sentence || !is_line_of_list(c, &all[known]))
		known = c->sentence - 1;
	return c->sentence > 0 && is_line_of_list(c, &all[known]);
}

/* Without a preposition, and yet where it happened: "Tarn: nine dead", "Tarn region: …",
 * "Tarn death toll", "missiles hit Tarn". */
bool
where_is_said(const struct context *c, const struct place_phrase *p)
{
	const struct token *next = tok(c,
	    p->last + 1 + ((token_ground(c->d, p->last + 1) & G_HEAD) != 0));
	size_t before = p->first > c->s->first ? p->first - 1u : 0;
	struct gaz_place found;

	while (before > c->s->first && p->first - before < 3 && !where_hits(c, before) &&
	    ((tok(c, before)->cls & (C_DET | C_ADJ)) ||
		(token_ground(c->d, before) & G_DIRECTION) ||
		phrase_describes(c->d, before)))
		before--; /* shelled the | Zamzam camp, hit central | Tarn, attacked a
			     crowded | Kabul market */
	if (where_is_hit(c, p->last + 1u))
		return begins_known(c, p, &found) && !found.demonym &&
		    found.kind != GAZ_COUNTRY;
	if (where_event(c, p) == SIZE_MAX && !where_hits(c, before) &&
	    !(next->kind == TOKEN_PUNCT && next->punct == ':' && heads_line(c, p)))
		return false;
	if (is_listed(c, p))
		return true;
	if (!begins_known(c, p, &found)) /* burned | Hur village, stormed Hur; but shelled
					    Civil Defence centres */
		return where_hits(c, before) && !(tok(c, before)->flags & TOKEN_CAP) &&
		    tok(c, p->first)->word->id == 0 && !c->names->title_case &&
		    ((token_ground(c->d, p->last + 1) & G_HEAD) ||
			((token_ground(c->d, before) & G_ENTER) &&
			    !(tok(c, p->last + 1)->cls & C_POSSESSIVE)));
	return !found.demonym && !where_is_striker(c, p);
}

#define PLACE_NOUN (G_HEAD | G_DIRECTION | G_NEAR)

/* Suriye'nin | kuzeyi, Suriye'nin | Hama kenti; but Rusya'nın | Kiev'e saldırısı: does
 * what belongs to the name say where in it? */
static bool
is_part_of_place(const struct context *c, size_t i)
{
	size_t last = i;

	while (last < c->s->end && (tok(c, last)->flags & TOKEN_CAP))
		last++;
	return last < c->s->end &&
	    (last > i ? !(tok(c, last)->form & FORM_POST)
		      : (token_ground(c->d, i) & PLACE_NOUN) != 0);
}

/* 20 kilometre */
static bool
is_length(const struct context *c, size_t i)
{
	return i + 2 < c->s->end && tok(c, i)->kind == TOKEN_NUMBER &&
	    (token_ground(c->d, i + 1) & (G_KM | G_LENGTH));
}

/* Tarn'ı | vurdu: a place that the verb behind its ending says is struck; but a person is
 * shot. */
static bool
is_struck(const struct context *c, const struct place_phrase *p)
{
	size_t verb = p->last + 2;
	struct gaz_place found;

	return verb < c->s->end && (tok(c, verb)->form & FORM_PAST) &&
	    ((tok(c, verb)->cls & C_DAMAGE) || (token_ground(c->d, verb) & G_ATTACKV)) &&
	    phrase_known_name(c->d, p->first, p->last, &found) && !found.demonym;
}

/* "Hama kentinde", "Hama yakınlarında", "Suriye'nin Hama": is the noun for the place
 * behind its name, or what belongs to it? */
static bool
is_place_of_noun(const struct context *c, const struct place_phrase *p)
{
	size_t i = p->last + 1;
	const struct token *t = tok(c, i);

	if (i >= c->s->end || !lexicon_has(c->d->lx, HABIT_SUFFIX))
		return false;
	if ((t->form & FORM_POST) && !(t->cls & C_BY) && t->word->value < POST_PART)
		return is_part_of_place(c, is_length(c, i + 1) ? i + 3 : i + 1) ||
		    is_struck(c, p);
	if ((t->form & FORM_POST) && t->word->value == POST_PART)
		return is_struck(c, p);
	return (token_ground(c->d, i) & PLACE_NOUN) != 0;
}

/* north | of Tarn, twenty miles | from Tarn; but the north of Tarn */
static bool
is_measured_from(const struct context *c, size_t prep)
{
	uint64_t before = prep > c->s->first ? token_ground(c->d, prep - 1) : 0;

	return (before & (G_KM | G_LENGTH)) ||
	    ((before & G_DIRECTION) && (tok(c, prep)->cls & C_OF) &&
		!(tok(c, prep - 2)->cls & (C_DET | C_OF | C_PREP)));
}

/* обстрел Харькова, Zentrum Charkiws: does the name say whose noun stands before it? */
static bool
is_genitive_place(const struct context *c, const struct place_phrase *p)
{
	struct gaz_place found;
	const struct token *before = p->first > c->s->first ? tok(c, p->first - 1) : NULL;

	return before != NULL && lexicon_has(c->d->lx, HABIT_HEAD_FIRST) &&
	    ((before->cls & (C_CAUSE | C_STRIKE | C_DAMAGE)) ||
		(token_ground(c->d, p->first - 1) & (G_HEAD | G_DIRECTION | G_NEAR))) &&
	    ((token_ground(c->d, p->last + 1) & G_REGION) ||
		(phrase_known_name(c->d, p->first, p->last, &found) && !found.demonym &&
		    !(found.kind == GAZ_COUNTRY && country_strikes(c->d, p->first))));
}

/* Has a town the name, if a division has it, too?  No country has. */
static bool
names_town(const struct context *c, const struct place_phrase *p)
{
	unsigned kinds = phrase_kinds(c->d, doc_words(c->d, p->first, p->last));

	return (kinds & GAZ_BIT(GAZ_TOWN)) && !(kinds & GAZ_BIT(GAZ_COUNTRY));
}

/* شمال الموصل, Musul'un kuzeyinde: a town that something lies north of, or in the north
 * of: both are said so. */
static bool
is_beside(const struct context *c, const struct place_phrase *p)
{
	size_t i = p->last + 1;
	bool beside = false;

	if (lexicon_has(c->d->lx, HABIT_NO_CAPITALS) && p->prep != NOWHERE &&
	    p->prep > c->s->first)
		beside = (token_ground(c->d, p->prep) & G_DIRECTION) &&
		    !(tok(c, p->prep - 1)->cls & C_PREP);
	else if (lexicon_has(c->d->lx, HABIT_SUFFIX) && i < c->s->end &&
	    (tok(c, i)->form & FORM_POST))
		beside = is_length(c, i + 1) ||
		    (i + 1 < c->s->end && (token_ground(c->d, i + 1) & G_DIRECTION));
	return beside && names_town(c, p);
}

/* Hur ve | Tarn'da: a place whose ending stands behind the next alone. */
static bool
shares_ending(const struct context *c, const struct place_phrase *p)
{
	struct gaz_place found;

	return lexicon_has(c->d->lx, HABIT_SUFFIX) &&
	    p + 1 < c->names->names + c->names->n_names && p->prep == NOWHERE &&
	    p[1].prep == p[1].last + 1u && p->last + 2u == p[1].first &&
	    (tok(c, p->last + 1)->cls & C_AND) &&
	    phrase_known_name(c->d, p->first, p->last, &found) && !found.demonym;
}

enum place_role
where_role(const struct context *c, const struct place_phrase *p)
{
	if (shares_ending(c, p))
		return ROLE_IN;
	while (p->prep == NOWHERE && where_joins(c, p))
		p--;
	if (is_beside(c, p))
		return ROLE_NEAR;
	if (p->prep == NOWHERE && is_place_of_noun(c, p))
		return (token_ground(c->d, p->last + 1) & G_NEAR) ? ROLE_NEAR : ROLE_IN;
	if (p->prep == NOWHERE)
		return where_is_said(c, p) || is_genitive_place(c, p) ? ROLE_IN
								      : ROLE_ANY;
	if ((token_small(c->d, p->prep) & S_AGAINST) &&
	    (token_small(c->d, p->prep - 1) & S_BORDER)) /* the border | with Tarn */
		return ROLE_NEAR;
	return (token_ground(c->d, p->prep) & G_NEAR) || is_measured_from(c, p->prep)
	    ? ROLE_NEAR
	    : ROLE_IN;
}

/* Ukraine's | SBU said: does token i begin the name of a body that speaks, and no place?
 */
static bool
owns_body(const struct context *c, size_t i)
{
	struct gaz_place found;
	size_t last = i;

	while (last + 1 < c->s->end && (tok(c, last + 1)->flags & TOKEN_CAP))
		last++;
	return (phrase_actor(c->names, i) != NULL || (tok(c, i)->flags & TOKEN_CAP)) &&
	    last + 1 < c->s->end && (tok(c, last + 1)->cls & C_SPEECH) &&
	    !phrase_known_name(c->d, i, last, &found);
}

/* fled | Tarn, forced to flee | Bode */
static bool
is_fled(const struct context *c, const struct place_phrase *p)
{
	struct gaz_place found;

	return p->first > c->s->first &&
	    (tok(c, p->first - 1)->cls & (C_FLEE | C_DISPLACE | C_RESULT)) &&
	    tok(c, p->first - 1)->word->outcome == OUTCOME_DISPLACED &&
	    phrase_known_name(c->d, p->first, p->last, &found) && !found.demonym;
}

/* Without a preposition: "attacks targeting Tarn", "Tarn's war"; but "killing Karim",
 * "Karim's son". */
static bool
stands(const struct context *c, const struct place_phrase *p)
{
	size_t i = p->last + 1;

	if (is_genitive_place(c, p) || shares_ending(c, p) || is_place_of_noun(c, p) ||
	    where_is_said(c, p) || is_fled(c, p))
		return true;
	if (p->first > c->s->first && (tok(c, p->first - 1)->form & FORM_GERUND))
		return !(tok(c, p->first - 1)->cls & (C_KILL | C_DISPLACE | C_BEAT));
	return i < c->s->end && (tok(c, i)->cls & C_POSSESSIVE) &&
	    tok(c, i)->word->id != 0 &&
	    !(i + 1 < c->s->end &&
		((tok(c, i + 1)->cls & C_PERSON) || owns_body(c, i + 1)));
}

bool
where_stands(const struct context *c, const struct place_phrase *p)
{
	struct place_phrase *name = &c->names->names[p - c->names->names];

	if (!is_own(c))
		return stands(c, p);
	return name->stands != 0 ? name->stands > 1 : keep(&name->stands, stands(c, p));
}
