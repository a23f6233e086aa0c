/*
 * rule_sum.c -- rules that add up incidents: all in an area within a window, and record
 * highs. An event counts once: parts of an offensive that is counted itself are left out.
 */
#include "config.h"

#include "alerts/rule_eval.h"

#define SUM_INCIDENTS 1024

struct summing {
	struct evaluation *e;
	const struct rule *r;
	const struct incident *found[SUM_INCIDENTS];
	size_t n;
};

static const struct incident_change *
change_of(const struct evaluation *e, struct str id)
{
	for (size_t i = 0; i < e->changes->n_incidents; i++)
		if (str_eq(e->changes->incidents[i].after->id, id))
			return &e->changes->incidents[i];
	return NULL;
}

/* Keys under which the incidents of the area stand: its divisions, or countries. */
static size_t
area_keys(struct summing *s, const struct incident *in, struct ledger_key *out,
    size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < s->r->n_in && n < max; i++) {
		const struct rule_area *area = &s->r->in[i];

		if (area->kind == AREA_DIVISION)
			out[n++] = ledger_key(KEY_DIVISION, text_mark(area->country),
			    text_mark(area->admin1));
		else if (area->kind == AREA_PLACE)
			out[n++] = ledger_key(KEY_PLACE,
			    text_mark(place_key_name(area->key)), 0);
		else if (area->country.n > 0)
			out[n++] = ledger_key(KEY_COUNTRY, text_mark(area->country), 0);
	}
	if (n == 0 && in->country.n > 0)
		out[n++] = ledger_key(KEY_COUNTRY, text_mark(in->country), 0);
	return n;
}

static void
look_up(struct summing *s, const struct incident *in, int64_t from_ms, int64_t to_ms)
{
	const struct ledger_view *v = s->e->view->ledger;
	struct ledger_key keys[RULE_AREAS + 1];
	const struct ledger_search q = { .keys = keys,
		.n = area_keys(s, in, keys, RULE_AREAS + 1),
		.from_day = from_ms / MS_DAY,
		.to_day = to_ms / MS_DAY,
		.max = SUM_INCIDENTS };
	size_t found = v->find(v->ctx, s->e->a, &q, s->found);

	s->n = 0;
	for (size_t i = 0; i < found; i++)
		if ((s->found[s->n] = ledger_whole(v, s->e->a, s->found[i])) != NULL)
			s->n++;
}

/* The figure that an incident adds within the window, as things stood before or stand
 * now. */
static int64_t
part(struct summing *s, const struct incident *in, int64_t from_ms,
    const struct incident **seen)
{
	struct rule r = *s->r;
	struct rule_figure f;
	int64_t value;
	const struct fused *old;

	r.within = 0;
	*seen = rule_sees(s->e->a, &r, in);
	f = rule_value(s->e->a, &r, *seen);
	if (f.value <= 0 || f.fused == NULL || (*seen)->last_ms < from_ms ||
	    ((*seen)->long_run && (*seen)->n_pieces < 2))
		return 0;
	value = f.value;
	old = incident_toll_at(s->e->a, *seen, f.fused->field, f.fused->who,
	    f.fused->side, from_ms - 1);
	if (old == NULL && (*seen)->long_run) /* its history is not of this window */
		old = incident_toll_at(s->e->a, *seen, f.fused->field, f.fused->who,
		    f.fused->side, (*seen)->first_ms);
	return old == NULL ? value : value > old->best ? value - old->best : 0;
}

static bool
parent_counts(const struct summing *s, const struct incident *in)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->found[i]->id, in->parent))
			return true;
	for (size_t i = 0; i < s->e->changes->n_incidents; i++)
		if (str_eq(s->e->changes->incidents[i].after->id, in->parent))
			return true;
	return false;
}

static void
add_part(struct summing *s, int64_t from_ms, const struct incident *before,
    const struct incident *after, int64_t sum[2])
{
	const struct incident *seen;

	if (before != NULL && (before->parent.n == 0 || !parent_counts(s, before)))
		sum[0] += part(s, before, from_ms, &seen);
	if (after != NULL && (after->parent.n == 0 || !parent_counts(s, after)))
		sum[1] += part(s, after, from_ms, &seen);
}

static void
ring_sum(struct summing *s, const struct incident *in, int64_t sum[2], int64_t step,
    enum alert_reason reason, struct str key, int64_t window)
{
	struct evaluation *e = s->e;
	struct alert al;
	char span[DATE_TEXT];

	rule_about(e, s->r, in, &al);
	al.key = key;
	al.reason = reason;
	al.step = step;
	al.outcome = (enum toll_field)s->r->toll;
	al.toll = (struct alert_toll){ sum[1], sum[1], -1 };
	al.previous = sum[0];
	al.since = day_of(e->clock->now_ms - window);
	if (e->report != NULL) {
		al.quotes[al.n_quotes++] = (struct alert_quote){ e->report->title,
			e->report->url, e->report->feed };
		al.feeds[al.n_feeds++] = e->report->feed;
	}
	al.summary = arena_printf(e->a, "%lld %s in %.*s within %.*s, in %zu incidents%s",
	    (long long)sum[1], toll_names[s->r->toll],
	    STR_ARG(s->r->n_in > 0 && s->r->in[0].name.n > 0 ? s->r->in[0].name
		    : in->n_places > 0                       ? in->places[0].name
							     : STR("the area")),
	    STR_ARG(duration_text(span, window)), s->n,
	    reason == REASON_RECORD_HIGH ? ", a record high" : "");
	rule_ring(e, s->r, &al);
}

static void
area_sum(struct summing *s, const struct incident_change *c)
{
	struct evaluation *e = s->e;
	int64_t from = e->clock->now_ms - s->r->within, sum[2] = { 0, 0 }, step = -1;
	char day[DAY_TEXT];

	look_up(s, c->after, from, e->clock->now_ms);
	for (size_t i = 0; i < s->n; i++)
		if (change_of(e, s->found[i]->id) == NULL)
			add_part(s, from, s->found[i], s->found[i], sum);
	for (size_t i = 0; i < e->changes->n_incidents; i++)
		add_part(s, from, e->changes->incidents[i].before,
		    e->changes->incidents[i].after, sum);
	for (size_t i = 0; i < s->r->at.n; i++)
		if (s->r->at.steps[i] > sum[0] && s->r->at.steps[i] <= sum[1])
			step = s->r->at.steps[i];
	if (step > 0)
		ring_sum(s, c->after, sum, step, REASON_TOLL_CROSSED,
		    arena_printf(e->a, "%.*s|area|%lld|%.*s", STR_ARG(s->r->name),
			(long long)step,
			STR_ARG(day_text(day, day_of(e->clock->now_ms)))),
		    s->r->within);
}

/* ---- record highs ---- */

static int64_t
day_number(struct day d)
{
	int64_t ms = day_start(d);

	return ms == TIME_NONE ? 0 : ms / MS_DAY;
}

static void
add_day(int64_t *days, int64_t n, int64_t first, const struct incident *in, int64_t value)
{
	int64_t at = in == NULL ? -1 : day_number(in->since) - first;

	if (at < 0 && in != NULL && value > 0)
		at = 0;
	if (at >= 0 && at < n)
		days[at] += value;
}

static bool
is_record(const int64_t *days, int64_t n, int64_t window, int64_t min, int64_t *sum)
{
	int64_t highest = 0, rolling = 0;

	*sum = 0;
	for (int64_t i = 0; i < n; i++) {
		rolling += days[i];
		if (i >= window)
			rolling -= days[i - window];
		if (i >= window - 1 && i < n - window && rolling > highest)
			highest = rolling;
	}
	*sum = rolling;
	return rolling >= min && rolling > highest;
}

static void
record(struct summing *s, const struct incident_change *c)
{
	struct evaluation *e = s->e;
	int64_t n = s->r->record.lookback / MS_DAY, window = s->r->record.window / MS_DAY;
	int64_t today = e->clock->now_ms / MS_DAY, first = today - n + 1, sum[2];
	int64_t *was = ARENA_ARRAY(e->a, int64_t, (size_t)n);
	int64_t *now = ARENA_ARRAY(e->a, int64_t, (size_t)n);
	const struct incident *seen;

	look_up(s, c->after, first * MS_DAY, e->clock->now_ms);
	for (size_t i = 0; i < s->n; i++) {
		int64_t value;

		if (change_of(e, s->found[i]->id) != NULL ||
		    parent_counts(s, s->found[i]))
			continue;
		value = part(s, s->found[i], first * MS_DAY, &seen);
		add_day(was, n, first, seen, value);
		add_day(now, n, first, seen, value);
	}
	for (size_t i = 0; i < e->changes->n_incidents; i++) {
		const struct incident_change *k = &e->changes->incidents[i];
		int64_t value;

		if (k->before != NULL) {
			value = part(s, k->before, first * MS_DAY, &seen);
			add_day(was, n, first, seen, value);
		}
		value = part(s, k->after, first * MS_DAY, &seen);
		add_day(now, n, first, seen, value);
	}
	if (is_record(was, n, window, s->r->record.min, &sum[0]) ||
	    !is_record(now, n, window, s->r->record.min, &sum[1]))
		return;
	ring_sum(s, c->after, sum, -1, REASON_RECORD_HIGH,
	    arena_printf(e->a, "%.*s|record|%lld", STR_ARG(s->r->name),
		(long long)(today / window)),
	    s->r->record.window);
}

void
evaluate_sum(struct evaluation *e, const struct rule *r)
{
	struct summing s = { .e = e, .r = r };

	for (size_t i = 0; i < e->changes->n_incidents; i++) {
		const struct incident_change *c = &e->changes->incidents[i];

		if (!c->reported || rule_sees(e->a, r, c->after) == NULL)
			continue;
		if (r->record.window > 0)
			record(&s, c);
		else
			area_sum(&s, c);
		return; /* the sum takes in every change of the report */
	}
}
