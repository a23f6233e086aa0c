/* acts_ledger.c -- acts on incidents, places and rules: what is known, and what people
 * undo. */
#include "config.h"

#include "base/alloc.h"
#include "daemon/acts_work.h"
#include "daemon/replay.h"
#include "daemon/api_incident.h"
#include "daemon/ingest.h"
#include "facts/control.h"
#include "facts/incident.h"

#define EXPLAIN_MAX (1u << 20)
#define SPLIT_ENTRIES 64
#define PLACES_SEARCHED 1000

/* ---- incidents ---- */

static bool
is_state(struct str name)
{
	for (int s = 0; s < INCIDENT_STATE_N; s++)
		if (str_eq(name, str_of(incident_state_names[s])))
			return true;
	return false;
}

int
act_incident_list(struct call *c, struct err *e)
{
	int64_t since = act_arg_number(c, "since_ms", TIME_NONE);
	struct store_incident_query q = { .place = act_arg_text(c, "place"),
		.state = act_arg_text(c, "state"),
		.changed_after_ms = since,
		.outcome = TOLL_KILLED,
		.min_toll = act_arg_number(c, "min", 0),
		.before_ms = TIME_NONE,
		.limit = act_arg_limit(c) };
	struct store_incident *rows;
	size_t n;

	if (country_asked(act_arg_text(c, "country"), &q.country, &c->a, e) == -1)
		return -1;
	if (q.state.n == 0)
		q.state = STR("open");
	else if (str_eq(q.state, STR("all")))
		q.state = STR_NONE;
	else if (!is_state(q.state))
		return err_asked(e, "a state is open, merged, retracted or all");
	if (store_incidents(c->w->store, &c->a, &q, &rows, &n, e) == -1)
		return -1;
	json_open(&c->out, '[');
	for (size_t i = 0; i < n; i++)
		api_incident_head(&c->out, &c->a, &rows[i]);
	json_close(&c->out);
	return 0;
}

static void
put_explained(struct call *c, const struct buf *text)
{
	json_kstr(&c->out, "text", buf_str(text));
	json_close(&c->out);
}

int
act_incident_show(struct call *c, struct err *e)
{
	struct str id = act_arg_text(c, "id");
	struct api_world w = { .store = c->w->store, .now_ms = c->w->now_ms };
	struct store_incident row;
	struct buf text;
	bool found;

	if (store_incident_get(c->w->store, &c->a, id, &row, &found, e) == -1)
		return -1;
	if (!found)
		return err_absent(e, "there is no incident %.*s", STR_ARG(id));
	json_open(&c->out, '{');
	json_key(&c->out, "incident");
	if (api_incident_whole(&w, &c->out, &c->a, &row, e) == -1)
		return -1;
	buf_init(&text, EXPLAIN_MAX);
	incident_explain(&text, incident_get(&c->a, row.bytes));
	put_explained(c, &text);
	buf_clear(&text);
	return 0;
}

/* ---- what people undo ---- */

static int
obey(struct call *c, struct ingest_order *o, struct err *e)
{
	const struct config *conf = c->w->config;
	struct ingest_context ctx = { .rules = &conf->rules,
		.receivers = conf->receivers,
		.n_receivers = conf->n_receivers,
		.routing = &conf->routing,
		.now_ms = c->w->now_ms,
		.max_age_ms = -1 };
	struct ingest_result r;

	o->incident = act_arg_text(c, "id");
	o->note = act_arg_text(c, "note");
	o->author = act_arg_text(c, "author");
	if (ingest_obey(c->w->store, &c->a, &ctx, o, &r, e) == -1)
		return -1;
	c->w->wakes = true;
	json_open(&c->out, '{');
	json_kstr(&c->out, "incident", o->incident);
	json_kint(&c->out, "changed", (int64_t)r.incidents);
	json_kint(&c->out, "corrections", (int64_t)r.n_alerts);
	json_kint(&c->out, "messages", (int64_t)r.outbox);
	json_close(&c->out);
	return 0;
}

int
act_incident_merge(struct call *c, struct err *e)
{
	return obey(c,
	    &(struct ingest_order){
		.act = INGEST_MERGE, .other = act_arg_text(c, "other") },
	    e);
}

int
act_incident_split(struct call *c, struct err *e)
{
	struct str all = act_arg_text(c, "entries"), entries[SPLIT_ENTRIES], one;
	struct ingest_order o = { .act = INGEST_SPLIT, .entries = entries };

	while (str_cut(&all, ',', &one)) {
		if (o.n_entries == SPLIT_ENTRIES)
			return err_asked(e, "at most %d entries at once", SPLIT_ENTRIES);
		if ((one = str_trim(one)).n > 0)
			entries[o.n_entries++] = one;
	}
	return obey(c, &o, e);
}

int
act_incident_retract(struct call *c, struct err *e)
{
	return obey(c, &(struct ingest_order){ .act = INGEST_RETRACT }, e);
}

/* ---- places ---- */

int
act_place_list(struct call *c, struct err *e)
{
	struct store_control *rows;
	struct str country;
	size_t n;

	if (country_asked(act_arg_text(c, "country"), &country, &c->a, e) == -1 ||
	    store_controls(c->w->store, &c->a, country, TIME_NONE, STR_NONE,
		act_arg_limit(c), &rows, &n, e) == -1)
		return -1;
	json_open(&c->out, '[');
	for (size_t i = 0; i < n; i++)
		api_control(&c->out, &c->a, &rows[i]);
	json_close(&c->out);
	return 0;
}

/* By its key, or by its name among those that changed last. */
static int
find_place(struct call *c, struct str place, struct store_control *row, struct err *e)
{
	struct fact_place named = { .name = place };
	struct str name = place_key_name(place_key(&c->a, &named));
	struct store_control *rows;
	size_t n;
	bool found;

	if (store_control_get(c->w->store, &c->a, place, row, &found, e) == -1)
		return -1;
	if (found)
		return 0;
	if (store_controls(c->w->store, &c->a, STR_NONE, TIME_NONE, STR_NONE,
		PLACES_SEARCHED, &rows, &n, e) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (str_eq_ci(rows[i].name, place) ||
		    (name.n > 0 && str_eq(place_key_name(rows[i].place), name))) {
			*row = rows[i];
			return 0;
		}
	return err_absent(e,
	    "nothing is known of who holds '%.*s'; tocsin place list shows what is",
	    STR_ARG(place));
}

int
act_place_show(struct call *c, struct err *e)
{
	struct store_control row;
	struct control *now;
	struct buf text;

	if (find_place(c, act_arg_text(c, "place"), &row, e) == -1)
		return -1;
	if ((now = control_get(&c->a, row.blob)) == NULL)
		return err_set(e,
		    "place %.*s is damaged in the store: tocsin store check",
		    STR_ARG(row.place));
	buf_init(&text, EXPLAIN_MAX);
	control_explain(&text, now);
	json_open(&c->out, '{');
	json_key(&c->out, "place");
	control_json(&c->out, now);
	put_explained(c, &text);
	buf_clear(&text);
	return 0;
}

/* ---- rules ---- */

int
act_rule_list(struct call *c, struct err *e)
{
	const struct rules *rules = &c->w->config->rules;
	struct api_world w = {
		.store = c->w->store, .rules = rules, .now_ms = c->w->now_ms
	};
	struct rule_tallies t;

	if (api_rule_tallies(&w, &c->a, &t, e) == -1)
		return -1;
	json_open(&c->out, '[');
	for (size_t i = 0; i < rules->n; i++)
		api_rule(&c->out, &c->a, &rules->items[i], &t);
	json_close(&c->out);
	return 0;
}

/* ---- what rules would have rung ---- */

#define TEST_DAYS 30     /* at most */
#define TEST_ALERTS 1000 /* that are told one by one */

struct rule_test {
	struct call *call;
	const struct rules *rules;
	int64_t *rang; /* for each rule */
	size_t n;
};

static void
test_rang(void *arg, const struct ingest_alert *al)
{
	struct rule_test *t = arg;

	for (size_t i = 0; i < t->rules->n; i++)
		t->rang[i] += str_eq(t->rules->items[i].name, al->rule);
	if (t->n++ < TEST_ALERTS)
		json_raw(&t->call->out, al->json);
}

int
act_rule_test(struct call *c, struct err *e)
{
	const struct rules *rules = &c->w->config->rules;
	struct rule_test t = { .call = c,
		.rules = rules,
		.rang = ARENA_ARRAY(&c->a, int64_t, rules->n + 1) };
	int64_t days = act_arg_number(c, "days", 7);
	struct replay x;
	int rc;

	if (days < 1 || days > TEST_DAYS)
		return err_asked(e, "days is from 1 to %d", TEST_DAYS);
	json_open(&c->out, '{');
	json_key(&c->out, "items");
	json_open(&c->out, '[');
	rc = replay_open(&x, c->w->config, test_rang, &t, e);
	if (rc == 0)
		rc = replay_store(&x, days * MS_DAY, e);
	replay_close(&x);
	json_close(&c->out);
	json_key(&c->out, "rules");
	json_open(&c->out, '[');
	for (size_t i = 0; i < rules->n; i++) {
		json_open(&c->out, '{');
		json_kstr(&c->out, "name", rules->items[i].name);
		json_kint(&c->out, "alerts", t.rang[i]);
		json_close(&c->out);
	}
	json_close(&c->out);
	json_kint(&c->out, "alerts", (int64_t)t.n);
	json_close(&c->out);
	return rc;
}
