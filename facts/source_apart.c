/*
 * source_apart.c -- see source.h: who speaks in an aside or behind a contrast only, with
 * what others told before.
 */
#include "config.h"

#include "facts/source.h"

static const struct token *
tok(const struct doc *d, size_t i)
{
	return &d->t.tok[i];
}

#define TELLS (C_KILL | C_DIE | C_DEATH | C_FLEE | C_DISPLACE | C_AMONG | C_LOSE)

bool
source_tells(const struct doc *d, size_t i)
{
	return (tok(d, i)->cls & TELLS) &&
	    (!(tok(d, i)->flags & TOKEN_CAP) || (tok(d, i)->flags & TOKEN_FIRST));
}

#define ASIDE 8 /* words */

/* killing six | (36 according to residents), six | -- residents say 36 --: does an aside
 * with a number open at i, which ends behind token from? */
static bool
opens_aside(const struct doc *d, const struct sentence *s, size_t i, size_t from)
{
	char begin = tok(d, i)->punct, end = begin == '(' ? ')' : '-';
	bool counts = false;

	if (begin != '(' && begin != '-')
		return false;
	while (++i < s->end && tok(d, i)->punct != end)
		counts = counts || tok(d, i)->kind == TOKEN_NUMBER;
	return counts && i < s->end && i > from;
}

size_t
source_apart(const struct doc *d, const struct sentence *s, size_t from)
{
	size_t i = from, open = 0;

	while (i > s->first + 1 &&
	    (tok(d, i - 1)->cls & (C_DET | C_ADJ | C_ONE | C_OTHER)))
		i--;
	if (i > s->first && (tok(d, i - 1)->cls & C_SUBORD) &&
	    tok(d, i - 1)->word->value == CONTRAST)
		open = i - 1;
	for (i = from; i-- > s->first && open == 0 && i + ASIDE > from;)
		open = opens_aside(d, s, i, from) ? i : 0;
	for (i = s->first; i < open; i++)
		if (source_tells(d, i))
			return open;
	return 0;
}
