/* where_office.c -- where it happened as who tells of it says: the mayor, governor or
 * police of a place. */
#include "config.h"

#include "facts/ground_words.h"
#include "facts/name_around.h"
#include "facts/where_in.h"

/* Do tokens first to last name a town or a division?  What begins with a common word does
 * if many know the place. */
static bool
is_seat(const struct context *c, size_t first, size_t last)
{
	struct gaz_place found;

	return phrase_known_name(c->d, first, last, &found) &&
	    found.kind != GAZ_COUNTRY && !found.demonym &&
	    (tok(c, first)->word->id == 0 ||
		((first < last || !(tok(c, first)->cls & C_ADJ)) &&
		    phrase_well_known(c->d, first, last)));
}

/* The longest name of a seat that ends before token end; NOWHERE: none does. */
static size_t
seat_before(const struct context *c, size_t end)
{
	size_t first = end;

	while (first > c->s->first && token_capital(c->d, first - 1, end))
		first--;
	while (first < end && !is_seat(c, first, end - 1))
		first++;
	return first < end ? first : NOWHERE;
}

/* The last token of the longest name of a seat that begins at token first; NOWHERE: none
 * does. */
static size_t
seat_behind(const struct context *c, size_t first)
{
	size_t end = first;

	while (end < c->s->end &&
	    (token_capital(c->d, end, c->s->end) ||
		(end == first && lexicon_has(c->d->lx, HABIT_NO_CAPITALS))))
		end++;
	while (end > first && !is_seat(c, first, end - 1))
		end--;
	return end > first ? end - 1 : NOWHERE;
}

/* The name of the place of the office at token i: Tarn's mayor, Tarn regional governor,
 * mayor of Tarn, мэр Тарна. */
static struct str
seat_of(const struct context *c, size_t i)
{
	size_t end = i, next = i + 1, found;
	bool of = tok(c, next)->cls & C_OF;

	while (end > c->s->first && (tok(c, end - 1)->cls & C_ADJ) &&
	    !(tok(c, end - 1)->flags & TOKEN_CAP))
		end--;
	end -= end > c->s->first && (tok(c, end - 1)->cls & C_POSSESSIVE);
	if ((found = seat_before(c, end)) != NOWHERE)
		return doc_words(c->d, found, end - 1);
	next += of;
	next += (tok(c, next)->cls & C_DET) != 0;
	if ((of || lexicon_has(c->d->lx, HABIT_HEAD_FIRST | HABIT_NO_CAPITALS)) &&
	    (found = seat_behind(c, next)) != NOWHERE)
		return doc_words(c->d, next, found);
	return STR_NONE;
}

static bool
is_office(const struct token *t)
{
	return t->word->value == OF_TOWN ||
	    (t->word->value == OF_DIVISION && (t->cls & (C_TITLE | C_SPEAKER)));
}

void
where_office(const struct context *c, const struct figure *r, struct fact *f)
{
	const struct source *said = c->said;

	if (said == NULL || said->carried || said->words.n == 0)
		return;
	for (size_t i = said->from; i < c->s->end; i++) {
		const char *at = c->d->in->text.p + tok(c, i)->start;
		struct str seat;

		if (at >= said->words.p + said->words.n)
			return;
		seat = is_office(tok(c, i)) && at >= said->words.p ? seat_of(c, i)
								   : STR_NONE;
		if (seat.n > 0) {
			where_put(c, r, f, seat, ROLE_IN,
			    STR("for which the speaker is responsible"));
			return;
		}
	}
}
