/* check.h -- an invariant of a fuzz target: what does not hold ends the program. */
#ifndef TESTS_FUZZ_CHECK_H
#define TESTS_FUZZ_CHECK_H

#include <stdbool.h>
#include <stdlib.h>

static inline void
fuzz_check(bool ok)
{
	if (!ok)
		abort();
}

#endif
