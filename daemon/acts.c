/* acts.c -- see acts.h. */
#include "config.h"

#include <jansson.h>

#include "alerts/match.h"
#include "alerts/mute.h"
#include "base/alloc.h"
#include "base/json.h"
#include "base/limits.h"
#include "daemon/acts_work.h"
#include "daemon/api_incident.h"
#include "daemon/ingest.h"
#include "daemon/live_events.h"
#include "store/alert_rows.h"

#define LIST_MAX 1000
#define PAGE 200

struct str
act_arg_text(struct call *c, const char *key)
{
	const json_t *v = json_object_get(c->args, key);

	return json_is_string(v)
	    ? arena_str(&c->a,
		  (struct str){ json_string_value(v), json_string_length(v) })
	    : STR_NONE;
}

int64_t
act_arg_number(struct call *c, const char *key, int64_t absent)
{
	const json_t *v = json_object_get(c->args, key);

	return json_is_integer(v) ? json_integer_value(v) : absent;
}

size_t
act_arg_limit(struct call *c)
{
	int64_t n = act_arg_number(c, "limit", 50);

	return n < 1 ? 1 : n > LIST_MAX ? LIST_MAX : (size_t)n;
}

/* ---- the outbox ---- */

static struct receiver *
receiver_named(const struct config *c, struct str name)
{
	for (size_t i = 0; i < c->n_receivers; i++)
		if (str_eq(c->receivers[i].name, name))
			return &c->receivers[i];
	return NULL;
}

static int
no_receiver(struct call *c, struct str name, struct err *e)
{
	const struct config *f = c->w->config;
	struct str known = STR("");

	for (size_t i = 0; i < f->n_receivers && i < 8; i++)
		known = arena_printf(&c->a, "%.*s%s%.*s", STR_ARG(known),
		    i == 0 ? "; there is " : ", ", STR_ARG(f->receivers[i].name));
	err_absent(e, "there is no receiver%s%.*s%s%.*s%s", name.n > 0 ? " '" : "",
	    STR_ARG(name), name.n > 0 ? "'" : "", STR_ARG(known),
	    f->n_receivers > 8 ? ", …" : "");
	return err_see(e, MANUAL_RECEIVERS);
}

/* Of those that are no longer configured, messages may be left. */
static int
check_receiver(struct call *c, bool configured, struct err *e)
{
	struct str name = act_arg_text(c, "receiver");
	struct store_delivery *rows;
	size_t n = 0;

	if (name.n == 0 || receiver_named(c->w->config, name) != NULL)
		return 0;
	if (!configured &&
	    store_outbox_list(c->w->store, &c->a, OUTBOX_N, name, 0, 1, &rows, &n, e) ==
		-1)
		return -1;
	return n > 0 ? 0 : no_receiver(c, name, e);
}

static int
state_named(struct str name, enum outbox_state *out, struct err *e)
{
	*out = OUTBOX_N;
	if (name.n == 0 || str_eq(name, STR("all")))
		return 0;
	for (int i = 0; i < OUTBOX_N; i++)
		if (str_eq(name, str_of(outbox_state_names[i]))) {
			*out = (enum outbox_state)i;
			return 0;
		}
	return err_asked(e, "a state is pending, sent, dead or suppressed");
}

static int
outbox_list(struct call *c, struct err *e)
{
	struct store_delivery *rows;
	enum outbox_state state;
	size_t n;

	if (state_named(act_arg_text(c, "state"), &state, e) == -1 ||
	    check_receiver(c, false, e) == -1 ||
	    store_outbox_list(c->w->store, &c->a, state, act_arg_text(c, "receiver"), 0,
		act_arg_limit(c), &rows, &n, e) == -1)
		return -1;
	json_open(&c->out, '[');
	for (size_t i = 0; i < n; i++)
		api_delivery(&c->out, &rows[i]);
	json_close(&c->out);
	return 0;
}

static int
outbox_show(struct call *c, struct err *e)
{
	struct str id = act_arg_text(c, "id");
	struct store_delivery d;
	bool found;

	if (store_outbox_get(c->w->store, &c->a, id, &d, &found, e) == -1)
		return -1;
	if (!found)
		return err_absent(e, "there is no delivery %.*s", STR_ARG(id));
	return api_delivery_whole(c->w->store, &c->out, &c->a, &d, e);
}

/* Whoever sends again by hand believes that the target is back. */
static int
retry_row(struct call *c, const struct store_delivery *d, size_t *n, struct err *e)
{
	struct str mark = arena_printf(&c->a, "disabled:%.*s/%.*s", STR_ARG(d->receiver),
	    STR_ARG(d->target));

	if (store_meta_set(c->w->store, mark, STR(""), e) == -1)
		return -1;
	return store_outbox_retry(c->w->store, d->id, c->w->now_ms, n, e);
}

static int
drop_row(struct call *c, const struct store_delivery *d, size_t *n, struct err *e)
{
	struct str author = act_arg_text(c, "author"), note = act_arg_text(c, "note");
	struct str why = arena_printf(&c->a, "dropped by %.*s%s%.*s",
	    STR_ARG(author.n > 0 ? author : STR("somebody")), note.n > 0 ? ": " : "",
	    STR_ARG(note));

	return store_outbox_drop(c->w->store, d->id, why, n, e);
}

typedef int row_act(struct call *c, const struct store_delivery *d, size_t *n,
    struct err *e);

static int
each_dead(struct call *c, row_act *act, size_t *total, struct err *e)
{
	struct str receiver = act_arg_text(c, "receiver");
	struct store_delivery *rows;
	size_t n, changed;

	do {
		if (store_outbox_list(c->w->store, &c->a, OUTBOX_DEAD, receiver, 0, PAGE,
			&rows, &n, e) == -1)
			return -1;
		for (size_t i = 0; i < n; i++) {
			if (act(c, &rows[i], &changed, e) == -1)
				return -1;
			*total += changed;
		}
	} while (n == PAGE);
	return 0;
}

/* The message that is named, or all that are dead: of a receiver, if one is named. */
static int
each_named(struct call *c, row_act *act, const char *done, size_t *total, struct err *e)
{
	struct str id = act_arg_text(c, "id");
	struct store_delivery d;
	bool found;

	if (id.n == 0)
		return each_dead(c, act, total, e);
	if (act_arg_text(c, "receiver").n > 0)
		return err_asked(e, "a message or a receiver is named, not both");
	if (store_outbox_get(c->w->store, &c->a, id, &d, &found, e) == -1)
		return -1;
	if (!found)
		return err_absent(e, "there is no delivery %.*s", STR_ARG(id));
	if (act(c, &d, total, e) == -1)
		return -1;
	return *total > 0 ? 0
			  : err_asked(e, "it was %s; only what is dead or waits is %s",
				outbox_state_names[d.state], done);
}

static int
outbox_retry(struct call *c, struct err *e)
{
	size_t total = 0;

	if (check_receiver(c, true, e) == -1 ||
	    each_named(c, retry_row, "sent again", &total, e) == -1)
		return -1;
	c->w->wakes = true;
	json_open(&c->out, '{');
	json_kint(&c->out, "due", (int64_t)total);
	json_close(&c->out);
	return 0;
}

static int
outbox_drop(struct call *c, struct err *e)
{
	size_t total = 0;

	if (check_receiver(c, false, e) == -1 ||
	    each_named(c, drop_row, "dropped", &total, e) == -1)
		return -1;
	json_open(&c->out, '{');
	json_kint(&c->out, "dropped", (int64_t)total);
	json_close(&c->out);
	return 0;
}

/* ---- silences ---- */

static int
silence_list(struct call *c, struct err *e)
{
	struct store_note *notes;
	size_t n;

	if (store_notes(c->w->store, &c->a, STR("silence"), c->w->now_ms, &notes, &n,
		e) == -1)
		return -1;
	json_open(&c->out, '[');
	for (size_t i = 0; i < n; i++)
		api_silence(&c->out, &notes[i]);
	json_close(&c->out);
	return 0;
}

#define SILENCE_MAX_MS (36500 * MS_DAY) /* longer is for ever */

static int
silence_add(struct call *c, struct err *e)
{
	int64_t ms = act_arg_number(c, "for_ms", INT64_MAX);
	struct store_note note = { .kind = STR("silence"),
		.what = act_arg_text(c, "matchers"),
		.author = act_arg_text(c, "author"),
		.text = act_arg_text(c, "comment"),
		.created_ms = c->w->now_ms,
		.until_ms = ms < SILENCE_MAX_MS ? c->w->now_ms + ms : TIME_NONE,
		.level = -1 };
	struct matchers m;

	if (ms <= 0)
		return err_asked(e, "a silence lasts for more than no time");
	if (matchers_parse(&m, note.what, &c->a, e) == -1)
		return err_as(e, ERR_ASKED);
	for (size_t i = 0; i < m.n; i++)
		if (label_name_check(m.items[i].name, e) == -1) {
			matchers_clear(&m);
			return -1;
		}
	if (m.n == 0)
		return err_asked(e,
		    "a silence of everything needs at least one matcher, as "
		    "severity=~\".*\"");
	matchers_clear(&m);
	if (store_note_add(c->w->store, &note, e) == -1)
		return -1;
	json_open(&c->out, '{');
	json_kint(&c->out, "id", note.id);
	json_close(&c->out);
	return 0;
}

/* What was held, for a reason that begins like this, comes at once: its rows wait for an
 * end that has come earlier. */
static int
release_held(struct call *c, struct str mark, size_t *total, struct err *e)
{
	struct store_delivery *rows;
	int64_t before = 0;
	size_t n, changed;

	do {
		if (store_outbox_list(c->w->store, &c->a, OUTBOX_PENDING, STR(""), before,
			PAGE, &rows, &n, e) == -1)
			return -1;
		for (size_t i = 0; i < n; i++) {
			before = rows[i].n;
			if (!str_starts(rows[i].error, mark) ||
			    rows[i].next_ms <= c->w->now_ms)
				continue;
			if (store_outbox_retry(c->w->store, rows[i].id, c->w->now_ms,
				&changed, e) == -1)
				return -1;
			*total += changed;
		}
	} while (n == PAGE);
	c->w->wakes = true;
	return 0;
}

static int
silence_end(struct call *c, struct err *e)
{
	int64_t id = act_arg_number(c, "id", 0);
	size_t held = 0;
	bool found;

	if (store_note_end(c->w->store, STR("silence"), id, c->w->now_ms, &found, e) ==
	    -1)
		return -1;
	if (!found)
		return err_absent(e, "there is no silence %lld", (long long)id);
	if (release_held(c, arena_printf(&c->a, "silence %lld ", (long long)id), &held,
		e) == -1)
		return -1;
	json_open(&c->out, '{');
	json_kint(&c->out, "id", id);
	json_close(&c->out);
	return 0;
}

/* ---- alerts ---- */

static int
alert_list(struct call *c, struct err *e)
{
	struct store_alert_query q = { .rule = act_arg_text(c, "rule"),
		.incident = act_arg_text(c, "incident"),
		.since_ms = act_arg_number(c, "since_ms", TIME_NONE),
		.limit = act_arg_limit(c) };
	struct store_alert *items;
	size_t n;

	if (store_alerts(c->w->store, &c->a, &q, &items, &n, e) == -1)
		return -1;
	json_open(&c->out, '[');
	for (size_t i = 0; i < n; i++)
		json_raw(&c->out, items[i].json);
	json_close(&c->out);
	return 0;
}

static int
put_deliveries(struct call *c, const struct alert *al, struct err *e)
{
	json_key(&c->out, "deliveries");
	json_open(&c->out, '[');
	for (size_t i = 0; i < c->w->config->n_receivers; i++) {
		const struct receiver *r = &c->w->config->receivers[i];

		for (size_t t = 0; t < receiver_targets(r); t++) {
			char id[ULID_LEN + 1];
			struct store_delivery d;
			bool found;

			outbox_id(id, al->created_ms, al->id, r->name,
			    receiver_target(r, t), 0);
			if (store_outbox_get(c->w->store, &c->a, str_of(id), &d, &found,
				e) == -1)
				return -1;
			if (found &&
			    api_delivery_whole(c->w->store, &c->out, &c->a, &d, e) == -1)
				return -1;
		}
	}
	json_close(&c->out);
	return 0;
}

static int
alert_show(struct call *c, struct err *e)
{
	struct str id = act_arg_text(c, "id");
	struct store_alert row;
	struct alert *al;
	bool found;

	if (store_alert_get(c->w->store, &c->a, id, &row, &found, e) == -1)
		return -1;
	if (!found)
		return err_absent(e, "there is no alert %.*s", STR_ARG(id));
	if ((al = alert_parse(&c->a, row.json, e)) == NULL)
		return -1;
	al->created_ms = row.created_ms; /* to the millisecond: ids are made of it */
	json_open(&c->out, '{');
	json_key(&c->out, "alert");
	json_raw(&c->out, row.json);
	if (put_deliveries(c, al, e) == -1)
		return -1;
	json_close(&c->out);
	return 0;
}

/* The incident of an alert's id, or the id of an incident itself; empty: the alert has
 * none. */
static int
find_incident(struct call *c, struct str id, struct str *incident, struct err *e)
{
	struct store_alert row;
	bool found;

	if (store_alert_get(c->w->store, &c->a, id, &row, &found, e) == -1)
		return -1;
	*incident = found ? row.incident : id;
	return 0;
}

/* The alerts of an incident, newest first: there is one. */
static int
alerts_of(struct call *c, struct str incident, struct store_alert **items, size_t *n,
    struct err *e)
{
	struct store_alert_query q = {
		.incident = incident, .since_ms = TIME_NONE, .limit = LIST_MAX
	};

	if (store_alerts(c->w->store, &c->a, &q, items, n, e) == -1)
		return -1;
	return *n > 0 ? 0
		      : err_absent(e, "there is no alert and no alerted incident %.*s",
			    STR_ARG(incident));
}

/* The highest step that an incident rang for so far; -1: none. */
static int
highest_step(struct call *c, struct str incident, int64_t *level, struct err *e)
{
	struct store_alert *items;
	size_t n;

	if (alerts_of(c, incident, &items, &n, e) == -1)
		return -1;
	*level = -1;
	for (size_t i = 0; i < n; i++) {
		struct alert *al = alert_parse(&c->a, items[i].json, e);

		if (al != NULL && al->step > *level)
			*level = al->step;
	}
	return 0;
}

/* The note, and what the page hears. */
static int
save_ack(struct store *s, void *arg, struct err *e)
{
	struct store_note *note = arg;
	struct buf out;
	struct json j;
	int64_t turn;
	int rc;

	buf_init(&out, LIMIT_FIELD);
	json_init(&j, &out);
	json_open(&j, '{');
	json_kstr(&j, "incident", note->what);
	json_kopt(&j, "author", note->author);
	json_close(&j);
	if (buf_ok(&out, e) == -1 || store_ledger_lock(s, &turn, e) == -1 ||
	    store_note_add(s, note, e) == -1)
		rc = -1;
	else
		rc = live_event_add(s, LIVE_ALERT_ACKNOWLEDGED, note->what, buf_str(&out),
		    note->created_ms, e);
	buf_clear(&out);
	return rc;
}

static int
alert_ack(struct call *c, struct err *e)
{
	struct store_note note = { .kind = STR("ack"),
		.author = act_arg_text(c, "author"),
		.text = act_arg_text(c, "note"),
		.created_ms = c->w->now_ms,
		.until_ms = TIME_NONE };

	if (find_incident(c, act_arg_text(c, "id"), &note.what, e) == -1)
		return -1;
	if (note.what.n == 0)
		return err_asked(e,
		    "this alert belongs to no incident; tocsin silence add fits better");
	if (highest_step(c, note.what, &note.level, e) == -1 ||
	    store_transact(c->w->store, save_ack, &note, e) == -1)
		return -1;
	json_open(&c->out, '{');
	json_kstr(&c->out, "incident", note.what);
	json_kint(&c->out, "level", note.level);
	json_close(&c->out);
	return 0;
}

/* For what rang so far.  The note is kept for as long as a receiver may hold anything. */
static int
alert_release(struct call *c, struct err *e)
{
	struct str id = act_arg_text(c, "id");
	struct store_note note = { .kind = STR("release"),
		.author = act_arg_text(c, "author"),
		.text = act_arg_text(c, "note"),
		.created_ms = c->w->now_ms,
		.until_ms = c->w->now_ms + MUTE_REVIEW_MAX_MS,
		.level = -1 };
	struct store_alert *items;
	size_t n, total = 0;

	if (find_incident(c, id, &note.what, e) == -1 ||
	    (note.what.n > 0 && alerts_of(c, note.what, &items, &n, e) == -1))
		return -1;
	if (note.what.n == 0)
		note.what = id;
	if (store_note_add(c->w->store, &note, e) == -1 ||
	    release_held(c, arena_printf(&c->a, MUTE_REVIEW "%.*s:", STR_ARG(note.what)),
		&total, e) == -1)
		return -1;
	json_open(&c->out, '{');
	json_kstr(&c->out, "released", note.what);
	json_kint(&c->out, "messages", (int64_t)total);
	json_close(&c->out);
	return 0;
}

/* ---- receivers ---- */

static int
receiver_list(struct call *c, struct err *e)
{
	json_open(&c->out, '[');
	for (size_t i = 0; i < c->w->config->n_receivers; i++) {
		const struct receiver *r = &c->w->config->receivers[i];
		int64_t due = TIME_NONE;
		size_t waiting = 0;

		if (store_outbox_next(c->w->store, r->name, &due, &waiting, INT64_MAX,
			e) == -1)
			return -1;
		json_open(&c->out, '{');
		json_kstr(&c->out, "name", r->name);
		json_kstr(&c->out, "kind", str_of(receiver_kinds[r->kind].name));
		json_kint(&c->out, "targets", (int64_t)receiver_targets(r));
		json_kint(&c->out, "waiting", (int64_t)waiting);
		json_ktime(&c->out, "due", due);
		json_close(&c->out);
	}
	json_close(&c->out);
	return 0;
}

static struct alert
drill_alert(struct call *c, char id[ULID_LEN + 1], struct str text)
{
	struct alert al = { .rule = STR("drill"),
		.reason = REASON_DRILL,
		.severity = SEVERITY_TEST,
		.created_ms = c->w->now_ms,
		.step = -1,
		.outcome = TOLL_N,
		.previous = -1,
		.change = CHANGE_N,
		.toll = { -1, -1, -1 },
		.summary = text };

	al.key = arena_printf(&c->a, "drill|%lld", (long long)c->w->now_ms);
	al.id = ulid_of(id, al.created_ms, al.key);
	return al;
}

/* One message past the outbox: does the way work? */
static int
receiver_test(struct call *c, struct err *e)
{
	struct str name = act_arg_text(c, "name");
	struct receiver *r = receiver_named(c->w->config, name), copy;
	char id[ULID_LEN + 1];
	struct alert al = drill_alert(c, id,
	    STR("Test: this message shows that the way here is open"));

	if (r == NULL)
		return no_receiver(c, name, e);
	copy = *r; /* its secrets are loaded here, beside those of the loop */
	json_open(&c->out, '[');
	for (size_t t = 0; t < receiver_targets(r); t++) {
		struct verdict v = { .kind = VERDICT_RETRY };
		struct err why = { "" };
		int64_t began = delivery_now_ms();

		if (delivery_test(&copy, receiver_target(r, t), &al, c->w->config, &v,
			&why) == -1)
			snprintf(v.text, sizeof(v.text), "%.255s", why.msg);
		json_open(&c->out, '{');
		json_kopt(&c->out, "target", receiver_target(r, t));
		json_kbool(&c->out, "delivered", v.kind == VERDICT_DELIVERED);
		json_kint(&c->out, "status", v.code);
		json_kstr(&c->out, "answer", str_of(v.text));
		json_kint(&c->out, "ms", delivery_now_ms() - began);
		if (v.kind != VERDICT_DELIVERED)
			json_kstr(&c->out, "see",
			    str_of(manual_sections[err_manual(&why, MANUAL_RECEIVERS)]));
		json_close(&c->out);
	}
	json_close(&c->out);
	return 0;
}

/* Through everything that a real alert goes through: store, outbox, delivery. */
static int
drill(struct call *c, struct err *e)
{
	struct str name = act_arg_text(c, "receiver");
	const struct config *conf = c->w->config;
	struct ingest_context ctx = { .receivers = conf->receivers,
		.n_receivers = conf->n_receivers,
		.now_ms = c->w->now_ms,
		.max_age_ms = -1 };
	struct ingest_result r = { .wait_ms = TIME_NONE };
	char id[ULID_LEN + 1];
	struct alert al = drill_alert(c, id,
	    STR("Drill: had this been real, you would read here who, where and how "
		"many"));

	al.send = ARENA_ARRAY(&c->a, struct str, conf->n_receivers);
	for (size_t i = 0; i < conf->n_receivers; i++)
		if (name.n == 0 || str_eq(conf->receivers[i].name, name))
			al.send[al.n_send++] = conf->receivers[i].name;
	if (al.n_send == 0)
		return no_receiver(c, name, e);
	if (ingest_notice(c->w->store, &c->a, &ctx, &al, &r, e) == -1)
		return -1;
	c->w->wakes = true;
	json_open(&c->out, '{');
	json_kstr(&c->out, "alert", al.id);
	json_kint(&c->out, "messages", (int64_t)r.outbox);
	json_close(&c->out);
	return 0;
}

/* ---- the table ---- */

static int (*const runs[])(struct call *c, struct err *e) = { outbox_list, outbox_show,
	outbox_retry, outbox_drop, silence_list, silence_add, silence_end, alert_list,
	alert_show, alert_ack, alert_release, receiver_list, receiver_test, drill,
	act_incident_list, act_incident_show, act_incident_merge, act_incident_split,
	act_incident_retract, act_place_list, act_place_show, act_rule_list,
	act_rule_test, act_node_list };
const char *const act_names[] = { "outbox/list", "outbox/show", "outbox/retry",
	"outbox/drop", "silence/list", "silence/add", "silence/end", "alert/list",
	"alert/show", "alert/ack", "alert/release", "receiver/list", "receiver/test",
	"drill", "incident/list", "incident/show", "incident/merge", "incident/split",
	"incident/retract", "place/list", "place/show", "rule/list", "rule/test",
	"node/list", NULL };
_Static_assert(NELEM(act_names) == NELEM(runs) + 1, "a name for each act");

int
act_run(struct act_world *w, struct str name, struct str args, struct buf *answer,
    struct err *e)
{
	struct call c = { .w = w };
	json_t *root = json_loadb(args.n == 0 ? "{}" : args.p, args.n == 0 ? 2 : args.n,
	    JSON_REJECT_DUPLICATES, NULL);
	size_t i = 0;
	int rc;

	while (act_names[i] != NULL && !str_eq(name, str_of(act_names[i])))
		i++;
	if (act_names[i] == NULL) {
		rc = err_absent(e, "there is no act '%.*s'", STR_ARG(name));
	} else if (!json_is_object(root)) {
		rc = err_asked(e, "the arguments are not a JSON object");
	} else {
		arena_init(&c.a);
		c.args = root;
		json_init(&c.out, answer);
		rc = runs[i](&c, e);
		if (rc == 0)
			rc = buf_ok(answer, e);
		arena_clear(&c.a);
	}
	json_decref(root);
	return rc;
}
