/* phrase_actor.c -- the actors of a sentence, and how far their names go; see
 * phrase_in.h. */
#include "config.h"

#include "base/alloc.h"
#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/number.h"
#include "facts/phrase_in.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"

#define NAME_TOKENS 8    /* longest name behind a word for a force */
#define COUNTRY_TOKENS 3 /* of a country that owns an army */
/* word.value of a noun for a force that is one only... */
/* with what says whose: armed group, but a group of villages */
#define FORCE_OF_SOMEBODY 16

/* Does what stands before token i say whose it is: an adjective, a people, a capital? */
static bool
is_of_somebody(const struct doc *d, size_t i)
{
	return i > 0 &&
	    ((d->t.tok[i - 1].cls & (C_ADJ | C_DEMONYM | C_ARMED)) ||
		(d->t.tok[i - 1].flags & TOKEN_CAP));
}

/* The army, the police; no part of a place's name. */
static bool
is_noun_for_force(const struct doc *d, size_t i, size_t end)
{
	const struct token *t = &d->t.tok[i];
	struct gaz_place known;

	/* an army | of volunteers */
	if ((t->cls & C_ORG) && i + 2 < end && (d->t.tok[i + 1].cls & C_OF) &&
	    (d->t.tok[i + 2].cls & C_PERSON) && (d->t.tok[i + 2].form & FORM_PLURAL) &&
	    !(d->t.tok[i + 2].cls & (C_ARMED | C_DEMONYM | C_FACTION)) &&
	    !(d->t.tok[i + 2].flags & TOKEN_CAP) && !(d->t.tok[i].form & FORM_PLURAL))
		return false;
	/* the Brigade | 46 base */
	if (i + 2 < end && t[1].kind == TOKEN_NUMBER && (t->flags & TOKEN_CAP) &&
	    (token_ground(d, i + 2) & G_SITE))
		return false;
	/* the Tarn military | airport */
	if (i + 1 < end && (token_small(d, i) & S_KIND) &&
	    (token_ground(d, i + 1) & G_SITE))
		return false;
	if (t->word->value == FORCE_BY_NAME)
		return (t->flags & TOKEN_CAP) && i > 0 &&
		    ((d->t.tok[i - 1].flags & TOKEN_CAP) ||
			is_digit(*token_text(d, i - 1).p)); /* the 22nd | Division */
	/* the Syrian state, but Borno state and Rakhine State */
	if (t->word->ground & G_REGION)
		return !(t->flags & TOKEN_CAP) && i > 0 &&
		    (d->t.tok[i - 1].cls & (C_ADJ | C_DEMONYM | C_ARMED)) &&
		    !((d->t.tok[i - 1].flags & TOKEN_CAP) &&
			phrase_in_gazetteer(d, doc_words(d, i - 1, i), &known));
	return t->word->value != FORCE_OF_SOMEBODY || is_of_somebody(d, i);
}

static inline bool
is_force(const struct doc *d, size_t i, size_t end)
{
	return i < end && (d->t.tok[i].word->ground & G_FORCE) &&
	    phrase_word(d, i, end) && is_noun_for_force(d, i, end);
}

/* Does a preposition stand before the capitals that end at token i, or a noun whose they
 * are: захват | Тарна войсками? */
static bool
is_governed(const struct doc *d, const struct phrases *p, size_t i)
{
	while (i > p->first && (d->t.tok[i - 1].flags & TOKEN_CAP) &&
	    !(d->t.tok[i - 1].cls & C_PREP) &&
	    !(token_ground(d, i - 1) & (G_HEAD | G_NOMINAL)))
		i--;
	return i > p->first &&
	    ((d->t.tok[i - 1].cls & C_PREP) ||
		(token_ground(d, i - 1) & (G_HEAD | G_NOMINAL)));
}

/* Kenyan | police, Islamist | fighters; but Free Syrian | Police: what a people or side
 * is called, and no part of a longer name, unless all words have capitals. */
static bool
is_people_before(const struct phrases *p, const struct token *t)
{
	return (t->cls & (C_DEMONYM | C_ARMED)) && !(t->flags & TOKEN_CAPS) &&
	    (p->title_case ||
		((!(t[-1].flags & TOKEN_CAP) || (t[-1].flags & TOKEN_FIRST)) &&
		    !(t[1].flags & TOKEN_CAP)));
}

/* security | forces */
static bool
is_kind_of_force(const struct token *t)
{
	return (t->word->small & S_KIND) && !(t->flags & TOKEN_CAP) &&
	    t->word->ground == G_NOTNAME;
}

/* Tarn Defence | Brigades, Tarn Liberation | Army: a capital within the name */
static bool
is_within_name(const struct doc *d, const struct phrases *p, const struct token *t)
{
	return (t->flags & (TOKEN_CAP | TOKEN_FIRST)) == TOKEN_CAP &&
	    (t[1].flags & TOKEN_CAP) && !(t[1].word->ground & G_HEAD) && !p->title_case &&
	    !(t->word->ground & ~(G_NOTNAME | G_NOMINAL | G_STRONG)) &&
	    !(t->cls &
		(C_TITLE | C_DEMONYM | C_PREP | C_AND | C_DET | C_MONTH | C_WEEKDAY |
		    C_SPEAKER | C_PRONOUN | C_SUBORD)) &&
	    !lexicon_has(d->lx, HABIT_NOUNS_CAPITAL);
}

/* Words that an actor's name is extended over to the left: adjectives, demonyms,
 * capitals. */
static bool
extends_left(const struct doc *d, const struct phrases *p, size_t i)
{
	const struct token *t = &d->t.tok[i];

	struct gaz_place country;

	if (i < p->first || t->kind != TOKEN_WORD)
		return false;
	/* İsrail | ordusu, Rus | ordusunun */
	if (lexicon_has(d->lx, HABIT_SUFFIX) && (t->flags & TOKEN_CAP) &&
	    ((t->cls & C_DEMONYM) || country_named(d, i, i, &country)))
		return true;
	if ((t->word->ground & (G_STRONG | G_LIGHT | G_CONTROLV | G_HEAD)) ||
	    ((t->word->ground & G_NOTNAME) && !is_people_before(p, t) &&
		!is_kind_of_force(t)))
		return is_within_name(d, p, t);
	if (phrase_compound(d, i))
		return true;
	/* в Тарне | боевики убили: where a noun stands before what belongs to it, no name
	 * belongs to the next */
	if (lexicon_has(d->lx, HABIT_HEAD_FIRST) &&
	    !(t->cls & (C_ADJ | C_DEMONYM | C_ARMED | C_FACTION)) && is_governed(d, p, i))
		return false;
	/* 3rd Assault | Brigade */
	if ((t->flags & (TOKEN_CAP | TOKEN_FIRST)) == TOKEN_CAP && (t->cls & C_CAUSE) &&
	    (t[1].flags & TOKEN_CAP) && !p->title_case)
		return true;
	if (t->cls &
	    (C_PREP | C_DET | C_ONE | C_AND | C_SUBORD | C_RELATIVE | C_VERB | C_ADVERB |
		C_SPEECH | C_BE | C_HAVE | C_MODAL | C_NEG | C_OTHER | C_POSSESSIVE |
		C_OF | C_BY | C_TO))
		return false;
	return (t->cls & (C_ADJ | C_DEMONYM | C_ARMED | C_FACTION)) != 0 ||
	    ((t->flags & TOKEN_CAP) && !(t->flags & TOKEN_FIRST)) ||
	    ((t->flags & TOKEN_CAP) && t->word->id == 0);
}

/* "fuerzas gubernamentales sirias", "Ejército Nacional Libio" */
static bool
extends_right(const struct doc *d, size_t i, size_t end)
{
	const struct token *t = &d->t.tok[i];

	if (!phrase_word(d, i, end) || (t->word->ground & (G_HEAD | G_NOTNAME)) ||
	    (t->cls &
		(C_PREP | C_DET | C_AND | C_SUBORD | C_RELATIVE | C_VERB | C_ADVERB |
		    C_BE | C_HAVE)))
		return false;
	return (t->cls & (C_ADJ | C_DEMONYM)) != 0 ||
	    (token_capital(d, i, end) && token_capital(d, i - 1, end) &&
		!lexicon_has(d->lx, HABIT_NOUNS_CAPITAL));
}

/* 1 if an article that adjectives repeat stands at i, else 0. */
static size_t
article(const struct doc *d, size_t i)
{
	return lexicon_has(d->lx, HABIT_HEAD_FIRST) && i + 1 < d->t.n &&
		(d->t.tok[i].cls & C_DET)
	    ? 1
	    : 0;
}

/* Is what begins at i the rest of the actor prev?  "forces | of the | regime" where
 * modifiers stand behind, and everywhere if it has a name: "fighters | of the | Islamic
 * State". */
static bool
joins_left(const struct doc *d, const struct actor_phrase *prev, size_t i, bool named)
{
	size_t from = prev->last + 1;

	if (from == i)
		return true;
	/* the article alone, where the noun stands before what belongs to it and has none
	 * itself */
	if (from + 1 == i && (d->t.tok[from].cls & C_DET) &&
	    lexicon_has(d->lx, HABIT_HEAD_FIRST))
		return prev->first == 0 || !(d->t.tok[prev->first - 1].cls & C_DET);
	if (!(d->t.tok[from].cls & C_OF) ||
	    (!lexicon_has(d->lx, HABIT_MODIFIERS_AFTER) && !named))
		return false;
	return from + 1 == i || (from + 2 == i && (d->t.tok[from + 1].cls & C_DET));
}

/* Does the word before token i belong to the name that the compound at i ends? */
static bool
begins_name(const struct doc *d, const struct phrases *p, size_t i)
{
	const struct token *t = &d->t.tok[i - 1];

	return i > p->first && t->kind == TOKEN_WORD && (t->flags & TOKEN_CAP) &&
	    !p->title_case &&
	    !(t->cls &
		(C_PREP | C_DET | C_ONE | C_AND | C_SUBORD | C_VERB | C_WEEKDAY |
		    C_MONTH | C_ADVERB | C_NUMBER));
}

/* Liwa al-Fath, Jaysh Usud al-Sham: where the name ends that a word for a force begins; i
 * if none does. */
static size_t
led_name(const struct doc *d, size_t i, size_t end)
{
	size_t last = i;

	if (!(token_ground(d, i) & G_NAMECLASS) || !(d->t.tok[i].flags & TOKEN_CAP))
		return i;
	for (size_t k = i + 1;
	     k < end && k < i + NAME_TOKENS && d->t.tok[k].kind == TOKEN_WORD; k++)
		if (token_capital(d, k, end) &&
		    !(d->t.tok[k].cls & (C_VERB | C_AND | C_PREP)))
			last = k;
		else if (!(token_ground(d, k) & G_PARTICLE) ||
		    (d->t.tok[k].cls & (C_PREP | C_OF)))
			break;
	return last;
}

/* Lashkar Gah: a word for a force that begins the name of a town. */
static bool
leads_town(const struct doc *d, size_t i, size_t end)
{
	size_t last = led_name(d, i, end);
	struct gaz_place found;

	return last > i && phrase_in_gazetteer(d, doc_words(d, i, last), &found);
}

/* Israel's | army, Gaddafi's | forces: where the phrase begins whose country or leader
 * owns the actor, who is the state's; first: none does. */
static size_t
owner_start(const struct doc *d, size_t from, size_t first, const struct actor **who)
{
	struct gaz_place country;

	if (first < from + 2 || !(d->t.tok[first - 1].cls & C_POSSESSIVE))
		return first;
	for (size_t i = first - 2;
	     i + COUNTRY_TOKENS > first - 2 && i >= from && token_capital(d, i, first);
	     i--)
		if (country_named(d, i, first - 2, &country) && !country.demonym) {
			*who = *who != NULL
			    ? *who
			    : actors_of_state(d->reader->actors, country.country, d->day);
			return i;
		}
	return token_capital(d, first - 2, first) && d->t.tok[first - 2].word->id == 0 &&
		!phrase_in_gazetteer(d, token_text(d, first - 2), &country)
	    ? first - 2
	    : first;
}

/* Members | of the gang, by members | of the gang; but: killed 59 members of it. */
static bool
is_of_members(const struct doc *d, size_t i, size_t first)
{
	const struct token *t = &d->t.tok[i];

	if (!(t[1].cls & C_OF))
		return false;
	if ((t->word->ground & G_FORCE) && t->word->value == FORCE_OF_SOMEBODY &&
	    (t->form & FORM_PLURAL)) /* elements of the corps */
		return true;
	return (t->cls & C_PERSON) && t->word->value == OF_A_SIDE &&
	    (i == first || (t[-1].cls & C_BY) || t[-1].kind == TOKEN_PUNCT);
}

/* How many tokens before token i go on with the actor's name to the left: one, or two of
 * "People's". */
static size_t
left_of_name(const struct doc *d, const struct phrases *p, size_t i)
{
	const struct token *t = &d->t.tok[i] - 1;

	if (extends_left(d, p, i - 1))
		return 1;
	return i > p->first + 1 && (t->cls & C_POSSESSIVE) && (t->flags & TOKEN_TIGHT) &&
		(t[-1].cls & C_GENERIC) && (t[-1].flags & TOKEN_CAP)
	    ? 2
	    : 0;
}

/* Where the phrase begins, not before token floor, whose last words a force is known by,
 * from token first on. */
static size_t
actor_start(const struct doc *d, const struct phrases *p, size_t floor, size_t first)
{
	size_t n;

	while (first > floor && (n = left_of_name(d, p, first)) > 0)
		first -= n;
	/* Rwandan and | Mozambican troops */
	if (first > floor + 1 && (d->t.tok[first].cls & C_DEMONYM) &&
	    (d->t.tok[first - 1].cls & C_AND) && (d->t.tok[first - 2].cls & C_DEMONYM) &&
	    (d->t.tok[first - 2].flags & TOKEN_CAP) &&
	    !lexicon_has(d->lx,
		HABIT_MODIFIERS_AFTER | HABIT_HEAD_FIRST | HABIT_VERBS_LAST))
		first -= 2;
	return first;
}

static size_t
actor_end(const struct doc *d, const struct phrases *p, size_t last)
{
	while (lexicon_has(d->lx, HABIT_MODIFIERS_AFTER) &&
	    extends_right(d, last + 1 + article(d, last + 1), p->end))
		last += 1 + article(d, last + 1);
	return last;
}

/* backed by | fighters, backed by | the movement Hezbollah: the preposition before the
 * actor, or before the noun for what it is */
static size_t
actor_governor(const struct doc *d, size_t floor, size_t first, bool known)
{
	size_t prep = phrase_governor(d, floor, first);
	const struct token *t = first > floor ? &d->t.tok[first - 1] : NULL;

	return prep == NOWHERE && known && t != NULL && (t->cls & C_ORG) &&
		!(t->flags & TOKEN_CAP)
	    ? phrase_governor(d, floor, first - 1)
	    : prep;
}

static void
add_actor(const struct doc *d, struct phrases *p, size_t first, size_t last,
    const struct actor *who)
{
	struct actor_phrase *prev = p->n_actors > 0 ? &p->actors[p->n_actors - 1] : NULL;
	size_t prep;

	first = actor_start(d, p, prev == NULL ? p->first : prev->last + 1, first);
	if (prev == NULL || first > prev->last + 3)
		first = owner_start(d, p->first, first, &who);
	/* Islamic | State-linked rebels: the whole of the name, also where a sentence
	 * begins with it */
	while (phrase_compound(d, first) && (d->t.tok[first].flags & TOKEN_CAP) &&
	    begins_name(d, p, first))
		first--;
	last = actor_end(d, p, last);
	if (prev != NULL && first == prev->last + 2 && who != NULL &&
	    (d->t.tok[first - 1].cls & C_POSSESSIVE)) { /* Sudan's | RSF */
		prev->last = last;
		prev->who = who;
		return;
	}
	if (prev != NULL && joins_left(d, prev, first, who != NULL) &&
	    (prev->who == NULL || who == NULL)) {
		prev->last = last;
		prev->who = prev->who != NULL ? prev->who : who;
		return;
	}
	if (p->n_actors == PHRASE_ACTORS)
		return;
	prep = actor_governor(d, p->first, first, who != NULL);
	if (prep != NOWHERE && prep > p->first && is_of_members(d, prep - 1, p->first))
		prep = phrase_governor(d, p->first, first = prep - 1);
	p->actors[p->n_actors++] = (struct actor_phrase){ first, last, who, prep };
}

/* "Army" in "Wadi Salim Army Base" is no army. */
static bool
is_part_of_site(const struct doc *d, size_t i, size_t end)
{
	return i + 1 < end && (token_ground(d, i + 1) & G_HEAD) &&
	    token_capital(d, i, end) && token_capital(d, i + 1, end);
}

/* missiles hit | (central) Moscow */
static bool
is_hit(const struct doc *d, const struct phrases *p, size_t first)
{
	const struct token *t = &d->t.tok[first] - 1;

	if (d->t.tok[first].flags & TOKEN_CAPS) /* stormed | IS positions */
		return false;
	if (first > p->first + 1 &&
	    ((t->word->ground & G_DIRECTION) || (t->cls & C_ADJ)) &&
	    !(t->flags & TOKEN_CAP))
		t--;
	return first > p->first && t->form != 0 && !(t->cls & C_PREP) &&
	    ((t->cls & C_DAMAGE) || (t->word->ground & G_ATTACKV));
}

/* kills 12 in | Kharkiv: does the rest of the sentence say where? */
static bool
tells_where(const struct doc *d, const struct phrases *p, size_t i)
{
	for (; i + 1 < p->end; i++)
		if ((token_ground(d, i) & G_IN) && (d->t.tok[i + 1].flags & TOKEN_CAP))
			return true;
	return false;
}

/* Moscow | concert hall, Kyiv | strike, Kyiv: at the head of a sentence; but: Moscow
 * | strike kills 12 in Kharkiv. */
static bool
names_scene(const struct doc *d, const struct phrases *p, size_t first, size_t last)
{
	const struct token *next = &d->t.tok[last + 1];
	bool deed = (next->cls & (C_CAUSE | C_STRIKE)) != 0;

	if (!deed && !(next->cls & (C_THING | C_FACILITY)) &&
	    !(next->word->ground & (G_HEAD | G_SITE)) &&
	    !(first == p->first && next->kind == TOKEN_PUNCT && next->punct == ':'))
		return false;
	/* DPR | positions */
	return !(d->t.tok[first].flags & TOKEN_CAPS) && !(next->word->ground & G_FORCE) &&
	    !(deed && tells_where(d, p, last + 1)) && phrase_well_known(d, first, last);
}

/* "killed in Moscow", "missiles hit Moscow": a city that speaks for its government
 * elsewhere. */
static bool
is_scene(const struct doc *d, const struct phrases *p, size_t first, size_t last)
{
	size_t prep = phrase_name_governor(d, p, first, last);
	struct gaz_place found;

	if ((is_hit(d, p, first) && phrase_well_known(d, first, last)) ||
	    names_scene(d, p, first, last))
		return true;
	/* in a Hamas | ambush; but in a Kabul | blast */
	if ((d->t.tok[last + 1].cls & (C_CAUSE | C_STRIKE)) &&
	    !phrase_well_known(d, first, last))
		return false;
	return prep != NOWHERE && d->t.tok[first - 1].kind != TOKEN_NUMBER &&
	    !(d->t.tok[prep].cls & C_BY) && (token_ground(d, prep) & (G_IN | G_NEAR)) &&
	    d->t.tok[prep].word->value != NUMBER_BETWEEN &&
	    phrase_in_gazetteer(d, doc_words(d, first, last), &found) &&
	    !((d->t.tok[first].flags & TOKEN_CAPS) && first == last &&
		found.kind == GAZ_TOWN); /* on IS positions; but in the US */
}

/* May a name begin with the token: has it a capital, or parts, or is of another script?
 */
static inline bool
may_be_named(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i];

	bool named = ((t->flags & (TOKEN_CAP | TOKEN_DASH | TOKEN_RECASED)) != 0) |
	    ((t->word->ground & G_FORCE) != 0) |
	    ((unsigned char)d->in->text.p[t->start] >= 0x80);

	return t->kind == TOKEN_WORD && (named || phrase_small_article(d, i));
}

/* قاعدة النجيلة: a noun for a place, which is a name only with its article (القاعدة). */
static bool
is_bare_noun(const struct doc *d, const struct phrases *p, size_t i, size_t last)
{
	return i == last && (token_ground(d, i) & G_HEAD) &&
	    lexicon_has(d->lx, HABIT_NO_CAPITALS) &&
	    (i == p->first || !(d->t.tok[i - 1].cls & C_DET));
}

/* The atlas asks again. */
static void
note_known(struct phrases *p, size_t first, size_t last, const struct actor *who)
{
	if (p->known != NULL && p->n_known < PHRASE_ACTORS)
		p->known[p->n_known++] = (struct known_actor){ (uint32_t)first,
			(uint32_t)last, who };
}

/* An actor known by the name that begins at token i; *last is its last token. */
static const struct actor *
find_actor(const struct doc *d, struct phrases *p, size_t i, size_t *last)
{
	struct actor_context c = { d->in->country, d->day };
	const struct actor *who;

	/* "The Islamic State": without its article */
	if (d->t.tok[i].word->cls & C_DET)
		return NULL;
	if (!token_capital(d, i, p->end) && !(d->t.tok[i].flags & TOKEN_RECASED) &&
	    !phrase_compound(d, i) && !phrase_small_article(d, i) &&
	    (unsigned char)d->in->text.p[d->t.tok[i].start] < 0x80 &&
	    !is_force(d, i, p->end))
		return NULL;
	who = actors_at(d->reader->actors, d->in->text, &d->t, i, p->end, &c, last);
	if (who == NULL)
		d->t.tok[i].flags |= TOKEN_NO_ACTOR;
	else
		note_known(p, i, *last, who);
	return who != NULL && (is_scene(d, p, i, *last) || is_bare_noun(d, p, i, *last))
	    ? NULL
	    : who;
}

static inline const struct actor *
named_actor(const struct doc *d, struct phrases *p, size_t i, size_t *last)
{
	struct token *t = &d->t.tok[i];

	if (actors_may_begin(d->reader->actors, d->in->text, t))
		return find_actor(d, p, i, last);
	t->flags |= TOKEN_NO_ACTOR;
	return NULL;
}

bool
phrases_name_actor(const struct doc *d, const struct sentence *s)
{
	struct phrases p = { .first = s->first, .end = s->end };
	struct gaz_place country;
	size_t last;

	for (size_t i = s->first; i < s->end; i++)
		if (may_be_named(d, i) &&
		    (named_actor(d, &p, i, &last) != NULL ||
			country_acts(d, i, s->end, &last, &country)))
			return true;
	return false;
}

/* Does an actor begin at token i: one of the table, a noun for a force, a country that
 * does something?  *last is its last token. */
static bool
begins_actor(const struct doc *d, struct phrases *p, size_t i, size_t *last,
    const struct actor **who)
{
	struct gaz_place country;

	if (!may_be_named(d, i))
		return false;
	*who = named_actor(d, p, i, last);
	if (*who != NULL)
		return true;
	if (is_force(d, i, p->end) && (p->title_case || !is_part_of_site(d, i, p->end)) &&
	    !leads_town(d, i, p->end)) {
		*last = led_name(d, i, p->end);
		return true;
	}
	if (!country_acts(d, i, p->end, last, &country))
		return false;
	*who = actors_of_state(d->reader->actors, country.country, d->day);
	return true;
}

void
phrase_find_actors(const struct doc *d, struct phrases *p)
{
	const struct actor *who;
	size_t last, past = p->first;

	for (size_t k = 0; k < p->n_starts; k++) {
		size_t i = p->starts[k];

		if (i < past || !begins_actor(d, p, i, &last, &who))
			continue;
		add_actor(d, p, i, last, who);
		/* it may have been extended, or not kept */
		past = p->actors[p->n_actors - 1].last + 1;
		if (past <= last)
			past = last + 1;
	}
}
