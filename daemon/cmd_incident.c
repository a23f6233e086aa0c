/* cmd_incident.c -- `tocsin incident`, `place`, `rule list`: the ledger, and undoing by hand. */
#include "config.h"

#include "daemon/acts_command.h"
#include "daemon/command.h"

/* "43", or "40-45" where sources disagree. */
static void
print_toll(const json_t *toll, const char *key)
{
	const json_t *t = json_object_get(toll, key);

	if (t == NULL)
		printf(" %8s", "-");
	else
		printf(" %8lld", (long long)act_number(t, "best"));
}

static int
print_incidents(const json_t *rows, struct act_client *c)
{
	(void)c;
	printf("%-26s  %-10s  %8s %8s %7s  %s\n", "ID", "SINCE", "KILLED", "INJURED", "REPORTS",
	    "WHERE");
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i), *toll = json_object_get(o, "toll");
		const char *state = act_text(o, "state");

		printf("%-26s  %-10s ", act_text(o, "id"), act_text(o, "since"));
		print_toll(toll, "killed");
		print_toll(toll, "injured");
		printf(" %7lld  %s%s%s\n", (long long)act_number(o, "reports"), act_text(o, "title"),
		    state[0] == 'o' ? "" : ", ", state[0] == 'o' ? "" : state);
	}
	return 0;
}

static int
print_text(const json_t *o, struct act_client *c)
{
	(void)c;
	printf("%s", act_text(o, "text"));
	return 0;
}

static int
print_done(const json_t *o, struct act_client *c)
{
	long long changed = (long long)act_number(o, "changed");
	long long told = (long long)act_number(o, "corrections");

	(void)c;
	printf("%lld incident%s changed, %lld correction%s sent\n", changed, changed == 1 ? "" : "s",
	    told, told == 1 ? "" : "s");
	return 0;
}

static int
print_places(const json_t *rows, struct act_client *c)
{
	(void)c;
	printf("%-28s %-10s %-10s %-24s %s\n", "PLACE", "STATE", "SINCE", "HOLDER", "ACCORDING TO");
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i);

		printf("%-28s %-10s %-10s %-24s %s\n", act_text(json_object_get(o, "place"), "name"),
		    act_text(o, "state"), act_text(o, "since"), act_text(o, "holder"),
		    act_text(o, "source"));
	}
	return 0;
}

static int
print_rules(const json_t *rows, struct act_client *c)
{
	(void)c;
	printf("%-24s %6s %6s  %-20s  %s\n", "RULE", "RANG", "WEEK", "LAST", "ABOUT");
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i);

		printf("%-24s %6lld %6lld  %-20s  %s%s\n", act_text(o, "name"),
		    (long long)act_number(o, "alerts"), (long long)act_number(o, "alerts_week"),
		    act_text(o, "last"), act_text(o, "about"),
		    json_is_false(json_object_get(o, "enabled")) ? ", disabled" : "");
	}
	return 0;
}

int
cmd_incident_list(int argc, char **argv)
{
	static const struct act_option options[] = { { "--country", "country", ACT_TEXT },
		{ "--place", "place", ACT_TEXT }, { "--state", "state", ACT_TEXT },
		{ "--min", "min", ACT_NUMBER }, { "--since", "since_ms", ACT_AGO },
		{ "-n", "limit", ACT_NUMBER }, { .key = NULL } };

	return act_command(argc, argv, &(struct act_command){ "incident list", "incident/list",
	                                   options, .print = print_incidents });
}

int
cmd_incident_show(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "id", ACT_TEXT, .required = true },
		{ .key = NULL } };

	return act_command(argc, argv, &(struct act_command){ "incident show", "incident/show",
	                                   options, .print = print_text });
}

int
cmd_incident_merge(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "id", ACT_TEXT, .required = true },
		{ NULL, "other", ACT_TEXT, .required = true },
		{ NULL, "note", ACT_TEXT, .rest = true }, { .key = NULL } };

	return act_command(argc, argv, &(struct act_command){ "incident merge", "incident/merge",
	                                   options, .author = true, .print = print_done });
}

int
cmd_incident_split(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "id", ACT_TEXT, .required = true },
		{ NULL, "entries", ACT_TEXT, .required = true },
		{ NULL, "note", ACT_TEXT, .rest = true }, { .key = NULL } };

	return act_command(argc, argv, &(struct act_command){ "incident split", "incident/split",
	                                   options, .author = true, .print = print_done });
}

int
cmd_incident_retract(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "id", ACT_TEXT, .required = true },
		{ NULL, "note", ACT_TEXT, .rest = true }, { .key = NULL } };

	return act_command(argc, argv, &(struct act_command){ "incident retract",
	                                   "incident/retract", options, .author = true,
	                                   .print = print_done });
}

int
cmd_place_list(int argc, char **argv)
{
	static const struct act_option options[] = { { "--country", "country", ACT_TEXT },
		{ "-n", "limit", ACT_NUMBER }, { .key = NULL } };

	return act_command(argc, argv, &(struct act_command){ "place list", "place/list", options,
	                                   .print = print_places });
}

int
cmd_place_show(int argc, char **argv)
{
	static const struct act_option options[] = {
		{ NULL, "place", ACT_TEXT, .required = true, .rest = true }, { .key = NULL } };

	return act_command(argc, argv, &(struct act_command){ "place show", "place/show", options,
	                                   .print = print_text });
}

int
cmd_rule_list(int argc, char **argv)
{
	static const struct act_option options[] = { { .key = NULL } };

	return act_command(argc, argv, &(struct act_command){ "rule list", "rule/list", options,
	                                   .print = print_rules });
}
