/*
 * cmd_lang.c -- `tocsin lang check`: does every line of the language packs prove itself?
 * `tocsin lang compile`: the packs as one file that is mapped.
 */
#include "config.h"

#include <errno.h>
#include <getopt.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/mapping.h"
#include "daemon/command_json.h"
#include "daemon/data_dir.h"
#include "facts/lang_check.h"
#include "facts/pack_file.h"

#define REPORT_MAX (4u << 20)

static void
print_report(const struct lang_report *report, bool json)
{
	struct answer a;

	if (!json) {
		printf("%.*s%zu examples, %zu wrong\n", STR_ARG(buf_str(report->out)),
		    report->checked, report->failed);
		return;
	}
	answer_open(&a, '{');
	json_kint(&a.j, "examples", (int64_t)report->checked);
	json_kint(&a.j, "wrong", (int64_t)report->failed);
	json_lines(&a.j, "problems", buf_str(report->out));
	answer_print(&a);
}

static int
has_packs(struct arena *a, const char *dir, struct err *e)
{
	return access(arena_printf(a, "%s/lang", dir).p, R_OK) == 0
	    ? 0
	    : err_absent(e, "%s/lang: %s", dir, strerror(errno));
}

int
cmd_lang_check(int argc, char **argv)
{
	const char *dirs[3] = { NULL, NULL, NULL };
	bool json = take_json(&argc, argv);
	struct lang_report report = { 0 };
	struct arena a;
	struct reader *r;
	struct buf out;
	struct err e;

	if (argc > 2)
		return usage_error("lang check", "what is '%s'?", argv[2]);
	arena_init(&a);
	dirs[0] = arena_cstr(&a, data_dir(&a));
	dirs[1] = argc == 2 ? argv[1] : NULL;
	r = dirs[1] == NULL || has_packs(&a, dirs[1], &e) == 0
	    ? command_reader("lang check", dirs, &e)
	    : NULL;
	arena_clear(&a);
	if (r == NULL)
		return command_error("lang check", &e, EX_CONFIG);
	buf_init(&out, REPORT_MAX);
	report.out = &out;
	lang_check(r, &report);
	print_report(&report, json);
	buf_clear(&out);
	reader_free(r);
	return report.failed == 0 ? 0 : EX_DATAERR;
}

/* Options, then at most one directory.  0, or an exit code. */
static int
compile_options(int argc, char **argv, const char **out, const char **dir)
{
	static const struct option options[] = {
		{ "output", required_argument, NULL, 'o' }, { NULL, 0, NULL, 0 }
	};

	optind = 1;
	opterr = 0;
	for (int c; (c = getopt_long(argc, argv, "o:", options, NULL)) != -1;) {
		if (c != 'o')
			return option_error("lang compile");
		*out = optarg;
	}
	if (argc > optind + 1)
		return usage_error("lang compile", "what is '%s'?", argv[optind + 1]);
	*dir = argv[optind];
	return *out != NULL ? 0
			    : usage_error("lang compile", "where to? Say --output FILE");
}

static void
print_compiled(const char *path, size_t bytes, bool json)
{
	struct answer a;

	if (!json) {
		printf("%s: %zu bytes\n", path, bytes);
		return;
	}
	answer_open(&a, '{');
	json_kstr(&a.j, "file", str_of(path));
	json_kint(&a.j, "bytes", (int64_t)bytes);
	answer_print(&a);
}

int
cmd_lang_compile(int argc, char **argv)
{
	const char *dirs[3] = { NULL, NULL, NULL }, *path = NULL;
	bool json = take_json(&argc, argv);
	struct arena a;
	struct buf out;
	struct err e;
	int rc = compile_options(argc, argv, &path, &dirs[1]);

	if (rc != 0)
		return rc;
	arena_init(&a);
	buf_init(&out, PACK_FILE_MAX);
	dirs[0] = arena_cstr(&a, data_dir(&a));
	if ((dirs[1] == NULL || has_packs(&a, dirs[1], &e) == 0) &&
	    reader_compile(dirs, &out, &e) == 0)
		rc = mapping_write(path, buf_str(&out), &e) == 0
		    ? 0
		    : command_error("lang compile", &e, EX_CANTCREAT);
	else
		rc = command_error("lang compile", &e, EX_DATAERR);
	if (rc == 0)
		print_compiled(path, out.n, json);
	buf_clear(&out);
	arena_clear(&a);
	return rc;
}
