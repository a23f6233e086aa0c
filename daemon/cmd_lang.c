/* cmd_lang.c -- `tocsin lang check`: does every line of the language packs prove itself? */
#include "config.h"

#include <sysexits.h>

#include "daemon/command.h"
#include "daemon/data_dir.h"
#include "facts/lang_check.h"

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
	r = reader_load(dirs, &e);
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
