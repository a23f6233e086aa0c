/*
 * fuzz_lang.c -- a language pack from anywhere.  A line "@verbs.tsv" begins that file of
 * it; the pack is loaded, or refused with the place, and what was loaded reads and checks
 * itself.
 */
#include "config.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "facts/lang_check.h"
#include "facts/reader.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/scratch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const files[] = { "causes.tsv", "cues.tsv", "frames.tsv",
	"function.tsv", "gate.tsv", "ground.tsv", "inflect.tsv", "notground.tsv",
	"numbers.tsv", "people.tsv", "places.tsv", "sources.tsv", "stance.tsv",
	"territory.tsv", "things.tsv", "triggers.tsv", "verbs.tsv" };

static void
in_pack(char path[SCRATCH_PATH], const char *name)
{
	char inside[64];

	snprintf(inside, sizeof(inside), "lang/xx/%s", name);
	scratch_path(path, inside);
}

static void
clear_pack(void)
{
	char path[SCRATCH_PATH];

	for (size_t i = 0; i < NELEM(files); i++) {
		in_pack(path, files[i]);
		unlink(path);
	}
}

static void
write_pack(struct str in)
{
	FILE *f = NULL;
	struct str line;
	char path[SCRATCH_PATH];

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
	struct reading in = {
		.text = STR("At least 12 people were killed in Tarn, medics said."),
		.lang = STR("xx"),
		.published_ms = INT64_C(1732752000000)
	};
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
	const char *const dirs[] = { scratch_dir(), NULL };
	char path[SCRATCH_PATH];
	struct err e = { "" };
	struct reader *r;

	in_pack(path, "");
	fuzz_check(mkdir(path, 0700) == 0 || errno == EEXIST);
	write_pack((struct str){ (const char *)data, size });
	r = reader_load(dirs, &e);
	fuzz_check(r != NULL || e.msg[0] != '\0');
	if (r != NULL)
		use(r);
	reader_free(r);
	clear_pack();
	return 0;
}
