/* acts_command.c -- see acts_command.h. */
#include "config.h"

#include <ctype.h>
#include <pwd.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/date.h"
#include "base/json.h"
#include "base/limits.h"
#include "daemon/acts_command.h"
#include "daemon/command_json.h"

const char *
act_text(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s == NULL ? "" : s;
}

int64_t
act_number(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static struct str
who_asks(void)
{
	const struct passwd *p = getpwuid(getuid());

	return p == NULL ? STR("somebody") : str_of(p->pw_name);
}

static const char *const value_kinds[] = { [ACT_TEXT] = "text",
	[ACT_NUMBER] = "a number",
	[ACT_ROWS] = "a number from 1",
	[ACT_SPAN] = "a time as 2h or 3d",
	[ACT_AGO] = "a time as 2h or 3d" };

static bool
put_value(struct json *j, const struct act_option *o, struct str s)
{
	int64_t v;

	switch (o->type) {
	case ACT_TEXT:
		json_kstr(j, o->key, s);
		return true;
	case ACT_NUMBER:
	case ACT_ROWS:
		if (!str_int(s, &v) || v < (o->type == ACT_ROWS))
			return false;
		break;
	case ACT_SPAN:
		if (!duration_parse(s, &v) || v <= 0)
			return false;
		break;
	case ACT_AGO:
		if (!duration_parse(s, &v))
			return false;
		v = delivery_now_ms() - v;
		break;
	}
	json_kint(j, o->key, v);
	return true;
}

static struct str
join(struct arena *a, int argc, char **argv)
{
	struct str s = str_of(argv[0]);

	for (int i = 1; i < argc; i++)
		s = arena_printf(a, "%.*s %s", STR_ARG(s), argv[i]);
	return s;
}

struct reading {
	const struct act_command *c;
	struct json j;
	bool seen[16];
	struct arena *a;
};

static const struct act_option *
find_option(struct reading *r, const char *word)
{
	for (size_t i = 0; r->c->options[i].key != NULL; i++) {
		const struct act_option *o = &r->c->options[i];
		bool named = o->flag != NULL && str_eq(str_of(o->flag), str_of(word));

		if (named || (o->flag == NULL && !r->seen[i] && word[0] != '-'))
			return o;
	}
	return NULL;
}

/* As the help calls it: --since, or ID. */
static const char *
option_name(const struct act_option *o, char out[32])
{
	if (o->flag != NULL)
		return o->flag;
	snprintf(out, 32, "%s", o->key);
	for (char *p = out; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	return out;
}

/* -1: usage was printed.  What is empty is a script's variable that was never set: it
 * would ask for all instead of one. */
static int
put_option(struct reading *r, const struct act_option *o, struct str value)
{
	bool *seen = &r->seen[o - r->c->options];
	char name[32];

	if (*seen)
		usage_error(r->c->name, "%s stands twice", option_name(o, name));
	else if (value.n == 0 && (o->required || !o->rest))
		usage_error(r->c->name, "%s is empty", option_name(o, name));
	else if (!put_value(&r->j, o, value))
		usage_error(r->c->name, "%s takes %s, not '%.*s'", option_name(o, name),
		    value_kinds[o->type], STR_ARG(value));
	else
		return *seen = true, 0;
	return -1;
}

/* -1: usage was printed. */
static int
read_words(struct reading *r, int argc, char **argv)
{
	char name[32];

	for (int i = 1; i < argc; i++) {
		const struct act_option *o = find_option(r, argv[i]);
		struct str value;

		if (o == NULL)
			return usage_error(r->c->name, "what is '%s'?", argv[i]), -1;
		if (o->flag != NULL && i + 1 >= argc)
			return usage_error(r->c->name, "%s needs a value", o->flag), -1;
		if (o->flag != NULL)
			value = str_of(argv[++i]);
		else if (o->rest)
			value = join(r->a, argc - i, argv + i);
		else
			value = str_of(argv[i]);
		if (put_option(r, o, value) == -1)
			return -1;
		if (o->flag == NULL && o->rest)
			break;
	}
	for (size_t i = 0; r->c->options[i].key != NULL; i++)
		if (r->c->options[i].required && !r->seen[i])
			return usage_error(r->c->name, "%s is missing",
				   option_name(&r->c->options[i], name)),
			       -1;
	return 0;
}

static int
ask_and_print(struct act_client *c, const struct reading *r, struct str args)
{
	json_t *root;
	struct buf answer;
	struct err e = { "" };
	int rc = 0;

	buf_init(&answer, LIMIT_MESSAGE);
	if (act_ask(c, r->c->act, args, &answer, &e) == -1) {
		rc = command_error(r->c->name, &e, EX_UNAVAILABLE);
	} else if (c->json && !r->c->watches) {
		printf("%.*s\n", STR_ARG(buf_str(&answer)));
	} else if ((root = json_loadb(answer.p, answer.n, 0, NULL)) != NULL) {
		rc = r->c->print(root, c);
		json_decref(root);
	}
	buf_clear(&answer);
	return rc;
}

int
act_command(int argc, char **argv, const struct act_command *c)
{
	struct reading r = { .c = c };
	struct act_client client;
	struct buf args;
	int rc = EX_USAGE;

	act_client_init(&client, &argc, argv);
	client.json = take_json(&argc, argv);
	r.a = &client.arena;
	buf_init(&args, LIMIT_FIELD);
	json_init(&r.j, &args);
	json_open(&r.j, '{');
	if (c->author)
		json_kstr(&r.j, "author", who_asks());
	if (read_words(&r, argc, argv) == 0) {
		json_close(&r.j);
		rc = ask_and_print(&client, &r, buf_str(&args));
	}
	buf_clear(&args);
	act_client_clear(&client);
	return rc;
}
