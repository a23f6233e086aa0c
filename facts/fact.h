/*
 * fact.h -- what the text says, typed: one struct fact for each casualty figure,
 * displacement, change of ground, count of strikes or facility.  A plain value: its texts
 * are views into the entry's text, the language pack or the arena it was read into, and
 * live as long as those. The JSON form (fact_json.h) and the field meanings are a
 * contract: doc/fact.schema.json.
 */
#ifndef FACTS_FACT_H
#define FACTS_FACT_H

#include "base/date.h"
#include "base/str.h"

enum fact_kind {
	FACT_CASUALTY,
	FACT_DISPLACEMENT,
	FACT_TERRITORY,
	FACT_STRIKE,
	FACT_FACILITY,
	FACT_KIND_N
};

enum stance {
	STANCE_ASSERTED,
	STANCE_CLAIMED, /* by a party */
	STANCE_DENIED,
	STANCE_PLANNED,
	STANCE_BACKGROUND, /* history, not news */
	STANCE_N
};

/* How the number was stated.  BOUND_NONE: no number. */
enum bound {
	BOUND_NONE,
	BOUND_EXACT,
	BOUND_AT_LEAST,
	BOUND_MORE_THAN,
	BOUND_ABOUT,
	BOUND_UP_TO,
	BOUND_LESS_THAN,
	BOUND_VAGUE,
	BOUND_N
};

enum outcome {
	OUTCOME_KILLED,
	OUTCOME_INJURED,
	OUTCOME_MISSING,
	OUTCOME_CAPTURED,
	OUTCOME_ABDUCTED,
	OUTCOME_DETAINED,
	OUTCOME_N
};

enum scope { SCOPE_EVENT, SCOPE_TOTAL, SCOPE_SUBSET, SCOPE_N };

enum change {
	CHANGE_CAPTURED,
	CHANGE_RECAPTURED,
	CHANGE_ADVANCED,
	CHANGE_ENTERED,
	CHANGE_WITHDREW,
	CHANGE_BESIEGED,
	CHANGE_REPELLED,
	CHANGE_ATTACKED,
	CHANGE_CONTESTED,
	CHANGE_CONTROLS,
	CHANGE_N
};

enum effect { EFFECT_HIT, EFFECT_SUSPENDED, EFFECT_DESTROYED, EFFECT_N };

enum place_role { ROLE_OBJECT, ROLE_IN, ROLE_NEAR, ROLE_ANY, ROLE_N };

/* READING-TERRITORY's table: how far coordinates may be trusted. */
enum precision {
	PRECISION_TEXT, /* the name alone: no coordinates */
	PRECISION_COUNTRY,
	PRECISION_ADMIN1,
	PRECISION_ADMIN2,
	PRECISION_NEAR,
	PRECISION_FOLDED,
	PRECISION_PLACE,
	PRECISION_N
};

struct fact_place {
	struct str name; /* as the text has it */
	enum place_role role;
	enum precision precision;
	struct str canonical, id;   /* "Idlib", "geonames:169389"; empty: not known */
	struct str country, admin1; /* ISO 3166-1 alpha-2; name of the first-level
				       division */
	double lat, lon;            /* NAN: not known */
};

struct fact {
	enum fact_kind kind;
	enum stance stance;
	size_t start, end; /* evidence: byte offsets in the entry's text */
	struct str quote;  /* those bytes */
	struct str source; /* who is quoted; empty: nobody */
	struct fact_place *places;
	size_t n_places;
	struct day since, until; /* what the figure covers; empty: not said */
	bool as_of; /* since and until are the day when so many were known: "have died,
		       police said on Friday" */
	double confidence; /* 0..1, in hundredths */
	struct str rule;   /* the pattern that found it */
	struct str site;   /* where in the place: "mosque"; empty: not said */

	/* counts */
	enum bound bound;  /* BOUND_NONE: no count */
	int64_t count;     /* as stated */
	int64_t low, high; /* what it means; high -1: open */

	/* casualty */
	enum outcome outcome;
	struct str who; /* people civilians children … fighters soldiers police … */
	bool armed;     /* who is of the armed classes */
	struct str cause;
	enum scope scope;
	int part_of; /* index of the fact it is a part of; -1: none */

	/* actors: words of the text, and the id of etc/actors.tsv where they name one */
	struct str side, side_id;       /* the victims' */
	struct str by, by_id;           /* perpetrator, or who gains ground */
	struct str against, against_id; /* who loses it */

	/* displacement, strike, facility, territory */
	struct str unit; /* people families … air raid … hospital … village … */
	enum effect effect;
	enum change change;
	double km2, km; /* NAN: not said */
	bool partial;   /* "parts of" */
};

/* The entry's own best figures, after totals, parts and repeats are told apart. */
enum toll_field {
	TOLL_KILLED,
	TOLL_INJURED,
	TOLL_MISSING,
	TOLL_DETAINED, /* takes in captured and abducted */
	TOLL_DISPLACED,
	TOLL_N
};
/* The field that counts those of an outcome; OUTCOME_N: the displaced. */
enum toll_field toll_field_of(unsigned outcome);

struct toll_figure {
	bool known;
	int64_t best, low, high; /* high -1: open */
	int64_t noncombatant;
};

struct toll {
	struct toll_figure of[TOLL_N];
};

struct fact_list {
	struct fact *items;
	size_t n;
	struct toll toll;
	unsigned marks;   /* bits of enum story_mark (story.h) */
	struct str site;  /* of the title */
	struct str bytes; /* as it was read from a message; empty: it was not */
};

double fact_confidence(double p); /* what was weighed together, in hundredths */
/* zero, NANs and -1s in their places */
void fact_init(struct fact *f, enum fact_kind kind);

/* Words of the JSON form, for pen_word(); NULL-terminated, in the order of the enums. */
extern const char *const fact_kind_names[];
extern const char *const stance_names[];
extern const char *const bound_names[]; /* [BOUND_NONE] is "" */
extern const char *const outcome_names[];
extern const char *const scope_names[];
extern const char *const change_names[];
extern const char *const effect_names[];
extern const char *const place_role_names[];
extern const char *const precision_names[];
extern const char *const toll_names[];

#endif
