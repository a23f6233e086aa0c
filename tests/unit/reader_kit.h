/* reader_kit.h -- the reader of the packs that were built, for tests. */
#ifndef TESTS_READER_KIT_H
#define TESTS_READER_KIT_H

#include <criterion/criterion.h>

#include "facts/reader.h"

static inline struct reader *
reader(void)
{
	static const char *const dirs[] = { BUILDDIR "/daemon/share", NULL };
	struct err e;
	struct reader *r = reader_load(dirs, &e);

	cr_assert(r != NULL, "%s", e.msg);
	return r;
}

#endif
