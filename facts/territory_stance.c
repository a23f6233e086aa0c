/* territory_stance.c -- see territory_stance.h. */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/territory_stance.h"

#define WINDOW 12   /* tokens of a clause that are looked at */
#define GOVERNOR 7  /* how far the governor of an infinitive may stand */

static const struct token *
tok(const struct doc *d, size_t i)
{
	return &d->t.tok[i];
}

bool
opens_clause(const struct doc *d, size_t i)
{
	const struct token *t = tok(d, i);

	if ((t->cls & C_RELATIVE) && (t->cls & C_DET))
		return i > 0 && t[-1].kind == TOKEN_PUNCT && t[-1].punct == ',';
	return (t->cls & (C_SUBORD | C_RELATIVE)) != 0;
}

size_t
clause_start(const struct doc *d, size_t first, size_t i)
{
	size_t from = i > first + 40 ? i - 40 : first;

	while (i > from) {
		const struct token *t = tok(d, i - 1);

		if (t->kind == TOKEN_PUNCT && (t->punct == ';' || t->punct == ':'))
			break;
		if (opens_clause(d, i - 1) && !token_is(d, i - 1, "as than so how"))
			break;
		i--;
	}
	return i;
}

bool
is_passive(const struct doc *d, size_t first, size_t i)
{
	for (size_t n = 0; i > first && n < 4; n++) {
		const struct token *t = tok(d, --i);

		if (t->cls & C_BE)
			return !token_is(d, i, "is us") || !(t->flags & TOKEN_CAPS);
		if (!(t->cls & (C_ADVERB | C_NEG)) || (t->cls & C_SUBORD))
			return false;
	}
	return false;
}

static bool
in_sentence(const struct doc *d, size_t first, size_t end, uint64_t ground)
{
	for (size_t i = first; i < end; i++)
		if (token_ground(d, i) & ground)
			return true;
	return false;
}

static struct deed_stance
done(enum stance s)
{
	return (struct deed_stance){ DEED_DONE, s };
}

static const struct deed_stance nothing = { DEED_NONE, STANCE_ASSERTED };

/* in order to, sent to, managed to: what the infinitive's governor makes of it. */
static struct deed_stance
infinitive(const struct doc *d, size_t first, size_t end, size_t to)
{
	for (size_t i = to, n = 0; i > first && n < GOVERNOR; n++) {
		uint64_t g = token_ground(d, --i);
		const struct token *t = tok(d, i);

		if (t->kind == TOKEN_PUNCT && t->punct != ',' && t->punct != '"')
			break;
		if ((g & G_FAILED) || ((g & G_MANAGE) && i > first && (token_ground(d, i - 1) & G_DENYV)))
			return (struct deed_stance){ DEED_TRIED, STANCE_ASSERTED };
		if (g & G_MANAGE)
			return done(i > first + 1 && (token_ground(d, i - 1) & G_MODAL) ? STANCE_PLANNED :
			    STANCE_ASSERTED);
		if (g & G_CLAIMV)
			return done(STANCE_CLAIMED);
		if ((g & G_REPORTED) && i + 1 >= to)
			return done(STANCE_ASSERTED);
		if (g & G_PREVENT)
			return nothing;
		if (g & G_ATTEMPT)
			return in_sentence(d, first, end, G_REPEL) ?
			    (struct deed_stance){ DEED_REPELLED, STANCE_ASSERTED } :
			    (struct deed_stance){ DEED_TRIED, STANCE_ASSERTED };
		if (g & G_PLANNED)
			break;
		if (token_is(d, i, "addition"))
			return done(STANCE_ASSERTED);
	}
	if (in_sentence(d, first, to, G_REPEL | G_PREVENT))
		return (struct deed_stance){ DEED_REPELLED, STANCE_ASSERTED };
	return done(STANCE_PLANNED);
}

/* prevented from V-ing, after V-ing, accused of V-ing */
static struct deed_stance
gerund(const struct doc *d, size_t first, size_t end, size_t i)
{
	if (i > first) {
		bool from = token_is(d, i - 1, "from"), of = token_is(d, i - 1, "of"),
		     at = token_is(d, i - 1, "at in for towards");
		size_t stop = i > first + 9 ? i - 9 : first;

		for (size_t k = i - 1; (from || of || at) && k > stop; k--) {
			uint64_t g = token_ground(d, k - 1);

			if (from && (g & G_PREVENT))
				return nothing;
			if (of && token_is(d, k - 1, "accused verge goal aim hope purpose intention capable possibility"))
				return nothing;
			if (at && (g & (G_ATTEMPT | G_FAILED)))
				return (struct deed_stance){ DEED_TRIED, STANCE_ASSERTED };
			if (at && token_is(d, k - 1, "succeeded success succeed"))
				return done(STANCE_ASSERTED);
		}
		if (token_is(d, i - 1, "the a") && token_is(d, i + 1, "of"))
			return done(STANCE_ASSERTED);
		if (token_is(d, i - 1, "without not"))
			return nothing;
		if (token_is(d, i - 1, "close_to") || (i > first + 1 && token_is(d, i - 1, "to") && token_is(d, i - 2, "close closer nearer")))
			return (struct deed_stance){ DEED_TRIED, STANCE_ASSERTED };
		if (token_is(d, i - 1, "before"))
			return done(STANCE_ASSERTED);
	}
	for (size_t k = i, n = 0; k > first && n < 4; n++) {
		uint64_t g = token_ground(d, --k);

		if (g & G_ATTEMPT)
			return (struct deed_stance){ DEED_TRIED, STANCE_ASSERTED };
		if (g & (G_PLANNED | G_MODAL | G_COND))
			return done(STANCE_PLANNED);
		if (g & G_CLAIMV)
			return done(STANCE_CLAIMED);
	}
	return done(STANCE_ASSERTED);
}

/* "in 2014", "since 2013": a year without a day, and not the entry's own. */
static bool
old_year(const struct doc *d, size_t first, size_t end, size_t i)
{
	struct day now = d->day;
	size_t from = clause_start(d, first, i), to = i + 16 < end ? i + 16 : end;

	for (size_t k = from; k + 1 < to; k++) {
		struct str y = token_text(d, k + 1);
		uint64_t v;

		if (y.n != 4 || !str_uint(y, &v) || v < 1900 || v > 2100 || !token_is(d, k, "in since from"))
			continue;
		if (now.year == 0 || (int)v < now.year)
			return true;
	}
	return false;
}

/* took the town | lost last week, | which fell last week: what follows is told of something else */
static bool
ends_deed(const struct doc *d, size_t i)
{
	return tok(d, i)->kind == TOKEN_PUNCT || opens_clause(d, i) || (tok(d, i)->cls & (C_VERB | C_KILL | C_AND)) ||
	    (token_ground(d, i) & (G_STRONG | G_LOSE | G_CONTROLV | G_WITHDRAW));
}

/* last | week, weeks | ago */
static bool
is_past_period(const struct doc *d, size_t i)
{
	return token_is(d, i, "last") ? token_is(d, i + 1, "week month year") :
	    token_is(d, i, "week month year weeks months years") && token_is(d, i + 1, "ago earlier");
}

/* took the town | last week, three months ago; last week | rebels took the town: no news */
static bool
long_before(const struct doc *d, size_t first, size_t i, size_t end)
{
	for (size_t k = i + 1; k + 1 < end && k < i + WINDOW && !ends_deed(d, k); k++)
		if (is_past_period(d, k))
			return true;
	return is_past_period(d, first);
}

/* on Sunday, late on 4 May: words that may stand between a verb and its clause */
static bool
is_time(const struct token *t)
{
	return t->kind == TOKEN_NUMBER || (t->cls & (C_WEEKDAY | C_MONTH | C_TIME)) ||
	    ((t->cls & (C_PREP | C_ADVERB)) && !(t->cls & (C_SUBORD | C_AND | C_NEG)));
}

/* It is not known if they were theirs, | the army took Tarn: does the clause that begins at token from end before token i? */
static bool
is_over(const struct doc *d, size_t from, size_t i)
{
	bool verb = false;

	for (size_t k = from; k < i; k++) {
		verb = verb || (tok(d, k)->cls & (C_BE | C_HAVE));
		if (verb && tok(d, k)->kind == TOKEN_PUNCT && tok(d, k)->punct == ',')
			return true;
	}
	return false;
}

/* took Tarn, Moscow says; Kyiv | denies the claim, it, this: what one side says and the other does not */
static bool
is_disputed(const struct doc *d, size_t i, size_t end)
{
	static const char denies[] = "denied denies disputes disputed rejects rejected";

	if (!tokens_have(d, i + 1, end, denies))
		return false;
	for (size_t k = i + 1; k + 1 < end; k++)
		if (token_is(d, k, denies) &&
		    (token_is(d, k + 1, "it this that claims") || token_is(d, k + 2, "claim claims report reports")))
			return true;
	return false;
}

static struct deed_stance
finite_verb(const struct doc *d, size_t first, size_t end, size_t i)
{
	size_t clause = clause_start(d, first, i);
	bool claimed = (token_ground(d, i) & G_CLAIMV) != 0, had = false;

	for (size_t k = i, n = 0; k > clause && n < WINDOW; n++) {
		const struct token *t = tok(d, --k);
		uint64_t g = t->word->ground;

		if ((g & G_DENYV) && n < (token_is(d, k, "denied denies deny") ? 8 : 3))
			return done(STANCE_DENIED);
		if (n < 4 && (g & G_MODAL) && !(t->cls & C_MONTH))
			return done(STANCE_PLANNED);
		if (n < 3 && (t->cls & C_HAVE) && token_is(d, k, "had"))
			had = true;
		if (n < 8 && (g & G_COND))
			return done(STANCE_PLANNED);
		if (g & G_CLAIMV)
			claimed = true;
	}
	/* denied on Sunday that they captured: the denial stands before the clause */
	for (size_t k = clause, n = 0; k > first && n < 3;) {
		uint64_t g = token_ground(d, --k);

		if (is_time(tok(d, k)))
			continue;
		n++;
		if (token_is(d, k, "denied denies deny denying"))
			return done(STANCE_DENIED);
		if ((g & G_COND) && !is_over(d, clause, i))
			return done(STANCE_PLANNED);
		if (g & G_CLAIMV)
			claimed = true;
	}
	if (clause < end && clause > first && (token_ground(d, clause - 1) & G_COND) && !is_over(d, clause, i))
		return done(STANCE_PLANNED);
	/* "said it had captured" is news in reported speech */
	for (size_t k = i, n = 0; had && k > first && n < WINDOW; n++)
		if (tok(d, --k)->cls & C_SPEECH)
			had = false;
	if (had && !(clause > first && token_is(d, clause - 1, "which") &&
	    clause > first + 1 && token_is(d, clause - 2, "after")))
		return done(STANCE_BACKGROUND);
	/* three years after | rebels captured the town, since | they did */
	if (clause > first && (token_is(d, clause - 1, "since") ||
	    (clause > first + 1 && token_is(d, clause - 1, "after") && token_is(d, clause - 2, "year years month months decade decades weeks"))))
		return done(STANCE_BACKGROUND);
	/* "which captured the town in May": history, but ", after which X captured" is news */
	if (clause > first && clause == i && (tok(d, clause - 1)->cls & C_RELATIVE) &&
	    !token_is(d, clause - 1, "that"))
		return done(old_year(d, first, end, i) ? STANCE_BACKGROUND : STANCE_ASSERTED);
	/* rebels who have captured the town: what they are known for */
	if (clause > first + 1 && (tok(d, clause - 1)->cls & C_RELATIVE) && (tok(d, clause)->cls & C_HAVE) &&
	    !token_is(d, clause - 1, "that") && tok(d, clause - 2)->kind == TOKEN_WORD)
		return done(STANCE_BACKGROUND);
	if (token_is(d, i > first ? i - 1 : i, "almost nearly"))
		return (struct deed_stance){ DEED_TRIED, STANCE_ASSERTED };
	if (token_is(d, i > first ? i - 1 : i, "previously formerly"))
		return done(STANCE_BACKGROUND);
	if (old_year(d, first, end, i) || long_before(d, first, i, end))
		return done(STANCE_BACKGROUND);
	return done(claimed || is_disputed(d, i, end) ? STANCE_CLAIMED : STANCE_ASSERTED);
}

/* "the captured town", "in occupied Tarn", "areas captured by": no event of its own */
static bool
is_adjective(const struct doc *d, size_t first, size_t end, size_t i)
{
	const struct token *before = i > first ? tok(d, i - 1) : NULL;

	if (before == NULL || before->kind == TOKEN_PUNCT)
		return false;
	if (before->cls & (C_DET | C_ONE | C_POSSESSIVE))
		return !token_is(d, i - 1, "that this both those");
	if (token_is(d, i - 1, "newly recently") && !(i > first + 1 && (tok(d, i - 2)->cls & (C_BE | C_HAVE))))
		return i + 1 < end && !(tok(d, i + 1)->cls & (C_DET | C_ONE)) && i > first + 1 &&
		    (tok(d, i - 2)->cls & (C_DET | C_PREP | C_OF));
	return (before->cls & (C_PREP | C_OF)) && !(before->cls & (C_SUBORD | C_AND | C_ADVERB)) &&
	    !token_is(d, i - 1, "being having on over");
}

/* The "to" of an infinitive at i, also of its second verb: to advance and capture. */
size_t
infinitive_to(const struct doc *d, size_t first, size_t i)
{
	size_t k = i;

	if (!(tok(d, i)->form & FORM_BASE))
		return NOWHERE;
	while (k > first && (tok(d, k - 1)->cls & C_ADVERB) &&
	    !(tok(d, k - 1)->cls & (C_BE | C_WEEKDAY)))
		k--;
	if (k > first && token_is(d, k - 1, "to"))
		return k - 1;
	if (k == first || !(tok(d, k - 1)->cls & C_AND))
		return NOWHERE;
	for (size_t n = 0; k > first + 1 && n < 14; n++) {
		k--;
		if (token_is(d, k - 1, "to") && (tok(d, k)->form & FORM_BASE))
			return k - 1;
		if (tok(d, k)->cls & (C_SUBORD | C_RELATIVE))
			break;
	}
	return NOWHERE;
}

/* Troops retake the airport in a drill: nothing that came to be. */
static bool
is_drill(const struct doc *d, size_t first, size_t end)
{
	return tokens_have(d, first, end, "drill drills exercise exercises wargame wargames war-game "
	    "simulation simulated simulates simulating mock");
}

struct deed_stance
deed_stance(const struct doc *d, size_t first, size_t end, size_t i)
{
	const struct token *t = tok(d, i);
	size_t to = infinitive_to(d, first, i); /* managed to finally capture */

	if (is_drill(d, first, end))
		return nothing;
	if (to != NOWHERE)
		return infinitive(d, first, end, to);
	if (t->form & FORM_GERUND)
		return gerund(d, first, end, i);
	if (is_passive(d, first, i))
		return finite_verb(d, first, end, i);
	if ((t->form & FORM_PARTICIPLE) && is_adjective(d, first, end, i))
		return nothing;
	return finite_verb(d, first, end, i);
}
