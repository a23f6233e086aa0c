/* territory_scene.c -- see territory_scene.h. */
#include "config.h"

#include <math.h>

#include "base/limits.h"
#include "facts/attr.h"
#include "facts/cue.h"
#include "facts/ground_words.h"
#include "facts/number.h"
#include "facts/small_words.h"
#include "facts/territory_scene.h"
#include "facts/territory_where.h"
#include "facts/time_words.h"

#define OBJECT_GAP 9    /* tokens before an object's start */
#define ASIDE 14        /* and of the aside after what a verb is said of */
#define ENDING 8        /* tokens from "before" to what ended it */
#define HISTORY_DAYS 30 /* what is older than this at the entry's date is background */

/* ---- sentences ---- */

const struct phrases *
scene_before(const struct scene *c)
{
	return c->index == 0 ? NULL : phrases_of(c->d, c->index - 1);
}

void
scene_enter(struct scene *c, size_t index)
{
	c->p = phrases_of(c->d, index);
	c->index = index;
	c->s = &c->d->t.sent[index];
	c->n_taken = 0;
	c->asked->verb = NOWHERE;
	c->n_days = DAYS_UNREAD;
}

/* Does the document tell of armed actors at all? */
bool
gate_opens(struct doc *d, uint64_t triggers)
{
	for (size_t i = 0; i < d->t.n_sent; i++)
		if (d->t.sent[i].ground & G_GATE)
			return true;
	for (size_t i = 0; i < d->t.n_sent; i++) {
		if (!(d->t.sent[i].ground & triggers))
			continue;
		sentence_prepare(d->lx, &d->t, &d->t.sent[i]); /* s'empare is one word */
		if (phrases_name_actor(d, &d->t.sent[i]))
			return true;
	}
	return false;
}

/* ---- objects ---- */

bool
territory_goes_on(const struct scene *c, size_t i)
{
	while (i > c->s->first && (cls(c, i - 1) & (C_HAVE | C_ADVERB)))
		i--;
	return i > c->s->first && (small(c, i - 1) & S_SUBJECT) &&
	    ((cls(c, i - 1) & C_RELATIVE) || (tok(c, i - 1)->form & FORM_PLURAL));
}

bool
is_pronoun_of_place(const struct scene *c, size_t i, const struct ground_object *o)
{
	if (!o->pronoun || o->head || !(ground(c, i + 1) & G_PRONOUN) ||
	    (tok(c, i + 1)->form & FORM_PLURAL))
		return false;
	for (size_t k = c->p->n_names; k-- > 0;) /* no thing or person was named since */
		if (c->p->names[k].last < i) {
			for (size_t m = c->p->names[k].last + 1; m < i; m++)
				if ((ground(c, m) & (G_GOODS | G_PRIZE)) ||
				    ((ground(c, m) & G_PERSON) &&
					!(tok(c, m)->form & FORM_PLURAL)))
					return false;
			return true;
		}
	return false;
}

size_t
skip_adverbs(const struct scene *c, size_t i)
{
	while (i < c->s->end &&
	    ((tok(c, i)->cls & C_ADVERB) || (ground(c, i) & G_BACK) ||
		(tok(c, i)->kind == TOKEN_PUNCT && tok(c, i)->punct == '"')) &&
	    !(tok(c, i)->cls & (C_WEEKDAY | C_PREP)))
		i++;
	return i;
}

size_t
skip_day(const struct scene *c, size_t i)
{
	bool month = false;

	if (!(ground(c, i) & G_IN))
		return i;
	for (size_t k = i + 1; k < c->s->end && k < i + 7; k++) {
		const struct token *t = tok(c, k);

		if (month && (t->cls & C_OF)) /* control on Monday of the town */
			return k;
		month = month || (t->cls & (C_MONTH | C_WEEKDAY));
		if (!(t->cls & (C_MONTH | C_WEEKDAY | C_ORDINAL | C_DET | C_OF)) &&
		    t->kind != TOKEN_NUMBER && !is_digit(*token_text(c->d, k).p))
			return month ? k : i;
		if (month && (t->cls & C_DET))
			return k;
	}
	return i;
}

bool
object_at(const struct scene *c, size_t i, struct ground_object *o)
{
	size_t at = skip_day(c, skip_adverbs(c, i));

	return at < c->s->end && at < i + OBJECT_GAP &&
	    ground_object_read(c->d, c->p, at, c->s->end, o);
}

bool
takes_over(const struct scene *c, size_t i)
{
	struct token *t = &c->d->t.tok[i];
	struct str words = token_text(c->d, i);

	if (i >= c->s->end || t->kind != TOKEN_NUMBER ||
	    !(t->bound == BOUND_MORE_THAN || t->bound == BOUND_VAGUE) ||
	    !(lexicon_word(c->d->lx, str_sub(words, 0, str_chr(words, ' ')))->ground &
		G_OVER))
		return false;
	if (t->bound == BOUND_MORE_THAN)
		number_bound(t, BOUND_EXACT);
	return true;
}

/* Is this object ground for a strong verb?  Names and heads are, "a GPS" is not. */
bool
is_ground(const struct ground_object *o)
{
	if (o->excluded || (o->pronoun && !o->head && !o->named))
		return false;
	if (o->indefinite && o->named && !o->head)
		return false;
	if (o->head && o->weak && !o->named)
		return false;
	return o->head || o->named || !isnan(o->km2);
}

bool
has_settlement(const struct ground_object *o)
{
	for (size_t k = 0; k < o->n; k++)
		if (o->places[k].settlement && o->places[k].role == ROLE_OBJECT)
			return true;
	return false;
}

bool
is_known_name(const struct scene *c, const struct ground_object *o)
{
	struct gaz_place found;

	for (size_t k = 0; k < o->n; k++)
		if (phrase_known_name(c->d, o->places[k].first, o->places[k].last,
			&found) &&
		    found.kind != GAZ_COUNTRY)
			return true;
	return false;
}

/* Tarn|, held by the army until then, | was captured: where the aside opens that ends
 * before token end; end: none does. */
static size_t
before_aside(const struct scene *c, size_t end)
{
	if (end == c->s->first || tok(c, end - 1)->punct != ',')
		return end;
	for (size_t k = end - 1; k > c->s->first && k + ASIDE > end; k--)
		if (tok(c, k - 1)->punct == ',')
			return k - 1;
	return end;
}

/* Tarn, Hur and Sefra | were captured: where what the verb at token i is said of ends,
 * before its auxiliaries and an aside. */
static size_t
subject_end(const struct scene *c, size_t i)
{
	size_t aside;

	while (i > c->s->first &&
	    (tok(c, i - 1)->cls & (C_BE | C_HAVE | C_ADVERB | C_MODAL | C_NEG)))
		i--;
	aside = before_aside(c, i);
	return clause_start(c->d, c->s->first, i) > aside ? aside : i;
}

/* The first place in tokens [from, end), before a verb; NOWHERE: there is none. */
static size_t
place_from(const struct scene *c, size_t from, size_t end, struct ground_object *o)
{
	for (size_t k = from; k < end; k++) {
		if (tok(c, k)->kind == TOKEN_PUNCT || phrase_actor(c->p, k) != NULL)
			continue;
		if (ground_object_read(c->d, c->p, k, end, o) && is_ground(o) &&
		    o->last < end)
			return k;
		if ((tok(c, k)->cls & C_BE) ||
		    ((tok(c, k)->cls & C_VERB) && (tok(c, k)->form & FORM_PAST)))
			break;
	}
	return NOWHERE;
}

/* After Tarn, Hur: names that commas alone join */
static bool
is_row(const struct scene *c, const struct ground_object *o)
{
	for (size_t k = o->places[0].last; o->n > 1 && k < o->last; k++)
		if (tok(c, k)->cls & C_AND)
			return false;
	return o->n > 1 && tok(c, o->places[0].last + 1)->punct == ',';
}

/* in (the city of) | Tarn; but after | Tarn was taken: the subject ends before token end
 */
static bool
hangs_before(const struct scene *c, size_t i, const struct ground_object *o, size_t end)
{
	if (i >= c->s->first + 2 && (tok(c, i - 1)->cls & C_OF) &&
	    (ground(c, i - 2) & G_HEAD))
		i -= 2;
	if (i > c->s->first && (tok(c, i - 1)->cls & (C_DET | C_ONE)))
		i--;
	return i > c->s->first && (tok(c, i - 1)->cls & (C_PREP | C_OF)) &&
	    !((tok(c, i - 1)->cls & C_SUBORD) && o->last + 1 == end && !is_row(c, o));
}

/* The same, but for one behind a preposition if another follows: after Sefra, | Hur; in
 * Hur, | an army base */
static size_t
first_place(const struct scene *c, size_t from, size_t end, struct ground_object *o)
{
	size_t first = place_from(c, from, end, o), comma = first;
	struct ground_object other;

	if (first == NOWHERE || !hangs_before(c, first, o, end))
		return first;
	while (comma < end && tok(c, comma)->punct != ',')
		comma++;
	if (comma >= end || place_from(c, comma + 1, end, &other) == NOWHERE ||
	    other.last + 1 != end || hangs_before(c, other.first, &other, end))
		return first;
	*o = other;
	return other.first;
}

/* told the president on Friday that | Tarn had been taken: does what somebody said begin
 * behind token i? */
static bool
opens_speech(const struct scene *c, size_t i)
{
	if ((tok(c, i)->cls & (C_SUBORD | C_RELATIVE)) != (C_SUBORD | C_RELATIVE) ||
	    !(c->s->cls & C_SPEECH))
		return false;
	while (i > c->s->first && tok(c, i - 1)->kind != TOKEN_PUNCT)
		if ((tok(c, --i)->cls & C_SPEECH) &&
		    (tok(c, i)->form & (FORM_PAST | FORM_THIRD)))
			return true;
	return false;
}

size_t
subject_place(const struct scene *c, size_t i, struct ground_object *o)
{
	size_t end = subject_end(c, i), from = clause_start(c->d, c->s->first, end), at;

	for (size_t k = end; k > from; k--) /* the general resigns as | Tarn falls; Karim
					       Bode said | Tarn had fallen */
		if (((small(c, k - 1) & S_LIKE) || opens_speech(c, k - 1) ||
			((tok(c, k - 1)->cls & C_SPEECH) &&
			    (tok(c, k - 1)->form & (FORM_PAST | FORM_THIRD)))) &&
		    (at = first_place(c, k, end, o)) != NOWHERE)
			return at;
	return first_place(c, from, end, o);
}

bool
hangs_on(const struct scene *c, size_t i, const struct ground_object *o, size_t verb)
{
	return hangs_before(c, i, o, subject_end(c, verb));
}

bool
is_inhabited(const struct ground_object *o)
{
	return !str_eq(o->unit, STR("site")) && !str_eq(o->unit, STR("road"));
}

bool
by_no_side(const struct scene *c, size_t i)
{
	const struct token *t;
	size_t first;

	if (subject_left(c, i, &first) != NULL) /* the army and its allies */
		return false;
	while (i > c->s->first && (tok(c, i - 1)->cls & (C_HAVE | C_ADVERB | C_RELATIVE)))
		i--;
	t = tok(c, i > c->s->first ? i - 1 : i);
	if (i == c->s->first || t->kind != TOKEN_WORD ||
	    (t->cls & (C_PRONOUN | C_AND | C_SUBORD | C_PREP | C_FACTION)) ||
	    (t->form & (FORM_GERUND | FORM_PAST)))
		return false;
	if ((t->cls & (C_ARMED | C_DEMONYM)) || (t->word->small & S_ATTACK) ||
	    ((t->flags & TOKEN_CAP) && !(t->flags & TOKEN_FIRST)))
		return false;
	if (i > c->s->first + 2 && (t[-1].cls & C_POSSESSIVE) &&
	    (t[-2].flags & TOKEN_CAP))
		return false;             /* Haftar's | men */
	if (t->word->ground & G_WEAKSITE) /* a bank */
		return true;
	return (t->cls & (C_PERSON | C_CAUSE | C_THING | C_ORG)) &&
	    /* a firm, but a regiment */
	    !((t->cls & C_ORG) && (t->word->ground & (G_HEAD | G_FORCE)));
}

/* ---- the fact ---- */

static enum change
change_of(const struct telling *t, enum change change, struct deed_stance *st)
{
	if (change == CHANGE_CAPTURED && t->re)
		change = CHANGE_RECAPTURED;
	if (st->deed == DEED_TRIED || st->deed == DEED_REPELLED) {
		if (change <= CHANGE_RECAPTURED)
			change = st->deed == DEED_TRIED ? CHANGE_ATTACKED
							: CHANGE_REPELLED;
		st->deed = DEED_DONE;
	}
	return change;
}

/* overran the post | before withdrawing, before being driven back: what ended it */
static bool
ends_soon(const struct scene *c, size_t i)
{
	size_t k = i;

	while (k < c->s->end &&
	    !((tok(c, k)->cls & C_SUBORD) && (tok(c, k)->cls & C_PREP) &&
		(tok(c, k + 1)->form & FORM_GERUND)))
		if (opens_clause(c->d, k++))
			return false;
	for (size_t n = 0;
	     ++k < c->s->end && n < ENDING && tok(c, k)->kind != TOKEN_PUNCT; n++)
		if ((ground(c, k) & G_WITHDRAW) && (tok(c, k)->form & FORM_GERUND))
			return true;
		else if ((ground(c, k) & (G_EXPEL | G_REPEL)) &&
		    is_passive(c->d, c->s->first, k))
			return true;
	return false;
}

/* briefly | captured, took the town | for a few hours: it did not last */
static bool
is_brief(const struct scene *c, const struct telling *t)
{
	size_t first = t->first < t->verb ? t->first : t->verb,
	       last = (t->last > t->verb ? t->last : t->verb) + 1;

	for (size_t k = first > c->s->first ? first - 1 : first; k <= last; k++)
		if ((cls(c, k) & C_ADVERB) && tok(c, k)->word->value == BRIEFLY)
			return true;
	return t->verb <= t->last && ends_soon(c, t->last + 1);
}

static void
put_numbers(struct fact *f, const struct ground_object *o)
{
	f->unit = o->unit;
	f->km2 = o->km2;
	f->partial = o->partial;
	if (o->number == NULL)
		return;
	f->count = o->number->value;
	f->bound = o->number->bound == BOUND_NONE ? BOUND_EXACT
						  : (enum bound)o->number->bound;
	f->low = o->number->low;
	f->high = o->number->high;
}

/* "Y repelled an attempt by X to take P": the subject before the verb has repelled it. */
static bool
repelled_by_subject(struct scene *c, const struct telling *t, struct party *attacker)
{
	const struct actor_phrase *a;

	for (size_t i = c->s->first; i < t->verb; i++)
		if (ground(c, i) & G_REPEL) {
			a = party_after(c, i, t->verb, BY_OF_FROM);
			*attacker = a == NULL ? NOBODY : party_of(c, a);
			return !same_party(*attacker, t->by);
		}
	return false;
}

static struct party
repeller(const struct scene *c, struct party tried)
{
	for (size_t i = c->s->first; i < c->s->end; i++)
		if (ground(c, i) & G_REPEL)
			for (size_t k = c->p->n_actors; k-- > 0;) {
				struct party p = party_of(c, &c->p->actors[k]);

				if (c->p->actors[k].last < i && !same_party(p, tried) &&
				    !actor_is_oblique(c, &c->p->actors[k]))
					return p;
			}
	return NOBODY;
}

static void
put_parties(struct scene *c, struct fact *f, struct telling *t)
{
	if (f->change == CHANGE_REPELLED && !t->repelled) {
		struct party other;

		if (!repelled_by_subject(c, t, &other)) {
			other = t->by;
			t->by = repeller(c, other);
		}
		t->against = other;
	}
	f->by = t->by.text;
	f->by_id = t->by.id;
	f->against = t->against.text;
	f->against_id = t->against.id;
	if (f->by.n == 0 && f->against.n == 0)
		f->confidence = fact_confidence(f->confidence * 0.6);
}

static bool
is_history(const struct scene *c, struct day last)
{
	return c->d->in->published_ms != TIME_NONE && last.year != 0 &&
	    day_end(last) < c->d->in->published_ms - HISTORY_DAYS * MS_DAY;
}

/* , which | fell; , lost | to the rebels */
static bool
opens_relative(const struct scene *c, size_t i)
{
	if (i > c->s->first && tok(c, i - 1)->kind == TOKEN_PUNCT &&
	    tok(c, i - 1)->punct == ',' && (tok(c, i)->form & FORM_PARTICIPLE) &&
	    (ground(c, i) & (G_LOSE | G_STRONG)) && (tok(c, i + 1)->cls & (C_TO | C_BY)))
		return true;
	return (tok(c, i)->cls & C_RELATIVE) &&
	    (opens_clause(c->d, i) ||
		(i + 1 < c->s->end && (tok(c, i + 1)->cls & C_VERB)));
}

/* "retook Tarn, which the rebels had seized in January"; "the army, which lost Tarn in
 * 2023, retook it": a day of what is told of the place, or of who took it. */
static bool
is_relative(const struct scene *c, size_t verb, size_t day)
{
	size_t from = day > verb ? verb + 1 : c->s->first, to = day > verb ? day : verb;
	bool inside = false;

	for (size_t i = from; i < to; i++) {
		if (i < day &&
		    (opens_relative(c, i) ||
			((tok(c, i)->word->time & U_SINCE) && i + 1 < day &&
			    tok(c, i + 1)->kind == TOKEN_WORD)))
			inside = true;
		else if (i > day && tok(c, i)->kind == TOKEN_PUNCT &&
		    tok(c, i)->punct == ',')
			return inside;
	}
	return inside && day > verb;
}

static void
read_days(struct scene *c)
{
	if (c->n_days == DAYS_UNREAD)
		c->n_days = when_scan(c->d->lx, c->d->in->text, &c->d->t,
		    attr_dateline_end(c->d, c->index), c->s->end, c->d->day, c->days);
}

/* The day that the sentence gives, and whether that makes it history; not "the first
 * since March". */
static void
put_day(struct scene *c, struct fact *f, size_t at)
{
	struct when found[WHEN_MAX], best;
	size_t days = 0;

	read_days(c);
	for (const struct when *w = c->days; w < c->days + c->n_days; w++)
		if (!w->span &&
		    /* the March 23 Movement */
		    phrase_actor(c->p, w->first) == NULL &&
		    (w->since.month > 0 || is_history(c, w->until)) &&
		    !is_relative(c, at, w->first))
			found[days++] = *w;
	if (!when_for(found, days, at, &best))
		return;
	f->since = best.since;
	f->until = best.until;
	if (f->stance <= STANCE_CLAIMED && is_history(c, best.until))
		f->stance = STANCE_BACKGROUND;
}

static bool
is_worth_telling(const struct telling *t, enum stance stance, enum change change)
{
	const struct ground_object *o = t->object;
	bool named = o != NULL && o->named;

	if (stance == STANCE_PLANNED && !named)
		return false;
	/* an attack or a plan is told of a place with a name only */
	return named || change <= CHANGE_RECAPTURED || change == CHANGE_CONTROLS ||
	    change == CHANGE_CONTESTED || t->antecedent ||
	    (o != NULL && (o->n > 0 || (change == CHANGE_WITHDREW && o->number != NULL)));
}

/* drove them out of Tarn and took control of the town: was the same told of the same
 * ground in the sentence? */
static bool
is_repeat(const struct scene *c, const struct fact *f)
{
	for (const struct fact *old = f;
	     old-- > c->d->facts && old->start >= c->s->start;)
		if (old->kind == FACT_TERRITORY && old->change == f->change &&
		    old->stance == f->stance && f->n_places > 0 && old->n_places > 0 &&
		    f->places[0].role == ROLE_OBJECT &&
		    old->places[0].role == ROLE_OBJECT &&
		    str_eq(old->places[0].name, f->places[0].name) &&
		    str_eq(old->by, f->by))
			return true;
	return false;
}

/* The tokens of the sentence that stand in a part of it: the first and the end; the same
 * where it has none. */
static size_t
tokens_in(const struct scene *c, struct str part, size_t *end)
{
	const char *text = c->d->in->text.p;
	size_t i = c->s->first;

	while (part.n > 0 && i < c->s->end && text + tok(c, i)->start < part.p)
		i++;
	*end = i;
	while (part.n > 0 && *end < c->s->end &&
	    text + tok(c, *end)->start < part.p + part.n)
		++*end;
	return i;
}

/* Soviet | troops: is one of the words that name the side of another age? */
static bool
is_past_side(const struct scene *c, struct str by)
{
	size_t end;

	for (size_t i = tokens_in(c, by, &end); i < end; i++)
		if (tok(c, i)->word->value == OF_ANOTHER_AGE)
			return true;
	return false;
}

#define WAR_REACH 12 /* words */

/* The war began when | rebels stormed Tarn: what it began with. */
static bool
began_war(const struct scene *c, size_t verb)
{
	struct cues cues;
	size_t when = verb;

	while ((c->s->cls & C_SUBORD) && when > c->s->first && when + WAR_REACH > verb &&
	    !(tok(c, when)->cls & C_SUBORD) && tok(c, when)->punct != ',')
		when--;
	if (when == c->s->first || !(tok(c, when)->cls & C_SUBORD))
		return false;
	cues_find(c->d, c->s, &cues);
	for (size_t i = 0; i < cues.n; i++)
		if (cues.items[i].kind == CUE_PAST && cues.items[i].last == when)
			return true;
	return false;
}

/* The opposition, the Greens | took the town in the election: won by nobody who bears
 * arms, where the sentence tells of votes */
static bool
is_elected(const struct scene *c, struct party by)
{
	struct cues cues;
	size_t end;

	if (by.id.n > 0)
		return false;
	for (size_t i = tokens_in(c, by.text, &end); i < end; i++)
		if (tok(c, i)->cls & C_ARMED)
			return false;
	cues_find(c->d, c->s, &cues);
	return cues.kinds & 1u << CUE_VOTE;
}

bool
tell_as(struct scene *c, struct telling *t, struct change_kind kind,
    struct deed_stance st)
{
	const struct ground_object *o = t->object;
	enum change change;
	struct fact *f;

	if (st.deed == DEED_NONE)
		return false;
	change = change_of(t, kind.change, &st);
	if ((change <= CHANGE_RECAPTURED || change == CHANGE_CONTROLS) && is_brief(c, t))
		change = CHANGE_CONTESTED;
	if (!is_worth_telling(t, st.stance, change) ||
	    (change <= CHANGE_RECAPTURED && is_elected(c, t->by)))
		return false;
	f = doc_fact(c->d, FACT_TERRITORY, t->first, t->last);
	if (f == NULL)
		return false;
	f->stance = st.stance;
	f->change = change;
	f->rule = kind.rule;
	f->confidence = kind.confidence;
	f->km = t->km;
	if (o != NULL)
		put_numbers(f, o);
	ground_places(c, f, t);
	put_parties(c, f, t);
	put_day(c, f, t->verb);
	if (f->stance <= STANCE_CLAIMED &&
	    (cues_point_elsewhere(c->d, c->s) || is_past_side(c, f->by) ||
		began_war(c, t->verb)))
		f->stance = STANCE_BACKGROUND;
	if (t->by.text.n > 0) {
		c->last_by = t->by;
		c->last_by_sentence = c->index;
	}
	if ((o == NULL || !o->named) && is_repeat(c, f))
		c->d->n_facts--;
	return true;
}

/* no longer | controls it, is | no longer in control of it */
static bool
is_no_longer(const struct scene *c, size_t verb)
{
	return (verb > c->s->first && tok(c, verb - 1)->word->value == NO_LONGER) ||
	    (verb + 1 < c->s->end && tok(c, verb + 1)->word->value == NO_LONGER);
}

bool
tell(struct scene *c, struct telling *t)
{
	bool lost = t->rule == RULE_CONTROLS && is_no_longer(c, t->verb);
	const struct territory_rule *r;
	struct change_kind kind;

	if (lost) {
		t->rule = RULE_WITHDRAW;
		t->against = t->by;
		t->by = NOBODY;
	}
	r = &c->rules->rules[t->rule];
	kind = (struct change_kind){ str_of(territory_rule_names[t->rule]), r->change,
		r->confidence };
	t->repelled = t->rule == RULE_REPEL;
	return r->known &&
	    tell_as(c, t, kind,
		lost ? (struct deed_stance){ DEED_DONE, STANCE_ASSERTED }
		     : deed_stance(c->d, c->s, t->verb));
}
