/*
 * incident_rows.h -- incidents and the control of places, as the ledger (facts/ledger.h)
 * made them: its bytes, opaque here, beside the columns that lists and look-backs need.
 * The parts of an incident are rows that lie together, numbered by its row and by theirs.
 */
#ifndef STORE_INCIDENT_ROWS_H
#define STORE_INCIDENT_ROWS_H

#include "facts/incident.h"
#include "store/store.h"

struct store_incident {
	int64_t number;    /* of its row; 0: it is new */
	struct str id;     /* ULID */
	int64_t version;   /* raised by each save */
	struct str parent; /* offensive it belongs to; empty: none */
	struct str state;  /* "open", "merged", "retracted" */
	struct incident_bytes bytes;
	int64_t day_from, day_to; /* days since 1970 that it spans, both within */
	struct str title;         /* one line */
	struct str place, place_id, country, admin1, cause;
	double lat, lon;      /* NAN: not known */
	int64_t toll[TOLL_N]; /* best; -1: not said */
	int64_t created_ms, changed_ms;
	size_t sources;
};

int store_incident_get(struct store *s, struct arena *a, struct str id,
    struct store_incident *in, bool *found, struct err *e);
struct store_found {
	struct str id;
	int64_t day_from, day_to;
};
struct store_bucket {
	uint64_t key;
	/* those that end in one span of days, the latest first */
	struct store_found *items;
	size_t n, cap;
};
/*
 * Open incidents under each key that touch [day_from, day_to], at most max of each span
 * of 16 days; no further back once there are max, and those of many days.  Costs a look
 * for each key and span.  latest: none ends after it.
 */
int store_buckets(struct store *s, struct arena *a, struct store_bucket *b, size_t n,
    int64_t day_from, int64_t day_to, int64_t latest, size_t max, struct err *e);
/* Only its number and its bytes; *number 0: there is none. */
int store_incident_bytes(struct store *s, struct arena *a, struct str id, int64_t *number,
    struct incident_bytes *bytes, struct err *e);
/* The incidents in which an entry tells of something, at most max. */
int store_tells(struct store *s, struct arena *a, struct str entry, size_t max,
    struct str **ids, size_t *n, struct err *e);
/* No open incident ends after that day; INT64_MIN: there is none, but for long ones. */
int store_latest_day(struct store *s, int64_t *day, struct err *e);
/* Has it any incident, of whatever state, or a place that anybody held? */
int store_ledger_any(struct store *s, bool *any, struct err *e);

struct store_index { /* under what an incident is found; all empty: it is no candidate */
	int64_t day_from, day_to;
	uint64_t *keys;
	size_t n_keys;
	struct str *entries; /* that tell of it */
	size_t n_entries;
};
/* Of its parts those that were not saved before, and the numbers of those that go.  was:
 * as it was saved last; NULL: it is new, and gets its number. */
int store_incident_save(struct store *s, struct store_incident *in, const uint32_t *gone,
    size_t n_gone, const struct store_index *was, const struct store_index *is,
    struct err *e);

struct store_incident_query {
	struct str country, place;       /* place: name or id; empty: any */
	struct str state;                /* "withdrawn": any but open; empty: any */
	int64_t day_from, day_to;        /* spans that touch these; 0, 0: any */
	int64_t changed_after_ms;        /* TIME_NONE: any */
	enum toll_field outcome;         /* with min_toll */
	int64_t min_toll;                /* 0: any */
	double south, west, north, east; /* a box, if north > south */
	/* For the next page: the last row of the page before; TIME_NONE: from the newest.
	 */
	int64_t before_ms;
	struct str before_id;
	size_t limit;
};
/* Newest change first. */
int store_incidents(struct store *s, struct arena *a,
    const struct store_incident_query *q, struct store_incident **items, size_t *n,
    struct err *e);

struct store_control {
	struct str place; /* key of the place: gazetteer id, or folded name and country */
	struct str name, holder, state, country;
	double lat, lon;
	int64_t since_ms;   /* TIME_NONE: not known */
	int64_t changed_ms; /* last change of hands seen */
	struct str blob;
};
int store_control_get(struct store *s, struct arena *a, struct str place,
    struct store_control *c, bool *found, struct err *e);
int store_control_save(struct store *s, const struct store_control *c, struct err *e);
/* Newest change first; country empty: any; before_ms and before_place as above. */
int store_controls(struct store *s, struct arena *a, struct str country,
    int64_t before_ms, struct str before_place, size_t limit,
    struct store_control **items, size_t *n, struct err *e);

#endif
