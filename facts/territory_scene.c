/* territory_scene.c -- see territory_scene.h. */
#include "config.h"

#include <math.h>

#include "base/limits.h"
#include "facts/attr.h"
#include "facts/country.h"
#include "facts/cue.h"
#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"
#include "facts/territory_scene.h"
#include "facts/territory_where.h"
#include "facts/when.h"

#define OBJECT_GAP 9   /* tokens before an object's start */
#define CARRY 2      /* sentences over which a subject is carried on */
#define DEFINITE 8   /* and for "the forces" */
#define INSERTED 6   /* tokens from who reports to the comma behind: the army said on Friday, */
#define ASIDE 14       /* and of the aside after what a verb is said of */
#define ENDING 8       /* tokens from "before" to what ended it */
#define OF_ANOTHER_AGE 27 /* word.value: Soviet, Ottoman */
#define BRIEFLY 26   /* word.value: briefly, for a few hours */
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

size_t
skip_adverbs(const struct scene *c, size_t i)
{
	while (i < c->s->end && ((tok(c, i)->cls & C_ADVERB) || (ground(c, i) & G_BACK) ||
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
		if (phrase_known_name(c->d, o->places[k].first, o->places[k].last, &found) &&
		    found.kind != GAZ_COUNTRY)
			return true;
	return false;
}

/* Tarn|, held by the army until then, | was captured: where the aside opens that ends before token end; end: none does. */
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

/* Tarn, Hur and Sefra | were captured: where what the verb at token i is said of ends, before its auxiliaries and an aside. */
static size_t
subject_end(const struct scene *c, size_t i)
{
	size_t aside;

	while (i > c->s->first && (tok(c, i - 1)->cls & (C_BE | C_HAVE | C_ADVERB | C_MODAL | C_NEG)))
		i--;
	aside = before_aside(c, i);
	return clause_start(c->d, c->s->first, i) > aside ? aside : i;
}

/* The first place in tokens [from, end), before a verb; NOWHERE: there is none. */
static size_t
first_place(const struct scene *c, size_t from, size_t end, struct ground_object *o)
{
	for (size_t k = from; k < end; k++) {
		if (tok(c, k)->kind == TOKEN_PUNCT || phrase_actor(c->p, k) != NULL)
			continue;
		if (ground_object_read(c->d, c->p, k, end, o) && is_ground(o) && o->last < end)
			return k;
		if ((tok(c, k)->cls & C_BE) || ((tok(c, k)->cls & C_VERB) && (tok(c, k)->form & FORM_PAST)))
			break;
	}
	return NOWHERE;
}

size_t
subject_place(const struct scene *c, size_t i, struct ground_object *o)
{
	size_t end = subject_end(c, i), from = clause_start(c->d, c->s->first, end), at;

	for (size_t k = end; k > from; k--) /* the general resigns as | Tarn falls */
		if ((small(c, k - 1) & S_LIKE) && (at = first_place(c, k, end, o)) != NOWHERE)
			return at;
	return first_place(c, from, end, o);
}

/* ---- who ---- */

/* "JNIM said | its fighters", "Russia said | its troops": a force without a name, theirs who were named. */
static bool
is_possessed(const struct scene *c, const struct actor_phrase *a)
{
	const struct token *t = a->first > c->s->first ? tok(c, a->first - 1) : NULL;

	return a->who == NULL && t != NULL && (t->cls & C_POSSESSIVE) && (t->cls & C_DET) && !(t->form & FORM_SINGULAR);
}

bool
country_within(const struct scene *c, size_t from, size_t end, struct party *out)
{
	struct gaz_place found;

	for (size_t i = end; i-- > from;) {
		const struct actor *state;

		if (!(tok(c, i)->flags & TOKEN_CAP) || !country_named(c->d, i, i, &found))
			continue;
		gazetteer_texts(&found, 1);
		state = actors_of_state(c->d->reader->actors, found.country, c->d->day);
		*out = (struct party){ found.name, state != NULL ? state->id : STR_NONE };
		return true;
	}
	return false;
}

/* The actor before that one in its sentence; NULL: it is the first, or one of another sentence. */
static const struct actor_phrase *
actor_before(const struct scene *c, const struct actor_phrase *a)
{
	for (size_t k = 1; k < c->p->n_actors; k++)
		if (&c->p->actors[k] == a)
			return a - 1;
	return NULL;
}

/* Rapid Support Forces | (RSF: without the bracket that only the text closes */
static struct str
without_bracket(struct str name)
{
	size_t open = str_chr(name, '(');

	return open == STR_NOWHERE || str_chr(name, ')') != STR_NOWHERE ? name : str_trim(str_sub(name, 0, open));
}

struct party
party_of(const struct scene *c, const struct actor_phrase *a)
{
	struct party p = { without_bracket(phrase_shown(c->d, c->s->first, a->first, a->last)), STR_NONE };

	if (is_possessed(c, a)) {
		const struct actor_phrase *owner = actor_before(c, a);

		if (owner != NULL && owner->first >= attr_dateline_end(c->d, c->index))
			return party_of(c, owner);
		if (country_within(c, c->s->first, a->first, &p))
			return p;
	}
	if (a->who != NULL)
		p.id = a->who->id;
	return p;
}

/* В Сумской области | российские войска: does the sentence or clause begin with a phrase of place that ends with the noun at token i? */
static bool
opens_with_place(const struct scene *c, size_t i)
{
	while (i > c->s->first && ((tok(c, i - 1)->flags & TOKEN_CAP) || (tok(c, i - 1)->cls & (C_ADJ | C_DEMONYM | C_DET))) && !(tok(c, i - 1)->cls & C_PREP))
		i--;
	return i > c->s->first && (tok(c, i - 1)->cls & C_PREP) && (i - 1 == c->s->first || tok(c, i - 2)->kind == TOKEN_PUNCT);
}

/* das Hauptquartier | der Armee, базу | повстанцев: does a noun for a place before it say that it is theirs? */
static bool
is_owner(const struct scene *c, const struct actor_phrase *a)
{
	size_t i = a->first;

	if (!lexicon_has(c->d->lx, HABIT_HEAD_FIRST))
		return false;
	while (i > c->s->first && (tok(c, i - 1)->cls & C_DET))
		i--;
	if (i == c->s->first || (ground(c, i - 1) & G_HEAD))
		return i > c->s->first && !opens_with_place(c, i - 1);
	/* nach einer Attacke der | Armee */
	return lexicon_has(c->d->lx, HABIT_NOUNS_CAPITAL) && i < a->first && i > c->s->first + 1 && (tok(c, i - 1)->flags & TOKEN_CAP) &&
	    ((tok(c, i - 1)->cls & C_CAUSE) || (tok(c, i - 2)->cls & C_DET));
}

/* A preposition, or what it belongs to, makes of the actor no subject. */
static bool
is_oblique(const struct scene *c, const struct actor_phrase *a)
{
	size_t k = a->last + 1;
	const struct actor_phrase *joined = k + 1 < c->s->end && tok(c, k)->punct == '/' ? phrase_actor(c->p, k + 1) : NULL;
	const struct token *t;

	if (joined != NULL) /* YPG | /SDG'den */
		return is_oblique(c, joined);
	t = tok(c, k); /* HDK | 'den */
	return (a->prep != NOWHERE && !(tok(c, a->prep)->cls & C_SUBORD)) || is_owner(c, a) || holds_next(c, a) ||
	    (k < c->s->end && (t->form & FORM_POST) && t->word->value == POST_OBLIQUE);
}

/* Is all between tokens a and b that joins two members of a list? */
static bool
only_joins(const struct scene *c, size_t a, size_t b)
{
	size_t joins = 0;

	for (size_t i = a; i < b; i++) {
		const struct token *t = tok(c, i);

		if (t->kind == TOKEN_PUNCT ? (t->punct == ',' || t->punct == '/' || t->punct == '(' ||
		    t->punct == ')' || t->punct == '"') : (t->cls & C_AND) != 0 && b - a < 6)
			joins++;
		else if (!(t->cls & (C_DET | C_OTHER | C_ADJ | C_NUMBER | C_DEMONYM)) && !((t->cls & C_ADVERB) && i > a && (t[-1].cls & C_AND)))
			return false;
	}
	return joins > 0;
}

/* "rebels killed five soldiers | and took Tarn", "before taking Tarn": has the verb at i the subject of the one
 * before it, which stands left of the actor? */
static bool
shares_subject(const struct scene *c, const struct actor_phrase *a, size_t i)
{
	while (i > a->last + 1 && (tok(c, i - 1)->cls & C_ADVERB))
		i--;
	if (i <= a->last + 1)
		return false;
	return (tok(c, i - 1)->cls & C_AND) || tok(c, i - 1)->punct == ',' ||
	    ((tok(c, i)->form & FORM_GERUND) && (tok(c, i - 1)->cls & (C_SUBORD | C_PREP)));
}

/* A verb, and no participle of the noun behind it: "the wounded". */
static bool
is_transitive(const struct scene *c, size_t i)
{
	const struct token *t = tok(c, i);

	return t->kind == TOKEN_WORD && (t->form & (FORM_PAST | FORM_THIRD | FORM_BASE | FORM_GERUND)) &&
	    !(t->cls & (C_SPEECH | C_AND | C_PREP)) && i > c->s->first && !(tok(c, i - 1)->cls & (C_DET | C_POSSESSIVE | C_NUMBER));
}

/* killed at least five | soldiers, drove back the | army */
static bool
is_object(const struct scene *c, const struct actor_phrase *a)
{
	size_t i = a->first;

	if (lexicon_has(c->d->lx, HABIT_VERBS_LAST))
		return false;
	while (i > c->s->first && !is_transitive(c, i - 1) && (tok(c, i - 1)->kind == TOKEN_NUMBER || (ground(c, i - 1) & G_BACK) ||
	    (tok(c, i - 1)->cls & (C_DET | C_BOUND | C_ADJ | C_ADVERB | C_NUMBER | C_POSSESSIVE))))
		i--;
	return i > c->s->first && is_transitive(c, i - 1);
}

/* "Rebels advanced as the | army fled, and took Tarn": does a clause of its own, which a comma closes, tell of it? */
static bool
is_beside(const struct scene *c, const struct actor_phrase *a, size_t i)
{
	size_t k = a->first;

	while (k > c->s->first && (tok(c, k - 1)->cls & (C_DET | C_ADJ)))
		k--;
	if (k == c->s->first || !(tok(c, k - 1)->cls & C_SUBORD) || (tok(c, k - 1)->cls & C_PREP))
		return false;
	while (i > a->last + 1 && ((tok(c, i - 1)->cls & (C_ADVERB | C_HAVE)) || (tok(c, i - 1)->cls & C_AND)))
		i--;
	return i > a->last + 2 && tok(c, i - 1)->punct == ',';
}

/* "Rebels advanced, the | army said, after taking Tarn": it reports, between commas. */
static bool
is_inserted(const struct scene *c, const struct actor_phrase *a, size_t i)
{
	size_t from = a->first, end = a->last + INSERTED < i ? a->last + INSERTED : i;

	while (from > c->s->first && (tok(c, from - 1)->cls & (C_DET | C_ADJ)))
		from--;
	if (from == c->s->first || tok(c, from - 1)->punct != ',' || a->last + 1 >= i || !(tok(c, a->last + 1)->cls & C_SPEECH))
		return false;
	for (size_t k = a->last + 2; k < end; k++)
		if (tok(c, k)->punct == ',')
			return true;
	return false;
}

const struct actor_phrase *
subject_left(const struct scene *c, size_t i, size_t *first)
{
	const struct phrases *p = c->p;

	for (size_t k = p->n_actors; k-- > 0;) {
		const struct actor_phrase *a = &p->actors[k];
		/* "with rebels taking control": the subject of a gerund stands right before it */
		bool own = a->last + 1 == i && (tok(c, i)->form & FORM_GERUND), list = false;
		size_t from = k;

		if (a->last >= i || (is_oblique(c, a) && !own) || is_inserted(c, a, i))
			continue;
		/* a list is read from its first member; commas alone make none */
		*first = a->first;
		while (k > 0 && only_joins(c, p->actors[k - 1].last + 1, a->first)) {
			const struct actor_phrase *lead = &p->actors[k - 1];

			list = list || tok(c, lead->last + 1)->punct != ',' || a->first > lead->last + 2;
			if (is_oblique(c, lead) || !list)
				break;
			*first = lead->first;
			a = lead;
			k--;
		}
		if (!own && shares_subject(c, &p->actors[from], i) && (is_object(c, a) || (k > 0 && is_beside(c, a, i))))
			continue;
		return a;
	}
	return NULL;
}

static bool
pronoun_subject(const struct scene *c, size_t i)
{
	size_t from = clause_start(c->d, c->s->first, i);

	for (size_t k = i; k > from; k--)
		if (small(c, k - 1) & S_SUBJECT)
			return true;
	return i <= c->s->first + 1;
}

/* "The forces advanced": those spoken of before. */
static bool
is_definite_force(const struct scene *c, const struct actor_phrase *a)
{
	return a->who == NULL && a->first == a->last && a->first > c->s->first &&
	    (small(c, a->first) & S_BAND) && (tok(c, a->first - 1)->cls & C_DET) && !(tok(c, a->first - 1)->cls & (C_ONE | C_POSSESSIVE));
}

/* the front, a | rebel group, took it: what the one before is, and no other */
static bool
is_apposed(const struct scene *c, const struct actor_phrase *a)
{
	return a->first > c->s->first + 1 && (tok(c, a->first - 1)->cls & C_ONE) && tok(c, a->first - 2)->punct == ',';
}

struct party
list_party(const struct scene *c, const struct actor_phrase *a, size_t first, size_t i)
{
	const struct actor_phrase *last = a;
	struct party p = party_of(c, a);

	for (size_t k = 0; k < c->p->n_actors; k++)
		if (c->p->actors[k].last < i && &c->p->actors[k] > last && !is_apposed(c, &c->p->actors[k]) && tok(c, last->last + 1)->punct != ',' &&
		    only_joins(c, last->last + 1, c->p->actors[k].first))
			last = &c->p->actors[k];
	if (last != a || first != a->first)
		p.text = without_bracket(phrase_shown(c->d, c->s->first, first, last->last));
	return p;
}

/* Tarn's defence ministry said | it had captured: is the one who says so the subject? */
static bool
says_it(const struct scene *c, size_t i)
{
	while (i > c->s->first && (tok(c, i - 1)->cls & (C_HAVE | C_ADVERB)))
		i--;
	return i > c->s->first + 1u && (small(c, i - 1) & S_SUBJECT) && !(tok(c, i - 1)->form & FORM_PLURAL) &&
	    (tok(c, i - 2)->cls & (C_SPEECH | C_SUBORD));
}

/* Tarn said | it had captured: the country right before the verb of saying. */
static bool
sayer(const struct scene *c, size_t i, struct party *out)
{
	while (i > c->s->first && !(tok(c, i - 1)->cls & C_SPEECH))
		i--;
	return i > c->s->first + 1 && phrase_actor(c->p, i - 2) == NULL && country_within(c, i - 2, i - 1, out);
}

/* The gaining side of the verb at i. */
struct party
find_by(struct scene *c, size_t i)
{
	size_t first;
	const struct phrases *before;
	const struct actor_phrase *a = subject_left(c, i, &first);
	struct party p = { STR_NONE, STR_NONE };

	if (says_it(c, i) && sayer(c, i, &p))
		return p;
	if (a != NULL && is_definite_force(c, a) && c->last_by.text.n > 0 &&
	    c->index - c->last_by_sentence <= DEFINITE)
		return c->last_by;
	if (a != NULL && !(pronoun_subject(c, i) && c->last_by.text.n > 0 &&
	    c->last_by_sentence == c->index && a->last + 8 < i)) {
		return list_party(c, a, first, i);
	}
	if (c->last_by.text.n > 0 && c->index - c->last_by_sentence <= CARRY)
		return c->last_by;
	before = scene_before(c);
	for (size_t k = 0, n = before == NULL ? 0 : before->n_actors; k < n; k++)
		if (!is_oblique(c, &before->actors[k]))
			return party_of(c, &before->actors[k]);
	if (says_it(c, i))
		country_within(c, c->s->first, i, &p);
	return p;
}

bool
same_party(struct party a, struct party b)
{
	if (a.id.n > 0 && b.id.n > 0)
		return str_eq(a.id, b.id);
	return a.text.n > 0 && str_eq_ci(a.text, b.text);
}

const struct actor_phrase *
party_after(const struct scene *c, size_t from, size_t to, struct words preps)
{
	for (size_t k = 0; k < c->p->n_actors; k++) {
		const struct actor_phrase *a = &c->p->actors[k];

		if (a->first >= from && a->first < to && a->prep != NOWHERE && a->prep + 1 >= from &&
		    token_of(c->d, a->prep, preps))
			return a;
	}
	return NULL;
}

/* "military base": what kind it is, not whose */
static bool
is_adjectival(const struct scene *c, const struct actor_phrase *a)
{
	return a->who == NULL && a->first == a->last && (small(c, a->first) & S_KIND);
}

struct party
find_against(const struct scene *c, const struct ground_object *o, struct party by)
{
	const struct actor_phrase *a = NULL;
	size_t end = o->last + FROM_WINDOW < c->s->end ? o->last + FROM_WINDOW : c->s->end;
	struct party none = { STR_NONE, STR_NONE }, p;

	a = party_after(c, o->last + 1, end, FROM_OF);
	if (a == NULL && o->holder != NULL && !is_adjectival(c, o->holder))
		a = o->holder;
	if (a == NULL)
		a = party_after(c, c->s->first, c->s->end, AGAINST);
	if (a == NULL)
		return none;
	p = party_of(c, a);
	return same_party(p, by) ? none : p;
}

/* ---- the fact ---- */

static enum change
change_of(const struct telling *t, enum change change, struct deed_stance *st)
{
	if (change == CHANGE_CAPTURED && t->re)
		change = CHANGE_RECAPTURED;
	if (st->deed == DEED_TRIED || st->deed == DEED_REPELLED) {
		if (change <= CHANGE_RECAPTURED)
			change = st->deed == DEED_TRIED ? CHANGE_ATTACKED : CHANGE_REPELLED;
		st->deed = DEED_DONE;
	}
	return change;
}

/* overran the post | before withdrawing, before being driven back: what ended it */
static bool
ends_soon(const struct scene *c, size_t i)
{
	size_t k = i;

	while (k < c->s->end && !((tok(c, k)->cls & C_SUBORD) && (tok(c, k)->cls & C_PREP) && (tok(c, k + 1)->form & FORM_GERUND)))
		if (opens_clause(c->d, k++))
			return false;
	for (size_t n = 0; ++k < c->s->end && n < ENDING && tok(c, k)->kind != TOKEN_PUNCT; n++)
		if ((ground(c, k) & G_WITHDRAW) && (tok(c, k)->form & FORM_GERUND))
			return true;
		else if ((ground(c, k) & (G_EXPEL | G_REPEL)) && is_passive(c->d, c->s->first, k))
			return true;
	return false;
}

/* briefly | captured, took the town | for a few hours: it did not last */
static bool
is_brief(const struct scene *c, const struct telling *t)
{
	size_t first = t->first < t->verb ? t->first : t->verb, last = (t->last > t->verb ? t->last : t->verb) + 1;

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
	f->bound = o->number->bound == BOUND_NONE ? BOUND_EXACT : (enum bound)o->number->bound;
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
			*attacker = a == NULL ? (struct party){ STR_NONE, STR_NONE } : party_of(c, a);
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
				    !is_oblique(c, &c->p->actors[k]))
					return p;
			}
	return (struct party){ STR_NONE, STR_NONE };
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
	if (i > c->s->first && tok(c, i - 1)->kind == TOKEN_PUNCT && tok(c, i - 1)->punct == ',' && (tok(c, i)->form & FORM_PARTICIPLE) &&
	    (ground(c, i) & (G_LOSE | G_STRONG)) && (tok(c, i + 1)->cls & (C_TO | C_BY)))
		return true;
	return (tok(c, i)->cls & C_RELATIVE) && (opens_clause(c->d, i) || (i + 1 < c->s->end && (tok(c, i + 1)->cls & C_VERB)));
}

/* "retook Tarn, which the rebels had seized in January"; "the army, which lost Tarn in 2023, retook it": a
 * day of what is told of the place, or of who took it. */
static bool
is_relative(const struct scene *c, size_t verb, size_t day)
{
	size_t from = day > verb ? verb + 1 : c->s->first, to = day > verb ? day : verb;
	bool inside = false;

	for (size_t i = from; i < to; i++) {
		if (i < day && opens_relative(c, i))
			inside = true;
		else if (i > day && tok(c, i)->kind == TOKEN_PUNCT && tok(c, i)->punct == ',')
			return inside;
	}
	return inside && day > verb;
}

/* The day that the sentence gives, and whether that makes it history; not "the first since March". */
static void
put_day(struct scene *c, struct fact *f, size_t at)
{
	struct when found[WHEN_MAX], best;
	size_t n = when_scan(c->d->lx, c->d->in->text, &c->d->t, c->s->first, c->s->end,
	    c->d->day, found), days = 0;

	for (size_t i = 0; i < n; i++)
		if (!found[i].span && phrase_actor(c->p, found[i].first) == NULL && /* the March 23 Movement */
		    (found[i].since.month > 0 || is_history(c, found[i].until)) &&
		    !is_relative(c, at, found[i].first))
			found[days++] = found[i];
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
	    t->antecedent || (o != NULL && (o->n > 0 || (change == CHANGE_WITHDREW && o->number != NULL)));
}

/* drove them out of Tarn and took control of the town: was the same told of the same ground in the sentence? */
static bool
is_repeat(const struct scene *c, const struct fact *f)
{
	for (const struct fact *old = f; old-- > c->d->facts && old->start >= c->s->start;)
		if (old->kind == FACT_TERRITORY && old->change == f->change && old->stance == f->stance && f->n_places > 0 &&
		    old->n_places > 0 && f->places[0].role == ROLE_OBJECT && str_eq(old->places[0].name, f->places[0].name) &&
		    str_eq(old->by, f->by))
			return true;
	return false;
}

/* Soviet | troops: is one of the words that name the side of another age? */
static bool
is_past_side(const struct scene *c, struct str by)
{
	const char *text = c->d->in->text.p;

	for (size_t i = c->s->first; i < c->s->end && by.n > 0; i++)
		if (text + tok(c, i)->start >= by.p && text + tok(c, i)->start < by.p + by.n && tok(c, i)->word->value == OF_ANOTHER_AGE)
			return true;
	return false;
}

bool
tell_as(struct scene *c, struct telling *t, struct change_kind kind, struct deed_stance st)
{
	const struct ground_object *o = t->object;
	enum change change;
	struct fact *f;

	if (st.deed == DEED_NONE)
		return false;
	change = change_of(t, kind.change, &st);
	if ((change <= CHANGE_RECAPTURED || change == CHANGE_CONTROLS) && is_brief(c, t))
		change = CHANGE_CONTESTED;
	if (!is_worth_telling(t, st.stance, change))
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
	if (f->stance <= STANCE_CLAIMED && (cues_point_elsewhere(c->d, c->s) || is_past_side(c, f->by)))
		f->stance = STANCE_BACKGROUND;
	if (t->by.text.n > 0) {
		c->last_by = t->by;
		c->last_by_sentence = c->index;
	}
	if ((o == NULL || !o->named) && is_repeat(c, f))
		c->d->n_facts--;
	return true;
}

bool
tell(struct scene *c, struct telling *t)
{
	const struct territory_rule *r = &c->rules->rules[t->rule];
	struct change_kind kind = { str_of(territory_rule_names[t->rule]), r->change, r->confidence };

	t->repelled = t->rule == RULE_REPEL;
	return r->known &&
	    tell_as(c, t, kind, deed_stance(c->d, c->s, t->verb));
}
