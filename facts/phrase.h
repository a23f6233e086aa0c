/*
 * phrase.h -- the names in a sentence that ground is told with: actors ("HTS and allied
 * rebels") and places ("Tall Rifaat", "Hill 77", "al-Nayrab airport"), as spans of
 * tokens.  Actors are found first: a place name inside one (Manbij Military Council) is
 * none.
 */
#ifndef FACTS_PHRASE_H
#define FACTS_PHRASE_H

#include "facts/actors.h"
#include "facts/doc.h"
#include "facts/fold.h"
#include "facts/gazetteer.h"

#define PHRASE_ACTORS 32
#define PHRASE_NAMES 64
#define NOWHERE SIZE_MAX

struct actor_phrase {
	size_t first, last;
	const struct actor *who; /* NULL: generic, "rebel forces" */
	size_t prep; /* token of the preposition that governs it; NOWHERE: none */
};

struct place_phrase {
	size_t first, last;
	size_t prep;
	/* of where_joins() and where_stands(), once it was asked: 1 no, 2 yes */
	uint8_t joins, stands;
};

/* An actor that the table knows by the name of these tokens, whatever it means here. */
struct known_actor {
	uint32_t first, last;
	const struct actor *who;
};

struct phrases {
	size_t first, end; /* tokens of the sentence */
	uint32_t *starts;  /* those that a name may begin with, in order, and others */
	size_t n_starts;
	struct known_actor *known; /* in order; as many as there is room for */
	size_t n_known;
	struct actor_phrase *actors;
	size_t n_actors;
	uint64_t in_actor; /* bit i % 64: one of them may have token i */
	struct place_phrase *names;
	size_t n_names;
	bool title_case; /* capitals say nothing */
	bool sites;      /* may have a noun of G_SITE */
};

/* Those of a sentence, which is prepared for it; found when they are first asked for. */
const struct phrases *phrases_of(struct doc *d, size_t sentence);
/* Does it name an actor of the table?  Cheaper than to find all phrases. */
bool phrases_name_actor(const struct doc *d, const struct sentence *s);
/* The place name that begins at token i: its last token, or NOWHERE. */
size_t phrase_name(const struct doc *d, const struct phrases *p, size_t i, size_t end);

/* Does the gazetteer know the name, as written?  Or that of tokens first to last, or
 * without its ending? */
bool phrase_in_gazetteer(const struct doc *d, struct str name, struct gaz_place *out);
bool phrase_known_name(const struct doc *d, size_t first, size_t last,
    struct gaz_place *out);
/* What places of this name are: a GAZ_BIT of each kind; 0: no list has it. */
unsigned phrase_kinds(const struct doc *d, struct str name);
/* As phrase_known_name(), of a place that many know: where capitals tell no names, each
 * word may be a village's somewhere. */
bool phrase_well_known(const struct doc *d, size_t first, size_t last);
/* в столице Украины | Киеве, Rusya | Tarn'da: does a country's name end at token first,
 * before a name that it makes no other with? */
bool phrase_ends_country(const struct doc *d, size_t first, size_t last);
/* The plain keys of all spans that begin with the first of these tokens: that of the
 * first k + 1 is fold_key(plain, ends[k]). */
void phrase_keys(const struct doc *d, size_t first, size_t end, char plain[FOLD_MAX],
    size_t *ends);

/* The article where it is written onto its noun, and belongs to a name as it is shown. */
bool is_arabic_article(const struct doc *d, size_t i);
/* The words of a name in a sentence that begins at token from, as it is shown: with an
 * article that is written onto it. */
struct str phrase_shown(const struct doc *d, size_t from, size_t first, size_t last);
/* a packed | Kabul market: does the word behind an article but say how the place is that
 * is named behind it? */
bool phrase_describes(const struct doc *d, size_t i);
/* al-Bab, el-Geneina: the capital stands after a lower-case article. */
bool inner_capital(struct str word);

/* "Tarn-held", "anti-regime": known by its parts, never a name.  Notes it. */
bool phrase_compound_parts(const struct doc *d, size_t i);

static inline bool
phrase_compound(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return (t->flags & TOKEN_DASH) &&
	    ((t->flags & TOKEN_PARTS) ? (t->flags & TOKEN_COMPOUND) != 0
				      : phrase_compound_parts(d, i));
}

/* The words of those who hold what the compound that ends with token i tells of: "Tarn"
 * of "Tarn-held", in a name that begins with token first; empty: it is another. */
struct str phrase_holder(const struct doc *d, size_t first, size_t i);

/* The actor phrase that token i is in, or NULL. */
static inline const struct actor_phrase *
phrase_actor(const struct phrases *p, size_t i)
{
	for (size_t k = 0; (p->in_actor >> i % 64 & 1) && k < p->n_actors; k++)
		if (i >= p->actors[k].first && i <= p->actors[k].last)
			return &p->actors[k];
	return NULL;
}

static inline struct str
token_text(const struct doc *d, size_t i)
{
	const struct token *t = &d->t.tok[i];

	return i < d->t.n ? (struct str){ d->in->text.p + t->start, t->end - t->start }
			  : STR_NONE;
}

/* Classes of the word at token i; behind the last there are none. */
static inline uint64_t
token_ground(const struct doc *d, size_t i)
{
	return i < d->t.n ? d->t.tok[i].word->ground : 0;
}

static inline uint32_t
token_small(const struct doc *d, size_t i)
{
	return i < d->t.n ? d->t.tok[i].word->small : 0;
}

/* Words that a rule asks for: those of any of these classes. */
struct words {
	uint64_t cls, ground;
	uint32_t small;
};

static inline bool
token_of(const struct doc *d, size_t i, struct words w)
{
	const struct token *t = &d->t.tok[i];

	return i < d->t.n &&
	    ((t->cls & w.cls) || (t->word->ground & w.ground) ||
		(t->word->small & w.small));
}

/* Has the word before end a capital, if only inside?  Whether it is a word is asked last:
 * few but words have either. */
static inline bool
token_capital(const struct doc *d, size_t i, size_t end)
{
	const struct token *t = &d->t.tok[i];

	return i < end && (t->flags & (TOKEN_CAP | TOKEN_DASH)) &&
	    t->kind == TOKEN_WORD &&
	    ((t->flags & TOKEN_CAP) || inner_capital(token_text(d, i)));
}

#endif
