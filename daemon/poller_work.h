/* poller_work.h -- inside the poller: its feeds, what is under way, and rounds with the
 * store. */
#ifndef DAEMON_POLLER_WORK_H
#define DAEMON_POLLER_WORK_H

#include <event2/event.h>
#include <sys/queue.h>

#include "daemon/ingest.h"
#include "daemon/poller.h"
#include "feeds/poll.h"
#include "feeds/schedule.h"

#define ROUND_INGESTS 64 /* documents in one transaction */
#define ROUND_SAVES 256  /* states */
/* What is kept of feeds settles between what documents leave behind: looked at after so
 * many, given back when it comes to so much. */
#define TRIM_DOCUMENTS 32
#define TRIM_BYTES (8u << 20)
#define KNOWN_MAX 64 /* entries remembered of a document */
#define GATHER 64    /* states that need not wait for more, which */
/* the others do for so long: a sync of the disk costs as much for one */
#define GATHER_US 5000
/* of polls that a power cut may forget, so that a burst of them syncs the disk once */
#define SYNC_MS MS_SECOND
#define STORE_TRIES 3 /* of one document, before the next poll has to bring it again */

struct flight;

/* One feed of the configuration.  What is large is in blob; a hundred thousand of these
 * are. */
struct polled {
	struct schedule_item item;
	struct poller *poller;
	const struct feed_config *config;
	struct str blob; /* poll_state, from xmalloc() */
	int64_t id, epoch, fetched_ms;
	struct polled *twin;   /* the next of the same address; fetched with the first */
	struct flight *flight; /* NULL: none */
	enum feed_state state;
	bool follows;   /* it is a later twin */
	bool had_turn;  /* for once */
	bool at_once;   /* a person asked: it need not be due */
	bool once_more; /* a person asked while the answer was on its way */
};

enum stage { STAGE_BEGIN, STAGE_HTTP, STAGE_WORKER, STAGE_SAVE, STAGE_INGEST };

/* One poll under way, from schedule_take() to the commit. */
struct flight {
	TAILQ_ENTRY(flight) link;
	struct polled *feed;
	struct poller *poller;
	struct config *config; /* a reference */
	enum stage stage;
	struct arena arena;
	struct str was; /* the feed's blob when it began, which st's texts lie in */
	struct poll_state st;
	struct poll_answer answer;
	struct poll_verdict verdict;
	struct http_job *job;
	struct str body; /* from xmalloc() */
	struct feed_origin origin;
	struct store_take take; /* of a shared store: ours until the lease ends, or why it
				   is not */
	int64_t asked_ms;       /* monotonic; before the store was asked for it */
	bool pushed;            /* from a hub: nothing of the schedule changes */
	/* second try: the worker is to leave nothing out, the rest is decided */
	bool whole;
	bool address_changed, parsed_ok;
	struct alert *notices; /* of its health, for whom the feed tells */
	size_t n_notices;
	struct str changed; /* its state as an event; empty: it is as it was */
	const char *why;    /* why it is no feed */
	size_t n_new;
	int64_t duration_ms;
	struct buf blob;
	struct store_feed row;
	struct job_result result;
	struct ingest_batch batch;
	struct ingest_result ingested;
	struct err err;
	int rc; /* of its part of the round */
	enum store_fault fault;
	unsigned tries;
};
TAILQ_HEAD(flights, flight);

struct round {
	struct poller *poller;
	struct flight *saves[ROUND_SAVES], *ingests[ROUND_INGESTS];
	size_t n_saves, n_ingests, fenced;
	bool relaxed;          /* its states reach the disk with what is committed next */
	struct config *config; /* a reference */
	struct ingest_context context;
	struct arena arena;
	struct err err;
	int rc;
};

struct poller {
	struct poller_options o;
	struct config *config;
	struct schedule *schedule;
	struct websub *websub;       /* may be NULL */
	struct event *timer, *retry; /* the next request; the store after a failure */
	/* the next round with the store, if it holds states alone */
	struct event *gather;
	bool gathered;
	struct rng rng;
	struct map by_name;
	/* Of a shared store: the living nodes, and which one we are; none: we are alone.
	 */
	struct event *beat;
	int64_t started_ms;
	struct str *nodes;
	size_t n_nodes, me;
	bool beating, sharing;
	size_t shared; /* of the feeds: shared out among the nodes that live now */
	struct polled **feeds;
	size_t n_feeds, n_flights, n_turns;
	size_t untrimmed;     /* documents stored since it was looked at */
	size_t trimmed_bytes; /* of the process when memory was last given back */
	struct flights flying, to_store;
	size_t each;         /* bytes that a poll takes at its end, on average of late */
	struct round *round; /* under way; NULL: none */
	bool stopping, syncing;
	int64_t expected_ms; /* monotonic: when the timer should have come */
	int64_t begun_ms, last_commit_ms, synced_ms, store_wait_ms;
};

int64_t poller_mono_ms(void);
int64_t poller_wall_ms(void);
int64_t poller_up_ms(const struct poller *p); /* of the machine; TIME_NONE: it says
						 nothing */

void flight_free(struct flight *fl);
/* Puts it into the next round with the store. */
void flight_to_store(struct flight *fl, enum stage stage);
void poller_store_start(struct poller *p);
void poller_round(struct poller *p);          /* begins one if there is something to do */
void poller_round_again(struct poller *p);    /* after one that failed */
void flight_stored(struct flight *fl);        /* its round is over */
bool poller_has_room(const struct poller *p); /* for one more under way */
void poller_pump(struct poller *p);           /* begins what may begin, sets the timer */

void polled_ask_in(struct polled *f, struct str url, int64_t delay_ms);
void polled_had_turn(struct polled *f);
void polled_keep_blob(struct polled *f, struct str blob);
void polled_replace_blob(struct polled *f, const struct poll_state *st);
void poller_forget(struct poller *p, struct polled *f); /* frees it */

/* Several nodes on one store. */
void poller_share_start(struct poller *p);
void poller_share_end(struct poller *p);
/* Is it for us to ask it when it falls due?  Alone: always. */
bool poller_owns(const struct poller *p, const struct feed_config *c);
void flight_lost(struct flight *fl); /* another node has it: later */
/* There is time left for the request: we were not stopped since we took it. */
bool flight_in_time(const struct flight *fl);

/* What the verdict tells: to the log, and into .notices for the store. */
void flight_tell(struct flight *fl, int64_t now_ms);
/* Its state, if it is another one: into .changed for the event log. */
void flight_tell_state(struct flight *fl);

/* A document: to a worker, and what it read into a batch. */
void flight_parse(struct flight *fl);
void flight_decide(struct flight *fl, const struct poll_parsed *parsed);
/* The store lacks a text that the worker left out. */
void flight_read_again(struct flight *fl);

#endif
