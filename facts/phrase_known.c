/* phrase_known.c -- which names the gazetteer has; see phrase.h. */
#include "config.h"

#include "facts/phrase.h"
#include "facts/place_ways.h"
#include "facts/reader_data.h"

bool
phrase_in_gazetteer(const struct doc *d, struct str name, struct gaz_place *out)
{
	char key[FOLD_MAX];

	return gazetteer_seek(d->reader->gazetteer, FOLD_PLAIN, fold_name(key, name, FOLD_PLAIN),
	    STR_NONE, out, 1) > 0;
}

void
phrase_keys(const struct doc *d, size_t first, size_t end, char plain[FOLD_MAX], size_t *ends)
{
	size_t n = 0, at = d->t.tok[first].start;

	for (size_t k = first; k < end; k++) {
		n = ends[k - first] = fold_more(plain, n, str_sub(d->in->text, at, d->t.tok[k].end));
		at = d->t.tok[k].end;
	}
}

bool
phrase_is_known(const struct doc *d, struct str name, struct str key, struct gaz_place *out)
{
	struct str plain;
	struct place_ways ways;
	char bytes[PLACE_NAME_MAX];

	if (gazetteer_seek(d->reader->gazetteer, FOLD_PLAIN, key, STR_NONE, out, 1) > 0)
		return true;
	place_ways_find(d->lx, name, &ways);
	for (size_t k = 0; (plain = place_ways_name(d->lx, &ways, k, bytes)).n > 0; k++)
		if (phrase_in_gazetteer(d, plain, out))
			return true;
	return false;
}

bool
phrase_known_name(const struct doc *d, size_t first, size_t last, struct gaz_place *out)
{
	struct str name = doc_words(d, first, last);
	char key[FOLD_MAX];

	return phrase_is_known(d, name, fold_name(key, name, FOLD_PLAIN), out);
}
