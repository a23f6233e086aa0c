/*
 * alert_rows.h -- alerts, the outbox that carries them, and what people said about them.
 * An alert's key is unique: whoever inserts it first rings.  Its outbox rows are written
 * in the same transaction; each is delivered at least once, under an id that stays the
 * same.
 */
#ifndef STORE_ALERT_ROWS_H
#define STORE_ALERT_ROWS_H

#include "store/store.h"

struct store_alert {
	int64_t seq; /* order of ringing; returned only */
	struct str id, key, rule, reason, severity;
	struct str incident, place; /* empty: none */
	int64_t entry;              /* id; 0: none */
	int64_t created_ms;
	struct str json; /* the envelope of alert_json() */
};

/* *rang: the key was new; false changes nothing. */
int store_alert_insert(struct store *s, const struct store_alert *al, bool *rang,
    struct err *e);
int store_alert_key_known(struct store *s, struct str key, bool *known, struct err *e);
int store_alert_get(struct store *s, struct arena *a, struct str id,
    struct store_alert *al, bool *found, struct err *e);
/* Newest first; empty texts mean any; before_seq 0: from the newest. */
struct store_alert_query {
	struct str rule, incident;
	int64_t since_ms; /* TIME_NONE: any */
	int64_t before_seq;
	size_t limit;
};
int store_alerts(struct store *s, struct arena *a, const struct store_alert_query *q,
    struct store_alert **items, size_t *n, struct err *e);

enum outbox_state {
	OUTBOX_PENDING,
	OUTBOX_SENT,
	OUTBOX_DEAD,       /* given up; kept, may be retried by hand */
	OUTBOX_SUPPRESSED, /* silenced, acknowledged, overtaken */
	OUTBOX_N
};
extern const char *const outbox_state_names[];

struct store_delivery {   /* one message to one target of one receiver */
	int64_t n;        /* row number: order, pages */
	struct str id;    /* ULID of outbox_id(): the same on every try */
	struct str alert; /* id */
	struct str receiver, target;
	struct str group; /* what may share one message; empty: alone */
	enum outbox_state state;
	int64_t attempt; /* tries so far */
	int64_t next_ms; /* due; while claimed: the end of the lease */
	int64_t epoch;   /* the fence */
	int64_t created_ms;
	struct str error; /* of the last try, or why it was suppressed */
	struct str ref;   /* what the target called it: message id, thread */
	struct str json;  /* the alert's; returned by claim and get */
};

/* A row, once for each id however often it is asked; incident is taken from the alert. */
int store_outbox_add(struct store *s, const struct store_delivery *d, struct err *e);
/* Up to max rows of one receiver that are due, oldest first, held for lease_ms. */
int store_outbox_claim(struct store *s, struct arena *a, struct str receiver,
    int64_t lease_ms, size_t max, struct store_delivery **items, size_t *n,
    struct err *e);

struct store_attempt {
	int64_t at_ms, latency_ms;
	int64_t status;   /* HTTP or SMTP; 0: no answer */
	struct str error; /* empty: delivered */
	struct str node;  /* returned only */
};
/*
 * The end of one try: state PENDING with next_ms to try again.  d gives n, epoch, state,
 * next_ms, error and ref.  at NULL: given back untried.  *fenced: somebody else claimed
 * it meanwhile; nothing is written.
 */
int store_outbox_finish(struct store *s, const struct store_delivery *d,
    const struct store_attempt *at, bool *fenced, struct err *e);
/* When a receiver's next row is due (TIME_NONE: none), and how many wait, counted up to
 * max. */
int store_outbox_next(struct store *s, struct str receiver, int64_t *due_ms,
    size_t *waiting, size_t max, struct err *e);
/* state OUTBOX_N: any; receiver empty: any; newest first, before 0: from the newest. */
int store_outbox_list(struct store *s, struct arena *a, enum outbox_state state,
    struct str receiver, int64_t before, size_t limit, struct store_delivery **items,
    size_t *n, struct err *e);
int store_outbox_get(struct store *s, struct arena *a, struct str id,
    struct store_delivery *d, bool *found, struct err *e);
/* A row that is dead or waits is due now; id empty: every dead one.  *n: how many. */
int store_outbox_retry(struct store *s, struct str id, int64_t now_ms, size_t *n,
    struct err *e);
/* A row that is dead or waits is suppressed, for that reason. */
int store_outbox_drop(struct store *s, struct str id, struct str why, size_t *n,
    struct err *e);
int store_attempts(struct store *s, struct arena *a, struct str delivery,
    struct store_attempt **items, size_t *n, struct err *e);
/* The ref of an earlier message about the incident to that target, for threads; or empty.
 */
int store_outbox_ref(struct store *s, struct arena *a, struct str receiver,
    struct str target, struct str incident, struct str *ref, struct err *e);

/* Rings that must hold for a while ("for") before they are alerts; the key is unique. */
struct store_wait {
	struct store_alert alert;
	int64_t due_ms;
};
int store_wait_add(struct store *s, const struct store_wait *w, struct err *e);
/* Takes out those that are due, oldest first. */
int store_waits_take(struct store *s, struct arena *a, int64_t now_ms, size_t max,
    struct store_wait **items, size_t *n, struct err *e);
/* TIME_NONE: none */
int store_wait_next(struct store *s, int64_t *due_ms, struct err *e);

/*
 * The clock was set back: what was planned at a time that has not come yet is due now,
 * what is claimed no later than a lease from now, and what must hold for a while holds
 * from now on.
 */
int store_replan(struct store *s, int64_t lease_ms, struct err *e);

/* Silences (what: a matcher as JSON), acknowledgements and releases (what: an incident's
 * id, or an alert's of none). */
struct store_note {
	int64_t id;
	struct str kind; /* "silence", "ack", "release" */
	struct str what, author, text;
	int64_t created_ms, until_ms; /* TIME_NONE: for good */
	int64_t level; /* the step that an acknowledgement covers; -1: none */
};
int store_note_add(struct store *s, struct store_note *note, struct err *e); /* sets id */
/* *found: one of that kind held still. */
int store_note_end(struct store *s, struct str kind, int64_t id, int64_t at_ms,
    bool *found, struct err *e);
/* Those of a kind that hold at that time, oldest first. */
int store_notes(struct store *s, struct arena *a, struct str kind, int64_t at_ms,
    struct store_note **items, size_t *n, struct err *e);

#endif
