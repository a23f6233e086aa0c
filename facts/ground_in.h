/*
 * ground_in.h -- the state of reading an object of ground, and what stands behind a name in it.  For ground*.c only.
 */
#ifndef FACTS_GROUND_IN_H
#define FACTS_GROUND_IN_H

#include "facts/ground.h"
#include "facts/ground_words.h"

#define NOUNS_MAX 4 /* unknown nouns before a head */

struct reader_state {
	const struct doc *d;
	const struct phrases *p;
	struct ground_object *o;
	size_t i, end;
	enum place_role role; /* of the next names */
	bool opened;          /* a list of examples has begun */
};

static inline const struct token *
tok(const struct reader_state *r, size_t i)
{
	return i < r->end ? &r->d->t.tok[i] : NULL;
}

static inline uint64_t
cls(const struct reader_state *r, size_t i)
{
	return i < r->end ? r->d->t.tok[i].cls | r->d->t.tok[i].word->cls : 0;
}

static inline uint64_t
ground(const struct reader_state *r, size_t i)
{
	return i < r->end ? token_ground(r->d, i) : 0;
}

static inline char
punct(const struct reader_state *r, size_t i)
{
	return i < r->end && r->d->t.tok[i].kind == TOKEN_PUNCT ? r->d->t.tok[i].punct : 0;
}

/* A noun that is no name, and no place. */
bool is_lower_noun(const struct reader_state *r, size_t i);
/* A noun after the head or name makes it a modifier: village elders, Tarn network facilitators. */
bool is_modifier_of_person(const struct reader_state *r, size_t i);
/* "Abdul Tarni, a rebel leader" */
bool is_person_by_apposition(const struct reader_state *r);
/* took Tarn, Omar Bode|, a spokesman for it, said; took Tarn, the Bode | monitoring group said: is the last of the list who says so? */
bool is_speaker(const struct reader_state *r, bool full_name);
/* "the Congo | town of Walikale", "the Congo | border post": is what stands behind the name a place in it? */
bool holds_place(const struct reader_state *r, size_t first, size_t name);

#endif
