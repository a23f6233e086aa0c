/* desk_rows.h -- what the ledger keeps, as rows of the store (desk_rows.c). */
#ifndef DAEMON_DESK_ROWS_H
#define DAEMON_DESK_ROWS_H

#include "facts/control.h"
#include "facts/incident.h"
#include "store/incident_rows.h"

#define DESK_BLOB_MAX (16u << 20)

struct desk_item;
/* is: what it is found under now.  head: to write it in. */
int desk_save_incident(struct store *s, struct desk_item *it,
    const struct store_index *is, struct buf *head, struct err *e);
int desk_save_control(struct store *s, const struct control *c, int64_t now_ms,
    struct err *e);
/* A line of the log with what of it was changed, for who follows: enough to know what to
 * ask for.  Before it is saved. */
int desk_tell_incident(struct store *s, const struct desk_item *it, struct err *e);
int desk_tell_control(struct store *s, const struct control *c, int64_t now_ms,
    struct err *e);
/* "contested", "partial", "held" or "unknown" */
struct str control_state(const struct control *c);
struct str control_name(const struct control *c);

#endif
