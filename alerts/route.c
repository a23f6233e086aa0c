/* route.c -- see route.h: what an alert's way is. */
#include "config.h"

#include "alerts/route.h"
#include "base/alloc.h"

#define OPEN_MAX_MS (8 * MS_DAY) /* a week's rhythm is found within it */

bool
route_urgent(const struct alert *al)
{
	bool climbs = al->previous >= 0 && al->outcome < TOLL_N &&
	    al->toll.best > al->previous;

	return al->severity == SEVERITY_CRITICAL || climbs ||
	    al->reason == REASON_DRILL || al->reason == REASON_RETRACTED;
}

/* ---- the tree ---- */

struct walk {
	const struct routing *r;
	const struct receiver *receivers;
	size_t n_receivers;
	const struct alert *al;
	struct labels labels;
	int64_t now_ms;
	struct arena *a;
	struct routed *out;
	size_t n;
};

static const struct receiver *
receiver_named(const struct walk *w, struct str name)
{
	for (size_t i = 0; i < w->n_receivers; i++)
		if (str_eq(w->receivers[i].name, name))
			return &w->receivers[i];
	return NULL;
}

static bool
is_grouped(const struct route *by)
{
	for (size_t i = 0; by != NULL && i < by->group_by.n; i++)
		if (str_eq(by->group_by.items[i], STR("...")))
			return false;
	return by != NULL && by->wait_ms > 0;
}

static struct str
group_of(const struct walk *w, const struct route *by)
{
	struct str g = STR("group");

	for (size_t i = 0; i < by->group_by.n; i++) {
		struct str name = by->group_by.items[i];

		g = arena_printf(w->a, "%.*s %.*s=%.*s", STR_ARG(g), STR_ARG(name),
		    STR_ARG(label_get(&w->labels, name)));
	}
	return str_sub(g, 0, 500);
}

/* The end of the span of that length that now is in: all of a span leave together. */
static int64_t
span_end(int64_t now_ms, int64_t length_ms)
{
	return now_ms - now_ms % length_ms + length_ms;
}

static void
add(struct walk *w, struct str name, const struct route *by)
{
	const struct receiver *r = receiver_named(w, name);
	struct routed *to = &w->out[w->n];

	if (r == NULL || (int)w->al->severity < r->min_severity)
		return;
	for (size_t i = 0; i < w->n; i++)
		if (w->out[i].receiver == r)
			return;
	*to = (struct routed){
		.receiver = r, .by = by, .due_ms = w->now_ms, .group = STR("")
	};
	w->n++;
	if (r->digest_ms > 0)
		to->group = STR("digest");
	else if (is_grouped(by))
		to->group = group_of(w, by);
	if (route_urgent(w->al))
		return;
	if (r->digest_ms > 0)
		to->due_ms = span_end(w->now_ms, r->digest_ms);
	else if (is_grouped(by))
		to->due_ms = span_end(w->now_ms, by->wait_ms);
}

/* Depth first, as there: a child that matches takes the alert from its parent. */
static bool
descend(struct walk *w, const struct route *r, unsigned depth)
{
	bool taken = false;

	if (depth > ROUTE_DEPTH || !matchers_hold(&r->matchers, &w->labels))
		return false;
	for (size_t i = 0; i < r->n_routes; i++) {
		if (!descend(w, &r->routes[i], depth + 1))
			continue;
		taken = true;
		if (!r->routes[i].go_on)
			break;
	}
	if (!taken)
		add(w, r->receiver, r);
	return true;
}

size_t
route_alert(const struct routing *r, const struct receiver *receivers, size_t n_receivers,
    const struct alert *al, int64_t now_ms, struct arena *a, struct routed **out)
{
	struct labels labels;

	alert_labels(&labels, al, a);
	return route_labels(r, receivers, n_receivers, al, &labels, now_ms, a, out);
}

size_t
route_labels(const struct routing *r, const struct receiver *receivers,
    size_t n_receivers, const struct alert *al, const struct labels *labels,
    int64_t now_ms, struct arena *a, struct routed **out)
{
	struct walk w = { .r = r,
		.receivers = receivers,
		.n_receivers = n_receivers,
		.al = al,
		.labels = *labels,
		.now_ms = now_ms,
		.a = a };

	w.out = ARENA_ARRAY(a, struct routed, n_receivers + 1);
	for (size_t i = 0; i < al->n_send; i++)
		add(&w, al->send[i], NULL);
	if (r != NULL && r->root != NULL && al->reason != REASON_DRILL &&
	    al->reason != REASON_FEED)
		descend(&w, r->root, 0);
	*out = w.out;
	return w.n;
}

/* ---- times ---- */

bool
interval_has(const struct time_interval *t, int64_t now_ms)
{
	struct civil c = date_civil(now_ms);
	int minute = c.hour * 60 + c.minute;
	bool in = t->n_times == 0;

	if (t->weekdays != 0 && (t->weekdays & 1u << c.weekday) == 0)
		return false;
	if (t->months != 0 && (t->months & 1u << c.month) == 0)
		return false;
	if (t->days != 0 && (t->days & UINT32_C(1) << c.day) == 0)
		return false;
	for (size_t i = 0; i < t->n_times && !in; i++) {
		int from = t->times[i].from, to = t->times[i].to;

		in = from == to ||
		    (from < to ? minute >= from && minute < to
			       : minute >= from || minute < to);
	}
	return in;
}

static bool
one_has(const struct routing *r, const struct str_list *names, int64_t at_ms)
{
	for (size_t i = 0; i < names->n; i++)
		for (size_t k = 0; k < r->n_intervals; k++)
			if (str_eq(r->intervals[k].name, names->items[i]) &&
			    interval_has(&r->intervals[k], at_ms))
				return true;
	return false;
}

int64_t
route_opens(const struct routing *r, const struct route *by, int64_t now_ms)
{
	int64_t at = now_ms;

	if (by == NULL || (by->mute.n == 0 && by->active.n == 0))
		return now_ms;
	/* A minute at a time: intervals have no finer ends, and a week has ten thousand.
	 */
	while (at - now_ms < OPEN_MAX_MS) {
		bool open = !one_has(r, &by->mute, at) &&
		    (by->active.n == 0 || one_has(r, &by->active, at));

		if (open)
			return at;
		at = span_end(at, MS_MINUTE);
	}
	return at;
}

/* ---- inhibition ---- */

static bool
equal_labels(const struct inhibit *in, const struct labels *x, const struct labels *y)
{
	for (size_t i = 0; i < in->equal.n; i++)
		if (!str_eq(label_get(x, in->equal.items[i]),
			label_get(y, in->equal.items[i])))
			return false;
	return true;
}

const struct alert *
route_inhibitor(const struct routing *r, const struct alert *al,
    const struct alert *const *others, size_t n, struct arena *a)
{
	struct labels mine, theirs;

	if (r == NULL || r->n_inhibits == 0)
		return NULL;
	alert_labels(&mine, al, a);
	for (size_t i = 0; i < r->n_inhibits; i++) {
		const struct inhibit *in = &r->inhibits[i];

		if (!matchers_hold(&in->target, &mine) ||
		    matchers_hold(&in->source, &mine))
			continue; /* as there: an alert cannot inhibit its own kind */
		for (size_t k = 0; k < n; k++) {
			if (str_eq(others[k]->id, al->id))
				continue;
			alert_labels(&theirs, others[k], a);
			if (matchers_hold(&in->source, &theirs) &&
			    equal_labels(in, &mine, &theirs))
				return others[k];
		}
	}
	return NULL;
}
