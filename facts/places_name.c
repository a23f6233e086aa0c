/* places_name.c -- see places_in.h: what one name stands for.  The rule of trust and its
 * figures are in doc/places.md. */
#include "config.h"

#include "base/alloc.h"
#include "facts/ground_words.h"
#include "facts/name_around.h"
#include "facts/place_ways.h"
#include "facts/places_in.h"
#include "facts/places_unknown.h"
#include "facts/reader_data.h"
#include "facts/small_words.h"

#define SAME_KM 10.0
#define NEAR_KM 90.0 /* from the middle of a division */
/* people: known abroad without its country's name; by an alias: ten times */
#define FAMOUS 1000000
#define METROPOLIS 500000 /* the same of a name that no other place has */
#define KNOWN 200000 /* the same where at most a people or party tells of a country */
#define CITY 50000
#define RENOWNED 100000   /* also meant where a war has a village of the name */
#define UNMISTAKEN 20000  /* the same of a name that no other place has */
#define ALONE 50u         /* times larger than what else its country has of the name; */
#define ALONE_AS_CITY 20u /* of a metropolis: so many */
#define ABROAD 6u         /* times larger than its homonym at the home of those who act */
#define SKELETON_MIN 3    /* letters: shorter ones fit too many names */
#define SITE_WORD_MAX 63  /* bytes */

/* Keeps what the predicate row says; all if it would keep none. */
enum wish {
	WISH_DIVISION,
	WISH_PLACE,
	WISH_SETTLEMENT,
	WISH_IN_DISTRICT,
	WISH_IN_NAMED,
	WISH_AT_WAR,
	WISH_OWN,
	WISH_SEAT
};

static bool
fits(const struct atlas *a, const struct gaz_place *p, enum wish w)
{
	switch (w) {
	case WISH_DIVISION:
		return p->kind == GAZ_ADMIN1 || p->kind == GAZ_COUNTRY;
	case WISH_PLACE:
		return p->kind != GAZ_ADMIN1;
	case WISH_SETTLEMENT: /* not the district of the same name */
		return p->kind != GAZ_ADMIN2;
	case WISH_IN_DISTRICT:
		return atlas_names_division(a, p, GAZ_ADMIN2);
	case WISH_IN_NAMED:
		return p->kind == GAZ_ADMIN1 || atlas_names_division(a, p, GAZ_ADMIN1);
	case WISH_AT_WAR: /* one of the tables of wars, or a city */
		return !a->war || p->listed || p->population >= RENOWNED ||
		    p->kind == GAZ_ADMIN1 || p->kind == GAZ_COUNTRY;
	case WISH_OWN: /* not what others call it */
		return !p->alias;
	case WISH_SEAT: /* the town that its division is called after */
		return str_eq(p->name, p->admin1);
	}
	return false;
}

/* Moves the place at i behind the first that are kept; how many are, with it. */
static inline size_t
keep_also(struct gaz_place *found, size_t kept, size_t i)
{
	if (kept < i)
		found[kept] = found[i];
	return kept + 1;
}

static size_t
keep(const struct atlas *a, struct gaz_place *found, size_t n, enum wish w)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		kept += fits(a, &found[i], w);
	if (kept == 0)
		return n;
	kept = 0;
	for (size_t i = 0; i < n; i++)
		if (fits(a, &found[i], w))
			kept = keep_also(found, kept, i);
	return kept;
}

/* Are the candidates one place, or lie within a few kilometres? */
static bool
is_one(const struct gaz_place *found, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (!gaz_within_km(&found[0], &found[i], SAME_KM))
			return false;
	return n > 0;
}

/* The largest by far, where populations are known. */
static bool
is_main(struct gaz_place *found, size_t n)
{
	size_t best = 0;

	for (size_t i = 1; i < n; i++)
		if (found[i].population > found[best].population)
			best = i;
	for (size_t i = 0; i < n; i++)
		if (i != best &&
		    found[i].population * UINT64_C(10) > found[best].population)
			return false;
	if (found[best].population == 0)
		return false;
	found[0] = found[best];
	return true;
}

static bool
in_one_of(const struct gaz_place *town, const struct gaz_place *found, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (found[i].kind == GAZ_ADMIN1 && str_eq(found[i].name, town->admin1))
			return true;
	return false;
}

/* Guerrero, Sonora: a division whose name no town has that lies in it or is of a size. */
static bool
is_division_alone(const struct gaz_place *found, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		any = any || (found[i].kind == GAZ_ADMIN1 && !found[i].alias);
		/* but Bahia, as some call its capital; New York is New York City */
		if (found[i].kind != GAZ_ADMIN1 &&
		    !(found[i].alias && in_one_of(&found[i], found, n) &&
			!str_starts(found[i].name, found[i].admin1)) &&
		    (found[i].listed || found[i].population >= CITY ||
			in_one_of(&found[i], found, n)))
			return false;
	}
	return any;
}

/* Leaves one candidate in found[0]; 0: there are several, and nothing tells them apart.
 */
static size_t
settle(const struct atlas *a, struct gaz_place *found, size_t n, bool division)
{
	static const enum wish wishes[] = { WISH_SETTLEMENT, WISH_IN_NAMED,
		WISH_IN_DISTRICT, WISH_AT_WAR, WISH_OWN, WISH_SEAT };

	if (n <= 1)
		return n;
	n = keep(a, found, n,
	    division || is_division_alone(found, n) ? WISH_DIVISION : WISH_PLACE);
	for (size_t i = 0; i < NELEM(wishes) && !is_one(found, n); i++)
		n = keep(a, found, n, wishes[i]);
	return n > 0 && (is_one(found, n) || is_main(found, n)) ? 1 : 0;
}

static enum precision
precision_of(const struct gaz_place *p)
{
	switch (p->kind) {
	case GAZ_COUNTRY:
		return PRECISION_COUNTRY;
	case GAZ_ADMIN1:
		return PRECISION_ADMIN1;
	case GAZ_ADMIN2:
	case GAZ_AREA:
		return PRECISION_ADMIN2;
	case GAZ_TOWN:
	case GAZ_SITE:
	case GAZ_KIND_N:
		break;
	}
	return PRECISION_PLACE;
}

void
place_put(const struct atlas *a, struct answer *to, const struct gaz_place *p,
    enum precision precision)
{
	char room[GAZ_ID_MAX];
	struct str id = gazetteer_id(p, room);

	to->place = *p;
	to->id = id.p == room ? arena_str(a->d->arena, id) : id;
	to->precision = precision;
}

static size_t
drop_demonyms(struct gaz_place *found, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (!found[i].demonym)
			kept = keep_also(found, kept, i);
	return kept;
}

static size_t
keep_country(struct gaz_place *found, size_t n, struct str country)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++)
		if (str_eq(found[i].country, country))
			kept = keep_also(found, kept, i);
	return kept;
}

/* Minneapolis, though the report is from New York: a city beside which its country has
 * only hamlets of the name. */
static bool
is_unique(const struct atlas *a, const struct gaz_place *p, struct str name)
{
	struct gaz_place found[GAZ_FOUND];
	char key[FOLD_MAX];
	size_t n = drop_demonyms(found,
	    atlas_find(a, fold_name(key, name, FOLD_PLAIN), found));
	unsigned alone = p->population >= METROPOLIS ? ALONE_AS_CITY : ALONE;

	for (size_t i = 0; i < n; i++)
		if (str_eq(found[i].country, p->country) &&
		    !gaz_within_km(p, &found[i], SAME_KM) &&
		    (found[i].kind == GAZ_ADMIN1 ||
			found[i].population * alone > p->population))
			return false;
	return true;
}

/* The places of the country that the key names. */
static size_t
namesakes(const struct atlas *a, struct str key, struct str country,
    struct gaz_place found[GAZ_FOUND])
{
	return keep_country(found, drop_demonyms(found, atlas_find(a, key, found)),
	    country);
}

/* Has its country no other place of the name? */
static bool
is_alone(const struct atlas *a, const struct gaz_place *p, struct str name)
{
	struct gaz_place found[GAZ_FOUND];
	char key[FOLD_MAX];
	size_t n = namesakes(a, fold_name(key, name, FOLD_PLAIN), p->country, found);

	for (size_t i = 0; i < n; i++)
		if (!gaz_within_km(p, &found[i], SAME_KM))
			return false;
	return true;
}

/* By its own name, or another spelling of it: Grozny, for Groznyy; not: Tiba, for Chiba
 */
static bool
is_called(const struct gaz_place *p, struct str name)
{
	struct gaz_place told = *p;
	char a[FOLD_MAX], b[FOLD_MAX];
	struct str key;

	if (!p->alias)
		return true;
	gazetteer_texts(&told, 1);
	key = fold_name(a, name, FOLD_SKELETON);
	return key.n > SKELETON_MIN &&
	    str_eq(key, fold_name(b, told.name, FOLD_SKELETON)) &&
	    fold_alike(name, told.name);
}

/* The text names other divisions of the country, and the place lies in none of them; but
 * a front runs through several, and of what the tables of wars have under a name that its
 * country has only once, none is another. */
static bool
contradicts(const struct atlas *a, const struct gaz_place *p, struct str name)
{
	return (p->kind == GAZ_TOWN || p->kind == GAZ_SITE) &&
	    !(p->listed &&
		(p->population >= KNOWN ||
		    (a->war &&
			(is_alone(a, p, name) ||
			    (p->population >= UNMISTAKEN && is_unique(a, p, name)))))) &&
	    !atlas_names_division(a, p, GAZ_ADMIN1) && !str_eq(p->name, p->admin1) &&
	    atlas_divides(a, p->country, name) &&
	    !(p->population >= KNOWN && is_called(p, name) && is_unique(a, p, name));
}

/* Stepne in | Sumy region: does the text put the name into a division of the country that
 * lies far from the place?  Samangan, Balkh, Baghlan: divisions beside each other. */
static bool
is_put_elsewhere(const struct atlas *a, const struct gaz_place *p, struct str name)
{
	struct str behind = name_container(a->d, name);

	if (p->kind == GAZ_COUNTRY || p->kind == GAZ_ADMIN1 || p->population >= KNOWN ||
	    str_eq(p->name, p->admin1))
		return false;
	for (size_t i = 0; i < a->n_divisions && behind.n > 0; i++) {
		const struct gaz_place *d = &a->divisions[i];

		if (d->kind == GAZ_ADMIN1 && str_eq(d->country, p->country) &&
		    str_starts(behind, a->said[i]))
			return !str_eq(d->name, p->admin1) &&
			    !gaz_within_km(d, p, NEAR_KM);
	}
	return false;
}

/* Homonyms lie far apart; a neighbour of a division named may well be meant. */
static bool
near_named_division(const struct atlas *a, const struct gaz_place *p)
{
	for (size_t i = 0; i < a->n_divisions; i++) {
		const struct gaz_place *d = &a->divisions[i];

		if (d->kind == GAZ_ADMIN1 && str_eq(d->country, p->country) &&
		    gaz_within_km(d, p, NEAR_KM))
			return true;
	}
	return false;
}

static bool
in_country(const struct gaz_place *found, size_t n, struct str country)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(found[i].country, country))
			return true;
	return false;
}

/* In | Luhansk, in the | LPR: does the text begin with the place's division, by its name
 * or as it is called elsewhere there? */
static bool
begins_with_division(const struct atlas *a, const struct gaz_place *p, struct str text)
{
	if (str_starts(text, p->admin1))
		return true;
	for (size_t i = 0; i < a->n_divisions; i++)
		if (a->divisions[i].kind == GAZ_ADMIN1 &&
		    str_eq(a->divisions[i].name, p->admin1) &&
		    str_eq(a->divisions[i].country, p->country) &&
		    str_starts(text, a->said[i]))
			return true;
	return false;
}

/* Those whose division the text puts right behind the name, before the others. */
static size_t
keep_put_into(const struct atlas *a, struct str name, struct gaz_place *found, size_t n)
{
	struct str behind = name_container(a->d, name);
	size_t kept = 0;

	for (size_t i = 0; i < n && behind.n > 0; i++)
		if (found[i].kind != GAZ_ADMIN1 && found[i].admin1.n > 0 &&
		    begins_with_division(a, &found[i], behind)) {
			struct gaz_place swap = found[kept];

			found[kept++] = found[i];
			found[i] = swap;
		}
	return kept;
}

/* The one division of the name; 0 if there is none, or another. */
static size_t
only_of_divisions(struct gaz_place *found, size_t n)
{
	size_t at = n;

	for (size_t i = 0; i < n; i++)
		if (found[i].kind == GAZ_ADMIN1 && !found[i].alias) {
			if (at < n)
				return 0;
			at = i;
		}
	if (at == n)
		return 0;
	found[0] = found[at];
	return 1;
}

/* "Russian shells hit Pokrovsk": where only they tell of a country, they may act abroad;
 * a far larger homonym is meant. */
static bool
is_abroad(const struct atlas *a, struct gaz_place *found, size_t n, struct str country)
{
	const struct gaz_place *best = NULL;

	if (a->word != ATLAS_PARTY || !str_eq(country, a->country))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!found[i].alias && found[i].kind == GAZ_TOWN &&
		    (best == NULL || found[i].population > best->population))
			best = &found[i];
	if (best == NULL || best->population < CITY)
		return false;
	for (size_t i = 0; i < n; i++)
		if (str_eq(found[i].country, country) && !found[i].alias &&
		    (found[i].listed || found[i].population * ABROAD >= best->population))
			return false;
	found[0] = *best;
	return true;
}

/* "Russian forces took Seversk", shells hit it: an act of war happens where the tables of
 * wars have the name, in a country where a party fights or where no other is told of, or
 * is but its state takes it; not where it is ten times larger. */
static bool
is_at_war(const struct atlas *a, struct gaz_place *found, size_t n)
{
	const struct gaz_place *best = NULL;

	if (!a->war || (a->word == ATLAS_NAMED && !a->takes))
		return false;
	for (size_t i = 0; i < n; i++)
		if (found[i].listed && found[i].kind == GAZ_TOWN &&
		    (a->word == ATLAS_TOWN ? !found[i].alias
			    : a->word == ATLAS_NAMED
			    ? atlas_told(a, &found[i], 1).n > 0
			    : atlas_has_party(a, found[i].country))) {
			if (best == NULL ||
			    atlas_people(&found[i]) > ABROAD * atlas_people(best))
				best = &found[i];
			else if (atlas_people(best) <= ABROAD * atlas_people(&found[i]))
				return false;
		}
	for (size_t i = 0; i < n && best != NULL; i++)
		if (atlas_people(&found[i]) > 10 * atlas_people(best))
			return false;
	if (best != NULL)
		found[0] = *best;
	return best != NULL;
}

/* Is the town meant by its name alone, though the text does not tell of its country? */
static bool
is_known(const struct atlas *a, const struct gaz_place *p, struct str name, bool only)
{
	bool open = a->country.n == 0 || a->word == ATLAS_PARTY, own;

	if (only && p->listed && p->population >= KNOWN)
		return true;
	own = is_called(p, name);
	if (only &&
	    (open ? own && p->population >= KNOWN
		  : !p->alias && p->population >= METROPOLIS))
		return true;
	if (!own || (p->alias && !open))
		return p->population >= UINT64_C(10) * FAMOUS ||
		    (open && only && p->listed);
	return p->population >= (!open         ? FAMOUS
					: only ? UNMISTAKEN
					       : KNOWN) ||
	    (open && only && p->listed);
}

/* One of n homonyms of an exact name: in the division or country told, else in another
 * that the text speaks of, else the one that everybody knows. */
static size_t
choose(const struct atlas *a, struct str name, struct gaz_place *found, size_t n,
    bool division)
{
	struct str country = in_country(found, n, a->country) ? a->country
							      : atlas_told(a, found, n);
	size_t put = keep_put_into(a, name, found, n);
	const struct gaz_place *city;

	if (put > 0)
		return settle(a, found, put, division);
	if (!division && is_at_war(a, found, n))
		return 1;
	if (country.n > 0)
		return is_abroad(a, found, n, country) ||
		    (settle(a, found, keep_country(found, n, country), division) > 0 &&
			!places_is_but_called(a, name, &found[0]));
	if (division && only_of_divisions(found, n) > 0)
		return 1;
	if ((city = atlas_exonym(a, found, n)) != NULL && atlas_has_rival(city, found, n))
		return 0;
	if (city != NULL) {
		found[0] = *city;
		return 1;
	}
	n = keep(a, found, n, WISH_OWN);
	division = atlas_is_division_abroad(found, n);
	/* Gazze, Avdiivka: whoever fights there tells of it */
	if (is_one(found, n) && found[0].listed && atlas_fights_in(a, found[0].country))
		return 1;
	return is_main(found, n) && is_known(a, &found[0], name, is_one(found, n)) &&
		!(division && found[0].population < FAMOUS)
	    ? 1
	    : 0;
}

static bool
resolve_key(const struct atlas *a, struct answer *to, struct str name, struct str key)
{
	struct gaz_place found[GAZ_FOUND];
	size_t n = drop_demonyms(found, atlas_find(a, key, found));

	to->homonyms = (uint8_t)n;
	for (size_t i = 0; i < n; i++)
		if (found[i].kind == GAZ_COUNTRY &&
		    (!found[i].alias || atlas_means_country(name, found, n) ||
			str_eq(found[i].country, a->country) ||
			!in_country(found, n, a->country))) {
			place_put(a, to, &found[i], PRECISION_COUNTRY);
			return true;
		}
	if (n == 0 || choose(a, name, found, n, to->division) == 0)
		return false;
	if (is_put_elsewhere(a, &found[0], name))
		return false;
	if (!contradicts(a, &found[0], name))
		place_put(a, to, &found[0], precision_of(&found[0]));
	else if (near_named_division(a, &found[0]))
		place_put(a, to, &found[0], PRECISION_FOLDED);
	else
		return false;
	return true;
}

static bool
resolve_plain(const struct atlas *a, struct answer *to, struct str name)
{
	char key[FOLD_MAX];

	return resolve_key(a, to, name, fold_name(key, name, FOLD_PLAIN));
}

/* Where few consonants agree, the vowels are as many too. */
static bool
is_spelt_alike(struct gaz_place *found, struct str name, struct str key)
{
	gazetteer_texts(found, 1);
	return key.n > SKELETON_MIN || fold_alike(name, found->name);
}

/* A name whose looser keys are looked for. */
struct loose_name {
	struct str name;
	struct known_name *known; /* NULL: it is not kept */
	struct fold_keys keys;    /* the looser ones once it is folded */
	bool folded;
};

/* A looser key, in one country only. */
static bool
resolve_folded(const struct atlas *a, struct answer *to, struct loose_name *l,
    struct str country, enum fold_level level)
{
	struct str key = l->keys.of[level];
	struct gaz_place found[GAZ_FOUND];
	size_t n;
	bool named;

	if (level == FOLD_SKELETON && key.n < SKELETON_MIN)
		return false;
	n = drop_demonyms(found,
	    gazetteer_find(a->g, level, key, country, found, GAZ_FOUND));
	if (n == 0 || settle(a, found, n, to->division) == 0 ||
	    is_put_elsewhere(a, &found[0], l->name))
		return false;
	named = found[0].kind == GAZ_ADMIN1 ||
	    atlas_names_division(a, &found[0], GAZ_ADMIN1);
	if (!named &&
	    (level == FOLD_SKELETON || atlas_divides(a, found[0].country, l->name) ||
		(a->word == ATLAS_TOWN && found[0].alias && !found[0].listed)))
		return false; /* az-Zara, for which some say Zadar: the name alone tells
				 of its country */
	if (level == FOLD_SKELETON && !is_spelt_alike(&found[0], l->name, key))
		return false;
	place_put(a, to, &found[0],
	    named && level < FOLD_SKELETON ? precision_of(&found[0]) : PRECISION_FOLDED);
	return true;
}

/* What the loosest key of it does not find, no other does. */
static bool
has_loosely(const struct atlas *a, struct loose_name *l, struct str country)
{
	struct str *key = &l->keys.of[FOLD_SKELETON];
	struct gaz_place found;

	if (l->known != NULL && known_name_is_barren(l->known, country))
		return false;
	if (!l->folded)
		fold_keys_looser(&l->keys);
	l->folded = true;
	if (key->n == 0 ||
	    gazetteer_seek(a->g, FOLD_SKELETON, *key, country, &found, 1) > 0)
		return true;
	if (l->known != NULL)
		known_name_set_barren(l->known, country);
	return false;
}

static bool
resolve_loosely_in(const struct atlas *a, struct answer *to, struct loose_name *l,
    struct str country)
{
	if (!has_loosely(a, l, country))
		return false;
	for (int level = FOLD_WORDS; level < FOLD_N; level++)
		if (resolve_folded(a, to, l, country, (enum fold_level)level))
			return true;
	return false;
}

/* In the country told; parties may act in another that they or others speak for. */
static bool
resolve_loosely(const struct atlas *a, struct answer *to, struct loose_name *l)
{
	if (a->country.n == 0)
		return false;
	l->folded = false;
	l->known = known_names_at(a->d->reader->names, l->keys.of[FOLD_PLAIN]);
	if (l->known != NULL && l->known->n_key == 0)
		l->known = NULL;
	if (resolve_loosely_in(a, to, l, a->country))
		return true;
	for (size_t i = 0; a->word == ATLAS_PARTY && i < a->n_votes; i++)
		if (a->votes[i].word == ATLAS_PARTY &&
		    !str_eq(a->votes[i].country, a->country) &&
		    resolve_loosely_in(a, to, l, a->votes[i].country))
			return true;
	return false;
}

/* As it would stand without its case endings; of several ways, the place that is rather
 * meant: Курске is of Курск, not of the village Курска. */
static bool
resolve_inflected(const struct atlas *a, struct answer *to, struct str name)
{
	struct answer way;
	struct place_ways ways;
	struct str plain;
	char bytes[PLACE_NAME_MAX];
	bool found = false;

	place_ways_find(a->d->lx, name, &ways);
	if (ways.ways == 1)
		return false;
	way = *to;
	for (size_t k = 0; (plain = place_ways_name(a->d->lx, &ways, k, bytes)).n > 0;
	     k++) {
		if (!resolve_plain(a, &way, plain) ||
		    (found &&
			(way.place.kind != to->place.kind ||
			    atlas_people(&way.place) <= atlas_people(&to->place))))
			continue;
		*to = way;
		found = true;
	}
	return found;
}

/* В Курске: a village may be called what is a case of a far larger town. */
static void
prefer_larger(const struct atlas *a, struct answer *to, struct str name)
{
	struct answer way = *to;

	if (to->place.kind == GAZ_TOWN && atlas_people(&to->place) < CITY &&
	    resolve_inflected(a, &way, name) && way.place.kind == GAZ_TOWN &&
	    atlas_people(&way.place) > ABROAD * atlas_people(&to->place) &&
	    (a->word != ATLAS_NAMED || !str_eq(to->place.country, a->country) ||
		str_eq(way.place.country, a->country)))
		*to = way;
}

/* Plateau | state: where nothing settles which of several divisions is meant, the noun
 * for it is part of the name. */
static bool
resolve_region(const struct atlas *a, struct answer *to, struct str name)
{
	struct str region = name_with_region(a->d, name);
	struct answer way = *to;

	if (region.n == 0 || !resolve_plain(a, &way, region) ||
	    way.place.kind != GAZ_ADMIN1)
		return false;
	*to = way;
	return true;
}

static bool
resolve_with_region(const struct atlas *a, struct answer *to, struct str name)
{
	struct str region = name_with_region(a->d, name);

	return region.n > 0 &&
	    (resolve_plain(a, to, region) || resolve_inflected(a, to, region));
}

/* Novoselivka: one of several places of the country told, which no looser key tells from
 * one another. */
static bool
has_homonyms(const struct atlas *a, const struct answer *to, struct str key)
{
	struct gaz_place found[GAZ_FOUND];
	size_t n = to->homonyms > 1 ? namesakes(a, key, a->country, found) : 0;

	return n > 1 && !is_one(found, n);
}

static bool
resolve_name(const struct atlas *a, struct answer *to, struct str name)
{
	/* the noun says more than the name */
	bool before = lexicon_has(a->d->lx, HABIT_HEAD_FIRST);
	struct loose_name l;

	if (before && resolve_with_region(a, to, name))
		return true;
	l.name = name;
	fold_keys_plain(&l.keys, name);
	if (resolve_key(a, to, name, l.keys.of[FOLD_PLAIN])) {
		bool settled = a->word == ATLAS_NAMED && to->place.kind != GAZ_COUNTRY &&
		    (!to->division || to->place.kind == GAZ_ADMIN1);

		if (before || settled || !resolve_region(a, to, name))
			prefer_larger(a, to, name);
		return true;
	}
	return resolve_inflected(a, to, name) ||
	    (!has_homonyms(a, to, l.keys.of[FOLD_PLAIN]) && resolve_loosely(a, to, &l));
}

/* Is it a noun for a site, or says of what kind one is? */
static bool
is_of_site(const struct doc *d, struct str word)
{
	char key[SITE_WORD_MAX];
	const struct word *w;

	for (size_t i = 0; i < word.n; i++)
		key[i] = to_lower(word.p[i]);
	w = lexicon_word(d->lx, (struct str){ key, word.n });
	return (w->ground & G_SITE) || (w->small & S_KIND);
}

/* "Tarn military airport" where only Tarn is known. */
static struct str
without_site(const struct doc *d, struct str name)
{
	struct str rest = name, word, kept = STR_NONE;

	while ((word = str_word(&rest)).n > 0) {
		if (word.n > SITE_WORD_MAX)
			return STR_NONE;
		if (kept.n > 0 && is_of_site(d, word))
			return kept;
		kept = (struct str){ name.p, (size_t)(word.p + word.n - name.p) };
	}
	return STR_NONE;
}

void
place_answer(const struct atlas *a, struct answer *to)
{
	struct str town;

	if (resolve_name(a, to, to->name))
		return;
	town = without_site(a->d, to->name);
	to->division = false;
	if (town.n == 0 || !resolve_name(a, to, town))
		return;
	if (to->place.kind == GAZ_COUNTRY) { /* the Salvador | pass */
		to->place = (struct gaz_place){ .name = STR_NONE };
		to->precision = PRECISION_TEXT;
	} else if (to->precision >= PRECISION_FOLDED) {
		to->precision = PRECISION_NEAR;
	}
}
