/*
 * fuzz_text.c -- any bytes as an entry's text, in a language that the first one chooses.
 * Whatever is read: evidence lies inside the text and cuts no character of valid text in
 * two, facts are capped, parts name an earlier or later fact of the list and never
 * themselves, numbers are sane.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "facts/reader.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct reader *reader;

#define HOLD(x)                  \
	do {                     \
		if (!(x))        \
			abort(); \
	} while (0)

static bool
is_count(int64_t n)
{
	return n >= 0 && n <= LIMIT_COUNT;
}

static void
check_fact(const struct fact_list *l, size_t i, struct str text, bool valid)
{
	const struct fact *f = &l->items[i];

	HOLD(f->start <= f->end && f->end <= text.n);
	HOLD(f->quote.n == f->end - f->start);
	HOLD(f->quote.n == 0 || memcmp(f->quote.p, text.p + f->start, f->quote.n) == 0);
	HOLD(!valid ||
	    (utf8_floor(text, f->start) == f->start &&
		utf8_floor(text, f->end) == f->end));
	HOLD(f->part_of >= -1 && f->part_of < (int)l->n && f->part_of != (int)i);
	HOLD(f->confidence >= 0 && f->confidence <= 1);
	HOLD(f->bound == BOUND_NONE ||
	    (is_count(f->count) && is_count(f->low) &&
		(f->high == -1 || is_count(f->high))));
	HOLD(f->n_places <= LIMIT_PLACES);
	HOLD(f->rule.n > 0);
}

/* Before the first input, whose time limit it would take. */
int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const char *const dirs[] = { BUILDDIR "/daemon/share", NULL };
	struct err e;

	reader = reader_load(dirs, &e);
	HOLD(reader != NULL);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const langs[] = { "en", "", "ar", "de", "es", "fr", "pt", "ru",
		"tr", "uk" };
	struct reading in = { .text = { (const char *)data, size },
		.lang = str_of(langs[size == 0 ? 0 : data[0] % NELEM(langs)]),
		.published_ms = INT64_C(1732752000000) };
	struct fact_list l;
	struct arena a;

	arena_init(&a);
	reader_read(reader, &a, &in, &l);
	HOLD(l.n <= LIMIT_FACTS);
	for (size_t i = 0; i < l.n; i++)
		check_fact(&l, i, in.text, utf8_valid(in.text));
	for (int i = 0; i < TOLL_N; i++)
		HOLD(!l.toll.of[i].known ||
		    (l.toll.of[i].best >= 0 && l.toll.of[i].low >= 0));
	arena_clear(&a);
	return 0;
}
