/* count.c -- see count.h. */
#include "config.h"

#include "facts/casualty.h"
#include "facts/clause.h"
#include "facts/count.h"
#include "facts/cue.h"
#include "facts/frame.h"
#include "facts/phrase.h"
#include "facts/small_words.h"
#include "facts/source.h"
#include "facts/where.h"

#define NOUN_WORDS 5 /* between number and noun, and over a list */

struct counted {
	size_t first, noun;
	const struct token *num; /* NULL: one (a hospital) */
};

static const struct token *
tok(const struct doc *d, size_t i)
{
	return &d->t.tok[i];
}

/* children's hospital: whose it is */
static bool
is_owner(const struct doc *d, const struct sentence *s, size_t i)
{
	return i + 1 < s->end && (tok(d, i + 1)->cls & C_POSSESSIVE);
}

/* Behind the last word of the classes; s->first: there is none. */
static size_t
behind_last(const struct doc *d, const struct sentence *s, uint64_t cls)
{
	size_t end = s->end;

	while (end > s->first && !(tok(d, end - 1)->cls & cls))
		end--;
	return end;
}

/* Can it begin with a number, behind its article? */
static bool
opens_number(const struct token *t)
{
	return t->kind == TOKEN_NUMBER || (t->cls & (C_OTHER | C_DET));
}

/* "some 250 bombing raids", "a hospital", "another 318": what is counted at token i. */
static bool
counted_at(const struct doc *d, const struct sentence *s, size_t i, uint64_t cls,
    struct counted *c)
{
	size_t k = i;

	*c = (struct counted){ .first = i, .noun = SIZE_MAX };
	while (k < s->end && (tok(d, k)->cls & (C_OTHER | C_DET)) &&
	    tok(d, k)->kind != TOKEN_NUMBER)
		k++;
	if (k < s->end && tok(d, k)->kind == TOKEN_NUMBER &&
	    !(tok(d, k)->flags & TOKEN_NO_COUNT))
		c->num = tok(d, k++);
	else if (!(tok(d, i)->cls & C_ONE) || (tok(d, i)->cls & C_POSSESSIVE))
		return false;
	for (size_t n = 0; k < s->end && n < NOUN_WORDS; n++, k++) {
		const struct token *t = tok(d, k);

		if (t->cls & cls) {
			c->noun = k;
			return true;
		}
		if ((t->cls & C_POSSESSIVE) || ((t->cls & C_PERSON) && is_owner(d, s, k)))
			continue;
		if (t->kind != TOKEN_WORD ||
		    (t->cls &
			(C_PREP | C_OF | C_BY | C_BE | C_HAVE | C_SUBORD | C_PERSON |
			    C_AND | C_TIME | C_DET | C_ONE)))
			break;
	}
	return false;
}

/* "the hospital", "the Tarn hospital", "Tarn Hospital", hit | Tarn hospital: one that is
 * known, at token i. */
static bool
known_at(const struct doc *d, const struct sentence *s, size_t i, struct counted *c)
{
	bool the = (tok(d, i)->cls & C_DET) && tok(d, i)->kind == TOKEN_WORD,
	     hit = i > s->first && (tok(d, i - 1)->cls & C_DAMAGE);
	size_t k = i + the;

	if (!the && !hit &&
	    (!(tok(d, i)->flags & TOKEN_CAP) ||
		(i > s->first && (tok(d, i - 1)->flags & TOKEN_CAP))))
		return false;
	*c = (struct counted){ .first = i, .noun = SIZE_MAX };
	while (k < s->end && k < i + NOUN_WORDS && tok(d, k)->kind == TOKEN_WORD &&
	    (tok(d, k)->flags & TOKEN_CAP) &&
	    !(tok(d, k)->cls & (C_FACILITY | C_PREP | C_DET | C_VERB)))
		k++;
	if (k >= s->end || !(tok(d, k)->cls & C_FACILITY) ||
	    (tok(d, k)->form & FORM_PLURAL) || (k == i && !hit))
		return false;
	c->noun = k;
	return true;
}

/* Was it told before? */
static bool
was_told(const struct doc *d, const struct counted *c)
{
	struct str unit = doc_text(d, tok(d, c->noun)->word->unit);

	for (size_t i = 0; i < d->n_facts; i++)
		if (d->facts[i].kind == FACT_FACILITY && str_eq(d->facts[i].unit, unit))
			return true;
	return false;
}

/* Denied, planned, long ago: as of a casualty told there. */
static enum stance
stance_of(struct doc *d, size_t sentence, size_t first, size_t last, size_t verb)
{
	static const struct frame any = { .victim = VICTIM_ADJACENT };
	const struct sentence *s = &d->t.sent[sentence];
	struct figure r = { .sentence = (uint32_t)sentence,
		.trigger = (uint32_t)verb,
		.first = (uint32_t)first,
		.last = (uint32_t)last,
		.frame = &any,
		.verb = { .at = (uint32_t)verb, .start = (uint32_t)verb },
		.part_of = -1,
		.fact = -1 };
	struct groups none = { 0 };
	struct cues cues;

	if (tok(d, verb)->form != 0)
		verb_read(&(struct clause){ d, s, &none }, verb, &r.verb);
	cues_find(d, s, &cues);
	figures_judge(d, &cues, &r, 1);
	return r.background              ? STANCE_BACKGROUND
	    : r.denied || r.verb.negated ? STANCE_DENIED
	    : r.planned || r.verb.unreal ? STANCE_PLANNED
	    : r.claimed                  ? STANCE_CLAIMED
					 : STANCE_ASSERTED;
}

static struct fact *
add(struct doc *d, enum fact_kind kind, const struct counted *c, size_t first,
    size_t last, size_t verb, size_t sentence)
{
	struct fact *f = doc_fact(d, kind, first, last);

	if (f == NULL)
		return NULL;
	f->unit = doc_text(d, tok(d, c->noun)->word->unit);
	f->count = f->low = f->high = 1;
	f->bound = BOUND_EXACT;
	if (c->num != NULL) {
		f->count = c->num->value;
		f->low = c->num->low;
		f->high = c->num->high;
		f->bound = (enum bound)c->num->bound;
	}
	f->source = sources_find(d)[sentence].name;
	f->confidence = 0.85;
	f->stance = stance_of(d, sentence, first, last, verb);
	where_told(d, sentence, first, last, f);
	return f;
}

static void
by_actor(const struct doc *d, const struct phrases *p, size_t at, size_t before,
    struct fact *f)
{
	const struct actor_phrase *best = NULL;

	for (size_t i = 0; i < p->n_actors; i++) {
		const struct actor_phrase *a = &p->actors[i];

		if (a->first > at && a->first <= at + 6 && a->prep != NOWHERE &&
		    (tok(d, a->prep)->cls & C_BY)) {
			best = a;
			break;
		}
		if (a->last < before)
			best = a;
	}
	if (best == NULL)
		return;
	at = best->first;
	while (at > 0 && (tok(d, at - 1)->cls & C_DEMONYM))
		at--;
	f->by = doc_words(d, at, best->last);
	f->by_id = best->who != NULL ? best->who->id : STR_NONE;
}

/* "in addition to | another 318 by the air force": where nothing is counted at token i,
 * does the noun before go on? */
static bool
goes_on(const struct doc *d, const struct sentence *s, size_t i, const struct counted *c,
    const struct counted *last)
{
	return last->noun != SIZE_MAX && c->num != NULL && (tok(d, i)->cls & C_OTHER) &&
	    c->num + 1 < &d->t.tok[s->end] && (c->num[1].cls & C_BY);
}

static bool
add_strikes(struct doc *d, size_t sentence, const struct counted *c)
{
	struct fact *f = add(d, FACT_STRIKE, c, c->first, c->noun, c->first, sentence);

	if (f == NULL)
		return false;
	f->rule = STR("strike");
	by_actor(d, phrases_of(d, sentence), c->noun, c->first, f);
	return true;
}

static bool
add_more(struct doc *d, size_t sentence, const struct counted *c)
{
	size_t num = (size_t)(c->num - d->t.tok);
	struct fact *f = add(d, FACT_STRIKE, c, c->first, num + 1, c->first, sentence);

	if (f == NULL)
		return false;
	f->rule = STR("strike-more");
	f->unit = STR("air raid");
	by_actor(d, phrases_of(d, sentence), num, c->first, f);
	return true;
}

/* Groups and names are sought only where strikes are counted. */
static void
strikes(struct doc *d, size_t sentence)
{
	struct sentence *s = &d->t.sent[sentence];
	struct counted c, last = { .noun = SIZE_MAX };
	size_t end;

	sentence_prepare(d->lx, &d->t, s);
	end = behind_last(d, s, C_STRIKE);
	for (size_t i = s->first; i < end; i++) {
		bool more;

		if (!opens_number(tok(d, i)))
			continue;
		more = !counted_at(d, s, i, C_STRIKE, &c);
		if (more ? !goes_on(d, s, i, &c, &last)
			 : c.num == NULL || c.num->value < 2)
			continue;
		groups_know(d, sentence);
		if (tok(d, i)->group != 0)
			continue;
		if (more) {
			c.noun = last.noun;
			if (!add_more(d, sentence, &c))
				return;
			continue;
		}
		if (!add_strikes(d, sentence, &c))
			return;
		last = c;
		i = c.noun;
		end = s->end; /* where others may follow */
	}
}

static bool
is_dwelling(const struct doc *d, const struct counted *c)
{
	return tok(d, c->noun)->word->value == DWELLING;
}

#define LISTED 14 /* words of what is listed before the homes */

/* destroyed | two shops and | 14 homes, destroyed 20 buildings, including | 14 homes: the
 * verb before the list that goes on at token k; SIZE_MAX: none. */
static size_t
before_list(const struct doc *d, const struct sentence *s, size_t k)
{
	if (k == s->first ||
	    !(tok(d, k - 1)->punct == ',' || (tok(d, k - 1)->cls & (C_AND | C_SUBSET))))
		return SIZE_MAX;
	for (size_t i = k - 1; i > s->first && i + LISTED > k; i--) {
		const struct token *t = tok(d, i - 1);

		if ((t->cls & C_DAMAGE) && t->form != 0)
			return i - 1;
		if (t->kind == TOKEN_PUNCT ? t->punct != ','
					   : t->kind != TOKEN_NUMBER && t->cls != 0 &&
			    !(t->cls & (C_THING | C_FACILITY | C_AND | C_ADJ | C_DET)))
			break;
	}
	return SIZE_MAX;
}

/* The word that tells it left of the number: destroyed 14 homes, damage to 14 homes, the
 * destruction or evacuation of 14 homes. */
static size_t
told_before(const struct doc *d, const struct sentence *s, const struct counted *c)
{
	size_t k = c->first;

	while (k > s->first && (tok(d, k - 1)->cls & C_ADVERB))
		k--;
	if (k > s->first && (tok(d, k - 1)->cls & C_DAMAGE))
		return k - 1;
	if (!is_dwelling(d, c) || k < s->first + 2)
		return SIZE_MAX;
	if (before_list(d, s, k) != SIZE_MAX)
		return before_list(d, s, k);
	if (tok(d, k - 1)->cls & C_DISPLACE)
		return k - 1;
	return (tok(d, k - 1)->cls & (C_OF | C_TO)) &&
		(tok(d, k - 2)->cls & (C_EXODUS | C_DAMAGE))
	    ? k - 2
	    : SIZE_MAX;
}

/* The verb that tells what happened to the facility whose noun is at i: right of it after
 * an auxiliary, or at once left of its number. */
static size_t
damage_of(const struct doc *d, const struct sentence *s, const struct counted *c)
{
	const uint64_t tells = C_DAMAGE | (is_dwelling(d, c) ? C_DISPLACE : 0);
	size_t k = told_before(d, s, c), next = c->noun + 1;

	if (k != SIZE_MAX)
		return k;
	while (next < s->end && (tok(d, next)->cls & C_ADVERB))
		next++;
	for (k = c->noun + 1; k < s->end && k < c->noun + 12; k++) {
		const struct token *t = tok(d, k);

		if ((t->cls & C_MODAL) && !(t[1].cls & C_HAVE)) /* homes will be built */
			break;
		if ((t->cls & tells) && (t->form & (FORM_PARTICIPLE | FORM_PAST)) &&
		    !(t[-1].cls & C_DET)) {
			bool be = k == next && c->num != NULL, have = false;

			for (size_t j = c->noun + 1; j < k; j++) {
				be = be || (tok(d, j)->cls & C_BE);
				have = have || (tok(d, j)->cls & C_HAVE);
			}
			return be || t->word->value == OF_ITSELF ||
				(have && t->word->effect == EFFECT_SUSPENDED)
			    ? k
			    : SIZE_MAX;
		}
		if ((t->cls & (C_SUBORD | C_RELATIVE | C_KILL | C_SPEECH)) ||
		    (t->kind == TOKEN_PUNCT && t->punct == ';'))
			break;
	}
	return SIZE_MAX;
}

/* "knocked a hospital out of service" */
static bool
out_of_service(const struct doc *d, const struct sentence *s, const struct counted *c)
{
	return c->noun + 1 < s->end && (tok(d, c->noun + 1)->cls & C_DAMAGE) &&
	    !(tok(d, c->noun + 1)->cls & C_VERB) && tok(d, c->noun + 1)->form == 0;
}

/* Struck or destroyed, by arms; but "the market was hit by inflation", "the school was
 * closed", "was not hit". */
static bool
is_struck(const struct doc *d, const struct sentence *s, const struct counted *c,
    size_t verb)
{
	const struct token *t = tok(d, verb);

	for (size_t k = c->noun + 1; k < verb; k++)
		if (tok(d, k)->cls & C_NEG)
			return false;
	if (t->word->effect == EFFECT_DESTROYED)
		return true;
	return t->word->effect == EFFECT_HIT &&
	    (s->cls & (C_CAUSE | C_STRIKE | C_KILL)) != 0;
}

/* The homes that stand for the displaced. */
struct homes {
	bool told;
	enum effect effect;
	size_t sentence;
};

/* Those who lived in destroyed homes have none: where an entry counts no displaced people
 * itself, its homes stand for as many households, as those who count the displaced do:
 * the destroyed before the damaged, and what a sentence tells of several places. */
static void
homes_lost(struct toll *toll, const struct fact *f, enum effect effect, size_t sentence,
    struct homes *h)
{
	struct toll_figure *t = &toll->of[TOLL_DISPLACED],
			   n = { .known = true,
				   .best = f->count,
				   .low = f->low,
				   .high = f->high,
				   .noncombatant = f->count };

	if ((f->stance != STANCE_ASSERTED && f->stance != STANCE_CLAIMED) ||
	    (t->known && !h->told))
		return;
	if (h->told && effect == EFFECT_DESTROYED && h->effect == EFFECT_DESTROYED &&
	    h->sentence == sentence) {
		n.best += t->best;
		n.low += t->low;
		n.high = n.high < 0 || t->high < 0 ? -1 : n.high + t->high;
		n.noncombatant = n.best;
	} else if (h->told && (effect != EFFECT_DESTROYED || h->effect != EFFECT_HIT)) {
		return;
	}
	*t = n;
	*h = (struct homes){ true, effect, sentence };
}

/* 20 of the 500 houses, 80 per cent of them: a number of which only some are meant. */
static bool
is_whole(const struct doc *d, const struct sentence *s, const struct counted *c)
{
	return c->first > s->first + 1 && (tok(d, c->first)->cls & C_DET) &&
	    (tok(d, c->first - 1)->cls & C_OF) &&
	    (tok(d, c->first - 2)->kind == TOKEN_NUMBER ||
		(tok(d, c->first - 2)->cls & C_CURRENCY));
}

/* "Houses destroyed: 146": the noun, what befell it, and behind a colon how many. */
static bool
labelled_at(const struct doc *d, const struct sentence *s, size_t i, struct counted *c)
{
	if (!(tok(d, i)->cls & C_FACILITY) || i + 3 >= s->end ||
	    !(tok(d, i + 1)->cls & C_DAMAGE) ||
	    !(tok(d, i + 1)->form & FORM_PARTICIPLE) || tok(d, i + 2)->punct != ':' ||
	    tok(d, i + 3)->kind != TOKEN_NUMBER ||
	    (tok(d, i + 3)->flags & TOKEN_NO_COUNT))
		return false;
	*c = (struct counted){ .first = i, .noun = i, .num = tok(d, i + 3) };
	return true;
}

static void
facilities(struct doc *d, size_t sentence, struct toll *toll, struct homes *h)
{
	struct sentence *s = &d->t.sent[sentence];
	struct counted c;
	size_t end;

	sentence_prepare(d->lx, &d->t, s);
	if (s->small & S_DRILL)
		return;
	end = behind_last(d, s, C_DAMAGE | C_DISPLACE | C_EXODUS) > s->first
	    ? behind_last(d, s, C_FACILITY)
	    : s->first;
	for (size_t i = s->first; i < end; i++) {
		struct fact *f;
		size_t verb;
		bool moved, known, label = labelled_at(d, s, i, &c);

		known = !label && !counted_at(d, s, i, C_FACILITY, &c);
		if (known && (!known_at(d, s, i, &c) || was_told(d, &c)))
			continue;
		groups_know(d, sentence);
		verb = label                   ? i + 1
		    : out_of_service(d, s, &c) ? c.noun + 1
					       : damage_of(d, s, &c);
		if (known && (verb == SIZE_MAX || !is_struck(d, s, &c, verb)))
			continue;
		i = c.noun;
		if (verb == SIZE_MAX || is_whole(d, s, &c) ||
		    (is_dwelling(d, &c) && c.num == NULL))
			continue;
		moved = (tok(d, verb)->cls & (C_DISPLACE | C_EXODUS)) != 0;
		f = add(d, moved ? FACT_DISPLACEMENT : FACT_FACILITY, &c,
		    verb < c.first ? verb : c.first, verb > c.noun ? verb : c.noun, verb,
		    sentence);
		if (f == NULL)
			return;
		f->rule = moved ? STR("homes") : STR("facility");
		if (!moved)
			f->effect = (enum effect)tok(d, verb)->word->effect;
		if (is_dwelling(d, &c))
			homes_lost(toll, f, moved ? EFFECT_N : f->effect, sentence, h);
	}
}

static bool
facilities_told(uint64_t cls)
{
	return (cls & C_FACILITY) && (cls & (C_DAMAGE | C_DISPLACE | C_EXODUS));
}

bool
counts_told(uint64_t cls)
{
	return (cls & C_STRIKE) || facilities_told(cls);
}

void
counts_read(struct doc *d, struct toll *toll)
{
	struct homes homes = { 0 };

	for (size_t i = 0; i < d->t.n_sent; i++) {
		if (d->t.sent[i].cls & C_STRIKE)
			strikes(d, i);
		if (facilities_told(d->t.sent[i].cls))
			facilities(d, i, toll, &homes);
	}
}
