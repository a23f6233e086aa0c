/* cmd_routes.c -- `tocsin routes show|test`: who hears what, asked of the configuration
 * alone. */
#include "config.h"

#include <sysexits.h>

#include "base/alloc.h"
#include "base/date.h"
#include "daemon/command_json.h"
#include "daemon/configuration.h"
#include "daemon/delivery.h"

/* ---- show ---- */

static const char *const op_words[] = { [MATCH_EQUAL] = "=",
	[MATCH_NOT_EQUAL] = "!=",
	[MATCH_REGEX] = "=~",
	[MATCH_NOT_REGEX] = "!~" };

static void
print_matchers(const struct matchers *m)
{
	if (m->n == 0)
		printf("  everything");
	for (size_t i = 0; i < m->n; i++)
		printf("%s%.*s%s\"%.*s\"", i == 0 ? "  " : ", ",
		    STR_ARG(m->items[i].name), op_words[m->items[i].op],
		    STR_ARG(m->items[i].value));
}

static void
print_list(const char *before, const struct str_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		printf("%s%.*s", i == 0 ? before : ", ", STR_ARG(l->items[i]));
}

static void
print_span(const char *before, int64_t ms)
{
	char text[DATE_TEXT];

	if (ms > 0)
		printf("%s%s", before, duration_text(text, ms).p);
}

static void
print_route(const struct route *r, int depth)
{
	printf("%*s%.*s", 2 * depth, "", STR_ARG(r->receiver));
	print_matchers(&r->matchers);
	print_list("  by ", &r->group_by);
	print_span("  wait ", r->wait_ms);
	print_span("  interval ", r->interval_ms);
	print_span("  repeat ", r->repeat_ms);
	print_list("  muted in ", &r->mute);
	print_list("  only in ", &r->active);
	printf("%s\n", r->go_on ? "  and on" : "");
	for (size_t i = 0; i < r->n_routes; i++)
		print_route(&r->routes[i], depth + 1);
}

static void
json_matchers(struct json *j, const struct matchers *m)
{
	json_key(j, "matchers");
	json_open(j, '[');
	for (size_t i = 0; i < m->n; i++) {
		json_open(j, '{');
		json_kstr(j, "name", m->items[i].name);
		json_kstr(j, "op", str_of(op_words[m->items[i].op]));
		json_kstr(j, "value", m->items[i].value);
		json_close(j);
	}
	json_close(j);
}

static void
json_route(struct json *j, const struct route *r)
{
	json_open(j, '{');
	json_kstr(j, "receiver", r->receiver);
	json_matchers(j, &r->matchers);
	json_kstrs(j, "group_by", r->group_by.items, r->group_by.n);
	json_kint(j, "wait_ms", r->wait_ms);
	json_kint(j, "interval_ms", r->interval_ms);
	json_kint(j, "repeat_ms", r->repeat_ms);
	json_kstrs(j, "muted_in", r->mute.items, r->mute.n);
	json_kstrs(j, "only_in", r->active.items, r->active.n);
	json_kbool(j, "and_on", r->go_on);
	json_key(j, "routes");
	json_open(j, '[');
	for (size_t i = 0; i < r->n_routes; i++)
		json_route(j, &r->routes[i]);
	json_close(j);
	json_close(j);
}

static int
show_json(const struct config *c)
{
	struct answer a;

	answer_open(&a, '{');
	json_key(&a.j, "rules");
	json_open(&a.j, '[');
	for (size_t i = 0; i < c->rules.n; i++) {
		json_open(&a.j, '{');
		json_kstr(&a.j, "name", c->rules.items[i].name);
		json_kstrs(&a.j, "send", c->rules.items[i].send.items,
		    c->rules.items[i].send.n);
		json_close(&a.j);
	}
	json_close(&a.j);
	json_key(&a.j, "route");
	if (c->routing.root == NULL)
		json_nil(&a.j);
	else
		json_route(&a.j, c->routing.root);
	answer_print(&a);
	return 0;
}

static int
show(const struct config *c, int argc, char **argv, bool json)
{
	(void)argv;
	if (argc > 0)
		return usage_error("routes show", "it takes -c FILE alone");
	if (json)
		return show_json(c);
	for (size_t i = 0; i < c->rules.n; i++) {
		printf("rule %.*s", STR_ARG(c->rules.items[i].name));
		print_list(" sends to ", &c->rules.items[i].send);
		printf("\n");
	}
	if (c->routing.root != NULL)
		print_route(c->routing.root, 0);
	else
		printf("There is no tree of routes: an alert goes where its rule sends "
		       "it.\n");
	return 0;
}

/* ---- test ---- */

/* Labels as they are given; "rule" is Alertmanager's "alertname". */
static int
read_labels(struct labels *out, struct arena *a, int argc, char **argv, struct err *e)
{
	out->items = ARENA_ARRAY(a, struct label, (size_t)argc + 1);
	for (int i = 0; i < argc; i++) {
		struct str rest = str_of(argv[i]), name;

		if (str_chr(rest, '=') == STR_NOWHERE || !str_cut(&rest, '=', &name) ||
		    name.n == 0)
			return err_asked(e, "labels are NAME=VALUE");
		if (label_name_check(name, e) == -1)
			return -1;
		out->items[out->n++] = (struct label){
			str_eq(name, STR("rule")) ? STR("alertname") : name, rest
		};
	}
	return argc > 0 ? 0 : err_asked(e, "labels are NAME=VALUE");
}

/* What of an alert is not asked of its labels: how loud it is, and whom its rule names.
 */
static bool
alert_of(const struct config *c, const struct labels *l, struct alert *out)
{
	struct str severity = label_get(l, STR("severity")),
		   rule = label_get(l, STR("alertname"));

	*out = (struct alert){ .severity = SEVERITY_WARNING,
		.reason = REASON_TOLL_CROSSED,
		.step = -1,
		.outcome = TOLL_N,
		.change = CHANGE_N,
		.previous = -1 };
	for (int s = 0; severity.n > 0 && s < SEVERITY_N; s++)
		if (str_eq(severity, str_of(severity_names[s])))
			out->severity = (enum severity)s;
	if (severity.n > 0 && !str_eq(severity, str_of(severity_names[out->severity])))
		return false;
	for (size_t i = 0; i < c->rules.n; i++)
		if (str_eq(c->rules.items[i].name, rule)) {
			out->send = c->rules.items[i].send.items;
			out->n_send = c->rules.items[i].send.n;
		}
	return true;
}

static void
print_routed(const struct config *c, const struct routed *to, int64_t now_ms)
{
	int64_t opens = route_opens(&c->routing, to->by, now_ms);
	char text[DATE_TEXT];

	printf("%-20.*s %s", STR_ARG(to->receiver->name),
	    to->by == NULL ? "by its rule" : "by a route");
	if (opens > now_ms)
		printf(", muted until %s", date_rfc3339(text, opens).p);
	else if (to->due_ms > now_ms)
		printf(", held for %s", duration_text(text, to->due_ms - now_ms).p);
	if (to->group.n > 0)
		printf(", grouped: %.*s", STR_ARG(to->group));
	printf("\n");
}

static void
json_routed(struct json *j, const struct config *c, const struct routed *to,
    int64_t now_ms)
{
	int64_t opens = route_opens(&c->routing, to->by, now_ms);

	json_open(j, '{');
	json_kstr(j, "receiver", to->receiver->name);
	json_kstr(j, "by", to->by == NULL ? STR("rule") : STR("route"));
	json_ktime(j, "muted_until", opens > now_ms ? opens : TIME_NONE);
	json_kint(j, "held_ms", to->due_ms > now_ms ? to->due_ms - now_ms : 0);
	json_kopt(j, "group", to->group);
	json_close(j);
}

static void
print_all(const struct config *c, const struct routed *to, size_t n, int64_t now_ms,
    bool json)
{
	struct answer a;

	if (!json) {
		for (size_t i = 0; i < n; i++)
			print_routed(c, &to[i], now_ms);
		if (n == 0)
			printf("nobody\n");
		return;
	}
	answer_open(&a, '[');
	for (size_t i = 0; i < n; i++)
		json_routed(&a.j, c, &to[i], now_ms);
	answer_print(&a);
}

static int
test(const struct config *c, int argc, char **argv, bool json)
{
	struct arena a;
	struct labels labels = { .n = 0 };
	struct err e;
	struct alert al;
	struct routed *to;
	int64_t now_ms = delivery_now_ms();
	size_t n = 0;
	int rc = EX_USAGE;

	arena_init(&a);
	if (read_labels(&labels, &a, argc, argv, &e) == -1) {
		usage_error("routes test", "%s", e.msg);
	} else if (!alert_of(c, &labels, &al)) {
		usage_error("routes test",
		    "severity is test, info, notice, warning or critical");
	} else {
		n = route_labels(&c->routing, c->receivers, c->n_receivers, &al, &labels,
		    now_ms, &a, &to);
		print_all(c, to, n, now_ms, json);
		rc = n > 0 ? 0 : EX_TEMPFAIL;
	}
	arena_clear(&a);
	return rc;
}

/* ---- both ---- */

static int
with_config(int argc, char **argv,
    int (*what)(const struct config *c, int argc, char **argv, bool json))
{
	bool json = take_json(&argc, argv);
	const char *file = CONFIG_FILE;
	struct config *c;
	int rc = EX_CONFIG;

	argc--;
	argv++;
	if (argc >= 2 && strcmp(argv[0], "-c") == 0) {
		file = argv[1];
		argc -= 2;
		argv += 2;
	} else if (argc >= 2 && strcmp(argv[argc - 2], "-c") == 0) {
		file = argv[argc - 1];
		argc -= 2;
	}
	c = config_load(file);
	config_report(c, stderr);
	if (c->diag.errors == 0)
		rc = what(c, argc, argv, json);
	config_unref(c);
	return rc;
}

int
cmd_routes_show(int argc, char **argv)
{
	return with_config(argc, argv, show);
}

int
cmd_routes_test(int argc, char **argv)
{
	return with_config(argc, argv, test);
}
