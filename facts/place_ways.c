/* place_ways.c -- see place_ways.h. */
#include "config.h"

#include "facts/lexicon_data.h"
#include "facts/place_ways.h"

#define WAYS_MAX 64

static uint64_t
endings_of(const struct lexicon *lx, struct str word)
{
	uint64_t left = word.n == 0
	    ? 0
	    : lx->head.place_by_end[(unsigned char)word.p[word.n - 1]],
		 fit = 0;

	for (; left != 0; left &= left - 1) {
		struct str ending = lexicon_text(lx,
		    lx->head.place_endings[__builtin_ctzll(left)].ending);

		if (ending.n + 2 <= word.n && str_ends(word, ending))
			fit |= left & -left;
	}
	return fit;
}

bool
place_ways_any(const struct lexicon *lx)
{
	return lx->head.n_place_endings > 0;
}

void
place_ways_find(const struct lexicon *lx, struct str name, struct place_ways *out)
{
	out->n = 0;
	out->ways = 1;
	if (lx->head.n_place_endings == 0)
		return;
	while (out->n < PLACE_WORDS && str_cut(&name, ' ', &out->words[out->n])) {
		out->endings[out->n] = endings_of(lx, out->words[out->n]);
		out->ways *= 1 + (size_t)__builtin_popcountll(out->endings[out->n]);
		out->n++;
	}
	if (name.n > 0)
		out->ways = 1;
	if (out->ways > WAYS_MAX)
		out->ways = WAYS_MAX;
}

/* The word without the way-th ending that fits it, 0: as it is. */
static void
plain_word_of(const struct lexicon *lx, struct str word, uint64_t endings, size_t way,
    struct str *stem, struct str *end)
{
	const struct place_ending *p;

	*stem = word;
	*end = STR_NONE;
	if (way == 0)
		return;
	while (--way > 0)
		endings &= endings - 1;
	p = &lx->head.place_endings[__builtin_ctzll(endings)];
	*stem = str_sub(word, 0, word.n - lexicon_text(lx, p->ending).n);
	*end = lexicon_text(lx, p->plain);
}

/* A number k has a digit for each word, of as many values as it has ways; the last word's
 * is the lowest.  0 is the name as it stands. */
struct str
place_ways_name(const struct lexicon *lx, const struct place_ways *w, size_t k,
    char out[PLACE_NAME_MAX])
{
	struct str stem, end;
	size_t at = PLACE_NAME_MAX;

	if (++k >= w->ways)
		return STR_NONE;
	for (size_t i = w->n; i-- > 0;) {
		size_t ways = 1 + (size_t)__builtin_popcountll(w->endings[i]),
		       gap = i + 1 < w->n;

		plain_word_of(lx, w->words[i], w->endings[i], k % ways, &stem, &end);
		k /= ways;
		if (stem.n + end.n + gap > at)
			return STR_NONE;
		at -= stem.n + end.n + gap;
		memcpy(out + at, stem.p, stem.n);
		if (end.n > 0)
			memcpy(out + at + stem.n, end.p, end.n);
		if (gap)
			out[at + stem.n + end.n] = ' ';
	}
	return (struct str){ out + at, PLACE_NAME_MAX - at };
}
