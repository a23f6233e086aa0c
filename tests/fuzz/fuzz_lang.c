/*
 * fuzz_lang.c -- a language pack from anywhere.  A line "@verbs.tsv" begins that file of it; the
 * pack is loaded, or refused with the place, and what was loaded reads and checks itself.
 */
#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "facts/lang_check.h"
#include "facts/reader.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const files[] = { "causes.tsv", "cues.tsv", "frames.tsv", "function.tsv",
	"gate.tsv", "ground.tsv", "inflect.tsv", "notground.tsv", "numbers.tsv", "people.tsv",
	"places.tsv", "sources.tsv", "stance.tsv", "territory.tsv", "things.tsv", "triggers.tsv",
	"verbs.tsv" };

static char dir[64]; /* with lang/xx in it, as long as the process runs */

static void
in_pack(char path[160], const char *name)
{
	snprintf(path, 160, "%s/lang/xx/%s", dir, name);
}

static void
clear_pack(void)
{
	char path[160];

	for (size_t i = 0; i < NELEM(files); i++) {
		in_pack(path, files[i]);
		unlink(path);
	}
}

static void
remove_pack(void)
{
	char path[160];

	clear_pack();
	in_pack(path, "");
	rmdir(path);
	snprintf(path, sizeof(path), "%s/lang", dir);
	rmdir(path);
	rmdir(dir);
}

static void
make_pack(void)
{
	char path[160];

	snprintf(dir, sizeof(dir), "/tmp/tocsin-fuzz-lang.XXXXXX");
	fuzz_check(mkdtemp(dir) != NULL);
	snprintf(path, sizeof(path), "%s/lang", dir);
	fuzz_check(mkdir(path, 0700) == 0);
	in_pack(path, "");
	fuzz_check(mkdir(path, 0700) == 0);
	atexit(remove_pack);
}

static void
write_pack(struct str in)
{
	FILE *f = NULL;
	struct str line;
	char path[160];

	while (str_cut(&in, '\n', &line)) {
		for (size_t i = 0; i < NELEM(files) && str_starts(line, STR("@")); i++)
			if (str_eq(str_sub(line, 1, line.n), str_of(files[i]))) {
				if (f != NULL)
					fclose(f);
				in_pack(path, files[i]);
				fuzz_check((f = fopen(path, "we")) != NULL);
			}
		if (f != NULL && !str_starts(line, STR("@")))
			fprintf(f, "%.*s\n", STR_ARG(line));
	}
	if (f != NULL)
		fclose(f);
}

static void
use(const struct reader *r)
{
	struct reading in = { .text = STR("At least 12 people were killed in Tarn, medics said."),
		.lang = STR("xx"), .published_ms = INT64_C(1732752000000) };
	struct buf said;
	struct lang_report report = { .out = &said };
	struct fact_list facts;
	struct arena a;

	arena_init(&a);
	buf_init(&said, 1u << 20);
	reader_read(r, &a, &in, &facts);
	lang_check(r, &report);
	fuzz_check(report.failed <= report.checked);
	buf_clear(&said);
	arena_clear(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *const dirs[] = { dir, NULL };
	struct err e = { "" };
	struct reader *r;

	if (dir[0] == '\0')
		make_pack();
	write_pack((struct str){ (const char *)data, size });
	r = reader_load(dirs, &e);
	fuzz_check(r != NULL || e.msg[0] != '\0');
	if (r != NULL)
		use(r);
	reader_free(r);
	clear_pack();
	return 0;
}
