/* cmd_feed.c -- `tocsin feed list|why|poll`: how feeds are, and what set their next poll.
 */
#include "config.h"

#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "base/wall.h"
#include "daemon/api_incident.h"
#include "daemon/client.h"
#include "daemon/command_json.h"
#include "daemon/configuration.h"
#include "daemon/table.h"
#include "feeds/poll.h"
#include "net/url.h"
#include "store/feed_rows.h"

struct view {
	struct config *config;
	struct store *store;
	struct arena arena;
	struct store_feed *rows;
	size_t n;
	int64_t now_ms;
};

static void
view_close(struct view *v)
{
	store_close(v->store);
	config_unref(v->config);
	arena_clear(&v->arena);
}

/* The configuration of -c FILE and what its store knows; the daemon may run meanwhile. */
static int
view_open(struct view *v, const char *name, const char *file)
{
	struct store_options o = { .mode = STORE_READ };
	struct err e;

	*v = (struct view){ .now_ms = wall_ms() };
	arena_init(&v->arena);
	v->config = config_load(file != NULL ? file : CONFIG_FILE);
	if (v->config->diag.errors > 0) {
		config_report(v->config, stderr);
		return EX_CONFIG;
	}
	o.address = arena_cstr(&v->arena, v->config->store.address);
	v->store = store_open(&o, NULL, &e);
	if (v->store == NULL ||
	    store_feeds_load(v->store, &v->arena, &v->rows, &v->n, &e) != 0)
		return command_error(name, &e, EX_UNAVAILABLE);
	return 0;
}

static struct poll_state
state_of(const struct view *v, struct str name)
{
	struct poll_state st;

	poll_state_init(&st);
	for (size_t i = 0; i < v->n; i++)
		if (str_eq(v->rows[i].name, name))
			poll_state_get(v->rows[i].state, &st);
	return st;
}

static const char *
ago(char out[DATE_TEXT], int64_t at_ms, int64_t now)
{
	int64_t ms = now > at_ms ? now - at_ms : at_ms - now;

	if (at_ms == TIME_NONE)
		return "never";
	duration_text(out,
	    ms >= MS_HOUR ? ms / MS_MINUTE * MS_MINUTE : ms / MS_SECOND * MS_SECOND);
	return out;
}

static void
list_line(struct view *v, const struct feed_config *f, struct table *t)
{
	struct poll_state st = state_of(v, f->name);
	enum feed_state state = f->enabled ? st.state : FEED_STATE_DISABLED;
	char ok[DATE_TEXT], new[DATE_TEXT], due[DATE_TEXT];

	table_text(t, f->name, TONE_PLAIN);
	table_state(t, feed_state_names[state]);
	table_cstr(t, ago(ok, st.ok_ms, v->now_ms));
	table_cstr(t, ago(new, st.new_ms, v->now_ms));
	table_cstr(t,
	    !f->enabled                 ? "-"
		: st.due_ms < v->now_ms ? "now"
					: ago(due, st.due_ms, v->now_ms));
	table_text(t, st.error, TONE_PLAIN);
}

static bool
wanted(const struct view *v, const struct feed_config *f, const char *state,
    const char *tag)
{
	struct poll_state st = state_of(v, f->name);
	bool tagged = tag == NULL;

	for (size_t i = 0; i < f->tags.n && !tagged; i++)
		tagged = str_eq(f->tags.items[i], str_of(tag));
	return tagged &&
	    (state == NULL ||
		str_eq(str_of(state),
		    str_of(feed_state_names[f->enabled ? st.state
						       : FEED_STATE_DISABLED])));
}

struct choice {
	const char *file, *state, *tag;
	bool json;
};

/* false: getopt said what is wrong. */
static bool
read_choice(int argc, char **argv, const char *letters, struct choice *c)
{
	int opt;

	optind = 1;
	while ((opt = getopt(argc, argv, letters)) != -1)
		if (opt == 'c')
			c->file = optarg;
		else if (opt == 's')
			c->state = optarg;
		else if (opt == 't')
			c->tag = optarg;
		else
			return false;
	return true;
}

static void
print_table(struct view *v, const struct choice *c)
{
	static const struct table_column columns[] = { { "FEED", false },
		{ "STATE", false }, { "LAST GOOD", false }, { "LAST NEW", false },
		{ "NEXT IN", false }, { "ERROR", false } };
	struct table t;

	table_init(&t, columns, NELEM(columns));
	for (size_t i = 0; i < v->config->n_feeds; i++)
		if (wanted(v, &v->config->feeds[i], c->state, c->tag))
			list_line(v, &v->config->feeds[i], &t);
	table_print(&t);
}

/* As the API shows them: those of the configuration that c chooses, or the one of that
 * name. */
static int
print_json(struct view *v, const struct choice *c, struct str name)
{
	struct api_world w = { .store = v->store, .now_ms = v->now_ms };
	struct feed_days *days;
	struct answer out;
	struct err e;

	if ((days = api_feed_days(&w, &v->arena, &e)) == NULL)
		return command_error("feed list", &e, EX_UNAVAILABLE);
	answer_open(&out, '[');
	for (size_t i = 0; i < v->config->n_feeds; i++)
		for (size_t k = 0; k < v->n; k++)
			if (str_eq(v->rows[k].name, v->config->feeds[i].name) &&
			    (name.n == 0 || str_eq(v->rows[k].name, name)) &&
			    wanted(v, &v->config->feeds[i], c->state, c->tag))
				api_feed(&out.j, &v->arena, &v->rows[k], days, v->now_ms);
	answer_print(&out);
	return 0;
}

static bool
is_state(struct str name)
{
	for (int s = 0; s < FEED_STATE_N; s++)
		if (str_eq(name, str_of(feed_state_names[s])))
			return true;
	return false;
}

int
cmd_feed_list(int argc, char **argv)
{
	struct choice c = { .json = take_json(&argc, argv) };
	struct view v;
	int rc;

	if (!read_choice(argc, argv, "c:s:t:", &c))
		return option_error("feed list");
	if (c.state != NULL && !is_state(str_of(c.state)))
		return usage_error("feed list",
		    "a state is new, ok, failing, stale, gone or disabled, not '%s'",
		    c.state);
	if (optind != argc)
		return usage_error("feed list", "what is '%s'?", argv[optind]);
	rc = view_open(&v, "feed list", c.file);
	if (rc == 0 && c.json)
		rc = print_json(&v, &c, STR_NONE);
	else if (rc == 0)
		print_table(&v, &c);
	view_close(&v);
	return rc;
}

static const struct feed_config *
find_feed(const struct view *v, struct str name)
{
	struct str *names = ARENA_ARRAY((struct arena *)(uintptr_t)&v->arena, struct str,
		       v->config->n_feeds + 1),
		   near;
	struct err e;

	for (size_t i = 0; i < v->config->n_feeds; i++) {
		names[i] = v->config->feeds[i].name;
		if (str_eq(names[i], name))
			return &v->config->feeds[i];
	}
	near = conf_nearest(name, names, v->config->n_feeds);
	if (near.n > 0)
		err_absent(&e, "there is no feed '%.*s'; did you mean '%.*s'?",
		    STR_ARG(name), STR_ARG(near));
	else
		err_absent(&e, "there is no feed '%.*s'", STR_ARG(name));
	err_see(&e, MANUAL_FEEDS);
	command_error("feed why", &e, EX_NOINPUT);
	return NULL;
}

static void
print_why(const struct view *v, const struct feed_config *f)
{
	struct poll_state st = state_of(v, f->name);
	struct buf b, clean;

	buf_init(&b, 1u << 20);
	buf_init(&clean, 1u << 20);
	poll_why(&b, &st, f, v->now_ms);
	utf8_clean(&clean, buf_str(&b), true);
	fwrite(clean.p, 1, clean.n, stdout);
	buf_clear(&b);
	buf_clear(&clean);
}

int
cmd_feed_why(int argc, char **argv)
{
	struct choice c = { .json = take_json(&argc, argv) };
	const struct feed_config *f;
	struct view v;
	int rc;

	if (!read_choice(argc, argv, "c:", &c))
		return option_error("feed why");
	if (optind + 1 != argc)
		return usage_error("feed why", "which feed?");
	rc = view_open(&v, "feed why", c.file);
	if (rc == 0 && (f = find_feed(&v, str_of(argv[optind]))) == NULL)
		rc = EX_NOINPUT;
	else if (rc == 0 && c.json)
		rc = print_json(&v, &c, f->name);
	else if (rc == 0)
		print_why(&v, f);
	view_close(&v);
	return rc;
}

static void
print_asked(struct str name, bool json)
{
	struct answer a;

	if (!json) {
		printf("%.*s is asked now; tocsin feed why %.*s shows what it answers\n",
		    STR_ARG(name), STR_ARG(name));
		return;
	}
	answer_open(&a, '{');
	json_kstr(&a.j, "feed", name);
	json_kbool(&a.j, "asked", true);
	answer_print(&a);
}

int
cmd_feed_poll(int argc, char **argv)
{
	struct arena a;
	struct buf path, out;
	struct str socket;
	struct err e;
	bool force = false, json = take_json(&argc, argv);
	int opt, status, rc = 0;

	arena_init(&a);
	socket = client_socket(&argc, argv, &a);
	optind = 1;
	while ((opt = getopt(argc, argv, "f")) == 'f')
		force = true;
	if (opt != -1 || optind + 1 != argc) {
		arena_clear(&a);
		return opt != -1 ? option_error("feed poll")
				 : usage_error("feed poll", "which feed?");
	}
	buf_init(&path, 65536);
	buf_init(&out, 1u << 20);
	buf_cstr(&path, "/control/poll?feed=");
	url_escape(&path, str_of(argv[optind]));
	if (force)
		buf_cstr(&path, "&force=1");
	status = client_ask(socket, "POST", path.p, STR(""), &out, &e);
	if (status != 200 && status != -1)
		client_refusal(&out, status, &e);
	if (status != 200)
		rc = command_error("feed poll", &e, EX_UNAVAILABLE);
	else
		print_asked(str_of(argv[optind]), json);
	buf_clear(&path);
	buf_clear(&out);
	arena_clear(&a);
	return rc;
}
