/* fuzz_date.c -- any bytes as a date: an instant between the years 0 and 10000, or none. */
#include "config.h"

#include "base/alloc.h"
#include "parser/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int64_t ms = TIME_NONE;
	bool ok = feed_date((struct str){ (const char *)data, size }, &ms);

	if (ok && (date_civil(ms).year < 0 || date_civil(ms).year > 10000))
		abort();
	if (!ok && ms != TIME_NONE)
		abort();
	return 0;
}
