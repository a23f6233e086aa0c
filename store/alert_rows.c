/* alert_rows.c -- see alert_rows.h. */
#include "config.h"

#include "store/alert_rows.h"
#include "store/db.h"

const char *const outbox_state_names[] = { [OUTBOX_PENDING] = "pending",
	[OUTBOX_SENT] = "sent",
	[OUTBOX_DEAD] = "dead",
	[OUTBOX_SUPPRESSED] = "suppressed" };
_Static_assert(NELEM(outbox_state_names) == OUTBOX_N, "name every state");

/* ---- alerts ---- */

static struct store_alert
alert_at(const struct rows *r, struct arena *a, int c)
{
	return (struct store_alert){ .seq = rows_int(r, c),
		.id = rows_str(r, a, c + 1),
		.key = rows_str(r, a, c + 2),
		.rule = rows_str(r, a, c + 3),
		.reason = rows_str(r, a, c + 4),
		.severity = rows_str(r, a, c + 5),
		.incident = rows_str(r, a, c + 6),
		.place = rows_str(r, a, c + 7),
		.entry = rows_int(r, c + 8),
		.created_ms = rows_int(r, c + 9),
		.json = rows_str(r, a, c + 10) };
}

static void
alert_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_alert *)item = alert_at(r, a, 0);
}

int
store_alert_insert(struct store *s, const struct store_alert *al, bool *rang,
    struct err *e)
{
	int64_t changed;

	if (db_run(s, SQL_ALERT_ADD,
		ARGS(db_text(al->id), db_text(al->key), db_text(al->rule),
		    db_text(al->reason), db_text(al->severity), db_text(al->incident),
		    db_text(al->place), db_int(al->entry), db_int(al->created_ms),
		    db_text(al->json)),
		&changed, e) < 0)
		return -1;
	*rang = changed > 0;
	return 0;
}

int
store_alert_key_known(struct store *s, struct str key, bool *known, struct err *e)
{
	int64_t seq;

	return db_number(s, SQL_ALERT_KNOWN, ARGS(db_text(key)), &seq, known, e);
}

int
store_alert_get(struct store *s, struct arena *a, struct str id, struct store_alert *al,
    bool *found, struct err *e)
{
	return db_one(s, a, SQL_ALERT_GET, ARGS(db_text(id)), alert_row, al, found, e);
}

int
store_alerts(struct store *s, struct arena *a, const struct store_alert_query *q,
    struct store_alert **items, size_t *n, struct err *e)
{
	struct db_list l;

	if (db_list(s, a, SQL_ALERTS,
		ARGS(db_int(q->before_seq == 0 ? INT64_MAX : q->before_seq),
		    db_int(q->since_ms == TIME_NONE ? INT64_MIN + 1 : q->since_ms),
		    db_text(q->rule), db_text(q->incident), db_int((int64_t)q->limit)),
		alert_row, sizeof(**items), &l, e) < 0)
		return -1;
	*items = l.items;
	*n = l.n;
	return 0;
}

/* ---- outbox ---- */

static void
outbox_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_delivery *)item = (struct store_delivery){ .n = rows_int(r, 0),
		.id = rows_str(r, a, 1),
		.alert = rows_str(r, a, 2),
		.receiver = rows_str(r, a, 3),
		.target = rows_str(r, a, 4),
		.group = rows_str(r, a, 5),
		.state = (enum outbox_state)rows_int(r, 6),
		.attempt = rows_int(r, 7),
		.next_ms = rows_int(r, 8),
		.epoch = rows_int(r, 9),
		.created_ms = rows_int(r, 10),
		.error = rows_str(r, a, 11),
		.ref = rows_str(r, a, 12) };
}

static void
outbox_json_row(const struct rows *r, struct arena *a, void *item)
{
	outbox_row(r, a, item);
	((struct store_delivery *)item)->json = rows_str(r, a, 13);
}

int
store_outbox_add(struct store *s, const struct store_delivery *d, struct err *e)
{
	return db_run(s, SQL_OUTBOX_ADD,
	    ARGS(db_text(d->id), db_text(d->alert), db_text(d->receiver),
		db_text(d->target), db_text(d->group), db_int(d->next_ms),
		db_int(d->created_ms)),
	    NULL, e);
}

static int
delivery_cmp(const void *pa, const void *pb)
{
	const struct store_delivery *a = pa, *b = pb;

	return a->n < b->n ? -1 : a->n > b->n;
}

static void
text_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct str *)item = rows_str(r, a, 0);
}

struct claimed {
	struct arena *a;
	struct store_delivery *items;
};

static int
got_json(void *arg, size_t i, struct rows *r, struct err *e)
{
	struct claimed *c = arg;
	int rc = rows_next(r, e);

	if (rc > 0)
		c->items[i].json = rows_str(r, c->a, 0);
	return rc < 0 ? -1 : 0;
}

/* Of all in one round trip. */
static int
load_json(struct store *s, struct arena *a, struct store_delivery *items, size_t n,
    struct err *e)
{
	struct db_arg *args = ARENA_ARRAY(a, struct db_arg, n + 1);
	struct claimed c = { a, items };

	for (size_t i = 0; i < n; i++)
		args[i] = db_text(items[i].alert);
	return db_each(s, SQL_OUTBOX_JSON, args, 1, n, got_json, &c, e);
}

/* What a lost claim costs is what an expired one does, so it does not wait for the disk.
 */
static int
take_due(struct store *s, struct arena *a, const struct db_arg *args, size_t n_args,
    struct db_list *l, struct err *e)
{
	int rc;

	if (db_relax(s, true, e) < 0)
		return -1;
	rc = db_list(s, a, SQL_OUTBOX_CLAIM, args, n_args, outbox_row,
	    sizeof(struct store_delivery), l, e);
	return db_relax(s, false, rc == 0 ? e : &(struct err){ "" }) < 0 ? -1 : rc;
}

int
store_outbox_claim(struct store *s, struct arena *a, struct str receiver,
    int64_t lease_ms, size_t max, struct store_delivery **items, size_t *n, struct err *e)
{
	struct db_list l;
	int64_t now;

	*n = 0;
	if (store_now(s, &now, e) < 0 ||
	    take_due(s, a,
		ARGS(db_text(receiver), db_int(now), db_int(lease_ms),
		    db_text(str_of(s->node)), db_int((int64_t)max)),
		&l, e) < 0 ||
	    load_json(s, a, l.items, l.n, e) < 0)
		return -1;
	if (l.n > 1)
		qsort(l.items, l.n, sizeof(struct store_delivery), delivery_cmp);
	*items = l.items;
	*n = l.n;
	return 0;
}

int
store_outbox_finish(struct store *s, const struct store_delivery *d,
    const struct store_attempt *at, bool *fenced, struct err *e)
{
	int64_t attempt = 0;
	bool found;

	if (db_number(s, SQL_OUTBOX_FINISH,
		ARGS(db_int(d->n), db_int(d->epoch), db_int((int64_t)d->state),
		    db_int(d->next_ms), db_text(d->error), db_text(d->ref),
		    db_int(at != NULL)),
		&attempt, &found, e) < 0)
		return -1;
	*fenced = !found;
	if (!found || at == NULL)
		return 0;
	return db_run(s, SQL_ATTEMPT_ADD,
	    ARGS(db_int(d->n), db_int(attempt), db_int(at->at_ms), db_int(at->latency_ms),
		db_int(at->status), db_text(at->error), db_text(str_of(s->node))),
	    NULL, e);
}

int
store_outbox_next(struct store *s, struct str receiver, int64_t *due_ms, size_t *waiting,
    size_t max, struct err *e)
{
	int64_t count = 0;

	*due_ms = TIME_NONE;
	if (db_number(s, SQL_OUTBOX_NEXT, ARGS(db_text(receiver)), due_ms, NULL, e) < 0)
		return -1;
	if (db_number(s, SQL_OUTBOX_COUNT, ARGS(db_text(receiver), db_int((int64_t)max)),
		&count, NULL, e) < 0)
		return -1;
	*waiting = (size_t)count;
	return 0;
}

int
store_outbox_list(struct store *s, struct arena *a, enum outbox_state state,
    struct str receiver, int64_t before, size_t limit, struct store_delivery **items,
    size_t *n, struct err *e)
{
	struct db_list l;

	if (db_list(s, a, SQL_OUTBOX_LIST,
		ARGS(db_int(before == 0 ? INT64_MAX : before),
		    db_int(state == OUTBOX_N ? -1 : (int64_t)state), db_text(receiver),
		    db_int((int64_t)limit)),
		outbox_row, sizeof(**items), &l, e) < 0)
		return -1;
	*items = l.items;
	*n = l.n;
	return 0;
}

int
store_outbox_get(struct store *s, struct arena *a, struct str id,
    struct store_delivery *d, bool *found, struct err *e)
{
	return db_one(s, a, SQL_OUTBOX_GET, ARGS(db_text(id)), outbox_json_row, d, found,
	    e);
}

int
store_outbox_retry(struct store *s, struct str id, int64_t now_ms, size_t *n,
    struct err *e)
{
	int64_t changed;
	int rc;

	if (id.n > 0)
		rc = db_run(s, SQL_OUTBOX_RETRY, ARGS(db_text(id), db_int(now_ms)),
		    &changed, e);
	else
		rc = db_run(s, SQL_OUTBOX_RETRY_DEAD, ARGS(db_int(now_ms)), &changed, e);
	*n = rc == 0 ? (size_t)changed : 0;
	return rc;
}

int
store_outbox_drop(struct store *s, struct str id, struct str why, size_t *n,
    struct err *e)
{
	int64_t changed;
	int rc = db_run(s, SQL_OUTBOX_DROP, ARGS(db_text(id), db_text(why)), &changed, e);

	*n = rc == 0 ? (size_t)changed : 0;
	return rc;
}

static void
attempt_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_attempt *)item = (struct store_attempt){ .at_ms = rows_int(r, 0),
		.latency_ms = rows_int(r, 1),
		.status = rows_int(r, 2),
		.error = rows_str(r, a, 3),
		.node = rows_str(r, a, 4) };
}

int
store_attempts(struct store *s, struct arena *a, struct str delivery,
    struct store_attempt **items, size_t *n, struct err *e)
{
	struct db_list l;

	if (db_list(s, a, SQL_ATTEMPTS, ARGS(db_text(delivery)), attempt_row,
		sizeof(**items), &l, e) < 0)
		return -1;
	*items = l.items;
	*n = l.n;
	return 0;
}

int
store_outbox_ref(struct store *s, struct arena *a, struct str receiver, struct str target,
    struct str incident, struct str *ref, struct err *e)
{
	bool found;

	*ref = STR_NONE;
	if (incident.n == 0)
		return 0;
	return db_one(s, a, SQL_OUTBOX_REF,
	    ARGS(db_text(receiver), db_text(target), db_text(incident)), text_row, ref,
	    &found, e);
}

/* ---- rings that wait ---- */

static void
wait_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_wait *)item = (struct store_wait){ .due_ms = rows_int(r, 0),
		.alert = alert_at(r, a, 1) };
}

int
store_wait_add(struct store *s, const struct store_wait *w, struct err *e)
{
	const struct store_alert *al = &w->alert;

	return db_run(s, SQL_WAIT_ADD,
	    ARGS(db_int(w->due_ms), db_text(al->id), db_text(al->key), db_text(al->rule),
		db_text(al->reason), db_text(al->severity), db_text(al->incident),
		db_text(al->place), db_int(al->entry), db_int(al->created_ms),
		db_text(al->json)),
	    NULL, e);
}

static int
wait_cmp(const void *pa, const void *pb)
{
	const struct store_wait *a = pa, *b = pb;

	if (a->due_ms != b->due_ms)
		return a->due_ms < b->due_ms ? -1 : 1;
	return a->alert.seq < b->alert.seq ? -1 : a->alert.seq > b->alert.seq;
}

int
store_waits_take(struct store *s, struct arena *a, int64_t now_ms, size_t max,
    struct store_wait **items, size_t *n, struct err *e)
{
	struct db_list l;

	if (db_list(s, a, SQL_WAITS_TAKE, ARGS(db_int(now_ms), db_int((int64_t)max)),
		wait_row, sizeof(**items), &l, e) < 0)
		return -1;
	if (l.n > 1)
		qsort(l.items, l.n, sizeof(**items), wait_cmp);
	*items = l.items;
	*n = l.n;
	return 0;
}

int
store_wait_next(struct store *s, int64_t *due_ms, struct err *e)
{
	*due_ms = TIME_NONE;
	return db_number(s, SQL_WAIT_NEXT, NO_ARGS, due_ms, NULL, e);
}

int
store_replan(struct store *s, int64_t lease_ms, struct err *e)
{
	int64_t now_ms;

	if (store_now(s, &now_ms, e) < 0 ||
	    db_run(s, SQL_OUTBOX_REPLAN, ARGS(db_int(now_ms), db_int(lease_ms)), NULL,
		e) < 0)
		return -1;
	return db_run(s, SQL_WAIT_REPLAN, ARGS(db_int(now_ms)), NULL, e);
}

/* ---- silences and acknowledgements ---- */

int
store_note_add(struct store *s, struct store_note *note, struct err *e)
{
	return db_add(s, SQL_NOTE_ADD,
	    ARGS(db_text(note->kind), db_text(note->what), db_text(note->author),
		db_text(note->text), db_int(note->created_ms), db_time(note->until_ms),
		db_int(note->level)),
	    &note->id, e);
}

int
store_note_end(struct store *s, struct str kind, int64_t id, int64_t at_ms, bool *found,
    struct err *e)
{
	int64_t changed;

	if (db_run(s, SQL_NOTE_END, ARGS(db_int(id), db_int(at_ms), db_text(kind)),
		&changed, e) < 0)
		return -1;
	*found = changed > 0;
	return 0;
}

static void
note_row(const struct rows *r, struct arena *a, void *item)
{
	*(struct store_note *)item = (struct store_note){ .id = rows_int(r, 0),
		.kind = rows_str(r, a, 1),
		.what = rows_str(r, a, 2),
		.author = rows_str(r, a, 3),
		.text = rows_str(r, a, 4),
		.created_ms = rows_int(r, 5),
		.until_ms = rows_time(r, 6),
		.level = rows_int(r, 7) };
}

int
store_notes(struct store *s, struct arena *a, struct str kind, int64_t at_ms,
    struct store_note **items, size_t *n, struct err *e)
{
	struct db_list l;

	if (db_list(s, a, SQL_NOTES, ARGS(db_text(kind), db_int(at_ms)), note_row,
		sizeof(**items), &l, e) < 0)
		return -1;
	*items = l.items;
	*n = l.n;
	return 0;
}
