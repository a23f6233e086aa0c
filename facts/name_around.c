/* name_around.c -- see name_around.h. */
#include "config.h"

#include "base/alloc.h"
#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/name_around.h"
#include "facts/phrase.h"
#include "facts/reader_data.h"

/* The sentence that the offset is in.  Which half is gone on with is told by no branch
 * here and below: none could be foretold. */
static const struct sentence *
sentence_at(const struct doc *d, size_t offset)
{
	const struct sentence *low = d->t.sent;

	for (size_t n = d->t.n_sent; n > 1;) {
		size_t half = n / 2;

		low += low[half].start <= offset ? half : 0;
		n -= half;
	}
	return low;
}

/* The token that begins at that offset, or the next one; of those of its sentence, behind
 * which copies of some may lie that were merged. */
static size_t
token_from(const struct doc *d, size_t offset)
{
	const struct sentence *s = sentence_at(d, offset);
	const struct token *low = &d->t.tok[s->first];
	size_t n = s->end - s->first;

	while (n > 0) {
		size_t half = (n + 1) / 2;

		low += low[half - 1].start < offset ? half : 0;
		n -= half;
	}
	if (low < &d->t.tok[s->end])
		return (size_t)(low - d->t.tok);
	return s + 1 < d->t.sent + d->t.n_sent ? s[1].first : d->t.n;
}

struct str
name_with_region(const struct doc *d, struct str name)
{
	size_t start = (size_t)(name.p - d->in->text.p), i;

	if (start > d->in->text.n)
		return STR_NONE;
	i = token_from(d, start + name.n);
	return i < d->t.n && (d->t.tok[i].word->ground & G_REGION)
	    ? str_sub(d->in->text, start, d->t.tok[i].end)
	    : STR_NONE;
}

/* Governorate | of X, northern | X; but the Eastern | Harbour: does the word before a
 * name say that it is a division's? */
static bool
tells_before(const struct token *t)
{
	bool direction = (t->word->ground & G_DIRECTION) && !(t->flags & TOKEN_CAP);

	return (t->word->ground & G_REGION) ||
	    (t->word->value == OF_DIVISION &&
		(direction || !(t->word->ground & G_DIRECTION)));
}

/* X | province, X | southern countryside, X | 's regional governor; but X | 's state
 * television */
static bool
tells_behind(const struct token *t)
{
	bool owned = t->cls & C_POSSESSIVE;

	t += owned;
	while (!(t->word->ground & G_REGION) &&
	    ((t->word->ground & G_DIRECTION) ||
		((t->cls & C_ADJ) && !(t->flags & TOKEN_CAP))))
		t++;
	return (!owned && (t->word->ground & G_REGION)) || t->word->value == OF_DIVISION;
}

bool
name_means_division(const struct doc *d, struct str name)
{
	size_t start = (size_t)(name.p - d->in->text.p), first, end;
	const struct token *before;

	if (start > d->in->text.n)
		return false;
	first = end = token_from(d, start);
	while (end < d->t.n && d->t.tok[end].start < start + name.n)
		end++;
	before = &d->t.tok[first] - 1;
	before -= (before->cls & C_DET) != 0;
	before -= (before->cls & C_OF) != 0;
	return tells_before(before) || tells_behind(&d->t.tok[end]);
}

bool
name_ends_before_region(const struct doc *d, size_t last)
{
	struct gaz_place country;

	return (token_ground(d, last + 1) & G_REGION) &&
	    (last + 3 >= d->t.n || !(d->t.tok[last + 2].cls & C_OF) ||
		country_named(d, last + 3, last + 3, &country));
}

/* in | Ukraine's northern | Sumy: what may stand before the name of a division */
static size_t
skip_country(const struct doc *d, size_t i)
{
	const struct token *t = d->t.tok;

	i += (t[i].cls & C_DET) != 0;
	if (i + 1 < d->t.n && (t[i].flags & TOKEN_CAP) && (t[i + 1].cls & C_POSSESSIVE))
		i += 2;
	while (i < d->t.n && (t[i].word->ground & G_DIRECTION) &&
	    !(t[i].flags & TOKEN_CAP))
		i++;
	return i;
}

struct str
name_container(const struct doc *d, struct str name)
{
	size_t start = (size_t)(name.p - d->in->text.p), end = start + name.n, i;
	struct str right;

	if (name.p < d->in->text.p || end > d->in->text.n)
		return STR_NONE;
	right = str_sub(d->in->text, end, d->in->text.n);
	if (str_starts(right, STR(", ")))
		return str_sub(right, 2, right.n);
	i = token_from(d, end);
	if (!(token_ground(d, i) & G_IN) || d->t.tok[i].start > end + 1)
		return STR_NONE;
	i = skip_country(d, i + 1);
	return i < d->t.n ? str_sub(d->in->text, d->t.tok[i].start, d->in->text.n)
			  : STR_NONE;
}

bool
name_is_abbreviation(struct str name)
{
	size_t i = 0;

	while (i < name.n && name.p[i] >= 'A' && name.p[i] <= 'Z')
		i++;
	return i == name.n && i > 1 && i < 5;
}
