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
		    [TIME_CLASS_N] = NULL,
	};
	int i = str_index(names, name);

	return i < 0 ? 0 : UINT32_C(1) << i;
}
