/* cmd_feed_add.c -- `tocsin feed add URL`: fetch it, find the feeds it names, ask which,
 * write. */
#include "config.h"

#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "daemon/command_json.h"
#include "daemon/feed_file.h"
#include "daemon/probe.h"
#include "parser/discover.h"
#include "parser/feed.h"

struct found {
	struct str url, title;
};

struct adding {
	struct arena arena;
	struct config *config;
	const char *file, *pick, *tag, *every;
	bool allow_private, print, json;
	struct probe page;
};

static int
fetch(struct adding *a, struct str url, struct err *e)
{
	struct probe_options o = { .config = a->config,
		.allow_private = a->allow_private };

	a->page = (struct probe){ .url = url };
	if (probe_all(&a->arena, &o, &a->page, 1, e) != 0)
		return -1;
	if (a->page.error.n > 0)
		return err_set(e, "%.*s: %.*s", STR_ARG(url), STR_ARG(a->page.error));
	return 0;
}

/* ---- what is there ---- */

/* The address itself if it is a feed, else what the page names. */
static size_t
find_feeds(struct adding *a, struct found found[DISCOVER_MAX], struct err *e)
{
	const struct probe *p = &a->page;
	struct feed_origin o = { .url = p->final_url, .content_type = p->content_type };
	struct feed_doc *d = feed_parse(&a->arena, p->body, &o, e);
	struct discovered links[DISCOVER_MAX];
	size_t n;

	if (d != NULL) {
		found[0] = (struct found){ p->final_url,
			utf8_line(&a->arena, str_sub(d->title.value, 0, LIMIT_TITLE)) };
		return 1;
	}
	n = discover_feeds(&a->arena, p->body, p->final_url, links);
	for (size_t i = 0; i < n; i++)
		found[i] = (struct found){ links[i].url,
			utf8_line(&a->arena, str_sub(links[i].title, 0, LIMIT_TITLE)) };
	return n;
}

/* The one that is meant: --pick N, the only one, or who sits at the terminal says. */
static int
choose(const struct adding *a, const struct found *found, size_t n, struct err *e)
{
	char line[32];
	uint64_t v = 0;

	if (a->pick != NULL)
		return str_uint(str_of(a->pick), &v) && v >= 1 && v <= n
		    ? (int)v - 1
		    : err_set(e, "--pick takes a number from 1 to %zu", n);
	if (n == 1)
		return 0;
	for (size_t i = 0; i < n; i++)
		fprintf(stderr, "%3zu  %.*s  %.*s\n", i + 1, STR_ARG(found[i].url),
		    STR_ARG(found[i].title));
	if (!isatty(STDIN_FILENO)) {
		err_set(e, "the page names %zu feeds; --pick N takes one", n);
		return -1;
	}
	fprintf(stderr, "Which? ");
	if (fgets(line, sizeof(line), stdin) == NULL ||
	    !str_uint(str_trim(str_of(line)), &v) || v < 1 || v > n)
		return err_set(e, "a number from 1 to %zu chooses", n);
	return (int)v - 1;
}

/* ---- the command ---- */

static const char *
option(int argc, char **argv, int *i, const char *name)
{
	if (strcmp(argv[*i], name) != 0 || *i + 1 >= argc)
		return NULL;
	return argv[++*i];
}

static const char *
read_options(struct adding *a, int argc, char **argv)
{
	const char *url = NULL, *v;

	for (int i = 1; i < argc; i++)
		if ((v = option(argc, argv, &i, "-c")) != NULL)
			a->file = v;
		else if ((v = option(argc, argv, &i, "--pick")) != NULL)
			a->pick = v;
		else if ((v = option(argc, argv, &i, "--tag")) != NULL)
			a->tag = v;
		else if ((v = option(argc, argv, &i, "--every")) != NULL)
			a->every = v;
		else if (strcmp(argv[i], "--allow-private") == 0)
			a->allow_private = true;
		else if (strcmp(argv[i], "--print") == 0)
			a->print = true;
		else if (argv[i][0] == '-' || url != NULL)
			return usage_error("feed add", "what is '%s'%s?", argv[i],
				   argv[i][0] == '-' ? ", or where is its value" : ""),
			       NULL;
		else
			url = argv[i];
	if (url == NULL)
		usage_error("feed add", "which address?");
	return url;
}

static void
print_added(const struct found *f, const char *path, struct str text)
{
	struct answer out;

	answer_open(&out, '{');
	json_kstr(&out.j, "url", f->url);
	json_kstr(&out.j, "title", f->title);
	json_kopt(&out.j, "file", str_of(path));
	json_kstr(&out.j, "text", text);
	answer_print(&out);
}

static int
write_down(struct adding *a, const struct found *f, struct err *e)
{
	struct str tag = str_of(a->tag);
	struct feed_entry_file entry = { f->url, f->title, str_of(a->every), &tag,
		tag.n > 0, a->allow_private };
	const char *path = NULL;
	struct buf out;
	int rc = 0;

	buf_init(&out, 1u << 20);
	feed_file_text(a->config, &a->arena, &entry, 1, &out);
	if (a->print && !a->json)
		fwrite(out.p, 1, out.n, stdout);
	else if (!a->print &&
	    (rc = feed_file_write(a->file, &a->arena, f->url, buf_str(&out), &path, e)) ==
		0)
		fprintf(stderr, "Written to %s; 'tocsin reload' makes it known.\n", path);
	if (rc == 0 && a->json)
		print_added(f, path, buf_str(&out));
	buf_clear(&out);
	return rc == 0 ? 0 : EX_CANTCREAT;
}

static int
add(struct adding *a, struct str url, struct err *e)
{
	struct found found[DISCOVER_MAX];
	const struct feed_config *known;
	size_t n;
	int which;

	if (fetch(a, url, e) != 0)
		return EX_UNAVAILABLE;
	n = find_feeds(a, found, e);
	if (n == 0)
		return EX_NOINPUT;
	which = choose(a, found, n, e);
	if (which < 0)
		return EX_USAGE;
	known = feed_file_known(a->config, found[which].url);
	if (known != NULL) {
		err_set(e, "it is there already, as '%.*s'", STR_ARG(known->name));
		return EX_USAGE;
	}
	return write_down(a, &found[which], e);
}

int
cmd_feed_add(int argc, char **argv)
{
	struct adding a = { .file = CONFIG_FILE, .json = take_json(&argc, argv) };
	struct err e = { "" };
	const char *url = read_options(&a, argc, argv);
	int rc;

	if (url == NULL)
		return EX_USAGE;
	arena_init(&a.arena);
	a.config = config_load(a.file);
	if (a.config->diag.errors > 0) {
		config_report(a.config, stderr);
		rc = EX_CONFIG;
	} else {
		struct str full = str_find(str_of(url), STR("://")) != STR_NOWHERE
		    ? str_of(url)
		    : arena_printf(&a.arena, "https://%s", url);

		rc = add(&a, full, &e);
		if (rc != 0)
			rc = command_error("feed add", &e, rc);
	}
	config_unref(a.config);
	arena_clear(&a.arena);
	return rc;
}
