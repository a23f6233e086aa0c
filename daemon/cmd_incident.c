/* cmd_incident.c -- `tocsin incident`, `place`, `rule list`: the ledger, and undoing by
 * hand. */
#include "config.h"

#include "daemon/acts_command.h"
#include "daemon/command.h"
#include "daemon/table.h"

static void
toll_cell(struct table *t, const json_t *toll, const char *key)
{
	const json_t *figure = json_object_get(toll, key);

	if (figure == NULL)
		table_cstr(t, "-");
	else
		table_number(t, act_number(figure, "best"));
}

static int
print_incidents(const json_t *rows, struct act_client *c)
{
	static const struct table_column columns[] = { { "ID", false },
		{ "SINCE", false }, { "KILLED", true }, { "INJURED", true },
		{ "REPORTS", true }, { "STATE", false }, { "WHERE", false } };
	struct table t;

	(void)c;
	table_init(&t, columns, NELEM(columns));
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i),
			     *toll = json_object_get(o, "toll");

		table_cstr(&t, act_text(o, "id"));
		table_cstr(&t, act_text(o, "since"));
		toll_cell(&t, toll, "killed");
		toll_cell(&t, toll, "injured");
		table_number(&t, act_number(o, "reports"));
		table_state(&t, act_text(o, "state"));
		table_cstr(&t, act_text(o, "title"));
	}
	table_print(&t);
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
	printf("%lld incident%s changed, %lld correction%s sent\n", changed,
	    changed == 1 ? "" : "s", told, told == 1 ? "" : "s");
	return 0;
}

static int
print_places(const json_t *rows, struct act_client *c)
{
	static const struct table_column columns[] = { { "PLACE", false },
		{ "STATE", false }, { "SINCE", false }, { "HOLDER", false },
		{ "ACCORDING TO", false } };
	struct table t;

	(void)c;
	table_init(&t, columns, NELEM(columns));
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i);

		table_cstr(&t, act_text(json_object_get(o, "place"), "name"));
		table_state(&t, act_text(o, "state"));
		table_cstr(&t, act_text(o, "since"));
		table_cstr(&t, act_text(o, "holder"));
		table_cstr(&t, act_text(o, "source"));
	}
	table_print(&t);
	return 0;
}

static int
print_rules(const json_t *rows, struct act_client *c)
{
	static const struct table_column columns[] = { { "RULE", false },
		{ "RANG", true }, { "WEEK", true }, { "LAST", false }, { "STATE", false },
		{ "ABOUT", false } };
	struct table t;

	(void)c;
	table_init(&t, columns, NELEM(columns));
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *o = json_array_get(rows, i);

		table_cstr(&t, act_text(o, "name"));
		table_number(&t, act_number(o, "alerts"));
		table_number(&t, act_number(o, "alerts_week"));
		table_cstr(&t, act_text(o, "last"));
		table_state(&t,
		    json_is_false(json_object_get(o, "enabled")) ? "disabled"
								 : "enabled");
		table_cstr(&t, act_text(o, "about"));
	}
	table_print(&t);
	return 0;
}

int
cmd_incident_list(int argc, char **argv)
{
	static const struct act_option options[] = { { "--country", "country", ACT_TEXT },
		{ "--place", "place", ACT_TEXT }, { "--state", "state", ACT_TEXT },
		{ "--min", "min", ACT_NUMBER }, { "--since", "since_ms", ACT_AGO },
		{ "-n", "limit", ACT_ROWS }, { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){
		"incident list", "incident/list", options, .print = print_incidents });
}

int
cmd_incident_show(int argc, char **argv)
{
	static const struct act_option options[] = {
		{ NULL, "id", ACT_TEXT, .required = true }, { .key = NULL }
	};

	return act_command(argc, argv,
	    &(struct act_command){
		"incident show", "incident/show", options, .print = print_text });
}

int
cmd_incident_merge(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "id", ACT_TEXT,
							 .required = true },
		{ NULL, "other", ACT_TEXT, .required = true },
		{ NULL, "note", ACT_TEXT, .rest = true }, { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){ "incident merge", "incident/merge", options,
		.author = true, .print = print_done });
}

int
cmd_incident_split(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "id", ACT_TEXT,
							 .required = true },
		{ NULL, "entries", ACT_TEXT, .required = true },
		{ NULL, "note", ACT_TEXT, .rest = true }, { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){ "incident split", "incident/split", options,
		.author = true, .print = print_done });
}

int
cmd_incident_retract(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "id", ACT_TEXT,
							 .required = true },
		{ NULL, "note", ACT_TEXT, .rest = true }, { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){ "incident retract", "incident/retract", options,
		.author = true, .print = print_done });
}

int
cmd_place_list(int argc, char **argv)
{
	static const struct act_option options[] = { { "--country", "country", ACT_TEXT },
		{ "-n", "limit", ACT_ROWS }, { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){
		"place list", "place/list", options, .print = print_places });
}

int
cmd_place_show(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "place", ACT_TEXT,
							 .required = true, .rest = true },
		{ .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){
		"place show", "place/show", options, .print = print_text });
}

int
cmd_rule_list(int argc, char **argv)
{
	static const struct act_option options[] = { { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){
		"rule list", "rule/list", options, .print = print_rules });
}
