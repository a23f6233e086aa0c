/*
 * territory_scene.h -- a sentence while its changes of ground are read: who acts, what
 * was named before, and how a fact is made of it.  For territory*.c only.
 */
#ifndef FACTS_TERRITORY_SCENE_H
#define FACTS_TERRITORY_SCENE_H

#include "facts/ground.h"
#include "facts/territory_data.h"
#include "facts/territory_stance.h"
#include "facts/when.h"

/* Words without which a sentence tells of no change. */
#define GROUND_TRIGGERS                                                                \
	(G_STRONG | G_WEAK | G_LIGHT | G_LOSE | G_CONTROLN | G_CONTROLV | G_EXPEL |    \
	    G_FALL | G_COME | G_BRING | G_WITHDRAW | G_ENTER | G_ADVANCE | G_BESIEGE | \
	    G_REPEL | G_ATTACKV | G_KM | G_GATES | G_HANDS)
#define FROM_WINDOW 14 /* tokens after an object in which "from Y" is looked for */

struct party {
	struct str text, id;
};
#define NOBODY ((struct party){ STR_NONE, STR_NONE })

/* Whom subject_left() gave last, which is asked again of the same verb. */
struct asked_subject {
	size_t verb, first; /* verb NOWHERE: nobody has been asked for */
	const struct actor_phrase *who;
};

struct scene {
	struct doc *d;
	const struct territory_rules *rules;
	const struct sentence *s;
	size_t index;            /* of s */
	const struct phrases *p; /* of this sentence */
	struct party last_by;
	size_t last_by_sentence;
	struct party left_by; /* who withdrew last */
	size_t left_sentence, left_fact;
	size_t taken[8]; /* tokens of control nouns that a verb has used; frames: of the
			    last object */
	size_t n_taken;
	enum change told; /* of the last object */
	struct asked_subject *asked;
	struct when *days; /* of the sentence; room for WHEN_MAX */
	size_t n_days;     /* DAYS_UNREAD: nobody has asked for them */
};
#define DAYS_UNREAD SIZE_MAX

/* What a rule has found. */
struct telling {
	enum territory_rule_id rule;
	size_t verb;        /* token that decides the stance */
	size_t first, last; /* evidence */
	struct ground_object *object;
	struct party by, against;
	bool re;         /* held before */
	bool repelled;   /* the rule itself tells of an attack beaten back */
	bool antecedent; /* no object of its own */
	double km;
};

static inline const struct token *
tok(const struct scene *c, size_t i)
{
	return &c->d->t.tok[i];
}

static inline uint64_t
ground(const struct scene *c, size_t i)
{
	return i < c->s->end ? token_ground(c->d, i) : 0;
}

static inline uint32_t
small(const struct scene *c, size_t i)
{
	return i < c->s->end ? token_small(c->d, i) : 0;
}

static inline uint64_t
cls(const struct scene *c, size_t i)
{
	return i < c->s->end ? tok(c, i)->cls : 0;
}

static inline bool
is(const struct scene *c, size_t i, struct words w)
{
	return i < c->s->end && token_of(c->d, i, w);
}

/* Prepositions of the sides. */
#define BY ((struct words){ .cls = C_BY })
#define TO ((struct words){ .cls = C_TO })
#define BY_TO ((struct words){ .cls = C_BY | C_TO })
#define FROM_OF ((struct words){ .cls = C_OF, .ground = G_FROM })
#define BY_OF_FROM ((struct words){ .cls = C_BY | C_OF, .ground = G_FROM })
#define OF_OVER ((struct words){ .cls = C_OF, .ground = G_OVER })
#define AGAINST ((struct words){ .small = S_AGAINST })

/* they | took, which has | taken; but: it | took */
bool territory_goes_on(const struct scene *c, size_t i);
size_t skip_adverbs(const struct scene *c, size_t i);
/* Past a day between verb and object: recaptured on 9 February | the town. */
size_t skip_day(const struct scene *c, size_t i);
/* Reads the object that begins at i, adverbs skipped. */
bool object_at(const struct scene *c, size_t i, struct ground_object *o);
/* handed, took, control | over four villages: is the bound of the number the verb's?  The
 * number then has none. */
bool takes_over(const struct scene *c, size_t i);
/* Names and heads are ground; people, arms, "a GPS" are not. */
bool is_ground(const struct ground_object *o);

struct party party_of(const struct scene *c, const struct actor_phrase *a);
/* The last country, or people of one, named in tokens [from, end). */
bool country_within(const struct scene *c, size_t from, size_t end, struct party *out);
bool same_party(struct party a, struct party b);
/* Where verbs stand last: does the actor hold the place that is named next (Ordunun
 * elindeki Tarna)? */
bool holds_next(const struct scene *c, const struct actor_phrase *a);
/* The place before the verb at i that it is said of, in *o: its first token, or NOWHERE.
 */
size_t subject_place(const struct scene *c, size_t i, struct ground_object *o);
/* the price of bread in (the city of) Tarn: is the place o at i no subject of the verb?
 * But after | Tarn was taken. */
bool hangs_on(const struct scene *c, size_t i, const struct ground_object *o,
    size_t verb);
/* A preposition, or what it belongs to, makes of the actor no subject. */
bool actor_is_oblique(const struct scene *c, const struct actor_phrase *a);
/* The nearest actor left of i that is a subject; *first: where its list begins. */
const struct actor_phrase *subject_left(const struct scene *c, size_t i, size_t *first);
/* Tarn's defence ministry said | it had captured: is the one who says so the subject? */
bool says_it(const struct scene *c, size_t i);
/* The army (has finally) | taken it: stands the actor right before the verb at i, but for
 * have and adverbs? */
bool stands_before(const struct scene *c, const struct actor_phrase *who, size_t i);
/* The actor behind one of the prepositions, within tokens [from, to). */
const struct actor_phrase *party_after(const struct scene *c, size_t from, size_t to,
    struct words preps);
struct party find_by(struct scene *c, size_t i); /* the gaining side of the verb at i */
/* After capturing Tarn, | rebels moved on; having captured it, they did: the subject of
 * the main clause behind token last. */
struct party subject_behind(const struct scene *c, size_t i, size_t last);
struct party find_against(const struct scene *c, const struct ground_object *o,
    struct party by);
/* "attacked the village of Tarn and seized | it": is the object of the verb at i a
 * pronoun, and a place what was named last? */
bool is_pronoun_of_place(const struct scene *c, size_t i, const struct ground_object *o);
/* controls Tarn | after clashes: does a fight end so, of which that is the news?  last:
 * the object's last token */
bool ends_fight(const struct scene *c, size_t last);
/* Has a verb told of the noun of control at token i? */
bool control_noun_used(const struct scene *c, size_t i);
/* Makes the fact; false if what was told is none. */
bool tell(struct scene *c, struct telling *t);

/* What sort of change it is; what became of it. */
struct change_kind {
	struct str rule;
	enum change change;
	double confidence;
};
bool tell_as(struct scene *c, struct telling *t, struct change_kind kind,
    struct deed_stance st);

/* The actor that subject_left() gave, with the other members of its list before token i.
 */
struct party list_party(const struct scene *c, const struct actor_phrase *a, size_t first,
    size_t i);
/* Where a noun phrase of ground could be: the gazetteer knows one of its names. */
bool is_known_name(const struct scene *c, const struct ground_object *o);
bool has_settlement(const struct ground_object *o);
/* A village, a town, a district; but a mine may be taken over by a firm. */
bool is_inhabited(const struct ground_object *o);
/* Protesters | occupied the square, locusts overran it, a fire that | overran it: a noun,
 * and no side.  Who has a name may be one. */
bool by_no_side(const struct scene *c, size_t i);
/* The phrases of the sentence before; NULL: there is none. */
const struct phrases *scene_before(const struct scene *c);
/* Goes on to the sentence. */
void scene_enter(struct scene *c, size_t index);
/* Does the document tell of armed actors at all?  triggers: words of ground */
bool gate_opens(struct doc *d, uint64_t triggers);

#endif
