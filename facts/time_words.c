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

void
time_place(struct word *w)
{
	const uint64_t named = C_MONTH | C_WEEKDAY;

	w->dates = (w->time &
		       (U_TODAY | U_YESTERDAY | U_OVERNIGHT | U_WEEKEND | U_THIS |
			   U_LAST | U_UNIT)) ||
	    (w->cls & named);
	w->leads = (w->time & (U_SINCE | U_BETWEEN | U_FROM | U_OPEN | U_THE | U_PAST)) !=
	    0;
	w->of_time = w->time != 0 || (w->cls & (named | C_NUMBER));
}
