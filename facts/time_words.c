/* time_words.c -- see time_words.h. */
#include "config.h"

#include "facts/time_words.h"

_Static_assert(TIME_CLASS_N <= 32, "one bit a class");

uint32_t
time_class(struct str name)
{
	static const char *const names[] = {
#define X(id, name) [BIT_U_##id] = name,
		TIME_CLASSES(X)
#undef X
	};

	for (size_t i = 0; i < TIME_CLASS_N; i++)
		if (str_eq(str_of(names[i]), name))
			return UINT32_C(1) << i;
	return 0;
}
