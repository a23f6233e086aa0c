/* small_words.c -- see small_words.h. */
#include "config.h"

#include "facts/small_words.h"

_Static_assert(SMALL_CLASS_N <= 32, "one bit a class");

uint32_t
small_class(struct str name)
{
	static const char *const names[] = {
#define X(id, name) [BIT_S_##id] = name,
		SMALL_CLASSES(X)
#undef X
		    [SMALL_CLASS_N] = NULL,
	};
	int i = str_index(names, name);

	return i < 0 ? 0 : UINT32_C(1) << i;
}
