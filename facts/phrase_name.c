/* phrase_name.c -- the names of places of a sentence; see phrase_in.h. */
#include "config.h"

#include "base/alloc.h"
#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/name_around.h"
#include "facts/phrase_in.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"

#define NAME_TOKENS 8 /* longest place name */
/* A verb of speech, or what stands behind its source (göre); but not "according to". */
#define SPEAKS \
	(FORM_BASE | FORM_THIRD | FORM_GERUND | FORM_PAST | FORM_PARTICIPLE | FORM_POST)
#define FACILITY_WORDS 2 /* between a name and its facility */

/* A day or a month?  Where those begin small, one with a capital goes on with a name:
 * Santo Domingo. */
static bool
is_date_word(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return !lexicon_has(d->lx, HABIT_SMALL_DAYS) &&
	    ((t->word->cls & C_WEEKDAY) ||
		((t->word->cls & C_MONTH) && t->end - t->start >= 4));
}

/* A capital that goes on with a name begun: nearly any. */
static bool
is_inner_word(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	if (lexicon_has(d->lx, HABIT_NOUNS_CAPITAL) && d->t.tok[i].word->id != 0)
		return false;
	return token_capital(d, i, end) && phrase_actor(p, i) == NULL &&
	    !phrase_compound(d, i) && !p->title_case &&
	    !(d->t.tok[i].flags & TOKEN_FIRST) &&
	    !(d->t.tok[i].word->cls & (C_PRONOUN | C_SPEECH)) && !is_date_word(d, i) &&
	    !((d->t.tok[i].cls & (C_TO | C_PREP)) &&
		phrase_actor(p, i + 1) != NULL); /* Loses Tarn | To Rebels */
}

/* Rio de Janeiro: such a word behind a particle. */
static bool
is_dated_name(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	return i < end && (d->t.tok[i].word->cls & (C_WEEKDAY | C_MONTH)) &&
	    is_inner_word(d, p, i, end);
}

/* in | Völklingen: where all nouns have capitals, one that no list has, or but its last
 * part, which is no noun for places (in | Altstadt). */
static bool
is_town_in(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i];
	struct gaz_place found;

	return i > 0 && lexicon_has(d->lx, HABIT_NOUNS_CAPITAL) &&
	    (t->flags & TOKEN_CAP) && t->word->ground == 0 && !(t->cls & C_FACILITY) &&
	    (t[-1].cls & C_PREP) && (t[-1].word->ground & G_IN) &&
	    phrase_in_gazetteer(d, token_text(d, i), &found) && !found.demonym;
}

/* Where capitals tell no names: an unknown word behind a noun for places ("the city of"),
 * or one that the gazetteer knows. */
static bool
is_name_without_capitals(const struct doc *d, size_t i, size_t end)
{
	size_t head = i > 0 ? i - 1 : i;
	struct gaz_place found;

	if (!phrase_word(d, i, end))
		return false;
	/* what means "Syrian" in another case is Syria behind a preposition */
	if ((d->t.tok[i].word->cls & C_DEMONYM) && head < i &&
	    ((d->t.tok[head].cls & C_PREP) || (token_ground(d, head) & G_DIRECTION) ||
		(head > 1 && (d->t.tok[head].cls & C_AND) &&
		    is_name_without_capitals(d, head - 1, end))))
		return phrase_well_known(d, i, i);
	if (d->t.tok[i].word->id != 0)
		return lexicon_has(d->lx, HABIT_COMPOUNDS) && phrase_joined(d, i) &&
		    (phrase_well_known(d, i, i) || phrase_division_in(d, i) ||
			is_town_in(d, i));
	/* the villages of Hur and Sefra */
	if (i > 1 &&
	    ((d->t.tok[head].cls & C_AND) ||
		(d->t.tok[head].kind == TOKEN_PUNCT && d->t.tok[head].punct == ',')))
		return is_name_without_capitals(d, i - 2, end) ||
		    phrase_well_known(d, i, i);
	if (head > 0 &&
	    ((d->t.tok[head].cls & C_OF) || (token_ground(d, head) & G_CALLED)))
		head--;
	if (head > 0 && (token_ground(d, head) & G_HEAD) &&
	    is_arabic_article(d, head - 1) &&
	    phrase_in_gazetteer(d, token_text(d, i), &found) && found.demonym)
		return false;
	return (head < i && (token_ground(d, head) & (G_HEAD | G_NAMECLASS))) ||
	    phrase_well_known(d, i, i) || phrase_division_in(d, i) || is_town_in(d, i);
}

/* Saudi | Arabia, British | Columbia, the Somali | region: does what a people is called
 * begin a name that the gazetteer has as a whole? */
static bool
is_land_of_people(const struct doc *d, size_t i, size_t end)
{
	struct gaz_place known;

	return (d->t.tok[i].word->cls & C_DEMONYM) &&
	    (token_capital(d, i + 1, end) || name_ends_before_region(d, i)) &&
	    phrase_in_gazetteer(d, doc_words(d, i, i + 1), &known) && !known.demonym;
}

/* DR Congo: no doctor; the US: no pronoun */
static bool
is_name_in_caps(const struct doc *d, size_t i, size_t end)
{
	const struct token *t = &d->t.tok[i];
	struct gaz_place known;

	return (t->flags & TOKEN_CAPS) && (t->word->cls & (C_TITLE | C_PRONOUN)) &&
	    phrase_in_gazetteer(d,
		doc_words(d, i, i + ((t->cls & C_TITLE) && token_capital(d, i + 1, end))),
		&known);
}

/* The first word of a sentence: only what the language does not know, or a name's first
 * half. */
static bool
is_first_name_word(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	const struct token *t = &d->t.tok[i];
	struct gaz_place known;

	if (t->word->cls == 0 && t->word->ground == 0 && country_named(d, i, i, &known))
		return true;
	return !(t->word->cls & ~(C_ADJ | C_PERSON)) &&
	    !(t->word->ground & (G_HEAD | G_STRONG | G_LIGHT)) &&
	    token_capital(d, i + 1, end) && phrase_actor(p, i + 1) == NULL &&
	    d->t.tok[i + 1].word->id == 0;
}

/* Mar | Elias, Jan | Tamr: a short month's name before a word that the language does not
 * know, and no town that many know */
static bool
is_no_month(const struct doc *d, size_t i, size_t end)
{
	const struct token *t = &d->t.tok[i];

	return (t->word->cls & C_MONTH) && t->end - t->start == 3 &&
	    token_capital(d, i + 1, end) && d->t.tok[i + 1].word->id == 0 &&
	    !(i > 0 && t[-1].kind == TOKEN_NUMBER) && !phrase_well_known(d, i + 1, i + 1);
}

/* Islam | Qala: a word that begins no name by itself, and with the next a town's */
static bool
begins_town(const struct doc *d, size_t i)
{
	const uint64_t others = C_PREP | C_DET | C_AND | C_TITLE | C_DEMONYM | C_SPEAKER |
	    C_SUBORD | C_PRONOUN;
	struct gaz_place known;

	return !(d->t.tok[i].word->cls & others) && d->t.tok[i + 1].word->id == 0 &&
	    phrase_in_gazetteer(d, doc_words(d, i, i + 1), &known) && !known.demonym;
}

/* A capital that begins or goes on a place name, where not all words have one. */
static bool
is_capital_name_word(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	const struct token *t = &d->t.tok[i];
	bool next;

	if (t->word->id == 0)
		return true;
	next = token_capital(d, i + 1, end) && phrase_actor(p, i + 1) == NULL;
	if (is_name_in_caps(d, i, end) || is_land_of_people(d, i, end) ||
	    is_no_month(d, i, end))
		return true;
	if (((t->word->ground & G_NOTNAME) && !(next && begins_town(d, i))) ||
	    (t->word->cls & (C_MONTH | C_WEEKDAY | C_PRONOUN)) ||
	    (t->word->source.n > 0 &&
		!phrase_in_gazetteer(d, token_text(d, i), &(struct gaz_place){ 0 })))
		return false;
	if (phrase_homeland(d, i) || ((t->word->ground & G_NAMECLASS) && next))
		return true;
	if (t->flags & TOKEN_FIRST)
		return is_first_name_word(d, p, i, end);
	if ((t->word->cls & C_TITLE) ||
	    ((t->word->ground & (G_STRONG | G_BESIEGE | G_REPEL)) &&
		(t->form & FORM_THIRD))) /* Seizes | Hur */
		return false;
	return !(t->word->cls & C_DEMONYM) ||
	    (next && !(token_ground(d, i + 1) & G_FORCE)) ||
	    (phrase_joined(d, i) && phrase_well_known(d, i, i)); /* Huljaj|pole */
}

/* Killed In | South Korea, New Delhi: a word that the language knows, and one that it
 * does not, which many know together. */
static bool
begins_known_pair(const struct doc *d, size_t i, size_t end)
{
	const uint64_t small = C_PREP | C_BY | C_OF | C_AND | C_DET | C_VERB | C_SUBORD;

	return !(d->t.tok[i].word->cls & small) && token_capital(d, i + 1, end) &&
	    (d->t.tok[i + 1].word->id == 0 || (token_ground(d, i) & G_DIRECTION)) &&
	    phrase_well_known(d, i, i + 1);
}

static bool
is_titled_name_word(const struct doc *d, size_t i, size_t end)
{
	const struct word *w = d->t.tok[i].word;

	return !(w->ground & G_NOTNAME) &&
	    !(w->cls & (C_MONTH | C_WEEKDAY | C_PRONOUN)) &&
	    (w->id == 0 || inner_capital(token_text(d, i)) ||
		begins_known_pair(d, i, end));
}

/* The same of a compound, and where capitals say less: in a title, or in the language. */
static bool
is_other_name_word(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	const struct token *t = &d->t.tok[i];
	struct gaz_place known;

	if (lexicon_has(d->lx, HABIT_NO_CAPITALS))
		return is_name_without_capitals(d, i, end) && phrase_actor(p, i) == NULL;
	if (!token_capital(d, i, end) || phrase_actor(p, i) != NULL ||
	    phrase_compound(d, i) ||
	    (lexicon_has(d->lx, HABIT_NOUNS_CAPITAL) &&
		!is_name_without_capitals(d, i, end)))
		return false;
	if (p->title_case ? is_titled_name_word(d, i, end)
			  : is_capital_name_word(d, p, i, end))
		return true;
	/* Port-au-Prince, whatever its last part */
	return (t->flags & TOKEN_HYPHEN) &&
	    phrase_in_gazetteer(d, token_text(d, i), &known);
}

/* A word that begins or goes on a place name; nearly always it is one that no list has.
 */
static inline bool
is_name_word(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	const struct token *t = &d->t.tok[i];

	if (i < end &&
	    (p->title_case || (t->flags & TOKEN_DASH) ||
		lexicon_has(d->lx, HABIT_NOUNS_CAPITAL | HABIT_NO_CAPITALS)))
		return is_other_name_word(d, p, i, end);
	return token_capital(d, i, end) && phrase_actor(p, i) == NULL &&
	    (t->word->id == 0 || is_capital_name_word(d, p, i, end));
}

static bool
is_site(const struct doc *d, size_t i, size_t end)
{
	return phrase_word(d, i, end) && (d->t.tok[i].word->ground & G_SITE);
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

	while (k < i + FACILITY_WORDS && phrase_word(d, k, end) &&
	    (token_small(d, k) & S_KIND))
		k++;
	return k;
}

/* Has the token what a name begins with: a capital, or a number behind a site? */
static inline bool
may_begin_name(const struct doc *d, const struct token *t)
{
	return (t->flags & (TOKEN_CAP | TOKEN_DASH)) ||
	    (t->word->ground & (G_SITE | G_PARTICLE)) ||
	    lexicon_has(d->lx, HABIT_NO_CAPITALS);
}

static size_t name_end(const struct doc *d, const struct phrases *p, size_t i,
    size_t end);

size_t
phrase_name(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	size_t last;
	struct gaz_place known;

	if (i >= end || !may_begin_name(d, &d->t.tok[i]))
		return NOWHERE;
	last = name_end(d, p, i, end);
	if (p->title_case)
		return phrase_titled_end(d, p, i, last, end);
	if (last == NOWHERE)
		return NOWHERE;
	/* an abbreviation is a body's, unless it is known or said to be a place: the RSF,
	 * the UAE, the TARN area */
	if (last == i && (d->t.tok[i].flags & TOKEN_CAPS) &&
	    (token_ground(d, i + 1) & (G_HEAD | G_SITE)) != G_HEAD &&
	    !phrase_in_gazetteer(d, token_text(d, i), &known))
		return NOWHERE;
	return last;
}

/* Democratic Republic | of the Congo: the last token of a name that the gazetteer knows
 * as a whole. */
static size_t
name_with_of(const struct doc *d, const struct phrases *p, size_t first, size_t of,
    size_t end)
{
	size_t last = of + 1 < end && (d->t.tok[of + 1].cls & C_DET) ? of + 2 : of + 1;
	struct gaz_place known;

	return (d->t.tok[of].cls & C_OF) && is_name_word(d, p, last, end) &&
		phrase_in_gazetteer(d, doc_words(d, first, last), &known)
	    ? last
	    : NOWHERE;
}

/* в городе Белая Церковь | Киевской области: is the name that token k goes on with that
 * of a region? */
static bool
names_region(const struct doc *d, size_t k, size_t end)
{
	return lexicon_has(d->lx, HABIT_HEAD_FIRST) &&
	    !lexicon_has(d->lx, HABIT_NOUNS_CAPITAL) && k + 1 < end &&
	    ((token_ground(d, k + 1) & (G_REGION | G_HEAD)) &&
		!(token_ground(d, k + 1) & G_SITE)) &&
	    !(d->t.tok[k + 1].flags & TOKEN_CAP);
}

/* حلب و | معرة النعمان: is what token i begins joined to a name? */
static bool
is_joined_to_name(const struct doc *d, const struct phrases *p, size_t i)
{
	if (i < p->first + 2u || !(d->t.tok[i - 1].cls & C_AND))
		return false;
	for (size_t k = 0; k < p->n_names; k++)
		if (p->names[k].last + 2u == i)
			return true;
	return false;
}

/* Where capitals tell no names: the longest name of several words at token i that the
 * gazetteer knows, behind a noun or preposition of places, or one of capitals that many
 * know (haben | El Fascher erobert); i: none. */
static size_t
known_run(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	const struct token *before = i > p->first ? &d->t.tok[i - 1] : NULL;
	struct gaz_place found;
	bool none = lexicon_has(d->lx, HABIT_NO_CAPITALS);
	char plain[FOLD_MAX];
	size_t ends[NAME_TOKENS];
	bool governed = before != NULL &&
	    ((before->cls & C_PREP) ||
		(token_ground(d, i - 1) & (G_HEAD | G_IN | G_NEAR)) ||
		(none && is_joined_to_name(d, p, i)));

	if (!(none || token_capital(d, i, end)) || !phrase_word(d, i, end) ||
	    !(governed ||
		(!none &&
		    (d->t.tok[i].word->id == 0 || (token_ground(d, i) & G_PARTICLE)))))
		return i;
	if (end > i + NAME_TOKENS)
		end = i + NAME_TOKENS;
	phrase_keys(d, i, end, plain, ends);
	for (size_t k = end - 1; k > i; k--)
		if (d->t.tok[k].kind == TOKEN_WORD &&
		    (none || token_capital(d, k, end)) &&
		    phrase_is_known(d, doc_words(d, i, k), fold_key(plain, ends[k - i]),
			&found) &&
		    !found.demonym && (governed || phrase_well_known(d, i, k)))
			return k;
	return i;
}

/* Arabie | saoudite, San Cristóbal | de las Casas: may a name go on with the small word
 * at token i? */
static bool
goes_on_small(const struct doc *d, size_t i, size_t end)
{
	if (!lexicon_has(d->lx, HABIT_MODIFIERS_AFTER))
		return false;
	if (i + 2 < end && (d->t.tok[i].cls & C_OF) && (d->t.tok[i + 1].cls & C_DET) &&
	    token_capital(d, i + 2, end))
		return true;
	return !lexicon_has(d->lx, HABIT_NO_CAPITALS) && phrase_word(d, i, end) &&
	    !(d->t.tok[i].cls &
		(C_PREP | C_AND | C_SUBORD | C_BE | C_HAVE | C_VERB | C_SPEECH | C_KILL));
}

/* "hill 77", "Point 50": the number behind a noun for a place at token i; NOWHERE: none
 * is there. */
static size_t
numbered_place(const struct doc *d, size_t i, size_t end)
{
	const struct token *n = &d->t.tok[i + 1];

	return i + 1 < end && n->kind == TOKEN_NUMBER && n->digits &&
		!(n->flags & TOKEN_HYPHEN)
	    ? i + 1
	    : NOWHERE;
}

/* May the name that begins at i go on with token k?  Not if that says what it is: Borno |
 * State; but Gaza City. */
static bool
goes_on_with(const struct doc *d, const struct phrases *p, size_t i, size_t k, size_t end)
{
	uint64_t g = token_ground(d, k);
	struct gaz_place known;

	if ((g & G_HEAD) && !(g & G_SITE) &&
	    !phrase_in_gazetteer(d, doc_words(d, i, k), &known))
		return false;
	return !names_region(d, k, end);
}

/* Tall | al Hur, Rio | de Janeiro, Port | of Tarn, Cox | 's Bazar, Democratic Republic |
 * of the Congo: the word behind the small one at token k with which the name that begins
 * at i goes on; NOWHERE: it does not. */
static size_t
goes_on_behind_small(const struct doc *d, const struct phrases *p, size_t i, size_t k,
    size_t end)
{
	struct gaz_place known;
	bool particle = d->t.tok[k].word->ground & G_PARTICLE;

	if (!particle && !(d->t.tok[k].cls & (C_OF | C_POSSESSIVE)))
		return NOWHERE;
	if (particle &&
	    (is_name_word(d, p, k + 1, end) || is_dated_name(d, p, k + 1, end)))
		return k + 1;
	if (k == i + 1 && (d->t.tok[k].cls & C_OF) && (token_ground(d, i) & G_SITE) &&
	    token_capital(d, i, end) && is_name_word(d, p, k + 1, end))
		return k + 1;
	if ((d->t.tok[k].cls & C_POSSESSIVE) && token_capital(d, k + 1, end) &&
	    phrase_in_gazetteer(d, doc_words(d, i, k + 1), &known))
		return k + 1;
	return name_with_of(d, p, i, k, end);
}

/* May the word at token k be part of a name that begins before it? */
static bool
goes_on_capital(const struct doc *d, const struct phrases *p, size_t k, size_t end)
{
	return (token_capital(d, k, end) || lexicon_has(d->lx, HABIT_NO_CAPITALS)) &&
	    (is_name_word(d, p, k, end) || is_inner_word(d, p, k, end));
}

/* The last token of the capitals, and small words between them, that begin at token i. */
static size_t
capitals_end(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	size_t last = i;

	for (size_t k = i + 1; k < end && k < i + NAME_TOKENS; k = last + 1) {
		size_t next = k;

		if ((d->t.tok[k].cls & C_CAUSE) &&
		    (d->t.tok[k].flags & TOKEN_CAPS)) /* a Tarn | IED attack */
			return last;
		if (d->t.tok[k].kind == TOKEN_NUMBER)
			return d->t.tok[k].digits &&
				((token_ground(d, k - 1) & (G_SITE | G_HEAD | G_FORCE)) ||
				    ((d->t.tok[k - 1].flags & TOKEN_CAPS) &&
					k + 1 < end && (token_ground(d, k + 1) & G_SITE)))
			    ? k
			    : last;
		if (!goes_on_capital(d, p, k, end))
			next = goes_on_behind_small(d, p, i, k, end);
		else if (!goes_on_with(d, p, i, k, end))
			return last;
		if (next == NOWHERE)
			return last;
		last = next;
	}
	return last;
}

/* Tarn military | airport: where the name ends with the facility that stands behind it;
 * last: none does. */
static size_t
facility_end(const struct doc *d, const struct phrases *p, size_t last, size_t end)
{
	size_t k = last + 1;

	if (!p->sites || !has_site(d, k, end))
		return last;
	k = skip_facility_words(d, k, end);
	return is_site(d, k, end) && !(token_ground(d, k) & G_WEAKSITE) &&
		(!(d->t.tok[k].form & FORM_PLURAL) || k > last + 1) &&
		phrase_actor(p, k) == NULL && /* Tarn oil fields */
		(k + 1 >= end || d->t.tok[k + 1].kind != TOKEN_NUMBER)
	    ? k
	    : last;
}

/* Is the one word at token i no name by itself: a noun for a place, or what the language
 * knows as something else? */
static bool
names_nothing_alone(const struct doc *d, size_t i, size_t end)
{
	const uint64_t others = G_STRONG | G_PERSON | G_GOODS | G_PRIZE | G_DIRECTION |
	    G_FORCE;
	uint64_t g = token_ground(d, i);
	bool noun = (g & G_HEAD) && !phrase_joined(d, i);
	bool other = (g & others) && !(d->t.tok[i].flags & TOKEN_HYPHEN) &&
	    !(i + 1 < end && d->t.tok[i + 1].kind == TOKEN_NUMBER); /* Division 17 */

	return (noun || other) && !phrase_city_in(d, i, end);
}

/* The National Sports Festival, Typhoon Uwan */
static bool
is_event(const struct doc *d, size_t i, size_t last)
{
	struct gaz_place known;

	return ((token_ground(d, last) & G_PRIZE) || (d->t.tok[i].cls & C_CAUSE)) &&
	    !phrase_in_gazetteer(d, doc_words(d, i, last), &known);
}

/* Tarn hospital; but of a country the name is known, not the hospital: attack on Sudan |
 * hospital; a base may stand abroad.  The LTTE | base: an abbreviation says whose. */
static size_t
with_facility(const struct doc *d, const struct phrases *p, size_t i, size_t last,
    size_t end)
{
	size_t site = facility_end(d, p, last, end);
	const struct token *t = &d->t.tok[site];
	struct gaz_place found;

	if (site == last || (t->flags & TOKEN_CAP))
		return site;
	if (last == i && (d->t.tok[i].flags & TOKEN_CAPS) && !p->title_case &&
	    str_eq(doc_text(d, t->word->head), STR("base")) &&
	    !phrase_in_gazetteer(d, token_text(d, i), &found))
		return last;
	if (!((t->cls & C_FACILITY) || str_eq(doc_text(d, t->word->head), STR("site"))))
		return site;
	return phrase_known_name(d, i, last, &found) && found.kind == GAZ_COUNTRY &&
		!found.demonym
	    ? last
	    : site;
}

/* Where the name ends that begins with the name word at token i. */
static size_t
words_end(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	size_t last = capitals_end(d, p, i, end);

	if (last > i && phrase_ends_country(d, i, last))
		return i;
	if (goes_on_small(d, last + 1, end))
		last = phrase_whole_name(d, i, last, end);
	last = with_facility(d, p, i, last, end);
	return (last == i ? names_nothing_alone(d, i, end) : is_event(d, i, last))
	    ? NOWHERE
	    : last;
}

/* Where the name ends that begins with the noun for a place at token i, which names
 * nothing alone: Estados Unidos, Hill 77. */
static size_t
headed_end(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	size_t whole = phrase_whole_name(d, i, i, end);

	if (whole > i && token_capital(d, whole, end))
		return whole;
	if (((token_ground(d, i) & G_SITE) && token_capital(d, i, end)) ||
	    phrase_joined(d, i))
		return words_end(d, p, i, end);
	return numbered_place(d, i, end);
}

static size_t
name_end(const struct doc *d, const struct phrases *p, size_t i, size_t end)
{
	uint64_t g = i < end ? token_ground(d, i) : 0;
	size_t last;

	if (lexicon_has(d->lx, HABIT_NO_CAPITALS | HABIT_NOUNS_CAPITAL) && i < end &&
	    (last = known_run(d, p, i, end)) > i)
		return last;
	/* África do Sul; but África */
	if (i + 1 < end && (token_ground(d, i + 1) & G_PARTICLE) && (g & G_NOTNAME) &&
	    token_capital(d, i, end) &&
	    (last = phrase_whole_name(d, i, i + 1, end)) > i + 1)
		return last;
	if ((g & G_PARTICLE) && i + 1 < end && phrase_small_article(d, i) &&
	    !token_capital(d, i, end) && phrase_actor(p, i) == NULL &&
	    is_name_word(d, p, i + 1, end))
		return words_end(d, p, i + 1, end);
	if (is_name_word(d, p, i, end))
		return (g & G_HEAD) ? headed_end(d, p, i, end) : words_end(d, p, i, end);
	return is_site(d, i, end) || ((g & G_HEAD) && token_capital(d, i, end))
	    ? numbered_place(d, i, end)
	    : NOWHERE;
}

/* в городе | Тарн сообщил: the place of what is told, and not who says it. */
static bool
stands_in_town(const struct doc *d, const struct phrases *p, size_t first)
{
	return first > p->first + 1 && (token_ground(d, first - 1) & G_HEAD) &&
	    (token_ground(d, first - 2) & (G_IN | G_NEAR)) &&
	    !(d->t.tok[first - 2].cls & C_BY);
}

/* A person's name: after a title, or before a verb of speech. */
static bool
is_person(const struct doc *d, const struct phrases *p, size_t first, size_t last)
{
	if (first > p->first && (d->t.tok[first - 1].word->cls & (C_TITLE | C_SPEAKER)) &&
	    !(token_ground(d, first - 1) & G_HEAD) && !phrase_stands_in(d, first, last))
		return true;
	/* police in Tarn | said */
	if (first > p->first && (token_ground(d, first - 1) & (G_IN | G_NEAR)) &&
	    !(d->t.tok[first - 1].cls & C_BY))
		return false;
	if (last + 3 < p->end && (d->t.tok[last + 1].cls & C_PREP) &&
	    (d->t.tok[last + 2].cls & C_WEEKDAY))
		last += 2; /* Karim on Friday | said */
	/* "Borno state" says nothing */
	return last + 1 < p->end && (d->t.tok[last + 1].cls & C_SPEECH) &&
	    !(token_ground(d, last + 1) & G_HEAD) && (d->t.tok[last + 1].form & SPEAKS) &&
	    !stands_in_town(d, p, first);
}

/* Interior Ministry: a body, unless the gazetteer has it, or a place that it is called
 * after: Kurram Agency. */
static bool
is_body(const struct doc *d, size_t i, size_t last)
{
	const struct token *t = &d->t.tok[last];
	struct gaz_place known;

	if (last > i + 1 && (d->t.tok[i].cls & C_ORG) &&
	    (d->t.tok[i + 1].cls & C_OF)) /* Ministry of Defence */
		return !(token_ground(d, i) & (G_HEAD | G_SITE)) &&
		    !phrase_in_gazetteer(d, doc_words(d, i, last), &known);
	return last > i && (t->cls & C_ORG) && (t->flags & TOKEN_CAP) &&
	    !(t->word->ground & (G_HEAD | G_SITE | G_FORCE)) &&
	    !phrase_in_gazetteer(d, doc_words(d, i, last), &known) &&
	    !phrase_in_gazetteer(d, doc_words(d, i, last - 1), &known);
}

/* Storm | Claudia, Cyclone | Florence */
static bool
is_storm(const struct doc *d, const struct phrases *p, size_t i)
{
	const struct token *before = i > p->first ? &d->t.tok[i - 1] : NULL;

	return before != NULL && (before->cls & C_CAUSE) && (before->flags & TOKEN_CAP) &&
	    str_eq(doc_text(d, before->word->cause), STR("storm"));
}

void
phrase_find_names(const struct doc *d, struct phrases *p)
{
	size_t past = p->first;

	for (size_t k = 0; k < p->n_starts && p->n_names < PHRASE_NAMES; k++) {
		size_t i = p->starts[k], last;

		if (i < past || (last = phrase_name(d, p, i, p->end)) == NOWHERE)
			continue;
		if (last == i && (d->t.tok[i].flags & TOKEN_DASH) &&
		    (d->t.tok[i].cls & C_MONTH)) /* mid-March */
			continue;
		if (!is_person(d, p, i, last) && !is_storm(d, p, i) &&
		    !is_body(d, i, last))
			p->names[p->n_names++] = (struct place_phrase){ i, last,
				phrase_name_governor(d, p, i, last) };
		past = last + 1;
	}
}
