/* phrase.c -- see phrase.h. */
#include "config.h"

#include "base/alloc.h"
#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/name_around.h"
#include "facts/phrase.h"
#include "facts/phrase_actor.h"
#include "facts/reader_data.h"

#define NAME_TOKENS 8 /* longest place name */
#define FACILITY_WORDS 2 /* between a name and its facility */

static bool
is_word(const struct doc *d, size_t i, size_t end)
{
	return i < end && d->t.tok[i].kind == TOKEN_WORD;
}

bool
is_arabic_article(const struct doc *d, size_t i)
{
	return lexicon_has(d->lx, HABIT_NO_CAPITALS) && i + 1 < d->t.n && (d->t.tok[i].cls & C_DET) &&
	    d->t.tok[i].end == d->t.tok[i + 1].start;
}

/* "Tarn-held", "anti-regime": known by its parts, never a name. */
static bool
is_compound_adjective(const struct doc *d, size_t i)
{
	static const struct str tails[] = {
		STR_INIT("-held"), STR_INIT("-controlled"), STR_INIT("-backed"), STR_INIT("-led"),
		STR_INIT("-occupied"), STR_INIT("-aligned"), STR_INIT("-affiliated"),
		STR_INIT("-linked"), STR_INIT("-allied"), STR_INIT("-supported"),
		STR_INIT("-based"), STR_INIT("-dominated"), STR_INIT("-run"),
		STR_INIT("-majority"), STR_INIT("-administered") };
	struct str w;

	if (!(d->t.tok[i].flags & TOKEN_DASH))
		return false;
	w = token_text(d, i);
	for (size_t k = 0; k < sizeof(tails) / sizeof(tails[0]); k++)
		if (str_ends(w, tails[k]))
			return true;
	return str_starts_ci(w, STR("pro-")) || str_starts_ci(w, STR("anti-"));
}

/* ---- actors ---- */

const struct actor_phrase *
phrase_actor(const struct phrases *p, size_t i)
{
	for (size_t k = 0; k < p->n_actors; k++)
		if (i >= p->actors[k].first && i <= p->actors[k].last)
			return &p->actors[k];
	return NULL;
}

/* Is token i one of n words, in any case? */
static bool
is_one_of(const struct doc *d, size_t i, const struct str *words, size_t n)
{
	struct str have = token_text(d, i);

	for (size_t k = 0; k < n; k++)
		if (words[k].n == have.n && str_eq_ci(words[k], have))
			return true;
	return false;
}

static bool
is_force(const struct doc *d, size_t i, size_t end)
{
	static const struct str named[] = { STR_INIT("division"), STR_INIT("divisions"), STR_INIT("corps"),
		STR_INIT("legion"), STR_INIT("front"), STR_INIT("movement") };
	static const struct str vague[] = { STR_INIT("group"), STR_INIT("groups"), STR_INIT("element"),
		STR_INIT("elements"), STR_INIT("units"), STR_INIT("unit"), STR_INIT("authorities"),
		STR_INIT("administration"), STR_INIT("resistance") };
	const struct token *t = &d->t.tok[i];

	if (!is_word(d, i, end) || !(t->word->ground & G_FORCE))
		return false;
	/* the Tarn military | airport: what kind it is */
	if (i + 1 < end && token_is(d, i, "military") && (token_ground(d, i + 1) & G_SITE))
		return false;
	/* a corps or front is one by its capital: "on the Tarn front" is a place */
	if (is_one_of(d, i, named, NELEM(named)))
		return (t->flags & TOKEN_CAP) && i > 0 && (d->t.tok[i - 1].flags & TOKEN_CAP);
	/* the Syrian state, but Borno state and Rakhine State */
	if ((t->word->ground & G_HEAD) && token_is(d, i, "state"))
		return !(t->flags & TOKEN_CAP) && i > 0 && (d->t.tok[i - 1].cls & (C_ADJ | C_DEMONYM | C_ARMED));
	/* "forced", "group of villages": only as a noun */
	return (i > 0 && ((d->t.tok[i - 1].cls & (C_ADJ | C_DEMONYM | C_ARMED)) || (d->t.tok[i - 1].flags & TOKEN_CAP))) ||
	    !is_one_of(d, i, vague, NELEM(vague));
}

/* Does a preposition stand before the capitals that end at token i? */
static bool
is_governed(const struct doc *d, const struct phrases *p, size_t i)
{
	while (i > p->first && (d->t.tok[i - 1].flags & TOKEN_CAP) && !(d->t.tok[i - 1].cls & C_PREP))
		i--;
	return i > p->first && (d->t.tok[i - 1].cls & C_PREP);
}

/* Words that an actor's name is extended over to the left: adjectives, demonyms, capitals. */
static bool
extends_left(const struct doc *d, const struct phrases *p, size_t i)
{
	const struct token *t = &d->t.tok[i];

	if (i < p->first || t->kind != TOKEN_WORD)
		return false;
	if (t->word->ground & (G_STRONG | G_LIGHT | G_CONTROLV | G_NOTNAME | G_HEAD))
		return false;
	if (is_compound_adjective(d, i))
		return true;
	/* в Тарне | боевики убили: where a noun stands before what belongs to it, no name belongs to the next */
	if (lexicon_has(d->lx, HABIT_HEAD_FIRST) && !(t->cls & (C_ADJ | C_DEMONYM | C_ARMED | C_FACTION)) && is_governed(d, p, i))
		return false;
	if (t->cls & (C_PREP | C_DET | C_ONE | C_AND | C_SUBORD | C_RELATIVE | C_VERB | C_ADVERB |
	    C_SPEECH | C_BE | C_HAVE | C_MODAL | C_NEG | C_OTHER | C_POSSESSIVE | C_OF | C_BY | C_TO))
		return false;
	return (t->cls & (C_ADJ | C_DEMONYM | C_ARMED | C_FACTION)) != 0 ||
	    ((t->flags & TOKEN_CAP) && !(t->flags & TOKEN_FIRST)) ||
	    ((t->flags & TOKEN_CAP) && t->word->id == 0);
}

static size_t
governor(const struct doc *d, size_t first, size_t i)
{
	bool determined = false;

	while (i > first) {
		const struct token *t = &d->t.tok[--i];

		/* in 2014 | the rebels */
		if (determined && t->kind == TOKEN_NUMBER)
			break;
		/* French "des combattants": no preposition where a clause begins */
		if ((t->cls & C_OF) && (t->word->ground & G_QUANT) &&
		    (i == first || t[-1].kind == TOKEN_PUNCT))
			break;
		determined = determined || (t->cls & C_DET);
		if (t->kind == TOKEN_WORD && (t->cls & (C_PREP | C_OF | C_BY | C_TO)) &&
		    !(t->cls & C_AND))
			return i;
		if (t->kind == TOKEN_NUMBER || (t->cls & (C_DET | C_ONE | C_ADJ | C_POSSESSIVE | C_OTHER |
		    C_BOUND | C_DEMONYM)) || (t->word->ground & (G_DIRECTION | G_QUANT)))
			continue;
		break;
	}
	return NOWHERE;
}

/* "fuerzas gubernamentales sirias", "Ejército Nacional Libio" */
static bool
extends_right(const struct doc *d, size_t i, size_t end)
{
	const struct token *t = &d->t.tok[i];

	if (!is_word(d, i, end) || (t->word->ground & (G_HEAD | G_NOTNAME)) ||
	    (t->cls & (C_PREP | C_DET | C_AND | C_SUBORD | C_RELATIVE | C_VERB | C_ADVERB | C_BE | C_HAVE)))
		return false;
	return (t->cls & (C_ADJ | C_DEMONYM)) != 0 || (token_capital(d, i, end) &&
	    token_capital(d, i - 1, end) && !lexicon_has(d->lx, HABIT_NOUNS_CAPITAL));
}

/* 1 if an article that adjectives repeat stands at i, else 0. */
static size_t
article(const struct doc *d, size_t i)
{
	return lexicon_has(d->lx, HABIT_HEAD_FIRST) && i + 1 < d->t.n && (d->t.tok[i].cls & C_DET) ? 1 : 0;
}

/* Is what begins at i the rest of the actor prev?  "forces | of the | regime" where modifiers stand behind,
 * and everywhere if it has a name: "fighters | of the | Islamic State". */
static bool
joins_left(const struct doc *d, const struct actor_phrase *prev, size_t i, bool named)
{
	size_t from = prev->last + 1;

	if (from == i)
		return true;
	/* the article alone, where the noun stands before what belongs to it and has none itself */
	if (from + 1 == i && (d->t.tok[from].cls & C_DET) && lexicon_has(d->lx, HABIT_HEAD_FIRST))
		return prev->first == 0 || !(d->t.tok[prev->first - 1].cls & C_DET);
	if (!(d->t.tok[from].cls & C_OF) || (!lexicon_has(d->lx, HABIT_MODIFIERS_AFTER) && !named))
		return false;
	return from + 1 == i || (from + 2 == i && (d->t.tok[from + 1].cls & C_DET));
}

/* Does the word before token i belong to the name that the compound at i ends? */
static bool
begins_name(const struct doc *d, const struct phrases *p, size_t i)
{
	const struct token *t = &d->t.tok[i - 1];

	return i > p->first && t->kind == TOKEN_WORD && (t->flags & TOKEN_CAP) && !p->title_case &&
	    !(t->cls & (C_PREP | C_DET | C_ONE | C_AND | C_SUBORD | C_VERB | C_WEEKDAY | C_MONTH | C_ADVERB | C_NUMBER));
}

static void
add_actor(const struct doc *d, struct phrases *p, size_t first, size_t last,
    const struct actor *who)
{
	struct actor_phrase *prev = p->n_actors > 0 ? &p->actors[p->n_actors - 1] : NULL;
	size_t prep;

	while (first > p->first && (prev == NULL || first > prev->last + 1) &&
	    extends_left(d, p, first - 1))
		first--;
	if (prev == NULL || first > prev->last + 3)
		first = actor_owner_start(d, p->first, first, &who);
	/* Islamic | State-linked rebels: the whole of the name, also where a sentence begins with it */
	while (is_compound_adjective(d, first) && (d->t.tok[first].flags & TOKEN_CAP) && begins_name(d, p, first))
		first--;
	while (lexicon_has(d->lx, HABIT_MODIFIERS_AFTER) && extends_right(d, last + 1 + article(d, last + 1), p->end))
		last += 1 + article(d, last + 1);
	if (prev != NULL && joins_left(d, prev, first, who != NULL) &&
	    (prev->who == NULL || who == NULL)) {
		prev->last = last;
		if (prev->who == NULL)
			prev->who = who;
		return;
	}
	if (p->n_actors == PHRASE_ACTORS)
		return;
	prep = governor(d, p->first, first);
	if (prep != NOWHERE && prep > p->first && actor_of_members(d, prep - 1, p->first))
		prep = governor(d, p->first, first = prep - 1);
	p->actors[p->n_actors++] = (struct actor_phrase){ first, last, who, prep };
}

/* "Army" in "Wadi Salim Army Base" is no army. */
static bool
is_part_of_site(const struct doc *d, size_t i, size_t end)
{
	return i + 1 < end && (token_ground(d, i + 1) & G_HEAD) && token_capital(d, i, end) &&
	    token_capital(d, i + 1, end);
}

/* in western | Kyiv, in the Russian capital, | Moscow: where what stands before the name in its phrase begins. */
static size_t
modified_start(const struct doc *d, size_t first)
{
	for (size_t n = 0; first > TOKEN_MARGIN && n < NAME_TOKENS; n++) {
		const struct token *t = &d->t.tok[first - 1];
		bool comma = t->kind == TOKEN_PUNCT && t->punct == ',';
		size_t head = comma ? name_apposed_head(d, TOKEN_MARGIN, first - 1) : NOWHERE;
		bool apposed = comma && (token_ground(d, first - 2) & G_HEAD);

		if (head != NOWHERE) {
			first = head;
			continue;
		}
		if (!apposed && (t->kind != TOKEN_WORD || (t->cls & C_PREP) ||
		    (!(t->cls & (C_DET | C_ADJ | C_DEMONYM | C_POSSESSIVE)) && !(t->word->ground & (G_DIRECTION | G_HEAD)))))
			break;
		first--;
		while ((t->cls & C_POSSESSIVE) && token_capital(d, first - 1, first)) /* Ukraine's capital */
			first--;
	}
	return first;
}

/* "killed in Moscow": a city that speaks for its government elsewhere. */
static bool
is_scene(const struct doc *d, size_t first, size_t last)
{
	size_t at = modified_start(d, first);
	struct gaz_place found;

	return at > 0 && !(d->t.tok[at - 1].cls & C_BY) && ((token_ground(d, at - 1) & G_IN) ||
	    token_is(d, at - 1, "near outside around")) && phrase_in_gazetteer(d, doc_words(d, first, last), &found);
}

/* al Shabaab: a small particle of names before a capital. */
static inline bool
is_small_article(const struct doc *d, size_t i)
{
	return d->t.tok[i].cls == 0 && (d->t.tok[i].word->ground & G_PARTICLE) && i + 1 < d->t.n && (d->t.tok[i + 1].flags & TOKEN_CAP);
}

/* May a name begin with the token: has it a capital, or parts, or is of another script? */
static inline bool
may_be_named(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return t->kind == TOKEN_WORD && ((t->flags & (TOKEN_CAP | TOKEN_DASH)) || (t->word->ground & G_FORCE) || is_small_article(d, i) ||
	    (unsigned char)d->in->text.p[t->start] >= 0x80);
}

/* An actor known by the name that begins at token i; *last is its last token. */
static const struct actor *
named_actor(const struct doc *d, size_t i, size_t end, size_t *last)
{
	struct actor_context c = { d->in->country, d->day };
	const struct actor *who;

	/* "The Islamic State": without its article */
	if (d->t.tok[i].word->cls & C_DET)
		return NULL;
	if (!token_capital(d, i, end) && !is_compound_adjective(d, i) && !is_small_article(d, i) &&
	    (unsigned char)d->in->text.p[d->t.tok[i].start] < 0x80 && !is_force(d, i, end))
		return NULL;
	who = actors_at(d->reader->actors, d->in->text, &d->t, i, end, &c, last);
	return who != NULL && is_scene(d, i, *last) ? NULL : who;
}

bool
phrases_name_actor(const struct doc *d, const struct sentence *s)
{
	struct gaz_place country;
	size_t last;

	for (size_t i = s->first; i < s->end; i++)
		if (may_be_named(d, i) && (named_actor(d, i, s->end, &last) != NULL ||
		    country_acts(d, i, s->end, &last, &country)))
			return true;
	return false;
}

static void
find_actors(const struct doc *d, struct phrases *p)
{
	for (size_t i = p->first; i < p->end; i++) {
		size_t last = i;
		const struct actor *who;
		struct gaz_place country;

		if (!may_be_named(d, i))
			continue;
		who = named_actor(d, i, p->end, &last);
		if (who == NULL && (!is_force(d, i, p->end) || is_part_of_site(d, i, p->end) || actor_leads_town(d, i, p->end))) {
			if (!country_acts(d, i, p->end, &last, &country))
				continue;
			who = actors_of_state(d->reader->actors, country.country, d->day);
		}
		if (who == NULL)
			last = actor_led_name(d, i, p->end);
		add_actor(d, p, i, last, who);
		/* it may have been extended, or not kept */
		i = p->actors[p->n_actors - 1].last > last ? p->actors[p->n_actors - 1].last : last;
	}
}

/* ---- places ---- */

/* A day or a month?  Where those begin small, one with a capital goes on with a name: Santo Domingo. */
static bool
is_date_word(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return !lexicon_has(d->lx, HABIT_SMALL_DAYS) && ((t->word->cls & C_WEEKDAY) ||
	    ((t->word->cls & C_MONTH) && t->end - t->start >= 4));
}

/* A capital that goes on with a name begun: nearly any. */
static bool
is_inner_word(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	if (lexicon_has(d->lx, HABIT_NOUNS_CAPITAL) && d->t.tok[i].word->id != 0)
		return false;
	return token_capital(d, i, end) && phrase_actor(p, i) == NULL && !is_compound_adjective(d, i) &&
	    !p->title_case && !(d->t.tok[i].flags & TOKEN_FIRST) &&
	    !(d->t.tok[i].word->cls & (C_PRONOUN | C_SPEECH)) && !is_date_word(d, i);
}

/* Rio de Janeiro: such a word behind a particle. */
static bool
is_dated_name(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	return i < end && (d->t.tok[i].word->cls & (C_WEEKDAY | C_MONTH)) && is_inner_word(d, p, i, end);
}

/* Where capitals tell no names: an unknown word behind a noun for places ("the city of"), or one
 * that the gazetteer knows. */
static bool
is_name_without_capitals(const struct doc *d, size_t i, size_t end)
{
	size_t head = i > 0 ? i - 1 : i;
	struct gaz_place found;

	if (!is_word(d, i, end))
		return false;
	/* what means "Syrian" in another case is Syria behind a preposition */
	if ((d->t.tok[i].word->cls & C_DEMONYM) && head < i && ((d->t.tok[head].cls & C_PREP) || (token_ground(d, head) & G_DIRECTION) ||
	    (head > 1 && (d->t.tok[head].cls & C_AND) && is_name_without_capitals(d, head - 1, end))))
		return phrase_well_known(d, i, i);
	if (d->t.tok[i].word->id != 0)
		return lexicon_has(d->lx, HABIT_COMPOUNDS) && phrase_joined(d, i) && (phrase_well_known(d, i, i) || phrase_division_in(d, i));
	/* the villages of Hur and Sefra */
	if (i > 1 && ((d->t.tok[head].cls & C_AND) || (d->t.tok[head].kind == TOKEN_PUNCT &&
	    d->t.tok[head].punct == ',')))
		return is_name_without_capitals(d, i - 2, end) || phrase_well_known(d, i, i);
	if (head > 0 && ((d->t.tok[head].cls & C_OF) || (token_ground(d, head) & G_CALLED)))
		head--;
	if (head > 0 && (token_ground(d, head) & G_HEAD) && is_arabic_article(d, head - 1) && phrase_in_gazetteer(d, token_text(d, i), &found) && found.demonym)
		return false;
	return (head < i && (token_ground(d, head) & (G_HEAD | G_NAMECLASS))) ||
	    phrase_well_known(d, i, i) || phrase_division_in(d, i);
}

/* A word that begins or goes on a place name. */
static bool
is_name_word(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	const struct token *t;
	struct gaz_place known;
	uint64_t g;

	if (lexicon_has(d->lx, HABIT_NOUNS_CAPITAL | HABIT_NO_CAPITALS) &&
	    !is_name_without_capitals(d, i, end))
		return false;
	if (lexicon_has(d->lx, HABIT_NO_CAPITALS))
		return phrase_actor(p, i) == NULL;
	if (!token_capital(d, i, end) || phrase_actor(p, i) != NULL || is_compound_adjective(d, i))
		return false;
	t = &d->t.tok[i];
	g = t->word->ground;
	if ((t->flags & TOKEN_HYPHEN) && phrase_in_gazetteer(d, token_text(d, i), &known))
		return true; /* Port-au-Prince, whatever its last part */
	/* DR Congo: no doctor; the US: no pronoun */
	if ((t->flags & TOKEN_CAPS) && !p->title_case && (t->word->cls & (C_TITLE | C_PRONOUN)) &&
	    phrase_in_gazetteer(d, doc_words(d, i, i + ((t->cls & C_TITLE) && token_capital(d, i + 1, end))), &known))
		return true;
	if ((g & G_NOTNAME) || (t->word->cls & (C_MONTH | C_WEEKDAY | C_PRONOUN)))
		return false;
	if (!p->title_case && phrase_homeland(d, i))
		return true;
	if (p->title_case)
		return t->word->id == 0 || inner_capital(token_text(d, i));
	if ((g & G_NAMECLASS) && token_capital(d, i + 1, end) && phrase_actor(p, i + 1) == NULL)
		return true;
	if (!(t->flags & TOKEN_FIRST))
		return !(t->word->cls & (C_DEMONYM | C_TITLE)) || (token_capital(d, i + 1, end) &&
		    phrase_actor(p, i + 1) == NULL && !(t->word->cls & C_TITLE) &&
		    !(token_ground(d, i + 1) & G_FORCE));
	/* the first word of a sentence: only what the language does not know, or a name's first half */
	if (t->word->id == 0 || (t->word->cls == 0 && g == 0 && country_named(d, i, i, &known)) || ((t->word->cls & C_DEMONYM) && token_capital(d, i + 1, end) && phrase_in_gazetteer(d, doc_words(d, i, i + 1), &known)))
		return true;
	return !(t->word->cls & ~(C_ADJ | C_PERSON)) && !(g & (G_HEAD | G_STRONG | G_LIGHT)) &&
	    token_capital(d, i + 1, end) && phrase_actor(p, i + 1) == NULL &&
	    d->t.tok[i + 1].word->id == 0;
}

static bool
is_site(const struct doc *d, size_t i, size_t end)
{
	return is_word(d, i, end) && (d->t.tok[i].word->ground & G_SITE) &&
	    phrase_actor(&(struct phrases){ 0 }, i) == NULL;
}

/* Is one of the words behind a name its facility? */
static bool
has_site(const struct doc *d, size_t i, size_t end)
{
	for (size_t k = i; k < end && k <= i + FACILITY_WORDS; k++)
		if (is_site(d, k, end))
			return true;
	return false;
}

/* Words between a name and its facility: "Tarn military airport", "Tarn air base". */
static size_t
skip_facility_words(const struct doc *d, size_t i, size_t end)
{
	size_t k = i;

	while (k < end && k < i + FACILITY_WORDS && token_is(d, k, "military air army naval border oil gas "
	    "international power refugee"))
		k++;
	return k;
}

/* Where all is written in capitals: the longest part of the name that the gazetteer knows, or a
 * name beside a noun for places. */
static size_t
known_part(const struct doc *d, size_t i, size_t last, size_t end)
{
	if (last + 1 < end && (token_ground(d, last + 1) & G_HEAD))
		return last;
	if (i > 1 && (d->t.tok[i - 1].cls & C_OF) && (token_ground(d, i - 2) & G_HEAD))
		return last;
	for (size_t k = last + 1; k > i; k--)
		if (phrase_well_known(d, i, k - 1))
			return k - 1;
	return NOWHERE;
}

static size_t name_end(const struct doc *d, const struct phrases *p, size_t i, size_t end);

size_t
phrase_name(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	size_t last = name_end(d, p, i, end);
	struct gaz_place known;

	if (last == NOWHERE)
		return last;
	if (p->title_case)
		return known_part(d, i, last, end);
	/* an abbreviation is a body's, unless it is known or said to be a place: the RSF, the UAE, the TARN area */
	if (last == i && (d->t.tok[i].flags & TOKEN_CAPS) && !(token_ground(d, i + 1) & G_HEAD) &&
	    !phrase_in_gazetteer(d, token_text(d, i), &known))
		return NOWHERE;
	return last;
}

/* Democratic Republic | of the Congo: the last token of a name that the gazetteer knows as a whole. */
static size_t
name_with_of(const struct doc *d, const struct phrases *p, size_t first, size_t of, size_t end)
{
	size_t last = of + 1 < end && (d->t.tok[of + 1].cls & C_DET) ? of + 2 : of + 1;
	struct gaz_place known;

	return token_is(d, of, "of") && is_name_word(d, p, last, end) &&
	    phrase_in_gazetteer(d, doc_words(d, first, last), &known) ? last : NOWHERE;
}

/* в городе Белая Церковь | Киевской области: is the name that token k goes on with that of a region? */
static bool
names_region(const struct doc *d, size_t k, size_t end)
{
	return lexicon_has(d->lx, HABIT_HEAD_FIRST) && !lexicon_has(d->lx, HABIT_NOUNS_CAPITAL) && k + 1 < end &&
	    ((token_ground(d, k + 1) & (G_REGION | G_HEAD)) && !(token_ground(d, k + 1) & G_SITE)) && !(d->t.tok[k + 1].flags & TOKEN_CAP);
}

/* Where capitals tell no names: the longest name of several words at token i that the gazetteer knows, behind a noun
 * or preposition of places, or one of capitals that many know (haben | El Fascher erobert); i: none. */
static size_t
known_run(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	const struct token *before = i > p->first ? &d->t.tok[i - 1] : NULL;
	struct gaz_place found;
	bool none = lexicon_has(d->lx, HABIT_NO_CAPITALS);
	char plain[FOLD_MAX];
	size_t ends[NAME_TOKENS];
	bool governed = before != NULL && ((before->cls & C_PREP) || (token_ground(d, i - 1) & (G_HEAD | G_IN | G_NEAR)));

	if (!(none || token_capital(d, i, end)) || !is_word(d, i, end) ||
	    !(governed || (!none && (d->t.tok[i].word->id == 0 || (token_ground(d, i) & G_PARTICLE)))))
		return i;
	if (end > i + NAME_TOKENS)
		end = i + NAME_TOKENS;
	phrase_keys(d, i, end, plain, ends);
	for (size_t k = end - 1; k > i; k--)
		if (d->t.tok[k].kind == TOKEN_WORD && (none || token_capital(d, k, end)) &&
		    phrase_is_known(d, doc_words(d, i, k), fold_key(plain, ends[k - i]), &found) && !found.demonym &&
		    (governed || phrase_well_known(d, i, k)))
			return k;
	return i;
}

/* Arabie | saoudite, San Cristóbal | de las Casas: may a name go on with the small word at token i? */
static bool
goes_on_small(const struct doc *d, size_t i, size_t end)
{
	if (i + 2 < end && (d->t.tok[i].cls & C_OF) && (d->t.tok[i + 1].cls & C_DET) && token_capital(d, i + 2, end))
		return lexicon_has(d->lx, HABIT_MODIFIERS_AFTER);
	return lexicon_has(d->lx, HABIT_MODIFIERS_AFTER) && !lexicon_has(d->lx, HABIT_NO_CAPITALS) && is_word(d, i, end) &&
	    !(d->t.tok[i].cls & (C_PREP | C_AND | C_SUBORD | C_BE | C_HAVE | C_VERB | C_SPEECH | C_KILL));
}

static size_t
name_end(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	size_t last, k, whole;
	struct gaz_place known;
	bool head_first = i < end && (token_ground(d, i) & G_SITE) && token_capital(d, i, end);

	if (lexicon_has(d->lx, HABIT_NO_CAPITALS | HABIT_NOUNS_CAPITAL) && i < end && (last = known_run(d, p, i, end)) > i)
		return last;
	/* África do Sul; but África */
	if (i + 1 < end && (token_ground(d, i) & G_NOTNAME) && token_capital(d, i, end) && (token_ground(d, i + 1) & G_PARTICLE) &&
	    (whole = phrase_whole_name(d, i, i + 1, end)) > i + 1)
		return whole;
	if (!is_name_word(d, p, i, end)) {
		/* "hill 77", "Point 50" */
		if (is_word(d, i, end) && (is_site(d, i, end) || ((token_ground(d, i) & G_HEAD) &&
		    token_capital(d, i, end))) && i + 1 < end && d->t.tok[i + 1].kind == TOKEN_NUMBER &&
		    d->t.tok[i + 1].digits && !(d->t.tok[i + 1].flags & TOKEN_HYPHEN))
			return i + 1;
		return NOWHERE;
	}
	/* a head alone names nothing: "the Governorate"; but Estados Unidos */
	if ((token_ground(d, i) & G_HEAD) && (whole = phrase_whole_name(d, i, i, end)) > i && token_capital(d, whole, end))
		return whole;
	if ((token_ground(d, i) & G_HEAD) && !head_first && !phrase_joined(d, i))
		return i + 1 < end && d->t.tok[i + 1].kind == TOKEN_NUMBER && d->t.tok[i + 1].digits ?
		    i + 1 : NOWHERE;
	last = i;
	for (k = i + 1; k < end && k < i + NAME_TOKENS; k++) {
		uint64_t g = token_ground(d, k);
		bool cap = is_name_word(d, p, k, end) || is_inner_word(d, p, k, end);

		if (d->t.tok[k].kind == TOKEN_NUMBER) {
			if (d->t.tok[k].digits && (token_ground(d, k - 1) & (G_SITE | G_HEAD)))
				last = k;
			break;
		}
		if (cap && (g & G_HEAD) && !(g & G_SITE) && !phrase_in_gazetteer(d, doc_words(d, i, k), &known))
			break; /* but Gaza City */
		if (cap && names_region(d, k, end))
			break;
		if (cap) {
			last = k;
			continue;
		}
		if ((g & G_PARTICLE) && (is_name_word(d, p, k + 1, end) || is_dated_name(d, p, k + 1, end)) &&
		    !token_is(d, k, "of at")) {
			last = ++k;
			continue;
		}
		if (head_first && k == i + 1 && token_is(d, k, "of") && is_name_word(d, p, k + 1, end)) {
			last = ++k;
			continue;
		}
		/* Cox's Bazar */
		if ((d->t.tok[k].cls & C_POSSESSIVE) && token_capital(d, k + 1, end) && phrase_in_gazetteer(d, doc_words(d, i, k + 1), &known)) {
			last = ++k;
			continue;
		}
		if ((whole = name_with_of(d, p, i, k, end)) != NOWHERE) {
			last = k = whole;
			continue;
		}
		break;
	}
	if (last > i && phrase_ends_country(d, i, last))
		return i;
	if (goes_on_small(d, last + 1, end))
		last = phrase_whole_name(d, i, last, end);
	k = last + 1;
	if (has_site(d, k, end))
		k = skip_facility_words(d, k, end);
	if (is_site(d, k, end) && !(token_ground(d, k) & G_WEAKSITE) &&
	    (!(d->t.tok[k].form & FORM_PLURAL) || k > last + 1) && phrase_actor(p, k) == NULL && /* Tarn oil fields */
	    (k + 1 >= end || d->t.tok[k + 1].kind != TOKEN_NUMBER))
		last = k;
	/* a site's word alone is a name only with a number or another word */
	if (last == i && phrase_city_in(d, i, end))
		return last;
	if (last == i && (token_ground(d, i) & G_HEAD) && !phrase_joined(d, i))
		return NOWHERE;
	if (last == i && !(d->t.tok[i].flags & TOKEN_HYPHEN) && (d->t.tok[i].word->ground & (G_STRONG | G_PERSON | G_GOODS | G_PRIZE | G_DIRECTION | G_FORCE)) &&
	    !(i + 1 < end && d->t.tok[i + 1].kind == TOKEN_NUMBER)) /* Division 17 */
		return NOWHERE;
	/* the National Sports Festival, Typhoon Uwan */
	if (last > i && ((token_ground(d, last) & G_PRIZE) || (d->t.tok[i].cls & C_CAUSE)) && !phrase_in_gazetteer(d, doc_words(d, i, last), &known))
		return NOWHERE;
	return last;
}

/* A person's name: after a title, or before a verb of speech. */
static bool
is_person(const struct doc *d, const struct phrases *p, size_t first, size_t last)
{
	if (first > p->first && (d->t.tok[first - 1].word->cls & (C_TITLE | C_SPEAKER)) &&
	    !(token_ground(d, first - 1) & G_HEAD) && !phrase_stands_in(d, first, last))
		return true;
	/* police in Tarn | said */
	if (first > p->first && (token_ground(d, first - 1) & (G_IN | G_NEAR)) && !(d->t.tok[first - 1].cls & C_BY))
		return false;
	/* "Borno state" says nothing */
	return last + 1 < p->end && (d->t.tok[last + 1].cls & C_SPEECH) && !(token_ground(d, last + 1) & G_HEAD) &&
	    !token_is(d, last + 1, "according according_to document");
}

/* In a phrase before its noun: second, Houthi-held. */
static bool
is_modifier(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return t->kind == TOKEN_WORD && ((t->cls & (C_ADJ | C_ORDINAL | C_DEMONYM)) || (t->word->ground & G_DIRECTION) ||
	    is_compound_adjective(d, i) || (t->word->id == 0 && !(t->flags & TOKEN_CAP)));
}

/* Where the modifiers begin that stand before token i. */
static size_t
modifiers_start(const struct doc *d, size_t first, size_t i)
{
	while (i > first && is_modifier(d, i - 1)) {
		i--;
		i -= i > first && is_arabic_article(d, i - 1);
	}
	return i;
}

/* "the Libyan capital, | Tripoli", "Sudan's capital | Khartoum", "Syria's north-western | Idlib": where the
 * phrase begins whose name it is. */
static size_t
apposed_start(const struct doc *d, size_t first, size_t i, size_t last)
{
	const struct token *tok = d->t.tok;
	size_t k = i > first && tok[i - 1].kind == TOKEN_PUNCT && tok[i - 1].punct == ',' ? i - 1 : i;
	size_t head = name_apposed_head(d, first, k);
	size_t at;
	struct gaz_place found;

	if (head != NOWHERE && ((lexicon_has(d->lx, HABIT_HEAD_FIRST) && (token_ground(d, last + 1) & G_REGION)) ||
	    (phrase_known_name(d, i, last, &found) && found.kind != GAZ_COUNTRY && !found.demonym)))
		return modifiers_start(d, first, head);
	/* في العاصمة الأوكرانية | كييف */
	if (k == i && lexicon_has(d->lx, HABIT_NO_CAPITALS) && (at = modifiers_start(d, first, k)) > first && (token_ground(d, at - 1) & G_HEAD))
		k = at;
	if (k > first && (token_ground(d, k - 1) & G_HEAD) && !(tok[k - 1].form & FORM_PLURAL) &&
	    (!(tok[k - 1].flags & TOKEN_CAP) || lexicon_has(d->lx, HABIT_NOUNS_CAPITAL)))
		i = modifiers_start(d, first, k - 1);
	k = modifiers_start(d, first, i);
	if (k > first + 1 && (tok[k - 1].cls & C_POSSESSIVE)) {
		size_t owner = k - 1 - (k > first + 2 && (token_ground(d, k - 2) & G_HEAD)); /* Odesa oblast's */

		if (token_capital(d, owner - 1, owner))
			for (i = owner; i > first && token_capital(d, i - 1, i);)
				i--;
	}
	return i;
}

/* What governs the name: a preposition, or an ending behind it (Tarn'da). */
static size_t
name_governor(const struct doc *d, const struct phrases *p, size_t first, size_t last)
{
	const struct token *t = last + 1 < p->end ? &d->t.tok[last + 1] : NULL;

	if (t != NULL && (t->form & FORM_POST) && t->word->value == POST_OBLIQUE)
		return last + 1;
	return governor(d, p->first, apposed_start(d, p->first, first, last));
}

/* Has the token what a name begins with: a capital, or a number behind a site? */
static inline bool
may_begin_name(const struct token *t)
{
	return (t->flags & (TOKEN_CAP | TOKEN_DASH)) || (t->word->ground & G_SITE);
}

static void
find_names(const struct doc *d, struct phrases *p)
{
	bool any = lexicon_has(d->lx, HABIT_NO_CAPITALS);

	for (size_t i = p->first; i < p->end && p->n_names < PHRASE_NAMES; i++) {
		size_t last = any || may_begin_name(&d->t.tok[i]) ? phrase_name(d, p, i, p->end) : NOWHERE;

		if (last == NOWHERE)
			continue;
		if (!is_person(d, p, i, last))
			p->names[p->n_names++] = (struct place_phrase){ i, last,
				name_governor(d, p, i, last) };
		i = last;
	}
}

static void *
kept(struct arena *a, const void *items, size_t n, size_t size)
{
	return n == 0 ? NULL : memcpy(arena_room(a, n * size), items, n * size);
}

static const struct phrases *
find(struct doc *d, const struct sentence *s)
{
	struct actor_phrase actors[PHRASE_ACTORS];
	struct place_phrase names[PHRASE_NAMES];
	struct phrases *p = ARENA_NEW(d->arena, struct phrases);

	*p = (struct phrases){ .first = s->first, .end = s->end, .actors = actors, .names = names };
	p->title_case = name_capitals_say_nothing(d, s->first, s->end);
	find_actors(d, p);
	find_names(d, p);
	p->actors = kept(d->arena, actors, p->n_actors, sizeof(*actors));
	p->names = kept(d->arena, names, p->n_names, sizeof(*names));
	return p;
}

const struct phrases *
phrases_of(struct doc *d, size_t sentence)
{
	if (d->phrases == NULL)
		d->phrases = ARENA_ARRAY(d->arena, const struct phrases *, d->t.n_sent);
	if (d->phrases[sentence] == NULL) {
		sentence_prepare(d->lx, &d->t, &d->t.sent[sentence]);
		d->phrases[sentence] = find(d, &d->t.sent[sentence]);
	}
	return d->phrases[sentence];
}
