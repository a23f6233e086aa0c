/* cmd_parse.c -- tocsin parse: bytes to the neutral feed object (doc/feed.md). */
#include "config.h"

#include <errno.h>
#include <jansson.h>
#include <sysexits.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "daemon/command_json.h"
#include "parser/feed_json.h"

#define OUT_MAX (LIMIT_FEED_BODY * 8ul)

static int
read_file(const char *path, struct buf *to, struct err *e)
{
	return path == NULL ? buf_read(to, stdin, e) : buf_read_file(to, path, e);
}

/* The object on one line, or {"_error": …}. */
static int
print_feed(struct arena *a, const char *path, const struct feed_origin *o, struct err *e)
{
	struct buf bytes, out;
	struct feed_doc *d = NULL;
	int rc = -1;

	buf_init(&bytes, LIMIT_FEED_BODY);
	buf_init(&out, OUT_MAX);
	if (read_file(path, &bytes, e) == 0 &&
	    (d = feed_parse(a, buf_str(&bytes), o, e)) != NULL) {
		feed_doc_write(&out, d);
		if ((rc = buf_ok(&out, e)) == 0) {
			fwrite(out.p, 1, out.n, stdout);
			putchar('\n');
		}
	}
	buf_clear(&bytes);
	buf_clear(&out);
	return rc;
}

static void
print_error(const struct err *e)
{
	struct buf out;

	buf_init(&out, sizeof(e->msg) * 8);
	feed_error_write(&out, e);
	printf("%.*s\n", STR_ARG(buf_str(&out)));
	buf_clear(&out);
}

static struct str
header(const json_t *headers, const char *name)
{
	const char *key;
	json_t *v;

	json_object_foreach((json_t *)(uintptr_t)headers, key,
	    v) if (str_eq_ci(str_of(key), str_of(name)) &&
	    json_is_string(v)) return str_of(json_string_value(v));
	return STR_NONE;
}

static void
batch_line(const char *line)
{
	struct arena a;
	struct err e = { "" };
	json_t *q = json_loads(line, 0, NULL);
	const char *file = json_string_value(json_object_get(q, "file"));
	const json_t *h = json_object_get(q, "headers");
	struct feed_origin o = {
		.url = str_of(json_string_value(json_object_get(q, "url"))),
		.content_type = header(h, "Content-Type"),
		.content_language = header(h, "Content-Language"),
		.content_location = header(h, "Content-Location")
	};

	arena_init(&a);
	if (file == NULL) {
		err_set(&e, "not a request: {\"file\", \"url\", \"headers\"}");
		print_error(&e);
	} else if (print_feed(&a, file, &o, &e) != 0) {
		print_error(&e);
	}
	fflush(stdout);
	arena_clear(&a);
	json_decref(q);
}

static int
batch(void)
{
	char *line = NULL;
	size_t cap = 0;

	while (getline(&line, &cap, stdin) > 0)
		batch_line(line);
	free(line);
	return ferror(stdin) ? EX_IOERR : EX_OK;
}

int
cmd_parse(int argc, char **argv)
{
	struct feed_origin o = { 0 };
	const char *path = NULL;
	struct arena a;
	struct err e = { "" };
	int rc;

	(void)take_json(&argc, argv); /* its object is JSON as it is */
	for (int i = 1; i < argc; i++) {
		struct str arg = str_of(argv[i]);

		if (str_eq(arg, STR("--batch")))
			return argc == 2 ? batch()
					 : usage_error("parse", "--batch stands alone");
		if (i + 1 == argc &&
		    (str_eq(arg, STR("--url")) || str_eq(arg, STR("--content-type"))))
			return usage_error("parse", "%s needs a value", argv[i]);
		if (str_eq(arg, STR("--url")))
			o.url = str_of(argv[++i]);
		else if (str_eq(arg, STR("--content-type")))
			o.content_type = str_of(argv[++i]);
		else if (str_starts(arg, STR("--")) || path != NULL)
			return usage_error("parse", "unexpected argument '%s'", argv[i]);
		else if (!str_eq(arg, STR("-")))
			path = argv[i];
	}
	arena_init(&a);
	rc = print_feed(&a, path, &o, &e);
	arena_clear(&a);
	return rc == 0 ? EX_OK : command_error("parse", &e, EX_DATAERR);
}
