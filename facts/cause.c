/*
 * cause.c -- see attr_in.h: the word of a sentence that names what killed; never what
 * came of it, what it answers, or what was only planned.
 */
#include "config.h"

#include "facts/attr_in.h"
#include "facts/claim.h"
#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/phrase.h"
#include "facts/reader_data.h"

bool
cause_ends(const struct context *c, size_t i)
{
	const struct token *t = tok(c, i);

	return t->kind == TOKEN_PUNCT && (t->punct == ';' || t->punct == ':');
}

bool
cause_is_deed(const struct context *c, size_t i)
{
	return (token_ground(c->d, i) & G_ENTER) &&
	    (tok(c, i)[-1].cls & (C_PERSON | C_TO | C_MODAL));
}

/* Une frappe | israélienne: what a country did, whose adjective looks like one of its
 * people. */
static bool
is_of_country(const struct context *c, size_t i)
{
	size_t k = i + 1;

	if (!lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER))
		return false;
	while (k < c->s->end && !(tok(c, k)->cls & C_DEMONYM) &&
	    (tok(c, k)->cls & (C_ADJ | C_DET)))
		k++;
	return k < c->s->end && tok(c, k)->group == tok(c, i)->group &&
	    (tok(c, k)->cls & C_DEMONYM);
}

static bool
is_mine(const struct context *c, size_t i)
{
	return str_eq(doc_text(c->d, tok(c, i)->word->cause), STR("landmine"));
}

/* at Consort | Mine: what is dug */
static bool
is_dug(const struct context *c, size_t i, const struct place_phrase *p)
{
	return i == p->last && i > p->first && is_mine(c, i);
}

/* an explosion at the Consort | mine, floods in two | mines; but: in a | mine blast */
static bool
is_where(const struct context *c, size_t i)
{
	size_t k = i;

	if (!is_mine(c, i) || (i + 1 < c->s->end && (tok(c, i + 1)->cls & C_CAUSE)))
		return false;
	while (k > c->s->first &&
	    ((tok(c, k - 1)->cls & (C_DET | C_ONE | C_ADJ | C_NUMBER)) ||
		(tok(c, k - 1)->flags & TOKEN_CAP) ||
		tok(c, k - 1)->kind == TOKEN_NUMBER))
		k--;
	return k > c->s->first && (tok(c, k - 1)->cls & C_PREP) &&
	    (token_ground(c->d, k - 1) & G_IN);
}

/* Minas Gerais: part of a name that the gazetteer has? */
static bool
is_in_name(const struct context *c, size_t i)
{
	bool capital = (tok(c, i)->flags & (TOKEN_CAP | TOKEN_FIRST)) == TOKEN_CAP;
	struct gaz_place known;

	if (!capital)
		return is_where(c, i);
	for (size_t k = 0; k < c->names->n_names; k++) {
		const struct place_phrase *p = &c->names->names[k];

		if (i >= p->first && i <= p->last)
			return is_dug(c, i, p) ||
			    phrase_known_name(c->d, p->first, p->last, &known);
	}
	return false;
}

/* words from a word to what it takes: triggered a wave of violent protests, in response
 * to a deadly drone attack */
#define WAVES_OF 5
/* of in_response_to, avenging, planning: what it takes is not what was done */
#define ANSWERS 25

/* to an attack | that killed nine: does a relative clause lead from token i to the
 * figure's trigger? */
static bool
has_clause(const struct context *c, const struct figure *r, size_t i)
{
	for (i++; i < r->trigger && tok(c, i)->kind != TOKEN_PUNCT; i++)
		if (tok(c, i)->cls & C_RELATIVE)
			return true;
	return false;
}

/* The army shelled Tarn in response to a | rocket attack; but: to an attack that killed
 * nine. */
static bool
is_answered(const struct context *c, const struct figure *r, size_t i)
{
	const struct token *first = tok(c, c->s->first), *end = tok(c, i);

	for (const struct token *t = end - 1;
	     t >= first && t + WAVES_OF >= end && t->kind != TOKEN_PUNCT; t--) {
		if (!(t->cls & (C_PREP | C_VERB | C_SUBORD)))
			continue;
		if (t->word->value == ANSWERS)
			return !has_clause(c, r, i);
		if ((t->cls & (C_PREP | C_SUBORD)) && !(t->cls & C_OF))
			return false;
	}
	return false;
}

/* Not "mine workers", but "a suicide bomber". */
bool
cause_befell(const struct context *c, const struct figure *r, size_t i)
{
	return !is_in_name(c, i) &&
	    (tok(c, i)->group == 0 || (tok(c, i)->cls & C_ATTACKER) ||
		is_of_country(c, i)) &&
	    !is_answered(c, r, i);
}

/* Israeli | fire, army | fire: of guns, beside whose it is; but: a Chinese | fire. */
static bool
is_gunfire(const struct context *c, size_t at)
{
	const uint64_t shooters = C_DEMONYM | C_ARMED | C_FACTION | C_ATTACKER;
	size_t first = at < c->s->first ? c->d->t.sent[c->sentence - 1].first
					: c->s->first;

	if (at > first + 1 && (tok(c, at - 1)->cls & shooters))
		return !(tok(c, at - 1)->cls & C_DEMONYM) ||
		    !(tok(c, at - 2)->cls & (C_DET | C_ONE));
	return (at == first + 1 && (tok(c, at - 1)->cls & shooters)) ||
	    (lexicon_has(c->d->lx, HABIT_MODIFIERS_AFTER) &&
		(tok(c, at + 1)->cls & shooters));
}

struct str
cause_code(const struct context *c, size_t at)
{
	struct str cause = doc_text(c->d, tok(c, at)->word->cause);

	return str_eq(cause, STR("fire")) && is_gunfire(c, at) ? STR("gunfire") : cause;
}

unsigned
cause_marks_at(const struct context *c, size_t at)
{
	struct str cause;

	if (at == c->cause)
		return c->marks;
	cause = cause_code(c, at);
	return cause_marks(&cause, 1);
}

/* killed two and | kidnapped three: what others suffered */
static bool
takes_others(const struct context *c, const struct figure *r, size_t i)
{
	return (tok(c, i)->cls & C_KILL) && tok(c, i)->group == 0 &&
	    r->outcome < OUTCOME_CAPTURED &&
	    tok(c, i)->word->outcome >= OUTCOME_CAPTURED &&
	    tok(c, i)->word->outcome < OUTCOME_N;
}

#define BRINGS_ON 24 /* of spark, trigger: what it takes came of what was told */
#define LABEL 12     /* words of a headline before its colon, at most */

/* Police killed three, sparking | clashes: what came of it; but: three died after police
 * moved in, sparking clashes. */
static bool
came_of_it(const struct context *c, const struct figure *r, size_t i)
{
	struct str cause = doc_text(c->d, tok(c, i)->word->cause);
	size_t k = i - 1;

	if (!str_eq(cause, STR("riot")) && !str_eq(cause, STR("clash")))
		return false;
	while (k > r->trigger && k + WAVES_OF > i &&
	    tok(c, k)->word->value != BRINGS_ON &&
	    (!(tok(c, k)->cls & (C_PREP | C_BY)) || (tok(c, k)->cls & C_OF)))
		k--;
	if (k <= r->trigger || !(tok(c, k)->cls & C_VERB) ||
	    tok(c, k)->word->value != BRINGS_ON)
		return false;
	for (k--; k > r->trigger; k--)
		if ((tok(c, k)->cls & C_SUBORD) && !(tok(c, k)->cls & C_RELATIVE))
			return false;
	return true;
}

/* Bus crash in Tarn: | 12 dead; but: The blast killed nine: | three died at once. */
static size_t
cause_label(const struct context *c, const struct figure *r)
{
	size_t at = SIZE_MAX;

	for (size_t i = c->s->first; i < r->trigger && i < c->s->first + LABEL; i++) {
		if (tok(c, i)->punct == ':')
			return at;
		if (cause_tells(c, r, i))
			at = i;
		else if (tok(c, i)->cls &
		    (C_BE | C_HAVE | C_SPEECH | C_KILL | C_DIE | C_DEAD | C_TOLL))
			break;
	}
	return SIZE_MAX;
}

static size_t
cause_left(const struct context *c, const struct figure *r)
{
	size_t start = c->s->first + FAR < r->trigger ? r->trigger - FAR : c->s->first;

	for (size_t i = r->trigger; i-- > start && !cause_ends(c, i);)
		if (cause_tells(c, r, i))
			return i;
	return SIZE_MAX;
}

size_t
cause_nearest(const struct context *c, const struct figure *r)
{
	size_t end = r->trigger + FAR < c->s->end ? r->trigger + FAR : c->s->end;
	size_t left;

	if (!(c->s->cls & C_CAUSE))
		return SIZE_MAX;
	if (tok(c, r->trigger)->cls & C_CAUSE)
		return r->trigger;
	left = cause_left(c, r);
	if (r->frame->victim == VICTIM_RIGHT && left != SIZE_MAX)
		return left;
	for (size_t i = r->trigger + 1;
	     i < end && !cause_ends(c, i) && !takes_others(c, r, i); i++) {
		if (cause_tells(c, r, i) && !came_of_it(c, r, i))
			return i;
		if ((tok(c, i)->cls & (C_KILL | C_DIE)) && tok(c, i)->group == 0)
			break;
	}
	return left != SIZE_MAX ? left : cause_label(c, r);
}

/* Nine died and 26 were injured when a bus overturned: a cause behind another trigger of
 * the sentence. */
size_t
cause_beyond(const struct context *c, const struct figure *r)
{
	for (size_t i = r->trigger + 1; (c->s->cls & C_CAUSE) && i < c->s->end &&
	     i < r->trigger + FAR && !cause_ends(c, i);
	     i++)
		if (cause_tells(c, r, i) && !takes_others(c, r, i) &&
		    !came_of_it(c, r, i))
			return i;
	return SIZE_MAX;
}

/* That of the sentence before. */
static size_t
cause_before(const struct context *c, const struct figure *r)
{
	struct sentence *p = c->sentence > 0 ? &c->d->t.sent[c->sentence - 1] : NULL;

	if (p == NULL || !(p->cls & C_CAUSE))
		return SIZE_MAX;
	sentence_prepare(c->d->lx, &c->d->t, p);
	groups_know(c->d, c->sentence - 1);
	for (size_t i = p->end; i > p->first; i--)
		if (attr_is_cause(c, i - 1) && !takes_others(c, r, i - 1))
			return i - 1;
	return SIZE_MAX;
}

static bool
general_cause(const struct context *c, size_t i)
{
	return (cause_marks_at(c, i) & CAUSE_GENERAL) != 0;
}

#define BESIDE 12u /* words from a general cause to a special one */

/* "a drone attack", "an attack with rockets": the more special word of cause nearest to
 * the general one at i, or i. */
static size_t
special_cause(const struct context *c, const struct figure *r, size_t at)
{
	bool on = true;

	for (size_t n = 1; n < BESIDE; n++) {
		on = on && at + n < c->s->end && tok(c, at + n)->punct != ';' &&
		    !((tok(c, at + n)->cls & C_AND) &&
			(tok(c, at + n + 1)->cls & C_ONE)); /* and a mine … */
		if (at >= c->s->first + n && attr_is_cause(c, at - n) &&
		    !general_cause(c, at - n) && !is_in_name(c, at - n))
			return at - n;
		if (on && attr_is_cause(c, at + n) && !general_cause(c, at + n) &&
		    !is_in_name(c, at + n) && !is_answered(c, r, at + n) &&
		    !came_of_it(c, r, at + n))
			return at + n;
	}
	return at;
}

/* Israeli | strikes killed nine; killed in | strikes on Tarn: the noun, of one who has
 * jets or guns; but: Russia strikes Tarn. */
static bool
is_strike(const struct context *c, size_t i)
{
	const struct token *t = tok(c, i);

	if (t->word->value != STRIKES || (t[1].cls & (C_DET | C_PERSON)) ||
	    (t[1].flags & (TOKEN_CAP | TOKEN_FIRST)) == TOKEN_CAP)
		return false;
	return i == c->s->first || (t[-1].flags & TOKEN_CAPS) ||
	    (t[-1].cls & (C_DEMONYM | C_POSSESSIVE | C_PREP));
}

static bool
of_strikes(const struct context *c)
{
	if (c->s->cls & C_DAMAGE)
		for (size_t i = c->s->first; i + 1 < c->s->end; i++)
			if (is_strike(c, i))
				return true;
	return false;
}

void
cause_set(const struct context *c, const struct figure *r, struct fact *f)
{
	size_t at = c->cause;

	/* "shelling attack", "suicide bombing attack": the more special word beside it */
	if (at != SIZE_MAX && general_cause(c, at))
		at = special_cause(c, r, at);
	if (at == SIZE_MAX && r->outcome <= OUTCOME_INJURED && of_strikes(c)) {
		f->cause = STR("airstrike");
		return;
	}
	if (at == SIZE_MAX && r->outcome == OUTCOME_KILLED)
		at = cause_before(c, r);
	if (at == SIZE_MAX)
		at = cause_beyond(c, r);
	if (at == SIZE_MAX)
		return;
	f->cause = cause_code(c, at);
	attr_explain(c, r, "cause", STR("the nearest word of cause"),
	    doc_words(c->d, at, at));
}
