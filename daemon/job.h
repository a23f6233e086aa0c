/*
 * job.h -- what the engine asks of a worker, and what it answers: one document in; the
 * feed, its entries, their text and facts out.  Both travel in base/wire.h's encoding.  A
 * worker may have been taken over by what it read, so the engine's reader of answers
 * trusts nothing: enums in range, texts valid UTF-8 within their caps, offsets inside the
 * text, nothing left over.
 */
#ifndef DAEMON_JOB_H
#define DAEMON_JOB_H

#include "base/hash.h"
#include "base/wire.h"
#include "facts/fact.h"
#include "facts/reader.h"
#include "parser/feed.h"

struct job {
	struct str bytes;          /* of the document, as fetched */
	struct feed_origin origin; /* its address and headers */
	struct str lang, country;  /* the feed's own, for entries that do not say; may be
				      empty */
	const uint64_t *known;     /* .content.hi of entries whose facts the engine has */
	size_t n_known;
};

struct job_entry {
	struct str id, link, title, outlet, lang; /* one line each */
	struct str text;            /* what facts' offsets are into; empty when known */
	int64_t published, updated; /* ms, or TIME_NONE */
	struct hash128 content;     /* of the text */
	bool withdrawn;             /* taken down: no text, no facts */
	bool known;                 /* the engine has it already: no text, no facts */
	struct fact_list facts;
};

/* Everything points into the message it was read from, or into the arena. */
struct job_result {
	/* what it is instead of a feed, in one sentence; empty: a feed */
	struct str error;
	enum feed_format format;
	bool wellformed;
	struct str encoding, title, link, self, hub, lang;
	int64_t updated;
	int64_t ttl_s, update_interval_s; /* -1: not said */
	uint32_t skip_hours;
	unsigned skip_days;
	size_t dropped; /* entries over a cap */
	struct job_entry *entries;
	size_t n_entries;
};

/* all but its bytes, which follow */
void job_put_head(struct buf *b, const struct job *j);
int job_get(struct wire *w, struct arena *a, struct job *j); /* -1: not a job */

/* Writes a whole answer; entries that would make it larger than out's cap count as
 * dropped. */
void job_answer(const struct reader *r, const struct job *j, struct buf *out);
/* -1: no honest worker wrote this. */
int job_result_get(struct str message, struct arena *a, struct job_result *out);
/* The same in one process: what `tocsin extract`, replay and tests use. */
int job_run(const struct reader *r, struct arena *a, const struct job *j,
    struct job_result *out);

#endif
