/*
 * rule.h -- what rings.  Rules are decoded once from the configuration (the table in
 * rule_conf.c is also their documentation) and then evaluated, purely: changes of the
 * ledger in, alerts out.  A rule looks at the state before and after one report, so that
 * what was known before it was written never rings, and a restart changes nothing.
 */
#ifndef ALERTS_RULE_H
#define ALERTS_RULE_H

#include "alerts/alert.h"
#include "alerts/geo.h"
#include "base/conf.h"
#include "facts/ledger.h"

#define RULE_STEPS 64
#define RULE_AREAS 64

enum rule_per {
	RULE_PER_INCIDENT,
	RULE_PER_AREA
}; /* one incident, or all of them in the area */

enum area_kind {
	AREA_PLACE,
	AREA_DIVISION,
	AREA_COUNTRY,
	AREA_BOX,
	AREA_RADIUS,
	AREA_POLYGON
};

struct rule_area {
	enum area_kind kind;
	struct str name;            /* as written */
	struct str key, id;         /* place_key(), and the gazetteer's id, of a place */
	struct str country, admin1; /* as far as known */
	struct geo_point at;        /* NAN: not known */
	double km;
	struct geo_box box;
	struct geo_point *corners;
	size_t n_corners;
};

struct rule_ladder {
	int64_t *steps; /* rising */
	size_t n;
};

struct rule_rise {
	int64_t by;     /* 0: none */
	double percent; /* 0: none */
};

struct rule_record {
	int64_t window, lookback; /* ms; 0: no such rule */
	int64_t min;
};

struct rule_hours {   /* of the day, UTC; from == to: always */
	int from, to; /* minutes */
};

enum rule_also {
	ALSO_LOWERED = 1,
	ALSO_CORROBORATED = 2,
	ALSO_NEW_LOCATION = 4,
	ALSO_RETRACTED = 8,
	ALSO_MERGED = 16
};

struct rule {
	struct conf_pos pos;
	struct str name;
	int toll; /* enum toll_field; -1: a rule about ground */
	struct rule_ladder at;
	struct rule_rise rise;
	struct rule_record record;
	unsigned territory;   /* bits of enum change; 0: a rule about tolls */
	int64_t new_for;      /* ms */
	int64_t count;        /* of unnamed ground: at least so many; 0: never */
	struct rule_area *in; /* any of them; none: everywhere */
	size_t n_in;
	bool near_counts; /* places that are only near by count as well */
	int64_t within;   /* ms; 0: no window */
	int per;          /* enum rule_per */
	struct str_list who, side, by, against, cause, feeds, tags, langs;
	int64_t sources;
	double confidence;
	unsigned stance; /* bits of enum stance */
	struct rule_hours hours;
	int64_t wait;  /* ms that it must hold ("for") */
	int severity;  /* enum severity; -1: from the figure */
	unsigned also; /* bits of enum rule_also */
	struct str_list send;
	bool enabled;
};

struct rules {
	struct rule *items;
	size_t n;
};

enum rule_place {
	RULE_PLACE_WITHIN,
	RULE_PLACE_AROUND
}; /* an area, or the middle of a radius */
/* Where a name lies; false: nobody knows it.  The gazetteer's, bound by the caller. */
typedef bool rule_resolve_fn(void *ctx, struct str name, enum rule_place as,
    struct fact_place *out);

struct rule_names { /* what exists, for checks and hints; n 0: not checked */
	rule_resolve_fn *resolve; /* NULL: no gazetteer; country names are always known */
	void *ctx;
	const struct str *receivers, *feeds, *tags, *actors;
	size_t n_receivers, n_feeds, n_tags, n_actors;
	bool routed; /* a tree of routes tells others than the rule does */
};

extern const struct conf_table rule_table, area_table;
/* node: the list under "rules".  Every mistake goes to d; out lives in a. */
void rules_decode(const struct conf *node, const struct rule_names *names,
    struct arena *a, struct rules *out, struct conf_diag *d);

struct rule_view { /* what evaluation may ask for */
	const struct ledger_view *ledger;
	void *ctx;
	bool (*rung)(void *ctx, struct str key); /* does an alert of this key exist? */
};

struct rule_clock {
	int64_t now_ms;     /* replay: the date of the entry */
	int64_t max_age_ms; /* older entries ring nothing; 0: no limit */
	bool quiet;         /* first fetch of a feed: enters the ledger, rings nothing */
};

struct ring {
	struct alert alert;
	int64_t due_ms; /* with "for": ring then, if rule_holds(); else now */
};

/* Alerts of one report's changes, in order of rules; texts in a, or views into changes.
 */
size_t rules_evaluate(const struct rules *rules, const struct ledger_changes *changes,
    const struct report *report, const struct rule_clock *clock,
    const struct rule_view *view, struct arena *a, struct ring **out);
/* What follows from merge, split or retract: corrections to those who were alerted. */
size_t rules_correct(const struct rules *rules, const struct ledger_changes *changes,
    const struct rule_clock *clock, const struct rule_view *view, struct arena *a,
    struct ring **out);
/* A ring that waited: is what it says still so? */
bool rule_holds(const struct rule *rule, const struct alert *al,
    const struct ledger_view *v, struct arena *a, int64_t now_ms);

bool rule_area_has(const struct rule_area *area, const struct fact_place *p);

#endif
