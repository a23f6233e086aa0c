/* pack_file.c -- see pack_file.h. */
#include "config.h"

#include "base/alloc.h"
#include "base/hash.h"
#include "base/mapping.h"
#include "facts/ground_words.h"
#include "facts/lexicon_data.h"
#include "facts/lexicon_image.h"
#include "facts/pack_file.h"
#include "facts/pack_format.h"
#include "facts/small_words.h"
#include "facts/time_words.h"

struct pack_file {
	struct str bytes;
	char *path; /* NULL: memory of the caller's */
	struct pack_header head;
};

/* The version, and the names of all classes in the order of their bits. */
static uint64_t
this_program(void)
{
#define X(id, name) name " "
	static const char words[] = PACKAGE_VERSION
	    " " WORD_CLASSES(X) "/ " GROUND_CLASSES(X);
#undef X
#define X(id, name) name " "
	static const char others[] = TIME_CLASSES(X) "/ " SMALL_CLASSES(X);
#undef X

	return hash64(STR(others),
	    hash64(STR(words),
		sizeof(struct word) + (sizeof(struct lexicon_head) << 16)));
}

static uint64_t
rounded(uint64_t n)
{
	return (n + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
}

#define SECTOR 512

uint64_t
pack_file_hash(struct str image, uint64_t sum)
{
	char starts[64 * CACHE_LINE];
	size_t n = 0;

	sum ^= image.n;
	for (size_t at = 0; at < image.n; at += SECTOR) {
		struct str start = str_sub(image, at, at + CACHE_LINE);

		memcpy(starts + n, start.p, start.n);
		n += start.n;
		if (n + CACHE_LINE > sizeof(starts)) {
			sum = hash_bulk((struct str){ starts, n }, sum);
			n = 0;
		}
	}
	return hash_bulk((struct str){ starts, n }, sum);
}

/* ---- reading ---- */

static int
check(const struct pack_file *f, struct err *e)
{
	const struct pack_header *h = &f->head;

	if (f->bytes.n < sizeof(*h) ||
	    memcmp(h->magic, PACK_MAGIC, sizeof(h->magic)) != 0)
		return err_set(e, "no compiled language packs");
	if (h->order != PACK_ORDER || h->program != this_program())
		return err_set(e,
		    "language packs compiled by another version; compile them again");
	if (h->entries > PACK_ENTRIES_MAX ||
	    (f->bytes.n - sizeof(*h)) / sizeof(struct pack_entry) < h->entries)
		return err_set(e, "damaged: %u languages in %zu bytes", h->entries,
		    f->bytes.n);
	return 0;
}

/* The same of bytes that begin at a cache line and that the caller keeps (tests). */
static struct pack_file *
pack_file_of(struct str bytes, struct err *e)
{
	struct pack_file *f = xcalloc(1, sizeof(*f));

	f->bytes = bytes;
	if (bytes.n >= sizeof(f->head))
		memcpy(&f->head, bytes.p, sizeof(f->head));
	if (check(f, e) == 0)
		return f;
	free(f);
	return NULL;
}

struct pack_file *
pack_file_open(const char *path, struct err *e)
{
	struct pack_file *f;
	struct str bytes;

	if (mapping_open(&bytes, path, e) < 0)
		return NULL;
	f = pack_file_of(bytes, e);
	if (f == NULL) {
		mapping_close(bytes);
		err_wrap(e, "%s", path);
		return NULL;
	}
	f->path = xstrdup(path);
	return f;
}

void
pack_file_free(struct pack_file *f)
{
	if (f == NULL)
		return;
	if (f->path != NULL)
		mapping_close(f->bytes);
	free(f->path);
	free(f);
}

void
pack_file_leave(const struct pack_file *f)
{
	if (f->path != NULL)
		mapping_leave(f->bytes);
}

static int
give(const struct pack_file *f, const struct pack_entry *t, struct lexicon *lx,
    struct err *e)
{
	struct str lang = lexicon_lang(lx), image = STR_NONE;

	if (t->at <= f->bytes.n && t->size <= f->bytes.n - t->at)
		image = str_sub(f->bytes, t->at, t->at + t->size);
	if (image.n == 0 || pack_file_hash(image, t->sum) != t->hash)
		return err_set(e,
		    "damaged: what it has of '%.*s' is not what was written",
		    STR_ARG(lang));
	if (lexicon_map(lx, image, e) < 0)
		return err_wrap(e, "damaged: '%.*s'", STR_ARG(lang));
	return 0;
}

int
pack_file_give(const struct pack_file *f, struct lexicon *lx, uint64_t sum, struct err *e)
{
	struct str lang = lexicon_lang(lx);
	struct pack_entry t;

	for (uint32_t i = 0; i < f->head.entries; i++) {
		memcpy(&t, f->bytes.p + sizeof(f->head) + i * sizeof(t), sizeof(t));
		if (t.sum == sum && lang.n < PACK_LANG_MAX && t.lang[lang.n] == '\0' &&
		    memcmp(t.lang, lang.p, lang.n) == 0)
			return give(f, &t, lx, e) == 0
			    ? 1
			    : err_wrap(e, "%s", f->path == NULL ? "memory" : f->path);
	}
	return 0;
}

/* ---- writing ---- */

static void
fill_line(struct buf *out, uint64_t to)
{
	while (!out->over && out->n < to)
		buf_byte(out, '\0');
}

void
pack_file_write(struct buf *out, const struct pack_source *of, size_t n)
{
	struct pack_header h = { .magic = "",
		.order = PACK_ORDER,
		.entries = (uint32_t)n,
		.program = this_program() };
	struct pack_entry *entries = xcalloc(n, sizeof(*entries));
	size_t start = sizeof(h) + n * sizeof(*entries);

	memcpy(h.magic, PACK_MAGIC, sizeof(h.magic));
	fill_line(out, start);
	for (size_t i = 0; i < n; i++) {
		struct pack_entry *t = &entries[i];
		struct str lang = lexicon_lang(of[i].lexicon);

		fill_line(out, rounded(out->n));
		t->at = out->n;
		lexicon_write(of[i].lexicon, out);
		t->size = out->n - t->at;
		t->sum = of[i].sum;
		memcpy(t->lang, lang.p, lang.n < PACK_LANG_MAX ? lang.n : 0);
		t->hash = pack_file_hash(str_sub(buf_str(out), t->at, out->n), t->sum);
	}
	if (!out->over) {
		memcpy(out->p, &h, sizeof(h));
		memcpy(out->p + sizeof(h), entries, n * sizeof(*entries));
	}
	free(entries);
}
