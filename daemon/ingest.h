/*
 * ingest.h -- the one transaction: what a feed's document said becomes entries, facts,
 * incidents, alerts and outbox rows, all of it or nothing.  The same document twice
 * changes nothing; a process that dies anywhere leaves a store from which the same
 * document gives the same alerts.
 *
 * On the loop: ingest_prepare().  On the store's thread: ingest().  Everything given
 * lives in the caller's arena until ingest() has returned.
 */
#ifndef DAEMON_INGEST_H
#define DAEMON_INGEST_H

#include "alerts/receiver.h"
#include "alerts/route.h"
#include "alerts/rule.h"
#include "base/hash.h"
#include "feeds/identity.h"
#include "store/feed_rows.h"

struct ingest_context { /* lives as long as the configuration */
	const struct rules *rules;
	const struct receiver *receivers;
	size_t n_receivers;
	const struct routing *routing; /* NULL: only what rules send */
	int64_t now_ms;                /* replay: the date of the entry */
	int64_t max_age_ms;            /* the configuration's; -1: off */
	bool virtual_clock;            /* replay: every entry is seen on its own date */
	bool unheard; /* replay: nobody asks the store afterwards, so that events,
			 deliveries and the facts of entries are not kept */
};

struct ingest_entry {
	struct identity_entry ident; /* id, link, title, dates: as the feed states them */
	struct str name;             /* replay: the id to call it by; else empty */
	struct str url, title, text, lang;
	struct str origin; /* agency or outlet behind the feed; empty: the feed itself */
	struct hash128 content; /* of the text; zero: made from title and text */
	bool known;     /* the worker left the text out: content was in the known list */
	bool withdrawn; /* taken down at the source */
	const struct fact_list *facts; /* NULL: none */

	/* by ingest_prepare() */
	bool copy;      /* stands in the document before, word for word */
	uint64_t *keys; /* hashes of identity_keys() */
	size_t n_keys;
	struct str first_key;
};

struct ingest_batch {
	struct store_feed feed; /* id, epoch, fetched_ms; due_ms and state to be saved */
	struct str *tags;
	size_t n_tags;
	struct identity_habits *habits; /* of the feed; learned on by ingest_prepare() */
	bool ring_backlog, address_changed;
	int64_t max_age_ms;          /* the feed's; 0: the context's, -1: off */
	int64_t at_ms;               /* its own clock; 0: the context's */
	bool keep_feed;              /* replay, WebSub: the feed's row is not saved */
	const struct alert *notices; /* of the feed itself (notice.h), with its state */
	size_t n_notices;
	struct str changed;           /* its state as an event; empty: it is as it was */
	struct ingest_entry *entries; /* in the order of the document */
	size_t n_entries;
};

struct ingest_alert { /* one that rang, for log, syslog and replay */
	struct str id, rule, summary, json;
	enum severity severity;
};

struct ingest_result {
	size_t new_entries, edited, known, quiet, facts, incidents, outbox;
	struct ingest_alert *alerts; /* in the arena given to ingest() */
	size_t n_alerts;
	bool fenced; /* another node has claimed the feed since: nothing was written */
	bool again;  /* a text was left out that is needed: run the job without a known
			list */
	int64_t wait_ms; /* when the next waiting ring is due; TIME_NONE: none */
};

/* Habits, copies, keys; before feed.state is encoded, because the habits are part of it.
 */
void ingest_prepare(struct arena *a, struct ingest_batch *b);

/* -1: nothing was written; store_fault() says whether trying again makes sense. */
int ingest(struct store *s, struct arena *a, const struct ingest_context *c,
    const struct ingest_batch *b, struct ingest_result *r, struct err *e);
/* Several documents in one transaction, for one sync of the disk.  Fenced ones are left
 * out; -1: nothing of any was written, try them one by one. */
int ingest_many(struct store *s, struct arena *a, const struct ingest_context *c,
    const struct ingest_batch *const *b, struct ingest_result *r, size_t n,
    struct err *e);

/* Rings with "for" whose time has come: those that still hold become alerts. */
int ingest_waiting(struct store *s, struct arena *a, const struct ingest_context *c,
    struct ingest_result *r, struct err *e);

/* What a person does to the ledger (tocsin incident merge, split, retract), with
 * corrections. */
enum ingest_act { INGEST_MERGE, INGEST_SPLIT, INGEST_RETRACT };
struct ingest_order {
	enum ingest_act act;
	struct str incident, other; /* merge: other goes into incident */
	const struct str *entries;  /* split */
	size_t n_entries;
	struct str note, author;
};
int ingest_obey(struct store *s, struct arena *a, const struct ingest_context *c,
    const struct ingest_order *o, struct ingest_result *r, struct err *e);

/* Alerts about the service itself (REASON_FEED, REASON_DRILL): once for each key. */
int ingest_notice(struct store *s, struct arena *a, const struct ingest_context *c,
    const struct alert *al, struct ingest_result *r, struct err *e);

/* The ledger's view over a store; *e is set, and v says nothing more, after a failure. */
struct store_view {
	struct ledger_view ledger;
	struct rule_view rules;
	struct store *store;
	struct err *err;
	bool failed;
};
void store_view_init(struct store_view *v, struct store *s, struct err *e);

#endif
