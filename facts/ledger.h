/*
 * ledger.h -- one incident, one truth: a report in, changes of incidents and of ground
 * out. Pure: what is known already comes through a view, what follows is returned, and
 * the caller stores it in the transaction that stores the report.  Dates decide, not the
 * order of arrival.
 */
#ifndef FACTS_LEDGER_H
#define FACTS_LEDGER_H

#include "base/bits.h"
#include "facts/control.h"
#include "facts/incident.h"
#include "facts/ledger_key.h"
#include "facts/side.h"

#define LEDGER_CANDIDATES 64 /* incidents looked at for one piece */
#define LEDGER_WINDOW_DAYS 14
#define LEDGER_CREEP_DAYS 60    /* in which the wounded of an event may still die */
#define LEDGER_LONG_RUN_DAYS 30 /* a total over more is history when first heard */

/* One version of one entry, read. */
struct report {
	struct str entry;  /* id, unique in the store */
	struct str feed;   /* name of the feed */
	struct str origin; /* agency or outlet behind the feed; empty: the feed's name */
	struct str title, url, lang;
	struct str text;  /* looked at for cues and the fingerprint only */
	struct str *tags; /* of the feed */
	size_t n_tags;
	int64_t published_ms; /* TIME_NONE: seen_ms stands in */
	int64_t updated_ms;   /* of this version; TIME_NONE: published_ms */
	int64_t seen_ms;
	bool withdrawn; /* taken down at the source: what it said no longer counts */
	bool fresh;     /* nothing was heard of the entry before: there is nothing to take
			   back */
	const struct fact_list *facts;
};

/* What is known: by the store, and in tests by its reference, tests/unit/ledger_mem.h. */
struct ledger_view {
	void *ctx;
	/* Open incidents, each once, the best of them (ledger_best_found()).  They live
	 * as long as a, or longer.  They are for comparing: their pieces may be left out,
	 * ledger_whole() has them. */
	size_t (*find)(void *ctx, struct arena *a, const struct ledger_search *q,
	    const struct incident **out);
	/* Open incidents in which the entry tells of something, at most max. */
	size_t (*told)(void *ctx, struct arena *a, struct str entry,
	    const struct incident **out, size_t max);
	/* The whole of it; NULL: there is none. */
	const struct incident *(*incident)(void *ctx, struct arena *a, struct str id);
	const struct control *(*control)(void *ctx, struct arena *a,
	    struct str key);     /* or NULL */
	struct side_memo *sides; /* what the ledger remembers of their names */
};

/* One that was found, with its pieces.  NULL: the view failed. */
const struct incident *ledger_whole(const struct ledger_view *v, struct arena *a,
    const struct incident *in);

struct incident_change {
	const struct incident *before; /* NULL: new */
	const struct incident *after;
	bool reported; /* the report at hand is one of its pieces */
};

struct control_change {
	const struct control *before; /* NULL: first heard of */
	const struct control *after;
	const struct control_note *note; /* of the report at hand; NULL: it took back what
					    it said */
	const struct incident *incident; /* it belongs to */
};

struct ledger_changes {
	struct incident_change *incidents;
	size_t n_incidents;
	struct control_change *controls;
	size_t n_controls;
};

/* The caller stores each .after (blob, keys, days) and gives the changes to the rules. */
void ledger_apply(const struct ledger_view *v, struct arena *a, const struct report *r,
    struct ledger_changes *out);

/* A person at work: on what, why and when.  What comes of it lives in a. */
struct ledger_hand {
	const struct ledger_view *view;
	struct arena *a;
	struct str note;
	int64_t now_ms;
};

/* What a person does.  -1: *e says why not.  Recorded in the incidents' ops. */
int ledger_merge(const struct ledger_hand *h, struct str into, struct str from,
    struct ledger_changes *out, struct err *e);
/* Takes the entries out of an incident into one of their own. */
int ledger_split(const struct ledger_hand *h, struct str id, const struct str *entries,
    size_t n, struct ledger_changes *out, struct err *e);
int ledger_retract(const struct ledger_hand *h, struct str id, struct ledger_changes *out,
    struct err *e);

/* 64-bit simhash over shingles of words; reports of one text differ in few bits. */
uint64_t text_print(struct str text);
static inline bool
text_near(uint64_t a, uint64_t b)
{
	return a != 0 && b != 0 && bit_count(a ^ b) <= 10;
}

#endif
