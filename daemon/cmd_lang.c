/*
 * cmd_lang.c -- `tocsin lang check`: does every line of the language packs prove itself?
 * `tocsin lang compile`: the packs as one file that is mapped.
 */
#include "config.h"

#include <getopt.h>
#include <sysexits.h>

#include "base/mapping.h"
#include "daemon/command.h"
#include "daemon/data_dir.h"
#include "facts/lang_check.h"
#include "facts/pack_file.h"

#define REPORT_MAX (4u << 20)

int
cmd_lang_check(int argc, char **argv)
{
	const char *dirs[3] = { NULL, NULL, NULL };
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
	r = command_reader("lang check", dirs, &e);
	arena_clear(&a);
	if (r == NULL) {
		command_error("lang check", &e);
		return EX_CONFIG;
	}
	buf_init(&out, REPORT_MAX);
	report.out = &out;
	lang_check(r, &report);
	if (out.n > 0)
		fwrite(out.p, 1, out.n, stdout);
	printf("%zu examples, %zu wrong\n", report.checked, report.failed);
	buf_clear(&out);
	reader_free(r);
	return report.failed == 0 ? 0 : EX_DATAERR;
}

/* Options, then at most one directory.  0, or an exit code. */
static int
compile_options(int argc, char **argv, const char **out, const char **dir)
{
	static const struct option options[] = { { "output", required_argument, NULL, 'o' },
		{ NULL, 0, NULL, 0 } };

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
	return *out != NULL ? 0 : usage_error("lang compile", "where to? Say --output FILE");
}

int
cmd_lang_compile(int argc, char **argv)
{
	const char *dirs[3] = { NULL, NULL, NULL }, *path = NULL;
	struct arena a;
	struct buf out;
	struct err e;
	int rc = compile_options(argc, argv, &path, &dirs[1]);

	if (rc != 0)
		return rc;
	arena_init(&a);
	buf_init(&out, PACK_FILE_MAX);
	dirs[0] = arena_cstr(&a, data_dir(&a));
	if (reader_compile(dirs, &out, &e) == 0 && mapping_write(path, buf_str(&out), &e) == 0) {
		printf("%s: %zu bytes\n", path, out.n);
	} else {
		command_error("lang compile", &e);
		rc = EX_DATAERR;
	}
	buf_clear(&out);
	arena_clear(&a);
	return rc;
}
