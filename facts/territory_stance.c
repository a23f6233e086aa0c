/* territory_stance.c -- see territory_stance.h. */
#include "config.h"

#include "base/alloc.h"
#include "facts/ground_words.h"
#include "facts/name_around.h"
#include "facts/phrase.h"
#include "facts/small_words.h"
#include "facts/territory_stance.h"
#include "facts/time_words.h"
#include "facts/when.h"

#define ASIDE 8       /* and of an aside within it */
#define WINDOW 12     /* tokens of a clause that are looked at */
#define CLAUSE 40     /* tokens of the longest */
#define GOVERNOR 7    /* how far the governor of an infinitive may stand */
#define OF_GERUND 9   /* that of a gerund behind a preposition */
#define BARE_GERUND 4 /* and of one without */
#define GOAL 5        /* from "is" to the goal that it is */
#define DENIAL 8      /* denied, from the verb of its own clause */
#define NEGATION 3    /* not; also had, and what stands before the clause */
#define MODAL 4
#define YEAR 16   /* tokens behind the verb in which its year is looked for */
#define JOINED 14 /* from the second of two infinitives to the "to" of the first */
/* tokens from the end of a sentence to the comma before who says so */
#define SAID_BEHIND 14
#define LONG_DAYS 7 /* a unit of time that makes history of a deed */

static const struct token *
tok(const struct doc *d, size_t i)
{
	return &d->t.tok[i];
}

/* In May; but: may take Tarn. */
static bool
is_month(const struct token *t)
{
	return (t->cls & C_MONTH) && (!(t->cls & C_MODAL) || (t->flags & TOKEN_CAP));
}

/* The token before i in its sentence; a blank one: there is none. */
static const struct token *
before(const struct doc *d, const struct sentence *s, size_t i)
{
	return tok(d, i > s->first ? i - 1 : 0);
}

bool
opens_clause(const struct doc *d, size_t i)
{
	const struct token *t = tok(d, i);

	if ((t->cls & C_RELATIVE) && (t->cls & C_DET))
		return i > 0 && is_mark(&t[-1], ',');
	return (t->cls & (C_SUBORD | C_RELATIVE)) != 0;
}

size_t
clause_start(const struct doc *d, size_t first, size_t i)
{
	size_t from = i > first + CLAUSE ? i - CLAUSE : first;

	while (i > from) {
		const struct token *t = tok(d, i - 1);

		if (is_mark(t, ';') || is_mark(t, ':'))
			break;
		if (opens_clause(d, i - 1) && !(t->word->small & S_LIKE))
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
			return true;
		if (!(t->cls & (C_ADVERB | C_NEG)) || (t->cls & C_SUBORD))
			return false;
	}
	return false;
}

bool
has_ground(const struct doc *d, size_t first, size_t end, uint64_t ground)
{
	for (size_t i = first; i < end; i++)
		if (token_ground(d, i) & ground)
			return true;
	return false;
}

static struct deed_stance
only(enum deed deed)
{
	return (struct deed_stance){ deed, STANCE_ASSERTED };
}

/* ---- infinitives ---- */

size_t
infinitive_to(const struct doc *d, size_t first, size_t i)
{
	size_t k = i;

	if (!(tok(d, i)->form & FORM_BASE))
		return NOWHERE;
	while (k > first && (tok(d, k - 1)->cls & C_ADVERB) &&
	    !(tok(d, k - 1)->cls & (C_BE | C_WEEKDAY)))
		k--;
	if (k > first && (tok(d, k - 1)->cls & C_TO))
		return k - 1;
	if (k == first || !(tok(d, k - 1)->cls & C_AND))
		return NOWHERE;
	/* to advance and | capture */
	for (size_t n = 0; k > first + 1 && n < JOINED; n++) {
		k--;
		if ((tok(d, k - 1)->cls & C_TO) && (tok(d, k)->form & FORM_BASE))
			return k - 1;
		if (tok(d, k)->cls & (C_SUBORD | C_RELATIVE))
			break;
	}
	return NOWHERE;
}

/* What the word at token k makes of the infinitive behind "to"; false: it does not govern
 * it. */
static bool
governs_infinitive(const struct doc *d, const struct sentence *s, size_t k, size_t to,
    struct deed_stance *out)
{
	uint64_t g = token_ground(d, k), left = k > s->first ? token_ground(d, k - 1) : 0;

	if ((g & G_MANAGE) && (left & G_DENYV) && k > s->first + 2 &&
	    (token_ground(d, k - 2) & G_MODAL)) /* would not allow */
		*out = only(DEED_NONE);
	else if ((g & G_FAILED) || ((g & G_MANAGE) && (left & G_DENYV)))
		*out = only(DEED_TRIED);
	else if (g & G_MANAGE)
		*out = deed_done(k > s->first + 1 &&
			    ((left & G_MODAL) ||
				((tok(d, k - 1)->cls & C_BE) &&
				    (token_ground(d, k - 2) & G_MODAL)))
			? STANCE_PLANNED
			: STANCE_ASSERTED);
	else if (g & G_CLAIMV)
		*out = deed_done(STANCE_CLAIMED);
	else if ((g & G_REPORTED) && k + 1 >= to)
		*out = deed_done(STANCE_ASSERTED);
	else if (g & G_PREVENT)
		*out = only(DEED_NONE);
	else if (g & G_ATTEMPT)
		*out = only(has_ground(d, s->first, s->end, G_REPEL) ? DEED_REPELLED
								     : DEED_TRIED);
	else
		return false;
	return true;
}

/* in order to, sent to, managed to: what the infinitive's governor makes of it. */
static struct deed_stance
infinitive(const struct doc *d, const struct sentence *s, size_t to)
{
	struct deed_stance st;

	/* forced_to may be one word */
	for (size_t k = to + 1, n = 0; k > s->first && n <= GOVERNOR; n++) {
		const struct token *t = tok(d, --k);

		if (t->kind == TOKEN_PUNCT && t->punct != ',' && t->punct != '"')
			break;
		if (governs_infinitive(d, s, k, to, &st))
			return st;
		if (token_ground(d, k) & G_PLANNED)
			break;
	}
	if (has_ground(d, s->first, to, G_REPEL | G_PREVENT))
		return only(DEED_REPELLED);
	return deed_done(STANCE_PLANNED);
}

/* ---- gerunds ---- */

/* prevented from, accused of, succeeded in V-ing: the nearest word that the preposition
 * belongs to. */
static bool
gerund_of(const struct doc *d, const struct sentence *s, size_t i,
    struct deed_stance *out)
{
	const struct {
		struct words prep, governor;
		enum deed deed;
	} rows[] = { { { .ground = G_FROM }, { .ground = G_PREVENT }, DEED_NONE },
		{ { .cls = C_OF, .ground = G_FROM, .small = S_AGAINST },
		    { .small = S_UNDONE }, DEED_NONE },
		{ { .small = S_AIM }, { .ground = G_ATTEMPT | G_FAILED }, DEED_TRIED },
		{ { .small = S_AIM }, { .ground = G_MANAGE }, DEED_DONE } };
	size_t stop = i > s->first + OF_GERUND ? i - OF_GERUND : s->first;

	for (size_t k = i - 1; k > stop; k--)
		for (size_t row = 0; row < NELEM(rows); row++)
			if (token_of(d, i - 1, rows[row].prep) &&
			    token_of(d, k - 1, rows[row].governor)) {
				*out = only(rows[row].deed);
				return true;
			}
	return false;
}

/* days, weeks; but not hours */
static bool
is_day_or_more(const struct token *t)
{
	return (t->word->time & U_UNIT) && t->word->n >= 1 && !(t->word->time & U_HOURS);
}

/* besieged it for a month | before capturing it: how long what came before did last, the
 * unit at token i */
static bool
is_lasting(const struct doc *d, const struct sentence *s, size_t i)
{
	while (i > s->first &&
	    (tok(d, i - 1)->kind == TOKEN_NUMBER ||
		(tok(d, i - 1)->cls & (C_DET | C_ONE | C_ADJ | C_NUMBER | C_BOUND))))
		i--;
	return i > s->first && (tok(d, i - 1)->word->time & U_OPEN);
}

/* without V-ing, close to V-ing, before V-ing, the V-ing of: what stands beside the
 * gerund decides. */
static bool
gerund_beside(const struct doc *d, const struct sentence *s, size_t i,
    struct deed_stance *out)
{
	const struct token *t = before(d, s, i);

	if ((t->cls & C_DET) && (tok(d, i + 1)->cls & C_OF))
		*out = deed_done(STANCE_ASSERTED);
	else if (t->cls & C_NEG)
		*out = only(DEED_NONE);
	else if (t->word->small & S_ALMOST)
		*out = only(DEED_TRIED);
	else if ((t->cls & C_SUBORD) && (t->cls & C_PREP)) /* after taking it; a week
							      after taking it */
		*out = deed_done((is_day_or_more(before(d, s, i - 1)) &&
				     !is_lasting(d, s, i - 2)) ||
			    /* retook it hours after losing it */
			    ((token_ground(d, i) & G_LOSE) && (s->ground & G_RE)) ||
			    /* left it after occupying it for a day */
			    ((token_ground(d, i + 1) & G_PRONOUN) &&
				has_ground(d, s->first, i, G_WITHDRAW))
			? STANCE_BACKGROUND
			: STANCE_ASSERTED);
	else
		return false;
	return true;
}

/* Denied; but not never, without. */
static bool
is_denial(const struct token *t)
{
	return (t->word->ground & G_DENYV) && (t->cls & C_SPEECH);
}

/* dismisses | the claim: behind a verb that does, does a noun for what is said govern
 * what follows? */
static bool
dismisses(const struct token *t, bool saying)
{
	return saying && (t->word->small & S_DENY) &&
	    (t->form & (FORM_PAST | FORM_THIRD));
}

/* denied the army's | claim (of taking it, that it had): is the noun for what is said at
 * k the object of a verb that dismisses it? */
static bool
is_dismissed(const struct doc *d, const struct sentence *s, size_t k)
{
	if (!(s->small & S_DENY) || !(token_small(d, k) & S_SAYING))
		return false;
	for (size_t n = 0; k > s->first && n < DENIAL; n++) {
		const struct token *t = tok(d, --k);

		if (dismisses(t, true))
			return true;
		if (t->kind == TOKEN_PUNCT || (t->cls & (C_SUBORD | C_RELATIVE)))
			break;
	}
	return false;
}

static struct deed_stance
gerund(const struct doc *d, const struct sentence *s, size_t i)
{
	struct deed_stance st;

	if (i > s->first && (gerund_of(d, s, i, &st) || gerund_beside(d, s, i, &st)))
		return st;
	for (size_t k = i, n = 0; k > s->first && n < BARE_GERUND; n++) {
		uint64_t g = token_ground(d, --k);

		if (is_mark(tok(d, k), ',')) /* after fierce fighting, | taking it */
			break;
		if (g & G_PREVENT) /* stopped the army | taking it */
			return only(DEED_NONE);
		if (g & G_ATTEMPT)
			return only(DEED_TRIED);
		if (g & (G_PLANNED | G_MODAL | G_COND))
			return deed_done(STANCE_PLANNED);
		if (is_dismissed(d, s, k))
			return deed_done(STANCE_DENIED);
		if (g & G_CLAIMV)
			return deed_done(STANCE_CLAIMED);
		if (is_denial(tok(d, k)))
			return deed_done(STANCE_DENIED);
	}
	return deed_done(STANCE_ASSERTED);
}

/* ---- deeds of another time ---- */

/* which, who; but not "that" */
static bool
is_relative(const struct token *t)
{
	return (t->cls & C_RELATIVE) && !(t->cls & C_SUBORD);
}

/* in the | 1999 war, in May | 2024: is it a year before the entry's own, at token i or
 * the next? */
static bool
is_old_year(const struct doc *d, size_t i)
{
	struct str y = token_text(d, i + ((tok(d, i)->cls & (C_DET | C_MONTH)) != 0));
	uint64_t v;

	return y.n == 4 && str_uint(y, &v) && v >= 1900 && v <= 2100 &&
	    (d->day.year == 0 || (int)v < d->day.year);
}

/* took the town | lost last week, | which fell last week: what follows is told of
 * something else */
static bool
ends_deed(const struct doc *d, size_t i)
{
	return tok(d, i)->kind == TOKEN_PUNCT || opens_clause(d, i) ||
	    (tok(d, i)->cls & (C_VERB | C_KILL | C_AND)) ||
	    (token_ground(d, i) & (G_STRONG | G_LOSE | G_CONTROLV | G_WITHDRAW));
}

/* took Tarn|, the main city|, last week: the comma that closes the aside opened at token
 * i; i: none is. */
static size_t
past_aside(const struct doc *d, const struct sentence *s, size_t i)
{
	if (!(tok(d, i)->kind == TOKEN_PUNCT && tok(d, i)->punct == ','))
		return i;
	for (size_t k = i + 1; k < s->end && k < i + ASIDE; k++)
		if (tok(d, k)->kind == TOKEN_PUNCT)
			return tok(d, k)->punct == ',' ? k : i;
		else if (ends_deed(d, k))
			return i;
	return i;
}

/* "in 2014", "since 2013": a year without a day, and not the entry's own; but: from the
 * army, which | had held it since 2013. */
static bool
old_year(const struct doc *d, const struct sentence *s, size_t clause, size_t i)
{
	size_t to = i + YEAR < s->end ? i + YEAR : s->end;

	for (size_t k = clause; k + 1 < to; k++) {
		uint32_t use = tok(d, k)->word->time;

		/* for the first time since | 2013, held by them since | 2013: news */
		if (k > i && (use & U_SINCE) &&
		    (when_is_record(d->t.tok, i, k) ||
			has_ground(d, i + 1, k, G_HELD | G_HAVE)))
			continue;
		/* has taken ten towns since | it began … in 2024 */
		if (k > i && (use & U_SINCE))
			to = s->end;
		if (k > i && is_relative(tok(d, k)) && is_mark(tok(d, k - 1), ','))
			break;
		if (k > i && !is_mark(tok(d, k + 1), ',') &&
		    !(tok(d, k + 1)->cls & C_PREP))
			k = past_aside(d, s, k);
		if ((use & (U_YEAR | U_FROM)) && is_old_year(d, k + 1))
			return true;
	}
	return false;
}

/* week, years */
static bool
is_long(const struct token *t)
{
	return (t->word->time & U_UNIT) && t->word->n >= LONG_DAYS;
}

/* last | week, la semana | pasada, weeks | ago, hace | tres semanas */
bool
is_past_period(const struct doc *d, size_t i)
{
	/* الأسبوع ال|ماضي */
	const struct token *t = tok(d, i), *next = &t[1 + ((t[1].cls & C_DET) != 0)];
	uint32_t use = t->word->time;

	if (t->word->value == EARLY_ON && (t->cls & C_ADVERB))
		return true;
	if (!(use & (U_UNIT | U_LAST | U_BEFORE)))
		return false;
	/* besieged it for two years | until the spring */
	if (is_long(t) && (next->word->time & (U_LAST | U_AGO | U_TO)))
		return true;
	if ((use & U_LAST) && (t[1].cls & C_MONTH)) /* last October */
		return true;
	return ((use & (U_LAST | U_BEFORE)) && is_long(&t[1])) ||
	    ((use & U_BEFORE) && ((t[1].cls & C_ONE) || t[1].kind == TOKEN_NUMBER) &&
		is_long(&t[2]));
}

bool
is_past_behind(const struct doc *d, const struct sentence *s, size_t i)
{
	for (size_t k = i + 1; k + 1 < s->end && k < i + WINDOW; k++) {
		size_t close = past_aside(d, s, k);

		if (is_past_period(d, k))
			return true;
		if (close == k && ends_deed(d, k))
			break;
		k = close;
	}
	return false;
}

/* after, before, until: opens a clause or governs a noun */
static bool
is_when(const struct token *t)
{
	return (t->cls & C_SUBORD) && (t->cls & C_PREP);
}

/* Last year | rebels took it; ten years ago, | they did: a sentence begins with a time
 * that makes no news of it. */
static bool
opens_long_ago(const struct doc *d, const struct sentence *s)
{
	const struct token *t = tok(d, s->first);

	return is_past_period(d, s->first) ||
	    ((t->kind == TOKEN_NUMBER || (t->cls & C_ONE)) &&
		is_past_period(d, s->first + 1));
}

/* Rebels had captured | the town, residents said: is it told by who stands behind the
 * last comma? */
static bool
is_said_behind(const struct doc *d, const struct sentence *s, size_t i)
{
	bool comma = false;

	for (size_t k = s->end, n = 0; k > i + 1 && n < SAID_BEHIND && !comma; n++)
		comma = is_mark(tok(d, --k), ',');
	for (size_t k = s->end; comma && k > i && !is_mark(tok(d, k - 1), ','); k--)
		if ((tok(d, k - 1)->cls & C_SPEECH) &&
		    (tok(d, k - 1)->form & (FORM_PAST | FORM_THIRD)))
			return true;
	return false;
}

/* by Friday, by nightfall | rebels had captured: is the time told by which it was done?
 */
static bool
is_done_by_then(const struct doc *d, const struct sentence *s, size_t clause)
{
	for (size_t k = clause; k + 1 < s->end; k++)
		if (((tok(d, k)->cls & C_BY) && (tok(d, k + 1)->cls & C_WEEKDAY)) ||
		    ((tok(d, k)->cls & C_ADVERB) &&
			(tok(d, k)->word->value == BY_THEN ||
			    tok(d, k)->word->value == WITHIN_HOURS)))
			return true;
	return false;
}

/* had captured; but ", after which X had captured" is news, as is "said it had captured",
 * "had captured, he said" */
static bool
is_pluperfect(const struct doc *d, const struct sentence *s, size_t clause, size_t i)
{
	bool had = false;

	for (size_t k = i; k > clause && k + NEGATION > i; k--)
		had = had ||
		    ((tok(d, k - 1)->cls & C_HAVE) && (tok(d, k - 1)->form & FORM_PAST));
	for (size_t k = i; had && k > s->first && k + WINDOW > i; k--)
		had = !(tok(d, k - 1)->cls & C_SPEECH);
	if (had &&
	    ((clause == s->first && is_said_behind(d, s, i)) ||
		is_done_by_then(d, s, clause)))
		return false;
	return had && !opens_hours_ago(d, s) &&
	    !(is_relative(before(d, s, clause)) && clause > s->first + 1 &&
		is_when(tok(d, clause - 2)));
}

/* since rebels | captured the town on Friday: is the day told, of the week? */
static bool
has_weekday(const struct doc *d, const struct sentence *s, size_t i)
{
	for (size_t k = i + 1; k < s->end && k < i + WINDOW && !ends_deed(d, k); k++)
		if (tok(d, k)->cls & C_WEEKDAY)
			return true;
	return false;
}

/* since | rebels captured the town, three years after | they did; but: since | May,
 * rebels captured it; have since | captured it */
static bool
dates_another(const struct doc *d, const struct sentence *s, size_t clause, size_t i)
{
	const struct token *t = before(d, s, clause);

	if (tok(d, clause)->kind == TOKEN_NUMBER ||
	    (tok(d, clause)->cls & (C_MONTH | C_WEEKDAY)))
		return false;
	for (size_t k = clause; k + 1 < i; k++) /* a year after losing it, and now | hold
						   it */
		if (is_mark(tok(d, k), ',') && (tok(d, k + 1)->cls & C_AND))
			return false;
	if ((t->word->time & U_SINCE) &&
	    ((before(d, s, clause - 1)->cls & C_HAVE) || has_weekday(d, s, i)))
		return false;
	return (t->word->time & U_SINCE) ||
	    (is_when(t) && is_day_or_more(before(d, s, clause - 1)));
}

/* it began a month ago, after | rebels had taken it; but: after they took it on Friday */
static bool
is_of_long_ago(const struct doc *d, const struct sentence *s, size_t clause, size_t i)
{
	if (clause < s->first + 2 ||
	    !(is_when(tok(d, clause - 1)) ||
		(tok(d, clause - 1)->cls & (C_SUBORD | C_RELATIVE)) == C_SUBORD) ||
	    has_weekday(d, s, i))
		return false;
	for (size_t k = s->first; k + 1 < clause; k++)
		if (is_past_period(d, k))
			return true;
		else if (is_relative(tok(d, k)) || (tok(d, k)->cls & C_SPEECH))
			return false;
	return false;
}

/* rebels who | have captured the town: what they are known for */
static bool
describes(const struct doc *d, const struct sentence *s, size_t clause)
{
	return clause > s->first + 1 && is_relative(tok(d, clause - 1)) &&
	    (tok(d, clause)->cls & C_HAVE) && tok(d, clause - 2)->kind == TOKEN_WORD;
}

/* ---- finite verbs ---- */

/* It is not known if they were theirs, | the army took Tarn: does the clause that begins
 * at token from end before token i? */
static bool
is_over(const struct doc *d, size_t from, size_t i)
{
	bool verb = false;

	for (size_t k = from; k < i; k++) {
		verb = verb || (tok(d, k)->cls & (C_BE | C_HAVE));
		if (verb && is_mark(tok(d, k), ','))
			return true;
	}
	return false;
}

/* What is said of the verb at i in its own clause, nearest first: asserted if it is
 * neither denied nor planned. */
static enum stance
said_in_clause(const struct doc *d, size_t clause, size_t i, bool *claimed)
{
	bool saying = false;

	for (size_t k = i, n = 0; k > clause && n < WINDOW; n++) {
		const struct token *t = tok(d, --k);
		uint64_t g = t->word->ground;

		if (dismisses(t, saying))
			return STANCE_DENIED;
		saying = saying || (t->word->small & S_SAYING);
		if ((g & G_DENYV) && n < (is_denial(t) ? DENIAL : NEGATION))
			return STANCE_DENIED;
		if (((g & G_MODAL) && !is_month(t) && n < MODAL) ||
		    ((g & G_COND) && n < DENIAL))
			return STANCE_PLANNED;
		*claimed = *claimed || (g & G_CLAIMV);
	}
	return STANCE_ASSERTED;
}

/* denied on Sunday that | they captured: the same by what stands before the clause */
static enum stance
said_of_clause(const struct doc *d, const struct sentence *s, size_t clause, size_t i,
    bool *claimed)
{
	for (size_t k = clause, n = 0; k > s->first && n < NEGATION;) {
		const struct token *t = tok(d, --k);

		if (is_time_word(t))
			continue;
		n++;
		if (is_denial(t) || is_dismissed(d, s, k))
			return STANCE_DENIED;
		if ((t->word->ground & G_COND) && !is_over(d, clause, i))
			return STANCE_PLANNED;
		*claimed = *claimed || (t->word->ground & G_CLAIMV);
	}
	if ((before(d, s, clause)->word->ground & G_COND) && !is_over(d, clause, i))
		return STANCE_PLANNED;
	return STANCE_ASSERTED;
}

/* takes it, is | taken: a verb in the present */
static bool
is_present(const struct doc *d, const struct sentence *s, size_t i)
{
	size_t be = i;

	if ((tok(d, i)->form & (FORM_THIRD | FORM_PAST)) == FORM_THIRD)
		return true;
	if (!(tok(d, i)->form & FORM_PARTICIPLE) || !is_passive(d, s->first, i))
		return false;
	while (be > s->first && !(tok(d, be)->cls & C_BE))
		be--;
	return tok(d, be)->word->value == PRESENT;
}

/* Once the army | takes it, it will rest; until it is | taken: what has yet to come */
static bool
is_awaited(const struct doc *d, const struct sentence *s, size_t clause, size_t i)
{
	if (clause == s->first || !(tok(d, clause - 1)->cls & C_SUBORD) ||
	    !is_present(d, s, i))
		return false;
	if (tok(d, clause - 1)->word->value == UNTIL)
		return true;
	for (size_t k = i + 1; k < s->end && k < i + CLAUSE; k++)
		if ((token_ground(d, k) & G_MODAL) && !is_month(tok(d, k)))
			return true;
	return false;
}

/* Have rebels | taken it? Did they | take it? */
static bool
is_asked(const struct doc *d, const struct sentence *s)
{
	const struct token *t = tok(d, s->first);

	return is_mark(tok(d, s->end - 1), '?') &&
	    ((t->cls & (C_HAVE | C_BE | C_MODAL)) || t->word->value == ASKS);
}

static struct deed_stance
finite_verb(const struct doc *d, const struct sentence *s, size_t i)
{
	size_t clause = clause_start(d, s->first, i);
	bool claimed = (token_ground(d, i) & G_CLAIMV) != 0;
	enum stance said = said_in_clause(d, clause, i, &claimed);
	uint32_t beside = before(d, s, i)->word->small;

	/* Had rebels captured it, they would */
	if (said == STANCE_ASSERTED &&
	    (((tok(d, s->first)->cls & C_HAVE) && (tok(d, s->first)->form & FORM_PAST) &&
		 i > s->first + 1) ||
		is_asked(d, s) || is_awaited(d, s, clause, i)))
		said = STANCE_PLANNED;
	if (said == STANCE_ASSERTED)
		said = is_demanded(d, s, i) ? STANCE_PLANNED
					    : said_of_clause(d, s, clause, i, &claimed);
	if (said != STANCE_ASSERTED)
		return deed_done(said);
	if (is_pluperfect(d, s, clause, i) || dates_another(d, s, clause, i) ||
	    is_of_long_ago(d, s, clause, i))
		return deed_done(STANCE_BACKGROUND);
	/* which | captured the town in May: of a day it is news */
	if (clause == i && is_relative(before(d, s, clause)))
		return deed_done(old_year(d, s, clause, i) ? STANCE_BACKGROUND
							   : STANCE_ASSERTED);
	if (describes(d, s, clause))
		return deed_done(STANCE_BACKGROUND);
	if (beside & S_ALMOST)
		return only(DEED_TRIED);
	if ((beside & S_ONCE) || old_year(d, s, clause, i) || is_past_behind(d, s, i) ||
	    opens_long_ago(d, s))
		return deed_done(STANCE_BACKGROUND);
	return deed_done(claimed || is_disputed(d, s, i) ? STANCE_CLAIMED
							 : STANCE_ASSERTED);
}

/* the newly | captured town; but: they have recently | captured, newly | captured the
 * town */
static bool
is_newly(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *t = before(d, s, i - 1);

	return (t->cls & (C_DET | C_PREP | C_OF)) && i + 1 < s->end &&
	    !(tok(d, i + 1)->cls & (C_DET | C_ONE));
}

/* "the captured town", "in occupied Tarn", "areas captured by": no event of its own */
static bool
is_adjective(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *t = before(d, s, i);

	if (t->kind == TOKEN_PUNCT)
		return false;
	if (t->cls & (C_DET | C_ONE | C_POSSESSIVE))
		return !(t->word->small & S_ALONE);
	/* managed to | captured */
	if ((t->cls & C_TO) && (before(d, s, i - 1)->word->ground & G_MANAGE))
		return false;
	if ((((t->word->ground & G_DIRECTION) && t->word->value == OF_DIVISION) ||
		(t->word->small & S_NEWLY)) &&
	    !(before(d, s, i - 1)->cls & (C_BE | C_HAVE))) /* the northern | occupied */
		return is_newly(d, s, i);
	return (t->cls & (C_PREP | C_OF)) && !(t->cls & (C_SUBORD | C_AND | C_ADVERB)) &&
	    !(t->word->ground & G_OVER);
}

/* is | the main goal, remains | a priority: does the verb at token k say so? */
static bool
is_goal(const struct doc *d, const struct sentence *s, size_t k)
{
	if (!(tok(d, k)->cls & C_BE) && !(token_small(d, k) & S_STAYS))
		return false;
	for (size_t last = k + GOAL;
	     ++k < s->end && k < last && tok(d, k)->kind != TOKEN_PUNCT;)
		if (token_small(d, k) & S_UNDONE)
			return true;
	return false;
}

/* The fall | of Tarn would open the road, capturing | Tarn is the goal: what is but
 * thought of */
static bool
is_supposed(const struct doc *d, const struct sentence *s, size_t i)
{
	bool gerund = (tok(d, i)->form & FORM_GERUND) && (tok(d, i)->flags & TOKEN_FIRST);

	if (!gerund &&
	    (!(token_ground(d, i) & G_NOMINAL) ||
		(tok(d, i)->form & (FORM_PAST | FORM_THIRD)) ||
		!(tok(d, i + 1)->cls & C_OF)))
		return false;
	for (size_t k = i + 1;
	     k < s->end && k < i + WINDOW && tok(d, k)->kind != TOKEN_PUNCT; k++)
		if (token_ground(d, k) & G_MODAL)
			return !is_month(tok(d, k));
		else if ((tok(d, k)->cls &
			     (C_BE | C_HAVE | C_SPEECH | C_SUBORD | C_RELATIVE)) ||
		    (token_small(d, k) & S_STAYS))
			return is_goal(d, s, k);
	return false;
}

struct deed_stance
deed_stance(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *t = tok(d, i);
	size_t to = infinitive_to(d, s->first, i); /* managed to finally capture */

	/* troops retake the airport in a drill */
	if ((s->small & S_DRILL) || is_undone(d, s, i))
		return only(DEED_NONE);
	if (to != NOWHERE)
		return infinitive(d, s, to);
	if (is_supposed(d, s, i))
		return deed_done(STANCE_PLANNED);
	if (t->form & FORM_GERUND)
		return gerund(d, s, i);
	if ((t->form & FORM_PARTICIPLE) && !is_passive(d, s->first, i) &&
	    is_adjective(d, s, i))
		return only(DEED_NONE);
	return finite_verb(d, s, i);
}
