/*
 * fuzz_pack.c -- compiled language packs that somebody changed.  Four bytes of the input
 * say where in the German lexicon, the fifth what stands there now; its hash is set
 * right, so that only what lexicon_map() looks through stands between it and the reader.
 * An input that ends within five bytes is such a file itself.  Either is refused with a
 * sentence, or read.
 */
#include "config.h"

#include <unistd.h>

#include "base/alloc.h"
#include "base/mapping.h"
#include "facts/pack_file.h"
#include "facts/pack_format.h"
#include "facts/reader.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/scratch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define EDIT_BYTES 5

static struct buf whole; /* the file as it was compiled */

static void
clear_whole(void)
{
	buf_clear(&whole);
}

static void
compile(void)
{
	const char *const dirs[] = { scratch_dir(), NULL };
	char path[SCRATCH_PATH];
	struct err e = { "" };

	scratch_path(path, "lang/de");
	fuzz_check(symlink(BUILDDIR "/daemon/share/lang/de", path) == 0);
	buf_init(&whole, PACK_FILE_MAX);
	atexit(clear_whole);
	fuzz_check(reader_compile(dirs, &whole, &e) == 0);
}

/* The edits, in a copy of the file. */
static void
edit(char *file, const uint8_t *data, size_t size)
{
	struct pack_entry entry;
	char *at = file + sizeof(struct pack_header);
	struct str image;

	memcpy(&entry, at, sizeof(entry));
	image = (struct str){ file + entry.at, entry.size };
	for (size_t i = 0; i + EDIT_BYTES <= size; i += EDIT_BYTES) {
		uint32_t where;

		memcpy(&where, data + i, sizeof(where));
		file[entry.at + where % entry.size] = (char)data[i + EDIT_BYTES - 1];
	}
	entry.hash = pack_file_hash(image, entry.sum);
	memcpy(at, &entry, sizeof(entry));
}

static void
use(const struct reader *r)
{
	static const char text[] =
	    "Mindestens zwölf Menschen wurden bei einem Angriff in Tarn getötet, sagten "
	    "Sanitäter. Die Rebellen nahmen das Dorf Omar ein und 30 Grenzsoldaten fest.";
	struct reading in = { .text = STR(text),
		.lang = STR("de"),
		.published_ms = INT64_C(1732752000000) };
	struct fact_list facts;
	struct arena a;

	arena_init(&a);
	reader_read(r, &a, &in, &facts);
	arena_clear(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *const dirs[] = { scratch_dir(), NULL };
	struct str bytes = { (const char *)data, size };
	char path[SCRATCH_PATH], *copy = NULL;
	struct err e = { "" };
	struct reader *r;

	if (whole.n == 0)
		compile();
	if (size % EDIT_BYTES == 0) {
		copy = xmalloc(whole.n);
		memcpy(copy, whole.p, whole.n);
		edit(copy, data, size);
		bytes = (struct str){ copy, whole.n };
	}
	scratch_path(path, PACK_FILE);
	fuzz_check(mapping_write(path, bytes, &e) == 0);
	r = reader_load(dirs, &e);
	fuzz_check(r != NULL);
	use(r);
	reader_free(r);
	free(copy);
	return 0;
}
