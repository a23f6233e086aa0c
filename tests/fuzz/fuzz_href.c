/*
 * fuzz_href.c -- any bytes as an address in a document: absolute behind an absolute base,
 * without control characters, and the same when it is resolved again; a path has no dot
 * segments left.  The first line is another base, which may be anything.
 */
#include "config.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/limits.h"
#include "parser/href.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_clean(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		fuzz_check((unsigned char)s.p[i] >= 0x20 && s.p[i] != 0x7f);
}

/* Up to the query or the fragment. */
static void
check_path(struct str s)
{
	s = str_sub(s, 0, str_chr(s, '?'));
	s = str_sub(s, 0, str_chr(s, '#'));
	fuzz_check(str_find(s, STR("/../")) == STR_NOWHERE &&
	    str_find(s, STR("/./")) == STR_NOWHERE);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct str base = STR_INIT("https://fuzz.example/a/b?c#d");
	struct str in = { (const char *)data, size }, other = STR_NONE, s;
	struct arena a;

	arena_init(&a);
	if (str_chr(in, '\n') != STR_NOWHERE)
		str_cut(&in, '\n', &other);
	href_resolve(&a, other, in);
	s = href_resolve(&a, base, in);
	check_clean(s);
	fuzz_check(s.n == 0 || href_scheme(s).n > 0);
	fuzz_check(s.n <= base.n + LIMIT_URL && str_eq(s, href_resolve(&a, base, s)));
	/* as it came, without its control characters */
	in = href_resolve(&a, STR_NONE, in);
	if (s.n > 0 && href_scheme(in).n == 0 && !str_starts(in, STR("//")))
		check_path(s);
	arena_clear(&a);
	return 0;
}
