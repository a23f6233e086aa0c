/* ingest_work.h -- what the files of ingest share: one transaction under way. */
#ifndef DAEMON_INGEST_WORK_H
#define DAEMON_INGEST_WORK_H

#include "daemon/ingest.h"
#include "store/alert_rows.h"
#include "store/entry_rows.h"
#include "store/incident_rows.h"

struct key_list {
	struct store_key *items;
	size_t n, cap;
};

struct ingest_work {
	struct store *s;
	struct arena *a;       /* the caller's: what the result points to */
	struct arena *scratch; /* of one report */
	const struct ingest_context *c;
	struct ingest_result *r;
	struct store_view view;
	struct err *e;
	int64_t now_ms;        /* replay: the date of the report at hand */
	int64_t entry;         /* row of the report at hand; 0: none */
	struct key_list *keys; /* of the document */
	bool locked;           /* the ledger is ours until the end of the transaction */
};

void work_begin(struct ingest_work *w, struct store *s, struct arena *a,
    struct arena *scratch, const struct ingest_context *c, struct ingest_result *r,
    struct err *e);
/* As store_transact(), with what the desk holds: all is written and stays, or nothing. */
int work_transact(struct store *s, store_work *work, void *arg, struct err *e);

/* ingest_ledger.c: incidents and control as the ledger left them. */
int work_lock(struct ingest_work *w);
void work_save_changes(struct ingest_work *w, const struct ledger_changes *ch);

/* ingest_ring.c: rings become alerts with their outbox rows, or wait. */
int work_rings(struct ingest_work *w, const struct ring *rings, size_t n);
int work_alert(struct ingest_work *w, const struct alert *al);

#endif
