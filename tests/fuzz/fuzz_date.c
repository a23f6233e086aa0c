/*
 * fuzz_date.c -- any bytes as a date: an instant between the years 0 and 10000, or none;
 * the same with white space around it, and when it is written down and read again.
 */
#include "config.h"

#include "base/alloc.h"
#include "parser/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(bool ok)
{
	if (!ok)
		abort();
}

static void
check_same(struct str s, int64_t ms)
{
	int64_t again = TIME_NONE;

	check(feed_date(s, &again) && again == ms);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str in = { (const char *)data, size };
	char padded[256], text[DATE_TEXT];
	int64_t ms = TIME_NONE;

	if (!feed_date(in, &ms)) {
		check(ms == TIME_NONE);
		return 0;
	}
	check(date_civil(ms).year >= -1 && date_civil(ms).year <= 10000);
	in = str_trim(in);
	check(in.n + 2 <= sizeof(padded));
	padded[0] = ' ';
	memcpy(padded + 1, in.p, in.n);
	padded[in.n + 1] = '\n';
	check_same((struct str){ padded, in.n + 2 }, ms);
	if (date_civil(ms).year >= 1 && date_civil(ms).year <= 9999) {
		check_same(date_rfc3339_ms(text, ms), ms);
		check_same(date_mail(text, ms),
		    ms - ms % MS_SECOND - (ms % MS_SECOND < 0 ? MS_SECOND : 0));
	}
	return 0;
}
