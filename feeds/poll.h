/*
 * poll.h -- one feed's life as a pure function: what to ask, what the answer means,
 * when to ask again, what to tell.  Time is the wall clock in ms, chance a struct rng;
 * both are arguments.
 *
 *	poll_resume()  at start: how long until the next request
 *	poll_begin()   before a request goes out; the state is saved, then it is sent
 *	poll_request() what to send
 *	poll_wants_body(), poll_step()
 *	               what came of it; the state is saved with the entries
 *
 * The texts of a state are views: into the blob it was read from, the answer, or the
 * policy. Whoever keeps it writes it with poll_state_put() before those go.
 * doc/polling.md has the rules.
 */
#ifndef FEEDS_POLL_H
#define FEEDS_POLL_H

#include "base/arena.h"
#include "base/rng.h"
#include "base/wire.h"
#include "feeds/feed_config.h"
#include "feeds/feed_state.h"
#include "feeds/identity.h"
#include "feeds/poll_rule.h"
#include "net/http.h"

#define POLL_POSTS 20
#define POLL_HISTORY 8 /* answers kept */
#define POLL_RULES 8   /* that set one due time */

struct poll_history {
	int64_t at_ms;
	enum http_error failed;
	int status; /* 0: no answer */
	uint64_t bytes, n_new;
	bool parse_failed;
};

struct poll_state {
	enum feed_state state;
	struct str address;   /* adopted after a permanent redirect; empty: the configured
				 one */
	bool address_changed; /* no document was read since */
	uint64_t url_hash, request_hash; /* of the configuration it was made under */
	struct str etag, last_modified, validator_url; /* verbatim, and whose they are */
	uint64_t body_hash, body_size; /* of the last document that was read; 0: none */
	bool seen_304, asked_conditional;
	int64_t late_ms;                    /* of the poll under way; not stored */
	int64_t due_ms, set_ms, planned_ms; /* due = set + planned, unless the clock was
					       set */
	int64_t set_up_ms;     /* the shell's: what the machine had been up at set */
	int64_t interval_ms;   /* what policy and posting rate ask for */
	int64_t hold_until_ms; /* Retry-After: not even by hand; TIME_NONE */
	bool hold_origin;      /* a 429: for the whole origin */
	int64_t lifetime_ms, ttl_s, sy_s; /* -1: not said */
	uint32_t skip_hours;
	unsigned skip_days;
	struct poll_rule rules[POLL_RULES]; /* that set due_ms, in order */
	size_t n_rules;
	int64_t attempt_ms, ok_ms, new_ms, full_ms; /* the last of each; TIME_NONE */
	unsigned failures, busy;                    /* in a row */
	int64_t failing_ms, missing_ms, gone_ms;    /* since when; TIME_NONE */
	bool told;                                  /* that it fails */
	struct str error;                           /* the last sentence */
	struct str candidate;                       /* of a permanent redirect */
	unsigned candidates;
	int64_t candidate_ms; /* the first time */

	int64_t posts[POLL_POSTS]; /* when its newest entries appeared, newest first */
	size_t n_posts;
	struct identity_habits habits;
	struct str known; /* the shell's: hashes of the entries it read last */
	struct poll_history history[POLL_HISTORY]; /* newest first */
	size_t n_history;

	struct str hub, topic; /* as the feed names them; empty: none */
	bool pushed;           /* a verified subscription that has not failed us */
	unsigned hub_misses;
};
void poll_state_init(struct poll_state *s);
void poll_state_put(struct buf *b, const struct poll_state *s);
/* Views into blob.  An empty blob is a new feed; -1 (and a new feed): not ours, or
 * damaged. */
int poll_state_get(struct str blob, struct poll_state *s);

/* ---- asking ---- */

/* Overdue feeds are spread over one interval.  up_ms: of the machine; TIME_NONE: it tells
 * nothing. */
int64_t poll_resume(struct poll_state *s, const struct feed_config *f, int64_t now_ms,
    int64_t up_ms, struct rng *rng);
/* Behind a pause of the process: what fell due meanwhile is asked within so many ms. */
int64_t poll_spread(const struct poll_state *s, const struct feed_config *f,
    int64_t pause_ms);
void poll_begin(struct poll_state *s, const struct feed_config *f, int64_t now_ms,
    struct rng *rng);
/* Views into s, f and a; the password is the caller's to add. */
void poll_request(const struct poll_state *s, const struct feed_config *f,
    struct arena *a, struct http_request *rq);
/* By hand: 0 and due now, or -1 and why not.  force goes over the half hour, not over a
 * hold. */
int poll_refresh(struct poll_state *s, int64_t now_ms, bool force, struct err *e);
struct str poll_address(const struct poll_state *s, const struct feed_config *f);

/* ---- what came of it ---- */
struct poll_answer {
	enum http_error failed;
	int status;
	struct str error, url, etag, last_modified;
	int64_t lifetime_ms, retry_after_ms; /* -1: not said */
	/* where an unbroken row of 301 and 308 led; empty: nowhere */
	struct str permanent;
	bool hopped, delta;    /* 226 */
	struct str wall;       /* "Cloudflare": who asks for proof of humanity */
	struct str hub, topic; /* from Link headers */
	uint64_t body_hash, body_size;
};
void poll_answer_of(struct arena *a, const struct http_response *r,
    struct poll_answer *out);
/* Whether the body is to be parsed, before poll_step(). */
bool poll_wants_body(const struct poll_state *s, const struct poll_answer *a);

struct poll_parsed {
	bool ok;
	struct str error; /* what it is instead of a feed */
	size_t n_new;
	const int64_t *dates; /* as stated by its entries, any order */
	size_t n_dates;
	int64_t ttl_s, sy_s; /* -1: not said */
	uint32_t skip_hours;
	unsigned skip_days;
	struct str hub, topic; /* of the document */
};

enum poll_tell {
	POLL_TELL_FAILING,
	POLL_TELL_RECOVERED,
	POLL_TELL_GONE,
	POLL_TELL_MISSING,
	POLL_TELL_ADOPTED,
	POLL_TELL_RETURNED,
	POLL_TELL_STALE,
	POLL_TELL_FRESH,
	POLL_TELL_N
};
extern const char *const poll_tell_names[];

struct poll_verdict {
	int64_t delay_ms;         /* until the next request */
	int64_t freeze_origin_ms; /* nothing may be asked of scheme, host and port; 0:
				     free */
	int64_t busy_ms; /* 503: the second feed of a host freezes it; 0: not busy */
	bool good;       /* an answer that a feed should give */
	struct {
		enum poll_tell what;
		struct str says;
	} tells[4];
	size_t n_tells;
};
/* parsed: NULL unless poll_wants_body(). */
void poll_step(struct poll_state *s, const struct feed_config *f,
    const struct poll_answer *a, const struct poll_parsed *parsed, int64_t now_ms,
    struct rng *rng, struct arena *arena, struct poll_verdict *v);
/* A hub's delivery was read: nothing of the schedule changes. */
void poll_push(struct poll_state *s, const struct poll_parsed *parsed, int64_t now_ms,
    struct arena *arena);

/* In plain words: how it is, the last answers, the next poll and each rule that set it.
 */
void poll_why(struct buf *out, const struct poll_state *s, const struct feed_config *f,
    int64_t now_ms);

#endif
