/* name_around.c -- see name_around.h. */
#include "config.h"

#include "base/alloc.h"
#include "facts/ground_words.h"
#include "facts/name_around.h"
#include "facts/phrase.h"
#include "facts/reader_data.h"

/* Does a noun end here, if only by its plural? */
static bool
ends_word(struct str rest)
{
	size_t n = rest.n > 0 && rest.p[0] == 's';

	return rest.n == n || !is_alpha(rest.p[n]);
}

/* Does the text end like the words that may stand before a division: "of ", "northern ", "rural "? */
static bool
may_govern(struct str left)
{
	return str_ends(left, STR("of ")) || str_ends(left, STR("rn ")) || str_ends(left, STR("al "));
}

/* "province of X", "X governorate", "northern X": the division, not its capital. */
static bool
is_called_division(const struct doc *d, struct str name)
{
	static const struct str after[] = { STR_INIT(" province"), STR_INIT(" governorate"),
		STR_INIT(" region"), STR_INIT(" oblast"), STR_INIT(" state"), STR_INIT(" countryside"), STR_INIT(" Province"),
		STR_INIT(" Governorate"), STR_INIT(" Region"), STR_INIT(" Oblast"), STR_INIT(" State"), STR_INIT(" county"),
		STR_INIT(" County"), STR_INIT("'s countryside") };
	static const struct str before[] = { STR_INIT("province of "), STR_INIT("governorate of "), STR_INIT("region of "),
		STR_INIT("countryside of "), STR_INIT("northern "), STR_INIT("southern "), STR_INIT("eastern "),
		STR_INIT("western "), STR_INIT("northwestern "), STR_INIT("northeastern "), STR_INIT("southwestern "),
		STR_INIT("southeastern "), STR_INIT("rural "), STR_INIT("areas of "), STR_INIT("oblast of "),
		STR_INIT("state of ") };
	size_t start = (size_t)(name.p - d->in->text.p), end = start + name.n;
	struct str left, right;

	if (start > d->in->text.n)
		return false;
	left = str_sub(d->in->text, start > 20 ? start - 20 : 0, start);
	right = str_sub(d->in->text, end, end + 20);
	for (size_t i = 0; i < NELEM(after) && right.n > 1 && (right.p[0] == ' ' || right.p[0] == '\''); i++)
		if (right.p[1] == after[i].p[1] && str_starts(right, after[i]) && ends_word(str_sub(right, after[i].n, right.n)))
			return true;
	for (size_t i = 0; i < NELEM(before) && may_govern(left); i++)
		if (str_ends(left, before[i]))
			return true;
	return false;
}

/* The token that begins at that offset, or the next one. */
static size_t
token_from(const struct doc *d, size_t offset)
{
	size_t low = TOKEN_MARGIN, high = d->t.n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (d->t.tok[mid].start < offset)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

struct str
name_with_region(const struct doc *d, struct str name)
{
	size_t start = (size_t)(name.p - d->in->text.p), i;

	if (start > d->in->text.n || !lexicon_has(d->lx, HABIT_HEAD_FIRST))
		return STR_NONE;
	i = token_from(d, start + name.n);
	return i < d->t.n && (d->t.tok[i].word->ground & G_REGION) ?
	    str_sub(d->in->text, start, d->t.tok[i].end) : STR_NONE;
}

/* provincia de Idlib, محافظة إدلب: does the noun for a region stand before the name? */
static bool
behind_region(const struct doc *d, struct str name)
{
	size_t start = (size_t)(name.p - d->in->text.p), i;

	if (start > d->in->text.n)
		return false;
	i = token_from(d, start);
	if (i > 0 && (d->t.tok[i - 1].cls & (C_OF | C_DET)))
		i--;
	return i > 0 && (d->t.tok[i - 1].word->ground & G_REGION);
}

bool
name_means_division(const struct doc *d, struct str name)
{
	return is_called_division(d, name) || behind_region(d, name);
}

bool
name_is_abbreviation(struct str name)
{
	size_t i = 0;

	while (i < name.n && name.p[i] >= 'A' && name.p[i] <= 'Z')
		i++;
	return i == name.n && i > 1 && i < 5;
}

bool
name_capitals_say_nothing(const struct doc *d, size_t first, size_t end)
{
	size_t words = 0, capitals = 0;

	for (size_t i = first; i < end; i++) {
		const struct token *t = &d->t.tok[i];

		if (t->kind != TOKEN_WORD || t->end - t->start < 4)
			continue;
		/* a verb in small letters, among names */
		if (!(t->flags & TOKEN_CAP) && (t->form & (FORM_PAST | FORM_THIRD)))
			return false;
		words++;
		capitals += (t->flags & TOKEN_CAP) != 0;
	}
	return words > 3 && capitals * 10 > words * 8;
}
