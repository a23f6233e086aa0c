/* phrase_actor.c -- see phrase_actor.h. */
#include "config.h"

#include "facts/country.h"
#include "facts/ground_words.h"
#include "facts/phrase.h"
#include "facts/phrase_actor.h"
#include "facts/reader_data.h"

#define NAME_TOKENS 8 /* longest name behind a word for a force */
#define COUNTRY_TOKENS 3 /* of a country that owns an army */

size_t
actor_led_name(const struct doc *d, size_t i, size_t end)
{
	size_t last = i;

	if (!(token_ground(d, i) & G_NAMECLASS) || !(d->t.tok[i].flags & TOKEN_CAP))
		return i;
	for (size_t k = i + 1; k < end && k < i + NAME_TOKENS && d->t.tok[k].kind == TOKEN_WORD; k++)
		if (token_capital(d, k, end) && !(d->t.tok[k].cls & (C_VERB | C_AND | C_PREP)))
			last = k;
		else if (!(token_ground(d, k) & G_PARTICLE) || (d->t.tok[k].cls & (C_PREP | C_OF)))
			break;
	return last;
}

bool
actor_leads_town(const struct doc *d, size_t i, size_t end)
{
	size_t last = actor_led_name(d, i, end);
	struct gaz_place found;

	return last > i && phrase_in_gazetteer(d, doc_words(d, i, last), &found);
}

size_t
actor_owner_start(const struct doc *d, size_t from, size_t first, const struct actor **who)
{
	struct gaz_place country;

	if (first < from + 2 || !(d->t.tok[first - 1].cls & C_POSSESSIVE))
		return first;
	for (size_t i = first - 2; i + COUNTRY_TOKENS > first - 2 && i >= from && token_capital(d, i, first); i--)
		if (country_named(d, i, first - 2, &country) && !country.demonym) {
			*who = *who != NULL ? *who : actors_of_state(d->reader->actors, country.country, d->day);
			return i;
		}
	return first;
}

bool
actor_of_members(const struct doc *d, size_t i, size_t first)
{
	return (d->t.tok[i + 1].cls & C_OF) && token_is(d, i, "members member") &&
	    (i == first || (d->t.tok[i - 1].cls & C_BY) || d->t.tok[i - 1].kind == TOKEN_PUNCT);
}
