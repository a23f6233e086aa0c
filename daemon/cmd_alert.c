/* cmd_alert.c -- `tocsin alert list|show|ack|release`: what rang, who heard it, "I have
 * seen it", "it may go". */
#include "config.h"

#include "daemon/acts_command.h"
#include "daemon/command.h"
#include "daemon/table.h"

static void
print_line(const json_t *envelope)
{
	const json_t *d = json_object_get(envelope, "data");

	printf("%s  %s  %-8s %s\n", act_text(envelope, "timestamp"), act_text(d, "alert"),
	    act_text(d, "severity"), act_text(d, "summary"));
}

static int
print_list(const json_t *rows, struct act_client *c)
{
	static const struct table_column columns[] = { { "WHEN", false },
		{ "ALERT", false }, { "SEVERITY", false }, { "WHAT", false } };
	struct table t;

	(void)c;
	table_init(&t, columns, NELEM(columns));
	for (size_t i = 0; i < json_array_size(rows); i++) {
		const json_t *envelope = json_array_get(rows, i),
			     *d = json_object_get(envelope, "data");

		table_cstr(&t, act_text(envelope, "timestamp"));
		table_cstr(&t, act_text(d, "alert"));
		table_state(&t, act_text(d, "severity"));
		table_cstr(&t, act_text(d, "summary"));
	}
	table_print(&t);
	return 0;
}

static void
print_deliveries(const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *o = json_array_get(list, i);
		const char *target = act_text(o, "target"), *error = act_text(o, "error");
		long long n = (long long)act_number(o, "attempts");

		printf("  to %s%s%s: %s after %lld %s%s%s\n", act_text(o, "receiver"),
		    target[0] != '\0' ? " " : "", target, act_text(o, "state"), n,
		    n == 1 ? "try" : "tries", error[0] != '\0' ? "  " : "", error);
	}
}

static int
print_one(const json_t *o, struct act_client *c)
{
	const json_t *envelope = json_object_get(o, "alert"),
		     *d = json_object_get(envelope, "data");
	const json_t *quotes = json_object_get(d, "quotes"),
		     *sources = json_object_get(d, "sources");

	(void)c;
	print_line(envelope);
	printf("  rule %s, %s, incident %s\n", act_text(d, "rule"), act_text(d, "reason"),
	    act_text(d, "incident"));
	for (size_t i = 0; i < json_array_size(sources); i++)
		printf("  according to %s\n",
		    json_string_value(json_array_get(sources, i)));
	for (size_t i = 0; i < json_array_size(quotes); i++)
		printf("  \"%s\"\n    %s %s\n",
		    act_text(json_array_get(quotes, i), "text"),
		    act_text(json_array_get(quotes, i), "feed"),
		    act_text(json_array_get(quotes, i), "url"));
	print_deliveries(json_object_get(o, "deliveries"));
	return 0;
}

static int
print_ack(const json_t *o, struct act_client *c)
{
	long long level = (long long)act_number(o, "level");

	(void)c;
	printf("incident %s is quiet", act_text(o, "incident"));
	if (level >= 0)
		printf(" until it climbs over %lld", level);
	printf("\n");
	return 0;
}

static int
print_release(const json_t *o, struct act_client *c)
{
	long long n = (long long)act_number(o, "messages");

	(void)c;
	if (n == 0)
		printf("nothing of %s waited for review\n", act_text(o, "released"));
	else
		printf("%lld message%s of %s may go\n", n, n == 1 ? "" : "s",
		    act_text(o, "released"));
	return 0;
}

int
cmd_alert_list(int argc, char **argv)
{
	static const struct act_option options[] = { { "--rule", "rule", ACT_TEXT },
		{ "--incident", "incident", ACT_TEXT },
		{ "--since", "since_ms", ACT_AGO }, { "-n", "limit", ACT_ROWS },
		{ .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){
		"alert list", "alert/list", options, .print = print_list });
}

int
cmd_alert_show(int argc, char **argv)
{
	static const struct act_option options[] = {
		{ NULL, "id", ACT_TEXT, .required = true }, { .key = NULL }
	};

	return act_command(argc, argv,
	    &(struct act_command){
		"alert show", "alert/show", options, .print = print_one });
}

int
cmd_alert_ack(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "id", ACT_TEXT,
							 .required = true },
		{ NULL, "note", ACT_TEXT, .rest = true }, { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){
		"alert ack", "alert/ack", options, .author = true, .print = print_ack });
}

int
cmd_alert_release(int argc, char **argv)
{
	static const struct act_option options[] = { { NULL, "id", ACT_TEXT,
							 .required = true },
		{ NULL, "note", ACT_TEXT, .rest = true }, { .key = NULL } };

	return act_command(argc, argv,
	    &(struct act_command){ "alert release", "alert/release", options,
		.author = true, .print = print_release });
}
