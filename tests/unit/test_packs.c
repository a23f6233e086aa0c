/* test_packs.c -- compiled language packs: the same as the text, and never worse than it.
 */
#include "config.h"

#include <criterion/criterion.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/mapping.h"
#include "facts/lexicon_build.h"
#include "facts/lexicon_data.h"
#include "facts/lexicon_image.h"
#include "facts/pack_file.h"
#include "facts/pack_format.h"
#include "facts/reader_data.h"

#define SHARE BUILDDIR "/daemon/share"
#define PATH_BYTES 256

/* ---- a data directory of the test's own ---- */

static char dir[PATH_BYTES];

static void
put(const char *name, struct str bytes)
{
	char path[PATH_BYTES * 2];
	struct err e;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	cr_assert(mapping_write(path, bytes, &e) == 0, "%s", e.msg);
}

static void
make_dir(void)
{
	char path[PATH_BYTES * 2];

	snprintf(dir, sizeof(dir), BUILDDIR "/packs.XXXXXX");
	cr_assert(mkdtemp(dir) != NULL);
	snprintf(path, sizeof(path), "%s/lang", dir);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/lang/de", dir);
	mkdir(path, 0700);
	put("lang/de/people.tsv", STR("person\tkranführer\n"));
}

static void
remove_dir(void)
{
	static const char *const names[] = { "lang/de/people.tsv", PACK_FILE, "lang/de",
		"lang", "" };
	char path[PATH_BYTES * 2];

	for (size_t i = 0; i < NELEM(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]);
		remove(path);
	}
}

static struct reader *
load(const char *first, const char *second)
{
	const char *const dirs[] = { first, second, NULL };
	struct err e;
	struct reader *r = reader_load(dirs, &e);

	cr_assert(r != NULL, "%s", e.msg);
	return r;
}

static void
compile(struct buf *out, const char *first, const char *second)
{
	const char *const dirs[] = { first, second, NULL };
	struct err e;

	buf_init(out, PACK_FILE_MAX);
	cr_assert(reader_compile(dirs, out, &e) == 0, "%s", e.msg);
}

static const struct language *
language(const struct reader *r, const char *lang)
{
	size_t i = 0;

	while (i < r->n_languages &&
	    !str_eq(lexicon_lang(r->languages[i].lexicon), str_of(lang)))
		i++;
	cr_assert(i < r->n_languages, "no %s", lang);
	return &r->languages[i];
}

static uint64_t
class_of(const struct reader *r, struct str word)
{
	return lexicon_word(language(r, "de")->lexicon, word)->cls;
}

/* ---- tests ---- */

Test(packs, are_what_the_text_says)
{
	struct reader *r = load(SHARE, NULL);
	struct buf text, installed;
	struct err e;

	compile(&text, SRCDIR "/etc", NULL);
	buf_init(&installed, PACK_FILE_MAX);
	cr_assert(buf_read_file(&installed, SHARE "/" PACK_FILE, &e) == 0, "%s", e.msg);
	cr_expect(str_eq(buf_str(&text), buf_str(&installed)));
	cr_expect_eq(r->n_languages, 9);
	cr_expect_str_eq(reader_trouble(r), "");
	for (size_t i = 0; i < r->n_languages; i++)
		cr_expect(lexicon_is_mapped(r->languages[i].lexicon), "%zu", i);
	buf_clear(&text);
	buf_clear(&installed);
	reader_free(r);
}

Test(packs, words_of_ones_own_are_read_at_once_and_shared_when_compiled, .init = make_dir,
    .fini = remove_dir)
{
	struct reader *r = load(SHARE, dir);
	struct buf both;

	cr_expect(!lexicon_is_mapped(language(r, "de")->lexicon));
	cr_expect(lexicon_is_mapped(language(r, "en")->lexicon));
	cr_expect((class_of(r, STR("kranführer")) & C_PERSON) != 0);
	reader_free(r);

	compile(&both, SHARE, dir);
	put(PACK_FILE, buf_str(&both));
	r = load(SHARE, dir);
	cr_expect_str_eq(reader_trouble(r), "");
	cr_expect(lexicon_is_mapped(language(r, "de")->lexicon));
	cr_expect((class_of(r, STR("kranführer")) & C_PERSON) != 0);
	reader_free(r);

	put("lang/de/people.tsv", STR("person\tbaggerführer\n"));
	r = load(SHARE, dir);
	cr_expect(!lexicon_is_mapped(language(r, "de")->lexicon), "the text has changed");
	cr_expect(class_of(r, STR("kranführer")) == 0);
	cr_expect((class_of(r, STR("baggerführer")) & C_PERSON) != 0);
	reader_free(r);
	buf_clear(&both);
}

#define ENTRY sizeof(struct pack_header)
#define IN_ENTRY(member) (ENTRY + offsetof(struct pack_entry, member))
/* A byte that pack_file_hash() looks at, of the only lexicon. */
#define IN_SECTOR(n)                                                                  \
	((ENTRY + sizeof(struct pack_entry) + CACHE_LINE) / CACHE_LINE * CACHE_LINE + \
	    (n)*512)

Test(packs, a_damaged_file_is_refused_and_the_text_read, .init = make_dir,
    .fini = remove_dir)
{
	static const struct {
		size_t at, cut; /* the byte that is changed; how long the file is left, 0:
				   all of it */
		const char *why;
	} rows[] = { { 0, 0, "no compiled language packs" },
		{ 0, 20, "no compiled language packs" },
		{ 0, 1, "no compiled language packs" },
		{ offsetof(struct pack_header, order), 0, "another version" },
		{ offsetof(struct pack_header, program), 0, "another version" },
		{ offsetof(struct pack_header, entries) + 2, 0, "damaged" },
		{ IN_ENTRY(hash), 0, "damaged: what it has of 'de'" },
		{ IN_ENTRY(at) + 3, 0, "damaged: what it has of 'de'" },
		{ IN_ENTRY(size) + 7, 0, "damaged: what it has of 'de'" },
		{ IN_SECTOR(17), 0, "damaged: what it has of 'de'" },
		{ SIZE_MAX, 9000, "damaged: what it has of 'de'" } };
	struct reader *r;
	struct buf good;

	compile(&good, dir, NULL);
	for (size_t i = 0; i < NELEM(rows); i++) {
		size_t n = rows[i].cut == 0 ? good.n : rows[i].cut;

		if (rows[i].at < n)
			good.p[rows[i].at] ^= 0x40;
		put(PACK_FILE, str_sub(buf_str(&good), 0, n));
		if (rows[i].at < n)
			good.p[rows[i].at] ^= 0x40;
		r = load(dir, NULL);
		cr_expect(strstr(reader_trouble(r), rows[i].why) != NULL &&
			strstr(reader_trouble(r), PACK_FILE) != NULL,
		    "%zu: %s", i, reader_trouble(r));
		cr_expect(!lexicon_is_mapped(language(r, "de")->lexicon));
		cr_expect((class_of(r, STR("kranführer")) & C_PERSON) != 0);
		reader_free(r);
	}
	put(PACK_FILE, buf_str(&good));
	r = load(dir, NULL);
	cr_expect_str_eq(reader_trouble(r), "");
	reader_free(r);
	buf_clear(&good);
}

/* Of a lexicon of three words with a fold: what stands where reading would be led astray.
 */
static struct lexicon *
small(struct buf *out)
{
	struct lexicon *lx = lexicon_new(STR("xx"));
	struct err e;

	cr_assert(lexicon_add_fold(lx, STR("taken over"), &e) != NULL);
	lexicon_add_clitic(lx, STR("d'"));
	lexicon_add(lx, STR("murdered"))->cls = C_KILL;
	((struct word *)(uintptr_t)lexicon_word(lx, STR("murdered")))->form = FORM_PAST;
	lexicon_list_triggers(lx);
	buf_init(out, PACK_FILE_MAX);
	lexicon_write(lx, out);
	return lx;
}

Test(packs, tables_that_lead_astray_are_refused)
{
	struct buf good;
	struct lexicon *lx = small(&good), *mapped = lexicon_new(STR("xx"));
	const struct lexicon_head *h = &lx->head;
	size_t words = (sizeof(*h) + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
	size_t index = words + h->n_words * sizeof(union cell),
	       edges = index + h->cap_index * 4;
	size_t nodes = edges + h->cap_edges * sizeof(struct fold_edge),
	       triggers = nodes + h->n_nodes * sizeof(struct fold_node);
	const struct {
		const char *what;
		size_t at;
		uint32_t is;
	} rows[] = { { "no words", offsetof(struct lexicon_head, n_words), 0 },
		{ "an index of no power of two", offsetof(struct lexicon_head, cap_index),
		    4095 },
		{ "a shift beyond it", offsetof(struct lexicon_head, shift), 40 },
		{ "no node", offsetof(struct lexicon_head, n_nodes), 0 },
		{ "more texts than there are", offsetof(struct lexicon_head, n_texts),
		    1u << 20 },
		{ "too many clitics", offsetof(struct lexicon_head, n_clitics),
		    CLITICS_MAX + 1 },
		{ "too many endings", offsetof(struct lexicon_head, n_place_endings),
		    PLACE_ENDINGS_MAX + 1 },
		{ "an ending that is none",
		    offsetof(struct lexicon_head, guess_by_end['s']), 1 },
		{ "a clitic that is none",
		    offsetof(struct lexicon_head, clitic_by_start['d']), 1u << 9 },
		{ "a word glued to none",
		    offsetof(struct lexicon_head, glued_at_end['s']), 1u << 31 },
		{ "letters in disorder", offsetof(struct lexicon_head, first), 9 },
		{ "an empty clitic", offsetof(struct lexicon_head, clitics[0].n), 0 },
		{ "a clitic out of the texts",
		    offsetof(struct lexicon_head, clitics[0].at), 1u << 30 },
		{ "a word of another number",
		    words + sizeof(union cell) + offsetof(struct word, id), 7 },
		{ "a value that is no count",
		    words + sizeof(union cell) + offsetof(struct word, value) + 4,
		    1u << 30 },
		{ "a fold to no node",
		    words + sizeof(union cell) + offsetof(struct word, fold), 99 },
		{ "no such bound", words + offsetof(struct word, n), UINT32_MAX },
		{ "a slot of no word", index, 99u << TAG_BITS },
		{ "an edge to no node", edges + offsetof(struct fold_edge, to), 99 },
		{ "an end of no word", nodes + offsetof(struct fold_node, end), 99 },
		{ "phrases at no node", nodes + offsetof(struct fold_node, phrases), 99 },
		{ "a trigger that is no word", triggers, 99 },
		{ "a trigger without letters", triggers, 0 } };
	char *copy = xlines((good.n + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE);
	struct str bytes = { copy, good.n };
	struct err e;

	for (size_t i = 0; i < NELEM(rows); i++) {
		memcpy(copy, good.p, good.n);
		memcpy(copy + rows[i].at, &rows[i].is, sizeof(rows[i].is));
		cr_expect(lexicon_map(mapped, bytes, &e) == -1, "%s", rows[i].what);
		cr_expect(!lexicon_is_mapped(mapped));
	}
	memcpy(copy, good.p, good.n);
	for (uint32_t i = 0; i < h->cap_index; i++)
		((uint32_t *)(void *)(copy + index))[i] |= 1u << TAG_BITS;
	cr_expect(lexicon_map(mapped, bytes, &e) == -1,
	    "no free slot, where a search ends");
	memcpy(copy, good.p, good.n);
	cr_assert(lexicon_map(mapped, bytes, &e) == 0, "%s", e.msg);
	cr_expect(lexicon_word(mapped, STR("taken"))->fold != 0);
	cr_expect((lexicon_misspelt(mapped, STR("murderred"))->cls & C_KILL) != 0);
	lexicon_free(mapped);
	lexicon_free(lx);
	free(copy);
	buf_clear(&good);
}
