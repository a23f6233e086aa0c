/*
 * gazetteer.h -- names of places: a compact file, mapped read-only, shared by all who map
 * it. Opened once at start, before a worker locks itself in; nothing is read in or
 * checked beyond the header, so opening costs no more for a large file.  Every offset is
 * checked where it is used: a damaged file is an error or a missing place, never a crash.
 * The format is in doc/gazetteer.md; facts/gazetteer_build.h writes it.
 *
 * One struct gazetteer may hold several files (the shipped one, the operator's own); a
 * look-up asks them all.  A struct gaz_place is a value whose texts live as long as the
 * gazetteer.
 */
#ifndef FACTS_GAZETTEER_H
#define FACTS_GAZETTEER_H

#include "base/err.h"
#include "base/str.h"
#include "facts/fold.h"

#define GAZ_FILES 8  /* files of one gazetteer */
#define GAZ_FOUND 64 /* places given back by one look-up */

enum gaz_kind {
	GAZ_COUNTRY,
	GAZ_ADMIN1, /* first-level division */
	GAZ_ADMIN2,
	GAZ_AREA, /* a region without one government: Donbas, the Gaza Strip, Jabal
		     al-Zawiya */
	GAZ_TOWN, /* towns, villages, quarters */
	GAZ_SITE, /* bases, airports, hills, crossings, bridges, camps */
	GAZ_KIND_N
};
#define GAZ_BIT(kind) (1u << (kind))
extern const char *const gaz_kind_names[];

struct gaz_file;

struct gaz_place {
	struct str name;           /* "Idlib" */
	struct str country;        /* ISO 3166-1 alpha-2; each place has its own address
				      of it */
	struct str admin1, admin2; /* names of the divisions that it lies in; empty: not
				      known */
	double lat, lon;
	enum gaz_kind kind;
	uint32_t population; /* 0: not known */
	bool listed;         /* written into a table by hand, because news names it */
	bool demonym;        /* the look-up met "Syrian", not "Syria" */
	bool alias;          /* met another name than .name */
	bool unread;         /* gazetteer_texts() is to be called before its names are
				looked at */
	uint32_t at;         /* its number, in the file */
	const struct gaz_file *file;
};

struct gazetteer;

struct gazetteer *gazetteer_new(void);
void gazetteer_free(struct gazetteer *g);
/* Maps path; -1: not there or not a gazetteer, *e says which. */
int gazetteer_map(struct gazetteer *g, const char *path, struct err *e);
/* The same from memory that the caller keeps alive (tests, a table compiled at load). */
int gazetteer_add(struct gazetteer *g, struct str bytes, struct err *e);
/* From memory that came from malloc(), which the gazetteer then owns. */
int gazetteer_take(struct gazetteer *g, struct str bytes, struct err *e);

size_t gazetteer_count(const struct gazetteer *g);
/*
 * Places that have this key at this level, at most max, duplicates of other files left
 * out. country narrows; it is required from FOLD_SOUND on (without it: none found).
 */
size_t gazetteer_find(const struct gazetteer *g, enum fold_level level, struct str key,
    struct str country, struct gaz_place *out, size_t max);

/* The same without the texts, which lie apart from the rest: for who asks what a name may
 * be, not which place it is. */
size_t gazetteer_seek(const struct gazetteer *g, enum fold_level level, struct str key,
    struct str country, struct gaz_place *out, size_t max);
/* What words of a FOLD_WORDS key may be, by their hash (name_words.h); other names have
 * none of them. */
enum gaz_words { GAZ_NAME = 1, GAZ_BEGINNING = 2 /* of a longer one */ };
unsigned gazetteer_words(const struct gazetteer *g, uint64_t words);
/* Gives n places their texts, if they have them not yet. */
void gazetteer_texts(struct gaz_place *p, size_t n);
/* What a gazetteer calls the place: "geonames:169389"; in room, if it is not there so. */
#define GAZ_ID_MAX 48
struct str gazetteer_id(const struct gaz_place *p, char room[GAZ_ID_MAX]);
bool gazetteer_same_id(const struct gaz_place *a, const struct gaz_place *b);

double gaz_distance_km(double lat1, double lon1, double lat2, double lon2);
bool gaz_within_km(const struct gaz_place *a, const struct gaz_place *b, double km);

#endif
