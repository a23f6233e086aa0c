/* config_schema.c -- `tocsin config schema`: the tables of the configuration as a JSON
 * Schema, for editors.  It knows keys, words and ranges; what else must hold only the
 * decoder says. */
#include "config.h"

#include "base/alloc.h"
#include "daemon/command_json.h"
#include "daemon/configuration.h"

static void put_map(struct json *j, const struct conf_table *t, bool whole);

/* What YAML may take an unquoted word for. */
static void
put_scalar(struct json *j)
{
	json_key(j, "type");
	json_open(j, '[');
	json_str(j, STR("string"));
	json_str(j, STR("number"));
	json_str(j, STR("boolean"));
	json_close(j);
}

static void
put_texts(struct json *j)
{
	json_key(j, "anyOf");
	json_open(j, '[');
	json_open(j, '{');
	put_scalar(j);
	json_close(j);
	json_open(j, '{');
	json_kword(j, "type", "array");
	json_key(j, "items");
	json_open(j, '{');
	put_scalar(j);
	json_close(j);
	json_close(j);
	json_close(j);
}

static void
put_words(struct json *j, const char *const *words)
{
	json_key(j, "enum");
	json_open(j, '[');
	for (; *words != NULL; words++)
		json_str(j, str_of(*words));
	json_close(j);
}

static void
put_range(struct json *j, const struct conf_key *k)
{
	json_kword(j, "type", k->type == CONF_INT ? "integer" : "number");
	if (k->min == 0 && k->max == 0)
		return;
	json_kint(j, "minimum", k->min);
	json_kint(j, "maximum", k->max);
}

/* The members that say what the key takes; of one with a decoder of its own, nothing. */
static void
put_value(struct json *j, const struct conf_key *k)
{
	static const char *const yes_no[] = { "yes", "no", "on", "off", "true", "false",
		NULL };

	switch (k->type) {
	case CONF_TEXT:
	case CONF_DURATION:
	case CONF_SIZE:
		put_scalar(j);
		break;
	case CONF_TEXTS:
		put_texts(j);
		break;
	case CONF_BOOL:
		json_key(j, "anyOf");
		json_open(j, '[');
		json_open(j, '{');
		json_kword(j, "type", "boolean");
		json_close(j);
		json_open(j, '{');
		put_words(j, yes_no);
		json_close(j);
		json_close(j);
		break;
	case CONF_INT:
	case CONF_NUMBER:
		put_range(j, k);
		break;
	case CONF_ENUM:
		put_words(j, k->names);
		break;
	case CONF_TABLE:
		put_map(j, k->table, true);
		break;
	case CONF_CUSTOM:
		break;
	}
}

static void
put_keys(struct json *j, const struct conf_table *t)
{
	for (const struct conf_key *k = t->keys; k->name != NULL; k++) {
		json_key(j, k->name);
		json_open(j, '{');
		json_kopt(j, "description", str_of(k->help));
		json_kopt(j, "default", str_of(k->def));
		put_value(j, k);
		json_close(j);
	}
}

/* whole: the keys that are needed must be there. */
static void
put_map(struct json *j, const struct conf_table *t, bool whole)
{
	bool any = false;

	json_kword(j, "type", "object");
	json_kbool(j, "additionalProperties", false);
	for (const struct conf_key *k = t->keys; k->name != NULL; k++) {
		if (!whole || !k->required)
			continue;
		if (!any) {
			json_key(j, "required");
			json_open(j, '[');
		}
		any = true;
		json_str(j, str_of(k->name));
	}
	if (any)
		json_close(j);
	json_key(j, "properties");
	json_open(j, '{');
	put_keys(j, t);
	json_close(j);
}

/* NAME: {KIND: …}, and what all kinds have. */
static void
put_receivers(struct json *j)
{
	json_kword(j, "type", "object");
	json_key(j, "additionalProperties");
	json_open(j, '{');
	json_kword(j, "type", "object");
	json_kbool(j, "additionalProperties", false);
	json_key(j, "properties");
	json_open(j, '{');
	put_keys(j, &receiver_common_table);
	for (size_t i = 0; i < RECEIVER_KIND_N; i++) {
		json_key(j, receiver_kinds[i].name);
		json_open(j, '{');
		if (receiver_kinds[i].table != NULL)
			put_map(j, receiver_kinds[i].table, true);
		json_close(j);
	}
	json_close(j);
	json_close(j);
}

static void
put_section(struct json *j, const struct config_section *s)
{
	if (s->shape == CONFIG_ONE) {
		put_map(j, s->of, s->whole);
		return;
	}
	json_kword(j, "type", s->shape == CONFIG_LIST ? "array" : "object");
	json_key(j, s->shape == CONFIG_LIST ? "items" : "additionalProperties");
	json_open(j, '{');
	put_map(j, s->of, s->whole);
	json_close(j);
}

static void
put_top(struct json *j, const struct conf_key *k)
{
	if (strcmp(k->name, "receivers") == 0)
		put_receivers(j);
	for (const struct config_section *s = config_sections; s->name != NULL; s++)
		if (strcmp(k->name, s->name) == 0)
			put_section(j, s);
	put_value(j, k);
}

int
cmd_config_schema(int argc, char **argv)
{
	struct answer a;

	take_json(&argc, argv); /* it is that anyway */
	if (argc > 1)
		return usage_error("config schema", "it takes no arguments");
	answer_open(&a, '{');
	json_kword(&a.j, "$schema", "https://json-schema.org/draft/2020-12/schema");
	json_kword(&a.j, "title", "tocsin.yaml");
	json_kword(&a.j, "type", "object");
	json_kbool(&a.j, "additionalProperties", false);
	json_key(&a.j, "properties");
	json_open(&a.j, '{');
	for (const struct conf_key *k = config_table.keys; k->name != NULL; k++) {
		json_key(&a.j, k->name);
		json_open(&a.j, '{');
		json_kopt(&a.j, "description", str_of(k->help));
		json_kopt(&a.j, "default", str_of(k->def));
		put_top(&a.j, k);
		json_close(&a.j);
	}
	json_close(&a.j);
	answer_print(&a);
	return 0;
}
