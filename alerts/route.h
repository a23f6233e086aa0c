/*
 * route.h -- which receivers hear an alert, when, and with what beside it:
 * Alertmanager's vocabulary.  A rule's "send" names receivers directly; the route tree
 * adds those whose matchers hold.  Grouping may hold a message back for a moment, but
 * never a critical one and never a higher step for the sake of a lower one.  Pure.
 *
 *	route: {receiver: desk, group_by: [incident], group_wait: 30s, routes: [
 *	  {matchers: ['severity="critical"'], receiver: pager, continue: yes}]}
 *	inhibit_rules: [{source_matchers: [reason=retracted],
 *	  target_matchers: [reason=toll_raised], equal: [incident]}]
 *	time_intervals: [{name: night, times: [{start: "22:00", end: "06:00"}]}]
 */
#ifndef ALERTS_ROUTE_H
#define ALERTS_ROUTE_H

#include "alerts/match.h"
#include "alerts/receiver.h"

#define ROUTE_DEPTH 16

struct route {
	struct conf_pos pos;
	struct str receiver;
	struct matchers matchers;
	struct str_list group_by; /* "...": no grouping */
	/* group_wait, group_interval, repeat_interval */
	int64_t wait_ms, interval_ms, repeat_ms;
	struct str_list mute, active; /* names of time intervals */
	bool go_on;                   /* continue */
	struct route *routes;
	size_t n_routes;
};

struct inhibit {
	struct matchers source, target;
	struct str_list equal;
};

struct time_range {
	int from, to; /* minutes of the day, UTC; over midnight if to < from; equal: all
			 day */
};

struct time_interval {
	struct str name;
	struct time_range *times;
	size_t n_times;    /* none: any */
	unsigned weekdays; /* bits, Sunday is 0; none: any */
	unsigned months;   /* bits, January is 1; none: any */
	uint32_t days;     /* of the month, bits 1..31; none: any */
};

struct routing {
	struct route *root; /* NULL: only what rules send */
	struct inhibit *inhibits;
	size_t n_inhibits;
	struct time_interval *intervals;
	size_t n_intervals;
};

/* Of each route, of each of inhibit_rules and of time_intervals. */
extern const struct conf_table route_table, inhibit_table, interval_table;

/* Any node may be NULL.  Names of receivers and intervals are checked. */
void routing_decode(struct routing *out, const struct conf *route,
    const struct conf *inhibits, const struct conf *intervals,
    const struct receiver *receivers, size_t n_receivers, struct conf_diag *d);
void routing_clear(struct routing *r); /* regular expressions; all else is the arena's */

struct routed {
	const struct receiver *receiver;
	const struct route *by; /* NULL: named by the rule */
	struct str group;       /* empty: a message of its own */
	int64_t due_ms;
};
/* Each receiver once, least severities respected. */
size_t route_alert(const struct routing *r, const struct receiver *receivers,
    size_t n_receivers, const struct alert *al, int64_t now_ms, struct arena *a,
    struct routed **out);

/* The same by labels that need not be the alert's own: what if one had them? */
size_t route_labels(const struct routing *r, const struct receiver *receivers,
    size_t n_receivers, const struct alert *al, const struct labels *labels,
    int64_t now_ms, struct arena *a, struct routed **out);

/* Nothing holds it back: critical, or it climbs. */
bool route_urgent(const struct alert *al);
bool interval_has(const struct time_interval *t, int64_t now_ms);
/* When a route's mute and active intervals let a message pass; now_ms if they do now. */
int64_t route_opens(const struct routing *r, const struct route *by, int64_t now_ms);
/* The first of others that inhibits al; NULL: none. */
const struct alert *route_inhibitor(const struct routing *r, const struct alert *al,
    const struct alert *const *others, size_t n, struct arena *a);

#endif
