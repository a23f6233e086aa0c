/* names.c -- see clause_in.h: subjects that are names, or one whose noun no list has,
 * which are counted where no number is told. */
#include "config.h"

#include "facts/clause_in.h"
#include "facts/phrase.h"

#define TELLER 10 /* words of who says so, at most */

/* Karim, al-Tarni */
static bool
begins_name(const struct clause *c, size_t i)
{
	const struct token *t = tok(c, i);

	if (c->s->all_caps) /* where all have capitals, what no list has */
		return t->word->id == 0;
	return (t->flags & TOKEN_CAP) ||
	    ((t->flags & TOKEN_DASH) && inner_capital(token_text(c->d, i)));
}

bool
names_titled(const struct group *g)
{
	return g->plural && g->named && !g->stated && g->bound == BOUND_NONE &&
	    !(g->cls & C_COLLECTIVE);
}

struct names {
	size_t i;     /* tokens below i are still to be seen */
	size_t plain; /* names that are no group */
	size_t n;     /* people in all */
	size_t title; /* the noun that says what they all are */
	bool in_name, joined;
};

/* Karim Tarni, 34, a driver; the driver, Karim: takes the group before n->i, which is one
 * more person or says what one is. */
static bool
take_group(const struct clause *c, const struct group *g, struct names *n)
{
	bool after = g->first > c->s->first + 1 && mark(tok(c, g->first - 1), ',') &&
	    ((tok(c, g->first - 2)->flags & TOKEN_CAP) ||
		tok(c, g->first - 2)->kind == TOKEN_NUMBER);
	bool before = mark(tok(c, g->last + 1), ',') &&
	    (tok(c, g->last + 2)->flags & TOKEN_CAP);
	bool apposed = (after || before) && g->det && !g->named &&
	    !(tok(c, g->first)->cls & C_POSSESSIVE);

	if (g->stated || g->plural || g->pronoun || g->count != 1 || g->embedded ||
	    g->object)
		return false;
	n->n += !apposed;
	n->in_name = false;
	n->i = g->first;
	return true;
}

/* Goes one step to the left over names, their ages and what they are; false where they
 * end. */
static bool
step_left(const struct clause *c, struct names *n)
{
	const struct token *t = tok(c, n->i - 1);
	const struct group *g = group_of(c->d, c->gs, n->i - 1);
	const uint64_t none = C_ORG | C_THING | C_FACTION | C_DEMONYM | C_PREP | C_DET |
	    C_SUBORD | C_COLLECTIVE;

	if (g != NULL && g->head != n->title && !(g->named && g->noun == NULL))
		return take_group(c, g, n);
	if ((t->cls & C_AND) || mark(t, ',')) {
		n->joined = n->joined || (t->cls & C_AND);
		n->in_name = false;
	} else if (t->kind == TOKEN_NUMBER && n->i > c->s->first + 1 &&
	    mark(t - 1, ',')) {
		n->in_name = false; /* an age */
	} else if (t->kind != TOKEN_WORD || !begins_name(c, n->i - 1) ||
	    ((t->flags & TOKEN_CAPS) && !c->s->all_caps) || (t->cls & none)) {
		return false;
	} else {
		n->plain += !n->in_name;
		n->n += !n->in_name;
		n->in_name = true;
	}
	n->i--;
	return true;
}

bool
names_subject(const struct clause *c, const struct verb *v, size_t title,
    struct slot *out)
{
	struct names n = { .i = v->start, .title = title };
	const struct token *before;

	if (!v->plural)
		return false;
	while (n.i > c->s->first && n.i - 1 != title && step_left(c, &n))
		continue;
	before = n.i > c->s->first && n.i - 1 != title ? tok(c, n.i - 1) : NULL;
	if (n.n < 2 || n.plain == 0 || !n.joined ||
	    (before != NULL && !mark(before, ';') &&
		!(before->cls & (C_SPEECH | C_SUBORD))))
		return false;
	out->agreement = true;
	out->names = n.n;
	out->first = (uint32_t)n.i;
	out->last = v->start - 1;
	return true;
}

/* his two sons; two of his guards */
static bool
is_possessed(const struct clause *c, const struct group *g)
{
	for (size_t i = g->first; i <= g->last; i++)
		if ((tok(c, i)->cls & C_POSSESSIVE) && (tok(c, i)->cls & C_DET))
			return true;
	return false;
}

size_t
clause_past_time(const struct clause *c, size_t i, size_t end)
{
	size_t k = i + 1;

	while (k < end &&
	    ((tok(c, k)->cls & (C_WEEKDAY | C_MONTH | C_TIME | C_ORDINAL)) ||
		(tok(c, k)->flags & TOKEN_NO_COUNT)))
		k++;
	return k > i + 1 && k < end && (tok(c, k)->cls & C_ONE) ? k : i;
}

size_t
names_told_first(const struct clause *c, size_t end)
{
	size_t i = c->s->first + 1u;

	while (i + 1 < end && i < c->s->first + TELLER &&
	    !((tok(c, i)->cls & C_SPEECH) && (tok(c, i)->form & FORM_PAST) &&
		tok(c, i)->group == 0))
		i++;
	if (i + 1 >= end || i >= c->s->first + TELLER)
		return c->s->first;
	for (i++; i < end &&
	     (tok(c, i)->cls & (C_PREP | C_WEEKDAY | C_TIME | C_MONTH | C_ADVERB)) &&
	     !(tok(c, i)->cls & C_SUBORD);)
		i++;
	return i + ((tok(c, i)->cls & C_SUBORD) && tok(c, i)->group == 0);
}

/* a nurse and | a guardhand: the group of one whose noun no list has, which ends before
 * token end; NULL: there is none. */
static struct group *
unlisted(const struct clause *c, size_t end)
{
	size_t i = end;

	while (i > c->s->first && tok(c, i - 1)->kind == TOKEN_WORD &&
	    tok(c, i - 1)->group == 0 &&
	    (tok(c, i - 1)->word->id == 0 || (tok(c, i - 1)->cls & C_ADJ)) &&
	    !(tok(c, i - 1)->flags & TOKEN_CAP))
		i--;
	if (i == end ||
	    (tok(c, end - 1)->cls != 0 && !(tok(c, end - 1)->flags & TOKEN_HYPHEN)) ||
	    i == c->s->first || !(tok(c, i - 1)->cls & C_ONE) ||
	    tok(c, i - 1)->group != 0)
		return NULL;
	if (i > c->s->first + 1u && !(tok(c, i - 2)->cls & C_AND) &&
	    !mark(tok(c, i - 2), ',')) /* in | a critical situation */
		return NULL;
	return group_demand(c->d, c->s, c->gs, i - 1);
}

void
names_end_list(const struct clause *c, size_t end)
{
	size_t i = end;

	while (i > c->s->first && tok(c, i - 1)->word->id == 0 &&
	    tok(c, i - 1)->kind == TOKEN_WORD)
		i--;
	if (i < end && i > c->s->first + 2u && (tok(c, i - 1)->cls & C_ONE) &&
	    (tok(c, i - 2)->cls & C_AND))
		unlisted(c, end);
}

const struct group *
names_joined(const struct clause *c, const struct group *g, size_t at)
{
	const uint64_t none = C_ORG | C_THING | C_FACTION | C_COLLECTIVE | C_DEMONYM |
	    C_PREP | C_DET | C_SUBORD | C_WEEKDAY | C_MONTH | C_ADVERB | C_SPEECH;
	size_t i = at;
	struct group *one = unlisted(c, at);
	bool aged = at > c->s->first + 2 && tok(c, at - 1)->kind == TOKEN_NUMBER &&
	    mark(tok(c, at - 2), ','); /* Karim Tarni, 34|, his wife */

	if (one != NULL)
		return one;
	if (c->s->all_caps || !((g->other && g->stated) || is_possessed(c, g)))
		return NULL;
	if (aged)
		at = i = at - 2;
	while (i > c->s->first && tok(c, i - 1)->kind == TOKEN_WORD &&
	    (tok(c, i - 1)->flags & TOKEN_CAP) && !(tok(c, i - 1)->flags & TOKEN_CAPS) &&
	    !(tok(c, i - 1)->cls & none) && tok(c, i - 1)->group == 0)
		i--;
	if (i == at ||
	    (i > c->s->first &&
		(aged || (tok(c, i - 1)->cls & (C_PREP | C_OF | C_BY | C_TO)))))
		return NULL;
	return group_demand(c->d, c->s, c->gs, i);
}

#define OFFICE 8 /* words from "according to" to what the one named is */

/* According to Karim Tarni, | the mayor, six clerks … */
static bool
is_office_of_source(const struct clause *c, const struct group *g)
{
	if (g->stated || (tok(c, g->last + 1)->cls & C_AND))
		return false;
	for (size_t i = g->first; i > c->s->first && i + OFFICE > g->first; i--) {
		const struct token *t = tok(c, i - 1);

		if (t->cls & C_SPEECH)
			return t->form == 0;
		if ((t->cls & (VERBAL | C_BE | C_HAVE | C_SUBORD | C_RELATIVE)) ||
		    mark(t, ';') ||
		    (mark(t, ',') && (i < c->s->first + 2 || !(t[-1].flags & TOKEN_CAP))))
			return false;
	}
	return false;
}

/* According to the governor, six clerks …; not: said a woman and her son … */
bool
names_source(const struct clause *c, const struct group *g)
{
	if (is_office_of_source(c, g))
		return true;
	return g->first > c->s->first && (tok(c, g->first - 1)->cls & C_SPEECH) &&
	    !g->stated && !(tok(c, g->first)->cls & C_SUBORD) &&
	    !(tok(c, g->first - 1)->form != 0 && (tok(c, g->last + 1)->cls & C_AND));
}
