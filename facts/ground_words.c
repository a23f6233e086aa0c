/* ground_words.c -- see ground_words.h. */
#include "config.h"

#include "facts/ground_words.h"

_Static_assert(GROUND_CLASS_N <= 64, "one bit a class");

uint64_t
ground_class(struct str name)
{
	static const char *const names[] = {
#define X(id, name) [BIT_G_##id] = name,
		GROUND_CLASSES(X)
#undef X
		    [GROUND_CLASS_N] = NULL,
	};
	int i = str_index(names, name);

	return i < 0 ? 0 : UINT64_C(1) << i;
}
