/* known_names.c -- see known_names.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/hash.h"
#include "facts/known_names.h"
#include "facts/name_words.h"

#define NAME_BITS 11
#define NAMES (1u << NAME_BITS)
#define STEPS 8           /* from where its hash says that a name is, at most */
#define MANY (NAMES / 2)  /* with these it is time to forget */
#define BYTES 512u * 1024 /* with these, too */

struct known_names {
	struct arena arena; /* keys and places */
	struct known_name slots[NAMES];
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
	struct gaz_place *copies = NULL;

	if (n > 0)
		copies = memcpy(arena_room(&k->arena, n * sizeof(*found)), found,
		    n * sizeof(*found));
	if (plain.n > PLAIN_MAX)
		at->key = arena_str(&k->arena, plain).p;
	at->n_key = plain.n;
	at->start = start_of(plain);
	known_name_set(at, copies, n);
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

/* Asks the gazetteer; the answer is kept in slot, or else in room. */
static struct known_name *
ask(struct known_names *k, const struct gazetteer *g, struct str plain,
    struct known_name *slot, struct unkept_name *room)
{
	char key[FOLD_MAX];
	bool exact = false;
	size_t n = 0;

	if (name_words_known(g, plain)) {
		n = own_names(room->found,
		    gazetteer_seek(g, FOLD_PLAIN, plain, STR_NONE, room->found,
			GAZ_FOUND),
		    plain);
		exact = n > 0;
		if (!exact)
			n = gazetteer_seek(g, FOLD_WORDS, fold_words(key, plain),
			    STR_NONE, room->found, GAZ_FOUND);
	}
	if (slot != NULL && plain.n > 0) {
		known_names_keep(k, slot, plain, room->found, n);
	} else {
		slot = &room->name;
		*slot = (struct known_name){ .n_key = 0 };
		known_name_set(slot, room->found, n);
	}
	slot->exact = exact;
	return slot;
}

struct known_name *
known_names_find(struct known_names *k, const struct gazetteer *g, struct str plain,
    struct unkept_name *room)
{
	struct known_name *slot = known_names_at(k, plain);

	return slot != NULL && slot->n_key > 0 ? slot : ask(k, g, plain, slot, room);
}

size_t
known_names_copy(struct known_names *k, const struct gazetteer *g, struct str plain,
    struct gaz_place found[GAZ_FOUND])
{
	struct known_name *kept = known_names_at(k, plain);

	if (kept == NULL || kept->n_key == 0)
		return own_names(found,
		    gazetteer_find(g, FOLD_PLAIN, plain, STR_NONE, found, GAZ_FOUND),
		    plain);
	if (!kept->exact)
		return 0;
	gazetteer_texts(kept->found, kept->n);
	memcpy(found, kept->found, kept->n * sizeof(*found));
	return kept->n;
}
