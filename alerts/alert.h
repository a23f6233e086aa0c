/*
 * alert.h -- a change of state worth waking someone for: what rules make and receivers
 * carry. A plain value in an arena.  Its key is (rule, incident, step) or (rule, place,
 * change) and is unique in the store, so that it rings once whatever restarts or re-reads
 * there are. JSON: doc/alert.schema.json.
 */
#ifndef ALERTS_ALERT_H
#define ALERTS_ALERT_H

#include "alerts/severity.h"
#include "base/arena.h"
#include "base/json.h"
#include "facts/fact.h"

enum alert_reason {
	REASON_TOLL_CROSSED,
	REASON_TOLL_RAISED,
	REASON_TOLL_LOWERED,
	REASON_NEW_LOCATION,
	REASON_CONTROL_CHANGED,
	REASON_CORROBORATED,
	REASON_RETRACTED,
	REASON_MERGED,
	REASON_RECORD_HIGH,
	REASON_FEED, /* about a feed or the service itself, not the world */
	REASON_DRILL,
	REASON_N
};
extern const char *const alert_reason_names[]; /* "toll_crossed" … */

/* what the journal, its catalog and the manual say of a reason */
struct alert_reason_row {
	const char *message_id; /* systemd.journal-fields(7); fixed for good */
	const char *subject;    /* of the catalog's entry */
	const char *help;       /* what it means, and what to do */
};
extern const struct alert_reason_row alert_reason_rows[REASON_N];

struct alert_quote {
	struct str text, url, feed;
};

struct alert_toll {
	int64_t min, best, max; /* max -1: open */
};

struct alert {
	struct str id; /* ULID, made from key and time: the same on every run */
	struct str key;
	struct str rule;
	enum alert_reason reason;
	enum severity severity;
	int64_t created_ms;

	struct str incident;     /* ULID; empty: none */
	struct str entry;        /* id of the entry that rang it */
	int64_t step;            /* of the ladder; -1: none */
	enum toll_field outcome; /* TOLL_N: not about a toll */
	struct str who;          /* class of victim the rule asks for; empty: all */
	struct alert_toll toll;
	int64_t previous; /* best before; -1: none */

	enum change change; /* CHANGE_N: not about territory */
	struct str by, against;
	int64_t count; /* places only counted; 0: none */
	struct str unit;

	struct fact_place *places;
	size_t n_places;
	struct day since;
	struct str *causes; /* of the incident: "airstrike", "flood" … */
	size_t n_causes;
	struct str *sources;
	size_t n_sources;
	struct str *feeds;
	size_t n_feeds;
	struct alert_quote *quotes;
	size_t n_quotes;
	struct str disagree; /* who says otherwise, in words; empty: nobody */
	struct str summary;  /* one line, the first thing a duty officer reads */
	struct str *send;    /* receivers the rule names */
	size_t n_send;
};

/* The envelope of ARCHITECTURE: {"type", "timestamp", "data": {…}}. */
void alert_json(struct json *j, const struct alert *al);
/* "incident.toll_raised", "place.control_changed" … */
const char *alert_type(const struct alert *al);
/* Back from the store's JSON; NULL: *e says what is wrong. */
struct alert *alert_parse(struct arena *a, struct str json, struct err *e);

#endif
