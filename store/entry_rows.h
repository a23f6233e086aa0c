/*
 * entry_rows.h -- entries, with the facts read from them, and what they said before.
 * An entry is known by any of its keys (feeds/identity.h) within its feed.
 */
#ifndef STORE_ENTRY_ROWS_H
#define STORE_ENTRY_ROWS_H

#include "store/store.h"

struct store_entry {
	int64_t id;
	int64_t feed;         /* id */
	struct str feed_name; /* returned only */
	struct str name; /* what the ledger and alerts call it: a ULID, or replay's id */
	struct str url, title, text, lang;
	int64_t published_ms, seen_ms, changed_ms; /* TIME_NONE: unknown */
	struct str content; /* hash of what it says; another one is an edit */
	int64_t revision;   /* 0: never edited */
	bool quiet;         /* backlog or too old: it may ring nothing */
	bool withdrawn;
	struct str facts; /* fact_list_put() */
	size_t n_facts;   /* so many */
};

/* Has the feed any?  Of one that has none nothing need be looked for. */
int store_entry_any(struct store *s, int64_t feed, bool *any, struct err *e);
/* By any of the keys; found 0: unknown. */
int store_entry_find(struct store *s, int64_t feed, const uint64_t *keys, size_t n_keys,
    int64_t *id, struct err *e);
int store_entry_get(struct store *s, struct arena *a, int64_t id, struct store_entry *en,
    bool *found, struct err *e);
int store_entry_named(struct store *s, struct arena *a, struct str name,
    struct store_entry *en, bool *found, struct err *e);
/* Only content hash, revision, flags and dates: what deduplication asks, without the
 * text. */
int store_entry_head(struct store *s, struct arena *a, int64_t id, struct store_entry *en,
    struct err *e);

/* A new entry; sets en->id. */
int store_entry_insert(struct store *s, struct store_entry *en, struct err *e);

struct store_key {
	int64_t feed;
	uint64_t key;
	int64_t entry;
};
/* By feed, as the table has them: its pages are written one after the other. */
void store_keys_sort(struct store_key *keys, size_t n);
/* Of new entries, and what others had not before: a feed that begins to give ids.  A key
 * that is there stays the older entry's.  The more at a time the cheaper, sorted. */
int store_entry_keys_add(struct store *s, const struct store_key *keys, size_t n,
    struct err *e);
/* What it said goes to its revisions; what it says now takes the place, with its facts.
 */
int store_entry_revise(struct store *s, struct store_entry *en, struct err *e);
int store_entry_withdraw(struct store *s, int64_t id, int64_t at_ms, struct err *e);

/* Entries not seen since before_ms, at most max: text, facts and revisions go, keys and
 * the row stay, so that they are known for ever.  *n: how many; 0: done. */
int store_entries_forget(struct store *s, int64_t before_ms, size_t max, size_t *n,
    struct err *e);

struct store_revision {
	int64_t revision, until_ms; /* it said so until then */
	struct str title, text;
};
int store_entry_revisions(struct store *s, struct arena *a, int64_t id,
    struct store_revision **items, size_t *n, struct err *e);

/* In order of arrival, with id greater than after and seen not before since_ms. */
int store_entries_since(struct store *s, struct arena *a, int64_t after, int64_t since_ms,
    size_t limit, struct store_entry **items, size_t *n, struct err *e);

#endif
