/*
 * identity.h -- which entry is which: ids change, repeat, are missing; addresses move
 * from http to https; the same report comes twice.  An entry has keys; one that shares
 * any key with a known entry of its feed is that entry.  Pure functions, used by
 * daemon/ingest.c for every document.
 *
 * The keys, the first is its name:
 *	i:ID                   the feed's own id, unless the feed repeats ids
 *	x:HASH(id,link,title)  instead of it, once the feed was seen to repeat ids
 *	l:LINK                 without an id, unless the feed repeats links
 *	h:HASH(link,title,day) without either
 *	n:ID                   an id that is an address, without scheme, www, last slash
 *	a:HASH(link,title)     the alias that survives a changed id
 */
#ifndef FEEDS_IDENTITY_H
#define FEEDS_IDENTITY_H

#include "base/arena.h"
#include "base/date.h"
#include "base/str.h"

struct identity_entry {
	struct str id, link, title;
	int64_t published, updated; /* as stated; TIME_NONE: not */
	struct str address, flat; /* of link and title, once identity_prepare() has worked
				     them out */
};

/* What is compared of it, before its document is learned from and its keys are made. */
void identity_prepare(struct arena *a, struct identity_entry *e);

/* What was learned of a feed, for ever: kept in poll_state. */
struct identity_habits {
	bool ids_repeat, links_repeat;
};

/*
 * Learns from a whole document.  copies[i] (may be NULL) says that entry i stands in it
 * before, word for word, and is to be left out.  true: the habits changed.
 */
bool identity_learn(const struct identity_entry *e, size_t n, struct identity_habits *h,
    bool *copies);

#define IDENTITY_KEYS 3
size_t identity_keys(struct arena *a, const struct identity_entry *e,
    const struct identity_habits *h, struct str keys[IDENTITY_KEYS]);

/* ---- may it ring? ---- */

enum identity_quiet {
	IDENTITY_RINGS,
	IDENTITY_FIRST_FETCH, /* the backlog that a new feed brings */
	/* many at once after the address changed: the same backlog again */
	IDENTITY_FLOOD,
	IDENTITY_TOO_OLD,
	IDENTITY_QUIET_N
};
extern const char *const identity_quiet_names[];

struct identity_round {
	bool first_fetch, ring_backlog, address_changed;
	size_t n_new;       /* entries of this document that nobody knew */
	int64_t max_age_ms; /* -1: any age */
	int64_t now_ms;
};
#define IDENTITY_FLOOD_AT 10 /* more new entries than this */

enum identity_quiet identity_quiet(const struct identity_round *r,
    const struct identity_entry *e);

/* When the entry says it is from: published, else updated (all that RSS 1.0's dc:date and
 * many Atom entries have); TIME_NONE: it does not say. */
int64_t identity_stated(const struct identity_entry *e);

/* The instant to order and to alert by: as stated, but never later than it was first
 * seen. */
int64_t identity_when(const struct identity_entry *e, int64_t first_seen_ms);

#endif
