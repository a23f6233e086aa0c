/* cmd_feed_opml.c -- `tocsin feed import|export`: lists of feeds, folders as tags. */
#include "config.h"

#include <errno.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/mapping.h"
#include "base/utf8.h"
#include "daemon/command_json.h"
#include "daemon/feed_file.h"
#include "net/url.h"
#include "parser/opml.h"

#define OPML_BYTES (16u << 20)

static int
read_file(const char *path, struct buf *out, struct err *e)
{
	return strcmp(path, "-") == 0 ? buf_read(out, stdin, e)
				      : buf_read_file(out, path, e);
}

/* "feed://host/x" and "feed:https://host/x" are how some readers write addresses. */
static struct str
address_of(struct arena *a, struct str s)
{
	s = str_trim(s);
	if (str_starts_ci(s, STR("feed://")))
		return arena_printf(a, "http%.*s", STR_ARG(str_sub(s, 4, s.n)));
	return str_starts_ci(s, STR("feed:")) ? str_sub(s, 5, s.n) : s;
}

/* Without those that have no address of the web. */
static struct feed_entry_file *
entries_of(struct arena *a, const struct opml *o, size_t *n)
{
	struct feed_entry_file *f = ARENA_ARRAY(a, struct feed_entry_file, o->n + 1);
	struct url parts;

	*n = 0;
	for (size_t i = 0; i < o->n; i++) {
		const struct opml_feed *in = &o->items[i];
		struct str url = address_of(a, in->url);

		if (url_split(url, &parts))
			f[(*n)++] = (struct feed_entry_file){ .url = url,
				.title = in->text,
				.tags = in->tags,
				.n_tags = in->ntags,
				.disabled = in->disabled };
		else
			fprintf(stderr, "Left out: '%.*s' is no address of the web.\n",
			    STR_ARG(utf8_line(a, in->url)));
	}
	return f;
}

struct list {
	const char *file, *name; /* the configuration, the list */
	bool print, json;
};

static void
print_imported(size_t n, size_t all, const char *path, struct str text)
{
	struct answer out;

	answer_open(&out, '{');
	json_kint(&out.j, "feeds", (int64_t)all);
	json_kint(&out.j, "new", (int64_t)n);
	json_kopt(&out.j, "file", str_of(path));
	json_kstr(&out.j, "text", text);
	answer_print(&out);
}

static int
write_list(const struct config *c, const struct list *l, struct arena *a,
    const struct opml *o, struct err *e)
{
	struct str name = arena_printf(a, "import-%s", l->name);
	const char *path = NULL;
	struct feed_entry_file *entries;
	struct buf text;
	size_t n;
	int rc = 0;

	buf_init(&text, OPML_BYTES * 2);
	entries = entries_of(a, o, &n);
	n = feed_file_text(c, a, entries, n, &text);
	if (l->print && !l->json)
		fwrite(text.p, 1, text.n, stdout);
	else if (!l->print && n > 0 &&
	    (rc = feed_file_write(l->file, a, name, buf_str(&text), &path, e)) == 0)
		fprintf(stderr, "Written to %s; 'tocsin reload' makes it known.\n", path);
	if (rc == 0 && l->json)
		print_imported(n, o->n, path, buf_str(&text));
	else if (rc == 0)
		fprintf(stderr, "%zu of %zu feeds are new.\n", n, o->n);
	buf_clear(&text);
	return rc;
}

static int
import(const struct config *c, const struct list *l, struct err *e)
{
	struct arena a;
	struct buf bytes;
	struct opml o;
	int rc;

	arena_init(&a);
	buf_init(&bytes, OPML_BYTES);
	rc = read_file(l->name, &bytes, e);
	if (rc == 0)
		rc = opml_read(&a, buf_str(&bytes), &o, e);
	if (rc == 0)
		rc = write_list(c, l, &a, &o, e);
	buf_clear(&bytes);
	arena_clear(&a);
	return rc;
}

static void
export_json(const struct config *c)
{
	struct answer out;

	answer_open(&out, '[');
	for (size_t i = 0; i < c->n_feeds; i++) {
		json_open(&out.j, '{');
		json_kstr(&out.j, "name", c->feeds[i].name);
		json_kstr(&out.j, "url", c->feeds[i].url);
		json_kstrs(&out.j, "tags", c->feeds[i].tags.items, c->feeds[i].tags.n);
		json_kbool(&out.j, "enabled", c->feeds[i].enabled);
		json_close(&out.j);
	}
	answer_print(&out);
}

static void
export_text(const struct config *c, struct arena *a, struct buf *out)
{
	struct opml_feed *f = ARENA_ARRAY(a, struct opml_feed, c->n_feeds + 1);

	for (size_t i = 0; i < c->n_feeds; i++) {
		f[i].text = c->feeds[i].name;
		f[i].url = c->feeds[i].url;
		f[i].disabled = !c->feeds[i].enabled;
		for (size_t k = 0; k < c->feeds[i].tags.n && k < OPML_TAGS; k++)
			f[i].tags[f[i].ntags++] = c->feeds[i].tags.items[k];
	}
	opml_write(out, STR("Feeds of tocsin"), f, c->n_feeds);
}

/* To that file, or to standard output unless JSON goes there. */
static int export(const struct config *c, const char *path, bool json, struct err *e)
{
	struct arena a;
	struct buf out;
	int rc;

	arena_init(&a);
	buf_init(&out, OPML_BYTES * 4);
	export_text(c, &a, &out);
	rc = buf_ok(&out, e);
	if (rc == 0 && path != NULL)
		rc = mapping_write(path, buf_str(&out), e);
	else if (rc == 0 && !json)
		fwrite(out.p, 1, out.n, stdout);
	if (rc == 0 && json)
		export_json(c);
	buf_clear(&out);
	arena_clear(&a);
	return rc;
}

static struct config *
load(const char *file, int *rc)
{
	struct config *c = config_load(file);

	*rc = 0;
	if (c->diag.errors > 0) {
		config_report(c, stderr);
		*rc = EX_CONFIG;
	}
	return c;
}

int
cmd_feed_import(int argc, char **argv)
{
	struct list l = { .file = CONFIG_FILE, .json = take_json(&argc, argv) };
	struct config *c;
	struct err e;
	int opt, rc;

	optind = 1;
	while ((opt = getopt(argc, argv, "c:n")) != -1)
		if (opt == 'c')
			l.file = optarg;
		else if (opt == 'n')
			l.print = true;
		else
			return option_error("feed import");
	if (optind + 1 != argc)
		return usage_error("feed import", "which file?");
	l.name = argv[optind];
	c = load(l.file, &rc);
	if (rc == 0 && import(c, &l, &e) != 0)
		rc = command_error("feed import", &e, EX_DATAERR);
	config_unref(c);
	return rc;
}

int
cmd_feed_export(int argc, char **argv)
{
	const char *file = CONFIG_FILE;
	bool json = take_json(&argc, argv);
	struct config *c;
	struct err e = { "" };
	int opt, rc;

	optind = 1;
	while ((opt = getopt(argc, argv, "c:")) != -1)
		if (opt != 'c')
			return option_error("feed export");
		else
			file = optarg;
	if (optind + 1 < argc)
		return usage_error("feed export", "what is '%s'?", argv[optind + 1]);
	c = load(file, &rc);
	if (rc == 0 && export(c, argv[optind], json, &e) != 0)
		rc = command_error("feed export", &e, EX_CANTCREAT);
	config_unref(c);
	return rc;
}
