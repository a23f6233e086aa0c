/*
 * chunk_open.c -- see chunk.h: the tokens of a sentence that a group of people may begin
 * with.  Every word of a sentence that may tell of people is asked, and what nearly half
 * of them answer is told by no branch: it could not be foretold.
 */
#include "config.h"

#include "facts/chunk.h"
#include "facts/ground_words.h"

#define OPENS (C_DET | C_OTHER | C_PERSON | C_ADJ | C_COUNTED | C_TITLE | C_VERB | C_KILL)
#define HEAD (C_PERSON | C_COUNTED | C_LIFE)

/* The classes of a word that a token does the same as, before nominals and among them. */
static inline uint64_t
stands_for(const struct token *t)
{
	if (t->kind == TOKEN_WORD)
		return t->cls;
	if (t->kind == TOKEN_NUMBER)
		return C_OTHER | ((t->flags & TOKEN_HYPHEN) ? 0 : C_PREP);
	switch (t->punct) {
	case '(':
	case '[':
		return C_LIFE; /* what it encloses may be left out before a head */
	case '"':
	case '\'':
	case '/':
		return C_THING;
	default:
		return C_PREP;
	}
}

/* University | of Tarn student */
static bool
is_of_name(const struct token *t)
{
	return (t[-1].cls & (C_ORG | C_FACTION)) && (t[-1].flags & TOKEN_CAP);
}

/* May nominals go on behind a word of these classes that is no head?  take_nominal()
 * knows more, and stops before each other. */
static inline bool
goes_on(uint64_t cls)
{
	return ((cls & CHUNK_STOP) == 0) | ((cls & (C_ADJ | C_POSSESSIVE | C_AND)) != 0);
}

/* May a group begin with it?  Most words are of a class that none begins with. */
static inline bool
may_open(const struct token *t, uint64_t cls)
{
	return ((cls & OPENS) != 0) | (cls == 0) |
	    (((t->flags & TOKEN_CAP) != 0) & ((cls & NO_NAME) == 0));
}

/* Is it a number, or does it stand for one or before one? */
static bool
may_count(const struct token *t, uint64_t cls)
{
	if ((cls & C_OTHER) || ((cls & C_ONE) && t->word->value == 1))
		return true;
	return (cls & C_DET) &&
	    (t->word->value == PAIR || t[1].kind == TOKEN_NUMBER ||
		(t[1].cls & (C_DET | C_OTHER | C_ADVERB | C_ORDINAL)));
}

/* Is the head to be sought behind it?  So it is behind a determiner, and behind what
 * without one and without a number modifies a noun: wounded, dead. */
static bool
stands_before_head(uint64_t cls)
{
	return (cls & C_DET) || ((cls & C_COUNTED) && (cls & (C_ADJ | C_DEAD)));
}

#define BRACKET 8 /* tokens that nominals pass over in one */
#define OWNER 6   /* of whose they are: half of | the town's 60 clerks */

/* Stands token i where groups pass over any word: in a bracket, before whose they are? */
static bool
may_be_passed(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *t = &d->t.tok[i];

	for (size_t k = 1; k <= BRACKET && i >= s->first + k; k++)
		if (is_mark(t - k, '(') || is_mark(t - k, '['))
			return true;
	for (size_t k = 1; (s->cls & C_POSSESSIVE) && k <= OWNER && i + k < s->end; k++)
		if (t[k].cls & C_POSSESSIVE)
			return true;
	return false;
}

bool
group_may_hold(const struct doc *d, const struct sentence *s, size_t i)
{
	const struct token *t = &d->t.tok[i];
	const uint64_t says = C_SPEECH | C_VERB | C_CLAIM;

	return !(t->cls & C_SPEECH) || (t->cls & ~says) || t->word->cls == 0 ||
	    (t->word->ground & (G_PERCENT | G_PARTIAL)) || !(t->form & FORM_PAST) ||
	    (t->form & FORM_POST) || (t->flags & (TOKEN_CAP | TOKEN_HYPHEN)) ||
	    may_be_passed(d, s, i);
}

size_t
chunk_openings(struct doc *d, const struct sentence *s, struct opening *out)
{
	const size_t first = s->first;
	struct token *tok = d->t.tok;
	bool head = false; /* nominals from the next token on may have one */
	size_t n = 0;

	for (size_t i = s->end; i-- > first;) {
		struct token *t = &tok[i];
		uint64_t cls = stands_for(t);
		bool from = ((cls & HEAD) != 0) | (goes_on(cls) & head), noun = from;

		if (cls & C_OF)
			noun = from |= is_of_name(t);
		if (cls & (C_DET | C_OTHER | C_ONE | C_COUNTED))
			noun = may_count(t, cls) ||
			    (stands_before_head(cls) ? head : from);
		noun &= may_open(t, cls);
		t->group = 0;
		out[n] = (struct opening){ (uint32_t)i, noun };
		n += noun | ((t->cls & C_PRONOUN) != 0);
		head = from;
	}
	return n;
}
