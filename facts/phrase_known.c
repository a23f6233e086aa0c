/* phrase_known.c -- which names the gazetteer has; see phrase.h and phrase_in.h. */
#include "config.h"

#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/group.h"
#include "facts/phrase_in.h"
#include "facts/place_ways.h"
#include "facts/reader_data.h"

#define HOMONYMS 16              /* of a name that are looked at */
#define WHOLE_TOKENS 5           /* of a country's: República Democrática del Congo */
#define WELL_KNOWN 50000         /* people */
#define WELL_KNOWN_ABROAD 200000 /* by a name that it has in another language */

static size_t
seek(const struct doc *d, struct str key, struct gaz_place *out, size_t max)
{
	return known_names_seek(d->reader->names, d->reader->gazetteer, key, out, max);
}

bool
phrase_in_gazetteer(const struct doc *d, struct str name, struct gaz_place *out)
{
	char key[FOLD_MAX];

	return seek(d, fold_name(key, name, FOLD_PLAIN), out, 1) > 0;
}

void
phrase_keys(const struct doc *d, size_t first, size_t end, char plain[FOLD_MAX],
    size_t *ends)
{
	size_t n = 0, at = d->t.tok[first].start;

	for (size_t k = first; k < end; k++) {
		size_t stop = d->t.tok[k].end;

		n = ends[k - first] = fold_on(plain, n, d->in->text, at, stop);
		at = stop;
	}
}

static struct str
key_of(const struct doc *d, size_t first, size_t last, char out[FOLD_MAX])
{
	return fold_key(out,
	    fold_on(out, 0, d->in->text, d->t.tok[first].start, d->t.tok[last].end));
}

bool
phrase_is_known(const struct doc *d, struct str name, struct str key,
    struct gaz_place *out)
{
	struct str plain;
	struct place_ways ways;
	char bytes[PLACE_NAME_MAX];

	if (seek(d, key, out, 1) > 0)
		return true;
	place_ways_find(d->lx, name, &ways);
	for (size_t k = 0; (plain = place_ways_name(d->lx, &ways, k, bytes)).n > 0; k++)
		if (phrase_in_gazetteer(d, plain, out))
			return true;
	return false;
}

bool
phrase_known_name(const struct doc *d, size_t first, size_t last, struct gaz_place *out)
{
	char key[FOLD_MAX];

	return phrase_is_known(d, doc_words(d, first, last), key_of(d, first, last, key),
	    out);
}

/* A city's name in another script is as good as its own. */
static bool
is_well_known(const struct gaz_place *p, bool latin)
{
	return !p->demonym &&
	    (p->listed ||
		p->population >= (p->alias && latin ? WELL_KNOWN_ABROAD : WELL_KNOWN));
}

bool
phrase_well_known(const struct doc *d, size_t first, size_t last)
{
	bool latin = (unsigned char)*token_text(d, first).p < 0x80;
	struct gaz_place found, all[HOMONYMS];
	char key[FOLD_MAX];
	size_t n;

	if (!phrase_known_name(d, first, last, &found))
		return false;
	if (found.kind != GAZ_ADMIN1 || is_well_known(&found, latin))
		return is_well_known(&found, latin);
	/* Berlin, Moskau: the division stands before the city that it is called after */
	n = seek(d, key_of(d, first, last, key), all, HOMONYMS);
	for (size_t i = 0; i < n; i++)
		if (is_well_known(&all[i], latin))
			return true;
	return false;
}

unsigned
phrase_kinds(const struct doc *d, struct str name)
{
	struct gaz_place all[HOMONYMS];
	char key[FOLD_MAX];
	size_t n = seek(d, fold_name(key, name, FOLD_PLAIN), all, HOMONYMS);
	unsigned kinds = 0;

	for (size_t i = 0; i < n; i++)
		kinds |= GAZ_BIT(all[i].kind);
	return kinds;
}

size_t
phrase_whole_name(const struct doc *d, size_t first, size_t last, size_t end)
{
	struct gaz_place found;
	char plain[FOLD_MAX];
	size_t ends[WHOLE_TOKENS], k = last + 1;

	if (last + 1 >= first + WHOLE_TOKENS)
		return last;
	while (k < end && k < first + WHOLE_TOKENS && d->t.tok[k].kind == TOKEN_WORD)
		k++;
	phrase_keys(d, first, k, plain, ends);
	while (--k > last)
		if (seek(d, fold_key(plain, ends[k - first]), &found, 1) > 0 &&
		    !found.demonym)
			return k;
	return last;
}

bool
phrase_ends_country(const struct doc *d, size_t first, size_t last)
{
	struct gaz_place found;

	return lexicon_has(d->lx, HABIT_HEAD_FIRST | HABIT_VERBS_LAST) &&
	    !phrase_known_name(d, first, last, &found) &&
	    phrase_known_name(d, first, first, &found) && found.kind == GAZ_COUNTRY &&
	    !found.demonym;
}

bool
inner_capital(struct str w)
{
	size_t dash = str_chr(w, '-');

	if (dash == STR_NOWHERE || dash < 2 || dash > 4 || dash + 1 >= w.n)
		return false;
	return (w.p[dash + 1] >= 'A' && w.p[dash + 1] <= 'Z') ||
	    (unsigned char)w.p[dash + 1] >= 0xc3;
}

bool
phrase_joined(const struct doc *d, size_t i)
{
	struct str key = doc_text(d, d->t.tok[i].word->key);

	return lexicon_has(d->lx, HABIT_COMPOUNDS) && token_text(d, i).n > key.n + 2 &&
	    str_ends(token_text(d, i), key);
}

bool
phrase_division_in(const struct doc *d, size_t i)
{
	struct gaz_place found;

	return i > 0 && lexicon_has(d->lx, HABIT_NOUNS_CAPITAL) &&
	    (d->t.tok[i].flags & TOKEN_CAP) && (d->t.tok[i - 1].cls & C_PREP) &&
	    (token_ground(d, i - 1) & G_IN) && phrase_known_name(d, i, i, &found) &&
	    found.kind == GAZ_ADMIN1 && !found.demonym;
}

bool
phrase_homeland(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i];
	struct gaz_place known;

	return (t->word->cls & C_DEMONYM) && lexicon_has(d->lx, HABIT_MODIFIERS_AFTER) &&
	    ((t->flags & TOKEN_FIRST) ? t[1].punct == ':'
				      : (t[-1].cls & (C_PREP | C_OF)) != 0) &&
	    country_named(d, i, i, &known) && !known.demonym;
}

bool
phrase_stands_in(const struct doc *d, size_t first, size_t last)
{
	const struct token *t = &d->t.tok[last + 1];
	struct gaz_place found;

	return (t->form & FORM_POST) && t->word->value == POST_OBLIQUE &&
	    phrase_known_name(d, first, last, &found) && !found.demonym;
}

bool
phrase_city_in(const struct doc *d, size_t i, size_t end)
{
	const struct token *t = &d->t.tok[i];

	return lexicon_has(d->lx, HABIT_MODIFIERS_AFTER) && t->word->ground != 0 &&
	    !(t->word->ground & G_DIRECTION) &&
	    (t->flags & (TOKEN_CAP | TOKEN_FIRST)) == TOKEN_CAP && (t[-1].cls & C_PREP) &&
	    (t[-1].word->ground & G_IN) && !(i + 1 < end && (t[1].cls & C_OF)) &&
	    phrase_well_known(d, i, i);
}

/* Where all is written in capitals: the longest part of the name that the gazetteer
 * knows, or a name beside a noun for places. */
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

/* Captures Hur | on Friday; but: Captures Hur | Deputy */
static bool
ends_before(const struct doc *d, size_t i, size_t end)
{
	const struct words behind = { .cls = C_PREP | C_OF | C_BY | C_TO | C_AND |
		    C_SUBORD | C_ADVERB | C_WEEKDAY | C_BE | C_HAVE | C_POSSESSIVE,
		.ground = G_HEAD };

	return i >= end || d->t.tok[i].kind == TOKEN_PUNCT || token_of(d, i, behind);
}

/* Captures | Hur, Withdraw From | Am Timan: where capitals tell no names, the last token
 * of the longest name that the gazetteer has behind a verb of ground or a preposition;
 * last is that of the words in no list, or NOWHERE. */
static size_t
governed_part(const struct doc *d, const struct phrases *p, size_t i, size_t last,
    size_t end)
{
	const struct words governor = { .cls = C_PREP | C_TO,
		.ground = G_STRONG | G_WEAK | G_ENTER | G_BESIEGE | G_IN | G_NEAR |
		    G_FROM };
	struct gaz_place known;
	size_t whole;

	if (i == p->first || !token_capital(d, i, end) ||
	    (d->t.tok[i].flags & TOKEN_CAPS) || phrase_actor(p, i) != NULL ||
	    !token_of(d, i - 1, governor))
		return NOWHERE;
	whole = phrase_whole_name(d, i, last == NOWHERE ? i : last, end);
	if (whole > i && whole != last && phrase_actor(p, whole) == NULL)
		return whole;
	for (size_t k = last == NOWHERE ? i : last + 1; k > i; k--)
		if (ends_before(d, k, end) &&
		    phrase_in_gazetteer(d, doc_words(d, i, k - 1), &known) &&
		    !known.demonym)
			return k - 1;
	return NOWHERE;
}

size_t
phrase_titled_end(const struct doc *d, const struct phrases *p, size_t i, size_t last,
    size_t end)
{
	size_t known = last != NOWHERE ? known_part(d, i, last, end) : NOWHERE;

	return known != NOWHERE ? known : governed_part(d, p, i, last, end);
}
