/* country.c -- see country.h. */
#include "config.h"

#include "facts/claim.h"
#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/number.h"
#include "facts/phrase.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"
#include "facts/time_words.h"

#define SAID_REACH 4 /* words behind "said" to the verb or noun */
/* the same with a day: said on Friday that its forces had killed */
#define DONE_REACH 7
#define CAPITAL_PEOPLE 1000000 /* of a city that may speak for a government */
#define COUNTRY_TOKENS 3       /* of its name */
#define BETWEEN 6              /* words from "between" to the second of two */

/* takes | Tarn; withdraws from | Tarn: does a place of the gazetteer stand at token i,
 * and nothing that would make another thing of it (the Paris agreement)? */
static bool
names_place(const struct doc *d, size_t i, size_t end)
{
	struct gaz_place found;
	size_t next = i;

	while (next < end && d->t.tok[next].kind == TOKEN_WORD &&
	    (d->t.tok[next].flags & TOKEN_CAP) && !(d->t.tok[next].cls & C_PREP))
		next++;
	if (next == i ||
	    (next < end && d->t.tok[next].kind != TOKEN_PUNCT &&
		!(d->t.tok[next].cls &
		    (C_PREP | C_SUBORD | C_AND | C_WEEKDAY | C_ADVERB)) &&
		!(token_ground(d, next) & G_SITE) &&
		!((d->t.tok[next].cls & C_DET) && (d->t.tok[next + 1].cls & C_WEEKDAY))))
		return false;
	return !(token_ground(d, i) & (G_NOTAKE | G_PRIZE | G_GOODS | G_PERSON)) &&
	    phrase_in_gazetteer(d, doc_words(d, i, next - 1), &found) &&
	    found.kind != GAZ_COUNTRY && !found.demonym;
}

/* pulls | its last troops out of Tarn: a force, and then a place that is no country */
static bool
pulls_force(const struct doc *d, size_t i, size_t end)
{
	bool force = false;
	struct gaz_place found;

	while (i < end && !(token_ground(d, i) & G_FROM) &&
	    d->t.tok[i].kind == TOKEN_WORD &&
	    (force || !(d->t.tok[i].flags & TOKEN_CAP)) &&
	    !(d->t.tok[i].cls & (C_PREP | C_SUBORD | C_AND)))
		force = (token_ground(d, i++) & G_FORCE) || force;
	if (!force || i + 1 >= end || !(token_ground(d, i) & G_FROM))
		return false;
	i += 1 + ((d->t.tok[i + 1].cls & C_DET) != 0);
	return i < end && (d->t.tok[i].flags & TOKEN_CAP) &&
	    !country_named(d, i, i, &found);
}

/* takes Tarn, withdraws (its troops) from Tarn, pulls out of Tarn: the verb at token i.
 */
static bool
takes_place(const struct doc *d, size_t i, size_t end)
{
	uint64_t g = token_ground(d, i);

	if (lexicon_has(d->lx, HABIT_VERBS_LAST) || i + 1 >= end)
		return false;
	return ((g & (G_TAKE | G_WEAK)) && names_place(d, i + 1, end)) ||
	    ((g & G_WITHDRAW) &&
		((token_ground(d, i + 1) & G_FROM) || (d->t.tok[i + 1].cls & C_OF)) &&
		names_place(d, i + 2, end)) ||
	    ((g & G_WITHDRAW) && (token_small(d, i) & S_QUITS) &&
		names_place(d, i + 1, end)) ||
	    ((g & G_WITHDRAW) && pulls_force(d, i + 1, end));
}

/* Does a verb of ground that changes hands begin at token i: seized, has lost, took the
 * town of, takes control? */
static bool
takes_ground(const struct doc *d, size_t i, size_t end)
{
	size_t next;

	while (i < end && (d->t.tok[i].cls & (C_ADVERB | C_HAVE)))
		i++;
	if (i >= end ||
	    !(d->t.tok[i].form & (FORM_PAST | FORM_THIRD | FORM_PARTICIPLE | FORM_BASE)))
		return false;
	if ((token_ground(d, i) & (G_STRONG | G_LOSE | G_SEIZE)) ||
	    takes_place(d, i, end))
		return true;
	next = i + 1 < end && (d->t.tok[i + 1].cls & (C_DET | C_ADJ)) ? i + 2 : i + 1;
	return next < end &&
	    (((token_ground(d, i) & G_WEAK) && (token_ground(d, next) & G_HEAD)) ||
		((token_ground(d, i) & G_LIGHT) &&
		    (token_ground(d, next) & (G_CONTROLN | G_NOMINAL))));
}

#define LAUNCHES 30 /* of launch, fire: what it takes is an attack, or its means */
#define MEANS_REACH 9

/* launched | a large drone and missile attack on Tarn, fired | 40 rockets; but: launched
 * a party */
static bool
launches_weapon(const struct doc *d, size_t i, size_t end)
{
	for (size_t last = i + MEANS_REACH;
	     i < end && i < last && d->t.tok[i].kind != TOKEN_PUNCT; i++) {
		struct str cause = doc_text(d, d->t.tok[i].word->cause);

		if ((d->t.tok[i].cls & (C_STRIKE | C_DAMAGE)) ||
		    ((d->t.tok[i].cls & C_CAUSE) &&
			(cause_marks(&cause, 1) & CAUSE_OUTWARD)))
			return true;
	}
	return false;
}

/* Does a verb of what is done to others begin at token i: bombed, has killed six; but:
 * hit by a quake, killed in a quake? */
static bool
does_violence(const struct doc *d, size_t i, size_t end)
{
	const struct token *t;
	struct str cause;
	bool perfect = false;

	for (; i < end && (d->t.tok[i].cls & (C_ADVERB | C_HAVE)); i++)
		perfect = perfect || (d->t.tok[i].cls & C_HAVE);
	t = &d->t.tok[i];
	if (i + 1 >= end ||
	    !(t->form & (FORM_PAST | FORM_THIRD | (perfect ? FORM_PARTICIPLE : 0))) ||
	    (t[1].cls & C_BY))
		return false;
	cause = doc_text(d, t->word->cause);
	if (str_eq(cause, STR("execution")) ||
	    (cause_marks(&cause, 1) & CAUSE_SLOW)) /* at home; Pakistan floods */
		return false;
	/* Tarn: of ground, that forces attack */
	if ((t->word->ground & G_ATTACKV) && (t[1].flags & TOKEN_CAP))
		return false;
	if ((t->cls & C_VERB) && t->word->value == LAUNCHES)
		return launches_weapon(d, i + 1, end);
	return ((t->cls & C_DAMAGE) || (t->word->ground & G_ATTACKV) ||
		   ((t->cls & C_KILL) && !(t[1].cls & C_PREP))) &&
	    (t[1].kind != TOKEN_PUNCT || lexicon_has(d->lx, HABIT_SUFFIX));
}

bool
country_strikes(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i - 1];

	return lexicon_has(d->lx, HABIT_NO_CAPITALS) &&
	    ((t->cls & C_DAMAGE) || (t->word->ground & G_ATTACKV)) &&
	    (t->form & (FORM_PAST | FORM_THIRD)) && !(t->cls & (C_CAUSE | C_STRIKE));
}

/* Does a verb at token i or, where they stand last, at the end of its clause tell of
 * violence? */
static bool
violence_is_done(const struct doc *d, size_t i, size_t end)
{
	if (!lexicon_has(d->lx, HABIT_SUFFIX))
		return does_violence(d, i, end);
	while (i + 1 < end && d->t.tok[i + 1].kind != TOKEN_PUNCT)
		i++;
	return does_violence(d, i, end);
}

/* Behind it a subject may stand: that, and, a comma. */
static bool
opens_clause(const struct token *t)
{
	return t->kind == TOKEN_PUNCT ||
	    ((t->cls & (C_SUBORD | C_AND | C_ADVERB)) && !(t->cls & C_PREP)) ||
	    ((t->cls & C_SPEECH) && (t->form & FORM_PAST));
}

/* clashes between Tarn and | Bode killed six: is it the second of two that something is
 * between? */
static bool
is_between(const struct doc *d, size_t i)
{
	if (i == 0 || !(d->t.tok[i - 1].cls & C_AND))
		return false;
	for (size_t k = i - 1;
	     k > 0 && k + BETWEEN > i && d->t.tok[k - 1].kind == TOKEN_WORD; k--)
		if (d->t.tok[k - 1].word->value == NUMBER_BETWEEN)
			return true;
	return false;
}

/* "Russia", "la Russie": does token i stand first in its clause, behind its article if it
 * has one? */
static bool
begins_clause(const struct doc *d, size_t i)
{
	if (!(d->t.tok[i].flags & TOKEN_FIRST) && (d->t.tok[i - 1].cls & C_DET))
		i--;
	return (d->t.tok[i].flags & TOKEN_FIRST) ||
	    (opens_clause(&d->t.tok[i - 1]) && !is_between(d, i));
}

/* Does a verb at token i or, where verbs may stand last, behind it in the sentence take
 * ground? */
static bool
ground_is_taken(const struct doc *d, size_t i, size_t end)
{
	if (takes_ground(d, i, end))
		return true;
	for (size_t k = i + 1; lexicon_has(d->lx, HABIT_VERBS_LAST) && k < end &&
	     d->t.tok[k].kind == TOKEN_WORD;
	     k++)
		if (takes_ground(d, k, end))
			return true;
	return false;
}

/* says, announced; revendique, desmiente */
static bool
is_said(const struct doc *d, size_t i)
{
	return (d->t.tok[i].cls & C_SPEECH) ||
	    (token_ground(d, i) & (G_CLAIMV | G_DENYV));
}

/* Russia says it has seized, announced the capture of, claimed control of: is what is
 * said of the verb of saying at token i that ground is taken?  k is the first token of
 * what it says. */
static bool
says_taken(const struct doc *d, size_t i, size_t k, size_t end)
{
	if ((d->t.tok[i].cls & C_HAVE) && k < end) /* a annoncé */
		i = k++;
	/* behauptet, Tarn eingenommen zu haben */
	if (k < end && d->t.tok[k].punct == ',' && lexicon_has(d->lx, HABIT_VERBS_LAST))
		k++;
	for (size_t last = k + SAID_REACH;
	     is_said(d, i) && k < end && k < last && d->t.tok[k].kind == TOKEN_WORD; k++)
		if (takes_ground(d, k, end) || (token_ground(d, k) & G_NOMINAL) ||
		    ((d->t.tok[i].cls & C_CLAIM) && (token_ground(d, k) & G_CONTROLN)))
			return true;
	return false;
}

/* Israel says it has killed 12, its forces killed 12: is what is said by the verb at
 * token i that the speaker's own did it? */
static bool
says_done(const struct doc *d, size_t i, size_t end)
{
	bool own = false;

	if (!(d->t.tok[i].cls & C_SPEECH))
		return false;
	for (size_t k = i + 1;
	     k < end && k < i + DONE_REACH && d->t.tok[k].kind == TOKEN_WORD; k++) {
		const struct token *t = &d->t.tok[k];

		own = own || (token_small(d, k) & S_SUBJECT) ||
		    ((t->cls & C_POSSESSIVE) && (t->cls & C_DET));
		if (own && !(t[-1].cls & C_BE) && does_violence(d, k, end))
			return true;
	}
	return false;
}

/* أعلنت روسيا السيطرة على: does the verb of saying stand before its subject, which begins
 * at token i? */
static bool
follows_speech(const struct doc *d, size_t i)
{
	return i > 0 && lexicon_has(d->lx, HABIT_NO_CAPITALS) &&
	    (d->t.tok[i - 1].cls & C_SPEECH) && begins_clause(d, i - 1);
}

/* Russia | Captures Tarn: in a title a verb has a capital, too. */
static bool
is_titled_verb(const struct doc *d, size_t i)
{
	return (d->t.tok[i].form & FORM_THIRD) &&
	    (token_ground(d, i) & (G_STRONG | G_WEAK | G_LIGHT | G_LOSE | G_WITHDRAW));
}

/* Behind the name that begins at token i; i: none does.  Without capitals it is one word.
 */
static size_t
country_end(const struct doc *d, size_t i, size_t end)
{
	size_t next = i;

	if (lexicon_has(d->lx, HABIT_NO_CAPITALS))
		return i + 1;
	while (next < end && next < i + COUNTRY_TOKENS && token_capital(d, next, end) &&
	    !(next > i && is_titled_verb(d, next)))
		next++;
	return next;
}

/* Tarn fell to | Russia */
static bool
behind_fall(const struct doc *d, size_t i)
{
	return i > 1 && (d->t.tok[i - 1].cls & C_TO) && (token_ground(d, i - 2) & G_FALL);
}

/* killed by | Russia, shelled by | Israel, an attack by | Israel on Tarn: the name whose
 * first token is i, and that ends before token next. */
static bool
behind_deed(const struct doc *d, size_t i, size_t next, size_t end)
{
	const struct token *t = &d->t.tok[i] -
	    ((i > 2 && (d->t.tok[i - 1].cls & C_DET)) ? 3 : 2);
	struct str cause;

	if (i < 2 || !(t[1].cls & C_BY) ||
	    (next < end && (d->t.tok[next].cls & C_POSSESSIVE)))
		return false;
	cause = doc_text(d, t->word->cause);
	return ((t->form & FORM_PARTICIPLE) &&
		   ((t->cls & (C_KILL | C_DAMAGE)) || (t->word->ground & G_ATTACKV) ||
		       ((t->cls & C_VERB) && t->word->value == LAUNCHES))) ||
	    (t->cls & C_STRIKE) ||
	    ((t->cls & C_CAUSE) && (cause_marks(&cause, 1) & CAUSE_OUTWARD));
}

/* Russia|'s attack on Tarn, Israel|'s bombardment of Tarn; but not Tarn's deadliest
 * attack: next is behind the name. */
static bool
owns_deed(const struct doc *d, size_t next, size_t end)
{
	size_t noun = next + 1;
	struct str cause;

	if (next >= end || !(d->t.tok[next].cls & C_POSSESSIVE))
		return false;
	while (noun < end && noun < next + 3 && (d->t.tok[noun].cls & C_ADJ) &&
	    !(d->t.tok[noun].word->time & U_RECORD))
		noun++;
	if (noun + 1 >= end || !(d->t.tok[noun + 1].cls & (C_PREP | C_OF)))
		return false;
	cause = doc_text(d, d->t.tok[noun].word->cause);
	return (d->t.tok[noun].cls & C_STRIKE) ||
	    ((d->t.tok[noun].cls & C_CAUSE) && (cause_marks(&cause, 1) & CAUSE_OUTWARD));
}

bool
country_named(const struct doc *d, size_t first, size_t last, struct gaz_place *country)
{
	return phrase_in_gazetteer(d, doc_words(d, first, last), country) &&
	    country->kind == GAZ_COUNTRY;
}

bool
country_of_people(const struct doc *d, size_t i, struct gaz_place *country)
{
	struct gaz_place found[GAZ_FOUND];
	char key[FOLD_MAX];
	size_t n = gazetteer_seek(d->reader->gazetteer, FOLD_PLAIN,
	    fold_name(key, token_text(d, i), FOLD_PLAIN), STR_NONE, found, GAZ_FOUND);
	bool people = d->t.tok[i].word->cls & C_DEMONYM;

	while (n > 0 &&
	    !(found[n - 1].kind == GAZ_COUNTRY && (found[n - 1].demonym || people)))
		n--;
	if (n > 0)
		*country = found[n - 1];
	return n > 0;
}

static bool
is_country(const struct doc *d, size_t first, size_t last, struct gaz_place *country)
{
	return country_named(d, first, last, country) && !country->demonym;
}

/* "Russians | occupy Tarn": a people, for its country. */
static bool
is_people(const struct doc *d, size_t i, struct gaz_place *country)
{
	const struct token *t = &d->t.tok[i];

	return (t->cls & C_PERSON) && (t->cls & C_DEMONYM) && (t->form & FORM_PLURAL) &&
	    !(t->form & FORM_SINGULAR) && country_named(d, i, i, country);
}

/* Moscú | anuncia la toma de Hur: a large city that speaks for its government, whatever
 * division is called after it. */
static bool
speaks_for_state(const struct doc *d, size_t first, size_t last, struct gaz_place *city)
{
	struct gaz_place found[GAZ_FOUND];
	char key[FOLD_MAX];
	size_t n = gazetteer_seek(d->reader->gazetteer, FOLD_PLAIN,
	    fold_name(key, doc_words(d, first, last), FOLD_PLAIN), STR_NONE, found,
	    GAZ_FOUND);

	while (n > 0 &&
	    !(found[n - 1].kind == GAZ_TOWN && found[n - 1].population >= CAPITAL_PEOPLE))
		n--;
	if (n == 0)
		return false;
	*city = found[n - 1];
	gazetteer_texts(city, 1);
	return true;
}

/* Tarn fell to | Russia, an attack by | Russia, Russia's | attack: do the words beside
 * the name tell what it did? */
static bool
is_doer(const struct doc *d, size_t i, size_t next, size_t end)
{
	return behind_fall(d, i) || country_strikes(d, i) ||
	    behind_deed(d, i, next, end) || owns_deed(d, next, end);
}

/* in | Russia, of | Russia: nothing beside the name, which ends before token next, lets
 * it do anything. */
static bool
is_but_named(const struct doc *d, size_t i, size_t next, size_t end)
{
	const struct token *t = &d->t.tok[i];
	uint64_t beside = t[-1].cls &
	    (C_TO | C_BY | C_DET | C_SUBORD | C_AND | C_ADVERB | C_SPEECH);
	uint64_t owns = d->t.tok[next].cls & C_POSSESSIVE;

	/* in one: none of them is to be foretold */
	return !(((t->flags & TOKEN_FIRST) != 0) | (t[-1].kind == TOKEN_PUNCT) |
		   (beside != 0) | ((next < end) & (owns != 0))) &&
	    !lexicon_has(d->lx, HABIT_NO_CAPITALS);
}

/* Where the verb of a subject begins that ends before token i. */
static size_t
verb_behind(const struct doc *d, size_t i, size_t end)
{
	/* Russia | 'seizes' Tarn */
	while (i < end && (d->t.tok[i].punct == '\'' || d->t.tok[i].punct == '"'))
		i++;
	/* "Rusya, Tarn kentini": a comma behind the subject, where the verb is far */
	if (i < end && lexicon_has(d->lx, HABIT_VERBS_LAST) &&
	    d->t.tok[i].kind == TOKEN_PUNCT)
		i++;
	return i;
}

/* Could a verb of a deed begin at the token, or what is said? */
static bool
may_tell_deed(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return (t->form & (FORM_PAST | FORM_THIRD | FORM_PARTICIPLE | FORM_BASE)) ||
	    (t->cls & (C_ADVERB | C_HAVE | C_SPEECH)) ||
	    (t->word->ground & (G_CLAIMV | G_DENYV)) ||
	    lexicon_has(d->lx, HABIT_VERBS_LAST | HABIT_SUFFIX | HABIT_NO_CAPITALS);
}

/* Does the verb, or what it says, tell of a deed of the subject that begins at token i?
 */
static bool
tells_deed(const struct doc *d, size_t i, size_t verb, size_t end)
{
	return may_tell_deed(d, verb) &&
	    (ground_is_taken(d, verb, end) || violence_is_done(d, verb, end) ||
		says_taken(d, verb, verb + 1, end) || says_done(d, verb, end) ||
		(follows_speech(d, i) && says_taken(d, i - 1, verb, end)));
}

/* Are the tokens a state as the subject of the verb: its name, its people, or the capital
 * that says so? */
static bool
is_state(const struct doc *d, size_t first, size_t last, size_t verb,
    struct gaz_place *country)
{
	if (is_country(d, first, last, country) ||
	    (first == last && is_people(d, first, country)))
		return true;
	return (is_said(d, verb) || is_said(d, verb + 1) || follows_speech(d, first)) &&
	    d->reader->gazetteer != NULL && speaks_for_state(d, first, last, country);
}

bool
country_acts(const struct doc *d, size_t i, size_t end, size_t *last,
    struct gaz_place *country)
{
	size_t next = country_end(d, i, end), verb;

	if (next == i || is_but_named(d, i, next, end))
		return false;
	/* Rusya | Tarn'ı vurdu */
	if (next > i + 1 && lexicon_has(d->lx, HABIT_SUFFIX) &&
	    phrase_ends_country(d, i, next - 1))
		next = i + 1;
	*last = next - 1;
	if (is_doer(d, i, next, end))
		return is_country(d, i, *last, country);
	if (!(begins_clause(d, i) || follows_speech(d, i)) ||
	    (next < end && (d->t.tok[next].form & FORM_POST)))
		return false;
	verb = verb_behind(d, next, end);
	return verb < end && tells_deed(d, i, verb, end) &&
	    is_state(d, i, *last, verb, country);
}
