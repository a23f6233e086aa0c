/*
 * atlas.h -- where a document plays: the countries that it speaks of and how sure that
 * is, and the divisions that it names.  Made once for a document that has facts with
 * places; facts/places.c chooses among homonyms by it.
 */
#ifndef FACTS_ATLAS_H
#define FACTS_ATLAS_H

#include "facts/doc.h"
#include "facts/gazetteer.h"

#define ATLAS_COUNTRIES 64
#define ATLAS_HASHES 256
#define ATLAS_DIVISIONS 48
#define ATLAS_TOWNS 64
#define ATLAS_DATELINES 3 /* sentences that may begin with one */

/* What speaks for a country: towns of it; a people's or party's name, who may act abroad;
 * its own name, a division of it, the feed. */
enum atlas_word { ATLAS_TOWN, ATLAS_PARTY, ATLAS_NAMED };

struct atlas_vote {
	struct str country;
	double weight;
	enum atlas_word word;
	unsigned next; /* 1 + index of another of that hash; 0: there is none */
};

struct atlas {
	const struct doc *d;
	const struct gazetteer *g;
	struct atlas_vote votes[ATLAS_COUNTRIES];
	size_t n_votes;
	uint8_t vote_at[ATLAS_HASHES]; /* 1 + index of the last, by the country's letters
					*/
	/* named in the text, of both levels */
	struct gaz_place divisions[ATLAS_DIVISIONS];
	struct str said[ATLAS_DIVISIONS]; /* as the text has it */
	/* only as who speaks, or where the report is from */
	bool beside[ATLAS_DIVISIONS];
	const char *record[ATLAS_DIVISIONS]; /* where the gazetteer has its country */
	size_t n_divisions;
	uint64_t records; /* of them, as bits */
	size_t n_towns;   /* that have voted; each does so once */
	/* FOLD_PLAIN keys of those of them that known_names.h has no room for */
	struct str towns[ATLAS_TOWNS];
	size_t n_keys;
	size_t datelines[ATLAS_DATELINES]; /* where they end; 0: not asked yet */
	uint64_t document;                 /* as known_names.h counts */
	struct str country;   /* ISO 3166-1 alpha-2; empty: the text does not say */
	enum atlas_word word; /* what speaks for it */
	bool war;   /* the facts are acts of war, and not of crime or of nature */
	bool takes; /* atlas_takes(), which each name would ask of all facts */
};

void atlas_survey(struct atlas *a, const struct doc *d);
/* gazetteer_find() of a plain key, which may be known already. */
size_t atlas_find(const struct atlas *a, struct str plain,
    struct gaz_place found[GAZ_FOUND]);
/* The best of the told countries among the places; empty: none of them is told of. */
struct str atlas_told(const struct atlas *a, const struct gaz_place *found, size_t n);
/* Does a party of the text fight in the country, or is it at home there? */
bool atlas_has_party(const struct atlas *a, struct str country);
/* Does p lie in a division of this level that the text names? */
bool atlas_names_division(const struct atlas *a, const struct gaz_place *p,
    enum gaz_kind level);
/* Does the text name first-level divisions of the country, others than by this name? */
bool atlas_divides(const struct atlas *a, struct str country, struct str but);

/* Bagdad, Teherán, Kudüs: the city of the world that the text's language calls so, where
 * that in which the gazetteer's own names are calls it otherwise; far larger than the
 * villages of the name.  NULL: there is none. */
const struct gaz_place *atlas_exonym(const struct atlas *a, const struct gaz_place *found,
    size_t n);

/* How often it is meant, by how many live there; news names the places of the tables as
 * often as a town that has some size. */
double atlas_people(const struct gaz_place *p);

/* EUA, though ʻEua is a division; França, though Franca is a town: is the name rather a
 * country's? */
bool atlas_means_country(struct str name, const struct gaz_place *found, size_t n);
/* Paraná is a town of Argentina and a state of Brazil: has a division the name of a town
 * of another country? */
bool atlas_is_division_abroad(const struct gaz_place *found, size_t n);
/* Valence is what French calls Valencia, and a city of France. */
bool atlas_has_rival(const struct gaz_place *city, const struct gaz_place *found,
    size_t n);
/* Does the state of a country that is named take ground, in an act of war?  Elsewhere, if
 * another country has it. */
bool atlas_takes(const struct atlas *a);
/* Does a country of the text hold what no gazetteer knows?  Not where only parties speak
 * for several, or one that is known to act abroad. */
bool atlas_holds_unknown(const struct atlas *a);
/* Is the state of the country told known to take a side in that one? */
bool atlas_fights_in(const struct atlas *a, struct str country);

#endif
