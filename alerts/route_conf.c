/* route_conf.c -- routing as the configuration says it: tables, and what they say of each
 * other. */
#include "config.h"

#include "alerts/route.h"
#include "base/alloc.h"

#define MINUTES 1440

/* The names that routes may use; the decoders of tables have no other way to them. */
static bool
known_receiver(const struct receiver *r, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(r[i].name, name))
			return true;
	return false;
}

static void
decode_matchers(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct str_list list = { NULL, 0 };
	struct conf_key texts = *key;
	struct matchers *to = field;
	struct str all = STR("");
	struct err e;

	texts.type = CONF_TEXTS;
	if (!conf_decode_value(node, &texts, &list, d))
		return;
	for (size_t i = 0; i < list.n; i++) {
		struct str one = str_trim(list.items[i]);

		if (str_starts(one, STR("{")) && str_ends(one, STR("}")))
			one = str_sub(one, 1, one.n - 1);
		all = arena_printf(d->arena, "%.*s%s%.*s", STR_ARG(all), i > 0 ? "," : "",
		    STR_ARG(one));
	}
	if (matchers_parse(to, all, d->arena, &e) == -1)
		conf_error(d, node->pos, "%s: %s", key->name, e.msg);
	for (size_t i = 0; i < to->n; i++)
		if (label_name_check(to->items[i].name, &e) == -1)
			conf_warn(d, node->pos, "%s: %s", key->name, e.msg);
}

/* ---- time intervals ---- */

static bool
minute_of(struct str s, int *out)
{
	uint64_t h, m;

	if (s.n != 5 || s.p[2] != ':' || !str_uint(str_sub(s, 0, 2), &h) ||
	    !str_uint(str_sub(s, 3, 5), &m) || h > 24 || m > 59 || h * 60 + m > MINUTES)
		return false;
	*out = (int)(h * 60 + m) % MINUTES;
	return true;
}

static void
decode_minute(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	if (node->kind != CONF_SCALAR || !minute_of(node->value, field))
		conf_error(d, node->pos, "%s takes a time of the day (UTC), as \"22:00\"",
		    key->name);
}

static const struct conf_key range_keys[] = {
	{ "start", CONF_CUSTOM, offsetof(struct time_range, from), .required = true,
	    .decode = decode_minute, .help = "from this minute on",
	    .example = "\"22:00\"" },
	{ "end", CONF_CUSTOM, offsetof(struct time_range, to), .required = true,
	    .decode = decode_minute,
	    .help = "up to this minute; may lie on the next day" },
	{ .name = NULL },
};
static const struct conf_table range_table = { "times", range_keys };

static void
decode_times(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	struct time_interval *t = (struct time_interval *)(void *)((char *)field -
	    offsetof(struct time_interval, times));

	if (node->kind != CONF_LIST) {
		conf_error(d, node->pos, "%s takes a list of {start: …, end: …}",
		    key->name);
		return;
	}
	t->times = ARENA_ARRAY(d->arena, struct time_range, node->n);
	for (size_t i = 0; i < node->n; i++)
		conf_decode(node->items[i], &range_table, &t->times[t->n_times++], d);
}

static const char *const weekday_names[] = { "sunday", "monday", "tuesday", "wednesday",
	"thursday", "friday", "saturday", NULL };
static const char *const month_names[] = { "", "january", "february", "march", "april",
	"may", "june", "july", "august", "september", "october", "november", "december",
	NULL };

static int
word_number(struct str s, const char *const *names, int min, int max)
{
	uint64_t v;

	for (int i = 0; names != NULL && names[i] != NULL; i++)
		if (s.n >= 3 && str_starts_ci(str_of(names[i]), s))
			return i;
	return str_uint(s, &v) && v >= (uint64_t)min && v <= (uint64_t)max ? (int)v : -1;
}

/* "monday:friday", "saturday", "1:5" as bits; ranges may run over the end. */
static void
decode_bits(const struct conf *node, const struct conf_key *key, uint32_t *bits,
    const char *const *names, int min, int max, struct conf_diag *d)
{
	struct str_list list = { NULL, 0 };
	struct conf_key texts = *key;

	texts.type = CONF_TEXTS;
	if (!conf_decode_value(node, &texts, &list, d))
		return;
	for (size_t i = 0; i < list.n; i++) {
		struct str rest = list.items[i], part = STR("");
		int from, to;

		str_cut(&rest, ':', &part);
		from = word_number(part, names, min, max);
		to = rest.n > 0 ? word_number(rest, names, min, max) : from;
		if (from < min || to < min) {
			conf_error(d, node->pos, "%s has no '%.*s'", key->name,
			    STR_ARG(list.items[i]));
			return;
		}
		for (int k = from;; k = k == max ? min : k + 1) {
			*bits |= UINT32_C(1) << k;
			if (k == to)
				break;
		}
	}
}

static void
decode_weekdays(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	decode_bits(node, key, field, weekday_names, 0, 6, d);
}

static void
decode_months(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	decode_bits(node, key, field, month_names, 1, 12, d);
}

static void
decode_days(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	decode_bits(node, key, field, NULL, 1, 31, d);
}

#define IN(member) offsetof(struct time_interval, member)
static const struct conf_key interval_keys[] = {
	{ "name", CONF_TEXT, IN(name), .required = true, .help = "what routes call it" },
	{ "times", CONF_CUSTOM, IN(times), .decode = decode_times, .table = &range_table,
	    .help = "parts of the day, UTC",
	    .example = "[{start: \"22:00\", end: \"06:00\"}]" },
	{ "weekdays", CONF_CUSTOM, IN(weekdays), .decode = decode_weekdays,
	    .help = "days or ranges", .example = "[monday:friday]" },
	{ "months", CONF_CUSTOM, IN(months), .decode = decode_months,
	    .help = "months or ranges" },
	{ "days_of_month", CONF_CUSTOM, IN(days), .decode = decode_days,
	    .help = "1 to 31, or ranges" },
	{ .name = NULL },
};
const struct conf_table interval_table = { "a time interval", interval_keys };

/* ---- routes ---- */

static void decode_routes(const struct conf *node, const struct conf_key *key,
    void *field, struct conf_diag *d);

#define AT(member) offsetof(struct route, member)
static const struct conf_key route_keys[] = {
	{ "receiver", CONF_TEXT, AT(receiver),
	    .help = "who hears it; a child's may be its parent's" },
	{ "matchers", CONF_CUSTOM, AT(matchers), .decode = decode_matchers,
	    .help = "all must hold",
	    .example = "['severity=\"critical\"', 'country=~\"SY|LB\"']" },
	{ "group_by", CONF_TEXTS, AT(group_by),
	    .help = "labels of those that share a message; "
		    "\"...\": none do",
	    .example = "[incident]" },
	{ "group_wait", CONF_DURATION, AT(wait_ms), .min = 0, .max = MS_HOUR,
	    .help = "longest wait for others of the group (30s)" },
	{ "group_interval", CONF_DURATION, AT(interval_ms), .min = 0, .max = MS_DAY,
	    .help = "least time between two messages of a group (5m)" },
	{ "repeat_interval", CONF_DURATION, AT(repeat_ms), .min = 0, .max = 30 * MS_DAY,
	    .help = "remind so often until acknowledged or overtaken; 0: never" },
	{ "mute_time_intervals", CONF_TEXTS, AT(mute), .help = "when nothing is sent" },
	{ "active_time_intervals", CONF_TEXTS, AT(active),
	    .help = "the only times to send" },
	{ "continue", CONF_BOOL, AT(go_on), .help = "look at the next routes as well" },
	{ "routes", CONF_CUSTOM, AT(routes), .decode = decode_routes,
	    .help = "children" },
	{ .name = NULL },
};
const struct conf_table route_table = { "a route", route_keys };

/* What a child does not say it has from its parent. */
static void
inherit(struct route *child, const struct conf *node, const struct route *parent)
{
	if (child->receiver.n == 0)
		child->receiver = parent->receiver;
	if (conf_get(node, STR("group_by")) == NULL)
		child->group_by = parent->group_by;
	if (conf_get(node, STR("group_wait")) == NULL)
		child->wait_ms = parent->wait_ms;
	if (conf_get(node, STR("group_interval")) == NULL)
		child->interval_ms = parent->interval_ms;
	if (conf_get(node, STR("repeat_interval")) == NULL)
		child->repeat_ms = parent->repeat_ms;
}

static void
decode_route(struct route *r, const struct conf *node, const struct route *parent,
    unsigned depth, struct conf_diag *d)
{
	const struct conf *children = conf_get(node, STR("routes"));

	*r = (struct route){ .pos = node->pos };
	if (depth > ROUTE_DEPTH) {
		conf_error(d, node->pos, "routes lie deeper than %d", ROUTE_DEPTH);
		return;
	}
	conf_decode(node, &route_table, r, d);
	inherit(r, node, parent);
	if (children == NULL || children->kind != CONF_LIST)
		return;
	r->routes = ARENA_ARRAY(d->arena, struct route, children->n);
	for (size_t i = 0; i < children->n; i++)
		decode_route(&r->routes[r->n_routes++], children->items[i], r, depth + 1,
		    d);
}

/* The children are decoded with their parent at hand, above. */
static void
decode_routes(const struct conf *node, const struct conf_key *key, void *field,
    struct conf_diag *d)
{
	if (node->kind != CONF_LIST)
		conf_error(d, node->pos, "%s takes a list of routes", key->name);
}

static const struct conf_key inhibit_keys[] = {
	{ "source_matchers", CONF_CUSTOM, offsetof(struct inhibit, source),
	    .required = true, .decode = decode_matchers, .help = "what quiets others" },
	{ "target_matchers", CONF_CUSTOM, offsetof(struct inhibit, target),
	    .required = true, .decode = decode_matchers, .help = "what is quieted" },
	{ "equal", CONF_TEXTS, offsetof(struct inhibit, equal),
	    .help = "labels that are the same", .example = "[incident]" },
	{ .name = NULL },
};
const struct conf_table inhibit_table = { "an inhibition", inhibit_keys };

/* ---- all of it ---- */

static void
check_intervals(const struct routing *out, const struct str_list *names,
    struct conf_pos at, struct conf_diag *d)
{
	for (size_t i = 0; i < names->n; i++) {
		bool known = false;

		for (size_t k = 0; k < out->n_intervals; k++)
			known = known || str_eq(out->intervals[k].name, names->items[i]);
		if (!known)
			conf_error(d, at, "there is no time interval '%.*s'",
			    STR_ARG(names->items[i]));
	}
}

static void
check_route(const struct routing *out, const struct route *r,
    const struct receiver *receivers, size_t n, struct conf_diag *d)
{
	if (r->receiver.n == 0)
		conf_error(d, r->pos, "the route needs a receiver");
	else if (!known_receiver(receivers, n, r->receiver))
		conf_error(d, r->pos, "there is no receiver '%.*s'",
		    STR_ARG(r->receiver));
	check_intervals(out, &r->mute, r->pos, d);
	check_intervals(out, &r->active, r->pos, d);
	for (size_t i = 0; i < r->n_routes; i++)
		check_route(out, &r->routes[i], receivers, n, d);
}

static bool
is_list(const struct conf *node, const char *what, struct conf_diag *d)
{
	if (node == NULL || (node->kind == CONF_SCALAR && node->value.n == 0))
		return false;
	if (node->kind != CONF_LIST)
		conf_error(d, node->pos, "%s takes a list", what);
	return node->kind == CONF_LIST;
}

void
routing_decode(struct routing *out, const struct conf *route, const struct conf *inhibits,
    const struct conf *intervals, const struct receiver *receivers, size_t n_receivers,
    struct conf_diag *d)
{
	const struct route usual = { .wait_ms = 30 * MS_SECOND,
		.interval_ms = 5 * MS_MINUTE };

	*out = (struct routing){ .root = NULL };
	if (is_list(intervals, "time_intervals", d)) {
		out->intervals = ARENA_ARRAY(d->arena, struct time_interval,
		    intervals->n);
		for (size_t i = 0; i < intervals->n; i++)
			conf_decode(intervals->items[i], &interval_table,
			    &out->intervals[out->n_intervals++], d);
	}
	if (is_list(inhibits, "inhibit_rules", d)) {
		out->inhibits = ARENA_ARRAY(d->arena, struct inhibit, inhibits->n);
		for (size_t i = 0; i < inhibits->n; i++)
			conf_decode(inhibits->items[i], &inhibit_table,
			    &out->inhibits[out->n_inhibits++], d);
	}
	if (route == NULL || (route->kind == CONF_SCALAR && route->value.n == 0))
		return;
	if (route->kind != CONF_MAP) {
		conf_error(d, route->pos, "route takes a map of keys");
		return;
	}
	out->root = ARENA_NEW(d->arena, struct route);
	decode_route(out->root, route, &usual, 0, d);
	if (out->root->matchers.n > 0)
		conf_error(d, route->pos,
		    "the first route takes everything: it has no matchers");
	check_route(out, out->root, receivers, n_receivers, d);
}

static void
clear_route(struct route *r)
{
	matchers_clear(&r->matchers);
	for (size_t i = 0; i < r->n_routes; i++)
		clear_route(&r->routes[i]);
}

void
routing_clear(struct routing *r)
{
	if (r->root != NULL)
		clear_route(r->root);
	for (size_t i = 0; i < r->n_inhibits; i++) {
		matchers_clear(&r->inhibits[i].source);
		matchers_clear(&r->inhibits[i].target);
	}
	r->root = NULL;
	r->n_inhibits = 0;
}
