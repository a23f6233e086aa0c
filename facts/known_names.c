/* known_names.c -- see known_names.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/hash.h"
#include "facts/known_names.h"
#include "facts/name_words.h"

#define NAME_BITS 13
#define NAMES (1u << NAME_BITS)
#define STEPS 8           /* from where its hash says that a name is, at most */
#define MANY (NAMES / 2)  /* with these it is time to forget */
#define BYTES 512u * 1024 /* with these, too */

struct known_names {
	struct arena arena; /* keys and places */
	struct known_name slots[NAMES];
	struct first_word first[1 << FIRST_WORD_BITS];
	size_t n;
	uint64_t document;
};

struct known_names *
known_names_new(void)
{
	struct known_names *k = xcalloc(1, sizeof(*k));

	arena_init(&k->arena);
	return k;
}

void
known_names_free(struct known_names *k)
{
	if (k == NULL)
		return;
	arena_clear(&k->arena);
	free(k);
}

struct first_word *
known_names_first(struct known_names *k)
{
	return k->first;
}

uint64_t
known_names_begin(struct known_names *k)
{
	if (k->n >= MANY || k->arena.used >= BYTES) {
		arena_clear(&k->arena);
		memset(k->slots, 0, sizeof(k->slots));
		k->n = 0;
	}
	return ++k->document;
}

static inline bool
is_key(const struct known_name *slot, struct str key, struct word_start start)
{
	return slot->start.lo == start.lo && slot->start.hi == start.hi &&
	    slot->n_key == key.n &&
	    (key.n <= PLAIN_MAX || memcmp(slot->key, key.p, key.n) == 0);
}

struct known_name *
known_names_at(struct known_names *k, struct str plain)
{
	struct word_start start = start_of(plain);
	size_t at = hash_place(start_mix(start), NAME_BITS);

	for (size_t i = at; i < at + STEPS; i++) {
		struct known_name *slot = &k->slots[i % NAMES];

		if (slot->n_key == 0 || is_key(slot, plain, start))
			return slot;
	}
	return NULL;
}

static struct gaz_place *
keep_places(struct known_names *k, const struct gaz_place *found, size_t n)
{
	return n == 0 ? NULL
		      : memcpy(arena_room(&k->arena, n * sizeof(*found)), found,
			    n * sizeof(*found));
}

static void
known_name_set(struct known_name *at, struct gaz_place *found, size_t n)
{
	at->found = found;
	at->n = (uint32_t)n;
	at->kinds = 0;
	for (size_t i = 0; i < n; i++)
		at->kinds |= (uint8_t)GAZ_BIT(found[i].kind);
}

void
known_names_keep(struct known_names *k, struct known_name *at, struct str plain,
    const struct gaz_place *found, size_t n)
{
	if (plain.n > PLAIN_MAX)
		at->key = arena_str(&k->arena, plain).p;
	at->n_key = (uint8_t)plain.n;
	at->start = start_of(plain);
	known_name_set(at, keep_places(k, found, n), n);
	k->n++;
}

/* In another script no place has a name but such: it is as good as its own. */
static size_t
own_names(struct gaz_place *found, size_t n, struct str plain)
{
	for (size_t i = 0; i < n && plain.n > 0 && (unsigned char)plain.p[0] >= 0xd0; i++)
		found[i].alias = found[i].alias && found[i].kind == GAZ_COUNTRY;
	return n;
}

/* Where the gazetteer's answer to this key is, kept if there is room for it. */
static struct known_name *
known_exactly(struct known_names *k, const struct gazetteer *g, struct str plain,
    struct unkept_name *room)
{
	struct known_name *slot = known_names_at(k, plain);
	size_t n;

	if (slot != NULL && slot->n_key > 0)
		return slot;
	n = own_names(room->found,
	    gazetteer_seek(g, FOLD_PLAIN, plain, STR_NONE, room->found, GAZ_FOUND),
	    plain);
	if (slot != NULL && plain.n > 0) {
		known_names_keep(k, slot, plain, room->found, n);
	} else {
		slot = &room->name;
		*slot = (struct known_name){ .n_key = 0 };
		known_name_set(slot, room->found, n);
	}
	slot->exact = slot->settled = n > 0;
	return slot;
}

static void
ask_loosely(struct known_names *k, const struct gazetteer *g, struct str plain,
    struct known_name *slot, struct unkept_name *room)
{
	char key[FOLD_MAX];
	size_t n = 0;

	if (name_words_known(g, plain))
		n = gazetteer_seek(g, FOLD_WORDS, fold_words(key, plain), STR_NONE,
		    room->found, GAZ_FOUND);
	slot->settled = true;
	known_name_set(slot,
	    slot == &room->name ? room->found : keep_places(k, room->found, n), n);
}

struct known_name *
known_names_find(struct known_names *k, const struct gazetteer *g, struct str plain,
    struct unkept_name *room)
{
	struct known_name *known = known_exactly(k, g, plain, room);

	if (!known->settled)
		ask_loosely(k, g, plain, known, room);
	return known;
}

size_t
known_names_seek(struct known_names *k, const struct gazetteer *g, struct str plain,
    struct gaz_place *found, size_t max)
{
	struct unkept_name room;
	const struct known_name *known = known_exactly(k, g, plain, &room);
	size_t n = !known->exact ? 0 : known->n < max ? known->n : max;

	for (size_t i = 0; i < n; i++)
		found[i] = known->found[i];
	return n;
}

size_t
known_names_copy(struct known_names *k, const struct gazetteer *g, struct str plain,
    struct gaz_place found[GAZ_FOUND])
{
	struct unkept_name room;
	const struct known_name *known = known_exactly(k, g, plain, &room);

	if (!known->exact)
		return 0;
	gazetteer_texts(known->found, known->n);
	memcpy(found, known->found, known->n * sizeof(*found));
	return known->n;
}
