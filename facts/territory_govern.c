/*
 * territory_govern.c -- was it done, tried, planned, denied?  In any language that has
 * frames: by the classes of stance.tsv around the word, on its left and, where verbs
 * stand last, on its right too.
 */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/small_words.h"
#include "facts/territory_frame.h"
#include "facts/when.h"

#define GOVERNOR 8      /* how far what governs an infinitive or a noun may stand */
#define GOVERNOR_FAR 14 /* the same of an infinitive, where its object stands between */
#define GOVERNOR_RIGHT 4
#define NEGATION 3
#define MODAL 4
#define DENIAL 8        /* how far behind a noun its denial may stand */
#define SAID 14         /* and a verb of claiming or denying */
#define OPENING 4       /* tokens of a sentence in which a time is told of all of it */
#define FIRST_YEAR 1500 /* of those that are told of as history */
#define YEAR 16         /* tokens behind the verb in which its year is looked for */

static const struct token *
word_at(const struct doc *d, size_t i)
{
	return &d->t.tok[i];
}

static bool
ends_reach(const struct token *t)
{
	return t->kind == TOKEN_PUNCT &&
	    (t->punct == ';' || t->punct == ':' || t->punct == '"');
}

/* The nearest word of the classes in at most n tokens left of i, then right of it where
 * verbs stand last; NOWHERE. */
static size_t
governor(const struct doc *d, const struct sentence *s, size_t i, struct words classes,
    size_t n)
{
	for (size_t k = i; k > s->first && k + n > i && !ends_reach(word_at(d, k - 1));
	     k--)
		if (token_of(d, k - 1, classes))
			return k - 1;
	if (!lexicon_has(d->lx, HABIT_VERBS_LAST))
		return NOWHERE;
	for (size_t k = i + 1;
	     k < s->end && k <= i + GOVERNOR_RIGHT && !ends_reach(word_at(d, k)); k++)
		if (token_of(d, k, classes))
			return k;
	return NOWHERE;
}

static bool
is_negated(const struct doc *d, const struct sentence *s, size_t i)
{
	for (size_t k = i; k > s->first && k + NEGATION > i; k--)
		if (word_at(d, k - 1)->cls & C_NEG)
			return true;
	return false;
}

/* gelang es | nicht, die Stadt einzunehmen: a negation between the verb that governs and
 * what it governs. */
static bool
is_negated_behind(const struct doc *d, size_t at, size_t i)
{
	for (size_t k = at + 1; k < i; k++)
		if (word_at(d, k)->cls & C_NEG)
			return true;
	return false;
}

static bool
is_repelled(const struct doc *d, const struct sentence *s)
{
	for (size_t i = s->first; i < s->end; i++)
		if (token_ground(d, i) & G_REPEL)
			return true;
	return false;
}

/* To take, the taking of: what governs it decides; *found: something did. */
static struct deed_stance
by_governor(const struct doc *d, const struct sentence *s, size_t i, bool *found)
{
	const struct words all = { .ground = G_MANAGE | G_ATTEMPT | G_FAILED | G_PREVENT |
		    G_PLANNED | G_CLAIMV | G_DENYV,
		.small = S_UNDONE };
	bool far = lexicon_has(d->lx, HABIT_VERBS_LAST) &&
	    (word_at(d, i)->form & FORM_BASE);
	size_t at = governor(d, s, i, all, far ? GOVERNOR_FAR : GOVERNOR);
	uint64_t g = at == NOWHERE ? 0 : token_ground(d, at);

	*found = at != NOWHERE;
	if (g & G_DENYV)
		return deed_done(STANCE_DENIED);
	/* did not manage to; konnte die Stadt nicht zurückerobern */
	if ((g & G_MANAGE) && !is_negated(d, s, at) && !is_negated(d, s, i) &&
	    !is_negated_behind(d, at, i))
		return deed_done(STANCE_ASSERTED);
	if (g & G_CLAIMV)
		return deed_done(STANCE_CLAIMED);
	if ((g & G_PREVENT) || (*found && (token_small(d, at) & S_UNDONE)))
		return (struct deed_stance){ DEED_NONE, STANCE_ASSERTED };
	if (g & (G_ATTEMPT | G_FAILED | G_MANAGE))
		return (struct deed_stance){
			is_repelled(d, s) ? DEED_REPELLED : DEED_TRIED, STANCE_ASSERTED
		};
	return deed_done(STANCE_PLANNED);
}

/* "in 2014": a year that stands alone behind a preposition, or "1945 nahm" before the
 * verb that the sentence begins with, in German anywhere ("nahm die Stadt 1945 ein"), and
 * not the entry's own. */
static bool
in_old_year(const struct doc *d, const struct sentence *s, size_t i)
{
	struct day now = d->day;
	bool bare = lexicon_has(d->lx, HABIT_NOUNS_CAPITAL);
	size_t from = clause_start(d, s->first, i),
	       to = i + YEAR < s->end ? i + YEAR : s->end;

	for (size_t k = i == s->first + 1 ? s->first : from + 1; k < to; k++) {
		struct str y = token_text(d, k);
		uint64_t v;

		if (y.n == 4 &&
		    (bare || k == s->first || (word_at(d, k - 1)->cls & C_PREP)) &&
		    str_uint(y, &v) && v >= FIRST_YEAR && v <= 2100 &&
		    !(k + 1 < s->end && (d->t.tok[k + 1].cls & (C_PERSON | C_THING))))
			return now.year == 0 || (int)v < now.year;
	}
	return false;
}

/* "had taken", unless told in reported speech. */
static bool
is_pluperfect(const struct doc *d, const struct sentence *s, size_t i)
{
	bool had = false;

	for (size_t k = i; k > s->first && k + NEGATION > i; k--)
		had = had ||
		    ((word_at(d, k - 1)->cls & C_HAVE) &&
			(word_at(d, k - 1)->form & FORM_PAST));
	for (size_t k = s->first; had && k < i; k++)
		if (word_at(d, k)->cls & C_SPEECH)
			return false;
	return had;
}

/* La semana pasada los rebeldes tomaron: a sentence or the verb's clause begins with a
 * time that makes no news of it, or where verbs stand last has it before the verb. */
static bool
is_long_ago(const struct doc *d, const struct sentence *s, size_t i)
{
	const size_t from[] = { s->first, clause_start(d, s->first, i) };

	for (size_t n = 0; n < 1 + (from[1] > from[0]); n++) {
		size_t end = lexicon_has(d->lx, HABIT_VERBS_LAST) || i < from[n] + OPENING
		    ? i
		    : from[n] + OPENING;

		for (size_t k = from[n]; k < end; k++)
			if (is_past_period(d, k))
				return true;
	}
	return is_past_behind(d, s, i);
}

static struct deed_stance
finite(const struct doc *d, const struct sentence *s, size_t i)
{
	size_t clause = clause_start(d, s->first, i);
	uint32_t beside = i > s->first ? token_small(d, i - 1) : 0;

	if (is_negated(d, s, i))
		return deed_done(STANCE_DENIED);
	for (size_t k = i; k > clause && k + MODAL > i; k--)
		if (token_ground(d, k - 1) & G_MODAL)
			return deed_done(STANCE_PLANNED);
	for (size_t k = clause > s->first ? clause - 1 : clause; k < i; k++)
		if (token_ground(d, k) & G_COND)
			return deed_done(STANCE_PLANNED);
	if (governor(d, s, i, (struct words){ .ground = G_DENYV }, SAID) != NOWHERE)
		return deed_done(STANCE_DENIED);
	if (beside & S_ALMOST)
		return (struct deed_stance){ DEED_TRIED, STANCE_ASSERTED };
	if ((beside & S_ONCE) || is_pluperfect(d, s, i) || in_old_year(d, s, i) ||
	    is_long_ago(d, s, i))
		return deed_done(STANCE_BACKGROUND);
	return deed_done(governor(d, s, i, (struct words){ .ground = G_CLAIMV }, SAID) !=
			NOWHERE ||
		    is_disputed(d, s, i)
		? STANCE_CLAIMED
		: STANCE_ASSERTED);
}

/* потерю Торецка | опровергли; la toma de Hur fue | desmentida: a denial of what the noun
 * tells, behind it. */
static bool
denied_behind(const struct doc *d, const struct sentence *s, size_t i)
{
	for (size_t k = i + 1;
	     k < s->end && k < i + DENIAL && d->t.tok[k].kind == TOKEN_WORD; k++)
		if (token_ground(d, k) & G_DENYV)
			return true;
	return false;
}

#define ATTRIBUTE 7 /* tokens from its article to the participle */

/* die | 2019 von Rebellen eroberte Stadt: where what stands between an article and its
 * participle begins; i: nothing does. */
static size_t
attribute_start(const struct doc *d, const struct sentence *s, size_t i)
{
	for (size_t k = i; k > s->first + 1 && i - k < ATTRIBUTE; k--)
		if ((word_at(d, k - 2)->cls & C_DET) &&
		    ((word_at(d, k - 1)->cls & (C_PREP | C_BY)) ||
			word_at(d, k - 1)->kind == TOKEN_NUMBER))
			return k - 1;
	return i;
}

/* der | eroberten Stadt, die neu | eroberte Stadt: what the place is like, and no event
 */
static bool
is_adjective(const struct doc *d, const struct sentence *s, size_t i)
{
	size_t k = i, noun = i + 1;

	if (lexicon_has(d->lx, HABIT_NOUNS_CAPITAL) && (token_ground(d, noun) & G_HEAD) &&
	    noun < s->end)
		k = attribute_start(d, s, i);
	while (k > s->first && (token_small(d, k - 1) & S_NEWLY))
		k--;
	while (noun < s->end && (word_at(d, noun)->cls & (C_ADJ | C_DEMONYM)))
		noun++;
	return (word_at(d, i)->form & (FORM_PAST | FORM_PARTICIPLE)) && k > s->first &&
	    noun < s->end && (word_at(d, k - 1)->cls & (C_DET | C_POSSESSIVE)) &&
	    (token_ground(d, noun) & G_HEAD);
}

/* treinam a | tomada de Tarna, simulan la | toma: a noun, whatever verb it may be */
static bool
has_article(const struct doc *d, const struct sentence *s, size_t i)
{
	return i > s->first && word_at(d, i - 1)->kind == TOKEN_WORD &&
	    (word_at(d, i - 1)->cls & (C_DET | C_POSSESSIVE)) &&
	    !(word_at(d, i - 1)->cls & C_RELATIVE);
}

struct deed_stance
governed_stance(const struct doc *d, const struct sentence *s, size_t i)
{
	const unsigned finite_forms = FORM_THIRD | FORM_PAST | FORM_PARTICIPLE;
	unsigned form = word_at(d, i)->form;
	bool noun = (token_ground(d, i) & G_NOMINAL) &&
	    (!(form & (finite_forms | FORM_BASE)) || has_article(d, s, i)),
	     found;
	struct deed_stance st;

	if ((s->small & S_DRILL) || is_adjective(d, s, i) || is_undone(d, s, i))
		return (struct deed_stance){ DEED_NONE, STANCE_ASSERTED };
	if (s->end > s->first && word_at(d, s->end - 1)->punct == '?') /* Росіяни захопили
									  місто? */
		return deed_done(STANCE_PLANNED);
	if ((form & finite_forms) && !noun)
		return finite(d, s, i);
	if (noun && denied_behind(d, s, i))
		return deed_done(STANCE_DENIED);
	st = by_governor(d, s, i, &found);
	if (found || (!noun && (form & FORM_BASE)))
		return st;
	return finite(d, s, i);
}
