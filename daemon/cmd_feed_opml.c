/* cmd_feed_opml.c -- `tocsin feed import|export`: lists of feeds, folders as tags. */
#include "config.h"

#include <errno.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "daemon/command.h"
#include "daemon/feed_file.h"
#include "parser/opml.h"

#define OPML_BYTES (16u << 20)

static int
read_file(const char *path, struct buf *out, struct err *e)
{
	return strcmp(path, "-") == 0 ? buf_read(out, stdin, e) : buf_read_file(out, path, e);
}

static struct feed_entry_file *
entries_of(struct arena *a, const struct opml *o)
{
	struct feed_entry_file *f = ARENA_ARRAY(a, struct feed_entry_file, o->n + 1);

	for (size_t i = 0; i < o->n; i++)
		f[i] = (struct feed_entry_file){ .url = o->items[i].url, .title = o->items[i].text,
			.tags = o->items[i].tags, .n_tags = o->items[i].ntags };
	return f;
}

static int
import(const struct config *c, const char *file, const char *list, bool print, struct err *e)
{
	struct arena a;
	struct buf bytes, text;
	struct opml o;
	const char *path;
	size_t n;
	int rc;

	arena_init(&a);
	buf_init(&bytes, OPML_BYTES);
	buf_init(&text, OPML_BYTES * 2);
	rc = read_file(list, &bytes, e);
	if (rc == 0)
		rc = opml_read(&a, buf_str(&bytes), &o, e);
	if (rc == 0) {
		n = feed_file_text(c, &a, entries_of(&a, &o), o.n, &text);
		if (print)
			fwrite(text.p, 1, text.n, stdout);
		else if (n > 0 && (rc = feed_file_write(file, &a,
		    arena_printf(&a, "import-%s", list), buf_str(&text), &path, e)) == 0)
			fprintf(stderr, "Written to %s; 'tocsin reload' makes it known.\n", path);
		if (rc == 0)
			fprintf(stderr, "%zu of %zu feeds are new.\n", n, o.n);
	}
	buf_clear(&bytes);
	buf_clear(&text);
	arena_clear(&a);
	return rc;
}

static void
export(const struct config *c)
{
	struct arena a;
	struct buf out;
	struct opml_feed *f;

	arena_init(&a);
	buf_init(&out, OPML_BYTES * 4);
	f = ARENA_ARRAY(&a, struct opml_feed, c->n_feeds + 1);
	for (size_t i = 0; i < c->n_feeds; i++) {
		f[i].text = c->feeds[i].name;
		f[i].url = c->feeds[i].url;
		for (size_t k = 0; k < c->feeds[i].tags.n && k < OPML_TAGS; k++)
			f[i].tags[f[i].ntags++] = c->feeds[i].tags.items[k];
	}
	opml_write(&out, STR("Feeds of tocsin"), f, c->n_feeds);
	fwrite(out.p, 1, out.n, stdout);
	buf_clear(&out);
	arena_clear(&a);
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
	const char *file = PKGCONFDIR "/tocsin.yaml";
	struct config *c;
	struct err e;
	bool print = false;
	int opt, rc;

	optind = 1;
	while ((opt = getopt(argc, argv, "c:n")) != -1)
		if (opt == 'c')
			file = optarg;
		else if (opt == 'n')
			print = true;
		else
			return option_error("feed import");
	if (optind + 1 != argc)
		return usage_error("feed import", "which file?");
	c = load(file, &rc);
	if (rc == 0 && import(c, file, argv[optind], print, &e) != 0) {
		command_error("feed import", &e);
		rc = EX_DATAERR;
	}
	config_unref(c);
	return rc;
}

int
cmd_feed_export(int argc, char **argv)
{
	const char *file = PKGCONFDIR "/tocsin.yaml";
	struct config *c;
	int opt, rc;

	optind = 1;
	while ((opt = getopt(argc, argv, "c:")) != -1)
		if (opt != 'c')
			return option_error("feed export");
		else
			file = optarg;
	c = load(file, &rc);
	if (rc == 0)
		export(c);
	config_unref(c);
	return rc;
}
