/*
 * claim.h -- what one report says of one event: its figures (claims), its changes of
 * ground, and the marks by which it is told from other events.  A plain value in an
 * arena; incidents are made of nothing else, so that whatever an incident says can be
 * worked out again.
 */
#ifndef FACTS_CLAIM_H
#define FACTS_CLAIM_H

#include "base/arena.h"
#include "base/wire.h"
#include "facts/fact.h"
#include "facts/story.h"

/* One figure, as one report gives it. */
struct claim {
	enum toll_field field;
	struct str who;  /* class of victim; empty: everybody */
	struct str side; /* id of the actor the victims belong to, or ~ and its words */
	enum scope scope;
	enum stance stance;
	enum bound bound;
	int64_t best, low, high; /* high -1: open */
	struct day since, until; /* what it covers; empty: not said */
	struct str source;       /* who is quoted; empty: the feed itself */
	struct str quote;
	double confidence;
	uint64_t topic, voice; /* worked out: claim_topic(); who says it */
};

/* One change of ground.  key empty: ground that has no name ("some 50 towns"). */
struct ground {
	struct str key; /* place_key() */
	struct fact_place place;
	enum change change;
	enum stance stance;
	struct str by, by_id, against, against_id;
	struct str source, quote;
	struct day day; /* when; empty: the day of the report */
	int64_t count;  /* 0: not counted */
	enum bound bound;
	struct str unit;
	double km2;
	bool partial;
	double confidence;
};

struct reason {             /* one row of the table of weights, as it applied */
	unsigned char what; /* enum fuse_what */
	double weight;
};

#define HEADING_WORDS 32
struct heading { /* the words of a title, for comparing: each once, in rising order */
	uint32_t *words;
	size_t n;
	uint64_t bits; /* one of 64 for each word */
};

struct piece_mark { /* a piece, for comparing: what is looked at most comes first */
	uint64_t print, site; /* site as a hash, 0: none */
	struct heading heading;
	unsigned part;
	int64_t main[TOLL_N]; /* its figure for everybody; -1: none */
	uint64_t lone; /* lone_mark() of the country or division, where nothing finer is
			  named of dead whom no war killed; else 0 */
	int64_t published_ms;
	struct str entry;
};

struct place_mark { /* a place, for comparing: names as hashes, 0: none */
	enum precision precision;
	bool wide;  /* a country or a division */
	bool plain; /* called what the gazetteer calls it */
	/* within: what lies in it has this division */
	uint64_t country, division, within, name, id;
	uint64_t sound;  /* the name without its vowels, as far as those tell */
	double lat, lon; /* NAN: not known; seldom looked at, and last */
};

/* Do they differ in nothing but name and point? */
static inline bool
place_mark_alike(const struct place_mark *a, const struct place_mark *b)
{
	return a->country == b->country && a->division == b->division &&
	    a->within == b->within && a->precision == b->precision && a->wide == b->wide;
}

/* What causes are like, as bits. */
#define CAUSE_ATTACK 1u  /* may be of any family */
#define CAUSE_SLOW 2u    /* its toll rises for days */
#define CAUSE_GENERAL 4u /* says little: a special one beside it says more */
#define CAUSE_OUTWARD 8u /* what one does to others */
#define CAUSE_OF_WAR 16u
#define CAUSE_WIDE 32u         /* strikes a whole country at once */
#define CAUSE_MISHAP 64u       /* nobody meant it */
#define CAUSE_FAMILIES (~127u) /* for comparing: the others */
unsigned cause_marks(const struct str *causes, size_t n);
/* An accident, a flood, and what somebody meant to do: of no one event. */
bool cause_kinds_differ(unsigned a, unsigned b);

struct piece {
	struct str entry; /* id of the entry */
	unsigned part;    /* an entry may tell of several events */
	struct str feed, origin, title, url, lang;
	struct str *tags;
	size_t n_tags;
	int64_t published_ms, updated_ms, seen_ms; /* updated: of the version at hand */
	uint64_t print;  /* near-duplicate fingerprint of the text; 0: none */
	unsigned marks;  /* bits of enum story_mark */
	struct str site; /* "mosque", "market": where in the place; empty: not said */
	bool running;    /* its main figure is a running total */

	struct day since, until; /* of the event, as far as stated; until empty: one day
				    or open */
	bool dated;              /* since was stated, not taken from the report's date */
	struct fact_place *places;
	struct str *keys; /* place_key() of each */
	size_t n_places;
	struct str *sides;
	size_t n_sides;
	struct str *causes;
	size_t n_causes;
	struct claim *claims;
	size_t n_claims;
	struct ground *grounds;
	size_t n_grounds;

	struct reason *why; /* why it joined its incident; none: it founded it */
	size_t n_why;
	bool pinned; /* put where it is by a person */

	/* worked out */
	const struct arena *home; /* all of it lives as long as that; NULL: not known */
	struct str said; /* all but why, as piece_put() writes it, with its texts in it;
			    empty: not written yet */
	struct piece_mark mark;
	struct place_mark *place_marks;
	unsigned cause_marks;
	uint64_t source_mark, feed_mark; /* text_mark() of who stands behind its first
					    figure or change of ground, and of its feed */
	int64_t day, last_day; /* of since; the last on which it says that it happened:
				  overnight takes two */
};

/* What follows from the rest of it, for comparing quickly. */
void piece_work_out(struct arena *a, struct piece *p);
struct place_mark place_mark(const struct fact_place *p, struct str key);
int64_t day_index(struct day d); /* days since 1970; 0: no day */
/* Is it a total of months, or of a war, and none of an event?  After piece_work_out(). */
bool piece_is_history(const struct piece *p);
/* division 0: the whole country. */
uint64_t lone_mark(uint64_t country, uint64_t division);
/* A hash of the text; 0: empty. */
uint64_t text_mark(struct str s);
/* Claims of one topic are figures of the same thing.  Of everybody: the field itself. */
uint64_t claim_topic(enum toll_field field, struct str who, struct str side);

void ground_put(struct buf *b, const struct ground *g);
void ground_get(struct wire *w, struct ground *g);
void piece_put(struct buf *b, const struct piece *p);
/* Views into w, which must live as long as a.  known: the mark of the piece that it
 * should be; NULL: nobody knows. */
void piece_get(struct wire *w, struct arena *a, struct piece *p,
    const struct piece_mark *known);
/* A copy that lives in a, or itself if it does already. */
const struct piece *piece_keep(struct arena *a, const struct piece *p);
/* One to be changed. */
struct piece *piece_draft(struct arena *a, const struct piece *p);
/* The same, for other reasons where it is. */
const struct piece *piece_because(struct arena *a, const struct piece *p,
    const struct reason *why, size_t n);
/* By date of publication, then entry and part: the order in which fusion looks at pieces.
 */
int piece_cmp(const struct piece *a, const struct piece *b);
int piece_mark_cmp(const struct piece_mark *a, const struct piece_mark *b);
/* Who stands behind a figure: the quoted source, else the agency or the feed. */
struct str piece_source(const struct piece *p, struct str quoted);
struct str claim_source(const struct piece *p, const struct claim *c);

/* When it was said: a later version of a report says it at its own time. */
int64_t piece_said_ms(const struct piece *p);

/* "SY|Idlib|hamamia": country, first-level division, folded name.  Empty for no name. */
struct str place_key(struct arena *a, const struct fact_place *p);
/* One place under two keys: the names are equal, what both know of the rest as well. */
bool place_key_same(struct str a, struct str b);
struct str place_key_name(struct str key); /* its third part */
/* "Syria" to "SY" by the names that ICU knows; false: no country. */
bool country_of_name(struct str name, char code[3]);
/* What a person writes for a country: its two letters in any case, or its name; nothing
 * is no country and all right.  ERR_ASKED for anything else. */
int country_asked(struct str said, struct str *code, struct arena *a, struct err *e);
#define COUNTRY_NAME 128
/* and back; empty: not known */
struct str country_name(char out[COUNTRY_NAME], struct str code);

#endif
