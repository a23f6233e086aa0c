/* phrase_governor.c -- what stands before a name in its phrase, and what governs it; see
 * phrase_in.h. */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/phrase_in.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"
#include "facts/time_words.h"

static inline bool
is_preposition(const struct token *t)
{
	return (t->kind == TOKEN_WORD) & ((t->cls & (C_PREP | C_OF | C_BY | C_TO)) != 0) &
	    ((t->cls & C_AND) == 0);
}

/* A word, or number, that stands before the noun of a phrase and is no preposition: two,
 * the, northern.  All is asked at once: no branch could be foretold. */
static inline bool
stands_before_noun(const struct token *t)
{
	const uint64_t before = C_DET | C_ONE | C_ADJ | C_ORDINAL | C_POSSESSIVE |
	    C_OTHER | C_BOUND | C_DEMONYM;
	bool stands = ((t->cls & before) != 0) |
	    ((t->word->ground & (G_DIRECTION | G_QUANT)) != 0);

	return (t->kind == TOKEN_NUMBER) |
	    ((t->kind == TOKEN_WORD) & stands & !is_preposition(t));
}

/* What stands so before a noun for a place alone: an unknown word, one known by its parts
 * (the embattled, Houthi-held | town), a direction that would be a preposition before a
 * name (شرق | مدينة غزة). */
static bool
stands_before_place(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return t->kind == TOKEN_WORD &&
	    ((t->word->ground & G_DIRECTION) ||
		(!is_preposition(t) &&
		    (phrase_compound(d, i) || (t->word->small & S_KIND) ||
			(t->word->id == 0 && !(t->flags & TOKEN_CAP)))));
}

/* Syria | 's, Odesa oblast | 's, the | country's: where the owner begins whose possessive
 * stands at token i; i: none does. */
static size_t
owner_start(const struct doc *d, size_t floor, size_t i)
{
	size_t end = i, at;

	if (!(d->t.tok[i].cls & C_POSSESSIVE) || !(d->t.tok[i].flags & TOKEN_TIGHT) ||
	    i <= floor)
		return i;
	if (i > floor + 1 && (d->t.tok[i - 2].cls & C_DET) &&
	    d->t.tok[i - 1].kind == TOKEN_WORD && !token_capital(d, i - 1, i))
		return i - 1;
	end -= i > floor + 1 && (token_ground(d, i - 1) & G_HEAD) &&
	    !token_capital(d, i - 1, i);
	for (at = end; at > floor && token_capital(d, at - 1, at);)
		at--;
	return at < end ? at : i;
}

/* In 2021 | Tigrayan forces took it; but: in 200 | villages, with 2000 | men: is the
 * number before token i a year, told where a clause begins? */
static bool
is_year_before(const struct doc *d, size_t floor, size_t i)
{
	const struct token *t = &d->t.tok[i - 1];
	struct str year = token_text(d, i - 1);
	uint64_t v;

	return t->kind == TOKEN_NUMBER && i > floor + 1 && (t[-1].word->time & U_YEAR) &&
	    (i == floor + 2 || t[-2].kind == TOKEN_PUNCT) && year.n == 4 &&
	    str_uint(year, &v) && v >= 1900 && v <= 2100;
}

/* Where the phrase begins, not before token floor, whose noun stands at token i: its
 * article, numbers, adjectives, owner ("two villages in | Syria's embattled north-western
 * Idlib").  What stands before it is no part of it. */
static size_t
phrase_start(const struct doc *d, size_t floor, size_t i)
{
	bool determined = false, place = token_ground(d, i) & G_HEAD;

	while (i > floor &&
	    (stands_before_noun(&d->t.tok[i - 1]) ||
		(place && stands_before_place(d, i - 1)))) {
		/* in 2014 | the rebels */
		if ((determined && d->t.tok[i - 1].kind == TOKEN_NUMBER) ||
		    is_year_before(d, floor, i))
			break;
		determined = determined || (d->t.tok[i - 1].cls & C_DET);
		i = owner_start(d, floor, i - 1);
	}
	return i;
}

/* on | retreating soldiers, on the | sleeping guards; but: of killing soldiers.  Is the
 * word what they do, and no deed? */
static bool
is_plight(const struct token *t)
{
	if (t->kind != TOKEN_WORD || !(t->form & FORM_GERUND) || (t->cls & C_PREP) ||
	    (t[1].cls & (C_DET | C_ONE)))
		return false;
	return (t[-1].cls & C_DET) ||
	    ((t[-1].cls & C_PREP) && !(t->word->ground & ~(uint64_t)G_WITHDRAW) &&
		!(t->cls &
		    (C_KILL | C_DIE | C_DAMAGE | C_DISPLACE | C_BEAT | C_SPEECH |
			C_CLAIM | C_CAUSE)));
}

/* Ataque russo | a Kharkiv: what elsewhere is an article, between an attack and a name.
 */
static bool
is_article_at(const struct doc *d, size_t floor, size_t i)
{
	const struct token *t = &d->t.tok[i];

	if (i <= floor || t->word->value != NUMBER_TO || !(t->cls & C_DET) ||
	    !(t[1].flags & TOKEN_CAP))
		return false;
	for (t--; i > floor + 1 && (t->cls & (C_ADJ | C_DEMONYM)); t--)
		i--;
	return (t->cls & C_CAUSE) != 0;
}

size_t
phrase_governor(const struct doc *d, size_t floor, size_t i)
{
	const struct token *t;

	if (i > floor && is_article_at(d, floor, i - 1))
		return i - 1;
	t = &d->t.tok[i = phrase_start(d, floor, i)] - 1;
	if (i > floor + 1 && !(d->t.tok[i].flags & TOKEN_CAP) && is_plight(t))
		t = &d->t.tok[i = phrase_start(d, floor, i - 1)] - 1;
	if (i <= floor || !is_preposition(t))
		return NOWHERE;
	if (!(t->cls & C_OF) || !(t->word->ground & G_QUANT))
		return i - 1;
	/* French "des combattants": no preposition where a clause begins, an article
	 * behind another one (par des combattants) */
	if (i - 1 == floor || t[-1].kind == TOKEN_PUNCT)
		return NOWHERE;
	return (t[-1].cls & C_BY) ? i - 2 : i - 1;
}

/* Capital ucraniana, | Kiev; capitale de la Somalie, | Mogadiscio; Hauptstadt Somalias, |
 * Mogadischu: the noun for a place, not before token floor, whose modifiers end before
 * token k; NOWHERE: none stands there. */
static size_t
apposed_head(const struct doc *d, size_t floor, size_t k)
{
	size_t name = k;

	if (!lexicon_has(d->lx, HABIT_MODIFIERS_AFTER | HABIT_HEAD_FIRST) ||
	    lexicon_has(d->lx, HABIT_NO_CAPITALS))
		return NOWHERE;
	while (name > floor && (d->t.tok[name - 1].flags & TOKEN_CAP) &&
	    !(token_ground(d, name - 1) & G_HEAD))
		name--;
	if (name < k) {
		k = name;
		while (k > floor && (d->t.tok[k - 1].cls & C_DET) &&
		    !(d->t.tok[k - 1].cls & C_OF))
			k--;
		if (k > floor && (d->t.tok[k - 1].cls & C_OF))
			k--;
		else if (!lexicon_has(d->lx, HABIT_HEAD_FIRST))
			return NOWHERE;
	}
	while (k > floor && (d->t.tok[k - 1].cls & (C_ADJ | C_DEMONYM)) &&
	    !(token_ground(d, k - 1) & G_HEAD))
		k--;
	return k > floor && (token_ground(d, k - 1) & G_HEAD) &&
		!(d->t.tok[k - 1].form & FORM_PLURAL)
	    ? k - 1
	    : NOWHERE;
}

bool
phrase_describes(const struct doc *d, size_t i)
{
	const struct token *how = &d->t.tok[i];

	if (i < 2 || lexicon_has(d->lx, HABIT_MODIFIERS_AFTER | HABIT_NO_CAPITALS) ||
	    how->kind != TOKEN_WORD || (how->flags & TOKEN_CAP))
		return false;
	return (how[-1].cls & C_DET) && !(how->cls & C_KILL) &&
	    (how->word->id == 0 || (how->form & FORM_PARTICIPLE));
}

/* in a packed | Kabul market, an upscale | Nairobi mall; but of the proscribed | Tarni
 * sect, in a stolen | Toyota: where the article of the name at token first stands, before
 * a word that can but say how the place is; first: it has none so. */
static size_t
described_start(const struct doc *d, const struct phrases *p, size_t first, size_t last)
{
	const struct token *next = &d->t.tok[last + 1];

	if (first <= p->first + 2 || !phrase_describes(d, first - 1) ||
	    (d->t.tok[first - 3].cls & C_OF))
		return first;
	if ((d->t.tok[first - 2].cls & C_ONE) &&
	    (last + 1 >= p->end || next->kind != TOKEN_WORD ||
		(next->cls & (C_PREP | C_AND | C_BE | C_HAVE | C_VERB))))
		return first;
	return first - 2;
}

/* "the Libyan capital, | Tripoli", "Sudan's capital | Khartoum": the noun for a place
 * that the name says the name of; first: there is none. */
static size_t
apposed_start(const struct doc *d, size_t floor, size_t first, size_t last)
{
	const struct token *tok = d->t.tok;
	size_t k = first > floor && tok[first - 1].kind == TOKEN_PUNCT &&
		tok[first - 1].punct == ','
	    ? first - 1
	    : first;
	size_t head = apposed_head(d, floor, k), at;
	struct gaz_place found;

	if (head != NOWHERE &&
	    ((lexicon_has(d->lx, HABIT_HEAD_FIRST) &&
		 (token_ground(d, last + 1) & G_REGION)) ||
		(phrase_known_name(d, first, last, &found) && found.kind != GAZ_COUNTRY &&
		    !found.demonym)))
		return head;
	/* في العاصمة الأوكرانية | كييف */
	if (k == first && lexicon_has(d->lx, HABIT_NO_CAPITALS) &&
	    (at = phrase_start(d, floor, k)) > floor &&
	    (token_ground(d, at - 1) & G_HEAD))
		k = at;
	if (k == floor || !(token_ground(d, k - 1) & G_HEAD) ||
	    (tok[k - 1].form & FORM_PLURAL))
		return first;
	/* in Barangay | Dolos; but of the City | Council */
	return k < first || !(tok[k - 1].flags & TOKEN_CAP) ||
		lexicon_has(d->lx, HABIT_NOUNS_CAPITAL) ||
		(k > floor + 1 && is_preposition(&tok[k - 2]))
	    ? k - 1
	    : first;
}

/* At a | Walmart in El Paso: one of many, in the place that is told next. */
static bool
is_one_of_many(const struct doc *d, const struct phrases *p, size_t first,
    const struct token *next)
{
	return first > p->first && next != NULL && (next->word->ground & G_IN) &&
	    (d->t.tok[first - 1].cls & C_ONE) && d->t.tok[first - 1].kind == TOKEN_WORD;
}

size_t
phrase_name_governor(const struct doc *d, const struct phrases *p, size_t first,
    size_t last)
{
	const struct token *t = last + 1 < p->end ? &d->t.tok[last + 1] : NULL;

	if (t != NULL && (t->form & FORM_POST) && t->word->value == POST_OBLIQUE)
		return last + 1;
	if (is_one_of_many(d, p, first, t))
		return NOWHERE;
	first = apposed_start(d, p->first, first, last);
	return phrase_governor(d, p->first, described_start(d, p, first, last));
}
