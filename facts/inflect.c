/* inflect.c -- see inflect.h. */
#include "config.h"

#include "base/utf8.h"
#include "facts/inflect.h"

static struct str
given(struct str s)
{
	return str_eq(s, STR("-")) ? STR_NONE : s;
}

/* "letter <TAB> A <TAB> aıou:a eiöü:e" */
static int
add_letter(struct inflections *in, struct str field[], size_t n)
{
	if (n != 3 || field[1].n != 1 || in->n_letters == INFLECT_LETTERS)
		return -1;
	in->letters[in->n_letters].sign = field[1].p[0];
	in->letters[in->n_letters++].choices = field[2];
	return 1;
}

int
inflect_line(struct inflections *in, struct str field[], size_t n)
{
	static const struct {
		struct str name;
		size_t least, most;
	} kinds[] = { [INFLECT_NOUN] = { STR_INIT("noun"), 3, 4 },
		[INFLECT_DUAL] = { STR_INIT("dual"), 3, 3 },
		[INFLECT_VERB] = { STR_INIT("verb"), 6, 6 },
		[INFLECT_ADJ] = { STR_INIT("adj"), 3, 3 } };
	_Static_assert(sizeof(kinds) / sizeof(kinds[0]) == INFLECT_KINDS,
	    "every kind has a name");

	if (str_eq(field[0], STR("letter")))
		return add_letter(in, field, n);
	if (str_eq(field[0], STR("phrase"))) {
		in->last = str_eq(field[1], STR("last"));
		return in->last ? 1 : -1;
	}
	for (size_t k = 0; k < INFLECT_KINDS; k++) {
		struct inflection *r = &in->rules[in->n];

		if (!str_eq(field[0], kinds[k].name))
			continue;
		if (n < kinds[k].least || n > kinds[k].most || in->n == INFLECT_RULES - 1)
			return -1;
		*r = (struct inflection){ .kind = (enum inflect_kind)k,
			.ending = given(field[1]) };
		for (size_t i = 0; i + 2 < n; i++)
			r->slot[i] = field[2 + i];
		in->n++;
		return 1;
	}
	return 0;
}

const struct inflection *
inflect_rule(const struct inflections *in, enum inflect_kind kind, struct str word)
{
	const struct inflection *best = NULL;

	for (size_t i = 0; i < in->n; i++) {
		const struct inflection *r = &in->rules[i];

		if (r->kind == kind && r->ending.n <= word.n &&
		    str_ends(word, r->ending) &&
		    (best == NULL || r->ending.n > best->ending.n))
			best = r;
	}
	return best;
}

/* Where in s the letter that begins at p stands; STR_NOWHERE. */
static size_t
letter_in(struct str s, const char *p, size_t n)
{
	for (size_t i = 0; i + n <= s.n; i++)
		if (memcmp(s.p + i, p, n) == 0)
			return i;
	return STR_NOWHERE;
}

/* What the sign becomes behind text: the choice of the nearest letter that one is listed
 * for. */
static struct str
agree(struct str choices, struct str text)
{
	while (text.n > 0) {
		size_t at = text.n - 1;
		struct str rest = choices, one;

		while (at > 0 && ((unsigned char)text.p[at] & 0xc0) == 0x80)
			at--;
		while ((one = str_word(&rest)).n > 0) {
			size_t colon = str_chr(one, ':');

			if (colon != STR_NOWHERE &&
			    letter_in(str_sub(one, 0, colon), text.p + at, text.n - at) !=
				STR_NOWHERE)
				return str_sub(one, colon + 1, one.n);
		}
		text.n = at;
	}
	return STR_NONE;
}

struct str
inflect_bend(const struct inflections *in, const struct inflection *r, struct str word,
    struct str ending, char out[INFLECT_MAX])
{
	size_t n = word.n - r->ending.n;
	size_t star = str_chr(ending, '*');
	struct str before = star == STR_NOWHERE ? STR_NONE : str_sub(ending, 0, star);

	ending = star == STR_NOWHERE ? given(ending)
				     : str_sub(ending, star + 1, ending.n);
	if (n + before.n >= INFLECT_MAX)
		return STR_NONE;
	memcpy(out, before.p != NULL ? before.p : "", before.n);
	memcpy(out + before.n, word.p, n);
	n += before.n;
	for (size_t i = 0; i < ending.n; i++) {
		struct str put = { ending.p + i, 1 };

		for (size_t k = 0; k < in->n_letters; k++)
			if (ending.p[i] == in->letters[k].sign)
				put = agree(in->letters[k].choices,
				    (struct str){ out, n });
		if (n + put.n > INFLECT_MAX)
			return STR_NONE;
		memcpy(out + n, put.p, put.n);
		n += put.n;
	}
	return (struct str){ out, n };
}
