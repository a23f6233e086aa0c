/* cmd_config.c -- `tocsin config check|keys`: is a configuration good, and what may stand
 * in one. */
#include "config.h"

#include <sysexits.h>

#include "base/alloc.h"
#include "daemon/command_json.h"
#include "daemon/configuration.h"

/* What a program asks for: each mistake with its place, and how much there is. */
static void
print_checked(const struct config *c, const char *file)
{
	struct answer a;

	answer_open(&a, '{');
	json_kstr(&a.j, "file", str_of(file));
	json_kbool(&a.j, "good", c->diag.errors == 0);
	json_kint(&a.j, "feeds", (int64_t)c->n_feeds);
	json_kint(&a.j, "rules", (int64_t)c->rules.n);
	json_kint(&a.j, "receivers", (int64_t)c->n_receivers);
	json_key(&a.j, "mistakes");
	json_open(&a.j, '[');
	for (size_t i = 0; i < c->diag.n; i++) {
		const struct conf_msg *m = &c->diag.msgs[i];

		json_open(&a.j, '{');
		json_kstr(&a.j, "file", m->pos.file);
		json_kint(&a.j, "line", m->pos.line);
		json_kint(&a.j, "column", m->pos.col);
		json_kbool(&a.j, "warning", m->warning);
		json_kstr(&a.j, "text", m->text);
		json_kstr(&a.j, "see", str_of(manual_sections[m->see]));
		json_close(&a.j);
	}
	json_close(&a.j);
	answer_print(&a);
}

int
cmd_config_check(int argc, char **argv)
{
	bool json = take_json(&argc, argv);
	const char *file = argc > 1 ? argv[argc - 1] : CONFIG_FILE;
	struct config *c;
	int rc;

	if (argc > 3 || (argc == 3 && strcmp(argv[1], "-c") != 0))
		return usage_error("config check", "it takes one FILE");
	c = config_load(file);
	rc = c->diag.errors > 0 ? EX_CONFIG : 0;
	if (json)
		print_checked(c, file);
	else
		config_report(c, stderr);
	if (rc == 0 && !json)
		printf("%s: no mistakes; %zu feeds, %zu rules, %zu receivers\n", file,
		    c->n_feeds, c->rules.n, c->n_receivers);
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
	printf(" | %s%s%s | %s |\n", k->def != NULL ? "`" : "",
	    k->def != NULL ? k->def : "", k->def != NULL ? "`" : "", k->help);
}

static void
json_table(struct json *j, const char *title, const struct conf_table *t)
{
	for (const struct conf_key *k = t->keys; k->name != NULL; k++) {
		json_open(j, '{');
		json_kstr(j, "in", str_of(title));
		json_kstr(j, "name", str_of(k->name));
		json_kopt(j, "takes", str_of(type_names[k->type]));
		for (size_t i = 0; k->type == CONF_ENUM && k->names[i] != NULL; i++) {
			if (i == 0) {
				json_key(j, "words");
				json_open(j, '[');
			}
			json_str(j, str_of(k->names[i]));
			if (k->names[i + 1] == NULL)
				json_close(j);
		}
		json_kopt(j, "default", str_of(k->def));
		json_kbool(j, "needed", k->required);
		json_kstr(j, "help", str_of(k->help));
		json_close(j);
	}
}

/* A table and those within it: as Markdown, or into an array. */
static void
put_table(struct json *j, const char *title, const struct conf_table *t)
{
	if (j != NULL) {
		json_table(j, title, t);
	} else {
		printf("\n### %s\n\n| key | takes | default | what it does "
		       "|\n|---|---|---|---|\n",
		    title);
		for (const struct conf_key *k = t->keys; k->name != NULL; k++)
			print_key(k);
	}
	for (const struct conf_key *k = t->keys; k->name != NULL; k++)
		if (k->table != NULL && k->table != t)
			put_table(j, k->name, k->table);
}

static void
put_keys(struct json *j)
{
	put_table(j, "Top level", &config_table);
	for (const struct config_section *s = config_sections; s->name != NULL; s++)
		if (s->title != NULL)
			put_table(j, s->title, s->of);
	put_table(j, "Receivers: all kinds", &receiver_common_table);
	for (size_t i = 0; i < RECEIVER_KIND_N; i++) {
		char title[64];

		snprintf(title, sizeof(title), "Receivers: %s", receiver_kinds[i].name);
		if (receiver_kinds[i].table != NULL)
			put_table(j, title, receiver_kinds[i].table);
	}
}

int
cmd_config_keys(int argc, char **argv)
{
	bool json = take_json(&argc, argv);
	struct answer a;

	if (argc > 1)
		return usage_error("config keys", "it takes no arguments");
	if (!json) {
		put_keys(NULL);
		return 0;
	}
	answer_open(&a, '[');
	put_keys(&a.j);
	answer_print(&a);
	return 0;
}
