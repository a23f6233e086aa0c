/*
 * ground_in.h -- the state of reading an object of ground, and what stands behind a name
 * in it.  For ground*.c only.
 */
#ifndef FACTS_GROUND_IN_H
#define FACTS_GROUND_IN_H

#include "facts/ground.h"
#include "facts/ground_words.h"

#define OBJECT_MAX 90 /* tokens of a whole object with its list */
#define NOUNS_MAX 4   /* unknown nouns before a head */

/* What was asked of phrase_name() last: it is often asked again. */
struct asked_name {
	size_t first, last;
};

struct reader_state {
	const struct doc *d;
	const struct phrases *p;
	struct ground_object *o;
	size_t i, end;
	enum place_role role; /* of the next names */
	bool opened;          /* a list of examples has begun */
	unsigned nouns;       /* unknown nouns before the head */
	bool barred;          /* the last of them is a person or a thing to be had */
	struct asked_name *asked;
};

enum step { STEP_SKIP, STEP_HEAD, STEP_NAME, STEP_STOP };

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
	return i < r->end && r->d->t.tok[i].kind == TOKEN_PUNCT ? r->d->t.tok[i].punct
								: 0;
}

/* The place name that begins at token i: its last token, or NOWHERE. */
static inline size_t
name_at(const struct reader_state *r, size_t i)
{
	if (r->asked->first != i)
		*r->asked = (struct asked_name){ i, phrase_name(r->d, r->p, i, r->end) };
	return r->asked->last;
}

static inline bool
modifiers_after(const struct reader_state *r)
{
	return lexicon_has(r->d->lx, HABIT_MODIFIERS_AFTER);
}

/* parts | of, the north | of: is the word at i said of what follows? */
static inline bool
is_part(const struct reader_state *r, size_t i)
{
	if (!(cls(r, i + 1) & C_OF))
		return false;
	return (ground(r, i) & G_PARTIAL) ||
	    ((ground(r, i) & G_DIRECTION) && i > 0 && (cls(r, i - 1) & C_DET));
}

/* A noun that is no name, and no place. */
bool is_lower_noun(const struct reader_state *r, size_t i);
/* A noun after the head or name makes it a modifier: village elders, Tarn network
 * facilitators. */
bool is_modifier_of_person(const struct reader_state *r, size_t i);
/* "Abdul Tarni, a rebel leader", "Abdul Tarni. | He was flown out", be it said in the
 * text of whom the headline names: is the name of tokens first to name a person's? */
bool is_person_around(const struct reader_state *r, size_t first, size_t name);
/* took Tarn, Omar Bode|, a spokesman for it, said; took Tarn, the Bode | monitoring group
 * said: is the last of the list who says so? */
bool is_speaker(const struct reader_state *r, bool full_name, bool office);
/* Is the noun at token i one for a village, a town, a city? */
bool is_settlement(const struct reader_state *r, size_t i);
/* "the Congo | town of Walikale", "the Congo | border post": is what stands behind the
 * name a place in it? */
bool holds_place(const struct reader_state *r, size_t first, size_t name);
/* the Red Sea | port of Tarn: is the site that the name ends with called by another? */
bool holds_port(const struct reader_state *r, size_t first, size_t name);
/* Tarn, | a (southern) suburb of Rimal, the main town in Rimal: one place, as the article
 * says */
bool is_apposed_head(const struct reader_state *r, size_t at);
/* Tarn | in the north: the tokens of such a phrase at i; 0: there is none */
size_t side_behind(const struct reader_state *r, size_t i);
/* two villages in Rimal, | Hur and Sefra: as many names behind where they lie as were
 * counted are theirs. */
void take_counted(struct reader_state *r);
/* Tarn, eastern | Rimal; Tarn, | Syria: does the name of tokens first to name only say
 * where the one before lies? */
bool is_side_of(const struct reader_state *r, size_t first, size_t name);
/* Tarn | on Monday: the tokens of such a phrase at i; 0: there is none */
size_t day_behind(const struct reader_state *r, size_t i);
/* Obe district|, Herat, Afghanistan: of n names that commas alone part, before one that
 * they lie in, the first is meant. */
void take_address(struct reader_state *r, size_t n);

/* A number at i with a unit of area behind it, which ends at *last. */
bool is_area(const struct reader_state *r, size_t i, size_t *last);
/* Into the object: a place; where it lies (Tarn's | industrial zone); a head. */
void add_place(struct reader_state *r, size_t first, size_t last, bool settlement,
    bool region);
void add_container(struct reader_state *r, size_t first, size_t last, bool settlement,
    bool region);
void take_head(struct reader_state *r, size_t i);
/* What stands at r->i before the head or name; passed but for its last token where that
 * is to be skipped. */
enum step next_before(struct reader_state *r);
/* What joins a head to its name: the village of, called. */
bool is_called(const struct reader_state *r, size_t i);
/* "localidad fronteriza de", "base militar de": behind the head, where modifiers stand
 * there. */
size_t skip_after_head(const struct reader_state *r, size_t i);
/* A name with what stands around it; r->i is then after it. */
void take_name(struct reader_state *r, size_t name, bool settlement, bool region);
/* The next item of a list; past adjectives and the like; another name of the same place;
 * does a list go on at r->i? */
bool take_item(struct reader_state *r, size_t i);
size_t skip_modifiers(const struct reader_state *r, size_t i);
void take_alias(struct reader_state *r);
bool list_goes_on(struct reader_state *r);
void read_after_items(struct reader_state *r);

#endif
