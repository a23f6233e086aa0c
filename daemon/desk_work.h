/* desk_work.h -- what the files of the desk share. */
#ifndef DAEMON_DESK_WORK_H
#define DAEMON_DESK_WORK_H

#include "base/map.h"
#include "daemon/desk.h"
#include "daemon/desk_parts.h"
#include "daemon/desk_room.h"
#include "daemon/desk_sieve.h"
#include "store/incident_rows.h"

struct desk_bucket {
	uint64_t key;
	struct desk_item **rows;
	size_t n, cap;
	bool read; /* what the store has from day `from` on is among the rows */
	bool more; /* the store has more than the rows, all of it older */
	int64_t from;
	int64_t newest; /* day on which the latest begins */
	size_t used;    /* the search that asked for it last */
};

struct desk_item {
	struct str id;
	struct incident *in;     /* NULL: not read yet; its pieces may be left out */
	struct desk_room room;   /* where it lives, and its pieces */
	struct desk_parts parts; /* if they are not left out */
	int64_t number;          /* of its row, once it was read or saved */
	const struct store_index *stored; /* if dirty, under what the store has it; NULL:
					     it has not */
	int64_t first, last;              /* days */
	struct desk_bucket **buckets;     /* by key, rising */
	size_t n_buckets, cap_buckets;
	bool listed; /* buckets are all that it stands in */
	bool open, dirty;
	int64_t changed_ms;
	size_t search, met;      /* the search that met it, and where it stands there */
	size_t used, whole_used; /* the last that looked into it; into its pieces */
};

struct desk_place {
	const struct control *c; /* NULL: nobody knows of it */
	struct desk_room room;   /* where it lives */
	bool read, dirty;
	int64_t changed_ms;
	size_t used;
};

struct desk {
	struct store *store;
	struct arena *arena, arenas[2]; /* one of them; it moves to the other when it is
					   cleared up */
	struct map items, buckets, places;
	size_t held; /* bytes of incidents and places */
	/* of them, what the report at hand may still look at */
	struct desk_retired retired;
	struct arena saved;   /* what .stored points to; until the next flush */
	struct arena reading; /* of one incident */
	struct side_memo sides;
	struct desk_item **dirty;
	size_t n_dirty, cap_dirty;
	struct desk_place **dirty_places;
	size_t n_dirty_places, cap_dirty_places;
	size_t bytes; /* of incidents and places, at most, between two reports */
	size_t search, cleared; /* searches until now, until it was cleared up last */
	size_t kept;            /* bytes of the arena, then */
	int64_t latest; /* day on which the last incident ends, here or in the store */
	struct desk_sieve sieve;
	int64_t turn;    /* of the ledger; -1: never had it */
	bool holds_back; /* see desk_hold_back() */
};

void desk_tables_init(struct desk *d);
void desk_tables_clear(struct desk *d);
struct desk_bucket *desk_bucket_of(struct desk *d, uint64_t key);
void desk_bucket_add(struct desk *d, struct desk_bucket *b, struct desk_item *it);
struct desk_item *desk_item_of(struct desk *d, struct str id);
struct desk_place *desk_place_of(struct desk *d, struct str key);
/* Of what reports changed, all that was last used before that search. */
int desk_write(struct desk *d, size_t before, struct err *e);

#endif
