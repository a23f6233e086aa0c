/* territory_who.c -- who takes ground, and from whom; see territory_scene.h. */
#include "config.h"

#include "facts/attr.h"
#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"
#include "facts/territory_scene.h"

#define CARRY 2    /* sentences over which a subject is carried on */
#define DEFINITE 8 /* and for "the forces" */
#define ASIDE 12   /* tokens of an aside of who helps */
/* tokens from who reports to the comma behind: the army said on Friday, */
#define INSERTED 6

/* "JNIM said | its fighters", "Russia said | its troops": a force without a name, theirs
 * who were named. */
static bool
is_possessed(const struct scene *c, const struct actor_phrase *a)
{
	const struct token *t = a->first > c->s->first ? tok(c, a->first - 1) : NULL;

	return a->who == NULL && t != NULL && (t->cls & C_POSSESSIVE) && (t->cls & C_DET);
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

/* The actor before that one in its sentence; NULL: it is the first, or one of another
 * sentence. */
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

	return open == STR_NOWHERE || str_chr(name, ')') != STR_NOWHERE
	    ? name
	    : str_trim(str_sub(name, 0, open));
}

/* Gunmen | from JNIM, by soldiers from the | SDF: the side that the people of a phrase
 * without a name are from; NULL: none is told, or it is whose ground follows. */
static const struct actor_phrase *
come_from(const struct scene *c, const struct actor_phrase *a)
{
	size_t from = a->last + 1;
	const struct actor_phrase *side;

	if (a->who != NULL || !(ground(c, from) & G_FROM) ||
	    !(tok(c, a->last)->cls & C_PERSON))
		return NULL;
	side = phrase_actor(c->p, from + 1 + ((cls(c, from + 1) & C_DET) != 0));
	return side == NULL || side->who == NULL || side->prep != from ||
		(ground(c, side->last + 1) & (G_HEAD | G_HELD))
	    ? NULL
	    : side;
}

struct party
party_of(const struct scene *c, const struct actor_phrase *a)
{
	const struct actor_phrase *side = come_from(c, a);
	struct party p = {
		without_bracket(phrase_shown(c->d, c->s->first, a->first, a->last)),
		STR_NONE
	};

	if (is_possessed(c, a)) {
		const struct actor_phrase *owner = actor_before(c, a);

		/* the army cleared it of rebels, and its | forces advanced */
		while (owner != NULL && actor_is_oblique(c, owner) &&
		    actor_before(c, owner) != NULL)
			owner = actor_before(c, owner);
		if (owner != NULL && owner->first >= attr_dateline_end(c->d, c->index))
			return party_of(c, owner);
		if (country_within(c, c->s->first, a->first, &p))
			return p;
	}
	if (side != NULL)
		return (struct party){ phrase_shown(c->d, c->s->first, a->first,
					   side->last),
			side->who->id };
	if (a->who != NULL)
		p.id = a->who->id;
	return p;
}

/* В Сумской области | российские войска: does the sentence or clause begin with a phrase
 * of place that ends with the noun at token i? */
static bool
opens_with_place(const struct scene *c, size_t i)
{
	while (i > c->s->first &&
	    ((tok(c, i - 1)->flags & TOKEN_CAP) ||
		(tok(c, i - 1)->cls & (C_ADJ | C_DEMONYM | C_DET))) &&
	    !(tok(c, i - 1)->cls & C_PREP))
		i--;
	return i > c->s->first && (tok(c, i - 1)->cls & C_PREP) &&
	    (i - 1 == c->s->first || tok(c, i - 2)->kind == TOKEN_PUNCT);
}

/* das Hauptquartier | der Armee, базу | повстанцев: does a noun for a place before it say
 * that it is theirs? */
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
	return lexicon_has(c->d->lx, HABIT_NOUNS_CAPITAL) && i < a->first &&
	    i > c->s->first + 1 && (tok(c, i - 1)->flags & TOKEN_CAP) &&
	    ((tok(c, i - 1)->cls & C_CAUSE) || (tok(c, i - 2)->cls & C_DET));
}

bool
actor_is_oblique(const struct scene *c, const struct actor_phrase *a)
{
	size_t k = a->last + 1;
	const struct actor_phrase *joined = k + 1 < c->s->end && tok(c, k)->punct == '/'
	    ? phrase_actor(c->p, k + 1)
	    : NULL;
	const struct token *t;

	if (joined != NULL) /* YPG | /SDG'den */
		return actor_is_oblique(c, joined);
	t = tok(c, k); /* HDK | 'den */
	return (a->prep != NOWHERE && !(tok(c, a->prep)->cls & C_SUBORD)) ||
	    is_owner(c, a) || holds_next(c, a) ||
	    (k < c->s->end && (t->form & FORM_POST) && t->word->value == POST_OBLIQUE);
}

/* Is all between tokens a and b that joins two members of a list? */
static bool
only_joins(const struct scene *c, size_t a, size_t b)
{
	size_t joins = 0;

	for (size_t i = a; i < b; i++) {
		const struct token *t = tok(c, i);

		if (t->kind == TOKEN_PUNCT
			? (t->punct == ',' || t->punct == '/' || t->punct == '(' ||
			      t->punct == ')' || t->punct == '"')
			: (t->cls & C_AND) != 0 && b - a < 6)
			joins++;
		else if (!(t->cls & (C_DET | C_OTHER | C_ADJ | C_NUMBER | C_DEMONYM)) &&
		    !(t->flags & TOKEN_HYPHEN) &&
		    !((t->cls & C_ADVERB) && i > a && (t[-1].cls & C_AND)))
			return false;
	}
	return joins > 0;
}

/* "rebels killed five soldiers | and took Tarn", "before taking Tarn": has the verb at i
 * the subject of the one before it, which stands left of the actor? */
static bool
shares_subject(const struct scene *c, const struct actor_phrase *a, size_t i)
{
	while (i > a->last + 1 && (tok(c, i - 1)->cls & (C_ADVERB | C_HAVE)))
		i--;
	if (i <= a->last + 1)
		return false;
	return (tok(c, i - 1)->cls & C_AND) || tok(c, i - 1)->punct == ',' ||
	    ((tok(c, i)->form & FORM_GERUND) &&
		(tok(c, i - 1)->cls & (C_SUBORD | C_PREP)));
}

/* A verb, and no participle of the noun behind it: "the wounded". */
static bool
is_transitive(const struct scene *c, size_t i)
{
	const struct token *t = tok(c, i);

	return t->kind == TOKEN_WORD &&
	    (t->form & (FORM_PAST | FORM_THIRD | FORM_BASE | FORM_GERUND)) &&
	    !(t->cls & (C_SPEECH | C_AND | C_PREP)) && i > c->s->first &&
	    !(tok(c, i - 1)->cls & (C_DET | C_POSSESSIVE | C_NUMBER));
}

/* killed at least five | soldiers, drove back the | army */
static bool
is_object(const struct scene *c, const struct actor_phrase *a)
{
	size_t i = a->first;

	if (lexicon_has(c->d->lx, HABIT_VERBS_LAST))
		return false;
	while (i > c->s->first && !is_transitive(c, i - 1) &&
	    (tok(c, i - 1)->kind == TOKEN_NUMBER || (ground(c, i - 1) & G_BACK) ||
		(tok(c, i - 1)->cls &
		    (C_DET | C_BOUND | C_ADJ | C_ADVERB | C_NUMBER | C_POSSESSIVE))))
		i--;
	return i > c->s->first && is_transitive(c, i - 1);
}

/* "Rebels advanced as the | army fled, and took Tarn": does a clause of its own, which a
 * comma closes, tell of it? */
static bool
is_beside(const struct scene *c, const struct actor_phrase *a, size_t i)
{
	size_t k = a->first;

	while (k > c->s->first && (tok(c, k - 1)->cls & (C_DET | C_ADJ)))
		k--;
	if (k == c->s->first || !(tok(c, k - 1)->cls & C_SUBORD) ||
	    (tok(c, k - 1)->cls & C_PREP))
		return false;
	while (i > a->last + 1 &&
	    ((tok(c, i - 1)->cls & (C_ADVERB | C_HAVE)) || (tok(c, i - 1)->cls & C_AND)))
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
	if (from == c->s->first || tok(c, from - 1)->punct != ',' || a->last + 1 >= i ||
	    !(tok(c, a->last + 1)->cls & C_SPEECH))
		return false;
	for (size_t k = a->last + 2; k < end; k++)
		if (tok(c, k)->punct == ',')
			return true;
	return false;
}

/* Troops backed by | militias and the front retook Tarn: with whose help they do it */
static bool
is_backer(const struct scene *c, const struct actor_phrase *a)
{
	size_t i = a->prep;

	return i != NOWHERE && i > c->s->first + 1 && (tok(c, i)->cls & C_BY) &&
	    (tok(c, i - 1)->form & FORM_PARTICIPLE) &&
	    !is_passive(c->d, c->s->first, i - 1);
}

/* Troops, backed by Tarn and the | front, have retaken Hur: in an aside of who helps
 * them? */
static bool
is_in_aside(const struct scene *c, const struct actor_phrase *a, size_t i)
{
	size_t k = a->first;

	while (k > c->s->first && k + ASIDE > a->first &&
	    !(tok(c, k - 1)->punct == ',' && (tok(c, k)->form & FORM_PARTICIPLE) &&
		(tok(c, k + 1)->cls & C_BY)))
		k--;
	if (k == c->s->first || k + ASIDE <= a->first)
		return false;
	for (size_t m = a->last + 1; m < i; m++)
		if (tok(c, m)->punct == ',')
			return true;
	return false;
}

/* from the rebels, who | had overrun it: the party right before the relative word that is
 * the subject; NULL: none is */
static const struct actor_phrase *
relative_subject(const struct scene *c, size_t i)
{
	while (i > c->s->first && (tok(c, i - 1)->cls & (C_HAVE | C_ADVERB)))
		i--;
	if (i < c->s->first + 3 || !(tok(c, i - 1)->cls & C_RELATIVE) ||
	    (tok(c, i - 1)->cls & C_DET))
		return NULL;
	i -= 1 + (tok(c, i - 2)->punct == ',');
	return phrase_actor(c->p, i - 1);
}

static bool
has_and(const struct scene *c, size_t from, size_t end)
{
	for (size_t k = from; k < end; k++)
		if (tok(c, k)->cls & C_AND)
			return true;
	return false;
}

/* attacked the army and its militias and | took Tarn; but: the army and its militias, as
 * they advanced and | took it */
static bool
is_same_verb(const struct scene *c, const struct actor_phrase *a, size_t i)
{
	for (size_t k = a->last + 1; k < i; k++)
		if (small(c, k) & S_SUBJECT)
			return false;
	return shares_subject(c, a, i);
}

static const struct actor_phrase *
find_subject(const struct scene *c, size_t i, size_t *first)
{
	const struct phrases *p = c->p;
	const struct actor_phrase *who = relative_subject(c, i);

	if (who != NULL) {
		*first = who->first;
		return who;
	}

	for (size_t k = p->n_actors; k-- > 0;) {
		const struct actor_phrase *a = &p->actors[k];
		/* "with rebels taking control": the subject of a gerund stands right
		 * before it */
		bool own = a->last + 1 == i && (tok(c, i)->form & FORM_GERUND),
		     list = false, backers = false;
		size_t from = k, apart = NOWHERE;

		if (a->last >= i || (actor_is_oblique(c, a) && !own) ||
		    is_inserted(c, a, i) || is_in_aside(c, a, i))
			continue;
		/* a list is read from its first member; commas alone make none */
		*first = a->first;
		while (k > 0 && only_joins(c, p->actors[k - 1].last + 1, a->first)) {
			const struct actor_phrase *lead = &p->actors[k - 1];

			bool joined = has_and(c, lead->last + 1, a->first);

			/* after clashes with A, B and C, | D and E took it */
			if (joined && apart != NOWHERE) {
				k = apart;
				a = &p->actors[k];
				*first = a->first;
				break;
			}
			apart = list && !joined ? k : apart;
			list = list || tok(c, lead->last + 1)->punct != ',' ||
			    a->first > lead->last + 2;
			if (actor_is_oblique(c, lead) || !list) {
				/* attacked the army and its militias and | took Tarn */
				backers = list &&
				    (is_backer(c, lead) ||
					(!own && is_same_verb(c, &p->actors[from], i)));
				break;
			}
			*first = lead->first;
			a = lead;
			k--;
		}
		if (backers) {
			k--;
			continue;
		}
		if (!own && shares_subject(c, &p->actors[from], i) &&
		    (is_object(c, a) || (k > 0 && is_beside(c, a, i))))
			continue;
		return a;
	}
	return NULL;
}

const struct actor_phrase *
subject_left(const struct scene *c, size_t i, size_t *first)
{
	struct asked_subject *a = c->asked;

	if (a->verb != i) {
		a->who = find_subject(c, i, &a->first);
		a->verb = i;
	}
	if (a->who != NULL)
		*first = a->first;
	return a->who;
}

bool
stands_before(const struct scene *c, const struct actor_phrase *who, size_t i)
{
	size_t k = who->last + 1;

	for (size_t n = 0; n < c->p->n_actors; n++) /* AFC/M23, the army and its allies */
		if (c->p->actors[n].first > k && c->p->actors[n].last < i &&
		    only_joins(c, k, c->p->actors[n].first))
			k = c->p->actors[n].last + 1;
	while (k < i && (tok(c, k)->cls & (C_HAVE | C_ADVERB)))
		k++;
	return k == i;
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
	    (small(c, a->first) & S_BAND) && (tok(c, a->first - 1)->cls & C_DET) &&
	    !(tok(c, a->first - 1)->cls & (C_ONE | C_POSSESSIVE));
}

/* the front, a | rebel group, took it: what the one before is, and no other */
static bool
is_apposed(const struct scene *c, const struct actor_phrase *a)
{
	return a->first > c->s->first + 1 && (tok(c, a->first - 1)->cls & C_ONE) &&
	    tok(c, a->first - 2)->punct == ',';
}

struct party
list_party(const struct scene *c, const struct actor_phrase *a, size_t first, size_t i)
{
	const struct actor_phrase *last = a;
	struct party p = party_of(c, a);

	for (size_t k = 0; k < c->p->n_actors; k++)
		if (c->p->actors[k].last<i && & c->p->actors[k]> last &&
		    !is_apposed(c, &c->p->actors[k]) &&
		    tok(c, last->last + 1)->punct != ',' &&
		    only_joins(c, last->last + 1, c->p->actors[k].first))
			last = &c->p->actors[k];
	if (last != a || first != a->first)
		p.text = without_bracket(phrase_shown(c->d, c->s->first, first,
		    last->last));
	return p;
}

bool
says_it(const struct scene *c, size_t i)
{
	while (i > c->s->first && (tok(c, i - 1)->cls & (C_HAVE | C_ADVERB)))
		i--;
	return i > c->s->first + 1u && (small(c, i - 1) & S_SUBJECT) &&
	    !(tok(c, i - 1)->form & FORM_PLURAL) &&
	    (tok(c, i - 2)->cls & (C_SPEECH | C_SUBORD));
}

/* Tarn said | it had captured: the country right before the verb of saying. */
static bool
sayer(const struct scene *c, size_t i, struct party *out)
{
	while (i > c->s->first && !(tok(c, i - 1)->cls & C_SPEECH))
		i--;
	return i > c->s->first + 1 && phrase_actor(c->p, i - 2) == NULL &&
	    country_within(c, i - 2, i - 1, out);
}

/* The gaining side of the verb at i. */
struct party
find_by(struct scene *c, size_t i)
{
	size_t first;
	const struct phrases *before;
	const struct actor_phrase *a = subject_left(c, i, &first);
	struct party p = NOBODY;

	if (says_it(c, i) && sayer(c, i, &p))
		return p;
	if (i > c->s->first && tok(c, i - 1)->word->value == FORMER &&
	    c->p->n_actors > 0 && c->p->actors[0].last < i) /* the former | taking it */
		return party_of(c, &c->p->actors[0]);
	if (a != NULL && is_definite_force(c, a) && c->last_by.text.n > 0 &&
	    c->index - c->last_by_sentence <= DEFINITE)
		return c->last_by;
	if (a != NULL &&
	    !(pronoun_subject(c, i) && c->last_by.text.n > 0 &&
		c->last_by_sentence == c->index && a->last + 8 < i)) {
		return list_party(c, a, first, i);
	}
	if (c->last_by.text.n > 0 && c->index - c->last_by_sentence <= CARRY)
		return c->last_by;
	before = scene_before(c);
	for (size_t k = 0, n = before == NULL ? 0 : before->n_actors; k < n; k++)
		if (!actor_is_oblique(c, &before->actors[k]))
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

		if (a->first >= from && a->first < to && a->prep != NOWHERE &&
		    a->prep + 1 >= from && token_of(c->d, a->prep, preps))
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
	size_t end = o->last + FROM_WINDOW < c->s->end ? o->last + FROM_WINDOW
						       : c->s->end;
	struct party p;

	a = party_after(c, o->last + 1, end, FROM_OF);
	if (a == NULL && o->holder != NULL && !is_adjectival(c, o->holder))
		a = o->holder;
	if (a == NULL && o->held_by.n > 0) {
		p = (struct party){ o->held_by, STR_NONE };
		return same_party(p, by) ? NOBODY : p;
	}
	if (a == NULL)
		a = party_after(c, c->s->first, c->s->end, AGAINST);
	if (a == NULL && (ground(c, o->last + 1) & G_FROM) &&
	    country_within(c, o->last + 2, o->last + 3, &p)) /* a hill from Tarn */
		return same_party(p, by) ? NOBODY : p;
	if (a == NULL)
		return NOBODY;
	p = party_of(c, a);
	return same_party(p, by) ? NOBODY : p;
}

struct party
subject_behind(const struct scene *c, size_t i, size_t last)
{
	const struct actor_phrase *a;
	size_t k = last + 2;

	if (!(tok(c, i)->form & FORM_GERUND) &&
	    !(i > c->s->first && (tok(c, i - 1)->cls & C_HAVE) &&
		(tok(c, i - 1)->form & FORM_GERUND)))
		return NOBODY;
	if (k >= c->s->end || tok(c, last + 1)->punct != ',')
		return NOBODY;
	a = phrase_actor(c->p, (tok(c, k)->cls & C_DET) ? k + 1 : k);
	return a == NULL ? NOBODY : party_of(c, a);
}
