/* fuzz_gazetteer.c -- any bytes as a gazetteer file, and as a table to build one from. */
#include "config.h"

#include "base/alloc.h"
#include "facts/gazetteer_build.h"
#include "facts/name_words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
look(struct str bytes)
{
	static const char *const names[] = { "Sarmin", "Hamidiya", "Syrian", "Idlib" };
	struct gazetteer *g = gazetteer_new();
	struct gaz_place found[GAZ_FOUND];
	struct err e;

	if (gazetteer_take(g, bytes, &e) == 0)
		for (size_t i = 0; i < NELEM(names); i++)
			for (int level = 0; level < FOLD_N; level++) {
				char key[FOLD_MAX], room[GAZ_ID_MAX];
				struct str k = fold_name(key, str_of(names[i]),
				    (enum fold_level)level);

				name_words_known(g, k);
				if (gazetteer_find(g, (enum fold_level)level, k,
					STR("SY"), found, GAZ_FOUND) > 0)
					gazetteer_id(found, room);
			}
	gazetteer_free(g);
}

static void
build(struct str text)
{
	struct gaz_builder *b = gaz_builder_new();
	struct buf out;
	struct str line, rest = text;
	struct err e;

	buf_init(&out, GAZ_BYTES_MAX);
	gaz_builder_tsv(b, text, "fuzz", &e);
	while (str_cut(&rest, '\n', &line))
		gaz_builder_geonames(b, line);
	gaz_builder_write(b, &out);
	gaz_builder_free(b);
	look(buf_str(&out));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size };
	char *copy = xmalloc(size + 1);

	memcpy(copy, data, size);
	look((struct str){ copy, size });
	build(in);
	return 0;
}
