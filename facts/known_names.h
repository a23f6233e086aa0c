/*
 * known_names.h -- what the gazetteer has of the names that were asked of late.  A name
 * of the news is asked again in the next sentence and in the next entry; all is forgotten
 * when there is too much of it. Belongs to a reader: not for two threads at once.
 */
#ifndef FACTS_KNOWN_NAMES_H
#define FACTS_KNOWN_NAMES_H

#include "facts/gazetteer.h"
#include "facts/plain.h"

struct known_name {              /* a cache line */
	struct word_start start; /* of the key */
	const char *key;         /* FOLD_PLAIN, if start is not all of it */
	struct gaz_place *found;
	uint32_t n;
	uint8_t n_key;     /* bytes of the key; 0: nothing is kept here */
	bool exact;        /* by that key, and not only by a looser one */
	bool settled;      /* the looser one was asked for, too, if need be */
	uint8_t kinds;     /* GAZ_BIT of those found */
	char barren[4][2]; /* countries that have no place by any looser key of it */
	uint64_t voted_in; /* document in which its towns have voted */
	uint64_t told_in;  /* the same, and who says it again adds nothing */
};

static inline bool
known_name_is_barren(const struct known_name *known, struct str country)
{
	bool is = false;

	for (size_t i = 0; i < sizeof(known->barren) / 2; i++)
		is = is || memcmp(known->barren[i], country.p, 2) == 0;
	return is;
}

static inline void
known_name_set_barren(struct known_name *known, struct str country)
{
	memmove(known->barren[1], known->barren, sizeof(known->barren) - 2);
	memcpy(known->barren, country.p, 2);
}

struct unkept_name { /* where there is no room */
	struct known_name name;
	struct gaz_place found[GAZ_FOUND];
};

struct first_word;
struct known_names;

struct known_names *known_names_new(void);
void known_names_free(struct known_names *k);
/* For name_words_first(). */
struct first_word *known_names_first(struct known_names *k);
/* A document begins: its number, from 1 on.  What was found before may be forgotten. */
uint64_t known_names_begin(struct known_names *k);
/* Where the name is kept or may be; NULL: there is no room.  Good until the next begin.
 */
struct known_name *known_names_at(struct known_names *k, struct str plain);
/* Keeps copies there. */
void known_names_keep(struct known_names *k, struct known_name *at, struct str plain,
    const struct gaz_place *found, size_t n);

/* What the gazetteer has of the name, by its plain key or else by a looser one; in room
 * where it is not kept. */
struct known_name *known_names_find(struct known_names *k, const struct gazetteer *g,
    struct str plain, struct unkept_name *room);
/* gazetteer_seek() of a plain key, which may be known already. */
size_t known_names_seek(struct known_names *k, const struct gazetteer *g,
    struct str plain, struct gaz_place *found, size_t max);
/* gazetteer_find() of the same. */
size_t known_names_copy(struct known_names *k, const struct gazetteer *g,
    struct str plain, struct gaz_place found[GAZ_FOUND]);

#endif
