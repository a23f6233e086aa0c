/* cmd_config.c -- `tocsin config check|keys`: is a configuration good, and what may stand in one. */
#include "config.h"

#include <sysexits.h>

#include "base/alloc.h"
#include "daemon/command.h"
#include "daemon/configuration.h"

int
cmd_config_check(int argc, char **argv)
{
	const char *file = argc > 1 ? argv[argc - 1] : PKGCONFDIR "/tocsin.yaml";
	struct config *c;
	int rc;

	if (argc > 3 || (argc == 3 && strcmp(argv[1], "-c") != 0))
		return usage_error("config check", "it takes one FILE");
	c = config_load(file);
	config_report(c, stderr);
	rc = c->diag.errors > 0 ? EX_CONFIG : 0;
	if (rc == 0)
		printf("%s: no mistakes; %zu feeds, %zu rules, %zu receivers\n", file, c->n_feeds,
		    c->rules.n, c->n_receivers);
	config_unref(c);
	return rc;
}

/* ---- keys, as doc/configuration.md has them ---- */

static const char *const type_names[] = {
	[CONF_TEXT] = "text",
	[CONF_TEXTS] = "text, or a list",
	[CONF_BOOL] = "yes or no",
	[CONF_INT] = "number",
	[CONF_NUMBER] = "number",
	[CONF_DURATION] = "time",
	[CONF_SIZE] = "size",
	[CONF_ENUM] = "word",
	[CONF_TABLE] = "map",
	[CONF_CUSTOM] = "",
};

static void
print_words(const struct conf_key *k)
{
	for (size_t i = 0; k->names[i] != NULL; i++)
		printf("%s`%s`", i == 0 ? "" : " ", k->names[i]);
}

static void
print_key(const struct conf_key *k)
{
	printf("| `%s`%s | ", k->name, k->required ? " (needed)" : "");
	if (k->type == CONF_ENUM)
		print_words(k);
	else
		printf("%s", type_names[k->type]);
	printf(" | %s%s%s | %s |\n", k->def != NULL ? "`" : "", k->def != NULL ? k->def : "",
	    k->def != NULL ? "`" : "", k->help);
}

static void
print_table(const char *title, const struct conf_table *t)
{
	printf("\n### %s\n\n| key | takes | default | what it does |\n|---|---|---|---|\n", title);
	for (const struct conf_key *k = t->keys; k->name != NULL; k++)
		print_key(k);
	for (const struct conf_key *k = t->keys; k->name != NULL; k++)
		if (k->table != NULL && k->table != t)
			print_table(k->name, k->table);
}

int
cmd_config_keys(int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return usage_error("config keys", "it takes no arguments");
	print_table("Top level", &config_table);
	print_table("Each of feeds, defaults, and each of tags", &feed_config_table);
	print_table("Each of rules", &rule_table);
	print_table("Each of route and its routes", &route_table);
	print_table("Each of inhibit_rules", &inhibit_table);
	print_table("Each of time_intervals", &interval_table);
	print_table("Receivers: all kinds", &receiver_common_table);
	for (size_t i = 0; i < RECEIVER_KIND_N; i++) {
		char title[64];

		snprintf(title, sizeof(title), "Receivers: %s", receiver_kinds[i].name);
		if (receiver_kinds[i].table != NULL)
			print_table(title, receiver_kinds[i].table);
	}
	return 0;
}
