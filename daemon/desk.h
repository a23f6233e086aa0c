/*
 * desk.h -- the part of the ledger at hand: incidents, the keys they are looked for under
 * and places, as they were last read from the store or left by a report.  The ledger asks
 * here first; what reports changed is written by desk_settle(), each thing once, before
 * the transaction ends.
 *
 * It lives with the connection, and holds while the ledger's turn (store_ledger_lock())
 * is the one that it has seen: another node's change makes it forget, so does a
 * transaction that fails.
 */
#ifndef DAEMON_DESK_H
#define DAEMON_DESK_H

#include "facts/ledger.h"
#include "store/store.h"

struct desk;

struct desk *desk_of(struct store *s); /* made when first asked for */
void desk_forget(struct store *s);     /* all of it, also what was not written */
/* grown so large, with its tables, it is cleared up; 20 MiB */
void desk_set_bytes(struct desk *d, size_t bytes);
/* Takes the ledger for this transaction. */
int desk_lock(struct desk *d, struct err *e);
/* When it has grown too large what is old is forgotten, and written before; nothing found
 * before may be used. */
int desk_trim(struct desk *d, struct err *e);

/* As struct ledger_view has them; -1 or false: *e is set. */
int desk_find(struct desk *d, struct arena *a, const struct ledger_search *q,
    const struct incident **out, size_t *found, struct err *e);
int desk_told(struct desk *d, struct str entry, const struct incident **out, size_t max,
    size_t *n, struct err *e);
int desk_incident(struct desk *d, struct str id, const struct incident **in,
    struct err *e);
int desk_control(struct desk *d, struct str key, const struct control **c, struct err *e);

void desk_put_incident(struct desk *d, const struct incident_change *c, int64_t now_ms);
void desk_put_control(struct desk *d, const struct control *c, int64_t now_ms);
/* Each with a line of the log for who follows: one for all that changed since the last.
 */
int desk_flush(struct desk *d, struct err *e);
/* For a store that dies with its process: what reports changed is written to make room
 * only, and not logged. */
void desk_hold_back(struct desk *d);
/* Before a transaction ends: writes what has to be. */
int desk_settle(struct desk *d, struct err *e);
struct side_memo *desk_sides(struct desk *d); /* as long as the desk */

#endif
