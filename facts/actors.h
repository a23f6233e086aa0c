/*
 * actors.h -- armed actors by name: etc/actors.tsv and sides.tsv, one line an actor, data
 * of the user too (later directories add).  A name is met word by word, whatever its
 * articles, case and marks; names of two actors are told apart by country and date.
 * Loaded once, read-only.
 */
#ifndef FACTS_ACTORS_H
#define FACTS_ACTORS_H

#include "base/date.h"
#include "base/err.h"
#include "base/hash.h"
#include "facts/plain.h"
#include "facts/token.h"

struct actor_side;

struct actor {
	struct str id, name;            /* "hts"; its first alias */
	struct str side;                /* state, oppose, is … in its home country */
	struct str country;             /* ISO 3166-1 alpha-2; empty: any */
	struct day until;               /* the name's last month; empty: still in use */
	const struct actor_side *sides; /* elsewhere */
	struct actor *next;
	const struct actor *next_state; /* of those that are a state's, at home or
					   elsewhere */
};

struct actors;

struct actors *actors_new(void);
void actors_free(struct actors *a);
/* Adds actors.tsv and sides.tsv of a directory, where they are. */
int actors_load(struct actors *a, const char *dir, struct err *e);

#define ACTORS_FIRST_BITS 14

/* What a struct actors begins with: a bit for the first word of each name, or its first
 * eight letters. */
struct actors_face {
	uint8_t begins[(1u << ACTORS_FIRST_BITS) / 8];
};

static inline size_t
actors_first_bit(uint64_t letters)
{
	return hash_place(letters, ACTORS_FIRST_BITS);
}

/* Most words are known at once to begin no name: those whose first letters, up to eight
 * or to a mark that no word goes on behind, are no name's. */
static inline bool
actors_may_begin(const struct actors *a, struct str text, const struct token *t)
{
	const uint8_t *begins = ((const struct actors_face *)a)->begins;
	uint64_t v, others, key;
	size_t end, bit;
	char c;

	if (text.n < t->start + sizeof(v))
		return true;
	memcpy(&v, text.p + t->start, sizeof(v));
	v = le64toh(v);
	others = others_of(v);
	key = (v | EACH_BYTE * 0x20) & (((others & -others) >> 7) - 1);
	end = (size_t)__builtin_ctzll(others | UINT64_C(1) << 63) + (others == 0);
	c = (char)(v >> (end & 56));
	bit = actors_first_bit(key);
	return (begins[bit / 8] >> bit % 8 & 1) | (end / 8 > t->end - t->start) |
	    !((others == 0) | (c == ' ') | (c == ',') | (c == '.') | (c == '-'));
}

struct actor_context {
	struct str country; /* of the text; empty: not known */
	struct day day;     /* of the entry */
};

/* The longest name that begins at token i, before end; *last is its last token.  NULL:
 * none. */
const struct actor *actors_at(const struct actors *a, struct str text,
    const struct token_list *l, size_t i, size_t end, const struct actor_context *c,
    size_t *last);
const struct actor *actors_get(const struct actors *a, struct str id);
/* On which side the actor stands in a country: "state", "oppose" … "foreign" if nothing
 * says. */
struct str actors_side(const struct actor *who, struct str country);
/* Who fights for the state of a country on a day; NULL: none is known. */
const struct actor *actors_of_state(const struct actors *a, struct str country,
    struct day day);
/* The n-th country that a line of sides.tsv names for the actor; empty: there are no
 * more. */
struct str actors_abroad(const struct actor *who, size_t n);

#endif
