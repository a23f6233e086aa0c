/*
 * repeat.c -- see casualty.h: a figure told twice in its sentence, or as many more
 * people.
 */
#include "config.h"

#include "facts/casualty.h"
#include "facts/source.h"

/* Three were killed in Tarn and three | died in Bode; killed when troops fired and |
 * killed three: what joins f's clause to what stands before it, from token from on; the
 * token of from if nothing does. */
static size_t
joint(const struct doc *d, const struct figure *f, size_t from)
{
	size_t i = f->verb.start < f->g.first && f->verb.start > from ? f->verb.start
								      : f->g.first;

	while (--i > from)
		if ((d->t.tok[i].cls & (C_AND | C_SUBORD | C_RELATIVE)) ||
		    d->t.tok[i].punct == ',' || d->t.tok[i].punct == ';')
			break;
	return i;
}

/* killed three in Tarn and | three in Bode; were killed in Tarn, while | three were
 * killed in Bode: as many again, whom a clause or a share of their own tells; not: killed
 * when troops fired and | killed three. */
static bool
is_as_many_more(const struct doc *d, const struct figure *a, const struct figure *f)
{
	size_t from = a->g.last > a->trigger ? a->g.last : a->trigger,
	       at = joint(d, f, from);
	const struct token *t = &d->t.tok[at];
	bool coordinate = (t->cls & C_AND) || t->punct == ';' ||
	    ((t->cls & C_SUBORD) && t->word->value == CONTRAST);
	bool within = false, own = f->g.first < f->verb.at;

	if (f->share)
		return true;
	if (f->g.definite || (f->verb.gerund && !a->verb.gerund) || at == from)
		return false;
	if (a->trigger == f->trigger)
		return true;
	for (size_t i = from + 1; i < f->g.first; i++) {
		if (d->t.tok[i].cls & C_SPEECH)
			return false;
		within = within ||
		    (i < at && (d->t.tok[i].cls & (C_SUBORD | C_RELATIVE)));
	}
	if (!coordinate)
		return own && at + 1 == f->g.first && t->punct == ',';
	return own || !within;
}

/* shot two clerks and a guard, killing them: how many those are that the verb of a tells,
 * from a on, before f. */
static int64_t
all_told(const struct figure *a, const struct figure *f)
{
	int64_t sum = 0;

	for (const struct figure *k = a; k < f && k->trigger == a->trigger; k++)
		if (!k->subset)
			sum += k->g.count;
	return sum;
}

/* shot a clerk of the mayor in Tarn, killing him: does the person at token i only say
 * whose or with whom? */
static bool
is_of_phrase(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i];

	while (t->group != 0 && t[-1].group == t->group)
		t--;
	return (t[-1].cls & (C_OF | C_PREP | C_SUBSET | C_AND)) != 0;
}

/* shot a clerk in Tarn, | killing him: whom a verb that may mean less told just before.
 */
static bool
is_him(const struct doc *d, const struct figure *a, const struct figure *f)
{
	if (!f->g.pronoun || d->t.tok[f->g.first].word->value == REFLEXIVE ||
	    a->tier == TIER_FIRM || a->outcome != f->outcome ||
	    all_told(a, f) != f->g.count)
		return false;
	for (size_t i = a->g.last + 1u; i < f->g.first; i++)
		if ((d->t.tok[i].cls & C_PERSON) && !is_of_phrase(d, i))
			return false;
	return true;
}

/* killing two guards; | 2 fatalities.; there was one fatality; (2 fatalities coded): what
 * a coder closes the sentence with, and nothing more. */
static bool
is_closing(const struct doc *d, const struct figure *a, const struct figure *f)
{
	size_t i = f->g.first,
	       end = (f->g.last > f->trigger ? f->g.last : f->trigger) + 1u,
	       stop = d->t.sent[f->sentence].end;

	if (a->outcome != f->outcome || a->g.count != f->g.count || a->g.last >= i ||
	    !(f->g.noun == NULL || (f->g.cls & C_GENERIC)) || f->g.named)
		return false;
	while (i > a->g.last + 1u && (d->t.tok[i - 1].cls & (C_BE | C_ADVERB | C_ONE)))
		i--;
	if (end < stop && (d->t.tok[end].form & FORM_PARTICIPLE))
		end++;
	return (d->t.tok[i - 1].punct == ';' || d->t.tok[i - 1].punct == '(') &&
	    (end >= stop || (end + 1 >= stop && d->t.tok[end].kind == TOKEN_PUNCT) ||
		d->t.tok[end].punct == ')');
}

bool
figure_repeats(const struct doc *d, const struct figure *a, const struct figure *f)
{
	if (left_out(a))
		return false;
	if (is_him(d, a, f))
		return true;
	if (a->subset || f->g.other)
		return false;
	if (is_closing(d, a, f))
		return true;
	if (f->g.first - a->g.last <= 3)
		return false;
	return (f->g.stated && same_figure(a, f) && !is_as_many_more(d, a, f)) ||
	    (f->g.both && a->outcome == f->outcome && a->g.count == f->g.count);
}
