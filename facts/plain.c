/* plain.c -- see plain.h: its tables. */
#include "config.h"

#include "facts/plain.h"

const char plain_ones[2 * PLAIN_MAX + 1] =
    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff";

/* from NUL, space, @ and ` on, and of what is no ASCII */
const char plain_least[UINT8_MAX + 2] = "11111111111111111111111111111111"
					"1111111~11111~21~~~~~~~~~~111111"
					"1~~~~~~~~~~~~~~~~~~~~~~~~~~11111"
					"1~~~~~~~~~~~~~~~~~~~~~~~~~~11111"
					"~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~"
					"~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~"
					"~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~"
					"~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~";
