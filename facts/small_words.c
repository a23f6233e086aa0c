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
	};

	for (size_t i = 0; i < SMALL_CLASS_N; i++)
		if (str_eq(str_of(names[i]), name))
			return UINT32_C(1) << i;
	return 0;
}
