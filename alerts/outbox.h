/*
 * outbox.h -- when a delivery is tried, and what an answer means.  Pure.
 * One outbox row is one message to one target of one receiver.  Its id is made from the
 * alert and the target, so that a second run of the same rules makes the same row, and
 * every retry carries the same id.  Rows are never dropped: they end delivered,
 * suppressed (with the reason) or dead (kept, listed, sent again by `tocsin outbox
 * retry`).
 */
#ifndef ALERTS_OUTBOX_H
#define ALERTS_OUTBOX_H

#include "base/rng.h"
#include "base/ulid.h"
#include "net/http.h"
#include "net/smtp.h"

/* Standard Webhooks: the last 75 h 35 min 5 s after the first */
#define OUTBOX_TRIES 10

/*
 * When to try again after the given number of failed attempts (1 or more): the schedule
 * of Standard Webhooks +-20 %, not before what Retry-After asked for.  TIME_NONE: no more
 * tries.
 */
int64_t outbox_next(unsigned failed, int64_t now_ms, int64_t retry_after_ms,
    struct rng *rng);

enum verdict_kind {
	VERDICT_DELIVERED,
	VERDICT_RETRY,    /* try again on the schedule */
	VERDICT_REJECTED, /* this message will never be taken: dead at once */
	VERDICT_GONE,     /* the target wants nothing any more: dead, and the target is
			     disabled */
	VERDICT_N
};
extern const char *const verdict_names[]; /* delivered retry rejected gone */

struct verdict {
	enum verdict_kind kind;
	/* 429, 502, 504: no other message to this target before retry_ms */
	bool throttled;
	bool ambiguous; /* it may have arrived: the answer was lost, not the message */
	int64_t retry_after_ms; /* what the target asked for; 0: nothing */
	int code;               /* HTTP status, SMTP reply, exit status; 0: none */
	char text[256];         /* for the attempt's row: one printable line */
	char remember[128]; /* what the target calls this message, for its thread; "" */
};

/* What the answers mean that a receiver's kind does not read in its own way. */
void verdict_http(struct verdict *v, const struct http_response *r);
void verdict_smtp(struct verdict *v, const struct smtp_result *r);
void verdict_exec(struct verdict *v, int exit_status, int signal, bool timed_out);
/* Retry-After: seconds or a date; 0 if absent or unreadable, at most a day. */
int64_t retry_after(struct str value, int64_t now_ms);

/* The id of one delivery: the same whenever it is made from the same alert and target. */
struct str outbox_id(char out[ULID_LEN + 1], int64_t created_ms, struct str alert,
    struct str receiver, struct str target, unsigned repeat);

#endif
