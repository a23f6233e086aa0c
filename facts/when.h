/*
 * when.h -- what the words of a sentence say about time, as days: "since Wednesday",
 * "overnight", "on 27 November", "in the past 24 hours", "between 3 and 9 May", "since
 * 2011". What is told relative to now ("Wednesday") is resolved against the day of the
 * entry; without one it stays unknown.  A weekday is the last one that is not after the
 * entry's day.
 */
#ifndef FACTS_WHEN_H
#define FACTS_WHEN_H

#include "facts/token.h"

struct when {
	size_t first, last;      /* its tokens, both included */
	struct day since, until; /* until empty: it goes on */
	bool span; /* since, in the past …, from … to: not a single day */
};

#define WHEN_MAX 16

/* Every expression in tokens [from, to), in order; at most WHEN_MAX.  now: the entry's
 * day; empty: it has none. */
size_t when_scan(const struct lexicon *lx, struct str text, const struct token_list *l,
    size_t from, size_t to, struct day now, struct when out[WHEN_MAX]);
/* The expression that belongs to the token at: the nearest in the clause, spans before
 * single days; false if there is none. */
bool when_for(const struct when *found, size_t n, size_t at, struct when *out);

/* The deadliest attack since 2019: does what stands before token i, not before from, make
 * a record of it? */
bool when_is_record(const struct token *tok, size_t from, size_t i);

#endif
