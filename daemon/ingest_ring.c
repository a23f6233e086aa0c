/* ingest_ring.c -- a ring becomes an alert and the rows that carry it, in the same
 * transaction. */
#include "config.h"

#include "alerts/outbox.h"
#include "base/limits.h"
#include "daemon/ingest_work.h"
#include "daemon/live_events.h"

static int
add_deliveries(struct ingest_work *w, const struct alert *al, const struct routed *to)
{
	const struct receiver *rc = to->receiver;

	for (size_t t = 0; t < receiver_targets(rc); t++) {
		struct str target = receiver_target(rc, t);
		char id[ULID_LEN + 1];
		struct store_delivery d = { .alert = al->id,
			.receiver = rc->name,
			.target = target,
			.created_ms = w->now_ms,
			.next_ms = to->due_ms,
			.group = to->group };

		w->r->outbox++;
		if (w->c->unheard)
			continue;
		d.id = outbox_id(id, al->created_ms, al->id, rc->name, target, 0);
		if (store_outbox_add(w->s, &d, w->e) < 0)
			return -1;
	}
	return 0;
}

static int
route(struct ingest_work *w, const struct alert *al)
{
	struct routed *to;
	size_t n = route_alert(w->c->routing, w->c->receivers, w->c->n_receivers, al,
	    w->now_ms, w->a, &to);

	for (size_t i = 0; i < n; i++)
		if (add_deliveries(w, al, &to[i]) < 0)
			return -1;
	return 0;
}

static void
report_alert(struct ingest_work *w, const struct alert *al, struct str json)
{
	struct ingest_result *r = w->r;
	struct ingest_alert *more = ARENA_ARRAY(w->a, struct ingest_alert,
	    r->n_alerts + 1);

	if (r->n_alerts > 0)
		memcpy(more, r->alerts, r->n_alerts * sizeof(*more));
	more[r->n_alerts++] = (struct ingest_alert){ .id = arena_str(w->a, al->id),
		.rule = arena_str(w->a, al->rule),
		.summary = arena_str(w->a, al->summary),
		.json = arena_str(w->a, json),
		.severity = al->severity };
	r->alerts = more;
}

static struct store_alert
alert_columns(const struct ingest_work *w, const struct alert *al, struct str json)
{
	return (struct store_alert){ .id = al->id,
		.key = al->key,
		.rule = al->rule,
		.reason = str_of(alert_reason_names[al->reason]),
		.severity = str_of(severity_names[al->severity]),
		.incident = al->incident,
		.place = al->n_places > 0 ? al->places[0].name : STR_NONE,
		.entry = w->entry,
		.created_ms = al->created_ms,
		.json = json };
}

int
work_alert(struct ingest_work *w, const struct alert *al)
{
	struct store_alert row;
	struct buf out;
	struct json j;
	bool rang = false;
	int rc = -1;

	buf_init(&out, 4 * LIMIT_ALERT_JSON);
	json_init(&j, &out);
	alert_json(&j, al);
	row = alert_columns(w, al, buf_str(&out));
	/* The lock also keeps events in the order of their numbers, which readers follow.
	 */
	if (buf_ok(&out, w->e) == 0 && work_lock(w) == 0 &&
	    store_alert_insert(w->s, &row, &rang, w->e) == 0)
		rc = 0;
	if (rc == 0 && rang) {
		report_alert(w, al, row.json);
		if (route(w, al) < 0 ||
		    (!w->c->unheard &&
			live_event_add(w->s, LIVE_ALERT_FIRED, al->id, row.json,
			    w->now_ms, w->e) < 0))
			rc = -1;
	}
	buf_clear(&out);
	return rc;
}

static int
add_wait(struct ingest_work *w, const struct ring *ring)
{
	struct buf out;
	struct json j;
	int rc = -1;

	buf_init(&out, 4 * LIMIT_ALERT_JSON);
	json_init(&j, &out);
	alert_json(&j, &ring->alert);
	if (buf_ok(&out, w->e) == 0)
		rc = store_wait_add(w->s,
		    &(struct store_wait){ .due_ms = ring->due_ms,
			.alert = alert_columns(w, &ring->alert, buf_str(&out)) },
		    w->e);
	buf_clear(&out);
	return rc;
}

int
work_rings(struct ingest_work *w, const struct ring *rings, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool waits = rings[i].due_ms > w->now_ms;

		if ((waits ? add_wait(w, &rings[i]) : work_alert(w, &rings[i].alert)) < 0)
			return -1;
	}
	return 0;
}

/* ---- rings whose time has come ---- */

static const struct rule *
rule_named(const struct rules *rules, struct str name)
{
	for (size_t i = 0; i < rules->n; i++)
		if (str_eq(rules->items[i].name, name))
			return &rules->items[i];
	return NULL;
}

static int
ring_waited(struct ingest_work *w, const struct store_wait *wait)
{
	const struct rule *rule = rule_named(w->c->rules, wait->alert.rule);
	struct alert *al = rule == NULL ? NULL
					: alert_parse(w->scratch, wait->alert.json, w->e);
	bool holds;

	if (al == NULL)
		return 0; /* its rule is gone, or it was written by a version that said it
			     otherwise */
	al->key = wait->alert.key;
	al->send = rule->send.items;
	al->n_send = rule->send.n;
	holds = rule_holds(rule, al, &w->view.ledger, w->scratch, w->now_ms);
	if (w->view.failed)
		return -1;
	w->entry = wait->alert.entry;
	return holds ? work_alert(w, al) : 0;
}

#define WAITS_AT_ONCE 64

struct ringing {
	struct arena *a;
	const struct ingest_context *c;
	const struct alert *notice;
	struct ingest_result *r;
};

static int
ring_due(struct ingest_work *w)
{
	struct store_wait *waits;
	size_t n = 0;
	int rc = 0;

	if (work_lock(w) < 0 ||
	    store_waits_take(w->s, w->a, w->now_ms, WAITS_AT_ONCE, &waits, &n, w->e) < 0)
		return -1;
	for (size_t i = 0; i < n && rc == 0; i++) {
		arena_reset(w->scratch);
		rc = ring_waited(w, &waits[i]);
	}
	return rc < 0 ? -1 : store_wait_next(w->s, &w->r->wait_ms, w->e);
}

static int
ring_in(struct store *s, void *arg, struct err *e)
{
	const struct ringing *all = arg;
	struct ingest_work w;
	struct arena scratch;
	int rc;

	arena_init(&scratch);
	work_begin(&w, s, all->a, &scratch, all->c, all->r, e);
	rc = all->notice != NULL ? work_alert(&w, all->notice) : ring_due(&w);
	arena_clear(&scratch);
	return rc;
}

int
ingest_waiting(struct store *s, struct arena *a, const struct ingest_context *c,
    struct ingest_result *r, struct err *e)
{
	struct ringing all = { .a = a, .c = c, .r = r };

	return work_transact(s, ring_in, &all, e);
}

int
ingest_notice(struct store *s, struct arena *a, const struct ingest_context *c,
    const struct alert *al, struct ingest_result *r, struct err *e)
{
	struct ringing all = { .a = a, .c = c, .notice = al, .r = r };

	return work_transact(s, ring_in, &all, e);
}
